/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* How many values fall between edges: histc, with evenly spaced bins, and histogram, with edges that
 * are given. Python's torch.histogram and torch.histogramdd make the edges where there are none yet.
 * Counting is done on the host. */
#include "engine/ops/formula.h"

#include <math.h>

/* ---- histc ---- */

static bool
check_histc (TnsCall *call, GError **error)
{
  int64_t bins = call->args[1].i;
  if (bins <= 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.histogram(): bins must be > 0, but got %" G_GINT64_FORMAT
                     " for dimension 0",
                     bins);
  return tns_scalar_check_fits (call->args[2].scalar, TNK_FLOAT64, error)
         && tns_scalar_check_fits (call->args[3].scalar, TNK_FLOAT64, error);
}

static bool
infer_histc (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  if (!check_histc (call, error))
    return false;
  tns_call_add_dense (call, self.dtype, self.device, 1, &call->args[1].i);
  return true;
}

/* Equal limits stand for those of the values; equal values, for one to either side. */
static bool
get_limits (TnsScope *s, const TnsCall *call, double *low, double *high)
{
  *low = tns_scalar_to_double (call->args[2].scalar);
  *high = tns_scalar_to_double (call->args[3].scalar);
  if (*low == *high && tns_tensor_get_numel (call->args[0].tensor) > 0)
    {
      TnsTensor *limits[2] = { NULL, NULL };
      tns_scope_call_many (s, &tns_op_aminmax, call->args, 1, limits, 2);
      *low = tns_formula_item (s, limits[0]);
      *high = tns_formula_item (s, limits[1]);
    }
  if (*low == *high)
    {
      *low -= 1;
      *high += 1;
    }
  if (s->error != NULL)
    return false;
  if (!isfinite (*low) || !isfinite (*high))
    return tns_fail (&s->error, TNS_ERROR_RUNTIME, "torch.histc: range of [%g, %g] is not finite",
                     *low, *high);
  return *low < *high
         || tns_fail (&s->error, TNS_ERROR_RUNTIME, "torch.histc: max must be larger than min");
}

/* The edges are made in the type of the values, where there are any edges of it. */
static bool
check_edges_fit (double low, double high, TnkDtype dtype, GError **error)
{
  if (dtype == TNK_BOOL)
    return tns_refuse_dtype ("linspace_cpu", dtype, error);
  return tns_scalar_check_fits (tns_scalar_float (low), dtype, error)
         && tns_scalar_check_fits (tns_scalar_float (high), dtype, error);
}

/* Distance from the lower limit in bins, rounded at each step as the type of the values rounds. */
static TnsTensor *
find_places (TnsScope *s, TnsTensor *x, TnsTensor *low, TnsTensor *high, int64_t n_bins)
{
  TnsTensor *place = tns_do (s, sub, T (x), T (low));
  place = tns_do (s, mul, T (place), tns_value_scalar (tns_scalar_int (n_bins)));
  return tns_do (s, div, T (place), T (tns_do (s, sub, T (high), T (low))));
}

/* Beyond this count a type cannot add 1. */
static double
get_most (TnkDtype dtype)
{
  switch (dtype)
    {
    case TNK_BFLOAT16:
      return 1 << 8;
    case TNK_FLOAT16:
      return 1 << 11;
    case TNK_FLOAT32:
      return 1 << 24;
    default:
      return G_MAXDOUBLE;
    }
}

/* Adds to @counts, on the host, what of @x lies from @low to @high. */
static void
count_evenly (TnsScope *s,
              TnsTensor *x,
              TnsTensor *low,
              TnsTensor *high,
              TnsTensor *counts,
              TnkDtype dtype)
{
  TnsTensor *places, *inside;
  int64_t n_bins = counts != NULL ? tns_tensor_get_numel (counts) : 0;
  TnsValue value;
  inside = tns_do (s, logical_and, T (tns_do (s, ge, T (x), T (low))),
                   T (tns_do (s, le, T (x), T (high))));
  value = T (inside);
  inside = tns_formula_to_host (s, &value, TNK_BOOL);
  value = T (find_places (s, x, low, high, n_bins));
  places = tns_formula_to_host (s, &value, TNK_FLOAT64);
  if (s->error != NULL)
    return;
  const double *place = tns_tensor_get_data (places);
  const bool *is_inside = tns_tensor_get_data (inside);
  double *count = tns_tensor_get_data (counts), most = get_most (dtype);
  for (int64_t i = 0; i < tns_tensor_get_numel (places); i++)
    if (is_inside[i])
      {
        int64_t bin = place[i] < (double) n_bins ? (int64_t) place[i] : n_bins - 1;
        count[bin] = MIN (count[bin] + 1, most);
      }
}

