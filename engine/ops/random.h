/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/generator.h"
#include "engine/ops/create.h"

G_BEGIN_DECLS

/**
 * TnsDraw:
 * @kind: distribution
 * @a, @b: UNIFORM: from, to; NORMAL, LOG_NORMAL: mean, standard deviation; EXPONENTIAL: rate;
 *   BERNOULLI, GEOMETRIC: p; CAUCHY: median, scale
 * @low, @high: INTEGERS: [low, high)
 * @has_no_end: INTEGERS: @high is not looked at; up to the largest number that random_() draws
 *
 * What to draw. ANY is random_() without bounds: every integer the type can hold exactly.
 */
typedef struct
{
  enum
  {
    TNS_DRAW_UNIFORM,
    TNS_DRAW_NORMAL,
    TNS_DRAW_INTEGERS,
    TNS_DRAW_ANY,
    TNS_DRAW_EXPONENTIAL,
    TNS_DRAW_BERNOULLI,
    TNS_DRAW_GEOMETRIC,
    TNS_DRAW_CAUCHY,
    TNS_DRAW_LOG_NORMAL,
  } kind;
  double a, b;
  int64_t low, high;
  bool has_no_end;
} TnsDraw;

/**
 * tns_random_fill:
 * @generator: GENERATOR or NONE for the default one
 *
 * Writes draws into every element of @out in the order in which PyTorch's CPU kernels take them:
 * row-major for contiguous tensors, the order of the strides for others; complex numbers are pairs.
 *
 * Errors: PyTorch's, for bounds that make no distribution and types that have none.
 */
bool
tns_random_fill (TnsTensor *out, const TnsDraw *draw, const TnsValue *generator, GError **error);

/* The generator that an argument names. */
TnsGenerator *tns_random_get_generator (const TnsValue *generator);

G_END_DECLS
