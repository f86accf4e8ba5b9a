/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Reading, writing and changing what stands between the brackets. Messages of Python 3.11 and
 * PyTorch 2.15.0, as they print them. */
#include "ui/operation/index/index-edit.h"
#include "ui/operation/index/index-parse.h"

static void
assert_text (const char *text, const char *expected)
{
  g_auto (TnuIndex) index = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL;
  g_test_message ("x[%s]", text);
  tnu_index_parse (text, "x", &index, &error);
  g_assert_no_error (error);
  written = tnu_index_dup_text (&index, "x");
  g_assert_cmpstr (written, ==, expected);
}

static void
test_read_and_write (void)
{
  static const char *const same[] = {
    "1:, ::2, None", "...", "..., 0", "-1", "1:3", ":-1", "-2:", "::3", "1:9:2", ":", "[2, 0, 0]",
    "[True, False]", "torch.tensor([2, 0])", "torch.tensor([[True, False], [False, True]])",
    "x > 0.5", "x <= -7.5", "x == 3", "x != 1e-07", "[]", "0, 1, 2", "None, None, 1",
    "torch.tensor([[0], [2]])", "torch.tensor([[[0, 1]], [[2, 3]]])", "torch.tensor([[], []])",
    "idx", "rows, cols", ":, x_2", "x",
  };
  for (gsize k = 0; k < G_N_ELEMENTS (same); k++)
    assert_text (same[k], same[k]);
  assert_text (" 1 : 3 ,: : 2 ", "1:3, ::2");
  assert_text ("1:3:1", "1:3");
  assert_text ("1:2,", "1:2");
  assert_text ("None:3, Ellipsis", ":3, ...");
  assert_text ("[1,2,]", "[1, 2]");
  assert_text ("[True, 2]", "[1, 2]");
  assert_text ("(x >= .25)", "x >= 0.25");
  assert_text ("--1", "1");
  assert_text ("::-1", "::-1");
}

