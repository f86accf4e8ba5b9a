/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The exponential of matrices: scaled down until a Taylor polynomial is exact, then squared up
 * again (Bader, Blanes, Casas, Computing the Matrix Exponential with an Optimized Taylor Polynomial
 * Approximation, Mathematics 2019, 7, 1174: polynomials, weights and bounds are from there). */

#include "engine/ops/matrices.h"

#include <math.h>

static bool
infer_matrix_exp (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);

  if (!tns_check_square (&meta, "linalg.matrix_exp", "A", error)
      || !tns_check_inexact (meta.dtype, "linalg.matrix_exp", error))
    return false;
  tns_call_add_dense (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  return true;
}

/* ---- polynomials ---- */

/**
 * Series:
 * @terms: [b, n, n] each: I, A, A², and what the polynomial needs beyond
 */
typedef struct
{
  TnsScope *s;
  TnkDtype dtype;
  TnsTensor *terms[5];
} Series;

/* PyTorch keeps the weights of half precision as doubles and hands them to a loop that reads
 * halves; the results, mostly NaN, are repeated here. */
static double
read_weight (const double *weights, int k, TnkDtype dtype)
{
  if (dtype == TNK_FLOAT16 || dtype == TNK_BFLOAT16)
    return tns_scalar_to_double (tns_scalar_read (dtype, (const char *) weights + 2 * k));
  return weights[k];
}

/* Σ weights[from + k] · terms[k], rounded after every product and sum. */
static TnsTensor *
combine (const Series *p, TnsTensor *const *terms, int n, const double *weights, int from)
{
  TnsTensor *total = NULL, *term;
  int k;

  for (k = 0; k < n; k++)
    {
      term = tns_do (p->s, mul, T (terms[k]), N (read_weight (weights, from + k, p->dtype)));
      total = total == NULL ? term : tns_do (p->s, add, T (total), T (term));
    }
  return total;
}

static TnsTensor *
times (const Series *p, TnsTensor *a, TnsTensor *b)
{
  return tns_do (p->s, matmul, T (a), T (b));
}

static TnsTensor *
plus (const Series *p, TnsTensor *a, TnsTensor *b)
{
  return tns_do (p->s, add, T (a), T (b));
}

/* I + A */
static TnsTensor *
degree_1 (Series *p)
{
  return plus (p, p->terms[0], p->terms[1]);
}

/* I + A + A² / 2 */
static TnsTensor *
degree_2 (Series *p)
{
  return plus (p, degree_1 (p), tns_do (p->s, div, T (p->terms[2]), N (2)));
}

/* I + A + A² · (I / 2 + A / 6 + A² / 24) */
static TnsTensor *
degree_4 (Series *p)
{
  static const double inner[] = { 1 / 2.0, 1 / 6.0, 1 / 24.0 }, outer[] = { 1, 1, 0, 1 };

  p->terms[3] = times (p, p->terms[2], combine (p, p->terms, 3, inner, 0));
  return combine (p, p->terms, 4, outer, 0);
}

/* A⁴ = A² · (x₁A + x₂A²), A⁸ = (x₃A² + A⁴) · (x₄I + x₅A + x₆A² + x₇A⁴), I + A + y₂A² + A⁸ */
static TnsTensor *
degree_8 (Series *p)
{
  const double root = 0.1330413469565007072504e+2, x3 = 2. / 3.; /* √177 */
  const double inner[] = { x3 * ((1. + root) / 88.), x3 * ((1. + root) / 352.) };
  const double left[] = { x3, 1 };
  const double right[] = { (-271. + 29. * root) / (315. * x3), (-11. + 11. * root) / (1260. * x3),
                           (-99. + 11. * root) / (5040. * x3), (89. - root) / (5040. * x3) };
  const double outer[] = { 1, 1, (857. - 58. * root) / 630., 0, 1 };

  p->terms[3] = times (p, p->terms[2], combine (p, &p->terms[1], 2, inner, 0));
  p->terms[4]
      = times (p, combine (p, &p->terms[2], 2, left, 0), combine (p, p->terms, 4, right, 0));
  return combine (p, p->terms, 5, outer, 0);
}

/* Bᵢ = Σ bᵢₖAᵏ, A⁶ = B₂ + B₃², B₀ + (B₁ + A⁶) · A⁶ */
static TnsTensor *
degree_12 (Series *p)
{
  static const double weights[] = {
    9.0198e-16,
    0.46932117595418237389,
    -0.20099424927047284052,
    -0.04623946134063071740,
    5.31597895759871264183,
    1.19926790417132231573,
    0.01179296240992997031,
    0.01108844528519167989,
    0.18188869982170434744,
    0.05502798439925399070,
    0.09351590770535414968,
    0.00610700528898058230,
    -2.0861320e-13,
    -0.13181061013830184015,
    -0.02027855540589259079,
    -0.00675951846863086359,
  };
  TnsTensor *b[4], *sixth;
  int k;

  p->terms[3] = times (p, p->terms[1], p->terms[2]);
  for (k = 0; k < 4; k++)
    b[k] = combine (p, p->terms, 4, weights, 4 * k);
  sixth = plus (p, b[2], times (p, b[3], b[3]));
  return plus (p, b[0], times (p, plus (p, b[1], sixth), sixth));
}

