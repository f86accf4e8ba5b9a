/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* A = L · D · Lᵀ of symmetric matrices that need not be definite, or Lᴴ of Hermitian ones; D has
 * blocks of 1 × 1 and 2 × 2. PyTorch has no derivatives for these. */
#include "engine/autograd/autograd.h"
#include "engine/ops/matrices.h"

#include <string.h>

static bool
infer_ldl_factor (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  if (!tns_check_square (&meta, "torch.linalg.ldl_factor_ex", "A", error)
      || !tns_check_inexact (meta.dtype, "torch.linalg.ldl_factor_ex", error)
      || !tns_check_lapack_dtype (&meta, "ldl_factor_kernel_cpu", error))
    return false;
  tns_call_add_matrices (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  tns_call_add_dense (call, TNK_INT32, meta.device, meta.rank - 1, meta.sizes);
  return true;
}

static bool
infer_ldl_factor_ex (TnsCall *call, GError **error)
{
  if (!infer_ldl_factor (call, error))
    return false;
  tns_call_add_info (call);
  return true;
}

/* PyTorch has no words for a block of zeros in D: this is its internal error without the place. */
static void
check_blocks (TnsScope *s, TnsTensor *info, const char *op)
{
  TnsFailure failure = tns_info_find_failure (s, info);
  if (failure.order > 0)
    tns_fail (&s->error, TNS_ERROR_RUNTIME, "%s: Unknown error code: %d.", op, failure.order);
}

static bool
forward_ldl_factor_ex (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  TnsTensor *triangle = tns_do (s, tril, call->args[0], I (0));
  TnsTensor *ldl = tns_call_copy_into (call, 0, triangle, &s->error);
  TnsTensor *pivots = ldl != NULL ? tns_call_allocate (call, 1, &s->error) : NULL;
  TnsTensor *info = pivots != NULL ? tns_call_allocate_zeros (call, 2, &s->error) : NULL;
  if (info != NULL && tns_tensor_get_numel (ldl) > 0)
    tns_check_status (tnk_lapack_sytrf (call->args[1].b, tns_matrices_get (ldl),
                                        tns_tensor_get_data (pivots), tns_tensor_get_data (info)),
                      "ldl_factor_kernel_cpu", call->outs[0].dtype, &s->error);
  if (call->args[2].b)
    check_blocks (s, info, "torch.linalg.ldl_factor_ex");
  return tns_scope_finish (s, error);
}

#define LDL_OP                                                                                     \
  .category = TNS_CATEGORY_MATRIX, .formula = "A = L · D · Lᵀ",                                    \
  .derivative = "not implemented, as in PyTorch"

TNS_OP (linalg_ldl_factor_ex) = {
  LDL_OP,
  .schema = "linalg_ldl_factor_ex(Tensor self, *, bool hermitian=False, "
            "bool check_errors=False) -> (Tensor LD, Tensor pivots, Tensor info)",
  .flags = TNS_AS_FUNCTION | TNS_ON_HOST,
  .infer = infer_ldl_factor_ex,
  .forward = forward_ldl_factor_ex,
  .node = "torch::autograd::NotImplemented",
  .backward = tns_formula_not_differentiable,
  .narration = "splits {self} into a triangle, blocks on a diagonal and the transposed triangle, "
               "and says whether it could",
  .doc = "torch.linalg.ldl_factor_ex.html",
};

static bool
forward_ldl_factor (TnsCall *call, GError **error)
{
  TnsTensor *results[3];
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  tns_scope_call_many (s, &tns_op_linalg_ldl_factor_ex, call->args, 2, results, 3);
  check_blocks (s, results[2], "torch.linalg.ldl_factor");
  if (s->error == NULL)
    tns_call_return (call, 1, results[1]);
  return tns_call_finish (call, s, results[0], error);
}

TNS_OP (linalg_ldl_factor) = {
  LDL_OP,
  .schema = "linalg_ldl_factor(Tensor self, *, bool hermitian=False) -> "
            "(Tensor LD, Tensor pivots)",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_ldl_factor,
  .forward = forward_ldl_factor,
  .narration = "splits {self} into a triangle, blocks on a diagonal and the transposed triangle",
  .doc = "torch.linalg.ldl_factor.html",
};

/* ---- ldl_solve ---- */

static bool
check_pivots (const TnsMeta *ldl, const TnsMeta *pivots, GError **error)
{
  if (pivots->rank != ldl->rank - 1
      || memcmp (pivots->sizes, ldl->sizes, (size_t) pivots->rank * sizeof (int64_t)) != 0)
    {
      g_autofree char *sizes = tns_sizes_dup_text (pivots->rank, pivots->sizes);
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "torch.linalg.ldl_solve: Expected LD.shape[:-1] and pivots.shape to be the "
                       "same, but got pivots with shape %s instead",
                       sizes);
    }
  return (tnk_dtype_is_integral (pivots->dtype) && pivots->dtype != TNK_BOOL)
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "torch.linalg.ldl_solve: Expected pivots to be integers. Got %s",
                      tns_dtype_get_scalar_type_name (pivots->dtype));
}

