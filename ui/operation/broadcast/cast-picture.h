/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/broadcast/cast-words.h"
#include "ui/operation/scrubber.h"
#include "ui/draw/paint.h"

G_BEGIN_DECLS

/* px at scale 1 from which on the picture does not scroll. */
#define TNU_CAST_PICTURE_HEIGHT 440

/**
 * TnuCastPicture:
 * @call: what is shown, of a large tensor a part
 * @whole: what it is a part of
 * @numbers: (nullable): NULL while they are read, or when there are too many
 * @note: (nullable): why there are no numbers
 * @is_backward: what comes back, summed over the ghosts
 * @place: the element of the result that is written out
 * @operand: on the way back: whose gradient is written out
 * @is_lit: it is lit in the tables
 * @progress: 0 nothing is stretched, 1 everything is
 *
 * The operands as large as the result, ghosts where a number is read again; their shapes over each
 * other; one element written out. Borrows everything. Apart from any widget.
 */
typedef struct
{
  const TnuCastCall *call;
  const TnuCastCall *whole;
  const TnuCastNumbers *numbers;
  const char *note;
  bool is_backward;
  gint64 place;
  int operand;
  bool is_lit;
  double progress;
} TnuCastPicture;

TnuScrubber tnu_cast_picture_get_scrubber (const TnuCastPicture *self, double w, double h);

void tnu_cast_picture_draw (const TnuCastPicture *self, const TnuCanvas *canvas, double w,
                            double h);

/* @operand: (out): the table it is in; that of the result counts as the first.
 *
 * Returns: the element of the result under the pointer, -1 none */
gint64 tnu_cast_picture_hit (const TnuCastPicture *self, TnuText *text, double w, double h,
                             double x, double y, int *operand);

G_END_DECLS
