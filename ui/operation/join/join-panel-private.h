/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/join/join-panel.h"
#include "ui/operation/join/join-picture.h"

G_BEGIN_DECLS

/* Shared by the files of the panel only. */

struct _TnuJoinPanel
{
  TnuPanel parent_instance;

  GPtrArray *variables; /* (element-type TnsVariable) */
  TnuJoinCall *call;
  TnuJoinPlan plan;
  TnuJoinVerdict verdict;
  TnuJoinPicture picture;
  GHashTable *elements; /* name → TnuElements */
  char *unreadable;     /* why the line is no call; NULL: it is one */
  bool has_own_names;   /* the user's, not chosen anew when their number changes */
  bool has_started;     /* the numbers were there once */

  GtkWidget *words;
  GtkWidget *head;
  GtkWidget *operands;
  GtkWidget *area;
  GtkWidget *form;
  int held; /* line under the pointer's button, -1: none */
  bool shows_end; /* lines have moved: what comes of it is shown, not the way */
};

/* ---- join-panel.c ---- */

/* Takes @call, and writes it. */
void tnu_join_panel_set_call (TnuJoinPanel *self, TnuJoinCall *call);

/* ---- join-panel-lines.c ---- */

/* Pointer and keys on the picture. */
void tnu_join_panel_listen (TnuJoinPanel *self);

G_END_DECLS
