/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Reduce picture
 *
 * Left the tensor, right what it folds into; copies of the numbers go over, and the result grows as
 * they arrive. On the way back gradients go the other way. Below, one result written out, and what
 * holds for all of them. */
#include "ui/operation/reduce/reduce-picture.h"

#include <math.h>

#include "engine/core/dtype.h"
#include "ui/operation/op-head.h"
#include "ui/operation/stack-cells.h"
#include "ui/operation/stack-tables.h"
#include "ui/operation/travel-private.h"
#include "ui/operation/variables.h"

#define MARGIN 24
#define SIDE_SHARE .40
#define HEADING_Y 24
#define HEADING_ROOM 44
#define RULER_ROOM 18
#define TITLE_ROOM 16
#define CARD_H 118
#define CARD_PAD 18
#define TERM_H 30
#define TERM_GAP 8
#define MAX_TERMS 24
/* Share of the time in which one element after the other starts. */
#define STAGGER .6
#define MIN_DOT 2.5
#define NARROW 800
/* Least height of one of two tables under each other. */
#define MIN_LOW 20
#define LOW_GAP 52
/* Beyond so many results only the lit one has its arrow. */
#define MAX_ARROWS 8

/* Where everything stands in one drawing. */
typedef struct
{
  const TnuReducePicture *picture;
  const TnuCanvas *canvas;
  TnuTableStack before, after, places;
  bool has_places;
  double middle, middle_w; /* between the sides */
  double tables_bottom, card_y, facts_y;
} Layout;

#define MAX_FACTS 5

typedef struct
{
  TnuFact facts[MAX_FACTS];
  char *words[MAX_FACTS];
} Facts;

static void
facts_init (Facts *self, const TnuReducePicture *picture)
{
  static const char *const labels[MAX_FACTS] = { "SHOWN", "AXES", "TYPE", "NUMBERS",
                                                 "BACK" };
  const TnuReduceScene *scene = &picture->scene;
  bool is_legal = picture->refusal == NULL;
  char *(*const facts[MAX_FACTS]) (const TnuReduceScene *)
      = { tnu_reduce_dup_sample_fact, tnu_reduce_dup_axes_fact, tnu_reduce_dup_dtype_fact,
          tnu_reduce_dup_numbers_fact, tnu_reduce_dup_back_fact };
  for (int k = 0; k < MAX_FACTS; k++)
    self->words[k] = is_legal ? facts[k](scene) : g_strdup ("");
  for (int k = 0; k < MAX_FACTS; k++)
    self->facts[k] = (TnuFact) { labels[k], self->words[k] };
}

static void
facts_clear (Facts *self)
{
  for (int k = 0; k < MAX_FACTS; k++)
    g_free (self->words[k]);
}

/* ---- layout ---- */

static double
get_tables_top (const TnuReduceFold *fold)
{
  bool has_titles = fold->before.rank > 2 || fold->after.rank > 2;
  return HEADING_ROOM + RULER_ROOM + (has_titles ? TITLE_ROOM : 0);
}

static bool
shows_places (const TnuReducePicture *self)
{
  const TnuReduceNumbers *numbers = self->scene.numbers;
  return numbers != NULL && numbers->places != NULL && !self->is_backward;
}

static void
layout_init (Layout *self, const TnuReducePicture *picture, const TnuCanvas *canvas, double w,
             double h)
{
  const TnuReduceFold *fold = picture->scene.fold;
  Facts facts;
  *self = (Layout) { .picture = picture, .canvas = canvas };
  facts_init (&facts, picture);
  double facts_h = tnu_facts_get_height (canvas, facts.facts, MAX_FACTS, w - 2 * MARGIN);
  facts_clear (&facts);
  self->facts_y = h - facts_h - 12;
  self->card_y = self->facts_y - CARD_H - 12;
  self->tables_bottom = self->card_y - 14;
  double side = (w - 2 * MARGIN) * SIDE_SHARE, top = get_tables_top (fold);
  double height = MAX (self->tables_bottom - top, 40), right = w - MARGIN - side;
  self->has_places = shows_places (picture);
  self->middle = MARGIN + side + 16;
  self->middle_w = w - 2 * side - 2 * MARGIN - 32;
  TnuCellsKind from = picture->is_backward ? TNU_CELLS_FLOAT
                                           : tnu_cells_kind_from_dtype (picture->scene.from);
  TnuCellsKind to = picture->is_backward ? TNU_CELLS_FLOAT
                                         : tnu_cells_kind_from_dtype (picture->scene.to);
  tnu_stack_init_for (&self->before, from, &fold->before, MARGIN + RULER_ROOM, top,
                      side - RULER_ROOM, height);
  double x = right + RULER_ROOM, whole = side - RULER_ROOM, half = (side - 48) / 2;
  double low = (height - LOW_GAP) / 2;
  /* Places stand beside the values, or under them where there is no room. */
  if (self->has_places && w < NARROW && low > MIN_LOW)
    {
      tnu_table_stack_init (&self->after, &fold->after, x, top, whole, low);
      tnu_table_stack_init (&self->places, &fold->after, x, top + low + LOW_GAP, whole, low);
      return;
    }
  tnu_stack_init_for (&self->after, to, &fold->after, x, top, self->has_places ? half : whole,
                      height);
  tnu_table_stack_init (&self->places, &fold->after, x + half + 30, top, half, height);
}

