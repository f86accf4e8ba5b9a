/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Random tensors: rand, randn, randint and their relatives, and the in-place fills uniform_,
 * normal_, random_, exponential_, bernoulli_. Streams are bit-equal to PyTorch's on the CPU; other
 * devices get the same numbers by copy. */
#include "engine/ops/formula.h"
#include "engine/ops/random.h"

#include <float.h>
#include <math.h>

/* ---- checks ---- */

/* Below these bounds every whole number has a place of its own in the type. */
static void
get_range (TnkDtype dtype, double *lowest, double *highest)
{
  static const double ranges[][2] = {
    [TNK_BOOL] = { 0, 1 },
    [TNK_UINT8] = { 0, 255 },
    [TNK_INT8] = { -128, 127 },
    [TNK_INT16] = { -32768, 32767 },
    [TNK_INT32] = { G_MININT32, G_MAXINT32 },
    [TNK_INT64] = { (double) G_MININT64, (double) G_MAXINT64 },
    [TNK_FLOAT16] = { -65504, 65504 },
    [TNK_BFLOAT16] = { -FLT_MAX, FLT_MAX },
    [TNK_FLOAT32] = { -FLT_MAX, FLT_MAX },
    [TNK_FLOAT64] = { -DBL_MAX, DBL_MAX },
    [TNK_COMPLEX64] = { -FLT_MAX, FLT_MAX },
    [TNK_COMPLEX128] = { -DBL_MAX, DBL_MAX },
  };
  *lowest = ranges[dtype][0];
  *highest = ranges[dtype][1];
}

static bool
check_uniform (const TnsDraw *draw, TnkDtype dtype, GError **error)
{
  double lowest, highest;
  if (tnk_dtype_is_integral (dtype))
    return tns_refuse_dtype ("check_uniform_bounds", dtype, error);
  get_range (dtype, &lowest, &highest);
  if (!(draw->a >= lowest && draw->a <= highest))
    return tns_fail (error, TNS_ERROR_RUNTIME, "from is out of bounds for %s",
                     tns_dtype_get_c_name (dtype));
  if (!(draw->b >= lowest && draw->b <= highest))
    return tns_fail (error, TNS_ERROR_RUNTIME, "to is out of bounds for %s",
                     tns_dtype_get_c_name (dtype));
  if (draw->a > draw->b)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "uniform_ expects to return a [from, to) range, but found from=%g > to=%g",
                     draw->a, draw->b);
  if (draw->b - draw->a > highest)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "uniform_ expects to-from <= std::numeric_limits<%s>::max(), but found to=%g and "
        "from=%g which result in to-from to exceed the limit",
        tns_dtype_get_scalar_type_name (dtype), draw->b, draw->a);
  return true;
}

static bool
check_integers (const TnsDraw *draw, TnkDtype dtype, GError **error)
{
  double lowest, highest;
  if (tnk_dtype_is_complex (dtype))
    return tns_refuse_dtype ("check_random_bounds", dtype, error);
  get_range (dtype, &lowest, &highest);
  if (draw->low >= draw->high)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "random_ expects 'from' to be less than 'to', but got from=%" G_GINT64_FORMAT
                     " >= to=%" G_GINT64_FORMAT,
                     draw->low, draw->high);
  if ((double) draw->low < lowest || (double) draw->low > highest)
    return tns_fail (error, TNS_ERROR_RUNTIME, "from is out of bounds for %s",
                     tns_dtype_get_c_name (dtype));
  if ((double) (draw->high - 1) < lowest || (double) (draw->high - 1) > highest)
    return tns_fail (error, TNS_ERROR_RUNTIME, "to - 1 is out of bounds for %s",
                     tns_dtype_get_c_name (dtype));
  return true;
}

