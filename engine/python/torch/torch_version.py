# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""torch.__version__: a string that compares as a version."""

import re


def _release(version):
    return tuple(int(part) for part in re.findall(r"\d+", str(version).split("+")[0]))


class TorchVersion(str):
    """'2.15.0' that is greater than '2.9'; also compares with tuples."""

    def __lt__(self, other):
        return _release(self) < (other if isinstance(other, tuple) else _release(other))

    def __eq__(self, other):
        if isinstance(other, tuple):
            return _release(self)[: len(other)] == other
        return str.__eq__(self, other)

    def __gt__(self, other):
        return not self < other and not self == other

    def __le__(self, other):
        return not self > other

    def __ge__(self, other):
        return not self < other

    __hash__ = str.__hash__
