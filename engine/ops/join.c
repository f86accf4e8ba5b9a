/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Several tensors put together: cat along a dim they have, stack along a new one, and the short
 * forms hstack, vstack, dstack, column_stack. The gradient of each part is its piece of the
 * upstream one. */
#include "engine/ops/layout.h"

#include <string.h>

/* ---- the parts ---- */

static TnkDtype
result_type_of (const TnsValue *list)
{
  int n = list->tensors.n;
  g_autofree TnsValue *values = g_new (TnsValue, MAX (n, 1));
  for (int k = 0; k < n; k++)
    values[k] = T (list->tensors.items[k]);
  return tns_result_type (values, n);
}

static TnsMeta *
dup_metas (const TnsValue *list)
{
  TnsMeta *metas = g_new (TnsMeta, MAX (list->tensors.n, 1));
  for (int k = 0; k < list->tensors.n; k++)
    tns_tensor_get_meta (list->tensors.items[k], &metas[k]);
  return metas;
}

/* PyTorch's old habit: one-dimensional tensors without elements fit everywhere. */
static bool
is_skipped (const TnsMeta *meta)
{
  return meta->rank == 1 && meta->sizes[0] == 0;
}

static bool
check_fits (const TnsMeta *first, const TnsMeta *other, int64_t dim, int number, GError **error)
{
  if (first->rank != other->rank)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Tensors must have same number of dimensions: got %d and %d", first->rank,
                     other->rank);
  for (int d = 0; d < first->rank; d++)
    if (d != dim && first->sizes[d] != other->sizes[d])
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "Sizes of tensors must match except in dimension %" G_GINT64_FORMAT
                       ". Expected size %" G_GINT64_FORMAT " but got size %" G_GINT64_FORMAT
                       " for tensor number %d in the list.",
                       dim, first->sizes[d], other->sizes[d], number);
  return true;
}

/* Adds the result of concatenating tensors laid out as @metas along @dim. */
static bool
add_cat (TnsCall *call, const TnsMeta *metas, int n, int64_t dim, GError **error)
{
  if (n == 0)
    return tns_fail (error, TNS_ERROR_VALUE, "torch.cat(): expected a non-empty list of Tensors");
  for (int k = 0; k < n; k++)
    if (metas[k].rank == 0)
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "zero-dimensional tensor (at position %d) cannot be concatenated", k);
  int first = 0;
  while (first < n - 1 && is_skipped (&metas[first]))
    first++;
  TnsMeta sum = metas[first];
  /* Of nothing but such tensors nobody asks for the dim. */
  if (first == n - 1 && is_skipped (&sum))
    dim = 0;
  if (!tns_wrap_dim (&dim, sum.rank, error))
    return false;
  for (int k = first + 1; k < n; k++)
    {
      if (is_skipped (&metas[k]))
        continue;
      if (!check_fits (&metas[first], &metas[k], dim, k, error))
        return false;
      if (__builtin_add_overflow (sum.sizes[dim], metas[k].sizes[dim], &sum.sizes[dim]))
        return tns_fail (error, TNS_ERROR_RUNTIME, "cat: size of dimension %" G_GINT64_FORMAT
                         " overflows", dim);
    }
  TnsMeta *out = tns_call_add_dense (call, result_type_of (&call->args[0]), sum.device, sum.rank,
                                     sum.sizes);
  bool are_images = true;
  for (int k = 0; k < n && are_images; k++)
    are_images = tns_layout_is_channels_last (&metas[k]);
  return !are_images || tns_layout_set_channels_last (out, out->rank, error);
}

/* ---- cat ---- */

static bool
infer_cat (TnsCall *call, GError **error)
{
  g_autofree TnsMeta *metas = dup_metas (&call->args[0]);
  return add_cat (call, metas, call->args[0].tensors.n, call->args[1].i, error);
}

static bool
forward_cat (TnsCall *call, GError **error)
{
  TnsMeta window = call->outs[0];
  TnsValue list = call->args[0];
  int64_t dim = call->args[1].i;
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL)
    return false;
  if (tns_tensor_get_numel (out) == 0)
    return true;
  if (!tns_wrap_dim (&dim, window.rank, error))
    return false;
  for (int k = 0; k < list.tensors.n; k++)
    {
      TnsMeta part;
      tns_tensor_get_meta (list.tensors.items[k], &part);
      if (is_skipped (&part))
        continue;
      window.sizes[dim] = part.sizes[dim];
      if (!tns_window_copy (out, &window, list.tensors.items[k], &part, error))
        return false;
      window.offset_elems += part.sizes[dim] * window.strides[dim];
    }
  return true;
}

