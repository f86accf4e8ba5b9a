/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "engine/trace/block.h"
#include "engine/trace/elements.h"
#include "engine/trace/quantile.h"
#include "engine/trace/summary.h"
#include "engine/trace/sums.h"

#define MAX_SHARES 4
/* Fewer elements are not worth another thread. */
#define SHARE_ELEMS (1 << 22)

/* Statistics do not depend on the order of the elements: dims are put in the order of the storage,
 * merged where they join, and repeated dims (stride 0) are counted, not read. */

typedef struct
{
  int rank;
  int64_t sizes[TNK_MAX_RANK];
  int64_t strides[TNK_MAX_RANK];
  int64_t n_times; /* how often every element is repeated */
} Walk;

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

/* ---- one share of the pieces ---- */

/* What one worker has counted. */
typedef struct
{
  TnsSums sums;
  int64_t n_nan, n_positive_infinity, n_negative_infinity;
  int64_t histogram[TNS_HISTOGRAM_BINS];
  TnsQuantiles *quantiles; /* NULL: not wanted */
  TnsElements elements;    /* room for a piece */
  int64_t bytes[256];      /* how often each value of an 8-bit type was seen */
} Share;

typedef enum
{
  PASS_SUMS,
  PASS_BINS
} Pass;

/* A pass over a tensor, in shares: all pieces are counted, and every share takes its own. */
typedef struct
{
  TnsMoment *moment;
  Walk walk;
  Pass pass;
  double low, high;   /* of the bins */
  bool counts_bytes;  /* 8-bit types, of which there are only 256 values */
  int n_shares;
  Share *shares;
  GCancellable *cancellable;
} Tour;

static void
count_special (Share *share, const double *values, int64_t n, int64_t n_times)
{
  for (int64_t i = 0; i < n; i++)
    if (isnan (values[i]))
      share->n_nan += n_times;
    else if (isinf (values[i]) && values[i] > 0)
      share->n_positive_infinity += n_times;
    else if (isinf (values[i]))
      share->n_negative_infinity += n_times;
}

static void
count_bins (Share *share, const Tour *tour, const double *values, int64_t n, int64_t n_times)
{
  /* Halves first: high - low may overflow. */
  const double width = tour->high / 2 - tour->low / 2;

  for (int64_t i = 0; i < n; i++)
    if (values[i] >= tour->low && values[i] <= tour->high)
      {
        const double part = (values[i] / 2 - tour->low / 2) / width;
        const int bin = (int) (part * TNS_HISTOGRAM_BINS);

        share->histogram[CLAMP (bin, 0, TNS_HISTOGRAM_BINS - 1)] += n_times;
      }
}

static void
visit (Share *share, const Tour *tour, const double *values, int64_t n, int64_t n_times)
{
  if (tour->pass == PASS_BINS)
    {
      count_bins (share, tour, values, n, n_times);
      if (share->quantiles != NULL)
        tns_quantiles_refine (share->quantiles, values, n, n_times);
      return;
    }
  if (tns_sums_add (&share->sums, values, n, n_times) < n)
    count_special (share, values, n, n_times);
  tns_quantiles_add (share->quantiles, values, n, n_times);
}

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

static bool
visit_piece (const Tour *tour, Share *share, const TnsPiece *piece, GError **error)
{
  const TnkDtype dtype = tns_moment_get_meta (tour->moment)->dtype;
  TnsContent *content = tns_moment_get_content (tour->moment);
  const int64_t n = piece->n_rows * piece->n_columns;
  TnsElements *elements = &share->elements;

  if (tour->counts_bytes)
    return tns_summary_count_bytes (share->bytes, content, dtype, piece, tour->cancellable, error);
  if (!tns_elements_load (elements, content, dtype, piece, tour->cancellable, error))
    return false;
  if (tnk_dtype_is_complex (dtype))
    {
      mark_nan (elements, n);
      take_magnitudes (elements, n);
    }
  visit (share, tour, elements->re, n, tour->walk.n_times);
  return true;
}

