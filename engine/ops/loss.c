/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Losses between two tensors, element by element, then averaged, summed or left as they are. The
 * classification losses, whose target names classes, are in loss-class.c. */

#include "engine/ops/loss.h"

#include "engine/autograd/autograd.h"

/* ---- reduction ---- */

bool
tns_loss_check_reduction (const TnsValue *reduction, GError **error)
{
  if (strcmp (reduction->string, "mean") == 0 || strcmp (reduction->string, "sum") == 0
      || strcmp (reduction->string, "none") == 0)
    return true;
  return tns_fail (error, TNS_ERROR_VALUE, "%s is not a valid value for reduction",
                   reduction->string);
}

TnsTensor *
tns_loss_reduce (TnsScope *scope, TnsTensor *loss, const TnsValue *reduction)
{
  if (strcmp (reduction->string, "mean") == 0)
    return tns_do (scope, mean_full, T (loss));
  if (strcmp (reduction->string, "sum") == 0)
    return tns_do (scope, sum_full, T (loss));
  return loss;
}

/* Broadcast result of both operands, or one number for mean and sum. */
static bool
infer_loss (TnsCall *call, int reduction_arg, GError **error)
{
  TnsMeta *out;

  if (!tns_loss_check_reduction (&call->args[reduction_arg], error)
      || !tns_infer_over (call, 0, 2, error))
    return false;
  out = &call->outs[0];
  if (strcmp (call->args[reduction_arg].string, "none") != 0)
    tns_meta_init_dense (out, out->dtype, out->device, 0, NULL);
  return true;
}

/* The upstream gradient per element of the unreduced loss. */
static TnsTensor *
spread_upstream (TnsGrad *g, int reduction_arg)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsValue reduction = tns_grad_get_arg (g, reduction_arg);
  TnsMeta shape = { .rank = 0 };
  int arg;

  if (strcmp (reduction.string, "mean") != 0)
    return upstream;
  for (arg = 0; arg < 2; arg++)
    {
      TnsTensor *operand = tns_grad_get_arg (g, arg).tensor;

      if (operand != NULL
          && !tns_broadcast_sizes (&shape, tns_tensor_get_sizes (operand),
                                   tns_tensor_get_rank (operand), &g->scope->error))
        return NULL;
    }
  return tns_do (g->scope, div, T (upstream),
                 N ((double)tns_layout_count (shape.sizes, shape.rank)));
}

/* Losses of the distance a − b: its local derivative goes to a, and with the other sign to b. */
static void
set_distance_gradient (TnsGrad *g, TnsTensor *upstream, TnsTensor *local)
{
  TnsTensor *gradient = tns_do (g->scope, mul, T (upstream), T (local));

  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, gradient);
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, tns_do (g->scope, neg, T (gradient)));
}

/* In the type of both together, so that truths have a distance too. */
static TnsTensor *
distance (TnsScope *s, TnsValue a, TnsValue b)
{
  TnkDtype dtype = tns_result_type ((TnsValue[]){ a, b }, 2);

  return tns_do (s, sub, T (tns_formula_cast (s, a.tensor, dtype)),
                 T (tns_formula_cast (s, b.tensor, dtype)));
}

/* ---- squared and absolute distance ---- */

/* A loss whose kernel takes floating numbers only. */
static bool
infer_floating_loss (TnsCall *call, const char *kernel_name, GError **error)
{
  if (!infer_loss (call, 2, error))
    return false;
  return tnk_dtype_is_floating (call->compute_dtype)
         || tns_refuse_dtype (kernel_name, call->compute_dtype, error);
}

static bool
infer_mse (TnsCall *call, GError **error)
{
  return infer_floating_loss (call, "mse_cpu", error);
}

static bool
mse_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *d;

  tns_scope_init (s);
  d = distance (s, call->args[0], call->args[1]);
  return tns_call_finish (
      call, s, tns_loss_reduce (s, tns_do (s, mul, T (d), T (d)), &call->args[2]), error);
}

