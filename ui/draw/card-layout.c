/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* From a width to places. The one decision is the size of a cell: as few lines of facets as keep
 * the numbers readable; where no number fits, ticks; then pixels. What does not fit at 4 px a
 * cell was already read as blocks (tnu_card_plan_window). */
#include "ui/draw/card-private.h"

#include <math.h>

#define MAX_FACETS 12
#define PIXEL_MIN 4.0
#define PIXEL_USUAL 6.0
#define PIXEL_MAX 9.0
#define BLOCK_MIN 8.0
#define STRIP_HEIGHT 24.0
#define LEVEL_MIN 10.0
#define LEVEL_USUAL 18.0
#define CELL_GAP 2.0
#define READING_HEIGHT 27.0
#define READING_HEIGHT_FACETS 24.0
#define LONE_W 96.0
#define LONE_H 48.0
#define FACET_SPACE 14.0
#define TITLE_HEIGHT 28.0
#define SLIDER_HEIGHT 28.0
#define SOCKET_MIN_WIDTH 128.0
#define FOOTER_HEIGHT 24.0
#define LEGEND_WIDTH 104.0
#define MIN_SCALE_WIDTH 120.0
#define FILLING_FACETS 3
#define PICTURE_MIN 128.0
#define PIXEL_LARGE 12.0
/* How far cells may grow beyond what their numbers need when the card is wide. */
#define MAX_STRETCH 1.7

typedef struct
{
  double cell_w;
  double cell_h;
  int per_line; /* facets side by side */
} Choice;

typedef struct
{
  TnuText *text;
  const TnuCardContent *content;
  TnuCells cells; /* what all tables share */
  double row_ruler;
  double max_height;
} Measure;

void
tnu_axis_map_init (TnuAxisMap *self, int rank)
{
  self->dims[TNU_SOCKET_COLUMNS] = rank >= 1 ? rank - 1 : -1;
  self->dims[TNU_SOCKET_ROWS] = rank >= 2 ? rank - 2 : -1;
  self->dims[TNU_SOCKET_FACETS] = rank >= 3 ? rank - 3 : -1;
  self->dims[TNU_SOCKET_SLIDER] = rank >= 4 ? rank - 4 : -1;
  self->dims[TNU_SOCKET_FOLD] = -1;
  self->fold = TNU_FOLD_MEAN;
  self->channel_dim = -1;
  self->n_channels = 0;
}

const char *
tnu_fold_get_name (TnuFold fold)
{
  static const char *const names[TNU_N_FOLDS] = { "mean", "min", "max", "sum" };

  return names[fold];
}

void
tnu_axis_map_move (TnuAxisMap *self, TnuSocket from, TnuSocket to)
{
  int dim = self->dims[from];

  self->dims[from] = self->dims[to];
  self->dims[to] = dim;
}

/* From columns to slider: the first empty socket whose successors are not takes what follows it. */
static void
close_up (TnuAxisMap *self)
{
  static const TnuSocket order[] = { TNU_SOCKET_COLUMNS, TNU_SOCKET_ROWS, TNU_SOCKET_FACETS,
                                     TNU_SOCKET_SLIDER };

  for (size_t i = 0; i + 1 < G_N_ELEMENTS (order); i++)
    if (self->dims[order[i]] < 0)
      tnu_axis_map_move (self, order[i + 1], order[i]);
}

void
tnu_axis_map_fold (TnuAxisMap *self, int dim, TnuFold fold)
{
  self->fold = fold;
  if (self->dims[TNU_SOCKET_FOLD] == dim)
    return;
  tnu_axis_map_unfold (self);
  for (int i = 0; i < TNU_N_SOCKETS; i++)
    if (self->dims[i] == dim)
      self->dims[i] = -1;
  self->dims[TNU_SOCKET_FOLD] = dim;
  close_up (self);
}

void
tnu_axis_map_unfold (TnuAxisMap *self)
{
  static const TnuSocket order[] = { TNU_SOCKET_ROWS, TNU_SOCKET_COLUMNS, TNU_SOCKET_FACETS,
                                     TNU_SOCKET_SLIDER };

  for (size_t i = 0; i < G_N_ELEMENTS (order) && self->dims[TNU_SOCKET_FOLD] >= 0; i++)
    if (self->dims[order[i]] < 0)
      tnu_axis_map_move (self, TNU_SOCKET_FOLD, order[i]);
  self->dims[TNU_SOCKET_FOLD] = -1;
}

