/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The index panel in a window. */
#include "window-fixture.h"

#include "ui/operation/index/index-axes.h"
#include "ui/operation/index/index-compare.h"
#include "ui/operation/index/index-name-row.h"
#include "ui/operation/index/index-panel.h"
#include "ui/stage/stage-view.h"

#include <string.h>

static void
open_index (TntWindow *self, const char *name, GtkWidget **panel, GtkEditable **line)
{
  tns_session_select_name (self->session, name);
  tnt_window_act (self, "operate", "index");
  *panel = tnt_window_find (self, TNU_TYPE_INDEX_PANEL);
  g_assert_nonnull (*panel);
  *line = tnt_window_get_line (*panel);
  tnt_window_settle ();
}

static void
test_index (TntWindow *self, gconstpointer data)
{
  GtkWidget *panel, *part;
  GtkEditable *line;

  tnt_window_run_first_cell (self);
  open_index (self, "x", &panel, &line);
  part = tnt_window_find_in (tnt_window_find_in (panel, TNU_TYPE_INDEX_AXES), GTK_TYPE_ENTRY);
  g_assert_cmpstr (gtk_editable_get_text (line), ==, "z = x[1:]");
  gtk_editable_set_text (line, "column = x[::2, None]");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (part)), ==, "::2");
  gtk_editable_set_text (GTK_EDITABLE (part), "-2:");
  g_assert_cmpstr (gtk_editable_get_text (line), ==, "column = x[-2:, None]");
  gtk_editable_set_text (line, "column = x[5]");
  g_assert_false (tnu_panel_apply (TNU_PANEL (panel)));
  g_assert_cmpstr (gtk_editable_get_text (line), ==, "column = x[5]");
  /* What is drawn below an unreadable line is the last legal index, not the refused one. */
  gtk_editable_set_text (line, "column = x[5");
  tnt_window_settle ();
  g_assert_false (tnu_panel_apply (TNU_PANEL (panel)));
  gtk_editable_set_text (line, "column = x[x > 0]");
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  tnt_window_wait_bound (self, "column");
  g_assert_null (tnt_window_find (self, TNU_TYPE_INDEX_PANEL));
  tnt_window_undo_applied (self, "column");
}

/* What is selected on the stage is where the index panel starts. */
static void
test_index_of_range (TntWindow *self, gconstpointer data)
{
  const TnuBox box = { 1, { 0 }, { 1 } };
  TnuStageView *stage;
  GtkWidget *panel;

  tnt_window_run_first_cell (self);
  stage = TNU_STAGE_VIEW (tnt_window_find (self, TNU_TYPE_STAGE_VIEW));
  tns_session_select_name (self->session, "x");
  tnu_selection_set (tnu_stage_view_get_selection (stage), "x", &box);
  tnt_window_act (self, "operate", "index");
  panel = tnt_window_find (self, TNU_TYPE_INDEX_PANEL);
  g_assert_nonnull (panel);
  g_assert_nonnull (strstr (tnu_panel_get_code (TNU_PANEL (panel)), "= x[:2]"));
}

/* ---- names ---- */

/* More names, among them Python's own. */
static void
bind (TntWindow *self, const char *code, const char *name)
{
  tns_session_apply (self->session, code);
  tnt_window_wait_bound (self, name);
}

/* (nullable) (transfer none): the button under @root that says @label. */
static GtkWidget *
find_button (GtkWidget *root, const char *label)
{
  if (GTK_IS_LABEL (root) && g_str_equal (gtk_label_get_text (GTK_LABEL (root)), label))
    return gtk_widget_get_ancestor (root, GTK_TYPE_BUTTON);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static bool
knows_order (TntWindow *self)
{
  GtkWidget *row = tnt_window_find (self, TNU_TYPE_INDEX_NAME_ROW);
  g_main_context_iteration (NULL, FALSE);
  return row != NULL && find_button (row, "order (2,)") != NULL;
}

/* As the pointer lets go of a chip over the picture of @panel. */
static bool
drop (GtkWidget *panel, const char *name)
{
  GtkWidget *picture = tnt_window_find_in (panel, GTK_TYPE_DRAWING_AREA);
  TnuIndexName held = { (char *) name };
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean is_taken = FALSE;
  /* The head is drawn too: the picture is the one that takes the focus. */
  while (!gtk_widget_get_focusable (picture))
    picture = tnt_window_find_in (
        gtk_widget_get_next_sibling (picture), GTK_TYPE_DRAWING_AREA);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (picture);
  g_value_init (&value, TNU_TYPE_INDEX_NAME);
  g_value_set_boxed (&value, &held);
  for (guint k = 0; k < g_list_model_get_n_items (controllers); k++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, k);
      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 60.0,
                               gtk_widget_get_height (picture) / 3.0, &is_taken);
    }
  return is_taken;
}

