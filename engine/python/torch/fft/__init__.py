# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""torch.fft: Fourier transforms, all made of one complex transform of the op table."""

import functools
import inspect
import math
import operator

import torch
from torch._C import _VariableFunctions as _ops

__all__ = [
    "fft",
    "fft2",
    "fftfreq",
    "fftn",
    "fftshift",
    "hfft",
    "ifft",
    "ifft2",
    "ifftn",
    "ifftshift",
    "ihfft",
    "irfft",
    "irfft2",
    "irfftn",
    "rfft",
    "rfft2",
    "rfftfreq",
    "rfftn",
]


def _is_int(value):
    if isinstance(value, bool):
        return False
    try:
        operator.index(value)
    except TypeError:
        return False
    return True


def _is_float(value):
    return isinstance(value, (int, float)) or (isinstance(value, torch.Tensor) and value.dim() == 0)


def _is_int_or_ints(value):
    """Of several only the first is looked at here."""
    return _is_int(value) or (isinstance(value, (list, tuple)) and (not value or _is_int(value[0])))


_TESTS = {
    "Tensor": lambda value: isinstance(value, torch.Tensor),
    "int": _is_int,
    "tuple of ints": _is_int_or_ints,
    "float": _is_float,
    "str": lambda value: isinstance(value, str),
    "torch.dtype": lambda value: isinstance(value, torch.dtype),
}

_KINDS = {
    "input": "Tensor",
    "n": "int",
    "s": "tuple of ints",
    "norm": "str",
    "d": "float",
    "dtype": "torch.dtype",
}


def _kind_of(parameter):
    if parameter.name == "dim":
        return "int" if isinstance(parameter.default, int) else "tuple of ints"
    return _KINDS.get(parameter.name)


def _check(function, parameter, value, where):
    kind = _kind_of(parameter)
    if kind is None or (value is None and parameter.default is None):
        return
    start = f"fft_{function.__name__}(): argument '{parameter.name}'"
    if not _TESTS[kind](value):
        raise TypeError(f"{start}{where} must be {kind}, not {type(value).__name__}")
    if kind != "tuple of ints" or _is_int(value):
        return
    for place, item in enumerate(value):
        if not _is_int(item):
            raise TypeError(
                f"{start} failed to unpack the object at pos {place + 1} with error "
                f'"type must be tuple of ints,but got {type(item).__name__}"'
            )


def _checked(function):
    """The function with the types of its arguments looked at first, from left to right."""
    parameters = list(inspect.signature(function).parameters.values())

    @functools.wraps(function)
    def checked(*args, **kwargs):
        for place, parameter in enumerate(parameters):
            if place < len(args):
                _check(function, parameter, args[place], f" (position {place + 1})")
            elif parameter.name in kwargs:
                _check(function, parameter, kwargs[parameter.name], "")
        return function(*args, **kwargs)

    return checked


def _scale(norm, n, forward):
    """The factor that a transform of n points is multiplied by."""
    if norm not in (None, "backward", "forward", "ortho"):
        raise RuntimeError(f'Invalid normalization mode: "{norm}"')
    if norm == "ortho":
        return 1 / math.sqrt(n)
    return 1 / n if (norm == "forward") == forward else 1.0


def _floating(input):
    """input in a type that has waves: integers in the default one."""
    if input.dtype in (torch.float16, torch.bfloat16):
        name = "Half" if input.dtype == torch.float16 else "BFloat16"
        raise NotImplementedError(f"Unsupported dtype {name}")
    if not input.is_floating_point() and not input.is_complex():
        return input.to(torch.get_default_dtype())
    return input


def _complex(input):
    input = _floating(input)
    return input if input.is_complex() else input.to(input.dtype.to_complex())


def _resize(input, n, dim):
    """input with n elements along dim: cut off, or zeros behind."""
    missing = n - input.size(dim)
    if missing == 0:
        return input
    if missing < 0:
        return input.narrow(dim, 0, n)
    dim %= input.dim()
    return torch.constant_pad_nd(input, [0, 0] * (input.dim() - 1 - dim) + [0, missing])


def _check_sizes(sizes):
    for size in sizes:
        if size < 1:
            raise RuntimeError(f"Invalid number of data points ({size}) specified")


