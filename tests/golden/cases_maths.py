# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Calls of element-wise maths, reductions, matrix products and network functions."""

from inputs import binary, each, unary

MATHS = {
    **unary("abs absolute negative neg square sgn", "x n r s o f i z c"),
    **unary("sign", "x n s o f i b z"),
    **unary("positive", "x n s o i z b", inplace=False),
    **unary("sqrt rsqrt log log2 log10 digamma lgamma", "p s o f i"),
    **unary("log1p", "p n s o i z"),
    **unary("reciprocal exp exp2 expm1 sin cos tan sinh cosh tanh sigmoid", "x n r s o f h g i b z"),
    **unary("asin acos atan arcsin arccos arctan", "p o z"),
    **unary("asinh arcsinh atanh arctanh", "p n.mul(0.25) o z"),
    **unary("acosh arccosh", "p.add(1) o z"),
    **unary("erf erfc", "x n s o f i"),
    **unary("erfinv", "p s o f z"),
    **unary("floor ceil trunc fix frac", "x n s o f z"),
    **unary("deg2rad rad2deg sinc", "x n s o f i z"),
    **unary("conj_physical", "z c", inplace=False),
    **unary("angle", "x i z c", inplace=False),
    **unary("bitwise_not", "i b u x"),
    **each("""
        round: torch.round(x); torch.round(x * 10, decimals=0); torch.round(p, decimals=1); torch.round(i); torch.round(i, decimals=1); torch.round(x * 100, decimals=-1); torch.round(b)
        logit: torch.logit(p); torch.logit(p, eps=0.3); torch.logit(o); torch.logit(i); torch.logit(z); p.clone().logit_()
        nan_to_num: torch.nan_to_num(k); torch.nan_to_num(k, nan=1.5, posinf=7.0, neginf=-7.0); torch.nan_to_num(i); torch.nan_to_num(x); torch.nan_to_num('a')
        conj: torch.conj(x); torch.conj(z); torch.conj(c); torch.conj('a')
        real: torch.real(x); torch.real(z); z.real; torch.real('a')
        imag: torch.imag(z); z.imag; torch.imag(x)
        view_as_real: torch.view_as_real(z); torch.view_as_real(c); torch.view_as_real(x)
        view_as_complex: torch.view_as_complex(x[:, :2]); torch.view_as_complex(torch.ones(3, 2)); torch.view_as_complex(torch.ones(3, 2, dtype=torch.float64).mul(s)); torch.view_as_complex(v); torch.view_as_complex(s)
    """),
}

ARITHMETIC = {
    **binary("add sub subtract mul multiply", "x, y;x, s;x, v;x, 2;x, 2.5;n, y;r, n;o, o;i, j;i, 2.5;i, x;f, x;z, x;b, 3;h, g;x, A;x, i[0, :2]"),
    **binary("div divide true_divide", "x, y;x, s;x, 2;n, y;o, o;i, j;i, 2;z, x;b, b;x, i[0, :2]"),
    **binary("floor_divide", "x, y;x, 2;n, y;o, o;i, j;i, 2;i, 2.5;z, z;x, i[0, :2]", inplace=False),
    **binary("remainder fmod", "x, y;x, 2;n, y;o, o;i, j;i, 2;i, 2.5;z, z;x, i[0, :2]"),
    **binary("pow", "p, x;p, 2;p, 3;p, 0.5;p, -2;p, s;x, 0;i, 2;i, 0.5;i, -1;z, 2;z, -2;o, 2;b, True;b, False;x, i[0, :2]"),
    **each("""
        add: torch.add(x, y); torch.add(x, y, alpha=2); torch.add(i, j, alpha=2); torch.add(i, j, alpha=0.5); torch.add(x, A); x + 1; 1 + x; i + True; torch.add(n, r); torch.add(o, v); x.clone().add_(y, alpha=0.5); i.clone().add_(x)
        sub: torch.sub(x, y); torch.sub(x, y, alpha=2); 3 - x; b - b; x.clone().sub_(y); i - 1.5
        rsub: torch.rsub(x, y); torch.rsub(x, 2); torch.rsub(i, 2, alpha=3); torch.rsub(b, b)
        div: torch.div(x, y); torch.div(x.detach(), y.detach(), rounding_mode='floor'); torch.div(x.detach(), y.detach(), rounding_mode='trunc'); torch.div(i, j, rounding_mode='floor'); torch.div(i, j, rounding_mode='trunc'); torch.div(i, 2); 1 / x; x.clone().div_(y); torch.div(x, y, rounding_mode='up')
        fill: x.clone().fill_(2); i.clone().fill_(2.5); x.clone().fill_(s); x.clone().fill_(v)
        fill_: torch.fill_(x.clone(), 3); x.clone().fill_(s); x.clone().fill_(v)
        zero_: x.clone().zero_(); torch.zero_(i.clone()); torch.zero_('a')
        copy_: x.clone().copy_(y); i.clone().copy_(x); x.clone().copy_(v); x.clone().copy_(m)
    """),
}

