# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Methods of torch.Tensor that are easier said in Python."""

import torch
from torch import _removed
from torch._C import Tensor, TensorBase, _make_subclass
from torch._signed import signed
from torch.utils import dlpack
from torch.utils.hooks import RemovableHandle

_LEGACY_NAMES = {
    torch.bool: "BoolTensor",
    torch.uint8: "ByteTensor",
    torch.int8: "CharTensor",
    torch.int16: "ShortTensor",
    torch.int32: "IntTensor",
    torch.int64: "LongTensor",
    torch.float16: "HalfTensor",
    torch.bfloat16: "BFloat16Tensor",
    torch.float32: "FloatTensor",
    torch.float64: "DoubleTensor",
    torch.complex64: "ComplexFloatTensor",
    torch.complex128: "ComplexDoubleTensor",
}

# The engine's own, called by that of the same name below.
_unflatten = TensorBase.unflatten


def _legacy_name(dtype, device):
    place = "torch.cuda." if device.type == "cuda" else "torch."
    return place + _LEGACY_NAMES[dtype]


def _hook_on(tensor, hook, is_accumulated):
    number = torch._C._add_tensor_hook(tensor, hook, is_accumulated)
    return RemovableHandle(
        lambda: torch._C._remove_tensor_hook(tensor, number, is_accumulated), number
    )


