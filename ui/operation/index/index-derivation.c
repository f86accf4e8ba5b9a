/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Index derivation
 *
 * PyTorch goes through the parts from left to right and applies single indices, slices and Nones at
 * once, as views; lists and masks wait and are then applied together. A mask becomes one list per
 * axis it covers. Lists that stand side by side make their axis where the first one stands, lists
 * with another axis between them make it in front. The order of checks is PyTorch's too, so that of
 * two mistakes the same one is reported. */
#include "ui/operation/index/index-derivation-private.h"

#include <gio/gio.h>
#include <string.h>

bool
tnu_index_derivation_refuse (TnuIndexDerivation *self, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (self->error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);
  return false;
}

/* ---- one part after the other ---- */

static TnuIndexStep *
add_step (TnuIndexDerivation *self, TnuIndexStepKind kind, int part, int n_dims)
{
  TnuIndexStep *step = &self->result->steps[self->result->n_steps++];
  *step = (TnuIndexStep) {
    .kind = kind, .part = part, .dim = self->dim, .n_dims = n_dims, .step = 1, .result_dim = -1
  };
  if (n_dims > 0)
    step->count = step->stop = self->source->sizes[self->dim];
  return step;
}

static TnuIndexAxis *
add_axis (TnuIndexDerivation *self)
{
  TnuIndexAxis *axis = &self->axes[self->n_axes++];
  *axis = (TnuIndexAxis) { .dim = self->dim, .step = self->result->n_steps - 1 };
  if (self->dim < self->source->rank)
    {
      axis->size = self->source->sizes[self->dim];
      axis->stride = self->source->strides[self->dim];
    }
  return axis;
}

static void
keep (TnuIndexDerivation *self, int part)
{
  add_step (self, TNU_STEP_KEEP, part, 1);
  add_axis (self);
  self->dim++;
}

/* Where a slice begins and ends on an axis of @size, from 0, and how many it takes. */
static void
normalise (const TnuIndexPart *part, gint64 size, gint64 *start, gint64 *stop, gint64 *count)
{
  gint64 from = part->has_start ? part->start : 0, to = part->has_stop ? part->stop : size;
  from = CLAMP (from < 0 ? from + size : from, 0, size);
  to = CLAMP (to < 0 ? to + size : to, from, size);
  *start = from;
  *stop = to;
  *count = (to - from) / part->step + ((to - from) % part->step != 0);
}

static bool
apply_slice (TnuIndexDerivation *self, int part_index)
{
  const TnuIndexPart *part = &self->index->parts[part_index];
  if (part->step == 0)
    return tnu_index_derivation_refuse (self, "ValueError: slice step cannot be zero");
  if (part->step < 0)
    return tnu_index_derivation_refuse (self, "ValueError: step must be greater than zero");
  if (tnu_index_part_is_all (part))
    {
      keep (self, part_index);
      return true;
    }
  TnuIndexStep *step = add_step (self, TNU_STEP_SLICE, part_index, 1);
  TnuIndexAxis *axis = add_axis (self);
  normalise (part, axis->size, &step->start, &step->stop, &step->count);
  step->step = part->step;
  self->result->offset += step->start * axis->stride;
  axis->size = step->count;
  axis->stride *= step->step;
  self->dim++;
  return true;
}

/* @at: NULL: not known yet. What PyTorch calls the dimension is the place of the part. */
static bool
apply_int (TnuIndexDerivation *self, int part_index, const gint64 *at)
{
  gint64 size = self->source->sizes[self->dim], place = at != NULL ? *at : 0;
  if (at != NULL && (place < -size || place >= size))
    return tnu_index_derivation_refuse (
        self,
        "IndexError: index %" G_GINT64_FORMAT
        " is out of bounds for dimension %d with size %" G_GINT64_FORMAT,
        place, part_index, size);
  TnuIndexStep *step = add_step (self, TNU_STEP_DROP, part_index, 1);
  step->start = place < 0 ? place + size : place;
  step->stop = step->start + 1;
  step->count = at != NULL ? 1 : -1;
  self->result->has_places &= at != NULL;
  self->result->offset += step->start * self->source->strides[self->dim];
  self->dim++;
  return true;
}

static void
apply_new_axis (TnuIndexDerivation *self, int part_index)
{
  TnuIndexStep *step = add_step (self, TNU_STEP_NEW, part_index, 0);
  step->dim = -1;
  step->count = 1;
  TnuIndexAxis *axis = add_axis (self);
  /* As unsqueeze: the next axis is still whole. */
  axis->stride = self->dim < self->source->rank ? axis->size * axis->stride : 1;
  axis->size = 1;
  axis->dim = -1;
}

static bool
put_off (TnuIndexDerivation *self, int part_index)
{
  TnuIndexTensor tensor = tnu_index_derivation_get_tensor (self, &self->index->parts[part_index]);
  if (tensor.type == TNU_ITEMS_INTEGERS && tensor.rank == 0)
    return apply_int (self, part_index, tensor.items);
  if (self->source->rank == 0 || tnu_index_tensor_count_dims (&tensor) == 0)
    return tnu_index_derivation_refuse (
        self, "A single True or False makes an axis that is not drawn here");
  int n_dims = tnu_index_tensor_count_dims (&tensor);
  add_step (self, tensor.type == TNU_ITEMS_TRUTH ? TNU_STEP_MASK : TNU_STEP_PICK, part_index,
            n_dims);
  for (int k = 0; k < n_dims; k++)
    {
      add_axis (self)->waits = true;
      self->dim++;
    }
  return true;
}

