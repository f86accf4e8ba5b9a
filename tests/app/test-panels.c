/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The panels of operations in a window. */
#include "window-fixture.h"

#include "ui/cell/bits-panel.h"
#include "ui/operation/broadcast/cast-panel.h"
#include "ui/operation/call/op-panel.h"
#include "ui/operation/code-row.h"
#include "ui/operation/join/join-panel.h"
#include "ui/operation/matmul/matmul-panel.h"
#include "ui/operation/motion-area.h"
#include "ui/operation/reduce/reduce-panel.h"
#include "ui/operation/shape-panel.h"
#include "ui/stage/stage-pane.h"
#include "ui/stage/stage-view.h"

#include <string.h>

static void
test_reshape (TntWindow *self, gconstpointer data)
{
  GtkWidget *stage = tnt_window_find (self, TNU_TYPE_STAGE_PANE);
  GtkWidget *panel;
  GtkEditable *line;

  tnt_window_run_first_cell (self);
  g_signal_emit_by_name (stage, "operation-activated", "reshape", "x");
  panel = tnt_window_find (self, TNU_TYPE_SHAPE_PANEL);
  g_assert_nonnull (panel);
  line = tnt_window_get_line (panel);
  gtk_editable_set_text (line, "column = x.reshape(3, 1)");
  tnt_window_settle ();
  g_assert_cmpuint (tnt_window_get_n_cells (self), ==, self->n_cells);
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  tnt_window_wait_bound (self, "column");
  g_assert_null (tnt_window_find (self, TNU_TYPE_SHAPE_PANEL));
  tnt_window_undo_applied (self, "column");
}

static bool
has_shape_panel (TntWindow *self)
{
  return tnt_window_find (self, TNU_TYPE_SHAPE_PANEL) != NULL;
}

static void
test_shape_keys (TntWindow *self, gconstpointer data)
{
  g_autofree char *word = NULL;
  GtkWidget *panel;

  tnt_window_run_first_cell (self);
  if (!tnt_window_can_press (self))
    return;
  tns_session_select_name (self->session, "x");
  tnt_window_press ("ctrl+r");
  tnt_window_wait (self, has_shape_panel, "the panel is open");
  panel = tnt_window_find (self, TNU_TYPE_SHAPE_PANEL);
  g_assert_nonnull (panel);
  for (int k = 0; k < 4; k++)
    tnt_window_press ("ctrl+Next");
  g_object_get (panel, "word", &word, NULL);
  g_assert_cmpstr (word, ==, "unsqueeze");
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==, "z = x.unsqueeze(0)");
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  tnt_window_wait_bound (self, "z");
  tnt_window_act (self, "undo", NULL);
  g_assert_cmpuint (tnt_window_get_n_cells (self), ==, self->n_cells);
}

/* The panel in the window refuses the line @refused, appends @code and closes; undo takes that and
 * what it bound to @name back. */
static void
apply_line (TntWindow *self, GType type, const char *refused, const char *code, const char *name)
{
  GtkWidget *panel = tnt_window_find (self, type);
  GtkEditable *line;

  g_assert_nonnull (panel);
  line = tnt_window_get_line (panel);
  gtk_editable_set_text (line, refused);
  g_assert_false (tnu_panel_apply (TNU_PANEL (panel)));
  gtk_editable_set_text (line, code);
  tnt_window_settle ();
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  tnt_window_wait_bound (self, name);
  g_assert_cmpuint (tnt_window_get_n_cells (self), ==, self->n_cells + 1);
  g_assert_null (tnt_window_find (self, type));
  tnt_window_undo_applied (self, name);
}

static void
test_matmul (TntWindow *self, gconstpointer data)
{
  tnt_window_run_first_cell (self);
  tns_session_select_name (self->session, "x");
  tnt_window_act (self, "operate", "matmul");
  apply_line (self, TNU_TYPE_MATMUL_PANEL, "total = x.unsqueeze(1) @ x.unsqueeze(1)",
              "total = x @ x", "total");
}

/* An einsum of three, typed and applied by keys; the panel opened on its result shows the line that
 * made it. */
static void
test_einsum (TntWindow *self, gconstpointer data)
{
  static const char *const code = "total = torch.einsum('i,i,i->', x, x, x)";
  GtkWidget *panel;
  GtkEditable *line;

  tnt_window_run_first_cell (self);
  if (!tnt_window_can_press (self))
    return;
  tns_session_select_name (self->session, "x");
  tnt_window_press ("ctrl+shift+m");
  panel = tnt_window_find (self, TNU_TYPE_MATMUL_PANEL);
  g_assert_nonnull (panel);
  line = tnt_window_get_line (panel);
  gtk_editable_set_text (line, "total = torch.einsum('ij->', x)");
  g_assert_false (tnu_panel_apply (TNU_PANEL (panel)));
  gtk_editable_set_text (line, code);
  tnt_window_settle ();
  gtk_widget_grab_focus (GTK_WIDGET (line));
  tnt_window_press ("Return");
  tnt_window_wait_bound (self, "total");
  tns_session_select_name (self->session, "total");
  tnt_window_press ("ctrl+shift+m");
  panel = tnt_window_find (self, TNU_TYPE_MATMUL_PANEL);
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==, code);
  tnt_window_press ("Escape");
  g_assert_null (tnt_window_find (self, TNU_TYPE_MATMUL_PANEL));
  tnt_window_undo_applied (self, "total");
}

