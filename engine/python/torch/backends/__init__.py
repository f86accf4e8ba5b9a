# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Switches of PyTorch's back ends: notebooks set them; they are remembered, without effect."""

import types as _types


def _absent(name, **switches):
    module = _types.SimpleNamespace(__name__=f"torch.backends.{name}", **switches)
    module.is_available = lambda: False
    module.is_built = lambda: False
    return module


cudnn = _absent(
    "cudnn",
    enabled=True,
    benchmark=False,
    deterministic=False,
    allow_tf32=True,
    version=lambda: None,
)
mps = _absent("mps")
mkl = _absent("mkl")
mkldnn = _absent("mkldnn", enabled=True)
cuda = _absent("cuda", matmul=_types.SimpleNamespace(allow_tf32=False))
openmp = _types.SimpleNamespace(__name__="torch.backends.openmp", is_available=lambda: True)
opt_einsum = _absent("opt_einsum", enabled=False, strategy=None)
