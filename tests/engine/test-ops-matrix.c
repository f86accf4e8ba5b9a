/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Products. Expected shapes, strides, node names, values and messages: PyTorch 2.15.0 on CPU on
 * x = torch.arange(6.).reshape(2, 3).requires_grad_(), v = torch.tensor([1., 2., 3.]). */
#include <string.h>

#include "tests/engine/op-text.h"

static const float numbers[] = { 0, 1, 2, 3, 4, 5 };
static const float vector[] = { 1, 2, 3 };

typedef struct
{
  TnsTensor *x, *v, *turned, *square;
  TnsScope scope;
} Fixture;

static void
set_up (Fixture *fixture, const void *data)
{
  fixture->x = tnt_matrix (2, 3, numbers, true);
  fixture->v = tnt_matrix (0, 3, vector, false);
  tns_scope_init (&fixture->scope);
  fixture->turned = tns_do (&fixture->scope, t, T (fixture->x));
  fixture->square = tns_do (&fixture->scope, narrow, T (fixture->x), I (1), I (0), I (2));
}

static void
tear_down (Fixture *fixture, const void *data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tns_scope_finish (&fixture->scope, &error));
  tns_tensor_unref (fixture->x);
  tns_tensor_unref (fixture->v);
}

static void
test_products (Fixture *f, const void *data)
{
  tnt_assert_call (mm, "[2, 2]/[2, 1] MmBackward0: 5 14 14 50", T (f->x), T (f->turned));
  tnt_assert_call (mv, "[2]/[1] MvBackward0: 8 26", T (f->x), T (f->v));
  tnt_assert_call (dot, "[]/[] -: 14", T (f->v), T (f->v));
  tnt_assert_call (outer, "[3, 3]/[3, 1] -: 1 2 3 2 4 6 3 6 9", T (f->v), T (f->v));
  tnt_assert_call (inner, "[2, 2]/[2, 1] ViewBackward0: 5 14 14 50", T (f->x), T (f->x));
  tnt_assert_call (addmm, "[2, 2]/[2, 1] AddmmBackward0: 5 15 17 54", T (f->square), T (f->x),
                   T (f->turned));
  tnt_assert_call (matrix_power, "[2, 2]/[2, 1] MmBackward0: 12 19 57 88", T (f->square), I (3));
  tnt_assert_call (einsum, "[2, 2]/[2, 1] ViewBackward0: 5 14 14 50",
                   tns_value_string ("ij,kj->ik"),
                   tns_value_tensors ((TnsTensor *[]){ f->x, f->x }, 2));
}

static void
test_matmul_ranks (Fixture *f, const void *data)
{
  int64_t sizes[] = { 2, 2, 3 };
  TnsTensor *stack = tns_do (&f->scope, expand, T (f->x), tns_value_ints (sizes, 3));

  tnt_assert_call (matmul, "[]/[] -: 14", T (f->v), T (f->v));
  tnt_assert_call (matmul, "[2]/[1] MvBackward0: 8 26", T (f->x), T (f->v));
  tnt_assert_call (matmul, "[2]/[1] SqueezeBackward4: 8 26", T (f->v), T (f->turned));
  tnt_assert_call (matmul, "[2, 2, 2]/[4, 2, 1] UnsafeViewBackward0: 5 14 14 50 5 14 14 50",
                   T (stack), T (f->turned));
  tnt_assert_call (matmul, "[2, 2]/[2, 1] UnsafeViewBackward0: 8 26 8 26", T (stack), T (f->v));
}

static void
test_messages (Fixture *f, const void *data)
{
  tnt_assert_infer (matmul, "!mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)",
                    T (f->x), T (f->x));
  tnt_assert_infer (matmul, "!mm: mat1 and mat2 shapes cannot be multiplied (1x3 and 2x3)",
                    T (f->v), T (f->x));
  tnt_assert_infer (dot, "!1D tensors expected, but got 2D and 2D tensors", T (f->x), T (f->x));
  tnt_assert_infer (mv, "!vector + matrix @ vector expected, got 1, 2, 2", T (f->x), T (f->x));
  tnt_assert_infer (bmm, "!batch1 must be a 3D tensor", T (f->x), T (f->x));
  tnt_assert_infer (einsum,
                    "!einsum(): subscript j has size 2 for operand 1 which does not broadcast with "
                    "previously seen size 3",
                    tns_value_string ("ij,jk->ik"),
                    tns_value_tensors ((TnsTensor *[]){ f->x, f->x }, 2));
  tnt_assert_infer (matmul, "[2, 2]", T (f->x), T (f->turned));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/engine/ops/matrix/products/as-pytorch", Fixture, NULL, set_up, test_products,
              tear_down);
  g_test_add ("/engine/ops/matrix/matmul/chooses-by-rank", Fixture, NULL, set_up, test_matmul_ranks,
              tear_down);
  g_test_add ("/engine/ops/matrix/infer/speaks-pytorchs-words", Fixture, NULL, set_up,
              test_messages, tear_down);
  return g_test_run ();
}