static bool
can_apply (TntWindow *self)
{
  GtkWidget *panel = tnt_window_find (self, TNU_TYPE_OP_PANEL);

  return tnu_code_row_is_legal (TNU_CODE_ROW (tnt_window_find_in (panel, TNU_TYPE_CODE_ROW)));
}

static void
test_find (TntWindow *self, gconstpointer data)
{
  GtkWidget *panel;
  GtkEditable *line;
  g_autofree char *code = NULL;

  tnt_window_run_first_cell (self);
  tns_session_select_name (self->session, "x");
  tnt_window_act (self, "operate", "find");
  panel = tnt_window_find (self, TNU_TYPE_OP_PANEL);
  g_assert_true (tnu_op_panel_choose (TNU_OP_PANEL (panel), "mean"));
  tnt_window_wait (self, can_apply, "the call was tried");
  g_object_get (panel, "code", &code, NULL);
  g_assert_nonnull (strstr (code, "= x.mean()"));
  line = tnt_window_get_line (panel);
  gtk_editable_set_text (line, "y_mean = x.mean()");
  g_assert_true (tnu_op_panel_apply (TNU_OP_PANEL (panel)));
  tnt_window_wait_bound (self, "y_mean");
  tnt_window_undo_applied (self, "y_mean");
}

static const char *
get_join_code (TntWindow *self)
{
  GtkWidget *panel = tnt_window_find (self, TNU_TYPE_JOIN_PANEL);

  g_assert_nonnull (panel);
  return tnu_panel_get_code (TNU_PANEL (panel));
}

/* Opened, led from word to word and closed by keys; numbers and names typed. */
static void
test_join (TntWindow *self, gconstpointer data)
{
  GtkWidget *panel;
  GtkEditable *line;

  tnt_window_run_first_cell (self);
  if (!tnt_window_can_press (self))
    return;
  tns_session_select_name (self->session, "x");
  tnt_window_press ("ctrl+j");
  g_assert_cmpstr (get_join_code (self), ==, "z = torch.stack([x, a])");
  tnt_window_press ("Escape");
  g_assert_null (tnt_window_find (self, TNU_TYPE_JOIN_PANEL));
  tnt_window_press ("ctrl+j");
  for (int k = 0; k < 5; k++)
    tnt_window_press ("ctrl+Next");
  g_assert_cmpstr (get_join_code (self), ==, "x0, x1 = x.split(2)");
  panel = tnt_window_find (self, TNU_TYPE_JOIN_PANEL);
  line = tnt_window_get_line (panel);
  gtk_editable_set_text (line, "first, rest = x.split(1)");
  g_assert_false (tnu_panel_apply (TNU_PANEL (panel)));
  gtk_editable_set_text (line, "total = torch.cat([x, x.unsqueeze(0)])");
  g_assert_false (tnu_panel_apply (TNU_PANEL (panel)));
  gtk_editable_set_text (line, "first, rest = x.split([1, 2])");
  gtk_widget_grab_focus (GTK_WIDGET (line));
  tnt_window_press ("Return");
  tnt_window_wait_bound (self, "rest");
  g_assert_cmpuint (tnt_window_get_n_cells (self), ==, self->n_cells + 1);
  g_assert_null (tnt_window_find (self, TNU_TYPE_JOIN_PANEL));
  tnt_window_undo_applied (self, "rest");
}

/* Two cards chosen on the stage, then lines between pieces moved, added and taken away. */
static void
test_join_hand (TntWindow *self, gconstpointer data)
{
  GtkWidget *panel, *area;

  tnt_window_run_first_cell (self);
  if (!tnt_window_can_press (self))
    return;
  gtk_widget_grab_focus (tnt_window_find (self, TNU_TYPE_STAGE_VIEW));
  tnt_window_press ("Tab");
  tnt_window_press ("space");
  tnt_window_press ("Tab");
  tnt_window_press ("ctrl+space");
  tnt_window_press ("ctrl+j");
  g_assert_cmpstr (get_join_code (self), ==, "z = torch.stack([x, a])");
  tnt_window_press ("Escape");
  tnt_window_act (self, "operate", "split");
  g_assert_cmpstr (get_join_code (self), ==, "x0, x1 = x.split(2)");
  panel = tnt_window_find (self, TNU_TYPE_JOIN_PANEL);
  area = tnt_window_find_in (tnt_window_find_in (panel, TNU_TYPE_MOTION_AREA),
                             GTK_TYPE_DRAWING_AREA);
  gtk_widget_grab_focus (area);
  tnt_window_press ("Left");
  g_assert_cmpstr (get_join_code (self), ==, "x0, x1 = x.split([1, 2])");
  tnt_window_press ("plus");
  g_assert_cmpstr (get_join_code (self), ==, "x0, x1, x2 = x.split([1, 1, 1])");
  tnt_window_press ("Delete");
  tnt_window_press ("Delete");
  g_assert_cmpstr (get_join_code (self), ==, "x0, = x.split([3])");
  tnt_window_press ("Escape");
  g_assert_null (tnt_window_find (self, TNU_TYPE_JOIN_PANEL));
}

