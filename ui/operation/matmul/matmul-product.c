/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul/matmul-product.h"

#include <string.h>

#include "ui/operation/matmul/einsum-words.h"
#include "ui/operation/variables.h"

/* ---- operands ---- */

static TnuShape
get_shape (const TnsVariable *variable)
{
  TnuShape shape = { 0 };
  tnu_shape_from_meta (tns_moment_get_meta (variable->value), &shape);
  return shape;
}

static void
operand_clear (TnuMatmulOperand *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->label, g_free);
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

/* ---- how it is written ---- */

/* An equation that nobody wrote follows the operands. */
static void
update_operands (TnuMatmulProduct *self, const char *before)
{
  if (self->n_operands == 2 && g_strcmp0 (self->equation, before) == 0)
    {
      g_free (self->equation);
      self->equation = tnu_matmul_product_dup_default_equation (self);
    }
  tnu_matmul_product_judge (self);
}

/* How well @other suits the letters of @operand: the sizes that the other operands have. */
static bool
suits (const TnuMatmulProduct *self, int operand, const TnsVariable *other)
{
  TnuShape shapes[TNU_EINSUM_MAX_OPERANDS];
  TnuEinsumPlan plan;
  for (int k = 0; k < operand; k++)
    shapes[k] = self->operands[k].shape;
  shapes[operand] = get_shape (other);
  /* The equation as far as it goes: up to the comma behind the operand. */
  const char *end = self->equation;
  for (int n = 0; *end != '\0' && (*end != ',' || n < operand); end++)
    n += *end == ',';
  g_autofree char *part = g_strndup (self->equation, (gsize)(end - self->equation));
  char *arrow = strstr (part, "->");
  if (arrow != NULL)
    *arrow = '\0';
  if (!tnu_einsum_plan_init (&plan, part, shapes, operand + 1))
    return false;
  for (int d = 0; d < plan.operands[operand].shape.rank; d++)
    if (plan.operands[operand].shape.sizes[d] != plan.axes[plan.operands[operand].axes[d]].size)
      return false;
  for (int k = 0; k < operand; k++)
    for (int d = 0; d < plan.operands[k].shape.rank; d++)
      if (plan.operands[k].shape.sizes[d] != 1
          && plan.operands[k].shape.sizes[d] != plan.axes[plan.operands[k].axes[d]].size)
        return false;
  return true;
}

/* One more, or as many fewer, until there are @n. */
static void
set_n_operands (TnuMatmulProduct *self, int n)
{
  const TnuTurn none = { 0 };
  for (; self->n_operands > n; self->n_operands--)
    operand_clear (&self->operands[self->n_operands - 1]);
  while (self->n_operands < n)
    {
      const TnsVariable *best = tnu_variables_find (self->variables, self->operands[0].name);
      for (guint k = self->variables->len; k > 0; k--)
        if (self->equation != NULL && suits (self, self->n_operands, self->variables->pdata[k - 1]))
          best = self->variables->pdata[k - 1];
      operand_set (&self->operands[self->n_operands++], best, &none);
    }
}

void
tnu_matmul_product_set_word (TnuMatmulProduct *self, TnuMatmulWord word)
{
  self->word = word;
  if (word != TNU_MATMUL_WORD_EINSUM && self->n_operands != 2)
    {
      set_n_operands (self, 2);
      g_clear_pointer (&self->equation, g_free);
    }
  if (self->equation == NULL)
    self->equation = tnu_matmul_product_dup_default_equation (self);
  tnu_matmul_product_judge (self);
}

void
tnu_matmul_product_set_equation (TnuMatmulProduct *self, const char *equation)
{
  g_free (self->equation);
  self->equation = g_strdup (equation);
  self->word = TNU_MATMUL_WORD_EINSUM;
  set_n_operands (self, MIN (tnu_einsum_count_operands (equation), TNU_EINSUM_MAX_OPERANDS));
  tnu_matmul_product_judge (self);
}

const char *
tnu_matmul_operand_get_label (const TnuMatmulOperand *self)
{
  return self->label != NULL ? self->label : self->code;
}

