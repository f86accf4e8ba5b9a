/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/trace.h"

G_BEGIN_DECLS

/**
 * TnsFix:
 * @cost: how far it strays from what was written; the least comes first
 * @source: the cell's code with the fix
 * @call: the mended expression alone, on one line
 * @words: what it does: "transpose W"
 * @outcome: (nullable): what the mended expression gives, where that is no tensor: "6.0"
 * @result: (nullable): the tensor it gives; NULL when only its layout could be found out
 * @has_meta: whether it gives a tensor, laid out as @meta
 *
 * A small change of a cell that makes the failed expression legal; it has been tried.
 */
typedef struct
{
  int cost;
  char *source;
  char *call;
  char *words;
  char *outcome;
  TnsMoment *result;
  bool has_meta;
  TnsMeta meta;
} TnsFix;

TNS_EXPORT TnsFix *tns_fix_copy (const TnsFix *self);
TNS_EXPORT void tns_fix_free (TnsFix *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsFix, tns_fix_free)

/**
 * TnsDiagnosis:
 * @source: the cell's code as it ran
 * @position: the failed expression in it; line 0: not known
 * @place: (nullable): where it went wrong, if in a function that is called there: "in f(), line 3"
 * @code: (nullable): the code at @place
 * @missing: (nullable): a name that nothing is called by
 * @arg_positions: (nullable) (array length=n_args + n_inputs of the op that failed): where its
 *   arguments stand in @source, and then each of its tensors; line 0: nowhere
 * @names: (nullable) (array length=n_inputs): what its inputs are called in the code at @place,
 *   or in @source; NULL-terminated
 * @fixes: (element-type TnsFix): those that are not about the arguments of an op
 *
 * What an error that ended a cell is about, as far as the code tells. Made when the cell ends.
 */
struct _TnsDiagnosis
{
  char *source;
  TnsPosition position;
  char *place;
  char *code;
  char *missing;
  TnsPosition *arg_positions;
  char **names;
  GPtrArray *fixes;
};

/* Of @source, about nothing yet. */
TNS_EXPORT TnsDiagnosis *tns_diagnosis_new (const char *source);
TNS_EXPORT void tns_diagnosis_free (TnsDiagnosis *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsDiagnosis, tns_diagnosis_free)

G_END_DECLS
