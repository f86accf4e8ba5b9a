/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "engine/trace/number-text.h"
#include "engine/trace/rerun.h"
#include "engine/trace/rule.h"
#include "engine/trace/timeline-private.h"

/* The local derivative is measured, not read: the op runs again in float64 with ones coming
 * back. It is element-wise if pseudo-random gradients coming back give those same numbers,
 * scaled. */

#define EPSILON 1e-3
#define N_CHECKS 4

/* One node step and everything that is known about it. */
typedef struct
{
  const TnsTimeline *timeline;
  int step;
  const TnsEvent *event;
  const TnsTold *forward;
  int input;
  const char *input_name;
  char *root;
  char *local;     /* nullable: "2·a" */
  TnsRerun *rerun; /* nullable */
  TnsTensor *derivative;
} Explanation;

void
tns_grad_step_free (TnsGradStep *self)
{
  if (self == NULL)
    return;
  g_free (self->node_name);
  g_free (self->undoes);
  g_free (self->upstream_name);
  g_free (self->local_rule);
  g_free (self->contribution_name);
  g_clear_pointer (&self->upstream, tns_moment_unref);
  g_clear_pointer (&self->local, tns_moment_unref);
  g_clear_pointer (&self->contribution, tns_moment_unref);
  g_free (self->words);
  g_free (self->next);
  for (int i = 0; i < self->n_checks; i++)
    g_free (self->checks[i].element);
  g_free (self);
}

/* ---- the local derivative ---- */

static const double *
get_numbers (TnsTensor *tensor)
{
  return tns_tensor_get_data (tensor);
}

/* Ones, or numbers without any pattern in (0.5, 1.5). */
static TnsTensor *
upstream_new (TnsMoment *like, bool is_random)
{
  const TnsMeta *meta = tns_moment_get_meta (like);
  TnsTensor *tensor = tns_tensor_new_dense (TNK_FLOAT64, TNS_CPU, meta->rank, meta->sizes, NULL);
  const int64_t numel = tensor != NULL ? tns_tensor_get_numel (tensor) : 0;
  double *numbers = tensor != NULL ? tns_tensor_get_data (tensor) : NULL;

  for (int64_t i = 0; i < numel; i++)
    numbers[i] = is_random ? 0.5 + fmod ((double) (i + 1) * 0.61803398875, 1.0) : 1;
  return tensor;
}

static TnsTensor *
measure (Explanation *self, bool is_random)
{
  g_autoptr (TnsTensor) upstream = upstream_new (self->forward->step.event->outputs[0], is_random);
  g_autoptr (TnsTensor) gradient = NULL;

  if (upstream == NULL)
    return NULL;
  gradient = tns_rerun_differentiate (self->rerun, self->input, upstream);
  if (gradient == NULL || tns_tensor_get_dtype (gradient) != TNK_FLOAT64)
    return NULL;
  if (!tns_tensor_is_contiguous (gradient))
    {
      g_autoptr (TnsMoment) moment = tns_moment_new (gradient);

      return tns_moment_copy (moment);
    }
  return g_steal_pointer (&gradient);
}

static bool
is_scaled (TnsTensor *derivative, TnsTensor *answer, TnsTensor *upstream)
{
  const int64_t numel = tns_tensor_get_numel (derivative);

  if (!tns_tensor_same_sizes (derivative, upstream))
    return false;
  for (int64_t i = 0; i < numel; i++)
    {
      const double expected = get_numbers (derivative)[i] * get_numbers (upstream)[i];
      const double got = get_numbers (answer)[i];

      if (isfinite (expected) && fabs (got - expected) > 1e-9 * (1 + fabs (expected)))
        return false;
    }
  return true;
}

static void
find_derivative (Explanation *self)
{
  TnsMoment *result = self->forward->step.event->outputs[0];
  g_autoptr (TnsTensor) ones_answer = NULL;
  g_autoptr (TnsTensor) random_answer = NULL;
  g_autoptr (TnsTensor) random = NULL;

  if (self->rerun == NULL || result == NULL)
    return;
  ones_answer = measure (self, false);
  if (ones_answer == NULL)
    return;
  if (tns_moment_get_numel (result) != 1)
    {
      random_answer = measure (self, true);
      random = upstream_new (result, true);
      if (random_answer == NULL || random == NULL
          || !is_scaled (ones_answer, random_answer, random))
        return;
    }
  self->derivative = g_steal_pointer (&ones_answer);
}

/* ---- the check ---- */

