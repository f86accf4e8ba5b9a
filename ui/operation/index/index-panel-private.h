/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/index/index-choice.h"
#include "ui/operation/index/index-panel.h"
#include "ui/operation/index/index-picture.h"

G_BEGIN_DECLS

/* Shared by the files of the panel only. */

typedef enum
{
  TNU_INDEX_TOOL_RANGE,
  TNU_INDEX_TOOL_PAINT,
  TNU_INDEX_TOOL_COMPARE,
  TNU_N_INDEX_TOOLS
} TnuIndexTool;

struct _TnuIndexPanel
{
  TnuPanel parent_instance;

  char *name;   /* of the tensor */
  char *target; /* of the result */
  char *value;  /* NULL: the line takes; else what it assigns */
  TnsMoment *moment;
  bool is_leaf_with_grad;
  TnuIndex index;
  TnuIndexSource source;
  TnuIndexResult result;
  char *reason; /* NULL: legal */
  TnuElements *elements;
  TnuIndexPicture picture;
  TnuIndexPlaces places;
  TnuIndexTool tool;
  bool is_typing; /* the panel itself writes into its controls */
  bool is_line_wrong; /* the line that is typed is kept as it is */
  int wrong_dim; /* whose control was typed wrongly, -1: none */

  bool is_dragging;
  bool paints;
  TnuIndexHit grip; /* what the drag began on */
  gint64 anchor[TNU_INDEX_MAX_RANK];
  bool has_anchor;
  int active; /* axis that + and − change */

  GtkWidget *head;
  GtkWidget *canvas;
  GtkWidget *tools[TNU_N_INDEX_TOOLS];
  GtkWidget *axes;
  GtkWidget *comparison;
  GtkWidget *signs;
  GtkWidget *bound;
  GtkWidget *modes[2]; /* take, assign */
  GtkWidget *code;
};

/* After anything but typing in the line: derives, shows and writes the line. */
void tnu_index_panel_index_changed (TnuIndexPanel *self);
/* The line stays as it is and @reason is shown. */
void tnu_index_panel_refuse (TnuIndexPanel *self, const char *reason);
void tnu_index_panel_show_controls (TnuIndexPanel *self);
void tnu_index_panel_step_axis (TnuIndexPanel *self, int dim, int by);
void tnu_index_panel_choose_way (TnuIndexPanel *self, int dim, int way);
void tnu_index_panel_add_axis (TnuIndexPanel *self, int dim);
/* (transfer full): the line of the index. */
char *tnu_index_panel_dup_line (TnuIndexPanel *self);

/* Pointer and keys on the picture. */
void tnu_index_panel_listen (TnuIndexPanel *self);

G_END_DECLS
