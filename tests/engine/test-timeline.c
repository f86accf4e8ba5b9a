/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The worked example: x = [0, 1, 2]; a = x + 2; b = a ** 2; c = b + 3; y = c.mean(); y.backward().
 * In closed form: y = (7 + 12 + 19) / 3, ∂y/∂c = 1/3, ∂c/∂b = 1, ∂b/∂a = 2·a, ∂a/∂x = 1,
 * x.grad = 2·(x + 2) / 3 = [4/3, 2, 8/3]. */

#include <math.h>
#include <string.h>

#include "engine/trace/timeline.h"

static const char source[] = "x = torch.arange(3, dtype=torch.float32, requires_grad=True)\n"
                             "a = x + 2\n"
                             "b = a ** 2\n"
                             "c = b + 3\n"
                             "y = c.mean()\n"
                             "y.backward()\n";

/* Where the next op is, as the program's Python tells it. */
static TnsPosition position;

static void
locate (TnsPosition *into, void *data)
{
  *into = position;
}

static void
set_line (int line, int column, int end_column)
{
  position = (TnsPosition) { position.cell, line, line, column, end_column };
}

static TnsTensor *
call (const TnsOp *op, bool is_inplace, const TnsValue *args, int n_args)
{
  g_auto (TnsResults) results = { 0 };
  GError *error = NULL;

  g_assert_true (tns_op_call (op, is_inplace, args, n_args, &results, &error));
  g_assert_no_error (error);
  return tns_tensor_ref (results.items[0]);
}

static TnsTensor *
call_with_number (const TnsOp *op, TnsTensor *self, int64_t number)
{
  return call (op, false,
               (TnsValue[]) { tns_value_tensor (self),
                              tns_value_scalar (tns_scalar_int (number)) },
               2);
}

static TnsTensor *
leaf_new (int n)
{
  const int64_t sizes[] = { n };
  TnsTensor *x = tns_tensor_new_dense (TNK_FLOAT32, TNS_CPU, 1, sizes, NULL);

  for (int i = 0; i < n; i++)
    ((float *) tns_tensor_get_data (x))[i] = (float) i;
  g_assert_true (tns_tensor_set_requires_grad (x, true, NULL));
  return x;
}

typedef struct
{
  TnsTrace *trace;
  TnsTensor *x;
  TnsTimeline *timeline;
} Example;

static char *
get_source (const char *cell_id, void *data)
{
  return g_strcmp0 (cell_id, "cell-1") == 0 ? g_strdup (data) : NULL;
}

static TnsTensor *
bind (Example *example, const char *name, TnsTensor *tensor)
{
  tns_trace_bind (example->trace, name, tensor);
  return tensor;
}

/* @with_source: whether labels are read from the cell or made from the ops. */
static void
set_up (Example *example, gconstpointer with_source)
{
  g_autoptr (TnsTensor) a = NULL;
  g_autoptr (TnsTensor) b = NULL;
  g_autoptr (TnsTensor) c = NULL;
  g_autoptr (TnsTensor) y = NULL;
  GError *error = NULL;

  example->trace = tns_trace_new (1 << 24);
  tns_trace_activate (example->trace);
  if (with_source != NULL)
    tns_trace_set_locator (example->trace, locate, NULL);
  position.cell = tns_trace_begin_cell (example->trace, "cell-1");
  /* Stands for arange: an op that makes x from nothing but zeros. */
  {
    g_autoptr (TnsTensor) range = leaf_new (3);
    g_autoptr (TnsTensor) plain = tns_tensor_detach (range);
    const bool grad_mode = tns_grad_mode_set (false);

    set_line (1, 4, (int) strcspn (source, "\n"));
    example->x = call_with_number (&tns_op_add, plain, 0);
    tns_grad_mode_set (grad_mode);
    g_assert_true (tns_tensor_set_requires_grad (example->x, true, NULL));
  }
  bind (example, "x", example->x);
  set_line (2, 4, 9);
  a = bind (example, "a", call_with_number (&tns_op_add, example->x, 2));
  set_line (3, 4, 10);
  b = bind (example, "b", call_with_number (&tns_op_pow, a, 2));
  set_line (4, 4, 9);
  c = bind (example, "c", call_with_number (&tns_op_add, b, 3));
  set_line (5, 4, 12);
  y = bind (example, "y",
            call (&tns_op_mean_full, false, (TnsValue[]) { tns_value_tensor (c) }, 1));
  set_line (6, 0, 12);
  g_assert_true (tns_backward (&y, NULL, 1, false, false, NULL, 0, NULL, &error));
  g_assert_no_error (error);
  example->timeline = tns_timeline_new (example->trace, with_source != NULL ? get_source : NULL,
                                        (void *) with_source);
}

