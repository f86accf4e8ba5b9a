/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Storage tape
 *
 * The memory of the tensor in the order in which it lies. For a view it never moves, only what is
 * written around it changes: brackets where rows are runs of memory, else every cell's index. For a
 * copy a second tape fills. */
#include "ui/draw/chips.h"
#include "ui/operation/travel-private.h"

#include <math.h>
#include <string.h>

#define MAX_TAPE 64
#define VIEW_HEIGHT 112
#define COPY_HEIGHT 134
#define LEFT 184
#define RIGHT 48
#define CELL_H 27
/* Free px beside an index, so that neighbours stay apart. */
#define INDEX_GAP 6

/* Elements from the first to the last in storage. */
static gint64
get_span (const TnuTravelPicture *self)
{
  gint64 span = 1;
  for (int d = 0; d < self->before.rank; d++)
    span += (self->before.sizes[d] - 1) * self->before_strides[d];
  return span;
}

static gint64
get_position (const TnuTravelPicture *self, gint64 source)
{
  gint64 position = 0;
  for (int d = self->before.rank - 1; d >= 0; d--)
    {
      position += source % self->before.sizes[d] * self->before_strides[d];
      source /= self->before.sizes[d];
    }
  return position;
}

static bool
is_in_order (const TnuTravelPicture *self)
{
  for (int k = 0; k < self->n; k++)
    if (get_position (self, k) != k)
      return false;
  return true;
}

static bool
has_copy (const TnuTravelPicture *self)
{
  return self->refusal == NULL && !self->is_view;
}

static double
get_cell_width (const TnuTravelPicture *self, double w)
{
  gint64 n = get_span (self);
  if (has_copy (self))
    n = MAX (n, tnu_shape_count (&self->after));
  return n <= MAX_TAPE ? floor (MIN (58, (w - LEFT - RIGHT) / (double) n - 2)) : 0;
}

double
tnu_storage_tape_get_height (const TnuTravelPicture *self, double w)
{
  if (self->n == 0 || self->n != self->numel || self->sources != NULL
      || get_cell_width (self, w) < 4)
    return 0;
  return has_copy (self) ? COPY_HEIGHT : VIEW_HEIGHT;
}

/* ---- brackets ---- */

static void
draw_bracket (const TnuCanvas *canvas, double x0, double x1, double y, double tick,
              const char *label, const TnuColor *color)
{
  cairo_t *cr = canvas->cr;
  double middle = (x0 + x1) / 2, half = 0;
  TnuFont font = TNU_MONO (11, 400);
  if (label != NULL && tnu_text_get_width (canvas->text, font, label) + 20 <= x1 - x0)
    {
      half = tnu_text_get_width (canvas->text, font, label) / 2 + 6;
      tnu_text_show (canvas->text, cr, font, label, middle, y, TNU_ALIGN_CENTRE, color);
    }
  tnu_set_color (cr, color, 1);
  cairo_set_line_width (cr, TNU_STROKE_RAIL);
  cairo_move_to (cr, x0 + .75, y + tick);
  cairo_line_to (cr, x0 + .75, y);
  cairo_line_to (cr, middle - half, y);
  cairo_move_to (cr, middle + half, y);
  cairo_line_to (cr, x1 - .75, y);
  cairo_line_to (cr, x1 - .75, y + tick);
  cairo_stroke (cr);
}

