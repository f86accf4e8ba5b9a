/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/cell/pins-view.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "ui/draw/cells.h"
#include "ui/draw/colormap.h"
#include "ui/operation/panel-canvas.h"
#include "ui/text-scale.h"

#define CELL_HEIGHT 24
#define CELL_PADDING 6
#define ARROW 18
#define LINE 32
/* Room for the ring of the current number. */
#define EDGE 5
/* Of a long history this many numbers are drawn, the current one among them. */
#define MAX_SHOWN 12
#define MAX_HEIGHT 240

struct _TnuPinsView
{
  GtkWidget parent_instance;

  TnuPins *pins;
  GtkWidget *scroller;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (TnuPinsView, tnu_pins_view, GTK_TYPE_WIDGET)

/* ---- one pin's numbers ---- */

#define TYPE_PIN_STRIP (pin_strip_get_type ())
G_DECLARE_FINAL_TYPE (PinStrip, pin_strip, PIN, STRIP, GtkWidget)

struct _PinStrip
{
  GtkWidget parent_instance;

  TnuPins *pins;
  guint at;
  TnuText *text;
};

G_DEFINE_FINAL_TYPE (PinStrip, pin_strip, GTK_TYPE_WIDGET)

typedef struct
{
  guint k;
  double x;
  double y;
  double w;
} Place;

static const TnuPin *
get_pin (const PinStrip *self)
{
  return self->at < tnu_pins_get_n (self->pins) ? tnu_pins_get (self->pins, self->at) : NULL;
}

static int
find_now (const PinStrip *self)
{
  const TnuPin *pin = get_pin (self);

  return pin != NULL
             ? tnu_pin_find (pin, tns_session_get_cursor (tnu_pins_get_session (self->pins)))
             : -1;
}

static TnuText *
ensure_text (PinStrip *self)
{
  if (self->text == NULL)
    self->text = tnu_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)), 1);
  return self->text;
}

/* Where the numbers stand in @width px at scale 1; returns the height. */
static double
place (PinStrip *self, double width, GArray *places)
{
  const TnuPin *pin = get_pin (self);
  const int now = find_now (self);
  const int n = pin != NULL ? (int) pin->values->len : 0;
  const int first = CLAMP (now - MAX_SHOWN / 2, 0, MAX (0, n - MAX_SHOWN));
  Place at = { 0, EDGE, EDGE, 0 };

  for (int k = first; k < n && k < first + MAX_SHOWN; k++)
    {
      const TnuPinValue *value = &g_array_index (pin->values, TnuPinValue, k);

      at.k = (guint) k;
      at.w = ceil (tnu_text_get_width (ensure_text (self), TNU_MONO (12, 500), value->text)
                   + 2 * CELL_PADDING);
      if (at.x > EDGE && at.x + at.w > width - EDGE)
        {
          at.x = EDGE;
          at.y += LINE;
        }
      if (places != NULL)
        g_array_append_val (places, at);
      at.x += at.w + ARROW;
    }
  return at.y + CELL_HEIGHT + EDGE;
}

static double
get_vmax (const TnuPin *pin)
{
  double vmax = 0;

  for (guint k = 0; k < pin->values->len; k++)
    {
      const double value = fabs (g_array_index (pin->values, TnuPinValue, k).value);

      if (isfinite (value))
        vmax = fmax (vmax, value);
    }
  return vmax;
}

/* What later steps bring: a ghost. */
static void
draw_ahead (const TnuCanvas *canvas, const TnuPinValue *value, const Place *at)
{
  static const double dashes[] = { 3, 3 };

  tnu_set_token (canvas, TNU_INK3, 1);
  cairo_set_dash (canvas->cr, dashes, G_N_ELEMENTS (dashes), 0);
  tnu_stroke_inside (canvas, at->x, at->y, at->w, CELL_HEIGHT, TNU_RADIUS_CELL, 1);
  cairo_set_dash (canvas->cr, NULL, 0, 0);
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (12, 500), value->text, at->x + at->w / 2,
                 at->y + CELL_HEIGHT / 2.0, TNU_ALIGN_CENTRE, &canvas->theme->colors[TNU_INK3]);
}

static void
draw_value (const TnuCanvas *canvas, const TnuPinValue *value, const Place *at, double vmax,
            bool is_now)
{
  const TnuTheme *theme = canvas->theme;
  const bool is_nan = isnan (value->value);
  const double t = vmax > 0 && !is_nan ? CLAMP (value->value / vmax, -1, 1) : 0;
  const TnuColor *ink = is_nan ? &theme->colors[TNU_ERR]
                               : tnu_colormap_get_ink (theme, TNU_MAP_VALUES, t);

  if (is_nan)
    {
      tnu_fill_rounded (canvas, at->x, at->y, at->w, CELL_HEIGHT, TNU_RADIUS_CELL,
                        &theme->colors[TNU_WELL], 1);
      tnu_set_token (canvas, TNU_ERR, 1);
    }
  else
    {
      tnu_fill_rounded (canvas, at->x, at->y, at->w, CELL_HEIGHT, TNU_RADIUS_CELL,
                        tnu_colormap_get_color (theme, TNU_MAP_VALUES, t), 1);
      tnu_set_token (canvas, theme->is_dark ? TNU_LINE : TNU_INK1, theme->is_dark ? .55 : .12);
    }
  tnu_stroke_inside (canvas, at->x, at->y, at->w, CELL_HEIGHT, TNU_RADIUS_CELL, 1);
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (12, is_now ? 700 : 500), value->text,
                 at->x + at->w / 2, at->y + CELL_HEIGHT / 2.0, TNU_ALIGN_CENTRE, ink);
  if (is_now)
    tnu_ring_draw (canvas, at->x, at->y, at->w, CELL_HEIGHT, TNU_RADIUS_CELL, TNU_PANE);
}