class _Methods:
    """Copied into TensorBase below."""

    @signed(
        "type(Tensor self, Object? dtype=None, bool non_blocking=False, *,"
        " MemoryFormat? memory_format=None) -> Tensor"
    )
    def type(self, dtype=None, non_blocking=False, *, memory_format=None):
        """The name of this tensor's type, or a copy of another type."""
        if dtype is None:
            return _legacy_name(self.dtype, self.device)
        if isinstance(dtype, str):
            names = {f"torch.{name}": kind for kind, name in _LEGACY_NAMES.items()}
            if dtype not in names:
                raise ValueError(f"invalid type: '{dtype}'")
            dtype = names[dtype]
        elif isinstance(dtype, type):
            kind = torch.get_default_dtype() if dtype is Tensor else getattr(dtype, "dtype", None)
            if not isinstance(kind, torch.dtype):
                raise ValueError(f"invalid type: '{dtype.__name__}'")
            dtype = kind
        elif not isinstance(dtype, torch.dtype):
            raise TypeError("dtype must be a type, str, or dtype object")
        return self.to(dtype)

    @signed("cpu(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor")
    def cpu(self, *, memory_format=None):
        """This tensor on the CPU."""
        return self.to("cpu")

    @signed(
        "cuda(Tensor self, Device? device=None, bool non_blocking=False, *,"
        " MemoryFormat? memory_format=None) -> Tensor"
    )
    def cuda(self, device=None, non_blocking=False, *, memory_format=None):
        """This tensor on a GPU."""
        device = torch.device("cuda" if device is None else device)
        if device.type != "cuda":
            raise RuntimeError("Invalid device, must be cuda device")
        return self.to(device)

    def as_subclass(self, cls):
        """This tensor as an object of a subclass of Tensor."""
        if not issubclass(cls, Tensor):
            raise TypeError(
                "Creating a Tensor subclass from a class that does not inherit from Tensor is not"
                " possible. Make sure your class inherits from Tensor."
            )
        return torch._C._as_subclass(self, cls)

    def register_hook(self, hook):
        """Calls hook with this tensor's gradient in every backward pass; its result replaces it."""
        if not self.requires_grad:
            raise RuntimeError("cannot register a hook on a tensor that doesn't require gradient")
        return _hook_on(self, hook, False)

    def register_post_accumulate_grad_hook(self, hook):
        """Calls hook with this leaf each time backward has added to its .grad."""
        if not self.requires_grad:
            raise RuntimeError("cannot register a hook on a tensor that doesn't require gradient")
        if self.grad_fn is not None:
            raise RuntimeError("post accumulate grad hooks cannot be registered on non-leaf tensors")
        return _hook_on(self, hook, True)

    def backward(self, gradient=None, retain_graph=None, create_graph=False, inputs=None):
        """Adds the gradient of this tensor to .grad of every leaf it came from."""
        torch.autograd.backward(self, gradient, retain_graph, create_graph, inputs=inputs)

    @property
    def H(self):
        """The conjugate transpose of a matrix."""
        if self.dim() not in (0, 2):
            hint = " For batches of matrices, consider using tensor.mH" if self.dim() > 2 else ""
            raise RuntimeError(
                f"tensor.H is only supported on matrices (2-D tensors). Got {self.dim()}-D tensor."
                + hint
            )
        return self if self.dim() == 0 else self.mH

    @property
    def mH(self):
        """The conjugate transpose of the last two dims."""
        if self.dim() < 2:
            raise RuntimeError(
                "tensor.mH is only supported on matrices or batches of matrices."
                f" Got {self.dim()}-D tensor."
            )
        return self.mT.conj()

    def __dlpack__(self, *, stream=-1, max_version=None, dl_device=None, copy=None):
        """A capsule with this tensor's memory, for other libraries."""
        return dlpack.export(self, stream, max_version, dl_device, copy)

    def __dlpack_device__(self):
        """Where this tensor's memory is, in DLPack's numbers."""
        return dlpack.device_of(self)

    @signed(
        "set_(Tensor self) -> Tensor",
        "set_(Tensor self, Object source) -> Tensor",
        "set_(Tensor self, Object source, int storage_offset, int[] size, int[]? stride=None)"
        " -> Tensor",
        "set_(Tensor self, Tensor source) -> Tensor",
        "set_(Tensor self, Tensor source, int storage_offset, int[] size, int[]? stride=None)"
        " -> Tensor",
    )
    def set_(self, source=None, storage_offset=0, size=None, stride=None):
        """Becomes another window: on the source's memory, or empty on memory of its own."""
        if source is None:
            return self._set_to()
        if isinstance(source, torch.Tensor) and size is None:
            return self._set_to(source)
        is_storage = isinstance(source, (torch.TypedStorage, torch.UntypedStorage))
        storage = source.untyped() if is_storage else source.untyped_storage()
        if size is None:
            size = (storage.nbytes() // self.itemsize - storage_offset,)
        return self._set_to(storage._window(self.dtype, storage_offset, size, stride))

    def resize_as_(self, the_template, *, memory_format=None):
        """Takes the template's shape; the memory grows where it must."""
        return self.resize_(the_template.size())

    def untyped_storage(self):
        """The bytes this tensor looks at."""
        return torch.UntypedStorage._of(self)

    def storage(self):
        """The elements this tensor looks at."""
        torch.storage.warn_about_typed()
        return torch.TypedStorage._of(self)

    def cholesky(self, upper=False):
        """See torch.linalg.cholesky()."""
        return _removed.cholesky(self, upper)

    def eig(self, eigenvectors=False):
        """See torch.linalg.eig()."""
        return _removed.eig(self, eigenvectors)

    def lstsq(self, other):
        """See torch.linalg.lstsq()."""
        return _removed.lstsq(self, other)

    def lu(self, pivot=True, get_infos=False):
        """See torch.lu()."""
        return tuple(torch.lu(self, pivot, get_infos))

    def qr(self, some=True):
        """See torch.linalg.qr()."""
        return _removed.qr(self, some)

    def solve(self, other):
        """See torch.linalg.solve()."""
        return _removed.solve(self, other)

    def symeig(self, eigenvectors=False):
        """See torch.linalg.eigh()."""
        return _removed.symeig(self, eigenvectors)

    def nonzero(self, *, as_tuple=False):
        """See torch.nonzero()."""
        return torch.nonzero(self, as_tuple=as_tuple)

    def histogram(self, bins=100, *, range=None, weight=None, density=False):
        """See torch.histogram()."""
        return torch.histogram(self, bins, range=range, weight=weight, density=density)

    def stft(self, *args, **named):
        """See torch.stft()."""
        return torch.stft(self, *args, **named)

    def istft(self, *args, **named):
        """See torch.istft()."""
        return torch.istft(self, *args, **named)

    def unique(self, sorted=True, return_inverse=False, return_counts=False, dim=None):
        """See torch.unique()."""
        return torch.unique(self, sorted, return_inverse, return_counts, dim)

    def unique_consecutive(self, return_inverse=False, return_counts=False, dim=None):
        """See torch.unique_consecutive()."""
        return torch.unique_consecutive(self, return_inverse, return_counts, dim)

    def is_nonzero(self):
        """Whether the only element is not 0."""
        return bool(self)

    def is_same_size(self, other):
        """Whether both have the same shape."""
        return self.size() == other.size()

    def is_distributed(self):
        """No tensor is spread over machines here."""
        return False

    def new(self, *args, **named):
        """A tensor of this one's type from sizes or data."""
        return torch._legacy.make(self.dtype, self.device.type, args, named)

    def resize_as_(self, the_template, *, memory_format=None):
        """See resize_()."""
        return self.resize_(the_template.size())

    def storage_type(self):
        """The type of this tensor's storage."""
        return torch.storage.STORAGE_TYPES[self.dtype]

    def to_dense(self, dtype=None, *, masked_grad=None):
        """Itself: every tensor is dense."""
        return self if dtype is None else self.to(dtype)

    def dim_order(self, ambiguity_check=False):
        """Dims from the one with the greatest stride to the one with the least."""
        return tuple(sorted(range(self.dim()), key=lambda dim: -self.stride(dim)))

    def fill_diagonal_(self, fill_value, wrap=False):
        """Writes fill_value where all indices are equal."""
        if self.dim() < 2:
            raise RuntimeError("dimensions must larger than 1")
        if self.dim() > 2 and len(set(self.shape)) > 1:
            raise RuntimeError("all dimensions of input must be of equal length")
        torch.as_strided(
            self, (min(self.shape),), (sum(self.stride()),), self.storage_offset()
        ).fill_(fill_value)
        rows, columns = self.shape[:2]
        if wrap and self.dim() == 2 and rows > columns + 1:
            self[columns + 1 :].fill_diagonal_(fill_value, wrap=True)
        return self

    def norm(self, p="fro", dim=None, keepdim=False, dtype=None):
        """The norm of all elements, or along dims."""
        return torch.norm(self, p, dim, keepdim, dtype=dtype)

    def unflatten(self, dim, sizes):
        """See torch.unflatten()."""
        if not sizes:
            raise RuntimeError("unflatten: sizes must be non-empty")
        return _unflatten(self, dim, sizes)

    def split(self, split_size, dim=0):
        """Views of pieces: of one size, or of the sizes in a list."""
        if isinstance(split_size, int):
            return torch._C._VariableFunctions.split(self, split_size, dim)
        return torch._C._VariableFunctions.split_with_sizes(self, split_size, dim)

    def apply_(self, callable):
        """Replaces every element by callable(element)."""
        if self.requires_grad:
            raise RuntimeError(
                "Can't call apply_() on Variable that requires grad. Use var.detach().apply_()"
                " instead."
            )
        flat = [callable(value) for value in self.reshape(-1).tolist()]
        return self.copy_(torch.tensor(flat, dtype=self.dtype).reshape(self.shape))

    def map_(self, tensor, callable):
        """Replaces every element by callable(element, element of tensor)."""
        pairs = zip(self.reshape(-1).tolist(), tensor.expand_as(self).reshape(-1).tolist())
        flat = [callable(a, b) for a, b in pairs]
        return self.copy_(torch.tensor(flat, dtype=self.dtype).reshape(self.shape))

    def __array_wrap__(self, array, context=None, return_scalar=False):
        """What NumPy's functions give when they are called on a tensor."""
        if array.dtype == bool:
            array = array.astype("uint8")
        return torch.from_numpy(array)

    def __reduce_ex__(self, protocol):
        state = (self.detach().cpu().numpy() if self.dtype != torch.bfloat16 else self.tolist())
        return _rebuild, (type(self), state, self.dtype, self.requires_grad)

    def __dir__(self):
        return sorted(set(dir(type(self))) | set(self.__dict__))


def _rebuild(kind, data, dtype, requires_grad):
    tensor = torch.tensor(data, dtype=dtype)
    if kind is not Tensor:
        return _make_subclass(kind, tensor, requires_grad)
    return tensor.requires_grad_(requires_grad)


for _name, _method in vars(_Methods).items():
    if callable(_method):
        _method.__qualname__ = f"Tensor.{_name}"
    if callable(_method) or isinstance(_method, property):
        setattr(TensorBase, _name, _method)

def _convert(value, cls):
    """A result of an op, or a tuple of them, as objects of cls."""
    if isinstance(value, Tensor) and not isinstance(value, cls):
        return value.as_subclass(cls)
    if isinstance(value, (tuple, list)) and not isinstance(value, torch.Size):
        return type(value)([_convert(item, cls) for item in value])
    return value


def _torch_function(cls, func, types, args=(), kwargs=None):
    """What a subclass does when it is an argument: the same, with results of the subclass."""
    if not all(issubclass(cls, kind) for kind in types):
        return NotImplemented
    result = torch._C._disabled_torch_function_impl(func, types, args, kwargs)
    return result if cls is Tensor else _convert(result, cls)


_torch_function.__name__ = "__torch_function__"
_torch_function.__qualname__ = "Tensor.__torch_function__"
Tensor.__torch_function__ = classmethod(_torch_function)
Tensor._make_subclass = staticmethod(_make_subclass)