/* The panel that @key opens for x; NULL where no keys can be pressed. */
static GtkWidget *
open_by_key (TntWindow *self, const char *key, GType type)
{
  GtkWidget *panel;

  tnt_window_run_first_cell (self);
  if (!tnt_window_can_press (self))
    return NULL;
  tns_session_select_name (self->session, "x");
  tnt_window_press (key);
  panel = tnt_window_find (self, type);
  g_assert_nonnull (panel);
  return panel;
}

/* From the selected tensor to a result, without a mouse. */
static void
test_reduce_keys (TntWindow *self, gconstpointer data)
{
  GtkWidget *panel = open_by_key (self, "ctrl+shift+f", TNU_TYPE_REDUCE_PANEL);

  if (panel == NULL)
    return;
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==, "z = x.sum(dim=0)");
  tnt_window_press ("space");
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==, "z = x.sum()");
  tnt_window_press ("ctrl+Next");
  tnt_window_press ("space");
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==, "z = x.mean(dim=0)");
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  tnt_window_wait_bound (self, "z");
  tnt_window_undo_applied (self, "z");
}

static void
test_reduce_pair (TntWindow *self, gconstpointer data)
{
  tnt_window_run_first_cell (self);
  tns_session_select_name (self->session, "x");
  tnt_window_act (self, "operate", "sum");
  apply_line (self, TNU_TYPE_REDUCE_PANEL, "top = x.max(dim=3)", "top, at = x.max(dim=0)", "at");
}

static void
test_broadcast_keys (TntWindow *self, gconstpointer data)
{
  GtkWidget *panel = open_by_key (self, "ctrl+shift+b", TNU_TYPE_CAST_PANEL);

  if (panel == NULL)
    return;
  tnt_window_press ("ctrl+Next");
  g_assert_nonnull (strstr (tnu_panel_get_code (TNU_PANEL (panel)), "z = x - "));
  apply_line (self, TNU_TYPE_CAST_PANEL, "grid = x + x.reshape(2, 2)", "grid = x + x.unsqueeze(1)",
              "grid");
}

static void
test_bits (TntWindow *self, gconstpointer data)
{
  GtkWidget *panel;

  tnt_window_run_first_cell (self);
  tns_session_select_name (self->session, "x");
  tnt_window_act (self, "operate", "bits");
  panel = tnt_window_find (self, TNU_TYPE_BITS_PANEL);
  g_assert_nonnull (panel);
  /* Nothing is turned yet, so there is nothing to write. */
  g_assert_false (tnu_bits_panel_apply (TNU_BITS_PANEL (panel)));
  g_signal_emit_by_name (panel, "closed");
  g_assert_null (tnt_window_find (self, TNU_TYPE_BITS_PANEL));
}

static void
add_tests (void)
{
  tnt_window_add ("/app/window/reshape-appends-a-line-that-undo-takes-back", test_reshape);
  tnt_window_add ("/app/window/shape-panel-goes-from-word-to-word-by-keys", test_shape_keys);
  tnt_window_add ("/app/window/matmul-appends-a-line-that-undo-takes-back", test_matmul);
  tnt_window_add ("/app/window/einsum-of-three-is-applied-and-recalled", test_einsum);
  tnt_window_add ("/app/window/a-number-opens-to-its-bits", test_bits);
  tnt_window_add ("/app/window/any-op-is-found-and-called", test_find);
  tnt_window_add ("/app/window/join-panel-goes-by-keys-and-takes-names", test_join);
  tnt_window_add ("/app/window/join-panel-takes-chosen-cards-and-moves-lines", test_join_hand);
  tnt_window_add ("/app/window/broadcast-appends-a-line-that-undo-takes-back", test_broadcast_keys);
  tnt_window_add ("/app/window/reduce-folds-by-keys", test_reduce_keys);
  tnt_window_add ("/app/window/reduce-binds-two-names-and-undo-takes-both", test_reduce_pair);
}

int
main (int argc, char **argv)
{
  return tnt_window_main (argc, argv, add_tests);
}
