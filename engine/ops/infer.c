/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Shape and type inference that many ops share. Strides of element-wise results follow the rules of
 * PyTorch's TensorIterator: the order of the dims in memory is kept, and gaps are closed. */
#include <string.h>

#include "engine/core/tensor-private.h"
#include "engine/ops/call-private.h"
#include "engine/ops/layout.h"

bool
tns_broadcast_sizes (TnsMeta *into, const int64_t *sizes, int rank, GError **error)
{
  if (into->rank == 0)
    {
      memcpy (into->sizes, sizes, (size_t) rank * sizeof *sizes);
      into->rank = rank;
      return true;
    }
  if (rank > into->rank)
    {
      int shift = rank - into->rank;
      memmove (into->sizes + shift, into->sizes, (size_t) into->rank * sizeof *sizes);
      for (int d = 0; d < shift; d++)
        into->sizes[d] = 1;
      into->rank = rank;
    }
  int shift = into->rank - rank;
  for (int d = rank - 1; d >= 0; d--)
    {
      int64_t *size = &into->sizes[d + shift];
      if (*size == sizes[d] || sizes[d] == 1)
        continue;
      if (*size != 1)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "The size of tensor a (%" G_GINT64_FORMAT
                         ") must match the size of tensor b (%" G_GINT64_FORMAT
                         ") at non-singleton dimension %d",
                         *size, sizes[d], d + shift);
      *size = sizes[d];
    }
  return true;
}

bool
tns_wrap_dim (int64_t *dim, int rank, GError **error)
{
  int64_t n = MAX (rank, 1);
  if (*dim < -n || *dim >= n)
    return tns_fail (error, TNS_ERROR_INDEX,
                     "Dimension out of range (expected to be in range of [%" G_GINT64_FORMAT
                     ", %" G_GINT64_FORMAT "], but got %" G_GINT64_FORMAT ")",
                     -n, n - 1, *dim);
  if (*dim < 0)
    *dim += n;
  return true;
}

/* ---- promotion ---- */

typedef struct
{
  int with_dims, without_dims, numbers; /* -1: none seen */
} Promotion;

static void
promote_into (int *so_far, TnkDtype dtype)
{
  *so_far = *so_far < 0 ? (int) dtype : (int) tns_dtype_promote ((TnkDtype) *so_far, dtype);
}

static void
promote_value (Promotion *state, const TnsValue *value)
{
  if (value->kind == TNS_SCALAR)
    promote_into (&state->numbers, tns_scalar_get_dtype (value->scalar));
  else if (value->kind == TNS_TENSOR && tns_tensor_get_rank (value->tensor) > 0)
    promote_into (&state->with_dims, tns_tensor_get_dtype (value->tensor));
  else if (value->kind == TNS_TENSOR)
    promote_into (&state->without_dims, tns_tensor_get_dtype (value->tensor));
  else if (value->kind == TNS_TENSORS)
    for (int k = 0; k < value->tensors.n; k++)
      if (value->tensors.items[k] != NULL)
        {
          TnsValue item = tns_value_tensor (value->tensors.items[k]);
          promote_value (state, &item);
        }
}

/* bool 0, integral 1, floating 2, complex 3 */
static int
category_of (int dtype)
{
  if (dtype == TNK_BOOL)
    return 0;
  if (tnk_dtype_is_integral ((TnkDtype) dtype))
    return 1;
  return tnk_dtype_is_complex ((TnkDtype) dtype) ? 3 : 2;
}

/* The weaker kind of operand counts only where its category is higher. */
static int
combine (int strong, int weak)
{
  if (strong < 0 || weak < 0)
    return MAX (strong, weak);
  if (category_of (weak) <= category_of (strong))
    return strong;
  /* What is complex beside floating tensors keeps their precision. */
  if (category_of (strong) == 2)
    return (int) tns_dtype_get_complex ((TnkDtype) strong);
  return weak;
}

