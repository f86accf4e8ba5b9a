/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/reduce-plan.h"

#include <glib.h>

#define SHAPE(...) ((const int64_t[]){ __VA_ARGS__ })

static void
assert_plan (int rank, const int64_t *out_sizes, const int64_t *out_strides,
             const int64_t *in_sizes, const int64_t *in_strides, TnkLoopOrder order,
             const char *expected)
{
  const TnkArray out = { NULL, TNK_FLOAT32, rank, out_sizes, out_strides };
  const TnkArray in = { NULL, TNK_FLOAT32, rank, in_sizes, in_strides };
  TnkReducePlan plan;
  char text[256];

  tnk_reduce_plan_init (&plan, &out, &in, order);
  tnk_reduce_plan_print (&plan, text, sizeof text);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_last_dim_is_inner (void)
{
  assert_plan (2, SHAPE (3, 1), SHAPE (1, 1), SHAPE (3, 4), SHAPE (4, 1), TNK_ORDER_ANY,
               "inner strided [3] (1) (4) | contiguous [4] (1)");
}

static void
test_first_dim_is_outer (void)
{
  assert_plan (2, SHAPE (1, 4), SHAPE (4, 1), SHAPE (3, 4), SHAPE (4, 1), TNK_ORDER_ANY,
               "outer contiguous [4] (1) (1) | strided [3] (4)");
}

static void
test_all_dims_are_one_run (void)
{
  assert_plan (3, SHAPE (1, 1, 1), SHAPE (1, 1, 1), SHAPE (2, 3, 4), SHAPE (12, 4, 1),
               TNK_ORDER_ANY, "inner contiguous [1] (1) (1) | contiguous [24] (1)");
}

static void
test_middle_dim_is_outer (void)
{
  assert_plan (3, SHAPE (2, 1, 4), SHAPE (4, 4, 1), SHAPE (2, 3, 4), SHAPE (12, 4, 1),
               TNK_ORDER_ANY, "outer strided [2 4] (4 1) (12 1) | strided [3] (4)");
}

static void
test_order_matters_for_places (void)
{
  assert_plan (2, SHAPE (1, 1), SHAPE (1, 1), SHAPE (3, 4), SHAPE (1, 3), TNK_ORDER_ANY,
               "inner contiguous [1] (1) (1) | contiguous [12] (1)");
  assert_plan (2, SHAPE (1, 1), SHAPE (1, 1), SHAPE (3, 4), SHAPE (1, 3), TNK_ORDER_ROW_MAJOR,
               "inner contiguous [1] (1) (1) | strided [3 4] (1 3)");
}

static void
test_empty_fold (void)
{
  assert_plan (2, SHAPE (3, 1), SHAPE (1, 1), SHAPE (3, 0), SHAPE (1, 1), TNK_ORDER_ANY,
               "inner contiguous [3] (1) (1) | contiguous [0] (1)");
}

static void
test_nothing_folded (void)
{
  assert_plan (2, SHAPE (3, 1), SHAPE (1, 1), SHAPE (3, 1), SHAPE (1, 1), TNK_ORDER_ANY,
               "inner contiguous [3] (1) (1) | contiguous [1] (1)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/reduce-plan/last-dim-is-inner", test_last_dim_is_inner);
  g_test_add_func ("/kernels/reduce-plan/first-dim-is-outer", test_first_dim_is_outer);
  g_test_add_func ("/kernels/reduce-plan/all-dims-are-one-run", test_all_dims_are_one_run);
  g_test_add_func ("/kernels/reduce-plan/middle-dim-is-outer", test_middle_dim_is_outer);
  g_test_add_func ("/kernels/reduce-plan/order-matters-for-places", test_order_matters_for_places);
  g_test_add_func ("/kernels/reduce-plan/empty-fold-has-no-elements", test_empty_fold);
  g_test_add_func ("/kernels/reduce-plan/size-one-is-not-folded", test_nothing_folded);
  return g_test_run ();
}
