# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Automatic differentiation: the backward pass on demand."""

import warnings

import torch
from torch._C import _run_backward
from torch.autograd import functional, graph  # noqa: F401
from torch.autograd.anomaly_mode import detect_anomaly, set_detect_anomaly  # noqa: F401
from torch.autograd.function import Function  # noqa: F401
from torch.autograd.gradcheck import gradcheck, gradgradcheck  # noqa: F401
from torch.autograd.grad_mode import (  # noqa: F401
    enable_grad,
    inference_mode,
    no_grad,
    set_grad_enabled,
)


def _as_tuple(value):
    if value is None:
        return ()
    is_one = isinstance(value, (torch.Tensor, graph.GradientEdge))
    return (value,) if is_one else tuple(value)


def _make_gradients(outputs, gradients, is_batched):
    """One gradient per output; checks shapes in PyTorch's words."""
    made = []
    for index, (output, gradient) in enumerate(zip(outputs, gradients)):
        if isinstance(gradient, torch.Tensor):
            if is_batched and gradient.shape[1:] != output.shape:
                raise RuntimeError(
                    "If `is_grads_batched=True`, we interpret the first dimension of each grad_output"
                    " as the batch dimension. The sizes of the remaining dimensions are expected to"
                    " match the shape of corresponding output, but a mismatch was detected:"
                    f" grad_output[{index}] has a shape of {gradient.shape[1:]} and output[{index}]"
                    f" has a shape of {output.shape}. If you only want some tensors in `grad_output`"
                    " to be considered batched, consider using vmap."
                )
            if not is_batched and gradient.shape != output.shape:
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


def _edges_of(values):
    """Tensors as they are; a gradient edge as a tensor that stands at that place of the graph."""
    for value in values:
        if not isinstance(value, (torch.Tensor, graph.GradientEdge)):
            kind = type(value).__name__
            raise RuntimeError(f"all inputs have to be Tensors or GradientEdges, but got {kind}")
    return tuple(
        torch._C._tensor_at(*value[:2]) if isinstance(value, graph.GradientEdge) else value
        for value in values
    )


def backward(
    tensors,
    grad_tensors=None,
    retain_graph=None,
    create_graph=False,
    grad_variables=None,
    inputs=None,
):
    """Adds the gradients of tensors to .grad of the leaves they came from."""
    if grad_variables is not None:
        warnings.warn("`grad_variables` is deprecated. Use `grad_tensors` instead.", FutureWarning, 2)
        if grad_tensors is not None:
            raise RuntimeError(
                "`grad_tensors` and `grad_variables` (deprecated) arguments both passed to"
                " `backward()`. Please only use `grad_tensors`."
            )
        grad_tensors = grad_variables
    leaves = _as_tuple(inputs)
    if inputs is not None and not leaves:
        raise RuntimeError("`inputs` argument to `backward()` cannot be empty.")
    roots = _edges_of(_as_tuple(tensors))
    gradients = _as_tuple(grad_tensors) or (None,) * len(roots)
    gradients = _make_gradients(roots, gradients, False)
    keep = bool(create_graph) if retain_graph is None else bool(retain_graph)
    if create_graph:
        _warn_about_cycles()
    _run_backward(roots, gradients, keep, bool(create_graph), _edges_of(leaves), True)


_has_warned = False


def _warn_about_cycles():
    """Said once in a program, as PyTorch says it."""
    global _has_warned
    if _has_warned:
        return
    _has_warned = True
    warnings.warn(
        "Using backward() with create_graph=True will create a reference cycle between the parameter"
        " and its gradient which can cause a memory leak. We recommend using autograd.grad when"
        " creating the graph to avoid this. If you have to use this function, make sure to reset the"
        " .grad fields of your parameters to None after use to break the cycle and avoid the leak."
        " (Triggered internally at /__w/pytorch/pytorch/torch/csrc/autograd/engine.cpp:1311.)",
        stacklevel=4,
    )


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
    if materialize_grads and allow_unused is False:
        raise ValueError(
            "Expected allow_unused to be True or not passed when materialize_grads=True, but got:"
            " allow_unused=False."
        )
    allow_unused = materialize_grads if allow_unused is None else allow_unused
    roots, leaves = _as_tuple(outputs), _as_tuple(inputs)
    if not only_inputs:
        warnings.warn(
            "only_inputs argument is deprecated and is ignored now (defaults to True). To accumulate"
            " gradient for other parts of the graph, please use torch.autograd.backward.",
            FutureWarning,
            2,
        )
    roots = _edges_of(roots)
    gradients = _make_gradients(
        roots, _as_tuple(grad_outputs) or (None,) * len(roots), is_grads_batched
    )
    if not leaves:
        raise RuntimeError("`inputs` argument to `grad()` cannot be empty.")
    keep = bool(create_graph) if retain_graph is None else bool(retain_graph)
    leaves = _edges_of(leaves)
    if any(not leaf.requires_grad for leaf in leaves):
        raise RuntimeError("One of the differentiated Tensors does not require grad")
    if is_grads_batched:
        result = _run_batched(roots, gradients, keep, bool(create_graph), leaves)
    else:
        result = _run_backward(roots, gradients, keep, bool(create_graph), leaves, False)
    for index, gradient in enumerate(result):
        if gradient is None and not allow_unused:
            raise RuntimeError(
                f"The differentiated Tensor at index {index} appears to not have been used in the"
                " graph. Set allow_unused=True if this is the desired behavior."
            )
    if materialize_grads:
        result = tuple(
            torch.zeros_like(leaf, requires_grad=create_graph) if gradient is None else gradient
            for leaf, gradient in zip(leaves, result)
        )
    return result


def _run_batched(roots, gradients, keep, create_graph, leaves):
    """One run for every gradient of the batch, the last of which may free the graph."""
    n = next(gradient.shape[0] for gradient in gradients if gradient is not None)
    runs = [
        _run_backward(
            roots,
            tuple(None if gradient is None else gradient[item] for gradient in gradients),
            keep or item + 1 < n,
            create_graph,
            leaves,
            False,
        )
        for item in range(n)
    ]
    return tuple(None if parts[0] is None else torch.stack(parts) for parts in zip(*runs))


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
