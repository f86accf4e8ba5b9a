/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Painting the graph: edges first, then items; words and numbers only where they can be read. */
#include <math.h>

#include "ui/draw/chips.h"
#include "ui/graph/graph-scene.h"

#define CARD_INSET 16

typedef struct
{
  const TnuGraphScene *scene;
  const TnuCanvas *canvas;
  double y0, y1;
  bool is_reading;
} Painter;

static const TnsGraphItem *
item_at (const TnuGraphScene *self, int index)
{
  return &g_array_index (self->graph->items, TnsGraphItem, index);
}

static bool
is_backward (const TnsGraphItem *item)
{
  return item->kind == TNS_GRAPH_BACKWARD_NODE || item->kind == TNS_GRAPH_GRADIENT;
}

static double
presence (const TnuGraphScene *scene, int item)
{
  return scene->found != NULL && !scene->found[item] ? .35 : 1;
}

/* ---- edges ---- */

static void
dash (cairo_t *cr, double on, double off)
{
  cairo_set_dash (cr, (double[]){ on, off }, 2, 0);
}

/* From a side of one item to a side of another: straight in one row, else an S. */
static void
path_between (cairo_t *cr, double x0, double y0, double x1, double y1)
{
  cairo_move_to (cr, x0, y0);
  if (fabs (y0 - y1) < .5)
    cairo_line_to (cr, x1, y1);
  else
    {
      double reach = (x1 - x0) / 2;
      cairo_curve_to (cr, x0 + reach, y0, x1 - reach, y1, x1, y1);
    }
}

