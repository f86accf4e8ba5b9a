# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""The constructors from before torch.tensor: torch.Tensor(2, 3), torch.FloatTensor([1, 2]) …"""

import torch
from torch._C import _match, _signatures
from torch._tensor import _LEGACY_NAMES

__all__ = list(_LEGACY_NAMES.values())


_KNOWN = _signatures(
    "new(*, Device? device=None) -> Tensor\n"
    "new(Object storage) -> Tensor\n"
    "new(Tensor other) -> Tensor\n"
    "new(int[] size, *, Device? device=None) -> Tensor\n"
    "new(Object data, *, Device? device=None) -> Tensor"
)
_NOTHING, _STORAGE, _TENSOR, _SIZE, _DATA = range(5)

_C_NAMES = {
    torch.bool: "bool",
    torch.uint8: "unsigned char",
    torch.int8: "signed char",
    torch.int16: "short int",
    torch.int32: "int",
    torch.int64: "long int",
    torch.float16: "c10::Half",
    torch.bfloat16: "c10::BFloat16",
    torch.float32: "float",
    torch.float64: "double",
    torch.complex64: "c10::complex<float>",
    torch.complex128: "c10::complex<double>",
}


def _options(dtype, device):
    return (
        f"TensorOptions(dtype={_C_NAMES[dtype]}, device={device}, layout=Strided,"
        " requires_grad=false (default), pinned_memory=false (default),"
        " memory_format=(nullopt))"
    )


def make(dtype, device_type, args, named):
    """The tensor that sizes, data or nothing at all stand for; any dtype of another will do when
    none is asked for."""
    is_list = len(args) == 1 and type(args[0]) in (list, tuple)
    kind = _match(_KNOWN, ([],) if is_list else args, named)
    if is_list:
        kind = _DATA
    own = torch.get_default_dtype() if dtype is None else dtype
    device = torch.device(named.get("device") or device_type)
    if device.type != device_type:
        raise RuntimeError(
            f"legacy constructor expects device type: {device_type} but device type:"
            f" {device.type} was passed"
        )
    if kind == _NOTHING:
        return torch.empty(0, dtype=own, device=device)
    given = args[0] if len(args) == 1 else args or next(iter(named.values()))
    if kind == _SIZE:
        return torch.empty(given, dtype=own, device=device)
    if kind == _STORAGE:
        return torch.empty(0, dtype=own, device=device).set_(given)
    if kind == _TENSOR:
        if dtype is not None and given.dtype != dtype:
            wanted, got = _options(dtype, device_type), _options(given.dtype, given.device.type)
            raise TypeError(f"expected {wanted} (got {got})")
        return given.detach()
    if not hasattr(given, "__getitem__") or isinstance(given, dict):
        raise TypeError(f"new(): data must be a sequence (got {type(given).__name__})")
    return torch.tensor(given, dtype=own, device=device)


def construct(kind, *args, **named):
    """torch.Tensor(…) and its subclasses."""
    tensor = make(None, "cpu", args, named)
    return tensor if kind is torch.Tensor else torch._C._make_subclass(kind, tensor)


class tensortype(type):
    """The type of torch.FloatTensor and its sisters, which stand for a dtype of torch.Tensor."""

    def __call__(cls, *args, **named):
        return make(cls.dtype, cls._device_type, args, named)

    def __instancecheck__(cls, instance):
        return (
            isinstance(instance, torch.Tensor)
            and instance.dtype == cls.dtype
            and instance.device.type == cls._device_type
        )


tensortype.__module__ = "torch"

for _dtype, _name in _LEGACY_NAMES.items():
    _members = {"dtype": _dtype, "__module__": "torch", "_device_type": "cpu"}
    globals()[_name] = tensortype(_name, (), _members)
