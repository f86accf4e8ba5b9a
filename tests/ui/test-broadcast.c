/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Shapes laid over each other, what is read again, how it is written and what comes back. Numbers,
 * types and error texts are those of PyTorch 2.15.0 on CPU, of
 *   a = torch.tensor([[10.], [20.], [30.]]), b = torch.tensor([1, 2, 3, 4]). */
#include "ui/operation/broadcast/cast-words.h"

#include <string.h>

#include "engine/core/dtype.h"

/* ---- shapes ---- */

static void
assert_fits (TnuShape a, TnuShape b, const char *expected)
{
  TnuCastPlan plan;
  tnu_cast_plan_init (&plan, (TnuShape[]) { a, b }, 2);
  g_autofree char *result = tnu_shape_dup_text (&plan.result);
  g_assert_cmpint (plan.guilty, ==, -1);
  g_assert_cmpstr (result, ==, expected);
}

static void
test_shapes (void)
{
  assert_fits ((TnuShape) { 2, { 3, 1 } }, (TnuShape) { 1, { 4 } }, "(3, 4)");
  assert_fits ((TnuShape) { 3, { 2, 1, 4 } }, (TnuShape) { 2, { 3, 1 } }, "(2, 3, 4)");
  assert_fits ((TnuShape) { 0 }, (TnuShape) { 2, { 2, 3 } }, "(2, 3)");
  assert_fits ((TnuShape) { 2, { 0, 1 } }, (TnuShape) { 1, { 3 } }, "(0, 3)");
}

static void
test_verdicts (void)
{
  const char *const names[] = { "a", "b" };
  TnuCastPlan plan;
  tnu_cast_plan_init (&plan, (TnuShape[]) { { 2, { 3, 1 } }, { 1, { 4 } } }, 2);
  g_autofree char *rows = tnu_cast_plan_dup_verdict (&plan, 0, names);
  g_autofree char *columns = tnu_cast_plan_dup_verdict (&plan, 1, names);
  g_assert_cmpint (tnu_cast_plan_judge (&plan, 0, 0), ==, TNU_CAST_EQUAL);
  g_assert_cmpint (tnu_cast_plan_judge (&plan, 0, 1), ==, TNU_CAST_STRETCHED);
  g_assert_cmpint (tnu_cast_plan_judge (&plan, 1, 0), ==, TNU_CAST_ADDED);
  g_assert_cmpstr (rows, ==, "b +1 → 3");
  g_assert_cmpstr (columns, ==, "a 1 → 4");
  tnu_cast_plan_init (&plan, (TnuShape[]) { { 2, { 3, 4 } }, { 1, { 3 } } }, 2);
  g_autofree char *clash = tnu_cast_plan_dup_verdict (&plan, 1, names);
  g_assert_cmpint (plan.guilty, ==, 1);
  g_assert_cmpstr (clash, ==, "4 ≠ 3");
}

static void
test_ghosts (void)
{
  TnuCastPlan plan;
  tnu_cast_plan_init (&plan, (TnuShape[]) { { 2, { 3, 1 } }, { 1, { 4 } } }, 2);
  g_assert_cmpint (tnu_cast_plan_count_reads (&plan, 0), ==, 4);
  g_assert_cmpint (tnu_cast_plan_count_reads (&plan, 1), ==, 3);
  for (gint64 place = 0; place < 12; place++)
    {
      g_assert_cmpint (tnu_cast_plan_get_source (&plan, 0, place), ==, place / 4);
      g_assert_cmpint (tnu_cast_plan_get_source (&plan, 1, place), ==, place % 4);
      g_assert_cmpint (tnu_cast_plan_is_ghost (&plan, 0, place), ==, place % 4 > 0);
      g_assert_cmpint (tnu_cast_plan_is_ghost (&plan, 1, place), ==, place >= 4);
    }
  g_assert_cmpint (tnu_cast_plan_get_home (&plan, 0, 2), ==, 8);
  g_assert_cmpint (tnu_cast_plan_get_home (&plan, 1, 2), ==, 2);
}

