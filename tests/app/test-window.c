/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* A real window on the display that the tests are given. Keys come from xdotool, as from a
 * keyboard. What the notebook prints is what PyTorch 2.15 (CPU) prints for it. */
#include "app/application.h"
#include "app/window.h"
#include "ui/notebook/failure-view.h"
#include "ui/builder/builder-panel.h"
#include "ui/builder/formula-form.h"
#include "ui/builder/function-form.h"
#include "ui/builder/values-form.h"
#include "ui/cell/bits-panel.h"
#include "ui/notebook/notebook-view.h"
#include "ui/operation/broadcast/cast-panel.h"
#include "ui/operation/call/op-panel.h"
#include "ui/operation/code-row.h"
#include "ui/operation/index/index-axes.h"
#include "ui/operation/index/index-panel.h"
#include "ui/operation/join/join-panel.h"
#include "ui/operation/matmul-panel.h"
#include "ui/operation/motion-area.h"
#include "ui/operation/reduce/reduce-panel.h"
#include "ui/operation/shape-panel.h"
#include "ui/stage/stage-pane.h"
#include "ui/stage/stage-view.h"

#include <glib/gstdio.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC)

typedef struct
{
  TnaApplication *application;
  TnaWindow *window;
  TnsSession *session;
  char *path; /* of a notebook that may be written */
} Fixture;

/* One folder for all: the interpreter works in it as long as the process lives. */
static char *folder;

typedef bool (*Condition) (Fixture *fixture);

static void
wait_for (Fixture *fixture, Condition is_met, const char *what)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!is_met (fixture))
    {
      if (g_get_monotonic_time () > end)
        g_error ("waited in vain until %s", what);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static void
settle (void)
{
  gint64 end = g_get_monotonic_time () + 200 * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static GtkWidget *
get_part (Fixture *fixture, const char *name)
{
  return GTK_WIDGET (
    gtk_widget_get_template_child (GTK_WIDGET (fixture->window), TNA_TYPE_WINDOW, name));
}

static TnsCell *
get_cell (Fixture *fixture, const char *id)
{
  TnsCell *cell = tns_notebook_find_cell (tns_session_get_notebook (fixture->session), id);

  g_assert_nonnull (cell);
  return cell;
}

static void
press (const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) xdotool =
    g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "xdotool", "key", key, NULL);

  g_assert_no_error (error);
  g_subprocess_wait (xdotool, NULL, NULL);
  settle ();
}

/* ---- conditions ---- */

static bool
is_open (Fixture *fixture)
{
  return tns_session_get_file (fixture->session) != NULL;
}

static bool
is_active (Fixture *fixture)
{
  return gtk_window_is_active (GTK_WINDOW (fixture->window));
}

static bool
has_run (Fixture *fixture)
{
  TnsCell *cell = get_cell (fixture, "forward");

  return tns_cell_get_execution_count (cell) > 0 && tns_cell_get_state (cell) == TNS_CELL_IDLE;
}

static bool
has_run_all (Fixture *fixture)
{
  return tns_cell_get_execution_count (get_cell (fixture, "accumulate")) > 0 &&
         !tns_session_is_busy (fixture->session);
}

static bool
has_steps (Fixture *fixture)
{
  return tns_timeline_get_n_steps (tns_session_get_timeline (fixture->session)) > 0;
}

static bool
shows_error (Fixture *fixture)
{
  return gtk_revealer_get_reveal_child (GTK_REVEALER (get_part (fixture, "banner")));
}

static bool
is_saved (Fixture *fixture)
{
  return !tns_notebook_is_modified (tns_session_get_notebook (fixture->session));
}

/* ---- setup ---- */

static void
copy_lesson (Fixture *fixture)
{
  g_autofree char *lesson =
    g_test_build_filename (G_TEST_DIST, "..", "resources", "lessons", "backward.ipynb", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  fixture->path = g_build_filename (folder, "backward.ipynb", NULL);
  g_file_get_contents (lesson, &text, NULL, &error);
  g_assert_no_error (error);
  g_file_set_contents (fixture->path, text, -1, &error);
  g_assert_no_error (error);
}

static void
focus_window (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) xdotool = g_subprocess_new (
    G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "sh", "-c",
    "xdotool search --sync --onlyvisible --name backward windowfocus --sync", NULL);

  g_assert_no_error (error);
  wait_for (fixture, is_active, "the window has the focus");
}

