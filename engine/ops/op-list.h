/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

/* Every op of the engine: one line here, one TNS_OP block in the family's file. Overloads of one
 * public name stand in the order in which they are tried. */

#define TNS_ARITHMETIC_OPS(X)                                                                      \
  X (add)                                                                                          \
  X (sub)                                                                                          \
  X (rsub)                                                                                         \
  X (mul)                                                                                          \
  X (div)                                                                                          \
  X (floor_divide)                                                                                 \
  X (remainder)                                                                                    \
  X (fmod)                                                                                         \
  X (pow)                                                                                          \
  X (neg)                                                                                          \
  X (fill)                                                                                         \
  X (zero)                                                                                         \
  X (copy)

/* Lines wait here until their family lands; see pending.c. */
#define TNS_PENDING_OPS(X) \
  X (conj) \
  X (eq) \
  X (where) \
  X (ge) \
  X (logical_and) \
  X (log) \
  X (full_like) \
  X (sum) \
  X (reshape) \
  X (real) \
  X (to_copy) \
  X (as_strided) \
  X (clone) \
  X (expand_as) \
  X (contiguous)

#define TNS_OP_LIST(X)                                                                             \
  TNS_ARITHMETIC_OPS (X)                                                                           \
  TNS_PENDING_OPS (X)
