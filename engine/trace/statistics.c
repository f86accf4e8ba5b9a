/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "engine/trace/block.h"
#include "engine/trace/elements.h"
#include "engine/trace/quantile.h"
#include "engine/trace/summary.h"

/* Statistics do not depend on the order of the elements: dims are put in the order of the storage,
 * merged where they join, and repeated dims (stride 0) are counted, not read. */

typedef struct
{
  int rank;
  int64_t sizes[TNK_MAX_RANK];
  int64_t strides[TNK_MAX_RANK];
  int64_t n_times; /* how often every element is repeated */
} Walk;

/* Mean and squared distances grow by Chan's rule, one piece after the other. */
typedef struct
{
  double n, mean, m2;
  long double squares; /* wider than double: the square of 1e300 */
  TnsQuantiles *quantiles;
  long double sum;     /* of whole numbers exact to 2^64 */
} Moments;

static void
add_dim (Walk *walk, int64_t size, int64_t stride)
{
  int at = walk->rank;

  if (size == 1)
    return;
  if (stride == 0)
    {
      walk->n_times *= size;
      return;
    }
  while (at > 0 && walk->strides[at - 1] < stride)
    {
      walk->sizes[at] = walk->sizes[at - 1];
      walk->strides[at] = walk->strides[at - 1];
      at--;
    }
  walk->sizes[at] = size;
  walk->strides[at] = stride;
  walk->rank++;
}

static void
init_walk (Walk *walk, const TnsMeta *meta)
{
  int n = 0;

  walk->rank = 0;
  walk->n_times = 1;
  for (int d = 0; d < meta->rank; d++)
    add_dim (walk, meta->sizes[d], meta->strides[d]);
  for (int d = 0; d < walk->rank; d++)
    {
      if (n > 0 && walk->strides[n - 1] == walk->strides[d] * walk->sizes[d])
        {
          walk->sizes[n - 1] *= walk->sizes[d];
          walk->strides[n - 1] = walk->strides[d];
          continue;
        }
      walk->sizes[n] = walk->sizes[d];
      walk->strides[n] = walk->strides[d];
      n++;
    }
  walk->rank = MAX (n, 2);
  if (n < 2)
    {
      walk->sizes[1] = n == 1 ? walk->sizes[0] : 1;
      walk->strides[1] = n == 1 ? walk->strides[0] : 0;
      walk->sizes[0] = 1;
      walk->strides[0] = 0;
    }
}

typedef void (*Visit) (const double *values, int64_t n, int64_t n_times, TnsStatistics *statistics,
                       Moments *moments);

static void
take_magnitudes (TnsElements *elements, int64_t n)
{
  for (int64_t i = 0; i < n; i++)
    elements->re[i] = hypot (elements->re[i], elements->im[i]);
}

/* hypot (NaN, ∞) is ∞, but the element has a NaN that must not hide. */
static void
mark_nan (TnsElements *elements, int64_t n)
{
  for (int64_t i = 0; i < n; i++)
    if (isnan (elements->re[i]) || isnan (elements->im[i]))
      elements->re[i] = elements->im[i] = NAN;
}

/* What is done with the pieces: all of their elements are shown to @visit, or (8-bit types, of which
 * there are only 256 values) counted. */
typedef struct
{
  Visit visit;
  TnsStatistics *statistics;
  Moments *moments;
  TnsElements *elements;
  int64_t *counts; /* NULL: not counted */
} Tour;

static bool
visit_piece (TnsMoment *moment, const TnsPiece *piece, int64_t n_times, const Tour *tour,
             GCancellable *cancellable, GError **error)
{
  const TnkDtype dtype = tns_moment_get_meta (moment)->dtype;
  const int64_t n = piece->n_rows * piece->n_columns;
  TnsElements *elements = tour->elements;

  if (tour->counts != NULL)
    return tns_summary_count_bytes (tour->counts, tns_moment_get_content (moment), dtype, piece,
                                    cancellable, error);
  if (!tns_elements_load (elements, tns_moment_get_content (moment), dtype, piece, cancellable,
                          error))
    return false;
  if (tnk_dtype_is_complex (dtype))
    {
      mark_nan (elements, n);
      take_magnitudes (elements, n);
    }
  tour->visit (elements->re, n, n_times, tour->statistics, tour->moments);
  return true;
}

