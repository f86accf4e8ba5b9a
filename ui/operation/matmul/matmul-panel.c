/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Matmul panel
 *
 * The product is the state; picture, controls, player and code line show it. Whatever changes it
 * ends in show_product(). */
#include "ui/operation/matmul/matmul-panel.h"

#include <string.h>

#include "ui/operation/matmul/matmul-controls.h"
#include "ui/operation/matmul/matmul-panel-private.h"
#include "ui/operation/variables.h"
#include "ui/operation/word-row.h"

G_DEFINE_FINAL_TYPE (TnuMatmulPanel, tnu_matmul_panel, TNU_TYPE_PANEL)

/* Everything that follows from the product, but the line, which may be the one that is typed. */
static void
show_product (TnuMatmulPanel *self)
{
  bool fits = self->product.reason == NULL;
  tnu_panel_set_legal (TNU_PANEL (self), fits);
  tnu_matmul_panel_watch (self);
  tnu_matmul_panel_update_parts (self);
  /* What can be done about it must be seen. */
  if (!fits)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->side_button), TRUE);
}

static void
change_product (TnuMatmulPanel *self)
{
  g_autofree char *code = tnu_matmul_product_dup_code (&self->product);
  show_product (self);
  tnu_panel_set_code (TNU_PANEL (self), code);
}

/* ---- what is chosen ---- */

void
tnu_matmul_panel_choose_word (TnuMatmulPanel *self)
{
  tnu_matmul_product_set_word (&self->product, tnu_word_row_get_word (TNU_WORD_ROW (self->words)));
  change_product (self);
}

void
tnu_matmul_panel_choose_equation (TnuMatmulPanel *self)
{
  if (self->is_updating)
    return;
  tnu_matmul_product_set_equation (&self->product,
                                   gtk_editable_get_text (GTK_EDITABLE (self->equation)));
  change_product (self);
}

void
tnu_matmul_panel_choose_operand (TnuMatmulPanel *self, GtkWidget *picker)
{
  const TnuTurn none = { 0 };
  const char *name = gtk_string_list_get_string (
      self->names, gtk_drop_down_get_selected (GTK_DROP_DOWN (picker)));
  if (self->is_updating || name == NULL)
    return;
  for (int k = 0; k < self->product.n_operands; k++)
    if (self->pickers[k] == picker)
      tnu_matmul_product_set (&self->product, k, name, &none);
  change_product (self);
}

void
tnu_matmul_panel_swap (TnuMatmulPanel *self)
{
  tnu_matmul_product_swap (&self->product);
  change_product (self);
}

void
tnu_matmul_panel_choose_fix (TnuMatmulPanel *self, int index)
{
  g_autoptr (GArray) fixes = tnu_matmul_product_find_fixes (&self->product, TNU_MATMUL_MAX_FIXES);
  if (index < 0 || (guint)index >= fixes->len)
    return;
  tnu_matmul_product_apply_fix (&self->product, &g_array_index (fixes, TnuMatmulFix, index));
  change_product (self);
}

static void
code_edited (TnuPanel *panel)
{
  TnuMatmulPanel *self = TNU_MATMUL_PANEL (panel);
  if (tnu_matmul_product_parse (&self->product, tnu_panel_get_code (panel)))
    show_product (self);
  else
    tnu_panel_set_legal (panel, FALSE);
}

/* A second card chosen while the panel is open. */
static void
selection_changed (TnuMatmulPanel *self)
{
  const TnuTurn none = { 0 };
  const char *name = tns_session_get_selected_name (tnu_panel_get_session (TNU_PANEL (self)));
  if (name == NULL || self->product.n_operands < 2)
    return;
  for (int k = 0; k < self->product.n_operands; k++)
    if (strcmp (name, self->product.operands[k].name) == 0)
      return;
  if (tnu_matmul_product_set (&self->product, 1, name, &none))
    change_product (self);
}

/* ---- the object ---- */

