/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The builder of tensors in a window. */
#include "window-fixture.h"

#include "ui/builder/builder-panel.h"
#include "ui/builder/formula-form.h"
#include "ui/builder/function-form.h"
#include "ui/builder/shape-editor.h"
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

/* ---- the shape ---- */

/* In the window that covers the display, the middle of @part. */
static void
point_at (GtkWidget *part)
{
  GtkNative *native = gtk_widget_get_native (part);
  double edge_x, edge_y, x, y;
  g_autofree char *place = NULL;

  gtk_native_get_surface_transform (native, &edge_x, &edge_y);
  gtk_widget_translate_coordinates (part, GTK_WIDGET (native), gtk_widget_get_width (part) / 2.0,
                                    gtk_widget_get_height (part) / 2.0, &x, &y);
  place = g_strdup_printf ("mousemove %d %d", (int) (x + edge_x), (int) (y + edge_y));
  tnt_window_point (place);
}

/* The chip of axis @axis. */
static GtkWidget *
get_chip (TnuBuilderPanel *panel, int axis)
{
  GtkWidget *editor = tnt_window_find_in (GTK_WIDGET (panel), TNU_TYPE_SHAPE_EDITOR);
  GtkFlowBox *flow = GTK_FLOW_BOX (tnt_window_find_in (editor, GTK_TYPE_FLOW_BOX));

  return gtk_flow_box_child_get_child (gtk_flow_box_get_child_at_index (flow, axis));
}

static void
test_shape (TntWindow *self, gconstpointer data)
{
  TnuBuilderPanel *panel;

  if (!tnt_window_can_press (self))
    return;
  tnt_window_run_first_cell (self);
  panel = open_builder (self);
  gtk_widget_grab_focus (tnt_window_find_in (get_chip (panel, 0), GTK_TYPE_ENTRY));
  tnt_window_press ("ctrl+Right");
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==, "z = torch.zeros(4, 3)");
  point_at (gtk_widget_get_first_child (get_chip (panel, 1)));
  tnt_window_point ("mousedown 1");
  tnt_window_point ("mousemove_relative -- -30 0");
  point_at (get_chip (panel, 0));
  tnt_window_point ("mousemove_relative 3 0");
  tnt_window_point ("mouseup 1");
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==, "z = torch.zeros(3, 4)");
  tnt_window_press ("comma");
  g_assert_cmpstr (tnu_panel_get_code (TNU_PANEL (panel)), ==, "z = torch.zeros(3, 2, 4)");
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

static void
add_tests (void)
{
  tnt_window_add ("/app/window/new-tensor-shows-its-numbers-before-its-line-runs", test_new_tensor);
  tnt_window_add ("/app/window/new-tensor-imports-torch-where-nothing-has", test_new_tensor_first);
  tnt_window_add ("/app/window/new-tensor-by-formula-and-by-values", test_new_tensor_ways);
  tnt_window_add ("/app/window/new-tensor-from-a-file", test_new_tensor_file);
  tnt_window_add ("/app/window/new-tensor-axes-move-by-key-and-mouse", test_shape);
  tnt_window_add ("/app/window/new-tensors-queue-behind-a-running-cell", test_busy);
  tnt_window_add ("/app/window/new-tensor-shows-its-numbers-when-a-cell-is-stopped", test_stopped);
}

int
main (int argc, char **argv)
{
  return tnt_window_main (argc, argv, add_tests);
}
