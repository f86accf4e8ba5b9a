/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * tns_json_to_text:
 *
 * Writes JSON the way Jupyter does: one space of indentation per level, ": " after a key, text in
 * UTF-8, keys in the order they are kept, the shortest decimals that read back as the same number,
 * and a newline at the end. (json-glib's own writer puts a space before the colon and pads numbers
 * to 17 digits, so that a file saved unchanged would differ in every line.)
 *
 * Returns: (transfer full): the text
 */
char *tns_json_to_text (JsonNode *root);

/**
 * tns_json_is_too_deep:
 *
 * Whether brackets in @text nest deeper than any notebook's do: json-glib's parser recurses on
 * them, so that a hostile file could exhaust the stack.
 */
gboolean tns_json_is_too_deep (const char *text, gsize length);

G_END_DECLS
