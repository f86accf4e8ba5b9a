/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The window around the views. What the notebook prints is what PyTorch 2.15 (CPU) prints for it.
 */
#include "window-fixture.h"

#include "app/toast.h"
#include "ui/notebook/notebook-view.h"

#include <glib/gstdio.h>
#include <string.h>

static bool
has_steps (TntWindow *self)
{
  return tns_timeline_get_n_steps (tns_session_get_timeline (self->session)) > 0;
}

static bool
shows_error (TntWindow *self)
{
  return gtk_revealer_get_reveal_child (GTK_REVEALER (tnt_window_get_part (self, "banner")));
}

static const char *
get_text (TntWindow *self, const char *part)
{
  return gtk_label_get_text (GTK_LABEL (tnt_window_get_part (self, part)));
}

static bool
is_saved (TntWindow *self)
{
  return !tns_notebook_is_modified (tns_session_get_notebook (self->session));
}

static void
test_open (TntWindow *self, gconstpointer data)
{
  TnsNotebook *notebook = tns_session_get_notebook (self->session);

  g_assert_cmpstr (get_text (self, "title_label"), ==, "backward.ipynb");
  for (guint i = 0; i < tnt_window_get_n_cells (self); i++)
    g_assert_cmpint (tns_cell_get_execution_count (tns_notebook_get_cell (notebook, i)), ==, 0);
  g_assert_cmpint (tns_timeline_get_n_steps (tns_session_get_timeline (self->session)), ==, 0);
}

static const char *
get_output (TntWindow *self, const char *cell_id)
{
  GListModel *outputs = tns_cell_get_outputs (tnt_window_get_cell (self, cell_id));
  g_autoptr (TnsOutput) output = g_list_model_get_item (outputs, 0);

  g_assert_nonnull (output);
  return tns_output_get_text (output);
}

static void
test_run_cell (TntWindow *self, gconstpointer data)
{
  if (!tnt_window_can_press (self))
    return;
  tnt_window_press ("Down");
  g_assert_true (tns_session_get_selected_cell (self->session)
                 == tnt_window_get_cell (self, "forward"));
  tnt_window_press ("shift+Return");
  tnt_window_wait_run (self, "forward");
  g_assert_cmpstr (get_output (self, "forward"), ==, "tensor(12.6667, grad_fn=<MeanBackward0>)");
  g_assert_true (tns_session_get_selected_cell (self->session)
                 == tnt_window_get_cell (self, "what"));
}

static void
test_run_all (TntWindow *self, gconstpointer data)
{
  int cursor;

  tnt_window_act (self, "run-all", NULL);
  tnt_window_wait_run (self, "accumulate");
  tnt_window_wait (self, has_steps, "the timeline is there");
  g_assert_cmpstr (get_output (self, "backward"), ==, "tensor([1.3333, 2.0000, 2.6667])");
  g_assert_cmpstr (get_output (self, "formula"), ==, "True");
  g_assert_cmpstr (get_output (self, "accumulate"), ==, "tensor([2.6667, 4.0000, 5.3333])");
  cursor = tns_session_get_cursor (self->session);
  tnt_window_act (self, "step", "stepper.back");
  g_assert_cmpint (tns_session_get_cursor (self->session), ==, cursor - 1);
  tnt_window_act (self, "step", "stepper.first");
  g_assert_cmpint (tns_session_get_cursor (self->session), ==, 0);
}

static void
test_corrupt (TntWindow *self, gconstpointer data)
{
  TnsNotebook *notebook = tns_session_get_notebook (self->session);
  g_autofree char *path = g_build_filename (tnt_window_get_folder (), "broken.ipynb", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, "{\"cells\": [", -1, NULL));
  tna_window_open (self->window, file);
  tnt_window_wait (self, shows_error, "the error is shown");
  g_assert_true (tns_session_get_notebook (self->session) == notebook);
  g_assert_true (g_str_has_prefix (get_text (self, "banner_label"), "Could not open: "));
  g_unlink (path);
}

static void
test_save (TntWindow *self, gconstpointer data)
{
  g_autofree char *text = NULL;

  tns_cell_set_source (tnt_window_get_cell (self, "forward"), "changed = 1");
  g_assert_false (is_saved (self));
  g_assert_nonnull (strstr (get_text (self, "subtitle_label"), "edited"));
  tnt_window_act (self, "save", NULL);
  tnt_window_wait (self, is_saved, "the notebook is saved");
  tnt_window_settle ();
  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "changed = 1"));
  g_assert_nonnull (strstr (get_text (self, "subtitle_label"), "saved"));
}

