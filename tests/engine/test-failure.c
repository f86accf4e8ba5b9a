/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* An op's error from the trace to a mended cell. That the mended calls are legal, and their shapes,
 * was checked with PyTorch 2.15. */
#include "engine/trace/fixes.h"

#include <string.h>

#include "calls.h"

typedef struct
{
  TnsTrace *trace;
  TnsTimeline *timeline;
} Fixture;

static void
set_up (Fixture *self, const void *data)
{
  self->trace = tns_trace_new (1 << 20);
  tns_trace_activate (self->trace);
  tns_trace_begin_cell (self->trace, "cell");
}

static void
tear_down (Fixture *self, const void *data)
{
  tns_trace_activate (NULL);
  g_clear_pointer (&self->timeline, tns_timeline_unref);
  tns_trace_unref (self->trace);
}

static TnsTensor *
new_tensor (TnkDtype dtype, int rank, const int64_t *sizes)
{
  TnsTensor *tensor = tns_tensor_new_dense (dtype, TNS_CPU, rank, sizes, NULL);

  memset (tns_storage_get_data (tns_tensor_get_storage (tensor)), 0,
          tns_storage_get_n_bytes (tns_tensor_get_storage (tensor)));
  return tensor;
}

/* Calls @op, which must fail; the arguments stand one after the other in a line: "A @ W". */
static const TnsEvent *
fail (Fixture *self, const TnsOp *op, bool is_inplace, const TnsValue *args, int n_args,
      const int columns[][2])
{
  g_auto (TnsResults) results = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  const TnsSchema *schema = tns_op_get_schema (op);
  TnsPosition *positions = g_new0 (TnsPosition, schema->n_params);
  const TnsFailure *failure;

  g_assert_false (tns_op_call (op, is_inplace, args, n_args, &results, &error));
  message = g_strdup_printf ("RuntimeError: %s", error->message);
  for (int i = 0; i < n_args; i++)
    positions[i] = (TnsPosition) { 0, 1, 1, columns[i][0], columns[i][1] };
  tns_trace_fail (self->trace, message, positions);
  self->timeline = tns_timeline_new (self->trace, NULL, NULL);
  failure = tns_timeline_get_failure (self->timeline, "cell");
  g_assert_nonnull (failure);
  g_assert_true (failure->event->op == op);
  return failure->event;
}

/* The mended sources, one per line, of fixes whose first result has the wanted shape too. */
static void
expect (const TnsEvent *failure, const char *source, const char *const *wanted)
{
  g_autoptr (GPtrArray) fixes = tns_fixes_find (failure, 20);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint k = 0; k < fixes->len; k++)
    {
      const TnsFix *fix = fixes->pdata[k];
      g_autofree char *mended = tns_fix_dup_source (fix, failure, source, NULL);
      g_autofree char *sizes = tns_sizes_dup_text (fix->meta.rank, fix->meta.sizes);

      g_string_append_printf (all, "%s -> %s\n", mended, sizes);
    }
  for (; *wanted != NULL; wanted++)
    if (strstr (all->str, *wanted) == NULL)
      g_error ("“%s” is not among\n%s", *wanted, all->str);
}

static void
test_matmul (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) a = new_tensor (TNK_FLOAT32, 2, (int64_t[]) { 2, 3 });
  g_autoptr (TnsTensor) w = new_tensor (TNK_FLOAT32, 2, (int64_t[]) { 4, 3 });
  const TnsEvent *failure = fail (self, &tns_op_matmul, false, (TnsValue[]) { T (a), T (w) }, 2,
                                  (const int[][2]) { { 4, 5 }, { 8, 9 } });
  uint64_t guilty[2];

  expect (failure, "y = a @ w\n", (const char *const[]) { "y = a @ w.T\n -> [2, 4]", NULL });
  tns_failure_find_guilty (failure, guilty);
  g_assert_cmpuint (guilty[0], ==, 2);
  g_assert_cmpuint (guilty[1], ==, 1);
}