static void
open_window (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = NULL;

  copy_lesson (fixture);
  file = g_file_new_for_path (fixture->path);
  fixture->application = TNA_APPLICATION (g_application_get_default ());
  fixture->window = tna_window_new (ADW_APPLICATION (fixture->application));
  fixture->session = tna_window_get_session (fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  tna_window_open (fixture->window, file);
  wait_for (fixture, is_open, "the notebook is open");
  settle ();
}

static void
close_window (Fixture *fixture, gconstpointer data)
{
  if (tns_session_is_busy (fixture->session))
    tns_session_stop (fixture->session);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_unlink (fixture->path);
  g_free (fixture->path);
}

/* ---- claims ---- */

static void
test_open (Fixture *fixture, gconstpointer data)
{
  TnsNotebook *notebook = tns_session_get_notebook (fixture->session);
  GtkWidget *title = get_part (fixture, "title_label");

  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (title)), ==, "backward.ipynb");
  for (guint i = 0; i < tns_notebook_get_n_cells (notebook); i++)
    g_assert_cmpint (tns_cell_get_execution_count (tns_notebook_get_cell (notebook, i)), ==, 0);
  g_assert_cmpint (tns_timeline_get_n_steps (tns_session_get_timeline (fixture->session)), ==, 0);
}

static const char *
get_output (Fixture *fixture, const char *cell_id)
{
  GListModel *outputs = tns_cell_get_outputs (get_cell (fixture, cell_id));
  g_autoptr (TnsOutput) output = g_list_model_get_item (outputs, 0);

  g_assert_nonnull (output);
  return tns_output_get_text (output);
}

static void
test_run_cell (Fixture *fixture, gconstpointer data)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");

  if (xdotool == NULL)
    {
      g_test_skip ("xdotool is not installed: no keys can be pressed");
      return;
    }
  focus_window (fixture);
  press ("Down");
  g_assert_true (tns_session_get_selected_cell (fixture->session) ==
                 get_cell (fixture, "forward"));
  press ("shift+Return");
  wait_for (fixture, has_run, "the cell has run");
  g_assert_cmpstr (get_output (fixture, "forward"), ==,
                   "tensor(12.6667, grad_fn=<MeanBackward0>)");
  g_assert_true (tns_session_get_selected_cell (fixture->session) == get_cell (fixture, "what"));
}

static void
test_run_all (Fixture *fixture, gconstpointer data)
{
  int cursor;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.run-all", NULL);
  wait_for (fixture, has_run_all, "all cells have run");
  wait_for (fixture, has_steps, "the timeline is there");
  g_assert_cmpstr (get_output (fixture, "backward"), ==, "tensor([1.3333, 2.0000, 2.6667])");
  g_assert_cmpstr (get_output (fixture, "formula"), ==, "True");
  g_assert_cmpstr (get_output (fixture, "accumulate"), ==, "tensor([2.6667, 4.0000, 5.3333])");
  cursor = tns_session_get_cursor (fixture->session);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.step", "s", "stepper.back");
  g_assert_cmpint (tns_session_get_cursor (fixture->session), ==, cursor - 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.step", "s", "stepper.first");
  g_assert_cmpint (tns_session_get_cursor (fixture->session), ==, 0);
}

static void
test_corrupt (Fixture *fixture, gconstpointer data)
{
  TnsNotebook *notebook = tns_session_get_notebook (fixture->session);
  g_autofree char *path = g_build_filename (folder, "broken.ipynb", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, "{\"cells\": [", -1, NULL));
  tna_window_open (fixture->window, file);
  wait_for (fixture, shows_error, "the error is shown");
  g_assert_true (tns_session_get_notebook (fixture->session) == notebook);
  g_assert_true (g_str_has_prefix (
    gtk_label_get_text (GTK_LABEL (get_part (fixture, "banner_label"))), "Could not open: "));
  g_unlink (path);
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  tns_cell_set_source (get_cell (fixture, "forward"), "changed = 1");
  g_assert_false (is_saved (fixture));
  g_assert_nonnull (
    strstr (gtk_label_get_text (GTK_LABEL (get_part (fixture, "subtitle_label"))), "edited"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.save", NULL);
  wait_for (fixture, is_saved, "the notebook is saved");
  settle ();
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "changed = 1"));
  g_assert_nonnull (
    strstr (gtk_label_get_text (GTK_LABEL (get_part (fixture, "subtitle_label"))), "saved"));
}

static void
test_undo (Fixture *fixture, gconstpointer data)
{
  TnsNotebook *notebook = tns_session_get_notebook (fixture->session);
  guint n_cells = tns_notebook_get_n_cells (notebook);

  tns_notebook_delete_cell (notebook, get_cell (fixture, "forward"));
  g_assert_cmpuint (tns_notebook_get_n_cells (notebook), ==, n_cells - 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  g_assert_cmpuint (tns_notebook_get_n_cells (notebook), ==, n_cells);
  g_assert_cmpint (tns_notebook_get_position (notebook, get_cell (fixture, "forward")), ==, 1);
}

static GtkWidget *
find_widget (GtkWidget *root, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (root, type) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type);
  return found;
}

