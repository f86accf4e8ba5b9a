/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/trace.h"

G_BEGIN_DECLS

/* Whether @op sums over the last dim of its first tensor and the last but one of its second. */
bool tns_failure_is_product (const TnsOp *op);

G_END_DECLS
