/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/broadcast/cast-words.h"

#include "engine/core/dtype.h"
#include "ui/draw/number.h"
#include "ui/draw/theme.h"
#include "ui/operation/reduce/reduce-fold.h"

const char *
tnu_cast_get_name (const TnuCastCall *call, int operand)
{
  return operand < tnu_cast_call_count (call) ? call->operands[operand].code : "size";
}

char *
tnu_cast_dup_number (double value, TnkDtype dtype)
{
  char buffer[TNU_NUMBER_SIZE];
  if (dtype == TNK_BOOL || tnk_dtype_is_integral (dtype))
    tnu_number_print_exact (dtype == TNK_BOOL ? TNU_NUMBER_BOOL : TNU_NUMBER_INT, value, buffer);
  else
    tnu_number_print_plain (value, buffer);
  return g_strdup (buffer);
}

/* ---- one element ---- */

static char *
join (const TnuCastCall *call, char *const *parts, const char *result)
{
  const char *sign = tnu_cast_word_get_sign (call->word);
  switch (call->word)
    {
    case TNU_CAST_WHERE:
      return g_strdup_printf ("%s = %s if %s else %s", result, parts[1], parts[0], parts[2]);
    case TNU_CAST_MAXIMUM:
    case TNU_CAST_MINIMUM:
      return g_strdup_printf ("%s = %s(%s, %s)", result, sign, parts[0], parts[1]);
    case TNU_CAST_BROADCAST_TO:
      return g_strdup_printf ("%s = %s", result, parts[0]);
    default:
      return g_strdup_printf ("%s = %s %s %s", result, parts[0], sign, parts[1]);
    }
}

static char *
dup_element (const TnuCastCall *call, int operand, gint64 place)
{
  gint64 source = tnu_cast_plan_get_source (&call->plan, operand, place);
  return tnu_reduce_dup_element (call->operands[operand].code, &call->operands[operand].shape,
                                 source);
}

static void
clear_parts (char **parts)
{
  for (int k = 0; k < TNU_CAST_MAX_OPERANDS; k++)
    g_free (parts[k]);
}

char *
tnu_cast_dup_title (const TnuCastCall *call, gint64 place)
{
  char *parts[TNU_CAST_MAX_OPERANDS] = { NULL };
  g_autofree char *result = tnu_reduce_dup_element (call->target, &call->plan.result, place);
  for (int k = 0; k < tnu_cast_call_count (call); k++)
    parts[k] = dup_element (call, k, place);
  char *title = join (call, parts, result);
  clear_parts (parts);
  return title;
}

/* @imaginary: (nullable) */
static char *
dup_one (const double *real, const double *imaginary, gint64 k, TnkDtype dtype)
{
  return imaginary != NULL ? g_strdup_printf ("(%g%+gj)", real[k], imaginary[k])
                           : tnu_cast_dup_number (real[k], dtype);
}

char *
tnu_cast_dup_equation (const TnuCastCall *call, const TnuCastNumbers *numbers, gint64 place)
{
  char *parts[TNU_CAST_MAX_OPERANDS] = { NULL };
  g_autofree char *result
      = dup_one (numbers->result, numbers->result_imaginary, place, call->dtype);
  for (int k = 0; k < tnu_cast_call_count (call); k++)
    parts[k] = dup_one (numbers->operands[k], numbers->operands_imaginary[k],
                        tnu_cast_plan_get_source (&call->plan, k, place),
                        tnu_cast_operand_get_dtype (&call->operands[k]));
  char *equation = join (call, parts, result);
  clear_parts (parts);
  return equation;
}

