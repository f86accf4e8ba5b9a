/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/broadcast/cast-call.h"

#include <string.h>

#include "engine/core/dtype.h"
#include "engine/core/error.h"
#include "ui/operation/variables.h"

/* How a word stands in the code. */
typedef enum
{
  FORM_SIGN,     /* a + b */
  FORM_FUNCTION, /* torch.maximum(a, b) */
  FORM_METHOD    /* x.broadcast_to((3, 4)) */
} Form;

static const struct
{
  const char *sign;
  const char *tooltip;
  Form form;
  const TnsOp *op;
} words[TNU_N_CAST_WORDS] = {
  [TNU_CAST_ADD] = { "+", "Add number by number", FORM_SIGN, &tns_op_add },
  [TNU_CAST_SUB] = { "-", "Subtract number by number", FORM_SIGN, &tns_op_sub },
  [TNU_CAST_MUL] = { "*", "Multiply number by number", FORM_SIGN, &tns_op_mul },
  [TNU_CAST_DIV] = { "/", "Divide number by number", FORM_SIGN, &tns_op_div },
  [TNU_CAST_FLOOR_DIV] = { "//", "Divide and round down", FORM_SIGN, &tns_op_floor_divide },
  [TNU_CAST_REMAINDER] = { "%", "What dividing leaves over", FORM_SIGN, &tns_op_remainder },
  [TNU_CAST_POW] = { "**", "Raise to a power", FORM_SIGN, &tns_op_pow },
  [TNU_CAST_MAXIMUM] = { "maximum", "The greater of two", FORM_FUNCTION, &tns_op_maximum },
  [TNU_CAST_MINIMUM] = { "minimum", "The lesser of two", FORM_FUNCTION, &tns_op_minimum },
  [TNU_CAST_EQ] = { "==", "Whether both are equal", FORM_SIGN, &tns_op_eq },
  [TNU_CAST_NE] = { "!=", "Whether they differ", FORM_SIGN, &tns_op_ne },
  [TNU_CAST_LT] = { "<", "Whether the first is less", FORM_SIGN, &tns_op_lt },
  [TNU_CAST_LE] = { "<=", "Whether the first is less or equal", FORM_SIGN, &tns_op_le },
  [TNU_CAST_GT] = { ">", "Whether the first is greater", FORM_SIGN, &tns_op_gt },
  [TNU_CAST_GE] = { ">=", "Whether the first is greater or equal", FORM_SIGN, &tns_op_ge },
  [TNU_CAST_WHERE] = { "where", "One where a condition holds, else another", FORM_FUNCTION,
                       &tns_op_where },
  [TNU_CAST_BROADCAST_TO] = { "broadcast_to", "One tensor, read as a larger shape", FORM_METHOD,
                              &tns_op_broadcast_to },
};

const char *
tnu_cast_word_get_sign (TnuCastWord word)
{
  return words[word].sign;
}

const char *
tnu_cast_word_get_tooltip (TnuCastWord word)
{
  return words[word].tooltip;
}

int
tnu_cast_word_count_operands (TnuCastWord word)
{
  return word == TNU_CAST_WHERE ? 3 : word == TNU_CAST_BROADCAST_TO ? 1 : 2;
}

bool
tnu_cast_word_compares (TnuCastWord word)
{
  return word >= TNU_CAST_EQ && word <= TNU_CAST_GE;
}

int
tnu_cast_call_count (const TnuCastCall *self)
{
  return tnu_cast_word_count_operands (self->word);
}

/* ---- operands ---- */

TnkDtype
tnu_cast_operand_get_dtype (const TnuCastOperand *self)
{
  if (self->moment != NULL)
    return tns_moment_get_meta (self->moment)->dtype;
  return self->is_whole ? TNK_INT64 : tns_dtype_get_default ();
}

static void
operand_clear (TnuCastOperand *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->moment, tns_moment_unref);
}

static bool
operand_set_number (TnuCastOperand *self, const char *text)
{
  static GRegex *pattern;
  if (g_once_init_enter (&pattern))
    g_once_init_leave (&pattern,
                       g_regex_new ("^-?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?$", 0, 0, NULL));
  if (!g_regex_match (pattern, text, 0, NULL))
    return false;
  operand_clear (self);
  *self = (TnuCastOperand) {
    .name = g_strdup (text),
    .code = g_strdup (text),
    .number = g_ascii_strtod (text, NULL),
    .is_whole = strpbrk (text, ".eE") == NULL,
  };
  return true;
}