static bool
refuse_count (TnuIndexDerivation *self)
{
  TnuIndexKind kind = self->index->parts[0].kind;
  if (self->source->rank == 0 && self->index->n == 1 && kind == TNU_INDEX_INT)
    return tnu_index_derivation_refuse (
        self, "IndexError: invalid index of a 0-dim tensor. Use `tensor.item()` in Python or "
              "`tensor.item<T>()` in C++ to convert a 0-dim tensor to a number");
  if (self->source->rank == 0 && self->index->n == 1 && kind == TNU_INDEX_SLICE)
    return tnu_index_derivation_refuse (self,
                                        "IndexError: slice() cannot be applied to a 0-dim tensor.");
  return tnu_index_derivation_refuse (
      self, "IndexError: too many indices for tensor of dimension %d", self->source->rank);
}

static bool
apply_parts (TnuIndexDerivation *self)
{
  const TnuIndex *index = self->index;
  int open = self->source->rank;
  bool has_ellipsis = false;
  for (int k = 0; k < index->n; k++)
    open -= tnu_index_part_count_dims (&index->parts[k], self->source->rank);
  if (open < 0)
    return refuse_count (self);
  for (int k = 0; k < index->n; k++)
    switch (index->parts[k].kind)
      {
      case TNU_INDEX_SLICE:
        if (!apply_slice (self, k))
          return false;
        break;
      case TNU_INDEX_INT:
        if (!apply_int (self, k, &index->parts[k].at))
          return false;
        break;
      case TNU_INDEX_NEW_AXIS:
        apply_new_axis (self, k);
        break;
      case TNU_INDEX_ELLIPSIS:
        /* PyTorch's own words for this speak of dimensions that are not there; NumPy's do not. */
        if (has_ellipsis)
          return tnu_index_derivation_refuse (
              self, "IndexError: an index can only have a single ellipsis ('...')");
        has_ellipsis = true;
        for (; open > 0; open--)
          keep (self, k);
        break;
      default:
        if (!put_off (self, k))
          return false;
        break;
      }
  while (self->dim < self->source->rank)
    keep (self, -1);
  return true;
}

/* What Python computes before it indexes: names and comparisons. */
static bool
check_parts (TnuIndexDerivation *self)
{
  const TnuIndexSource *source = self->source;
  for (int k = 0; k < self->index->n; k++)
    {
      const TnuIndexPart *part = &self->index->parts[k];
      if (part->kind == TNU_INDEX_NAME
          && tnu_index_tensor_find (source->tensors, source->n_tensors, part->name) == NULL)
        return tnu_index_derivation_refuse (self, "NameError: name '%s' is not defined",
                                            part->name);
      if (part->kind == TNU_INDEX_CONDITION
          && !tnu_condition_check (&part->condition, source->dtype, self->error))
        return false;
    }
  return true;
}

/* ---- the result ---- */

static void
add_result_axis (TnuIndexResult *result, TnuIndexStep *step, gint64 size, gint64 stride, int source)
{
  if (step->n_result_dims++ == 0)
    step->result_dim = result->rank;
  result->sizes[result->rank] = size;
  result->strides[result->rank] = stride;
  result->source[result->rank] = source;
  result->rank++;
}

static void
add_picked_axes (TnuIndexDerivation *self, const TnuIndexAxis *axis)
{
  TnuIndexResult *result = self->result;
  result->picked_dim = result->rank;
  for (int d = 0; d < result->n_picked_dims; d++)
    add_result_axis (result, &result->steps[axis->step], self->picked_sizes[d], 0, axis->dim);
}

static void
assemble (TnuIndexDerivation *self)
{
  TnuIndexResult *result = self->result;
  int first = -1, last = -1, n_waiting = 0;
  for (int a = 0; a < self->n_axes; a++)
    if (self->axes[a].waits)
      {
        first = first < 0 ? a : first;
        last = a;
        n_waiting++;
      }
  bool is_together = last - first + 1 == n_waiting;
  result->is_view = n_waiting == 0;
  result->is_apart = n_waiting > 0 && !is_together;
  if (result->is_apart)
    add_picked_axes (self, &self->axes[first]);
  for (int a = 0; a < self->n_axes; a++)
    {
      const TnuIndexAxis *axis = &self->axes[a];
      TnuIndexStep *step = &result->steps[axis->step];
      if (!axis->waits)
        add_result_axis (result, step, axis->size, axis->stride, axis->dim);
      else if (a == first && is_together)
        add_picked_axes (self, axis);
      else if (step != &result->steps[self->axes[first].step])
        step->kind = TNU_STEP_PAIR;
    }
  if (!result->is_view)
    result->offset = 0;
}

bool
tnu_index_derive (const TnuIndex *index, const TnuIndexSource *source, TnuIndexResult *result,
                  GError **error)
{
  g_auto (TnuIndexResult) made
      = { .n_picked = -1, .n_told = -1, .picked_dim = -1, .has_places = true };
  TnuIndexDerivation derivation
      = { .index = index, .source = source, .result = &made, .error = error };
  g_return_val_if_fail (source->rank <= TNU_INDEX_MAX_RANK, false);
  made.offset = source->offset;
  made.source_rank = source->rank;
  memcpy (made.source_sizes, source->sizes, sizeof made.source_sizes);
  if (!check_parts (&derivation) || !apply_parts (&derivation)
      || !tnu_index_derivation_gather (&derivation))
    return false;
  assemble (&derivation);
  for (int k = 0; k < made.n_steps; k++)
    for (int d = 0; d < made.steps[k].n_dims; d++)
      made.by_dim[made.steps[k].dim + d] = made.steps[k];
  if (made.has_places && !made.is_view)
    tnu_index_result_note_picks (&made);
  *result = made;
  made = (TnuIndexResult) { 0 };
  return true;
}
