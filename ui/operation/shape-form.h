/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/operation/shape-call.h"

G_BEGIN_DECLS

/**
 * TnuShapeForm:
 *
 * The arguments of a word of the shape family as things to click, drag and count up: shapes, dims,
 * axes in their order, sizes, repeats, shifts.
 *
 * Signals: ::changed () when the user has changed the call.
 */
#define TNU_TYPE_SHAPE_FORM (tnu_shape_form_get_type ())
G_DECLARE_FINAL_TYPE (TnuShapeForm, tnu_shape_form, TNU, SHAPE_FORM, GtkWidget)

/* @tensor: the layout that calls are judged on. */
GtkWidget *tnu_shape_form_new (TnsTensor *tensor, const TnuShape *before);

/* Shows a legal @call; only another word or another number of dims builds the form anew. */
void tnu_shape_form_set_call (TnuShapeForm *self, const TnuShapeCall *call);
const TnuShapeCall *tnu_shape_form_get_call (TnuShapeForm *self);

/* Builds it again, in the colours of the theme that is now. */
void tnu_shape_form_rebuild (TnuShapeForm *self);

G_END_DECLS
