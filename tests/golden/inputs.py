# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""The inputs of all golden calls, and the shorthands that the lists of calls are written in."""

# Letters: x y float64; p between 0 and 1; n not contiguous; r repeated by stride 0; s without dims;
# o without elements; v w vectors; m q square; A B batches; t with ties; k with NaN and infinities;
# C D batches of square matrices, D positive definite; E tall; G complex128, H complex64 matrices;
# R images; S points in them; U a volume; T points in it;
# O above 0; P degrees; Q at the edge of what float64 holds;
# f float32; h float16; g bfloat16; i j int64; u uint8; b bool; z complex128; c complex64.
INPUTS = {
    "x": "torch.tensor([[0.5, -1.25, 2.0], [-0.75, 1.5, -2.25]], dtype=torch.float64)",
    "y": "torch.tensor([[1.75, 0.25, -1.5], [2.5, -0.5, 1.25]], dtype=torch.float64)",
    "p": "torch.tensor([[0.2, 0.7, 0.45], [0.9, 0.35, 0.6]], dtype=torch.float64)",
    "n": "torch.tensor([[0.4, -0.3], [1.2, 0.8], [-1.1, 2.1]], dtype=torch.float64).t()",
    "r": "torch.tensor([[0.3, -1.4, 0.9]], dtype=torch.float64).expand(2, 3)",
    "s": "torch.tensor(1.25, dtype=torch.float64)",
    "o": "torch.zeros(0, 3, dtype=torch.float64)",
    "v": "torch.tensor([1.5, -0.5, 2.0], dtype=torch.float64)",
    "w": "torch.tensor([0.25, 1.0, -1.75], dtype=torch.float64)",
    "m": "torch.tensor([[1.0, 0.5, -2.0], [0.25, 2.0, 1.0], [-1.5, 0.75, 3.0]], dtype=torch.float64)",
    "q": "torch.tensor([[2.0, -1.0, 0.5], [1.25, 0.5, -0.75], [0.0, 1.0, -2.0]], dtype=torch.float64)",
    "A": "(torch.arange(12, dtype=torch.float64) / 4 - 1).reshape(2, 2, 3)",
    "B": "(2 - torch.arange(12, dtype=torch.float64) / 3).reshape(2, 3, 2)",
    "t": "torch.tensor([[2.0, 2.0, -1.0], [-1.0, 2.0, 0.5]], dtype=torch.float64)",
    "k": "torch.tensor([1.0, float('nan'), -2.0, float('inf'), 0.0, -float('inf')], dtype=torch.float64)",
    "l": "torch.tensor([[2.0, 0.0, 3.0], [0.0, -1.0, 0.0]], dtype=torch.float64)",
    "f": "torch.tensor([[0.5, -1.25, 2.0], [-0.75, 1.5, -2.25]])",
    "h": "torch.tensor([0.5, -1.25, 2.0, 3.5], dtype=torch.float16)",
    "g": "torch.tensor([0.5, -1.25, 2.0, 3.5], dtype=torch.bfloat16)",
    "i": "torch.tensor([[3, -1, 2], [0, 5, -4]])",
    "j": "torch.tensor([[2, 3, -1], [4, 1, 2]])",
    "u": "torch.tensor([1, 0, 3, 200], dtype=torch.uint8)",
    "b": "torch.tensor([[True, False, True], [False, False, True]])",
    "z": "torch.tensor([0.5 + 1j, -1.25 - 0.5j, 2j, -0.75 + 0j], dtype=torch.complex128)",
    "c": "torch.tensor([0.5 + 1j, -1.25 - 0.5j, 2j])",
    "R": "(torch.arange(24, dtype=torch.float64) * 0.37 % 2 - 1).reshape(2, 2, 3, 2)",
    "S": "(torch.arange(16, dtype=torch.float64) * 0.43 % 2.6 - 1.3).reshape(2, 2, 2, 2)",
    "T": "(torch.arange(12, dtype=torch.float64) * 0.43 % 2.6 - 1.3).reshape(1, 1, 2, 2, 3)",
    "U": "(torch.arange(12, dtype=torch.float64) * 0.37 % 2 - 1).reshape(1, 1, 2, 3, 2)",
    "a": "torch.tensor([2, 0, 1])",
    "d": "torch.tensor([[0, 2, 1], [1, 0, 2]])",
    "C": "torch.tensor([[[1.5, -0.5], [0.25, 2.0]], [[0.5, 2.0], [-1.0, 0.75]]], dtype=torch.float64)",
    "D": "torch.tensor([[[2.0, 0.5], [0.5, 1.0]], [[3.0, -1.0], [-1.0, 1.5]]], dtype=torch.float64)",
    "E": "torch.tensor([[1.0, -0.5], [0.75, 2.0], [-1.25, 0.5], [0.0, 1.5]], dtype=torch.float64)",
    "G": "torch.tensor([[2 + 1j, -1j], [0.5 - 1j, 1.5 + 0j]], dtype=torch.complex128)",
    "H": "torch.tensor([[2 + 1j, -1j], [0.5 - 1j, 1.5 + 0j]])",
    "J": "torch.tensor([[4.0, 1.0, -0.5], [1.0, 3.0, 0.75], [-0.5, 0.75, 2.0]], dtype=torch.float64)",
    "K": "torch.tensor([[1.0, 0.5], [-0.75, 2.0], [1.25, -1.5]], dtype=torch.float64)",
    "L": "torch.tensor([[[2.0, 0.5], [0.5, 1.0]], [[1.5, -0.75], [-0.75, 3.0]]], dtype=torch.float64)",
    "M": "torch.tensor([[2, 0.5 - 1j], [0.5 + 1j, 3]], dtype=torch.complex128)",
    "N": "torch.tensor([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [1.0, 0.0, 1.0]], dtype=torch.float64)",
    "O": "torch.tensor([0.3, 1.0, 2.5, 4.75, 12.0, 40.0], dtype=torch.float64)",
    "P": "torch.tensor([[0, 1, 2], [3, 7, 12]])",
    "Q": "torch.tensor([0.0, -0.0, float('inf'), -float('inf'), float('nan'), -3.5, -2.0, 1e-310, 3e5, 1.0], dtype=torch.float64)",
}


ALIASES = "absolute negative arcsin arccos arctan arcsinh arccosh arctanh fix".split()


def unary(names, inputs, inplace=True):
    """One call per input, one in place, and one on something that is no tensor."""
    calls = {}
    for name in names.split():
        calls[name] = [f"torch.{name}({letter})" for letter in inputs.split()]
        if inplace:
            calls[name].append(f"{inputs.split()[0]}.clone().{name}_()")
        if name not in ALIASES:
            calls[name].append(f"torch.{name}('a')")
    return calls


def binary(names, pairs, inplace=True):
    calls = {}
    for name in names.split():
        calls[name] = [f"torch.{name}({pair})" for pair in pairs.split(";")]
        if inplace:
            first, second = pairs.split(";")[0].split(", ")
            calls[name].append(f"{first}.clone().{name}_({second})")
    return calls


def each(text):
    """Lines of the form `op: call; call`. A call that begins with a dot is a method of x, one without
    `torch.` or a dot stands as it is."""
    calls = {}
    for line in text.strip().splitlines():
        name, _, rest = line.strip().partition(": ")
        calls[name] = [call.strip() for call in rest.split(";")]
    return calls
