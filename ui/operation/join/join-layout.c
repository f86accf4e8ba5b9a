/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/join/join-layout.h"

#include <math.h>

#define MAX_CELL_W 63
#define MAX_CELL_H 37
#define MARGIN 24
#define TOP 8
#define HEADING 22
/* A second line under the heading: offset and strides. */
#define NOTE 18
#define RULER 18
#define TITLE 18
#define RULER_LEFT 18
#define BELOW 12
/* Beside and under a whole: the names of its blocks. */
#define NAMES_RIGHT 46
#define NAMES_BELOW 22
/* Of the way, px: a share of the width within bounds. */
#define WAY_SHARE .15
#define WAY_LEAST 64
#define WAY_MOST 190
#define MAX_COLUMNS 6
#define GUTTER 18
/* Places between tables that are looked at for a line. */
#define MAX_TABLES 256

typedef struct
{
  double w, h, foot;
  double share; /* of the parts' side */
  int columns;  /* of parts */
  double max_w, max_h;
} Attempt;

static double
rate (const TnuTableStack *stack)
{
  return MIN (stack->pitch_w, stack->pitch_h * 1.7);
}

static double
get_top (const TnuJoinPlan *plan, const TnuShape *shape, bool is_piece)
{
  return HEADING + RULER + (shape->rank > 2 ? TITLE : 0) + (is_piece && plan->splits ? NOTE : 0);
}

/* Lines of numbers one over the other, for sharing a height. */
static double
count_lines (const TnuShape *shape)
{
  gint64 rows = shape->rank > 1 ? shape->sizes[shape->rank - 2] : 1, tables = 1;
  for (int d = 0; d < shape->rank - 2; d++)
    tables *= MAX (shape->sizes[d], 1);
  return (double) MAX (rows, 1) * sqrt ((double) tables);
}

static void
place_stack (TnuTableStack *stack, const TnuShape *shape, const TnuRect *room, double top,
             const Attempt *attempt)
{
  tnu_table_stack_init_within (stack, shape, room->x + RULER_LEFT, room->y + top,
                               MAX (room->w - RULER_LEFT, 8), MAX (room->h - top - BELOW, 4),
                               attempt->max_w, attempt->max_h);
  /* Under its heading. */
  stack->x = round (room->x + RULER_LEFT);
}

/* The parts in @columns, row by row; a row is as high as its highest part needs. */
static double
place_parts (TnuJoinLayout *self, const TnuJoinPlan *plan, const Attempt *attempt,
             const TnuRect *room)
{
  int columns = attempt->columns, n_rows = (self->n_parts + columns - 1) / columns;
  double weights[TNU_JOIN_MAX_PARTS] = { 0 }, tops[TNU_JOIN_MAX_PARTS] = { 0 };
  double total = 0, fixed = 0, worst = HUGE_VAL, y = room->y;
  for (int k = 0; k < self->n_parts; k++)
    {
      const TnuShape *own = &tnu_join_plan_get_part (plan, k)->own;
      weights[k / columns] = MAX (weights[k / columns], count_lines (own));
      tops[k / columns] = MAX (tops[k / columns], get_top (plan, own, true) + BELOW);
    }
  for (int row = 0; row < n_rows; row++)
    {
      total += weights[row];
      fixed += tops[row];
    }
  double w = (room->w - (columns - 1) * GUTTER) / columns;
  double free_h = MAX (room->h - fixed, 1);
  for (int row = 0; row < n_rows; row++)
    {
      double h = tops[row] + free_h * weights[row] / total;
      for (int k = row * columns; k < MIN ((row + 1) * columns, self->n_parts); k++)
        {
          const TnuShape *own = &tnu_join_plan_get_part (plan, k)->own;
          self->rooms[k] = (TnuRect) { room->x + k % columns * (w + GUTTER), y, w, h };
          place_stack (&self->parts[k], own, &self->rooms[k], get_top (plan, own, true), attempt);
          worst = MIN (worst, rate (&self->parts[k]));
        }
      y += h;
    }
  return worst;
}

