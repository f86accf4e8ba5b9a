/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Products over chosen dims, written in terms of matrix products: tensordot, kron, cross and powers
 * of a matrix. einsum has a file of its own. */

#include "engine/ops/formula.h"

static const int64_t *
sizes_of (const TnsValue *value)
{
  return tns_tensor_get_sizes (value->tensor);
}

static int
rank_of (const TnsValue *value)
{
  return tns_tensor_get_rank (value->tensor);
}

/* ---- tensordot ---- */

typedef struct
{
  int64_t dims[2][TNK_MAX_RANK];
  int n_dims;
} Contraction;

static bool
check_contraction (TnsCall *call, Contraction *pair, GError **error)
{
  const TnsValue *a = &call->args[0], *b = &call->args[1];
  TnsValue lists[2] = { call->args[2], call->args[3] };
  int side, k, j;

  if (tns_tensor_get_dtype (a->tensor) != tns_tensor_get_dtype (b->tensor))
    return tns_fail (error, TNS_ERROR_RUNTIME, "both inputs should have same dtype");
  if (lists[0].ints.n != lists[1].ints.n)
    return tns_fail (error, TNS_ERROR_RUNTIME, "both dimension lists should have same length");
  pair->n_dims = lists[0].ints.n;
  for (side = 0; side < 2; side++)
    for (k = 0; k < pair->n_dims; k++)
      {
        pair->dims[side][k] = lists[side].ints.items[k];
        if (!tns_wrap_dim (&pair->dims[side][k], rank_of (&call->args[side]), error))
          return false;
      }
  for (k = 0; k < pair->n_dims; k++)
    {
      int64_t n = rank_of (a) == 0 ? 1 : sizes_of (a)[pair->dims[0][k]];
      int64_t m = rank_of (b) == 0 ? 1 : sizes_of (b)[pair->dims[1][k]];

      if (n != m && n != 1 && m != 1)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "contracted dimensions need to match, but first has size %" G_GINT64_FORMAT
                         " in dim %" G_GINT64_FORMAT " and second has size %" G_GINT64_FORMAT
                         " in dim %" G_GINT64_FORMAT,
                         n, lists[0].ints.items[k], m, lists[1].ints.items[k]);
    }
  for (side = 0; side < 2; side++)
    for (k = 0; k < pair->n_dims; k++)
      for (j = 0; j < k; j++)
        if (pair->dims[side][j] == pair->dims[side][k])
          return tns_fail (error, TNS_ERROR_RUNTIME,
                           "dim %" G_GINT64_FORMAT " appears multiple times in the list of dims",
                           pair->dims[side][k]);
  return true;
}

static bool
is_contracted (const Contraction *pair, int side, int dim)
{
  int k;

  for (k = 0; k < pair->n_dims; k++)
    if (pair->dims[side][k] == dim)
      return true;
  return false;
}

/* The dims that stay, in order. */
static int
list_free_dims (const Contraction *pair, int side, int rank, int64_t *dims)
{
  int dim, n = 0;

  for (dim = 0; dim < rank; dim++)
    if (!is_contracted (pair, side, dim))
      dims[n++] = dim;
  return n;
}

static bool
infer_tensordot (TnsCall *call, GError **error)
{
  TnsTensor *first = call->args[0].tensor;
  int64_t sizes[2 * TNK_MAX_RANK], dims[TNK_MAX_RANK];
  Contraction pair;
  int side, k, n, rank = 0;

  if (!check_contraction (call, &pair, error))
    return false;
  for (side = 0; side < 2; side++)
    {
      n = list_free_dims (&pair, side, rank_of (&call->args[side]), dims);
      for (k = 0; k < n; k++)
        sizes[rank++] = sizes_of (&call->args[side])[dims[k]];
    }
  if (rank > TNK_MAX_RANK)
    return tns_fail (error, TNS_ERROR_RUNTIME, "tensordot: too many dimensions (%d)", rank);
  tns_call_add_dense (call, tns_tensor_get_dtype (first), tns_tensor_get_device (first), rank,
                      sizes);
  return true;
}

/* A contracted dim of size 1 counts for all of the other side's: the other side is summed first. */
static TnsTensor *
fold_repeated (TnsScope *s, const TnsCall *call, const Contraction *pair, int side)
{
  TnsTensor *x = call->args[side].tensor;
  int k;

  for (k = 0; k < pair->n_dims && tns_tensor_get_rank (call->args[1 - side].tensor) > 0; k++)
    if (x != NULL && tns_tensor_get_rank (x) > 0
        && sizes_of (&call->args[1 - side])[pair->dims[1 - side][k]] == 1
        && sizes_of (&call->args[side])[pair->dims[side][k]] != 1)
      x = tns_do (s, sum, T (x), tns_value_ints (&pair->dims[side][k], 1), B (true),
                  tns_value_dtype (tns_tensor_get_dtype (x)));
  return x;
}

