/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/panel.h"

#include <adwaita.h>
#include <math.h>
#include <stdbool.h>

#include "ui/operation/code-row.h"
#include "ui/operation/motion-area.h"
#include "ui/operation/panel-canvas.h"
#include "ui/text-scale.h"

typedef struct
{
  TnsSession *session;
  GCancellable *cancellable;
  GtkWidget *box;
  GtkWidget *motion;
  GtkWidget *code;
  TnuText *text;
} TnuPanelPrivate;

enum
{
  PROP_0,
  PROP_CODE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint closed;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TnuPanel, tnu_panel, GTK_TYPE_WIDGET)

static TnuPanelPrivate *
get (TnuPanel *self)
{
  return tnu_panel_get_instance_private (self);
}

void
tnu_panel_set_session (TnuPanel *self, TnsSession *session)
{
  g_set_object (&get (self)->session, session);
}

TnsSession *
tnu_panel_get_session (TnuPanel *self)
{
  return get (self)->session;
}

GCancellable *
tnu_panel_get_cancellable (TnuPanel *self)
{
  return get (self)->cancellable;
}

/* ---- the picture ---- */

void
tnu_panel_start (TnuPanel *self, gboolean moves)
{
  g_return_if_fail (TNU_IS_PANEL (self));
  tnu_motion_area_start (TNU_MOTION_AREA (get (self)->motion), moves);
}

double
tnu_panel_get_progress (TnuPanel *self)
{
  g_return_val_if_fail (TNU_IS_PANEL (self), 1);
  return tnu_motion_area_get_progress (TNU_MOTION_AREA (get (self)->motion));
}

void
tnu_panel_finish (TnuPanel *self)
{
  g_return_if_fail (TNU_IS_PANEL (self));
  tnu_motion_area_finish (TNU_MOTION_AREA (get (self)->motion));
}

static TnuScrubber
place_scrubber (gpointer data, double w, double h)
{
  return TNU_PANEL_GET_CLASS (data)->place_scrubber (data, w, h);
}

/* ---- the line ---- */

const char *
tnu_panel_get_code (TnuPanel *self)
{
  g_return_val_if_fail (TNU_IS_PANEL (self), NULL);
  return tnu_code_row_get_code (TNU_CODE_ROW (get (self)->code));
}

void
tnu_panel_set_code (TnuPanel *self, const char *code)
{
  g_return_if_fail (TNU_IS_PANEL (self));
  tnu_code_row_set_code (TNU_CODE_ROW (get (self)->code), code);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
}

void
tnu_panel_set_legal (TnuPanel *self, gboolean is_legal)
{
  g_return_if_fail (TNU_IS_PANEL (self));
  tnu_code_row_set_legal (TNU_CODE_ROW (get (self)->code), is_legal);
}

gboolean
tnu_panel_apply (TnuPanel *self)
{
  g_return_val_if_fail (TNU_IS_PANEL (self), FALSE);
  if (!tnu_code_row_is_legal (TNU_CODE_ROW (get (self)->code)))
    return FALSE;
  TnuPanelClass *klass = TNU_PANEL_GET_CLASS (self);
  tns_session_apply (get (self)->session, tnu_panel_get_code (self));
  if (klass->go_on == NULL || !klass->go_on (self))
    g_signal_emit (self, closed, 0);
  return TRUE;
}

static void
code_edited (TnuPanel *self)
{
  TNU_PANEL_GET_CLASS (self)->code_edited (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
}

static void
cancel (TnuPanel *self)
{
  g_signal_emit (self, closed, 0);
}

/* ---- drawing ---- */

TnuCanvas
tnu_panel_draw (TnuPanel *self, cairo_t *cr, int width, double *w)
{
  return tnu_panel_begin_drawing (GTK_WIDGET (self), &get (self)->text, cr, width, w);
}

TnuCanvas
tnu_panel_draw_stage (TnuPanel *self, cairo_t *cr, int width, int height, double *w, double *h)
{
  TnuCanvas canvas = tnu_panel_draw (self, cr, width, w);
  *h = height / (width / *w);
  tnu_set_token (&canvas, TNU_STAGE, 1);
  cairo_paint (cr);
  tnu_lattice (&canvas, 0, 0, *w, *h);
  return canvas;
}

TnuText *
tnu_panel_get_text (TnuPanel *self)
{
  TnuPanelPrivate *private = get (self);
  if (private->text == NULL)
    private->text = tnu_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)), 1);
  return private->text;
}

/* ---- parts ---- */

static void
scale_height (GtkWidget *area)
{
  int height = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (area), "height"));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area),
                                       (int) lround (height * tnu_text_scale_get (area)));
}

void
tnu_panel_set_height (GtkWidget *area, double height)
{
  bool is_first = g_object_get_data (G_OBJECT (area), "height") == NULL;
  g_object_set_data (G_OBJECT (area), "height", GINT_TO_POINTER ((int) ceil (height)));
  if (is_first)
    g_signal_connect_object (gtk_widget_get_settings (area), "notify::gtk-xft-dpi",
                             G_CALLBACK (scale_height), area, G_CONNECT_SWAPPED);
  scale_height (area);
}

