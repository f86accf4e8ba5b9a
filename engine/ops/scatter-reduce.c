/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Several values written to one place are folded: scatter_reduce, index_reduce, and scatter with a
 * `reduce` argument. One element after the other, in row-major order of the source, on the host. */
#include "engine/ops/formula.h"
#include "engine/ops/scatter.h"

#include <math.h>
#include <string.h>

typedef enum
{
  FOLD_SUM,
  FOLD_PROD,
  FOLD_MEAN,
  FOLD_AMAX,
  FOLD_AMIN,
} Fold;

static bool
get_fold (const char *name, Fold *fold)
{
  static const struct
  {
    const char *name;
    Fold fold;
  } names[] = {
    { "sum", FOLD_SUM },   { "prod", FOLD_PROD }, { "mean", FOLD_MEAN }, { "amax", FOLD_AMAX },
    { "amin", FOLD_AMIN }, { "max", FOLD_AMAX },  { "min", FOLD_AMIN },
  };
  for (size_t k = 0; k < G_N_ELEMENTS (names); k++)
    if (g_strcmp0 (name, names[k].name) == 0)
      {
        *fold = names[k].fold;
        return true;
      }
  return false;
}

/* ---- one element ---- */

static TnkScalar
pick_greater (TnkScalar a, TnkScalar b, TnkDtype dtype, bool wants_greater)
{
  if (tnk_dtype_is_integral (dtype))
    return (wants_greater ? b.i > a.i : b.i < a.i) ? b : a;
  if (isnan (b.re))
    return b;
  return (wants_greater ? a.re < b.re : b.re < a.re) ? b : a;
}

