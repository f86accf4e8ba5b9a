# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Chooses OpenBLAS's kernels. Imported before the engine, since OpenBLAS looks once, when it is loaded.

OpenBLAS 0.3.21 knows AMD processors with AVX-512 only as Zen, whose kernels are AVX2; those of SkylakeX run
there and are 1.7 times as fast.
"""

import os

CPU_INFO = "/proc/cpuinfo"
NEEDED = {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}


def _read_first_processor():
    try:
        with open(CPU_INFO, encoding="ascii", errors="replace") as file:
            lines = file.read(8192).split("\n\n")[0].splitlines()
    except OSError:
        return {}
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}


def choose_kernels():
    processor = _read_first_processor()
    if processor.get("vendor_id") == "AuthenticAMD" and NEEDED <= set(processor.get("flags", "").split()):
        os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")


choose_kernels()
