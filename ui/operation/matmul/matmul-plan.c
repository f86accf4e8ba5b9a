/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul/matmul-plan.h"

int
tnu_matmul_count_batch (const TnuShape *operand)
{
  return MAX (operand->rank - 2, 0);
}

/* Size of @operand along dim @dim of a batch with @n dims: aligned at the right, 1 where it has
 * none. */
static gint64
batch_size (const TnuShape *operand, int dim, int n)
{
  int own = tnu_matmul_count_batch (operand), at = dim - (n - own);
  return at >= 0 ? operand->sizes[at] : 1;
}

static void
broadcast_batch (TnuMatmulPlan *self)
{
  int n = MAX (tnu_matmul_count_batch (&self->a), tnu_matmul_count_batch (&self->b));
  self->batch.rank = n;
  self->n_tables = 1;
  self->guilty = -1;
  for (int d = 0; d < n; d++)
    {
      gint64 a = batch_size (&self->a, d, n), b = batch_size (&self->b, d, n);
      self->batch.sizes[d] = a == 1 ? b : b == 1 ? a : MAX (a, b);
      self->n_tables *= self->batch.sizes[d];
      /* PyTorch looks from the right and names the first clash it meets. */
      if (a != b && a != 1 && b != 1)
        self->guilty = d;
    }
}

/* Letters and, when it fits, the shape of the result. */
static void
name_dims (TnuMatmulPlan *self)
{
  TnuShape result = self->batch;
  self->row_dim = self->column_dim = -1;
  if (!self->is_row)
    {
      self->row_dim = result.rank;
      result.sizes[result.rank++] = self->n_rows;
    }
  if (!self->is_column)
    {
      self->column_dim = result.rank;
      result.sizes[result.rank++] = self->n_columns;
    }
  self->inner_dim = result.rank;
  if (self->verdict == TNU_MATMUL_FITS)
    self->result = result;
}

void
tnu_matmul_plan_init (TnuMatmulPlan *self, const TnuShape *a, const TnuShape *b)
{
  *self = (TnuMatmulPlan){ .a = *a, .b = *b, .guilty = -1, .n_tables = 1 };
  self->n_rows = self->n_columns = self->n_inner = self->n_inner_b = 1;
  self->row_dim = self->column_dim = self->inner_dim = -1;
  if (a->rank == 0 || b->rank == 0)
    {
      self->verdict = TNU_MATMUL_SCALAR;
      return;
    }
  self->is_row = a->rank == 1;
  self->is_column = b->rank == 1;
  self->n_inner = a->sizes[a->rank - 1];
  self->n_inner_b = b->sizes[self->is_column ? 0 : b->rank - 2];
  if (!self->is_row)
    self->n_rows = a->sizes[a->rank - 2];
  if (!self->is_column)
    self->n_columns = b->sizes[b->rank - 1];
  broadcast_batch (self);
  self->verdict = self->guilty >= 0                  ? TNU_MATMUL_BATCH
                  : self->n_inner != self->n_inner_b ? TNU_MATMUL_INNER
                                                     : TNU_MATMUL_FITS;
  name_dims (self);
}

bool
tnu_matmul_plan_is_repeated (const TnuMatmulPlan *self, const TnuShape *operand, int dim)
{
  return batch_size (operand, dim, self->batch.rank) == 1 && self->batch.sizes[dim] != 1;
}

void
tnu_matmul_plan_get_index (const TnuMatmulPlan *self, gint64 table, gint64 *index)
{
  for (int d = self->batch.rank - 1; d >= 0; d--)
    {
      index[d] = table % MAX (self->batch.sizes[d], 1);
      table /= MAX (self->batch.sizes[d], 1);
    }
}

gint64
tnu_matmul_plan_find_table (const TnuMatmulPlan *self, const gint64 *index)
{
  gint64 table = 0;
  for (int d = 0; d < self->batch.rank; d++)
    table = table * self->batch.sizes[d] + index[d];
  return table;
}

gint64
tnu_matmul_plan_get_table (const TnuMatmulPlan *self, const TnuShape *operand, gint64 table)
{
  gint64 index[TNU_SHAPE_MAX_RANK], own = 0;
  tnu_matmul_plan_get_index (self, table, index);
  for (int d = 0; d < self->batch.rank; d++)
    {
      gint64 size = batch_size (operand, d, self->batch.rank);
      own = own * size + (size == 1 ? 0 : index[d]);
    }
  return own;
}

/* ---- steps ---- */

