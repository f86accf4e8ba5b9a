/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Broadcast picture
 *
 * All tables have the result's shape, so that an element stands at the same place in each. Numbers
 * that are read again are ghosts; they come from the cell that holds them. On the way back the same
 * ghosts fall together into it. */
#include "ui/operation/broadcast/cast-picture.h"

#include <math.h>

#include "engine/core/dtype.h"
#include "ui/operation/broadcast/cast-table.h"
#include "ui/operation/numbers.h"
#include "ui/operation/op-head.h"
#include "ui/operation/reduce/reduce-fold.h"
#include "ui/operation/sample.h"
#include "ui/operation/stack-cells.h"
#include "ui/operation/stack-tables.h"
#include "ui/operation/travel-private.h"
#include "ui/operation/variables.h"

#define MARGIN 24
#define HEADING_Y 22
#define HEADING_ROOM 40
#define RULER_ROOM 18
#define TITLE_ROOM 16
#define SIGN_W 44
#define CARD_PAD 16
#define CARD_GAP 12
#define SHAPES_SHARE .46
#define TERM_H 30
#define TERM_GAP 8
#define STAGGER .5
#define MIN_DOT 2.5
#define MAX_FACTS 5
#define MAX_TABLES (TNU_CAST_MAX_OPERANDS + 1)
#define MAX_TERMS 6

typedef struct
{
  const TnuCastPicture *picture;
  const TnuCanvas *canvas;
  TnuTableStack stacks[MAX_TABLES]; /* operands, then the result */
  int n;
  double table_w, card_y, card_h, facts_y, shapes_w;
} Layout;

static int
count_operands (const TnuCastPicture *self)
{
  return tnu_cast_call_count (self->call);
}

static bool
is_legal (const TnuCastPicture *self)
{
  return self->call->reason == NULL;
}

/* A tensor that is read as a larger shape stands beside it as it is; so do tensors that clash. */
static bool
stands_alone (const TnuCastPicture *self, int operand)
{
  return !is_legal (self)
         || (self->call->word == TNU_CAST_BROADCAST_TO && operand < count_operands (self));
}

static const TnuShape *
get_shape (const TnuCastPicture *self, int table)
{
  return table < count_operands (self) && stands_alone (self, table)
             ? &self->call->operands[table].shape
             : &self->call->plan.result;
}

/* ---- facts ---- */

typedef struct
{
  TnuFact facts[MAX_FACTS];
  char *words[MAX_FACTS];
} Facts;

static void
facts_init (Facts *self, const TnuCastPicture *picture)
{
  static const char *const labels[MAX_FACTS] = { "SHOWN", "GHOSTS", "MEMORY", "TYPE", "BACK" };
  static char *(*const facts[MAX_FACTS]) (const TnuCastCall *)
      = { NULL, tnu_cast_dup_shape_fact, tnu_cast_dup_bytes_fact, tnu_cast_dup_type_fact,
          tnu_cast_dup_back_fact };
  const TnuCastCall *call = picture->whole;
  for (int k = 0; k < MAX_FACTS; k++)
    {
      self->words[k] = !is_legal (picture) ? g_strdup ("")
                       : facts[k] != NULL
                           ? facts[k](call)
                           : tnu_sample_dup_fact (&picture->call->plan.result, &call->plan.result);
      self->facts[k] = (TnuFact) { labels[k], self->words[k] };
    }
}

static void
facts_clear (Facts *self)
{
  for (int k = 0; k < MAX_FACTS; k++)
    g_free (self->words[k]);
}

/* ---- layout ---- */

/* The widest of the equation, so that its tables are alike. */
static TnuCellsKind
get_kind (const TnuCastPicture *self)
{
  for (int k = 0; k < count_operands (self); k++)
    if (tnk_dtype_is_complex (tnu_cast_operand_get_dtype (&self->call->operands[k])))
      return TNU_CELLS_COMPLEX;
  return TNU_CELLS_FLOAT;
}

