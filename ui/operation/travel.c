/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/travel.h"

static gint64
modulo (gint64 a, gint64 n)
{
  gint64 rest = n > 0 ? a % n : 0;
  return rest < 0 ? rest + n : rest;
}

static void
set_row (TnuTravel *self, const TnuShape *before, gint64 shift)
{
  gint64 numel = tnu_shape_count (before);
  self->rank = 1;
  self->sizes[0] = self->periods[0] = numel;
  self->steps[0] = 1;
  self->shifts[0] = modulo (-shift, numel);
  self->keeps_order = self->shifts[0] == 0;
}

/* Dims are aligned at the last one, as broadcasting aligns them; @axes says which dim of the tensor
 * a dim of the result is. */
static void
set_dims (TnuTravel *self, const TnuShape *before, const TnuShape *after, const int *axes)
{
  gint64 steps[TNU_SHAPE_MAX_RANK], step = 1;
  for (int d = before->rank - 1; d >= 0; d--)
    {
      steps[d] = step;
      step *= before->sizes[d];
    }
  self->rank = after->rank;
  for (int d = 0; d < after->rank; d++)
    {
      bool is_own = axes[d] < before->rank;
      self->sizes[d] = after->sizes[d];
      self->steps[d] = is_own ? steps[axes[d]] : 0;
      self->periods[d] = is_own ? before->sizes[axes[d]] : 1;
    }
}

void
tnu_travel_init (TnuTravel *self, const TnuShapeCall *call, const TnuShape *before,
                 const TnuShape *after)
{
  int axes[TNU_SHAPE_MAX_RANK];
  *self = (TnuTravel) { 0 };
  tnu_shape_call_get_axes (call, before, after->rank, axes);
  switch (call->word)
    {
    case TNU_SHAPE_RESHAPE:
    case TNU_SHAPE_VIEW:
    case TNU_SHAPE_FLATTEN:
    case TNU_SHAPE_SQUEEZE:
    case TNU_SHAPE_UNSQUEEZE:
      set_row (self, before, 0);
      return;
    case TNU_SHAPE_ROLL:
      if (call->dims.rank == 0)
        {
          set_row (self, before, call->numbers.sizes[0]);
          return;
        }
      break;
    case TNU_SHAPE_TRANSPOSE:
    case TNU_SHAPE_PERMUTE:
    case TNU_SHAPE_T:
    case TNU_SHAPE_EXPAND:
    case TNU_SHAPE_REPEAT:
    case TNU_SHAPE_FLIP:
    case TNU_N_SHAPE_WORDS:
      break;
    }
  set_dims (self, before, after, axes);
  for (int k = 0; call->word == TNU_SHAPE_FLIP && k < call->numbers.rank && self->rank > 0; k++)
    self->is_reversed[tnu_shape_wrap_dim (call->numbers.sizes[k], self->rank)] = true;
  /* A dim may be named more than once. */
  for (int k = 0; call->word == TNU_SHAPE_ROLL && k < call->dims.rank; k++)
    {
      gint64 dim = tnu_shape_wrap_dim (call->dims.sizes[k], self->rank);
      self->shifts[dim] = modulo (self->shifts[dim] - call->numbers.sizes[k], self->periods[dim]);
    }
}

gint64
tnu_travel_get_source (const TnuTravel *self, gint64 place, bool *is_copy)
{
  gint64 source = 0;
  bool is_again = false;
  for (int d = self->rank - 1; d >= 0; d--)
    {
      gint64 index = place % self->sizes[d];
      place /= self->sizes[d];
      is_again |= index >= self->periods[d];
      if (self->is_reversed[d])
        index = self->sizes[d] - 1 - index;
      source += self->steps[d] * modulo (index + self->shifts[d], self->periods[d]);
    }
  if (is_copy != NULL)
    *is_copy = is_again;
  return source;
}

gint64
tnu_travel_count_copies (const TnuTravel *self)
{
  gint64 n = 1;
  for (int d = 0; d < self->rank; d++)
    n *= self->periods[d] > 0 ? self->sizes[d] / self->periods[d] : 1;
  return n;
}

gint64
tnu_travel_get_place (const TnuTravel *self, gint64 source, gint64 copy)
{
  gint64 place = 0, stride = 1;
  for (int d = self->rank - 1; d >= 0; d--)
    {
      gint64 n_copies = self->periods[d] > 0 ? self->sizes[d] / self->periods[d] : 1;
      gint64 index = self->steps[d] > 0 ? source / self->steps[d] % self->periods[d] : 0;
      index = modulo (index - self->shifts[d], self->periods[d]);
      if (n_copies > 0)
        {
          index += copy % n_copies * self->periods[d];
          copy /= n_copies;
        }
      if (self->is_reversed[d])
        index = self->sizes[d] - 1 - index;
      place += stride * index;
      stride *= self->sizes[d];
    }
  return place;
}
