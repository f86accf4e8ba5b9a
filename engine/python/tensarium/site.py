# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""The place where a cell failed."""

import ast

from .code import find_node, position_of
from .rehearsal import Rehearsal


class Site:
    """Where a cell failed: `node` is the failed expression, None if it is not known which; `names`
    those that were known there; `is_direct`, whether no function written in Python was called."""

    def __init__(self, cell, error, frame, position, is_direct):
        self.cell = cell
        self.error = error
        self.message = str(error)
        self.names = {**frame.f_globals, **frame.f_locals} if frame is not None else {}
        self.is_direct = is_direct
        self.parents = {}
        for parent in ast.walk(cell.tree) if cell.tree is not None else ():
            for child in ast.iter_child_nodes(parent):
                self.parents[child] = parent
        self.node = find_node(cell, position)
        self._rehearsal = Rehearsal(self.names)

    def text(self, node):
        return self.cell.text(position_of(node))

    def value(self, node):
        """What an expression gives, None where finding out would change something."""
        try:
            return self._rehearsal.value(node)
        except Exception:
            return None

    def span(self, node):
        """With the parentheses that stand around an expression, other than those of a call."""
        position = position_of(node)
        if not isinstance(node, ast.expr) or position[1] == 0:
            return position
        wider = self.cell.grow(position, 1, 1)
        text = self.cell.bytes(wider)
        around = self.cell.bytes(self.cell.grow(position, min(position[1], 2), 1))
        is_call = len(around) > len(text) and (around[:1].isalnum() or around[:1] in b"_)]")
        return wider if text[:1] == b"(" and text[-1:] == b")" and not is_call else position

    def argument_list(self, call):
        """Position of the parentheses of a call and all between them."""
        line, column, end_line, end_column = position_of(call)
        start_line, start = position_of(call.func)[2:]
        code = self.cell.bytes((start_line, start, end_line, end_column))
        before = code[: code.index(b"(")]
        if b"\n" in before:
            start_line, start = start_line + before.count(b"\n"), -before.rindex(b"\n") - 1
        return start_line, start + len(before), end_line, end_column

    def call(self):
        """The failed expression; of a method that was looked up, its call."""
        parent = self.parents.get(self.node)
        return parent if getattr(parent, "func", None) is self.node else self.node

    def statement(self):
        """The one at the top of the cell that failed."""
        node = self.node
        while node is not None and not isinstance(self.parents.get(node), ast.Module):
            node = self.parents.get(node)
        return node

    def own_statement(self):
        """The innermost one that failed."""
        node = self.node
        while node is not None and not isinstance(node, ast.stmt):
            node = self.parents.get(node)
        return node
