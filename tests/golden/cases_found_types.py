# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Calls that random comparison with PyTorch found wrong, about types: where halves are rounded, numbers and masks of
another type in the place of tensors, indices without elements."""

from inputs import each

FOUND_TYPES = each("""
    prod: torch.prod(h * 1.13); torch.prod(g * 1.13); (h.repeat(33) / 1.7 + 0.1).prod(); (g.repeat(33) / 1.7 + 0.1).prod(); (h.repeat(6, 3) / 1.7 + 0.1).prod(0); (h.repeat(6, 3) / 1.7 + 0.1).t().prod(1); (h.repeat(2, 33)[:, ::2] / 1.7).prod(1); torch.full((40,), -1000).prod(dtype=torch.complex64); torch.tensor([3, 1 << 40, 0]).repeat(9).prod(dtype=torch.float32)
    softplus: F.softplus(h + 2, 3); F.softplus(g + 2, 3)
    mish: F.mish(h * 1.13); F.mish(g * 1.13)
    add: torch.add(h * 1.13, h, alpha=0.3); torch.add(h.repeat(9) * 1.13, h.repeat(9), alpha=0.3); torch.add(g.repeat(9) * 1.13, 5, alpha=0.3); torch.add(g.repeat(9)[::2], g.repeat(9)[1::2], alpha=0.3)
    rsub: torch.rsub(h * 17137, 5, alpha=0.1); torch.rsub(g.repeat(9) * 1.13, g.repeat(9), alpha=0.3)
    to: f.to(2.5); f.to(1, True); f.to(True, False); f.to(1j); f.to('a', 'b')
    where: torch.where(u[:2, None].expand(2, 3), x, n); torch.where(u[1:].expand(2, 3), x, n); torch.where(b, r, f)
    scatter: i.scatter(0, o.detach().requires_grad_(), i); x.detach().scatter(0, o.detach().requires_grad_(), 1).requires_grad
    gather: x.detach().gather(0, o.detach().requires_grad_()).requires_grad
    unflatten: torch.unflatten(x, 5, []); torch.unflatten(x, 1, []); x.unflatten(5, []); x.unflatten(1, (3, 1))
    view_as_complex: torch.view_as_complex(v.detach()[1:].as_strided([0, 2], [1, 1]))
    linalg_tensorsolve: torch.linalg.tensorsolve(s, v[:1]); torch.linalg.tensorsolve(x, A)
""")
