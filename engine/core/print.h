/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/tensor.h"

G_BEGIN_DECLS

/**
 * TnsPrintOptions:
 * @precision: digits after the point
 * @threshold: elements above which a tensor is summarised; INFINITY never does
 * @edge_items: elements kept at both ends of a summarised dim
 * @line_width: columns before a line is broken
 * @sci_mode: 1 and 0 force scientific notation on and off, -1 lets the numbers decide
 *
 * What torch.set_printoptions sets. One set for the process.
 */
typedef struct
{
  int precision;
  double threshold;
  int edge_items;
  int line_width;
  int sci_mode;
} TnsPrintOptions;

/* precision 4, threshold 1000, edge_items 3, line_width 80, sci_mode -1. */
#define TNS_PRINT_DEFAULTS ((TnsPrintOptions) { 4, 1000, 3, 80, -1 })

TNS_EXPORT TnsPrintOptions tns_print_options_get (void);
TNS_EXPORT void tns_print_options_set (const TnsPrintOptions *options);

/**
 * tns_tensor_dup_text:
 * @self: any tensor; one on another device is copied to the host
 * @prefix: (nullable): what stands before the bracket, "tensor" when NULL
 * @grad_fn: (nullable): name of the node that made it: "MulBackward0"
 *
 * The tensor as PyTorch prints it, character for character:
 * "tensor([[1., 2.],\n        [3., 4.]], dtype=torch.float64, grad_fn=<MulBackward0>)".
 *
 * Source: the behaviour of torch/_tensor_str.py in PyTorch 2.15
 *
 * Returns: (transfer full) (nullable): NULL with @error when the numbers cannot be read
 */
TNS_EXPORT char *tns_tensor_dup_text (TnsTensor *self, const char *prefix, const char *grad_fn,
                                      GError **error);

/* (transfer full): one number as Python's repr writes it: "3", "0.1", "1e-05", "inf", "(1+2j)",
 * "True"; floats of @dtype float16, bfloat16 and float32 are widened to double first. */
TNS_EXPORT char *tns_scalar_dup_text (TnkScalar value);

G_END_DECLS
