# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Names for type annotations."""

from typing import Any, List, Sequence, Tuple, Union

import torch
from torch import Generator, Size, Tensor  # noqa: F401

Number = Union[int, float, bool]
Device = Union[torch.device, str, int, None]
_int = int
_float = float
_bool = bool
_complex = complex
_dtype = torch.dtype
_device = torch.device
_layout = torch.layout
_size = Union[Size, List[int], Tuple[int, ...]]
_TensorOrTensors = Union[Tensor, Sequence[Tensor]]
_Any = Any
