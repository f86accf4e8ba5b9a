/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Cells are drawn into memory and looked at pixel by pixel. What they must look like is the look's
 * text: sizes of the zooms, marks of special values, factors of quiet colours. */
#include "tests/ui/drawing.h"
#include "ui/draw/cells.h"
#include "ui/operation/stack-tables.h"

#define CELL_X 20
#define CELL_Y 20

static void
set_format (TnuCells *cells)
{
  TnuNumberScan scan = { 0 };

  cells->row_stride = cells->n_cols;
  cells->col_stride = 1;
  tnu_cells_scan (cells, &scan);
  tnu_cells_choose_format (cells, &scan);
  tnu_cells_widen_format (cells, &cells->format);
}

/* Draws at (20, 20) on the card's colour; the caller clears the drawing. */
static TntDrawing
draw (bool is_dark, TnuCells *cells, TnuGrid *grid, double w, double h)
{
  TntDrawing drawing = tnt_drawing_init (is_dark, TNU_CARD, 200, 120, 1.0);

  set_format (cells);
  tnu_grid_init (grid, drawing.text, cells, CELL_X, CELL_Y, w, h);
  tnu_cells_draw (&drawing.canvas, cells, grid, TNU_CARD);
  return drawing;
}

static TnuZoom
zoom_of (TnuText *text, double value, double w, double h)
{
  TnuCells cells = { .n_rows = 1, .n_cols = 1, .values = &value, .vmax = 1 };
  TnuGrid grid;

  set_format (&cells);
  tnu_grid_init (&grid, text, &cells, 0, 0, w, h);
  return grid.zoom;
}

static void
test_zooms (void)
{
  TntDrawing drawing = tnt_drawing_init (true, TNU_CARD, 8, 8, 1.0);

  g_assert_cmpint (zoom_of (drawing.text, 7, 30, 20), ==, TNU_ZOOM_READING);
  g_assert_cmpint (zoom_of (drawing.text, 7, 29, 20), ==, TNU_ZOOM_LEVEL);
  g_assert_cmpint (zoom_of (drawing.text, 7, 30, 19), ==, TNU_ZOOM_LEVEL);
  g_assert_cmpint (zoom_of (drawing.text, 7, 10, 10), ==, TNU_ZOOM_LEVEL);
  g_assert_cmpint (zoom_of (drawing.text, 7, 9, 9), ==, TNU_ZOOM_PIXEL);
  g_assert_cmpint (zoom_of (drawing.text, 7, 4, 4), ==, TNU_ZOOM_PIXEL);
  /* Six characters of 10 px do not fit into 34 px: no number rather than a small one. */
  g_assert_cmpint (zoom_of (drawing.text, -12.345, 34, 24), ==, TNU_ZOOM_LEVEL);
  tnt_drawing_clear (&drawing);
}

static void
test_zoom_scales (void)
{
  TntDrawing drawing = tnt_drawing_init (true, TNU_CARD, 8, 8, 1.5);

  g_assert_cmpint (zoom_of (drawing.text, 7, 45, 30), ==, TNU_ZOOM_READING);
  g_assert_cmpint (zoom_of (drawing.text, 7, 44, 30), ==, TNU_ZOOM_LEVEL);
  tnt_drawing_clear (&drawing);
}

static void
test_widest_number_has_room (void)
{
  static const double values[] = { -1.25, 0.5, -12.75, 3.0 };
  TntDrawing drawing = tnt_drawing_init (true, TNU_CARD, 8, 8, 1.0);

  for (int w = 40; w < 100; w++)
    {
      TnuCells cells = { .n_rows = 2, .n_cols = 2, .values = values, .vmax = 13 };
      TnuGrid grid;

      set_format (&cells);
      g_assert_cmpint (cells.format.n_chars, ==, 6);
      tnu_grid_init (&grid, drawing.text, &cells, 0, 0, w, 28);
      g_assert_cmpint (grid.zoom, ==, TNU_ZOOM_READING);
      g_assert_cmpfloat (grid.font_size, >=, 10);
      g_assert_cmpfloat (grid.font_size, <=, 14);
      g_assert_cmpfloat (
        tnu_text_get_width (drawing.text, TNU_MONO (grid.font_size, 500), "−12.75") + 4.0, <=,
        w + .01);
    }
  tnt_drawing_clear (&drawing);
}

