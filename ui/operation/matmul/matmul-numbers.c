/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul/matmul-numbers.h"

#include "ui/operation/numbers.h"

/* From this ratio of the product to its operands on, each has a scale of its own. */
#define TWO_SCALES 5

void
tnu_matmul_numbers_free (TnuMatmulNumbers *self)
{
  g_free (self->a);
  g_free (self->b);
  g_free (self->c);
  g_free (self->dc);
  g_free (self->da);
  g_free (self->db);
  g_free (self);
}

bool
tnu_matmul_numbers_are_few (const TnuMatmulPlan *plan)
{
  gint64 tables = plan->n_tables, rows = plan->n_rows, columns = plan->n_columns;
  return plan->verdict == TNU_MATMUL_FITS
         && tnu_shape_count (&plan->result) <= TNU_MATMUL_MAX_RESULTS
         && tables * rows * plan->n_inner <= TNU_MATMUL_MAX_OPERAND
         && tables * plan->n_inner * columns <= TNU_MATMUL_MAX_OPERAND;
}

bool
tnu_matmul_numbers_have_two_scales (const TnuMatmulNumbers *self)
{
  return self->product_max > TWO_SCALES * self->operand_max;
}

double
tnu_matmul_numbers_get_max (const TnuMatmulNumbers *self, TnuMatmulSide side)
{
  if (!tnu_matmul_numbers_have_two_scales (self))
    return MAX (self->operand_max, self->product_max);
  return side == TNU_MATMUL_SIDE_C ? self->product_max : self->operand_max;
}

const double *
tnu_matmul_numbers_get_a (const TnuMatmulNumbers *self, const TnuMatmulPlan *plan, gint64 table)
{
  return self->a + tnu_matmul_plan_get_table (plan, &plan->a, table) * plan->n_rows * plan->n_inner;
}

const double *
tnu_matmul_numbers_get_b (const TnuMatmulNumbers *self, const TnuMatmulPlan *plan, gint64 table)
{
  return self->b
         + tnu_matmul_plan_get_table (plan, &plan->b, table) * plan->n_inner * plan->n_columns;
}

/* c[m, n] = Σk a[m, k] · b[k, n] with any strides. */
typedef struct
{
  const double *data;
  gint64 row_stride, column_stride;
} Factor;

static void
multiply (const TnuMatmulExtent *extent, Factor a, Factor b, double *c)
{
  for (gint64 m = 0; m < extent->n_rows; m++)
    for (gint64 n = 0; n < extent->n_columns; n++)
      {
        double sum = 0;
        for (gint64 k = 0; k < extent->n_inner; k++)
          sum += a.data[m * a.row_stride + k * a.column_stride]
                 * b.data[k * b.row_stride + n * b.column_stride];
        c[m * extent->n_columns + n] = sum;
      }
}

static void
compute_table (TnuMatmulNumbers *self, const TnuMatmulPlan *plan, gint64 table)
{
  gint64 m = plan->n_rows, k = plan->n_inner, n = plan->n_columns;
  TnuMatmulExtent forward = tnu_matmul_plan_get_extent (plan, TNU_MATMUL_C),
                  to_a = tnu_matmul_plan_get_extent (plan, TNU_MATMUL_DA),
                  to_b = tnu_matmul_plan_get_extent (plan, TNU_MATMUL_DB);
  const double *a = tnu_matmul_numbers_get_a (self, plan, table);
  const double *b = tnu_matmul_numbers_get_b (self, plan, table);
  const double *dc = self->dc + table * m * n;
  multiply (&forward, (Factor){ a, k, 1 }, (Factor){ b, n, 1 }, self->c + table * m * n);
  multiply (&to_a, (Factor){ dc, n, 1 }, (Factor){ b, 1, n }, self->da + table * m * k);
  multiply (&to_b, (Factor){ a, 1, k }, (Factor){ dc, n, 1 }, self->db + table * k * n);
}

