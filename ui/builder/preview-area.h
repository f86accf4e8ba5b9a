/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnuPreviewArea:
 *
 * A piece of stage with the card of a tensor that does not exist yet, or with words in its place.
 * Scrolls when the card is higher than its room.
 */
#define TNU_TYPE_PREVIEW_AREA (tnu_preview_area_get_type ())
G_DECLARE_FINAL_TYPE (TnuPreviewArea, tnu_preview_area, TNU, PREVIEW_AREA, GtkWidget)

GtkWidget *tnu_preview_area_new (TnsSession *session);

/**
 * tnu_preview_area_show:
 * @name: that the tensor will have
 * @moment: its numbers
 */
void tnu_preview_area_show (TnuPreviewArea *self, const char *name, TnsMoment *moment);

/* Words in place of a card; @is_wrong: they say what is wrong. */
void tnu_preview_area_tell (TnuPreviewArea *self, const char *words, gboolean is_wrong);

/* What is shown belongs to earlier settings until the next one comes: it is drawn back. A note says
 * so when it takes long: Python answers behind the cell that runs. */
void tnu_preview_area_wait (TnuPreviewArea *self);

G_END_DECLS
