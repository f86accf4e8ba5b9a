/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/matmul/einsum-plan.h"
#include "ui/operation/matmul/terms.h"

G_BEGIN_DECLS

/* Results whose numbers are computed for the picture, multiplications in all, and elements per
 * operand, at most: beyond, it shows shapes only. */
#define TNU_EINSUM_MAX_RESULTS 10000
#define TNU_EINSUM_MAX_PRODUCTS 2000000
#define TNU_EINSUM_MAX_ELEMENTS 65536

/**
 * TnuEinsumNumbers:
 * @operands: as they are written
 * @result: row-major
 * @operand_max, @result_max: largest finite magnitudes, for the scales
 *
 * Numbers of one einsum, immutable once made.
 */
typedef struct
{
  TnuNumbers operands[TNU_EINSUM_MAX_OPERANDS];
  TnuNumbers result;
  int n_operands;
  double operand_max, result_max;
} TnuEinsumNumbers;

void tnu_einsum_numbers_free (TnuEinsumNumbers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuEinsumNumbers, tnu_einsum_numbers_free)

bool tnu_einsum_numbers_are_few (const TnuEinsumPlan *plan);

/**
 * tnu_einsum_numbers_compute:
 * @operands: (array) (transfer full): of all operands of @plan; all are complex, or none
 *
 * Slow work for a worker.
 */
TnuEinsumNumbers *tnu_einsum_numbers_compute (const TnuEinsumPlan *plan, TnuNumbers *operands);

/* (transfer full): the sum behind @result. */
TnuTerms *tnu_einsum_numbers_dup_terms (const TnuEinsumNumbers *self,
                                        const TnuEinsumPlan *plan,
                                        gint64 result);

G_END_DECLS
