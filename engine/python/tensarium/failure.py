# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""What the error that ended a cell is about: the failed expression, its operands, and what would mend
it."""

import ast
import linecache
import os
import re
import types

from . import _trace
from .code import NOWHERE, find_node, position_of
from .rehearsal import off_the_record
from .remedies import find_fixes
from .site import Site

_PACKAGES = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_CELL_NAME = re.compile(r"<cell .* #(\d+)>$", re.DOTALL)

def diagnose(cell, error, message, cells):
    """What `_trace.failed` is told; `cells` are all that ran, by file name."""
    frames = _frames(error.__traceback__)
    in_cells = [entry for entry in frames if entry[0].f_code.co_filename in cells]
    own = [entry for entry in in_cells if entry[0].f_code.co_filename == cell.filename]
    position = _frame_position(own[-1]) if own else _syntax_position(cell, error)
    place, code = _describe_place(own, in_cells, frames, cells)
    is_direct = bool(own) and own[-1] is frames[-1]
    site = Site(cell, error, own[-1][0] if own else None, position, is_direct)
    given = _trace.failed_inputs(message)
    arguments, keywords, inputs, operands, fixes = [], {}, {}, [], []
    with off_the_record():
        if own and own[-1] is not in_cells[-1]:
            operands = _operands(_site_of(in_cells[-1], error, cells), given)
        else:
            arguments, keywords, inputs = _op_arguments(site, given)
            if not (arguments or keywords or inputs):
                operands = _operands(site, given)
            fixes = find_fixes(site)
    shown = position_of(site.node) if site.node is not None else position
    return (
        cell.source,
        shown if cell.has(shown) else NOWHERE,
        place,
        code,
        error.name if isinstance(error, NameError) else None,
        arguments,
        keywords,
        inputs,
        operands,
        fixes,
    )


# Where it happened.


def _site_of(entry, error, cells):
    """In the function of another cell that was called."""
    frame = entry[0]
    cell = cells[frame.f_code.co_filename]
    return Site(cell, error, frame, _frame_position(entry), is_direct=True)


def _is_beside_notebook(path):
    """A module of the user's own."""
    is_package = path.startswith(_PACKAGES) or f"{os.sep}site-packages{os.sep}" in path
    return path.startswith(os.getcwd() + os.sep) and not is_package


def _frames(traceback):
    frames = []
    while traceback is not None:
        frames.append((traceback.tb_frame, traceback.tb_lasti, traceback.tb_lineno))
        traceback = traceback.tb_next
    return frames


