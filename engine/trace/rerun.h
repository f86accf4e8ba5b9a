/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/moment.h"

G_BEGIN_DECLS

/**
 * TnsRerun:
 *
 * A recorded forward op, ready to run again on copies of its inputs in float64, off the record: to
 * measure what its derivative is.
 */
typedef struct _TnsRerun TnsRerun;

/* NULL when the inputs' numbers were let go, are too many, are complex, or the op is random. */
TnsRerun *tns_rerun_new (const TnsEvent *event);
void tns_rerun_free (TnsRerun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsRerun, tns_rerun_free)

/* (nullable): the copy of input @index; of integers as they are. */
TnsTensor *tns_rerun_get_input (TnsRerun *self, int index);
/* (transfer full) (nullable): the first result. */
TnsTensor *tns_rerun_call (TnsRerun *self);
/* (transfer full) (nullable): gradient of input @index for @upstream, of the first result's
 * shape. */
TnsTensor *tns_rerun_differentiate (TnsRerun *self, int index, TnsTensor *upstream);

/* (transfer full) (nullable): dense copy on the CPU, floats as float64. */
TnsTensor *tns_moment_copy (TnsMoment *moment);

G_END_DECLS
