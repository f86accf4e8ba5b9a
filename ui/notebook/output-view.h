/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/output.h"

G_BEGIN_DECLS

/**
 * TnuOutputView:
 *
 * One output under a code cell: text in monospace, a figure, or an error whose traceback is
 * folded away. Long text is cut with a button that shows all of it. Follows the output as it grows.
 */
#define TNU_TYPE_OUTPUT_VIEW (tnu_output_view_get_type ())
G_DECLARE_FINAL_TYPE (TnuOutputView, tnu_output_view, TNU, OUTPUT_VIEW, GtkWidget)

GtkWidget *tnu_output_view_new (TnsOutput *output);

G_END_DECLS