TnuScrubber
tnu_reduce_picture_get_scrubber (const TnuReducePicture *self, double w, double h)
{
  double side = (w - 2 * MARGIN) * SIDE_SHARE;
  bool has_gradient = self->scene.numbers != NULL && self->scene.numbers->gradient != NULL;
  if (self->refusal != NULL || self->scene.numbers == NULL || self->scene.fold->n_before == 0
      || self->scene.fold->n_after == 0 || (self->is_backward && !has_gradient))
    return (TnuScrubber) { 0 };
  return (TnuScrubber) { MARGIN + side + 22, HEADING_Y, w - 2 * side - 2 * MARGIN - 44 };
}

/* ---- time ---- */

static double
get_time (const TnuReducePicture *self, gint64 source)
{
  const TnuReduceFold *fold = self->scene.fold;
  gint64 turn = tnu_reduce_fold_get_turn (fold, source);
  double start = fold->n_run > 1 ? STAGGER * (double) turn / (double) (fold->n_run - 1) : 0;
  return tnu_ease (CLAMP ((self->progress - start) / (1 - STAGGER), 0, 1));
}

/* How many of its run have come to @result. */
static gint64
count_arrived (const TnuReducePicture *self, gint64 result)
{
  const TnuReduceFold *fold = self->scene.fold;
  gint64 n = tnu_reduce_fold_count (fold, result), arrived = 0;
  while (arrived < n
         && get_time (self, tnu_reduce_fold_get_source (fold, result, arrived)) >= 1)
    arrived++;
  return arrived;
}

/* ---- cells ---- */

static TnuCells
get_x_cells (const TnuReducePicture *self)
{
  const TnuReduceScene *scene = &self->scene;
  TnuCells cells;
  if (self->is_backward)
    tnu_stack_cells_init (&cells, TNU_CELLS_FLOAT, true, scene->numbers->gradient, NULL,
                          scene->fold->n_before);
  else
    tnu_stack_cells_init (&cells, tnu_cells_kind_from_dtype (scene->from), false, scene->numbers->x,
                          scene->numbers->x_imaginary, scene->fold->n_before);
  return cells;
}

static TnuCells
get_y_cells (const TnuReducePicture *self, const double *values, TnuCellsKind kind)
{
  const double *imaginary
      = kind == TNU_CELLS_COMPLEX ? self->scene.numbers->y_imaginary : NULL;
  TnuCells cells;
  tnu_stack_cells_init (&cells, kind, self->is_backward, values, imaginary,
                        self->scene.fold->n_after);
  return cells;
}

static bool
is_in_run (const TnuReducePicture *self, gint64 source)
{
  const TnuReduceFold *fold = self->scene.fold;
  gint64 result = tnu_reduce_fold_get_result (fold, source);
  if (!fold->is_running)
    return result == self->result;
  gint64 turn = tnu_reduce_fold_get_turn (fold, source);
  return turn < tnu_reduce_fold_count (fold, self->result)
         && tnu_reduce_fold_get_source (fold, self->result, turn) == source;
}

