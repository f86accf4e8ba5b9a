/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The discrete Fourier transform of complex numbers along some dims; torch.fft is made of it.
 *
 * Lengths with small prime factors are split factor by factor (Cooley and Tukey); others become a
 * convolution whose length is a power of two (Bluestein). Both compute in double on the host. */
#include "engine/ops/formula.h"

#include <math.h>
#include <string.h>

/* Prime factors above this one are slower to sum directly than a convolution is. */
#define MAX_FACTOR 31

typedef struct
{
  double re, im;
} Complex;

static Complex
times (Complex a, Complex b)
{
  return (Complex) { a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re };
}

static Complex
plus (Complex a, Complex b)
{
  return (Complex) { a.re + b.re, a.im + b.im };
}

/* exp (2πi k / n) */
static Complex
root_of_unity (int64_t k, int64_t n)
{
  double angle = 2 * G_PI * (double) k / (double) n;
  return (Complex) { cos (angle), sin (angle) };
}

static int64_t
get_factor (int64_t n)
{
  for (int64_t p = 2; p * p <= n; p++)
    if (n % p == 0)
      return p;
  return n;
}

static int64_t
get_largest_factor (int64_t n)
{
  int64_t p = 1;
  while (n > 1)
    {
      p = get_factor (n);
      n /= p;
    }
  return p;
}

/* Combines the transforms of every p-th element, each of length m, into one of length p · m. @roots
 * holds the n_roots-th roots of unity in the direction of the transform. */
static void
combine (Complex *out, int64_t p, int64_t m, const Complex *roots, int64_t n_roots)
{
  Complex terms[MAX_FACTOR];
  int64_t step = n_roots / (p * m);
  for (int64_t k = 0; k < m; k++)
    {
      for (int64_t r = 0; r < p; r++)
        terms[r] = times (out[r * m + k], roots[r * k * step]);
      for (int64_t q = 0; q < p; q++)
        {
          Complex sum = terms[0];
          for (int64_t r = 1; r < p; r++)
            sum = plus (sum, times (terms[r], roots[r * q % p * (n_roots / p)]));
          out[q * m + k] = sum;
        }
    }
}

/* Depth is the number of prime factors: at most 62. */
static void
split (Complex *out, const Complex *in, int64_t n, int64_t stride, const Complex *roots,
       int64_t n_roots)
{
  int64_t p = get_factor (n), m = n / MAX (p, 1);
  if (n == 1)
    {
      *out = *in;
      return;
    }
  for (int64_t r = 0; r < p; r++)
    split (out + r * m, in + r * stride, m, stride * p, roots, n_roots);
  combine (out, p, m, roots, n_roots);
}

/**
 * Plan:
 * @roots: (array length=n_roots): exp (∓2πi k / n_roots)
 * @n_roots: @n, or the power of two of the convolution
 * @chirp: (nullable) (array length=n): exp (∓πi k² / n), for the convolution
 * @kernel: (nullable) (array length=n_roots): transform of the chirp's conjugate
 * @work: (array length=2 n_roots): for one line
 */
typedef struct
{
  int64_t n, n_roots;
  Complex *roots, *chirp, *kernel, *work;
} Plan;

