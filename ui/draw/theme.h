/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/oklch.h"

G_BEGIN_DECLS

/**
 * TNU_TOKEN_LIST:
 * @X: called as X (ID, name, dark L, C, hue, light L, C, hue)
 *
 * Every colour of the program but the two data maps. The only list of colours: the style sheet
 * and the source schemes are written from it.
 */
#define TNU_TOKEN_LIST(X)                                                                          \
  X (WELL, well, .130, .026, 268, 1.0, 0.0, 268)                                                   \
  X (STAGE, stage, .148, .030, 268, .970, .003, 268)                                               \
  X (PANE, pane, .176, .030, 268, .988, .0015, 268)                                                \
  X (BAR, bar, .190, .031, 268, .988, .0015, 268)                                                  \
  X (CARD, card, .212, .034, 268, 1.0, 0.0, 268)                                                   \
  X (RAISED, raised, .268, .038, 268, .944, .004, 268)                                             \
  X (HAIR, hair, .290, .038, 268, .912, .005, 268)                                                 \
  X (LINE, line, .400, .045, 268, .770, .012, 268)                                                 \
  X (INK1, ink1, .970, .008, 268, .215, .028, 268)                                                 \
  X (INK2, ink2, .820, .022, 268, .405, .022, 268)                                                 \
  X (INK3, ink3, .690, .032, 268, .510, .018, 268)                                                 \
  X (STAR, star, .940, .018, 268, .245, .030, 268)                                                 \
  X (ONSTAR, onstar, .170, .030, 268, .990, .001, 268)                                             \
  X (ERR, err, .740, .170, 22, .540, .200, 25)                                                     \
  X (VNEG, vneg, .820, .125, 215, .550, .170, 255)                                                 \
  X (VPOS, vpos, .830, .150, 78, .600, .165, 48)                                                   \
  X (GNEG, gneg, .780, .150, 303, .500, .210, 302)                                                 \
  X (GMID, gmid, .800, .090, 235, .500, .090, 225)                                                 \
  X (GPOS, gpos, .830, .175, 152, .510, .130, 154)                                                 \
  X (AXIS_I, i, .815, .125, 350, .500, .140, 350)                                                  \
  X (AXIS_J, j, .815, .125, 118, .500, .140, 118)                                                  \
  X (AXIS_K, k, .815, .125, 258, .500, .140, 258)                                                  \
  X (AXIS_L, l, .815, .125, 182, .500, .140, 182)                                                  \
  X (AXIS_M, m, .815, .125, 325, .500, .140, 325)                                                  \
  X (AXIS_N, n, .815, .125, 40, .500, .140, 40)                                                    \
  X (KEYWORD, keyword, .80, .10, 288, .46, .17, 288)                                               \
  X (STRING, string, .84, .06, 100, .47, .09, 100)                                                 \
  X (NUMBER, number, .86, .06, 50, .48, .12, 45)

typedef enum
{
#define TNU_TOKEN_ENUM(ID, name, dl, dc, dh, ll, lc, lh) TNU_##ID,
  TNU_TOKEN_LIST (TNU_TOKEN_ENUM)
#undef TNU_TOKEN_ENUM
    TNU_N_TOKENS
} TnuToken;

/* Axes have six colours; from the 7th dim letters go on and colours repeat. */
#define TNU_N_AXIS_COLORS 6

/* Lengths in px at text scale 1; painters multiply them by their scale. */
#define TNU_UNIT 8
#define TNU_HEADER_HEIGHT 47
#define TNU_PANE_HEAD_HEIGHT 40
#define TNU_NOTEBOOK_WIDTH 384
#define TNU_INSPECTOR_WIDTH 288
#define TNU_STEPPER_HEIGHT 76
#define TNU_STAGE_MARGIN 16
#define TNU_STAGE_GUTTER 16
#define TNU_CARD_PADDING 16
#define TNU_LATTICE_PITCH 24
#define TNU_CARD_HEADER 40
#define TNU_RULER 16
#define TNU_CHIP_HEIGHT 20
#define TNU_DRAG_CHIP_HEIGHT 24
#define TNU_SOCKET_HEIGHT 32

#define TNU_RADIUS_CELL 3
#define TNU_RADIUS_CHIP 6
#define TNU_RADIUS_NODE 8
#define TNU_RADIUS_CARD 12

#define TNU_STROKE_NODE 1.25
#define TNU_STROKE_RAIL 1.5
#define TNU_STROKE_SELECTION 1.5
#define TNU_STROKE_VALUE_EDGE 1.75
#define TNU_STROKE_RING 2.0
#define TNU_STROKE_GRADIENT_EDGE 2.25
#define TNU_STROKE_CURVE 2.75
#define TNU_STROKE_TANGENT 3.5
#define TNU_STROKE_CURRENT_EDGE 4.0

#define TNU_FONT_PAGE 22
#define TNU_FONT_HEADING 19
#define TNU_FONT_PANEL 16
#define TNU_FONT_NARRATION 14
#define TNU_FONT_NAME 13.5
#define TNU_FONT_CONTROL 13
#define TNU_FONT_CODE 12
#define TNU_FONT_NOTE 11
#define TNU_FONT_CAPS 10
#define TNU_FONT_RULER 9.5
#define TNU_FONT_CELL_MAX 14
#define TNU_FONT_CELL_MIN 10

/* How far a value's colour is drawn back for integers, and for what is not chosen or not lit. */
#define TNU_INTEGER_T .28
#define TNU_NOT_CHOSEN_T .18

typedef struct
{
  bool is_dark;
  TnuColor colors[TNU_N_TOKENS];
  TnuColor bool_true; /* fill of True: star over card */
} TnuTheme;

/**
 * tnu_theme_get:
 *
 * Returns: (transfer none): the theme, the same pointer every time, readable from any thread
 */
const TnuTheme *tnu_theme_get (bool is_dark);

/**
 * tnu_theme_get_oklch:
 *
 * Returns: @token as the look states it, before gamut mapping
 */
TnuOklch tnu_theme_get_oklch (const TnuTheme *self, TnuToken token);

/**
 * tnu_token_get_name:
 *
 * Returns: the short name, as in the look's table and, after "tnu_", in the style sheet
 */
const char *tnu_token_get_name (TnuToken token);

/**
 * tnu_theme_get_axis_color:
 * @dim: 0 or more; colours repeat every six
 *
 * Returns: (transfer none): the colour of the axis at position @dim
 */
const TnuColor *tnu_theme_get_axis_color (const TnuTheme *self, int dim);

/**
 * tnu_axis_get_letter:
 * @dim: position of the dim, 0 = i
 *
 * Letters go i to z, then a to h, then start again.
 */
char tnu_axis_get_letter (int dim);

G_END_DECLS
