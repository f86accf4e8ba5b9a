/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Tables of so many cells that they are painted into memory first and drawn as one image: the halo
 * under them, cells of few pixels, and blocks. */
#include "ui/draw/cells-private.h"

#include "ui/draw/cell-marks.h"

#define HALO_ALPHA .30
/* A halo is a picture of one pixel per cell; beyond this its light is no longer seen. */
#define HALO_MAX_CELLS 65536

/* ---- halo ---- */

static guint32
halo_pixel (const TnuCanvas *canvas, const TnuCells *cells, int row, int col)
{
  guint8 state = tnu_cells_get_state (cells, row, col);
  double value = tnu_cells_get_colour_value (cells, row, col);
  const TnuColor *color;
  double alpha;

  if (state & (TNU_CELL_GHOST | TNU_CELL_EMPTY) || isnan (value))
    return 0;
  color = tnu_colormap_get_color (canvas->theme, tnu_cells_get_map (cells),
                                  tnu_cells_get_drawn_t (cells, value, state));
  alpha = HALO_ALPHA * fmax (0.0, (fmax (color->r, fmax (color->g, color->b)) - .30) / .7);
  return ((guint32) lround (alpha * 255.0) << 24)
         | ((guint32) lround (color->r * alpha * 255.0) << 16)
         | ((guint32) lround (color->g * alpha * 255.0) << 8)
         | (guint32) lround (color->b * alpha * 255.0);
}

void
tnu_cells_draw_halo (const TnuCanvas *canvas, const TnuCells *cells, const TnuGrid *grid)
{
  cairo_t *cr = canvas->cr;
  double pitch_w = grid->cell_w + grid->gap;
  double pitch_h = grid->cell_h + grid->gap;
  cairo_surface_t *image;
  guint32 *pixels;
  int stride;

  if (!canvas->theme->is_dark || cells->kind == TNU_CELLS_INT || cells->kind == TNU_CELLS_BOOL
      || (gint64) cells->n_rows * cells->n_cols > HALO_MAX_CELLS)
    return;
  image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, cells->n_cols + 2, cells->n_rows + 2);
  cairo_surface_flush (image);
  pixels = (guint32 *) (void *) cairo_image_surface_get_data (image);
  stride = cairo_image_surface_get_stride (image) / 4;
  if (pixels != NULL)
    for (int row = 0; row < cells->n_rows; row++)
      for (int col = 0; col < cells->n_cols; col++)
        pixels[(row + 1) * stride + col + 1] = halo_pixel (canvas, cells, row, col);
  cairo_surface_mark_dirty (image);

  cairo_save (cr);
  cairo_translate (cr, grid->x - grid->gap / 2.0 - pitch_w, grid->y - grid->gap / 2.0 - pitch_h);
  cairo_scale (cr, pitch_w, pitch_h);
  cairo_set_source_surface (cr, image, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_rectangle (cr, 0.0, 0.0, cells->n_cols + 2, cells->n_rows + 2);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (image);
}

/* ---- pixels ---- */

/* Also a cell of few pixels says that its colour is not all of it. */
static void
mark_pixel (const TnuCanvas *canvas, const TnuCells *cells, const TnuGrid *grid, int row, int col)
{
  const double value = tnu_cells_get_colour_value (cells, row, col);
  const double x = grid->x + col * grid->cell_w;
  const double y = grid->y + row * grid->cell_h;
  const int side = tnu_cells_get_clipped_side (cells, value);

  if (tnu_cells_get_state (cells, row, col) & (TNU_CELL_GHOST | TNU_CELL_EMPTY))
    return;
  if (!isfinite (value))
    tnu_mark_alarm (canvas, x, y, grid->cell_w, grid->cell_h);
  else if (side != 0)
    tnu_mark_fold (canvas, x, y, grid->cell_w, grid->cell_h, 0.0, side > 0);
}

