/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/chips.h"
#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

#define TNU_OP_HEAD_HEIGHT 48

/**
 * TnuOpHead:
 * @reason: why it is a view or a copy; left out where there is no room
 * @badge: "copy — 12 B"
 *
 * The line over a picture; what stands left is drawn by the caller. On the stack of one drawing.
 */
typedef struct
{
  const char *reason;
  const char *badge;
  TnuBadge kind;
} TnuOpHead;

/* A tensor in the line: its name and its axes as chips; returns the width. */
double tnu_operand_draw (const TnuCanvas *canvas, const char *name, const TnuShape *shape,
                         const int *axes, double x, double y);
/* From what there is to what becomes of it; returns the width. */
double tnu_op_arrow_draw (const TnuCanvas *canvas, double x, double y);

/* The ground of the line; then come the operands, then tnu_op_head_finish() from @x on. */
void tnu_op_head_begin (const TnuCanvas *canvas);
void tnu_op_head_finish (const TnuOpHead *self, const TnuCanvas *canvas, double x, double w);

/* @words broken into lines of at most @w; returns the y under the last one. */
double tnu_paragraph_draw (const TnuCanvas *canvas, TnuFont font, TnuToken ink, const char *words,
                           double x, double y, double w, double line_height);

/* One line or more that say what holds, with a label before them; empty words: left out. */
typedef struct
{
  const char *label;
  const char *words;
} TnuFact;

double tnu_facts_get_height (const TnuCanvas *canvas, const TnuFact *facts, int n, double w);
void tnu_facts_draw (const TnuCanvas *canvas, const TnuFact *facts, int n, double x, double y,
                     double w);

/* The rounded plate that things stand on. */
void tnu_plate_draw (const TnuCanvas *canvas, double x, double y, double w, double h);

G_END_DECLS
