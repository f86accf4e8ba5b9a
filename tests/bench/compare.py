#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Runs measure.py under PyTorch and under Tensarium in turn and writes the table of ratios.

    tests/bench/compare.py PYTHON_WITH_PYTORCH FOLDER_OF_OUR_TORCH > tests/bench/RESULTS.md

Both run with the same number of threads: OMP_NUM_THREADS, else 2. Reasons for what is slow are written by hand
below the table. Never part of the tests: a table is read, not asserted.
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


THREADS = os.environ.get("OMP_NUM_THREADS", "2")


def measure(python, *arguments, **more):
    env = {**os.environ, "OMP_NUM_THREADS": THREADS, **more}
    out = subprocess.run([python, MEASURE, *arguments], env=env, stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(out)


def version(python, **more):
    return subprocess.run([python, "-c", "import torch; print(torch.__version__)"], env={**os.environ, **more},
                          stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def in_words(seconds):
    for unit, scale in (("ns", 1e-9), ("µs", 1e-6), ("ms", 1e-3)):
        if seconds < 1000 * scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds:.3g} s"


def geometric_mean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def print_summary(ratios):
    print("\n| cases | geometric mean of the ratios | largest |\n|---|---:|---:|")
    groups = [(f"{size:,} elements", [r for name, r in ratios.items() if name.endswith(f" {size}")])
              for size in (10, 1000, 1000000, 10000000)]
    for title, group in [("all", list(ratios.values())), *groups]:
        print(f"| {title} | {geometric_mean(group):.2f} | {max(group):.2f} |")


def main(theirs_python, our_folder):
    ours_python, path = "/usr/bin/python3", {"PYTHONPATH": our_folder}
    # Twice each, in turn; the better run counts on both sides.
    runs = [(measure(theirs_python), measure(ours_python, **path)) for _ in range(2)]
    theirs = {k: min(r[0][k] for r in runs) for k in runs[0][0]}
    ours = {k: min(r[1][k] for r in runs) for k in runs[0][1]}
    print(f"# Speed against PyTorch {version(theirs_python)}\n")
    clock = "processor time of one thread" if THREADS == "1" else f"{THREADS} threads"
    print(f"{datetime.date.today()}, {platform.machine()}, {os.cpu_count()} processors, {clock}; the smallest of"
          " several rounds. A ratio below 1 means that Tensarium is faster.")
    print_summary({k: ours[k] / theirs[k] for k in theirs})
    print("\n| case | PyTorch | Tensarium | ratio |\n|---|---:|---:|---:|")
    for name in theirs:
        print(f"| {name} | {in_words(theirs[name])} | {in_words(ours[name])} | {ours[name] / theirs[name]:.2f} |")
    theirs, ours = measure(theirs_python, "--memory"), measure(ours_python, "--memory", **path)
    print("\n| peak memory at 10,000,000 elements | PyTorch | Tensarium | ratio |\n|---|---:|---:|---:|")
    for name in theirs:
        print(f"| {name} | {theirs[name] >> 20} MiB | {ours[name] >> 20} MiB | {ours[name] / theirs[name]:.2f} |")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
