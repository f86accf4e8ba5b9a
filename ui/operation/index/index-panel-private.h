/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/index/index-choice.h"
#include "ui/operation/index/index-hits.h"
#include "ui/operation/index/index-names.h"
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
  double *imaginary; /* of complex numbers, lent to the source */
  TnuIndexResult result;
  char *reason; /* NULL: legal */
  TnuElements *elements;
  TnuIndexCounter *counter; /* NULL: the numbers are few enough to be looked at */
  TnuIndexNames *names;
  int names_shown; /* generation of the names in the controls, -1: none yet */
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
  bool is_dropping; /* a name is held over the picture */
  TnuIndex before_drop;

  GtkWidget *head;
  GtkWidget *canvas;
  GtkWidget *tools[TNU_N_INDEX_TOOLS];
  GtkWidget *axes;
  GtkWidget *compare;
  GtkWidget *name_row;
  GtkWidget *modes[2]; /* take, assign */
  GtkWidget *code;
};

/* ---- index-panel.c ---- */

/* After anything but typing in the line: derives, shows and writes the line. */
void tnu_index_panel_index_changed (TnuIndexPanel *self);
/* The line stays as it is and @reason is shown. */
void tnu_index_panel_refuse (TnuIndexPanel *self, const char *reason);
/* (transfer full): the line of the index. */
char *tnu_index_panel_dup_line (TnuIndexPanel *self);
/* Shows what the index gives now. */
void tnu_index_panel_show_verdict (TnuIndexPanel *self);

/* ---- index-panel-verdict.c ---- */

/* Derives the result of the index; the last legal one is kept where it is refused. */
void tnu_index_panel_derive (TnuIndexPanel *self);
/* (transfer full): what becomes of memory. */
char *tnu_index_panel_dup_memory (TnuIndexPanel *self);
char *tnu_index_panel_dup_badge (TnuIndexPanel *self);
/* The window on the tensor moves so that what was typed is seen. */
void tnu_index_panel_seek (TnuIndexPanel *self);

/* ---- index-panel-controls.c ---- */

void tnu_index_panel_make_controls (TnuIndexPanel *self);
void tnu_index_panel_show_controls (TnuIndexPanel *self);
/* Compares while the index is a condition, and never without one. */
void tnu_index_panel_choose_tool (TnuIndexPanel *self);
/* The numbers to compare with: of all that were read, or between two ends. */
void tnu_index_panel_scale_comparison (TnuIndexPanel *self);
void tnu_index_panel_set_range (TnuIndexPanel *self, double low, double high);
/* The last comparison is with the number at @at. */
void tnu_index_panel_compare_with (TnuIndexPanel *self, const gint64 *at);
void tnu_index_panel_step_axis (TnuIndexPanel *self, int dim, int by);
void tnu_index_panel_choose_way (TnuIndexPanel *self, int dim, int way);
void tnu_index_panel_add_axis (TnuIndexPanel *self, int dim);
void tnu_index_panel_place_name (TnuIndexPanel *self, int dim, const char *name);

/* ---- index-panel-hand.c, index-panel-drop.c ---- */

/* Pointer and keys on the picture. */
void tnu_index_panel_listen (TnuIndexPanel *self);
/* Names that are dragged over the picture. */
void tnu_index_panel_take_drops (TnuIndexPanel *self);

G_END_DECLS
