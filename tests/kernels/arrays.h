/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/backend.h"

#include <glib.h>

/**
 * TntLayout:
 * @TNT_ROW_MAJOR: contiguous
 * @TNT_TRANSPOSED: first dim steps by 1
 * @TNT_STEPPED: every second element of a wider array
 *
 * How an array lies in its storage; the elements are the same.
 */
typedef enum
{
  TNT_ROW_MAJOR,
  TNT_TRANSPOSED,
  TNT_STEPPED,
  TNT_N_LAYOUTS,
} TntLayout;

/* An array with storage of its own. */
typedef struct
{
  TnkArray array;
  int64_t sizes[4], strides[4];
  int64_t n_elems;
  void *storage;
} TntArray;

/**
 * tnt_array_new:
 * @dtype: element type
 * @rank: 0 to 4
 * @sizes: (array length=rank): sizes
 * @layout: how it lies in memory
 * @values: (nullable): one number per element in row-major order, converted to @dtype; NULL leaves
 *   every byte 0xA5
 *
 * Returns: (transfer full): an array, freed with tnt_array_free
 */
TntArray *tnt_array_new (TnkDtype dtype, int rank, const int64_t *sizes, TntLayout layout,
                         const double *values);
void tnt_array_free (TntArray *array);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TntArray, tnt_array_free)

/* The same window with dim repeated size times, without storage of its own. */
TnkArray tnt_array_expand (const TntArray *array, int dim, int64_t size, int64_t sizes[4],
                           int64_t strides[4]);

/* Real and imaginary part of element i in row-major order. */
double tnt_array_get (const TntArray *array, int64_t i);
double tnt_array_get_imag (const TntArray *array, int64_t i);
void tnt_array_set_complex (TntArray *array, int64_t i, double re, double im);

/* Relative tolerance for one rounding of dtype; 0 for bool and integers. */
double tnt_tolerance (TnkDtype dtype);

const char *tnt_dtype_name (TnkDtype dtype);

/* NaN equals NaN, infinities by sign, else |actual - expected| <= rtol |expected| + tiny. */
gboolean tnt_is_close (double actual, double expected, double rtol);

/* Every element of array, in row-major order. */
#define tnt_assert_values(array_, expected, rtol)                                                  \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const TntArray *a_ = (array_);                                                                 \
    const double *e_ = (expected);                                                                 \
    for (int64_t i_ = 0; i_ < a_->n_elems; i_++)                                                   \
      if (!tnt_is_close (tnt_array_get (a_, i_), e_[i_], (rtol)))                                  \
        {                                                                                          \
          g_autofree char *text_                                                                   \
              = g_strdup_printf ("%s element %d: %.17g, expected %.17g",                           \
                                 tnt_dtype_name (a_->array.dtype), (int) i_,                       \
                                 tnt_array_get (a_, i_), e_[i_]);                                  \
          g_assertion_message (G_LOG_DOMAIN, __FILE__, __LINE__, G_STRFUNC, text_);                \
        }                                                                                          \
  }                                                                                                \
  G_STMT_END
