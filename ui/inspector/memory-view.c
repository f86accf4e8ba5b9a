/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Memory view
 *
 * Two readings: the tape, all of the storage in as many cells as there are pixels, once per storage
 * and version; and the lens, a few exact elements around the one looked at, whenever it moves. Both
 * run in worker threads and carry a generation number, so that a late answer is dropped. */
#include "ui/inspector/memory-view.h"

#include <adwaita.h>
#include <math.h>

#include "ui/draw/cells.h"
#include "ui/inspector/address.h"
#include "ui/text-scale.h"

#define HOPS_HEIGHT 54
#define TAPE_HEIGHT 16
#define FUNNEL_HEIGHT 28
#define LENS_HEIGHT 24
#define LENS_CELLS 7
#define WORDS_HEIGHT 34
/* Above a tape on which there is no way to go. */
#define REST_HEIGHT 4
#define TAPE_TO_WORDS_HEIGHT (TAPE_HEIGHT + FUNNEL_HEIGHT + LENS_HEIGHT + WORDS_HEIGHT)
#define NATURAL_WIDTH 256
/* More hops along an axis are drawn as one. */
#define MAX_HOPS 8
#define MAX_TAPE_CELLS 1024

/* A piece of the storage, read or under way. */
typedef struct
{
  TnsBlock *block;
  int64_t first;
  int64_t step;
  guint generation;
  GCancellable *cancellable;
} Piece;

struct _TnuMemoryView
{
  GtkWidget parent_instance;

  TnsMoment *moment;
  int64_t index[TNK_MAX_RANK];
  TnuColorScale scale;
  TnuText *text;
  double text_scale;
  Piece tape;
  Piece lens;
};

G_DEFINE_FINAL_TYPE (TnuMemoryView, tnu_memory_view, GTK_TYPE_WIDGET)

static int64_t
count_elements (TnuMemoryView *self)
{
  const TnsMeta *meta = tns_moment_get_meta (self->moment);

  return (int64_t) (tns_moment_get_storage_bytes (self->moment) / tnk_dtype_size (meta->dtype));
}

/* The same for all elements of a tensor, so that nothing jumps when one walks over them. */
static double
get_hops_height (TnuMemoryView *self)
{
  const bool has_way
      = self->moment != NULL && count_elements (self) > 0
        && (tns_moment_get_numel (self->moment) > 1
            || tns_moment_get_meta (self->moment)->offset_elems > 0);

  return has_way ? HOPS_HEIGHT : REST_HEIGHT;
}

/* ---- reading ---- */

typedef struct
{
  TnsMoment *moment;
  int64_t first;
  int64_t step;
  int n;
  bool is_lens;
  guint generation;
} Job;

static void
job_free (Job *job)
{
  tns_moment_unref (job->moment);
  g_free (job);
}

static void
read_piece (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  TnsBlock *block = tns_block_read_storage (job->moment, job->first, job->n, job->step, cancellable,
                                            &error);

  if (block == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, block, (GDestroyNotify) tns_block_free);
}

