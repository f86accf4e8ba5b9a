/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Where values belong in an ordered row: searchsorted, bucketize. */
#include "engine/ops/formula.h"
#include "engine/ops/offsets.h"

#include <string.h>

/* ---- checks ---- */

static bool
check_shapes (const TnsMeta *row, const TnsMeta *values, GError **error)
{
  if (values->rank == 0 && row->rank != 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.searchsorted(): input value can be a scalar only when boundaries tensor "
                     "dimension is 1, but we got boundaries tensor dim(%d) and input value's dim(0) "
                     "numel(1)",
                     row->rank);
  if (row->rank == 0)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "torch.searchsorted(): boundaries tensor should have positive dimension, but got 0 "
        "dimension");
  bool fits = row->rank == 1 || row->rank == values->rank;
  for (int d = 0; fits && row->rank > 1 && d < row->rank - 1; d++)
    fits = row->sizes[d] == values->sizes[d];
  if (fits)
    return true;
  g_autofree char *own = tns_layout_dup_sizes_text (row->sizes, row->rank);
  g_autofree char *other = tns_layout_dup_sizes_text (values->sizes, values->rank);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 "
                   "dimensions of boundaries tensor and input value tensor must match, but we got "
                   "boundaries tensor %s and input value tensor %s",
                   own, other);
}

/* Places outside the row would be read as they are. */
static bool
check_sorter_bounds (TnsTensor *sorter, GError **error)
{
  g_autoptr (TnsTensor) host = tns_tensor_to_host_int64 (sorter, error);
  if (host == NULL)
    return false;
  int64_t n = tns_tensor_get_sizes (host)[tns_tensor_get_rank (host) - 1];
  const int64_t *places = tns_tensor_get_data (host);
  for (int64_t i = 0; i < tns_tensor_get_numel (host); i++)
    if (places[i] < 0 || places[i] >= n)
      return tns_fail (error, TNS_ERROR_RUNTIME, "torch.searchsorted(): sorter index out of range");
  return true;
}

static bool
check_sorter (const TnsMeta *row, TnsTensor *sorter, GError **error)
{
  TnsMeta own;
  tns_tensor_get_meta (sorter, &own);
  if (own.rank != row->rank
      || memcmp (own.sizes, row->sizes, (size_t) row->rank * sizeof (int64_t)) != 0)
    {
      g_autofree char *text = tns_layout_dup_sizes_text (row->sizes, row->rank);
      g_autofree char *other = tns_layout_dup_sizes_text (own.sizes, own.rank);
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "torch.searchsorted(): boundary and sorter must have the same size, but got "
                       "boundary tensor %sand got sorter tensor %s",
                       text, other);
    }
  if (own.dtype != TNK_INT64)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.searchsorted(): sorter must be a tensor of long dtype but got dtype %s",
                     tns_dtype_get_scalar_type_name (own.dtype));
  if (own.rank == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "ArrayRef: attempted to access back() of empty list");
  return check_sorter_bounds (sorter, error);
}

static bool
get_side (const TnsCall *call, bool *right, GError **error)
{
  *right = call->args[3].b;
  if (call->args[4].kind != TNS_STRING)
    return true;
  const char *side = call->args[4].string;
  if (strcmp (side, "left") != 0 && strcmp (side, "right") != 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.searchsorted(): side can only be 'left' or 'right' but got %s", side);
  if (*right && strcmp (side, "left") == 0)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "torch.searchsorted(): side and right can't be set to opposites, got side of left "
        "while right was True");
  *right = strcmp (side, "right") == 0;
  return true;
}

static void
add_places (TnsCall *call, const TnsValue *values, bool out_int32)
{
  TnsMeta shape = { .rank = 0, .device = TNS_CPU };
  if (values->kind == TNS_TENSOR)
    tns_tensor_get_meta (values->tensor, &shape);
  tns_call_add_dense (call, out_int32 ? TNK_INT32 : TNK_INT64, shape.device, shape.rank,
                      shape.sizes);
}

/* Refuses the types in which nothing is ordered; nobody asks where nothing is looked up. */
static bool
check_types (const TnsCall *call, const TnsValue *values, GError **error)
{
  TnkDtype dtype = tns_result_type (call->args, 2);
  if (values->kind == TNS_TENSOR && tns_tensor_get_numel (values->tensor) == 0)
    return true;
  if (dtype != TNK_BOOL && !tnk_dtype_is_complex (dtype))
    return true;
  return tns_refuse_dtype ("searchsorted_out_cpu", dtype, error);
}

/* ---- the search ---- */

/* PyTorch's lower and upper bound: NaN in the row counts as smaller than everything. */
static int64_t
find_place (const double *row, const int64_t *sorter, int64_t n, double value, bool right)
{
  int64_t start = 0, end = n;
  while (start < end)
    {
      int64_t middle = start + (end - start) / 2;
      double at = row[sorter != NULL ? sorter[middle] : middle];
      if (right ? !(at > value) : !(at >= value))
        start = middle + 1;
      else
        end = middle;
    }
  return start;
}

