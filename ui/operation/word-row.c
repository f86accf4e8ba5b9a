/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/word-row.h"

/* Between words where there is room. */
#define MAX_SPACING 8

struct _TnuWordRow
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *box;
  GPtrArray *words; /* (element-type GtkWidget) */
  int word;
  bool is_setting;
};

static guint changed;

G_DEFINE_FINAL_TYPE (TnuWordRow, tnu_word_row, GTK_TYPE_WIDGET)

static void
word_toggled (GtkToggleButton *button, TnuWordRow *self)
{
  if (self->is_setting || !gtk_toggle_button_get_active (button))
    return;
  for (guint k = 0; k < self->words->len; k++)
    if (self->words->pdata[k] == (gpointer) button)
      self->word = (int) k;
  g_signal_emit (self, changed, 0);
}

static void
tnu_word_row_dispose (GObject *object)
{
  TnuWordRow *self = TNU_WORD_ROW (object);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->words, g_ptr_array_unref);
  G_OBJECT_CLASS (tnu_word_row_parent_class)->dispose (object);
}

static void
tnu_word_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (TNU_WORD_ROW (widget)->scroller, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

/* Words move together before one of them is cut off. */
static void
tnu_word_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TnuWordRow *self = TNU_WORD_ROW (widget);
  int spacing = gtk_box_get_spacing (GTK_BOX (self->box)), natural;
  int n_gaps = MAX ((int) self->words->len - 1, 1);
  gtk_widget_measure (self->box, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  natural -= spacing * n_gaps;
  gtk_box_set_spacing (GTK_BOX (self->box), CLAMP ((width - natural) / n_gaps, 0, MAX_SPACING));
  gtk_widget_allocate (self->scroller, width, height, baseline, NULL);
}

static gboolean
tnu_word_row_grab_focus (GtkWidget *widget)
{
  TnuWordRow *self = TNU_WORD_ROW (widget);
  return self->words->len > 0
         && gtk_widget_grab_focus (g_ptr_array_index (self->words, self->word));
}

static void
tnu_word_row_class_init (TnuWordRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_word_row_dispose;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 0);
  GTK_WIDGET_CLASS (klass)->grab_focus = tnu_word_row_grab_focus;
  GTK_WIDGET_CLASS (klass)->measure = tnu_word_row_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = tnu_word_row_size_allocate;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tnu_word_row_init (TnuWordRow *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->box, "tnu-word-row");
  self->words = g_ptr_array_new ();
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->box);
  gtk_widget_add_css_class (self->scroller, "tnu-panel");
  gtk_widget_set_hexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Operation", -1);
}

GtkWidget *
tnu_word_row_new (void)
{
  return g_object_new (TNU_TYPE_WORD_ROW, NULL);
}

void
tnu_word_row_append (TnuWordRow *self, const char *name, const char *tooltip)
{
  g_return_if_fail (TNU_IS_WORD_ROW (self));
  GtkWidget *word = gtk_toggle_button_new_with_label (name);
  gtk_widget_add_css_class (word, "flat");
  gtk_widget_add_css_class (word, "tnu-op");
  gtk_widget_set_valign (word, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (word, tooltip);
  if (self->words->len > 0)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (word),
                                 g_ptr_array_index (self->words, 0));
  else
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (word), TRUE);
  g_signal_connect (word, "toggled", G_CALLBACK (word_toggled), self);
  gtk_box_append (GTK_BOX (self->box), word);
  g_ptr_array_add (self->words, word);
}

void
tnu_word_row_set_word (TnuWordRow *self, int word)
{
  g_return_if_fail (TNU_IS_WORD_ROW (self));
  g_return_if_fail (word >= 0 && word < (int) self->words->len);
  self->word = word;
  self->is_setting = true;
  gtk_toggle_button_set_active (g_ptr_array_index (self->words, word), TRUE);
  self->is_setting = false;
}

int
tnu_word_row_get_word (TnuWordRow *self)
{
  g_return_val_if_fail (TNU_IS_WORD_ROW (self), 0);
  return self->word;
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
             TnuWordRow *self)
{
  int step = key == GDK_KEY_Page_Up ? -1 : key == GDK_KEY_Page_Down ? 1 : 0;
  int n = (int) self->words->len;
  if (step == 0 || (state & GDK_CONTROL_MASK) == 0 || n == 0)
    return GDK_EVENT_PROPAGATE;
  bool has_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
  tnu_word_row_set_word (self, (self->word + step + n) % n);
  g_signal_emit (self, changed, 0);
  if (has_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  return GDK_EVENT_STOP;
}

void
tnu_word_row_listen (TnuWordRow *self, GtkWidget *panel)
{
  g_return_if_fail (TNU_IS_WORD_ROW (self));
  GtkEventController *keys = gtk_event_controller_key_new ();
  /* Before rows scroll by these keys. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed), self, 0);
  gtk_widget_add_controller (panel, keys);
}
