/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/paint.h"

G_BEGIN_DECLS

/* Small things that stand in a line of text. @y is always the middle of the line, so that they
 * can be mixed with tnu_text_show(); drawing functions return the width they took. */

typedef enum
{
  TNU_CHIP_REST,
  TNU_CHIP_LIFTED, /* under the pointer: 4 px higher, with a shadow */
  TNU_CHIP_LEFT    /* the outline it leaves behind in its socket */
} TnuChipState;

typedef enum
{
  TNU_BADGE_PLAIN,    /* 0-d */
  TNU_BADGE_OUTLINED, /* view */
  TNU_BADGE_SOLID,    /* copy */
  TNU_BADGE_AURORA,   /* ∇ grad */
  TNU_BADGE_ERROR     /* 2 NaN */
} TnuBadge;

/**
 * tnu_chip_get_width:
 * @dim: position of the axis
 * @size: of the axis; -1 shows the letter alone
 */
double tnu_chip_get_width (TnuText *text, int dim, gint64 size);

/**
 * tnu_chip_draw:
 *
 * Letter in the colour of the axis and its size, 20 high.
 */
double tnu_chip_draw (const TnuCanvas *canvas, int dim, gint64 size, double x, double y);

/* The same with a label of its own, in the colour of @dim. */
double tnu_labelled_chip_draw (const TnuCanvas *canvas, const char *label, int dim, gint64 size,
                               double x, double y);
double tnu_labelled_chip_get_width (TnuText *text, const char *label, gint64 size);

/**
 * tnu_drag_chip_draw:
 *
 * The chip that can be taken, 24 high, with six grip dots. tnu_drag_chip_get_width() likewise.
 */
double tnu_drag_chip_draw (const TnuCanvas *canvas, int dim, gint64 size, TnuChipState state,
                           double x, double y);
double tnu_drag_chip_get_width (TnuText *text, int dim, gint64 size);

/**
 * tnu_badge_draw:
 * @label: a word or two
 */
double tnu_badge_draw (const TnuCanvas *canvas, TnuBadge badge, const char *label, double x,
                       double y);
double tnu_badge_get_width (TnuText *text, const char *label);

/**
 * tnu_shape_draw:
 * @font: of all of it; the sizes are written in weight 700
 * @numbers: (array length=rank): sizes, strides or indices
 * @brackets: "()" or "[]"; in the latter -1 is written ":"
 *
 * `(3, 4, 6)` with every number in the colour of its axis.
 */
double tnu_shape_draw (const TnuCanvas *canvas, TnuFont font, const gint64 *numbers, int rank,
                       const char *brackets, double x, double y);
double tnu_shape_get_width (TnuText *text, TnuFont font, const gint64 *numbers, int rank,
                            const char *brackets);

/**
 * tnu_op_pill_draw:
 * @is_current: the step under the playhead: a star line
 *
 * A forward operation: its text in a pill that fills the rectangle.
 */
void tnu_op_pill_draw (const TnuCanvas *canvas, const char *label, double x, double y, double w,
                       double h, bool is_current);

/**
 * tnu_caps_draw:
 *
 * A section label: capitals, letters apart, ink3.
 */
double tnu_caps_draw (const TnuCanvas *canvas, const char *label, double x, double y);

G_END_DECLS
