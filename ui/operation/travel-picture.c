/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Travel picture
 *
 * Left the old tables, right the new ones, between them the elements under way: on rails that fork
 * where an old row breaks, or straight where there would be too many rails. Cells too small for a
 * number are plain squares; of too many elements a sample stands at its true places. */
#include "ui/operation/travel-picture.h"

#include <math.h>

#include "ui/operation/op-head.h"
#include "ui/operation/stack-tables.h"
#include "ui/operation/travel-private.h"

#define MARGIN 48
/* Of the width between the margins: a side for either stack, the rest for the way. */
#define SIDE_SHARE .36
#define NARROW_SIDE_SHARE .31
#define NARROW 800
#define MIN_HEIGHT_WITH_TAPE 290
#define RULER_ROOM 16
#define TITLE_ROOM 16
/* The middle of the first line of the headings, and where the tables' own begin. */
#define FIRST_HEADING 24
#define HEADING_ROOM 58
#define MAX_RAILS 40
/* Elements shown without a place, and the room they get beside the table. */
#define MAX_NO_PLACE 3
#define NO_PLACE_ROOM 150
/* Share of the time in which one element after the other starts. */
#define STAGGER .6
/* A run of neighbours in the sample: long enough to be seen as part of a row. */
#define SAMPLE_RUN 20
#define MIN_DOT 2.5

/* Where everything stands in one drawing. */
typedef struct
{
  const TnuTravelPicture *picture;
  const TnuCanvas *canvas;
  TnuTableStack before, after;
  double table_top, tape_top;
  double side, right; /* width of a side; where the right one begins */
  bool has_rails;
} Scene;

void
tnu_travel_picture_clear (TnuTravelPicture *self)
{
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->sources, g_free);
  g_clear_pointer (&self->elements, g_free);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->refusal, g_free);
}

/* ---- elements ---- */

/* Scatters what would else fall on a grid: Knuth's multiplicative hash. */
static guint32
scatter (guint32 k)
{
  k *= 2654435761u;
  return k ^ k >> 15;
}

void
tnu_travel_picture_choose_sample (TnuTravelPicture *self)
{
  self->numel = tnu_shape_count (&self->before);
  g_clear_pointer (&self->sources, g_free);
  self->n = (int) MIN (self->numel, TNU_TRAVEL_MAX_SHOWN);
  if (self->numel <= TNU_TRAVEL_MAX_SHOWN)
    return;
  gint64 columns = self->before.sizes[self->before.rank - 1], rows = self->numel / columns;
  int length = (int) MIN (columns, SAMPLE_RUN), n_runs = TNU_TRAVEL_MAX_SHOWN / length;
  gint64 n_slots = columns / length;
  self->n = n_runs * length;
  self->sources = g_new (gint64, self->n);
  for (int run = 0; run < n_runs; run++)
    {
      gint64 row = (gint64) ((double) run / n_runs * (double) rows);
      gint64 column = scatter ((guint32) run) % n_slots * length;
      for (int k = 0; k < length; k++)
        self->sources[run * length + k] = row * columns + column + k;
    }
}

void
tnu_travel_picture_take_values (TnuTravelPicture *self, double *values)
{
  TnuNumberScan scan = { 0 };
  g_free (self->values);
  self->values = values;
  self->vmax = 0;
  for (int k = 0; k < self->n; k++)
    if (isfinite (values[k]))
      self->vmax = MAX (self->vmax, fabs (values[k]));
  TnuCells cells = tnu_travel_get_cells (self, self->n);
  cells.values = values;
  tnu_cells_scan (&cells, &scan);
  tnu_cells_choose_format (&cells, &scan);
  tnu_cells_widen_format (&cells, &cells.format);
  self->format = cells.format;
}

bool
tnu_travel_picture_is_whole (const TnuTravelPicture *self)
{
  return self->sources == NULL && tnu_shape_count (&self->after) <= TNU_TRAVEL_MAX_SHOWN;
}