static bool
has_variable (Fixture *fixture, const char *name)
{
  g_autoptr (GPtrArray) variables =
    tns_timeline_dup_variables (tns_session_get_timeline (fixture->session),
                                tns_session_get_cursor (fixture->session));

  for (guint i = 0; i < variables->len; i++)
    if (g_str_equal (((TnsVariable *) g_ptr_array_index (variables, i))->name, name))
      return true;
  return false;
}

static bool
has_x (Fixture *fixture)
{
  return !tns_session_is_busy (fixture->session) && has_variable (fixture, "x")
         && has_variable (fixture, "y");
}

static void
run_first_cell (Fixture *fixture)
{
  tns_session_run_cell (fixture->session, get_cell (fixture, "forward"));
  wait_for (fixture, has_run, "the cell has run");
  wait_for (fixture, has_x, "x and y are known");
}

static void
test_token (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_NOTEBOOK_VIEW);

  run_first_cell (fixture);
  g_signal_emit_by_name (view, "token-activated", "b");
  g_assert_cmpstr (tns_session_get_selected_name (fixture->session), ==, "b");
  g_assert_true (tns_session_get_selected_cell (fixture->session) ==
                 get_cell (fixture, "forward"));
  g_signal_emit_by_name (view, "token-activated", "mean");
  g_assert_cmpstr (tns_session_get_selected_name (fixture->session), ==, "b");
}

static guint n_cells_before;

static bool
has_new_cell (Fixture *fixture)
{
  return tns_notebook_get_n_cells (tns_session_get_notebook (fixture->session)) ==
           n_cells_before + 1 &&
         !tns_session_is_busy (fixture->session) && has_variable (fixture, "column");
}

/* One undo takes the cell away that an operation appended, and its variable. */
static void
undo_applied (Fixture *fixture, Condition is_gone)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  g_assert_cmpuint (tns_notebook_get_n_cells (tns_session_get_notebook (fixture->session)), ==,
                    n_cells_before);
  wait_for (fixture, is_gone, "the variable is gone");
}

static bool
has_no_column (Fixture *fixture)
{
  return !has_variable (fixture, "column");
}

static void
test_reshape (Fixture *fixture, gconstpointer data)
{
  TnsNotebook *notebook = tns_session_get_notebook (fixture->session);
  GtkWidget *stage = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_STAGE_PANE);
  GtkWidget *panel, *entry;

  run_first_cell (fixture);
  n_cells_before = tns_notebook_get_n_cells (notebook);
  g_signal_emit_by_name (stage, "operation-activated", "reshape", "x");
  panel = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_SHAPE_PANEL);
  g_assert_nonnull (panel);
  entry = find_widget (panel, GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "column = x.reshape(3, 1)");
  settle ();
  g_assert_cmpuint (tns_notebook_get_n_cells (notebook), ==, n_cells_before);
  g_assert_true (tnu_shape_panel_apply (TNU_SHAPE_PANEL (panel)));
  wait_for (fixture, has_new_cell, "the line was appended and has run");
  g_assert_null (find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_SHAPE_PANEL));
  undo_applied (fixture, has_no_column);
}

static bool
has_product (Fixture *fixture)
{
  return !tns_session_is_busy (fixture->session) && has_variable (fixture, "total");
}

static bool
has_no_product (Fixture *fixture)
{
  return !has_variable (fixture, "total");
}

static void
test_matmul (Fixture *fixture, gconstpointer data)
{
  TnsNotebook *notebook = tns_session_get_notebook (fixture->session);
  GtkWidget *panel, *entry;

  run_first_cell (fixture);
  n_cells_before = tns_notebook_get_n_cells (notebook);
  tns_session_select_name (fixture->session, "x");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.operate", "s", "matmul");
  panel = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_MATMUL_PANEL);
  g_assert_nonnull (panel);
  entry = find_widget (panel, GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "total = x.unsqueeze(1) @ x.unsqueeze(1)");
  g_assert_false (tnu_matmul_panel_apply (TNU_MATMUL_PANEL (panel)));
  gtk_editable_set_text (GTK_EDITABLE (entry), "total = x @ x");
  settle ();
  g_assert_true (tnu_matmul_panel_apply (TNU_MATMUL_PANEL (panel)));
  wait_for (fixture, has_product, "the line was appended and has run");
  g_assert_cmpuint (tns_notebook_get_n_cells (notebook), ==, n_cells_before + 1);
  g_assert_null (find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_MATMUL_PANEL));
  undo_applied (fixture, has_no_product);
}

