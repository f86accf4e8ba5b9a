/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/join/join-plan.h"

G_BEGIN_DECLS

/* What the join panel says. In marked text {2} stands for the letter of dim 2 of the whole. */

/**
 * tnu_join_dup_dim_words:
 * @dim: as it could be written, negative too
 *
 * Returns: (transfer full): marked text: what @dim means for @call, in one sentence: "−1 counts
 *   from behind: here it is dim 2, behind the last axis"
 */
char *tnu_join_dup_dim_words (const TnuJoinPlan *plan, const TnuJoinCall *call, gint64 dim);

/* (transfer full): marked text for a word without a dim: "vectors count as rows: (3,) is (1, 3)" */
char *tnu_join_dup_word_words (const TnuJoinPlan *plan, const TnuJoinCall *call);

/**
 * tnu_join_dup_equation:
 *
 * Returns: (transfer full) (nullable): what does not agree: "3 ≠ 4", "2 + 2 ≠ 5"
 */
char *tnu_join_dup_equation (const TnuJoinPlan *plan, const TnuJoinCall *call);
/* (transfer full): marked text: the same in words. */
char *tnu_join_dup_trouble_words (const TnuJoinPlan *plan, const TnuJoinCall *call);

/* (transfer full): the letters put in. */
char *tnu_join_words_dup_plain (const char *words);

/* (transfer full): Pango markup with the letters in colours as @dup_color says: "#rrggbb". */
char *tnu_join_words_dup_markup (const char *words, char *(*dup_color) (int dim));

G_END_DECLS