/* Rows of @shape as runs of @n numbers; what is beyond them has no place. */
static void
draw_brackets (const TnuCanvas *canvas, const TnuShape *shape, const int *axes, gint64 n,
               const TnuGrid *grid, double y, double tick)
{
  gint64 length = shape->rank > 0 ? MAX (shape->sizes[shape->rank - 1], 1) : 1;
  gint64 n_rows = MAX (tnu_shape_count (shape) / length, 1);
  double pitch = grid->cell_w + grid->gap;
  int dim = MAX (shape->rank - 2, 0);
  const TnuColor *color
      = tnu_theme_get_axis_color (canvas->theme, axes != NULL && shape->rank > 0 ? axes[dim] : dim);
  for (gint64 row = 0; row < n_rows && row * length < n; row++)
    {
      g_autofree char *label
          = n_rows == 1 ? g_strdup ("one row")
                        : g_strdup_printf ("row %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, row,
                                           n_rows);
      gint64 end = MIN ((row + 1) * length, n);
      draw_bracket (canvas, grid->x + (double) (row * length) * pitch,
                    grid->x + (double) end * pitch - grid->gap, y, tick, label, color);
    }
  gint64 placed = n_rows * length;
  if (placed < n)
    {
      g_autofree char *label = g_strdup_printf ("%" G_GINT64_FORMAT " left over", n - placed);
      draw_bracket (canvas, grid->x + (double) placed * pitch,
                    grid->x + (double) n * pitch - grid->gap, y, tick, label,
                    &canvas->theme->colors[TNU_ERR]);
    }
}

/* ---- indices ---- */

static void
draw_index (const TnuCanvas *canvas, const TnuShape *shape, const int *axes, gint64 element,
            const TnuGrid *grid, gint64 position, double y)
{
  TnuFont font = TNU_MONO (TNU_FONT_CAPS, 400);
  gint64 index[TNU_SHAPE_MAX_RANK];
  g_autoptr (GString) plain = g_string_new (NULL);
  for (int d = shape->rank - 1; d >= 0; d--)
    {
      index[d] = element % shape->sizes[d];
      element /= shape->sizes[d];
    }
  for (int d = 0; d < shape->rank; d++)
    g_string_append_printf (plain, "%s%" G_GINT64_FORMAT, d > 0 ? "," : "", index[d]);
  double width = tnu_text_get_width (canvas->text, TNU_MONO (TNU_FONT_CAPS, 700), plain->str);
  if (width + INDEX_GAP > grid->cell_w)
    return;
  tnu_travel_draw_numbers (canvas, font, index, shape->rank, axes, "",
                           grid->x + (double) position * (grid->cell_w + grid->gap)
                               + (grid->cell_w - width) / 2,
                           y);
}

/* What x calls its cells: the first element that lies there. */
static void
draw_old_indices (const TnuTravelPicture *self, const TnuCanvas *canvas, const TnuGrid *grid,
                  double y)
{
  bool is_named[MAX_TAPE] = { false };
  for (int k = 0; k < self->n; k++)
    {
      gint64 position = get_position (self, k);
      if (!is_named[position])
        draw_index (canvas, &self->before, NULL, k, grid, position, y);
      is_named[position] = true;
    }
}

static void
draw_new_indices (const TnuTravelPicture *self, const TnuCanvas *canvas, const TnuGrid *grid,
                  double y)
{
  gint64 n_copies = tnu_travel_count_copies (&self->travel);
  for (int k = 0; k < self->n && n_copies > 0; k++)
    {
      gint64 position = get_position (self, k);
      if (n_copies == 1)
        {
          draw_index (canvas, &self->after, self->axes, tnu_travel_get_place (&self->travel, k, 0),
                      grid, position, y);
          continue;
        }
      g_autofree char *label = g_strdup_printf ("× %" G_GINT64_FORMAT, n_copies);
      if (tnu_text_get_width (canvas->text, TNU_MONO (11, 400), label) <= grid->cell_w)
        tnu_text_show (canvas->text, canvas->cr, TNU_MONO (11, 400), label,
                       grid->x + (double) position * (grid->cell_w + grid->gap) + grid->cell_w / 2,
                       y, TNU_ALIGN_CENTRE, &canvas->theme->colors[TNU_INK2]);
    }
}

/* ---- the tapes ---- */

static void
draw_caption (const TnuCanvas *canvas, const char *title, const char *note, double y)
{
  tnu_caps_draw (canvas, title, 48, y + 7);
  tnu_text_show (canvas->text, canvas->cr, TNU_SANS (TNU_FONT_NOTE, 400), note, 48, y + 24,
                 TNU_ALIGN_START, &canvas->theme->colors[TNU_INK3]);
}

