/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Element-wise maths, comparisons, choices, losses. Expected node names, values and messages:
 * PyTorch 2.15.0 on CPU on x = torch.arange(6.).reshape(2, 3).requires_grad_(), y =
 * torch.tensor([[1., 0., 2.], [5., 4., 3.]]). */
#include <string.h>

#include "tests/engine/op-text.h"

static const float numbers[] = { 0, 1, 2, 3, 4, 5 };
static const float others[] = { 1, 0, 2, 5, 4, 3 };

static void
test_unary (void)
{
  g_autoptr (TnsTensor) x = tnt_matrix (2, 3, numbers, true);

  tnt_assert_call (sqrt, "[2, 3]/[3, 1] SqrtBackward0: 0 1 1.41421 1.73205 2 2.23607", T (x));
  tnt_assert_call (square, "[2, 3]/[3, 1] PowBackward0: 0 1 4 9 16 25", T (x));
  tnt_assert_call (relu, "[2, 3]/[3, 1] ReluBackward0: 0 1 2 3 4 5", T (x));
  tnt_assert_call (real, "[2, 3]/[3, 1] -: 0 1 2 3 4 5", T (x));
  tnt_assert_call (isnan, "[2, 3]/[3, 1] -: 0 0 0 0 0 0", T (x));
  tnt_assert_infer (bitwise_not, "!\"bitwise_not_cpu\" not implemented for 'Float'", T (x));
  tnt_assert_infer (imag, "!imag is not implemented for tensors with non-complex dtypes.", T (x));
}

static void
test_choices (void)
{
  g_autoptr (TnsTensor) x = tnt_matrix (2, 3, numbers, true);
  g_autoptr (TnsTensor) y = tnt_matrix (2, 3, others, false);
  g_autoptr (TnsTensor) four = tnt_matrix (0, 4, numbers, false);

  tnt_assert_call (maximum, "[2, 3]/[3, 1] MaximumBackward0: 1 1 2 5 4 5", T (x), T (y));
  tnt_assert_call (clamp, "[2, 3]/[3, 1] ClampBackward1: 1 1 2 3 4 4", T (x), N (1), N (4));
  tnt_assert_call (lerp_scalar, "[2, 3]/[3, 1] LerpBackward0: 0.5 0.5 2 4 4 4", T (x), T (y),
                   N (0.5));
  tnt_assert_call (addcmul, "[2, 3]/[3, 1] AddcmulBackward0: 1 1 6 28 20 14", T (x), T (y), T (y));
  tnt_assert_call (eq, "[2, 3]/[3, 1] -: 0 0 1 0 1 0", T (x), T (y));
  tnt_assert_infer (clamp, "!torch.clamp: At least one of 'min' or 'max' must not be None", T (x));
  tnt_assert_infer (where,
                    "!where expected condition to be a boolean tensor, but got a tensor with dtype "
                    "Float",
                    T (x), T (x), T (y));
  tnt_assert_infer (
      eq,
      "!The size of tensor a (3) must match the size of tensor b (4) at non-singleton "
      "dimension 1",
      T (x), T (four));
}

static void
test_network (void)
{
  g_autoptr (TnsTensor) x = tnt_matrix (2, 3, numbers, true);
  g_autoptr (TnsTensor) y = tnt_matrix (2, 3, others, false);

  tnt_assert_call (mse_loss, "[]/[] MseLossBackward0: 1.66667", T (x), T (y));
  tnt_assert_call (l1_loss, "[]/[] MeanBackward0: 1", T (x), T (y));
  tnt_assert_call (softmax,
                   "[2, 3]/[3, 1] SoftmaxBackward0: 0.0900306 0.244728 0.665241 0.0900306 0.244728 "
                   "0.665241",
                   T (x), I (1));
  tnt_assert_infer (mse_loss, "!abc is not a valid value for reduction", T (x), T (y),
                    tns_value_string ("abc"));
}

/* An in-place comparison writes 0 and 1, and what it wrote into depends on nothing any more. */
static void
test_inplace_comparison (void)
{
  g_autoptr (TnsTensor) x = tnt_matrix (2, 3, numbers, true);
  g_autoptr (GError) error = NULL;
  TnsScope scope, *s = &scope;
  TnsTensor *copy, *total;
  int k;

  tns_scope_init (s);
  copy = tns_do (s, clone, T (x));
  copy = tns_do_inplace (s, eq, T (copy), N (2));
  total = tns_do (s, sum_full, T (copy));
  g_assert_cmpstr (tns_node_get_name (tns_tensor_get_grad_fn (copy)), ==, "EqBackward0");
  g_assert_true (tns_backward (&total, NULL, 1, false, false, NULL, 0, NULL, &error));
  for (k = 0; k < 6; k++)
    g_assert_cmpfloat (((float *)tns_tensor_get_data (tns_tensor_get_grad (x)))[k], ==, 0);
  g_assert_true (tns_scope_finish (s, &error));
}

/* Whatever the window shows of an op must be there. */
static void
test_table_speaks (void)
{
  int id;

  for (id = 0; id < TNS_N_OPS; id++)
    {
      const TnsOp *op = tns_op_get ((TnsOpId)id);

      if ((op->flags & TNS_INTERNAL) != 0)
        continue;
      g_test_message ("%s", op->schema);
      g_assert_nonnull (op->formula);
      g_assert_nonnull (op->narration);
      g_assert_nonnull (op->doc);
      g_assert_true (op->backward == NULL || op->node != NULL);
      g_assert_false (g_str_has_suffix (op->narration, "."));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/ops/maths/unary/as-pytorch", test_unary);
  g_test_add_func ("/engine/ops/maths/choices/as-pytorch", test_choices);
  g_test_add_func ("/engine/ops/maths/network/as-pytorch", test_network);
  g_test_add_func ("/engine/ops/maths/comparison/in-place-cuts-the-graph", test_inplace_comparison);
  g_test_add_func ("/engine/ops/table/every-op-explains-itself", test_table_speaks);
  return g_test_run ();
}
