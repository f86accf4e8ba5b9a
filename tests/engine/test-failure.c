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

/* Where @code stands in the one line @source; nowhere for "". */
static TnsPosition
find (const char *source, const char *code)
{
  const char *start = strstr (source, code);
  const int column = (int) (start - source);

  g_assert_nonnull (start);
  if (*code == '\0')
    return (TnsPosition) { .cell = -1 };
  return (TnsPosition) { 0, 1, 1, column, column + (int) strlen (code) };
}

/* Calls @op in the line @source, which must fail. @codes: of each of the @n_args arguments, then of
 * each of the op's tensors, NULL-terminated. */
static const TnsEvent *
fail (Fixture *self, const char *source, const TnsOp *op, bool is_inplace, const TnsValue *args,
      int n_args, const char *const *codes)
{
  const int n_params = tns_op_get_schema (op)->n_params;
  g_auto (TnsResults) results = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  TnsDiagnosis *diagnosis = tns_diagnosis_new (source);
  const TnsFailure *failure;

  g_assert_false (tns_op_call (op, is_inplace, args, n_args, &results, &error));
  message = g_strdup_printf ("RuntimeError: %s", error->message);
  diagnosis->position = find (source, source);
  diagnosis->arg_positions = g_new0 (TnsPosition, n_params + (int) g_strv_length ((char **) codes));
  for (int i = 0; codes[i] != NULL; i++)
    diagnosis->arg_positions[i < n_args ? i : n_params + i - n_args] = find (source, codes[i]);
  tns_trace_fail (self->trace, message, diagnosis, NULL, 0);
  self->timeline = tns_timeline_new (self->trace, NULL, NULL);
  failure = tns_timeline_get_failure (self->timeline, "cell");
  g_assert_nonnull (failure);
  g_assert_true (failure->event->op == op);
  return failure->event;
}

#define CODES(...) ((const char *const[]) { __VA_ARGS__, NULL })

/* The mended sources, one per line, of fixes whose first result has the wanted shape too. */
static void
expect (const TnsEvent *failure, const char *const *wanted)
{
  g_autoptr (GPtrArray) fixes = tns_fixes_find (failure, 20);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint k = 0; k < fixes->len; k++)
    {
      const TnsFix *fix = fixes->pdata[k];
      g_autofree char *sizes = tns_sizes_dup_text (fix->meta.rank, fix->meta.sizes);

      g_string_append_printf (all, "%s -> %s\n", fix->source, sizes);
    }
  for (; *wanted != NULL; wanted++)
    if (strstr (all->str, *wanted) == NULL)
      g_error ("“%s” is not among\n%s", *wanted, all->str);
}

static void
refuse (const TnsEvent *failure, const char *source)
{
  g_autoptr (GPtrArray) fixes = tns_fixes_find (failure, 20);

  for (guint k = 0; k < fixes->len; k++)
    g_assert_cmpstr (((TnsFix *) fixes->pdata[k])->source, !=, source);
}

static void
test_matmul (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) a = new_tensor (TNK_FLOAT32, 2, (int64_t[]) { 2, 3 });
  g_autoptr (TnsTensor) w = new_tensor (TNK_FLOAT32, 2, (int64_t[]) { 4, 3 });
  const TnsEvent *failure
    = fail (self, "y = a @ w\n", &tns_op_matmul, false, (TnsValue[]) { T (a), T (w) }, 2,
            CODES ("a", "w", "a", "w"));
  uint64_t guilty[2];

  expect (failure, (const char *const[]) { "y = a @ w.T\n -> [2, 4]", NULL });
  tns_failure_find_guilty (failure, guilty);
  g_assert_cmpuint (guilty[0], ==, 2);
  g_assert_cmpuint (guilty[1], ==, 1);
}

static void
test_rows (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) x = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 6 });
  g_autoptr (TnsTensor) w = new_tensor (TNK_FLOAT32, 2, (int64_t[]) { 3, 4 });
  const TnsEvent *failure
    = fail (self, "torch.matmul(x, w)", &tns_op_matmul, false, (TnsValue[]) { T (x), T (w) }, 2,
            CODES ("x", "w", "x", "w"));

  expect (failure, CODES ("torch.matmul(x.reshape(-1, 3), w) -> [2, 4]"));
}

