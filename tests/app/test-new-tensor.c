/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The builder of tensors in a window. */
#include "window-fixture.h"

#include "ui/builder/builder-panel.h"
#include "ui/builder/formula-form.h"
#include "ui/builder/function-form.h"
#include "ui/builder/values-form.h"

#include <glib/gstdio.h>

static TnuBuilderPanel *builder;

static bool
is_settled (TntWindow *self)
{
  return tnu_builder_panel_is_settled (builder);
}

static TnuBuilderPanel *
open_builder (TntWindow *self)
{
  tnt_window_act (self, "new-tensor", NULL);
  builder = TNU_BUILDER_PANEL (tnt_window_find (self, TNU_TYPE_BUILDER_PANEL));
  g_assert_nonnull (builder);
  tnt_window_wait (self, is_settled, "the numbers are shown");
  return builder;
}

/* The lesson binds a, b, c, x and y: the next free names are z and x2. */
static void
test_new_tensor (TntWindow *self, gconstpointer data)
{
  TnuBuilderPanel *panel;
  int n_steps;

  tnt_window_run_first_cell (self);
  n_steps = tns_timeline_get_n_steps (tns_session_get_timeline (self->session));
  panel = open_builder (self);
  tnu_function_form_choose (TNU_FUNCTION_FORM (tnu_builder_panel_get_page (panel, "function")),
                            "randn");
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==, "z = torch.randn(3, 4)");
  tnt_window_wait (self, is_settled, "the random numbers are shown");
  g_assert_cmpint (tns_timeline_get_n_steps (tns_session_get_timeline (self->session)), ==,
                   n_steps);
  g_assert_false (tnt_window_has_variable (self, "z"));
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  tnt_window_wait_bound (self, "z");
  g_assert_cmpuint (tnt_window_get_n_cells (self), ==, self->n_cells + 1);
  tnt_window_act (self, "undo", NULL);
  g_assert_cmpuint (tnt_window_get_n_cells (self), ==, self->n_cells);
}

/* A notebook that has run nothing gets torch as well. */
static void
test_new_tensor_first (TntWindow *self, gconstpointer data)
{
  TnuBuilderPanel *panel = open_builder (self);

  tnt_window_wait (self, is_settled, "the numbers are shown");
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==,
                   "import torch\nx = torch.zeros(3, 4)");
  gtk_editable_set_text (GTK_EDITABLE (tnt_window_find_in (GTK_WIDGET (panel), GTK_TYPE_ENTRY)),
                         "");
  g_assert_false (tnu_panel_apply (TNU_PANEL (panel)));
}

static void
test_new_tensor_ways (TntWindow *self, gconstpointer data)
{
  g_auto (TnuTableText) table = { 0 };
  TnuBuilderPanel *panel;
  TnuFormulaForm *formula;
  TnuValuesForm *values;

  tnt_window_run_first_cell (self);
  panel = open_builder (self);
  formula = TNU_FORMULA_FORM (tnu_builder_panel_get_page (panel, "formula"));
  values = TNU_VALUES_FORM (tnu_builder_panel_get_page (panel, "values"));
  tnu_builder_panel_choose (panel, "formula");
  tnu_formula_form_set_text (formula, "i +");
  g_assert_false (tnu_panel_apply (TNU_PANEL (panel)));
  tnu_formula_form_set_text (formula, "(i == j)");
  tnt_window_wait (self, is_settled, "the formula is shown");
  tnu_builder_panel_choose (panel, "values");
  g_assert_true (tnu_table_text_read (&table, "1\t2,5\n3\t4", NULL));
  g_assert_true (tnu_values_form_take (values, &table, NULL));
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==,
                   "z = torch.tensor([[1, 2.5], [3, 4]])");
  tnt_window_wait (self, is_settled, "the values are computed");
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  tnt_window_wait_bound (self, "z");
}

/* Two float32 tensors: w = [[0, 1], [2, 3]] and b = [4]. */
static void
write_safetensors (const char *path)
{
  static const char header[] = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
                               "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[16,20]}}";
  const guint64 length = GUINT64_TO_LE (sizeof header - 1);
  const float numbers[] = { 0, 1, 2, 3, 4 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *)&length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *)header, sizeof header - 1);
  g_byte_array_append (bytes, (const guint8 *)numbers, sizeof numbers);
  g_assert_true (g_file_set_contents (path, (const char *)bytes->data, bytes->len, NULL));
}

static void
test_new_tensor_file (TntWindow *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (tnt_window_get_folder (), "s.safetensors", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GSList files = { .data = file };
  TnuBuilderPanel *panel;

  write_safetensors (path);
  tnt_window_run_first_cell (self);
  panel = open_builder (self);
  tnu_builder_panel_take_files (panel, &files);
  g_assert_false (tnu_panel_apply (TNU_PANEL (panel)));
  while (*tnu_panel_get_code (TNU_PANEL (panel)) == '\0')
    tnt_window_settle ();
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==,
                   "from safetensors.torch import load_file\nz = load_file('s.safetensors')['w']");
  tnt_window_wait (self, is_settled, "the file's numbers are shown");
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  tnt_window_wait_bound (self, "z");
  g_unlink (path);
}