static guint8
get_state (const TnuReducePicture *self, gint64 source)
{
  const TnuReduceScene *scene = &self->scene;
  double t = get_time (self, source);
  if (self->is_backward && t < 1)
    return TNU_CELL_GHOST | TNU_CELL_EMPTY;
  guint8 state = 0;
  if (self->is_lit ? !is_in_run (self, source) : t > 0 && self->progress < 1 && !self->is_backward)
    state |= TNU_CELL_NOT_CHOSEN;
  /* One gradient, read again and again. */
  if (self->is_backward && scene->call->word == TNU_REDUCE_SUM
      && tnu_reduce_fold_get_turn (scene->fold, source) > 0)
    state |= TNU_CELL_GHOST;
  gint64 result = tnu_reduce_fold_get_result (scene->fold, source);
  if (!self->is_backward && self->progress >= 1 && (!self->is_lit || result == self->result)
      && (tnu_reduce_get_winner (scene, result) == source
          || (self->is_lit && tnu_reduce_is_tie (scene, source))))
    state |= TNU_CELL_CHOSEN;
  return state;
}

/* ---- lit ---- */

static void
ring_cells (const Layout *layout, const TnuTableStack *stack, gint64 first, gint64 last)
{
  double x0, y0, x1, y1;
  if (!tnu_table_stack_is_legible (stack))
    return;
  tnu_table_stack_get_cell (stack, first, &x0, &y0);
  tnu_table_stack_get_cell (stack, last, &x1, &y1);
  bool is_capsule = layout->picture->is_backward && first == last;
  double w = x1 - x0 + stack->pitch_w - stack->gap, h = y1 - y0 + stack->pitch_h - stack->gap;
  tnu_ring_draw (layout->canvas, x0, y0, w, h, is_capsule ? h / 2 : TNU_RADIUS_CELL, TNU_STAGE);
}

/* One ring per table that the run goes through: there it is always a block. */
static void
ring_run (const Layout *layout)
{
  const TnuReducePicture *picture = layout->picture;
  const TnuReduceFold *fold = picture->scene.fold;
  const TnuTableStack *stack = &layout->before;
  gint64 n = tnu_reduce_fold_count (fold, picture->result);
  gint64 per_table = stack->rows * stack->columns, first = -1, last = -1;
  if (stack->n_lines > 1)
    return;
  for (gint64 k = 0; k < n; k++)
    {
      gint64 source = tnu_reduce_fold_get_source (fold, picture->result, k);
      if (first >= 0 && source / per_table != first / per_table)
        {
          ring_cells (layout, stack, first, last);
          first = -1;
        }
      if (first < 0)
        first = source;
      last = source;
    }
  if (first >= 0)
    ring_cells (layout, stack, first, last);
}

/* ---- arrows ---- */

/* From a result to the cell it was found in, along the gap between two rows, so that no number is
 * crossed. */
static void
draw_arrow (const Layout *layout, gint64 result)
{
  const TnuReducePicture *picture = layout->picture;
  cairo_t *cr = layout->canvas->cr;
  gint64 winner = tnu_reduce_get_winner (&picture->scene, result);
  /* The lower of two tables under each other: nothing stands in its way. */
  bool is_under = layout->has_places && layout->places.y > layout->after.y;
  const TnuTableStack *from = is_under ? &layout->places : &layout->after;
  const TnuTableStack *to = &layout->before;
  double x0, y0, x1, y1;
  bool is_lit = picture->is_lit && result == picture->result;
  bool starts_left = result % from->columns == 0;
  if (winner < 0)
    return;
  tnu_table_stack_get_cell (from, result, &x0, &y0);
  tnu_table_stack_get_cell (to, winner, &x1, &y1);
  x0 += starts_left ? -RULER_ROOM - 4 : (from->pitch_w - from->gap) / 2;
  y0 += starts_left ? (from->pitch_h - from->gap) / 2 : from->pitch_h - from->gap + 2;
  x1 += (to->pitch_w - to->gap) / 2;
  y1 += to->pitch_h - to->gap / 2;
  double edge = MAX (to->x + to->w + 12, x1), reach = MAX ((x0 - edge) / 2, 8);
  tnu_set_token (layout->canvas, is_lit ? TNU_INK1 : TNU_INK2, 1);
  cairo_set_line_width (cr, is_lit ? 2 : TNU_STROKE_NODE);
  cairo_move_to (cr, x0, y0);
  if (starts_left)
    cairo_curve_to (cr, x0 - reach, y0, edge + reach, y1, edge, y1);
  else
    cairo_curve_to (cr, x0, y0 + 40, edge + reach, y1, edge, y1);
  cairo_line_to (cr, x1, y1);
  cairo_stroke (cr);
  tnu_arrow_head (cr, x1, y1 - 6, -G_PI / 2, is_lit ? 5 : 4);
}

