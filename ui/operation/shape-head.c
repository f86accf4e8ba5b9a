/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/shape-head.h"

#include "ui/operation/op-head.h"

#define INSET 24

static const char *
get_view_reason (TnuShapeWord word)
{
  static const char *const reasons[TNU_N_SHAPE_WORDS] = {
    [TNU_SHAPE_RESHAPE] = "only sizes and strides change",
    [TNU_SHAPE_VIEW] = "only sizes and strides change",
    [TNU_SHAPE_FLATTEN] = "the merged axes lie one after the other in memory",
    [TNU_SHAPE_SQUEEZE] = "an axis of size 1 needs no stride",
    [TNU_SHAPE_UNSQUEEZE] = "an axis of size 1 costs no memory",
    [TNU_SHAPE_TRANSPOSE] = "two strides change places",
    [TNU_SHAPE_PERMUTE] = "strides change places",
    [TNU_SHAPE_T] = "strides change places",
    [TNU_SHAPE_EXPAND] = "stride 0: dashed cells read the same number again",
    [TNU_SHAPE_REPEAT] = "",
    [TNU_SHAPE_FLIP] = "",
    [TNU_SHAPE_ROLL] = "",
  };
  return reasons[word];
}

static const char *
get_copy_reason (TnuShapeWord word)
{
  switch (word)
    {
    case TNU_SHAPE_REPEAT:
      return "every copy gets memory of its own";
    case TNU_SHAPE_FLIP:
      return "PyTorch has no negative strides";
    case TNU_SHAPE_ROLL:
      return "no stride leads from the end back to the front";
    default:
      return "no strides read this memory in that order";
    }
}

char *
tnu_shape_head_dup_badge (const TnuShapeHead *self)
{
  const TnuTravelPicture *picture = self->picture;
  if (self->note != NULL || picture->refusal != NULL)
    return g_strdup ("cannot apply");
  if (picture->is_view)
    return g_strdup ("view — shares memory");
  g_autofree char *size
      = g_format_size ((guint64) (tnu_shape_count (&picture->after) * self->item_bytes));
  return g_strdup_printf ("copy — %s", size);
}

const char *
tnu_shape_head_get_reason (const TnuShapeHead *self)
{
  const TnuTravelPicture *picture = self->picture;
  if (self->note != NULL)
    return self->note;
  if (picture->wanted != NULL)
    return "every element needs exactly one place";
  if (picture->refusal != NULL)
    return picture->call.word == TNU_SHAPE_VIEW ? "the strides do not allow it without a copy" : "";
  if (picture->is_view && picture->travel.keeps_order
      && tnu_shape_equal (&picture->before, &picture->after))
    return "nothing changes";
  return picture->is_view ? get_view_reason (picture->call.word)
                          : get_copy_reason (picture->call.word);
}

void
tnu_shape_head_draw (const TnuShapeHead *self, const TnuCanvas *canvas, double w)
{
  const TnuTravelPicture *picture = self->picture;
  bool is_refused = self->note != NULL || picture->refusal != NULL;
  double x = INSET, y = TNU_SHAPE_HEAD_HEIGHT / 2.0;
  tnu_op_head_begin (canvas);
  x += tnu_operand_draw (canvas, self->name, &picture->before, NULL, x, y) + 6;
  if (!is_refused)
    {
      x += tnu_op_arrow_draw (canvas, x, y);
      x += tnu_operand_draw (canvas, self->target, &picture->after, picture->axes, x, y);
    }
  g_autofree char *badge = tnu_shape_head_dup_badge (self);
  TnuOpHead head = {
    .reason = tnu_shape_head_get_reason (self),
    .badge = badge,
    .kind = is_refused         ? TNU_BADGE_ERROR
            : picture->is_view ? TNU_BADGE_OUTLINED
                               : TNU_BADGE_SOLID,
  };
  tnu_op_head_finish (&head, canvas, x, w);
}
