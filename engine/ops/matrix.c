/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Products of vectors and matrices. One kernel multiplies batches of matrices; vectors go in as
 * matrices of one row or one column. matmul chooses among these ops by rank, as PyTorch's does. */

#include "engine/ops/matrices.h"

/* ---- one product ---- */

typedef struct
{
  int64_t sizes[3], strides[3];
} Lifted;

/* @x as a batch of matrices: a vector becomes one row or one column, a number 1 × 1. */
static TnkArray
lift (TnsTensor *x, bool is_row, Lifted *lifted)
{
  TnkArray array = tns_tensor_get_array (x);
  int dim, at = 0, rank = array.rank;

  for (dim = 0; dim < 3; dim++)
    {
      bool is_own = rank == 1 ? dim == (is_row ? 2 : 1) : dim >= 3 - rank;

      lifted->sizes[dim] = is_own ? array.sizes[at] : 1;
      lifted->strides[dim] = is_own ? array.strides[at] : 0;
      at += is_own;
    }
  array.rank = 3;
  array.sizes = lifted->sizes;
  array.strides = lifted->strides;
  return array;
}

static bool
multiply (TnsCall *call, bool out_is_row, TnsTensor *a, TnsTensor *b, GError **error)
{
  bool has_terms = tns_tensor_get_sizes (a)[tns_tensor_get_rank (a) - 1] > 0;
  TnsTensor *out = has_terms ? tns_call_allocate (call, 0, error)
                             : tns_call_allocate_zeros (call, 0, error);
  const TnkBackend *backend = tns_device_get_backend (tns_tensor_get_device (a), error);
  Lifted places[3];

  if (out == NULL || backend == NULL)
    return false;
  if (tns_tensor_get_numel (out) == 0 || !has_terms)
    return true;
  return tns_check_status (backend->matmul (lift (out, out_is_row, &places[0]),
                                            lift (a, true, &places[1]),
                                            lift (b, false, &places[2])),
                           call->schema->name, tns_tensor_get_dtype (a), error);
}

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

static TnkDtype
dtype_of (const TnsValue *value)
{
  return tns_tensor_get_dtype (value->tensor);
}

/* Only a product of which there is something to compute is refused for its type. */
static bool
check_not_bool (
    TnsCall *call, int rank, const int64_t *sizes, int64_t n_terms, const char *kernel,
    GError **error)
{
  return dtype_of (&call->args[0]) != TNK_BOOL || n_terms == 0 || tns_layout_count (sizes, rank) == 0
         || tns_refuse_dtype (kernel, TNK_BOOL, error);
}

static bool
add_product_out (TnsCall *call, int rank, const int64_t *sizes)
{
  TnsTensor *first = call->args[0].tensor;

  tns_call_add_dense (call, tns_tensor_get_dtype (first), tns_tensor_get_device (first), rank,
                      sizes);
  return true;
}

/* ---- mm ---- */

static bool
check_matrix (const TnsValue *value, const char *op, const char *name, GError **error)
{
  if (rank_of (value) == 2)
    return true;
  return tns_fail (error, TNS_ERROR_RUNTIME, "%s: %s must be a matrix, got %d-D tensor", op, name,
                   rank_of (value));
}

static bool
check_mm (const TnsValue *a, const TnsValue *b, const char *op, GError **error)
{
  if (!check_matrix (a, op, "self", error) || !check_matrix (b, op, "mat2", error))
    return false;
  if (sizes_of (a)[1] != sizes_of (b)[0])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "%s: mat1 and mat2 shapes cannot be multiplied (%" G_GINT64_FORMAT
                     "x%" G_GINT64_FORMAT " and %" G_GINT64_FORMAT "x%" G_GINT64_FORMAT ")",
                     op, sizes_of (a)[0], sizes_of (a)[1], sizes_of (b)[0], sizes_of (b)[1]);
  return true;
}

bool
tns_check_mm_dtypes (TnkDtype a, TnkDtype b, GError **error)
{
  return a == b
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "expected m1 and m2 to have the same dtype, but got: %s != %s",
                      tns_dtype_get_c_name (a), tns_dtype_get_c_name (b));
}

static bool
infer_mm (TnsCall *call, GError **error)
{
  const TnsValue *a = &call->args[0], *b = &call->args[1];

  if (!check_mm (a, b, "mm", error))
    return false;
  if (!tns_check_mm_dtypes (dtype_of (a), dtype_of (b), error))
    return false;
  const int64_t sizes[] = { sizes_of (a)[0], sizes_of (b)[1] };
  return check_not_bool (call, 2, sizes, sizes_of (a)[1], "addmm_impl_cpu_", error)
         && add_product_out (call, 2, sizes);
}

