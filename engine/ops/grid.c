/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Several tensors repeated to one shape, without copying: broadcast_tensors, meshgrid; and the
 * points of a grid that are combinations. */
#include "engine/ops/layout.h"

#include <limits.h>
#include <string.h>

/* ---- broadcast_tensors ---- */

static bool
broadcast_all (const TnsValue *list, TnsMeta *shape, GError **error)
{
  shape->rank = 0;
  for (int k = 0; k < list->tensors.n; k++)
    if (!tns_broadcast_sizes (shape, tns_tensor_get_sizes (list->tensors.items[k]),
                              tns_tensor_get_rank (list->tensors.items[k]), error))
      return false;
  return true;
}

/* Adds a result of @shape with the type and place of tensor @k of the list. */
static void
add_like_item (TnsCall *call, int k, const TnsMeta *shape)
{
  TnsTensor *item = call->args[0].tensors.items[k];
  tns_call_add_dense (call, tns_tensor_get_dtype (item), tns_tensor_get_device (item), shape->rank,
                      shape->sizes);
}

static bool
infer_broadcast_tensors (TnsCall *call, GError **error)
{
  TnsMeta shape;
  if (!broadcast_all (&call->args[0], &shape, error))
    return false;
  for (int k = 0; k < call->args[0].tensors.n; k++)
    add_like_item (call, k, &shape);
  return true;
}

static bool
forward_broadcast_tensors (TnsCall *call, GError **error)
{
  TnsMeta shape;
  TnsScope scope;
  if (!broadcast_all (&call->args[0], &shape, error))
    return false;
  tns_scope_init (&scope);
  for (int k = 0; k < call->n_outs && scope.error == NULL; k++)
    {
      TnsTensor *item = call->args[0].tensors.items[k];
      size_t n_bytes = (size_t) shape.rank * sizeof (int64_t);
      if (tns_tensor_get_rank (item) != shape.rank
          || memcmp (tns_tensor_get_sizes (item), shape.sizes, n_bytes) != 0)
        item = tns_do (&scope, expand, T (item), tns_value_ints (shape.sizes, shape.rank));
      tns_call_return (call, k, item);
    }
  return tns_scope_finish (&scope, error);
}

TNS_OP (broadcast_tensors) = {
  .schema = "broadcast_tensors(Tensor[] tensors) -> Tensor[]",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_broadcast_tensors,
  .forward = forward_broadcast_tensors,
  .formula = "yₖ = xₖ repeated to the shape that all share",
  .derivative = "∂y/∂x = 1 for every repetition: the gradient is their sum",
  .narration = "broadcasts {tensors} to one shape without copying",
  .doc = "torch.broadcast_tensors.html",
};

/* ---- meshgrid ---- */

static bool
is_xy (const TnsCall *call)
{
  return call->args[1].kind == TNS_STRING && strcmp (call->args[1].string, "xy") == 0;
}

/* Dim of the grid along which tensor @k varies. */
static int
grid_dim (const TnsCall *call, int k)
{
  return is_xy (call) && k < 2 && call->args[0].tensors.n >= 2 ? 1 - k : k;
}

static bool
get_grid (const TnsCall *call, TnsMeta *shape, GError **error)
{
  TnsValue list = call->args[0];
  const char *indexing = call->args[1].kind == TNS_STRING ? call->args[1].string : "ij";
  if (list.tensors.n == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "meshgrid expects a non-empty TensorList");
  for (int k = 1; k < list.tensors.n; k++)
    if (tns_tensor_get_dtype (list.tensors.items[k])
        != tns_tensor_get_dtype (list.tensors.items[0]))
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "meshgrid expects all tensors to have the same dtype");
  if (strcmp (indexing, "xy") != 0 && strcmp (indexing, "ij") != 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.meshgrid: indexing must be one of \"xy\" or \"ij\", but received: %s",
                     indexing);
  if (list.tensors.n > TNK_MAX_RANK)
    return tns_layout_check_sizes (NULL, list.tensors.n, error);
  shape->rank = list.tensors.n;
  for (int k = 0; k < list.tensors.n; k++)
    {
      TnsTensor *item = list.tensors.items[k];
      if (tns_tensor_get_rank (item) > 1)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got a "
                         "tensor with %d dims",
                         tns_tensor_get_rank (item));
      shape->sizes[grid_dim (call, k)] = tns_tensor_get_numel (item);
    }
  return true;
}

static bool
infer_meshgrid (TnsCall *call, GError **error)
{
  TnsMeta shape;
  if (!get_grid (call, &shape, error))
    return false;
  for (int k = 0; k < call->args[0].tensors.n; k++)
    add_like_item (call, k, &shape);
  return true;
}

