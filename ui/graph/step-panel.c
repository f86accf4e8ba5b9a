/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Step panel
 *
 * Explanations are computed in a worker (tns_session_explain_async) and the numbers they name are
 * read as blocks; until both are there the panel keeps what it shows. */
#include "ui/graph/step-panel.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "ui/draw/cells.h"
#include "ui/draw/chips.h"
#include "ui/text-scale.h"

#define MARGIN 24
/* Below this the chain of factors goes. */
#define HEIGHT 312
#define MIN_HEIGHT 196
#define WORDS_WIDTH 440
#define CELL_WIDTH 80
#define CELL_HEIGHT 64
#define MAX_CELLS 3

typedef enum
{
  PART_UPSTREAM,
  PART_LOCAL,
  PART_CONTRIBUTION,
  N_PARTS,
} Part;

/* One factor of the chain: "Pow" and "2·a". */
typedef struct
{
  char *name;
  char *rule;
  int step;
} Factor;

struct _TnuStepPanel
{
  GtkWidget parent_instance;

  TnsSession *session;
  TnuText *text;
  double text_scale;
  GCancellable *cancellable;
  guint generation;

  int step;
  TnsGradStep *explanation; /* of a backward step */
  TnsBlock *blocks[N_PARTS];
  GArray *factors;          /* (element-type Factor) */
  /* of a forward step */
  char *title;
  char *formula;
  char *derivative;
  char *sentence;
};

G_DEFINE_FINAL_TYPE (TnuStepPanel, tnu_step_panel, GTK_TYPE_WIDGET)

/* ---- content ---- */

static void
factor_clear (Factor *factor)
{
  g_free (factor->name);
  g_free (factor->rule);
}

static void
clear_content (TnuStepPanel *self)
{
  g_clear_pointer (&self->explanation, tns_grad_step_free);
  for (int part = 0; part < N_PARTS; part++)
    g_clear_pointer (&self->blocks[part], tns_block_free);
  g_array_set_size (self->factors, 0);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->formula, g_free);
  g_clear_pointer (&self->derivative, g_free);
  g_clear_pointer (&self->sentence, g_free);
}

typedef struct
{
  GWeakRef panel;
  guint generation;
  Part part;
} BlockRead;

