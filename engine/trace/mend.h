/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/diagnosis.h"

G_BEGIN_DECLS

/**
 * TnsEdit:
 * @place: which of the diagnosis's arg_positions: a parameter of the op, or n_args + an input
 * @pattern: what stands there instead, in Python, with {} for the code at that place and {0},
 *   {1} … for the code at another: "{}.T"
 */
typedef struct
{
  int place;
  const char *pattern;
} TnsEdit;

/* More are not made at once. */
#define TNS_MAX_EDITS 2

/* Whether any code stands there. */
bool tns_mend_can_edit (const TnsEvent *failure, int place);

/* Sets the texts of @fix to those of @edits; @words has the same braces as their patterns, and {}
 * means the first edit's place. False when there is no code for one of them. */
bool tns_mend (TnsFix *fix, const TnsEvent *failure, const TnsEdit *edits, int n_edits,
               const char *words);

G_END_DECLS
