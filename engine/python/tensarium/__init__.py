# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""What the program Tensarium itself says to its interpreter. Notebooks import `torch`, never this."""