gint64
tnu_card_get_size (const TnuCardContent *content, TnuSocket socket)
{
  int dim = content->map.dims[socket];

  return dim < 0 ? 1 : content->sizes[dim];
}

bool
tnu_card_has_axis_bar (const TnuCardContent *content)
{
  if (content->map.n_channels > 0)
    return false;
  for (int dim = 0; dim < content->rank; dim++)
    if (dim != content->map.dims[TNU_SOCKET_ROWS] && dim != content->map.dims[TNU_SOCKET_COLUMNS]
        && content->sizes[dim] > 1)
      return true;
  return content->drag.is_set;
}

bool
tnu_card_is_empty (const TnuCardContent *content)
{
  for (int dim = 0; dim < content->rank; dim++)
    if (content->sizes[dim] == 0)
      return true;
  return false;
}

static double
usable_height (TnuText *text, double max_height)
{
  return max_height > 0.0 ? max_height : tnu_px (text, TNU_CARD_TABLE_HEIGHT);
}

/* Cells of one axis and how many elements each holds. */
static void
plan_axis (TnuText *text, gint64 size, double room, gint64 *step, int *n_cells)
{
  double as_pixels = floor (room / tnu_px (text, PIXEL_MIN));
  double as_blocks = fmax (1.0, floor (room / tnu_px (text, BLOCK_MIN)));

  *step = size <= as_pixels ? 1 : (gint64) ceil (size / as_blocks);
  *n_cells = (int) ((size + *step - 1) / *step);
}

/* px of a picture that shares a card of @width with others. */
static void
get_picture_room (TnuText *text, const TnuCardContent *content, double width, double max_height,
                  double *w, double *h, int *per_line)
{
  gint64 n = MIN (tnu_card_get_size (content, TNU_SOCKET_FACETS), MAX_FACETS);
  double inner = width - 2.0 * tnu_px (text, TNU_CARD_PADDING) - 2.0 * tnu_px (text, TNU_RULER);
  double space = tnu_px (text, FACET_SPACE);
  double least = tnu_px (text, PICTURE_MIN) + space;

  *per_line = (int) CLAMP (floor ((inner + space) / least), 1, MAX (n, 1));
  *w = fmax (1.0, floor ((inner + space) / *per_line - space));
  *h = n > 1 ? fmin (usable_height (text, max_height), fmax (*w, least))
             : usable_height (text, max_height);
}

/* Pixels are square: both axes have the same step. */
static void
plan_picture (TnuText *text, const TnuCardContent *content, double width, double max_height,
              gint64 n_rows, gint64 n_cols, TnuCardWindow *window)
{
  double w;
  double h;
  gint64 step;
  int per_line;

  get_picture_room (text, content, width, max_height, &w, &h, &per_line);
  step = (gint64) ceil (fmax (fmax (n_rows / h, n_cols / w), 1.0));
  window->row_step = window->col_step = step;
  window->n_rows = (int) ((n_rows + step - 1) / step);
  window->n_cols = (int) ((n_cols + step - 1) / step);
}

void
tnu_card_plan_part (TnuText *text, const TnuCardContent *content, double width, double max_height,
                    gint64 n_rows, gint64 n_cols, TnuCardWindow *window)
{
  double room = fmax (1.0, width - 2.0 * tnu_px (text, TNU_CARD_PADDING)
                             - 2.0 * tnu_px (text, TNU_RULER));

  if (content->map.n_channels > 0)
    plan_picture (text, content, width, max_height, n_rows, n_cols, window);
  else
    {
      plan_axis (text, n_cols, room, &window->col_step, &window->n_cols);
      plan_axis (text, n_rows, usable_height (text, max_height), &window->row_step,
                 &window->n_rows);
    }
  window->n_channels = content->map.n_channels;
  window->n_facets = (int) MIN (tnu_card_get_size (content, TNU_SOCKET_FACETS), MAX_FACETS);
}

