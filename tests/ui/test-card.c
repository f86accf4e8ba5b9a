/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Lengths are those of the look's text (header 40, padding 16, ruler 16, socket 32 high); layouts
 * are printed to a line and compared as text. */
#include "tests/ui/drawing.h"
#include "ui/draw/card.h"

static TnuCardContent
make_content (int rank, const gint64 *sizes, const TnuCardTable *tables)
{
  TnuCardContent content = {
    .name = "colour", .dtype = "float32", .rank = rank, .sizes = sizes, .tables = tables, .vmax = 9
  };

  tnu_axis_map_init (&content.map, rank);
  content.window = (TnuCardWindow){
    .row_step = 1,
    .col_step = 1,
    .n_rows = rank >= 2 ? (int) sizes[rank - 2] : 1,
    .n_cols = rank >= 1 ? (int) sizes[rank - 1] : 1,
    .n_facets = rank >= 3 ? (int) sizes[rank - 3] : 1,
  };
  return content;
}

static const double numbers[72] = { [0] = .25, [1] = -1.87, [71] = 2.5 };
static const TnuCardTable three_tables[] = { { &numbers[0] }, { &numbers[24] }, { &numbers[48] } };
static const gint64 sizes_3d[] = { 3, 4, 6 };

static char *
print_layout (const TnuCardLayout *layout)
{
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, "card %gx%g", layout->width, layout->height);
  if (layout->sockets[0].w > 0)
    g_string_append_printf (line, " sockets y %g %g", layout->sockets[0].y, layout->sockets[3].y);
  for (int i = 0; i < layout->n_tables; i++)
    g_string_append_printf (line, " table %g,%g", layout->grids[i].x, layout->grids[i].y);
  if (layout->n_tables > 0)
    g_string_append_printf (line, " gap %g", layout->grids[0].gap);
  return g_string_free (line, FALSE);
}

static void
test_axis_map (void)
{
  TnuAxisMap map;

  tnu_axis_map_init (&map, 0);
  g_assert_cmpint (map.dims[TNU_SOCKET_COLUMNS], ==, -1);
  tnu_axis_map_init (&map, 1);
  g_assert_cmpint (map.dims[TNU_SOCKET_COLUMNS], ==, 0);
  g_assert_cmpint (map.dims[TNU_SOCKET_ROWS], ==, -1);
  tnu_axis_map_init (&map, 5);
  g_assert_cmpint (map.dims[TNU_SOCKET_SLIDER], ==, 1);
  tnu_axis_map_move (&map, TNU_SOCKET_FACETS, TNU_SOCKET_SLIDER);
  g_assert_cmpint (map.dims[TNU_SOCKET_SLIDER], ==, 2);
  g_assert_cmpint (map.dims[TNU_SOCKET_FACETS], ==, 1);
}

static char *
print_map (const TnuAxisMap *map)
{
  return g_strdup_printf ("rows %d columns %d facets %d slider %d fold %d",
                          map->dims[TNU_SOCKET_ROWS], map->dims[TNU_SOCKET_COLUMNS],
                          map->dims[TNU_SOCKET_FACETS], map->dims[TNU_SOCKET_SLIDER],
                          map->dims[TNU_SOCKET_FOLD]);
}

static void
assert_folded (int rank, int first, int second, const char *text)
{
  TnuAxisMap map;
  g_autofree char *found = NULL;

  tnu_axis_map_init (&map, rank);
  tnu_axis_map_fold (&map, first, TNU_FOLD_SUM);
  if (second >= 0)
    tnu_axis_map_fold (&map, second, TNU_FOLD_MAX);
  found = print_map (&map);
  g_assert_cmpstr (found, ==, text);
  tnu_axis_map_unfold (&map);
  g_assert_cmpint (map.dims[TNU_SOCKET_FOLD], ==, -1);
}

static void
test_fold (void)
{
  assert_folded (1, 0, -1, "rows -1 columns -1 facets -1 slider -1 fold 0");
  assert_folded (2, 0, -1, "rows -1 columns 1 facets -1 slider -1 fold 0");
  assert_folded (2, 1, -1, "rows -1 columns 0 facets -1 slider -1 fold 1");
  /* The facets become rows, the slider facets. */
  assert_folded (3, 1, -1, "rows 0 columns 2 facets -1 slider -1 fold 1");
  assert_folded (4, 3, -1, "rows 1 columns 2 facets 0 slider -1 fold 3");
  /* One at a time: the other one comes back. */
  assert_folded (3, 1, 2, "rows 1 columns 0 facets -1 slider -1 fold 2");
}

