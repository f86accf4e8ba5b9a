#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Records what real PyTorch answers to the calls of cases_*.py, one golden-<family>.json per family.

    python3 record.py [FAMILY…]

Run with real PyTorch on CPU; without a family's name all are recorded. A case holds the call, and either its results (values, dtype, shape,
strides, name of the backward node) with the gradients of sum (out * k), k = 1/n … n/n, for every float64 and complex128 input that
the call names, or the error's type and text. torch.manual_seed (0) stands before every call.
"""

import importlib
import json
import pathlib
import sys

import golden
import inputs
import torch


def load_families():
    """{FAMILY: {op: calls}}: the dictionaries in capitals of every cases_*.py."""
    families = {}
    for path in sorted(pathlib.Path(__file__).parent.glob("cases_*.py")):
        module = importlib.import_module(path.stem)
        families.update(
            (name, value)
            for name, value in vars(module).items()
            if name.isupper() and isinstance(value, dict)
        )
    return families


def record_call(op, call):
    case = {"op": op, "call": call}
    try:
        result, leaves = golden.evaluate(call, inputs.INPUTS)
    except Exception as error:
        return {**case, "error": [type(error).__name__, str(error)]}
    case["out"] = golden.encode(result)
    try:
        gradients = golden.gradients(result, leaves)
    except Exception as error:
        return {**case, "backward": [type(error).__name__, str(error)]}
    if gradients is not None:
        case["grads"] = {
            name: None if gradient is None else golden.encode(gradient)
            for name, gradient in gradients.items()
        }
    return case


def main():
    folder = pathlib.Path(__file__).parent
    wanted = sys.argv[1:]
    for family, ops in load_families().items():
        if wanted and family not in wanted:
            continue
        cases = [record_call(op, call) for op, calls in ops.items() for call in calls]
        used = {name for case in cases for name in golden.names_in(case["call"])}
        book = {
            "torch": torch.__version__,
            "seed": 0,
            "command": "python3 record.py",
            "inputs": {name: text for name, text in inputs.INPUTS.items() if name in used},
        }
        lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
        head = json.dumps(book)[:-1]
        path = folder / f"golden-{family.lower()}.json"
        path.write_text(f'{head}, "cases": [\n{lines}\n]}}\n')
        errors = sum("error" in case for case in cases)
        print(f"{path.name}: {len(cases)} cases of {len(ops)} ops, {errors} errors")


if __name__ == "__main__":
    sys.exit(main())