static void
draw_tape (const TnuTravelPicture *self, const TnuCanvas *canvas, const double *values,
           const guint8 *states, int n, double cell_w, double y, TnuGrid *grid)
{
  TnuCells cells = tnu_travel_get_cells (self, n);
  cells.values = values;
  cells.states = states;
  tnu_grid_init (grid, canvas->text, &cells, LEFT, y, cell_w, CELL_H);
  grid->gap = 2;
  tnu_cells_draw (canvas, &cells, grid, TNU_STAGE);
}

static void
draw_old_tape (const TnuTravelPicture *self, const TnuCanvas *canvas, double cell_w, double y,
               TnuGrid *grid)
{
  double values[MAX_TAPE] = { 0 };
  guint8 states[MAX_TAPE];
  memset (states, TNU_CELL_GHOST | TNU_CELL_EMPTY, sizeof states);
  for (int k = 0; k < self->n; k++)
    {
      gint64 position = get_position (self, k);
      values[position] = self->values[k];
      states[position] = 0;
    }
  draw_tape (self, canvas, values, states, (int) get_span (self), cell_w, y, grid);
}

static void
draw_new_tape (const TnuTravelPicture *self, const TnuCanvas *canvas, double cell_w, double y,
               TnuGrid *grid)
{
  double values[MAX_TAPE] = { 0 };
  guint8 states[MAX_TAPE] = { 0 };
  for (int k = 0; k < self->n_elements; k++)
    {
      const TnuTravelElement *element = &self->elements[k];
      values[element->place] = self->values[element->value];
      states[element->place]
          = tnu_travel_get_time (self, element) < 1 ? TNU_CELL_GHOST | TNU_CELL_EMPTY : 0;
    }
  if (self->n_elements > 0)
    draw_tape (self, canvas, values, states, self->n_elements, cell_w, y, grid);
}

static void
draw_view (const TnuTravelPicture *self, const TnuCanvas *canvas, double cell_w, double top)
{
  TnuGrid grid;
  bool is_ordered = is_in_order (self);
  double below = top + 34 + CELL_H + 14;
  draw_caption (canvas, "STORAGE", "never moves", top + 34);
  draw_old_tape (self, canvas, cell_w, top + 34, &grid);
  if (is_ordered)
    draw_brackets (canvas, &self->before, NULL, self->n, &grid, top + 20, 8);
  else
    draw_old_indices (self, canvas, &grid, top + 24);
  if (self->refusal == NULL ? is_ordered && self->travel.keeps_order
                                  && tnu_travel_count_copies (&self->travel) == 1
                            : is_ordered && self->wanted != NULL)
    draw_brackets (canvas, &self->after, self->axes, self->n, &grid, below, -8);
  else if (self->refusal == NULL)
    draw_new_indices (self, canvas, &grid, below);
}

static void
draw_copy (const TnuTravelPicture *self, const TnuCanvas *canvas, double cell_w, double top)
{
  TnuGrid grid;
  draw_caption (canvas, "STORAGE", "stays as it is", top + 32);
  draw_old_tape (self, canvas, cell_w, top + 32, &grid);
  if (is_in_order (self))
    draw_brackets (canvas, &self->before, NULL, self->n, &grid, top + 20, 8);
  else
    draw_old_indices (self, canvas, &grid, top + 22);
  draw_caption (canvas, "NEW STORAGE", "of the copy", top + 74);
  if (self->n_elements == 0)
    return;
  draw_new_tape (self, canvas, cell_w, top + 74, &grid);
  draw_brackets (canvas, &self->after, self->axes, self->n_elements, &grid,
                 top + 74 + CELL_H + 14, -8);
}

void
tnu_storage_tape_draw (const TnuTravelPicture *self, const TnuCanvas *canvas, double w, double top)
{
  double cell_w = get_cell_width (self, w);
  if (has_copy (self))
    draw_copy (self, canvas, cell_w, top);
  else
    draw_view (self, canvas, cell_w, top);
}