static void
assert_first_fix (TnuShape a, TnuShape b, const char *expected_a, const char *expected_b)
{
  g_autoptr (GArray) fixes = tnu_cast_find_fixes (&a, &b, 4);
  g_assert_cmpuint (fixes->len, >, 0);
  const TnuCastFix *fix = &g_array_index (fixes, TnuCastFix, 0);
  g_autofree char *code_a = tnu_turn_dup_code (&fix->turns[0], "a", a.rank);
  g_autofree char *code_b = tnu_turn_dup_code (&fix->turns[1], "b", b.rank);
  g_assert_cmpstr (code_a, ==, expected_a);
  g_assert_cmpstr (code_b, ==, expected_b);
}

static void
test_fixes (void)
{
  assert_first_fix ((TnuShape) { 2, { 3, 4 } }, (TnuShape) { 1, { 3 } }, "a", "b.unsqueeze(1)");
  assert_first_fix ((TnuShape) { 2, { 3, 4 } }, (TnuShape) { 2, { 4, 3 } }, "a", "b.T");
  assert_first_fix ((TnuShape) { 1, { 3 } }, (TnuShape) { 1, { 4 } }, "a", "b.unsqueeze(1)");
  g_autoptr (GArray) none = tnu_cast_find_fixes (&(TnuShape) { 1, { 3 } },
                                                 &(TnuShape) { 2, { 2, 3 } }, 4);
  g_assert_cmpuint (none->len, ==, 0);
}

/* ---- calls ---- */

/* A complex number has its real part again, with the other sign, as its imaginary one. */
static TnsVariable *
make_variable (const char *name, TnkDtype dtype, int rank, const int64_t *sizes,
               const double *numbers)
{
  g_autoptr (TnsTensor) tensor = tns_tensor_new_dense (dtype, TNS_CPU, rank, sizes, NULL);
  for (int64_t k = 0; k < tns_tensor_get_numel (tensor); k++)
    tns_scalar_write (tnk_dtype_is_complex (dtype) ? tns_scalar_complex (numbers[k], -numbers[k])
                                                   : tns_scalar_float (numbers[k]),
                      dtype,
                      (uint8_t *) tns_tensor_get_data (tensor)
                          + (size_t) k * tnk_dtype_size (dtype));
  TnsVariable *variable = g_new0 (TnsVariable, 1);
  variable->name = g_strdup (name);
  variable->value = tns_moment_new (tensor);
  return variable;
}

static void
call_init (TnuCastCall *call, const char *name)
{
  static const double tens[] = { 10, 20, 30 }, counts[] = { 1, 2, 3, 4 };
  g_autoptr (GPtrArray) variables
      = g_ptr_array_new_with_free_func ((GDestroyNotify) tns_variable_free);
  g_ptr_array_add (variables,
                   make_variable ("a", TNK_FLOAT32, 2, (int64_t[]) { 3, 1 }, tens));
  g_ptr_array_add (variables, make_variable ("b", TNK_INT64, 1, (int64_t[]) { 4 }, counts));
  g_ptr_array_add (variables, make_variable ("v", TNK_FLOAT32, 1, (int64_t[]) { 3 }, tens));
  g_ptr_array_add (variables, make_variable ("s", TNK_FLOAT64, 0, NULL, tens));
  g_ptr_array_add (variables, make_variable ("z", TNK_COMPLEX64, 1, (int64_t[]) { 3 }, tens));
  g_assert_true (tnu_cast_call_init (call, variables, name, g_strdup ("y")));
}

static void
test_line (void)
{
  static const char *const lines[] = {
    "y = a + b",
    "y = a - 2",
    "y = 2 * a",
    "y = a ** 2",
    "y = a // b",
    "y = v.unsqueeze(1) <= b",
    "y = torch.maximum(a, v)",
    "y = torch.where(b, a, 0.5)",
    "y = a.broadcast_to((3, 4))",
  };
  TnuCastCall call;
  call_init (&call, "a");
  for (gsize k = 0; k < G_N_ELEMENTS (lines); k++)
    {
      g_assert_true (tnu_cast_call_parse (&call, lines[k]));
      g_autofree char *code = tnu_cast_call_dup_code (&call);
      g_assert_cmpstr (code, ==, lines[k]);
    }
  g_assert_true (tnu_cast_call_parse (&call, "z=a.expand(3,-1)"));
  g_assert_cmpint (call.word, ==, TNU_CAST_BROADCAST_TO);
  tnu_cast_call_clear (&call);
}

