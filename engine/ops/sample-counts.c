/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Draws of counts: poisson and binomial.
 *
 * Small means are drawn by their definition, larger ones by Hörmann's transformed rejection: PTRS
 * ("The transformed rejection method for generating Poisson random variables", 1993) and BTRS ("The
 * generation of binomial random variates", 1993), whose constants stand below. Operands are taken
 * in PyTorch's order and float32 is rounded where PyTorch rounds, so that streams are bit-equal. */
#include "engine/ops/formula.h"
#include "engine/ops/random.h"

#include <math.h>

#define GENERATOR_PARAM "Generator? generator=None"

static double
draw_uniform (TnkRandom *random)
{
  double number;
  tnk_random_uniform (random, &number, TNK_FLOAT64, 1, 0, 1);
  return number;
}

/* ---- poisson ---- */

/* Counts arrivals until their product of uniform draws falls below e^(−rate). */
static double
draw_poisson_small (TnkRandom *random, double rate)
{
  double count = 0, floor_of_product = exp (-rate), product = draw_uniform (random);
  while (product > floor_of_product)
    {
      count++;
      product *= draw_uniform (random);
    }
  return count;
}

/* PTRS; names as in the paper. */
static double
draw_poisson_large (TnkRandom *random, double rate)
{
  double log_rate = log (rate);
  double b = 0.931 + 2.53 * sqrt (rate), a = -0.059 + 0.02483 * b;
  double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), v_r = 0.9277 - 3.6224 / (b - 2);
  for (;;)
    {
      double u = draw_uniform (random) - 0.5, v = draw_uniform (random), us = 0.5 - fabs (u);
      double k = floor ((2 * a / us + b) * u + rate + 0.43);
      if (us >= 0.07 && v <= v_r)
        return k;
      if (k < 0 || (us < 0.013 && v > us))
        continue;
      if (log (v) + log (inverse_alpha) - log (a / (us * us) + b)
          <= -rate + k * log_rate - lgamma (k + 1))
        return k;
    }
}

static bool
draw_poisson (TnkRandom *random, double *rates, int64_t n, GError **error)
{
  for (int64_t i = 0; i < n; i++)
    {
      if (!(rates[i] >= 0))
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "invalid Poisson rate, expected rate to be non-negative");
      if (rates[i] >= 10)
        rates[i] = draw_poisson_large (random, rates[i]);
      else if (rates[i] != 0)
        rates[i] = draw_poisson_small (random, rates[i]);
    }
  return true;
}

static bool
forward_poisson (TnsCall *call, GError **error)
{
  const TnsMeta *meta = &call->outs[0];
  if (!tnk_dtype_is_floating (meta->dtype))
    return tns_refuse_dtype ("poisson_cpu", meta->dtype, error);
  g_autoptr (TnsTensor) row
      = tns_tensor_new_dense (TNK_FLOAT64, TNS_CPU, meta->rank, meta->sizes, error);
  TnsTensor *out = row != NULL ? tns_call_allocate (call, 0, error) : NULL;
  if (out == NULL || !tns_tensor_copy_from (row, call->args[0].tensor, error))
    return false;
  TnsGenerator *source = tns_random_get_generator (&call->args[1]);
  TnkRandom *random = tns_generator_lock (source);
  bool ok
      = draw_poisson (random, tns_tensor_get_data (row), tns_tensor_get_numel (row), error);
  tns_generator_unlock (source);
  return ok && tns_tensor_copy_from (out, row, error);
}

static void
poisson_backward (TnsGrad *g)
{
  tns_grad_set (g, 0, tns_do (g->scope, zeros_like, T (tns_grad_get_upstream (g, 0))));
}

TNS_OP (poisson) = {
  .category = TNS_CATEGORY_RANDOM,
  .schema = "poisson(Tensor self, " GENERATOR_PARAM ") -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .infer = tns_infer_like_self,
  .forward = forward_poisson,
  .node = "PoissonBackward0",
  .backward = poisson_backward,
  .formula = "y ~ e^(−x) · x^y / y!",
  .derivative = "0: a draw is a step function of the rate",
  .narration = "draws counts from Poisson distributions with the rates in {self}",
  .doc = "torch.poisson.html",
};

/* ---- binomial ---- */

/* ln k! less Stirling's formula. */
static double
get_stirling_tail (double k)
{
  static const double tails[] = {
    0.0810614667953272,  0.0413406959554092,  0.0276779256849983,  0.02079067210376509,
    0.0166446911898211,  0.0138761288230707,  0.0118967099458917,  0.0104112652619720,
    0.00925546218271273, 0.00833056343336287,
  };
  if (k <= 9)
    return tails[(int) k];
  double square = (k + 1) * (k + 1);
  return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1);
}

/* The element type in which PyTorch computes what does not involve a draw. */
static double
round_to (double number, bool is_single)
{
  return is_single ? (double) (float) number : number;
}

