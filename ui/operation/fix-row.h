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

/* @fixes: (element-type TnuShapeCall) */
void tnu_fix_row_fill (const TnuFixRow *self, GArray *fixes);

G_END_DECLS