static bool
has_mean (Fixture *fixture)
{
  return has_variable (fixture, "y_mean");
}

static bool
can_apply (Fixture *fixture)
{
  GtkWidget *panel = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_OP_PANEL);

  return tnu_code_row_is_legal (TNU_CODE_ROW (find_widget (panel, TNU_TYPE_CODE_ROW)));
}

static bool
has_no_mean (Fixture *fixture)
{
  return !has_mean (fixture);
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  GtkWidget *panel, *entry;
  g_autofree char *code = NULL;

  run_first_cell (fixture);
  n_cells_before = tns_notebook_get_n_cells (tns_session_get_notebook (fixture->session));
  tns_session_select_name (fixture->session, "x");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.operate", "s", "find");
  panel = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_OP_PANEL);
  g_assert_true (tnu_op_panel_choose (TNU_OP_PANEL (panel), "mean"));
  wait_for (fixture, can_apply, "the call was tried");
  g_object_get (panel, "code", &code, NULL);
  g_assert_nonnull (strstr (code, "= x.mean()"));
  entry = find_widget (find_widget (panel, TNU_TYPE_CODE_ROW), GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "y_mean = x.mean()");
  g_assert_true (tnu_op_panel_apply (TNU_OP_PANEL (panel)));
  wait_for (fixture, has_mean, "the line was appended and has run");
  undo_applied (fixture, has_no_mean);
}

static bool
has_pieces (Fixture *fixture)
{
  return !tns_session_is_busy (fixture->session) && has_variable (fixture, "first") &&
         has_variable (fixture, "rest");
}

static bool
has_no_pieces (Fixture *fixture)
{
  return !has_variable (fixture, "first") && !has_variable (fixture, "rest");
}

static const char *
get_join_code (Fixture *fixture)
{
  GtkWidget *panel = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_JOIN_PANEL);

  g_assert_nonnull (panel);
  return tnu_join_panel_get_code (TNU_JOIN_PANEL (panel));
}

/* Opened, led from word to word and closed by keys; numbers and names typed. */
static void
test_join (Fixture *fixture, gconstpointer data)
{
  TnsNotebook *notebook = tns_session_get_notebook (fixture->session);
  GtkWidget *panel;
  GtkEditable *line;

  run_first_cell (fixture);
  n_cells_before = tns_notebook_get_n_cells (notebook);
  tns_session_select_name (fixture->session, "x");
  press ("ctrl+j");
  g_assert_cmpstr (get_join_code (fixture), ==, "z = torch.stack([x, a])");
  press ("Escape");
  g_assert_null (find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_JOIN_PANEL));
  press ("ctrl+j");
  for (int k = 0; k < 5; k++)
    press ("ctrl+Next");
  g_assert_cmpstr (get_join_code (fixture), ==, "x0, x1 = x.split(2)");
  panel = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_JOIN_PANEL);
  line = GTK_EDITABLE (find_widget (find_widget (panel, TNU_TYPE_CODE_ROW), GTK_TYPE_ENTRY));
  gtk_editable_set_text (line, "first, rest = x.split(1)");
  g_assert_false (tnu_join_panel_apply (TNU_JOIN_PANEL (panel)));
  gtk_editable_set_text (line, "total = torch.cat([x, x.unsqueeze(0)])");
  g_assert_false (tnu_join_panel_apply (TNU_JOIN_PANEL (panel)));
  gtk_editable_set_text (line, "first, rest = x.split([1, 2])");
  gtk_widget_grab_focus (GTK_WIDGET (line));
  press ("Return");
  wait_for (fixture, has_pieces, "the line was appended and has run");
  g_assert_cmpuint (tns_notebook_get_n_cells (notebook), ==, n_cells_before + 1);
  g_assert_null (find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_JOIN_PANEL));
  undo_applied (fixture, has_no_pieces);
}

