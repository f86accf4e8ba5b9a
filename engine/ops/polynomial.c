/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Orthogonal polynomials whose degree is a tensor of its own. PyTorch has no derivatives here. */

#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"

/* One op per form: two tensors, or one of the two a number. */
#define FORM(id, signature, ID, before, rule, words)                                               \
  TNS_OP (id) = {                                                                                  \
    .schema = signature " -> Tensor",                                                              \
    .category = TNS_CATEGORY_MATHS,                                                                \
    .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,                                                        \
    .infer = tns_infer_special_single,                                                             \
    .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_##ID },                                              \
    .forward = before,                                                                             \
    .formula = rule,                                                                               \
    .narration = "takes the " words " of degree {n} of every element of {x}",                      \
    .doc = "torch.special.html",                                                                   \
  };
#define FORMS(id, ID, before, rule, words)                                                         \
  FORM (special_##id, "special_" #id "(Tensor x, Tensor n)", ID, before, rule, words)              \
  FORM (special_##id##_x, "special_" #id ".x_scalar(Scalar x, Tensor n)", ID, before, rule, words) \
  FORM (special_##id##_n, "special_" #id ".n_scalar(Tensor x, Scalar n)", ID, before, rule, words)

FORMS (chebyshev_polynomial_t, CHEBYSHEV_T, NULL, "y = Tₙ(x) = cos (n · arccos x)",
       "Chebyshev polynomial of the first kind")
FORMS (chebyshev_polynomial_u, CHEBYSHEV_U, NULL, "y = Uₙ(x)",
       "Chebyshev polynomial of the second kind")
FORMS (chebyshev_polynomial_v, CHEBYSHEV_V, NULL, "y = Vₙ(x)",
       "Chebyshev polynomial of the third kind")
FORMS (chebyshev_polynomial_w, CHEBYSHEV_W, NULL, "y = Wₙ(x)",
       "Chebyshev polynomial of the fourth kind")
FORMS (hermite_polynomial_h, HERMITE_H, NULL, "y = Hₙ(x)", "physicist's Hermite polynomial")
FORMS (hermite_polynomial_he, HERMITE_HE, NULL, "y = Heₙ(x)", "probabilist's Hermite polynomial")
FORMS (laguerre_polynomial_l, LAGUERRE, NULL, "y = Lₙ(x)", "Laguerre polynomial")
FORMS (legendre_polynomial_p, LEGENDRE, NULL, "y = Pₙ(x)", "Legendre polynomial")

/* ---- shifted: from [0, 1] instead of [−1, 1] ---- */

/* The op's own kernel, at 2x − 1. */
static bool
shifted_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsValue operands[2] = { call->args[0], call->args[1] };
  TnsTensor *x;

  tns_scope_init (s);
  if (operands[0].kind == TNS_SCALAR)
    operands[0] = N (2 * tns_scalar_to_double (operands[0].scalar) - 1);
  else
    {
      x = tns_formula_cast (s, operands[0].tensor, call->compute_dtype);
      operands[0] = T (tns_do (s, sub, T (tns_do (s, mul, T (x), N (2))), N (1)));
    }
  if (s->error == NULL)
    tns_call_run_kernel (call, call->op->kernel.kind, call->op->kernel.id, operands, 2, &s->error);
  return tns_scope_finish (s, error);
}

FORMS (shifted_chebyshev_polynomial_t, CHEBYSHEV_T, shifted_forward, "y = Tₙ(2x − 1)",
       "shifted Chebyshev polynomial of the first kind")
FORMS (shifted_chebyshev_polynomial_u, CHEBYSHEV_U, shifted_forward, "y = Uₙ(2x − 1)",
       "shifted Chebyshev polynomial of the second kind")
FORMS (shifted_chebyshev_polynomial_v, CHEBYSHEV_V, shifted_forward, "y = Vₙ(2x − 1)",
       "shifted Chebyshev polynomial of the third kind")
FORMS (shifted_chebyshev_polynomial_w, CHEBYSHEV_W, shifted_forward, "y = Wₙ(2x − 1)",
       "shifted Chebyshev polynomial of the fourth kind")