static bool
check_draw (const TnsDraw *draw, TnkDtype dtype, GError **error)
{
  switch (draw->kind)
    {
    case TNS_DRAW_UNIFORM:
      return check_uniform (draw, dtype, error);
    case TNS_DRAW_NORMAL:
      if (!(draw->b >= 0))
        return tns_fail (error, TNS_ERROR_RUNTIME, "normal expects std >= 0.0, but found std %g",
                         draw->b);
      return !tnk_dtype_is_integral (dtype) || tns_refuse_dtype ("normal_kernel_cpu", dtype, error);
    case TNS_DRAW_INTEGERS:
      return check_integers (draw, dtype, error);
    case TNS_DRAW_ANY:
      return !tnk_dtype_is_complex (dtype) || tns_refuse_dtype ("random_kernel_cpu", dtype, error);
    case TNS_DRAW_EXPONENTIAL:
      if (!(draw->a > 0))
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "exponential_ expects lambda > 0.0, but found lambda=%g", draw->a);
      return tnk_dtype_is_floating (dtype) || tns_refuse_dtype ("exponential_cpu", dtype, error);
    case TNS_DRAW_BERNOULLI:
      if (!(draw->a >= 0 && draw->a <= 1))
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "bernoulli_ expects p to be in [0, 1], but got p=%g", draw->a);
      return !tnk_dtype_is_complex (dtype)
             || tns_refuse_dtype ("bernoulli_scalar_cpu_", dtype, error);
    }
  return true;
}

/* ---- drawing into a row ---- */

/* The type in which the stream delivers: what the kernels take, wide enough for the rest. */
static TnkDtype
get_row_dtype (const TnsDraw *draw, TnkDtype dtype)
{
  if (draw->kind == TNS_DRAW_EXPONENTIAL || draw->kind == TNS_DRAW_BERNOULLI)
    return TNK_FLOAT64;
  return draw->kind == TNS_DRAW_ANY || draw->has_no_end ? TNK_INT64 : dtype;
}

/* PyTorch's uniform_int_distribution: the remainder that leaves every exact whole number. */
static int64_t
draw_any (TnkRandom *random, TnkDtype dtype)
{
  switch (dtype)
    {
    case TNK_INT64:
      return (int64_t) (tnk_random_next_u64 (random) % ((uint64_t) G_MAXINT64 + 1));
    case TNK_FLOAT64:
      return (int64_t) (tnk_random_next_u64 (random) % ((UINT64_C (1) << 53) + 1));
    case TNK_FLOAT32:
      return tnk_random_next_u32 (random) % ((UINT32_C (1) << 24) + 1);
    case TNK_FLOAT16:
      return tnk_random_next_u32 (random) % ((UINT32_C (1) << 11) + 1);
    case TNK_BFLOAT16:
      return tnk_random_next_u32 (random) % ((UINT32_C (1) << 8) + 1);
    case TNK_BOOL:
      return tnk_random_next_u32 (random) & 1;
    case TNK_UINT8:
      return tnk_random_next_u32 (random) % 256;
    case TNK_INT8:
      return tnk_random_next_u32 (random) % 128;
    case TNK_INT16:
      return tnk_random_next_u32 (random) % 32768;
    default:
      return tnk_random_next_u32 (random) % (UINT32_C (1) << 31);
    }
}

/* From @low to the largest int64, which a half-open range cannot name. */
static int64_t
draw_without_end (TnkRandom *random, int64_t low)
{
  uint64_t range = (uint64_t) G_MAXINT64 - (uint64_t) low + 1;
  uint64_t bits = range >> 32 != 0 ? tnk_random_next_u64 (random) : tnk_random_next_u32 (random);
  return (int64_t) ((range != 0 ? bits % range : bits) + (uint64_t) low);
}

/* One draw after the other, in double: what PyTorch does for tensors that are not contiguous. Below
 * 16 elements the kernel does that. */
static TnkStatus
draw_normal_serially (TnkRandom *random, char *row, TnkDtype dtype, int64_t n, const TnsDraw *draw)
{
  TnkStatus status = TNK_OK;
  for (int64_t k = 0; k < n && status == TNK_OK; k += 15)
    status = tnk_random_normal (random, row + k * (int64_t) tnk_dtype_size (dtype), dtype,
                                MIN (n - k, 15), draw->a, draw->b);
  return status;
}