COMPARE = {
    **binary("eq ne not_equal", "x, y;x, t;x, 2;n, y;o, o;i, j;i, 2.5;z, z;b, True;x, i[0, :2]"),
    **binary("lt le gt ge less less_equal greater greater_equal", "x, y;t, t;x, 2;n, y;o, o;i, j;i, 2.5;k, k;z, z;x, i[0, :2]"),
    **binary("logical_and logical_or logical_xor", "x, l;b, b;i, j;z, z;o, o;x, i[0, :2]"),
    **unary("logical_not", "l b i z o s"),
    **unary("isnan isinf isfinite", "k x i z o s", inplace=False),
    **unary("signbit isposinf isneginf", "k x i o s z", inplace=False),
    **binary("bitwise_and bitwise_or bitwise_xor", "i, j;b, b;i, b;i, 6;u, 3;x, x"),
    **binary("bitwise_left_shift bitwise_right_shift", "i, j.abs();i, 2;u, 3;x, x"),
    **each("""
        isclose: torch.isclose(x, x + 1e-9); torch.isclose(x, y); torch.isclose(k, k); torch.isclose(k, k, equal_nan=True); torch.isclose(i, j); torch.isclose(x, x + 0.1, rtol=0, atol=0.2); torch.isclose(x, f); torch.isclose(x, x, rtol=-1.0)
        allclose: torch.allclose(x, x); torch.allclose(x, y); torch.allclose(k, k, equal_nan=True); torch.allclose(x, f)
        equal: torch.equal(x, x); torch.equal(x, y); torch.equal(x, v); torch.equal(i, i.clone()); torch.equal(x, 'a')
        where: torch.where(b, x, y); torch.where(b, x, 0); torch.where(b, 1.5, x); torch.where(b, 1, 2); torch.where(b, x, i); torch.where(b, s, x); torch.where(b, n, r); x.where(b, y); x.where(b, -1); torch.where(x, x, x); torch.where(b, x, i[0, :2])
    """),
}

