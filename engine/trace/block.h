/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "engine/trace/trace.h"

G_BEGIN_DECLS

/* What folds a dim away, as torch.mean, amin, amax and sum do. */
typedef enum
{
  TNS_REDUCE_NONE,
  TNS_REDUCE_MEAN, /* of integers and truth values too, which PyTorch refuses */
  TNS_REDUCE_MIN,
  TNS_REDUCE_MAX,
  TNS_REDUCE_SUM,
  TNS_N_REDUCTIONS
} TnsReduction;

/* The dtype of the folded tensor. */
TNS_EXPORT TnkDtype tns_reduction_get_dtype (TnsReduction kind, TnkDtype dtype);
/* Complex numbers have no order. */
TNS_EXPORT bool tns_reduction_is_defined (TnsReduction kind, TnkDtype dtype);

/**
 * TnsBlockRequest:
 * @row_dim, @column_dim: dims laid out on rows and columns; -1: none (one row, one column)
 * @index: index per dim for all other dims (rank entries; those of row_dim and column_dim ignored)
 * @first_row, @first_column: where the window starts
 * @n_rows, @n_columns: cells wanted
 * @row_step, @column_step: elements per cell; above 1 a cell is a block of that many elements
 * @reduction, @reduced_dim: a dim, neither on rows nor on columns, that is folded away first
 *
 * A window on a tensor at a moment.
 */
typedef struct
{
  int row_dim, column_dim;
  int64_t index[TNK_MAX_RANK];
  int64_t first_row, first_column;
  int n_rows, n_columns;
  int64_t row_step, column_step;
  TnsReduction reduction;
  int reduced_dim; /* ignored without a reduction */
} TnsBlockRequest;

typedef enum
{
  TNS_CELL_HAS_NAN = 1 << 0,
  TNS_CELL_HAS_POSITIVE_INFINITY = 1 << 1,
  TNS_CELL_HAS_NEGATIVE_INFINITY = 1 << 2,
} TnsCellFlags;

/**
 * TnsBlock:
 * @dtype: of the numbers; a reduction may change it
 * @mean: [n_rows * n_columns] value of the cell, or the mean of its finite elements
 * @imaginary: (nullable): imaginary parts of complex tensors
 * @min, @max: (nullable): only when a cell stands for several elements
 * @flags: TnsCellFlags per cell
 * @integers: (nullable): exact values of integer tensors
 *
 * Numbers of one window, ready to draw. Plain memory, owned by whoever asked.
 */
typedef struct
{
  TnkDtype dtype;
  int n_rows, n_columns;
  double *mean;
  double *imaginary;
  double *min, *max;
  int64_t *integers;
  uint8_t *flags;
} TnsBlock;

TNS_EXPORT void tns_block_free (TnsBlock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsBlock, tns_block_free)

/* Reads on the calling thread. Errors: cancelled; RuntimeError when the numbers of that moment were
 * let go (budget). */
TNS_EXPORT TnsBlock *tns_block_read (TnsMoment *moment, const TnsBlockRequest *request,
                                     GCancellable *cancellable, GError **error);

/**
 * TnsStatistics:
 *
 * Over all elements at a moment. min … sum look at finite elements only; bool counts as 0 and 1,
 * complex by magnitude. Histogram: n_bins equal bins from low to high. robust_low, robust_high: the
 * 1 % and 99 % quantiles, about six digits of them.
 */
#define TNS_HISTOGRAM_BINS 32
#define TNS_OUTLIER_SHARE .01
typedef struct
{
  int64_t numel, n_nan, n_positive_infinity, n_negative_infinity, n_zero;
  double min, max, mean, std, norm; /* std with n - 1, as PyTorch; NaN when undefined */
  double sum;
  double low, high;
  double robust_low, robust_high; /* NaN without finite elements */
  int64_t histogram[TNS_HISTOGRAM_BINS];
} TnsStatistics;

TNS_EXPORT bool tns_statistics_read (TnsMoment *moment, TnsStatistics *statistics,
                                     GCancellable *cancellable, GError **error);

/* How many elements lie in each of equal bins from @low to @high, both included; finite, @low <
 * @high. */
TNS_EXPORT bool tns_histogram_read (TnsMoment *moment, double low, double high,
                                    int64_t counts[TNS_HISTOGRAM_BINS],
                                    GCancellable *cancellable, GError **error);

/* (transfer full) (nullable): all of it as a dense tensor in host memory, bit by bit, on the
 * calling thread. Errors: as tns_block_read(). */
TNS_EXPORT TnsTensor *tns_moment_read (TnsMoment *moment, GCancellable *cancellable,
                                       GError **error);

/* Some elements of the storage itself, by storage index (for the memory strip): mean and flags
 * only. */
TNS_EXPORT TnsBlock *tns_block_read_storage (TnsMoment *moment, int64_t first_elem, int n_elems,
                                             int64_t step, GCancellable *cancellable,
                                             GError **error);

G_END_DECLS
