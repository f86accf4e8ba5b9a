/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/trace.h"

G_BEGIN_DECLS

/**
 * tns_rule_dup_local:
 * @event: a forward op
 * @inputs: (array length=event->n_inputs): what its inputs are called
 * @result: what its result is called
 * @input: the input that the derivative is for
 *
 * The op's derivative with the symbols of its op block (a or x, b, y, n, α) replaced by names and
 * numbers: "2·a", "1/3".
 *
 * Returns: (transfer full) (nullable): NULL when the block says it in words only
 */
char *tns_rule_dup_local (const TnsEvent *event, char *const *inputs, const char *result,
                          int input);

/* "× 2·a", "÷ 3": what the node does with the gradient that comes in. */
char *tns_rule_dup_factor (const char *local);

G_END_DECLS
