/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/stage/word-box.h"

#include <stdbool.h>
#include <string.h>

#define SPACING 4

struct _TnuWordBox
{
  GtkWidget parent_instance;

  GtkWidget *more;
  GPtrArray *words; /* (element-type GtkButton) */
  guint n_shown;
};

G_DEFINE_FINAL_TYPE (TnuWordBox, tnu_word_box, GTK_TYPE_WIDGET)

static int
get_width (GtkWidget *widget)
{
  int width;
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width;
}

/* ---- the menu ---- */

static void
choose (GtkWidget *widget, const char *action, GVariant *label)
{
  GtkWidget *word = tnu_word_box_find (TNU_WORD_BOX (widget), g_variant_get_string (label, NULL));
  if (word != NULL)
    g_signal_emit_by_name (word, "clicked");
}

static void
fill_menu (GtkMenuButton *more, gpointer data)
{
  TnuWordBox *self = data;
  g_autoptr (GMenu) menu = g_menu_new ();
  for (guint k = self->n_shown; k < self->words->len; k++)
    {
      const char *label = gtk_button_get_label (g_ptr_array_index (self->words, k));
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "word.choose", "s", label);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (more, G_MENU_MODEL (menu));
}

/* ---- layout ---- */

static void
tnu_word_box_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  TnuWordBox *self = TNU_WORD_BOX (widget);
  int least, wanted;
  gtk_widget_measure (self->more, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = 0;
  for (guint k = 0; k < self->words->len; k++)
    {
      gtk_widget_measure (g_ptr_array_index (self->words, k), orientation, -1, &least, &wanted,
                          NULL, NULL);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        *natural += wanted + (k > 0 ? SPACING : 0);
      else
        {
          *minimum = MAX (*minimum, least);
          *natural = MAX (*natural, wanted);
        }
    }
  *natural = MAX (*natural, *minimum);
}

static guint
count_fitting (TnuWordBox *self, int width)
{
  int used = 0, more = get_width (self->more);
  guint n = 0;
  for (; n < self->words->len; n++)
    {
      bool is_last = n + 1 == self->words->len;
      used += get_width (g_ptr_array_index (self->words, n)) + (n > 0 ? SPACING : 0);
      if (used + (is_last ? 0 : SPACING + more) > width)
        {
          /* The last ones may fit where "more…" would have stood. */
          int rest = used;
          for (guint k = n + 1; k < self->words->len; k++)
            rest += get_width (g_ptr_array_index (self->words, k)) + SPACING;
          return rest <= width ? self->words->len : n;
        }
    }
  return n;
}

static int
place (GtkWidget *child, int x, int height, bool is_shown)
{
  int width = get_width (child);
  gtk_widget_set_child_visible (child, is_shown);
  gtk_widget_allocate (child, width, height, -1,
                       gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x, 0)));
  return is_shown ? x + width + SPACING : x;
}

static void
tnu_word_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TnuWordBox *self = TNU_WORD_BOX (widget);
  int x = 0;
  self->n_shown = count_fitting (self, width);
  for (guint k = 0; k < self->words->len; k++)
    x = place (g_ptr_array_index (self->words, k), x, height, k < self->n_shown);
  place (self->more, x, height, self->n_shown < self->words->len);
}

/* ---- the object ---- */

static void
tnu_word_box_dispose (GObject *object)
{
  TnuWordBox *self = TNU_WORD_BOX (object);
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_clear_pointer (&self->more, gtk_widget_unparent);
  for (GtkWidget *child; (child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL;)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tnu_word_box_parent_class)->dispose (object);
}

static void
tnu_word_box_class_init (TnuWordBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = tnu_word_box_dispose;
  widget_class->measure = tnu_word_box_measure;
  widget_class->size_allocate = tnu_word_box_size_allocate;
  gtk_widget_class_install_action (widget_class, "word.choose", "s", choose);
}

static void
tnu_word_box_init (TnuWordBox *self)
{
  self->words = g_ptr_array_new ();
  self->more = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->more), "more…");
  gtk_widget_add_css_class (self->more, "tnu-more");
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (self->more), FALSE);
  gtk_widget_set_valign (self->more, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->more, "Operations that do not fit here");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->more), fill_menu, self, NULL);
  gtk_widget_set_parent (self->more, GTK_WIDGET (self));
}

GtkWidget *
tnu_word_box_new (void)
{
  return g_object_new (TNU_TYPE_WORD_BOX, NULL);
}

void
tnu_word_box_append (TnuWordBox *self, GtkWidget *button)
{
  g_return_if_fail (TNU_IS_WORD_BOX (self));
  gtk_widget_insert_before (button, GTK_WIDGET (self), self->more);
  g_ptr_array_add (self->words, button);
}

GtkWidget *
tnu_word_box_find (TnuWordBox *self, const char *label)
{
  g_return_val_if_fail (TNU_IS_WORD_BOX (self), NULL);
  for (guint k = 0; k < self->words->len; k++)
    if (strcmp (gtk_button_get_label (g_ptr_array_index (self->words, k)), label) == 0)
      return g_ptr_array_index (self->words, k);
  return NULL;
}