/* Pieces of the last two dims, from storage index @first. */
static bool
visit_plane (TnsMoment *moment, const Walk *walk, int64_t first, const Tour *tour,
             GCancellable *cancellable, GError **error)
{
  const int64_t *sizes = walk->sizes + walk->rank - 2;
  const int64_t *strides = walk->strides + walk->rank - 2;
  const int64_t most = tour->counts != NULL ? TNS_SUMMARY_ELEMS : TNS_PIECE_ELEMS;
  const int64_t n_wide = MIN (sizes[1], most);
  const int64_t n_high = most / n_wide;

  for (int64_t r = 0; r < sizes[0]; r += n_high)
    for (int64_t c = 0; c < sizes[1]; c += n_wide)
      {
        const TnsPiece piece = {
          first + r * strides[0] + c * strides[1], MIN (n_high, sizes[0] - r),
          MIN (n_wide, sizes[1] - c),              strides[0],
          strides[1],
        };

        if (!visit_piece (moment, &piece, walk->n_times, tour, cancellable, error))
          return false;
      }
  return true;
}

static bool
visit_planes (TnsMoment *moment, const Walk *walk, const Tour *tour, GCancellable *cancellable,
              GError **error)
{
  int64_t index[TNK_MAX_RANK] = { 0 };
  int64_t first = tns_moment_get_meta (moment)->offset_elems;

  while (true)
    {
      int d = walk->rank - 3;

      if (!visit_plane (moment, walk, first, tour, cancellable, error))
        return false;
      for (; d >= 0; d--)
        {
          first += walk->strides[d];
          if (++index[d] < walk->sizes[d])
            break;
          first -= walk->strides[d] * walk->sizes[d];
          index[d] = 0;
        }
      if (d < 0)
        return true;
    }
}

static double
get_byte_value (TnkDtype dtype, int byte)
{
  if (dtype == TNK_BOOL)
    return byte != 0;
  return dtype == TNK_INT8 ? (int8_t) byte : byte;
}

static bool
visit_all (TnsMoment *moment, Visit visit, TnsStatistics *statistics, Moments *moments,
           GCancellable *cancellable, GError **error)
{
  const TnkDtype dtype = tns_moment_get_meta (moment)->dtype;
  g_autofree TnsElements *elements = g_new (TnsElements, 1);
  int64_t counts[256] = { 0 };
  Tour tour = { visit, statistics, moments, elements, NULL };
  Walk walk;

  if (tns_moment_get_numel (moment) == 0)
    return true;
  if (tnk_dtype_size (dtype) == 1
      && tns_summary_can_read (tns_moment_get_content (moment), dtype))
    tour.counts = counts;
  init_walk (&walk, tns_moment_get_meta (moment));
  if (!visit_planes (moment, &walk, &tour, cancellable, error))
    return false;
  for (int byte = 0; tour.counts != NULL && byte < 256; byte++)
    {
      const double value = get_byte_value (dtype, byte);

      if (counts[byte] > 0)
        visit (&value, 1, counts[byte] * walk.n_times, statistics, moments);
    }
  return true;
}

static void
merge (Moments *self, const Moments *piece)
{
  const double n = self->n + piece->n;
  const double delta = piece->mean - self->mean;

  if (piece->n == 0)
    return;
  self->m2 += piece->m2 + delta * delta * (self->n * piece->n / n);
  self->mean += delta * (piece->n / n);
  self->squares += piece->squares;
  self->sum += piece->sum;
  self->n = n;
}

static void
count_special (TnsStatistics *statistics, double value, int64_t n_times)
{
  if (isnan (value))
    statistics->n_nan += n_times;
  else if (value > 0)
    statistics->n_positive_infinity += n_times;
  else
    statistics->n_negative_infinity += n_times;
}