static void
layout_init (Layout *self, const TnuCastPicture *picture, const TnuCanvas *canvas, double w,
             double h)
{
  Facts facts;
  *self = (Layout) { .picture = picture, .canvas = canvas };
  facts_init (&facts, picture);
  double facts_h = tnu_facts_get_height (canvas, facts.facts, MAX_FACTS, w - 2 * MARGIN);
  facts_clear (&facts);
  self->n = count_operands (picture) + (is_legal (picture) ? 1 : 0);
  self->card_h = tnu_cast_table_get_height (picture->whole) + 2 * CARD_PAD - 6;
  self->facts_y = h - facts_h - (facts_h > 0 ? 12 : 4);
  self->card_y = self->facts_y - self->card_h - 10;
  self->shapes_w = (w - 2 * MARGIN - CARD_GAP) * SHAPES_SHARE;
  self->table_w = (w - 2 * MARGIN - SIGN_W * (self->n - 1)) / self->n;
  double top = HEADING_ROOM + RULER_ROOM + (picture->call->plan.result.rank > 2 ? TITLE_ROOM : 0);
  double height = MAX (self->card_y - 14 - top, 40);
  for (int k = 0; k < self->n; k++)
    tnu_stack_init_for (&self->stacks[k], get_kind (picture), get_shape (picture, k),
                        MARGIN + RULER_ROOM + k * (self->table_w + SIGN_W), top,
                        self->table_w - RULER_ROOM, height);
}

static bool
has_ghosts (const TnuCastPicture *self)
{
  for (int k = 0; k < count_operands (self); k++)
    if (tnu_cast_plan_count_reads (&self->call->plan, k) > 1)
      return true;
  return false;
}

static bool
has_gradients (const TnuCastPicture *self)
{
  for (int k = 0; k < count_operands (self); k++)
    if (self->numbers != NULL && self->numbers->gradients[k] != NULL)
      return true;
  return false;
}

TnuScrubber
tnu_cast_picture_get_scrubber (const TnuCastPicture *self, double w, double h)
{
  int n = count_operands (self) + 1;
  if (!is_legal (self) || self->numbers == NULL || tnu_shape_count (&self->call->plan.result) == 0
      || !has_ghosts (self) || (self->is_backward && !has_gradients (self)))
    return (TnuScrubber) { 0 };
  double side = (w - 2 * MARGIN) / n;
  return (TnuScrubber) { w - MARGIN - MIN (side, 160), HEADING_Y, MIN (side, 160) };
}

/* ---- numbers ---- */

static double
get_time (const TnuCastPicture *self, int operand, gint64 place)
{
  gint64 n = MAX (tnu_shape_count (&self->call->plan.result) - 1, 1);
  double start = STAGGER * (double) place / (double) n;
  return tnu_ease (CLAMP ((self->progress - start) / (1 - STAGGER), 0, 1));
}

static bool
shows_gradient (const TnuCastPicture *self, int operand)
{
  return self->is_backward && self->numbers->gradients[operand] != NULL;
}

/* A number of an operand, or of its gradient. */
static double
get_value (const TnuCastPicture *self, int operand, gint64 k)
{
  const TnuCastPlan *plan = &self->call->plan;
  const TnuCastNumbers *numbers = self->numbers;
  if (stands_alone (self, operand))
    return shows_gradient (self, operand) ? numbers->gradients[operand][k]
                                          : numbers->operands[operand][k];
  gint64 source = tnu_cast_plan_get_source (plan, operand, k);
  bool is_home = !tnu_cast_plan_is_ghost (plan, operand, k);
  return !shows_gradient (self, operand)  ? numbers->operands[operand][source]
         : is_home && self->progress >= 1 ? numbers->gradients[operand][source]
                                          : numbers->contributions[operand][k];
}