/* ---- while a cell runs ---- */

static TnuBuilderPanel *
open_builder_behind (TntWindow *self, const char *code)
{
  tnt_window_run_first_cell (self);
  tns_session_apply (self->session, code);
  tnt_window_act (self, "new-tensor", NULL);
  tnt_window_settle ();
  builder = TNU_BUILDER_PANEL (tnt_window_find (self, TNU_TYPE_BUILDER_PANEL));
  g_assert_false (is_settled (self));
  return builder;
}

static void
test_busy (TntWindow *self, gconstpointer data)
{
  TnuBuilderPanel *panel = open_builder_behind (self, "import time\ntime.sleep(1.5)");

  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==, "z = torch.zeros(3, 4)");
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  tnt_window_act (self, "new-tensor", NULL);
  panel = TNU_BUILDER_PANEL (tnt_window_find (self, TNU_TYPE_BUILDER_PANEL));
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==, "x2 = torch.zeros(3, 4)");
  g_assert_true (tnu_panel_apply (TNU_PANEL (panel)));
  tnt_window_wait_bound (self, "x2");
  g_assert_true (tnt_window_has_variable (self, "z"));
  g_assert_cmpuint (tnt_window_get_n_cells (self), ==, self->n_cells + 3);
}

static void
test_stopped (TntWindow *self, gconstpointer data)
{
  open_builder_behind (self, "import time\ntime.sleep(60)");
  tns_session_stop (self->session);
  tnt_window_wait (self, is_settled, "the numbers are shown after all");
}

/* ---- the clipboard ---- */

static bool
has_code (TntWindow *self)
{
  GtkWidget *panel = tnt_window_find (self, TNU_TYPE_BUILDER_PANEL);

  builder = panel != NULL ? TNU_BUILDER_PANEL (panel) : NULL;
  return builder != NULL && is_settled (self) && *tnu_panel_get_code (TNU_PANEL (panel)) != '\0';
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
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (builder)), ==,
                   "z = torch.tensor([[1., 2.], [3., 4.]], dtype=torch.float64)");
  g_assert_true (tnu_panel_apply (TNU_PANEL (builder)));
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
  g_assert_nonnull (strstr (tnu_panel_get_code (TNU_PANEL (builder)),
                            "z = torch.from_numpy(np.array(Image.open('pasted-1.png')"
                            ".convert('RGB'))).permute(2, 0, 1) / 255"));
  g_assert_true (tnu_panel_apply (TNU_PANEL (builder)));
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
  return has_code (self) && strstr (tnu_panel_get_code (TNU_PANEL (builder)), "2.csv") != NULL;
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
  g_assert_true (tnu_panel_apply (TNU_PANEL (builder)));
  tnt_window_wait (self, waits_for_second, "the second file is in the builder");
  g_assert_cmpstr (
    tnu_panel_get_code (TNU_PANEL (builder)), ==,
    "x2 = torch.from_numpy(np.genfromtxt('2.csv', delimiter=',', skip_header=1, "
    "dtype=np.float32))");
  g_assert_true (tnu_panel_apply (TNU_PANEL (builder)));
  tnt_window_wait_bound (self, "x2");
  g_assert_null (tnt_window_find (self, TNU_TYPE_BUILDER_PANEL));
  g_file_delete (first, NULL, NULL);
  g_file_delete (second, NULL, NULL);
}

static void
add_tests (void)
{
  tnt_window_add ("/app/window/new-tensor-shows-its-numbers-before-its-line-runs", test_new_tensor);
  tnt_window_add ("/app/window/new-tensor-imports-torch-where-nothing-has", test_new_tensor_first);
  tnt_window_add ("/app/window/new-tensor-by-formula-and-by-values", test_new_tensor_ways);
  tnt_window_add ("/app/window/new-tensor-from-a-file", test_new_tensor_file);
  tnt_window_add ("/app/window/new-tensors-queue-behind-a-running-cell", test_busy);
  tnt_window_add ("/app/window/new-tensor-shows-its-numbers-when-a-cell-is-stopped", test_stopped);
  tnt_window_add ("/app/window/a-pasted-print-fills-the-table", test_paste_table);
  tnt_window_add ("/app/window/a-pasted-text-without-numbers-opens-nothing", test_paste_prose);
  tnt_window_add ("/app/window/a-pasted-picture-lies-beside-the-notebook", test_paste_picture);
  tnt_window_add ("/app/window/a-pasted-picture-goes-when-it-is-not-used", test_cancel_picture);
  tnt_window_add ("/app/window/pasted-files-become-a-tensor-each", test_paste_files);
}

int
main (int argc, char **argv)
{
  return tnt_window_main (argc, argv, add_tests);
}