static void
mse_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *d = distance (s, tns_grad_get_arg (g, 0), tns_grad_get_arg (g, 1));

  set_distance_gradient (g, spread_upstream (g, 2), tns_do (s, mul, T (d), N (2)));
}

static bool
infer_l1 (TnsCall *call, GError **error)
{
  int n_outs = 1;
  TnsMeta *out = tns_call_add_out (call);

  if (!tns_loss_check_reduction (&call->args[2], error)
      || !tns_op_infer (&tns_op_sub, false, call->args, 2, out, &n_outs, error))
    return false;
  out->dtype = tns_dtype_get_real (out->dtype);
  if (strcmp (call->args[2].string, "mean") == 0 && tnk_dtype_is_integral (out->dtype))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "mean(): could not infer output dtype. Input dtype must be either a floating "
                     "point or complex dtype. Got: %s",
                     tns_dtype_get_scalar_type_name (out->dtype));
  if (strcmp (call->args[2].string, "none") != 0)
    tns_meta_init_dense (out, out->dtype, out->device, 0, NULL);
  return true;
}

static bool
l1_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *d;

  tns_scope_init (s);
  d = tns_do (s, abs, T (tns_do (s, sub, call->args[0], call->args[1])));
  return tns_call_finish (call, s, tns_loss_reduce (s, d, &call->args[2]), error);
}

TNS_OP (mse_loss) = {
  .schema = "mse_loss(Tensor self, Tensor target, str reduction='mean') -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_NN_FUNCTION,
  .infer = infer_mse,
  .forward = mse_forward,
  .node = "MseLossBackward0",
  .saves = "self for self; target for self; self for target; target for target",
  .backward = mse_backward,
  .formula = "L = 1/n · Σ (xᵢ − tᵢ)²",
  .derivative = "∂L/∂xᵢ = 2/n · (xᵢ − tᵢ)",
  .narration = "averages the squared distances of {self} from {target}",
  .doc = "torch.nn.functional.mse_loss.html",
};

TNS_OP (l1_loss) = {
  .schema = "l1_loss(Tensor self, Tensor target, str reduction='mean') -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_NN_FUNCTION,
  .infer = infer_l1,
  .forward = l1_forward,
  .formula = "L = 1/n · Σ |xᵢ − tᵢ|",
  .derivative = "∂L/∂xᵢ = 1/n · sign(xᵢ − tᵢ)",
  .narration = "averages the distances of {self} from {target}",
  .doc = "torch.nn.functional.l1_loss.html",
};

/* ---- squared near 0, straight further out ---- */

static double
bend_of (const TnsValue *value)
{
  return value->f;
}

static bool
infer_smooth_l1 (TnsCall *call, GError **error)
{
  if (bend_of (&call->args[3]) < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "smooth_l1_loss does not support negative values for beta.");
  return infer_floating_loss (call, "smooth_l1_cpu", error);
}

/* The result has the type of the input, whatever the target's. */
/* PyTorch's losses per element are made like self, repeated to their shape. */
static void
lay_out_like_self (const TnsCall *call, TnsMeta *out)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int shift = out->rank - self.rank;

  for (int dim = 0; dim < out->rank; dim++)
    {
      bool is_repeated = dim < shift || self.sizes[dim - shift] != out->sizes[dim];

      out->strides[dim] = is_repeated ? 0 : self.strides[dim - shift];
    }
  tns_layout_preserve_strides (out);
}

static bool
infer_huber (TnsCall *call, GError **error)
{
  TnkDtype own = tns_tensor_get_dtype (call->args[0].tensor);
  TnkDtype common = tns_result_type (call->args, 2);

  if (bend_of (&call->args[3]) <= 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "huber_loss does not support non-positive values for delta.");
  if (!tns_dtype_can_cast (common, own))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "result type %s can't be cast to the desired output type %s",
                     tns_dtype_get_scalar_type_name (common), tns_dtype_get_scalar_type_name (own));
  if (!infer_floating_loss (call, "huber_cpu", error))
    return false;
  call->outs[0].dtype = own;
  if (strcmp (call->args[2].string, "none") == 0)
    lay_out_like_self (call, &call->outs[0]);
  return true;
}

