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

#define TNS_OP_LIST(X) TNS_ARITHMETIC_OPS (X)
