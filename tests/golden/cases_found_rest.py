# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Calls that random comparison with PyTorch found wrong late: one for each kind of mistake."""

from inputs import each

FOUND_REST = each("""
    addbmm: torch.addbmm(b[:, :2], b[None, :0], b[None, :0].transpose(1, 2), beta=True); torch.addbmm(k[:1], A[:0], B[:0], beta=0); torch.addbmm(f[:1, :1], f[None, :, :0], f[None, :0, :0], beta=1j); torch.addbmm(x[:, :2], A[:, :, :0], B[:, :0], alpha=1j)
    addmm: torch.addmm(x[:, :2], x[:, :0], n[:0], alpha=1j)
    addmv: torch.addmv(v[:2], x[:, :0], w[:0], alpha=1j)
    baddbmm: torch.baddbmm(x[:, :2], A[:, :, :0], B[:, :0], alpha=1j)
    bmm: torch.bmm(b[None], B[:1])
    matmul: torch.matmul(b[None], m[None].detach())
    cross: torch.cross(b, f)
    lu_unpack: torch.lu_unpack(v, a); torch.lu_unpack(s, a)
    linalg_pinv: torch.linalg.pinv(v, atol=1.0); torch.linalg.pinv(s, atol=1.0); torch.linalg.pinv(v, atol=1.0, rtol=1.0)
    ormqr: torch.ormqr(x[:, :0], v[:0], x)
    view_as_complex: torch.view_as_complex(n.t()[:1, :].detach().as_strided([1, 2], [3, 1]))
    as_strided_scatter: torch.as_strided_scatter(x, y, [2, 3], [0, 1])
    linear: F.linear(A, m, s.expand(3)); F.linear(A, m, v); F.linear(h.expand(1, 4)[0], h[::1], h[:1].expand(1)); F.linear(A.transpose(0, 1), v, v[:1])
    index_copy: torch.index_copy(o, 1, a + 5, o)
    quantile: torch.quantile(f, torch.tensor([0.1, 0.2, 0.7]), interpolation="nearest"); torch.quantile(f, torch.tensor([0.2, 0.4]), interpolation="higher"); torch.quantile(f, 0.2, interpolation="midpoint")
    nanquantile: torch.nanquantile(f, torch.tensor([0.2, 0.4]), interpolation="higher")
    tensordot: torch.tensordot(x, v, [1, 0]); torch.tensordot(x, v, [[1], 0])
    linalg_multi_dot: torch.linalg.multi_dot([f * 1e30, torch.ones(3, 3) * 1e20, torch.zeros(3, 2)])
    einsum: torch.einsum("...ij,...jk", x, A.transpose(1, 2).reshape(2, 3, 2))
    copy_: f.clone().copy_(2.5); i.clone().copy_(2.5); f.clone().copy_(1j); x.clone().copy_(True); f.clone().copy_("a")
    std: torch.std(x, dim=5, correction=1j); torch.std(i, dim=5, correction=1j)
    pow: torch.pow(h, 2**40); torch.pow(h[:0], 65505); torch.pow(g, 2**40)
""")
