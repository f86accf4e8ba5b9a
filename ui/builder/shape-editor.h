/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/**
 * TnuShapeEditor:
 *
 * A shape, axis by axis: sizes are typed, axes added, removed and dragged to another place. By key:
 * Up and Down change a size, Alt+Left and Alt+Right move its axis, "," adds one after it, Delete or
 * BackSpace in an empty size removes it; a whole shape, "(3, 4)", can be pasted into any size.
 *
 * Signals: ::changed () when the shape is another, or cannot be read.
 */
#define TNU_TYPE_SHAPE_EDITOR (tnu_shape_editor_get_type ())
G_DECLARE_FINAL_TYPE (TnuShapeEditor, tnu_shape_editor, TNU, SHAPE_EDITOR, GtkWidget)

GtkWidget *tnu_shape_editor_new (const TnuShape *shape);

/* False when a size is no whole number. */
bool tnu_shape_editor_get_shape (TnuShapeEditor *self, TnuShape *shape);
/* Without a signal. */
void tnu_shape_editor_set_shape (TnuShapeEditor *self, const TnuShape *shape);

G_END_DECLS
