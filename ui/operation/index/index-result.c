/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-derivation-private.h"

#include <gio/gio.h>
#include <string.h>

#include "engine/core/tensor.h"

void
tnu_index_result_clear (TnuIndexResult *self)
{
  for (int d = 0; d < TNU_INDEX_MAX_RANK; d++)
    {
      g_clear_pointer (&self->picked[d], g_array_unref);
      g_clear_pointer (&self->lists[d].items, g_array_unref);
    }
  g_clear_pointer (&self->chosen, g_hash_table_unref);
  g_clear_pointer (&self->next, g_free);
}

/* ---- picks ---- */

/* By their places along the picked axes, so that an element of the source finds its own. */
static gint64
make_key (const TnuIndexResult *self, const gint64 *source)
{
  gint64 key = 0;
  for (int d = 0; d < self->source_rank; d++)
    if (self->picked[d] != NULL)
      key = key * self->source_sizes[d] + source[d];
  return key;
}

/* From the last one on, so that the first one is found first. */
void
tnu_index_result_note_picks (TnuIndexResult *self)
{
  self->chosen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->next = g_new (gint64, MAX (self->n_told, 1));
  for (gint64 k = self->n_told - 1; k >= 0; k--)
    {
      gint64 source[TNU_INDEX_MAX_RANK] = { 0 };
      for (int d = 0; d < self->source_rank; d++)
        if (self->picked[d] != NULL)
          source[d] = g_array_index (self->picked[d], gint64, k);
      gint64 key = make_key (self, source);
      const gint64 *later = g_hash_table_lookup (self->chosen, &key);
      self->next[k] = later != NULL ? *later : -1;
      g_hash_table_replace (self->chosen, g_memdup2 (&key, sizeof key), g_memdup2 (&k, sizeof k));
    }
}

gint64
tnu_index_result_find_pick (const TnuIndexResult *self, const gint64 *source, gint64 after)
{
  if (after >= 0)
    return self->next[after];
  if (self->chosen == NULL)
    return -1;
  gint64 key = make_key (self, source);
  const gint64 *pick = g_hash_table_lookup (self->chosen, &key);
  return pick != NULL ? *pick : -1;
}

void
tnu_index_result_unravel_pick (const TnuIndexResult *self, gint64 pick, gint64 *at)
{
  for (int d = self->n_picked_dims - 1; d >= 0; d--)
    {
      at[d] = pick % self->sizes[self->picked_dim + d];
      pick /= self->sizes[self->picked_dim + d];
    }
}

/* ---- places ---- */

bool
tnu_index_result_has_places (const TnuIndexResult *self)
{
  return self->has_places && tnu_index_result_count (self) > 0;
}

gint64
tnu_index_result_count (const TnuIndexResult *self)
{
  gint64 n = 1;
  for (int d = 0; d < self->rank; d++)
    {
      if (self->sizes[d] < 0)
        return -1;
      n *= self->sizes[d];
    }
  return n;
}

/* ---- places ---- */

/* Where a place of the result lies along the lists; 0 without. */
static gint64
get_pick (const TnuIndexResult *self, const gint64 *at)
{
  gint64 pick = 0;
  for (int d = 0; d < self->n_picked_dims; d++)
    pick = pick * self->sizes[self->picked_dim + d] + at[self->picked_dim + d];
  return pick;
}

bool
tnu_index_result_tells (const TnuIndexResult *self, const gint64 *at)
{
  return self->has_places && (self->n_picked_dims == 0 || get_pick (self, at) < self->n_told);
}

void
tnu_index_result_locate (const TnuIndexResult *self, const gint64 *at, gint64 *source)
{
  gint64 pick = get_pick (self, at);
  for (int d = 0; d < self->source_rank; d++)
    {
      const TnuIndexStep *step = &self->by_dim[d];
      if (self->picked[d] != NULL)
        source[d] = g_array_index (self->picked[d], gint64, pick);
      else if (step->kind == TNU_STEP_DROP)
        source[d] = step->start;
      else
        source[d] = step->start + step->step * at[step->result_dim];
    }
}

bool
tnu_index_result_find (const TnuIndexResult *self, const gint64 *source, gint64 *at)
{
  gint64 found[TNU_INDEX_MAX_RESULT] = { 0 };
  if (self->picked_dim >= 0)
    {
      gint64 pick = tnu_index_result_find_pick (self, source, -1);
      if (pick < 0)
        return false;
      tnu_index_result_unravel_pick (self, pick, found + self->picked_dim);
    }
  for (int d = 0; d < self->source_rank; d++)
    {
      const TnuIndexStep *step = &self->by_dim[d];
      gint64 past = source[d] - step->start;
      if (self->picked[d] != NULL)
        continue;
      if (past < 0 || past % step->step != 0 || past / step->step >= step->count)
        return false;
      if (step->result_dim >= 0)
        found[step->result_dim] = past / step->step;
    }
  if (at != NULL)
    memcpy (at, found, (size_t) self->rank * sizeof *at);
  return true;
}

/* ---- assigning ---- */

static bool
refuse_value (const TnuIndexResult *self, const gint64 *sizes, int rank, const char *type,
              int skipped, int at, GError **error)
{
  g_autofree char *value = tns_sizes_dup_text (rank, sizes);
  g_autofree char *stripped = tns_sizes_dup_text (rank - skipped, sizes + skipped);
  g_autofree char *target = tns_sizes_dup_text (self->rank, self->sizes);
  rank -= skipped;
  if (!self->is_view)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "RuntimeError: shape mismatch: value tensor of shape %s cannot be broadcast to "
                 "indexing result of shape %s",
                 value, target);
  else if (rank > self->rank)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "RuntimeError: expand(torch.%sTensor{%s}, size=%s): the number of sizes provided "
                 "(%d) must be greater or equal to the number of dimensions in the tensor (%d)",
                 type, stripped, target, self->rank, rank);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "RuntimeError: The expanded size of the tensor (%" G_GINT64_FORMAT
                 ") must match the existing size (%" G_GINT64_FORMAT
                 ") at non-singleton dimension %d.  Target sizes: %s.  Tensor sizes: %s",
                 self->sizes[at], sizes[skipped + at - (self->rank - rank)], at, target, stripped);
  return false;
}

bool
tnu_index_check_value (const TnuIndexResult *self, const gint64 *sizes, int rank, const char *type,
                       GError **error)
{
  int skipped = 0;
  /* Ones in front do not count, as in NumPy. */
  while (skipped < rank && sizes[skipped] == 1)
    skipped++;
  int kept = rank - skipped;
  if (kept > self->rank)
    return refuse_value (self, sizes, rank, type, skipped, 0, error);
  for (int d = self->rank - 1; d >= self->rank - kept; d--)
    {
      gint64 size = sizes[skipped + d - (self->rank - kept)];
      if (size != 1 && self->sizes[d] >= 0 && size != self->sizes[d])
        return refuse_value (self, sizes, rank, type, skipped, d, error);
    }
  return true;
}
