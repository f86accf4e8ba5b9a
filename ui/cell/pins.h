/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnuPinValue:
 * @step: after how many steps the cell had this number for the first time
 * @n_steps: for how many it kept it, at least 1
 * @text: "−1.5"
 * @value: of a complex number its magnitude
 */
typedef struct
{
  int step;
  int n_steps;
  char *text;
  double value;
} TnuPinValue;

/**
 * TnuPin:
 * @values: (element-type TnuPinValue): in the order of time; empty until they are read
 * @is_cut: earlier steps were left out
 *
 * A cell that is watched.
 */
typedef struct
{
  char *name;
  int rank;
  gint64 index[TNK_MAX_RANK];
  GArray *values;
  bool is_cut;
} TnuPin;

/**
 * TnuPins:
 *
 * The cells of a session that are watched through time, in the order in which they were pinned.
 * What they held is read in a worker, again whenever something ran.
 *
 * Signals: ::changed (): pins came or went, or their values are there.
 */
#define TNU_TYPE_PINS (tnu_pins_get_type ())
G_DECLARE_FINAL_TYPE (TnuPins, tnu_pins, TNU, PINS, GObject)

/* (transfer none): the session's. */
TnuPins *tnu_pins_of (TnsSession *session);

TnsSession *tnu_pins_get_session (TnuPins *self);

guint tnu_pins_get_n (TnuPins *self);
const TnuPin *tnu_pins_get (TnuPins *self, guint k);
bool tnu_pins_has (TnuPins *self, const char *name, int rank, const gint64 *index);

/* Pins the cell, or takes its pin away. */
void tnu_pins_toggle (TnuPins *self, const char *name, int rank, const gint64 *index);

/* The value that the cell has after @cursor steps, -1: none. */
int tnu_pin_find (const TnuPin *self, int cursor);

/* The value before (@way -1) or after (1) the one that the cell has after @cursor steps, -1:
 * none. */
int tnu_pin_find_neighbour (const TnuPin *self, int cursor, int way);

/* (transfer full): "x[1, 2]" */
char *tnu_pin_dup_name (const TnuPin *self);

G_END_DECLS
