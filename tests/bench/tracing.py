# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""What a cell of small ops costs its thread; run by measure-tracing, which shows it untraced and traced."""
import os
import time

import torch

x, y = torch.ones(10), torch.ones(10)
w = torch.ones(10, requires_grad=True)
big = torch.ones(1000000)


def best(call, n):
    times = []
    for _ in range(9):
        start = time.thread_time()
        for _ in range(n):
            call()
        times.append((time.thread_time() - start) / n)
    return min(times)


def chain():
    ((w * 2 + 1).sigmoid() * w).sum().backward()


cases = [("add 10", lambda: x + y, 20000), ("exp 10", lambda: x.exp(), 20000),
         ("mul in place 10", lambda: x.mul_(1.0), 20000), ("tracked mul 10", lambda: w * 2, 20000),
         ("chain backward 10", chain, 2000), ("add 1000000", lambda: big + big, 100)]
# Past the notebook's own outputs.
os.write(1, "".join(f"{name}: {best(call, n) * 1e9:.0f} ns\n" for name, call, n in cases).encode())