/* @dtype: of the tensor that the row is for. */
static TnkStatus
draw_row (TnkRandom *random, void *row, TnkDtype dtype, int64_t n, const TnsDraw *draw,
          bool is_contiguous)
{
  double *reals = row;
  int64_t *wholes = row;
  TnkStatus status;
  switch (draw->kind)
    {
    case TNS_DRAW_UNIFORM:
      return tnk_random_uniform (random, row, dtype, n, draw->a, draw->b);
    case TNS_DRAW_NORMAL:
      if (!is_contiguous)
        return draw_normal_serially (random, row, dtype, n, draw);
      return tnk_random_normal (random, row, dtype, n, draw->a, draw->b);
    case TNS_DRAW_INTEGERS:
      if (!draw->has_no_end)
        return tnk_random_integers (random, row, dtype, n, draw->low, draw->high);
      for (int64_t k = 0; k < n; k++)
        wholes[k] = draw_without_end (random, draw->low);
      return TNK_OK;
    case TNS_DRAW_ANY:
      for (int64_t k = 0; k < n; k++)
        wholes[k] = draw_any (random, dtype);
      return TNK_OK;
    case TNS_DRAW_EXPONENTIAL:
      status = tnk_random_uniform (random, reals, TNK_FLOAT64, n, 0, 1);
      for (int64_t k = 0; k < n; k++)
        reals[k] = -1 / draw->a * log1p (-reals[k]);
      return status;
    case TNS_DRAW_BERNOULLI:
      status = tnk_random_uniform (random, reals, TNK_FLOAT64, n, 0, 1);
      for (int64_t k = 0; k < n; k++)
        reals[k] = reals[k] < draw->a;
      return status;
    }
  return TNK_UNSUPPORTED;
}

/* ---- filling a tensor ---- */

TnsGenerator *
tns_random_get_generator (const TnsValue *generator)
{
  return generator->kind == TNS_GENERATOR && generator->generator != NULL
             ? generator->generator
             : tns_generator_get_default ();
}

/* Complex elements as pairs of reals along one more dim. */
static void
split_complex (TnsMeta *meta)
{
  meta->dtype = tns_dtype_get_real (meta->dtype);
  for (int d = 0; d < meta->rank; d++)
    meta->strides[d] *= 2;
  meta->offset_elems *= 2;
  meta->sizes[meta->rank] = 2;
  meta->strides[meta->rank++] = 1;
}

/* Dims from the largest stride to the smallest, as the iterator of PyTorch walks a tensor. */
static void
sort_dims_by_stride (TnsMeta *meta)
{
  for (int i = 1; i < meta->rank; i++)
    for (int at = i; at > 0 && meta->strides[at] > meta->strides[at - 1]; at--)
      {
        int64_t size = meta->sizes[at], stride = meta->strides[at];
        meta->sizes[at] = meta->sizes[at - 1];
        meta->strides[at] = meta->strides[at - 1];
        meta->sizes[at - 1] = size;
        meta->strides[at - 1] = stride;
      }
}

bool
tns_random_fill (TnsTensor *out, const TnsDraw *draw, const TnsValue *generator, GError **error)
{
  TnsMeta window;
  TnsDraw own = *draw;
  tns_tensor_get_meta (out, &window);
  int64_t n = tns_tensor_get_numel (out);
  if (!check_draw (draw, window.dtype, error))
    return false;
  if (n == 0 || window.device.type == TNS_DEVICE_META)
    return true;
  bool is_contiguous = tns_layout_is_contiguous (&window);
  if (tnk_dtype_is_complex (window.dtype))
    {
      if (window.rank == TNK_MAX_RANK)
        return tns_layout_check_sizes (window.sizes, window.rank + 1, error);
      split_complex (&window);
      n *= 2;
      /* Half of the variance for each part. */
      own.b = draw->kind == TNS_DRAW_NORMAL ? draw->b / sqrt (2) : draw->b;
    }
  if (!is_contiguous)
    sort_dims_by_stride (&window);
  TnkDtype row_dtype = get_row_dtype (draw, window.dtype);
  g_autoptr (TnsTensor) row
      = tns_tensor_new_dense (row_dtype, TNS_CPU, window.rank, window.sizes, error);
  if (row == NULL)
    return false;
  TnsGenerator *source = tns_random_get_generator (generator);
  TnkRandom *random = tns_generator_lock (source);
  TnkStatus status
      = draw_row (random, tns_tensor_get_data (row), window.dtype, n, &own, is_contiguous);
  tns_generator_unlock (source);
  TnsMeta row_meta;
  tns_tensor_get_meta (row, &row_meta);
  return tns_check_status (status, "random_", window.dtype, error)
         && tns_window_copy (out, &window, row, &row_meta, error);
}

