# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Calls of products and sums that random comparison with PyTorch once found wrong: which product it is, the types of
one of which there is nothing to compute, infinite complex numbers and their gradients, the order of errors."""

from inputs import each

FOUND_PRODUCTS = each("""
    matmul: torch.matmul(m[None, :2], A[:, :1].transpose(1, 2)); torch.matmul(A, B[:1].detach()); torch.matmul(A.detach(), B[:1]); torch.matmul(A[:1], B[:0].detach()); torch.matmul(v.detach(), B[:1]); torch.matmul(v.detach(), B[..., :1]); torch.matmul(A.detach().transpose(0, 1)[:1], v.detach()); torch.matmul(B, v[:2].detach()); torch.matmul(B.transpose(0, 2), v[:2].detach()); torch.matmul(v, i[:0]); torch.matmul(a, A[:, :0].detach().transpose(1, 2)); torch.matmul(v[:2], i[None, :, :0]); torch.matmul(v, i[:, :, None]); torch.matmul(b.expand(2, 8, 3)[..., :1].expand(2, 8, 8), b[:1, :1].expand(2, 8, 8)); torch.matmul(f[0, 0].expand(2, 8, 8), x.detach()[0, 0].expand(2, 8, 8))
    bmm: torch.bmm(f[None, :0], i.t()[None]); torch.bmm(b[None, :, :0], i[None, :0]); torch.bmm(i[None, :, :0], f[None, :0])
    inner: torch.inner(b[:, 0], b[:, 1]); torch.inner(b[0], b[1])
    tensordot: torch.tensordot(b, b[:, :1], [[0, 1], [0, 1]]); torch.tensordot(i, i[:, :1], [[0, 1], [0, 1]]); torch.tensordot(b, b, [[1, 0], [1, 0]]); torch.tensordot(b[:1], b[:1].t(), 1); torch.tensordot(x, n, [[0, 1], [0, 1]])
    linalg_matrix_exp: torch.linalg.matrix_exp(C[:, None].expand(2, 2, 2, 2).transpose(0, 1)); torch.linalg.matrix_exp(C[:, None].expand(2, 2, 2, 2).permute(1, 0, 3, 2)); torch.linalg.matrix_exp(C[None].expand(2, 2, 2, 2))
    linalg_lstsq: torch.linalg.lstsq(x[:, :0], x.detach(), driver="gels"); torch.linalg.lstsq(x[:, :0], x, driver="gelsd")
    linalg_vector_norm: torch.linalg.vector_norm(o, -1.5, [0, 5]); torch.linalg.vector_norm(o, -1, [-2, -2]); torch.linalg.vector_norm(o, float("inf"), dtype=torch.int64); torch.linalg.vector_norm(o, -1, 1)
    linalg_ldl_solve: torch.linalg.ldl_solve(m, i, a); torch.linalg.ldl_solve(m, i, v)
    linear: F.linear(A, m, v[None]); F.linear(A, m, v[None, None]); F.linear(A, m, v[:, None]); F.linear(A, m, x[:, :1]); F.linear(A, m, x[:1, :1]); F.linear(A, m, n[:1].detach()); F.linear(x, f, h[:2]); F.linear(x, v, f[0, :2])
    ormqr: torch.ormqr(A, v, m[:2]); torch.ormqr(m, s, m); torch.ormqr(m, s, i)
    linalg_multi_dot: torch.linalg.multi_dot([v, m[:2]]); torch.linalg.multi_dot([m, v[:2]])
    linalg_tensorsolve: torch.linalg.tensorsolve(v, m); torch.linalg.tensorsolve(v, m, dims=[3])
    linalg_pinv: torch.linalg.pinv(m.detach(), atol=s); torch.linalg.pinv(i, v); torch.linalg.pinv(i, atol=1.0); torch.linalg.pinv(h[:0, None], atol=1.0)
    linalg_matrix_norm: torch.linalg.matrix_norm(m, 2j, dim=2.5)
    linalg_matrix_rank: torch.linalg.matrix_rank(m, atol=0.0, hermitian=[1])
    nanquantile: torch.nanquantile(v, "a", keepdim=False, interpolation="lower")
    isin: torch.isin(3, 1, invert=True, assume_unique=False)
    histogram: torch.histogram(v, w[:1], weight=w[:2]); torch.histogram(v, w[:1], weight=f[0])
    nll_loss: F.nll_loss(A, (d // 2).t().contiguous().t(), reduction="none"); F.nll_loss(x, a[:2] * 0, ignore_index=0); F.nll_loss(v, a[1], ignore_index=0); F.nll_loss(A, d[:, :2], v); F.nll_loss(x, d, v)
    ldexp: torch.ldexp(G, M).real; torch.ldexp(x, M[0, :1]).real
    logaddexp: torch.logaddexp(k + 1j, k.flip(0) + 0.5j); torch.logaddexp(k + 1j, k + 2j); torch.logaddexp(x, M[:, :1]).real
    logcumsumexp: torch.logcumsumexp(z, 0).real; torch.logcumsumexp(k + 1j, 0); torch.logcumsumexp(k.flip(0) + 1j, 0)
    sum: torch.sum(x, dtype=torch.complex64).real
    mean: torch.mean(x, 0, dtype=torch.complex64).real
    huber_loss: F.huber_loss(f[:1].expand(2, 3), n.detach().float().clone(), reduction="none")
    lerp: torch.lerp(x.float(), y.float(), u[3])
    index_add: torch.index_add(k[:3] + 1j, 0, a, k[3:] + 2j)
    cross_entropy: F.cross_entropy(x, a[:2] * 0, ignore_index=0)
    nanmean: torch.nanmean(A, (2, -1, 5))
    mvlgamma_: c[:1].expand(3).mvlgamma_(2)
""")
