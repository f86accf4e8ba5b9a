/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Join picture
 *
 * What is given stands left, the result right. Of a cat whole blocks set out one after the other,
 * of a stack number after number. Blocks are named along the axis of the whole; where the whole is
 * given, lines between its pieces can be taken. Operands that do not fit are put together as far as
 * they do, in the box around them: what juts out or is missing is dashed in red. */
#include "ui/operation/join/join-picture.h"

#include <math.h>

#include "ui/operation/join/join-picture-private.h"
#include "ui/operation/stack-tables.h"

/* Share of the time in which one after the other starts. */
#define STAGGER .6
#define MIN_DOT 2.5
#define GRIP 8
#define HANDLE 4

/* ---- numbers ---- */

static void
choose_look (TnuCells *look, const double *values, const double *imaginary, int n,
             TnuCellsKind kind, double vmax)
{
  TnuNumberScan scan = { 0 };
  *look = (TnuCells) { .n_rows = 1, .n_cols = n, .row_stride = n, .col_stride = 1, .kind = kind,
                       .values = values, .vmax = vmax,
                       .imag = kind == TNU_CELLS_COMPLEX ? imaginary : NULL };
  tnu_cells_scan (look, &scan);
  tnu_cells_choose_format (look, &scan);
  tnu_cells_widen_format (look, &look->format);
  look->values = look->imag = NULL;
  look->n_cols = 1;
}

/* @n numbers of a part of @numel, spread over it. */
static gint64
choose_flat (gint64 numel, int n, int k)
{
  if (numel <= n)
    return k;
  gint64 step = numel / n;
  guint32 scattered = (guint32) k * 2654435761u;
  return MIN ((gint64) ((double) k / n * (double) numel) + (scattered >> 8) % MAX (step, 1),
              numel - 1);
}

static bool
read_item (const TnuJoinPicture *self, const TnuJoinReader *reader, TnuJoinItem *item)
{
  bool splits = self->plan->splits;
  item->place = tnu_join_plan_get_place (self->plan, item->part, item->flat);
  return reader->get (reader->data, splits ? 0 : item->part, splits ? item->place : item->flat,
                      &item->value, &item->imaginary);
}

/* The tensor as it is, of no piece: where they end beyond it, the box around both is wider. */
static void
gather_uncut (TnuJoinPicture *self, const TnuJoinReader *reader, GArray *items)
{
  const TnuJoinPlan *plan = self->plan;
  gint64 numel = tnu_shape_count (&plan->agreed), inner = 1;
  for (int d = MAX (plan->axis, 0); d < plan->agreed.rank; d++)
    inner *= MAX (plan->agreed.sizes[d], 1);
  gint64 wider = plan->axis >= 0 ? inner / MAX (plan->agreed.sizes[plan->axis], 1)
                                       * plan->whole.sizes[plan->axis]
                                 : inner;
  self->is_whole = numel <= TNU_JOIN_MAX_SHOWN;
  int n = (int) MIN (numel, TNU_JOIN_MAX_SHOWN);
  for (int k = 0; k < n; k++)
    {
      TnuJoinItem item = { .part = -1, .flat = choose_flat (numel, n, k) };
      item.place = item.flat / inner * wider + item.flat % inner;
      if (reader->get (reader->data, 0, item.flat, &item.value, &item.imaginary))
        g_array_append_val (items, item);
      else
        self->is_waiting = true;
    }
}

