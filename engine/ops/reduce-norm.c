/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Norms, and the logarithm of a sum of exponentials. */

#include "engine/ops/norm.h"

#include "engine/ops/matrices.h"

#include <math.h>
#include <string.h>

enum
{
  ARG_SELF,
  ARG_ORD,
  ARG_DIM,
  ARG_KEEPDIM,
  ARG_DTYPE,
};

/* ---- vector norm ---- */

bool
tns_norm_check_dtype (const char *op, TnkDtype own, const TnsValue *asked, GError **error)
{
  const char *own_name = tns_dtype_get_scalar_type_name (own), *name;

  if (asked->kind != TNS_DTYPE)
    return true;
  name = tns_dtype_get_scalar_type_name (asked->dtype);
  if (tnk_dtype_is_integral (asked->dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "%s: dtype should be floating point or complex, but got %s", op, name);
  if (tnk_dtype_is_complex (own) != tnk_dtype_is_complex (asked->dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "%s: dtype should be %s for %s inputs, but got %s", op,
                     tnk_dtype_is_complex (own) ? "complex" : "real",
                     tnk_dtype_is_complex (own) ? "complex" : "real", name);
  if (tns_dtype_promote (own, asked->dtype) != asked->dtype)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "%s: the dtype of the input (%s) should be convertible without narrowing to "
                     "the specified dtype (%s)",
                     op, own_name, name);
  return true;
}

bool
tns_norm_check_order (const char *op, const TnsValue *ord, GError **error)
{
  return ord->kind != TNS_SCALAR || ord->scalar.kind != TNK_SCALAR_COMPLEX
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "%s: Expected a non-complex scalar as the order of norm.", op);
}

static bool
check_dim_not_empty (const TnsMeta *meta, int64_t dim, double ord, GError **error)
{
  int64_t place = dim;

  if (!tns_wrap_dim (&place, meta->rank, error))
    return false;
  return meta->sizes[place] > 0
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "linalg.vector_norm cannot compute the %g norm on the dimension "
                      "%" G_GINT64_FORMAT
                      "because this dimension is empty and the operation does not have an identity",
                      ord, dim);
}

bool
tns_norm_check_not_empty (const TnsMeta *meta, const TnsValue *dims, double ord, GError **error)
{
  bool is_full = dims->kind == TNS_NONE || (dims->kind == TNS_INTS && dims->ints.n == 0);
  int k;

  if (tns_layout_count (meta->sizes, meta->rank) != 0 || !(ord < 0 || isinf (ord)))
    return true;
  if (is_full)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.vector_norm cannot compute the %g norm on an empty tensor because the "
                     "operation does not have an identity",
                     ord);
  if (dims->kind == TNS_INT)
    return check_dim_not_empty (meta, dims->i, ord, error);
  for (k = 0; k < dims->ints.n; k++)
    if (!check_dim_not_empty (meta, dims->ints.items[k], ord, error))
      return false;
  return true;
}

static double
ord_of (const TnsValue *value)
{
  return value->kind == TNS_NONE ? 2 : tns_scalar_to_double (value->scalar);
}

static bool
infer_norm (TnsCall *call, GError **error)
{
  TnsValue dims = call->args[ARG_DIM], asked = call->args[ARG_DTYPE];
  TnsMeta meta;
  TnsFold fold;

  tns_tensor_get_meta (call->args[ARG_SELF].tensor, &meta);
  if (!tns_check_inexact (meta.dtype, "linalg.vector_norm", error)
      || !tns_norm_check_order ("linalg.vector_norm", &call->args[ARG_ORD], error)
      || !tns_norm_check_not_empty (&meta, &dims, ord_of (&call->args[ARG_ORD]), error)
      || !tns_norm_check_dtype ("linalg.vector_norm", meta.dtype, &asked, error)
      || !tns_fold_init_in_turn (&fold, &meta, &dims, call->args[ARG_KEEPDIM].b, error))
    return false;
  tns_fold_add_out (&fold, call, &meta,
                    tns_dtype_get_real (asked.kind == TNS_DTYPE ? asked.dtype : meta.dtype));
  return true;
}

static TnsTensor *
norm_of_order (TnsScope *s, TnsTensor *x, double ord, TnsValue dims, TnsValue keepdim)
{
  TnsTensor *size;

  if (ord == 0)
    {
      size = tns_do (s, ne, T (x), N (0));
      return tns_do (s, sum, T (size), dims, keepdim);
    }
  size = tns_do (s, abs, T (x));
  if (ord == INFINITY)
    return tns_do (s, amax, T (size), dims, keepdim);
  if (ord == -INFINITY)
    return tns_do (s, amin, T (size), dims, keepdim);
  if (ord == 1)
    return tns_do (s, sum, T (size), dims, keepdim);
  size = tns_do (s, sum, T (tns_do (s, pow, T (size), N (ord))), dims, keepdim);
  return tns_do (s, pow, T (size), N (1 / ord));
}

