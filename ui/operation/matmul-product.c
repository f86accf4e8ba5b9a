/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul-product.h"

#include "engine/ops/op.h"
#include "ui/operation/variables.h"

/* ---- operands ---- */

static TnuShape
get_shape (const TnsVariable *variable)
{
  const TnsMeta *meta = tns_moment_get_meta (variable->value);
  TnuShape shape = { .rank = meta->rank };
  for (int d = 0; d < meta->rank; d++)
    shape.sizes[d] = meta->sizes[d];
  return shape;
}

static void
operand_clear (TnuMatmulOperand *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->moment, tns_moment_unref);
}

static bool
operand_set (TnuMatmulOperand *self, const TnsVariable *variable, const TnuTurn *turn)
{
  TnuShape raw = get_shape (variable), shape;
  if (!tnu_turn_apply (turn, &raw, &shape))
    return false;
  operand_clear (self);
  *self = (TnuMatmulOperand){
    .name = g_strdup (variable->name),
    .moment = tns_moment_ref (variable->value),
    .raw = raw,
    .turn = *turn,
    .shape = shape,
    .code = tnu_turn_dup_code (turn, variable->name, raw.rank),
  };
  return true;
}

/* ---- the verdict ---- */

/* The operand as inference needs it: without numbers. */
static TnsTensor *
make_shadow (const TnuMatmulOperand *operand, GError **error)
{
  int64_t sizes[TNU_SHAPE_MAX_RANK];
  for (int d = 0; d < operand->shape.rank; d++)
    sizes[d] = operand->shape.sizes[d];
  return tns_tensor_new_dense (tns_moment_get_meta (operand->moment)->dtype,
                               (TnsDevice){ TNS_DEVICE_META, -1 }, operand->shape.rank, sizes,
                               error);
}

static bool
infer (const TnuMatmulProduct *self, GError **error)
{
  g_autoptr (TnsTensor) a = make_shadow (&self->operands[0], error);
  g_autoptr (TnsTensor) b = a != NULL ? make_shadow (&self->operands[1], error) : NULL;
  TnsMeta verdict;
  int n_outs = 1;
  if (b == NULL)
    return false;
  TnsValue args[] = { tns_value_tensor (a), tns_value_tensor (b) };
  return tns_op_infer (&tns_op_matmul, false, args, G_N_ELEMENTS (args), &verdict, &n_outs, error);
}

static void
update (TnuMatmulProduct *self)
{
  g_autoptr (GError) error = NULL;
  g_clear_pointer (&self->reason, g_free);
  tnu_matmul_plan_init (&self->plan, &self->operands[0].shape, &self->operands[1].shape);
  if (!infer (self, &error))
    self->reason = g_strdup (error->message);
}

bool
tnu_matmul_product_set (TnuMatmulProduct *self, int which, const char *name, const TnuTurn *turn)
{
  const TnsVariable *variable = tnu_variables_find (self->variables, name);
  if (variable == NULL || !operand_set (&self->operands[which], variable, turn))
    return false;
  update (self);
  return true;
}

void
tnu_matmul_product_swap (TnuMatmulProduct *self)
{
  TnuMatmulOperand first = self->operands[0];
  self->operands[0] = self->operands[1];
  self->operands[1] = first;
  update (self);
}

/* ---- beginning ---- */

static char *
choose_target (const TnuMatmulProduct *self)
{
  static const char *const names[] = { "C", "y", "z", "product" };
  for (gsize k = 0; k < G_N_ELEMENTS (names); k++)
    if (tnu_variables_find (self->variables, names[k]) == NULL)
      return g_strdup (names[k]);
  for (int k = 2;; k++)
    {
      g_autofree char *name = g_strdup_printf ("product%d", k);
      if (tnu_variables_find (self->variables, name) == NULL)
        return g_steal_pointer (&name);
    }
}

/* How well @other goes with @first: 2 a product, 1 its mirror image, 0 neither. */
static int
rate_partner (const TnuShape *first, const TnsVariable *other)
{
  TnuShape shape = get_shape (other);
  TnuMatmulPlan plan;
  tnu_matmul_plan_init (&plan, first, &shape);
  if (plan.verdict == TNU_MATMUL_FITS)
    return 2;
  tnu_matmul_plan_init (&plan, &shape, first);
  return plan.verdict == TNU_MATMUL_FITS ? 1 : 0;
}

/* The tensor that goes best with the one that was chosen; it stands on the left when only that
 * fits. */
static void
choose_partner (TnuMatmulProduct *self, const TnsVariable *first)
{
  TnuShape shape = get_shape (first);
  const TnsVariable *best = first;
  int best_rate = -1;
  const TnuTurn none = { 0 };
  for (guint k = 0; k < self->variables->len; k++)
    {
      const TnsVariable *other = self->variables->pdata[k];
      int rate = rate_partner (&shape, other);
      if (other != first && rate > best_rate)
        {
          best = other;
          best_rate = rate;
        }
    }
  operand_set (&self->operands[best_rate == 1 ? 1 : 0], first, &none);
  operand_set (&self->operands[best_rate == 1 ? 0 : 1], best, &none);
}