static double
place_all (TnuJoinLayout *self, const TnuJoinPlan *plan, const Attempt *attempt)
{
  double way = CLAMP (attempt->w * WAY_SHARE, WAY_LEAST, WAY_MOST);
  double inner = attempt->w - 2 * MARGIN - way, h = attempt->h - TOP - attempt->foot;
  double parts_w = inner * attempt->share, whole_w = inner - parts_w;
  TnuRect parts = { MARGIN, TOP, parts_w, h };
  TnuRect whole = { attempt->w - MARGIN - whole_w, TOP, whole_w, h };
  if (plan->splits)
    {
      whole.x = MARGIN;
      parts.x = attempt->w - MARGIN - parts_w;
    }
  self->left = plan->splits ? whole.x + whole.w : parts.x + parts.w;
  self->right = self->left + way;
  self->bottom = attempt->h - attempt->foot;
  self->whole_room = whole;
  double worst = self->n_parts > 0 ? place_parts (self, plan, attempt, &parts) : MAX_CELL_W;
  if (plan->axis < 0 && !plan->splits)
    return worst;
  TnuRect table = whole;
  if (!plan->splits)
    table.w -= NAMES_RIGHT;
  table.h -= NAMES_BELOW;
  place_stack (&self->whole, &plan->whole, &table, get_top (plan, &plan->whole, false), attempt);
  return MIN (worst, rate (&self->whole));
}

/* The heights at which tables begin are those of their rooms: a table that needs less stands at the
 * top, close to its heading; the side that is lower is moved to the middle of the other. */
static void
settle (TnuJoinLayout *self, const TnuJoinPlan *plan)
{
  double low_parts = 0, low_whole = 0;
  for (int k = 0; k < self->n_parts; k++)
    {
      double top = get_top (plan, &tnu_join_plan_get_part (plan, k)->own, true);
      self->parts[k].y = round (self->rooms[k].y + top);
      low_parts = MAX (low_parts, self->parts[k].y + self->parts[k].h + BELOW);
    }
  self->whole.y = round (self->whole_room.y + get_top (plan, &plan->whole, false));
  low_whole = self->whole.y + self->whole.h + NAMES_BELOW;
  double slack = self->bottom - MAX (low_parts, low_whole);
  double all = MAX (floor (MIN (slack / 2, 40)), 0);
  double whole_by = all + MAX (floor ((low_parts - low_whole) / 2), 0);
  double parts_by = all + MAX (floor ((low_whole - low_parts) / 2), 0);
  double beside = self->whole_room.w - RULER_LEFT - (plan->splits ? 0 : NAMES_RIGHT);
  self->whole.x += MAX (floor ((beside - self->whole.w) / 2), 0);
  self->whole.y += whole_by;
  self->whole_room.y += whole_by;
  for (int k = 0; k < self->n_parts; k++)
    {
      self->parts[k].y += parts_by;
      self->rooms[k].y += parts_by;
    }
}

/* What a row of parts does not need goes away, so that they stand close to each other. */
static void
close_up (TnuJoinLayout *self, const TnuJoinPlan *plan, int columns)
{
  double y = TOP;
  for (int row = 0; row * columns < self->n_parts; row++)
    {
      double needed = 0;
      for (int k = row * columns; k < MIN ((row + 1) * columns, self->n_parts); k++)
        needed = MAX (needed, get_top (plan, &tnu_join_plan_get_part (plan, k)->own, true)
                                  + self->parts[k].h + BELOW);
      for (int k = row * columns; k < MIN ((row + 1) * columns, self->n_parts); k++)
        self->rooms[k].y = y;
      y += needed;
    }
}

void
tnu_join_layout_init (TnuJoinLayout *self, const TnuJoinPlan *plan, double w, double h, double foot)
{
  static const double shares[] = { .22, .3, .38, .46, .55, .65 };
  *self = (TnuJoinLayout) { .n_parts = (int) MIN (plan->parts->len, TNU_JOIN_MAX_PARTS) };
  Attempt attempt = { .w = w, .h = h, .foot = foot, .max_w = MAX_CELL_W, .max_h = MAX_CELL_H };
  Attempt best = attempt;
  double best_rate = -1;
  for (attempt.columns = 1; attempt.columns <= CLAMP (self->n_parts, 1, MAX_COLUMNS);
       attempt.columns++)
    for (gsize k = 0; k < G_N_ELEMENTS (shares); k++)
      {
        attempt.share = shares[k];
        double rated = place_all (self, plan, &attempt);
        if (rated > best_rate + .5)
          {
            best = attempt;
            best_rate = rated;
          }
      }
  place_all (self, plan, &best);
  bool has_whole = plan->splits || plan->axis >= 0;
  best.max_w = has_whole ? self->whole.pitch_w : MAX_CELL_W;
  best.max_h = has_whole ? self->whole.pitch_h : MAX_CELL_H;
  for (int k = 0; k < self->n_parts; k++)
    {
      best.max_w = MIN (best.max_w, self->parts[k].pitch_w);
      best.max_h = MIN (best.max_h, self->parts[k].pitch_h);
    }
  place_all (self, plan, &best);
  close_up (self, plan, best.columns);
  settle (self, plan);
}

