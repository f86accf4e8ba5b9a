/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/cell/pin-strip.h"

#include <math.h>

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

struct _TnuPinStrip
{
  GtkWidget parent_instance;

  TnuPins *pins;
  guint at;
  TnuText *text;
};

G_DEFINE_FINAL_TYPE (TnuPinStrip, tnu_pin_strip, GTK_TYPE_WIDGET)

typedef struct
{
  guint k;
  double x;
  double y;
  double w;
} Place;

static const TnuPin *
get_pin (const TnuPinStrip *self)
{
  return self->at < tnu_pins_get_n (self->pins) ? tnu_pins_get (self->pins, self->at) : NULL;
}

static int
find_now (const TnuPinStrip *self)
{
  const TnuPin *pin = get_pin (self);

  return pin != NULL
             ? tnu_pin_find (pin, tns_session_get_cursor (tnu_pins_get_session (self->pins)))
             : -1;
}

static TnuText *
ensure_text (TnuPinStrip *self)
{
  if (self->text == NULL)
    self->text = tnu_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)), 1);
  return self->text;
}

/* Where the numbers stand in @width px at scale 1; returns the height. */
static double
place (TnuPinStrip *self, double width, GArray *places)
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
tnu_pin_strip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnuPinStrip *self = TNU_PIN_STRIP (widget);
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
tnu_pin_strip_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  TnuPinStrip *self = TNU_PIN_STRIP (widget);
  const double scale = tnu_text_scale_get (widget);

  *minimum = 1;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = (int) ceil (scale * place (self, for_size > 0 ? for_size / scale : 256, NULL));
  *natural = *minimum;
}

static GtkSizeRequestMode
tnu_pin_strip_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* ---- going to a number ---- */

/* To the step after which the cell had number @k. */
static void
go_to (TnuPinStrip *self, guint k)
{
  tns_session_set_cursor (tnu_pins_get_session (self->pins),
                          g_array_index (get_pin (self)->values, TnuPinValue, k).step);
}

static void
released (GtkGestureClick *click, int n_press, double x, double y, TnuPinStrip *self)
{
  const double scale = tnu_text_scale_get (GTK_WIDGET (self));
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  place (self, gtk_widget_get_width (GTK_WIDGET (self)) / scale, places);
  for (guint i = 0; i < places->len; i++)
    {
      const Place *at = &g_array_index (places, Place, i);

      if (x / scale >= at->x && x / scale < at->x + at->w && y / scale >= at->y
          && y / scale < at->y + CELL_HEIGHT)
        {
          go_to (self, at->k);
          return;
        }
    }
}

static gboolean
step (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  TnuPinStrip *self = TNU_PIN_STRIP (widget);
  const TnuPin *pin = get_pin (self);
  const int way = g_variant_get_int32 (arguments);
  int k;

  if (pin == NULL || pin->values->len == 0)
    return GDK_EVENT_PROPAGATE;
  if (ABS (way) > 1)
    k = way < 0 ? 0 : (int) pin->values->len - 1;
  else
    k = tnu_pin_find_neighbour (pin, tns_session_get_cursor (tnu_pins_get_session (self->pins)),
                                way);
  if (k >= 0)
    go_to (self, (guint) k);
  return GDK_EVENT_STOP;
}

/* ---- the object ---- */

static void
tnu_pin_strip_finalize (GObject *object)
{
  TnuPinStrip *self = TNU_PIN_STRIP (object);

  g_clear_pointer (&self->text, tnu_text_free);
  g_object_unref (self->pins);
  G_OBJECT_CLASS (tnu_pin_strip_parent_class)->finalize (object);
}

static void
tnu_pin_strip_class_init (TnuPinStripClass *klass)
{
  /* A key and how far it goes: 2 is to the end. */
  static const struct
  {
    guint key;
    int way;
  } keys[] = {
    { GDK_KEY_Left, -1 }, { GDK_KEY_Right, 1 }, { GDK_KEY_Up, -1 },
    { GDK_KEY_Down, 1 },  { GDK_KEY_Home, -2 }, { GDK_KEY_End, 2 },
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tnu_pin_strip_finalize;
  widget_class->snapshot = tnu_pin_strip_snapshot;
  widget_class->measure = tnu_pin_strip_measure;
  widget_class->get_request_mode = tnu_pin_strip_get_request_mode;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, step, "i", keys[i].way);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tnu_pin_strip_init (TnuPinStrip *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (click, "released", G_CALLBACK (released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/* "1., then 2. (now), then 4." */
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

void
tnu_pin_strip_update (TnuPinStrip *self)
{
  const TnuPin *pin = get_pin (self);
  g_autofree char *words = NULL;

  if (pin == NULL)
    return;
  words = dup_words (pin, find_now (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

GtkWidget *
tnu_pin_strip_new (TnuPins *pins, guint at)
{
  TnuPinStrip *self = g_object_new (TNU_TYPE_PIN_STRIP, NULL);
  g_autofree char *name = tnu_pin_dup_name (tnu_pins_get (pins, at));

  self->pins = g_object_ref (pins);
  self->at = at;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  tnu_pin_strip_update (self);
  return GTK_WIDGET (self);
}
