/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Offsets are worked out by hand from sizes and strides: offset = first + Σ index · stride. */
#include "tests/ui/stage-fixture.h"
#include "ui/inspector/address.h"
#include "ui/stage/flow.h"
#include "ui/stage/stage-pane.h"

#include <adwaita.h>
#include <string.h>

/* ---- addresses ---- */

static TnsMeta
make_meta (int rank, const int64_t *sizes, const int64_t *strides, int64_t offset)
{
  TnsMeta meta = { .dtype = TNK_FLOAT32, .device = TNS_CPU, .rank = rank, .alias_of = -1,
                   .offset_elems = offset };

  memcpy (meta.sizes, sizes, (size_t) rank * sizeof *sizes);
  memcpy (meta.strides, strides, (size_t) rank * sizeof *strides);
  return meta;
}

static void
test_sum (void)
{
  const TnsMeta meta = make_meta (3, (int64_t[]){ 3, 4, 6 }, (int64_t[]){ 24, 6, 1 }, 0);
  const TnsMeta sliced = make_meta (1, (int64_t[]){ 4 }, (int64_t[]){ 2 }, 5);
  g_autofree char *sum = tnu_address_dup_sum (&meta, (int64_t[]){ 1, 2, 3 }, NULL, NULL);
  g_autofree char *other = tnu_address_dup_sum (&sliced, (int64_t[]){ 3 }, NULL, NULL);

  g_assert_cmpstr (sum, ==, "0 + 1·24 + 2·6 + 3·1 = 39");
  g_assert_cmpstr (other, ==, "5 + 3·2 = 11");
}

/* Every element of a layout is found again from its place. */
static void
assert_round_trip (const TnsMeta *meta)
{
  int64_t index[3];
  int64_t found[TNK_MAX_RANK];

  for (index[0] = 0; index[0] < meta->sizes[0]; index[0]++)
    for (index[1] = 0; index[1] < meta->sizes[1]; index[1]++)
      for (index[2] = 0; index[2] < meta->sizes[2]; index[2]++)
        {
          const int64_t offset = tnu_address_get_offset (meta, index);

          g_assert_true (tnu_address_find_index (meta, offset, found));
          g_assert_cmpint (tnu_address_get_offset (meta, found), ==, offset);
          for (int dim = 0; dim < 3; dim++)
            if (meta->strides[dim] != 0)
              g_assert_cmpint (found[dim], ==, index[dim]);
        }
}

static void
test_find_index (void)
{
  const TnsMeta permuted = make_meta (3, (int64_t[]){ 4, 2, 3 }, (int64_t[]){ 1, 12, 4 }, 0);
  const TnsMeta expanded = make_meta (3, (int64_t[]){ 5, 2, 3 }, (int64_t[]){ 0, 3, 1 }, 0);
  const TnsMeta sliced = make_meta (3, (int64_t[]){ 1, 2, 2 }, (int64_t[]){ 40, 8, 2 }, 5);
  int64_t index[TNK_MAX_RANK];

  assert_round_trip (&permuted);
  assert_round_trip (&expanded);
  assert_round_trip (&sliced);
  g_assert_cmpint (tnu_address_get_offset (&permuted, (int64_t[]){ 3, 1, 2 }), ==, 23);
  /* Between and outside the elements of a slice there is nothing. */
  g_assert_false (tnu_address_find_index (&sliced, 6, index));
  g_assert_false (tnu_address_find_index (&sliced, 4, index));
  g_assert_false (tnu_address_find_index (&sliced, 16, index));
}

static void
test_layout_words (void)
{
  const TnsMeta dense = make_meta (2, (int64_t[]){ 2, 3 }, (int64_t[]){ 3, 1 }, 0);
  const TnsMeta turned = make_meta (2, (int64_t[]){ 3, 2 }, (int64_t[]){ 1, 3 }, 0);
  const TnsMeta expanded = make_meta (2, (int64_t[]){ 3, 2 }, (int64_t[]){ 0, 1 }, 4);
  g_autofree char *one = tnu_address_dup_layout (&dense);
  g_autofree char *two = tnu_address_dup_layout (&turned);
  g_autofree char *three = tnu_address_dup_layout (&expanded);

  g_assert_cmpstr (one, ==, "contiguous, offset 0");
  g_assert_cmpstr (two, ==, "strided, offset 0");
  g_assert_cmpstr (three, ==, "expanded, offset 4");
}

/* ---- from the pointer to the storage ---- */

