/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Grids for grid_sampler that affine maps make of the plain one: affine_grid_generator. */
#include "engine/ops/formula.h"

#include <string.h>

/* Coordinates from -1 to 1 of the @n pixels along a dim: of the outermost centres (@aligned) or
 * edges. */
static TnsTensor *
coordinates (TnsScope *s, TnsTensor *like, int64_t n, bool aligned)
{
  TnsTensor *line;
  if (like == NULL)
    return NULL;
  if (n <= 1)
    return tns_do (s, new_zeros, T (like), tns_value_ints (&n, 1));
  line = tns_do (s, linspace, tns_value_scalar (tns_scalar_int (-1)),
                 tns_value_scalar (tns_scalar_int (1)), I (n),
                 tns_value_dtype (tns_tensor_get_dtype (like)), TNS_VALUE_NONE,
                 tns_value_device (tns_tensor_get_device (like)));
  if (!aligned)
    {
      line = tns_do (s, mul, T (line), tns_value_scalar (tns_scalar_int (n - 1)));
      line = tns_do (s, div, T (line), tns_value_scalar (tns_scalar_int (n)));
    }
  return tns_formula_cast (s, line, tns_tensor_get_dtype (like));
}

/* [N, points, dims + 1]: the plain grid's coordinates, the last dim's first, and 1. */
static TnsTensor *
plain_grid (TnsScope *s, TnsTensor *like, const TnsValue *size, bool aligned)
{
  int n_dims = size->ints.n - 2;
  const int64_t *spatial = size->ints.items + 2;
  int64_t rows[3] = { 1, tns_layout_count (spatial, n_dims), n_dims + 1 };
  TnsTensor *parts[4] = { NULL }, *grid;
  for (int c = 0; c < n_dims; c++)
    {
      int64_t line[3] = { 1, 1, 1 };
      int dim = n_dims - 1 - c;
      line[dim] = spatial[dim];
      parts[c] = tns_do (s, view, T (coordinates (s, like, spatial[dim], aligned)),
                         tns_value_ints (line, n_dims));
      parts[c] = tns_do (s, expand, T (parts[c]), tns_value_ints (spatial, n_dims));
    }
  parts[n_dims] = tns_do (s, ones_like, T (parts[0]));
  grid = tns_do (s, stack, tns_value_tensors (parts, n_dims + 1), I (-1));
  grid = tns_do (s, reshape, T (grid), tns_value_ints (rows, 3));
  rows[0] = size->ints.items[0];
  return tns_do (s, expand, T (grid), tns_value_ints (rows, 3));
}

static bool
check_size (const TnsValue *size, GError **error)
{
  return size->ints.n == 4 || size->ints.n == 5
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "AffineGridGenerator needs 4d (spatial) or 5d (volumetric) inputs.");
}

static bool
forward_affine_grid (TnsCall *call, GError **error)
{
  TnsValue size = call->args[1];
  TnsScope scope, *s = &scope;
  int64_t sizes[5];
  TnsTensor *points;
  if (!check_size (&size, error))
    return false;
  tns_scope_init (s);
  points = plain_grid (s, call->args[0].tensor, &size, call->args[2].b);
  points = tns_do (s, bmm, T (points), T (tns_do (s, transpose, call->args[0], I (1), I (2))));
  sizes[0] = size.ints.items[0];
  memcpy (sizes + 1, size.ints.items + 2, (size_t) (size.ints.n - 2) * sizeof *sizes);
  sizes[size.ints.n - 1] = size.ints.n - 2;
  return tns_call_finish (
      call, s, tns_do (s, view, T (points), tns_value_ints (sizes, size.ints.n)), error);
}

/* The plain grid is made before θ is looked at: [N, spatial dims…, dims + 1]. */
static bool
check_plain_grid (const TnsMeta *theta, const TnsValue *size, GError **error)
{
  int n = size->ints.n, k;
  int64_t sizes[5];
  sizes[0] = size->ints.items[0];
  memcpy (sizes + 1, size->ints.items + 2, (size_t) (n - 2) * sizeof *sizes);
  sizes[n - 1] = n - 1;
  if (!tns_layout_check_sizes (sizes, n, error))
    return false;
  for (k = n - 2; k > 0; k--)
    {
      bool is_half = theta->dtype == TNK_FLOAT16 || theta->dtype == TNK_BFLOAT16;
      if (sizes[k] <= 1 && (is_half || theta->dtype == TNK_BOOL))
        return tns_refuse_dtype ("tensor_cpu", theta->dtype, error);
      if (theta->dtype == TNK_BOOL)
        return tns_refuse_dtype ("linspace_cpu", theta->dtype, error);
    }
  return true;
}

/* θ, turned, must fit the points of the plain grid. */
static bool
check_theta (const TnsMeta *theta, const TnsValue *size, GError **error)
{
  const int64_t *own = theta->sizes;
  int64_t n_dims = size->ints.n - 2, first = 1, second = 2;
  if (!tns_wrap_dim (&first, theta->rank, error) || !tns_wrap_dim (&second, theta->rank, error))
    return false;
  if (theta->rank != 3)
    return tns_fail (error, TNS_ERROR_RUNTIME, "batch2 must be a 3D tensor");
  return tns_check_batches_fit (
      (int64_t[]) { size->ints.items[0], tns_layout_count (size->ints.items + 2, size->ints.n - 2),
                    n_dims + 1 },
      (int64_t[]) { own[0], own[2], own[1] }, error);
}

static bool
infer_affine_grid (TnsCall *call, GError **error)
{
  TnsMeta theta = tns_call_get_meta (call, 0);
  TnsValue size = call->args[1];
  int64_t sizes[5];
  if (!check_size (&size, error) || !check_plain_grid (&theta, &size, error)
      || !check_theta (&theta, &size, error)
      || !tns_formula_check_real_graph (call, call->schema->name, error))
    return false;
  sizes[0] = size.ints.items[0];
  memcpy (sizes + 1, size.ints.items + 2, (size_t) (size.ints.n - 2) * sizeof *sizes);
  sizes[size.ints.n - 1] = size.ints.n - 2;
  tns_call_add_dense (call, theta.dtype, theta.device, size.ints.n, sizes);
  return true;
}

/* Points are P θᵀ: the gradient of θ is uᵀ P. */
static void
affine_grid_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsValue size = tns_grad_get_arg (g, 1);
  int64_t rows[3] = { size.ints.items[0],
                      tns_layout_count (size.ints.items + 2, size.ints.n - 2), size.ints.n - 2 };
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *points = plain_grid (s, upstream, &size, tns_grad_get_arg (g, 2).b);
  upstream = tns_do (s, reshape, T (upstream), tns_value_ints (rows, 3));
  tns_grad_set (
      g, 0, tns_do (s, bmm, T (tns_do (s, transpose, T (upstream), I (1), I (2))), T (points)));
}

TNS_OP (affine_grid_generator) = {
  .schema = "affine_grid_generator(Tensor theta, int[] size, bool align_corners) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_affine_grid,
  .forward = forward_affine_grid,
  .node = "AffineGridGeneratorBackward0",
  .backward = affine_grid_grad,
  .formula = "y[n, p] = θ[n] · (p, 1)",
  .derivative = "∂y/∂θ = (p, 1)",
  .narration = "maps the plain grid by {theta}: {shape:result}",
  .doc = "torch.nn.functional.affine_grid.html",
};
