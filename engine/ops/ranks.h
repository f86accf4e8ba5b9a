/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/offsets.h"

G_BEGIN_DECLS

/* Partial orders along a dim, on the host. Elements are replaced by their ranks first (equal values
 * share one, NaN is the greatest), so that one integer algorithm serves every type; where values
 * are equal the same one is chosen that PyTorch's algorithm chooses. */

/* (transfer full): places of the @k greatest (or smallest) along @dim, as torch.topk. */
TnsTensor *tns_ranks_new_topk (TnsTensor *self, int64_t dim, int64_t k, bool largest, bool sorted,
                               GError **error);

/* (transfer full): place of the @k-th smallest (from 1) along @dim, which keeps size 1. */
TnsTensor *tns_ranks_new_kth (TnsTensor *self, int64_t dim, int64_t k, GError **error);

/**
 * tns_ranks_new:
 * @order: (out) (optional) (transfer full): int64 [numel], places that sort @self, stable
 * @n_distinct: (out) (optional): number of different values; each NaN is one of its own when
 *   @splits_nan
 *
 * (transfer full): int64 [numel] on the CPU: rank of every element of @self in row-major order.
 */
TnsTensor *tns_ranks_new (TnsTensor *self, bool splits_nan, TnsTensor **order, int64_t *n_distinct,
                          GError **error);

G_END_DECLS
