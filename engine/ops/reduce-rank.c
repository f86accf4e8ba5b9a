/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Order statistics found by sorting: the median and the mode. Sorting puts NaN last. */

#include "engine/ops/formula.h"

#include <math.h>

/* ---- shapes ---- */

/* The middle of nothing needs no order. */
static bool
infer_median_full (TnsCall *call, GError **error)
{
  TnsMeta meta;

  tns_tensor_get_meta (call->args[0].tensor, &meta);
  if (tns_tensor_get_numel (call->args[0].tensor) > 0
      && (tnk_dtype_is_complex (meta.dtype) || meta.dtype == TNK_BOOL))
    return tns_refuse_dtype ("median_cpu", meta.dtype, error);
  tns_call_add_dense (call, meta.dtype, meta.device, 0, NULL);
  return true;
}

static bool
infer_pick (TnsCall *call, const char *name, GError **error)
{
  TnsMeta meta;
  TnsFold fold;

  tns_tensor_get_meta (call->args[0].tensor, &meta);
  if (!tns_fold_init (&fold, &meta, &call->args[1], call->args[2].b, error)
      || !tns_fold_check_not_empty (&fold, &meta, name, false, error))
    return false;
  tns_fold_add_out (&fold, call, &meta, meta.dtype);
  tns_fold_add_out (&fold, call, &meta, TNK_INT64);
  return true;
}

static bool
infer_median_dim (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);

  return infer_pick (call, "median", error)
         && ((!tnk_dtype_is_complex (dtype) && dtype != TNK_BOOL)
             || tns_refuse_dtype ("median_out", dtype, error));
}

static bool
infer_mode (TnsCall *call, GError **error)
{
  TnsTensor *self = call->args[0].tensor;
  TnkDtype dtype = tns_tensor_get_dtype (self);
  bool has_line = tns_tensor_get_rank (self) > 0 && tns_tensor_get_numel (self) > 0;

  return infer_pick (call, "mode", error)
         && (!has_line || !tnk_dtype_is_complex (dtype)
             || tns_refuse_dtype ("mode_cpu", dtype, error));
}

/* ---- picking ---- */

/* @x sorted along @dim: values, and the index each came from. */
static void
sort_along (TnsScope *s, TnsTensor *x, int64_t dim, TnsTensor **sorted)
{
  TnsValue args[] = { T (x), I (dim) };

  tns_scope_call_many (s, &tns_op_sort, args, G_N_ELEMENTS (args), sorted, 2);
}

/* Returns what lies in @sorted at @place (int64, size 1 along @dim). */
static bool
return_picked (TnsCall *call,
               TnsScope *s,
               TnsTensor **sorted,
               TnsTensor *place,
               int64_t dim,
               bool keeps_dim,
               GError **error)
{
  int k;

  for (k = 0; k < 2; k++)
    {
      TnsTensor *picked = tns_do (s, gather, T (sorted[k]), I (dim), T (place));

      tns_call_return (call, k, keeps_dim ? picked : tns_do (s, squeeze_dim, T (picked), I (dim)));
    }
  return tns_scope_finish (s, error);
}

/* The place of the median along @dim: (n − 1) / 2 of the n numbers; the first NaN if there is one
 * and NaN counts. */
static TnsTensor *
median_place (TnsScope *s, TnsTensor *sorted, int64_t dim, bool skips_nan)
{
  TnsValue dims = tns_value_ints (&dim, 1);
  TnsTensor *n_numbers, *place, *has_nan;
  int64_t n = sorted == NULL ? 0 : tns_tensor_get_sizes (sorted)[dim];
  TnsValue zero = tns_value_scalar (tns_scalar_int (0)),
           one = tns_value_scalar (tns_scalar_int (1));
  TnsValue two = tns_value_scalar (tns_scalar_int (2));

  n_numbers = tns_do (s, logical_not, T (tns_do (s, isnan, T (sorted))));
  n_numbers = tns_do (s, sum, T (n_numbers), dims, B (true));
  place = tns_do (s, floor_divide, T (tns_do (s, sub, T (n_numbers), one)), two);
  place = tns_do (s, maximum, T (place), T (tns_do (s, mul, T (n_numbers), zero)));
  if (skips_nan)
    return place;
  has_nan = tns_do (s, lt, T (n_numbers), tns_value_scalar (tns_scalar_int (n)));
  return tns_do (s, where, T (has_nan), T (n_numbers), T (place));
}

