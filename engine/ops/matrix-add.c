/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* A tensor plus a product: β · self + α · (a · b), in the four shapes PyTorch has it. With β = 0
 * the content of self does not count, not even NaN. */

#include "engine/autograd/autograd.h"
#include "engine/ops/matrices.h"

enum
{
  ARG_SELF,
  ARG_FIRST,
  ARG_SECOND,
  ARG_BETA,
  ARG_ALPHA,
};

static const int64_t *
sizes_of (const TnsCall *call, int arg)
{
  return tns_tensor_get_sizes (call->args[arg].tensor);
}

static int
rank_of (const TnsCall *call, int arg)
{
  return tns_tensor_get_rank (call->args[arg].tensor);
}

static TnkDtype
dtype_of (const TnsCall *call, int arg)
{
  return tns_tensor_get_dtype (call->args[arg].tensor);
}

/* The type of an operand, called @name in the message, and that of the second factor. */
static bool
check_dtype_of (TnkDtype own, const char *name, TnkDtype other, GError **error)
{
  return own == other
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "%s and mat2 must have the same dtype, but got %s and %s", name,
                      tns_dtype_get_scalar_type_name (own), tns_dtype_get_scalar_type_name (other));
}

bool
tns_check_addmm_dtypes (TnkDtype self, TnkDtype a, TnkDtype b, GError **error)
{
  return check_dtype_of (self, "self", b, error) && check_dtype_of (a, "mat1", b, error);
}

static bool
check_one_dtype (TnsCall *call, GError **error)
{
  return tns_check_addmm_dtypes (dtype_of (call, ARG_SELF), dtype_of (call, ARG_FIRST),
                                 dtype_of (call, ARG_SECOND), error);
}

static bool
is_number (const TnsValue *value, double number)
{
  return value->scalar.re == number && value->scalar.im == 0;
}

static bool
is_half (TnkDtype dtype)
{
  return dtype == TNK_FLOAT16 || dtype == TNK_BFLOAT16;
}

/* How many terms each element of the product has. */
static int64_t
count_terms (const TnsCall *call)
{
  return sizes_of (call, ARG_FIRST)[rank_of (call, ARG_FIRST) - 1];
}

/* α and β must have a place in the type that is computed in, once there is something to compute;
 * without a product there is only β times self, as a multiplication in place. */
static bool
check_factors (TnsCall *call, const TnsMeta *out, const char *kernel, GError **error)
{
  const TnsValue *alpha = &call->args[ARG_ALPHA], *beta = &call->args[ARG_BETA];
  TnkDtype inner = is_half (out->dtype) ? TNK_FLOAT32 : out->dtype;

  if (tns_layout_count (out->sizes, out->rank) == 0)
    return true;
  if (count_terms (call) == 0)
    return is_number (beta, 0)
           || tns_check_castable (
               tns_result_type ((TnsValue[]){ call->args[ARG_SECOND], *beta }, 2), out->dtype, error);
  if (out->dtype == TNK_BOOL)
    return tns_refuse_dtype (kernel, TNK_BOOL, error);
  return tns_scalar_check_fits (alpha->scalar, inner, error)
         && tns_scalar_check_fits (beta->scalar, inner, error);
}

static bool
check_own_shape (TnsCall *call, int rank, const int64_t *sizes, GError **error)
{
  const TnsTensor *self = call->args[ARG_SELF].tensor;

  if (!call->is_inplace
      || (tns_tensor_get_rank (self) == rank
          && memcmp (tns_tensor_get_sizes (self), sizes, (size_t) rank * sizeof *sizes) == 0))
    return true;
  g_autofree char *own = tns_layout_dup_sizes_text (tns_tensor_get_sizes (self),
                                                    tns_tensor_get_rank (self));
  g_autofree char *wanted = tns_layout_dup_sizes_text (sizes, rank);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "Bad in-place call: input tensor size %s and output tensor size %s should match",
                   own, wanted);
}

