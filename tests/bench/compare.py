#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Runs measure.py under PyTorch and under Tensarium in turn and writes the table of ratios.

    tests/bench/compare.py PYTHON_WITH_PYTORCH FOLDER_OF_OUR_TORCH > tests/bench/RESULTS.md

Both run with the same number of threads. Never part of the tests: a table is read, not asserted.
"""
import datetime
import json
import math
import os
import platform
import subprocess
import sys
from pathlib import Path

MEASURE = Path(__file__).with_name("measure.py")


def measure(python, **more):
    env = {**os.environ, "OMP_NUM_THREADS": "2", **more}
    out = subprocess.run([python, MEASURE], env=env, stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(out)


def version(python, **more):
    return subprocess.run([python, "-c", "import torch; print(torch.__version__)"], env={**os.environ, **more},
                          stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def in_words(seconds):
    for unit, scale in (("ns", 1e-9), ("µs", 1e-6), ("ms", 1e-3)):
        if seconds < 1000 * scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds:.3g} s"


def main(theirs_python, our_folder):
    ours_python, path = "/usr/bin/python3", {"PYTHONPATH": our_folder}
    # Twice each, in turn; the better run counts on both sides.
    runs = [(measure(theirs_python), measure(ours_python, **path)) for _ in range(2)]
    theirs = {k: min(r[0][k] for r in runs) for k in runs[0][0]}
    ours = {k: min(r[1][k] for r in runs) for k in runs[0][1]}
    print(f"# Speed against PyTorch {version(theirs_python)}\n")
    print(f"{datetime.date.today()}, {platform.machine()}, {os.cpu_count()} processors, 2 threads; the smallest of"
          " several rounds. A ratio below 1 means that Tensarium is faster.\n")
    print("| case | PyTorch | Tensarium | ratio |\n|---|---:|---:|---:|")
    for name in theirs:
        print(f"| {name} | {in_words(theirs[name])} | {in_words(ours[name])} | {ours[name] / theirs[name]:.2f} |")
    ratios = [ours[k] / theirs[k] for k in theirs]
    print(f"\nGeometric mean of the ratios: {math.exp(sum(map(math.log, ratios)) / len(ratios)):.2f};"
          f" largest: {max(ratios):.2f}.")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
