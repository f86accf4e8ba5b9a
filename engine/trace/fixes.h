/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/timeline.h"

G_BEGIN_DECLS

#define TNS_FIX_MAX_EDITS 2

/**
 * TnsFix:
 * @n_edits: arguments that are written otherwise
 * @params: which of the op's parameters they are
 * @patterns: (array length=n_edits): what stands there instead, in Python, with {} for the code of
 *   that argument and {0}, {1} … for the code of another: "{}.T"
 * @words: what it does, with the same braces: "transpose {}"
 * @result: (nullable): the first result; NULL when only its layout could be found out
 * @meta: layout of the first result
 *
 * A small change of a call that makes it legal.
 */
typedef struct
{
  int n_edits;
  int params[TNS_FIX_MAX_EDITS];
  char *patterns[TNS_FIX_MAX_EDITS];
  char *words;
  TnsMoment *result;
  TnsMeta meta;
} TnsFix;

/**
 * tns_fixes_find:
 * @failure: ERROR of an op
 * @most: how many are wanted
 *
 * Tries other layouts and types of the tensors, other dims, indices and shapes, and keeps what the
 * op accepts, the least change first. Runs the op: call it off the UI thread.
 *
 * Returns: (transfer full) (element-type TnsFix)
 */
TNS_EXPORT GPtrArray *tns_fixes_find (const TnsEvent *failure, int most);

/**
 * tns_fix_dup_source:
 * @failure: what @self mends
 * @source: of the cell, as it was when it failed
 * @call: (out) (optional) (transfer full): the mended call alone, on one line
 *
 * Returns: (transfer full) (nullable): @source with the fix; NULL when an argument's place in it is
 *   not known
 */
TNS_EXPORT char *tns_fix_dup_source (const TnsFix *self, const TnsEvent *failure,
                                     const char *source, char **call);
/* (transfer full): its words with the code of the arguments: "transpose W". */
TNS_EXPORT char *tns_fix_dup_words (const TnsFix *self, const TnsEvent *failure,
                                    const char *source);

/**
 * tns_failure_find_guilty:
 * @guilty: (array length=event->n_inputs): set to a bit for each dim of an input that does not fit
 *
 * Which axes a size error is about; all 0 for other errors.
 */
TNS_EXPORT void tns_failure_find_guilty (const TnsEvent *failure, uint64_t *guilty);

G_END_DECLS