static bool
infer_ldl_solve (TnsCall *call, GError **error)
{
  static const char op[] = "torch.linalg.ldl_solve";
  TnsMeta ldl = tns_call_get_meta (call, 0), pivots = tns_call_get_meta (call, 1);
  TnsMeta b = tns_call_get_meta (call, 2), solution;
  int64_t row_dim = -2;
  if (!tns_check_square (&ldl, op, "A", error) || !tns_check_inexact (ldl.dtype, op, error)
      || (b.dtype == ldl.dtype && !tns_wrap_dim (&row_dim, b.rank, error))
      || !tns_check_solver_of_old (&b, &ldl, op, error) || !check_pivots (&ldl, &pivots, error)
      || !tns_broadcast_batches (&solution, &b, &ldl, error)
      || !tns_check_lapack_dtype (&solution, "ldl_solve_kernel_cpu", error))
    return false;
  tns_call_add_matrices (call, b.dtype, b.device, solution.rank, solution.sizes);
  return true;
}

static bool
forward_ldl_solve (TnsCall *call, GError **error)
{
  const TnsMeta *out = &call->outs[0];
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  TnsTensor *b = tns_expand_batches (s, call->args[2].tensor, 2, out);
  b = tns_call_copy_into (call, 0, b, &s->error);
  TnsTensor *ldl = tns_expand_batches (s, call->args[0].tensor, 2, out);
  ldl = tns_matrices_take_copy (s, ldl);
  TnsTensor *pivots = tns_formula_cast (s, call->args[1].tensor, TNK_INT32);
  pivots = tns_do (s, contiguous, T (tns_expand_batches (s, pivots, 1, out)));
  if (s->error == NULL && tns_tensor_get_numel (b) > 0)
    tns_check_status (tnk_lapack_sytrs (call->args[3].b, tns_matrices_get (ldl),
                                        tns_tensor_get_data (pivots), tns_matrices_get (b)),
                      "ldl_solve_kernel_cpu", out->dtype, &s->error);
  return tns_scope_finish (s, error);
}

TNS_OP (linalg_ldl_solve) = {
  .schema = "linalg_ldl_solve(Tensor LD, Tensor pivots, Tensor B, *, bool hermitian=False) "
            "-> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION | TNS_ON_HOST,
  .infer = infer_ldl_solve,
  .forward = forward_ldl_solve,
  .node = "torch::autograd::NotImplemented",
  .backward = tns_formula_not_differentiable,
  .formula = "L · D · Lᵀ · X = B",
  .derivative = "not implemented, as in PyTorch",
  .narration = "solves for {B} with the factors in {LD}",
  .doc = "torch.linalg.ldl_solve.html",
};
