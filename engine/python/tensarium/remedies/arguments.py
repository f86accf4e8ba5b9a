# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Arguments of the wrong type or number, and functions that take others."""

import ast
import re

import torch

from .remedy import (
    Remedy,
    add_argument,
    drop_argument,
    name_of,
    operand,
    rename,
    replace,
    torch_name,
)

# What does the same for more arguments, or nearly.
_RELATED = {
    "bmm": ["matmul"],
    "cat": ["stack"],
    "dot": ["matmul", "vdot", "mul"],
    "from_numpy": ["tensor"],
    "hstack": ["stack"],
    "inner": ["matmul"],
    "matmul": ["mul"],
    "mm": ["matmul"],
    "mv": ["matmul"],
    "outer": ["matmul"],
    "stack": ["cat"],
    "tensor": ["stack", "cat"],
    "view": ["reshape"],
    "vstack": ["cat"],
}
_OFTEN_MISSING = {
    "dim": ["dim=-1", "dim=0"],
    "dims": ["dims=(0,)", "dims=(-1,)"],
    "dim1": ["dim1=1", "dim1=0"],
}
_WITH_DTYPE = {"mean", "sum", "prod", "cumsum", "cumprod", "softmax", "log_softmax", "nanmean"}
_JOINING = {"cat", "concat", "concatenate", "stack"}


def suggest(site):
    node = site.node
    if isinstance(site.error, TypeError):
        yield from _other_brackets(site, node)
    if isinstance(node, ast.BinOp) and isinstance(site.error, TypeError):
        yield from _list_beside_tensor(site, node)
    if not isinstance(node, ast.Call) or isinstance(site.error, (NameError, AttributeError)):
        return
    if site.is_direct and isinstance(site.error, TypeError):
        yield from _other_types(site, node)
        yield from _other_number(site, node)
    yield from _other_function(site, node)
    yield from _device(site, node)
    if "repeat dims" in site.message and node.args:
        yield from _more_repeats(site, node)
    name = name_of(node)
    if name in _WITH_DTYPE and "dtype" in site.message:
        dtype = f"{torch_name(site)}.float32"
        yield add_argument(site, node, f"dtype={dtype}", "compute in floating point")
    if name in _JOINING and not isinstance(site.error, TypeError):
        yield from _other_dim(site, node)


def _other_brackets(site, node):
    """x.shape(0) and x.size[0]."""
    if isinstance(node, ast.Call) and "not callable" in site.message:
        line, column, end_line, end_column = site.argument_list(node)
        edits = [
            ((line, column, line, column + 1), "["),
            ((end_line, end_column - 1, end_line, end_column), "]"),
        ]
        yield Remedy(f"an element of {site.text(node.func)}", edits)
    elif isinstance(node, ast.Subscript) and "not subscriptable" in site.message:
        text = site.text(node.value)
        yield replace(site, node.value, f"{text}()", f"call {text} first", target=node)


def _list_beside_tensor(site, node):
    for item in (node.left, node.right):
        if isinstance(site.value(item), (list, tuple)):
            code = f"{torch_name(site)}.tensor({site.text(item)})"
            yield replace(site, item, code, f"make {site.text(item)} a tensor", target=node)


def _slots(node):
    """Every argument, and the items of lists among them."""
    for item in [*node.args, *(keyword.value for keyword in node.keywords)]:
        yield item
        if isinstance(item, (ast.List, ast.Tuple)):
            yield from item.elts


def _other_types(site, node):
    yield from _whole_numbers(site, node)
    yield from _lists_of_tensors(site, node)
    for item in _slots(node):
        value = site.value(item)
        text = site.text(item)
        if isinstance(value, str):
            yield from _instead_of_text(site, node, item, value)
        elif isinstance(value, torch.dtype) and item in node.args:
            yield replace(site, item, f"dtype={text}", f"{text} is the dtype")
        elif isinstance(value, torch.Tensor):
            if value.numel() == 1:
                yield replace(site, item, f"{operand(site, item)}.item()", f"the number in {text}")
        elif isinstance(value, int) and "tuple of ints, not int" in site.message:
            yield replace(site, item, f"({text},)", f"a shape of one dim: ({text},)")
        elif isinstance(value, (int, float, list, tuple)) or hasattr(value, "__array__"):
            tensor = f"{torch_name(site)}.tensor({text})"
            yield replace(site, item, tensor, f"make {text} a tensor")
    for item in _slots(node):
        if isinstance(item, (ast.List, ast.Tuple)):
            yield from _without_one(site, item)


