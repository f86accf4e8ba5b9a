/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* What stands under a cell that failed. */
#include "window-fixture.h"

#include "ui/notebook/failure-view.h"

static bool
has_fix (TntWindow *self)
{
  GtkWidget *failure = tnt_window_find (self, TNU_TYPE_FAILURE_VIEW);

  return failure != NULL && tnt_window_find_in (failure, GTK_TYPE_BUTTON) != NULL;
}

static bool
has_mended (TntWindow *self)
{
  return tnt_window_find (self, TNU_TYPE_FAILURE_VIEW) == NULL
         && tnt_window_has_variable (self, "total");
}

static void
test_failure (TntWindow *self, gconstpointer data)
{
  static const char wrong[] = "import torch\nw = torch.ones(4, 3)\ntotal = torch.ones(2, 3) @ w";
  static const char right[] = "import torch\nw = torch.ones(4, 3)\ntotal = torch.ones(2, 3) @ w.T";
  TnsCell *cell = tnt_window_get_cell (self, "forward");
  GtkWidget *fix;

  tns_cell_set_source (cell, wrong);
  tns_session_run_cell (self->session, cell);
  tnt_window_wait (self, has_fix, "a fix is offered");
  fix = tnt_window_find_in (tnt_window_find (self, TNU_TYPE_FAILURE_VIEW), GTK_TYPE_BUTTON);
  gtk_widget_activate (fix);
  tnt_window_wait (self, has_mended, "the mended cell has run");
  g_assert_cmpstr (tns_cell_get_source (cell), ==, right);
  tnt_window_act (self, "undo", NULL);
  g_assert_cmpstr (tns_cell_get_source (cell), ==, wrong);
}

static void
add_tests (void)
{
  tnt_window_add ("/app/window/a-fix-edits-the-cell-and-runs-it", test_failure);
}

int
main (int argc, char **argv)
{
  return tnt_window_main (argc, argv, add_tests);
}