static void
gather_items (TnuJoinPicture *self, const TnuJoinReader *reader)
{
  int n_parts = (int) MIN (self->plan->parts->len, TNU_JOIN_MAX_PARTS);
  GArray *items = g_array_new (FALSE, FALSE, sizeof (TnuJoinItem));
  gint64 total = 0;
  for (guint k = 0; k < self->plan->parts->len; k++)
    total += tnu_shape_count (&tnu_join_plan_get_part (self->plan, (int) k)->own);
  self->is_whole = total <= TNU_JOIN_MAX_SHOWN && n_parts == (int) self->plan->parts->len;
  self->is_waiting = false;
  if (self->plan->splits && self->plan->trouble != TNU_JOIN_FITS)
    {
      gather_uncut (self, reader, items);
      n_parts = 0;
    }
  for (int part = 0; part < n_parts; part++)
    {
      gint64 numel = tnu_shape_count (&tnu_join_plan_get_part (self->plan, part)->own);
      int n = (int) (self->is_whole ? numel : MIN (numel, TNU_JOIN_MAX_SHOWN / n_parts));
      for (int k = 0; k < n; k++)
        {
          TnuJoinItem item = { .part = part, .flat = choose_flat (numel, n, k) };
          if (read_item (self, reader, &item))
            g_array_append_val (items, item);
          else
            self->is_waiting = true;
        }
    }
  g_free (self->items);
  self->n_items = (int) items->len;
  self->items = (TnuJoinItem *) (gpointer) g_array_free (items, FALSE);
}

void
tnu_join_picture_gather (TnuJoinPicture *self, const TnuJoinReader *reader,
                         const TnuCellsKind *kinds, TnuCellsKind whole_kind)
{
  double vmax = 0;
  int first = 0;
  gather_items (self, reader);
  g_autofree double *values = g_new (double, MAX (self->n_items, 1));
  g_autofree double *imaginary = g_new (double, MAX (self->n_items, 1));
  for (int k = 0; k < self->n_items; k++)
    {
      values[k] = self->items[k].value;
      imaginary[k] = self->items[k].imaginary;
      double magnitude = hypot (values[k], imaginary[k]);
      if (isfinite (magnitude))
        vmax = MAX (vmax, magnitude);
    }
  choose_look (&self->whole_look, values, imaginary, self->n_items, whole_kind, vmax);
  for (int part = 0; part < (int) MIN (self->plan->parts->len, TNU_JOIN_MAX_PARTS); part++)
    {
      int end = first;
      while (end < self->n_items && self->items[end].part == part)
        end++;
      /* Pieces are written as what they come from. */
      if (self->plan->splits)
        self->looks[part] = self->whole_look;
      else
        choose_look (&self->looks[part], values + first, imaginary + first, end - first,
                     kinds[part], vmax);
      first = end;
    }
  self->is_laid_out = false;
}

void
tnu_join_picture_clear (TnuJoinPicture *self)
{
  g_clear_pointer (&self->items, g_free);
}

bool
tnu_join_picture_moves (const TnuJoinPicture *self)
{
  return self->n_items > 0 && self->plan->trouble == TNU_JOIN_FITS && !self->is_waiting
         && !self->verdict->is_name_error;
}

/* ---- layout ---- */

static double
get_foot (const TnuJoinPicture *self)
{
  bool fits = self->plan->trouble == TNU_JOIN_FITS && !self->verdict->is_name_error;
  return fits ? TNU_JOIN_FOOT : TNU_JOIN_TROUBLE_FOOT;
}

static void
lay_out (TnuJoinPicture *self, double w, double h)
{
  if (self->is_laid_out && self->w == w && self->h == h)
    return;
  tnu_join_layout_init (&self->layout, self->plan, w, h, get_foot (self));
  self->w = w;
  self->h = h;
  self->is_laid_out = true;
}

TnuScrubber
tnu_join_picture_get_scrubber (const TnuJoinPicture *self, double w, double h)
{
  if (!tnu_join_picture_moves (self))
    return (TnuScrubber) { 0 };
  return (TnuScrubber) { w * .3, h - 26, w * .4 };
}

/* ---- tables ---- */

static double
get_time (const TnuJoinPicture *self, int item)
{
  bool is_single = self->plan->is_new_axis;
  int n = is_single ? self->n_items : (int) self->plan->parts->len;
  int index = is_single ? item : self->items[item].part;
  double start = n > 1 ? STAGGER * index / (n - 1) : 0;
  return tnu_ease (CLAMP ((self->progress - start) / (1 - STAGGER), 0, 1));
}

