/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The index panel in a window. */
#include "window-fixture.h"

#include "ui/operation/index/index-axes.h"
#include "ui/operation/index/index-panel.h"
#include "ui/stage/stage-view.h"

#include <string.h>

static void
open_index (TntWindow *self, GtkWidget **panel, GtkEditable **line)
{
  tns_session_select_name (self->session, "x");
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
  open_index (self, &panel, &line);
  part = tnt_window_find_in (tnt_window_find_in (panel, TNU_TYPE_INDEX_AXES), GTK_TYPE_ENTRY);
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

static void
add_tests (void)
{
  tnt_window_add ("/app/window/index-follows-the-line-and-the-line-follows-it", test_index);
  tnt_window_add ("/app/window/index-starts-from-the-selected-range", test_index_of_range);
}

int
main (int argc, char **argv)
{
  return tnt_window_main (argc, argv, add_tests);
}