void
tnu_cells_draw_pixels (const TnuCanvas *canvas, const TnuCells *cells, const TnuGrid *grid,
                       const TnuCellsVisible *visible)
{
  cairo_t *cr = canvas->cr;
  int n_cols = visible->col1 - visible->col0;
  int n_rows = visible->row1 - visible->row0;
  cairo_surface_t *image;
  guint32 *pixels;
  int stride;

  if (n_cols <= 0 || n_rows <= 0)
    return;
  image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, n_cols, n_rows);
  cairo_surface_flush (image);
  pixels = (guint32 *) (void *) cairo_image_surface_get_data (image);
  stride = cairo_image_surface_get_stride (image) / 4;
  if (pixels != NULL)
    for (int row = 0; row < n_rows; row++)
      for (int col = 0; col < n_cols; col++)
        {
          int r = visible->row0 + row;
          int c = visible->col0 + col;

          pixels[row * stride + col] = tnu_color_pack (tnu_cells_get_plain_fill (
            cells, canvas->theme, tnu_cells_get_colour_value (cells, r, c),
            tnu_cells_get_state (cells, r, c)));
        }
  cairo_surface_mark_dirty (image);

  cairo_save (cr);
  cairo_translate (cr, grid->x + visible->col0 * grid->cell_w,
                   grid->y + visible->row0 * grid->cell_h);
  cairo_scale (cr, grid->cell_w, grid->cell_h);
  cairo_set_source_surface (cr, image, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, 0.0, 0.0, n_cols, n_rows);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (image);

  for (int row = visible->row0; row < visible->row1; row++)
    for (int col = visible->col0; col < visible->col1; col++)
      mark_pixel (canvas, cells, grid, row, col);
  if (!canvas->theme->is_dark)
    {
      tnu_set_token (canvas, TNU_HAIR, 1.0);
      tnu_stroke_inside (canvas, grid->x - 1.0, grid->y - 1.0,
                         tnu_grid_get_width (grid, cells->n_cols) + 2.0,
                         tnu_grid_get_height (grid, cells->n_rows) + 2.0, 0.0, 1.0);
    }
}

/* ---- blocks ---- */

/* How much of every pixel of one cell lies inside its shape, and inside its edge; the same for all
 * cells. */
typedef struct
{
  cairo_surface_t *inside;
  cairo_surface_t *edge; /* NULL: none is drawn */
} Stamp;

static cairo_surface_t *
make_stamp (const TnuGrid *grid, bool is_edge)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_A8, (int) grid->cell_w, (int) grid->cell_h);
  cairo_t *cr = cairo_create (surface);
  const double inset = is_edge ? .5 : 0.0;

  tnu_path_rounded (cr, inset, inset, grid->cell_w - 2.0 * inset, grid->cell_h - 2.0 * inset,
                    fmax (0.0, grid->radius - inset));
  if (is_edge)
    {
      cairo_set_line_width (cr, 1.0);
      cairo_stroke (cr);
    }
  else
    cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static const guint8 *
get_stamp_row (cairo_surface_t *surface, int y)
{
  return cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
}

/* @color with @alpha of 255, as an ARGB pixel. */
static guint32
pack (TnuColor color, guint alpha)
{
  const guint32 opaque = tnu_color_pack (color);

  if (alpha == 255)
    return opaque | 0xff000000;
  return alpha << 24 | ((opaque >> 16 & 255) * alpha / 255) << 16
         | ((opaque >> 8 & 255) * alpha / 255) << 8 | (opaque & 255) * alpha / 255;
}

static void
paint_line (const Stamp *stamp, int y, int width, TnuColor fill, TnuColor edge, guint32 *pixels)
{
  const guint8 *inside = get_stamp_row (stamp->inside, y);
  const guint8 *line = stamp->edge != NULL ? get_stamp_row (stamp->edge, y) : NULL;
  const guint32 plain = pack (fill, 255);

  for (int x = 0; x < width; x++)
    if (inside[x] == 255 && (line == NULL || line[x] == 0))
      pixels[x] = plain;
    else
      {
        const double share = line != NULL ? line[x] / 255.0 * TNU_CELL_LIGHT_EDGE_ALPHA : 0.0;

        pixels[x] = pack (tnu_color_over (edge, share, fill), inside[x]);
      }
}

