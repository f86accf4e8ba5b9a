/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/autograd/autograd.h"

G_BEGIN_DECLS

/* While the depth is above 0 the ops of this thread are the inside of another op or of the backward
 * pass: the trace is not told of them. */
int tns_call_get_depth (void);
void tns_call_enter (void);
void tns_call_leave (void);

/* Whether an in-place call (any other passes) writes every element once. Errors: RuntimeError
 * "unsupported operation: more than one element of the written-to tensor refers to …". */
bool tns_call_check_no_overlap (const TnsCall *call, GError **error);

/* Whether the in-place form can write a result like @out into self: no broadcasting of self, and a
 * type that can be cast to its own. */
bool tns_call_check_inplace_result (const TnsCall *call, const TnsMeta *out, GError **error);

/* Runs an element-wise primitive on @operands, converted to call->compute_dtype and broadcast to the
 * result's shape, into result 0 (allocated here; self when in-place). */
bool tns_call_run_kernel (TnsCall *call, TnsKernelKind kind, int id, const TnsValue *operands, int n,
                          GError **error);

/* Runs the forward of a TNS_ON_HOST op on host copies of what is on another device. */
bool tns_call_run_on_host (TnsCall *call, GError **error);

/* ---- graph recording, for the call path (engine/autograd/record.c) ---- */

/* Whether any tensor among @args requires grad and grad mode is on. */
bool tns_record_is_wanted (const TnsCall *call);

/* Errors of an in-place write into @self that the graph forbids. */
bool tns_record_check_inplace (const TnsCall *call, TnsTensor *self, GError **error);

/* Notes how @view, a fresh result of @call, came about. */
void tns_record_mark_view (const TnsCall *call, TnsTensor *view);

/* Makes the node of @call with its edges and saved tensors; results are attached later. */
TnsNode *tns_record_begin (const TnsCall *call, GError **error);

/* Saves results, and makes @node the grad_fn of each result that can carry a gradient. */
bool tns_record_finish (TnsNode *node, const TnsCall *call, GError **error);

G_END_DECLS
