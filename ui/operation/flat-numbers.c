/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/flat-numbers.h"

#include <string.h>

/* Whole tables as far as possible; where @n ends inside one, the rows that it needs. */
double *
tnu_flat_numbers_read (TnsMoment *moment, gint64 n, GCancellable *cancellable, GError **error)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);
  gint64 columns = meta->rank > 0 ? MAX (meta->sizes[meta->rank - 1], 1) : 1;
  gint64 rows = meta->rank > 1 ? MAX (meta->sizes[meta->rank - 2], 1) : 1;
  g_autofree double *numbers = g_new0 (double, MAX (n, 1));
  for (gint64 at = 0; at < n;)
    {
      gint64 n_here = MIN (rows * columns, n - at), table = at / (rows * columns);
      TnsBlockRequest request = {
        .row_dim = meta->rank > 1 ? meta->rank - 2 : -1,
        .column_dim = meta->rank - 1,
        .n_rows = (int)((n_here + columns - 1) / columns),
        .n_columns = (int)columns,
        .row_step = 1,
        .column_step = 1,
      };
      for (int d = meta->rank - 3; d >= 0; d--)
        {
          request.index[d] = table % meta->sizes[d];
          table /= meta->sizes[d];
        }
      g_autoptr (TnsBlock) block = tns_block_read (moment, &request, cancellable, error);
      if (block == NULL)
        return NULL;
      memcpy (numbers + at, block->mean, (size_t)n_here * sizeof *numbers);
      at += n_here;
    }
  return g_steal_pointer (&numbers);
}
