# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Calls at the edges of what an op takes that random comparison with PyTorch found wrong: nothing to compute, numbers
that do not fit, types that meet only there, and which of two errors comes first."""

from inputs import each

FOUND_EDGES = each("""
    addbmm: torch.addbmm(x[:, :2], s, B); torch.addbmm(x[:, :2].detach(), s.detach(), B.detach()); torch.addbmm(b[:, :2], b[None, :, :0].expand(2, 2, 0), b[None, :0, :2].expand(2, 0, 2), beta=True); torch.addbmm(i[:, :2], i[None, :, :0].expand(2, 2, 0), i[None, :0, :2].expand(2, 0, 2), beta=0)
    addmv: torch.addmv(s, x[:, :0], v[:0]).backward(); torch.addmv(b[0, :2], b[:, :0], b[0, :0], beta=1j); torch.addmv(h[:2], h[None, :0].reshape(0, 1).t().expand(2, 0), h[:0], beta=1e200); torch.addmv(h[:2], h[None, :0].expand(2, 0), h[:0], beta=1j); torch.addmv(v[:2], x * float('nan'), s.expand(3), alpha=0); torch.addmv(v[:2], x * float('nan'), v, alpha=0)
    baddbmm: torch.baddbmm(x, x.float(), A); torch.baddbmm(x[:, :2], A, B.float()); torch.baddbmm(x[:, :2], A, B.float()[:, :1]); torch.baddbmm(x[:, :2], A[:, :, :0], B.float()[:, :0], beta=2.5); torch.baddbmm(x[:, :2], A[:, :0], B.float()); torch.baddbmm(b[:, :2], b[None], b[None].transpose(1, 2).long()); torch.baddbmm(s, A.repeat(1, 5, 2)[:, :, ::2], B.float().repeat(1, 1, 9)); A.detach().clone().baddbmm_(A[:, :, :0], A.float()[:, :0])
    bmm: torch.bmm(A, B.float()); torch.bmm(A[:, :0], B.long()); torch.bmm(A[:, :, :0], B.float()[:, :0]); torch.bmm(A.repeat(1, 5, 2)[:, :, ::2], B.float().repeat(1, 1, 9)); torch.bmm(b[None].repeat(1, 5, 1), b[None].transpose(1, 2).repeat(1, 1, 30)); torch.bmm(b[None].repeat(1, 20, 1), b[None].transpose(1, 2).repeat(1, 1, 9).int())
    div: torch.div(g * 0.9531, g[:1] * 0.3183, rounding_mode='trunc'); torch.div(g * 0.9531, (g[:1] * 0.3183).expand(4), rounding_mode='trunc'); torch.div(g * 0.9531, (g[:1] * 0.3183).repeat(4), rounding_mode='trunc')
    pow: torch.pow(z * float('nan'), z * 0); torch.pow(z * 0, 0); torch.pow(0, z * 0); torch.pow(z * float('inf'), z * 0)
    float_power: torch.float_power(c * float('nan'), b[0]); torch.float_power(c * float('nan'), 0)
    einsum: torch.einsum('ij,kl', [n[:2, ::2][:, :1], r[:1].expand(3, 3)]); torch.einsum('ij,kl', [x[:, ::2][:, :1], n.t()[:, :1].t().expand(3, 3)]); torch.einsum('ab,bc,cd->ad', [n, x[:, :1], y[:1]]); torch.einsum('i,i', [b[0, :1], b[0, :1]]); torch.einsum('ij,jk->ik', x[:, :1], y[:1]); torch.einsum('bij,bkj->bik', [A[:, :, :1].transpose(0, 1), r[:1].expand(2, 3)[:, :, None]]); torch.einsum('i', []); torch.einsum([1], [])
    affine_grid_generator: torch.affine_grid_generator(G[None], [2, 1, 3, 1], True); torch.affine_grid_generator(torch.cat([G, G[:, :1]], 1)[None], [1, 1, 2, 2], True); torch.affine_grid_generator(x, [1, 1, 2, 2], True); torch.affine_grid_generator(v, [1, 1, 2, 2], True)
    constant_pad_nd: torch.constant_pad_nd(b, [0, 1], 1 + 2j); torch.constant_pad_nd(x, [-1, 0], 1 + 2j); torch.constant_pad_nd(h, [1, 0], 1e6); torch.constant_pad_nd(s, [1, 1])
    fill_: h.clone().fill_(1j); h[:1].clone().fill_(1j); h[:1].clone().fill_(1e200); g.clone().fill_(1e200); g[:1].clone().fill_(1e200)
    full: torch.full([], 1e200, dtype=torch.float16); torch.full([1, 1], 1j, dtype=torch.bfloat16); torch.full([2], 1j, dtype=torch.bool)
    masked_fill: torch.masked_fill(b, b, 1j)
    index_add: torch.index_add(b, 0, a[1:] * 0, b, alpha=1j)
    nll_loss_nd: F.nll_loss(A, torch.zeros(2, 3, dtype=torch.int64), w[None, :2]); F.nll_loss(A, torch.zeros(2, 3, dtype=torch.int64), w[None])
    cross_entropy_loss: F.cross_entropy(G[:, :0, None], a[:1]); F.cross_entropy(v, a[:1], label_smoothing=0.5); F.cross_entropy(A, torch.zeros(2, 3, dtype=torch.int64), w[None, :2]); F.cross_entropy(A, torch.zeros(2, 3, dtype=torch.int64), w[None, :2], label_smoothing=0.5); F.cross_entropy(x, a[:2], w, label_smoothing=0.5, ignore_index=0)
    binary_cross_entropy: F.binary_cross_entropy(p, p + 1); F.binary_cross_entropy(p, p * float('nan')); F.binary_cross_entropy(x, y); F.binary_cross_entropy(y, x)
    binary_cross_entropy_with_logits: F.binary_cross_entropy_with_logits(k, torch.ones(6).double() / 4, pos_weight=s.detach()); F.binary_cross_entropy_with_logits(x, p, pos_weight=v.detach())
    addcmul: torch.addcmul(h, h * 100, h * 100, value=0.001); torch.addcmul(g, g, g * 0.3, value=1.1)
    addcdiv: torch.addcdiv(s, s * 1e300, s * 1e200); torch.addcdiv(i[0, 0], i, s, value=1.1); torch.addcdiv(h, h, h * 0 + float('inf'), value=2 ** 40); torch.addcdiv(g, g, g * 3 + 1, value=1.1); h.clone().addcdiv_(h * 9, h * 1000, value=50000); torch.addcdiv(s, b, y, value=0.1); torch.addcdiv(x, i, y, value=0.1)
    cov: torch.cov(u, fweights=u); torch.cov(i); torch.cov(u[None, :])
    as_strided_scatter: torch.as_strided_scatter(x.t(), y, [2, 3], [3, 1]); torch.as_strided_scatter(r.detach(), y, [2, 3], [3, 1]); torch.as_strided_scatter(r.detach(), y, [2, 3], [4, 1])
    as_strided: torch.as_strided(v, [-1], [0], 2); torch.as_strided(v, [-1], [0], 3); torch.as_strided(v, [-1], [1]); torch.as_strided(v, [2 ** 62, 2], [4, 1])
    as_strided_copy: torch.as_strided_copy(x[:1].expand(2, 3), [2], [1]); torch.as_strided_copy(n, [2, 2], [1, 1])
    cumulative_trapezoid: torch.cumulative_trapezoid(s, s); torch.cumulative_trapezoid(s, v); torch.cumulative_trapezoid(s, x); torch.cumulative_trapezoid(s, dim=1)
    atleast_1d: torch.atleast_1d(2.5); torch.atleast_1d([x, 1]); torch.atleast_1d(x, 1)
    atleast_2d: torch.atleast_2d(None); torch.atleast_2d([1]); torch.atleast_2d((s, v))
    count_nonzero: torch.count_nonzero(None, dim=-1)
    addr: i[:1].expand(3, 3).addr_(a, a, beta=1j); torch.addr(i[:, :2].to(torch.int8), a[:2].to(torch.int8), a[:2].to(torch.int8), beta=2 ** 40, alpha=0.5)
    grid_sampler: torch.grid_sampler(x, x, 0, 0, False)
    bincount: torch.bincount(i[0], x); torch.bincount(a, x)
    amin: torch.amin(o, [-2]); torch.amin(o, [0])
    batch_norm: torch.batch_norm(s, v, None, v, v, True, 0.1, 1e-5, False); torch.batch_norm(s, None, None, None, None, True, 0.1, 1e-5, False)
    diff: torch.diff(x, n=0, dim=2); torch.diff(x, n=0, dim=2, prepend=x); torch.diff(x, n=0, dim=1, append=v)
    expand: s.expand(-1); s.expand(3, -2); v[:1].expand(-2); v[:1].expand(-1, -1); v.expand(-2, 3); v[:1].expand(2 ** 40, 2 ** 40)
""")
