# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""no_grad, enable_grad, set_grad_enabled and inference_mode: for `with` and as decorators."""

import functools
import inspect

from torch._C import _set_grad_enabled, _set_inference_mode


class _Mode:
    """A context that also wraps functions, generators and, as PyTorch's, classes' methods."""

    def clone(self):
        """A fresh context of the same kind, so that a decorated function may call itself."""
        return type(self)()

    def __call__(self, function):
        if inspect.isgeneratorfunction(function):
            return self._wrap_generator(function)

        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            with self.clone():
                return function(*args, **kwargs)

        return wrapped

    def _wrap_generator(self, function):
        """The mode holds while the generator runs, not while its caller does."""

        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            generator = function(*args, **kwargs)
            value = None
            while True:
                with self.clone():
                    try:
                        item = generator.send(value)
                    except StopIteration as stop:
                        return stop.value
                value = yield item

        return wrapped


class _WithoutArguments(_Mode):
    """Lets `@no_grad` stand without parentheses."""

    def __new__(cls, function=None):
        if function is None:
            return super().__new__(cls)
        return cls()(function)


class no_grad(_WithoutArguments):
    """Ops inside are not recorded for backward()."""

    def __enter__(self):
        self.before = _set_grad_enabled(False)

    def __exit__(self, *exception):
        _set_grad_enabled(self.before)


class enable_grad(_WithoutArguments):
    """Ops inside are recorded, even within no_grad."""

    def __enter__(self):
        self.before = _set_grad_enabled(True)

    def __exit__(self, *exception):
        _set_grad_enabled(self.before)


class set_grad_enabled(_Mode):
    """Switches recording at once; as a context, goes back at its end."""

    def __init__(self, mode):
        self.before = _set_grad_enabled(bool(mode))
        self.mode = bool(mode)

    def clone(self):
        return type(self)(self.mode)

    def __call__(self, function):
        _set_grad_enabled(self.before)
        return super().__call__(function)

    def __enter__(self):
        _set_grad_enabled(self.mode)

    def __exit__(self, *exception):
        _set_grad_enabled(self.before)


class inference_mode(_Mode):
    """no_grad without even counting versions."""

    def __new__(cls, mode=True):
        if isinstance(mode, bool):
            return super().__new__(cls)
        return cls()(mode)

    def __init__(self, mode=True):
        self.mode = mode

    def clone(self):
        return type(self)(self.mode)

    def __enter__(self):
        self.before = _set_inference_mode(self.mode), _set_grad_enabled(not self.mode)

    def __exit__(self, *exception):
        _set_inference_mode(self.before[0])
        _set_grad_enabled(self.before[1])
