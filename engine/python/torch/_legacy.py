# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""The constructors from before torch.tensor: torch.Tensor(2, 3), torch.FloatTensor([1, 2]) …"""

import torch
from torch._tensor import _LEGACY_NAMES

__all__ = list(_LEGACY_NAMES.values())


def _is_sizes(arguments):
    return all(isinstance(size, int) and not isinstance(size, bool) for size in arguments)


def make(dtype, arguments, device=None):
    """The tensor that sizes, data or nothing at all stand for."""
    if not arguments:
        return torch.empty(0, dtype=dtype, device=device)
    if _is_sizes(arguments):
        return torch.empty(arguments, dtype=dtype, device=device)
    (data, *rest) = arguments
    if rest:
        names = ", ".join(type(argument).__name__ for argument in arguments)
        raise TypeError(
            f"new() received an invalid combination of arguments - got ({names}), but expected one"
            " of:\n"
            " * (*, torch.device device = None)\n"
            " * (torch.Storage storage)\n"
            " * (Tensor other)\n"
            " * (tuple of ints size, *, torch.device device = None)\n"
            " * (object data, *, torch.device device = None)\n"
        )
    if isinstance(data, torch.Size):
        return torch.empty(data, dtype=dtype, device=device)
    if isinstance(data, torch.Tensor):
        if data.dtype != dtype:
            expected, got = _LEGACY_NAMES[dtype], _LEGACY_NAMES[data.dtype]
            raise TypeError(f"expected torch.{expected} (got torch.{got})")
        return data.detach()
    if isinstance(data, (int, float)):
        raise TypeError(f"new(): data must be a sequence (got {type(data).__name__})")
    return torch.tensor(data, dtype=dtype, device=device)


def construct(kind, *arguments, device=None):
    """torch.Tensor(…) and its subclasses."""
    tensor = make(torch.get_default_dtype(), arguments, device)
    return tensor if kind is torch.Tensor else torch._C._make_subclass(kind, tensor)


class tensortype(type):
    """The type of torch.FloatTensor and its sisters, which stand for a dtype of torch.Tensor."""

    def __call__(cls, *arguments, device=None):
        return make(cls.dtype, arguments, device)

    def __instancecheck__(cls, instance):
        return isinstance(instance, torch.Tensor) and instance.dtype == cls.dtype


tensortype.__module__ = "torch"

for _dtype, _name in _LEGACY_NAMES.items():
    globals()[_name] = tensortype(_name, (), {"dtype": _dtype, "__module__": "torch"})