/* Σ upstream · result with element @at of the input moved by @by. */
static bool
measure_moved (Explanation *self, TnsTensor *upstream, int64_t at, double by, double *sum)
{
  double *element = (double *) tns_tensor_get_data (tns_rerun_get_input (self->rerun, self->input))
                    + at;
  const double was = *element;
  g_autoptr (TnsTensor) result = NULL;
  g_autoptr (TnsTensor) numbers = NULL;
  g_autoptr (TnsMoment) moment = NULL;

  *element = was + by;
  result = tns_rerun_call (self->rerun);
  *element = was;
  if (result == NULL || !tns_tensor_same_sizes (result, upstream)
      || tns_tensor_get_dtype (result) != TNK_FLOAT64)
    return false;
  /* A view may have any strides, and shows the element moved back. */
  if (tns_tensor_get_storage (result)
      == tns_tensor_get_storage (tns_rerun_get_input (self->rerun, self->input)))
    return false;
  moment = tns_moment_new (result);
  numbers = tns_moment_copy (moment);
  if (numbers == NULL)
    return false;
  *sum = 0;
  for (int64_t i = 0; i < tns_tensor_get_numel (numbers); i++)
    *sum += get_numbers (numbers)[i] * get_numbers (upstream)[i];
  return true;
}

static void
check (Explanation *self, TnsGradStep *grad)
{
  g_autoptr (TnsTensor) upstream = tns_moment_copy (grad->upstream);
  g_autoptr (TnsTensor) contribution = tns_moment_copy (grad->contribution);
  TnsTensor *input = self->rerun != NULL ? tns_rerun_get_input (self->rerun, self->input) : NULL;
  int64_t n;

  if (upstream == NULL || contribution == NULL || input == NULL
      || tns_tensor_get_dtype (input) != TNK_FLOAT64
      || !tns_tensor_same_sizes (input, contribution))
    return;
  n = MIN (tns_tensor_get_numel (input), N_CHECKS);
  for (int64_t i = 0; i < n; i++)
    {
      const double h = EPSILON * MAX (1, fabs (get_numbers (input)[i]));
      double above, below;

      if (!measure_moved (self, upstream, i, h, &above)
          || !measure_moved (self, upstream, i, -h, &below))
        return;
      grad->checks[grad->n_checks].element
          = tns_element_dup_name (self->input_name, tns_moment_get_meta (grad->contribution), i);
      grad->checks[grad->n_checks].autograd = get_numbers (contribution)[i];
      grad->checks[grad->n_checks].difference = (above - below) / (2 * h);
      grad->n_checks++;
    }
}

/* ---- words ---- */

static void
append_change (GString *text, double factor)
{
  g_autofree char *number = tns_number_dup_text (fabs (factor), true);

  if (factor == 0)
    g_string_append (text, " does not move");
  else if (factor == 1)
    g_string_append (text, " grows just as much");
  else if (factor == -1)
    g_string_append (text, " falls just as much");
  else
    g_string_append_printf (text, " %s <b>%s</b> times as much", factor > 0 ? "grows" : "falls",
                            number);
}

static void
append_share (GString *text, const char *root, double factor)
{
  g_autofree char *number = tns_number_dup_text (factor, true);

  if (factor == 1)
    g_string_append_printf (text, ", and <b>%s</b> takes all of that", root);
  else if (factor > 0 && factor < 1)
    g_string_append_printf (text, ", and <b>%s</b> takes <b>%s</b> of that", root, number);
  else
    g_string_append_printf (text, ", and <b>%s</b> takes <b>%s</b> times that", root, number);
}

/* The element with the strongest pull; the last of equals, as the eye ends there. */
static int64_t
find_strongest (TnsTensor *numbers)
{
  int64_t strongest = 0;

  for (int64_t i = 1; i < tns_tensor_get_numel (numbers); i++)
    if (fabs (get_numbers (numbers)[i]) >= fabs (get_numbers (numbers)[strongest]))
      strongest = i;
  return strongest;
}

static void
append_element (GString *text, const char *name, TnsMoment *of, int64_t at)
{
  g_autofree char *element = tns_element_dup_name (name, tns_moment_get_meta (of), at);
  g_autofree char *escaped = g_markup_escape_text (element, -1);

  g_string_append (text, escaped);
}

/* x * x: the gradient of each place is a contribution of its own. */
static bool
comes_in_twice (const Explanation *self)
{
  const TnsEvent *op = self->forward->step.event;
  const uint64_t id = tns_moment_get_tensor_id (op->inputs[self->input]);

  for (int i = self->input + 1; i < op->n_inputs; i++)
    if (op->inputs[i] != NULL && tns_moment_get_tensor_id (op->inputs[i]) == id)
      return true;
  return false;
}