static void
test_broadcast (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) a = new_tensor (TNK_FLOAT32, 2, (int64_t[]) { 3, 4 });
  g_autoptr (TnsTensor) b = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 3 });
  const TnsEvent *failure = fail (self, &tns_op_add, false, (TnsValue[]) { T (a), T (b) }, 2,
                                  (const int[][2]) { { 1, 6 }, { 10, 11 } });
  uint64_t guilty[2];

  expect (failure, "(a * 2) + b",
          (const char *const[]) { "(a * 2) + b.unsqueeze(1) -> [3, 4]",
                                  "(a * 2).T + b -> [4, 3]", NULL });
  tns_failure_find_guilty (failure, guilty);
  g_assert_cmpuint (guilty[0], ==, 2);
  g_assert_cmpuint (guilty[1], ==, 1);
}

static void
test_dtype (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) x = new_tensor (TNK_INT64, 1, (int64_t[]) { 3 });
  const TnsEvent *failure = fail (self, &tns_op_mean, false, (TnsValue[]) { T (x) }, 1,
                                  (const int[][2]) { { 0, 1 } });

  expect (failure, "x.mean()", (const char *const[]) { "x.float().mean() -> []", NULL });
}

static void
test_shape (Fixture *self, const void *data)
{
  const int64_t sizes[] = { 5, 4 };
  g_autoptr (TnsTensor) x = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 12 });
  const TnsEvent *failure
    = fail (self, &tns_op_reshape, false, (TnsValue[]) { T (x), tns_value_ints (sizes, 2) }, 2,
            (const int[][2]) { { 0, 1 }, { 10, 16 } });

  expect (failure, "x.reshape((5, 4))",
          (const char *const[]) { "x.reshape((-1, 4)) -> [3, 4]", NULL });
}

static void
test_shape_without_parentheses (Fixture *self, const void *data)
{
  const int64_t sizes[] = { 5, 4 };
  g_autoptr (TnsTensor) x = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 12 });
  const TnsEvent *failure
    = fail (self, &tns_op_view, false, (TnsValue[]) { T (x), tns_value_ints (sizes, 2) }, 2,
            (const int[][2]) { { 0, 1 }, { 7, 11 } });

  expect (failure, "x.view(5, 4)",
          (const char *const[]) { "x.view(-1, 4) -> [3, 4]", NULL });
}

static void
test_leaf (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) x = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 3 });
  const TnsEvent *failure;

  tns_tensor_set_requires_grad (x, true, NULL);
  failure = fail (self, &tns_op_add, true, (TnsValue[]) { T (x), N (1) }, 2,
                  (const int[][2]) { { 0, 1 }, { 7, 8 } });
  expect (failure, "x.add_(1)", (const char *const[]) { "x.detach().add_(1) -> [3]", NULL });
}

/* An error that was caught is no failure of the cell, and the next run forgets the last one. */
static void
test_which_counts (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) a = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 3 });
  g_autoptr (TnsTensor) b = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 4 });
  const TnsValue args[] = { T (a), T (b) };

  fail (self, &tns_op_add, false, args, 2, (const int[][2]) { { 0, 1 }, { 4, 5 } });
  tns_trace_begin_cell (self->trace, "cell");
  tns_trace_fail (self->trace, "NameError: name 'q' is not defined", NULL);
  g_clear_pointer (&self->timeline, tns_timeline_unref);
  self->timeline = tns_timeline_new (self->trace, NULL, NULL);
  g_assert_null (tns_timeline_get_failure (self->timeline, "cell"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/failure/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("matmul", test_matmul);
  ADD ("broadcast", test_broadcast);
  ADD ("dtype", test_dtype);
  ADD ("shape", test_shape);
  ADD ("shape without parentheses", test_shape_without_parentheses);
  ADD ("leaf", test_leaf);
  ADD ("which counts", test_which_counts);
#undef ADD
  return g_test_run ();
}