/* Bᵢ = bᵢ₀I + bᵢ₁A + bᵢ₂A² + bᵢ₃A³ + bᵢ₄A⁶, A⁹ = B₃ + B₀ · B₄, B₁ + (B₂ + A⁹) · A⁹ */
static TnsTensor *
degree_18 (Series *p)
{
  static const double weights[] = {
    0.,
    -1.00365581030144618291e-01,
    -8.02924648241156932449e-03,
    -8.92138498045729985177e-04,
    0.,
    0.,
    3.97849749499645077844e-01,
    1.36783778460411720168e+00,
    4.98289622525382669416e-01,
    -6.37898194594723280150e-04,
    -1.09676396052962061844e+01,
    1.68015813878906206114e+00,
    5.71779846478865511061e-02,
    -6.98210122488052056106e-03,
    3.34975017086070470649e-05,
    -9.04316832390810593223e-02,
    -6.76404519071381882256e-02,
    6.75961301770459654925e-02,
    2.95552570429315521194e-02,
    -1.39180257516060693404e-05,
    0.,
    0.,
    -9.23364619367118555360e-02,
    -1.69364939002081722752e-02,
    -1.40086798182036094347e-05,
  };
  TnsTensor *b[5], *ninth;
  int k;

  p->terms[3] = times (p, p->terms[1], p->terms[2]);
  p->terms[4] = times (p, p->terms[3], p->terms[3]);
  for (k = 0; k < 5; k++)
    b[k] = combine (p, p->terms, 5, weights, 5 * k);
  ninth = plus (p, b[3], times (p, b[0], b[4]));
  return plus (p, b[1], times (p, plus (p, b[2], ninth), ninth));
}

/* ---- the choice among them ---- */

/* Up to which 1-norm a degree is exact to rounding, in single and in double precision. */
static const struct
{
  TnsTensor *(*evaluate) (Series *p);
  double bounds[2];
} degrees[] = {
  { degree_1, { 1.192092800768788e-07, 2.220446049250313e-16 } },
  { degree_2, { 5.978858893805233e-04, 2.580956802971767e-08 } },
  { degree_4, { 5.116619363445086e-02, 3.397168839976962e-04 } },
  { degree_8, { 5.800524627688768e-01, 4.991228871115323e-02 } },
  { degree_12, { 1.461661507209034e+00, 2.996158913811580e-01 } },
  { degree_18, { 3.010066362817634e+00, 1.090863719290036e+00 } },
};

static TnsTensor *
evaluate (TnsScope *s, TnsTensor *x, int degree)
{
  Series p = { .s = s };
  TnsTensor *diagonal;

  if (x == NULL)
    return NULL;
  p.dtype = tns_tensor_get_dtype (x);
  p.terms[0] = tns_formula_full_like (s, x, p.dtype, 0);
  diagonal = tns_do (s, diagonal, T (p.terms[0]), I (0), I (-2), I (-1));
  tns_do (s, fill, T (diagonal), N (1));
  p.terms[1] = x;
  p.terms[2] = times (&p, x, x);
  return degrees[degree].evaluate (&p);
}

/* exp (A) = exp (A / 2ᵏ)^(2ᵏ), with the k of each matrix from its norm. */
static TnsTensor *
scale_and_square (TnsScope *s, TnsTensor *x, TnsTensor *norm, double bound)
{
  int64_t n_batches = tns_tensor_get_sizes (x)[0], sizes[] = { n_batches, 1, 1 };
  TnsTensor *n_squarings, *result, *squared;
  double most;
  int k;

  n_squarings = tns_do (s, ceil, T (tns_do (s, log2, T (tns_do (s, div, T (norm), N (bound))))));
  n_squarings = tns_do (s, clamp_min, T (n_squarings), N (0));
  n_squarings = tns_do (s, reshape, T (n_squarings), tns_value_ints (sizes, 3));
  x = tns_do (s, mul, T (x), T (tns_do (s, exp2, T (tns_do (s, neg, T (n_squarings))))));
  result = evaluate (s, x, G_N_ELEMENTS (degrees) - 1);
  n_squarings
      = tns_do (s, where, T (tns_do (s, isfinite, T (n_squarings))), T (n_squarings), N (0));
  most = tns_formula_item (s, tns_do (s, max_full, T (n_squarings)));
  for (k = 0; k < most && s->error == NULL; k++)
    {
      squared = tns_do (s, matmul, T (result), T (result));
      result
          = tns_do (s, where, T (tns_do (s, gt, T (n_squarings), N (k))), T (squared), T (result));
    }
  return result;
}

