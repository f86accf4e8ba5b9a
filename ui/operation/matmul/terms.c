/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul/terms.h"

TnuTerms *
tnu_terms_new (gint64 n, int n_factors, bool are_complex)
{
  TnuTerms *self = g_new (TnuTerms, 1);
  *self = (TnuTerms){
    .n = n,
    .n_factors = n_factors,
    .factors = tnu_numbers_new (n * n_factors, are_complex),
    .products = tnu_numbers_new (n, are_complex),
    .so_far = tnu_numbers_new (n, are_complex),
  };
  return self;
}

void
tnu_terms_free (TnuTerms *self)
{
  tnu_numbers_clear (&self->factors);
  tnu_numbers_clear (&self->products);
  tnu_numbers_clear (&self->so_far);
  g_free (self);
}

static void
multiply (const TnuTerms *self, gint64 term, double *real, double *imaginary)
{
  const TnuNumbers *factors = &self->factors;
  *real = factors->real[term];
  *imaginary = factors->imaginary != NULL ? factors->imaginary[term] : 0;
  for (gint64 at = self->n + term; at < self->n_factors * self->n; at += self->n)
    {
      double re = *real, im = *imaginary, other = factors->real[at];
      /* Apart, so that an infinite real factor meets no 0 of an imaginary part. */
      if (factors->imaginary == NULL)
        {
          *real = re * other;
          continue;
        }
      *real = re * other - im * factors->imaginary[at];
      *imaginary = re * factors->imaginary[at] + im * other;
    }
}

void
tnu_terms_add_up (TnuTerms *self)
{
  double real = 0, imaginary = 0;
  for (gint64 k = 0; k < self->n; k++)
    {
      double re, im;
      multiply (self, k, &re, &im);
      self->products.real[k] = re;
      self->so_far.real[k] = real += re;
      if (self->products.imaginary == NULL)
        continue;
      self->products.imaginary[k] = im;
      self->so_far.imaginary[k] = imaginary += im;
    }
}

double
tnu_terms_get_total (const TnuTerms *self, double *imaginary)
{
  bool has_imaginary = self->n > 0 && self->so_far.imaginary != NULL;
  *imaginary = has_imaginary ? self->so_far.imaginary[self->n - 1] : 0;
  return self->n > 0 ? self->so_far.real[self->n - 1] : 0;
}
