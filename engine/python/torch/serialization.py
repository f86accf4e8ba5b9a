# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""torch.save and torch.load in PyTorch's zip format.

A file is a zip archive without compression. data.pkl holds the object, pickled; in place of each
storage it names a record data/0, data/1 …, whose bytes begin at a multiple of 64. Loading never
runs what a file says: only classes and functions of a list are found, whatever weights_only is.
"""

import _compat_pickle
import collections
import contextlib
import io
import os
import pickle
import sys
import zipfile
import zlib

import numpy
import torch
from torch._utils import _rebuild_parameter, _rebuild_tensor_v2
from torch.storage import STORAGE_TYPES, TypedStorage, UntypedStorage

__all__ = ["save", "load", "add_safe_globals", "clear_safe_globals", "get_safe_globals",
           "safe_globals"]

_ALIGNMENT = 64
_LOCAL_HEADER_BYTES = 30


# ---- writing ----


class _Pickler(pickle.Pickler):
    """Puts names of records in the place of storages."""

    def __init__(self, file, protocol):
        super().__init__(file, protocol)
        self.records = {}  # address of a storage: (number, dtype, tensor over it)

    def reducer_override(self, value):
        if not isinstance(value, torch.Tensor):
            return NotImplemented
        if isinstance(value, torch.nn.Parameter):
            hooks = collections.OrderedDict()
            return _rebuild_parameter, (value.data, value.requires_grad, hooks)
        return _rebuild_tensor_v2, (
            value.storage(),
            value.storage_offset(),
            tuple(value.size()),
            value.stride(),
            value.requires_grad,
            collections.OrderedDict(),
        )

    def persistent_id(self, value):
        if not isinstance(value, (TypedStorage, UntypedStorage)):
            return None
        dtype = value.dtype if isinstance(value, TypedStorage) else torch.uint8
        # Empty storages have no address of their own.
        address = value.data_ptr() or -len(self.records) - 1
        number, known, _ = self.records.setdefault(
            address, (len(self.records), dtype, value.untyped()._flat)
        )
        if known != dtype:
            raise RuntimeError(
                "Cannot save multiple tensors or storages that view the same data as different"
                " types"
            )
        # Equal strings that are one object are written once.
        location = sys.intern(str(value.device))
        return "storage", STORAGE_TYPES[dtype], str(number), location, len(value)


class _Writer:
    """An archive whose records are aligned."""

    def __init__(self, file, folder):
        self._file = file
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        self._folder = folder
        self._checksum = 0

    def write(self, name, data):
        info = zipfile.ZipInfo(f"{self._folder}/{name}", (1980, 1, 1, 0, 0, 0))
        start = self._file.tell() + _LOCAL_HEADER_BYTES + len(info.filename.encode()) + 4
        padding = -start % _ALIGNMENT
        info.extra = b"FB" + padding.to_bytes(2, "little") + b"Z" * padding
        self._archive.writestr(info, data)
        self._checksum = zlib.crc32(data, zlib.crc32(name.encode(), self._checksum))

    def close(self):
        self.write(".data/serialization_id", f"{self._checksum:040d}".encode())
        self._archive.close()


def _bytes_of(flat):
    return flat.cpu().numpy().data


def _pickle(value, protocol):
    """The object without its numbers, and the storages to write beside it."""
    content = io.BytesIO()
    pickler = _Pickler(content, protocol)
    pickler.dump(value)
    return content.getvalue(), pickler.records.values()


def _write(file, folder, pickled, storages):
    writer = _Writer(file, folder)
    writer.write("data.pkl", pickled)
    writer.write(".format_version", b"1")
    writer.write(".storage_alignment", str(_ALIGNMENT).encode())
    writer.write("byteorder", sys.byteorder.encode())
    for number, _, flat in storages:
        writer.write(f"data/{number}", _bytes_of(flat))
    writer.write("version", b"3\n")
    writer.close()


def _is_path(file):
    return isinstance(file, (str, os.PathLike))


def save(obj, f, pickle_module=pickle, pickle_protocol=2):
    """Writes an object with its tensors into a file."""
    if not _is_path(f) and not hasattr(f, "write"):
        raise AttributeError(
            "expected 'f' to be string, path, or a file-like object with a 'write' attribute"
        )
    pickled, storages = _pickle(obj, pickle_protocol)
    if not _is_path(f):
        content = io.BytesIO()
        _write(content, "archive", pickled, storages)
        f.write(content.getbuffer())
        return
    parent, name = os.path.split(os.fspath(f))
    if parent and not os.path.isdir(parent):
        raise RuntimeError(f"Parent directory {parent} does not exist.")
    with open(f, "wb") as file:
        _write(file, os.path.splitext(name)[0], pickled, storages)


# ---- what may be loaded ----


def _encode(text, encoding):
    """Bytes as protocol 2 writes them."""
    if encoding != "latin1":
        raise pickle.UnpicklingError(f"bytes in {encoding}")
    return text.encode("latin1")


def _default_globals():
    found = {
        "collections.OrderedDict": collections.OrderedDict,
        "collections.Counter": collections.Counter,
        "torch.nn.parameter.Parameter": torch.nn.Parameter,
        "torch.Size": torch.Size,
        "torch.device": torch.device,
        "torch._utils._rebuild_tensor_v2": _rebuild_tensor_v2,
        "torch._utils._rebuild_parameter": _rebuild_parameter,
        "torch.storage.UntypedStorage": UntypedStorage,
        "_codecs.encode": _encode,
        "builtins.bytearray": bytearray,
        "builtins.set": set,
        "builtins.complex": complex,
    }
    for dtype, storage_type in STORAGE_TYPES.items():
        found[str(dtype)] = dtype
        found[f"torch.{storage_type.__name__}"] = storage_type
    return found


# What weights_only=False adds: NumPy's numbers and arrays.
def _numpy_globals():
    core = getattr(numpy, "_core", None) or numpy.core
    found = {"numpy.ndarray": numpy.ndarray, "numpy.dtype": numpy.dtype}
    for name in ("_reconstruct", "scalar"):
        for place in ("numpy.core.multiarray", "numpy._core.multiarray"):
            found[f"{place}.{name}"] = getattr(core.multiarray, name)
    return found


_BLOCKED_MODULES = {"sys", "os", "posix", "nt"}
_safe = []


def add_safe_globals(safe_globals):
    """Lets torch.load find these classes and functions."""
    _safe.extend(each for each in safe_globals if each not in _safe)


def get_safe_globals():
    """What add_safe_globals was told."""
    return list(_safe)


def clear_safe_globals():
    """Forgets what add_safe_globals was told."""
    _safe.clear()


@contextlib.contextmanager
def safe_globals(safe_globals):
    """add_safe_globals for a while."""
    before = list(_safe)
    add_safe_globals(safe_globals)
    try:
        yield
    finally:
        _safe[:] = before


def _user_globals():
    pairs = (each if isinstance(each, tuple) else (each, None) for each in _safe)
    return {name or f"{each.__module__}.{each.__qualname__}": each for each, name in pairs}


def _module_class(module, name):
    """A class of layers that the program itself has defined or imported; None for all else."""
    found = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    layers = getattr(torch.nn, "Module", None)
    return found if layers and isinstance(found, type) and issubclass(found, layers) else None


class _Unpickler(pickle._Unpickler):
    """Finds what is listed and nothing else.

    The Python version of the class, because its table of operations can be cut down: state is given
    to objects, never to the classes and functions themselves.
    """

    dispatch = {
        code: operation
        for code, operation in pickle._Unpickler.dispatch.items()
        if code not in (pickle.INST[0], pickle.OBJ[0], pickle.EXT1[0], pickle.EXT2[0],
                        pickle.EXT4[0], pickle.PERSID[0])
    }

    def __init__(self, file, weights_only, find_storage):
        super().__init__(file)
        self._weights_only = weights_only
        self._find_storage = find_storage
        self._listed = {**_default_globals(), **_user_globals()}
        if not weights_only:
            self._listed.update(_numpy_globals())
        self._stateful = tuple(each for each in self._listed.values() if isinstance(each, type))
        if not weights_only and hasattr(torch.nn, "Module"):
            self._stateful += (torch.nn.Module,)

    def find_class(self, module, name):
        module, name = _compat_pickle.NAME_MAPPING.get((module, name), (module, name))
        module = _compat_pickle.IMPORT_MAPPING.get(module, module)
        path = f"{module}.{name}"
        if path in self._listed:
            return self._listed[path]
        layer = None if self._weights_only else _module_class(module, name)
        if layer is not None:
            return layer
        if module.partition(".")[0] in _BLOCKED_MODULES:
            raise pickle.UnpicklingError(
                f"Trying to load unsupported GLOBAL {path} whose module {module} is blocked."
            )
        path = path.removeprefix("builtins.")
        raise pickle.UnpicklingError(
            f"Unsupported global: GLOBAL {path} was not an allowed global by default. Please use"
            f" `torch.serialization.add_safe_globals([{path}])` or the"
            f" `torch.serialization.safe_globals([{path}])` context manager to allowlist this"
            " global if you trust this class/function."
        )

    def persistent_load(self, saved):
        kind, storage_type, key, location, n_elements = saved
        if kind != "storage":
            raise pickle.UnpicklingError(f"Unknown typename for persistent_load, got {kind}")
        return self._find_storage(storage_type, key, location)

    def load_build(self):
        target = self.stack[-2]
        if isinstance(target, type) or not isinstance(target, self._stateful):
            raise pickle.UnpicklingError(f"Can only build objects of listed classes, not {target}")
        super().load_build()

    dispatch[pickle.BUILD[0]] = load_build


_ADVICE_HEAD = "Weights only load failed. "
_ADVICE_UNSAFE = (
    "In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load`"
    " from `False` to `True`. Re-running `torch.load` with `weights_only` set to `False` will"
    " likely succeed, but it can result in arbitrary code execution. Do it only if you got the"
    " file from a trusted source."
)
_ADVICE_TAIL = (
    "\n\nCheck the documentation of torch.load to learn more about types accepted by default with"
    " weights_only https://pytorch.org/docs/stable/generated/torch.load.html."
)


def _advice(reason):
    """PyTorch's words around the reason why an object was not loaded."""
    if "is blocked" in reason:
        return f"{_ADVICE_HEAD}{_ADVICE_UNSAFE}\n\n\n{reason}{_ADVICE_TAIL}"
    if not reason.startswith("Unsupported global"):
        return (
            f"{_ADVICE_HEAD}{_ADVICE_UNSAFE}\nPlease file an issue with the following so that we"
            " can make `weights_only=True` compatible with your use case: WeightsUnpickler error:"
            f" \n\n{reason}{_ADVICE_TAIL}"
        )
    return (
        f"{_ADVICE_HEAD}This file can still be loaded, to do so you have two options, \033[1mdo"
        " those steps only if you trust the source of the checkpoint\033[0m. "
        f"\n\t(1) {_ADVICE_UNSAFE}"
        "\n\t(2) Alternatively, to load with `weights_only=True` please check the recommended"
        f" steps in the following error message.\n\tWeightsUnpickler error: {reason}{_ADVICE_TAIL}"
    )


