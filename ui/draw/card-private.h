/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/card.h"

G_BEGIN_DECLS

/* Shared by the files of the card only. */

/* Writes the header's line from left to right; with @canvas NULL it only measures. */
typedef struct
{
  const TnuCanvas *canvas;
  TnuText *text;
  double x;
  double y;
} TnuPen;

/* In the read-out's font, with @weight. */
void tnu_pen_write (TnuPen *self, int weight, const char *string, const TnuColor *color);

/* Size of the axis in @socket, 1 without one. */
gint64 tnu_card_get_size (const TnuCardContent *content, TnuSocket socket);

/* Whether some axis besides rows and columns has more than one place, or a chip is under way. */
bool tnu_card_has_axis_bar (const TnuCardContent *content);

/* Whether a size is 0. */
bool tnu_card_is_empty (const TnuCardContent *content);

/* Whether a line of words stands under the tables. */
bool tnu_card_has_footer (const TnuCardContent *content, const TnuCardLayout *layout);

/* What tnu_cells_draw() needs of one table; @table NULL: no numbers. */
void tnu_card_get_cells (const TnuCardContent *content, const TnuCardTable *table,
                         const TnuNumberFormat *format, bool is_gradient, TnuCells *cells);

/* px of a card whose header shows name, chips, badges and, if asked, the dtype. */
double tnu_card_get_header_width (TnuText *text, const TnuCardContent *content, bool with_dtype);

/* Whether the badge at the end of the header's names is at @x. */
bool tnu_card_hit_picture (TnuText *text, const TnuCardContent *content,
                           const TnuCardLayout *layout, double x);

/* The header's line: name, chips, badges, then dtype or read-out. */
void tnu_card_draw_header (const TnuCanvas *canvas, const TnuCardContent *content,
                           const TnuCardLayout *layout, double x, double y);

/* The marquee of content->box in one table. */
void tnu_card_draw_box (const TnuCanvas *canvas, const TnuCardContent *content,
                        const TnuGrid *grid, int facet);
/* The header's line about it, in place of name and read-out. */
void tnu_card_draw_box_words (const TnuCanvas *canvas, const TnuCardContent *content, double left,
                              double right, double y);

/* Sockets, slider and the chip under way. */
void tnu_card_draw_axis_bar (const TnuCanvas *canvas, const TnuCardContent *content,
                             const TnuCardLayout *layout, double x, double y);
void tnu_card_draw_drag (const TnuCanvas *canvas, const TnuCardContent *content,
                         const TnuCardLayout *layout, double x, double y);

/* Where the knob runs: from @x0 to @x1 inside the slider's rectangle. */
void tnu_card_get_trough (TnuText *text, const TnuCardContent *content,
                          const TnuCardLayout *layout, double *x0, double *x1);

G_END_DECLS
