# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Stands in for the package safetensors in Tensarium's notebooks where that is not installed: only
safetensors.torch.load_file. Elsewhere a notebook needs the package itself (pip install safetensors).
"""
