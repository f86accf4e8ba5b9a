# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""What a family of remedies suggests."""

import ast
from dataclasses import dataclass
from typing import Any, Callable

from ..code import position_of

_ATOMS = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant, ast.List, ast.Tuple)


@dataclass
class Remedy:
    """
    words: what it does: "transpose W"
    edits: (position, text that stands there instead)
    cost: how far it strays from what was written, from 1
    target: the expression or statement that is tried and shown; the failed one if None
    call: what is shown, where that is not the mended target
    is_statement: the target is run on copies of its tensors
    is_whole_cell: the cell is run on copies, up to the statement that failed
    is_certain: it is offered too when it cannot be tried without changing something
    check: in place of a trial
    """

    words: str
    edits: list
    cost: int = 1
    target: ast.AST | None = None
    call: str | None = None
    is_statement: bool = False
    is_whole_cell: bool = False
    is_certain: bool = False
    check: Callable[[], Any] | None = None

    def target_position(self, site):
        return site.span(self.target if self.target is not None else site.call())


def operand(site, node):
    """Its code, so that a method can be called on it."""
    text = site.text(node)
    is_atom = isinstance(node, _ATOMS) and not (
        isinstance(node, ast.Constant) and isinstance(node.value, (int, float))
    )
    return text if is_atom or _is_in_parentheses(text) else f"({text})"


def _is_in_parentheses(text):
    """"(a + b)", but not "(a) + (b)"."""
    if not text.startswith("("):
        return False
    depth = 0
    for index, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return index == len(text) - 1
    return False


def replace(site, node, text, words, cost=1, **rest):
    """`text` in place of the code of `node`."""
    return Remedy(words, [(site.span(node), text)], cost, **rest)


def rename(site, attribute, name, words, cost=1, **rest):
    """Another name behind the last dot."""
    _, _, line, end = position_of(attribute)
    start = end - len(attribute.attr.encode())
    return Remedy(words, [((line, start, line, end), name)], cost, **rest)


def add_argument(site, call, text, words, cost=1, **rest):
    """One more argument, the last."""
    _, _, line, end = position_of(call)
    added = f", {text}" if call.args or call.keywords else text
    return Remedy(words, [((line, end - 1, line, end - 1), added)], cost, **rest)


def drop_argument(site, call, argument, words, cost=1, **rest):
    """Without `argument`, which may be a keyword."""
    kept = [item for item in [*call.args, *call.keywords] if item is not argument]
    text = ", ".join(site.text(item) for item in kept)
    return Remedy(words, [(site.argument_list(call), f"({text})")], cost, **rest)


def name_of(call):
    """"sum" of x.sum() and torch.sum(x)."""
    function = call.func
    return getattr(function, "attr", None) or getattr(function, "id", "")


def torch_name(site):
    """Under which the cell knows torch."""
    for name, value in site.names.items():
        if getattr(value, "__name__", None) == "torch" and type(value).__name__ == "module":
            return name
    return "torch"
