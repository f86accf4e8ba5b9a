/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/formula.h"

/* Fields that every op with one element-wise kernel fills in alike. */
#define UNARY_OP(ID, name, node_name, op_flags, infer_function)                                    \
  .category = TNS_CATEGORY_MATHS, .flags = (op_flags), .infer = infer_function,                    \
  .kernel = { TNS_KERNEL_UNARY, TNK_UNARY_##ID }, .node = node_name, .doc = "torch." name ".html"

/* id_backward: the local derivative as a formula of the saved input x; s is the scope. */
#define FROM_INPUT(id, local)                                                                      \
  static void id##_backward (TnsGrad *g)                                                           \
  {                                                                                                \
    TnsScope *s = g->scope;                                                                        \
    TnsTensor *x = tns_grad_get_arg (g, 0).tensor;                                                 \
    tns_formula_chain (g, 0, local);                                                               \
  }

/* … of the saved result y. */
#define FROM_RESULT(id, local)                                                                     \
  static void id##_backward (TnsGrad *g)                                                           \
  {                                                                                                \
    G_GNUC_UNUSED TnsScope *s = g->scope;                                                          \
    TnsTensor *y = tns_grad_get_result (g, 0);                                                     \
    tns_formula_chain (g, 0, local);                                                               \
  }

/* … of a function that is flat wherever it has a derivative. */
#define ZERO_DERIVATIVE(id)                                                                        \
  static void id##_backward (TnsGrad *g) { tns_grad_set (g, 0, tns_formula_zeros_of (g, 0)); }
