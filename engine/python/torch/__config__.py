# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""How the engine was built and runs, in words."""

import torch


def show():
    """Version and kind of the engine."""
    return f"PyTorch built with:\n  - Tensarium's engine in C\n  - as PyTorch {torch.__version__}\n"


def parallel_info():
    """How many threads compute."""
    return (
        "ATen/Parallel:\n"
        f"\tat::get_num_threads() : {torch.get_num_threads()}\n"
        f"\tat::get_num_interop_threads() : {torch.get_num_interop_threads()}\n"
    )