static bool
forward_histc (TnsCall *call, GError **error)
{
  TnsTensor *counts, *limits[2];
  const TnsMeta *out = &call->outs[0];
  double low, high;
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  if (!get_limits (s, call, &low, &high) || !check_edges_fit (low, high, out->dtype, &s->error))
    return tns_scope_finish (s, error);
  if (!tnk_dtype_is_floating (out->dtype))
    {
      tns_refuse_dtype ("histogram_cpu", out->dtype, &s->error);
      return tns_scope_finish (s, error);
    }
  limits[0] = tns_do (s, scalar_tensor, N (low), tns_value_dtype (out->dtype), TNS_VALUE_NONE,
                      tns_value_device (out->device));
  limits[1] = tns_do (s, scalar_tensor, N (high), tns_value_dtype (out->dtype), TNS_VALUE_NONE,
                      tns_value_device (out->device));
  counts = tns_scope_take (
      s, tns_tensor_new_zeros (TNK_FLOAT64, TNS_CPU, 1, out->sizes, &s->error));
  count_evenly (s, call->args[0].tensor, limits[0], limits[1], counts, out->dtype);
  counts = tns_do (s, to_copy, T (counts), tns_value_dtype (out->dtype),
                   tns_value_device (out->device));
  return tns_call_finish (call, s, counts, error);
}

TNS_OP (histc) = {
  .schema = "histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_NO_GRAD,
  .infer = infer_histc,
  .forward = forward_histc,
  .formula = "y[k] = number of elements in bin k",
  .narration = "counts how many elements of {self} fall into each of {bins} bins",
  .doc = "torch.histc.html",
};

/* ---- histograms between given edges ---- */

enum
{
  ARG_SELF,
  ARG_BINS,
  ARG_WEIGHT,
  ARG_DENSITY,
};

static bool
check_edges (const TnsMeta *self, TnsTensor *edges, int dim, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (edges);
  if (dtype != self->dtype)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.histogramdd: input tensor and bins tensors should have the same dtype, "
                     "but got input with dtype %s and bins for dimension %d with dtype %s",
                     tns_dtype_get_c_name (self->dtype), dim, tns_dtype_get_c_name (dtype));
  if (tns_tensor_get_rank (edges) != 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.histogramdd: bins tensor should have one dimension, but got %d "
                     "dimensions in the bins tensor for dimension %d",
                     tns_tensor_get_rank (edges), dim);
  if (tns_tensor_get_numel (edges) < 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.histogramdd: bins tensor should have at least 1 element, but got 0 "
                     "elements in the bins tensor for dimension %d",
                     dim);
  return true;
}

static bool
check_weight (const TnsMeta *self, TnsTensor *weight, GError **error)
{
  TnsMeta own;
  bool fits;
  tns_tensor_get_meta (weight, &own);
  if (own.dtype != self->dtype)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.histogramdd: if weight tensor is provided, input tensor and weight "
                     "tensor should have the same dtype, but got input(%s), and weight(%s)",
                     tns_dtype_get_c_name (self->dtype), tns_dtype_get_c_name (own.dtype));
  fits = own.rank == self->rank - 1;
  for (int d = 0; fits && d < own.rank; d++)
    fits = own.sizes[d] == self->sizes[d];
  if (fits)
    return true;
  g_autofree char *input = tns_layout_dup_sizes_text (self->sizes, self->rank);
  g_autofree char *given = tns_layout_dup_sizes_text (own.sizes, own.rank);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "torch.histogramdd: if weight tensor is provided it should have the same shape "
                   "as the input tensor excluding its innermost dimension, but got input with "
                   "shape %s and weight with shape %s",
                   input, given);
}