static void
test_hit (void)
{
  static const double values[12] = { 0 };
  TnuCells cells = { .n_rows = 3, .n_cols = 4, .values = values, .vmax = 1 };
  TnuGrid grid;
  TntDrawing drawing = draw (true, &cells, &grid, 30, 20);

  for (int row = 0; row < 3; row++)
    for (int col = 0; col < 4; col++)
      {
        double x;
        double y;
        int hit_row = -1;
        int hit_col = -1;

        tnu_grid_get_cell (&grid, row, col, &x, &y);
        g_assert_true (tnu_grid_hit (&grid, 3, 4, x + 29, y + 19, &hit_row, &hit_col));
        g_assert_cmpint (hit_row, ==, row);
        g_assert_cmpint (hit_col, ==, col);
        /* The gap belongs to the nearer cell: no dead lines between cells. */
        g_assert_true (tnu_grid_hit (&grid, 3, 4, x + 30.5, y, &hit_row, &hit_col));
        g_assert_cmpint (hit_col, ==, col);
      }
  g_assert_false (tnu_grid_hit (&grid, 3, 4, CELL_X - 5, CELL_Y, &(int){ 0 }, &(int){ 0 }));
  g_assert_false (tnu_grid_hit (&grid, 3, 4, CELL_X + 4 * 32 + 5, CELL_Y, &(int){ 0 },
                                &(int){ 0 }));
  g_assert_false (tnu_grid_hit (&grid, 3, 4, NAN, CELL_Y, &(int){ 0 }, &(int){ 0 }));
  tnt_drawing_clear (&drawing);
}

static void
test_fills (gconstpointer data)
{
  bool is_dark = GPOINTER_TO_INT (data);
  const TnuTheme *theme = tnu_theme_get (is_dark);
  static const guint8 quiet = TNU_CELL_NOT_CHOSEN;
  static const double value = 6.0;
  static const double one = 1.0;
  const struct
  {
    TnuCells cells;
    TnuColor expected;
  } cases[] = {
    { { .values = &value, .vmax = 8 }, *tnu_colormap_get_color (theme, TNU_MAP_VALUES, .75) },
    { { .values = &value, .vmax = 8, .kind = TNU_CELLS_INT },
      *tnu_colormap_get_color (theme, TNU_MAP_VALUES, .75 * .28) },
    { { .values = &value, .vmax = 8, .kind = TNU_CELLS_IMAGE },
      *tnu_colormap_get_color (theme, TNU_MAP_VALUES, .75) },
    { { .values = &value, .vmax = 8, .states = &quiet },
      *tnu_colormap_get_color (theme, TNU_MAP_VALUES, .75 * .18) },
    { { .values = &one, .kind = TNU_CELLS_BOOL }, theme->bool_true },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TnuCells cells = cases[i].cells;
      TnuGrid grid;
      TntDrawing drawing;

      cells.n_rows = cells.n_cols = 1;
      drawing = draw (is_dark, &cells, &grid, 48, 28);
      /* Away from edge, number and rounded corner; Cairo rounds a channel its own way. */
      g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 5, CELL_Y + 3, cases[i].expected),
                       <=, 1);
      tnt_drawing_clear (&drawing);
    }
}

static void
test_bool_is_no_scale (void)
{
  static const double values[] = { 1, 0, 1, 0 };
  const TnuTheme *theme = tnu_theme_get (true);
  TnuCells cells = { .n_rows = 1, .n_cols = 4, .values = values, .kind = TNU_CELLS_BOOL };
  TnuGrid grid;
  TntDrawing drawing = draw (true, &cells, &grid, 6, 6);

  g_assert_cmpint (grid.zoom, ==, TNU_ZOOM_PIXEL);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 3, CELL_Y + 3, theme->bool_true), <=,
                   1);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 9, CELL_Y + 3,
                                         theme->colors[TNU_WELL]), <=, 1);
  tnt_drawing_clear (&drawing);
}

static void
test_gradient_is_a_capsule (void)
{
  static const double value = 1.0;
  const TnuTheme *theme = tnu_theme_get (false);
  const TnuColor fill = *tnu_colormap_get_color (theme, TNU_MAP_GRADIENTS, 1);
  TnuCells cells = { .n_rows = 1, .n_cols = 1, .values = &value, .vmax = 1, .is_gradient = true };
  TnuGrid grid;
  TntDrawing drawing = draw (false, &cells, &grid, 60, 28);

  /* Capsule: the corner shows the card; a square's corner would be filled 4 px in. */
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 3, CELL_Y + 3,
                                         theme->colors[TNU_CARD]), <=, 2);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 30, CELL_Y + 3, fill), <=, 2);
  tnt_drawing_clear (&drawing);
}