/* Numbers and states of one table, to be filled. */
typedef struct
{
  double *values, *imaginary;
  guint8 *states;
  gint64 n;
} Numbers;

static void
numbers_init (Numbers *self, gint64 n)
{
  self->n = n;
  self->values = g_new0 (double, MAX (n, 1));
  self->imaginary = g_new0 (double, MAX (n, 1));
  self->states = g_new (guint8, MAX (n, 1));
  memset (self->states, TNU_CELL_EMPTY, (size_t) MAX (n, 1));
}

static void
numbers_set (Numbers *self, gint64 at, const TnuJoinItem *item, guint8 state)
{
  self->values[at] = item->value;
  self->imaginary[at] = item->imaginary;
  self->states[at] = state;
}

static void
numbers_clear (Numbers *self)
{
  g_free (self->values);
  g_free (self->imaginary);
  g_free (self->states);
}

static void
draw_table (const TnuJoinScene *scene, const Numbers *numbers, const TnuTableStack *stack,
            const TnuShape *shape, const int *axes, const TnuCells *look)
{
  TnuStackTables tables = {
    .stack = stack,
    .shape = shape,
    .axes = axes,
    .look = look,
    .values = numbers->values,
    .imaginary = look->kind == TNU_CELLS_COMPLEX ? numbers->imaginary : NULL,
    .states = numbers->states,
    .n = numbers->n,
  };
  if (numbers->n > 0)
    tnu_stack_tables_draw (&tables, scene->canvas);
}

/* Where something was or will be, it is dashed. */
static guint8
get_state (double t, bool is_home)
{
  return (is_home ? t > 0 : t < 1) ? TNU_CELL_GHOST : 0;
}

static void
draw_part (const TnuJoinScene *scene, int part, int *item)
{
  const TnuJoinPicture *picture = scene->picture;
  const TnuJoinPart *shown = tnu_join_plan_get_part (scene->plan, part);
  bool fits = scene->plan->trouble == TNU_JOIN_FITS;
  Numbers numbers;
  numbers_init (&numbers, tnu_shape_count (&shown->own));
  for (; *item < picture->n_items && picture->items[*item].part == part; (*item)++)
    numbers_set (&numbers, picture->items[*item].flat, &picture->items[*item],
                 fits ? get_state (get_time (picture, *item), !scene->plan->splits) : 0);
  draw_table (scene, &numbers, &scene->layout->parts[part], &shown->own,
              scene->plan->axis >= 0 ? shown->axes : NULL, &picture->looks[part]);
  numbers_clear (&numbers);
}

/* Whether a place in the whole lies within what all parts agree on, and some piece takes it. */
static bool
is_agreed (const TnuJoinPlan *plan, gint64 place)
{
  gint64 covered = plan->agreed.sizes[plan->axis];
  if (plan->splits && plan->parts->len > 0)
    {
      const TnuJoinPart *last = tnu_join_plan_get_part (plan, (int) plan->parts->len - 1);
      covered = MIN (covered, last->offset + last->seen.sizes[plan->axis]);
    }
  for (int d = plan->whole.rank - 1; d >= 0; d--)
    {
      gint64 index = place % MAX (plan->whole.sizes[d], 1);
      place /= MAX (plan->whole.sizes[d], 1);
      if (d != plan->axis ? index >= plan->agreed.sizes[d] : plan->splits && index >= covered)
        return false;
    }
  return true;
}