static void
test_strange_lines (void)
{
  static const char *const lines[]
      = { "a + b", "y = a + q", "y = a + b + v", "y = 2 + 3", "y = 2 ** a", "y = a @ b", "y = a" };
  TnuCastCall call;
  call_init (&call, "a");
  for (gsize k = 0; k < G_N_ELEMENTS (lines); k++)
    {
      g_autofree char *code = NULL;
      g_assert_false (tnu_cast_call_parse (&call, lines[k]));
      code = tnu_cast_call_dup_code (&call);
      g_assert_cmpstr (code, ==, "y = a + b");
    }
  tnu_cast_call_clear (&call);
}

static void
test_refusal (void)
{
  TnuCastCall call;
  call_init (&call, "a");
  g_assert_true (tnu_cast_call_parse (&call, "y = b + v"));
  g_assert_cmpstr (call.reason, ==, "The size of tensor a (4) must match the size of tensor b (3) "
                                    "at non-singleton dimension 0");
  g_autoptr (GArray) fixes = tnu_cast_call_find_fixes (&call, 4);
  tnu_cast_call_apply_fix (&call, &g_array_index (fixes, TnuCastFix, 0));
  g_autofree char *code = tnu_cast_call_dup_code (&call);
  g_assert_null (call.reason);
  g_assert_cmpstr (code, ==, "y = b + v.unsqueeze(1)");
  g_assert_true (tnu_cast_call_parse (&call, "y = torch.maximum(a, 2)"));
  g_assert_cmpstr (call.reason, ==,
                   "maximum(): argument 'other' (position 2) must be Tensor, not int");
  tnu_cast_call_clear (&call);
}

static void
assert_type (const char *code, TnkDtype dtype, const char *fact)
{
  TnuCastCall call;
  call_init (&call, "a");
  g_assert_true (tnu_cast_call_parse (&call, code));
  g_autofree char *words = tnu_cast_dup_type_fact (&call);
  g_assert_cmpint (call.dtype, ==, dtype);
  g_assert_cmpstr (words, ==, fact);
  tnu_cast_call_clear (&call);
}

static void
test_types (void)
{
  assert_type ("y = b + a", TNK_FLOAT32,
               "int64 + float32 → float32: floating point is the higher category");
  assert_type ("y = a + v", TNK_FLOAT32,
               "float32 + float32 → float32: the same type on both sides");
  assert_type ("y = a * 2", TNK_FLOAT32, "float32 * int → float32: a Python number counts only if "
                                         "its category is higher");
  assert_type ("y = b * 0.5", TNK_FLOAT32,
               "int64 * float → float32: floating point is the higher category");
  assert_type ("y = a + s", TNK_FLOAT32,
               "float32 + 0-d float64 → float32: a 0-d tensor counts only if its category is "
               "higher");
  assert_type ("y = b / b", TNK_FLOAT32, "int64 / int64 → float32: a quotient is a fraction");
  assert_type ("y = b < a", TNK_BOOL, "int64 < float32 → bool: yes or no; compared in one type: "
                                      "floating point is the higher category");
}

