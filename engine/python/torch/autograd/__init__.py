# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Automatic differentiation: the backward pass on demand."""

import torch
from torch._C import _run_backward
from torch.autograd import functional  # noqa: F401
from torch.autograd.function import Function  # noqa: F401
from torch.autograd.grad_mode import (  # noqa: F401
    enable_grad,
    inference_mode,
    no_grad,
    set_grad_enabled,
)


def _as_tuple(value):
    if value is None:
        return ()
    return (value,) if isinstance(value, torch.Tensor) else tuple(value)


def _make_gradients(outputs, gradients):
    """One gradient per output; checks shapes in PyTorch's words."""
    made = []
    for index, (output, gradient) in enumerate(zip(outputs, gradients)):
        if isinstance(gradient, torch.Tensor):
            if gradient.shape != output.shape:
                raise RuntimeError(
                    f"Mismatch in shape: grad_output[{index}] has a shape of {gradient.shape} and"
                    f" output[{index}] has a shape of {output.shape}."
                )
            if output.is_complex() != gradient.is_complex():
                raise RuntimeError(
                    "For complex Tensors, both grad_output and output are required to have the same"
                    f" dtype. Mismatch in dtype: grad_output[{index}] has a dtype of"
                    f" {gradient.dtype}"
                    f" and output[{index}] has a dtype of {output.dtype}."
                )
        elif gradient is None:
            if output.requires_grad and output.numel() != 1:
                raise RuntimeError("grad can be implicitly created only for scalar outputs")
            if output.requires_grad and not output.dtype.is_floating_point:
                raise RuntimeError(
                    "grad can be implicitly created only for real scalar outputs but got"
                    f" {output.dtype}"
                )
        else:
            raise TypeError(
                f"gradients can be either Tensors or None, but got {type(gradient).__name__}"
            )
        made.append(gradient)
    return tuple(made)


def backward(
    tensors,
    grad_tensors=None,
    retain_graph=None,
    create_graph=False,
    grad_variables=None,
    inputs=None,
):
    """Adds the gradients of tensors to .grad of the leaves they came from."""
    if grad_variables is not None and grad_tensors is None:
        grad_tensors = grad_variables
    if inputs is not None and not isinstance(inputs, torch.Tensor) and len(inputs) == 0:
        raise RuntimeError("`inputs` argument to `backward()` cannot be empty.")
    roots = _as_tuple(tensors)
    gradients = _as_tuple(grad_tensors) or (None,) * len(roots)
    gradients = _make_gradients(roots, gradients)
    keep = bool(create_graph) if retain_graph is None else bool(retain_graph)
    _run_backward(roots, gradients, keep, bool(create_graph), _as_tuple(inputs), True)


def _backward_of(tensor, gradient, retain_graph, create_graph, inputs):
    backward(tensor, gradient, retain_graph, create_graph, inputs=inputs)


def grad(
    outputs,
    inputs,
    grad_outputs=None,
    retain_graph=None,
    create_graph=False,
    only_inputs=True,
    allow_unused=None,
    is_grads_batched=False,
    materialize_grads=False,
):
    """Gradients of outputs with respect to inputs, without touching .grad."""
    roots, leaves = _as_tuple(outputs), _as_tuple(inputs)
    if allow_unused is None:
        allow_unused = materialize_grads
    gradients = _make_gradients(roots, _as_tuple(grad_outputs) or (None,) * len(roots))
    keep = bool(create_graph) if retain_graph is None else bool(retain_graph)
    for leaf in leaves:
        if not leaf.requires_grad:
            raise RuntimeError("One of the differentiated Tensors does not require grad")
    result = _run_backward(roots, gradients, keep, bool(create_graph), leaves, False)
    for index, gradient in enumerate(result):
        if gradient is None and not allow_unused:
            raise RuntimeError(
                f"The differentiated Tensor at index {index} appears to not have been used in the"
                " graph. Set allow_unused=True if this is the desired behavior."
            )
    if materialize_grads:
        result = tuple(
            torch.zeros_like(leaf) if gradient is None else gradient
            for leaf, gradient in zip(leaves, result)
        )
    return result


class _VariableMeta(type):
    def __instancecheck__(cls, instance):
        return isinstance(instance, torch.Tensor)


class Variable(metaclass=_VariableMeta):
    """The old name of a tensor that can require grad: returns the tensor it is given."""

    def __new__(cls, data=None, requires_grad=False, volatile=False):
        if data is None:
            data = torch.empty(0)
        tensor = data.detach()
        return tensor.requires_grad_() if requires_grad else tensor


class detect_anomaly:
    """PyTorch's debugging mode; errors here name their op anyway."""

    def __init__(self, check_nan=True):
        self.check_nan = check_nan

    def __enter__(self):
        return None

    def __exit__(self, *exception):
        return None


class set_detect_anomaly(detect_anomaly):
    """detect_anomaly as a function."""

    def __init__(self, mode, check_nan=True):
        super().__init__(check_nan)