static void
block_is_read (GObject *source, GAsyncResult *result, gpointer data)
{
  BlockRead *read = data;
  g_autoptr (TnsBlock) block
      = tns_session_read_block_finish (TNS_SESSION (source), result, NULL);
  g_autoptr (TnuStepPanel) self = g_weak_ref_get (&read->panel);
  if (self != NULL && read->generation == self->generation && block != NULL)
    {
      g_clear_pointer (&self->blocks[read->part], tns_block_free);
      self->blocks[read->part] = g_steal_pointer (&block);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  g_weak_ref_clear (&read->panel);
  g_free (read);
}

static void
read_part (TnuStepPanel *self, Part part, TnsMoment *moment)
{
  if (moment == NULL || tns_moment_get_numel (moment) == 0)
    return;
  const TnsMeta *meta = tns_moment_get_meta (moment);
  TnsBlockRequest request = {
    .row_dim = meta->rank >= 2 ? meta->rank - 2 : -1,
    .column_dim = meta->rank >= 1 ? meta->rank - 1 : -1,
    .n_rows = 1,
    .n_columns = 1,
    .row_step = 1,
    .column_step = 1,
  };
  if (request.column_dim >= 0)
    request.n_columns = (int) MIN (meta->sizes[request.column_dim], 8);
  if (request.row_dim >= 0)
    request.n_rows = (int) MIN (meta->sizes[request.row_dim], 3);
  BlockRead *read = g_new0 (BlockRead, 1);
  g_weak_ref_init (&read->panel, self);
  read->generation = self->generation;
  read->part = part;
  tns_session_read_block_async (self->session, moment, &request, self->cancellable, block_is_read,
                                read);
}

/* The nodes of the run the step stands in, without seed and accumulation. */
static void
collect_factors (TnuStepPanel *self, TnsTimeline *timeline)
{
  g_autoptr (TnsGraph) graph = tns_timeline_dup_graph (timeline, self->step + 1);
  const TnsSegment *segment
      = tns_timeline_get_segment (timeline, tns_timeline_get_step (timeline, self->step)->segment);
  for (int step = segment->first_step; step < segment->first_step + segment->n_steps; step++)
    {
      const TnsStep *entry = tns_timeline_get_step (timeline, step);
      if (entry->kind != TNS_STEP_NODE)
        continue;
      Factor factor = { .name = g_strdup (entry->label), .step = step };
      for (guint k = 0; graph != NULL && k < graph->items->len; k++)
        {
          const TnsGraphItem *item = &g_array_index (graph->items, TnsGraphItem, k);
          if (item->kind == TNS_GRAPH_BACKWARD_NODE && item->step == step)
            factor.rule = g_strdup (item->subtitle);
        }
      g_array_append_val (self->factors, factor);
    }
}

static void
explanation_is_made (GObject *source, GAsyncResult *result, gpointer data)
{
  BlockRead *read = data;
  TnsGradStep *explanation = tns_session_explain_finish (TNS_SESSION (source), result, NULL);
  g_autoptr (TnuStepPanel) self = g_weak_ref_get (&read->panel);
  if (self != NULL && read->generation == self->generation && explanation != NULL)
    {
      clear_content (self);
      self->explanation = g_steal_pointer (&explanation);
      TnsTimeline *timeline = tns_session_get_timeline (self->session);
      if (timeline != NULL && self->step < tns_timeline_get_n_steps (timeline))
        collect_factors (self, timeline);
      read_part (self, PART_UPSTREAM, self->explanation->upstream);
      read_part (self, PART_LOCAL, self->explanation->local);
      read_part (self, PART_CONTRIBUTION, self->explanation->contribution);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  g_clear_pointer (&explanation, tns_grad_step_free);
  g_weak_ref_clear (&read->panel);
  g_free (read);
}

static void
show_forward_step (TnuStepPanel *self, const TnsStep *step)
{
  clear_content (self);
  self->title = g_strdup (step->label);
  self->sentence = g_strdup (step->sentence);
  if (step->event->op != NULL)
    {
      self->formula = g_strdup (step->event->op->formula);
      self->derivative = g_strdup (step->event->op->derivative);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
update (TnuStepPanel *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  TnsTimeline *timeline = tns_session_get_timeline (self->session);
  self->generation++;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->step = tns_session_get_cursor (self->session) - 1;
  if (timeline == NULL || self->step < 0 || self->step >= tns_timeline_get_n_steps (timeline))
    {
      clear_content (self);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      return;
    }
  const TnsStep *step = tns_timeline_get_step (timeline, self->step);
  if (step->kind == TNS_STEP_OP)
    {
      show_forward_step (self, step);
      return;
    }
  BlockRead *read = g_new0 (BlockRead, 1);
  g_weak_ref_init (&read->panel, self);
  read->generation = self->generation;
  tns_session_explain_async (self->session, self->step, self->cancellable, explanation_is_made,
                             read);
}

/* ---- drawing ---- */

static double
scale_of (const TnsBlock *block)
{
  double max = 0;
  for (int k = 0; block != NULL && k < block->n_rows * block->n_columns; k++)
    if (isfinite (block->mean[k]))
      max = MAX (max, fabs (block->mean[k]));
  return max;
}

static void
init_cells (TnuCells *cells, const TnsBlock *block, bool is_gradient, double vmax)
{
  *cells = (TnuCells) {
    .n_rows = block->n_rows,
    .n_cols = block->n_columns,
    .row_stride = block->n_columns,
    .col_stride = 1,
    .values = block->mean,
    .imag = block->imaginary,
    .kind = TNU_CELLS_FLOAT,
    .is_gradient = is_gradient,
    .vmax = vmax,
  };
  TnuNumberScan scan = { 0 };
  tnu_cells_scan (cells, &scan);
  tnu_cells_choose_format (cells, &scan);
  tnu_cells_widen_format (cells, &cells->format);
}

static double
cell_width_for (int n_columns, double room)
{
  double width = MIN (CELL_WIDTH, (room - 4.0 * (n_columns - 1)) / n_columns);
  return MAX (floor (width), 14);
}

/* Draws one of the three factors; returns the width taken. */
static double
draw_part (const TnuCanvas *canvas, const TnsBlock *block, bool is_gradient, double vmax,
           const char *word, const char *name, double x, double y, double room, bool is_result)
{
  double used = tnu_text_show (canvas->text, canvas->cr, TNU_SANS (13, 400), word, x, y,
                               TNU_ALIGN_START, &canvas->theme->colors[TNU_INK2]);
  if (name != NULL)
    tnu_text_show_within (canvas->text, canvas->cr, TNU_SANS (13, 700), name, x + used + 8, y,
                          MAX (room - used, 60), &canvas->theme->colors[TNU_INK1]);
  if (block == NULL)
    return MIN (room, 2 * CELL_WIDTH);
  TnuCells cells;
  init_cells (&cells, block, is_gradient, vmax);
  double cell_w = cell_width_for (block->n_columns, room);
  /* A capsule lies: never higher than four fifths of its width. */
  double cell_h = block->n_rows == 1 ? CLAMP (cell_w * .8, 30, CELL_HEIGHT)
                                     : (CELL_HEIGHT + 24.0) / block->n_rows - 4;
  double drop = block->n_rows == 1 ? round ((CELL_HEIGHT - cell_h) / 2) : 0;
  TnuGrid grid;
  tnu_grid_init (&grid, canvas->text, &cells, x, y + 20 + drop, cell_w, floor (cell_h));
  double w = tnu_grid_get_width (&grid, cells.n_cols),
         h = tnu_grid_get_height (&grid, cells.n_rows);
  if (is_result)
    {
      double r = MIN (h / 2 + 5, grid.cell_h / 2 + 6);
      tnu_path_rounded (canvas->cr, x - 6.5, y + 13.5 + drop, w + 13, h + 13, r);
      tnu_aurora_set (canvas, x + w, y, x, y, 1);
      cairo_set_line_width (canvas->cr, TNU_STROKE_RING);
      cairo_stroke (canvas->cr);
    }
  tnu_cells_draw (canvas, &cells, &grid, TNU_PANE);
  bool has_decimals = cells.format.style == TNU_NUMBER_FRACTION && block->n_rows == 1;
  for (int k = 0; has_decimals && k < block->n_columns; k++)
    {
      g_autofree char *decimal = g_strdup_printf ("%.4f", block->mean[k]);
      double cx, cy;
      tnu_grid_get_cell (&grid, 0, k, &cx, &cy);
      if (tnu_text_get_width (canvas->text, TNU_MONO (12, 400), decimal) <= grid.cell_w)
        tnu_text_show (canvas->text, canvas->cr, TNU_MONO (12, 400), decimal, cx + grid.cell_w / 2,
                       cy + grid.cell_h + 22, TNU_ALIGN_CENTRE, &canvas->theme->colors[TNU_INK2]);
    }
  return w;
}

static void
draw_sign (const TnuCanvas *canvas, const char *sign, double x, double y)
{
  tnu_text_show (canvas->text, canvas->cr, TNU_SANS (22, 600), sign, x, y, TNU_ALIGN_CENTRE,
                 &canvas->theme->colors[TNU_INK1]);
}

static void
draw_product (TnuStepPanel *self, const TnuCanvas *canvas, double left, double top, double width)
{
  const TnsGradStep *e = self->explanation;
  double gradient_max = MAX (scale_of (self->blocks[PART_UPSTREAM]),
                             scale_of (self->blocks[PART_CONTRIBUTION]));
  bool has_local = e->local != NULL;
  int n_parts = e->upstream == NULL ? 1 : has_local ? 3 : 2;
  double sign_room = 64, room = (width - sign_room * (n_parts - 1)) / n_parts;
  double x = left, middle = top + 20 + CELL_HEIGHT / 2.0;
  if (e->upstream != NULL)
    {
      x += draw_part (canvas, self->blocks[PART_UPSTREAM], true, gradient_max, "upstream",
                      e->upstream_name, x, top, room, false);
      draw_sign (canvas, has_local ? "⊙" : "→", x + sign_room / 2, middle);
      x += sign_room;
    }
  if (has_local)
    {
      x += draw_part (canvas, self->blocks[PART_LOCAL], false, scale_of (self->blocks[PART_LOCAL]),
                      "local", e->local_rule, x, top, room, false);
      draw_sign (canvas, "=", x + sign_room / 2, middle);
      x += sign_room;
    }
  draw_part (canvas, self->blocks[PART_CONTRIBUTION], true, gradient_max, "contribution",
             e->contribution_name, x, top, room, true);
  if (!has_local && e->local_rule != NULL)
    tnu_text_show_within (canvas->text, canvas->cr, TNU_MONO (12, 400), e->local_rule, left,
                          top + 132, width, &canvas->theme->colors[TNU_INK2]);
}

/* A factor's chip: dashed while to come, aurora once done, filled now. Returns its width. */
static double
draw_factor (TnuStepPanel *self, const TnuCanvas *canvas, const Factor *factor, double x, double y)
{
  cairo_t *cr = canvas->cr;
  const char *rule = factor->rule != NULL ? factor->rule : "";
  rule = g_str_has_prefix (rule, "× ") ? rule + strlen ("× ") : rule;
  double name_w = tnu_text_get_width (canvas->text, TNU_SANS (TNU_FONT_NOTE, 400), factor->name);
  double rule_w = tnu_text_get_width (canvas->text, TNU_MONO (13, 700), rule);
  double w = MAX (ceil (name_w + rule_w + 36), 72), h = 34;
  bool is_now = factor->step == self->step, is_waiting = factor->step > self->step;
  if (!is_waiting)
    tnu_fill_rounded (canvas, x, y - h / 2, w, h, TNU_RADIUS_CHIP,
                      &canvas->theme->colors[TNU_RAISED], 1);
  if (is_now)
    {
      tnu_path_rounded (cr, x, y - h / 2, w, h, TNU_RADIUS_CHIP);
      tnu_aurora_set (canvas, x + w, y, x, y, canvas->theme->is_dark ? .24 : .12);
      cairo_fill (cr);
      tnu_aurora_set (canvas, x + w, y, x, y, 1);
    }
  else
    tnu_set_token (canvas, is_waiting ? TNU_INK3 : TNU_LINE, 1);
  if (is_waiting)
    cairo_set_dash (cr, (double[]){ 3, 3 }, 2, 0);
  tnu_stroke_inside (canvas, x, y - h / 2, w, h, TNU_RADIUS_CHIP, is_now ? 2 : 1);
  cairo_set_dash (cr, NULL, 0, 0);
  tnu_text_show (canvas->text, cr, TNU_SANS (TNU_FONT_NOTE, 400), factor->name, x + 11, y,
                 TNU_ALIGN_START, &canvas->theme->colors[TNU_INK1]);
  tnu_text_show (canvas->text, cr, TNU_MONO (13, 700), rule, x + w - 11, y, TNU_ALIGN_END,
                 &canvas->theme->colors[TNU_INK1]);
  return w;
}

static void
draw_chain (TnuStepPanel *self, const TnuCanvas *canvas, double left, double top, double width)
{
  tnu_hline (canvas->cr, left, left + width, top, &canvas->theme->colors[TNU_HAIR], 1);
  tnu_caps_draw (canvas, "THE CHAIN SO FAR", left, top + 22);
  double x = left, y = top + 62, right = left + width;
  for (guint k = 0; k < self->factors->len; k++)
    {
      const Factor *factor = &g_array_index (self->factors, Factor, k);
      if (x + 130 > right && k + 1 < self->factors->len)
        {
          g_autofree char *more = g_strdup_printf ("… and %u more", self->factors->len - k);
          tnu_text_show (canvas->text, canvas->cr, TNU_SANS (TNU_FONT_CONTROL, 400), more, x, y,
                         TNU_ALIGN_START, &canvas->theme->colors[TNU_INK2]);
          return;
        }
      x += draw_factor (self, canvas, factor, x, y);
      if (k + 1 < self->factors->len)
        tnu_text_show (canvas->text, canvas->cr, TNU_SANS (14, 700), "·", x + 11, y,
                       TNU_ALIGN_CENTRE, &canvas->theme->colors[TNU_INK1]);
      x += 22;
    }
  const TnsBlock *block = self->blocks[PART_CONTRIBUTION];
  if (block == NULL || block->n_rows != 1 || block->n_columns > 4 || x + 240 > right)
    return;
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (14, 400), "=", x + 2, y, TNU_ALIGN_CENTRE,
                 &canvas->theme->colors[TNU_INK1]);
  TnuCells cells;
  init_cells (&cells, block, true, MAX (scale_of (block), scale_of (self->blocks[PART_UPSTREAM])));
  TnuGrid grid;
  tnu_grid_init (&grid, canvas->text, &cells, round (x + 18), round (y - 14), 56, 28);
  tnu_cells_draw (canvas, &cells, &grid, TNU_PANE);
}

/* Wrapped Pango markup; returns its height. */
static double
draw_markup (const TnuCanvas *canvas, GtkWidget *widget, const char *markup, double size, double x,
             double y, double width, TnuToken ink)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  g_autoptr (PangoFontDescription) font
      = pango_font_description_copy (pango_context_get_font_description (
          gtk_widget_get_pango_context (widget)));
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_markup (layout, markup, -1);
  int height;
  pango_layout_get_pixel_size (layout, NULL, &height);
  tnu_set_token (canvas, ink, 1);
  cairo_move_to (canvas->cr, x, y);
  pango_cairo_show_layout (canvas->cr, layout);
  return height;
}

static void
draw_tick (const TnuCanvas *canvas, double x, double y)
{
  tnu_set_token (canvas, TNU_INK1, 1);
  cairo_set_line_width (canvas->cr, 2);
  cairo_move_to (canvas->cr, x, y);
  cairo_line_to (canvas->cr, x + 4, y + 4);
  cairo_line_to (canvas->cr, x + 11, y - 5);
  cairo_stroke (canvas->cr);
}

static bool
agrees (double autograd, double difference)
{
  return fabs (autograd - difference) <= 1e-3 * MAX (1, fabs (autograd));
}

static double
draw_checks (TnuStepPanel *self, const TnuCanvas *canvas, double x, double y)
{
  const TnsGradStep *e = self->explanation;
  if (e->n_checks == 0)
    return y;
  const TnuColor *dim = &canvas->theme->colors[TNU_INK3], *ink = &canvas->theme->colors[TNU_INK1];
  tnu_caps_draw (canvas, "CHECK", x, y);
  tnu_text_show (canvas->text, canvas->cr, TNU_SANS (TNU_FONT_NOTE, 400), "autograd", x + 132, y,
                 TNU_ALIGN_END, dim);
  tnu_text_show (canvas->text, canvas->cr, TNU_SANS (TNU_FONT_NOTE, 400), "difference, ε = 10⁻³",
                 x + 266, y, TNU_ALIGN_END, dim);
  for (int k = 0; k < e->n_checks; k++)
    {
      double line = y + 23 + 20 * k;
      g_autofree char *a = g_strdup_printf ("%.4f", e->checks[k].autograd);
      g_autofree char *d = g_strdup_printf ("%.4f", e->checks[k].difference);
      tnu_text_show (canvas->text, canvas->cr, TNU_SANS (14, 400), e->checks[k].element, x, line,
                     TNU_ALIGN_START, ink);
      tnu_text_show (canvas->text, canvas->cr, TNU_MONO (12, 500), a, x + 132, line, TNU_ALIGN_END,
                     ink);
      tnu_text_show (canvas->text, canvas->cr, TNU_MONO (12, 400), d, x + 266, line, TNU_ALIGN_END,
                     &canvas->theme->colors[TNU_INK2]);
      if (agrees (e->checks[k].autograd, e->checks[k].difference))
        draw_tick (canvas, x + 282, line);
      else
        tnu_text_show (canvas->text, canvas->cr, TNU_SANS (13, 700), "differs", x + 282, line,
                       TNU_ALIGN_START, &canvas->theme->colors[TNU_ERR]);
    }
  return y + 23 + 20 * e->n_checks;
}

static void
draw_words (TnuStepPanel *self, const TnuCanvas *canvas, double x, double width, double height)
{
  const TnsGradStep *e = self->explanation;
  GtkWidget *widget = GTK_WIDGET (self);
  tnu_caps_draw (canvas, "IN WORDS", x, 32);
  double y = 44;
  if (e->words != NULL)
    y += draw_markup (canvas, widget, e->words, TNU_FONT_NARRATION, x, y, width, TNU_INK1);
  double end = draw_checks (self, canvas, x, MAX (y + 22, 108));
  if (e->next == NULL || end > height - 104)
    return;
  tnu_hline (canvas->cr, x, x + width, height - 100, &canvas->theme->colors[TNU_HAIR], 1);
  tnu_caps_draw (canvas, "NEXT", x, height - 78);
  draw_markup (canvas, widget, e->next, TNU_FONT_CONTROL, x, height - 60, width, TNU_INK2);
}

static void
draw_backward (TnuStepPanel *self, const TnuCanvas *canvas, double width, double height)
{
  const TnsGradStep *e = self->explanation;
  bool has_words = width > 820;
  double words = has_words ? MIN (WORDS_WIDTH, width * .34) : 0;
  double left_width = width - 2 * MARGIN - (has_words ? words + 2 * MARGIN : 0);
  double used = tnu_text_show (canvas->text, canvas->cr, TNU_SANS (TNU_FONT_PANEL, 700),
                               e->node_name, MARGIN, 30, TNU_ALIGN_START,
                               &canvas->theme->colors[TNU_INK1]);
  if (e->undoes != NULL)
    {
      double word = tnu_text_show (canvas->text, canvas->cr, TNU_SANS (13, 400), "undoes",
                                   MARGIN + used + 14, 31, TNU_ALIGN_START,
                                   &canvas->theme->colors[TNU_INK2]);
      tnu_text_show (canvas->text, canvas->cr, TNU_MONO (13, 400), e->undoes,
                     MARGIN + used + word + 26, 31, TNU_ALIGN_START,
                     &canvas->theme->colors[TNU_INK2]);
    }
  draw_product (self, canvas, MARGIN, 68, left_width);
  if (self->factors->len > 0 && height >= HEIGHT - 16)
    draw_chain (self, canvas, MARGIN, height - 100, left_width);
  if (!has_words)
    return;
  double x = width - MARGIN - words;
  tnu_vline (canvas->cr, x - MARGIN, 24, height - 24, &canvas->theme->colors[TNU_HAIR], 1);
  draw_words (self, canvas, x, words, height);
}

static void
draw_forward (TnuStepPanel *self, const TnuCanvas *canvas, double width)
{
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (TNU_FONT_PANEL, 700), self->title, MARGIN, 30,
                 TNU_ALIGN_START, &canvas->theme->colors[TNU_INK1]);
  double y = 52;
  if (self->sentence != NULL)
    y += draw_markup (canvas, GTK_WIDGET (self), self->sentence, TNU_FONT_NARRATION, MARGIN, y,
                      width - 2 * MARGIN, TNU_INK1);
  const char *const rows[][2] = {
    { "FORWARD", self->formula },
    { "LOCAL DERIVATIVE", self->derivative },
  };
  y += 32;
  for (int k = 0; k < (int) G_N_ELEMENTS (rows); k++)
    {
      if (rows[k][1] == NULL)
        continue;
      tnu_caps_draw (canvas, rows[k][0], MARGIN, y);
      tnu_text_show (canvas->text, canvas->cr, TNU_MONO (18, 500), rows[k][1], MARGIN, y + 28,
                     TNU_ALIGN_START, &canvas->theme->colors[TNU_INK1]);
      y += 74;
    }
}

static void
tnu_step_panel_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnuStepPanel *self = TNU_STEP_PANEL (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double scale = tnu_text_scale_get (widget);
  if (self->text == NULL)
    self->text = tnu_text_new (gtk_widget_get_pango_context (widget), 1);
  const TnuTheme *theme
      = tnu_theme_get (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  TnuCanvas canvas = tnu_canvas_init (cr, theme, self->text);
  tnu_set_token (&canvas, TNU_PANE, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  tnu_hline (cr, 0, width / scale, 0, &theme->colors[TNU_HAIR], 1);
  if (self->explanation != NULL)
    draw_backward (self, &canvas, width / scale, height / scale);
  else if (self->title != NULL)
    draw_forward (self, &canvas, width / scale);
  else
    tnu_text_show (self->text, cr, TNU_SANS (TNU_FONT_CONTROL, 400),
                   "Step through the timeline below: each step is shown here in numbers.", MARGIN,
                   30, TNU_ALIGN_START, &theme->colors[TNU_INK2]);
  cairo_destroy (cr);
}

/* ---- the object ---- */

static void
tnu_step_panel_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  double scale = tnu_text_scale_get (widget);
  bool is_height = orientation == GTK_ORIENTATION_VERTICAL;
  *minimum = is_height ? (int) (MIN_HEIGHT * scale) : 100;
  *natural = is_height ? (int) (HEIGHT * scale) : 600;
}

static void
tnu_step_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tnu_step_panel_parent_class)->map (widget);
  update (TNU_STEP_PANEL (widget));
}