/* Whole numbers wrap as C's do; a float is rounded when it is written. */
static TnkScalar
fold_two (Fold fold, TnkScalar a, TnkScalar b, TnkDtype dtype)
{
  bool is_whole = tnk_dtype_is_integral (dtype);
  switch (fold)
    {
    case FOLD_SUM:
    case FOLD_MEAN:
      if (is_whole)
        return tns_scalar_int ((int64_t) ((uint64_t) a.i + (uint64_t) b.i));
      return tns_scalar_complex (a.re + b.re, a.im + b.im);
    case FOLD_PROD:
      if (is_whole)
        return tns_scalar_int ((int64_t) ((uint64_t) a.i * (uint64_t) b.i));
      if (!tnk_dtype_is_complex (dtype))
        return tns_scalar_float (a.re * b.re);
      return tns_scalar_complex (a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
    case FOLD_AMAX:
    case FOLD_AMIN:
      return pick_greater (a, b, dtype, fold == FOLD_AMAX);
    }
  return a;
}

static TnkScalar
get_identity (Fold fold, TnkDtype dtype)
{
  int64_t lowest, highest;
  if (fold == FOLD_PROD)
    return tns_scalar_int (1);
  if (fold != FOLD_AMAX && fold != FOLD_AMIN)
    return tns_scalar_int (0);
  if (tnk_dtype_is_integral (dtype))
    {
      tns_dtype_get_int_range (dtype, &lowest, &highest);
      return tns_scalar_int (fold == FOLD_AMAX ? lowest : highest);
    }
  return tns_scalar_float (fold == FOLD_AMAX ? -INFINITY : INFINITY);
}

static TnkScalar
divide (TnkScalar sum, int64_t count, TnkDtype dtype)
{
  /* A complex number is divided by count + 0i. */
  if (tnk_dtype_is_complex (dtype))
    return tns_scalar_complex ((sum.re + sum.im * 0) / (double) count,
                               (sum.im - sum.re * 0) / (double) count);
  if (!tnk_dtype_is_integral (dtype))
    return tns_scalar_float (sum.re / (double) count);
  int64_t quotient = sum.i / count;
  return tns_scalar_int (quotient - (sum.i % count != 0 && sum.i < 0));
}

/* ---- all elements ---- */

/**
 * fold_into:
 * @out: dense on the CPU, holds self
 * @offsets: int64 on the CPU: where each value goes
 * @values: dense, as many as offsets, of out's type
 * @rounded: type of the result, which a sum is rounded to before it is divided
 */
static bool
fold_into (TnsTensor *out, TnsTensor *offsets, TnsTensor *values, Fold fold, bool include_self,
           TnkDtype rounded, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (out);
  size_t width = tnk_dtype_size (dtype);
  int64_t n = tns_tensor_get_numel (offsets), numel = tns_tensor_get_numel (out);
  char *to = tns_tensor_get_data (out);
  const char *from = tns_tensor_get_data (values);
  const int64_t *place = tns_tensor_get_data (offsets);
  g_autofree int64_t *counts = g_try_new0 (int64_t, MAX (numel, 1));
  if (counts == NULL)
    return tns_check_status (TNK_OUT_OF_MEMORY, "scatter_reduce", dtype, error);
  for (int64_t i = 0; i < n; i++)
    if (counts[place[i]]++ == 0 && !include_self)
      tns_scalar_write (get_identity (fold, dtype), dtype, to + (size_t) place[i] * width);
  for (int64_t i = 0; i < n; i++)
    {
      char *at = to + (size_t) place[i] * width;
      TnkScalar b = tns_scalar_read (dtype, from + (size_t) i * width);
      tns_scalar_write (fold_two (fold, tns_scalar_read (dtype, at), b, dtype), dtype, at);
    }
  for (int64_t k = 0; k < numel && fold == FOLD_MEAN; k++)
    {
      char *at = to + (size_t) k * width;
      tns_scalar_write (tns_scalar_read (dtype, at), rounded, at);
      tns_scalar_write (divide (tns_scalar_read (rounded, at), MAX (counts[k] + include_self, 1),
                                dtype),
                        dtype, at);
    }
  return true;
}

/* Result 0: argument 0 with @values (broadcast to the offsets) folded in. */
static bool
run_fold (TnsCall *call, TnsTensor *host, TnsTensor *offsets, TnsValue values, Fold fold,
          bool include_self, GError **error)
{
  TnsScope scope;
  tns_scope_init (&scope);
  TnsValue sizes = tns_value_ints (tns_tensor_get_sizes (offsets), tns_tensor_get_rank (offsets));
  TnsTensor *source = values.tensor;
  TnkDtype result = call->outs[0].dtype;
  TnsValue dtype = tns_value_dtype (tns_tensor_get_dtype (host));
  if (values.kind == TNS_SCALAR)
    {
      source = tns_do (&scope, full, sizes, values, tns_value_dtype (result));
      source = tns_do (&scope, to_copy, T (source), dtype);
    }
  else
    {
      source = tns_do (&scope, to_copy, T (source), dtype, tns_value_device (TNS_CPU));
      /* An index without dims names one element of a row. */
      for (int d = 0; source != NULL && d < tns_tensor_get_rank (source); d++)
        source = tns_do (&scope, slice, T (source), I (d), I (0),
                         I (d < sizes.ints.n ? sizes.ints.items[d] : 1), I (1));
      source = tns_do (&scope, contiguous, T (source));
    }
  TnsTensor *out = NULL;
  if (source != NULL
      && fold_into (host, offsets, source, fold, include_self, result, &scope.error))
    out = tns_call_allocate (call, 0, &scope.error);
  if (out != NULL)
    tns_tensor_copy_from (out, host, &scope.error);
  return tns_scope_finish (&scope, error);
}

/* (transfer full): self as dense memory of type @dtype on the CPU to fold into. */
static TnsTensor *
new_host_self (const TnsCall *call, TnkDtype dtype, GError **error)
{
  const TnsMeta *out = &call->outs[0];
  g_autoptr (TnsTensor) host = tns_tensor_new_dense (dtype, TNS_CPU, out->rank, out->sizes, error);
  if (host == NULL || !tns_tensor_copy_from (host, call->args[0].tensor, error))
    return NULL;
  return g_steal_pointer (&host);
}

/* Halves are folded as float32 and rounded once. */
static bool
forward_elements (TnsCall *call, Fold fold, bool include_self, GError **error)
{
  TnsMeta layout;
  int64_t dim = call->args[1].i;
  bool has_index = tns_tensor_get_numel (call->args[2].tensor) > 0;
  TnkDtype dtype = call->outs[0].dtype;
  g_autoptr (TnsTensor) host
      = new_host_self (call, has_index ? tns_formula_inner_dtype (dtype) : dtype, error);
  if (host == NULL || !tns_wrap_dim (&dim, call->outs[0].rank, error))
    return false;
  tns_tensor_get_meta (host, &layout);
  if (!has_index)
    {
      tns_call_return (call, 0, host);
      return true;
    }
  g_autoptr (TnsTensor) offsets
      = tns_offsets_new_along (&layout, dim, call->args[2].tensor, TNS_ERROR_RUNTIME, error);
  return offsets != NULL
         && run_fold (call, host, offsets, call->args[3], fold, include_self, error);
}

/* ---- scatter with reduce ---- */

static bool
get_scatter_fold (const TnsCall *call, Fold *fold, GError **error)
{
  const char *name = call->args[4].string;
  if (g_strcmp0 (name, "add") != 0 && g_strcmp0 (name, "multiply") != 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "reduce argument must be either add or multiply.");
  *fold = strcmp (name, "add") == 0 ? FOLD_SUM : FOLD_PROD;
  return true;
}

static bool
infer_scatter_reduce_name (TnsCall *call, GError **error)
{
  Fold fold;
  return tns_scatter_infer (call, error) && get_scatter_fold (call, &fold, error)
         && (call->args[3].kind != TNS_SCALAR || tns_scatter_check_number (call, error));
}

static bool
forward_scatter_name (TnsCall *call, GError **error)
{
  Fold fold = FOLD_SUM;
  return get_scatter_fold (call, &fold, error) && forward_elements (call, fold, true, error);
}

#define SCATTER_NAME_OP                                                                            \
  .category = TNS_CATEGORY_INDEX,                                                                  \
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_HAS_INPLACE,                                      \
  .infer = infer_scatter_reduce_name, .forward = forward_scatter_name,                             \
  .node = "NotImplemented", .backward = tns_formula_not_differentiable,                            \
  .formula = "y = x with y[index[i, j], j] += or ·= src[i, j] along dim 0",                        \
  .derivative = "none: PyTorch has no formula for it",                                             \
  .narration = "folds values into {self} along dim {dim} by {reduce}",                             \
  .doc = "torch.Tensor.scatter_.html"

TNS_OP (scatter_name) = {
  SCATTER_NAME_OP,
  .schema
  = "scatter.reduce(Tensor self, int dim, Tensor index, Tensor src, *, str reduce) -> Tensor",
  .out_error = TNS_OUT_EXACT,
};

TNS_OP (scatter_value_name) = {
  SCATTER_NAME_OP,
  .schema = "scatter.value_reduce(Tensor self, int dim, Tensor index, Scalar value, *, str reduce) "
            "-> Tensor",
  .out_error = TNS_OUT_EXACT,
};

/* ---- scatter_reduce ---- */

static bool
infer_scatter_reduce (TnsCall *call, GError **error)
{
  Fold fold;
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);
  bool has_index = tns_tensor_get_numel (call->args[2].tensor) > 0;
  if (!tns_scatter_infer (call, error))
    return false;
  if (!get_fold (call->args[4].string, &fold))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "reduce argument must be either sum, prod, mean, amax or amin, got %s",
                     call->args[4].string);
  if (dtype == TNK_BOOL && fold == FOLD_MEAN)
    return tns_refuse_dtype (has_index ? "scatter_gather_tensor_cpu_reduce_mean" : "div_floor_cpu",
                             dtype, error);
  if (!has_index || !tnk_dtype_is_complex (dtype) || (fold != FOLD_AMAX && fold != FOLD_AMIN))
    return true;
  return tns_refuse_dtype (fold == FOLD_AMAX ? "scatter_gather_tensor_cpu_reduce_amax"
                                             : "scatter_gather_tensor_cpu_reduce_amin",
                           dtype, error);
}

