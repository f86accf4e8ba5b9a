# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Thousands of calls recorded from PyTorch 2.15.0, one test per operator, by the replayer beside them.

  test-conformance.py FOLDER     with conformance.py and pytorch-2.15.json.gz

What does not pass yet is named in KNOWN with its reason, and must still fail: a line there that has
become untrue fails its test. Operators of torch.nn.functional that do not exist here are no claim of
ours yet.
"""

import gzip
import importlib.util
import json
import os
import sys
import warnings

import tap

# {operator: (failing calls at most, why)}. tests/README.md says the same at length.
KNOWN = {
    "hash_tensor": (29, "its result is uint64, which is no dtype of ours"),
    "svd": (2, "signs of singular vectors of small wide matrices, which MKL chooses its own way"),
    "linalg.svd": (2, "as svd"),
}


def load_replayer(folder):
    path = os.path.join(folder, "conformance.py")
    spec = importlib.util.spec_from_file_location("conformance", path)
    replayer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(replayer)
    return replayer


def claim(replayer, op, cases):
    def compare():
        answers = [replayer.one(case) for case in cases]
        wrong = [": ".join(answer) for answer in answers if answer != "ok"]
        most, reason = KNOWN.get(op, (0, ""))
        assert len(wrong) <= most, f"{len(wrong)} of {len(cases)} differ\n" + "\n".join(wrong[:3])
        assert wrong or not most, f"passes, though KNOWN says: {reason}"

    return f"/python/conformance/{op}", compare


def claims(folder):
    replayer = load_replayer(folder)
    with gzip.open(os.path.join(folder, "pytorch-2.15.json.gz"), "rt") as file:
        book = json.load(file)
    ops = {}
    for case in book["cases"]:
        ops.setdefault(case["op"], []).append(case)
    for op, cases in ops.items():
        answers_nothing = all(replayer.one(case)[0] == "missing" for case in cases[:1])
        if not (op.startswith("nn.functional.") and answers_nothing):
            yield claim(replayer, op, cases)


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    if not os.path.isdir(sys.argv[1]):
        tap.skip_all("the recorded calls are not beside the project")
    tap.run(claims(sys.argv[1]))
