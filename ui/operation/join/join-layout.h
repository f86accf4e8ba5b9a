/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/card.h"
#include "ui/operation/join/join-plan.h"
#include "ui/operation/table-stack.h"

G_BEGIN_DECLS

/* Parts that are shown at most. */
#define TNU_JOIN_MAX_PARTS 24

/**
 * TnuJoinLayout:
 * @n_parts: shown
 * @parts, @whole: where their numbers stand, in cells of one size
 * @rooms, @whole_room: with headings and rulers; the heading's line begins at the left top
 * @bottom: where what is said below begins
 * @left, @right: the way between the two sides
 *
 * Where parts and whole stand in a picture: what is given left, the result right. Pure arithmetic.
 */
typedef struct
{
  int n_parts;
  TnuTableStack parts[TNU_JOIN_MAX_PARTS];
  TnuRect rooms[TNU_JOIN_MAX_PARTS];
  TnuTableStack whole;
  TnuRect whole_room;
  double bottom;
  double left, right;
} TnuJoinLayout;

/* @w, @h: of the picture; @foot: px kept free at its bottom. */
void tnu_join_layout_init (TnuJoinLayout *self, const TnuJoinPlan *plan, double w, double h,
                           double foot);

/**
 * tnu_join_layout_get_cut:
 * @at: place on the axis, 0 to its size
 * @index: which of the lines for that place, from 0
 * @line: (out): w or h is 0
 *
 * A line across the axis of the whole between two places: through every table, or between tables.
 *
 * Returns: false when there are no more
 */
bool tnu_join_layout_get_cut (const TnuJoinLayout *self, const TnuJoinPlan *plan, gint64 at,
                              int index, TnuRect *line);

/* The place between two places on the axis that is nearest to a point. */
gint64 tnu_join_layout_find_cut (const TnuJoinLayout *self, const TnuJoinPlan *plan, double x,
                                 double y);

/* Distance of a point from the lines of a place, px. */
double tnu_join_layout_get_distance (const TnuJoinLayout *self, const TnuJoinPlan *plan,
                                     gint64 at, double x, double y);

G_END_DECLS
