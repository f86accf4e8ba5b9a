/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/paint.h"
#include "ui/operation/matmul/matmul-plan.h"

G_BEGIN_DECLS

/* The shapes of a product as chips: letters and colours by what a dim does in it. */

/* A chip with a dashed edge: what was put in, or what is wrong. Returns its width, as all do. */
double tnu_matmul_ghost_chip_draw (
    const TnuCanvas *canvas, const char *label, TnuToken token, double x, double y);

/**
 * tnu_matmul_chips_draw:
 * @side: an operand, or the result
 * @inner_x: (out) (optional): middle of the chip of the summed dim, 0 when it has none
 *
 * A vector shows its ghost dim dashed; a dim that does not fit is marked in red.
 */
double tnu_matmul_chips_draw (const TnuMatmulPlan *plan,
                              TnuMatmulSide side,
                              const TnuCanvas *canvas,
                              double x,
                              double y,
                              double *inner_x);
double tnu_matmul_chips_get_width (const TnuMatmulPlan *plan, TnuMatmulSide side, TnuText *text);

/* The colour of an axis: ink3 for a dim that was put in. */
const TnuColor *
tnu_matmul_get_axis_color (const TnuMatmulPlan *plan, const TnuTheme *theme, TnuMatmulAxis axis);

/* The colour of a mark of marked text (matmul-words.h). */
const TnuColor *
tnu_matmul_get_mark_color (const TnuMatmulPlan *plan, const TnuTheme *theme, char mark);

/* 'k'; '\0' for a dim that was put in. */
char tnu_matmul_get_letter (const TnuMatmulPlan *plan, TnuMatmulAxis axis);

/**
 * tnu_matmul_words_draw:
 * @words: marked text, see matmul-words.h
 * @w: px of a line
 * @limit: no line is begun below
 *
 * Returns: the middle of the line after the last
 */
double tnu_matmul_words_draw (const TnuMatmulPlan *plan,
                              const TnuCanvas *canvas,
                              TnuFont font,
                              TnuToken token,
                              const char *words,
                              double x,
                              double y,
                              double w,
                              double limit);

/* Marked text as Pango markup: (transfer full). */
char *
tnu_matmul_words_dup_markup (const TnuMatmulPlan *plan, const TnuTheme *theme, const char *words);

/* The shapes of A, B and the product, and what becomes of the summed dim; in matmul-shapes.c.
 * Returns the middle of the last line. */
double tnu_matmul_shapes_draw (const TnuMatmulPlan *plan, const TnuCanvas *canvas, double w);

G_END_DECLS