# ---- reading ----


def _move(storage, location):
    """The storage where location says."""
    if location == "cpu":
        return storage
    if location.startswith("cuda"):
        if not torch.cuda.is_available():
            raise RuntimeError(
                "Attempting to deserialize object on a CUDA device but torch.cuda.is_available()"
                " is False. If you are running on a CPU-only machine, please use torch.load with"
                " map_location=torch.device('cpu') to map your storages to the CPU."
            )
        return UntypedStorage._of(storage._flat.to(location))
    raise RuntimeError(
        "don't know how to restore data location of torch.storage.UntypedStorage (tagged with"
        f" {location})"
    )


def _placer(map_location):
    """What puts a storage that was at a location where the caller wants it."""
    if map_location is None:
        return _move
    if isinstance(map_location, dict):
        return lambda storage, location: _move(storage, map_location.get(location, location))
    if isinstance(map_location, (str, torch.device)):
        return lambda storage, location: _move(storage, str(map_location))

    def place(storage, location):
        placed = map_location(storage, location)
        return _move(storage, location) if placed is None else placed

    return place


def _flat_of(data):
    flat = torch.empty(len(data), dtype=torch.uint8)
    if data:
        flat.numpy()[:] = numpy.frombuffer(data, numpy.uint8)
    return flat