static void
test_names (TntWindow *self, gconstpointer data)
{
  GtkWidget *panel, *row;
  GtkEditable *line;

  tnt_window_run_first_cell (self);
  bind (self, "order = [1, 1]\nidx = torch.tensor([2, 0, 0])", "idx");
  open_index (self, "x", &panel, &line);
  tnt_window_wait (self, knows_order, "Python's lists are known");
  row = tnt_window_find_in (panel, TNU_TYPE_INDEX_NAME_ROW);
  g_signal_emit_by_name (find_button (row, "order (2,)"), "clicked");
  g_assert_cmpstr (gtk_editable_get_text (line), ==, "z = x[order]");
  g_assert_true (drop (panel, "idx"));
  g_assert_cmpstr (gtk_editable_get_text (line), ==, "z = x[idx]");
  gtk_editable_set_text (line, "z = x[nowhere]");
  g_assert_false (tnu_panel_apply (TNU_PANEL (panel)));
  gtk_editable_set_text (line, "picked = x[idx]");
  tnt_window_settle ();
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  tnt_window_wait_bound (self, "picked");
}

/* ---- comparisons ---- */

static void
test_compare (TntWindow *self, gconstpointer data)
{
  GtkWidget *panel, *compare;
  GtkEditable *line, *number;

  tnt_window_run_first_cell (self);
  bind (self, "w = torch.tensor([-2., 1., 3.])", "w");
  open_index (self, "w", &panel, &line);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (panel, "Compare")), TRUE);
  g_assert_cmpstr (gtk_editable_get_text (line), ==, "z = w[w > 0]");
  compare = tnt_window_find_in (panel, TNU_TYPE_INDEX_COMPARE);
  number = GTK_EDITABLE (tnt_window_find_in (compare, GTK_TYPE_ENTRY));
  gtk_editable_set_text (number, "0.5");
  g_assert_cmpstr (gtk_editable_get_text (line), ==, "z = w[w > 0.5]");
  gtk_editable_set_text (number, "half");
  g_assert_cmpstr (gtk_editable_get_text (line), ==, "z = w[w > 0.5]");
  g_signal_emit_by_name (find_button (compare, "+"), "clicked");
  g_assert_cmpstr (gtk_editable_get_text (line), ==, "z = w[(w > 0.5) & (w < 3)]");
  gtk_editable_set_text (line, "w[(w < 0) | (w.abs() == 1)] = 7");
  g_assert_cmpint (tnu_index_compare_get_condition (TNU_INDEX_COMPARE (compare))->n, ==, 2);
  g_assert_cmpstr (gtk_editable_get_text (number), ==, "0");
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  tnt_window_settle ();
  bind (self, "same = bool((w == torch.tensor([7., 7., 3.])).all())\n"
              "told = torch.ones(1) if same else None",
        "told");
}

static void
add_tests (void)
{
  tnt_window_add ("/app/window/index-follows-the-line-and-the-line-follows-it", test_index);
  tnt_window_add ("/app/window/index-starts-from-the-selected-range", test_index_of_range);
  tnt_window_add ("/app/window/index-takes-names-from-chips-and-drops", test_names);
  tnt_window_add ("/app/window/index-compares-and-assigns", test_compare);
}

int
main (int argc, char **argv)
{
  return tnt_window_main (argc, argv, add_tests);
}
