# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Functions whose arguments do not fit a schema: any number of tensors, or a form of their own."""

import functools
import math
import warnings

import torch
from torch._C import _VariableFunctions as _ops
from torch._signed import signed

__all__ = [
    "atleast_1d",
    "atleast_2d",
    "atleast_3d",
    "broadcast_shapes",
    "broadcast_tensors",
    "block_diag",
    "cartesian_prod",
    "cdist",
    "chain_matmul",
    "einsum",
    "frombuffer",
    "lu",
    "meshgrid",
    "nonzero",
    "norm",
    "split",
    "tensordot",
    "unique",
    "unique_consecutive",
    "unravel_index",
    "where",
]


def _list_of(tensors):
    """f(a, b) and f([a, b]) are the same."""
    return tensors[0] if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)) else tensors


def broadcast_tensors(*tensors):
    """Views of the tensors, all of one shape."""
    return _ops.broadcast_tensors(tensors)


def broadcast_shapes(*shapes):
    """The shape that tensors of these shapes broadcast to."""
    sizes = [(shape,) if isinstance(shape, int) else shape for shape in shapes]
    result = [1] * max((len(size) for size in sizes), default=0)
    for index, size in enumerate(sizes):
        for place in range(-1, -1 - len(size), -1):
            if size[place] < 0:
                raise RuntimeError(
                    f"Trying to create tensor with negative dimension ({size[place]}):"
                    f" ({size[place]})"
                )
            if size[place] in (1, result[place]):
                continue
            if result[place] != 1:
                raise RuntimeError(
                    f"Attempting to broadcast a dimension of length {size[place]} at {place}!"
                    f" Mismatching argument at index {index} had {size}; but expected shape should"
                    f" be broadcastable to {result}"
                )
            result[place] = size[place]
    return torch.Size(result)


def meshgrid(*tensors, indexing=None):
    """Coordinate grids of one-dimensional tensors."""
    return _ops.meshgrid(_list_of(tensors), indexing=indexing)


def einsum(equation, *operands):
    """Products and sums over named dims: einsum('ij,jk->ik', a, b)."""
    tensors = _list_of(operands)
    if not tensors:
        raise ValueError(
            "einsum(): must specify the equation string and at least one operand, or at least one"
            " operand and its subscripts list"
        )
    return _ops.einsum(equation, tensors)


@functools.cache
def _warn_of_constant_buffer():
    """Once, as PyTorch does."""
    warnings.warn(
        "The given buffer is not writable, and PyTorch does not support non-writable tensors. This"
        " means you can write to the underlying (supposedly non-writable) buffer using the tensor."
        " You may want to copy the buffer to protect its data or make it writable before converting"
        " it to a tensor. This type of warning will be suppressed for the rest of this program.",
        stacklevel=3,
    )


def _count_in_buffer(n_bytes, size, count, offset):
    """How many elements of this size a tensor takes from the buffer."""
    if n_bytes <= 0 or count == 0:
        raise ValueError(f"both buffer length ({n_bytes}) and count ({count}) must not be 0")
    if not 0 <= offset < n_bytes:
        raise ValueError(
            f"offset ({offset} bytes) must be non-negative and no greater than buffer length"
            f" ({n_bytes} bytes) minus 1"
        )
    if count > 0 and offset + count * size > n_bytes:
        raise ValueError(
            f"requested buffer length ({count} * {size} bytes) after offset ({offset} bytes) must"
            f" not be greater than actual buffer length ({n_bytes} bytes)"
        )
    if count < 0 and (n_bytes - offset) % size != 0:
        raise ValueError(
            f"buffer length ({n_bytes - offset} bytes) after offset ({offset} bytes) must be a"
            f" multiple of element size ({size})"
        )
    return count if count > 0 else (n_bytes - offset) // size


