/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/elements.h"

#include <string.h>

/* Converts with loops of its own instead of a back end's copy: that would start OpenMP threads from
 * every reader and stop when the user stops a computation. */

typedef void (*LoadRun) (TnsElements *self, int64_t at, const uint8_t *first, int64_t stride,
                         int64_t n);

#define LOAD_REAL(name, c_type)                                                                    \
  static void load_##name (TnsElements *self, int64_t at, const uint8_t *first, int64_t stride,    \
                           int64_t n)                                                              \
  {                                                                                                \
    const c_type *from = (const c_type *) (const void *) first;                                    \
    for (int64_t i = 0; i < n; i++)                                                                \
      self->re[at + i] = (double) from[i * stride];                                                \
  }

#define LOAD_INTEGER(name, c_type)                                                                 \
  static void load_##name (TnsElements *self, int64_t at, const uint8_t *first, int64_t stride,    \
                           int64_t n)                                                              \
  {                                                                                                \
    const c_type *from = (const c_type *) (const void *) first;                                    \
    for (int64_t i = 0; i < n; i++)                                                                \
      {                                                                                            \
        self->ints[at + i] = (int64_t) from[i * stride];                                           \
        self->re[at + i] = (double) from[i * stride];                                              \
      }                                                                                            \
  }

#define LOAD_HALF(name, ID)                                                                        \
  static void load_##name (TnsElements *self, int64_t at, const uint8_t *first, int64_t stride,    \
                           int64_t n)                                                              \
  {                                                                                                \
    const uint16_t *from = (const uint16_t *) (const void *) first;                                \
    for (int64_t i = 0; i < n; i++)                                                                \
      self->re[at + i] = tns_scalar_read (ID, &from[i * stride]).re;                               \
  }

#define LOAD_COMPLEX(name, c_type)                                                                 \
  static void load_##name (TnsElements *self, int64_t at, const uint8_t *first, int64_t stride,    \
                           int64_t n)                                                              \
  {                                                                                                \
    const c_type *from = (const c_type *) (const void *) first;                                    \
    for (int64_t i = 0; i < n; i++)                                                                \
      {                                                                                            \
        self->re[at + i] = from[i * stride].re;                                                    \
        self->im[at + i] = from[i * stride].im;                                                    \
      }                                                                                            \
  }

LOAD_INTEGER (uint8, uint8_t)
LOAD_INTEGER (int8, int8_t)
LOAD_INTEGER (int16, int16_t)
LOAD_INTEGER (int32, int32_t)
LOAD_INTEGER (int64, int64_t)
LOAD_HALF (float16, TNK_FLOAT16)
LOAD_HALF (bfloat16, TNK_BFLOAT16)
LOAD_REAL (float32, float)
LOAD_REAL (float64, double)
LOAD_COMPLEX (complex64, TnkComplex64)
LOAD_COMPLEX (complex128, TnkComplex128)

static void
load_bool (TnsElements *self, int64_t at, const uint8_t *first, int64_t stride, int64_t n)
{
  for (int64_t i = 0; i < n; i++)
    {
      self->ints[at + i] = first[i * stride] != 0;
      self->re[at + i] = first[i * stride] != 0;
    }
}

static const LoadRun load_runs[TNK_N_DTYPES] = {
#define X(ID, name, bytes, c_type) [TNK_##ID] = load_##name,
  TNK_DTYPE_LIST (X)
#undef X
};

/* What is done with a piece in host memory. */
typedef void (*TakePiece) (void *data, const uint8_t *first, const TnsPiece *piece);

static void
load_rows (void *data, const uint8_t *first, const TnsPiece *piece)
{
  TnsElements *self = data;
  const int64_t n_row_bytes = piece->row_stride * (int64_t) tnk_dtype_size (self->dtype);

  for (int64_t r = 0; r < piece->n_rows; r++)
    load_runs[self->dtype] (self, r * piece->n_columns, first + r * n_row_bytes,
                            piece->column_stride, piece->n_columns);
}