static bool
operand_set (TnuCastOperand *self, GPtrArray *variables, const char *name, const TnuTurn *turn)
{
  TnuShape raw, shape;
  const TnsVariable *variable = tnu_variables_find (variables, name);
  if (variable == NULL)
    return operand_set_number (self, name);
  if (!tnu_shape_from_meta (tns_moment_get_meta (variable->value), &raw)
      || !tnu_turn_apply (turn, &raw, &shape))
    return false;
  TnsMoment *moment = tns_moment_ref (variable->value);
  operand_clear (self);
  *self = (TnuCastOperand) {
    .name = g_strdup (variable->name),
    .moment = moment,
    .raw = raw,
    .turn = *turn,
    .shape = shape,
    .code = tnu_turn_dup_code (turn, variable->name, raw.rank),
  };
  return true;
}

/* ---- running ---- */

static TnsValue
get_value (const TnuCastOperand *operand, TnsTensor *tensor)
{
  if (tensor != NULL)
    return tns_value_tensor (tensor);
  return tns_value_scalar (operand->is_whole ? tns_scalar_int ((int64_t) operand->number)
                                             : tns_scalar_float (operand->number));
}

static int
write_arguments (TnuCastWord word, const TnuCastOperand *operands, const TnuShape *sizes,
                 TnsTensor *const *tensors, TnsValue *args)
{
  int n = tnu_cast_word_count_operands (word);
  for (int k = 0; k < n; k++)
    args[k] = get_value (&operands[k], tensors[k]);
  if (word == TNU_CAST_BROADCAST_TO)
    args[n++] = tns_value_ints (sizes->sizes, sizes->rank);
  return n;
}

TnsTensor *
tnu_cast_run (TnuCastWord word, const TnuCastOperand *operands, const TnuShape *sizes,
              TnsTensor *const *tensors, GError **error)
{
  g_auto (TnsResults) results = { 0 };
  TnsValue args[TNU_CAST_MAX_OPERANDS + 1];
  int n = write_arguments (word, operands, sizes, tensors, args);
  if (!tns_op_call (words[word].op, false, args, n, &results, error))
    return NULL;
  return tns_tensor_ref (results.items[0]);
}

/* ---- the verdict ---- */

/* What the reader of Python's arguments says before any op is asked. */
static bool
check_numbers (const TnuCastCall *self, GError **error)
{
  for (int k = 0; k < tnu_cast_call_count (self); k++)
    {
      bool must_be_tensor = self->word == TNU_CAST_MAXIMUM || self->word == TNU_CAST_MINIMUM
                            || (self->word == TNU_CAST_WHERE && k == 0);
      if (self->operands[k].moment == NULL && must_be_tensor)
        return tns_fail (error, TNS_ERROR_TYPE,
                         "%s(): argument '%s' (position %d) must be Tensor, not %s",
                         words[self->word].sign,
                         self->word == TNU_CAST_WHERE ? "condition" : k == 0 ? "input" : "other",
                         k + 1, self->operands[k].is_whole ? "int" : "float");
    }
  return true;
}

static bool
infer (TnuCastCall *self, GError **error)
{
  TnsTensor *shadows[TNU_CAST_MAX_OPERANDS] = { NULL };
  TnsValue args[TNU_CAST_MAX_OPERANDS + 1];
  TnsMeta out;
  int n_outs = 1;
  bool fits = check_numbers (self, error);
  for (int k = 0; k < tnu_cast_call_count (self) && fits; k++)
    {
      const TnuCastOperand *operand = &self->operands[k];
      if (operand->moment == NULL)
        continue;
      shadows[k] = tns_tensor_new_dense (tnu_cast_operand_get_dtype (operand),
                                         (TnsDevice) { TNS_DEVICE_META, -1 }, operand->shape.rank,
                                         operand->shape.sizes, error);
      fits = shadows[k] != NULL;
    }
  int n = write_arguments (self->word, self->operands, &self->sizes, shadows, args);
  fits = fits && tns_op_infer (words[self->word].op, false, args, n, &out, &n_outs, error);
  if (fits)
    self->dtype = out.dtype;
  for (int k = 0; k < TNU_CAST_MAX_OPERANDS; k++)
    g_clear_pointer (&shadows[k], tns_tensor_unref);
  return fits;
}

