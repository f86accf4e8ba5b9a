/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/join/join-plan.h"

#include <string.h>

/* Pieces that are looked at. */
#define MAX_PIECES 4096

static TnuJoinPart *
get_part (const TnuJoinPlan *self, guint part)
{
  return &g_array_index (self->parts, TnuJoinPart, part);
}

const TnuJoinPart *
tnu_join_plan_get_part (const TnuJoinPlan *self, int part)
{
  return get_part (self, (guint) part);
}

static void
refuse (TnuJoinPlan *self, TnuJoinTrouble trouble, int guilty, int wrong_dim)
{
  if (self->trouble != TNU_JOIN_FITS)
    return;
  self->trouble = trouble;
  self->guilty = guilty;
  self->wrong_dim = wrong_dim;
}

/* ---- what a part looks like in the whole ---- */

static void
insert_one (TnuShape *shape, int at)
{
  memmove (shape->sizes + at + 1, shape->sizes + at,
           (size_t) (shape->rank - at) * sizeof *shape->sizes);
  shape->sizes[at] = 1;
  shape->rank++;
}

static void
insert_axis (TnuJoinPart *part, int at)
{
  if (part->seen.rank == TNU_SHAPE_MAX_RANK)
    return;
  insert_one (&part->seen, at);
  for (int d = 0; d < part->own.rank; d++)
    if (part->axes[d] >= at)
      part->axes[d]++;
}

static void
part_init (TnuJoinPart *part, const TnuShape *own)
{
  *part = (TnuJoinPart) { .own = *own, .seen = *own };
  for (int d = 0; d < own->rank; d++)
    part->axes[d] = d;
}

/* atleast_1d, atleast_2d and atleast_3d. */
static void
widen (TnuJoinPart *part, int rank)
{
  if (rank >= 2 && part->seen.rank == 1)
    insert_axis (part, 0);
  while (part->seen.rank < rank)
    insert_axis (part, part->seen.rank);
}

/* ---- joining ---- */

static void
add_operands (TnuJoinPlan *self, const TnuJoinCall *call)
{
  for (guint k = 0; k < call->operands->len; k++)
    {
      const TnuJoinOperand *operand = call->operands->pdata[k];
      TnuJoinPart part;
      TnuShape own;
      if (!tnu_turn_apply (&operand->turn, &operand->raw, &own))
        own = operand->raw;
      part_init (&part, &own);
      g_array_append_val (self->parts, part);
    }
}

static bool
wrap_axis (TnuJoinPlan *self, gint64 dim, int rank)
{
  gint64 axis = dim < 0 ? dim + rank : dim;
  if (axis < 0 || axis >= rank)
    {
      refuse (self, TNU_JOIN_DIM, -1, -1);
      return false;
    }
  self->axis = (int) axis;
  return true;
}

/* PyTorch skips tensors of the one shape (0,) whatever the others are. */
static bool
is_skipped (const TnuJoinPart *part)
{
  return part->own.rank == 1 && part->own.sizes[0] == 0;
}

static int
find_model (const TnuJoinPlan *self, const TnuJoinCall *call)
{
  for (guint k = 0; k < self->parts->len; k++)
    if (call->word != TNU_JOIN_CAT || !is_skipped (get_part (self, k)))
      return (int) k;
  return 0;
}

static void
prepare_parts (TnuJoinPlan *self, const TnuJoinCall *call, int model)
{
  static const int least[TNU_N_JOIN_WORDS]
      = { [TNU_JOIN_VSTACK] = 2, [TNU_JOIN_HSTACK] = 1, [TNU_JOIN_DSTACK] = 3 };
  for (guint k = 0; k < self->parts->len; k++)
    widen (get_part (self, k), least[call->word]);
  TnuJoinPart *first = get_part (self, (guint) model);
  switch (call->word)
    {
    case TNU_JOIN_STACK:
      self->is_new_axis = true;
      if (wrap_axis (self, call->dim, first->own.rank + 1))
        for (guint k = 0; k < self->parts->len; k++)
          insert_axis (get_part (self, k), MIN (self->axis, get_part (self, k)->seen.rank));
      break;
    case TNU_JOIN_CAT:
      for (guint k = 0; k < self->parts->len; k++)
        if (get_part (self, k)->own.rank == 0)
          refuse (self, TNU_JOIN_SCALAR, (int) k, -1);
      if (self->trouble == TNU_JOIN_FITS)
        wrap_axis (self, call->dim, first->own.rank);
      break;
    case TNU_JOIN_HSTACK:
      self->axis = first->seen.rank > 1 ? 1 : 0;
      break;
    default:
      self->axis = call->word == TNU_JOIN_DSTACK ? 2 : 0;
      break;
    }
}

