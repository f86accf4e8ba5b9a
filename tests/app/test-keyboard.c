/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* What is reached and done without a mouse. */
#include "window-fixture.h"

#include "ui/cell/pin-strip.h"
#include "ui/cell/pins-view.h"
#include "ui/flow-box.h"

static bool
has_pin_values (TntWindow *self)
{
  TnuPins *pins = tnu_pins_of (self->session);

  return tnu_pins_get_n (pins) > 0 && tnu_pins_get (pins, 0)->values->len > 0;
}

static GtkWidget *
find_strip (TntWindow *self)
{
  return tnt_window_find_in (tnt_window_find (self, TNU_TYPE_PINS_VIEW), TNU_TYPE_PIN_STRIP);
}

/* The one number of x[0] came with the step that made x: arrows go to that step, and the focus
 * stays where it was. */
static void
test_pins (TntWindow *self, gconstpointer data)
{
  const gint64 index[TNK_MAX_RANK] = { 0 };
  TnuPins *pins;
  int step;

  tnt_window_run_first_cell (self);
  if (!tnt_window_can_press (self))
    return;
  pins = tnu_pins_of (self->session);
  tnu_pins_toggle (pins, "x", 1, index);
  tnt_window_wait (self, has_pin_values, "the number is read");
  step = g_array_index (tnu_pins_get (pins, 0)->values, TnuPinValue, 0).step;
  gtk_widget_grab_focus (find_strip (self));
  tns_session_set_cursor (self->session, 0);
  g_assert_true (gtk_widget_has_focus (find_strip (self)));
  tnt_window_press ("Right");
  g_assert_cmpint (tns_session_get_cursor (self->session), ==, step);
  g_assert_true (gtk_widget_has_focus (find_strip (self)));
  tnt_window_press ("Tab");
  g_assert_false (gtk_widget_has_focus (find_strip (self)));
  tnt_window_press ("shift+Tab");
  g_assert_true (gtk_widget_has_focus (find_strip (self)));
}

/* Tab and arrows go from button to button, without a stop at the box around each; a page is no way
 * to go, also before the box has a size. */
static void
test_flow_box (TntWindow *self, gconstpointer data)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *flow = tnu_flow_box_new ();
  GtkWidget *buttons[2];
  gboolean is_done;

  for (int k = 0; k < 2; k++)
    {
      buttons[k] = gtk_button_new_with_label ("chip");
      tnu_flow_box_append (flow, buttons[k]);
    }
  gtk_window_set_child (window, flow);
  gtk_widget_grab_focus (buttons[0]);
  g_signal_emit_by_name (flow, "move-cursor", GTK_MOVEMENT_PAGES, -1, FALSE, FALSE, &is_done);
  g_assert_true (gtk_window_get_focus (window) == buttons[0]);
  gtk_window_present (window);
  tnt_window_settle ();
  gtk_widget_child_focus (flow, GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_window_get_focus (window) == buttons[1]);
  g_signal_emit_by_name (flow, "move-cursor", GTK_MOVEMENT_VISUAL_POSITIONS, -1, FALSE, FALSE,
                         &is_done);
  g_assert_true (gtk_window_get_focus (window) == buttons[0]);
  gtk_window_destroy (window);
}

/* Tab from the first button on, until it is there again: every pane is on the way. */
static void
assert_tab_reaches (TntWindow *self, const char *const *types)
{
  GtkWindow *window = GTK_WINDOW (self->window);
  g_autoptr (GHashTable) reached = g_hash_table_new (g_str_hash, g_str_equal);
  GtkWidget *first;
  int n = 0;

  gtk_window_set_focus (window, NULL);
  gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
  first = gtk_window_get_focus (window);
  do
    {
      g_hash_table_add (reached, (gpointer) G_OBJECT_TYPE_NAME (gtk_window_get_focus (window)));
      gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
      g_assert_cmpint (n++, <, 200);
    }
  while (gtk_window_get_focus (window) != first);
  for (; *types != NULL; types++)
    if (!g_hash_table_contains (reached, *types))
      g_error ("Tab does not reach %s", *types);
}

static void
test_tab (TntWindow *self, gconstpointer data)
{
  static const char *const stage[] = { "TnuCellView", "TnuStageView", "TnuPinStrip",
                                       "TnuHistogramView", "TnuTimelineView", NULL };
  static const char *const graph[] = { "TnuCellView", "TnuGraphView", "TnuTimelineView", NULL };
  static const char *const bits[] = { "TnuCellView", "TnuBitsRow", "TnuTimelineView", NULL };
  static const char *const shape[] = { "TnuCellView", "GtkScale", "TnuTimelineView", NULL };
  const gint64 index[TNK_MAX_RANK] = { 0 };

  tnt_window_run_first_cell (self);
  tns_session_select_name (self->session, "x");
  tnu_pins_toggle (tnu_pins_of (self->session), "x", 1, index);
  tnt_window_wait (self, has_pin_values, "the number is read");
  tnt_window_settle ();
  assert_tab_reaches (self, stage);
  tnt_window_act (self, "view", "graph");
  tnt_window_settle ();
  assert_tab_reaches (self, graph);
  tnt_window_act (self, "operate", "bits");
  tnt_window_settle ();
  assert_tab_reaches (self, bits);
  tnt_window_act (self, "operate", "reshape");
  tnt_window_settle ();
  assert_tab_reaches (self, shape);
}

static void
add_tests (void)
{
  tnt_window_add ("/app/keyboard/pinned-numbers-are-steps-to-go-to", test_pins);
  tnt_window_add ("/app/keyboard/tab-reaches-every-pane-and-comes-round", test_tab);
  tnt_window_add ("/app/keyboard/flow-boxes-are-walked-by-buttons", test_flow_box);
}

int
main (int argc, char **argv)
{
  return tnt_window_main (argc, argv, add_tests);
}
