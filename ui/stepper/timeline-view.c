/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/stepper/timeline-view.h"

#include "ui/draw/paint.h"
#include "ui/stepper/timeline-layout.h"
#include "ui/text-scale.h"

#include <adwaita.h>
#include <math.h>

#define HEIGHT 42
#define RAIL_Y 11
#define NAME_Y 32
#define RAIL_WIDTH 2
#define BACKWARD_WIDTH 3
#define DOT 3.5
#define DOT_TO_COME 3
#define PLAYHEAD 6.5
#define PLAYHEAD_HOLE 2.5
#define NAME_GAP 6
#define SIDE 14 /* room for the playhead's halo at both ends */

#define NAME_FONT TNU_MONO (11, 400)
#define NOW_FONT TNU_MONO (11, 700)

struct _TnuTimelineView
{
  GtkWidget parent_instance;

  TnsSession *session;
  TnuText *text;
  TnuTimelineLayout *layout; /* NULL: to be made for the width */
  double drag_x;
};

G_DEFINE_FINAL_TYPE (TnuTimelineView, tnu_timeline_view, GTK_TYPE_WIDGET)

/* What one drawing needs. */
typedef struct
{
  TnuCanvas canvas;
  const TnuTimelineLayout *layout;
  const TnsTimeline *timeline;
  double scale;
  double y;
  int now; /* the step under the playhead, -1 before the first */
} Draw;

static char *
dup_segment_label (const TnsSegment *segment)
{
  return segment->is_backward ? g_strconcat (segment->label, " ←", NULL)
                              : g_strdup (segment->label);
}

static const TnuTimelineLayout *
ensure_layout (TnuTimelineView *self)
{
  TnsTimeline *timeline = tns_session_get_timeline (self->session);
  int n = timeline != NULL ? tns_timeline_get_n_segments (timeline) : 0;
  g_autofree int *n_steps = g_new0 (int, n + 1);
  g_autofree double *widths = g_new0 (double, n + 1);
  double side = tnu_px (self->text, SIDE);

  if (self->layout != NULL)
    return self->layout;
  for (int i = 0; i < n; i++)
    {
      const TnsSegment *segment = tns_timeline_get_segment (timeline, i);
      g_autofree char *label = dup_segment_label (segment);

      n_steps[i] = segment->n_steps;
      widths[i] = tnu_text_get_width (self->text, NAME_FONT, label);
    }
  self->layout =
    tnu_timeline_layout_new (n_steps, widths, n,
                             MAX (gtk_widget_get_width (GTK_WIDGET (self)) - side, 1),
                             tnu_text_get_scale (self->text));
  return self->layout;
}

/* ---- drawing ---- */

static void
draw_line (const Draw *draw, double from, double to, double width)
{
  cairo_t *cr = draw->canvas.cr;

  if (to <= from)
    return;
  cairo_set_line_width (cr, width * draw->scale);
  cairo_move_to (cr, from, draw->y);
  cairo_line_to (cr, to, draw->y);
  cairo_stroke (cr);
}

static void
draw_rail (const Draw *draw, const TnuRail *rail, bool is_backward)
{
  int last = rail->first_step + rail->n_steps - 1;
  double done = rail->start;

  if (draw->now >= last)
    done = rail->end;
  else if (draw->now >= rail->first_step)
    done = tnu_timeline_layout_get_x (draw->layout, draw->now);
  tnu_set_token (&draw->canvas, TNU_HAIR, 1);
  draw_line (draw, done, rail->end, RAIL_WIDTH);
  if (is_backward)
    tnu_aurora_set (&draw->canvas, rail->start, draw->y, rail->end, draw->y, 1);
  else
    tnu_set_token (&draw->canvas, TNU_INK2, 1);
  draw_line (draw, rail->start, done, is_backward ? BACKWARD_WIDTH : RAIL_WIDTH);
}

static void
set_dot_color (const Draw *draw, const TnuRail *rail, double x, bool is_backward, TnuToken token)
{
  TnuColor color;

  if (!is_backward)
    {
      tnu_set_token (&draw->canvas, token, 1);
      return;
    }
  color = tnu_aurora_get_color (draw->canvas.theme, (x - rail->start) / (rail->end - rail->start));
  tnu_set_color (draw->canvas.cr, &color, 1);
}

static void
draw_dot (const Draw *draw, const TnuRail *rail, int step, bool is_backward)
{
  cairo_t *cr = draw->canvas.cr;
  double x = tnu_timeline_layout_get_x (draw->layout, step);

  cairo_new_path (cr);
  if (step < draw->now)
    {
      cairo_arc (cr, x, draw->y, DOT * draw->scale, 0, 2 * G_PI);
      set_dot_color (draw, rail, x, is_backward,
                     draw->canvas.theme->is_dark ? TNU_INK2 : TNU_INK1);
      cairo_fill (cr);
      return;
    }
  cairo_arc (cr, x, draw->y, DOT_TO_COME * draw->scale, 0, 2 * G_PI);
  tnu_set_token (&draw->canvas, TNU_BAR, 1);
  cairo_fill_preserve (cr);
  set_dot_color (draw, rail, x, is_backward, TNU_INK3);
  cairo_set_line_width (cr, TNU_STROKE_NODE * draw->scale);
  cairo_stroke (cr);
}