static void
theme_changed (TnuPanel *panel)
{
  TnuMatmulPanel *self = TNU_MATMUL_PANEL (panel);
  tnu_matmul_controls_rebuild (TNU_MATMUL_CONTROLS (self->controls));
  tnu_matmul_panel_color_equation (self);
  tnu_matmul_panel_say_sentence (self);
  gtk_widget_queue_draw (self->verdict);
  gtk_widget_queue_draw (self->area);
}

static void
tnu_matmul_panel_dispose (GObject *object)
{
  TnuMatmulPanel *self = TNU_MATMUL_PANEL (object);
  TnsSession *session = tnu_panel_get_session (TNU_PANEL (self));
  g_cancellable_cancel (self->cancellable);
  tnu_matmul_panel_stop_motion (self);
  if (session != NULL)
    g_signal_handlers_disconnect_by_data (session, self);
  G_OBJECT_CLASS (tnu_matmul_panel_parent_class)->dispose (object);
  g_clear_object (&self->names);
}

static void
tnu_matmul_panel_finalize (GObject *object)
{
  TnuMatmulPanel *self = TNU_MATMUL_PANEL (object);
  tnu_matmul_panel_forget_numbers (self);
  g_free (self->line);
  tnu_matmul_product_clear (&self->product);
  G_OBJECT_CLASS (tnu_matmul_panel_parent_class)->finalize (object);
}

static void
tnu_matmul_panel_class_init (TnuMatmulPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  TnuPanelClass *panel_class = TNU_PANEL_CLASS (klass);
  object_class->dispose = tnu_matmul_panel_dispose;
  object_class->finalize = tnu_matmul_panel_finalize;
  panel_class->code_edited = code_edited;
  panel_class->theme_changed = theme_changed;
}

static void
tnu_matmul_panel_init (TnuMatmulPanel *self)
{
  self->picture.probe_row = self->picture.probe_column = self->sums.probe = -1;
}

/* The line that made @name, where it stands in its cell and still means the same. */
static void
recall_line (TnuMatmulProduct *product, TnsSession *session, const char *name)
{
  TnsTimeline *timeline = tns_session_get_timeline (session);
  const TnsStep *step
      = tnu_matmul_product_find_origin (product, timeline, tns_session_get_cursor (session), name);
  if (step == NULL || step->event->position.line < 1)
    return;
  const char *id = tns_timeline_get_segment (timeline, step->segment)->cell_id;
  TnsCell *cell = tns_notebook_find_cell (tns_session_get_notebook (session), id);
  if (cell == NULL)
    return;
  g_auto (GStrv) lines = g_strsplit (tns_cell_get_source (cell), "\n", -1);
  if (step->event->position.line > (int)g_strv_length (lines))
    return;
  const char *line = lines[step->event->position.line - 1];
  g_autofree char *before = tnu_matmul_product_dup_code (product);
  if (tnu_matmul_product_parse (product, line)
      && (product->reason != NULL || strcmp (product->target, name) != 0))
    tnu_matmul_product_parse (product, before);
}

GtkWidget *
tnu_matmul_panel_new (TnsSession *session, const char *name)
{
  TnsTimeline *timeline = tns_session_get_timeline (session);
  g_autoptr (GPtrArray) coming = tnu_variables_dup_coming (session);
  TnuMatmulProduct product;
  if (timeline == NULL
      || !tnu_matmul_product_init (&product, timeline, tns_session_get_cursor (session), name,
                                   coming))
    return NULL;
  TnuMatmulPanel *self = g_object_new (TNU_TYPE_MATMUL_PANEL, NULL);
  tnu_panel_set_session (TNU_PANEL (self), session);
  recall_line (&product, session, name);
  self->product = product;
  self->names = gtk_string_list_new (NULL);
  for (guint k = 0; k < product.variables->len; k++)
    gtk_string_list_append (self->names, ((TnsVariable *)product.variables->pdata[k])->name);
  tnu_matmul_panel_build (self);
  g_signal_connect_swapped (session, "notify::selected-name", G_CALLBACK (selection_changed), self);
  change_product (self);
  return GTK_WIDGET (self);
}
