/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TnuCardView:
 *
 * One tensor as the card that it would be on the stage, without a place there.
 */
#define TNU_TYPE_CARD_VIEW (tnu_card_view_get_type ())
G_DECLARE_FINAL_TYPE (TnuCardView, tnu_card_view, TNU, CARD_VIEW, GtkWidget)

GtkWidget *tnu_card_view_new (TnsSession *session);

/* Numbers are read in a worker; those before stay until then. @moment: NULL shows nothing. */
void tnu_card_view_set (TnuCardView *self, const char *name, TnsMoment *moment);

G_END_DECLS
