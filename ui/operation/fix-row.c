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

static void
append_fix (const TnuFixRow *self, const TnuShapeCall *call, guint rank)
{
  GtkWidget *button = gtk_button_new ();
  g_autofree char *markup = dup_fix_markup (self, call);
  g_autofree char *numbered
      = g_strdup_printf ("<span alpha=\"60%%\">%u</span>  %s", rank, markup);
  g_autofree char *text = tnu_shape_call_dup_text (call);
  g_autofree char *name = g_strdup_printf ("Use %s", text + 1);
  Fix *fix = g_new (Fix, 1);
  tnu_row_append_chip (self->box, button, numbered, name);
  *fix = (Fix) { *call, self->choose, self->data };
  g_object_set_data_full (G_OBJECT (button), "fix", fix, g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (fix_clicked), NULL);
}

void
tnu_fix_row_fill (const TnuFixRow *self, GArray *fixes)
{
  tnu_row_clear (self->box);
  GtkWidget *wrong = tnu_row_append_words (self->box, self->wrong, "tnu-shape-wrong");
  gtk_widget_set_valign (wrong, GTK_ALIGN_CENTER);
  GtkWidget *reason = tnu_row_append_words (self->box, self->reason, "tnu-control");
  gtk_label_set_ellipsize (GTK_LABEL (reason), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (reason), MIN (REASON_WIDTH, (int) strlen (self->reason)));
  gtk_label_set_xalign (GTK_LABEL (reason), 0);
  gtk_widget_set_tooltip_text (reason, self->reason);
  if (fixes->len > 0)
    tnu_row_append_words (self->box, "Nearest that fit", "tnu-dim");
  for (guint k = 0; k < fixes->len; k++)
    append_fix (self, &g_array_index (fixes, TnuShapeCall, k), k + 1);
}