static void
tear_down (Example *example, gconstpointer with_source)
{
  tns_timeline_unref (example->timeline);
  tns_tensor_unref (example->x);
  tns_trace_activate (NULL);
  tns_trace_unref (example->trace);
}

static void
assert_numbers (TnsMoment *moment, int n, const double *expected)
{
  GError *error = NULL;
  const TnsBlockRequest request = {
    .row_dim = -1,
    .column_dim = tns_moment_get_meta (moment)->rank - 1,
    .n_rows = 1,
    .n_columns = 100,
    .row_step = 1,
    .column_step = 1,
  };
  g_autoptr (TnsBlock) block = tns_block_read (moment, &request, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (block->n_columns, ==, n);
  for (int i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (block->mean[i], expected[i], 1e-5 * (1 + fabs (expected[i])));
}

static void
test_steps (Example *example, gconstpointer data)
{
  static const char *const labels[] = { "x",    "a = x + 2", "b = a ** 2", "c = b + 3",
                                        "y = c.mean()", "y", "Mean",      "Add",
                                        "Pow",  "Add",       "x.grad" };
  const TnsTimeline *timeline = example->timeline;

  g_assert_cmpint (tns_timeline_get_n_steps (timeline), ==, G_N_ELEMENTS (labels));
  for (int i = data != NULL ? 0 : 1; i < (int) G_N_ELEMENTS (labels); i++)
    g_assert_cmpstr (tns_timeline_get_step (timeline, i)->label, ==, labels[i]);
  g_assert_cmpint (tns_timeline_get_n_segments (timeline), ==, 2);
  g_assert_cmpstr (tns_timeline_get_segment (timeline, 0)->label, ==, "[1]");
  g_assert_cmpstr (tns_timeline_get_segment (timeline, 0)->cell_id, ==, "cell-1");
  g_assert_cmpint (tns_timeline_get_segment (timeline, 0)->n_steps, ==, 5);
  g_assert_false (tns_timeline_get_segment (timeline, 0)->is_backward);
  g_assert_cmpint (tns_timeline_get_segment (timeline, 1)->n_steps, ==, 6);
  g_assert_true (tns_timeline_get_segment (timeline, 1)->is_backward);
  g_assert_cmpint (tns_timeline_get_step (timeline, 5)->kind, ==, TNS_STEP_SEED);
  g_assert_cmpint (tns_timeline_get_step (timeline, 8)->kind, ==, TNS_STEP_NODE);
  g_assert_cmpint (tns_timeline_get_step (timeline, 10)->kind, ==, TNS_STEP_ACCUMULATE);
  g_assert_cmpstr (tns_timeline_get_step (timeline, 8)->op_label, ==, "PowBackward0");
}

static void
test_sentences (Example *example, gconstpointer data)
{
  static const char *const sentences[] = {
    "<tt><b>a = x + 2</b></tt> adds 2 to <tt>x</tt>, element by element: <b>2, 3, 4</b>.",
    "<tt><b>b = a ** 2</b></tt> raises <tt>a</tt> to the power 2, element by element: "
    "<b>4, 9, 16</b>.",
    "<tt><b>c = b + 3</b></tt> adds 3 to <tt>b</tt>, element by element: <b>7, 12, 19</b>.",
    "<tt><b>y = c.mean()</b></tt> averages all elements of <tt>c</tt>: <b>12.6667</b>.",
    "Backward starts at <tt><b>y</b></tt>: its gradient with respect to itself is <b>1</b>.",
    "<b>MeanBackward0</b> divides the gradient of <tt>y</tt> by <b>3</b> and hands it to the 3 "
    "elements of <tt>c</tt>: <b>1/3, 1/3, 1/3</b>.",
    "<b>AddBackward0</b> passes the gradient of <tt>c</tt> on to <tt>b</tt> unchanged: "
    "<b>1/3, 1/3, 1/3</b>.",
    "<b>PowBackward0</b> takes the gradient of <tt>b</tt> and multiplies it, element by element, "
    "with the local derivative <tt>2·a</tt>: "
    "<b>1/3 · 4 = 4/3, 1/3 · 6 = 2, 1/3 · 8 = 8/3</b>.",
    "<b>AddBackward0</b> passes the gradient of <tt>a</tt> on to <tt>x</tt> unchanged: "
    "<b>4/3, 2, 8/3</b>.",
    "<tt><b>x.grad</b></tt> keeps what arrived: <b>4/3, 2, 8/3</b>.",
  };

  for (int i = 0; i < (int) G_N_ELEMENTS (sentences); i++)
    g_assert_cmpstr (tns_timeline_get_step (example->timeline, i + 1)->sentence, ==,
                     sentences[i]);
}

static void
test_variables (Example *example, gconstpointer data)
{
  static const char *const names[] = { "x", "a", "b", "c", "y" };
  static const double numbers[][3] = { { 0, 1, 2 }, { 2, 3, 4 }, { 4, 9, 16 }, { 7, 12, 19 } };

  /* Forwards, then backwards: what is there depends on the cursor alone. */
  for (int turn = 0; turn < 22; turn++)
    {
      const int cursor = turn < 12 ? turn : 22 - turn;
      g_autoptr (GPtrArray) variables = tns_timeline_dup_variables (example->timeline, cursor);

      g_assert_cmpuint (variables->len, ==, MIN (cursor, 5));
      for (guint i = 0; i < variables->len; i++)
        {
          const TnsVariable *variable = variables->pdata[i];

          g_assert_cmpstr (variable->name, ==, names[i]);
          g_assert_cmpint (variable->step, ==, i);
          g_assert_true (variable->requires_grad);
          g_assert_true (variable->is_leaf == (i == 0));
          g_assert_true ((variable->gradient != NULL) == (i == 0 && cursor == 11));
          if (i < 4)
            assert_numbers (variable->value, 3, numbers[i]);
          else
            g_assert_cmpint (tns_moment_get_numel (variable->value), ==, 1);
          if (variable->gradient != NULL)
            assert_numbers (variable->gradient, 3, (double[]) { 4.0 / 3, 2, 8.0 / 3 });
        }
    }
}

/* One line per item and edge. */
static char *
print_graph (const TnsGraph *graph)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < graph->items->len; i++)
    {
      const TnsGraphItem *item = &g_array_index (graph->items, TnsGraphItem, i);

      g_string_append_printf (text, "%u %s [%s] step %d mirror %d\n", i, item->title,
                              item->subtitle != NULL ? item->subtitle : "", item->step,
                              item->mirror);
    }
  for (guint i = 0; i < graph->edges->len; i++)
    {
      const TnsGraphEdge *edge = &g_array_index (graph->edges, TnsGraphEdge, i);

      g_string_append_printf (text, "%d %s %d\n", edge->from, edge->is_saved ? "saved" : "to",
                              edge->to);
    }
  return g_string_free (text, FALSE);
}