static void
draw_arrows (const Layout *layout)
{
  const TnuReducePicture *picture = layout->picture;
  bool shows_all = picture->scene.fold->n_after <= MAX_ARROWS && !picture->is_lit;
  if (picture->progress < 1 || !tnu_table_stack_is_legible (&layout->before))
    return;
  for (gint64 k = 0; k < picture->scene.fold->n_after && shows_all; k++)
    draw_arrow (layout, k);
  if (!shows_all)
    draw_arrow (layout, picture->result);
}

/* ---- tables ---- */

static void
draw_before (const Layout *layout)
{
  const TnuReducePicture *picture = layout->picture;
  const TnuReduceFold *fold = picture->scene.fold;
  TnuCells cells = get_x_cells (picture);
  g_autofree guint8 *states = g_new0 (guint8, MAX (fold->n_before, 1));
  for (gint64 k = 0; k < fold->n_before; k++)
    states[k] = get_state (picture, k);
  TnuStackTables tables = {
    .stack = &layout->before,
    .shape = &fold->before,
    .look = &cells,
    .values = cells.values,
    .imaginary = cells.imag,
    .states = states,
    .n = fold->n_before,
  };
  if (fold->n_before > 0)
    tnu_stack_tables_draw (&tables, layout->canvas);
  else
    tnu_stack_draw_frames (&layout->before, layout->canvas);
  if (picture->is_lit && picture->is_backward)
    ring_cells (layout, &layout->before, picture->source, picture->source);
  else if (picture->is_lit)
    ring_run (layout);
}

static void
draw_results (const Layout *layout, const TnuTableStack *stack, const double *final,
              TnuCellsKind kind, bool grows)
{
  const TnuReducePicture *picture = layout->picture;
  const TnuReduceFold *fold = picture->scene.fold;
  gint64 n = fold->n_after;
  g_autofree guint8 *states = g_new0 (guint8, MAX (n, 1));
  g_autofree double *values = g_new0 (double, MAX (n, 1));
  TnuCells cells = get_y_cells (picture, final, kind);
  for (gint64 k = 0; k < n; k++)
    {
      gint64 wanted = tnu_reduce_fold_count (fold, k);
      gint64 arrived = picture->progress < 1 && !picture->is_backward ? count_arrived (picture, k)
                                                                      : wanted;
      bool is_done = arrived == wanted;
      values[k] = is_done   ? final[k]
                  : grows ? tnu_reduce_get_partial (&picture->scene, k, arrived)
                          : NAN;
      if (!is_done && isnan (values[k]))
        {
          values[k] = 0;
          states[k] = TNU_CELL_GHOST | TNU_CELL_EMPTY;
        }
    }
  TnuStackTables tables = {
    .stack = stack,
    .shape = &fold->after,
    .axes = fold->axes,
    .look = &cells,
    .values = values,
    .imaginary = cells.imag,
    .states = states,
    .n = n,
  };
  if (n > 0)
    tnu_stack_tables_draw (&tables, layout->canvas);
  else
    tnu_stack_draw_frames (stack, layout->canvas);
  if (picture->is_lit && n > 0)
    ring_cells (layout, stack, picture->result, picture->result);
}

static void
draw_after (const Layout *layout)
{
  const TnuReducePicture *picture = layout->picture;
  const TnuReduceNumbers *numbers = picture->scene.numbers;
  gint64 n = picture->scene.fold->n_after;
  if (picture->is_backward)
    {
      g_autofree double *ones = g_new (double, MAX (n, 1));
      for (gint64 k = 0; k < n; k++)
        ones[k] = 1;
      draw_results (layout, &layout->after, ones, TNU_CELLS_FLOAT, false);
      return;
    }
  draw_results (layout, &layout->after, numbers->y, tnu_cells_kind_from_dtype (picture->scene.to),
                true);
  if (layout->has_places)
    draw_results (layout, &layout->places, numbers->places, TNU_CELLS_INT, false);
}

