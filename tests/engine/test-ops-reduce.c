/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Reductions, statistics and scans. Expected shapes, strides, node names, values and messages:
 * PyTorch 2.15.0 on CPU on x = torch.arange(6.).reshape(2, 3).requires_grad_(). */
#include <string.h>

#include "tests/engine/op-text.h"

static const float numbers[] = { 0, 1, 2, 3, 4, 5 };
static const int64_t dim_0[] = { 0 }, dim_1[] = { 1 }, dims_00[] = { 0, 0 };

#define DIM_0 tns_value_ints (dim_0, 1)
#define DIM_1 tns_value_ints (dim_1, 1)

static void
test_sum (void)
{
  g_autoptr (TnsTensor) x = tnt_matrix (2, 3, numbers, true);

  tnt_assert_call (sum_full, "[]/[] SumBackward0: 15", T (x));
  tnt_assert_call (sum, "[2]/[1] SumBackward1: 3 12", T (x), DIM_1);
  tnt_assert_call (sum, "[1, 3]/[3, 1] SumBackward1: 3 5 7", T (x), DIM_0, B (true));
  tnt_assert_call (mean_full, "[]/[] MeanBackward0: 2.5", T (x));
  tnt_assert_call (mean, "[3]/[1] MeanBackward1: 1.5 2.5 3.5", T (x), DIM_0);
  tnt_assert_call (prod_full, "[]/[] ProdBackward0: 0", T (x));
  tnt_assert_call (nansum, "[]/[] NansumBackward0: 15", T (x));
  tnt_assert_call (nanmean, "[]/[] DivBackward0: 2.5", T (x));
  tnt_assert_call (all_full, "[]/[] -: 0", T (x));
  tnt_assert_call (count_nonzero, "[2]/[1] -: 2 3", T (x), DIM_1);
  tnt_assert_call (trace, "[]/[] TraceBackward0: 4", T (x));
}

static void
test_extremes (void)
{
  g_autoptr (TnsTensor) x = tnt_matrix (2, 3, numbers, true);

  tnt_assert_call (max_full, "[]/[] MaxBackward1: 5", T (x));
  tnt_assert_call (max, "[2]/[1] MaxBackward0: 2 5 | [2]/[1] -: 2 2", T (x), I (1));
  tnt_assert_call (min, "[1, 3]/[3, 1] MinBackward0: 0 1 2 | [1, 3]/[3, 1] -: 0 0 0", T (x), I (0),
                   B (true));
  tnt_assert_call (amax, "[3]/[1] AmaxBackward0: 3 4 5", T (x), DIM_0);
  tnt_assert_call (aminmax, "[2]/[1] AminmaxBackward0: 0 3 | [2]/[1] AminmaxBackward0: 2 5", T (x),
                   I (1));
  tnt_assert_call (argmax, "[2]/[1] -: 2 2", T (x), I (1));
  tnt_assert_call (median, "[2]/[1] MedianBackward1: 1 4 | [2]/[1] -: 1 1", T (x), I (1));
  tnt_assert_call (mode, "[2]/[1] ModeBackward0: 0 3 | [2]/[1] -: 0 0", T (x), I (1));
}

static void
test_spread (void)
{
  g_autoptr (TnsTensor) x = tnt_matrix (2, 3, numbers, true);

  tnt_assert_call (std, "[2]/[1] StdBackward0: 1 1", T (x), DIM_1);
  tnt_assert_call (var, "[]/[] VarBackward0: 2.91667", T (x), TNS_VALUE_NONE, N (0));
  tnt_assert_call (std_mean, "[2]/[1] StdMeanBackward0: 1 1 | [2]/[1] StdMeanBackward0: 1 4", T (x),
                   DIM_1);
  tnt_assert_call (norm, "[]/[] LinalgVectorNormBackward0: 7.4162", T (x));
  tnt_assert_call (linalg_vector_norm, "[2]/[1] LinalgVectorNormBackward0: 3 12", T (x), N (1),
                   DIM_1);
}

static void
test_scans (void)
{
  g_autoptr (TnsTensor) x = tnt_matrix (2, 3, numbers, true);

  tnt_assert_call (cumsum, "[2, 3]/[3, 1] CumsumBackward0: 0 1 3 3 7 12", T (x), I (1));
  tnt_assert_call (cumprod, "[2, 3]/[3, 1] CumprodBackward0: 0 1 2 0 4 10", T (x), I (0));
  tnt_assert_call (cummax,
                   "[2, 3]/[3, 1] CummaxBackward0: 0 1 2 3 4 5 | [2, 3]/[3, 1] -: 0 0 0 1 1 1",
                   T (x), I (0));
  tnt_assert_call (diff, "[2, 2]/[2, 1] SubBackward0: 1 1 1 1", T (x));
}

/* What the window's preview asks: shapes and messages without numbers. */
static void
test_previews (void)
{
  g_autoptr (TnsTensor) x = tnt_matrix (2, 3, numbers, false);

  tnt_assert_infer (sum, "[2, 1]", T (x), DIM_1, B (true));
  tnt_assert_infer (sum, "!dim 0 appears multiple times in the list of dims", T (x),
                    tns_value_ints (dims_00, 2));
  tnt_assert_infer (max, "!Dimension out of range (expected to be in range of [-2, 1], but got 2)",
                    T (x), I (2));
  tnt_assert_infer (
      mean,
      "!mean(): could not infer output dtype. Optional dtype must be either a floating "
      "point or complex dtype. Got: Long",
      T (x), TNS_VALUE_NONE, B (false), tns_value_dtype (TNK_INT64));
  tnt_assert_infer (cumsum, "[2, 3]", T (x), I (-1));
}

/* torch.arange(3.).add(2).pow(2).add(3).mean().backward(): 4/3, 2, 8/3 */
static void
test_gradient_of_mean (void)
{
  g_autoptr (TnsTensor) x = tnt_matrix (0, 3, numbers, true);
  g_autoptr (GError) error = NULL;
  TnsScope scope, *s = &scope;
  TnsTensor *y;
  const float *gradient;

  tns_scope_init (s);
  y = tns_do (s, add, T (x), N (2));
  y = tns_do (s, add, T (tns_do (s, pow, T (y), N (2))), N (3));
  y = tns_do (s, mean_full, T (y));
  g_assert_true (tns_backward (&y, NULL, 1, false, false, NULL, 0, NULL, &error));
  gradient = tns_tensor_get_data (tns_tensor_get_grad (x));
  g_assert_cmpfloat_with_epsilon (gradient[0], 4.f / 3, 1e-6);
  g_assert_cmpfloat_with_epsilon (gradient[1], 2, 1e-6);
  g_assert_cmpfloat_with_epsilon (gradient[2], 8.f / 3, 1e-6);
  g_assert_true (tns_scope_finish (s, &error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/ops/reduce/sum/full-and-by-dim", test_sum);
  g_test_add_func ("/engine/ops/reduce/extremes/with-places", test_extremes);
  g_test_add_func ("/engine/ops/reduce/spread/as-pytorch", test_spread);
  g_test_add_func ("/engine/ops/reduce/scans/along-a-dim", test_scans);
  g_test_add_func ("/engine/ops/reduce/infer/previews-without-numbers", test_previews);
  g_test_add_func ("/engine/ops/reduce/mean/gradient-of-the-worked-example", test_gradient_of_mean);
  return g_test_run ();
}