gint64
tnu_matmul_count_steps (const TnuMatmulExtent *extent, TnuMatmulMode mode)
{
  if (extent->n_rows == 0 || extent->n_columns == 0)
    return 0;
  switch (mode)
    {
    case TNU_MATMUL_COLUMNS:
      return extent->n_columns;
    case TNU_MATMUL_OUTER:
      return extent->n_inner;
    default:
      return extent->n_rows * extent->n_columns;
    }
}

TnuMatmulStep
tnu_matmul_get_step (const TnuMatmulExtent *extent, TnuMatmulMode mode, gint64 step)
{
  switch (mode)
    {
    case TNU_MATMUL_COLUMNS:
      return (TnuMatmulStep){ .row = -1, .column = step, .inner = -1 };
    case TNU_MATMUL_OUTER:
      return (TnuMatmulStep){ .row = -1, .column = -1, .inner = step };
    default:
      return (TnuMatmulStep){
        .row = step / MAX (extent->n_columns, 1),
        .column = step % MAX (extent->n_columns, 1),
        .inner = -1,
      };
    }
}

gint64
tnu_matmul_find_step (const TnuMatmulExtent *extent, TnuMatmulMode mode, gint64 row, gint64 column)
{
  switch (mode)
    {
    case TNU_MATMUL_COLUMNS:
      return column;
    case TNU_MATMUL_OUTER:
      return extent->n_inner - 1;
    default:
      return row * extent->n_columns + column;
    }
}

gint64
tnu_matmul_count_added (
    const TnuMatmulExtent *extent, TnuMatmulMode mode, gint64 step, gint64 row, gint64 column)
{
  if (step < 0)
    return -1;
  if (mode == TNU_MATMUL_OUTER)
    return MIN (step + 1, extent->n_inner);
  return tnu_matmul_find_step (extent, mode, row, column) <= step ? extent->n_inner : -1;
}

/* ---- views ---- */

TnuMatmulExtent
tnu_matmul_plan_get_extent (const TnuMatmulPlan *self, TnuMatmulView view)
{
  switch (view)
    {
    case TNU_MATMUL_DA:
      return (TnuMatmulExtent){ self->n_rows, self->n_inner, self->n_columns };
    case TNU_MATMUL_DB:
      return (TnuMatmulExtent){ self->n_inner, self->n_columns, self->n_rows };
    default:
      return (TnuMatmulExtent){ self->n_rows, self->n_columns, self->n_inner };
    }
}

const TnuMatmulRoles *
tnu_matmul_get_roles (TnuMatmulView view)
{
  static const TnuMatmulRoles roles[] = {
    [TNU_MATMUL_C] = { TNU_MATMUL_SIDE_C, TNU_MATMUL_SIDE_A, TNU_MATMUL_SIDE_B, TNU_MATMUL_I,
                       TNU_MATMUL_J, TNU_MATMUL_K },
    [TNU_MATMUL_DA] = { TNU_MATMUL_SIDE_A, TNU_MATMUL_SIDE_C, TNU_MATMUL_SIDE_B, TNU_MATMUL_I,
                        TNU_MATMUL_K, TNU_MATMUL_J },
    [TNU_MATMUL_DB] = { TNU_MATMUL_SIDE_B, TNU_MATMUL_SIDE_A, TNU_MATMUL_SIDE_C, TNU_MATMUL_K,
                        TNU_MATMUL_J, TNU_MATMUL_I },
  };
  return &roles[view];
}

TnuMatmulAxis
tnu_matmul_get_row_axis (TnuMatmulSide side)
{
  return side == TNU_MATMUL_SIDE_B ? TNU_MATMUL_K : TNU_MATMUL_I;
}

TnuMatmulAxis
tnu_matmul_get_column_axis (TnuMatmulSide side)
{
  return side == TNU_MATMUL_SIDE_A ? TNU_MATMUL_K : TNU_MATMUL_J;
}

int
tnu_matmul_plan_get_dim (const TnuMatmulPlan *self, TnuMatmulAxis axis)
{
  return axis == TNU_MATMUL_I   ? self->row_dim
         : axis == TNU_MATMUL_J ? self->column_dim
                                : self->inner_dim;
}

gint64
tnu_matmul_plan_get_size (const TnuMatmulPlan *self, TnuMatmulAxis axis)
{
  return axis == TNU_MATMUL_I   ? self->n_rows
         : axis == TNU_MATMUL_J ? self->n_columns
                                : self->n_inner;
}

void
tnu_matmul_get_light (TnuMatmulView view,
                      const TnuMatmulStep *step,
                      gint64 light[TNU_MATMUL_N_AXES])
{
  const TnuMatmulRoles *roles = tnu_matmul_get_roles (view);
  light[roles->row] = step->row;
  light[roles->column] = step->column;
  light[roles->inner] = step->inner;
}
