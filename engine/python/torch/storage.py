# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""The bytes behind tensors, as a flat sequence: x.untyped_storage(), x.storage()."""

import warnings

import torch
from torch._C import _on_storage


_has_warned = False


def warn_about_typed():
    """Said once in a program, of Tensor.storage()."""
    global _has_warned
    if _has_warned:
        return
    _has_warned = True
    warnings.warn(
        "TypedStorage is deprecated. It will be removed in the future and UntypedStorage will be the"
        " only storage class. This should only matter to you if you are using storages directly.  To"
        " access UntypedStorage directly, use tensor.untyped_storage() instead of tensor.storage()",
        stacklevel=3,
    )


class _Storage:
    """A storage is held by a tensor that looks at it, and read through one over all of it."""

    _dtype = torch.uint8

    @classmethod
    def _of(cls, tensor):
        self = object.__new__(cls)
        self._owner = tensor.detach()
        return self

    @property
    def _flat(self):
        return self._window(self._dtype, 0, (len(self),), (1,))

    def _window(self, dtype, offset, size, stride):
        """A tensor on these bytes, which grow where they do not suffice."""
        size = tuple(size)
        if stride is None:
            stride = torch.empty(size, device="meta").stride()
        if 0 not in size:
            last = offset + sum((n - 1) * step for n, step in zip(size, stride))
            if (last + 1) * dtype.itemsize > self.nbytes():
                self._owner._resize_storage((last + 1) * dtype.itemsize)
        return _on_storage(self._owner, dtype, offset, size, tuple(stride))

    def __len__(self):
        return self.nbytes() // self._dtype.itemsize

    def size(self):
        """Number of elements."""
        return len(self)

    def nbytes(self):
        """Number of bytes."""
        return self._owner._storage_bytes()

    def element_size(self):
        """Bytes of one element."""
        return self._dtype.itemsize

    def data_ptr(self):
        """Address of the first byte."""
        return self._owner._storage_ptr()

    def tolist(self):
        """The elements as Python numbers."""
        return self._flat.tolist()

    def fill_(self, value):
        """Writes value into every element."""
        self._flat.fill_(value)
        return self

    def copy_(self, source, non_blocking=None):
        """Writes another storage's elements."""
        self._flat.copy_(source._flat)
        return self

    def resize_(self, size):
        """Takes another number of elements; those that fit are kept."""
        if not isinstance(size, int):
            raise RuntimeError(f"resize_ expects an int, but got {type(size).__name__}")
        self._owner._resize_storage(size * self.element_size())
        return self

    def resizable(self):
        """Whether the memory is our own."""
        return self._owner._is_resizable()

    def clone(self):
        """A copy of the bytes."""
        return type(self)._of(self._flat.clone())

    def cpu(self):
        """This storage on the CPU."""
        return self if self.device.type == "cpu" else type(self)._of(self._flat.cpu())

    def is_shared(self):
        """Whether other processes may look at it."""
        return self._owner.is_shared()

    def is_pinned(self, device="cuda"):
        """Whether the memory is page-locked."""
        return False

    def _place_of(self, index):
        """The index from the front; None when it is beyond the end."""
        place = index + len(self) if index < 0 else index
        return place if 0 <= place < len(self) else None

    def __getitem__(self, index):
        place = self._place_of(index)
        if place is None:
            raise IndexError(f"index {index} out of range for storage of size {len(self)}")
        return self._flat[place].item()

    def __setitem__(self, index, value):
        self._flat[index] = value

    def __iter__(self):
        return iter(self.tolist())

    def __eq__(self, other):
        return isinstance(other, _Storage) and (self.data_ptr(), self.nbytes()) == (
            other.data_ptr(),
            other.nbytes(),
        )

    def __hash__(self):
        return hash(self.data_ptr())

    @property
    def device(self):
        return self._owner.device

    @property
    def is_cuda(self):
        return self.device.type == "cuda"

    def _lines(self):
        return "".join(f" {value}\n" for value in self.tolist())


class UntypedStorage(_Storage):
    """Bytes."""

    def __new__(cls, data=0, *, device=None):
        kind = {"dtype": torch.uint8, "device": device}
        return cls._of(torch.empty(data, **kind) if isinstance(data, int) else torch.tensor(data, **kind))

    def untyped(self):
        """Itself."""
        return self

    def type(self, dtype=None):
        """The name of the type."""
        return "torch.UntypedStorage"

    def __getitem__(self, index):
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            if step != 1:
                raise RuntimeError(f"Trying to slice with a step of {step}, but only a step of 1 is"
                                   " supported")
            return UntypedStorage._of(self._flat[start:stop].clone())
        if not isinstance(index, int):
            raise TypeError(f"can't index a torch.UntypedStorage with {type(index).__name__}")
        return super().__getitem__(index)

    def __setitem__(self, index, value):
        if not isinstance(index, (int, slice)):
            raise RuntimeError(f"can't index a torch.UntypedStorage with {type(index).__name__}")
        if isinstance(index, int) and self._place_of(index) is None:
            raise RuntimeError("out of bounds")
        super().__setitem__(index, value)

    def __repr__(self):
        return (
            f"{self._lines()}[torch.storage.UntypedStorage(device={self.device})"
            f" of size {len(self)}]"
        )


class TypedStorage(_Storage):
    """Elements of one dtype."""

    @property
    def _dtype(self):
        return self._owner.dtype

    @property
    def dtype(self):
        return self._owner.dtype

    def untyped(self):
        """The same bytes without a dtype."""
        return UntypedStorage._of(self._owner)

    def type(self, dtype=None):
        """The name of the type."""
        return self._owner.type().replace("Tensor", "Storage")

    def __getitem__(self, index):
        if isinstance(index, slice):
            raise RuntimeError("slices are only supported in UntypedStorage.__getitem__")
        if not isinstance(index, int):
            raise RuntimeError(f"can't index a {type(self)} with {type(index)}")
        return super().__getitem__(index)

    def __repr__(self):
        return (
            f"{self._lines()}[torch.storage.TypedStorage(dtype={self.dtype}, device={self.device})"
            f" of size {len(self)}]"
        )


UntypedStorage.__module__ = TypedStorage.__module__ = "torch.storage"

# Names under which files speak of storages.
STORAGE_TYPES = {
    dtype: type(name, (TypedStorage,), {"dtype": dtype, "__module__": "torch"})
    for dtype, name in {
        torch.bool: "BoolStorage",
        torch.uint8: "ByteStorage",
        torch.int8: "CharStorage",
        torch.int16: "ShortStorage",
        torch.int32: "IntStorage",
        torch.int64: "LongStorage",
        torch.float16: "HalfStorage",
        torch.bfloat16: "BFloat16Storage",
        torch.float32: "FloatStorage",
        torch.float64: "DoubleStorage",
        torch.complex64: "ComplexFloatStorage",
        torch.complex128: "ComplexDoubleStorage",
    }.items()
}
