/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Folding a tensor along axes: what folds into what, how it is written, and what is said of it.
 * Numbers and error texts are those of PyTorch 2.15.0 on CPU, of
 *   x = torch.tensor([[1., 2., 3.], [4., 4., 0.]]), n = torch.arange(6).reshape(2, 3),
 *   e = torch.zeros(0, 3), w = torch.tensor([1., nan, 3.]). */
#include "ui/operation/reduce/reduce-words.h"

#include <math.h>
#include <string.h>

#include "engine/core/dtype.h"

static const double x_numbers[] = { 1, 2, 3, 4, 4, 0 };

static TnsMoment *
make_moment (TnkDtype dtype, int rank, const int64_t *sizes, const double *numbers)
{
  g_autoptr (TnsTensor) tensor = tns_tensor_new_dense (dtype, TNS_CPU, rank, sizes, NULL);
  bool is_complex = tnk_dtype_is_complex (dtype);
  for (int64_t k = 0; k < tns_tensor_get_numel (tensor); k++)
    tns_scalar_write (is_complex ? tns_scalar_complex (numbers[2 * k], numbers[2 * k + 1])
                      : tnk_dtype_is_floating (dtype) ? tns_scalar_float (numbers[k])
                                                      : tns_scalar_int ((int64_t) numbers[k]),
                      dtype,
                      (uint8_t *) tns_tensor_get_data (tensor)
                          + (size_t) k * tnk_dtype_size (dtype));
  return tns_moment_new (tensor);
}

static TnuReduceCall
parse (const char *code)
{
  g_autofree char *target = NULL, *places = NULL;
  TnuReduceCall call;
  g_assert_true (tnu_reduce_call_parse (code, "x", &target, &places, &call));
  return call;
}

/* ---- folding ---- */

static void
test_fold (void)
{
  TnuShape shape = { 3, { 2, 3, 4 } };
  TnuReduceFold fold;
  TnuReduceCall call = parse ("y = x.sum(dim=(0, -1))");
  tnu_reduce_fold_init (&fold, &shape, &call);
  g_assert_cmpint (fold.after.rank, ==, 1);
  g_assert_cmpint (fold.after.sizes[0], ==, 3);
  g_assert_cmpint (fold.axes[0], ==, 1);
  g_assert_cmpint (fold.n_run, ==, 8);
  for (gint64 result = 0; result < 3; result++)
    for (gint64 turn = 0; turn < 8; turn++)
      {
        gint64 source = tnu_reduce_fold_get_source (&fold, result, turn);
        g_assert_cmpint (source, ==, turn / 4 * 12 + result * 4 + turn % 4);
        g_assert_cmpint (tnu_reduce_fold_get_result (&fold, source), ==, result);
        g_assert_cmpint (tnu_reduce_fold_get_turn (&fold, source), ==, turn);
      }
  g_autofree char *run = tnu_reduce_fold_dup_run (&fold, "x", 2);
  g_assert_cmpstr (run, ==, "x[:, 2, :]");
}

static void
test_keepdim (void)
{
  TnuShape shape = { 2, { 2, 3 } };
  TnuReduceFold fold;
  TnuReduceCall call = parse ("y = x.sum(1, True)");
  tnu_reduce_fold_init (&fold, &shape, &call);
  g_autofree char *after = tnu_shape_dup_text (&fold.after);
  g_autofree char *element = tnu_reduce_dup_element ("y", &fold.after, 1);
  g_assert_cmpstr (after, ==, "(2, 1)");
  g_assert_cmpstr (element, ==, "y[1, 0]");
  g_assert_cmpint (tnu_reduce_fold_get_source (&fold, 1, 2), ==, 5);
}

static void
test_running (void)
{
  TnuShape shape = { 2, { 2, 3 } };
  TnuReduceFold fold;
  TnuReduceCall call = parse ("y = x.cumsum(dim=0)");
  tnu_reduce_fold_init (&fold, &shape, &call);
  g_assert_cmpint (fold.n_after, ==, 6);
  g_assert_cmpint (tnu_reduce_fold_count (&fold, 1), ==, 1);
  g_assert_cmpint (tnu_reduce_fold_count (&fold, 4), ==, 2);
  g_assert_cmpint (tnu_reduce_fold_get_source (&fold, 4, 0), ==, 1);
  g_assert_cmpint (tnu_reduce_fold_get_source (&fold, 4, 1), ==, 4);
  g_autofree char *run = tnu_reduce_fold_dup_run (&fold, "x", 4);
  g_assert_cmpstr (run, ==, "x[:2, 1]");
}

