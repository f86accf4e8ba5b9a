/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/block.h"

#include <math.h>

#include "engine/trace/elements.h"
#include "engine/trace/reduction.h"
#include "engine/trace/summary.h"

/* The elements under a block's cells are read once, in pieces of rows × columns, and dealt out to
 * their cells: @mean is the running sum until the end. */

/* One dim of the window: elements from @first, @step to a cell. */
typedef struct
{
  int64_t first;
  int64_t n_elems;
  int64_t step;
  int64_t stride;
} Side;

typedef struct
{
  TnsBlock *block;
  int64_t *n_finite; /* per cell; NULL when a cell is one element */
  Side rows, columns;
} Deal;

void
tns_block_free (TnsBlock *self)
{
  if (self == NULL)
    return;
  g_free (self->mean);
  g_free (self->imaginary);
  g_free (self->min);
  g_free (self->max);
  g_free (self->integers);
  g_free (self->flags);
  g_free (self);
}

static int64_t
count_cells (const Side *side)
{
  return (side->n_elems + side->step - 1) / side->step;
}

static TnsBlock *
block_new (TnkDtype dtype, const Side *rows, const Side *columns)
{
  TnsBlock *self = g_new0 (TnsBlock, 1);
  const bool is_single = rows->step == 1 && columns->step == 1;
  size_t n;

  self->dtype = dtype;
  self->n_rows = (int) count_cells (rows);
  self->n_columns = (int) count_cells (columns);
  n = MAX ((size_t) self->n_rows * (size_t) self->n_columns, 1);
  self->mean = g_new0 (double, n);
  self->flags = g_new0 (uint8_t, n);
  if (tnk_dtype_is_complex (dtype))
    self->imaginary = g_new0 (double, n);
  if (is_single && tnk_dtype_is_integral (dtype))
    self->integers = g_new0 (int64_t, n);
  if (!is_single)
    {
      self->min = g_new0 (double, n);
      self->max = g_new0 (double, n);
      for (size_t i = 0; i < n; i++)
        {
          self->min[i] = INFINITY;
          self->max[i] = -INFINITY;
        }
    }
  return self;
}

static uint8_t
get_flags (double value)
{
  if (isfinite (value))
    return 0;
  if (isnan (value))
    return TNS_CELL_HAS_NAN;
  return value > 0 ? TNS_CELL_HAS_POSITIVE_INFINITY : TNS_CELL_HAS_NEGATIVE_INFINITY;
}

static void
set_cell (TnsBlock *block, int64_t cell, const TnsElements *elements, int64_t i)
{
  block->mean[cell] = elements->re[i];
  block->flags[cell] = get_flags (elements->re[i]);
  if (block->integers != NULL)
    block->integers[cell] = elements->ints[i];
  if (block->imaginary != NULL)
    {
      block->imaginary[cell] = elements->im[i];
      block->flags[cell] |= get_flags (elements->im[i]);
    }
}

static void
add_to_cell (Deal *deal, int64_t cell, const TnsElements *elements, int64_t i)
{
  TnsBlock *block = deal->block;
  const double re = elements->re[i];
  const double im = block->imaginary != NULL ? elements->im[i] : 0;

  if (!isfinite (re) || !isfinite (im))
    {
      block->flags[cell] |= get_flags (re) | get_flags (im);
      return;
    }
  deal->n_finite[cell]++;
  block->mean[cell] += re;
  if (block->imaginary != NULL)
    block->imaginary[cell] += im;
  block->min[cell] = MIN (block->min[cell], re);
  block->max[cell] = MAX (block->max[cell], re);
}

/* @row, @column: of the piece's first element, from the window's first. */
static void
deal_out (Deal *deal, const TnsElements *elements, const TnsPiece *piece, int64_t row,
          int64_t column)
{
  for (int64_t r = 0; r < piece->n_rows; r++)
    {
      const int64_t step = deal->columns.step;
      int64_t cell = (row + r) / deal->rows.step * deal->block->n_columns + column / step;
      int64_t n_left = step - column % step;

      for (int64_t c = 0; c < piece->n_columns; c++, n_left--)
        {
          if (n_left == 0)
            {
              cell++;
              n_left = step;
            }
          if (deal->n_finite == NULL)
            set_cell (deal->block, cell, elements, r * piece->n_columns + c);
          else
            add_to_cell (deal, cell, elements, r * piece->n_columns + c);
        }
    }
}

/* A cell without a finite element shows what it has. */
static double
get_special (uint8_t flags)
{
  if (flags == TNS_CELL_HAS_POSITIVE_INFINITY)
    return INFINITY;
  return flags == TNS_CELL_HAS_NEGATIVE_INFINITY ? -INFINITY : NAN;
}

