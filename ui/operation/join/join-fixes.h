/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/join/join-plan.h"

G_BEGIN_DECLS

/**
 * TnuJoinFix:
 * @call: the whole line as it would be then
 * @label: what is written otherwise: "dim=1", "b.T", "without b"
 * @words: what that means
 * @result: shape of the result; of the first piece
 */
typedef struct
{
  TnuJoinCall *call;
  char *label;
  char *words;
  TnuShape result;
} TnuJoinFix;

/**
 * tnu_join_fixes_new:
 * @most: longest list wanted
 *
 * What can be done so that @call fits, the least change first: another dim, a dim of 1, a
 * transposition, another shape, another word, one tensor less; other sizes of the pieces.
 *
 * Returns: (transfer full) (element-type TnuJoinFix): empty when it fits already
 */
GPtrArray *tnu_join_fixes_new (const TnuJoinCall *call, int most);

G_END_DECLS