/* |d| < bend: d²/2, else bend · (|d| − bend/2); all of it times @scale. */
static TnsTensor *
bent_loss (TnsScope *s, TnsCall *call, double scale)
{
  double bend = bend_of (&call->args[3]);
  TnsTensor *d, *near_zero, *far;

  d = tns_do (s, abs, T (distance (s, call->args[0], call->args[1])));
  near_zero = tns_do (s, mul, T (tns_do (s, mul, T (d), T (d))), N (0.5 * scale));
  far = tns_do (s, mul, T (tns_do (s, sub, T (d), N (0.5 * bend))), N (bend * scale));
  if (bend == 0)
    far = near_zero = d;
  d = tns_do (s, where, T (tns_do (s, lt, T (d), N (bend))), T (near_zero), T (far));
  d = tns_formula_cast (s, d, call->outs[0].dtype);
  return tns_loss_reduce (s, d, &call->args[2]);
}

static bool
smooth_l1_forward (TnsCall *call, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, bent_loss (&scope, call, 1 / bend_of (&call->args[3])),
                          error);
}

static bool
huber_forward (TnsCall *call, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish_laid_out (call, &scope, bent_loss (&scope, call, 1), error);
}

/* d between −bend and bend, divided by @divisor; the sign alone where nothing bends. */
static void
bent_backward (TnsGrad *g, double divisor)
{
  TnsScope *s = g->scope;
  TnsValue value = tns_grad_get_arg (g, 3);
  double bend = bend_of (&value);
  TnsTensor *d = distance (s, tns_grad_get_arg (g, 0), tns_grad_get_arg (g, 1));

  if (bend == 0)
    d = tns_do (s, sign, T (d));
  else
    d = tns_do (s, div, T (tns_do (s, clamp, T (d), N (-bend), N (bend))), N (divisor));
  set_distance_gradient (g, spread_upstream (g, 2), d);
}

static void
smooth_l1_backward (TnsGrad *g)
{
  TnsValue beta = tns_grad_get_arg (g, 3);

  bent_backward (g, bend_of (&beta));
}

/* PyTorch goes backward through operands of one type only; it names the one not asked for. */
static bool
check_same_dtype (TnsGrad *g)
{
  TnkDtype own = tns_grad_get_meta (g, 0, 0)->dtype, other = tns_grad_get_meta (g, 1, 0)->dtype;
  bool is_of_self = tns_grad_wants (g, 0);

  if (own == other)
    return true;
  return tns_fail (&g->scope->error, TNS_ERROR_RUNTIME, "Found dtype %s but expected %s",
                   tns_dtype_get_scalar_type_name (is_of_self ? other : own),
                   tns_dtype_get_scalar_type_name (is_of_self ? own : other));
}

static void
huber_backward (TnsGrad *g)
{
  if (check_same_dtype (g))
    bent_backward (g, 1);
}

TNS_OP (smooth_l1_loss) = {
  .schema = "smooth_l1_loss(Tensor self, Tensor target, str reduction='mean', float beta=1.0)"
            " -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_NN_FUNCTION,
  .infer = infer_smooth_l1,
  .forward = smooth_l1_forward,
  .node = "SmoothL1LossBackward0",
  .saves = "self for self; target for self; self for target; target for target",
  .backward = smooth_l1_backward,
  .formula = "l = ½ · d² / β where |d| < β, else |d| − ½ · β",
  .derivative = "∂l/∂x = d / β where |d| < β, else sign(d)",
  .narration = "averages the distances of {self} from {target}, rounded off near 0",
  .doc = "torch.nn.functional.smooth_l1_loss.html",
};

