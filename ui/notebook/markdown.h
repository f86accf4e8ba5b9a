/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

typedef enum
{
  TNU_MARKDOWN_PARAGRAPH,
  TNU_MARKDOWN_HEADING,
  TNU_MARKDOWN_CODE, /* fenced or indented code, or a table set in columns */
  TNU_MARKDOWN_RULE
} TnuMarkdownKind;

/**
 * TnuMarkdownBlock:
 * @level: 1 to 6 for a heading, otherwise 0
 * @depth: how many lists the block stands in
 * @is_quoted: whether it stands in a block quote
 * @bullet: (nullable): "•" or "3." for the block that begins a list item
 * @markup: Pango markup of the text, "" for a rule; of code the plain text, escaped
 */
typedef struct
{
  TnuMarkdownKind kind;
  int level;
  int depth;
  bool is_quoted;
  char *bullet;
  char *markup;
} TnuMarkdownBlock;

/**
 * tnu_markdown_parse:
 * @source: CommonMark, UTF-8
 *
 * What a Markdown cell shows, from top to bottom. Formulas between dollar signs are shown as they
 * are written, in monospace; images as their description; raw HTML loses its tags. Only links to
 * http, https and mailto addresses can be followed.
 *
 * Returns: (transfer full) (element-type TnuMarkdownBlock): the blocks; empty for empty text
 */
GPtrArray *tnu_markdown_parse (const char *source);

void tnu_markdown_block_free (TnuMarkdownBlock *self);

G_END_DECLS
