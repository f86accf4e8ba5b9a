/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* A piece is summed in lanes that do not wait for each other, which the compiler makes vectors of,
 * and pieces are joined by Chan's rule. Numbers so large or small that doubles would not do are
 * summed again in wider ones. */
#include "engine/trace/sums.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define N_LANES 8
/* Of this magnitude 2^14 whole numbers sum up below 2^53, where doubles know all of them. */
#define MAX_EXACT 0x1p39
#define MIN_SQUARED 1e-140

typedef struct
{
  double n[N_LANES], n_zero[N_LANES];
  double sum[N_LANES], squares[N_LANES];
  double min[N_LANES], max[N_LANES];
} Lanes;

TnsSums
tns_sums_new (void)
{
  return (TnsSums) { .min = INFINITY, .max = -INFINITY };
}

static inline void
add_lanes (Lanes *lanes, const double values[N_LANES])
{
  for (int k = 0; k < N_LANES; k++)
    {
      const double value = values[k];
      const int is_finite = fabs (value) <= DBL_MAX;
      const double finite = is_finite ? value : 0;

      lanes->n[k] += is_finite ? 1 : 0;
      lanes->n_zero[k] += value == 0 ? 1 : 0;
      lanes->sum[k] += finite;
      lanes->squares[k] += finite * finite;
      lanes->min[k] = is_finite && value < lanes->min[k] ? value : lanes->min[k];
      lanes->max[k] = is_finite && value > lanes->max[k] ? value : lanes->max[k];
    }
}

/* The values that fill no lanes, and NaN, which adds nothing. */
static void
take_rest (double rest[N_LANES], const double *values, int64_t n)
{
  for (int k = 0; k < N_LANES; k++)
    rest[k] = k < n % N_LANES ? values[n - n % N_LANES + k] : NAN;
}

static void
sum_wide (TnsSums *piece, const double *values, int64_t n)
{
  piece->sum = piece->squares = 0;
  for (int64_t i = 0; i < n; i++)
    if (fabs (values[i]) <= DBL_MAX)
      {
        piece->sum += values[i];
        piece->squares += (long double) values[i] * values[i];
      }
}

static inline void
add_distances (double lanes[N_LANES], const double values[N_LANES], double mean)
{
  for (int k = 0; k < N_LANES; k++)
    {
      const double distance = fabs (values[k]) <= DBL_MAX ? values[k] - mean : 0;

      lanes[k] += distance * distance;
    }
}

static double
sum_distances (const double *values, int64_t n, double mean)
{
  double lanes[N_LANES] = { 0 };
  double rest[N_LANES];
  double sum = 0;

  for (int64_t i = 0; i + N_LANES <= n; i += N_LANES)
    add_distances (lanes, values + i, mean);
  take_rest (rest, values, n);
  add_distances (lanes, rest, mean);
  for (int k = 0; k < N_LANES; k++)
    sum += lanes[k];
  return sum;
}

int64_t
tns_sums_add (TnsSums *self, const double *values, int64_t n, int64_t n_times)
{
  TnsSums piece = tns_sums_new ();
  Lanes lanes = { 0 };
  double rest[N_LANES];
  double n_finite = 0, largest;

  for (int k = 0; k < N_LANES; k++)
    {
      lanes.min[k] = INFINITY;
      lanes.max[k] = -INFINITY;
    }
  for (int64_t i = 0; i + N_LANES <= n; i += N_LANES)
    add_lanes (&lanes, values + i);
  take_rest (rest, values, n);
  add_lanes (&lanes, rest);
  for (int k = 0; k < N_LANES; k++)
    {
      n_finite += lanes.n[k];
      piece.n_zero += (int64_t) lanes.n_zero[k] * n_times;
      piece.sum += lanes.sum[k];
      piece.squares += lanes.squares[k];
      piece.min = MIN (piece.min, lanes.min[k]);
      piece.max = MAX (piece.max, lanes.max[k]);
    }
  if (n_finite == 0)
    return 0;
  largest = MAX (fabs (piece.min), fabs (piece.max));
  if (largest > MAX_EXACT || largest < MIN_SQUARED)
    sum_wide (&piece, values, n);
  piece.mean = (double) (piece.sum / n_finite);
  piece.m2 = sum_distances (values, n, piece.mean) * (double) n_times;
  piece.n = n_finite * (double) n_times;
  piece.sum *= n_times;
  piece.squares *= n_times;
  tns_sums_merge (self, &piece);
  return (int64_t) n_finite;
}

void
tns_sums_merge (TnsSums *self, const TnsSums *other)
{
  const double n = self->n + other->n;
  const double delta = other->mean - self->mean;

  if (other->n == 0)
    return;
  self->m2 += other->m2 + delta * delta * (self->n * other->n / n);
  self->mean += delta * (other->n / n);
  self->squares += other->squares;
  self->sum += other->sum;
  self->min = MIN (self->min, other->min);
  self->max = MAX (self->max, other->max);
  self->n_zero += other->n_zero;
  self->n = n;
}
