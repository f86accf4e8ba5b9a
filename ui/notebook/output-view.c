/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/notebook/output-view.h"

#include <stdbool.h>
#include <string.h>

#define MAX_LINES 24    /* shown before "Show all" */
#define MAX_BYTES 6000  /* the same for few but long lines */
#define ALL_BYTES 200000 /* a label takes longer than a frame to lay out beyond this */

struct _TnuOutputView
{
  GtkWidget parent_instance;

  TnsOutput *output;
  bool shows_all;
};

G_DEFINE_FINAL_TYPE (TnuOutputView, tnu_output_view, GTK_TYPE_WIDGET)

static void rebuild (TnuOutputView *self);

/* How much of @text is shown: whole lines, whole characters. */
static size_t
shown_length (const char *text, bool shows_all)
{
  size_t limit = shows_all ? ALL_BYTES : MAX_BYTES;
  size_t n = 0;
  int n_lines = 0;

  while (text[n] != '\0' && n < limit && (shows_all || n_lines < MAX_LINES))
    n_lines += text[n++] == '\n';
  while (n > 0 && (text[n] & 0xC0) == 0x80)
    n--;
  return n;
}

static guint
count_lines (const char *text)
{
  guint n = 1;

  for (; *text != '\0'; text++)
    n += *text == '\n' && text[1] != '\0';
  return n;
}

static GtkWidget *
new_text (const char *text, size_t n_bytes)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *shown = g_strndup (text, n_bytes);

  g_strchomp (shown);
  gtk_label_set_text (GTK_LABEL (label), shown);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  /* A label that can be selected says that it took the focus also where it did not: Tab would end.
   */
  gtk_widget_set_can_focus (label, FALSE);
  gtk_widget_add_css_class (label, "tnu-output");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scroller), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Output", -1);
  return scroller;
}

static void
toggle_all (TnuOutputView *self)
{
  self->shows_all = !self->shows_all;
  rebuild (self);
}

static GtkWidget *
new_toggle (TnuOutputView *self, const char *text)
{
  g_autofree char *all = g_strdup_printf ("Show all %u lines", count_lines (text));
  g_autofree char *part =
    g_strdup_printf ("Show fewer%s", strlen (text) > ALL_BYTES ? " (the text goes on)" : "");
  GtkWidget *button = gtk_button_new_with_label (self->shows_all ? part : all);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "tnu-small");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (toggle_all), self);
  return button;
}

static void
add_text (TnuOutputView *self, GtkWidget *box, const char *text)
{
  size_t n = shown_length (text, self->shows_all);

  gtk_box_append (GTK_BOX (box), new_text (text, n));
  if (text[n] != '\0' || (self->shows_all && text[shown_length (text, false)] != '\0'))
    gtk_box_append (GTK_BOX (box), new_toggle (self, text));
}

static bool
add_picture (TnuOutputView *self, GtkWidget *box)
{
  g_autoptr (GBytes) png = tns_output_dup_png (self->output);
  g_autoptr (GdkTexture) texture = NULL;
  GtkWidget *picture;

  if (png == NULL || (texture = gdk_texture_new_from_bytes (png, NULL)) == NULL)
    return false;
  picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
  gtk_picture_set_content_fit (GTK_PICTURE (picture), GTK_CONTENT_FIT_SCALE_DOWN);
  gtk_widget_set_halign (picture, GTK_ALIGN_START);
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), tns_output_get_text (self->output));
  gtk_box_append (GTK_BOX (box), picture);
  return true;
}

static void
add_error (TnuOutputView *self, GtkWidget *box, const char *traceback)
{
  g_autofree char *markup = NULL;
  GtkWidget *summary = gtk_label_new (NULL);
  const char *name = tns_output_get_error_name (self->output);
  const char *value = tns_output_get_error_value (self->output);

  markup = g_markup_printf_escaped ("<b>%s</b>", name != NULL ? name : "Error");
  gtk_label_set_markup (GTK_LABEL (summary), markup);
  gtk_label_set_xalign (GTK_LABEL (summary), 0);
  gtk_widget_add_css_class (summary, "tnu-output");
  gtk_widget_add_css_class (summary, "error-name");
  gtk_box_append (GTK_BOX (box), summary);
  if (value != NULL && *value != '\0')
    {
      GtkWidget *message = gtk_label_new (value);

      gtk_label_set_xalign (GTK_LABEL (message), 0);
      gtk_label_set_wrap (GTK_LABEL (message), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (message), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_selectable (GTK_LABEL (message), TRUE);
      gtk_widget_set_can_focus (message, FALSE);
      gtk_widget_add_css_class (message, "tnu-output");
      gtk_box_append (GTK_BOX (box), message);
    }
  if (*traceback != '\0')
    {
      GtkWidget *expander = gtk_expander_new ("Traceback");
      GtkWidget *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

      add_text (self, inner, traceback);
      gtk_expander_set_child (GTK_EXPANDER (expander), inner);
      gtk_expander_set_expanded (GTK_EXPANDER (expander), self->shows_all);
      gtk_widget_add_css_class (expander, "tnu-traceback");
      gtk_box_append (GTK_BOX (box), expander);
    }
}

static void
rebuild (TnuOutputView *self)
{
  GtkWidget *old = gtk_widget_get_first_child (GTK_WIDGET (self));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *text = tns_output_dup_clean_text (self->output);
  const char *stream = tns_output_get_stream_name (self->output);

  g_clear_pointer (&old, gtk_widget_unparent);
  if (tns_output_get_kind (self->output) == TNS_OUTPUT_ERROR)
    add_error (self, box, text);
  else if (!add_picture (self, box) && *text != '\0')
    add_text (self, box, text);
  if (g_strcmp0 (stream, "stderr") == 0)
    gtk_widget_add_css_class (box, "tnu-stderr");
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

static void
tnu_output_view_dispose (GObject *object)
{
  TnuOutputView *self = TNU_OUTPUT_VIEW (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->output);
  G_OBJECT_CLASS (tnu_output_view_parent_class)->dispose (object);
}

static void
tnu_output_view_class_init (TnuOutputViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_output_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tnu_output_view_init (TnuOutputView *self)
{
}

GtkWidget *
tnu_output_view_new (TnsOutput *output)
{
  TnuOutputView *self = g_object_new (TNU_TYPE_OUTPUT_VIEW, NULL);

  self->output = g_object_ref (output);
  g_signal_connect_object (output, "changed", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
  rebuild (self);
  return GTK_WIDGET (self);
}
