/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>
#include <stdbool.h>

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnuStepper:
 *
 * The bar at the bottom: first, back, play, forward, last; one sentence that says what the step
 * under the playhead did; the timeline. Reads and moves the session's cursor.
 *
 * Actions: "stepper.first", "stepper.back", "stepper.play", "stepper.forward", "stepper.last".
 */
#define TNU_TYPE_STEPPER (tnu_stepper_get_type ())
G_DECLARE_FINAL_TYPE (TnuStepper, tnu_stepper, TNU, STEPPER, GtkWidget)

GtkWidget *tnu_stepper_new (TnsSession *session);

/* Narrow windows: the count says "10 of 11" without its word. */
void tnu_stepper_set_narrow (TnuStepper *self, bool is_narrow);

G_END_DECLS
