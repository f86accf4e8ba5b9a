# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Jacobians and Hessians of functions, row by row."""

import torch


def _prepare(inputs):
    is_single = isinstance(inputs, torch.Tensor)
    values = (inputs,) if is_single else tuple(inputs)
    return is_single, tuple(value.detach().clone().requires_grad_() for value in values)


def jacobian(func, inputs, create_graph=False, strict=False, vectorize=False, strategy=None):
    """∂ func(inputs) / ∂ inputs, of shape output.shape + input.shape."""
    is_single, values = _prepare(inputs)
    with torch.enable_grad():
        output = func(*values)
    rows = [[] for _ in values]
    for element in output.reshape(-1):
        gradients = torch.autograd.grad(
            element, values, retain_graph=True, create_graph=create_graph, allow_unused=True
        )
        for row, gradient, value in zip(rows, gradients, values):
            row.append(torch.zeros_like(value) if gradient is None else gradient)
    result = tuple(
        torch.stack(row).reshape(output.shape + value.shape) for row, value in zip(rows, values)
    )
    return result[0] if is_single else result


def hessian(func, inputs, create_graph=False, strict=False, vectorize=False):
    """Second derivatives of a scalar function."""
    is_single, values = _prepare(inputs)
    with torch.enable_grad():
        output = func(*values)
        if output.numel() != 1:
            raise RuntimeError(
                "The Tensor returned by the function given to hessian should contain a single"
                " element"
            )
        first = torch.autograd.grad(output, values, create_graph=True)
    result = []
    for gradient, value in zip(first, values):
        row = []
        for other in values:
            parts = [
                torch.autograd.grad(
                    element, other, retain_graph=True, create_graph=create_graph, allow_unused=True
                )[0]
                if element.requires_grad
                else None
                for element in gradient.reshape(-1)
            ]
            parts = [torch.zeros_like(other) if part is None else part for part in parts]
            row.append(torch.stack(parts).reshape(value.shape + other.shape))
        result.append(tuple(row))
    return result[0][0] if is_single else tuple(result)
