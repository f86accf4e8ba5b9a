/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Complex numbers and their parts. Real and imaginary parts are views, as in PyTorch: a complex
 * element is two reals side by side, so a part has every stride doubled. */

#include "engine/ops/call-private.h"
#include "engine/ops/unary.h"

/* ---- views between complex and pairs of reals ---- */

static bool
infer_view_as_real (TnsCall *call, GError **error)
{
  TnsMeta *out = tns_call_add_out (call);
  int dim;

  tns_tensor_get_meta (call->args[0].tensor, out);
  if (!tnk_dtype_is_complex (out->dtype))
    return tns_fail (error, TNS_ERROR_TYPE, "view_as_real is only supported for complex tensors");
  out->dtype = tns_dtype_get_real (out->dtype);
  out->alias_of = 0;
  out->offset_elems *= 2;
  for (dim = 0; dim < out->rank; dim++)
    out->strides[dim] *= 2;
  out->sizes[out->rank] = 2;
  out->strides[out->rank] = 1;
  out->rank++;
  return true;
}

static bool
refuse_pairs (TnkDtype dtype, GError **error)
{
  return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                   "view_as_complex is only supported for half, float and double tensors, but got "
                   "a tensor of scalar type: %s",
                   tns_dtype_get_scalar_type_name (dtype));
}

static bool
infer_view_as_complex (TnsCall *call, GError **error)
{
  TnsMeta *out = tns_call_add_out (call);
  TnkDtype dtype;
  int dim;

  tns_tensor_get_meta (call->args[0].tensor, out);
  dtype = out->dtype;
  if (tnk_dtype_is_complex (dtype))
    return tns_fail (error, TNS_ERROR_TYPE, "view_as_complex is not supported for complex tensors");
  if (dtype != TNK_FLOAT16 && dtype != TNK_FLOAT32 && dtype != TNK_FLOAT64)
    return refuse_pairs (dtype, error);
  if (out->rank == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Input tensor must have one or more dimensions");
  out->rank--;
  if (out->sizes[out->rank] != 2)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Tensor must have a last dimension of size 2");
  if (out->strides[out->rank] != 1)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Tensor must have a last dimension with stride 1");
  for (dim = 0; dim < out->rank; dim++)
    {
      if (out->strides[dim] % 2 != 0 && out->sizes[dim] != 1)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "Tensor must have a stride divisible by 2 for all but last dimension");
      out->strides[dim] /= 2;
    }
  if (out->offset_elems % 2 != 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Tensor must have a storage_offset divisible by 2");
  /* There is no half complex type here. */
  if (dtype == TNK_FLOAT16)
    return refuse_pairs (dtype, error);
  out->dtype = tns_dtype_get_complex (dtype);
  out->alias_of = 0;
  out->offset_elems /= 2;
  return true;
}

static void
view_as_real_backward (TnsGrad *g)
{
  TnsTensor *pairs = tns_do (g->scope, contiguous, T (tns_grad_get_upstream (g, 0)));

  tns_grad_set (g, 0, tns_do (g->scope, view_as_complex, T (pairs)));
}

static void
view_as_complex_backward (TnsGrad *g)
{
  tns_grad_set (g, 0, tns_do (g->scope, view_as_real, T (tns_grad_get_upstream (g, 0))));
}

TNS_OP (view_as_real) = {
  .schema = "view_as_real(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_view_as_real,
  .node = "ViewAsRealBackward0",
  .backward = view_as_real_backward,
  .formula = "y[…, 0] = Re x, y[…, 1] = Im x",
  .derivative = "∂L/∂x = ∂L/∂y read as complex numbers",
  .narration = "looks at the complex numbers of {self} as pairs of reals",
  .doc = "torch.view_as_real.html",
};

TNS_OP (view_as_complex) = {
  .schema = "view_as_complex(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_view_as_complex,
  .node = "ViewAsComplexBackward0",
  .backward = view_as_complex_backward,
  .formula = "y = x[…, 0] + i · x[…, 1]",
  .derivative = "∂L/∂x = ∂L/∂y read as pairs of reals",
  .narration = "looks at the pairs of reals in {self} as complex numbers",
  .doc = "torch.view_as_complex.html",
};

/* ---- parts ---- */

/* Real tensors are their own real part; of complex ones @part 0 or 1 of each pair. */
static bool
part_forward (TnsCall *call, int part, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor;

  tns_scope_init (s);
  if (tnk_dtype_is_complex (tns_tensor_get_dtype (x)))
    x = tns_do (s, select, T (tns_do (s, view_as_real, T (x))), I (-1), I (part));
  return tns_call_finish (call, s, x, error);
}

static bool
real_forward (TnsCall *call, GError **error)
{
  return part_forward (call, 0, error);
}

static bool
imag_forward (TnsCall *call, GError **error)
{
  return part_forward (call, 1, error);
}

static bool
infer_part (TnsCall *call, int part)
{
  TnsMeta *out = tns_call_add_out (call);
  int dim;

  tns_tensor_get_meta (call->args[0].tensor, out);
  out->alias_of = 0;
  if (!tnk_dtype_is_complex (out->dtype))
    return true;
  out->dtype = tns_dtype_get_real (out->dtype);
  out->offset_elems = 2 * out->offset_elems + part;
  for (dim = 0; dim < out->rank; dim++)
    out->strides[dim] *= 2;
  return true;
}

static bool
infer_real_part (TnsCall *call, GError **error)
{
  return infer_part (call, 0);
}

static bool
infer_imag (TnsCall *call, GError **error)
{
  if (!tnk_dtype_is_complex (tns_tensor_get_dtype (call->args[0].tensor)))
    return tns_fail (error, TNS_ERROR_TYPE,
                     "imag is not implemented for tensors with non-complex dtypes.");
  return infer_part (call, 1);
}

TNS_OP (real) = {
  .schema = "real(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_AS_FUNCTION | TNS_AS_PROPERTY | TNS_NO_OUT,
  .infer = infer_real_part,
  .forward = real_forward,
  .formula = "y = Re x",
  .derivative = "∂y/∂x = 1 along the real axis",
  .narration = "looks at the real parts of {self}",
  .doc = "torch.real.html",
};

TNS_OP (imag) = {
  .schema = "imag(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_AS_FUNCTION | TNS_AS_PROPERTY | TNS_NO_OUT,
  .infer = infer_imag,
  .forward = imag_forward,
  .formula = "y = Im x",
  .derivative = "∂y/∂x = 1 along the imaginary axis",
  .narration = "looks at the imaginary parts of {self}",
  .doc = "torch.imag.html",
};

/* ---- conjugate ---- */

static void
conj_backward (TnsGrad *g)
{
  tns_grad_set (g, 0, tns_formula_conj (g->scope, tns_grad_get_upstream (g, 0)));
}

static bool
conj_forward (TnsCall *call, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, tns_formula_conj (&scope, call->args[0].tensor), error);
}

