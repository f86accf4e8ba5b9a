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
 *
 * Signals: ::answered (TnsMoment *moment, GError *error): what was asked for is shown now, or
 * @moment is NULL and @error says why not.
 */
#define TNU_TYPE_PREVIEW_AREA (tnu_preview_area_get_type ())
G_DECLARE_FINAL_TYPE (TnuPreviewArea, tnu_preview_area, TNU, PREVIEW_AREA, GtkWidget)

GtkWidget *tnu_preview_area_new (TnsSession *session);

/**
 * tnu_preview_area_ask:
 * @code: lines that bind @name, see tns_session_preview_async()
 *
 * Shows the tensor, a little later, when nothing else is asked for any more. What is shown until
 * then is drawn back, with a note while Python runs a cell, behind which it answers. One question
 * at a time waits for it.
 */
void tnu_preview_area_ask (TnuPreviewArea *self, const char *code, const char *name);

/* Words in place of a card; @is_wrong: they say what is wrong. Nothing is asked for any more. */
void tnu_preview_area_tell (TnuPreviewArea *self, const char *words, gboolean is_wrong);

/* What was asked for is shown. */
bool tnu_preview_area_is_settled (TnuPreviewArea *self);

G_END_DECLS
