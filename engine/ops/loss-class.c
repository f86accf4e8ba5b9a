/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Classification losses: the target names a class per item, or gives a probability for each. */

#include "engine/ops/loss.h"

#include <math.h>

enum
{
  ARG_SELF,
  ARG_TARGET,
  ARG_WEIGHT,
  ARG_REDUCTION,
  ARG_IGNORE_INDEX,
  ARG_LABEL_SMOOTHING,
};

static int
rank_of (const TnsValue *value)
{
  return tns_tensor_get_rank (value->tensor);
}

static const int64_t *
sizes_of (const TnsValue *value)
{
  return tns_tensor_get_sizes (value->tensor);
}

/* Classes lie along dim 1, or along the only dim. */
static int
class_dim_of (const TnsValue *x)
{
  return rank_of (x) == 1 ? 0 : 1;
}

/* ---- checks ---- */

static bool
check_label_dtype (const TnsCall *call, GError **error)
{
  TnkDtype labels = tns_tensor_get_dtype (call->args[ARG_TARGET].tensor);

  return labels == TNK_INT64 || labels == TNK_UINT8
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "expected target dtype to be Long or Byte, but got %s",
                      tns_dtype_get_scalar_type_name (labels));
}

static bool
check_class_weight (TnsCall *call, GError **error)
{
  const TnsValue *x = &call->args[ARG_SELF], *weight = &call->args[ARG_WEIGHT];
  int64_t n_classes = sizes_of (x)[class_dim_of (x)];

  if (weight->kind == TNS_NONE)
    return true;
  /* For images any shape will do. */
  if (tns_tensor_get_numel (weight->tensor) == n_classes
      && (rank_of (weight) == 1 || rank_of (x) > 2))
    return true;
  if (rank_of (x) > 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "weight tensor should be defined either for all or no classes");
  g_autofree char *got = tns_layout_dup_sizes_text (sizes_of (weight), rank_of (weight));
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "weight tensor should be defined either for all %" G_GINT64_FORMAT
                   " classes or no classes but got weight tensor of shape: %s",
                   n_classes, got);
}

/* PyTorch counts the classes of vectors and of images (rank 4) by kernels of their own and brings
 * other ranks into the shape of images. */
static bool
check_spatial_target (TnsCall *call, GError **error)
{
  const TnsValue *x = &call->args[ARG_SELF], *target = &call->args[ARG_TARGET];
  int rank = rank_of (x), dim;
  int64_t expected[TNK_MAX_RANK];

  if (rank == 4 && rank_of (target) != 3)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "only batches of spatial targets supported (3D tensors) but got targets of "
                     "dimension: %d",
                     rank_of (target));
  if (rank == 4 && !(check_label_dtype (call, error) && check_class_weight (call, error)))
    return false;
  expected[0] = sizes_of (x)[0];
  for (dim = 2; dim < rank; dim++)
    expected[dim - 1] = sizes_of (x)[dim];
  if (rank_of (target) == rank - 1
      && memcmp (sizes_of (target), expected, sizeof *expected * (rank - 1)) == 0)
    return check_label_dtype (call, error);
  g_autofree char *wanted = tns_layout_dup_sizes_text (expected, rank - 1);
  g_autofree char *given = tns_layout_dup_sizes_text (sizes_of (x), rank);
  g_autofree char *got = tns_layout_dup_sizes_text (sizes_of (target), rank_of (target));
  if (rank == 4)
    return tns_fail (error, TNS_ERROR_RUNTIME, "size mismatch (got input: %s , target: %s", given,
                     got);
  return tns_fail (error, TNS_ERROR_RUNTIME, "Expected target size %s, got %s", wanted, got);
}

static int64_t
count_targets (const TnsCall *call)
{
  const TnsValue *target = &call->args[ARG_TARGET];

  return rank_of (target) > 0 ? sizes_of (target)[0] : 0;
}

