/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/numbers.h"

G_BEGIN_DECLS

/**
 * TnuTerms:
 * @n: terms
 * @factors: of every term: factor f of term k stands at f * n + k
 * @products: (array length=n): of the factors of each term
 * @so_far: (array length=n): the sum of the products up to and with each
 *
 * The sum of products behind one number. In float64.
 */
typedef struct
{
  gint64 n;
  int n_factors;
  TnuNumbers factors;
  TnuNumbers products;
  TnuNumbers so_far;
} TnuTerms;

/* Its factors are to be written, then tnu_terms_add_up(). */
TnuTerms *tnu_terms_new (gint64 n, int n_factors, bool are_complex);
void tnu_terms_free (TnuTerms *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuTerms, tnu_terms_free)

void tnu_terms_add_up (TnuTerms *self);

/* What it comes to; @imaginary: (out): 0 for real numbers. */
double tnu_terms_get_total (const TnuTerms *self, double *imaginary);

G_END_DECLS
