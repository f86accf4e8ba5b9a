/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Not AdwToastOverlay: that of libadwaita 1.2 reads what it has freed when Escape takes a toast
 * away that is still coming in, and it covers what stands at the bottom. */
#include "app/toast.h"

#define SECONDS 5

struct _TnaToast
{
  GtkWidget parent_instance;

  GtkWidget *revealer;
  GtkWidget *label;
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (TnaToast, tna_toast, GTK_TYPE_WIDGET)

static gboolean
on_time (gpointer data)
{
  TnaToast *self = data;

  self->timeout_id = 0;
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
  return G_SOURCE_REMOVE;
}

static void
tna_toast_dispose (GObject *object)
{
  TnaToast *self = TNA_TOAST (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_pointer (&self->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (tna_toast_parent_class)->dispose (object);
}

static void
tna_toast_class_init (TnaToastClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tna_toast_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
tna_toast_init (TnaToast *self)
{
  self->revealer = gtk_revealer_new ();
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_widget_add_css_class (self->label, "tnu-toast");
  gtk_revealer_set_transition_type (GTK_REVEALER (self->revealer),
                                    GTK_REVEALER_TRANSITION_TYPE_CROSSFADE);
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), self->label);
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_END);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

void
tna_toast_show (TnaToast *self, const char *text)
{
  g_return_if_fail (TNA_IS_TOAST (self));
  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  self->timeout_id = g_timeout_add_seconds (SECONDS, on_time, self);
}