static bool
check_batch (const TnsCall *call, GError **error)
{
  const TnsValue *x = &call->args[ARG_SELF];
  int rank = rank_of (x);
  int64_t n_targets = count_targets (call);

  if (rank < 1)
    return tns_fail (error, TNS_ERROR_VALUE, "Expected 1 or more dimensions (got %d)", rank);
  if (rank != 1 && sizes_of (x)[0] != n_targets)
    return tns_fail (error, TNS_ERROR_VALUE,
                     "Expected input batch_size (%" G_GINT64_FORMAT
                     ") to match target batch_size (%" G_GINT64_FORMAT ").",
                     sizes_of (x)[0], n_targets);
  return true;
}

static bool
check_target_shape (TnsCall *call, GError **error)
{
  const TnsValue *target = &call->args[ARG_TARGET];
  int rank = rank_of (&call->args[ARG_SELF]);
  int64_t n_targets = count_targets (call);

  if (rank > 2)
    return check_spatial_target (call, error);
  if (rank_of (target) > 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "0D or 1D target tensor expected, multi-target not supported");
  if (!check_label_dtype (call, error))
    return false;
  if (rank == 1 && rank_of (target) == 1 && n_targets != 1)
    return tns_fail (error, TNS_ERROR_VALUE,
                     "For 1D input, 1D target must have size 1, but got target size: "
                     "%" G_GINT64_FORMAT,
                     n_targets);
  return true;
}

/* The types that PyTorch's kernels take. */
static bool
check_nll_dtypes (const TnsCall *call, GError **error)
{
  TnkDtype own = tns_tensor_get_dtype (call->args[ARG_SELF].tensor), weight = own;
  bool is_spatial = rank_of (&call->args[ARG_SELF]) > 2;

  if (call->args[ARG_WEIGHT].kind == TNS_TENSOR)
    weight = tns_tensor_get_dtype (call->args[ARG_WEIGHT].tensor);
  if (!tnk_dtype_is_floating (own))
    return tns_refuse_dtype (
        is_spatial ? "nll_loss2d_forward_out_frame" : "nll_loss_out_frame", own, error);
  return tns_check_scalar_type (own, weight, error);
}

static bool
infer_nll (TnsCall *call, GError **error)
{
  TnsTensor *x = call->args[ARG_SELF].tensor;
  const TnsValue *target = &call->args[ARG_TARGET];
  int own_rank = rank_of (&call->args[ARG_SELF]);
  bool is_spatial = own_rank > 2, is_reshaped = own_rank == 3 || own_rank > 4;
  int rank = strcmp (call->args[ARG_REDUCTION].string, "none") == 0 ? rank_of (target) : 0;

  if (!tns_loss_check_reduction (&call->args[ARG_REDUCTION], error) || !check_batch (call, error)
      || (is_reshaped && !check_target_shape (call, error))
      || !tns_check_constant (&call->args[ARG_WEIGHT], "weight",
                              is_spatial ? "nll_loss2d_forward" : "nll_loss_forward", error)
      || !check_target_shape (call, error) || !check_class_weight (call, error)
      || !check_nll_dtypes (call, error))
    return false;
  tns_call_add_dense (call, tns_tensor_get_dtype (x), tns_tensor_get_device (x),
                      own_rank == 1 ? 0 : rank, sizes_of (target));
  return true;
}

/* Reads the numbers: the first class that is none is PyTorch's IndexError. */
static bool
check_labels (TnsScope *s, TnsTensor *target, int64_t ignored, int64_t n_classes)
{
  TnsValue none = tns_value_scalar (tns_scalar_int (ignored));
  TnsValue end = tns_value_scalar (tns_scalar_int (n_classes));
  TnsTensor *counted = tns_do (s, masked_select, T (target), T (tns_do (s, ne, T (target), none)));
  TnsTensor *is_beyond = tns_do (s, logical_or, T (tns_do (s, lt, T (counted), N (0))),
                                 T (tns_do (s, ge, T (counted), end)));
  TnsTensor *beyond = tns_do (s, masked_select, T (counted), T (is_beyond));

  if (beyond == NULL || tns_tensor_get_numel (beyond) == 0)
    return s->error == NULL;
  return tns_fail (&s->error, TNS_ERROR_INDEX, "Target %.0f is out of bounds.",
                   tns_formula_item (s, tns_do (s, select, T (beyond), I (0), I (0))));
}

