# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""What the window asks before it writes a line: the numbers the line would give, the names that are
taken, what lies in a file. Nothing of it is left in the notebook's names, in the trace or in the
stream of random numbers. Answers are hexadecimal, so that they pass through repr() unchanged."""

import json
import os

import torch

from . import _trace

_SHELL_NAMES = {"In", "Out", "exit", "quit", "get_ipython", "open"}


def _answer(text):
    return text.encode("utf-8", "replace").hex()


def _message(error):
    text = str(error)
    if isinstance(error, KeyError) and error.args:
        text = f"there is nothing called {error.args[0]!r}"
    return f"-{type(error).__name__}: {text}"


def run(code, name, names):
    """Runs `code` on a copy of `names`: "+" and the ticket of the tensor it binds to `name`, or "-"
    and what went wrong."""
    was_muted = _trace.set_muted(True)
    try:
        with torch.random.fork_rng():
            scratch = dict(names)
            exec(compile(code, "<preview>", "exec"), scratch)
            value = scratch[name]
        if not isinstance(value, torch.Tensor):
            return _answer(f"-this is no tensor but {type(value).__name__}")
        return _answer(f"+{_trace.offer(value)}")
    except Exception as error:
        return _answer(_message(error))
    finally:
        _trace.set_muted(was_muted)


def taken(names):
    """The names a cell has bound or imported, one per line."""
    return _answer(
        "\n".join(n for n in list(names) if not n.startswith("_") and n not in _SHELL_NAMES)
    )


# Longer lists are no lines to read.
_MAX_LISTED = 1024


def _is_index(value):
    """Whether it is a whole number, or a list of whole numbers or of truth values."""
    if type(value) is int:
        return True
    if type(value) is not list or len(value) > _MAX_LISTED:
        return False
    return {type(item) for item in value} in (set(), {int}, {bool})


def indices(names):
    """The names a tensor can be indexed by, other than tensors: "k=2" or "k=[2, 0]", one per
    line."""
    return _answer(
        "\n".join(
            f"{n}={value}"
            for n, value in list(names.items())
            if not n.startswith("_") and n not in _SHELL_NAMES and _is_index(value)
        )
    )


def _safetensors_names(path):
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > os.path.getsize(path) - 8:
            raise ValueError("this is no safetensors file, or its end is missing")
        return [name for name in json.loads(file.read(length)) if name != "__metadata__"]


def contents(path):
    """Which tensors lie in a file: "=" when it is one, else a line "." and name for each; "-" and
    what went wrong."""
    was_muted = _trace.set_muted(True)
    try:
        if path.endswith(".safetensors"):
            found = _safetensors_names(path)
        elif path.endswith(".npz"):
            import numpy

            with numpy.load(path) as arrays:
                found = list(arrays.files)
        else:
            value = torch.load(path)
            if isinstance(value, torch.Tensor):
                return _answer("=")
            if not isinstance(value, dict):
                return _answer(f"-this file holds no tensor but {type(value).__name__}")
            found = [
                key for key, item in value.items()
                if isinstance(key, str) and isinstance(item, torch.Tensor)
            ]
        return _answer("\n".join("." + name for name in found))
    except Exception as error:
        return _answer(_message(error))
    finally:
        _trace.set_muted(was_muted)