static void
finish_means (Deal *deal)
{
  TnsBlock *block = deal->block;
  const int64_t n_cells = (int64_t) block->n_rows * block->n_columns;

  for (int64_t i = 0; i < n_cells; i++)
    {
      const double n = (double) deal->n_finite[i];

      if (deal->n_finite[i] == 0)
        block->mean[i] = block->min[i] = block->max[i] = get_special (block->flags[i]);
      else
        block->mean[i] /= n;
      if (block->imaginary != NULL)
        block->imaginary[i] /= MAX (n, 1);
    }
}

/* A cell of a real tensor in host memory, straight from there. */
static bool
summarize_cell (TnsSummary *summary, TnsContent *content, TnkDtype dtype, const TnsPiece *cell,
                GCancellable *cancellable, GError **error)
{
  const int64_t n_wide = MIN (cell->n_columns, TNS_SUMMARY_ELEMS);
  const int64_t n_high = TNS_SUMMARY_ELEMS / n_wide;

  for (int64_t r = 0; r < cell->n_rows; r += n_high)
    for (int64_t c = 0; c < cell->n_columns; c += n_wide)
      {
        const TnsPiece piece = {
          .first = cell->first + r * cell->row_stride + c * cell->column_stride,
          .n_rows = MIN (n_high, cell->n_rows - r),
          .n_columns = MIN (n_wide, cell->n_columns - c),
          .row_stride = cell->row_stride,
          .column_stride = cell->column_stride,
        };

        if (!tns_summary_add (summary, content, dtype, &piece, cancellable, error))
          return false;
      }
  return true;
}

static bool
summarize_window (Deal *deal, TnsContent *content, TnkDtype dtype, int64_t first,
                  GCancellable *cancellable, GError **error)
{
  const Side *rows = &deal->rows;
  const Side *columns = &deal->columns;
  TnsBlock *block = deal->block;

  for (int64_t i = 0; i < (int64_t) block->n_rows * block->n_columns; i++)
    {
      const int64_t r = i / block->n_columns * rows->step;
      const int64_t c = i % block->n_columns * columns->step;
      const TnsPiece cell = {
        .first = first + r * rows->stride + c * columns->stride,
        .n_rows = MIN (rows->step, rows->n_elems - r),
        .n_columns = MIN (columns->step, columns->n_elems - c),
        .row_stride = rows->stride,
        .column_stride = columns->stride,
      };
      TnsSummary summary = tns_summary_new ();

      if (!summarize_cell (&summary, content, dtype, &cell, cancellable, error))
        return false;
      deal->n_finite[i] = summary.n_finite;
      block->mean[i] = summary.sum;
      block->min[i] = summary.min;
      block->max[i] = summary.max;
      block->flags[i] = summary.flags;
    }
  return true;
}

/* The pieces of the window, folded or as they are, dealt out to the cells. */
static bool
deal_window (Deal *deal, TnsContent *content, TnkDtype dtype, int64_t first,
             const TnsReduced *reduced, GCancellable *cancellable, GError **error)
{
  const Side *rows = &deal->rows;
  const Side *columns = &deal->columns;
  g_autofree TnsElements *elements = g_new (TnsElements, 1);
  g_autofree TnsElements *scratch = reduced != NULL ? g_new (TnsElements, 1) : NULL;
  const int64_t n_wide = MIN (columns->n_elems, TNS_PIECE_ELEMS);
  const int64_t n_high = TNS_PIECE_ELEMS / MAX (n_wide, 1);

  for (int64_t r = 0; r < rows->n_elems; r += n_high)
    for (int64_t c = 0; c < columns->n_elems; c += n_wide)
      {
        const TnsPiece piece = {
          .first = first + r * rows->stride + c * columns->stride,
          .n_rows = MIN (n_high, rows->n_elems - r),
          .n_columns = MIN (n_wide, columns->n_elems - c),
          .row_stride = rows->stride,
          .column_stride = columns->stride,
        };

        if (reduced != NULL
                ? !tns_elements_load_reduced (elements, scratch, content, dtype, &piece, reduced,
                                              cancellable, error)
                : !tns_elements_load (elements, content, dtype, &piece, cancellable, error))
          return false;
        deal_out (deal, elements, &piece, r, c);
      }
  return true;
}

/* All elements under a cell of an expanded dim are one: it is read once for each cell. */
static Side
shorten (const Side *side)
{
  if (side->stride != 0)
    return *side;
  return (Side) { .first = 0, .n_elems = count_cells (side), .step = 1, .stride = 0 };
}

/* (transfer full): the cells of the window rows × columns that starts at storage index @first.
 * @reduced: (nullable): the dim folded away. */
