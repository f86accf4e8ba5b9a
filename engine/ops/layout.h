/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/op.h"

G_BEGIN_DECLS

/* What the families that move elements share: layouts of views, windows for kernels, and the way a
 * composition hands over its result. */

/* A result that begins as argument @arg's own layout, sharing its storage; the caller changes it.
 */
TnsMeta *tns_call_add_view (TnsCall *call, int arg);

/* A dense result on fresh memory. */
TnsMeta *tns_call_add_dense (TnsCall *call, TnkDtype dtype, TnsDevice device, int rank,
                             const int64_t *sizes);

/* (transfer full) (array length=n): the layouts that @op would give for this call's arguments. */
TnsMeta *tns_call_dup_metas_of (const TnsCall *call, const TnsOp *op, int *n, GError **error);

/* The layout of argument @arg, a tensor. */
TnsMeta tns_call_get_meta (const TnsCall *call, int arg);

/* Ends a composition: @result (nullable, borrowed) becomes result 0, the scope's error comes out.
 */
bool tns_call_finish (TnsCall *call, TnsScope *scope, TnsTensor *result, GError **error);

/* Likewise, in memory laid out as infer said. */
bool tns_call_finish_laid_out (TnsCall *call, TnsScope *scope, TnsTensor *result, GError **error);

/* Likewise with several results. */
bool tns_call_finish_many (TnsCall *call, TnsScope *scope, TnsTensor *const *results, int n,
                           GError **error);

/* Adds the results that @op would give for @args. */
bool tns_call_infer_as (TnsCall *call, const TnsOp *op, const TnsValue *args, int n_args,
                        GError **error);

/* Gives argument 0 the layout of outs[0] in place and returns it: unsqueeze_, t_ … */
bool tns_call_relayout_self (TnsCall *call, GError **error);

/**
 * tns_layout_resolve_sizes:
 * @asked: (array length=rank): sizes, one of them may be -1
 * @sizes: (out) (array length=rank): the same with -1 replaced
 *
 * Errors: RuntimeError "shape '[4]' is invalid for input of size 6" and its relatives.
 */
bool tns_layout_resolve_sizes (const int64_t *asked, int rank, int64_t numel, int64_t *sizes,
                               GError **error);

/* Strides under which @from's elements, in row-major order, have @sizes; false when no strides do.
 */
bool tns_layout_restride (const TnsMeta *from, int rank, const int64_t *sizes, int64_t *strides);

/* Rank 4 or 5 with the channels (dim 1) next to each other: images as torch.channels_last has them.
 */
bool tns_layout_is_channels_last (const TnsMeta *meta);
/* The same without gaps, whatever strides dims of size 1 have. */
bool tns_layout_is_dense_channels_last (const TnsMeta *meta);
/* Strides of that format for meta's sizes. Errors: RuntimeError unless @rank is meta's. */
bool tns_layout_set_channels_last (TnsMeta *meta, int rank, GError **error);

/* Every element of the window has its own place, without gaps. */
bool tns_layout_is_dense (const TnsMeta *meta);
bool tns_layout_is_contiguous (const TnsMeta *meta);

/* Strides for fresh memory as torch.preserve_format chooses them: meta's own when dense, else dense
 * in the same order of dims. */
TNS_EXPORT void tns_layout_preserve_strides (TnsMeta *meta);

/* (transfer full): a copy of @x in another type or on another device, in the same order in memory. */
TnsTensor *tns_tensor_new_converted (TnsTensor *x, TnkDtype dtype, TnsDevice device,
                                     GError **error);

/* As the memory_format argument @format (a string, or NONE for preserve) asks. Errors: RuntimeError
 * for formats that strided tensors of this rank do not have. */
bool tns_layout_apply_memory_format (TnsMeta *meta, const TnsValue *format, GError **error);

/* Strides of a fresh result as PyTorch's TensorIterator chooses them for @n operands whose strides
 * along out's dims are @operands (0 where an operand repeats). */
void tns_layout_set_iterator_strides (TnsMeta *out, const int64_t (*operands)[TNK_MAX_RANK], int n);

/* What expand says of sizes @asked that are fewer than a tensor's @own, both as text. */
bool tns_fail_for_few_sizes (TnkDtype dtype, const char *own, int own_rank, const char *asked,
                             int rank, GError **error);

/* Whether @tensor can be expanded to @sizes. Errors: RuntimeError, as expand says it. */
bool tns_check_expandable (const TnsTensor *tensor, int rank, const int64_t *sizes, GError **error);

/* (transfer full): "[2, 3]" */
char *tns_layout_dup_sizes_text (const int64_t *sizes, int rank);

/* Product of sizes known not to overflow. */
int64_t tns_layout_count (const int64_t *sizes, int rank);

/* Errors: RuntimeError "Trying to create tensor with negative dimension -3: [4, -3]". */
bool tns_layout_check_sizes (const int64_t *sizes, int rank, GError **error);

/* Whether the elements of a view can be counted, of which sizes below 0 have far too many. Errors:
 * RuntimeError "numel: integer multiplication overflow". */
bool tns_layout_check_view (const TnsMeta *meta, GError **error);

/* Whether @meta, offset included, lies in @storage. Errors: RuntimeError "setStorage: sizes …" */
bool tns_layout_check_bounds (const TnsMeta *meta, TnsStorage *storage, GError **error);
/* Dims made positive and distinct; @is_set (array length=rank) tells which ones are named. */
bool tns_layout_wrap_dims (const int64_t *dims, int n, int rank, bool *is_set, GError **error);

/**
 * tns_window:
 * @tensor: lends the memory
 * @meta: layout inside the tensor's storage: its offset counts from the start of the storage, so
 * that a layout from tns_tensor_get_meta() can be narrowed
 *
 * A kernel's window on part of a tensor. Borrows @meta's sizes and strides.
 */
TnkArray tns_window (TnsTensor *tensor, const TnsMeta *meta);

/* Copies element by element with conversion, between devices too; same sizes. */
bool tns_window_copy (TnsTensor *to, const TnsMeta *to_meta, TnsTensor *from,
                      const TnsMeta *from_meta, GError **error);
bool tns_tensor_copy_from (TnsTensor *to, TnsTensor *from, GError **error);
bool tns_tensor_fill (TnsTensor *tensor, TnkScalar value, GError **error);

/* Whether @value has a place in @dtype, by c10's rules: negative numbers wrap into uint8, anything
 * is a truth value. Errors: RuntimeError "value cannot be converted to type int64_t without
 * overflow". */
bool tns_scalar_check_fits (TnkScalar value, TnkDtype dtype, GError **error);

/* The same for @n elements that are filled with @value: half types are reached through double where
 * there is but one. */
bool tns_scalar_check_fills (TnkScalar value, TnkDtype dtype, int64_t n, GError **error);

/* Fresh dense zeros. */
TnsTensor *tns_tensor_new_zeros (TnkDtype dtype, TnsDevice device, int rank, const int64_t *sizes,
                                 GError **error);

G_END_DECLS
