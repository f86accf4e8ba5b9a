/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/session.h"
#include "ui/stage/scale-choice.h"

G_BEGIN_DECLS

/**
 * TnuScales:
 *
 * How the tensors of a session are coloured: one choice per name, kept while the notebook is open,
 * or one for all cards. Main thread only.
 *
 * Signals: "changed": a choice, or what is known of a tensor's numbers.
 */
#define TNU_TYPE_SCALES (tnu_scales_get_type ())
G_DECLARE_FINAL_TYPE (TnuScales, tnu_scales, TNU, SCALES, GObject)

/* (transfer none): lives as long as @session. */
TnuScales *tnu_scales_get (TnsSession *session);

/* The choice for all while there is one. */
TnuScaleChoice tnu_scales_get_choice (TnuScales *self, const char *name);
void tnu_scales_set_choice (TnuScales *self, const char *name, const TnuScaleChoice *choice);

bool tnu_scales_is_shared (TnuScales *self);
/* @name: whose choice becomes the one for all. */
void tnu_scales_set_shared (TnuScales *self, const char *name, bool is_shared);

/**
 * tnu_scales_resolve:
 * @value: the numbers of @name
 * @own: what the caller knows of them
 * @range: (out) (optional): what the scale follows: @own or that of all tensors, completed
 *
 * Reads in a worker what the choice needs and @own lacks, and says "changed" when it is there.
 *
 * Returns: the colours, as far as they are known
 */
TnuColorScale tnu_scales_resolve (TnuScales *self, const char *name, TnsMoment *value,
                                  const TnuRange *own, TnuRange *range);

G_END_DECLS
