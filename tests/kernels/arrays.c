/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "tests/kernels/arrays.h"

#include "kernels/scalar.h"

#include <math.h>
#include <string.h>

static void
set_strides (TntArray *self, TntLayout layout)
{
  int64_t step = layout == TNT_STEPPED ? 2 : 1;
  int rank = self->array.rank;

  for (int k = 0; k < rank; k++)
    {
      int d = layout == TNT_TRANSPOSED ? k : rank - 1 - k;
      self->strides[d] = step;
      step *= self->sizes[d] > 0 ? self->sizes[d] : 1;
    }
}

static int64_t
offset_of (const TntArray *self, int64_t i)
{
  int64_t offset = 0;

  for (int d = self->array.rank - 1; d >= 0; d--)
    {
      offset += i % self->sizes[d] * self->strides[d];
      i /= self->sizes[d];
    }
  return offset;
}

static void *
element (const TntArray *self, int64_t i)
{
  size_t n_bytes = tnk_dtype_size (self->array.dtype);
  return (char *) self->array.data + (size_t) offset_of (self, i) * n_bytes;
}

/* Independent of the back end's own loops: one formula per element. */
static void
store (void *to, TnkDtype dtype, TnkComplex128 value)
{
  switch (dtype)
    {
#define X(ID, name, bytes, C)                                                                      \
  case TNK_##ID:                                                                                   \
    *(C *) to = tnk_##name##_from_complex128 (value);                                              \
    break;
      TNK_DTYPE_LIST (X)
#undef X
    default:
      g_assert_not_reached ();
    }
}

static TnkComplex128
load (const void *from, TnkDtype dtype)
{
  switch (dtype)
    {
#define X(ID, name, bytes, C)                                                                      \
  case TNK_##ID:                                                                                   \
    return tnk_complex128_from_##name (*(const C *) from);
      TNK_DTYPE_LIST (X)
#undef X
    default:
      g_assert_not_reached ();
    }
}

TntArray *
tnt_array_new (TnkDtype dtype, int rank, const int64_t *sizes, TntLayout layout,
               const double *values)
{
  TntArray *self = g_new0 (TntArray, 1);
  size_t n_bytes;

  self->n_elems = 1;
  for (int d = 0; d < rank; d++)
    {
      self->sizes[d] = sizes[d];
      self->n_elems *= sizes[d];
    }
  n_bytes = (size_t) self->n_elems * 2 * tnk_dtype_size (dtype);
  self->storage = g_malloc (n_bytes > 0 ? n_bytes : 1);
  memset (self->storage, 0xA5, n_bytes);
  self->array = (TnkArray){ self->storage, dtype, rank, self->sizes, self->strides };
  set_strides (self, layout);
  for (int64_t i = 0; values != NULL && i < self->n_elems; i++)
    store (element (self, i), dtype, (TnkComplex128){ values[i], 0 });
  return self;
}

void
tnt_array_free (TntArray *array)
{
  g_free (array->storage);
  g_free (array);
}

TnkArray
tnt_array_expand (const TntArray *array, int dim, int64_t size, int64_t sizes[4],
                  int64_t strides[4])
{
  TnkArray wide = array->array;

  memcpy (sizes, array->sizes, sizeof array->sizes);
  memcpy (strides, array->strides, sizeof array->strides);
  sizes[dim] = size;
  strides[dim] = 0;
  wide.sizes = sizes;
  wide.strides = strides;
  return wide;
}

double
tnt_array_get (const TntArray *array, int64_t i)
{
  return load (element (array, i), array->array.dtype).re;
}

double
tnt_array_get_imag (const TntArray *array, int64_t i)
{
  return load (element (array, i), array->array.dtype).im;
}

void
tnt_array_set_complex (TntArray *array, int64_t i, double re, double im)
{
  store (element (array, i), array->array.dtype, (TnkComplex128){ re, im });
}

double
tnt_tolerance (TnkDtype dtype)
{
  static const double tolerances[TNK_N_DTYPES] = {
    [TNK_FLOAT16] = 1e-3,   [TNK_BFLOAT16] = 8e-3,   [TNK_FLOAT32] = 1e-6,
    [TNK_FLOAT64] = 1e-14,  [TNK_COMPLEX64] = 2e-6,  [TNK_COMPLEX128] = 1e-14,
  };
  return tolerances[dtype];
}

const char *
tnt_dtype_name (TnkDtype dtype)
{
  static const char *const names[] = {
#define X(ID, name, bytes, C) [TNK_##ID] = #name,
    TNK_DTYPE_LIST (X)
#undef X
  };
  return names[dtype];
}

gboolean
tnt_is_close (double actual, double expected, double rtol)
{
  if (isnan (expected) || isnan (actual))
    return isnan (expected) && isnan (actual);
  if (isinf (expected) || isinf (actual))
    return actual == expected;
  return fabs (actual - expected) <= rtol * fabs (expected) + rtol * 1e-3;
}