/* ---- negative log likelihood ---- */

typedef struct
{
  TnsTensor *index; /* int64, with a dim of size 1 where the classes lie */
  TnsTensor *share; /* weight per item, 0 where it is ignored; the dim kept */
  TnsTensor *is_ignored;
  TnsTensor *total; /* sum of the shares */
} Items;

static void
find_items (
    TnsScope *s, TnsTensor *x, TnsTensor *target, TnsValue weight, int64_t ignored, Items *items)
{
  TnsValue none = tns_value_scalar (tns_scalar_int (ignored));
  TnsTensor *is_ignored = tns_do (s, eq, T (target), none);
  int64_t minus_one = -1;
  TnsTensor *flat;
  int rank = tns_tensor_get_rank (x);

  target = tns_formula_cast (s, target, TNK_INT64);
  target = tns_do (s, where, T (is_ignored), tns_value_scalar (tns_scalar_int (0)), T (target));
  items->share = tns_formula_full_like (s, target, tns_tensor_get_dtype (x), 1);
  if (weight.kind == TNS_TENSOR)
    {
      flat = tns_do (s, reshape, T (target), tns_value_ints (&minus_one, 1));
      flat = tns_do (s, gather, T (tns_do (s, reshape, weight, tns_value_ints (&minus_one, 1))),
                     I (0), T (flat));
      items->share
          = tns_do (s, reshape, T (flat),
                    tns_value_ints (tns_tensor_get_sizes (target), tns_tensor_get_rank (target)));
    }
  items->share = tns_do (s, where, T (is_ignored), N (0), T (items->share));
  items->total = tns_do (s, sum, T (items->share));
  items->index = target;
  items->is_ignored = is_ignored;
  if (rank > 1 || tns_tensor_get_rank (target) == 0)
    {
      const TnsValue dim = I (rank > 1 ? 1 : 0);

      items->index = tns_do (s, unsqueeze, T (target), dim);
      items->share = tns_do (s, unsqueeze, T (items->share), dim);
      items->is_ignored = tns_do (s, unsqueeze, T (is_ignored), dim);
    }
}

static bool
nll_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  const TnsValue *x = &call->args[ARG_SELF], *target = &call->args[ARG_TARGET];
  int64_t ignored = call->args[ARG_IGNORE_INDEX].i;
  const char *reduction = call->args[ARG_REDUCTION].string;
  int dim = class_dim_of (x);
  int64_t n_classes = sizes_of (x)[dim];
  TnsTensor *loss = NULL;
  Items items;

  tns_scope_init (s);
  if (check_labels (s, target->tensor, ignored, n_classes))
    {
      /* Without classes all items are ignored. */
      find_items (s, x->tensor, target->tensor,
                  n_classes > 0 ? call->args[ARG_WEIGHT] : TNS_VALUE_NONE, ignored, &items);
      loss = n_classes > 0 ? tns_do (s, gather, *x, I (dim), T (items.index)) : items.share;
      loss = tns_do (s, neg, T (tns_do (s, mul, T (loss), T (items.share))));
      /* An ignored item counts nothing, even where its log-probability is −∞. */
      loss = tns_do (s, where, T (tns_do (s, eq, T (items.share), N (0))), N (0), T (loss));
      if (strcmp (reduction, "none") == 0)
        loss = tns_do (s, contiguous,
                       T (tns_do (s, reshape, T (loss),
                                  tns_value_ints (call->outs[0].sizes, call->outs[0].rank))));
      else
        loss = tns_do (s, sum, T (loss));
      if (strcmp (reduction, "mean") == 0)
        loss = tns_do (s, div, T (loss), T (items.total));
    }
  return tns_call_finish (call, s, loss, error);
}

