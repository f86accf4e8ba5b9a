/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul/matmul-fixes.h"

#include <string.h>

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
