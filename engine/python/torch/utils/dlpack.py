# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Sharing memory with other libraries through DLPack."""

import enum

from torch._C import _from_dlpack, _to_dlpack


class DLDeviceType(enum.IntEnum):
    """Where memory is, in DLPack's numbers."""

    kDLCPU = 1
    kDLCUDA = 2


def to_dlpack(tensor):
    """A capsule with the tensor's memory, to be taken over once."""
    return _to_dlpack(tensor)


def from_dlpack(ext_tensor, *, device=None, copy=None):
    """A tensor on the memory of an array, or of a capsule."""
    if hasattr(ext_tensor, "__dlpack__"):
        try:
            capsule = ext_tensor.__dlpack__(max_version=(1, 0))
        except TypeError:
            capsule = ext_tensor.__dlpack__()
    else:
        capsule = ext_tensor
    tensor = _from_dlpack(capsule)
    if device is not None:
        tensor = tensor.to(device)
    return tensor.clone() if copy else tensor


def export(tensor, stream=None, max_version=None, dl_device=None, copy=None):
    """Tensor.__dlpack__."""
    if tensor.requires_grad:
        raise BufferError("Can't export tensors that require gradient, use tensor.detach()")
    if tensor.is_conj():
        raise BufferError("Can't export tensors with the conjugate bit set")
    if stream not in (None, -1) and tensor.device.type == "cpu":
        raise AssertionError("stream should be None on cpu.")
    if copy:
        tensor = tensor.clone()
    return _to_dlpack(tensor, max_version is not None and max_version[0] >= 1)


def device_of(tensor):
    """Tensor.__dlpack_device__."""
    if tensor.device.type == "cuda":
        return DLDeviceType.kDLCUDA, tensor.device.index or 0
    if tensor.device.type != "cpu":
        raise ValueError(f"Unknown device type {tensor.device.type} for Dlpack")
    return DLDeviceType.kDLCPU, 0
