/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/elements.h"
#include "ui/operation/index/index-derivation.h"
#include "ui/operation/tables.h"

G_BEGIN_DECLS

/**
 * TnuIndexPicture:
 * @name, @target: of the tensor and of the result
 * @result: of @index; unless @error is set
 * @error: (nullable): why the index cannot be applied
 * @typed: (nullable): the line that cannot be read; @index and @result are what was before it
 * @value: (nullable): what is assigned to the chosen cells
 * @item_size: bytes of an element
 * @first: of the window on the source: table, row and column shown first
 * @view: places on the axes before the last three
 * @cursor, @has_cursor: the element that is read or walked to
 * @shows_focus: brackets around the cursor
 * @invitation: what the pointer does on the cells
 * @drop_dim: axis that a name is held over, -1: none
 *
 * An index as a picture: the tensor with what is chosen of it, the expression with what every part
 * does, and the result. Apart from any widget; borrows everything.
 */
typedef struct
{
  const char *name;
  const char *target;
  const TnuIndex *index;
  const TnuIndexSource *source;
  const TnuIndexResult *result;
  const char *error;
  const char *typed;
  const char *value;
  TnuElements *elements;
  TnuCellsKind kind;
  int item_size;
  gint64 first[3];
  gint64 view[TNU_INDEX_MAX_RANK];
  gint64 cursor[TNU_INDEX_MAX_RANK];
  bool has_cursor;
  bool shows_focus;
  const char *invitation;
  int drop_dim;
} TnuIndexPicture;

/* Where things stand; made by drawing. */
typedef struct
{
  TnuTables source;
  TnuTables result;
} TnuIndexPlaces;

typedef enum
{
  TNU_INDEX_HIT_NOTHING,
  TNU_INDEX_HIT_CELL,
  TNU_INDEX_HIT_ROW,    /* an index on a ruler of the source */
  TNU_INDEX_HIT_COLUMN,
  TNU_INDEX_HIT_RESULT
} TnuIndexHit;

/**
 * tnu_index_picture_draw:
 * @w, @h: px at scale 1
 * @places: (out)
 */
void tnu_index_picture_draw (const TnuIndexPicture *self, const TnuCanvas *canvas, double w,
                             double h, TnuIndexPlaces *places);

/**
 * tnu_index_picture_hit:
 * @at: (out): place in the source; of a cell of the result where it comes from
 */
TnuIndexHit tnu_index_picture_hit (const TnuIndexPicture *self, const TnuIndexPlaces *places,
                                   double x, double y, gint64 *at);

/* The source's element nearest to a place. */
void tnu_index_picture_find_nearest (const TnuIndexPicture *self, const TnuIndexPlaces *places,
                                     double x, double y, gint64 *at);

/* The axis of the source that a place stands for: that of the ruler that is nearer, -1: none. */
int tnu_index_picture_find_dim (const TnuIndexPicture *self, const TnuIndexPlaces *places, double x,
                                double y);

/* Moves the window so that the cursor is in it. */
void tnu_index_picture_follow_cursor (TnuIndexPicture *self, const TnuIndexPlaces *places);

/* (transfer full): "x[1, 2]" */
char *tnu_index_picture_dup_place (const char *name, const gint64 *at, int rank);

G_END_DECLS
