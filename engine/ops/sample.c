/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Draws whose parameters are tensors: normal, bernoulli, multinomial; and randperm. */
#include "engine/ops/formula.h"
#include "engine/ops/random.h"

#include <math.h>

#define SAMPLE_OP .category = TNS_CATEGORY_RANDOM
#define GENERATOR_PARAM "Generator? generator=None"

/* ---- randperm ---- */

static bool
infer_randperm (TnsCall *call, GError **error)
{
  int64_t n = call->args[0].i;
  if (!tns_layout_check_sizes (&n, 1, error))
    return false;
  TnkDtype dtype = tns_call_get_dtype (call, 2, TNK_INT64);
  if (dtype == TNK_BOOL || tnk_dtype_is_complex (dtype))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "\"randperm\" not implemented for '%s'",
                     tns_dtype_get_scalar_type_name (dtype));
  if (dtype == TNK_FLOAT16 && n > 2049)
    return tns_fail (error, TNS_ERROR_RUNTIME, "n cannot be greater than 2049 for Half type.");
  if (!tns_scalar_check_fits (tns_scalar_int (MAX (n - 1, 0)), dtype, error))
    return false;
  tns_call_add_dense (call, dtype, tns_call_get_device (call, 2, tns_device_get_default ()), 1, &n);
  return true;
}

static bool
forward_randperm (TnsCall *call, GError **error)
{
  int64_t n = call->args[0].i;
  g_autoptr (TnsTensor) order = tns_tensor_new_dense (TNK_INT64, TNS_CPU, 1, &n, error);
  TnsTensor *out = order != NULL ? tns_call_allocate (call, 0, error) : NULL;
  if (out == NULL || n == 0)
    return out != NULL;
  TnsGenerator *source = tns_random_get_generator (&call->args[1]);
  TnkRandom *random = tns_generator_lock (source);
  TnkStatus status = tnk_random_permutation (random, tns_tensor_get_data (order), n);
  tns_generator_unlock (source);
  return tns_check_status (status, "randperm", TNK_INT64, error)
         && tns_tensor_copy_from (out, order, error);
}

TNS_OP (randperm) = {
  SAMPLE_OP,
  .schema = "randperm(int n, *, " GENERATOR_PARAM ", " TNS_FACTORY_PARAMS ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_randperm,
  .forward = forward_randperm,
  .formula = "y = the numbers 0 … n − 1 in random order",
  .narration = "shuffles the numbers from 0 up to, but not including, {n}",
  .doc = "torch.randperm.html",
};

/* ---- normal ---- */

static bool
infer_normal_size (TnsCall *call, GError **error)
{
  return tns_call_add_fresh (call, 2, 4, tns_dtype_get_default (), error);
}

static bool
forward_normal_size (TnsCall *call, GError **error)
{
  TnsDraw draw = { .kind = TNS_DRAW_NORMAL, .a = call->args[0].f, .b = call->args[1].f };
  TnsTensor *out = tns_call_allocate (call, 0, error);
  return out != NULL && tns_random_fill (out, &draw, &call->args[3], error);
}

TNS_OP (normal_size) = {
  SAMPLE_OP,
  .schema = "normal.float_float(float mean, float std, int[] size, *, " GENERATOR_PARAM
            ", " TNS_FACTORY_PARAMS ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_normal_size,
  .forward = forward_normal_size,
  .formula = "y ~ N(mean, std²)",
  .narration = "draws {shape:result} numbers from the normal distribution with mean {mean} and "
               "deviation {std}",
  .doc = "torch.normal.html",
  .signatures = "normal(float mean, float std, int[] size, *, " GENERATOR_PARAM
                ", Tensor? out=None, " TNS_FACTORY_PARAMS ") -> Tensor",
};

