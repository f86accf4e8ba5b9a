# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""The bytes behind tensors, as a flat sequence: x.untyped_storage(), x.storage()."""

import torch
from torch._C import _on_storage


class _Storage:
    """A storage is seen through a one-dimensional tensor over all of it."""

    @classmethod
    def _over(cls, tensor, dtype):
        self = object.__new__(cls)
        n = tensor._storage_bytes() // dtype.itemsize
        self._flat = _on_storage(tensor.detach(), dtype, 0, (n,), (1,))
        return self

    def __len__(self):
        return self._flat.numel()

    def size(self):
        """Number of elements."""
        return self._flat.numel()

    def nbytes(self):
        """Number of bytes."""
        return self._flat.nbytes

    def element_size(self):
        """Bytes of one element."""
        return self._flat.element_size()

    def data_ptr(self):
        """Address of the first byte."""
        return self._flat._storage_ptr()

    def tolist(self):
        """The elements as Python numbers."""
        return self._flat.tolist()

    def fill_(self, value):
        """Writes value into every element."""
        self._flat.fill_(value)
        return self

    def __getitem__(self, index):
        if isinstance(index, slice):
            return self._flat[index].tolist()
        return self._flat[index].item()

    def __setitem__(self, index, value):
        self._flat[index] = value

    def __iter__(self):
        return iter(self._flat.tolist())

    @property
    def device(self):
        return self._flat.device

    def _lines(self):
        values = self._flat.tolist()
        shown = [f" {value}" for value in values]
        return "\n".join(shown) + "\n"


class UntypedStorage(_Storage):
    """Bytes."""

    @classmethod
    def _of(cls, tensor):
        return cls._over(tensor, torch.uint8)

    def untyped(self):
        """Itself."""
        return self

    def __repr__(self):
        return (
            f"{self._lines()}[torch.storage.UntypedStorage(device={self.device})"
            f" of size {len(self)}]"
        )


class TypedStorage(_Storage):
    """Elements of one dtype."""

    @classmethod
    def _of(cls, tensor):
        return cls._over(tensor, tensor.dtype)

    @property
    def dtype(self):
        return self._flat.dtype

    def untyped(self):
        """The same bytes without a dtype."""
        return UntypedStorage._of(self._flat)

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
