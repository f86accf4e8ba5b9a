/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The backward pass and the rules of writes in place. Numbers and texts of PyTorch 2.15.0, CPU. */
#include "engine/autograd/autograd.h"

#include <string.h>

static TnsTensor *
make (TnsScope *s, const double *values, int n, bool requires_grad)
{
  TnsTensor *tensor = tns_scope_take (
      s, tns_tensor_new_dense (TNK_FLOAT64, TNS_CPU, 1, (int64_t[]){ n }, &s->error));
  memcpy (tns_tensor_get_data (tensor), values, (size_t) n * sizeof *values);
  g_assert_true (tns_tensor_set_requires_grad (tensor, requires_grad, NULL));
  return tensor;
}

static TnsTensor *
ones (TnsScope *s, int n)
{
  g_autofree double *values = g_new (double, n);
  for (int k = 0; k < n; k++)
    values[k] = 1;
  return make (s, values, n, false);
}

static void
assert_values (TnsTensor *tensor, const double *expected, int n)
{
  g_assert_nonnull (tensor);
  g_assert_cmpint (tns_tensor_get_numel (tensor), ==, n);
  g_autoptr (GError) error = NULL;
  TnsScope s;
  tns_scope_init (&s);
  TnsTensor *dense = tns_do (&s, contiguous, T (tensor));
  g_assert_no_error (s.error);
  const double *values = tns_tensor_get_data (dense);
  for (int k = 0; k < n; k++)
    g_assert_cmpfloat_with_epsilon (values[k], expected[k], 1e-12);
  g_assert_true (tns_scope_finish (&s, &error));
}

static bool
run (TnsTensor *root, TnsTensor *gradient, bool retain, GError **error)
{
  return tns_backward (&root, gradient != NULL ? &gradient : NULL, 1, retain, false, NULL, 0, NULL,
                       error);
}

static void
finish (TnsScope *s)
{
  g_autoptr (GError) error = NULL;
  tns_scope_finish (s, &error);
  g_assert_no_error (error);
}

/* y = mean ((x + 2)^2 + 3) at x = 0, 1, 2 without the mean: dy/dx = 2 (x + 2). */
static void
test_chain (void)
{
  TnsScope s;
  tns_scope_init (&s);
  TnsTensor *x = make (&s, (double[]){ 0, 1, 2 }, 3, true);
  TnsTensor *a = tns_do (&s, add, T (x), N (2));
  TnsTensor *b = tns_do (&s, pow, T (a), N (2));
  TnsTensor *c = tns_do (&s, add, T (b), N (3));
  g_assert_cmpstr (tns_node_get_name (tns_tensor_get_grad_fn (c)), ==, "AddBackward0");
  g_assert_cmpstr (tns_node_get_name (tns_tensor_get_grad_fn (b)), ==, "PowBackward0");
  g_assert_true (run (c, ones (&s, 3), false, &s.error));
  assert_values (tns_tensor_get_grad (x), (double[]){ 4, 6, 8 }, 3);
  finish (&s);
}

/* A tensor used twice gets the sum of both gradients; a second run adds. */
static void
test_accumulates (void)
{
  TnsScope s;
  tns_scope_init (&s);
  TnsTensor *x = make (&s, (double[]){ 3, -1 }, 2, true);
  TnsTensor *y = tns_do (&s, mul, T (x), T (x));
  g_assert_true (run (y, ones (&s, 2), true, &s.error));
  assert_values (tns_tensor_get_grad (x), (double[]){ 6, -2 }, 2);
  g_assert_true (run (y, ones (&s, 2), false, &s.error));
  assert_values (tns_tensor_get_grad (x), (double[]){ 12, -4 }, 2);
  finish (&s);
}

static void
test_twice (void)
{
  TnsScope s;
  tns_scope_init (&s);
  g_autoptr (GError) error = NULL;
  TnsTensor *x = make (&s, (double[]){ 3 }, 1, true);
  TnsTensor *y = tns_do (&s, mul, T (x), T (x));
  g_assert_true (run (y, NULL, false, &error));
  g_assert_false (run (y, NULL, false, &error));
  g_assert_error (error, TNS_ERROR, TNS_ERROR_RUNTIME);
  g_assert_true (g_str_has_prefix (error->message,
                                   "Trying to backward through the graph a second time"));
  finish (&s);
}

static void
assert_fails (TnsTensor *root, TnsTensor *gradient, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (run (root, gradient, false, &error));
  g_assert_error (error, TNS_ERROR, TNS_ERROR_RUNTIME);
  g_assert_cmpstr (error->message, ==, text);
}