static void
test_broadcast (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) a = new_tensor (TNK_FLOAT32, 2, (int64_t[]) { 3, 4 });
  g_autoptr (TnsTensor) b = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 3 });
  const TnsEvent *failure
    = fail (self, "(a * 2) + b", &tns_op_add, false, (TnsValue[]) { T (a), T (b) }, 2,
            CODES ("a * 2", "b", "a * 2", "b"));
  uint64_t guilty[2];

  expect (failure, CODES ("(a * 2) + b.unsqueeze(1) -> [3, 4]", "(a * 2).T + b -> [4, 3]"));
  tns_failure_find_guilty (failure, guilty);
  g_assert_cmpuint (guilty[0], ==, 2);
  g_assert_cmpuint (guilty[1], ==, 1);
}

static void
test_dtype (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) x = new_tensor (TNK_INT64, 1, (int64_t[]) { 3 });
  const TnsEvent *failure = fail (self, "x.mean()", &tns_op_mean, false, (TnsValue[]) { T (x) }, 1,
                                  CODES ("x", "x"));

  expect (failure, CODES ("x.float().mean() -> []"));
}

static void
test_shape (Fixture *self, const void *data)
{
  const int64_t sizes[] = { 5, 4 };
  g_autoptr (TnsTensor) x = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 12 });
  const TnsEvent *failure
    = fail (self, "x.reshape((5, 4))", &tns_op_reshape, false,
            (TnsValue[]) { T (x), tns_value_ints (sizes, 2) }, 2, CODES ("x", "(5, 4)", "x"));

  expect (failure, CODES ("x.reshape((-1, 4)) -> [3, 4]"));
}

static void
test_shape_without_parentheses (Fixture *self, const void *data)
{
  const int64_t sizes[] = { 5, 4 };
  g_autoptr (TnsTensor) x = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 12 });
  const TnsEvent *failure
    = fail (self, "x.view(5, 4)", &tns_op_view, false,
            (TnsValue[]) { T (x), tns_value_ints (sizes, 2) }, 2, CODES ("x", "5, 4", "x"));

  expect (failure, CODES ("x.view(-1, 4) -> [3, 4]"));
}

/* 12 = 4 · 3 = 6 · 2, and 5 divides it not. */
static void
test_nearest_size (Fixture *self, const void *data)
{
  const int64_t sizes[] = { 5, -1 };
  g_autoptr (TnsTensor) x = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 12 });
  const TnsEvent *failure
    = fail (self, "x.view(5, -1)", &tns_op_view, false,
            (TnsValue[]) { T (x), tns_value_ints (sizes, 2) }, 2, CODES ("x", "5, -1", "x"));

  expect (failure, CODES ("x.view(4, -1) -> [4, 3]", "x.view(6, -1) -> [6, 2]"));
}

static void
test_leaf (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) x = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 3 });
  const TnsEvent *failure;

  tns_tensor_set_requires_grad (x, true, NULL);
  failure = fail (self, "x.add_(1)", &tns_op_add, true, (TnsValue[]) { T (x), N (1) }, 2,
                  CODES ("x", "1", "x"));
  expect (failure, CODES ("x.detach().add_(1) -> [3]"));
  refuse (failure, "x.clone().add_(1)");
}

/* What is edited are the items of the list. */
static void
test_items (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) p = new_tensor (TNK_FLOAT32, 2, (int64_t[]) { 3, 4 });
  g_autoptr (TnsTensor) q = new_tensor (TNK_FLOAT32, 2, (int64_t[]) { 4, 3 });
  TnsTensor *const both[] = { p, q };
  const TnsEvent *failure
    = fail (self, "torch.stack([p, q + 1])", &tns_op_stack, false,
            (TnsValue[]) { tns_value_tensors (both, 2), I (0) }, 2, CODES ("", "", "p", "q + 1"));
  uint64_t guilty[2];

  expect (failure, CODES ("torch.stack([p.T, q + 1]) -> [2, 4, 3]",
                          "torch.stack([p, (q + 1).T]) -> [2, 3, 4]"));
  tns_failure_find_guilty (failure, guilty);
  g_assert_cmpuint (guilty[0], ==, 3);
  g_assert_cmpuint (guilty[1], ==, 3);
}

static void
test_items_apart (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) p = new_tensor (TNK_FLOAT32, 2, (int64_t[]) { 3, 4 });
  g_autoptr (TnsTensor) q = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 4 });
  TnsTensor *const both[] = { p, q };
  const TnsEvent *failure
    = fail (self, "torch.cat((p, q), dim=0)", &tns_op_cat, false,
            (TnsValue[]) { tns_value_tensors (both, 2), I (0) }, 2,
            CODES ("(p, q)", "0", "p", "q"));

  expect (failure, CODES ("torch.cat((p, q.unsqueeze(0)), dim=0) -> [4, 4]"));
}

