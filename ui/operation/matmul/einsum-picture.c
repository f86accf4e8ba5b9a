/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Einsum picture
 *
 * The tensors stand in the order of the equation, with its signs between them. They share a line
 * where cells get largest so, else they are spread over several. */
#include "ui/operation/matmul/einsum-picture.h"

#include <math.h>

#include "ui/draw/chips.h"
#include "ui/operation/stack-cells.h"
#include "ui/operation/stack-tables.h"

#define MARGIN 12.0
#define LINE_TITLE 36.0
#define NAME_ROOM 28.0
#define RULER_ROOM 18.0
#define FACET_ROOM 16.0
#define SIGN_W 36.0
#define CHIP_GAP 4.0
#define BLOCK_MIN_H 110.0
#define CELL_WANTED_W 40.0
#define CELL_MIN_W 13.0
#define CELL_WANTED_H 26.0
#define ROWS_WANTED 6
/* From this ratio of the result to its operands on, each has a scale of its own. */
#define TWO_SCALES 5
#define MAX_LINES 3
#define MAX_BLOCKS (TNU_EINSUM_MAX_OPERANDS + 1)

typedef struct
{
  double x, y, w;
  TnuTableStack stack;
} Block;

typedef struct
{
  Block blocks[MAX_BLOCKS];
  int n;
  bool has_stacks; /* tables of one tensor stand below one another */
} Layout;

gint64
tnu_einsum_picture_get_light (const TnuEinsumPicture *self)
{
  if (self->probe >= 0)
    return self->probe;
  return self->step < self->plan->n_results ? self->step : -1;
}

/* ---- layout ---- */

static double
measure_name (const TnuEinsumPicture *self, TnuText *text, int block)
{
  const TnuEinsumSide *side = tnu_einsum_plan_get_side (self->plan, block);
  double w = tnu_text_get_width (text, TNU_MONO (TNU_FONT_NAME, 700), self->names[block]) + 10;
  for (int d = 0; d < side->shape.rank; d++)
    w += tnu_labelled_chip_get_width (text, self->plan->axes[side->axes[d]].label,
                                      side->shape.sizes[d])
         + CHIP_GAP;
  return MAX (w, 60);
}

/* Columns that stand side by side when its tables make about a square, or one stack. */
static double
count_across (const TnuShape *shape, bool is_stack)
{
  double columns = shape->rank > 0 ? (double)MAX (shape->sizes[shape->rank - 1], 1) : 1;
  double rows = shape->rank > 1 ? (double)MAX (shape->sizes[shape->rank - 2], 1) : 1;
  double tables = MAX ((double)tnu_shape_count (shape), 1) / (columns * rows);
  return is_stack ? columns : columns * ceil (sqrt (tables));
}

/* Of a block whose cells are @pitch wide. */
static double
get_width (
    const TnuEinsumPicture *self, TnuText *text, const Layout *layout, int block, double pitch)
{
  double across
      = count_across (&tnu_einsum_plan_get_side (self->plan, block)->shape, layout->has_stacks);
  return MAX (measure_name (self, text, block), RULER_ROOM + across * pitch);
}

static double
get_line_width (const TnuEinsumPicture *self,
                TnuText *text,
                const Layout *layout,
                int first,
                int last,
                double pitch)
{
  double w = 0;
  for (int k = first; k < last; k++)
    w += get_width (self, text, layout, k, pitch);
  return w;
}

static double
get_max_pitch (const TnuEinsumPicture *self)
{
  return self->kinds[0] == TNU_CELLS_COMPLEX ? TNU_STACK_COMPLEX_W : TNU_STACK_MAX_W;
}

/* Up to 1, where its numbers can be read well. */
static double
rate (const TnuEinsumPicture *self, const TnuTableStack *stack)
{
  double wanted_w = self->kinds[0] == TNU_CELLS_COMPLEX ? TNU_STACK_COMPLEX_W : CELL_WANTED_W;
  return MIN (MIN (stack->pitch_w / wanted_w, stack->pitch_h / CELL_WANTED_H), 1);
}

/* Blocks @first … @last - 1 in one line, with cells of one size as far as their rows allow it;
 * returns the rate of the worst. */
static double
place_line (const TnuEinsumPicture *self,
            TnuText *text,
            Layout *layout,
            int first,
            int last,
            double y,
            double w,
            double h)
{
  int n_signs = last < layout->n ? last - first : last - first - 1;
  double room = w - 2 * MARGIN - n_signs * SIGN_W, pitch = get_max_pitch (self);
  double x = MARGIN, worst = 1;
  while (pitch > 1 && get_line_width (self, text, layout, first, last, pitch) > room)
    pitch *= .97;
  double used = get_line_width (self, text, layout, first, last, pitch);
  double spare = MAX (room - used, 0) / (last - first);
  for (int k = first; k < last; k++)
    {
      const TnuShape *shape = &tnu_einsum_plan_get_side (self->plan, k)->shape;
      Block *block = &layout->blocks[k];
      *block = (Block){ .x = x, .y = y, .w = get_width (self, text, layout, k, pitch) + spare };
      double above = NAME_ROOM + RULER_ROOM + (shape->rank > 2 ? FACET_ROOM : 0);
      tnu_table_stack_init_within (&block->stack, shape, x + RULER_ROOM, y + above,
                                   MAX (block->w - RULER_ROOM, 10), MAX (h - above - 8, 10),
                                   MAX (pitch, CELL_MIN_W), TNU_STACK_MAX_H);
      worst = MIN (worst, rate (self, &block->stack));
      x += block->w + SIGN_W;
    }
  return worst;
}

