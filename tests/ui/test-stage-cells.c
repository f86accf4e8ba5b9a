/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Single cells of the stage: the cursor and what is said of it. Offsets are worked out by hand. */
#include "tests/ui/stage-fixture.h"
#include "ui/cell/pins.h"
#include "ui/stage/stage-pane.h"

#include <adwaita.h>

static TnuStageCard *
make_card (Fixture *fixture, const char *source)
{
  run (fixture, source, "t");
  wait_until (is_read (fixture, "t"));
  tns_session_select_name (fixture->session, "t");
  tnu_stage_set_focus (fixture->stage, find_card (fixture, "t"), TNU_FOCUS_CARD);
  return find_card (fixture, "t");
}

static void
walk (Fixture *fixture, TnuStageCard *card, guint key, GdkModifierType state)
{
  g_assert_true (tnu_stage_walk (fixture->stage, card, key, state));
}

#define assert_at(card, f, r, c)                                                                   \
  do                                                                                               \
    {                                                                                              \
      g_assert_true ((card)->content.cursor.is_set);                                               \
      g_assert_cmpint ((card)->content.cursor.facet, ==, f);                                       \
      g_assert_cmpint ((card)->content.cursor.row, ==, r);                                         \
      g_assert_cmpint ((card)->content.cursor.col, ==, c);                                         \
    }                                                                                              \
  while (FALSE)

static void
test_walks (Fixture *fixture, gconstpointer data)
{
  TnuStageCard *card
      = make_card (fixture, "import torch\nt = torch.arange(24.).reshape(2, 3, 4)\n");

  walk (fixture, card, GDK_KEY_Right, 0);
  assert_at (card, 0, 0, 0);
  walk (fixture, card, GDK_KEY_Right, 0);
  walk (fixture, card, GDK_KEY_Down, 0);
  assert_at (card, 0, 1, 1);
  walk (fixture, card, GDK_KEY_End, 0);
  assert_at (card, 0, 1, 3);
  /* Sideways it goes on in the next facet. */
  walk (fixture, card, GDK_KEY_Right, 0);
  assert_at (card, 1, 1, 0);
  walk (fixture, card, GDK_KEY_Left, 0);
  assert_at (card, 0, 1, 3);
  walk (fixture, card, GDK_KEY_Page_Down, 0);
  assert_at (card, 1, 1, 3);
  walk (fixture, card, GDK_KEY_Page_Down, 0);
  assert_at (card, 1, 1, 3);
  walk (fixture, card, GDK_KEY_Left, GDK_CONTROL_MASK);
  assert_at (card, 1, 1, 0);
  walk (fixture, card, GDK_KEY_Down, GDK_CONTROL_MASK);
  assert_at (card, 1, 2, 0);
  walk (fixture, card, GDK_KEY_Home, GDK_CONTROL_MASK);
  assert_at (card, 0, 0, 0);
  walk (fixture, card, GDK_KEY_End, GDK_CONTROL_MASK);
  assert_at (card, 1, 2, 3);
  g_assert_cmpint (card->content.cursor.offset, ==, 23);
  g_assert_cmpint (card->content.cursor.item_size, ==, 4);
}

static void
test_pages_slider (Fixture *fixture, gconstpointer data)
{
  TnuStageCard *card
      = make_card (fixture, "import torch\nt = torch.arange(24.).reshape(2, 3, 4)\n");

  tnu_axis_map_move (&card->map, TNU_SOCKET_FACETS, TNU_SOCKET_SLIDER);
  card->content.map = card->map;
  tnu_stage_queue_layout (fixture->stage);
  wait_until (is_read (fixture, "t"));
  walk (fixture, card, GDK_KEY_Right, 0);
  walk (fixture, card, GDK_KEY_Page_Down, 0);
  wait_until (is_read (fixture, "t") && card->asked == NULL);
  assert_at (card, 0, 0, 0);
  g_assert_cmpint (card->index[0], ==, 1);
  g_assert_cmpint (card->content.cursor.offset, ==, 12);
  g_assert_cmpstr (card->content.cursor.value, ==, "12.");
}