/* @x: [b, n, n]. A single matrix gets the least degree that will do, a batch the greatest. */
static TnsTensor *
exponential (TnsScope *s, TnsTensor *x)
{
  TnkDtype dtype = tns_tensor_get_dtype (x);
  int column = dtype != TNK_FLOAT32 && dtype != TNK_COMPLEX64;
  int degree, last = G_N_ELEMENTS (degrees) - 1;
  int64_t dims[] = { -2, -1 };
  TnsTensor *norm;
  double largest;

  norm = tns_do (s, sum, T (tns_do (s, abs, T (x))), tns_value_ints (dims, 1));
  norm = tns_do (s, amax, T (norm), tns_value_ints (&dims[1], 1));
  if (tns_tensor_get_sizes (x)[0] == 1)
    {
      largest = tns_formula_item (s, norm);
      if (isnan (largest))
        return tns_formula_full_like (s, x, dtype, NAN);
      for (degree = 0; degree < last; degree++)
        if (largest <= degrees[degree].bounds[column])
          return evaluate (s, x, degree);
    }
  return scale_and_square (s, x, norm, degrees[last].bounds[column]);
}

static bool
matrix_exp_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *result;
  int rank = call->outs[0].rank;
  const int64_t *sizes = call->outs[0].sizes;
  int64_t shape[3] = { 1, sizes[rank - 1], sizes[rank - 1] };

  if (tns_tensor_get_numel (x) == 0)
    return tns_call_allocate (call, 0, error) != NULL;
  tns_scope_init (s);
  if (shape[1] == 1)
    return tns_call_finish (call, s, tns_do (s, exp, T (x)), error);
  shape[0] = tns_layout_count (sizes, rank - 2);
  /* As in PyTorch, batches that lie apart are refused. */
  x = tns_do (s, view, T (x), tns_value_ints (shape, 3));
  result = x == NULL ? NULL : exponential (s, x);
  return tns_call_finish (call, s,
                          tns_do (s, reshape, T (result), tns_value_ints (sizes, rank)), error);
}

/* exp of [[Aᴴ, G], [0, Aᴴ]] has the derivative of exp at Aᴴ in the direction G in its upper right
 * (Higham, Functions of Matrices, 3.2). */
static void
matrix_exp_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *a = tns_formula_adjoint (s, tns_grad_get_arg (g, 0).tensor), *rows[2], *block;
  int64_t n;

  if (a == NULL)
    return;
  n = tns_tensor_get_sizes (a)[tns_tensor_get_rank (a) - 1];
  rows[0] = tns_formula_append (s, a, tns_grad_get_upstream (g, 0), -1);
  rows[1] = tns_formula_full_like (s, a, tns_tensor_get_dtype (a), 0);
  rows[1] = tns_formula_append (s, rows[1], a, -1);
  block = tns_formula_append (s, rows[0], rows[1], -2);
  block = tns_do (s, linalg_matrix_exp, T (block));
  block = tns_do (s, narrow, T (block), I (-2), I (0), I (n));
  tns_grad_set (g, 0, tns_do (s, narrow, T (block), I (-1), I (n), I (n)));
}

TNS_OP (linalg_matrix_exp) = {
  .schema = "linalg_matrix_exp(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION | TNS_NO_OUT,
  .infer = infer_matrix_exp,
  .forward = matrix_exp_forward,
  .node = "LinalgMatrixExpBackward0",
  .saves = "self for self",
  .backward = matrix_exp_backward,
  .formula = "Y = I + A + A² / 2! + A³ / 3! + …",
  .derivative = "∂L/∂A = upper right of exp ([[Aᵀ, G], [0, Aᵀ]])",
  .narration = "takes the exponential of the matrix {self}",
  .doc = "torch.linalg.matrix_exp.html",
};

static bool
matrix_exp_alias_forward (TnsCall *call, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, tns_do (&scope, linalg_matrix_exp, call->args[0]), error);
}

TNS_OP (matrix_exp) = {
  .schema = "matrix_exp(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_NO_OUT,
  .infer = infer_matrix_exp,
  .forward = matrix_exp_alias_forward,
  .formula = "Y = I + A + A² / 2! + A³ / 3! + …",
  .derivative = "∂L/∂A = upper right of exp ([[Aᵀ, G], [0, Aᵀ]])",
  .narration = "takes the exponential of the matrix {self}",
  .doc = "torch.matrix_exp.html",
};