void
tnu_card_plan_window (TnuText *text,
                      const TnuCardContent *content,
                      double width,
                      double max_height,
                      TnuCardWindow *window)
{
  *window = (TnuCardWindow){ .row_step = 1, .col_step = 1 };
  tnu_card_plan_part (text, content, width, max_height,
                      tnu_card_get_size (content, TNU_SOCKET_ROWS),
                      tnu_card_get_size (content, TNU_SOCKET_COLUMNS), window);
}

void
tnu_card_get_cells (const TnuCardContent *content,
                    const TnuCardTable *table,
                    const TnuNumberFormat *format,
                    bool is_gradient,
                    TnuCells *cells)
{
  const TnuCardWindow *window = &content->window;

  *cells = (TnuCells){
    .n_rows = window->n_rows,
    .n_cols = window->n_cols,
    .row_stride = window->n_cols,
    .col_stride = 1,
    .kind = is_gradient ? TNU_CELLS_FLOAT : content->kind,
    .is_gradient = is_gradient || content->is_gradient,
    .vmax = is_gradient ? content->grad_vmax : content->vmax,
    .scale = is_gradient ? NULL : content->scale,
    .marks_clipped = content->marks_clipped && !is_gradient,
    .format = *format,
    .is_polar = content->is_polar && !is_gradient,
  };
  if (table == NULL)
    return;
  cells->values = table->values;
  cells->imag = table->imag;
  cells->integers = table->integers;
  cells->states = table->states;
  if (table->max != NULL && table->min != NULL)
    {
      cells->block_max = table->max;
      cells->block_min = table->min;
      cells->block_flags = table->flags;
    }
}

static TnuNumberFormat
find_format (const TnuCardContent *content, const TnuCardTable *tables, bool is_gradient)
{
  const TnuNumberFormat none = { .style = TNU_NUMBER_FIXED };
  TnuNumberScan scan = { 0 };
  TnuCells cells;
  TnuNumberFormat format;

  tnu_card_get_cells (content, NULL, &none, is_gradient, &cells);
  /* Cells of many elements carry no numbers. */
  if (tables == NULL || content->window.row_step > 1 || content->window.col_step > 1)
    return (TnuNumberFormat){ .style = TNU_NUMBER_FIXED, .decimals = 2, .n_chars = 5 };
  for (int i = 0; i < content->window.n_facets; i++)
    {
      tnu_card_get_cells (content, &tables[i], &none, is_gradient, &cells);
      tnu_cells_scan (&cells, &scan);
    }
  tnu_cells_choose_format (&cells, &scan);
  format = cells.format;
  for (int i = 0; i < content->window.n_facets; i++)
    {
      tnu_card_get_cells (content, &tables[i], &format, is_gradient, &cells);
      tnu_cells_widen_format (&cells, &format);
    }
  if (content->kind == TNU_CELLS_BOOL && !is_gradient)
    format.n_chars = 5;
  return format;
}

static TnuRulers
find_rulers (const TnuCardContent *content)
{
  const TnuCardWindow *window = &content->window;
  TnuRulers rulers = {
    .row_dim = content->map.dims[TNU_SOCKET_ROWS],
    .col_dim = content->map.dims[TNU_SOCKET_COLUMNS],
    .row_first = window->first_row,
    .col_first = window->first_col,
    .row_step = window->row_step,
    .col_step = window->col_step,
  };

  if (content->cursor.is_set)
    rulers.marked = (TnuCellRun){ content->cursor.row, content->cursor.col, 1, 1 };
  return rulers;
}

static Measure
measure_init (TnuText *text, const TnuCardContent *content, const TnuNumberFormat *format,
              double max_height)
{
  Measure m = { .text = text, .content = content };
  TnuRulers rulers = find_rulers (content);

  tnu_card_get_cells (content, content->tables, format, false, &m.cells);
  m.row_ruler = tnu_rulers_get_row_width (&rulers, text, content->window.n_rows);
  m.max_height = usable_height (text, max_height);
  return m;
}

/* The narrowest cell whose widest number still stands at 10 px. */
static double
narrowest_reading (const Measure *m)
{
  double em = tnu_text_get_width (m->text, TNU_MONO (100, 500), "0") / 100.0;
  double wanted = em * TNU_FONT_CELL_MIN * MAX (1, m->cells.format.n_chars)
                  + tnu_px (m->text, m->cells.is_gradient ? 8.0 : 4.0);

  return ceil (fmax (wanted, tnu_px (m->text, 30.0)));
}

