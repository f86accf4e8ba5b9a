/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Orthogonal matrices as products of reflections, the form in which QR finds them:
 *   Q = H₁ · … · H_k,  H = I − τ · v · vᴴ,
 * with v in a column of the input: a 1 on the diagonal, what stands below it, and zeros above. */
#include "engine/ops/matrices.h"

#include <string.h>

/* ---- gradients ---- */

/**
 * Reflections:
 * @v: [m, k]: all v side by side
 * @tau: [k]
 * @is_adjoint: of Qᴴ = H_kᴴ · … · H₁ᴴ
 */
typedef struct
{
  TnsTensor *v, *tau;
  int64_t k;
  bool is_adjoint;
} Reflections;

/* As it stands in the product, counted from 0. */
typedef struct
{
  TnsTensor *v;   /* [m, 1] */
  TnsTensor *tau; /* [1, 1] */
} Reflection;

static Reflections
reflections_from (TnsScope *s, TnsTensor *input, TnsTensor *tau, bool is_adjoint)
{
  const int64_t m = tns_tensor_get_sizes (input)[tns_tensor_get_rank (input) - 2];
  const int64_t k = tns_tensor_get_sizes (tau)[tns_tensor_get_rank (tau) - 1];
  TnsTensor *below = tns_do (s, narrow, T (input), I (-1), I (0), I (k));
  below = tns_do (s, tril, T (below), I (-1));
  TnsTensor *v = tns_do (s, add, T (below), T (tns_matrices_take_identity (s, input, m, k)));
  return (Reflections){ .v = v, .tau = tau, .k = k, .is_adjoint = is_adjoint };
}

static Reflection
reflection_at (TnsScope *s, const Reflections *of, int64_t place)
{
  const int64_t column = of->is_adjoint ? of->k - 1 - place : place;
  TnsTensor *tau = tns_do (s, narrow, T (of->tau), I (-1), I (column), I (1));
  if (of->is_adjoint)
    tau = tns_formula_conj (s, tau);
  return (Reflection){ .v = tns_do (s, narrow, T (of->v), I (-1), I (column), I (1)),
                       .tau = tns_do (s, unsqueeze, T (tau), I (-1)) };
}

/* vᴴ · @x, a row */
static TnsTensor *
project (TnsScope *s, const Reflection *h, TnsTensor *x)
{
  return tns_do (s, matmul, T (tns_formula_adjoint (s, h->v)), T (x));
}

/* x − τ · v · vᴴ · x */
static TnsTensor *
reflect (TnsScope *s, const Reflection *h, TnsTensor *tau, TnsTensor *x)
{
  TnsTensor *scaled = tns_do (s, mul, T (tau), T (h->v));
  return tns_do (s, sub, T (x), T (tns_do (s, matmul, T (scaled), T (project (s, h, x)))));
}

/* Sets @v_grad and @tau_grad (of h) from the gradient @g of H · @x. */
static void
reflection_gradients (TnsScope *s, const Reflection *h, TnsTensor *g, TnsTensor *x,
                      TnsTensor **v_grad, TnsTensor **tau_grad)
{
  TnsTensor *of_g = tns_formula_adjoint (s, project (s, h, g));
  TnsTensor *of_x = tns_formula_adjoint (s, project (s, h, x));
  TnsTensor *first = tns_do (s, mul, T (tns_formula_conj (s, h->tau)),
                             T (tns_do (s, matmul, T (g), T (of_x))));
  TnsTensor *second = tns_do (s, mul, T (h->tau), T (tns_do (s, matmul, T (x), T (of_g))));
  *v_grad = tns_do (s, neg, T (tns_do (s, add, T (first), T (second))));
  *tau_grad = tns_do (
      s, neg, T (tns_do (s, matmul, T (tns_formula_adjoint (s, of_g)), T (of_x))));
}

/* Gradients of Q · @x, or Qᴴ · @x, from that of the product: of the input and the τ that the
 * reflections came from, and of x. The product is built up from the right, its gradient taken down
 * from the left. */