def _whole_numbers(site, node):
    """2.0 is no size and no dim, though it is whole."""
    edits = []
    for item in _slots(node):
        value = site.value(item)
        if isinstance(value, float) and value.is_integer():
            text = str(int(value)) if isinstance(item, ast.Constant) else f"int({site.text(item)})"
            edits.append((site.span(item), text))
        elif isinstance(value, float):
            edits.append((site.span(item), f"int({site.text(item)})"))
    if edits:
        yield Remedy("whole numbers" if len(edits) > 1 else f"a whole number: {edits[0][1]}", edits)


def _instead_of_text(site, node, item, value):
    text = site.text(item)
    if isinstance(getattr(torch, value, None), torch.dtype):
        wanted = f"{torch_name(site)}.{value}"
        yield replace(site, item, wanted, f"name the type {wanted}")
    elif value.lstrip("-").isdigit():
        yield replace(site, item, value, "a number, not a text")
    elif item in node.args:
        yield replace(site, item, f"device={text}", f"{text} is the device")


def _more_repeats(site, node):
    """One for each dim; those in front are left as they are."""
    missing = site.value(node.func.value).dim() - len(node.args)
    if missing > 0 and not isinstance(node.args[0], (ast.List, ast.Tuple)):
        text = "1, " * missing + site.text(node.args[0])
        yield replace(site, node.args[0], text, "repeat the last dim")


def _lists_of_tensors(site, node):
    """cat(a, b) for cat([a, b])."""
    tensors = []
    for item in node.args:
        if not isinstance(site.value(item), torch.Tensor):
            break
        tensors.append(item)
    if not tensors or "Tensors" not in site.message:
        return
    first, last = site.span(tensors[0]), site.span(tensors[-1])
    text = ", ".join(site.text(item) for item in tensors)
    yield Remedy("put the tensors into one list", [((*first[:2], *last[2:]), f"[{text}]")])


def _without_one(site, node):
    kinds = [type(site.value(item)) for item in node.elts]
    for index, item in enumerate(node.elts):
        if kinds.count(kinds[index]) == 1 and len(kinds) > 1:
            kept = ", ".join(site.text(other) for other in node.elts if other is not item)
            text = f"[{kept}]" if isinstance(node, ast.List) else f"({kept},)"
            yield replace(site, node, text, f"leave {site.text(item)} away", 2)


def _other_number(site, node):
    missing = re.search(r'missing 1 required positional arguments?: "(\w+)"', site.message)
    for code in _OFTEN_MISSING.get(missing[1], []) if missing else []:
        yield add_argument(site, node, code, f"with {code}")
    if node.args and "positional argument" in site.message and "missing" not in site.message:
        last = node.args[-1]
        yield drop_argument(site, node, last, f"leave {site.text(last)} away", 2)


def _other_function(site, node):
    for rank, name in enumerate(_RELATED.get(name_of(node), [])):
        if isinstance(node.func, ast.Attribute):
            is_copying = name == "reshape"
            words = "reshape copies where it must" if is_copying else f"{name} takes these"
            yield rename(site, node.func, name, words, 1 + (rank > 0))
    # t() is for matrices; mT turns the last two dims of any tensor.
    if name_of(node) == "t" and not node.args and isinstance(node.func, ast.Attribute):
        turned = f"{operand(site, node.func.value)}.mT"
        yield replace(site, node, turned, "transpose the last two dims", target=node)


def _device(site, node):
    if "NVIDIA" in site.message or "CUDA" in site.message or "device" in site.message:
        if name_of(node) == "cuda" and isinstance(node.func, ast.Attribute):
            yield replace(site, node, site.text(node.func.value), "stay on the CPU", target=node)
        for item in _slots(node):
            value = site.value(item)
            if isinstance(value, str) and value.startswith("cuda"):
                yield replace(site, item, '"cpu"', "stay on the CPU")
        yield from _same_device(site, node)


def _same_device(site, node):
    tensors = [item for item in _slots(node) if isinstance(site.value(item), torch.Tensor)]
    owner = getattr(node.func, "value", None)
    if owner is not None and isinstance(site.value(owner), torch.Tensor):
        tensors.insert(0, owner)
    devices = {site.value(item).device for item in tensors}
    if len(devices) != 2:
        return
    first = tensors[0]
    for item in tensors[1:]:
        if site.value(item).device != site.value(first).device:
            moved = f"{operand(site, item)}.to({operand(site, first)}.device)"
            yield replace(site, item, moved, f"move {site.text(item)} to {site.text(first)}")


def _other_dim(site, node):
    """Only where none is written: the op's own search changes one that is."""
    if len(node.args) > 1 or any(item.arg in ("dim", "axis") for item in node.keywords):
        return
    for dim in (1, 2, -1):
        yield add_argument(site, node, f"dim={dim}", f"join along dim {dim}", 1)
