/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/**
 * TnuReduceAxes:
 *
 * The axes of a tensor as chips, any number of them chosen: a click turns one on or off, a drag
 * turns those it goes over. By keyboard: arrows choose a chip, Space turns it, a turns all.
 *
 * Signals: ::changed () when the user has turned one.
 */
#define TNU_TYPE_REDUCE_AXES (tnu_reduce_axes_get_type ())
G_DECLARE_FINAL_TYPE (TnuReduceAxes, tnu_reduce_axes, TNU, REDUCE_AXES, GtkWidget)

GtkWidget *tnu_reduce_axes_new (const TnuShape *shape);

/* Only one at a time: turning one on turns the others off, unless Control or Shift is held. */
void tnu_reduce_axes_set_single (TnuReduceAxes *self, gboolean is_single);
/* @chosen: (array length=rank); without a signal. */
void tnu_reduce_axes_set_chosen (TnuReduceAxes *self, const bool *chosen);
const bool *tnu_reduce_axes_get_chosen (TnuReduceAxes *self);

G_END_DECLS
