/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/session.h"
#include "ui/draw/paint.h"
#include "ui/operation/scrubber.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TnuPanelClass:
 * @code_edited: the line was typed in
 * @theme_changed: colours that were written into widgets are to be written again
 * @place_scrubber: where the slider stands in a picture of @w by @h; w 0: nowhere
 * @go_on: (nullable): the line was applied; TRUE: the panel stays open for another
 */
#define TNU_TYPE_PANEL (tnu_panel_get_type ())
G_DECLARE_DERIVABLE_TYPE (TnuPanel, tnu_panel, TNU, PANEL, GtkWidget)

/**
 * TnuPanel:
 *
 * What panels of one operation have in common: rows below one another, a picture with a slider that
 * moves what travels in it, the line of code with Cancel and Apply. Apply appends the line to the
 * notebook and runs it.
 *
 * Properties: "code" (string, notify): the line as it stands; a very long one by its beginning.
 * Signals: ::closed () after Apply or Cancel.
 */
struct _TnuPanelClass
{
  GtkWidgetClass parent_class;

  void (*code_edited) (TnuPanel *self);
  void (*theme_changed) (TnuPanel *self);
  TnuScrubber (*place_scrubber) (TnuPanel *self, double w, double h);
  gboolean (*go_on) (TnuPanel *self);
};

void tnu_panel_set_session (TnuPanel *self, TnsSession *session);
TnsSession *tnu_panel_get_session (TnuPanel *self);
/* Cancelled when the panel is taken out of its window. */
GCancellable *tnu_panel_get_cancellable (TnuPanel *self);

/* ---- parts, from top to bottom ---- */

void tnu_panel_append (TnuPanel *self, GtkWidget *row);
/* A row of choices that scrolls sideways where it is too long: a horizontal box. */
GtkWidget *tnu_panel_append_row (TnuPanel *self);
/* A strip that is drawn, @height px at scale 1. */
GtkWidget *tnu_panel_append_area (TnuPanel *self, double height, GtkDrawingAreaDrawFunc draw);
/* The picture, which takes the room that is left, and scrolls below @height px at scale 1. */
GtkWidget *tnu_panel_append_picture (TnuPanel *self, double height, GtkDrawingAreaDrawFunc draw);
/* What such a drawing area asks for, px at scale 1. */
void tnu_panel_set_height (GtkWidget *area, double height);
/* Pointer and keys on @area, with the panel as user data: ::motion, ::leave, ::pressed and
 * ::key-pressed of the event controllers. */
void tnu_panel_listen (TnuPanel *self, GtkWidget *area, GCallback moved, GCallback left,
                       GCallback pressed, GCallback key);
/* The line of code; its row: see TnuCodeRow. */
GtkWidget *tnu_panel_append_code_row (TnuPanel *self);

/* ---- the line ---- */

const char *tnu_panel_get_code (TnuPanel *self);
/* Writes the line; without ::code_edited. */
void tnu_panel_set_code (TnuPanel *self, const char *code);
void tnu_panel_set_legal (TnuPanel *self, gboolean is_legal);
/* False when the line as it stands cannot be applied. */
gboolean tnu_panel_apply (TnuPanel *self);

/* ---- the picture ---- */

/* What is drawn of the panel: see tnu_panel_begin_drawing(). */
TnuCanvas tnu_panel_draw (TnuPanel *self, cairo_t *cr, int width, double *w);
/* The same on the stage's ground: of the size [*w, *h]. */
TnuCanvas tnu_panel_draw_stage (TnuPanel *self, cairo_t *cr, int width, int height, double *w,
                                double *h);
/* (transfer none): the fonts in which it is drawn, to find what is under the pointer. */
TnuText *tnu_panel_get_text (TnuPanel *self);
/* From 0 to 1 in 900 ms; nothing @moves: it stands at 1. */
void tnu_panel_start (TnuPanel *self, gboolean moves);
double tnu_panel_get_progress (TnuPanel *self);
/* Stands at 1 at once; the slider stays. */
void tnu_panel_finish (TnuPanel *self);

G_END_DECLS