static bool
median_dim_forward (TnsCall *call, bool skips_nan, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *sorted[2];
  int64_t dim = call->args[1].i;
  bool is_number = tns_tensor_get_rank (x) == 0;

  if (!tns_wrap_dim (&dim, tns_tensor_get_rank (x), error))
    return false;
  tns_scope_init (s);
  if (is_number)
    x = tns_do (s, unsqueeze, T (x), I (0));
  sort_along (s, x, dim, sorted);
  return return_picked (call, s, sorted, median_place (s, sorted[0], dim, skips_nan), dim,
                        call->args[2].b && !is_number, error);
}

static bool
median_forward (TnsCall *call, GError **error)
{
  return median_dim_forward (call, false, error);
}

static bool
nanmedian_forward (TnsCall *call, GError **error)
{
  return median_dim_forward (call, true, error);
}

static bool
median_over_all (TnsCall *call, const TnsOp *op, GError **error)
{
  TnsScope scope, *s = &scope;
  int64_t minus_one = -1;
  TnsTensor *flat, *results[2], *out;

  if (tns_tensor_get_numel (call->args[0].tensor) == 0)
    {
      out = tns_call_allocate (call, 0, error);
      return out != NULL && tns_tensor_fill (out, tns_scalar_float (NAN), error);
    }
  tns_scope_init (s);
  flat = tns_do (s, reshape, call->args[0], tns_value_ints (&minus_one, 1));
  tns_scope_call_many (s, op, (TnsValue[]){ T (flat), I (0) }, 2, results, 2);
  return tns_call_finish (call, s, results[0], error);
}

static bool
median_full_forward (TnsCall *call, GError **error)
{
  return median_over_all (call, &tns_op_median, error);
}

static bool
nanmedian_full_forward (TnsCall *call, GError **error)
{
  return median_over_all (call, &tns_op_nanmedian, error);
}

/* The longest run of equal elements in sorted order; the first one of those that tie. */
static bool
mode_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *sorted[2], *is_same, *run, *place;
  int64_t dim = call->args[1].i, n, step;
  bool is_number = tns_tensor_get_rank (x) == 0;

  if (!tns_wrap_dim (&dim, tns_tensor_get_rank (x), error))
    return false;
  tns_scope_init (s);
  if (is_number || tns_tensor_get_numel (x) == 0)
    {
      /* Each of them is its own, whatever its type. */
      TnsMeta out = call->outs[0];
      TnsValue sizes = tns_value_ints (out.sizes, out.rank);

      tns_call_return (call, 0, tns_do (s, clone, T (tns_do (s, reshape, T (x), sizes))));
      tns_call_return (call, 1, tns_do (s, zeros, sizes, tns_value_dtype (TNK_INT64)));
      return tns_scope_finish (s, error);
    }
  sort_along (s, x, dim, sorted);
  n = sorted[0] == NULL ? 0 : tns_tensor_get_sizes (sorted[0])[dim];
  run = n == 0 ? NULL : tns_formula_full_like (s, sorted[0], TNK_INT64, 1);
  /* run[i]: how many equal elements end at i. In step k it has counted up to 2ᵏ of them. */
  for (step = 1; step < n && s->error == NULL; step *= 2)
    {
      TnsTensor *later = tns_do (s, narrow, T (sorted[0]), I (dim), I (step), I (n - step));
      TnsTensor *earlier = tns_do (s, narrow, T (sorted[0]), I (dim), I (0), I (n - step));
      TnsTensor *counted = tns_do (s, narrow, T (run), I (dim), I (0), I (n - step));
      TnsTensor *parts[2];

      is_same = tns_do (s, eq, T (later), T (earlier));
      counted = tns_do (s, where, T (is_same), T (counted), tns_value_scalar (tns_scalar_int (0)));
      counted = tns_do (s, add, T (counted),
                        T (tns_do (s, narrow, T (run), I (dim), I (step), I (n - step))));
      parts[0] = tns_do (s, narrow, T (run), I (dim), I (0), I (step));
      parts[1] = counted;
      run = s->error != NULL ? NULL : tns_do (s, cat, tns_value_tensors (parts, 2), I (dim));
    }
  place = tns_do (s, argmax, T (run), I (dim), B (true));
  return return_picked (call, s, sorted, place, dim, call->args[2].b, error);
}

