# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Small changes of a cell's code that make an error go away, each tried off the record."""

import ast
import time

import torch

from ..rehearsal import Refused, Rehearsal
from . import arguments, autograd, conversions, data, indexing, names

MOST = 4
"""Fixes that are told."""
PATIENCE = 0.5
"""Seconds for all of them: the error waits to be shown."""

_FAMILIES = (names, arguments, indexing, conversions, autograd, data)


def find_fixes(site):
    """(cost, source, call, words, outcome, tensor) of what helps, the least change first."""
    deadline = time.monotonic() + PATIENCE
    found = {}
    for family in _FAMILIES:
        for remedy in family.suggest(site):
            if time.monotonic() > deadline:
                break
            fix = _try(site, remedy)
            if fix is not None:
                found.setdefault(fix[1], fix)
    return sorted(found.values(), key=lambda fix: fix[0])[:MOST]


def _try(site, remedy):
    cell = site.cell
    if not all(cell.has(position) for position, _ in remedy.edits):
        return None
    source = cell.replace(remedy.edits)
    if source == cell.source or not cell.is_sound(source):
        return None
    call = remedy.call
    if call is None:
        call = cell.replace_in(remedy.target_position(site), remedy.edits)
    try:
        value, was_random = _rehearse(site, remedy, call)
    except Refused:
        if not remedy.is_certain:
            return None
        value, was_random = None, False
    except Exception:
        return None
    outcome, tensor = _describe(value, was_random)
    return remedy.cost, source, " ".join(call.split()), remedy.words, outcome, tensor


def _rehearse(site, remedy, call):
    if remedy.check is not None:
        return remedy.check(), False
    if remedy.is_whole_cell:
        return _rehearse_cell(site, remedy)
    if remedy.is_statement:
        rehearsal = Rehearsal(site.names, on_copies=True)
        return rehearsal.run(ast.parse(_dedent(call)).body), rehearsal.was_random
    rehearsal = Rehearsal(site.names)
    value = rehearsal.value(ast.parse(f"({call}\n)", mode="eval").body)
    return value, rehearsal.was_random


def _rehearse_cell(site, remedy):
    """From the first statement to the one that failed, which stands on top."""
    last = site.statement()
    tree = ast.parse(site.cell.replace(remedy.edits))
    rehearsal = Rehearsal(site.names, on_copies=True)
    return rehearsal.run(tree.body[: site.cell.tree.body.index(last) + 1]), rehearsal.was_random


def _dedent(statement):
    """Its first line begins where the statement does; those below stand as in the cell."""
    lines = statement.split("\n")
    depth = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    body = 4 if lines[0].endswith(":") else 0
    return "\n".join([lines[0], *(" " * body + line[depth:] for line in lines[1:])])


def _describe(value, was_random):
    """What is not a tensor in a few words; what was drawn by chance without its numbers."""
    if isinstance(value, (tuple, list)) and value and isinstance(value[0], torch.Tensor):
        value = value[0]
    if isinstance(value, torch.Tensor):
        if was_random:
            value = torch.empty(value.shape, dtype=value.dtype, device="meta")
        return None, value.detach()
    if value is None or not isinstance(value, (bool, int, float, complex, str, tuple, list)):
        return None, None
    text = " ".join(repr(value).split())
    return (text if len(text) <= 60 else text[:57] + "…"), None
