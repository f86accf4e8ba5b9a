/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/cells.h"
#include "ui/operation/reduce/reduce-words.h"
#include "ui/operation/scrubber.h"

G_BEGIN_DECLS

/* px at scale 1 in which everything can be read. */
#define TNU_REDUCE_PICTURE_HEIGHT 416

/**
 * TnuReducePicture:
 * @scene: what is shown; its numbers are NULL while they are read, or when there are too many
 * @refusal: (nullable): PyTorch's words when the call is illegal
 * @x: (nullable): the tensor's numbers, for when the call is illegal
 * @note: (nullable): why there are no numbers
 * @is_backward: gradients, on their way back
 * @result: the number whose run is written out
 * @source: the element whose gradient is written out
 * @is_lit: the run is lit in the tables
 * @progress: 0 everything at home, 1 everything arrived
 *
 * A tensor, what it folds into, and the sum that makes one number of many. Borrows everything.
 * Apart from any widget.
 */
typedef struct
{
  TnuReduceScene scene;
  const char *refusal;
  const double *x;
  const char *note;
  bool is_backward;
  gint64 result;
  gint64 source;
  bool is_lit;
  double progress;
} TnuReducePicture;

TnuScrubber tnu_reduce_picture_get_scrubber (const TnuReducePicture *self, double w, double h);

void tnu_reduce_picture_draw (const TnuReducePicture *self, const TnuCanvas *canvas, double w,
                              double h);

/* What is under the pointer in a drawing of @w by @h: a result or an element, else -1. */
void tnu_reduce_picture_hit (const TnuReducePicture *self, TnuText *text, double w, double h,
                             double x, double y, gint64 *result, gint64 *source);

G_END_DECLS
