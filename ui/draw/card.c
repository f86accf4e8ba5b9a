/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/draw/card-private.h"
#include "ui/draw/cell-marks.h"
#include "ui/draw/picture.h"

#include <math.h>

#define TITLE_ALPHA .55
#define SELECTED_GLOW 10.0
#define SELECTED_GLOW_ALPHA .28
#define SELECTED_RING 3.0
#define SELECTED_RING_ALPHA .09
#define BRACKET_DISTANCE 7.0
#define BRACKET_LENGTH 8.0

static void
draw_plate (const TnuCanvas *canvas, const TnuCardContent *content, const TnuCardLayout *layout,
            double x, double y)
{
  static const TnuColor black = { 0.0, 0.0, 0.0, 1.0 };
  const TnuTheme *theme = canvas->theme;
  const TnuColor *star = &theme->colors[TNU_STAR];
  double radius = tnu_px (canvas->text, TNU_RADIUS_CARD);
  double w = layout->width;
  double h = layout->height;

  if (theme->is_dark)
    tnu_glow (canvas, x, y + 2.0, w, h, radius, 10.0, &black, .20);
  else
    tnu_fill_rounded (canvas, x, y + 1.0, w, h, radius, &theme->colors[TNU_INK1], .045);
  if (content->is_selected && theme->is_dark)
    tnu_glow (canvas, x, y, w, h, radius, SELECTED_GLOW, star, SELECTED_GLOW_ALPHA);
  else if (content->is_selected)
    {
      tnu_set_color (canvas->cr, star, SELECTED_RING_ALPHA);
      tnu_stroke_inside (canvas, x - SELECTED_RING, y - SELECTED_RING, w + 2 * SELECTED_RING,
                         h + 2 * SELECTED_RING, radius + SELECTED_RING, SELECTED_RING);
    }

  tnu_fill_rounded (canvas, x, y, w, h, radius, &theme->colors[TNU_CARD], 1.0);
  tnu_set_token (canvas, content->is_selected ? TNU_STAR : TNU_HAIR, 1.0);
  tnu_stroke_inside (canvas, x, y, w, h, radius,
                     content->is_selected ? TNU_STROKE_SELECTION : 1.0);
}

/* "i = 1" over a table, with a line in the axis's colour; bright when the cursor is in it. */
static void
draw_title (const TnuCanvas *canvas, const TnuCardContent *content, const TnuGrid *grid,
            int facet, double ruler)
{
  TnuText *text = canvas->text;
  int dim = content->map.dims[TNU_SOCKET_FACETS];
  const TnuColor *color = tnu_theme_get_axis_color (canvas->theme, dim);
  bool is_current = content->cursor.is_set && content->cursor.facet == facet;
  const char letter[2] = { tnu_axis_get_letter (dim), '\0' };
  double line = grid->y - ruler - tnu_px (text, 9.0);
  double middle = line - tnu_px (text, 9.0);
  char rest[32];
  double x = grid->x;

  g_snprintf (rest, sizeof rest, " = %d", facet);
  x += tnu_text_show (text, canvas->cr, TNU_MONO (11, 700), letter, x, middle, TNU_ALIGN_START,
                      color);
  tnu_text_show (text, canvas->cr, TNU_MONO (11, is_current ? 700 : 400), rest, x, middle,
                 TNU_ALIGN_START, &canvas->theme->colors[is_current ? TNU_INK1 : TNU_INK2]);
  tnu_hline (canvas->cr, grid->x, grid->x + tnu_grid_get_width (grid, content->window.n_cols),
             line, color, is_current ? 1.0 : TITLE_ALPHA);
}

/* Four corners around the cell that the keyboard moves. */
static void
draw_brackets (const TnuCanvas *canvas, const TnuGrid *grid, int row, int col)
{
  cairo_t *cr = canvas->cr;
  double out = tnu_px (canvas->text, BRACKET_DISTANCE);
  double arm = tnu_px (canvas->text, BRACKET_LENGTH);
  double x;
  double y;

  tnu_grid_get_cell (grid, row, col, &x, &y);
  for (int side = 0; side < 4; side++)
    {
      double sx = side & 1 ? -1.0 : 1.0;
      double sy = side & 2 ? -1.0 : 1.0;
      double cx = side & 1 ? x + grid->cell_w + out : x - out;
      double cy = side & 2 ? y + grid->cell_h + out : y - out;

      cairo_move_to (cr, cx + sx * arm, cy);
      cairo_line_to (cr, cx, cy);
      cairo_line_to (cr, cx, cy + sy * arm);
    }
  tnu_set_token (canvas, TNU_STAR, 1.0);
  cairo_set_line_width (cr, TNU_STROKE_RING);
  cairo_stroke (cr);
}

