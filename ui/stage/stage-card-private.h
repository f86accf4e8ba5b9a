/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/stage/stage-card.h"

G_BEGIN_DECLS

/* Shared by stage-card.c and stage-card-changes.c only. */

bool tnu_stage_card_is_same_window (const TnuCardWindow *a, const TnuCardWindow *b);
/* Rings what differs from the numbers drawn so far, if they are of the same window; 0 for @now
 * rings nothing. */
void tnu_stage_card_mark_changes (TnuStageCard *self, const TnuNumbers *before,
                                  const TnuNumbers *after, gint64 now);

G_END_DECLS
