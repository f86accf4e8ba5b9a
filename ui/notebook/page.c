/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/notebook/page.h"

struct _TnuPage
{
  GtkWidget parent_instance;

  GtkWidget *child;
};

G_DEFINE_FINAL_TYPE (TnuPage, tnu_page, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
tnu_page_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tnu_page_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum_baseline = *natural_baseline = -1;
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    gtk_widget_measure (TNU_PAGE (widget)->child, orientation, for_size, minimum, natural, NULL,
                        NULL);
}

static void
tnu_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (TNU_PAGE (widget)->child, width, height, -1, NULL);
}

static void
tnu_page_dispose (GObject *object)
{
  g_clear_pointer (&TNU_PAGE (object)->child, gtk_widget_unparent);
  G_OBJECT_CLASS (tnu_page_parent_class)->dispose (object);
}

static void
tnu_page_class_init (TnuPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tnu_page_dispose;
  widget_class->get_request_mode = tnu_page_get_request_mode;
  widget_class->measure = tnu_page_measure;
  widget_class->size_allocate = tnu_page_size_allocate;
}

static void
tnu_page_init (TnuPage *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
}

GtkWidget *
tnu_page_new (GtkWidget *child)
{
  TnuPage *self = g_object_new (TNU_TYPE_PAGE, NULL);

  self->child = child;
  gtk_widget_set_parent (child, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