static void
arrange_whole (TnuTravelPicture *self)
{
  self->n_elements = (int) tnu_shape_count (&self->after);
  self->elements = g_new (TnuTravelElement, MAX (self->n_elements, 1));
  for (int place = 0; place < self->n_elements; place++)
    {
      TnuTravelElement *element = &self->elements[place];
      element->place = place;
      element->source = tnu_travel_get_source (&self->travel, place, &element->is_copy);
      element->value = (int) element->source;
    }
}

static void
arrange_sample (TnuTravelPicture *self)
{
  gint64 n_copies = tnu_travel_count_copies (&self->travel);
  self->n_elements = n_copies > 1 ? TNU_TRAVEL_MAX_SHOWN : self->n;
  self->elements = g_new (TnuTravelElement, MAX (self->n_elements, 1));
  for (int k = 0; k < self->n_elements; k++)
    {
      TnuTravelElement *element = &self->elements[k];
      gint64 copy = n_copies > 1 ? scatter ((guint32) k) % n_copies : 0;
      element->value = (int) ((gint64) k * self->n / self->n_elements);
      element->source
          = self->sources != NULL ? self->sources[element->value] : (gint64) element->value;
      element->place = tnu_travel_get_place (&self->travel, element->source, copy);
      element->is_copy = copy > 0;
    }
}

void
tnu_travel_picture_arrange (TnuTravelPicture *self)
{
  g_clear_pointer (&self->elements, g_free);
  self->n_elements = 0;
  tnu_travel_init (&self->travel, &self->call, &self->before, &self->after);
  if (self->numel == 0 || tnu_shape_count (&self->after) == 0)
    return;
  if (tnu_travel_picture_is_whole (self))
    arrange_whole (self);
  else
    arrange_sample (self);
}

double
tnu_travel_get_time (const TnuTravelPicture *self, const TnuTravelElement *element)
{
  double start = self->n > 1 ? STAGGER * element->value / (self->n - 1) : 0;
  return tnu_ease (CLAMP ((self->progress - start) / (1 - STAGGER), 0, 1));
}

/* ---- cells ---- */

TnuCells
tnu_travel_get_cells (const TnuTravelPicture *self, int n)
{
  return (TnuCells) {
    .n_rows = 1,
    .n_cols = n,
    .row_stride = n,
    .col_stride = 1,
    .kind = self->kind,
    .vmax = self->vmax,
    .format = self->format,
  };
}

/* How the numbers are drawn. */
static TnuCells
get_look (const Scene *scene)
{
  return tnu_travel_get_cells (scene->picture, 1);
}

/* ---- rails ---- */

typedef struct
{
  double x0, y0, x1, y1;
} Rail;

static double
get_cell_h (const TnuTableStack *stack)
{
  return stack->pitch_h - stack->gap;
}

static Rail
rail_between (const Scene *scene, gint64 old_line, gint64 new_line)
{
  Rail rail;
  double x, y;
  gint64 first, last;
  tnu_table_stack_get_line_ends (&scene->before, old_line, &first, &last);
  tnu_table_stack_get_cell (&scene->before, last, &x, &y);
  rail.x0 = x + scene->before.pitch_w + 5;
  rail.y0 = y + get_cell_h (&scene->before) / 2;
  tnu_table_stack_get_line_ends (&scene->after, new_line, &first, &last);
  tnu_table_stack_get_cell (&scene->after, first, &x, &y);
  rail.x1 = x - 22;
  rail.y1 = y + get_cell_h (&scene->after) / 2;
  return rail;
}

static Rail
rail_of (const Scene *scene, const TnuTravelElement *element)
{
  return rail_between (scene, tnu_table_stack_get_line (&scene->before, element->source),
                       tnu_table_stack_get_line (&scene->after, element->place));
}

static void
rail_point (const Rail *rail, double t, double *x, double *y)
{
  double reach = (rail->x1 - rail->x0) / 2, u = 1 - t;
  double bx[] = { rail->x0, rail->x0 + reach, rail->x1 - reach, rail->x1 };
  double by[] = { rail->y0, rail->y0, rail->y1, rail->y1 };
  *x = u * u * u * bx[0] + 3 * u * u * t * bx[1] + 3 * u * t * t * bx[2] + t * t * t * bx[3];
  *y = u * u * u * by[0] + 3 * u * u * t * by[1] + 3 * u * t * t * by[2] + t * t * t * by[3];
}