static void
cat_backward (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  int64_t dim = tns_grad_get_arg (g, 1).i, start = 0;
  int n = tns_grad_get_arg (g, 0).tensors.n;
  if (tns_tensor_get_numel (upstream) > 0
      && !tns_wrap_dim (&dim, tns_tensor_get_rank (upstream), &g->scope->error))
    return;
  for (int k = 0; k < n; k++)
    {
      TnsMeta part = *tns_grad_get_meta (g, 0, k);
      if (is_skipped (&part))
        {
          if (tns_grad_wants_item (g, 0, k))
            tns_grad_set_item (g, 0, k,
                               tns_scope_take (g->scope,
                                               tns_tensor_new (&part, &g->scope->error)));
          continue;
        }
      int64_t end = start + part.sizes[dim];
      if (tns_grad_wants_item (g, 0, k))
        tns_grad_set_item (
            g, 0, k, tns_do (g->scope, slice, T (upstream), I (dim), I (start), I (end), I (1)));
      start = end;
    }
}

#define JOIN_OP                                                                                    \
  .category = TNS_CATEGORY_JOIN, .flags = TNS_AS_FUNCTION,                                         \
  .derivative = "∂y/∂x = 1 for the piece that came from x"

TNS_OP (cat) = {
  JOIN_OP,
  .schema = "cat(Tensor[] tensors, int dim=0) -> Tensor",
  .infer = infer_cat,
  .forward = forward_cat,
  .node = "CatBackward0",
  .backward = cat_backward,
  .formula = "y = the tensors one after the other along dim",
  .narration = "puts {tensors} one after the other along dim {dim}: {shape:result}",
  .doc = "torch.cat.html",
  .aliases = "concat concatenate",
};

/* ---- stack ---- */

static bool
infer_stack (TnsCall *call, GError **error)
{
  TnsValue list = call->args[0];
  int64_t dim = call->args[1].i;
  if (list.tensors.n == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "stack expects a non-empty TensorList");
  TnsMeta first, other;
  tns_tensor_get_meta (list.tensors.items[0], &first);
  if (!tns_wrap_dim (&dim, first.rank + 1, error))
    return false;
  for (int k = 1; k < list.tensors.n; k++)
    {
      tns_tensor_get_meta (list.tensors.items[k], &other);
      if (tns_tensor_same_sizes (list.tensors.items[0], list.tensors.items[k]))
        continue;
      g_autofree char *a = tns_layout_dup_sizes_text (first.sizes, first.rank);
      g_autofree char *b = tns_layout_dup_sizes_text (other.sizes, other.rank);
      return tns_fail (
          error, TNS_ERROR_RUNTIME,
          "stack expects each tensor to be equal size, but got %s at entry 0 and %s at "
          "entry %d",
          a, b, k);
    }
  if (first.rank == TNK_MAX_RANK)
    return tns_layout_check_sizes (first.sizes, first.rank + 1, error);
  memmove (first.sizes + dim + 1, first.sizes + dim, (size_t) (first.rank - dim) * sizeof (int64_t));
  first.sizes[dim] = list.tensors.n;
  tns_call_add_dense (call, result_type_of (&list), first.device, first.rank + 1, first.sizes);
  return true;
}

static bool
forward_stack (TnsCall *call, GError **error)
{
  const TnsMeta *whole = &call->outs[0];
  TnsMeta window = *whole;
  TnsValue list = call->args[0];
  int64_t dim = call->args[1].i;
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL || !tns_wrap_dim (&dim, whole->rank, error))
    return false;
  window.rank--;
  memcpy (window.sizes + dim, whole->sizes + dim + 1,
          (size_t) (window.rank - dim) * sizeof (int64_t));
  memcpy (window.strides + dim, whole->strides + dim + 1,
          (size_t) (window.rank - dim) * sizeof (int64_t));
  for (int k = 0; k < list.tensors.n; k++)
    {
      TnsMeta part;
      tns_tensor_get_meta (list.tensors.items[k], &part);
      if (!tns_window_copy (out, &window, list.tensors.items[k], &part, error))
        return false;
      window.offset_elems += whole->strides[dim];
    }
  return true;
}

static void
stack_backward (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  int n = tns_grad_get_arg (g, 0).tensors.n;
  for (int k = 0; k < n; k++)
    if (tns_grad_wants_item (g, 0, k))
      tns_grad_set_item (g, 0, k,
                         tns_do (g->scope, select, T (upstream), tns_grad_get_arg (g, 1), I (k)));
}