/* ---- the line ---- */

static void
test_line (void)
{
  static const char *const lines[] = {
    "y = x.sum()",
    "y = x.sum(dim=1)",
    "y = x.mean(dim=(0, 2), keepdim=True)",
    "y = x.float().mean(dim=-1)",
    "y = x.std(dim=0, correction=0)",
    "y = x.var(correction=0)",
    "y = x.max()",
    "y, at = x.max(dim=1, keepdim=True)",
    "y = x.median(dim=0).values",
    "y = x.argmax(dim=1)",
    "y = x.cumprod(dim=0)",
  };
  for (gsize k = 0; k < G_N_ELEMENTS (lines); k++)
    {
      g_autofree char *target = NULL, *places = NULL;
      TnuReduceCall call;
      g_assert_true (tnu_reduce_call_parse (lines[k], "x", &target, &places, &call));
      g_autofree char *code = tnu_reduce_call_dup_code (&call, "x", target, places);
      g_assert_cmpstr (code, ==, lines[k]);
    }
}

static void
test_strange_lines (void)
{
  static const char *const lines[] = {
    "y = z.sum()",        "y = x.sum(dim=j)",    "y = x.reshape(2)",  "y = x.max(dim=1)",
    "y, at = x.sum(dim=1)", "y = x.sum(1, 2, 3)", "x.sum()",          "y = x.sum(keepdim=2)",
    "y = x.cumsum(0, keepdim=True)",
  };
  for (gsize k = 0; k < G_N_ELEMENTS (lines); k++)
    {
      g_autofree char *target = NULL, *places = NULL;
      TnuReduceCall call;
      g_assert_false (tnu_reduce_call_parse (lines[k], "x", &target, &places, &call));
    }
}

static void
test_words (void)
{
  TnuReduceCall call = parse ("y = x.sum(dim=(0, 1), keepdim=True)");
  tnu_reduce_call_set_word (&call, TNU_REDUCE_MAX, 2);
  g_autofree char *text = tnu_reduce_call_dup_text (&call);
  g_assert_cmpstr (text, ==, ".max(dim=1, keepdim=True)");
  call = parse ("y = x.sum()");
  tnu_reduce_call_set_word (&call, TNU_REDUCE_CUMSUM, 3);
  g_autofree char *running = tnu_reduce_call_dup_text (&call);
  g_assert_cmpstr (running, ==, ".cumsum(dim=2)");
}

/* ---- the verdict ---- */

static void
assert_refused (TnkDtype dtype, int64_t rows, const char *code, const char *expected)
{
  g_autoptr (GError) error = NULL;
  TnuReduceCall call = parse (code);
  TnsMeta meta, outs[2];
  tns_meta_init_dense (&meta, dtype, TNS_CPU, 2, (int64_t[]) { rows, 3 });
  g_assert_cmpint (tnu_reduce_call_infer (&call, &meta, outs, &error), ==, 0);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_refusals (void)
{
  assert_refused (TNK_INT64, 2, "y = x.mean(dim=1)",
                  "mean(): could not infer output dtype. Input dtype must be either a floating "
                  "point or complex dtype. Got: Long");
  assert_refused (TNK_INT64, 2, "y = x.std()",
                  "std and var only support floating point and complex dtypes");
  assert_refused (TNK_INT64, 2, "y = x.norm()",
                  "linalg.vector_norm: Expected a floating point or complex tensor as input. Got "
                  "Long");
  assert_refused (TNK_FLOAT32, 0, "y = x.max()",
                  "max(): Expected reduction dim to be specified for input.numel() == 0. Specify "
                  "the reduction dim with the 'dim' argument.");
  assert_refused (TNK_FLOAT32, 0, "y = x.amax(dim=0)",
                  "amax(): Expected reduction dim 0 to have non-zero size.");
  assert_refused (TNK_BOOL, 2, "y = x.argmax(dim=1)", "argmax(): does not support bool input");
  assert_refused (TNK_FLOAT32, 2, "y = x.sum(dim=2)",
                  "Dimension out of range (expected to be in range of [-2, 1], but got 2)");
  assert_refused (TNK_FLOAT32, 2, "y = x.sum(dim=(0, 0))",
                  "dim 0 appears multiple times in the list of dims");
  assert_refused (TNK_FLOAT32, 2, "y = x.argmax(dim=(0, 1))",
                  "argmax(): argument 'dim' must be int, not tuple");
  assert_refused (TNK_FLOAT32, 2, "y = x.logsumexp()",
                  "logsumexp() missing 1 required positional arguments: \"dim\"");
  assert_refused (TNK_FLOAT32, 2, "y = x.prod(dim=(0, 1))",
                  "prod() received an invalid combination of arguments - got (dim=tuple, )");
}

static void
test_types (void)
{
  static const struct
  {
    TnkDtype from;
    const char *code;
    TnkDtype to;
  } cases[] = {
    { TNK_INT32, "y = x.sum(dim=1)", TNK_INT64 }, { TNK_BOOL, "y = x.sum()", TNK_INT64 },
    { TNK_UINT8, "y = x.all(dim=0)", TNK_UINT8 }, { TNK_FLOAT32, "y = x.any()", TNK_BOOL },
    { TNK_FLOAT64, "y = x.argmax()", TNK_INT64 }, { TNK_INT64, "y = x.logsumexp(1)", TNK_FLOAT32 },
    { TNK_INT64, "y = x.float().mean()", TNK_FLOAT32 },
    { TNK_BOOL, "y = x.cumsum(dim=0)", TNK_INT64 },
  };
  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autoptr (GError) error = NULL;
      TnuReduceCall call = parse (cases[k].code);
      TnsMeta meta, outs[2];
      tns_meta_init_dense (&meta, cases[k].from, TNS_CPU, 2, (int64_t[]) { 2, 3 });
      g_assert_cmpint (tnu_reduce_call_infer (&call, &meta, outs, &error), >, 0);
      g_assert_cmpint (outs[0].dtype, ==, cases[k].to);
    }
}