CHOICES = {
    **binary("maximum minimum fmax fmin", "x, y;t, t.flip(0);k, k.flip(0);n, y;r, n;o, o;i, j;i, x;z, z;x, i[0, :2]", inplace=False),
    **binary("atan2 arctan2", "x, y;n, y;r, s;o, o;i, j;z, z"),
    **binary("hypot copysign nextafter", "x, y;n, y;f, f;o, o;z, z"),
    **binary("logaddexp logaddexp2", "x, y;n, y;o, o;f, f;i, i", inplace=False),
    **each("""
        clamp: torch.clamp(x, -1, 1); torch.clamp(x, min=0); torch.clamp(x, max=0.5); torch.clamp(x, y, y + 1); torch.clamp(x, min=y); torch.clamp(x, max=v); torch.clamp(i, 0, 2); torch.clamp(i, 0, 1.5); torch.clamp(k, -1, 1); torch.clamp(x, 1, -1); x.clone().clamp_(-1, 1); torch.clamp(o, 0, 1); torch.clamp(x); torch.clamp(z, 0, 1)
        clip: torch.clip(x, -1, 1); torch.clip(x)
        clamp_min: torch.clamp_min(x, 0); torch.clamp_min(x, y); torch.clamp_min(i, 1); x.clone().clamp_min_(0); torch.clamp_min(z, 1)
        clamp_max: torch.clamp_max(x, 0); torch.clamp_max(x, y); torch.clamp_max(i, 1); x.clone().clamp_max_(0); torch.clamp_max(z, 1)
        lerp: torch.lerp(x, y, 0.25); torch.lerp(x, y, p); torch.lerp(x, v, 0.75); torch.lerp(n, r, 0.5); x.clone().lerp_(y, 0.5); torch.lerp(x, f, 0.5); torch.lerp(i, i, 0.5)
        addcmul: torch.addcmul(x, y, p); torch.addcmul(x, y, v, value=2); torch.addcmul(i, i, j); x.clone().addcmul_(y, p, value=0.5); torch.addcmul(b, b, b)
        addcdiv: torch.addcdiv(x, y, p); torch.addcdiv(x, y, v, value=2); x.clone().addcdiv_(y, p, value=0.5); torch.addcdiv(i, i, j)
        xlogy: torch.xlogy(x, p); torch.xlogy(l, p); torch.xlogy(x, 2); torch.xlogy(2, p); torch.xlogy(i, 2); torch.xlogy(l, l.abs()); x.clone().xlogy_(p); torch.xlogy(z, 2)
        copysign: torch.copysign(x, y); torch.copysign(x, -1); torch.copysign(i, j); x.clone().copysign_(y); torch.copysign(z, z)
        heaviside: torch.heaviside(l.detach(), y.detach()); torch.heaviside(i, j); torch.heaviside(x, i)
    """),
}

# {0} is the reduction.
DIMS = "torch.{0}(x); torch.{0}(x, 0); torch.{0}(x, dim=-1, keepdim=True); torch.{0}(x, (0, 1)); torch.{0}(A, (0, 2)); torch.{0}(A, dim=1, keepdim=True); torch.{0}(n, 0); torch.{0}(r, 1); torch.{0}(s); torch.{0}(s, 0); torch.{0}(o, 0); torch.{0}(o, 1); torch.{0}(x, 2); torch.{0}(x, (0, 0))"

