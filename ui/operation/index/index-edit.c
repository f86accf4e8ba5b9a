/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-edit.h"

#include <string.h>

/* Axes that no part speaks of. */
static int
count_open_dims (const TnuIndex *self, int rank)
{
  int n = rank;
  for (int k = 0; k < self->n; k++)
    n -= tnu_index_part_count_dims (&self->parts[k], rank);
  return MAX (n, 0);
}

/* First axis of each part; the first ellipsis takes all open ones. */
static void
place_parts (const TnuIndex *self, int rank, int first[TNU_INDEX_MAX_PARTS],
             int n_dims[TNU_INDEX_MAX_PARTS])
{
  int open = count_open_dims (self, rank), dim = 0;
  for (int k = 0; k < self->n; k++)
    {
      first[k] = dim;
      n_dims[k] = tnu_index_part_count_dims (&self->parts[k], rank);
      if (self->parts[k].kind == TNU_INDEX_ELLIPSIS)
        {
          n_dims[k] = open;
          open = 0;
        }
      dim += n_dims[k];
    }
}

int
tnu_index_find_dim (const TnuIndex *self, int rank, int dim)
{
  int first[TNU_INDEX_MAX_PARTS], n_dims[TNU_INDEX_MAX_PARTS];
  place_parts (self, rank, first, n_dims);
  for (int k = 0; k < self->n; k++)
    if (dim >= first[k] && dim < first[k] + n_dims[k])
      return k;
  return -1;
}

/* Puts @n parts ":" in the place of part @at (@at = n: at the end). */
static bool
spell_out (TnuIndex *self, int at, int n)
{
  bool is_replacing = at < self->n;
  int grows = n - (is_replacing ? 1 : 0);
  if (self->n + grows > TNU_INDEX_MAX_PARTS)
    return false;
  if (is_replacing)
    tnu_index_part_clear (&self->parts[at]);
  int tail = self->n - at - (is_replacing ? 1 : 0);
  memmove (self->parts + at + n, self->parts + at + (is_replacing ? 1 : 0),
           (size_t) tail * sizeof *self->parts);
  for (int k = 0; k < n; k++)
    self->parts[at + k] = tnu_index_part_all ();
  self->n += grows;
  return true;
}

/* Every axis up to @dim (excluded when @dim is the rank) has a part of its own. Returns the part of
 * @dim, or the place behind the last axis; -1: no room. */
static int
isolate_dim (TnuIndex *self, int rank, int dim)
{
  while (true)
    {
      int first[TNU_INDEX_MAX_PARTS], n_dims[TNU_INDEX_MAX_PARTS];
      place_parts (self, rank, first, n_dims);
      int at = tnu_index_find_dim (self, rank, dim);
      if (at >= 0 && n_dims[at] == 1 && self->parts[at].kind != TNU_INDEX_ELLIPSIS)
        return at;
      if (at >= 0)
        {
          if (!spell_out (self, at, n_dims[at]))
            return -1;
          continue;
        }
      int end = self->n > 0 ? first[self->n - 1] + n_dims[self->n - 1] : 0;
      if (dim >= rank && end >= rank)
        return self->n;
      if (!spell_out (self, self->n, MIN (dim + 1, rank) - end))
        return -1;
    }
}

static void
remove_part (TnuIndex *self, int at)
{
  tnu_index_part_clear (&self->parts[at]);
  self->n--;
  memmove (self->parts + at, self->parts + at + 1, (size_t) (self->n - at) * sizeof *self->parts);
}

static void
trim (TnuIndex *self)
{
  while (self->n > 1 && tnu_index_part_is_all (&self->parts[self->n - 1]))
    self->n--;
}

/* One axis gets @part, whatever @part speaks of. */
static bool
put (TnuIndex *self, int rank, int dim, TnuIndexPart part)
{
  int at = dim < rank ? isolate_dim (self, rank, dim) : -1;
  if (at < 0)
    {
      tnu_index_part_clear (&part);
      return false;
    }
  tnu_index_part_clear (&self->parts[at]);
  self->parts[at] = part;
  return true;
}