static void
product_gradients (TnsScope *s, const Reflections *of, TnsTensor *x, TnsTensor *g,
                   TnsTensor **input_grad, TnsTensor **tau_grad, TnsTensor **x_grad)
{
  const int64_t k = of->k;
  g_autofree TnsTensor **partial = g_new0 (TnsTensor *, k + 1);
  g_autofree TnsTensor **columns = g_new0 (TnsTensor *, k + 1);
  g_autofree TnsTensor **numbers = g_new0 (TnsTensor *, k + 1);
  partial[k] = x;
  for (int64_t place = k - 1; place > 0; place--)
    {
      Reflection h = reflection_at (s, of, place);
      partial[place] = reflect (s, &h, h.tau, partial[place + 1]);
    }
  for (int64_t place = 0; place < k; place++)
    {
      const int64_t column = of->is_adjoint ? k - 1 - place : place;
      Reflection h = reflection_at (s, of, place);
      reflection_gradients (s, &h, g, partial[place + 1], &columns[column], &numbers[column]);
      g = reflect (s, &h, tns_formula_conj (s, h.tau), g);
    }
  *x_grad = g;
  if (s->error != NULL || k == 0)
    return;
  TnsTensor *v_grad = tns_do (s, cat, tns_value_tensors (columns, (int) k), I (-1));
  *input_grad = tns_do (s, tril, T (v_grad), I (-1));
  *tau_grad = tns_do (s, cat, tns_value_tensors (numbers, (int) k), I (-2));
  *tau_grad = tns_do (s, squeeze_dim, T (*tau_grad), I (-1));
  if (of->is_adjoint)
    *tau_grad = tns_formula_conj (s, *tau_grad);
}

/* The reflections' own columns of argument 0; those behind them got nothing. */
static void
set_input_gradient (TnsGrad *g, TnsTensor *input_grad)
{
  TnsScope *s = g->scope;
  TnsTensor *zeros = tns_formula_zeros_of (g, 0);
  if (s->error != NULL || input_grad == NULL)
    {
      tns_grad_set (g, 0, zeros);
      return;
    }
  const TnsMeta *meta = tns_grad_get_meta (g, 0, 0);
  const int64_t k = tns_tensor_get_sizes (input_grad)[meta->rank - 1];
  const int64_t n = meta->sizes[meta->rank - 1];
  TnsTensor *rest = tns_do (s, narrow, T (zeros), I (-1), I (k), I (n - k));
  tns_grad_set (g, 0, n == k ? input_grad : tns_formula_append (s, input_grad, rest, -1));
}

/* ---- householder_product ---- */

static bool
check_tau_rank (const TnsMeta *input, const TnsMeta *tau, const char *op, GError **error)
{
  return input->rank - tau->rank == 1
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "%s: Expected tau to have one dimension less than input, but got tau.ndim "
                      "equal to %d and input.ndim is equal to %d",
                      op, tau->rank, input->rank);
}

static bool
check_tau_batch (const TnsMeta *input, const TnsMeta *tau, const char *op, GError **error)
{
  const int n = tau->rank - 1;
  if (memcmp (input->sizes, tau->sizes, (size_t) n * sizeof (int64_t)) == 0)
    return true;
  g_autofree char *sizes = tns_sizes_dup_text (n, tau->sizes);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "%s: Expected batch dimensions of tau to be equal to input.shape[:-2], but got "
                   "%s",
                   op, sizes);
}

static bool
infer_householder_product (TnsCall *call, GError **error)
{
  static const char op[] = "torch.linalg.householder_product";
  TnsMeta input = tns_call_get_meta (call, 0), tau = tns_call_get_meta (call, 1);
  if (input.rank < 2)
    return tns_fail (error, TNS_ERROR_RUNTIME, "%s: input must have at least 2 dimensions.", op);
  if (input.sizes[input.rank - 2] < input.sizes[input.rank - 1])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "%s: input.shape[-2] must be greater than or equal to input.shape[-1]", op);
  if (!tns_wrap_dim_with_size (&(int64_t){ -1 }, tau.rank, error))
    return false;
  if (input.sizes[input.rank - 1] < tau.sizes[tau.rank - 1])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "%s: input.shape[-1] must be greater than or equal to tau.shape[-1]", op);
  if (!check_tau_rank (&input, &tau, op, error) || !check_tau_batch (&input, &tau, op, error))
    return false;
  if (input.dtype != tau.dtype)
    return tns_fail (error, TNS_ERROR_RUNTIME, "%s: tau dtype %s does not match input dtype %s", op,
                     tns_dtype_get_scalar_type_name (tau.dtype),
                     tns_dtype_get_scalar_type_name (input.dtype));
  if (!tns_require_lapack_dtype (input.dtype, "orgqr_cpu", error))
    return false;
  tns_call_add_matrices (call, input.dtype, input.device, input.rank, input.sizes);
  return true;
}