typedef struct
{
  TnsTensor *tensor; /* contracted dims behind (side 0) or in front (side 1) of the others */
  int64_t shape[2];  /* as a matrix */
} Factor;

static Factor
arrange (TnsScope *s, TnsTensor *x, const Contraction *pair, int side)
{
  int64_t order[TNK_MAX_RANK], free_dims[TNK_MAX_RANK];
  Factor factor = { NULL, { 1, 1 } };
  int rank, n, k;

  if (x == NULL)
    return factor;
  rank = tns_tensor_get_rank (x);
  n = list_free_dims (pair, side, rank, free_dims);
  for (k = 0; k < n; k++)
    {
      order[side == 0 ? k : rank - n + k] = free_dims[k];
      factor.shape[side] *= tns_tensor_get_sizes (x)[free_dims[k]];
    }
  for (k = 0; k < rank - n; k++)
    {
      order[side == 0 ? n + k : k] = pair->dims[side][k];
      factor.shape[1 - side] *= tns_tensor_get_sizes (x)[pair->dims[side][k]];
    }
  factor.tensor = tns_do (s, permute, T (x), tns_value_ints (order, rank));
  return factor;
}

/* Where one number comes out: vectors that lie dense are multiplied as such, others element by
 * element, for which there are more types. */
static TnsTensor *
multiply_vectors (TnsScope *s, TnsTensor *a, TnsTensor *b)
{
  const int64_t all = -1;
  const TnsValue flat = tns_value_ints (&all, 1);

  if (s->error != NULL)
    return NULL;
  const bool is_dense = tns_tensor_is_contiguous (a) && tns_tensor_is_contiguous (b);
  a = tns_do (s, reshape, T (a), flat);
  b = tns_do (s, reshape, T (b), flat);
  if (is_dense)
    return tns_do (s, dot, T (a), T (b));
  return tns_do (s, sum_full, T (tns_do (s, mul, T (a), T (b))),
                 tns_value_dtype (tns_tensor_get_dtype (a)));
}

static bool
tensordot_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *result;
  Factor a, b;
  Contraction pair;
  TnsValue sizes = tns_value_ints (call->outs[0].sizes, call->outs[0].rank);

  if (!check_contraction (call, &pair, error))
    return false;
  tns_scope_init (s);
  a = arrange (s, fold_repeated (s, call, &pair, 0), &pair, 0);
  b = arrange (s, fold_repeated (s, call, &pair, 1), &pair, 1);
  if (a.shape[0] == 1 && b.shape[1] == 1)
    result = multiply_vectors (s, a.tensor, b.tensor);
  else
    result
        = tns_do (s, mm, T (tns_do (s, reshape, T (a.tensor), tns_value_ints (a.shape, 2))),
                  T (tns_do (s, reshape, T (b.tensor), tns_value_ints (b.shape, 2))));
  return tns_call_finish (call, s, tns_do (s, reshape, T (result), sizes), error);
}

TNS_OP (tensordot) = {
  .schema = "tensordot(Tensor self, Tensor other, int[] dims_self, int[] dims_other) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_tensordot,
  .forward = tensordot_forward,
  .out_error = "tensordot: Expected the output tensor to have dtype {Expected}, but got an output tensor with "
               "dtype {Given}",
  .formula = "y = Σ a · b over the dims that are paired",
  .derivative = "∂y/∂a = b, ∂y/∂b = a, summed over the other dims",
  .narration
  = "multiplies {self} and {other} and adds up over the dims {dims_self} and {dims_other}",
  .doc = "torch.tensordot.html",
};

/* ---- kron ---- */

static bool
infer_kron (TnsCall *call, GError **error)
{
  int ranks[2] = { rank_of (&call->args[0]), rank_of (&call->args[1]) };
  int rank = MAX (ranks[0], ranks[1]), dim, side;
  int64_t sizes[TNK_MAX_RANK];

  for (dim = 0; dim < rank; dim++)
    {
      sizes[dim] = 1;
      for (side = 0; side < 2; side++)
        if (dim >= rank - ranks[side])
          sizes[dim] *= sizes_of (&call->args[side])[dim - rank + ranks[side]];
    }
  tns_call_add_dense (call, tns_result_type (call->args, 2),
                      tns_tensor_get_device (call->args[0].tensor), rank, sizes);
  return true;
}

/* Every dim of @x followed (side 0) or preceded (side 1) by one of size 1. */
static TnsTensor *
interleave (TnsScope *s, const TnsValue *x, int side, int rank)
{
  int64_t sizes[2 * TNK_MAX_RANK];
  int own = rank_of (x), dim;

  for (dim = 0; dim < rank; dim++)
    {
      sizes[2 * dim + side] = dim < rank - own ? 1 : sizes_of (x)[dim - rank + own];
      sizes[2 * dim + 1 - side] = 1;
    }
  return tns_do (s, reshape, *x, tns_value_ints (sizes, 2 * rank));
}

