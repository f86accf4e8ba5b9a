#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Asks real PyTorch and our torch the same random calls and tells where they differ.

    tests/fuzz/compare.py PYTHON_WITH_PYTORCH FOLDER_OF_OUR_TORCH [--calls N] [--seed N] [--only OP_REGEX]
                          [--texts] [--show N]

Compared are values, dtypes, shapes, strides, float64 gradients and the type of errors; with --texts their text as
well. An engine that dies, or takes 20 s for a call, is started again behind that call; where it is ours, the call is
told. Not part of the tests, which need no PyTorch: what was found wrong once stands in tests/golden.
"""

import argparse
import base64
import collections
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy

HERE = Path(__file__).parent
OURS = "/usr/bin/python3"
# Absolute and relative difference that two correct implementations may show, as tests/golden has them.
TOLERANCE = {
    "float16": (2e-3, 2e-3), "bfloat16": (1.6e-2, 1.6e-2), "float32": (1e-5, 5e-5), "float64": (1e-11, 1e-9),
    "complex64": (1e-5, 1e-4), "complex128": (1e-11, 1e-9),
}

BESSEL = re.compile(r"bessel_[jy][01]")

POLYGAMMA = re.compile(r"polygamma|zeta")

REFLECTIONS = re.compile(r"ormqr|orgqr|householder_product")

# Each number comes from all the others: the error of the smallest is that of the largest.
FROM_ALL = re.compile(r"fft|matrix_exp|matrix_power|solve|inv|ormqr|orgqr|householder_product")

# PyTorch's gradients that divide by what is 0 for dependent columns, for reflections by 1/|v|², for eigenvalues of 0.
DIVIDING_GRADIENT = re.compile(r"\bqr\(|ormqr|orgqr|householder_product|matrix_sqrth")

# Among matrices of whole numbers are singular ones, which rounding keeps from it or not: the gradient is then 0, none
# or anything.
SINGULAR_GRADIENT = re.compile(r"\b((log)?det|qr|p?inv|polar)\(.*'ties'|'ties'.*\.((log)?det|qr|pinverse)\(")

# What overflows on the way to these: powers of a matrix; the inverse of a singular one; 1 over an imaginary part next
# to 0. It is infinite or NaN then, by the order of sums.
OVERFLOWING = re.compile(r"matrix_exp|(inv|solve)_ex|\b(log1p_?|logaddexp)\(.*'complex|'complex.*\.(log1p_?|logaddexp)\(")

# The floating types of the tensors that a call makes.
WIDTHS = re.compile(r"\], '((?:float|bfloat|complex)\d+)'")

# Results that any vectors of length 1, turned by any angle, would do for, and their gradients with them.
VECTORS = {"svd(": (0, 2), "eigh(": (1,), "eig(": (1,)}


def answers(python, calls, n_calls, folder=None):
    """One answer per call; {"crash": status} for one that ended the process."""
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    env.pop("PYTHONPATH", None)
    if folder:
        env["PYTHONPATH"] = folder
    found = []
    while len(found) < n_calls:
        done = subprocess.run([python, HERE / "answer.py", calls, str(len(found))], env=env, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
        found += [json.loads(line) for line in done.stdout.splitlines()]
        if len(found) < n_calls:
            found.append({"crash": done.returncode})
    return found


def array_of(value):
    raw = base64.b64decode(value["tensor"])
    if value["dtype"] == "bfloat16":
        half = numpy.frombuffer(raw, "uint16").astype("uint32") << 16
        return half.view("float32").reshape(value["shape"])
    return numpy.frombuffer(raw, value["dtype"]).reshape(value["shape"])


def is_finite(value):
    if isinstance(value, list):
        return all(map(is_finite, value))
    return not isinstance(value, dict) or bool(numpy.isfinite(array_of(value)).all())


def loosest(value):
    """Tolerance of the least precise type among the tensors of an answer."""
    if isinstance(value, list):
        return max(map(loosest, value), default=(0, 0))
    return TOLERANCE.get(value["dtype"], (0, 0)) if isinstance(value, dict) else (0, 0)


def close(a, b, relative, absolute):
    """Which numbers agree; of complex ones that are not finite both parts on their own."""
    if a.dtype.kind != "c":
        with numpy.errstate(all="ignore"):
            return numpy.isclose(a.astype("float64"), b.astype("float64"), relative, absolute, equal_nan=True)
    is_finite = numpy.isfinite(a) & numpy.isfinite(b)
    parts = close(a.real, b.real, relative, absolute) & close(a.imag, b.imag, relative, absolute)
    with numpy.errstate(all="ignore"):
        return numpy.where(is_finite, abs(a - b) <= absolute + relative * abs(b), parts)


def difference(want, got, with_strides=True, least=(0, 0), from_all=False):
    """None, or what differs, in a few words; values by the tolerance of their type, but no less than `least`, and
    relative to the largest of them where each comes `from_all`."""
    if isinstance(want, list):
        if not isinstance(got, list) or len(want) != len(got):
            return f"{len(want)} values", "another number"
        pairs = zip(want, got)
        return next((d for pair in pairs if (d := difference(*pair, with_strides, least, from_all))), None)
    if not isinstance(want, dict):
        return None if want == got else ("value", want, got)
    if not isinstance(got, dict):
        return "kind", "tensor", got
    for key in ("dtype", "shape"):
        if want[key] != got[key]:
            return key, want[key], got[key]
    a, b = array_of(want), array_of(got)
    if want["dtype"] not in TOLERANCE:
        if not numpy.array_equal(a, b):
            return "values", a.ravel()[:6].tolist(), b.ravel()[:6].tolist()
    else:
        absolute, relative = max(TOLERANCE[want["dtype"]], least)
        if from_all:
            absolute += relative * abs(a[numpy.isfinite(a)]).max(initial=0)
        wrong = ~close(a, b, relative, absolute)
        if wrong.any():
            return "values", a[wrong].ravel()[:6].tolist(), b[wrong].ravel()[:6].tolist()
    if not with_strides or 0 in want["shape"]:
        return None
    strides = [[s for s, n in zip(v["stride"], v["shape"]) if n > 1] for v in (want, got)]
    if strides[0] != strides[1]:
        return "stride", want["stride"], got["stride"]
    if want["grad_fn"] != got["grad_fn"]:
        return "grad_fn", want["grad_fn"], got["grad_fn"]
    return None


# Of an infinite complex factor it depends on the BLAS whether the product is infinite or NaN.
PRODUCTS = re.compile(r"mm_?\(|mv_?\(|matmul|dot\(|linear|inner|einsum|addr")

# What PyTorch itself leaves open, by the call's text.
OPEN = [
    # It reads beyond an expanded tensor and finds what lies there.
    re.compile(r"\b(nan)?median\(.*, 'e', |, 'e', .*\.(nan)?median\("),
    # It sorts NaN by "less than", which says nothing about NaN.
    re.compile(r"\bmode\(.*'special'|'special'.*\.mode\("),
    # Without images it leaves unwritten what it allocated in the shape of the input.
    re.compile(r"native_group_norm\(.*, 0(, -?\d+){3}, \S+\)$"),
    # It reads beyond pivots with gaps between them, and beyond factors of 1 × 1 whose batches lie transposed.
    re.compile(r"l(dl|u)_solve\(.*('int32', \d+, '[ts]'|, 1, 1\], '\w+', \d+, 't')"),
    # Which of equal pivots it is depends on the rounding before it.
    re.compile(r"\blu(_factor(_ex)?)?\(.*'ties'"),
    # An infinity has no place among whole numbers.
    re.compile(r"nansum\(.*'special'.*dtype=torch\.u?int"),
    # An eigenvalue of 0 comes out a little above or below it, and has a root or none.
    re.compile(r"matrix_sqrth\(.*'ties'"),
    # Which bits a NaN has, as bfloat16, depends on its place in the vector loop that rounded it.
    re.compile(r"'bfloat16', \d+, '\w*', 'special'.*\.view\(torch\.u?int"),
    # Of terms that cancel and are 2**40 times what they are added to, the order of its BLAS decides what is left.
    re.compile(r"add(mm|mv|bmm)_?\(.*\], '(b?float(16|32)|complex64).*alpha=2\*\*40"),
    # At a singular matrix the gradient is made of infinities, and rounding decides on their signs.
    re.compile(r"det\(make\(.*'ties'|'ties'.*det\("),
    # It computes the weights of half-precision points in half precision, with the error of each step.
    re.compile(r"grid_sampler.*'b?float16'"),
    # Of which rank a matrix of whole numbers is, rounding decides.
    re.compile(r"pinverse\(.*'ties'|'ties'.*pinverse\("),
    # Whether the sign of an infinite number has NaN in both parts depends on its place in the vector loop.
    re.compile(r"\bsgn_?\(.*'complex|'complex.*\.sgn_?\("),
    # Zeros written into memory that several elements share.
    re.compile(r", 'e', .*\)\.tri[lu]_\("),
]
# It writes zeros into its argument where there is one observation with a weight, whatever becomes of that.
ZEROES_ARGUMENT = re.compile(r"(torch\.cov\(make\(|^make\()\[((\d+, )?1)?\], .*weights=make\(")
# It enlarges self over the memory that it goes on to read, in a storage that may belong to others; here the
# shapes are refused.
ENLARGES_SELF = re.compile(r"\)\.addbmm_\(")
# The buffers of empty NumPy arrays do not tell their strides, which this asks about.
WITHOUT_STRIDES = re.compile(r"make\(\[(\d+, )*0[,\]].*\.view\(torch\.\w+\)")
# Which of equal elements an index points to, and so which of them gets the gradient.
UNSTABLE = re.compile(r"\b(sort|argsort|msort|topk|median|nanmedian|mode|kthvalue|quantile|nanquantile)\(")


# The sizes and strides of a window that is written into.
WINDOW = re.compile(r"as_strided_scatter\(.*, (?:size=)?\[([^\]]*)\], (?:stride=)?\[([^\]]*)\]")


def writes_twice(call):
    """Whether several numbers are written to one place, of which the last in memory stays."""
    found = WINDOW.search(call)
    if not found:
        return False
    sizes, strides = (numpy.array(text.split(",") if text else [], "int64") for text in found.groups())
    places = numpy.tensordot(strides, numpy.indices(sizes), 1)
    return len(numpy.unique(places)) < places.size


def values_only(answer):
    """Without what depends on the order of equal elements."""
    out = answer["out"]
    return {"out": out[:1] if isinstance(out, list) else out}


def without(values, places):
    return [value for place, value in enumerate(values) if place not in places] if places else values


def compare(call, want, got, with_texts):
    if "crash" in got:
        return "crash", got["crash"]
    if ENLARGES_SELF.search(call) and re.search("shape|resize", str((want.get("error"), got.get("error")))):
        return None
    if "crash" in want or "unreadable" in want or WITHOUT_STRIDES.search(call) or ZEROES_ARGUMENT.search(call):
        return None
    for answer in (want.get("error"), want.get("backward")):
        if answer:
            # Where in PyTorch's own sources it was raised.
            answer[1] = answer[1].split("\nException raised from ")[0]
    # Whether a matrix of whole numbers is singular but for rounding.
    if "'ties'" in call and re.search("full rank|singular", str((want.get("error"), got.get("error")))):
        return None
    # What PyTorch itself calls a mistake in its calls of LAPACK.
    if "Most certainly there is a bug in the implementation" in str(want.get("error", "")):
        return None
    # There are no complex numbers of half precision here.
    if re.search("ComplexHalf|BComplex32", str(want.get("error", ""))):
        return None
    # Beside a size of 0 it lets one below 0 pass: a tensor that nothing can be done with.
    if isinstance(want.get("out"), dict) and min(want["out"]["shape"], default=0) < 0:
        return None
    if "error" in want or "error" in got:
        pair = want.get("error"), got.get("error")
        # PyTorch's functions of Python find that something is no tensor by an attribute that it has not.
        if None not in pair and pair[1][0] == "TypeError" and "object has no attribute" in pair[0][1]:
            return None
        if None in pair or pair[0][0] != pair[1][0] or (with_texts and pair[0] != pair[1]):
            return "error", pair[0], pair[1]
        return None
    # PyTorch's formula writes over what its own backward needs (linalg.cond, vander, dist); ours has a gradient.
    if "modified by an inplace operation" in str(want.get("backward", "")) and "backward" not in got:
        return None
    if "backward" in want or "backward" in got:
        pair = want.get("backward"), got.get("backward")
        if None in pair or pair[0][0] != pair[1][0] or (with_texts and pair[0] != pair[1]):
            return "backward", pair[0], pair[1]
        return None
    if any(pattern.search(call) for pattern in OPEN) or writes_twice(call):
        return None
    if UNSTABLE.search(call) and "stable=True" not in call:
        want, got = values_only(want), values_only(got)
    if "argsort(" in call and "stable=True" not in call:
        return None if want["out"]["shape"] == got["out"]["shape"] else "shape"
    # What went through a narrow argument is no more precise than that.
    least = max(map(TOLERANCE.get, WIDTHS.findall(call)), default=(0, 0))
    # PyTorch's polynomials for them are no better than that; ours are.
    if BESSEL.search(call):
        least = max(least, (1e-6, 1e-5))
    # PyTorch takes the first power in float32, though the sum that it begins may cancel.
    if POLYGAMMA.search(call) and "'float32'" in call:
        least = max(least, (1e-4, 1e-3))
    # It takes lgamma of whole numbers, as float32.
    if re.search(r"igamma.*'u?int|'u?int.*igamma", call):
        least = max(least, TOLERANCE["float32"])
    # Reflections by any factor are none: their product grows, and its error with it.
    if REFLECTIONS.search(call):
        least = tuple(100 * bound for bound in least)
    vectors = next((places for op, places in VECTORS.items() if op in call), ())
    if (OVERFLOWING.search(call) or "'complex" in call and PRODUCTS.search(call)) and not is_finite(want["out"]):
        return None
    from_all = bool(FROM_ALL.search(call))
    found = difference(without(want["out"], vectors), without(got["out"], vectors), True, least, from_all)
    if found or vectors or SINGULAR_GRADIENT.search(call):
        return found
    # Infinite complex numbers are multiplied in one way or another.
    if (DIVIDING_GRADIENT.search(call) or "'complex" in call) and not all(map(is_finite, want.get("grads") or [])):
        return None
    # A gradient is no more precise than the result that it came through.
    found = difference(want.get("grads"), got.get("grads"), False, max(loosest(want["out"]), least), from_all)
    return found and ("gradient", *found)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("theirs")
    parser.add_argument("folder")
    parser.add_argument("--calls", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--texts", action="store_true")
    parser.add_argument("--show", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as calls:
        text = subprocess.run(
            [OURS, HERE / "calls.py", str(asked.calls), str(asked.seed), asked.only],
            env={**os.environ, "PYTHONPATH": asked.folder}, stdout=subprocess.PIPE, text=True, check=True,
        ).stdout
        calls.write(text)
        calls.flush()
        theirs = answers(asked.theirs, calls.name, asked.calls)
        ours = answers(OURS, calls.name, asked.calls, asked.folder)
    wrong = collections.defaultdict(list)
    n_legal = sum("out" in answer for answer in theirs)
    for call, want, got in zip(text.splitlines(), theirs, ours):
        found = compare(call, want, got, asked.texts)
        if found:
            name = re.search(r"(?:^|\)\.)((?:torch|F)\.[\w.]+|\w+)\((?!.*\)\.\w+\()", call)
            wrong[f"{name[1] if name else call[:30]} {found[0]}"].append((call, found))
    for key, cases in sorted(wrong.items(), key=lambda item: -len(item[1])):
        print(f"== {key}: {len(cases)}")
        for call, found in cases[: asked.show]:
            print(f"  {call}")
            for part in found[1:]:
                print(f"      {str(part)[:300]}")
    n_wrong = sum(map(len, wrong.values()))
    print(f"{asked.calls} calls, {n_legal} of them legal, {n_wrong} differ in {len(wrong)} ways")
    return n_wrong > 0


if __name__ == "__main__":
    sys.exit(main())