TNS_OP (huber_loss) = {
  .schema = "huber_loss(Tensor self, Tensor target, str reduction='mean', float delta=1.0)"
            " -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_NN_FUNCTION,
  .infer = infer_huber,
  .forward = huber_forward,
  .node = "HuberLossBackward0",
  .saves = "self for self; target for self; self for target; target for target",
  .backward = huber_backward,
  .formula = "l = ½ · d² where |d| < δ, else δ · (|d| − ½ · δ)",
  .derivative = "∂l/∂x = d where |d| < δ, else δ · sign(d)",
  .narration = "averages the distances of {self} from {target}, squared up to {delta}",
  .doc = "torch.nn.functional.huber_loss.html",
};

/* ---- binary cross entropy ---- */

enum
{
  ARG_SELF,
  ARG_TARGET,
  ARG_WEIGHT,
  ARG_REDUCTION,
  ARG_POS_WEIGHT,
};

/* Adds a result of the input's shape, or one number for mean and sum. */
static bool
add_reduced (TnsCall *call, TnkDtype dtype)
{
  TnsTensor *x = call->args[ARG_SELF].tensor;
  bool is_whole = strcmp (call->args[ARG_REDUCTION].string, "none") != 0;

  tns_call_add_dense (call, dtype, tns_tensor_get_device (x),
                      is_whole ? 0 : tns_tensor_get_rank (x), tns_tensor_get_sizes (x));
  return true;
}

static bool
infer_bce (TnsCall *call, GError **error)
{
  TnkDtype own = tns_tensor_get_dtype (call->args[ARG_SELF].tensor);
  TnkDtype target = tns_tensor_get_dtype (call->args[ARG_TARGET].tensor);

  if (!tns_loss_check_reduction (&call->args[ARG_REDUCTION], error)
      || !tns_check_constant (&call->args[ARG_WEIGHT], "weight", call->schema->name, error))
    return false;
  if (own != target)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Found dtype %s but expected %s",
                     tns_dtype_get_scalar_type_name (target), tns_dtype_get_scalar_type_name (own));
  if (!tnk_dtype_is_floating (own))
    return tns_refuse_dtype ("binary_cross_entropy", own, error);
  return add_reduced (call, own);
}

/* The result has the type of the target, which the loss begins with. */
static bool
infer_bce_logits (TnsCall *call, GError **error)
{
  TnkDtype own = tns_tensor_get_dtype (call->args[ARG_SELF].tensor);
  TnkDtype target = tns_tensor_get_dtype (call->args[ARG_TARGET].tensor);

  if (!tns_loss_check_reduction (&call->args[ARG_REDUCTION], error)
      || !tns_check_constant (&call->args[ARG_WEIGHT], "weight", call->schema->name, error)
      || !tns_check_constant (&call->args[ARG_POS_WEIGHT], "pos_weight", call->schema->name,
                                   error))
    return false;
  if (!tnk_dtype_is_floating (own))
    return tns_refuse_dtype ("log_sigmoid_cpu", own, error);
  return add_reduced (call, target);
}

/* Logarithms below −100 count as −100, so that a sure mistake costs a finite amount. */
static TnsTensor *
bounded (TnsScope *s, TnsTensor *logarithm)
{
  return tns_do (s, clamp_min, T (logarithm), N (-100));
}

static TnsTensor *
find_improbable (TnsScope *s, TnsTensor *x)
{
  TnsTensor *is_within
      = tns_do (s, logical_and, T (tns_do (s, ge, T (x), N (0))), T (tns_do (s, le, T (x), N (1))));

  return tns_do (s, logical_not, T (is_within));
}

/* The first number that is no probability decides which of both is to blame. */
static bool
check_probabilities (TnsScope *s, TnsTensor *x, TnsTensor *target)
{
  TnsTensor *of_input = find_improbable (s, x), *of_target = find_improbable (s, target), *first;
  TnsTensor *of_either = tns_do (s, logical_or, T (of_input), T (of_target));

  if (tns_formula_item (s, tns_do (s, any, T (of_either))) == 0)
    return s->error == NULL;
  first = tns_do (s, argmax, T (tns_formula_cast (s, of_either, TNK_UINT8)));
  return tns_fail (&s->error, TNS_ERROR_RUNTIME, "all elements of %s should be between 0 and 1",
                   tns_formula_item (s, tns_do (s, take, T (of_input), T (first))) != 0
                       ? "input"
                       : "target");
}

