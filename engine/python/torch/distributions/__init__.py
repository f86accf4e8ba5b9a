# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Probability distributions to draw from."""

from torch.distributions.bernoulli import Bernoulli  # noqa: F401
from torch.distributions.categorical import Categorical  # noqa: F401
from torch.distributions.distribution import Distribution  # noqa: F401
from torch.distributions.multinomial import Multinomial  # noqa: F401
from torch.distributions.normal import Normal  # noqa: F401
