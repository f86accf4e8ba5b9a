/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/broadcast/cast-plan.h"

#include "ui/operation/sample.h"

#include <math.h>

/* ---- laying over ---- */

gint64
tnu_cast_plan_get_size (const TnuCastPlan *self, int operand, int axis)
{
  const TnuShape *shape = &self->shapes[operand];
  int dim = axis - (self->result.rank - shape->rank);
  return dim >= 0 ? shape->sizes[dim] : -1;
}

void
tnu_cast_plan_init (TnuCastPlan *self, const TnuShape *shapes, int n)
{
  *self = (TnuCastPlan) { .n = n, .guilty = -1 };
  for (int k = 0; k < n; k++)
    {
      self->shapes[k] = shapes[k];
      self->result.rank = MAX (self->result.rank, shapes[k].rank);
    }
  for (int axis = 0; axis < self->result.rank; axis++)
    {
      gint64 common = 1;
      for (int k = 0; k < n; k++)
        {
          gint64 size = tnu_cast_plan_get_size (self, k, axis);
          if (size < 0 || size == 1)
            continue;
          if (common != 1 && size != common)
            self->guilty = axis;
          common = common == 1 ? size : MAX (common, size);
        }
      self->result.sizes[axis] = common;
    }
}

void
tnu_cast_plan_choose_sample (const TnuCastPlan *self, gint64 most, TnuCastPlan *sample)
{
  TnuShape shapes[TNU_CAST_MAX_OPERANDS], result = self->result;
  tnu_sample_choose (&result, NULL, most);
  for (int k = 0; k < self->n; k++)
    {
      int shift = result.rank - self->shapes[k].rank;
      shapes[k] = self->shapes[k];
      for (int d = 0; d < shapes[k].rank; d++)
        shapes[k].sizes[d] = MIN (shapes[k].sizes[d], MAX (result.sizes[d + shift], 1));
    }
  tnu_cast_plan_init (sample, shapes, self->n);
}

TnuCastVerdict
tnu_cast_plan_judge (const TnuCastPlan *self, int operand, int axis)
{
  gint64 size = tnu_cast_plan_get_size (self, operand, axis);
  gint64 common = self->result.sizes[axis];
  if (size < 0)
    return TNU_CAST_ADDED;
  if (size == 1)
    return common == 1 ? TNU_CAST_EQUAL : TNU_CAST_STRETCHED;
  for (int k = 0; k < self->n; k++)
    {
      gint64 other = tnu_cast_plan_get_size (self, k, axis);
      if (other >= 0 && other != 1 && other != size)
        return TNU_CAST_CLASH;
    }
  return TNU_CAST_EQUAL;
}

static void
get_index (const TnuShape *shape, gint64 place, gint64 *index)
{
  for (int d = shape->rank - 1; d >= 0; d--)
    {
      index[d] = place % shape->sizes[d];
      place /= shape->sizes[d];
    }
}

gint64
tnu_cast_plan_get_source (const TnuCastPlan *self, int operand, gint64 place)
{
  gint64 index[TNU_SHAPE_MAX_RANK], source = 0;
  get_index (&self->result, place, index);
  for (int axis = 0; axis < self->result.rank; axis++)
    {
      gint64 size = tnu_cast_plan_get_size (self, operand, axis);
      if (size >= 0)
        source = source * size + (size == 1 ? 0 : index[axis]);
    }
  return source;
}

gint64
tnu_cast_plan_get_home (const TnuCastPlan *self, int operand, gint64 source)
{
  const TnuShape *shape = &self->shapes[operand];
  gint64 index[TNU_SHAPE_MAX_RANK], place = 0;
  get_index (shape, source, index);
  for (int axis = 0; axis < self->result.rank; axis++)
    {
      int dim = axis - (self->result.rank - shape->rank);
      place = place * self->result.sizes[axis] + (dim >= 0 ? index[dim] : 0);
    }
  return place;
}

bool
tnu_cast_plan_is_ghost (const TnuCastPlan *self, int operand, gint64 place)
{
  return tnu_cast_plan_get_home (self, operand, tnu_cast_plan_get_source (self, operand, place))
         != place;
}

gint64
tnu_cast_plan_count_reads (const TnuCastPlan *self, int operand)
{
  return tnu_shape_count (&self->result) / MAX (tnu_shape_count (&self->shapes[operand]), 1);
}

