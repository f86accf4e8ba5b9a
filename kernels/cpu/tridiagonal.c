/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/cpu/tridiagonal.h"

#include <float.h>
#include <math.h>

#define REAL float
#define EPSILON (FLT_EPSILON / 2)
#define SMALLEST FLT_MIN
#define NAME(x) x##_single
#include "kernels/cpu/tridiagonal-loop.h"

#define REAL double
#define EPSILON (DBL_EPSILON / 2)
#define SMALLEST DBL_MIN
#define NAME(x) x##_double
#include "kernels/cpu/tridiagonal-loop.h"

bool
tnk_tridiagonal_solve (TnkDtype dtype, int n, void *d, void *e, void *z)
{
  return dtype == TNK_FLOAT32 ? solve_single (&(Tridiagonal_single){ d, e, z, n })
                              : solve_double (&(Tridiagonal_double){ d, e, z, n });
}