/* Width of a cell when @per_line facets share @width. */
static double
cell_width_for (const Measure *m, int per_line, double width)
{
  int n_cols = m->content->window.n_cols;
  double gap = tnu_px (m->text, CELL_GAP);
  double room = width - m->row_ruler - (per_line - 1) * tnu_px (m->text, FACET_SPACE);

  return floor ((floor (room / per_line) + gap) / n_cols) - gap;
}

static int
n_lines (const Measure *m, int per_line)
{
  return (m->content->window.n_facets + per_line - 1) / per_line;
}

static bool
choose_reading (const Measure *m, double width, Choice *choice)
{
  const TnuCardWindow *window = &m->content->window;
  double most = floor (tnu_grid_comfortable_width (m->text, &m->cells) * MAX_STRETCH);
  double height = tnu_px (m->text, window->n_facets > 1 ? READING_HEIGHT_FACETS
                                                        : READING_HEIGHT);

  for (int per_line = window->n_facets; per_line >= 1; per_line--)
    {
      double cell_w = cell_width_for (m, per_line, width);

      if (cell_w < narrowest_reading (m))
        continue;
      /* A tall table gives up its numbers before it fills the stage; a stack of facets that are
       * readable may. */
      if (window->n_rows * (height + tnu_px (m->text, CELL_GAP)) > m->max_height)
        return false;
      *choice = (Choice){ fmin (cell_w, most), height, per_line };
      return true;
    }
  return false;
}

static bool
choose_square (const Measure *m, double width, double least, double usual, double most,
               double gap, Choice *choice)
{
  const TnuCardWindow *window = &m->content->window;

  for (int per_line = window->n_facets; per_line >= 1; per_line--)
    {
      double room = width - m->row_ruler - (per_line - 1) * tnu_px (m->text, FACET_SPACE);
      double side = floor ((room / per_line + gap) / window->n_cols) - gap;
      double by_height = floor ((m->max_height + gap) / window->n_rows) - gap;

      side = fmin (side, by_height);
      if (side < tnu_px (m->text, least) && per_line > 1)
        continue;
      if (side < tnu_px (m->text, least))
        return false;
      side = fmin (side, tnu_px (m->text, fmin (usual, most)));
      *choice = (Choice){ side, side, per_line };
      return true;
    }
  return false;
}

/* Few cells or many: a part takes the same place, so that looking closer moves no other card. */
static Choice
choose_filling (const Measure *m, double width)
{
  const TnuCardWindow *window = &m->content->window;
  double gap = tnu_px (m->text, CELL_GAP);
  int per_line = MIN (window->n_facets, FILLING_FACETS);
  double cell_w = cell_width_for (m, per_line, width);
  double cell_h = floor ((m->max_height + gap) / window->n_rows) - gap;

  if (fmin (cell_w, cell_h) < tnu_px (m->text, LEVEL_MIN))
    {
      cell_w += gap;
      cell_h += gap;
    }
  /* A line of numbers is no column of towers. */
  if (tnu_card_get_size (m->content, TNU_SOCKET_ROWS) == 1)
    cell_h = fmin (cell_h, fmax (cell_w, tnu_px (m->text, STRIP_HEIGHT)));
  return (Choice){ fmax (cell_w, 1.0), fmax (cell_h, 1.0), per_line };
}

/* Whole px, as many as fit; @width without the card's padding. */
static Choice
choose_pixel (const Measure *m, double width)
{
  const TnuCardWindow *window = &m->content->window;
  double card_width = width + 2.0 * tnu_px (m->text, TNU_CARD_PADDING);
  double most = m->content->fills ? m->max_height : tnu_px (m->text, PIXEL_LARGE);
  double side;
  double w;
  double h;
  int per_line;

  get_picture_room (m->text, m->content, card_width, m->max_height, &w, &h, &per_line);
  side = fmin (floor (w / window->n_cols), floor (h / window->n_rows));
  side = CLAMP (side, 1.0, most);
  return (Choice){ side, side, per_line };
}

