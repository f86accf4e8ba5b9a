/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Statistics of 0 … 5: NumPy 1.24, np.arange(6.): mean 2.5, std(ddof=1) 1.8708286933869707,
 * norm 7.416198487095663. Quantiles: PyTorch 2.15 (CPU), (torch.arange(200.) ** 2 - 5000) and
 * torch.cat([torch.linspace(-1, 1, 1001), torch.tensor([1e30, -1e30])]), each .quantile(.01) and
 * .quantile(.99). The rest is worked out by hand. */

#include <math.h>
#include <string.h>

#include "engine/trace/block.h"

static TnsTensor *
tensor_new (TnkDtype dtype, int rank, const int64_t *sizes, const TnkScalar *values)
{
  TnsTensor *tensor = tns_tensor_new_dense (dtype, TNS_CPU, rank, sizes, NULL);
  uint8_t *data = tns_tensor_get_data (tensor);

  for (int64_t i = 0; i < tns_tensor_get_numel (tensor); i++)
    tns_scalar_write (values[i], dtype, data + (size_t) i * tnk_dtype_size (dtype));
  return tensor;
}

/* 0, 1, 2 … */
static TnsTensor *
range_new (TnkDtype dtype, int rank, const int64_t *sizes)
{
  TnsTensor *tensor = tns_tensor_new_dense (dtype, TNS_CPU, rank, sizes, NULL);
  uint8_t *data = tns_tensor_get_data (tensor);

  for (int64_t i = 0; i < tns_tensor_get_numel (tensor); i++)
    tns_scalar_write (tns_scalar_int (i), dtype, data + (size_t) i * tnk_dtype_size (dtype));
  return tensor;
}

static TnsMoment *
transpose (TnsTensor *tensor)
{
  g_autoptr (TnsTensor) view = NULL;
  TnsMeta meta;

  tns_tensor_get_meta (tensor, &meta);
  meta.sizes[0] = tns_tensor_get_sizes (tensor)[1];
  meta.sizes[1] = tns_tensor_get_sizes (tensor)[0];
  meta.strides[0] = tns_tensor_get_strides (tensor)[1];
  meta.strides[1] = tns_tensor_get_strides (tensor)[0];
  view = tns_tensor_new_view (tensor, &meta);
  return tns_moment_new (view);
}

static void
test_window (void)
{
  g_autoptr (TnsTensor) x = range_new (TNK_FLOAT32, 3, (int64_t[]) { 2, 3, 4 });
  g_autoptr (TnsMoment) moment = tns_moment_new (x);
  const TnsBlockRequest request = {
    .row_dim = 1,
    .column_dim = 2,
    .index = { 1 },
    .first_row = 1,
    .first_column = 2,
    .n_rows = 10,
    .n_columns = 1,
    .row_step = 1,
    .column_step = 1,
  };
  g_autoptr (TnsBlock) block = tns_block_read (moment, &request, NULL, NULL);

  /* Clipped to the rows that are there: x[1, 1:, 2:3]. */
  g_assert_cmpint (block->n_rows, ==, 2);
  g_assert_cmpint (block->n_columns, ==, 1);
  g_assert_cmpfloat (block->mean[0], ==, 18);
  g_assert_cmpfloat (block->mean[1], ==, 22);
  g_assert_null (block->min);
  g_assert_null (block->integers);
}

