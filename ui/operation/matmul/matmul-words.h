/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/matmul/matmul-plan.h"

G_BEGIN_DECLS

/* What is said beside the picture. In marked text: a word that begins with ~i, ~j or ~k has the
 * colour of that axis of the picture up to its end or a |, one with a digit that of the batch dim,
 * one with ~b is bold. */

/* "C = A @ B", "dA = dC · Bᵀ". */
char *tnu_matmul_dup_equation (TnuMatmulView view, const char *const names[TNU_MATMUL_N_SIDES]);

/* What the lit row and column do, or how the whole is made: marked. @probe_row: -1 none. */
char *tnu_matmul_dup_words (const TnuMatmulPlan *plan,
                            TnuMatmulView view,
                            TnuMatmulMode mode,
                            const char *const names[TNU_MATMUL_N_SIDES],
                            gint64 step,
                            gint64 probe_row,
                            gint64 probe_column);

/**
 * tnu_matmul_dup_sentence:
 * @number: the number that is made, as it is printed; NULL when more than one is
 *
 * What this step did, in one line: marked.
 */
char *tnu_matmul_dup_sentence (const TnuMatmulPlan *plan,
                               TnuMatmulView view,
                               TnuMatmulMode mode,
                               const char *const names[TNU_MATMUL_N_SIDES],
                               gint64 step,
                               gint64 probe_row,
                               gint64 probe_column,
                               const char *number);

/* What the rules make of an operand with one dim, and of repeated batch dims; "" when there is
 * nothing to say. Marked. */
char *tnu_matmul_dup_rules (const TnuMatmulPlan *plan, const char *const names[TNU_MATMUL_N_SIDES]);

/* Marked text without its marks. */
char *tnu_matmul_words_dup_plain (const char *words);

/**
 * tnu_matmul_words_next:
 * @words: (inout): goes on behind the word
 * @mark: (out): 'i', 'j', 'k', 'b', a digit or '\0'
 * @tail: (out) (transfer full): what follows the marked part without a space
 *
 * Returns: (transfer full) (nullable): the next word, NULL at the end
 */
char *tnu_matmul_words_next (const char **words, char *mark, char **tail);

G_END_DECLS
