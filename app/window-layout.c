/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Wide windows show notebook, view and inspector side by side with draggable lines between them.
 * As the width goes (in px of plain text), first the inspector and then the notebook become
 * drawers that lie over the view. A pane is one widget, moved between its two places. */
#include "app/window-private.h"

#include "ui/draw/theme.h"
#include "ui/text-scale.h"

#define NARROW 1180
#define VERY_NARROW 1000
#define NARROW_NOTEBOOK_WIDTH 352
#define MIN_NOTEBOOK_WIDTH 240

/* ---- drawers ---- */

static void
put_in_drawer (GtkRevealer *drawer, GtkWidget *pane, int width)
{
  gtk_widget_set_size_request (pane, width, -1);
  gtk_widget_add_css_class (pane, "tnu-drawer");
  gtk_revealer_set_child (drawer, pane);
}

/* Takes @pane out of its drawer or its paned; the caller holds a reference. */
static void
take_out (TnaWindow *self, GtkWidget *pane)
{
  GtkWidget *parent = gtk_widget_get_parent (pane);

  gtk_widget_remove_css_class (pane, "tnu-drawer");
  if (parent == GTK_WIDGET (self->left_paned))
    gtk_paned_set_start_child (self->left_paned, NULL);
  else if (parent == GTK_WIDGET (self->right_paned))
    gtk_paned_set_end_child (self->right_paned, NULL);
  else if (parent != NULL)
    gtk_revealer_set_child (GTK_REVEALER (parent), NULL);
}

static void
set_drawer_open (GtkRevealer *drawer, bool is_open)
{
  if (is_open)
    gtk_widget_set_visible (GTK_WIDGET (drawer), TRUE);
  gtk_revealer_set_reveal_child (drawer, is_open);
}

/* A closed drawer must not take the clicks meant for what is under it. */
static void
drawer_moved (GtkRevealer *drawer)
{
  if (!gtk_revealer_get_child_revealed (drawer) && !gtk_revealer_get_reveal_child (drawer))
    gtk_widget_set_visible (GTK_WIDGET (drawer), FALSE);
}

/* ---- placing ---- */

static void
place_notebook (TnaWindow *self, double scale)
{
  GtkWidget *pane = GTK_WIDGET (self->notebook_view);
  int width = (int) ((self->is_narrow ? NARROW_NOTEBOOK_WIDTH : TNU_NOTEBOOK_WIDTH) * scale);

  g_object_ref (pane);
  take_out (self, pane);
  if (self->is_very_narrow)
    put_in_drawer (self->left_drawer, pane, width);
  else
    {
      gtk_widget_set_size_request (pane, (int) (MIN_NOTEBOOK_WIDTH * scale), -1);
      gtk_paned_set_start_child (self->left_paned, pane);
      gtk_paned_set_position (self->left_paned, width);
    }
  set_drawer_open (self->left_drawer, false);
  gtk_widget_set_visible (pane, TRUE);
  g_object_unref (pane);
}

static void
place_inspector (TnaWindow *self, double scale, int window_width)
{
  int width = (int) (TNU_INSPECTOR_WIDTH * scale);
  int left = self->is_very_narrow ? 0 : gtk_paned_get_position (self->left_paned);

  g_object_ref (self->inspector);
  take_out (self, self->inspector);
  if (self->is_narrow)
    put_in_drawer (self->right_drawer, self->inspector, width);
  else
    {
      gtk_widget_set_size_request (self->inspector, width, -1);
      gtk_paned_set_end_child (self->right_paned, self->inspector);
      gtk_paned_set_position (self->right_paned, window_width - left - width - 1);
    }
  set_drawer_open (self->right_drawer, false);
  g_object_unref (self->inspector);
}

/* The inspector belongs to the stage; the graph and an operation explain themselves. */
static bool
has_inspector (TnaWindow *self)
{
  return !self->has_panel &&
         g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "stage") == 0;
}

static void
show_states (TnaWindow *self)
{
  GtkWidget *pane = GTK_WIDGET (self->notebook_view);
  bool is_shown = self->is_very_narrow ? gtk_revealer_get_reveal_child (self->left_drawer)
                                       : gtk_widget_get_visible (pane);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->notebook_button), is_shown);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->inspector_button),
                                gtk_revealer_get_reveal_child (self->right_drawer));
  gtk_widget_set_visible (self->inspector_button, self->is_narrow && has_inspector (self));
  gtk_widget_set_visible (self->inspector,
                          has_inspector (self) && (self->is_narrow || !self->hides_inspector));
}

/* Whether the keyboard is in the notebook: a pane that moves loses it. */
static bool
notebook_has_focus (TnaWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->notebook_view));
}

static void
arrange (TnaWindow *self, double scale, int width)
{
  bool had_focus = notebook_has_focus (self);

  self->layout_scale = scale;
  self->is_narrow = width < NARROW * scale;
  self->is_very_narrow = width < VERY_NARROW * scale;
  place_notebook (self, scale);
  place_inspector (self, scale, width);
  tnu_stepper_set_narrow (self->stepper, self->is_narrow);
  show_states (self);
  tna_window_update_title (self);
  tna_window_update_actions (self);
  if (had_focus && !self->is_very_narrow)
    tnu_notebook_view_focus (self->notebook_view);
}

static gboolean
rearrange (gpointer data)
{
  TnaWindow *self = data;

  self->layout_id = 0;
  arrange (self, tnu_text_scale_get (GTK_WIDGET (self)), gtk_widget_get_width (GTK_WIDGET (self)));
  return G_SOURCE_REMOVE;
}

void
tna_window_size_changed (TnaWindow *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  bool is_same = self->layout_scale == scale && self->is_narrow == (width < NARROW * scale) &&
                 self->is_very_narrow == (width < VERY_NARROW * scale);

  /* Children cannot be moved while sizes are being given out. */
  if (width > 0 && !is_same && self->layout_id == 0)
    self->layout_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, rearrange, self, NULL);
}

void
tna_window_build_layout (TnaWindow *self)
{
  g_signal_connect (self->left_drawer, "notify::child-revealed", G_CALLBACK (drawer_moved), NULL);
  g_signal_connect (self->right_drawer, "notify::child-revealed", G_CALLBACK (drawer_moved), NULL);
  arrange (self, tnu_text_scale_get (GTK_WIDGET (self)), 1440);
}

/* ---- showing and hiding ---- */

void
tna_window_toggle_notebook (TnaWindow *self)
{
  GtkWidget *pane = GTK_WIDGET (self->notebook_view);

  if (self->is_very_narrow)
    set_drawer_open (self->left_drawer, !gtk_revealer_get_reveal_child (self->left_drawer));
  else
    gtk_widget_set_visible (pane, !gtk_widget_get_visible (pane));
  if (gtk_widget_get_mapped (pane))
    tnu_notebook_view_focus (self->notebook_view);
  show_states (self);
}

void
tna_window_toggle_inspector (TnaWindow *self)
{
  if (self->is_narrow)
    set_drawer_open (self->right_drawer, !gtk_revealer_get_reveal_child (self->right_drawer));
  else
    self->hides_inspector = !self->hides_inspector;
  show_states (self);
}

void
tna_window_update_panes (TnaWindow *self)
{
  if (!has_inspector (self))
    set_drawer_open (self->right_drawer, false);
  show_states (self);
}
