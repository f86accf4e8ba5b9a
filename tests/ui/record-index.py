# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Writes index-cases.h, what PyTorch takes by names, lists and masks put together at random, and
condition-cases.h, where it finds a comparison true.

    python tests/ui/record-index.py names > tests/ui/index-cases.h    (PyTorch 2.15.0, CPU; seed 0)
    python tests/ui/record-index.py conditions > tests/ui/condition-cases.h
"""
import random
import sys
import textwrap
import warnings

import torch

warnings.simplefilter("ignore")  # masks of uint8

TENSORS = {"x": (torch.arange(24.0) - 12).reshape(4, 6), "z": torch.arange(24.0).reshape(2, 3, 4),
           "v": torch.arange(5.0)}

NAMES = {
    "idx": torch.tensor([2, 0, 0]), "rows": torch.tensor([[0], [1]]),
    "cols": torch.tensor([1, 3, 2]), "pair": torch.tensor([1, 0], dtype=torch.int32),
    "grid": torch.tensor([[0, 1], [1, 0]]), "far": torch.tensor([1, 7]),
    "back": torch.tensor([-1, -2]), "none": torch.tensor([], dtype=torch.int64),
    "at": torch.tensor(1), "small": torch.tensor(2, dtype=torch.int8), "k": 1, "far_k": 9,
    "order": [1, 0, 1], "mask": torch.tensor([True, False, True, False]),
    "bytes": torch.tensor([1, 0], dtype=torch.uint8), "flags": [True, False, True],
    "cells": torch.arange(24).reshape(4, 6) % 5 == 0,
    "walls": torch.arange(12).reshape(3, 4) % 3 == 0,
    "real": torch.tensor([1.0, 0.0]), "short": torch.tensor([1, 0], dtype=torch.int16),
}

LITERALS = [":", ":", "1:", "::2", ":-1", "0", "-1", "9", "None", "...", "[1, 0]", "[0, 1, 1]",
            "[9]", "[]", "torch.tensor([[0], [1]])", "torch.tensor([[0, 1, 0], [1, 1, 0]])",
            "[True, False]", "torch.tensor([[True, False, True, False], [False, False, True, True]"
            ", [True, True, False, False]])"]

HAND = [
    ("x", "idx"), ("x", ":, idx"), ("x", "rows, cols"), ("z", "rows, :, cols"), ("x", "mask"),
    ("x", "cells"), ("x", "cells, 0"), ("z", "1, walls"), ("z", ":, walls"), ("x", "k"),
    ("x", "at, k"), ("x", "order, idx"), ("z", "order, at, cols"), ("x", "foo"), ("x", "real, 9"),
    ("x", "real, [True]"), ("x", "mask, none"), ("v", "x"), ("v", "cells"), ("x", "far_k"),
    ("x", "[0, 9], [9, 0]"), ("x", "[9, 10], [9, 0]"), ("z", "[5, 0], :, [0, 9]"),
    ("z", "[0, 5], :, [9, 0]"), ("x", "grid, far"), ("x", "none, far"), ("x", "mask, far"),
    ("z", "..., 9"), ("z", "0, ..., far_k"), ("z", "None, ..., 9"), ("z", "..., None, far_k"),
]

CONDITIONS = {
    "f32": torch.tensor([0.1, 0.2, -0.3, float("nan"), float("inf"), 0.0, -0.1, 2.0]),
    "f16": torch.tensor([0.1, 0.2, -0.3, 3.0], dtype=torch.float16),
    "f64": torch.tensor([0.1, 0.2, -0.3], dtype=torch.float64),
    "i64": torch.tensor([0, 3, -3, 16777217, 16777216]),
    "i8": torch.tensor([1, -2, 3, 127, -127], dtype=torch.int8),
    "u8": torch.tensor([0, 1, 200, 255], dtype=torch.uint8),
    "bool": torch.tensor([True, False]),
    "c64": torch.tensor([1 + 2j, 3 - 1j, 0j, 3 + 0j]),
}

CLAUSES = ["x > 0", "x == 0.1", "x >= 0.1", "x != 3", "x == 16777216.0", "x > 16777216.5",
           "x > 256", "x <= 300", "x > 1.5", "x.abs() > 1", "x.abs() <= 0.1", "x < 1e10", "x == 3",
           "(x > 0) & (x < 2)", "(x > 1) | (x < -1)", "(x > 2) | (x > 0) & (x < 1)",
           "(x > 0) & (x < 1) | (x.abs() == 3)", "3 > x", "0.1 <= x", "abs(x) > 2",
           "torch.abs(x) != 3"]


def numbers(values):
    return "[" + ", ".join(map(str, values)) + "]"


def take(tensor, text):
    try:
        result = eval(f"{tensor}[{text}]", {"torch": torch, **NAMES, **TENSORS})
    except (IndexError, NameError, ValueError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    flat = result.flatten().tolist()
    kind = (f"stride {numbers(result.stride())} offset {result.storage_offset()}"
            if result._is_view() else "copy")
    shown = "".join(f" {number:g}" for number in flat[:12]) + (" ..." if len(flat) > 12 else "")
    return f"{numbers(result.shape)} {kind} :{shown}"


def hold(name, text):
    x = CONDITIONS[name]
    try:
        mask = eval(text, {"torch": torch, "x": x})
    except NotImplementedError as error:
        return f"NotImplementedError: {error}"
    return " ".join(str(place) for place, holds in enumerate(mask.tolist()) if holds)


def draw_cases(count):
    """Mostly names; as many parts as there are axes, or one less or more."""
    chosen = random.Random(0)
    seen = dict.fromkeys(HAND)
    while len(seen) < count:
        tensor = chosen.choice(list(TENSORS))
        rank = TENSORS[tensor].dim()
        n_parts = max(1, rank + chosen.choice([-1, 0, 0, 0, 0, 1]))
        parts = [chosen.choice(list(NAMES)) if chosen.random() < 0.6 else chosen.choice(LITERALS)
                 for _ in range(n_parts)]
        if parts.count("...") > 1:
            continue
        if chosen.random() < 0.1:
            parts[chosen.randrange(n_parts)] = f"{tensor} > 3"
        seen[tensor, ", ".join(parts)] = None
    return list(seen)


def quote(text, indent):
    """A C string of lines that are no longer than 100 columns."""
    pieces = []
    while text:
        room = 96 - indent
        end = len(text) if len(text) <= room else text.rfind(" ", 0, room) + 1
        pieces.append('"' + text[:end].replace('"', '\\"') + '"')
        text = text[end:]
    return ("\n" + " " * indent).join(pieces) or '""'


def write_named(name, value):
    tensor = torch.as_tensor(value)
    type_ = ("TRUTH" if tensor.dtype in (torch.bool, torch.uint8)
             else "INTEGERS" if tensor.dtype in (torch.int64, torch.int32) or tensor.dim() == 0
             else "UNFIT")
    sizes = ", ".join(map(str, tensor.shape)) or "0"
    items = ", ".join(str(int(item)) for item in tensor.flatten().tolist()) or "0"
    print(f'  {{ {{ "{name}", TNU_ITEMS_{type_}, {tensor.dim()}, {{ {sizes} }} }},')
    print(f"    {{ {items} }} }},")


def write_numbers(values, indent, end):
    text = ", ".join(repr(value) for value in values).replace("nan", "NAN")
    text = "{ " + text.replace("inf", "INFINITY") + " }" + end
    print(textwrap.indent(textwrap.fill(text, 100 - indent), " " * indent))


def write_compared(name, tensor):
    kinds = {"f32": "FLOAT32", "f16": "FLOAT16", "f64": "FLOAT64", "i64": "INT64", "i8": "INT8",
             "u8": "UINT8", "bool": "BOOL", "c64": "COMPLEX64"}
    flat = tensor.to(torch.complex128).tolist()
    print(f'  {{ "{name}", TNK_{kinds[name]}, {len(flat)},')
    write_numbers([number.real for number in flat], 4, ",")
    write_numbers([number.imag for number in flat], 4, " },")


def write_names():
    print("static const Named named[] = {")
    for name, value in [*NAMES.items(), ("x", TENSORS["x"])]:
        write_named(name, value)
    print("};\n\nstatic const Case named_cases[] = {")
    for tensor, text in draw_cases(320):
        print(f"  {{ '{tensor}', {quote(text, 9)},\n    {quote(take(tensor, text), 4)} }},")
    print("};")


def write_conditions():
    print("static const Compared compared[] = {")
    for name, tensor in CONDITIONS.items():
        write_compared(name, tensor)
    print("};\n\nstatic const Case cases[] = {")
    for name in CONDITIONS:
        for text in CLAUSES:
            print(f'  {{ "{name}", "{text}",\n    {quote(hold(name, text), 4)} }},')
    print("};")


if __name__ == "__main__":
    print("/* SPDX-FileCopyrightText: 2026 The Tensarium authors")
    print(" * SPDX-License-Identifier: MIT */")
    print("/* Written by record-index.py under PyTorch 2.15.0 (CPU). */")
    {"names": write_names, "conditions": write_conditions}[sys.argv[1]]()