static double
try_lines (
    const TnuEinsumPicture *self, TnuText *text, Layout *layout, int n_lines, double w, double h)
{
  int per_line = (layout->n + n_lines - 1) / n_lines;
  double line_h = floor ((h - LINE_TITLE) / n_lines), worst = 1;
  for (int first = 0, line = 0; first < layout->n; first += per_line, line++)
    worst = MIN (worst, place_line (self, text, layout, first, MIN (first + per_line, layout->n),
                                    LINE_TITLE + line * line_h, w, line_h));
  return worst;
}

static void
layout_init (Layout *layout, const TnuEinsumPicture *self, TnuText *text, double w, double h)
{
  double best = 0;
  *layout = (Layout){ .n = self->plan->n_operands + 1 };
  for (int trial = 0; trial < 2 * MIN (layout->n, MAX_LINES); trial++)
    {
      Layout other = { .n = layout->n, .has_stacks = trial % 2 == 1 };
      double rate = try_lines (self, text, &other, trial / 2 + 1, w, h);
      if (rate <= best)
        continue;
      best = rate;
      *layout = other;
    }
}

double
tnu_einsum_picture_get_height (const TnuEinsumPicture *self)
{
  double rows = 1;
  for (int k = 0; k <= self->plan->n_operands; k++)
    {
      const TnuShape *shape = &tnu_einsum_plan_get_side (self->plan, k)->shape;
      if (shape->rank > 1)
        rows = MAX (rows, (double)MIN (shape->sizes[shape->rank - 2], ROWS_WANTED));
    }
  double block = NAME_ROOM + RULER_ROOM + FACET_ROOM + 8 + rows * CELL_WANTED_H;
  return LINE_TITLE + MAX (block, BLOCK_MIN_H) + tnu_einsum_picture_get_sum_height (self)
         + 2 * MARGIN;
}

static double
get_tables_height (const TnuEinsumPicture *self, double h)
{
  return h - tnu_einsum_picture_get_sum_height (self) - 2 * MARGIN;
}

/* ---- tables ---- */

static const TnuNumbers *
get_numbers (const TnuEinsumPicture *self, int block)
{
  return block < self->plan->n_operands ? &self->numbers->operands[block] : &self->numbers->result;
}

static bool
have_two_scales (const TnuEinsumPicture *self)
{
  return self->numbers->result_max > TWO_SCALES * self->numbers->operand_max;
}

static double
get_scale (const TnuEinsumPicture *self, int block)
{
  if (!have_two_scales (self))
    return MAX (self->numbers->operand_max, self->numbers->result_max);
  return block < self->plan->n_operands ? self->numbers->operand_max : self->numbers->result_max;
}

static TnuCells
get_look (const TnuEinsumPicture *self, int block)
{
  gint64 n = tnu_shape_count (&tnu_einsum_plan_get_side (self->plan, block)->shape);
  const TnuNumbers *numbers = get_numbers (self, block);
  TnuCells look;
  tnu_stack_cells_init (&look, self->kinds[block], false, numbers->real, numbers->imaginary, n);
  look.vmax = get_scale (self, block);
  return look;
}

static guint8
get_state (
    const TnuEinsumPicture *self, int block, gint64 element, gint64 light, const gint64 *index)
{
  if (block == self->plan->n_operands)
    return element == light       ? TNU_CELL_CHOSEN
           : element > self->step ? TNU_CELL_GHOST | TNU_CELL_EMPTY
                                  : 0;
  if (light < 0)
    return TNU_CELL_NOT_CHOSEN;
  return tnu_einsum_plan_enters (self->plan, &self->plan->operands[block], element, index)
             ? TNU_CELL_CHOSEN
             : TNU_CELL_NOT_CHOSEN;
}

static void
draw_table (const TnuEinsumPicture *self,
            const TnuCanvas *canvas,
            const Layout *layout,
            const TnuCells *looks,
            int block)
{
  const TnuEinsumSide *side = tnu_einsum_plan_get_side (self->plan, block);
  gint64 n = tnu_shape_count (&side->shape), light = tnu_einsum_picture_get_light (self);
  gint64 index[TNU_EINSUM_MAX_AXES] = { 0 };
  if (self->numbers == NULL || n == 0)
    {
      tnu_stack_draw_frames (&layout->blocks[block].stack, canvas);
      return;
    }
  int axes[TNU_SHAPE_MAX_RANK];
  const char *labels[TNU_SHAPE_MAX_RANK];
  g_autofree guint8 *states = g_new (guint8, (gsize)n);
  for (int d = 0; d < side->shape.rank; d++)
    {
      axes[d] = self->plan->axes[side->axes[d]].color;
      labels[d] = self->plan->axes[side->axes[d]].label;
    }
  if (light >= 0)
    tnu_einsum_plan_get_index (self->plan, light, 0, index);
  for (gint64 k = 0; k < n; k++)
    states[k] = get_state (self, block, k, light, index);
  const TnuStackTables tables = {
    .stack = &layout->blocks[block].stack,
    .shape = &side->shape,
    .axes = axes,
    .labels = labels,
    .look = &looks[block],
    .values = get_numbers (self, block)->real,
    .imaginary = get_numbers (self, block)->imaginary,
    .states = states,
    .n = n,
  };
  tnu_stack_tables_draw (&tables, canvas);
}

