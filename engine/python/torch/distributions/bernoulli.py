# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Yes or no."""

import torch
from torch.distributions.categorical import _brief
from torch.distributions.distribution import (
    Distribution,
    as_float,
    clamp_probs,
    logits_to_probs,
)


class Bernoulli(Distribution):
    """1 with probability probs, else 0."""

    def __init__(self, probs=None, logits=None, validate_args=None):
        if (probs is None) == (logits is None):
            raise ValueError("Either `probs` or `logits` must be specified, but not both.")
        if logits is None:
            self.probs = as_float(probs)
            safe = clamp_probs(self.probs)
            self.logits = torch.log(safe) - torch.log1p(-safe)
        else:
            self.logits = as_float(logits)
            self.probs = logits_to_probs(self.logits, is_binary=True)
        super().__init__(self.probs.shape)

    def __repr__(self):
        return f"Bernoulli(probs: {_brief(self.probs)})"

    @property
    def mean(self):
        return self.probs

    @property
    def variance(self):
        return self.probs * (1 - self.probs)

    def sample(self, sample_shape=()):
        """Zeros and ones."""
        with torch.no_grad():
            return torch.bernoulli(self.probs.expand(self._shape_of(sample_shape)))

    def log_prob(self, value):
        """Logarithm of the probability of value."""
        logits, value = torch.broadcast_tensors(self.logits, as_float(value))
        return value * logits - torch.log1p(torch.exp(-logits.abs())) - logits.clamp(min=0)