/* Two cards chosen on the stage, then lines between pieces moved, added and taken away. */
static void
test_join_hand (Fixture *fixture, gconstpointer data)
{
  GtkWidget *panel, *area;

  run_first_cell (fixture);
  gtk_widget_grab_focus (find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_STAGE_VIEW));
  press ("Tab");
  press ("space");
  press ("Tab");
  press ("ctrl+space");
  press ("ctrl+j");
  g_assert_cmpstr (get_join_code (fixture), ==, "z = torch.stack([x, a])");
  press ("Escape");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.operate", "s", "split");
  g_assert_cmpstr (get_join_code (fixture), ==, "x0, x1 = x.split(2)");
  panel = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_JOIN_PANEL);
  area = find_widget (find_widget (panel, TNU_TYPE_MOTION_AREA), GTK_TYPE_DRAWING_AREA);
  gtk_widget_grab_focus (area);
  press ("Left");
  g_assert_cmpstr (get_join_code (fixture), ==, "x0, x1 = x.split([1, 2])");
  press ("plus");
  g_assert_cmpstr (get_join_code (fixture), ==, "x0, x1, x2 = x.split([1, 1, 1])");
  press ("Delete");
  press ("Delete");
  g_assert_cmpstr (get_join_code (fixture), ==, "x0, = x.split([3])");
  press ("Escape");
  g_assert_null (find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_JOIN_PANEL));
}

static bool
has_fix (Fixture *fixture)
{
  GtkWidget *failure = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_FAILURE_VIEW);

  return failure != NULL && find_widget (failure, GTK_TYPE_BUTTON) != NULL;
}

static bool
has_mended (Fixture *fixture)
{
  return find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_FAILURE_VIEW) == NULL &&
         has_variable (fixture, "total");
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  static const char wrong[] = "import torch\nw = torch.ones(4, 3)\ntotal = torch.ones(2, 3) @ w";
  static const char right[]
    = "import torch\nw = torch.ones(4, 3)\ntotal = torch.ones(2, 3) @ w.T";
  TnsCell *cell = get_cell (fixture, "forward");
  GtkWidget *fix;

  tns_cell_set_source (cell, wrong);
  tns_session_run_cell (fixture->session, cell);
  wait_for (fixture, has_fix, "a fix is offered");
  fix = find_widget (find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_FAILURE_VIEW),
                     GTK_TYPE_BUTTON);
  gtk_widget_activate (fix);
  wait_for (fixture, has_mended, "the mended cell has run");
  g_assert_cmpstr (tns_cell_get_source (cell), ==, right);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  g_assert_cmpstr (tns_cell_get_source (cell), ==, wrong);
}

/* What is selected on the stage is where the index panel starts. */
static void
test_index_of_range (Fixture *fixture, gconstpointer data)
{
  const TnuBox box = { 1, { 0 }, { 1 } };
  TnuStageView *stage;
  GtkWidget *panel;

  run_first_cell (fixture);
  stage = TNU_STAGE_VIEW (find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_STAGE_VIEW));
  tns_session_select_name (fixture->session, "x");
  tnu_selection_set (tnu_stage_view_get_selection (stage), "x", &box);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.operate", "s", "index");
  panel = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_INDEX_PANEL);
  g_assert_nonnull (panel);
  g_assert_nonnull (strstr (tnu_panel_get_code (TNU_PANEL (panel)), "= x[:2]"));
}

static void
test_bits (Fixture *fixture, gconstpointer data)
{
  GtkWidget *panel;

  run_first_cell (fixture);
  tns_session_select_name (fixture->session, "x");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.operate", "s", "bits");
  panel = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_BITS_PANEL);
  g_assert_nonnull (panel);
  /* Nothing is turned yet, so there is nothing to write. */
  g_assert_false (tnu_bits_panel_apply (TNU_BITS_PANEL (panel)));
  g_signal_emit_by_name (panel, "closed");
  g_assert_null (find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_BITS_PANEL));
}

static bool
has_z (Fixture *fixture)
{
  return !tns_session_is_busy (fixture->session) && has_variable (fixture, "z");
}

static bool
has_shape_panel (Fixture *fixture)
{
  return find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_SHAPE_PANEL) != NULL;
}

static void
test_shape_keys (Fixture *fixture, gconstpointer data)
{
  TnsNotebook *notebook = tns_session_get_notebook (fixture->session);
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");
  g_autofree char *word = NULL;
  GtkWidget *panel;

  if (xdotool == NULL)
    {
      g_test_skip ("xdotool is not installed: no keys can be pressed");
      return;
    }
  run_first_cell (fixture);
  focus_window (fixture);
  tns_session_select_name (fixture->session, "x");
  n_cells_before = tns_notebook_get_n_cells (notebook);
  press ("ctrl+r");
  wait_for (fixture, has_shape_panel, "the panel is open");
  panel = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_SHAPE_PANEL);
  g_assert_nonnull (panel);
  for (int k = 0; k < 4; k++)
    press ("ctrl+Next");
  g_object_get (panel, "word", &word, NULL);
  g_assert_cmpstr (word, ==, "unsqueeze");
  g_assert_cmpstr (tnu_shape_panel_get_code (TNU_SHAPE_PANEL (panel)), ==, "z = x.unsqueeze(0)");
  g_assert_true (tnu_shape_panel_apply (TNU_SHAPE_PANEL (panel)));
  wait_for (fixture, has_z, "the line was appended and has run");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  g_assert_cmpuint (tns_notebook_get_n_cells (notebook), ==, n_cells_before);
}

