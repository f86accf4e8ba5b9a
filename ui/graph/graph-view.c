/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Graph view
 *
 * The widget around a scene. A new scene is made in a worker whenever the session's timeline or the
 * run under the cursor changes; until it is there the old one stays. Moving the cursor inside one
 * graph only repaints. The generation number drops results that come too late. */
#include "ui/graph/graph-view-private.h"

#include <adwaita.h>
#include <math.h>

#include "ui/text-scale.h"

#define MIN_ZOOM .04
#define MAX_ZOOM 3.0
/* A graph that could be seen whole only below the first is shown in part, at the second. */
#define LEAST_FIT .55
#define UNFIT_ZOOM .8
#define MARGIN 24
/* Above and below the lanes: their captions. */
#define LANE_MARGIN 52

enum
{
  PROP_0,
  PROP_ZOOM,
  PROP_SUMMARY,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TnuGraphView, tnu_graph_view, GTK_TYPE_WIDGET)

/* ---- places ---- */

static TnuText *
ensure_text (TnuGraphView *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  if (self->text != NULL && self->text_scale != scale)
    g_clear_pointer (&self->text, tnu_text_free);
  if (self->text == NULL)
    {
      /* Words are laid out at scale 1 and grow with the matrix, so that the layout stays valid. */
      self->text = tnu_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)), 1);
      self->text_scale = scale;
    }
  return self->text;
}

double
tnu_graph_view_get_magnification (TnuGraphView *self)
{
  return self->zoom * (self->text_scale > 0 ? self->text_scale : 1);
}

void
tnu_graph_view_to_scene (TnuGraphView *self, double wx, double wy, double *x, double *y)
{
  *x = self->x + wx / tnu_graph_view_get_magnification (self);
  *y = self->y + wy / tnu_graph_view_get_magnification (self);
}