/* ---- lines between places ---- */

/* Which of rows, columns and tables the axis of the whole is. */
static bool
is_columns (const TnuJoinPlan *plan)
{
  return plan->axis == plan->whole.rank - 1;
}

static bool
is_rows (const TnuJoinPlan *plan)
{
  return plan->axis == plan->whole.rank - 2;
}

/* The line before table @table, or after the last of a row of tables. */
static void
get_line_before (const TnuTableStack *stack, gint64 table, bool is_last, TnuRect *line)
{
  gint64 per_table = stack->rows * stack->columns;
  double x, y, gap_x = stack->table_w - (double) stack->line * stack->pitch_w;
  double gap_y = stack->table_h - (double) (stack->rows * stack->n_lines) * stack->pitch_h;
  tnu_table_stack_get_cell (stack, (is_last ? table - 1 : table) * per_table, &x, &y);
  double w = (double) stack->line * stack->pitch_w, h = stack->table_h - gap_y;
  if (stack->n_across > 1)
    *line = (TnuRect) { is_last ? x + w + 8 : x - MIN (gap_x / 2 + 4, 22), y - 6, 0, h + 12 };
  else
    *line = (TnuRect) { x - 8, is_last ? y + h + 8 : y - (stack->has_titles ? 34 : 4), w + 16, 0 };
}

bool
tnu_join_layout_get_cut (const TnuJoinLayout *self, const TnuJoinPlan *plan, gint64 at, int index,
                         TnuRect *line)
{
  const TnuTableStack *stack = &self->whole;
  gint64 per_table = stack->rows * stack->columns;
  double x, y;
  if (plan->axis < 0 || stack->n_lines > 1 || index >= MAX_TABLES)
    return false;
  if (is_columns (plan) || is_rows (plan))
    {
      if (index >= stack->n_tables)
        return false;
      tnu_table_stack_get_cell (stack, index * per_table, &x, &y);
      double w = (double) stack->columns * stack->pitch_w - stack->gap;
      double h = (double) stack->rows * stack->pitch_h - stack->gap;
      double along_x = x + (double) at * stack->pitch_w - (stack->gap + 1) / 2;
      double along_y = y + (double) at * stack->pitch_h - (stack->gap + 1) / 2;
      *line = is_columns (plan) ? (TnuRect) { along_x, y - 8, 0, h + 16 }
                                : (TnuRect) { x - 8, along_y, w + 16, 0 };
      return true;
    }
  gint64 inner = 1, size = plan->whole.sizes[plan->axis];
  for (int d = plan->axis + 1; d < plan->whole.rank - 2; d++)
    inner *= plan->whole.sizes[d];
  gint64 table = (index * size + at) * inner;
  if (size == 0 || (index + 1) * size * inner > stack->n_tables)
    return false;
  get_line_before (stack, table, at == size, line);
  return true;
}

double
tnu_join_layout_get_distance (const TnuJoinLayout *self, const TnuJoinPlan *plan, gint64 at,
                              double x, double y)
{
  double best = HUGE_VAL;
  TnuRect line;
  for (int k = 0; tnu_join_layout_get_cut (self, plan, at, k, &line); k++)
    {
      double near_x = CLAMP (x, line.x, line.x + line.w);
      double near_y = CLAMP (y, line.y, line.y + line.h);
      best = MIN (best, hypot (x - near_x, y - near_y));
    }
  return best;
}

gint64
tnu_join_layout_find_cut (const TnuJoinLayout *self, const TnuJoinPlan *plan, double x, double y)
{
  const TnuTableStack *stack = &self->whole;
  gint64 size = plan->agreed.sizes[plan->axis], best = 0;
  double nearest = HUGE_VAL;
  if (is_columns (plan) || is_rows (plan))
    {
      TnuRect first;
      gint64 found = 0;
      /* Of tables side by side the one that is meant. */
      for (int k = 0; tnu_join_layout_get_cut (self, plan, 0, k, &first); k++)
        {
          double way = is_columns (plan) ? (x - first.x) / stack->pitch_w
                                         : (y - first.y) / stack->pitch_h;
          gint64 at = (gint64) llround (CLAMP (way, 0, (double) size));
          double distance = tnu_join_layout_get_distance (self, plan, at, x, y);
          if (distance < nearest)
            {
              nearest = distance;
              found = at;
            }
        }
      return found;
    }
  for (gint64 at = 0; at <= MIN (size, MAX_TABLES); at++)
    {
      double distance = tnu_join_layout_get_distance (self, plan, at, x, y);
      if (distance < nearest)
        {
          nearest = distance;
          best = at;
        }
    }
  return best;
}
