# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""The acceptance notebooks under plain Python, cell by cell, against what PyTorch 2.15.0 gives.

  test-acceptance.py FOLDER     with expected.json, oracle.py and the notebooks
"""

import importlib.util
import json
import os
import sys

import tap

# Code cells that count: all, or those before the part on probability. The last of those, 25, shows
# the gradient at an unseeded draw, which is another power of two (or not one) each time.
NOTEBOOKS = {
    "seed-000": None,
    "seed-001": None,
    "seed-002": None,
    "seed-003": 25,
    "repaired-001": None,
    "repaired-002": None,
    "repaired-004": None,
}


def load_oracle(folder):
    spec = importlib.util.spec_from_file_location("oracle", os.path.join(folder, "oracle.py"))
    oracle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(oracle)
    return oracle


def claims(folder):
    oracle = load_oracle(folder)
    with open(os.path.join(folder, "expected.json")) as file:
        book = json.load(file)
    for name, n_cells in NOTEBOOKS.items():
        want = book[f"{name}.ipynb"]
        got = oracle.run(os.path.join(folder, f"{name}.ipynb"))
        versions = want["torch"], got["torch"]
        for number, pair in enumerate(zip(want["cells"][:n_cells], got["cells"])):

            def compare(expected=pair[0], actual=pair[1], versions=versions):
                verdict = oracle.compare(expected, actual, versions)
                assert verdict in ("identical", "form"), (
                    f"{verdict}\nexpected: {oracle.text(expected)}\ngot: {oracle.text(actual)}"
                )

            yield f"/python/acceptance/{name}/cell-{number}", compare


if __name__ == "__main__":
    if not os.path.exists(os.path.join(sys.argv[1], "expected.json")):
        tap.skip_all(f"no acceptance notebooks in {sys.argv[1]}")
    tap.run(claims(sys.argv[1]))