static void
draw_whole (const TnuJoinScene *scene)
{
  const TnuJoinPicture *picture = scene->picture;
  bool fits = scene->plan->trouble == TNU_JOIN_FITS;
  Numbers numbers;
  numbers_init (&numbers, tnu_shape_count (&scene->plan->whole));
  for (int k = 0; k < picture->n_items; k++)
    {
      const TnuJoinItem *item = &picture->items[k];
      guint8 state = fits ? get_state (get_time (picture, k), scene->plan->splits)
                     : scene->plan->axis < 0 || is_agreed (scene->plan, item->place)
                         ? 0
                         : TNU_CELL_EMPTY;
      numbers_set (&numbers, item->place, item, state);
    }
  draw_table (scene, &numbers, &scene->layout->whole, &scene->plan->whole, NULL,
              &picture->whole_look);
  numbers_clear (&numbers);
}

/* ---- what does not fit ---- */

static void
draw_wrong_cell (const TnuJoinScene *scene, gint64 place, const TnuJoinItem *item)
{
  const TnuCanvas *canvas = scene->canvas;
  const TnuTableStack *stack = &scene->layout->whole;
  double x, y, w = stack->pitch_w - stack->gap, h = stack->pitch_h - stack->gap;
  tnu_table_stack_get_cell (stack, place, &x, &y);
  tnu_set_token (canvas, TNU_ERR, item != NULL ? 1 : .8);
  cairo_set_dash (canvas->cr, (double[]) { 3, 3 }, 2, 0);
  tnu_stroke_inside (canvas, x, y, w, h, TNU_RADIUS_CELL, item != NULL ? 1.25 : 1);
  cairo_set_dash (canvas->cr, NULL, 0, 0);
  if (item == NULL || w < 20)
    return;
  char number[TNU_NUMBER_SIZE];
  tnu_number_print (&scene->picture->whole_look.format, item->value, item->imaginary, number);
  if (tnu_text_get_width (canvas->text, TNU_MONO (12, 500), number) <= w - 4)
    tnu_text_show (canvas->text, canvas->cr, TNU_MONO (12, 500), number, x + w / 2, y + h / 2,
                   TNU_ALIGN_CENTRE, &canvas->theme->colors[TNU_ERR]);
}

/* What juts out of the whole, and the holes of a part that is too small. */
static void
draw_misfits (const TnuJoinScene *scene)
{
  const TnuJoinPicture *picture = scene->picture;
  const TnuJoinPlan *plan = scene->plan;
  gint64 n = tnu_shape_count (&plan->whole);
  g_autofree bool *is_filled = g_new0 (bool, MAX (n, 1));
  if (!tnu_table_stack_is_legible (&scene->layout->whole))
    return;
  for (int k = 0; k < picture->n_items; k++)
    {
      const TnuJoinItem *item = &picture->items[k];
      is_filled[item->place] = true;
      if (!is_agreed (plan, item->place))
        draw_wrong_cell (scene, item->place, item);
    }
  for (gint64 place = 0; place < n; place++)
    if (!is_filled[place] && (plan->splits || is_agreed (plan, place)))
      draw_wrong_cell (scene, place, NULL);
}

/* ---- lines to cut along ---- */

bool
tnu_join_picture_has_cuts (const TnuJoinPicture *self)
{
  return self->plan->splits && self->plan->axis >= 0
         && tnu_join_word_has_numbers (self->call->word);
}

static gint64
get_cut_place (const TnuJoinPlan *plan, int cut)
{
  const TnuJoinPart *part = tnu_join_plan_get_part (plan, cut);
  return part->offset + part->seen.sizes[plan->axis];
}

