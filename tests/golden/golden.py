# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""What recording and replaying share: running a call, gradients, values as text."""

import ast

import torch
import torch.nn.functional as F

LEAF_DTYPES = (torch.float64, torch.complex128)


def names_in(call):
    """Single letters that a call uses: its inputs."""
    tree = ast.parse(call, mode="eval")
    return sorted(
        {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and len(node.id) == 1}
        - {"F"}
    )


def evaluate(call, inputs):
    """Runs a call on fresh inputs: what it returned, and the inputs that can have gradients."""
    space = {"torch": torch, "F": F}
    leaves = {}
    for name in names_in(call):
        value = eval(inputs[name], space)
        if value.dtype in LEAF_DTYPES:
            value.requires_grad_()
            leaves[name] = value
        space[name] = value
    torch.manual_seed(0)
    return eval(call, space), leaves


def tensors_in(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, (list, tuple)):
        return [tensor for item in value for tensor in tensors_in(item)]
    return []


def weighted_sum(value):
    """One number that every element of every result moves differently; None without a graph."""
    total = None
    for tensor in tensors_in(value):
        if not tensor.requires_grad or tensor.numel() == 0:
            continue
        weights = (torch.arange(tensor.numel(), dtype=torch.float64) + 1) / tensor.numel()
        term = (tensor * weights.reshape(tensor.shape).to(tensor.dtype)).sum()
        total = term if total is None else total + term
    return total


def gradients(value, leaves):
    """{name: gradient or None} of weighted_sum; None when nothing can be differentiated."""
    total = weighted_sum(value)
    if total is None or not leaves:
        return None
    found = torch.autograd.grad(total, list(leaves.values()), allow_unused=True)
    return dict(zip(leaves, found))


def _number(value):
    """A Python number as JSON keeps it: floats and complex numbers by their shortest exact text."""
    if isinstance(value, complex):
        return [repr(value.real), repr(value.imag)]
    if isinstance(value, float):
        return repr(value)
    return int(value)


def _parse(value):
    if isinstance(value, list):
        return complex(float(value[0]), float(value[1]))
    return float(value) if isinstance(value, str) else value


def encode(value):
    if isinstance(value, torch.Tensor):
        flat = value.detach().resolve_conj().reshape(-1).clone()
        wide = flat.to(torch.float32) if value.dtype in (torch.float16, torch.bfloat16) else flat
        return {
            "dtype": str(value.dtype)[len("torch.") :],
            "shape": list(value.shape),
            "stride": list(value.stride()),
            "node": None if value.grad_fn is None else type(value.grad_fn).__name__,
            "values": [_number(item) for item in wide.tolist()],
        }
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    return {"plain": repr(value)}


# Absolute and relative difference that two correct implementations may show.
TOLERANCE = {
    "float16": (2e-3, 2e-3),
    "bfloat16": (1.6e-2, 1.6e-2),
    "float32": (2e-6, 2e-5),
    "float64": (1e-12, 1e-10),
    "complex64": (1e-5, 1e-4),
    "complex128": (1e-12, 1e-10),
}


def _close(want, got, dtype):
    if dtype not in TOLERANCE:
        return want == got
    absolute, relative = TOLERANCE[dtype]
    if isinstance(want, complex):
        return _close(want.real, got.real, "float64" if dtype == "complex128" else dtype) and _close(
            want.imag, got.imag, "float64" if dtype == "complex128" else dtype
        )
    if want != want or got != got:
        return want != want and got != got
    if abs(want) == float("inf") or abs(got) == float("inf"):
        return want == got
    return abs(want - got) <= absolute + relative * abs(want)


def difference(want, value, is_result=True):
    """None when @value is what was recorded, else a sentence."""
    if isinstance(want, list):
        if not isinstance(value, (list, tuple)) or len(value) != len(want):
            return f"{type(value).__name__} instead of {len(want)} values"
        for one, other in zip(want, value):
            found = difference(one, other, is_result)
            if found:
                return found
        return None
    if "plain" in want:
        return None if repr(value) == want["plain"] else f"{value!r}, expected {want['plain']}"
    if not isinstance(value, torch.Tensor):
        return f"{type(value).__name__} instead of a tensor"
    got = encode(value)
    for key in ("dtype", "shape"):
        if got[key] != want[key]:
            return f"{key} {got[key]}, expected {want[key]}"
    for place, (one, other) in enumerate(zip(want["values"], got["values"])):
        if not _close(_parse(one), _parse(other), want["dtype"]):
            return f"element {place} is {_parse(other)}, expected {_parse(one)}"
    if not is_result:
        return None
    if got["node"] != want["node"]:
        return f"made by {got['node']}, expected {want['node']}"
    # Strides of dims with one element, or of nothing, say nothing.
    strides = [
        [stride for stride, size in zip(side["stride"], side["shape"]) if size > 1]
        for side in (want, got)
    ]
    if 0 not in want["shape"] and strides[0] != strides[1]:
        return f"strides {got['stride']}, expected {want['stride']}"
    return None
