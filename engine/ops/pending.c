/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Weak stand-ins so that the call path links before their families land: a family that lands removes
 * its ops' lines from TNS_PENDING_OPS in op-list.h and from here. */
#include "engine/ops/op.h"

#define PENDING(id, text) __attribute__ ((weak)) TNS_OP (id) = { .schema = text, .flags = TNS_NO_GRAD }

PENDING (conj, "conj(Tensor self) -> Tensor");
PENDING (eq, "eq(Tensor self) -> Tensor");
PENDING (where, "where(Tensor condition, Tensor|Scalar self, Tensor|Scalar other) -> Tensor");
PENDING (ge, "ge(Tensor self) -> Tensor");
PENDING (logical_and, "logical_and(Tensor self) -> Tensor");
PENDING (log, "log(Tensor self) -> Tensor");
PENDING (full_like, "full_like(Tensor self) -> Tensor");
PENDING (sum, "sum(Tensor self) -> Tensor");
PENDING (real, "real(Tensor self) -> Tensor");
