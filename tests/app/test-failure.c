/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* What stands under a cell that failed. */
#include "window-fixture.h"

#include "ui/notebook/cell-view.h"
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

/* From the cell itself the next stop is what mends it. */
static void
test_keys (TntWindow *self, gconstpointer data)
{
  static const char wrong[]
    = "import torch\nw = torch.ones(4, 3)\ntotal = torch.stack([w, w.T])[0]";
  static const char right[]
    = "import torch\nw = torch.ones(4, 3)\ntotal = torch.stack([w.T, w.T])[0]";
  TnsCell *cell = tnt_window_get_cell (self, "forward");
  GtkWidget *failure, *cell_view;

  if (!tnt_window_can_press (self))
    return;
  tns_cell_set_source (cell, wrong);
  tns_session_run_cell (self->session, cell);
  tnt_window_wait (self, has_fix, "a fix is offered");
  failure = tnt_window_find (self, TNU_TYPE_FAILURE_VIEW);
  cell_view = gtk_widget_get_ancestor (failure, TNU_TYPE_CELL_VIEW);
  gtk_widget_grab_focus (cell_view);
  tnt_window_press ("Tab");
  g_assert_true (gtk_widget_has_focus (tnt_window_find_in (failure, GTK_TYPE_BUTTON)));
  tnt_window_press ("Return");
  tnt_window_wait (self, has_mended, "the mended cell has run");
  g_assert_cmpstr (tns_cell_get_source (cell), ==, right);
  g_assert_true (gtk_widget_has_focus (cell_view));
}

/* An error that no op raised: before any tensor was looked at. */
static void
test_misspelt (TntWindow *self, gconstpointer data)
{
  TnsCell *cell = tnt_window_get_cell (self, "forward");

  tns_cell_set_source (cell, "import torch\ntotal = torch.arrange(3)");
  tns_session_run_cell (self->session, cell);
  tnt_window_wait (self, has_fix, "a fix is offered");
  gtk_widget_activate (
    tnt_window_find_in (tnt_window_find (self, TNU_TYPE_FAILURE_VIEW), GTK_TYPE_BUTTON));
  tnt_window_wait (self, has_mended, "the mended cell has run");
  g_assert_cmpstr (tns_cell_get_source (cell), ==, "import torch\ntotal = torch.arange(3)");
}

/* Two tensors in a condition that has no axes to blame. */
static void
test_two_operands (TntWindow *self, gconstpointer data)
{
  TnsCell *cell = tnt_window_get_cell (self, "forward");

  tns_cell_set_source (cell, "import torch\nw = torch.ones(4, 3)\ntotal = w > 0 and w < 2");
  tns_session_run_cell (self->session, cell);
  tnt_window_wait (self, has_fix, "a fix is offered");
}

/* The cell that sets the name runs first. */
static void
test_missing_name (TntWindow *self, gconstpointer data)
{
  TnsCell *cell = tnt_window_get_cell (self, "backward");

  tns_cell_set_source (tnt_window_get_cell (self, "forward"), "import torch\nw = torch.ones(4)");
  tns_cell_set_source (cell, "total = w.sum()");
  tns_session_run_cell (self->session, cell);
  tnt_window_wait (self, has_fix, "the other cell is offered");
  gtk_widget_activate (
    tnt_window_find_in (tnt_window_find (self, TNU_TYPE_FAILURE_VIEW), GTK_TYPE_BUTTON));
  tnt_window_wait (self, has_mended, "both cells have run");
}

static void
add_tests (void)
{
  tnt_window_add ("/app/window/a-fix-edits-the-cell-and-runs-it", test_failure);
  tnt_window_add ("/app/window/tab-goes-from-the-cell-to-its-fix", test_keys);
  tnt_window_add ("/app/window/a-misspelt-name-is-mended", test_misspelt);
  tnt_window_add ("/app/window/two-tensors-have-no-axes-to-blame", test_two_operands);
  tnt_window_add ("/app/window/a-missing-name-is-set-by-its-cell", test_missing_name);
}

int
main (int argc, char **argv)
{
  return tnt_window_main (argc, argv, add_tests);
}