static bool
kron_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  int rank = call->outs[0].rank;
  TnsTensor *product;

  if (2 * rank > TNK_MAX_RANK)
    return tns_fail (error, TNS_ERROR_RUNTIME, "kron: too many dimensions (%d)", rank);
  tns_scope_init (s);
  product = tns_do (s, mul, T (interleave (s, &call->args[0], 0, rank)),
                    T (interleave (s, &call->args[1], 1, rank)));
  /* A view of the product as it lies: where its dims cannot be merged, PyTorch too refuses. */
  return tns_call_finish (
      call, s, tns_do (s, unsafe_view, T (product), tns_value_ints (call->outs[0].sizes, rank)),
      error);
}

TNS_OP (kron) = {
  .schema = "kron(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .infer = infer_kron,
  .forward = kron_forward,
  .formula = "y = every element of a times the whole of b, side by side",
  .derivative = "∂y/∂a = b, ∂y/∂b = a",
  .narration = "repeats {other} once for every element of {self}, multiplied by it",
  .doc = "torch.kron.html",
};

/* ---- cross ---- */

/* The dim to multiply along; without one the first of size 3. */
static bool
find_cross_dim (TnsCall *call, int64_t *dim, GError **error)
{
  int rank = rank_of (&call->args[0]);
  const int64_t *sizes = sizes_of (&call->args[0]);

  if (call->args[2].kind != TNS_NONE)
    {
      *dim = call->args[2].i;
      return tns_wrap_dim (dim, rank, error);
    }
  for (*dim = 0; *dim < rank; (*dim)++)
    if (sizes[*dim] == 3)
      return true;
  return tns_fail (error, TNS_ERROR_RUNTIME, "no dimension of size 3 in input");
}

static bool
infer_cross (TnsCall *call, GError **error)
{
  const TnsValue *a = &call->args[0], *b = &call->args[1];
  TnkDtype first = tns_tensor_get_dtype (a->tensor), second = tns_tensor_get_dtype (b->tensor);
  int64_t dim;
  TnsMeta meta;

  /* The public form looks for a dim before anything else. */
  if (call->args[2].kind == TNS_NONE && !find_cross_dim (call, &dim, error))
    return false;
  if (rank_of (a) != rank_of (b))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.cross: inputs must have the same number of dimensions.");
  dim = call->args[2].kind == TNS_NONE ? dim : call->args[2].i;
  if (!tns_wrap_dim_with_size (&dim, rank_of (a), error))
    return false;
  if (sizes_of (a)[dim] != 3 || sizes_of (b)[dim] != 3)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.cross: inputs dimension %" G_GINT64_FORMAT
                     " must have length 3. Got %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT,
                     call->args[2].kind == TNS_NONE ? dim : call->args[2].i,
                     sizes_of (a)[dim], sizes_of (b)[dim]);
  meta.rank = 0;
  if (!tns_broadcast_sizes (&meta, sizes_of (a), rank_of (a), error)
      || !tns_broadcast_sizes (&meta, sizes_of (b), rank_of (b), error))
    return false;
  if (first == TNK_BOOL)
    return tns_refuse_dtype ("cross", first, error);
  if (!tns_check_scalar_type (first, second, error))
    return false;
  tns_call_add_dense (call, first, tns_tensor_get_device (a->tensor), meta.rank, meta.sizes);
  return true;
}

/* a × b = (a₂b₃ − a₃b₂, a₃b₁ − a₁b₃, a₁b₂ − a₂b₁): both turned by one and by two places. */
static bool
cross_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *turned[2][2], *forth, *back;
  int64_t dim;
  int side, turns;

  if (!find_cross_dim (call, &dim, error))
    return false;
  tns_scope_init (s);
  for (side = 0; side < 2; side++)
    for (turns = 1; turns <= 2; turns++)
      turned[side][turns - 1]
          = tns_do (s, roll, call->args[side], tns_value_ints ((int64_t[]){ -turns }, 1),
                    tns_value_ints (&dim, 1));
  forth = tns_do (s, mul, T (turned[0][0]), T (turned[1][1]));
  back = tns_do (s, mul, T (turned[0][1]), T (turned[1][0]));
  return tns_call_finish (call, s, tns_do (s, contiguous, T (tns_formula_add (s, forth, tns_do (s, neg, T (back))))),
                          error);
}

