/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul-fixes.h"

#include <string.h>

/* ---- turns ---- */

static gint64
count (const TnuShape *shape)
{
  gint64 n = 1;
  for (int d = 0; d < shape->rank; d++)
    n *= shape->sizes[d];
  return n;
}

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
    case TNU_TURN_RESHAPE:
      return apply_reshape (&self->shape, count (shape), result);
    default:
      *result = *shape;
      return true;
    }
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
  gint64 n = count (shape);
  double *turned = g_new (double, MAX (n, 1));
  if (self->kind != TNU_TURN_TRANSPOSE || shape->rank < 2)
    {
      memcpy (turned, numbers, (size_t)n * sizeof *numbers);
      return turned;
    }
  gint64 rows = shape->sizes[shape->rank - 2], columns = shape->sizes[shape->rank - 1];
  for (gint64 first = 0; first < n; first += rows * columns)
    for (gint64 r = 0; r < rows; r++)
      for (gint64 c = 0; c < columns; c++)
        turned[first + c * rows + r] = numbers[first + r * columns + c];
  return turned;
}

/* ---- fixes ---- */

typedef struct
{
  const TnuShape *a, *b;
  GArray *fixes;
  guint most;
} Search;

static bool
is_same_product (const TnuMatmulFix *x, const TnuMatmulFix *y)
{
  return x->swaps == y->swaps && x->a.kind == y->a.kind && x->b.kind == y->b.kind
         && tnu_shape_equal (&x->result, &y->result);
}

static void
try_fix (Search *search, bool swaps, TnuTurn a, TnuTurn b, const char *words)
{
  TnuMatmulFix fix = { .swaps = swaps, .a = a, .b = b, .words = words };
  TnuShape first, second;
  TnuMatmulPlan plan;
  if (search->fixes->len >= search->most || !tnu_turn_apply (&a, search->a, &first)
      || !tnu_turn_apply (&b, search->b, &second))
    return;
  tnu_matmul_plan_init (&plan, swaps ? &second : &first, swaps ? &first : &second);
  if (plan.verdict != TNU_MATMUL_FITS)
    return;
  fix.result = plan.result;
  for (guint k = 0; k < search->fixes->len; k++)
    if (is_same_product (&g_array_index (search->fixes, TnuMatmulFix, k), &fix))
      return;
  g_array_append_val (search->fixes, fix);
}

/* A dim of 1 in each place where it helps: in front of a clash of batches, or on a vector. Matrices
 * would only be taken for batches of columns. */
static void
try_unsqueezes (Search *search, const TnuMatmulPlan *plan)
{
  if (plan->verdict == TNU_MATMUL_INNER && search->a->rank > 1 && search->b->rank > 1)
    return;
  const TnuTurn none = { 0 }, back = { .kind = TNU_TURN_UNSQUEEZE, .dim = 1 },
                front = { .kind = TNU_TURN_UNSQUEEZE, .dim = 0 };
  for (int dim = 0; dim <= search->b->rank; dim++)
    try_fix (search, false, none, (TnuTurn){ .kind = TNU_TURN_UNSQUEEZE, .dim = dim },
             search->b->rank < 2 ? "{B} as a matrix with one row" : "put a 1 into {B}");
  for (int dim = 0; dim <= search->a->rank; dim++)
    try_fix (search, false, (TnuTurn){ .kind = TNU_TURN_UNSQUEEZE, .dim = dim }, none,
             search->a->rank < 2 ? "{A} as a matrix with one column" : "put a 1 into {A}");
  if (search->a->rank == 1 && search->b->rank == 1)
    try_fix (search, false, back, front, "every number of {A} times every one of {B}");
}

/* @rows × the rest, or the rest × @columns, as far as the number of elements allows. */
static void
try_reshapes (Search *search)
{
  TnuMatmulPlan plan;
  tnu_matmul_plan_init (&plan, search->a, search->b);
  if (plan.verdict != TNU_MATMUL_INNER)
    return;
  const TnuTurn none = { 0 };
  TnuTurn b = { .kind = TNU_TURN_RESHAPE, .shape = { 2, { plan.n_inner, -1 } } };
  TnuTurn a = { .kind = TNU_TURN_RESHAPE, .shape = { 2, { -1, plan.n_inner_b } } };
  try_fix (search, false, none, b, "read the numbers of {B} in other rows");
  try_fix (search, false, a, none, "read the numbers of {A} in other rows");
}

GArray *
tnu_matmul_find_fixes (const TnuShape *a, const TnuShape *b, int most)
{
  Search search = {
    .a = a,
    .b = b,
    .fixes = g_array_new (FALSE, FALSE, sizeof (TnuMatmulFix)),
    .most = (guint)MAX (most, 0),
  };
  const TnuTurn none = { 0 }, turned = { .kind = TNU_TURN_TRANSPOSE };
  TnuMatmulPlan plan;
  tnu_matmul_plan_init (&plan, a, b);
  if (plan.verdict == TNU_MATMUL_FITS)
    return search.fixes;
  try_fix (&search, false, none, turned, "transpose {B}");
  try_fix (&search, false, turned, none, "transpose {A}");
  try_fix (&search, true, none, none, "swap the sides");
  try_fix (&search, true, turned, none, "swap the sides, transpose {A}");
  try_fix (&search, true, none, turned, "swap the sides, transpose {B}");
  try_fix (&search, false, turned, turned, "transpose both");
  try_unsqueezes (&search, &plan);
  try_reshapes (&search);
  return search.fixes;
}

char *
tnu_matmul_fix_dup_code (const TnuMatmulFix *self,
                         const char *a,
                         const TnuShape *shape_a,
                         const char *b,
                         const TnuShape *shape_b)
{
  g_autofree char *first = tnu_turn_dup_code (&self->a, a, shape_a->rank);
  g_autofree char *second = tnu_turn_dup_code (&self->b, b, shape_b->rank);
  return self->swaps ? g_strdup_printf ("%s @ %s", second, first)
                     : g_strdup_printf ("%s @ %s", first, second);
}

char *
tnu_matmul_fix_dup_words (const TnuMatmulFix *self, const char *a, const char *b)
{
  g_auto (GStrv) parts = g_strsplit (self->words, "{A}", -1);
  g_autofree char *half = g_strjoinv (a, parts);
  g_auto (GStrv) rest = g_strsplit (half, "{B}", -1);
  return g_strjoinv (b, rest);
}
