# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""How often each of n classes comes up in so many draws."""

import torch
from torch.distributions.categorical import Categorical
from torch.distributions.distribution import Distribution


class Multinomial(Distribution):
    """Counts of total_count draws from a Categorical."""

    def __init__(self, total_count=1, probs=None, logits=None, validate_args=None):
        if not isinstance(total_count, int):
            raise NotImplementedError("inhomogeneous total_count is not supported")
        self.total_count = total_count
        self._categorical = Categorical(probs=probs, logits=logits)
        super().__init__(self._categorical.batch_shape, self._categorical.param_shape[-1:])

    def __repr__(self):
        return "Multinomial()"

    @property
    def probs(self):
        return self._categorical.probs

    @property
    def logits(self):
        return self._categorical.logits

    @property
    def mean(self):
        return self.probs * self.total_count

    @property
    def variance(self):
        return self.total_count * self.probs * (1 - self.probs)

    def sample(self, sample_shape=()):
        """Counts per class."""
        sample_shape = torch.Size(sample_shape)
        drawn = self._categorical.sample(torch.Size((self.total_count,)) + sample_shape)
        order = list(range(1, drawn.dim())) + [0]
        drawn = drawn.permute(*order)
        counts = torch.zeros(self._shape_of(sample_shape), dtype=drawn.dtype)
        counts.scatter_add_(-1, drawn, torch.ones_like(drawn))
        return counts.type_as(self.probs)

    def log_prob(self, value):
        """Logarithm of the probability of these counts."""
        total = torch.lgamma(value.sum(-1) + 1)
        each = torch.lgamma(value + 1).sum(-1)
        logits = torch.where((value == 0) & (self.logits == -torch.inf), 0.0, self.logits)
        return total - each + (logits * value).sum(-1)