static char *
word_elementwise (Explanation *self, const TnsGradStep *grad)
{
  const TnsEvent *op = self->forward->step.event;
  g_autoptr (TnsTensor) upstream = tns_moment_copy (grad->upstream);
  g_autoptr (TnsTensor) contribution = tns_moment_copy (grad->contribution);
  GString *text;
  bool is_whole;
  int64_t at;
  double local, u;

  if (upstream == NULL || contribution == NULL || tns_tensor_get_numel (contribution) == 0
      || tns_tensor_get_numel (contribution) != tns_tensor_get_numel (self->derivative))
    return NULL;
  at = find_strongest (contribution);
  local = get_numbers (self->derivative)[at];
  is_whole = tns_tensor_get_numel (upstream) == 1;
  u = get_numbers (upstream)[is_whole ? 0 : at];

  text = g_string_new ("If <b>");
  append_element (text, self->input_name, op->inputs[self->input], at);
  g_string_append (text, " = ");
  tns_number_append (text, get_numbers (tns_rerun_get_input (self->rerun, self->input))[at], false);
  g_string_append (text, "</b> grows by a little, <b>");
  append_element (text, self->forward->result, op->outputs[0], is_whole ? 0 : at);
  g_string_append (text, "</b>");
  append_change (text, local);
  if (!g_str_equal (self->forward->result, self->root))
    append_share (text, self->root, u);
  g_string_append (text, ": <b>");
  tns_number_append (text, local, true);
  g_string_append (text, " · ");
  tns_number_append (text, u, true);
  g_string_append (text, " = ");
  tns_number_append (text, get_numbers (contribution)[at], true);
  g_string_append (text, "</b>.");
  if (comes_in_twice (self))
    {
      g_autofree char *again = g_markup_printf_escaped (
          " <b>%s</b> comes in more than once: this is its first place.", self->input_name);

      g_string_append (text, again);
    }
  return g_string_free (text, FALSE);
}

static char *
word_rule (Explanation *self)
{
  const TnsOp *op = self->forward != NULL ? self->forward->step.event->op : NULL;
  g_autofree char *derivative = NULL;

  if (op == NULL)
    return g_strdup ("What this node does is not on record: the op it belongs to ran before, or "
                     "inside another one.");
  if (op->category == TNS_CATEGORY_SHAPE || op->category == TNS_CATEGORY_INDEX
      || op->category == TNS_CATEGORY_JOIN)
    return g_markup_printf_escaped ("<b>%s</b> holds elements of <b>%s</b> in another place, "
                                    "unchanged: each one's gradient goes back to where the element "
                                    "came from.",
                                    self->forward->result, self->input_name);
  if (op->category == TNS_CATEGORY_MATRIX)
    return g_markup_printf_escaped ("Every element of <b>%s</b> takes part in several elements of "
                                    "<b>%s</b>: their gradients, each times its factor, are "
                                    "summed.",
                                    self->input_name, self->forward->result);
  derivative = g_strdup (op->derivative != NULL ? op->derivative : "see the op's page");
  return g_markup_printf_escaped ("One element of <b>%s</b> depends on several of <b>%s</b>, so "
                                  "the gradients are summed. The rule: %s.",
                                  self->forward->result, self->input_name, derivative);
}

static char *
dup_next_node (const TnsTimeline *timeline, const TnsTold *told)
{
  const TnsTold *forward = tns_timeline_get_forward (timeline, told->step.event->node);
  const int input = tns_event_find_contribution (told->step.event);
  g_autofree char *local = NULL;

  if (forward != NULL && input >= 0 && input < (int) g_strv_length (forward->inputs))
    local = tns_rule_dup_local (forward->step.event, forward->inputs, forward->result, input);
  if (g_strcmp0 (local, "1") == 0)
    return g_strdup_printf ("%s passes it on unchanged", told->step.op_label);
  if (local != NULL && g_str_has_prefix (local, "1/"))
    return g_strdup_printf ("%s divides it by %s", told->step.op_label, local + strlen ("1/"));
  if (local != NULL)
    return g_strdup_printf ("%s multiplies it by %s", told->step.op_label, local);
  return g_strdup_printf ("%s takes it further back", told->step.op_label);
}

static char *
dup_next (const TnsTimeline *timeline, int step)
{
  const TnsTold *now = tns_timeline_get_told (timeline, step);
  const TnsTold *next = tns_timeline_get_told (timeline, step + 1);
  const TnsTold *after = tns_timeline_get_told (timeline, step + 2);
  g_autofree char *node = NULL;

  if (next == NULL || next->step.segment != now->step.segment)
    return g_strdup ("That was the last step of this backward run.");
  if (next->step.kind == TNS_STEP_ACCUMULATE)
    return g_strdup_printf ("%s += it.", next->step.label);
  if (next->step.kind != TNS_STEP_NODE)
    return g_strdup_printf ("Backward also starts at %s.", next->result);
  node = dup_next_node (timeline, next);
  if (after != NULL && after->step.kind == TNS_STEP_ACCUMULATE
      && after->step.segment == now->step.segment)
    return g_strdup_printf ("%s, then %s += it.", node, after->step.label);
  return g_strdup_printf ("%s.", node);
}