/* One rail per pair of an old line and a new line that share an element; lit while one of them is
 * on its way. Returns false when there would be too many. */
static bool
collect_rails (const Scene *scene, GHashTable *rails)
{
  const TnuTravelPicture *picture = scene->picture;
  for (int k = 0; k < picture->n_elements; k++)
    {
      const TnuTravelElement *element = &picture->elements[k];
      gint64 old_line = tnu_table_stack_get_line (&scene->before, element->source);
      gint64 new_line = tnu_table_stack_get_line (&scene->after, element->place);
      double t = tnu_travel_get_time (picture, element);
      gpointer key = GSIZE_TO_POINTER ((gsize) (old_line * picture->n_elements + new_line) + 1);
      bool is_lit = g_hash_table_lookup (rails, key) == GINT_TO_POINTER (2) || (t > 0 && t < 1);
      g_hash_table_insert (rails, key, GINT_TO_POINTER (is_lit ? 2 : 1));
      if (g_hash_table_size (rails) > MAX_RAILS)
        return false;
    }
  return true;
}

static void
draw_rails (const Scene *scene, GHashTable *rails)
{
  const TnuCanvas *canvas = scene->canvas;
  GHashTableIter iter;
  gpointer key, lit;
  g_hash_table_iter_init (&iter, rails);
  while (g_hash_table_iter_next (&iter, &key, &lit))
    {
      gint64 pair = (gint64) GPOINTER_TO_SIZE (key) - 1;
      Rail rail = rail_between (scene, pair / scene->picture->n_elements,
                                pair % scene->picture->n_elements);
      double reach = (rail.x1 - rail.x0) / 2;
      bool is_lit = lit == GINT_TO_POINTER (2);
      tnu_set_token (canvas, is_lit ? TNU_INK2 : TNU_LINE, is_lit ? .9 : .5);
      cairo_set_line_width (canvas->cr, is_lit ? TNU_STROKE_RAIL : 1);
      cairo_move_to (canvas->cr, rail.x0, rail.y0);
      cairo_curve_to (canvas->cr, rail.x0 + reach, rail.y0, rail.x1 - reach, rail.y1, rail.x1,
                      rail.y1);
      cairo_stroke (canvas->cr);
      tnu_arrow_head (canvas->cr, rail.x1 + 5, rail.y1, 0, is_lit ? 4 : 3);
    }
}

/* ---- under way ---- */

/* From its cell along its old line to the rail, over the rail, and along its new line to its
 * place. */
static void
follow_rail (const Scene *scene, const TnuTravelElement *element, double t, double w, double h,
             double *x, double *y)
{
  Rail rail = rail_of (scene, element);
  double from_x, from_y, to_x, to_y, rail_x, rail_y;
  tnu_table_stack_get_cell (&scene->before, element->source, &from_x, &from_y);
  tnu_table_stack_get_cell (&scene->after, element->place, &to_x, &to_y);
  if (t < .2)
    {
      double u = t / .2;
      *x = from_x + (rail.x0 - from_x) * u;
      *y = from_y;
      return;
    }
  if (t > .85)
    {
      double u = (t - .85) / .15;
      *x = rail.x1 - w + (to_x - rail.x1 + w) * u;
      *y = rail.y1 - h / 2 + (to_y - rail.y1 + h / 2) * u;
      return;
    }
  double u = (t - .2) / .65;
  rail_point (&rail, u, &rail_x, &rail_y);
  *x = rail_x - w * u;
  *y = rail_y - h / 2;
}

static void
fly (const Scene *scene, const TnuTravelElement *element, double t, double *x, double *y)
{
  Rail way;
  tnu_table_stack_get_cell (&scene->before, element->source, &way.x0, &way.y0);
  tnu_table_stack_get_cell (&scene->after, element->place, &way.x1, &way.y1);
  rail_point (&way, t, x, y);
}