static void
test_fixes (void)
{
  TnsMeta meta;
  TnuReduceCall call = parse ("y = x.mean(dim=1)");
  tns_meta_init_dense (&meta, TNK_INT64, TNS_CPU, 2, (int64_t[]) { 2, 3 });
  g_autoptr (GArray) fixes = tnu_reduce_find_fixes (&call, &meta, 4);
  g_autofree char *first = tnu_reduce_call_dup_text (&g_array_index (fixes, TnuReduceCall, 0));
  g_assert_cmpstr (first, ==, ".float().mean(dim=1)");
  call = parse ("y, at = x.max(dim=(0, 1))");
  meta.dtype = TNK_FLOAT32;
  g_autoptr (GArray) wider = tnu_reduce_find_fixes (&call, &meta, 4);
  g_autofree char *amax = tnu_reduce_call_dup_text (&g_array_index (wider, TnuReduceCall, 0));
  g_assert_cmpstr (amax, ==, ".amax(dim=(0, 1))");
}

/* ---- numbers and words ---- */

typedef struct
{
  TnuReduceCall call;
  TnuReduceFold fold;
  TnuReduceScene scene;
  TnuReduceNumbers *numbers;
} Shown;

static void
show (Shown *shown, TnkDtype dtype, int rank, const int64_t *sizes, const double *numbers,
      const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsMoment) moment = make_moment (dtype, rank, sizes, numbers);
  TnuShape shape = { .rank = rank };
  TnsMeta outs[2];
  memcpy (shape.sizes, sizes, (size_t) rank * sizeof *sizes);
  shown->call = parse (code);
  tnu_reduce_fold_init (&shown->fold, &shape, &shown->call);
  g_assert_cmpint (
      tnu_reduce_call_infer (&shown->call, tns_moment_get_meta (moment), outs, &error), >, 0);
  shown->numbers = tnu_reduce_numbers_compute (&shown->call, moment, &shape, NULL, &error);
  g_assert_no_error (error);
  shown->scene = (TnuReduceScene) {
    .call = &shown->call,
    .fold = &shown->fold,
    .whole = &shown->fold,
    .numbers = shown->numbers,
    .name = "x",
    .target = "y",
    .from = dtype,
    .to = outs[0].dtype,
  };
}

static void
assert_written (Shown *shown, gint64 result, const char *expected)
{
  g_autoptr (GArray) terms = tnu_reduce_dup_equation (&shown->scene, result, 12);
  g_autofree char *text = tnu_terms_dup_text (terms, shown->scene.from, shown->scene.to);
  g_assert_cmpstr (text, ==, expected);
  tnu_reduce_numbers_free (shown->numbers);
}

static void
assert_equation (const char *code, gint64 result, const char *expected)
{
  Shown shown;
  show (&shown, TNK_FLOAT32, 2, (int64_t[]) { 2, 3 }, x_numbers, code);
  assert_written (&shown, result, expected);
}