static void
update (TnuCastCall *self)
{
  g_autoptr (GError) error = NULL;
  TnuShape shapes[TNU_CAST_MAX_OPERANDS];
  int n = tnu_cast_call_count (self);
  for (int k = 0; k < n; k++)
    shapes[k] = self->operands[k].shape;
  if (self->word == TNU_CAST_BROADCAST_TO)
    shapes[n++] = self->sizes;
  tnu_cast_plan_init (&self->plan, shapes, n);
  g_clear_pointer (&self->reason, g_free);
  if (!infer (self, &error))
    self->reason = g_strdup (error->message);
}

/* ---- beginning ---- */

/* How well two shapes show what broadcasting is: 2 one is stretched, 1 they fit, 0 they clash. */
static int
rate_partner (const TnuShape *first, const TnsVariable *other)
{
  TnuShape shapes[2] = { *first };
  TnuCastPlan plan;
  if (!tnu_shape_from_meta (tns_moment_get_meta (other->value), &shapes[1]))
    return -1;
  tnu_cast_plan_init (&plan, shapes, 2);
  if (plan.guilty >= 0)
    return 0;
  return tnu_cast_plan_count_reads (&plan, 0) > 1 || tnu_cast_plan_count_reads (&plan, 1) > 1 ? 2
                                                                                             : 1;
}

static const char *
choose_partner (const TnuCastCall *self, const char *name)
{
  const char *best = name;
  int best_rate = -1;
  for (guint k = 0; k < self->variables->len; k++)
    {
      const TnsVariable *other = self->variables->pdata[k];
      int rate = rate_partner (&self->operands[0].shape, other);
      if (strcmp (other->name, name) == 0 || rate <= best_rate)
        continue;
      best = other->name;
      best_rate = rate;
    }
  return best;
}

bool
tnu_cast_call_init (TnuCastCall *self, GPtrArray *variables, const char *name, char *target)
{
  const TnuTurn none = { 0 };
  *self = (TnuCastCall) { .variables = g_ptr_array_ref (variables), .target = target };
  if (tnu_variables_find (variables, name) == NULL
      || !operand_set (&self->operands[0], variables, name, &none))
    {
      tnu_cast_call_clear (self);
      return false;
    }
  const char *partner = choose_partner (self, name);
  operand_set (&self->operands[1], variables, partner, &none);
  operand_set (&self->operands[2], variables, name, &none);
  self->sizes = self->operands[1].shape;
  update (self);
  return true;
}

void
tnu_cast_call_clear (TnuCastCall *self)
{
  for (int k = 0; k < TNU_CAST_MAX_OPERANDS; k++)
    operand_clear (&self->operands[k]);
  g_clear_pointer (&self->variables, g_ptr_array_unref);
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->reason, g_free);
}

/* broadcast_to begins with a shape that the tensor fits into: the common one, or one axis more. */
static void
choose_sizes (TnuCastCall *self)
{
  const TnuShape *shape = &self->operands[0].shape;
  TnuCastPlan plan;
  tnu_cast_plan_init (&plan, (TnuShape[]) { *shape, self->operands[1].shape }, 2);
  self->sizes = plan.result;
  if (plan.guilty < 0 && !tnu_shape_equal (&plan.result, shape))
    return;
  self->sizes = (TnuShape) { .rank = shape->rank + 1, .sizes = { 2 } };
  memcpy (self->sizes.sizes + 1, shape->sizes, (size_t) shape->rank * sizeof *shape->sizes);
}

/* A condition, if there is a tensor of yes and no. */
static void
choose_condition (TnuCastCall *self)
{
  const TnuTurn none = { 0 };
  if (tnu_cast_operand_get_dtype (&self->operands[0]) == TNK_BOOL)
    return;
  g_autofree char *then = g_strdup (self->operands[0].name);
  for (guint k = 0; k < self->variables->len; k++)
    {
      const TnsVariable *variable = self->variables->pdata[k];
      if (tns_moment_get_meta (variable->value)->dtype != TNK_BOOL)
        continue;
      operand_set (&self->operands[2], self->variables, self->operands[1].name, &none);
      operand_set (&self->operands[1], self->variables, then, &none);
      operand_set (&self->operands[0], self->variables, variable->name, &none);
      return;
    }
}

