/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/reduction.h"

#include <math.h>

/* Pieces smaller than this are folded element by element, along the folded dim. */
#define FEW 64

TnkDtype
tns_reduction_get_dtype (TnsReduction kind, TnkDtype dtype)
{
  const bool is_integral = tnk_dtype_is_integral (dtype) || dtype == TNK_BOOL;

  if (kind == TNS_REDUCE_SUM && is_integral)
    return TNK_INT64;
  return kind == TNS_REDUCE_MEAN && is_integral ? TNK_FLOAT32 : dtype;
}

bool
tns_reduction_is_defined (TnsReduction kind, TnkDtype dtype)
{
  return !tnk_dtype_is_complex (dtype) || (kind != TNS_REDUCE_MIN && kind != TNS_REDUCE_MAX);
}

static void
take (TnsElements *self, int64_t to, const TnsElements *other, int64_t from, TnsReduction kind)
{
  const double value = other->re[from];
  const bool is_exact = tnk_dtype_is_integral (other->dtype) || other->dtype == TNK_BOOL;

  switch (kind)
    {
    case TNS_REDUCE_MIN:
      if (!isnan (self->re[to]) && !(value >= self->re[to]))
        self->re[to] = value;
      if (is_exact)
        self->ints[to] = MIN (self->ints[to], other->ints[from]);
      return;
    case TNS_REDUCE_MAX:
      if (!isnan (self->re[to]) && !(value <= self->re[to]))
        self->re[to] = value;
      if (is_exact)
        self->ints[to] = MAX (self->ints[to], other->ints[from]);
      return;
    default:
      self->re[to] += value;
      if (tnk_dtype_is_complex (other->dtype))
        self->im[to] += other->im[from];
      /* Wraps around, as int64 does. */
      if (is_exact)
        self->ints[to] = (int64_t) ((uint64_t) self->ints[to] + (uint64_t) other->ints[from]);
      return;
    }
}

static void
copy (TnsElements *self, int64_t to, const TnsElements *other, int64_t from)
{
  self->re[to] = other->re[from];
  if (tnk_dtype_is_complex (other->dtype))
    self->im[to] = other->im[from];
  if (tnk_dtype_is_integral (other->dtype) || other->dtype == TNK_BOOL)
    self->ints[to] = other->ints[from];
}

/* As the result is stored: a sum of float16 may overflow. */
static void
finish (TnsElements *self, int64_t n_elems, TnkDtype dtype, const TnsReduced *reduced)
{
  const TnkDtype result = tns_reduction_get_dtype (reduced->kind, dtype);
  const double n = reduced->kind == TNS_REDUCE_MEAN ? (double) reduced->n : 1;
  TnkComplex128 stored;

  for (int64_t i = 0; i < n_elems; i++)
    {
      if (tnk_dtype_is_integral (result) || result == TNK_BOOL)
        {
          self->re[i] = (double) self->ints[i];
          continue;
        }
      tns_scalar_write (tnk_dtype_is_complex (dtype)
                            ? tns_scalar_complex (self->re[i] / n, self->im[i] / n)
                            : tns_scalar_float (self->re[i] / n),
                        result, &stored);
      self->re[i] = tns_scalar_read (result, &stored).re;
      if (tnk_dtype_is_complex (dtype))
        self->im[i] = tns_scalar_read (result, &stored).im;
    }
  self->dtype = result;
}

/* Every element of the window with those behind it, one plane after the other. */
static bool
fold_planes (TnsElements *self, TnsElements *scratch, TnsContent *content, TnkDtype dtype,
             const TnsPiece *piece, const TnsReduced *reduced, GCancellable *cancellable,
             GError **error)
{
  const int64_t n_elems = piece->n_rows * piece->n_columns;
  TnsPiece plane = *piece;

  for (int64_t k = 0; k < reduced->n; k++)
    {
      plane.first = piece->first + k * reduced->stride;
      if (!tns_elements_load (k == 0 ? self : scratch, content, dtype, &plane, cancellable, error))
        return false;
      for (int64_t i = 0; k > 0 && i < n_elems; i++)
        take (self, i, scratch, i, reduced->kind);
    }
  return true;
}

static bool
fold_run (TnsElements *self, int64_t to, TnsElements *scratch, TnsContent *content, TnkDtype dtype,
          int64_t first, const TnsReduced *reduced, GCancellable *cancellable, GError **error)
{
  for (int64_t k = 0; k < reduced->n; k += TNS_PIECE_ELEMS)
    {
      const TnsPiece run = { first + k * reduced->stride, 1, MIN (TNS_PIECE_ELEMS, reduced->n - k),
                             0, reduced->stride };

      if (!tns_elements_load (scratch, content, dtype, &run, cancellable, error))
        return false;
      if (k == 0)
        copy (self, to, scratch, 0);
      for (int64_t i = k == 0; i < run.n_columns; i++)
        take (self, to, scratch, i, reduced->kind);
    }
  return true;
}

/* An expanded dim repeats one element. */
static bool
repeat (TnsElements *self, TnsContent *content, TnkDtype dtype, const TnsPiece *piece,
        const TnsReduced *reduced, GCancellable *cancellable, GError **error)
{
  const int64_t n_elems = piece->n_rows * piece->n_columns;

  if (!tns_elements_load (self, content, dtype, piece, cancellable, error))
    return false;
  for (int64_t i = 0;
       (reduced->kind == TNS_REDUCE_SUM || reduced->kind == TNS_REDUCE_MEAN) && i < n_elems; i++)
    {
      self->re[i] *= (double) reduced->n;
      if (tnk_dtype_is_complex (dtype))
        self->im[i] *= (double) reduced->n;
      if (tnk_dtype_is_integral (dtype) || dtype == TNK_BOOL)
        self->ints[i] = (int64_t) ((uint64_t) self->ints[i] * (uint64_t) reduced->n);
    }
  return true;
}

bool
tns_elements_load_reduced (TnsElements *self, TnsElements *scratch, TnsContent *content,
                           TnkDtype dtype, const TnsPiece *piece, const TnsReduced *reduced,
                           GCancellable *cancellable, GError **error)
{
  const int64_t n_elems = piece->n_rows * piece->n_columns;

  if (n_elems == 0)
    return true;
  if (reduced->stride == 0)
    {
      if (!repeat (self, content, dtype, piece, reduced, cancellable, error))
        return false;
    }
  else if (n_elems >= FEW)
    {
      if (!fold_planes (self, scratch, content, dtype, piece, reduced, cancellable, error))
        return false;
    }
  else
    for (int64_t i = 0; i < n_elems; i++)
      {
        const int64_t first = piece->first + i / piece->n_columns * piece->row_stride
                              + i % piece->n_columns * piece->column_stride;

        if (!fold_run (self, i, scratch, content, dtype, first, reduced, cancellable, error))
          return false;
      }
  finish (self, n_elems, dtype, reduced);
  return true;
}
