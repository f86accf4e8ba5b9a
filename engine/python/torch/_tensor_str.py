# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""How tensors are printed: the options. The printing itself is in the engine."""

import contextlib
import math

from torch import _C

_PROFILES = {
    "default": {"precision": 4, "threshold": 1000, "edgeitems": 3, "linewidth": 80},
    "short": {"precision": 2, "threshold": 1000, "edgeitems": 2, "linewidth": 80},
    "full": {"precision": 4, "threshold": math.inf, "edgeitems": 3, "linewidth": 80},
}


def get_printoptions():
    """The options as a dictionary that set_printoptions takes."""
    return _C._get_print_options()


def set_printoptions(
    precision=None, threshold=None, edgeitems=None, linewidth=None, profile=None, sci_mode=None
):
    """Sets how tensors are printed; None keeps an option, but lets the numbers decide sci_mode."""
    options = get_printoptions()
    options.update(_PROFILES.get(profile, {}))
    given = {
        "precision": precision,
        "threshold": threshold,
        "edgeitems": edgeitems,
        "linewidth": linewidth,
    }
    options.update({name: value for name, value in given.items() if value is not None})
    _C._set_print_options(
        options["precision"],
        options["threshold"],
        options["edgeitems"],
        options["linewidth"],
        sci_mode,
    )


@contextlib.contextmanager
def printoptions(**options):
    """set_printoptions for a with block."""
    before = get_printoptions()
    set_printoptions(**options)
    try:
        yield
    finally:
        set_printoptions(**before)