static void
append_stand (GString *text, const TnuTurn *turn, const char *label, const char *code, int rank)
{
  if (turn->kind == TNU_TURN_NONE)
    return;
  g_autofree char *turned = tnu_turn_dup_code (turn, code, rank);
  if (strcmp (turned, label) == 0)
    return;
  /* Spaces that stay: the line is one word of marked text. */
  g_auto (GStrv) parts = g_strsplit (turned, " ", -1);
  g_autofree char *joined = g_strjoinv ("\u00a0", parts);
  g_string_append_printf (text, "%s~b%s| = %s", text->len > 0 ? "\n" : "", label, joined);
}

char *
tnu_matmul_product_dup_letters (const TnuMatmulProduct *self)
{
  const TnuMatmulOperand *a = &self->operands[0], *b = &self->operands[1];
  if (self->way == TNU_MATMUL_SUMS)
    {
      const char *names[TNU_EINSUM_MAX_OPERANDS + 1];
      for (int k = 0; k < self->n_operands; k++)
        names[k] = self->operands[k].code;
      return tnu_einsum_dup_axes (&self->sums, names);
    }
  if (self->way != TNU_MATMUL_TABLES || self->word != TNU_MATMUL_WORD_EINSUM)
    return g_strdup ("");
  g_autofree char *words = tnu_einsum_form_dup_words (&self->form, a->code, b->code);
  GString *text = g_string_new (words);
  append_stand (text, &a->stand, tnu_matmul_operand_get_label (a), a->code, a->shape.rank);
  append_stand (text, &b->stand, tnu_matmul_operand_get_label (b), b->code, b->shape.rank);
  append_stand (text, &self->form.c, self->c_label, self->target, self->out.rank);
  return g_string_free (text, FALSE);
}

char
tnu_matmul_product_get_mark (const TnuMatmulProduct *self, char letter)
{
  return self->way == TNU_MATMUL_SUMS ? tnu_einsum_plan_get_mark (&self->sums, letter)
                                      : tnu_einsum_form_get_mark (&self->form, letter);
}

bool
tnu_matmul_product_set (TnuMatmulProduct *self, int which, const char *name, const TnuTurn *turn)
{
  const TnsVariable *variable = tnu_variables_find (self->variables, name);
  g_autofree char *before = tnu_matmul_product_dup_default_equation (self);
  if (variable == NULL || !operand_set (&self->operands[which], variable, turn))
    return false;
  update_operands (self, before);
  return true;
}

void
tnu_matmul_product_swap (TnuMatmulProduct *self)
{
  g_autofree char *before = tnu_matmul_product_dup_default_equation (self);
  TnuMatmulOperand first = self->operands[0];
  self->operands[0] = self->operands[1];
  self->operands[1] = first;
  update_operands (self, before);
}

/* ---- beginning ---- */

static bool
is_taken_name (const TnuMatmulProduct *self, GPtrArray *coming, const char *name)
{
  return tnu_variables_find (self->variables, name) != NULL
         || g_ptr_array_find_with_equal_func (coming, name, g_str_equal, NULL);
}

static char *
choose_target (const TnuMatmulProduct *self, GPtrArray *coming)
{
  static const char *const names[] = { "C", "y", "z", "product" };
  int n = (int)G_N_ELEMENTS (names);
  for (int k = 0;; k++)
    {
      g_autofree char *name
          = k < n ? g_strdup (names[k]) : g_strdup_printf ("%s%d", names[n - 1], k - n + 2);
      if (!is_taken_name (self, coming, name))
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
  self->n_operands = 2;
}

bool
tnu_matmul_product_init (TnuMatmulProduct *self,
                         const TnsTimeline *timeline,
                         int cursor,
                         const char *name,
                         GPtrArray *coming)
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
  self->target = choose_target (self, coming);
  choose_partner (self, first);
  tnu_matmul_product_judge (self);
  return true;
}

static void
clear_operands (TnuMatmulProduct *self)
{
  for (int k = 0; k < self->n_operands; k++)
    operand_clear (&self->operands[k]);
  self->n_operands = 0;
}

void
tnu_matmul_product_clear (TnuMatmulProduct *self)
{
  clear_operands (self);
  g_clear_pointer (&self->variables, g_ptr_array_unref);
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->equation, g_free);
  g_clear_pointer (&self->c_label, g_free);
  g_clear_pointer (&self->reason, g_free);
}

/* ---- the line ---- */