static void
piece_is_read (GObject *source, GAsyncResult *result, gpointer data)
{
  TnuMemoryView *self = TNU_MEMORY_VIEW (source);
  const Job *job = g_task_get_task_data (G_TASK (result));
  Piece *piece = job->is_lens ? &self->lens : &self->tape;
  g_autoptr (TnsBlock) block = g_task_propagate_pointer (G_TASK (result), NULL);

  if (job->generation != piece->generation)
    return;
  g_clear_pointer (&piece->block, tns_block_free);
  piece->block = g_steal_pointer (&block);
  piece->first = job->first;
  piece->step = job->step;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
stop_reading (Piece *piece)
{
  piece->generation++;
  g_cancellable_cancel (piece->cancellable);
  g_clear_object (&piece->cancellable);
}

static void
start_reading (TnuMemoryView *self, bool is_lens, int64_t first, int64_t step, int n)
{
  Piece *piece = is_lens ? &self->lens : &self->tape;
  Job *job = g_new0 (Job, 1);
  g_autoptr (GTask) task = NULL;

  stop_reading (piece);
  piece->cancellable = g_cancellable_new ();
  job->moment = tns_moment_ref (self->moment);
  job->first = first;
  job->step = step;
  job->n = n;
  job->is_lens = is_lens;
  job->generation = piece->generation;
  task = g_task_new (self, piece->cancellable, piece_is_read, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, read_piece);
}

static void
read_lens (TnuMemoryView *self)
{
  const int64_t n = count_elements (self);
  const int64_t at = tnu_address_get_offset (tns_moment_get_meta (self->moment), self->index);
  const int64_t first = CLAMP (at - LENS_CELLS / 2, 0, MAX (0, n - LENS_CELLS));

  start_reading (self, true, first, 1, (int) MIN (n, LENS_CELLS));
}

static void
read_tape (TnuMemoryView *self)
{
  const int64_t n = count_elements (self);
  const int64_t step = (n + MAX_TAPE_CELLS - 1) / MAX_TAPE_CELLS;

  start_reading (self, false, 0, MAX (1, step), MAX_TAPE_CELLS);
}

/* ---- drawing ---- */

typedef struct
{
  TnuMemoryView *self;
  TnuCanvas canvas;
  const TnsMeta *meta;
  double width;
  int64_t n; /* elements of the storage */
} Pen;

static double
px (const Pen *pen, double length)
{
  return tnu_px (pen->canvas.text, length);
}

/* Middle of an element on the tape. */
static double
get_tape_x (const Pen *pen, int64_t offset)
{
  return pen->width * ((double) offset + .5) / (double) MAX (pen->n, 1);
}

static TnuCellsKind
get_kind (const TnsMeta *meta)
{
  if (meta->dtype == TNK_BOOL)
    return TNU_CELLS_BOOL;
  if (tnk_dtype_is_complex (meta->dtype))
    return TNU_CELLS_COMPLEX;
  return tnk_dtype_is_integral (meta->dtype) ? TNU_CELLS_INT : TNU_CELLS_FLOAT;
}

static TnuColor
get_fill (const Pen *pen, const TnsBlock *block, int i)
{
  const TnuTheme *theme = pen->canvas.theme;
  const TnuCellsKind kind = get_kind (pen->meta);
  double t;

  if (block->flags[i] & TNS_CELL_HAS_NAN && isnan (block->mean[i]))
    return theme->colors[TNU_ERR];
  if (kind == TNU_CELLS_BOOL)
    return block->mean[i] >= .5 ? theme->bool_true : theme->colors[TNU_WELL];
  t = tnu_color_scale_get_t (&pen->self->scale, block->mean[i]);
  return *tnu_colormap_get_color (theme, TNU_MAP_VALUES,
                                  kind == TNU_CELLS_INT && !pen->self->scale.is_chosen
                                    ? t * TNU_INTEGER_T
                                    : t);
}

static void
draw_tape (const Pen *pen, double y, double h)
{
  const Piece *tape = &pen->self->tape;
  const TnsBlock *block = tape->block;
  cairo_t *cr = pen->canvas.cr;
  const double cell = block != NULL ? pen->width / block->n_columns : 0;

  for (int i = 0; block != NULL && i < block->n_columns; i++)
    {
      const TnuColor fill = get_fill (pen, block, i);
      const double left = floor (i * cell);
      const double right = floor ((i + 1) * cell);
      const double gap = cell >= 3 ? 1 : 0;

      tnu_set_color (cr, &fill, 1);
      cairo_rectangle (cr, left, y, MAX (right - left - gap, 1), h);
      cairo_fill (cr);
    }
  tnu_set_token (&pen->canvas, TNU_LINE, .55);
  tnu_stroke_inside (&pen->canvas, 0, y, pen->width, h, px (pen, 2), 1);
}

/* One hop, as half an ellipse from @x0 to @x1. */
static void
draw_hop (const Pen *pen, double x0, double x1, double y, double height, const TnuColor *color,
          bool has_head)
{
  cairo_t *cr = pen->canvas.cr;
  const double radius = MAX (fabs (x1 - x0) / 2, .5);

  tnu_set_color (cr, color, 1);
  cairo_save (cr);
  cairo_translate (cr, (x0 + x1) / 2, y);
  cairo_scale (cr, radius, height);
  cairo_arc (cr, 0, 0, 1, G_PI, 2 * G_PI);
  cairo_restore (cr);
  cairo_set_line_width (cr, TNU_STROKE_RAIL);
  cairo_stroke (cr);
  if (has_head)
    tnu_arrow_head (cr, x1, y + 1, G_PI / 2, px (pen, 3));
}

/* The hops of one axis (dim -1: the tensor's own offset) and their label; returns their end. */
static int64_t
draw_hops (const Pen *pen, int dim, int64_t from, int64_t n_hops, int64_t stride, double y,
           double *label_end)
{
  const TnuColor *color = dim < 0 ? &pen->canvas.theme->colors[TNU_INK2]
                                  : tnu_theme_get_axis_color (pen->canvas.theme, dim);
  const int64_t to = from + n_hops * stride;
  const int n_drawn = n_hops > MAX_HOPS ? 1 : (int) n_hops;
  const double x0 = get_tape_x (pen, from);
  const double x1 = get_tape_x (pen, to);
  const double span = (x1 - x0) / n_drawn;
  const double height = CLAMP (span * .42, px (pen, 6), px (pen, HOPS_HEIGHT - 26));
  const TnuFont font = TNU_MONO (TNU_FONT_NOTE, 500);
  g_autofree char *label
      = n_hops == 1 ? g_strdup_printf ("+%" G_GINT64_FORMAT, stride)
                    : g_strdup_printf ("%" G_GINT64_FORMAT " × +%" G_GINT64_FORMAT, n_hops, stride);
  const double w = tnu_text_get_width (pen->canvas.text, font, label);
  double x = (x0 + x1 - w) / 2;

  for (int k = 0; k < n_drawn; k++)
    draw_hop (pen, x0 + k * span, x0 + (k + 1) * span, y, height, color, span > px (pen, 5));
  x = CLAMP (MAX (x, *label_end + px (pen, 6)), 0, pen->width - w);
  if (x >= *label_end)
    tnu_text_show (pen->canvas.text, pen->canvas.cr, font, label, x, y - height - px (pen, 9),
                   TNU_ALIGN_START, color);
  *label_end = MAX (*label_end, x + w);
  return to;
}

/* The element that is reached without a hop. */
static void
draw_start (const Pen *pen, double y)
{
  const TnuColor *color = &pen->canvas.theme->colors[TNU_INK2];
  const double x = MAX (get_tape_x (pen, 0), px (pen, 4));
  cairo_t *cr = pen->canvas.cr;

  tnu_set_color (cr, color, 1);
  cairo_move_to (cr, x, y - px (pen, 12));
  cairo_line_to (cr, x, y);
  cairo_set_line_width (cr, TNU_STROKE_RAIL);
  cairo_stroke (cr);
  tnu_arrow_head (cr, x, y + 1, G_PI / 2, px (pen, 3));
  tnu_text_show (pen->canvas.text, cr, TNU_SANS (TNU_FONT_NOTE, 400), "the storage begins with it",
                 x + px (pen, 8), y - px (pen, 9), TNU_ALIGN_START, color);
}

static void
draw_way (const Pen *pen, double y)
{
  const TnsMeta *meta = pen->meta;
  int64_t at = 0;
  double label_end = -1e9;

  if (tnu_address_get_offset (meta, pen->self->index) == 0)
    {
      draw_start (pen, y);
      return;
    }

  if (meta->offset_elems > 0)
    at = draw_hops (pen, -1, 0, 1, meta->offset_elems, y, &label_end);
  for (int dim = 0; dim < meta->rank; dim++)
    if (pen->self->index[dim] > 0 && meta->strides[dim] > 0)
      at = draw_hops (pen, dim, at, pen->self->index[dim], meta->strides[dim], y, &label_end);
}

/* From the part of the tape under the lens to the lens. */
static void
draw_funnel (const Pen *pen, double y, double top_h, double bottom, int64_t first, int n_cells)
{
  cairo_t *cr = pen->canvas.cr;
  const double x0 = floor (pen->width * (double) first / (double) pen->n) - 1;
  const double x1 = ceil (pen->width * (double) (first + n_cells) / (double) pen->n) + 1;
  const double w = MAX (x1 - x0, px (pen, 6));
  const double left = CLAMP (x0, 0, pen->width - w);

  cairo_move_to (cr, left, y + top_h + 2);
  cairo_line_to (cr, left + w, y + top_h + 2);
  cairo_line_to (cr, pen->width, bottom);
  cairo_line_to (cr, 0, bottom);
  cairo_close_path (cr);
  tnu_set_token (&pen->canvas, TNU_INK1, .07);
  cairo_fill (cr);
  tnu_set_token (&pen->canvas, TNU_LINE, 1);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, left, y + top_h + 2);
  cairo_line_to (cr, 0, bottom);
  cairo_move_to (cr, left + w, y + top_h + 2);
  cairo_line_to (cr, pen->width, bottom);
  cairo_stroke (cr);
  tnu_set_token (&pen->canvas, TNU_STAR, 1);
  tnu_stroke_inside (&pen->canvas, left, y - 2, w, top_h + 4, px (pen, 3), TNU_STROKE_SELECTION);
}