TNS_OP (stack) = {
  JOIN_OP,
  .schema = "stack(Tensor[] tensors, int dim=0) -> Tensor",
  .infer = infer_stack,
  .forward = forward_stack,
  .node = "StackBackward0",
  .backward = stack_backward,
  .formula = "y[…, k, …] = the k-th tensor",
  .narration = "stacks {tensors} along a new dim {dim}: {shape:result}",
  .doc = "torch.stack.html",
};

/* ---- at least so many dims ---- */

static void
raise_rank (TnsMeta *meta, int rank)
{
  int64_t sizes[3] = { 1, 1, 1 };
  if (meta->rank >= rank)
    return;
  if (meta->rank == 1)
    sizes[rank == 1 ? 0 : 1] = meta->sizes[0];
  if (meta->rank == 2)
    memcpy (sizes, meta->sizes, sizeof (int64_t[2]));
  meta->rank = rank;
  memcpy (meta->sizes, sizes, (size_t) rank * sizeof (int64_t));
}

/* The same with a graph, by the steps PyTorch takes. */
static TnsTensor *
at_least (TnsScope *scope, TnsTensor *x, int rank)
{
  const int64_t ones[] = { 1, 1, 1 };
  int own = tns_tensor_get_rank (x);
  if (own >= rank)
    return x;
  if (own == 0)
    return tns_do (scope, reshape, T (x), tns_value_ints (ones, rank));
  if (own == 1)
    x = tns_do (scope, unsqueeze, T (x), I (0));
  return rank == 3 ? tns_do (scope, unsqueeze, T (x), I (-1)) : x;
}

static bool
infer_at_least (TnsCall *call, int rank)
{
  TnsMeta *out = tns_call_add_view (call, 0);
  if (out->rank < rank)
    {
      raise_rank (out, rank);
      tns_meta_set_dense_strides (out);
    }
  return true;
}

static bool
forward_at_least (TnsCall *call, int rank, GError **error)
{
  TnsScope scope;
  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, at_least (&scope, call->args[0].tensor, rank), error);
}

static bool
infer_at_least_list (TnsCall *call, int rank)
{
  g_autofree TnsMeta *metas = dup_metas (&call->args[0]);
  for (int k = 0; k < call->args[0].tensors.n; k++)
    {
      raise_rank (&metas[k], rank);
      tns_call_add_dense (call, metas[k].dtype, metas[k].device, metas[k].rank, metas[k].sizes);
    }
  return true;
}

static bool
forward_at_least_list (TnsCall *call, int rank, GError **error)
{
  TnsScope scope;
  tns_scope_init (&scope);
  for (int k = 0; k < call->args[0].tensors.n && scope.error == NULL; k++)
    tns_call_return (call, k, at_least (&scope, call->args[0].tensors.items[k], rank));
  return tns_scope_finish (&scope, error);
}

#define AT_LEAST_OP(n, text)                                                                       \
  static bool infer_atleast_##n##d (TnsCall *call, GError **error)                                 \
  {                                                                                                \
    return infer_at_least (call, n);                                                               \
  }                                                                                                \
  static bool forward_atleast_##n##d (TnsCall *call, GError **error)                               \
  {                                                                                                \
    return forward_at_least (call, n, error);                                                      \
  }                                                                                                \
  static bool infer_atleast_##n##d_list (TnsCall *call, GError **error)                            \
  {                                                                                                \
    return infer_at_least_list (call, n);                                                          \
  }                                                                                                \
  static bool forward_atleast_##n##d_list (TnsCall *call, GError **error)                          \
  {                                                                                                \
    return forward_at_least_list (call, n, error);                                                 \
  }                                                                                                \
  TNS_OP (atleast_##n##d) = {                                                                      \
    .schema = "atleast_" #n "d(Tensor self) -> Tensor",                                            \
    .category = TNS_CATEGORY_SHAPE,                                                                \
    .flags = TNS_AS_FUNCTION | TNS_NO_OUT,                                                         \
    .infer = infer_atleast_##n##d,                                                                 \
    .forward = forward_atleast_##n##d,                                                             \
    .formula = "y = x with new dims of size 1 until it has " text,                                 \
    .derivative = "∂y/∂x = 1",                                                                     \
    .narration = "gives {self} {shape:self} at least " text ": {shape:result}",                    \
    .doc = "torch.atleast_" #n "d.html",                                                           \
  };                                                                                               \
  TNS_OP (atleast_##n##d_list) = {                                                                 \
    .schema = "atleast_" #n "d.Sequence(Tensor[] tensors) -> Tensor[]",                            \
    .category = TNS_CATEGORY_SHAPE,                                                                \
    .flags = TNS_AS_FUNCTION | TNS_NO_OUT,                                                         \
    .infer = infer_atleast_##n##d_list,                                                            \
    .forward = forward_atleast_##n##d_list,                                                        \
    .formula = "y = x with new dims of size 1 until it has " text,                                 \
    .derivative = "∂y/∂x = 1",                                                                     \
    .narration = "gives each of {tensors} at least " text,                                         \
    .doc = "torch.atleast_" #n "d.html",                                                           \
  };