static bool
infer_edges (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, ARG_SELF);
  TnsValue bins = call->args[ARG_BINS];
  int64_t sizes[TNK_MAX_RANK];
  if (self.rank < 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.histogramdd: input tensor should have at least 2 dimensions");
  if (bins.tensors.n != self.sizes[self.rank - 1])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.histogramdd: expected %" G_GINT64_FORMAT
                     " sequences of bin edges for a %" G_GINT64_FORMAT
                     "-dimensional histogram but got %d",
                     self.sizes[self.rank - 1], self.sizes[self.rank - 1], bins.tensors.n);
  if (bins.tensors.n > TNK_MAX_RANK)
    return tns_layout_check_sizes (NULL, bins.tensors.n, error);
  for (int d = 0; d < bins.tensors.n; d++)
    {
      if (!check_edges (&self, bins.tensors.items[d], d, error))
        return false;
      sizes[d] = tns_tensor_get_numel (bins.tensors.items[d]) - 1;
    }
  if (call->args[ARG_WEIGHT].kind == TNS_TENSOR
      && !check_weight (&self, call->args[ARG_WEIGHT].tensor, error))
    return false;
  if (!tnk_dtype_is_floating (self.dtype))
    return tns_refuse_dtype ("histogram_cpu", self.dtype, error);
  tns_call_add_dense (call, self.dtype, self.device, bins.tensors.n, sizes);
  return true;
}

/* The bin that holds @x: the last edge belongs to the last bin; -1 outside all. Halved in the way
 * that decides what comes of edges out of order. */
static int64_t
find_bin (const double *edges, int64_t n_bins, double x)
{
  int64_t first = 0, n = n_bins + 1;
  if (n_bins < 1 || !(x >= edges[0] && x <= edges[n_bins]))
    return -1;
  while (n > 0)
    {
      int64_t half = n / 2;
      if (x < edges[first + half])
        n = half;
      else
        {
          first += half + 1;
          n -= half + 1;
        }
    }
  return MIN (first, n_bins) - 1;
}

/* Adds the weight (1 without @weight) of each of the @n points to its bin in @counts, which is laid
 * out as @out. */
static void
count_points (const double *points,
              int64_t n,
              const double *weight,
              double *const *edges,
              const TnsMeta *out,
              double *counts)
{
  for (int64_t i = 0; i < n; i++)
    {
      int64_t place = 0, bin = 0;
      for (int d = 0; d < out->rank && bin >= 0; d++)
        {
          bin = find_bin (edges[d], out->sizes[d], points[i * out->rank + d]);
          place += bin * out->strides[d];
        }
      if (bin >= 0)
        counts[place] += weight != NULL ? weight[i] : 1;
    }
}

/* Counts as shares of their sum per unit of volume. */
static TnsTensor *
as_density (TnsScope *s, TnsTensor *counts, const TnsValue *bins)
{
  counts = tns_do (s, div, T (counts), T (tns_do (s, sum, T (counts))));
  for (int d = 0; d < bins->tensors.n; d++)
    {
      int64_t line[TNK_MAX_RANK];
      for (int k = 0; k < bins->tensors.n; k++)
        line[k] = k == d ? -1 : 1;
      TnsTensor *widths = tns_do (s, diff, T (bins->tensors.items[d]));
      widths = tns_do (s, view, T (widths), tns_value_ints (line, bins->tensors.n));
      counts = tns_do (s, div, T (counts), T (widths));
    }
  return counts;
}

