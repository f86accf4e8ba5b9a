/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* What numbers are made of: common divisors of integers, mantissa and exponent of floats. */

#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"

/* ---- divisors ---- */

static bool
infer_divisor (TnsCall *call, GError **error)
{
  g_autofree char *kernel_name = g_strconcat (call->schema->name, "_cpu", NULL);

  if (!tns_infer_same (call, error))
    return false;
  return (tnk_dtype_is_integral (call->compute_dtype) && call->compute_dtype != TNK_BOOL)
         || tns_refuse_dtype (kernel_name, call->compute_dtype, error);
}

/* |a / gcd · b|; two zeros have none but 0. */
static bool
lcm_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *a, *divisor, *multiple;

  tns_scope_init (s);
  a = tns_formula_cast (s, call->args[0].tensor, call->compute_dtype);
  divisor = tns_do (s, clamp_min, T (tns_do (s, gcd, call->args[0], call->args[1])),
                    tns_value_scalar (tns_scalar_int (1)));
  multiple = tns_do (s, mul, T (tns_do (s, floor_divide, T (a), T (divisor))), call->args[1]);
  return tns_call_finish_laid_out (call, s, tns_do (s, abs, T (multiple)), error);
}

TNS_OP (gcd) = {
  .schema = "gcd(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE | TNS_NO_GRAD,
  .infer = infer_divisor,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_GCD },
  .formula = "y = greatest number that divides a and b",
  .narration = "finds the greatest common divisor of {self} and {other}",
  .doc = "torch.gcd.html",
};

TNS_OP (lcm) = {
  .schema = "lcm(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE | TNS_NO_GRAD,
  .infer = infer_divisor,
  .forward = lcm_forward,
  .formula = "y = smallest number that a and b divide",
  .narration = "finds the least common multiple of {self} and {other}",
  .doc = "torch.lcm.html",
};

/* ---- mantissa and exponent ---- */

/* A float's bits as an integer of the same width. */
typedef struct
{
  TnkDtype integer;
  int mantissa_bits;
  int64_t exponent_mask;
  int64_t bias; /* of an exponent whose mantissa lies in [½, 1) */
} FloatFormat;

static const FloatFormat single = { TNK_INT32, 23, 0xff, 126 };
static const FloatFormat twice = { TNK_INT64, 52, 0x7ff, 1022 };

static TnsValue
whole (int64_t number)
{
  return tns_value_scalar (tns_scalar_int (number));
}

static bool
infer_frexp (TnsCall *call, GError **error)
{
  TnsMeta *exponent;

  if (!tnk_dtype_is_floating (tns_tensor_get_dtype (call->args[0].tensor)))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.frexp() only supports floating-point dtypes");
  if (!tns_infer_same (call, error))
    return false;
  exponent = tns_call_add_out (call);
  *exponent = call->outs[0];
  exponent->dtype = TNK_INT32;
  return true;
}

/* Moves the exponent out of the bits. Subnormal numbers have none of their own: they are scaled up
 * first. Zero, infinity and NaN stay as they are, with exponent 0. */
static bool
frexp_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnkDtype dtype = call->outs[0].dtype;
  const FloatFormat *format = dtype == TNK_FLOAT64 ? &twice : &single;
  const double up = (double) ((int64_t) 1 << format->mantissa_bits);
  int64_t field = format->exponent_mask << format->mantissa_bits;
  TnsTensor *x, *is_plain, *is_small, *bits, *exponent, *mantissa;

  tns_scope_init (s);
  x = call->args[0].tensor;
  if (dtype != TNK_FLOAT64)
    x = tns_formula_cast (s, x, TNK_FLOAT32);
  is_plain = tns_do (s, logical_and, T (tns_do (s, isfinite, T (x))),
                     T (tns_do (s, ne, T (x), N (0))));
  is_small = tns_do (s, lt, T (tns_do (s, abs, T (x))),
                     N (dtype == TNK_FLOAT64 ? G_MINDOUBLE : G_MINFLOAT));
  mantissa = tns_do (s, where, T (is_small), T (tns_do (s, mul, T (x), N (up))), T (x));
  bits = tns_do (s, view_dtype, T (mantissa), tns_value_dtype (format->integer));
  exponent = tns_do (s, bitwise_and,
                     T (tns_do (s, bitwise_right_shift, T (bits), whole (format->mantissa_bits))),
                     whole (format->exponent_mask));
  exponent = tns_do (s, sub, T (exponent), whole (format->bias));
  exponent = tns_do (s, where, T (is_small),
                     T (tns_do (s, sub, T (exponent), whole (format->mantissa_bits))),
                     T (exponent));
  exponent = tns_do (s, where, T (is_plain), T (exponent), whole (0));
  bits = tns_do (s, bitwise_or, T (tns_do (s, bitwise_and, T (bits), whole (~field))),
                 whole (format->bias << format->mantissa_bits));
  mantissa = tns_do (s, view_dtype, T (bits), tns_value_dtype (dtype == TNK_FLOAT64 ? dtype
                                                                                    : TNK_FLOAT32));
  mantissa = tns_do (s, where, T (is_plain), T (mantissa), T (x));
  mantissa = tns_formula_cast (s, mantissa, dtype);
  exponent = tns_formula_cast (s, exponent, TNK_INT32);
  if (s->error == NULL)
    {
      tns_call_return (call, 0, mantissa);
      tns_call_return (call, 1, exponent);
    }
  return tns_scope_finish (s, error);
}

