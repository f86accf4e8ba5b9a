# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Functions of neural networks. Those of the op table are taken over as they are."""

import warnings

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
    warnings.warn(
        f"Implicit dimension choice for {name} has been deprecated. Change the call to include"
        " dim=X as an argument.",
        stacklevel=3,
    )
    return 0 if input.dim() in (0, 1, 3) else 1


def softmin(input, dim=None, _stacklevel=3, dtype=None):
    """softmax of -input."""
    return (-input).softmax(_dim_of(input, dim, "softmin"), dtype=dtype)


def softsign(input):
    """x / (1 + |x|), element by element."""
    return input / (input.abs() + 1)


def tanhshrink(input):
    """x - tanh(x), element by element."""
    return input - input.tanh()


def dropout(input, p=0.5, training=True, inplace=False):
    """Zeroes elements with probability p and scales the others by 1 / (1 - p)."""
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    if p == 0 or not training or input.numel() == 0:
        return input
    if p == 1:
        noise = torch.zeros((), dtype=input.dtype, device=input.device)
    else:
        noise = torch.empty_like(input).bernoulli_(1 - p).div_(1 - p)
    return input.mul_(noise) if inplace else input * noise


def kl_div(input, target, size_average=None, reduce=None, reduction="mean", log_target=False):
    """Kullback-Leibler divergence of target from the log-probabilities input."""
    if size_average is not None or reduce is not None:
        reduction = _legacy_reduction(size_average, reduce)
    elif reduction == "mean":
        warnings.warn(
            "reduction: 'mean' divides the total loss by both the batch size and the support size."
            "'batchmean' divides only by the batch size, and aligns with the KL div math definition."
            "'mean' will be changed to behave the same as 'batchmean' in the next major release.",
            stacklevel=2,
        )
    kind = "sum" if reduction == "batchmean" else reduction
    loss = _nn.kl_div(input, target, reduction=kind, log_target=log_target)
    return loss / input.size()[0] if reduction == "batchmean" and input.dim() != 0 else loss


def _legacy_reduction(size_average, reduce):
    """What the two arguments that `reduction` replaced say."""
    if reduce is False:
        return "none"
    return "sum" if size_average is False else "mean"


def _with_inplace(name, n_numbers):
    """Gives an activation of the op table PyTorch's last argument: writing into the input."""
    function = globals()[name]

    def activation(input, *args, inplace=False, **kwargs):
        if len(args) > n_numbers:
            *args, inplace = args
        if inplace:
            # The derivative needs what the input was before.
            return input.copy_(function(input.clone(), *args, **kwargs))
        return function(input, *args, **kwargs)

    activation.__name__ = activation.__qualname__ = name
    activation.__doc__ = function.__doc__
    globals()[name] = activation


# Name, and how many numbers stand between the input and `inplace`.
for _name, _n_numbers in {
    "celu": 1,
    "elu": 1,
    "hardsigmoid": 0,
    "hardswish": 0,
    "hardtanh": 2,
    "leaky_relu": 1,
    "mish": 0,
    "relu6": 0,
    "selu": 0,
    "silu": 0,
    "threshold": 2,
}.items():
    _with_inplace(_name, _n_numbers)
