/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* What is pasted into a window and dropped on it. The lesson binds a, b, c, x and y: the next free
 * names are z and x2. */
#include "window-fixture.h"

#include "ui/builder/builder-panel.h"

#include <glib/gstdio.h>

static TnuPanel *builder;

/* ---- the clipboard ---- */

static bool
has_code (TntWindow *self)
{
  GtkWidget *panel = tnt_window_find (self, TNU_TYPE_BUILDER_PANEL);

  builder = panel != NULL ? TNU_PANEL (panel) : NULL;
  return builder != NULL && *tnu_panel_get_code (builder) != '\0'
         && tnu_builder_panel_is_settled (TNU_BUILDER_PANEL (panel));
}

static GdkClipboard *
get_clipboard (TntWindow *self)
{
  return gtk_widget_get_clipboard (GTK_WIDGET (self->window));
}

static void
test_paste_table (TntWindow *self, gconstpointer data)
{
  tnt_window_run_first_cell (self);
  gdk_clipboard_set_text (get_clipboard (self),
                          "tensor([[1., 2.],\n        [3., 4.]], dtype=torch.float64)");
  tnt_window_act (self, "paste-tensor", NULL);
  tnt_window_wait (self, has_code, "the table is in the builder");
  g_assert_cmpstr (tnu_panel_get_code (builder), ==,
                   "z = torch.tensor([[1., 2.], [3., 4.]], dtype=torch.float64)");
  g_assert_true (tnu_panel_apply (builder));
  tnt_window_wait_bound (self, "z");
}

static void
test_paste_prose (TntWindow *self, gconstpointer data)
{
  gdk_clipboard_set_text (get_clipboard (self), "Call me Ishmael.");
  tnt_window_act (self, "paste-tensor", NULL);
  tnt_window_settle ();
  g_assert_null (tnt_window_find (self, TNU_TYPE_BUILDER_PANEL));
}