static void
draw_name (const TnuEinsumPicture *self, const TnuCanvas *canvas, const Layout *layout, int block)
{
  const TnuEinsumSide *side = tnu_einsum_plan_get_side (self->plan, block);
  const Block *place = &layout->blocks[block];
  double x = place->x, above = NAME_ROOM + RULER_ROOM + (side->shape.rank > 2 ? FACET_ROOM : 0);
  double y = place->stack.y - above + NAME_ROOM / 2;
  /* Over its table, as far as there is room for it. */
  x = MAX (MIN (place->stack.x, x + place->w - measure_name (self, canvas->text, block)), x);
  x += tnu_text_show (canvas->text, canvas->cr, TNU_MONO (TNU_FONT_NAME, 700), self->names[block],
                      x, y, TNU_ALIGN_START, &canvas->theme->colors[TNU_INK1])
       + 10;
  for (int d = 0; d < side->shape.rank; d++)
    {
      const TnuEinsumAxis *axis = &self->plan->axes[side->axes[d]];
      x += tnu_labelled_chip_draw (canvas, axis->label, axis->color, side->shape.sizes[d], x, y)
           + CHIP_GAP;
    }
  if (side->shape.rank == 0)
    tnu_badge_draw (canvas, TNU_BADGE_PLAIN, "0-d", x, y);
}

static void
draw_sign (const TnuEinsumPicture *self, const TnuCanvas *canvas, const Layout *layout, int block)
{
  const Block *place = &layout->blocks[block];
  bool is_last = block + 1 == self->plan->n_operands;
  const char *sign = is_last ? self->is_equation ? "→" : "=" : self->is_equation ? "," : "@";
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (20, 700), sign,
                 place->x + place->w + SIGN_W / 2, place->stack.y + MAX (place->stack.h, 30) / 2,
                 TNU_ALIGN_CENTRE, &canvas->theme->colors[TNU_INK2]);
}

static const char *
get_note (const TnuEinsumPicture *self)
{
  if (self->note != NULL)
    return self->note;
  return self->numbers == NULL     ? ""
         : !have_two_scales (self) ? "One colour scale for all: equal colour is equal number."
                                   : "The result is much larger: it has a colour scale of its own.";
}

static void
draw_line (const TnuEinsumPicture *self, const TnuCanvas *canvas, double w)
{
  TnuFont font = TNU_MONO (TNU_FONT_PANEL, 700), small = TNU_SANS (TNU_FONT_NOTE, 400);
  const char *note = get_note (self);
  double x = MARGIN, y = LINE_TITLE / 2 + 2, room = w - 2 * MARGIN;
  double title_w = tnu_text_get_width (canvas->text, font, self->title);
  double note_w = tnu_text_get_width (canvas->text, small, note);
  tnu_text_show_within (canvas->text, canvas->cr, font, self->title, x, y, room,
                        &canvas->theme->colors[TNU_INK1]);
  if (title_w + 24 + note_w <= room)
    tnu_text_show (canvas->text, canvas->cr, small, note, x + room, y, TNU_ALIGN_END,
                   &canvas->theme->colors[TNU_INK3]);
}

/* ---- all ---- */

void
tnu_einsum_picture_draw (const TnuEinsumPicture *self, const TnuCanvas *canvas, double w, double h)
{
  double tables_h = get_tables_height (self, h);
  TnuCells looks[MAX_BLOCKS] = { 0 };
  Layout layout;
  layout_init (&layout, self, canvas->text, w, tables_h);
  for (int k = 0; k < layout.n && self->numbers != NULL; k++)
    looks[k] = get_look (self, k);
  draw_line (self, canvas, w);
  for (int k = 0; k < layout.n; k++)
    {
      draw_table (self, canvas, &layout, looks, k);
      draw_name (self, canvas, &layout, k);
      if (k < self->plan->n_operands)
        draw_sign (self, canvas, &layout, k);
    }
  tnu_einsum_picture_draw_sum (self, canvas, looks, MARGIN, tables_h + MARGIN, w - 2 * MARGIN);
}

gint64
tnu_einsum_picture_hit (
    const TnuEinsumPicture *self, TnuText *text, double w, double h, double x, double y)
{
  Layout layout;
  if (self->numbers == NULL)
    return -1;
  layout_init (&layout, self, text, w, get_tables_height (self, h));
  return tnu_stack_hit (&layout.blocks[layout.n - 1].stack, self->plan->n_results, x, y);
}