static TnsBlock *
read_window (TnsContent *content, TnkDtype dtype, int64_t first, const Side *rows,
             const Side *columns, const TnsReduced *reduced, GCancellable *cancellable,
             GError **error)
{
  const TnkDtype result
      = reduced != NULL ? tns_reduction_get_dtype (reduced->kind, dtype) : dtype;
  g_autoptr (TnsBlock) block = block_new (result, rows, columns);
  g_autofree int64_t *n_finite = NULL;
  Deal deal = { block, NULL, shorten (rows), shorten (columns) };
  bool is_read;

  if (block->min != NULL)
    n_finite = g_new0 (int64_t, MAX ((size_t) block->n_rows * (size_t) block->n_columns, 1));
  deal.n_finite = n_finite;

  if (n_finite != NULL && reduced == NULL && tns_summary_can_read (content, dtype))
    is_read = summarize_window (&deal, content, dtype, first, cancellable, error);
  else
    is_read = deal_window (&deal, content, dtype, first, reduced, cancellable, error);
  if (!is_read)
    return NULL;
  if (n_finite != NULL)
    finish_means (&deal);
  return g_steal_pointer (&block);
}

/* Clips what is asked for to what is there. */
static Side
get_side (const TnsMeta *meta, int dim, int64_t first, int n_cells, int64_t step)
{
  const int64_t size = dim >= 0 ? meta->sizes[dim] : 1;
  Side side = { .first = CLAMP (first, 0, size), .step = MAX (step, 1) };
  const int64_t n_left = size - side.first;

  side.stride = dim >= 0 ? meta->strides[dim] : 0;
  side.n_elems = n_left / side.step < n_cells ? n_left : (int64_t) MAX (n_cells, 0) * side.step;
  return side;
}

static bool
get_first_element (const TnsMeta *meta, const TnsBlockRequest *request, int64_t *first,
                   GError **error)
{
  *first = meta->offset_elems;
  for (int d = 0; d < meta->rank; d++)
    {
      if (d == request->row_dim || d == request->column_dim
          || (request->reduction != TNS_REDUCE_NONE && d == request->reduced_dim))
        continue;
      if (request->index[d] < 0 || request->index[d] >= meta->sizes[d])
        return tns_fail (error, TNS_ERROR_INDEX,
                         "index %" G_GINT64_FORMAT
                         " is out of bounds for dimension %d with size %" G_GINT64_FORMAT,
                         request->index[d], d, meta->sizes[d]);
      *first += request->index[d] * meta->strides[d];
    }
  return true;
}

static bool
is_dim (int dim, int rank)
{
  return dim >= -1 && dim < rank;
}

static bool
can_reduce (const TnsMeta *meta, const TnsBlockRequest *request, GError **error)
{
  const int dim = request->reduced_dim;

  if (request->reduction == TNS_REDUCE_NONE)
    return true;
  if (dim < 0 || dim >= meta->rank || dim == request->row_dim || dim == request->column_dim)
    return tns_fail (error, TNS_ERROR_INDEX, "a folded dim is none of the rows' and columns'");
  if (meta->sizes[dim] == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "an empty dim folds to nothing");
  if (!tns_reduction_is_defined (request->reduction, meta->dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME, "complex numbers have no order");
  return true;
}

TnsBlock *
tns_block_read (TnsMoment *moment, const TnsBlockRequest *request, GCancellable *cancellable,
                GError **error)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);
  TnsReduced reduced;
  Side rows, columns;
  int64_t first;

  if (!can_reduce (meta, request, error))
    return NULL;
  if (!is_dim (request->row_dim, meta->rank) || !is_dim (request->column_dim, meta->rank)
      || (request->row_dim >= 0 && request->row_dim == request->column_dim))
    {
      tns_fail (error, TNS_ERROR_INDEX, "rows and columns need two dims of the tensor's %d",
                meta->rank);
      return NULL;
    }
  if (!get_first_element (meta, request, &first, error))
    return NULL;
  rows = get_side (meta, request->row_dim, request->first_row, request->n_rows, request->row_step);
  columns = get_side (meta, request->column_dim, request->first_column, request->n_columns,
                      request->column_step);
  reduced = (TnsReduced) { request->reduction, 0, 0 };
  if (request->reduction != TNS_REDUCE_NONE)
    {
      reduced.n = meta->sizes[request->reduced_dim];
      reduced.stride = meta->strides[request->reduced_dim];
    }
  return read_window (tns_moment_get_content (moment), meta->dtype,
                      first + rows.first * rows.stride + columns.first * columns.stride, &rows,
                      &columns, request->reduction != TNS_REDUCE_NONE ? &reduced : NULL,
                      cancellable, error);
}

TnsBlock *
tns_block_read_storage (TnsMoment *moment, int64_t first_elem, int n_elems, int64_t step,
                        GCancellable *cancellable, GError **error)
{
  const TnkDtype dtype = tns_moment_get_meta (moment)->dtype;
  const TnsMeta strip = {
    .rank = 1,
    .sizes = { (int64_t) (tns_moment_get_storage_bytes (moment) / tnk_dtype_size (dtype)) },
    .strides = { 1 },
  };
  const Side rows = { .n_elems = 1, .step = 1 };
  const Side columns = get_side (&strip, 0, first_elem, n_elems, step);

  return read_window (tns_moment_get_content (moment), dtype, columns.first, &rows, &columns, NULL,
                      cancellable, error);
}
