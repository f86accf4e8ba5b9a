/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Ops that make tensors. Expected values and messages: PyTorch 2.15.0 on CPU; random ones after
 * torch.manual_seed(0). */
#include "engine/core/generator.h"
#include "tests/engine/calls.h"

#define SCALAR(x) tns_value_scalar (x)
#define WHOLE(n) SCALAR (tns_scalar_int (n))

static void
test_constants (void)
{
  assert_made ("[2, 2]/[2, 1] -: 0 0 0 0", zeros, INTS (2, 2));
  assert_made ("[2]/[1] -: 3 3", full, INTS (2), WHOLE (3));
  assert_made ("!zeros: Dimension size must be non-negative.", zeros, INTS (2, -3));
  assert_made ("!Trying to create tensor with negative dimension -1: [-1]", ones, INTS (-1));
  assert_made ("!value cannot be converted to type uint8_t without overflow", full, INTS (2), WHOLE (300),
               tns_value_dtype (TNK_UINT8));
}

static TnkDtype
dtype_of (const TnsOp *op, TnsValue first, TnsValue second)
{
  g_autoptr (GError) error = NULL;
  g_auto (TnsResults) results = { 0 };
  g_assert_true (tns_op_call (op, false, (TnsValue[]) { first, second }, 2, &results, &error));
  return tns_tensor_get_dtype (results.items[0]);
}

static void
test_dtypes (void)
{
  g_assert_cmpint (dtype_of (&tns_op_full, INTS (2), WHOLE (3)), ==, TNK_INT64);
  g_assert_cmpint (dtype_of (&tns_op_full, INTS (2), N (3.5)), ==, TNK_FLOAT32);
  g_assert_cmpint (dtype_of (&tns_op_full, INTS (2), SCALAR (tns_scalar_bool (true))), ==, TNK_BOOL);
  g_assert_cmpint (dtype_of (&tns_op_arange_start, WHOLE (0), WHOLE (3)), ==, TNK_INT64);
  g_assert_cmpint (dtype_of (&tns_op_arange_start, WHOLE (0), N (3)), ==, TNK_FLOAT32);
}

static void
test_rows (void)
{
  assert_made ("[4]/[1] -: 1 1.29999995 1.60000002 1.89999998", arange_start_step, WHOLE (1), WHOLE (2),
               N (0.3));
  assert_made ("!upper bound and lower bound inconsistent with step sign", arange_start, WHOLE (3),
               WHOLE (0));
  assert_made ("!step must be nonzero", arange_start_step, WHOLE (0), WHOLE (3), WHOLE (0));
  assert_made ("[5]/[1] -: 3 4.75 6.5 8.25 10", linspace, WHOLE (3), WHOLE (10), I (5));
  assert_made ("!number of steps must be non-negative", linspace, WHOLE (0), WHOLE (1), I (-1));
  assert_made ("[2, 3]/[3, 1] -: 1 0 0 0 1 0", eye_m, I (2), I (3));
}

static void
test_too_large (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (TnsResults) results = { 0 };
  size_t used = tns_memory_get_used ();
  g_assert_false (tns_op_call (&tns_op_zeros, false, (TnsValue[]) { INTS (1000000000000) }, 1, &results,
                               &error));
  g_assert_error (error, TNS_ERROR, TNS_ERROR_OUT_OF_MEMORY);
  g_assert_cmpuint (tns_memory_get_used (), ==, used);
}

static void
test_random (void)
{
  tns_generator_seed (tns_generator_get_default (), 0);
  assert_made ("[3]/[1] -: 0.49625659 0.768221796 0.0884774327", rand, INTS (3));
  tns_generator_seed (tns_generator_get_default (), 0);
  assert_made ("[3]/[1] -: 1.54099607 -0.293428898 -2.17878938", randn, INTS (3));
  tns_generator_seed (tns_generator_get_default (), 0);
  assert_made ("[5]/[1] -: 4 0 1 3 2", randperm, I (5));
  tns_generator_seed (tns_generator_get_default (), 0);
  assert_made ("[3]/[1] -: 4 9 3", randint_low, I (0), I (10), INTS (3));
  assert_made ("!random_ expects 'from' to be less than 'to', but got from=3 >= to=0", randint_low, I (3),
               I (0), INTS (2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/ops/create/fills-and-refuses-as-pytorch", test_constants);
  g_test_add_func ("/engine/ops/create/type-follows-the-value", test_dtypes);
  g_test_add_func ("/engine/ops/range/counts-as-pytorch", test_rows);
  g_test_add_func ("/engine/ops/create/a-tensor-beyond-the-budget-leaves-memory-as-it-was",
                   test_too_large);
  g_test_add_func ("/engine/ops/random/stream-of-seed-0-is-pytorchs", test_random);
  return g_test_run ();
}