static void
test_undo (TntWindow *self, gconstpointer data)
{
  TnsNotebook *notebook = tns_session_get_notebook (self->session);
  guint n_cells = tnt_window_get_n_cells (self);

  tns_notebook_delete_cell (notebook, tnt_window_get_cell (self, "forward"));
  g_assert_cmpuint (tnt_window_get_n_cells (self), ==, n_cells - 1);
  tnt_window_act (self, "undo", NULL);
  g_assert_cmpuint (tnt_window_get_n_cells (self), ==, n_cells);
  g_assert_cmpint (tns_notebook_get_position (notebook, tnt_window_get_cell (self, "forward")), ==,
                   1);
}

static void
test_token (TntWindow *self, gconstpointer data)
{
  GtkWidget *view = tnt_window_find (self, TNU_TYPE_NOTEBOOK_VIEW);

  tnt_window_run_first_cell (self);
  g_signal_emit_by_name (view, "token-activated", "b");
  g_assert_cmpstr (tns_session_get_selected_name (self->session), ==, "b");
  g_assert_true (tns_session_get_selected_cell (self->session)
                 == tnt_window_get_cell (self, "forward"));
  g_signal_emit_by_name (view, "token-activated", "mean");
  g_assert_cmpstr (tns_session_get_selected_name (self->session), ==, "b");
}

/* Where nothing is selected the second try says so again, in the place of the first. */
static void
test_toast (TntWindow *self, gconstpointer data)
{
  GtkWidget *toast = tnt_window_find (self, TNA_TYPE_TOAST);
  GtkRevealer *revealer = GTK_REVEALER (gtk_widget_get_first_child (toast));

  g_assert_false (gtk_revealer_get_reveal_child (revealer));
  tnt_window_act (self, "operate", "reshape");
  g_assert_true (gtk_revealer_get_reveal_child (revealer));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_revealer_get_child (revealer))), ==,
                   "Select a tensor first");
  tnt_window_act (self, "restart", NULL);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_revealer_get_child (revealer))), ==,
                   "Python starts over: all names are gone");
  g_assert_null (gtk_widget_get_next_sibling (GTK_WIDGET (revealer)));
}

/* PyTorch 2.15: (torch.ones(2, 4) @ w).grad_fn is an MmBackward0, though the op is matmul. */
static void
test_node_name (TntWindow *self, gconstpointer data)
{
  TnsTimeline *timeline;
  g_autoptr (TnsGraph) graph = NULL;
  bool has_node = false;

  tns_cell_set_source (tnt_window_get_cell (self, "forward"),
                       "import torch\nw = torch.ones(4, 3, requires_grad=True)\n"
                       "y = torch.ones(2, 4) @ w\ny.sum().backward()");
  tns_session_run_cell (self->session, tnt_window_get_cell (self, "forward"));
  tnt_window_wait_run (self, "forward");
  tnt_window_wait_bound (self, "y");
  timeline = tns_session_get_timeline (self->session);
  graph = tns_timeline_dup_graph (timeline, tns_timeline_get_n_steps (timeline));
  for (guint k = 0; k < graph->items->len; k++)
    has_node |= g_str_equal (g_array_index (graph->items, TnsGraphItem, k).title, "MmBackward0");
  g_assert_true (has_node);
}

static guint
count_windows (void)
{
  return g_list_model_get_n_items (gtk_window_get_toplevels ());
}

/* Who holds the key down is asked once. */
static void
test_one_question (TntWindow *self, gconstpointer data)
{
  const guint n_windows = count_windows ();

  tns_cell_set_source (tnt_window_get_cell (self, "forward"), "changed = 1");
  for (int k = 0; k < 5; k++)
    gtk_window_close (GTK_WINDOW (self->window));
  tnt_window_settle ();
  g_assert_cmpuint (count_windows (), ==, n_windows + 1);
}

static void
add_tests (void)
{
  tnt_window_add ("/app/window/opening-runs-nothing", test_open);
  tnt_window_add ("/app/window/shift-enter-runs-and-goes-on", test_run_cell);
  tnt_window_add ("/app/window/run-all-gives-pytorch-numbers-and-steps", test_run_all);
  tnt_window_add ("/app/window/corrupt-file-leaves-the-notebook", test_corrupt);
  tnt_window_add ("/app/window/save-writes-the-file", test_save);
  tnt_window_add ("/app/window/a-token-selects-its-variable", test_token);
  tnt_window_add ("/app/window/the-graph-names-nodes-as-pytorch", test_node_name);
  tnt_window_add ("/app/window/closing-asks-once", test_one_question);
  tnt_window_add ("/app/window/a-toast-takes-the-place-of-the-last", test_toast);
  tnt_window_add ("/app/window/undo-brings-a-cell-back", test_undo);
}

int
main (int argc, char **argv)
{
  return tnt_window_main (argc, argv, add_tests);
}
