/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/table-stack.h"

#include <math.h>

/* Between tables: room for a title and a ruler, or only apart. */
#define TITLED_GAP_X 30
#define TITLED_GAP_Y 40
#define PLAIN_GAP 8
#define LEGIBLE_W 13
#define LEGIBLE_H 13
/* From this size on a row is not broken into lines. */
#define UNBROKEN 5
#define UNBROKEN_ALONE LEGIBLE_W
/* Beyond this many tables side by side a cell is far below a pixel anyway. */
#define MAX_ACROSS 400

typedef struct
{
  double w, h;
  double gap_x, gap_y;
  double share; /* most that gaps may take of the room */
  double max_w, max_h;
} Room;

static double
limit_gap (double gap, double length, double share, gint64 n)
{
  return MIN (gap, share * length / (double) n);
}

static double
measure (const TnuTableStack *self, const Room *room, gint64 across, gint64 line, double *pitch_w,
         double *pitch_h)
{
  gint64 down = (self->n_tables + across - 1) / across;
  gint64 lines = self->rows * ((self->columns + line - 1) / line);
  double gap_x = limit_gap (room->gap_x, room->w, room->share, across);
  double gap_y = limit_gap (room->gap_y, room->h, room->share, down);
  double free_w = room->w - (double) (across - 1) * gap_x;
  *pitch_w = MIN (free_w / (double) (across * line), room->max_w);
  *pitch_h = MIN ((room->h - (double) (down - 1) * gap_y) / (double) (down * lines), room->max_h);
  return MIN (*pitch_w, *pitch_h * 1.7);
}

static double
fit (TnuTableStack *self, const Room *room)
{
  double best = 0, enough = self->rows * self->n_tables == 1 ? UNBROKEN_ALONE : UNBROKEN;
  for (gint64 n_lines = 1; n_lines <= self->columns && best < enough; n_lines += 1 + n_lines / 4)
    for (gint64 across = 1; across <= MIN (self->n_tables, MAX_ACROSS); across++)
      {
        gint64 line = (self->columns + n_lines - 1) / n_lines;
        double pitch_w, pitch_h;
        double quality = measure (self, room, across, line, &pitch_w, &pitch_h);
        if (quality <= best)
          continue;
        best = quality;
        self->n_across = across;
        self->line = line;
        self->pitch_w = pitch_w;
        self->pitch_h = pitch_h;
      }
  self->n_lines = (self->columns + self->line - 1) / self->line;
  return best;
}

static void
snap (TnuTableStack *self)
{
  if (MIN (self->pitch_w, self->pitch_h) >= 3)
    {
      self->pitch_w = floor (self->pitch_w);
      self->pitch_h
          = floor (MIN (self->pitch_h,
                        MAX (self->pitch_w * .75, self->pitch_w >= LEGIBLE_W ? LEGIBLE_H : 4)));
    }
  double smaller = MIN (self->pitch_w, self->pitch_h);
  self->gap = smaller >= LEGIBLE_H ? 3 : smaller >= UNBROKEN ? 1 : 0;
}

void
tnu_table_stack_init (TnuTableStack *self, const TnuShape *shape, double x, double y, double w,
                      double h)
{
  tnu_table_stack_init_within (self, shape, x, y, w, h, TNU_STACK_MAX_W, TNU_STACK_MAX_H);
}

void
tnu_table_stack_init_within (TnuTableStack *self, const TnuShape *shape, double x, double y,
                             double w, double h, double max_pitch_w, double max_pitch_h)
{
  *self = (TnuTableStack) { .rows = 1, .columns = 1, .n_across = 1, .line = 1, .pitch_w = 1,
                            .pitch_h = 1 };
  self->column_dim = shape->rank - 1;
  self->row_dim = MAX (shape->rank - 2, -1);
  if (self->column_dim >= 0)
    self->columns = MAX (shape->sizes[self->column_dim], 1);
  if (self->row_dim >= 0)
    self->rows = MAX (shape->sizes[self->row_dim], 1);
  self->n_tables = MAX (tnu_shape_count (shape) / (self->rows * self->columns), 1);
  Room room = { w, h, TITLED_GAP_X, TITLED_GAP_Y, 1, max_pitch_w, max_pitch_h };
  fit (self, &room);
  self->has_titles = tnu_table_stack_is_legible (self);
  if (!self->has_titles)
    {
      /* However many tables there are, gaps leave most of the room. */
      room.gap_x = room.gap_y = PLAIN_GAP;
      room.share = .2;
      fit (self, &room);
    }
  snap (self);
  gint64 down = (self->n_tables + self->n_across - 1) / self->n_across;
  gint64 lines = self->rows * self->n_lines;
  double gap_x = limit_gap (room.gap_x, w, room.share, self->n_across);
  double gap_y = limit_gap (room.gap_y, h, room.share, down);
  self->table_w = (double) self->line * self->pitch_w + gap_x;
  self->table_h = (double) lines * self->pitch_h + gap_y;
  self->w = (double) self->n_across * self->table_w - gap_x - self->gap;
  self->h = (double) down * self->table_h - gap_y - self->gap;
  self->x = round (x + MAX ((w - self->w) / 2, 0));
  self->y = round (y + MAX ((h - self->h) / 2, 0));
}

void
tnu_table_stack_get_cell (const TnuTableStack *self, gint64 index, double *x, double *y)
{
  gint64 per_table = self->rows * self->columns;
  gint64 table = index / per_table, row = index % per_table / self->columns;
  gint64 column = index % self->columns;
  gint64 line = row * self->n_lines + column / self->line;
  *x = self->x + (double) (table % self->n_across) * self->table_w
       + (double) (column % self->line) * self->pitch_w;
  *y = self->y + (double) (table / self->n_across) * self->table_h + (double) line * self->pitch_h;
}

gint64
tnu_table_stack_get_line (const TnuTableStack *self, gint64 index)
{
  return index / self->columns * self->n_lines + index % self->columns / self->line;
}

void
tnu_table_stack_get_line_ends (const TnuTableStack *self, gint64 line, gint64 *first, gint64 *last)
{
  gint64 row = line / self->n_lines, part = line % self->n_lines;
  *first = row * self->columns + part * self->line;
  *last = row * self->columns + MIN ((part + 1) * self->line, self->columns) - 1;
}

bool
tnu_table_stack_is_legible (const TnuTableStack *self)
{
  return self->pitch_w >= LEGIBLE_W && self->pitch_h >= LEGIBLE_H;
}
