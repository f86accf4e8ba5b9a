# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""TAP from plain functions: claims are functions whose names read as sentences."""

import sys
import traceback


def skip_all(reason):
    """Nothing can be checked here, and why."""
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def run(claims):
    """Runs (name, function) pairs; a function that raises has failed."""
    claims = list(claims)
    print(f"1..{len(claims)}")
    n_failed = 0
    for number, (name, function) in enumerate(claims, 1):
        try:
            function()
            print(f"ok {number} {name}")
        except Exception:
            n_failed += 1
            print(f"not ok {number} {name}")
            print("\n".join("# " + line for line in traceback.format_exc().splitlines()))
        sys.stdout.flush()
    sys.exit(1 if n_failed else 0)


def run_module(prefix, names):
    """Every function test_… of a module's globals(), as /prefix/…"""
    run(
        (f"/python/{prefix}/" + name[len("test_") :].replace("_", "-"), function)
        for name, function in names.items()
        if name.startswith("test_")
    )
