# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Records draws of real PyTorch's CPU generator: python3 record_random.py > random.txt

Each line: kind, dtype, seed, n, two parameters, then the n elements' bits in hexadecimal.
"""

import torch

BITS = {1: torch.uint8, 2: torch.int16, 4: torch.int32, 8: torch.int64}
FLOATS = [torch.float32, torch.float64, torch.float16, torch.bfloat16]
RANGES = [(0, 10), (-5, 100), (0, 2**28 - 1), (0, 2**28), (-(2**62), 2**62)]


def record(kind, seed, n, a, b, draw):
    torch.manual_seed(seed)
    drawn = draw()
    bits = drawn.view(BITS[drawn.element_size()])
    mask = (1 << (8 * drawn.element_size())) - 1
    words = " ".join(f"{x & mask:x}" for x in bits.tolist())
    print(kind, str(drawn.dtype)[6:], seed, n, a, b, words)


print(f"# PyTorch {torch.__version__}, CPU; see record_random.py")
for seed in (0, 1234567890123):
    for n in (3, 15, 16, 17, 50):
        for dtype in FLOATS:
            record("uniform", seed, n, 0, 1, lambda: torch.rand(n, dtype=dtype))
            record("uniform", seed, n, -2, 3.25, lambda: torch.empty(n, dtype=dtype).uniform_(-2, 3.25))
            record("normal", seed, n, 0, 1, lambda: torch.randn(n, dtype=dtype))
            record("normal", seed, n, 1.5, 0.75, lambda: torch.empty(n, dtype=dtype).normal_(1.5, 0.75))
        for low, high in RANGES:
            record("integers", seed, n, low, high, lambda: torch.randint(low, high, (n,)))
        record("integers", seed, n, 0, 2, lambda: torch.randint(0, 2, (n,), dtype=torch.float32))
        record("permutation", seed, n, 0, 0, lambda: torch.randperm(n))
        for dtype in FLOATS[:2]:
            record("bernoulli", seed, n, 0.25, 0, lambda: torch.bernoulli(torch.full((n,), 0.25, dtype=dtype)))
