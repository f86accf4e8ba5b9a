/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-name-row.h"

#include <stdbool.h>
#include <string.h>

#include "ui/draw/theme.h"
#include "ui/operation/row-parts.h"
#include "ui/operation/shape-choices.h"

struct _TnuIndexNameRow
{
  GtkWidget parent_instance;

  GtkWidget *box;
};

static guint chosen;

G_DEFINE_FINAL_TYPE (TnuIndexNameRow, tnu_index_name_row, GTK_TYPE_WIDGET)

/* ---- what is dragged ---- */

static TnuIndexName *
name_copy (TnuIndexName *name)
{
  TnuIndexName *copy = g_new (TnuIndexName, 1);
  copy->text = g_strdup (name->text);
  return copy;
}

static void
name_free (TnuIndexName *name)
{
  g_free (name->text);
  g_free (name);
}

G_DEFINE_BOXED_TYPE (TnuIndexName, tnu_index_name, name_copy, name_free)

/* ---- words ---- */

char *
tnu_index_tensor_dup_label (const TnuIndexTensor *tensor)
{
  TnuShape shape = { .rank = tensor->rank };
  memcpy (shape.sizes, tensor->sizes, (size_t) shape.rank * sizeof *shape.sizes);
  g_autofree char *sizes = tnu_shape_dup_text (&shape);
  if (tensor->rank == 0 && tensor->items != NULL)
    return g_strdup_printf ("%s = %" G_GINT64_FORMAT, tensor->name, tensor->items[0]);
  return tensor->rank == 0 ? g_strdup (tensor->name)
                           : g_strdup_printf ("%s %s", tensor->name, sizes);
}

char *
tnu_index_tensor_dup_words (const TnuIndexTensor *tensor)
{
  gint64 n = tnu_index_tensor_count (tensor);
  if (tensor->rank == 0)
    return g_strdup_printf ("%s: one whole number; the axis goes", tensor->name);
  return g_strdup_printf ("%s: %" G_GINT64_FORMAT " %s", tensor->name, n,
                          tensor->type == TNU_ITEMS_TRUTH ? n == 1 ? "truth value" : "truth values"
                          : n == 1                        ? "whole number"
                                                          : "whole numbers");
}

/* ---- chips ---- */

typedef struct
{
  TnuIndexNameRow *row;
  char *name;
  GtkWidget *menu; /* NULL when there is only one axis */
  int only;
} Chip;

static void
chip_free (Chip *chip)
{
  g_free (chip->name);
  g_free (chip);
}

static GdkContentProvider *
drag_begun (GtkDragSource *source, double x, double y, Chip *chip)
{
  TnuIndexName name = { chip->name };
  return gdk_content_provider_new_typed (TNU_TYPE_INDEX_NAME, &name);
}

/* The chip itself is carried. */
static void
show_carried (GtkDragSource *source, GdkDrag *drag, gpointer unused)
{
  GtkWidget *button = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (button);
  gtk_drag_source_set_icon (source, picture, gtk_widget_get_width (button) / 2,
                            gtk_widget_get_height (button) + 4);
}

static void
axis_clicked (GtkWidget *button, Chip *chip)
{
  int dim = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "dim"));
  /* The row may be filled anew by this, and the chip go. */
  g_autofree char *name = g_strdup (chip->name);
  TnuIndexNameRow *row = chip->row;
  gtk_popover_popdown (GTK_POPOVER (chip->menu));
  g_signal_emit (row, chosen, 0, dim, name);
}

static void
chip_clicked (GtkWidget *button, Chip *chip)
{
  g_autofree char *name = g_strdup (chip->name);
  if (chip->menu != NULL)
    gtk_popover_popup (GTK_POPOVER (chip->menu));
  else
    g_signal_emit (chip->row, chosen, 0, chip->only, name);
}

