# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""The bell curve."""

import math

import torch
from torch.distributions.categorical import _brief
from torch.distributions.distribution import Distribution, as_float


class Normal(Distribution):
    """Mean loc, standard deviation scale."""

    def __init__(self, loc, scale, validate_args=None):
        self.loc, self.scale = torch.broadcast_tensors(as_float(loc), as_float(scale))
        super().__init__(self.loc.shape)
        if not bool((self.scale > 0).all()):
            self._refuse("scale", self.scale, "GreaterThan(lower_bound=0.0)")

    def __repr__(self):
        return f"Normal(loc: {_brief(self.loc)}, scale: {_brief(self.scale)})"

    @property
    def mean(self):
        return self.loc

    @property
    def stddev(self):
        return self.scale

    @property
    def variance(self):
        return self.scale.pow(2)

    def sample(self, sample_shape=()):
        """Draws without a gradient."""
        shape = self._shape_of(sample_shape)
        with torch.no_grad():
            return torch.normal(self.loc.expand(shape), self.scale.expand(shape))

    def rsample(self, sample_shape=()):
        """Draws through which gradients of loc and scale flow."""
        noise = torch.randn(self._shape_of(sample_shape), dtype=self.loc.dtype)
        return self.loc + noise * self.scale

    def log_prob(self, value):
        """Logarithm of the density at value."""
        distance = (as_float(value) - self.loc) ** 2
        return (
            -distance / (2 * self.variance)
            - self.scale.log()
            - math.log(math.sqrt(2 * math.pi))
        )

    def cdf(self, value):
        """Probability of less than value."""
        z = (as_float(value) - self.loc) * self.scale.reciprocal() / math.sqrt(2)
        return 0.5 * (1 + torch.erf(z))

    def entropy(self):
        """Mean of -log density."""
        return 0.5 + 0.5 * math.log(2 * math.pi) + torch.log(self.scale)
