/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * TnsSums:
 * @n, @mean, @m2: count, mean and squared distances from it
 * @squares: wider than double: the square of 1e300
 * @sum: of whole numbers exact to 2^64
 * @min, @max: infinities of the other side without numbers
 *
 * Sums over finite numbers that grow piece by piece; starts as tns_sums_new().
 */
typedef struct
{
  double n, mean, m2;
  long double squares, sum;
  double min, max;
  int64_t n_zero;
} TnsSums;

TnsSums tns_sums_new (void);

/* Adds the finite ones among @values, each @n_times; at most 2^14 of them. Returns how many there
 * are, without their repetitions. */
int64_t tns_sums_add (TnsSums *self, const double *values, int64_t n, int64_t n_times);

/* Adds those of other numbers. */
void tns_sums_merge (TnsSums *self, const TnsSums *other);

G_END_DECLS
