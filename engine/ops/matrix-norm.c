/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Norms of matrices, by number or by name, and linalg.norm, which chooses between them and norms of
 * vectors. */

#include "engine/ops/matrices.h"
#include "engine/ops/norm.h"

#include <math.h>
#include <string.h>

enum
{
  ARG_SELF,
  ARG_ORD,
  ARG_DIM,
  ARG_KEEPDIM,
  ARG_DTYPE,
  N_ARGS,
};

/* ---- matrix_norm ---- */

static const char name[] = "linalg.matrix_norm";

static bool
is_named (const TnsValue *ord, const char *text)
{
  return ord->kind == TNS_STRING && strcmp (ord->string, text) == 0;
}

static double
order_of (const TnsValue *ord)
{
  return ord->kind == TNS_SCALAR ? tns_scalar_to_double (ord->scalar) : 0;
}

static bool
is_singular (const TnsValue *ord)
{
  return is_named (ord, "nuc") || fabs (order_of (ord)) == 2;
}

static bool
check_order (const TnsValue *ord, GError **error)
{
  double size = fabs (order_of (ord));

  if (!tns_norm_check_order (name, ord, error))
    return false;
  if (ord->kind == TNS_STRING)
    return is_named (ord, "fro") || is_named (ord, "nuc")
           || tns_fail (error, TNS_ERROR_RUNTIME, "%s: Order %s not supported.", name,
                        ord->string);
  return size == 1 || size == 2 || isinf (size)
         || tns_fail (error, TNS_ERROR_RUNTIME, "%s: Order %g not supported.", name,
                      order_of (ord));
}

bool
tns_norm_find_matrix_dims (
    const TnsMeta *meta, const TnsValue *asked, int64_t *dims, GError **error)
{
  GString *text;
  int k;

  if (asked->ints.n == 2)
    {
      for (k = 0; k < 2; k++)
        {
          dims[k] = asked->ints.items[k];
          if (!tns_wrap_dim (&dims[k], meta->rank, error))
            return false;
        }
      return dims[0] != dims[1]
             || tns_fail (error, TNS_ERROR_RUNTIME,
                          "%s: dims must be different. Got (%" G_GINT64_FORMAT
                          ", %" G_GINT64_FORMAT ")",
                          name, dims[0], dims[1]);
    }
  text = g_string_new ("");
  for (k = 0; k < asked->ints.n; k++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, k > 0 ? " " : "", asked->ints.items[k]);
  tns_fail (error, TNS_ERROR_RUNTIME, "%s: dim must be a 2-tuple. Got %s", name, text->str);
  g_string_free (text, TRUE);
  return false;
}

static bool
infer_matrix_norm (TnsCall *call, GError **error)
{
  const TnsValue *args = call->args;
  TnsMeta meta = tns_call_get_meta (call, ARG_SELF);
  int64_t dims[2];
  TnsValue folded = tns_value_ints (dims, 2);
  TnsFold fold;

  if (!check_order (&args[ARG_ORD], error) || !tns_check_matrices (&meta, name, "A", error)
      || !(is_singular (&args[ARG_ORD]) ? tns_check_precise (meta.dtype, name, error)
                                        : tns_check_inexact (meta.dtype, name, error))
      || !tns_norm_find_matrix_dims (&meta, &args[ARG_DIM], dims, error)
      || !tns_norm_check_dtype (name, meta.dtype, &args[ARG_DTYPE], error)
      || !tns_fold_init (&fold, &meta, &folded, args[ARG_KEEPDIM].b, error))
    return false;
  if (args[ARG_DTYPE].kind == TNS_DTYPE)
    meta.dtype = args[ARG_DTYPE].dtype;
  tns_fold_add_out (&fold, call, &meta, tns_dtype_get_real (meta.dtype));
  return true;
}