static void
test_layout_line (void)
{
  TntDrawing drawing = tnt_drawing_init (true, TNU_STAGE, 8, 8, 1.0);
  TnuCardContent content = make_content (3, sizes_3d, three_tables);
  g_autoptr (TnuCardLayout) layout = tnu_card_layout_new (drawing.text, &content, 736, 0);
  g_autofree char *line = print_layout (layout);
  /* Header 40, sockets 32 + 8, title 28, ruler 16: tables at 124; left: padding 16 + ruler 16.
   * Three tables of six columns share 736 - 32 - 16 - 2·14 px: pitch 37, so the next begins
   * 6·37 - 2 + 14 px further; four rows of 24 + 2 end at 226, 14 below it the card does. */
  g_assert_cmpstr (line, ==,
                   "card 736x240 sockets y 40 40 table 32,124 table 266,124 table 500,124 gap 2");
  g_assert_true (layout->has_titles);
  tnt_drawing_clear (&drawing);
}

static void
test_facets_wrap (void)
{
  TntDrawing drawing = tnt_drawing_init (true, TNU_STAGE, 8, 8, 1.0);
  TnuCardContent content = make_content (3, sizes_3d, three_tables);
  g_autoptr (TnuCardLayout) layout = tnu_card_layout_new (drawing.text, &content, 600, 0);

  g_assert_cmpfloat (layout->grids[2].y, >, layout->grids[1].y);
  g_assert_cmpfloat (layout->grids[2].x, ==, layout->grids[0].x);
  g_assert_cmpint (layout->grids[0].zoom, ==, TNU_ZOOM_READING);
  g_assert_cmpfloat (layout->free_place.w, >, 0);
  tnt_drawing_clear (&drawing);
}

static void
test_inside (void)
{
  static const double scales[] = { 1.0, 1.5, 2.0 };

  for (size_t s = 0; s < G_N_ELEMENTS (scales); s++)
    {
      TntDrawing drawing = tnt_drawing_init (true, TNU_STAGE, 8, 8, scales[s]);

      for (int width = 260; width <= 1200; width += 52)
        {
          TnuCardContent content = make_content (3, sizes_3d, three_tables);
          g_autoptr (TnuCardLayout) layout = tnu_card_layout_new (drawing.text, &content,
                                                                  width * scales[s], 0);

          for (int i = 0; i < layout->n_tables; i++)
            {
              TnuRect last = tnu_card_get_cell_rect (layout, i, 3, 5);

              g_assert_cmpfloat (last.x + last.w, <=, layout->width - 15 * scales[s]);
              g_assert_cmpfloat (last.y + last.h, <=, layout->height - 13 * scales[s]);
            }
        }
      tnt_drawing_clear (&drawing);
    }
}

static void
test_hit_round_trip (void)
{
  TntDrawing drawing = tnt_drawing_init (true, TNU_STAGE, 8, 8, 1.0);
  TnuCardContent content = make_content (3, sizes_3d, three_tables);
  g_autoptr (TnuCardLayout) layout = tnu_card_layout_new (drawing.text, &content, 600, 0);
  gint64 index[3];
  TnuCardHit hit;

  for (int facet = 0; facet < 3; facet++)
    for (int row = 0; row < 4; row++)
      for (int col = 0; col < 6; col++)
        {
          TnuRect rect = tnu_card_get_cell_rect (layout, facet, row, col);

          tnu_card_hit (drawing.text, &content, layout, rect.x + rect.w / 2, rect.y + rect.h / 2,
                        &hit);
          g_assert_cmpint (hit.part, ==, TNU_HIT_CELL);
          g_assert_cmpint (hit.facet, ==, facet);
          g_assert_cmpint (hit.row, ==, row);
          g_assert_cmpint (hit.col, ==, col);
          tnu_card_get_index (&content, hit.facet, hit.row, hit.col, index);
          g_assert_cmpint (index[0], ==, facet);
          g_assert_cmpint (index[1], ==, row);
          g_assert_cmpint (index[2], ==, col);
        }
  tnu_card_hit (drawing.text, &content, layout, 20, 12, &hit);
  g_assert_cmpint (hit.part, ==, TNU_HIT_HEADER);
  tnu_card_hit (drawing.text, &content, layout, -1, 12, &hit);
  g_assert_cmpint (hit.part, ==, TNU_HIT_NOTHING);
  tnu_card_hit (drawing.text, &content, layout, layout->sockets[2].x + 5,
                layout->sockets[2].y + 5, &hit);
  g_assert_cmpint (hit.part, ==, TNU_HIT_SOCKET);
  g_assert_cmpint (hit.socket, ==, TNU_SOCKET_FACETS);
  tnu_card_hit (drawing.text, &content, layout,
                layout->sockets[2].x + layout->sockets[2].w - 12, layout->sockets[2].y + 16, &hit);
  g_assert_cmpint (hit.part, ==, TNU_HIT_CHIP);
  g_assert_cmpint (hit.dim, ==, 0);
  tnt_drawing_clear (&drawing);
}

