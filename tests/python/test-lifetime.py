# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Who owns what: identity of tensor objects, memory shared with NumPy, references given back."""

import copy
import ctypes
import gc
import pickle
import sys
import weakref

import numpy as np
import tap
import torch
from torch import _C


def test_the_same_tensor_is_the_same_object():
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    y = (x * 2).sum()
    y.backward()
    grad = x.grad
    assert x.grad is grad
    assert y.grad_fn.next_functions[0][0] is y.grad_fn.next_functions[0][0]
    z = torch.tensor([1.0])
    assert z.add_(1) is z


def test_a_view_keeps_its_base_alive():
    x = torch.tensor([[1, 2], [3, 4]])
    row = x[1]
    assert row._base is x
    assert row.data_ptr() == x.data_ptr() + 16
    del x
    gc.collect()
    assert row.tolist() == [3, 4]


def test_from_numpy_shares_memory_both_ways():
    a = np.arange(6, dtype=np.float32).reshape(2, 3)
    t = torch.from_numpy(a)
    t[0, 0] = 7
    a[1, 2] = 9
    assert a[0, 0] == 7 and t[1, 2].item() == 9
    assert t.data_ptr() == a.ctypes.data


def test_from_numpy_follows_strides():
    a = np.arange(12, dtype=np.int64).reshape(3, 4).T[1:, ::2]
    t = torch.from_numpy(a)
    assert t.stride() == (1, 8)
    assert t.tolist() == a.tolist()


def test_an_array_outlives_its_tensor():
    t = torch.tensor([1.0, 2.0, 3.0])
    a = t.numpy()
    t.mul_(2)
    assert a.tolist() == [2, 4, 6]
    del t
    gc.collect()
    a += 1
    assert a.tolist() == [3, 5, 7]


def test_a_tensor_outlives_its_array():
    a = np.ones(1000)
    alive = weakref.ref(a)
    t = torch.from_numpy(a)
    del a
    gc.collect()
    assert alive() is not None and t.sum().item() == 1000
    del t
    gc.collect()
    assert alive() is None


def test_tensor_copies_and_as_tensor_shares():
    a = np.zeros(3)
    copied, shared = torch.tensor(a), torch.as_tensor(a)
    a[0] = 1
    assert copied[0].item() == 0 and shared[0].item() == 1


def test_a_list_of_everything_becomes_a_tensor():
    t = torch.tensor([torch.tensor(1), np.float32(2.5), 3, True])
    assert t.dtype == torch.float32 and t.tolist() == [1, 2.5, 3, 1]
    assert torch.tensor([[], []]).shape == (2, 0)
    assert torch.tensor([np.array([1, 2]), np.array([3, 4])]).dtype == torch.int64


def test_attributes_and_weak_references_work():
    t = torch.tensor([1.0])
    t.note = "kept"
    alive = weakref.ref(t)
    assert t.note == "kept" and alive() is t
    del t
    gc.collect()
    assert alive() is None


def test_a_cycle_through_an_attribute_is_collected():
    t = torch.tensor([1.0])
    t.itself = t
    alive = weakref.ref(t)
    del t
    gc.collect()
    assert alive() is None


def test_memory_is_given_back():
    def work():
        x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
        y = ((x * x + x)[0] ** 2).sum()
        y.backward()
        torch.from_numpy(np.ones(100)).clone().numpy()
        try:
            x + torch.tensor([1.0, 2.0, 3.0])
        except RuntimeError:
            pass

    work()
    gc.collect()
    before = _C._memory_used()
    for _ in range(50):
        work()
    gc.collect()
    assert _C._memory_used() == before


def test_arguments_keep_their_reference_counts():
    a, b, out = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0]), torch.tensor([0.0, 0.0])
    number, sizes, index = 12345678901, [2, 1], [0, 1]
    watched = (a, b, out, number, sizes, index, None, True)

    def work():
        torch.add(a, b, alpha=2)
        torch.add(a, b, out=out)
        a.mul(number)
        a.reshape(sizes)
        a.sum(dim=0, keepdim=True)
        a[None, 0:1]
        for wrong in ("x", None, [1]):
            try:
                torch.mul(a, wrong)
            except TypeError:
                pass
        str(a)
        a.tolist()
        float(a[0])

    work()
    before = [sys.getrefcount(value) for value in watched]
    for _ in range(100):
        work()
    after = [sys.getrefcount(value) for value in watched]
    assert all(abs(x - y) <= 10 for x, y in zip(before, after)), (before, after)


