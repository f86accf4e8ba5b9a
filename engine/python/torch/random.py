# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""The default random stream."""

import contextlib

from torch._C import default_generator

__all__ = [
    "fork_rng",
    "get_rng_state",
    "initial_seed",
    "manual_seed",
    "seed",
    "set_rng_state",
]


def manual_seed(seed):
    """Starts the default stream that belongs to a seed; returns the generator."""
    return default_generator.manual_seed(int(seed))


def seed():
    """Starts a stream nobody can foresee; returns its seed."""
    return default_generator.seed()


def initial_seed():
    """The seed the default stream was started with."""
    return default_generator.initial_seed()


def get_rng_state():
    """State of the default stream as a ByteTensor."""
    return default_generator.get_state()


def set_rng_state(new_state):
    """Takes the default stream back to a state."""
    default_generator.set_state(new_state)


@contextlib.contextmanager
def fork_rng(devices=None, enabled=True):
    """Leaves the default stream as it was before the with block."""
    state = get_rng_state()
    try:
        yield
    finally:
        if enabled:
            set_rng_state(state)
