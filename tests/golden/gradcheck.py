#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Compares every gradient with a central difference of the results, as TAP, one test per op.

    PYTHONPATH=<folder that holds our torch> /usr/bin/python3 gradcheck.py [op …]

The calls are those of the golden files that have gradients in float64: among their inputs are
non-contiguous, expanded, zero-size and 0-d ones. The difference is signed and taken element by element:
(L (x + ε) − L (x − ε)) / 2ε with L the weighted sum of all results. Where the two one-sided differences
do not agree the function bends or jumps there, and no gradient is expected of the element.
"""

import json
import pathlib
import sys
import warnings

import golden
import torch

EPSILON = 1e-6
# Rounding of L (ε¹⁶ relative) divided by ε, and the third derivative times ε²: 1e-5 covers both.
ABSOLUTE, RELATIVE = 1e-5, 1e-5
# Written in place, these leave PyTorch's graph as it was, so that gradients pass through them.
PASSED_THROUGH = {"logical_and", "logical_or", "logical_xor", "logical_not"}


def loss(call, inputs, name=None, element=None, step=0.0):
    """L of a call, with one element of one input moved."""
    moved = dict(inputs)
    if name is not None:
        moved[name] = f"moved({inputs[name]}, {element}, {step!r})"
    with torch.no_grad():
        value = evaluate(call, moved)
    total = 0.0
    for tensor in golden.tensors_in(value):
        if not tensor.dtype.is_floating_point or tensor.numel() == 0:
            continue
        weights = (torch.arange(tensor.numel(), dtype=torch.float64) + 1) / tensor.numel()
        total += float((tensor * weights.reshape(tensor.shape).to(tensor.dtype)).sum())
    return total


def moved(tensor, element, step):
    """The tensor in its own layout with one element changed; a repeated one gets its own place."""
    flat = tensor.contiguous().reshape(-1).clone()
    flat[element] += step
    return torch.empty_like(tensor).copy_(flat.reshape(tensor.shape)) if tensor.dim() else flat[0]


def evaluate(call, inputs):
    space = {"torch": torch, "F": torch.nn.functional, "moved": moved}
    for name in golden.names_in(call):
        space[name] = eval(inputs[name], space)
    torch.manual_seed(0)
    return eval(call, space)


def check(case, inputs):
    call = case["call"]
    result, leaves = golden.evaluate(call, inputs)
    gradients = golden.gradients(result, leaves)
    middle = loss(call, inputs)
    for name, gradient in gradients.items():
        if gradient is None or gradient.dtype != torch.float64:
            continue
        values = gradient.contiguous().reshape(-1).tolist()
        for element, value in enumerate(values):
            above = loss(call, inputs, name, element, EPSILON)
            below = loss(call, inputs, name, element, -EPSILON)
            right, left = (above - middle) / EPSILON, (middle - below) / EPSILON
            if value != value or abs(value) == float("inf") or right != right or left != left:
                continue
            if abs(right - left) > 1e-3 * (1 + abs(right)):
                continue
            slope = (above - below) / (2 * EPSILON)
            allowed = ABSOLUTE * max(1.0, abs(middle)) + RELATIVE * abs(slope)
            if abs(value - slope) > allowed:
                return f"{call}: gradient of {name}[{element}] is {value}, the slope is {slope}"
    return None


def is_checkable(case):
    """Complex results and results of another precision have their own golden gradients."""
    outs = case.get("out", [])
    outs = outs if isinstance(outs, list) else [outs]
    kinds = {out["dtype"] for out in outs if isinstance(out, dict) and "dtype" in out}
    return "grads" in case and kinds <= {"float64", "int64", "bool"} and "float64" in kinds


def main(check_case=check):
    """Runs a check over the golden cases with gradients in float64, grouped by op."""
    warnings.filterwarnings("ignore")
    wanted = sys.argv[1:]
    ops = {}
    for path in sorted(pathlib.Path(__file__).parent.glob("golden-*.json")):
        book = json.loads(path.read_text())
        for case in book["cases"]:
            if case["op"] in PASSED_THROUGH or not is_checkable(case):
                continue
            if not wanted or case["op"] in wanted:
                ops.setdefault(case["op"], []).append((case, book["inputs"]))
    print(f"1..{len(ops)}")
    failed = False
    for number, (op, cases) in enumerate(ops.items(), 1):
        wrong = [text for case, inputs in cases if (text := check_case(case, inputs))]
        failed |= bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {number} /golden/gradient/{op}")
        for text in wrong:
            print(f"# {text}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