static bool
check_own_dtype (TnsCall *call, GError **error)
{
  TnkDtype own = dtype_of (call, ARG_SELF), other = dtype_of (call, ARG_SECOND);

  return !call->is_inplace || own == other
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "Bad in-place call: input tensor dtype %s and output tensor dtype %s should "
                      "match",
                      tns_dtype_get_c_name (own), tns_dtype_get_c_name (other));
}

static TnsMeta *
add_out (TnsCall *call, int rank, const int64_t *sizes)
{
  return tns_call_add_dense (call, dtype_of (call, ARG_SELF),
                             tns_tensor_get_device (call->args[ARG_FIRST].tensor), rank, sizes);
}

/* ---- shapes ---- */

static bool
infer_addmm (TnsCall *call, GError **error)
{
  const int64_t *a = sizes_of (call, ARG_FIRST), *b = sizes_of (call, ARG_SECOND);
  int arg;

  if (!check_one_dtype (call, error))
    return false;
  for (arg = ARG_FIRST; arg <= ARG_SECOND; arg++)
    if (rank_of (call, arg) != 2)
      return tns_fail (error, TNS_ERROR_RUNTIME, "addmm: %s must be a matrix, got %d-D tensor",
                       arg == ARG_FIRST ? "self" : "mat2", rank_of (call, arg));
  if (a[1] != b[0])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "addmm: mat1 and mat2 shapes cannot be multiplied (%" G_GINT64_FORMAT
                     "x%" G_GINT64_FORMAT " and %" G_GINT64_FORMAT "x%" G_GINT64_FORMAT ")",
                     a[0], a[1], b[0], b[1]);
  const int64_t sizes[] = { a[0], b[1] };
  return tns_check_expandable (call->args[ARG_SELF].tensor, 2, sizes, error)
         && check_own_shape (call, 2, sizes, error)
         && check_factors (call, add_out (call, 2, sizes), "addmm_impl_cpu_", error);
}

/* Nothing to multiply: β · self, which keeps self's shape. */
static bool
infer_empty_addmv (TnsCall *call, GError **error)
{
  if (is_number (&call->args[ARG_BETA], 0))
    {
      add_out (call, 1, sizes_of (call, ARG_FIRST));
      return true;
    }
  add_out (call, rank_of (call, ARG_SELF), sizes_of (call, ARG_SELF));
  return tns_scalar_check_fills (call->args[ARG_BETA].scalar, dtype_of (call, ARG_SELF), 1, error);
}

static bool
infer_addmv (TnsCall *call, GError **error)
{
  const int64_t *a = sizes_of (call, ARG_FIRST), *b = sizes_of (call, ARG_SECOND);
  const int64_t *self = sizes_of (call, ARG_SELF);
  TnkDtype self_dtype = dtype_of (call, ARG_SELF);
  int64_t first = 0;
  int rank = rank_of (call, ARG_SELF);

  if (rank > 1 || rank_of (call, ARG_FIRST) != 2 || rank_of (call, ARG_SECOND) != 1)
    return tns_fail (error, TNS_ERROR_RUNTIME, "vector + matrix @ vector expected, got %d, %d, %d",
                     rank, rank_of (call, ARG_FIRST), rank_of (call, ARG_SECOND));
  if (a[1] != b[0] || (rank == 1 && self[0] != a[0] && self[0] != 1))
    return tns_wrap_dim_with_size (&first, rank, error)
           && tns_fail (error, TNS_ERROR_RUNTIME,
                     "size mismatch, got input (%" G_GINT64_FORMAT "), mat (%" G_GINT64_FORMAT
                     "x%" G_GINT64_FORMAT "), vec (%" G_GINT64_FORMAT ")",
                     self[0], a[0], a[1], b[0]);
  if (self_dtype != dtype_of (call, ARG_FIRST)
      || dtype_of (call, ARG_FIRST) != dtype_of (call, ARG_SECOND))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "addmv input tensors must have the same dtype, but got %s, %s, and %s",
                     tns_dtype_get_scalar_type_name (self_dtype),
                     tns_dtype_get_scalar_type_name (dtype_of (call, ARG_FIRST)),
                     tns_dtype_get_scalar_type_name (dtype_of (call, ARG_SECOND)));
  if (!check_own_shape (call, 1, a, error))
    return false;
  if (a[0] == 0 || a[1] == 0)
    return infer_empty_addmv (call, error);
  add_out (call, 1, a);
  if (self_dtype == TNK_BOOL)
    return tns_refuse_dtype ("addmv_impl_cpu", TNK_BOOL, error);
  return tns_scalar_check_fits (call->args[ARG_ALPHA].scalar, self_dtype, error)
         && tns_scalar_check_fits (call->args[ARG_BETA].scalar, self_dtype, error);
}

