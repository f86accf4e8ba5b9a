# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Tells which names each statement of a cell bound, by inserting a call after it.

Only statements at the top level of a cell are followed, and those inside its loops, branches and
`with` and `try` blocks: there a name is a variable of the notebook. Bodies of functions and classes
have names of their own and are left alone. The inserted call is an expression whose value is None,
so that neither tracebacks nor the echo of a cell's last expression change.
"""

import ast

HOOK = "__tensarium_bound__"


def _targets(node):
    """Names that an assignment target binds: x, (x, y), *x; not x.y or x[i]."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Starred):
        return _targets(node.value)
    if isinstance(node, (ast.Tuple, ast.List)):
        return [name for element in node.elts for name in _targets(element)]
    return []


def _walrus(*nodes):
    """Names bound by := in expressions, outside of lambdas (whose := is their own)."""
    names, stack = [], [node for node in nodes if node is not None]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.NamedExpr):
            names += _targets(node.target)
        if not isinstance(node, (ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            stack.extend(ast.iter_child_nodes(node))
    return names


def _imported(node):
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        return []
    return [(alias.asname or alias.name).split(".")[0] for alias in node.names if alias.name != "*"]


def _bound_before_body(node):
    """Names that are bound each time the body of a compound statement begins."""
    if isinstance(node, (ast.For, ast.AsyncFor)):
        return _targets(node.target) + _walrus(node.iter)
    if isinstance(node, (ast.With, ast.AsyncWith)):
        names = []
        for item in node.items:
            names += _walrus(item.context_expr)
            if item.optional_vars is not None:
                names += _targets(item.optional_vars)
        return names
    if isinstance(node, (ast.While, ast.If)):
        return _walrus(node.test)
    return []


def _bound_by(node):
    """Names that a simple statement, or the head of a definition, binds."""
    if isinstance(node, ast.Assign):
        return [name for target in node.targets for name in _targets(target)] + _walrus(node.value)
    if isinstance(node, ast.AugAssign):
        return _targets(node.target) + _walrus(node.value)
    if isinstance(node, ast.AnnAssign):
        return (_targets(node.target) if node.value is not None else []) + _walrus(node.value)
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return _imported(node)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.Delete):
        return [name for target in node.targets for name in _targets(target)]
    if isinstance(node, (ast.Expr, ast.Assert)):
        return _walrus(node)
    return []


class Binder(ast.NodeTransformer):
    """The transformer that IPython applies to each cell. `trailing` holds the names a last
    expression binds by :=, which cannot be told from inside without losing its echo."""

    def __init__(self):
        self.trailing = ()

    def visit(self, tree):
        self.trailing = ()
        if isinstance(tree, ast.Module):
            tree.body = self._block(tree.body, is_cell=True)
        return tree

    def _block(self, body, names_before=(), is_cell=False):
        block = []
        if names_before and body:
            block.append(_call(body[0], names_before, at_start=True))
        for node in body:
            names = self._inside(node) or _bound_by(node)
            block.append(node)
            if is_cell and node is body[-1] and isinstance(node, ast.Expr):
                self.trailing = tuple(names)
            elif names:
                block.append(_call(node, names))
        return block

    def _inside(self, node):
        """Follows the blocks of a compound statement; returns names bound by its head."""
        names = _bound_before_body(node)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return names
        if isinstance(getattr(node, "body", None), list):
            node.body = self._block(node.body, names)
        for field in ("orelse", "finalbody"):
            if getattr(node, field, None):
                setattr(node, field, self._block(getattr(node, field)))
        for handler in getattr(node, "handlers", ()):
            handler.body = self._block(handler.body)
        for case in getattr(node, "cases", ()):
            case.body = self._block(case.body)
        # The target of a loop and of `with` was told inside the body.
        return names if isinstance(node, (ast.While, ast.If)) else []


def _call(node, names, at_start=False):
    """`__tensarium_bound__(line, (names…))`, placed where its statement is."""
    line = node.lineno if at_start else (node.end_lineno or node.lineno)
    call = ast.Expr(
        ast.Call(
            ast.Name(HOOK, ast.Load()),
            [ast.Constant(line), ast.Constant(tuple(dict.fromkeys(names)))],
            [],
        )
    )
    for part in ast.walk(call):
        part.lineno = part.end_lineno = line
        part.col_offset = part.end_col_offset = 0
    return call
