/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/travel-picture.h"

G_BEGIN_DECLS

#define TNU_SHAPE_HEAD_HEIGHT 48

/**
 * TnuShapeHead:
 * @name, @target: of the tensor and of the result
 * @item_bytes: of one element
 * @note: (nullable): shown in place of the verdict, when the line cannot be read
 *
 * The line over the picture: operand and result as chips, and what happens to memory with the
 * reason. On the stack of one drawing.
 */
typedef struct
{
  const TnuTravelPicture *picture;
  const char *name;
  const char *target;
  gint64 item_bytes;
  const char *note;
} TnuShapeHead;

/* "view — shares memory", "copy — 48 B". */
char *tnu_shape_head_dup_badge (const TnuShapeHead *self);
/* Why it is a view or a copy. */
const char *tnu_shape_head_get_reason (const TnuShapeHead *self);

void tnu_shape_head_draw (const TnuShapeHead *self, const TnuCanvas *canvas, double w);

G_END_DECLS