REDUCE = {
    **each(f"""
        sum: {DIMS.format("sum")}; torch.sum(i); torch.sum(b); torch.sum(i, 0, dtype=torch.float64); torch.sum(z); torch.sum(h); torch.sum(g); torch.sum(u); torch.sum(x, axis=0, keepdims=True)
        mean: {DIMS.format("mean")}; torch.mean(z); torch.mean(i, dtype=torch.float32); torch.mean(i); torch.mean(h); torch.mean(x, dtype=torch.int64)
        nansum: {DIMS.format("nansum")}; torch.nansum(k); torch.nansum(i); torch.nansum(z)
        nanmean: {DIMS.format("nanmean")}; torch.nanmean(k[:3]); torch.nanmean(i)
        amax: {DIMS.format("amax")}; torch.amax(t); torch.amax(t, 0); torch.amax(i, 1); torch.amax(k); torch.amax(z)
        amin: {DIMS.format("amin")}; torch.amin(t); torch.amin(t, 0); torch.amin(i, 1); torch.amin(k); torch.amin(z)
        std: {DIMS.format("std")}; torch.std(x, unbiased=False); torch.std(x, 0, unbiased=False); torch.std(x, 1, correction=0); torch.std(x, correction=2, dim=1, keepdim=True); torch.std(i); torch.std(z)
        var: {DIMS.format("var")}; torch.var(x, unbiased=False); torch.var(x, 0, unbiased=False); torch.var(x, 1, correction=0); torch.var(i); torch.var(z)
        std_mean: torch.std_mean(x); torch.std_mean(x, 0); torch.std_mean(x, dim=1, correction=0, keepdim=True); torch.std_mean(i)
        var_mean: torch.var_mean(x); torch.var_mean(x, 0); torch.var_mean(x, dim=1, correction=0, keepdim=True); torch.var_mean(i)
        logsumexp: torch.logsumexp(x, 0); torch.logsumexp(x, (0, 1)); torch.logsumexp(x, 1, keepdim=True); torch.logsumexp(i, 0); torch.logsumexp(k, 0); torch.logsumexp(o, 0); torch.logsumexp(s, 0); torch.logsumexp(x * 1000, 1); torch.logsumexp(x, 3)
    """),
    **each("""
        prod: torch.prod(x); torch.prod(x, 0); torch.prod(x, 1, keepdim=True); torch.prod(l); torch.prod(l, 0); torch.prod(l, 1); torch.prod(s); torch.prod(o); torch.prod(o, 0); torch.prod(i); torch.prod(i, dtype=torch.float64); torch.prod(z); torch.prod(n, 1); torch.prod(x, 2)
        all: torch.all(b); torch.all(b, 0); torch.all(b, dim=1, keepdim=True); torch.all(x); torch.all(o); torch.all(o, 0); torch.all(u); torch.all(b, ()); torch.all(u, ()); torch.all(A, (0, 2)); torch.all(b, 2)
        any: torch.any(b); torch.any(b, 0); torch.any(b, dim=1, keepdim=True); torch.any(l); torch.any(o); torch.any(o, 0); torch.any(u); torch.any(A, (0, 2)); torch.any(b, 2)
        count_nonzero: torch.count_nonzero(l); torch.count_nonzero(l, 0); torch.count_nonzero(b, (0, 1)); torch.count_nonzero(o); torch.count_nonzero(l, 2)
        trace: torch.trace(m); torch.trace(x); torch.trace(i); torch.trace(v)
        max: torch.max(x); torch.max(t); torch.max(k); torch.max(x, 0); torch.max(t, 1); torch.max(x, 1, keepdim=True); torch.max(k, 0); torch.max(x, y); torch.max(i); torch.max(b, 1); torch.max(n, 0); torch.max(s, 0); torch.max(A, 1)[0]; torch.max(o); torch.max(o, 0); torch.max(z)
        min: torch.min(x); torch.min(t); torch.min(k); torch.min(x, 0); torch.min(t, 1); torch.min(x, 1, keepdim=True); torch.min(k, 0); torch.min(x, y); torch.min(i); torch.min(b, 1); torch.min(n, 0); torch.min(s, 0); torch.min(A, 1)[0]; torch.min(o); torch.min(o, 0); torch.min(z)
        aminmax: torch.aminmax(x); torch.aminmax(t); torch.aminmax(x, dim=0); torch.aminmax(x, dim=1, keepdim=True); torch.aminmax(i); torch.aminmax(o); torch.aminmax(o, dim=0)
        argmax: torch.argmax(x); torch.argmax(t); torch.argmax(x, 0); torch.argmax(x, dim=1, keepdim=True); torch.argmax(k); torch.argmax(i); torch.argmax(s); torch.argmax(o); torch.argmax(o, 0); torch.argmax(b)
        argmin: torch.argmin(x); torch.argmin(t); torch.argmin(x, 0); torch.argmin(x, dim=1, keepdim=True); torch.argmin(k); torch.argmin(i); torch.argmin(s); torch.argmin(o); torch.argmin(o, 0); torch.argmin(b)
        median: torch.median(x); torch.median(v); torch.median(k); torch.median(x, 0); torch.median(x, 1, keepdim=True); torch.median(i); torch.median(s); torch.median(o, 0); torch.median(b)
        nanmedian: torch.nanmedian(x); torch.nanmedian(k); torch.nanmedian(x, 0); torch.nanmedian(k, 0); torch.nanmedian(b)
        mode: torch.mode(t); torch.mode(x, 0)[0]; torch.mode(d, 1, True); torch.mode(s); torch.mode(z)
        norm: torch.norm(x); torch.norm(x, 1); torch.norm(x, 3, 0); torch.norm(x, p='fro'); torch.norm(x, float('inf'), 1); torch.norm(t, float('inf')); torch.norm(x, 2, (0, 1), True); x.norm(); x.norm(0); torch.norm(z); torch.norm(l * 0); torch.norm(i)
        linalg_vector_norm: torch.linalg.vector_norm(x); torch.linalg.vector_norm(x, 3, 0); torch.linalg.vector_norm(x, -1); torch.linalg.vector_norm(o); torch.linalg.vector_norm(o, float('inf')); torch.linalg.vector_norm(i)
        cumsum: torch.cumsum(x, 0); torch.cumsum(x, -1); torch.cumsum(n, 1); torch.cumsum(i, 0); torch.cumsum(b, 1); torch.cumsum(s, 0); torch.cumsum(o, 0); torch.cumsum(i, 0, dtype=torch.float64); x.clone().cumsum_(1); torch.cumsum(x, 2)
        cumprod: torch.cumprod(x, 0); torch.cumprod(x, -1); torch.cumprod(l, 1); torch.cumprod(n, 1); torch.cumprod(i, 0); torch.cumprod(s, 0); torch.cumprod(o, 0); x.clone().cumprod_(1); torch.cumprod(x, 2)
        cummax: torch.cummax(x, 0); torch.cummax(t, 1); torch.cummax(k, 0); torch.cummax(n, 1); torch.cummax(i, 0); torch.cummax(s, 0); torch.cummax(o, 0); torch.cummax(x, 2)
        cummin: torch.cummin(x, 0); torch.cummin(t, 1); torch.cummin(k, 0); torch.cummin(n, 1); torch.cummin(i, 0); torch.cummin(s, 0); torch.cummin(o, 0); torch.cummin(x, 2)
        logcumsumexp: torch.logcumsumexp(x, 0); torch.logcumsumexp(x, 1); torch.logcumsumexp(n, 1); torch.logcumsumexp(s, 0); torch.logcumsumexp(o, 0); torch.logcumsumexp(i, 0)
        diff: torch.diff(x); torch.diff(x, dim=0); torch.diff(x, 2); torch.diff(x, 0); torch.diff(b); torch.diff(x, prepend=y[:, :1], append=y[:, 1:]); torch.diff(s); torch.diff(x, -1)
    """),
}

