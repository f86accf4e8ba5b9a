/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/notebook/completion.h"

#include <stdbool.h>
#include <string.h>

#define MAX_WORDS 200 /* shown; typing on narrows the choice */

/* One question to the interpreter and what it takes to use the answer. */
typedef struct
{
  GtkTextView *view;
  char *code; /* the text the question was about */
  int start_chars;
  int end_chars;
} Completion;

static void
completion_free (Completion *self)
{
  g_object_unref (self->view);
  g_free (self->code);
  g_free (self);
}

static char *
dup_text (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
insert_word (Completion *self, const char *word)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, self->start_chars);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, self->end_chars);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, word, -1);
  gtk_text_buffer_end_user_action (buffer);
}

/* How many bytes all words begin with. */
static size_t
common_length (char **words)
{
  size_t n = strlen (words[0]);

  for (char **word = words + 1; *word != NULL; word++)
    for (size_t i = 0; i < n; i++)
      if ((*word)[i] != words[0][i])
        n = i;
  while (n > 0 && (words[0][n] & 0xC0) == 0x80)
    n--;
  return n;
}

static void
row_activated (GtkListBox *list, GtkListBoxRow *row, Completion *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (list), GTK_TYPE_POPOVER);

  insert_word (self, gtk_label_get_text (GTK_LABEL (gtk_list_box_row_get_child (row))));
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static gboolean
unparent_popover (gpointer popover)
{
  gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

static void
popover_closed (GtkPopover *popover, Completion *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, unparent_popover, g_object_ref (popover),
                   g_object_unref);
}

static GtkWidget *
new_list (char **words)
{
  GtkWidget *list = gtk_list_box_new ();

  for (int i = 0; words[i] != NULL && i < MAX_WORDS; i++)
    {
      GtkWidget *label = gtk_label_new (words[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "tnu-value");
      gtk_list_box_append (GTK_LIST_BOX (list), label);
    }
  gtk_widget_add_css_class (list, "tnu-completion");
  gtk_list_box_select_row (GTK_LIST_BOX (list),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  return list;
}

/* Takes @self. */
static void
show_list (Completion *self, char **words)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list = new_list (words);
  GtkTextIter start;
  GdkRectangle place;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, self->start_chars);
  gtk_text_view_get_iter_location (self->view, &start, &place);
  gtk_text_view_buffer_to_window_coords (self->view, GTK_TEXT_WINDOW_WIDGET, place.x, place.y,
                                         &place.x, &place.y);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 240);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_BOTTOM);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &place);
  gtk_widget_set_parent (popover, GTK_WIDGET (self->view));
  g_object_set_data_full (G_OBJECT (popover), "completion", self,
                          (GDestroyNotify) completion_free);
  g_signal_connect (list, "row-activated", G_CALLBACK (row_activated), self);
  g_signal_connect (popover, "closed", G_CALLBACK (popover_closed), self);
  gtk_popover_popup (GTK_POPOVER (popover));
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0)));
}

static void
completed (GObject *runner, GAsyncResult *result, gpointer data)
{
  Completion *self = data;
  g_auto (GStrv) words = tns_runner_complete_finish (TNS_RUNNER (runner), result,
                                                     &self->start_chars, &self->end_chars, NULL);
  g_autofree char *text = dup_text (self->view);
  guint n_words = words != NULL ? g_strv_length (words) : 0;
  size_t n_common;

  if (n_words == 0 || strcmp (text, self->code) != 0)
    {
      completion_free (self);
      return;
    }
  n_common = common_length (words);
  if (n_words > 1 && g_utf8_strlen (words[0], (gssize) n_common) <=
                       self->end_chars - self->start_chars)
    {
      show_list (self, words);
      return;
    }
  words[0][n_common] = '\0';
  insert_word (self, words[0]);
  completion_free (self);
}

void
tnu_completion_start (GtkTextView *view, TnsRunner *runner)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  Completion *self = g_new0 (Completion, 1);
  GtkTextIter place;

  self->view = g_object_ref (view);
  self->code = dup_text (view);
  gtk_text_buffer_get_iter_at_mark (buffer, &place, gtk_text_buffer_get_insert (buffer));
  tns_runner_complete_async (runner, self->code, gtk_text_iter_get_offset (&place), NULL,
                             completed, self);
}
