/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnuTimelineView:
 *
 * The session's timeline as one rail per segment, with a dot per step and the playhead. A click or
 * a drag moves the session's cursor; so do the arrows, Home and End when it has the focus.
 */
#define TNU_TYPE_TIMELINE_VIEW (tnu_timeline_view_get_type ())
G_DECLARE_FINAL_TYPE (TnuTimelineView, tnu_timeline_view, TNU, TIMELINE_VIEW, GtkWidget)

GtkWidget *tnu_timeline_view_new (TnsSession *session);

G_END_DECLS
