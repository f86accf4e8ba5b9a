/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/start/start-page.h"

#include "engine/session/notebook.h"
#include "ui/notebook/markdown.h"
#include "ui/notebook/page.h"

#include <stdbool.h>
#include <string.h>

#define LESSONS "/org/tensarium/Tensarium/lessons/"
#define MAX_RECENT 5
#define WIDTH_CHARS 62

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), WIDTH_CHARS);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_tile (const char *title, const char *note, const char *uri)
{
  GtkWidget *tile = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *below = new_label (note, "tnu-note");

  gtk_label_set_ellipsize (GTK_LABEL (below), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (below), FALSE);
  gtk_box_append (GTK_BOX (box), new_label (title, "tnu-control"));
  gtk_box_append (GTK_BOX (box), below);
  gtk_button_set_child (GTK_BUTTON (tile), box);
  gtk_widget_add_css_class (tile, "tnu-tile");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (tile), "win.open-uri");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (tile), "s", uri);
  return tile;
}

/* ---- lessons ---- */

static char *
dup_plain (const char *markup)
{
  char *text = NULL;

  return pango_parse_markup (markup, -1, 0, NULL, &text, NULL, NULL) ? text : g_strdup (markup);
}

/* The tile of a lesson: its first heading and its first paragraph. */
static GtkWidget *
new_lesson (const char *name)
{
  g_autofree char *path = g_strconcat (LESSONS, name, NULL);
  g_autofree char *uri = g_strconcat ("resource://", path, NULL);
  g_autofree char *title = NULL;
  g_autofree char *note = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, NULL);
  g_autoptr (TnsNotebook) notebook = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  notebook = tns_notebook_load_text (text, (gssize) size, NULL);
  if (notebook == NULL || tns_notebook_get_n_cells (notebook) == 0)
    return NULL;
  blocks = tnu_markdown_parse (tns_cell_get_source (tns_notebook_get_cell (notebook, 0)));
  if (blocks->len < 2)
    return NULL;
  title = dup_plain (((TnuMarkdownBlock *) g_ptr_array_index (blocks, 0))->markup);
  note = dup_plain (((TnuMarkdownBlock *) g_ptr_array_index (blocks, 1))->markup);
  return new_tile (title, note, uri);
}

static void
add_lessons (GtkWidget *column)
{
  g_auto (GStrv) names = g_resources_enumerate_children (LESSONS, 0, NULL);

  if (names == NULL)
    return;
  gtk_box_append (GTK_BOX (column), new_label ("LESSONS", "tnu-caps"));
  for (char **name = names; *name != NULL; name++)
    {
      GtkWidget *tile = new_lesson (*name);

      if (tile != NULL)
        gtk_box_append (GTK_BOX (column), tile);
    }
}

/* ---- recent ---- */

static int
compare_visited (gconstpointer a, gconstpointer b)
{
  GDateTime *one = gtk_recent_info_get_visited ((GtkRecentInfo *) a);
  GDateTime *other = gtk_recent_info_get_visited ((GtkRecentInfo *) b);

  return g_date_time_compare (other, one);
}

static char *
dup_folder (GtkRecentInfo *info)
{
  g_autofree char *path = gtk_recent_info_get_uri_display (info);
  g_autofree char *folder = g_path_get_dirname (path != NULL ? path : "");
  const char *home = g_get_home_dir ();

  if (g_str_has_prefix (folder, home))
    return g_strconcat ("~", folder + strlen (home), NULL);
  return g_steal_pointer (&folder);
}

static void
fill_recent (GtkWidget *box)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  GtkWidget *child;
  int n = 0;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  items = g_list_sort (items, compare_visited);
  for (GList *item = items; item != NULL && n < MAX_RECENT; item = item->next)
    {
      GtkRecentInfo *info = item->data;
      const char *name = gtk_recent_info_get_display_name (info);
      g_autofree char *folder = NULL;

      if (!g_str_has_suffix (gtk_recent_info_get_uri (info), ".ipynb") ||
          (gtk_recent_info_is_local (info) && !gtk_recent_info_exists (info)))
        continue;
      folder = dup_folder (info);
      if (n++ == 0)
        gtk_box_append (GTK_BOX (box), new_label ("RECENT", "tnu-caps"));
      gtk_box_append (GTK_BOX (box), new_tile (name, folder, gtk_recent_info_get_uri (info)));
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  gtk_widget_set_visible (box, n > 0);
}

static void
add_recent (GtkWidget *column)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  g_signal_connect_object (gtk_recent_manager_get_default (), "changed",
                           G_CALLBACK (fill_recent), box, G_CONNECT_SWAPPED);
  fill_recent (box);
  gtk_box_append (GTK_BOX (column), box);
}

/* ---- page ---- */

static GtkWidget *
new_buttons (void)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *create = gtk_button_new_with_label ("New notebook");
  GtkWidget *open = gtk_button_new_with_label ("Open…");
  GtkWidget *tensor = gtk_button_new_with_label ("New tensor");

  gtk_widget_add_css_class (create, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (create), "win.new");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (open), "win.open");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (tensor), "win.new-tensor");
  gtk_box_append (GTK_BOX (row), create);
  gtk_box_append (GTK_BOX (row), open);
  gtk_box_append (GTK_BOX (row), tensor);
  gtk_widget_add_css_class (row, "tnu-start-buttons");
  return row;
}

GtkWidget *
tnu_start_page_new (void)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  gtk_widget_set_halign (column, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (column, "tnu-start");
  gtk_box_append (GTK_BOX (column), new_label ("Tensarium", "tnu-page"));
  gtk_box_append (GTK_BOX (column),
                  new_label ("Run a PyTorch notebook and see its numbers: every tensor, every "
                             "operation and every gradient, step by step, forwards and backwards.",
                             "tnu-prose"));
  gtk_box_append (GTK_BOX (column), new_buttons ());
  add_lessons (column);
  add_recent (column);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), tnu_page_new (column));
  return scroller;
}
