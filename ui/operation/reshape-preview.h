/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/cells.h"
#include "ui/draw/paint.h"
#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/**
 * TnuReshapePreview:
 * @before, @after: the shapes; @after has no -1 when it fits
 * @fits: whether every element has exactly one place
 * @n_left: elements without a place when it does not fit; -1 when that cannot be said
 * @wanted: what was asked for, for the heading of an illegal shape: "(5, ?)"
 * @numel: elements of the tensor
 * @n: elements shown, the first of the tensor in row-major order
 * @values: (array length=n): their numbers; NULL while they are read
 * @kind, @vmax: how they are coloured
 * @before_strides, @after_strides: as the tensor has them, for the headings; after: only when a view
 * @is_contiguous: the elements lie in storage in the order they are read
 * @progress: 0 all at home, 1 all arrived
 *
 * A reshape as a picture: every element keeps its identity and travels from its old place to its
 * new one; the storage below never moves. Apart from any widget.
 */
typedef struct
{
  TnuShape before, after;
  bool fits;
  gint64 n_left;
  char *wanted;
  gint64 numel;
  int n;
  double *values;
  TnuCellsKind kind;
  double vmax;
  gint64 before_strides[TNU_SHAPE_MAX_RANK];
  gint64 after_strides[TNU_SHAPE_MAX_RANK];
  bool has_after_strides;
  bool is_contiguous;
  double progress;
} TnuReshapePreview;

/* Elements that are shown at most. */
#define TNU_RESHAPE_MAX_SHOWN 400

void tnu_reshape_preview_clear (TnuReshapePreview *self);

/**
 * tnu_reshape_preview_draw:
 * @w, @h: of the drawing, px at scale 1
 * @scrubber: (out): the trough, so that it can be dragged; w 0 when there is none
 */
typedef struct
{
  double x, y, w;
} TnuScrubber;

void tnu_reshape_preview_draw (const TnuReshapePreview *self, const TnuCanvas *canvas, double w,
                               double h, TnuScrubber *scrubber);

G_END_DECLS