static bool
forward_scatter_reduce (TnsCall *call, GError **error)
{
  Fold fold = FOLD_SUM;
  get_fold (call->args[4].string, &fold);
  return forward_elements (call, fold, call->args[5].b, error);
}

/* ---- gradients, as PyTorch's scatter_reduce_backward ---- */

/* What the formulas work with; @index has src's shape. */
typedef struct
{
  TnsScope *s;
  TnsTensor *upstream, *self, *src, *index, *result;
  TnsValue dim, reduce, include_self;
  TnsTensor *grad_self, *grad_src;
} Context;

#define WHOLE(n) tns_value_scalar (tns_scalar_int (n))

static TnsTensor *
gather_by_index (Context *c, TnsTensor *x)
{
  return tns_do (c->s, gather, T (x), c->dim, T (c->index));
}

static void
mean_formula (Context *c)
{
  TnsScope *s = c->s;
  TnsTensor *count = c->include_self.b ? tns_do (s, ones_like, T (c->upstream))
                                       : tns_do (s, zeros_like, T (c->upstream));
  TnsTensor *ones = tns_do (s, ones_like, T (c->src));
  count = tns_do (s, scatter_add, T (count), c->dim, T (c->index), T (ones));
  TnsTensor *is_none = tns_do (s, eq, T (count), WHOLE (0));
  count = tns_do (s, masked_fill, T (count), T (is_none), WHOLE (1));
  c->grad_self = tns_do (s, div, T (c->upstream), T (count));
  c->grad_src = gather_by_index (c, c->grad_self);
}