static void
visit_values (const double *values, int64_t n, int64_t n_times, TnsStatistics *statistics,
              Moments *moments)
{
  const double weight = (double) n_times;
  Moments piece = { 0 };

  for (int64_t i = 0; i < n; i++)
    {
      const double value = values[i];

      if (!isfinite (value))
        {
          count_special (statistics, value, n_times);
          continue;
        }
      if (value == 0)
        statistics->n_zero += n_times;
      statistics->min = MIN (statistics->min, value);
      statistics->max = MAX (statistics->max, value);
      piece.n += weight;
      piece.mean += (value - piece.mean) * (weight / piece.n);
      piece.squares += (long double) value * value * (long double) weight;
      tns_quantiles_add (moments->quantiles, value, n_times);
      piece.sum += (long double) value * (long double) weight;
    }
  for (int64_t i = 0; i < n; i++)
    if (isfinite (values[i]))
      piece.m2 += (values[i] - piece.mean) * (values[i] - piece.mean) * weight;
  merge (moments, &piece);
}

static void
visit_bins (const double *values, int64_t n, int64_t n_times, TnsStatistics *statistics,
            Moments *moments)
{
  /* Halves first: high - low may overflow. */
  const double width = statistics->high / 2 - statistics->low / 2;

  for (int64_t i = 0; i < n; i++)
    if (values[i] >= statistics->low && values[i] <= statistics->high)
      {
        const double share = (values[i] / 2 - statistics->low / 2) / width;
        const int bin = (int) (share * TNS_HISTOGRAM_BINS);

        statistics->histogram[CLAMP (bin, 0, TNS_HISTOGRAM_BINS - 1)] += n_times;
        if (moments != NULL)
          tns_quantiles_refine (moments->quantiles, values[i], n_times);
      }
}

static void
finish (TnsStatistics *statistics, const Moments *moments)
{
  const double n = moments->n;

  statistics->norm = (double) sqrtl (moments->squares);
  statistics->sum = (double) moments->sum;
  statistics->mean = n > 0 ? moments->mean : NAN;
  statistics->std = n > 1 ? sqrt (moments->m2 / (n - 1)) : NAN;
  if (n == 0)
    statistics->min = statistics->max = NAN;
  statistics->low = n > 0 ? statistics->min : 0;
  statistics->high = n > 0 ? statistics->max : 1;
  /* All equal: the one bin in the middle, as wide as the value needs to differ from its
   * neighbours. */
  if (statistics->low == statistics->high)
    {
      const double margin = MAX (0.5, fabs (statistics->low) * 1e-6);

      statistics->low -= margin;
      statistics->high += margin;
    }
}

bool
tns_statistics_read (TnsMoment *moment, TnsStatistics *statistics, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (TnsQuantiles) quantiles = tns_quantiles_new ();
  Moments moments = { .quantiles = quantiles };

  *statistics = (TnsStatistics) {
    .numel = tns_moment_get_numel (moment),
    .min = INFINITY,
    .max = -INFINITY,
  };
  if (!visit_all (moment, visit_values, statistics, &moments, cancellable, error))
    return false;
  finish (statistics, &moments);
  tns_quantiles_choose (quantiles, TNS_OUTLIER_SHARE, 1 - TNS_OUTLIER_SHARE);
  if (moments.n > 0
      && !visit_all (moment, visit_bins, statistics, &moments, cancellable, error))
    return false;
  tns_quantiles_finish (quantiles, &statistics->robust_low, &statistics->robust_high);
  return true;
}

bool
tns_histogram_read (TnsMoment *moment, double low, double high,
                    int64_t counts[TNS_HISTOGRAM_BINS], GCancellable *cancellable, GError **error)
{
  TnsStatistics statistics = { .low = low, .high = high };

  if (!visit_all (moment, visit_bins, &statistics, NULL, cancellable, error))
    return false;
  memcpy (counts, statistics.histogram, sizeof statistics.histogram);
  return true;
}
