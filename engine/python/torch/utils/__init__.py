# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Helpers around training."""

from torch.utils import data  # noqa: F401
