/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/types.h"

/* The least rows and columns of out: a tile of the product. */
#define TNK_BFLOAT16_ROWS 12
#define TNK_BFLOAT16_COLUMNS 32

/**
 * TnkBfloat16Product:
 * @out: rows of @n_columns elements side by side
 * @a: rows of @n_products elements side by side
 * @b: what the columns are made of
 * @out_stride: elements from one row to the next
 * @a_stride: likewise
 * @b_row_stride: elements from one element of a column to the next
 * @b_column_stride: elements from one column to the next
 * @n_rows: rows of out
 * @n_columns: columns of out
 * @n_products: products that are added up for an element
 *
 * out = a b in bfloat16, added up in float32 and rounded once.
 */
typedef struct
{
  uint16_t *out;
  const uint16_t *a, *b;
  int64_t out_stride, a_stride, b_row_stride, b_column_stride;
  int64_t n_rows, n_columns, n_products;
} TnkBfloat16Product;

/* Fails only for want of memory. */
typedef TnkStatus (*TnkBfloat16Multiply) (const TnkBfloat16Product *product);

/* By the instructions of AVX512_BF16. */
TnkStatus tnk_cpu_multiply_bfloat16 (const TnkBfloat16Product *product);
