/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Runs of elements are summed up in the type they are stored in, without the detour over doubles in
 * a buffer: a billion bytes take a fraction of a second. */
#include "engine/trace/summary.h"

#include <float.h>
#include <math.h>

#include "engine/trace/block.h"

/* Sums of this many 16-bit numbers fit in 32 bits. */
#define N_NARROW 32768

typedef void (*AddRun) (TnsSummary *self, const void *first, int64_t stride, int64_t n);

static void
add_integers (TnsSummary *self, double min, double max, double sum, int64_t n)
{
  self->min = MIN (self->min, min);
  self->max = MAX (self->max, max);
  self->sum += sum;
  self->n_finite += n;
}

/* One loop for neighbours, which the compiler turns into vectors, and one for the rest. */
#define ADD_INTEGERS(name, c_type, sum_type, n_piece)                                              \
  __attribute__ ((optimize ("O3"))) static void add_##name (TnsSummary *self, const void *first,   \
                                                            int64_t stride, int64_t n)             \
  {                                                                                                \
    const c_type *from = first;                                                                    \
    for (int64_t at = 0; at < n; at += n_piece)                                                    \
      {                                                                                            \
        const int64_t n_here = MIN (n - at, n_piece);                                              \
        c_type min = from[at * stride], max = min;                                                 \
        sum_type sum = 0;                                                                          \
        if (stride == 1)                                                                           \
          for (int64_t i = at; i < at + n_here; i++)                                               \
            {                                                                                      \
              min = from[i] < min ? from[i] : min;                                                 \
              max = from[i] > max ? from[i] : max;                                                 \
              sum += from[i];                                                                      \
            }                                                                                      \
        else                                                                                       \
          for (int64_t i = at; i < at + n_here; i++)                                               \
            {                                                                                      \
              min = from[i * stride] < min ? from[i * stride] : min;                               \
              max = from[i * stride] > max ? from[i * stride] : max;                               \
              sum += from[i * stride];                                                             \
            }                                                                                      \
        add_integers (self, (double) min, (double) max, (double) sum, n_here);                     \
      }                                                                                            \
  }

ADD_INTEGERS (uint8, uint8_t, int32_t, N_NARROW)
ADD_INTEGERS (int8, int8_t, int32_t, N_NARROW)
ADD_INTEGERS (int16, int16_t, int32_t, N_NARROW)
ADD_INTEGERS (int32, int32_t, int64_t, TNS_SUMMARY_ELEMS)
ADD_INTEGERS (int64, int64_t, double, TNS_SUMMARY_ELEMS)

static void
add_bool (TnsSummary *self, const void *first, int64_t stride, int64_t n)
{
  const uint8_t *from = first;
  int64_t n_true = 0;

  for (int64_t i = 0; i < n; i++)
    n_true += from[i * stride] != 0;
  add_integers (self, n_true == n, n_true > 0, (double) n_true, n);
}

static uint8_t
get_flags (double value)
{
  if (isnan (value))
    return TNS_CELL_HAS_NAN;
  return value > 0 ? TNS_CELL_HAS_POSITIVE_INFINITY : TNS_CELL_HAS_NEGATIVE_INFINITY;
}

#define ADD_REALS(name, c_type, largest)                                                           \
  static void add_##name (TnsSummary *self, const void *first, int64_t stride, int64_t n)          \
  {                                                                                                \
    const c_type *from = first;                                                                    \
    double sum = 0, min = self->min, max = self->max;                                              \
    int64_t n_finite = 0;                                                                          \
    for (int64_t i = 0; i < n; i++)                                                                \
      {                                                                                            \
        const c_type value = from[i * stride];                                                     \
        if (!(value >= -largest && value <= largest))                                              \
          {                                                                                        \
            self->flags |= get_flags ((double) value);                                             \
            continue;                                                                              \
          }                                                                                        \
        n_finite++;                                                                                \
        sum += (double) value;                                                                     \
        min = value < min ? value : min;                                                           \
        max = value > max ? value : max;                                                           \
      }                                                                                            \
    self->min = min;                                                                               \
    self->max = max;                                                                               \
    self->sum += sum;                                                                              \
    self->n_finite += n_finite;                                                                    \
  }

