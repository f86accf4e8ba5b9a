/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/runner.h"

G_BEGIN_DECLS

/**
 * TnsApplied:
 *
 * Cells that mouse actions made, and what their variables held before, so that undoing such a cell
 * undoes its assignment. The old objects wait in Python under names of their own. Of a line that
 * writes into a tensor, "x[1:] = 5", the tensor's numbers wait, as the trace keeps them.
 */
typedef struct _TnsApplied TnsApplied;

TnsApplied *tns_applied_new (void);
void tns_applied_free (TnsApplied *self);

/* Names that the lines of @code assign, those of the last line first: "a, b = …" gives both. Lines
 * inside brackets belong to the line that opened them. (transfer full), may be empty. */
char **tns_applied_dup_names (const char *code);

/* (transfer full) (nullable): the variable that @code writes into in its first statement: "x" of
 * "x[1:] = 5" and of "x[0] += y". */
char *tns_applied_dup_written (const char *code);

/* @cell is about to be run for the first time: keeps what its names hold now. */
void tns_applied_begin (TnsApplied *self, TnsRunner *runner, TnsCell *cell);
/* @cell was taken out of the notebook: its names get back what they held, or go, and
 * what it wrote into gets its numbers back. FALSE when no
 * action made it. */
gboolean tns_applied_revert (TnsApplied *self, TnsRunner *runner, TnsCell *cell);
/* Whether an action made @cell and it was taken back since: running it again applies it again. */
gboolean tns_applied_is_reverted (TnsApplied *self, TnsCell *cell);
/* Names are gone: nothing comes back. */
void tns_applied_forget_values (TnsApplied *self);

G_END_DECLS