static bool
mm_forward (TnsCall *call, GError **error)
{
  return multiply (call, true, call->args[0].tensor, call->args[1].tensor, error);
}

/* The gradient of A·B: upstream · Bᴴ for A, Aᴴ · upstream for B. */
static void
mm_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);

  if (tns_grad_wants (g, 0))
    tns_grad_set (
        g, 0,
        tns_do (s, mm, T (upstream), T (tns_formula_adjoint (s, tns_grad_get_arg (g, 1).tensor))));
  if (tns_grad_wants (g, 1))
    tns_grad_set (
        g, 1,
        tns_do (s, mm, T (tns_formula_adjoint (s, tns_grad_get_arg (g, 0).tensor)), T (upstream)));
}

TNS_OP (mm) = {
  .schema = "mm(Tensor self, Tensor mat2) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .infer = infer_mm,
  .forward = mm_forward,
  .node = "MmBackward0",
  .saves = "mat2 for self; self for mat2",
  .backward = mm_backward,
  .out_error = TNS_OUT_EXACT,
  .formula = "yᵢⱼ = Σₖ aᵢₖ · bₖⱼ",
  .derivative = "∂L/∂A = G · Bᵀ, ∂L/∂B = Aᵀ · G",
  .narration = "multiplies the matrices {self} {shape:self} and {mat2} {shape:mat2}",
  .doc = "torch.mm.html",
};

/* ---- bmm ---- */

bool
tns_check_bmm_dtypes (TnkDtype a, TnkDtype b, const int64_t *sizes, GError **error)
{
  if (tns_layout_count (sizes, 4) == 0 || (a == b && a != TNK_BOOL))
    return true;
  if (!tns_is_large_product (sizes[1], sizes[2], sizes[3]))
    return a == TNK_BOOL ? tns_refuse_dtype ("bmm", a, error) : tns_check_scalar_type (a, b, error);
  return tns_check_mm_dtypes (a, b, error) && tns_refuse_dtype ("addmm_impl_cpu_", a, error);
}

static bool
infer_bmm (TnsCall *call, GError **error)
{
  const TnsValue *a = &call->args[0], *b = &call->args[1];
  const int64_t *m = sizes_of (a), *n = sizes_of (b);
  int arg;

  for (arg = 0; arg < 2; arg++)
    if (rank_of (&call->args[arg]) != 3)
      return tns_fail (error, TNS_ERROR_RUNTIME, "batch%d must be a 3D tensor", arg + 1);
  if (!tns_check_batches_fit (m, n, error))
    return false;
  const int64_t sizes[] = { m[0], m[1], n[2] };
  if (!tns_check_bmm_dtypes (dtype_of (a), dtype_of (b),
                                 (int64_t[]){ m[0], m[1], m[2], n[2] }, error))
    return false;
  tns_call_add_dense (call, dtype_of (b), tns_tensor_get_device (b->tensor), 3, sizes);
  return true;
}

static void
bmm_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);

  if (tns_grad_wants (g, 0))
    tns_grad_set (
        g, 0,
        tns_do (s, bmm, T (upstream), T (tns_formula_adjoint (s, tns_grad_get_arg (g, 1).tensor))));
  if (tns_grad_wants (g, 1))
    tns_grad_set (
        g, 1,
        tns_do (s, bmm, T (tns_formula_adjoint (s, tns_grad_get_arg (g, 0).tensor)), T (upstream)));
}

TNS_OP (bmm) = {
  .schema = "bmm(Tensor self, Tensor mat2) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .infer = infer_bmm,
  .forward = mm_forward,
  .node = "BmmBackward0",
  .saves = "mat2 for self; self for mat2",
  .backward = bmm_backward,
  .out_error = TNS_OUT_EXACT,
  .formula = "yₙᵢⱼ = Σₖ aₙᵢₖ · bₙₖⱼ",
  .derivative = "∂L/∂Aₙ = Gₙ · Bₙᵀ, ∂L/∂Bₙ = Aₙᵀ · Gₙ",
  .narration = "multiplies the matrices of {self} and {mat2} pair by pair",
  .doc = "torch.bmm.html",
};

/* ---- mv ---- */

