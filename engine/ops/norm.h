/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/formula.h"

G_BEGIN_DECLS

/* What the ops over norms share; @op stands in front of messages. */

/* @asked (a dtype, or NONE) holds what a norm of @own elements computes, without narrowing. */
bool tns_norm_check_dtype (const char *op, TnkDtype own, const TnsValue *asked, GError **error);

/* The two dims of the matrices, made positive. Errors: RuntimeError unless two are @asked for. */
bool tns_norm_find_matrix_dims (const TnsMeta *meta, const TnsValue *asked, int64_t *dims,
                                GError **error);

/* The order is no complex number. */
bool tns_norm_check_order (const char *op, const TnsValue *ord, GError **error);

/* Orders below 0 and ∞ have no value for nothing; @dims: NONE, INT or INTS. */
bool tns_norm_check_not_empty (const TnsMeta *meta, const TnsValue *dims, double ord,
                               GError **error);

/**
 * tns_norm_backward:
 * @norm: the @ord-norm of @x over @dims, with size 1 there
 * @upstream: its gradient, likewise
 *
 * The gradient of @x: 0, a subgradient, where the norm has no derivative; elements of the same
 * extreme size share theirs.
 */
TnsTensor *tns_norm_backward (TnsScope *s, TnsTensor *x, double ord, TnsTensor *norm,
                              TnsTensor *upstream, TnsValue dims);

G_END_DECLS
