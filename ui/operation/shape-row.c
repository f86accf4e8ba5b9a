/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/shape-row.h"

#include <math.h>

/* Chips shown per number of axes; the rest stand behind "more". */
#define CHIPS_PER_RANK 6

static char *
dup_shape_markup (const TnuTheme *theme, const TnuShape *shape)
{
  GString *markup = g_string_new ("(");
  for (int d = 0; d < shape->rank; d++)
    {
      const TnuColor *color = tnu_theme_get_axis_color (theme, d);
      g_string_append_printf (markup, "%s<span color=\"#%02x%02x%02x\" weight=\"bold\">%" G_GINT64_FORMAT
                              "</span>",
                              d > 0 ? ", " : "", (int) lround (color->r * 255),
                              (int) lround (color->g * 255), (int) lround (color->b * 255),
                              shape->sizes[d]);
    }
  g_string_append (markup, shape->rank == 1 ? ",)" : ")");
  return g_string_free (markup, FALSE);
}

typedef struct
{
  TnuShape shape;
  void (*choose) (const TnuShape *shape, gpointer data);
  gpointer data;
} Chip;

static void
chip_clicked (GtkButton *button, gpointer unused)
{
  /* Choosing fills the row anew and takes this very button out of it. */
  Chip chip = *(const Chip *) g_object_get_data (G_OBJECT (button), "chip");
  chip.choose (&chip.shape, chip.data);
}

static GtkWidget *
make_chip (const TnuShapeRow *self, const TnuShape *shape, int number)
{
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *markup = dup_shape_markup (self->theme, shape);
  g_autofree char *numbered
      = number > 0 ? g_strdup_printf ("<span alpha=\"60%%\">%d</span>  %s", number, markup) : NULL;
  gtk_label_set_markup (GTK_LABEL (label), numbered != NULL ? numbered : markup);
  GtkWidget *button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "tnu-shape");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (self->chosen != NULL && tnu_shape_equal (shape, self->chosen))
    gtk_widget_add_css_class (button, "chosen");
  if (tnu_shape_equal (shape, self->present))
    gtk_widget_add_css_class (button, "same");
  g_autofree char *plain = tnu_shape_dup_text (shape);
  g_autofree char *name = g_strdup_printf ("Reshape to %s", plain);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  Chip *chip = g_new (Chip, 1);
  *chip = (Chip) { *shape, self->choose, self->data };
  g_object_set_data_full (G_OBJECT (button), "chip", chip, g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (chip_clicked), NULL);
  return button;
}

static void
append_word (GtkWidget *box, const char *word, const char *style_class)
{
  GtkWidget *label = gtk_label_new (word);
  gtk_widget_add_css_class (label, style_class);
  gtk_box_append (GTK_BOX (box), label);
}

static void
append_more (const TnuShapeRow *self, GArray *choices, gint64 total, guint first)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autofree char *word = g_strdup_printf ("%" G_GINT64_FORMAT " more", total - first);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), word);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  GtkWidget *flow = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 4);
  for (guint k = first; k < choices->len; k++)
    gtk_flow_box_append (GTK_FLOW_BOX (flow),
                         make_chip (self, &g_array_index (choices, TnuShape, k), 0));
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), flow);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  GtkWidget *popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_box_append (GTK_BOX (self->box), button);
}

static void
clear (const TnuShapeRow *self)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
}

void
tnu_shape_row_fill_legal (const TnuShapeRow *self, gint64 numel)
{
  clear (self);
  for (int rank = 1; rank <= 4; rank++)
    {
      g_autoptr (GArray) choices = tnu_shape_choices_new (numel, rank, TNU_SHAPE_MAX_CHOICES);
      if (choices->len == 0)
        continue;
      g_autofree char *word = g_strdup_printf (rank == 1 ? "%d axis" : "%d axes", rank);
      append_word (self->box, word, "tnu-dim");
      guint n = rank < 4 ? MIN (choices->len, CHIPS_PER_RANK) : 0;
      for (guint k = 0; k < n; k++)
        gtk_box_append (GTK_BOX (self->box),
                        make_chip (self, &g_array_index (choices, TnuShape, k), 0));
      if (choices->len > n)
        append_more (self, choices, tnu_shape_choices_count (numel, rank), n);
    }
}

void
tnu_shape_row_fill_nearest (const TnuShapeRow *self, gint64 numel, const TnuShape *misfit,
                            const char *wanted, const char *reason)
{
  clear (self);
  append_word (self->box, wanted, "tnu-shape-wrong");
  gtk_widget_set_valign (gtk_widget_get_first_child (self->box), GTK_ALIGN_CENTER);
  append_word (self->box, reason, "tnu-control");
  g_autoptr (GArray) nearest = tnu_shape_find_nearest (numel, misfit, 4);
  if (nearest->len > 0)
    append_word (self->box, "Nearest that fit", "tnu-dim");
  for (guint k = 0; k < nearest->len; k++)
    gtk_box_append (GTK_BOX (self->box),
                    make_chip (self, &g_array_index (nearest, TnuShape, k), (int) k + 1));
}
