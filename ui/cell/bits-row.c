/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/cell/bits-row.h"

#include <math.h>

#include "ui/draw/paint.h"
#include "ui/operation/panel-canvas.h"
#include "ui/text-scale.h"

/* Of a number of 64 bits two lines are made. */
#define PER_LINE 32
#define MAX_CELL 30
#define CELL_HEIGHT 30
#define CELL_GAP 2
#define GROUP_GAP 16
#define CAPTION 24
#define PART 30
#define FOCUS_OUT 2

struct _TnuBitsRow
{
  GtkWidget parent_instance;

  TnuBits bits;
  TnuBits original;
  bool has_bits;
  int cursor;
  TnuText *text;
};

static guint flipped;

G_DEFINE_FINAL_TYPE (TnuBitsRow, tnu_bits_row, GTK_TYPE_WIDGET)

/* ---- places, in px at scale 1 ---- */

typedef struct
{
  double x;
  double y;
  double w;
} Cell;

static int
count_lines (const TnuBitsRow *self)
{
  return tnu_bits_get_n (self->bits.dtype) > PER_LINE ? 2 : 1;
}

static int
count_gaps (const TnuBitsRow *self, int place)
{
  const TnkDtype dtype = self->bits.dtype;
  int n = 0;

  for (int k = place / PER_LINE * PER_LINE + 1; k <= place; k++)
    n += tnu_bits_get_role (dtype, k) != tnu_bits_get_role (dtype, k - 1);
  return n;
}

static double
get_cell_width (const TnuBitsRow *self, double width)
{
  const int n = MIN (PER_LINE, tnu_bits_get_n (self->bits.dtype));

  return CLAMP (floor ((width - 2 * GROUP_GAP + CELL_GAP) / n - CELL_GAP), 8, MAX_CELL);
}

static Cell
get_cell (const TnuBitsRow *self, int place, double width)
{
  const double w = get_cell_width (self, width);
  const int column = place % PER_LINE;

  return (Cell){ column * (w + CELL_GAP) + count_gaps (self, place) * (GROUP_GAP - CELL_GAP),
                 CAPTION + place / PER_LINE * (CELL_HEIGHT + PART), w };
}

static double
get_height (const TnuBitsRow *self)
{
  return CAPTION + count_lines (self) * (CELL_HEIGHT + PART);
}

static int
find_place (const TnuBitsRow *self, double x, double y, double width)
{
  for (int place = 0; place < tnu_bits_get_n (self->bits.dtype); place++)
    {
      const Cell cell = get_cell (self, place, width);

      if (x >= cell.x - CELL_GAP / 2.0 && x < cell.x + cell.w + CELL_GAP / 2.0 && y >= cell.y
          && y < cell.y + CELL_HEIGHT)
        return place;
    }
  return -1;
}

/* ---- drawing ---- */

static void
draw_cell (TnuBitsRow *self, const TnuCanvas *canvas, int place, double width)
{
  static const double dashes[] = { 3, 3 };
  const TnuTheme *theme = canvas->theme;
  const bool is_set = tnu_bits_get (&self->bits, place);
  const bool is_unused = tnu_bits_get_role (self->bits.dtype, place) == TNU_BIT_UNUSED;
  const Cell cell = get_cell (self, place, width);
  const TnuColor *ink = &theme->colors[is_unused ? TNU_INK3 : is_set ? TNU_ONSTAR : TNU_INK2];

  if (is_set)
    tnu_fill_rounded (canvas, cell.x, cell.y, cell.w, CELL_HEIGHT, TNU_RADIUS_CELL,
                      &theme->bool_true, 1);
  else
    {
      if (!is_unused)
        tnu_fill_rounded (canvas, cell.x, cell.y, cell.w, CELL_HEIGHT, TNU_RADIUS_CELL,
                          &theme->colors[TNU_WELL], 1);
      if (is_unused)
        cairo_set_dash (canvas->cr, dashes, G_N_ELEMENTS (dashes), 0);
      tnu_set_token (canvas, TNU_LINE, 1);
      tnu_stroke_inside (canvas, cell.x, cell.y, cell.w, CELL_HEIGHT, TNU_RADIUS_CELL, 1);
      cairo_set_dash (canvas->cr, NULL, 0, 0);
    }
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (12, is_set ? 600 : 400), is_set ? "1" : "0",
                 cell.x + cell.w / 2, cell.y + CELL_HEIGHT / 2.0, TNU_ALIGN_CENTRE, ink);
  /* Turned over by the user. */
  if (is_set != tnu_bits_get (&self->original, place))
    {
      tnu_set_token (canvas, TNU_STAR, 1);
      cairo_arc (canvas->cr, cell.x + cell.w / 2, cell.y - 5, 2.5, 0, 2 * G_PI);
      cairo_fill (canvas->cr);
    }
}

