/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/runner.h"

G_BEGIN_DECLS

/**
 * tnu_completion_start:
 *
 * Completes what stands before the cursor of @view, as the interpreter knows it: at once when
 * there is one way, from a list under the cursor when there are several. Does not wait: the answer
 * is dropped if the text has changed when it comes.
 */
void tnu_completion_start (GtkTextView *view, TnsRunner *runner);

G_END_DECLS
