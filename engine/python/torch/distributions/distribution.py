# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""What all distributions share: batches of parameters, events of a shape."""

import torch


class Distribution:
    """batch_shape: independent distributions; event_shape: one draw of one of them."""

    def __init__(self, batch_shape=(), event_shape=(), validate_args=None):
        self._batch_shape = torch.Size(batch_shape)
        self._event_shape = torch.Size(event_shape)

    @property
    def batch_shape(self):
        return self._batch_shape

    @property
    def event_shape(self):
        return self._event_shape

    def _shape_of(self, sample_shape):
        return torch.Size(sample_shape) + self._batch_shape + self._event_shape

    def _refuse(self, name, value, constraint):
        raise ValueError(
            f"Expected parameter {name} ({type(value).__name__} of shape {tuple(value.shape)}) of"
            f" distribution {self!r} to satisfy the constraint {constraint}, but found invalid"
            f" values:\n{value}"
        )

    @property
    def stddev(self):
        return self.variance.sqrt()

    def prob(self, value):
        """Density or probability of value."""
        return torch.exp(self.log_prob(value))

    def sample_n(self, n):
        """n draws."""
        return self.sample(torch.Size((n,)))


def logits_to_probs(logits, is_binary=False):
    """Probabilities of log-odds, or of unnormalised logarithms along the last dim."""
    return torch.sigmoid(logits) if is_binary else torch.softmax(logits, -1)


def clamp_probs(probs):
    """Away from 0 and 1, where logarithms end."""
    eps = {torch.float64: 2.220446049250313e-16}.get(probs.dtype, 1.1920928955078125e-07)
    return probs.clamp(min=eps, max=1 - eps)


def as_float(value):
    """A number or a tensor as a tensor."""
    if isinstance(value, torch.Tensor):
        return value
    return torch.tensor(value, dtype=torch.get_default_dtype())
