/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* What follows from the line of a product: what PyTorch says of it, by the op table's inference,
 * and how it is watched. */
#include "engine/ops/op.h"
#include "ui/operation/matmul/matmul-product.h"
#include "ui/operation/variables.h"

bool
tnu_matmul_product_is_complex (const TnuMatmulProduct *self)
{
  for (int k = 0; k < self->n_operands; k++)
    if (tnk_dtype_is_complex (tns_moment_get_meta (self->operands[k].moment)->dtype))
      return true;
  return false;
}

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

const TnsOp *
tnu_matmul_word_get_op (TnuMatmulWord word)
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
                  && tns_op_infer (tnu_matmul_word_get_op (self->word), false,
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

char *
tnu_matmul_product_dup_default_equation (const TnuMatmulProduct *self)
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
  g_autofree char *own = is_einsum ? g_strdup (self->equation)
                         : self->word == TNU_MATMUL_WORD_OUTER
                             ? g_strdup ("i,j->ij")
                             : tnu_matmul_product_dup_default_equation (self);
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

void
tnu_matmul_product_judge (TnuMatmulProduct *self)
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
