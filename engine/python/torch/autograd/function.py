# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""torch.autograd.Function: an op with a backward pass of one's own."""

import torch
from torch._C import _new_custom_node


class FunctionCtx:
    """What forward leaves for backward."""

    def __init__(self):
        self._saved = ()
        self._not_differentiable = ()
        self._dirty = ()
        self._materializes = True
        self.needs_input_grad = ()

    def save_for_backward(self, *tensors):
        """Keeps tensors; their versions are checked when they are asked for again."""
        self._saved = tuple(
            (tensor, None if tensor is None else tensor._version) for tensor in tensors
        )

    @property
    def saved_tensors(self):
        for tensor, version in self._saved:
            if tensor is not None and tensor._version != version:
                raise RuntimeError(
                    "one of the variables needed for gradient computation has been modified by an"
                    f" inplace operation: [{tensor.type()} {list(tensor.shape)}] is at version"
                    f" {tensor._version}; expected version {version} instead. Hint: enable anomaly"
                    " detection to find the operation that failed to compute its gradient, with"
                    " torch.autograd.set_detect_anomaly(True)."
                )
        return tuple(tensor for tensor, _ in self._saved)

    saved_variables = saved_tensors

    def mark_non_differentiable(self, *tensors):
        """These results do not require grad."""
        self._not_differentiable = tensors

    def mark_dirty(self, *tensors):
        """These inputs were changed in place."""
        self._dirty = tensors

    def set_materialize_grads(self, value):
        """False: missing gradients arrive as None instead of zeros."""
        self._materializes = bool(value)


class Function:
    """Base of user-defined ops: write forward(ctx, …) and backward(ctx, …) as static methods."""

    @staticmethod
    def forward(*args, **kwargs):
        raise NotImplementedError(
            "You must implement the forward function for custom autograd.Function."
        )

    @staticmethod
    def backward(ctx, *grad_outputs):
        raise NotImplementedError(
            "You must implement either the backward or vjp method for your custom autograd.Function"
            " to use it with backward mode AD."
        )

    def __call__(self, *args, **kwargs):
        raise RuntimeError(
            "Legacy autograd function with non-static forward method is deprecated. Please use"
            " new-style autograd function with static forward method. (Example:"
            " https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function)"
        )

    @classmethod
    def apply(cls, *args, **kwargs):
        """Runs forward and records the node."""
        context = FunctionCtx()
        tensors = [value for value in args if isinstance(value, torch.Tensor)]
        context.needs_input_grad = tuple(
            isinstance(value, torch.Tensor) and value.requires_grad for value in args
        )
        is_recorded = torch.is_grad_enabled() and any(context.needs_input_grad)
        with torch.no_grad():
            if hasattr(cls, "setup_context"):
                output = cls.forward(*args, **kwargs)
                cls.setup_context(context, args, output)
            else:
                output = cls.forward(context, *args, **kwargs)
        if is_recorded:
            output = cls._record(context, args, tensors, output)
        return output

    @classmethod
    def _record(cls, context, args, tensors, output):
        is_single = not isinstance(output, tuple)
        outputs = (output,) if is_single else output
        skipped = {id(tensor) for tensor in context._not_differentiable}
        # A result that is one of the inputs needs an object of its own to carry the node.
        fresh = tuple(
            value.view_as(value)
            if isinstance(value, torch.Tensor) and any(value is tensor for tensor in tensors)
            else value
            for value in outputs
        )
        results = tuple(
            value for value in fresh if isinstance(value, torch.Tensor) and id(value) not in skipped
        )
        shapes = [(value.shape, value.dtype, value.device) for value in results]

        def run(*upstream):
            if context._materializes:
                upstream = tuple(
                    torch.zeros(shape, dtype=dtype, device=device) if gradient is None else gradient
                    for gradient, (shape, dtype, device) in zip(upstream, shapes)
                )
            gradients = cls.backward(context, *upstream)
            if not isinstance(gradients, tuple):
                gradients = (gradients,)
            if len(gradients) < len(args) or any(
                gradient is not None for gradient in gradients[len(args) :]
            ):
                raise RuntimeError(
                    f"function {cls.__name__}Backward returned an incorrect number of gradients"
                    f" (expected {len(args)}, got {len(gradients)})"
                )
            return tuple(
                gradient
                for gradient, value in zip(gradients, args)
                if isinstance(value, torch.Tensor)
            )

        _new_custom_node(f"{cls.__name__}Backward", tuple(tensors), results, run)
        return fresh[0] if is_single else fresh


def once_differentiable(function):
    """The decorated backward is not differentiated again."""

    def wrapped(context, *gradients):
        with torch.no_grad():
            return function(context, *gradients)

    return wrapped
