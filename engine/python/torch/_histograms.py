# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""torch.histogram and torch.histogramdd: the op table counts between edges, which are made here."""

import collections
import math

import torch
from torch._C import _VariableFunctions as _ops

__all__ = ["histogram", "histogramdd"]


class _HistogramDD(collections.namedtuple("histogramdd", ["hist", "bin_edges"])):
    """What histogramdd returns."""

    __slots__ = ()

    def __repr__(self):
        return f"torch.return_types.histogramdd(\nhist={self.hist},\nbin_edges={self.bin_edges})"


def _limits(points, limits, dim):
    """Lowest and highest edge along a dim: those asked for, else those of the points."""
    if limits is not None:
        low, high = float(limits[2 * dim]), float(limits[2 * dim + 1])
    elif points.numel() > 0:
        if points.dtype not in (torch.float32, torch.float64):
            name = points.type().rpartition(".")[2].removesuffix("Tensor")
            raise NotImplementedError(f"\"histogramdd\" not implemented for '{name}'")
        low, high = points[:, dim].min().item(), points[:, dim].max().item()
    else:
        low, high = 0.0, 1.0
    if not (math.isfinite(low) and math.isfinite(high)):
        raise RuntimeError(
            f"torch.histogramdd: dimension {dim}'s range [{low:g}, {high:g}] is not finite"
        )
    if low > high:
        raise RuntimeError(
            "torch.histogramdd: min should not exceed max, but got"
            f" min {low:g} max {high:g} for dimension {dim}"
        )
    return (low - 0.5, high + 0.5) if low == high else (low, high)


def _even_edges(points, bins, limits):
    """Evenly spaced edges for each dim of points [n, dims]."""
    for dim, count in enumerate(bins):
        if count <= 0:
            raise RuntimeError(
                f"torch.histogram(): bins must be > 0, but got {count} for dimension {dim}"
            )
    if limits is not None and len(limits) != 2 * len(bins):
        raise RuntimeError(
            f"torch.histogramdd: for a {len(bins)}-dimensional histogram range should have"
            f" {2 * len(bins)} elements, but got {len(limits)}"
        )
    return [
        torch.linspace(
            *_limits(points, limits, dim), count + 1, dtype=points.dtype, device=points.device
        )
        for dim, count in enumerate(bins)
    ]


def histogram(input, bins=100, *, range=None, weight=None, density=False, out=None):
    """How many elements, or how much of their weight, fall into each bin, and the bins' edges."""
    if isinstance(bins, int) and not isinstance(bins, bool) and isinstance(input, torch.Tensor):
        (bins,) = _even_edges(input.detach().reshape(-1, 1), [bins], range)
    named = {} if out is None else {"out": out}
    return _ops.histogram(input, bins, weight=weight, density=density, **named)


def histogramdd(input, bins, range=None, weight=None, density=False):
    """A histogram of rows in as many dims as the last dim has elements."""
    if isinstance(bins, int):
        bins = [bins] * (input.size(-1) if input.dim() > 1 else 1)
    if not any(isinstance(item, torch.Tensor) for item in bins):
        if input.dim() < 2:
            raise RuntimeError(
                "torch.histogramdd: input tensor should have at least 2 dimensions"
            )
        if len(bins) != input.size(-1):
            raise RuntimeError(
                "histogramdd: The size of bins must be equal to the innermost dimension of the"
                " input."
            )
        bins = _even_edges(input.detach().reshape(-1, len(bins)), bins, range)
    hist = _ops._histogram_edges(input, list(bins), weight, density)
    return _HistogramDD(hist, tuple(bins))