/* What stands at every place of an operand's table: to be cleared. */
static TnuNumbers
dup_values (const TnuCastPicture *self, int operand)
{
  gint64 n = tnu_shape_count (get_shape (self, operand));
  const double *imaginary = self->numbers->operands_imaginary[operand];
  TnuNumbers values = tnu_numbers_new (n, imaginary != NULL && !shows_gradient (self, operand));
  for (gint64 k = 0; k < n; k++)
    {
      values.real[k] = get_value (self, operand, k);
      if (values.imaginary != NULL)
        values.imaginary[k]
            = imaginary[stands_alone (self, operand)
                            ? k
                            : tnu_cast_plan_get_source (&self->call->plan, operand, k)];
    }
  return values;
}

static guint8
get_state (const TnuCastPicture *self, int operand, gint64 k)
{
  const TnuCastPlan *plan = &self->call->plan;
  guint8 state = 0;
  if (stands_alone (self, operand))
    return self->is_lit && is_legal (self)
                   && tnu_cast_plan_get_source (plan, operand, self->place) != k
               ? TNU_CELL_NOT_CHOSEN
               : 0;
  if (self->is_lit && self->progress >= 1
      && tnu_cast_plan_get_source (plan, operand, k)
             != tnu_cast_plan_get_source (plan, operand, self->place))
    state |= TNU_CELL_NOT_CHOSEN;
  if (!tnu_cast_plan_is_ghost (plan, operand, k))
    return state;
  double t = get_time (self, operand, k);
  if (shows_gradient (self, operand))
    return t > 0 ? state | TNU_CELL_GHOST | TNU_CELL_EMPTY : state;
  return state | TNU_CELL_GHOST | (t < 1 ? TNU_CELL_EMPTY : 0);
}

static void
note_largest (const double *values, const double *imaginary, gint64 n, double *largest)
{
  for (gint64 k = 0; values != NULL && k < n; k++)
    {
      double magnitude = imaginary != NULL ? hypot (values[k], imaginary[k]) : fabs (values[k]);
      if (isfinite (magnitude))
        *largest = MAX (*largest, magnitude);
    }
}

/* One scale for all values of one equation, and one for its gradients. */
static double
get_scale (const TnuCastPicture *self, bool is_gradient)
{
  const TnuCastNumbers *numbers = self->numbers;
  gint64 n = tnu_shape_count (&self->call->plan.result);
  double largest = is_gradient ? 1 : 0;
  for (int k = 0; k < count_operands (self); k++)
    {
      gint64 own = tnu_shape_count (&self->call->operands[k].shape);
      if (is_gradient)
        note_largest (numbers->gradients[k], NULL, own, &largest);
      else if (tnu_cast_operand_get_dtype (&self->call->operands[k]) != TNK_BOOL)
        note_largest (numbers->operands[k], numbers->operands_imaginary[k], own, &largest);
    }
  if (!is_gradient && self->call->dtype != TNK_BOOL)
    note_largest (numbers->result, numbers->result_imaginary, n, &largest);
  return largest;
}

static TnuCells
get_cells (const TnuCastPicture *self, int table, const TnuNumbers *values, gint64 n)
{
  bool is_result = table >= count_operands (self);
  bool is_gradient = is_result ? self->is_backward : shows_gradient (self, table);
  TnkDtype dtype = is_result ? self->call->dtype
                             : tnu_cast_operand_get_dtype (&self->call->operands[table]);
  TnuCells cells;
  tnu_stack_cells_init (&cells, is_gradient ? TNU_CELLS_FLOAT : tnu_cells_kind_from_dtype (dtype),
                        is_gradient, values->real, values->imaginary, n);
  cells.vmax = get_scale (self, is_gradient);
  return cells;
}

/* ---- tables ---- */

static void
ring_cell (const Layout *layout, int table, gint64 element)
{
  const TnuTableStack *stack = &layout->stacks[table];
  bool is_result = table >= count_operands (layout->picture);
  bool is_capsule = layout->picture->is_backward
                    && (is_result || shows_gradient (layout->picture, table));
  double x, y, w = stack->pitch_w - stack->gap, h = stack->pitch_h - stack->gap;
  tnu_table_stack_get_cell (stack, element, &x, &y);
  if (tnu_table_stack_is_legible (stack))
    tnu_ring_draw (layout->canvas, x, y, w, h, is_capsule ? h / 2 : TNU_RADIUS_CELL, TNU_STAGE);
}

