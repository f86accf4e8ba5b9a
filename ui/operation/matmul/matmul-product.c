/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul/matmul-product.h"

#include <string.h>

#include "engine/ops/op.h"
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

bool
tnu_matmul_product_is_complex (const TnuMatmulProduct *self)
{
  for (int k = 0; k < self->n_operands; k++)
    if (tnk_dtype_is_complex (tns_moment_get_meta (self->operands[k].moment)->dtype))
      return true;
  return false;
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

static const TnsOp *
get_op (TnuMatmulWord word)
{
  static const TnsOp *const ops[] = {
    [TNU_MATMUL_WORD_AT] = &tns_op_matmul,   [TNU_MATMUL_WORD_MATMUL] = &tns_op_matmul,
    [TNU_MATMUL_WORD_BMM] = &tns_op_bmm,     [TNU_MATMUL_WORD_MM] = &tns_op_mm,
    [TNU_MATMUL_WORD_MV] = &tns_op_mv,       [TNU_MATMUL_WORD_DOT] = &tns_op_dot,
    [TNU_MATMUL_WORD_OUTER] = &tns_op_outer, [TNU_MATMUL_WORD_EINSUM] = &tns_op_einsum,
  };
  return ops[word];
}

static bool
infer (TnuMatmulProduct *self, GError **error)
{
  TnsTensor *tensors[TNU_EINSUM_MAX_OPERANDS] = { NULL };
  bool are_made = true;
  TnsMeta verdict;
  int n_outs = 1;
  for (int k = 0; k < self->n_operands && are_made; k++)
    {
      tensors[k] = make_shadow (&self->operands[k], error);
      are_made = tensors[k] != NULL;
    }
  TnsValue two[] = { tns_value_tensor (tensors[0]), tns_value_tensor (tensors[1]) };
  TnsValue equation[] = { tns_value_string (self->equation != NULL ? self->equation : ""),
                          tns_value_tensors (tensors, self->n_operands) };
  bool is_legal = are_made
                  && tns_op_infer (get_op (self->word), false,
                                   self->word == TNU_MATMUL_WORD_EINSUM ? equation : two, 2,
                                   &verdict, &n_outs, error);
  for (int k = 0; k < self->n_operands; k++)
    g_clear_pointer (&tensors[k], tns_tensor_unref);
  if (!is_legal)
    return false;
  self->dtype = verdict.dtype;
  if (!tnu_shape_from_meta (&verdict, &self->out))
    self->out = (TnuShape){ .rank = -1 };
  return true;
}

static bool
have_one_dtype (const TnuMatmulProduct *self)
{
  return tns_moment_get_meta (self->operands[0].moment)->dtype
         == tns_moment_get_meta (self->operands[1].moment)->dtype;
}

/* The verdict of the picture on a line that PyTorch refuses: what is wrong with the shapes, or with
 * the word. */
static void
refuse (TnuMatmulProduct *self)
{
  const TnuShape *a = &self->operands[0].shape;
  const TnuShape *b = &self->operands[self->n_operands > 1 ? 1 : 0].shape;
  tnu_matmul_plan_init (&self->plan, a, b);
  bool takes = tnu_matmul_word_takes (self->word, a, b) && self->word != TNU_MATMUL_WORD_EINSUM;
  if (takes && self->plan.verdict != TNU_MATMUL_FITS)
    return;
  self->plan.verdict = TNU_MATMUL_REFUSED;
  self->plan.result = (TnuShape){ .rank = 0 };
  self->plan.words = takes && !have_one_dtype (self)
                         ? "The two have not the same dtype: convert one of them first."
                         : tnu_matmul_word_get_rule (self->word);
}

/* W.T is short enough to be a name, a longer turn is a prime. */
static char *
dup_label (const TnuTurn *turn, const char *code)
{
  return turn->kind == TNU_TURN_NONE        ? g_strdup (code)
         : turn->kind == TNU_TURN_TRANSPOSE ? g_strdup_printf ("%s.T", code)
                                            : g_strdup_printf ("%s′", code);
}

static void
stand (TnuMatmulProduct *self, const TnuTurn *a, const TnuTurn *b, const TnuTurn *c)
{
  const TnuTurn *turns[] = { a, b };
  TnuShape shapes[2];
  for (int k = 0; k < 2; k++)
    {
      TnuMatmulOperand *operand = &self->operands[k];
      operand->stand = *turns[k];
      if (turns[k]->kind != TNU_TURN_NONE)
        operand->label = dup_label (turns[k], operand->code);
      tnu_turn_apply (turns[k], &operand->shape, &shapes[k]);
    }
  self->c_label = dup_label (c, self->target);
  tnu_matmul_plan_init (&self->plan, &shapes[0], &shapes[1]);
}

static char *
dup_default_equation (const TnuMatmulProduct *self)
{
  TnuMatmulPlan plan;
  tnu_matmul_plan_init (&plan, &self->operands[0].shape, &self->operands[1].shape);
  return tnu_einsum_dup_equation (&plan);
}

/* As the sums that the equation says; those of A @ B where it is written in another word. */
static void
stand_as_sums (TnuMatmulProduct *self)
{
  TnuShape shapes[TNU_EINSUM_MAX_OPERANDS];
  bool is_einsum = self->word == TNU_MATMUL_WORD_EINSUM;
  g_autofree char *own = is_einsum                             ? g_strdup (self->equation)
                         : self->word == TNU_MATMUL_WORD_OUTER ? g_strdup ("i,j->ij")
                                                               : dup_default_equation (self);
  for (int k = 0; k < self->n_operands; k++)
    shapes[k] = self->operands[k].shape;
  self->way
      = self->out.rank >= 0 && tnu_einsum_plan_init (&self->sums, own, shapes, self->n_operands)
            ? TNU_MATMUL_SUMS
            : TNU_MATMUL_SHAPES;
  self->c_label = g_strdup (self->target);
  self->plan = (TnuMatmulPlan){
    .verdict = TNU_MATMUL_UNPLAYED,
    .result = self->out.rank >= 0 ? self->out : (TnuShape){ .rank = 0 },
    .n_tables = 1,
    .words = "More letters or dims than can be shown here.",
  };
}

/* An einsum of two that is the product of two tables stands as they do. */
static bool
stand_as_tables (TnuMatmulProduct *self)
{
  TnuEinsumForm *form = &self->form;
  if (self->n_operands != 2 || self->out.rank < 0)
    return false;
  tnu_einsum_form_init (form, self->equation, &self->operands[0].shape, &self->operands[1].shape);
  if (!form->is_product)
    return false;
  stand (self, &form->a, &form->b, &form->c);
  return true;
}

static void
stand_as_written (TnuMatmulProduct *self)
{
  const TnuTurn none = { 0 }, column = { .kind = TNU_TURN_UNSQUEEZE, .dim = 1 },
                row = { .kind = TNU_TURN_UNSQUEEZE, .dim = 0 };
  self->way = TNU_MATMUL_TABLES;
  if (tnu_matmul_product_is_complex (self)
      || (self->word == TNU_MATMUL_WORD_EINSUM && !stand_as_tables (self)))
    stand_as_sums (self);
  else if (self->word == TNU_MATMUL_WORD_OUTER)
    stand (self, &column, &row, &none);
  else if (self->word != TNU_MATMUL_WORD_EINSUM)
    stand (self, &none, &none, &none);
}

static void
update (TnuMatmulProduct *self)
{
  g_autoptr (GError) error = NULL;
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->c_label, g_free);
  for (int k = 0; k < self->n_operands; k++)
    {
      g_clear_pointer (&self->operands[k].label, g_free);
      self->operands[k].stand = (TnuTurn){ 0 };
    }
  self->form = (TnuEinsumForm){ .n_letters = 0 };
  self->sums = (TnuEinsumPlan){ .n_operands = 0 };
  self->way = TNU_MATMUL_SHAPES;
  if (infer (self, &error))
    {
      stand_as_written (self);
      return;
    }
  self->reason = g_strdup (error->message);
  self->c_label = g_strdup (self->target);
  refuse (self);
}