/* PyTorch expands self to the dims of the product before it looks at their number. */
static bool
check_product_shape (TnsCall *call, int first_dim, int rank, GError **error)
{
  int64_t sizes[3];

  for (int64_t dim = first_dim; dim <= 2; dim++)
    {
      const int arg = dim == 2 ? ARG_SECOND : ARG_FIRST;
      int64_t wrapped = dim;

      if (!tns_wrap_dim_with_size (&wrapped, rank_of (call, arg), error))
        return false;
      sizes[dim - first_dim] = sizes_of (call, arg)[dim];
    }
  return tns_check_expandable (call->args[ARG_SELF].tensor, rank, sizes, error);
}

static bool
check_ranks (TnsCall *call, GError **error)
{
  for (int arg = ARG_FIRST; arg <= ARG_SECOND; arg++)
    if (rank_of (call, arg) != 3)
      return tns_fail (error, TNS_ERROR_RUNTIME, "batch%d must be a 3D tensor", arg);
  return true;
}

/* PyTorch notes the number of matrices for the way back before it looks at anything. */
static bool
check_has_batches (TnsCall *call, GError **error)
{
  int64_t first = 0;
  bool is_recorded = false;

  for (int arg = ARG_SELF; arg <= ARG_SECOND && tns_grad_mode_get (); arg++)
    is_recorded = is_recorded || tns_tensor_get_requires_grad (call->args[arg].tensor);
  return !is_recorded || tns_wrap_dim_with_size (&first, rank_of (call, ARG_FIRST), error);
}

static bool
infer_addbmm (TnsCall *call, GError **error)
{
  const int64_t *a = sizes_of (call, ARG_FIRST), *b = sizes_of (call, ARG_SECOND);

  if (!check_has_batches (call, error) || !check_product_shape (call, 1, 2, error)
      || !check_ranks (call, error))
    return false;
  if (a[0] != b[0])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "batch1 and batch2 must have same number of batches, got %" G_GINT64_FORMAT
                     " and %" G_GINT64_FORMAT,
                     a[0], b[0]);
  if (a[2] != b[1])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Incompatible matrix sizes for bmm (%" G_GINT64_FORMAT "x%" G_GINT64_FORMAT
                     " and %" G_GINT64_FORMAT "x%" G_GINT64_FORMAT ")",
                     a[1], a[2], b[1], b[2]);
  const TnsMeta *out = add_out (call, 2, (int64_t[]){ a[1], b[2] });
  /* Without a batch nothing asks for the types of the factors. */
  if (a[0] == 0)
    return is_number (&call->args[ARG_BETA], 0)
           || tns_check_castable (
               tns_result_type ((TnsValue[]){ call->args[ARG_SELF], call->args[ARG_BETA] }, 2),
               out->dtype, error);
  if (!check_one_dtype (call, error) || !check_factors (call, out, "addmm_impl_cpu_", error))
    return false;
  /* From the second product on, what is there is multiplied by the integer 1. */
  return a[0] == 1 || count_terms (call) > 0 || tns_layout_count (out->sizes, 2) == 0
         || tns_check_castable (tns_dtype_promote (out->dtype, TNK_INT64), out->dtype, error);
}

