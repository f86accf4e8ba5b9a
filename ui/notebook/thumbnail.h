/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TnuThumbnail:
 *
 * A tensor's heat map no larger than a few letters, for lists and lines of text: its last two dims,
 * at index 0 of the others.
 */
#define TNU_TYPE_THUMBNAIL (tnu_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (TnuThumbnail, tnu_thumbnail, TNU, THUMBNAIL, GtkWidget)

/* Its numbers are read in a worker and appear when they are there. */
GtkWidget *tnu_thumbnail_new (TnsSession *session, TnsMoment *moment);

G_END_DECLS