/* ---- steps ---- */

static TnsMoment *
ref_or_null (TnsMoment *moment)
{
  return moment != NULL ? tns_moment_ref (moment) : NULL;
}

static void
explain_op (Explanation *self, TnsGradStep *grad)
{
  self->input_name = self->forward->inputs[self->input];
  self->local = tns_rule_dup_local (self->forward->step.event, self->forward->inputs,
                                    self->forward->result, self->input);
  self->rerun = tns_rerun_new (self->forward->step.event);
  find_derivative (self);

  grad->undoes = g_strdup (self->forward->step.label);
  grad->upstream_name = g_strdup_printf ("∂%s/∂%s", self->root, self->forward->result);
  grad->contribution_name = g_strdup_printf ("∂%s/∂%s", self->root, self->input_name);
  if (self->local != NULL)
    grad->local_rule = g_strdup_printf ("∂%s/∂%s = %s", self->forward->result, self->input_name,
                                        self->local);
  if (self->derivative != NULL)
    {
      grad->local = tns_moment_new (self->derivative);
      grad->words = word_elementwise (self, grad);
    }
  if (grad->upstream != NULL && grad->contribution != NULL)
    check (self, grad);
}

static void
explain_node (const TnsTimeline *timeline, int step, TnsGradStep *grad)
{
  const TnsEvent *event = tns_timeline_get_step (timeline, step)->event;
  Explanation self = {
    .timeline = timeline,
    .step = step,
    .event = event,
    .forward = tns_timeline_get_forward (timeline, event->node),
    .input = tns_event_find_contribution (event),
    .input_name = "its input",
    .root = tns_timeline_dup_root_name (timeline, step),
  };

  grad->node_name = g_strdup (event->name);
  grad->upstream = event->n_inputs > 0 ? ref_or_null (event->inputs[0]) : NULL;
  grad->contribution = self.input >= 0 ? ref_or_null (event->outputs[self.input]) : NULL;
  if (self.forward != NULL && self.input >= 0
      && self.input < (int) g_strv_length (self.forward->inputs))
    explain_op (&self, grad);
  else
    {
      grad->upstream_name = g_strdup ("upstream");
      grad->contribution_name = g_strdup ("contribution");
      self.forward = NULL;
    }
  if (grad->words == NULL)
    grad->words = word_rule (&self);

  g_free (self.root);
  g_free (self.local);
  g_clear_pointer (&self.rerun, tns_rerun_free);
  g_clear_pointer (&self.derivative, tns_tensor_unref);
}

static void
explain_seed (const TnsTold *told, TnsGradStep *grad)
{
  grad->node_name = g_strdup ("Start");
  grad->contribution_name = g_strdup_printf ("∂%s/∂%s", told->result, told->result);
  grad->contribution = ref_or_null (told->step.event->outputs[0]);
  grad->words = g_markup_printf_escaped ("However <b>%s</b> grows, <b>%s</b> grows exactly as "
                                         "much: the way back starts with ones.",
                                         told->result, told->result);
}

static void
explain_accumulate (const TnsTimeline *timeline, int step, TnsGradStep *grad)
{
  const TnsTold *told = tns_timeline_get_told (timeline, step);
  g_autofree char *root = tns_timeline_dup_root_name (timeline, step);

  grad->node_name = g_strdup ("AccumulateGrad");
  grad->upstream_name = g_strdup_printf ("∂%s/∂%s", root, told->result);
  grad->upstream = ref_or_null (told->step.event->inputs[0]);
  grad->contribution_name = g_strdup (told->step.label);
  grad->contribution = ref_or_null (told->step.event->outputs[0]);
  grad->local_rule = g_strdup_printf ("%s += ∂%s/∂%s", told->step.label, root, told->result);
  grad->words = g_markup_printf_escaped ("<b>%s</b> is a leaf: what arrives is added to "
                                         "<b>%s</b> and stays there until you clear it.",
                                         told->result, told->step.label);
}

TnsGradStep *
tns_timeline_explain (const TnsTimeline *self, int step)
{
  const TnsTold *told = tns_timeline_get_told (self, step);
  TnsGradStep *grad;

  if (told == NULL || told->step.kind == TNS_STEP_OP)
    return NULL;
  grad = g_new0 (TnsGradStep, 1);
  if (told->step.kind == TNS_STEP_SEED)
    explain_seed (told, grad);
  else if (told->step.kind == TNS_STEP_ACCUMULATE)
    explain_accumulate (self, step, grad);
  else
    explain_node (self, step, grad);
  grad->next = dup_next (self, step);
  return grad;
}
