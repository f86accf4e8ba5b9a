/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Every element several times in a row (repeat_interleave), and classes as rows of 0 and 1
 * (one_hot). */
#include "engine/ops/formula.h"
#include "engine/ops/offsets.h"

#include <string.h>

/* ---- repeat_interleave ---- */

/* Self and the dim to repeat along; without one, self as a row. */
static TnsTensor *
get_line (TnsScope *scope, const TnsCall *call, int64_t *dim)
{
  TnsTensor *self = call->args[0].tensor;
  *dim = call->args[2].kind == TNS_INT ? call->args[2].i : 0;
  if (call->args[2].kind != TNS_INT)
    self = tns_do (scope, flatten, T (self));
  if (self == NULL || !tns_wrap_dim (dim, tns_tensor_get_rank (self), &scope->error))
    return NULL;
  return self;
}

static bool
forward_interleave_int (TnsCall *call, GError **error)
{
  int64_t dim, repeats = call->args[1].i;
  TnsScope scope;
  tns_scope_init (&scope);
  TnsTensor *line = get_line (&scope, call, &dim);
  if (line != NULL && repeats < 0)
    {
      tns_fail (&scope.error, TNS_ERROR_RUNTIME, "Repeats must be non-negative");
      line = NULL;
    }
  int64_t n = line == NULL || tns_tensor_get_rank (line) == 0 ? 1 : tns_tensor_get_sizes (line)[dim];
  line = tns_do (&scope, unsqueeze, T (line), I (dim + 1));
  if (line != NULL && call->args[3].kind == TNS_INT && call->args[3].i != n * repeats)
    {
      tns_fail (&scope.error, TNS_ERROR_RUNTIME,
                "repeat_interleave: Invalid output_size, expected %" G_GINT64_FORMAT
                " but got %" G_GINT64_FORMAT,
                n * repeats, call->args[3].i);
      line = NULL;
    }
  if (line != NULL)
    {
      int64_t sizes[TNK_MAX_RANK];
      int rank = tns_tensor_get_rank (line);
      memcpy (sizes, tns_tensor_get_sizes (line), (size_t) rank * sizeof (int64_t));
      sizes[dim + 1] = repeats;
      line = tns_do (&scope, expand, T (line), tns_value_ints (sizes, rank));
    }
  line = tns_do (&scope, clone, T (line), tns_value_string ("contiguous_format"));
  return tns_call_finish (call, &scope, tns_do (&scope, flatten, T (line), I (dim), I (dim + 1)),
                          error);
}

static bool
check_repeats_dtype (TnsTensor *repeats, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (repeats);
  return (tnk_dtype_is_integral (dtype) && dtype != TNK_BOOL)
         || tns_refuse_dtype ("repeat_interleave_cpu", dtype, error);
}

/* How many repeats there must be: as many as @line has elements along @dim. */
static bool
check_repeats (TnsTensor *repeats, TnsTensor *line, int64_t dim, int64_t given_dim, GError **error)
{
  int64_t n_repeats = tns_tensor_get_numel (repeats);
  if (tns_tensor_get_rank (line) == 0)
    return tns_fail (error, TNS_ERROR_INDEX,
                     "Dimension specified as %" G_GINT64_FORMAT " but tensor has no dimensions",
                     given_dim);
  int64_t n = tns_tensor_get_sizes (line)[dim];
  if (n_repeats == n || n_repeats == 1)
    return check_repeats_dtype (repeats, error);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "repeats must have the same size as input along dim, but got repeats.size(0) = "
                   "%" G_GINT64_FORMAT " and input.size(%" G_GINT64_FORMAT ") = %" G_GINT64_FORMAT,
                   n_repeats, given_dim, n);
}

/* i, repeats[i] times, for every i; one repeat stands for all of @n. @output_size, where it is
 * given, must be how many that are. */
static TnsTensor *
new_places (TnsTensor *repeats, int64_t n, const TnsValue *output_size, GError **error)
{
  g_autoptr (TnsTensor) host = tns_tensor_to_host_int64 (repeats, error);
  int64_t total = 0;
  if (host == NULL)
    return NULL;
  bool is_counted = n > 0 && output_size->kind == TNS_INT;
  if (is_counted && output_size->i < 0)
    {
      tns_fail (error, TNS_ERROR_RUNTIME,
                "Trying to create tensor with negative dimension %" G_GINT64_FORMAT
                ": [%" G_GINT64_FORMAT "]",
                output_size->i, output_size->i);
      return NULL;
    }
  const int64_t *times = tns_tensor_get_data (host);
  bool is_one = tns_tensor_get_numel (host) == 1;
  for (int64_t i = 0; i < n; i++)
    {
      int64_t count = times[is_one ? 0 : i];
      if (count < 0 || __builtin_add_overflow (total, count, &total))
        {
          tns_fail (error, TNS_ERROR_RUNTIME, "repeats can not be negative");
          return NULL;
        }
    }
  if (is_counted && output_size->i != total)
    {
      tns_fail (error, TNS_ERROR_RUNTIME, "allocated size does not match required size");
      return NULL;
    }
  g_autoptr (TnsTensor) places = tns_tensor_new_dense (TNK_INT64, TNS_CPU, 1, &total, error);
  if (places == NULL)
    return NULL;
  int64_t *out = tns_tensor_get_data (places);
  for (int64_t i = 0; i < n; i++)
    for (int64_t k = times[is_one ? 0 : i]; k > 0; k--)
      *out++ = i;
  return tns_tensor_to_device (places, tns_tensor_get_device (repeats), error);
}