static void
test_graph (Example *example, gconstpointer data)
{
  static const char expected[] = "0 x [] step 0 mirror 17\n"
                                 "1 + 2 [a = x + 2] step 1 mirror 16\n"
                                 "2 a [] step 1 mirror 15\n"
                                 "3 ** 2 [b = a ** 2] step 2 mirror 14\n"
                                 "4 b [] step 2 mirror 13\n"
                                 "5 + 3 [c = b + 3] step 3 mirror 12\n"
                                 "6 c [] step 3 mirror 11\n"
                                 "7 mean [y = c.mean()] step 4 mirror 10\n"
                                 "8 y [] step 4 mirror 9\n"
                                 "9 ∂y/∂y [] step 5 mirror 8\n"
                                 "10 MeanBackward0 [÷ 3] step 6 mirror 7\n"
                                 "11 ∂y/∂c [] step 6 mirror 6\n"
                                 "12 AddBackward0 [× 1] step 7 mirror 5\n"
                                 "13 ∂y/∂b [] step 7 mirror 4\n"
                                 "14 PowBackward0 [× 2·a] step 8 mirror 3\n"
                                 "15 ∂y/∂a [] step 8 mirror 2\n"
                                 "16 AddBackward0 [× 1] step 9 mirror 1\n"
                                 "17 x.grad [AccumulateGrad] step 10 mirror 0\n"
                                 "0 to 1\n1 to 2\n2 to 3\n3 to 4\n4 to 5\n5 to 6\n6 to 7\n7 to 8\n"
                                 "9 to 10\n10 to 11\n11 to 12\n12 to 13\n13 to 14\n14 to 15\n"
                                 "2 saved 14\n"
                                 "15 to 16\n16 to 17\n";

  for (int cursor = 1; cursor <= 11; cursor++)
    {
      g_autoptr (TnsGraph) graph = tns_timeline_dup_graph (example->timeline, cursor);
      g_autofree char *text = print_graph (graph);

      g_assert_cmpstr (text, ==, expected);
      g_assert_cmpstr (graph->title, ==, "y.backward()");
      assert_numbers (g_array_index (graph->items, TnsGraphItem, 15).moment, 3,
                      (double[]) { 4.0 / 3, 2, 8.0 / 3 });
      assert_numbers (g_array_index (graph->items, TnsGraphItem, 13).moment, 3,
                      (double[]) { 1.0 / 3, 1.0 / 3, 1.0 / 3 });
    }
}