void
tnu_panel_append (TnuPanel *self, GtkWidget *row)
{
  gtk_box_append (GTK_BOX (get (self)->box), row);
}

static GtkWidget *
make_scroller (GtkWidget *child, GtkPolicyType across, GtkPolicyType down)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), across, down);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  return scroller;
}

GtkWidget *
tnu_panel_append_row (TnuPanel *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *scroller = make_scroller (row, GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_widget_add_css_class (scroller, "tnu-panel");
  gtk_widget_add_css_class (row, "tnu-shape-row");
  tnu_panel_append (self, scroller);
  return row;
}

GtkWidget *
tnu_panel_append_area (TnuPanel *self, double height, GtkDrawingAreaDrawFunc draw)
{
  GtkWidget *area = gtk_drawing_area_new ();
  tnu_panel_set_height (area, height);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, self, NULL);
  tnu_panel_append (self, area);
  return area;
}

GtkWidget *
tnu_panel_append_picture (TnuPanel *self, double height, GtkDrawingAreaDrawFunc draw)
{
  TnuPanelPrivate *private = get (self);
  private->motion = tnu_motion_area_new (draw, place_scrubber, self);
  GtkWidget *area = tnu_motion_area_get_area (TNU_MOTION_AREA (private->motion));
  tnu_panel_set_height (area, height);
  gtk_widget_set_focusable (area, TRUE);
  GtkWidget *scroller = make_scroller (private->motion, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  tnu_panel_append (self, scroller);
  return area;
}

void
tnu_panel_listen (TnuPanel *self, GtkWidget *area, GCallback moved, GCallback left,
                  GCallback pressed, GCallback key)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *click = GTK_EVENT_CONTROLLER (gtk_gesture_click_new ());
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_return_if_fail (TNU_IS_PANEL (self));
  g_signal_connect (motion, "motion", moved, self);
  g_signal_connect (motion, "leave", left, self);
  g_signal_connect (click, "pressed", pressed, self);
  g_signal_connect (keys, "key-pressed", key, self);
  gtk_widget_add_controller (area, motion);
  gtk_widget_add_controller (area, click);
  gtk_widget_add_controller (area, keys);
}

GtkWidget *
tnu_panel_append_code_row (TnuPanel *self)
{
  TnuPanelPrivate *private = get (self);
  private->code = tnu_code_row_new ();
  g_signal_connect_swapped (private->code, "edited", G_CALLBACK (code_edited), self);
  g_signal_connect_swapped (private->code, "apply", G_CALLBACK (tnu_panel_apply), self);
  g_signal_connect_swapped (private->code, "cancel", G_CALLBACK (cancel), self);
  tnu_panel_append (self, private->code);
  return private->code;
}

/* ---- the object ---- */

static void
theme_changed (TnuPanel *self)
{
  TNU_PANEL_GET_CLASS (self)->theme_changed (self);
}

static void
tnu_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CODE)
    g_value_set_string (value,
                        tnu_code_row_get_shown (TNU_CODE_ROW (get (TNU_PANEL (object))->code)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* Answers that are still on their way keep the panel alive, and must not find it working. */
static void
tnu_panel_unroot (GtkWidget *widget)
{
  g_cancellable_cancel (get (TNU_PANEL (widget))->cancellable);
  GTK_WIDGET_CLASS (tnu_panel_parent_class)->unroot (widget);
}

static void
tnu_panel_dispose (GObject *object)
{
  TnuPanel *self = TNU_PANEL (object);
  TnuPanelPrivate *private = get (self);
  g_cancellable_cancel (private->cancellable);
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  g_clear_pointer (&private->box, gtk_widget_unparent);
  g_clear_object (&private->session);
  g_clear_pointer (&private->text, tnu_text_free);
  G_OBJECT_CLASS (tnu_panel_parent_class)->dispose (object);
}

static void
tnu_panel_finalize (GObject *object)
{
  g_clear_object (&get (TNU_PANEL (object))->cancellable);
  G_OBJECT_CLASS (tnu_panel_parent_class)->finalize (object);
}

static gboolean
close_on_escape (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  cancel (TNU_PANEL (widget));
  return GDK_EVENT_STOP;
}

static void
tnu_panel_class_init (TnuPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->dispose = tnu_panel_dispose;
  object_class->finalize = tnu_panel_finalize;
  object_class->get_property = tnu_panel_get_property;
  widget_class->unroot = tnu_panel_unroot;
  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  closed = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                         NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, close_on_escape, NULL);
}

static void
tnu_panel_init (TnuPanel *self)
{
  TnuPanelPrivate *private = get (self);
  private->cancellable = g_cancellable_new ();
  private->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (private->box, GTK_WIDGET (self));
  g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark",
                            G_CALLBACK (theme_changed), self);
}
