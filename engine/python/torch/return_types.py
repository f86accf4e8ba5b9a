# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Named tuples that ops return are of types called torch.return_types.NAME."""

from torch._C import _return_types

all_return_types = [
    getattr(_return_types, _name) for _name in sorted(dir(_return_types)) if _name[0] != "_"
]
for _type in all_return_types:
    globals()[_type.__name__] = _type
__all__ = ["all_return_types", *(_type.__name__ for _type in all_return_types)]
