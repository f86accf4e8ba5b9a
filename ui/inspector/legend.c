/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/inspector/legend.h"

#include <math.h>
#include <stdlib.h>

#include "ui/draw/number.h"
#include "ui/inspector/histogram-view.h"

struct _TnuLegend
{
  GtkWidget parent_instance;

  TnsSession *session;
  TnuScales *scales;
  char *name; /* NULL: nothing is shown */
  TnsMoment *value;
  TnsStatistics statistics;
  bool has_statistics;
  TnuColorScale scale;
  TnuRange range; /* that the scale follows */

  GtkWidget *box;
  GtkWidget *histogram;
  GtkWidget *shapes[2]; /* [is_sequential] */
  GtkWidget *limits[2]; /* entries, low and high */
  GtkWidget *robust;
  GtkWidget *shared;
  GtkWidget *reset;
  bool is_showing; /* the widgets follow the choice, not the user */

  double read_low, read_high; /* bars under way or shown besides those of the statistics */
  guint generation;
  GCancellable *cancellable;
};

static guint scale_changed;

G_DEFINE_FINAL_TYPE (TnuLegend, tnu_legend, GTK_TYPE_WIDGET)

/* ---- bars ---- */

typedef struct
{
  GWeakRef legend;
  guint generation;
  double low, high;
} Reading;

static void
stop_reading (TnuLegend *self)
{
  self->generation++;
  self->read_low = self->read_high = NAN;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
bars_are_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  g_autoptr (TnuLegend) self = g_weak_ref_get (&reading->legend);
  g_autofree int64_t *counts
      = tns_session_read_histogram_finish (TNS_SESSION (source), result, NULL);

  if (self != NULL && reading->generation == self->generation && counts != NULL)
    tnu_histogram_view_set_bars (TNU_HISTOGRAM_VIEW (self->histogram), counts, reading->low,
                                 reading->high);
  g_weak_ref_clear (&reading->legend);
  g_free (reading);
}

/* A legend much narrower than the numbers counts the numbers in it anew: the bins of the statistics
 * are as wide as the outliers make them. */
static void
show_bars (TnuLegend *self, double low, double high)
{
  const TnsStatistics *s = &self->statistics;
  Reading *reading;

  if (!self->has_statistics || s->numel == 0)
    {
      stop_reading (self);
      tnu_histogram_view_set_bars (TNU_HISTOGRAM_VIEW (self->histogram), NULL, 0, 0);
      return;
    }
  if (high / 2 - low / 2 >= (s->high / 2 - s->low / 2) / 2)
    {
      stop_reading (self);
      tnu_histogram_view_set_bars (TNU_HISTOGRAM_VIEW (self->histogram), s->histogram, s->low,
                                   s->high);
      return;
    }
  if (self->read_low == low && self->read_high == high)
    return;
  stop_reading (self);
  self->read_low = low;
  self->read_high = high;
  self->cancellable = g_cancellable_new ();
  reading = g_new0 (Reading, 1);
  g_weak_ref_init (&reading->legend, self);
  reading->generation = self->generation;
  reading->low = low;
  reading->high = high;
  tns_session_read_histogram_async (self->session, self->value, low, high, self->cancellable,
                                    bars_are_read, reading);
}

/* ---- what is shown ---- */

static void
show_number (GtkWidget *entry, double value)
{
  char number[TNU_NUMBER_SIZE];

  if (gtk_widget_has_focus (entry) || gtk_widget_get_focus_child (entry) != NULL)
    return;
  tnu_number_print_plain (value, number);
  gtk_editable_set_text (GTK_EDITABLE (entry), number);
  gtk_widget_remove_css_class (entry, "error");
}

static void
show_choice (TnuLegend *self)
{
  const TnuScaleChoice choice = tnu_scales_get_choice (self->scales, self->name);
  const bool is_shared = tnu_scales_is_shared (self->scales);

  self->is_showing = true;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->shapes[choice.is_sequential]), TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->robust),
                                choice.limits == TNU_LIMITS_ROBUST);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->shared), is_shared);
  gtk_widget_set_sensitive (self->reset, is_shared || choice.is_sequential
                                             || choice.limits != TNU_LIMITS_ALL);
  show_number (self->limits[0], self->scale.low);
  show_number (self->limits[1], self->scale.high);
  self->is_showing = false;
}

static bool
has_colours (TnuLegend *self)
{
  return self->value != NULL && tns_moment_get_meta (self->value)->dtype != TNK_BOOL
         && tns_moment_get_numel (self->value) > 0;
}

static bool
is_quiet (TnuLegend *self)
{
  const TnkDtype dtype = tns_moment_get_meta (self->value)->dtype;

  return !self->scale.is_chosen && tnk_dtype_is_integral (dtype) && dtype != TNK_UINT8;
}