static bool
bce_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[ARG_SELF].tensor, *target = call->args[ARG_TARGET].tensor;
  TnsTensor *loss = NULL;

  tns_scope_init (s);
  if (check_probabilities (s, x, target))
    {
      loss = bounded (s, tns_do (s, log1p, T (tns_do (s, neg, T (x)))));
      loss = tns_do (s, mul, T (tns_do (s, sub, T (target), N (1))), T (loss));
      loss = tns_do (s, sub, T (loss),
                     T (tns_do (s, mul, T (target), T (bounded (s, tns_do (s, log, T (x)))))));
      if (call->args[ARG_WEIGHT].kind == TNS_TENSOR)
        loss = tns_do_inplace (s, mul, T (loss), call->args[ARG_WEIGHT]);
    }
  return tns_call_finish (call, s, tns_loss_reduce (s, loss, &call->args[ARG_REDUCTION]), error);
}

static TnsTensor *
weighted_upstream (TnsGrad *g)
{
  TnsTensor *upstream = spread_upstream (g, ARG_REDUCTION);
  TnsValue weight = tns_grad_get_arg (g, ARG_WEIGHT);

  return weight.kind == TNS_TENSOR ? tns_do (g->scope, mul, T (upstream), weight) : upstream;
}

static void
bce_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = weighted_upstream (g), *x, *target, *spread, *local;

  x = tns_grad_get_arg (g, ARG_SELF).tensor;
  target = tns_grad_get_arg (g, ARG_TARGET).tensor;
  if (tns_grad_wants (g, ARG_SELF))
    {
      spread = tns_do (s, mul, T (tns_do (s, rsub, T (x), N (1))), T (x));
      local = tns_do (s, div, T (tns_do (s, sub, T (x), T (target))),
                      T (tns_do (s, clamp_min, T (spread), N (1e-12))));
      tns_grad_set (g, ARG_SELF, tns_do (s, mul, T (upstream), T (local)));
    }
  if (tns_grad_wants (g, ARG_TARGET))
    {
      local = tns_do (s, sub, T (bounded (s, tns_do (s, log1p, T (tns_do (s, neg, T (x)))))),
                      T (bounded (s, tns_do (s, log, T (x)))));
      tns_grad_set (g, ARG_TARGET, tns_do (s, mul, T (upstream), T (local)));
    }
}

/* (pos_weight − 1) · target + 1: what the term of the true class is weighed by. */
static TnsTensor *
positive_weight (TnsScope *s, TnsTensor *target, TnsValue pos_weight)
{
  TnsTensor *extra = tns_do (s, mul, T (tns_do (s, sub, pos_weight, N (1))), T (target));

  return tns_do (s, add, T (extra), N (1));
}

/* 1 − t; PyTorch gives the 1 the type of the target, so that truths are refused. */
static TnsTensor *
complement (TnsScope *s, TnsTensor *target)
{
  TnsTensor *one = tns_formula_full_like (s, target, tns_tensor_get_dtype (target), 1);

  return tns_do (s, sub, T (one), T (target));
}

/* (1 − t) · x − w · ln σ(x) */
static bool
bce_logits_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[ARG_SELF].tensor, *target = call->args[ARG_TARGET].tensor;
  TnsTensor *log_sigmoid, *loss;

  tns_scope_init (s);
  log_sigmoid = tns_do (s, log_sigmoid, T (x));
  if (call->args[ARG_POS_WEIGHT].kind == TNS_TENSOR)
    log_sigmoid = tns_do_inplace (s, mul, T (log_sigmoid),
                                  T (positive_weight (s, target, call->args[ARG_POS_WEIGHT])));
  loss = tns_do_inplace (s, mul, T (complement (s, target)), T (x));
  loss = tns_do_inplace (s, sub, T (loss), T (log_sigmoid));
  if (call->args[ARG_WEIGHT].kind == TNS_TENSOR)
    loss = tns_do_inplace (s, mul, T (loss), call->args[ARG_WEIGHT]);
  return tns_call_finish (call, s, tns_loss_reduce (s, loss, &call->args[ARG_REDUCTION]), error);
}