/* Only a part of a large tensor is seen: it moves along with the cursor. */
static void
test_moves_part (Fixture *fixture, gconstpointer data)
{
  TnuStageCard *card
      = make_card (fixture, "import torch\nt = torch.arange(3000000.).reshape(3000, 1000)\n");

  card->zoom_window = (TnuCardWindow){ .first_row = 10, .first_col = 20, .row_step = 1,
                                       .col_step = 1, .n_rows = 4, .n_cols = 6, .n_facets = 1 };
  tnu_stage_queue_layout (fixture->stage);
  wait_until (is_read (fixture, "t") && card->content.window.first_row == 10);
  tnu_stage_walk_to (fixture->stage, card, 0, 3, 5);
  walk (fixture, card, GDK_KEY_Right, 0);
  walk (fixture, card, GDK_KEY_Down, 0);
  assert_at (card, 0, 3, 5);
  g_assert_cmpint (card->content.cursor.offset, ==, 14 * 1000 + 26);
  wait_until (is_read (fixture, "t") && card->asked == NULL);
  g_assert_cmpstr (card->content.cursor.value, ==, "14026.");
  walk (fixture, card, GDK_KEY_End, GDK_CONTROL_MASK);
  assert_at (card, 0, 3, 5);
  g_assert_cmpint (card->content.cursor.offset, ==, 2999999);
  walk (fixture, card, GDK_KEY_Home, GDK_CONTROL_MASK);
  assert_at (card, 0, 0, 0);
  g_assert_cmpint (card->content.cursor.offset, ==, 0);
}

static void
assert_spoken (Fixture *fixture, const char *label, const char *description)
{
  GtkAccessible *cell = GTK_ACCESSIBLE (fixture->stage->spoken);

  gtk_test_accessible_assert_role (cell, GTK_ACCESSIBLE_ROLE_GRID_CELL);
  gtk_test_accessible_assert_property (cell, GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  gtk_test_accessible_assert_property (cell, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->stage),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, label);
}

static void
test_is_spoken (Fixture *fixture, gconstpointer data)
{
  TnuStageCard *card = make_card (fixture, "import torch\n"
                                           "t = torch.tensor([[0.5, -1.25], [3., 4.]])\n"
                                           "t.mul_(2)\n");

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->stage),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "t, 2 by 2 float32");
  walk (fixture, card, GDK_KEY_Right, 0);
  walk (fixture, card, GDK_KEY_Right, 0);
  assert_spoken (fixture, "t[0, 1] = −2.5", "float32, storage offset 1");
  g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (fixture->stage),
                                                   GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT));
  /* One step back the same cell has another number. */
  tns_session_set_cursor (fixture->session, 1);
  wait_until (is_read (fixture, "t") && card->asked == NULL);
  assert_spoken (fixture, "t[0, 1] = −1.25", "float32, storage offset 1");
}

/* ---- ranges ---- */

static const char *
get_index (Fixture *fixture)
{
  static char *index;

  g_free (index);
  index = tnu_selection_dup_index (fixture->stage->selection);
  return index;
}

#define SHIFT GDK_SHIFT_MASK

static void
test_selects_by_keys (Fixture *fixture, gconstpointer data)
{
  TnuStageCard *card
      = make_card (fixture, "import torch\nt = torch.arange(24.).reshape(2, 3, 4)\n");
  const TnsStatistics *statistics;

  tnu_stage_walk_to (fixture->stage, card, 0, 1, 1);
  walk (fixture, card, GDK_KEY_Right, SHIFT);
  walk (fixture, card, GDK_KEY_Down, SHIFT);
  g_assert_cmpstr (get_index (fixture), ==, "0, 1:, 1:3");
  assert_at (card, 0, 2, 2);
  wait_until (tnu_selection_get_statistics (fixture->stage->selection) != NULL);
  /* torch.arange(24.).reshape(2, 3, 4)[0, 1:, 1:3]: 5, 6, 9, 10 */
  statistics = tnu_selection_get_statistics (fixture->stage->selection);
  g_assert_cmpfloat (statistics->min, ==, 5);
  g_assert_cmpfloat (statistics->max, ==, 10);
  g_assert_cmpfloat (statistics->mean, ==, 7.5);
  g_assert_cmpfloat (statistics->sum, ==, 30);
  /* Up again over the place where it started. */
  walk (fixture, card, GDK_KEY_Up, SHIFT | GDK_CONTROL_MASK);
  g_assert_cmpstr (get_index (fixture), ==, "0, :2, 1:3");
  walk (fixture, card, GDK_KEY_Page_Down, SHIFT);
  g_assert_cmpstr (get_index (fixture), ==, ":, :2, 1:3");
  g_assert_true (tnu_stage_use_cells (fixture->stage, card, GDK_KEY_a));
  g_assert_cmpstr (get_index (fixture), ==, ":, :, :");
  walk (fixture, card, GDK_KEY_Left, 0);
  g_assert_null (tnu_selection_get_name (fixture->stage->selection));
}