/* Two pixels: red, and half a blue. */
static void
paste_picture (TntWindow *self)
{
  static const guint8 pixels[] = { 255, 0, 0, 255, 0, 0, 255, 127 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (pixels, sizeof pixels);
  g_autoptr (GdkTexture) texture
    = gdk_memory_texture_new (2, 1, GDK_MEMORY_R8G8B8A8, bytes, sizeof pixels);

  gdk_clipboard_set_texture (get_clipboard (self), texture);
  tnt_window_act (self, "paste-tensor", NULL);
  tnt_window_wait (self, has_code, "the picture is in the builder");
}

static void
test_paste_picture (TntWindow *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (tnt_window_get_folder (), "pasted-1.png", NULL);

  tnt_window_run_first_cell (self);
  paste_picture (self);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_nonnull (strstr (tnu_panel_get_code (builder),
                            "z = torch.from_numpy(np.array(Image.open('pasted-1.png')"
                            ".convert('RGB'))).permute(2, 0, 1) / 255"));
  g_assert_true (tnu_panel_apply (builder));
  tnt_window_wait_bound (self, "z");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_unlink (path);
}

static bool
has_no_picture (TntWindow *self)
{
  g_autofree char *path = g_build_filename (tnt_window_get_folder (), "pasted-1.png", NULL);

  return !g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_cancel_picture (TntWindow *self, gconstpointer data)
{
  tnt_window_run_first_cell (self);
  paste_picture (self);
  g_assert_false (has_no_picture (self));
  g_signal_emit_by_name (builder, "closed");
  tnt_window_wait (self, has_no_picture, "the picture that nothing reads is deleted");
}

static bool
waits_for_second (TntWindow *self)
{
  return has_code (self) && strstr (tnu_panel_get_code (builder), "2.csv") != NULL;
}

static GFile *
write_table (const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (tnt_window_get_folder (), name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return g_file_new_for_path (path);
}

static void
test_paste_files (TntWindow *self, gconstpointer data)
{
  g_autoptr (GFile) first = write_table ("1.csv", "1,2\n");
  g_autoptr (GFile) second = write_table ("2.csv", "a,b\n3,4\n");
  GFile *files[] = { first, second };
  GdkFileList *list = gdk_file_list_new_from_array (files, G_N_ELEMENTS (files));

  tnt_window_run_first_cell (self);
  gdk_clipboard_set (get_clipboard (self), GDK_TYPE_FILE_LIST, list);
  g_boxed_free (GDK_TYPE_FILE_LIST, list);
  tnt_window_act (self, "paste-tensor", NULL);
  tnt_window_wait (self, has_code, "the first file is in the builder");
  g_assert_true (tnu_panel_apply (builder));
  tnt_window_wait (self, waits_for_second, "the second file is in the builder");
  g_assert_cmpstr (
    tnu_panel_get_code (builder), ==,
    "x2 = torch.from_numpy(np.genfromtxt('2.csv', delimiter=',', skip_header=1, "
    "dtype=np.float32))");
  g_assert_true (tnu_panel_apply (builder));
  tnt_window_wait_bound (self, "x2");
  g_assert_null (tnt_window_find (self, TNU_TYPE_BUILDER_PANEL));
  g_file_delete (first, NULL, NULL);
  g_file_delete (second, NULL, NULL);
}

/* ---- the mouse ---- */

/* A window of another program, as far as the builder can tell; it lies over the corner of the
 * other. */
static GtkWidget *
open_source (GdkContentProvider *content)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *label = gtk_label_new ("drag me");
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_content (source, content);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (source));
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_set_default_size (GTK_WINDOW (window), 100, 60);
  gtk_window_present (GTK_WINDOW (window));
  tnt_window_settle ();
  return window;
}

/* From the corner into the middle of the stage. */
static void
drag_over (void)
{
  tnt_window_point ("mousemove 50 30");
  tnt_window_point ("mousedown 1");
  tnt_window_point ("mousemove 60 50");
  tnt_window_point ("mousemove 90 90");
  tnt_window_point ("mousemove 690 490");
  tnt_window_point ("mousemove 700 500");
}

static bool
is_marked (TntWindow *self)
{
  return (gtk_widget_get_state_flags (GTK_WIDGET (self->window)) & GTK_STATE_FLAG_DROP_ACTIVE) != 0;
}

static void
test_drop (TntWindow *self, gconstpointer data)
{
  g_autoptr (GFile) file = write_table ("1.csv", "1,2\n");
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr (GBytes) uris = g_bytes_new (uri, strlen (uri));
  g_autoptr (GdkContentProvider) content
    = gdk_content_provider_new_for_bytes ("text/uri-list", uris);
  GtkWidget *source;

  if (!tnt_window_can_press (self))
    return;
  tnt_window_run_first_cell (self);
  source = open_source (content);
  drag_over ();
  g_assert_true (is_marked (self));
  tnt_window_point ("mouseup 1");
  tnt_window_wait (self, has_code, "the dropped file is in the builder");
  g_assert_false (is_marked (self));
  g_assert_cmpstr (tnu_panel_get_code (builder), ==,
                   "import numpy as np\n"
                   "z = torch.from_numpy(np.genfromtxt('1.csv', delimiter=',', dtype=np.float32))");
  gtk_window_destroy (GTK_WINDOW (source));
  g_file_delete (file, NULL, NULL);
}

static void
add_tests (void)
{
  tnt_window_add ("/app/window/a-pasted-print-fills-the-table", test_paste_table);
  tnt_window_add ("/app/window/a-pasted-text-without-numbers-opens-nothing", test_paste_prose);
  tnt_window_add ("/app/window/a-pasted-picture-lies-beside-the-notebook", test_paste_picture);
  tnt_window_add ("/app/window/a-pasted-picture-goes-when-it-is-not-used", test_cancel_picture);
  tnt_window_add ("/app/window/pasted-files-become-a-tensor-each", test_paste_files);
  tnt_window_add ("/app/window/a-dropped-file-opens-the-builder", test_drop);
}

int
main (int argc, char **argv)
{
  return tnt_window_main (argc, argv, add_tests);
}
