/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/shape-row.h"
#include "ui/flow-box.h"

#include <math.h>

#include "ui/operation/row-parts.h"

/* Chips shown per number of axes; the rest stand behind "more". */
#define CHIPS_PER_RANK 6

char *
tnu_shape_dup_markup (const TnuTheme *theme, const TnuShape *shape, const int *axes)
{
  GString *markup = g_string_new ("(");
  for (int d = 0; d < shape->rank; d++)
    {
      const TnuColor *color = tnu_theme_get_axis_color (theme, axes != NULL ? axes[d] : d);
      g_string_append_printf (
          markup, "%s<span color=\"#%02x%02x%02x\" weight=\"bold\">%" G_GINT64_FORMAT "</span>",
          d > 0 ? ", " : "", (int) lround (color->r * 255), (int) lround (color->g * 255),
          (int) lround (color->b * 255), shape->sizes[d]);
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
  const Chip *chip = g_object_get_data (G_OBJECT (button), "chip");
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER);
  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
  chip->choose (&chip->shape, chip->data);
}

static void
append_chip (const TnuShapeRow *self, GtkWidget *box, const TnuShape *shape)
{
  GtkWidget *button = gtk_button_new ();
  bool is_refused = self->fits != NULL && !self->fits (shape, self->data);
  g_autofree char *markup = tnu_shape_dup_markup (self->theme, shape, NULL);
  g_autofree char *plain = tnu_shape_dup_text (shape);
  g_autofree char *name = g_strdup_printf (
      is_refused ? "Shape %s: the strides do not allow it as a view" : "Shape %s", plain);
  Chip *chip = g_new (Chip, 1);
  tnu_row_append_chip (box, button, markup, name);
  if (tnu_shape_equal (shape, self->present))
    gtk_widget_add_css_class (button, "same");
  if (is_refused)
    gtk_widget_add_css_class (button, "refused");
  *chip = (Chip) { *shape, self->choose, self->data };
  g_object_set_data_full (G_OBJECT (button), "chip", chip, g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (chip_clicked), NULL);
}

void
tnu_shape_row_mark (GtkWidget *box, const TnuShape *shape)
{
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const Chip *chip = g_object_get_data (G_OBJECT (child), "chip");
      if (chip == NULL)
        continue;
      bool is_chosen = tnu_shape_equal (&chip->shape, shape);
      if (is_chosen)
        gtk_widget_add_css_class (child, "chosen");
      else
        gtk_widget_remove_css_class (child, "chosen");
      gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_PRESSED,
                                   is_chosen ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                             : GTK_ACCESSIBLE_TRISTATE_FALSE,
                                   -1);
    }
}

static void
append_more (const TnuShapeRow *self, GArray *choices, gint64 total, guint first)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autofree char *word = g_strdup_printf ("%" G_GINT64_FORMAT " more", total - first);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), word);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  GtkWidget *flow = tnu_flow_box_new ();
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 4);
  for (guint k = first; k < choices->len; k++)
    append_chip (self, flow, &g_array_index (choices, TnuShape, k));
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

void
tnu_shape_row_fill (const TnuShapeRow *self, gint64 numel)
{
  tnu_row_clear (self->box);
  for (int rank = 1; rank <= 4; rank++)
    {
      g_autoptr (GArray) choices = tnu_shape_choices_new (numel, rank, TNU_SHAPE_MAX_CHOICES);
      if (choices->len == 0)
        continue;
      g_autofree char *word = g_strdup_printf (rank == 1 ? "%d axis" : "%d axes", rank);
      tnu_row_append_words (self->box, word, "tnu-dim");
      guint n = rank < 4 ? MIN (choices->len, CHIPS_PER_RANK) : 0;
      for (guint k = 0; k < n; k++)
        append_chip (self, self->box, &g_array_index (choices, TnuShape, k));
      if (choices->len > n)
        append_more (self, choices, tnu_shape_choices_count (numel, rank), n);
    }
}
