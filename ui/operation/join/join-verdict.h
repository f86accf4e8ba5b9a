/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/op.h"
#include "ui/operation/join/join-call.h"

G_BEGIN_DECLS

/**
 * TnuJoinVerdict:
 * @outs: (array length=n_outs): layouts of the results, views of the tensor included
 * @n_outs: 0 when the call is illegal
 * @is_view: memory is shared
 * @reason: (nullable): PyTorch's words, or Python's about the names, when the call is illegal
 * @is_name_error: it is the number of names that does not fit
 *
 * What the op table says of a call, without numbers.
 */
typedef struct
{
  TnsMeta *outs;
  int n_outs;
  bool is_view;
  char *reason;
  bool is_name_error;
} TnuJoinVerdict;

/* @metas: (array): layouts of the operands as they are before they are turned. */
void tnu_join_verdict_init (TnuJoinVerdict *self, const TnuJoinCall *call,
                            const TnsMeta *const *metas);
void tnu_join_verdict_clear (TnuJoinVerdict *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnuJoinVerdict, tnu_join_verdict_clear)

G_END_DECLS
