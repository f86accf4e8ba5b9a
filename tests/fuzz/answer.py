# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Evaluates the calls of a file, one a line, under whatever `torch` this Python imports, and writes one line of
JSON for each: what came back with the gradients of sum (out * k), or the error.

    python3 answer.py CALLS FIRST > ANSWERS        FIRST: line to begin with, counted from 0
"""

import base64
import faulthandler
import json
import os
import sys
import warnings

import numpy
import torch

SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, float("nan"), float("inf"), -float("inf"), 2.5, 1e-30]


def numbers(draw, n, dtype, values):
    """n numbers as an array that NumPy can hold; bfloat16 comes from float32."""
    if values.startswith("below"):
        return draw.randint(0, int(values.split()[1]), n).astype("int64")
    if dtype == "bool":
        return draw.rand(n) < 0.5
    if dtype == "uint8":
        return draw.randint(0, 200 if values != "ties" else 3, n).astype(dtype)
    if dtype.startswith("int"):
        return draw.randint(-9 if values != "ties" else -1, 10 if values != "ties" else 2, n).astype(dtype)
    found = draw.randn(n) * 2
    if values == "ties":
        found = numpy.round(found) + 0.0
    if values in ("special", "infinite") and n:
        places = draw.rand(n) < 0.3
        chosen = draw.choice(SPECIAL, places.sum())
        if values == "infinite":
            # Neither NaN nor -0.
            chosen = numpy.where(numpy.isnan(chosen), 1.5, chosen) + 0.0
        found[places] = chosen
    if dtype.startswith("complex"):
        found = found + 1j * draw.randn(n)
    return found.astype("float32" if dtype == "bfloat16" else dtype)


def is_square(a):
    return a.ndim > 1 and a.shape[-1] == a.shape[-2]


def definite(a):
    """A positive definite matrix for each."""
    n = a.shape[-1]
    return a @ a.conj().swapaxes(-1, -2) / max(n, 1) + numpy.eye(n)


def pivots(a):
    """Rows to exchange with, counted from 1, none before its own."""
    n = a.shape[-1]
    own = numpy.arange(n)
    return own + 1 + abs(a) % (n - own)


# What the numbers of an argument are turned into, for ops that ask for such.
SHAPED = {
    "regular": lambda a: a + (2 * numpy.eye(a.shape[-1]) * a.shape[-1]).astype(a.dtype),
    "triangular": lambda a: a / 4 + numpy.eye(a.shape[-1]) * 3 if a.dtype.kind in "fc" and is_square(a) else a,
    "definite": lambda a: definite(a) if a.dtype.kind in "fc" else a,
    "distinct": lambda a: numpy.sort(a, axis=None).reshape(a.shape) + numpy.arange(a.size).reshape(a.shape) / 8,
    "positive": lambda a: abs(a) + 1 if a.dtype != bool else a,
    "pivots": pivots,
}


def make(shape, dtype, seed, layout, values, wants_grad):
    """A tensor of this shape: transposed (t), every second element (s), expanded (e), with an offset (o) or dense."""
    draw = numpy.random.RandomState(seed)
    own = list(shape)
    if layout == "t":
        own = own[::-1]
    if layout == "s" and own:
        own[-1] *= 2
    if layout == "e" and own:
        own[0] = min(own[0], 1)
    if layout == "o" and own:
        own[0] += 1
    n = int(numpy.prod(own, dtype="int64"))
    tensor = torch.from_numpy(numbers(draw, n, dtype, values).reshape(own))
    if dtype == "bfloat16" and not values.startswith("below"):
        tensor = tensor.to(torch.bfloat16)
    if layout == "t":
        tensor = tensor.permute(*range(len(own))[::-1])
    elif own and layout == "s":
        tensor = tensor[..., ::2]
    elif own and layout == "e":
        tensor = tensor.expand(*shape)
    elif own and layout == "o":
        tensor = tensor[1:]
    if values in SHAPED and dtype != "bfloat16" and not (layout == "e" and n != tensor.numel()):
        array = tensor.numpy()
        array[...] = SHAPED[values](array)
    if wants_grad:
        tensor.requires_grad_()
        leaves.append(tensor)
    return tensor


LONGEST_S = 20
leaves = []
space = {"torch": torch, "F": torch.nn.functional, "make": make}


def encode(value):
    if isinstance(value, torch.Tensor):
        if getattr(value, "_is_zerotensor", bool)():
            # PyTorch's zeros without memory, which NumPy refuses.
            value = value.clone()
        flat = value.detach().resolve_conj().resolve_neg().contiguous()
        name = str(value.dtype).split(".")[1]
        raw = flat.view(torch.int16) if name == "bfloat16" else flat
        return {
            "tensor": base64.b64encode(raw.numpy().tobytes()).decode(),
            "dtype": name,
            "shape": list(value.shape),
            # A conjugate is a mirrored view there and memory of its own here.
            "stride": list(value.resolve_conj().stride()),
            "grad_fn": None if value.grad_fn is None else type(value.grad_fn).__name__,
        }
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    return repr(value)


def tensors_in(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, (list, tuple)):
        return [tensor for item in value for tensor in tensors_in(item)]
    return []


def gradients(value):
    total = None
    for tensor in tensors_in(value):
        if tensor.requires_grad and tensor.numel():
            weights = (torch.arange(tensor.numel(), dtype=torch.float64) + 1) / tensor.numel()
            term = (tensor * weights.reshape(tensor.shape).to(tensor.dtype)).sum()
            if term.is_complex():
                term = term.real + 2 * term.imag
            total = term if total is None else total + term
    if total is None:
        return None
    return [
        None if gradient is None else encode(gradient)
        for gradient in torch.autograd.grad(total, leaves, allow_unused=True)
    ]


def answer(call):
    leaves.clear()
    torch.manual_seed(0)
    try:
        value = eval(call, space)
    except Exception as error:
        return {"error": [type(error).__name__, str(error)]}
    try:
        found = {"out": encode(value)}
    except TypeError:
        # NumPy cannot hold it: half-precision complex numbers.
        return {"unreadable": True}
    if leaves:
        try:
            found["grads"] = gradients(value)
        except Exception as error:
            found["backward"] = [type(error).__name__, str(error)]
    return found


def main(path, first):
    warnings.filterwarnings("ignore")
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for call in open(path).read().splitlines()[first:]:
        # Some loops of PyTorch are as long as a number says: such a call ends the process.
        faulthandler.dump_traceback_later(LONGEST_S, exit=True)
        out.write(json.dumps(answer(call)) + "\n")
        out.flush()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]))
