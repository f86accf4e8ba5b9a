/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Which line gives a name its value: where CPython 3.11's ast.parse() has a Name that is stored, a
 * definition or an import at the top level. */
#include "ui/notebook/missing-name.h"

static void
assert_line (const char *source, const char *name, const char *expected)
{
  g_autofree char *line = tnu_missing_name_dup_line (source, name);

  g_assert_cmpstr (line, ==, expected);
}

static void
test_statements (void)
{
  assert_line ("import torch\nx = torch.ones(3)\ny = x", "x", "x = torch.ones(3)");
  assert_line ("a, (x, *rest) = f()", "x", "a, (x, *rest) = f()");
  assert_line ("a, (x, *rest) = f()", "rest", "a, (x, *rest) = f()");
  assert_line ("x = 3  # why?", "x", "x = 3");
  assert_line ("x: int = 3", "x", "x: int = 3");
  assert_line ("def f(x):\n    return x", "f", "def f(x):");
  assert_line ("class Net(nn.Module):\n    pass", "Net", "class Net(nn.Module):");
  assert_line ("import numpy as np", "np", "import numpy as np");
  assert_line ("from torch import nn, optim", "optim", "from torch import nn, optim");
  assert_line ("for x, y in pairs:\n    pass", "y", "for x, y in pairs:");
  assert_line ("with open(path) as file:\n    pass", "file", "with open(path) as file:");
}

static void
test_others (void)
{
  assert_line ("x == 3", "x", NULL);
  assert_line ("y = x", "x", NULL);
  assert_line ("xx = 1", "x", NULL);
  assert_line ("f(x=1)", "x", NULL);
  assert_line ("def f(y):\n    x = y", "x", NULL);
  assert_line ("import numpy as np", "numpy", NULL);
  assert_line ("# x = 1", "x", NULL);
}

static void
test_nearest (void)
{
  g_autoptr (TnsNotebook) notebook = tns_notebook_new ();
  TnsCell *first = tns_notebook_append_cell (notebook, TNS_CELL_CODE, "x = 1");
  TnsCell *second = tns_notebook_append_cell (notebook, TNS_CELL_CODE, "x = 2");
  TnsCell *user = tns_notebook_append_cell (notebook, TNS_CELL_CODE, "x = x + y");
  TnsCell *below = tns_notebook_append_cell (notebook, TNS_CELL_CODE, "y = 3");

  tns_notebook_append_cell (notebook, TNS_CELL_MARKDOWN, "z = 4");
  g_assert_true (tnu_missing_name_find_cell (notebook, user, "x") == second);
  g_assert_true (tnu_missing_name_find_cell (notebook, second, "x") == first);
  g_assert_true (tnu_missing_name_find_cell (notebook, user, "y") == below);
  g_assert_null (tnu_missing_name_find_cell (notebook, user, "z"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/missing-name/statements-that-set-it", test_statements);
  g_test_add_func ("/ui/missing-name/others-do-not", test_others);
  g_test_add_func ("/ui/missing-name/the-nearest-cell-above", test_nearest);
  return g_test_run ();
}