def _plan(input, s, dim, last_is_half=False):
    """Dims and sizes of a transform along several dims; the last size may count a half spectrum."""
    s = (s,) if isinstance(s, int) else s
    if dim is None and s is not None and len(s) > input.dim():
        raise RuntimeError(
            f"Got shape with {len(s)} values but input tensor only has {input.dim()} dimensions."
        )
    if dim is not None:
        dims = [dim] if isinstance(dim, int) else list(dim)
    else:
        dims = list(range(-(len(s) if s is not None else input.dim()), 0))
    own_sizes = [input.size(d) for d in dims]
    if len({d % max(input.dim(), 1) for d in dims}) < len(dims):
        raise RuntimeError("FFT dims must be unique")
    if s is not None and len(s) != len(dims):
        raise RuntimeError(
            "When given, dim and shape arguments must have the same length"
        )
    asked = list(s) if s is not None else [-1] * len(dims)
    sizes = [own if size == -1 else size for own, size in zip(own_sizes, asked)]
    _check_sizes(sizes)
    if last_is_half and sizes and asked[-1] == -1:
        sizes[-1] = 2 * (sizes[-1] - 1)
        _check_sizes(sizes)
    return dims, sizes


def _resize_all(input, sizes, dims):
    for dim, size in zip(dims, sizes):
        input = _resize(input, size, dim)
    return input


def _transform(input, dims, sizes, norm, forward):
    input = _resize_all(_complex(input), sizes, dims)
    scale = _scale(norm, math.prod(sizes), forward)
    return _ops._fft_scaled(input, dims, scale, forward)


def _transform_real(input, dims, sizes, norm, forward, onesided):
    """The inverse transform of real numbers is the conjugate of the other one."""
    input = _resize_all(_floating(input), sizes, dims)
    scale = _scale(norm, math.prod(sizes), forward)
    waves = _ops._fft_scaled_real(input, dims, scale, onesided)
    return waves if forward else waves.conj()


def _result(value, out):
    return value if out is None else out.copy_(value)


@_checked
def fftn(input, s=None, dim=None, norm=None, *, out=None):
    """Waves along several dims."""
    return _result(_transform(input, *_plan(input, s, dim), norm, True), out)


@_checked
def ifftn(input, s=None, dim=None, norm=None, *, out=None):
    """What fftn was made of."""
    return _result(_transform(input, *_plan(input, s, dim), norm, False), out)


def _check_real(input, expectation):
    if input.is_complex():
        raise TypeError(f"{expectation}, but got {_SCALAR_TYPES[input.dtype]}")


_SCALAR_TYPES = {torch.complex64: "ComplexFloat", torch.complex128: "ComplexDouble"}


@_checked
def rfftn(input, s=None, dim=None, norm=None, *, out=None):
    """fftn of real numbers: half of the last dim says everything."""
    _check_real(input, "rfftn expects a real-valued input tensor")
    dims, sizes = _plan(input, s, dim)
    if not dims:
        raise RuntimeError("rfftn must transform at least one axis")
    return _result(_transform_real(input, dims, sizes, norm, True, True), out)