static bool
forward_householder_product (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  TnsTensor *product = tns_call_copy_into (call, 0, call->args[0].tensor, &s->error);
  TnsTensor *tau = tns_do (s, contiguous, call->args[1]);
  if (s->error == NULL && tns_tensor_get_numel (product) > 0)
    tns_check_status (tnk_lapack_orgqr (tns_matrices_get (product),
                                        tns_tensor_get_sizes (tau)[tns_tensor_get_rank (tau) - 1],
                                        tns_tensor_get_data (tau)),
                      "orgqr_cpu", call->outs[0].dtype, &s->error);
  return tns_scope_finish (s, error);
}

static void
householder_product_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *input = tns_grad_get_arg (g, 0).tensor, *tau = tns_grad_get_arg (g, 1).tensor;
  const int64_t *sizes = tns_tensor_get_sizes (input) + tns_tensor_get_rank (input) - 2;
  /* Without reflections nothing depends on either. */
  if (tns_tensor_get_numel (input) == 0 || tns_tensor_get_numel (tau) == 0)
    return;
  Reflections of = reflections_from (s, input, tau, false);
  TnsTensor *input_grad = NULL, *tau_grad = tau, *x_grad;
  product_gradients (s, &of, tns_matrices_take_identity (s, input, sizes[0], sizes[1]),
                     tns_grad_get_upstream (g, 0), &input_grad, &tau_grad, &x_grad);
  if (tns_grad_wants (g, 0))
    set_input_gradient (g, input_grad);
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, tau_grad);
}

#define HOUSEHOLDER_OP                                                                             \
  .category = TNS_CATEGORY_MATRIX, .infer = infer_householder_product,                             \
  .formula = "Q = H₁ · … · H_k, H = I − τ · v · vᵀ",                                               \
  .derivative = "∂L/∂v and ∂L/∂τ of each reflection, by the product rule"

TNS_OP (linalg_householder_product) = {
  HOUSEHOLDER_OP,
  .schema = "linalg_householder_product(Tensor input, Tensor tau) -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_ON_HOST,
  .forward = forward_householder_product,
  .node = "LinalgHouseholderProductBackward0",
  .saves = "input for input; tau for input; input for tau; tau for tau",
  .backward = householder_product_grad,
  .narration = "multiplies the reflections in {input} and {tau}",
  .doc = "torch.linalg.householder_product.html",
};

static bool
forward_orgqr (TnsCall *call, GError **error)
{
  TnsScope scope;
  tns_scope_init (&scope);
  return tns_call_finish (
      call, &scope, tns_do (&scope, linalg_householder_product, call->args[0], call->args[1]),
      error);
}

TNS_OP (orgqr) = {
  HOUSEHOLDER_OP,
  .schema = "orgqr(Tensor self, Tensor input2) -> Tensor",
  .forward = forward_orgqr,
  .narration = "multiplies the reflections in {self} and {input2}",
  .doc = "torch.orgqr.html",
};

/* ---- ormqr ---- */

static bool
check_ormqr_sizes (const TnsMeta *input, const TnsMeta *tau, const TnsMeta *other, bool left,
                   GError **error)
{
  const int dim = left ? -2 : -1;
  const int64_t size = other->sizes[other->rank + dim];
  if (size != input->sizes[input->rank - 2])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.ormqr: other.shape[%d] must be equal to input.shape[-2]", dim);
  if (!tns_wrap_dim_with_size (&(int64_t){ -1 }, tau->rank, error))
    return false;
  if (tau->sizes[tau->rank - 1] != MIN (size, input->sizes[input->rank - 1]))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.ormqr: tau.shape[-1] must be equal to min(other.shape[%d], "
                     "input.shape[-1])",
                     dim);
  if (!check_tau_rank (input, tau, "torch.ormqr", error))
    return false;
  if (input->rank != other->rank)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.ormqr: Expected other to have the same number of dimensions as input, "
                     "but got other.ndim equal to %d and input.ndim is equal to %d",
                     other->rank, input->rank);
  if (!check_tau_batch (input, tau, "torch.ormqr", error))
    return false;
  const int n = other->rank - 2;
  if (memcmp (input->sizes, other->sizes, (size_t) n * sizeof (int64_t)) == 0)
    return true;
  g_autofree char *sizes = tns_sizes_dup_text (n, other->sizes);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "torch.ormqr: Expected batch dimensions of other to be equal to "
                   "input.shape[:-2], but got %s",
                   sizes);
}

