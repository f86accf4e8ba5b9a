/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/inspector/address.h"

#include "ui/draw/theme.h"

int64_t
tnu_address_get_offset (const TnsMeta *meta, const int64_t *index)
{
  int64_t offset = meta->offset_elems;

  for (int dim = 0; dim < meta->rank; dim++)
    offset += index[dim] * meta->strides[dim];
  return offset;
}

/* Dims with more than one place, the longest stride first: in every layout but overlapping windows
 * each of them then takes as much of the distance as it can. */
static int
sort_dims (const TnsMeta *meta, int *dims)
{
  int n = 0;

  for (int dim = 0; dim < meta->rank; dim++)
    {
      int at = n;

      if (meta->sizes[dim] <= 1 || meta->strides[dim] <= 0)
        continue;
      while (at > 0 && meta->strides[dims[at - 1]] < meta->strides[dim])
        {
          dims[at] = dims[at - 1];
          at--;
        }
      dims[at] = dim;
      n++;
    }
  return n;
}

bool
tnu_address_find_index (const TnsMeta *meta, int64_t offset, int64_t *index)
{
  int64_t rest = offset - meta->offset_elems;
  int dims[TNK_MAX_RANK];
  const int n = sort_dims (meta, dims);

  for (int dim = 0; dim < meta->rank; dim++)
    {
      index[dim] = 0;
      if (meta->sizes[dim] == 0)
        return false;
    }
  for (int k = 0; k < n && rest > 0; k++)
    {
      const int dim = dims[k];

      index[dim] = MIN (rest / meta->strides[dim], meta->sizes[dim] - 1);
      rest -= index[dim] * meta->strides[dim];
    }
  return rest == 0;
}

char *
tnu_address_dup_sum (const TnsMeta *meta, const int64_t *index,
                     char *(*get_color) (int dim, void *data), void *data)
{
  GString *sum = g_string_new (NULL);

  g_string_append_printf (sum, "%" G_GINT64_FORMAT, meta->offset_elems);
  for (int dim = 0; dim < meta->rank; dim++)
    {
      g_autofree char *term = g_strdup_printf ("%" G_GINT64_FORMAT "·%" G_GINT64_FORMAT,
                                               index[dim], meta->strides[dim]);

      if (get_color != NULL)
        {
          g_autofree char *color = get_color (dim, data);

          g_string_append_printf (sum, " + <span color=\"%s\" weight=\"bold\">%s</span>", color,
                                  term);
        }
      else
        g_string_append_printf (sum, " + %s", term);
    }
  g_string_append_printf (sum, get_color != NULL ? " = <b>%" G_GINT64_FORMAT "</b>"
                                                 : " = %" G_GINT64_FORMAT,
                          tnu_address_get_offset (meta, index));
  return g_string_free (sum, FALSE);
}

static bool
is_contiguous (const TnsMeta *meta)
{
  int64_t expected = 1;

  for (int dim = meta->rank - 1; dim >= 0; dim--)
    {
      if (meta->sizes[dim] == 0)
        return true;
      if (meta->sizes[dim] > 1 && meta->strides[dim] != expected)
        return false;
      expected *= meta->sizes[dim];
    }
  return true;
}

char *
tnu_address_dup_layout (const TnsMeta *meta)
{
  const char *word = is_contiguous (meta) ? "contiguous" : "strided";

  for (int dim = 0; dim < meta->rank; dim++)
    if (meta->sizes[dim] > 1 && meta->strides[dim] == 0)
      word = "expanded";
  return g_strdup_printf ("%s, offset %" G_GINT64_FORMAT, word, meta->offset_elems);
}

char *
tnu_address_dup_contiguity (const TnsMeta *meta)
{
  int64_t expected = 1;

  if (is_contiguous (meta))
    return g_strdup ("Contiguous: read row by row, one element follows the other in memory.");
  for (int dim = meta->rank - 1; dim >= 0; dim--)
    {
      const char letter = tnu_axis_get_letter (dim);

      if (meta->sizes[dim] > 1 && meta->strides[dim] == 0)
        return g_strdup_printf ("Not contiguous: along %c the stride is 0, all %" G_GINT64_FORMAT
                                " places read the same memory. contiguous() makes real copies.",
                                letter, meta->sizes[dim]);
      if (meta->sizes[dim] > 1 && meta->strides[dim] != expected)
        return g_strdup_printf ("Not contiguous: along %c the next element lies %" G_GINT64_FORMAT
                                " places on, in order it would be %" G_GINT64_FORMAT
                                ". view() needs order; contiguous() copies into it.",
                                letter, meta->strides[dim], expected);
      expected *= meta->sizes[dim];
    }
  return NULL;
}
