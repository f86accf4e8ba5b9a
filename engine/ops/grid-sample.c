/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Images read off at the points of a grid, whose coordinates run from -1 to 1: grid_sampler_2d and
 * grid_sampler_3d.
 *
 * Along each dim a point touches a few pixels, its taps, each with a weight; the result is the sum
 * over all combinations of taps. The gradient of the input puts the weights back to where the taps
 * were; that of a coordinate replaces its weights by their slopes. */
#include "engine/ops/formula.h"

#include <string.h>

#define MAX_DIMS 3
#define MAX_TAPS 4

typedef enum
{
  BILINEAR,
  NEAREST,
  BICUBIC,
} Mode;

typedef enum
{
  ZEROS,
  BORDER,
  REFLECTION,
} Padding;

enum
{
  ARG_INPUT,
  ARG_GRID,
  ARG_MODE,
  ARG_PADDING,
  ARG_ALIGN_CORNERS,
};

/* Along one dim, for all N · P points: pixels, weights, and how the weights move with the point's
 * coordinate in the grid. */
typedef struct
{
  int n;
  TnsTensor *index[MAX_TAPS];
  TnsTensor *weight[MAX_TAPS];
  TnsTensor *slope[MAX_TAPS];
} Taps;

/* What both directions need. @input is [N, C, pixels], @n_points the points of one image. */
typedef struct
{
  int n_dims;
  int64_t n_images, n_channels, n_points, n_pixels;
  TnsTensor *input;
  Taps taps[MAX_DIMS]; /* in the order of the grid's coordinates: the last dim first */
  int64_t strides[MAX_DIMS];
} Sampler;

/* ---- coordinates ---- */

static TnsTensor *
scaled (TnsScope *s, TnsTensor *x, double factor, double offset)
{
  return tns_do (s, add, T (tns_do (s, mul, T (x), N (factor))), N (offset));
}

/* 1 where @low < x < @high, else 0. */
static TnsTensor *
is_inside (TnsScope *s, TnsTensor *x, TnsTensor *like, double low, double high)
{
  TnsTensor *inside = tns_do (s, logical_and, T (tns_do (s, gt, T (x), N (low))),
                              T (tns_do (s, lt, T (x), N (high))));
  return tns_do (s, type_as, T (inside), T (like));
}

/* NaN goes to the first pixel. */
static TnsTensor *
clip (TnsScope *s, TnsTensor *x, int64_t n)
{
  x = tns_do (s, where, T (tns_do (s, isnan, T (x))), N (0), T (x));
  return tns_do (s, clamp, T (x), N (0), N ((double) (n - 1)));
}

/* x mirrored between @low and @high as often as it takes; *@sign turns with every mirror. */
static TnsTensor *
reflect (TnsScope *s, TnsTensor *x, double low, double high, TnsTensor **sign)
{
  double span = high - low;
  TnsTensor *distance, *rest, *flips, *is_odd, *is_below;
  if (span <= 0)
    {
      *sign = tns_do (s, zeros_like, T (x));
      return *sign;
    }
  is_below = tns_do (s, lt, T (x), N (low));
  distance = tns_do (s, abs, T (tns_do (s, sub, T (x), N (low))));
  flips = tns_do (s, floor, T (tns_do (s, div, T (distance), N (span))));
  rest = tns_do (s, fmod, T (distance), N (span));
  is_odd = tns_do (s, ne, T (tns_do (s, fmod, T (flips), N (2))), N (0));
  *sign = tns_do (s, where, T (tns_do (s, ne, T (is_odd), T (is_below))), N (-1), N (1));
  *sign = tns_do (s, type_as, T (*sign), T (x));
  return tns_do (s, where, T (is_odd), T (scaled (s, rest, -1, high)), T (scaled (s, rest, 1, low)));
}

/* A position in pixels as the padding sees it; *@slope (nullable) becomes 0 where it stands still and
 * turns where it is mirrored. */
static TnsTensor *
apply_padding (
    TnsScope *s, TnsTensor *x, int64_t n, Padding padding, bool aligned, TnsTensor **slope)
{
  TnsTensor *sign = NULL;
  if (padding == ZEROS)
    return x;
  if (padding == REFLECTION)
    {
      x = aligned ? reflect (s, x, 0, (double) (n - 1), &sign)
                  : reflect (s, x, -0.5, (double) n - 0.5, &sign);
      if (slope != NULL)
        *slope = tns_do (s, mul, T (*slope), T (sign));
    }
  if (slope != NULL)
    *slope = tns_do (s, mul, T (*slope), T (is_inside (s, x, *slope, 0, (double) (n - 1))));
  return clip (s, x, n);
}

