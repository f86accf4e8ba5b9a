/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/draw/theme.h"
#include "ui/operation/shape-call.h"

G_BEGIN_DECLS

/**
 * TnuFixRow:
 * @box: horizontal GtkBox; filling it takes out what was there
 * @call: what was asked for
 * @wrong: its arguments as they are shown: "(5, ?)"
 * @reason: PyTorch's words
 * @theme: colours of the axes
 * @choose: called with @data when a fix is clicked
 *
 * The wrong call, the reason, and the legal calls nearest to it, best first. On the stack of one
 * filling.
 */
typedef struct
{
  GtkWidget *box;
  const TnuShapeCall *call;
  const char *wrong;
  const char *reason;
  const TnuTheme *theme;
  void (*choose) (const TnuShapeCall *call, gpointer data);
  gpointer data;
} TnuFixRow;

/* Empties @box and writes what was wrong and why; then come the fixes. */
void tnu_fix_row_begin (GtkWidget *box, const char *wrong, const char *reason, bool has_fixes);

/**
 * tnu_fix_row_append:
 * @rank: from 1
 * @markup: what stands on the button
 * @name: what it does, for tooltip and screen reader
 *
 * Returns: (transfer none): the button of one fix
 */
GtkWidget *tnu_fix_row_append (GtkWidget *box, guint rank, const char *markup, const char *name);

/* @fixes: (element-type TnuShapeCall) */
void tnu_fix_row_fill (const TnuFixRow *self, GArray *fixes);

G_END_DECLS