static void
draw_value_edge (const Painter *p, const TnuGraphPlace *from, const TnuGraphPlace *to,
                 TnuGraphState state)
{
  cairo_t *cr = p->canvas->cr;
  double y0 = from->y + from->h / 2, y1 = to->y + to->h / 2;
  bool is_waiting = state == TNU_GRAPH_WAITING;
  tnu_set_token (p->canvas, is_waiting ? TNU_INK3 : TNU_INK2, is_waiting ? .7 : 1);
  cairo_set_line_width (cr, TNU_STROKE_VALUE_EDGE);
  if (is_waiting)
    dash (cr, 3, 3);
  path_between (cr, from->x + from->w, y0, to->x, y1);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* Right to left, with the arrow where the gradient goes. */
static void
draw_gradient_edge (const Painter *p, const TnuGraphPlace *from, const TnuGraphPlace *to,
                    TnuGraphState state)
{
  cairo_t *cr = p->canvas->cr;
  double x0 = from->x, y0 = from->y + from->h / 2;
  double x1 = to->x + to->w, y1 = to->y + to->h / 2;
  double arrow = state == TNU_GRAPH_NOW ? 7 : 5;
  double widths[] = { 1.25, TNU_STROKE_GRADIENT_EDGE, TNU_STROKE_CURRENT_EDGE };
  if (state == TNU_GRAPH_WAITING)
    tnu_set_token (p->canvas, TNU_INK3, 1);
  else
    tnu_aurora_set (p->canvas, x0, y0, x1, y1, 1);
  if (state == TNU_GRAPH_NOW && p->canvas->theme->is_dark)
    {
      tnu_aurora_set (p->canvas, x0, y0, x1, y1, .25);
      cairo_set_line_width (cr, 12);
      path_between (cr, x0, y0, x1 + arrow, y1);
      cairo_stroke (cr);
      tnu_aurora_set (p->canvas, x0, y0, x1, y1, 1);
    }
  cairo_set_line_width (cr, widths[state]);
  if (state == TNU_GRAPH_WAITING)
    dash (cr, 3, 3);
  path_between (cr, x0, y0, x1 + arrow, y1);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  tnu_arrow_head (cr, x1 + 1, y1, G_PI, arrow);
}

/* A solid elbow from the tensor down into the node that kept it. */
static void
draw_saved_edge (const Painter *p, const TnuGraphPlace *from, const TnuGraphPlace *to,
                 bool is_lit)
{
  cairo_t *cr = p->canvas->cr;
  double x0 = from->x + from->w / 2, y0 = from->y + from->h + 2;
  double x1 = to->x + to->w / 4, y1 = to->y - 3;
  double direction = x1 > x0 ? 1 : -1;
  double middle = p->scene->layout->forward_height + 44, r = MIN (14, fabs (x1 - x0) / 2);
  tnu_set_token (p->canvas, is_lit ? TNU_INK1 : TNU_INK3, is_lit ? 1 : .6);
  cairo_set_line_width (cr, TNU_STROKE_RAIL);
  cairo_move_to (cr, x0, y0);
  cairo_line_to (cr, x0, middle - r);
  cairo_curve_to (cr, x0, middle, x0, middle, x0 + direction * r, middle);
  cairo_line_to (cr, x1 - direction * r, middle);
  cairo_curve_to (cr, x1, middle, x1, middle, x1, middle + r);
  cairo_line_to (cr, x1, y1 - 4);
  cairo_stroke (cr);
  tnu_arrow_head (cr, x1, y1, G_PI / 2, 4);
}

static void
draw_saved_word (const Painter *p, const TnsGraphItem *from, const TnuGraphPlace *place)
{
  g_autofree char *word = g_strdup_printf ("saved for backward: %s", from->title);
  tnu_text_show (p->canvas->text, p->canvas->cr, TNU_SANS (TNU_FONT_NOTE, 400), word,
                 place->x + place->w / 2 - 9, p->scene->layout->forward_height + 28, TNU_ALIGN_END,
                 &p->canvas->theme->colors[TNU_INK2]);
}

/* The dotted line from a forward op down to its grad_fn. */
static void
draw_mirror (const Painter *p, int item)
{
  const TnsGraphItem *op = item_at (p->scene, item);
  if (op->kind != TNS_GRAPH_OP || op->mirror < 0)
    return;
  const TnuGraphPlace *over = &p->scene->layout->places[item];
  const TnuGraphPlace *under = &p->scene->layout->places[op->mirror];
  cairo_t *cr = p->canvas->cr;
  double x = round (over->x + over->w / 2) + .5;
  double y0 = over->y + over->h + (op->subtitle != NULL ? 30 : 4);
  bool is_now = tnu_graph_scene_get_state (p->scene, op->mirror) == TNU_GRAPH_NOW;
  tnu_set_token (p->canvas, is_now ? TNU_INK1 : TNU_INK3, 1);
  cairo_set_line_width (cr, TNU_STROKE_RAIL);
  dash (cr, 2, 4);
  cairo_move_to (cr, x, y0);
  cairo_line_to (cr, x, under->y - 4);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  if (p->is_reading && under->y - y0 > 40)
    tnu_text_show (p->canvas->text, cr, TNU_MONO (TNU_FONT_CAPS + .5, 400), "grad_fn", x + 8,
                   (y0 + under->y) / 2 - 2, TNU_ALIGN_START,
                   &p->canvas->theme->colors[TNU_INK3]);
}

static void
draw_edge (const Painter *p, const TnsGraphEdge *edge)
{
  const TnsGraphItem *from = item_at (p->scene, edge->from), *to = item_at (p->scene, edge->to);
  const TnuGraphPlace *place = &p->scene->layout->places[edge->from];
  const TnuGraphPlace *next = &p->scene->layout->places[edge->to];
  TnuGraphState state = tnu_graph_scene_get_state (p->scene, edge->to);
  if (edge->is_saved)
    {
      bool is_lit = state == TNU_GRAPH_NOW;
      draw_saved_edge (p, place, next, is_lit);
      if (is_lit && p->is_reading)
        draw_saved_word (p, from, place);
    }
  else if (is_backward (from) && is_backward (to))
    draw_gradient_edge (p, place, next,
                        state == TNU_GRAPH_DONE
                                && tnu_graph_scene_get_state (p->scene, edge->from) == TNU_GRAPH_NOW
                            ? TNU_GRAPH_NOW
                            : state);
  else if (!is_backward (from) && !is_backward (to))
    draw_value_edge (p, place, next, state);
}

static void
draw_edges (const Painter *p, double x0, double x1)
{
  const GArray *edges = p->scene->graph->edges;
  const TnuGraphPlace *places = p->scene->layout->places;
  for (guint k = 0; k < edges->len; k++)
    {
      const TnsGraphEdge *edge = &g_array_index (edges, TnsGraphEdge, k);
      const TnuGraphPlace *from = &places[edge->from], *to = &places[edge->to];
      double left = MIN (from->x, to->x), right = MAX (from->x + from->w, to->x + to->w);
      double top = MIN (from->y, to->y), bottom = MAX (from->y + from->h, to->y + to->h);
      if (right >= x0 && left <= x1 && bottom >= p->y0 && top <= p->y1)
        draw_edge (p, edge);
    }
}

/* ---- numbers ---- */

static TnuCellsKind
cells_kind (TnkDtype dtype)
{
  if (dtype == TNK_BOOL)
    return TNU_CELLS_BOOL;
  if (tnk_dtype_is_complex (dtype))
    return TNU_CELLS_COMPLEX;
  return tnk_dtype_is_integral (dtype) ? TNU_CELLS_INT : TNU_CELLS_FLOAT;
}

static void
draw_block (const Painter *p, const TnsGraphItem *item, const TnsBlock *block, double x, double y,
            double w, double h)
{
  bool is_gradient = item->kind == TNS_GRAPH_GRADIENT;
  TnuCells cells = {
    .n_rows = block->n_rows,
    .n_cols = block->n_columns,
    .row_stride = block->n_columns,
    .col_stride = 1,
    .values = block->mean,
    .imag = block->imaginary,
    .integers = block->integers,
    .block_min = block->min,
    .block_max = block->max,
    .block_flags = block->max != NULL ? block->flags : NULL,
    .kind = cells_kind (block->dtype),
    .is_gradient = is_gradient,
    .vmax = is_gradient ? p->scene->gradient_max : p->scene->value_max,
  };
  if (cells.n_rows == 0 || cells.n_cols == 0)
    return;
  TnuNumberScan scan = { 0 };
  tnu_cells_scan (&cells, &scan);
  tnu_cells_choose_format (&cells, &scan);
  tnu_cells_widen_format (&cells, &cells.format);
  /* Where a cell is only colour, no room is given to gaps. */
  double gap = w / cells.n_cols >= 12 && h / cells.n_rows >= 12 ? 2 : 0;
  double cell_w = MIN ((w - gap * (cells.n_cols - 1)) / cells.n_cols, 72);
  double cell_h = (h - gap * (cells.n_rows - 1)) / cells.n_rows;
  TnuGrid grid;
  tnu_grid_init (&grid, p->canvas->text, &cells, x, y, floor (cell_w), floor (cell_h));
  double width = tnu_grid_get_width (&grid, cells.n_cols);
  grid.x = round (x + (w - width) / 2);
  tnu_cells_draw (p->canvas, &cells, &grid, TNU_CARD);
}

/* Gradients that have not come yet: dashed capsules in the gradient's shape, at most three. */
static void
draw_no_gradient (const Painter *p, const TnsGraphItem *item, double x, double y, double w,
                  double h)
{
  gint64 n = item->moment != NULL ? tns_moment_get_numel (item->moment) : 1;
  TnuCells cells = { .n_rows = 1, .n_cols = (int) CLAMP (n, 1, 3), .is_gradient = true };
  cells.row_stride = cells.n_cols;
  cells.col_stride = 1;
  double cell_w = floor (MIN ((w - 4) / cells.n_cols - 2, 44));
  TnuGrid grid;
  tnu_grid_init (&grid, p->canvas->text, &cells, x, y, cell_w, h);
  grid.x = round (x + (w - tnu_grid_get_width (&grid, cells.n_cols)) / 2);
  tnu_cells_draw (p->canvas, &cells, &grid, TNU_CARD);
}

/* ---- items ---- */

static void
draw_card_frame (const Painter *p, const TnuGraphPlace *place, TnuGraphState state,
                 bool is_gradient,
                 bool is_selected)
{
  const TnuCanvas *canvas = p->canvas;
  if (is_gradient && state == TNU_GRAPH_NOW && canvas->theme->is_dark)
    {
      TnuColor glow = tnu_aurora_get_color (canvas->theme, .5);
      tnu_glow (canvas, place->x, place->y, place->w, place->h, TNU_RADIUS_CARD, 14, &glow, .3);
    }
  tnu_fill_rounded (canvas, place->x, place->y, place->w, place->h, TNU_RADIUS_CARD,
                    &canvas->theme->colors[TNU_CARD], 1);
  double width = 1;
  tnu_set_token (canvas, TNU_HAIR, 1);
  if (is_gradient && state == TNU_GRAPH_NOW)
    {
      width = 2.5;
      tnu_aurora_set (canvas, place->x + place->w, place->y, place->x, place->y, 1);
    }
  else if (is_selected)
    {
      width = TNU_STROKE_SELECTION;
      tnu_set_token (canvas, TNU_STAR, 1);
    }
  tnu_stroke_inside (canvas, place->x, place->y, place->w, place->h, TNU_RADIUS_CARD, width);
}

/* Chips where all of them fit, else the sizes in one bracket, else nothing: never half a shape. */
static void
draw_shape_chips (const Painter *p, const TnsMeta *meta, double x, double y, double limit)
{
  TnuText *text = p->canvas->text;
  if (meta->rank == 0)
    {
      tnu_badge_draw (p->canvas, TNU_BADGE_PLAIN, "0-d", x, y);
      return;
    }
  double needed = -4;
  for (int d = 0; d < meta->rank; d++)
    needed += tnu_chip_get_width (text, d, meta->sizes[d]) + 4;
  if (x + needed <= limit)
    for (int d = 0; d < meta->rank; d++)
      x += tnu_chip_draw (p->canvas, d, meta->sizes[d], x, y) + 4;
  else if (x + tnu_shape_get_width (text, TNU_MONO (TNU_FONT_NOTE, 400), meta->sizes,
                                    meta->rank, "()")
           <= limit)
    tnu_shape_draw (p->canvas, TNU_MONO (TNU_FONT_NOTE, 400), meta->sizes, meta->rank, "()", x, y);
}

static void
draw_tensor (const Painter *p, int index, const TnuGraphPlace *place)
{
  const TnuCanvas *canvas = p->canvas;
  const TnsGraphItem *item = item_at (p->scene, index);
  TnuGraphState state = tnu_graph_scene_get_state (p->scene, index);
  draw_card_frame (p, place, state, false, index == p->scene->selected);
  if (!p->is_reading)
    return;
  double y = place->y + 19, right = place->x + place->w - 12;
  const char *badge = item->is_leaf && item->requires_grad ? "∇ leaf" : NULL;
  if (badge != NULL)
    right -= tnu_badge_get_width (canvas->text, badge);
  double x = place->x + CARD_INSET;
  double name_room = MAX (right - x - 8, 20);
  x += tnu_text_show_within (canvas->text, canvas->cr, TNU_MONO (TNU_FONT_NAME, 700), item->title,
                             x, y, name_room, &canvas->theme->colors[TNU_INK1])
       + 8;
  if (item->moment != NULL)
    draw_shape_chips (p, tns_moment_get_meta (item->moment), x, y, right - 4);
  if (badge != NULL)
    tnu_badge_draw (canvas, TNU_BADGE_AURORA, badge, right, y);
  const TnsBlock *block = p->scene->numbers[index].block;
  if (block != NULL && state != TNU_GRAPH_WAITING)
    draw_block (p, item, block, place->x + CARD_INSET, place->y + 42, place->w - 2 * CARD_INSET,
                28);
}

static void
draw_gradient (const Painter *p, int index, const TnuGraphPlace *place)
{
  const TnuCanvas *canvas = p->canvas;
  const TnsGraphItem *item = item_at (p->scene, index);
  TnuGraphState state = tnu_graph_scene_get_state (p->scene, index);
  draw_card_frame (p, place, state, true, index == p->scene->selected);
  if (!p->is_reading)
    return;
  double y = place->y + 20;
  double used = tnu_text_show_within (canvas->text, canvas->cr, TNU_SANS (13, 600), item->title,
                                      place->x + CARD_INSET, y, place->w - 2 * CARD_INSET,
                                      &canvas->theme->colors[TNU_INK1]);
  const char *word = item->subtitle != NULL ? item->subtitle
                     : state == TNU_GRAPH_NOW ? "now"
                                              : NULL;
  double free = place->w - 2 * CARD_INSET - used - 8;
  if (word != NULL
      && tnu_text_get_width (canvas->text, TNU_SANS (TNU_FONT_NOTE, 400), word) <= free)
    tnu_text_show (canvas->text, canvas->cr,
                   TNU_SANS (TNU_FONT_NOTE, state == TNU_GRAPH_NOW ? 600 : 400), word,
                   place->x + place->w - CARD_INSET, y, TNU_ALIGN_END,
                   &canvas->theme->colors[state == TNU_GRAPH_NOW ? TNU_INK1 : TNU_INK2]);
  const TnsBlock *block = p->scene->numbers[index].block;
  double x = place->x + CARD_INSET, w = place->w - 2 * CARD_INSET;
  if (state == TNU_GRAPH_WAITING || block == NULL)
    draw_no_gradient (p, item, x, place->y + 42, w, 26);
  else
    draw_block (p, item, block, x, place->y + 42, w, 26);
}

static void
draw_op (const Painter *p, int index, const TnuGraphPlace *place)
{
  const TnuCanvas *canvas = p->canvas;
  const TnsGraphItem *item = item_at (p->scene, index);
  TnuGraphState state = tnu_graph_scene_get_state (p->scene, index);
  bool is_lit = state == TNU_GRAPH_NOW || index == p->scene->selected
                || (item->mirror >= 0
                    && tnu_graph_scene_get_state (p->scene, item->mirror) == TNU_GRAPH_NOW);
  tnu_op_pill_draw (canvas, p->is_reading ? item->title : "", place->x, place->y, place->w,
                    place->h, is_lit);
  if (p->is_reading && item->subtitle != NULL)
    {
      TnuFont font = TNU_MONO (10.5, 400);
      double room = MAX (place->w + 30, 40);
      double width = MIN (tnu_text_get_width (canvas->text, font, item->subtitle), room);
      tnu_text_show_within (canvas->text, canvas->cr, font, item->subtitle,
                            round (place->x + (place->w - width) / 2), place->y + place->h + 17,
                            room, &canvas->theme->colors[TNU_INK3]);
    }
}

static void
draw_node (const Painter *p, int index, const TnuGraphPlace *place)
{
  const TnuCanvas *canvas = p->canvas;
  cairo_t *cr = canvas->cr;
  const TnsGraphItem *item = item_at (p->scene, index);
  TnuGraphState state = tnu_graph_scene_get_state (p->scene, index);
  double x = place->x, y = place->y, w = place->w, h = place->h;
  if (state == TNU_GRAPH_NOW && canvas->theme->is_dark)
    {
      TnuColor glow = tnu_aurora_get_color (canvas->theme, .6);
      tnu_glow (canvas, x, y, w, h, TNU_RADIUS_NODE, 16, &glow, .45);
    }
  tnu_fill_rounded (canvas, x, y, w, h, TNU_RADIUS_NODE, &canvas->theme->colors[TNU_CARD], 1);
  if (state == TNU_GRAPH_NOW)
    {
      tnu_path_rounded (cr, x, y, w, h, TNU_RADIUS_NODE);
      tnu_aurora_set (canvas, x + w, y, x, y, canvas->theme->is_dark ? .24 : .12);
      cairo_fill (cr);
    }
  if (state == TNU_GRAPH_WAITING)
    {
      tnu_set_token (canvas, index == p->scene->selected ? TNU_STAR : TNU_INK3, 1);
      dash (cr, 3, 3);
    }
  else
    tnu_aurora_set (canvas, x + w, y, x, y, 1);
  tnu_stroke_inside (canvas, x, y, w, h, TNU_RADIUS_NODE,
                     state == TNU_GRAPH_NOW ? 2.5 : TNU_STROKE_NODE);
  cairo_set_dash (cr, NULL, 0, 0);
  if (!p->is_reading)
    return;
  bool has_rule = item->subtitle != NULL;
  const TnuColor *ink = &canvas->theme->colors[state == TNU_GRAPH_WAITING ? TNU_INK2 : TNU_INK1];
  tnu_text_show (canvas->text, cr, TNU_SANS (10.5, 600), item->title, x + w / 2,
                 y + (has_rule ? 18 : h / 2), TNU_ALIGN_CENTRE, ink);
  if (has_rule)
    tnu_text_show (canvas->text, cr, TNU_MONO (11.5, 400), item->subtitle, x + w / 2, y + 34,
                   TNU_ALIGN_CENTRE,
                   &canvas->theme->colors[state == TNU_GRAPH_NOW ? TNU_INK1 : TNU_INK2]);
}

static void
draw_item (int index, void *data)
{
  const Painter *p = data;
  const TnuGraphPlace *place = &p->scene->layout->places[index];
  if (place->y > p->y1 || place->y + place->h < p->y0)
    return;
  double alpha = presence (p->scene, index);
  if (alpha < 1)
    cairo_push_group (p->canvas->cr);
  draw_mirror (p, index);
  switch (item_at (p->scene, index)->kind)
    {
    case TNS_GRAPH_TENSOR:
      draw_tensor (p, index, place);
      break;
    case TNS_GRAPH_OP:
      draw_op (p, index, place);
      break;
    case TNS_GRAPH_BACKWARD_NODE:
      draw_node (p, index, place);
      break;
    case TNS_GRAPH_GRADIENT:
      draw_gradient (p, index, place);
      break;
    }
  if (alpha < 1)
    {
      cairo_pop_group_to_source (p->canvas->cr);
      cairo_paint_with_alpha (p->canvas->cr, alpha);
    }
}

void
tnu_graph_scene_draw (const TnuGraphScene *self, const TnuCanvas *canvas, double x0, double y0,
                      double x1, double y1, double zoom)
{
  Painter painter = { self, canvas, y0, y1, zoom >= TNU_GRAPH_READING_ZOOM };
  draw_edges (&painter, x0, x1);
  tnu_graph_scene_foreach_visible (self, x0 - 200, x1, draw_item, &painter);
}