MATRIX = each("""
    mm: torch.mm(x, m); torch.mm(n, m); torch.mm(x, y.t()); torch.mm(o, m); torch.mm(x[:, :0], o); torch.mm(i, j.t()); torch.mm(x, x); torch.mm(x, v); torch.mm(x, f.t())
    bmm: torch.bmm(A, B); torch.bmm(B, A); torch.bmm(A, A.transpose(1, 2)); torch.bmm(A, A); torch.bmm(x, x)
    mv: torch.mv(x, v); torch.mv(n, v); torch.mv(o, v); torch.mv(x, v[:2]); torch.mv(v, v)
    dot: torch.dot(v, w); torch.dot(v[:0], w[:0]); torch.dot(z, z); torch.dot(x, x); torch.dot(v, w[:2]); torch.dot(v, f[0])
    vdot: torch.vdot(v, w); torch.vdot(z, z.flip(0)); torch.vdot(v, x)
    outer: torch.outer(v, w); torch.outer(v, z); torch.outer(x, v)
    ger: torch.ger(v, w); torch.ger(x, v)
    inner: torch.inner(v, w); torch.inner(x, y); torch.inner(A, v); torch.inner(s, x); torch.inner(x, v[:2])
    matmul: torch.matmul(v, w); x @ v; v @ m; x @ m; A @ m; A @ v; v @ B; m[:2] @ B; A @ B; A @ B[0]; A[None] @ B; o @ m; A[:, :0] @ m; n @ m; i @ j.t(); x @ x; v @ x; A @ x; A @ A; s @ x; v @ w[:2]; x @ f.t()
    addmm: torch.addmm(q[:2], x, m); torch.addmm(v, x, m, beta=2, alpha=0.5); torch.addmm(v, x, m, beta=0); torch.addmm(i, i, j.t() @ j); x.clone().addmm_(y, m); torch.addmm(x, x, x); torch.addmm(v[:2], x, m)
    addmv: torch.addmv(v[:2], x, w); torch.addmv(s, x, w, beta=2, alpha=3); torch.addmv(v, x, w); torch.addmv(x, x, x)
    addbmm: torch.addbmm(x[:, :2], A, B); torch.addbmm(s, A, B, beta=0.5, alpha=2); torch.addbmm(x, A, A); torch.addbmm(x, x, x)
    baddbmm: torch.baddbmm(x[:, :2], A, B); torch.baddbmm(s, A, B, beta=0.5, alpha=2); torch.baddbmm(x, A, A)
    tensordot: torch.tensordot(x, m, 1); torch.tensordot(x, y, 2); torch.tensordot(A, B, ([1, 2], [2, 1])); torch.tensordot(x, v, 0); torch.tensordot(x, y, 1)
    einsum: torch.einsum('ij,jk->ik', x, m); torch.einsum('ij->ji', x); torch.einsum('ij->', x); torch.einsum('ii', m); torch.einsum('ii->i', m); torch.einsum('i,j', v, w); torch.einsum('bij,bjk->bik', A, B); torch.einsum('...ij,...jk', A, B); torch.einsum('i,ij,j', v, m, w); torch.einsum('bij,j->b', A, v); torch.einsum('ij,jk->iz', x, m); torch.einsum('ij,jk', x, y); torch.einsum('i', x)
    kron: torch.kron(x, m); torch.kron(v, w); torch.kron(v, x); torch.kron(s, x); torch.kron('a', x)
    cross: torch.cross(x, y, dim=1); torch.cross(v, w, dim=0); torch.cross(x, y); torch.cross(x, y, dim=0); torch.cross(x, v)
    linalg_cross: torch.linalg.cross(x, y); torch.linalg.cross(m, q, dim=0); torch.linalg.cross(m, v); torch.linalg.cross(m, v[None]); torch.linalg.cross(A[:, :, :2], A[:, :, :2])
    matrix_power: torch.matrix_power(m, 0); torch.matrix_power(m, 1); torch.matrix_power(m, 2); torch.matrix_power(m, 3); torch.matrix_power(m, 5); torch.matrix_power(m, -1); torch.matrix_power(m, -3); torch.matrix_power(x, 2); torch.matrix_power(v, 2)
    linalg_inv: torch.linalg.inv(m); torch.linalg.inv(torch.stack((m, q))); torch.linalg.inv(x); torch.linalg.inv(m * 0); torch.linalg.inv(torch.stack((m, m * 0))); torch.linalg.inv(d[:, :2])
    inverse: torch.inverse(m); torch.inverse(x)
    linalg_matmul: torch.linalg.matmul(x, m); torch.linalg.matmul(x, x)
    linalg_matrix_power: torch.linalg.matrix_power(m, 2); torch.linalg.matrix_power(x, 2)
    linear: F.linear(x, m); F.linear(x, m, w); F.linear(A, m, w); F.linear(v, m, w); F.linear(v, w); F.linear(x, y[:, :2]); F.linear(s, x)
""")

