# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Intel GPUs: there are none."""


def is_available():
    """Whether ops can run there."""
    return False


def device_count():
    """Number of devices."""
    return 0


def manual_seed(seed):
    """Seeds the random stream of no device."""


def empty_cache():
    """Gives the unused memory of no device back."""
