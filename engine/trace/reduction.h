/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/block.h"
#include "engine/trace/elements.h"

G_BEGIN_DECLS

/* A dim that is folded away: @n elements, @stride apart. */
typedef struct
{
  TnsReduction kind;
  int64_t n;
  int64_t stride;
} TnsReduced;

/* Fills @self with what @reduced makes of every element of @piece and those behind it. @scratch is
 * overwritten. NaN spreads as in PyTorch's reductions. Errors as tns_elements_load(). */
bool tns_elements_load_reduced (TnsElements *self, TnsElements *scratch, TnsContent *content,
                                TnkDtype dtype, const TnsPiece *piece, const TnsReduced *reduced,
                                GCancellable *cancellable, GError **error);

G_END_DECLS
