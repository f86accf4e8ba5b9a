# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Global switches. Those that change nothing here are remembered."""

import torch
from torch._tensor import _LEGACY_NAMES

__all__ = [
    "are_deterministic_algorithms_enabled",
    "get_deterministic_debug_mode",
    "get_float32_matmul_precision",
    "get_num_interop_threads",
    "is_deterministic_algorithms_warn_only_enabled",
    "is_warn_always_enabled",
    "set_default_tensor_type",
    "set_deterministic_debug_mode",
    "set_float32_matmul_precision",
    "set_flush_denormal",
    "set_num_interop_threads",
    "set_warn_always",
    "typename",
    "use_deterministic_algorithms",
]

_DEBUG_MODES = {"default": 0, "warn": 1, "error": 2}
_values = {
    "deterministic": 0,
    "float32 precision": "highest",
    "interop threads": 1,
    "warn always": False,
}


def use_deterministic_algorithms(mode, *, warn_only=False):
    """All algorithms here give the same result every time."""
    _values["deterministic"] = (1 if warn_only else 2) if mode else 0


def are_deterministic_algorithms_enabled():
    """What use_deterministic_algorithms was told."""
    return _values["deterministic"] > 0


def is_deterministic_algorithms_warn_only_enabled():
    """Whether warnings would stand in for errors."""
    return _values["deterministic"] == 1


def set_deterministic_debug_mode(debug_mode):
    """0 or "default", 1 or "warn", 2 or "error"."""
    if not isinstance(debug_mode, (int, str)):
        raise TypeError(f"debug_mode must be str or int, but got {type(debug_mode)}")
    if isinstance(debug_mode, str) and debug_mode not in _DEBUG_MODES:
        raise RuntimeError(
            "invalid value of debug_mode, expected one of `default`, `warn`, `error`, but got"
            f" {debug_mode}"
        )
    debug_mode = _DEBUG_MODES.get(debug_mode, debug_mode)
    if debug_mode not in _DEBUG_MODES.values():
        raise RuntimeError(f"invalid value of debug_mode, expected 0, 1, or 2, but got {debug_mode}")
    _values["deterministic"] = debug_mode


def get_deterministic_debug_mode():
    """0, 1 or 2."""
    return _values["deterministic"]


def set_float32_matmul_precision(precision):
    """float32 products are always computed in full precision."""
    if precision not in ("highest", "high", "medium"):
        raise RuntimeError(f"Invalid precision string: {precision}")
    _values["float32 precision"] = precision


def get_float32_matmul_precision():
    """What set_float32_matmul_precision was told."""
    return _values["float32 precision"]


def set_num_interop_threads(number):
    """Ops run one after the other."""
    _values["interop threads"] = int(number)


def get_num_interop_threads():
    """What set_num_interop_threads was told."""
    return _values["interop threads"]


def set_warn_always(b):
    """Whether a warning is given each time."""
    _values["warn always"] = bool(b)


def is_warn_always_enabled():
    """What set_warn_always was told."""
    return _values["warn always"]


def set_flush_denormal(mode):
    """Denormal numbers are always kept; true when that is what was asked for."""
    return not mode


def set_default_tensor_type(t):
    """Makes the dtype of a legacy type such as torch.DoubleTensor the default one."""
    names = {f"torch.{name}": dtype for dtype, name in _LEGACY_NAMES.items()}
    dtype = names.get(t) if isinstance(t, str) else getattr(t, "dtype", None)
    if dtype is None:
        raise TypeError(f"invalid type object: {t}")
    torch.set_default_dtype(dtype)


def typename(obj):
    """torch.FloatTensor for a tensor; the type's name with its module for anything else."""
    if isinstance(obj, torch.Tensor):
        return obj.type()
    kind = obj if isinstance(obj, type) else type(obj)
    place = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return place + kind.__qualname__