static void
draw_moving (const Layout *layout)
{
  const TnuReducePicture *picture = layout->picture;
  const TnuReduceFold *fold = picture->scene.fold;
  const TnuTableStack *before = &layout->before, *after = &layout->after;
  TnuCells cells = get_x_cells (picture);
  bool is_legible = tnu_table_stack_is_legible (before) && tnu_table_stack_is_legible (after);
  /* The first of a run comes last to the eye: it is where the others go. */
  for (gint64 k = fold->n_before - 1; k >= 0; k--)
    {
      double t = get_time (picture, k), x0, y0, x1, y1;
      if (t <= 0 || t >= 1)
        continue;
      if (picture->is_backward)
        t = 1 - t;
      tnu_table_stack_get_cell (before, k, &x0, &y0);
      tnu_table_stack_get_cell (after, tnu_reduce_fold_get_result (fold, k), &x1, &y1);
      double w0 = before->pitch_w - before->gap, h0 = before->pitch_h - before->gap;
      double w = w0 + (after->pitch_w - after->gap - w0) * t;
      double h = h0 + (after->pitch_h - after->gap - h0) * t;
      /* Up or down first, then over: the axis folds. */
      double u = MIN (t * 1.6, 1);
      double x = x0 + (x1 - x0) * t, y = y0 + (y1 - y0) * u * u * (3 - 2 * u);
      if (is_legible)
        {
          TnuCells cell = cells;
          cell.values += k;
          cell.imag = cells.imag != NULL ? cells.imag + k : NULL;
          tnu_stack_draw_traveller (layout->canvas, &cell, x, y, w, h);
        }
      else
        tnu_stack_draw_square (layout->canvas, &cells, cells.values[k], 1,
                               &(TnuRect) { x, y, MAX (w, MIN_DOT), MAX (h, MIN_DOT) });
    }
}

/* ---- headings ---- */

static void
draw_heading (const Layout *layout, const char *name, const TnuShape *shape, const int *axes,
              const char *words, const TnuTableStack *stack)
{
  const TnuCanvas *canvas = layout->canvas;
  double x = stack->x - (stack->row_dim >= 0 ? RULER_ROOM : 0), y = HEADING_Y;
  y = MAX (y, stack->y - get_tables_top (layout->picture->scene.fold) + HEADING_Y);
  x += tnu_text_show (canvas->text, canvas->cr, TNU_MONO (13, 700), name, x, y, TNU_ALIGN_START,
                      &canvas->theme->colors[TNU_INK1])
       + 8;
  x += tnu_travel_draw_numbers (canvas, TNU_MONO (13, 700), shape->sizes, shape->rank, axes, "()",
                                x, y)
       + 8;
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (11, 400), words, x, y, TNU_ALIGN_START,
                 &canvas->theme->colors[TNU_INK3]);
}

static void
draw_headings (const Layout *layout)
{
  const TnuReducePicture *picture = layout->picture;
  const TnuReduceScene *scene = &picture->scene;
  const TnuReduceFold *fold = scene->whole;
  const char *sign = picture->is_backward ? "d" : "";
  g_autofree char *x = g_strconcat (sign, scene->name, NULL);
  g_autofree char *y = g_strconcat (sign, scene->target, NULL);
  draw_heading (layout, x, &fold->before, NULL, tns_dtype_get_name (scene->from), &layout->before);
  if (picture->refusal != NULL)
    return;
  draw_heading (layout, y, &fold->after, fold->axes,
                layout->has_places ? "" : tns_dtype_get_name (scene->to), &layout->after);
  if (layout->has_places)
    draw_heading (layout, scene->places, &fold->after, fold->axes, "", &layout->places);
}

/* ---- one result, written out ---- */

static TnuFont
get_term_font (void)
{
  return TNU_MONO (13, 400);
}

static double
get_cell_width (const TnuCanvas *canvas, const TnuCells *cells)
{
  return MAX (ceil (tnu_grid_comfortable_width (canvas->text, cells)), 40);
}

static double
get_term_width (const TnuCanvas *canvas, const TnuTerm *term, double x_width, double y_width)
{
  if (term->kind == TNU_TERM_TEXT)
    return tnu_text_get_width (canvas->text, get_term_font (), term->text);
  return term->kind == TNU_TERM_X || term->kind == TNU_TERM_GRADIENT ? x_width : y_width;
}