static TnsVariable *
make_variable (const TnsMeta *view, int64_t n_elems)
{
  g_autoptr (TnsTensor) base = tns_tensor_new_dense (TNK_FLOAT32, TNS_CPU, 1, &n_elems, NULL);
  g_autoptr (TnsTensor) tensor = tns_tensor_new_view (base, view);
  TnsVariable *variable = g_new0 (TnsVariable, 1);

  variable->name = g_strdup ("t");
  variable->value = tns_moment_new (tensor);
  variable->step = -1;
  variable->is_leaf = true;
  return variable;
}

/* The pointer in the middle of every cell: what the card says is where the element lies. */
static void
assert_pointing (const TnsMeta *meta, int64_t n_elems)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (TnuText) text = tnu_text_new (context, 1);
  g_autoptr (TnuStageCard) card = tnu_stage_card_new ("t");
  TnsVariable *variable = make_variable (meta, n_elems);
  int n_seen = 0;

  g_object_unref (context);
  tnu_stage_card_set_variable (card, variable, true);
  tnu_stage_card_measure (card, text, 700);
  tnu_stage_card_lay_out (card, text, 700, 0);
  for (int facet = 0; facet < card->content.window.n_facets; facet++)
    for (int row = 0; row < card->content.window.n_rows; row++)
      for (int col = 0; col < card->content.window.n_cols; col++)
        {
          const TnuRect cell = tnu_card_get_cell_rect (card->layout, facet, row, col);
          int64_t index[TNK_MAX_RANK];
          TnuCardHit hit;

          tnu_card_hit (text, &card->content, card->layout, cell.x + cell.w / 2,
                        cell.y + cell.h / 2, &hit);
          g_assert_cmpint (hit.part, ==, TNU_HIT_CELL);
          tnu_card_get_index (&card->content, hit.facet, hit.row, hit.col, index);
          g_assert_cmpint (index[0], ==, facet);
          g_assert_cmpint (index[1], ==, row);
          g_assert_cmpint (index[2], ==, col);
          tnu_stage_card_set_cursor (card, hit.facet, hit.row, hit.col);
          g_assert_cmpint (card->content.cursor.offset, ==,
                           meta->offset_elems + facet * meta->strides[0]
                               + row * meta->strides[1] + col * meta->strides[2]);
          n_seen++;
        }
  g_assert_cmpint (n_seen, ==, meta->sizes[0] * meta->sizes[1] * meta->sizes[2]);
  tns_variable_free (variable);
}

static void
test_pointing (void)
{
  const TnsMeta permuted = make_meta (3, (int64_t[]){ 4, 2, 3 }, (int64_t[]){ 1, 12, 4 }, 0);
  const TnsMeta expanded = make_meta (3, (int64_t[]){ 5, 2, 3 }, (int64_t[]){ 0, 3, 1 }, 0);
  const TnsMeta sliced = make_meta (3, (int64_t[]){ 2, 2, 2 }, (int64_t[]){ 20, 8, 2 }, 5);

  assert_pointing (&permuted, 24);
  assert_pointing (&expanded, 6);
  assert_pointing (&sliced, 60);
}

/* ---- flow ---- */

static double
get_height (int k, double width, void *data)
{
  const double *heights = data;

  return heights[k];
}

static char *
print_flow (double width, TnuFlowItem *items, double *heights, int n)
{
  const TnuFlow flow = { .width = width, .margin = 16, .gutter = 16, .get_height = get_height,
                         .data = heights };
  GString *text = g_string_new (NULL);
  const double height = tnu_flow_place (&flow, items, n);

  for (int k = 0; k < n; k++)
    g_string_append_printf (text, "%g,%g %gx%g; ", items[k].x, items[k].y, items[k].width,
                            items[k].height);
  g_string_append_printf (text, "%g", height);
  return g_string_free (text, FALSE);
}

static void
test_flow_rows (void)
{
  TnuFlowItem items[] = { { 200 }, { 248 }, { 248 }, { 600, .is_wide = true }, { 200 } };
  double heights[] = { 120, 144, 140, 232, 90 };
  g_autofree char *text = print_flow (768, items, heights, 5);

  /* 736 px between the margins; 704 of them for three cards, one height for all. The last row keeps
   * its natural width. */
  g_assert_cmpstr (text, ==,
                   "16,16 202x144; 234,16 250x144; 500,16 252x144; 16,176 736x232; "
                   "16,424 200x90; 530");
}