static void
test_explain_pow (Example *example, gconstpointer data)
{
  g_autoptr (TnsGradStep) grad = tns_timeline_explain (example->timeline, 8);
  const double expected[] = { 4.0 / 3, 2, 8.0 / 3 };

  g_assert_cmpstr (grad->node_name, ==, "PowBackward0");
  g_assert_cmpstr (grad->undoes, ==, "b = a ** 2");
  g_assert_cmpstr (grad->upstream_name, ==, "∂y/∂b");
  g_assert_cmpstr (grad->local_rule, ==, "∂b/∂a = 2·a");
  g_assert_cmpstr (grad->contribution_name, ==, "∂y/∂a");
  assert_numbers (grad->upstream, 3, (double[]) { 1.0 / 3, 1.0 / 3, 1.0 / 3 });
  assert_numbers (grad->local, 3, (double[]) { 4, 6, 8 });
  assert_numbers (grad->contribution, 3, expected);
  g_assert_cmpstr (grad->words, ==,
                   "If <b>a₂ = 4</b> grows by a little, <b>b₂</b> grows <b>8</b> times as much, "
                   "and <b>y</b> takes <b>1/3</b> of that: <b>8 · 1/3 = 8/3</b>.");
  g_assert_cmpstr (grad->next, ==, "AddBackward0 passes it on unchanged, then x.grad += it.");
  g_assert_cmpint (grad->n_checks, ==, 3);
  g_assert_cmpstr (grad->checks[0].element, ==, "a₀");
  for (int i = 0; i < 3; i++)
    {
      g_assert_cmpfloat_with_epsilon (grad->checks[i].autograd, expected[i], 1e-6);
      g_assert_cmpfloat_with_epsilon (grad->checks[i].difference, expected[i], 1e-6);
    }
}

