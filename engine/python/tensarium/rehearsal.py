# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Code of a cell tried off the record: what it would give, without anything the notebook could notice.

Only what is known to change nothing is run: PyTorch's and NumPy's functions, methods of their tensors
and of Python's own values, operators. Statements and in-place methods work on copies. Everything else
is refused.
"""

import ast
import builtins
import contextlib
import math
import operator
import sys
import types

import torch

from . import _trace

MAX_ELEMENTS = 1 << 20
"""Tensors beyond it are not computed with: a cell that failed is told of at once."""

_BUILTINS = {
    "abs", "bool", "complex", "dict", "float", "int", "len", "list", "max", "min", "range",
    "round", "set", "slice", "sorted", "str", "sum", "tuple", "zip", "enumerate", "reversed",
}  # fmt: skip
_PACKAGES = ("torch", "numpy", "math", "cmath")
_VALUES = (
    bool, int, float, complex, str, bytes, tuple, list, dict, set, range, slice, type(None),
    type(Ellipsis),
)  # fmt: skip
_WRITING = {
    "append", "backward", "clear", "copyto", "extend", "fill", "fill_diagonal", "insert", "itemset",
    "pop", "put", "register_hook", "remove", "resize", "retain_grad", "reverse", "setdefault",
    "update",
}  # fmt: skip
_LASTING = {
    "compile", "load", "manual_seed", "save", "savetxt", "savez", "seed", "setflags", "tofile",
}  # fmt: skip
_RANDOM = {"bernoulli", "multinomial", "normal", "poisson", "dropout", "randperm"}

_BINARY = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
    ast.Pow: operator.pow, ast.MatMult: operator.matmul, ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_, ast.BitXor: operator.xor, ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
}  # fmt: skip
_UNARY = {
    ast.UAdd: operator.pos, ast.USub: operator.neg, ast.Invert: operator.invert,
    ast.Not: operator.not_,
}  # fmt: skip
_COMPARE = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
}  # fmt: skip


class Refused(Exception):
    """This code might change something, or takes long."""


@contextlib.contextmanager
def off_the_record():
    """Ops are not told to the trace and draw no random numbers of the notebook's."""
    was_muted = _trace.set_muted(True)
    try:
        with torch.random.fork_rng(devices=[]), torch.set_grad_enabled(torch.is_grad_enabled()):
            yield
    finally:
        _trace.set_muted(was_muted)


def _copy(tensor):
    """With the same layout, and a leaf if it is one."""
    copy = tensor.detach().clone()
    if not tensor.is_contiguous() and tensor.numel() > 0 and 0 not in tensor.stride():
        copy = torch.empty_strided(tensor.shape, tensor.stride(), dtype=tensor.dtype)
        copy.copy_(tensor.detach())
    if tensor.requires_grad:
        copy.requires_grad_()
        if not tensor.is_leaf:
            copy = copy.view_as(copy)
    return copy