/* An empty vector takes no room in anything. */
static void
shrink_skipped (TnuJoinPlan *self, const TnuJoinPart *model)
{
  for (guint k = 0; k < self->parts->len; k++)
    {
      TnuJoinPart *part = get_part (self, k);
      if (!is_skipped (part) || part->seen.rank == model->seen.rank)
        continue;
      part->seen = model->seen;
      part->seen.sizes[self->axis] = 0;
      part->axes[0] = self->axis;
    }
}

static void
compare_parts (TnuJoinPlan *self, const TnuJoinPart *model)
{
  for (guint k = 0; k < self->parts->len; k++)
    if (get_part (self, k)->seen.rank != model->seen.rank)
      {
        refuse (self, TNU_JOIN_RANK, (int) k, -1);
        return;
      }
  for (guint k = 0; k < self->parts->len; k++)
    for (int d = 0; d < model->seen.rank; d++)
      if (d != self->axis && get_part (self, k)->seen.sizes[d] != model->seen.sizes[d])
        {
          refuse (self, TNU_JOIN_SIZE, (int) k, d);
          return;
        }
}

static void
assemble (TnuJoinPlan *self)
{
  gint64 offset = 0;
  self->whole = self->agreed;
  for (guint k = 0; k < self->parts->len; k++)
    {
      TnuJoinPart *part = get_part (self, k);
      part->offset = offset;
      offset += part->seen.sizes[self->axis];
      for (int d = 0; d < self->whole.rank; d++)
        self->whole.sizes[d] = MAX (self->whole.sizes[d], part->seen.sizes[d]);
    }
  self->whole.sizes[self->axis] = offset;
}

static void
join (TnuJoinPlan *self, const TnuJoinCall *call)
{
  add_operands (self, call);
  if (self->parts->len == 0)
    {
      refuse (self, TNU_JOIN_NOTHING, -1, -1);
      return;
    }
  int model = find_model (self, call);
  prepare_parts (self, call, model);
  const TnuJoinPart *first = get_part (self, (guint) model);
  if (self->axis >= 0 && call->word == TNU_JOIN_CAT)
    shrink_skipped (self, first);
  if (self->axis >= 0)
    compare_parts (self, first);
  if (self->trouble != TNU_JOIN_FITS && self->trouble != TNU_JOIN_SIZE)
    {
      self->axis = -1;
      return;
    }
  self->agreed = first->seen;
  assemble (self);
}

/* ---- splitting ---- */

static void
add_size (GArray *sizes, gint64 size)
{
  if (sizes->len < MAX_PIECES)
    g_array_append_val (sizes, size);
}

/* Pieces of @step; PyTorch gives one empty piece of an empty axis. */
static void
add_steps (GArray *sizes, gint64 size, gint64 step)
{
  gint64 at = 0;
  do
    {
      add_size (sizes, MIN (step, size - at));
      at += step;
    }
  while (at < size && step > 0 && sizes->len < MAX_PIECES);
}

static void
add_sections (GArray *sizes, gint64 size, gint64 n)
{
  for (gint64 k = 0; k < n && sizes->len < MAX_PIECES; k++)
    add_size (sizes, size / n + (k < size % n));
}

/* Cut @index of a list of places, as Python's slices take it: beyond the ends are the ends. */
static gint64
get_cut (const TnuJoinCall *call, gint64 size, int index)
{
  gint64 at = index < 0                               ? 0
              : index < (int) call->numbers->len ? tnu_join_call_get_number (call, index)
                                                      : size;
  return CLAMP (at < 0 ? at + size : at, 0, size);
}

static void
add_between (GArray *sizes, gint64 size, const TnuJoinCall *call)
{
  for (int k = 0; k <= (int) call->numbers->len; k++)
    add_size (sizes, MAX (get_cut (call, size, k) - get_cut (call, size, k - 1), 0));
}

GArray *
tnu_join_find_cuts (const TnuJoinCall *call, gint64 size)
{
  GArray *sizes = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 number = tnu_join_call_get_number (call, 0);
  switch (call->word)
    {
    case TNU_JOIN_SPLIT:
      if (call->is_list)
        for (guint k = 0; k < call->numbers->len; k++)
          add_size (sizes, tnu_join_call_get_number (call, (int) k));
      else if (number > 0 || (number == 0 && size == 0))
        add_steps (sizes, size, number);
      break;
    case TNU_JOIN_CHUNK:
      if (number > 0 && size == 0)
        add_sections (sizes, size, number);
      else if (number > 0)
        add_steps (sizes, size, (size + number - 1) / number);
      break;
    case TNU_JOIN_TENSOR_SPLIT:
      if (call->is_list)
        add_between (sizes, size, call);
      else
        add_sections (sizes, size, number);
      break;
    default:
      add_sections (sizes, size, size);
      break;
    }
  return sizes;
}