/* −share at the class of each item, 0 at the others. */
static void
nll_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  const TnsMeta *meta = tns_grad_get_meta (g, ARG_SELF, 0);
  TnsTensor *target = tns_grad_get_arg (g, ARG_TARGET).tensor;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0), *zeros = tns_formula_zeros_of (g, ARG_SELF);
  TnsValue reduction = tns_grad_get_arg (g, ARG_REDUCTION);
  int dim = meta->rank == 1 ? 0 : 1;
  Items items;

  if (zeros == NULL || target == NULL)
    return;
  /* One target for one vector is good enough on the way there only. */
  if (meta->rank == 1 && tns_tensor_get_rank (target) == 1 && meta->sizes[0] != 1)
    {
      tns_fail (&s->error, TNS_ERROR_RUNTIME,
                "size mismatch (got input: [%" G_GINT64_FORMAT "], target: [1])", meta->sizes[0]);
      return;
    }
  if (tns_tensor_get_numel (zeros) == 0)
    {
      tns_grad_set (g, ARG_SELF, zeros);
      return;
    }
  find_items (s, zeros, target, tns_grad_get_arg (g, ARG_WEIGHT),
              tns_grad_get_arg (g, ARG_IGNORE_INDEX).i, &items);
  if (strcmp (reduction.string, "mean") == 0)
    upstream = tns_do (s, div, T (upstream), T (items.total));
  else if (strcmp (reduction.string, "none") == 0 && items.index != NULL)
    upstream = tns_do (
        s, reshape, T (upstream),
        tns_value_ints (tns_tensor_get_sizes (items.index), tns_tensor_get_rank (items.index)));
  upstream = tns_do (s, neg, T (tns_do (s, mul, T (upstream), T (items.share))));
  /* Even where there is nothing but ignored items to average. */
  upstream = tns_do (s, masked_fill, T (upstream), T (items.is_ignored), N (0));
  tns_grad_set (g, ARG_SELF,
                tns_do (s, scatter, T (zeros), I (dim), T (items.index), T (upstream)));
}

/* Brought into the shape of images, a loss per item is brought back. */
static bool
nll_nd_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  int rank = rank_of (&call->args[ARG_SELF]);
  const TnsOp *op = rank > 2 ? &tns_op_nll_loss2d : &tns_op_nll_loss;
  TnsTensor *loss;

  tns_scope_init (s);
  loss = tns_scope_call (s, op, false, call->args, call->schema->n_params);
  if (rank > 2 && rank != 4 && strcmp (call->args[ARG_REDUCTION].string, "none") == 0)
    loss = tns_do (s, view, T (loss), tns_value_ints (call->outs[0].sizes, call->outs[0].rank));
  return tns_call_finish (call, s, loss, error);
}

#define NLL_PARAMS                                                                                 \
  "(Tensor self, Tensor target, Tensor? weight=None, str reduction='mean', "                       \
  "int ignore_index=-100) -> Tensor"

#define NLL_OP                                                                                     \
  .category = TNS_CATEGORY_NETWORK, .infer = infer_nll, .formula = "L = −1/n · Σᵢ x[i, tᵢ]",       \
  .derivative = "∂L/∂x[i, c] = −1/n at the class c = tᵢ, else 0",                                  \
  .narration                                                                                       \
  = "averages the negative log-probabilities that {self} gives to the classes {target}",           \
  .doc = "torch.nn.functional.nll_loss.html"

#define NLL_KERNEL                                                                                 \
  NLL_OP, .flags = TNS_INTERNAL, .forward = nll_forward, .saves = "target for self; weight for self", \
  .backward = nll_backward