static const char *
get_caption (TnkDtype dtype, TnuBitRole role)
{
  switch (role)
    {
    case TNU_BIT_SIGN:
      return "SIGN";
    case TNU_BIT_EXPONENT:
      return "EXPONENT";
    case TNU_BIT_MANTISSA:
      return dtype == TNK_BOOL ? "BOOL" : tnu_bits_is_float (dtype) ? "MANTISSA" : "VALUE";
    case TNU_BIT_UNUSED:
    default:
      return "NOT USED";
    }
}

static int
find_end (const TnuBitsRow *self, int first)
{
  const TnkDtype dtype = self->bits.dtype;
  int end = first + 1;

  while (end < tnu_bits_get_n (dtype) && end % PER_LINE != 0
         && tnu_bits_get_role (dtype, end) == tnu_bits_get_role (dtype, first))
    end++;
  return end;
}

/* Caption above, bracket and meaning below; of a group on two lines the meaning stands under the
 * last. Returns where the words end. */
static double
draw_group (TnuBitsRow *self, const TnuCanvas *canvas, int first, int end, double left,
            double width)
{
  const TnkDtype dtype = self->bits.dtype;
  const TnuBitRole role = tnu_bits_get_role (dtype, first);
  const Cell from = get_cell (self, first, width);
  const Cell to = get_cell (self, end - 1, width);
  const double line = from.y + CELL_HEIGHT + 5.5;
  const bool starts = first == 0 || tnu_bits_get_role (dtype, first - 1) != role;
  const bool ends = end == tnu_bits_get_n (dtype) || tnu_bits_get_role (dtype, end) != role;
  g_autofree char *part = tnu_bits_dup_part (&self->bits, role);
  double x = fmax (from.x, left);

  if (starts)
    tnu_text_show_within (canvas->text, canvas->cr, TNU_CAPS, get_caption (dtype, role), from.x, 6,
                          fmax (to.x + to.w - from.x, 30), &canvas->theme->colors[TNU_INK3]);
  tnu_hline (canvas->cr, from.x, to.x + to.w, line, &canvas->theme->colors[TNU_INK3], 1);
  if (!ends)
    return left;
  return x
         + tnu_text_show (canvas->text, canvas->cr, TNU_MONO (12, 500), part, x, line + 11,
                          TNU_ALIGN_START, &canvas->theme->colors[TNU_INK1])
         + 14;
}

static void
draw_cursor (TnuBitsRow *self, const TnuCanvas *canvas, double width)
{
  const Cell cell = get_cell (self, self->cursor, width);

  tnu_set_token (canvas, TNU_STAR, 1);
  tnu_stroke_inside (canvas, cell.x - 2 * FOCUS_OUT, cell.y - 2 * FOCUS_OUT,
                     cell.w + 4 * FOCUS_OUT, CELL_HEIGHT + 4 * FOCUS_OUT, TNU_RADIUS_CELL + 4,
                     TNU_STROKE_RING);
}

static void
tnu_bits_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnuBitsRow *self = TNU_BITS_ROW (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  double left = 0;
  double w;
  cairo_t *cr;

  if (!self->has_bits)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (-6, -6, (float) width + 12,
                                                                 (float) height + 12));
  const TnuCanvas canvas = tnu_panel_begin_drawing (widget, &self->text, cr, width, &w);
  for (int first = 0, end; first < tnu_bits_get_n (self->bits.dtype); first = end)
    {
      end = find_end (self, first);
      if (first % PER_LINE == 0)
        left = 0;
      left = draw_group (self, &canvas, first, end, left, w);
    }
  for (int place = 0; place < tnu_bits_get_n (self->bits.dtype); place++)
    draw_cell (self, &canvas, place, w);
  if (gtk_widget_has_visible_focus (widget))
    draw_cursor (self, &canvas, w);
  cairo_destroy (cr);
}