/* [[1+2j, 3-1j], [0.5j, -2]] */
static void
assert_complex (const char *code, gint64 result, const char *expected)
{
  static const double numbers[] = { 1, 2, 3, -1, 0, .5, -2, 0 };
  Shown shown;
  show (&shown, TNK_COMPLEX64, 2, (int64_t[]) { 2, 2 }, numbers, code);
  assert_written (&shown, result, expected);
}

static void
test_complex (void)
{
  assert_complex ("y = x.sum(dim=1)", 0, "1+2j + 3-1j = 4+1j");
  assert_complex ("y = x.mean(dim=1)", 1, "(0+0.5j + -2+0j) / 2 = -1+0.25j");
  assert_complex ("y = x.prod(dim=0)", 0, "1+2j · 0+0.5j = -1+0.5j");
  assert_complex ("y = x.cumsum(dim=1)", 1, "1+2j + 3-1j = 4+1j");
  assert_complex ("y = x.norm(dim=1)", 0, "√(| 1+2j |² + | 3-1j |²) = 3.87298");
  assert_complex ("y = x.var(dim=1)", 0,
                  "(| 1+2j − (2+0.5j)|² + | 3-1j − (2+0.5j)|²) / (2 − 1) = 6.5");
}

static void
test_equations (void)
{
  assert_equation ("y = x.sum(dim=1)", 0, "1 + 2 + 3 = 6");
  assert_equation ("y = x.mean(dim=1)", 0, "(1 + 2 + 3) / 3 = 2");
  assert_equation ("y = x.prod(dim=0)", 1, "2 · 4 = 8");
  assert_equation ("y, at = x.max(dim=1)", 1, "max (4, 4, 0) = 4");
  assert_equation ("y = x.argmin(dim=1)", 1, "place of the least (4, 4, 0) = 2");
  assert_equation ("y = x.var(dim=1)", 0, "((1 − 2)² + (2 − 2)² + (3 − 2)²) / (3 − 1) = 1");
  assert_equation ("y = x.var(dim=1, correction=0)", 0,
                   "((1 − 2)² + (2 − 2)² + (3 − 2)²) / 3 = 0.666667");
  assert_equation ("y = x.std(dim=1)", 0, "√( ((1 − 2)² + (2 − 2)² + (3 − 2)²) / (3 − 1) ) = 1");
  assert_equation ("y, at = x.median(dim=0)", 2, "sorted 0, 3 → middle = 0");
  assert_equation ("y = x.all(dim=1)", 1, "4 and 4 and 0 = False");
  assert_equation ("y = x.any(dim=1)", 1, "4 or 4 or 0 = True");
  assert_equation ("y = x.norm(dim=1)", 0, "√(1² + 2² + 3²) = 3.74166");
  assert_equation ("y = x.logsumexp(dim=1)", 0, "log (exp 1 + exp 2 + exp 3) = 3.40761");
  assert_equation ("y = x.cumsum(dim=1)", 4, "4 + 4 = 8");
  assert_equation ("y = x.cumprod(dim=1)", 2, "1 · 2 · 3 = 6");
}

static void
test_long_run (void)
{
  double numbers[60];
  Shown shown;
  for (int k = 0; k < 60; k++)
    numbers[k] = k;
  show (&shown, TNK_FLOAT32, 1, (int64_t[]) { 60 }, numbers, "y = x.sum()");
  g_autoptr (GArray) terms = tnu_reduce_dup_equation (&shown.scene, 0, 3);
  g_autofree char *text = tnu_terms_dup_text (terms, TNK_FLOAT32, TNK_FLOAT32);
  g_assert_cmpstr (text, ==, "0 + 1 + … 57 more … + 59 = 1770");
  tnu_reduce_numbers_free (shown.numbers);
}

static void
test_ties (void)
{
  Shown shown;
  show (&shown, TNK_FLOAT32, 2, (int64_t[]) { 2, 3 }, x_numbers, "y, at = x.max(dim=1)");
  g_autofree char *remark = tnu_reduce_dup_remark (&shown.scene, 1);
  g_autofree char *alone = tnu_reduce_dup_remark (&shown.scene, 0);
  g_autofree char *fact = tnu_reduce_dup_numbers_fact (&shown.scene);
  g_assert_cmpstr (remark, ==, "4 stands at 2 places: the first one is told, x[1, 0].");
  g_assert_cmpstr (alone, ==, "3 stands at x[0, 2].");
  g_assert_cmpstr (fact, ==, "a tie in 1 result: the first place is told");
  g_assert_cmpint (tnu_reduce_get_winner (&shown.scene, 1), ==, 3);
  g_assert_true (tnu_reduce_is_tie (&shown.scene, 4));
  g_assert_false (tnu_reduce_is_tie (&shown.scene, 3));
  tnu_reduce_numbers_free (shown.numbers);
}

