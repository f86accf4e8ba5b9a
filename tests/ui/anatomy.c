/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Draws one sheet with everything the drawing code can draw, for the eye: cells by zoom, special
 * values, chips and badges, histogram, cards. `anatomy FOLDER` writes it for both themes, as PNG and
 * SVG. `anatomy --compare REFERENCES FOLDER` draws it small and compares it with the pictures in
 * REFERENCES, which `anatomy --reference REFERENCES` writes anew after a change that was wanted. */
#include "ui/draw/card.h"
#include "ui/draw/histogram.h"

#include <cairo-svg.h>
#include <math.h>

#define SHEET_W 1440
#define SHEET_H 1420
/* Reference pictures: pixels of the sheet along a side of one of theirs. */
#define SHRINK 4
/* Steps of 255 by which a pixel may differ, and how many may differ by more: a cell of a card has
 * 120. */
#define TOLERANCE 24
#define MAX_DIFFERENT 60

static void
caption (const TnuCanvas *canvas, const char *text, double x, double y, double w)
{
  tnu_caps_draw (canvas, text, x, y);
  tnu_hline (canvas->cr, x, x + w, y + 12.0, &canvas->theme->colors[TNU_LINE], 1.0);
}

static void
set_format (TnuCells *cells)
{
  TnuNumberScan scan = { 0 };

  tnu_cells_scan (cells, &scan);
  tnu_cells_choose_format (cells, &scan);
  tnu_cells_widen_format (cells, &cells->format);
}

static void
draw_cells (const TnuCanvas *canvas, TnuCells *cells, double x, double y, double w, double h)
{
  TnuGrid grid;

  cells->row_stride = cells->n_cols;
  cells->col_stride = 1;
  set_format (cells);
  tnu_grid_init (&grid, canvas->text, cells, x, y, w, h);
  tnu_cells_draw (canvas, cells, &grid, TNU_STAGE);
}

static void
draw_zooms (const TnuCanvas *canvas)
{
  static const double reading[] = { .03, 2.31, 1.22, -.51, -.30, -.53,
                                    .57, -.06, .75,  -1.85, 1.57, -.10 };
  double wave[16 * 48];
  double mixed[42];
  double low[42];
  double high[42];
  guint8 flags[42] = { [16] = 1 };

  for (int i = 0; i < 16 * 48; i++)
    wave[i] = cos ((i % 48 - 8) / 5.5) * cos ((i / 48 - 7.5) / 4.8);
  for (int i = 0; i < 42; i++)
    {
      mixed[i] = sin (i * 2.4) * cos (i * .9);
      low[i] = mixed[i] - .5;
      high[i] = mixed[i] + .5;
    }
  draw_cells (canvas, &(TnuCells){ .n_rows = 2, .n_cols = 6, .values = reading, .vmax = 2.5 }, 40,
              80, 48, 32);
  draw_cells (canvas, &(TnuCells){ .n_rows = 3, .n_cols = 14, .values = mixed, .vmax = 1 }, 40,
              164, 18, 18);
  draw_cells (canvas, &(TnuCells){ .n_rows = 16, .n_cols = 48, .values = wave, .vmax = 1 }, 40,
              240, 6, 4);
  draw_cells (canvas,
              &(TnuCells){ .n_rows = 2, .n_cols = 10, .values = mixed, .block_min = low,
                           .block_max = high, .block_flags = flags, .vmax = 1.5 },
              40, 324, 26, 24);
}

