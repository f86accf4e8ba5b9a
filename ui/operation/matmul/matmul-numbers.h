/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/block.h"
#include "ui/operation/matmul/matmul-fixes.h"

G_BEGIN_DECLS

/* Results whose numbers are computed for the picture, and elements per operand, at most: beyond, it
 * shows shapes only. */
#define TNU_MATMUL_MAX_RESULTS 10000
#define TNU_MATMUL_MAX_OPERAND 250000

/**
 * TnuMatmulNumbers:
 * @a, @b: the operands after they were turned, row-major
 * @c: the product, all tables
 * @dc: the gradient that comes in, all tables
 * @da, @db: its share in the gradients of A and B, one table per table of the product: what was
 *   broadcast is not summed yet
 * @dc_is_ones: no gradient was recorded: @dc is all ones
 * @operand_max, @product_max, @gradient_max: largest finite magnitudes, for the scales
 *
 * Numbers of one product, immutable once made. In float64.
 */
typedef struct
{
  double *a, *b, *c;
  double *dc, *da, *db;
  bool dc_is_ones;
  double operand_max, product_max, gradient_max;
} TnuMatmulNumbers;

void tnu_matmul_numbers_free (TnuMatmulNumbers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuMatmulNumbers, tnu_matmul_numbers_free)

/* Whether the product is small enough, and fits. */
bool tnu_matmul_numbers_are_few (const TnuMatmulPlan *plan);

/**
 * tnu_matmul_numbers_compute:
 * @a, @b: (transfer full): row-major numbers of the operands
 * @dc: (transfer full) (nullable): gradient of the product; NULL: ones
 *
 * Everything a picture of @plan shows; slow work for a worker.
 */
TnuMatmulNumbers *
tnu_matmul_numbers_compute (const TnuMatmulPlan *plan, double *a, double *b, double *dc);

/**
 * tnu_matmul_numbers_read:
 * @a, @b: the tensors before they are turned by the two of @turns_a and @turns_b, one after the
 * other
 * @dc: (nullable)
 *
 * Reads the operands and computes, on the calling thread.
 *
 * Returns: (transfer full) (nullable): NULL with @error set
 */
TnuMatmulNumbers *tnu_matmul_numbers_read (const TnuMatmulPlan *plan,
                                           TnsMoment *a,
                                           const TnuTurn turns_a[2],
                                           TnsMoment *b,
                                           const TnuTurn turns_b[2],
                                           TnsMoment *dc,
                                           GCancellable *cancellable,
                                           GError **error);

/* Whether the product outgrows its operands so far that one scale would leave them dark. */
bool tnu_matmul_numbers_have_two_scales (const TnuMatmulNumbers *self);

/* The scale of the values of @side. */
double tnu_matmul_numbers_get_max (const TnuMatmulNumbers *self, TnuMatmulSide side);

/* The first number of table @table, in the arrays of the same names. */
const double *
tnu_matmul_numbers_get_a (const TnuMatmulNumbers *self, const TnuMatmulPlan *plan, gint64 table);
const double *
tnu_matmul_numbers_get_b (const TnuMatmulNumbers *self, const TnuMatmulPlan *plan, gint64 table);

/* The numbers of @side at @table as @view shows them: of the tensors or of gradients. */
const double *tnu_matmul_numbers_get_side (const TnuMatmulNumbers *self,
                                           const TnuMatmulPlan *plan,
                                           TnuMatmulView view,
                                           TnuMatmulSide side,
                                           gint64 table);

/* Whether @side shows a gradient in @view. */
bool tnu_matmul_shows_gradient (TnuMatmulView view, TnuMatmulSide side);

/**
 * TnuMatmulTerms:
 * @first, @second: the factors of term k stand at k * stride
 * @n: terms
 *
 * The sum behind one number of the target: Σ first · second.
 */
typedef struct
{
  const double *first, *second;
  gint64 first_stride, second_stride;
  gint64 n;
} TnuMatmulTerms;

TnuMatmulTerms tnu_matmul_numbers_get_terms (const TnuMatmulNumbers *self,
                                             const TnuMatmulPlan *plan,
                                             TnuMatmulView view,
                                             gint64 table,
                                             gint64 row,
                                             gint64 column);

static inline double
tnu_matmul_terms_get_product (const TnuMatmulTerms *self, gint64 k)
{
  return self->first[k * self->first_stride] * self->second[k * self->second_stride];
}

G_END_DECLS
