# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Calls of special functions, of number parts and of what else works element by element."""

from inputs import each, unary


def special(names, calls):
    """The same calls of several functions of torch.special, {0}, whose ops are called special_…"""
    return {
        f"special_{name}": [call.format(f"torch.special.{name}") for call in calls.split("; ")]
        for name in names.split()
    }


def polynomials(names):
    return special(
        names,
        "{0}(x, P); {0}(O.reshape(2, 3), P[2]); {0}(p.t(), 3); {0}(0.5, P); {0}(P.int(), 2);"
        " {0}(o, 2); {0}(k, 3); {0}(s, s); {0}(p, 20); {0}(n, -1); {0}(f, P); {0}(h, 2);"
        " {0}(z, 2)",
    )


GAMMA = {
    **unary("lgamma digamma", "O Q", inplace=False),
    **each("""
        polygamma: torch.polygamma(0, O); torch.polygamma(1, O); torch.polygamma(2, O); torch.polygamma(5, O); torch.polygamma(1, x); torch.polygamma(3, x); torch.polygamma(1, Q); torch.polygamma(2, Q); torch.polygamma(1, i); torch.polygamma(2, b); torch.polygamma(1, h); torch.polygamma(4, g + 3); torch.polygamma(2, n); torch.polygamma(1, s); torch.polygamma(3, o); torch.polygamma(2, f); torch.polygamma(0, f); O.polygamma(1); O.polygamma(3); f.abs().polygamma_(1); f.abs().polygamma_(2); i.clone().polygamma_(1); torch.polygamma(-1, x); torch.polygamma(1, z); torch.polygamma(2, z); torch.polygamma(0, z); torch.polygamma(x, 1); x.polygamma(1.5)
        mvlgamma: torch.mvlgamma(O + 2, 1); torch.mvlgamma(O + 2, 3); torch.mvlgamma(O.reshape(2, 3).t() + 4, 5); torch.mvlgamma(i.abs() + 4, 2); torch.mvlgamma(s, 2); torch.mvlgamma(o, 2); torch.mvlgamma(h + 6, 2); torch.mvlgamma(f + 5, 3); O.add(2).mvlgamma_(2); i.clone().mvlgamma_(2); torch.mvlgamma(O, 0); torch.mvlgamma(b, 2); torch.mvlgamma(z, 2); torch.special.multigammaln(O + 2, 2)
        igamma: torch.igamma((P + 1).double(), O.reshape(2, 3)); torch.igamma(v.detach().abs(), O.reshape(2, 3)); torch.igamma(O, O); torch.igamma(Q.abs(), Q.flip(0)); torch.igamma(Q[:7], Q[:7].abs()); torch.igamma(f.abs(), f.abs().flip(0)); torch.igamma(h.abs(), h.abs()); torch.igamma(o, o); torch.igamma(s, s); torch.igamma(i.abs() + 1, f.abs()); f.double().abs().igamma_(O.reshape(2, 3)); torch.special.gammainc(O, O + 1); torch.igamma(i, i); torch.igamma(z, z); torch.igamma(O, 2); torch.igamma(O, O[:2])
        igammac: torch.igammac((P + 1).double(), O.reshape(2, 3)); torch.igammac(v.detach().abs(), O.reshape(2, 3)); torch.igammac(O, O); torch.igammac(Q.abs(), Q.flip(0)); torch.igammac(Q, Q.abs()); torch.igammac(f.abs(), f.abs().flip(0)); torch.igammac(g.abs(), g.abs()); torch.igammac(o, o); torch.igammac(s, s); f.double().abs().igammac_(O.reshape(2, 3)); torch.special.gammaincc(O, O + 1); torch.igammac(i, i); torch.igammac(z, z); torch.igammac(O, 'a')
        special_zeta: torch.special.zeta((P + 2).double(), O.reshape(2, 3)); torch.special.zeta(2, O); torch.special.zeta(3.5, O.reshape(2, 3).t()); torch.special.zeta(O, 2); torch.special.zeta(P, x.detach()); torch.special.zeta(Q, Q.flip(0)); torch.special.zeta(3, x); torch.special.zeta(i, j); torch.special.zeta(f, f); torch.special.zeta(o, o); torch.special.zeta(s, s); torch.special.zeta(h, h); torch.special.zeta(z, z); torch.special.zeta(O, O)
    """),
}

