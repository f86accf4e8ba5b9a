# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Tensors where Python wants a number, a truth value, an array or something to go through."""

import ast

import torch

from .remedy import Remedy, name_of, operand, replace, torch_name

_CASTS = {"int": "long", "float": "float", "bool": "bool", "complex": "cfloat"}


def suggest(site):
    node, message = site.node, site.message
    if node is None:
        return
    if "one element" in message or "converted to Scalar" in message:
        yield from _one_number(site, node)
    elif "is ambiguous" in message:
        yield from _truth(site, node)
    elif "numpy() on" in message or "requires grad" in message and "numpy" in message:
        yield from _without_gradient(site, node)
    elif "0-d tensor" in message:
        yield from _several(site, node)
    elif "to unpack" in message and isinstance(node, ast.Tuple):
        yield from _other_targets(site, node)


def _one_number(site, node):
    if not isinstance(node, ast.Call):
        return
    if name_of(node) == "item" and isinstance(node.func, ast.Attribute):
        code, text = operand(site, node.func.value), site.text(node.func.value)
        number = "{}.item()"
        yield replace(site, node, f"{code}.tolist()", f"all of {text}, as a list", target=node)
    elif len(node.args) == 1 and name_of(node) in _CASTS:
        code, text = operand(site, node.args[0]), site.text(node.args[0])
        number = name_of(node) + "({})"
        cast = f"{code}.{_CASTS[name_of(node)]}()"
        yield replace(site, node, cast, f"convert each number of {text}", target=node)
        yield replace(site, node, f"{code}.tolist()", f"all of {text}, as a list", target=node)
    else:
        return
    for name in ("sum", "mean", "max"):
        mended = number.format(f"{code}.{name}()")
        yield replace(site, node, mended, f"the {name} of {text}", 1 + (name != "sum"), target=node)


def _truth(site, node):
    parent = site.parents.get(node)
    if isinstance(node, ast.BoolOp) or isinstance(parent, ast.BoolOp):
        yield from _truths(site, node if isinstance(node, ast.BoolOp) else parent)
        return
    if isinstance(node, ast.UnaryOp):
        code = f"~{operand(site, node.operand)}"
        yield replace(site, node, code, "element by element", target=node)
        yield from _one_truth(site, node.operand, node)
        return
    elif isinstance(node, ast.Call):
        if name_of(node) in ("max", "min") and len(node.args) == 2:
            name = f"{torch_name(site)}.{name_of(node)}imum"
            yield replace(site, node.func, name, "element by element", target=node)
        if len(node.args) != 1:
            return
        tested = node.args[0]
    else:
        tested = node
    yield from _one_truth(site, tested, tested)


def _truths(site, node):
    """and, or: between the elements; where one truth is needed, of all of them or of any."""
    sign = " & " if isinstance(node.op, ast.And) else " | "
    parts = [site.text(item) for item in node.values]
    code = sign.join(part if part.isidentifier() else f"({part})" for part in parts)
    if not isinstance(site.parents.get(node), (ast.If, ast.While, ast.Assert, ast.IfExp)):
        yield replace(site, node, code, "element by element", target=node)
        return
    for name, where in (("all", "everywhere"), ("any", "anywhere")):
        words = f"whether it is true {where}"
        yield replace(site, node, f"({code}).{name}()", words, target=node)


def _one_truth(site, tested, target):
    text, code = site.text(tested), operand(site, tested)
    for name, where in (("any", "anywhere"), ("all", "everywhere")):
        words = f"whether {text} is true {where}"
        yield replace(site, tested, f"{code}.{name}()", words, target=target)
    if isinstance(tested, ast.Compare) and isinstance(tested.ops[0], ast.Eq):
        sides = f"{site.text(tested.left)}, {site.text(tested.comparators[0])}"
        equal = f"{torch_name(site)}.equal({sides})"
        yield replace(site, tested, equal, "whether shape and numbers are equal", target=target)


def _without_gradient(site, node):
    """NumPy knows no gradients: every tensor that has one leaves its graph."""
    if not isinstance(node, ast.Call):
        return
    parts = []
    for item in [*node.args, *(keyword.value for keyword in node.keywords)]:
        parts += item.elts if isinstance(item, (ast.List, ast.Tuple)) else [item]
    if isinstance(node.func, ast.Attribute):
        parts.append(node.func.value)
    found = [item for item in parts if getattr(site.value(item), "requires_grad", False) is True]
    edits = [(site.span(item), f"{operand(site, item)}.detach()") for item in found]
    if edits:
        names = " and ".join(dict.fromkeys(site.text(item) for item in found))
        yield Remedy(f"leave the graph of {names}", edits, target=node, is_certain=True)


def _several(site, node):
    """A single number cannot be gone through."""
    is_call = isinstance(node, ast.Call) and len(node.args) == 1
    tensor = node.args[0] if is_call else node
    if not isinstance(site.value(tensor), torch.Tensor):
        return
    code, text = operand(site, tensor), site.text(tensor)
    if is_call and name_of(node) == "len":
        yield replace(site, node, f"{code}.numel()", f"how many numbers {text} has", target=node)
    yield replace(site, tensor, f"{code}.reshape(1)", f"make {text} one row", target=node)
    yield replace(site, tensor, f"[{text}]", f"a list with {text} alone", 2, target=node)


def _other_targets(site, node):
    """a, b = x with another number of names."""
    statement = site.parents.get(node)
    values = site.value(statement.value) if isinstance(statement, ast.Assign) else None
    try:
        n = len(values)
    except TypeError:
        return
    names = [site.text(item) for item in node.elts]
    if n > len(names):
        names, words = [*names, "*rest"], "rest takes what is left"
    elif n > 0:
        words = f"there {'is' if n == 1 else 'are'} only {n}: leave {', '.join(names[n:])} away"
        names = names[:n]
    else:
        return
    text = ", ".join(names) + ("," if len(names) == 1 else "")
    shown = f"{text} = {site.text(statement.value)}"
    yield replace(site, node, text, words, call=shown, check=lambda: values)
