# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""torch.special: special functions of the op table under SciPy's names."""

from torch._C import _VariableFunctions, _function_called

_NAMES = {
    "digamma": "digamma",
    "erf": "erf",
    "erfc": "erfc",
    "erfinv": "erfinv",
    "exp2": "exp2",
    "expit": "sigmoid",
    "expm1": "expm1",
    "gammainc": "igamma",
    "gammaincc": "igammac",
    "gammaln": "lgamma",
    "i0": "i0",
    "log1p": "log1p",
    "log_softmax": "log_softmax",
    "logit": "logit",
    "logsumexp": "logsumexp",
    "multigammaln": "mvlgamma",
    "polygamma": "polygamma",
    "psi": "digamma",
    "round": "round",
    "sinc": "sinc",
    "softmax": "softmax",
    "xlogy": "xlogy",
}

for _name, _op in _NAMES.items():
    globals()[_name] = _function_called(_op, f"special_{_name}")

for _name in dir(_VariableFunctions):
    if _name.startswith("special_"):
        globals()[_name.removeprefix("special_")] = getattr(_VariableFunctions, _name)