static void
draw_numbers (const Layout *layout, int table, const TnuNumbers *values, const guint8 *states)
{
  const TnuCastPicture *picture = layout->picture;
  const TnuShape *shape = get_shape (picture, table);
  gint64 n = tnu_shape_count (shape);
  int axes[TNU_SHAPE_MAX_RANK], shift = picture->call->plan.result.rank - shape->rank;
  TnuCells cells = get_cells (picture, table, values, n);
  for (int d = 0; d < shape->rank; d++)
    axes[d] = d + shift;
  TnuStackTables tables = {
    .stack = &layout->stacks[table],
    .shape = shape,
    .axes = axes,
    .look = &cells,
    .values = values->real,
    .imaginary = values->imaginary,
    .states = states,
    .n = n,
  };
  if (n > 0)
    tnu_stack_tables_draw (&tables, layout->canvas);
  else
    tnu_stack_draw_frames (&layout->stacks[table], layout->canvas);
}

static void
draw_moving (const Layout *layout, int table, const TnuNumbers *values)
{
  const TnuCastPicture *picture = layout->picture;
  const TnuCastPlan *plan = &picture->call->plan;
  const TnuTableStack *stack = &layout->stacks[table];
  gint64 n = tnu_shape_count (&plan->result);
  TnuCells cells = get_cells (picture, table, values, n);
  double w = stack->pitch_w - stack->gap, h = stack->pitch_h - stack->gap;
  for (gint64 k = 0; k < n; k++)
    {
      double t = get_time (picture, table, k), x0, y0, x1, y1;
      if (t <= 0 || t >= 1 || !tnu_cast_plan_is_ghost (plan, table, k))
        continue;
      if (shows_gradient (picture, table))
        t = 1 - t;
      gint64 home = tnu_cast_plan_get_home (plan, table, tnu_cast_plan_get_source (plan, table, k));
      tnu_table_stack_get_cell (stack, home, &x0, &y0);
      tnu_table_stack_get_cell (stack, k, &x1, &y1);
      double x = x0 + (x1 - x0) * t, y = y0 + (y1 - y0) * t;
      TnuCells cell = cells;
      cell.values += k;
      cell.imag = cells.imag != NULL ? cells.imag + k : NULL;
      if (tnu_table_stack_is_legible (stack))
        tnu_stack_draw_traveller (layout->canvas, &cell, x, y, w, h);
      else
        tnu_stack_draw_square (layout->canvas, &cells, values->real[k], 1,
                               &(TnuRect) { x, y, MAX (w, MIN_DOT), MAX (h, MIN_DOT) });
    }
}

static void
draw_operand (const Layout *layout, int table)
{
  const TnuCastPicture *picture = layout->picture;
  const TnuCastPlan *plan = &picture->call->plan;
  gint64 n = tnu_shape_count (get_shape (picture, table));
  TnuNumbers values = dup_values (picture, table);
  g_autofree guint8 *states = g_new0 (guint8, MAX (n, 1));
  for (gint64 k = 0; k < n; k++)
    states[k] = get_state (picture, table, k);
  bool is_alone = stands_alone (picture, table);
  draw_numbers (layout, table, &values, states);
  if (!is_alone)
    draw_moving (layout, table, &values);
  tnu_numbers_clear (&values);
  if (is_alone && picture->is_lit && is_legal (picture) && n > 0)
    ring_cell (layout, table, tnu_cast_plan_get_source (plan, table, picture->place));
  else if (!is_alone && picture->is_lit && n > 0)
    ring_cell (layout, table,
               shows_gradient (picture, table)
                   ? tnu_cast_plan_get_home (
                         plan, table, tnu_cast_plan_get_source (plan, table, picture->place))
                   : picture->place);
}