static void
test_nan (void)
{
  const double numbers[] = { 1, NAN, 3 };
  Shown shown;
  show (&shown, TNK_FLOAT32, 1, (int64_t[]) { 3 }, numbers, "y = x.argmax()");
  g_autofree char *remark = tnu_reduce_dup_remark (&shown.scene, 0);
  g_assert_cmpfloat (shown.numbers->y[0], ==, 1);
  g_assert_cmpstr (remark, ==, "NaN wins every comparison: it is taken, from x[1].");
  tnu_reduce_numbers_free (shown.numbers);
  show (&shown, TNK_FLOAT32, 1, (int64_t[]) { 3 }, numbers, "y = x.all()");
  g_autofree char *truth = tnu_reduce_dup_remark (&shown.scene, 0);
  g_assert_cmpfloat (shown.numbers->y[0], ==, 1);
  g_assert_cmpstr (truth, ==, "NaN is not 0, so it counts as True.");
  tnu_reduce_numbers_free (shown.numbers);
}

static void
assert_nothing (const char *code, const char *expected)
{
  Shown shown;
  show (&shown, TNK_FLOAT32, 2, (int64_t[]) { 0, 3 }, NULL, code);
  g_autofree char *fact = tnu_reduce_dup_numbers_fact (&shown.scene);
  g_assert_cmpstr (fact, ==, expected);
  tnu_reduce_numbers_free (shown.numbers);
}

static void
test_nothing (void)
{
  assert_nothing ("y = x.sum(dim=0)", "nothing to fold: the sum of nothing is 0.");
  assert_nothing ("y = x.prod()", "nothing to fold: the product of nothing is 1.");
  assert_nothing ("y = x.mean()", "nothing to fold: 0 / 0 is NaN");
  assert_nothing ("y = x.all()", "nothing to fold: no number is False is True");
  assert_nothing ("y = x.logsumexp(dim=0)", "nothing to fold: log 0 is −∞");
  assert_nothing ("y = x.sum(dim=1)", "no numbers, and no results: only the shape is told");
}

static void
assert_gradient (const char *code, const double *expected)
{
  Shown shown;
  show (&shown, TNK_FLOAT32, 2, (int64_t[]) { 2, 3 }, x_numbers, code);
  for (int k = 0; k < 6; k++)
    g_assert_cmpfloat_with_epsilon (shown.numbers->gradient[k], expected[k], 1e-6);
  tnu_reduce_numbers_free (shown.numbers);
}

static void
test_gradients (void)
{
  assert_gradient ("y = x.sum(dim=1)", (double[]) { 1, 1, 1, 1, 1, 1 });
  assert_gradient ("y = x.mean(dim=0)", (double[]) { .5, .5, .5, .5, .5, .5 });
  assert_gradient ("y, at = x.max(dim=1)", (double[]) { 0, 0, 1, 1, 0, 0 });
  assert_gradient ("y = x.amax(dim=1)", (double[]) { 0, 0, 1, .5, .5, 0 });
  assert_gradient ("y = x.prod(dim=0)", (double[]) { 4, 4, 0, 1, 2, 3 });
  assert_gradient ("y = x.cumsum(dim=1)", (double[]) { 3, 2, 1, 3, 2, 1 });
  Shown shown;
  show (&shown, TNK_FLOAT32, 2, (int64_t[]) { 2, 3 }, x_numbers, "y = x.argmax(dim=1)");
  g_assert_null (shown.numbers->gradient);
  tnu_reduce_numbers_free (shown.numbers);
}

static void
test_facts (void)
{
  Shown shown;
  show (&shown, TNK_INT32, 2, (int64_t[]) { 2, 3 }, x_numbers, "y = x.sum(dim=1)");
  g_autofree char *type = tnu_reduce_dup_dtype_fact (&shown.scene);
  g_autofree char *axes = tnu_reduce_dup_axes_fact (&shown.scene);
  g_assert_cmpstr (type, ==,
                   "int32 → int64: whole numbers are added up in int64, where they have room");
  g_assert_cmpstr (axes, ==, "(2, 3) → (2,): axis j folds away; keepdim=True would keep it with "
                             "size 1, (2, 1)");
  g_assert_cmpfloat (tnu_reduce_get_partial (&shown.scene, 0, 2), ==, 3);
  tnu_reduce_numbers_free (shown.numbers);
}