BESSEL = {
    **unary("i0", "O x n r s o Q f h g i b z"),
    **special("i0e i1 i1e", "{0}(O); {0}(x); {0}(n); {0}(r); {0}(s); {0}(o); {0}(Q); {0}(f); {0}(h); {0}(g); {0}(i); {0}(b); {0}(z); {0}('a')"),
    **special(
        "modified_bessel_i0 modified_bessel_i1 modified_bessel_k0 modified_bessel_k1"
        " scaled_modified_bessel_k0 scaled_modified_bessel_k1 spherical_bessel_j0",
        "{0}(O); {0}(p.t()); {0}(s); {0}(o); {0}(Q); {0}(f); {0}(i); {0}(b); {0}(h); {0}(g); {0}(z); {0}('a')",
    ),
    **special(
        "bessel_j0 bessel_j1 bessel_y0 bessel_y1",
        # PyTorch's own last digits, the ninth on, are wrong from 3 to 20.
        "{0}(O[:3]); {0}(O[5:]); {0}(p.t()); {0}(s); {0}(o); {0}(Q[:5]); {0}(f); {0}(i); {0}(b); {0}(h); {0}(g); {0}(z); {0}('a')",
    ),
}

POLYNOMIAL = polynomials(
    "chebyshev_polynomial_t chebyshev_polynomial_u chebyshev_polynomial_v chebyshev_polynomial_w"
    " hermite_polynomial_h hermite_polynomial_he laguerre_polynomial_l legendre_polynomial_p"
    " shifted_chebyshev_polynomial_t shifted_chebyshev_polynomial_u"
    " shifted_chebyshev_polynomial_v shifted_chebyshev_polynomial_w"
)