static void
draw_moving (const Scene *scene)
{
  const TnuTravelPicture *picture = scene->picture;
  const TnuTableStack *before = &scene->before, *after = &scene->after;
  bool is_legible = tnu_table_stack_is_legible (before) && tnu_table_stack_is_legible (after);
  TnuCells look = get_look (scene);
  for (int k = 0; k < picture->n_elements; k++)
    {
      const TnuTravelElement *element = &picture->elements[k];
      double t = tnu_travel_get_time (picture, element), x, y;
      if (t <= 0 || t >= 1)
        continue;
      double from_w = before->pitch_w - before->gap, to_w = after->pitch_w - after->gap;
      double w = from_w + (to_w - from_w) * t;
      double h = get_cell_h (before) + (get_cell_h (after) - get_cell_h (before)) * t;
      if (scene->has_rails)
        follow_rail (scene, element, t, w, h, &x, &y);
      else
        fly (scene, element, t, &x, &y);
      look.values = picture->values + element->value;
      if (is_legible)
        tnu_stack_draw_traveller (scene->canvas, &look, x, y, w, h);
      else
        tnu_stack_draw_square (scene->canvas, &look, *look.values, 1,
                               &(TnuRect) { x, y, MAX (w, MIN_DOT), MAX (h, MIN_DOT) });
    }
}

/* ---- legal ---- */

static void
draw_whole (Scene *scene)
{
  const TnuTravelPicture *picture = scene->picture;
  g_autofree guint8 *home = g_new0 (guint8, picture->n);
  g_autofree guint8 *away = g_new0 (guint8, MAX (picture->n_elements, 1));
  g_autofree double *values = g_new0 (double, MAX (picture->n_elements, 1));
  bool is_expanded = picture->call.word == TNU_SHAPE_EXPAND;
  bool hides_empty = is_expanded || !tnu_table_stack_is_legible (&scene->after);
  for (int k = 0; k < picture->n_elements; k++)
    {
      const TnuTravelElement *element = &picture->elements[k];
      double t = tnu_travel_get_time (picture, element);
      values[element->place] = picture->values[element->value];
      if (t > 0)
        home[element->source] = TNU_CELL_GHOST;
      if (t < 1)
        away[element->place] = TNU_CELL_GHOST | (hides_empty ? TNU_CELL_EMPTY : 0);
      else if (is_expanded && element->is_copy)
        away[element->place] = TNU_CELL_GHOST;
    }
  TnuCells look = get_look (scene);
  TnuStackTables before = {
    .stack = &scene->before,
    .shape = &picture->before,
    .look = &look,
    .values = picture->values,
    .states = home,
    .n = picture->n,
  };
  TnuStackTables after = {
    .stack = &scene->after,
    .shape = &picture->after,
    .axes = picture->axes,
    .look = &look,
    .values = values,
    .states = away,
    .n = picture->n_elements,
  };
  tnu_stack_tables_draw (&before, scene->canvas);
  if (picture->n_elements > 0)
    tnu_stack_tables_draw (&after, scene->canvas);
  draw_moving (scene);
}

static void
draw_dot (const Scene *scene, const TnuTableStack *stack, gint64 index, int value, double alpha)
{
  TnuCells look = get_look (scene);
  TnuRect place = { .w = MAX (stack->pitch_w - stack->gap, MIN_DOT),
                    .h = MAX (get_cell_h (stack), MIN_DOT) };
  tnu_table_stack_get_cell (stack, index, &place.x, &place.y);
  tnu_stack_draw_square (scene->canvas, &look, scene->picture->values[value], alpha, &place);
}

/* Dots at their true places. */
static void
draw_sample (Scene *scene)
{
  const TnuTravelPicture *picture = scene->picture;
  tnu_stack_draw_frames (&scene->before, scene->canvas);
  tnu_stack_draw_frames (&scene->after, scene->canvas);
  for (int k = 0; k < picture->n_elements; k++)
    {
      const TnuTravelElement *element = &picture->elements[k];
      double t = tnu_travel_get_time (picture, element);
      draw_dot (scene, &scene->before, element->source, element->value,
                t > 0 ? TNU_STACK_GHOST_ALPHA : 1);
      if (t >= 1)
        draw_dot (scene, &scene->after, element->place, element->value, 1);
    }
  draw_moving (scene);
}

