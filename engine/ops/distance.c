/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* How far apart tensors are, how alike, and parts of a tensor cut down to a length. */

#include "engine/autograd/autograd.h"
#include "engine/ops/matrices.h"
#include "engine/ops/norm.h"

static const TnsValue all_dims = { .kind = TNS_INTS };

/* The broadcast shape of the first two arguments. */
static bool
broadcast_pair (const TnsCall *call, TnsMeta *into, GError **error)
{
  int arg;

  into->rank = 0;
  for (arg = 0; arg < 2; arg++)
    {
      TnsMeta meta = tns_call_get_meta (call, arg);

      if (!tns_broadcast_sizes (into, meta.sizes, meta.rank, error))
        return false;
    }
  return true;
}

/* The layout of the difference of the first two arguments. */
static bool
infer_difference (const TnsCall *call, TnsMeta *difference, GError **error)
{
  int n = 1;

  return tns_op_infer (&tns_op_sub, false, call->args, 2, difference, &n, error);
}

/* ---- dist ---- */

static bool
infer_dist (TnsCall *call, GError **error)
{
  TnsMeta difference;

  if (!infer_difference (call, &difference, error))
    return false;
  if (tnk_dtype_is_integral (difference.dtype))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "norm(): input dtype should be either floating point or complex. Got %s "
                     "instead.",
                     tns_dtype_get_scalar_type_name (difference.dtype));
  if (!tns_norm_check_order ("linalg.vector_norm", &call->args[2], error)
      || !tns_norm_check_not_empty (&difference, &all_dims,
                                    tns_scalar_to_double (call->args[2].scalar), error))
    return false;
  tns_call_add_dense (call, tns_dtype_get_real (difference.dtype), difference.device, 0, NULL);
  return true;
}

static bool
dist_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *difference;

  tns_scope_init (s);
  difference = tns_do (s, sub, call->args[0], call->args[1]);
  return tns_call_finish (
      call, s, tns_do (s, linalg_vector_norm, T (difference), call->args[2], all_dims), error);
}

static void
dist_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *difference, *gradient;
  double ord = tns_scalar_to_double (tns_grad_get_arg (g, 2).scalar);

  /* How many elements differ depends on none smoothly: PyTorch has no gradient, nor its negative. */
  if (ord == 0 && tns_grad_wants (g, 1) && s->error == NULL)
    tns_fail (&s->error, TNS_ERROR_RUNTIME,
              "Expected a proper Tensor but got None (or an undefined Tensor in C++) for argument "
              "#0 'self'");
  if (ord == 0)
    return;
  difference = tns_do (s, sub, tns_grad_get_arg (g, 0), tns_grad_get_arg (g, 1));
  gradient = tns_norm_backward (s, difference, ord, tns_grad_get_result (g, 0),
                                tns_grad_get_upstream (g, 0), all_dims);
  if (tns_grad_wants (g, 0))
    tns_formula_set_as_it_is (g, 0, gradient);
  if (tns_grad_wants (g, 1))
    tns_formula_set_as_it_is (g, 1, tns_do (s, neg, T (gradient)));
}

TNS_OP (dist) = {
  .schema = "dist(Tensor self, Tensor other, Scalar p=2) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_NO_OUT,
  .infer = infer_dist,
  .forward = dist_forward,
  .node = "DistBackward0",
  .saves = "self for self; other for self; result for self; self for other; other for other; "
           "result for other",
  .backward = dist_backward,
  .formula = "y = (Σ |aᵢ − bᵢ|ᵖ)^(1/p)",
  .derivative = "∂y/∂aᵢ = sign(aᵢ − bᵢ) · (|aᵢ − bᵢ| / y)^(p − 1)",
  .narration = "measures the distance of {self} and {other} in the {p}-norm",
  .doc = "torch.dist.html",
};

/* ---- pairwise_distance ---- */

static bool
infer_pairwise (TnsCall *call, GError **error)
{
  TnsMeta difference;

  if (!infer_difference (call, &difference, error))
    return false;
  if (difference.rank > 0 && call->args[4].b)
    difference.sizes[difference.rank - 1] = 1;
  else if (difference.rank > 0)
    difference.rank--;
  if (tnk_dtype_is_integral (difference.dtype))
    difference.dtype = tns_dtype_get_default ();
  tns_call_add_dense (call, tns_dtype_get_real (difference.dtype), difference.device,
                      difference.rank, difference.sizes);
  return true;
}

static bool
pairwise_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *difference;
  int64_t last;

  tns_scope_init (s);
  difference = tns_do (s, sub, call->args[0], call->args[1]);
  difference = tns_do (s, add, T (difference), N (call->args[3].f));
  last = difference != NULL ? MAX (tns_tensor_get_rank (difference), 1) - 1 : 0;
  difference = tns_do (s, norm_dim, T (difference), N (call->args[2].f),
                       tns_value_ints (&last, 1), call->args[4]);
  return tns_call_finish (call, s, difference, error);
}

