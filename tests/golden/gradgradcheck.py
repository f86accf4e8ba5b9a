#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Compares second derivatives with a central difference of the gradients, as TAP, one test per op.

    PYTHONPATH=<folder that holds our torch> /usr/bin/python3 gradgradcheck.py [op …]

The calls are those of gradcheck.py. S is the weighted sum of all gradients of a call; its gradient, from
a recorded backward pass, is compared with (S (x + ε) − S (x − ε)) / 2ε, as in gradcheck.py.
Where half the step gives another slope, S jumps, and no derivative is expected of the element; nor where the slope
is so large that products inside a derivative overflow.
"""

import sys

import golden
import gradcheck
import torch

STEP = gradcheck.EPSILON / 2
HUGE = 1e75  # the fourth power is no number any more


def sum_of_gradients(call, inputs, is_recorded):
    """S of a call, None without a graph, and its leaves that have a gradient."""
    space = {"torch": torch, "F": torch.nn.functional, "moved": gradcheck.moved}
    leaves = {}
    for name in golden.names_in(call):
        value = eval(inputs[name], space).detach()
        if value.dtype == torch.float64:
            leaves[name] = value.requires_grad_()
        space[name] = value
    torch.manual_seed(0)
    total = golden.weighted_sum(eval(call, space))
    if total is None or not leaves:
        return None, leaves
    first = torch.autograd.grad(
        total, list(leaves.values()), create_graph=is_recorded, allow_unused=True
    )
    leaves = {name: leaves[name] for name, gradient in zip(leaves, first) if gradient is not None}
    given = [gradient for gradient in first if gradient is not None]
    if not is_recorded:
        given = [gradient.detach().requires_grad_() for gradient in given]
    return golden.weighted_sum(given), leaves


def check_element(call, inputs, name, element, value):
    """None when the second derivative by one element is right or none is expected."""
    at = {}
    for steps in (-2, -1, 0, 1, 2):
        moved = dict(inputs)
        moved[name] = f"moved({inputs[name]}, {element}, {steps * STEP!r})"
        at[steps] = float(sum_of_gradients(call, moved, False)[0] or 0.0)
    right, left = (at[2] - at[0]) / (2 * STEP), (at[0] - at[-2]) / (2 * STEP)
    if any(number != number or abs(number) == float("inf") for number in (value, right, left)):
        return None
    slope, near = (at[2] - at[-2]) / (4 * STEP), (at[1] - at[-1]) / (2 * STEP)
    if abs(slope) > HUGE or max(abs(right - left), abs(slope - near)) > 1e-3 * (1 + abs(right)):
        return None
    allowed = gradcheck.ABSOLUTE * max(1.0, abs(at[0])) + gradcheck.RELATIVE * abs(slope)
    if abs(value - slope) <= allowed:
        return None
    return f"{call}: second derivative by {name}[{element}] is {value}, the slope is {slope}"


def check(case, inputs):
    call = case["call"]
    try:
        total, leaves = sum_of_gradients(call, inputs, True)
    except (RuntimeError, NotImplementedError) as error:
        return f"{call}: {error}"
    names = [name for name, leaf in leaves.items() if leaf.numel() > 0]
    second = [None] * len(names)
    if isinstance(total, torch.Tensor) and total.requires_grad:
        second = torch.autograd.grad(total, [leaves[name] for name in names], allow_unused=True)
    for name, gradient in zip(names, second):
        flat = [0.0] * leaves[name].numel()
        if gradient is not None:
            flat = gradient.contiguous().reshape(-1).tolist()
        for element, value in enumerate(flat):
            found = check_element(call, inputs, name, element, value)
            if found:
                return found
    return None


if __name__ == "__main__":
    sys.exit(gradcheck.main(check))
