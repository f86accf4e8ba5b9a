/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/reduce/reduce-fold.h"

#include "ui/operation/sample.h"

void
tnu_reduce_fold_init (TnuReduceFold *self, const TnuShape *before, const TnuReduceCall *call)
{
  *self = (TnuReduceFold) {
    .before = *before,
    .keeps = call->keepdim,
    .is_running = tnu_reduce_word_is_running (call->word),
    .n_run = 1,
  };
  /* An empty tuple means all dims too. */
  bool is_all = !call->has_dims || call->dims.rank == 0;
  for (int d = 0; d < before->rank; d++)
    self->is_folded[d] = is_all;
  for (int k = 0; k < call->dims.rank && !is_all; k++)
    {
      gint64 dim = call->dims.sizes[k] + (call->dims.sizes[k] < 0 ? before->rank : 0);
      if (dim >= 0 && dim < before->rank)
        self->is_folded[dim] = true;
    }
  for (int d = 0; d < before->rank; d++)
    {
      bool stays = !self->is_folded[d] || self->is_running;
      if (self->is_folded[d])
        self->n_run *= before->sizes[d];
      if (!stays && !self->keeps)
        continue;
      self->axes[self->after.rank] = d;
      self->after.sizes[self->after.rank++] = stays ? before->sizes[d] : 1;
    }
  self->n_before = tnu_shape_count (before);
  self->n_after = tnu_shape_count (&self->after);
}

bool
tnu_reduce_fold_choose_sample (const TnuReduceFold *self, gint64 most, TnuShape *sample)
{
  *sample = self->before;
  return tnu_sample_choose (sample, self->is_folded, most);
}

void
tnu_reduce_index (const TnuShape *shape, gint64 element, gint64 *index)
{
  for (int d = shape->rank - 1; d >= 0; d--)
    {
      index[d] = element % shape->sizes[d];
      element /= shape->sizes[d];
    }
}

gint64
tnu_reduce_fold_get_result (const TnuReduceFold *self, gint64 source)
{
  gint64 index[TNU_SHAPE_MAX_RANK], result = 0;
  if (self->is_running)
    return source;
  tnu_reduce_index (&self->before, source, index);
  for (int d = 0; d < self->before.rank; d++)
    if (!self->is_folded[d])
      result = result * self->before.sizes[d] + index[d];
  return result;
}

gint64
tnu_reduce_fold_get_turn (const TnuReduceFold *self, gint64 source)
{
  gint64 index[TNU_SHAPE_MAX_RANK], turn = 0;
  tnu_reduce_index (&self->before, source, index);
  for (int d = 0; d < self->before.rank; d++)
    if (self->is_folded[d])
      turn = turn * self->before.sizes[d] + index[d];
  return turn;
}

gint64
tnu_reduce_fold_count (const TnuReduceFold *self, gint64 result)
{
  return self->is_running ? tnu_reduce_fold_get_turn (self, result) + 1 : self->n_run;
}

gint64
tnu_reduce_fold_get_source (const TnuReduceFold *self, gint64 result, gint64 turn)
{
  gint64 index[TNU_SHAPE_MAX_RANK], source = 0;
  for (int d = self->before.rank - 1; d >= 0; d--)
    if (self->is_folded[d])
      {
        index[d] = turn % self->before.sizes[d];
        turn /= self->before.sizes[d];
      }
  for (int d = self->before.rank - 1; d >= 0; d--)
    {
      if (self->is_folded[d] && !self->is_running)
        continue;
      /* Of a running form the result has a place on the folded dim too: passed over. */
      if (!self->is_folded[d])
        index[d] = result % self->before.sizes[d];
      result /= self->before.sizes[d];
    }
  for (int d = 0; d < self->before.rank; d++)
    source = source * self->before.sizes[d] + index[d];
  return source;
}

char *
tnu_reduce_dup_element (const char *name, const TnuShape *shape, gint64 element)
{
  gint64 index[TNU_SHAPE_MAX_RANK];
  if (shape->rank == 0)
    return g_strdup (name);
  GString *text = g_string_new (name);
  tnu_reduce_index (shape, element, index);
  for (int d = 0; d < shape->rank; d++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, d == 0 ? "[" : ", ", index[d]);
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

char *
tnu_reduce_fold_dup_run (const TnuReduceFold *self, const char *name, gint64 result)
{
  gint64 index[TNU_SHAPE_MAX_RANK];
  bool is_all = true;
  for (int d = 0; d < self->before.rank; d++)
    is_all &= self->is_folded[d];
  if (is_all && !self->is_running)
    return g_strdup (name);
  GString *text = g_string_new (name);
  tnu_reduce_index (&self->before, tnu_reduce_fold_get_source (self, result, 0), index);
  for (int d = 0; d < self->before.rank; d++)
    {
      g_string_append (text, d == 0 ? "[" : ", ");
      if (!self->is_folded[d])
        g_string_append_printf (text, "%" G_GINT64_FORMAT, index[d]);
      else if (self->is_running)
        g_string_append_printf (text, ":%" G_GINT64_FORMAT,
                                tnu_reduce_fold_get_turn (self, result) + 1);
      else
        g_string_append_c (text, ':');
    }
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}