/* The result has the type of the second factor, which is everyone's where there is something to
 * multiply. */
static bool
check_batched_factors (TnsCall *call, TnsMeta *out, GError **error)
{
  int64_t n_terms = count_terms (call);
  bool is_large = tns_is_large_product (out->sizes[1], n_terms, out->sizes[2]);

  if (n_terms == 0 || tns_layout_count (out->sizes, out->rank) == 0)
    {
      out->dtype = dtype_of (call, ARG_SECOND);
      return check_factors (call, out, "baddbmm", error);
    }
  if (is_large
      && !check_dtype_of (dtype_of (call, ARG_FIRST), "mat1", dtype_of (call, ARG_SECOND), error))
    return false;
  return check_factors (call, out, is_large ? "addmm_impl_cpu_" : "baddbmm", error)
         && tns_check_scalar_type (out->dtype, dtype_of (call, ARG_SECOND), error);
}

static bool
infer_baddbmm (TnsCall *call, GError **error)
{
  const int64_t *a = sizes_of (call, ARG_FIRST), *b = sizes_of (call, ARG_SECOND);
  TnkDtype self = dtype_of (call, ARG_SELF);

  if (!check_product_shape (call, 0, 3, error))
    return false;
  if (self != dtype_of (call, ARG_FIRST))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Input dtypes must be the same, got: input %s, batch1: %s, batch2: %s",
                     tns_dtype_get_c_name (self), tns_dtype_get_c_name (dtype_of (call, ARG_FIRST)),
                     tns_dtype_get_c_name (dtype_of (call, ARG_SECOND)));
  if (!check_ranks (call, error) || !tns_check_batches_fit (a, b, error))
    return false;
  const int64_t sizes[] = { a[0], a[1], b[2] };
  return check_own_dtype (call, error) && check_own_shape (call, 3, sizes, error)
         && check_batched_factors (call, add_out (call, 3, sizes), error);
}

/* ---- values ---- */

/* Integer results take the integer part of β and α, as PyTorch does. */
static TnsValue
factor_for (TnkDtype dtype, const TnsValue *value)
{
  if (dtype == TNK_BOOL)
    return tns_value_scalar (tns_scalar_int (!is_number (value, 0)));
  if (tnk_dtype_is_integral (dtype))
    return tns_value_scalar (tns_scalar_int (tns_scalar_to_int (value->scalar)));
  return *value;
}

static TnsTensor *
scale (TnsScope *s, TnsTensor *x, TnsValue factor)
{
  return is_number (&factor, 1) ? x : tns_do (s, mul, T (x), factor);
}

/* Half precision is multiplied and added in single precision and rounded once. */
static TnsTensor *
widen (TnsScope *s, TnsTensor *x)
{
  TnkDtype dtype = x == NULL ? TNK_FLOAT32 : tns_tensor_get_dtype (x);

  return is_half (dtype) ? tns_formula_cast (s, x, TNK_FLOAT32) : x;
}

/* A BLAS does not look at the factors when α is 0, so that NaN in them does not show; PyTorch has one
 * for matrices, and for real vectors @b that are not one number repeated. */
static bool
skips_product (const TnsOp *product, TnkDtype dtype, TnsTensor *b, const TnsValue *alpha)
{
  if (!is_number (alpha, 0) || is_half (dtype))
    return false;
  return product == &tns_op_mm
         || (product == &tns_op_mv && !tnk_dtype_is_complex (dtype)
             && tns_tensor_get_strides (b)[0] != 0);
}