class _Reader:
    """An archive with one object."""

    def __init__(self, file):
        try:
            self._archive = zipfile.ZipFile(file)
        except zipfile.BadZipFile:
            raise RuntimeError(
                "PytorchStreamReader failed reading zip archive: failed finding central directory."
                " This is an internal miniz error. If you are seeing this error, there is a high"
                " likelihood that your checkpoint file is corrupted. This can happen if the"
                " checkpoint was not saved properly, was transferred incorrectly, or the file was"
                " modified after saving."
            ) from None
        names = self._archive.namelist()
        self._folder = names[0].partition("/")[0] if names else ""

    def has(self, name):
        return f"{self._folder}/{name}" in self._archive.namelist()

    def read(self, name):
        if not self.has(name):
            raise RuntimeError(
                f"PytorchStreamReader failed locating file {name}: file not found"
            )
        info = self._archive.getinfo(f"{self._folder}/{name}")
        try:
            if info.compress_type != zipfile.ZIP_STORED:
                raise zipfile.BadZipFile
            return self._archive.read(info)
        except (zipfile.BadZipFile, EOFError):
            raise RuntimeError(
                f"PytorchStreamReader failed reading file {name}: file read failed"
            ) from None

    def load(self, place, weights_only):
        if self.has("byteorder") and self.read("byteorder").decode() != sys.byteorder:
            raise RuntimeError("the file was written on a machine with another order of bytes")
        placed = {}

        def find_storage(storage_type, key, location):
            if key not in placed:
                flat = _flat_of(self.read(f"data/{key}"))
                placed[key] = place(UntypedStorage._of(flat), location)
            return TypedStorage._of(placed[key]._flat.view(storage_type.dtype))

        pickled = io.BytesIO(self.read("data.pkl"))
        return _Unpickler(pickled, weights_only, find_storage).load()