/* ---- taps ---- */

/* Keys' cubic through four pixels with a = -3/4, as PyTorch has it: weight and slope of the pixel at
 * distance @d, which lies between 0 and 1 or (@is_outer) between 1 and 2. */
static TnsTensor *
cubic (TnsScope *s, TnsTensor *d, bool is_outer, bool is_slope)
{
  static const double a = -0.75;
  const double inner_value[] = { a + 2, -(a + 3), 0, 1 };
  const double outer_value[] = { a, -5 * a, 8 * a, -4 * a };
  const double *c = is_outer ? outer_value : inner_value;
  TnsTensor *y;
  if (is_slope)
    {
      y = scaled (s, d, 3 * c[0], 2 * c[1]);
      return tns_do (s, add, T (tns_do (s, mul, T (y), T (d))), N (c[2]));
    }
  y = scaled (s, d, c[0], c[1]);
  y = tns_do (s, add, T (tns_do (s, mul, T (y), T (d))), N (c[2]));
  return tns_do (s, add, T (tns_do (s, mul, T (y), T (d))), N (c[3]));
}

/* Adds a tap at the whole number @at. Outside the image it counts as 0. */
static void
add_tap (TnsScope *s, Taps *taps, TnsTensor *at, int64_t n, TnsTensor *weight, TnsTensor *slope)
{
  TnsTensor *inside = is_inside (s, at, weight, -1, (double) n);
  int k = taps->n++;
  taps->index[k]
      = tns_do (s, to_copy, T (clip (s, at, n)), tns_value_dtype (TNK_INT64));
  taps->weight[k] = tns_do (s, mul, T (weight), T (inside));
  taps->slope[k] = tns_do (s, mul, T (slope), T (inside));
}

static void
add_cubic_taps (
    TnsScope *s, Taps *taps, TnsTensor *x, int64_t n, Padding padding, bool aligned, TnsTensor *slope)
{
  TnsTensor *first = tns_do (s, floor, T (x)), *t = tns_do (s, sub, T (x), T (first));
  for (int k = -1; k <= 2 && s->error == NULL; k++)
    {
      /* Distance |t − k| grows with t on the left of the point and shrinks on its right. */
      int direction = k <= 0 ? 1 : -1;
      bool is_outer = k == -1 || k == 2;
      TnsTensor *d = scaled (s, t, direction, -direction * k);
      TnsTensor *at = apply_padding (s, scaled (s, first, 1, k), n, padding, aligned, NULL);
      TnsTensor *moves = tns_do (s, mul, T (cubic (s, d, is_outer, true)), N (direction));
      add_tap (s, taps, at, n, cubic (s, d, is_outer, false),
               tns_do (s, mul, T (moves), T (slope)));
    }
}

/* @coordinate from -1 to 1, or beyond, along a dim of @n pixels. */
static void
find_taps (TnsScope *s, Taps *taps, TnsTensor *coordinate, int64_t n, const TnsValue *args)
{
  bool aligned = args[ARG_ALIGN_CORNERS].b;
  Padding padding = (Padding) args[ARG_PADDING].i;
  double scale = (double) (aligned ? n - 1 : n) / 2;
  TnsTensor *x = scaled (s, scaled (s, coordinate, 1, 1), scale, aligned ? 0 : -0.5);
  TnsTensor *slope = tns_do (s, full_like, T (x), N (scale)), *first, *t;

  if (args[ARG_MODE].i == BICUBIC)
    {
      add_cubic_taps (s, taps, x, n, padding, aligned, slope);
      return;
    }
  x = apply_padding (s, x, n, padding, aligned, &slope);
  if (args[ARG_MODE].i == NEAREST)
    {
      add_tap (s, taps, tns_do (s, round, T (x)), n, tns_do (s, ones_like, T (x)),
               tns_do (s, zeros_like, T (x)));
      return;
    }
  first = tns_do (s, floor, T (x));
  t = tns_do (s, sub, T (x), T (first));
  add_tap (s, taps, first, n, scaled (s, t, -1, 1), tns_do (s, neg, T (slope)));
  add_tap (s, taps, scaled (s, first, 1, 1), n, t, slope);
}

/* ---- all taps of a point ---- */

