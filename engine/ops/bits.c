/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The bits of integers; on bool they are logic. */

#include "engine/ops/formula.h"

static bool
infer_bits (TnsCall *call, GError **error)
{
  const char *name = call->schema->name;
  g_autofree char *kernel_name = NULL;

  if (!tns_infer_same (call, error))
    return false;
  if (tnk_dtype_is_integral (call->compute_dtype))
    return true;
  kernel_name = g_strconcat (name, "_cpu", NULL);
  return tns_refuse_dtype (kernel_name, call->compute_dtype, error);
}

static bool
infer_shift (TnsCall *call, GError **error)
{
  bool is_left = strstr (call->schema->name, "left") != NULL
                 || strstr (call->schema->name, "lshift") != NULL;

  if (!tns_infer_same (call, error))
    return false;
  if (!tnk_dtype_is_integral (call->compute_dtype) || call->compute_dtype == TNK_BOOL)
    return tns_refuse_dtype (is_left ? "lshift_cpu" : "rshift_cpu", call->compute_dtype, error);
  return true;
}

#define BITS(ID, name, infer_function)                                                             \
  .schema = name "(Tensor|Scalar self, Tensor|Scalar other) -> Tensor",                            \
  .signatures = name "(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor\n"                \
                name "(Scalar self, Tensor other) -> Tensor\n"                                     \
                name "(Tensor self, Scalar other, *, Tensor? out=None) -> Tensor",                 \
  .category = TNS_CATEGORY_COMPARE,                                                                \
  .flags = TNS_HAS_INPLACE | TNS_NO_GRAD, .infer = infer_function,                                 \
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_##ID }, .derivative = "not differentiable",            \
  .doc = "torch." name ".html"

TNS_OP (bitwise_and) = {
  BITS (BITWISE_AND, "bitwise_and", infer_bits),
  .formula = "y = a & b",
  .narration = "keeps the bits that both {self} and {other} have",
};

TNS_OP (bitwise_or) = {
  BITS (BITWISE_OR, "bitwise_or", infer_bits),
  .formula = "y = a | b",
  .narration = "keeps the bits that {self} or {other} has",
};

TNS_OP (bitwise_xor) = {
  BITS (BITWISE_XOR, "bitwise_xor", infer_bits),
  .formula = "y = a ^ b",
  .narration = "keeps the bits that only one of {self} and {other} has",
};

TNS_OP (bitwise_left_shift) = {
  BITS (SHIFT_LEFT, "bitwise_left_shift", infer_shift),
  .formula = "y = a · 2ᵇ, cut to the type's bits",
  .narration = "shifts the bits of {self} left by {other}",
};

TNS_OP (bitwise_right_shift) = {
  BITS (SHIFT_RIGHT, "bitwise_right_shift", infer_shift),
  .formula = "y = ⌊a / 2ᵇ⌋",
  .narration = "shifts the bits of {self} right by {other}",
};