static void
draw_picture (const TnuCanvas *canvas, const TnuCardContent *content, const TnuGrid *grid,
              int facet)
{
  const TnuCardWindow *window = &content->window;
  const TnuCardCursor *cursor = &content->cursor;
  double x;
  double y;

  tnu_picture_draw (canvas, &content->tables[facet * window->n_channels], window->n_channels,
                    window->n_rows, window->n_cols, content->white, grid);
  if (!cursor->is_set || cursor->facet != facet)
    return;
  tnu_grid_get_cell (grid, cursor->row, cursor->col, &x, &y);
  tnu_ring_draw (canvas, x, y, grid->cell_w, grid->cell_h, 0.0, TNU_CARD);
}

static void
draw_table (const TnuCanvas *canvas, const TnuCardContent *content, const TnuCardLayout *layout,
            int facet, double x, double y)
{
  TnuGrid grid = layout->grids[facet];
  TnuRulers rulers = layout->rulers;
  const TnuCardCursor *cursor = &content->cursor;
  bool has_cursor = cursor->is_set && cursor->facet == facet;
  double ruler = rulers.col_dim >= 0 ? tnu_px (canvas->text, TNU_RULER) : 0.0;
  TnuCells cells;

  grid.x += x;
  grid.y += y;
  /* Columns are marked in the table of the cursor, rows at the left edge of every line. */
  if (!has_cursor)
    rulers.marked.n_cols = 0;
  if (layout->grids[facet].x > layout->grids[0].x)
    rulers.row_dim = -1;
  if (layout->has_titles)
    draw_title (canvas, content, &grid, facet, ruler);
  tnu_rulers_draw (canvas, &rulers, &grid, content->window.n_rows, content->window.n_cols);

  if (content->tables != NULL && content->map.n_channels > 0)
    draw_picture (canvas, content, &grid, facet);
  else if (content->tables != NULL)
    {
      tnu_card_get_cells (content, &content->tables[facet], &layout->format, false, &cells);
      if (has_cursor && content->rank > 0)
        cells.current = (TnuCellRun){ cursor->row, cursor->col, 1, 1 };
      tnu_cells_draw (canvas, &cells, &grid, TNU_CARD);
    }
  if (layout->grad_grids != NULL)
    {
      TnuGrid grad = layout->grad_grids[facet];

      grad.x += x;
      grad.y += y;
      tnu_card_get_cells (content, content->grads != NULL ? &content->grads[facet] : NULL,
                          &layout->grad_format, true, &cells);
      tnu_cells_draw (canvas, &cells, &grad, TNU_CARD);
    }
  if (content->box != NULL)
    tnu_card_draw_box (canvas, content, &grid, facet);
  if (has_cursor && content->has_focus)
    draw_brackets (canvas, &grid, cursor->row, cursor->col);
}

/* The scale in the place that wrapped facets leave free. */
static void
draw_scale (const TnuCanvas *canvas, const TnuCardContent *content, const TnuRect *place)
{
  TnuText *text = canvas->text;
  TnuFont font = TNU_MONO (TNU_FONT_NOTE, 400);
  const TnuColor *ink = &canvas->theme->colors[TNU_INK2];
  double pad = tnu_px (text, TNU_UNIT);
  double x = place->x + pad;
  double w = fmin (place->w - 2.0 * pad, tnu_px (text, 288.0));
  double y = place->y + place->h / 2.0;
  double h = tnu_px (text, 10.0);
  TnuColorScale scale = content->scale != NULL ? *content->scale
                                               : tnu_color_scale_new (content->vmax);
  char end[TNU_NUMBER_SIZE];

  if (content->kind == TNU_CELLS_BOOL || content->map.n_channels > 0)
    return;
  tnu_cells_draw_ramp (canvas, content->is_gradient ? TNU_MAP_GRADIENTS : TNU_MAP_VALUES, &scale,
                       scale.low, scale.high, 1.0, round (x), round (y - h / 2.0), round (w), h);
  y += h / 2.0 + tnu_px (text, 12.0);
  tnu_number_print_plain (scale.low, end);
  tnu_text_show (text, canvas->cr, font, end, x, y, TNU_ALIGN_START, ink);
  if (!scale.is_sequential)
    tnu_text_show (text, canvas->cr, font, "0", x + w / 2.0, y, TNU_ALIGN_CENTRE, ink);
  tnu_number_print_plain (scale.high, end);
  tnu_text_show (text, canvas->cr, font, end, x + w, y, TNU_ALIGN_END, ink);
}

