# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""torch.finfo and torch.iinfo: what the numbers of a dtype can be."""

import torch

# dtype: resolution, greatest, eps, least normal; the values of IEEE 754 and of bfloat16.
_FLOATS = {
    torch.float16: (1e-3, 65504.0, 2.0**-10, 2.0**-14),
    torch.bfloat16: (1e-2, (2 - 2.0**-7) * 2.0**127, 2.0**-7, 2.0**-126),
    torch.float32: (1e-6, (2 - 2.0**-23) * 2.0**127, 2.0**-23, 2.0**-126),
    torch.float64: (1e-15, (2 - 2.0**-52) * 2.0**1023, 2.0**-52, 2.0**-1022),
}
_INTEGERS = (torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64)


def _checked(kind, name):
    if not isinstance(kind, torch.dtype):
        raise TypeError(
            f"{name}(): argument 'type' (position 1) must be torch.dtype, not"
            f" {type(kind).__name__}"
        )
    return kind


class finfo:
    """Limits of a floating dtype; of the default one when none is given."""

    def __init__(self, type=None):
        kind = torch.get_default_dtype() if type is None else _checked(type, "finfo")
        kind = kind.to_real() if kind.is_complex else kind
        if kind not in _FLOATS:
            raise TypeError(
                "torch.finfo() requires a floating point input type. Use torch.iinfo to handle"
                " 'torch.finfo'"
            )
        self.resolution, self.max, self.eps, self.smallest_normal = _FLOATS[kind]
        self.min = -self.max
        self.tiny = self.smallest_normal
        self.bits = 8 * kind.itemsize
        self.dtype = str(kind).removeprefix("torch.")

    def __repr__(self):
        names = ("resolution", "min", "max", "eps", "smallest_normal", "tiny")
        values = ", ".join(f"{name}={getattr(self, name):.6g}" for name in names)
        return f"finfo({values}, dtype={self.dtype})"


class iinfo:
    """Limits of an integer dtype."""

    def __init__(self, type):
        _checked(type, "iinfo")
        if type.is_floating_point or type.is_complex:
            raise TypeError(
                "torch.iinfo() requires an integer input type. Use torch.finfo to handle"
                " 'torch.iinfo'"
            )
        if type not in _INTEGERS:
            raise TypeError(f"{type} is not supported by torch.iinfo")
        self.bits = 8 * type.itemsize
        self.min = -(2 ** (self.bits - 1)) if type.is_signed else 0
        self.max = 2 ** (self.bits - type.is_signed) - 1
        self.dtype = str(type).removeprefix("torch.")

    def __repr__(self):
        return f"iinfo(min={self.min:g}, max={self.max:g}, dtype={self.dtype})"


finfo.__module__ = iinfo.__module__ = "torch"