static void
paint_block (const TnuCanvas *canvas, const TnuCells *cells, const TnuGrid *grid, int row, int col,
             const Stamp *stamp, guint32 *pixels, int stride)
{
  const ptrdiff_t at = tnu_cells_get_place (cells, row, col);
  const double parts[3] = { cells->block_max[at], cells->values[at], cells->block_min[at] };
  const int width = (int) grid->cell_w;
  const int height = (int) grid->cell_h;
  const int quarter = height / 4;
  const int ends[3] = { quarter, height - quarter, height };
  int y = 0;

  for (int part = 0; part < 3; part++)
    {
      const TnuColor fill = tnu_cells_get_plain_fill (cells, canvas->theme, parts[part],
                                                      tnu_cells_get_state (cells, row, col));

      for (; y < ends[part]; y++)
        paint_line (stamp, y, width, fill, canvas->theme->colors[TNU_INK1],
                    pixels + (gsize) y * stride);
    }
}

/* What must stay sharp, or lies outside the shape. */
static void
mark_block (const TnuCanvas *canvas, const TnuCells *cells, const TnuGrid *grid, int row, int col)
{
  const ptrdiff_t at = tnu_cells_get_place (cells, row, col);
  double x;
  double y;

  tnu_grid_get_cell (grid, row, col, &x, &y);
  if (tnu_cells_get_clipped_side (cells, cells->block_max[at]) > 0)
    tnu_mark_fold (canvas, x, y, grid->cell_w, grid->cell_h, grid->radius, true);
  if (tnu_cells_get_clipped_side (cells, cells->block_min[at]) < 0)
    tnu_mark_fold (canvas, x, y, grid->cell_w, grid->cell_h, grid->radius, false);
}

static bool
is_block (const TnuCells *cells, int row, int col)
{
  return !(tnu_cells_get_state (cells, row, col) & (TNU_CELL_GHOST | TNU_CELL_EMPTY));
}

static void
paint_blocks (const TnuCanvas *canvas, const TnuCells *cells, const TnuGrid *grid,
              const TnuCellsVisible *visible, cairo_surface_t *image)
{
  const int pitch_w = (int) (grid->cell_w + grid->gap);
  const int pitch_h = (int) (grid->cell_h + grid->gap);
  const int stride = cairo_image_surface_get_stride (image) / 4;
  guint32 *pixels = (guint32 *) (void *) cairo_image_surface_get_data (image);
  const bool has_edge = !canvas->theme->is_dark && grid->gap > 0.0;
  Stamp stamp = { make_stamp (grid, false), has_edge ? make_stamp (grid, true) : NULL };

  if (pixels != NULL)
    for (int row = visible->row0; row < visible->row1; row++)
      for (int col = visible->col0; col < visible->col1; col++)
        if (is_block (cells, row, col))
          paint_block (canvas, cells, grid, row, col, &stamp,
                       pixels + (gsize) (row - visible->row0) * pitch_h * stride
                         + (gsize) (col - visible->col0) * pitch_w,
                       stride);
  cairo_surface_mark_dirty (image);
  cairo_surface_destroy (stamp.inside);
  g_clear_pointer (&stamp.edge, cairo_surface_destroy);
}

void
tnu_cells_draw_blocks (const TnuCanvas *canvas, const TnuCells *cells, const TnuGrid *grid,
                       const TnuCellsVisible *visible)
{
  cairo_t *cr = canvas->cr;
  const int n_cols = visible->col1 - visible->col0;
  const int n_rows = visible->row1 - visible->row0;
  cairo_surface_t *image;
  double x;
  double y;

  if (n_cols <= 0 || n_rows <= 0)
    return;
  image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) tnu_grid_get_width (grid, n_cols),
                                      (int) tnu_grid_get_height (grid, n_rows));
  cairo_surface_flush (image);
  paint_blocks (canvas, cells, grid, visible, image);
  tnu_grid_get_cell (grid, visible->row0, visible->col0, &x, &y);
  cairo_set_source_surface (cr, image, x, y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_surface_destroy (image);
  for (int row = visible->row0; row < visible->row1; row++)
    for (int col = visible->col0; col < visible->col1; col++)
      if (is_block (cells, row, col))
        mark_block (canvas, cells, grid, row, col);
      else if (tnu_cells_get_state (cells, row, col) & TNU_CELL_GHOST)
        tnu_cells_draw_ghost (canvas, cells, grid, row, col);
}