/* Every value's place in its row: the only one, or the one with the same leading indices. */
static bool
search (TnsCall *call, TnsValue rows, TnsValue values, TnsValue sorter, bool right, GError **error)
{
  TnsScope scope;
  tns_scope_init (&scope);
  if (values.kind == TNS_SCALAR)
    values.scalar
        = tns_scalar_cast (values.scalar, tns_result_type ((TnsValue[]){ rows, values }, 2));
  TnsTensor *row = tns_formula_to_host (&scope, &rows, TNK_FLOAT64);
  TnsTensor *wanted = tns_formula_to_host (&scope, &values, TNK_FLOAT64);
  TnsTensor *order = sorter.kind == TNS_TENSOR
                         ? tns_do (&scope, contiguous, sorter)
                         : NULL;
  TnsTensor *places = NULL;
  if (scope.error == NULL)
    places = tns_scope_take (&scope, tns_tensor_new_dense (TNK_INT64, TNS_CPU, call->outs[0].rank,
                                                           call->outs[0].sizes, &scope.error));
  if (places != NULL)
    {
      int rank = tns_tensor_get_rank (row);
      int64_t n = tns_tensor_get_sizes (row)[rank - 1], n_values = tns_tensor_get_numel (wanted);
      int64_t per_row = rank == 1 ? MAX (n_values, 1)
                                  : MAX (tns_tensor_get_sizes (wanted)[rank - 1], 1);
      const double *bounds = tns_tensor_get_data (row), *value = tns_tensor_get_data (wanted);
      const int64_t *sorted = order != NULL ? tns_tensor_get_data (order) : NULL;
      int64_t *out = tns_tensor_get_data (places);
      for (int64_t i = 0; i < n_values; i++)
        {
          int64_t first = i / per_row * n;
          out[i] = find_place (bounds != NULL ? bounds + first : NULL,
                               sorted != NULL ? sorted + first : NULL, n, value[i], right);
        }
    }
  TnsTensor *result = tns_do (&scope, to_copy, T (places), tns_value_dtype (call->outs[0].dtype),
                              tns_value_device (call->outs[0].device));
  return tns_call_finish (call, &scope, result, error);
}

/* ---- searchsorted ---- */

static bool
infer_searchsorted (TnsCall *call, GError **error)
{
  bool right;
  TnsMeta row = tns_call_get_meta (call, 0), values = { .rank = 0 };
  if (call->args[1].kind == TNS_TENSOR)
    values = tns_call_get_meta (call, 1);
  if (!get_side (call, &right, error))
    return false;
  if (call->args[5].kind == TNS_TENSOR && !check_sorter (&row, call->args[5].tensor, error))
    return false;
  if (!check_shapes (&row, &values, error) || !check_types (call, &call->args[1], error))
    return false;
  add_places (call, &call->args[1], call->args[2].b);
  return true;
}

static bool
forward_searchsorted (TnsCall *call, GError **error)
{
  bool right;
  if (!get_side (call, &right, error))
    return false;
  return search (call, call->args[0], call->args[1], call->args[5], right, error);
}

#define SEARCH_OP                                                                                  \
  .category = TNS_CATEGORY_INDEX, .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,                          \
  .formula = "y = the first i with row[i] ≥ x (right: row[i] > x)"

TNS_OP (searchsorted) = {
  SEARCH_OP,
  .schema = "searchsorted(Tensor sorted_sequence, Tensor|Scalar self, *, bool out_int32=False, "
            "bool right=False, str? side=None, Tensor? sorter=None) -> Tensor",
  .infer = infer_searchsorted,
  .forward = forward_searchsorted,
  .narration = "finds where the values of {self} belong in {sorted_sequence}",
  .doc = "torch.searchsorted.html",
};

/* ---- bucketize ---- */

static bool
infer_bucketize (TnsCall *call, GError **error)
{
  int rank = tns_tensor_get_rank (call->args[1].tensor);
  if (rank != 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "boundaries tensor must be 1 dimension, but got dim(%d)", rank);
  if (!check_types (call, &call->args[0], error))
    return false;
  add_places (call, &call->args[0], call->args[2].b);
  return true;
}

static bool
forward_bucketize (TnsCall *call, GError **error)
{
  return search (call, call->args[1], call->args[0], TNS_VALUE_NONE, call->args[3].b, error);
}

TNS_OP (bucketize) = {
  SEARCH_OP,
  .schema = "bucketize(Tensor|Scalar self, Tensor boundaries, *, bool out_int32=False, "
            "bool right=False) -> Tensor",
  .infer = infer_bucketize,
  .forward = forward_bucketize,
  .narration = "finds between which {boundaries} the values of {self} lie",
  .doc = "torch.bucketize.html",
  .signatures
  = "bucketize(Tensor self, Tensor boundaries, *, bool out_int32=False, bool right=False, "
    "Tensor? out=None) -> Tensor\n"
    "bucketize(Scalar self, Tensor boundaries, *, bool out_int32=False, bool right=False) "
    "-> Tensor",
};