static void
assert_sample (const char *code, const char *shape, gint64 most, const char *expected)
{
  TnuReduceCall call = parse (code);
  TnuShape before, sample;
  TnuReduceFold fold;
  g_assert_true (tnu_shape_parse (shape, &before));
  tnu_reduce_fold_init (&fold, &before, &call);
  bool is_found = tnu_reduce_fold_choose_sample (&fold, most, &sample);
  g_autofree char *text = is_found ? tnu_shape_dup_text (&sample) : g_strdup ("none");
  g_assert_cmpstr (text, ==, expected);
}

/* What folds is shown whole. */
static void
test_sample (void)
{
  assert_sample ("y = x.sum(dim=1)", "30, 20", 600, "(30, 20)");
  assert_sample ("y = x.sum(dim=1)", "300, 20", 600, "(30, 20)");
  assert_sample ("y = x.sum(dim=0)", "20, 300", 600, "(20, 30)");
  assert_sample ("y = x.cumsum(dim=-1)", "7, 300, 20", 600, "(7, 4, 20)");
  assert_sample ("y = x.sum()", "300, 20", 600, "none");
  assert_sample ("y = x.mean(dim=1)", "2, 700", 600, "none");
}

/* The first two of three rows: the sums are those of all columns. */
static void
test_sampled_numbers (void)
{
  const double numbers[] = { 1, 2, 3, 4, 5, 6 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsMoment) moment = make_moment (TNK_FLOAT32, 2, (int64_t[]) { 3, 2 }, numbers);
  TnuReduceCall call = parse ("y = x.sum(dim=1)");
  TnuReduceFold whole, fold;
  TnuShape before, sample;
  g_assert_true (tnu_shape_parse ("3, 2", &before) && tnu_shape_parse ("2, 2", &sample));
  tnu_reduce_fold_init (&whole, &before, &call);
  tnu_reduce_fold_init (&fold, &sample, &call);
  g_autoptr (TnuReduceNumbers) shown
      = tnu_reduce_numbers_compute (&call, moment, &sample, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (shown->y[0], ==, 3);
  g_assert_cmpfloat (shown->y[1], ==, 7);
  TnuReduceScene scene = { .call = &call, .fold = &fold, .whole = &whole, .numbers = shown };
  g_autofree char *fact = tnu_reduce_dup_sample_fact (&scene);
  g_assert_cmpstr (fact, ==, "the first 2 of 3 places along i; Apply computes all of them");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/reduce/complex-numbers-are-written-whole", test_complex);
  g_test_add_func ("/ui/reduce/several-axes-fold-at-once", test_fold);
  g_test_add_func ("/ui/reduce/keepdim-leaves-an-axis-of-size-1", test_keepdim);
  g_test_add_func ("/ui/reduce/a-running-sum-folds-nothing", test_running);
  g_test_add_func ("/ui/reduce/a-line-is-read-as-it-is-written", test_line);
  g_test_add_func ("/ui/reduce/other-lines-are-not-read", test_strange_lines);
  g_test_add_func ("/ui/reduce/another-word-takes-the-dims-it-can", test_words);
  g_test_add_func ("/ui/reduce/refusals-are-in-pytorchs-words", test_refusals);
  g_test_add_func ("/ui/reduce/types-of-results-are-pytorchs", test_types);
  g_test_add_func ("/ui/reduce/the-first-fix-is-the-nearest", test_fixes);
  g_test_add_func ("/ui/reduce/equations-have-pytorchs-results", test_equations);
  g_test_add_func ("/ui/reduce/a-long-run-is-cut-in-the-middle", test_long_run);
  g_test_add_func ("/ui/reduce/ties-are-told", test_ties);
  g_test_add_func ("/ui/reduce/nan-is-told", test_nan);
  g_test_add_func ("/ui/reduce/nothing-has-a-sum", test_nothing);
  g_test_add_func ("/ui/reduce/gradients-are-pytorchs", test_gradients);
  g_test_add_func ("/ui/reduce/facts", test_facts);
  g_test_add_func ("/ui/reduce/large-tensors-are-shown-in-part", test_sample);
  g_test_add_func ("/ui/reduce/results-of-a-part-are-whole", test_sampled_numbers);
  return g_test_run ();
}
