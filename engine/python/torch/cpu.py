# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""The CPU under the names that GPUs have."""


def is_available():
    """Ops can always run there."""
    return True


def device_count():
    """One."""
    return 1


def current_device():
    """The CPU has no index."""
    return "cpu"


def synchronize(device=None):
    """Ops are done when they return."""