/* x = m · 2^e: the mantissa moves 2^−e times as fast. */
static void
frexp_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);

  tns_grad_set (g, 0,
                tns_do (s, ldexp, T (upstream),
                        T (tns_do (s, neg, T (tns_grad_get_result (g, 1))))));
}

TNS_OP (frexp) = {
  .schema = "frexp(Tensor self) -> (Tensor mantissa, Tensor exponent)",
  .category = TNS_CATEGORY_MATHS,
  .infer = infer_frexp,
  .forward = frexp_forward,
  .node = "FrexpBackward0",
  .saves = "result1 for self",
  .backward = frexp_backward,
  .out_error = "torch.frexp() expects mantissa to have dtype {expected} but got {given}\n"
               "torch.frexp() expects exponent to have int dtype but got {given}",
  .formula = "x = m · 2ᵉ, ½ ≤ |m| < 1",
  .derivative = "∂m/∂x = 2⁻ᵉ",
  .narration = "splits every element of {self} into mantissa and exponent",
  .doc = "torch.frexp.html",
};

/* ---- put together again ---- */

/* Only whole numbers are added to the exponents of floating ones. */
static bool
adds_exponents (const TnsCall *call)
{
  return tnk_dtype_is_floating (tns_tensor_get_dtype (call->args[0].tensor))
         && tnk_dtype_is_integral (tns_tensor_get_dtype (call->args[1].tensor));
}

/* Beside other types the 2 is a tensor of self's type. */
static bool
has_number_as_base (const TnsCall *call)
{
  TnkDtype self = tns_tensor_get_dtype (call->args[0].tensor);
  return self == TNK_FLOAT32 || tnk_dtype_is_integral (self);
}

/* Whether self's shape is that of the result. */
static bool
keeps_shape (const TnsCall *call)
{
  TnsMeta self = tns_call_get_meta (call, 0), exponent = tns_call_get_meta (call, 1), wide = self;
  return tns_broadcast_sizes (&wide, exponent.sizes, exponent.rank, NULL) && wide.rank == self.rank
         && memcmp (wide.sizes, self.sizes, (size_t) self.rank * sizeof (int64_t)) == 0;
}

static bool
infer_ldexp (TnsCall *call, GError **error)
{
  enum
  {
    SELF = 1 << 0,
    EXPONENT = 1 << 1
  };
  TnkDtype self = tns_tensor_get_dtype (call->args[0].tensor);
  TnkDtype exponent = tns_tensor_get_dtype (call->args[1].tensor);

  if (call->is_inplace && tnk_dtype_is_integral (self))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "ldexp can't be cast to the desired output type %s",
                     tns_dtype_get_scalar_type_name (self));
  if (adds_exponents (call))
    {
      /* PyTorch's result is made like self, and made anew where the shape is another. */
      return tns_infer_float_of_made (call, keeps_shape (call) ? SELF : 0, 0, error)
             && (exponent != TNK_BOOL || tns_refuse_dtype ("ldexp_cpu_exp", TNK_BOOL, error));
    }
  return has_number_as_base (call) ? tns_infer_float_of_made (call, 0, EXPONENT, error)
                                   : tns_infer_float_of_made (call, EXPONENT, 0, error);
}

static bool
ldexp_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *base, *power;

  if (adds_exponents (call))
    return tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_LDEXP, call->args, 2, error);
  tns_scope_init (s);
  if (has_number_as_base (call))
    power = tns_do (s, power_of_number, N (2), call->args[1]);
  else
    {
      base = tns_do (s, new_full, call->args[0], tns_value_ints (NULL, 0), N (2));
      power = tns_do (s, pow, T (base), call->args[1]);
    }
  return tns_call_finish_laid_out (call, s, tns_do (s, mul, call->args[0], T (power)), error);
}

static void
ldexp_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  const double ln_2 = 0.693147180559945309417232121458176568;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);

  if (tns_grad_wants (g, 0))
    {
      TnsTensor *power = tns_do (s, power_of_number, N (2), tns_grad_get_arg (g, 1));

      tns_formula_set_as_it_is (g, 0,
                                tns_do (s, mul, T (upstream), T (tns_formula_conj (s, power))));
    }
  if (tns_grad_wants (g, 1))
    {
      TnsTensor *slope = tns_do (s, mul, T (tns_grad_get_result (g, 0)), N (ln_2));

      tns_formula_set_as_it_is (g, 1,
                                tns_do (s, mul, T (upstream), T (tns_formula_conj (s, slope))));
    }
}

TNS_OP (ldexp) = {
  .schema = "ldexp(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_ldexp,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_LDEXP },
  .forward = ldexp_forward,
  .node = "LdexpBackward0",
  .saves = "other for self; result for other",
  .backward = ldexp_backward,
  .formula = "y = x · 2ᵉ",
  .derivative = "∂y/∂x = 2ᵉ, ∂y/∂e = y · ln 2",
  .narration = "multiplies {self} by 2 to the power {other}",
  .doc = "torch.ldexp.html",
};