static void
test_no_gradient_yet (void)
{
  const TnuTheme *theme = tnu_theme_get (true);
  TnuCells cells = { .n_rows = 1, .n_cols = 1, .is_gradient = true };
  TnuGrid grid;
  TntDrawing drawing = draw (true, &cells, &grid, 60, 28);

  /* No fill, a dash in the middle, and an outline that is not whole. */
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 15, CELL_Y + 8,
                                         theme->colors[TNU_CARD]), <=, 2);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 30, CELL_Y + 14,
                                         theme->colors[TNU_INK3]), <=, 2);
  g_assert_cmpint (tnt_drawing_count (&drawing, CELL_X + 14, CELL_Y, 32, 1,
                                      theme->colors[TNU_CARD]), >, 4);
  tnt_drawing_clear (&drawing);
}

static void
test_nan_is_hatched (gconstpointer data)
{
  bool is_dark = GPOINTER_TO_INT (data);
  static const double value = NAN;
  const TnuTheme *theme = tnu_theme_get (is_dark);
  TnuCells cells = { .n_rows = 1, .n_cols = 1, .values = &value, .vmax = 1 };
  TnuGrid grid;
  TntDrawing drawing = draw (is_dark, &cells, &grid, 64, 36);
  TnuColor hatch = tnu_color_over (theme->colors[TNU_ERR], .38, theme->colors[TNU_WELL]);

  g_assert_cmpint (tnt_drawing_count (&drawing, CELL_X, CELL_Y, 64, 36, hatch), >, 20);
  g_assert_cmpint (tnt_drawing_count (&drawing, CELL_X, CELL_Y, 64, 36, theme->colors[TNU_WELL]),
                   >, 200);
  g_assert_cmpint (tnt_drawing_count (&drawing, CELL_X + 10, CELL_Y, 44, 1,
                                      theme->colors[TNU_ERR]), ==, 44);
  tnt_drawing_clear (&drawing);
}

static void
test_clipped_folds_its_corner (void)
{
  static const double values[] = { 9.5, -9.5, 2.5 };
  const TnuTheme *theme = tnu_theme_get (true);
  const TnuColor above = *tnu_colormap_get_color (theme, TNU_MAP_VALUES, 1);
  const TnuColor below = *tnu_colormap_get_color (theme, TNU_MAP_VALUES, -1);
  TnuCells cells = {
    .n_rows = 1, .n_cols = 3, .values = values, .vmax = 3, .marks_clipped = true
  };
  TnuGrid grid;
  TntDrawing drawing = draw (true, &cells, &grid, 48, 28);

  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 45, CELL_Y + 2, above), >, 40);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 45, CELL_Y + 24, above), <=, 2);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 95, CELL_Y + 25, below), >, 40);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 95, CELL_Y + 4, below), <=, 2);
  tnt_drawing_clear (&drawing);
}

static void
test_block_shows_extremes (void)
{
  static const double mean = 0.0;
  static const double low = -1.0;
  static const double high = 1.0;
  const TnuTheme *theme = tnu_theme_get (true);
  TnuCells cells = {
    .n_rows = 1, .n_cols = 1, .values = &mean, .block_min = &low, .block_max = &high, .vmax = 1
  };
  TnuGrid grid;
  TntDrawing drawing = draw (true, &cells, &grid, 24, 24);

  g_assert_cmpint (grid.zoom, ==, TNU_ZOOM_BLOCK);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 12, CELL_Y + 2,
                                         *tnu_colormap_get_color (theme, TNU_MAP_VALUES, 1)),
                   <=, 1);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 12, CELL_Y + 12,
                                         *tnu_colormap_get_color (theme, TNU_MAP_VALUES, 0)),
                   <=, 1);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 12, CELL_Y + 21,
                                         *tnu_colormap_get_color (theme, TNU_MAP_VALUES, -1)),
                   <=, 1);
  tnt_drawing_clear (&drawing);
}

static void
test_no_nan_is_hidden (void)
{
  static const guint8 flags[9] = { [4] = 1 };
  static const double means[9] = { 0 };
  double holes[9] = { 0 };

  holes[4] = NAN;
  for (int side = 3; side <= 26; side++)
    for (int is_block = 0; is_block < 2; is_block++)
      {
        TnuCells cells = {
          .n_rows = 3, .n_cols = 3, .values = is_block ? means : holes, .vmax = 1
        };
        TnuGrid grid;
        TntDrawing drawing;

        if (is_block)
          {
            cells.block_min = cells.block_max = means;
            cells.block_flags = flags;
          }
        drawing = draw (true, &cells, &grid, side, side);
        g_assert_cmpint (tnt_drawing_count (&drawing, CELL_X, CELL_Y, 3 * side + 4, 3 * side + 4,
                                            tnu_theme_get (true)->colors[TNU_ERR]),
                         >=, 4);
        tnt_drawing_clear (&drawing);
      }
}

