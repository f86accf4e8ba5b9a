/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Single cells of the stage: the cursor and what is said of it. Offsets are worked out by hand. */
#include "tests/ui/stage-fixture.h"

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
    }
  return g_test_run ();
}