/* ---- fresh tensors ---- */

static bool
fill_fresh (TnsCall *call, TnsDraw draw, int generator, GError **error)
{
  TnsTensor *out = tns_call_allocate (call, 0, error);
  return out != NULL && tns_random_fill (out, &draw, &call->args[generator], error);
}

static bool
infer_rand (TnsCall *call, GError **error)
{
  return tns_call_add_fresh (call, 0, 2, tns_dtype_get_default (), error);
}

static bool
infer_randint (TnsCall *call, GError **error)
{
  return tns_call_add_fresh (call, 1, 3, TNK_INT64, error);
}

static bool
infer_randint_low (TnsCall *call, GError **error)
{
  return tns_call_add_fresh (call, 2, 4, TNK_INT64, error);
}

static bool
infer_like (TnsCall *call, GError **error)
{
  return tns_call_add_like (call, 2, error);
}

static bool
infer_randint_like (TnsCall *call, GError **error)
{
  return tns_call_add_like (call, 3, error);
}

static bool
infer_randint_like_low (TnsCall *call, GError **error)
{
  return tns_call_add_like (call, 4, error);
}

static bool
forward_rand (TnsCall *call, GError **error)
{
  return fill_fresh (call, (TnsDraw) { .kind = TNS_DRAW_UNIFORM, .b = 1 }, 1, error);
}

static bool
forward_randn (TnsCall *call, GError **error)
{
  return fill_fresh (call, (TnsDraw) { .kind = TNS_DRAW_NORMAL, .b = 1 }, 1, error);
}

static bool
forward_randint (TnsCall *call, GError **error)
{
  return fill_fresh (call, (TnsDraw){ .kind = TNS_DRAW_INTEGERS, .high = call->args[0].i }, 2,
                     error);
}

static bool
forward_randint_low (TnsCall *call, GError **error)
{
  TnsDraw draw = { .kind = TNS_DRAW_INTEGERS, .low = call->args[0].i, .high = call->args[1].i };
  return fill_fresh (call, draw, 3, error);
}

static bool
forward_randint_like (TnsCall *call, GError **error)
{
  return fill_fresh (call, (TnsDraw){ .kind = TNS_DRAW_INTEGERS, .high = call->args[1].i }, 2,
                     error);
}

static bool
forward_randint_like_low (TnsCall *call, GError **error)
{
  TnsDraw draw = { .kind = TNS_DRAW_INTEGERS, .low = call->args[1].i, .high = call->args[2].i };
  return fill_fresh (call, draw, 3, error);
}

#define FRESH_OP .category = TNS_CATEGORY_RANDOM, .flags = TNS_AS_FUNCTION | TNS_NO_GRAD
#define GENERATOR_PARAM "Generator? generator=None"

TNS_OP (rand) = {
  FRESH_OP,
  .schema = "rand(int[] size, *, " GENERATOR_PARAM ", " TNS_FACTORY_PARAMS ") -> Tensor",
  .infer = infer_rand,
  .forward = forward_rand,
  .formula = "y ~ U[0, 1)",
  .narration = "draws {shape:result} numbers evenly from 0 to 1",
  .doc = "torch.rand.html",
};

TNS_OP (randn) = {
  FRESH_OP,
  .schema = "randn(int[] size, *, " GENERATOR_PARAM ", " TNS_FACTORY_PARAMS ") -> Tensor",
  .infer = infer_rand,
  .forward = forward_randn,
  .formula = "y ~ N(0, 1)",
  .narration = "draws {shape:result} numbers from the standard normal distribution",
  .doc = "torch.randn.html",
};

