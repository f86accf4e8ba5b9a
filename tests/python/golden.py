# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Expressions and what real PyTorch gives for them.

  golden.py check FILE.json     under the torch on the path: one TAP line per expression
  golden.py record FILE.json    under real PyTorch: writes what the expressions give into the file

A file has a setup, run afresh before every expression, and pairs of an expression and its text:
repr() of its value, or type and message of its exception; addresses are left out. Instead of an
expression there may be a program, as a list of its lines: its text is what it prints, and the
exception that ends it.
"""

import contextlib
import io
import json
import re
import sys
import warnings

import tap


def text_of(setup, code):
    """What the expression gives, or the program prints, as text."""
    names, printed = {}, io.StringIO()
    with warnings.catch_warnings(), contextlib.redirect_stdout(printed):
        warnings.simplefilter("ignore")
        exec(setup, names)
        try:
            if isinstance(code, list):
                exec("\n".join(code), names)
            else:
                print(repr(eval(code, names)))
        except Exception as error:
            print(f"{type(error).__name__}: {error}")
    text = printed.getvalue().removesuffix("\n")
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

    def claim(code, expected):
        def compare():
            got = text_of(book["setup"], code)
            assert got == expected, f"\nexpected: {expected}\ngot:      {got}"

        title = "; ".join(code) if isinstance(code, list) else code
        return title.replace("#", "♯"), compare

    tap.run(claim(*case) for case in book["cases"])


if __name__ == "__main__":
    {"check": check, "record": record}[sys.argv[1]](sys.argv[2])