/* β · @self + α · @a · @b, with @product one of mm, mv and bmm. */
static TnsTensor *
add_product (TnsScope *s,
             TnsTensor *self,
             TnsTensor *a,
             TnsTensor *b,
             const TnsOp *product,
             TnsValue beta,
             TnsValue alpha)
{
  TnkDtype dtype = tns_tensor_get_dtype (self);
  TnsTensor *result;

  result
      = tns_scope_call (s, product, false, (TnsValue[]){ T (widen (s, a)), T (widen (s, b)) }, 2);
  result = skips_product (product, dtype, b, &alpha) ? tns_do (s, zeros_like, T (result))
                                                  : scale (s, result, factor_for (dtype, &alpha));
  beta = factor_for (dtype, &beta);
  /* Only a product of matrices leaves self as it is where β is 1; the op add multiplies it. */
  self = scale (s, widen (s, self), beta);
  if (!is_number (&beta, 0))
    result = product == &tns_op_mm ? tns_formula_add (s, result, self)
                                   : tns_do (s, add, T (result), T (self));
  return tns_formula_cast (s, result, dtype);
}

static bool
add_product_forward (TnsCall *call, const TnsOp *product, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope,
                          add_product (&scope, call->args[ARG_SELF].tensor,
                                       call->args[ARG_FIRST].tensor, call->args[ARG_SECOND].tensor,
                                       product, call->args[ARG_BETA], call->args[ARG_ALPHA]),
                          error);
}

/* @result in the type and the shape of the call's. */
static bool
finish_spread (TnsCall *call, TnsScope *s, TnsTensor *result, GError **error)
{
  const TnsMeta *out = &call->outs[0];

  result = tns_formula_cast (s, result, out->dtype);
  if (s->error == NULL)
    result = tns_do (s, expand, T (result), tns_value_ints (out->sizes, out->rank));
  return tns_call_finish (call, s, tns_do (s, contiguous, T (result)), error);
}

/* β · self where nothing is added: as PyTorch multiplies in place. */
static bool
scale_forward (TnsCall *call, GError **error)
{
  TnkDtype dtype = call->outs[0].dtype;
  TnsValue beta = factor_for (dtype, &call->args[ARG_BETA]);
  TnsScope scope, *s = &scope;
  TnsTensor *self;

  tns_scope_init (s);
  self = tns_formula_cast (s, call->args[ARG_SELF].tensor, dtype);
  self = is_number (&call->args[ARG_BETA], 0) ? tns_do (s, zeros_like, T (self))
                                              : tns_do (s, mul, T (self), beta);
  return finish_spread (call, s, self, error);
}

static bool
addmm_forward (TnsCall *call, GError **error)
{
  return add_product_forward (call, &tns_op_mm, error);
}

static bool
addmv_forward (TnsCall *call, GError **error)
{
  /* With β = 0 the result has the product's shape, not self's. */
  return tns_tensor_get_numel (call->args[ARG_FIRST].tensor) == 0
             ? scale_forward (call, error)
             : add_product_forward (call, &tns_op_mv, error);
}

static bool
baddbmm_forward (TnsCall *call, GError **error)
{
  bool is_empty = tns_layout_count (call->outs[0].sizes, 3) == 0 || count_terms (call) == 0;

  return is_empty ? scale_forward (call, error) : add_product_forward (call, &tns_op_bmm, error);
}

/* Small float32 products: PyTorch's BLAS adds their terms one by one to what they are added to, and
 * the last digits of a sum that cancels show it. */
static bool
adds_terms_one_by_one (TnsTensor *a, TnsTensor *b)
{
  return a != NULL && b != NULL && tns_tensor_get_dtype (a) == TNK_FLOAT32
         && tns_tensor_get_sizes (a)[1] > 0 && tns_tensor_get_sizes (a)[1] < 8
         && tns_tensor_get_sizes (a)[0] * tns_tensor_get_sizes (b)[1] <= 100;
}

