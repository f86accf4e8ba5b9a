# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Records values of real PyTorch's element-wise functions: python3 record_elementwise.py > elementwise.txt

Each line: name, dtype, then operands and result of one element, numbers as Python writes them.
"""

import math

import torch

POINTS = [0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 1.5, 2.5, -2.5, -7.25, 20.0, 1e-6, math.inf, -math.inf, math.nan]
PAIRS = [(a, b) for a in POINTS for b in (0.0, -0.0, 0.5, -2.0, 3.0, math.inf, math.nan)]
INTEGERS = [(a, b) for a in (-128, -7, -1, 0, 1, 2, 7, 127) for b in (-128, -3, -1, 1, 2, 9, 127)]
UNARY = """neg abs sign square cube inverse_square reciprocal sqrt rsqrt exp exp2 expm1 log log2 log10 log1p sin cos tan
    asin acos atan sinh cosh tanh asinh acosh atanh sigmoid gelu erf erfc erfinv lgamma digamma floor ceil
    trunc round angle logical_not isnan isinf isfinite signbit""".split()
BINARY = """add sub mul div floor_divide trunc_divide remainder fmod pow maximum minimum fmax fmin atan2
    hypot copysign nextafter xlogy logaddexp eq ne lt le gt ge logical_and logical_or logical_xor""".split()
INTEGER = """add sub mul floor_divide trunc_divide remainder fmod maximum minimum bitwise_and bitwise_or
    bitwise_xor shift_left shift_right eq ne lt le gt ge logical_and logical_or logical_xor""".split()
OTHER = {
    "cube": lambda a: a ** 3,
    "inverse_square": lambda a: a ** -2,
    "gelu": torch.nn.functional.gelu,
    "floor_divide": lambda a, b: torch.div(a, b, rounding_mode="floor"),
    "trunc_divide": lambda a, b: torch.div(a, b, rounding_mode="trunc"),
    "shift_left": torch.bitwise_left_shift,
    "shift_right": torch.bitwise_right_shift,
}


def record(name, dtype, operands):
    function = OTHER.get(name) or getattr(torch, name)
    tensors = [torch.tensor(column, dtype=dtype) for column in zip(*operands)]
    results = function(*tensors).double().tolist()
    for row, result in zip(zip(*(t.double().tolist() for t in tensors)), results):
        print(name, str(dtype)[6:], *row, result)


print(f"# PyTorch {torch.__version__}, CPU; see record_elementwise.py")
for name in UNARY:
    record(name, torch.float64, [(x,) for x in POINTS])
for name in BINARY:
    record(name, torch.float64, PAIRS)
for name in INTEGER:
    record(name, torch.int8, INTEGERS)
