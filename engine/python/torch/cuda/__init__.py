# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""GPUs, as PyTorch sees them on a machine where torch.cuda.is_available() is False."""

import collections

import torch

_NO_DRIVER = (
    "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed"
    " a driver from http://www.nvidia.com/Download/index.aspx"
)


OutOfMemoryError = torch.OutOfMemoryError


def is_available():
    """Whether ops can run on a GPU."""
    return False


def is_initialized():
    """Whether a GPU was used already."""
    return False


def device_count():
    """Number of GPUs."""
    return 0


def is_bf16_supported(including_emulation=True):
    """Whether a GPU computes in bfloat16."""
    return False


def init():
    """Starts the GPU's driver."""
    raise RuntimeError(_NO_DRIVER)


def current_device():
    """Index of the GPU that "cuda" means."""
    init()


def get_device_name(device=None):
    """Name of a GPU."""
    init()


def get_device_capability(device=None):
    """Compute capability of a GPU."""
    init()


def get_device_properties(device=None):
    """What a GPU can do."""
    init()


def mem_get_info(device=None):
    """Free and total bytes of a GPU."""
    init()


def synchronize(device=None):
    """Waits for a GPU."""
    init()


def set_device(device):
    """Makes a GPU the one that "cuda" means."""
    init()


def current_stream(device=None):
    """The queue of work of a GPU."""
    init()


def manual_seed(seed):
    """Seeds the GPU's random stream, once there is one."""
    torch.Generator().manual_seed(int(seed))


def manual_seed_all(seed):
    """Seeds the random streams of all GPUs."""
    manual_seed(seed)


def seed():
    """Seeds the GPU's random stream from the system."""


def seed_all():
    """Seeds all GPUs from the system."""


def empty_cache():
    """Gives unused memory of GPUs back."""


def ipc_collect():
    """Gives memory shared with ended processes back."""


def memory_allocated(device=None):
    """Bytes of tensors on a GPU."""
    return 0


def memory_reserved(device=None):
    """Bytes held on a GPU."""
    return 0


def max_memory_allocated(device=None):
    """Most bytes of tensors there were on a GPU."""
    return 0


def max_memory_reserved(device=None):
    """Most bytes held on a GPU."""
    return 0


def reset_peak_memory_stats(device=None):
    """Starts max_memory_allocated anew."""


def memory_stats(device=None):
    """Counters of a GPU's memory."""
    return collections.OrderedDict()


class Event:
    """A mark in a GPU's work."""

    def __init__(self, enable_timing=False, blocking=False, interprocess=False):
        init()


class Stream:
    """A queue of work of a GPU."""

    def __init__(self, device=None, priority=0, **options):
        init()


class device:
    """Makes a GPU the current one for a with block; without a GPU nothing changes."""

    def __init__(self, device):
        self.idx = device

    def __enter__(self):
        return None

    def __exit__(self, *exception):
        return False