bool
tnu_index_set_dim (TnuIndex *self, int rank, int dim, TnuIndexPart part)
{
  g_auto (TnuIndex) changed = { 0 };
  int n_dims = tnu_index_part_count_dims (&part, rank);
  bool fits = dim + n_dims <= rank;
  tnu_index_copy (self, &changed);
  for (int d = dim + 1; fits && d < dim + n_dims; d++)
    fits = put (&changed, rank, d, tnu_index_part_int (0));
  if (!fits)
    {
      tnu_index_part_clear (&part);
      return false;
    }
  if (!put (&changed, rank, dim, part))
    return false;
  /* The axes that the part covers too are spoken of by nobody else; so are Nones among them. */
  int at = tnu_index_find_dim (&changed, rank, dim);
  for (int n_left = n_dims - 1; n_left > 0 && at + 1 < changed.n;)
    {
      n_left -= tnu_index_part_count_dims (&changed.parts[at + 1], rank);
      remove_part (&changed, at + 1);
    }
  trim (&changed);
  tnu_index_clear (self);
  *self = changed;
  changed.n = 0;
  return true;
}

bool
tnu_index_insert_new_axis (TnuIndex *self, int rank, int dim)
{
  g_auto (TnuIndex) changed = { 0 };
  tnu_index_copy (self, &changed);
  int at = isolate_dim (&changed, rank, dim);
  if (at < 0 || changed.n == TNU_INDEX_MAX_PARTS)
    return false;
  memmove (changed.parts + at + 1, changed.parts + at,
           (size_t) (changed.n - at) * sizeof *changed.parts);
  changed.parts[at] = (TnuIndexPart) { .kind = TNU_INDEX_NEW_AXIS };
  changed.n++;
  trim (&changed);
  tnu_index_clear (self);
  *self = changed;
  changed.n = 0;
  return true;
}

/* The last None that stands directly in front of axis @dim, -1: none; @count: (out): how many. */
static int
find_new_axes (const TnuIndex *self, int rank, int dim, int *count)
{
  int first[TNU_INDEX_MAX_PARTS], n_dims[TNU_INDEX_MAX_PARTS], last = -1;
  place_parts (self, rank, first, n_dims);
  *count = 0;
  for (int k = 0; k < self->n; k++)
    if (self->parts[k].kind == TNU_INDEX_NEW_AXIS && first[k] == dim)
      {
        (*count)++;
        last = k;
      }
  return last;
}

int
tnu_index_count_new_axes (const TnuIndex *self, int rank, int dim)
{
  int count;
  find_new_axes (self, rank, dim, &count);
  return count;
}

void
tnu_index_remove_new_axis (TnuIndex *self, int rank, int dim)
{
  int count, at = find_new_axes (self, rank, dim, &count);
  if (at < 0)
    return;
  remove_part (self, at);
  if (self->n == 0)
    self->parts[self->n++] = tnu_index_part_all ();
  trim (self);
}

void
tnu_index_shorten (TnuIndex *self, int rank)
{
  int best = -1, length = 0;
  for (int k = 0; k < self->n; k++)
    if (self->parts[k].kind == TNU_INDEX_ELLIPSIS)
      return;
  if (self->n == 0 || count_open_dims (self, rank) > 0)
    {
      if (self->n < TNU_INDEX_MAX_PARTS)
        self->parts[self->n++] = (TnuIndexPart) { .kind = TNU_INDEX_ELLIPSIS };
      return;
    }
  for (int k = 0; k < self->n; k++)
    {
      int run = 0;
      while (k + run < self->n && tnu_index_part_is_all (&self->parts[k + run]))
        run++;
      if (run > length)
        {
          best = k;
          length = run;
        }
    }
  if (best < 0)
    return;
  for (int k = 1; k < length; k++)
    remove_part (self, best + 1);
  self->parts[best] = (TnuIndexPart) { .kind = TNU_INDEX_ELLIPSIS };
}