TnkDtype
tns_result_type (const TnsValue *values, int n)
{
  Promotion state = { -1, -1, -1 };
  for (int k = 0; k < n; k++)
    promote_value (&state, &values[k]);
  int dtype = combine (state.with_dims, combine (state.without_dims, state.numbers));
  return dtype < 0 ? tns_dtype_get_default () : (TnkDtype) dtype;
}

/* ---- element-wise shapes ---- */

/* The tensors among the arguments; bit k of @copied: a tensor laid out like the k-th is made of it
 * first, as for another type; of @dense: a dense one. */
typedef struct
{
  int n;
  unsigned copied, dense;
  const TnsTensor *tensors[TNS_MAX_PARAMS];
} Operands;

/* Arguments from @first to @first + @n are converted to the type that the call computes in, others
 * to truth. */
static void
collect_operands (const TnsCall *call, int first, int n, Operands *operands)
{
  operands->n = 0;
  operands->copied = operands->dense = 0;
  for (int k = 0; k < call->schema->n_params; k++)
    if (call->args[k].kind == TNS_TENSOR)
      {
        const TnsTensor *tensor = call->args[k].tensor;
        bool is_operand = k >= first && k < first + n;
        bool is_converted = tensor->dtype != (is_operand ? call->compute_dtype : TNK_BOOL);
        operands->copied |= (unsigned) is_converted << operands->n;
        operands->tensors[operands->n++] = tensor;
      }
}

static TnsDevice
pick_device (const Operands *operands)
{
  for (int k = 0; k < operands->n; k++)
    if (operands->tensors[k]->rank > 0)
      return tns_tensor_get_device (operands->tensors[k]);
  return operands->n > 0 ? tns_tensor_get_device (operands->tensors[0]) : TNS_CPU;
}

/* Strides of a tensor without gaps or repeats are taken over as they are. */
static bool
is_dense_in_some_order (const TnsTensor *tensor)
{
  bool seen[TNK_MAX_RANK] = { false };
  int64_t expected = 1;
  for (int n = 0; n < tensor->rank; n++)
    {
      int found = -1;
      for (int d = 0; d < tensor->rank && found < 0; d++)
        if (!seen[d] && (tensor->sizes[d] == 1 || tensor->strides[d] == expected))
          found = d;
      if (found < 0)
        return false;
      seen[found] = true;
      expected *= tensor->sizes[found];
    }
  return true;
}

static bool
shapes_agree (const Operands *operands)
{
  for (int k = 1; k < operands->n; k++)
    if (!tns_tensor_same_sizes (operands->tensors[0], operands->tensors[k]))
      return false;
  return operands->n > 0;
}

/* Strides of operand @k, or of what is made of it first. */
static void
get_operand_strides (const Operands *operands, int k, int64_t *strides)
{
  TnsMeta meta;
  tns_tensor_get_meta (operands->tensors[k], &meta);
  if ((operands->dense >> k & 1) != 0)
    tns_meta_set_dense_strides (&meta);
  else if ((operands->copied >> k & 1) != 0)
    tns_layout_preserve_strides (&meta);
  memcpy (strides, meta.strides, (size_t) meta.rank * sizeof *strides);
}

/* Strides along the dims of the broadcast shape; 0 where the operand repeats. */
static void
spread_strides (const TnsMeta *out, const TnsTensor *tensor, int64_t *strides)
{
  int shift = out->rank - tensor->rank;
  for (int d = out->rank - 1; d >= 0; d--)
    strides[d] = d < shift || (tensor->sizes[d - shift] == 1 && out->sizes[d] != 1)
                     ? 0
                     : strides[d - shift];
}