/* ---- gradients ---- */

static void
pick_backward (TnsGrad *g)
{
  tns_formula_select_backward (g, 1, 2);
}

/* Elements equal to the median share its gradient. */
static void
median_full_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *y = tns_grad_get_result (g, 0), *mask, *share;

  mask = tns_do (
      s, logical_or, T (tns_do (s, eq, T (x), T (y))),
      T (tns_do (s, logical_and, T (tns_do (s, isnan, T (x))), T (tns_do (s, isnan, T (y))))));
  share = tns_do (s, div, T (tns_grad_get_upstream (g, 0)), T (tns_do (s, sum, T (mask))));
  tns_grad_set (g, 0, tns_do (s, mul, T (mask), T (share)));
}

#define PICK(name, node_name, infer_function, forward_function, default_dim)                       \
  .schema = name "(Tensor self, int dim" default_dim ", bool keepdim=False) -> "                   \
                 "(Tensor values, Tensor indices)",                                                \
  .category = TNS_CATEGORY_REDUCE, .flags = TNS_NO_COMPLEX_GRAD, .infer = infer_function,           \
  .forward = forward_function, .node = node_name, .saves = "result1 for self",                     \
  .backward = pick_backward,                                                                       \
  .derivative = "∂yⱼ/∂xᵢⱼ = 1 at the index found, else 0"

TNS_OP (median_full) = {
  .schema = "median(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_NO_OUT | TNS_NO_COMPLEX_GRAD,
  .infer = infer_median_full,
  .forward = median_full_forward,
  .node = "MedianBackward0",
  .saves = "self for self; result for self",
  .backward = median_full_backward,
  .formula = "y = the middle one of the sorted xᵢ, the lower of two",
  .derivative = "∂y/∂xᵢ = 1/k for the k elements equal to y, else 0",
  .narration = "finds the median of {self}",
  .doc = "torch.median.html",
};

TNS_OP (median) = {
  PICK ("median.dim", "MedianBackward1", infer_median_dim, median_forward, ""),
  .formula = "yⱼ = the middle one of the sorted xᵢⱼ, the lower of two",
  .narration = "finds the medians of {self} along dim {dim} and where they are",
  .doc = "torch.median.html",
};

TNS_OP (nanmedian_full) = {
  .schema = "nanmedian(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_NO_OUT | TNS_NO_COMPLEX_GRAD,
  .infer = infer_median_full,
  .forward = nanmedian_full_forward,
  .node = "NanmedianBackward0",
  .saves = "self for self; result for self",
  .backward = median_full_backward,
  .formula = "y = the middle one of the sorted xᵢ that are numbers",
  .derivative = "∂y/∂xᵢ = 1/k for the k elements equal to y, else 0",
  .narration = "finds the median of {self}, passing over NaN",
  .doc = "torch.nanmedian.html",
};

TNS_OP (nanmedian) = {
  PICK ("nanmedian.dim", "NanmedianBackward1", infer_median_dim, nanmedian_forward, ""),
  .formula = "yⱼ = the middle one of the sorted xᵢⱼ that are numbers",
  .narration = "finds the medians of {self} along dim {dim}, passing over NaN",
  .doc = "torch.nanmedian.html",
};

TNS_OP (mode) = {
  PICK ("mode", "ModeBackward0", infer_mode, mode_forward, "=-1"),
  .out_error = "expected scalar type '{Expected}' but got '{Given}' for values output\n"
               "expected scalar type '{Expected}' but got '{Given}' for indices output",
  .formula = "yⱼ = the most frequent xᵢⱼ, the least of those that tie",
  .narration = "finds the most frequent elements of {self} along dim {dim}",
  .doc = "torch.mode.html",
};