static bool
infer_ormqr (TnsCall *call, GError **error)
{
  TnsMeta input = tns_call_get_meta (call, 0), tau = tns_call_get_meta (call, 1);
  TnsMeta other = tns_call_get_meta (call, 2);
  if (input.rank < 2 || other.rank < 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.ormqr: %s must have at least 2 dimensions.",
                     input.rank < 2 ? "input" : "other");
  if (!check_ormqr_sizes (&input, &tau, &other, call->args[3].b, error))
    return false;
  const bool is_tau_wrong = input.dtype != tau.dtype;
  if (is_tau_wrong || input.dtype != other.dtype)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.ormqr: Expected input and %s to have the same dtype, but input has "
                     "dtype%s and %s has dtype %s",
                     is_tau_wrong ? "tau" : "other", tns_dtype_get_scalar_type_name (input.dtype),
                     is_tau_wrong ? "tau" : "other",
                     tns_dtype_get_scalar_type_name (is_tau_wrong ? tau.dtype : other.dtype));
  if (!tns_require_lapack_dtype (input.dtype, "ormqr_cpu", error))
    return false;
  tns_call_add_matrices (call, other.dtype, other.device, other.rank, other.sizes);
  return true;
}

static bool
forward_ormqr (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  TnsTensor *product = tns_call_copy_into (call, 0, call->args[2].tensor, &s->error);
  TnsTensor *input = tns_matrices_take_copy (s, call->args[0].tensor);
  TnsTensor *tau = tns_do (s, contiguous, call->args[1]);
  if (s->error == NULL && tns_tensor_get_numel (product) > 0)
    tns_check_status (tnk_lapack_ormqr (call->args[3].b, call->args[4].b ? 'C' : 'N',
                                        tns_matrices_get (input),
                                        tns_tensor_get_sizes (tau)[tns_tensor_get_rank (tau) - 1],
                                        tns_tensor_get_data (tau), tns_matrices_get (product)),
                      "ormqr_cpu", call->outs[0].dtype, &s->error);
  return tns_scope_finish (s, error);
}

/* C · Q is (Qᴴ · Cᴴ)ᴴ. */
static void
ormqr_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  const bool left = tns_grad_get_arg (g, 3).b, is_adjoint = tns_grad_get_arg (g, 4).b;
  TnsTensor *other = tns_grad_get_arg (g, 2).tensor, *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *input_grad = NULL, *tau_grad = tns_grad_get_arg (g, 1).tensor, *other_grad = NULL;
  const bool has_reflections = tns_tensor_get_numel (tau_grad) > 0;
  Reflections of = reflections_from (s, tns_grad_get_arg (g, 0).tensor, tau_grad,
                                     is_adjoint == left);
  if (!left)
    {
      other = tns_formula_adjoint (s, other);
      upstream = tns_formula_adjoint (s, upstream);
    }
  product_gradients (s, &of, other, upstream, &input_grad, &tau_grad, &other_grad);
  if (tns_grad_wants (g, 0) && has_reflections)
    set_input_gradient (g, input_grad);
  if (tns_grad_wants (g, 1) && has_reflections)
    tns_grad_set (g, 1, tau_grad);
  if (tns_grad_wants (g, 2))
    tns_grad_set (g, 2, left ? other_grad : tns_formula_adjoint (s, other_grad));
}

TNS_OP (ormqr) = {
  .schema = "ormqr(Tensor self, Tensor input2, Tensor input3, bool left=True, "
            "bool transpose=False) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_ON_HOST,
  .infer = infer_ormqr,
  .forward = forward_ormqr,
  .node = "OrmqrBackward0",
  .saves = "self for self; input2 for self; input3 for self; self for input2; input2 for input2; "
           "input3 for input2; self for input3; input2 for input3; input3 for input3",
  .backward = ormqr_grad,
  .formula = "Y = Q · C, Q = H₁ · … · H_k",
  .derivative = "∂L/∂C = Qᵀ · G",
  .narration = "multiplies {input3} by the reflections in {self} and {input2}",
  .doc = "torch.ormqr.html",
};