static void
show (TnuLegend *self)
{
  const TnsStatistics *s = &self->statistics;
  TnuRange own = tnu_range_new ();
  double low;
  double high;

  gtk_widget_set_visible (self->box, has_colours (self));
  if (!has_colours (self))
    {
      stop_reading (self);
      return;
    }
  if (self->has_statistics)
    own = (TnuRange){ s->min, s->max, s->robust_low, s->robust_high };
  self->scale = tnu_scales_resolve (self->scales, self->name, self->value, &own, &self->range);
  tnu_scale_get_axis (&self->scale, &self->range, &low, &high);
  tnu_histogram_view_set_scale (TNU_HISTOGRAM_VIEW (self->histogram),
                                self->has_statistics ? &self->scale : NULL, is_quiet (self), low,
                                high);
  show_bars (self, low, high);
  show_choice (self);
  g_signal_emit (self, scale_changed, 0);
}

/* ---- what is chosen ---- */

static void
choose (TnuLegend *self, const TnuScaleChoice *choice)
{
  tnu_scales_set_choice (self->scales, self->name, choice);
}

static void
limit_moved (TnuLegend *self, int side, double value)
{
  TnuScaleChoice choice = tnu_scales_get_choice (self->scales, self->name);
  double low;
  double high;

  tnu_scale_get_axis (&self->scale, &self->range, &low, &high);
  value = tnu_scale_round (value, high - low);
  if (tnu_scale_choice_set_limit (&choice, &self->scale, side, value))
    choose (self, &choice);
}

static void
shape_toggled (TnuLegend *self, GtkToggleButton *button)
{
  TnuScaleChoice choice = tnu_scales_get_choice (self->scales, self->name);

  if (self->is_showing || !gtk_toggle_button_get_active (button))
    return;
  choice.is_sequential = GTK_WIDGET (button) == self->shapes[1];
  /* A limit set for other colours need not make sense for these. */
  if (choice.limits == TNU_LIMITS_TYPED)
    choice.limits = TNU_LIMITS_ALL;
  choose (self, &choice);
}

static void
robust_toggled (TnuLegend *self, GtkToggleButton *button)
{
  TnuScaleChoice choice = tnu_scales_get_choice (self->scales, self->name);

  if (self->is_showing)
    return;
  choice.limits = gtk_toggle_button_get_active (button) ? TNU_LIMITS_ROBUST : TNU_LIMITS_ALL;
  choose (self, &choice);
}

static void
shared_toggled (TnuLegend *self, GtkToggleButton *button)
{
  if (!self->is_showing)
    tnu_scales_set_shared (self->scales, self->name, gtk_toggle_button_get_active (button));
}

static void
reset_clicked (TnuLegend *self)
{
  tnu_scales_set_shared (self->scales, self->name, false);
  choose (self, &(TnuScaleChoice){ 0 });
}

/* A typographic minus is one too. */
static bool
parse_number (const char *text, double *value)
{
  g_auto (GStrv) parts = g_strsplit (text, "−", -1);
  g_autofree char *ascii = g_strjoinv ("-", parts);
  char *end;

  g_strstrip (ascii);
  *value = g_ascii_strtod (ascii, &end);
  return end != ascii && *end == '\0' && isfinite (*value);
}

static void
limit_typed (TnuLegend *self, GtkWidget *entry)
{
  TnuScaleChoice choice = tnu_scales_get_choice (self->scales, self->name);
  const int side = entry == self->limits[0] ? -1 : 1;
  double value;

  if (parse_number (gtk_editable_get_text (GTK_EDITABLE (entry)), &value)
      && tnu_scale_choice_set_limit (&choice, &self->scale, side, value))
    {
      gtk_widget_remove_css_class (entry, "error");
      choose (self, &choice);
    }
  else
    gtk_widget_add_css_class (entry, "error");
}

/* Left without Enter: the number in use comes back. */
static void
limit_left (TnuLegend *self)
{
  if (self->name != NULL)
    show_choice (self);
}

/* ---- widgets ---- */

static GtkWidget *
make_toggle (const char *label, const char *tooltip)
{
  GtkWidget *toggle = gtk_toggle_button_new_with_label (label);

  gtk_widget_add_css_class (toggle, "flat");
  gtk_widget_add_css_class (toggle, "tnu-op");
  gtk_widget_set_tooltip_text (toggle, tooltip);
  return toggle;
}

static GtkWidget *
make_shapes (TnuLegend *self)
{
  static const char *const labels[] = { "diverging", "sequential" };
  static const char *const tooltips[]
      = { "Two colours, from the surface at 0 to both sides",
          "One colour, from the surface at the low end to the high end" };
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  for (int k = 0; k < 2; k++)
    {
      self->shapes[k] = make_toggle (labels[k], tooltips[k]);
      g_signal_connect_swapped (self->shapes[k], "toggled", G_CALLBACK (shape_toggled), self);
      gtk_box_append (GTK_BOX (row), self->shapes[k]);
    }
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->shapes[1]),
                               GTK_TOGGLE_BUTTON (self->shapes[0]));
  self->reset = gtk_button_new_with_label ("reset");
  gtk_widget_add_css_class (self->reset, "flat");
  gtk_widget_add_css_class (self->reset, "tnu-op");
  gtk_widget_set_tooltip_text (self->reset, "The colours that the tensor had at first");
  gtk_widget_set_hexpand (self->reset, TRUE);
  gtk_widget_set_halign (self->reset, GTK_ALIGN_END);
  g_signal_connect_swapped (self->reset, "clicked", G_CALLBACK (reset_clicked), self);
  gtk_box_append (GTK_BOX (row), self->reset);
  return row;
}

