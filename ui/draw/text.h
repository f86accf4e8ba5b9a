/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/oklch.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* A place to write: fonts at one text scale, and the layouts written lately. One thread. */
typedef struct _TnuText TnuText;

typedef struct
{
  double size;     /* px at text scale 1 */
  int weight;      /* 400 to 700 */
  bool is_mono;    /* numbers and code; otherwise the desktop's UI font */
  bool is_italic;
  double tracking; /* px between letters at text scale 1, 0 for none */
} TnuFont;

#define TNU_MONO(px, w) ((TnuFont){ .size = (px), .weight = (w), .is_mono = true })
#define TNU_SANS(px, w) ((TnuFont){ .size = (px), .weight = (w) })
#define TNU_CAPS ((TnuFont){ .size = 10, .weight = 600, .tracking = .7 })

typedef enum
{
  TNU_ALIGN_START,
  TNU_ALIGN_CENTRE,
  TNU_ALIGN_END
} TnuAlign;

/**
 * tnu_text_new:
 * @context: of the widget that shows the text, or of a font map for a file
 * @scale: the desktop's text scale, 1 for a file
 */
TnuText *tnu_text_new (PangoContext *context, double scale);

void tnu_text_free (TnuText *self);

/**
 * tnu_text_get_scale:
 *
 * Returns: the text scale that every length of a drawing is multiplied by
 */
double tnu_text_get_scale (const TnuText *self);

/**
 * tnu_text_get_width:
 *
 * Returns: the advance width of @string in px, scale included
 */
double tnu_text_get_width (TnuText *self, TnuFont font, const char *string);

/**
 * tnu_text_show:
 * @x: start, centre or end of the text, by @align
 * @y: the middle of its capital letters
 *
 * Returns: the advance width drawn, so that runs can follow each other
 */
double tnu_text_show (TnuText *self,
                      cairo_t *cr,
                      TnuFont font,
                      const char *string,
                      double x,
                      double y,
                      TnuAlign align,
                      const TnuColor *color);

/**
 * tnu_text_show_within:
 * @width: px that are free; longer text ends in "…"
 *
 * For words only: a number is never cut.
 *
 * Returns: the width drawn, at most @width
 */
double tnu_text_show_within (TnuText *self,
                             cairo_t *cr,
                             TnuFont font,
                             const char *string,
                             double x,
                             double y,
                             double width,
                             const TnuColor *color);

/**
 * tnu_text_collect:
 * @x, @y: the middle of the number
 *
 * Keeps a number to be drawn by the next tnu_text_flush(). A table of thousands of numbers in two
 * or three inks is drawn as two or three runs of glyphs. Nothing is shaped: for numbers and the
 * words True, False and NaN only.
 */
void tnu_text_collect (TnuText *self, TnuFont font, const char *string, double x, double y,
                       const TnuColor *color);

/**
 * tnu_text_flush:
 *
 * Draws and forgets what was collected.
 */
void tnu_text_flush (TnuText *self, cairo_t *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuText, tnu_text_free)

G_END_DECLS