/* The gradient is shared by all that are equal to the extreme. */
static void
extreme_formula (Context *c)
{
  TnsScope *s = c->s;
  TnsTensor *own = tns_do (s, eq, T (c->self), T (c->result));
  TnsTensor *theirs = tns_do (s, eq, T (c->src), T (gather_by_index (c, c->result)));
  if (s->error != NULL)
    return;
  TnsValue dtype = tns_value_dtype (tns_tensor_get_dtype (c->upstream));
  own = tns_do (s, to, T (own), dtype);
  theirs = tns_do (s, to, T (theirs), dtype);
  TnsTensor *count = tns_do (s, scatter_add, T (own), c->dim, T (c->index), T (theirs));
  TnsTensor *share = tns_do (s, div, T (c->upstream), T (count));
  c->grad_self = tns_do (s, mul, T (own), T (share));
  c->grad_src = tns_do (s, mul, T (theirs), T (gather_by_index (c, share)));
}

/* result / x where x is not 0; where exactly one factor is 0 the product of the others. */
static void
product_formula (Context *c)
{
  TnsScope *s = c->s;
  TnsTensor *self_zero = tns_do (s, eq, T (c->self), WHOLE (0));
  TnsTensor *safe_self = tns_do (s, masked_fill, T (c->self), T (self_zero), WHOLE (1));
  TnsTensor *safe_result = tns_do (s, scatter_reduce, T (safe_self), c->dim, T (c->index),
                                   T (c->src), c->reduce, c->include_self);
  TnsTensor *scaled = tns_do (s, mul, T (c->upstream), T (safe_result));
  c->grad_self = tns_do (s, div, T (scaled), T (safe_self));

  TnsTensor *src_zero = tns_do (s, eq, T (c->src), WHOLE (0));
  if (s->error != NULL)
    return;
  TnsTensor *zeros_there
      = tns_do (s, to, T (src_zero), tns_value_dtype (tns_tensor_get_dtype (c->self)));
  TnsTensor *n_zeros = tns_do (s, zeros_like, T (c->self));
  n_zeros = tns_do (s, scatter_add, T (n_zeros), c->dim, T (c->index), T (zeros_there));
  TnsTensor *is_only = tns_do (s, eq, T (gather_by_index (c, n_zeros)), WHOLE (1));
  is_only = tns_do (s, logical_and, T (src_zero), T (is_only));
  TnsTensor *safe_src = tns_do (s, masked_fill, T (c->src), T (is_only), WHOLE (1));
  TnsTensor *others = tns_do (s, scatter_reduce, T (c->self), c->dim, T (c->index), T (safe_src),
                              c->reduce, c->include_self);
  others = gather_by_index (c, tns_do (s, mul, T (c->upstream), T (others)));
  TnsTensor *plain = gather_by_index (c, tns_do (s, mul, T (c->upstream), T (c->result)));
  TnsTensor *divisor = tns_do (s, masked_fill, T (c->src), T (src_zero), WHOLE (1));
  plain = tns_do (s, div, T (plain), T (divisor));
  c->grad_src = tns_do (s, where, T (is_only), T (others), T (plain));
}

