# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""The device beside the CPU, whichever it is."""

import torch


def is_available():
    """Whether there is one."""
    return torch.cuda.is_available()


def device_count():
    """How many there are."""
    return torch.cuda.device_count()


def current_accelerator(check_available=False):
    """What kind it is. PyTorch's name for it stays when there is none, unless check_available."""
    return torch.device("cuda") if is_available() or not check_available else None
