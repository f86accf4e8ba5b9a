/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/op.h"

G_BEGIN_DECLS

/* Numbers as they are typed: 3, -0.5, 1e-3, .5, 1_000, inf, -inf, nan, pi, True, False. */

/* Returns: whether @text is one number; blanks around it are fine. */
bool tnu_number_text_parse (const char *text, TnkScalar *value);

/* (transfer full) (nullable): the same in Python: "float('inf')", "torch.pi", "-0.5"; NULL when it
 * is no number. */
char *tnu_number_text_dup_code (const char *text);

/* The same for a whole number that fits into 64 bits. */
bool tnu_number_text_parse_int (const char *text, gint64 *value);

G_END_DECLS