static void
test_explain_others (Example *example, gconstpointer data)
{
  g_autoptr (TnsGradStep) seed = tns_timeline_explain (example->timeline, 5);
  g_autoptr (TnsGradStep) mean = tns_timeline_explain (example->timeline, 6);
  g_autoptr (TnsGradStep) add = tns_timeline_explain (example->timeline, 7);
  g_autoptr (TnsGradStep) last = tns_timeline_explain (example->timeline, 10);

  g_assert_null (tns_timeline_explain (example->timeline, 4));
  g_assert_null (tns_timeline_explain (example->timeline, 11));
  g_assert_null (seed->upstream);
  g_assert_cmpstr (seed->next, ==, "MeanBackward0 divides it by 3.");
  assert_numbers (mean->local, 3, (double[]) { 1.0 / 3, 1.0 / 3, 1.0 / 3 });
  g_assert_cmpstr (mean->local_rule, ==, "∂y/∂c = 1/3");
  g_assert_cmpstr (mean->words, ==,
                   "If <b>c₂ = 19</b> grows by a little, <b>y</b> grows <b>1/3</b> times as much: "
                   "<b>1/3 · 1 = 1/3</b>.");
  assert_numbers (add->local, 3, (double[]) { 1, 1, 1 });
  g_assert_cmpstr (add->next, ==, "PowBackward0 multiplies it by 2·a.");
  g_assert_cmpstr (last->contribution_name, ==, "x.grad");
  g_assert_cmpstr (last->next, ==, "That was the last step of this backward run.");
}

/* An op whose derivative is not element-wise has no local numbers; the check still holds. */
static void
test_explain_matrix (void)
{
  Example example = { .trace = tns_trace_new (1 << 24) };
  const int64_t sizes[] = { 2, 2 };
  g_autoptr (TnsTensor) w = tns_tensor_new_dense (TNK_FLOAT32, TNS_CPU, 2, sizes, NULL);
  g_autoptr (TnsTensor) p = NULL;
  g_autoptr (TnsTensor) s = NULL;
  g_autoptr (TnsTimeline) timeline = NULL;
  g_autoptr (TnsGradStep) grad = NULL;

  for (int i = 0; i < 4; i++)
    ((float *) tns_tensor_get_data (w))[i] = (float) (i + 1);
  tns_tensor_set_requires_grad (w, true, NULL);
  tns_trace_activate (example.trace);
  bind (&example, "w", w);
  p = bind (&example, "p",
            call (&tns_op_mm, false,
                  (TnsValue[]) { tns_value_tensor (w), tns_value_tensor (w) }, 2));
  s = bind (&example, "s",
            call (&tns_op_sum_full, false, (TnsValue[]) { tns_value_tensor (p) }, 1));
  g_assert_true (tns_backward (&s, NULL, 1, false, false, NULL, 0, NULL, NULL));
  timeline = tns_timeline_new (example.trace, NULL, NULL);
  g_assert_cmpstr (tns_timeline_get_step (timeline, 5)->op_label, ==, "MmBackward0");
  grad = tns_timeline_explain (timeline, 5);
  g_assert_null (grad->local);
  g_assert_cmpstr (grad->undoes, ==, "p = w.mm(w)");
  g_assert_nonnull (grad->words);
  /* Upstream ones, first factor only: row sums of w, 3 and 7. */
  assert_numbers (grad->contribution, 2, (double[]) { 3, 7 });
  tns_trace_activate (NULL);
  tns_trace_unref (example.trace);
}

