/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* CommonMark is parsed by libcmark; its tree is walked with its iterator, not by recursion, since
 * the nesting depth is the author's. Leaf blocks come out in order, with the state of the
 * containers around them. */
#include "ui/notebook/markdown.h"

#include "ui/notebook/markdown-source.h"

#include <cmark.h>
#include <pango/pango.h>
#include <string.h>

typedef struct
{
  GPtrArray *blocks;
  char **lines;      /* of the text that the parser saw */
  GString *inlines;  /* markup of the leaf block under way */
  GArray *numbers;   /* per list around: the next number, 0 for bullets */
  int n_quotes;
  char *bullet;      /* of the item that has no block yet */
} Walk;

void
tnu_markdown_block_free (TnuMarkdownBlock *self)
{
  g_free (self->bullet);
  g_free (self->markup);
  g_free (self);
}

static void
add_block (Walk *walk, TnuMarkdownKind kind, int level, char *markup)
{
  TnuMarkdownBlock *block = g_new0 (TnuMarkdownBlock, 1);

  block->kind = kind;
  block->level = level;
  block->depth = (int) walk->numbers->len;
  block->is_quoted = walk->n_quotes > 0;
  block->bullet = g_steal_pointer (&walk->bullet);
  block->markup = markup;
  g_ptr_array_add (walk->blocks, block);
}

/* @text without the marks of formulas, which become @start and @end. */
static void
append_escaped (GString *markup, const char *text, const char *start, const char *end)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);
  g_autoptr (GString) marked = g_string_new (escaped);

  g_string_replace (marked, TNU_MATH_START, start, 0);
  g_string_replace (marked, TNU_MATH_END, end, 0);
  g_string_append (markup, marked->str);
}

static bool
can_follow (const char *url)
{
  return url != NULL && (g_ascii_strncasecmp (url, "https://", 8) == 0 ||
                         g_ascii_strncasecmp (url, "http://", 7) == 0 ||
                         g_ascii_strncasecmp (url, "mailto:", 7) == 0);
}