static TnsTensor *
add_terms (
    TnsScope *s, TnsTensor *self, TnsTensor *a, TnsTensor *b, TnsValue beta, TnsValue alpha)
{
  TnsTensor *sum = is_number (&beta, 0) ? NULL : scale (s, self, beta);
  int64_t n = tns_tensor_get_sizes (a)[1], k;

  a = scale (s, a, alpha);
  for (k = 0; k < n; k++)
    {
      TnsTensor *column = tns_do (s, narrow, T (a), I (1), I (k), I (1));
      TnsTensor *row = tns_do (s, narrow, T (b), I (0), I (k), I (1));

      sum = sum == NULL ? tns_do (s, mul, T (column), T (row))
                        : tns_do (s, addcmul, T (sum), T (column), T (row));
    }
  return sum;
}

/* One product after the other, rounded as PyTorch rounds: β counts in the first one only. */
static bool
addbmm_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *result = call->args[ARG_SELF].tensor;
  TnsValue beta = call->args[ARG_BETA], alpha = call->args[ARG_ALPHA];
  int64_t n = sizes_of (call, ARG_FIRST)[0], k;

  if (n == 0)
    return scale_forward (call, error);
  tns_scope_init (s);
  for (k = 0; k < n && s->error == NULL; k++)
    {
      TnsTensor *a = tns_do (s, select, call->args[ARG_FIRST], I (0), I (k));
      TnsTensor *b = tns_do (s, select, call->args[ARG_SECOND], I (0), I (k));

      result = adds_terms_one_by_one (a, b) && !is_number (&alpha, 0)
                   ? add_terms (s, result, a, b, beta, alpha)
                   : add_product (s, result, a, b, &tns_op_mm, beta, alpha);
      beta = N (1);
    }
  return finish_spread (call, s, result, error);
}

/* ---- gradients ---- */

static void
self_backward (TnsGrad *g)
{
  TnsValue beta = tns_formula_conj_value (g->scope, tns_grad_get_arg (g, ARG_BETA));

  if (tns_grad_wants (g, ARG_SELF))
    tns_formula_set_as_it_is (g, ARG_SELF, scale (g->scope, tns_grad_get_upstream (g, 0), beta));
}

/* Both factors' gradients with @product (mm or bmm), from @upstream laid out as the product. */
static void
factors_backward (TnsGrad *g, TnsTensor *upstream, const TnsOp *product)
{
  TnsScope *s = g->scope;
  TnsValue alpha = tns_formula_conj_value (s, tns_grad_get_arg (g, ARG_ALPHA));
  TnsTensor *other, *gradient;

  if (tns_grad_wants (g, ARG_FIRST))
    {
      other = tns_formula_adjoint (s, tns_grad_get_arg (g, ARG_SECOND).tensor);
      gradient = tns_scope_call (s, product, false, (TnsValue[]){ T (upstream), T (other) }, 2);
      tns_formula_set_as_it_is (g, ARG_FIRST, scale (s, gradient, alpha));
    }
  if (tns_grad_wants (g, ARG_SECOND))
    {
      other = tns_formula_adjoint (s, tns_grad_get_arg (g, ARG_FIRST).tensor);
      gradient = tns_scope_call (s, product, false, (TnsValue[]){ T (other), T (upstream) }, 2);
      tns_formula_set_as_it_is (g, ARG_SECOND, scale (s, gradient, alpha));
    }
}

static void
addmm_backward (TnsGrad *g)
{
  self_backward (g);
  factors_backward (g, tns_grad_get_upstream (g, 0), &tns_op_mm);
}

static void
baddbmm_backward (TnsGrad *g)
{
  self_backward (g);
  factors_backward (g, tns_grad_get_upstream (g, 0), &tns_op_bmm);
}

static void
addbmm_backward (TnsGrad *g)
{
  const TnsMeta *a = tns_grad_get_meta (g, ARG_FIRST, 0);
  int64_t sizes[3] = { a->sizes[0], a->sizes[1], 0 };
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);

  /* The layouts share one place: the second is asked for after the first was read. */
  sizes[2] = tns_grad_get_meta (g, ARG_SECOND, 0)->sizes[2];
  self_backward (g);
  factors_backward (g, tns_do (g->scope, expand, T (upstream), tns_value_ints (sizes, 3)),
                    &tns_op_bmm);
}