char *
tnu_cast_dup_backward (const TnuCastCall *call, const TnuCastNumbers *numbers, int operand,
                       gint64 source, int most)
{
  gint64 n = tnu_shape_count (&call->plan.result), turn = 0;
  gint64 n_reads = tnu_cast_plan_count_reads (&call->plan, operand);
  GString *sum = g_string_new (NULL);
  for (gint64 place = 0; place < n; place++)
    {
      if (tnu_cast_plan_get_source (&call->plan, operand, place) != source)
        continue;
      g_autofree char *number
          = tnu_cast_dup_number (numbers->contributions[operand][place], TNK_FLOAT32);
      if (turn < most)
        g_string_append_printf (sum, "%s%s", turn > 0 ? " + " : "", number);
      turn++;
    }
  if (n_reads > most)
    g_string_append_printf (sum, " + … %" G_GINT64_FORMAT " more", n_reads - most);
  g_autofree char *total = tnu_cast_dup_number (numbers->gradients[operand][source], TNK_FLOAT32);
  if (n_reads > 1)
    g_string_append_printf (sum, " = %s", total);
  return g_string_free (sum, FALSE);
}

/* ---- facts ---- */

/* "axis i", "axes i and k" along which @operand is read again; "" when it is not. */
static char *
dup_stretched (const TnuCastCall *call, int operand)
{
  GString *axes = g_string_new (NULL);
  int n = 0;
  for (int axis = 0; axis < call->plan.result.rank; axis++)
    {
      TnuCastVerdict verdict = tnu_cast_plan_judge (&call->plan, operand, axis);
      if ((verdict != TNU_CAST_STRETCHED && verdict != TNU_CAST_ADDED)
          || call->plan.result.sizes[axis] == 1)
        continue;
      g_string_append_printf (axes, "%s%c", n > 0 ? " and " : "", tnu_axis_get_letter (axis));
      n++;
    }
  if (n > 0)
    g_string_prepend (axes, n > 1 ? "axes " : "axis ");
  return g_string_free (axes, FALSE);
}

char *
tnu_cast_dup_shape_fact (const TnuCastCall *call)
{
  GString *words = g_string_new (NULL);
  for (int k = 0; k < tnu_cast_call_count (call); k++)
    {
      g_autofree char *axes = dup_stretched (call, k);
      if (*axes == '\0')
        continue;
      g_string_append_printf (words, "%s%s is read %" G_GINT64_FORMAT " times along %s, stride 0",
                              words->len > 0 ? "; " : "", call->operands[k].code,
                              tnu_cast_plan_count_reads (&call->plan, k), axes);
    }
  if (words->len == 0)
    g_string_assign (words, "shapes are equal: nothing is stretched");
  return g_string_free (words, FALSE);
}

char *
tnu_cast_dup_bytes_fact (const TnuCastCall *call)
{
  gint64 touched = 0, seeming = 0, n = tnu_shape_count (&call->plan.result);
  for (int k = 0; k < tnu_cast_call_count (call); k++)
    {
      const TnuCastOperand *operand = &call->operands[k];
      gint64 size = (gint64) tnk_dtype_size (tnu_cast_operand_get_dtype (operand));
      if (operand->moment == NULL)
        continue;
      touched += tnu_shape_count (&operand->shape) * size;
      seeming += n * size;
    }
  return g_strdup_printf ("%" G_GINT64_FORMAT " B are read where it looks like %" G_GINT64_FORMAT
                          " B: ghosts cost no memory",
                          touched, seeming);
}

typedef enum
{
  CATEGORY_BOOL,
  CATEGORY_WHOLE,
  CATEGORY_FLOAT,
  CATEGORY_COMPLEX
} Category;

static Category
get_category (TnkDtype dtype)
{
  if (dtype == TNK_BOOL)
    return CATEGORY_BOOL;
  if (tnk_dtype_is_complex (dtype))
    return CATEGORY_COMPLEX;
  return tnk_dtype_is_floating (dtype) ? CATEGORY_FLOAT : CATEGORY_WHOLE;
}

/* How much a type has to say: a tensor with dims more than a 0-d one, and that more than a
 * number. */
static int
get_weight (const TnuCastOperand *operand)
{
  return operand->moment == NULL ? 0 : operand->shape.rank == 0 ? 1 : 2;
}

