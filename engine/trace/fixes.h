/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/timeline.h"

G_BEGIN_DECLS

/**
 * tns_fixes_find:
 * @failure: ERROR with a diagnosis
 * @most: how many are wanted
 *
 * The diagnosis's own fixes and, of an op, those among other layouts and types of its tensors,
 * other dims, indices and shapes that it accepts; the least change first. Runs the op: call it off
 * the UI thread.
 *
 * Returns: (transfer full) (element-type TnsFix)
 */
TNS_EXPORT GPtrArray *tns_fixes_find (const TnsEvent *failure, int most);

/**
 * tns_failure_find_guilty:
 * @guilty: (array length=event->n_inputs): set to a bit for each dim of an input that does not fit
 *
 * Which axes a size error is about; all 0 for other errors.
 */
TNS_EXPORT void tns_failure_find_guilty (const TnsEvent *failure, uint64_t *guilty);

G_END_DECLS