class Rehearsal:
    """Evaluates expressions, and runs statements, with the names of the place where a cell failed.

    `was_random`: whether anything drew random numbers, which will be others next time.
    """

    def __init__(self, names, on_copies=False):
        self._names = names
        self._own = {}
        self._is_on_copies = on_copies
        self.was_random = False

    def value(self, node):
        return self._visit(node)

    def run(self, statements):
        """The tensor or value that the last of `statements` was about. Needs copies."""
        result = None
        for statement in statements:
            result = self._run(statement)
        return result

    def _visit(self, node):
        visit = getattr(self, "_visit_" + type(node).__name__.lower(), None)
        if visit is None:
            raise Refused(type(node).__name__)
        return visit(node)

    # Expressions.

    def _visit_constant(self, node):
        return node.value

    def _visit_name(self, node):
        value = self._lookup(node)
        if not _is_plain(value):
            raise Refused(node.id)
        return value

    def _lookup(self, node):
        if node.id in self._own:
            return self._own[node.id]
        if node.id not in self._names:
            if node.id in _BUILTINS:
                return getattr(builtins, node.id)
            raise NameError(f"name '{node.id}' is not defined")
        value = self._names[node.id]
        if isinstance(value, torch.Tensor):
            if value.numel() > MAX_ELEMENTS:
                raise Refused("large")
            if self._is_on_copies:
                value = _copy(value)
                self._own[node.id] = value
        elif self._is_on_copies and isinstance(value, (list, dict, set)):
            raise Refused("what it holds would be written")
        return value

    def _visit_attribute(self, node):
        is_name = isinstance(node.value, ast.Name)
        owner = self._lookup(node.value) if is_name else self._visit(node.value)
        if not isinstance(owner, (torch.Tensor, types.ModuleType, *_VALUES)):
            self._check_owner(owner, node.attr)
        value = getattr(owner, node.attr)
        if not _is_plain(value):
            raise Refused(node.attr)
        return value

    def _check_owner(self, owner, name):
        """What an object of the user's holds may be looked at; a property may do anything."""
        if self._is_on_copies:
            raise Refused("what it holds would be written")
        if not _is_plain(owner) and name not in getattr(owner, "__dict__", {}):
            raise Refused(name)

    def _visit_subscript(self, node):
        owner = self._visit(node.value)
        if not isinstance(owner, (torch.Tensor, *_VALUES)) and not _is_ours(type(owner)):
            raise Refused("subscript")
        return owner[self._visit(node.slice)]

    def _visit_slice(self, node):
        return slice(*(part and self._visit(part) for part in (node.lower, node.upper, node.step)))

    def _visit_tuple(self, node):
        return tuple(self._items(node.elts))

    def _visit_list(self, node):
        return self._items(node.elts)

    def _items(self, nodes):
        items = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                items += list(self._visit(node.value))
            else:
                items.append(self._visit(node))
        return items

    def _visit_binop(self, node):
        left, right = self._visit(node.left), self._visit(node.right)
        if not any(isinstance(value, torch.Tensor) for value in (left, right)):
            _check_numbers(left, right, isinstance(node.op, ast.Pow))
        return _BINARY[type(node.op)](left, right)

    def _visit_unaryop(self, node):
        return _UNARY[type(node.op)](self._visit(node.operand))

    def _visit_compare(self, node):
        left = self._visit(node.left)
        if len(node.ops) != 1:
            raise Refused("chain")
        return _COMPARE[type(node.ops[0])](left, self._visit(node.comparators[0]))

    def _visit_boolop(self, node):
        is_and = isinstance(node.op, ast.And)
        for item in node.values:
            value = self._visit(item)
            if bool(value) is not is_and:
                break
        return value

    def _visit_ifexp(self, node):
        return self._visit(node.body if self._visit(node.test) else node.orelse)

    def _visit_joinedstr(self, node):
        return "".join(str(self._visit(item)) for item in node.values)

    def _visit_formattedvalue(self, node):
        spec = self._visit(node.format_spec) if node.format_spec is not None else ""
        return format(self._visit(node.value), spec)

    def _visit_call(self, node):
        function = self._visit(node.func)
        args = self._items(node.args)
        keywords = {}
        for item in node.keywords:
            if item.arg is None:
                raise Refused("**")
            keywords[item.arg] = self._visit(item.value)
        self._check_call(function, args, keywords)
        return function(*args, **keywords)

    def _check_call(self, function, args, keywords):
        name = getattr(function, "__name__", type(function).__name__)
        if not _is_known(function) or "out" in keywords:
            raise Refused(name)
        is_writing = (name.endswith("_") and not name.endswith("__")) or keywords.get("inplace")
        if (is_writing or name in _WRITING) and not self._is_on_copies:
            raise Refused(name)
        if name in _LASTING or name.startswith(("set_", "__")):
            raise Refused(name)
        if name == "sort" and not isinstance(getattr(function, "__self__", None), torch.Tensor):
            raise Refused(name)
        is_layer = isinstance(function, type) and hasattr(function, "forward")
        if name.startswith("rand") or name in _RANDOM or is_layer:
            self.was_random = True
        if math.prod(_sizes([*args, *keywords.values()])) > MAX_ELEMENTS:
            raise Refused("large")

    # Statements.

    def _run(self, node):
        if isinstance(node, ast.Expr):
            return self._visit_or_print(node.value)
        if isinstance(node, ast.Assign):
            value = self._visit(node.value)
            return self._assign(node.targets, value)
        if isinstance(node, ast.With) and len(node.items) == 1:
            with self._visit(node.items[0].context_expr):
                return self.run(node.body)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            return self._import(node)
        raise Refused(type(node).__name__)

    def _visit_or_print(self, node):
        """What a call in place works on, rather than what it returns."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in ("print", "display"):
                return None
        value = self._visit(node)
        if value is None and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            return self._visit(node.func.value)
        return value

    def _assign(self, targets, value):
        for target in targets:
            if isinstance(target, ast.Name):
                self._own[target.id] = value
            elif isinstance(target, ast.Tuple):
                for item, part in zip(target.elts, value, strict=True):
                    self._assign([item], part)
            elif isinstance(target, ast.Subscript):
                owner = self._visit(target.value)
                owner[self._visit(target.slice)] = value
                value = owner
            else:
                raise Refused("target")
        return value

    def _import(self, node):
        for alias in node.names:
            if isinstance(node, ast.ImportFrom):
                module = sys.modules.get(node.module or "")
                if module is None or not hasattr(module, alias.name):
                    raise Refused("import")
                self._own[alias.asname or alias.name] = getattr(module, alias.name)
            else:
                name = alias.name if alias.asname else alias.name.split(".")[0]
                if name not in sys.modules or alias.name not in sys.modules:
                    raise Refused("import")
                self._own[alias.asname or name] = sys.modules[name]


def _is_ours(kind):
    return (getattr(kind, "__module__", None) or "").split(".")[0] in _PACKAGES


def _is_plain(value):
    """Whether looking at it, or computing with it, runs no code of the user's."""
    if isinstance(value, (types.ModuleType, types.BuiltinFunctionType, types.FunctionType, type)):
        return True
    is_layer = hasattr(type(value), "named_parameters")
    return type(value) in _VALUES or _is_ours(type(value)) or is_layer or (
        isinstance(value, types.MethodType) and _is_plain(value.__self__)
    )


