/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Numbers are small integers worked out by hand. */

#include <string.h>

#include "engine/trace/block.h"

static TnsTensor *
tensor_new (int n, const double *values)
{
  const int64_t sizes[] = { n };
  TnsTensor *tensor = tns_tensor_new_dense (TNK_FLOAT32, TNS_CPU, 1, sizes, NULL);

  for (int i = 0; i < n; i++)
    ((float *) tns_tensor_get_data (tensor))[i] = (float) values[i];
  return tensor;
}

static TnsTensor *
call (const TnsOp *op, bool is_inplace, TnsTensor *self, double number)
{
  g_auto (TnsResults) results = { 0 };
  const TnsValue args[] = { tns_value_tensor (self), tns_value_number (number) };
  GError *error = NULL;

  g_assert_true (tns_op_call (op, is_inplace, args, 2, &results, &error));
  g_assert_no_error (error);
  return tns_tensor_ref (results.items[0]);
}

static void
add_in_place (TnsTensor *self, double number)
{
  g_autoptr (TnsTensor) result = call (&tns_op_add, true, self, number);
}

static TnsBlock *
read_row (TnsMoment *moment, GError **error)
{
  const TnsBlockRequest request = {
    .row_dim = -1,
    .column_dim = 0,
    .n_rows = 1,
    .n_columns = 1000,
    .row_step = 1,
    .column_step = 1,
  };

  return tns_block_read (moment, &request, NULL, error);
}

static void
assert_numbers (TnsMoment *moment, int n, const double *values)
{
  GError *error = NULL;
  g_autoptr (TnsBlock) block = read_row (moment, &error);

  g_assert_no_error (error);
  g_assert_cmpint (block->n_columns, ==, n);
  for (int i = 0; i < n; i++)
    g_assert_cmpfloat (block->mean[i], ==, values[i]);
}

static void
assert_let_go (TnsMoment *moment)
{
  GError *error = NULL;
  g_autoptr (TnsBlock) block = read_row (moment, &error);

  g_assert_null (block);
  g_assert_error (error, TNS_ERROR, TNS_ERROR_RUNTIME);
  g_assert_cmpstr (error->message, ==, "The numbers of that moment were let go");
  g_error_free (error);
}

static TnsTrace *
trace_new_active (size_t budget)
{
  TnsTrace *trace = tns_trace_new (budget);

  tns_trace_activate (trace);
  return trace;
}

static void
trace_end (TnsTrace *trace)
{
  tns_trace_activate (NULL);
  tns_trace_unref (trace);
}

static void
test_op_event (void)
{
  TnsTrace *trace = trace_new_active (1 << 20);
  g_autoptr (TnsTensor) x = tensor_new (2, (double[]) { 1, 2 });
  g_autoptr (TnsTensor) y = call (&tns_op_add, false, x, 3);
  const TnsEvent *event;

  g_assert_cmpuint (tns_trace_get_n_events (trace), ==, 1);
  event = tns_trace_get_event (trace, 0);
  g_assert_cmpint (event->kind, ==, TNS_EVENT_OP);
  g_assert_true (event->op == &tns_op_add);
  g_assert_cmpstr (event->name, ==, "add");
  g_assert_false (event->is_inplace);
  g_assert_cmpint (event->n_inputs, ==, 1);
  g_assert_cmpint (event->n_outputs, ==, 1);
  g_assert_cmpint (event->n_args, ==, 3);
  g_assert_cmpfloat (event->args[1].scalar.re, ==, 3);
  g_assert_cmpuint (tns_moment_get_tensor_id (event->outputs[0]), ==, tns_tensor_get_id (y));
  assert_numbers (event->inputs[0], 2, (double[]) { 1, 2 });
  assert_numbers (event->outputs[0], 2, (double[]) { 4, 5 });
  trace_end (trace);
}

static void
test_silent_when_off (void)
{
  TnsTrace *trace = tns_trace_new (1 << 20);
  g_autoptr (TnsTensor) x = tensor_new (1, (double[]) { 1 });
  g_autoptr (TnsTensor) y = call (&tns_op_add, false, x, 3);
  bool was_muted;

  g_assert_null (tns_trace_get_active ());
  g_assert_cmpuint (tns_trace_get_n_events (trace), ==, 0);

  tns_trace_activate (trace);
  was_muted = tns_trace_set_muted (true);
  g_assert_false (was_muted);
  add_in_place (y, 1);
  tns_trace_set_muted (was_muted);
  g_assert_cmpuint (tns_trace_get_n_events (trace), ==, 0);
  trace_end (trace);
}

