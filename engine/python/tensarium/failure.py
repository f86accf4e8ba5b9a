# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Where the arguments of a failed call stand in a cell's code.

Positions are (line, column, end line, end column): lines from 1, columns in UTF-8 bytes from 0, as
Python's own.
"""

import ast
import types


def find_arguments(source, position, names):
    """Positions of the arguments of the operation at `position`, in order, and by keyword.

    In `a @ b` these are a and b, in `a.view(3, 5)` a, 3 and 5, in `torch.mm(a, b)` a and b. `names`
    tells a module from a tensor. Nothing is found in code that does not parse, or where the order
    is not that of the parameters.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return [], {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.expr, ast.stmt)) and _position(node) == position:
            arguments, keywords = _arguments(node, names)
            if arguments or keywords:
                return [_position(item) for item in arguments], {
                    name: _position(item) for name, item in keywords.items()
                }
    return [], {}


def _position(node):
    """Line 0 for what cannot be written otherwise: the target of an assignment."""
    if node is None:
        return 0, 0, 0, 0
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


def _arguments(node, names):
    if isinstance(node, ast.BinOp) and not isinstance(node.left, ast.Constant):
        return [node.left, node.right], {}
    if isinstance(node, ast.AugAssign):
        return [None, node.value], {}
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return [node.left, node.comparators[0]], {}
    if isinstance(node, ast.UnaryOp):
        return [node.operand], {}
    if isinstance(node, ast.Attribute):
        return [node.value], {}
    if isinstance(node, ast.Subscript):
        return _subscript(node)
    if isinstance(node, ast.Call):
        return _call(node, names)
    return [], {}


def _subscript(node):
    """x[5] selects: the op has the parameters self, dim and index."""
    if not isinstance(node.ctx, ast.Load):
        return [], {}
    if isinstance(node.slice, (ast.Tuple, ast.Slice)):
        return [node.value], {}
    return [node.value], {"index": node.slice}


def _call(node, names):
    arguments = list(node.args)
    if any(isinstance(item, ast.Starred) for item in arguments):
        return [], {}
    if isinstance(node.func, ast.Attribute) and not _is_module(node.func.value, names):
        arguments.insert(0, node.func.value)
    keywords = {item.arg: item.value for item in node.keywords if item.arg is not None}
    if "input" in keywords:
        keywords["self"] = keywords["input"]
    return arguments, keywords


def _is_module(node, names):
    """Whether `torch` or `torch.nn.functional` stands there."""
    if isinstance(node, ast.Attribute):
        return _is_module(node.value, names)
    return isinstance(node, ast.Name) and isinstance(names.get(node.id), types.ModuleType)