/* The greatest column sum of sizes for 1, row sum for ∞; the least for −1 and −∞. */
static TnsTensor *
extreme_sum (TnsScope *s, const TnsValue *args, const int64_t *dims)
{
  double ord = order_of (&args[ARG_ORD]);
  bool keeps_dims = args[ARG_KEEPDIM].b, sums_rows = isinf (ord);
  int64_t summed = dims[sums_rows], compared = dims[!sums_rows];
  TnsTensor *sums = tns_do (s, linalg_vector_norm, args[ARG_SELF], N (1),
                            tns_value_ints (&summed, 1), args[ARG_KEEPDIM], args[ARG_DTYPE]);

  if (!keeps_dims && summed < compared)
    compared--;
  return ord > 0 ? tns_do (s, amax, T (sums), tns_value_ints (&compared, 1), args[ARG_KEEPDIM])
                 : tns_do (s, amin, T (sums), tns_value_ints (&compared, 1), args[ARG_KEEPDIM]);
}

/* The greatest singular value for 2, the least for −2, all added up for "nuc". */
static TnsTensor *
singular_norm (TnsScope *s, const TnsValue *args, const int64_t *dims)
{
  TnsTensor *x = args[ARG_SELF].tensor, *values, *result;
  int64_t last = -1, order[TNK_MAX_RANK], back[TNK_MAX_RANK];
  int rank = tns_tensor_get_rank (x), dim, n = 0;
  TnsValue along = tns_value_ints (&last, 1);

  if (args[ARG_DTYPE].kind == TNS_DTYPE)
    x = tns_formula_cast (s, x, args[ARG_DTYPE].dtype);
  for (dim = 0; dim < rank; dim++)
    if (dim != dims[0] && dim != dims[1])
      order[n++] = dim;
  order[rank - 2] = dims[0];
  order[rank - 1] = dims[1];
  x = tns_do (s, permute, T (x), tns_value_ints (order, rank));
  values = tns_do (s, linalg_svdvals, T (x));
  if (is_named (&args[ARG_ORD], "nuc"))
    result = tns_do (s, sum, T (values), along, args[ARG_KEEPDIM]);
  else if (order_of (&args[ARG_ORD]) > 0)
    result = tns_do (s, amax, T (values), along, args[ARG_KEEPDIM]);
  else
    result = tns_do (s, amin, T (values), along, args[ARG_KEEPDIM]);
  if (!args[ARG_KEEPDIM].b)
    return result;
  for (dim = 0; dim < rank; dim++)
    back[order[dim]] = dim;
  return tns_do (s, permute, T (tns_do (s, unsqueeze, T (result), I (-1))),
                 tns_value_ints (back, rank));
}

/* Whether there is no sum and no singular value of which one could be the greatest: 0 then. A least
 * one is asked for in vain. */
static bool
has_no_extreme (const TnsValue *ord, const int64_t *sizes, const int64_t *dims)
{
  if (ord->kind == TNS_STRING || order_of (ord) < 0)
    return false;
  if (is_singular (ord))
    return sizes[dims[0]] == 0 || sizes[dims[1]] == 0;
  return sizes[dims[!isinf (order_of (ord))]] == 0;
}

static bool
matrix_norm_forward (TnsCall *call, GError **error)
{
  const TnsValue *args = call->args;
  TnsMeta meta = tns_call_get_meta (call, ARG_SELF);
  TnsScope scope, *s = &scope;
  TnsTensor *result;
  int64_t dims[2];

  if (!tns_norm_find_matrix_dims (&meta, &args[ARG_DIM], dims, error))
    return false;
  if (has_no_extreme (&args[ARG_ORD], meta.sizes, dims))
    {
      result = tns_call_allocate (call, 0, error);
      return result != NULL && tns_tensor_fill (result, tns_scalar_int (0), error);
    }
  tns_scope_init (s);
  if (is_named (&args[ARG_ORD], "fro"))
    result = tns_do (s, linalg_vector_norm, args[ARG_SELF], N (2), tns_value_ints (dims, 2),
                     args[ARG_KEEPDIM], args[ARG_DTYPE]);
  else if (is_singular (&args[ARG_ORD]))
    result = singular_norm (s, args, dims);
  else
    result = extreme_sum (s, args, dims);
  return tns_call_finish (call, s, result, error);
}

TNS_OP (linalg_matrix_norm) = {
  .schema = "linalg_matrix_norm(Tensor self, Scalar ord, int[] dim=[-2, -1], bool keepdim=False, "
            "*, ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_matrix_norm,
  .forward = matrix_norm_forward,
  .formula = "y = greatest column sum (1), row sum (∞) or singular value (2); −: least",
  .derivative = "by the rules of the sums, or of the singular values",
  .narration = "measures the matrix {self} in the {ord}-norm",
  .doc = "torch.linalg.matrix_norm.html",
};