static void
test_flow_beside (void)
{
  TnuFlowItem items[] = { { 216 }, { 240 }, { 230 }, { 490 } };
  double heights[] = { 260, 124, 124, 118 };
  g_autofree char *text = print_flow (768, items, heights, 4);

  /* Two rows stand beside the tall card and end where it ends: 16 + 260 = 156 + 120. */
  g_assert_cmpstr (text, ==,
                   "16,16 216x260; 248,16 249x124; 513,16 239x124; 248,156 504x120; 292");
}

static void
test_flow_narrow (void)
{
  TnuFlowItem items[] = { { 500 }, { 100 } };
  double heights[] = { 50, 60 };
  g_autofree char *text = print_flow (300, items, heights, 2);

  g_assert_cmpstr (text, ==, "16,16 268x50; 16,82 100x60; 158");
}

/* ---- a real window ---- */

static int
count (const char *text, const char *needle)
{
  int n = 0;

  for (const char *at = strstr (text, needle); at != NULL; at = strstr (at + 1, needle))
    n++;
  return n;
}

static void
test_reads_what_is_seen (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) source = g_string_new ("import torch\n");
  g_autofree char *before = NULL;

  for (int k = 0; k < 60; k++)
    g_string_append_printf (source, "big%d = torch.full((9, 12), %d.)\n", k, k);
  run (fixture, source->str, "big59");
  wait_until (is_read (fixture, "big0"));
  before = tnu_stage_view_dup_description (fixture->stage);
  g_assert_cmpint (count (before, "\n"), ==, 60);
  g_assert_cmpint (count (before, "not read"), >, 40);
  g_assert_cmpuint (tnu_number_store_get_n_reads (fixture->stage->store), <, 20);
  g_assert_null (find_card (fixture, "big59")->numbers);
  g_assert_nonnull (find_card (fixture, "big0")->numbers);

  tns_session_select_name (fixture->session, "big59");
  wait_until (is_read (fixture, "big59"));
  g_assert_null (find_card (fixture, "big30")->numbers);
}

static void
test_keeps_places (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  const int n_steps_at_end = 3;

  run (fixture, "import torch\n"
                "a = torch.arange(6.)\n"
                "b = a * 100\n"
                "c = b - 7\n",
       "c");
  wait_until (is_read (fixture, "c"));
  before = tnu_stage_view_dup_description (fixture->stage);
  g_assert_cmpint (
      tns_timeline_get_n_steps (tns_session_get_timeline (fixture->session)), ==, n_steps_at_end);
  tns_session_set_cursor (fixture->session, 1);
  wait_until (is_read (fixture, "a"));
  g_assert_nonnull (find_card (fixture, "a"));
  g_assert_null (find_card (fixture, "c"));
  tns_session_set_cursor (fixture->session, n_steps_at_end);
  wait_until (is_read (fixture, "c"));
  after = tnu_stage_view_dup_description (fixture->stage);
  g_assert_cmpstr (after, ==, before);
}

static void
test_moves_axes (Fixture *fixture, gconstpointer data)
{
  TnuStageCard *card;

  run (fixture, "import torch\nt = torch.arange(24.).reshape(2, 3, 4)\n", "t");
  wait_until (is_read (fixture, "t"));
  card = find_card (fixture, "t");
  tnu_stage_lift_chip (fixture->stage, card, TNU_SOCKET_ROWS);
  tnu_stage_carry_chip (fixture->stage, TNU_SOCKET_COLUMNS);
  wait_until (is_read (fixture, "t"));
  /* The result is there before the drop … */
  g_assert_cmpint (card->content.window.n_rows, ==, 4);
  g_assert_cmpint (card->content.window.n_cols, ==, 3);
  g_assert_cmpint (card->map.dims[TNU_SOCKET_ROWS], ==, 1);
  g_assert_cmpfloat (card->content.tables[1].values[1], ==, 16);
  /* … and goes when the chip is sent home. */
  tnu_stage_send_chip_home (fixture->stage);
  wait_until (fixture->stage->lift.card == NULL && is_read (fixture, "t"));
  g_assert_cmpint (card->content.window.n_rows, ==, 3);

  tnu_stage_lift_chip (fixture->stage, card, TNU_SOCKET_FACETS);
  tnu_stage_carry_chip (fixture->stage, TNU_SOCKET_SLIDER);
  tnu_stage_drop_chip (fixture->stage);
  tnu_stage_set_slider (fixture->stage, card, 1);
  wait_until (is_read (fixture, "t") && card->asked == NULL);
  g_assert_cmpint (card->map.dims[TNU_SOCKET_SLIDER], ==, 0);
  g_assert_cmpint (card->map.dims[TNU_SOCKET_FACETS], ==, -1);
  g_assert_cmpint (card->layout->n_tables, ==, 1);
  g_assert_cmpfloat (card->content.tables[0].values[0], ==, 12);
}