static bool
infer_mv (TnsCall *call, GError **error)
{
  const TnsValue *a = &call->args[0], *b = &call->args[1];
  const int64_t *m = sizes_of (a);
  int64_t first = 0;

  if (rank_of (a) == 0)
    return tns_wrap_dim_with_size (&first, 0, error);
  if (rank_of (a) != 2 || rank_of (b) != 1)
    return tns_fail (error, TNS_ERROR_RUNTIME, "vector + matrix @ vector expected, got 1, %d, %d",
                     rank_of (a), rank_of (b));
  if (m[1] != sizes_of (b)[0])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "size mismatch, got input (%" G_GINT64_FORMAT "), mat (%" G_GINT64_FORMAT
                     "x%" G_GINT64_FORMAT "), vec (%" G_GINT64_FORMAT ")",
                     m[0], m[0], m[1], sizes_of (b)[0]);
  if (dtype_of (a) != dtype_of (b))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "addmv input tensors must have the same dtype, but got %s, %s, and %s",
                     tns_dtype_get_scalar_type_name (dtype_of (b)),
                     tns_dtype_get_scalar_type_name (dtype_of (a)),
                     tns_dtype_get_scalar_type_name (dtype_of (b)));
  return check_not_bool (call, 1, m, m[1], "addmv_impl_cpu", error) && add_product_out (call, 1, m);
}

static bool
mv_forward (TnsCall *call, GError **error)
{
  return multiply (call, false, call->args[0].tensor, call->args[1].tensor, error);
}

static void
mv_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);

  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0,
                  tns_do (s, mul, T (tns_do (s, unsqueeze, T (upstream), I (1))),
                          T (tns_formula_conj (s, tns_grad_get_arg (g, 1).tensor))));
  if (tns_grad_wants (g, 1))
    tns_grad_set (
        g, 1,
        tns_do (s, mv, T (tns_formula_adjoint (s, tns_grad_get_arg (g, 0).tensor)), T (upstream)));
}

TNS_OP (mv) = {
  .schema = "mv(Tensor self, Tensor vec) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .infer = infer_mv,
  .forward = mv_forward,
  .node = "MvBackward0",
  .saves = "vec for self; self for vec",
  .backward = mv_backward,
  .out_error = TNS_OUT_EXACT,
  .formula = "yᵢ = Σₖ aᵢₖ · vₖ",
  .derivative = "∂L/∂A = g · vᵀ, ∂L/∂v = Aᵀ · g",
  .narration = "multiplies the matrix {self} by the vector {vec}",
  .doc = "torch.mv.html",
};

/* ---- dot, vdot ---- */

static bool
infer_dot (TnsCall *call, GError **error)
{
  const TnsValue *a = &call->args[0], *b = &call->args[1];

  if (rank_of (a) != 1 || rank_of (b) != 1)
    return tns_fail (error, TNS_ERROR_RUNTIME, "1D tensors expected, but got %dD and %dD tensors",
                     rank_of (a), rank_of (b));
  if (dtype_of (a) != dtype_of (b))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "dot : expected both vectors to have same dtype, but found %s and %s",
                     tns_dtype_get_scalar_type_name (dtype_of (a)),
                     tns_dtype_get_scalar_type_name (dtype_of (b)));
  if (sizes_of (a)[0] != sizes_of (b)[0])
    return tns_fail_for_vector_sizes (error, sizes_of (a)[0], sizes_of (b)[0]);
  if (dtype_of (a) == TNK_BOOL)
    return tns_refuse_dtype ("dot", TNK_BOOL, error);
  return add_product_out (call, 0, NULL);
}

static void
dot_backward (TnsGrad *g)
{
  int arg;

  for (arg = 0; arg < 2; arg++)
    if (tns_grad_wants (g, arg))
      tns_formula_chain (g, arg, tns_grad_get_arg (g, 1 - arg).tensor);
}

static bool
vdot_forward (TnsCall *call, GError **error)
{
  TnsScope scope;
  TnsTensor *a = call->args[0].tensor;

  tns_scope_init (&scope);
  return tns_call_finish (
      call, &scope, tns_do (&scope, dot, T (tns_formula_conj (&scope, a)), call->args[1]), error);
}

/* y = conj (a) · b, so that a's gradient sees the conjugate of the upstream one. */
static void
vdot_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);

  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0,
                  tns_do (s, mul, T (tns_formula_conj (s, upstream)), tns_grad_get_arg (g, 1)));
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, tns_do (s, mul, T (upstream), tns_grad_get_arg (g, 0)));
}

