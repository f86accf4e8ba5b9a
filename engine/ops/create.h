/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/layout.h"

G_BEGIN_DECLS

/* The keywords that every op making a tensor ends with, in this order. */
#define TNS_FACTORY_PARAMS                                                                         \
  "ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, "      \
  "bool? requires_grad=False"
/* The same for the …_like ops. */
#define TNS_LIKE_PARAMS TNS_FACTORY_PARAMS ", MemoryFormat? memory_format=None"

/* What the factory keywords from argument @at on say, with @dtype and @device where they are
 * silent. */
TnkDtype tns_call_get_dtype (const TnsCall *call, int at, TnkDtype dtype);
TnsDevice tns_call_get_device (const TnsCall *call, int at, TnsDevice device);

/* Adds a dense result of the sizes in argument @sizes, factory keywords from @at on. */
bool tns_call_add_fresh (TnsCall *call, int sizes, int at, TnkDtype dtype, GError **error);
/* Adds a result like argument 0, keywords of TNS_LIKE_PARAMS from @at on. */
bool tns_call_add_like (TnsCall *call, int at, GError **error);

/**
 * tns_call_fill_from_host:
 * @values: (array length=n): row-major, of type @dtype
 *
 * Result 0 allocated and filled with @values, converted to its type, wherever it lives.
 */
bool tns_call_fill_from_host (TnsCall *call, const void *values, TnkDtype dtype, GError **error);

G_END_DECLS