/* "2 beyond ±3". */
static char *
dup_beyond (const TnuCardContent *content)
{
  const TnuColorScale *scale = content->scale;
  char low[TNU_NUMBER_SIZE];
  char high[TNU_NUMBER_SIZE];

  tnu_number_print_plain (scale != NULL ? scale->high : content->vmax, high);
  if (scale == NULL || !scale->is_sequential)
    return g_strdup_printf ("%" G_GINT64_FORMAT " beyond ±%s", content->n_clipped, high);
  tnu_number_print_plain (scale->low, low);
  return g_strdup_printf ("%" G_GINT64_FORMAT " beyond %s … %s", content->n_clipped, low, high);
}

/* What the chevrons and folded corners of the table mean, each as a small cell with a count. */
static void
draw_legend (const TnuCanvas *canvas, const TnuCardContent *content, const TnuRect *place)
{
  TnuText *text = canvas->text;
  const TnuTheme *theme = canvas->theme;
  const TnuColor *fill = tnu_colormap_get_color (theme, TNU_MAP_VALUES, 1.0);
  const TnuColor *ink = tnu_colormap_get_ink (theme, TNU_MAP_VALUES, 1.0);
  double w = tnu_px (text, 20.0);
  double h = tnu_px (text, 16.0);
  double step = tnu_px (text, 27.0);
  double y = place->y + tnu_px (text, 4.0);
  double radius = tnu_px (text, TNU_RADIUS_CELL);
  g_autofree char *beyond = dup_beyond (content);
  g_autofree char *infinite = g_strdup_printf ("%" G_GINT64_FORMAT " infinite",
                                               content->n_infinite);

  for (int i = 0; i < 2; i++)
    {
      gint64 n = i == 0 ? content->n_infinite : content->n_clipped;

      if (n == 0)
        continue;
      tnu_fill_rounded (canvas, place->x, y, w, h, radius, fill, 1.0);
      if (i == 0)
        tnu_mark_infinite (canvas, place->x, y, w, h, radius, 0.0, true, ink);
      else
        tnu_mark_fold (canvas, place->x, y, w, h, radius, true);
      tnu_text_show (text, canvas->cr, TNU_SANS (TNU_FONT_NOTE, 400), i == 0 ? infinite : beyond,
                     place->x + w + tnu_px (text, TNU_UNIT), y + h / 2.0, TNU_ALIGN_START,
                     &theme->colors[TNU_INK2]);
      y += step;
    }
}

/* "0 … 1 · "; empty when the numbers are not known. */
static char *
dup_range (const TnuCardContent *content)
{
  char low[TNU_NUMBER_SIZE];
  char high[TNU_NUMBER_SIZE];

  if (content->kind == TNU_CELLS_BOOL || content->map.n_channels > 0
      || !(content->high > content->low))
    return g_strdup ("");
  tnu_number_print_short (content->low, low);
  tnu_number_print_short (content->high, high);
  return g_strdup_printf ("%s … %s · ", low, high);
}