@_checked
def irfftn(input, s=None, dim=None, norm=None, *, out=None):
    """What rfftn was made of."""
    dims, sizes = _plan(input, s, dim, last_is_half=True)
    if not dims:
        raise RuntimeError("irfftn must transform at least one axis")
    input = _complex(input)
    scale = _scale(norm, math.prod(sizes), False)
    halves = [*sizes[:-1], sizes[-1] // 2 + 1]
    input = _resize_all(input, halves, dims)
    return _result(_ops._fft_scaled_half(input, dims, scale, sizes[-1]), out)


def _line_size(n):
    """n points as the sizes of a transform along one dim; there -1 has no meaning."""
    if n is None:
        return None
    _check_sizes([n])
    return (n,)


def _line(function, input, n, dim, norm, out):
    _floating(input).size(dim)
    return function(input, _line_size(n), (dim,), norm, out=out)


def _line_of_any(input, n, dim, norm, forward, out):
    _floating(input).size(dim)
    dims, sizes = _plan(_floating(input), _line_size(n), (dim,))
    if input.is_complex():
        return _result(_transform(input, dims, sizes, norm, forward), out)
    return _result(_transform_real(input, dims, sizes, norm, forward, False), out)


@_checked
def fft(input, n=None, dim=-1, norm=None, *, out=None):
    """How much of each wave is in a line of numbers."""
    return _line_of_any(input, n, dim, norm, True, out)


@_checked
def ifft(input, n=None, dim=-1, norm=None, *, out=None):
    """What fft was made of."""
    return _line_of_any(input, n, dim, norm, False, out)


@_checked
def rfft(input, n=None, dim=-1, norm=None, *, out=None):
    """fft of real numbers: half of it says everything."""
    _check_real(input, "rfft expects a real input tensor")
    return _line(rfftn, input, n, dim, norm, out)


@_checked
def irfft(input, n=None, dim=-1, norm=None, *, out=None):
    """What rfft was made of."""
    if n is None:
        n = 2 * (_floating(input).size(dim) - 1)
    return _line(irfftn, input, n, dim, norm, out)


_OPPOSITE = {None: "forward", "backward": "forward", "forward": "backward"}


@_checked
def hfft(input, n=None, dim=-1, norm=None, *, out=None):
    """Real waves of a signal whose second half mirrors the first."""
    return irfft(_complex(input).conj(), n, dim, _OPPOSITE.get(norm, norm), out=out)


@_checked
def ihfft(input, n=None, dim=-1, norm=None, *, out=None):
    """What hfft was made of."""
    _check_real(input, "ihfft expects a real input tensor")
    _floating(input).size(dim)
    dims, sizes = _plan(_floating(input), _line_size(n), (dim,))
    return _result(_transform_real(input, dims, sizes, norm, False, True), out)


@_checked
def fft2(input, s=None, dim=(-2, -1), norm=None, *, out=None):
    """fftn along two dims."""
    return fftn(input, s, dim, norm, out=out)


@_checked
def ifft2(input, s=None, dim=(-2, -1), norm=None, *, out=None):
    """ifftn along two dims."""
    return ifftn(input, s, dim, norm, out=out)


@_checked
def rfft2(input, s=None, dim=(-2, -1), norm=None, *, out=None):
    """rfftn along two dims."""
    return rfftn(input, s, dim, norm, out=out)


@_checked
def irfft2(input, s=None, dim=(-2, -1), norm=None, *, out=None):
    """irfftn along two dims."""
    return irfftn(input, s, dim, norm, out=out)


def _options(name, dtype, device):
    dtype = dtype or torch.get_default_dtype()
    if not dtype.is_floating_point and not dtype.is_complex:
        raise RuntimeError(f"{name} requires a floating point or complex dtype")
    return {"dtype": dtype, "device": device}


def _over(value, points):
    """value / points by multiplication in value's type; of no points as C divides."""
    factor = 1.0 / points if points else math.copysign(math.inf, points)
    return value * torch.tensor(factor, dtype=torch.float64).to(value)


@_checked
def fftfreq(n, d=1.0, *, out=None, dtype=None, device=None, requires_grad=False):
    """Frequencies of the elements of fft: 0, 1, … and then the negative ones, over n d."""
    torch.empty(n, dtype=dtype, device=device)  # refuses a negative n
    value = torch.arange(n, **_options("fftfreq", dtype, device))
    value[(n + 1) // 2 :] -= n
    return _result(_over(value, n * d), out).requires_grad_(requires_grad)


@_checked
def rfftfreq(n, d=1.0, *, out=None, dtype=None, device=None, requires_grad=False):
    """Frequencies of the elements of rfft: 0, 1, … over n d."""
    value = torch.arange(int(n / 2) + 1, **_options("rfftfreq", dtype, device))
    return _result(_over(value, n * d), out).requires_grad_(requires_grad)


def _shifted(input, dim, step):
    dims = range(input.dim()) if dim is None else [dim] if isinstance(dim, int) else dim
    return torch.roll(input, [step(input.size(d)) for d in dims], list(dims))


@_checked
def fftshift(input, dim=None):
    """Moves frequency 0 to the middle."""
    return _shifted(input, dim, lambda n: n // 2)


@_checked
def ifftshift(input, dim=None):
    """Moves frequency 0 back to the front."""
    return _shifted(input, dim, lambda n: (n + 1) // 2)