@signed(
    "frombuffer(Object buffer, *, ScalarType dtype, int count=-1, int offset=0,"
    " bool requires_grad=False) -> Tensor"
)
def frombuffer(buffer, *, dtype, count=-1, offset=0, requires_grad=False):
    """A tensor on the memory of any object with the buffer protocol."""
    import numpy

    try:
        view = memoryview(buffer)
    except TypeError:
        raise ValueError("object does not implement Python buffer protocol.") from None
    if view.readonly:
        _warn_of_constant_buffer()
    count = _count_in_buffer(view.nbytes, dtype.itemsize, count, offset)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        memory = torch.from_numpy(
            numpy.frombuffer(view, numpy.uint8, count * dtype.itemsize, offset)
        )
    # Kernels read whole numbers at addresses that suit their type: what does not lie so is copied.
    if memory.data_ptr() % (dtype.itemsize // (2 if dtype.is_complex else 1)) != 0:
        memory = memory.clone()
    return torch._C._on_storage(memory, dtype, 0, (count,), (1,)).requires_grad_(requires_grad)


def cartesian_prod(*tensors):
    """All combinations of the elements of one-dimensional tensors, one per row."""
    tensors = _list_of(tensors)
    if len(tensors) == 1:
        return tensors[0]
    grids = _ops.meshgrid(tensors, indexing="ij")
    return torch.stack([grid.flatten() for grid in grids], 1)


def block_diag(*tensors):
    """A matrix with the tensors along its diagonal."""
    return _ops.block_diag(tensors)


def chain_matmul(*matrices, out=None):
    """Product of matrices in the order that takes the fewest multiplications."""
    matrices = _list_of(matrices)
    if out is None:
        return _ops.chain_matmul(matrices)
    return _ops.chain_matmul(matrices, out=out)


_CDIST_MODES = {
    "use_mm_for_euclid_dist_if_necessary": None,
    "use_mm_for_euclid_dist": 1,
    "donot_use_mm_for_euclid_dist": 2,
}


def cdist(x1, x2, p=2.0, compute_mode="use_mm_for_euclid_dist_if_necessary"):
    """Distances of all rows of one matrix from all rows of another."""
    if compute_mode not in list(_CDIST_MODES):
        raise ValueError(f"{compute_mode} is not a valid value for compute_mode")
    return _ops.cdist(x1, x2, p, _CDIST_MODES[compute_mode])


def norm(input, p="fro", dim=None, keepdim=False, out=None, dtype=None):
    """The norm of all elements, or along dims, as linalg has it for vectors or for matrices."""
    if not hasattr(input, "layout"):
        raise AttributeError(f"'{type(input).__name__}' object has no attribute 'layout'")
    dims = [dim] if isinstance(dim, int) else dim
    if p is None or (p == "fro" and (dims is None or len(dims) <= 2)):
        p = 2.0
    if not isinstance(p, str):
        return torch.linalg.vector_norm(input, p, dims, keepdim, dtype=dtype, out=out)
    if dims is None:
        dims = list(range(input.ndim))
    return torch.linalg.matrix_norm(input, p, dims, keepdim, dtype=dtype, out=out)


def split(tensor, split_size_or_sections, dim=0):
    """Views of pieces: of one size, or of the sizes in a list."""
    return tensor.split(split_size_or_sections, dim)


def atleast_1d(*tensors):
    """Views with one dim where there were none."""
    return _ops.atleast_1d(tensors[0] if len(tensors) == 1 else tensors)


def atleast_2d(*tensors):
    """Views with two dims where there were fewer."""
    return _ops.atleast_2d(tensors[0] if len(tensors) == 1 else tensors)


def atleast_3d(*tensors):
    """Views with three dims where there were fewer."""
    return _ops.atleast_3d(tensors[0] if len(tensors) == 1 else tensors)


def tensordot(a, b, dims=2, out=None):
    """Sums over pairs of dims: the last and first so many, or lists of them."""
    if not isinstance(dims, (tuple, list, torch.Tensor, int)):
        raise RuntimeError(
            "tensordot expects dims to be int or tuple[list[int], list[int]] or list[list[int]]"
            f" containing two lists, but got dims={dims}"
        )
    if isinstance(dims, torch.Tensor):
        if dims.numel() > 1 and dims.size()[0] != 2:
            raise AssertionError(
                f"dims tensor must have size 2 in first dimension, got {dims.size()[0]}"
            )
        dims = dims.tolist() if dims.numel() > 1 else int(dims.item())
    if isinstance(dims, int):
        if dims < 0:
            raise RuntimeError(f"tensordot expects dims >= 0, but got dims={dims}")
        if dims > min(a.dim(), b.dim()):
            raise RuntimeError(
                f"tensordot expects dims < ndim_a or ndim_b, but got dims={dims}"
            )
        dims = range(-dims, 0), range(dims)
    dims_a, dims_b = (each if isinstance(each, int) else list(each) for each in dims)
    if out is None:
        return _ops.tensordot(a, b, dims_a, dims_b)
    return _ops.tensordot(a, b, dims_a, dims_b, out=out)


@functools.cache
def _warn_of_lu():
    """Once, as PyTorch does."""
    warnings.warn(
        "torch.lu is deprecated in favor of torch.linalg.lu_factor / torch.linalg.lu_factor_ex "
        "and will be removed in a future PyTorch release.\n"
        "LU, pivots = torch.lu(A, compute_pivots)\n"
        "should be replaced with\n"
        "LU, pivots = torch.linalg.lu_factor(A, compute_pivots)\n"
        "and\n"
        "LU, pivots, info = torch.lu(A, compute_pivots, get_infos=True)\n"
        "should be replaced with\n"
        "LU, pivots, info = torch.linalg.lu_factor_ex(A, compute_pivots)",
        stacklevel=3,
    )


def lu(A, pivot=True, get_infos=False, out=None):
    """LU factors of A in one matrix, the pivots and, if asked for, whether each one succeeded."""
    _warn_of_lu()
    results = _ops._lu_with_info(A, pivot, not get_infos)
    if not get_infos:
        results = tuple(results[:2])
    if out is None:
        return results
    if len(out) != len(results):
        raise TypeError(f"expected tuple of {len(results)} elements but got {len(out)}")
    for target, result in zip(out, results):
        target.resize_(result.shape).copy_(result)
    return out


def nonzero(input, *, out=None, as_tuple=False):
    """Where elements are not 0: a row of coordinates each, or one tensor per dim."""
    if not as_tuple:
        return _ops.nonzero(input) if out is None else _ops.nonzero(input, out=out)
    if out is not None:
        raise RuntimeError("nonzero does not support the out kwarg when as_tuple is True")
    return _ops.nonzero(torch.atleast_1d(input)).unbind(1)


@signed(
    "where(Tensor condition) -> Tensor[]",
    "where(Tensor condition, Tensor input, Tensor other, *, Tensor? out=None) -> Tensor",
    "where(Tensor condition, Scalar self, Tensor other) -> Tensor",
    "where(Tensor condition, Tensor input, Scalar other) -> Tensor",
    "where(Tensor condition, Scalar self, Scalar other) -> Tensor",
)
def where(condition, *values, **named):
    """Elements of one tensor where condition holds, else of the other; alone: the coordinates."""
    if not values and not named:
        return nonzero(condition, as_tuple=True)
    return _ops.where(condition, *values, **named)


def _asked(values, inverse, counts, return_inverse, return_counts):
    if not return_inverse and not return_counts:
        return values
    return (values,) + (inverse,) * return_inverse + (counts,) * return_counts


def unique(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    """The different values; on request which one each element is, and how often each occurs."""
    if dim is None:
        found = _ops._unique2(input, sorted, return_inverse, return_counts)
    else:
        found = _ops.unique_dim(input, dim, sorted, return_inverse, return_counts)
    return _asked(*found, return_inverse, return_counts)


def unique_consecutive(input, return_inverse=False, return_counts=False, dim=None):
    """The values without repetitions of the one before."""
    found = _ops._unique_consecutive(input, return_inverse, return_counts, dim)
    return _asked(*found, return_inverse, return_counts)


def _checked_shape(shape):
    """The shape for unravel_index as a tuple."""
    if isinstance(shape, int):
        shape = (shape,)
    if not isinstance(shape, (list, tuple)):
        raise TypeError(f"expected 'shape' to be int or sequence of ints, but got {type(shape)}")
    for size in shape:
        if not isinstance(size, int):
            raise TypeError(
                f"expected 'shape' sequence to only contain ints, but got {type(size)}"
            )
    if any(size < 0 for size in shape):
        raise ValueError(f"'shape' cannot have negative values, but got {tuple(shape)}")
    return tuple(shape)


def unravel_index(indices, shape):
    """Coordinates, one tensor per dim, of flat row-major positions in a tensor of this shape."""
    if indices.is_complex() or indices.is_floating_point() or indices.dtype == torch.bool:
        raise TypeError(f"expected 'indices' to be integer dtype, but got {indices.dtype}")
    shape = _checked_shape(shape)
    strides = [math.prod(shape[dim + 1 :]) for dim in range(len(shape))]
    coordinates = indices.unsqueeze(-1).floor_divide(
        indices.new_tensor(strides, dtype=torch.int64)
    ) % indices.new_tensor(shape, dtype=torch.int64)
    return coordinates.unbind(-1)
