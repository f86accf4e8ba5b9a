/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Shape ops. Expected shapes, strides, node names and messages: PyTorch 2.15.0 on CPU, the call in
 * each row on x = torch.arange(6.).reshape(2, 3).requires_grad_(). */
#include <string.h>

#include "tests/engine/calls.h"

static TnsTensor *
transposed (TnsTensor *x)
{
  g_autoptr (GError) error = NULL;
  g_auto (TnsResults) results = { 0 };
  g_assert_true (tns_op_call (&tns_op_t, false, (TnsValue[]) { T (x) }, 1, &results, &error));
  return tns_tensor_ref (results.items[0]);
}

static void
test_view (void)
{
  g_autoptr (TnsTensor) x = new_x (true);
  g_autoptr (TnsTensor) xt = transposed (x);
  assert_call ("[6]/[1] ViewBackward0: 0 1 2 3 4 5", view, x, INTS (-1));
  assert_call ("[3, 2]/[1, 3] ViewBackward0: 0 3 1 4 2 5", view, xt, INTS (3, 2));
  assert_call ("!shape '[4]' is invalid for input of size 6", view, x, INTS (4));
  assert_call ("!shape '[-1, 4]' is invalid for input of size 6", view, x, INTS (-1, 4));
  assert_call ("!only one dimension can be inferred", view, x, INTS (-1, -1));
  assert_call ("!invalid shape dimension -2 at index 0 of shape [-2, 3]", view, x, INTS (-2, 3));
  assert_call ("!view size is not compatible with input tensor's size and stride (at least one "
               "dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
               view, xt, INTS (6));
}

static void
test_reshape (void)
{
  g_autoptr (TnsTensor) x = new_x (true);
  g_autoptr (TnsTensor) xt = transposed (x);
  assert_call ("[3, 2]/[2, 1] ViewBackward0: 0 1 2 3 4 5", reshape, x, INTS (3, 2));
  assert_call ("[6]/[1] UnsafeViewBackward0: 0 3 1 4 2 5", reshape, xt, INTS (6));
  assert_call ("[3, 2]/[1, 3] ReshapeAliasBackward0: 0 3 1 4 2 5", reshape, xt, INTS (3, 2));
  assert_call ("!shape '[-1, 0]' is invalid for input of size 6", reshape, x, INTS (-1, 0));
  assert_call ("[6]/[1] ViewBackward0: 0 1 2 3 4 5", flatten, x, I (0), I (-1));
  assert_call ("!unflatten: Provided sizes [2, 2] don't multiply up to the size of dim 1 (3) in the "
               "input tensor",
               unflatten, x, I (1), INTS (2, 2));
}

static void
test_reshape_shares (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsTensor) x = new_x (false);
  g_auto (TnsResults) results = { 0 };
  g_assert_true (tns_op_call (&tns_op_reshape, false, (TnsValue[]) { T (x), INTS (3, 2) }, 2, &results,
                              &error));
  g_assert_true (tns_tensor_get_storage (results.items[0]) == tns_tensor_get_storage (x));
  g_assert_true (tns_tensor_get_base (results.items[0]) == x);
}

static void
test_permute (void)
{
  g_autoptr (TnsTensor) x = new_x (true);
  assert_call ("[3, 2]/[1, 3] PermuteBackward0: 0 3 1 4 2 5", permute, x, INTS (1, 0));
  assert_call ("[3, 2]/[1, 3] TransposeBackward0: 0 3 1 4 2 5", transpose, x, I (0), I (-1));
  assert_call ("!permute(): duplicate dims are not allowed.", permute, x, INTS (1, 1));
  assert_call ("!Dimension out of range (expected to be in range of [-2, 1], but got 2)", permute, x,
               INTS (2, 0));
  assert_call ("!movedim: repeated dim in `source` ([0, 0])", movedim, x, INTS (0, 0), INTS (0, 1));
  assert_call ("[3, 2]/[1, 3] PermuteBackward0: 0 3 1 4 2 5", movedim, x, INTS (0), INTS (1));
}

