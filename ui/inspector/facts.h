/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/timeline.h"
#include "ui/draw/theme.h"

G_BEGIN_DECLS

/* The inspector's lines about one variable, as Pango markup. */

typedef enum
{
  TNU_FACT_SHAPE,
  TNU_FACT_STRIDE,
  TNU_FACT_DTYPE,
  TNU_FACT_DEVICE,
  TNU_FACT_STORAGE,
  TNU_FACT_LAYOUT,
  TNU_FACT_GRAD_FN,
  TNU_N_FACTS
} TnuFact;

/* "Shape". */
const char *tnu_fact_get_name (TnuFact fact);

/**
 * tnu_fact_dup_markup:
 *
 * Returns: (transfer full) (nullable): "(<b>3</b>, <b>4</b>)" with colours; NULL: nothing to say
 */
char *tnu_fact_dup_markup (TnuFact fact, const TnsTimeline *timeline, const TnsVariable *variable,
                           const TnuTheme *theme);

/* (transfer full): "leaf, no grad", "leaf, requires grad", "not a leaf, grad_fn". */
char *tnu_fact_dup_state (const TnsVariable *variable);

/* (transfer full): "#rrggbb" of the axis at @dim. */
char *tnu_fact_dup_axis_color (const TnuTheme *theme, int dim);

G_END_DECLS
