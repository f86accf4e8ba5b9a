/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The condition number of matrices, ‖A‖ · ‖A⁻¹‖; for the 2-norm the ratio of the extreme singular
 * values. */

#include "engine/ops/matrices.h"

#include <math.h>
#include <string.h>

/* linalg.cond(ord=…) in front of messages, the order as C prints it. */
static char *
dup_place (const TnsValue *ord)
{
  double number = ord->kind == TNS_SCALAR ? tns_scalar_to_double (ord->scalar) : 2;

  if (ord->kind == TNS_STRING)
    return g_strdup_printf ("linalg.cond(ord=%s)", ord->string);
  if (ord->scalar.kind == TNK_SCALAR_INT)
    return g_strdup_printf ("linalg.cond(ord=%" G_GINT64_FORMAT ")", ord->scalar.i);
  return g_strdup_printf ("linalg.cond(ord=%f)", number);
}

static double
order_of (const TnsValue *ord)
{
  return ord->kind == TNS_SCALAR ? tns_scalar_to_double (ord->scalar) : 2;
}

static bool
is_name (const TnsValue *ord, const char *name)
{
  return ord->kind == TNS_STRING && strcmp (ord->string, name) == 0;
}

static bool
is_spectral (const TnsValue *ord)
{
  return ord->kind != TNS_STRING && fabs (order_of (ord)) == 2;
}

static bool
check_order (const TnsValue *ord, GError **error)
{
  double size = fabs (order_of (ord));

  if (ord->kind == TNS_STRING)
    return is_name (ord, "fro") || is_name (ord, "nuc")
           || tns_fail (error, TNS_ERROR_VALUE, "linalg.cond got an invalid norm type: %s",
                        ord->string);
  if (ord->kind == TNS_SCALAR && ord->scalar.kind == TNK_SCALAR_COMPLEX)
    return tns_fail (error, TNS_ERROR_VALUE,
                     "linalg.cond: Expected a non-complex scalar as the order of norm.");
  return size == 1 || size == 2 || isinf (size)
         || tns_fail (error, TNS_ERROR_VALUE, "linalg.cond got an invalid norm type: %g",
                      order_of (ord));
}

static bool
check_matrices (const TnsMeta *meta, const TnsValue *ord, GError **error)
{
  g_autofree char *place = NULL;

  if (ord->kind != TNS_STRING)
    {
      if (meta->rank < 2)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "linalg.cond: The input tensor must have at least 2 dimensions.");
      return check_order (ord, error);
    }
  place = dup_place (ord);
  return tns_check_square (meta, place, "A", error) && check_order (ord, error);
}

static bool
infer_cond (TnsCall *call, GError **error)
{
  const TnsValue *ord = &call->args[1];
  TnsMeta meta = tns_call_get_meta (call, 0), outs[3];
  bool by_values = is_spectral (ord) || is_name (ord, "nuc");
  int n = G_N_ELEMENTS (outs);

  if (!check_matrices (&meta, ord, error))
    return false;
  if (tns_tensor_get_numel (call->args[0].tensor) > 0)
    {
      const TnsOp *op = by_values ? &tns_op_linalg_svdvals : &tns_op_linalg_inv;
      g_autofree char *place = by_values ? NULL : dup_place (ord);

      if ((!by_values && !tns_check_square (&meta, place, "A", error))
          || !tns_op_infer (op, false, call->args, 1, outs, &n, error))
        return false;
    }
  tns_call_add_dense (call, tns_dtype_get_real (meta.dtype), meta.device, meta.rank - 2,
                      meta.sizes);
  return true;
}

static TnsTensor *
ratio_of_values (TnsScope *s, const TnsCall *call)
{
  TnsTensor *values = tns_do (s, linalg_svdvals, call->args[0]), *greatest, *least;

  if (values == NULL)
    return NULL;
  greatest = tns_do (s, narrow, T (values), I (-1), I (0), I (1));
  least = tns_do (s, narrow, T (values), I (-1), I (-1), I (1));
  values = order_of (&call->args[1]) < 0 ? tns_do (s, div, T (least), T (greatest))
                                         : tns_do (s, div, T (greatest), T (least));
  return tns_do (s, squeeze_dim, T (values), I (-1));
}

/* Σ σ · Σ 1 / σ: the nuclear norm of an inverse that is not there would be an error. */
static TnsTensor *
nuclear_product (TnsScope *s, const TnsCall *call)
{
  TnsTensor *values = tns_do (s, linalg_svdvals, call->args[0]);
  int64_t last = -1;
  TnsValue along = tns_value_ints (&last, 1);

  return tns_do (s, mul, T (tns_do (s, sum, T (values), along)),
                 T (tns_do (s, sum, T (tns_do (s, reciprocal, T (values))), along)));
}

static TnsTensor *
norm_of (TnsScope *s, TnsTensor *x, TnsValue ord)
{
  return ord.kind == TNS_STRING ? tns_do (s, linalg_matrix_norm_name, T (x), ord)
                                : tns_do (s, linalg_matrix_norm, T (x), ord);
}

/* A singular matrix has an inverse of infinities. */
static TnsTensor *
norm_product (TnsScope *s, const TnsCall *call)
{
  TnsTensor *parts[2] = { NULL }, *is_singular, *result;

  tns_scope_call_many (s, &tns_op_linalg_inv_ex, call->args, 1, parts, 2);
  is_singular = tns_do (s, gt, T (parts[1]), N (0));
  is_singular = tns_do (s, unsqueeze, T (is_singular), I (-1));
  is_singular = tns_do (s, unsqueeze, T (is_singular), I (-1));
  parts[0] = tns_do (s, masked_fill, T (parts[0]), T (is_singular), N (INFINITY));
  result = tns_do (s, mul, T (norm_of (s, call->args[0].tensor, call->args[1])),
                   T (norm_of (s, parts[0], call->args[1])));
  return tns_do (s, nan_to_num, T (result), tns_value_float (INFINITY), tns_value_float (INFINITY),
                 tns_value_float (-INFINITY));
}

static bool
cond_forward (TnsCall *call, GError **error)
{
  const TnsValue *ord = &call->args[1];
  TnsScope scope, *s = &scope;
  TnsTensor *result;

  if (tns_tensor_get_numel (call->args[0].tensor) == 0)
    {
      result = tns_call_allocate (call, 0, error);
      return result != NULL && tns_tensor_fill (result, tns_scalar_int (0), error);
    }
  tns_scope_init (s);
  if (is_spectral (ord))
    result = ratio_of_values (s, call);
  else if (is_name (ord, "nuc"))
    result = nuclear_product (s, call);
  else
    result = norm_product (s, call);
  return tns_call_finish (call, s, result, error);
}

#define COND_OP                                                                                    \
  .category = TNS_CATEGORY_MATRIX, .flags = TNS_AS_FUNCTION, .infer = infer_cond,                  \
  .forward = cond_forward, .formula = "y = ‖A‖ · ‖A⁻¹‖",                                           \
  .derivative = "by the rules of the norm and of the inverse", .doc = "torch.linalg.cond.html"

TNS_OP (linalg_cond) = {
  COND_OP,
  .schema = "linalg_cond(Tensor self, Scalar? p=None) -> Tensor",
  .narration = "takes the condition number of the matrix {self} in the {p}-norm",
};

TNS_OP (linalg_cond_name) = {
  COND_OP,
  .schema = "linalg_cond.p_str(Tensor self, str p) -> Tensor",
  .narration = "takes the condition number of the matrix {self} in the norm {p}",
};