static void
draw_specials (const TnuCanvas *canvas)
{
  static const double values[] = { NAN, INFINITY, -INFINITY, 8.4, -9.1, 0.0 };
  static const double one = 1.0;
  static const double zero = 0.0;
  static const double seven = 7.0;
  static const double half = 1.5;
  static const guint8 not_chosen = TNU_CELL_NOT_CHOSEN;
  static const guint8 ghost = TNU_CELL_GHOST;
  TnuCells others[] = {
    { .values = &one, .kind = TNU_CELLS_BOOL },
    { .values = &zero, .kind = TNU_CELLS_BOOL },
    { .values = &seven, .kind = TNU_CELLS_INT, .vmax = 9 },
    { .values = &half, .states = &not_chosen, .vmax = 2.5 },
    { .values = &half, .states = &ghost, .vmax = 2.5 },
    { .values = &half, .vmax = 2.5, .current = { 0, 0, 1, 1 } },
  };

  for (int i = 0; i < 6; i++)
    draw_cells (canvas,
                &(TnuCells){ .n_rows = 1, .n_cols = 1, .values = &values[i], .vmax = 3,
                             .marks_clipped = true },
                40 + 72 * i, 430, 64, 36);
  for (size_t i = 0; i < G_N_ELEMENTS (others); i++)
    {
      others[i].n_rows = others[i].n_cols = 1;
      draw_cells (canvas, &others[i], 40 + 72 * i, 480, 64, 36);
    }
}

static void
draw_gradients (const TnuCanvas *canvas)
{
  static const double values[] = { -2.5, -1.25, -.31, 0.0, .31, 1.25, 2.5 };
  const TnuColorScale centred = tnu_color_scale_new (1);

  draw_cells (canvas, &(TnuCells){ .n_rows = 1, .n_cols = 7, .values = values, .vmax = 2.5,
                                   .is_gradient = true }, 980, 80, 58, 32);
  draw_cells (canvas, &(TnuCells){ .n_rows = 1, .n_cols = 7, .is_gradient = true }, 980, 128, 58,
              32);
  draw_cells (canvas, &(TnuCells){ .n_rows = 1, .n_cols = 7, .values = values, .vmax = 2.5 }, 980,
              176, 58, 32);
  tnu_cells_draw_ramp (canvas, TNU_MAP_VALUES, &centred, -1, 1, 1, 980, 230, 400, 20);
  tnu_cells_draw_ramp (canvas, TNU_MAP_GRADIENTS, &centred, -1, 1, 1, 980, 260, 400, 20);
}

static void
draw_chips (const TnuCanvas *canvas)
{
  static const gint64 sizes[] = { 3, 4, 6, 28, 5, 2, 7 };
  double x = 500;

  for (int dim = 0; dim < 7; dim++)
    x += tnu_chip_draw (canvas, dim, sizes[dim], x, 90) + 4;
  x = 500;
  x += tnu_badge_draw (canvas, TNU_BADGE_OUTLINED, "view", x, 124) + 8;
  x += tnu_badge_draw (canvas, TNU_BADGE_SOLID, "copy", x, 124) + 8;
  x += tnu_badge_draw (canvas, TNU_BADGE_AURORA, "∇ grad", x, 124) + 8;
  x += tnu_badge_draw (canvas, TNU_BADGE_ERROR, "2 NaN", x, 124) + 8;
  tnu_badge_draw (canvas, TNU_BADGE_PLAIN, "0-d", x, 124);
  x = 500;
  x += tnu_drag_chip_draw (canvas, 2, 6, TNU_CHIP_REST, x, 160) + 16;
  x += tnu_drag_chip_draw (canvas, 2, 6, TNU_CHIP_LIFTED, x, 160) + 16;
  x += tnu_drag_chip_draw (canvas, 2, 6, TNU_CHIP_LEFT, x, 160) + 16;
  x += tnu_shape_draw (canvas, TNU_MONO (13, 400), sizes, 3, "()", x, 160) + 16;
  tnu_shape_draw (canvas, TNU_MONO (13, 400), sizes, 1, "()", x, 160);
  tnu_op_pill_draw (canvas, "+ 2", 500, 184, 96, 48, false);
  tnu_op_pill_draw (canvas, "** 2", 612, 184, 96, 48, true);
  tnu_aurora_set (canvas, 500, 250, 900, 250, 1.0);
  cairo_rectangle (canvas->cr, 500, 250, 400, 4);
  cairo_fill (canvas->cr);
}

