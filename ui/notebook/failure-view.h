/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TnuFailureView:
 *
 * Why an op refused its arguments: the tensors that went in, with the axes that do not fit, and
 * small changes of the call that make it legal, each with its result. Choosing one edits the cell
 * and runs it.
 */
#define TNU_TYPE_FAILURE_VIEW (tnu_failure_view_get_type ())
G_DECLARE_FINAL_TYPE (TnuFailureView, tnu_failure_view, TNU, FAILURE_VIEW, GtkWidget)

/* @failure: of @cell, whose source has not been edited since. */
GtkWidget *tnu_failure_view_new (TnsSession *session, TnsCell *cell, const TnsFailure *failure);

G_END_DECLS