static Choice
choose_cell (const Measure *m, double width)
{
  const TnuCardContent *content = m->content;
  Choice choice = { tnu_px (m->text, PIXEL_MIN), tnu_px (m->text, PIXEL_MIN), 1 };
  bool is_block = content->window.row_step > 1 || content->window.col_step > 1;

  if (content->rank == 0)
    return (Choice){ tnu_px (m->text, LONE_W), tnu_px (m->text, LONE_H), 1 };
  if (content->map.n_channels > 0)
    return choose_pixel (m, width);
  if (content->fills)
    return choose_filling (m, width);
  if (is_block)
    {
      double room = (width - m->row_ruler) / content->window.n_cols;

      choice.cell_w = floor (CLAMP (room, tnu_px (m->text, 3.0), tnu_px (m->text, 24.0)));
      choice.cell_h = floor (CLAMP (m->max_height / content->window.n_rows,
                                    tnu_px (m->text, 3.0), tnu_px (m->text, 24.0)));
      if (fmin (choice.cell_w, choice.cell_h) >= tnu_px (m->text, LEVEL_MIN + CELL_GAP))
        {
          choice.cell_w -= tnu_px (m->text, CELL_GAP);
          choice.cell_h -= tnu_px (m->text, CELL_GAP);
        }
      return choice;
    }
  if (choose_reading (m, width, &choice))
    return choice;
  if (choose_square (m, width, LEVEL_MIN, LEVEL_USUAL, LEVEL_USUAL, tnu_px (m->text, CELL_GAP),
                     &choice))
    return choice;
  choose_square (m, width, 3.0, PIXEL_USUAL, PIXEL_MAX, 0.0, &choice);
  /* A line of pixels is a strip, not a thread. */
  if (content->window.n_rows == 1)
    choice.cell_h = tnu_px (m->text, STRIP_HEIGHT);
  return choice;
}

static double
content_width (TnuText *text, double card_width)
{
  return card_width - 2.0 * tnu_px (text, TNU_CARD_PADDING);
}

double
tnu_card_get_natural_width (TnuText *text, const TnuCardContent *content, double max_width)
{
  TnuNumberFormat format = find_format (content, content->tables, false);
  Measure m = measure_init (text, content, &format, 0.0);
  double padding = 2.0 * tnu_px (text, TNU_CARD_PADDING);
  double natural = tnu_card_get_header_width (text, content, true);

  if (content->fills)
    return floor (max_width);

  if (tnu_card_has_axis_bar (content))
    natural = fmax (natural, TNU_N_SOCKETS * tnu_px (text, SOCKET_MIN_WIDTH)
                               + 4.0 * tnu_px (text, TNU_UNIT) + padding);
  if (content->rank > 0 && !tnu_card_is_empty (content))
    {
      double inner = content_width (text, max_width);
      Choice choice = choose_cell (&m, inner);
      double comfortable = tnu_grid_comfortable_width (text, &m.cells);
      TnuGrid grid;
      double table;

      if (choice.cell_w > comfortable && content->map.n_channels == 0)
        choice.cell_w = comfortable;
      tnu_grid_init (&grid, text, &m.cells, 0.0, 0.0, choice.cell_w, choice.cell_h);
      table = content->map.n_channels > 0 ? choice.cell_w * content->window.n_cols
                                          : tnu_grid_get_width (&grid, content->window.n_cols);
      /* A picture is planned before it is known how wide its ruler is. */
      if (content->map.n_channels > 0)
        natural = fmax (natural, padding + 2.0 * tnu_px (text, TNU_RULER) + choice.per_line * table
                                   + (choice.per_line - 1) * tnu_px (text, FACET_SPACE));
      natural = fmax (natural, padding + m.row_ruler + choice.per_line * table
                                 + (choice.per_line - 1) * tnu_px (text, FACET_SPACE));
      if (content->n_infinite > 0 || content->n_clipped > 0)
        natural = fmax (natural, padding + m.row_ruler + table + tnu_px (text, LEGEND_WIDTH)
                                   + tnu_px (text, 2 * TNU_UNIT));
    }
  else
    natural = fmax (natural, tnu_px (text, 192.0));
  return floor (fmin (natural, max_width));
}

