# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""torch.autograd.Function: an op with a backward pass of one's own."""

import functools
import inspect
import warnings

import torch
from torch._C import _FunctionBase


class FunctionCtx:
    """What forward leaves for backward."""

    def save_for_backward(self, *tensors):
        """Keeps tensors; their versions are checked when they are asked for again."""
        self.to_save = tensors

    def save_for_forward(self, *tensors):
        """Kept for jvp, which forward-mode differentiation would call."""
        for tensor in tensors:
            if not (isinstance(tensor, torch.Tensor) or tensor is None):
                raise AssertionError(
                    "save_for_forward expects all arguments to be tensors; you should save"
                    " non-tensors as attributes on ctx."
                )
        self.saved_for_forward = tensors

    def mark_dirty(self, *args):
        """These inputs were changed in place."""
        self.dirty_tensors = args

    def mark_non_differentiable(self, *args):
        """These results do not require grad."""
        self.non_differentiable = args

    def set_materialize_grads(self, value):
        """False: missing gradients arrive as None instead of zeros."""
        self.materialize_grads = value


class BackwardCFunction(_FunctionBase, FunctionCtx):
    """The context of one call, and the grad_fn of its results."""

    to_save = ()
    dirty_tensors = ()
    non_differentiable = ()
    materialize_grads = True
    needs_input_grad = ()

    def apply(self, *args):
        """Runs the Function's backward, or vjp, on the upstream gradients."""
        backward, vjp = self._forward_cls.backward, self._forward_cls.vjp
        if backward is not Function.backward and vjp is not Function.vjp:
            raise RuntimeError(
                "Implementing both 'backward' and 'vjp' for a custom Function is not allowed. You"
                " should only implement one of them."
            )
        return (vjp if vjp is not Function.vjp else backward)(self, *args)

    def _run(self, *upstream):
        """Called by the backward engine: one gradient per tensor among the arguments."""
        if self.materialize_grads:
            upstream = tuple(
                torch.zeros(info[0], dtype=info[1], device=info[2])
                if gradient is None and info is not None
                else gradient
                for gradient, info in zip(upstream, self._result_infos)
            )
        given = self.apply(*upstream)
        given = given if isinstance(given, tuple) else (given,)
        name, n = type(self).__name__, len(self._is_tensor)
        if len(given) > n and all(gradient is None for gradient in given[n:]):
            given = given[:n]
        if len(given) != n:
            raise RuntimeError(
                f"function {name} returned an incorrect number of gradients (expected {n}, got"
                f" {len(given)})"
            )
        for index, (gradient, is_tensor) in enumerate(zip(given, self._is_tensor)):
            if gradient is not None and not is_tensor:
                raise RuntimeError(
                    f"function {name} returned a gradient different than None at position"
                    f" {index + 1}, but the corresponding forward input was not a Variable"
                )
        return tuple(gradient for gradient, is_tensor in zip(given, self._is_tensor) if is_tensor)


class FunctionMeta(type):
    """Gives every Function the type of its nodes: ExpBackward for Exp."""

    def __init__(cls, name, bases, attributes):
        super().__init__(name, bases, attributes)
        cls._backward_cls = type(f"{name}Backward", (BackwardCFunction,), {"_forward_cls": cls})


class Function(metaclass=FunctionMeta):
    """Base of user-defined ops: write forward(ctx, …) and backward(ctx, …) as static methods."""

    def __init__(self, *args, **kwargs):
        warnings.warn(
            f"{type(self)} should not be instantiated. Methods on autograd functions are all static,"
            " so you should invoke them on the class itself. Instantiating an autograd function will"
            " raise an error in a future version of PyTorch.",
            DeprecationWarning,
            stacklevel=2,
        )

    @staticmethod
    def forward(*args, **kwargs):
        raise NotImplementedError(
            "You must implement the forward function for custom autograd.Function."
        )

    @staticmethod
    def setup_context(ctx, inputs, output):
        raise NotImplementedError("setup_context is not implemented.")

    @staticmethod
    def backward(ctx, *grad_outputs):
        raise NotImplementedError(
            "You must implement either the backward or vjp method for your custom autograd.Function"
            " to use it with backward mode AD."
        )

    @staticmethod
    def vjp(ctx, *grad_outputs):
        return Function.backward(ctx, *grad_outputs)

    @staticmethod
    def jvp(ctx, *grad_inputs):
        raise NotImplementedError(
            "You must implement the jvp function for custom autograd.Function to use it with forward"
            " mode AD."
        )

    @classmethod
    def apply(cls, *args, **kwargs):
        """Runs forward and records the node."""
        context = cls._backward_cls()
        has_setup = cls.setup_context is not Function.setup_context
        if has_setup:
            bound = inspect.signature(cls.forward).bind(*args, **kwargs)
            bound.apply_defaults()
            args, kwargs = bound.args, {}
        context._is_tensor = tuple(isinstance(value, torch.Tensor) for value in args)
        context.needs_input_grad = tuple(
            isinstance(value, torch.Tensor) and value.requires_grad for value in args
        )
        is_recorded = torch.is_grad_enabled() and any(context.needs_input_grad)
        with torch.no_grad():
            if has_setup:
                output = cls.forward(*args, **kwargs)
                cls.setup_context(context, args, output)
            else:
                output = cls.forward(context, *args, **kwargs)
        outputs = output if isinstance(output, tuple) else (output,)
        outputs = _finish(context, args, outputs, is_recorded)
        return outputs if isinstance(output, tuple) else outputs[0]