static void
bce_logits_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = weighted_upstream (g), *x, *target, *local, *weight;
  TnsValue pos_weight = tns_grad_get_arg (g, ARG_POS_WEIGHT);

  x = tns_grad_get_arg (g, ARG_SELF).tensor;
  target = tns_grad_get_arg (g, ARG_TARGET).tensor;
  if (tns_grad_wants (g, ARG_SELF) && pos_weight.kind == TNS_TENSOR)
    {
      /* (1 − t) − w · (1 − σ(x)) */
      weight = positive_weight (s, target, pos_weight);
      local = tns_do (s, mul, T (weight),
                      T (tns_do (s, rsub, T (tns_do (s, sigmoid, T (x))), N (1))));
      local = tns_do (s, sub, T (tns_do (s, rsub, T (target), N (1))), T (local));
      tns_grad_set (g, ARG_SELF, tns_do (s, mul, T (upstream), T (local)));
    }
  else if (tns_grad_wants (g, ARG_SELF))
    {
      local = tns_do (s, sub, T (tns_do (s, sigmoid, T (x))), T (target));
      tns_grad_set (g, ARG_SELF, tns_do (s, mul, T (upstream), T (local)));
    }
  if (tns_grad_wants (g, ARG_TARGET))
    {
      local = tns_do (s, neg, T (x));
      /* ln σ(−x) − w · ln σ(x), which for w = 1 is −x */
      if (pos_weight.kind == TNS_TENSOR)
        local = tns_do (s, sub, T (tns_do (s, log_sigmoid, T (local))),
                        T (tns_do (s, mul, T (tns_do (s, log_sigmoid, T (x))), pos_weight)));
      tns_grad_set (g, ARG_TARGET, tns_do (s, mul, T (upstream), T (local)));
    }
}

TNS_OP (binary_cross_entropy) = {
  .schema = "binary_cross_entropy(Tensor self, Tensor target, Tensor? weight=None, "
            "str reduction='mean') -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_NN_FUNCTION,
  .infer = infer_bce,
  .forward = bce_forward,
  .node = "BinaryCrossEntropyBackward0",
  .saves = "self for self; target for self; weight for self; self for target; target for target; "
           "weight for target",
  .backward = bce_backward,
  .formula = "L = −1/n · Σ (tᵢ · ln xᵢ + (1 − tᵢ) · ln (1 − xᵢ))",
  .derivative = "∂l/∂x = (x − t) / (x · (1 − x))",
  .narration = "measures how surprising {target} is for the probabilities {self}",
  .doc = "torch.nn.functional.binary_cross_entropy.html",
};

TNS_OP (binary_cross_entropy_with_logits) = {
  .schema = "binary_cross_entropy_with_logits(Tensor self, Tensor target, Tensor? weight=None, *, "
            "str reduction='mean', Tensor? pos_weight=None) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_NN_FUNCTION,
  .infer = infer_bce_logits,
  .forward = bce_logits_forward,
  .node = "BinaryCrossEntropyWithLogitsBackward0",
  .saves = "self for self; target for self; weight for self; pos_weight for self; self for target; "
           "target for target; weight for target; pos_weight for target",
  .backward = bce_logits_backward,
  .formula = "L = 1/n · Σ ((1 − tᵢ) · xᵢ − ln σ(xᵢ))",
  .derivative = "∂l/∂x = σ(x) − t",
  .narration = "measures how surprising {target} is for the logits {self}",
  .doc = "torch.nn.functional.binary_cross_entropy_with_logits.html",
};