static void
test_large_tensor (Fixture *fixture, gconstpointer data)
{
  TnuStageCard *card;

  run (fixture, "import torch\n"
                "big = torch.zeros(3000, 1000)\n"
                "big[2999, 999] = float('nan')\n",
       "big");
  wait_until (is_read (fixture, "big") && find_card (fixture, "big")->content.n_nan > 0);
  card = find_card (fixture, "big");
  g_assert_cmpint (card->content.window.row_step, >, 1);
  g_assert_nonnull (card->content.tables);
  /* One NaN among three million is counted, and its block carries the flag. */
  g_assert_cmpint (card->content.n_nan, ==, 1);
  g_assert_cmpint (card->content.tables[0].flags[card->content.window.n_rows
                                                     * card->content.window.n_cols
                                                 - 1],
                   !=, 0);
}

/* A hundred million numbers: every step shows something at once and the window goes on serving. */
static void
test_looks_closer (Fixture *fixture, gconstpointer data)
{
  TnuStageCard *card;
  gint64 longest = 0;
  int n_steps = 0;

  run (fixture, "import torch\n"
                "big = torch.zeros(10**8, dtype=torch.uint8).view(10000, 10000)\n"
                "big[4999, 4999] = 7\n",
       "big");
  wait_until (is_read (fixture, "big"));
  card = find_card (fixture, "big");
  while (tnu_stage_zoom_card (fixture->stage, card, 1.25) && n_steps < 100)
    {
      gint64 before = g_get_monotonic_time ();

      while (g_main_context_iteration (NULL, FALSE))
        {
          g_assert_nonnull (card->content.tables);
          longest = MAX (longest, g_get_monotonic_time () - before);
          before = g_get_monotonic_time ();
        }
      n_steps++;
      if (card->content.window.n_rows == 1 && card->content.window.n_cols == 1)
        break;
    }
  g_test_message ("%d steps, the longest frame %.1f ms", n_steps, (double) longest / 1000);
  g_assert_cmpint (n_steps, <, 100);
  wait_until (card->asked == NULL && is_read (fixture, "big"));
  g_assert_cmpint (card->content.window.row_step, ==, 1);
  tnu_stage_show_all (fixture->stage, card);
  wait_until (card->asked == NULL && is_read (fixture, "big") && card->content.window.n_rows > 1);
  g_assert_cmpint (card->content.window.row_step, >, 1);
}

int
main (int argc, char **argv)
{
  const bool has_display = gtk_init_check ();

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/stage/address/sum-is-written-out", test_sum);
  g_test_add_func ("/ui/stage/address/place-gives-index", test_find_index);
  g_test_add_func ("/ui/stage/address/layout-in-words", test_layout_words);
  g_test_add_func ("/ui/stage/pointer/cell-gives-index-and-offset", test_pointing);
  g_test_add_func ("/ui/stage/flow/neighbours-share-a-height", test_flow_rows);
  g_test_add_func ("/ui/stage/flow/rows-stand-beside-a-tall-card", test_flow_beside);
  g_test_add_func ("/ui/stage/flow/wide-cards-are-cut-to-the-stage", test_flow_narrow);
  if (has_display)
    {
      adw_init ();
      g_test_add ("/ui/stage/window/only-cards-in-sight-are-read", Fixture, NULL, set_up,
                  test_reads_what_is_seen, tear_down);
      g_test_add ("/ui/stage/window/stepping-moves-no-card", Fixture, NULL, set_up,
                  test_keeps_places, tear_down);
      g_test_add ("/ui/stage/window/chips-show-their-result", Fixture, NULL, set_up,
                  test_moves_axes, tear_down);
      g_test_add ("/ui/stage/window/a-nan-among-millions-is-seen", Fixture, NULL, set_up,
                  test_large_tensor, tear_down);
      g_test_add ("/ui/stage/window/looking-closer-never-waits", Fixture, NULL, set_up,
                  test_looks_closer, tear_down);
    }
  return finish (g_test_run ());
}