TNS_OP (pairwise_distance) = {
  .schema = "pairwise_distance(Tensor x1, Tensor x2, float p=2, float eps=1e-06, "
            "bool keepdim=False) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_FUNCTION | TNS_NO_OUT,
  .infer = infer_pairwise,
  .forward = pairwise_forward,
  .formula = "y = (Σ |aᵢ − bᵢ + ε|ᵖ)^(1/p)",
  .derivative = "∂y/∂aᵢ = sign(aᵢ − bᵢ) · (|aᵢ − bᵢ| / y)^(p − 1)",
  .narration = "measures the distance of each row of {x1} from its row of {x2}",
  .doc = "torch.nn.functional.pairwise_distance.html",
};

/* ---- cosine_similarity ---- */

static bool
infer_cosine (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_result_type (call->args, 2);
  TnsMeta shape;
  TnsFold fold;

  if (tnk_dtype_is_integral (dtype) || tnk_dtype_is_complex (dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "expected common dtype to be floating point, yet common dtype is %s",
                     tns_dtype_get_scalar_type_name (dtype));
  if (call->args[3].f < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "eps must be non-negative, got: %g",
                     call->args[3].f);
  if (!broadcast_pair (call, &shape, error)
      || !tns_fold_init (&fold, &shape, &call->args[2], false, error))
    return false;
  shape.device = tns_tensor_get_device (call->args[0].tensor);
  tns_fold_add_out (&fold, call, &shape, dtype);
  return true;
}

/* @x divided by its length, or by @least where it is shorter; the gradient sees no such bound. */
static TnsTensor *
divide_by_length (TnsScope *s, TnsTensor *x, TnsValue dim, double least)
{
  TnsTensor *length;
  bool grad_mode;

  length = tns_do (s, linalg_vector_norm, T (x), N (2), tns_value_ints (&dim.i, 1), B (true));
  length = tns_do (s, clone, T (length));
  grad_mode = tns_grad_mode_set (false);
  tns_do_inplace (s, clamp_min, T (length), N (least));
  tns_grad_mode_set (grad_mode);
  return tns_do (s, div, T (x), T (length));
}

static bool
cosine_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnkDtype dtype = call->outs[0].dtype;
  TnsTensor *pair[2], *product;
  TnsMeta shape;
  int arg;

  if (!broadcast_pair (call, &shape, error))
    return false;
  tns_scope_init (s);
  for (arg = 0; arg < 2; arg++)
    {
      pair[arg] = call->args[arg].tensor;
      if (tnk_dtype_is_integral (tns_tensor_get_dtype (pair[arg])))
        pair[arg] = tns_formula_cast (s, pair[arg], dtype);
      pair[arg] = tns_do (s, expand, T (pair[arg]), tns_value_ints (shape.sizes, shape.rank));
      pair[arg] = divide_by_length (s, pair[arg], call->args[2], call->args[3].f);
    }
  product = tns_do (s, mul, T (pair[0]), T (pair[1]));
  return tns_call_finish (
      call, s, tns_do (s, sum, T (product), tns_value_ints (&call->args[2].i, 1)), error);
}

TNS_OP (cosine_similarity) = {
  .schema = "cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-08) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_FUNCTION | TNS_NO_OUT,
  .infer = infer_cosine,
  .forward = cosine_forward,
  .formula = "y = Σ aᵢ · bᵢ / (‖a‖ · ‖b‖)",
  .derivative = "∂y/∂a = (b / ‖b‖ − y · a / ‖a‖) / ‖a‖",
  .narration = "takes the cosine of the angle between {x1} and {x2} along dim {dim}",
  .doc = "torch.nn.functional.cosine_similarity.html",
};

/* ---- renorm ---- */

enum
{
  RENORM_P = 1,
  RENORM_DIM,
  RENORM_MAX,
};

/* As PyTorch has it, so that nothing is divided by 0. */
#define RENORM_EPSILON 1e-7

/* All dims but the one along which the parts lie. */
static TnsValue
list_other_dims (int rank, int64_t dim, int64_t *dims)
{
  int k, n = 0;

  for (k = 0; k < rank; k++)
    if (k != (dim < 0 ? dim + rank : dim))
      dims[n++] = k;
  return tns_value_ints (dims, n);
}

