/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/matmul/einsum-plan.h"

G_BEGIN_DECLS

/* What is said about an einsum: marked text (matmul-words.h), in which a digit is the colour of an
 * axis. @names: of the operands, then of the result. */

/* What every axis does, a line each. */
char *tnu_einsum_dup_axes (const TnuEinsumPlan *plan, const char *const *names);

/**
 * tnu_einsum_dup_sentence:
 * @result: -1: none is lit
 * @number: (nullable): as it is printed
 *
 * What makes one number, in one line.
 */
char *tnu_einsum_dup_sentence (const TnuEinsumPlan *plan,
                               const char *const *names,
                               gint64 result,
                               const char *number);

/* The mark of @letter in marked text; '\0' for none. */
char tnu_einsum_plan_get_mark (const TnuEinsumPlan *plan, char letter);

G_END_DECLS