static void
draw_cut (const TnuJoinScene *scene, int cut)
{
  const TnuCanvas *canvas = scene->canvas;
  bool is_held = cut == scene->picture->cut;
  bool is_movable = tnu_join_picture_has_cuts (scene->picture);
  TnuRect line;
  for (int k = 0; tnu_join_layout_get_cut (scene->layout, scene->plan,
                                           get_cut_place (scene->plan, cut), k, &line);
       k++)
    {
      tnu_set_token (canvas, TNU_STAR, 1);
      cairo_set_line_width (canvas->cr, is_held ? 2.5 : 1.5);
      cairo_set_dash (canvas->cr, (double[]) { 4, 3 }, is_held ? 0 : 2, 0);
      cairo_move_to (canvas->cr, line.x, line.y);
      cairo_line_to (canvas->cr, line.x + line.w, line.y + line.h);
      cairo_stroke (canvas->cr);
      cairo_set_dash (canvas->cr, NULL, 0, 0);
      if (!is_movable)
        continue;
      cairo_arc (canvas->cr, line.x, line.y, is_held ? HANDLE + 1 : HANDLE, 0, 2 * G_PI);
      cairo_arc (canvas->cr, line.x + line.w, line.y + line.h, is_held ? HANDLE + 1 : HANDLE, 0,
                 2 * G_PI);
      cairo_fill (canvas->cr);
      if (is_held && scene->picture->shows_focus)
        {
          tnu_set_token (canvas, TNU_STAR, 1);
          cairo_set_line_width (canvas->cr, 2);
          cairo_arc (canvas->cr, line.x, line.y, HANDLE + 5, 0, 2 * G_PI);
          cairo_stroke (canvas->cr);
        }
    }
}

int
tnu_join_picture_find_cut (const TnuJoinPicture *self, double x, double y)
{
  double nearest = GRIP;
  int found = -1;
  if (!self->is_laid_out || !tnu_join_picture_has_cuts (self))
    return -1;
  for (int k = 0; k + 1 < self->layout.n_parts; k++)
    {
      double distance = tnu_join_layout_get_distance (&self->layout, self->plan,
                                                      get_cut_place (self->plan, k), x, y);
      if (distance <= nearest)
        {
          nearest = distance;
          found = k;
        }
    }
  return found;
}

gint64
tnu_join_picture_find_place (const TnuJoinPicture *self, double x, double y)
{
  const TnuTableStack *stack = &self->layout.whole;
  if (!self->is_laid_out || !tnu_join_picture_has_cuts (self) || x < stack->x - 24
      || x > stack->x + stack->w + 24 || y < stack->y - 44 || y > stack->y + stack->h + 24)
    return -1;
  return tnu_join_layout_find_cut (&self->layout, self->plan, x, y);
}

int
tnu_join_picture_find_heading (const TnuJoinPicture *self, double x, double y)
{
  for (int k = 0; self->is_laid_out && self->plan->splits && k < self->layout.n_parts; k++)
    {
      const TnuRect *room = &self->layout.rooms[k];
      if (x >= room->x && x < room->x + room->w && y >= room->y
          && y < room->y + 2 * TNU_JOIN_HEADING_MIDDLE)
        return k;
    }
  return -1;
}

/* ---- under way ---- */

static void
draw_moving (const TnuJoinScene *scene)
{
  const TnuJoinPicture *picture = scene->picture;
  const TnuJoinLayout *layout = scene->layout;
  for (int k = 0; k < picture->n_items; k++)
    {
      const TnuJoinItem *item = &picture->items[k];
      double t = get_time (picture, k), x0, y0, x1, y1;
      if (t <= 0 || t >= 1)
        continue;
      const TnuTableStack *part = &layout->parts[item->part];
      tnu_table_stack_get_cell (part, item->flat, &x0, &y0);
      tnu_table_stack_get_cell (&layout->whole, item->place, &x1, &y1);
      double u = scene->plan->splits ? 1 - t : t;
      double x = x0 + (x1 - x0) * u, y = y0 + (y1 - y0) * u;
      double w = part->pitch_w - part->gap, h = part->pitch_h - part->gap;
      TnuCells look = picture->looks[item->part];
      look.values = &item->value;
      look.imag = look.kind == TNU_CELLS_COMPLEX ? &item->imaginary : NULL;
      if (tnu_table_stack_is_legible (part))
        tnu_stack_draw_traveller (scene->canvas, &look, x, y, w, h);
      else
        tnu_stack_draw_square (scene->canvas, &look, item->value, 1,
                               &(TnuRect) { x, y, MAX (w, MIN_DOT), MAX (h, MIN_DOT) });
    }
}