TNS_OP (randint) = {
  FRESH_OP,
  .schema
  = "randint(int high, int[] size, *, " GENERATOR_PARAM ", " TNS_FACTORY_PARAMS ") -> Tensor",
  .infer = infer_randint,
  .forward = forward_randint,
  .formula = "y ~ {0, …, high − 1}",
  .narration = "draws {shape:result} whole numbers from 0 up to, but not including, {high}",
  .doc = "torch.randint.html",
};

TNS_OP (randint_low) = {
  FRESH_OP,
  .schema = "randint.low(int low, int high, int[] size, *, " GENERATOR_PARAM ", " TNS_FACTORY_PARAMS
            ") -> Tensor",
  .infer = infer_randint_low,
  .forward = forward_randint_low,
  .formula = "y ~ {low, …, high − 1}",
  .narration = "draws {shape:result} whole numbers from {low} up to, but not including, {high}",
  .doc = "torch.randint.html",
};

TNS_OP (rand_like) = {
  FRESH_OP,
  .schema = "rand_like(Tensor self, *, " GENERATOR_PARAM ", " TNS_LIKE_PARAMS ") -> Tensor",
  .infer = infer_like,
  .forward = forward_rand,
  .formula = "y ~ U[0, 1)",
  .narration = "draws numbers evenly from 0 to 1 in the shape of {self}",
  .doc = "torch.rand_like.html",
};

TNS_OP (randn_like) = {
  FRESH_OP,
  .schema = "randn_like(Tensor self, *, " GENERATOR_PARAM ", " TNS_LIKE_PARAMS ") -> Tensor",
  .infer = infer_like,
  .forward = forward_randn,
  .formula = "y ~ N(0, 1)",
  .narration = "draws from the standard normal distribution in the shape of {self}",
  .doc = "torch.randn_like.html",
};

TNS_OP (randint_like) = {
  FRESH_OP,
  .schema
  = "randint_like(Tensor self, int high, *, " GENERATOR_PARAM ", " TNS_LIKE_PARAMS ") -> Tensor",
  .infer = infer_randint_like,
  .forward = forward_randint_like,
  .formula = "y ~ {0, …, high − 1}",
  .narration = "draws whole numbers below {high} in the shape of {self}",
  .doc = "torch.randint_like.html",
};

TNS_OP (randint_like_low) = {
  FRESH_OP,
  .schema = "randint_like.low(Tensor self, int low, int high, *, " GENERATOR_PARAM
            ", " TNS_LIKE_PARAMS ") -> Tensor",
  .infer = infer_randint_like_low,
  .forward = forward_randint_like_low,
  .formula = "y ~ {low, …, high − 1}",
  .narration = "draws whole numbers from {low} to below {high} in the shape of {self}",
  .doc = "torch.randint_like.html",
};

/* ---- in place ---- */

static bool
fill_self (TnsCall *call, TnsDraw draw, int generator, GError **error)
{
  TnsTensor *self = call->args[0].tensor;
  tns_call_return (call, 0, self);
  return tns_random_fill (self, &draw, &call->args[generator], error);
}

static bool
infer_self (TnsCall *call, GError **error)
{
  tns_call_add_view (call, 0);
  return true;
}

/* Nothing of the old values is left. */
static void
zero_backward (TnsGrad *g)
{
  tns_grad_set (g, 0, tns_do (g->scope, zeros_like, T (tns_grad_get_upstream (g, 0))));
}

static bool
forward_uniform (TnsCall *call, GError **error)
{
  TnsDraw draw = { .kind = TNS_DRAW_UNIFORM, .a = call->args[1].f, .b = call->args[2].f };
  return fill_self (call, draw, 3, error);
}

static bool
forward_normal (TnsCall *call, GError **error)
{
  TnsDraw draw = { .kind = TNS_DRAW_NORMAL, .a = call->args[1].f, .b = call->args[2].f };
  return fill_self (call, draw, 3, error);
}

static bool
forward_exponential (TnsCall *call, GError **error)
{
  return fill_self (call, (TnsDraw){ .kind = TNS_DRAW_EXPONENTIAL, .a = call->args[1].f }, 2,
                    error);
}

