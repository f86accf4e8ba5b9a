# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Numbers written out that make no tensor, or none of the kind that is needed."""

import ast

from .remedy import Remedy, add_argument, operand, replace, torch_name


def suggest(site):
    node, message = site.node, site.message
    if isinstance(node, ast.Call) and "expected sequence of length" in message and node.args:
        yield from _equal_rows(site, node.args[0])
    elif "can require gradients" in message or "can only require gradients" in message:
        yield from _floating(site, node)


def _equal_rows(site, data):
    """Two deep: [[1, 2], [3]]."""
    rows = getattr(data, "elts", [])
    if len(rows) < 2 or not all(isinstance(row, (ast.List, ast.Tuple)) for row in rows):
        return
    longest = max(len(row.elts) for row in rows)
    shortest = min(len(row.elts) for row in rows)
    filled = [
        (site.span(row), _row(site, row, longest)) for row in rows if len(row.elts) < longest
    ]
    yield Remedy(f"fill the rows up to {longest} with 0", filled)
    if shortest > 0:
        longer = [row for row in rows if len(row.elts) > shortest]
        cut = [(site.span(row), _row(site, row, shortest)) for row in longer]
        yield Remedy(f"cut the rows to {shortest}", cut, 2)


def _row(site, row, length):
    texts = [site.text(item) for item in row.elts[:length]]
    texts += ["0"] * (length - len(texts))
    return f"[{', '.join(texts)}]"


def _floating(site, node):
    """Only floating-point numbers change by little steps."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr.startswith("requires_grad"):
            owner = node.func.value
            code = f"{operand(site, owner)}.float()"
            words = f"make {site.text(owner)} floating-point"
            yield replace(site, owner, code, words, target=node, is_statement=True)
            return
        whole = [item for item in ast.walk(node) if _is_whole(item)]
        edits = [(site.span(item), f"{item.value}.0") for item in whole]
        if edits:
            yield Remedy("write the numbers with a point", edits)
        dtype = f"dtype={torch_name(site)}.float32"
        yield add_argument(site, node, dtype, "name a floating-point type")
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        statement = site.own_statement()
        name = site.text(node.value)
        code = f"{name} = {operand(site, node.value)}.float().requires_grad_()"
        words = f"make {name} floating-point"
        yield replace(site, statement, code, words, target=statement, is_statement=True)


def _is_whole(node):
    return isinstance(node, ast.Constant) and type(node.value) is int
