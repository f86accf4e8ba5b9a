# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Named tuples that ops return are of types called torch.return_types.NAME."""