static void
draw_histogram (const TnuCanvas *canvas)
{
  static const gint64 counts[] = { 2, 9, 4, 5, 14, 12, 18, 9, 4, 18, 25, 16, 9, 5, 3, 2, 0, 3 };
  const TnuHistogram histogram = {
    .counts = counts, .n_bins = G_N_ELEMENTS (counts), .low = -1.92, .high = 2.31,
    .scale = tnu_color_scale_new (2.5), .axis_low = -2.5, .axis_high = 2.5, .strength = 1,
    .map = TNU_MAP_VALUES, .marked = -1.87
  };

  tnu_histogram_draw (canvas, &histogram, 980, 300, 256, 160);
}

static double
draw_card (const TnuCanvas *canvas, TnuCardContent *content, double x, double y, double width)
{
  g_autoptr (TnuCardLayout) layout = NULL;

  if (width <= 0.0)
    width = tnu_card_get_natural_width (canvas->text, content, 760);
  layout = tnu_card_layout_new (canvas->text, content, width, 0);
  tnu_card_draw (canvas, content, layout, x, y);
  return x + layout->width + 16;
}

static const double colour[72] = {
  .03,   2.31, 1.22, -.51, -.30, -.53, .57,  -.06,  .75, -1.85, 1.57, -.10, .68,  -.14, -.38,
  .46,   .82,  -.20, -.15, .69,  -.87, -1.51, .39, -.67, -1.92, -.81, -.47, -1.19, -1.49, .04,
  .90,   -.23, -.74, .38,  .72,  -.30, .54,  1.04, -.21, -1.87, .35,  .25,  1.10, -1.28, -.66,
  -.84,  -1.73, .13, .53,  -.74, 1.39, .82,  .63,  .40,  .96,   -1.33, .61, .60,  -1.77, .35,
  -.25,  .78,  -.44, -.02, .34,  -.88, .60,  -.10, .49,  -.52,  1.09, .61,
};