static void
draw_result (const Layout *layout)
{
  const TnuCastPicture *picture = layout->picture;
  const TnuCastPlan *plan = &picture->call->plan;
  int table = count_operands (picture);
  gint64 n = tnu_shape_count (&plan->result);
  bool is_view = picture->call->word == TNU_CAST_BROADCAST_TO;
  const TnuCastNumbers *numbers = picture->numbers;
  TnuNumbers values
      = tnu_numbers_new (n, numbers->result_imaginary != NULL && !picture->is_backward);
  g_autofree guint8 *states = g_new0 (guint8, MAX (n, 1));
  for (gint64 k = 0; k < n; k++)
    {
      values.real[k] = picture->is_backward ? 1 : numbers->result[k];
      if (values.imaginary != NULL)
        values.imaginary[k] = numbers->result_imaginary[k];
      if (is_view && !picture->is_backward && tnu_cast_plan_is_ghost (plan, 0, k))
        states[k] = TNU_CELL_GHOST
                    | (get_time (picture, 0, k) < 1 ? TNU_CELL_EMPTY : 0);
    }
  draw_numbers (layout, table, &values, states);
  tnu_numbers_clear (&values);
  if (picture->is_lit && n > 0)
    ring_cell (layout, table, picture->place);
}

/* ---- what does not fit ---- */

/* A bracket along the axis that clashes, above columns or left of rows. */
static void
draw_guilt (const Layout *layout, int table)
{
  const TnuCastPlan *plan = &layout->picture->call->plan;
  const TnuCanvas *canvas = layout->canvas;
  const TnuTableStack *stack = &layout->stacks[table];
  int rank = plan->shapes[table].rank;
  int dim = plan->guilty - (plan->result.rank - rank);
  if (plan->guilty < 0 || dim < 0
      || tnu_cast_plan_judge (plan, table, plan->guilty) != TNU_CAST_CLASH)
    return;
  double w = (double) stack->line * stack->pitch_w - stack->gap;
  double h = (double) (stack->rows * stack->n_lines) * stack->pitch_h - stack->gap;
  g_autofree char *size = g_strdup_printf ("%" G_GINT64_FORMAT, plan->shapes[table].sizes[dim]);
  cairo_t *cr = canvas->cr;
  tnu_set_token (canvas, TNU_ERR, 1);
  cairo_set_line_width (cr, TNU_STROKE_RAIL);
  if (dim == rank - 1)
    {
      double y = stack->y + h + 6;
      cairo_move_to (cr, stack->x, y);
      cairo_rel_line_to (cr, 0, 5);
      cairo_rel_line_to (cr, w, 0);
      cairo_rel_line_to (cr, 0, -5);
      cairo_stroke (cr);
      tnu_text_show (canvas->text, cr, TNU_MONO (13, 700), size, stack->x + w / 2, y + 18,
                     TNU_ALIGN_CENTRE, &canvas->theme->colors[TNU_ERR]);
      return;
    }
  double x = stack->x + w + 6;
  cairo_move_to (cr, x, stack->y);
  cairo_rel_line_to (cr, 5, 0);
  cairo_rel_line_to (cr, 0, h);
  cairo_rel_line_to (cr, -5, 0);
  cairo_stroke (cr);
  tnu_text_show (canvas->text, cr, TNU_MONO (13, 700), size, x + 12, stack->y + h / 2,
                 TNU_ALIGN_START, &canvas->theme->colors[TNU_ERR]);
}

/* ---- headings ---- */

