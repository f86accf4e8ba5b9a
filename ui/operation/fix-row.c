/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/fix-row.h"

#include <string.h>

#include "ui/operation/row-parts.h"
#include "ui/operation/shape-row.h"

/* Characters of the reason that stay visible in a narrow window; the picture has all of it. */
#define REASON_WIDTH 24

typedef struct
{
  TnuShapeCall call;
  void (*choose) (const TnuShapeCall *call, gpointer data);
  gpointer data;
} Fix;

static void
fix_clicked (GtkButton *button, gpointer unused)
{
  /* Choosing may fill the row anew and take this very button out of it. */
  Fix fix = *(const Fix *) g_object_get_data (G_OBJECT (button), "fix");
  fix.choose (&fix.call, fix.data);
}

/* A shape alone where the word stays the same, else the call. */
static char *
dup_fix_markup (const TnuFixRow *self, const TnuShapeCall *fix)
{
  bool has_sizes = fix->word == TNU_SHAPE_RESHAPE || fix->word == TNU_SHAPE_VIEW
                   || fix->word == TNU_SHAPE_EXPAND;
  const char *name = tnu_shape_word_get_name (fix->word);
  g_autofree char *text = tnu_shape_call_dup_text (fix);
  if (!has_sizes)
    return g_strdup (text);
  g_autofree char *sizes = tnu_shape_dup_markup (self->theme, &fix->numbers, NULL);
  return fix->word == self->call->word ? g_steal_pointer (&sizes)
                                       : g_strdup_printf (".%s%s", name, sizes);
}

GtkWidget *
tnu_fix_row_append (GtkWidget *box, guint rank, const char *markup, const char *name)
{
  GtkWidget *button = gtk_button_new ();
  g_autofree char *numbered
      = g_strdup_printf ("<span alpha=\"60%%\">%u</span>  %s", rank, markup);
  tnu_row_append_chip (box, button, numbered, name);
  return button;
}

static void
append_fix (const TnuFixRow *self, const TnuShapeCall *call, guint rank)
{
  g_autofree char *markup = dup_fix_markup (self, call);
  g_autofree char *text = tnu_shape_call_dup_text (call);
  g_autofree char *name = g_strdup_printf ("Use %s", text + 1);
  GtkWidget *button = tnu_fix_row_append (self->box, rank, markup, name);
  Fix *fix = g_new (Fix, 1);
  *fix = (Fix) { *call, self->choose, self->data };
  g_object_set_data_full (G_OBJECT (button), "fix", fix, g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (fix_clicked), NULL);
}

void
tnu_fix_row_begin (GtkWidget *box, const char *wrong, const char *reason, bool has_fixes)
{
  tnu_row_clear (box);
  GtkWidget *label = tnu_row_append_words (box, wrong, "tnu-shape-wrong");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  label = tnu_row_append_words (box, reason, "tnu-control");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), MIN (REASON_WIDTH, (int) strlen (reason)));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_tooltip_text (label, reason);
  if (has_fixes)
    tnu_row_append_words (box, "Nearest that fit", "tnu-dim");
}

void
tnu_fix_row_fill (const TnuFixRow *self, GArray *fixes)
{
  tnu_fix_row_begin (self->box, self->wrong, self->reason, fixes->len > 0);
  for (guint k = 0; k < fixes->len; k++)
    append_fix (self, &g_array_index (fixes, TnuShapeCall, k), k + 1);
}