static bool
check_numbers (const TnuJoinCall *call, GArray *cuts, gint64 size)
{
  gint64 sum = 0;
  if (!tnu_join_word_has_numbers (call->word))
    return true;
  for (guint k = 0; k < cuts->len; k++)
    {
      gint64 piece = g_array_index (cuts, gint64, k);
      if (piece < 0)
        return false;
      sum += piece;
    }
  return call->word == TNU_JOIN_SPLIT && call->is_list ? sum == size : cuts->len > 0;
}

static void
split (TnuJoinPlan *self, const TnuJoinCall *call)
{
  if (call->operands->len == 0)
    {
      refuse (self, TNU_JOIN_NOTHING, -1, -1);
      return;
    }
  const TnuJoinOperand *operand = tnu_join_call_get_operand (call, 0);
  if (!tnu_turn_apply (&operand->turn, &operand->raw, &self->whole))
    self->whole = operand->raw;
  self->agreed = self->whole;
  self->is_new_axis = call->word == TNU_JOIN_UNBIND;
  if (self->whole.rank == 0)
    {
      refuse (self, TNU_JOIN_SCALAR, -1, -1);
      return;
    }
  if (!wrap_axis (self, call->dim, self->whole.rank))
    return;
  gint64 size = self->whole.sizes[self->axis], offset = 0;
  g_autoptr (GArray) cuts = tnu_join_find_cuts (call, size);
  if (!check_numbers (call, cuts, size))
    refuse (self, TNU_JOIN_NUMBERS, -1, self->axis);
  for (guint k = 0; k < cuts->len; k++)
    {
      gint64 piece = g_array_index (cuts, gint64, k);
      TnuJoinPart part;
      if (piece < 0)
        break;
      part_init (&part, &self->whole);
      part.seen.sizes[self->axis] = part.own.sizes[self->axis] = piece;
      /* Places that go back make pieces that overlap. */
      if (call->word == TNU_JOIN_TENSOR_SPLIT && call->is_list)
        offset = get_cut (call, size, (int) k - 1);
      part.offset = offset;
      offset += piece;
      if (self->is_new_axis)
        {
          part.own.rank--;
          memmove (part.own.sizes + self->axis, part.own.sizes + self->axis + 1,
                   (size_t) (part.own.rank - self->axis) * sizeof *part.own.sizes);
          for (int d = 0; d < part.own.rank; d++)
            part.axes[d] = d < self->axis ? d : d + 1;
        }
      g_array_append_val (self->parts, part);
    }
  /* Sizes beyond the end stand beyond it in the picture too. */
  self->whole.sizes[self->axis] = MAX (size, offset);
}

/* ---- all ---- */

void
tnu_join_plan_init (TnuJoinPlan *self, const TnuJoinCall *call)
{
  *self = (TnuJoinPlan) {
    .splits = tnu_join_word_splits (call->word),
    .guilty = -1,
    .wrong_dim = -1,
    .axis = -1,
    .parts = g_array_new (FALSE, FALSE, sizeof (TnuJoinPart)),
  };
  if (self->splits)
    split (self, call);
  else
    join (self, call);
}

void
tnu_join_plan_clear (TnuJoinPlan *self)
{
  g_clear_pointer (&self->parts, g_array_unref);
}

gint64
tnu_join_plan_get_place (const TnuJoinPlan *self, int part_index, gint64 flat)
{
  const TnuJoinPart *part = get_part (self, (guint) part_index);
  gint64 place = 0, stride = 1;
  for (int d = self->whole.rank - 1; d >= 0; d--)
    {
      gint64 size = MAX (part->seen.sizes[d], 1);
      place += stride * (flat % size + (d == self->axis ? part->offset : 0));
      flat /= size;
      stride *= self->whole.sizes[d];
    }
  return place;
}

int
tnu_join_plan_count_dims (const TnuJoinPlan *self)
{
  if (self->splits)
    return self->whole.rank;
  if (self->parts->len == 0)
    return 0;
  int rank = 0;
  for (guint k = 0; k < self->parts->len; k++)
    rank = MAX (rank, get_part (self, k)->own.rank);
  return rank + (self->is_new_axis ? 1 : 0);
}

void
tnu_join_call_cut (TnuJoinCall *call, const gint64 *sizes, int n)
{
  if (call->word != TNU_JOIN_TENSOR_SPLIT)
    {
      call->word = TNU_JOIN_SPLIT;
      tnu_join_call_set_numbers (call, sizes, n, true);
      return;
    }
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 at = 0;
  for (int k = 0; k + 1 < n; k++)
    {
      at += sizes[k];
      g_array_append_val (places, at);
    }
  tnu_join_call_set_numbers (call, (const gint64 *) places->data, (int) places->len, true);
}
