# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""IPython as the program embeds it: one Shell per notebook, all on the interpreter's main thread.

The C side (engine/session/interpreter.c) calls the methods of `Shell` and provides the module
`_tensarium_host`, to which everything a cell shows is handed. The module `tensarium._trace`, if the
engine's extension provides it, is told of cells and bindings:

    begin_cell(cell_id, filename)   a cell's run begins; its code carries this co_filename
    bound({name: object}, line)     a statement bound these names; None: to nothing any more
    bound_array(name, array, tensor) whether the array lies on the tensor's memory
    failed(text, ...)               the cell ended with this error; what it is about
    restarted()                     every name is gone
"""

import builtins
import io
import json
import os
import signal
import sys

import _tensarium_host as host
from IPython.core.compilerop import CachingCompiler
from IPython.core.completer import provisionalcompleter
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.history import HistoryManager
from IPython.core.inputtransformer2 import leading_empty_lines
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.tokenutil import token_at_cursor
from traitlets.config import Config

from .binding import HOOK, Binder
from .code import Cell

try:
    from . import _trace
    from .failure import diagnose
except ImportError:
    _trace = None

_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_PACKAGES = os.path.dirname(_HERE.rstrip(os.sep)) + os.sep


def _tell_trace(name, *args):
    tell = getattr(_trace, name, None)
    if tell is not None:
        tell(*args)


def _to_json(value):
    return json.dumps(value, ensure_ascii=False, default=_to_text)


def _to_text(value):
    """Image formatters may give bytes, which a notebook stores as base64."""
    if isinstance(value, (bytes, bytearray)):
        import base64

        return base64.b64encode(value).decode("ascii")
    return repr(value)


class Stream(io.TextIOBase):
    """sys.stdout and sys.stderr of a cell."""

    encoding = "utf-8"
    errors = "backslashreplace"

    def __init__(self, name):
        self._name = name

    @property
    def name(self):
        return f"<{self._name}>"

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            host.stream(self._name, text)
        return len(text)


class NoInput(io.TextIOBase):
    """sys.stdin: there is nobody to ask."""

    encoding = "utf-8"

    def readable(self):
        return True

    def readline(self, size=-1):
        return _refuse_input()

    read = readline


def _refuse_input(prompt="", stream=None):
    raise StdinNotImplementedError(
        "input was asked for, but a notebook in Tensarium cannot be asked: "
        "write the value into the cell"
    )


class Publisher(DisplayPublisher):
    """display(x), figures and clear_output()."""

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **kwargs):
        record = {"data": data, "metadata": metadata or {}, "output_type": "display_data"}
        display_id = (transient or {}).get("display_id") or ""
        host.display(_to_json(record), display_id, update)

    def clear_output(self, wait=False):
        host.clear(wait)


class Echo(DisplayHook):
    """The value of a cell's last expression."""

    def start_displayhook(self):
        pass

    def write_output_prompt(self):
        pass

    def finish_displayhook(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        record = {
            "data": format_dict,
            "execution_count": self.prompt_count,
            "metadata": md_dict or {},
            "output_type": "execute_result",
        }
        host.result(_to_json(record))


class Compiler(CachingCompiler):
    """Names the code of a cell so that a position in it can be led back to the cell."""

    cell_id = ""

    def get_code_name(self, raw_code, transformed_code, number):
        return f"<cell {self.cell_id} #{number}>"


class Shell(InteractiveShell):
    """The names of one notebook and the rules by which its cells run."""

    displayhook_class = Echo
    display_pub_class = Publisher
    compiler_class = Compiler

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.binder = None
        if _trace is not None:
            self.binder = Binder()
            self.ast_transformers.append(self.binder)
        self.folder = None
        self._failure = None
        self._error = None
        self._cells = {}
        self._has_arrays = False
        self.input_transformer_manager.cleanup_transforms.remove(leading_empty_lines)
        self.input_transformer_manager.cleanup_transforms.insert(0, _keep_empty_lines)

    def init_io(self):
        pass

    def enable_gui(self, gui=None):
        """There is no other event loop to run: the window is not Python's."""

    def enable_matplotlib(self, gui=None):
        if gui in (None, "auto", "notebook", "nbagg", "widget", "ipympl"):
            gui = "inline"
        if gui not in ("inline", "agg"):
            raise ValueError(
                f"Figures are shown under the cell: use %matplotlib inline, not {gui}"
            )
        return super().enable_matplotlib(gui)

    def _get_exc_info(self, exc_tuple=None):
        """The exception without the frames of this package, which the user did not write."""
        kind, value, traceback = super()._get_exc_info(exc_tuple)
        return kind, value, _without_our_frames(traceback)

    def _showtraceback(self, etype, evalue, stb):
        self._failure = f"{etype.__name__}: {evalue}"
        self._error = evalue
        host.error(
            _to_json(
                {
                    "ename": etype.__name__,
                    "evalue": str(evalue),
                    "output_type": "error",
                    "traceback": list(stb),
                }
            )
        )

    # What the C side calls.

    def activate(self, folder):
        """Makes this shell the one that `get_ipython()` and matplotlib mean."""
        for kind in Shell._walk_mro():
            kind._instance = self
        sys.modules["__main__"] = self.user_module
        if folder and folder != self.folder:
            self.folder = folder
            os.chdir(folder)
        if self.folder:
            sys.path[1:] = [self.folder] + [entry for entry in sys.path[1:] if entry != self.folder]

    def run(self, cell_id, code):
        """Runs one cell; returns whether it ended without an error."""
        self._failure = None
        self.compile.cell_id = cell_id
        filename = self.compile.get_code_name(code, code, self.execution_count)
        cell = self._cells[filename] = Cell(code, filename, self.transform_cell)
        _tell_trace("begin_cell", cell_id, filename)
        setattr(builtins, HOOK, self._bound)
        try:
            if host.begin():
                raise KeyboardInterrupt
            self.run_cell(code, store_history=True)
        except BaseException:
            # A stop that struck between the user's code and IPython's own handling of it.
            host.end()
            self.showtraceback()
        finally:
            host.end()
        if self._failure is None:
            if self.binder is not None and self.binder.trailing:
                self._bound(code.count("\n") + 1, self.binder.trailing)
        else:
            self._tell_failure(cell)
        return self._failure is None

    def _tell_failure(self, cell):
        error, self._error = self._error, None
        diagnosis = ()
        if _trace is None:
            return
        try:
            # Not what the user stopped.
            if isinstance(error, Exception):
                diagnosis = diagnose(cell, error, self._failure, self._cells)
        except Exception:  # Whatever the cell left behind, its error has been shown.
            pass
        _trace.failed(self._failure, *diagnosis)

    def _bound(self, line, names):
        get = self.user_ns.get
        values = {name: get(name) for name in names}
        _trace.bound(values, line)
        self._tell_arrays(values)

    def _tell_arrays(self, values):
        """Which NumPy arrays lie on a tensor's memory. A tensor may be made from an array, or the
        array from the tensor: whatever is bound, the other one is looked for."""
        numpy = sys.modules.get("numpy")
        if numpy is None:
            return
        arrays = {name: value for name, value in values.items() if type(value) is numpy.ndarray}
        tensors = self.user_ns.values()
        if not arrays and self._has_arrays:
            tensors = [value for value in values.values() if hasattr(value, "untyped_storage")]
            if not tensors:
                return
            arrays = {
                name: value
                for name, value in self.user_ns.items()
                if type(value) is numpy.ndarray and not name.startswith("_")
            }
        self._has_arrays = self._has_arrays or bool(arrays)
        for name, array in arrays.items():
            any(_trace.bound_array(name, array, value) for value in list(tensors))

    def evaluate(self, expression):
        host.begin()
        try:
            return repr(eval(compile(expression, "<expression>", "eval"), self.user_ns))
        finally:
            host.end()

    def forget(self, names):
        for name in names:
            self.user_ns.pop(name, None)
        _tell_trace("bound", dict.fromkeys(names), 0)

    def complete_at(self, code, cursor):
        """[start, end, completions] in characters, as JSON."""
        host.begin()
        try:
            with provisionalcompleter():
                found = list(self.Completer.completions(code, cursor))
        finally:
            host.end()
        if not found:
            return _to_json([cursor, cursor, []])
        start = min(item.start for item in found)
        end = max(item.end for item in found)
        words = [code[start : item.start] + item.text + code[item.end : end] for item in found]
        return _to_json([start, end, list(dict.fromkeys(words))])

    def inspect_at(self, code, cursor):
        name = token_at_cursor(code, cursor)
        if not name:
            return ""
        host.begin()
        try:
            return self.object_inspect_mime(name, detail_level=0).get("text/plain", "")
        except KeyError:
            return ""
        finally:
            host.end()

    def close(self, is_restart):
        """Lets go of every name; matplotlib's figures go with them. The trace, which may by now be
        that of another notebook, is told of a restart only."""
        self.user_ns.clear()
        self.user_ns_hidden.clear()
        self._cells.clear()
        self.displayhook.flush()
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None:
            pyplot.close("all")
        _forget_modules_in(self.folder)
        if is_restart:
            _tell_trace("restarted")


def _keep_empty_lines(lines):
    """IPython takes away those in front, and with them the numbers of all others; only cell magics
    and indented code need it."""
    first = next((line for line in lines if line.strip()), "")
    return leading_empty_lines(lines) if first.startswith(("%%", " ", "\t")) else lines


def _without_our_frames(traceback):
    while traceback is not None and traceback.tb_frame.f_code.co_filename.startswith(_HERE):
        traceback = traceback.tb_next
    link = traceback
    while link is not None:
        while (
            link.tb_next is not None
            and link.tb_next.tb_frame.f_code.co_filename.startswith(_HERE)
        ):
            link.tb_next = link.tb_next.tb_next
        link = link.tb_next
    return traceback


def _forget_modules_in(folder):
    """After a restart the user's own modules are read again, as in a new process."""
    if not folder:
        return
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        is_ours = file.startswith(_PACKAGES)
        if file.startswith(folder + os.sep) and file.endswith(".py") and not is_ours:
            del sys.modules[name]


def _interrupt(signum, frame):
    # A signal that arrives late, when the cell is already over, has nothing to stop.
    if host.is_running():
        raise KeyboardInterrupt


def _audit_fork_exec():
    """multiprocessing starts processes by a call of which no audit event tells."""
    import _posixsubprocess

    fork_exec = _posixsubprocess.fork_exec

    def audited(*args):
        sys.audit("os.fork")
        return fork_exec(*args)

    _posixsubprocess.fork_exec = audited


def start():
    """Once per process, before the first shell."""
    _audit_fork_exec()
    # Last: only what is not installed is found there.
    sys.path.append(os.path.join(os.path.dirname(__file__), "fallback"))
    signal.signal(signal.SIGUSR2, _interrupt)
    HistoryManager.enabled = False
    sys.stdout, sys.stderr, sys.stdin = Stream("stdout"), Stream("stderr"), NoInput()
    builtins.input = _refuse_input
    import getpass

    getpass.getpass = _refuse_input


def create(ipython_folder):
    """A shell with no names, whose next cell is [1]."""
    config = Config()
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.autoindent = False
    config.InteractiveShell.ipython_dir = ipython_folder
    config.InteractiveShell.banner1 = ""
    config.HistoryManager.enabled = False
    config.IPCompleter.use_jedi = False
    Shell.clear_instance()
    return Shell.instance(config=config)
