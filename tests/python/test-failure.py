# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""What is told of the error of a cell: where, over which tensors, and what mends it.

That the mended cells run, and what they give, was checked with PyTorch 2.15:
`python3 test-failure.py legal` with its torch on the path.
"""

import contextlib
import io
import os
import sys
import tempfile
import types

import tap

START = """\
import torch
import numpy as np
x = torch.arange(12.).reshape(3, 4)
s = torch.tensor(3.)
n = torch.arange(3)
r = torch.ones(3, requires_grad=True)
y = r * 2
"""

# A cell, the code that failed, the tensors it was given, and mended cells among those offered.
CASES = {
    "misspelt method": ("z = x.sharpe", "x.sharpe", "x", ["z = x.shape"]),
    "misspelt function": (
        "torch.arrange(2, 3, 4)",
        "torch.arrange",
        "",
        ["torch.arange(2, 3, 4)"],
    ),
    "misspelt in an f-string": (
        "print(f'{x.sharpe} é')",
        "x.sharpe",
        "x",
        ["print(f'{x.shape} é')"],
    ),
    "misspelt after an accent": (
        "é = 1; x.sharpe; q = 2",
        "x.sharpe",
        "x",
        ["é = 1; x.shape; q = 2"],
    ),
    "capital": ("z = torch.ones_like(X)", "X", "", ["z = torch.ones_like(x)"]),
    "missing import": ("math.pi", "math", "", ["import math\nmath.pi"]),
    "misspelt module": (
        "from maplotlib.colors import to_rgba",
        "from maplotlib.colors import to_rgba",
        "",
        ["from matplotlib.colors import to_rgba"],
    ),
    "misspelt keyword": ("x.sum(dims=0)", "x.sum(dims=0)", "x", ["x.sum(dim=0)"]),
    "type by its name": (
        "torch.zeros(2, dtype='float')",
        "torch.zeros(2, dtype='float')",
        "",
        ["torch.zeros(2, dtype=torch.float)"],
    ),
    "wrong item": ("x.sum(axis=[0, 'a'])", "x.sum(axis=[0, 'a'])", "x", ["x.sum(axis=[0])"]),
    "size that is no whole number": (
        "torch.zeros(2.0)",
        "torch.zeros(2.0)",
        "",
        ["torch.zeros(2)"],
    ),
    "size without parentheses": (
        "torch.full(3, 1)",
        "torch.full(3, 1)",
        "",
        ["torch.full((3,), 1)"],
    ),
    "tensors without a list": ("torch.cat(x, x)", "torch.cat(x, x)", "x", ["torch.cat([x, x])"]),
    "nothing legal": ("torch.add(x)", "torch.add(x)", "x", []),
    "other function": ("torch.matmul(x, 3)", "torch.matmul(x, 3)", "x", ["torch.mul(x, 3)"]),
    "index out of range": ("x[:, 9]", "x[:, 9]", "x", ["x[:, 3]"]),
    "indices swapped": ("x[1, 3] + x[3, 1]", "x[3, 1]", "x", ["x[1, 3] + x[1, 3]"]),
    "loop too long": (
        "for i in range(5):\n    x[i]",
        "x[i]",
        "x",
        ["for i in range(x.shape[0]):\n    x[i]"],
    ),
    "index from behind": ("x[..., 9]", "x[..., 9]", "x", ["x[..., 3]"]),
    "size of another dim": ("x.shape[5]", "x.shape[5]", "x", ["x.shape[1]"]),
    "round brackets": ("x.shape(0)", "x.shape(0)", "x", ["x.shape[0]"]),
    "square brackets": ("x.size[0]", "x.size[0]", "x", ["x.size()[0]"]),
    "list beside a tensor": (
        "n + [1, 2, 3]",
        "n + [1, 2, 3]",
        "n",
        ["n + torch.tensor([1, 2, 3])"],
    ),
    "type without its name": (
        "torch.zeros(3, torch.int64)",
        "torch.zeros(3, torch.int64)",
        "",
        ["torch.zeros(3, dtype=torch.int64)"],
    ),
    "missing dim": ("torch.softmax(x)", "torch.softmax(x)", "x", ["torch.softmax(x, dim=-1)"]),
    "too many indices": ("x[0, 0, 0]", "x[0, 0, 0]", "x", ["x[0, 0]"]),
    "index of a number": ("s[0]", "s[0]", "s", ["s", "s.item()"]),
    "floating index": ("x[1.0]", "x[1.0]", "x", ["x[1]"]),
    "negative step": ("x[:, ::-1]", "x[:, ::-1]", "x", ["x.flip(1)"]),
    "mask of another dim": (
        "x[torch.ones(4) > 0]",
        "x[torch.ones(4) > 0]",
        "x, torch.ones(4) > 0",
        ["x[:, torch.ones(4) > 0]"],
    ),
    "assignment": (
        "x[0] = torch.ones(7)",
        "x[0]",
        "x[0], torch.ones(7)",
        ["x[0] = torch.ones(7)[:4]"],
    ),
    "several numbers": ("q = x.item()", "x.item()", "x", ["q = x.sum().item()", "q = x.tolist()"]),
    "int of several": ("int(x)", "int(x)", "x", ["int(x.sum())", "x.long()"]),
    "truth of several": (
        "if x > 3:\n    pass",
        "x > 3",
        "x > 3, x",
        ["if (x > 3).any():\n    pass", "if (x > 3).all():\n    pass"],
    ),
    "and": ("x > 0 and x < 5", "x > 0 and x < 5", "x > 0, x < 5", ["(x > 0) & (x < 5)"]),
    "and in a condition": (
        "if (x > 0) and (x < 5):\n    pass",
        "x > 0",
        "x > 0, x",
        ["if ((x > 0) & (x < 5)).all():\n    pass"],
    ),
    "numpy with a gradient": (
        "(y + 1).numpy()",
        "(y + 1).numpy()",
        "y + 1",
        ["(y + 1).detach().numpy()"],
    ),
    "loop over a number": ("for v in s:\n    pass", "s", "s", ["for v in s.reshape(1):\n    pass"]),
    "length of a number": ("len(s)", "len(s)", "s", ["s.numel()"]),
    "too few values": ("a, b, c = x.size()", "a, b, c", "", ["a, b = x.size()"]),
    "view of a transpose": ("x.T.view(12)", "x.T.view(12)", "x.T", ["x.T.reshape(12)"]),
    "mean of integers": ("n.mean()", "n.mean()", "n", ["n.mean(dtype=torch.float32)"]),
    "leaf": ("r += 1", "r += 1", "r", ["r = r + 1"]),
    "leaf by a method": (
        "r.add_(1)  # why not?",
        "r.add_(1)",
        "r",
        ["r = r.add(1)  # why not?", "with torch.no_grad():\n    r.add_(1)  # why not?"],
    ),
    "no gradients of integers": (
        "torch.tensor([1, 2], requires_grad=True)",
        "torch.tensor([1, 2], requires_grad=True)",
        "",
        ["torch.tensor([1.0, 2.0], requires_grad=True)"],
    ),
    "many outputs": ("y.backward()", "y.backward()", "y", ["y.sum().backward()"]),
    "no graph": (
        "a = torch.ones(2)\n(a * 2).sum().backward()",
        "(a * 2).sum().backward()",
        "(a * 2).sum()",
        ["a = torch.ones(2, requires_grad=True)\n(a * 2).sum().backward()"],
    ),
    "twice": (
        "z = (r * r).sum()\nz.backward()\nz.backward()",
        "z.backward()",
        "z",
        ["z = (r * r).sum()\nz.backward(retain_graph=True)\nz.backward()"],
    ),
    "overwritten": (
        "e = r.exp()\ne += 1\ne.sum().backward()",
        "e.sum().backward()",
        "e.sum()",
        ["e = r.exp()\ne = e + 1\ne.sum().backward()"],
    ),
    "uneven rows": (
        "torch.tensor([[1, 2], [3]])",
        "torch.tensor([[1, 2], [3]])",
        "",
        ["torch.tensor([[1, 2], [3, 0]])"],
    ),
    "list of tensors": (
        "torch.tensor([x, x])",
        "torch.tensor([x, x])",
        "x",
        ["torch.stack([x, x])"],
    ),
    "several lines": (
        "z = (x\n     .float()\n     .sharpe)",
        "x\n     .float()\n     .sharpe",
        "x .float()",
        ["z = (x\n     .float()\n     .shape)"],
    ),
    "comprehension": ("[t.sharpe for t in [x]]", "t.sharpe", "t", ["[t.shape for t in [x]]"]),
    "behind a magic": ("%time x.shape\nx.sharpe", "x.sharpe", "x", ["%time x.shape\nx.shape"]),
    "below empty lines": ("\n\nx.sharpe", "x.sharpe", "x", ["\n\nx.shape"]),
    "no Python": ("x = = 1", "=", "", []),
}


def _start():
    """A shell without a window; what it tells the trace is collected."""
    host = types.ModuleType("_tensarium_host")
    for name in ("stream", "display", "clear", "result", "error", "end"):
        setattr(host, name, lambda *args: None)
    host.begin = lambda: False
    host.is_running = lambda: True
    sys.modules["_tensarium_host"] = host
    from tensarium import shell

    told = []
    trace = types.SimpleNamespace(**vars(shell._trace))
    trace.failed = lambda *args: told.append(args)
    shell._trace = trace
    return shell.create(tempfile.mkdtemp()), told


def _fail(code, *before):
    """What is told of the last cell, as a dict."""
    # What a cell prints is no claim of this test.
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in (START, *before):
            assert shell.run("cell", cell)
        told.clear()
        assert not shell.run("cell", code)
    assert len(told[0]) > 1, told[0]
    keys = "source position place code missing arguments keywords inputs operands fixes".split()
    return dict(zip(keys, told[0][1:], strict=True))


def _text(source, position):
    from tensarium.code import Cell

    return Cell(source, "", str).text(position)


def _check(code, failed, operands, mended):
    got = _fail(code)
    assert _text(code, got["position"]) == failed, got["position"]
    assert ", ".join(name for name, _ in got["operands"]) == operands, got["operands"]
    offered = [fix[1] for fix in got["fixes"]]
    for source in mended:
        assert source in offered, offered
    assert bool(mended) == bool(offered), offered


def test_an_error_in_a_function_says_so():
    got = _fail("def f(t):\n    return t.sharpe\n\nf(x)")
    assert got["place"] == "in f(), called on line 4"
    assert _text(got["source"], got["position"]) == "t.sharpe"


def test_an_error_in_a_function_of_another_cell_says_where():
    got = _fail("[f(v) for v in (x, n)]", "def f(t):\n    u = t * 2\n    return u.sharpe")
    assert _text(got["source"], got["position"]) == "f(v)"
    assert got["place"].startswith("in f(), line 3 of cell [")
    assert got["code"] == "u.sharpe"
    assert [name for name, _ in got["operands"]] == ["u"]
    assert got["fixes"] == []


def test_an_error_in_a_module_beside_the_notebook_says_where():
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        sys.path.insert(0, folder)
        with open("beside.py", "w") as file:
            file.write("def f(t):\n    return t.sharpe\n")
        got = _fail("import beside\nbeside.f(x)")
        sys.path.remove(folder)
        os.chdir(before)
    assert got["place"] == "in f(), line 2 of beside.py"
    assert got["code"] == "return t.sharpe"
    assert _text(got["source"], got["position"]) == "beside.f(x)"


def test_a_fix_keeps_the_cell_sound():
    got = _fail("f\"{torch.zeros(2, device='cuda')}\"")
    assert [fix[1] for fix in got["fixes"]] == []


def test_what_was_stopped_is_not_explained():
    told.clear()
    assert not shell.run("cell", "raise KeyboardInterrupt")
    assert len(told[0]) == 1


def test_a_name_that_does_not_exist_is_told():
    assert _fail("x + q")["missing"] == "q"


def test_a_trial_changes_nothing():
    import torch

    start = torch.get_rng_state().clone()
    _fail("x[0] = torch.rand(7)")
    names = shell.user_ns
    assert names["x"].tolist() == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]
    torch.set_rng_state(start)
    torch.rand(7)
    after = torch.get_rng_state().clone()
    torch.set_rng_state(start)
    _fail("x[0] = torch.rand(7)")
    assert torch.equal(torch.get_rng_state(), after)
    _fail("r.add_(1)")
    assert names["r"].tolist() == [1, 1, 1] and names["r"].is_leaf


def test_a_trial_calls_nothing_of_the_users():
    before = "calls = []\ndef f():\n    calls.append(1)\n    return x"
    _fail("f().sharpe", before)
    assert shell.user_ns["calls"] == [1]


def test_a_trial_leaves_lists_and_iterators_alone():
    _fail("items.append(2).sharpe", "items = [1]\ncount = iter(range(9))")
    assert shell.user_ns["items"] == [1, 2]
    _fail("x[next(count)].sharpe")
    assert next(shell.user_ns["count"]) == 1


def _check_legal():
    """With real PyTorch: each cell fails and each mended cell runs."""
    for name, (code, _, _, mended) in CASES.items():
        for source in mended:
            if not source.startswith("%"):
                exec(START + source, {"__name__": name})
        if not code.startswith("%") and mended:
            try:
                exec(START + code, {"__name__": name})
            except Exception:
                continue
            raise AssertionError(f"{name} does not fail")


if sys.argv[1:] == ["legal"]:
    _check_legal()
    sys.exit()
try:
    import IPython  # noqa: F401
except ImportError:
    tap.skip_all("IPython is not installed")
shell, told = _start()
claims = {f"test_{name}": lambda case=case: _check(*case) for name, case in CASES.items()}
claims |= {name: value for name, value in globals().items() if name.startswith("test_")}
tap.run_module("failure", claims)
