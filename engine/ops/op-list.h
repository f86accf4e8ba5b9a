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

#define TNS_SHAPE_OPS(X)                                                                           \
  X (view)                                                                                         \
  X (view_dtype)                                                                                   \
  X (view_as)                                                                                      \
  X (reshape_alias)                                                                                \
  X (unsafe_view)                                                                                  \
  X (reshape)                                                                                      \
  X (reshape_as)                                                                                   \
  X (flatten)                                                                                      \
  X (unflatten)                                                                                    \
  X (ravel)                                                                                        \
  X (squeeze)                                                                                      \
  X (squeeze_dim)                                                                                  \
  X (squeeze_dims)                                                                                 \
  X (squeeze_inplace)                                                                              \
  X (squeeze_inplace_dim)                                                                          \
  X (unsqueeze)                                                                                    \
  X (unsqueeze_inplace)

#define TNS_PERMUTE_OPS(X)                                                                         \
  X (permute)                                                                                      \
  X (numpy_T)                                                                                      \
  X (movedim)                                                                                      \
  X (transpose)                                                                                    \
  X (transpose_inplace)                                                                            \
  X (t)                                                                                            \
  X (t_inplace)                                                                                    \
  X (mT)

#define TNS_EXPAND_OPS(X)                                                                          \
  X (expand)                                                                                       \
  X (expand_as)                                                                                    \
  X (broadcast_to)                                                                                 \
  X (repeat)                                                                                       \
  X (fold_repeats)                                                                                 \
  X (tile)

#define TNS_WINDOW_OPS(X)                                                                          \
  X (select_backward)                                                                              \
  X (slice_backward)                                                                               \
  X (diagonal_backward)                                                                            \
  X (select)                                                                                       \
  X (slice)                                                                                        \
  X (narrow)                                                                                       \
  X (diagonal)

#define TNS_OVERLAP_OPS(X)                                                                         \
  X (unfold)                                                                                       \
  X (unfold_backward)                                                                              \
  X (as_strided)                                                                                   \
  X (as_strided_backward)

#define TNS_FLIP_OPS(X)                                                                            \
  X (flip)                                                                                         \
  X (fliplr)                                                                                       \
  X (flipud)                                                                                       \
  X (roll)                                                                                         \
  X (rot90)

#define TNS_CONVERT_OPS(X)                                                                         \
  X (clone)                                                                                        \
  X (contiguous)                                                                                   \
  X (detach)                                                                                       \
  X (alias)                                                                                        \
  X (to_copy)                                                                                      \
  X (to)                                                                                           \
  X (to_device)                                                                                    \
  X (to_other)                                                                                     \
  X (type_as)                                                                                      \
  X (as_bool)                                                                                      \
  X (as_byte)                                                                                      \
  X (as_char)                                                                                      \
  X (as_short)                                                                                     \
  X (as_int)                                                                                       \
  X (as_long)                                                                                      \
  X (as_half)                                                                                      \
  X (as_bfloat16)                                                                                  \
  X (as_float)                                                                                     \
  X (as_double)                                                                                    \
  X (as_cfloat)                                                                                    \
  X (as_cdouble)

#define TNS_VIEW_LIST_OPS(X)                                                                       \
  X (split)                                                                                        \
  X (split_sizes)                                                                                  \
  X (split_with_sizes)                                                                             \
  X (chunk)                                                                                        \
  X (unbind)                                                                                       \
  X (tensor_split)                                                                                 \
  X (tensor_split_indices)                                                                         \
  X (hsplit)                                                                                       \
  X (hsplit_indices)                                                                               \
  X (vsplit)                                                                                       \
  X (vsplit_indices)                                                                               \
  X (dsplit)                                                                                       \
  X (dsplit_indices)                                                                               \
  X (broadcast_tensors)                                                                            \
  X (meshgrid)

#define TNS_JOIN_OPS(X)                                                                            \
  X (cat)                                                                                          \
  X (stack)                                                                                        \
  X (atleast_1d)                                                                                   \
  X (atleast_1d_list)                                                                              \
  X (atleast_2d)                                                                                   \
  X (atleast_2d_list)                                                                              \
  X (atleast_3d)                                                                                   \
  X (atleast_3d_list)                                                                              \
  X (hstack)                                                                                       \
  X (vstack)                                                                                       \
  X (dstack)                                                                                       \
  X (column_stack)

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
  X (real)

#define TNS_OP_LIST(X)                                                                             \
  TNS_ARITHMETIC_OPS (X)                                                                           \
  TNS_SHAPE_OPS (X)                                                                                \
  TNS_PERMUTE_OPS (X)                                                                              \
  TNS_EXPAND_OPS (X)                                                                               \
  TNS_WINDOW_OPS (X)                                                                               \
  TNS_OVERLAP_OPS (X)                                                                              \
  TNS_FLIP_OPS (X)                                                                                 \
  TNS_CONVERT_OPS (X)                                                                              \
  TNS_VIEW_LIST_OPS (X)                                                                            \
  TNS_JOIN_OPS (X)                                                                                 \
  TNS_PENDING_OPS (X)
