# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Times ops under whatever `torch` this Python imports and prints {case: seconds} as JSON.

    measure.py [SIZE…]        the cases at each size (elements), then those without a size
    measure.py --memory       {case: bytes}: what a case of 10,000,000 elements adds to the peak

Each case is called in rounds of about 20 ms; the smallest round counts, so that what else the machine does
counts little. With one thread (OMP_NUM_THREADS=1) the process's own processor time is taken, so that waiting
for a busy machine does not count at all. `backward` cases run the op and the way back to its inputs' gradients.
"""
import gc
import json
import os
import resource
import sys
import time

import torch
import torch.nn.functional as F

ROUND, ROUNDS = 0.02, 7
SIZES = 10, 1000, 1000000, 10000000
clock = time.process_time if os.environ.get("OMP_NUM_THREADS") == "1" else time.perf_counter


def best(call):
    call()
    start = clock()
    n = 0
    while n == 0 or clock() - start < ROUND:
        call()
        n += 1
    times = []
    # Seconds-long calls need fewer rounds.
    for _ in range(ROUNDS if clock() - start < 0.2 else 3):
        start = clock()
        for _ in range(n):
            call()
        times.append((clock() - start) / n)
    return min(times)


def elementwise_cases(x, y, m):
    half, brain = x.half(), x.bfloat16()
    mask = x > y
    yield "add", lambda: x + y
    yield "add number", lambda: x + 2
    yield "add in place", lambda: x.add_(y)
    yield "mul in place", lambda: x.mul_(1.0)
    yield "mul", lambda: x * y
    yield "div", lambda: x / y
    yield "pow", lambda: y ** y
    yield "exp", lambda: y.exp()
    yield "sigmoid", lambda: x.sigmoid()
    yield "relu", lambda: x.relu()
    yield "gelu", lambda: F.gelu(x)
    yield "compare", lambda: x > y
    yield "where", lambda: torch.where(mask, x, y)
    yield "float16 add", lambda: half + half
    yield "bfloat16 add", lambda: brain + brain
    yield "transposed add", lambda: m + m.T
    yield "transposed exp", lambda: m.T.exp()
    yield "transposed copy", lambda: m.T.contiguous()
    yield "broadcast add", lambda: m + m[0]
    yield "broadcast column mul", lambda: m * m[:, :1]


def shuffling_cases(x, y, m):
    mask = x > y
    yield "clone", lambda: x.clone()
    yield "cat", lambda: torch.cat([x, y])
    yield "mask indexing", lambda: x[mask]
    yield "sort", lambda: x.sort()
    yield "cumsum", lambda: x.cumsum(0)


def folding_cases(x, y, m):
    whole = (x * 100).long()
    yield "sum", lambda: y.sum()
    yield "int64 sum", lambda: whole.sum()
    yield "mean of rows", lambda: m.mean(1)
    yield "sum of columns", lambda: m.sum(0)
    yield "transposed sum of rows", lambda: m.T.sum(1)
    yield "max", lambda: y.max()
    yield "max of columns", lambda: m.max(0)
    yield "max of rows", lambda: m.max(1)
    yield "argmax", lambda: y.argmax()
    yield "std", lambda: y.std()
    yield "softmax", lambda: m.softmax(1)


def backward_cases(n, side):
    g, h = torch.rand(n, requires_grad=True), torch.rand(n, requires_grad=True)
    m, upstream = torch.rand(side, side, requires_grad=True), torch.ones(n)
    rows = torch.ones(side, side)

    def back(op, inputs, gradient=upstream):
        def call():
            for each in inputs:
                each.grad = None
            op().backward(gradient)
        return call

    yield "add backward", back(lambda: g + h, (g, h))
    yield "mul backward", back(lambda: g * h, (g, h))
    yield "div backward", back(lambda: g / h, (g, h))
    yield "pow backward", back(lambda: g ** 3, (g,))
    yield "relu backward", back(lambda: g.relu(), (g,))
    yield "gelu backward", back(lambda: F.gelu(g), (g,))
    yield "sum backward", back(lambda: g.sum(), (g,), None)
    yield "softmax backward", back(lambda: m.softmax(1), (m,), rows)
    yield "broadcast add backward", back(lambda: m + m[0], (m,), rows)
    yield "chain backward", back(lambda: ((g * 2 + 1).sigmoid() * g).sum(), (g,), None)


def sized_cases(n):
    side = max(int(n ** 0.5), 1)
    x, y, m = torch.rand(n), torch.rand(n), torch.rand(side, side)
    yield from elementwise_cases(x, y, m)
    yield from folding_cases(x, y, m)
    yield from shuffling_cases(x, y, m)
    yield from backward_cases(n, side)


def matmul_cases():
    for n in 8, 64, 256, 1024:
        a, b = torch.rand(n, n), torch.rand(n, n)
        g = torch.rand(n, n, requires_grad=True)
        yield f"matmul {n}", lambda: a @ b
        yield f"matmul backward {n}", lambda: (g @ b).sum().backward()
    half, brain = torch.rand(256, 256).half(), torch.rand(256, 256).bfloat16()
    yield "float16 matmul 256", lambda: half @ half
    yield "bfloat16 matmul 256", lambda: brain @ brain


def regression_step():
    x = torch.rand(100, 3)
    y = x @ torch.tensor([1.0, 2.0, 3.0]) + 0.5
    w, b = torch.zeros(3, requires_grad=True), torch.zeros(1, requires_grad=True)

    def step():
        loss = ((x @ w + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w.sub_(0.1 * w.grad)
            b.sub_(0.1 * b.grad)
        w.grad = b.grad = None
    return step


def plain_cases():
    t = torch.rand(3, 4)
    yield "view", lambda: t.view(2, 6)
    yield "slice", lambda: t[1:, ::2]
    yield "element", lambda: t[1, 2].item()
    yield "regression step", regression_step()
    yield from matmul_cases()


def measure_times(sizes):
    times = {}
    for n in sizes:
        for name, call in sized_cases(n):
            times[f"{name} {n}"] = best(call)
        gc.collect()
    for name, call in plain_cases():
        times[name] = best(call)
    return times


def peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measure_memory():
    n = 10000000
    x = torch.rand(n, requires_grad=True)
    start, peaks = peak_bytes(), {}
    for _ in range(3):
        x.grad = None
        ((x * 2 + 1).sigmoid() * x).sum().backward()
    peaks["chain backward"] = peak_bytes() - start
    peaks["whole process"] = peak_bytes()
    return peaks


if __name__ == "__main__":
    if sys.argv[1:] == ["--memory"]:
        print(json.dumps(measure_memory()))
    else:
        print(json.dumps(measure_times([int(s) for s in sys.argv[1:]] or SIZES)))
