# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Calls of matrix factorizations and of what is solved with them."""

from inputs import each

INVERSE = each("""
    linalg_inv_ex: torch.linalg.inv_ex(m); torch.linalg.inv_ex(C); torch.linalg.inv_ex(m.t()); torch.linalg.inv_ex(torch.stack((m, m * 0)))[1]; torch.linalg.inv_ex(G); torch.linalg.inv_ex(torch.zeros(2, 0, 0)); torch.linalg.inv_ex(torch.zeros(0, 3, 3)); torch.linalg.inv_ex(torch.stack((m, m * 0)), check_errors=True); torch.linalg.inv_ex(v); torch.linalg.inv_ex(i); torch.linalg.inv_ex(h.view(2, 2))
""")
