/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/ops/formula.h"

#include <string.h>

#include "engine/autograd/autograd.h"

TnsTensor *
tns_formula_conj (TnsScope *scope, TnsTensor *x)
{
  if (x == NULL || !tnk_dtype_is_complex (tns_tensor_get_dtype (x)))
    return x;
  return tns_do (scope, conj_complex, T (x));
}

TnsValue
tns_formula_conj_value (TnsScope *scope, TnsValue value)
{
  if (value.kind == TNS_SCALAR)
    value.scalar.im = -value.scalar.im;
  else if (value.kind == TNS_TENSOR)
    value.tensor = tns_formula_conj (scope, value.tensor);
  return value;
}

bool
tns_value_is_one (const TnsValue *value)
{
  return value->kind == TNS_SCALAR && value->scalar.kind != TNK_SCALAR_COMPLEX
         && value->scalar.re == 1;
}

void
tns_formula_chain (TnsGrad *g, int arg, TnsTensor *local)
{
  tns_grad_set (g, arg,
                tns_do (g->scope, mul, T (tns_grad_get_upstream (g, 0)),
                        T (tns_formula_conj (g->scope, local))));
}

void
tns_formula_set_as_it_is (TnsGrad *g, int arg, TnsTensor *gradient)
{
  if (gradient != NULL && tnk_dtype_is_complex (tns_tensor_get_dtype (gradient))
      && !tnk_dtype_is_complex (tns_grad_get_meta (g, arg, 0)->dtype) && g->scope->error == NULL)
    tns_fail (&g->scope->error, TNS_ERROR_RUNTIME,
              "Expected isFloatingType(grad.scalar_type()) || (input_is_complex == "
              "grad_is_complex) to be true, but got false.  (Could this error message be improved? "
              " If so, please report an enhancement request to PyTorch.)");
  tns_grad_set (g, arg, gradient);
}

TnsTensor *
tns_formula_add (TnsScope *s, TnsTensor *a, TnsTensor *b)
{
  if (a == NULL || b == NULL || !tnk_dtype_is_complex (tns_tensor_get_dtype (a))
      || tns_tensor_get_dtype (a) != tns_tensor_get_dtype (b))
    return tns_do (s, add, T (a), T (b));
  return tns_do (s, view_as_complex,
                 T (tns_do (s, add, T (tns_do (s, view_as_real, T (a))),
                            T (tns_do (s, view_as_real, T (b))))));
}

TnsTensor *
tns_formula_cast (TnsScope *scope, TnsTensor *x, TnkDtype dtype)
{
  if (x == NULL || tns_tensor_get_dtype (x) == dtype)
    return x;
  return tns_do (scope, to_copy, T (x), tns_value_dtype (dtype));
}

static TnsTensor *
take_full (TnsScope *scope,
           TnkDtype dtype,
           TnsDevice device,
           int rank,
           const int64_t *sizes,
           double number)
{
  TnsTensor *tensor;

  if (scope->error != NULL)
    return NULL;
  tensor = tns_scope_take (scope, tns_tensor_new_dense (dtype, device, rank, sizes, &scope->error));
  if (tensor == NULL || !tns_tensor_fill (tensor, tns_scalar_float (number), &scope->error))
    return NULL;
  return tensor;
}

TnsTensor *
tns_formula_zeros_of (TnsGrad *g, int arg)
{
  const TnsMeta *meta = tns_grad_get_meta (g, arg, 0);

  return take_full (g->scope, meta->dtype, meta->device, meta->rank, meta->sizes, 0);
}

TnsTensor *
tns_formula_full_like (TnsScope *scope, TnsTensor *x, TnkDtype dtype, double number)
{
  if (x == NULL)
    return NULL;
  return take_full (scope, dtype, tns_tensor_get_device (x), tns_tensor_get_rank (x),
                    tns_tensor_get_sizes (x), number);
}

TnsTensor *
tns_formula_adjoint (TnsScope *scope, TnsTensor *x)
{
  return tns_formula_conj (scope, tns_do (scope, transpose, T (x), I (-2), I (-1)));
}

void
tns_formula_select_backward (TnsGrad *g, int dim_arg, int keepdim_arg)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0), *indices = tns_grad_get_result (g, 1);
  int64_t dim = tns_grad_get_arg (g, dim_arg).i;
  bool keeps_dims = keepdim_arg < 0 || tns_grad_get_arg (g, keepdim_arg).b;

  if (tns_grad_get_meta (g, 0, 0)->rank == 0)
    {
      tns_grad_set (g, 0, upstream);
      return;
    }
  if (!keeps_dims)
    {
      upstream = tns_do (s, unsqueeze, T (upstream), I (dim));
      indices = tns_do (s, unsqueeze, T (indices), I (dim));
    }
  tns_grad_set (
      g, 0,
      tns_do (s, scatter, T (tns_formula_zeros_of (g, 0)), I (dim), T (indices), T (upstream)));
}