static bool
forward_bernoulli_float (TnsCall *call, GError **error)
{
  return fill_self (call, (TnsDraw) { .kind = TNS_DRAW_BERNOULLI, .a = call->args[1].f }, 2, error);
}

static bool
forward_random (TnsCall *call, GError **error)
{
  return fill_self (call, (TnsDraw) { .kind = TNS_DRAW_ANY }, 1, error);
}

static bool
forward_random_to (TnsCall *call, GError **error)
{
  return fill_self (call, (TnsDraw){ .kind = TNS_DRAW_INTEGERS, .high = call->args[1].i }, 2,
                    error);
}

/* Without an end: up to the largest number of the type. */
static bool
forward_random_from (TnsCall *call, GError **error)
{
  double lowest, highest;
  TnsDraw draw = { .kind = TNS_DRAW_INTEGERS, .low = call->args[1].i, .high = G_MAXINT64 };
  get_range (call->outs[0].dtype, &lowest, &highest);
  if (call->args[2].kind == TNS_INT)
    draw.high = call->args[2].i;
  else if (highest < (double) G_MAXINT64)
    draw.high = (int64_t) highest + 1;
  else
    draw.has_no_end = true;
  return fill_self (call, draw, 3, error);
}

#define FILL_OP                                                                                    \
  .category = TNS_CATEGORY_RANDOM, .flags = TNS_AS_METHOD | TNS_ONLY_INPLACE, .infer = infer_self, \
  .backward = zero_backward, .derivative = "nothing of the old x is left"

TNS_OP (uniform) = {
  FILL_OP,
  .schema = "uniform_(Tensor self, float from=0, float to=1, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_uniform,
  .node = "UniformBackward0",
  .formula = "x ~ U[from, to)",
  .narration = "fills {self} with numbers drawn evenly from {from} to {to}",
  .doc = "torch.Tensor.uniform_.html",
};

TNS_OP (normal_inplace) = {
  FILL_OP,
  .schema = "normal_(Tensor self, float mean=0, float std=1, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_normal,
  .node = "NormalBackward0",
  .formula = "x ~ N(mean, std²)",
  .narration = "fills {self} from the normal distribution with mean {mean} and deviation {std}",
  .doc = "torch.Tensor.normal_.html",
};

TNS_OP (exponential) = {
  FILL_OP,
  .schema = "exponential_(Tensor self, float lambd=1, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_exponential,
  .node = "ExponentialBackward0",
  .formula = "x ~ λ · e^(−λx)",
  .narration = "fills {self} from the exponential distribution with rate {lambd}",
  .doc = "torch.Tensor.exponential_.html",
};

TNS_OP (bernoulli_inplace_float) = {
  FILL_OP,
  .schema = "bernoulli_.float(Tensor self, float p=0.5, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_bernoulli_float,
  .node = "BernoulliBackward2",
  .formula = "x = 1 with probability p, else 0",
  .narration = "fills {self} with ones and zeros, a one with probability {p}",
  .doc = "torch.Tensor.bernoulli_.html",
};

TNS_OP (random) = {
  FILL_OP,
  .schema = "random_(Tensor self, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_random,
  .node = "RandomBackward2",
  .formula = "x ~ whole numbers that the type holds exactly",
  .narration = "fills {self} with whole numbers of the range of its type",
  .doc = "torch.Tensor.random_.html",
};

TNS_OP (random_to) = {
  FILL_OP,
  .schema = "random_.to(Tensor self, int to, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_random_to,
  .node = "RandomBackward1",
  .formula = "x ~ {0, …, to − 1}",
  .narration = "fills {self} with whole numbers below {to}",
  .doc = "torch.Tensor.random_.html",
};

TNS_OP (random_from) = {
  FILL_OP,
  .schema = "random_.from(Tensor self, int from, int? to, *, " GENERATOR_PARAM ") -> Tensor",
  .forward = forward_random_from,
  .node = "RandomBackward0",
  .formula = "x ~ {from, …, to − 1}",
  .narration = "fills {self} with whole numbers from {from} to below {to}",
  .doc = "torch.Tensor.random_.html",
};