/* x[1:2, 1:3, 1:4] of 0 … 23; what lies between its rows is left out. */
static void
test_part (void)
{
  static const int64_t expected[] = { 17, 18, 19, 21, 22, 23 };
  g_autoptr (TnsTensor) x = range_new (TNK_INT16, 3, (int64_t[]) { 2, 3, 4 });
  g_autoptr (TnsMoment) moment = tns_moment_new (x);
  g_autoptr (TnsMoment) part
    = tns_moment_new_part (moment, (int64_t[]) { 1, 1, 1 }, (int64_t[]) { 1, 2, 3 });
  g_autoptr (TnsTensor) read = tns_moment_read (part, NULL, NULL);
  const int16_t *data = tns_tensor_get_data (read);
  TnsStatistics statistics;

  g_assert_cmpint (tns_tensor_get_rank (read), ==, 3);
  g_assert_true (tns_tensor_is_contiguous (read));
  g_assert_cmpint (tns_tensor_get_numel (read), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (data[i], ==, expected[i]);
  g_assert_true (tns_statistics_read (part, &statistics, NULL, NULL));
  g_assert_cmpfloat (statistics.sum, ==, 120);
  g_assert_cmpfloat (statistics.min, ==, 17);
  g_assert_cmpfloat (statistics.mean, ==, 20);
}

/* Rows wider than one reading, a signalling NaN among the numbers. */
static void
test_read_bits (void)
{
  const int64_t n = 40000;
  const uint32_t signalling = 0x7fa00001;
  g_autoptr (TnsTensor) x = range_new (TNK_FLOAT32, 2, (int64_t[]) { 2, n });
  g_autoptr (TnsMoment) moment = NULL;
  g_autoptr (TnsTensor) read = NULL;

  memcpy ((uint8_t *) tns_tensor_get_data (x) + 4 * (n + 33333), &signalling, sizeof signalling);
  moment = tns_moment_new (x);
  read = tns_moment_read (moment, NULL, NULL);
  g_assert_cmpmem (tns_tensor_get_data (read), 8 * n, tns_tensor_get_data (x), 8 * n);
}

static void
test_swapped_dims (void)
{
  g_autoptr (TnsTensor) x = range_new (TNK_INT64, 2, (int64_t[]) { 2, 3 });
  g_autoptr (TnsMoment) moment = tns_moment_new (x);
  const TnsBlockRequest request = {
    .row_dim = 1,
    .column_dim = 0,
    .n_rows = 3,
    .n_columns = 2,
    .row_step = 1,
    .column_step = 1,
  };
  g_autoptr (TnsBlock) block = tns_block_read (moment, &request, NULL, NULL);
  const int64_t expected[] = { 0, 3, 1, 4, 2, 5 };

  for (int i = 0; i < 6; i++)
    g_assert_cmpint (block->integers[i], ==, expected[i]);
}

static void
test_exact_integers (void)
{
  const int64_t big = G_GINT64_CONSTANT (9007199254740993); /* 2⁵³ + 1: no double holds it */
  const TnkScalar value = tns_scalar_int (big);
  g_autoptr (TnsTensor) x = tensor_new (TNK_INT64, 0, NULL, &value);
  g_autoptr (TnsMoment) moment = tns_moment_new (x);
  const TnsBlockRequest request = {
    .row_dim = -1, .column_dim = -1, .n_rows = 1, .n_columns = 1, .row_step = 1, .column_step = 1
  };
  g_autoptr (TnsBlock) block = tns_block_read (moment, &request, NULL, NULL);

  g_assert_cmpint (block->integers[0], ==, big);
}

static void
test_every_dtype (void)
{
  for (TnkDtype dtype = 0; dtype < TNK_N_DTYPES; dtype++)
    {
      const TnkScalar values[] = { tns_scalar_int (0), tns_scalar_int (1), tns_scalar_int (1) };
      g_autoptr (TnsTensor) x = tensor_new (dtype, 1, (int64_t[]) { 3 }, values);
      g_autoptr (TnsMoment) moment = tns_moment_new (x);
      g_autoptr (TnsBlock) block = tns_block_read_storage (moment, 1, 5, 1, NULL, NULL);

      g_assert_cmpint (block->dtype, ==, dtype);
      g_assert_cmpint (block->n_columns, ==, 2);
      g_assert_cmpfloat (block->mean[0], ==, 1);
      g_assert_cmpfloat (block->mean[1], ==, 1);
      g_assert_true ((block->imaginary != NULL) == tnk_dtype_is_complex (dtype));
      g_assert_true ((block->integers != NULL) == tnk_dtype_is_integral (dtype));
    }
}

static void
test_complex (void)
{
  const TnkScalar values[] = { tns_scalar_complex (1, -2), tns_scalar_complex (3, NAN) };
  g_autoptr (TnsTensor) x = tensor_new (TNK_COMPLEX64, 1, (int64_t[]) { 2 }, values);
  g_autoptr (TnsMoment) moment = tns_moment_new (x);
  g_autoptr (TnsBlock) block = tns_block_read_storage (moment, 0, 2, 1, NULL, NULL);

  g_assert_cmpfloat (block->imaginary[0], ==, -2);
  g_assert_cmpint (block->flags[0], ==, 0);
  g_assert_cmpint (block->flags[1], ==, TNS_CELL_HAS_NAN);
}

static void
test_blocks (void)
{
  g_autoptr (TnsTensor) x = range_new (TNK_FLOAT64, 2, (int64_t[]) { 5, 4 });
  g_autoptr (TnsMoment) moment = tns_moment_new (x);
  const TnsBlockRequest request = {
    .row_dim = 0,
    .column_dim = 1,
    .n_rows = 3,
    .n_columns = 2,
    .row_step = 2,
    .column_step = 2,
  };
  g_autoptr (TnsBlock) block = tns_block_read (moment, &request, NULL, NULL);

  g_assert_cmpint (block->n_rows, ==, 3);
  /* 0 1 4 5 */
  g_assert_cmpfloat (block->mean[0], ==, 2.5);
  g_assert_cmpfloat (block->min[0], ==, 0);
  g_assert_cmpfloat (block->max[0], ==, 5);
  /* The last row of blocks has one row of elements: 18 19. */
  g_assert_cmpfloat (block->mean[5], ==, 18.5);
  g_assert_cmpfloat (block->min[5], ==, 18);
  g_assert_cmpfloat (block->max[5], ==, 19);
}

/* One special element at any place of a long row is seen at every step. */
static void
test_nan_is_never_hidden (void)
{
  const int64_t n = 100005;
  const int64_t steps[] = { 7, 100, 5000, 40000, 200000 };
  const int64_t places[] = { 0, 99, 16383, 16384, 54321, 100004 };

  for (guint p = 0; p < G_N_ELEMENTS (places); p++)
    for (guint s = 0; s < G_N_ELEMENTS (steps); s++)
      {
        g_autoptr (TnsTensor) x = range_new (TNK_FLOAT32, 1, &n);
        g_autoptr (TnsMoment) moment = NULL;
        g_autoptr (TnsBlock) block = NULL;
        int n_marked = 0;

        ((float *) tns_tensor_get_data (x))[places[p]] = NAN;
        moment = tns_moment_new (x);
        block = tns_block_read_storage (moment, 0, 100005, steps[s], NULL, NULL);
        g_assert_cmpint (block->n_columns, ==, (n + steps[s] - 1) / steps[s]);
        for (int i = 0; i < block->n_columns; i++)
          {
            n_marked += block->flags[i] != 0;
            g_assert_true (isfinite (block->mean[i]));
          }
        g_assert_cmpint (n_marked, ==, 1);
        g_assert_cmpint (block->flags[places[p] / steps[s]], ==, TNS_CELL_HAS_NAN);
      }
}

static void
test_only_special (void)
{
  const TnkScalar values[] = { tns_scalar_float (INFINITY), tns_scalar_float (INFINITY),
                               tns_scalar_float (-INFINITY), tns_scalar_float (NAN) };
  g_autoptr (TnsTensor) x = tensor_new (TNK_FLOAT16, 1, (int64_t[]) { 4 }, values);
  g_autoptr (TnsMoment) moment = tns_moment_new (x);
  g_autoptr (TnsBlock) block = tns_block_read_storage (moment, 0, 2, 2, NULL, NULL);

  g_assert_cmpfloat (block->mean[0], ==, INFINITY);
  g_assert_cmpint (block->flags[0], ==, TNS_CELL_HAS_POSITIVE_INFINITY);
  g_assert_true (isnan (block->mean[1]));
  g_assert_cmpint (block->flags[1], ==, TNS_CELL_HAS_NEGATIVE_INFINITY | TNS_CELL_HAS_NAN);
}

static void
test_empty (void)
{
  g_autoptr (TnsTensor) x = range_new (TNK_FLOAT32, 2, (int64_t[]) { 0, 3 });
  g_autoptr (TnsMoment) moment = tns_moment_new (x);
  const TnsBlockRequest request = {
    .row_dim = 0, .column_dim = 1, .n_rows = 4, .n_columns = 4, .row_step = 1, .column_step = 1
  };
  g_autoptr (TnsBlock) block = tns_block_read (moment, &request, NULL, NULL);
  TnsStatistics statistics;

  g_assert_cmpint (block->n_rows, ==, 0);
  g_assert_true (tns_statistics_read (moment, &statistics, NULL, NULL));
  g_assert_cmpint (statistics.numel, ==, 0);
  g_assert_true (isnan (statistics.mean));
}

static void
test_bad_requests (void)
{
  g_autoptr (TnsTensor) x = range_new (TNK_FLOAT32, 2, (int64_t[]) { 2, 3 });
  g_autoptr (TnsMoment) moment = tns_moment_new (x);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TnsBlockRequest request = {
    .row_dim = -1, .column_dim = 1, .index = { 2 }, .n_rows = 1, .n_columns = 3,
    .row_step = 1, .column_step = 1
  };
  GError *error = NULL;

  g_assert_null (tns_block_read (moment, &request, NULL, &error));
  g_assert_error (error, TNS_ERROR, TNS_ERROR_INDEX);
  g_assert_cmpstr (error->message, ==, "index 2 is out of bounds for dimension 0 with size 2");
  g_clear_error (&error);

  request.row_dim = 2;
  g_assert_null (tns_block_read (moment, &request, NULL, &error));
  g_assert_error (error, TNS_ERROR, TNS_ERROR_INDEX);
  g_clear_error (&error);

  request.row_dim = 0;
  g_cancellable_cancel (cancellable);
  g_assert_null (tns_block_read (moment, &request, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
}

static void
assert_close (double got, double expected)
{
  g_assert_cmpfloat_with_epsilon (got, expected, 1e-12 * (1 + fabs (expected)));
}

static void
test_statistics (void)
{
  g_autoptr (TnsTensor) x = range_new (TNK_FLOAT32, 2, (int64_t[]) { 2, 3 });
  g_autoptr (TnsMoment) moment = tns_moment_new (x);
  g_autoptr (TnsMoment) turned = transpose (x);
  TnsStatistics statistics;

  g_assert_true (tns_statistics_read (moment, &statistics, NULL, NULL));
  g_assert_cmpint (statistics.numel, ==, 6);
  g_assert_cmpint (statistics.n_zero, ==, 1);
  assert_close (statistics.min, 0);
  assert_close (statistics.max, 5);
  assert_close (statistics.mean, 2.5);
  assert_close (statistics.std, 1.8708286933869707);
  assert_close (statistics.norm, 7.416198487095663);
  /* 32 bins from 0 to 5: v falls into floor (v * 6.4), 5 into the last. */
  for (int i = 0; i < TNS_HISTOGRAM_BINS; i++)
    g_assert_cmpint (statistics.histogram[i], ==,
                     i == 0 || i == 6 || i == 12 || i == 19 || i == 25 || i == 31);

  g_assert_true (tns_statistics_read (turned, &statistics, NULL, NULL));
  assert_close (statistics.std, 1.8708286933869707);
}

/* One row: @x folded along its first dim. */
static void
assert_folded (TnsTensor *x, TnsReduction reduction, TnkDtype dtype, const double *values)
{
  g_autoptr (TnsMoment) moment = tns_moment_new (x);
  const int64_t n = tns_tensor_get_rank (x) > 1 ? tns_tensor_get_sizes (x)[1] : 1;
  const TnsBlockRequest request = {
    .row_dim = -1,
    .column_dim = tns_tensor_get_rank (x) > 1 ? 1 : -1,
    .n_rows = 1,
    .n_columns = (int) n,
    .row_step = 1,
    .column_step = 1,
    .reduction = reduction,
    .reduced_dim = 0,
  };
  g_autoptr (TnsBlock) block = tns_block_read (moment, &request, NULL, NULL);

  g_assert_nonnull (block);
  g_assert_cmpint (block->dtype, ==, dtype);
  g_assert_cmpint (block->n_columns, ==, n);
  for (int64_t i = 0; i < n; i++)
    {
      if (isnan (values[i]))
        g_assert_true (isnan (block->mean[i]));
      else
        g_assert_cmpfloat (block->mean[i], ==, values[i]);
      if (block->integers != NULL)
        g_assert_cmpint (block->integers[i], ==, (int64_t) values[i]);
    }
}

/* PyTorch 2.15 (CPU), the tensors written out here: x.mean (0), amin, amax, sum. */
static void
test_folded (void)
{
  const TnkScalar floats[] = {
    tns_scalar_float (1),   tns_scalar_float (-2), tns_scalar_float (3),
    tns_scalar_float (NAN), tns_scalar_float (5),  tns_scalar_float (INFINITY),
    tns_scalar_float (-1),  tns_scalar_float (0),  tns_scalar_float (2),
    tns_scalar_float (4),   tns_scalar_float (-INFINITY), tns_scalar_float (-INFINITY),
  };
  const TnkScalar bytes[] = { tns_scalar_int (100), tns_scalar_int (27), tns_scalar_int (100),
                              tns_scalar_int (100) };
  const TnkScalar truths[] = { tns_scalar_bool (true), tns_scalar_bool (false),
                               tns_scalar_bool (true), tns_scalar_bool (true) };
  const TnkScalar halves[] = { tns_scalar_float (60000), tns_scalar_float (1),
                               tns_scalar_float (60000), tns_scalar_float (2) };
  g_autoptr (TnsTensor) x = tensor_new (TNK_FLOAT32, 2, (int64_t[]) { 2, 6 }, floats);
  g_autoptr (TnsTensor) i = tensor_new (TNK_INT8, 2, (int64_t[]) { 2, 2 }, bytes);
  g_autoptr (TnsTensor) b = tensor_new (TNK_BOOL, 2, (int64_t[]) { 2, 2 }, truths);
  g_autoptr (TnsTensor) h = tensor_new (TNK_FLOAT16, 2, (int64_t[]) { 2, 2 }, halves);
  g_autoptr (TnsTensor) line = range_new (TNK_FLOAT32, 1, (int64_t[]) { 20000 });

  assert_folded (x, TNS_REDUCE_MEAN, TNK_FLOAT32,
                 (double[]) { 0, -1, 2.5, NAN, -INFINITY, NAN });
  assert_folded (x, TNS_REDUCE_MIN, TNK_FLOAT32,
                 (double[]) { -1, -2, 2, NAN, -INFINITY, -INFINITY });
  assert_folded (x, TNS_REDUCE_MAX, TNK_FLOAT32, (double[]) { 1, 0, 3, NAN, 5, INFINITY });
  assert_folded (x, TNS_REDUCE_SUM, TNK_FLOAT32, (double[]) { 0, -2, 5, NAN, -INFINITY, NAN });
  assert_folded (i, TNS_REDUCE_SUM, TNK_INT64, (double[]) { 200, 127 });
  assert_folded (i, TNS_REDUCE_MIN, TNK_INT8, (double[]) { 100, 27 });
  assert_folded (i, TNS_REDUCE_MEAN, TNK_FLOAT32, (double[]) { 100, 63.5 });
  assert_folded (b, TNS_REDUCE_SUM, TNK_INT64, (double[]) { 2, 1 });
  assert_folded (b, TNS_REDUCE_MIN, TNK_BOOL, (double[]) { 1, 0 });
  assert_folded (h, TNS_REDUCE_SUM, TNK_FLOAT16, (double[]) { INFINITY, 3 });
  assert_folded (line, TNS_REDUCE_SUM, TNK_FLOAT32, (double[]) { 199990000 });
}

static void
test_folded_repeated (void)
{
  const TnkScalar value = tns_scalar_float (3);
  g_autoptr (TnsTensor) one = tensor_new (TNK_FLOAT32, 0, NULL, &value);
  const TnsMeta repeated = { .dtype = TNK_FLOAT32, .device = TNS_CPU, .rank = 2, .alias_of = -1,
                             .sizes = { 1000000000, 2 } };
  g_autoptr (TnsTensor) view = tns_tensor_new_view (one, &repeated);

  assert_folded (view, TNS_REDUCE_SUM, TNK_FLOAT32, (double[]) { 3e9, 3e9 });
  assert_folded (view, TNS_REDUCE_MAX, TNK_FLOAT32, (double[]) { 3, 3 });
}

/* Blocks read where the numbers lie agree with what is known of 0 … n - 1. */
static void
test_blocks_of_every_dtype (void)
{
  const TnkDtype dtypes[] = { TNK_UINT8,  TNK_INT8,    TNK_INT16,    TNK_INT32,   TNK_INT64,
                              TNK_FLOAT32, TNK_FLOAT64, TNK_FLOAT16, TNK_BFLOAT16 };

  for (size_t k = 0; k < G_N_ELEMENTS (dtypes); k++)
    {
      g_autoptr (TnsTensor) x = range_new (dtypes[k], 2, (int64_t[]) { 9, 13 });
      g_autoptr (TnsMoment) straight = tns_moment_new (x);
      g_autoptr (TnsMoment) turned = transpose (x);

      for (int turn = 0; turn < 2; turn++)
        {
          const TnsBlockRequest request = {
            .row_dim = turn, .column_dim = 1 - turn, .n_rows = 3, .n_columns = 4,
            .row_step = 4,   .column_step = 5,
          };
          g_autoptr (TnsBlock) block
              = tns_block_read (turn ? turned : straight, &request, NULL, NULL);

          /* Rows 4 … 7 and columns 5 … 9 of 13; the last cell is row 8, columns 10 … 12. */
          g_assert_cmpfloat (block->min[4], ==, 57);
          g_assert_cmpfloat (block->max[4], ==, 100);
          assert_close (block->mean[4], 78.5);
          g_assert_cmpfloat (block->min[8], ==, 114);
          g_assert_cmpfloat (block->max[8], ==, 116);
          assert_close (block->mean[8], 115);
        }
    }
}

static void
assert_quantiles (const TnkScalar *values, int64_t n, double low, double high)
{
  g_autoptr (TnsTensor) x = tensor_new (TNK_FLOAT32, 1, &n, values);
  g_autoptr (TnsMoment) moment = tns_moment_new (x);
  TnsStatistics statistics;

  g_assert_true (tns_statistics_read (moment, &statistics, NULL, NULL));
  g_assert_cmpfloat_with_epsilon (statistics.robust_low, low, 2e-6 * fabs (low));
  g_assert_cmpfloat_with_epsilon (statistics.robust_high, high, 2e-6 * fabs (high));
}

static void
test_quantiles (void)
{
  TnkScalar squares[200];
  TnkScalar outliers[1003];

  for (int i = 0; i < 200; i++)
    squares[i] = tns_scalar_float (i * i - 5000.);
  for (int i = 0; i < 1001; i++)
    outliers[i] = tns_scalar_float (i / 500. - 1);
  outliers[1001] = tns_scalar_float (1e30);
  outliers[1002] = tns_scalar_float (-1e30);
  assert_quantiles (squares, 200, -4996.02978515625, 33812.94921875);
  assert_quantiles (outliers, 1003, -0.9819599986076355, 0.9819599986076355);
  assert_quantiles (squares, 1, -5000, -5000);
}

static void
test_histogram_of_part (void)
{
  g_autoptr (TnsTensor) x = range_new (TNK_INT32, 1, (int64_t[]) { 1000 });
  g_autoptr (TnsMoment) moment = tns_moment_new (x);
  int64_t counts[TNS_HISTOGRAM_BINS];

  /* 100 … 420 in 32 bins of 10; the last one takes its upper end too. */
  g_assert_true (tns_histogram_read (moment, 100, 420, counts, NULL, NULL));
  for (int i = 0; i < TNS_HISTOGRAM_BINS; i++)
    g_assert_cmpint (counts[i], ==, i == TNS_HISTOGRAM_BINS - 1 ? 11 : 10);
}

static void
test_statistics_of_special (void)
{
  const TnkScalar values[] = { tns_scalar_float (3), tns_scalar_float (NAN),
                               tns_scalar_float (-INFINITY), tns_scalar_float (-4),
                               tns_scalar_float (INFINITY), tns_scalar_float (INFINITY) };
  g_autoptr (TnsTensor) x = tensor_new (TNK_FLOAT64, 1, (int64_t[]) { 6 }, values);
  g_autoptr (TnsMoment) moment = tns_moment_new (x);
  TnsStatistics statistics;

  g_assert_true (tns_statistics_read (moment, &statistics, NULL, NULL));
  g_assert_cmpint (statistics.n_nan, ==, 1);
  g_assert_cmpint (statistics.n_positive_infinity, ==, 2);
  g_assert_cmpint (statistics.n_negative_infinity, ==, 1);
  assert_close (statistics.mean, -0.5);
  assert_close (statistics.norm, 5);
  g_assert_cmpint (statistics.histogram[0], ==, 1);
  g_assert_cmpint (statistics.histogram[TNS_HISTOGRAM_BINS - 1], ==, 1);
}

/* Repeated by stride 0: [1, 3] four times over. */
static void
test_statistics_of_expanded (void)
{
  const TnkScalar values[] = { tns_scalar_float (1), tns_scalar_float (3) };
  g_autoptr (TnsTensor) x = tensor_new (TNK_FLOAT32, 1, (int64_t[]) { 2 }, values);
  const TnsMeta meta = {
    .dtype = TNK_FLOAT32, .device = TNS_CPU, .rank = 2, .sizes = { 4, 2 }, .strides = { 0, 1 }
  };
  g_autoptr (TnsTensor) wide = tns_tensor_new_view (x, &meta);
  g_autoptr (TnsMoment) moment = tns_moment_new (wide);
  TnsStatistics statistics;

  g_assert_true (tns_statistics_read (moment, &statistics, NULL, NULL));
  g_assert_cmpint (statistics.numel, ==, 8);
  assert_close (statistics.mean, 2);
  /* Eight distances of 1 over 7. */
  assert_close (statistics.std, sqrt (8.0 / 7.0));
  assert_close (statistics.norm, sqrt (40.0));
  g_assert_cmpint (statistics.histogram[0], ==, 4);
}

static void
test_statistics_of_huge (void)
{
  const TnkScalar values[] = { tns_scalar_float (1e300), tns_scalar_float (-1e300) };
  g_autoptr (TnsTensor) x = tensor_new (TNK_FLOAT64, 1, (int64_t[]) { 2 }, values);
  g_autoptr (TnsMoment) moment = tns_moment_new (x);
  TnsStatistics statistics;

  g_assert_true (tns_statistics_read (moment, &statistics, NULL, NULL));
  g_assert_cmpfloat_with_epsilon (statistics.norm / 1.4142135623730951e300, 1, 1e-12);
  g_assert_cmpint (statistics.histogram[0], ==, 1);
  g_assert_cmpint (statistics.histogram[TNS_HISTOGRAM_BINS - 1], ==, 1);
}

/* So many elements that they are shared between threads: 1000 times 0 … 9999 of each sign, and one
 * NaN. Closed forms: the mean of squares is (m - 1)(2 m - 1) / 6. */
static void
test_statistics_of_many (void)
{
  const int64_t m = 10000, n = 1000 * m * 2 + 1;
  g_autoptr (TnsTensor) x = tns_tensor_new_dense (TNK_FLOAT32, TNS_CPU, 1, &n, NULL);
  g_autoptr (TnsMoment) moment = NULL;
  const double squares = (double) (m - 1) * (2. * (double) m - 1) / 6;
  TnsStatistics statistics;
  float *data = tns_tensor_get_data (x);
  int64_t n_binned = 0;

  for (int64_t i = 0; i < n - 1; i++)
    data[i] = (float) (i % m) * (i / m % 2 == 0 ? 1.f : -1.f);
  data[n - 1] = NAN;
  moment = tns_moment_new (x);
  g_assert_true (tns_statistics_read (moment, &statistics, NULL, NULL));
  g_assert_cmpint (statistics.n_nan, ==, 1);
  g_assert_cmpint (statistics.n_zero, ==, 2000);
  assert_close (statistics.min, -9999);
  assert_close (statistics.max, 9999);
  assert_close (statistics.mean, 0);
  g_assert_cmpfloat_with_epsilon (statistics.std, sqrt (squares), 1e-3);
  g_assert_cmpfloat_with_epsilon (statistics.norm / sqrt (squares * (double) (n - 1)), 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (statistics.robust_low, -9800, 1);
  g_assert_cmpfloat_with_epsilon (statistics.robust_high, 9800, 1);
  for (int bin = 0; bin < TNS_HISTOGRAM_BINS; bin++)
    n_binned += statistics.histogram[bin];
  g_assert_cmpint (n_binned, ==, n - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/block/window/clipped-to-tensor", test_window);
  g_test_add_func ("/engine/block/window/part-is-a-box", test_part);
  g_test_add_func ("/engine/block/window/reading-keeps-every-bit", test_read_bits);
  g_test_add_func ("/engine/block/window/dims-in-any-order", test_swapped_dims);
  g_test_add_func ("/engine/block/integers/exact-beyond-double", test_exact_integers);
  g_test_add_func ("/engine/block/dtype/all-are-read", test_every_dtype);
  g_test_add_func ("/engine/block/complex/nan-in-either-part-is-marked", test_complex);
  g_test_add_func ("/engine/block/step/min-mean-max", test_blocks);
  g_test_add_func ("/engine/block/step/never-hides-a-nan", test_nan_is_never_hidden);
  g_test_add_func ("/engine/block/step/only-special-elements", test_only_special);
  g_test_add_func ("/engine/block/empty", test_empty);
  g_test_add_func ("/engine/block/bad-requests-are-errors", test_bad_requests);
  g_test_add_func ("/engine/block/step/every-dtype", test_blocks_of_every_dtype);
  g_test_add_func ("/engine/block/folded/as-torch", test_folded);
  g_test_add_func ("/engine/block/folded/repeated-elements-are-counted", test_folded_repeated);
  g_test_add_func ("/engine/statistics/as-numpy", test_statistics);
  g_test_add_func ("/engine/statistics/finite-elements-only", test_statistics_of_special);
  g_test_add_func ("/engine/statistics/expanded-counts-repetitions", test_statistics_of_expanded);
  g_test_add_func ("/engine/statistics/no-overflow", test_statistics_of_huge);
  g_test_add_func ("/engine/statistics/shared-between-threads", test_statistics_of_many);
  g_test_add_func ("/engine/statistics/quantiles-as-torch", test_quantiles);
  g_test_add_func ("/engine/statistics/histogram-of-a-part", test_histogram_of_part);
  return g_test_run ();
}
