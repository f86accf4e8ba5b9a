/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/matrices.h"

G_BEGIN_DECLS

/* Phrases of formulas with singular or eigenvalues, over batches of matrices. */

static inline TnsTensor *
tns_times (TnsScope *s, TnsTensor *a, TnsTensor *b)
{
  return tns_do (s, matmul, T (a), T (b));
}

/* @x · diag (@factors) */
static inline TnsTensor *
tns_scale_columns (TnsScope *s, TnsTensor *x, TnsTensor *factors)
{
  return tns_do (s, mul, T (x), T (tns_do (s, unsqueeze, T (factors), I (-2))));
}

/* diag (@factors) · @x */
static inline TnsTensor *
tns_scale_rows (TnsScope *s, TnsTensor *factors, TnsTensor *x)
{
  return tns_do (s, mul, T (tns_do (s, unsqueeze, T (factors), I (-1))), T (x));
}

/* X − Xᴴ */
static inline TnsTensor *
tns_skew (TnsScope *s, TnsTensor *x)
{
  return tns_do (s, sub, T (x), T (tns_formula_adjoint (s, x)));
}

/* vᵢ + vⱼ */
static inline TnsTensor *
tns_pair_sums (TnsScope *s, TnsTensor *values)
{
  return tns_do (s, add, T (tns_do (s, unsqueeze, T (values), I (-2))),
                 T (tns_do (s, unsqueeze, T (values), I (-1))));
}

/* vⱼ − vᵢ, with ones on the diagonal so that it may divide. */
static inline TnsTensor *
tns_pair_gaps (TnsScope *s, TnsTensor *values)
{
  TnsTensor *gaps = tns_do (s, sub, T (tns_do (s, unsqueeze, T (values), I (-2))),
                            T (tns_do (s, unsqueeze, T (values), I (-1))));
  TnsTensor *ones = tns_do (s, add, T (tns_do (s, mul, T (values), N (0))), N (1));

  return tns_do (s, diagonal_scatter, T (gaps), T (ones), I (0), I (-2), I (-1));
}

static inline TnsTensor *
tns_matrix_diagonal (TnsScope *s, TnsTensor *x)
{
  return tns_do (s, diagonal, T (x), I (0), I (-2), I (-1));
}

/* @vectors · @vectorsᴴ taken off @x: what no combination of the vectors reaches. */
static inline TnsTensor *
tns_project_off (TnsScope *s, TnsTensor *vectors, TnsTensor *x)
{
  TnsTensor *inside = tns_times (s, tns_formula_adjoint (s, vectors), x);

  return tns_do (s, sub, T (x), T (tns_times (s, vectors, inside)));
}

G_END_DECLS