static bool
has_no_z (Fixture *fixture)
{
  return !has_variable (fixture, "z");
}

/* From the selected tensor to a result, without a mouse. */
static void
test_reduce_keys (Fixture *fixture, gconstpointer data)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");
  GtkWidget *panel;

  if (xdotool == NULL)
    {
      g_test_skip ("xdotool is not installed: no keys can be pressed");
      return;
    }
  run_first_cell (fixture);
  focus_window (fixture);
  tns_session_select_name (fixture->session, "x");
  n_cells_before = tns_notebook_get_n_cells (tns_session_get_notebook (fixture->session));
  press ("ctrl+shift+f");
  panel = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_REDUCE_PANEL);
  g_assert_nonnull (panel);
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==, "z = x.sum(dim=0)");
  press ("space");
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==, "z = x.sum()");
  press ("ctrl+Next");
  press ("space");
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==, "z = x.mean(dim=0)");
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  wait_for (fixture, has_z, "the line was appended and has run");
  undo_applied (fixture, has_no_z);
}

static bool
has_top (Fixture *fixture)
{
  return !tns_session_is_busy (fixture->session) && has_variable (fixture, "top")
         && has_variable (fixture, "at");
}

static bool
has_no_top (Fixture *fixture)
{
  return !has_variable (fixture, "top") && !has_variable (fixture, "at");
}

static void
test_reduce_pair (Fixture *fixture, gconstpointer data)
{
  GtkWidget *panel, *line;

  run_first_cell (fixture);
  n_cells_before = tns_notebook_get_n_cells (tns_session_get_notebook (fixture->session));
  tns_session_select_name (fixture->session, "x");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.operate", "s", "sum");
  panel = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_REDUCE_PANEL);
  g_assert_nonnull (panel);
  line = find_widget (panel, GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (line), "top = x.max(dim=3)");
  g_assert_false (tnu_panel_apply (TNU_PANEL (panel)));
  gtk_editable_set_text (GTK_EDITABLE (line), "top, at = x.max(dim=0)");
  settle ();
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  wait_for (fixture, has_top, "the line was appended and has run");
  g_assert_null (find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_REDUCE_PANEL));
  undo_applied (fixture, has_no_top);
}

static bool
has_sum (Fixture *fixture)
{
  return !tns_session_is_busy (fixture->session) && has_variable (fixture, "grid");
}

static bool
has_no_sum (Fixture *fixture)
{
  return !has_variable (fixture, "grid");
}

static void
test_broadcast_keys (Fixture *fixture, gconstpointer data)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");
  GtkWidget *panel, *line;

  if (xdotool == NULL)
    {
      g_test_skip ("xdotool is not installed: no keys can be pressed");
      return;
    }
  run_first_cell (fixture);
  focus_window (fixture);
  tns_session_select_name (fixture->session, "x");
  n_cells_before = tns_notebook_get_n_cells (tns_session_get_notebook (fixture->session));
  press ("ctrl+shift+b");
  panel = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_CAST_PANEL);
  g_assert_nonnull (panel);
  press ("ctrl+Next");
  g_assert_nonnull (strstr (tnu_panel_get_code (TNU_PANEL (panel)), "z = x - "));
  line = find_widget (find_widget (panel, TNU_TYPE_CODE_ROW), GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (line), "grid = x + x.reshape(2, 2)");
  g_assert_false (tnu_panel_apply (TNU_PANEL (panel)));
  gtk_editable_set_text (GTK_EDITABLE (line), "grid = x + x.unsqueeze(1)");
  settle ();
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  wait_for (fixture, has_sum, "the line was appended and has run");
  g_assert_null (find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_CAST_PANEL));
  undo_applied (fixture, has_no_sum);
}

static void
open_index (Fixture *fixture, GtkWidget **panel, GtkEditable **line)
{
  tns_session_select_name (fixture->session, "x");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.operate", "s", "index");
  *panel = find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_INDEX_PANEL);
  g_assert_nonnull (*panel);
  *line = GTK_EDITABLE (
      find_widget (find_widget (*panel, TNU_TYPE_CODE_ROW), GTK_TYPE_ENTRY));
  settle ();
}