static bool
forward_edges (TnsCall *call, GError **error)
{
  TnsValue bins = call->args[ARG_BINS];
  TnsMeta out = call->outs[0];
  TnsScope scope, *s = &scope;
  TnsTensor *points, *weight = NULL, *counts = NULL;
  double *edges[TNK_MAX_RANK];
  tns_scope_init (s);
  points = tns_formula_to_host (s, &call->args[ARG_SELF], TNK_FLOAT64);
  if (call->args[ARG_WEIGHT].kind == TNS_TENSOR)
    weight = tns_formula_to_host (s, &call->args[ARG_WEIGHT], TNK_FLOAT64);
  for (int d = 0; d < bins.tensors.n; d++)
    {
      TnsValue given = T (bins.tensors.items[d]);
      TnsTensor *host = tns_formula_to_host (s, &given, TNK_FLOAT64);
      edges[d] = host != NULL ? tns_tensor_get_data (host) : NULL;
    }
  if (s->error == NULL)
    counts = tns_scope_take (
        s, tns_tensor_new_zeros (TNK_FLOAT64, TNS_CPU, out.rank, out.sizes, &s->error));
  if (counts != NULL && out.rank > 0 && tns_tensor_get_numel (counts) > 0)
    count_points (tns_tensor_get_data (points), tns_tensor_get_numel (points) / out.rank,
                  weight != NULL ? tns_tensor_get_data (weight) : NULL, edges, &out,
                  tns_tensor_get_data (counts));
  counts = tns_do (s, to_copy, T (counts), tns_value_dtype (out.dtype),
                   tns_value_device (out.device));
  if (call->args[ARG_DENSITY].b)
    counts = as_density (s, counts, &bins);
  return tns_call_finish (call, s, counts, error);
}

#define HISTOGRAM_OP                                                                               \
  .category = TNS_CATEGORY_REDUCE, .formula = "y[k] = Σ weight of the points in bin k",            \
  .doc = "torch.histogram.html"

TNS_OP (histogram_edges) = {
  HISTOGRAM_OP,
  .schema = "_histogram_edges(Tensor self, Tensor[] bins, Tensor? weight=None, "
            "bool density=False) -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_edges,
  .forward = forward_edges,
  .narration = "counts how many rows of {self} fall between the edges {bins}",
};

/* One edge bounds no bin, as is found after all else is said of the weights of the @points. */
static bool
check_bins (const TnsCall *call, TnsTensor *points, const TnsValue *weight, GError **error)
{
  TnsMeta meta;
  TnsTensor *edges = call->args[ARG_BINS].tensor;
  TnkDtype dtype = tns_tensor_get_dtype (call->args[ARG_SELF].tensor);
  if (tns_tensor_get_rank (edges) == 1 && tns_tensor_get_numel (edges) == 1
      && tns_tensor_get_dtype (edges) == dtype)
    {
      tns_tensor_get_meta (points, &meta);
      return (weight->kind != TNS_TENSOR || check_weight (&meta, weight->tensor, error))
             && tns_fail (error, TNS_ERROR_RUNTIME,
                          "torch.histogram(): bins must be > 0, but got 0 for dimension 0");
    }
  return true;
}

static bool
forward_histogram (TnsCall *call, GError **error)
{
  TnsTensor *edges = call->args[ARG_BINS].tensor, *points;
  TnsValue weight = call->args[ARG_WEIGHT];
  const int64_t column[] = { -1, 1 };
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  points = tns_do (s, reshape, call->args[ARG_SELF], tns_value_ints (column, 2));
  if (weight.kind == TNS_TENSOR)
    weight = T (tns_do (s, reshape, weight, tns_value_ints (column, 1)));
  if (s->error != NULL || !check_bins (call, points, &weight, &s->error))
    return tns_scope_finish (s, error);
  tns_call_return (call, 0,
                   tns_do (s, histogram_edges, T (points), tns_value_tensors (&edges, 1), weight,
                           call->args[ARG_DENSITY]));
  tns_call_return (call, 1, tns_do (s, clone, T (edges)));
  return tns_scope_finish (s, error);
}

TNS_OP (histogram) = {
  HISTOGRAM_OP,
  .schema = "histogram.bins_tensor(Tensor self, Tensor bins, *, Tensor? weight=None, "
            "bool density=False) -> (Tensor hist, Tensor bin_edges)",
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD,
  .forward = forward_histogram,
  .node = "NotImplemented",
  .backward = tns_formula_not_differentiable,
  .derivative = "none: PyTorch has no formula for it",
  .narration = "counts how many elements of {self} fall between the edges {bins}",
};