/* "1,2,3" in the colours of the axes, if it fits. */
static void
draw_index (const Pen *pen, const int64_t *index, double middle, double y, double room)
{
  const TnuFont font = TNU_MONO (TNU_FONT_RULER, 500);
  const TnuFont comma = TNU_MONO (TNU_FONT_RULER, 400);
  TnuText *text = pen->canvas.text;
  char numbers[TNK_MAX_RANK][24];
  double width = 0;
  double x;

  for (int dim = 0; dim < pen->meta->rank; dim++)
    {
      g_snprintf (numbers[dim], sizeof numbers[dim], "%" G_GINT64_FORMAT, index[dim]);
      width += tnu_text_get_width (text, font, numbers[dim])
               + (dim > 0 ? tnu_text_get_width (text, comma, ",") : 0);
    }
  if (width > room)
    return;
  x = CLAMP (middle - width / 2, 0, MAX (0, pen->width - width));
  for (int dim = 0; dim < pen->meta->rank; dim++)
    {
      if (dim > 0)
        x += tnu_text_show (text, pen->canvas.cr, comma, ",", x, y, TNU_ALIGN_START,
                            &pen->canvas.theme->colors[TNU_INK3]);
      x += tnu_text_show (text, pen->canvas.cr, font, numbers[dim], x, y, TNU_ALIGN_START,
                          tnu_theme_get_axis_color (pen->canvas.theme, dim));
    }
}