static bool
open_sampler (TnsScope *s, Sampler *self, TnsTensor *input, TnsTensor *grid, const TnsValue *args)
{
  TnsMeta image, points;
  int64_t flat[3], rows[2];
  memset (self, 0, sizeof *self);
  tns_tensor_get_meta (input, &image);
  tns_tensor_get_meta (grid, &points);
  self->n_dims = image.rank - 2;
  self->n_images = flat[0] = rows[0] = image.sizes[0];
  self->n_channels = flat[1] = image.sizes[1];
  self->n_pixels = flat[2] = tns_layout_count (image.sizes + 2, self->n_dims);
  self->n_points = rows[1] = tns_layout_count (points.sizes + 1, self->n_dims);
  self->input = tns_do (s, reshape, T (input), tns_value_ints (flat, 3));
  for (int c = 0; c < self->n_dims; c++)
    {
      TnsTensor *coordinate = tns_do (s, select, T (grid), I (-1), I (c));
      coordinate = tns_do (s, reshape, T (coordinate), tns_value_ints (rows, 2));
      find_taps (s, &self->taps[c], coordinate, image.sizes[image.rank - 1 - c], args);
      self->strides[c] = c == 0 ? 1 : self->strides[c - 1] * image.sizes[image.rank - c];
    }
  return s->error == NULL;
}

static int
count_combinations (const Sampler *self)
{
  int n = 1;
  for (int c = 0; c < self->n_dims; c++)
    n *= self->taps[c].n;
  return n;
}

/* Which tap of each coordinate combination @k uses. */
static void
get_combination (const Sampler *self, int k, int *tap)
{
  for (int c = 0; c < self->n_dims; c++)
    {
      tap[c] = k % self->taps[c].n;
      k /= self->taps[c].n;
    }
}

/* Pixels of a combination for every channel: [N, C, P]. */
static TnsTensor *
pixels_of (TnsScope *s, const Sampler *self, const int *tap)
{
  int64_t sizes[] = { self->n_images, self->n_channels, self->n_points };
  TnsTensor *pixels = NULL, *part;
  for (int c = 0; c < self->n_dims; c++)
    {
      part = tns_do (s, mul, T (self->taps[c].index[tap[c]]),
                     tns_value_scalar (tns_scalar_int (self->strides[c])));
      pixels = c == 0 ? part : tns_do (s, add, T (pixels), T (part));
    }
  return tns_do (s, expand, T (tns_do (s, unsqueeze, T (pixels), I (1))),
                 tns_value_ints (sizes, 3));
}

/* Product of the weights of a combination, with the slope in place of the weight of coordinate
 * @moving (-1: none): [N, P]. */
static TnsTensor *
weight_of (TnsScope *s, const Sampler *self, const int *tap, int moving)
{
  TnsTensor *product = NULL, *factor;
  for (int c = 0; c < self->n_dims; c++)
    {
      factor = c == moving ? self->taps[c].slope[tap[c]] : self->taps[c].weight[tap[c]];
      product = c == 0 ? factor : tns_do (s, mul, T (product), T (factor));
    }
  return product;
}

static TnsTensor *
sum_so_far (TnsScope *s, TnsTensor *sum, TnsTensor *part)
{
  return sum == NULL ? part : tns_do (s, add, T (sum), T (part));
}

/* ---- the ops ---- */

static bool
check_grid (const TnsMeta *input, const TnsMeta *grid, GError **error)
{
  int n_dims = input->rank - 2;
  g_autofree char *given = tns_layout_dup_sizes_text (input->sizes, input->rank);
  g_autofree char *points = tns_layout_dup_sizes_text (grid->sizes, grid->rank);
  int64_t first = 0;
  if (!tns_wrap_dim_with_size (&first, input->rank, error)
      || !tns_wrap_dim_with_size (&first, grid->rank, error))
    return false;
  if (input->sizes[0] != grid->sizes[0])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "grid_sampler(): expected grid and input to have same batch size, but got "
                     "input with sizes %s and grid with sizes %s",
                     given, points);
  if (grid->sizes[grid->rank - 1] != n_dims)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "grid_sampler(): expected grid to have size %d in last dimension, but got "
                     "grid with sizes %s",
                     n_dims, points);
  for (int d = 2; d < input->rank; d++)
    if (input->sizes[d] == 0)
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "grid_sampler(): expected input to have non-empty spatial dimensions, but "
                       "input has sizes %s with dimension %d being empty",
                       given, d);
  return true;
}