char *
tnu_cast_plan_dup_verdict (const TnuCastPlan *self, int axis, const char *const *names)
{
  gint64 common = self->result.sizes[axis];
  GString *words = g_string_new (NULL);
  for (int k = 0; k < self->n; k++)
    {
      TnuCastVerdict verdict = tnu_cast_plan_judge (self, k, axis);
      if (verdict == TNU_CAST_EQUAL)
        continue;
      if (verdict == TNU_CAST_CLASH)
        {
          g_string_append_printf (words, "%s%" G_GINT64_FORMAT, words->len > 0 ? " ≠ " : "",
                                  tnu_cast_plan_get_size (self, k, axis));
          continue;
        }
      g_string_append_printf (words, "%s%s %s%" G_GINT64_FORMAT, words->len > 0 ? ", " : "",
                              names[k], verdict == TNU_CAST_ADDED ? "+1 → " : "1 → ", common);
    }
  if (words->len == 0)
    g_string_assign (words, "equal");
  return g_string_free (words, FALSE);
}

/* ---- fixes ---- */

typedef struct
{
  TnuTurn turn;
  TnuShape shape;
  double cost;
} Candidate;

static void
add_candidate (GArray *candidates, const TnuShape *shape, TnuTurn turn, double cost)
{
  Candidate candidate = { .turn = turn, .cost = cost };
  if (tnu_turn_apply (&turn, shape, &candidate.shape))
    g_array_append_val (candidates, candidate);
}

/* A dim of 1 behind all others first: that is what rows meeting columns need. */
static GArray *
list_candidates (const TnuShape *shape, const TnuShape *other)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  add_candidate (candidates, shape, (TnuTurn) { 0 }, 0);
  for (int dim = shape->rank; dim >= 0 && shape->rank < TNU_SHAPE_MAX_RANK - 1; dim--)
    add_candidate (candidates, shape, (TnuTurn) { .kind = TNU_TURN_UNSQUEEZE, .dim = dim },
                   1 + .1 * (shape->rank - dim));
  if (shape->rank >= 2)
    add_candidate (candidates, shape, (TnuTurn) { .kind = TNU_TURN_TRANSPOSE }, 1.05);
  if (tnu_shape_count (shape) == tnu_shape_count (other) && other->rank > 0)
    add_candidate (candidates, shape, (TnuTurn) { .kind = TNU_TURN_RESHAPE, .shape = *other }, 1.8);
  return candidates;
}

typedef struct
{
  TnuCastFix fix;
  double cost;
} Rated;

static int
compare_rated (const void *a, const void *b)
{
  double x = ((const Rated *) a)->cost, y = ((const Rated *) b)->cost;
  return (x > y) - (x < y);
}

/* A result larger than both is what a grid is for, but not the first guess. */
static double
rate_growth (const TnuShape *result, const TnuShape *a, const TnuShape *b)
{
  double most = (double) MAX (tnu_shape_count (a), tnu_shape_count (b));
  double growth = (double) tnu_shape_count (result) / MAX (most, 1);
  return growth > 1 ? .3 + .1 * log2 (growth) : 0;
}

GArray *
tnu_cast_find_fixes (const TnuShape *a, const TnuShape *b, int most)
{
  GArray *fixes = g_array_new (FALSE, FALSE, sizeof (TnuCastFix));
  g_autoptr (GArray) rated = g_array_new (FALSE, FALSE, sizeof (Rated));
  g_autoptr (GArray) first = list_candidates (a, b);
  g_autoptr (GArray) second = list_candidates (b, a);
  for (guint i = 0; i < first->len; i++)
    for (guint j = 0; j < second->len; j++)
      {
        const Candidate *x = &g_array_index (first, Candidate, i);
        const Candidate *y = &g_array_index (second, Candidate, j);
        TnuCastPlan plan;
        tnu_cast_plan_init (&plan, (TnuShape[]) { x->shape, y->shape }, 2);
        if (plan.guilty >= 0)
          continue;
        /* Turning the one that comes second reads better: a + b.unsqueeze(1). */
        Rated one = { { { x->turn, y->turn }, plan.result },
                      x->cost * 1.01 + y->cost + rate_growth (&plan.result, a, b)
                          + (i > 0 && j > 0 ? 1 : 0) };
        g_array_append_val (rated, one);
      }
  g_array_sort (rated, compare_rated);
  if (rated->len > 0 && g_array_index (rated, Rated, 0).cost == 0)
    return fixes;
  for (guint k = 0; k < rated->len && (int) fixes->len < most; k++)
    g_array_append_val (fixes, g_array_index (rated, Rated, k).fix);
  return fixes;
}
