# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Calls that random comparison with PyTorch found wrong, about types: where halves are rounded, numbers and masks of
another type in the place of tensors, indices without elements."""

from inputs import each

FOUND_TYPES = each("""
    prod: (k[:, None] + 1j * torch.arange(9)).flip(0).prod(0); x.prod(dtype=torch.complex128); x.prod(0, dtype=torch.complex64); torch.prod(h * 1.13); torch.prod(g * 1.13); (h.repeat(33) / 1.7 + 0.1).prod(); (g.repeat(33) / 1.7 + 0.1).prod(); (h.repeat(6, 3) / 1.7 + 0.1).prod(0); (h.repeat(6, 3) / 1.7 + 0.1).t().prod(1); (h.repeat(2, 33)[:, ::2] / 1.7).prod(1); torch.full((40,), -1000).prod(dtype=torch.complex64); (i * 40).t().repeat(9, 9).prod(dtype=torch.float32); torch.tensor([3, 1 << 40, 0]).repeat(9).prod(dtype=torch.float32)
    softplus: F.softplus(h + 2, 3); F.softplus(g + 2, 3)
    mish: F.mish(h * 1.13); F.mish(g * 1.13)
    add: torch.add(h * 1.13, h, alpha=0.3); torch.add(h.repeat(9) * 1.13, h.repeat(9), alpha=0.3); torch.add(g.repeat(9) * 1.13, 5, alpha=0.3); torch.add(g.repeat(9)[::2], g.repeat(9)[1::2], alpha=0.3)
    rsub: torch.rsub(h * 17137, 5, alpha=0.1); torch.rsub(g.repeat(9) * 1.13, g.repeat(9), alpha=0.3)
    to: f.to(2.5); f.to(1, True); f.to(True, False); f.to(1j); f.to('a', 'b')
    where: torch.where(u[:2, None].expand(2, 3), x, n); torch.where(u[1:].expand(2, 3), x, n); torch.where(b, r, f); torch.where(b, x, x.detach() * 1j); torch.where(b, x, 1j)
    scatter: i.scatter(0, o.detach().requires_grad_(), i); x.detach().scatter(0, o.detach().requires_grad_(), 1).requires_grad
    gather: x.detach().gather(0, o.detach().requires_grad_()).requires_grad
    scatter_add: torch.zeros(1, 4).half().scatter_add(1, a[None, [0, 0, 0, 0]] - 2, h[None] * 1.13); torch.zeros(4).bfloat16().scatter_add(0, torch.zeros(4, dtype=torch.int64), g * 1.13)
    scatter_reduce: torch.ones(4).bfloat16().scatter_reduce(0, torch.zeros(4, dtype=torch.int64), g * 1.13, 'prod'); torch.ones(4).bfloat16().scatter_reduce(0, torch.zeros(4, dtype=torch.int64), g * 1.13, 'mean'); torch.zeros(1).cfloat().scatter_reduce(0, a[:1] - 2, k[3:4].cfloat(), 'mean'); k.cfloat().scatter_reduce(0, a[:1], k[:1].cfloat(), 'mean'); torch.ones(4).half().scatter(0, torch.zeros(4, dtype=torch.int64), 1.13, reduce='multiply')
    index_add: torch.zeros(4, 1).bfloat16().index_add(0, torch.zeros(4, dtype=torch.int64), g[:, None] * 1.13); torch.zeros(4).bfloat16().index_add(0, torch.zeros(4, dtype=torch.int64), g * 1.13)
    index: x[d % 2, a]; x[(d.t().contiguous().t() % 2,)]; v[d.t().contiguous().t()]; v[d.t().contiguous().t().int()]
    index_put: o.new_zeros(3).index_put((d.t().contiguous().t(),), x.detach()); o.new_zeros(3).index_put((d.t().contiguous().t(),), w.detach()); o.new_zeros(3).index_put((d,), n.detach()); o.new_zeros(3).index_put((d.t().contiguous().t(),), r.detach())
    put: o.new_zeros(3).put(d, n.detach()); o.new_zeros(3).put(d.t().contiguous().t(), r.detach()); g[:3].put(d.t().contiguous().t(), (g[:3] * 1.13).expand(2, 3), True)
    unflatten: torch.unflatten(x, 5, []); torch.unflatten(x, 1, []); x.unflatten(5, []); x.unflatten(1, (3, 1))
    view_as_complex: torch.view_as_complex(v.detach()[1:].as_strided([0, 2], [1, 1]))
    roll: o.roll([1, 0], [7, 1]); x.roll([1, 0], [7, 1])
    unbind: s.unbind(-1)
    take_along_dim: torch.take_along_dim(x, v, 0); torch.take_along_dim(x, x, 0)
    searchsorted: torch.searchsorted(s, s, sorter=torch.tensor(0))
    trapz: torch.trapz(1, x)
    pairwise_distance: torch.pairwise_distance(o.t(), o.t(), -1.0); torch.pairwise_distance(s, s, 2.0)
    pow: s.pow(i); s.pow(i[0] - 9); torch.pow(0.0, z)
    sub: torch.sub(z, k[[3]] + z); torch.sub(k + 1j, z[0]); torch.rsub(k + 1j, 2); torch.sub(z, z, alpha=1)
    var_mean: torch.var_mean(k + 1j); torch.var_mean(k[3:4] * 1j)
    polar: torch.polar(v[None, None, None].permute(3, 2, 1, 0), w[:, None])
    pdist: torch.pdist(h[:0, None], p=1e-05)
    sort: torch.sort('a', stable=True, dim=1, descending=[1]); v.sort(stable=True, dim=None)
    std: torch.std(1, dim=[0], correction=4)
    repeat_interleave: torch.repeat_interleave('a', 6, dim=-2, output_size=6); torch.repeat_interleave(v, torch.tensor(2), output_size=-2)
    linalg_tensorsolve: torch.linalg.tensorsolve(s, v[:1]); torch.linalg.tensorsolve(x, A)
""")