/* Types and modes are looked at in the loop over what there is to read off, but for the type of
 * volumes. */
static bool
check_kernel (const TnsCall *call,
              const TnsMeta *input,
              const TnsMeta *grid,
              bool is_empty,
              GError **error)
{
  if (!tnk_dtype_is_floating (input->dtype) && (!is_empty || input->rank == 5))
    return tns_refuse_dtype (input->rank == 4 ? "grid_sampler_2d_cpu_kernel_impl"
                                              : "grid_sampler3d_cpu",
                             input->dtype, error);
  if (is_empty)
    return true;
  if (!tns_check_scalar_type (input->dtype, grid->dtype, error))
    return false;
  if (call->args[ARG_MODE].i < BILINEAR || call->args[ARG_MODE].i > BICUBIC
      || call->args[ARG_PADDING].i < ZEROS || call->args[ARG_PADDING].i > REFLECTION)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "grid_sampler(): unknown interpolation or padding mode");
  return true;
}

static bool
infer_sampler (TnsCall *call, GError **error)
{
  TnsMeta input = tns_call_get_meta (call, ARG_INPUT), grid = tns_call_get_meta (call, ARG_GRID);
  int n_dims = g_str_has_suffix (call->schema->name, "3d") ? 3 : 2;
  int64_t sizes[TNK_MAX_RANK];
  if (!check_grid (&input, &grid, error))
    return false;
  if (input.rank != n_dims + 2 || grid.rank != input.rank)
    {
      g_autofree char *given = tns_layout_dup_sizes_text (input.sizes, input.rank);
      g_autofree char *points = tns_layout_dup_sizes_text (grid.sizes, grid.rank);
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "grid_sampler(): expected %dD input and grid with same number of "
                       "dimensions, but got input with sizes %s and grid with sizes %s",
                       n_dims + 2, given, points);
    }
  memcpy (sizes, input.sizes, 2 * sizeof *sizes);
  memcpy (sizes + 2, grid.sizes + 1, (size_t) n_dims * sizeof *sizes);
  if (!check_kernel (call, &input, &grid, tns_layout_count (sizes, input.rank) == 0, error))
    return false;
  tns_call_add_dense (call, input.dtype, input.device, input.rank, sizes);
  return true;
}

static bool
forward_sampler (TnsCall *call, GError **error)
{
  const TnsMeta *out = &call->outs[0];
  Sampler sampler;
  TnsScope scope, *s = &scope;
  TnsTensor *sum = NULL;
  tns_scope_init (s);
  if (tns_layout_count (out->sizes, out->rank) == 0)
    return tns_call_finish (call, s,
                            tns_do (s, new_empty, call->args[ARG_INPUT],
                                    tns_value_ints (out->sizes, out->rank)),
                            error);
  if (!open_sampler (s, &sampler, call->args[ARG_INPUT].tensor, call->args[ARG_GRID].tensor,
                     call->args))
    return tns_scope_finish (s, error);
  for (int k = 0; k < count_combinations (&sampler) && s->error == NULL; k++)
    {
      int tap[MAX_DIMS];
      get_combination (&sampler, k, tap);
      TnsTensor *value = tns_do (s, gather, T (sampler.input), I (2),
                                 T (pixels_of (s, &sampler, tap)));
      TnsTensor *weight = tns_do (s, unsqueeze, T (weight_of (s, &sampler, tap, -1)), I (1));
      sum = sum_so_far (s, sum, tns_do (s, mul, T (value), T (weight)));
    }
  /* Outside the image there is 0, not -0. */
  sum = tns_do (s, add, T (sum), N (0));
  sum = tns_do (s, unsafe_view, T (sum),
                tns_value_ints (out->sizes, out->rank));
  return tns_call_finish (call, s, sum, error);
}

static TnsTensor *
input_gradient (TnsScope *s, const Sampler *sampler, TnsTensor *upstream)
{
  TnsTensor *sum = tns_do (s, zeros_like, T (sampler->input));
  for (int k = 0; k < count_combinations (sampler) && s->error == NULL; k++)
    {
      int tap[MAX_DIMS];
      get_combination (sampler, k, tap);
      TnsTensor *weight = tns_do (s, unsqueeze, T (weight_of (s, sampler, tap, -1)), I (1));
      TnsTensor *part = tns_do (s, mul, T (upstream), T (weight));
      sum = tns_do (s, scatter_add, T (sum), I (2), T (pixels_of (s, sampler, tap)), T (part));
    }
  return sum;
}