static void
run_formula (TnsGrad *g, Context *c)
{
  Fold fold = FOLD_SUM;
  const char *name = c->reduce.string;
  if (!get_fold (name, &fold) || strcmp (name, "max") == 0 || strcmp (name, "min") == 0)
    {
      /* PyTorch's backward does not know the other names of amax and amin. */
      tns_fail (&c->s->error, TNS_ERROR_RUNTIME,
                "Expected 'reduce' to be one of 'sum', 'prod', 'mean', 'amax', 'amin' but got %s.",
                name);
      return;
    }
  if (fold == FOLD_SUM)
    {
      c->grad_self = c->upstream;
      c->grad_src = gather_by_index (c, c->upstream);
    }
  else if (fold == FOLD_MEAN)
    mean_formula (c);
  else if (fold == FOLD_PROD)
    product_formula (c);
  else
    extreme_formula (c);
  if (!c->include_self.b)
    c->grad_self = tns_do (c->s, scatter_value, T (c->grad_self), c->dim, T (c->index), WHOLE (0));
  tns_grad_set (g, 0, c->grad_self);
  tns_grad_set (g, 3, c->grad_src);
}

static Context
get_context (TnsGrad *g)
{
  return (Context) {
    .s = g->scope,
    .upstream = tns_grad_get_upstream (g, 0),
    .self = tns_grad_get_arg (g, 0).tensor,
    .dim = tns_grad_get_arg (g, 1),
    .index = tns_grad_get_arg (g, 2).tensor,
    .src = tns_grad_get_arg (g, 3).tensor,
    .reduce = tns_grad_get_arg (g, 4),
    .include_self = tns_grad_get_arg (g, 5),
    .result = tns_grad_get_result (g, 0),
  };
}

static void
scatter_reduce_grad (TnsGrad *g)
{
  Context c = get_context (g);
  run_formula (g, &c);
}

#define REDUCE_SAVES(index, src)                                                                   \
  "self for self; self for " src "; " index " for self; " index " for " src "; " src " for self; " \
  src " for " src "; result for self; result for " src

TNS_OP (scatter_reduce) = {
  .schema = "scatter_reduce(Tensor self, int dim, Tensor index, Tensor src, str reduce, *, "
            "bool include_self=True) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_HAS_INPLACE | TNS_NO_COMPLEX_GRAD,
  .infer = infer_scatter_reduce,
  .forward = forward_scatter_reduce,
  .node = "ScatterReduceBackward0",
  .saves = REDUCE_SAVES ("index", "src"),
  .backward = scatter_reduce_grad,
  .out_error = TNS_OUT_EXACT,
  .formula = "y[index[i, j], j] = fold of x there and all src[i, j] that go there",
  .derivative = "as the fold's: 1 for sum, 1/n for mean, the other factors for prod",
  .narration = "folds {src} into {self} along dim {dim} by {reduce}",
  .doc = "torch.Tensor.scatter_reduce.html",
};

/* ---- index_reduce ---- */

static bool
fail_row (int64_t index, int64_t dim, int64_t size, GError **error)
{
  return tns_fail (error, TNS_ERROR_INDEX, "index out of range in self");
}

static const TnsRowRules row_rules = { false, fail_row };