def _is_among(value, tensors):
    return any(value is tensor for tensor in tensors)


def _check_outputs(context, outputs):
    """What PyTorch refuses of a context's lists."""
    for index, tensor in enumerate(context.to_save or ()):
        if tensor is not None and not isinstance(tensor, torch.Tensor):
            raise TypeError(
                f"save_for_backward can only save variables, but argument {index} is of type"
                f" {type(tensor).__name__}"
            )
    for tensor in context.non_differentiable:
        if not isinstance(tensor, torch.Tensor):
            raise RuntimeError(
                "mark_non_differentiable only accepts variable arguments, but got"
                f" {type(tensor).__name__}"
            )
    for index, tensor in enumerate(context.dirty_tensors):
        if not isinstance(tensor, torch.Tensor):
            raise RuntimeError(
                f"mark_dirty can only accept variables, but argument {index} is of type"
                f" {type(tensor).__name__}"
            )
        if not _is_among(tensor, outputs):
            raise RuntimeError(
                "Some elements marked as dirty during the forward method were not returned as"
                " output. The inputs that are modified inplace must all be outputs of the Function."
            )


def _finish(context, args, outputs, is_recorded):
    """The results that the caller gets: with their node, and never the very input itself."""
    _check_outputs(context, outputs)
    finished, recorded = [], []
    for value in outputs:
        is_tensor = isinstance(value, torch.Tensor)
        is_dirty = is_tensor and _is_among(value, context.dirty_tensors)
        is_input = is_tensor and _is_among(value, args)
        can_have_grad = is_tensor and (value.dtype.is_floating_point or value.dtype.is_complex)
        is_skipped = is_tensor and _is_among(value, context.non_differentiable)
        if is_input and not is_dirty:
            with torch.no_grad():
                value = value.detach() if is_skipped else value.view_as(value)
        if is_dirty:
            torch._C._increment_version(value)
        if is_dirty and is_recorded and value.is_leaf and value.requires_grad:
            raise RuntimeError(
                "a leaf Variable that requires grad has been used in an in-place operation."
            )
        finished.append(value)
        recorded.append(value if can_have_grad and not is_skipped and is_recorded else None)
    if is_recorded:
        context._result_infos = tuple(
            (value.shape, value.dtype, value.device) if isinstance(value, torch.Tensor) else None
            for value in finished
        )
        saved = tuple(
            finished[[value is tensor for value in outputs].index(True)]
            if tensor is not None and _is_among(tensor, outputs) and not _is_among(tensor, args)
            else tensor
            for tensor in context.to_save or ()
        )
        context._record(
            type(context).__name__,
            tuple(value for value in args if isinstance(value, torch.Tensor)),
            tuple(recorded),
            tuple(_is_among(value, context.dirty_tensors) for value in outputs),
            saved,
        )
    for name in ("to_save", "dirty_tensors", "non_differentiable"):
        context.__dict__.pop(name, None)
    return tuple(finished)


class _TwiceError(Function):
    """Results that say that they cannot be differentiated again."""

    @staticmethod
    def forward(ctx, *gradients):
        return tuple(gradient.detach() for gradient in gradients)

    @staticmethod
    def backward(ctx, *gradients):
        raise RuntimeError(
            "trying to differentiate twice a function that was marked with @once_differentiable"
        )


def once_differentiable(fn):
    """The decorated backward is not differentiated again."""

    @functools.wraps(fn)
    def wrapped(ctx, *gradients):
        with torch.no_grad():
            outputs = fn(ctx, *gradients)
        needs_grad = torch.is_grad_enabled() and any(
            isinstance(gradient, torch.Tensor) and gradient.requires_grad for gradient in gradients
        )
        if not needs_grad:
            return outputs
        given = outputs if isinstance(outputs, tuple) else (outputs,)
        tensors = [value.detach().requires_grad_() for value in given if value is not None]
        marked = iter(_TwiceError.apply(*tensors))
        result = tuple(None if value is None else next(marked) for value in given)
        return result if isinstance(outputs, tuple) else result[0]

    return wrapped


class InplaceFunction(Function):
    """The old name of a Function that may write into its inputs."""