/* The letter j is 4 in one and 3 in the other. */
static void
test_letters (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) p = new_tensor (TNK_FLOAT32, 2, (int64_t[]) { 3, 4 });
  g_autoptr (TnsTensor) q = new_tensor (TNK_FLOAT32, 2, (int64_t[]) { 3, 5 });
  TnsTensor *const both[] = { p, q };
  const TnsValue args[] = { tns_value_string ("ij,jk->ik"), tns_value_tensors (both, 2) };
  const TnsEvent *failure = fail (self, "torch.einsum('ij,jk->ik', p, q)", &tns_op_einsum, false,
                                  args, 2, CODES ("'ij,jk->ik'", "", "p", "q"));
  uint64_t guilty[2];

  expect (failure, CODES ("torch.einsum('ij,jk->ik', p.T, q) -> [4, 5]"));
  tns_failure_find_guilty (failure, guilty);
  g_assert_cmpuint (guilty[0], ==, 2);
  g_assert_cmpuint (guilty[1], ==, 1);
}

/* What Python found is told too, before what costs as much. */
static void
test_known (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) x = new_tensor (TNK_INT64, 1, (int64_t[]) { 3 });
  const TnsEvent *failure = fail (self, "x.mean()", &tns_op_mean, false, (TnsValue[]) { T (x) }, 1,
                                  CODES ("x", "x"));
  TnsFix *known = g_new0 (TnsFix, 1);
  g_autoptr (GPtrArray) fixes = NULL;

  known->cost = 1;
  known->source = g_strdup ("x.mean(dtype=torch.float32)");
  known->call = g_strdup (known->source);
  known->words = g_strdup ("compute in floating point");
  g_ptr_array_add (failure->diagnosis->fixes, known);
  fixes = tns_fixes_find (failure, 2);
  g_assert_cmpuint (fixes->len, ==, 2);
  g_assert_cmpstr (((TnsFix *) fixes->pdata[0])->source, ==, known->source);
  g_assert_cmpstr (((TnsFix *) fixes->pdata[1])->source, ==, "x.float().mean()");
}

/* An error that no op raised is about the tensors that Python names. */
static void
test_operands (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) x = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 3 });
  TnsDiagnosis *diagnosis = tns_diagnosis_new ("x.sharpe");
  TnsTensor *const operands[] = { x, x };
  const TnsFailure *failure;
  uint64_t guilty[2];

  diagnosis->names = g_strsplit ("x,y", ",", -1);
  tns_trace_fail (self->trace, "AttributeError: no", diagnosis, operands, 2);
  self->timeline = tns_timeline_new (self->trace, NULL, NULL);
  failure = tns_timeline_get_failure (self->timeline, "cell");
  g_assert_cmpint (failure->event->n_inputs, ==, 2);
  g_assert_cmpuint (tns_moment_get_tensor_id (failure->event->inputs[0]), ==,
                    tns_tensor_get_id (x));
  g_assert_cmpstr (failure->inputs[1], ==, "y");
  tns_failure_find_guilty (failure->event, guilty);
  g_assert_cmpuint (guilty[0] | guilty[1], ==, 0);
}

/* An error that was caught is no failure of the cell, and the next run forgets the last one. */
static void
test_which_counts (Fixture *self, const void *data)
{
  g_autoptr (TnsTensor) a = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 3 });
  g_autoptr (TnsTensor) b = new_tensor (TNK_FLOAT32, 1, (int64_t[]) { 4 });
  const TnsValue args[] = { T (a), T (b) };

  fail (self, "a + b", &tns_op_add, false, args, 2, CODES ("a", "b", "a", "b"));
  tns_trace_begin_cell (self->trace, "cell");
  tns_trace_fail (self->trace, "NameError: name 'q' is not defined", NULL, NULL, 0);
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
  ADD ("rows", test_rows);
  ADD ("broadcast", test_broadcast);
  ADD ("dtype", test_dtype);
  ADD ("shape", test_shape);
  ADD ("shape without parentheses", test_shape_without_parentheses);
  ADD ("nearest size", test_nearest_size);
  ADD ("leaf", test_leaf);
  ADD ("items", test_items);
  ADD ("items apart", test_items_apart);
  ADD ("letters", test_letters);
  ADD ("known", test_known);
  ADD ("operands", test_operands);
  ADD ("which counts", test_which_counts);
#undef ADD
  return g_test_run ();
}