static void
draw_heading (const Layout *layout, int table)
{
  const TnuCastPicture *picture = layout->picture;
  const TnuCastCall *call = picture->whole;
  const TnuCanvas *canvas = layout->canvas;
  bool is_result = table >= count_operands (picture);
  const char *code = is_result ? call->target : call->operands[table].code;
  const TnuShape *shape = is_result ? &call->plan.result : &call->operands[table].shape;
  TnkDtype dtype = is_result ? call->dtype : tnu_cast_operand_get_dtype (&call->operands[table]);
  int axes[TNU_SHAPE_MAX_RANK], shift = call->plan.result.rank - shape->rank;
  bool is_number = !is_result && call->operands[table].moment == NULL;
  g_autofree char *name = g_strconcat (picture->is_backward && !is_number ? "d" : "", code, NULL);
  double left = MARGIN + table * (layout->table_w + SIGN_W);
  double x = MAX (layout->stacks[table].x - RULER_ROOM, left), y = HEADING_Y;
  double top = HEADING_ROOM + RULER_ROOM + (call->plan.result.rank > 2 ? TITLE_ROOM : 0);
  y = MAX (y, layout->stacks[table].y - top + HEADING_Y);
  for (int d = 0; d < shape->rank; d++)
    axes[d] = d + shift;
  /* A narrow table's heading may begin left of it. */
  double needed = tnu_text_get_width (canvas->text, TNU_MONO (13, 700), name) + 110;
  x = MAX (MIN (x, left + layout->table_w - needed), left);
  x += tnu_text_show (canvas->text, canvas->cr, TNU_MONO (13, 700), name, x, y, TNU_ALIGN_START,
                      &canvas->theme->colors[TNU_INK1])
       + 8;
  if (!is_number)
    x += tnu_travel_draw_numbers (canvas, TNU_MONO (13, 700), shape->sizes, shape->rank, axes, "()",
                                  x, y)
         + 8;
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (11, 400),
                 is_number ? "a Python number" : tns_dtype_get_name (dtype), x, y, TNU_ALIGN_START,
                 &canvas->theme->colors[TNU_INK3]);
}

static void
draw_sign (const Layout *layout, int after, const char *sign, bool is_wrong)
{
  const TnuCanvas *canvas = layout->canvas;
  const TnuTableStack *stack = &layout->stacks[after];
  double x = MARGIN + (after + 1) * layout->table_w + (after + .5) * SIGN_W;
  double y = stack->y + MAX (stack->h, 30) / 2;
  double size = g_utf8_strlen (sign, -1) > 2 ? 11 : 20;
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (size, 700), sign, x + RULER_ROOM / 2.0, y,
                 TNU_ALIGN_CENTRE,
                 &canvas->theme->colors[is_wrong ? TNU_ERR : TNU_INK2]);
}

static void
draw_signs (const Layout *layout)
{
  const TnuCastPicture *picture = layout->picture;
  TnuCastWord word = picture->call->word;
  int n = count_operands (picture);
  if (is_legal (picture))
    draw_sign (layout, n - 1, word == TNU_CAST_BROADCAST_TO ? "→" : "=", false);
  for (int k = 0; k + 1 < n; k++)
    draw_sign (layout, k,
               word == TNU_CAST_WHERE ? k == 0 ? "?" : ":"
               : word == TNU_CAST_MAXIMUM ? "max"
               : word == TNU_CAST_MINIMUM ? "min"
                                          : tnu_cast_word_get_sign (word),
               !is_legal (picture));
}

/* ---- one element, written out ---- */

static double
draw_term (
    const Layout *layout, int table, const TnuNumbers *value, bool is_ringed, double x, double y)
{
  const TnuCanvas *canvas = layout->canvas;
  TnuGrid grid;
  TnuCells cells = get_cells (layout->picture, table, value, 1);
  double w = MAX (ceil (tnu_grid_comfortable_width (canvas->text, &cells)), 44);
  tnu_grid_init (&grid, canvas->text, &cells, round (x), round (y), w, TERM_H);
  if (is_ringed)
    cells.current = (TnuCellRun) { 0, 0, 1, 1 };
  tnu_cells_draw (canvas, &cells, &grid, TNU_CARD);
  return w + TERM_GAP;
}

static double
draw_word (const Layout *layout, const char *word, double x, double y)
{
  return tnu_text_show (layout->canvas->text, layout->canvas->cr, TNU_MONO (14, 400), word, x,
                        y + TERM_H / 2.0, TNU_ALIGN_START,
                        &layout->canvas->theme->colors[TNU_INK1])
         + TERM_GAP;
}

/* One of @real; borrows it. */
static TnuNumbers
get_one (double *real, double *imaginary, gint64 k)
{
  return (TnuNumbers) { real + k, imaginary != NULL ? imaginary + k : NULL };
}

