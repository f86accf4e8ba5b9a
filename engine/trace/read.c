/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/block.h"
#include "engine/trace/elements.h"

/* A moment is copied plane by plane of its last two dims, in row-major order. */

typedef struct
{
  const TnsMeta *meta;
  TnsContent *content;
  size_t element_bytes;
  uint8_t *to;
} Copying;

/* Whole rows as long as they fit in a piece, parts of rows otherwise. */
static bool
copy_plane (Copying *self, int64_t first, GCancellable *cancellable, GError **error)
{
  const TnsMeta *meta = self->meta;
  const int rank = meta->rank;
  const int64_t n_columns = rank > 0 ? meta->sizes[rank - 1] : 1;
  const int64_t n_rows = rank > 1 ? meta->sizes[rank - 2] : 1;
  const int64_t column_stride = rank > 0 ? meta->strides[rank - 1] : 0;
  const int64_t row_stride = rank > 1 ? meta->strides[rank - 2] : 0;
  const int64_t n_wide = MIN (n_columns, TNS_PIECE_ELEMS);
  const int64_t n_high = n_wide < n_columns ? 1 : TNS_PIECE_ELEMS / n_wide;

  for (int64_t r = 0; r < n_rows; r += n_high)
    for (int64_t c = 0; c < n_columns; c += n_wide)
      {
        const TnsPiece piece = { first + r * row_stride + c * column_stride,
                                 MIN (n_high, n_rows - r), MIN (n_wide, n_columns - c), row_stride,
                                 column_stride };

        if (!tns_elements_copy (self->to, self->content, meta->dtype, &piece, cancellable, error))
          return false;
        self->to += (size_t) (piece.n_rows * piece.n_columns) * self->element_bytes;
      }
  return true;
}

TnsTensor *
tns_moment_read (TnsMoment *moment, GCancellable *cancellable, GError **error)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);
  g_autoptr (TnsTensor) tensor
      = tns_tensor_new_dense (meta->dtype, TNS_CPU, meta->rank, meta->sizes, error);
  Copying copying = { meta, tns_moment_get_content (moment), tnk_dtype_size (meta->dtype), NULL };
  int64_t index[TNK_MAX_RANK] = { 0 };
  int64_t first = meta->offset_elems;

  if (tensor == NULL || tns_moment_get_numel (moment) == 0)
    return g_steal_pointer (&tensor);
  copying.to = tns_tensor_get_data (tensor);
  while (true)
    {
      int d = meta->rank - 3;

      if (!copy_plane (&copying, first, cancellable, error))
        return NULL;
      for (; d >= 0; d--)
        {
          first += meta->strides[d];
          if (++index[d] < meta->sizes[d])
            break;
          first -= meta->strides[d] * meta->sizes[d];
          index[d] = 0;
        }
      if (d < 0)
        return g_steal_pointer (&tensor);
    }
}
