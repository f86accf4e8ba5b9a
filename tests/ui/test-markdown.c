/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* What text means comes from the CommonMark specification 0.30 (example numbers in brackets), for
 * formulas from Jupyter's documentation ("Markdown cells", LaTeX equations), for tables from the
 * GitHub Flavored Markdown specification, section 4.10. */
#include "ui/notebook/markdown.h"

#include <pango/pango.h>
#include <string.h>

static char *
dup_line (const TnuMarkdownBlock *block)
{
  static const char *const kinds[] = { "p", "h", "code", "rule" };

  return g_strdup_printf ("%s%s%.0d d%d%s%s: %s", block->bullet != NULL ? block->bullet : "",
                          kinds[block->kind], block->level, block->depth,
                          block->is_quoted ? " quoted" : "", block->bullet != NULL ? " item" : "",
                          block->markup);
}

static char *
dup_text (const char *source)
{
  g_autoptr (GPtrArray) blocks = tnu_markdown_parse (source);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < blocks->len; i++)
    {
      g_autofree char *line = dup_line (g_ptr_array_index (blocks, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_text (const char *source, const char *expected)
{
  g_autofree char *text = dup_text (source);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_blocks (void)
{
  assert_text ("# foo\n## foo\n", "h1 d0: foo\nh2 d0: foo");             /* [62] */
  assert_text ("aaa\n\nbbb", "p d0: aaa\np d0: bbb");                      /* [219] */
  assert_text ("***\n---", "rule d0: \nrule d0: ");                        /* [43] */
  assert_text ("```\n<\n >\n```", "code d0: &lt;\n &gt;");                 /* [119] */
  assert_text ("> # Foo\n> bar", "h1 d0 quoted: Foo\np d0 quoted: bar");   /* [228] */
  assert_text ("", "");
}

static void
test_lists (void)
{
  assert_text ("- foo\n- bar", "•p d1 item: foo\n•p d1 item: bar");
  assert_text ("3. c\n4. d", "3.p d1 item: c\n4.p d1 item: d");
  assert_text ("- foo\n  - bar", "•p d1 item: foo\n•p d2 item: bar");      /* [307] */
  assert_text ("- foo\n\n  bar", "•p d1 item: foo\np d1: bar");
}

static void
test_inlines (void)
{
  assert_text ("*foo bar* **foo**", "p d0: <i>foo bar</i> <b>foo</b>");    /* [350] [378] */
  assert_text ("`foo`", "p d0: <tt>foo</tt>");                             /* [328] */
  assert_text ("a < b & c", "p d0: a &lt; b &amp; c");
  assert_text ("foo  \nbaz", "p d0: foo\nbaz");                            /* [633] */
  assert_text ("foo\nbaz", "p d0: foo baz");                               /* [648] */
  assert_text ("[l](https://e.org/?a&b)",
               "p d0: <a href=\"https://e.org/?a&amp;b\">l</a>");
}

static void
test_dangerous (void)
{
  assert_text ("[l](javascript:alert(1))", "p d0: l");
  assert_text ("[l](file:///etc/passwd)", "p d0: l");
  assert_text ("<b>x</b>", "p d0: x");
  assert_text ("<div>\n<script>x</script>\n</div>", "p d0: x");
  assert_text ("<a href=\"x\"><img src=\"b.svg\" alt=\"Open & run\"/></a>", "p d0: Open &amp; run");
  assert_text ("<p><img alt='a map'></p>", "p d0: a map");
  assert_text ("![a picture](http://e.org/p.png)", "p d0: a picture");
}

static void
test_formulas (void)
{
  assert_text ("so $a_i * b_i$ is", "p d0: so <tt>a_i * b_i</tt> is");
  assert_text ("$$\\frac{a}{b}$$", "p d0: <tt>\\frac{a}{b}</tt>");
  assert_text ("costs $5 and $6", "p d0: costs $5 and $6");
  assert_text ("`$x$`", "p d0: <tt>$x$</tt>");
  assert_text ("```\n$x_1$\n```", "code d0: $x_1$");
}

static void
test_tables (void)
{
  assert_text ("| foo | b |\n| --- | --- |\n| baz | bim |",
               "code d0: foo  b\nbaz  bim");                               /* GFM [198] */
  assert_text ("a | b", "p d0: a | b");
}

/* Marks of formulas that the text itself contains, nesting beyond reason, bytes that are no text:
 * what comes out can always be shown. */
static void
test_hostile (void)
{
  g_autofree char *deep = g_strnfill (20000, '>');
  const char *const texts[] = {
    "\356\200\200 **\356\200\201", "$a **b$ c**", "[$x$](https://$y$)", "\377\376", deep,
    "| a |\n|-|\n| b | c | d |",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GPtrArray) blocks = tnu_markdown_parse (texts[i]);

      for (guint j = 0; j < blocks->len; j++)
        {
          const TnuMarkdownBlock *block = g_ptr_array_index (blocks, j);

          g_assert_true (g_utf8_validate (block->markup, -1, NULL));
          if (strstr (block->markup, "<a ") == NULL)
            g_assert_true (pango_parse_markup (block->markup, -1, 0, NULL, NULL, NULL, NULL));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/markdown/blocks-come-in-order", test_blocks);
  g_test_add_func ("/ui/markdown/lists-know-depth-and-number", test_lists);
  g_test_add_func ("/ui/markdown/inlines-become-pango-markup", test_inlines);
  g_test_add_func ("/ui/markdown/only-web-links-can-be-followed", test_dangerous);
  g_test_add_func ("/ui/markdown/formulas-stay-as-written", test_formulas);
  g_test_add_func ("/ui/markdown/tables-stand-in-columns", test_tables);
  g_test_add_func ("/ui/markdown/hostile-text-can-be-shown", test_hostile);
  return g_test_run ();
}