ADD_REALS (float32, float, FLT_MAX)
ADD_REALS (float64, double, DBL_MAX)

static const AddRun add_runs[TNK_N_DTYPES] = {
  [TNK_BOOL] = add_bool,       [TNK_UINT8] = add_uint8,     [TNK_INT8] = add_int8,
  [TNK_INT16] = add_int16,     [TNK_INT32] = add_int32,     [TNK_INT64] = add_int64,
  [TNK_FLOAT32] = add_float32, [TNK_FLOAT64] = add_float64,
};

bool
tns_summary_can_read (TnsContent *content, TnkDtype dtype)
{
  TnsContentView view;
  bool is_host;

  if (add_runs[dtype] == NULL || !tns_content_open (content, &view))
    return false;
  is_host = view.backend == NULL;
  tns_content_close (content);
  return is_host;
}

static bool
fits (const TnsPiece *piece, size_t n_elems)
{
  const int64_t last = piece->first + (piece->n_rows - 1) * piece->row_stride
                       + (piece->n_columns - 1) * piece->column_stride;

  return piece->first >= 0 && last >= piece->first && (uint64_t) last < (uint64_t) n_elems;
}

/* Opens the numbers of a piece; false with @error set, and nothing to close. */
static bool
open_piece (TnsContent *content, TnkDtype dtype, const TnsPiece *piece, TnsContentView *view,
            GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return false;
  if (!tns_content_open (content, view))
    return tns_fail (error, TNS_ERROR_RUNTIME, "The numbers of that moment were let go");
  if (view->backend == NULL && fits (piece, view->n_bytes / tnk_dtype_size (dtype)))
    return true;
  tns_content_close (content);
  return tns_fail (error, TNS_ERROR_RUNTIME, "The tensor lies outside its storage");
}

/* Runs go along the smaller stride. */
static TnsPiece
turn (const TnsPiece *piece)
{
  if (piece->n_rows == 1 || ABS (piece->column_stride) <= ABS (piece->row_stride))
    return *piece;
  return (TnsPiece) { piece->first, piece->n_columns, piece->n_rows, piece->column_stride,
                      piece->row_stride };
}

bool
tns_summary_add (TnsSummary *self, TnsContent *content, TnkDtype dtype, const TnsPiece *piece,
                 GCancellable *cancellable, GError **error)
{
  const TnsPiece runs = turn (piece);
  TnsContentView view;

  if (!open_piece (content, dtype, &runs, &view, cancellable, error))
    return false;
  for (int64_t r = 0; r < runs.n_rows; r++)
    add_runs[dtype] (self,
                     view.data
                         + (size_t) (runs.first + r * runs.row_stride) * tnk_dtype_size (dtype),
                     runs.column_stride, runs.n_columns);
  tns_content_close (content);
  return true;
}

bool
tns_summary_count_bytes (int64_t counts[256], TnsContent *content, TnkDtype dtype,
                         const TnsPiece *piece, GCancellable *cancellable, GError **error)
{
  /* Two tables: neighbours of one value do not wait for each other. */
  int32_t tables[2][256] = { 0 };
  TnsContentView view;

  if (!open_piece (content, dtype, piece, &view, cancellable, error))
    return false;
  for (int64_t r = 0; r < piece->n_rows; r++)
    {
      const uint8_t *from = view.data + piece->first + r * piece->row_stride;

      for (int64_t i = 0; i < piece->n_columns; i++)
        tables[i & 1][from[i * piece->column_stride]]++;
    }
  tns_content_close (content);
  for (int k = 0; k < 256; k++)
    counts[k] += tables[0][k] + tables[1][k];
  return true;
}
