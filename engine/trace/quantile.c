/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Doubles sorted by their bits: with the sign turned they are in the order of unsigned integers.
 * The first pass counts their upper 16 bits; the second counts the next 16 of those values that
 * share the upper half with a wanted one. Any spread of numbers is served alike, 1e30 among
 * fractions too, which bins of equal width are not. */
#include "engine/trace/quantile.h"

#include <math.h>
#include <string.h>

#define N_KEYS 65536
/* Two quantiles, each between two values. */
#define N_WANTED 4

typedef struct
{
  int64_t rank;  /* of the wanted value among all */
  int64_t before; /* values in smaller groups */
  int table;
} Wanted;

struct _TnsQuantiles
{
  int64_t upper[N_KEYS];
  int64_t lower[N_WANTED][N_KEYS];
  int8_t tables[N_KEYS]; /* table that refines this group, -1: none */
  uint32_t groups[N_WANTED];
  int n_tables;
  int64_t n;
  Wanted wanted[N_WANTED];
  double shares[2]; /* of the way from the first to the second value */
};

static uint64_t
get_key (double value)
{
  uint64_t bits;

  memcpy (&bits, &value, sizeof bits);
  return bits >> 63 ? ~bits : bits | (uint64_t) 1 << 63;
}

/* What the key's lower half would say is lost towards 0. */
static double
get_value (uint32_t group, uint32_t lower)
{
  const uint64_t key = ((uint64_t) group << 16 | lower) << 32;
  const uint64_t bits = key >> 63 ? key & ~((uint64_t) 1 << 63) : ~(key | 0xffffffff);
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

TnsQuantiles *
tns_quantiles_new (void)
{
  return g_new0 (TnsQuantiles, 1);
}

void
tns_quantiles_free (TnsQuantiles *self)
{
  g_free (self);
}

void
tns_quantiles_add (TnsQuantiles *self, const double *values, int64_t n, int64_t n_times)
{
  for (int64_t i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        self->upper[get_key (values[i]) >> 48] += n_times;
        self->n += n_times;
      }
}

void
tns_quantiles_merge (TnsQuantiles *self, const TnsQuantiles *other)
{
  if (self->n_tables == 0)
    {
      for (int key = 0; key < N_KEYS; key++)
        self->upper[key] += other->upper[key];
      self->n += other->n;
    }
  for (int table = 0; table < self->n_tables; table++)
    for (int key = 0; key < N_KEYS; key++)
      self->lower[table][key] += other->lower[table][key];
}

static void
want (TnsQuantiles *self, Wanted *wanted, int64_t rank)
{
  int64_t before = 0;
  uint32_t group = 0;

  while (group < N_KEYS - 1 && before + self->upper[group] <= rank)
    before += self->upper[group++];
  if (self->tables[group] < 0)
    {
      self->groups[self->n_tables] = group;
      self->tables[group] = (int8_t) self->n_tables++;
    }
  *wanted = (Wanted) { rank, before, self->tables[group] };
}

void
tns_quantiles_choose (TnsQuantiles *self, double low, double high)
{
  const double shares[2] = { low, high };

  memset (self->tables, -1, sizeof self->tables);
  if (self->n == 0)
    return;
  for (int k = 0; k < 2; k++)
    {
      const double place = shares[k] * (double) (self->n - 1);
      const int64_t rank = (int64_t) floor (place);

      self->shares[k] = place - (double) rank;
      want (self, &self->wanted[2 * k], rank);
      want (self, &self->wanted[2 * k + 1], MIN (rank + 1, self->n - 1));
    }
}

void
tns_quantiles_follow (TnsQuantiles *self, const TnsQuantiles *other)
{
  memcpy (self, other, sizeof *self);
}

void
tns_quantiles_refine (TnsQuantiles *self, const double *values, int64_t n, int64_t n_times)
{
  /* The groups of NaN and infinities are never wanted. */
  for (int64_t i = 0; i < n; i++)
    {
      const uint64_t key = get_key (values[i]);
      const int table = self->tables[key >> 48];

      if (table >= 0)
        self->lower[table][key >> 32 & (N_KEYS - 1)] += n_times;
    }
}

static double
find (const TnsQuantiles *self, const Wanted *wanted)
{
  const int64_t *counts = self->lower[wanted->table];
  int64_t before = wanted->before;
  uint32_t lower = 0;

  while (lower < N_KEYS - 1 && before + counts[lower] <= wanted->rank)
    before += counts[lower++];
  return get_value (self->groups[wanted->table], lower);
}

void
tns_quantiles_finish (const TnsQuantiles *self, double *low, double *high)
{
  double *const results[2] = { low, high };

  for (int k = 0; k < 2; k++)
    {
      double first;

      *results[k] = NAN;
      if (self->n == 0)
        continue;
      first = find (self, &self->wanted[2 * k]);
      *results[k] = first + self->shares[k] * (find (self, &self->wanted[2 * k + 1]) - first);
    }
}