static void
append_axis (GtkWidget *box, const TnuIndexSource *source, int dim, Chip *chip)
{
  g_autofree char *label = g_strdup_printf ("On axis %c (%" G_GINT64_FORMAT ")",
                                            tnu_axis_get_letter (dim), source->sizes[dim]);
  GtkWidget *button = gtk_button_new_with_label (label);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "dim", GINT_TO_POINTER (dim));
  g_signal_connect (button, "clicked", G_CALLBACK (axis_clicked), chip);
  gtk_box_append (GTK_BOX (box), button);
}

static void
make_menu (GtkWidget *button, Chip *chip, const TnuIndexTensor *tensor,
           const TnuIndexSource *source)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  int n = 0;
  for (int dim = 0; dim < source->rank; dim++)
    if (tnu_index_tensor_fits (tensor, source, dim))
      {
        append_axis (box, source, dim, chip);
        chip->only = dim;
        n++;
      }
  if (n == 1)
    {
      g_object_ref_sink (box);
      g_object_unref (box);
      return;
    }
  chip->menu = gtk_popover_new ();
  gtk_popover_set_position (GTK_POPOVER (chip->menu), GTK_POS_TOP);
  gtk_popover_set_child (GTK_POPOVER (chip->menu), box);
  gtk_widget_set_parent (chip->menu, button);
  g_signal_connect_swapped (button, "destroy", G_CALLBACK (gtk_widget_unparent), chip->menu);
}

static void
append_chip (TnuIndexNameRow *self, const TnuIndexTensor *tensor, const TnuIndexSource *source)
{
  GtkWidget *button = gtk_button_new ();
  GtkDragSource *drag = gtk_drag_source_new ();
  Chip *chip = g_new0 (Chip, 1);
  g_autofree char *label = tnu_index_tensor_dup_label (tensor);
  g_autofree char *markup = g_markup_escape_text (label, -1);
  g_autofree char *about = tnu_index_tensor_dup_words (tensor);
  g_autofree char *words = g_strdup_printf ("%s. Drag it on an axis, or press it", about);
  chip->row = self;
  chip->name = g_strdup (tensor->name);
  tnu_row_append_chip (self->box, button, markup, words);
  make_menu (button, chip, tensor, source);
  gtk_widget_set_cursor_from_name (button, "grab");
  g_signal_connect (button, "clicked", G_CALLBACK (chip_clicked), chip);
  g_signal_connect (drag, "prepare", G_CALLBACK (drag_begun), chip);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (show_carried), NULL);
  gtk_widget_add_controller (button, GTK_EVENT_CONTROLLER (drag));
  g_object_set_data_full (G_OBJECT (button), "chip", chip, (GDestroyNotify) chip_free);
}

static bool
fits_somewhere (const TnuIndexTensor *tensor, const TnuIndexSource *source)
{
  for (int dim = 0; dim < source->rank; dim++)
    if (tnu_index_tensor_fits (tensor, source, dim))
      return true;
  return false;
}

int
tnu_index_name_row_show (TnuIndexNameRow *self, const TnuIndexSource *source, const char *name)
{
  g_return_val_if_fail (TNU_IS_INDEX_NAME_ROW (self), 0);
  int n = 0;
  tnu_row_clear (self->box);
  tnu_row_append_words (self->box, "Drag on an axis", "tnu-dim");
  for (int k = 0; k < source->n_tensors; k++)
    if (strcmp (source->tensors[k].name, name) != 0 && fits_somewhere (&source->tensors[k], source))
      {
        append_chip (self, &source->tensors[k], source);
        n++;
      }
  return n;
}

/* ---- the object ---- */

static void
tnu_index_name_row_dispose (GObject *object)
{
  TnuIndexNameRow *self = TNU_INDEX_NAME_ROW (object);
  if (self->box != NULL)
    tnu_row_clear (self->box);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tnu_index_name_row_parent_class)->dispose (object);
}

static void
tnu_index_name_row_class_init (TnuIndexNameRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_index_name_row_dispose;
  chosen = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                         NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tnu_index_name_row_init (TnuIndexNameRow *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
tnu_index_name_row_new (void)
{
  return g_object_new (TNU_TYPE_INDEX_NAME_ROW, NULL);
}