static char *
dup_right_side (const TnuMatmulProduct *self, const char *const *operands)
{
  TnuMatmulForm form = { self->word, self->is_method, self->equation };
  return tnu_matmul_form_dup_code (&form, operands, self->n_operands);
}

char *
tnu_matmul_product_dup_code (const TnuMatmulProduct *self)
{
  const char *operands[TNU_EINSUM_MAX_OPERANDS];
  for (int k = 0; k < self->n_operands; k++)
    operands[k] = self->operands[k].code;
  g_autofree char *right = dup_right_side (self, operands);
  return g_strdup_printf ("%s = %s", self->target, right);
}

static bool
parse_operand (const TnuMatmulProduct *self, const char *code, TnuMatmulOperand *operand)
{
  g_autofree char *name = NULL;
  TnuTurn turn;
  if (!tnu_turn_parse (code, &turn, &name))
    return false;
  const TnsVariable *variable = tnu_variables_find (self->variables, name);
  return variable != NULL && operand_set (operand, variable, &turn);
}

bool
tnu_matmul_product_parse (TnuMatmulProduct *self, const char *code)
{
  g_auto (TnuMatmulLine) line = { 0 };
  TnuMatmulOperand operands[TNU_EINSUM_MAX_OPERANDS] = { 0 };
  int n = 0;
  if (!tnu_matmul_line_parse (&line, code))
    return false;
  while (n < line.n_operands && parse_operand (self, line.operands[n], &operands[n]))
    n++;
  if (n < line.n_operands)
    {
      while (n-- > 0)
        operand_clear (&operands[n]);
      return false;
    }
  clear_operands (self);
  memcpy (self->operands, operands, sizeof operands);
  self->n_operands = n;
  g_free (self->target);
  self->target = g_steal_pointer (&line.target);
  self->word = line.word;
  self->is_method = line.is_method;
  g_free (self->equation);
  self->equation = line.equation != NULL ? g_steal_pointer (&line.equation)
                                         : tnu_matmul_product_dup_default_equation (self);
  tnu_matmul_product_judge (self);
  return true;
}

/* ---- fixes ---- */

/* Whether the word of the line takes what @fix makes. */
static bool
is_taken (const TnuMatmulProduct *self, const TnuMatmulFix *fix)
{
  TnuShape a, b;
  tnu_turn_apply (&fix->a, &self->operands[0].raw, &a);
  tnu_turn_apply (&fix->b, &self->operands[1].raw, &b);
  return fix->swaps ? tnu_matmul_word_takes (self->word, &b, &a)
                    : tnu_matmul_word_takes (self->word, &a, &b);
}

GArray *
tnu_matmul_product_find_fixes (const TnuMatmulProduct *self, int most)
{
  if (self->word == TNU_MATMUL_WORD_EINSUM || self->word == TNU_MATMUL_WORD_OUTER)
    return g_array_new (FALSE, FALSE, sizeof (TnuMatmulFix));
  GArray *fixes = tnu_matmul_find_fixes (&self->operands[0].raw, &self->operands[1].raw, most);
  for (guint k = fixes->len; k > 0; k--)
    if (!is_taken (self, &g_array_index (fixes, TnuMatmulFix, k - 1)))
      g_array_remove_index (fixes, k - 1);
  return fixes;
}

char *
tnu_matmul_product_dup_fix_code (const TnuMatmulProduct *self, const TnuMatmulFix *fix)
{
  const TnuMatmulOperand *a = &self->operands[0], *b = &self->operands[1];
  g_autofree char *first = tnu_turn_dup_code (&fix->a, a->name, a->raw.rank);
  g_autofree char *second = tnu_turn_dup_code (&fix->b, b->name, b->raw.rank);
  const char *operands[] = { fix->swaps ? second : first, fix->swaps ? first : second };
  return dup_right_side (self, operands);
}

void
tnu_matmul_product_apply_fix (TnuMatmulProduct *self, const TnuMatmulFix *fix)
{
  g_autofree char *before = tnu_matmul_product_dup_default_equation (self);
  const TnsVariable *a = tnu_variables_find (self->variables, self->operands[0].name);
  const TnsVariable *b = tnu_variables_find (self->variables, self->operands[1].name);
  operand_set (&self->operands[fix->swaps ? 1 : 0], a, &fix->a);
  operand_set (&self->operands[fix->swaps ? 0 : 1], b, &fix->b);
  update_operands (self, before);
}
