/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* Cards in rows. Pure arithmetic: what a card is, only its widths and heights say. */

typedef struct
{
  double natural; /* width in which the card shows its numbers comfortably */
  bool is_wide;   /* takes a whole row, as cards with an axis bar do */
  double x;       /* out: place and size, whole px */
  double y;
  double width;
  double height;
} TnuFlowItem;

typedef struct
{
  double width;  /* of the stage */
  double margin;
  double gutter;
  /* Height that item @k needs at @width; called at least once per item. */
  double (*get_height) (int k, double width, void *data);
  void *data;
} TnuFlow;

/**
 * tnu_flow_place:
 * @items: (array length=n_items) (inout): in reading order
 *
 * Fills rows from the left. Neighbours are stretched to one height, and a full row to the width of
 * the stage. Beside a card that is much taller than those after it, these stand in rows of their
 * own, as long as they are not taller together.
 *
 * Returns: the height of all of it, margins included
 */
double tnu_flow_place (const TnuFlow *self, TnuFlowItem *items, int n_items);

G_END_DECLS
