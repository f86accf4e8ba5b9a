/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/types.h"

/**
 * tnk_tridiagonal_solve:
 * @dtype: float32 or float64, of all that follows
 * @d: [n] diagonal in, eigenvalues out, ascending
 * @e: [n − 1] what stands beside it; lost
 * @z: [n, n] column-major vectors out
 *
 * Eigenvalues and vectors of a symmetric tridiagonal matrix, as LAPACK's steqr finds them.
 *
 * Returns: false when 30 sweeps per eigenvalue were not enough
 */
bool tnk_tridiagonal_solve (TnkDtype dtype, int n, void *d, void *e, void *z);
