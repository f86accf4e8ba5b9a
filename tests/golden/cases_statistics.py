# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Calls of the ops that describe, integrate and count values, and of rarer ways to cut and join."""

from inputs import each

STATISTICS = each("""
    quantile: torch.quantile(x, 0.5); torch.quantile(x, 0.3, 1, True); torch.quantile(x, v[:1].detach().abs() / 2, 0); torch.quantile(n, 0.4, 0, interpolation='lower'); torch.quantile(x, 0.4, 0, interpolation='higher'); torch.quantile(A, 0.7, -2, interpolation='midpoint'); torch.quantile(x, 0.6, interpolation='nearest'); torch.quantile(r, 0.5, 0); torch.quantile(s, 0.5, 0, True); torch.quantile(f, 0.25, keepdim=True); torch.quantile(k, 0.5); torch.quantile(x, 1.5); torch.quantile(o, 0.5); torch.quantile(i, 0.5); torch.quantile(x, 0.5, 2); torch.quantile(x, 0.5, interpolation='x'); torch.quantile(x, v); torch.quantile(f, v); torch.quantile(x, x)
    nanquantile: torch.nanquantile(x, 0.5); torch.nanquantile(k, 0.25); torch.nanquantile(k.reshape(2, 3).detach(), 0.5, 1, True); torch.nanquantile(x, -1.0); torch.nanquantile(h, 0.5)
    cov: torch.cov(x); x.cov(correction=0); torch.cov(n); torch.cov(r); torch.cov(v); torch.cov(z); torch.cov(i); torch.cov(x, fweights=torch.tensor([1, 2, 3])); torch.cov(x, aweights=torch.tensor([0.5, 1.0, 2.0])); torch.cov(x, fweights=torch.tensor([1, 0, 2]), aweights=torch.tensor([0.5, 1.0, 2.0]), correction=1); torch.cov(A); torch.cov(b); torch.cov(x, fweights=i); torch.cov(x, fweights=torch.tensor([0, 0, 0])); torch.cov(x, fweights=torch.tensor([1, -1, 2])); torch.cov(x, aweights=i[0]); torch.cov(x, aweights=f[0, :2])
    corrcoef: torch.corrcoef(x); torch.corrcoef(m); torch.corrcoef(v); torch.corrcoef(f); torch.corrcoef(c); torch.corrcoef(A); torch.corrcoef('a')
    trapezoid: torch.trapezoid(f); torch.trapezoid(f, dx=2.5, dim=0); torch.trapezoid(f, f[0]); torch.trapezoid(i, j); torch.trapezoid(o, dim=0); torch.trapezoid(o.detach()); torch.trapezoid(s); torch.trapezoid(b); torch.trapezoid(x, v, dim=0); torch.trapezoid(x, dim=2)
    trapz: torch.trapz(f); torch.trapz(f, dx=2); torch.trapz(i, f); torch.trapz(f.t(), f.t(), dim=0); torch.trapz(b)
    cumulative_trapezoid: torch.cumulative_trapezoid(x); torch.cumulative_trapezoid(x, dx=0.5, dim=0); torch.cumulative_trapezoid(n); torch.cumulative_trapezoid(f, f); torch.cumulative_trapezoid(i, i[0]); torch.cumulative_trapezoid(o, dim=1); torch.cumulative_trapezoid(b); torch.cumulative_trapezoid(x, w[:2]); torch.cumulative_trapezoid(s)
    histc: torch.histc(x, 4); torch.histc(f, 5, -1, 1); n.histc(3, 0, 2); torch.histc(o, 2); torch.histc(s, 2); torch.histc(h, 3); torch.histc(k, 4, -2, 2); torch.histc(x, 4, 0, float('inf')); torch.histc(x, 0); torch.histc(x, 4, 1, -1); torch.histc(i, 4)
    histogram: torch.histogram(x.detach(), 4); torch.histogram(f, w.detach().float().sort()[0]); n.detach().histogram(3, range=(-1, 1), density=True); torch.histogram(f, 3, weight=f.abs()); torch.histogram(o.detach(), 2); torch.histogram(k.detach(), 3, range=(0.0, 2.0)); torch.histogram(f, v.detach()); torch.histogram(f, f); torch.histogram(f, 0); torch.histogram(f, 2, range=(1, 0)); torch.histogram(f, 2, range=(1,)); torch.histogram(k.detach(), 2); torch.histogram(i, 3); torch.histogram(f, 2, weight=x.detach()); torch.histogram(f, 2, weight=f[0])
    histogramdd: torch.histogramdd(f, 2); torch.histogramdd(x.detach(), (1, 2, 3), (-1, 1, -2, 2, -3, 3)); torch.histogramdd(f, [f[0].sort()[0]] * 3, density=True); torch.histogramdd(f, 2, weight=f[:, 0]); torch.histogramdd(f, (1, 2)); torch.histogramdd(f, [f[0]] * 2); torch.histogramdd(f[0], 2); torch.histogramdd(f, (1, 0, 1))
    isin: torch.isin(i, j); torch.isin(x, y); torch.isin(x, 1.5, invert=True); torch.isin(3, i); torch.isin(k, k); torch.isin(o, x); torch.isin(x, o); torch.isin(n, 0.8); torch.isin(u, i); torch.isin(b, b); torch.isin(z, z)
""")

