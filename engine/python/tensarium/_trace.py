# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""What the shell tells the engine's trace; the functions are those of the extension module."""

from torch._C import _trace

before = _trace.before
begin_cell = _trace.begin_cell
bound = _trace.bound
bound_array = _trace.bound_array
failed = _trace.failed
failed_inputs = _trace.failed_inputs
offer = _trace.offer
put_back = _trace.put_back
restarted = _trace.restarted
set_muted = _trace.set_muted
tensor_id = _trace.tensor_id