/* a · (b × c) = b · (c × a) = c · (a × b) */
static void
cross_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0), *a, *b;
  TnsValue dim = tns_grad_get_arg (g, 2);

  a = tns_formula_conj (s, tns_grad_get_arg (g, 0).tensor);
  b = tns_formula_conj (s, tns_grad_get_arg (g, 1).tensor);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, tns_do (s, linalg_cross, T (b), T (upstream), dim));
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, tns_do (s, linalg_cross, T (upstream), T (a), dim));
}

static bool
cross_public_forward (TnsCall *call, GError **error)
{
  TnsScope scope;
  int64_t dim;

  if (!find_cross_dim (call, &dim, error))
    return false;
  tns_scope_init (&scope);
  return tns_call_finish (
      call, &scope, tns_do (&scope, linalg_cross, call->args[0], call->args[1], I (dim)), error);
}

TNS_OP (linalg_cross) = {
  .schema = "linalg_cross(Tensor self, Tensor other, *, int dim=-1) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_cross,
  .forward = cross_forward,
  .node = "LinalgCrossBackward0",
  .saves = "other for self; self for other",
  .backward = cross_backward,
  .out_error = TNS_OUT_EXACT,
  .formula = "y = a × b",
  .derivative = "∂L/∂a = b × g, ∂L/∂b = g × a",
  .narration = "takes the cross products of {self} and {other} along dim {dim}",
  .doc = "torch.linalg.cross.html",
};

TNS_OP (cross) = {
  .schema = "cross(Tensor self, Tensor other, int? dim=None) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .infer = infer_cross,
  .forward = cross_public_forward,
  .out_error = TNS_OUT_EXACT,
  .formula = "y = a × b",
  .derivative = "∂L/∂a = b × g, ∂L/∂b = g × a",
  .narration = "takes the cross products of {self} and {other}",
  .doc = "torch.cross.html",
};

/* ---- matrix_power ---- */

static bool
infer_matrix_power (TnsCall *call, GError **error)
{
  const TnsValue *a = &call->args[0];
  int rank = rank_of (a);

  if (rank < 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.matrix_power: The input tensor A must have at least 2 dimensions.");
  if (sizes_of (a)[rank - 1] != sizes_of (a)[rank - 2])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.matrix_power: A must be batches of square matrices, but they are "
                     "%" G_GINT64_FORMAT " by %" G_GINT64_FORMAT " matrices",
                     sizes_of (a)[rank - 2], sizes_of (a)[rank - 1]);
  tns_call_add_dense (call, tns_tensor_get_dtype (a->tensor), tns_tensor_get_device (a->tensor),
                      rank, sizes_of (a));
  return true;
}

static TnsTensor *
clone_dense (TnsScope *s, TnsTensor *x)
{
  return tns_do (s, clone, T (x), tns_value_string ("contiguous_format"));
}

static TnsTensor *
identity_like (TnsScope *s, TnsTensor *x)
{
  TnsTensor *result = tns_formula_full_like (s, x, tns_tensor_get_dtype (x), 0);
  TnsTensor *diagonal = tns_do (s, diagonal, T (result), I (0), I (-2), I (-1));

  tns_do (s, fill, T (diagonal), N (1));
  /* As PyTorch makes it: the result hangs on x, with a gradient of zeros. */
  return tns_do (s, copy, T (clone_dense (s, x)), T (result));
}

/* By squaring: the bits of n say which of x, x², x⁴ … are multiplied. */
static bool
matrix_power_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *square = call->args[0].tensor, *result = NULL;
  int64_t n = call->args[1].i;

  tns_scope_init (s);
  if (n < 0)
    {
      square = tns_do (s, linalg_inv, T (square));
      if (n == -1)
        return tns_call_finish (call, s, square, error);
      n = -n;
    }
  if (n == 0)
    return tns_call_finish (call, s, identity_like (s, square), error);
  if (n == 1)
    return tns_call_finish (call, s, clone_dense (s, square), error);
  if (n == 3)
    {
      result = tns_do (s, matmul, T (tns_do (s, matmul, T (square), T (square))), T (square));
      return tns_call_finish (call, s, result, error);
    }
  for (; n > 0 && s->error == NULL; n /= 2)
    {
      if (n % 2 != 0)
        result = result == NULL ? square : tns_do (s, matmul, T (result), T (square));
      if (n > 1)
        square = tns_do (s, matmul, T (square), T (square));
    }
  return tns_call_finish (call, s, result, error);
}

TNS_OP (matrix_power) = {
  .schema = "matrix_power(Tensor self, int n) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .infer = infer_matrix_power,
  .forward = matrix_power_forward,
  .formula = "Y = A · A · … · A, n times",
  .derivative = "by the rule of each product",
  .narration = "multiplies the matrix {self} by itself, {n} times in all",
  .doc = "torch.matrix_power.html",
  .aliases = "linalg_matrix_power",
};
