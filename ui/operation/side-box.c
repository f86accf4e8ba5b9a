/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/side-box.h"

#include <math.h>
#include <stdbool.h>

#include "ui/text-scale.h"

struct _TnuSideBox
{
  GtkWidget parent_instance;

  GtkWidget *main;
  GtkWidget *side;
  GtkWidget *button;
  double least;
  bool is_narrow;
  guint button_id; /* its visibility is to be changed */
};

G_DEFINE_FINAL_TYPE (TnuSideBox, tnu_side_box, GTK_TYPE_WIDGET)

static gboolean
show_button (gpointer data)
{
  TnuSideBox *self = data;
  self->button_id = 0;
  gtk_widget_set_visible (self->button, self->is_narrow);
  return G_SOURCE_REMOVE;
}

/* ---- layout ---- */

static void
tnu_side_box_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  TnuSideBox *self = TNU_SIDE_BOX (widget);
  int main_minimum, main_natural, side_minimum, side_natural;
  gtk_widget_measure (self->main, orientation, -1, &main_minimum, &main_natural, NULL, NULL);
  gtk_widget_measure (self->side, orientation, -1, &side_minimum, &side_natural, NULL, NULL);
  *minimum = MAX (main_minimum, side_minimum);
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? main_natural + side_natural
                                                       : MAX (main_natural, side_natural);
}

static void
allocate (GtkWidget *child, int x, int width, int height)
{
  gtk_widget_set_child_visible (child, width > 0);
  if (width > 0)
    gtk_widget_allocate (child, width, height, -1,
                         gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float)x, 0)));
}

static void
tnu_side_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TnuSideBox *self = TNU_SIDE_BOX (widget);
  int main_minimum, side_minimum, side_natural;
  bool is_narrow = width < self->least * tnu_text_scale_get (widget);
  gtk_widget_measure (self->main, GTK_ORIENTATION_HORIZONTAL, -1, &main_minimum, NULL, NULL, NULL);
  gtk_widget_measure (self->side, GTK_ORIENTATION_HORIZONTAL, -1, &side_minimum, &side_natural,
                      NULL, NULL);
  int side = 0;
  if (!is_narrow || gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->button)))
    side = MAX (MIN (side_natural, width - main_minimum), side_minimum);
  if (side > 0 && width - side < main_minimum)
    side = width;
  allocate (self->main, 0, width - side, height);
  allocate (self->side, width - side, side, height);
  /* Other widgets cannot be shown while sizes are being given out. */
  if (is_narrow != self->is_narrow && self->button_id == 0)
    self->button_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_button, self, NULL);
  self->is_narrow = is_narrow;
}

/* ---- the object ---- */

static void
tnu_side_box_dispose (GObject *object)
{
  TnuSideBox *self = TNU_SIDE_BOX (object);
  g_clear_handle_id (&self->button_id, g_source_remove);
  g_clear_pointer (&self->main, gtk_widget_unparent);
  g_clear_pointer (&self->side, gtk_widget_unparent);
  g_clear_object (&self->button);
  G_OBJECT_CLASS (tnu_side_box_parent_class)->dispose (object);
}

static void
tnu_side_box_class_init (TnuSideBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_side_box_dispose;
  GTK_WIDGET_CLASS (klass)->measure = tnu_side_box_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = tnu_side_box_size_allocate;
}

static void
tnu_side_box_init (TnuSideBox *self)
{
}

GtkWidget *
tnu_side_box_new (GtkWidget *main, GtkWidget *side, double least, GtkWidget *button)
{
  TnuSideBox *self = g_object_new (TNU_TYPE_SIDE_BOX, NULL);
  self->main = main;
  self->side = side;
  self->least = least;
  self->button = g_object_ref (button);
  gtk_widget_set_parent (main, GTK_WIDGET (self));
  gtk_widget_set_parent (side, GTK_WIDGET (self));
  gtk_widget_set_visible (button, FALSE);
  g_signal_connect_object (button, "toggled", G_CALLBACK (gtk_widget_queue_resize), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
