/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/numbers.h"

#include <math.h>

#include "ui/operation/elements.h"
#include "ui/operation/variables.h"

TnuNumbers
tnu_numbers_new (gint64 n, bool are_complex)
{
  gsize size = (gsize)MAX (n, 1);
  return (TnuNumbers){ g_new0 (double, size), are_complex ? g_new0 (double, size) : NULL };
}

void
tnu_numbers_clear (TnuNumbers *self)
{
  g_clear_pointer (&self->real, g_free);
  g_clear_pointer (&self->imaginary, g_free);
}

static void
turn_numbers (double **numbers, const TnuTurn *turn, const TnuShape *shape)
{
  double *turned = tnu_turn_apply_to_numbers (turn, shape, *numbers);
  g_free (*numbers);
  *numbers = turned;
}

bool
tnu_numbers_read (TnuNumbers *self,
                  TnsMoment *moment,
                  const TnuTurn *turns,
                  int n_turns,
                  bool are_complex,
                  GCancellable *cancellable,
                  GError **error)
{
  TnuShape shape, turned;
  if (!tnu_shape_from_meta (tns_moment_get_meta (moment), &shape))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "more dims than are shown");
      return false;
    }
  gint64 n = tnu_shape_count (&shape);
  *self = tnu_numbers_new (n, are_complex);
  if (!tnu_elements_load (moment, NULL, n, self->real, self->imaginary, cancellable, error))
    {
      tnu_numbers_clear (self);
      return false;
    }
  for (int k = 0; k < n_turns && tnu_turn_apply (&turns[k], &shape, &turned); k++)
    {
      turn_numbers (&self->real, &turns[k], &shape);
      if (are_complex)
        turn_numbers (&self->imaginary, &turns[k], &shape);
      shape = turned;
    }
  return true;
}

double
tnu_numbers_grow_max (double max, const double *numbers, gint64 n)
{
  for (gint64 k = 0; k < n; k++)
    if (isfinite (numbers[k]))
      max = MAX (max, fabs (numbers[k]));
  return max;
}
