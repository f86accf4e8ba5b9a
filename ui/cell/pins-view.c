/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/cell/pins-view.h"

#include <adwaita.h>
#include <string.h>

#include "ui/cell/pin-strip.h"
#include "ui/operation/panel-canvas.h"
#include "ui/text-scale.h"

#define MAX_HEIGHT 240

struct _TnuPinsView
{
  GtkWidget parent_instance;

  TnuPins *pins;
  GtkWidget *scroller;
  GtkWidget *list;
  GArray *rows; /* of Row, in the order of the pins */
};

typedef struct
{
  GtkWidget *name;
  GtkWidget *state;
  GtkWidget *strip;
} Row;

G_DEFINE_FINAL_TYPE (TnuPinsView, tnu_pins_view, GTK_TYPE_WIDGET)

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
make_unpin_button (TnuPinsView *self, guint at)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *name = tnu_pin_dup_name (tnu_pins_get (self->pins, at));
  g_autofree char *action = g_strdup_printf ("Unpin %s", name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "tnu-unpin");
  gtk_widget_set_tooltip_text (button, action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, action,
                                  -1);
  g_object_set_data (G_OBJECT (button), "at", GUINT_TO_POINTER (at));
  g_signal_connect (button, "clicked", G_CALLBACK (unpin), self);
  return button;
}

static void
append_row (TnuPinsView *self, guint at)
{
  const Row row
      = { gtk_label_new (NULL), gtk_label_new (NULL), tnu_pin_strip_new (self->pins, at) };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_label_set_ellipsize (GTK_LABEL (row.name), PANGO_ELLIPSIZE_START);
  gtk_widget_add_css_class (row.name, "tnu-value");
  gtk_widget_add_css_class (row.state, "tnu-note");
  gtk_widget_set_hexpand (row.state, TRUE);
  gtk_label_set_xalign (GTK_LABEL (row.state), 1);
  gtk_box_append (GTK_BOX (head), row.name);
  gtk_box_append (GTK_BOX (head), row.state);
  gtk_box_append (GTK_BOX (head), make_unpin_button (self, at));
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), row.strip);
  gtk_box_append (GTK_BOX (self->list), box);
  g_array_append_val (self->rows, row);
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

/* What depends on the moment and on the theme. */
static void
update (TnuPinsView *self)
{
  for (guint k = 0; k < self->rows->len; k++)
    {
      const Row *row = &g_array_index (self->rows, Row, k);
      const TnuPin *pin = tnu_pins_get (self->pins, k);
      g_autofree char *markup = dup_markup (pin);
      g_autofree char *words = dup_state (self, pin);

      gtk_label_set_markup (GTK_LABEL (row->name), markup);
      gtk_label_set_text (GTK_LABEL (row->state), words);
      tnu_pin_strip_update (TNU_PIN_STRIP (row->strip));
    }
  fit_height (self);
}

/* The row that has the focus, -1: none. */
static int
find_focus (TnuPinsView *self)
{
  for (guint k = 0; k < self->rows->len; k++)
    {
      GtkWidget *box = gtk_widget_get_parent (g_array_index (self->rows, Row, k).strip);

      if (gtk_widget_get_focus_child (self->list) == box)
        return (int) k;
    }
  return -1;
}

/* Pins came or went, or have other numbers. The focus stays in its row, or the one before. */
static void
fill (TnuPinsView *self)
{
  const guint n = tnu_pins_get_n (self->pins);
  const int focus = find_focus (self);
  GtkWidget *title = gtk_label_new ("PINNED");

  for (GtkWidget *child = gtk_widget_get_first_child (self->list); child != NULL;
       child = gtk_widget_get_first_child (self->list))
    gtk_box_remove (GTK_BOX (self->list), child);
  g_array_set_size (self->rows, 0);
  gtk_widget_add_css_class (title, "tnu-caps");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_box_append (GTK_BOX (self->list), title);
  for (guint k = 0; k < n; k++)
    append_row (self, k);
  update (self);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  if (focus >= 0 && n > 0)
    gtk_widget_grab_focus (g_array_index (self->rows, Row, MIN ((guint) focus, n - 1)).strip);
}

static void
tnu_pins_view_dispose (GObject *object)
{
  TnuPinsView *self = TNU_PINS_VIEW (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_array_unref);
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
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
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
  g_signal_connect_object (pins, "changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tnu_pins_get_session (pins), "notify::cursor", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  fill (self);
  return GTK_WIDGET (self);
}