def _check_seekable(file):
    try:
        file.seek(file.tell())
    except AttributeError as error:
        raise AttributeError(
            f"{error}. You can only torch.load from a file that is seekable. Please pre-load the"
            " data into a buffer like io.BytesIO and try to load from it instead."
        ) from None


def _load(file, map_location, weights_only):
    start = file.tell()
    head = file.read(4)
    file.seek(start)
    if not head:
        raise EOFError
    if head != b"PK\x03\x04":
        if not weights_only:
            raise RuntimeError("Invalid magic number; corrupt file?")
        raise pickle.UnpicklingError(_advice(f"Unsupported operand {head[0]}"))
    reader = _Reader(file)
    try:
        return reader.load(_placer(map_location), weights_only)
    except pickle.UnpicklingError as error:
        raise pickle.UnpicklingError(
            _advice(str(error)) if weights_only else str(error)
        ) from None


def load(f, map_location=None, pickle_module=None, *, weights_only=None, mmap=None):
    """Reads an object that torch.save wrote; mmap asks for no more than what happens anyway."""
    weights_only = weights_only is None or bool(weights_only)
    if _is_path(f):
        with open(f, "rb") as file:
            return _load(file, map_location, weights_only)
    _check_seekable(f)
    return _load(f, map_location, weights_only)