static void
test_current_wears_one_ring (void)
{
  static const double values[4] = { 1, 1, 1, 1 };
  const TnuTheme *theme = tnu_theme_get (true);
  const TnuColor ink = theme->colors[TNU_INK1];
  TnuCells cells = {
    .n_rows = 1, .n_cols = 4, .values = values, .vmax = 1, .current = { 0, 1, 1, 2 }
  };
  TnuGrid grid;
  TntDrawing drawing = draw (true, &cells, &grid, 40, 24);

  /* Cells 1 and 2 share the ring: it runs on over the gap between them, and not inside it. */
  for (int x = CELL_X + 42 + 4; x < CELL_X + 42 + 78; x++)
    g_assert_cmpint (tnt_drawing_distance (&drawing, x, CELL_Y - 1, ink), <=, 2);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 83, CELL_Y + 12, ink), >, 40);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 20, CELL_Y - 1, ink), >, 40);
  tnt_drawing_clear (&drawing);
}

static void
test_halo (void)
{
  static const double value = 1.0;

  for (int is_dark = 0; is_dark < 2; is_dark++)
    for (int is_int = 0; is_int < 2; is_int++)
      {
        TnuCells cells = { .n_rows = 1, .n_cols = 1, .values = &value, .vmax = 1,
                           .kind = is_int ? TNU_CELLS_INT : TNU_CELLS_FLOAT };
        TnuGrid grid;
        TntDrawing drawing = draw (is_dark, &cells, &grid, 48, 28);
        int distance = tnt_drawing_distance (&drawing, CELL_X + 24, CELL_Y + 28 + 3,
                                             tnu_theme_get (is_dark)->colors[TNU_CARD]);

        if (is_dark && !is_int)
          g_assert_cmpint (distance, >, 8);
        else
          g_assert_cmpint (distance, <=, 1);
        tnt_drawing_clear (&drawing);
      }
}

static void
test_ghost_has_no_fill (void)
{
  static const double value = 1.0;
  static const guint8 ghost = TNU_CELL_GHOST;
  TnuCells cells = { .n_rows = 1, .n_cols = 1, .values = &value, .vmax = 1, .states = &ghost };
  TnuGrid grid;
  TntDrawing drawing = draw (true, &cells, &grid, 48, 28);

  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 5, CELL_Y + 4,
                                         tnu_theme_get (true)->colors[TNU_CARD]), <=, 1);
  tnt_drawing_clear (&drawing);
}

static void
test_level_tick (void)
{
  static const double values[] = { 1.0, -1.0, 0.0 };
  const TnuTheme *theme = tnu_theme_get (false);
  const TnuColor ink = theme->colors[TNU_INK1];
  TnuCells cells = { .n_rows = 1, .n_cols = 3, .values = values, .vmax = 1 };
  TnuGrid grid;
  TntDrawing drawing = draw (false, &cells, &grid, 18, 18);

  /* y = centre - t (h/2 - 3) is the middle of a bar 2 px high. */
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 9, CELL_Y + 3, ink), <=, 2);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 29, CELL_Y + 14, ink), <=, 2);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 49, CELL_Y + 9, ink), <=, 2);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 9, CELL_Y + 14, ink), >, 40);
  tnt_drawing_clear (&drawing);
}

static void
test_strided (void)
{
  /* The transpose of 2 x 3 numbers, read through strides without copying. */
  static const double values[] = { 0, 1, 2, 3, 4, 5 };
  TnuCells cells = {
    .n_rows = 3, .n_cols = 2, .row_stride = 1, .col_stride = 3, .values = values, .vmax = 5
  };
  TnuGrid grid;
  TntDrawing drawing = tnt_drawing_init (true, TNU_CARD, 200, 120, 1.0);

  cells.format = (TnuNumberFormat){ .style = TNU_NUMBER_INTEGRAL, .n_chars = 2 };
  tnu_grid_init (&grid, drawing.text, &cells, CELL_X, CELL_Y, 40, 24);
  tnu_cells_draw (&drawing.canvas, &cells, &grid, TNU_CARD);
  g_assert_cmpint (tnt_drawing_distance (&drawing, CELL_X + 42 + 4, CELL_Y + 4,
                                         *tnu_colormap_get_color (tnu_theme_get (true),
                                                                  TNU_MAP_VALUES, .6)), <=, 1);
  tnt_drawing_clear (&drawing);
}

