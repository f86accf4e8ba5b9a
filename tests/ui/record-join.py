# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Writes join-cases.h: where PyTorch puts every element, for every word of the join family.

    python tests/ui/record-join.py > tests/ui/join-cases.h    (PyTorch 2.15.0, CPU; no seed)
"""
import textwrap

import torch

SHAPES = {"a": (2, 3), "b": (2, 3), "c": (2, 4), "d": (4, 3), "v": (3,), "w": (3,), "s": (),
          "t": (), "e": (0,), "p": (2, 2, 3), "q": (2, 2, 3), "x": (5, 4), "z": (0, 3),
          "i": (2, 3)}
NAMES = {name: (torch.arange(torch.Size(shape).numel()) + 100 * k).reshape(shape)
         for k, (name, shape) in enumerate(SHAPES.items())}

CASES = [
    "y = torch.stack([a, b])", "y = torch.stack([a, b], dim=1)", "y = torch.stack((a, b), 2)",
    "y = torch.stack([a, b, i], dim=-1)", "y = torch.stack([a, b], -2)", "y = torch.stack([a])",
    "y = torch.stack(tensors=[a, b], dim=-3)", "y = torch.stack([v, w])",
    "y = torch.stack([v, w], dim=1)", "y = torch.stack([s, t])", "y = torch.stack([p, q], dim=2)",
    "y = torch.cat([a, b])", "y = torch.cat([a, c], dim=1)", "y = torch.cat([a, d])",
    "y = torch.cat([a, c, b], -1)", "y = torch.cat([d, a], dim=-2)", "y = torch.cat([v, w])",
    "y = torch.cat([p, q], dim=1)", "y = torch.cat([p, q], dim=2)", "y = torch.cat([p, q])",
    "y = torch.concat([a, b])", "y = torch.cat([e, a])", "y = torch.cat([a, e], dim=1)",
    "y = torch.cat([a, z])", "y = torch.cat([a, a])", "y = torch.cat([a, v.unsqueeze(0)])",
    "y = torch.cat([d, c.T], dim=1)", "y = torch.cat([a, d.reshape(2, 6)], dim=1)",
    "y = torch.cat([p.mT, q.mT], dim=1)",
    "y = torch.vstack([a, b])", "y = torch.vstack([v, w])", "y = torch.vstack([a, v])",
    "y = torch.vstack([s, t])", "y = torch.hstack([a, c])", "y = torch.hstack([v, w])",
    "y = torch.hstack([s, t])", "y = torch.hstack([p, q])", "y = torch.dstack([a, b])",
    "y = torch.dstack([v, w])", "y = torch.dstack([p, q])", "y = torch.dstack([s, t])",
    "y = torch.vstack([p, q])",
    "f, g = x.split(3)", "f, g, h = x.split(2)", "f, g = x.split([1, 4])",
    "f, g = torch.split(x, 2, dim=1)", "f, g, h = torch.split(x, [1, 2, 1], -1)",
    "f, = x.split(9)", "n = x.split(2)", "f, g = x.split(split_size=3, dim=-2)",
    "f, g = p.split(1, 0)", "f, g, h = x.split([0, 5, 0])", "f, = z.split(2)",
    "f, g = x.T.split(2)", "[f, g] = a.split(1)", "(f, g) = a.split(1)",
    "f, g, h = x.chunk(3)", "f, g, h = x.chunk(4)", "f, g = x.chunk(2, dim=1)",
    "f, g = torch.chunk(x, 2, -1)", "n = x.chunk(9)", "f, g = z.chunk(2)",
    "f, g, h = x.tensor_split(3)", "f, g, h = x.tensor_split([1, 3])",
    "f, g, h = x.tensor_split((1, 3), dim=1)", "f, g = torch.tensor_split(x, indices=(9,), dim=0)",
    "f, g, h = x.tensor_split([-2, -1])", "f, g, h = x.tensor_split([3, 1])",
    "f, g, h = torch.tensor_split(x, sections=3, dim=-1)", "n = x.tensor_split(7)",
    "f, g = a.unbind()", "f, g, h = a.unbind(1)", "f, g, h = torch.unbind(p, dim=-1)",
    "f, g, h = v.unbind()", "f, g = p.unbind(dim=1)",
]

ILLEGAL = [
    "y = torch.stack([a, c])", "y = torch.stack([a, v])", "y = torch.stack([a, b], dim=3)",
    "y = torch.stack([a, b], dim=-4)", "y = torch.stack([])", "y = torch.cat([])",
    "y = torch.cat([a, c])", "y = torch.cat([a, b, d], dim=1)", "y = torch.cat([a, v])",
    "y = torch.cat([s, t])", "y = torch.cat([a, b], dim=2)", "y = torch.cat([a, b], dim=-3)",
    "y = torch.vstack([a, c])", "y = torch.hstack([a, d])", "y = torch.dstack([a, c])",
    "y = torch.hstack([a, v])", "y = torch.cat([p, a])",
    "n = x.split([1, 1])", "n = x.split([3, 3])", "n = x.split(0)", "n = x.split(-1)",
    "n = x.split(2, dim=2)", "n = s.split(1)", "n = x.split([6, -1])", "n = x.chunk(0)",
    "n = x.chunk(2, dim=-3)", "n = x.tensor_split(0)", "n = x.unbind(2)", "n = s.unbind()",
    "f, g = x.split(2)", "f, g, h, k = x.chunk(2)",
]


def run(code):
    scope = {"torch": torch, **NAMES}
    target, call = code.split(" = ", 1)
    value = eval(call, scope)
    exec(f"{target} = None" if target.isidentifier() else f"{target} = value",
         {**scope, "value": value})
    return value


def write_shape(shape):
    return f"{{ {len(shape)}, {{ {', '.join(map(str, tuple(shape) or (0,)))} }} }}"


def write_text(text):
    """As C string literals that fit on their lines."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return "\n    ".join(f'"{line}"' for line in textwrap.wrap(text, 90, drop_whitespace=False))


def write_layout(piece, is_own):
    offset = "-" if piece.numel() == 0 else 0 if is_own else piece.storage_offset()
    return f"{tuple(piece.shape)} by {tuple(piece.stride())} at {offset}"


print("/* SPDX-FileCopyrightText: 2026 The Tensarium authors")
print(" * SPDX-License-Identifier: MIT */")
print(f"/* Written by record-join.py under PyTorch {torch.__version__.split('+')[0]} (CPU). */")
print("static const NamedShape named_shapes[] = {")
for name, shape in SHAPES.items():
    print(f'  {{ "{name}", {write_shape(shape)} }},')
print("};\n\nstatic const JoinCase join_cases[] = {")
for code in CASES:
    value = run(code)
    is_own = isinstance(value, torch.Tensor)
    pieces = [value] if is_own else list(value)
    layouts = "; ".join(write_layout(piece, is_own) for piece in pieces)
    numbers = "; ".join(" ".join(map(str, piece.flatten().tolist())) for piece in pieces)
    print(f'  {{ "{code}",\n    {write_text(layouts)},\n    {write_text(numbers) or chr(34) * 2} }},')
print("};\n\nstatic const JoinError join_errors[] = {")
for code in ILLEGAL:
    try:
        run(code)
        raise SystemExit(f"{code} is legal")
    except (RuntimeError, IndexError, ValueError) as error:
        print(f'  {{ "{code}",\n    {write_text(str(error))} }},')
print("};")
