# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""The code of a cell and places in it.

Positions are (line, column, end line, end column): lines from 1, columns in UTF-8 bytes from 0, as
Python's own.
"""

import ast
from functools import cached_property

NOWHERE = (0, 0, 0, 0)


class Cell:
    """Code that ran: as the user wrote it, and as `to_python` changed it before."""

    def __init__(self, source, filename, to_python):
        self.source = source
        self.filename = filename
        self.lines = source.encode().split(b"\n")
        self._to_python = to_python

    @cached_property
    def _python(self):
        try:
            return self._to_python(self.source)
        except SyntaxError:
            return self.source

    @cached_property
    def tree(self):
        """None of code that does not parse."""
        return parse(self._python)

    def has(self, position):
        """Whether the code at `position` stands in the source as Python saw it."""
        lines = slice(position[0] - 1, position[2])
        python = self._python.encode().split(b"\n")
        return position[0] > 0 and self.lines[lines] == python[lines] != []

    def is_sound(self, source):
        """Whether `source`, in its place, is Python too."""
        try:
            return parse(self._to_python(source)) is not None
        except SyntaxError:
            return False

    def bytes(self, position):
        start, end = self._offsets(position)
        return self.source.encode()[start:end]

    def text(self, position):
        return self.bytes(position).decode(errors="replace")

    def grow(self, position, before, after):
        """`position` with so many bytes more at its ends, on its lines."""
        line, column, end_line, end_column = position
        return line, column - before, end_line, end_column + after

    def replace(self, edits):
        """The source with (position, text) put in."""
        return self._replace(edits, 0, len(self.source.encode()))

    def replace_in(self, position, edits):
        """The code that then stands at `position`, which holds all of `edits`."""
        return self._replace(edits, *self._offsets(position))

    def _replace(self, edits, start, end):
        code = self.source.encode()
        parts = []
        for (first, last), text in sorted((self._offsets(at), text) for at, text in edits):
            parts += [code[start:first], text.encode()]
            start = last
        return b"".join([*parts, code[start:end]]).decode(errors="replace")

    def _offsets(self, position):
        line, column, end_line, end_column = position
        starts = [0]
        for text in self.lines:
            starts.append(starts[-1] + len(text) + 1)
        return starts[line - 1] + column, starts[end_line - 1] + end_column


def parse(python):
    """None if it does not parse."""
    try:
        return ast.parse(python)
    except (SyntaxError, ValueError):
        return None


def position_of(node):
    """Line 0 for what cannot be written otherwise: the target of an assignment."""
    if node is None:
        return NOWHERE
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


def find_node(cell, position):
    """The expression at `position`. Python tells of a call in a chain over several lines only the
    part from its own name on."""
    if cell.tree is None or position == NOWHERE or not cell.has(position):
        return None
    best = None
    for node in ast.walk(cell.tree):
        if not isinstance(node, (ast.expr, ast.stmt)) or isinstance(node, ast.Expr):
            continue
        at = position_of(node)
        if at == position:
            return _what_failed(node)
        if isinstance(node, (ast.Attribute, ast.Call)) and at[2:] == position[2:]:
            if at[:2] <= position[:2] and (best is None or at[:2] > position_of(best)[:2]):
                best = node
    return best


def _what_failed(node):
    """Of a statement the expression that was being looked at."""
    if isinstance(node, ast.For):
        return node.iter
    if isinstance(node, (ast.While, ast.If, ast.Assert)):
        return node.test
    if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
        return node.generators[0].iter
    return node
