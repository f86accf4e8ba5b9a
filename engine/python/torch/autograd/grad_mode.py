# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""no_grad, enable_grad, set_grad_enabled and inference_mode: for `with` and as decorators."""

import functools
import inspect
import warnings

from torch._C import _set_grad_enabled, _set_inference_mode


def context_decorator(mode, function):
    """The function, called within a fresh context of the mode's kind every time."""
    if inspect.isclass(function):
        warnings.warn(
            "Decorating classes is deprecated and will be disabled in future versions. You should"
            " only decorate functions or methods. To preserve the current behavior of class"
            " decoration, you can directly decorate the `__init__` method and nothing else.",
            FutureWarning,
            stacklevel=3,
        )
        function.__init__ = context_decorator(mode, function.__init__)
        return function
    if inspect.isgeneratorfunction(function):
        return _wrap_generator(mode, function)

    @functools.wraps(function)
    def decorate_context(*args, **kwargs):
        with mode.clone():
            return function(*args, **kwargs)

    return decorate_context


def _wrap_generator(mode, function):
    """The mode holds while the generator runs, not while its caller does."""

    @functools.wraps(function)
    def generator_context(*args, **kwargs):
        generator = function(*args, **kwargs)
        step, given = generator.send, (None,)
        try:
            while True:
                with mode.clone():
                    item = step(*given)
                try:
                    step, given = generator.send, ((yield item),)
                except GeneratorExit:
                    with mode.clone():
                        generator.close()
                    raise
                except BaseException as error:
                    step, given = generator.throw, (error,)
        except StopIteration as stop:
            return stop.value

    return generator_context


class _Mode:
    """A context that also decorates functions and generators."""

    def clone(self):
        """A fresh context of the same kind, so that a decorated function may call itself."""
        return type(self)()

    def __call__(self, function):
        return context_decorator(self, function)


class _NoParamDecoratorContextManager(_Mode):
    """Lets `@no_grad` stand without parentheses."""

    def __new__(cls, function=None):
        if function is None:
            return super().__new__(cls)
        return cls()(function)


class no_grad(_NoParamDecoratorContextManager):
    """Ops inside are not recorded for backward()."""

    def __enter__(self):
        self.before = _set_grad_enabled(False)

    def __exit__(self, *exception):
        _set_grad_enabled(self.before)


class enable_grad(_NoParamDecoratorContextManager):
    """Ops inside are recorded, even within no_grad."""

    def __enter__(self):
        self.before = _set_grad_enabled(True)

    def __exit__(self, *exception):
        _set_grad_enabled(self.before)


class set_grad_enabled(_Mode):
    """Switches recording at once; as a context, goes back at its end."""

    def __init__(self, mode):
        if not isinstance(mode, bool):
            raise TypeError(
                "set_grad_enabled(): argument 'enabled' (position 1) must be bool, not"
                f" {type(mode).__name__}"
            )
        self.before = _set_grad_enabled(mode)
        self.mode = mode

    def __repr__(self):
        return f"torch.autograd.grad_mode.set_grad_enabled(mode={self.mode})"

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