static TnuCardContent
make_content (const char *name, const char *dtype, int rank, const gint64 *sizes,
              const TnuCardTable *tables)
{
  TnuCardContent content = {
    .name = name, .dtype = dtype, .rank = rank, .sizes = sizes, .tables = tables, .vmax = 2.5
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

static void
draw_small_cards (const TnuCanvas *canvas, double y)
{
  static const double scalar[] = { 3.5 };
  static const double arange[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
  static const double mask[] = { 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1 };
  static const double q[] = { .5,   INFINITY, NAN, -INFINITY, -1.25, 0,
                              1.75, 8.4,      -.4, 2.6,       -9.1,  NAN };
  static const double labels[] = { 5, 0, 4, 1, 9, 2, 1 };
  static const double w[] = { .52, -1.14, .08, 1.61 };
  static const gint64 sizes_x[] = { 1, 3, 4 };
  static const gint64 sizes_q[] = { 2, 6 };
  static const gint64 sizes_labels[] = { 7 };
  static const gint64 sizes_w[] = { 4 };
  const TnuCardTable tables[] = { { scalar }, { arange }, { mask }, { q }, { labels }, { w } };
  TnuCardContent content = make_content ("scalar", "float32", 0, NULL, &tables[0]);
  double x = 40;

  content.vmax = 3.5;
  x = draw_card (canvas, &content, x, y, 208);
  content = make_content ("x", "float32", 3, sizes_x, &tables[1]);
  content.vmax = 11;
  x = draw_card (canvas, &content, x, y, 0);
  content = make_content ("mask", "bool", 3, sizes_x, &tables[2]);
  content.kind = TNU_CELLS_BOOL;
  x = draw_card (canvas, &content, x, y, 0);
  content = make_content ("q", "float32", 2, sizes_q, &tables[3]);
  content.vmax = 3;
  content.marks_clipped = true;
  content.n_nan = content.n_infinite = content.n_clipped = 2;
  x = draw_card (canvas, &content, x, y, 504);
  x = 40;
  content = make_content ("labels", "int64", 1, sizes_labels, &tables[4]);
  content.kind = TNU_CELLS_INT;
  content.vmax = 9;
  content.note = "class of each image";
  x = draw_card (canvas, &content, x, y + 176, 0);
  content = make_content ("w", "float32", 1, sizes_w, &tables[5]);
  content.requires_grad = content.shows_grad = true;
  x = draw_card (canvas, &content, x, y + 176, 0);
  content.grads = &tables[5];
  content.grad_vmax = 1.61;
  x = draw_card (canvas, &content, x, y + 176, 0);
}

static void
draw_large_cards (const TnuCanvas *canvas, double y)
{
  static const gint64 sizes[] = { 3, 4, 6 };
  static const gint64 sizes_image[] = { 28, 28 };
  const TnuCardTable tables[] = { { &colour[0] }, { &colour[24] }, { &colour[48] } };
  double pixels[28 * 28];
  const TnuCardTable image = { pixels };
  TnuCardContent content = make_content ("colour", "float32", 3, sizes, tables);
  double x;

  content.is_selected = true;
  content.cursor = (TnuCardCursor){ true, 1, 2, 3, "−1.87", 39 };
  x = draw_card (canvas, &content, 40, y, 736);
  content.is_selected = false;
  content.cursor.is_set = false;
  content.drag = (TnuCardDrag){ true, 0, TNU_SOCKET_FACETS, TNU_SOCKET_SLIDER, 520, 56 };
  draw_card (canvas, &content, x, y + 100, 600);

  for (int i = 0; i < 28 * 28; i++)
    pixels[i] = fmax (0.0, 1.0 - fabs (hypot (i % 28 - 13.5, i / 28 - 13.5) - 8.0) / 3.0);
  content = make_content ("image", "float32", 2, sizes_image, &image);
  content.vmax = 1;
  content.note = "0 … 1";
  draw_card (canvas, &content, 1200, y - 184, 0);
}

static void
draw_sheet (const TnuCanvas *canvas)
{
  tnu_set_token (canvas, TNU_STAGE, 1.0);
  cairo_paint (canvas->cr);
  tnu_lattice (canvas, 0, 0, SHEET_W, SHEET_H);
  tnu_text_show (canvas->text, canvas->cr, TNU_SANS (22, 700), "Tensarium, anatomy", 40, 30,
                 TNU_ALIGN_START, &canvas->theme->colors[TNU_INK1]);
  caption (canvas, "Value cells, by zoom", 40, 58, 420);
  caption (canvas, "Special values", 40, 408, 420);
  caption (canvas, "Chips and badges", 500, 58, 420);
  caption (canvas, "Gradient capsules", 980, 58, 420);
  draw_zooms (canvas);
  draw_specials (canvas);
  draw_chips (canvas);
  draw_gradients (canvas);
  draw_histogram (canvas);
  draw_small_cards (canvas, 540);
  draw_large_cards (canvas, 900);
}

static cairo_status_t
draw_surface (cairo_surface_t *surface, bool is_dark)
{
  cairo_t *cr = cairo_create (surface);
  PangoContext *context = pango_cairo_create_context (cr);
  g_autoptr (TnuText) text = tnu_text_new (context, 1.0);
  TnuCanvas canvas = tnu_canvas_init (cr, tnu_theme_get (is_dark), text);
  cairo_status_t status;

  g_object_unref (context);
  draw_sheet (&canvas);
  status = cairo_status (cr);
  cairo_destroy (cr);
  return status;
}

static char *
dup_path (const char *folder, bool is_dark, const char *end)
{
  g_autofree char *name = g_strdup_printf ("anatomy-%s.%s", is_dark ? "dark" : "light", end);

  return g_build_filename (folder, name, NULL);
}

static bool
is_well (cairo_status_t status, const char *path)
{
  if (status != CAIRO_STATUS_SUCCESS)
    g_printerr ("%s: %s\n", path, cairo_status_to_string (status));
  return status == CAIRO_STATUS_SUCCESS;
}

static bool
write_sheet (const char *folder, bool is_dark, bool as_svg)
{
  g_autofree char *path = dup_path (folder, is_dark, as_svg ? "svg" : "png");
  cairo_surface_t *surface = as_svg
                               ? cairo_svg_surface_create (path, SHEET_W, SHEET_H)
                               : cairo_image_surface_create (CAIRO_FORMAT_RGB24, SHEET_W, SHEET_H);
  cairo_status_t status = draw_surface (surface, is_dark);

  if (status == CAIRO_STATUS_SUCCESS && !as_svg)
    status = cairo_surface_write_to_png (surface, path);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return is_well (status, path);
}

/* ---- reference pictures ---- */

static const guchar *
get_pixel (cairo_surface_t *surface, int x, int y)
{
  return cairo_image_surface_get_data (surface)
         + (gsize) y * (gsize) cairo_image_surface_get_stride (surface) + 4 * (gsize) x;
}

/* The mean of every square of pixels: what a font's version does at an edge is not looked at. */
static cairo_surface_t *
draw_reference (bool is_dark)
{
  cairo_surface_t *sheet = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SHEET_W, SHEET_H);
  cairo_surface_t *small = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SHEET_W / SHRINK,
                                                       SHEET_H / SHRINK);

  draw_surface (sheet, is_dark);
  cairo_surface_flush (sheet);
  cairo_surface_flush (small);
  for (int y = 0; y < SHEET_H / SHRINK; y++)
    for (int x = 0; x < SHEET_W / SHRINK; x++)
      for (int channel = 0; channel < 3; channel++)
        {
          int sum = 0;

          for (int k = 0; k < SHRINK * SHRINK; k++)
            sum += get_pixel (sheet, x * SHRINK + k % SHRINK, y * SHRINK + k / SHRINK)[channel];
          ((guchar *) get_pixel (small, x, y))[channel] = (guchar) (sum / (SHRINK * SHRINK));
        }
  cairo_surface_mark_dirty (small);
  cairo_surface_destroy (sheet);
  return small;
}

static bool
write_reference (const char *folder, bool is_dark)
{
  g_autofree char *path = dup_path (folder, is_dark, "png");
  cairo_surface_t *small = draw_reference (is_dark);
  cairo_status_t status = cairo_surface_write_to_png (small, path);

  cairo_surface_destroy (small);
  return is_well (status, path);
}

static int
count_different (cairo_surface_t *a, cairo_surface_t *b)
{
  int n = 0;

  for (int y = 0; y < SHEET_H / SHRINK; y++)
    for (int x = 0; x < SHEET_W / SHRINK; x++)
      {
        int most = 0;

        for (int channel = 0; channel < 3; channel++)
          most = MAX (most, ABS (get_pixel (a, x, y)[channel] - get_pixel (b, x, y)[channel]));
        n += most > TOLERANCE;
      }
  return n;
}

/* Writes what is drawn today to @folder where it differs from the reference. */
static bool
compare_reference (const char *references, const char *folder, bool is_dark)
{
  g_autofree char *path = dup_path (references, is_dark, "png");
  cairo_surface_t *reference = cairo_image_surface_create_from_png (path);
  cairo_surface_t *now = draw_reference (is_dark);
  bool is_good = is_well (cairo_surface_status (reference), path)
                 && cairo_image_surface_get_width (reference) == SHEET_W / SHRINK
                 && cairo_image_surface_get_height (reference) == SHEET_H / SHRINK;
  const int n = is_good ? count_different (reference, now) : 0;

  if (n > MAX_DIFFERENT)
    {
      g_printerr ("%s: %d pixels differ; what is drawn today is in %s\n", path, n, folder);
      write_sheet (folder, is_dark, false);
      is_good = false;
    }
  cairo_surface_destroy (reference);
  cairo_surface_destroy (now);
  return is_good;
}

int
main (int argc, char **argv)
{
  bool is_good = true;

  if (argc == 4 && g_str_equal (argv[1], "--compare"))
    for (int dark = 0; dark < 2; dark++)
      is_good = compare_reference (argv[2], argv[3], dark) && is_good;
  else if (argc == 3 && g_str_equal (argv[1], "--reference"))
    for (int dark = 0; dark < 2; dark++)
      is_good = write_reference (argv[2], dark) && is_good;
  else if (argc == 2)
    for (int i = 0; is_good && i < 4; i++)
      is_good = write_sheet (argv[1], i & 1, i & 2);
  else
    {
      g_printerr ("usage: anatomy FOLDER | --reference FOLDER | --compare REFERENCES FOLDER\n");
      return 1;
    }
  return is_good ? 0 : 1;
}
