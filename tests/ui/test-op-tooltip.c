/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The lines are those of the op's block in engine/ops; the page's name is PyTorch's. */
#include "ui/op-tooltip.h"

static void
test_words (void)
{
  g_autofree char *words = tnu_op_dup_tooltip (tns_op_find ("neg"), "turns the sign");
  g_autofree char *named = tnu_op_dup_tooltip (tns_op_find ("neg"), NULL);

  g_assert_cmpstr (words, ==, "turns the sign\ny = −x\n∂y/∂x = −1\nPyTorch’s page: torch.neg");
  g_assert_cmpstr (named, ==, "neg\ny = −x\n∂y/∂x = −1\nPyTorch’s page: torch.neg");
}

static void
test_no_op (void)
{
  g_autofree char *intro = tnu_op_dup_tooltip (NULL, "find anything");
  g_autofree char *none = tnu_op_dup_tooltip (NULL, NULL);

  g_assert_cmpstr (intro, ==, "find anything");
  g_assert_null (none);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/op-tooltip/formula-derivative-and-page", test_words);
  g_test_add_func ("/ui/op-tooltip/what-is-no-op-has-its-intro", test_no_op);
  return g_test_run ();
}
