/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/dtype.h"
#include "engine/core/storage.h"

G_BEGIN_DECLS

/**
 * TnsTensor:
 *
 * Storage + offset + sizes + strides + dtype: a strided window on shared bytes, with its place in
 * the autograd graph. Reference-counted atomically; layout never changes while shared except
 * through the in-place shape ops of PyTorch (set_, resize_, t_ …).
 */
typedef struct _TnsTensor TnsTensor;
typedef struct _TnsNode TnsNode;

/**
 * TnsMeta:
 * @dtype: element type
 * @device: where
 * @rank: number of dims
 * @offset_elems: first element, from the start of the storage
 * @sizes: elements per dim
 * @strides: elements from one index to the next
 * @alias_of: index of the argument whose storage is shared, -1 for fresh memory
 *
 * A tensor without its numbers: what shape inference works on. Dims beyond @rank are not set.
 */
typedef struct
{
  TnkDtype dtype;
  TnsDevice device;
  int rank;
  int alias_of;
  int64_t offset_elems;
  int64_t sizes[TNK_MAX_RANK];
  int64_t strides[TNK_MAX_RANK];
} TnsMeta;

/* Fills rank, sizes and row-major strides; offset 0, fresh memory. */
TNS_EXPORT void tns_meta_init_dense (TnsMeta *meta, TnkDtype dtype, TnsDevice device, int rank,
                                     const int64_t *sizes);
/* Row-major strides for meta's sizes. */
TNS_EXPORT void tns_meta_set_dense_strides (TnsMeta *meta);
/* (transfer full): "[2, 3]", as sizes stand in messages. */
TNS_EXPORT char *tns_sizes_dup_text (int rank, const int64_t *sizes);
/* "output with shape [3] doesn't match the broadcast shape [2, 3]"; always false. */
TNS_EXPORT bool tns_fail_for_output_shape (GError **error, const TnsMeta *out,
                                           const TnsMeta *broadcast);
/* Number of elements. Errors: RuntimeError when the product overflows int64. */
TNS_EXPORT bool tns_meta_count (const TnsMeta *meta, int64_t *numel, GError **error);

/**
 * tns_tensor_new:
 * @meta: layout; alias_of and offset are ignored, strides as given (dense or permuted dense)
 *
 * A tensor on fresh, uninitialised memory.
 */
TNS_EXPORT TnsTensor *tns_tensor_new (const TnsMeta *meta, GError **error);

/* Row-major shortcut. */
TNS_EXPORT TnsTensor *tns_tensor_new_dense (TnkDtype dtype, TnsDevice device, int rank,
                                            const int64_t *sizes, GError **error);

/* A window on @storage as @meta says; no autograd relation. Bounds are the caller's duty. */
TNS_EXPORT TnsTensor *tns_tensor_new_on_storage (TnsStorage *storage, const TnsMeta *meta);

/* A view of @base: shares its storage, and knows its base for the version rules of autograd. */
TNS_EXPORT TnsTensor *tns_tensor_new_view (TnsTensor *base, const TnsMeta *meta);

/* 0-d tensor holding @value. */
TNS_EXPORT TnsTensor *tns_tensor_new_scalar (TnkScalar value, TnkDtype dtype, TnsDevice device,
                                             GError **error);

TNS_EXPORT TnsTensor *tns_tensor_ref (TnsTensor *self);
TNS_EXPORT void tns_tensor_unref (TnsTensor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsTensor, tns_tensor_unref)

/* A number no other tensor of this process has or had. */
TNS_EXPORT uint64_t tns_tensor_get_id (const TnsTensor *self);

TNS_EXPORT TnkDtype tns_tensor_get_dtype (const TnsTensor *self);
TNS_EXPORT TnsDevice tns_tensor_get_device (const TnsTensor *self);
TNS_EXPORT int tns_tensor_get_rank (const TnsTensor *self);
TNS_EXPORT const int64_t *tns_tensor_get_sizes (const TnsTensor *self);
TNS_EXPORT const int64_t *tns_tensor_get_strides (const TnsTensor *self);
TNS_EXPORT int64_t tns_tensor_get_numel (const TnsTensor *self);
TNS_EXPORT int64_t tns_tensor_get_offset (const TnsTensor *self);
TNS_EXPORT TnsStorage *tns_tensor_get_storage (const TnsTensor *self);
/* First element; NULL for a tensor without elements or without memory. */
TNS_EXPORT void *tns_tensor_get_data (const TnsTensor *self);
TNS_EXPORT void tns_tensor_get_meta (const TnsTensor *self, TnsMeta *meta);
TNS_EXPORT bool tns_tensor_is_contiguous (const TnsTensor *self);
TNS_EXPORT bool tns_tensor_same_sizes (const TnsTensor *self, const TnsTensor *other);

/* Borrowed window for kernels, valid while @self lives. */
TNS_EXPORT TnkArray tns_tensor_get_array (const TnsTensor *self);

/* The tensor this is a view of, as Tensor._base: (nullable), borrowed, never itself a view. */
TNS_EXPORT TnsTensor *tns_tensor_get_base (const TnsTensor *self);

/* Gives @self a count of writes of its own, which starts at @count: x.data, or another storage. */
TNS_EXPORT void tns_tensor_split_version (TnsTensor *self, uint32_t count);
/* Notes a write through @self: in its storage and in the count that autograd looks at. */
TNS_EXPORT void tns_tensor_raise_version (TnsTensor *self);
/* Writes that autograd knows of, as Tensor._version. */
TNS_EXPORT uint32_t tns_tensor_get_version (const TnsTensor *self);
/* Whether it was made under inference_mode. */
TNS_EXPORT bool tns_tensor_is_inference (const TnsTensor *self);

/* The only element. Errors: RuntimeError when there is not exactly one. */
TNS_EXPORT bool tns_tensor_get_item (const TnsTensor *self, TnkScalar *value, GError **error);

/* Takes over @layout's storage, dtype, sizes and strides (Tensor.data = …, set_, resize_). */
TNS_EXPORT void tns_tensor_set_layout (TnsTensor *self, TnsStorage *storage, const TnsMeta *meta);

/* The object of the scripting language that stands for this tensor; borrowed, maintained by it. */
TNS_EXPORT void *tns_tensor_get_wrapper (const TnsTensor *self);
TNS_EXPORT void tns_tensor_set_wrapper (TnsTensor *self, void *wrapper);

/* ---- autograd state; what it means is in engine/autograd/autograd.h ---- */

TNS_EXPORT bool tns_tensor_get_requires_grad (const TnsTensor *self);
/* Errors: RuntimeError when a non-leaf is turned off, or the dtype is neither floating nor complex. */
TNS_EXPORT bool tns_tensor_set_requires_grad (TnsTensor *self, bool requires_grad, GError **error);
TNS_EXPORT bool tns_tensor_is_leaf (const TnsTensor *self);
/* Accumulated gradient: (nullable), borrowed. */
TNS_EXPORT TnsTensor *tns_tensor_get_grad (const TnsTensor *self);
/* (nullable) @grad; no checks: the binding makes PyTorch's. */
TNS_EXPORT void tns_tensor_set_grad (TnsTensor *self, TnsTensor *grad);
TNS_EXPORT bool tns_tensor_retains_grad (const TnsTensor *self);
/* The dtype that .grad must have: the tensor's own unless set; TNK_N_DTYPES: any. */
TNS_EXPORT TnkDtype tns_tensor_get_grad_dtype (const TnsTensor *self);
TNS_EXPORT void tns_tensor_set_grad_dtype (TnsTensor *self, TnkDtype dtype);

G_END_DECLS
