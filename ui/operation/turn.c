/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/turn.h"

#include <string.h>

static bool
apply_reshape (const TnuShape *wanted, gint64 numel, TnuShape *result)
{
  gint64 known = 1;
  int open = -1;
  *result = *wanted;
  for (int d = 0; d < wanted->rank; d++)
    if (wanted->sizes[d] >= 0)
      known *= wanted->sizes[d];
    else if (open >= 0)
      return false;
    else
      open = d;
  if (open < 0)
    return known == numel;
  if (known == 0 || numel % known != 0)
    return false;
  result->sizes[open] = numel / known;
  return true;
}

static bool
apply_unsqueeze (int dim, const TnuShape *shape, TnuShape *result)
{
  int at = dim < 0 ? dim + shape->rank + 1 : dim;
  if (at < 0 || at > shape->rank || shape->rank == TNU_SHAPE_MAX_RANK)
    return false;
  *result = *shape;
  memmove (result->sizes + at + 1, shape->sizes + at,
           (size_t)(shape->rank - at) * sizeof *shape->sizes);
  result->sizes[at] = 1;
  result->rank++;
  return true;
}

bool
tnu_turn_apply (const TnuTurn *self, const TnuShape *shape, TnuShape *result)
{
  switch (self->kind)
    {
    case TNU_TURN_TRANSPOSE:
      if (shape->rank < 2)
        return false;
      *result = *shape;
      result->sizes[shape->rank - 2] = shape->sizes[shape->rank - 1];
      result->sizes[shape->rank - 1] = shape->sizes[shape->rank - 2];
      return true;
    case TNU_TURN_UNSQUEEZE:
      return apply_unsqueeze (self->dim, shape, result);
    case TNU_TURN_ORDER:
    case TNU_TURN_RESHAPE:
      return apply_reshape (&self->shape, tnu_shape_count (shape), result);
    default:
      *result = *shape;
      return true;
    }
}

static char *
dup_order_code (const TnuTurn *self, const char *name, int rank)
{
  TnuShape order = { .rank = rank };
  bool is_same = true;
  for (int d = 0; d < rank; d++)
    {
      order.sizes[d] = self->order[d];
      is_same = is_same && self->order[d] == d;
    }
  g_autofree char *dims = tnu_shape_dup_arguments (&order);
  g_autofree char *sizes = tnu_shape_dup_arguments (&self->shape);
  return is_same ? g_strdup_printf ("%s.reshape(%s)", name, sizes)
                 : g_strdup_printf ("%s.permute(%s).reshape(%s)", name, dims, sizes);
}

char *
tnu_turn_dup_code (const TnuTurn *self, const char *name, int rank)
{
  g_autofree char *sizes = NULL;
  switch (self->kind)
    {
    case TNU_TURN_TRANSPOSE:
      return g_strdup_printf (rank == 2 ? "%s.T" : "%s.mT", name);
    case TNU_TURN_UNSQUEEZE:
      return g_strdup_printf ("%s.unsqueeze(%d)", name, self->dim);
    case TNU_TURN_RESHAPE:
      sizes = tnu_shape_dup_arguments (&self->shape);
      return g_strdup_printf ("%s.reshape(%s)", name, sizes);
    case TNU_TURN_ORDER:
      return dup_order_code (self, name, rank);
    default:
      return g_strdup (name);
    }
}

static bool
parse_call (const char *method, const char *arguments, TnuTurn *turn)
{
  if (!tnu_shape_parse (arguments, &turn->shape))
    return false;
  if (strcmp (method, "reshape") == 0 || strcmp (method, "view") == 0)
    turn->kind = TNU_TURN_RESHAPE;
  else if (strcmp (method, "unsqueeze") == 0 && turn->shape.rank == 1)
    {
      turn->kind = TNU_TURN_UNSQUEEZE;
      turn->dim = (int)turn->shape.sizes[0];
    }
  else if (strcmp (method, "t") == 0 && turn->shape.rank == 0)
    turn->kind = TNU_TURN_TRANSPOSE;
  else
    return false;
  return true;
}

bool
tnu_turn_parse (const char *code, TnuTurn *turn, char **name)
{
  static GRegex *pattern;
  if (g_once_init_enter (&pattern))
    g_once_init_leave (&pattern,
                       g_regex_new ("^\\s*([^\\W\\d]\\w*)(?:\\s*\\.\\s*(?:(T|mT)|(\\w+)\\s*"
                                    "\\(([^()]*|\\s*[(\\[][^()]*[)\\]]\\s*)\\)))?\\s*$",
                                    0, 0, NULL));
  g_autoptr (GMatchInfo) match = NULL;
  if (!g_regex_match (pattern, code, 0, &match))
    return false;
  *turn = (TnuTurn){ 0 };
  g_autofree char *property = g_match_info_fetch (match, 2);
  g_autofree char *method = g_match_info_fetch (match, 3);
  g_autofree char *arguments = g_match_info_fetch (match, 4);
  if (property != NULL && *property != '\0')
    turn->kind = TNU_TURN_TRANSPOSE;
  else if (method != NULL && *method != '\0' && !parse_call (method, arguments, turn))
    return false;
  *name = g_match_info_fetch (match, 1);
  return true;
}

double *
tnu_turn_apply_to_numbers (const TnuTurn *self, const TnuShape *shape, const double *numbers)
{
  gint64 n = tnu_shape_count (shape);
  double *turned = g_new (double, MAX (n, 1));
  for (gint64 k = 0; k < n; k++)
    turned[k] = numbers[tnu_turn_find_source (self, shape, k)];
  return turned;
}

static gint64
find_in_order (const TnuTurn *self, const TnuShape *shape, gint64 flat)
{
  gint64 strides[TNU_SHAPE_MAX_RANK], source = 0, stride = 1;
  for (int d = shape->rank - 1; d >= 0; d--)
    {
      strides[d] = stride;
      stride *= shape->sizes[d];
    }
  for (int d = shape->rank - 1; d >= 0; d--)
    {
      int dim = self->order[d];
      source += flat % MAX (shape->sizes[dim], 1) * strides[dim];
      flat /= MAX (shape->sizes[dim], 1);
    }
  return source;
}

gint64
tnu_turn_find_source (const TnuTurn *self, const TnuShape *shape, gint64 flat)
{
  if (self->kind == TNU_TURN_ORDER)
    return find_in_order (self, shape, flat);
  if (self->kind != TNU_TURN_TRANSPOSE || shape->rank < 2)
    return flat;
  gint64 rows = shape->sizes[shape->rank - 2], columns = shape->sizes[shape->rank - 1];
  gint64 first = flat - flat % (rows * columns), at = flat % (rows * columns);
  return first + at % rows * columns + at / rows;
}
