# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Indices that do not exist, and assignments that do not fit."""

import ast

import torch

from .remedy import Remedy, operand, replace


def suggest(site):
    node = site.node
    if not isinstance(node, ast.Subscript):
        return
    base = site.value(node.value)
    if isinstance(base, (tuple, list)) and isinstance(site.error, IndexError) and base:
        last = f"the last of {len(base)}"
        yield replace(site, node.slice, str(len(base) - 1), last, target=node)
    if not isinstance(base, torch.Tensor):
        return
    statement = site.own_statement()
    is_written = isinstance(node.ctx, ast.Store)
    if is_written and not isinstance(statement, ast.Assign):
        return
    way = {"target": statement, "is_statement": True} if is_written else {}
    if is_written:
        yield from _other_value(site, node, statement)
    if isinstance(site.error, RuntimeError) and not isinstance(site.error, IndexError):
        return
    yield from _fewer_indices(site, node, base, way)
    yield from _shorter_loop(site, node, base)
    yield from _other_indices(site, node, base, way)
    if not is_written:
        yield from _backwards(site, node, base)


def _items(node):
    return node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]


def _with_items(site, node, texts, words, cost, way):
    """The same subscript with other indices."""
    kept = ", ".join(texts)
    if not isinstance(node.slice, ast.Tuple):
        return replace(site, node.slice, kept, words, cost, **way)
    items = _items(node)
    first, last = site.span(items[0]), site.span(items[-1])
    return Remedy(words, [((*first[:2], *last[2:]), kept)], cost, **way)


def _fewer_indices(site, node, base, way):
    if base.dim() == 0:
        text = site.text(node.value)
        if not way:
            yield replace(site, node, text, f"{text} has no dims to index", target=node)
            item = f"{operand(site, node.value)}.item()"
            yield replace(site, node, item, f"the number in {text}", target=node)
        return
    texts = [site.text(item) for item in _items(node)]
    if "too many" in site.message and len(texts) > base.dim():
        words = f"one index for each of the {base.dim()} dims"
        yield _with_items(site, node, texts[: base.dim()], words, 1, way)


def _shorter_loop(site, node, base):
    """for i in range(…): x[i], further than x goes."""
    for dim, item in enumerate(_items(node)):
        if not isinstance(item, ast.Name) or dim >= base.dim():
            continue
        loop = _loop_of(site, node, item.id)
        is_range = isinstance(loop, ast.Call) and getattr(loop.func, "id", "") == "range"
        if is_range and len(loop.args) == 1 and site.value(item) == base.shape[dim]:
            code = f"{operand(site, node.value)}.shape[{dim}]"
            words = f"as far as {site.text(node.value)} goes: {base.shape[dim]}"
            yield replace(site, loop.args[0], code, words, target=loop)


def _loop_of(site, node, name):
    """What `name` runs through around `node`."""
    while node is not None:
        loops = getattr(node, "generators", [node] if isinstance(node, ast.For) else [])
        for loop in loops:
            if isinstance(loop.target, ast.Name) and loop.target.id == name:
                return loop.iter
        node = site.parents.get(node)
    return None


def _other_indices(site, node, base, way):
    items = _items(node)
    texts = [site.text(item) for item in items]
    dim = 0
    for place, item in enumerate(items):
        value = None if isinstance(item, ast.Slice) else site.value(item)
        if value is None and not isinstance(item, ast.Slice):
            continue
        if value is Ellipsis:
            dim = base.dim() - (len(items) - place - 1)
            continue
        if not 0 <= dim < base.dim():
            break
        for text, words, cost in _instead_of(site, item, value, base, dim):
            mended = [*texts[:place], text, *texts[place + 1 :]]
            yield _with_items(site, node, mended, words, cost, way)
        dim += value.dim() if isinstance(value, torch.Tensor) and value.dtype == torch.bool else 1
    if len(texts) == 2 and "out of bounds" in site.message:
        yield _with_items(site, node, texts[::-1], "swap the two indices", 1, way)


def _instead_of(site, item, value, base, dim):
    """(code, words, cost) of indices for `dim`."""
    size = base.shape[dim]
    if isinstance(value, int) and not isinstance(value, bool) and not -size <= value < size > 0:
        end = size - 1 if value >= 0 else 0
        if not isinstance(item, ast.Name):
            yield str(end), f"dim {dim} has the indices 0 to {size - 1}", 1
        yield f"{site.text(item)} % {size}", "count on from the start again", 2
    elif isinstance(value, float):
        is_written = isinstance(item, ast.Constant)
        yield str(int(value)) if is_written else f"int({site.text(item)})", "a whole number", 1
    elif isinstance(value, torch.Tensor) and value.is_floating_point():
        yield f"{operand(site, item)}.long()", "whole numbers", 1
        yield f"{operand(site, item)}.bool()", "true where it is not zero", 2
    elif isinstance(value, torch.Tensor) and value.dtype == torch.bool:
        for other in range(base.dim()):
            if other != dim and value.dim() == 1 and value.shape[0] == base.shape[other]:
                yield ":, " * (other - dim) + site.text(item), f"the mask is for dim {other}", 1


def _backwards(site, node, base):
    """x[:, ::-1]: a tensor has no negative strides."""
    items = _items(node)
    texts = [site.text(item) for item in items]
    for dim, item in enumerate(items):
        if not isinstance(item, ast.Slice) or item.step is None:
            continue
        step = site.value(item.step)
        if step != -1 or item.lower is not None or item.upper is not None:
            continue
        texts[dim] = ":"
        is_all = all(text == ":" for text in texts)
        rest = "" if is_all else f"[{', '.join(texts)}]"
        code = f"{operand(site, node.value)}{rest}.flip({dim})"
        yield replace(site, node, code, f"turn dim {dim} round, as a copy", target=node)


def _other_value(site, node, statement):
    """What would fit where x[0] is."""
    value = site.value(statement.value)
    place = site.value(node)
    if not isinstance(value, torch.Tensor) or not isinstance(place, torch.Tensor):
        return
    code = operand(site, statement.value)
    text = site.text(statement.value)
    for mended, words, cost in _fitted(code, text, value, place):
        yield replace(
            site, statement.value, mended, words, cost, target=statement, is_statement=True
        )


def _fitted(code, text, value, place):
    shape = ", ".join(map(str, place.shape))
    if value.dim() == 1 and place.dim() >= 1 and value.shape[0] > place.shape[-1] > 0:
        yield f"{code}[:{place.shape[-1]}]", f"the first {place.shape[-1]} of {text}", 1
    if value.numel() == place.numel():
        yield f"{code}.reshape({shape})", f"give {text} the shape ({shape})", 1
    yield f"{code}.T", f"transpose {text}", 1
    yield f"{code}.unsqueeze(-1)", f"give {text} an axis of size 1 behind", 1
    yield f"{code}.mean()", f"the mean of {text}", 2
    yield f"{code}.sum()", f"the sum of {text}", 2