static void
draw_disc (const Draw *draw, double x, double radius, double alpha)
{
  cairo_arc (draw->canvas.cr, x, draw->y, radius * draw->scale, 0, 2 * G_PI);
  tnu_set_token (&draw->canvas, TNU_STAR, alpha);
  cairo_fill (draw->canvas.cr);
}

static void
draw_playhead (const Draw *draw, bool has_focus)
{
  cairo_t *cr = draw->canvas.cr;
  double x = tnu_timeline_layout_get_x (draw->layout, draw->now);

  if (draw->canvas.theme->is_dark)
    {
      draw_disc (draw, x, 13, .08);
      draw_disc (draw, x, 9, .16);
    }
  else
    draw_disc (draw, x, 9, .12);
  draw_disc (draw, x, PLAYHEAD, 1);
  cairo_arc (cr, x, draw->y, PLAYHEAD_HOLE * draw->scale, 0, 2 * G_PI);
  tnu_set_token (&draw->canvas, TNU_BAR, 1);
  cairo_fill (cr);
  if (has_focus)
    {
      cairo_arc (cr, x, draw->y, 10 * draw->scale, 0, 2 * G_PI);
      tnu_set_token (&draw->canvas, TNU_STAR, 1);
      cairo_set_line_width (cr, 2 * draw->scale);
      cairo_stroke (cr);
    }
}

static const char *
get_name (const Draw *draw, int step, bool is_short)
{
  const TnsStep *it = tns_timeline_get_step (draw->timeline, step);

  return is_short || it->label == NULL ? it->op_label : it->label;
}

/* Whether the names of all steps of a rail stand apart, and stay between its neighbours. */
static bool
names_fit (const Draw *draw, const TnuRail *rail, bool is_short)
{
  TnuText *text = draw->canvas.text;
  double free_from = rail->label_x - NAME_GAP * draw->scale;

  for (int i = rail->first_step; i < rail->first_step + rail->n_steps; i++)
    {
      double half = tnu_text_get_width (text, NOW_FONT, get_name (draw, i, is_short)) / 2;
      double x = tnu_timeline_layout_get_x (draw->layout, i);

      if (x - half < free_from + (i > rail->first_step ? NAME_GAP * draw->scale : 0))
        return false;
      free_from = x + half;
    }
  return free_from <= rail->end + NAME_GAP * draw->scale;
}

static void
draw_name (const Draw *draw, int step, bool is_short, double width)
{
  TnuText *text = draw->canvas.text;
  bool is_now = step == draw->now;
  const char *name = get_name (draw, step, is_short);
  double half = tnu_text_get_width (text, is_now ? NOW_FONT : NAME_FONT, name) / 2;
  double x = tnu_timeline_layout_get_x (draw->layout, step);
  TnuToken token = is_now ? TNU_INK1 : step < draw->now ? TNU_INK2 : TNU_INK3;

  x = MAX (MIN (x, width - half), half);
  tnu_text_show (text, draw->canvas.cr, is_now ? NOW_FONT : NAME_FONT, name, x,
                 NAME_Y * draw->scale, TNU_ALIGN_CENTRE, &draw->canvas.theme->colors[token]);
}

static void
draw_names (const Draw *draw, const TnuRail *rail, double width)
{
  bool is_long = draw->layout->shows_dots && names_fit (draw, rail, false);
  bool is_short = !is_long && draw->layout->shows_dots && names_fit (draw, rail, true);

  for (int i = rail->first_step; i < rail->first_step + rail->n_steps; i++)
    if (is_long || is_short || i == draw->now)
      draw_name (draw, i, is_short, width);
}

static void
draw_segment (const Draw *draw, int index, double width)
{
  const TnuRail *rail = &g_array_index (draw->layout->rails, TnuRail, index);
  const TnsSegment *segment = tns_timeline_get_segment (draw->timeline, index);
  g_autofree char *label = dup_segment_label (segment);

  if (draw->layout->shows_labels)
    tnu_text_show (draw->canvas.text, draw->canvas.cr, NAME_FONT, label, rail->label_x, draw->y,
                   TNU_ALIGN_START, &draw->canvas.theme->colors[TNU_INK2]);
  draw_rail (draw, rail, segment->is_backward);
  for (int i = 0; draw->layout->shows_dots && i < rail->n_steps; i++)
    if (rail->first_step + i != draw->now)
      draw_dot (draw, rail, rail->first_step + i, segment->is_backward);
  draw_names (draw, rail, width);
}