static double
get_terms_width (const TnuCanvas *canvas, const GArray *terms, double x_width, double y_width)
{
  double w = 0;
  for (guint k = 0; k < terms->len; k++)
    w += get_term_width (canvas, &g_array_index (terms, TnuTerm, k), x_width, y_width) + TERM_GAP;
  return w - TERM_GAP;
}

static GArray *
fit_equation (const Layout *layout, double room, double x_width, double y_width)
{
  const TnuReducePicture *picture = layout->picture;
  if (picture->is_backward)
    return tnu_reduce_dup_backward (&picture->scene, picture->source);
  for (int most = MAX_TERMS;; most--)
    {
      GArray *terms = tnu_reduce_dup_equation (&picture->scene, picture->result, most);
      if (most <= 2 || get_terms_width (layout->canvas, terms, x_width, y_width) <= room)
        return terms;
      g_array_unref (terms);
    }
}

static void
draw_term (const Layout *layout, const TnuTerm *term, const TnuCells *cells, double x, double y,
           double w)
{
  const TnuCanvas *canvas = layout->canvas;
  TnuCells one = *cells;
  if (term->kind == TNU_TERM_TEXT)
    {
      tnu_text_show (canvas->text, canvas->cr, get_term_font (), term->text, x, y + TERM_H / 2.0,
                     TNU_ALIGN_START, &canvas->theme->colors[TNU_INK1]);
      return;
    }
  TnuGrid grid;
  one.n_rows = one.n_cols = 1;
  one.row_stride = one.col_stride = 1;
  one.values = &term->value;
  one.imag = cells->imag != NULL ? &term->imaginary : NULL;
  tnu_grid_init (&grid, canvas->text, &one, round (x), round (y), round (w), TERM_H);
  if (term->kind == TNU_TERM_Y || term->kind == TNU_TERM_GRADIENT)
    one.current = (TnuCellRun) { 0, 0, 1, 1 };
  tnu_cells_draw (canvas, &one, &grid, TNU_CARD);
}

static void
draw_equation (const Layout *layout, double x, double y, double room)
{
  const TnuReducePicture *picture = layout->picture;
  double upstream = 1;
  TnuCells x_cells = get_x_cells (picture);
  TnuCells y_cells = get_y_cells (picture, picture->scene.numbers->y,
                                  tnu_cells_kind_from_dtype (picture->scene.to));
  if (picture->is_backward)
    tnu_stack_cells_init (&y_cells, TNU_CELLS_FLOAT, true, &upstream, NULL, 1);
  double x_width = get_cell_width (layout->canvas, &x_cells);
  double y_width = get_cell_width (layout->canvas, &y_cells);
  g_autoptr (GArray) terms = fit_equation (layout, room, x_width, y_width);
  for (guint k = 0; k < terms->len; k++)
    {
      const TnuTerm *term = &g_array_index (terms, TnuTerm, k);
      double w = get_term_width (layout->canvas, term, x_width, y_width);
      bool is_x = term->kind == TNU_TERM_X || term->kind == TNU_TERM_GRADIENT;
      draw_term (layout, term, is_x ? &x_cells : &y_cells, x, y, w);
      x += w + TERM_GAP;
    }
}

static char *
dup_card_title (const TnuReducePicture *self)
{
  const TnuReduceScene *scene = &self->scene;
  if (!self->is_backward)
    return tnu_reduce_dup_title (scene, self->result);
  g_autofree char *x = tnu_reduce_dup_element (scene->name, &scene->fold->before, self->source);
  g_autofree char *y = tnu_reduce_dup_element (scene->target, &scene->fold->after, self->result);
  return g_strdup_printf ("d%s from d%s", x, y);
}

static void
draw_card (const Layout *layout, double w)
{
  const TnuReducePicture *picture = layout->picture;
  const TnuCanvas *canvas = layout->canvas;
  double x = MARGIN + CARD_PAD, y = layout->card_y, room = w - 2 * (MARGIN + CARD_PAD);
  tnu_plate_draw (canvas, MARGIN, y, w - 2 * MARGIN, CARD_H);
  g_autofree char *title = dup_card_title (picture);
  g_autofree char *remark = picture->is_backward
                                ? g_strdup ("Every result's gradient is taken as 1.")
                                : tnu_reduce_dup_remark (&picture->scene, picture->result);
  tnu_text_show_within (canvas->text, canvas->cr, TNU_MONO (14, 700), title, x, y + 22, room,
                        &canvas->theme->colors[TNU_INK1]);
  draw_equation (layout, x, y + 42, room);
  tnu_text_show_within (canvas->text, canvas->cr, TNU_SANS (13, 400), remark, x, y + CARD_H - 22,
                        room, &canvas->theme->colors[TNU_INK2]);
}

