/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/paint.h"

G_BEGIN_DECLS

/* How a cell says that it holds no ordinary number. Every function takes the cell's rectangle. */

/**
 * tnu_mark_nan:
 * @font_size: 0 where no number is written
 */
void tnu_mark_nan (const TnuCanvas *canvas, double x, double y, double w, double h, double radius,
                   double font_size);

/**
 * tnu_mark_infinite:
 * @ink: on the end colour, which is already painted
 */
void tnu_mark_infinite (const TnuCanvas *canvas, double x, double y, double w, double h,
                        double radius, double font_size, bool is_positive, const TnuColor *ink);

/**
 * tnu_mark_fold:
 * @is_above: the corner at the top right; otherwise at the bottom right
 *
 * The number lies beyond the typed scale.
 */
void tnu_mark_fold (const TnuCanvas *canvas, double x, double y, double w, double h,
                    double radius, bool is_above);

/**
 * tnu_mark_ghost:
 *
 * A dashed outline without fill: stride 0, moved away, or not there yet.
 */
void tnu_mark_ghost (const TnuCanvas *canvas, double x, double y, double w, double h,
                     double radius);

/**
 * tnu_mark_no_gradient:
 *
 * The dashed capsule of a gradient that has not arrived.
 */
void tnu_mark_no_gradient (const TnuCanvas *canvas, double x, double y, double w, double h);

/**
 * tnu_mark_alarm:
 *
 * A NaN or an infinity hides in this small cell or block: visible down to 3 px.
 */
void tnu_mark_alarm (const TnuCanvas *canvas, double x, double y, double w, double h);

G_END_DECLS
