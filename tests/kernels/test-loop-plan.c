/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/loop-plan.h"

#include <glib.h>

#define SHAPE(...) ((const int64_t[]){ __VA_ARGS__ })

static void
assert_plan (int rank, const int64_t *sizes, const int64_t *out, const int64_t *a, const int64_t *b,
             TnkLoopOrder order, const char *expected)
{
  const TnkArray operands[] = { { NULL, TNK_FLOAT32, rank, sizes, out },
                                { NULL, TNK_FLOAT32, rank, sizes, a },
                                { NULL, TNK_FLOAT32, rank, sizes, b } };
  TnkLoopPlan plan;
  char text[256];

  tnk_loop_plan_init (&plan, operands, b != NULL ? 3 : a != NULL ? 2 : 1, order);
  tnk_loop_plan_print (&plan, text, sizeof text);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_contiguous_is_one_dim (void)
{
  assert_plan (3, SHAPE (2, 3, 4), SHAPE (12, 4, 1), SHAPE (12, 4, 1), SHAPE (12, 4, 1),
               TNK_ORDER_ANY, "contiguous [24] (1) (1) (1)");
}

static void
test_size_one_is_dropped (void)
{
  assert_plan (3, SHAPE (1, 5, 1), SHAPE (99, 1, 7), SHAPE (3, 1, 55), NULL, TNK_ORDER_ANY,
               "contiguous [5] (1) (1)");
}

static void
test_scalar_operand (void)
{
  assert_plan (2, SHAPE (2, 3), SHAPE (3, 1), SHAPE (3, 1), SHAPE (0, 0), TNK_ORDER_ANY,
               "scalar [6] (1) (1) (0)");
}

static void
test_row_broadcast_keeps_two_dims (void)
{
  assert_plan (2, SHAPE (2, 3), SHAPE (3, 1), SHAPE (3, 1), SHAPE (0, 1), TNK_ORDER_ANY,
               "strided [2 3] (3 1) (3 1) (0 1)");
}

static void
test_permuted_operands_become_contiguous (void)
{
  assert_plan (3, SHAPE (2, 3, 4), SHAPE (1, 8, 2), SHAPE (1, 8, 2), NULL, TNK_ORDER_ANY,
               "contiguous [24] (1) (1)");
}

static void
test_output_decides_the_order (void)
{
  assert_plan (2, SHAPE (3, 4), SHAPE (4, 1), SHAPE (1, 3), NULL, TNK_ORDER_ANY,
               "strided [3 4] (4 1) (1 3)");
  assert_plan (2, SHAPE (3, 4), SHAPE (1, 3), SHAPE (4, 1), NULL, TNK_ORDER_ANY,
               "strided [4 3] (3 1) (1 4)");
}

static void
test_row_major_order_is_kept (void)
{
  assert_plan (2, SHAPE (3, 4), SHAPE (1, 3), NULL, NULL, TNK_ORDER_ROW_MAJOR,
               "strided [3 4] (1 3)");
}

static void
test_partly_joined (void)
{
  assert_plan (3, SHAPE (2, 3, 4), SHAPE (12, 4, 1), SHAPE (24, 4, 1), NULL, TNK_ORDER_ANY,
               "strided [2 12] (12 1) (24 1)");
}

static void
test_scalar_and_empty (void)
{
  assert_plan (0, SHAPE (0), SHAPE (0), SHAPE (0), NULL, TNK_ORDER_ANY, "contiguous [1] (1) (1)");
  assert_plan (2, SHAPE (3, 0), SHAPE (0, 1), SHAPE (5, 1), NULL, TNK_ORDER_ANY,
               "contiguous [0] (1) (1)");
}

static void
test_rank_64 (void)
{
  int64_t sizes[TNK_MAX_RANK], strides[TNK_MAX_RANK], steps[TNK_MAX_RANK];

  for (int d = 0; d < TNK_MAX_RANK; d++)
    {
      sizes[d] = d % 8 == 0 ? 2 : 1;
      strides[d] = d % 8 == 0 ? INT64_C (1) << (7 - d / 8) : 1;
      steps[d] = strides[d] * 2;
    }
  assert_plan (TNK_MAX_RANK, sizes, strides, strides, NULL, TNK_ORDER_ANY,
               "contiguous [256] (1) (1)");
  assert_plan (TNK_MAX_RANK, sizes, strides, steps, NULL, TNK_ORDER_ANY, "strided [256] (1) (2)");
}

static void
test_seek (void)
{
  const TnkArray operands[] = {
    { NULL, TNK_FLOAT32, 2, SHAPE (3, 4), SHAPE (4, 1) },
    { NULL, TNK_FLOAT32, 2, SHAPE (3, 4), SHAPE (1, 3) },
  };
  int64_t index[TNK_MAX_RANK], offsets[TNK_MAX_OPERANDS];
  TnkLoopPlan plan;

  tnk_loop_plan_init (&plan, operands, 2, TNK_ORDER_ANY);
  tnk_loop_plan_seek (&plan, 7, index, offsets);
  g_assert_cmpint (index[0], ==, 1);
  g_assert_cmpint (index[1], ==, 3);
  g_assert_cmpint (offsets[0], ==, 7);
  g_assert_cmpint (offsets[1], ==, 10);
}

static void
test_print_cuts_off (void)
{
  const TnkArray operand = { NULL, TNK_FLOAT32, 2, SHAPE (100, 200), SHAPE (1000, 3) };
  TnkLoopPlan plan;
  char text[12];

  tnk_loop_plan_init (&plan, &operand, 1, TNK_ORDER_ANY);
  tnk_loop_plan_print (&plan, text, sizeof text);
  g_assert_cmpstr (text, ==, "strided [10");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/loop-plan/contiguous-is-one-dim", test_contiguous_is_one_dim);
  g_test_add_func ("/kernels/loop-plan/size-one-is-dropped", test_size_one_is_dropped);
  g_test_add_func ("/kernels/loop-plan/scalar-operand-steps-by-zero", test_scalar_operand);
  g_test_add_func ("/kernels/loop-plan/row-broadcast-keeps-two-dims",
                   test_row_broadcast_keeps_two_dims);
  g_test_add_func ("/kernels/loop-plan/permuted-operands-become-contiguous",
                   test_permuted_operands_become_contiguous);
  g_test_add_func ("/kernels/loop-plan/output-decides-the-order", test_output_decides_the_order);
  g_test_add_func ("/kernels/loop-plan/row-major-order-is-kept", test_row_major_order_is_kept);
  g_test_add_func ("/kernels/loop-plan/joins-what-it-can", test_partly_joined);
  g_test_add_func ("/kernels/loop-plan/scalar-and-empty", test_scalar_and_empty);
  g_test_add_func ("/kernels/loop-plan/rank-64-fits", test_rank_64);
  g_test_add_func ("/kernels/loop-plan/seek-finds-coordinates-and-offsets", test_seek);
  g_test_add_func ("/kernels/loop-plan/print-cuts-off", test_print_cuts_off);
  return g_test_run ();
}