SPECIAL = {
    **special(
        "erfcx ndtri log_ndtr ndtr entr",
        "{0}(O); {0}(p); {0}(p.t()); {0}(s - 1); {0}(o); {0}(Q.detach()); {0}(x * 8); {0}(f); {0}(i); {0}(b); {0}(h); {0}(g); {0}(z); {0}('a')",
    ),
    **each("""
        special_xlog1py: torch.special.xlog1py(x, O.reshape(2, 3)); torch.special.xlog1py(l, p); torch.special.xlog1py(l, -p); torch.special.xlog1py(x, 2); torch.special.xlog1py(2, p.t()); torch.special.xlog1py(l, -1); torch.special.xlog1py(i, j.abs()); torch.special.xlog1py(h, h.abs()); torch.special.xlog1py(o, v); torch.special.xlog1py(s, s); torch.special.xlog1py(Q, Q.flip(0)); torch.special.xlog1py(z, z); torch.special.xlog1py(x, i[0, :2])
        gcd: torch.gcd(i, j); torch.gcd(i.t(), j.t()); torch.gcd(i, i * 0); torch.gcd(u, u.flip(0)); torch.gcd(i.int(), j); torch.gcd(i[0, 0], j); torch.gcd(i[:0], j[:0]); i.clone().gcd_(j); torch.gcd(b, b); torch.gcd(x, i); torch.gcd(i, 2)
        lcm: torch.lcm(i, j); torch.lcm(i.t(), j.t()); torch.lcm(i, i * 0); torch.lcm(u, u.flip(0)); torch.lcm(i.int(), j); torch.lcm(i[0, 0], j); torch.lcm(i[:0], j[:0]); i.clone().lcm_(j); torch.lcm(b, b); torch.lcm(x, i); torch.lcm(i, 2)
        frexp: torch.frexp(x); torch.frexp(n); torch.frexp(s); torch.frexp(o); torch.frexp(Q); torch.frexp(f); torch.frexp(Q.float()); torch.frexp(h); torch.frexp(g / 300); x.frexp(); torch.frexp(i); torch.frexp(z); torch.frexp('a'); torch.frexp(f, out=(v, i.int())); torch.frexp(f, out=(f.clone(), i))
        ldexp: torch.ldexp(x, i); torch.ldexp(x, y); torch.ldexp(n, r); torch.ldexp(s, P); torch.ldexp(o, o); torch.ldexp(i, j); torch.ldexp(f, i * 40); torch.ldexp(f * 1e-30, i[0, :1] * 60); torch.ldexp(h, u); torch.ldexp(b, b); torch.ldexp(z, i[0, :1]); torch.ldexp(c, u[:3]); torch.ldexp(Q, Q); x.clone().ldexp_(i); i.clone().ldexp_(j); torch.ldexp(f, b); torch.ldexp(x, 2)
        float_power: torch.float_power(p, 2); torch.float_power(p, x); torch.float_power(2, f); torch.float_power(i, 2); torch.float_power(i, j); torch.float_power(f, 3); torch.float_power(h, h); torch.float_power(n.abs(), r); torch.float_power(s, 2); torch.float_power(o, 2); torch.float_power(z, 2); torch.float_power(p, 1j); torch.float_power(c, f[0]); torch.float_power(b, 2); p.clone().float_power_(2); f.clone().float_power_(2); p.clone().float_power_(1j); torch.float_power(f, f, out=f); torch.float_power(x, i[0, :2])
        polar: torch.polar(x, y); torch.polar(l, p); torch.polar(n, r); torch.polar(f, f); torch.polar(s, x); torch.polar(o, o); torch.polar(x, f); torch.polar(i, i); torch.polar(f, f, out=z); torch.polar(x, 'a')
        isreal: torch.isreal(z); torch.isreal(c); torch.isreal(x); torch.isreal(i); torch.isreal(b); torch.isreal(o); torch.isreal(z.flip(0)[0]); z.isreal(); torch.isreal('a')
        resolve_conj: torch.resolve_conj(z); x.resolve_conj(); torch.resolve_conj('a')
        resolve_neg: torch.resolve_neg(z); torch.resolve_neg(z.imag); x.resolve_neg(); torch.resolve_neg('a')
        addr: torch.addr(m, v, w); torch.addr(m, v, w, beta=2, alpha=0.5); torch.addr(v, v, w); torch.addr(s, v, w); torch.addr(k[:3], v, w, beta=0); torch.addr(x.t(), v, v[:2]); torch.addr(o, v[:0], w); torch.addr(i, j[:, 0], j[0], beta=2, alpha=3); torch.addr(i, j[:, 0], v); torch.addr(b, b[:, 0], b[0]); torch.addr(b, b[:, 0], b[0], beta=0, alpha=2); torch.addr(torch.zeros(4, 4), z, z, alpha=2j); torch.addr(h.expand(4, 4), h, h); m.clone().addr_(v, w); i.clone().addr_(j[:, 0], j[0]); m[:1].clone().addr_(v, w); i.clone().addr_(v[:2], w); torch.addr(m, x, w); torch.addr(m, v, x); torch.addr(x, v, w); torch.addr(A, v, w); torch.addr(i, j[:, 0], j[0], beta=0.5); torch.addr(i, j[:, 0], j[0], alpha=True); torch.addr(m, v, w, beta=1j)
        complex: torch.complex(f, f, out=z)
        amax: torch.amax(f, 1, out=v)
        gather: torch.gather(f, 1, d, out=x.detach())
        cummax: torch.cummax(f, 1, out=(x, d))
        mode: torch.mode(f, 1, out=(f, v.detach()))
        clamp: torch.clamp(f, 0, 1, out=x.detach())
    """),
}
