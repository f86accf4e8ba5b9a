# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""torch.testing.assert_close."""

import collections.abc
import cmath
import numbers

import torch

__all__ = ["assert_close"]

# rtol, atol
_TOLERANCES = {
    torch.float16: (1e-3, 1e-5),
    torch.bfloat16: (1.6e-2, 1e-5),
    torch.float32: (1.3e-6, 1e-5),
    torch.float64: (1e-7, 1e-7),
    torch.complex64: (1.3e-6, 1e-5),
    torch.complex128: (1e-7, 1e-7),
}


def _tolerances(dtypes):
    """The widest of the dtypes' own."""
    pairs = [_TOLERANCES.get(dtype, (0.0, 0.0)) for dtype in dtypes]
    return max(rtol for rtol, _ in pairs), max(atol for _, atol in pairs)


def _words(rtol, atol):
    """What the values are not, and what of each tolerance is allowed."""
    if rtol == atol == 0:
        return "equal", "", ""
    return "close", f" (up to {rtol} allowed)", f" (up to {atol} allowed)"


def _fail_scalars(actual, expected, rtol, atol):
    word, relative_allowed, absolute_allowed = _words(rtol, atol)
    difference = abs(actual - expected)
    relative = difference / abs(expected) if expected != 0 else float("inf")
    return (
        f"Scalars are not {word}!\n\nExpected {expected} but got {actual}."
        f"\nAbsolute difference: {difference}{absolute_allowed}"
        f"\nRelative difference: {relative}{relative_allowed}"
    )


def _greatest(kind, differences, wrong, allowed):
    """The line about the greatest difference among the wrong elements."""
    flat = torch.where(wrong, differences, 0).flatten()
    place = int(flat.argmax())
    index = tuple(int(each) for each in torch.unravel_index(torch.tensor(place), wrong.shape))
    return f"Greatest {kind} difference: {flat[place].item()} at index {index}{allowed}"


def _fail_tensors(actual, expected, wrong, rtol, atol):
    if wrong.dim() == 0:
        return _fail_scalars(actual.item(), expected.item(), rtol, atol)
    n_wrong, n = int(wrong.sum()), wrong.numel()
    word, relative_allowed, absolute_allowed = _words(rtol, atol)
    if not actual.is_floating_point() and not actual.is_complex():
        actual, expected = actual.to(torch.int64), expected.to(torch.int64)
    absolute = (actual - expected).abs()
    return "\n".join(
        (
            f"Tensor-likes are not {word}!\n",
            f"Mismatched elements: {n_wrong} / {n} ({n_wrong / n:.1%})",
            _greatest("absolute", absolute, wrong, absolute_allowed),
            _greatest("relative", absolute / expected.abs(), wrong, relative_allowed),
        )
    )


def _compare_attributes(actual, expected, options):
    for name in ("shape", "device", "dtype"):
        if not options.get(f"check_{name}", True):
            continue
        values = getattr(actual, name), getattr(expected, name)
        if values[0] != values[1]:
            return (
                f"The values for attribute '{name}' do not match: {values[0]} != {values[1]}."
            )
    if options["check_stride"] and actual.stride() != expected.stride():
        return (
            "The values for attribute 'stride()' do not match:"
            f" {actual.stride()} != {expected.stride()}."
        )
    return None


def _compare_tensors(actual, expected, options):
    failure = _compare_attributes(actual, expected, options)
    if failure is not None:
        return failure
    rtol, atol = options["tolerances"] or _tolerances((actual.dtype, expected.dtype))
    dtype = torch.promote_types(actual.dtype, expected.dtype)
    actual, expected = actual.detach().to(dtype), expected.detach().to(dtype)
    wrong = ~torch.isclose(actual, expected, rtol, atol, options["equal_nan"])
    return _fail_tensors(actual, expected, wrong, rtol, atol) if wrong.any() else None


def _compare_numbers(actual, expected, options):
    is_exact = isinstance(actual, int) and isinstance(expected, int)
    rtol, atol = options["tolerances"] or ((0.0, 0.0) if is_exact else (1e-7, 1e-7))
    if actual == expected or abs(actual - expected) <= atol + rtol * abs(expected):
        return None
    if options["equal_nan"] and cmath.isnan(actual) and cmath.isnan(expected):
        return None
    return _fail_scalars(actual, expected, rtol, atol)


def _pairs(actual, expected):
    """(key, item, item) of two containers; None when they are none."""
    if isinstance(actual, collections.abc.Mapping) and isinstance(
        expected, collections.abc.Mapping
    ):
        if set(actual) != set(expected):
            missing = sorted(set(expected) - set(actual))
            additional = sorted(set(actual) - set(expected))
            raise AssertionError(
                "The keys of the mappings do not match:\n"
                f"Missing keys in the actual mapping: {missing}\n"
                f"Additional keys in the actual mapping: {additional}"
            )
        return [(key, actual[key], expected[key]) for key in actual]
    if isinstance(actual, (list, tuple)) and isinstance(expected, (list, tuple)):
        if len(actual) != len(expected):
            raise AssertionError(
                f"The length of the sequences mismatch: {len(actual)} != {len(expected)}"
            )
        return [(at, *pair) for at, pair in enumerate(zip(actual, expected))]
    return None


def _compare(actual, expected, options, path=""):
    pairs = _pairs(actual, expected)
    if pairs is not None:
        for key, a, b in pairs:
            _compare(a, b, options, f"{path}[{key!r}]")
        return
    if isinstance(actual, numbers.Number) and isinstance(expected, numbers.Number):
        failure = _compare_numbers(actual, expected, options)
    elif isinstance(actual, torch.Tensor) != isinstance(expected, torch.Tensor):
        raise TypeError(
            f"No comparison pair was able to handle inputs of type {type(actual)} and"
            f" {type(expected)}."
        )
    else:
        failure = _compare_tensors(
            torch.as_tensor(actual), torch.as_tensor(expected), options
        )
    if failure is not None:
        place = f"\n\nThe failure occurred for item {path}" if path else ""
        message = options["msg"]
        failure += place
        raise AssertionError(message(failure) if callable(message) else message or failure)


def assert_close(
    actual,
    expected,
    *,
    allow_subclasses=True,
    rtol=None,
    atol=None,
    equal_nan=False,
    check_device=True,
    check_dtype=True,
    check_layout=True,
    check_stride=False,
    msg=None,
):
    """Raises AssertionError, with where and by how much, unless the values are close."""
    if (rtol is None) != (atol is None):
        raise ValueError(
            "Both 'rtol' and 'atol' must be either specified or omitted, but got no"
            f" {'atol' if atol is None else 'rtol'}."
        )
    options = {
        "tolerances": None if rtol is None else (rtol, atol),
        "equal_nan": equal_nan,
        "check_device": check_device,
        "check_dtype": check_dtype,
        "check_stride": check_stride,
        "msg": msg,
    }
    _compare(actual, expected, options)