static void
draw_equation (const Layout *layout, double x, double y)
{
  const TnuCastPicture *picture = layout->picture;
  const TnuCastCall *call = picture->call;
  const TnuCastNumbers *numbers = picture->numbers;
  TnuNumbers parts[TNU_CAST_MAX_OPERANDS];
  int n = count_operands (picture);
  for (int k = 0; k < n; k++)
    parts[k] = get_one (numbers->operands[k], numbers->operands_imaginary[k],
                        tnu_cast_plan_get_source (&call->plan, k, picture->place));
  const char *sign = tnu_cast_word_get_sign (call->word);
  if (call->word == TNU_CAST_WHERE)
    {
      bool takes_first = *parts[0].real != 0;
      x += draw_term (layout, 0, &parts[0], false, x, y);
      x += draw_word (layout, takes_first ? "so the first:" : "so the second:", x, y);
      x += draw_term (layout, takes_first ? 1 : 2, &parts[takes_first ? 1 : 2], false, x, y);
    }
  else if (call->word == TNU_CAST_MAXIMUM || call->word == TNU_CAST_MINIMUM)
    {
      x += draw_word (layout, call->word == TNU_CAST_MAXIMUM ? "max (" : "min (", x, y);
      x += draw_term (layout, 0, &parts[0], false, x, y);
      x += draw_word (layout, ",", x, y);
      x += draw_term (layout, 1, &parts[1], false, x, y);
      x += draw_word (layout, ")", x, y);
    }
  else
    for (int k = 0; k < n; k++)
      {
        if (k > 0)
          x += draw_word (layout, sign, x, y);
        x += draw_term (layout, k, &parts[k], false, x, y);
      }
  x += draw_word (layout, "=", x, y);
  TnuNumbers result = get_one (numbers->result, numbers->result_imaginary, picture->place);
  draw_term (layout, n, &result, true, x, y);
}

static void
draw_backward (const Layout *layout, double x, double y, double room)
{
  const TnuCastPicture *picture = layout->picture;
  const TnuCastCall *call = picture->call;
  int operand = picture->operand;
  gint64 source = tnu_cast_plan_get_source (&call->plan, operand, picture->place);
  g_autofree char *sum
      = tnu_cast_dup_backward (call, picture->numbers, operand, source, MAX_TERMS);
  TnuNumbers gradient = get_one (picture->numbers->gradients[operand], NULL, source);
  x += draw_term (layout, operand, &gradient, true, x, y);
  x += draw_word (layout, "=", x, y);
  tnu_paragraph_draw (layout->canvas, TNU_MONO (13, 400), TNU_INK1, sum, x, y + TERM_H / 2.0,
                      room - 80, 20);
}

static char *
dup_title (const TnuCastPicture *self)
{
  const TnuCastCall *call = self->call;
  if (!self->is_backward)
    return tnu_cast_dup_title (call, self->place);
  g_autofree char *element = tnu_reduce_dup_element (
      call->operands[self->operand].code, &call->operands[self->operand].shape,
      tnu_cast_plan_get_source (&call->plan, self->operand, self->place));
  return g_strdup_printf ("d%s: all that was read from it", element);
}

/* Where a number comes from, in one sentence. */
static char *
dup_remark (const TnuCastPicture *self)
{
  const TnuCastCall *call = self->call;
  for (int k = 0; k < count_operands (self); k++)
    {
      gint64 source = tnu_cast_plan_get_source (&call->plan, k, self->place);
      g_autofree char *element
          = tnu_reduce_dup_element (call->operands[k].code, &call->operands[k].shape, source);
      if (self->is_backward && k == self->operand)
        return g_strdup_printf ("%s was read %" G_GINT64_FORMAT " times; every result gets 1.",
                                element, tnu_cast_plan_count_reads (&call->plan, k));
      if (!self->is_backward && tnu_cast_plan_is_ghost (&call->plan, k, self->place))
        return g_strdup_printf ("%s is read here again: a ghost has no memory.", element);
    }
  return g_strdup ("Each number stands here itself.");
}

