/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/cells.h"
#include "ui/operation/join/join-layout.h"
#include "ui/operation/join/join-verdict.h"
#include "ui/operation/scrubber.h"

G_BEGIN_DECLS

/* Numbers that are shown at most; beyond them a sample. */
#define TNU_JOIN_MAX_SHOWN 10000

/* One number under way. */
typedef struct
{
  int part;
  gint64 flat;  /* in the part, row-major */
  gint64 place; /* in the whole */
  double value, imaginary;
} TnuJoinItem;

/**
 * TnuJoinPicture:
 * @call, @plan, @verdict: what is done; borrowed
 * @items: (array length=n_items): everything that travels
 * @is_whole: every number is an item
 * @is_waiting: numbers are being read
 * @looks: how the numbers of each part are drawn; of the whole: @whole_look
 * @cut: the line between pieces that is held or stood on, -1: none
 * @shows_focus: the keyboard is in the picture
 * @progress: 0 all at home, 1 all arrived
 *
 * A call of the join family as a picture: numbers travel from the parts into the whole, or back,
 * and keep their identity. What does not fit is dashed in red. Apart from any widget.
 */
typedef struct
{
  const TnuJoinCall *call;
  const TnuJoinPlan *plan;
  const TnuJoinVerdict *verdict;
  TnuJoinItem *items;
  int n_items;
  bool is_whole;
  bool is_waiting;
  TnuCells looks[TNU_JOIN_MAX_PARTS];
  TnuCells whole_look;
  int cut;
  bool shows_focus;
  double progress;
  /* private */
  TnuJoinLayout layout;
  double w, h;
  bool is_laid_out;
} TnuJoinPicture;

/**
 * TnuJoinReader:
 * @get: the number of element @flat of the operand @operand as it is turned; false: not there yet
 */
typedef struct
{
  bool (*get) (gpointer data, int operand, gint64 flat, double *value, double *imaginary);
  gpointer data;
} TnuJoinReader;

/* To be called when the plan has changed, or numbers have arrived. @kinds: of the parts;
 * @whole_kind: of the whole. */
void tnu_join_picture_gather (TnuJoinPicture *self, const TnuJoinReader *reader,
                              const TnuCellsKind *kinds, TnuCellsKind whole_kind);
void tnu_join_picture_clear (TnuJoinPicture *self);

/* Something travels. */
bool tnu_join_picture_moves (const TnuJoinPicture *self);

/* @w, @h: of the drawing, px at scale 1. */
TnuScrubber tnu_join_picture_get_scrubber (const TnuJoinPicture *self, double w, double h);

void tnu_join_picture_draw (TnuJoinPicture *self, const TnuCanvas *canvas, double w, double h);

/* What a part is called: "b.T", "x0", "x_parts[2]"; (transfer full). */
char *tnu_join_picture_dup_part_name (const TnuJoinPicture *self, int part);

/* The line between pieces under a point, or -1: line k stands behind piece k. */
int tnu_join_picture_find_cut (const TnuJoinPicture *self, double x, double y);
/* The place on the axis nearest to a point; -1 outside the whole. */
gint64 tnu_join_picture_find_place (const TnuJoinPicture *self, double x, double y);
/* The piece whose heading is under a point, or -1. */
int tnu_join_picture_find_heading (const TnuJoinPicture *self, double x, double y);
/* Whether lines can be moved at all. */
bool tnu_join_picture_has_cuts (const TnuJoinPicture *self);

G_END_DECLS
