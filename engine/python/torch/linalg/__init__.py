# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""torch.linalg: what the op table has of it."""

from torch._C import _VariableFunctions


class _LinAlgError(RuntimeError):
    """A matrix is singular, not positive definite, or an algorithm did not converge."""


LinAlgError = _LinAlgError


for _name in dir(_VariableFunctions):
    if _name.startswith("linalg_"):
        globals()[_name.removeprefix("linalg_")] = getattr(_VariableFunctions, _name)
