/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/stage/stage-cells.h"

#include "ui/cell/copy.h"
#include "ui/cell/pins.h"
#include "ui/operation/variables.h"

static guint notice;

/* What Ctrl+C writes: the form chosen last, in all windows. */
static TnuCopyFormat last_format = TNU_COPY_PRINTED;

/* ---- copying ---- */

typedef struct
{
  TnuStagePane *pane;
  TnuCopyFormat format;
  char *what; /* "x[1, :2]" */
  gint64 n_elems;
} Copying;

static void
copying_free (Copying *copying)
{
  g_object_unref (copying->pane);
  g_free (copying->what);
  g_free (copying);
}

static const char *
get_manner (TnuCopyFormat format)
{
  switch (format)
    {
    case TNU_COPY_PYTORCH:
      return "as PyTorch code";
    case TNU_COPY_NUMPY:
      return "as NumPy code";
    case TNU_COPY_LATEX:
      return "as LaTeX";
    case TNU_COPY_TABLE:
      return "as a table";
    case TNU_COPY_PRINTED:
    default:
      return "as PyTorch prints it";
    }
}

static void
text_is_written (GObject *source, GAsyncResult *result, gpointer data)
{
  Copying *copying = data;
  const char *note = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = tnu_copy_finish (result, &note, &error);
  g_autofree char *words = NULL;

  if (text != NULL)
    {
      gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (copying->pane)), text);
      words = g_strdup_printf ("Copied %s %s: %" G_GINT64_FORMAT " %s%s%s", copying->what,
                               get_manner (copying->format), copying->n_elems,
                               copying->n_elems == 1 ? "element" : "elements",
                               note != NULL ? ". " : "", note != NULL ? note : "");
    }
  else
    words = g_strdup_printf ("Not copied: %s", error->message);
  g_signal_emit (copying->pane, notice, 0, words);
  copying_free (copying);
}

static void
copy (TnuStagePane *pane, TnuCopyFormat format)
{
  TnuStageView *stage = tnu_stage_pane_get_stage (pane);
  TnsSession *session = tnu_stage_view_get_session (stage);
  TnuSelection *selection = tnu_stage_view_get_selection (stage);
  g_autoptr (GPtrArray) variables = tnu_variables_dup (session);
  const TnsVariable *variable
      = tnu_variables_find (variables, tns_session_get_selected_name (session));
  Copying *copying;
  const TnsMeta *meta;
  TnuBox box;

  last_format = format;
  if (variable == NULL)
    {
      g_signal_emit (pane, notice, 0, "Select a tensor first");
      return;
    }
  meta = tns_moment_get_meta (variable->value);
  tnu_box_init_whole (&box, meta->rank, meta->sizes);
  copying = g_new0 (Copying, 1);
  copying->pane = g_object_ref (pane);
  copying->format = format;
  if (g_strcmp0 (tnu_selection_get_name (selection), variable->name) == 0)
    {
      g_autofree char *index = tnu_selection_dup_index (selection);

      box = *tnu_selection_get_box (selection);
      copying->what = g_strdup_printf ("%s[%s]", variable->name, index);
    }
  else
    copying->what = g_strdup (variable->name);
  copying->n_elems = tnu_box_count (&box);
  tnu_copy_async (G_OBJECT (session), variable->value, &box, format, NULL, text_is_written,
                  copying);
}

/* ---- actions ---- */

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const int format
      = parameter != NULL ? tnu_copy_format_find (g_variant_get_string (parameter, NULL))
                          : (int) last_format;

  if (format >= 0)
    copy (TNU_STAGE_PANE (widget), (TnuCopyFormat) format);
}

static void
pin_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tnu_stage_view_toggle_pin (tnu_stage_pane_get_stage (TNU_STAGE_PANE (widget)));
}

void
tnu_stage_cells_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "cells.pin", NULL, pin_action);
  gtk_widget_class_install_action (klass, "cells.copy", NULL, copy_action);
  gtk_widget_class_install_action (klass, "cells.copy-as", "s", copy_action);
  notice = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                         NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

/* "Pin x[1, 2]", while the cursor is in the selected tensor. */
static void
add_pin (TnuStagePane *pane, GMenu *menu)
{
  TnuStageView *stage = tnu_stage_pane_get_stage (pane);
  TnsSession *session = tnu_stage_view_get_session (stage);
  const char *name = tns_session_get_selected_name (session);
  g_autoptr (TnsMoment) moment = tnu_variables_dup_moment (session, name);
  TnuPin pin = { .name = (char *) name };
  g_autofree char *place = NULL;
  g_autofree char *label = NULL;

  if (moment == NULL || !tnu_stage_view_get_cell (stage, name, pin.index))
    return;
  pin.rank = tns_moment_get_meta (moment)->rank;
  place = tnu_pin_dup_name (&pin);
  label = g_strdup_printf (
      "%s %s", tnu_pins_has (tnu_pins_of (session), name, pin.rank, pin.index) ? "Unpin" : "Pin",
      place);
  g_menu_append (menu, label, "cells.pin");
}

void
tnu_stage_cells_add_to_menu (TnuStagePane *pane, GMenu *menu)
{
  g_autoptr (GMenu) formats = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  for (int k = 0; k < TNU_N_COPY_FORMATS; k++)
    {
      const TnuCopyFormat format = (TnuCopyFormat) k;
      g_autoptr (GMenuItem) item = g_menu_item_new (tnu_copy_format_get_name (format), NULL);

      g_menu_item_set_action_and_target (item, "cells.copy-as", "s",
                                         tnu_copy_format_get_id (format));
      g_menu_append_item (formats, item);
    }
  add_pin (pane, section);
  g_menu_append (section, "Bits", "win.operate::bits");
  g_menu_append_submenu (section, "Copy as", G_MENU_MODEL (formats));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}