static void
draw_dot (const TnuJoinScene *scene, const TnuTableStack *stack, const TnuCells *look, gint64 index,
          double value, double alpha)
{
  TnuRect place = { .w = MAX (stack->pitch_w - stack->gap, MIN_DOT),
                    .h = MAX (stack->pitch_h - stack->gap, MIN_DOT) };
  tnu_table_stack_get_cell (stack, index, &place.x, &place.y);
  tnu_stack_draw_square (scene->canvas, look, value, alpha, &place);
}

/* Of more than can be shown, dots at their true places. */
static void
draw_sample (const TnuJoinScene *scene)
{
  const TnuJoinPicture *picture = scene->picture;
  const TnuJoinLayout *layout = scene->layout;
  bool fits = scene->plan->trouble == TNU_JOIN_FITS;
  for (int k = 0; k < layout->n_parts; k++)
    tnu_stack_draw_frames (&layout->parts[k], scene->canvas);
  bool has_whole = scene->plan->splits || scene->plan->axis >= 0;
  if (has_whole)
    tnu_stack_draw_frames (&layout->whole, scene->canvas);
  for (int k = 0; k < picture->n_items; k++)
    {
      const TnuJoinItem *item = &picture->items[k];
      double t = fits ? get_time (picture, k) : 0;
      double at_part = scene->plan->splits ? t >= 1 : t > 0 ? TNU_STACK_GHOST_ALPHA : 1;
      double at_whole = scene->plan->splits ? (t > 0 ? TNU_STACK_GHOST_ALPHA : 1) : t >= 1;
      if (at_part > 0 && item->part >= 0)
        draw_dot (scene, &layout->parts[item->part], &picture->looks[item->part], item->flat,
                  item->value, at_part);
      if (at_whole > 0 && has_whole)
        draw_dot (scene, &layout->whole, &picture->whole_look, item->place, item->value, at_whole);
    }
}

/* ---- all of it ---- */

static void
draw_tables (const TnuJoinScene *scene)
{
  const TnuJoinPicture *picture = scene->picture;
  int item = 0;
  if (!picture->is_whole)
    {
      draw_sample (scene);
      return;
    }
  bool is_uncut = scene->plan->splits && scene->plan->trouble != TNU_JOIN_FITS;
  for (int part = 0; part < scene->layout->n_parts; part++)
    if (is_uncut)
      tnu_stack_draw_frames (&scene->layout->parts[part], scene->canvas);
    else
      draw_part (scene, part, &item);
  if (scene->plan->axis < 0 && !scene->plan->splits)
    return;
  draw_whole (scene);
  if (scene->plan->trouble == TNU_JOIN_SIZE || scene->plan->trouble == TNU_JOIN_NUMBERS)
    draw_misfits (scene);
}

void
tnu_join_picture_draw (TnuJoinPicture *self, const TnuCanvas *canvas, double w, double h)
{
  lay_out (self, w, h);
  TnuJoinScene scene = { self, canvas, self->plan, &self->layout };
  bool fits = self->plan->trouble == TNU_JOIN_FITS;
  if (self->is_waiting && self->n_items == 0)
    tnu_text_show (canvas->text, canvas->cr, TNU_SANS (13, 400), "reading …", w / 2, h - 40,
                   TNU_ALIGN_CENTRE, &canvas->theme->colors[TNU_INK2]);
  tnu_join_draw_headings (&scene);
  draw_tables (&scene);
  if (self->plan->axis >= 0 && !self->plan->splits)
    tnu_join_draw_block_names (&scene);
  for (int k = 0; self->plan->splits && k + 1 < self->layout.n_parts; k++)
    draw_cut (&scene, k);
  if (fits && !self->is_waiting)
    draw_moving (&scene);
  if (!fits || self->verdict->is_name_error)
    tnu_join_draw_trouble (&scene);
  else
    tnu_join_draw_foot (&scene);
}
