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

G_END_DECLS