static void
tnu_bits_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  TnuBitsRow *self = TNU_BITS_ROW (widget);
  const double scale = tnu_text_scale_get (widget);
  const bool is_across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = (int) ceil (scale * (is_across ? PER_LINE * (8 + CELL_GAP) : get_height (self)));
  *natural = is_across ? (int) ceil (scale * PER_LINE * (MAX_CELL + CELL_GAP)) : *minimum;
}

/* ---- hands ---- */

static void
say (TnuBitsRow *self)
{
  const TnuBitRole role = tnu_bits_get_role (self->bits.dtype, self->cursor);
  g_autofree char *caption = g_ascii_strdown (get_caption (self->bits.dtype, role), -1);
  g_autofree char *number = tnu_bits_dup_number (&self->bits);
  g_autofree char *words
      = g_strdup_printf ("bit %d of %d, %s, is %d; the number is %s", self->cursor + 1,
                         tnu_bits_get_n (self->bits.dtype), caption,
                         tnu_bits_get (&self->bits, self->cursor), number);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
}

static void
set_cursor (TnuBitsRow *self, int place)
{
  self->cursor = CLAMP (place, 0, tnu_bits_get_n (self->bits.dtype) - 1);
  say (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
             TnuBitsRow *self)
{
  if (!self->has_bits || state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
      set_cursor (self, self->cursor - 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
      set_cursor (self, self->cursor + 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
      set_cursor (self, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
      set_cursor (self, G_MAXINT);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      if (count_lines (self) == 1)
        return GDK_EVENT_PROPAGATE;
      set_cursor (self, self->cursor % PER_LINE + (key == GDK_KEY_Down ? PER_LINE : 0));
      return GDK_EVENT_STOP;
    case GDK_KEY_space:
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      g_signal_emit (self, flipped, 0, self->cursor);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static int
find_place_at (TnuBitsRow *self, double x, double y)
{
  const double scale = tnu_text_scale_get (GTK_WIDGET (self));

  if (!self->has_bits)
    return -1;
  return find_place (self, x / scale, y / scale, gtk_widget_get_width (GTK_WIDGET (self)) / scale);
}

static void
released (GtkGestureClick *click, int n_press, double x, double y, TnuBitsRow *self)
{
  const int place = find_place_at (self, x, y);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (place < 0)
    return;
  set_cursor (self, place);
  g_signal_emit (self, flipped, 0, place);
}

static void
pointer_moved (GtkEventControllerMotion *motion, double x, double y, TnuBitsRow *self)
{
  const int place = find_place_at (self, x, y);
  const bool can_turn
      = place >= 0 && tnu_bits_get_role (self->bits.dtype, place) != TNU_BIT_UNUSED;

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), can_turn ? "pointer" : "default");
}

/* ---- the object ---- */

void
tnu_bits_row_set_bits (TnuBitsRow *self, const TnuBits *bits, const TnuBits *original)
{
  const bool is_other = !self->has_bits || self->bits.dtype != bits->dtype;

  g_return_if_fail (TNU_IS_BITS_ROW (self));
  self->bits = *bits;
  self->original = *original;
  self->has_bits = true;
  if (is_other)
    {
      self->cursor = 0;
      gtk_widget_queue_resize (GTK_WIDGET (self));
    }
  set_cursor (self, self->cursor);
}

static void
tnu_bits_row_finalize (GObject *object)
{
  TnuBitsRow *self = TNU_BITS_ROW (object);

  g_clear_pointer (&self->text, tnu_text_free);
  G_OBJECT_CLASS (tnu_bits_row_parent_class)->finalize (object);
}

static void
tnu_bits_row_class_init (TnuBitsRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tnu_bits_row_finalize;
  widget_class->snapshot = tnu_bits_row_snapshot;
  widget_class->measure = tnu_bits_row_measure;
  flipped = g_signal_new ("flipped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_css_name (widget_class, "tnu-bits");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tnu_bits_row_init (TnuBitsRow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (widget, TRUE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (widget, keys);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (gtk_widget_queue_draw), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (gtk_widget_queue_draw), self);
  gtk_widget_add_controller (widget, focus);
  g_signal_connect (click, "released", G_CALLBACK (released), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
tnu_bits_row_new (const char *what)
{
  TnuBitsRow *self = g_object_new (TNU_TYPE_BITS_ROW, NULL);
  g_autofree char *label
      = what != NULL ? g_strdup_printf ("Bits of the %s", what) : g_strdup ("Bits");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (self);
}
