/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Matrix product of bfloat16 by VDPBF16PS, which adds to each float32 of a vector the products of
 * two pairs: twice the work of a float32 instruction.
 *
 * The columns are packed into panels of 32, two elements of a column side by side. A tile of 12
 * rows by 32 columns is kept in 24 registers; for each pair, two vectors of the panel meet the pair
 * of each row. A tile that would reach beyond the last row or column is moved back and computes
 * some elements again. */

#include "kernels/cpu/matmul-bfloat16.h"
#include "kernels/cpu/cpu.h"

#include <immintrin.h>
#include <string.h>

#define ROWS TNK_BFLOAT16_ROWS
#define COLUMNS TNK_BFLOAT16_COLUMNS
#define LANES 16

/* Products that take about as long as the element of a simple loop. */
#define PRODUCTS_PER_ELEMENT 32

/* Two neighbours of a row or column, the first in the low half. */
typedef uint32_t Pair;

static int64_t
count_pairs (const TnkBfloat16Product *product)
{
  return (product->n_products + 1) / 2;
}

static int64_t
count_panels (const TnkBfloat16Product *product)
{
  return (product->n_columns + COLUMNS - 1) / COLUMNS;
}

/* Pair k of COLUMNS columns; beyond an odd number of products come zeros. */
static void
pack_pairs (const TnkBfloat16Product *product, int64_t first_column, int64_t k, Pair *pairs)
{
  const int64_t stride = product->b_column_stride;
  const uint16_t *low = product->b + first_column * stride + 2 * k * product->b_row_stride;
  const uint16_t *high = low + product->b_row_stride;

  if (2 * k + 1 == product->n_products)
    for (int n = 0; n < COLUMNS; n++)
      pairs[n] = low[n * stride];
  else if (stride == 1)
    for (int n = 0; n < COLUMNS; n++)
      pairs[n] = low[n] | (Pair) high[n] << 16;
  else
    for (int n = 0; n < COLUMNS; n++)
      pairs[n] = low[n * stride] | (Pair) high[n * stride] << 16;
}

static inline Pair
load_pair (const uint16_t *from)
{
  Pair pair;
  memcpy (&pair, from, sizeof pair);
  return pair;
}

static inline void
store_rounded (uint16_t *to, __m512 sums)
{
  const __m256bh rounded = _mm512_cvtneps_pbh (sums);
  memcpy (to, &rounded, sizeof rounded);
}

/* The sums of row r are two variables: gcc keeps elements of an array in memory. */
#define EACH_ROW(X) X (0) X (1) X (2) X (3) X (4) X (5) X (6) X (7) X (8) X (9) X (10) X (11)
#define START(r) __m512 left##r = _mm512_setzero_ps (), right##r = _mm512_setzero_ps ();
#define ADD(r, pair)                                                                               \
  {                                                                                                \
    const __m512bh repeated = (__m512bh) _mm512_set1_epi32 ((int) (pair));                         \
    left##r = _mm512_dpbf16_ps (left##r, repeated, (__m512bh) panel[0]);                           \
    right##r = _mm512_dpbf16_ps (right##r, repeated, (__m512bh) panel[1]);                         \
  }
#define ADD_PAIR(r) ADD (r, load_pair (a + r * a_stride + k))
#define ADD_LAST(r) ADD (r, a[r * a_stride + k])
#define STORE(r)                                                                                   \
  store_rounded (out + r * out_stride, left##r);                                                   \
  store_rounded (out + r * out_stride + LANES, right##r);

static void
multiply_tile (const TnkBfloat16Product *product, int64_t row, int64_t column,
               const __m512i *panel)
{
  const int64_t a_stride = product->a_stride, out_stride = product->out_stride;
  const uint16_t *a = product->a + row * a_stride;
  uint16_t *out = product->out + row * out_stride + column;
  int64_t k = 0;

  EACH_ROW (START)
  for (; k + 1 < product->n_products; k += 2, panel += COLUMNS / LANES)
    {
      EACH_ROW (ADD_PAIR)
    }
  if (k < product->n_products)
    {
      EACH_ROW (ADD_LAST)
    }
  EACH_ROW (STORE)
}

/* The first column of panel p. */
static int64_t
panel_column (const TnkBfloat16Product *product, int64_t p)
{
  const int64_t last = product->n_columns - COLUMNS;

  return p * COLUMNS < last ? p * COLUMNS : last;
}

static void
pack_panel (const TnkBfloat16Product *product, int64_t p, Pair *panels)
{
  const int64_t n_pairs = count_pairs (product);

  for (int64_t k = 0; k < n_pairs; k++)
    pack_pairs (product, panel_column (product, p), k, panels + (p * n_pairs + k) * COLUMNS);
}

/* Rows [begin, end), at least a tile of them. */
static void
multiply_rows (const TnkBfloat16Product *product, const Pair *panels, int64_t begin, int64_t end)
{
  for (int64_t p = 0; p < count_panels (product) && !tnk_cpu_is_cancelled (); p++)
    for (int64_t row = begin; row < end; row += ROWS)
      multiply_tile (product, row + ROWS < end ? row : end - ROWS, panel_column (product, p),
                     (const __m512i *) (panels + p * count_pairs (product) * COLUMNS));
}

TnkStatus
tnk_cpu_multiply_bfloat16 (const TnkBfloat16Product *product)
{
  const int64_t n_panels = count_panels (product), n_rows = product->n_rows;
  const size_t n_bytes = (size_t) (n_panels * count_pairs (product)) * COLUMNS * sizeof (Pair);
  int64_t n_parts = tnk_cpu_threads_for (n_rows * product->n_columns * product->n_products
                                         / PRODUCTS_PER_ELEMENT);
  void *panels;

  if (tnk_cpu_allocate (0, n_bytes, &panels) != TNK_OK)
    return TNK_OUT_OF_MEMORY;
  if (n_parts > n_rows / ROWS)
    n_parts = n_rows / ROWS;
  if (n_parts == 1) /* even a team of one takes as long to start as a small product */
    {
      for (int64_t p = 0; p < n_panels; p++)
        pack_panel (product, p, panels);
      multiply_rows (product, panels, 0, n_rows);
    }
  else
    {
#pragma omp parallel num_threads(n_parts)
      {
#pragma omp for
        for (int64_t p = 0; p < n_panels; p++)
          pack_panel (product, p, panels);
#pragma omp for
        for (int64_t part = 0; part < n_parts; part++)
          multiply_rows (product, panels, n_rows * part / n_parts, n_rows * (part + 1) / n_parts);
      }
    }
  tnk_cpu_release (0, panels, n_bytes);
  return tnk_cpu_is_cancelled () ? TNK_CANCELLED : TNK_OK;
}