TNS_OP (conj) = {
  .schema = "conj(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_NO_OUT,
  .infer = tns_infer_same,
  .forward = conj_forward,
  .formula = "y = Re x − i · Im x",
  .derivative = "∂L/∂x = conj (∂L/∂y)",
  .narration = "mirrors every element of {self} at the real axis",
  .doc = "torch.conj.html",
};

/* What conj records for complex tensors; real ones pass through it unchanged. */
TNS_OP (conj_complex) = {
  .schema = "_conj(Tensor self) -> Tensor",
  UNARY_OP (CONJ, "conj", "ConjBackward0", TNS_INTERNAL, tns_infer_same),
  .backward = conj_backward,
  .formula = "y = Re x − i · Im x",
  .derivative = "∂L/∂x = conj (∂L/∂y)",
  .narration = "mirrors every element of {self} at the real axis",
};

/* What conj_physical records for complex tensors; a real one is its own conjugate, not a copy. */
TNS_OP (conj_physical_complex) = {
  .schema = "_conj_physical(Tensor self) -> Tensor",
  UNARY_OP (CONJ, "conj_physical", "ConjPhysicalBackward0", TNS_INTERNAL, tns_infer_same),
  .backward = conj_backward,
  .formula = "y = Re x − i · Im x",
  .derivative = "∂L/∂x = conj (∂L/∂y)",
  .narration = "mirrors every element of {self} at the real axis, in new memory",
};

static bool
conj_physical_forward (TnsCall *call, GError **error)
{
  TnsScope scope;
  TnsTensor *x = call->args[0].tensor;

  if (!tnk_dtype_is_complex (tns_tensor_get_dtype (x)))
    {
      tns_call_return (call, 0, x);
      return true;
    }
  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, tns_do (&scope, conj_physical_complex, T (x)), error);
}