static void
test_refusals (void)
{
  TnsScope s;
  tns_scope_init (&s);
  TnsTensor *x = make (&s, (double[]){ 1, 2, 3 }, 3, true);
  TnsTensor *y = tns_do (&s, mul, T (x), N (2));
  assert_fails (y, NULL, "grad can be implicitly created only for scalar outputs");
  assert_fails (ones (&s, 1), NULL,
                "element 0 of tensors does not require grad and does not have a grad_fn");
  assert_fails (y, ones (&s, 2),
                "Mismatch in shape: grad_output[0] has a shape of torch.Size([2]) and output[0] has a "
                "shape of torch.Size([3]).");
  finish (&s);
}

static void
assert_inplace_fails (TnsTensor *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  TnsScope s;
  tns_scope_init (&s);
  g_assert_null (tns_do_inplace (&s, add, T (self), N (1)));
  g_assert_false (tns_scope_finish (&s, &error));
  g_assert_error (error, TNS_ERROR, TNS_ERROR_RUNTIME);
  g_assert_cmpstr (error->message, ==, text);
}

static void
test_inplace_on_leaf (void)
{
  TnsScope s;
  tns_scope_init (&s);
  TnsTensor *x = make (&s, (double[]){ 1, 2, 3 }, 3, true);
  assert_inplace_fails (
      x, "a leaf Variable that requires grad is being used in an in-place operation.");
  TnsTensor *view = tns_do (&s, narrow, T (x), I (0), I (0), I (2));
  assert_inplace_fails (
      view, "a view of a leaf Variable that requires grad is being used in an in-place operation.");
  assert_values (x, (double[]){ 1, 2, 3 }, 3);
  finish (&s);
}

static void
test_version (void)
{
  TnsScope s;
  tns_scope_init (&s);
  g_autoptr (GError) error = NULL;
  TnsTensor *x = make (&s, (double[]){ 1, 2, 3 }, 3, true);
  TnsTensor *w = tns_do (&s, add, T (x), N (1));
  TnsTensor *z = tns_do (&s, mul, T (w), T (w));
  tns_do_inplace (&s, add, T (w), N (1));
  g_assert_false (run (z, ones (&s, 3), false, &error));
  g_assert_cmpstr (
      error->message, ==,
      "one of the variables needed for gradient computation has been modified by an inplace "
      "operation: [torch.DoubleTensor [3]], which is output 0 of Add, is at version 1; expected "
      "version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute "
      "its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).");
  finish (&s);
}

/* y = x · 1; y[0:2] *= 3: dx = [3, 3, 1]; y and its view have new grad_fns. */
static void
test_copy_slices (void)
{
  TnsScope s;
  tns_scope_init (&s);
  TnsTensor *x = make (&s, (double[]){ 1, 1, 1 }, 3, true);
  TnsTensor *y = tns_do (&s, mul, T (x), N (1));
  TnsTensor *view = tns_do (&s, narrow, T (y), I (0), I (0), I (2));
  tns_do_inplace (&s, mul, T (view), N (3));
  g_assert_cmpstr (tns_node_get_name (tns_tensor_get_grad_fn (y)), ==, "CopySlices");
  g_assert_cmpstr (tns_node_get_name (tns_tensor_get_grad_fn (view)), ==, "AsStridedBackward0");
  assert_values (y, (double[]){ 3, 3, 1 }, 3);
  g_assert_true (run (y, ones (&s, 3), false, &s.error));
  assert_values (tns_tensor_get_grad (x), (double[]){ 3, 3, 1 }, 3);
  finish (&s);
}

/* x³: 3 x², then 6 x, both through the recorded backward pass. */
static void
test_higher_order (void)
{
  TnsScope s;
  tns_scope_init (&s);
  TnsTensor *x = make (&s, (double[]){ 2 }, 1, true);
  TnsTensor *y = tns_do (&s, pow, T (x), N (3));
  TnsTensor *first = NULL, *second = NULL;
  g_assert_true (tns_backward (&y, NULL, 1, true, true, &x, 1, &first, &s.error));
  tns_scope_take (&s, first);
  assert_values (first, (double[]){ 12 }, 1);
  g_assert_null (tns_tensor_get_grad (x));
  g_assert_true (tns_backward (&first, NULL, 1, false, false, &x, 1, &second, &s.error));
  tns_scope_take (&s, second);
  assert_values (second, (double[]){ 12 }, 1);
  finish (&s);
}

/* Broadcasting is undone once, for all ops: the gradient of a [1] in a [3] is a sum. */
static void
test_broadcast (void)
{
  TnsScope s;
  tns_scope_init (&s);
  TnsTensor *w = make (&s, (double[]){ 2 }, 1, true);
  TnsTensor *x = make (&s, (double[]){ 1, 2, 3 }, 3, true);
  TnsTensor *y = tns_do (&s, mul, T (w), T (x));
  g_assert_true (run (y, ones (&s, 3), false, &s.error));
  assert_values (tns_tensor_get_grad (w), (double[]){ 6 }, 1);
  assert_values (tns_tensor_get_grad (x), (double[]){ 2, 2, 2 }, 3);
  finish (&s);
}

