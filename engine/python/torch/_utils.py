# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Functions that files written by torch.save name: how a tensor comes back from its storage."""

import torch


def _rebuild_tensor_v2(
    storage, storage_offset, size, stride, requires_grad, backward_hooks, metadata=None
):
    """A tensor over part of a storage."""
    tensor = torch._C._on_storage(
        storage._flat, storage.dtype, storage_offset, tuple(size), tuple(stride)
    )
    return tensor.requires_grad_(requires_grad) if requires_grad else tensor


def _rebuild_parameter(data, requires_grad, backward_hooks):
    """A parameter over a tensor."""
    return torch.nn.Parameter(data, requires_grad)
