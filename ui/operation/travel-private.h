/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/travel-picture.h"

G_BEGIN_DECLS

/* The parts of the picture beside the tables. */

/* 0 not yet left, 1 arrived; eased. */
double tnu_travel_get_time (const TnuTravelPicture *self, const TnuTravelElement *element);

/* One row of @n numbers, ready for values. */
TnuCells tnu_travel_get_cells (const TnuTravelPicture *self, int n);

/* ---- storage-tape.c ---- */

/* px at the bottom of the picture; 0 when the storage is too long to be shown. */
double tnu_storage_tape_get_height (const TnuTravelPicture *self, double w);
void tnu_storage_tape_draw (const TnuTravelPicture *self, const TnuCanvas *canvas, double w,
                            double top);

/* ---- travel-words.c ---- */

/* "(3, 4)" with every number in the colour of @axes; returns the width. */
double tnu_travel_draw_numbers (const TnuCanvas *canvas, TnuFont font, const gint64 *numbers,
                                int rank, const int *axes, const char *brackets, double x,
                                double y);

/* Left edges of the two headings, width of a side, and the middle of their first line. */
typedef struct
{
  double left, right;
  double side;
  double y;
} TnuHeadingPlace;

void tnu_travel_draw_headings (const TnuTravelPicture *self, const TnuCanvas *canvas,
                               const TnuHeadingPlace *place);
void tnu_travel_draw_equation (const TnuTravelPicture *self, const TnuCanvas *canvas, double x,
                               double y);
/* The shapes under the ends of the slider. */
void tnu_travel_draw_scrubber_words (const TnuTravelPicture *self, const TnuCanvas *canvas,
                                     const TnuScrubber *scrubber);

G_END_DECLS