TNS_OP (nll_loss) = {
  NLL_KERNEL,
  .schema = "nll_loss" NLL_PARAMS,
  .node = "NllLossBackward0",
};

TNS_OP (nll_loss2d) = {
  NLL_KERNEL,
  .schema = "nll_loss2d" NLL_PARAMS,
  .node = "NllLoss2DBackward0",
};

TNS_OP (nll_loss_nd) = {
  NLL_OP,
  .schema = "nll_loss_nd" NLL_PARAMS,
  .flags = TNS_AS_NN_FUNCTION,
  .forward = nll_nd_forward,
};

/* ---- cross entropy ---- */

/* Probabilities instead of class numbers: the target has the input's shape. */
static bool
has_probabilities (const TnsCall *call)
{
  return tns_tensor_same_sizes (call->args[ARG_SELF].tensor, call->args[ARG_TARGET].tensor);
}

static bool
check_smoothing (const TnsCall *call, GError **error)
{
  double smoothing = call->args[ARG_LABEL_SMOOTHING].f;

  if (smoothing <= 1)
    return true;
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "label_smoothing must be between 0.0 and 1.0. Got: %g", smoothing);
}

/* The input's logarithms are taken before anything else is looked at. */
static bool
check_logits (TnsCall *call, GError **error)
{
  const TnsValue args[] = { call->args[ARG_SELF], I (class_dim_of (&call->args[ARG_SELF])) };
  TnsMeta logs;
  int n_logs = 1;

  return tns_op_infer (&tns_op_log_softmax, false, args, G_N_ELEMENTS (args), &logs, &n_logs, error)
         && tns_formula_check_real_graph (call, "_log_softmax", error);
}

static bool
infer_probability_loss (TnsCall *call, GError **error)
{
  TnsTensor *x = call->args[ARG_SELF].tensor;
  const TnsValue *weight = &call->args[ARG_WEIGHT];
  TnkDtype target = tns_tensor_get_dtype (call->args[ARG_TARGET].tensor);
  int class_dim = class_dim_of (&call->args[ARG_SELF]), dim, rank = 0;
  int64_t sizes[TNK_MAX_RANK];

  if (!tnk_dtype_is_floating (target))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected floating point type for target with class probabilities, got %s",
                     tns_dtype_get_scalar_type_name (target));
  if (call->args[ARG_IGNORE_INDEX].i >= 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "ignore_index is not supported for floating point target");
  if (tns_tensor_get_rank (x) == 0)
    return tns_fail (error, TNS_ERROR_INDEX, "Dimension specified as 1 but tensor has no dimensions");
  if (weight->kind == TNS_TENSOR
      && (rank_of (weight) != 1 || sizes_of (weight)[0] != tns_tensor_get_sizes (x)[class_dim]))
    {
      g_autofree char *got = tns_layout_dup_sizes_text (sizes_of (weight), rank_of (weight));

      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "cross_entropy: weight tensor should be defined either for all "
                       "%" G_GINT64_FORMAT
                       " classes or no classes but got weight tensor of shape: %s",
                       tns_tensor_get_sizes (x)[class_dim], got);
    }
  for (dim = 0; dim < tns_tensor_get_rank (x); dim++)
    if (dim != class_dim)
      sizes[rank++] = tns_tensor_get_sizes (x)[dim];
  tns_call_add_dense (call, tns_dtype_promote (tns_tensor_get_dtype (x), target),
                      tns_tensor_get_device (x),
                      strcmp (call->args[ARG_REDUCTION].string, "none") == 0 ? rank : 0, sizes);
  return check_logits (call, error) && check_smoothing (call, error);
}

static bool
infer_cross_entropy (TnsCall *call, GError **error)
{
  if (!tns_loss_check_reduction (&call->args[ARG_REDUCTION], error))
    return false;
  return has_probabilities (call) ? infer_probability_loss (call, error)
                                  : check_smoothing (call, error) && check_logits (call, error)
                                        && infer_nll (call, error);
}