static void
set_strides (TnsMeta *out, const Operands *operands)
{
  bool agree = shapes_agree (operands), all_contiguous = true, all_alike = true;
  for (int k = 0; k < operands->n; k++)
    all_contiguous &= operands->tensors[k]->is_contiguous;
  if (operands->n == 0 || (agree && all_contiguous))
    {
      tns_meta_set_dense_strides (out);
      return;
    }
  int64_t strides[TNS_MAX_PARAMS][TNK_MAX_RANK];
  for (int k = 0; k < operands->n; k++)
    {
      get_operand_strides (operands, k, strides[k]);
      spread_strides (out, operands->tensors[k], strides[k]);
      all_alike &= memcmp (strides[k], strides[0], (size_t) out->rank * sizeof (int64_t)) == 0;
    }
  memcpy (out->strides, strides[0], (size_t) out->rank * sizeof (int64_t));
  if (!agree || !all_alike || !tns_layout_is_dense (out))
    tns_layout_set_iterator_strides (out, strides, operands->n);
}

/* First what is written, then shapes, then types, as PyTorch's TensorIterator looks at them. */
static bool
infer_operands (TnsCall *call, const Operands *operands, TnkDtype dtype, GError **error)
{
  if (!tns_call_check_no_overlap (call, error))
    return false;
  TnsMeta *out = tns_call_add_out (call);
  out->dtype = dtype;
  out->device = pick_device (operands);
  out->rank = 0;
  out->alias_of = -1;
  out->offset_elems = 0;
  for (int k = 0; k < operands->n; k++)
    if (!tns_broadcast_sizes (out, operands->tensors[k]->sizes, operands->tensors[k]->rank, error))
      return false;
  set_strides (out, operands);
  return !call->is_inplace || tns_call_check_inplace_result (call, out, error);
}

static bool
infer_elementwise (TnsCall *call, int first, int n, TnkDtype dtype, GError **error)
{
  Operands operands;
  collect_operands (call, first, n, &operands);
  return infer_operands (call, &operands, dtype, error);
}

bool
tns_infer_over (TnsCall *call, int first, int n, GError **error)
{
  call->compute_dtype = tns_result_type (call->args + first, n);
  return infer_elementwise (call, first, n, call->compute_dtype, error);
}

bool
tns_infer_same (TnsCall *call, GError **error)
{
  return tns_infer_over (call, 0, call->schema->n_params, error);
}

bool
tns_infer_float_of_made (TnsCall *call, unsigned copied, unsigned dense, GError **error)
{
  int n = call->schema->n_params;
  TnkDtype dtype = tns_result_type (call->args, n);
  if (tnk_dtype_is_integral (dtype))
    dtype = tns_dtype_get_default ();
  call->compute_dtype = dtype;
  Operands operands;
  collect_operands (call, 0, n, &operands);
  operands.copied |= copied;
  operands.dense |= dense;
  return infer_operands (call, &operands, dtype, error);
}

bool
tns_infer_float (TnsCall *call, GError **error)
{
  return tns_infer_float_of_made (call, 0, 0, error);
}

bool
tns_infer_bool (TnsCall *call, GError **error)
{
  int n = call->schema->n_params;
  call->compute_dtype = tns_result_type (call->args, n);
  return infer_elementwise (call, 0, n, TNK_BOOL, error);
}

bool
tns_infer_real (TnsCall *call, GError **error)
{
  int n = call->schema->n_params;
  call->compute_dtype = tns_result_type (call->args, n);
  return infer_elementwise (call, 0, n, tns_dtype_get_real (call->compute_dtype), error);
}

bool
tns_infer_like_self (TnsCall *call, GError **error)
{
  if (!tns_call_check_no_overlap (call, error))
    return false;
  const TnsTensor *self = call->args[0].tensor;
  call->compute_dtype = self->dtype;
  TnsMeta *out = tns_call_add_out (call);
  tns_meta_init_dense (out, self->dtype, tns_tensor_get_device (self), self->rank, self->sizes);
  if (!self->is_contiguous && is_dense_in_some_order (self))
    memcpy (out->strides, self->strides, self->rank * sizeof (int64_t));
  return true;
}
