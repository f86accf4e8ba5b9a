/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "engine/trace/moment.h"

G_BEGIN_DECLS

/* Most elements of one piece: small enough that a writer waits for microseconds only. */
#define TNS_PIECE_ELEMS 16384

/**
 * TnsElements:
 * @re: the numbers, row by row
 * @im: imaginary parts; only written when the dtype is complex
 * @ints: exact values; only written when the dtype is integral
 *
 * A piece of a moment's numbers in host memory, and room for it.
 */
typedef struct
{
  TnkDtype dtype;
  double re[TNS_PIECE_ELEMS];
  double im[TNS_PIECE_ELEMS];
  int64_t ints[TNS_PIECE_ELEMS];
} TnsElements;

/**
 * TnsPiece:
 * @first: storage index of the first element
 * @n_rows, @n_columns: at most TNS_PIECE_ELEMS together
 * @row_stride, @column_stride: elements
 */
typedef struct
{
  int64_t first;
  int64_t n_rows, n_columns;
  int64_t row_stride, column_stride;
} TnsPiece;

/* Errors: G_IO_ERROR_CANCELLED; RuntimeError when the numbers were let go or lie outside the
 * storage. */
bool tns_elements_load (TnsElements *self, TnsContent *content, TnkDtype dtype,
                        const TnsPiece *piece, GCancellable *cancellable, GError **error);

/* The same as they lie in memory, bit by bit. @bytes: room for all elements of @piece. */
bool tns_elements_copy (void *bytes, TnsContent *content, TnkDtype dtype, const TnsPiece *piece,
                        GCancellable *cancellable, GError **error);

G_END_DECLS
