# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Questions about __torch_function__, which no tensor here overrides."""


def has_torch_function(relevant_args):
    """False: subclasses do not change what functions do."""
    return False


def is_tensor_like(obj):
    """Whether obj is a tensor."""
    import torch

    return isinstance(obj, torch.Tensor)