void
tnu_cast_call_set_word (TnuCastCall *self, TnuCastWord word)
{
  bool is_other = self->word != word;
  self->word = word;
  if (is_other && word == TNU_CAST_WHERE)
    choose_condition (self);
  if (is_other && word == TNU_CAST_BROADCAST_TO
      && self->operands[0].shape.rank < TNU_SHAPE_MAX_RANK)
    choose_sizes (self);
  update (self);
}

bool
tnu_cast_call_set_operand (TnuCastCall *self, int which, const char *name, const TnuTurn *turn)
{
  if (!operand_set (&self->operands[which], self->variables, name, turn))
    return false;
  update (self);
  return true;
}

void
tnu_cast_call_swap (TnuCastCall *self)
{
  int first = self->word == TNU_CAST_WHERE ? 1 : 0;
  TnuCastOperand operand = self->operands[first];
  self->operands[first] = self->operands[first + 1];
  self->operands[first + 1] = operand;
  update (self);
}

/* ---- the line ---- */

char *
tnu_cast_call_dup_code (const TnuCastCall *self)
{
  const TnuCastOperand *operands = self->operands;
  const char *sign = words[self->word].sign;
  if (words[self->word].form == FORM_SIGN)
    return g_strdup_printf ("%s = %s %s %s", self->target, operands[0].code, sign,
                            operands[1].code);
  if (words[self->word].form == FORM_METHOD)
    {
      g_autofree char *sizes = tnu_shape_dup_text (&self->sizes);
      return g_strdup_printf ("%s = %s.%s(%s)", self->target, operands[0].code, sign, sizes);
    }
  if (self->word == TNU_CAST_WHERE)
    return g_strdup_printf ("%s = torch.where(%s, %s, %s)", self->target, operands[0].code,
                            operands[1].code, operands[2].code);
  return g_strdup_printf ("%s = torch.%s(%s, %s)", self->target, sign, operands[0].code,
                          operands[1].code);
}

static bool
parse_operand (TnuCastOperand *operand, GPtrArray *variables, const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *name = NULL;
  TnuTurn turn = { 0 };
  if (operand_set_number (operand, stripped))
    return true;
  return tnu_turn_parse (stripped, &turn, &name) && tnu_variables_find (variables, name) != NULL
         && operand_set (operand, variables, name, &turn);
}

/* The parts of a line, outside all brackets, that stand between @separator. */
static GStrv
split_outside (const char *text, const char *separator)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  gsize length = strlen (separator);
  const char *start = text;
  int depth = 0;
  for (const char *at = text; *at != '\0'; at++)
    {
      depth += *at == '(' || *at == '[' ? 1 : *at == ')' || *at == ']' ? -1 : 0;
      if (depth > 0 || at == start || strncmp (at, separator, length) != 0)
        continue;
      g_autofree char *part = g_strndup (start, (gsize) (at - start));
      g_strv_builder_add (parts, part);
      start = at + length;
      at = start - 1;
    }
  g_strv_builder_add (parts, start);
  return g_strv_builder_end (parts);
}

/* Longer signs first: "a ** b" is no product. */
static bool
find_sign (const char *text, TnuCastWord *word, GStrv *sides)
{
  static const TnuCastWord order[] = {
    TNU_CAST_POW, TNU_CAST_FLOOR_DIV, TNU_CAST_EQ,  TNU_CAST_NE,  TNU_CAST_LE,
    TNU_CAST_GE,  TNU_CAST_LT,        TNU_CAST_GT,  TNU_CAST_ADD, TNU_CAST_MUL,
    TNU_CAST_DIV, TNU_CAST_REMAINDER, TNU_CAST_SUB,
  };
  for (gsize k = 0; k < G_N_ELEMENTS (order); k++)
    {
      g_auto (GStrv) parts = split_outside (text, words[order[k]].sign);
      if (g_strv_length (parts) != 2)
        continue;
      *word = order[k];
      *sides = g_steal_pointer (&parts);
      return true;
    }
  return false;
}

/* "torch.where(c, a, b)" */
static bool
find_function (const char *text, TnuCastWord *word, GStrv *sides)
{
  for (int k = 0; k < TNU_N_CAST_WORDS; k++)
    {
      g_autofree char *opening = g_strdup_printf ("torch.%s(", words[k].sign);
      if (words[k].form != FORM_FUNCTION || !g_str_has_prefix (text, opening)
          || !g_str_has_suffix (text, ")"))
        continue;
      g_autofree char *arguments
          = g_strndup (text + strlen (opening), strlen (text) - strlen (opening) - 1);
      *word = k;
      *sides = split_outside (arguments, ",");
      return true;
    }
  return false;
}