/* BTRS; names as in the paper. */
static double
draw_binomial_large (TnkRandom *random, double n, double p, bool is_single)
{
  double q = round_to (1 - p, is_single), mean = round_to (n * p, is_single);
  double spread = round_to (sqrt (round_to (mean * q, is_single)), is_single);
  double b = 1.15 + 2.53 * spread, a = -0.0873 + 0.0248 * b + 0.01 * p;
  double c = mean + 0.5, v_r = 0.92 - 4.2 / b, r = round_to (p / q, is_single);
  double alpha = (2.83 + 5.1 / b) * spread;
  double m = floor (round_to (round_to (n + 1, is_single) * p, is_single));
  for (;;)
    {
      double u = draw_uniform (random) - 0.5, v = draw_uniform (random), us = 0.5 - fabs (u);
      double k = round_to (floor ((2 * a / us + b) * u + c), is_single);
      if (k < 0 || k > n)
        continue;
      if (us >= 0.07 && v <= v_r)
        return k;
      v = log (v * alpha / (a / (us * us) + b));
      double bound = (m + 0.5) * log ((m + 1) / (r * (n - m + 1)))
                     + (n + 1) * log ((n - m + 1) / (n - k + 1))
                     + (k + 0.5) * log (r * (n - k + 1) / (k + 1)) + get_stirling_tail (m)
                     + get_stirling_tail (n - m) - get_stirling_tail (k)
                     - get_stirling_tail (n - k);
      if (v <= bound)
        return k;
    }
}

/* Counts successes by the geometric gaps between them. */
static double
draw_binomial_small (TnkRandom *random, double n, double p, bool is_single)
{
  double count = 0, log_failure = is_single ? (double) log1pf ((float) -p) : log1p (-p);
  double tries = ceil (log (draw_uniform (random)) / log_failure);
  while (tries <= n)
    {
      count++;
      tries += ceil (log (draw_uniform (random)) / log_failure);
    }
  return count;
}

static double
draw_binomial (TnkRandom *random, double n, double p, bool is_single)
{
  if (n <= 0 || p <= 0)
    return 0;
  if (p >= 1)
    return n;
  if (isnan (p))
    return p;
  double rarer = p <= 0.5 ? p : round_to (1 - p, is_single);
  double count = round_to (n * rarer, is_single) >= 10
                     ? draw_binomial_large (random, n, rarer, is_single)
                     : draw_binomial_small (random, n, rarer, is_single);
  return p <= 0.5 ? count : n - count;
}

static bool
infer_binomial (TnsCall *call, GError **error)
{
  static const char *const names[] = { "count", "prob" };
  TnsMeta out = tns_call_get_meta (call, 0), p = tns_call_get_meta (call, 1);
  for (int arg = 0; arg < 2; arg++)
    {
      TnkDtype dtype = arg == 0 ? out.dtype : p.dtype;
      if (!tnk_dtype_is_floating (dtype))
        return tns_fail (error, TNS_ERROR_VALUE,
                         "binomial only supports floating-point dtypes for %s, got: %s", names[arg],
                         tns_dtype_get_scalar_type_name (dtype));
    }
  if (p.dtype != out.dtype)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Found dtype %s but expected %s",
                     tns_dtype_get_scalar_type_name (p.dtype),
                     tns_dtype_get_scalar_type_name (out.dtype));
  if (!tns_broadcast_sizes (&out, p.sizes, p.rank, error))
    return false;
  if (out.dtype != TNK_FLOAT32 && out.dtype != TNK_FLOAT64)
    return tns_refuse_dtype ("binomial_cpu", out.dtype, error);
  tns_call_add_dense (call, out.dtype, out.device, out.rank, out.sizes);
  return true;
}

static bool
forward_binomial (TnsCall *call, GError **error)
{
  const TnsMeta *meta = &call->outs[0];
  TnsTensor *rows[2] = { NULL }, *out = tns_call_allocate (call, 0, error);
  TnsScope scope, *s = &scope;
  if (out == NULL)
    return false;
  tns_scope_init (s);
  for (int arg = 0; arg < 2 && s->error == NULL; arg++)
    {
      TnsTensor *wide
          = tns_do (s, expand, call->args[arg], tns_value_ints (meta->sizes, meta->rank));
      rows[arg] = tns_scope_take (s, tns_tensor_new_dense (TNK_FLOAT64, TNS_CPU, meta->rank,
                                                           meta->sizes, &s->error));
      if (s->error == NULL)
        tns_tensor_copy_from (rows[arg], wide, &s->error);
    }
  if (s->error == NULL)
    {
      double *counts = tns_tensor_get_data (rows[0]), *chances = tns_tensor_get_data (rows[1]);
      int64_t n = tns_tensor_get_numel (rows[0]);
      TnsGenerator *source = tns_random_get_generator (&call->args[2]);
      TnkRandom *random = tns_generator_lock (source);
      for (int64_t i = 0; i < n; i++)
        counts[i] = draw_binomial (random, counts[i], chances[i], meta->dtype == TNK_FLOAT32);
      tns_generator_unlock (source);
      tns_tensor_copy_from (out, rows[0], &s->error);
    }
  return tns_scope_finish (s, error);
}

TNS_OP (binomial) = {
  .category = TNS_CATEGORY_RANDOM,
  .schema = "binomial(Tensor count, Tensor prob, " GENERATOR_PARAM ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_binomial,
  .forward = forward_binomial,
  .formula = "y ~ (n over y) · p^y · (1 − p)^(n − y)",
  .narration = "draws how many of {count} tries succeed, each with probability {prob}",
  .doc = "torch.distributions.html",
};
