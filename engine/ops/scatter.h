/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/offsets.h"

G_BEGIN_DECLS

/* Checks that all scatters share, on (self, dim, index, src or value, …), and their one result:
 * dense, of self's shape. Errors: PyTorch's, for shapes and types. */
bool tns_scatter_infer (TnsCall *call, GError **error);

/* Whether the number that is written (argument 3) has a place in self's type. */
bool tns_scatter_check_number (const TnsCall *call, GError **error);

/* Likewise for rows that are folded into self: index_add and index_reduce, on (self, dim, index,
 * source, …). */
bool tns_rows_infer_fold (TnsCall *call, GError **error);

G_END_DECLS
