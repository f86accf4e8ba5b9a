# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""The dropout family as PyTorch composes it: noise from bernoulli_, then a product.

In training an element is zeroed with probability p; the others are scaled so that the mean stays.
The alpha forms drop to the negative limit of selu instead and keep the variance too (Klambauer et
al. 2017, Self-Normalizing Neural Networks).
"""

import math

import torch

# -scale · alpha of selu, the value that selu tends to, without its sign.
_SELU_LIMIT = 1.7580993408473766


def _noise_for(input, p, by_channel):
    dtype = input.dtype.to_real()
    if not by_channel:
        return torch.empty_like(input, dtype=dtype).bernoulli_(1 - p)
    if input.dim() < 2:
        raise RuntimeError("Feature dropout requires at least 2 dimensions in the input")
    shape = tuple(input.shape[:2]) + (1,) * (input.dim() - 2)
    return torch.empty(shape, dtype=dtype, device=input.device).bernoulli_(1 - p)


def _drop(name, input, p, train, by_channel, is_alpha, inplace):
    if not isinstance(input, torch.Tensor):
        raise TypeError(
            f"{name}(): argument 'input' (position 1) must be Tensor, not {type(input).__name__}"
        )
    if not 0 <= p <= 1:
        raise RuntimeError(f"dropout probability has to be between 0 and 1, but got {p:g}")
    if p == 0 or not train or input.numel() == 0:
        return input
    multiply = input.mul_ if inplace else input.mul
    if p == 1:
        return multiply(torch.zeros((), dtype=input.dtype, device=input.device))
    noise = _noise_for(input, p, by_channel)
    if not is_alpha:
        return multiply(noise.div_(1 - p))
    scale = 1 / math.sqrt((_SELU_LIMIT * _SELU_LIMIT * p + 1) * (1 - p))
    shift = (noise - 1).mul_(_SELU_LIMIT * scale).add_(_SELU_LIMIT * scale * p)
    return multiply(noise.mul_(scale)).add_(shift)


def _make(name, doc, by_channel, is_alpha, inplace):
    def dropout(input, p, train):
        return _drop(name, input, p, train, by_channel, is_alpha, inplace)

    dropout.__name__ = dropout.__qualname__ = name
    dropout.__doc__ = doc + (", in place." if inplace else ".")
    globals()[name] = dropout


__all__ = []
for _name, _doc, _by_channel, _is_alpha in (
    ("dropout", "Zeroes elements with probability p", False, False),
    ("alpha_dropout", "Drops elements to the limit of selu", False, True),
    ("feature_dropout", "Zeroes whole channels with probability p", True, False),
    ("feature_alpha_dropout", "Drops whole channels to the limit of selu", True, True),
):
    for _suffix in ("", "_"):
        _make(_name + _suffix, _doc, _by_channel, _is_alpha, _suffix == "_")
        __all__.append(_name + _suffix)