static void
plan_clear (Plan *self)
{
  g_free (self->roots);
  g_free (self->chirp);
  g_free (self->kernel);
  g_free (self->work);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static bool
plan_chirp (Plan *self, int sign)
{
  int64_t n = self->n, m = self->n_roots;
  g_autofree Complex *line = g_try_new0 (Complex, m);
  self->chirp = g_try_new (Complex, n);
  self->kernel = g_try_new (Complex, m);
  if (line == NULL || self->chirp == NULL || self->kernel == NULL)
    return false;
  for (int64_t k = 0; k < n; k++)
    {
      /* k² modulo 2n keeps the angle small and exact. */
      self->chirp[k] = root_of_unity (sign * (int64_t) ((__int128) k * k % (2 * n)), 2 * n);
      line[k] = (Complex) { self->chirp[k].re, -self->chirp[k].im };
      if (k > 0)
        line[m - k] = line[k];
    }
  split (self->kernel, line, m, 1, self->roots, m);
  return true;
}

static bool
plan_init (Plan *self, int64_t n, bool forward)
{
  int sign = forward ? -1 : 1;
  bool has_chirp = get_largest_factor (n) > MAX_FACTOR;
  memset (self, 0, sizeof *self);
  self->n = self->n_roots = n;
  if (has_chirp)
    for (self->n_roots = 1; self->n_roots < 2 * n - 1;)
      self->n_roots *= 2;
  self->roots = g_try_new (Complex, self->n_roots);
  self->work = g_try_new (Complex, 2 * self->n_roots);
  if (self->roots == NULL || self->work == NULL)
    return false;
  for (int64_t k = 0; k < self->n_roots; k++)
    self->roots[k] = root_of_unity (sign * k, self->n_roots);
  return !has_chirp || plan_chirp (self, sign);
}

/* X[k] = c[k] Σ (x[j] c[j]) · conj c[k − j]: the sum is a convolution, a product of transforms. The
 * inverse transform is the forward one of the conjugate, conjugated. */
static void
convolve (const Plan *self, Complex *line)
{
  int64_t n = self->n, m = self->n_roots;
  Complex *a = self->work, *b = self->work + m;
  memset (a, 0, (size_t) m * sizeof *a);
  for (int64_t k = 0; k < n; k++)
    a[k] = times (line[k], self->chirp[k]);
  split (b, a, m, 1, self->roots, m);
  for (int64_t k = 0; k < m; k++)
    {
      a[k] = times (b[k], self->kernel[k]);
      a[k].im = -a[k].im;
    }
  split (b, a, m, 1, self->roots, m);
  for (int64_t k = 0; k < n; k++)
    line[k] = times ((Complex) { b[k].re / (double) m, -b[k].im / (double) m }, self->chirp[k]);
}

static void
transform (const Plan *self, Complex *line)
{
  if (self->chirp != NULL)
    convolve (self, line);
  else
    {
      split (self->work, line, self->n, 1, self->roots, self->n);
      memcpy (line, self->work, (size_t) self->n * sizeof *line);
    }
}

/* All lines of @x, which is dense on the host, along its last dim of size @n. */
static bool
transform_lines (TnsTensor *x, int64_t n, bool forward, GError **error)
{
  g_auto (Plan) plan = { 0 };
  Complex *data = tns_tensor_get_data (x);
  int64_t n_lines = tns_tensor_get_numel (x) / n;
  if (!plan_init (&plan, n, forward))
    return tns_fail (error, TNS_ERROR_RUNTIME, "fft: not enough memory for a line of %" G_GINT64_FORMAT
                     " elements", n);
  for (int64_t k = 0; k < n_lines; k++)
    transform (&plan, data + k * n);
  return true;
}

/* ---- complex numbers ---- */

/* Puts @dim behind those of @order whose stride is as large. */
static void
insert_dim (int *order, int first, int n, int dim, const int64_t *strides)
{
  int k = n;
  for (; k > first && strides[order[k - 1]] < strides[dim]; k--)
    order[k] = order[k - 1];
  order[k] = dim;
}

/* The transformed dims lie innermost, as PyTorch leaves them; otherwise dims keep the order of their
 * @strides in the input. @keeps_last: the last of @dims stays the innermost. */
static void
lay_out (TnsMeta *out, const int64_t *strides, TnsValue dims, bool keeps_last)
{
  int order[TNK_MAX_RANK], n_batch = 0, n = 0;
  bool is_set[TNK_MAX_RANK] = { false };
  int64_t wrapped[TNK_MAX_RANK], stride = 1;
  for (int k = 0; k < dims.ints.n; k++)
    {
      wrapped[k] = dims.ints.items[k] + (dims.ints.items[k] < 0 ? out->rank : 0);
      is_set[wrapped[k]] = true;
    }
  for (int d = 0; d < out->rank; d++)
    if (!is_set[d])
      insert_dim (order, 0, n_batch++, d, strides);
  n = n_batch;
  for (int k = 0; k < dims.ints.n; k++)
    {
      bool is_last = keeps_last && k == dims.ints.n - 1;
      insert_dim (order, is_last ? n : n_batch, n, (int) wrapped[k], strides);
      n++;
    }
  while (n-- > 0)
    {
      out->strides[order[n]] = stride;
      stride *= MAX (out->sizes[order[n]], 1);
    }
}

static bool
infer_fft (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  bool is_set[TNK_MAX_RANK] = { false };
  TnsValue dims = call->args[1];
  if (!tnk_dtype_is_complex (self.dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME, "Expected self.is_complex() to be true, but got "
                                               "false.");
  if (!tns_layout_wrap_dims (dims.ints.items, dims.ints.n, self.rank, is_set, error))
    return false;
  TnsMeta *out = tns_call_add_dense (call, self.dtype, self.device, self.rank, self.sizes);
  lay_out (out, self.strides, dims, false);
  return true;
}

static bool
forward_fft (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnsValue dims = call->args[1];
  TnsScope scope, *s = &scope;
  TnsTensor *x, *out = tns_call_allocate (call, 0, error);
  if (out == NULL || tns_tensor_get_numel (out) == 0)
    return out != NULL;
  tns_scope_init (s);
  x = tns_do (s, to_copy, call->args[0], tns_value_dtype (TNK_COMPLEX128),
              tns_value_device (TNS_CPU));
  for (int k = 0; k < dims.ints.n && s->error == NULL; k++)
    {
      int64_t dim = dims.ints.items[k];
      tns_wrap_dim (&dim, self.rank, &s->error);
      x = tns_do (s, transpose, T (x), I (dim), I (-1));
      x = tns_do (s, clone, T (x), tns_value_string ("contiguous_format"));
      if (x != NULL && transform_lines (x, self.sizes[dim], call->args[3].b, &s->error))
        x = tns_do (s, transpose, T (x), I (dim), I (-1));
    }
  x = tns_do (s, mul, T (x), N (call->args[2].f));
  x = tns_do (s, to_copy, T (x), tns_value_dtype (self.dtype), tns_value_device (self.device));
  if (x != NULL)
    tns_tensor_copy_from (out, x, &s->error);
  return tns_scope_finish (s, error);
}

/* The adjoint of a transform goes the other way round with the same scale. */
static void
fft_grad (TnsGrad *g)
{
  tns_grad_set (g, 0,
                tns_do (g->scope, fft_c2c, T (tns_grad_get_upstream (g, 0)), tns_grad_get_arg (g, 1),
                        tns_grad_get_arg (g, 2), B (!tns_grad_get_arg (g, 3).b)));
}

TNS_OP (fft_c2c) = {
  .schema = "_fft_scaled(Tensor self, int[] dim, float scale, bool forward) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_fft,
  .forward = forward_fft,
  .node = "FftC2CBackward0",
  .backward = fft_grad,
  .formula = "X[k] = scale · Σ x[j] exp (∓2πi j k / n)",
  .derivative = "∂X[k]/∂x[j] = scale · exp (∓2πi j k / n)",
  .narration = "takes {self} apart into waves along dims {dim}",
  .doc = "torch.fft.fft.html",
};

/* ---- real numbers ---- */

/* Wraps the last of the dims (argument 1), where the spectrum is cut in half. */
static int64_t
get_last_dim (TnsValue dims, int rank)
{
  int64_t dim = dims.ints.items[dims.ints.n - 1];
  return dim < 0 ? dim + rank : dim;
}

static bool
infer_real (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  bool is_set[TNK_MAX_RANK] = { false };
  TnsValue dims = call->args[1];
  int64_t last;
  if (!tnk_dtype_is_floating (self.dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected self.is_floating_point() to be true, but got false.");
  if (!tns_layout_wrap_dims (dims.ints.items, dims.ints.n, self.rank, is_set, error))
    return false;
  last = get_last_dim (dims, self.rank);
  if (call->args[3].b)
    self.sizes[last] = self.sizes[last] / 2 + 1;
  lay_out (tns_call_add_dense (call, tns_dtype_get_complex (self.dtype), self.device, self.rank,
                               self.sizes),
           self.strides, dims, true);
  return true;
}

static bool
forward_real (TnsCall *call, GError **error)
{
  const TnsMeta *out = &call->outs[0];
  int64_t last = get_last_dim (call->args[1], out->rank);
  TnsScope scope, *s = &scope;
  TnsTensor *x;
  tns_scope_init (s);
  x = tns_formula_cast (s, call->args[0].tensor, out->dtype);
  x = tns_do (s, fft_c2c, T (x), call->args[1], call->args[2], B (true));
  x = tns_do (s, narrow, T (x), I (last), I (0), I (out->sizes[last]));
  return tns_call_finish_laid_out (call, s, x, error);
}

/* The real part of what the other way round gives; the half that was cut off had no gradient. */
static void
real_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsMeta self = *tns_grad_get_meta (g, 0, 0);
  TnsValue dims = tns_grad_get_arg (g, 1);
  int64_t last = get_last_dim (dims, self.rank);
  TnsTensor *x = tns_do (s, transpose, T (tns_grad_get_upstream (g, 0)), I (last), I (-1));
  int64_t pad[2] = { 0, 0 };
  if (x == NULL)
    return;
  pad[1] = self.sizes[last] - tns_tensor_get_sizes (x)[self.rank - 1];
  if (pad[1] > 0)
    x = tns_do (s, constant_pad_nd, T (x), tns_value_ints (pad, 2), N (0));
  x = tns_do (s, transpose, T (x), I (last), I (-1));
  x = tns_do (s, fft_c2c, T (x), dims, tns_grad_get_arg (g, 2), B (false));
  tns_grad_set (g, 0, tns_do (s, real, T (x)));
}

TNS_OP (fft_r2c) = {
  .schema = "_fft_scaled_real(Tensor self, int[] dim, float scale, bool onesided) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_real,
  .forward = forward_real,
  .node = "FftR2CBackward0",
  .backward = real_grad,
  .formula = "X[k] = scale · Σ x[j] exp (−2πi j k / n)",
  .derivative = "∂X[k]/∂x[j] = scale · exp (−2πi j k / n)",
  .narration = "takes the real numbers of {self} apart into waves along dims {dim}",
  .doc = "torch.fft.rfft.html",
};

static bool
infer_half (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), *out;
  bool is_set[TNK_MAX_RANK] = { false };
  TnsValue dims = call->args[1], first = dims, last = dims;
  int64_t strides[TNK_MAX_RANK];
  if (!tnk_dtype_is_complex (self.dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME, "Expected self.is_complex() to be true, but got "
                                               "false.");
  if (!tns_layout_wrap_dims (dims.ints.items, dims.ints.n, self.rank, is_set, error))
    return false;
  /* One transform after the other: first all dims but the last, whose layout the last one finds. */
  first.ints.n--;
  if (first.ints.n > 0)
    {
      memcpy (strides, self.strides, sizeof strides);
      lay_out (&self, strides, first, false);
    }
  last.ints.items += first.ints.n;
  last.ints.n = 1;
  out = tns_call_add_dense (call, tns_dtype_get_real (self.dtype), self.device, self.rank,
                            self.sizes);
  out->sizes[get_last_dim (dims, self.rank)] = call->args[3].i;
  lay_out (out, self.strides, last, true);
  return true;
}

/* The second half of the spectrum mirrors the first. */
static bool
forward_half (TnsCall *call, GError **error)
{
  TnsValue dims = call->args[1], first = dims;
  int64_t last = get_last_dim (dims, call->outs[0].rank), n = call->args[3].i;
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *mirrored;
  tns_scope_init (s);
  first.ints.n--;
  if (first.ints.n > 0)
    x = tns_do (s, fft_c2c, T (x), first, tns_value_float (1), B (false));
  mirrored = tns_do (s, narrow, T (x), I (last), I (1), I (n - n / 2 - 1));
  mirrored = tns_do (s, flip, T (mirrored), tns_value_ints (&last, 1));
  mirrored = tns_formula_conj (s, mirrored);
  x = tns_do (s, cat, tns_value_tensors ((TnsTensor *[]) { x, mirrored }, 2), I (last));
  x = tns_do (s, fft_c2c, T (x), tns_value_ints (&last, 1), call->args[2], B (false));
  return tns_call_finish_laid_out (call, s, tns_do (s, real, T (x)), error);
}

/* What is mirrored counts twice. */
static void
half_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsMeta self = *tns_grad_get_meta (g, 0, 0);
  TnsValue dims = tns_grad_get_arg (g, 1);
  int64_t last = get_last_dim (dims, self.rank), n = tns_grad_get_arg (g, 3).i;
  int64_t n_mirrored = n - n / 2 - 1;
  int64_t pad[2] = { 1, self.sizes[last] - 1 - n_mirrored };
  TnsTensor *x, *twice;
  x = tns_do (s, fft_r2c, T (tns_grad_get_upstream (g, 0)), dims, tns_grad_get_arg (g, 2), B (true));
  twice = tns_do (s, narrow, T (x), I (last), I (1), I (n_mirrored));
  twice = tns_do (s, transpose, T (twice), I (last), I (-1));
  twice = tns_do (s, constant_pad_nd, T (twice), tns_value_ints (pad, 2), N (0));
  twice = tns_do (s, transpose, T (twice), I (last), I (-1));
  tns_grad_set (g, 0, n_mirrored > 0 ? tns_do (s, add, T (x), T (twice)) : x);
}

TNS_OP (fft_c2r) = {
  .schema = "_fft_scaled_half(Tensor self, int[] dim, float scale, int last_dim_size) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_half,
  .forward = forward_half,
  .node = "FftC2RBackward0",
  .backward = half_grad,
  .formula = "x[j] = scale · Σ X[k] exp (2πi j k / n)",
  .derivative = "∂x[j]/∂X[k] = scale · exp (2πi j k / n), twice where X is mirrored",
  .narration = "puts real numbers together from the half spectrum {self} along dims {dim}",
  .doc = "torch.fft.irfft.html",
};