static bool
forward_meshgrid (TnsCall *call, GError **error)
{
  TnsMeta shape;
  TnsScope scope;
  if (!get_grid (call, &shape, error))
    return false;
  tns_scope_init (&scope);
  for (int k = 0; k < call->n_outs && scope.error == NULL; k++)
    {
      int64_t line[TNK_MAX_RANK];
      int dim = grid_dim (call, k);
      for (int d = 0; d < shape.rank; d++)
        line[d] = d == dim ? shape.sizes[d] : 1;
      TnsTensor *item = tns_do (&scope, view, T (call->args[0].tensors.items[k]),
                                tns_value_ints (line, shape.rank));
      tns_call_return (call, k,
                       tns_do (&scope, expand, T (item), tns_value_ints (shape.sizes, shape.rank)));
    }
  return tns_scope_finish (&scope, error);
}

TNS_OP (meshgrid) = {
  .schema = "meshgrid(Tensor[] tensors, *, str? indexing=None) -> Tensor[]",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_meshgrid,
  .forward = forward_meshgrid,
  .formula = "yₖ[i₀, i₁, …] = xₖ[iₖ]",
  .derivative = "∂y/∂x = 1 for every repetition: the gradient is their sum",
  .narration = "spans a grid by {tensors}: the coordinates of every point",
  .doc = "torch.meshgrid.html",
};

/* ---- combinations ---- */

/* Which points of the r-dimensional grid of indices have them in order. */
static TnsTensor *
in_order (TnsScope *s, TnsTensor *const *grids, int r, bool with_replacement)
{
  TnsTensor *mask = tns_do (s, ones_like, T (grids[0]), tns_value_dtype (TNK_BOOL));
  for (int k = 1; k < r && s->error == NULL; k++)
    mask = tns_do (s, logical_and, T (mask),
                   T (tns_scope_call (s, with_replacement ? &tns_op_le : &tns_op_lt, false,
                                      (TnsValue[]) { T (grids[k - 1]), T (grids[k]) }, 2)));
  return mask;
}

static bool
forward_combinations (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t r = call->args[1].i, none = 0;
  TnsScope scope, *s = &scope;
  TnsTensor *indices[TNK_MAX_RANK] = { NULL }, *grids[TNK_MAX_RANK] = { NULL }, *rows, *mask;
  if (self.rank != 1)
    {
      g_autofree char *text = tns_layout_dup_sizes_text (self.sizes, self.rank);
      return tns_fail (error, TNS_ERROR_RUNTIME, "Expect a 1D vector, but got shape %s", text);
    }
  if (r < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expect a non-negative number, but got %" G_GINT64_FORMAT, r);
  if (r > TNK_MAX_RANK)
    return tns_layout_check_sizes (NULL, (int) MIN (r, INT_MAX), error);
  tns_scope_init (s);
  if (r == 0)
    return tns_call_finish (
        call, s, tns_do (s, new_empty, call->args[0], tns_value_ints (&none, 1)), error);
  indices[0] = tns_do (s, arange, tns_value_scalar (tns_scalar_int (self.sizes[0])),
                       tns_value_dtype (TNK_INT64), TNS_VALUE_NONE,
                       tns_value_device (self.device));
  for (int k = 1; k < r; k++)
    indices[k] = indices[0];
  tns_scope_call_many (s, &tns_op_meshgrid,
                       (TnsValue[]) { tns_value_tensors (indices, (int) r),
                                      tns_value_string ("ij") },
                       2, grids, (int) r);
  if (s->error != NULL)
    return tns_call_finish (call, s, NULL, error);
  mask = in_order (s, grids, (int) r, call->args[2].b);
  for (int k = 0; k < r; k++)
    grids[k] = tns_do (s, masked_select, T (grids[k]), T (mask));
  rows = tns_do (s, stack, tns_value_tensors (grids, (int) r), I (1));
  return tns_call_finish (call, s, tns_do (s, index, call->args[0], tns_value_tensors (&rows, 1)),
                          error);
}

TNS_OP (combinations) = {
  .schema = "combinations(Tensor self, int r=2, bool with_replacement=False) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .flags = TNS_AS_FUNCTION,
  .forward = forward_combinations,
  .formula = "rows x[i₁], …, x[iᵣ] for all i₁ < … < iᵣ",
  .derivative = "∂y/∂x = 1 for every row that holds the element: the gradient is their sum",
  .narration = "writes all choices of {r} elements of {self} as rows",
  .doc = "torch.combinations.html",
};