void
tns_formula_not_implemented (TnsGrad *g, const char *what)
{
  if (g->scope->error == NULL)
    tns_fail (&g->scope->error, TNS_ERROR_NOT_IMPLEMENTED,
              "the derivative for '%s' is not implemented.", what);
}

void
tns_formula_no_derivative (TnsGrad *g)
{
  tns_formula_not_implemented (g, tns_op_get_schema (tns_node_get_op (g->node))->name);
}

TnsTensor *
tns_formula_to_host (TnsScope *scope, const TnsValue *value, TnkDtype dtype)
{
  TnsTensor *host;

  if (scope->error != NULL)
    return NULL;
  if (value->kind == TNS_SCALAR)
    return tns_scope_take (scope,
                           tns_tensor_new_scalar (value->scalar, dtype, TNS_CPU, &scope->error));
  host = tns_do (scope, to_copy, *value, tns_value_dtype (dtype), tns_value_device (TNS_CPU));
  return tns_do (scope, contiguous, T (host));
}

void
tns_formula_not_differentiable (TnsGrad *g)
{
  if (g->scope->error == NULL)
    tns_fail (&g->scope->error, TNS_ERROR_RUNTIME, "derivative for aten::%s%s is not implemented",
              tns_op_get_schema (tns_node_get_op (g->node))->name,
              tns_node_is_inplace (g->node) ? "_" : "");
}

double
tns_formula_item (TnsScope *scope, TnsTensor *x)
{
  TnkScalar value;

  if (x == NULL || !tns_tensor_get_item (x, &value, &scope->error))
    return 0;
  return tns_scalar_to_double (value);
}

bool
tns_formula_check_real_graph (const TnsCall *call, const char *name, GError **error)
{
  const TnsTensor *x = call->args[0].tensor;

  return !tnk_dtype_is_complex (tns_tensor_get_dtype (x)) || !tns_grad_mode_get ()
         || !tns_tensor_get_requires_grad (x)
         || tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                      "%s does not support automatic differentiation for outputs with complex "
                      "dtype.",
                      name);
}

TnkDtype
tns_formula_inner_dtype (TnkDtype dtype)
{
  return dtype == TNK_FLOAT16 || dtype == TNK_BFLOAT16 ? TNK_FLOAT32 : dtype;
}

bool
tns_formula_forward_widened (TnsCall *call, GError **error)
{
  TnsValue args[TNS_MAX_PARAMS];
  TnsScope scope, *s = &scope;
  TnsTensor *result;
  int k, n = call->schema->n_params;

  tns_scope_init (s);
  for (k = 0; k < n; k++)
    {
      TnsTensor *tensor = call->args[k].kind == TNS_TENSOR ? call->args[k].tensor : NULL;

      args[k] = call->args[k];
      if (tensor != NULL)
        args[k] = T (
            tns_formula_cast (s, tensor, tns_formula_inner_dtype (tns_tensor_get_dtype (tensor))));
    }
  result = tns_scope_call (s, call->op, false, args, n);
  return tns_call_finish (call, s, tns_formula_cast (s, result, call->outs[0].dtype), error);
}

bool
tns_wrap_dim_with_size (int64_t *dim, int rank, GError **error)
{
  if (rank == 0)
    return tns_fail (error, TNS_ERROR_INDEX,
                     "Dimension specified as %" G_GINT64_FORMAT " but tensor has no dimensions",
                     *dim);
  return tns_wrap_dim (dim, rank, error);
}

bool
tns_check_constant (
    const TnsValue *value, const char *name, const char *function, GError **error)
{
  if (value->kind != TNS_TENSOR || !tns_tensor_get_requires_grad (value->tensor)
      || !tns_grad_mode_get ())
    return true;
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "The function '%s' is not differentiable with respect to argument '%s'. This "
                   "input cannot have requires_grad True.",
                   function, name);
}

bool
tns_check_batches_fit (const int64_t *a, const int64_t *b, GError **error)
{
  return (a[0] == b[0] && a[2] == b[1])
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "Expected size for first two dimensions of batch2 tensor to be: "
                      "[%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT "] but got: [%" G_GINT64_FORMAT
                      ", %" G_GINT64_FORMAT "].",
                      a[0], a[2], b[0], b[1]);
}

bool
tns_is_large_product (int64_t n_rows, int64_t n_terms, int64_t n_columns)
{
  return (double) n_rows * (double) n_terms * (double) n_columns >= 400;
}