/* It stays while stepping, as long as the shape does; its numbers follow. */
static void
test_range_steps (Fixture *fixture, gconstpointer data)
{
  TnuStageCard *card = make_card (fixture, "import torch\n"
                                           "t = torch.tensor([[1., 2.], [3., 4.]])\n"
                                           "t.mul_(10)\n"
                                           "t = torch.zeros(3)\n");
  TnuSelection *selection = fixture->stage->selection;

  tns_session_set_cursor (fixture->session, 2);
  wait_until (is_read (fixture, "t") && card->content.rank == 2);
  tnu_stage_walk_to (fixture->stage, card, 0, 0, 0);
  walk (fixture, card, GDK_KEY_Down, SHIFT);
  g_assert_cmpstr (get_index (fixture), ==, ":, 0");
  wait_until (tnu_selection_get_statistics (selection) != NULL);
  g_assert_cmpfloat (tnu_selection_get_statistics (selection)->sum, ==, 40);
  tns_session_set_cursor (fixture->session, 1);
  wait_until (tnu_selection_get_statistics (selection) != NULL);
  g_assert_cmpfloat (tnu_selection_get_statistics (selection)->sum, ==, 4);
  tns_session_set_cursor (fixture->session, 3);
  g_assert_null (tnu_selection_get_name (selection));
}

/* Blocks are taken with all their elements. */
static void
test_range_of_blocks (Fixture *fixture, gconstpointer data)
{
  TnuStageCard *card
      = make_card (fixture, "import torch\nt = torch.ones(3000, 1000)\n");
  const TnuCardWindow *window = &card->content.window;
  const TnuBox *box;

  tnu_stage_walk_to (fixture->stage, card, 0, 0, 0);
  walk (fixture, card, GDK_KEY_Down, SHIFT);
  box = tnu_selection_get_box (fixture->stage->selection);
  g_assert_cmpint (box->last[0], ==, 2 * window->row_step - 1);
  g_assert_cmpint (box->last[1], ==, window->col_step - 1);
  walk (fixture, card, GDK_KEY_End, SHIFT | GDK_CONTROL_MASK);
  g_assert_cmpstr (get_index (fixture), ==, ":, :");
  wait_until (tnu_selection_get_statistics (fixture->stage->selection) != NULL);
  g_assert_cmpfloat (tnu_selection_get_statistics (fixture->stage->selection)->sum, ==, 3e6);
}

/* ---- copying ---- */

static char *told;

static void
on_notice (TnuStagePane *pane, const char *text)
{
  g_free (told);
  told = g_strdup (text);
}