static void
draw_legal (Scene *scene)
{
  if (tnu_travel_picture_is_whole (scene->picture))
    {
      g_autoptr (GHashTable) rails = g_hash_table_new (NULL, NULL);
      scene->has_rails = tnu_table_stack_is_legible (&scene->before)
                         && tnu_table_stack_is_legible (&scene->after)
                         && collect_rails (scene, rails);
      if (scene->has_rails)
        draw_rails (scene, rails);
      draw_whole (scene);
    }
  else
    draw_sample (scene);
}

/* ---- illegal ---- */

static void
draw_no_place (const Scene *scene, int placed)
{
  const TnuTravelPicture *picture = scene->picture;
  const TnuCanvas *canvas = scene->canvas;
  const TnuTableStack *after = &scene->after;
  double cell_w = after->pitch_w - after->gap, cell_h = get_cell_h (after);
  int n = MIN (picture->n - placed, MAX_NO_PLACE);
  double x, y;
  if (n <= 0 || cell_w < 20)
    return;
  tnu_table_stack_get_cell (after, MAX (placed - 1, 0), &x, &y);
  x += cell_w + 26;
  tnu_text_show (canvas->text, canvas->cr, TNU_SANS (12, 600), "no place", x, y - 14,
                 TNU_ALIGN_START, &canvas->theme->colors[TNU_ERR]);
  tnu_set_token (canvas, TNU_ERR, 1);
  cairo_set_dash (canvas->cr, (double[]) { 3, 3 }, 2, 0);
  for (int k = 0; k < n; k++)
    tnu_stroke_inside (canvas, x + k * (cell_w + 3), y, cell_w, cell_h, TNU_RADIUS_CELL, 1.25);
  cairo_set_dash (canvas->cr, NULL, 0, 0);
  for (int k = 0; k < n; k++)
    {
      char number[TNU_NUMBER_SIZE];
      tnu_number_print (&picture->format, picture->values[placed + k], 0, number);
      if (tnu_text_get_width (canvas->text, TNU_MONO (12, 500), number) <= cell_w - 4)
        tnu_text_show (canvas->text, canvas->cr, TNU_MONO (12, 500), number,
                       x + k * (cell_w + 3) + cell_w / 2, y + cell_h / 2, TNU_ALIGN_CENTRE,
                       &canvas->theme->colors[TNU_ERR]);
    }
}

static void
draw_illegal (const Scene *scene, double w)
{
  const TnuTravelPicture *picture = scene->picture;
  double middle = scene->table_top + (scene->tape_top - scene->table_top) * .4;
  g_autofree guint8 *plain = g_new0 (guint8, picture->n);
  TnuCells look = get_look (scene);
  TnuStackTables before = {
    .stack = &scene->before,
    .shape = &picture->before,
    .look = &look,
    .values = picture->values,
    .states = plain,
    .n = picture->n,
  };
  gint64 placed = picture->wanted != NULL ? tnu_shape_count (&picture->after) : 0;
  if (picture->sources == NULL)
    tnu_stack_tables_draw (&before, scene->canvas);
  else
    tnu_stack_draw_frames (&scene->before, scene->canvas);
  if (placed <= 0)
    {
      double left = MARGIN + scene->side + 60;
      tnu_paragraph_draw (scene->canvas, TNU_SANS (14, 400), TNU_INK1, picture->refusal, left,
                          middle - 22, w - MARGIN - left, 22);
      return;
    }
  TnuStackTables after = before;
  after.stack = &scene->after;
  after.shape = &picture->after;
  after.n = MIN (placed, picture->n);
  if (picture->sources == NULL && after.n > 0)
    tnu_stack_tables_draw (&after, scene->canvas);
  if (picture->sources == NULL)
    draw_no_place (scene, (int) after.n);
  tnu_travel_draw_equation (picture, scene->canvas, w / 2, middle);
}

/* ---- all of it ---- */

static double
get_side (double w)
{
  return (w - 2 * MARGIN) * (w < NARROW ? NARROW_SIDE_SHARE : SIDE_SHARE);
}

/* In a low picture the tables come first. */
static double
get_tape_height (const TnuTravelPicture *self, double w, double h)
{
  return h < MIN_HEIGHT_WITH_TAPE ? 0 : tnu_storage_tape_get_height (self, w);
}