static TnsTensor *
double_it (TnsTensor *gradient, void *data, GError **error)
{
  g_auto (TnsResults) results = { 0 };
  TnsValue args[] = { tns_value_tensor (gradient), tns_value_number (2) };
  ++*(int *) data;
  return tns_op_call (&tns_op_mul, false, args, 2, &results, error)
             ? g_steal_pointer (&results.items[0])
             : NULL;
}

static void
test_hooks (void)
{
  TnsScope s;
  tns_scope_init (&s);
  int n_calls = 0;
  TnsTensor *x = make (&s, (double[]){ 1, 2 }, 2, true);
  TnsTensor *a = tns_do (&s, mul, T (x), N (3));
  unsigned id = tns_tensor_add_hook (a, double_it, &n_calls, NULL);
  tns_tensor_add_hook (x, double_it, &n_calls, NULL);
  tns_tensor_retain_grad (a);
  TnsTensor *y = tns_do (&s, mul, T (a), N (1));
  g_assert_true (run (y, ones (&s, 2), true, &s.error));
  g_assert_cmpint (n_calls, ==, 2);
  assert_values (tns_tensor_get_grad (a), (double[]){ 2, 2 }, 2);
  assert_values (tns_tensor_get_grad (x), (double[]){ 12, 12 }, 2);
  tns_tensor_remove_hook (a, id);
  g_assert_true (run (y, ones (&s, 2), false, &s.error));
  g_assert_cmpint (n_calls, ==, 3);
  finish (&s);
}

/* Neither building, nor running, nor freeing may use the stack by depth. */
static void
test_million (void)
{
  size_t used = tns_memory_get_used ();
  TnsScope s;
  tns_scope_init (&s);
  g_autoptr (TnsTensor) x = tns_tensor_ref (make (&s, (double[]){ 1 }, 1, true));
  finish (&s);
  TnsTensor *y = tns_tensor_ref (x);
  for (int k = 0; k < 1000000; k++)
    {
      g_auto (TnsResults) results = { 0 };
      TnsValue args[] = { tns_value_tensor (y), tns_value_number (0) };
      g_assert_true (tns_op_call (&tns_op_add, false, args, 2, &results, NULL));
      tns_tensor_unref (y);
      y = g_steal_pointer (&results.items[0]);
    }
  g_assert_true (run (y, NULL, false, NULL));
  assert_values (tns_tensor_get_grad (x), (double[]){ 1 }, 1);
  tns_tensor_unref (y);
  g_clear_pointer (&x, tns_tensor_unref);
  g_assert_cmpuint (tns_memory_get_used (), ==, used);
}

/* No record without grad mode; truths never carry a gradient. */
static void
test_no_grad (void)
{
  TnsScope s;
  tns_scope_init (&s);
  TnsTensor *x = make (&s, (double[]){ 1 }, 1, true);
  bool was = tns_grad_mode_set (false);
  TnsTensor *y = tns_do (&s, mul, T (x), N (2));
  tns_grad_mode_set (was);
  g_assert_false (tns_tensor_get_requires_grad (y));
  TnsTensor *z = tns_do (&s, isnan, T (x));
  g_assert_false (tns_tensor_get_requires_grad (z));
  finish (&s);
}

static void
test_requires_grad_of_integers (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsTensor) tensor
      = tns_tensor_new_scalar (tns_scalar_int (3), TNK_INT64, TNS_CPU, &error);
  g_assert_false (tns_tensor_set_requires_grad (tensor, true, &error));
  g_assert_cmpstr (error->message, ==, "only Tensors of floating point dtype can require gradients");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/backward/chain/multiplies-local-derivatives", test_chain);
  g_test_add_func ("/engine/backward/leaf/accumulates", test_accumulates);
  g_test_add_func ("/engine/backward/twice/is-refused", test_twice);
  g_test_add_func ("/engine/backward/roots/are-checked", test_refusals);
  g_test_add_func ("/engine/backward/broadcast/sums-repeated-dims", test_broadcast);
  g_test_add_func ("/engine/backward/create-graph/gives-second-derivatives", test_higher_order);
  g_test_add_func ("/engine/backward/hooks/replace-gradients", test_hooks);
  g_test_add_func ("/engine/backward/million-nodes/use-no-stack", test_million);
  g_test_add_func ("/engine/inplace/leaf/is-refused", test_inplace_on_leaf);
  g_test_add_func ("/engine/inplace/saved-tensor/version-is-checked", test_version);
  g_test_add_func ("/engine/inplace/view/goes-through-the-base", test_copy_slices);
  g_test_add_func ("/engine/grad-mode/off/records-nothing", test_no_grad);
  g_test_add_func ("/engine/requires-grad/integers/are-refused", test_requires_grad_of_integers);
  return g_test_run ();
}