/* What a cell is, where it is not one readable number. */
static char *
dup_cell_size (const TnuCardContent *content, const TnuCardLayout *layout)
{
  const TnuCardWindow *window = &content->window;
  gint64 n_facets = tnu_card_get_size (content, TNU_SOCKET_FACETS);
  g_autofree char *range = dup_range (content);

  if (tnu_card_is_empty (content))
    return g_strdup ("no elements");
  if (n_facets > window->n_facets)
    return g_strdup_printf ("%d of %" G_GINT64_FORMAT " tables", window->n_facets, n_facets);
  if (content->map.dims[TNU_SOCKET_ROWS] < 0 && window->col_step > 1)
    return g_strdup_printf ("%s1 cell = %" G_GINT64_FORMAT " elements", range, window->col_step);
  if (window->row_step > 1 || window->col_step > 1)
    return g_strdup_printf ("%s1 cell = %" G_GINT64_FORMAT " × %" G_GINT64_FORMAT " elements",
                            range, window->row_step, window->col_step);
  if (layout->n_tables > 0 && layout->grids[0].zoom == TNU_ZOOM_PIXEL)
    return g_strdup_printf ("%s1 cell = %g px", range, layout->grids[0].cell_w);
  if (content->rank == 0 && content->note == NULL)
    return g_strdup ("one number, no axes");
  return NULL;
}

/* The legend counts what lies beyond the scale; without room for one the footer does. */
static char *
dup_cell_fact (const TnuCardContent *content, const TnuCardLayout *layout)
{
  g_autofree char *size = dup_cell_size (content, layout);
  g_autofree char *beyond = content->n_clipped > 0 && layout->legend.w <= 0.0
                              ? dup_beyond (content)
                              : NULL;

  if (beyond == NULL)
    return g_steal_pointer (&size);
  if (size == NULL)
    return g_steal_pointer (&beyond);
  return g_strdup_printf ("%s · %s", beyond, size);
}

bool
tnu_card_has_footer (const TnuCardContent *content, const TnuCardLayout *layout)
{
  g_autofree char *fact = dup_cell_fact (content, layout);

  return content->note != NULL || fact != NULL;
}

static void
draw_footer (const TnuCanvas *canvas, const TnuCardContent *content, const TnuCardLayout *layout,
             double x, double y)
{
  TnuText *text = canvas->text;
  TnuFont font = TNU_SANS (TNU_FONT_NOTE, 400);
  const TnuColor *ink = &canvas->theme->colors[TNU_INK3];
  double left = x + tnu_px (text, TNU_CARD_PADDING);
  double right = x + layout->width - tnu_px (text, TNU_CARD_PADDING);
  double middle = y + layout->footer;
  g_autofree char *fact = dup_cell_fact (content, layout);

  if (content->rank == 0)
    {
      tnu_text_show (text, canvas->cr, font, content->note != NULL ? content->note : fact,
                     x + layout->width / 2.0, middle, TNU_ALIGN_CENTRE, ink);
      return;
    }
  if (fact != NULL)
    right -= tnu_text_show (text, canvas->cr, font, fact, right, middle, TNU_ALIGN_END, ink)
             + tnu_px (text, TNU_UNIT);
  if (!layout->dtype_in_header)
    left += tnu_text_show_within (text, canvas->cr, TNU_MONO (TNU_FONT_NOTE, 400),
                                  content->dtype, left, middle, right - left, ink)
            + tnu_px (text, TNU_UNIT);
  if (content->note != NULL)
    tnu_text_show_within (text, canvas->cr, font, content->note, left, middle, right - left, ink);
}

void
tnu_card_draw (const TnuCanvas *canvas, const TnuCardContent *content,
               const TnuCardLayout *layout, double x, double y)
{
  draw_plate (canvas, content, layout, x, y);
  cairo_save (canvas->cr);
  tnu_path_rounded (canvas->cr, x, y, layout->width, layout->height,
                    tnu_px (canvas->text, TNU_RADIUS_CARD));
  cairo_clip (canvas->cr);
  tnu_card_draw_header (canvas, content, layout, x, y);
  tnu_card_draw_axis_bar (canvas, content, layout, x, y);
  for (int facet = 0; facet < layout->n_tables; facet++)
    draw_table (canvas, content, layout, facet, x, y);
  if (layout->free_place.w > 0.0)
    {
      TnuRect place = layout->free_place;

      place.x += x;
      place.y += y;
      draw_scale (canvas, content, &place);
    }
  if (layout->legend.w > 0.0)
    {
      TnuRect place = layout->legend;

      place.x += x;
      place.y += y;
      draw_legend (canvas, content, &place);
    }
  if (layout->footer > 0.0)
    draw_footer (canvas, content, layout, x, y);
  cairo_restore (canvas->cr);
  tnu_card_draw_drag (canvas, content, layout, x, y);
}

static bool
rect_has (const TnuRect *rect, double x, double y)
{
  return rect->w > 0.0 && x >= rect->x && x < rect->x + rect->w && y >= rect->y
         && y < rect->y + rect->h;
}

