/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* What the trace knows of a product: the step that made it, the gradient that came back to it. */
#include "engine/ops/op.h"
#include "ui/operation/matmul/matmul-product.h"
#include "ui/operation/variables.h"

static bool
is_product (const TnsOp *op)
{
  for (int word = 0; word < TNU_MATMUL_N_WORDS; word++)
    if (op == tnu_matmul_word_get_op (word))
      return true;
  return false;
}

const TnsStep *
tnu_matmul_product_find_origin (const TnuMatmulProduct *self,
                                const TnsTimeline *timeline,
                                int cursor,
                                const char *name)
{
  const TnsVariable *variable = tnu_variables_find (self->variables, name);
  for (int k = MIN (cursor, tns_timeline_get_n_steps (timeline)); variable != NULL && k > 0; k--)
    {
      const TnsStep *step = tns_timeline_get_step (timeline, k - 1);
      const TnsEvent *event = step->event;
      if (event->kind == TNS_EVENT_OP && event->n_outputs > 0 && event->outputs[0] != NULL
          && tns_moment_get_tensor_id (event->outputs[0])
                 == tns_moment_get_tensor_id (variable->value))
        return is_product (event->op) ? step : NULL;
    }
  return NULL;
}

static bool
is_this_product (const TnuMatmulProduct *self, const TnsEvent *event)
{
  if (event->kind != TNS_EVENT_OP || event->node == 0 || event->n_inputs < 2
      || event->inputs[0] == NULL || event->inputs[1] == NULL)
    return false;
  for (int k = 0; k < 2; k++)
    if (self->operands[k].turn.kind != TNU_TURN_NONE
        || self->operands[k].stand.kind != TNU_TURN_NONE
        || tns_moment_get_tensor_id (event->inputs[k])
               != tns_moment_get_tensor_id (self->operands[k].moment)
        || tns_moment_get_version (event->inputs[k])
               != tns_moment_get_version (self->operands[k].moment))
      return false;
  /* The rest stands otherwise in the picture. */
  return is_product (event->op) && event->op != &tns_op_outer && event->op != &tns_op_einsum;
}

static bool
has_shape (TnsMoment *moment, const TnuShape *shape)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);
  if (meta->rank != shape->rank)
    return false;
  for (int d = 0; d < meta->rank; d++)
    if (meta->sizes[d] != shape->sizes[d])
      return false;
  return true;
}

TnsMoment *
tnu_matmul_product_dup_gradient (const TnuMatmulProduct *self,
                                 const TnsTimeline *timeline,
                                 int cursor)
{
  uint64_t node = 0;
  TnsMoment *gradient = NULL;
  for (int k = 0; k < MIN (cursor, tns_timeline_get_n_steps (timeline)); k++)
    {
      const TnsEvent *event = tns_timeline_get_step (timeline, k)->event;
      if (is_this_product (self, event))
        node = event->node;
      else if (event->kind == TNS_EVENT_NODE && node != 0 && event->node == node
               && event->n_inputs > 0 && event->inputs[0] != NULL
               && has_shape (event->inputs[0], &self->plan.result))
        gradient = event->inputs[0];
    }
  return gradient != NULL ? tns_moment_ref (gradient) : NULL;
}
