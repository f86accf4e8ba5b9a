/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul/einsum-numbers.h"

#include <math.h>

void
tnu_einsum_numbers_free (TnuEinsumNumbers *self)
{
  for (int k = 0; k < self->n_operands; k++)
    tnu_numbers_clear (&self->operands[k]);
  tnu_numbers_clear (&self->result);
  g_free (self);
}

bool
tnu_einsum_numbers_are_few (const TnuEinsumPlan *plan)
{
  for (int k = 0; k < plan->n_operands; k++)
    if (tnu_shape_count (&plan->operands[k].shape) > TNU_EINSUM_MAX_ELEMENTS)
      return false;
  return plan->n_results <= TNU_EINSUM_MAX_RESULTS
         && plan->n_results * plan->n_terms * plan->n_operands <= TNU_EINSUM_MAX_PRODUCTS;
}

/* Where the factors of every term stand, the terms of one result after the other. */
static void
fill_terms (const TnuEinsumNumbers *self, const TnuEinsumPlan *plan, gint64 result, TnuTerms *terms)
{
  gint64 index[TNU_EINSUM_MAX_AXES];
  for (gint64 term = 0; term < terms->n; term++)
    {
      tnu_einsum_plan_get_index (plan, result, term, index);
      for (int k = 0; k < self->n_operands; k++)
        {
          gint64 element = tnu_einsum_side_get_element (&plan->operands[k], index);
          gint64 at = k * terms->n + term;
          terms->factors.real[at] = self->operands[k].real[element];
          if (terms->factors.imaginary != NULL)
            terms->factors.imaginary[at] = self->operands[k].imaginary[element];
        }
    }
  tnu_terms_add_up (terms);
}

static bool
are_complex (const TnuEinsumNumbers *self)
{
  return self->operands[0].imaginary != NULL;
}

TnuTerms *
tnu_einsum_numbers_dup_terms (const TnuEinsumNumbers *self,
                              const TnuEinsumPlan *plan,
                              gint64 result)
{
  TnuTerms *terms = tnu_terms_new (plan->n_terms, plan->n_operands, are_complex (self));
  fill_terms (self, plan, result, terms);
  return terms;
}

static double
grow_max (double max, const TnuNumbers *numbers, gint64 n)
{
  if (numbers->imaginary == NULL)
    return tnu_numbers_grow_max (max, numbers->real, n);
  for (gint64 k = 0; k < n; k++)
    {
      double magnitude = hypot (numbers->real[k], numbers->imaginary[k]);
      if (isfinite (magnitude))
        max = MAX (max, magnitude);
    }
  return max;
}

TnuEinsumNumbers *
tnu_einsum_numbers_compute (const TnuEinsumPlan *plan, TnuNumbers *operands)
{
  TnuEinsumNumbers *self = g_new0 (TnuEinsumNumbers, 1);
  self->n_operands = plan->n_operands;
  for (int k = 0; k < plan->n_operands; k++)
    {
      self->operands[k] = operands[k];
      self->operand_max = grow_max (self->operand_max, &self->operands[k],
                                    tnu_shape_count (&plan->operands[k].shape));
    }
  self->result = tnu_numbers_new (plan->n_results, are_complex (self));
  g_autoptr (TnuTerms) terms = tnu_terms_new (plan->n_terms, plan->n_operands, are_complex (self));
  for (gint64 k = 0; k < plan->n_results; k++)
    {
      double imaginary;
      fill_terms (self, plan, k, terms);
      self->result.real[k] = tnu_terms_get_total (terms, &imaginary);
      if (are_complex (self))
        self->result.imaginary[k] = imaginary;
    }
  self->result_max = grow_max (0, &self->result, plan->n_results);
  return self;
}
