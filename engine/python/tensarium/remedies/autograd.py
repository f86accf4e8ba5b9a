# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Writing where autograd needs the old numbers, and backward runs that cannot be."""

import ast

import torch

from ..code import position_of
from .remedy import Remedy, add_argument, name_of, operand, replace, torch_name

_OPERATORS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
}  # fmt: skip
_MAKING = {"arange", "empty", "eye", "full", "linspace", "ones", "rand", "randn", "tensor", "zeros"}


def suggest(site):
    node, message = site.node, site.message
    if node is None or not isinstance(site.error, RuntimeError):
        return
    if "scalar outputs" in message:
        yield from _one_output(site, node)
    elif "does not require grad" in message:
        yield from _require_gradient(site)
    elif "through the graph a second time" in message:
        yield from _retain_graph(site)
    elif "modified by an inplace operation" in message:
        yield from _write_elsewhere(site)
    else:
        yield from _not_in_place(site, site.own_statement())
        if "leaf" in message:
            yield from _without_graph(site, site.own_statement())


def _out_of_place(site, statement):
    """(code, variable) of a statement that does the same to a new tensor; None for others."""
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
        name = statement.target.id
        value = site.text(statement.value)
        if isinstance(statement.value, (ast.BinOp, ast.IfExp, ast.Compare, ast.BoolOp)):
            value = f"({value})"
        return f"{name} = {name} {_OPERATORS[type(statement.op)]} {value}", name
    call = getattr(statement, "value", None)
    if not isinstance(statement, ast.Expr) or not isinstance(call, ast.Call):
        return None
    function = call.func
    if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Name):
        return None
    method = function.attr.rstrip("_")
    if method == function.attr or not hasattr(torch.Tensor, method):
        return None
    arguments = site.cell.text(site.argument_list(call))
    return f"{function.value.id} = {function.value.id}.{method}{arguments}", function.value.id


def _not_in_place(site, statement):
    found = _out_of_place(site, statement)
    if found is not None:
        code, name = found
        words = f"make a new {name}; the old one stays"
        yield replace(site, statement, code, words, target=statement, is_statement=True)


def _without_graph(site, statement):
    """A statement that stands alone on its lines."""
    line, column, end_line, end_column = position_of(statement)
    before = site.cell.lines[line - 1][:column]
    after = site.cell.lines[end_line - 1][end_column:]
    if before.strip() or after.strip() and not after.strip().startswith(b"#"):
        return
    indent = before.decode()
    inner = site.text(statement).replace("\n", "\n    ")
    code = f"with {torch_name(site)}.no_grad():\n{indent}    {inner}"
    yield replace(
        site, statement, code, "autograd does not watch", target=statement, is_statement=True
    )


def _one_output(site, node):
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return
    start = node.func.value
    if name_of(node) != "backward" or not isinstance(site.value(start), torch.Tensor):
        return
    code, text = operand(site, start), site.text(start)
    rest = {"target": node, "is_statement": True}
    yield replace(site, start, f"{code}.sum()", f"start from the sum of {text}", **rest)
    yield replace(site, start, f"{code}.mean()", f"start from the mean of {text}", **rest)
    if not node.args and not node.keywords:
        ones = f"{torch_name(site)}.ones_like({text})"
        yield add_argument(site, node, ones, f"a gradient of 1 for each of {text}", 2, **rest)


def _require_gradient(site):
    """One of the tensors made in this cell is to have a gradient."""
    failed = site.statement()
    for statement in site.cell.tree.body:
        if statement is failed:
            break
        call = getattr(statement, "value", None)
        if not isinstance(statement, ast.Assign) or not isinstance(call, ast.Call):
            continue
        if name_of(call) in _MAKING and isinstance(statement.targets[0], ast.Name):
            words = f"ask for the gradient of {statement.targets[0].id}"
            yield add_argument(
                site, call, "requires_grad=True", words, target=call, is_whole_cell=True
            )
    names = {item.id: item for item in ast.walk(site.node) if isinstance(item, ast.Name)}
    for name in names.values():
        if isinstance(site.value(name), torch.Tensor):
            code = f"{name.id}.requires_grad_()"
            words = f"ask for the gradient of {name.id}"
            yield replace(site, name, code, words, 2, target=site.node, is_statement=True)


def _retain_graph(site):
    """Every backward run before the one that failed keeps the graph."""
    edits, calls = [], []
    failed = position_of(site.statement())
    for node in ast.walk(site.cell.tree):
        if isinstance(node, ast.Call) and name_of(node) == "backward":
            if position_of(node) < failed:
                remedy = add_argument(site, node, "retain_graph=True", "")
                edits += remedy.edits
                calls.append(node)
    if edits:
        yield Remedy(
            "keep the graph for the next backward run", edits, target=calls[0], is_whole_cell=True
        )


def _write_elsewhere(site):
    """One of the writes in the cell made a new tensor instead."""
    for statement in site.cell.tree.body:
        found = _out_of_place(site, statement)
        if found is not None:
            code, name = found
            words = f"make a new {name}: autograd needs the old one"
            yield replace(site, statement, code, words, target=statement, is_whole_cell=True)
