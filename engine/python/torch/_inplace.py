# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""In-place methods that PyTorch also has as functions: torch.exp_(x) is x.exp_()."""

from torch._C import Tensor

_NAMES = """
abs acos acosh addmv arccos arccosh arcsin arcsinh arctan arctanh as_strided asin asinh atan atanh
ceil celu clamp clamp_max clamp_min clip cos cosh deg2rad detach erf erfc exp exp2
expm1 fix floor frac gcd i0 index_put lcm ldexp log log10 log1p log2 logit nan_to_num neg negative
rad2deg reciprocal relu resize_as round rrelu rsqrt selu sigmoid sin sinc sinh sqrt square tan tanh
threshold trunc xlogy
"""


def _function_of(name, method):
    def function(input, *arguments, **keywords):
        return method(input, *arguments, **keywords)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = method.__doc__
    return function


_methods = {f"{name}_": getattr(Tensor, f"{name}_", None) for name in _NAMES.split()}
_functions = {name: _function_of(name, method) for name, method in _methods.items() if method}
globals().update(_functions)
__all__ = list(_functions)