/* ---- all of it ---- */

static void
draw_note (const Layout *layout, const char *note, double w)
{
  double x = MARGIN + 24;
  tnu_plate_draw (layout->canvas, MARGIN, layout->card_y, w - 2 * MARGIN, CARD_H);
  tnu_paragraph_draw (layout->canvas, TNU_SANS (14, 400), TNU_INK1, note, x, layout->card_y + 30,
                      w - 2 * x, 22);
}

/* The numbers as they are, where nothing becomes of them. */
static void
draw_source (const Layout *layout)
{
  const TnuReducePicture *picture = layout->picture;
  const TnuReduceFold *fold = picture->scene.fold;
  TnuCells cells;
  if (picture->x == NULL || fold->n_before == 0)
    {
      tnu_stack_draw_frames (&layout->before, layout->canvas);
      return;
    }
  tnu_stack_cells_init (&cells, tnu_cells_kind_from_dtype (picture->scene.from), false, picture->x,
                        NULL, fold->n_before);
  g_autofree guint8 *states = g_new0 (guint8, fold->n_before);
  TnuStackTables tables = {
    .stack = &layout->before,
    .shape = &fold->before,
    .look = &cells,
    .values = picture->x,
    .states = states,
    .n = fold->n_before,
  };
  tnu_stack_tables_draw (&tables, layout->canvas);
}

static bool
has_results (const TnuReducePicture *self)
{
  return self->scene.fold->n_after > 0
         && (!self->is_backward || self->scene.fold->n_before > 0);
}

void
tnu_reduce_picture_draw (const TnuReducePicture *self, const TnuCanvas *canvas, double w, double h)
{
  const TnuReduceNumbers *numbers = self->scene.numbers;
  Layout layout;
  Facts facts;
  layout_init (&layout, self, canvas, w, h);
  draw_headings (&layout);
  if (self->refusal != NULL || numbers == NULL
      || (self->is_backward && numbers->gradient == NULL))
    {
      draw_source (&layout);
      if (self->refusal == NULL)
        tnu_stack_draw_frames (&layout.after, canvas);
      draw_note (&layout,
                 self->refusal != NULL ? self->refusal
                 : numbers == NULL     ? self->note
                                       : "No gradient comes back through this.",
                 w);
    }
  else
    {
      draw_before (&layout);
      draw_after (&layout);
      draw_moving (&layout);
      if (!self->is_backward)
        draw_arrows (&layout);
      if (has_results (self))
        draw_card (&layout, w);
      else
        draw_note (&layout, "There is no result to write out.", w);
    }
  facts_init (&facts, self);
  tnu_facts_draw (canvas, facts.facts, MAX_FACTS, MARGIN, layout.facts_y, w - 2 * MARGIN);
  facts_clear (&facts);
}

void
tnu_reduce_picture_hit (const TnuReducePicture *self, TnuText *text, double w, double h, double x,
                        double y, gint64 *result, gint64 *source)
{
  const TnuReduceFold *fold = self->scene.fold;
  TnuCanvas canvas = { .text = text, .theme = tnu_theme_get (true), .scale = 1 };
  Layout layout;
  *result = *source = -1;
  if (self->refusal != NULL || self->scene.numbers == NULL || fold->n_after == 0)
    return;
  layout_init (&layout, self, &canvas, w, h);
  *result = tnu_stack_hit (&layout.after, fold->n_after, x, y);
  if (*result < 0 && layout.has_places)
    *result = tnu_stack_hit (&layout.places, fold->n_after, x, y);
  *source = tnu_stack_hit (&layout.before, fold->n_before, x, y);
  if (*source >= 0)
    *result = tnu_reduce_fold_get_result (fold, *source);
  else if (*result >= 0 && fold->n_before > 0 && tnu_reduce_fold_count (fold, *result) > 0)
    *source = tnu_reduce_fold_get_source (fold, *result, 0);
}