static void
addmv_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0), *gradient;
  TnsValue alpha = tns_formula_conj_value (s, tns_grad_get_arg (g, ARG_ALPHA));

  self_backward (g);
  if (tns_grad_wants (g, ARG_FIRST))
    {
      TnsTensor *vector = tns_formula_conj (s, tns_grad_get_arg (g, ARG_SECOND).tensor);

      gradient = tns_do (s, outer, T (upstream), T (vector));
      tns_formula_set_as_it_is (g, ARG_FIRST, scale (s, gradient, alpha));
    }
  if (tns_grad_wants (g, ARG_SECOND))
    {
      TnsTensor *matrix = tns_formula_adjoint (s, tns_grad_get_arg (g, ARG_FIRST).tensor);

      gradient = tns_do (s, mv, T (matrix), T (upstream));
      tns_formula_set_as_it_is (g, ARG_SECOND, scale (s, gradient, alpha));
    }
}

TNS_OP (addmm) = {
  .schema = "addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1)"
            " -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_addmm,
  .forward = addmm_forward,
  .node = "AddmmBackward0",
  .saves = "mat2 for mat1; mat1 for mat2",
  .backward = addmm_backward,
  .out_error = TNS_OUT_EXACT,
  .formula = "Y = β · C + α · A · B",
  .derivative = "∂L/∂C = β · G, ∂L/∂A = α · G · Bᵀ, ∂L/∂B = α · Aᵀ · G",
  .narration = "multiplies {mat1} by {mat2} and adds {self}",
  .doc = "torch.addmm.html",
};

TNS_OP (addmv) = {
  .schema = "addmv(Tensor self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1)"
            " -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_addmv,
  .forward = addmv_forward,
  .node = "AddmvBackward0",
  .saves = "vec for mat; mat for vec",
  .backward = addmv_backward,
  .out_error = TNS_OUT_EXACT,
  .formula = "y = β · c + α · A · v",
  .derivative = "∂L/∂c = β · g, ∂L/∂A = α · g · vᵀ, ∂L/∂v = α · Aᵀ · g",
  .narration = "multiplies the matrix {mat} by the vector {vec} and adds {self}",
  .doc = "torch.addmv.html",
};

TNS_OP (addbmm) = {
  .schema = "addbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1)"
            " -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_addbmm,
  .forward = addbmm_forward,
  .node = "AddbmmBackward0",
  .saves = "batch2 for batch1; batch1 for batch2",
  .backward = addbmm_backward,
  .out_error = "self and mat2 must have the same dtype, but got {Given} and {Expected}",
  .formula = "Y = β · C + α · Σₙ Aₙ · Bₙ",
  .derivative = "∂L/∂C = β · G, ∂L/∂Aₙ = α · G · Bₙᵀ, ∂L/∂Bₙ = α · Aₙᵀ · G",
  .narration = "adds up the products of {batch1} and {batch2} over the batch and adds {self}",
  .doc = "torch.addbmm.html",
};

TNS_OP (baddbmm) = {
  .schema = "baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1)"
            " -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_baddbmm,
  .forward = baddbmm_forward,
  .node = "BaddbmmBackward0",
  .saves = "batch2 for batch1; batch1 for batch2",
  .backward = baddbmm_backward,
  .out_error = TNS_OUT_EXACT,
  .formula = "Yₙ = β · Cₙ + α · Aₙ · Bₙ",
  .derivative = "∂L/∂Cₙ = β · Gₙ, ∂L/∂Aₙ = α · Gₙ · Bₙᵀ, ∂L/∂Bₙ = α · Aₙᵀ · Gₙ",
  .narration = "multiplies {batch1} and {batch2} pair by pair and adds {self}",
  .doc = "torch.baddbmm.html",
};