static bool
check_deviations (TnsTensor *std, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (std);
  if (tnk_dtype_is_complex (dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "normal expects standard deviation to be non-complex");
  if (tns_tensor_get_numel (std) == 0)
    return true;
  TnkScalar is_legal = tns_scalar_bool (true);
  TnsScope scope;
  tns_scope_init (&scope);
  TnsTensor *all = tns_do (&scope, all_full, T (tns_do (&scope, ge, T (std), N (0))));
  if (all != NULL)
    tns_tensor_get_item (all, &is_legal, &scope.error);
  if (scope.error == NULL && !is_legal.i)
    tns_fail (&scope.error, TNS_ERROR_RUNTIME, "normal expects all elements of std >= 0.0");
  return tns_scope_finish (&scope, error);
}

/* The shape and type of mean and std together; either may be a number. */
static bool
infer_normal (TnsCall *call, GError **error)
{
  TnsMeta shape = { .rank = 0 };
  TnkDtype dtype = tns_dtype_get_default ();
  TnsDevice device = TNS_CPU;
  for (int arg = 1; arg >= 0; arg--)
    {
      if (call->args[arg].kind != TNS_TENSOR)
        continue;
      TnsMeta meta = tns_call_get_meta (call, arg), wider = meta;
      if (!tns_broadcast_sizes (&wider, shape.sizes, shape.rank, error))
        return false;
      shape = wider;
      dtype = meta.dtype;
      device = meta.device;
    }
  tns_call_add_dense (call, dtype, device, shape.rank, shape.sizes);
  return true;
}

/* Standard draws first, then scaled and moved, which rounds as PyTorch's does. */
static bool
forward_normal (TnsCall *call, GError **error)
{
  TnsValue mean = call->args[0], std = call->args[1];
  TnsDraw draw = { .kind = TNS_DRAW_NORMAL, .b = std.kind == TNS_FLOAT ? std.f : 1 };
  TnsScope scope;
  if (std.kind == TNS_TENSOR && !check_deviations (std.tensor, error))
    return false;
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL || !tns_random_fill (out, &draw, &call->args[2], error))
    return false;
  tns_scope_init (&scope);
  if (std.kind == TNS_TENSOR)
    tns_do_inplace (&scope, mul, T (out), std);
  tns_do_inplace (&scope, add, T (out), mean.kind == TNS_TENSOR ? mean : N (mean.f));
  return tns_scope_finish (&scope, error);
}

static void
normal_backward (TnsGrad *g)
{
  TnsTensor *zeros = tns_do (g->scope, zeros_like, T (tns_grad_get_upstream (g, 0)));
  for (int arg = 0; arg < 2; arg++)
    if (tns_grad_wants (g, arg))
      tns_grad_set (g, arg, zeros);
}

#define NORMAL_OP                                                                                  \
  SAMPLE_OP, .flags = TNS_AS_FUNCTION, .infer = infer_normal, .forward = forward_normal,           \
  .backward = normal_backward, .formula = "y ~ N(mean, std²), element by element",                 \
  .derivative = "0: PyTorch does not differentiate through the draw",                              \
  .narration = "draws {shape:result} numbers from normal distributions", .doc = "torch.normal.html"

TNS_OP (normal_tensor_float) = {
  NORMAL_OP,
  .schema = "normal.Tensor_float(Tensor mean, float std=1, *, " GENERATOR_PARAM ") -> Tensor",
  .node = "NormalBackward1",
};

TNS_OP (normal_float_tensor) = {
  NORMAL_OP,
  .schema = "normal.float_Tensor(float mean, Tensor std, *, " GENERATOR_PARAM ") -> Tensor",
  .node = "NormalBackward2",
};

TNS_OP (normal_tensor_tensor) = {
  NORMAL_OP,
  .schema = "normal.Tensor_Tensor(Tensor mean, Tensor std, *, " GENERATOR_PARAM ") -> Tensor",
  .node = "NormalBackward3",
};

/* ---- bernoulli ---- */