TNS_OP (dot) = {
  .schema = "dot(Tensor self, Tensor tensor) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .infer = infer_dot,
  .forward = mm_forward,
  .node = "DotBackward0",
  .saves = "tensor for self; self for tensor",
  .backward = dot_backward,
  .out_error = "result dtype {Given} does not match input dtype {Expected}",
  .formula = "y = Σₖ aₖ · bₖ",
  .derivative = "∂y/∂a = b, ∂y/∂b = a",
  .narration = "multiplies the vectors {self} and {tensor} element by element and adds up",
  .doc = "torch.dot.html",
};

TNS_OP (vdot) = {
  .schema = "vdot(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .infer = infer_dot,
  .forward = vdot_forward,
  .node = "VdotBackward0",
  .saves = "other for self; self for other",
  .backward = vdot_backward,
  .out_error = "result dtype {Given} does not match input dtype {Expected}",
  .formula = "y = Σₖ conj (aₖ) · bₖ",
  .derivative = "∂y/∂a = b, ∂y/∂b = conj (a)",
  .narration = "multiplies the conjugate of {self} by {other} element by element and adds up",
  .doc = "torch.vdot.html",
};

/* ---- outer, inner ---- */

static bool
infer_outer (TnsCall *call, GError **error)
{
  static const char *const names[] = { "self", "vec2" };
  int arg;

  for (arg = 0; arg < 2; arg++)
    if (rank_of (&call->args[arg]) != 1)
      return tns_fail (error, TNS_ERROR_RUNTIME, "outer: Expected 1-D argument %s, but got %d-D",
                       names[arg], rank_of (&call->args[arg]));
  tns_call_add_dense (call, tns_result_type (call->args, 2),
                      tns_tensor_get_device (call->args[0].tensor), 2,
                      (int64_t[]){ sizes_of (&call->args[0])[0], sizes_of (&call->args[1])[0] });
  return true;
}

static bool
outer_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *column;

  tns_scope_init (s);
  column = tns_do (s, reshape, call->args[0],
                   tns_value_ints ((int64_t[]){ sizes_of (&call->args[0])[0], 1 }, 2));
  return tns_call_finish (call, s, tns_do (s, mul, T (column), call->args[1]), error);
}

static bool
infer_inner (TnsCall *call, GError **error)
{
  const TnsValue *a = &call->args[0], *b = &call->args[1];
  int m = rank_of (a), n = rank_of (b), dim, rank = 0;
  int64_t sizes[2 * TNK_MAX_RANK];

  if (m == 0 || n == 0)
    return tns_infer_same (call, error);
  if (sizes_of (a)[m - 1] != sizes_of (b)[n - 1])
    {
      g_autofree char *first = tns_layout_dup_sizes_text (sizes_of (a), m);
      g_autofree char *second = tns_layout_dup_sizes_text (sizes_of (b), n);

      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "inner() the last dimension must match on both input tensors but got "
                       "shapes %s and %s",
                       first, second);
    }
  if (dtype_of (a) != dtype_of (b))
    return tns_fail (error, TNS_ERROR_RUNTIME, "both inputs should have same dtype");
  for (dim = 0; dim < m - 1; dim++)
    sizes[rank++] = sizes_of (a)[dim];
  for (dim = 0; dim < n - 1; dim++)
    sizes[rank++] = sizes_of (b)[dim];
  return add_product_out (call, rank, sizes);
}

static bool
inner_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  int64_t last = -1;
  TnsTensor *result;

  tns_scope_init (s);
  if (rank_of (&call->args[0]) == 0 || rank_of (&call->args[1]) == 0)
    result = tns_do (s, mul, call->args[0], call->args[1]);
  else
    result = tns_do (s, tensordot, call->args[0], call->args[1], tns_value_ints (&last, 1),
                     tns_value_ints (&last, 1));
  return tns_call_finish (call, s, result, error);
}

TNS_OP (outer) = {
  .schema = "outer(Tensor self, Tensor vec2) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .infer = infer_outer,
  .forward = outer_forward,
  .formula = "yᵢⱼ = aᵢ · bⱼ",
  .derivative = "∂yᵢⱼ/∂aᵢ = bⱼ, ∂yᵢⱼ/∂bⱼ = aᵢ",
  .narration = "multiplies every element of {self} by every element of {vec2}",
  .doc = "torch.outer.html",
  .aliases = "ger",
};

TNS_OP (inner) = {
  .schema = "inner(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .infer = infer_inner,
  .forward = inner_forward,
  .formula = "y = Σₖ a…ₖ · b…ₖ",
  .derivative = "∂y/∂a = b, ∂y/∂b = a",
  .narration = "multiplies {self} and {other} along their last dims and adds up",
  .doc = "torch.inner.html",
};
