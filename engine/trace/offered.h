/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/trace.h"

G_BEGIN_DECLS

/* Tensors that Python hands to the window without telling the trace: numbers to look at before
 * anything has happened. Any thread. */

/* Keeps @tensor as it is now; returns the ticket to fetch it with. Only the last few are kept. */
TNS_EXPORT uint64_t tns_offered_put (TnsTensor *tensor);

/* (transfer full) (nullable): once; NULL when it was fetched before or let go. */
TNS_EXPORT TnsMoment *tns_offered_take (uint64_t ticket);

G_END_DECLS