static void
init_cells (const Pen *pen, TnuCells *cells)
{
  const TnsBlock *block = pen->self->lens.block;
  TnuNumberScan scan = { 0 };

  *cells = (TnuCells){ .n_rows = 1,
                       .n_cols = block->n_columns,
                       .row_stride = block->n_columns,
                       .col_stride = 1,
                       .values = block->mean,
                       .imag = block->imaginary,
                       .integers = block->integers,
                       .kind = get_kind (pen->meta),
                       .scale = &pen->self->scale };
  /* As many digits as the whole tensor needs, not as these few numbers could have. */
  tnu_number_scan_add (&scan, pen->self->scale.high);
  tnu_cells_scan (cells, &scan);
  tnu_cells_choose_format (cells, &scan);
  tnu_cells_widen_format (cells, &cells->format);
}

/* Long ones are written for the element looked at alone. */
static void
draw_offset (const Pen *pen, const char *number, double middle, double y, bool is_current,
             double room)
{
  TnuText *text = pen->canvas.text;
  const TnuFont font = TNU_MONO (TNU_FONT_RULER, is_current ? 700 : 400);
  const double half = tnu_text_get_width (text, font, number) / 2;

  if (!is_current && 2 * half > room)
    return;
  middle = CLAMP (middle, half, MAX (half, pen->width - half));
  tnu_text_show (text, pen->canvas.cr, font, number, middle, y, TNU_ALIGN_CENTRE,
                 &pen->canvas.theme->colors[is_current ? TNU_INK1 : TNU_INK3]);
}

