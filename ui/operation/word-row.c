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
  GtkWidget *words[TNU_N_SHAPE_WORDS];
  TnuShapeWord word;
  bool is_setting;
};

static guint changed;

G_DEFINE_FINAL_TYPE (TnuWordRow, tnu_word_row, GTK_TYPE_WIDGET)

static void
word_toggled (GtkToggleButton *button, TnuWordRow *self)
{
  if (self->is_setting || !gtk_toggle_button_get_active (button))
    return;
  for (int k = 0; k < TNU_N_SHAPE_WORDS; k++)
    if (self->words[k] == GTK_WIDGET (button))
      self->word = k;
  g_signal_emit (self, changed, 0);
}

static void
tnu_word_row_dispose (GObject *object)
{
  g_clear_pointer (&TNU_WORD_ROW (object)->scroller, gtk_widget_unparent);
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
  gtk_widget_measure (self->box, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  natural -= spacing * (TNU_N_SHAPE_WORDS - 1);
  gtk_box_set_spacing (GTK_BOX (self->box),
                       CLAMP ((width - natural) / (TNU_N_SHAPE_WORDS - 1), 0, MAX_SPACING));
  gtk_widget_allocate (self->scroller, width, height, baseline, NULL);
}

static gboolean
tnu_word_row_grab_focus (GtkWidget *widget)
{
  TnuWordRow *self = TNU_WORD_ROW (widget);
  return gtk_widget_grab_focus (self->words[self->word]);
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
  for (int k = 0; k < TNU_N_SHAPE_WORDS; k++)
    {
      GtkWidget *word = gtk_toggle_button_new_with_label (tnu_shape_word_get_name (k));
      gtk_widget_add_css_class (word, "flat");
      gtk_widget_add_css_class (word, "tnu-op");
      gtk_widget_set_valign (word, GTK_ALIGN_CENTER);
      gtk_widget_set_tooltip_text (word, tnu_shape_word_get_tooltip (k));
      if (k > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (word), GTK_TOGGLE_BUTTON (self->words[0]));
      g_signal_connect (word, "toggled", G_CALLBACK (word_toggled), self);
      gtk_box_append (GTK_BOX (self->box), word);
      self->words[k] = word;
    }
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
tnu_word_row_set_word (TnuWordRow *self, TnuShapeWord word)
{
  g_return_if_fail (TNU_IS_WORD_ROW (self));
  self->word = word;
  self->is_setting = true;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->words[word]), TRUE);
  self->is_setting = false;
}

TnuShapeWord
tnu_word_row_get_word (TnuWordRow *self)
{
  g_return_val_if_fail (TNU_IS_WORD_ROW (self), 0);
  return self->word;
}
