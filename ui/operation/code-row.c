/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/code-row.h"

#include <stdbool.h>
#include <string.h>

#include "ui/operation/variables.h"

/* Longer lines are shown by their beginning only: entries are slow with them. */
#define MAX_SHOWN_BYTES 3000

struct _TnuCodeRow
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *start; /* hidden while it is empty */
  GtkWidget *code;
  GtkWidget *apply;
  char *whole; /* (nullable): of a line that is shown by its beginning */
  bool is_setting;
};

enum
{
  EDITED,
  APPLY,
  CANCEL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TnuCodeRow, tnu_code_row, GTK_TYPE_WIDGET)

static void
code_changed (TnuCodeRow *self)
{
  if (self->is_setting)
    return;
  g_clear_pointer (&self->whole, g_free);
  g_signal_emit (self, signals[EDITED], 0);
}

static void
apply (TnuCodeRow *self)
{
  if (tnu_code_row_is_legal (self))
    g_signal_emit (self, signals[APPLY], 0);
}

static void
cancel (TnuCodeRow *self)
{
  g_signal_emit (self, signals[CANCEL], 0);
}

static GtkWidget *
append_button (TnuCodeRow *self, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (self->box), button);
  return button;
}

static void
tnu_code_row_dispose (GObject *object)
{
  g_clear_pointer (&TNU_CODE_ROW (object)->box, gtk_widget_unparent);
  g_clear_pointer (&TNU_CODE_ROW (object)->whole, g_free);
  G_OBJECT_CLASS (tnu_code_row_parent_class)->dispose (object);
}

static void
tnu_code_row_class_init (TnuCodeRowClass *klass)
{
  static const char *const names[] = { "edited", "apply", "cancel" };
  G_OBJECT_CLASS (klass)->dispose = tnu_code_row_dispose;
  for (int k = 0; k < N_SIGNALS; k++)
    signals[k] = g_signal_new (names[k], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tnu_code_row_init (TnuCodeRow *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (self->box, "tnu-panel");
  gtk_widget_add_css_class (self->box, "tnu-code-row");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->start = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_widget_set_visible (self->start, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->start);
  self->code = gtk_entry_new ();
  gtk_widget_add_css_class (self->code, "tnu-code");
  gtk_widget_set_hexpand (self->code, TRUE);
  gtk_widget_set_valign (self->code, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->code), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Line of code", -1);
  g_signal_connect_swapped (self->code, "changed", G_CALLBACK (code_changed), self);
  g_signal_connect_swapped (self->code, "activate", G_CALLBACK (apply), self);
  gtk_box_append (GTK_BOX (self->box), self->code);
  append_button (self, "Cancel", G_CALLBACK (cancel));
  self->apply = append_button (self, "Apply", G_CALLBACK (apply));
  gtk_widget_add_css_class (self->apply, "suggested-action");
}

GtkWidget *
tnu_code_row_new (void)
{
  return g_object_new (TNU_TYPE_CODE_ROW, NULL);
}

const char *
tnu_code_row_get_code (TnuCodeRow *self)
{
  g_return_val_if_fail (TNU_IS_CODE_ROW (self), NULL);
  return self->whole != NULL ? self->whole : tnu_code_row_get_shown (self);
}

const char *
tnu_code_row_get_shown (TnuCodeRow *self)
{
  g_return_val_if_fail (TNU_IS_CODE_ROW (self), NULL);
  return gtk_editable_get_text (GTK_EDITABLE (self->code));
}

static char *
dup_beginning (const char *code)
{
  const char *end = g_utf8_find_prev_char (code, code + MAX_SHOWN_BYTES);
  g_autofree char *beginning = g_strndup (code, (gsize) (end - code));
  return g_strconcat (beginning, " …", NULL);
}

void
tnu_code_row_set_code (TnuCodeRow *self, const char *code)
{
  g_return_if_fail (TNU_IS_CODE_ROW (self));
  bool is_long = strlen (code) > MAX_SHOWN_BYTES;
  g_autofree char *beginning = is_long ? dup_beginning (code) : NULL;
  char *whole = is_long ? g_strdup (code) : NULL;
  g_free (self->whole);
  self->whole = whole;
  self->is_setting = true;
  gtk_editable_set_text (GTK_EDITABLE (self->code), is_long ? beginning : code);
  self->is_setting = false;
}

GtkWidget *
tnu_code_row_get_start (TnuCodeRow *self)
{
  g_return_val_if_fail (TNU_IS_CODE_ROW (self), NULL);
  gtk_widget_set_visible (self->start, TRUE);
  return self->start;
}

void
tnu_code_row_select_end (TnuCodeRow *self, int n_chars)
{
  g_return_if_fail (TNU_IS_CODE_ROW (self));
  int length = (int) g_utf8_strlen (tnu_code_row_get_code (self), -1);
  gtk_widget_grab_focus (self->code);
  gtk_editable_select_region (GTK_EDITABLE (self->code), MAX (length - n_chars, 0), length);
}

void
tnu_code_row_set_waiting (TnuCodeRow *self)
{
  g_return_if_fail (TNU_IS_CODE_ROW (self));
  gtk_widget_set_sensitive (self->apply, FALSE);
  gtk_widget_remove_css_class (self->code, "error");
}

void
tnu_code_row_set_editable (TnuCodeRow *self, gboolean is_editable)
{
  g_return_if_fail (TNU_IS_CODE_ROW (self));
  gtk_editable_set_editable (GTK_EDITABLE (self->code), is_editable);
}

void
tnu_code_row_set_legal (TnuCodeRow *self, gboolean is_legal)
{
  g_return_if_fail (TNU_IS_CODE_ROW (self));
  gtk_widget_set_sensitive (self->apply, is_legal);
  if (is_legal)
    gtk_widget_remove_css_class (self->code, "error");
  else
    gtk_widget_add_css_class (self->code, "error");
}

gboolean
tnu_code_row_is_legal (TnuCodeRow *self)
{
  g_return_val_if_fail (TNU_IS_CODE_ROW (self), FALSE);
  return gtk_widget_get_sensitive (self->apply);
}

char *
tnu_code_row_choose_target (TnsSession *session, const char *name, const char *word,
                            GPtrArray *variables)
{
  static const char *const short_names[] = { "y", "z" };
  g_autoptr (GPtrArray) coming = tnu_variables_dup_coming (session);
  for (int k = 0;; k++)
    {
      g_autofree char *candidate = k < 2    ? g_strdup (short_names[k])
                                   : k == 2 ? g_strdup_printf ("%s_%s", name, word)
                                            : g_strdup_printf ("%s_%s%d", name, word, k - 1);
      if (tnu_variables_find (variables, candidate) == NULL
          && !g_ptr_array_find_with_equal_func (coming, candidate, g_str_equal, NULL))
        return g_steal_pointer (&candidate);
    }
}