static GtkWidget *
make_limits (TnuLegend *self)
{
  static const char *const names[] = { "Low end of the colours", "High end of the colours" };
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  for (int k = 0; k < 2; k++)
    {
      GtkWidget *entry = gtk_entry_new ();
      GtkEventController *focus = gtk_event_controller_focus_new ();

      self->limits[k] = entry;
      gtk_widget_add_css_class (entry, "tnu-limit");
      gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
      gtk_widget_set_hexpand (entry, TRUE);
      gtk_widget_set_tooltip_text (entry, names[k]);
      gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      names[k], -1);
      g_signal_connect_swapped (entry, "activate", G_CALLBACK (limit_typed), self);
      g_signal_connect_swapped (focus, "leave", G_CALLBACK (limit_left), self);
      gtk_widget_add_controller (entry, focus);
      gtk_box_append (GTK_BOX (row), entry);
      if (k == 0)
        {
          GtkWidget *dots = gtk_label_new ("…");

          gtk_widget_add_css_class (dots, "tnu-key");
          gtk_box_append (GTK_BOX (row), dots);
        }
    }
  return row;
}

static GtkWidget *
make_ranges (TnuLegend *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->robust = make_toggle ("1–99 %", "Without outliers: the lowest and the highest hundredth of "
                                        "the numbers lie beyond the scale");
  self->shared = make_toggle ("all cards", "One scale for all tensors: the same colour is the same "
                                           "number everywhere");
  g_signal_connect_swapped (self->robust, "toggled", G_CALLBACK (robust_toggled), self);
  g_signal_connect_swapped (self->shared, "toggled", G_CALLBACK (shared_toggled), self);
  gtk_box_append (GTK_BOX (row), self->robust);
  gtk_box_append (GTK_BOX (row), self->shared);
  return row;
}

/* ---- the object ---- */

void
tnu_legend_set_variable (TnuLegend *self, const char *name, TnsMoment *value)
{
  g_return_if_fail (TNU_IS_LEGEND (self));
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->value, tns_moment_unref);
  self->name = g_strdup (name);
  self->value = value != NULL ? tns_moment_ref (value) : NULL;
  show (self);
}

void
tnu_legend_set_statistics (TnuLegend *self, const TnsStatistics *statistics)
{
  g_return_if_fail (TNU_IS_LEGEND (self));
  stop_reading (self);
  self->has_statistics = statistics != NULL;
  if (statistics != NULL)
    self->statistics = *statistics;
  show (self);
}

void
tnu_legend_set_marked (TnuLegend *self, double value)
{
  g_return_if_fail (TNU_IS_LEGEND (self));
  tnu_histogram_view_set_marked (TNU_HISTOGRAM_VIEW (self->histogram), value);
}

const TnuColorScale *
tnu_legend_get_scale (TnuLegend *self)
{
  g_return_val_if_fail (TNU_IS_LEGEND (self), NULL);
  return &self->scale;
}

static void
tnu_legend_dispose (GObject *object)
{
  TnuLegend *self = TNU_LEGEND (object);

  stop_reading (self);
  g_clear_pointer (&self->value, tns_moment_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tnu_legend_parent_class)->dispose (object);
}

static void
tnu_legend_class_init (TnuLegendClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_legend_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  scale_changed = g_signal_new ("scale-changed", TNU_TYPE_LEGEND, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
tnu_legend_init (TnuLegend *self)
{
  self->read_low = self->read_high = NAN;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->histogram = tnu_histogram_view_new ();
  g_signal_connect_swapped (self->histogram, "limit-moved", G_CALLBACK (limit_moved), self);
  g_signal_connect_swapped (self->histogram, "limit-dropped", G_CALLBACK (show), self);
  gtk_box_append (GTK_BOX (self->box), self->histogram);
  gtk_box_append (GTK_BOX (self->box), make_limits (self));
  gtk_box_append (GTK_BOX (self->box), make_shapes (self));
  gtk_box_append (GTK_BOX (self->box), make_ranges (self));
}

GtkWidget *
tnu_legend_new (TnsSession *session)
{
  TnuLegend *self = g_object_new (TNU_TYPE_LEGEND, NULL);

  self->session = g_object_ref (session);
  self->scales = tnu_scales_get (session);
  g_signal_connect_object (self->scales, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
  return GTK_WIDGET (self);
}
