# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""One of n classes."""

import torch
from torch.distributions.distribution import Distribution, clamp_probs, logits_to_probs


class Categorical(Distribution):
    """Draws 0 … n - 1 with given probabilities (or logits) along the last dim."""

    def __init__(self, probs=None, logits=None, validate_args=None):
        if (probs is None) == (logits is None):
            raise ValueError("Either `probs` or `logits` must be specified, but not both.")
        given = probs if logits is None else logits
        if given.dim() < 1:
            name = "probs" if logits is None else "logits"
            raise ValueError(f"`{name}` parameter must be at least one-dimensional.")
        if logits is None:
            self.probs = probs / probs.sum(-1, keepdim=True)
            self.logits = torch.log(clamp_probs(self.probs))
        else:
            self.logits = logits - logits.logsumexp(dim=-1, keepdim=True)
            self.probs = logits_to_probs(self.logits)
        self._num_events = given.size(-1)
        super().__init__(given.shape[:-1])

    def __repr__(self):
        return f"Categorical(probs: {_brief(self.probs)})"

    @property
    def param_shape(self):
        return self.probs.shape

    def sample(self, sample_shape=()):
        """Classes, drawn with replacement."""
        sample_shape = torch.Size(sample_shape)
        rows = self.probs.reshape(-1, self._num_events)
        drawn = torch.multinomial(rows, sample_shape.numel(), True).T
        return drawn.reshape(self._shape_of(sample_shape))

    def log_prob(self, value):
        """Logarithm of the probability of each class in value."""
        value = value.long().unsqueeze(-1)
        value, logits = torch.broadcast_tensors(value, self.logits)
        return logits.gather(-1, value[..., :1]).squeeze(-1)

    def entropy(self):
        """Mean of -log p."""
        return -(self.logits * self.probs).sum(-1)


def _brief(tensor):
    return tensor if tensor.numel() == 1 else tensor.size()