bool
tns_fail_for_vector_sizes (GError **error, int64_t m, int64_t n)
{
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "inconsistent tensor size, expected tensor [%" G_GINT64_FORMAT
                   "] and src [%" G_GINT64_FORMAT "] to have the same number of elements, but "
                   "got %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT " elements respectively",
                   m, n, m, n);
}

bool
tns_check_scalar_type (TnkDtype expected, TnkDtype found, GError **error)
{
  return expected == found
         || tns_fail (error, TNS_ERROR_RUNTIME, "expected scalar type %s but found %s",
                      tns_dtype_get_scalar_type_name (expected),
                      tns_dtype_get_scalar_type_name (found));
}

bool
tns_check_castable (TnkDtype from, TnkDtype to, GError **error)
{
  return tns_dtype_can_cast (from, to)
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "result type %s can't be cast to the desired output type %s",
                      tns_dtype_get_scalar_type_name (from), tns_dtype_get_scalar_type_name (to));
}

bool
tns_refuse_dtype (const char *kernel_name, TnkDtype dtype, GError **error)
{
  return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "\"%s\" not implemented for '%s'", kernel_name,
                   tns_dtype_get_scalar_type_name (dtype));
}

/* ---- special functions ---- */

static bool
infer_special (TnsCall *call, bool takes_half, GError **error)
{
  const char *prefix = "special_", *name = call->schema->name;
  g_autofree char *kernel_name = NULL;
  TnkDtype dtype;

  if (!tns_infer_float (call, error))
    return false;
  dtype = call->compute_dtype;
  if (dtype == TNK_FLOAT32 || dtype == TNK_FLOAT64
      || (takes_half && !tnk_dtype_is_complex (dtype)))
    return true;
  if (g_str_has_prefix (name, prefix))
    name += strlen (prefix);
  kernel_name = g_strconcat (name, "_cpu", NULL);
  return tns_refuse_dtype (kernel_name, dtype, error);
}

bool
tns_infer_special (TnsCall *call, GError **error)
{
  return infer_special (call, true, error);
}

bool
tns_infer_special_single (TnsCall *call, GError **error)
{
  return infer_special (call, false, error);
}

/* ---- folds ---- */

static bool
fold_dim (TnsFold *fold, int64_t dim, GError **error)
{
  if (!tns_wrap_dim (&dim, fold->rank, error))
    return false;
  if (fold->rank == 0)
    return true;
  if (fold->is_folded[dim])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "dim %" G_GINT64_FORMAT " appears multiple times in the list of dims", dim);
  fold->is_folded[dim] = true;
  return true;
}

bool
tns_fold_init (
    TnsFold *fold, const TnsMeta *meta, const TnsValue *dims, bool keeps_dims, GError **error)
{
  int dim;

  for (dim = 0; dims->kind == TNS_INTS && dim < dims->ints.n; dim++)
    {
      int64_t wrapped = dims->ints.items[dim];

      if (!tns_wrap_dim (&wrapped, meta->rank, error))
        return false;
    }
  return tns_fold_init_in_turn (fold, meta, dims, keeps_dims, error);
}

bool
tns_fold_init_in_turn (
    TnsFold *fold, const TnsMeta *meta, const TnsValue *dims, bool keeps_dims, GError **error)
{
  bool is_full = dims->kind == TNS_NONE || (dims->kind == TNS_INTS && dims->ints.n == 0);
  int dim;

  fold->rank = meta->rank;
  fold->keeps_dims = keeps_dims;
  fold->n_items = 1;
  for (dim = 0; dim < meta->rank; dim++)
    fold->is_folded[dim] = is_full;
  if (dims->kind == TNS_INT && !fold_dim (fold, dims->i, error))
    return false;
  for (dim = 0; dims->kind == TNS_INTS && dim < dims->ints.n; dim++)
    if (!fold_dim (fold, dims->ints.items[dim], error))
      return false;
  for (dim = 0; dim < meta->rank; dim++)
    if (fold->is_folded[dim])
      fold->n_items *= meta->sizes[dim];
  return true;
}

static int
kept_sizes (const TnsFold *fold, const int64_t *sizes, int64_t *kept)
{
  int dim, rank = 0;

  for (dim = 0; dim < fold->rank; dim++)
    if (!fold->is_folded[dim])
      kept[rank++] = sizes[dim];
    else if (fold->keeps_dims)
      kept[rank++] = 1;
  return rank;
}

