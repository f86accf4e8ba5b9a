# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Neural networks: parameters and functions."""

from torch.nn import functional  # noqa: F401
from torch.nn.parameter import Parameter  # noqa: F401
