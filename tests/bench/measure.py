# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Times ops under whatever `torch` this Python imports and prints {case: seconds} as JSON.

Each case is called in rounds of about 20 ms; the smallest round counts, so that what else the machine does
counts little.
"""
import json
import sys
import time

import torch

ROUND, ROUNDS = 0.02, 7


def best(call):
    call()
    n, start = 0, time.perf_counter()
    while time.perf_counter() - start < ROUND:
        call()
        n += 1
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(n):
            call()
        times.append((time.perf_counter() - start) / n)
    return min(times)


def cases(sizes):
    for n in sizes:
        side = max(int(n ** 0.5), 1)
        x, y = torch.rand(n), torch.rand(n)
        g = torch.rand(n, requires_grad=True)
        m = torch.rand(side, side)
        yield f"add {n}", lambda: x + y
        yield f"add number {n}", lambda: x + 2
        yield f"mul in place {n}", lambda: x.mul_(1.0)
        yield f"exp {n}", lambda: x.exp()
        yield f"sigmoid {n}", lambda: x.sigmoid()
        yield f"compare {n}", lambda: x > y
        yield f"sum {n}", lambda: x.sum()
        yield f"mean of rows {n}", lambda: m.mean(1)
        yield f"max of columns {n}", lambda: m.max(0)
        yield f"add transposed {n}", lambda: m + m.T
        yield f"add broadcast {n}", lambda: m + m[0]
        yield f"copy transposed {n}", lambda: m.T.contiguous()
        yield f"forward and backward {n}", lambda: ((g * 2 + 1).sigmoid() * g).sum().backward()
    t = torch.rand(3, 4)
    yield "view", lambda: t.view(2, 6)
    yield "slice", lambda: t[1:, ::2]
    yield "element", lambda: t[1, 2].item()
    for n in (8, 64, 256, 1024):
        a, b = torch.rand(n, n), torch.rand(n, n)
        yield f"matmul {n}", lambda: a @ b


if __name__ == "__main__":
    sizes = [int(s) for s in sys.argv[1:]] or [10, 1000, 1000000]
    print(json.dumps({name: best(call) for name, call in cases(sizes)}))
