# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Functions of neural networks. Those of the op table are taken over as they are."""

import torch
from torch._C import _nn, _VariableFunctions

for _name in dir(_nn):
    if not _name.startswith("_"):
        globals()[_name] = getattr(_nn, _name)

# Ops that PyTorch offers both here and in torch.
_SHARED = (
    "binary_cross_entropy_with_logits",
    "conv1d",
    "conv2d",
    "conv3d",
    "cosine_similarity",
    "embedding",
    "pairwise_distance",
)
for _name in _SHARED:
    if hasattr(_VariableFunctions, _name):
        globals().setdefault(_name, getattr(_VariableFunctions, _name))


def relu(input, inplace=False):
    """max(0, x), element by element."""
    return input.relu_() if inplace else torch.relu(input)


def sigmoid(input):
    """1 / (1 + exp(-x)), element by element."""
    return input.sigmoid()


def tanh(input):
    """Hyperbolic tangent, element by element."""
    return input.tanh()


def softmax(input, dim=None, _stacklevel=3, dtype=None):
    """exp(x) divided by its sum along dim."""
    return input.softmax(_dim_of(input, dim, "softmax"), dtype=dtype)


def log_softmax(input, dim=None, _stacklevel=3, dtype=None):
    """Logarithm of softmax."""
    return input.log_softmax(_dim_of(input, dim, "log_softmax"), dtype=dtype)


def _dim_of(input, dim, name):
    """PyTorch's old guess when no dim is given, with its warning."""
    if dim is not None:
        return dim
    import warnings

    warnings.warn(
        f"Implicit dimension choice for {name} has been deprecated. Change the call to include"
        " dim=X as an argument.",
        stacklevel=3,
    )
    return 0 if input.dim() in (0, 1, 3) else 1
