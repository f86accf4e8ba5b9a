# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Expressions and what real PyTorch gives for them.

  golden.py check FILE.json     under the torch on the path: one TAP line per expression
  golden.py record FILE.json    under real PyTorch: writes what the expressions give into the file

A file has a setup, run afresh before every expression, and pairs of an expression and its text:
repr() of its value, or type and message of its exception; addresses are left out.
"""

import json
import re
import sys
import warnings

import tap


def text_of(setup, expression):
    """What the expression gives, as text."""
    names = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(setup, names)
        try:
            text = repr(eval(expression, names))
        except Exception as error:
            text = f"{type(error).__name__}: {error}"
    return re.sub(r"0x[0-9a-f]+", "0x…", text)


def record(path):
    import torch

    with open(path) as file:
        book = json.load(file)
    book["torch"] = str(torch.__version__)
    book["cases"] = [[case[0], text_of(book["setup"], case[0])] for case in book["cases"]]
    with open(path, "w") as file:
        json.dump(book, file, indent=1, ensure_ascii=False)
        file.write("\n")


def check(path):
    with open(path) as file:
        book = json.load(file)

    def claim(expression, expected):
        def compare():
            got = text_of(book["setup"], expression)
            assert got == expected, f"\nexpected: {expected}\ngot:      {got}"

        return expression.replace("#", "♯"), compare

    tap.run(claim(*case) for case in book["cases"])


if __name__ == "__main__":
    {"check": check, "record": record}[sys.argv[1]](sys.argv[2])