/* Fresh draws in the shape of @like and, as PyTorch's, in the order of its strides. */
static TnsTensor *
draw_like (TnsScope *scope, TnsTensor *like, TnkDtype dtype, const TnsDraw *draw,
           const TnsValue *generator)
{
  TnsTensor *out = tns_do (scope, empty_like, T (like), tns_value_dtype (dtype));
  return out != NULL && tns_random_fill (out, draw, generator, &scope->error) ? out : NULL;
}

/* Ones and zeros with the probabilities in @p, which @out's shape broadcasts. */
static bool
fill_bernoulli (TnsTensor *out, TnsTensor *p, const TnsValue *generator, GError **error)
{
  TnsMeta meta;
  TnsScope scope, *s = &scope;
  TnsDraw draw = { .kind = TNS_DRAW_UNIFORM, .b = 1 };
  TnkDtype dtype = tns_tensor_get_dtype (p);
  tns_tensor_get_meta (out, &meta);
  if (tnk_dtype_is_complex (meta.dtype))
    return tns_refuse_dtype ("bernoulli_tensor_cpu_self_", meta.dtype, error);
  if (!tnk_dtype_is_floating (dtype))
    return tns_refuse_dtype ("bernoulli_tensor_cpu_p_", dtype, error);
  tns_scope_init (s);
  p = tns_do (s, expand, T (p), tns_value_ints (meta.sizes, meta.rank));
  TnsTensor *is_legal
      = tns_do (s, logical_and, T (tns_do (s, ge, T (p), N (0))), T (tns_do (s, le, T (p), N (1))));
  if (s->error == NULL && tns_formula_item (s, tns_do (s, all_full, T (is_legal))) == 0)
    tns_fail (&s->error, TNS_ERROR_RUNTIME,
              "Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error "
              "message be improved?  If so, please report an enhancement request to PyTorch.)");
  TnsTensor *numbers = draw_like (s, out, dtype == TNK_FLOAT64 ? TNK_FLOAT64 : TNK_FLOAT32, &draw,
                                  generator);
  TnsTensor *is_one = tns_do (s, lt, T (numbers), T (p));
  if (is_one != NULL)
    tns_tensor_copy_from (out, is_one, &s->error);
  return tns_scope_finish (s, error);
}

/* Contiguous, whatever the strides of self. */
static bool
infer_contiguous (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  tns_call_add_dense (call, self.dtype, self.device, self.rank, self.sizes);
  return true;
}

static bool
forward_bernoulli (TnsCall *call, GError **error)
{
  TnsTensor *out = tns_call_allocate (call, 0, error);
  return out != NULL && fill_bernoulli (out, call->args[0].tensor, &call->args[1], error);
}

static bool
forward_bernoulli_p (TnsCall *call, GError **error)
{
  TnsDraw draw = { .kind = TNS_DRAW_BERNOULLI, .a = call->args[1].f };
  TnsTensor *out = tns_call_allocate (call, 0, error);
  return out != NULL && tns_random_fill (out, &draw, &call->args[2], error);
}

static bool
forward_bernoulli_inplace (TnsCall *call, GError **error)
{
  tns_call_return (call, 0, call->args[0].tensor);
  return fill_bernoulli (call->args[0].tensor, call->args[1].tensor, &call->args[2], error);
}

static bool
infer_self (TnsCall *call, GError **error)
{
  tns_call_add_view (call, 0);
  return true;
}

static void
zero_backward (TnsGrad *g)
{
  tns_grad_set (g, 0, tns_do (g->scope, zeros_like, T (tns_grad_get_upstream (g, 0))));
}

#define BERNOULLI_OP                                                                               \
  SAMPLE_OP, .backward = zero_backward, .derivative = "0: a draw is a step function of p",         \
  .doc = "torch.bernoulli.html"