static void
test_slider (void)
{
  static const gint64 sizes[] = { 5, 1, 2, 3 };
  static const double values[6] = { 1, 2, 3, 4, 5, 6 };
  const TnuCardTable table = { values };
  const gint64 index[] = { 3, 0, 0, 0 };
  TntDrawing drawing = tnt_drawing_init (true, TNU_STAGE, 600, 300, 1.0);
  TnuCardContent content = make_content (4, sizes, &table);
  g_autoptr (TnuCardLayout) layout = NULL;
  TnuCardHit hit;
  gint64 got[4];

  content.index = index;
  layout = tnu_card_layout_new (drawing.text, &content, 600, 0);
  tnu_card_draw (&drawing.canvas, &content, layout, 0, 0);
  tnu_card_hit (drawing.text, &content, layout, layout->slider.x + layout->slider.w - 1,
                layout->slider.y + 10, &hit);
  g_assert_cmpint (hit.part, ==, TNU_HIT_SLIDER);
  g_assert_cmpint (hit.slider_index, ==, 4);
  tnu_card_hit (drawing.text, &content, layout, layout->slider.x + 1, layout->slider.y + 10, &hit);
  g_assert_cmpint (hit.slider_index, ==, 0);
  tnu_card_get_index (&content, 0, 1, 2, got);
  g_assert_cmpint (got[0], ==, 3);
  g_assert_cmpint (got[3], ==, 2);
  tnt_drawing_clear (&drawing);
}

static void
test_plan (void)
{
  static const struct
  {
    gint64 rows;
    gint64 cols;
  } shapes[] = { { 1, 1 }, { 28, 28 }, { 70, 150 }, { 1000, 3 }, { 3, 1000000 },
                 { G_GINT64_CONSTANT (1) << 40, G_GINT64_CONSTANT (1) << 20 } };
  TntDrawing drawing = tnt_drawing_init (true, TNU_STAGE, 8, 8, 1.0);

  for (size_t i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      const gint64 sizes[] = { shapes[i].rows, shapes[i].cols };
      TnuCardContent content = make_content (2, sizes, NULL);
      TnuCardWindow window;

      tnu_card_plan_window (drawing.text, &content, 736, 280, &window);
      g_assert_cmpint (window.n_rows, <=, 70);
      g_assert_cmpint (window.n_cols, <=, 168);
      g_assert_cmpint (window.n_rows * window.row_step, >=, sizes[0]);
      g_assert_cmpint ((window.n_rows - 1) * window.row_step, <, sizes[0]);
      g_assert_cmpint (window.n_cols * window.col_step, >=, sizes[1]);
      g_assert_cmpint ((window.n_cols - 1) * window.col_step, <, sizes[1]);
      if (sizes[0] <= 70)
        g_assert_cmpint (window.row_step, ==, 1);
    }
  tnt_drawing_clear (&drawing);
}