static void
test_squeeze (void)
{
  g_autoptr (TnsTensor) x = new_x (true);
  assert_call ("[2, 3]/[3, 1] SqueezeBackward1: 0 1 2 3 4 5", squeeze_dim, x, I (0));
  assert_call ("[2, 3, 1]/[3, 1, 1] UnsqueezeBackward0: 0 1 2 3 4 5", unsqueeze, x, I (-1));
  assert_call ("[1, 2, 3]/[6, 3, 1] UnsqueezeBackward0: 0 1 2 3 4 5", unsqueeze, x, I (0));
  assert_call ("!Dimension out of range (expected to be in range of [-3, 2], but got 3)", unsqueeze, x,
               I (3));
}

static void
test_expand (void)
{
  g_autoptr (TnsTensor) x = new_x (true);
  assert_call ("[2, 2, 3]/[0, 3, 1] ExpandBackward0: 0 1 2 3 4 5 0 1 2 3 4 5", expand, x,
               INTS (2, -1, 3));
  assert_call ("!The expanded size of the tensor (4) must match the existing size (3) at "
               "non-singleton dimension 1.  Target sizes: [2, 4].  Tensor sizes: [2, 3]",
               expand, x, INTS (2, 4));
  assert_call ("!expand(torch.FloatTensor{[2, 3]}, size=[3]): the number of sizes provided (1) must "
               "be greater or equal to the number of dimensions in the tensor (2)",
               expand, x, INTS (3));
  assert_call ("[2, 6]/[6, 1] RepeatBackward0: 0 1 2 0 1 2 3 4 5 3 4 5", tile, x, INTS (2));
  assert_call ("!Number of dimensions of repeat dims can not be smaller than number of dimensions of "
               "tensor",
               repeat, x, INTS (2));
}

static void
test_windows (void)
{
  g_autoptr (TnsTensor) x = new_x (true);
  assert_call ("[2]/[3] SelectBackward0: 1 4", select, x, I (1), I (1));
  assert_call ("!select(): index 2 out of range for tensor of size [2, 3] at dimension 0", select, x,
               I (0), I (2));
  assert_call ("[2, 2]/[3, 2] SliceBackward0: 0 2 3 5", slice, x, I (1), TNS_VALUE_NONE,
               TNS_VALUE_NONE, I (2));
  assert_call ("!start (1) + length (2) exceeds dimension size (2).", narrow, x, I (0), I (1), I (2));
  assert_call ("[2]/[4] DiagonalBackward0: 0 4", diagonal, x);
  assert_call ("[2, 2, 2]/[3, 1, 1] UnfoldBackward0: 0 1 1 2 3 4 4 5", unfold, x, I (1), I (2), I (1));
  assert_call ("!setStorage: sizes [2, 2], strides [1, 2], storage offset 3, and itemsize 4 requiring "
               "a storage size of 28 are out of bounds for storage of size 24",
               as_strided, x, INTS (2, 2), INTS (1, 2), I (3));
}

static void
test_flip (void)
{
  g_autoptr (TnsTensor) x = new_x (true);
  g_autoptr (TnsTensor) xt = transposed (x);
  assert_call ("[2, 3]/[3, 1] FlipBackward0: 5 4 3 2 1 0", flip, x, INTS (0, 1));
  assert_call ("[3, 2]/[1, 3] FlipBackward0: 2 5 1 4 0 3", flip, xt, INTS (0));
  assert_call ("[2, 3]/[3, 1] RollBackward0: 5 0 1 2 3 4", roll, x, INTS (1));
  assert_call ("[2, 3]/[3, 1] RollBackward0: 4 5 3 1 2 0", roll, x, INTS (1, 2), INTS (0, 1));
  assert_call ("[3, 2]/[1, 3] Rot90Backward0: 2 5 1 4 0 3", rot90, x, I (1));
}