static bool
norm_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnkDtype dtype = call->outs[0].dtype, wide = dtype;
  TnsTensor *x = call->args[ARG_SELF].tensor, *result;
  double ord = ord_of (&call->args[ARG_ORD]);
  TnsValue dims = call->args[ARG_DIM];
  bool is_full = dims.kind == TNS_NONE || (dims.kind == TNS_INTS && dims.ints.n == 0);
  TnsMeta meta;
  TnsFold fold;

  tns_tensor_get_meta (x, &meta);
  if (!tns_fold_init (&fold, &meta, &dims, call->args[ARG_KEEPDIM].b, error))
    return false;
  if (dtype == TNK_FLOAT16 || dtype == TNK_BFLOAT16)
    wide = TNK_FLOAT32;
  if (dims.kind == TNS_NONE)
    dims = tns_value_ints (NULL, 0);
  /* One number is as long as it is large in any norm that does not count, though PyTorch computes
   * that along a dim of a 0-d tensor; nothing has length 0. */
  if (fold.n_items == 1 && ord != 0 && (meta.rank > 0 || is_full))
    ord = INFINITY;
  else if (fold.n_items == 0)
    ord = 1;
  tns_scope_init (s);
  x = tns_formula_cast (s, x,
                        tnk_dtype_is_complex (meta.dtype) ? tns_dtype_get_complex (wide) : wide);
  if (ord == 2)
    result = tns_fold_take (&fold, s, TNK_REDUCE_NORM2, x,
                            x == NULL ? wide : tns_tensor_get_dtype (x), wide);
  else
    result = norm_of_order (s, x, ord, dims, call->args[ARG_KEEPDIM]);
  return tns_call_finish (call, s, tns_formula_cast (s, result, dtype), error);
}

/* @gradient with 0 where @mask is set. */
static TnsTensor *
zero_where (TnsScope *s, TnsTensor *mask, TnsTensor *gradient)
{
  return tns_do (s, where, T (mask), N (0), T (gradient));
}

/* Elements whose size is the extreme one share the gradient evenly. */
static TnsTensor *
share_extreme (TnsScope *s, TnsTensor *x, TnsTensor *norm, TnsTensor *upstream, TnsValue dims)
{
  TnsTensor *size = tns_do (s, abs, T (x)), *n;
  TnsTensor *is_extreme = tns_do (s, logical_or, T (tns_do (s, eq, T (size), T (norm))),
                                  T (tns_do (s, isnan, T (size))));

  n = tns_do (s, sum, T (is_extreme), dims, B (true));
  upstream = tns_do (s, div, T (upstream), T (n));
  return tns_do (s, mul, T (tns_do (s, mul, T (tns_do (s, sgn, T (x))), T (is_extreme))),
                 T (upstream));
}

TnsTensor *
tns_norm_backward (
    TnsScope *s, TnsTensor *x, double ord, TnsTensor *norm, TnsTensor *upstream, TnsValue dims)
{
  TnsTensor *size, *scale;

  if (ord == 0)
    return tns_do (s, zeros_like, T (x));
  if (ord == 1)
    return tns_do (s, mul, T (tns_do (s, sgn, T (x))), T (upstream));
  if (isinf (ord))
    return share_extreme (s, x, norm, upstream, dims);
  if (ord == 2)
    {
      scale = tns_do (s, div, T (x), T (norm));
      scale = zero_where (s, tns_do (s, eq, T (norm), N (0)), scale);
      return tns_do (s, mul, T (upstream), T (scale));
    }
  /* sgn (x) · |x|^(p − 1) · upstream / ‖x‖^(p − 1) */
  size = tns_do (s, pow, T (tns_do (s, abs, T (x))), N (ord - 1));
  scale = tns_do (s, div, T (upstream), T (tns_do (s, pow, T (norm), N (ord - 1))));
  if (ord < 1)
    size = zero_where (s, tns_do (s, eq, T (x), N (0)), size);
  scale = zero_where (s, tns_do (s, eq, T (norm), N (0)), scale);
  return tns_do (s, mul, T (tns_do (s, mul, T (tns_do (s, sgn, T (x))), T (size))), T (scale));
}

