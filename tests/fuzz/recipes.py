# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Arguments that fit together, for ops that ask more of them than that their shapes broadcast.

A recipe takes a maker (calls.py) and returns the texts of the tensor arguments, in order, and those of other
arguments by name; arguments of which it says nothing are drawn as always.
"""


def sizes(m, n):
    return [m.draw.choice([1, 2, 3, 4, 5, 0] if m.draw.random() < 0.5 else [2, 3, 4]) for _ in range(n)]


def batch(m):
    return m.draw.choice([[], [], [], [2], [3, 1], [1], [0]])


def tensors(m, *shapes):
    return [m.tensor(None, shape) for shape in shapes]


def choose_inexact(m):
    """Mostly a type that LAPACK has."""
    if m.draw.random() < 0.92:
        m.dtype = m.draw.choice("float32 float64 float64 complex64 complex128".split())
    m.is_regular = True


def product(letters):
    """Shapes as letters, one word per operand: "ab bc"; n stands for the batch."""
    def recipe(m):
        of = dict(zip("abcdn", sizes(m, 5)))
        return tensors(m, *([of[letter] for letter in word] for word in letters.split())), {}
    return recipe


def sum_with_product(letters):
    """The same with a first operand that broadcasts to the result."""
    def recipe(m):
        of = dict(zip("abcdn", sizes(m, 5)))
        first, *rest = ([of[letter] for letter in word] for word in letters.split())
        if m.draw.random() < 0.3:
            first = [1 if m.draw.random() < 0.5 else size for size in first][m.draw.choice([0, 0, 1]) :]
        # An infinite factor meets zeros before or after the sum, as the BLAS likes it.
        alpha, beta = (m.draw.choice(["0", "1", "2", "-1", "0.5", "True", "2**40", "1j"]) for _ in range(2))
        return tensors(m, first, *rest), {"alpha": alpha, "beta": beta}
    return recipe


def matmul(m):
    a, b, c = sizes(m, 3)
    first = m.draw.choice([[b], [a, b], batch(m) + [a, b]])
    second = m.draw.choice([[b], [b, c], batch(m) + [b, c]])
    return tensors(m, first, second), {}


def square(kind):
    def recipe(m):
        choose_inexact(m)
        n = sizes(m, 1)[0]
        return [m.tensor(None, batch(m) + [n, n], kind=kind)], {"n": str(m.draw.randint(-2, 6)), "mode": "'reduced'"}
    return recipe


def any_matrix(m):
    choose_inexact(m)
    return tensors(m, batch(m) + sizes(m, 2)), {"mode": m.draw.choice(["'reduced'", "'complete'", "'r'"]), "driver": "None"}


def system(kind, rhs_first=False):
    """Square A and a right side B that fits it."""
    def recipe(m):
        choose_inexact(m)
        n, k = sizes(m, 2)
        left = m.draw.random() < 0.7
        a = m.tensor(None, batch(m) + [n, n], kind=kind)
        b = m.tensor(None, batch(m) + ([n, k] if left else [k, n]))
        return [b, a] if rhs_first else [a, b], {} if rhs_first else {"left": str(left)}
    return recipe


def pivoted(order, kind):
    """Factors, pivots and a right side, in the order asked for: "ab", "p" for pivots."""
    def recipe(m):
        choose_inexact(m)
        n, k = sizes(m, 2)
        of_batch = batch(m)
        made = {
            "a": m.tensor(None, of_batch + [n, n], kind=kind),
            "p": m.tensor("int32", of_batch + [n], kind="pivots"),
            "b": m.tensor(None, of_batch + [n, k]),
        }
        return [made[letter] for letter in order], {"left": "True"}
    return recipe


def least_squares(m):
    choose_inexact(m)
    rows, columns, k = sizes(m, 3)
    of_batch = batch(m)
    return tensors(m, of_batch + [rows, columns], of_batch + [rows, k]), {"driver": m.draw.choice(["None", "'gelsd'", "'gels'"])}


def reflectors(with_matrix):
    def recipe(m):
        choose_inexact(m)
        m.dtype = m.draw.choice(["float32", "float64"]) if m.draw.random() < 0.5 else m.dtype
        columns, more, k = sizes(m, 3)
        rows, of_batch = columns + more, batch(m)
        found = tensors(m, of_batch + [rows, columns], of_batch + [columns])
        left = m.draw.random() < 0.6
        if with_matrix:
            found += tensors(m, of_batch + ([rows, k] if left else [k, rows]))
        return found, {"left": str(left)}
    return recipe


def einsum(m):
    equation = m.draw.choice([
        "ij,jk->ik", "ij->ji", "ii", "ii->i", "i,j->ij", "bij,bjk", "ij,kl", "...i->...", "ij,ij->", "i,ij,j",
        "bij,bkj->bik", "...ij,...jk", "ij->", "ij,j", "iij->j", "i,i", "ij , kj -> ik", "ab,bc,cd->ad", "->", "i...->...",
    ])
    of = dict(zip("abcdijkl", sizes(m, 8)))
    shapes = []
    for word in equation.split("->")[0].split(","):
        letters = word.replace("...", "").strip()
        ahead = m.draw.choice([[], [2], [2, 1]]) if "..." in word else []
        own = [of[letter] for letter in letters]
        shapes.append(own + ahead if word.strip().startswith("i...") else ahead + own)
    return ["[" + ", ".join(tensors(m, *shapes)) + "]"], {"equation": repr(equation)}


def tensordot(m):
    n = m.draw.randint(0, 2)
    own, common, other = sizes(m, m.draw.randint(0, 2)), sizes(m, n), sizes(m, m.draw.randint(0, 2))
    first = [str(k) for k in range(len(own), len(own) + n)]
    return tensors(m, own + common, common + other), {
        "dims_self": f"[{', '.join(first)}]", "dims_other": str(list(range(n))),
    }


def chain(m):
    dims = sizes(m, m.draw.randint(3, 5))
    shapes = [list(pair) for pair in zip(dims, dims[1:])]
    if m.draw.random() < 0.3:
        shapes[0] = shapes[0][1:]
    found = tensors(m, *shapes)
    return (found if m.how == "torch.chain_matmul" else ["[" + ", ".join(found) + "]"]), {}


def cross(m):
    shape = sizes(m, m.draw.randint(0, 2))
    dim = m.draw.randint(0, len(shape))
    shape.insert(dim, 3)
    return tensors(m, shape, shape), {"dim": str(dim)}


def distances(m):
    a, b, c = sizes(m, 3)
    of_batch = batch(m)
    if m.draw.random() < 0.8:
        m.dtype = m.draw.choice(["float32", "float64"])
    return tensors(m, of_batch + [a, b], batch(m) + [c, b]), {
        "p": m.draw.choice(["2.0", "1.0", "0.0", "float('inf')", "3.0", "0.5", "-1.0"]),
        "compute_mode": m.draw.choice(["None", "0", "1", "2"]),
    }


def norm(m):
    m.is_regular = True
    order = m.draw.choice(["0", "1", "2", "-1", "-2", "3", "0.5", "float('inf')", "-float('inf')"])
    shape = m.new_shape()
    m.shape = shape
    rank = len(shape)
    dims = m.draw.sample(range(-rank, 0), m.draw.choice([1, 2, 2])) if rank > 2 else list(range(rank))
    found = {"p": order, "ord": order, "dim": str(dims) if dims else "None"}
    if m.draw.random() < 0.2:
        found["p"] = found["ord"] = m.draw.choice(["'fro'", "'nuc'"])
    return tensors(m, shape), found


def layer(m):
    """Normalised layers: [n, c, …] with one weight per channel or element."""
    n, c, *rest = sizes(m, m.draw.randint(2, 4))
    c = max(c, 1) * m.draw.choice([1, 2])
    if m.draw.random() < 0.9:
        m.dtype = m.draw.choice(["float32", "float64", "float64"])
    m.is_regular = True
    # native_batch_norm reads statistics of another type as if they were of its own.
    dtype = m.dtype if "native" in m.how else None
    weights = [m.tensor(dtype, [c]) for _ in range(3)] + [m.tensor(dtype, [c], kind="positive")]
    # PyTorch's backward reads statistics as if they lay without gaps.
    weights = [text.replace("'s'", "''").replace("'e'", "''") for text in weights]
    for k in range(4):
        if k > 1:
            weights[k] = weights[k].replace("True)", "False)")
        if m.draw.random() < 0.25:
            weights[k] = "None"
    images = m.tensor(None, [n, c, *rest])
    if 1 in (n, c, *rest):
        # Its backward takes channels next to each other for plain images where a size of 1 allows both readings.
        images = images.replace("'t'", "''")
    return [images, *weights], {
        "num_groups": str(m.draw.choice([k for k in range(1, c + 1) if c % k == 0])), "eps": "1e-5",
        "training": m.draw.choice(["True", "False"]), "use_input_stats": m.draw.choice(["True", "False"]),
        "momentum": m.draw.choice(["0.1", "0.5"]), "cudnn_enabled": "False",
    }


def layer_norm(m):
    # Without elements to a row PyTorch leaves its statistics unwritten.
    shape = [size or 2 for size in sizes(m, m.draw.randint(1, 4))]
    own = shape[m.draw.randrange(len(shape)) :]
    if m.draw.random() < 0.9:
        m.dtype = m.draw.choice(["float32", "float64", "float64"])
    weights = [m.draw.choice(["None", m.tensor(None, own)]) for _ in range(2)]
    return tensors(m, shape) + weights, {"normalized_shape": str(own), "eps": "1e-5"}


def pad(m):
    rank = m.draw.randint(1, 4)
    shape = [m.draw.choice([2, 3, 4]) for _ in range(rank)]
    n = m.draw.randint(1, rank)
    mode = m.draw.choice(["constant", "constant", "reflect", "replicate"])
    if mode != "constant" and 2 <= rank:
        n = rank - m.draw.choice([1, 2]) or 1
    amounts = [m.draw.choice([0, 1, 1, 2, -1]) for _ in range(2 * n)]
    return tensors(m, shape), {"pad": str(amounts), "mode": repr(mode)}


def grid(dims):
    def recipe(m):
        n, c = sizes(m, 2)
        k = dims or m.draw.choice([2, 3])
        if m.draw.random() < 0.9:
            m.dtype = m.draw.choice(["float32", "float64", "float64"])
        c, inner, outer = max(c, 1), [m.draw.randint(1, 4) for _ in range(k)], sizes(m, k)
        return tensors(m, [n, c, *inner], [n, *outer, k]), {
            "interpolation_mode": m.draw.choice(["0", "1", "2"] if k == 2 else ["0", "1"]),
            "padding_mode": m.draw.choice("012"),
        }
    return recipe


def affine(m):
    n, k = sizes(m, 1)[0], m.draw.choice([2, 3])
    return tensors(m, [n, k, k + 1]), {"size": str([n, m.draw.randint(1, 3), *sizes(m, k)])}


def quantile(m):
    """Among equal numbers the sort decides where the gradient goes: none are equal."""
    m.dtype = m.draw.choice(["float32", "float64"])
    m.shape = m.new_shape()
    q = m.draw.choice([f"torch.tensor([0.1, 0.5, 1.0], dtype=torch.{m.dtype})", f"torch.tensor(0.3, dtype=torch.{m.dtype})"])
    return [m.tensor(None, m.shape, kind="distinct"), q], {"q": m.draw.choice(["0.25", "0.5", "0.0", "1.0"])}


def covariance(m):
    m.is_regular = True
    k, n = sizes(m, 2)
    shape = m.draw.choice([[k, n], [n]])
    return tensors(m, shape) + [
        m.tensor("int64", [n], 4) if m.draw.random() < 0.5 else "None",
        m.tensor("float64", [n], kind="positive") if m.draw.random() < 0.5 else "None",
    ], {}


def tensor_equation(m):
    choose_inexact(m)
    parts = m.draw.choice([[2, 3], [4], [2, 2], [1]])
    n = 1
    for size in parts:
        n *= size
    a, b = m.tensor(None, parts + [n], kind=""), m.tensor(None, parts)
    return [a, b], {"ind": str(len(parts)), "dims": "None"}


def smooth(m):
    """Special functions on numbers that they are made for."""
    if m.draw.random() < 0.9:
        m.dtype = m.draw.choice(["float32", "float64"])
    m.is_regular = m.draw.random() < 0.7
    return [m.tensor(None, m.shape, kind=m.draw.choice(["", "positive"])) for _ in range(2)], {
        "n": str(m.draw.randint(0, 5)), "p": str(m.draw.randint(1, 4)), "other": m.draw.choice(["2.5", "1", "3"]),
    }


def polynomial(m):
    """Degrees that both engines come to the end of."""
    degree = m.draw.choice(["0", "1", "2", "5", "9.5", "-1", "30"])
    degrees = m.tensor("int64", m.related_shape(), 12) if m.draw.random() < 0.7 else f"torch.tensor({degree})"
    operands = [m.tensor(None, m.shape), degrees][m.params[0][0] == "Number" :]
    return operands, {"n": degree, "x": m.draw.choice(["0.5", "1.5", "-2.0", "1", "-0.3"])}


def fourier(m):
    m.shape = sizes(m, m.draw.randint(1, 3))
    name = m.how.split(".")[-1]
    if name[0] == "r" or name == "ihfft":
        m.dtype = m.draw.choice(["float32", "float64", "int64"])
    rank = len(m.shape)
    dims = m.draw.sample(range(-rank, rank), 1) if rank == 1 else m.draw.sample(range(-rank, 0), m.draw.choice([1, 2]))
    return tensors(m, m.shape), {
        "n": str(m.draw.randint(1, 6)), "s": str([m.draw.choice([-1, 1, 2, 3, 5]) for _ in dims]),
        "dim": str(m.draw.randrange(-rank, rank) if m.params[1][1] == "n" else dims),
        "norm": m.draw.choice(TRANSFORM_NORMS),
    }


TRANSFORM_NORMS = ["None", "'backward'", "'ortho'", "'forward'"]

RECIPES = {
    "mm": product("ab bc"), "bmm": product("nab nbc"), "mv": product("ab b"), "dot": product("a a"),
    "vdot": product("a a"), "outer": product("a b"), "ger": product("a b"), "inner": product("ab cb"),
    "linear": product("nab cb c"), "bilinear": product("ab ac dbc d"), "trace": product("ab"), "matmul": matmul,
    "addmm": sum_with_product("ac ab bc"), "addmv": sum_with_product("a ab b"), "addr": sum_with_product("ab a b"),
    "baddbmm": sum_with_product("nac nab nbc"), "addbmm": sum_with_product("ac nab nbc"), "einsum": einsum,
    "tensordot": tensordot, "chain_matmul": chain, "multi_dot": chain, "cross": cross, "cdist": distances,
    "vecdot": product("ab ab"), "block_diag": chain, "pdist": product("ab"), "vander": product("a"),
    "cosine_similarity": product("ab ab"), "pairwise_distance": product("ab ab"),
    **dict.fromkeys(["inverse", "inv", "inv_ex", "det", "slogdet", "logdet", "lu", "lu_factor", "lu_factor_ex",
                     "eig", "eigvals", "matrix_exp", "matrix_power"], square("regular")),
    **dict.fromkeys(["cholesky", "cholesky_ex", "eigh", "eigvalsh", "ldl_factor", "ldl_factor_ex", "matrix_sqrth"],
                    square("definite")),
    "cholesky_inverse": square("triangular"), "polar": square("regular"), "cond": square("regular"),
    **dict.fromkeys(["qr", "svd", "svdvals", "pinv", "pinverse", "matrix_rank", "geqrf"], any_matrix),
    "solve": system("regular"), "solve_ex": system("regular"), "solve_triangular": system("triangular"),
    "triangular_solve": system("triangular", True), "cholesky_solve": system("triangular", True),
    "lstsq": least_squares, "lu_solve": pivoted("apb", "regular"), "torch.lu_solve": pivoted("bap", "regular"),
    "lu_unpack": pivoted("ap", "regular"), "ldl_solve": pivoted("apb", "regular"),
    "orgqr": reflectors(False), "householder_product": reflectors(False), "ormqr": reflectors(True),
    "norm": norm, "vector_norm": norm, "matrix_norm": norm, "tensorinv": tensor_equation,
    "tensorsolve": tensor_equation, "batch_norm": layer, "instance_norm": layer, "native_batch_norm": layer,
    "group_norm": layer, "layer_norm": layer_norm, "rms_norm": layer_norm, "native_layer_norm": layer_norm,
    "pad": pad, "constant_pad_nd": pad, "grid_sampler": grid(None), "grid_sampler_2d": grid(2),
    "grid_sampler_3d": grid(3), "affine_grid_generator": affine, "quantile": quantile, "nanquantile": quantile,
    "cov": covariance, "corrcoef": covariance,
    **dict.fromkeys(["polygamma", "igamma", "igammac", "mvlgamma", "zeta", "xlog1py"], smooth),
}


def recipe_for(how):
    plain = how.split(".")[-1].rstrip("_")
    is_old_solver = plain == "lu_solve" and "linalg" not in how
    if "_polynomial_" in plain:
        return polynomial
    if ".fft." in how and not plain.endswith(("freq", "shift")):
        return fourier
    return RECIPES.get("torch.lu_solve" if is_old_solver else plain)