/* (nullable): the description of the picture that @tag shows. */
static char *
dup_alt (const char *tag)
{
  g_autoptr (GRegex) alt = g_regex_new ("<img\\b[^>]*\\balt\\s*=\\s*[\"']([^\"']*)",
                                        G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (alt, tag, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

static void
walk_tag (Walk *walk, const char *tag)
{
  g_autofree char *alt = dup_alt (tag);

  if (alt != NULL)
    append_escaped (walk->inlines, alt, "", "");
  else if (g_str_has_prefix (tag, "<br"))
    g_string_append_c (walk->inlines, '\n');
}

static void
walk_link (Walk *walk, cmark_node *node, bool enters)
{
  if (!can_follow (cmark_node_get_url (node)))
    return;
  if (enters)
    {
      g_string_append (walk->inlines, "<a href=\"");
      append_escaped (walk->inlines, cmark_node_get_url (node), "", "");
      g_string_append (walk->inlines, "\">");
    }
  else
    g_string_append (walk->inlines, "</a>");
}

static void
walk_inline (Walk *walk, cmark_node *node, bool enters)
{
  GString *out = walk->inlines;

  switch (cmark_node_get_type (node))
    {
    case CMARK_NODE_TEXT:
      append_escaped (out, cmark_node_get_literal (node), "<tt>", "</tt>");
      break;
    case CMARK_NODE_SOFTBREAK:
      g_string_append_c (out, ' ');
      break;
    case CMARK_NODE_LINEBREAK:
      g_string_append_c (out, '\n');
      break;
    case CMARK_NODE_CODE:
      g_string_append (out, "<tt>");
      append_escaped (out, cmark_node_get_literal (node), "", "");
      g_string_append (out, "</tt>");
      break;
    case CMARK_NODE_HTML_INLINE:
      walk_tag (walk, cmark_node_get_literal (node));
      break;
    case CMARK_NODE_EMPH:
      g_string_append (out, enters ? "<i>" : "</i>");
      break;
    case CMARK_NODE_STRONG:
      g_string_append (out, enters ? "<b>" : "</b>");
      break;
    case CMARK_NODE_LINK:
      walk_link (walk, node, enters);
      break;
    default:
      break;
    }
}

/* The lines from which the parser made @node. */
static char *
dup_lines (Walk *walk, cmark_node *node)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int n_lines = (int) g_strv_length (walk->lines);

  for (int i = cmark_node_get_start_line (node); i <= cmark_node_get_end_line (node); i++)
    if (i >= 1 && i <= n_lines)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", walk->lines[i - 1]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_code_markup (const char *text)
{
  GString *markup = g_string_new (NULL);
  size_t n;

  append_escaped (markup, text, "", "");
  n = markup->len;
  while (n > 0 && markup->str[n - 1] == '\n')
    n--;
  g_string_truncate (markup, n);
  return g_string_free (markup, FALSE);
}

/* The markup collected for a leaf; plain text if the marks of formulas were torn apart. */
static char *
take_inlines (Walk *walk)
{
  char *markup = g_string_free (walk->inlines, FALSE);
  g_autoptr (GString) checked = g_string_new (markup);

  walk->inlines = g_string_new (NULL);
  g_string_replace (checked, "<a href", "<span font_desc", 0); /* links are GtkLabel's own */
  g_string_replace (checked, "</a>", "</span>", 0);
  if (!pango_parse_markup (checked->str, -1, 0, NULL, NULL, NULL, NULL))
    {
      g_autofree char *plain = g_steal_pointer (&markup);

      markup = g_markup_escape_text (plain, -1);
    }
  return markup;
}

static void
leave_paragraph (Walk *walk, cmark_node *node)
{
  g_autofree char *lines = dup_lines (walk, node);
  g_autofree char *table = tnu_markdown_dup_table (lines);
  char *markup = take_inlines (walk);

  if (table != NULL)
    {
      g_free (markup);
      add_block (walk, TNU_MARKDOWN_CODE, 0, dup_code_markup (table));
    }
  else
    add_block (walk, TNU_MARKDOWN_PARAGRAPH, 0, markup);
}

/* The text between the tags of a block of HTML; when there is none, what its picture shows. */
static void
add_html (Walk *walk, const char *html)
{
  g_autoptr (GRegex) tags = g_regex_new ("<!--.*?-->|<[^>]*>", G_REGEX_DOTALL, 0, NULL);
  g_autofree char *text = g_regex_replace_literal (tags, html, -1, 0, "", 0, NULL);
  g_autofree char *alt = dup_alt (html);
  const char *trimmed = text != NULL ? g_strstrip (text) : "";

  if (*trimmed == '\0' && alt != NULL)
    trimmed = alt;
  if (*trimmed != '\0')
    add_block (walk, TNU_MARKDOWN_PARAGRAPH, 0, dup_code_markup (trimmed));
}

static void
enter_item (Walk *walk)
{
  int *number = &g_array_index (walk->numbers, int, walk->numbers->len - 1);

  g_free (walk->bullet);
  walk->bullet = *number > 0 ? g_strdup_printf ("%d.", (*number)++) : g_strdup ("•");
}

static void
walk_list (Walk *walk, cmark_node *node, bool enters)
{
  if (enters)
    {
      bool is_ordered = cmark_node_get_list_type (node) == CMARK_ORDERED_LIST;
      int number = is_ordered ? MAX (cmark_node_get_list_start (node), 1) : 0;

      g_array_append_val (walk->numbers, number);
    }
  else
    g_array_set_size (walk->numbers, walk->numbers->len - 1);
}

static void
walk_block (Walk *walk, cmark_node *node, bool enters)
{
  switch (cmark_node_get_type (node))
    {
    case CMARK_NODE_BLOCK_QUOTE:
      walk->n_quotes += enters ? 1 : -1;
      break;
    case CMARK_NODE_LIST:
      walk_list (walk, node, enters);
      break;
    case CMARK_NODE_ITEM:
      if (enters)
        enter_item (walk);
      break;
    case CMARK_NODE_CODE_BLOCK:
      add_block (walk, TNU_MARKDOWN_CODE, 0, dup_code_markup (cmark_node_get_literal (node)));
      break;
    case CMARK_NODE_HTML_BLOCK:
      add_html (walk, cmark_node_get_literal (node));
      break;
    case CMARK_NODE_THEMATIC_BREAK:
      add_block (walk, TNU_MARKDOWN_RULE, 0, g_strdup (""));
      break;
    case CMARK_NODE_HEADING:
      if (!enters)
        add_block (walk, TNU_MARKDOWN_HEADING, cmark_node_get_heading_level (node),
                   take_inlines (walk));
      break;
    case CMARK_NODE_PARAGRAPH:
      if (!enters)
        leave_paragraph (walk, node);
      break;
    default:
      walk_inline (walk, node, enters);
      break;
    }
}

GPtrArray *
tnu_markdown_parse (const char *source)
{
  g_autofree char *valid = g_utf8_make_valid (source, -1);
  g_autofree char *text = tnu_markdown_protect_math (valid);
  cmark_node *document = cmark_parse_document (text, strlen (text), CMARK_OPT_DEFAULT);
  cmark_iter *iter = cmark_iter_new (document);
  Walk walk = {
    .blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) tnu_markdown_block_free),
    .lines = g_strsplit (text, "\n", -1),
    .inlines = g_string_new (NULL),
    .numbers = g_array_new (FALSE, FALSE, sizeof (int)),
  };
  cmark_event_type event;

  while ((event = cmark_iter_next (iter)) != CMARK_EVENT_DONE)
    walk_block (&walk, cmark_iter_get_node (iter), event == CMARK_EVENT_ENTER);

  cmark_iter_free (iter);
  cmark_node_free (document);
  g_strfreev (walk.lines);
  g_string_free (walk.inlines, TRUE);
  g_array_unref (walk.numbers);
  g_free (walk.bullet);
  return walk.blocks;
}