static void
norm_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsValue ord_value = tns_grad_get_arg (g, ARG_ORD), dims = tns_grad_get_arg (g, ARG_DIM);
  double ord = ord_of (&ord_value);
  TnsTensor *x = tns_grad_get_arg (g, ARG_SELF).tensor, *norm, *upstream;
  TnsFold fold;

  /* How many elements are not 0 depends on none of them smoothly. */
  if (ord == 0 || !tns_fold_init_grad (&fold, g, ARG_DIM, ARG_KEEPDIM))
    return;
  norm = tns_fold_restore (&fold, s, tns_grad_get_result (g, 0));
  upstream = tns_fold_restore (&fold, s, tns_grad_get_upstream (g, 0));
  tns_grad_set (g, ARG_SELF, tns_norm_backward (s, x, ord, norm, upstream, dims));
}

TNS_OP (linalg_vector_norm) = {
  .schema = "linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, "
            "*, ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_norm,
  .forward = norm_forward,
  .node = "LinalgVectorNormBackward0",
  .saves = "self for self; result for self",
  .backward = norm_backward,
  .out_error = TNS_OUT_EXACT,
  .formula = "y = (Σ |xᵢ|ᵖ)^(1/p)",
  .derivative = "∂y/∂xᵢ = sign(xᵢ) · (|xᵢ| / y)^(p − 1)",
  .narration = "measures the length of {self} in the {ord}-norm",
  .doc = "torch.linalg.vector_norm.html",
};

/* The same under the name that its node has where pairwise_distance made it. */
TNS_OP (norm_dim) = {
  .schema = "_norm_dim(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, "
            "ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_INTERNAL | TNS_AS_FUNCTION,
  .infer = infer_norm,
  .forward = norm_forward,
  .node = "NormBackward1",
  .saves = "self for self; result for self",
  .backward = norm_backward,
  .formula = "y = (Σ |xᵢ|ᵖ)^(1/p)",
  .derivative = "∂y/∂xᵢ = sign(xᵢ) · (|xᵢ| / y)^(p − 1)",
  .narration = "measures the length of {self} in the {ord}-norm",
  .doc = "torch.norm.html",
};

/* ---- norm ---- */

static bool
norm_scalar_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;

  tns_scope_init (s);
  return tns_call_finish (call, s,
                          tns_do (s, linalg_vector_norm, call->args[ARG_SELF],
                                  N (ord_of (&call->args[ARG_ORD])), call->args[ARG_DIM],
                                  call->args[ARG_KEEPDIM], call->args[ARG_DTYPE]),
                          error);
}

/* "fro" is √Σ|x|² over any dims; the other names are norms of matrices. */
static bool
is_frobenius (const TnsCall *call)
{
  return strcmp (call->args[ARG_ORD].string, "fro") == 0;
}

/* The arguments of the op that a name stands for. All dims where none are given. */
typedef struct
{
  TnsValue values[5];
  int64_t dims[TNK_MAX_RANK];
} NamedNorm;

static const TnsOp *
find_named_norm (const TnsCall *call, NamedNorm *args)
{
  int dim, rank = tns_tensor_get_rank (call->args[ARG_SELF].tensor);

  memcpy (args->values, call->args, sizeof args->values);
  if (is_frobenius (call))
    {
      args->values[ARG_ORD] = N (2);
      return &tns_op_linalg_vector_norm;
    }
  for (dim = 0; dim < rank; dim++)
    args->dims[dim] = dim;
  if (call->args[ARG_DIM].kind == TNS_NONE)
    args->values[ARG_DIM] = tns_value_ints (args->dims, rank);
  return &tns_op_linalg_matrix_norm_name;
}

static bool
infer_norm_name (TnsCall *call, GError **error)
{
  NamedNorm args;
  const TnsOp *op = find_named_norm (call, &args);
  TnsMeta meta = tns_call_get_meta (call, ARG_SELF);
  TnsValue asked = call->args[ARG_DIM];
  int64_t dims[2];

  if (is_frobenius (call) && asked.kind == TNS_INTS && asked.ints.n > 2)
    return tns_norm_find_matrix_dims (&meta, &asked, dims, error);
  return tns_call_infer_as (call, op, args.values, G_N_ELEMENTS (args.values), error);
}

static bool
norm_name_forward (TnsCall *call, GError **error)
{
  TnsScope scope;
  NamedNorm args;
  const TnsOp *op = find_named_norm (call, &args);

  tns_scope_init (&scope);
  return tns_call_finish (
      call, &scope, tns_scope_call (&scope, op, false, args.values, G_N_ELEMENTS (args.values)),
      error);
}

