/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/cells.h"
#include "ui/draw/paint.h"
#include "ui/operation/scrubber.h"
#include "ui/operation/travel.h"

G_BEGIN_DECLS

/* Elements that are shown at most; beyond them a sample. */
#define TNU_TRAVEL_MAX_SHOWN 10000

/* One element under way: @value is its place among the numbers read. */
typedef struct
{
  gint64 source, place;
  int value;
  bool is_copy;
} TnuTravelElement;

/**
 * TnuTravelPicture:
 * @call: what is done
 * @before, @after: the shapes; @after has no -1
 * @axes: for every dim of the result the dim that it was
 * @before_strides, @after_strides: for the headings; after: only when legal
 * @refusal: (nullable): PyTorch's words when the call is illegal
 * @wanted: (nullable): a shape for another number of elements, as it was asked for: "(5, ?)"
 * @is_view: memory is shared
 * @numel: elements of the tensor
 * @n: numbers read: all of them, or a sample
 * @sources: (nullable) (array length=n): which elements they are, row-major; NULL: the first n
 * @values: (array length=n): the numbers; NULL while they are read
 * @kind, @vmax, @format: how they are drawn
 * @elements: (array length=n_elements): everything that travels
 * @progress: 0 all at home, 1 all arrived
 *
 * A call of the shape family as a picture: every element keeps its identity and travels from its
 * old place to its new one; the storage below never moves. Apart from any widget.
 */
typedef struct
{
  TnuShapeCall call;
  TnuShape before, after;
  int axes[TNU_SHAPE_MAX_RANK];
  gint64 before_strides[TNU_SHAPE_MAX_RANK];
  gint64 after_strides[TNU_SHAPE_MAX_RANK];
  char *refusal;
  char *wanted;
  bool is_view;
  gint64 numel;
  int n;
  gint64 *sources;
  double *values;
  TnuCellsKind kind;
  double vmax;
  TnuNumberFormat format;
  TnuTravel travel;
  TnuTravelElement *elements;
  int n_elements;
  double progress;
} TnuTravelPicture;

void tnu_travel_picture_clear (TnuTravelPicture *self);

/* Chooses which numbers are wanted: sets @n and @sources. */
void tnu_travel_picture_choose_sample (TnuTravelPicture *self);

/* @values: (transfer full): of the sample. */
void tnu_travel_picture_take_values (TnuTravelPicture *self, double *values);

/* To be called when @call, @before or @after has changed and the call is legal. */
void tnu_travel_picture_arrange (TnuTravelPicture *self);

/* Whether every element of the result is drawn. */
bool tnu_travel_picture_is_whole (const TnuTravelPicture *self);

/* The slider that sets @progress. @w, @h: of the drawing, px at scale 1. */
TnuScrubber tnu_travel_picture_get_scrubber (const TnuTravelPicture *self, double w, double h);

void tnu_travel_picture_draw (const TnuTravelPicture *self, const TnuCanvas *canvas, double w,
                              double h);

G_END_DECLS