/* @weight shaped so that it broadcasts along the class dim of a tensor of rank @rank. */
static TnsTensor *
align_weight (TnsScope *s, TnsValue weight, int dim, int rank)
{
  int64_t sizes[TNK_MAX_RANK], first = 0;
  int k;

  if (!tns_wrap_dim_with_size (&first, rank_of (&weight), &s->error))
    return NULL;
  for (k = 0; k < rank; k++)
    sizes[k] = k == dim ? sizes_of (&weight)[0] : 1;
  return tns_do (s, view, weight, tns_value_ints (sizes, rank));
}

/* −Σ over classes of t · ln p; the mean is taken per item. */
static TnsTensor *
probability_loss (TnsScope *s, TnsCall *call, TnsTensor *logs)
{
  const TnsValue *x = &call->args[ARG_SELF];
  int dim = class_dim_of (x), rank = rank_of (x);
  double smoothing = call->args[ARG_LABEL_SMOOTHING].f, n = (double)sizes_of (x)[dim];
  int64_t dims = dim;
  TnsTensor *target = call->args[ARG_TARGET].tensor, *loss;

  if (smoothing > 0)
    target = tns_do (s, add, T (tns_do (s, mul, T (target), N (1 - smoothing))), N (smoothing / n));
  loss = tns_do (s, mul, T (logs), T (target));
  if (call->args[ARG_WEIGHT].kind == TNS_TENSOR)
    loss = tns_do (s, mul, T (loss), T (align_weight (s, call->args[ARG_WEIGHT], dim, rank)));
  if (strcmp (call->args[ARG_REDUCTION].string, "none") == 0)
    return tns_do (s, neg, T (tns_do (s, sum, T (loss), tns_value_ints (&dims, 1))));
  loss = tns_do (s, sum_full, T (loss));
  if (strcmp (call->args[ARG_REDUCTION].string, "mean") == 0
      && tns_tensor_get_numel (x->tensor) == 0)
    return tns_do (s, neg, T (tns_do (s, mul, T (loss), N (NAN))));
  loss = tns_do (s, neg, T (loss));
  return strcmp (call->args[ARG_REDUCTION].string, "mean") == 0
             ? tns_do (s, div, T (loss), N ((double)tns_tensor_get_numel (x->tensor) / n))
             : loss;
}

/* A share of the loss is spread over all classes alike. */
static TnsTensor *
smooth_loss (TnsScope *s, TnsCall *call, TnsTensor *logs, TnsTensor *nll)
{
  const TnsValue *x = &call->args[ARG_SELF];
  const char *reduction = call->args[ARG_REDUCTION].string;
  int dim = class_dim_of (x), rank = rank_of (x);
  double smoothing = call->args[ARG_LABEL_SMOOTHING].f, n = (double)sizes_of (x)[dim];
  int64_t dims = dim;
  TnsTensor *smooth = logs, *target = call->args[ARG_TARGET].tensor, *is_ignored;
  Items items;

  find_items (s, x->tensor, target, call->args[ARG_WEIGHT], call->args[ARG_IGNORE_INDEX].i, &items);
  if (call->args[ARG_WEIGHT].kind == TNS_TENSOR)
    smooth = tns_do (s, mul, T (smooth), T (align_weight (s, call->args[ARG_WEIGHT], dim, rank)));
  smooth = tns_do (s, neg, T (tns_do (s, sum, T (smooth), tns_value_ints (&dims, 1))));
  is_ignored = tns_do (s, eq, T (target),
                       tns_value_scalar (tns_scalar_int (call->args[ARG_IGNORE_INDEX].i)));
  /* In place: one target for one vector does not fit here. */
  smooth = tns_do_inplace (s, masked_fill, T (smooth), T (is_ignored), N (0));
  if (strcmp (reduction, "none") != 0)
    smooth = tns_do (s, sum_full, T (smooth));
  if (strcmp (reduction, "mean") == 0)
    smooth = tns_do (s, div, T (smooth), T (items.total));
  return tns_do (s, add, T (tns_do (s, mul, T (nll), N (1 - smoothing))),
                 T (tns_do (s, mul, T (smooth), N (smoothing / n))));
}