static void
draw_lens (const Pen *pen, double y, int64_t at)
{
  const Piece *lens = &pen->self->lens;
  const int n = lens->block->n_columns;
  const double gap = px (pen, 2);
  const double cell_w = floor ((pen->width + gap) / LENS_CELLS) - gap;
  const double words = y + px (pen, LENS_HEIGHT + 11);
  TnuCells cells;
  TnuGrid grid;

  init_cells (pen, &cells);
  if (at >= lens->first && at < lens->first + n)
    cells.current = (TnuCellRun){ 0, (int) (at - lens->first), 1, 1 };
  tnu_grid_init (&grid, pen->canvas.text, &cells, px (pen, 2), y, cell_w, px (pen, LENS_HEIGHT));
  while (grid.font_size == 0 && cells.format.decimals > 1)
    {
      cells.format.decimals--;
      cells.format.n_chars = 0;
      tnu_cells_widen_format (&cells, &cells.format);
      tnu_grid_init (&grid, pen->canvas.text, &cells, px (pen, 2), y, cell_w,
                     px (pen, LENS_HEIGHT));
    }
  tnu_cells_draw (&pen->canvas, &cells, &grid, TNU_PANE);
  for (int i = 0; i < n; i++)
    {
      const int64_t offset = lens->first + i;
      int64_t index[TNK_MAX_RANK];
      double x;
      double top;
      char number[24];

      tnu_grid_get_cell (&grid, 0, i, &x, &top);
      x += grid.cell_w / 2;
      g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, offset);
      draw_offset (pen, number, x, words, offset == at, grid.cell_w);
      /* Where neighbours leave no room for their indices, the one looked at takes it. */
      if (offset == at)
        draw_index (pen, pen->self->index, x, words + px (pen, 14),
                    pen->meta->rank > 3 ? pen->width : grid.cell_w + gap);
      else if (pen->meta->rank <= 3 && tnu_address_find_index (pen->meta, offset, index))
        draw_index (pen, index, x, words + px (pen, 14), grid.cell_w + gap);
    }
}

static TnuText *
ensure_text (TnuMemoryView *self)
{
  const double scale = tnu_text_scale_get (GTK_WIDGET (self));

  if (self->text != NULL && self->text_scale != scale)
    g_clear_pointer (&self->text, tnu_text_free);
  if (self->text == NULL)
    {
      self->text_scale = scale;
      self->text = tnu_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)), scale);
    }
  return self->text;
}

