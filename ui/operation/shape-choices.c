/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/shape-choices.h"

#include <math.h>
#include <string.h>

/* ---- factorizations ---- */

static void
add_shape (GArray *choices, const gint64 *sizes, int rank)
{
  TnuShape shape = { .rank = rank };
  memcpy (shape.sizes, sizes, (size_t) rank * sizeof *sizes);
  g_array_append_val (choices, shape);
}

/* Divisors of @n in rising order. */
static GArray *
list_divisors (gint64 n)
{
  GArray *low = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) high = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (gint64 d = 1; d <= n / d; d++)
    if (n % d == 0)
      {
        gint64 other = n / d;
        g_array_append_val (low, d);
        if (other != d)
          g_array_append_val (high, other);
      }
  for (guint k = high->len; k > 0; k--)
    g_array_append_val (low, g_array_index (high, gint64, k - 1));
  return low;
}

typedef struct
{
  const GArray *divisors;
  int rank;
  int most;
  gint64 smallest; /* factor allowed: 1 up to rank 2, then 2 */
  gint64 sizes[TNU_SHAPE_MAX_RANK];
  GArray *choices; /* NULL: only count */
  gint64 count;
} Search;

static void
search_factors (Search *search, int at, gint64 left)
{
  if (search->choices != NULL && search->choices->len >= (guint) search->most)
    return;
  if (at == search->rank - 1)
    {
      if (left < search->smallest)
        return;
      search->sizes[at] = left;
      search->count++;
      if (search->choices != NULL)
        add_shape (search->choices, search->sizes, search->rank);
      return;
    }
  for (guint k = 0; k < search->divisors->len; k++)
    {
      gint64 factor = g_array_index (search->divisors, gint64, k);
      if (factor > left)
        break;
      if (factor < search->smallest || left % factor != 0)
        continue;
      search->sizes[at] = factor;
      search_factors (search, at + 1, left / factor);
    }
}

/* Beyond this the divisors are not looked for: the search would be felt. */
#define MAX_FACTORED G_GINT64_CONSTANT (1000000000000)

static void
run_search (gint64 numel, int rank, int most, GArray *choices, gint64 *count)
{
  *count = 0;
  if (rank == 0 || numel == 0)
    {
      gint64 sizes[TNU_SHAPE_MAX_RANK] = { 0 };
      bool fits = rank == 0 ? numel == 1 : true;
      for (int d = 1; d < rank; d++)
        sizes[d] = 1;
      *count = fits;
      if (fits && choices != NULL && most > 0)
        add_shape (choices, sizes, rank);
      return;
    }
  if (numel > MAX_FACTORED)
    return;
  g_autoptr (GArray) divisors = list_divisors (numel);
  Search search = {
    .divisors = divisors,
    .rank = rank,
    .most = most,
    .smallest = rank > 2 ? 2 : 1,
    .choices = choices,
  };
  search_factors (&search, 0, numel);
  *count = search.count;
}

GArray *
tnu_shape_choices_new (gint64 numel, int rank, int most)
{
  GArray *choices = g_array_new (FALSE, FALSE, sizeof (TnuShape));
  gint64 count;
  run_search (numel, rank, most, choices, &count);
  return choices;
}

gint64
tnu_shape_choices_count (gint64 numel, int rank)
{
  gint64 count;
  run_search (numel, rank, G_MAXINT, NULL, &count);
  return count;
}

/* ---- text ---- */

bool
tnu_shape_parse (const char *text, TnuShape *shape)
{
  shape->rank = 0;
  while (*text != '\0')
    {
      if (strchr ("()[], \t", *text) != NULL)
        {
          text++;
          continue;
        }
      char *end;
      gint64 size = g_ascii_strtoll (text, &end, 10);
      if (end == text || shape->rank == TNU_SHAPE_MAX_RANK || size < -1)
        return false;
      if (*end != '\0' && strchr ("()[], \t", *end) == NULL)
        return false;
      shape->sizes[shape->rank++] = size;
      text = end;
    }
  return true;
}

char *
tnu_shape_dup_arguments (const TnuShape *shape)
{
  if (shape->rank == 0)
    return g_strdup ("()");
  GString *text = g_string_new (NULL);
  for (int d = 0; d < shape->rank; d++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, d > 0 ? ", " : "", shape->sizes[d]);
  return g_string_free (text, FALSE);
}

char *
tnu_shape_dup_text (const TnuShape *shape)
{
  if (shape->rank == 0)
    return g_strdup ("()");
  g_autofree char *inside = tnu_shape_dup_arguments (shape);
  return g_strdup_printf (shape->rank == 1 ? "(%s,)" : "(%s)", inside);
}

bool
tnu_shape_equal (const TnuShape *a, const TnuShape *b)
{
  return a->rank == b->rank
         && memcmp (a->sizes, b->sizes, (size_t) a->rank * sizeof *a->sizes) == 0;
}

gint64
tnu_shape_count (const TnuShape *shape)
{
  gint64 n = 1;
  for (int d = 0; d < shape->rank; d++)
    n *= shape->sizes[d];
  return n;
}

/* ---- nearest ---- */

typedef struct
{
  TnuShape shape;
  double distance;
} Candidate;

static int
compare_candidates (const void *a, const void *b)
{
  double x = ((const Candidate *) a)->distance, y = ((const Candidate *) b)->distance;
  return x < y ? -1 : x > y;
}

static double
distance_between (const TnuShape *a, const TnuShape *b)
{
  double sum = 0;
  for (int d = 0; d < a->rank; d++)
    if (b->sizes[d] > 0 && a->sizes[d] > 0)
      sum += fabs (log ((double) a->sizes[d] / (double) b->sizes[d]));
  return sum;
}

GArray *
tnu_shape_find_nearest (gint64 numel, const TnuShape *wanted, int most)
{
  int rank = CLAMP (wanted->rank, 1, 4);
  g_autoptr (GArray) choices = tnu_shape_choices_new (numel, rank, 5000);
  if (choices->len == 0)
    {
      g_array_unref (g_steal_pointer (&choices));
      choices = tnu_shape_choices_new (numel, MIN (rank, 2), 5000);
    }
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (Candidate));
  for (guint k = 0; k < choices->len; k++)
    {
      Candidate candidate = { .shape = g_array_index (choices, TnuShape, k) };
      candidate.distance = candidate.shape.rank == wanted->rank
                               ? distance_between (&candidate.shape, wanted)
                               : 0;
      g_array_append_val (ranked, candidate);
    }
  g_array_sort (ranked, compare_candidates);
  GArray *nearest = g_array_new (FALSE, FALSE, sizeof (TnuShape));
  for (guint k = 0; k < ranked->len && k < (guint) most; k++)
    g_array_append_val (nearest, g_array_index (ranked, Candidate, k).shape);
  return nearest;
}