/* px kept free right of the table for the legend; 0 without one, or where it would cost numbers. */
static double
get_legend_room (const Measure *m, double card_width)
{
  const TnuCardContent *content = m->content;
  double room = tnu_px (m->text, LEGEND_WIDTH + 2 * TNU_UNIT);
  Choice choice;

  if (content->n_infinite == 0 && content->n_clipped == 0)
    return 0.0;
  if (content->window.n_facets != 1 || content->rank == 0
      || !choose_reading (m, content_width (m->text, card_width) - room, &choice))
    return 0.0;
  return room;
}

/* Five sockets in a line, or as many as fit; returns the y below them. */
static double
place_sockets (TnuCardLayout *self, TnuText *text, double y)
{
  double gap = tnu_px (text, TNU_UNIT);
  double inner = content_width (text, self->width);
  double h = tnu_px (text, TNU_SOCKET_HEIGHT);
  double least = tnu_px (text, SOCKET_MIN_WIDTH);
  int per_line = inner >= 5.0 * least + 4.0 * gap ? 5 : inner >= 3.0 * least + 2.0 * gap ? 3 : 2;
  double w = floor ((inner - (per_line - 1) * gap) / per_line);

  for (int i = 0; i < TNU_N_SOCKETS; i++)
    self->sockets[i] = (TnuRect){
      tnu_px (text, TNU_CARD_PADDING) + (i % per_line) * (w + gap),
      y + (i / per_line) * (h + gap),
      w,
      h,
    };
  return self->sockets[TNU_N_SOCKETS - 1].y + h + gap;
}

/* The tables, line by line; returns the y below them. */
static double
place_tables (TnuCardLayout *self, const Measure *m, double top)
{
  TnuText *text = m->text;
  const TnuCardContent *content = m->content;
  const TnuCardWindow *window = &content->window;
  double left = tnu_px (text, TNU_CARD_PADDING);
  Choice choice = choose_cell (m, content_width (text, self->width)
                                    - get_legend_room (m, self->width));
  double title = self->has_titles ? tnu_px (text, TITLE_HEIGHT) : 0.0;
  double ruler = self->rulers.col_dim >= 0 ? tnu_px (text, TNU_RULER) : 0.0;
  double bottom = top;
  double step_x = 0.0;
  TnuCells grad;

  tnu_card_get_cells (content, NULL, &self->grad_format, true, &grad);
  for (int i = 0; i < self->n_tables; i++)
    {
      TnuGrid *grid = &self->grids[i];
      int place = i % choice.per_line;

      if (place == 0 && i > 0)
        top = bottom + tnu_px (text, 14.0);
      tnu_grid_init (grid, text, &m->cells, left + m->row_ruler + place * step_x,
                     top + title + ruler, choice.cell_w, choice.cell_h);
      if (content->map.n_channels > 0)
        {
          grid->zoom = TNU_ZOOM_PIXEL;
          grid->gap = grid->radius = grid->font_size = 0.0;
        }
      step_x = tnu_grid_get_width (grid, window->n_cols) + tnu_px (text, FACET_SPACE);
      bottom = grid->y + tnu_grid_get_height (grid, window->n_rows);
      if (self->grad_grids != NULL)
        {
          double h = fmin (choice.cell_h, tnu_px (text, 22.0));

          tnu_grid_init (&self->grad_grids[i], text, &grad, grid->x, bottom + tnu_px (text, 8.0),
                         choice.cell_w, h);
          self->grad_grids[i].gap = grid->gap;
          bottom = self->grad_grids[i].y
                   + tnu_grid_get_height (&self->grad_grids[i], window->n_rows);
        }
      self->table_right = fmax (self->table_right,
                                grid->x + tnu_grid_get_width (grid, window->n_cols));
    }

  if (n_lines (m, choice.per_line) > 1 && self->n_tables % choice.per_line != 0)
    {
      const TnuGrid *last = &self->grids[self->n_tables - 1];
      double x = last->x + step_x;

      self->free_place = (TnuRect){ x, last->y, self->width - left - x, bottom - last->y };
      if (self->free_place.w < tnu_px (text, MIN_SCALE_WIDTH))
        self->free_place = (TnuRect){ 0 };
    }
  return bottom;
}