static void
test_copy_before_write (void)
{
  TnsTrace *trace = trace_new_active (1 << 20);
  g_autoptr (TnsTensor) x = tensor_new (3, (double[]) { 1, 2, 3 });
  g_autoptr (TnsTensor) y = call (&tns_op_add, false, x, 0);
  const TnsEvent *write;

  add_in_place (x, 10);
  add_in_place (x, 100);

  assert_numbers (tns_trace_get_event (trace, 0)->inputs[0], 3, (double[]) { 1, 2, 3 });
  write = tns_trace_get_event (trace, 1);
  g_assert_true (write->is_inplace);
  assert_numbers (write->inputs[0], 3, (double[]) { 1, 2, 3 });
  assert_numbers (write->outputs[0], 3, (double[]) { 11, 12, 13 });
  g_assert_cmpuint (tns_moment_get_version (write->inputs[0]), ==, 0);
  g_assert_cmpuint (tns_moment_get_version (write->outputs[0]), ==, 1);
  write = tns_trace_get_event (trace, 2);
  assert_numbers (write->inputs[0], 3, (double[]) { 11, 12, 13 });
  assert_numbers (write->outputs[0], 3, (double[]) { 111, 112, 113 });
  trace_end (trace);
}

static void
test_moment_outlives_all (void)
{
  TnsTrace *trace = trace_new_active (1 << 20);
  g_autoptr (TnsMoment) moment = NULL;

  {
    g_autoptr (TnsTensor) x = tensor_new (2, (double[]) { 1, 2 });

    moment = tns_moment_new (x);
    add_in_place (x, 5);
  }
  tns_trace_clear (trace);
  g_assert_cmpuint (tns_trace_get_n_events (trace), ==, 0);
  trace_end (trace);
  assert_numbers (moment, 2, (double[]) { 1, 2 });
}

static void
test_write_beyond_budget (void)
{
  TnsTrace *trace = trace_new_active (8);
  g_autoptr (TnsTensor) x = tensor_new (3, (double[]) { 1, 2, 3 });
  g_autoptr (TnsMoment) before = tns_moment_new (x);

  add_in_place (x, 10);
  assert_let_go (before);
  assert_numbers (tns_trace_get_event (trace, 0)->outputs[0], 3, (double[]) { 11, 12, 13 });
  trace_end (trace);
}

static void
test_budget_takes_oldest (void)
{
  TnsTrace *trace = trace_new_active (64 * sizeof (float) * 20);
  double values[64] = { 0 };
  g_autoptr (TnsTensor) named = tensor_new (64, values);

  tns_trace_bind (trace, "named", named);
  for (int i = 0; i < 100; i++)
    {
      g_autoptr (TnsTensor) result = call (&tns_op_add, false, named, i);
    }

  assert_let_go (tns_trace_get_event (trace, 1)->outputs[0]);
  values[0] = 99;
  for (int i = 1; i < 64; i++)
    values[i] = 99;
  assert_numbers (tns_trace_get_event (trace, 100)->outputs[0], 64, values);
  memset (values, 0, sizeof values);
  assert_numbers (tns_trace_get_event (trace, 0)->outputs[0], 64, values);
  trace_end (trace);
}

static void
count_notify (void *data)
{
  (*(int *) data)++;
}

static void
test_notify (void)
{
  TnsTrace *trace = trace_new_active (1 << 20);
  int n_notified = 0;

  tns_trace_set_notify (trace, count_notify, &n_notified);
  g_assert_cmpint (tns_trace_begin_cell (trace, "first"), ==, 0);
  tns_trace_fail (trace, "NameError: name 'q' is not defined", NULL, NULL, 0);
  g_assert_cmpint (n_notified, ==, 1);
  g_assert_cmpuint (tns_trace_get_n_events (trace), ==, 2);
  g_assert_cmpint (tns_trace_begin_cell (trace, "second"), ==, 1);
  g_assert_cmpint (n_notified, ==, 2);
  g_assert_cmpstr (tns_trace_get_event (trace, 1)->text, ==,
                   "NameError: name 'q' is not defined");
  trace_end (trace);
}