/* "x.broadcast_to((3, 4))", "x.expand(3, 4)" */
static bool
find_method (const char *text, char **source, TnuShape *sizes)
{
  static const char *const names[] = { ".broadcast_to(", ".expand(" };
  for (gsize k = 0; k < G_N_ELEMENTS (names); k++)
    {
      const char *at = strstr (text, names[k]);
      if (at == NULL || !g_str_has_suffix (text, ")"))
        continue;
      g_autofree char *arguments
          = g_strndup (at + strlen (names[k]), strlen (at) - strlen (names[k]) - 1);
      *source = g_strndup (text, (gsize) (at - text));
      return tnu_shape_parse (arguments, sizes);
    }
  return false;
}

/* Takes over operands that were read; else clears them. */
static bool
take (TnuCastCall *self, TnuCastWord word, TnuCastOperand *operands, int n, bool are_read)
{
  for (int k = 0; k < n; k++)
    if (are_read)
      {
        operand_clear (&self->operands[k]);
        self->operands[k] = operands[k];
      }
    else
      operand_clear (&operands[k]);
  if (are_read)
    self->word = word;
  return are_read;
}

static bool
parse_right_side (TnuCastCall *self, const char *text)
{
  TnuCastOperand operands[TNU_CAST_MAX_OPERANDS] = { 0 };
  g_autofree char *source = NULL;
  g_auto (GStrv) sides = NULL;
  TnuCastWord word = TNU_CAST_BROADCAST_TO;
  TnuShape sizes = { 0 };
  if (find_method (text, &source, &sizes))
    {
      bool is_read = parse_operand (&operands[0], self->variables, source)
                     && operands[0].moment != NULL;
      if (is_read)
        self->sizes = sizes;
      return take (self, word, operands, 1, is_read);
    }
  if (!find_function (text, &word, &sides) && !find_sign (text, &word, &sides))
    return false;
  int n = tnu_cast_word_count_operands (word);
  bool are_read = (int) g_strv_length (sides) == n, has_tensor = false;
  for (int k = 0; k < n && are_read; k++)
    {
      are_read = parse_operand (&operands[k], self->variables, sides[k]);
      has_tensor |= operands[k].moment != NULL;
    }
  /* 2 ** x is another op than x ** 2. */
  bool starts_with_number = are_read && operands[0].moment == NULL && word != TNU_CAST_ADD
                            && word != TNU_CAST_SUB && word != TNU_CAST_MUL
                            && word != TNU_CAST_DIV;
  return take (self, word, operands, n, are_read && has_tensor && !starts_with_number);
}

bool
tnu_cast_call_parse (TnuCastCall *self, const char *code)
{
  static GRegex *pattern;
  if (g_once_init_enter (&pattern))
    g_once_init_leave (&pattern,
                       g_regex_new ("^\\s*([^\\W\\d]\\w*)\\s*=(?!=)\\s*(.+?)\\s*$", 0, 0, NULL));
  g_autoptr (GMatchInfo) match = NULL;
  if (!g_regex_match (pattern, code, 0, &match))
    return false;
  g_autofree char *right = g_match_info_fetch (match, 2);
  if (!parse_right_side (self, right))
    return false;
  g_free (self->target);
  self->target = g_match_info_fetch (match, 1);
  update (self);
  return true;
}

/* ---- fixes ---- */

GArray *
tnu_cast_call_find_fixes (const TnuCastCall *self, int most)
{
  if (tnu_cast_call_count (self) != 2 || self->plan.guilty < 0)
    return g_array_new (FALSE, FALSE, sizeof (TnuCastFix));
  return tnu_cast_find_fixes (&self->operands[0].raw, &self->operands[1].raw, most);
}

void
tnu_cast_call_apply_fix (TnuCastCall *self, const TnuCastFix *fix)
{
  for (int k = 0; k < 2; k++)
    {
      g_autofree char *name = g_strdup (self->operands[k].name);
      operand_set (&self->operands[k], self->variables, name, &fix->turns[k]);
    }
  update (self);
}