static void
place_lone_number (TnuCardLayout *self, const Measure *m, double top)
{
  double w = tnu_px (m->text, LONE_W);

  tnu_grid_init (&self->grids[0], m->text, &m->cells, round ((self->width - w) / 2.0), top, w,
                 tnu_px (m->text, LONE_H));
  if (self->grad_grids != NULL)
    {
      TnuCells grad;

      tnu_card_get_cells (m->content, NULL, &self->grad_format, true, &grad);
      tnu_grid_init (&self->grad_grids[0], m->text, &grad, self->grids[0].x,
                     top + self->grids[0].cell_h + tnu_px (m->text, 8.0), w,
                     tnu_px (m->text, 24.0));
    }
  self->table_right = self->grids[0].x + w;
}

static void
place_legend (TnuCardLayout *self, const Measure *m)
{
  const TnuGrid *grid = &self->grids[0];
  double x = self->table_right + tnu_px (m->text, 2 * TNU_UNIT);
  double w = self->width - tnu_px (m->text, TNU_CARD_PADDING) - x;

  if (w < tnu_px (m->text, LEGEND_WIDTH) || self->n_tables != 1
      || (m->content->n_infinite == 0 && m->content->n_clipped == 0))
    return;
  self->legend = (TnuRect){ x, grid->y, w, tnu_grid_get_height (grid, m->content->window.n_rows) };
}

TnuCardLayout *
tnu_card_layout_new (TnuText *text, const TnuCardContent *content, double width,
                     double max_height)
{
  TnuCardLayout *self = g_new0 (TnuCardLayout, 1);
  bool is_lone = content->rank == 0;
  double y;
  Measure m;

  self->width = floor (width);
  self->header = tnu_px (text, TNU_CARD_HEADER);
  self->dtype_in_header = tnu_card_get_header_width (text, content, true) <= self->width;
  self->rulers = find_rulers (content);
  self->format = find_format (content, content->tables, false);
  self->grad_format = find_format (content, content->grads, true);
  self->has_titles = tnu_card_get_size (content, TNU_SOCKET_FACETS) > 1;
  m = measure_init (text, content, &self->format, max_height);

  y = self->header;
  if (tnu_card_has_axis_bar (content))
    y = place_sockets (self, text, y);
  if (tnu_card_get_size (content, TNU_SOCKET_SLIDER) > 1)
    {
      self->slider = (TnuRect){ tnu_px (text, TNU_CARD_PADDING), y,
                                content_width (text, self->width), tnu_px (text, SLIDER_HEIGHT) };
      y += self->slider.h;
    }
  if (!tnu_card_is_empty (content))
    {
      self->n_tables = MAX (1, content->window.n_facets);
      self->grids = g_new0 (TnuGrid, self->n_tables);
      if (content->shows_grad && content->window.row_step == 1 && content->window.col_step == 1)
        self->grad_grids = g_new0 (TnuGrid, self->n_tables);
      if (is_lone)
        {
          y += tnu_px (text, 20.0);
          place_lone_number (self, &m, y);
          y += self->grids[0].cell_h + (self->grad_grids != NULL ? tnu_px (text, 32.0) : 0.0)
               + tnu_px (text, 4.0);
        }
      else
        y = place_tables (self, &m, y);
      place_legend (self, &m);
    }
  if (tnu_card_has_footer (content, self))
    {
      self->footer = y + tnu_px (text, FOOTER_HEIGHT * .5 + 4.0);
      y += tnu_px (text, FOOTER_HEIGHT);
    }
  self->height = ceil (y + tnu_px (text, 14.0));
  return self;
}

void
tnu_card_layout_stretch (TnuCardLayout *self, const TnuCardContent *content, double height)
{
  double slack = height - self->height;

  if (slack <= 0.0)
    return;
  self->height = height;
  if (self->footer > 0.0)
    self->footer += slack;
  if (content->rank == 0)
    for (int i = 0; i < self->n_tables; i++)
      {
        self->grids[i].y += floor (slack / 2.0);
        if (self->grad_grids != NULL)
          self->grad_grids[i].y += floor (slack / 2.0);
      }
}

void
tnu_card_layout_free (TnuCardLayout *self)
{
  if (self == NULL)
    return;
  g_free (self->grids);
  g_free (self->grad_grids);
  g_free (self);
}
