/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/op.h"

G_BEGIN_DECLS

/**
 * tnu_op_dup_tooltip:
 * @op: (nullable)
 * @intro: (nullable): the first line; NULL: the name
 *
 * Returns: (transfer full) (nullable): what a tooltip says of an op: @intro, formula, local
 *   derivative and the page of PyTorch's documentation; NULL without both
 */
char *tnu_op_dup_tooltip (const TnsOp *op, const char *intro);

G_END_DECLS