static void
assert_error (const char *text, const char *message)
{
  g_auto (TnuIndex) index = { 0 };
  g_autoptr (GError) error = NULL;
  g_test_message ("x[%s]", text);
  g_assert_false (tnu_index_parse (text, "x", &index, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_cmpint (index.n, ==, 0);
}

static void
test_errors (void)
{
  assert_error ("", "SyntaxError: invalid syntax");
  assert_error ("1,,2", "SyntaxError: invalid syntax");
  assert_error ("1:2:3:4", "SyntaxError: invalid syntax");
  assert_error ("1 2", "SyntaxError: invalid syntax. Perhaps you forgot a comma?");
  assert_error ("[1, 2", "SyntaxError: '[' was never closed");
  assert_error ("[", "SyntaxError: '[' was never closed");
  assert_error ("1]", "SyntaxError: unmatched ']'");
  assert_error ("1.5",
                "IndexError: only integers, slices (`:`), ellipsis (`...`), None and long or byte "
                "Variables are valid indices (got float)");
  assert_error ("1:2.5",
                "TypeError: slice indices must be integers or None or have an __index__ method");
  assert_error ("[1.5]",
                "IndexError: tensors used as indices must be long, int, byte or bool tensors");
  assert_error ("99999999999999999999", "ValueError: Overflow when unpacking long long");
  assert_error ("torch.tensor([[True], [True, False]])",
                "ValueError: expected sequence of length 1 at dim 1 (got 2)");
  assert_error ("x >", "SyntaxError: invalid syntax");
  assert_error ("torch.tensor([1, [2]])",
                "TypeError: 'list' object cannot be interpreted as an integer");
  assert_error ("torch.tensor([[1], 2])", "TypeError: not a sequence");
  assert_error ("torch.tensor([[[1], [2]], [[1]]])",
                "ValueError: expected sequence of length 2 at dim 1 (got 1)");
}

static void
assert_line (const char *line, const char *target, const char *inside, const char *value)
{
  g_autofree char *got_target = NULL;
  g_autofree char *got_inside = NULL;
  g_autofree char *got_value = NULL;
  g_test_message ("%s", line);
  g_assert_cmpint (tnu_index_line_parse (line, "x", &got_target, &got_inside, &got_value), ==,
                   inside != NULL);
  g_assert_cmpstr (got_target, ==, target);
  g_assert_cmpstr (got_inside, ==, inside);
  g_assert_cmpstr (got_value, ==, value);
}

static void
test_lines (void)
{
  assert_line ("y = x[1:, ::2]", "y", "1:, ::2", NULL);
  assert_line ("  x=x [ [0, 1] ] ", "x", " [0, 1] ", NULL);
  assert_line ("x[1:] = 0", NULL, "1:", "0");
  assert_line ("x[x == 5] = -1.5 ", NULL, "x == 5", "-1.5");
  assert_line ("x[[0, 1]] = torch.ones(2)", NULL, "[0, 1]", "torch.ones(2)");
  assert_line ("y = z[1]", NULL, NULL, NULL);
  assert_line ("x[1:] == 0", NULL, NULL, NULL);
  assert_line ("x[1:]", NULL, NULL, NULL);
  assert_line ("x[1:] = ", NULL, NULL, NULL);
}

static void
assert_mistake (const char *line, const char *expected)
{
  g_autofree char *mistake = tnu_index_line_dup_mistake (line, "x");
  g_assert_cmpstr (mistake, ==, expected);
}

static void
test_mistakes (void)
{
  assert_mistake ("y = x[1:, [5, 0", "SyntaxError: '[' was never closed");
  assert_mistake ("y = x1:]", "SyntaxError: unmatched ']'");
  assert_mistake ("y = z[1]", "The line must read  y = x[…]  or  x[…] = value");
}

/* @change of an index on a tensor of rank 3. */
static void
assert_changed (const char *before, int dim, const char *part_text, const char *expected)
{
  g_auto (TnuIndex) index = { 0 };
  g_autofree char *text = NULL;
  TnuIndexPart part;
  g_test_message ("x[%s], axis %d gets %s", before, dim, part_text);
  g_assert_true (tnu_index_parse (before, "x", &index, NULL));
  g_assert_true (tnu_index_part_parse (part_text, "x", &part, NULL));
  g_assert_true (tnu_index_set_dim (&index, 3, dim, part));
  text = tnu_index_dup_text (&index, "x");
  g_assert_cmpstr (text, ==, expected);
}

static void
test_set_dim (void)
{
  assert_changed (":", 0, "1:2", "1:2");
  assert_changed (":", 2, "1:2", ":, :, 1:2");
  assert_changed ("0, 1:2", 1, ":", "0");
  assert_changed ("..., 0", 2, "3", "..., 3");
  assert_changed ("..., 0", 1, "3", ":, 3, 0");
  assert_changed ("...", 1, "3", ":, 3");
  assert_changed ("None, 1", 1, "2", "None, 1, 2");
  assert_changed ("None, 1", 0, "2", "None, 2");
  assert_changed ("x > 5", 1, "2", ":, 2");
  assert_changed ("0, torch.tensor([[True]])", 1, "2:3", "0, 2:3");
}

static void
test_mask (void)
{
  const gint64 sizes[] = { 1, 2 };
  g_auto (TnuIndex) index = { 0 };
  g_autofree char *text = NULL;
  g_assert_true (tnu_index_parse ("0, 1, None, 1:2", "x", &index, NULL));
  g_assert_true (tnu_index_set_dim (&index, 3, 1, tnu_index_part_mask (2, sizes)));
  text = tnu_index_dup_text (&index, "x");
  g_assert_cmpstr (text, ==, "0, torch.tensor([[False, False]])");
}

static void
test_new_axes (void)
{
  g_auto (TnuIndex) index = { 0 };
  static const struct
  {
    int dim;
    const char *expected;
  } steps[] = {
    { 0, "None, 1:2" },
    { 3, "None, 1:2, :, :, None" },
    { 1, "None, 1:2, None, :, :, None" },
    { 1, "None, 1:2, None, None, :, :, None" },
  };
  g_assert_true (tnu_index_parse ("1:2", "x", &index, NULL));
  for (gsize k = 0; k < G_N_ELEMENTS (steps); k++)
    {
      g_autofree char *text = NULL;
      g_assert_true (tnu_index_insert_new_axis (&index, 3, steps[k].dim));
      text = tnu_index_dup_text (&index, "x");
      g_assert_cmpstr (text, ==, steps[k].expected);
    }
  g_assert_cmpint (tnu_index_count_new_axes (&index, 3, 1), ==, 2);
  g_assert_cmpint (tnu_index_count_new_axes (&index, 3, 2), ==, 0);
  tnu_index_remove_new_axis (&index, 3, 3);
  tnu_index_remove_new_axis (&index, 3, 1);
  tnu_index_remove_new_axis (&index, 3, 1);
  tnu_index_remove_new_axis (&index, 3, 0);
  g_autofree char *text = tnu_index_dup_text (&index, "x");
  g_assert_cmpstr (text, ==, "1:2");
}

static void
assert_shortened (const char *before, const char *expected)
{
  g_auto (TnuIndex) index = { 0 };
  g_autofree char *text = NULL;
  g_assert_true (tnu_index_parse (before, "x", &index, NULL));
  tnu_index_shorten (&index, 3);
  text = tnu_index_dup_text (&index, "x");
  g_assert_cmpstr (text, ==, expected);
}

static void
test_shorten (void)
{
  assert_shortened (":, :, 1", "..., 1");
  assert_shortened ("1, :, 2", "1, ..., 2");
  assert_shortened ("1", "1, ...");
  assert_shortened ("..., 1", "..., 1");
  assert_shortened ("0, 1, 2", "0, 1, 2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/index-expression/what-is-read-is-written-again", test_read_and_write);
  g_test_add_func ("/ui/index-expression/mistakes-are-told-in-pythons-words", test_errors);
  g_test_add_func ("/ui/index-expression/lines-take-or-assign", test_lines);
  g_test_add_func ("/ui/index-expression/other-lines-are-explained", test_mistakes);
  g_test_add_func ("/ui/index-expression/one-axis-is-changed", test_set_dim);
  g_test_add_func ("/ui/index-expression/a-mask-covers-two-axes", test_mask);
  g_test_add_func ("/ui/index-expression/new-axes-come-and-go", test_new_axes);
  g_test_add_func ("/ui/index-expression/an-ellipsis-replaces-the-longest-run", test_shorten);
  return g_test_run ();
}
