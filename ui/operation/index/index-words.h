/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/index/index-derivation.h"

G_BEGIN_DECLS

/**
 * tnu_index_step_dup_words:
 * @index: the one that was derived
 * @detail: (out) (nullable): a second, quieter line
 *
 * What a step does, in words: "rows 1, 2" and "3 is the stop, left out".
 */
char *tnu_index_step_dup_words (const TnuIndexResult *self, const TnuIndexStep *step,
                                const TnuIndex *index, char **detail);

/**
 * tnu_index_dup_reach:
 *
 * Which indices an axis has, where a list or a name of @index goes beyond it: "cols holds 5: axis i
 * has 4 rows, 0 to 3".
 *
 * Returns: (transfer full) (nullable): NULL when none does
 */
char *tnu_index_dup_reach (const TnuIndex *index, const TnuIndexSource *source);

G_END_DECLS