static bool
forward_interleave_tensor (TnsCall *call, GError **error)
{
  int64_t dim;
  TnsTensor *repeats = call->args[1].tensor, *result = NULL, *places;
  TnsScope scope;
  if (tns_tensor_get_rank (repeats) > 1)
    return tns_fail (error, TNS_ERROR_RUNTIME, "repeats must be 0-dim or 1-dim tensor");
  tns_scope_init (&scope);
  TnsTensor *line = get_line (&scope, call, &dim);
  if (line != NULL && check_repeats (repeats, line, dim, call->args[2].i, &scope.error))
    {
      places = tns_scope_take (&scope, new_places (repeats, tns_tensor_get_sizes (line)[dim],
                                                   &call->args[3], &scope.error));
      result = tns_do (&scope, index_select, T (line), I (dim), T (places));
    }
  return tns_call_finish (call, &scope, result, error);
}

static bool
forward_interleave_places (TnsCall *call, GError **error)
{
  TnsTensor *repeats = call->args[0].tensor;
  TnsScope scope;
  if (!check_repeats_dtype (repeats, error))
    return false;
  if (tns_tensor_get_rank (repeats) != 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "repeat_interleave only accept 1D vector as repeat");
  tns_scope_init (&scope);
  TnsTensor *places = tns_scope_take (&scope, new_places (repeats, tns_tensor_get_numel (repeats),
                                                          &call->args[1], &scope.error));
  return tns_call_finish (
      call, &scope, tns_formula_cast (&scope, places, tns_tensor_get_dtype (repeats)), error);
}

#define INTERLEAVE_OP                                                                              \
  .category = TNS_CATEGORY_SHAPE, .formula = "y = x₀ x₀ … x₁ x₁ …",                                \
  .derivative = "∂y/∂x = 1 for every copy: the gradient is their sum",                             \
  .narration = "repeats every element of {self} along dim {dim}",                                  \
  .doc = "torch.repeat_interleave.html"

TNS_OP (repeat_interleave_int) = {
  INTERLEAVE_OP,
  .schema = "repeat_interleave.self_int(Tensor self, int repeats, int? dim=None, *, "
            "int? output_size=None) -> Tensor",
  .flags = TNS_NO_OUT,
  .forward = forward_interleave_int,
};

TNS_OP (repeat_interleave_tensor) = {
  INTERLEAVE_OP,
  .schema = "repeat_interleave.self_Tensor(Tensor self, Tensor repeats, int? dim=None, *, "
            "int? output_size=None) -> Tensor",
  .flags = TNS_NO_OUT,
  .forward = forward_interleave_tensor,
};

TNS_OP (repeat_interleave) = {
  .schema = "repeat_interleave.Tensor(Tensor repeats, *, int? output_size=None) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD | TNS_NO_OUT,
  .forward = forward_interleave_places,
  .formula = "y = 0, repeats[0] times, 1, repeats[1] times, …",
  .narration = "writes each index as often as {repeats} says",
  .doc = "torch.repeat_interleave.html",
};

/* ---- one_hot ---- */

/* Largest class + 1, at least the number asked for. */
static bool
count_classes (TnsTensor *host, int64_t asked, int64_t *n_classes, GError **error)
{
  const int64_t *classes = tns_tensor_get_data (host);
  int64_t n = tns_tensor_get_numel (host), greatest = -1;
  if (n == 0 && asked <= 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Can not infer total number of classes from empty tensor.");
  for (int64_t i = 0; i < n; i++)
    {
      if (classes[i] < 0)
        return tns_fail (error, TNS_ERROR_RUNTIME, "Class values must be non-negative.");
      greatest = MAX (greatest, classes[i]);
    }
  if (asked != -1 && n > 0 && greatest >= asked)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Class values must be smaller than num_classes.");
  *n_classes = asked == -1 ? greatest + 1 : asked;
  return true;
}

static bool
forward_one_hot (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t n_classes = 0;
  TnsScope scope;
  if (self.dtype != TNK_INT64)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "one_hot is only applicable to index tensor of type LongTensor.");
  if (self.rank == TNK_MAX_RANK)
    return tns_layout_check_sizes (self.sizes, self.rank + 1, error);
  g_autoptr (TnsTensor) host = tns_tensor_to_host_int64 (call->args[0].tensor, error);
  if (host == NULL || !count_classes (host, call->args[1].i, &n_classes, error))
    return false;
  self.sizes[self.rank] = n_classes;
  tns_scope_init (&scope);
  TnsTensor *zeros = tns_do (&scope, new_zeros, call->args[0],
                             tns_value_ints (self.sizes, self.rank + 1));
  TnsTensor *classes = tns_do (&scope, unsqueeze, call->args[0], I (-1));
  TnsTensor *result = tns_do (&scope, scatter_value, T (zeros), I (-1), T (classes),
                              tns_value_scalar (tns_scalar_int (1)));
  return tns_call_finish (call, &scope, result, error);
}

TNS_OP (one_hot) = {
  .schema = "one_hot(Tensor self, int num_classes=-1) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .flags = TNS_AS_NN_FUNCTION | TNS_NO_GRAD,
  .forward = forward_one_hot,
  .formula = "y[…, k] = 1 where x = k, else 0",
  .narration = "writes each class in {self} as a row with a single 1",
  .doc = "torch.nn.functional.one_hot.html",
};