static void
on_text (GObject *source, GAsyncResult *result, gpointer data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
assert_copied (GtkWidget *pane, const char *format, const char *notice, const char *expected)
{
  g_autofree char *text = NULL;

  g_clear_pointer (&told, g_free);
  gtk_widget_activate_action (pane, "cells.copy-as", "s", format);
  wait_until (told != NULL);
  g_assert_cmpstr (told, ==, notice);
  if (expected == NULL)
    return;
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (pane), NULL, on_text, &text);
  wait_until (text != NULL);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_copies (Fixture *fixture, gconstpointer data)
{
  GtkWidget *pane = tnu_stage_pane_new (fixture->session);
  TnuStageView *stage = tnu_stage_pane_get_stage (TNU_STAGE_PANE (pane));
  const TnuBox box = { 2, { 0, 1 }, { 1, 1 } };

  gtk_window_set_child (GTK_WINDOW (fixture->window), pane);
  fixture->stage = stage;
  g_signal_connect (pane, "notice", G_CALLBACK (on_notice), NULL);
  run (fixture,
       "import torch\nt = torch.tensor([[1.5, 2.], [3., 4.]])\nbig = torch.zeros(500, 500)\n", "t");
  tns_session_select_name (fixture->session, "t");
  assert_copied (pane, "printed", "Copied t as PyTorch prints it: 4 elements",
                 "tensor([[1.5000, 2.0000],\n        [3.0000, 4.0000]])");
  tnu_selection_set (stage->selection, "t", &box);
  assert_copied (pane, "numpy", "Copied t[:, 1] as NumPy code: 2 elements",
                 "np.array([2.0, 4.0], dtype=np.float32)");
  assert_copied (pane, "table", "Copied t[:, 1] as a table: 2 elements", "2.0\t4.0\n");
  tns_session_select_name (fixture->session, "big");
  assert_copied (pane, "pytorch",
                 "Not copied: 250000 elements are too many to copy: at most 200000 can be selected",
                 NULL);
  fixture->stage = NULL;
}

/* ---- pins ---- */

static char *
dup_values (const TnuPin *pin)
{
  GString *text = g_string_new (NULL);

  for (guint k = 0; k < pin->values->len; k++)
    {
      const TnuPinValue *value = &g_array_index (pin->values, TnuPinValue, k);

      g_string_append_printf (text, "%s%d+%d:%s", k > 0 ? " " : "", value->step, value->n_steps,
                              value->text);
    }
  return g_string_free (text, FALSE);
}

static void
test_pins (Fixture *fixture, gconstpointer data)
{
  TnuPins *pins = tnu_pins_of (fixture->session);
  TnuStageCard *card = make_card (fixture, "import torch\n"
                                           "a = torch.ones(1)\n"
                                           "t = torch.tensor([[1., 2.], [3., 4.]])\n"
                                           "b = a + 1\n"
                                           "t.mul_(10)\n"
                                           "t[0, 1] = -7\n"
                                           "t = torch.zeros(3)\n"
                                           "t = torch.full((2, 2), 5.)\n");
  const TnuPin *pin;
  g_autofree char *values = NULL;

  g_assert_false (tnu_stage_view_toggle_pin (fixture->stage));
  tnu_stage_walk_to (fixture->stage, card, 0, 0, 1);
  g_assert_true (tnu_stage_view_toggle_pin (fixture->stage));
  g_assert_cmpuint (tnu_pins_get_n (pins), ==, 1);
  pin = tnu_pins_get (pins, 0);
  wait_until (pin->values->len > 0);
  values = dup_values (pin);
  /* t appears with step 2 and stays while b is made; the assignment first looks at t[0] and its
   * element 1, two steps; after step 8 t has three numbers and no cell [0, 1]. */
  g_assert_cmpstr (values, ==, "2+2:2. 4+3:20. 7+1:−7. 9+1:5.");
  g_assert_cmpint (tnu_pin_find (pin, 3), ==, 0);
  g_assert_cmpint (tnu_pin_find (pin, 0), ==, -1);
  g_assert_true (tnu_pins_has (pins, "t", 2, (gint64[]){ 0, 1 }));
  /* Stepping takes no pin away; another toggle does. */
  tns_session_set_cursor (fixture->session, 1);
  g_assert_cmpuint (tnu_pins_get_n (pins), ==, 1);
  tnu_pins_toggle (pins, "t", 2, (gint64[]){ 0, 1 });
  g_assert_cmpuint (tnu_pins_get_n (pins), ==, 0);
}

int
main (int argc, char **argv)
{
  const bool has_display = gtk_init_check ();

  g_test_init (&argc, &argv, NULL);
  if (has_display)
    {
      adw_init ();
      g_test_add ("/ui/stage/cursor/keys-walk-cells-and-facets", Fixture, NULL, set_up, test_walks,
                  tear_down);
      g_test_add ("/ui/stage/cursor/page-turns-the-slider", Fixture, NULL, set_up,
                  test_pages_slider, tear_down);
      g_test_add ("/ui/stage/cursor/a-part-moves-along", Fixture, NULL, set_up, test_moves_part,
                  tear_down);
      g_test_add ("/ui/stage/cursor/a-reader-hears-the-cell", Fixture, NULL, set_up,
                  test_is_spoken, tear_down);
      g_test_add ("/ui/stage/range/shift-selects", Fixture, NULL, set_up, test_selects_by_keys,
                  tear_down);
      g_test_add ("/ui/stage/range/stays-while-stepping", Fixture, NULL, set_up, test_range_steps,
                  tear_down);
      g_test_add ("/ui/stage/range/blocks-are-taken-whole", Fixture, NULL, set_up,
                  test_range_of_blocks, tear_down);
      g_test_add ("/ui/stage/pins/tell-then-and-now", Fixture, NULL, set_up, test_pins, tear_down);
      g_test_add ("/ui/stage/copy/range-or-all-of-it", Fixture, NULL, set_up, test_copies,
                  tear_down);
    }
  return finish (g_test_run ());
}