static void
test_inplace_variables (void)
{
  Example example = { .trace = tns_trace_new (1 << 24) };
  g_autoptr (TnsTensor) leaf = leaf_new (2);
  g_autoptr (TnsTensor) v = tns_tensor_detach (leaf);
  g_autoptr (TnsTensor) w = NULL;
  g_autoptr (TnsTimeline) timeline = NULL;
  const double expected[][2] = { { 0, 1 }, { 0, 1 }, { 5, 6 }, { 5, 6 } };

  tns_trace_activate (example.trace);
  bind (&example, "v", v);
  {
    const TnsValue args[] = { tns_value_tensor (v), tns_value_scalar (tns_scalar_int (5)) };
    g_autoptr (TnsTensor) same = call (&tns_op_add, true, args, 2);
  }
  w = bind (&example, "w", call_with_number (&tns_op_mul, v, 2));
  timeline = tns_timeline_new (example.trace, NULL, NULL);
  /* No op made v: that it got its name is a step. */
  g_assert_cmpstr (tns_timeline_get_step (timeline, 0)->label, ==, "v");
  g_assert_cmpstr (tns_timeline_get_step (timeline, 0)->sentence, ==,
                   "<tt><b>v</b></tt> is a tensor (2,): <b>0, 1</b>.");
  g_assert_cmpstr (tns_timeline_get_step (timeline, 1)->label, ==, "v.add_(5)");
  g_assert_cmpstr (tns_timeline_get_step (timeline, 1)->result_name, ==, "v");
  for (int cursor = 0; cursor <= 3; cursor++)
    {
      g_autoptr (GPtrArray) variables = tns_timeline_dup_variables (timeline, cursor);
      const TnsVariable *variable = cursor > 0 ? variables->pdata[0] : NULL;

      if (variable == NULL)
        continue;
      g_assert_cmpstr (variable->name, ==, "v");
      assert_numbers (variable->value, 2, expected[cursor]);
      g_assert_cmpint (variable->step, ==, cursor == 1 ? 0 : 1);
    }
  {
    /* As v was bound, seen after the write. */
    TnsMoment *bound = tns_timeline_get_step (timeline, 0)->event->outputs[0];
    g_autoptr (TnsMoment) before = tns_timeline_dup_moment_at (timeline, bound, 1);
    g_autoptr (TnsMoment) after = tns_timeline_dup_moment_at (timeline, bound, 2);

    assert_numbers (before, 2, (double[]) { 0, 1 });
    assert_numbers (after, 2, (double[]) { 5, 6 });
    g_assert_null (tns_timeline_dup_moment_at (timeline, bound, 0));
  }
  tns_trace_activate (NULL);
  tns_trace_unref (example.trace);
}

static void
test_names (void)
{
  Example example = { .trace = tns_trace_new (1 << 24) };
  g_autoptr (TnsTensor) first = leaf_new (1);
  g_autoptr (TnsTensor) second = NULL;
  g_autoptr (TnsTensor) third = NULL;
  g_autoptr (TnsTimeline) timeline = NULL;
  g_autoptr (GPtrArray) variables = NULL;
  g_autofree char *early = NULL, *late = NULL;

  tns_trace_activate (example.trace);
  bind (&example, "p", first);
  bind (&example, "q", first);
  second = bind (&example, "p", call_with_number (&tns_op_add, first, 1));
  third = bind (&example, "r", call_with_number (&tns_op_add, second, 1));
  tns_trace_bind (example.trace, "r", NULL);
  timeline = tns_timeline_new (example.trace, NULL, NULL);
  early = tns_timeline_dup_name (timeline, tns_tensor_get_id (first), 1);
  late = tns_timeline_dup_name (timeline, tns_tensor_get_id (first), 3);
  g_assert_cmpstr (early, ==, "p");
  g_assert_cmpstr (late, ==, "q");
  variables = tns_timeline_dup_variables (timeline, 3);
  g_assert_cmpuint (variables->len, ==, 2);
  g_assert_cmpstr (((TnsVariable *) variables->pdata[0])->name, ==, "p");
  g_assert_cmpuint (tns_moment_get_tensor_id (((TnsVariable *) variables->pdata[0])->value), ==,
                    tns_tensor_get_id (second));
  tns_trace_activate (NULL);
  tns_trace_unref (example.trace);
}