TnuMatmulNumbers *
tnu_matmul_numbers_compute (const TnuMatmulPlan *plan, double *a, double *b, double *dc)
{
  TnuMatmulNumbers *self = g_new0 (TnuMatmulNumbers, 1);
  gint64 n_c = plan->n_tables * plan->n_rows * plan->n_columns;
  gint64 n_da = plan->n_tables * plan->n_rows * plan->n_inner;
  gint64 n_db = plan->n_tables * plan->n_inner * plan->n_columns;
  self->a = a;
  self->b = b;
  self->c = g_new0 (double, MAX (n_c, 1));
  self->da = g_new0 (double, MAX (n_da, 1));
  self->db = g_new0 (double, MAX (n_db, 1));
  self->dc = dc;
  self->dc_is_ones = dc == NULL;
  if (dc == NULL)
    {
      self->dc = g_new (double, MAX (n_c, 1));
      for (gint64 k = 0; k < n_c; k++)
        self->dc[k] = 1;
    }
  for (gint64 table = 0; table < plan->n_tables; table++)
    compute_table (self, plan, table);
  self->operand_max = tnu_numbers_grow_max (0, self->a, tnu_shape_count (&plan->a));
  self->operand_max = tnu_numbers_grow_max (self->operand_max, self->b, tnu_shape_count (&plan->b));
  self->product_max = tnu_numbers_grow_max (0, self->c, n_c);
  self->gradient_max = tnu_numbers_grow_max (0, self->dc, n_c);
  self->gradient_max = tnu_numbers_grow_max (self->gradient_max, self->da, n_da);
  self->gradient_max = tnu_numbers_grow_max (self->gradient_max, self->db, n_db);
  return self;
}

TnuMatmulNumbers *
tnu_matmul_numbers_read (const TnuMatmulPlan *plan,
                         TnsMoment *a,
                         const TnuTurn turns_a[2],
                         TnsMoment *b,
                         const TnuTurn turns_b[2],
                         TnsMoment *dc,
                         GCancellable *cancellable,
                         GError **error)
{
  TnuNumbers numbers[3] = { 0 };
  bool are_read
      = tnu_numbers_read (&numbers[0], a, turns_a, 2, false, cancellable, error)
        && tnu_numbers_read (&numbers[1], b, turns_b, 2, false, cancellable, error)
        && (dc == NULL || tnu_numbers_read (&numbers[2], dc, NULL, 0, false, cancellable, error));
  if (are_read)
    return tnu_matmul_numbers_compute (plan, numbers[0].real, numbers[1].real, numbers[2].real);
  for (int k = 0; k < 3; k++)
    tnu_numbers_clear (&numbers[k]);
  return NULL;
}

bool
tnu_matmul_shows_gradient (TnuMatmulView view, TnuMatmulSide side)
{
  return view != TNU_MATMUL_C
         && (side == TNU_MATMUL_SIDE_C || side == tnu_matmul_get_roles (view)->target);
}

const double *
tnu_matmul_numbers_get_side (const TnuMatmulNumbers *self,
                             const TnuMatmulPlan *plan,
                             TnuMatmulView view,
                             TnuMatmulSide side,
                             gint64 table)
{
  bool is_gradient = tnu_matmul_shows_gradient (view, side);
  switch (side)
    {
    case TNU_MATMUL_SIDE_A:
      return is_gradient ? self->da + table * plan->n_rows * plan->n_inner
                         : tnu_matmul_numbers_get_a (self, plan, table);
    case TNU_MATMUL_SIDE_B:
      return is_gradient ? self->db + table * plan->n_inner * plan->n_columns
                         : tnu_matmul_numbers_get_b (self, plan, table);
    default:
      return (is_gradient ? self->dc : self->c) + table * plan->n_rows * plan->n_columns;
    }
}

/* Where @side has the number at index @value of @axis, and how far it is to the next along
 * @inner. */
static const double *
get_line (const TnuMatmulPlan *plan,
          const double *numbers,
          TnuMatmulSide side,
          TnuMatmulAxis axis,
          gint64 value,
          gint64 *stride)
{
  gint64 n_columns = tnu_matmul_plan_get_size (plan, tnu_matmul_get_column_axis (side));
  if (tnu_matmul_get_row_axis (side) == axis)
    {
      *stride = 1;
      return numbers + value * n_columns;
    }
  *stride = n_columns;
  return numbers + value;
}

TnuMatmulTerms
tnu_matmul_numbers_get_terms (const TnuMatmulNumbers *self,
                              const TnuMatmulPlan *plan,
                              TnuMatmulView view,
                              gint64 table,
                              gint64 row,
                              gint64 column)
{
  const TnuMatmulRoles *roles = tnu_matmul_get_roles (view);
  TnuMatmulTerms terms = { .n = tnu_matmul_plan_get_size (plan, roles->inner) };
  terms.first = get_line (plan, tnu_matmul_numbers_get_side (self, plan, view, roles->first, table),
                          roles->first, roles->row, row, &terms.first_stride);
  terms.second
      = get_line (plan, tnu_matmul_numbers_get_side (self, plan, view, roles->second, table),
                  roles->second, roles->column, column, &terms.second_stride);
  return terms;
}
