# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Intel GPUs: there are none, and they answer as the absent ones of Apple do."""

from torch.mps import device_count, empty_cache, is_available, manual_seed  # noqa: F401