TNS_OP (bernoulli) = {
  BERNOULLI_OP,
  .schema = "bernoulli(Tensor self, *, " GENERATOR_PARAM ") -> Tensor",
  .infer = infer_contiguous,
  .forward = forward_bernoulli,
  .node = "BernoulliBackward0",
  .formula = "y = 1 with probability x, else 0",
  .narration = "draws ones and zeros with the probabilities in {self}",
};

TNS_OP (bernoulli_p) = {
  SAMPLE_OP,
  .schema = "bernoulli.p(Tensor self, float p, *, " GENERATOR_PARAM ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_NO_GRAD | TNS_NO_OUT,
  .infer = infer_contiguous,
  .forward = forward_bernoulli_p,
  .formula = "y = 1 with probability p, else 0",
  .narration = "draws ones and zeros in the shape of {self}, a one with probability {p}",
  .doc = "torch.bernoulli.html",
};

TNS_OP (bernoulli_inplace_tensor) = {
  BERNOULLI_OP,
  .schema = "bernoulli_.Tensor(Tensor self, Tensor p, *, " GENERATOR_PARAM ") -> Tensor",
  .flags = TNS_AS_METHOD | TNS_ONLY_INPLACE,
  .infer = infer_self,
  .forward = forward_bernoulli_inplace,
  .node = "BernoulliBackward1",
  .formula = "x = 1 with probability p, else 0",
  .narration = "fills {self} with ones and zeros with the probabilities in {p}",
};

/* ---- multinomial ---- */

static bool
infer_multinomial (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t n = call->args[1].i;
  if (self.rank != 1 && self.rank != 2)
    return tns_fail (error, TNS_ERROR_RUNTIME, "prob_dist must be 1 or 2 dim");
  if (!tnk_dtype_is_floating (self.dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "multinomial only supports floating-point dtypes for input, got: %s",
                     tns_dtype_get_scalar_type_name (self.dtype));
  if (n <= 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "cannot sample n_sample <= 0 samples");
  if (!call->args[2].b && n > self.sizes[self.rank - 1])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "cannot sample n_sample > prob_dist.size(-1) samples without replacement");
  self.sizes[self.rank - 1] = n;
  tns_call_add_dense (call, TNK_INT64, self.device, self.rank, self.sizes);
  return true;
}

/* The largest of p / key, where the keys are exponential draws, are a draw without replacement
 * (exponential race). */
static TnsTensor *
draw_distinct (TnsScope *s, TnsTensor *p, int64_t n_samples, const TnsValue *generator)
{
  TnsDraw draw = { .kind = TNS_DRAW_EXPONENTIAL, .a = 1 };
  TnsTensor *keys = draw_like (s, p, tns_tensor_get_dtype (p), &draw, generator);
  TnsTensor *race = tns_do (s, div, T (p), T (keys)), *results[2] = { NULL };
  if (n_samples == 1)
    return tns_do (s, argmax, T (race), I (-1), B (true));
  TnsValue all[] = { T (race), I (n_samples), I (-1), B (true), B (true) };
  tns_scope_call_many (s, &tns_op_topk, all, G_N_ELEMENTS (all), results, 2);
  return results[1];
}

static bool
check_weight (double weight, GError **error)
{
  if (!(weight >= 0))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "invalid multinomial distribution (encountering probability entry < 0)");
  return isfinite (weight)
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "invalid multinomial distribution (encountering probability entry = infinity "
                      "or NaN)");
}

/* Cumulative sums of one row, then for each draw the first slot that reaches it. */
static bool
draw_replacing (TnkRandom *random, double *p, int64_t n, bool single, int64_t *out, int64_t k,
                GError **error)
{
  double sum = 0;
  for (int64_t j = 0; j < n; j++)
    {
      if (!check_weight (p[j], error))
        return false;
      sum = single ? (double) ((float) sum + (float) p[j]) : sum + p[j];
      p[j] = sum;
    }
  if (!(sum > 0))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "invalid multinomial distribution (sum of probabilities <= 0)");
  for (int64_t j = 0; j < n; j++)
    p[j] = single ? (double) ((float) p[j] / (float) sum) : p[j] / sum;
  p[n - 1] = 1;
  for (int64_t i = 0; i < k; i++)
    {
      double mass;
      int64_t left = 0, right = n;
      tnk_random_uniform (random, &mass, TNK_FLOAT64, 1, 0, 1);
      while (left < right)
        {
          int64_t middle = left + (right - left) / 2;
          if (p[middle] < mass)
            left = middle + 1;
          else
            right = middle;
        }
      out[i] = left;
    }
  return true;
}

