/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/index/index-part.h"

G_BEGIN_DECLS

/* An index read from what is typed. */

/**
 * tnu_index_parse:
 * @text: what stands between the brackets
 * @name: of the tensor, for conditions
 * @index: (out caller-allocates): untouched on error
 *
 * Errors: in Python's and PyTorch's words, with the name of the exception in front:
 *   "SyntaxError: '[' was never closed".
 */
bool tnu_index_parse (const char *text, const char *name, TnuIndex *index, GError **error);

/* One part alone, as it is typed for one axis. */
bool tnu_index_part_parse (const char *text, const char *name, TnuIndexPart *part, GError **error);

/**
 * tnu_index_line_parse:
 * @line: "y = x[1:]" or "x[1:] = 0"
 * @target: (out): "y", or NULL for an assignment
 * @inside: (out): what stands between the brackets
 * @value: (out): what is assigned, or NULL
 *
 * Returns: whether @line is one of these two with @name as the tensor
 */
bool tnu_index_line_parse (const char *line, const char *name, char **target, char **inside,
                           char **value);

/* (transfer full): why tnu_index_line_parse() cannot read @line. */
char *tnu_index_line_dup_mistake (const char *line, const char *name);

G_END_DECLS