TNS_OP (linalg_matrix_norm_name) = {
  .schema = "linalg_matrix_norm.str_ord(Tensor self, str ord=\"fro\", int[] dim=[-2, -1], "
            "bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_matrix_norm,
  .forward = matrix_norm_forward,
  .formula = "y = √(Σ |xᵢⱼ|²) (fro), Σ σₖ (nuc)",
  .derivative = "∂y/∂x = x / y (fro), U · Vᵀ (nuc)",
  .narration = "measures the norm {ord} of the matrix {self}",
  .doc = "torch.linalg.matrix_norm.html",
};

/* ---- norm ---- */

/**
 * Choice:
 * @op: what linalg.norm comes to for its arguments
 * @values: that op's arguments
 */
typedef struct
{
  const TnsOp *op;
  TnsValue values[N_ARGS];
} Choice;

static bool
choose (const TnsCall *call, Choice *choice, GError **error)
{
  static const int64_t both[] = { 0, 1 };
  const TnsValue *ord = &call->args[ARG_ORD], *dim = &call->args[ARG_DIM];
  int rank = tns_tensor_get_rank (call->args[ARG_SELF].tensor);
  int n_dims = dim->kind == TNS_INTS ? dim->ints.n : rank;

  if (dim->kind == TNS_INTS && n_dims != 1 && n_dims != 2)
    {
      g_autofree char *text = tns_layout_dup_sizes_text (dim->ints.items, n_dims);

      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "linalg.norm: If dim is specified, it must be of length 1 or 2. Got %s",
                       text);
    }
  if (ord->kind != TNS_NONE && n_dims != 1 && n_dims != 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. "
                     "Got %dD.",
                     rank);
  memcpy (choice->values, call->args, sizeof choice->values);
  choice->op = &tns_op_linalg_vector_norm;
  if (ord->kind == TNS_STRING)
    choice->op = &tns_op_linalg_matrix_norm_name;
  else if (ord->kind == TNS_SCALAR && n_dims == 2)
    choice->op = &tns_op_linalg_matrix_norm;
  if (ord->kind == TNS_NONE)
    choice->values[ARG_ORD] = N (2);
  if (choice->op != &tns_op_linalg_vector_norm && dim->kind == TNS_NONE)
    choice->values[ARG_DIM] = tns_value_ints (both, 2);
  return true;
}

static bool
infer_norm (TnsCall *call, GError **error)
{
  Choice choice;

  return choose (call, &choice, error)
         && tns_call_infer_as (call, choice.op, choice.values, N_ARGS, error);
}

static bool
norm_forward (TnsCall *call, GError **error)
{
  TnsScope scope;
  Choice choice;

  if (!choose (call, &choice, error))
    return false;
  tns_scope_init (&scope);
  return tns_call_finish (
      call, &scope, tns_scope_call (&scope, choice.op, false, choice.values, N_ARGS), error);
}

TNS_OP (linalg_norm) = {
  .schema = "linalg_norm(Tensor self, Scalar? ord=None, int[1]? dim=None, bool keepdim=False, *, "
            "ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_norm,
  .forward = norm_forward,
  .formula = "y = (Σ |xᵢ|ᵖ)^(1/p), or a norm of matrices",
  .derivative = "∂y/∂xᵢ = sign(xᵢ) · (|xᵢ| / y)^(p − 1)",
  .narration = "measures {self} in the {ord}-norm",
  .doc = "torch.linalg.norm.html",
};

TNS_OP (linalg_norm_name) = {
  .schema = "linalg_norm.ord_str(Tensor self, str ord, int[1]? dim=None, bool keepdim=False, *, "
            "ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_norm,
  .forward = norm_forward,
  .formula = "y = √(Σ |xᵢⱼ|²) (fro), Σ σₖ (nuc)",
  .derivative = "∂y/∂x = x / y (fro), U · Vᵀ (nuc)",
  .narration = "measures the norm {ord} of the matrix {self}",
  .doc = "torch.linalg.norm.html",
};
