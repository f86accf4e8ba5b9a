/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/layout.h"

G_BEGIN_DECLS

/* Offsets: int64 tensors that say, element by element, where in a storage to take from or put to,
 * in elements from the first element of the tensor they were made for. Every index is checked here;
 * the kernels take and put trust them. */

/* (transfer full): offset of every element of @layout, in row-major order of the elements; the
 * layout's own offset counts. */
TnsTensor *tns_offsets_new (const TnsMeta *layout, GError **error);

/**
 * TnsIndexing:
 * @n: tensors in @items, one per indexed dim
 * @items: (array length=n): int64 on the CPU, owned; NULL where the whole dim is taken
 * @index_rank, @index_sizes: what the given ones broadcast to
 * @out_rank, @out_sizes: shape of self[indices]
 * @first: result dim at which the indexed dims stand
 *
 * Advanced indexing made plain: masks turned into positions, indices broadcast.
 */
typedef struct
{
  int n;
  TnsTensor *items[TNK_MAX_RANK];
  int index_rank;
  int64_t index_sizes[TNK_MAX_RANK];
  int out_rank;
  int64_t out_sizes[TNK_MAX_RANK];
  int first;
} TnsIndexing;

/* Errors: IndexError in PyTorch's words. */
bool tns_indexing_init (TnsIndexing *self, const TnsMeta *meta, const TnsValue *indices,
                        GError **error);
void tns_indexing_clear (TnsIndexing *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnsIndexing, tns_indexing_clear)

/* (transfer full): offsets into a tensor laid out as @meta, of shape [out_sizes], on its device.
 * Errors: IndexError "index 5 is out of bounds for dimension 0 with size 3". */
TnsTensor *tns_indexing_new_offsets (const TnsIndexing *self, const TnsMeta *meta, GError **error);

/**
 * tns_offsets_new_along:
 * @meta: layout the offsets are for
 * @dim: the dim whose index is replaced
 * @index: int32 or int64 of meta's rank
 * @code: what an index out of bounds raises
 *
 * Offset of [i0, …, index[i], …, ik] for every i of @index's shape: gather and scatter.
 */
TnsTensor *tns_offsets_new_along (const TnsMeta *meta, int64_t dim, TnsTensor *index, TnsError code,
                                  GError **error);

/**
 * TnsRowRules:
 * @allows_negative: negative indices count from the end
 * @fail: sets the error of an index out of bounds; returns false
 */
typedef struct
{
  bool allows_negative;
  bool (*fail) (int64_t index, int64_t dim, int64_t size, GError **error);
} TnsRowRules;

/**
 * tns_offsets_new_rows:
 * @index: int32 or int64, rank 0 or 1
 *
 * Offset of [i0, …, index[j], …, ik] for every j, the other dims whole: index_select and relatives.
 * Shape: meta's with dim replaced by the number of indices.
 */
TnsTensor *tns_offsets_new_rows (const TnsMeta *meta, int64_t dim, TnsTensor *index,
                                 const TnsRowRules *rules, GError **error);

/* Offsets of flat row-major positions in a tensor laid out as @meta; negative ones count from the
 * end. Shape of @index. Errors: IndexError "out of range: tried to access index 6 on a tensor of 6
 * elements." */
TnsTensor *tns_offsets_new_flat (const TnsMeta *meta, TnsTensor *index, GError **error);

/* For forward functions that write into part of self: self when in-place, else result 0 as a copy
 * of self. Borrowed. */
TnsTensor *tns_call_begin_write (TnsCall *call, GError **error);

/* out[i] = from[offsets[i]]: @from's first element counts as offset 0. */
bool tns_offsets_take (TnsTensor *out, TnsTensor *from, TnsTensor *offsets, GError **error);
/* to[offsets[i]] = values[i], or +=; @values has the offsets' shape (strides 0 allowed) and to's
 * dtype. */
bool tns_offsets_put (TnsTensor *to, TnsTensor *offsets, TnkArray values, bool accumulate,
                      GError **error);
/* Likewise, several values for one place not in row-major order, but in that of the memory of a
 * tensor laid out as @order. */
bool tns_offsets_put_ordered (TnsTensor *to, TnsTensor *offsets, TnkArray values,
                              const TnsMeta *order, bool accumulate, GError **error);

/* (transfer full): @tensor as dense int64 on the CPU; @tensor itself when it is that already. */
TnsTensor *tns_tensor_to_host_int64 (TnsTensor *tensor, GError **error);
/* (transfer full): @tensor on @device. */
TnsTensor *tns_tensor_to_device (TnsTensor *tensor, TnsDevice device, GError **error);
/* (transfer full): int64 [n, rank], coordinates of the true elements; on the tensor's device. */
TnsTensor *tns_tensor_new_nonzero (TnsTensor *tensor, GError **error);
/* Number of elements that are not zero. */
bool tns_tensor_count_nonzero (TnsTensor *tensor, int64_t *count, GError **error);

G_END_DECLS