static void
pin_strip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PinStrip *self = PIN_STRIP (widget);
  const TnuPin *pin = get_pin (self);
  const int width = gtk_widget_get_width (widget);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  const int now = find_now (self);
  int cursor;
  double w;
  cairo_t *cr;

  if (pin == NULL)
    return;
  cursor = tns_session_get_cursor (tnu_pins_get_session (self->pins));
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) gtk_widget_get_height (widget)));
  const TnuCanvas canvas = tnu_panel_begin_drawing (widget, &self->text, cr, width, &w);
  place (self, w, places);
  for (guint i = 0; i < places->len; i++)
    {
      const Place *at = &g_array_index (places, Place, i);

      const TnuPinValue *value = &g_array_index (pin->values, TnuPinValue, at->k);

      if (value->step > cursor)
        draw_ahead (&canvas, value, at);
      else
        draw_value (&canvas, value, at, get_vmax (pin), (int) at->k == now);
      if (at->k + 1 < pin->values->len)
        tnu_text_show (canvas.text, cr, TNU_MONO (12, 400), "→", at->x + at->w + ARROW / 2.0,
                       at->y + CELL_HEIGHT / 2.0, TNU_ALIGN_CENTRE,
                       &canvas.theme->colors[TNU_INK3]);
    }
  cairo_destroy (cr);
}

static void
pin_strip_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  PinStrip *self = PIN_STRIP (widget);
  const double scale = tnu_text_scale_get (widget);

  *minimum = 1;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = (int) ceil (scale * place (self, for_size > 0 ? for_size / scale : 256, NULL));
  *natural = *minimum;
}

static GtkSizeRequestMode
pin_strip_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Goes to the step after which the cell had the number. */
static void
strip_released (GtkGestureClick *click, int n_press, double x, double y, PinStrip *self)
{
  const double scale = tnu_text_scale_get (GTK_WIDGET (self));
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  const TnuPin *pin = get_pin (self);

  place (self, gtk_widget_get_width (GTK_WIDGET (self)) / scale, places);
  for (guint i = 0; i < places->len; i++)
    {
      const Place *at = &g_array_index (places, Place, i);

      if (x / scale >= at->x && x / scale < at->x + at->w && y / scale >= at->y
          && y / scale < at->y + CELL_HEIGHT)
        {
          tns_session_set_cursor (tnu_pins_get_session (self->pins),
                                  g_array_index (pin->values, TnuPinValue, at->k).step);
          return;
        }
    }
}

static void
pin_strip_finalize (GObject *object)
{
  PinStrip *self = PIN_STRIP (object);

  g_clear_pointer (&self->text, tnu_text_free);
  g_object_unref (self->pins);
  G_OBJECT_CLASS (pin_strip_parent_class)->finalize (object);
}