static void
tnu_timeline_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnuTimelineView *self = TNU_TIMELINE_VIEW (widget);
  bool is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  Draw draw = {
    .canvas = tnu_canvas_init (cr, tnu_theme_get (is_dark), self->text),
    .layout = ensure_layout (self),
    .timeline = tns_session_get_timeline (self->session),
    .scale = tnu_text_get_scale (self->text),
    .now = tns_session_get_cursor (self->session) - 1,
  };

  draw.y = RAIL_Y * draw.scale;
  for (guint i = 0; i < draw.layout->rails->len; i++)
    draw_segment (&draw, (int) i, width);
  if (draw.now >= 0 && draw.now < draw.layout->n_steps)
    draw_playhead (&draw, gtk_widget_has_visible_focus (widget));
  cairo_destroy (cr);
}

/* ---- moving the cursor ---- */

static void
go_to (TnuTimelineView *self, double x)
{
  tns_session_set_cursor (self->session,
                          tnu_timeline_layout_get_cursor_at (ensure_layout (self), x));
}

static void
drag_begin (TnuTimelineView *self, double x, double y)
{
  self->drag_x = x;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  go_to (self, x);
}

static void
drag_update (TnuTimelineView *self, double dx, double dy)
{
  go_to (self, self->drag_x + dx);
}

static gboolean
key_pressed (TnuTimelineView *self, guint key, guint code, GdkModifierType state)
{
  int n_steps = ensure_layout (self)->n_steps;
  int cursor = tns_session_get_cursor (self->session);

  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Left)
    cursor--;
  else if (key == GDK_KEY_Right)
    cursor++;
  else if (key == GDK_KEY_Home)
    cursor = 0;
  else if (key == GDK_KEY_End)
    cursor = n_steps;
  else
    return GDK_EVENT_PROPAGATE;
  tns_session_set_cursor (self->session, CLAMP (cursor, 0, n_steps));
  return GDK_EVENT_STOP;
}

/* ---- following the session ---- */

static void
cursor_changed (TnuTimelineView *self)
{
  TnsTimeline *timeline = tns_session_get_timeline (self->session);
  int n_steps = timeline != NULL ? tns_timeline_get_n_steps (timeline) : 0;
  int cursor = tns_session_get_cursor (self->session);
  const char *name = cursor > 0 && cursor <= n_steps
                       ? tns_timeline_get_step (timeline, cursor - 1)->label
                       : "before the first step";

  gtk_accessible_update_property (
    GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
    GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) n_steps, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
    (double) cursor, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, name, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
timeline_changed (TnuTimelineView *self)
{
  g_clear_pointer (&self->layout, tnu_timeline_layout_free);
  cursor_changed (self);
}

static void
tnu_timeline_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline,
                           int *natural_baseline)
{
  double scale = tnu_text_scale_get (widget);

  *minimum = *natural = (int) ((orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 120) * scale);
  *minimum_baseline = *natural_baseline = -1;
}

static void
tnu_timeline_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  g_clear_pointer (&TNU_TIMELINE_VIEW (widget)->layout, tnu_timeline_layout_free);
}

static void
tnu_timeline_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  TnuTimelineView *self = TNU_TIMELINE_VIEW (widget);

  GTK_WIDGET_CLASS (tnu_timeline_view_parent_class)->css_changed (widget, change);
  g_clear_pointer (&self->text, tnu_text_free);
  g_clear_pointer (&self->layout, tnu_timeline_layout_free);
  self->text = tnu_text_new (gtk_widget_get_pango_context (widget), tnu_text_scale_get (widget));
}

static void
tnu_timeline_view_dispose (GObject *object)
{
  TnuTimelineView *self = TNU_TIMELINE_VIEW (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->text, tnu_text_free);
  g_clear_pointer (&self->layout, tnu_timeline_layout_free);
  G_OBJECT_CLASS (tnu_timeline_view_parent_class)->dispose (object);
}

static void
tnu_timeline_view_class_init (TnuTimelineViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tnu_timeline_view_dispose;
  widget_class->snapshot = tnu_timeline_view_snapshot;
  widget_class->measure = tnu_timeline_view_measure;
  widget_class->size_allocate = tnu_timeline_view_size_allocate;
  widget_class->css_changed = tnu_timeline_view_css_changed;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
tnu_timeline_view_init (TnuTimelineView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_VISIBLE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Timeline", -1);
  self->text = tnu_text_new (gtk_widget_get_pango_context (widget), tnu_text_scale_get (widget));
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (widget, keys);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
tnu_timeline_view_new (TnsSession *session)
{
  TnuTimelineView *self = g_object_new (TNU_TYPE_TIMELINE_VIEW, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::timeline", G_CALLBACK (timeline_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::cursor", G_CALLBACK (cursor_changed), self,
                           G_CONNECT_SWAPPED);
  cursor_changed (self);
  return GTK_WIDGET (self);
}
