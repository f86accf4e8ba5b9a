/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Shape and type inference that many ops share. Strides of element-wise results follow the rules of
 * PyTorch's TensorIterator: the order of the dims in memory is kept, and gaps are closed. */
#include <string.h>

#include "engine/core/tensor-private.h"
#include "engine/ops/call-private.h"

bool
tns_broadcast_sizes (TnsMeta *into, const int64_t *sizes, int rank, GError **error)
{
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
  /* A complex number beside real tensors keeps their precision. */
  return (int) tns_dtype_promote ((TnkDtype) strong, (TnkDtype) weak);
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

typedef struct
{
  int n;
  const TnsTensor *tensors[TNS_MAX_PARAMS];
} Operands;

static void
collect_operands (const TnsCall *call, Operands *operands)
{
  operands->n = 0;
  for (int k = 0; k < call->schema->n_params; k++)
    if (call->args[k].kind == TNS_TENSOR)
      operands->tensors[operands->n++] = call->args[k].tensor;
}

static TnsDevice
pick_device (const Operands *operands)
{
  for (int k = 0; k < operands->n; k++)
    if (operands->tensors[k]->rank > 0)
      return tns_tensor_get_device (operands->tensors[k]);
  return operands->n > 0 ? tns_tensor_get_device (operands->tensors[0]) : TNS_CPU;
}

/* Stride of the broadcast operand along dim @d of a shape of @rank dims; 0 where it repeats. */
static int64_t
operand_stride (const TnsTensor *tensor, const TnsMeta *out, int d)
{
  int own = d - (out->rank - tensor->rank);
  if (own < 0 || (tensor->sizes[own] == 1 && out->sizes[d] != 1))
    return 0;
  return tensor->strides[own];
}

/* Positive when dim @a should be slower than dim @b, negative the other way round, 0 undecided. */
static int
compare_dims (const Operands *operands, const TnsMeta *out, int a, int b)
{
  for (int k = 0; k < operands->n; k++)
    {
      int64_t stride_a = operand_stride (operands->tensors[k], out, a);
      int64_t stride_b = operand_stride (operands->tensors[k], out, b);
      if (stride_a == 0 || stride_b == 0)
        continue;
      if (stride_a != stride_b)
        return stride_a < stride_b ? -1 : 1;
      if (out->sizes[a] > out->sizes[b])
        return 1;
    }
  return 0;
}

/* Insertion sort of the dims from fast to slow, with undecided comparisons passed over. */
static void
set_iterator_strides (TnsMeta *out, const Operands *operands)
{
  int order[TNK_MAX_RANK];
  for (int k = 0; k < out->rank; k++)
    order[k] = out->rank - 1 - k;
  for (int k = 1; k < out->rank; k++)
    {
      int at = k;
      for (int before = k - 1; before >= 0; before--)
        {
          int comparison = compare_dims (operands, out, order[before], order[at]);
          if (comparison < 0)
            break;
          if (comparison > 0)
            {
              int swapped = order[before];
              order[before] = order[at];
              order[at] = swapped;
              at = before;
            }
        }
    }
  int64_t stride = 1;
  for (int k = 0; k < out->rank; k++)
    {
      out->strides[order[k]] = stride;
      if (__builtin_mul_overflow (stride, MAX (out->sizes[order[k]], 1), &stride))
        stride = 0;
    }
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

static void
set_strides (TnsMeta *out, const Operands *operands)
{
  bool all_contiguous = true, all_alike = true;
  for (int k = 0; k < operands->n; k++)
    {
      all_contiguous &= operands->tensors[k]->is_contiguous;
      all_alike &= memcmp (operands->tensors[k]->strides, operands->tensors[0]->strides,
                           operands->tensors[0]->rank * sizeof (int64_t))
                   == 0;
    }
  bool agree = shapes_agree (operands);
  if (operands->n == 0 || (agree && all_contiguous))
    tns_meta_set_dense_strides (out);
  else if (agree && all_alike && is_dense_in_some_order (operands->tensors[0]))
    memcpy (out->strides, operands->tensors[0]->strides, (size_t) out->rank * sizeof (int64_t));
  else
    set_iterator_strides (out, operands);
}

static bool
infer_elementwise (TnsCall *call, TnkDtype dtype, GError **error)
{
  Operands operands;
  collect_operands (call, &operands);
  TnsMeta *out = tns_call_add_out (call);
  out->dtype = dtype;
  out->device = pick_device (&operands);
  out->rank = 0;
  out->alias_of = -1;
  out->offset_elems = 0;
  for (int k = 0; k < operands.n; k++)
    if (!tns_broadcast_sizes (out, operands.tensors[k]->sizes, operands.tensors[k]->rank, error))
      return false;
  set_strides (out, &operands);
  return !call->is_inplace || tns_call_check_inplace_result (call, out, error);
}

bool
tns_infer_same (TnsCall *call, GError **error)
{
  call->compute_dtype = tns_result_type (call->args, call->schema->n_params);
  return infer_elementwise (call, call->compute_dtype, error);
}

bool
tns_infer_float (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_result_type (call->args, call->schema->n_params);
  if (tnk_dtype_is_integral (dtype))
    dtype = tns_dtype_get_default ();
  call->compute_dtype = dtype;
  return infer_elementwise (call, dtype, error);
}

bool
tns_infer_bool (TnsCall *call, GError **error)
{
  call->compute_dtype = tns_result_type (call->args, call->schema->n_params);
  return infer_elementwise (call, TNK_BOOL, error);
}

bool
tns_infer_real (TnsCall *call, GError **error)
{
  call->compute_dtype = tns_result_type (call->args, call->schema->n_params);
  return infer_elementwise (call, tns_dtype_get_real (call->compute_dtype), error);
}

bool
tns_infer_like_self (TnsCall *call, GError **error)
{
  const TnsTensor *self = call->args[0].tensor;
  call->compute_dtype = self->dtype;
  TnsMeta *out = tns_call_add_out (call);
  tns_meta_init_dense (out, self->dtype, tns_tensor_get_device (self), self->rank, self->sizes);
  if (!self->is_contiguous && is_dense_in_some_order (self))
    memcpy (out->strides, self->strides, self->rank * sizeof (int64_t));
  return true;
}