/* Pieces of the last two dims, from storage index @first. @n_seen: pieces so far, of all shares. */
static bool
visit_plane (const Tour *tour, Share *share, int64_t first, int64_t *n_seen, GError **error)
{
  const int64_t *sizes = tour->walk.sizes + tour->walk.rank - 2;
  const int64_t *strides = tour->walk.strides + tour->walk.rank - 2;
  const int64_t most = tour->counts_bytes ? TNS_SUMMARY_ELEMS : TNS_PIECE_ELEMS;
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

        if ((*n_seen)++ % tour->n_shares != share - tour->shares)
          continue;
        if (!visit_piece (tour, share, &piece, error))
          return false;
      }
  return true;
}

static bool
visit_planes (const Tour *tour, Share *share, GError **error)
{
  const Walk *walk = &tour->walk;
  int64_t index[TNK_MAX_RANK] = { 0 };
  int64_t first = tns_moment_get_meta (tour->moment)->offset_elems;
  int64_t n_seen = 0;

  while (true)
    {
      int d = walk->rank - 3;

      if (!visit_plane (tour, share, first, &n_seen, error))
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

static void
visit_bytes (const Tour *tour, Share *share)
{
  const TnkDtype dtype = tns_moment_get_meta (tour->moment)->dtype;

  for (int byte = 0; byte < 256; byte++)
    {
      const double value = get_byte_value (dtype, byte);

      if (share->bytes[byte] > 0)
        visit (share, tour, &value, 1, share->bytes[byte] * tour->walk.n_times);
      share->bytes[byte] = 0;
    }
}

/* ---- all shares ---- */

/* A share as a thread's work; what it ended with. */
typedef struct
{
  const Tour *tour;
  Share *share;
  GError *error;
  bool is_ok;
} Job;

static gpointer
do_job (gpointer data)
{
  Job *job = data;

  job->is_ok = visit_planes (job->tour, job->share, &job->error);
  if (job->is_ok && job->tour->counts_bytes)
    visit_bytes (job->tour, job->share);
  return NULL;
}

/* The first share is this thread's. */
static bool
make_tour (Tour *tour, Pass pass, GError **error)
{
  Job jobs[MAX_SHARES] = { 0 };
  GThread *threads[MAX_SHARES];
  bool is_ok = true;

  tour->pass = pass;
  if (tns_moment_get_numel (tour->moment) == 0)
    return true;
  for (int k = 0; k < tour->n_shares; k++)
    jobs[k] = (Job) { tour, &tour->shares[k], NULL, false };
  for (int k = 1; k < tour->n_shares; k++)
    threads[k] = g_thread_new ("statistics", do_job, &jobs[k]);
  do_job (&jobs[0]);
  for (int k = 1; k < tour->n_shares; k++)
    g_thread_join (threads[k]);
  for (int k = 0; k < tour->n_shares; k++)
    {
      if (!jobs[k].is_ok && is_ok)
        g_propagate_error (error, g_steal_pointer (&jobs[k].error));
      g_clear_error (&jobs[k].error);
      is_ok = is_ok && jobs[k].is_ok;
    }
  return is_ok;
}

static int
choose_n_shares (TnsMoment *moment)
{
  const int64_t by_work = tns_moment_get_numel (moment) / SHARE_ELEMS;

  return (int) CLAMP (MIN (by_work, (int64_t) g_get_num_processors ()), 1, MAX_SHARES);
}

static void
begin_tour (Tour *tour, TnsMoment *moment, bool has_quantiles, GCancellable *cancellable)
{
  const TnkDtype dtype = tns_moment_get_meta (moment)->dtype;

  *tour = (Tour) {
    .moment = moment,
    .counts_bytes = tnk_dtype_size (dtype) == 1
                    && tns_summary_can_read (tns_moment_get_content (moment), dtype),
    .n_shares = choose_n_shares (moment),
    .cancellable = cancellable,
  };
  init_walk (&tour->walk, tns_moment_get_meta (moment));
  tour->shares = g_new0 (Share, tour->n_shares);
  for (int k = 0; k < tour->n_shares; k++)
    {
      tour->shares[k].sums = tns_sums_new ();
      tour->shares[k].quantiles = has_quantiles ? tns_quantiles_new () : NULL;
    }
}

static void
end_tour (Tour *tour)
{
  for (int k = 0; k < tour->n_shares; k++)
    g_clear_pointer (&tour->shares[k].quantiles, tns_quantiles_free);
  g_clear_pointer (&tour->shares, g_free);
}

/* What all shares have counted so far goes to the first. */
static void
gather (Tour *tour)
{
  Share *all = &tour->shares[0];

  for (int k = 1; k < tour->n_shares; k++)
    {
      const Share *share = &tour->shares[k];

      if (tour->pass == PASS_SUMS)
        {
          tns_sums_merge (&all->sums, &share->sums);
          all->n_nan += share->n_nan;
          all->n_positive_infinity += share->n_positive_infinity;
          all->n_negative_infinity += share->n_negative_infinity;
        }
      for (int bin = 0; bin < TNS_HISTOGRAM_BINS; bin++)
        all->histogram[bin] += share->histogram[bin];
      if (all->quantiles != NULL)
        tns_quantiles_merge (all->quantiles, share->quantiles);
    }
}

/* ---- statistics ---- */

static void
set_sums (TnsStatistics *statistics, const Share *all)
{
  const TnsSums *sums = &all->sums;
  const double n = sums->n;

  statistics->n_nan = all->n_nan;
  statistics->n_positive_infinity = all->n_positive_infinity;
  statistics->n_negative_infinity = all->n_negative_infinity;
  statistics->n_zero = sums->n_zero;
  statistics->min = n > 0 ? sums->min : NAN;
  statistics->max = n > 0 ? sums->max : NAN;
  statistics->norm = (double) sqrtl (sums->squares);
  statistics->sum = (double) sums->sum;
  statistics->mean = n > 0 ? sums->mean : NAN;
  statistics->std = n > 1 ? sqrt (sums->m2 / (n - 1)) : NAN;
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

static bool
read_bins (Tour *tour, double low, double high, int64_t counts[TNS_HISTOGRAM_BINS], GError **error)
{
  tour->low = low;
  tour->high = high;
  if (!make_tour (tour, PASS_BINS, error))
    return false;
  gather (tour);
  memcpy (counts, tour->shares[0].histogram, sizeof tour->shares[0].histogram);
  return true;
}

static bool
read_all (Tour *tour, TnsStatistics *statistics, GError **error)
{
  TnsQuantiles *quantiles = tour->shares[0].quantiles;

  if (!make_tour (tour, PASS_SUMS, error))
    return false;
  gather (tour);
  set_sums (statistics, &tour->shares[0]);
  tns_quantiles_choose (quantiles, TNS_OUTLIER_SHARE, 1 - TNS_OUTLIER_SHARE);
  for (int k = 1; k < tour->n_shares; k++)
    tns_quantiles_follow (tour->shares[k].quantiles, quantiles);
  if (tour->shares[0].sums.n > 0
      && !read_bins (tour, statistics->low, statistics->high, statistics->histogram, error))
    return false;
  tns_quantiles_finish (quantiles, &statistics->robust_low, &statistics->robust_high);
  return true;
}

bool
tns_statistics_read (TnsMoment *moment, TnsStatistics *statistics, GCancellable *cancellable,
                     GError **error)
{
  Tour tour;
  bool is_read;

  *statistics = (TnsStatistics) { .numel = tns_moment_get_numel (moment) };
  begin_tour (&tour, moment, true, cancellable);
  is_read = read_all (&tour, statistics, error);
  end_tour (&tour);
  return is_read;
}

bool
tns_histogram_read (TnsMoment *moment, double low, double high,
                    int64_t counts[TNS_HISTOGRAM_BINS], GCancellable *cancellable, GError **error)
{
  Tour tour;
  bool is_read;

  begin_tour (&tour, moment, false, cancellable);
  is_read = read_bins (&tour, low, high, counts, error);
  end_tour (&tour);
  return is_read;
}
