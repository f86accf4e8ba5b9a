/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

#include "engine/ops/op.h"

G_BEGIN_DECLS

/**
 * tnu_op_search:
 * @query: words of any kind, ignoring case: "cumulative sum", "argm", "sort"
 * @most: longest list wanted
 *
 * Ops of the table by name, other name, module or what they do, the best match first; for no words
 * all of them, shelf by shelf. Overloads of one name count once.
 *
 * Returns: (transfer container) (element-type TnsOp)
 */
GPtrArray *tnu_op_search (const char *query, guint most);

/* "reduction": the shelf of the palette that it stands on. */
const char *tnu_op_get_shelf (const TnsOp *op);

/* (transfer full): what it does, one sentence without numbers: "adds other to every element of
 * self". */
char *tnu_op_dup_words (const TnsOp *op);

G_END_DECLS
