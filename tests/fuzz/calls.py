# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Random calls of the ops of the table, as text that any `torch` can evaluate.

    PYTHONPATH=<folder that holds our torch> /usr/bin/python3 calls.py N_CALLS SEED [OP_REGEX] > CALLS

The signatures are read from the help of our own functions, so that a new op is fuzzed without being named
here. About two calls in three fit together (shapes that broadcast, dims that exist, indices in range); the
others are wrong in one or several ways on purpose.
"""

import inspect
import random
import re
import sys

import torch

from recipes import recipe_for

# Made by chance, by the machine or by nothing; or of no interest to a comparison.
LEFT_OUT = re.compile(
    r"^(empty|rand|normal|bernoulli|multinomial|dropout|alpha_dropout|feature_|native_dropout|poisson|"
    r"binomial|rrelu|exponential|geometric|cauchy|log_normal|uniform|random|resize|set_|data|from_|"
    r"unsafe_view|is_|get_|set_|numpy|tolist|item|storage|untyped|pin_|share_|cuda|new_empty|range$|"
    r"init|manual|seed|frombuffer|asarray|as_tensor|hash_tensor|requires_grad|register|retain|backward)"
)

DTYPES = (
    ["float32"] * 6 + ["float64"] * 6 + ["int64"] * 4 + ["bool"] * 2
    + "int32 int16 int8 uint8 float16 bfloat16 complex64 complex128".split()
)

TEXTS = {
    "rounding_mode": ["'floor'", "'trunc'", "None", "'up'"],
    "reduction": ["'mean'", "'sum'", "'none'", "'all'"],
    "reduce": ["'sum'", "'prod'", "'mean'", "'amax'", "'amin'", "'max'"],
    "indexing": ["'ij'", "'xy'", "'ji'"],
    "p": ["'fro'", "'nuc'", "'x'"],
    "ord": ["'fro'", "'nuc'", "'x'"],
    "approximate": ["'none'", "'tanh'", "'x'"],
    "norm": ["None", "'backward'", "'ortho'", "'forward'", "'x'"],
    "side": ["'left'", "'right'", "'x'"],
    "interpolation": ["'linear'", "'lower'", "'higher'", "'midpoint'", "'nearest'", "'x'"],
    "mode": ["'reduced'", "'complete'", "'r'", "'constant'", "'reflect'", "'bilinear'"],
    "UPLO": ["'L'", "'U'", "'X'"],
    "driver": ["None", "'gelsd'", "'gelsy'", "'gelss'", "'gels'"],
    "compute_mode": ["'use_mm_for_euclid_dist_if_necessary'", "'donot_use_mm_for_euclid_dist'"],
    "equation": ["'ij,jk->ik'", "'ij->ji'", "'ii'", "'i,j->ij'", "'bij,bjk'", "'ij,kl'", "'...i->...'"],
}

# PyTorch adds into the one element of an expanded self several times, in the order of its BLAS.
SUMS_INTO = {"addmm_", "addmv_", "addbmm_", "baddbmm_"}
# LAPACK's way with NaN and infinity differs from release to release, that of a transform with its plan.
# PyTorch's vector loop makes NaN of the gelu of infinity, the loop over what is left over does not.
NUMBERS_ONLY = re.compile(r"linalg|fft|F\.gelu|svd|inverse|qr|lu_|cholesky|solve|det$|norm|grid_sampler|pinv|matrix_power")
# PyTorch's vector loops and the loops over what is left over treat NaN (or, in logit, -0) differently in
# these, so that the answer depends on the place of the number.
UNEVEN_NAN = re.compile(
    r"(hardtanh|relu6|hardsigmoid|hardswish|hardshrink|softshrink|elu|celu|selu|signbit|copysign|logit)_?$"
)

# A matrix with as many rows as there are elements: a few of them are enough.
SQUARES = re.compile(r"diagflat")

SPREADS = re.compile(r"std|corrcoef")

# Triangles of random numbers are as good as singular; here they get a heavy diagonal.
TRIANGLES = re.compile(r"cholesky_(solve|inverse)|solve_triangular|triangular_solve")

# Degrees that PyTorch never comes to the end of; parameters beyond whose end, or without whose channels, it reads
# whatever lies there.
NEEDS_RECIPE = re.compile(r"_polynomial_|native_batch_norm")

# Whole numbers, of which PyTorch asks no gradient whatever they are.
WITHOUT_GRADIENT = {"LU_pivots"}

# Functions of Python over these ops.
PUBLIC_NAMES = {
    "F.cross_entropy_loss": "F.cross_entropy", "F.nll_loss_nd": "F.nll_loss", "F.log_sigmoid": "F.logsigmoid",
}

# The table's own, or a matter of the machine; gradients are never sparse here.
NOT_ASKED = {"out", "pin_memory", "scale", "input_scale", "inplace", "sparse_grad"}
INDEX_NAMES = {"index", "indices", "target", "repeats", "sorter"}
MASK_NAMES = {"mask", "condition"}
SHAPE_NAMES = {"size", "shape", "dims", "repeats", "sizes", "split_size", "kernel_size", "padding", "pad"}


def signatures():
    """[(how it is called, [(type, name, default or None, keyword only)])]: every public op, every overload."""
    found = []
    for place, prefix in (
        (torch._C._VariableFunctions, "torch."),
        (torch._C._nn, "F."),
        (torch.Tensor, ""),
    ):
        for name in sorted(dir(place)):
            text = getattr(getattr(place, name), "__doc__", None) or ""
            if name.startswith("_") or "\nFormula: " not in text or LEFT_OUT.match(name):
                continue
            for line in text.split("\n\n")[0].splitlines():
                body = line[line.index("(") + 1 : line.rindex(")")]
                found.append((public_name(prefix, name), parameters(body)))
    return found + [(f"torch.fft.{name}", fft_parameters(name)) for name in torch.fft.__all__]


def fft_parameters(name):
    """Functions of Python tell no types; these name their parameters alike."""
    kinds = {"input": "Tensor", "n": "int", "s": "tuple of ints", "norm": "str", "d": "float", "dtype": "torch.dtype"}
    kinds["dim"] = "tuple of ints" if name.endswith(("n", "2", "shift")) else "int"
    return [
        (kinds[own.name], own.name, None if own.default is own.empty else str(own.default), own.kind == own.KEYWORD_ONLY)
        for own in inspect.signature(getattr(torch.fft, name)).parameters.values()
        if own.name in kinds
    ]


def public_name(prefix, name):
    for family in ("linalg", "special", "fft"):
        if prefix == "torch." and name.startswith(family + "_"):
            return f"torch.{family}.{name[len(family) + 1:]}"
    return PUBLIC_NAMES.get(prefix + name, prefix + name)


def parameters(body):
    found, keyword_only = [], False
    for part in body.split(", "):
        if part in ("*", ""):
            keyword_only = keyword_only or part == "*"
            continue
        declaration, _, default = part.partition(" = ")
        kind, _, name = declaration.rpartition(" ")
        found.append((kind, name, default or None, keyword_only))
    return found


class Maker:
    """Writes one call; what it draws depends on nothing but the seed."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.is_tidy = self.draw.random() < 0.67
        self.dtype = self.draw.choice(DTYPES)
        self.shape = self.new_shape()
        self.dim = None
        self.has_nan = True
        self.is_regular = False

    def new_shape(self):
        rank = self.draw.choice([0, 1, 1, 2, 2, 2, 3, 3, 4])
        return [self.draw.choice([0, 1, 2, 2, 3, 3, 4, 5, 7, 17]) for _ in range(rank)]

    def related_shape(self):
        """A shape that broadcasts against ours; when untidy, any."""
        if not self.is_tidy and self.draw.random() < 0.3:
            return self.new_shape()
        shape = [1 if self.draw.random() < 0.12 else size for size in self.shape]
        return shape[self.draw.choice([0, 0, 0, 0, 1]) :]

    def tensor(self, dtype=None, shape=None, limit=None, kind=None):
        shape = self.related_shape() if shape is None else shape
        if dtype is None:
            dtype = self.dtype if self.is_tidy or self.draw.random() < 0.6 else self.draw.choice(DTYPES)
        if kind is None and limit is None and TRIANGLES.search(self.how):
            kind = "triangular"
        layout = self.draw.choice(["", "", "", "t", "s", "e", "o"])
        if layout == "e" and (kind or self.is_regular or SPREADS.search(self.how)):
            # Equal rows make a matrix singular or a spread 0, and what is found of it a matter of rounding.
            layout = ""
        values = f"below {limit}" if limit is not None else kind
        if values is None:
            special = "" if self.is_regular else "special" if self.has_nan else "infinite"
            values = self.draw.choice(["", "", "", "ties", special])
        wants_grad = dtype in ("float64", "complex128") and limit is None and self.draw.random() < 0.6
        return f"make({shape}, '{dtype}', {self.draw.randrange(10**6)}, '{layout}', '{values}', {wants_grad})"

    def index(self, own_shape):
        size = max(1, min(self.shape or [1]))
        limit = size if self.is_tidy or self.draw.random() < 0.5 else size + 2
        return self.tensor("int64", own_shape, limit)

    def number(self):
        kind = self.draw.random()
        if kind < 0.45:
            return str(self.draw.randint(-3, 5))
        if kind < 0.9:
            return repr(self.draw.choice([0.5, -1.5, 2.0, 0.0, 1e-3, 3.25, 0.1, 1.0]))
        nan = "float('nan')" if self.has_nan else "0.25"
        return self.draw.choice(["True", nan, "float('inf')", "-float('inf')", "1+2j", "2**40"])

    def a_dim(self):
        rank = max(1, len(self.shape))
        if self.is_tidy or self.draw.random() < 0.7:
            return self.draw.randrange(-rank, rank)
        return self.draw.randint(-rank - 2, rank + 1)

    def integer(self, name):
        if "dim" in name or name in ("axis", "source", "destination", "axis0", "axis1"):
            return str(self.a_dim())
        if name in ("interpolation_mode", "padding_mode"):
            # Beyond these PyTorch leaves the result unwritten.
            return str(self.draw.randint(0, 2))
        if self.is_tidy:
            return str(self.draw.choice([0, 1, 1, 2, 2, 3]))
        return str(self.draw.randint(-2, 6))

    def integers(self, name):
        if "dim" in name or name in ("axis", "shifts", "source", "destination"):
            rank = max(1, len(self.shape))
            if name == "dims" and self.draw.random() < 0.6:
                order = list(range(len(self.shape)))
                self.draw.shuffle(order)
                return str(order)
            dims = [self.a_dim() for _ in range(self.draw.randint(0 if not self.is_tidy else 1, min(3, rank)))]
            return str(sorted({dim % rank for dim in dims}) if self.is_tidy else dims)
        kind = self.draw.random()
        n_elements = 1
        for size in self.shape:
            n_elements *= size
        if kind < 0.2:
            return str(self.shape)
        if kind < 0.35:
            return str([-1])
        if kind < 0.5 and n_elements:
            first = self.draw.choice([k for k in range(1, n_elements + 1) if n_elements % k == 0])
            return str([first, n_elements // first])
        if kind < 0.65:
            return str([2, *self.shape])
        return str([self.draw.randint(0 if self.is_tidy else -2, 4) for _ in range(self.draw.randint(0, 4))])

    def value(self, kind, name, own_shape=None):
        if kind == "Tensor":
            if name in INDEX_NAMES and self.draw.random() < 0.9:
                return self.index(own_shape)
            if name in WITHOUT_GRADIENT:
                return self.tensor(None, own_shape).replace("True)", "False)")
            if name in MASK_NAMES and self.draw.random() < 0.9:
                return self.tensor("bool", own_shape)
            return self.tensor(None, own_shape)
        if kind in ("tuple of Tensors", "list of Tensors"):
            if name == "indices":
                return "[" + ", ".join(self.index(None) for _ in range(self.draw.randint(1, 2))) + "]"
            same = self.shape if self.draw.random() < 0.7 else None
            n = self.draw.choice([1, 2, 2, 3, 0])
            return "[" + ", ".join(self.tensor(None, same) for _ in range(n)) + "]"
        if kind == "Number":
            return self.number()
        if kind == "int":
            return self.integer(name)
        if kind == "float":
            return repr(self.draw.choice([0.0, 0.5, 1.0, 2.0, -1.0, 1e-5, float(self.draw.randint(-3, 3))]))
        if kind == "bool" and name == "assume_unique":
            # A promise that random numbers break; what comes then is nobody's business.
            return "False"
        if kind == "bool":
            return self.draw.choice(["True", "False"])
        if kind == "tuple of ints":
            return self.integers(name)
        if kind == "torch.dtype":
            return "torch." + self.draw.choice(DTYPES)
        if kind == "str":
            return self.draw.choice(TEXTS.get(name, ["'x'"]))
        if kind == "tuple of floats":
            return str([self.draw.choice([0.5, 1.0, 2.0]) for _ in range(self.draw.randint(1, 2))])
        return None

    def call(self, signature):
        how, params = signature
        self.how, self.params = how, params
        if SQUARES.search(how):
            self.shape = self.shape[:2]
        self.is_regular = bool(NUMBERS_ONLY.search(how))
        self.has_nan = not UNEVEN_NAN.search(how)
        recipe = recipe_for(how) if self.is_tidy or NEEDS_RECIPE.search(how) else None
        tensors, known = recipe(self) if recipe else ([], {})
        is_method = "." not in how
        positional, named = [], []
        own = tensors.pop(0) if is_method and tensors else self.tensor(None, self.shape)
        if is_method and how.endswith("_"):
            own += ".clone()" if "True)" in own else ""
        if how in SUMS_INTO:
            own = own.replace("'e'", "''")
        for place, (kind, name, default, keyword_only) in enumerate(params):
            if name in NOT_ASKED or kind in ("Generator", "torch.device", "torch.layout", "torch.memory_format"):
                continue
            if default is not None and self.draw.random() < (0.6 if not keyword_only else 0.75):
                if kind == "Tensor" and tensors:
                    tensors.pop(0)
                continue
            if kind in ("Tensor", "tuple of Tensors") and tensors and name != "out":
                text = tensors.pop(0) if how != "torch.chain_matmul" else ", ".join(tensors)
            elif name in known:
                text = known[name]
            elif kind == "Tensor":
                shape = self.shape if place == 0 and not is_method else None
                if shape is None and name in INDEX_NAMES | {"src", "source"} and self.draw.random() < 0.5:
                    shape = self.shape
                text = self.value(kind, name, shape)
            else:
                text = self.value(kind, name)
                if how == "torch.chain_matmul":
                    # It wants its matrices one by one.
                    text = text[1:-1]
            if not text:
                continue
            if not self.is_tidy and self.draw.random() < 0.03:
                text = self.draw.choice(["None", "'a'", "2.5", "[1]", "1"])
            skipped = place > len(positional)
            if keyword_only or skipped or (default is not None and self.draw.random() < 0.5) or named:
                named.append(f"{name}={text}")
            else:
                positional.append(text)
        arguments = ", ".join(positional + named)
        return f"{own}.{how}({arguments})" if is_method else f"{how}({arguments})"


def main(n_calls, seed, wanted):
    known = [s for s in signatures() if re.search(wanted, s[0])]
    for number in range(n_calls):
        maker = Maker(seed * 1_000_003 + number)
        print(maker.call(maker.draw.choice(known)))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
