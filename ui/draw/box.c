/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/draw/box.h"

void
tnu_box_init_whole (TnuBox *self, int rank, const gint64 *sizes)
{
  self->rank = rank;
  for (int dim = 0; dim < rank; dim++)
    {
      self->first[dim] = 0;
      self->last[dim] = sizes[dim] - 1;
    }
}

void
tnu_box_join (TnuBox *self, const TnuBox *other)
{
  for (int dim = 0; dim < self->rank; dim++)
    {
      self->first[dim] = MIN (self->first[dim], other->first[dim]);
      self->last[dim] = MAX (self->last[dim], other->last[dim]);
    }
}

gint64
tnu_box_count (const TnuBox *self)
{
  gint64 n = 1;

  for (int dim = 0; dim < self->rank; dim++)
    n *= self->last[dim] - self->first[dim] + 1;
  return n;
}

bool
tnu_box_has (const TnuBox *self, const gint64 *index)
{
  for (int dim = 0; dim < self->rank; dim++)
    if (index[dim] < self->first[dim] || index[dim] > self->last[dim])
      return false;
  return true;
}

bool
tnu_box_fits (const TnuBox *self, int rank, const gint64 *sizes)
{
  if (self->rank != rank)
    return false;
  for (int dim = 0; dim < rank; dim++)
    if (self->first[dim] < 0 || self->last[dim] >= sizes[dim])
      return false;
  return true;
}

/* An axis of one place alone is taken whole. */
static bool
is_single (const TnuBox *self, const gint64 *sizes, int dim)
{
  return self->first[dim] == self->last[dim] && sizes[dim] > 1;
}

void
tnu_box_print_axis (const TnuBox *self, const gint64 *sizes, int dim,
                    char buffer[TNU_BOX_AXIS_SIZE])
{
  const gint64 first = self->first[dim];
  const gint64 last = self->last[dim];
  int n = 0;

  if (is_single (self, sizes, dim))
    {
      g_snprintf (buffer, TNU_BOX_AXIS_SIZE, "%" G_GINT64_FORMAT, first);
      return;
    }
  buffer[0] = '\0';
  if (first > 0)
    n = g_snprintf (buffer, TNU_BOX_AXIS_SIZE, "%" G_GINT64_FORMAT, first);
  n += g_snprintf (buffer + n, TNU_BOX_AXIS_SIZE - (gulong) n, ":");
  if (last + 1 < sizes[dim])
    g_snprintf (buffer + n, TNU_BOX_AXIS_SIZE - (gulong) n, "%" G_GINT64_FORMAT, last + 1);
}

char *
tnu_box_dup_index (const TnuBox *self, const gint64 *sizes)
{
  GString *text = g_string_new (self->rank == 0 ? "..." : NULL);
  char axis[TNU_BOX_AXIS_SIZE];

  for (int dim = 0; dim < self->rank; dim++)
    {
      tnu_box_print_axis (self, sizes, dim, axis);
      g_string_append_printf (text, "%s%s", dim > 0 ? ", " : "", axis);
    }
  return g_string_free (text, FALSE);
}

int
tnu_box_get_shape (const TnuBox *self, const gint64 *sizes, gint64 shape[TNK_MAX_RANK])
{
  int rank = 0;

  for (int dim = 0; dim < self->rank; dim++)
    if (!is_single (self, sizes, dim))
      shape[rank++] = self->last[dim] - self->first[dim] + 1;
  return rank;
}
