/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* What is a name in Python: the places of the ast.Name nodes that CPython 3.11's ast.parse() gives
 * for the same sources, where they parse. */
#include "ui/notebook/tokens.h"

static void
assert_places (const char *source, const char *name, const char *expected)
{
  g_autoptr (GArray) spans = tnu_tokens_find (source, name);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < spans->len; i++)
    {
      TnuTokenSpan span = g_array_index (spans, TnuTokenSpan, i);

      g_string_append_printf (text, "%s%d+%d", i > 0 ? " " : "", span.start, span.length);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_names (void)
{
  assert_places ("x = x + 2", "x", "0+1 4+1");
  assert_places ("xx = x_ + 2", "x", "");
  assert_places ("y = x.grad\nx.backward()", "x", "4+1 11+1");
  assert_places ("größe = x", "x", "8+1");
  assert_places ("größe = x", "größe", "0+5");
}

static void
test_others (void)
{
  assert_places ("a.x + b . x", "x", "");
  assert_places ("f(x=1, y=x)", "x", "9+1");
  assert_places ("f(x == 1)", "x", "2+1");
  assert_places ("x = 1", "x", "0+1");
  assert_places ("'x' + \"x\" + '''x\nx''' # x", "x", "");
  assert_places ("r'\\' + x", "x", "");
  assert_places ("f\"x\" + x", "x", "7+1");
  assert_places ("0x1 + 1e5", "x", "");
}

static void
test_unfinished (void)
{
  assert_places ("'open\nx = 1", "x", "6+1");
  assert_places ("'''open\nx = 1", "x", "");
  assert_places ("f((x", "x", "3+1");
  assert_places ("))]x", "x", "3+1");
  assert_places ("\\", "x", "");
}

static void
test_at (void)
{
  g_autofree char *start = tnu_tokens_dup_name_at ("abc = 1", 0);
  g_autofree char *inside = tnu_tokens_dup_name_at ("abc = 1", 2);
  g_autofree char *behind = tnu_tokens_dup_name_at ("abc = 1", 3);
  g_autofree char *word = tnu_tokens_dup_name_at ("for x in y", 1);
  g_autofree char *attribute = tnu_tokens_dup_name_at ("x.grad", 3);

  g_assert_cmpstr (start, ==, "abc");
  g_assert_cmpstr (inside, ==, "abc");
  g_assert_null (behind);
  g_assert_null (word);
  g_assert_null (attribute);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/tokens/finds-every-use-of-a-name", test_names);
  g_test_add_func ("/ui/tokens/leaves-out-what-is-no-variable", test_others);
  g_test_add_func ("/ui/tokens/reads-unfinished-code", test_unfinished);
  g_test_add_func ("/ui/tokens/tells-the-name-under-the-pointer", test_at);
  return g_test_run ();
}