AT_LEAST_OP (1, "one dim")
AT_LEAST_OP (2, "two dims")
AT_LEAST_OP (3, "three dims")

/* ---- hstack, vstack, dstack, column_stack ---- */

/* Parts with at least @rank dims, joined along dim @dim, for one-dimensional ones along dim 0. */
typedef struct
{
  const char *name;
  int rank;
  int dim;
  bool as_columns;
} Joint;

static const Joint hstack_joint = { "hstack", 1, 1, false };
static const Joint vstack_joint = { "vstack", 2, 0, false };
static const Joint dstack_joint = { "dstack", 3, 2, false };
static const Joint column_joint = { "column_stack", 1, 1, true };

static void
make_column (TnsMeta *meta)
{
  if (meta->rank > 1)
    return;
  meta->sizes[0] = tns_layout_count (meta->sizes, meta->rank);
  meta->sizes[1] = 1;
  meta->rank = 2;
}

static bool
infer_joint (TnsCall *call, const Joint *joint, GError **error)
{
  int n = call->args[0].tensors.n;
  g_autofree TnsMeta *metas = dup_metas (&call->args[0]);
  if (n == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "%s expects a non-empty TensorList", joint->name);
  for (int k = 0; k < n; k++)
    {
      if (joint->as_columns)
        make_column (&metas[k]);
      raise_rank (&metas[k], joint->rank);
    }
  return add_cat (call, metas, n, MIN (joint->dim, metas[0].rank - 1), error);
}

static bool
forward_joint (TnsCall *call, const Joint *joint, GError **error)
{
  int n = call->args[0].tensors.n;
  g_autofree TnsTensor **parts = g_new (TnsTensor *, n);
  TnsScope scope;
  tns_scope_init (&scope);
  for (int k = 0; k < n && scope.error == NULL; k++)
    {
      parts[k] = call->args[0].tensors.items[k];
      if (joint->as_columns && tns_tensor_get_rank (parts[k]) <= 1)
        {
          const int64_t column[] = { tns_tensor_get_numel (parts[k]), 1 };
          parts[k] = tns_do (&scope, reshape, T (parts[k]), tns_value_ints (column, 2));
        }
      else
        parts[k] = at_least (&scope, parts[k], joint->rank);
    }
  TnsTensor *result = NULL;
  if (scope.error == NULL)
    result = tns_do (&scope, cat, tns_value_tensors (parts, n),
                     I (MIN (joint->dim, tns_tensor_get_rank (parts[0]) - 1)));
  return tns_call_finish (call, &scope, result, error);
}

#define JOINT_OP(id, joint, text, other_names)                                                     \
  static bool infer_##id (TnsCall *call, GError **error)                                           \
  {                                                                                                \
    return infer_joint (call, &joint, error);                                                      \
  }                                                                                                \
  static bool forward_##id (TnsCall *call, GError **error)                                         \
  {                                                                                                \
    return forward_joint (call, &joint, error);                                                    \
  }                                                                                                \
  TNS_OP (id) = {                                                                                  \
    JOIN_OP,                                                                                       \
    .schema = #id "(Tensor[] tensors) -> Tensor",                                                  \
    .infer = infer_##id,                                                                           \
    .forward = forward_##id,                                                                       \
    .formula = "y = the tensors " text,                                                            \
    .narration = "puts {tensors} " text ": {shape:result}",                                        \
    .doc = "torch." #id ".html",                                                                   \
    .aliases = other_names,                                                                        \
  };

JOINT_OP (hstack, hstack_joint, "side by side", NULL)
JOINT_OP (vstack, vstack_joint, "one below the other", "row_stack")
JOINT_OP (dstack, dstack_joint, "one behind the other", NULL)
JOINT_OP (column_stack, column_joint, "side by side, rows as columns", NULL)