/* Nothing is written into real numbers, though it counts as a write. */
static bool
infer_conj_physical_inplace (TnsCall *call, GError **error)
{
  call->may_overlap = !tnk_dtype_is_complex (tns_tensor_get_dtype (call->args[0].tensor));
  return tns_infer_same (call, error);
}

static bool
conj_physical_inplace_forward (TnsCall *call, GError **error)
{
  if (tnk_dtype_is_complex (tns_tensor_get_dtype (call->args[0].tensor)))
    return tns_call_run_kernel (call, TNS_KERNEL_UNARY, TNK_UNARY_CONJ, call->args, 1, error);
  tns_call_return (call, 0, call->args[0].tensor);
  return true;
}

TNS_OP (conj_physical_inplace) = {
  .schema = "conj_physical_(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_ONLY_INPLACE,
  .infer = infer_conj_physical_inplace,
  .forward = conj_physical_inplace_forward,
  .node = "ConjPhysicalBackward1",
  .backward = conj_backward,
  .doc = "torch.Tensor.conj_physical_.html",
  .formula = "x ← Re x − i · Im x",
  .derivative = "∂L/∂x = conj (∂L/∂y)",
  .narration = "mirrors every element of {self} at the real axis, in place",
};

TNS_OP (conj_physical) = {
  .schema = "conj_physical(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .infer = tns_infer_same,
  .forward = conj_physical_forward,
  .out_error = TNS_OUT_FOUND,
  .doc = "torch.conj_physical.html",
  .formula = "y = Re x − i · Im x",
  .derivative = "∂L/∂x = conj (∂L/∂y)",
  .narration = "mirrors every element of {self} at the real axis, in new memory",
};

/* ---- angle ---- */

static bool
infer_angle (TnsCall *call, GError **error)
{
  if (!tnk_dtype_is_complex (tns_tensor_get_dtype (call->args[0].tensor)))
    return tns_infer_float (call, error);
  if (!tns_infer_real (call, error))
    return false;
  /* PyTorch begins with an empty tensor here, which it resizes. */
  tns_meta_set_dense_strides (&call->outs[0]);
  return true;
}

/* Real numbers keep their angle when they move; a complex one turns by Im (dz / z). */
static void
angle_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *z = tns_grad_get_arg (g, 0).tensor, *length, *turned;
  TnsValue i = tns_value_scalar (tns_scalar_complex (0, 1));

  if (!tnk_dtype_is_complex (tns_grad_get_meta (g, 0, 0)->dtype))
    {
      tns_grad_set (g, 0, tns_formula_zeros_of (g, 0));
      return;
    }
  length = tns_do (s, abs, T (z));
  turned
      = tns_do (s, div, T (tns_do (s, mul, T (z), i)), T (tns_do (s, mul, T (length), T (length))));
  turned = tns_do (s, where, T (tns_do (s, eq, T (length), N (0))), N (0), T (turned));
  tns_grad_set (g, 0, tns_do (s, mul, T (tns_grad_get_upstream (g, 0)), T (turned)));
}

TNS_OP (angle) = {
  .schema = "angle(Tensor self) -> Tensor",
  UNARY_OP (ANGLE, "angle", "AngleBackward0", 0, infer_angle),
  .saves = "self for self",
  .backward = angle_backward,
  .formula = "y = arg x; 0 or π for real x",
  .derivative = "∂y/∂x = i · x / |x|²; 0 for real x",
  .narration = "measures the angle of every element of {self} from the positive real axis",
};

/* ---- two reals as one complex ---- */

static bool
infer_complex (TnsCall *call, GError **error)
{
  TnkDtype real = tns_tensor_get_dtype (call->args[0].tensor);
  TnkDtype imag = tns_tensor_get_dtype (call->args[1].tensor);
  if (!tnk_dtype_is_floating (real) || !tnk_dtype_is_floating (imag) || real == TNK_BFLOAT16
      || imag == TNK_BFLOAT16)
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "Expected both inputs to be Half, Float or Double tensors but got %s and %s",
                     tns_dtype_get_scalar_type_name (real), tns_dtype_get_scalar_type_name (imag));
  if (real != imag)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected object of scalar type %s but got scalar type %s for second argument",
                     tns_dtype_get_scalar_type_name (real), tns_dtype_get_scalar_type_name (imag));
  if (!tns_infer_same (call, error))
    return false;
  call->outs[0].dtype = tns_dtype_get_complex (real);
  return true;
}