NETWORK = {
    **{
        name: [f"F.{name}({letter})" for letter in "x n s o f i".split()]
        for name in "leaky_relu elu celu selu gelu silu mish softplus hardtanh relu6 hardsigmoid "
        "hardswish softshrink hardshrink".split()
    },
    **each("""
        log_sigmoid: F.logsigmoid(x); F.logsigmoid(n); F.logsigmoid(s); F.logsigmoid(o); F.logsigmoid(f); F.logsigmoid(i)
        relu: torch.relu(x); torch.relu(k); torch.relu(i); torch.relu(n); x.clone().relu_(); F.relu(o); torch.relu(b)
        leaky_relu: F.leaky_relu(x); F.leaky_relu(x, 0.2); F.leaky_relu(n); F.leaky_relu(s); F.leaky_relu(o); F.leaky_relu(i)
        elu: F.elu(x); F.elu(x, 2.0); F.elu(n); F.elu(s); F.elu(o); F.elu(i)
        celu: F.celu(x); torch.celu(x, 2.0); F.celu(n); torch.celu(i)
        selu: F.selu(x); torch.selu(n); torch.selu(i)
        relu6: F.relu6(x * 3); F.relu6(n); F.relu6(i); F.relu6(b)
        hardshrink: F.hardshrink(x); torch.hardshrink(n, 1.0); torch.hardshrink(i)
        gelu: F.gelu(x); F.gelu(x, approximate='tanh'); F.gelu(n); F.gelu(s); F.gelu(o); F.gelu(f); F.gelu(i); F.gelu(x, approximate='a')
        softplus: F.softplus(x); F.softplus(x, 2.0, 1.0); F.softplus(n); F.softplus(o); F.softplus(i)
        hardtanh: F.hardtanh(x); F.hardtanh(x, -0.5, 1.75); F.hardtanh(i); F.hardtanh(o); F.hardtanh(x, 2, 1)
        threshold: F.threshold(x, 0.25, 3.0); torch.threshold(n, -1, 0); F.threshold(i, 1, 0); F.threshold(b, 1, 0)
        softmax: torch.softmax(x, 0); torch.softmax(x, -1); F.softmax(n, dim=1); F.softmax(s, dim=0); F.softmax(o, dim=1); torch.softmax(h, 0); torch.softmax(i, 0, dtype=torch.float64); x.softmax(1); torch.softmax(x * 1000, 1); torch.softmax(i, 0); torch.softmax(x, 2)
        log_softmax: torch.log_softmax(x, 0); torch.log_softmax(x, -1); F.log_softmax(n, dim=1); F.log_softmax(s, dim=0); F.log_softmax(o, dim=1); torch.log_softmax(i, 1)
        mse_loss: F.mse_loss(x, y); F.mse_loss(x, y, reduction='sum'); F.mse_loss(x, y, reduction='none'); F.mse_loss(n, r); F.mse_loss(x, v); F.mse_loss(i, j); F.mse_loss(x, y, reduction='a')
        l1_loss: F.l1_loss(x, y); F.l1_loss(x, y, reduction='sum'); F.l1_loss(x, y, reduction='none'); F.l1_loss(x, x); F.l1_loss(i, j)
        smooth_l1_loss: F.smooth_l1_loss(x, y); F.smooth_l1_loss(x, y, reduction='sum', beta=2.0); F.smooth_l1_loss(x.detach(), y.detach(), reduction='none', beta=0.0); F.smooth_l1_loss(x, y, beta=-1.0)
        huber_loss: F.huber_loss(x, y); F.huber_loss(x, y, reduction='sum', delta=2.0); F.huber_loss(x, y, reduction='none'); F.huber_loss(x, y, delta=0.0)
        binary_cross_entropy: F.binary_cross_entropy(p, p.flip(0)); F.binary_cross_entropy(p, p.flip(0), weight=v.detach(), reduction='sum'); F.binary_cross_entropy(p, b.double(), reduction='none'); F.binary_cross_entropy(p, v); F.binary_cross_entropy(x, p)
        binary_cross_entropy_with_logits: F.binary_cross_entropy_with_logits(x, p); F.binary_cross_entropy_with_logits(x, p, weight=v.detach(), pos_weight=w.detach(), reduction='sum'); F.binary_cross_entropy_with_logits(x * 100, b.double(), reduction='none'); F.binary_cross_entropy_with_logits(x, v)
        nll_loss_nd: F.nll_loss(x, a[:2]); F.nll_loss(x, a[:2], weight=v.detach()); F.nll_loss(x, a[:2], reduction='sum'); F.nll_loss(x, a[:2], reduction='none'); F.nll_loss(x, a[:2], ignore_index=0); F.nll_loss(v, a[0]); F.nll_loss(A, d); F.nll_loss(x, a); F.nll_loss(x, a[:2] + 2); F.nll_loss(x, v[:2]); F.nll_loss(s, a[0])
        cross_entropy_loss: F.cross_entropy(x, a[:2]); F.cross_entropy(x, a[:2], weight=v.detach()); F.cross_entropy(x, a[:2], reduction='sum'); F.cross_entropy(x, a[:2], reduction='none'); F.cross_entropy(x, a[:2], label_smoothing=0.2); F.cross_entropy(x, p, reduction='sum'); F.cross_entropy(x, p, reduction='none', label_smoothing=0.1); F.cross_entropy(v, a[0]); F.cross_entropy(x * 1000, a[:2]); F.cross_entropy(x, a); F.cross_entropy(x, a[:2] + 2); F.cross_entropy(i, a[:2])
        kl_div: F.kl_div(x, p); F.kl_div(x, p, reduction='batchmean'); F.kl_div(x, y, log_target=True, reduction='sum'); F.kl_div(x, p, reduction='none'); F.kl_div(x, p, reduction='a')
    """),
}
