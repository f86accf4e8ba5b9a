/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Weak stand-ins so that the call path links before their families land: a family that lands removes
 * its ops' lines from TNS_PENDING_OPS in op-list.h and from here. */
#include "engine/ops/op.h"

#define PENDING(id, text) __attribute__ ((weak)) TNS_OP (id) = { .schema = text, .flags = TNS_NO_GRAD }

PENDING (sort, "sort(Tensor self) -> Tensor");
