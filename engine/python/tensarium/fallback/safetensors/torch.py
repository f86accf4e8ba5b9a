# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""load_file for the safetensors format: eight bytes with the header's length, little-endian, the
header in JSON, then the bytes of all tensors. Source: huggingface.co/docs/safetensors, "Format"."""

import json
import math
import os

import numpy
import torch

_DTYPES = {
    "BOOL": (torch.bool, "?"),
    "U8": (torch.uint8, "u1"),
    "I8": (torch.int8, "i1"),
    "I16": (torch.int16, "<i2"),
    "I32": (torch.int32, "<i4"),
    "I64": (torch.int64, "<i8"),
    "F16": (torch.float16, "<f2"),
    "BF16": (torch.bfloat16, "<i2"),
    "F32": (torch.float32, "<f4"),
    "F64": (torch.float64, "<f8"),
}


def _read_tensor(file, start, size, name, about):
    if about["dtype"] not in _DTYPES:
        raise ValueError(f"{name}: there is no dtype here for {about['dtype']}")
    dtype, code = _DTYPES[about["dtype"]]
    first, end = about["data_offsets"]
    count = math.prod(about["shape"])
    if not 0 <= first <= end or start + end > size or end - first != count * dtype.itemsize:
        raise ValueError(f"{name}: the file holds other bytes than its header says")
    file.seek(start + first)
    array = numpy.frombuffer(bytearray(file.read(end - first)), dtype=code)
    flat = torch.from_numpy(array)
    if dtype is torch.bfloat16:
        flat = flat.view(torch.bfloat16)
    return flat.reshape(about["shape"])


def load_file(filename, device="cpu"):
    """A dictionary of the tensors in a .safetensors file."""
    size = os.path.getsize(filename)
    with open(filename, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > size - 8:
            raise ValueError("this is no safetensors file, or its end is missing")
        header = json.loads(file.read(length))
        header.pop("__metadata__", None)
        return {
            name: _read_tensor(file, 8 + length, size, name, about).to(device)
            for name, about in header.items()
        }
