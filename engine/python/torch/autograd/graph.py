# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""The graph of backward nodes: their hooks, and hooks around what they save."""

import abc
import collections
import contextlib

import torch
from torch._C import (
    _add_node_hook,
    _Node,
    _pop_saved_hooks,
    _push_saved_hooks,
    _remove_node_hook,
)
from torch.utils.hooks import RemovableHandle


class Node(abc.ABC):
    """What every grad_fn is an instance of."""

    @classmethod
    def __subclasshook__(cls, subclass):
        return issubclass(subclass, _Node) if cls is Node else NotImplemented


def _hook_on(node, hook, runs_before):
    number = _add_node_hook(node, hook, runs_before)
    return RemovableHandle(lambda: _remove_node_hook(node, number, runs_before), number)


def _register_hook(self, fn):
    """Calls fn(grad_inputs, grad_outputs) after each run; its result replaces grad_inputs."""
    return _hook_on(self, fn, False)


def _register_prehook(self, fn):
    """Calls fn(grad_outputs) before each run; its result replaces grad_outputs."""
    return _hook_on(self, fn, True)


_Node.register_hook = _register_hook
_Node.register_prehook = _register_prehook


class GradientEdge(collections.namedtuple("GradientEdge", ["node", "output_nr", "ownership_token"])):
    """A place in the graph that gradients can be asked for: result output_nr of node's forward."""

    def __new__(cls, node, output_nr, ownership_token=None):
        return super().__new__(cls, node, output_nr, ownership_token)


def get_gradient_edge(tensor):
    """Where tensor stands in the graph."""
    if not tensor.requires_grad:
        raise RuntimeError(
            "It is not possible to get the gradient edge for a Tensor that does not require gradients"
        )
    node = tensor.grad_fn
    if node is None:
        with torch.enable_grad():
            node = tensor.view_as(tensor).grad_fn.next_functions[0][0]
    return GradientEdge(node, tensor.output_nr)


def increment_version(tensor):
    """Counts a write that autograd did not see."""
    for item in (tensor,) if isinstance(tensor, torch.Tensor) else tensor:
        torch._C._increment_version(item)


_disabled_message = None


class saved_tensors_hooks:
    """Inside, nodes keep pack_hook(tensor) and get unpack_hook of it back for their backward."""

    def __init__(self, pack_hook, unpack_hook):
        self.pack_hook = pack_hook
        self.unpack_hook = unpack_hook

    def __enter__(self):
        if _disabled_message is not None:
            raise RuntimeError(_disabled_message)
        _push_saved_hooks((self.pack_hook, self.unpack_hook))

    def __exit__(self, *exception):
        _pop_saved_hooks()


class save_on_cpu(saved_tensors_hooks):
    """Saved tensors wait on the CPU for backward."""

    def __init__(self, pin_memory=False, device_type="cuda"):
        super().__init__(
            lambda tensor: (tensor.device, tensor.cpu()),
            lambda packed: packed[1].to(packed[0]),
        )


@contextlib.contextmanager
def disable_saved_tensors_hooks(error_message):
    """Inside, entering saved_tensors_hooks fails with error_message."""
    global _disabled_message
    before, _disabled_message = _disabled_message, error_message
    try:
        yield
    finally:
        _disabled_message = before


def register_multi_grad_hook(tensors, fn, *, mode="all"):
    """Calls fn with the gradients of all tensors ("all"), or with the first one ("any")."""
    if mode not in ("all", "any"):
        raise ValueError(f"Expects mode to be one of ('all', 'any') but got {mode}")
    gradients, waiting = [None] * len(tensors), [0]
    nodes = [get_gradient_edge(tensor).node for tensor in tensors]

    def hook_for(index):
        def hook(gradient):
            if waiting[0] == 0:
                waiting[0] = sum(map(torch._C._will_engine_execute_node, nodes))
                if mode == "any":
                    fn(gradient)
            waiting[0] -= 1
            gradients[index] = gradient
            if waiting[0] == 0:
                given, gradients[:] = list(gradients), [None] * len(tensors)
                if mode == "all":
                    fn(given)

        return hook

    handles = [tensor.register_hook(hook_for(index)) for index, tensor in enumerate(tensors)]

    def remove_all():
        for handle in handles:
            handle.remove()

    return RemovableHandle(remove_all, handles[0].id if handles else 0)
