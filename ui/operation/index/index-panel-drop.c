/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Names dragged over the picture: what comes of a drop is shown while the name is held there. */
#include "ui/operation/index/index-panel-private.h"

#include "ui/operation/index/index-name-row.h"
#include "ui/text-scale.h"

/* As it was before the name came. */
static void
take_back (TnuIndexPanel *self)
{
  tnu_index_clear (&self->index);
  tnu_index_copy (&self->before_drop, &self->index);
}

static void
hold_over (TnuIndexPanel *self, int dim, const char *name)
{
  if (dim == self->picture.drop_dim)
    return;
  self->picture.drop_dim = dim;
  take_back (self);
  tnu_index_panel_place_name (self, dim, name);
}

static void
end_hold (TnuIndexPanel *self)
{
  self->is_dropping = false;
  self->picture.drop_dim = -1;
  tnu_index_clear (&self->before_drop);
}

static int
find_dim (TnuIndexPanel *self, double x, double y)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  return tnu_index_picture_find_dim (&self->picture, &self->places, x / scale, y / scale);
}

static const char *
get_name (GtkDropTarget *target)
{
  const GValue *value = gtk_drop_target_get_value (target);
  return value != NULL ? ((TnuIndexName *) g_value_get_boxed (value))->text : NULL;
}

static GdkDragAction
name_moved (GtkDropTarget *target, double x, double y, TnuIndexPanel *self)
{
  const char *name = get_name (target);
  int dim = find_dim (self, x, y);
  if (dim < 0)
    return 0;
  if (!self->is_dropping)
    {
      self->is_dropping = true;
      tnu_index_copy (&self->index, &self->before_drop);
    }
  /* The name comes a moment after the pointer. */
  if (name != NULL)
    hold_over (self, dim, name);
  return GDK_ACTION_COPY;
}

static void
name_left (GtkDropTarget *target, TnuIndexPanel *self)
{
  if (!self->is_dropping)
    return;
  take_back (self);
  end_hold (self);
  tnu_index_panel_index_changed (self);
}

static gboolean
name_dropped (GtkDropTarget *target, const GValue *value, double x, double y, TnuIndexPanel *self)
{
  const TnuIndexName *name = g_value_get_boxed (value);
  int dim = find_dim (self, x, y);
  if (dim < 0)
    return FALSE;
  if (self->is_dropping)
    take_back (self);
  end_hold (self);
  tnu_index_panel_place_name (self, dim, name->text);
  gtk_widget_grab_focus (self->canvas);
  return TRUE;
}

void
tnu_index_panel_take_drops (TnuIndexPanel *self)
{
  GtkDropTarget *target = gtk_drop_target_new (TNU_TYPE_INDEX_NAME, GDK_ACTION_COPY);
  gtk_drop_target_set_preload (target, TRUE);
  g_signal_connect (target, "enter", G_CALLBACK (name_moved), self);
  g_signal_connect (target, "motion", G_CALLBACK (name_moved), self);
  g_signal_connect (target, "leave", G_CALLBACK (name_left), self);
  g_signal_connect (target, "drop", G_CALLBACK (name_dropped), self);
  gtk_widget_add_controller (self->canvas, GTK_EVENT_CONTROLLER (target));
}
