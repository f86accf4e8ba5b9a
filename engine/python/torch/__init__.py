# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Tensarium's engine under the names of PyTorch.

Ops are not listed here: torch._C has one function per op of the engine's table, and all of them
become names of this module.
"""

import math as _math
import os as _os

from torch import _blas  # noqa: F401, I001 (before _C)
from torch import _C
from torch._C import (  # noqa: F401
    Generator,
    Size,
    Tensor,
    as_tensor,
    asarray,
    can_cast,
    default_generator,
    device,
    dtype,
    from_numpy,
    get_default_device,
    get_default_dtype,
    get_num_threads,
    is_grad_enabled,
    is_anomaly_check_nan_enabled,
    is_anomaly_enabled,
    is_inference_mode_enabled,
    layout,
    memory_format,
    promote_types,
    result_type,
    set_anomaly_enabled,
    set_default_device,
    set_default_dtype,
    set_num_threads,
    tensor,
)
from torch.torch_version import TorchVersion

__version__ = TorchVersion("2.15.0+tensarium")


def _export(module, kinds=None):
    """Binds the public names of a module of torch._C here."""
    for name in dir(module):
        value = getattr(module, name)
        is_public = not name.startswith(("_", "linalg_", "special_"))
        if is_public and (kinds is None or isinstance(value, kinds)):
            globals().setdefault(name, value)


# As PyTorch's errors name them.
for _function in (from_numpy, get_default_dtype, set_default_dtype, tensor, as_tensor, asarray):
    _function.__module__ = "torch"

_export(_C, (dtype, layout, memory_format))
_export(_C._VariableFunctions)
# PyTorch hides it too: unique (dim=…) is its public face.
del unique_dim  # noqa: F821

inf = _math.inf
nan = _math.nan
pi = _math.pi
e = _math.e
newaxis = None


class OutOfMemoryError(RuntimeError):
    """A device has no room left for a tensor."""


class AcceleratorError(RuntimeError):
    """A GPU failed."""


# Modules below use the names above.
from torch.functional import *  # noqa: E402, F401, F403
from torch import _tensor  # noqa: E402, F401
from torch import return_types, types  # noqa: E402, F401
from torch._dropout import *  # noqa: E402, F401, F403
from torch._gradient import *  # noqa: E402, F401, F403
from torch._histograms import *  # noqa: E402, F401, F403
from torch._inplace import *  # noqa: E402, F401, F403
from torch._legacy import *  # noqa: E402, F401, F403
from torch._stft import *  # noqa: E402, F401, F403
from torch._windows import *  # noqa: E402, F401, F403
from torch._settings import *  # noqa: E402, F401, F403
from torch._limits import finfo, iinfo  # noqa: E402, F401
from torch._removed import (  # noqa: E402, F401
    cholesky,
    eig,
    lstsq,
    matrix_rank,
    qr,
    solve,
    symeig,
)
from torch._tensor_str import (  # noqa: E402, F401
    get_printoptions,
    printoptions,
    set_printoptions,
)
from torch.autograd.grad_mode import (  # noqa: E402, F401
    enable_grad,
    inference_mode,
    no_grad,
    set_grad_enabled,
)
from torch.random import (  # noqa: E402, F401
    get_rng_state,
    initial_seed,
    manual_seed,
    seed,
    set_rng_state,
)
from torch.storage import STORAGE_TYPES, TypedStorage, UntypedStorage  # noqa: E402, F401
from torch import (  # noqa: E402, F401
    __config__,
    accelerator,
    autograd,
    backends,
    cpu,
    cuda,
    distributions,
    fft,
    functional,
    linalg,
    mps,
    nn,
    overrides,
    random,
    special,
    testing,
    utils,
    version,
    xpu,
)

for _type in STORAGE_TYPES.values():
    globals()[_type.__name__] = _type

from torch import serialization  # noqa: E402
from torch.serialization import load, save  # noqa: E402, F401


def is_tensor(obj):
    """Whether obj is a tensor."""
    return isinstance(obj, Tensor)


def is_storage(obj):
    """Whether obj is a storage."""
    return isinstance(obj, (TypedStorage, UntypedStorage))


def _question(name):
    """The function form of a method without arguments."""

    def function(input):
        if not isinstance(input, Tensor):
            raise TypeError(
                f"{name}(): argument 'input' (position 1) must be Tensor, not"
                f" {type(input).__name__}"
            )
        return getattr(input, name)()

    function.__name__ = function.__qualname__ = name
    function.__doc__ = getattr(Tensor, name).__doc__
    return function


for _name in (
    "get_device is_complex is_conj is_floating_point is_inference is_neg is_nonzero is_signed numel"
).split():
    globals()[_name] = _question(_name)


def from_dlpack(ext_tensor, *, device=None, copy=None):
    """A tensor on the memory of another library's array."""
    return utils.dlpack.from_dlpack(ext_tensor, device=device, copy=copy)


def get_file_path(*parts):
    """A path inside this package."""
    return _os.path.join(_os.path.dirname(__file__), *parts)


def compile(model=None, **options):
    """Returns the function itself: there is nothing to compile for."""
    return model if model is not None else (lambda function: function)