static bool
cross_entropy_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  const TnsValue *x = &call->args[ARG_SELF];
  TnsTensor *logs, *loss;

  tns_scope_init (s);
  logs = tns_do (s, log_softmax, *x, I (class_dim_of (x)));
  if (has_probabilities (call))
    return tns_call_finish (call, s, probability_loss (s, call, logs), error);
  loss = tns_do (s, nll_loss_nd, T (logs), call->args[ARG_TARGET], call->args[ARG_WEIGHT],
                 call->args[ARG_REDUCTION], call->args[ARG_IGNORE_INDEX]);
  if (call->args[ARG_LABEL_SMOOTHING].f > 0 && s->error == NULL)
    loss = smooth_loss (s, call, logs, loss);
  return tns_call_finish (call, s, loss, error);
}

TNS_OP (cross_entropy_loss) = {
  .schema = "cross_entropy_loss(Tensor self, Tensor target, Tensor? weight=None, "
            "str reduction='mean', int ignore_index=-100, float label_smoothing=0.0) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_NN_FUNCTION,
  .infer = infer_cross_entropy,
  .forward = cross_entropy_forward,
  .formula = "L = −1/n · Σᵢ ln softmax(xᵢ)[tᵢ]",
  .derivative = "∂L/∂xᵢ = (softmax(xᵢ) − onehot(tᵢ)) / n",
  .narration = "measures how surprising the classes {target} are for the logits {self}",
  .doc = "torch.nn.functional.cross_entropy.html",
};

/* ---- Kullback-Leibler divergence ---- */

static bool
infer_kl_div (TnsCall *call, GError **error)
{
  TnsValue reduction = call->args[2];
  TnsMeta *out;
  int k;

  if (!tns_loss_check_reduction (&reduction, error))
    return false;
  for (k = 0; k < 2; k++)
    if (tnk_dtype_is_complex (tns_tensor_get_dtype (call->args[k].tensor)))
      return tns_fail (error, TNS_ERROR_RUNTIME, "kl_div: Complex inputs not supported.");
  for (k = 0; k < 2; k++)
    if (tnk_dtype_is_integral (tns_tensor_get_dtype (call->args[k].tensor)))
      return tns_fail (error, TNS_ERROR_RUNTIME, "kl_div: Integral inputs not supported.");
  if (!tns_infer_same (call, error))
    return false;
  out = &call->outs[0];
  if (strcmp (reduction.string, "none") != 0)
    tns_meta_init_dense (out, out->dtype, out->device, 0, NULL);
  return true;
}

static bool
kl_div_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsValue x = call->args[0], target = call->args[1];
  TnsTensor *loss;

  tns_scope_init (s);
  if (call->args[3].b)
    loss = tns_do (s, mul, T (tns_do (s, exp, target)), T (tns_do (s, sub, target, x)));
  else
    loss = tns_do (s, sub, T (tns_do (s, xlogy, target, target)), T (tns_do (s, mul, target, x)));
  return tns_call_finish (call, s, tns_loss_reduce (s, loss, &call->args[2]), error);
}

TNS_OP (kl_div) = {
  .schema = "kl_div(Tensor self, Tensor target, *, str reduction='mean', bool log_target=False)"
            " -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_NN_FUNCTION,
  .infer = infer_kl_div,
  .forward = kl_div_forward,
  .formula = "l = t · (ln t − x)",
  .derivative = "∂l/∂x = −t, ∂l/∂t = ln t + 1 − x",
  .narration = "measures how far the log-probabilities {self} are from {target}",
  .doc = "torch.nn.functional.kl_div.html",
};
