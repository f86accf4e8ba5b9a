# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Window functions: weights that fade a stretch of a signal in and out."""

import functools
import math

import torch

__all__ = [
    "bartlett_window",
    "blackman_window",
    "hamming_window",
    "hann_window",
    "kaiser_window",
]


def _window(shape):
    """Makes shape (places, last) a window: places 0 … last; a periodic one leaves the last out."""

    @functools.wraps(shape)
    def window(
        window_length,
        periodic=True,
        *numbers,
        dtype=None,
        layout=None,
        device=None,
        pin_memory=None,
        requires_grad=False,
        **named,
    ):
        dtype = torch.get_default_dtype() if dtype is None else dtype
        options = {"dtype": dtype, "device": device}
        if not dtype.is_floating_point:
            raise RuntimeError(
                f"{shape.__name__} expects floating point dtypes, got: {_TYPES.get(dtype, dtype)}"
            )
        if window_length < 0:
            raise RuntimeError(
                f"{shape.__name__} requires non-negative window_length,"
                f" got window_length={window_length}"
            )
        if window_length < 2:
            value = torch.ones(window_length, **options)
        else:
            last = window_length if periodic else window_length - 1
            places = torch.arange(last + 1, **options)
            value = shape(places, last, *numbers, **named)[:window_length]
            value = value.clone() if periodic else value
        return value.requires_grad_(requires_grad)

    return window


_TYPES = {
    torch.int64: "Long",
    torch.int32: "Int",
    torch.int16: "Short",
    torch.int8: "Char",
    torch.uint8: "Byte",
    torch.bool: "Bool",
    torch.complex64: "ComplexFloat",
    torch.complex128: "ComplexDouble",
}


@_window
def hann_window(places, last):
    """(1 - cos (2 pi k / n)) / 2"""
    return 0.5 - 0.5 * torch.cos(places * (2 * math.pi / last))


@_window
def hamming_window(places, last, alpha=0.54, beta=0.46):
    """alpha - beta cos (2 pi k / n)"""
    return alpha - beta * torch.cos(places * (2 * math.pi / last))


@_window
def blackman_window(places, last):
    """0.42 - 0.5 cos (2 pi k / n) + 0.08 cos (4 pi k / n)"""
    angle = places * (math.pi / last)
    return (angle * 4).cos() * 0.08 - (angle * 2).cos() * 0.5 + 0.42


@_window
def bartlett_window(places, last):
    """A triangle: 2 k / n, and down again from the middle on."""
    rising = places * (2.0 / last)
    return torch.where(rising <= 1, rising, 2 - rising)


def _bessel_i0(x):
    """The power series of the Bessel function I0: all terms are positive, so that none cancel."""
    quarter = x * x / 4
    term = total = torch.ones_like(x)
    for k in range(1, 40 + 2 * int(x.max().item())):
        term = term * quarter / (k * k)
        total = total + term
    return total


@_window
def kaiser_window(places, last, beta=12.0):
    """The Bessel function I0 of beta sqrt (1 - (2 k / n - 1)^2), over I0 (beta)"""
    height = 1 - (places * (2.0 / last) - 1) ** 2
    arguments = beta * height.clamp(min=0).sqrt().double()
    return (_bessel_i0(arguments) / _bessel_i0(torch.tensor(float(beta)).double())).to(places.dtype)