static char *
dup_type (const TnuCastOperand *operand)
{
  if (operand->moment == NULL)
    return g_strdup_printf ("%s", operand->is_whole ? "int" : "float");
  return g_strdup_printf ("%s%s", operand->shape.rank == 0 ? "0-d " : "",
                          tns_dtype_get_name (tnu_cast_operand_get_dtype (operand)));
}

static const char *
get_promotion (const TnuCastOperand *a, const TnuCastOperand *b)
{
  static const char *const higher[]
      = { "", "whole numbers are", "floating point is", "complex is" };
  TnkDtype x = tnu_cast_operand_get_dtype (a), y = tnu_cast_operand_get_dtype (b);
  Category p = get_category (x), q = get_category (y);
  const TnuCastOperand *light = get_weight (a) < get_weight (b) ? a : b;
  if (get_weight (a) != get_weight (b) && (light == a ? p <= q : q <= p))
    return light->moment == NULL ? "a Python number counts only if its category is higher"
                                 : "a 0-d tensor counts only if its category is higher";
  if (x == y)
    return "the same type on both sides";
  if (p != q)
    return p > q ? higher[p] : higher[q];
  return "the wider of two types of one category";
}

char *
tnu_cast_dup_type_fact (const TnuCastCall *call)
{
  int first = call->word == TNU_CAST_WHERE ? 1 : 0;
  const TnuCastOperand *a = &call->operands[first], *b = &call->operands[first + 1];
  g_autofree char *sign = call->word == TNU_CAST_WHERE
                              ? g_strdup (",")
                              : g_strdup_printf (" %s", tnu_cast_word_get_sign (call->word));
  const char *result = tns_dtype_get_name (call->dtype);
  g_autofree char *x = dup_type (a);
  if (call->word == TNU_CAST_BROADCAST_TO)
    return g_strdup_printf ("%s → %s: a view, the same numbers", x, result);
  g_autofree char *y = dup_type (b);
  const char *promotion = get_promotion (a, b);
  bool names_category = g_str_has_suffix (promotion, " is") || g_str_has_suffix (promotion, " are");
  const char *rest = names_category ? " the higher category" : "";
  if (tnu_cast_word_compares (call->word))
    return g_strdup_printf ("%s%s %s → %s: yes or no; compared in one type: %s%s", x, sign, y,
                            result, promotion, rest);
  if (call->word == TNU_CAST_DIV && get_category (tnu_cast_operand_get_dtype (a)) < CATEGORY_FLOAT
      && get_category (tnu_cast_operand_get_dtype (b)) < CATEGORY_FLOAT)
    return g_strdup_printf ("%s / %s → %s: a quotient is a fraction", x, y, result);
  return g_strdup_printf ("%s%s %s → %s: %s%s", x, sign, y, result, promotion, rest);
}

char *
tnu_cast_dup_back_fact (const TnuCastCall *call)
{
  GString *words = g_string_new (NULL);
  if (tnu_cast_word_compares (call->word))
    return g_strdup ("none: yes and no have no slope");
  for (int k = 0; k < tnu_cast_call_count (call); k++)
    {
      const TnuCastOperand *operand = &call->operands[k];
      g_autofree char *axes = dup_stretched (call, k);
      if (operand->moment == NULL || *axes == '\0'
          || get_category (tnu_cast_operand_get_dtype (operand)) < CATEGORY_FLOAT)
        continue;
      g_autofree char *sizes = tnu_shape_dup_text (&operand->shape);
      g_string_append_printf (words, "%sd%s is summed over %s: sum_to_size%s",
                              words->len > 0 ? "; " : "", operand->code, axes,
                              operand->shape.rank == 0 ? "(())" : sizes);
    }
  if (words->len == 0)
    g_string_assign (words, get_category (call->dtype) < CATEGORY_FLOAT
                                ? "none: only floating-point numbers have gradients"
                                : "no operand with a gradient is stretched: nothing is summed");
  return g_string_free (words, FALSE);
}