static bool
infer_renorm (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  TnkScalar p = call->args[RENORM_P].scalar, most = call->args[RENORM_MAX].scalar;
  int64_t dim = call->args[RENORM_DIM].i, dims[TNK_MAX_RANK];
  TnsValue others;

  if (p.kind == TNK_SCALAR_COMPLEX)
    return tns_fail (error, TNS_ERROR_RUNTIME, "renorm: p must be real-valued");
  if (!(tns_scalar_to_double (p) > 0))
    return tns_fail (error, TNS_ERROR_RUNTIME, "renorm: non-positive-norm not supported");
  if (most.kind == TNK_SCALAR_COMPLEX)
    return tns_fail (error, TNS_ERROR_RUNTIME, "renorm: maxnorm must be real-valued");
  if (!(tns_scalar_to_double (most) >= 0))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "renorm: expected maxnorm to be >= 0 but got %g", tns_scalar_to_double (most));
  if (meta.rank < 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "renorm: input needs at least 2 dimensions, got %d dimensions", meta.rank);
  if (!tns_wrap_dim (&dim, meta.rank, error)
      || !tns_check_inexact (meta.dtype, "linalg.vector_norm", error))
    return false;
  others = list_other_dims (meta.rank, dim, dims);
  if (!tns_norm_check_not_empty (&meta, &others, tns_scalar_to_double (p), error))
    return false;
  tns_call_add_dense (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  return true;
}

/* The p-norm of every part of @x, half precision in single. */
static TnsTensor *
measure_parts (TnsScope *s, TnsTensor *x, TnsValue p, int64_t dim, TnsValue *dims, int64_t *places)
{
  TnkDtype dtype = tns_tensor_get_dtype (x);
  bool is_half = dtype == TNK_FLOAT16 || dtype == TNK_BFLOAT16;

  *dims = list_other_dims (tns_tensor_get_rank (x), dim, places);
  return tns_do (s, linalg_vector_norm, T (x), N (tns_scalar_to_double (p.scalar)), *dims, B (true),
                 is_half ? tns_value_dtype (TNK_FLOAT32) : TNS_VALUE_NONE);
}

/* most / (norm + ε) */
static TnsTensor *
find_factor (TnsScope *s, TnsTensor *norm, TnsValue most)
{
  return tns_do (s, mul, most,
                 T (tns_do (s, reciprocal, T (tns_do (s, add, T (norm), N (RENORM_EPSILON))))));
}

static bool
renorm_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *norm, *factor;
  TnsValue most = N (tns_scalar_to_double (call->args[RENORM_MAX].scalar)), dims;
  int64_t places[TNK_MAX_RANK];

  tns_scope_init (s);
  norm = measure_parts (s, x, call->args[RENORM_P], call->args[RENORM_DIM].i, &dims, places);
  factor = tns_do (s, where, T (tns_do (s, gt, T (norm), most)), T (find_factor (s, norm, most)),
                   N (1));
  factor = tns_formula_cast (s, factor, tns_tensor_get_dtype (x));
  x = tns_do (s, mul, T (x), T (factor));
  return tns_call_finish (call, s, tns_do (s, contiguous, T (x)), error);
}

/* y = x · m / (‖x‖ + ε): upstream as it is where the part was short enough, else
 * m / (‖x‖ + ε) · (upstream − Σ x · upstream / (‖x‖ + ε) · ∂‖x‖/∂x). */
static void
renorm_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *norm, *along, *slope;
  TnsValue p = tns_grad_get_arg (g, RENORM_P), dims, most = tns_grad_get_arg (g, RENORM_MAX);
  int64_t places[TNK_MAX_RANK];

  if (s->error != NULL)
    return;
  most = N (tns_scalar_to_double (most.scalar));
  norm = measure_parts (s, x, p, tns_grad_get_arg (g, RENORM_DIM).i, &dims, places);
  along = tns_do (s, mul, T (tns_formula_conj (s, x)), T (upstream));
  along = tns_do (s, real, T (tns_do (s, sum, T (along), dims, B (true))));
  along = tns_do (s, div, T (along), T (tns_do (s, add, T (norm), N (RENORM_EPSILON))));
  slope = tns_norm_backward (s, x, tns_scalar_to_double (p.scalar), norm, along, dims);
  slope = tns_do (s, mul, T (find_factor (s, norm, most)),
                  T (tns_do (s, sub, T (upstream), T (slope))));
  tns_grad_set (g, 0,
                tns_do (s, where, T (tns_do (s, gt, T (norm), most)), T (slope), T (upstream)));
}

TNS_OP (renorm) = {
  .schema = "renorm(Tensor self, Scalar p, int dim, Scalar maxnorm) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_renorm,
  .forward = renorm_forward,
  .node = "RenormBackward0",
  .saves = "self for self",
  .backward = renorm_backward,
  .formula = "y = x · min (1, m / ‖x‖) for every part along dim",
  .derivative = "∂L/∂x = m / ‖x‖ · (g − (Σ x · g / ‖x‖) · ∂‖x‖/∂x) where ‖x‖ > m, else g",
  .narration = "cuts the parts of {self} along dim {dim} down to the {p}-norm {maxnorm}",
  .doc = "torch.renorm.html",
};