static void
test_zero_size (void)
{
  static const gint64 sizes[] = { 0, 4 };
  TntDrawing drawing = tnt_drawing_init (true, TNU_STAGE, 400, 200, 1.0);
  TnuCardContent content = make_content (2, sizes, NULL);
  g_autoptr (TnuCardLayout) layout = NULL;
  TnuCardHit hit;

  tnu_card_plan_window (drawing.text, &content, 300, 0, &content.window);
  layout = tnu_card_layout_new (drawing.text, &content, 300, 0);
  g_assert_cmpint (layout->n_tables, ==, 0);
  g_assert_cmpfloat (layout->footer, >, 0);
  tnu_card_draw (&drawing.canvas, &content, layout, 10, 10);
  tnu_card_hit (drawing.text, &content, layout, 150, 60, &hit);
  g_assert_cmpint (hit.part, ==, TNU_HIT_BODY);
  tnt_drawing_clear (&drawing);
}

static void
test_dtype_leaves_first (void)
{
  TntDrawing drawing = tnt_drawing_init (true, TNU_STAGE, 8, 8, 1.0);
  TnuCardContent content = make_content (3, sizes_3d, three_tables);
  g_autoptr (TnuCardLayout) wide = tnu_card_layout_new (drawing.text, &content, 500, 0);
  g_autoptr (TnuCardLayout) narrow = tnu_card_layout_new (drawing.text, &content, 230, 0);

  g_assert_true (wide->dtype_in_header);
  g_assert_false (narrow->dtype_in_header);
  tnt_drawing_clear (&drawing);
}

static void
test_natural_width_shows_all (void)
{
  TntDrawing drawing = tnt_drawing_init (true, TNU_STAGE, 8, 8, 1.0);

  for (gint64 cols = 1; cols <= 12; cols++)
    {
      const gint64 sizes[] = { 2, cols };
      const TnuCardTable table = { numbers };
      TnuCardContent content = make_content (2, sizes, &table);
      double width = tnu_card_get_natural_width (drawing.text, &content, 900);
      g_autoptr (TnuCardLayout) layout = tnu_card_layout_new (drawing.text, &content, width, 0);

      g_assert_true (layout->dtype_in_header);
      g_assert_cmpint (layout->grids[0].zoom, ==, TNU_ZOOM_READING);
      g_assert_cmpfloat (layout->grids[0].font_size, >=, 12);
    }
  tnt_drawing_clear (&drawing);
}

static void
test_gradient_row (void)
{
  static const gint64 sizes[] = { 4 };
  const TnuCardTable table = { numbers };
  TntDrawing drawing = tnt_drawing_init (true, TNU_STAGE, 8, 8, 1.0);
  TnuCardContent content = make_content (1, sizes, &table);
  g_autoptr (TnuCardLayout) layout = NULL;
  TnuCardHit hit;

  content.requires_grad = content.shows_grad = true;
  layout = tnu_card_layout_new (drawing.text, &content, 300, 0);
  g_assert_nonnull (layout->grad_grids);
  g_assert_cmpfloat (layout->grad_grids[0].x, ==, layout->grids[0].x);
  tnu_card_hit (drawing.text, &content, layout, layout->grad_grids[0].x + 4,
                layout->grad_grids[0].y + 4, &hit);
  g_assert_cmpint (hit.part, ==, TNU_HIT_GRADIENT);
  g_assert_cmpint (hit.col, ==, 0);
  tnt_drawing_clear (&drawing);
}

static void
test_stretch (void)
{
  static const double value = 3.5;
  const TnuCardTable table = { &value };
  TntDrawing drawing = tnt_drawing_init (true, TNU_STAGE, 8, 8, 1.0);
  TnuCardContent content = make_content (0, NULL, &table);
  g_autoptr (TnuCardLayout) layout = tnu_card_layout_new (drawing.text, &content, 208, 0);
  double before = layout->grids[0].y;

  tnu_card_layout_stretch (layout, &content, layout->height + 20);
  g_assert_cmpfloat (layout->grids[0].y, ==, before + 10);
  tnu_card_layout_stretch (layout, &content, 1);
  g_assert_cmpfloat (layout->height, >, 100);
  tnt_drawing_clear (&drawing);
}