static double
get_bottom (const TnuTravelPicture *self, double w, double h)
{
  double tape = get_tape_height (self, w, h);
  return tape > 0 ? h - tape : h - 28;
}

TnuScrubber
tnu_travel_picture_get_scrubber (const TnuTravelPicture *self, double w, double h)
{
  double side = get_side (w);
  if (self->refusal != NULL || self->values == NULL || self->n_elements == 0)
    return (TnuScrubber) { 0 };
  return (TnuScrubber) { MARGIN + side + 30, get_bottom (self, w, h) - 26,
                         w - 2 * MARGIN - 2 * side - 60 };
}

static void
draw_notes (const TnuTravelPicture *self, const TnuCanvas *canvas, double w, double h)
{
  g_autofree char *note = NULL;
  if (self->refusal != NULL || tnu_travel_picture_is_whole (self))
    return;
  note = g_strdup_printf ("a sample: %d of %" G_GINT64_FORMAT " elements, at their true places",
                          self->n_elements, tnu_shape_count (&self->after));
  tnu_text_show (canvas->text, canvas->cr, TNU_SANS (TNU_FONT_NOTE, 400), note, w / 2, h - 14,
                 TNU_ALIGN_CENTRE, &canvas->theme->colors[TNU_INK3]);
}

static double
get_rulers_height (const TnuTravelPicture *self)
{
  return RULER_ROOM + (self->before.rank > 2 || self->after.rank > 2 ? TITLE_ROOM : 0);
}

/* Headings stand close above the tables, however high the picture is. */
static double
get_headings_top (const Scene *scene)
{
  double tables = MIN (scene->before.y, scene->after.y);
  return MAX (tables - get_rulers_height (scene->picture) - HEADING_ROOM + FIRST_HEADING,
              FIRST_HEADING);
}

static void
place_stacks (Scene *scene)
{
  const TnuTravelPicture *picture = scene->picture;
  double top = scene->table_top + get_rulers_height (picture);
  double height = MAX (scene->tape_top - top - 12, 40);
  double no_place = picture->wanted != NULL ? NO_PLACE_ROOM : 0;
  tnu_table_stack_init (&scene->before, &picture->before, MARGIN + RULER_ROOM, top,
                        scene->side - RULER_ROOM, height);
  tnu_table_stack_init (&scene->after, &picture->after, scene->right + 4, top,
                        scene->side - 8 - no_place, height);
}

void
tnu_travel_picture_draw (const TnuTravelPicture *self, const TnuCanvas *canvas, double w, double h)
{
  Scene scene = { .picture = self, .canvas = canvas };
  scene.side = get_side (w);
  scene.right = w - MARGIN - scene.side + 20;
  scene.tape_top = get_bottom (self, w, h);
  scene.table_top = HEADING_ROOM;
  if (self->n == 0 || self->values == NULL)
    {
      tnu_text_show (canvas->text, canvas->cr, TNU_SANS (13, 400),
                     self->numel == 0 ? "no elements: only the shape changes" : "reading …", w / 2,
                     h / 2, TNU_ALIGN_CENTRE, &canvas->theme->colors[TNU_INK2]);
      tnu_travel_draw_headings (self, canvas, &(TnuHeadingPlace) { MARGIN, scene.right, scene.side,
                                                                  FIRST_HEADING });
      return;
    }
  place_stacks (&scene);
  tnu_travel_draw_headings (self, canvas, &(TnuHeadingPlace) { MARGIN, scene.right, scene.side,
                                                              get_headings_top (&scene) });
  if (self->refusal == NULL)
    {
      TnuScrubber scrubber = tnu_travel_picture_get_scrubber (self, w, h);
      draw_legal (&scene);
      if (scrubber.w > 0)
        tnu_travel_draw_scrubber_words (self, canvas, &scrubber);
    }
  else
    draw_illegal (&scene, w);
  draw_notes (self, canvas, w, h);
  if (get_tape_height (self, w, h) > 0)
    tnu_storage_tape_draw (self, canvas, w, scene.tape_top);
}
