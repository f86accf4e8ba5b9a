# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Functions in Python whose arguments are read as those of PyTorch's functions in C++."""

import functools

from torch._C import _match, _signatures


def signed(*lines):
    """Refuses arguments that fit none of these signatures, in the words of PyTorch's parser."""
    known = _signatures("\n".join(lines))

    def decorate(function):
        @functools.wraps(function)
        def call(*args, **named):
            _match(known, args, named)
            return function(*args, **named)

        return call

    return decorate
