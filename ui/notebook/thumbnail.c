/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/notebook/thumbnail.h"

#include <adwaita.h>
#include <math.h>

#include "ui/draw/cells.h"
#include "ui/text-scale.h"

#define MAX_CELLS 8 /* along one side; beyond, a cell stands for several elements */
#define SIDE 40     /* px that the longer side may take */
#define MAX_CELL 12

struct _TnuThumbnail
{
  GtkWidget parent_instance;

  TnsBlockRequest request;
  TnsBlock *block; /* NULL until it has been read */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (TnuThumbnail, tnu_thumbnail, GTK_TYPE_WIDGET)

static double
get_cell (TnuThumbnail *self)
{
  int n = MAX (MAX (self->request.n_rows, self->request.n_columns), 1);

  return round (MIN (SIDE / n, MAX_CELL) * tnu_text_scale_get (GTK_WIDGET (self)));
}

static double
find_largest (const TnsBlock *block)
{
  double largest = 0;

  for (int i = 0; i < block->n_rows * block->n_columns; i++)
    if (isfinite (block->mean[i]))
      largest = fmax (largest, fabs (block->mean[i]));
  return largest;
}

static TnuCellsKind
get_kind (TnkDtype dtype)
{
  if (dtype == TNK_BOOL)
    return TNU_CELLS_BOOL;
  if (tnk_dtype_is_complex (dtype))
    return TNU_CELLS_COMPLEX;
  return tnk_dtype_is_floating (dtype) ? TNU_CELLS_FLOAT : TNU_CELLS_INT;
}

static void
tnu_thumbnail_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnuThumbnail *self = TNU_THUMBNAIL (widget);
  const TnsBlock *block = self->block;
  const TnuTheme *theme
    = tnu_theme_get (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  const double cell = get_cell (self);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (TnuText) text = NULL;
  TnuCanvas canvas;
  TnuGrid grid = { .cell_w = cell, .cell_h = cell, .zoom = TNU_ZOOM_PIXEL };
  cairo_t *cr;

  if (block == NULL || block->n_rows * block->n_columns == 0)
    return;
  const TnuCells cells = {
    .n_rows = block->n_rows,
    .n_cols = block->n_columns,
    .row_stride = block->n_columns,
    .col_stride = 1,
    .values = block->mean,
    .imag = block->imaginary,
    .kind = get_kind (block->dtype),
    .vmax = find_largest (block),
  };
  grid.x = floor ((width - tnu_grid_get_width (&grid, cells.n_cols)) / 2);
  grid.y = floor ((height - tnu_grid_get_height (&grid, cells.n_rows)) / 2);
  text = tnu_text_new (gtk_widget_get_pango_context (widget), tnu_text_scale_get (widget));
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  canvas = tnu_canvas_init (cr, theme, text);
  tnu_cells_draw (&canvas, &cells, &grid, TNU_CARD);
  cairo_destroy (cr);
}

static void
tnu_thumbnail_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  TnuThumbnail *self = TNU_THUMBNAIL (widget);
  int n = orientation == GTK_ORIENTATION_VERTICAL ? self->request.n_rows : self->request.n_columns;

  *minimum = *natural = (int) (get_cell (self) * MAX (n, 1)) + 2;
}

static void
arrived (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autoptr (TnuThumbnail) self = data;
  g_autoptr (TnsBlock) block = tns_session_read_block_finish (TNS_SESSION (session), result, NULL);

  if (block == NULL)
    return;
  self->block = g_steal_pointer (&block);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tnu_thumbnail_dispose (GObject *object)
{
  TnuThumbnail *self = TNU_THUMBNAIL (object);

  g_cancellable_cancel (self->cancellable);
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), object);
  G_OBJECT_CLASS (tnu_thumbnail_parent_class)->dispose (object);
}

static void
tnu_thumbnail_finalize (GObject *object)
{
  TnuThumbnail *self = TNU_THUMBNAIL (object);

  g_clear_pointer (&self->block, tns_block_free);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (tnu_thumbnail_parent_class)->finalize (object);
}

static void
tnu_thumbnail_class_init (TnuThumbnailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tnu_thumbnail_dispose;
  G_OBJECT_CLASS (klass)->finalize = tnu_thumbnail_finalize;
  widget_class->snapshot = tnu_thumbnail_snapshot;
  widget_class->measure = tnu_thumbnail_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tnu_thumbnail_init (TnuThumbnail *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark",
                            G_CALLBACK (gtk_widget_queue_draw), self);
}

/* At most MAX_CELLS cells along @dim. */
static void
choose_step (const TnsMeta *meta, int dim, int64_t *step, int *n)
{
  int64_t size = dim >= 0 ? meta->sizes[dim] : 1;

  *step = MAX ((size + MAX_CELLS - 1) / MAX_CELLS, 1);
  *n = (int) ((size + *step - 1) / *step);
}

GtkWidget *
tnu_thumbnail_new (TnsSession *session, TnsMoment *moment)
{
  TnuThumbnail *self = g_object_new (TNU_TYPE_THUMBNAIL, NULL);
  const TnsMeta *meta = tns_moment_get_meta (moment);
  TnsBlockRequest *request = &self->request;

  request->row_dim = meta->rank >= 2 ? meta->rank - 2 : -1;
  request->column_dim = meta->rank - 1;
  choose_step (meta, request->row_dim, &request->row_step, &request->n_rows);
  choose_step (meta, request->column_dim, &request->column_step, &request->n_columns);
  if (tns_moment_get_numel (moment) > 0)
    tns_session_read_block_async (session, moment, request, self->cancellable, arrived,
                                  g_object_ref (self));
  return GTK_WIDGET (self);
}
