# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Names that do not exist: misspelt, of another library, not imported."""

import ast
import builtins
import difflib
import importlib.util
import pkgutil
import re
import sys
from importlib.machinery import PathFinder

from ..code import position_of
from .remedy import Remedy, drop_argument, rename, replace

# What other libraries call it.
_SYNONYMS = {
    "array": ["tensor"],
    "astype": ["to"],
    "axis": ["dim"],
    "concat": ["cat"],
    "copy": ["clone"],
    "ddof": ["correction"],
    "expand_dims": ["unsqueeze"],
    "fill": ["full", "fill_"],
    "keepdims": ["keepdim"],
    "len": ["numel"],
    "length": ["numel"],
    "power": ["pow"],
    "random": ["rand"],
    "repeat": ["repeat_interleave"],
    "shape": ["size"],
    "transpose": ["permute"],
    "type": ["dtype"],
    "uniform": ["rand"],
}

_PARAMETERS = [
    "alpha", "axis", "bias", "correction", "count", "device", "dilation", "dim", "dims", "dtype",
    "end", "eps", "exponent", "fill_value", "generator", "groups", "high", "indices", "input",
    "keepdim", "largest", "layout", "low", "max", "mean", "min", "num_classes", "ord", "other",
    "out", "p", "padding", "reduction", "repeats", "requires_grad", "shape", "size", "sorted",
    "start", "std", "step", "steps", "stride", "target", "tensors", "unbiased", "value", "weight",
]  # fmt: skip

_IMPORTS = {
    "Counter": "from collections import Counter",
    "DataLoader": "from torch.utils.data import DataLoader",
    "Dataset": "from torch.utils.data import Dataset",
    "F": "import torch.nn.functional as F",
    "TensorDataset": "from torch.utils.data import TensorDataset",
    "copy": "import copy",
    "deepcopy": "from copy import deepcopy",
    "defaultdict": "from collections import defaultdict",
    "itertools": "import itertools",
    "json": "import json",
    "math": "import math",
    "nn": "from torch import nn",
    "np": "import numpy as np",
    "numpy": "import numpy",
    "optim": "from torch import optim",
    "os": "import os",
    "partial": "from functools import partial",
    "pd": "import pandas as pd",
    "plt": "import matplotlib.pyplot as plt",
    "random": "import random",
    "re": "import re",
    "sys": "import sys",
    "time": "import time",
    "torch": "import torch",
}
_OF_THE_SHELL = {"In", "Out", "exit", "quit", "get_ipython", "open"}


def suggest(site):
    error, node = site.error, site.node
    if isinstance(error, AttributeError) and isinstance(getattr(node, "ctx", None), ast.Load):
        yield from _misspelt_attribute(site, node)
    elif isinstance(error, NameError) and isinstance(node, ast.Name):
        yield from _missing_import(site, node.id)
        yield from _misspelt_name(site, node)
    elif isinstance(error, ImportError) and isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from _misspelt_import(site, node)
    elif isinstance(error, TypeError) and isinstance(node, ast.Call):
        yield from _misspelt_keyword(site, node)


def _alike(name, names, least=0.7):
    """Other names, the likeliest first: those that differ in nothing but capitals, then letters."""
    names = [other for other in dict.fromkeys(names) if other != name]
    same = [other for other in names if other.lower() == name.lower()]
    close = difflib.get_close_matches(name, names, 3, least)
    return list(dict.fromkeys(same + close))[:3]


def _misspelt_attribute(site, node):
    if not isinstance(node, ast.Attribute):
        return
    owner = getattr(site.error, "obj", None)
    if owner is None:
        owner = site.value(node.value)
    public = [name for name in dir(owner) if not name.startswith("_")]
    known = [name for name in _SYNONYMS.get(node.attr, []) if name in public]
    for rank, name in enumerate(dict.fromkeys(known + _alike(node.attr, public))):
        yield rename(site, node, name, f"there is {name}", 1 + (rank > 0), is_certain=True)


def _misspelt_name(site, node):
    names = [name for name in site.names if not name.startswith("_") and name not in _OF_THE_SHELL]
    public = [name for name in dir(builtins) if name.islower() and not name.startswith("_")]
    target = site.parents.get(node)
    if not isinstance(target, (ast.Attribute, ast.BinOp, ast.Call, ast.Subscript)):
        target = node
    for rank, name in enumerate(_alike(node.id, names + public)):
        yield replace(
            site, node, name, f"there is {name}", 1 + (rank > 0), target=target, is_certain=True
        )


def _missing_import(site, name):
    line = _IMPORTS.get(name)
    if line is None or site.cell.source.startswith("%%") or not _exists(line.split()[1]):
        return
    yield Remedy(
        f"{name} is not imported", [((1, 0, 1, 0), line + "\n")], call=line, check=lambda: None
    )


def _exists(module):
    try:
        return module in sys.modules or importlib.util.find_spec(module.split(".")[0]) is not None
    except (ImportError, ValueError):
        return False


def _has(package, path):
    """Whether there is such a module, found without importing what holds it."""
    spec = importlib.util.find_spec(package)
    for name in path:
        places = spec.submodule_search_locations if spec is not None else None
        package = f"{package}.{name}"
        spec = PathFinder.find_spec(package, places) if places else None
    return spec is not None


def _path_of(node, package):
    """The modules below `package` that are imported: ["pyplot"]."""
    paths = [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        paths = [node.module or ""]
    return next((path.split(".")[1:] for path in paths if path.split(".")[0] == package), [])


def _misspelt_import(site, node):
    module = getattr(site.error, "name", None) or ""
    if isinstance(site.error, ModuleNotFoundError):
        wrong = module.split(".")[0]
        names = [*sys.stdlib_module_names, *(item.name for item in pkgutil.iter_modules())]
    else:
        match = re.search(r"cannot import name '(\w+)'", site.message)
        wrong = match[1] if match else ""
        names = [name for name in dir(sys.modules.get(module)) if not name.startswith("_")]
    text = site.text(node)
    at = re.search(rf"\b{re.escape(wrong)}\b", text) if wrong else None
    for rank, name in enumerate(_alike(wrong, names, 0.75) if at else []):
        if isinstance(site.error, ModuleNotFoundError) and not _has(name, _path_of(node, wrong)):
            continue
        mended = text[: at.start()] + name + text[at.end() :]
        yield replace(
            site, node, mended, f"there is {name}", 1 + (rank > 0), target=node, check=lambda: None
        )


def _misspelt_keyword(site, node):
    for keyword in node.keywords:
        if keyword.arg is None:
            continue
        line, column, _, _ = position_of(keyword)
        position = line, column, line, column + len(keyword.arg.encode())
        names = _SYNONYMS.get(keyword.arg, []) + _alike(keyword.arg, _PARAMETERS)
        for name in dict.fromkeys(names):
            yield Remedy(f"{keyword.arg} is called {name}", [(position, name)])
        if keyword.arg not in _PARAMETERS:
            yield drop_argument(site, node, keyword, f"leave {keyword.arg} away", 2)