PIECES = each("""
    unsafe_split: torch.unsafe_split(x, 2, 1); n.unsafe_split(1); torch.unsafe_split(o, 2); torch.unsafe_split(x, -1); torch.unsafe_split(s, 1)
    unsafe_split_with_sizes: torch.unsafe_split_with_sizes(x, (1, 2), 1); torch.unsafe_split_with_sizes(i, (1, 1)); torch.unsafe_split_with_sizes(x, (1, 1), 1)
    unsafe_chunk: torch.unsafe_chunk(x, 2, 1); A.unsafe_chunk(2); torch.unsafe_chunk(x, 0); torch.unsafe_chunk(s, 1)
    narrow_copy: torch.narrow_copy(x, 1, 1, 2); n.narrow_copy(0, 1, 1); torch.narrow_copy(i, 0, -1, 1); torch.narrow_copy(b, 1, 0, 0); torch.narrow_copy(x, 1, 2, 2); torch.narrow_copy(x, 1, 0, -1); torch.narrow_copy(x, 2, 0, 1); torch.narrow_copy(x, -3, 0, 1); torch.narrow_copy(x, 1, 4, 0); torch.narrow_copy(s, 0, 0, 1)
    sum_to_size: x.sum_to_size(2, 1); x.sum_to_size(3); n.sum_to_size(()); A.sum_to_size(2, 1); r.sum_to_size(1, 3); i.sum_to_size(1, 1); o.sum_to_size(1, 3); x.sum_to_size(2, 3); x.sum_to_size(2, 2); x.sum_to_size(1, 2, 3)
    fill: torch.fill(x, 2.5); torch.fill(x, s); torch.fill(n, 1); torch.fill(i, 2.5); torch.fill(z, 1j); torch.fill(o, 1); torch.fill(x, v); torch.fill(u, 300); torch.fill(i, 2j)
    as_strided_scatter: torch.as_strided_scatter(x.detach(), v[:2], (2,), (1,)); torch.as_strided_scatter(i, i, (2, 3), (3, 1)); torch.as_strided_scatter(y.detach(), x[:, :2], (2, 2), (2, 1), 1); torch.as_strided_scatter(x, v, (2,), (1,)); torch.as_strided_scatter(x, v, (3,), (4,))
    block_diag: torch.block_diag(x, v, s); torch.block_diag(n, i, b); torch.block_diag(o, z); torch.block_diag(); torch.block_diag(A); torch.block_diag(1)
    combinations: torch.combinations(v); torch.combinations(v, 3); torch.combinations(w, 2, True); torch.combinations(u, 1); torch.combinations(z, 2); torch.combinations(v, 4); torch.combinations(i[0], 0); torch.combinations(x); torch.combinations(v, -1)
    nonzero_static: torch.nonzero_static(i, size=3); l.nonzero_static(size=5, fill_value=9); torch.nonzero_static(n, size=0); torch.nonzero_static(s, size=2); torch.nonzero_static(o, size=1); torch.nonzero_static(i, size=-1)
    nonzero: torch.nonzero(l, as_tuple=True); s.nonzero(as_tuple=True); torch.nonzero(l, out=torch.empty(0, dtype=torch.int64), as_tuple=True)
    unravel_index: torch.unravel_index(a, (2, 3)); torch.unravel_index(j, 6); torch.unravel_index(a, ()); torch.unravel_index(x, (2, 3)); torch.unravel_index(a, (2, -3)); torch.unravel_index(a, 2.5); torch.unravel_index(a, (2, 2.5))
""")