static void
test_nothing_to_draw (void)
{
  TnuCells cells = { .n_rows = 0, .n_cols = 5, .values = (const double[]){ 0 }, .vmax = 0 };
  TnuGrid grid;
  TntDrawing drawing = draw (true, &cells, &grid, 40, 24);

  g_assert_cmpint (tnt_drawing_count (&drawing, 0, 0, 200, 120,
                                      tnu_theme_get (true)->colors[TNU_CARD]), ==, 200 * 120);
  tnt_drawing_clear (&drawing);
}

static void
test_large_integers (void)
{
  static const double values[] = { 0x1p53 };
  static const gint64 integers[] = { (G_GINT64_CONSTANT (1) << 53) + 1 };
  TnuCells cells = { .n_rows = 1, .n_cols = 1, .values = values, .integers = integers,
                     .kind = TNU_CELLS_INT, .vmax = 0x1p53 };
  char buffer[TNU_NUMBER_SIZE];

  set_format (&cells);
  g_assert_cmpint (cells.format.n_chars, ==, 16);
  tnu_number_print_int (integers[0], buffer);
  g_assert_cmpstr (buffer, ==, "9007199254740993");
}

/* A number under way is drawn as one cell, though it is one of a table: beside it nothing is drawn,
 * and what follows the table in memory is not read. */
static void
test_traveller (void)
{
  TntDrawing drawing = tnt_drawing_init (true, TNU_CARD, 200, 120, 1.0);
  const TnuColor card = drawing.canvas.theme->colors[TNU_CARD];
  const double values[] = { -1, 1, 1, 1 };
  TnuCells cells = { .n_rows = 1, .n_cols = 4, .values = values, .vmax = 1 };

  set_format (&cells);
  tnu_stack_draw_traveller (&drawing.canvas, &cells, CELL_X, CELL_Y, 34, 24);
  g_assert_cmpint (tnt_drawing_count (&drawing, CELL_X, CELL_Y, 34, 24, card), <, 200);
  g_assert_cmpint (tnt_drawing_count (&drawing, CELL_X + 60, 0, 120, 120, card), ==, 120 * 120);
  tnt_drawing_clear (&drawing);
}

#define ADD_BOTH(path, function)                                                                   \
  g_test_add_data_func ("/ui/cells/dark/" path, GINT_TO_POINTER (true), function);                 \
  g_test_add_data_func ("/ui/cells/light/" path, GINT_TO_POINTER (false), function)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/cells/zoom/follows-the-size-of-a-cell", test_zooms);
  g_test_add_func ("/ui/cells/zoom/follows-the-text-scale", test_zoom_scales);
  g_test_add_func ("/ui/cells/font/widest-number-leaves-two-px", test_widest_number_has_room);
  g_test_add_func ("/ui/cells/hit/has-no-dead-lines", test_hit);
  ADD_BOTH ("fill-is-the-map-at-its-factor", test_fills);
  ADD_BOTH ("nan-is-hatched", test_nan_is_hatched);
  g_test_add_func ("/ui/cells/bool/pixels-are-two-colours", test_bool_is_no_scale);
  g_test_add_func ("/ui/cells/gradient/is-a-capsule", test_gradient_is_a_capsule);
  g_test_add_func ("/ui/cells/gradient/not-there-yet-is-dashed", test_no_gradient_yet);
  g_test_add_func ("/ui/cells/clipped/folds-its-corner", test_clipped_folds_its_corner);
  g_test_add_func ("/ui/cells/block/shows-max-mean-min", test_block_shows_extremes);
  g_test_add_func ("/ui/cells/nan-is-seen-at-every-zoom", test_no_nan_is_hidden);
  g_test_add_func ("/ui/cells/current/run-wears-one-ring", test_current_wears_one_ring);
  g_test_add_func ("/ui/cells/halo/floats-in-the-dark-only", test_halo);
  g_test_add_func ("/ui/cells/ghost/has-no-fill", test_ghost_has_no_fill);
  g_test_add_func ("/ui/cells/level/tick-shows-the-sign", test_level_tick);
  g_test_add_func ("/ui/cells/strides-are-followed", test_strided);
  g_test_add_func ("/ui/cells/zero-rows-draw-nothing", test_nothing_to_draw);
  g_test_add_func ("/ui/cells/integers-beyond-2-53-are-exact", test_large_integers);
  g_test_add_func ("/ui/cells/a-number-under-way-is-one-cell", test_traveller);
  return g_test_run ();
}