/* ---- how it is written ---- */

/* An equation that nobody wrote follows the operands. */
static void
update_operands (TnuMatmulProduct *self, const char *before)
{
  if (self->n_operands == 2 && g_strcmp0 (self->equation, before) == 0)
    {
      g_free (self->equation);
      self->equation = dup_default_equation (self);
    }
  update (self);
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
    self->equation = dup_default_equation (self);
  update (self);
}

void
tnu_matmul_product_set_equation (TnuMatmulProduct *self, const char *equation)
{
  g_free (self->equation);
  self->equation = g_strdup (equation);
  self->word = TNU_MATMUL_WORD_EINSUM;
  set_n_operands (self, MIN (tnu_einsum_count_operands (equation), TNU_EINSUM_MAX_OPERANDS));
  update (self);
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
  g_autofree char *before = dup_default_equation (self);
  if (variable == NULL || !operand_set (&self->operands[which], variable, turn))
    return false;
  update_operands (self, before);
  return true;
}

void
tnu_matmul_product_swap (TnuMatmulProduct *self)
{
  g_autofree char *before = dup_default_equation (self);
  TnuMatmulOperand first = self->operands[0];
  self->operands[0] = self->operands[1];
  self->operands[1] = first;
  update_operands (self, before);
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
  self->n_operands = 2;
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
  self->equation
      = line.equation != NULL ? g_steal_pointer (&line.equation) : dup_default_equation (self);
  update (self);
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
  g_autofree char *before = dup_default_equation (self);
  const TnsVariable *a = tnu_variables_find (self->variables, self->operands[0].name);
  const TnsVariable *b = tnu_variables_find (self->variables, self->operands[1].name);
  operand_set (&self->operands[fix->swaps ? 1 : 0], a, &fix->a);
  operand_set (&self->operands[fix->swaps ? 0 : 1], b, &fix->b);
  update_operands (self, before);
}

/* ---- what was recorded ---- */

static bool
is_product (const TnsOp *op)
{
  for (int word = 0; word < TNU_MATMUL_N_WORDS; word++)
    if (op == get_op (word))
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