def test_out_is_written_and_resized():
    out = torch.tensor([0.0])
    result = torch.add(torch.tensor([1.0, 2.0]), 1, out=out)
    assert result is out and out.tolist() == [2, 3]


def test_deepcopy_and_pickle_make_equal_tensors():
    x = torch.tensor([[1.0, 2.0]], requires_grad=True)
    for y in (copy.deepcopy(x), pickle.loads(pickle.dumps(x))):
        assert y is not x and y.tolist() == x.tolist() and y.requires_grad
        assert y.data_ptr() != x.data_ptr()
    shared = copy.deepcopy([x, x])
    assert shared[0] is shared[1]


def test_a_parameter_stays_one():
    p = torch.nn.Parameter(torch.tensor([1.0, 2.0]))
    assert isinstance(p, torch.Tensor) and p.requires_grad and p.is_leaf
    assert repr(p) == "Parameter containing:\ntensor([1., 2.], requires_grad=True)"
    assert type(copy.deepcopy(p)) is torch.nn.Parameter
    assert type(p * 2) is torch.Tensor


def test_hooks_see_and_replace_gradients():
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    seen = []
    first = x.register_hook(lambda grad: seen.append(grad.tolist()))
    second = x.register_hook(lambda grad: grad * 10)
    (x * 3).sum().backward()
    assert seen == [[3, 3]] and x.grad.tolist() == [30, 30]
    first.remove()
    second.remove()
    x.grad = None
    (x * 3).sum().backward()
    assert len(seen) == 1 and x.grad.tolist() == [3, 3]


def test_an_exception_in_a_hook_comes_out_of_backward():
    def refuse(grad):
        raise KeyError("mine")

    x = torch.tensor([1.0], requires_grad=True)
    x.register_hook(refuse)
    try:
        (x * 2).backward()
    except KeyError as error:
        assert error.args == ("mine",)
    else:
        raise AssertionError("nothing was raised")


def test_a_function_has_a_backward_of_its_own():
    class Cube(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x, factor):
            ctx.save_for_backward(x)
            ctx.factor = factor
            return factor * x**3

        @staticmethod
        def backward(ctx, grad):
            (x,) = ctx.saved_tensors
            return ctx.factor * 3 * x**2 * grad, None

    x = torch.tensor([2.0, 3.0], requires_grad=True)
    y = Cube.apply(x, 2.0)
    assert type(y.grad_fn).__name__ == "CubeBackward"
    y.sum().backward()
    assert y.tolist() == [16, 54] and x.grad.tolist() == [24, 54]


def test_a_raised_flag_stops_long_kernels():
    flag = ctypes.c_int(0)
    x = torch.ones(1_000_000)
    _C._set_cancel_flag(ctypes.addressof(flag))
    try:
        x.exp()
        flag.value = 1
        try:
            x.exp()
        except KeyboardInterrupt:
            pass
        else:
            raise AssertionError("the kernel went on")
    finally:
        _C._set_cancel_flag(0)
    assert x.exp().shape == x.shape


def test_modes_are_contexts_and_decorators():
    x = torch.tensor([1.0], requires_grad=True)
    with torch.no_grad():
        assert not (x * 2).requires_grad
        with torch.enable_grad():
            assert (x * 2).requires_grad
    with torch.inference_mode():
        assert not (x * 2).requires_grad
    with torch.set_grad_enabled(False):
        assert not torch.is_grad_enabled()

    @torch.no_grad()
    def double(value):
        """Twice."""
        return value * 2

    assert not double(x).requires_grad and double.__doc__ == "Twice."
    assert torch.is_grad_enabled()


if __name__ == "__main__":
    tap.run_module("lifetime", globals())