static void
test_numbers (void)
{
  g_autoptr (GError) error = NULL;
  TnuCastCall call;
  call_init (&call, "a");
  g_assert_true (tnu_cast_call_parse (&call, "y = a + b"));
  TnuCastJob *job = tnu_cast_job_new (&call);
  g_autoptr (TnuCastNumbers) numbers = tnu_cast_numbers_compute (job, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *title = tnu_cast_dup_title (&call, 6);
  g_autofree char *equation = tnu_cast_dup_equation (&call, numbers, 6);
  g_autofree char *back = tnu_cast_dup_backward (&call, numbers, 0, 1, 6);
  g_autofree char *bytes = tnu_cast_dup_bytes_fact (&call);
  g_autofree char *ghosts = tnu_cast_dup_shape_fact (&call);
  g_autofree char *fact = tnu_cast_dup_back_fact (&call);
  g_assert_cmpstr (title, ==, "y[1, 2] = a[1, 0] + b[2]");
  g_assert_cmpstr (equation, ==, "23 = 20 + 3");
  g_assert_cmpstr (back, ==, "1 + 1 + 1 + 1 = 4");
  g_assert_cmpstr (bytes, ==, "44 B are read where it looks like 144 B: ghosts cost no memory");
  g_assert_cmpstr (ghosts, ==, "a is read 4 times along axis j, stride 0; b is read 3 times along "
                               "axis i, stride 0");
  g_assert_cmpstr (fact, ==, "da is summed over axis j: sum_to_size(3, 1)");
  g_assert_null (numbers->gradients[1]);
  tnu_cast_job_free (job);
  tnu_cast_call_clear (&call);
}

/* d(a · v) by a is v summed over what a was stretched along: 10 + 20 + 30. */
static void
test_product (void)
{
  g_autoptr (GError) error = NULL;
  TnuCastCall call;
  call_init (&call, "a");
  g_assert_true (tnu_cast_call_parse (&call, "y = a * v"));
  TnuCastJob *job = tnu_cast_job_new (&call);
  g_autoptr (TnuCastNumbers) numbers = tnu_cast_numbers_compute (job, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *back = tnu_cast_dup_backward (&call, numbers, 0, 2, 6);
  g_assert_cmpstr (back, ==, "10 + 20 + 30 = 60");
  g_assert_cmpfloat (numbers->gradients[1][0], ==, 60);
  tnu_cast_job_free (job);
  tnu_cast_call_clear (&call);
}

/* The first places along every axis; what is stretched stays as it is. */
static void
test_sample (void)
{
  TnuShape shapes[2];
  TnuCastPlan whole, sample;
  g_assert_true (tnu_shape_parse ("300, 1", &shapes[0]) && tnu_shape_parse ("20", &shapes[1]));
  tnu_cast_plan_init (&whole, shapes, 2);
  tnu_cast_plan_choose_sample (&whole, 600, &sample);
  g_autofree char *result = tnu_shape_dup_text (&sample.result);
  g_autofree char *first = tnu_shape_dup_text (&sample.shapes[0]);
  g_autofree char *second = tnu_shape_dup_text (&sample.shapes[1]);
  g_assert_cmpstr (result, ==, "(30, 20)");
  g_assert_cmpstr (first, ==, "(30, 1)");
  g_assert_cmpstr (second, ==, "(20,)");
  tnu_cast_plan_choose_sample (&whole, 6000, &sample);
  g_assert_true (tnu_shape_equal (&sample.result, &whole.result));
}

static void
test_complex (void)
{
  g_autoptr (GError) error = NULL;
  TnuCastCall call;
  call_init (&call, "a");
  g_assert_true (tnu_cast_call_parse (&call, "y = a + z"));
  TnuCastJob *job = tnu_cast_job_new (&call);
  g_autoptr (TnuCastNumbers) numbers = tnu_cast_numbers_compute (job, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *equation = tnu_cast_dup_equation (&call, numbers, 5);
  g_assert_cmpstr (equation, ==, "(50-30j) = 20 + (30-30j)");
  g_assert_null (numbers->operands_imaginary[0]);
  g_assert_null (numbers->gradients[0]);
  tnu_cast_job_free (job);
  tnu_cast_call_clear (&call);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/broadcast/shapes-meet-from-the-right", test_shapes);
  g_test_add_func ("/ui/broadcast/every-axis-has-a-verdict", test_verdicts);
  g_test_add_func ("/ui/broadcast/ghosts-are-what-is-read-again", test_ghosts);
  g_test_add_func ("/ui/broadcast/the-first-fix-is-the-nearest", test_fixes);
  g_test_add_func ("/ui/broadcast/a-line-is-read-as-it-is-written", test_line);
  g_test_add_func ("/ui/broadcast/other-lines-change-nothing", test_strange_lines);
  g_test_add_func ("/ui/broadcast/a-clash-is-told-and-mended", test_refusal);
  g_test_add_func ("/ui/broadcast/types-are-pytorchs-with-the-reason", test_types);
  g_test_add_func ("/ui/broadcast/an-element-is-written-out", test_numbers);
  g_test_add_func ("/ui/broadcast/gradients-are-summed-over-ghosts", test_product);
  g_test_add_func ("/ui/broadcast/large-tensors-are-shown-in-part", test_sample);
  g_test_add_func ("/ui/broadcast/complex-numbers-are-written-whole", test_complex);
  return g_test_run ();
}