TNS_OP (norm) = {
  .schema = "norm(Tensor self, Scalar? p=2, int[1]? dim=None, bool keepdim=False, *, "
            "ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .infer = infer_norm,
  .forward = norm_scalar_forward,
  .out_error = TNS_OUT_EXACT,
  .formula = "y = (Σ |xᵢ|ᵖ)^(1/p)",
  .derivative = "∂y/∂xᵢ = sign(xᵢ) · (|xᵢ| / y)^(p − 1)",
  .narration = "measures the length of {self} in the {p}-norm",
  .doc = "torch.norm.html",
};

TNS_OP (norm_name) = {
  .schema = "norm.name(Tensor self, str p, int[1]? dim=None, bool keepdim=False, *, "
            "ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .infer = infer_norm_name,
  .forward = norm_name_forward,
  .formula = "y = √(Σ |xᵢ|²)",
  .derivative = "∂y/∂xᵢ = xᵢ / y",
  .narration = "measures the norm {p} of {self}",
  .doc = "torch.norm.html",
};

/* ---- logsumexp ---- */

static bool
infer_logsumexp (TnsCall *call, GError **error)
{
  TnsMeta meta;
  TnsFold fold;

  tns_tensor_get_meta (call->args[0].tensor, &meta);
  if (!tns_fold_init (&fold, &meta, &call->args[1], call->args[2].b, error))
    return false;
  if (call->args[1].kind == TNS_INTS && call->args[1].ints.n == 0 && !fold.keeps_dims
      && meta.rank > 0 && fold.n_items > 0)
    {
      /* PyTorch allocates for all dims and then keeps them. */
      TnsMeta number = { .rank = 0 }, kept = { .rank = meta.rank };

      for (int dim = 0; dim < meta.rank; dim++)
        kept.sizes[dim] = 1;
      return tns_fail_for_output_shape (error, &number, &kept);
    }
  tns_fold_add_out (&fold, call, &meta,
                    tnk_dtype_is_integral (meta.dtype) ? tns_dtype_get_default () : meta.dtype);
  return true;
}

/* e^x overflows where the sum's logarithm would not: the greatest x is taken out first. */
static bool
logsumexp_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *greatest, *total;
  TnsValue dims = call->args[1];
  TnsMeta meta;
  TnsFold fold;

  tns_tensor_get_meta (x, &meta);
  if (!tns_fold_init (&fold, &meta, &dims, call->args[2].b, error))
    return false;
  tns_scope_init (s);
  x = tns_formula_cast (s, x, call->outs[0].dtype);
  if (fold.n_items == 0)
    return tns_call_finish (
        call, s,
        tns_do (s, log, T (tns_do (s, sum, T (tns_do (s, exp, T (x))), dims, call->args[2]))),
        error);
  greatest = tns_do (s, amax, T (tns_do (s, real, T (x))), dims, B (true));
  greatest = zero_where (s, tns_do (s, isinf, T (greatest)), greatest);
  total = tns_do (s, exp, T (tns_do (s, sub, T (x), T (greatest))));
  total = tns_do (s, log, T (tns_do (s, sum, T (total), dims, B (true))));
  total = tns_do (s, add, T (total), T (greatest));
  if (total != NULL)
    total
        = tns_do (s, reshape, T (total), tns_value_ints (call->outs[0].sizes, call->outs[0].rank));
  return tns_call_finish (call, s, total, error);
}

static void
logsumexp_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *share;
  TnsFold fold;

  if (!tns_fold_init_grad (&fold, g, 1, 2))
    return;
  share = tns_fold_restore (&fold, s, tns_grad_get_result (g, 0));
  share = tns_do (s, exp, T (tns_do (s, sub, T (x), T (share))));
  tns_grad_set (g, 0,
                tns_do (s, mul, T (tns_fold_restore (&fold, s, tns_grad_get_upstream (g, 0))),
                        T (tns_formula_conj (s, share))));
}

TNS_OP (logsumexp) = {
  .schema = "logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .infer = infer_logsumexp,
  .forward = logsumexp_forward,
  .node = "LogsumexpBackward0",
  .saves = "self for self; result for self",
  .backward = logsumexp_backward,
  .formula = "y = ln Σ e^xᵢ",
  .derivative = "∂y/∂xᵢ = e^(xᵢ − y)",
  .narration = "takes the logarithm of the sum of exponentials of {self} along dim {dim}",
  .doc = "torch.logsumexp.html",
};