def _frame_position(entry):
    frame, instruction, _ = entry
    positions = list(frame.f_code.co_positions())
    line, end_line, column, end_column = positions[instruction // 2]
    if None in (line, end_line, column, end_column):
        return NOWHERE
    return line, column, end_line, end_column


def _syntax_position(cell, error):
    if not isinstance(error, SyntaxError) or error.filename != cell.filename or not error.lineno:
        return NOWHERE
    if error.lineno > len(cell.lines):
        return NOWHERE
    line = cell.lines[error.lineno - 1].decode(errors="replace")
    start = max((error.offset or 1) - 1, 0)
    start = min(start, max(len(line) - 1, 0))
    end = start + 1
    if error.end_lineno == error.lineno and (error.end_offset or 0) > start + 1:
        end = error.end_offset - 1
    return error.lineno, len(line[:start].encode()), error.lineno, len(line[:end].encode())


def _describe_place(own, in_cells, frames, cells):
    """In which function it went wrong and the code there, when that is not the line of the cell."""
    if not own:
        return None, None
    in_files = [entry for entry in frames if _is_beside_notebook(entry[0].f_code.co_filename)]
    if in_files:
        frame, _, line = in_files[-1]
        path = frame.f_code.co_filename
        code = linecache.getline(path, line).strip()
        return f"in {frame.f_code.co_name}(), line {line} of {os.path.basename(path)}", code or None
    frame, _, line = in_cells[-1]
    name = frame.f_code.co_name
    if in_cells[-1] is own[-1]:
        callers = [entry for entry in own if entry[0].f_code.co_name == "<module>"]
        if name.startswith("<") or not callers:
            return None, None
        return f"in {name}(), called on line {callers[-1][2]}", None
    cell = cells[frame.f_code.co_filename]
    number = _CELL_NAME.match(frame.f_code.co_filename)
    where = f" of cell [{number[1]}]" if number else ""
    position = _frame_position(in_cells[-1])
    code = cell.text(position_of(find_node(cell, position))) if cell.has(position) else None
    return f"in {name}(), line {line}{where}", code


# What it was given.


def _operands(site, given):
    """(code, tensor) of the parts of the failed expression that are tensors: each once, unless they
    are the tensors `given` to an op."""
    found = []
    for node in _parts(site):
        value = site.value(node)
        if _is_tensor(value):
            found.append((" ".join(site.text(node).split()), value))
    if not found and site.node is not None:
        names = [node for node in ast.walk(site.node) if isinstance(node, ast.Name)]
        found = [(node.id, site.value(node)) for node in names if _is_tensor(site.value(node))]
    is_given = given is not None and len(found) == len(given)
    return found if is_given else list(dict(found).items())


def _is_tensor(value):
    return _trace.tensor_id(value) != 0


def _parts(site):
    node = site.node
    if node is None:
        return []
    parent = site.parents.get(node)
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        place = node if site.value(node) is not None else node.value
        return [place] + ([parent.value] if isinstance(parent, ast.Assign) else [])
    if isinstance(node, ast.AugAssign):
        return [node.target, node.value]
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Store):
        return [parent.value] if isinstance(parent, ast.Assign) else []
    if isinstance(node, ast.Attribute) and getattr(parent, "func", None) is node:
        return [node.value, *_flat(parent.args)]
    parts = [node] if isinstance(node, (ast.Name, ast.Compare, ast.Attribute)) else []
    return parts + _flat(_children(node))


def _children(node):
    if isinstance(node, ast.Call):
        receiver = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        return receiver + node.args + [item.value for item in node.keywords]
    if isinstance(node, ast.Subscript):
        return [node.value, node.slice]
    return [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]


def _flat(nodes):
    flat = []
    for node in nodes:
        flat += _flat(node.elts) if isinstance(node, (ast.List, ast.Tuple)) else [node]
    return flat


# Where the arguments of an op stand.


def _op_arguments(site, given):
    """Positions of the arguments of the op that failed with the tensors `given`: in the order of
    its parameters, by keyword, and those of its tensors by their number."""
    if given is None or site.node is None:
        return [], {}, {}
    arguments, keywords = _arguments(site.node, site.names)
    if not site.is_direct:
        return [], {}, _match_inputs(site, [*arguments, *keywords.values()], given)
    return (
        [_argument_position(site, item) for item in arguments],
        {name: _argument_position(site, item) for name, item in keywords.items()},
        {},
    )


def _argument_position(site, node):
    """With the positions of its items, if it is a list written out."""
    position = position_of(node)
    if not site.cell.has(position):
        return NOWHERE
    if not isinstance(node, (ast.List, ast.Tuple)):
        return position
    if any(isinstance(item, ast.Starred) for item in node.elts):
        return position
    return (*position, [position_of(item) for item in node.elts])


def _match_inputs(site, nodes, given):
    """A function written in Python called the op: which of its arguments are the op's tensors."""
    tensors = []
    for node in _flat(node for node in nodes if node is not None):
        value = site.value(node)
        if _is_tensor(value) and site.cell.has(position_of(node)):
            tensors.append((position_of(node), _trace.tensor_id(value), tuple(value.shape)))
    if [shape for _, _, shape in tensors] == [shape for _, shape in given]:
        return {index: position for index, (position, _, _) in enumerate(tensors)}
    known = {id: position for position, id, _ in tensors}
    return {index: known[id] for index, (id, _) in enumerate(given) if id in known}


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