static void
test_selected_edge (void)
{
  TntDrawing drawing = tnt_drawing_init (true, TNU_STAGE, 800, 300, 1.0);
  TnuCardContent content = make_content (3, sizes_3d, three_tables);
  g_autoptr (TnuCardLayout) layout = tnu_card_layout_new (drawing.text, &content, 736, 0);

  content.is_selected = true;
  tnu_card_draw (&drawing.canvas, &content, layout, 20, 20);
  g_assert_cmpint (tnt_drawing_distance (&drawing, 400, 20, drawing.canvas.theme->colors[TNU_STAR]),
                   <=, 2);
  tnt_drawing_clear (&drawing);
}

static void
test_read_out_covers_nothing (void)
{
  /* In a line too short for both, the read-out stays and the chips go: their plate is not there. */
  TntDrawing drawing = tnt_drawing_init (true, TNU_STAGE, 300, 200, 1.0);
  static const gint64 sizes[] = { 3, 3 };
  TnuCardContent content = make_content (2, sizes, three_tables);
  g_autoptr (TnuCardLayout) layout = NULL;
  int n_chip;

  content.cursor = (TnuCardCursor){ true, 0, 0, 1, "−1.87", 1 };
  layout = tnu_card_layout_new (drawing.text, &content, 200, 0);
  tnu_card_draw (&drawing.canvas, &content, layout, 10, 10);
  n_chip = tnt_drawing_count (&drawing, 10, 18, 200, 24,
                              tnu_color_over (*tnu_theme_get_axis_color (drawing.canvas.theme, 0),
                                              .17, drawing.canvas.theme->colors[TNU_CARD]));
  g_assert_cmpint (n_chip, <, 20);
  tnt_drawing_clear (&drawing);
}

static void
test_every_state_draws (void)
{
  for (int state = 0; state < 64; state++)
    {
      TntDrawing drawing = tnt_drawing_init (state & 1, TNU_STAGE, 800, 400, 1.0);
      TnuCardContent content = make_content (3, sizes_3d, state & 2 ? three_tables : NULL);
      g_autoptr (TnuCardLayout) layout = NULL;

      content.is_selected = content.requires_grad = state & 4;
      content.shows_grad = state & 8;
      content.cursor = (TnuCardCursor){ state & 16, 2, 3, 5, state & 2 ? "−1.87" : NULL, 71 };
      content.has_focus = true;
      content.drag = (TnuCardDrag){ state & 32, 0, TNU_SOCKET_FACETS, -1, 300, 50 };
      content.n_nan = content.n_infinite = content.n_clipped = state & 4;
      layout = tnu_card_layout_new (drawing.text, &content, 300 + 7 * state, 0);
      tnu_card_draw (&drawing.canvas, &content, layout, 10, 10);
      g_assert_cmpint (tnt_drawing_count (&drawing, 0, 0, 200, 60,
                                          drawing.canvas.theme->colors[TNU_CARD]), >, 1000);
      tnt_drawing_clear (&drawing);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/card/axis-map/last-dims-first", test_axis_map);
  g_test_add_func ("/ui/card/axes/fold-leaves-no-gap", test_fold);
  g_test_add_func ("/ui/card/layout/stands-on-the-grid", test_layout_line);
  g_test_add_func ("/ui/card/layout/facets-wrap-before-numbers-go", test_facets_wrap);
  g_test_add_func ("/ui/card/layout/tables-stay-inside", test_inside);
  g_test_add_func ("/ui/card/layout/dtype-leaves-first", test_dtype_leaves_first);
  g_test_add_func ("/ui/card/layout/natural-width-shows-all", test_natural_width_shows_all);
  g_test_add_func ("/ui/card/layout/stretch-centres-a-number", test_stretch);
  g_test_add_func ("/ui/card/hit/finds-the-cell-that-was-drawn", test_hit_round_trip);
  g_test_add_func ("/ui/card/hit/slider-covers-its-axis", test_slider);
  g_test_add_func ("/ui/card/window/covers-all-elements-in-few-cells", test_plan);
  g_test_add_func ("/ui/card/zero-size/has-no-table", test_zero_size);
  g_test_add_func ("/ui/card/gradient/stands-under-its-numbers", test_gradient_row);
  g_test_add_func ("/ui/card/selected/wears-a-star-line", test_selected_edge);
  g_test_add_func ("/ui/card/read-out/comes-before-the-chips", test_read_out_covers_nothing);
  g_test_add_func ("/ui/card/every-state-draws", test_every_state_draws);
  return g_test_run ();
}