def _is_known(function):
    """Whether it does what its name says, and nothing to what is not given to it."""
    if hasattr(function, "named_buffers") and not isinstance(function, type):
        return _is_ours(type(function)) and not list(function.named_buffers())
    owner = getattr(function, "__self__", None)
    if type(owner).__module__.startswith("numpy.random"):
        return False
    if owner is not None and not isinstance(owner, types.ModuleType):
        return isinstance(owner, (torch.Tensor, *_VALUES)) or _is_ours(type(owner)) or (
            isinstance(owner, type) and _is_ours(owner)
        )
    name = getattr(function, "__name__", "")
    if getattr(builtins, name, None) is function:
        return name in _BUILTINS
    return _is_ours(function)


def _check_numbers(left, right, is_power):
    """2 ** 10 ** 9 and [0] * 10 ** 9 take long."""
    if is_power and isinstance(right, int) and abs(right) > 1000:
        raise Refused("large")
    for items, times in ((left, right), (right, left)):
        if isinstance(items, (str, list, tuple)) and isinstance(times, int):
            if len(items) * times > MAX_ELEMENTS:
                raise Refused("large")


def _sizes(values):
    """The numbers in the arguments that may be sizes of a tensor that is made."""
    for value in values:
        if isinstance(value, (tuple, list)):
            yield from _sizes(value[:100])
        elif isinstance(value, int) and value > 0:
            yield int(value)
