#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Asks our engine the calls that record.py asked real PyTorch, and tells the differences as TAP.

    PYTHONPATH=<folder that holds our torch> /usr/bin/python3 replay.py [-v] [op …]

One test per op: all its calls must give what was recorded. An op of the table without a recorded
result, without an error case, or whose help lacks sentence, formula or address fails too.
"""

import json
import pathlib
import sys
import warnings

import golden
import torch

# Ops that no argument makes fail, or that fail only in ways that name a Python class of their own.
NO_ERRORS = {
    "T", "bool", "byte", "char", "short", "int", "long", "half", "bfloat16", "float", "double",
    "cfloat", "cdouble", "contiguous", "type_as", "atleast_1d", "atleast_2d", "atleast_3d",
}


def load():
    ops = {}
    for path in sorted(pathlib.Path(__file__).parent.glob("golden-*.json")):
        book = json.loads(path.read_text())
        for case in book["cases"]:
            ops.setdefault(case["op"], []).append((case, book["inputs"]))
    return ops


def check(case, inputs):
    """None, or what is wrong with our answer to a call."""
    try:
        result, leaves = golden.evaluate(case["call"], inputs)
    except Exception as error:
        got = [type(error).__name__, str(error)]
        if "error" not in case:
            return f"raises {got[0]}: {got[1]}"
        if got != case["error"]:
            return f"raises {got[0]}: {got[1]}\n    expected {': '.join(case['error'])}"
        return None
    if "error" in case:
        return f"raises nothing, expected {': '.join(case['error'])}"
    found = golden.difference(case["out"], result)
    if found:
        return found
    return check_gradients(case, result, leaves)


def check_gradients(case, result, leaves):
    try:
        gradients = golden.gradients(result, leaves)
    except Exception as error:
        got = [type(error).__name__, str(error)]
        return None if got == case.get("backward") else f"backward raises {got[0]}: {got[1]}"
    if "backward" in case:
        return f"backward raises nothing, expected {': '.join(case['backward'])}"
    if "grads" not in case:
        return None if gradients is None else "has gradients, PyTorch has none"
    if gradients is None:
        return "has no gradients"
    for name, want in case["grads"].items():
        got = gradients[name]
        if want is None or got is None:
            if (want is None) != (got is None):
                return f"gradient of {name}: {'none' if got is None else 'one'} where PyTorch differs"
            continue
        found = golden.difference(want, got, is_result=False)
        if found:
            return f"gradient of {name}: {found}"
    return None


def table():
    """{public name: help} of every op that the binding took from the table."""
    names = {}
    for place in (torch._C._VariableFunctions, torch._C._nn, torch.Tensor):
        for name in dir(place):
            text = getattr(getattr(place, name), "__doc__", None) or ""
            if not name.startswith("_") and "\nFormula: " in text:
                names.setdefault(name, text)
    return names


def missing(name, text, ops):
    """What an op of the table lacks; its form with an underscore is the op itself, and another name
    for it needs no errors of its own."""
    base = name[:-1] if name.endswith("_") and name[:-1] in ops else name
    op = text.partition("(")[0]
    op = op[:-1] if op.endswith("_") and op[:-1] in ops else op
    if not any("out" in case for case, _ in ops.get(base, [])):
        return "no golden case"
    cases = [case for case, _ in ops.get(base, []) + ops.get(op, [])]
    if base not in NO_ERRORS and not any("error" in case for case in cases):
        return "no error case"
    for part in ("Formula: ", "This op ", "https://pytorch.org/docs/"):
        if part not in text:
            return f"its help lacks {part.strip()!r}"
    return None


def main():
    warnings.filterwarnings("ignore")
    verbose = "-v" in sys.argv
    wanted = [name for name in sys.argv[1:] if name != "-v"]
    ops, names = load(), table()
    results = []
    for op, cases in ops.items():
        if wanted and op not in wanted:
            continue
        wrong = [f"{case['call']}: {text}" for case, inputs in cases if (text := check(case, inputs))]
        results.append((f"/golden/replay/{op}", wrong))
    for name, text in names.items():
        if not wanted or name in wanted:
            lack = missing(name, text, ops)
            results.append((f"/golden/covers/{name}", [lack] if lack else []))
    print(f"1..{len(results)}")
    for number, (path, wrong) in enumerate(results, 1):
        print(f"{'not ok' if wrong else 'ok'} {number} {path}")
        for text in wrong if verbose or len(wrong) < 4 else wrong[:3]:
            print("# " + text.replace("\n", "\n# "))
    return 1 if any(wrong for _, wrong in results) else 0


if __name__ == "__main__":
    sys.exit(main())