/* Two lines of a loop, as a locator would tell them. */
static void
locate (TnsPosition *position, void *data)
{
  int *n_calls = data;

  *position = (TnsPosition) { .cell = 0, .line = 2 + *n_calls % 2, .end_line = 2 + *n_calls % 2 };
  (*n_calls)++;
}

static void
test_loop_is_folded (void)
{
  TnsTrace *trace = trace_new_active (1 << 20);
  const int n_rounds = 20000;
  g_autoptr (TnsTensor) x = tensor_new (1, (double[]) { 0 });
  g_autoptr (GPtrArray) events = NULL;
  int n_calls = 0;
  int n_first_rounds = 0;
  int64_t n_told = 0;

  tns_trace_set_max_events (trace, 2000);
  tns_trace_set_locator (trace, locate, &n_calls);
  for (int i = 0; i < n_rounds; i++)
    {
      g_autoptr (TnsTensor) y = call (&tns_op_mul, false, x, 2);

      add_in_place (x, 1);
    }

  events = tns_trace_dup_events (trace);
  g_assert_cmpuint (events->len, <=, 2000);
  g_assert_cmpuint (events->len, >=, 500);
  for (guint i = 0; i < events->len; i++)
    {
      const TnsEvent *event = events->pdata[i];

      n_told += tns_event_get_n_repeats (event);
      if (event->index < 128)
        n_first_rounds++;
      if (i > 0)
        g_assert_cmpuint (event->index, >, ((TnsEvent *) events->pdata[i - 1])->index);
      /* Whole rounds stay: mul, then add. */
      g_assert_true (event->op == (i % 2 == 0 ? &tns_op_mul : &tns_op_add));
    }
  g_assert_cmpint (n_first_rounds, ==, 128);
  g_assert_cmpint (n_told, ==, 2 * n_rounds);
  g_assert_cmpuint (((TnsEvent *) events->pdata[events->len - 1])->index, ==, 2 * n_rounds - 1);
  assert_numbers (((TnsEvent *) events->pdata[1])->outputs[0], 1, (double[]) { 1 });
  trace_end (trace);
}

/* ---- a reader beside a writer ---- */

typedef struct
{
  TnsMoment *moment;
  gint is_done;
} Reader;

static gpointer
keep_reading (gpointer data)
{
  Reader *reader = data;

  while (!g_atomic_int_get (&reader->is_done))
    {
      g_autoptr (TnsBlock) block = read_row (reader->moment, NULL);

      /* All elements stem from one moment. */
      for (int i = 0; block != NULL && i < block->n_columns; i++)
        g_assert_cmpfloat (block->mean[i], ==, 1);
    }
  return NULL;
}

static void
test_reader_beside_writer (void)
{
  TnsTrace *trace = trace_new_active (1 << 24);
  double ones[1000];
  g_autoptr (TnsTensor) x = NULL;
  GThread *thread;
  Reader reader = { 0 };

  for (int i = 0; i < 1000; i++)
    ones[i] = 1;
  x = tensor_new (1000, ones);
  reader.moment = tns_moment_new (x);
  thread = g_thread_new ("reader", keep_reading, &reader);
  for (int i = 0; i < 200; i++)
    add_in_place (x, 1);
  g_atomic_int_set (&reader.is_done, 1);
  g_thread_join (thread);
  assert_numbers (reader.moment, 1000, ones);
  tns_moment_unref (reader.moment);
  trace_end (trace);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/trace/op/tells-arguments-and-numbers", test_op_event);
  g_test_add_func ("/engine/trace/off-or-muted/tells-nothing", test_silent_when_off);
  g_test_add_func ("/engine/trace/write/keeps-what-it-overwrites", test_copy_before_write);
  g_test_add_func ("/engine/trace/moment/outlives-tensor-and-trace", test_moment_outlives_all);
  g_test_add_func ("/engine/trace/budget/write-lets-go-of-what-does-not-fit",
                   test_write_beyond_budget);
  g_test_add_func ("/engine/trace/budget/oldest-go-named-stay", test_budget_takes_oldest);
  g_test_add_func ("/engine/trace/notify/once-until-read", test_notify);
  g_test_add_func ("/engine/trace/fold/keeps-first-last-and-whole-rounds", test_loop_is_folded);
  g_test_add_func ("/engine/trace/threads/reader-sees-one-moment", test_reader_beside_writer);
  return g_test_run ();
}