static void
tnu_memory_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnuMemoryView *self = TNU_MEMORY_VIEW (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  const TnuTheme *theme
      = tnu_theme_get (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  TnuText *text = ensure_text (self);
  cairo_t *cr;
  Pen pen = { .self = self, .width = width };
  double y;
  int64_t at;

  if (self->moment == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (-2, 0, width + 4, height));
  pen.canvas = tnu_canvas_init (cr, theme, text);
  pen.meta = tns_moment_get_meta (self->moment);
  pen.n = count_elements (self);
  y = tnu_px (text, get_hops_height (self));
  if (pen.n == 0)
    tnu_text_show (text, cr, TNU_SANS (TNU_FONT_NOTE, 400), "no bytes", 0,
                   y + tnu_px (text, 6), TNU_ALIGN_START,
                   &theme->colors[TNU_INK3]);
  else
    {
      const double bottom = y + tnu_px (text, TAPE_HEIGHT + FUNNEL_HEIGHT);

      at = tnu_address_get_offset (pen.meta, self->index);
      draw_tape (&pen, y, tnu_px (text, TAPE_HEIGHT));
      if (get_hops_height (self) > REST_HEIGHT && tns_moment_get_numel (self->moment) > 0)
        draw_way (&pen, y - 2);
      if (self->lens.block != NULL && self->lens.block->n_columns > 0)
        {
          draw_funnel (&pen, y, tnu_px (text, TAPE_HEIGHT), bottom - 1, self->lens.first,
                       self->lens.block->n_columns);
          draw_lens (&pen, bottom, at);
        }
    }
  cairo_destroy (cr);
}

/* ---- the object ---- */

void
tnu_memory_view_set_moment (TnuMemoryView *self, TnsMoment *moment)
{
  const bool is_same = self->moment != NULL && moment != NULL
                       && tns_moment_get_storage_id (self->moment)
                              == tns_moment_get_storage_id (moment)
                       && tns_moment_get_version (self->moment) == tns_moment_get_version (moment);

  g_return_if_fail (TNU_IS_MEMORY_VIEW (self));
  if (moment != NULL)
    tns_moment_ref (moment);
  g_clear_pointer (&self->moment, tns_moment_unref);
  self->moment = moment;
  memset (self->index, 0, sizeof self->index);
  if (!is_same)
    {
      stop_reading (&self->tape);
      g_clear_pointer (&self->tape.block, tns_block_free);
    }
  stop_reading (&self->lens);
  g_clear_pointer (&self->lens.block, tns_block_free);
  if (moment != NULL && count_elements (self) > 0)
    {
      if (!is_same)
        read_tape (self);
      read_lens (self);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
tnu_memory_view_set_index (TnuMemoryView *self, const int64_t *index)
{
  g_return_if_fail (TNU_IS_MEMORY_VIEW (self));
  if (self->moment == NULL)
    return;
  for (int dim = 0; dim < tns_moment_get_meta (self->moment)->rank; dim++)
    self->index[dim] = index != NULL ? index[dim] : 0;
  if (count_elements (self) > 0)
    read_lens (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tnu_memory_view_set_scale (TnuMemoryView *self, const TnuColorScale *scale)
{
  g_return_if_fail (TNU_IS_MEMORY_VIEW (self));
  self->scale = *scale;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tnu_memory_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  TnuMemoryView *self = TNU_MEMORY_VIEW (widget);
  TnuText *text = ensure_text (self);
  const bool has_bytes = self->moment == NULL || count_elements (self) > 0;
  const double height = get_hops_height (self) + (has_bytes ? TAPE_TO_WORDS_HEIGHT : TAPE_HEIGHT);

  *natural
      = (int) tnu_px (text, orientation == GTK_ORIENTATION_VERTICAL ? height : NATURAL_WIDTH);
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? *natural : *natural / 2;
}

static void
tnu_memory_view_dispose (GObject *object)
{
  TnuMemoryView *self = TNU_MEMORY_VIEW (object);

  stop_reading (&self->tape);
  stop_reading (&self->lens);
  g_clear_pointer (&self->tape.block, tns_block_free);
  g_clear_pointer (&self->lens.block, tns_block_free);
  g_clear_pointer (&self->moment, tns_moment_unref);
  g_clear_pointer (&self->text, tnu_text_free);
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  G_OBJECT_CLASS (tnu_memory_view_parent_class)->dispose (object);
}

static void
tnu_memory_view_class_init (TnuMemoryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tnu_memory_view_dispose;
  widget_class->measure = tnu_memory_view_measure;
  widget_class->snapshot = tnu_memory_view_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tnu_memory_view_init (TnuMemoryView *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Storage, with the way to the element", -1);
  g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark",
                            G_CALLBACK (gtk_widget_queue_draw), self);
}

GtkWidget *
tnu_memory_view_new (void)
{
  return g_object_new (TNU_TYPE_MEMORY_VIEW, NULL);
}