/* Types that the loops refuse; there are others for vectors and for rows. */
static bool
check_row_dtype (const TnsCall *call, Fold fold, GError **error)
{
  TnsTensor *self = call->args[0].tensor;
  TnkDtype dtype = tns_tensor_get_dtype (self);
  bool has_rows = tns_tensor_get_numel (call->args[2].tensor) > 0;
  if (dtype != TNK_BOOL && !tnk_dtype_is_complex (dtype))
    return true;
  if (call->is_inplace && !tns_check_no_overlap (self, error))
    return false;
  if (!call->args[5].b)
    return tns_refuse_dtype ("index_reduce_func_exclude_input_init", dtype, error);
  if (tns_tensor_get_rank (self) <= 1)
    return tns_refuse_dtype ("index_func_", dtype, error);
  if (dtype == TNK_BOOL && fold == FOLD_MEAN)
    return tns_refuse_dtype ("div_floor_cpu", dtype, error);
  if (has_rows && dtype != TNK_BOOL && (fold == FOLD_AMAX || fold == FOLD_AMIN))
    return tns_refuse_dtype (fold == FOLD_AMAX ? "maximum_cpu" : "minimum_cpu", dtype, error);
  return true;
}

static bool
infer_index_reduce (TnsCall *call, GError **error)
{
  static const char *const names[] = { "prod", "mean", "amax", "amin" };
  Fold fold = FOLD_PROD;
  bool is_known = get_fold (call->args[4].string, &fold);
  for (size_t k = 0; k < G_N_ELEMENTS (names); k++)
    if (is_known && strcmp (call->args[4].string, names[k]) == 0)
      return tns_rows_infer_fold (call, error) && check_row_dtype (call, fold, error);
  return tns_fail (
      error, TNS_ERROR_RUNTIME,
      "index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got %s.",
      call->args[4].string);
}

static bool
forward_index_reduce (TnsCall *call, GError **error)
{
  TnsMeta layout;
  Fold fold = FOLD_MEAN;
  int64_t dim = call->args[1].i;
  get_fold (call->args[4].string, &fold);
  /* Halves are rounded after each row. */
  g_autoptr (TnsTensor) host = new_host_self (call, call->outs[0].dtype, error);
  if (host == NULL || !tns_wrap_dim (&dim, call->outs[0].rank, error))
    return false;
  tns_tensor_get_meta (host, &layout);
  g_autoptr (TnsTensor) offsets
      = tns_offsets_new_rows (&layout, dim, call->args[2].tensor, &row_rules, error);
  if (offsets == NULL)
    return false;
  TnsScope scope;
  tns_scope_init (&scope);
  TnsTensor *source = tns_do (&scope, reshape, call->args[3],
                              tns_value_ints (tns_tensor_get_sizes (offsets),
                                              tns_tensor_get_rank (offsets)));
  bool ok = source != NULL
            && run_fold (call, host, offsets, T (source), fold, call->args[5].b, &scope.error);
  return tns_scope_finish (&scope, error) && ok;
}

/* As scatter_reduce with the index repeated over the rows. */
static void
index_reduce_grad (TnsGrad *g)
{
  Context c = get_context (g);
  TnsMeta source = *tns_grad_get_meta (g, 3, 0);
  int64_t dim = c.dim.i, line[TNK_MAX_RANK];
  if (c.index == NULL || !tns_wrap_dim (&dim, source.rank, &g->scope->error))
    return;
  for (int d = 0; d < source.rank; d++)
    line[d] = d == dim ? source.sizes[d] : 1;
  c.index = tns_do (c.s, reshape, T (c.index), tns_value_ints (line, source.rank));
  c.index = tns_do (c.s, expand, T (c.index), tns_value_ints (source.sizes, source.rank));
  run_formula (g, &c);
}

TNS_OP (index_reduce) = {
  .schema = "index_reduce(Tensor self, int dim, Tensor index, Tensor source, str reduce, *, "
            "bool include_self=True) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_HAS_INPLACE | TNS_NO_COMPLEX_GRAD,
  .infer = infer_index_reduce,
  .forward = forward_index_reduce,
  .node = "IndexReduceBackward0",
  .saves = REDUCE_SAVES ("index", "source"),
  .backward = index_reduce_grad,
  .out_error = TNS_OUT_EXACT,
  .formula = "y[…, index[k], …] = fold of x there and all source[…, k, …] that go there",
  .derivative = "as the fold's: 1/n for mean, the other factors for prod",
  .narration = "folds the rows of {source} into rows of {self} along dim {dim} by {reduce}",
  .doc = "torch.Tensor.index_reduce_.html",
};