static void
test_index (Fixture *fixture, gconstpointer data)
{
  TnsNotebook *notebook = tns_session_get_notebook (fixture->session);
  GtkWidget *panel, *part;
  GtkEditable *line;

  run_first_cell (fixture);
  n_cells_before = tns_notebook_get_n_cells (notebook);
  open_index (fixture, &panel, &line);
  part = find_widget (find_widget (panel, TNU_TYPE_INDEX_AXES), GTK_TYPE_ENTRY);
  g_assert_cmpstr (gtk_editable_get_text (line), ==, "z = x[1:]");
  gtk_editable_set_text (line, "column = x[::2, None]");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (part)), ==, "::2");
  gtk_editable_set_text (GTK_EDITABLE (part), "-2:");
  g_assert_cmpstr (gtk_editable_get_text (line), ==, "column = x[-2:, None]");
  gtk_editable_set_text (line, "column = x[5]");
  g_assert_false (tnu_panel_apply (TNU_PANEL (panel)));
  g_assert_cmpstr (gtk_editable_get_text (line), ==, "column = x[5]");
  gtk_editable_set_text (line, "column = x[x > 0]");
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  wait_for (fixture, has_new_cell, "the line was appended and has run");
  g_assert_null (find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_INDEX_PANEL));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  g_assert_cmpuint (tns_notebook_get_n_cells (notebook), ==, n_cells_before);
  wait_for (fixture, has_no_column, "the variable is gone");
}

static TnuBuilderPanel *builder;

static bool
is_settled (Fixture *fixture)
{
  return tnu_builder_panel_is_settled (builder);
}

static TnuBuilderPanel *
open_builder (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.new-tensor", NULL);
  builder = TNU_BUILDER_PANEL (
      find_widget (GTK_WIDGET (fixture->window), TNU_TYPE_BUILDER_PANEL));
  g_assert_nonnull (builder);
  wait_for (fixture, is_settled, "the numbers are shown");
  return builder;
}

/* The lesson binds a, b, x and y: the next free name is z. */
static void
test_new_tensor (Fixture *fixture, gconstpointer data)
{
  TnsNotebook *notebook = tns_session_get_notebook (fixture->session);
  TnuBuilderPanel *panel;
  int n_steps;

  run_first_cell (fixture);
  n_cells_before = tns_notebook_get_n_cells (notebook);
  n_steps = tns_timeline_get_n_steps (tns_session_get_timeline (fixture->session));
  panel = open_builder (fixture);
  tnu_function_form_choose (TNU_FUNCTION_FORM (tnu_builder_panel_get_page (panel, "function")),
                            "randn");
  g_assert_cmpstr (tnu_builder_panel_get_code (panel), ==, "z = torch.randn(3, 4)");
  wait_for (fixture, is_settled, "the random numbers are shown");
  g_assert_cmpint (tns_timeline_get_n_steps (tns_session_get_timeline (fixture->session)), ==,
                   n_steps);
  g_assert_false (has_variable (fixture, "z"));
  g_assert_true (tnu_builder_panel_apply (panel));
  wait_for (fixture, has_z, "the line was appended and has run");
  g_assert_cmpuint (tns_notebook_get_n_cells (notebook), ==, n_cells_before + 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  g_assert_cmpuint (tns_notebook_get_n_cells (notebook), ==, n_cells_before);
}

/* A notebook that has run nothing gets torch as well. */
static void
test_new_tensor_first (Fixture *fixture, gconstpointer data)
{
  TnuBuilderPanel *panel = open_builder (fixture);

  wait_for (fixture, is_settled, "the numbers are shown");
  g_assert_cmpstr (tnu_builder_panel_get_code (panel), ==, "import torch\nx = torch.zeros(3, 4)");
  gtk_editable_set_text (GTK_EDITABLE (find_widget (GTK_WIDGET (panel), GTK_TYPE_ENTRY)), "");
  g_assert_false (tnu_builder_panel_apply (panel));
}

static void
test_new_tensor_ways (Fixture *fixture, gconstpointer data)
{
  TnuBuilderPanel *panel;
  TnuFormulaForm *formula;
  TnuValuesForm *values;

  run_first_cell (fixture);
  panel = open_builder (fixture);
  formula = TNU_FORMULA_FORM (tnu_builder_panel_get_page (panel, "formula"));
  values = TNU_VALUES_FORM (tnu_builder_panel_get_page (panel, "values"));
  tnu_builder_panel_choose (panel, "formula");
  tnu_formula_form_set_text (formula, "i +");
  g_assert_false (tnu_builder_panel_apply (panel));
  tnu_formula_form_set_text (formula, "(i == j)");
  wait_for (fixture, is_settled, "the formula is shown");
  tnu_builder_panel_choose (panel, "values");
  g_assert_true (tnu_values_form_take_text (values, "1\t2,5\n3\t4", NULL));
  g_assert_cmpstr (tnu_builder_panel_get_code (panel), ==, "z = torch.tensor([[1, 2.5], [3, 4]])");
  wait_for (fixture, is_settled, "the values are computed");
  g_assert_true (tnu_builder_panel_apply (panel));
  wait_for (fixture, has_z, "the line was appended and has run");
}

/* Two float32 tensors: w = [[0, 1], [2, 3]] and b = [4]. */
static void
write_safetensors (const char *path)
{
  static const char header[] = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
                               "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[16,20]}}";
  const guint64 length = GUINT64_TO_LE (sizeof header - 1);
  const float numbers[] = { 0, 1, 2, 3, 4 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) header, sizeof header - 1);
  g_byte_array_append (bytes, (const guint8 *) numbers, sizeof numbers);
  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, bytes->len, NULL));
}