/* Cleared between two steps, a gradient is gone with the second. */
static void
test_cleared_gradient (Example *example, gconstpointer data)
{
  g_autoptr (TnsTimeline) timeline = NULL;
  g_autoptr (TnsTensor) z = NULL;

  tns_tensor_set_grad (example->x, NULL);
  tns_trace_set_grad (example->x);
  z = bind (example, "z", call_with_number (&tns_op_mul, example->x, 2));
  timeline = tns_timeline_new (example->trace, NULL, NULL);
  g_assert_cmpint (tns_timeline_get_n_steps (timeline), ==, 12);
  for (int cursor = 10; cursor <= 12; cursor++)
    {
      g_autoptr (GPtrArray) variables = tns_timeline_dup_variables (timeline, cursor);
      const TnsVariable *x = variables->pdata[0];

      g_assert_true ((x->gradient != NULL) == (cursor == 11));
    }
}

/* A timeline made after another says the same as one made from nothing. */
static void
test_incremental (Example *example, gconstpointer data)
{
  g_autoptr (TnsTimeline) after = NULL;
  g_autoptr (TnsTimeline) fresh = NULL;

  for (int i = 0; i < 40; i++)
    {
      g_autoptr (TnsTensor) z = call_with_number (&tns_op_mul, example->x, i);

      bind (example, "z", z);
      if (i % 3 == 0)
        {
          TnsTimeline *next = tns_timeline_new_after (
              example->trace, after != NULL ? after : example->timeline, get_source,
              (void *) data);

          g_clear_pointer (&after, tns_timeline_unref);
          after = next;
        }
    }
  fresh = tns_timeline_new (example->trace, get_source, (void *) data);
  g_assert_cmpint (tns_timeline_get_n_steps (after), ==, tns_timeline_get_n_steps (fresh));
  for (int i = 0; i < tns_timeline_get_n_steps (fresh); i++)
    {
      const TnsStep *one = tns_timeline_get_step (after, i);
      const TnsStep *two = tns_timeline_get_step (fresh, i);

      g_assert_true (one->event == two->event);
      g_assert_cmpstr (one->label, ==, two->label);
      g_assert_cmpstr (one->sentence, ==, two->sentence);
      g_assert_cmpint (one->segment, ==, two->segment);
    }
}

static void
add (const char *path, void (*test) (Example *example, gconstpointer data), gconstpointer data)
{
  g_test_add (path, Example, data, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/engine/timeline/steps/labels-from-source", test_steps, source);
  add ("/engine/timeline/steps/labels-from-ops", test_steps, NULL);
  add ("/engine/timeline/steps/sentences", test_sentences, source);
  add ("/engine/timeline/variables/at-every-cursor-both-ways", test_variables, source);
  add ("/engine/timeline/graph/two-mirrored-lanes", test_graph, source);
  add ("/engine/timeline/explain/pow", test_explain_pow, source);
  add ("/engine/timeline/explain/seed-mean-add-accumulate", test_explain_others, source);
  g_test_add_func ("/engine/timeline/explain/matrix-product-in-words", test_explain_matrix);
  g_test_add_func ("/engine/timeline/variables/in-place-writes", test_inplace_variables);
  add ("/engine/timeline/variables/cleared-gradient-is-gone", test_cleared_gradient, source);
  g_test_add_func ("/engine/timeline/variables/rebound-aliased-deleted", test_names);
  add ("/engine/timeline/after-another/says-the-same", test_incremental, source);
  return g_test_run ();
}