static bool
hit_tables (const TnuCardContent *content, const TnuCardLayout *layout, const TnuGrid *grids,
            double x, double y, TnuCardHit *hit)
{
  for (int facet = 0; grids != NULL && facet < layout->n_tables; facet++)
    if (tnu_grid_hit (&grids[facet], MAX (1, content->window.n_rows),
                      MAX (1, content->window.n_cols), x, y, &hit->row, &hit->col))
      {
        hit->facet = facet;
        return true;
      }
  return false;
}

static void
hit_slider (TnuText *text, const TnuCardContent *content, const TnuCardLayout *layout, double x,
            TnuCardHit *hit)
{
  gint64 last = tnu_card_get_size (content, TNU_SOCKET_SLIDER) - 1;
  double x0;
  double x1;

  tnu_card_get_trough (text, content, layout, &x0, &x1);
  hit->part = TNU_HIT_SLIDER;
  hit->slider_index = (gint64) llround (CLAMP ((x - x0) / fmax (1.0, x1 - x0), 0.0, 1.0)
                                        * (double) last);
}

void
tnu_card_hit (TnuText *text, const TnuCardContent *content, const TnuCardLayout *layout, double x,
              double y, TnuCardHit *hit)
{
  const TnuRect whole = { 0.0, 0.0, layout->width, layout->height };

  *hit = (TnuCardHit){ .dim = -1 };
  if (!rect_has (&whole, x, y))
    return;
  hit->part = y < layout->header ? TNU_HIT_HEADER : TNU_HIT_BODY;
  if (hit->part == TNU_HIT_HEADER && tnu_card_hit_picture (text, content, layout, x))
    hit->part = TNU_HIT_PICTURE;
  for (TnuSocket socket = 0; socket < TNU_N_SOCKETS; socket++)
    {
      const TnuRect *rect = &layout->sockets[socket];
      int dim = content->map.dims[socket];

      if (!rect_has (rect, x, y))
        continue;
      hit->part = TNU_HIT_SOCKET;
      hit->socket = socket;
      hit->dim = dim;
      if (dim >= 0
          && x >= rect->x + rect->w - tnu_px (text, 4.0)
                    - tnu_drag_chip_get_width (text, dim, content->sizes[dim]))
        hit->part = TNU_HIT_CHIP;
      return;
    }
  if (rect_has (&layout->slider, x, y))
    hit_slider (text, content, layout, x, hit);
  else if (hit_tables (content, layout, layout->grids, x, y, hit))
    hit->part = TNU_HIT_CELL;
  else if (hit_tables (content, layout, layout->grad_grids, x, y, hit))
    hit->part = TNU_HIT_GRADIENT;
}

void
tnu_card_get_index (const TnuCardContent *content, int facet, int row, int col, gint64 *index)
{
  const TnuCardWindow *window = &content->window;
  const int *dims = content->map.dims;

  for (int dim = 0; dim < content->rank; dim++)
    index[dim] = content->index == NULL ? 0 : content->index[dim];
  if (dims[TNU_SOCKET_ROWS] >= 0)
    index[dims[TNU_SOCKET_ROWS]] = window->first_row + row * window->row_step;
  if (dims[TNU_SOCKET_COLUMNS] >= 0)
    index[dims[TNU_SOCKET_COLUMNS]] = window->first_col + col * window->col_step;
  if (dims[TNU_SOCKET_FACETS] >= 0)
    index[dims[TNU_SOCKET_FACETS]] = facet;
  if (dims[TNU_SOCKET_FOLD] >= 0 && dims[TNU_SOCKET_FOLD] < content->rank)
    index[dims[TNU_SOCKET_FOLD]] = -1;
  if (content->map.n_channels > 1)
    index[content->map.channel_dim] = -1;
}

TnuRect
tnu_card_get_cell_rect (const TnuCardLayout *layout, int facet, int row, int col)
{
  TnuRect rect = { 0 };

  if (facet < 0 || facet >= layout->n_tables)
    return rect;
  tnu_grid_get_cell (&layout->grids[facet], row, col, &rect.x, &rect.y);
  rect.w = layout->grids[facet].cell_w;
  rect.h = layout->grids[facet].cell_h;
  return rect;
}