TnsMeta *
tns_fold_add_out (const TnsFold *fold, TnsCall *call, const TnsMeta *meta, TnkDtype dtype)
{
  int64_t sizes[TNK_MAX_RANK];
  int rank = kept_sizes (fold, meta->sizes, sizes);

  return tns_call_add_dense (call, dtype, meta->device, rank, sizes);
}

bool
tns_fold_check_not_empty (
    const TnsFold *fold, const TnsMeta *meta, const char *name, bool is_full, GError **error)
{
  int dim;

  if (fold->n_items != 0)
    return true;
  if (is_full)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "%s(): Expected reduction dim to be specified for input.numel() == 0. Specify "
                     "the reduction dim with the 'dim' argument.",
                     name);
  for (dim = 0; dim < fold->rank; dim++)
    if (fold->is_folded[dim] && meta->sizes[dim] == 0)
      return tns_fail (error, TNS_ERROR_INDEX,
                       "%s(): Expected reduction dim %d to have non-zero size.", name, dim);
  return true;
}

bool
tns_fold_init_grad (TnsFold *fold, TnsGrad *g, int dim_arg, int keepdim_arg)
{
  TnsValue dims = dim_arg < 0 ? TNS_VALUE_NONE : tns_grad_get_arg (g, dim_arg);
  bool keeps_dims = keepdim_arg >= 0 && tns_grad_get_arg (g, keepdim_arg).b;

  return tns_fold_init (fold, tns_grad_get_meta (g, 0, 0), &dims, keeps_dims, &g->scope->error);
}

/* @out in the shape kernels want: the operand's rank, size 1 at the folded dims. */
static TnkArray
unfolded_array (const TnsFold *fold, TnsTensor *out, int64_t *sizes, int64_t *strides)
{
  TnkArray array = tns_tensor_get_array (out);
  int dim, at = 0;

  for (dim = 0; dim < fold->rank; dim++)
    {
      bool is_there = !fold->is_folded[dim] || fold->keeps_dims;

      sizes[dim] = fold->is_folded[dim] ? 1 : array.sizes[at];
      strides[dim] = is_there ? array.strides[at] : 1;
      at += is_there;
    }
  array.rank = fold->rank;
  array.sizes = sizes;
  array.strides = strides;
  return array;
}

static bool
reduce_into (const TnsFold *fold,
             TnkReduce reduce,
             TnsTensor *out,
             TnsTensor *in,
             TnkDtype dtype,
             const char *name,
             GError **error)
{
  TnsDevice device = tns_tensor_get_device (in);
  const TnkBackend *backend = tns_device_get_backend (device, error);
  g_autoptr (TnsTensor) converted = NULL;
  int64_t sizes[TNK_MAX_RANK], strides[TNK_MAX_RANK];

  if (backend == NULL || out == NULL)
    return false;
  if (tns_tensor_get_numel (out) == 0)
    return true;
  if (tns_tensor_get_dtype (in) != dtype)
    {
      converted = tns_tensor_new_converted (in, dtype, device, error);
      if (converted == NULL)
        return false;
      in = converted;
    }
  return tns_check_status (backend->reduce (reduce, unfolded_array (fold, out, sizes, strides),
                                            tns_tensor_get_array (in)),
                           name, dtype, error);
}

bool
tns_fold_run (const TnsFold *fold,
              TnsCall *call,
              int index,
              TnkReduce reduce,
              TnsTensor *in,
              TnkDtype dtype,
              GError **error)
{
  return reduce_into (fold, reduce, tns_call_allocate (call, index, error), in, dtype,
                      call->schema->name, error);
}

TnsTensor *
tns_fold_take (const TnsFold *fold,
               TnsScope *scope,
               TnkReduce reduce,
               TnsTensor *in,
               TnkDtype dtype,
               TnkDtype out_dtype)
{
  int64_t sizes[TNK_MAX_RANK];
  TnsTensor *out;
  int rank;

  if (scope->error != NULL || in == NULL)
    return NULL;
  rank = kept_sizes (fold, tns_tensor_get_sizes (in), sizes);
  out = tns_scope_take (scope, tns_tensor_new_dense (out_dtype, tns_tensor_get_device (in), rank,
                                                     sizes, &scope->error));
  return reduce_into (fold, reduce, out, in, dtype, "reduce", &scope->error) ? out : NULL;
}

TnsTensor *
tns_fold_restore (const TnsFold *fold, TnsScope *scope, TnsTensor *folded)
{
  int dim;

  if (fold->keeps_dims || folded == NULL || tns_tensor_get_rank (folded) == 0)
    return folded;
  for (dim = 0; dim < fold->rank; dim++)
    if (fold->is_folded[dim])
      folded = tns_do (scope, unsqueeze, T (folded), I (dim));
  return folded;
}