void
tnu_graph_view_zoom_around (TnuGraphView *self, double zoom, double wx, double wy)
{
  double x, y;
  tnu_graph_view_to_scene (self, wx, wy, &x, &y);
  zoom = CLAMP (zoom, MIN_ZOOM, MAX_ZOOM);
  if (zoom == self->zoom)
    return;
  self->zoom = zoom;
  self->x = x - wx / tnu_graph_view_get_magnification (self);
  self->y = y - wy / tnu_graph_view_get_magnification (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

void
tnu_graph_view_set_zoom (TnuGraphView *self, double zoom)
{
  g_return_if_fail (TNU_IS_GRAPH_VIEW (self));
  self->is_placed = true;
  tnu_graph_view_zoom_around (self, zoom, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
               gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

double
tnu_graph_view_get_zoom (TnuGraphView *self)
{
  g_return_val_if_fail (TNU_IS_GRAPH_VIEW (self), 1);
  return self->zoom;
}

static gboolean
notify_zoom (gpointer data)
{
  TnuGraphView *self = data;
  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
  return G_SOURCE_REMOVE;
}

void
tnu_graph_view_show_item (TnuGraphView *self, int item)
{
  const TnuGraphPlace *place = &self->scene->layout->places[item];
  double seen_w
      = gtk_widget_get_width (GTK_WIDGET (self)) / tnu_graph_view_get_magnification (self);
  double seen_h
      = gtk_widget_get_height (GTK_WIDGET (self)) / tnu_graph_view_get_magnification (self);
  if (place->x < self->x || place->x + place->w > self->x + seen_w)
    self->x = place->x + place->w / 2 - seen_w / 2;
  if (place->y < self->y || place->y + place->h > self->y + seen_h)
    self->y = place->y + place->h / 2 - seen_h / 2;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The item of the step just done; of several the one furthest on its way; -1 before the first. */
int
tnu_graph_view_find_current (TnuGraphView *self)
{
  int current = -1;
  for (int k = 0; k < self->scene->layout->n; k++)
    if (tnu_graph_scene_get_state (self->scene, k) == TNU_GRAPH_NOW)
      current = k;
  return current;
}

/* Whole graph in sight where it fits readably; otherwise the current item in the middle. */
static void
place_scene (TnuGraphView *self)
{
  double w = gtk_widget_get_width (GTK_WIDGET (self));
  double h = gtk_widget_get_height (GTK_WIDGET (self));
  if (self->scene == NULL || w <= 0 || h <= 0)
    return;
  const TnuGraphLayout *layout = self->scene->layout;
  double scale = self->text_scale > 0 ? self->text_scale : 1;
  double fit = MIN (w / scale / (layout->width + 2 * MARGIN),
                    h / scale / (layout->height + 2 * LANE_MARGIN));
  self->zoom = fit < LEAST_FIT ? UNFIT_ZOOM : MIN (fit, 1);
  double seen_w = w / tnu_graph_view_get_magnification (self);
  double seen_h = h / tnu_graph_view_get_magnification (self);
  self->x = (layout->width - seen_w) / 2;
  self->y = (layout->height - seen_h) / 2;
  int current = tnu_graph_view_find_current (self);
  if (layout->width > seen_w && current >= 0)
    self->x = layout->places[current].x + layout->places[current].w / 2 - seen_w / 2;
  if (layout->height > seen_h && current >= 0)
    self->y = layout->places[current].y + layout->places[current].h / 2 - seen_h / 2;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  /* Often called while sizes are given out, when nobody may ask for another size. */
  if (self->notify_id == 0)
    self->notify_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_zoom, self, NULL);
}

void
tnu_graph_view_fit (TnuGraphView *self)
{
  g_return_if_fail (TNU_IS_GRAPH_VIEW (self));
  self->is_placed = false;
  place_scene (self);
}

/* ---- numbers ---- */

typedef struct
{
  GWeakRef view;
  guint generation;
  int item;
} BlockRead;

static void
block_is_read (GObject *source, GAsyncResult *result, gpointer data)
{
  BlockRead *read = data;
  g_autoptr (TnsBlock) block
      = tns_session_read_block_finish (TNS_SESSION (source), result, NULL);
  g_autoptr (TnuGraphView) self = g_weak_ref_get (&read->view);
  if (self != NULL && self->generation == read->generation && block != NULL)
    {
      tnu_graph_scene_set_block (self->scene, read->item, g_steal_pointer (&block));
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  g_weak_ref_clear (&read->view);
  g_free (read);
}

static void
ask_for_numbers (int item, void *data)
{
  TnuGraphView *self = data;
  const TnsGraphItem *entry = &g_array_index (self->scene->graph->items, TnsGraphItem, item);
  TnuGraphNumbers *numbers = &self->scene->numbers[item];
  if (entry->moment == NULL || numbers->is_asked || tns_moment_get_numel (entry->moment) == 0)
    return;
  numbers->is_asked = true;
  BlockRead *read = g_new0 (BlockRead, 1);
  g_weak_ref_init (&read->view, self);
  read->generation = self->generation;
  read->item = item;
  TnsBlockRequest request;
  tnu_graph_scene_plan_block (self->scene, item, &request);
  tns_session_read_block_async (self->session, entry->moment, &request, self->cancellable,
                                block_is_read, read);
}

/* ---- making scenes ---- */

typedef struct
{
  TnsTimeline *timeline;
  int cursor;
} SceneJob;

static void
scene_job_free (SceneJob *job)
{
  tns_timeline_unref (job->timeline);
  g_free (job);
}

static void
make_scene (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  SceneJob *job = data;
  /* The default font map is one per thread, as Pango demands. */
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (TnuText) text = tnu_text_new (context, 1);
  g_object_unref (context);
  TnsGraph *graph = tns_timeline_dup_graph (job->timeline, job->cursor);
  TnuGraphScene *scene = graph != NULL ? tnu_graph_scene_new (graph, text, cancellable) : NULL;
  g_task_return_pointer (task, scene, (GDestroyNotify) tnu_graph_scene_free);
}

static char *
dup_summary (const TnsGraph *graph)
{
  static const char *const words[][2] = {
    [TNS_GRAPH_TENSOR] = { "tensor", "tensors" },
    [TNS_GRAPH_OP] = { "op", "ops" },
    [TNS_GRAPH_BACKWARD_NODE] = { "backward node", "backward nodes" },
  };
  int counts[4] = { 0 };
  for (guint k = 0; k < graph->items->len; k++)
    counts[g_array_index (graph->items, TnsGraphItem, k).kind]++;
  GString *text = g_string_new (NULL);
  for (int kind = 0; kind < (int) G_N_ELEMENTS (words); kind++)
    if (counts[kind] > 0)
      g_string_append_printf (text, "%s%d %s", text->len > 0 ? ", " : "", counts[kind],
                              words[kind][counts[kind] > 1]);
  return g_string_free (text, FALSE);
}

static int
find_selected (TnuGraphView *self)
{
  const char *name = tns_session_get_selected_name (self->session);
  if (self->scene == NULL || name == NULL)
    return -1;
  for (int k = self->scene->layout->n - 1; k >= 0; k--)
    {
      const TnsGraphItem *item = &g_array_index (self->scene->graph->items, TnsGraphItem, k);
      if (item->kind == TNS_GRAPH_TENSOR && g_strcmp0 (item->title, name) == 0)
        return k;
    }
  return -1;
}

static void
set_words (TnuGraphView *self, const TnsGraph *graph)
{
  g_free (self->title);
  g_free (self->summary);
  self->title = graph != NULL ? g_strdup (graph->title) : NULL;
  self->summary = graph != NULL ? dup_summary (graph) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

static void
scene_is_made (GObject *source, GAsyncResult *result, gpointer data)
{
  TnuGraphView *self = TNU_GRAPH_VIEW (source);
  TnuGraphScene *scene = g_task_propagate_pointer (G_TASK (result), NULL);
  if (GPOINTER_TO_UINT (data) != self->generation)
    {
      g_clear_pointer (&scene, tnu_graph_scene_free);
      return;
    }
  g_clear_pointer (&self->scene, tnu_graph_scene_free);
  self->scene = scene;
  set_words (self, scene != NULL ? scene->graph : NULL);
  if (scene != NULL)
    {
      scene->cursor = tns_session_get_cursor (self->session);
      scene->selected = find_selected (self);
      tnu_graph_scene_search (scene, self->needle);
    }
  if (!self->is_placed)
    place_scene (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Another graph is due when the cursor has come into another segment. */
static int
key_at (TnsTimeline *timeline, int cursor)
{
  int step = MAX (cursor - 1, 0);
  if (timeline == NULL || step >= tns_timeline_get_n_steps (timeline))
    return -1;
  return tns_timeline_get_step (timeline, step)->segment;
}

static void
reload (TnuGraphView *self)
{
  TnsTimeline *timeline = tns_session_get_timeline (self->session);
  self->generation++;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->shown_timeline, tns_timeline_unref);
  if (timeline == NULL)
    {
      g_clear_pointer (&self->scene, tnu_graph_scene_free);
      set_words (self, NULL);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      return;
    }
  self->shown_timeline = tns_timeline_ref (timeline);
  self->graph_key = key_at (timeline, tns_session_get_cursor (self->session));
  ensure_text (self);
  SceneJob *job = g_new0 (SceneJob, 1);
  job->timeline = tns_timeline_ref (timeline);
  job->cursor = tns_session_get_cursor (self->session);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, scene_is_made,
                                       GUINT_TO_POINTER (self->generation));
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, (GDestroyNotify) scene_job_free);
  g_task_run_in_thread (task, make_scene);
}

static void
reload_if_seen (TnuGraphView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    reload (self);
}

static void
cursor_moved (TnuGraphView *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  int cursor = tns_session_get_cursor (self->session);
  TnsTimeline *timeline = tns_session_get_timeline (self->session);
  if (timeline != self->shown_timeline || key_at (timeline, cursor) != self->graph_key)
    {
      reload (self);
      return;
    }
  if (self->scene == NULL)
    return;
  self->scene->cursor = cursor;
  int current = tnu_graph_view_find_current (self);
  if (current >= 0)
    tnu_graph_view_show_item (self, current);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
selection_changed (TnuGraphView *self)
{
  if (self->scene == NULL)
    return;
  self->scene->selected = find_selected (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- drawing ---- */

static void
draw_lane_caption (TnuGraphView *self, const TnuCanvas *canvas, const char *word, double y,
                   bool points_left)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)) / self->text_scale;
  double left = MARGIN, right = width - MARGIN;
  double used = tnu_text_show (canvas->text, canvas->cr, TNU_CAPS, word, left, y, TNU_ALIGN_START,
                               &canvas->theme->colors[TNU_INK2]);
  double from = left + used + 14;
  tnu_hline (canvas->cr, from, right, y, &canvas->theme->colors[TNU_LINE], 1);
  tnu_set_token (canvas, TNU_LINE, 1);
  tnu_arrow_head (canvas->cr, points_left ? from : right, y, points_left ? G_PI : 0, 4.5);
}

static void
draw_captions (TnuGraphView *self, const TnuCanvas *canvas)
{
  const TnuGraphLayout *layout = self->scene->layout;
  double height = gtk_widget_get_height (GTK_WIDGET (self)) / self->text_scale;
  draw_lane_caption (self, canvas, "FORWARD", 20, false);
  if (layout->backward_top > layout->forward_height)
    draw_lane_caption (self, canvas, "BACKWARD", height - 18, true);
}

static void
draw_nothing (TnuGraphView *self, const TnuCanvas *canvas)
{
  double w = gtk_widget_get_width (GTK_WIDGET (self)) / self->text_scale;
  double h = gtk_widget_get_height (GTK_WIDGET (self)) / self->text_scale;
  tnu_text_show (canvas->text, canvas->cr, TNU_SANS (TNU_FONT_PANEL, 700), "No graph yet", w / 2,
                 h / 2 - 12, TNU_ALIGN_CENTRE, &canvas->theme->colors[TNU_INK1]);
  tnu_text_show (canvas->text, canvas->cr, TNU_SANS (TNU_FONT_CONTROL, 400),
                 "Run a cell that computes with tensors.", w / 2, h / 2 + 14, TNU_ALIGN_CENTRE,
                 &canvas->theme->colors[TNU_INK2]);
}

static void
tnu_graph_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnuGraphView *self = TNU_GRAPH_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const TnuTheme *theme
      = tnu_theme_get (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  TnuText *text = ensure_text (self);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  TnuCanvas canvas = tnu_canvas_init (cr, theme, text);
  tnu_set_token (&canvas, TNU_STAGE, 1);
  cairo_paint (cr);
  tnu_lattice (&canvas, 0, 0, width, height);
  cairo_save (cr);
  cairo_scale (cr, self->text_scale, self->text_scale);
  if (self->scene == NULL || self->scene->layout->n == 0)
    draw_nothing (self, &canvas);
  else
    {
      double x1 = self->x + width / tnu_graph_view_get_magnification (self);
      double y1 = self->y + height / tnu_graph_view_get_magnification (self);
      cairo_save (cr);
      cairo_scale (cr, self->zoom, self->zoom);
      cairo_translate (cr, self->zoom == 1 ? round (-self->x) : -self->x,
                       self->zoom == 1 ? round (-self->y) : -self->y);
      if (self->zoom >= TNU_GRAPH_READING_ZOOM)
        tnu_graph_scene_foreach_visible (self->scene, self->x, x1, ask_for_numbers, self);
      tnu_graph_scene_draw (self->scene, &canvas, self->x, self->y, x1, y1, self->zoom);
      cairo_restore (cr);
      draw_captions (self, &canvas);
    }
  cairo_restore (cr);
  if (gtk_widget_has_visible_focus (widget))
    {
      tnu_set_token (&canvas, TNU_STAR, 1);
      tnu_stroke_inside (&canvas, 2, 2, width - 4, height - 4, TNU_RADIUS_CHIP, TNU_STROKE_RING);
    }
  cairo_destroy (cr);
}

int
tnu_graph_view_search (TnuGraphView *self, const char *needle)
{
  g_return_val_if_fail (TNU_IS_GRAPH_VIEW (self), 0);
  g_free (self->needle);
  self->needle = g_strdup (needle);
  if (self->scene == NULL)
    return 0;
  int n = tnu_graph_scene_search (self->scene, needle);
  for (int k = 0; n > 0 && k < self->scene->layout->n; k++)
    if (self->scene->found[self->scene->layout->order[k]])
      {
        tnu_graph_view_show_item (self, self->scene->layout->order[k]);
        break;
      }
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return n;
}

/* ---- the object ---- */

static void
tnu_graph_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TnuGraphView *self = TNU_GRAPH_VIEW (widget);
  ensure_text (self);
  if (!self->is_placed)
    place_scene (self);
}

static void
tnu_graph_view_map (GtkWidget *widget)
{
  TnuGraphView *self = TNU_GRAPH_VIEW (widget);
  GTK_WIDGET_CLASS (tnu_graph_view_parent_class)->map (widget);
  if (tns_session_get_timeline (self->session) != self->shown_timeline)
    reload (self);
  else
    cursor_moved (self);
}

static void
tnu_graph_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TnuGraphView *self = TNU_GRAPH_VIEW (object);
  switch (id)
    {
    case PROP_ZOOM:
      g_value_set_double (value, self->zoom);
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, self->summary);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tnu_graph_view_dispose (GObject *object)
{
  TnuGraphView *self = TNU_GRAPH_VIEW (object);
  self->generation++;
  g_clear_handle_id (&self->notify_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->shown_timeline, tns_timeline_unref);
  g_clear_pointer (&self->scene, tnu_graph_scene_free);
  g_clear_pointer (&self->text, tnu_text_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->summary, g_free);
  g_clear_pointer (&self->needle, g_free);
  G_OBJECT_CLASS (tnu_graph_view_parent_class)->dispose (object);
}

static void
tnu_graph_view_class_init (TnuGraphViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->dispose = tnu_graph_view_dispose;
  object_class->get_property = tnu_graph_view_get_property;
  widget_class->snapshot = tnu_graph_view_snapshot;
  widget_class->size_allocate = tnu_graph_view_size_allocate;
  widget_class->map = tnu_graph_view_map;
  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, MIN_ZOOM, MAX_ZOOM, 1,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "tnu-graph");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tnu_graph_view_init (TnuGraphView *self)
{
  self->zoom = 1;
  self->text_scale = 1;
  self->graph_key = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "tnu-graph");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Computation graph", -1);
  tnu_graph_view_add_controllers (self);
  g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark",
                            G_CALLBACK (gtk_widget_queue_draw), self);
}

GtkWidget *
tnu_graph_view_new (TnsSession *session)
{
  TnuGraphView *self = g_object_new (TNU_TYPE_GRAPH_VIEW, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify::timeline", G_CALLBACK (reload_if_seen), self);
  g_signal_connect_swapped (session, "notify::cursor", G_CALLBACK (cursor_moved), self);
  g_signal_connect_swapped (session, "notify::selected-name", G_CALLBACK (selection_changed), self);
  return GTK_WIDGET (self);
}