/* [N, P, dims] */
static TnsTensor *
grid_gradient (TnsScope *s, const Sampler *sampler, TnsTensor *upstream)
{
  TnsTensor *sums[MAX_DIMS] = { NULL };
  for (int k = 0; k < count_combinations (sampler) && s->error == NULL; k++)
    {
      int tap[MAX_DIMS];
      get_combination (sampler, k, tap);
      TnsTensor *value = tns_do (s, gather, T (sampler->input), I (2),
                                 T (pixels_of (s, sampler, tap)));
      value = tns_do (s, sum, T (tns_do (s, mul, T (value), T (upstream))), I (1));
      for (int c = 0; c < sampler->n_dims; c++)
        sums[c] = sum_so_far (
            s, sums[c], tns_do (s, mul, T (value), T (weight_of (s, sampler, tap, c))));
    }
  return tns_do (s, stack, tns_value_tensors (sums, sampler->n_dims), I (-1));
}

static void
sampler_grad (TnsGrad *g)
{
  Sampler sampler;
  TnsScope *s = g->scope;
  TnsMeta input = *tns_grad_get_meta (g, ARG_INPUT, 0), grid = *tns_grad_get_meta (g, ARG_GRID, 0);
  TnsValue args[ARG_ALIGN_CORNERS + 1];
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  for (int k = 0; k <= ARG_ALIGN_CORNERS; k++)
    args[k] = tns_grad_get_arg (g, k);
  if (!open_sampler (s, &sampler, args[ARG_INPUT].tensor, args[ARG_GRID].tensor, args))
    return;
  upstream = tns_do (
      s, reshape, T (upstream),
      tns_value_ints (
          (int64_t[]) { sampler.n_images, sampler.n_channels, sampler.n_points }, 3));
  if (tns_grad_wants (g, ARG_INPUT))
    tns_grad_set (g, ARG_INPUT,
                  tns_do (s, reshape, T (input_gradient (s, &sampler, upstream)),
                          tns_value_ints (input.sizes, input.rank)));
  if (tns_grad_wants (g, ARG_GRID))
    tns_grad_set (g, ARG_GRID,
                  tns_do (s, reshape, T (grid_gradient (s, &sampler, upstream)),
                          tns_value_ints (grid.sizes, grid.rank)));
}

#define SAMPLER_OP(id, node_name)                                                                  \
  TNS_OP (id) = {                                                                                  \
    .schema = #id "(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, "         \
              "bool align_corners) -> Tensor",                                                     \
    .category = TNS_CATEGORY_NETWORK,                                                              \
    .flags = TNS_AS_FUNCTION,                                                                      \
    .infer = infer_sampler,                                                                        \
    .forward = forward_sampler,                                                                    \
    .node = node_name,                                                                             \
    .saves = "input for input; grid for input; input for grid; grid for grid",                     \
    .backward = sampler_grad,                                                                      \
    .formula = "y[n, c, p] = Σ w(p) · x[n, c, pixels around p]",                                   \
    .derivative = "∂y/∂x = the weights; ∂y/∂p = the slopes of the weights · x",                    \
    .narration = "reads {input} {shape:input} off at the points of {grid}: {shape:result}",        \
    .doc = "torch.nn.functional.grid_sample.html",                                                 \
  };

SAMPLER_OP (grid_sampler_2d, "GridSampler2DBackward0")
SAMPLER_OP (grid_sampler_3d, "GridSampler3DBackward0")

static bool
forward_grid_sampler (TnsCall *call, GError **error)
{
  TnsMeta input = tns_call_get_meta (call, ARG_INPUT), grid = tns_call_get_meta (call, ARG_GRID);
  const TnsOp *op = input.rank == 4 ? &tns_op_grid_sampler_2d : &tns_op_grid_sampler_3d;
  TnsScope scope;
  if (!check_grid (&input, &grid, error))
    return false;
  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, tns_scope_call (&scope, op, false, call->args, 5), error);
}

TNS_OP (grid_sampler) = {
  .schema = "grid_sampler(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, "
            "bool align_corners) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_FUNCTION,
  .forward = forward_grid_sampler,
  .formula = "y[n, c, p] = Σ w(p) · x[n, c, pixels around p]",
  .derivative = "∂y/∂x = the weights; ∂y/∂p = the slopes of the weights · x",
  .narration = "reads {input} {shape:input} off at the points of {grid}: {shape:result}",
  .doc = "torch.nn.functional.grid_sample.html",
};
