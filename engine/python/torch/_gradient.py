# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""torch.gradient: slopes of sampled values by differences of second order."""

import torch

__all__ = ["gradient"]


def _even_slopes(values, step, order, dim):
    """Sample points are step apart."""
    n = values.size(dim)

    def at(place):
        return values.narrow(dim, place % n, 1)

    middle = (values.narrow(dim, 2, n - 2) - values.narrow(dim, 0, n - 2)) / (2 * step)
    if order == 1:
        first = (at(1) - at(0)) / step
        last = (at(-1) - at(-2)) / step
    else:
        first = (-1.5 * at(0) + 2 * at(1) - 0.5 * at(2)) / step
        last = (0.5 * at(-3) - 2 * at(-2) + 1.5 * at(-1)) / step
    return torch.cat([first, middle, last], dim)


def _slopes(values, points, order, dim):
    """Sample points are given: the slope of the parabola through a point and its neighbours."""
    n = values.size(dim)
    steps = torch.diff(points)
    shape = [-1 if d == dim else 1 for d in range(values.dim())]
    before, after = steps[:-1].reshape(shape), steps[1:].reshape(shape)
    left, centre, right = (values.narrow(dim, start, n - 2) for start in range(3))
    middle = (
        -after / (before * (before + after)) * left
        + (after - before) / (before * after) * centre
        + before / (after * (before + after)) * right
    )
    first, second, last, third = (values.narrow(dim, k % n, 1) for k in (0, 1, -1, -2))
    if order == 1:
        ends = (second - first) / steps[0], (last - third) / steps[-1]
    else:
        ends = (
            _end_slope(first, second, values.narrow(dim, 2 % n, 1), steps[0], steps[1]),
            -_end_slope(last, third, values.narrow(dim, -3 % n, 1), steps[-1], steps[-2]),
        )
    return torch.cat([ends[0], middle, ends[1]], dim)


def _end_slope(outer, inner, next_inner, step, next_step):
    """The same at an end, seen from there inwards."""
    both = step + next_step
    return (
        -(step + both) / (step * both) * outer
        + both / (step * next_step) * inner
        - step / (next_step * both) * next_inner
    )


def _checked_dims(input, n_spacings, dim, edge_order):
    if edge_order not in (1, 2):
        raise RuntimeError("torch.gradient only supports edge_order=1 and edge_order=2.")
    if dim is None and n_spacings not in (None, input.dim()):
        raise RuntimeError(
            "torch.gradient expected spacing to be unspecified, a scalar, or a list of length"
            f" equal to 'self.dim() = {input.dim()}', since dim argument was not given, but got a"
            f" list of length {n_spacings}"
        )
    given = list(range(input.dim())) if dim is None else dim
    given = [given] if isinstance(given, int) else list(given)
    if dim is not None and n_spacings not in (None, len(given)):
        raise RuntimeError(
            "torch.gradient expected spacing to be unspecified, a scalar or it's spacing and dim"
            f" arguments to have the same length, but got a spacing argument of length {n_spacings}"
            f" and a dim argument of length {len(given)}."
        )
    dims = []
    for d in given:
        if not -input.dim() <= d < input.dim():
            raise IndexError(
                f"Dimension out of range (expected to be in range of [{-input.dim()},"
                f" {input.dim() - 1}], but got {d})"
            )
        d %= input.dim()
        if d in dims:
            raise RuntimeError(f"dim {d} appears multiple times in the list of dims")
        dims.append(d)
    for d in dims:
        if input.size(d) < edge_order + 1:
            raise RuntimeError(
                "torch.gradient expected each dimension size to be at least edge_order+1"
            )
    return dims


def gradient(input, *, spacing=1, dim=None, edge_order=1):
    """Slopes along each dim; sample points are spacing apart, or the tensors of spacing."""
    is_list = isinstance(spacing, (list, tuple))
    dims = _checked_dims(input, len(spacing) if is_list else None, dim, edge_order)
    spacings = spacing if is_list else [1 if spacing is None else spacing] * len(dims)
    return tuple(
        _slopes(input, step, edge_order, d)
        if isinstance(step, torch.Tensor)
        else _even_slopes(input, step, edge_order, d)
        for step, d in zip(spacings, dims)
    )
