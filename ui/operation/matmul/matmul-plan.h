/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/* What A @ B is made of: which dim is a row, a column, summed or a batch, and the order in which a
 * product can be watched. Pure arithmetic. */

typedef enum
{
  TNU_MATMUL_FITS,
  TNU_MATMUL_INNER,   /* the summed dims differ */
  TNU_MATMUL_BATCH,   /* the leading dims do not broadcast */
  TNU_MATMUL_SCALAR,  /* an operand has no dim */
  TNU_MATMUL_REFUSED, /* the two would multiply, but not as they are written: see @words */
  TNU_MATMUL_UNPLAYED /* an einsum that is no product of two tables: see @words */
} TnuMatmulVerdict;

/**
 * TnuMatmulPlan:
 * @result: shape of the product; rank 0 unless it fits
 * @is_row: A has one dim: a 1 is put in front, and its dim is dropped from the result
 * @is_column: B has one dim: a 1 is put behind, and its dim is dropped from the result
 * @n_rows, @n_columns: of one table of the result, with the dims that are dropped
 * @n_inner, @n_inner_b: last size of A, size of B that meets it; equal when it fits
 * @batch: leading dims after broadcasting; where they clash, the larger size
 * @n_tables: product of @batch
 * @guilty: BATCH: the dim of @batch that clashes, else -1
 * @row_dim, @column_dim, @inner_dim: whose letter and colour they take: dims of the result, and for
 *   the summed one the next free letter; -1 for a dim that was put in and dropped
 * @words: (nullable) (transfer none): marked text for REFUSED and UNPLAYED, set by who decides it
 */
typedef struct
{
  TnuMatmulVerdict verdict;
  TnuShape a, b, result, batch;
  bool is_row, is_column;
  gint64 n_rows, n_columns, n_inner, n_inner_b;
  gint64 n_tables;
  int guilty;
  int row_dim, column_dim, inner_dim;
  const char *words;
} TnuMatmulPlan;

void tnu_matmul_plan_init (TnuMatmulPlan *self, const TnuShape *a, const TnuShape *b);

/* Leading dims of an operand: all but the last two; none of a vector. */
int tnu_matmul_count_batch (const TnuShape *operand);

/**
 * tnu_matmul_plan_get_table:
 * @operand: A's or B's shape
 * @table: of the result, 0 … n_tables - 1
 *
 * Returns: which table of @operand is used there; broadcast dims stay at index 0
 */
gint64 tnu_matmul_plan_get_table (const TnuMatmulPlan *self, const TnuShape *operand, gint64 table);

/* Whether @operand stands still along batch dim @dim while the result goes on. */
bool tnu_matmul_plan_is_repeated (const TnuMatmulPlan *self, const TnuShape *operand, int dim);

/* Index per batch dim of @table. */
void tnu_matmul_plan_get_index (const TnuMatmulPlan *self, gint64 table, gint64 *index);
gint64 tnu_matmul_plan_find_table (const TnuMatmulPlan *self, const gint64 *index);

/* ---- steps ---- */

typedef enum
{
  TNU_MATMUL_DOT,     /* one number of the result per step */
  TNU_MATMUL_COLUMNS, /* one column of the result per step */
  TNU_MATMUL_OUTER,   /* one column of A times one row of B per step, added up */
  TNU_MATMUL_N_MODES
} TnuMatmulMode;

/* What is lit at a step; -1: all of them. */
typedef struct
{
  gint64 row, column, inner;
} TnuMatmulStep;

/* Steps of a table with @n_rows rows and @n_columns columns, each number a sum of @n_inner. */
typedef struct
{
  gint64 n_rows, n_columns, n_inner;
} TnuMatmulExtent;

gint64 tnu_matmul_count_steps (const TnuMatmulExtent *extent, TnuMatmulMode mode);
TnuMatmulStep tnu_matmul_get_step (const TnuMatmulExtent *extent, TnuMatmulMode mode, gint64 step);

/* How many of the products of the number at (@row, @column) are added up after @step: 0 … n_inner;
 * -1 while the number has not been begun. */
gint64 tnu_matmul_count_added (
    const TnuMatmulExtent *extent, TnuMatmulMode mode, gint64 step, gint64 row, gint64 column);

/* The step at which the number at (@row, @column) is finished. */
gint64
tnu_matmul_find_step (const TnuMatmulExtent *extent, TnuMatmulMode mode, gint64 row, gint64 column);

/* ---- views ---- */

/* Which product is watched: C = A @ B or, on the way back, one of the two gradients. */
typedef enum
{
  TNU_MATMUL_C,
  TNU_MATMUL_DA, /* dC · Bᵀ */
  TNU_MATMUL_DB  /* Aᵀ · dC */
} TnuMatmulView;

TnuMatmulExtent tnu_matmul_plan_get_extent (const TnuMatmulPlan *self, TnuMatmulView view);

/* The three axes of a product of matrices: A is I by K, B is K by J, C is I by J. */
typedef enum
{
  TNU_MATMUL_I,
  TNU_MATMUL_J,
  TNU_MATMUL_K,
  TNU_MATMUL_N_AXES
} TnuMatmulAxis;

/* The three tables of the picture; of their numbers or their gradients, by the view. */
typedef enum
{
  TNU_MATMUL_SIDE_A,
  TNU_MATMUL_SIDE_B,
  TNU_MATMUL_SIDE_C,
  TNU_MATMUL_N_SIDES
} TnuMatmulSide;

/**
 * TnuMatmulRoles:
 * @target: the table that is made
 * @row, @column, @inner: axes of the target's rows and columns, and the one summed over
 * @first: the table that a row of the target takes its numbers from
 * @second: the table that a column of the target takes its numbers from
 *
 * Who plays which part in a view: C = A @ B; in the same picture dA sums over J and dB over I.
 */
typedef struct
{
  TnuMatmulSide target, first, second;
  TnuMatmulAxis row, column, inner;
} TnuMatmulRoles;

const TnuMatmulRoles *tnu_matmul_get_roles (TnuMatmulView view);
TnuMatmulAxis tnu_matmul_get_row_axis (TnuMatmulSide side);
TnuMatmulAxis tnu_matmul_get_column_axis (TnuMatmulSide side);

/* Whose letter and colour an axis takes; -1 for a dim that was put in. */
int tnu_matmul_plan_get_dim (const TnuMatmulPlan *self, TnuMatmulAxis axis);
gint64 tnu_matmul_plan_get_size (const TnuMatmulPlan *self, TnuMatmulAxis axis);

/* @step of @view as one index per axis of the picture; -1: all of them. */
void tnu_matmul_get_light (TnuMatmulView view,
                           const TnuMatmulStep *step,
                           gint64 light[TNU_MATMUL_N_AXES]);

G_END_DECLS