static void
tnu_step_panel_dispose (GObject *object)
{
  TnuStepPanel *self = TNU_STEP_PANEL (object);
  self->generation++;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  g_clear_object (&self->session);
  if (self->factors != NULL)
    clear_content (self);
  g_clear_pointer (&self->factors, g_array_unref);
  g_clear_pointer (&self->text, tnu_text_free);
  G_OBJECT_CLASS (tnu_step_panel_parent_class)->dispose (object);
}

static void
tnu_step_panel_class_init (TnuStepPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = tnu_step_panel_dispose;
  widget_class->snapshot = tnu_step_panel_snapshot;
  widget_class->measure = tnu_step_panel_measure;
  widget_class->map = tnu_step_panel_map;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tnu_step_panel_init (TnuStepPanel *self)
{
  self->step = -1;
  self->factors = g_array_new (FALSE, FALSE, sizeof (Factor));
  g_array_set_clear_func (self->factors, (GDestroyNotify) factor_clear);
  gtk_widget_add_css_class (GTK_WIDGET (self), "tnu-panel");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "The current step in numbers", -1);
  g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark",
                            G_CALLBACK (gtk_widget_queue_draw), self);
}

GtkWidget *
tnu_step_panel_new (TnsSession *session)
{
  TnuStepPanel *self = g_object_new (TNU_TYPE_STEP_PANEL, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify::cursor", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "notify::timeline", G_CALLBACK (update), self);
  return GTK_WIDGET (self);
}
