/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Jupyter's keys. The ones that work everywhere are taken before the text sees them; those of
 * command mode only reach us when no text has the focus. */
#include "ui/notebook/notebook-view-private.h"

#define DOUBLE_KEY_US (700 * G_TIME_SPAN_MILLISECOND)

static guint
current_position (TnuNotebookView *self)
{
  TnuCellView *current = tnu_notebook_view_get_current (self);
  TnsNotebook *notebook = tns_session_get_notebook (tnu_notebook_view_get_session (self));

  return (guint) MAX (tns_notebook_get_position (notebook, tnu_cell_view_get_cell (current)), 0);
}

/* ---- everywhere ---- */

static void
run_and_advance (TnuNotebookView *self)
{
  guint position = current_position (self);

  tnu_notebook_view_run_current (self);
  if (!tnu_notebook_view_step (self, 1, false))
    tnu_notebook_view_insert (self, position + 1, TNS_CELL_CODE, true);
}

static void
run_and_insert (TnuNotebookView *self)
{
  guint position = current_position (self);

  tnu_notebook_view_run_current (self);
  tnu_notebook_view_insert (self, position + 1, TNS_CELL_CODE, true);
}

static gboolean
return_pressed (TnuNotebookView *self, GdkModifierType state)
{
  if (state == GDK_SHIFT_MASK)
    run_and_advance (self);
  else if (state == GDK_CONTROL_MASK)
    tnu_notebook_view_run_current (self);
  else if (state == GDK_ALT_MASK)
    run_and_insert (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static gboolean
arrow_pressed (TnuNotebookView *self, TnuCellView *current, int direction)
{
  if (!tnu_cell_view_is_editing (current) || !tnu_cell_view_is_at_edge (current, direction))
    return GDK_EVENT_PROPAGATE;
  return tnu_notebook_view_step (self, direction, true) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static gboolean
key_captured (TnuNotebookView *self, guint key, guint code, GdkModifierType state)
{
  TnuCellView *current = tnu_notebook_view_get_current (self);

  state &= gtk_accelerator_get_default_mod_mask ();
  if (current == NULL)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    return return_pressed (self, state);
  if (key == GDK_KEY_Escape && state == 0 && tnu_cell_view_is_editing (current))
    {
      tnu_cell_view_leave (current);
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_Tab && state == 0 && tnu_cell_view_go_to_fixes (current))
    return GDK_EVENT_STOP;
  if ((key == GDK_KEY_Up || key == GDK_KEY_Down) && state == 0)
    return arrow_pressed (self, current, key == GDK_KEY_Up ? -1 : 1);
  return GDK_EVENT_PROPAGATE;
}

/* ---- command mode ---- */

static void
delete_pressed (TnuNotebookView *self, TnuCellView *current, gint64 *last)
{
  gint64 now = g_get_monotonic_time ();

  if (now - *last < DOUBLE_KEY_US)
    {
      TnsNotebook *notebook = tns_session_get_notebook (tnu_notebook_view_get_session (self));

      *last = 0;
      tns_notebook_delete_cell (notebook, tnu_cell_view_get_cell (current));
    }
  else
    *last = now;
}

static gboolean
command_pressed (TnuNotebookView *self, TnuCellView *current, guint key)
{
  TnsSession *session = tnu_notebook_view_get_session (self);
  TnsCell *cell = tnu_cell_view_get_cell (current);

  switch (key)
    {
    case GDK_KEY_a:
      tnu_notebook_view_insert (self, current_position (self), TNS_CELL_CODE, false);
      break;
    case GDK_KEY_b:
      tnu_notebook_view_insert (self, current_position (self) + 1, TNS_CELL_CODE, false);
      break;
    case GDK_KEY_m:
      tns_cell_set_cell_type (cell, TNS_CELL_MARKDOWN);
      break;
    case GDK_KEY_y:
      tns_cell_set_cell_type (cell, TNS_CELL_CODE);
      break;
    case GDK_KEY_r:
      tns_cell_set_cell_type (cell, TNS_CELL_RAW);
      break;
    case GDK_KEY_z:
      tns_session_undo (session);
      break;
    case GDK_KEY_Z:
      tns_session_redo (session);
      break;
    case GDK_KEY_Up:
    case GDK_KEY_k:
      tnu_notebook_view_step (self, -1, false);
      break;
    case GDK_KEY_Down:
    case GDK_KEY_j:
      tnu_notebook_view_step (self, 1, false);
      break;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      tnu_cell_view_edit (current);
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
             TnuNotebookView *self)
{
  TnuCellView *current = tnu_notebook_view_get_current (self);
  gint64 *last_delete = g_object_get_data (G_OBJECT (keys), "last-delete");

  state &= gtk_accelerator_get_default_mod_mask ();
  if (current == NULL || (state & ~GDK_SHIFT_MASK) != 0 ||
      !gtk_widget_is_focus (GTK_WIDGET (current)))
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_d)
    {
      delete_pressed (self, current, last_delete);
      return GDK_EVENT_STOP;
    }
  *last_delete = 0;
  return command_pressed (self, current, key);
}

void
tnu_notebook_keys_attach (TnuNotebookView *self)
{
  GtkEventController *capture = gtk_event_controller_key_new ();
  GtkEventController *bubble = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (capture, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (capture, "key-pressed", G_CALLBACK (key_captured), self);
  gtk_widget_add_controller (GTK_WIDGET (self), capture);
  g_object_set_data_full (G_OBJECT (bubble), "last-delete", g_new0 (gint64, 1), g_free);
  g_signal_connect (bubble, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), bubble);
}