static bool
can_write_out (const TnuCastPicture *self)
{
  return is_legal (self) && self->numbers != NULL
         && tnu_shape_count (&self->call->plan.result) > 0
         && (!self->is_backward || self->numbers->gradients[self->operand] != NULL);
}

static const char *
get_note (const TnuCastPicture *self)
{
  if (!is_legal (self))
    return self->call->reason;
  if (self->numbers == NULL)
    return self->note != NULL ? self->note : "";
  return self->is_backward ? "No gradient comes back here."
                           : "There is no element to write out.";
}

static void
draw_cards (const Layout *layout, double w)
{
  const TnuCastPicture *picture = layout->picture;
  const TnuCanvas *canvas = layout->canvas;
  double left = MARGIN + layout->shapes_w + CARD_GAP, y = layout->card_y;
  double x = left + CARD_PAD, room = w - MARGIN - CARD_PAD - x;
  tnu_plate_draw (canvas, MARGIN, y, layout->shapes_w, layout->card_h);
  tnu_cast_table_draw (picture->whole, canvas, MARGIN + CARD_PAD, y + CARD_PAD - 4,
                       layout->shapes_w - 2 * CARD_PAD);
  tnu_plate_draw (canvas, left, y, w - MARGIN - left, layout->card_h);
  if (!can_write_out (picture))
    {
      tnu_paragraph_draw (canvas, TNU_SANS (14, 400), TNU_INK1, get_note (picture), x,
                          y + CARD_PAD + 8, room, 22);
      return;
    }
  g_autofree char *title = dup_title (picture);
  g_autofree char *remark = dup_remark (picture);
  tnu_text_show_within (canvas->text, canvas->cr, TNU_MONO (13, 700), title, x, y + CARD_PAD + 6,
                        room, &canvas->theme->colors[TNU_INK1]);
  if (picture->is_backward)
    draw_backward (layout, x, y + CARD_PAD + 24, room);
  else
    draw_equation (layout, x, y + CARD_PAD + 24);
  tnu_paragraph_draw (canvas, TNU_SANS (12, 400), TNU_INK2, remark, x, y + CARD_PAD + 76, room,
                      18);
}

/* ---- all of it ---- */

void
tnu_cast_picture_draw (const TnuCastPicture *self, const TnuCanvas *canvas, double w, double h)
{
  Layout layout;
  Facts facts;
  layout_init (&layout, self, canvas, w, h);
  for (int k = 0; k < layout.n; k++)
    {
      draw_heading (&layout, k);
      if (self->numbers == NULL)
        tnu_stack_draw_frames (&layout.stacks[k], canvas);
      else if (k < count_operands (self))
        draw_operand (&layout, k);
      else
        draw_result (&layout);
      if (!is_legal (self))
        draw_guilt (&layout, k);
    }
  draw_signs (&layout);
  draw_cards (&layout, w);
  facts_init (&facts, self);
  tnu_facts_draw (canvas, facts.facts, MAX_FACTS, MARGIN, layout.facts_y, w - 2 * MARGIN);
  facts_clear (&facts);
}

gint64
tnu_cast_picture_hit (const TnuCastPicture *self, TnuText *text, double w, double h, double x,
                      double y, int *operand)
{
  TnuCanvas canvas = { .text = text, .theme = tnu_theme_get (true), .scale = 1 };
  Layout layout;
  if (!is_legal (self) || self->numbers == NULL)
    return -1;
  layout_init (&layout, self, &canvas, w, h);
  for (int k = 0; k < layout.n; k++)
    {
      gint64 n = tnu_shape_count (get_shape (self, k));
      gint64 element = tnu_stack_hit (&layout.stacks[k], n, x, y);
      if (element < 0)
        continue;
      *operand = k < count_operands (self) ? k : 0;
      return k < count_operands (self) && stands_alone (self, k)
                 ? tnu_cast_plan_get_home (&self->call->plan, k, element)
                 : element;
    }
  return -1;
}