static void
test_new_tensor_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (folder, "s.safetensors", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  TnuBuilderPanel *panel;

  write_safetensors (path);
  run_first_cell (fixture);
  panel = open_builder (fixture);
  tnu_builder_panel_take_file (panel, file);
  g_assert_false (tnu_builder_panel_apply (panel));
  while (*tnu_builder_panel_get_code (panel) == '\0')
    settle ();
  g_assert_cmpstr (tnu_builder_panel_get_code (panel), ==,
                   "from safetensors.torch import load_file\nz = load_file('s.safetensors')['w']");
  wait_for (fixture, is_settled, "the file's numbers are shown");
  g_assert_true (tnu_builder_panel_apply (panel));
  wait_for (fixture, has_z, "the lines were appended and have run");
  g_unlink (path);
}

/* ---- main ---- */

#define ADD(path, function)                                                                        \
  g_test_add (path, Fixture, NULL, open_window, function, close_window)

static void
add_tests (void)
{
  ADD ("/app/window/opening-runs-nothing", test_open);
  ADD ("/app/window/shift-enter-runs-and-goes-on", test_run_cell);
  ADD ("/app/window/run-all-gives-pytorch-numbers-and-steps", test_run_all);
  ADD ("/app/window/corrupt-file-leaves-the-notebook", test_corrupt);
  ADD ("/app/window/save-writes-the-file", test_save);
  ADD ("/app/window/a-token-selects-its-variable", test_token);
  ADD ("/app/window/reshape-appends-a-line-that-undo-takes-back", test_reshape);
  ADD ("/app/window/shape-panel-goes-from-word-to-word-by-keys", test_shape_keys);
  ADD ("/app/window/index-follows-the-line-and-the-line-follows-it", test_index);
  ADD ("/app/window/index-starts-from-the-selected-range", test_index_of_range);
  ADD ("/app/window/a-number-opens-to-its-bits", test_bits);
  ADD ("/app/window/matmul-appends-a-line-that-undo-takes-back", test_matmul);
  ADD ("/app/window/any-op-is-found-and-called", test_find);
  ADD ("/app/window/join-panel-goes-by-keys-and-takes-names", test_join);
  ADD ("/app/window/join-panel-takes-chosen-cards-and-moves-lines", test_join_hand);
  ADD ("/app/window/a-fix-edits-the-cell-and-runs-it", test_failure);
  ADD ("/app/window/new-tensor-shows-its-numbers-before-its-line-runs", test_new_tensor);
  ADD ("/app/window/new-tensor-imports-torch-where-nothing-has", test_new_tensor_first);
  ADD ("/app/window/broadcast-appends-a-line-that-undo-takes-back", test_broadcast_keys);
  ADD ("/app/window/reduce-folds-by-keys", test_reduce_keys);
  ADD ("/app/window/reduce-binds-two-names-and-undo-takes-both", test_reduce_pair);
  ADD ("/app/window/new-tensor-by-formula-and-by-values", test_new_tensor_ways);
  ADD ("/app/window/new-tensor-from-a-file", test_new_tensor_file);
  ADD ("/app/window/undo-brings-a-cell-back", test_undo);
}

int
main (int argc, char **argv)
{
  g_autoptr (TnaApplication) application = NULL;
  g_autofree char *home = g_dir_make_tmp ("tensarium-home-XXXXXX", NULL);
  g_autofree char *notebooks = g_dir_make_tmp ("tensarium-XXXXXX", NULL);
  int status;

  folder = notebooks;
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("XDG_CACHE_HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display: run with xvfb-run\n");
      return 0;
    }
  application = tna_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_set_default (G_APPLICATION (application));
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  add_tests ();
  status = g_test_run ();
  if (!tns_runner_quit (G_USEC_PER_SEC))
    _exit (status);
  return status;
}