static void
test_lists (void)
{
  g_autoptr (TnsTensor) x = new_x (true);
  assert_call ("[2, 2]/[3, 1] SplitBackward0: 0 1 3 4 | [2, 1]/[3, 1] SplitBackward0: 2 5", split, x,
               I (2), I (1));
  assert_call ("[3]/[1] UnbindBackward0: 0 1 2 | [3]/[1] UnbindBackward0: 3 4 5", unbind, x);
  assert_call ("!split_with_sizes expects split_sizes to sum exactly to 3 (input tensor's size at "
               "dimension 1), but got split_sizes=[1, 1]",
               split_sizes, x, INTS (1, 1), I (1));
  assert_call ("[2, 2]/[3, 1] SliceBackward0: 0 1 3 4 | [2, 1]/[3, 1] SliceBackward0: 2 5",
               tensor_split, x, I (2), I (1));
}

/* y = op (x), then y.backward (k) with k = 0, 1, 2, …: x.grad as text. */
static char *
gradient_text (const TnsOp *op, const TnsValue *args, int n_args)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsTensor) x = new_x (true);
  TnsValue all[TNS_MAX_PARAMS] = { T (x) };
  g_auto (TnsResults) results = { 0 };
  for (int k = 0; k < n_args; k++)
    all[k + 1] = args[k];
  g_assert_true (tns_op_call (op, false, all, n_args + 1, &results, &error));
  TnsTensor *y = results.items[0];
  g_autoptr (TnsTensor) seed = tns_tensor_new_dense (TNK_FLOAT32, TNS_CPU, tns_tensor_get_rank (y),
                                                     tns_tensor_get_sizes (y), &error);
  for (int64_t k = 0; k < tns_tensor_get_numel (seed); k++)
    ((float *) tns_tensor_get_data (seed))[k] = (float) k;
  g_assert_true (tns_backward (&y, &seed, 1, false, false, NULL, 0, NULL, &error));
  g_assert_no_error (error);
  return describe (tns_tensor_get_grad (x));
}

#define assert_gradient(expected, id, ...)                                                         \
  G_STMT_START                                                                                     \
  {                                                                                                \
    TnsValue given[] = { __VA_ARGS__ };                                                            \
    g_autofree char *got = gradient_text (&tns_op_##id, given, G_N_ELEMENTS (given));              \
    g_assert_cmpstr (strchr (got, ':') + 2, ==, expected);                                         \
  }                                                                                                \
  G_STMT_END

/* Closed forms: the seed's element k goes to the place that y's element k came from. */
static void
test_gradients (void)
{
  assert_gradient ("0 2 4 1 3 5", permute, INTS (1, 0));
  assert_gradient ("0 1 2 3 4 5", reshape, INTS (3, 2));
  assert_gradient ("6 8 10 12 14 16", repeat, INTS (2, 1));
  assert_gradient ("0 0 0 0 1 2", select, I (0), I (1));
  assert_gradient ("0 0 1 2 0 3", slice, I (1), TNS_VALUE_NONE, TNS_VALUE_NONE, I (2));
  assert_gradient ("0 3 3 4 11 7", unfold, I (1), I (2), I (1));
  assert_gradient ("0 3 3 0 0 0", as_strided, INTS (2, 2), INTS (1, 1), I (0));
  assert_gradient ("5 4 3 2 1 0", flip, INTS (0, 1));
  assert_gradient ("0 1 2 0 0 0", unbind);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/ops/view/strides-nodes-and-errors-are-pytorchs", test_view);
  g_test_add_func ("/engine/ops/reshape/views-when-it-can-else-copies", test_reshape);
  g_test_add_func ("/engine/ops/reshape/shares-storage-and-knows-its-base", test_reshape_shares);
  g_test_add_func ("/engine/ops/permute/moves-strides", test_permute);
  g_test_add_func ("/engine/ops/squeeze/adds-and-drops-dims", test_squeeze);
  g_test_add_func ("/engine/ops/expand/repeats-with-stride-0", test_expand);
  g_test_add_func ("/engine/ops/windows/show-part-of-the-storage", test_windows);
  g_test_add_func ("/engine/ops/flip/copies-in-another-order", test_flip);
  g_test_add_func ("/engine/ops/split/gives-lists-of-views", test_lists);
  g_test_add_func ("/engine/ops/shape/gradients-go-back-where-they-came-from", test_gradients);
  return g_test_run ();
}