static void
complex_backward (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, tns_do (g->scope, real, T (upstream)));
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, tns_do (g->scope, imag, T (upstream)));
}

TNS_OP (complex) = {
  .schema = "complex(Tensor real, Tensor imag) -> Tensor",
  .category = TNS_CATEGORY_CREATE,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_complex,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_COMPLEX },
  .node = "ComplexBackward0",
  .backward = complex_backward,
  .out_error = TNS_OUT_SCALAR_TYPE,
  .formula = "y = a + b·i",
  .derivative = "∂y/∂a = 1, ∂y/∂b = i",
  .narration = "makes complex numbers of {real} and {imag}",
  .doc = "torch.complex.html",
};

/* |z| moves z outwards, the angle turns it by i · z. As PyTorch, by the sign of the result. */
static void
polar_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *z = tns_grad_get_result (g, 0), *upstream, *along;
  TnsValue i = tns_value_scalar (tns_scalar_complex (0, 1));

  upstream = tns_formula_conj (s, tns_grad_get_upstream (g, 0));
  if (tns_grad_wants (g, 0))
    {
      along = tns_do (s, mul, T (upstream), T (tns_do (s, sgn, T (z))));
      tns_grad_set (g, 0, tns_do (s, real, T (along)));
    }
  if (tns_grad_wants (g, 1))
    {
      along = tns_do (s, mul, T (upstream), T (tns_do (s, mul, T (z), i)));
      tns_grad_set (g, 1, tns_do (s, real, T (along)));
    }
}

static bool
polar_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *re, *im;

  tns_scope_init (s);
  re = tns_do (s, mul, call->args[0], T (tns_do (s, cos, call->args[1])));
  im = tns_do (s, mul, call->args[0], T (tns_do (s, sin, call->args[1])));
  return tns_call_finish_laid_out (call, s, tns_do (s, complex, T (re), T (im)), error);
}

TNS_OP (polar) = {
  .schema = "polar(Tensor abs, Tensor angle) -> Tensor",
  .category = TNS_CATEGORY_CREATE,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_complex,
  .forward = polar_forward,
  .node = "PolarBackward0",
  .saves = "result for abs; result for angle",
  .backward = polar_backward,
  .out_error = TNS_OUT_SCALAR_TYPE,
  .formula = "y = r · (cos φ + i · sin φ)",
  .derivative = "∂y/∂r = e^(iφ), ∂y/∂φ = i · y",
  .narration = "makes complex numbers of the lengths {abs} and the angles {angle}",
  .doc = "torch.polar.html",
};

/* ---- questions ---- */

static bool
isreal_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *is_real;

  if (!tnk_dtype_is_complex (tns_tensor_get_dtype (x)))
    {
      is_real = tns_call_allocate (call, 0, error);
      return is_real != NULL && tns_tensor_fill (is_real, tns_scalar_bool (true), error);
    }
  tns_scope_init (s);
  is_real = tns_do (s, eq, T (tns_do (s, imag, T (x))), N (0));
  return tns_call_finish (call, s, is_real, error);
}

TNS_OP (isreal) = {
  .schema = "isreal(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_COMPARE,
  .flags = TNS_NO_GRAD,
  .infer = tns_infer_bool,
  .forward = isreal_forward,
  .formula = "y = (Im x = 0)",
  .narration = "asks of every element of {self} whether it is real",
  .doc = "torch.isreal.html",
};

/* Conjugating and negating is never put off here: there is nothing to do. */
static bool
infer_self (TnsCall *call, GError **error)
{
  TnsMeta *out = tns_call_add_out (call);

  tns_tensor_get_meta (call->args[0].tensor, out);
  out->alias_of = 0;
  return true;
}

static bool
return_self (TnsCall *call, GError **error)
{
  tns_call_return (call, 0, call->args[0].tensor);
  return true;
}

#define RESOLVED(name)                                                                             \
  .schema = name "(Tensor self) -> Tensor", .category = TNS_CATEGORY_MEMORY, .infer = infer_self,  \
  .forward = return_self, .formula = "y = x", .derivative = "∂y/∂x = 1",                           \
  .doc = "torch." name ".html"

TNS_OP (resolve_conj) = {
  RESOLVED ("resolve_conj"),
  .narration = "makes sure that {self} is conjugated in memory",
};

TNS_OP (resolve_neg) = {
  RESOLVED ("resolve_neg"),
  .narration = "makes sure that {self} is negated in memory",
};