bool
tnu_matmul_product_init (TnuMatmulProduct *self,
                         const TnsTimeline *timeline,
                         int cursor,
                         const char *name)
{
  *self = (TnuMatmulProduct){ .variables = tns_timeline_dup_variables (timeline, cursor) };
  for (guint k = self->variables->len; k > 0; k--)
    if (tns_moment_get_meta (((TnsVariable *)self->variables->pdata[k - 1])->value)->rank
        > TNU_SHAPE_MAX_RANK)
      g_ptr_array_remove_index (self->variables, k - 1);
  const TnsVariable *first = tnu_variables_find (self->variables, name);
  if (first == NULL)
    {
      tnu_matmul_product_clear (self);
      return false;
    }
  self->target = choose_target (self);
  choose_partner (self, first);
  update (self);
  return true;
}

void
tnu_matmul_product_clear (TnuMatmulProduct *self)
{
  operand_clear (&self->operands[0]);
  operand_clear (&self->operands[1]);
  g_clear_pointer (&self->variables, g_ptr_array_unref);
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->reason, g_free);
}

/* ---- the line ---- */

char *
tnu_matmul_product_dup_code (const TnuMatmulProduct *self)
{
  return g_strdup_printf ("%s = %s @ %s", self->target, self->operands[0].code,
                          self->operands[1].code);
}

bool
tnu_matmul_product_parse (TnuMatmulProduct *self, const char *code)
{
  static GRegex *pattern;
  if (g_once_init_enter (&pattern))
    g_once_init_leave (&pattern,
                       g_regex_new ("^\\s*([^\\W\\d]\\w*)\\s*=([^=@]+)@([^@]+)$", 0, 0, NULL));
  g_autoptr (GMatchInfo) match = NULL;
  TnuTurn turns[2];
  g_autofree char *first = NULL, *second = NULL;
  TnuMatmulOperand operands[2] = { 0 };
  if (!g_regex_match (pattern, code, 0, &match))
    return false;
  g_autofree char *left = g_match_info_fetch (match, 2);
  g_autofree char *right = g_match_info_fetch (match, 3);
  if (!tnu_turn_parse (left, &turns[0], &first) || !tnu_turn_parse (right, &turns[1], &second))
    return false;
  const TnsVariable *a = tnu_variables_find (self->variables, first),
                    *b = tnu_variables_find (self->variables, second);
  if (a == NULL || b == NULL || !operand_set (&operands[0], a, &turns[0])
      || !operand_set (&operands[1], b, &turns[1]))
    {
      operand_clear (&operands[0]);
      return false;
    }
  for (int k = 0; k < 2; k++)
    {
      operand_clear (&self->operands[k]);
      self->operands[k] = operands[k];
    }
  g_free (self->target);
  self->target = g_match_info_fetch (match, 1);
  update (self);
  return true;
}

/* ---- fixes ---- */

GArray *
tnu_matmul_product_find_fixes (const TnuMatmulProduct *self, int most)
{
  return tnu_matmul_find_fixes (&self->operands[0].raw, &self->operands[1].raw, most);
}

void
tnu_matmul_product_apply_fix (TnuMatmulProduct *self, const TnuMatmulFix *fix)
{
  const TnsVariable *a = tnu_variables_find (self->variables, self->operands[0].name);
  const TnsVariable *b = tnu_variables_find (self->variables, self->operands[1].name);
  operand_set (&self->operands[fix->swaps ? 1 : 0], a, &fix->a);
  operand_set (&self->operands[fix->swaps ? 0 : 1], b, &fix->b);
  update (self);
}

/* ---- the recorded gradient ---- */

static bool
is_this_product (const TnuMatmulProduct *self, const TnsEvent *event)
{
  if (event->kind != TNS_EVENT_OP || event->node == 0 || event->n_inputs < 2
      || event->inputs[0] == NULL || event->inputs[1] == NULL)
    return false;
  for (int k = 0; k < 2; k++)
    if (self->operands[k].turn.kind != TNU_TURN_NONE
        || tns_moment_get_tensor_id (event->inputs[k])
               != tns_moment_get_tensor_id (self->operands[k].moment)
        || tns_moment_get_version (event->inputs[k])
               != tns_moment_get_version (self->operands[k].moment))
      return false;
  return event->op == &tns_op_matmul || event->op == &tns_op_mm || event->op == &tns_op_bmm
         || event->op == &tns_op_mv || event->op == &tns_op_dot;
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

bool
tnu_matmul_product_is_real (const TnuMatmulProduct *self)
{
  for (int k = 0; k < 2; k++)
    if (tnk_dtype_is_complex (tns_moment_get_meta (self->operands[k].moment)->dtype))
      return false;
  return true;
}