/* All at once, before the first draw without replacement. */
static bool
check_probabilities (const double *p, int64_t n_rows, int64_t n, GError **error)
{
  for (int64_t row = 0; row < n_rows; row++)
    {
      double sum = 0;
      for (int64_t j = 0; j < n; j++)
        {
          double chance = p[row * n + j];
          if (!(chance >= 0 && chance < INFINITY))
            return tns_fail (error, TNS_ERROR_RUNTIME,
                             "probability tensor contains either `inf`, `nan` or element < 0");
          sum += chance;
        }
      if (sum == 0)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "invalid multinomial distribution (sum of probabilities <= 0)");
    }
  return true;
}

static bool
draw_rows (TnsCall *call, double *p, int64_t n_rows, int64_t n, int64_t *out, GError **error)
{
  int64_t k = call->args[1].i;
  bool single = tns_tensor_get_dtype (call->args[0].tensor) != TNK_FLOAT64, ok = true;
  TnsGenerator *source = tns_random_get_generator (&call->args[3]);
  TnkRandom *random = tns_generator_lock (source);
  for (int64_t row = 0; row < n_rows && ok; row++)
    ok = draw_replacing (random, p + row * n, n, single, out + row * k, k, error);
  tns_generator_unlock (source);
  return ok;
}

static bool
forward_multinomial (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *self = call->args[0].tensor, *drawn = NULL;
  TnsMeta meta = tns_call_get_meta (call, 0);
  int64_t n = meta.sizes[meta.rank - 1], n_rows = meta.rank == 2 ? meta.sizes[0] : 1;
  g_autoptr (TnsTensor) p
      = tns_tensor_new_dense (TNK_FLOAT64, TNS_CPU, meta.rank, meta.sizes, error);
  TnsTensor *out = p != NULL ? tns_call_allocate (call, 0, error) : NULL;
  if (out == NULL || !tns_tensor_copy_from (p, self, error))
    return false;
  if (tns_tensor_get_numel (out) == 0)
    return true;
  double *numbers = tns_tensor_get_data (p);
  bool replaces = call->args[2].b && call->args[1].i > 1;
  if (!replaces && !check_probabilities (numbers, n_rows, n, error))
    return false;
  tns_scope_init (s);
  if (replaces)
    {
      drawn = tns_scope_take (s, tns_tensor_new_dense (TNK_INT64, TNS_CPU, meta.rank,
                                                       call->outs[0].sizes, &s->error));
      if (drawn != NULL)
        draw_rows (call, numbers, n_rows, n, tns_tensor_get_data (drawn), &s->error);
    }
  else
    drawn = draw_distinct (s, self, call->args[1].i, &call->args[3]);
  if (s->error == NULL)
    tns_tensor_copy_from (out, drawn, &s->error);
  return tns_scope_finish (s, error);
}

TNS_OP (multinomial) = {
  SAMPLE_OP,
  .schema = "multinomial(Tensor self, int num_samples, bool replacement=False, *, " GENERATOR_PARAM
            ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_NO_GRAD,
  .infer = infer_multinomial,
  .forward = forward_multinomial,
  .out_error = "multinomial expects Long tensor out, got: {Given}",
  .formula = "y = indices, index i with probability x[i] / Σx",
  .narration = "draws {num_samples} indices with the weights in {self}",
  .doc = "torch.multinomial.html",
};