static void
pin_strip_class_init (PinStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pin_strip_finalize;
  widget_class->snapshot = pin_strip_snapshot;
  widget_class->measure = pin_strip_measure;
  widget_class->get_request_mode = pin_strip_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pin_strip_init (PinStrip *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (click, "released", G_CALLBACK (strip_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/* "1., then 2., now 4." */
static char *
dup_words (const TnuPin *pin, int now)
{
  GString *words = g_string_new (NULL);

  for (guint k = 0; k < pin->values->len; k++)
    g_string_append_printf (words, "%s%s%s", k > 0 ? ", then " : "",
                            g_array_index (pin->values, TnuPinValue, k).text,
                            (int) k == now ? " (now)" : "");
  return g_string_free (words, FALSE);
}

static GtkWidget *
make_strip (TnuPins *pins, guint at)
{
  PinStrip *self = g_object_new (TYPE_PIN_STRIP, NULL);
  g_autofree char *name = tnu_pin_dup_name (tnu_pins_get (pins, at));
  g_autofree char *words = NULL;

  self->pins = g_object_ref (pins);
  self->at = at;
  words = dup_words (tnu_pins_get (pins, at), find_now (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  return GTK_WIDGET (self);
}

/* ---- all pins ---- */

static void
unpin (GtkButton *button, TnuPinsView *self)
{
  const guint at = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "at"));
  const TnuPin *pin = tnu_pins_get (self->pins, at);
  g_autofree char *name = g_strdup (pin->name);
  gint64 index[TNK_MAX_RANK];

  memcpy (index, pin->index, sizeof index);
  tnu_pins_toggle (self->pins, name, pin->rank, index);
}

static char *
dup_markup (const TnuPin *pin)
{
  const TnuTheme *theme = tnu_panel_get_theme ();
  g_autofree char *name = g_markup_escape_text (pin->name, -1);
  GString *markup = g_string_new (name);

  for (int dim = 0; dim < pin->rank; dim++)
    {
      char hex[8];

      tnu_color_to_hex (*tnu_theme_get_axis_color (theme, dim), hex);
      g_string_append_printf (markup,
                              "%s<span color=\"%s\" weight=\"bold\">%" G_GINT64_FORMAT "</span>",
                              dim > 0 ? ", " : "[", hex, pin->index[dim]);
    }
  g_string_append (markup, pin->rank > 0 ? "]" : "");
  return g_string_free (markup, FALSE);
}

/* "there from step 3", "not there yet", … */
static char *
dup_state (TnuPinsView *self, const TnuPin *pin)
{
  const int cursor = tns_session_get_cursor (tnu_pins_get_session (self->pins));
  const int now = tnu_pin_find (pin, cursor);
  const TnuPinValue *value;

  if (pin->values->len == 0)
    return g_strdup ("");
  if (now < 0)
    return g_strdup_printf (cursor < g_array_index (pin->values, TnuPinValue, 0).step
                                ? "not there yet"
                                : "not there now");
  value = &g_array_index (pin->values, TnuPinValue, now);
  return g_strdup_printf ("%s step %d", now == 0 && pin->is_cut ? "before" : "since", value->step);
}

static GtkWidget *
make_row (TnuPinsView *self, guint at)
{
  const TnuPin *pin = tnu_pins_get (self->pins, at);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *state = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *markup = dup_markup (pin);
  g_autofree char *plain = tnu_pin_dup_name (pin);
  g_autofree char *words = dup_state (self, pin);
  g_autofree char *action = g_strdup_printf ("Unpin %s", plain);

  gtk_label_set_markup (GTK_LABEL (name), markup);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_START);
  gtk_widget_add_css_class (name, "tnu-value");
  gtk_label_set_text (GTK_LABEL (state), words);
  gtk_widget_add_css_class (state, "tnu-note");
  gtk_widget_set_hexpand (state, TRUE);
  gtk_label_set_xalign (GTK_LABEL (state), 1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "tnu-unpin");
  gtk_widget_set_tooltip_text (button, action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, action,
                                  -1);
  g_object_set_data (G_OBJECT (button), "at", GUINT_TO_POINTER (at));
  g_signal_connect (button, "clicked", G_CALLBACK (unpin), self);
  gtk_box_append (GTK_BOX (head), name);
  gtk_box_append (GTK_BOX (head), state);
  gtk_box_append (GTK_BOX (head), button);
  gtk_box_append (GTK_BOX (row), head);
  gtk_box_append (GTK_BOX (row), make_strip (self->pins, at));
  return row;
}

/* As high as the list, up to a limit: the rest of the inspector must stay in sight. */
static void
fit_height (TnuPinsView *self)
{
  const double scale = tnu_text_scale_get (GTK_WIDGET (self));
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = 0;

  gtk_widget_measure (self->list, GTK_ORIENTATION_VERTICAL,
                      width > 0 ? width : (int) (TNU_INSPECTOR_WIDTH * scale), NULL, &height, NULL,
                      NULL);
  gtk_widget_set_size_request (self->scroller, -1, (int) MIN (height, MAX_HEIGHT * scale));
}

static void
update (TnuPinsView *self)
{
  GtkWidget *title;

  for (GtkWidget *child = gtk_widget_get_first_child (self->list); child != NULL;
       child = gtk_widget_get_first_child (self->list))
    gtk_box_remove (GTK_BOX (self->list), child);
  gtk_widget_set_visible (GTK_WIDGET (self), tnu_pins_get_n (self->pins) > 0);
  title = gtk_label_new ("PINNED");
  gtk_widget_add_css_class (title, "tnu-caps");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_box_append (GTK_BOX (self->list), title);
  for (guint k = 0; k < tnu_pins_get_n (self->pins); k++)
    gtk_box_append (GTK_BOX (self->list), make_row (self, k));
  fit_height (self);
}

static void
tnu_pins_view_dispose (GObject *object)
{
  TnuPinsView *self = TNU_PINS_VIEW (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->pins);
  G_OBJECT_CLASS (tnu_pins_view_parent_class)->dispose (object);
}

static void
tnu_pins_view_class_init (TnuPinsViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_pins_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tnu_pins_view_init (TnuPinsView *self)
{
  self->scroller = gtk_scrolled_window_new ();
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_add_css_class (self->list, "tnu-pins");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Pinned cells", -1);
}

GtkWidget *
tnu_pins_view_new (TnuPins *pins)
{
  TnuPinsView *self = g_object_new (TNU_TYPE_PINS_VIEW, NULL);

  self->pins = g_object_ref (pins);
  g_signal_connect_object (pins, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tnu_pins_get_session (pins), "notify::cursor", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