/* The device packs the piece first, so that only its own bytes travel. */
static TnkStatus
take_from_device (const TnsContentView *view, TnkDtype dtype, const uint8_t *first,
                  const TnsPiece *piece, TakePiece take, void *data)
{
  const int64_t sizes[2] = { piece->n_rows, piece->n_columns };
  const int64_t strides[2] = { piece->row_stride, piece->column_stride };
  const int64_t packed_strides[2] = { piece->n_columns, 1 };
  const size_t n_bytes = (size_t) (sizes[0] * sizes[1]) * tnk_dtype_size (dtype);
  const TnkArray in = { (void *) first, dtype, 2, sizes, strides };
  const TnsPiece packed_piece = { 0, sizes[0], sizes[1], sizes[1], 1 };
  g_autofree uint8_t *host = g_malloc (n_bytes);
  void *packed = NULL;
  TnkStatus status = view->backend->allocate (view->device, n_bytes, &packed);

  if (status == TNK_OK)
    status = view->backend->copy ((TnkArray) { packed, dtype, 2, sizes, packed_strides }, in);
  if (status == TNK_OK)
    status = view->backend->copy_to_host (view->device, host, packed, n_bytes);
  if (status == TNK_OK)
    take (data, host, &packed_piece);
  if (packed != NULL)
    view->backend->release (view->device, packed, n_bytes);
  return status;
}

static bool
fits (const TnsPiece *piece, size_t element_bytes, size_t n_bytes)
{
  const int64_t last = piece->first + (piece->n_rows - 1) * piece->row_stride
                       + (piece->n_columns - 1) * piece->column_stride;

  return piece->first >= 0 && last >= piece->first
         && (uint64_t) last < (uint64_t) (n_bytes / element_bytes);
}

static bool
take_piece (TnsContent *content, TnkDtype dtype, const TnsPiece *piece, TakePiece take, void *data,
            GCancellable *cancellable, GError **error)
{
  const size_t element_bytes = tnk_dtype_size (dtype);
  const uint8_t *first;
  TnkStatus status = TNK_OK;
  TnsContentView view;
  bool is_inside;

  g_assert (piece->n_rows * piece->n_columns <= TNS_PIECE_ELEMS);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return false;
  if (piece->n_rows == 0 || piece->n_columns == 0)
    return true;
  if (!tns_content_open (content, &view))
    return tns_fail (error, TNS_ERROR_RUNTIME, "The numbers of that moment were let go");

  is_inside = fits (piece, element_bytes, view.n_bytes);
  first = is_inside ? view.data + (size_t) piece->first * element_bytes : NULL;
  if (is_inside && view.backend == NULL)
    take (data, first, piece);
  else if (is_inside)
    status = take_from_device (&view, dtype, first, piece, take, data);
  tns_content_close (content);

  if (!is_inside)
    return tns_fail (error, TNS_ERROR_RUNTIME, "The tensor lies outside its storage");
  return tns_check_status (status, "block", dtype, error);
}

bool
tns_elements_load (TnsElements *self, TnsContent *content, TnkDtype dtype, const TnsPiece *piece,
                   GCancellable *cancellable, GError **error)
{
  self->dtype = dtype;
  return take_piece (content, dtype, piece, load_rows, self, cancellable, error);
}

typedef struct
{
  uint8_t *bytes;
  size_t element_bytes;
} Copy;

static void
copy_rows (void *data, const uint8_t *first, const TnsPiece *piece)
{
  const Copy *copy = data;
  const int64_t n_bytes = (int64_t) copy->element_bytes;
  uint8_t *to = copy->bytes;

  for (int64_t r = 0; r < piece->n_rows; r++)
    for (int64_t c = 0; c < piece->n_columns; c++, to += n_bytes)
      memcpy (to, first + (r * piece->row_stride + c * piece->column_stride) * n_bytes,
              copy->element_bytes);
}

bool
tns_elements_copy (void *bytes, TnsContent *content, TnkDtype dtype, const TnsPiece *piece,
                   GCancellable *cancellable, GError **error)
{
  Copy copy = { bytes, tnk_dtype_size (dtype) };

  return take_piece (content, dtype, piece, copy_rows, &copy, cancellable, error);
}
