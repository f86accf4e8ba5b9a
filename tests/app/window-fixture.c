/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "ui/operation/code-row.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC)
#define SETTLE_US (G_USEC_PER_SEC / 5)

/* One folder for all: the interpreter works in it as long as the process lives. */
static char *folder;

/* ---- waiting ---- */

static bool
has_passed (gint64 end)
{
  if (g_get_monotonic_time () > end)
    return true;
  if (!g_main_context_iteration (NULL, FALSE))
    g_usleep (1000);
  return false;
}

void
tnt_window_wait (TntWindow *self, TntCondition is_met, const char *what)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!is_met (self))
    if (has_passed (end))
      g_error ("waited in vain until %s", what);
}

void
tnt_window_wait_run (TntWindow *self, const char *id)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE_US;
  TnsCell *cell = tnt_window_get_cell (self, id);

  while (tns_cell_get_execution_count (cell) == 0 || tns_session_is_busy (self->session))
    if (has_passed (end))
      g_error ("waited in vain until the cell %s has run", id);
}

void
tnt_window_wait_bound (TntWindow *self, const char *name)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (tns_session_is_busy (self->session) || !tnt_window_has_variable (self, name))
    if (has_passed (end))
      g_error ("waited in vain until %s is bound", name);
}

void
tnt_window_wait_unbound (TntWindow *self, const char *name)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (tnt_window_has_variable (self, name))
    if (has_passed (end))
      g_error ("waited in vain until %s is gone", name);
}

void
tnt_window_settle (void)
{
  const gint64 start = g_get_monotonic_time ();
  gint64 passed = 0;
  bool is_idle = false;

  /* On a busy machine a single frame may take longer than that. */
  while (passed < SETTLE_US || (!is_idle && passed < PATIENCE_US))
    {
      is_idle = !g_main_context_iteration (NULL, FALSE);
      if (is_idle)
        g_usleep (1000);
      passed = g_get_monotonic_time () - start;
    }
}

/* ---- keys and actions ---- */

static bool
is_active (TntWindow *self)
{
  return gtk_window_is_active (GTK_WINDOW (self->window));
}

bool
tnt_window_can_press (TntWindow *self)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");
  g_autoptr (GSubprocess) focus = NULL;
  g_autoptr (GError) error = NULL;

  if (xdotool == NULL)
    {
      g_test_skip ("xdotool is not installed: no keys can be pressed");
      return false;
    }
  focus = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, xdotool, "search", "--sync",
                            "--onlyvisible", "--name", "backward", "windowfocus", "--sync", NULL);
  g_assert_no_error (error);
  tnt_window_wait (self, is_active, "the window has the focus");
  return true;
}

static void
call_xdotool (const char *what)
{
  g_autofree char *command = g_strconcat ("xdotool ", what, NULL);
  g_autoptr (GError) error = NULL;

  g_spawn_command_line_sync (command, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  /* The server has queued the event for us by now; this fetches it. */
  gdk_display_sync (gdk_display_get_default ());
  tnt_window_settle ();
}

void
tnt_window_press (const char *key)
{
  g_autofree char *what = g_strconcat ("key ", key, NULL);

  call_xdotool (what);
}

void
tnt_window_point (const char *what)
{
  call_xdotool (what);
}

void
tnt_window_act (TntWindow *self, const char *action, const char *target)
{
  g_autofree char *name = g_strconcat ("win.", action, NULL);
  g_autoptr (GVariant) variant
      = target != NULL ? g_variant_ref_sink (g_variant_new_string (target)) : NULL;

  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (self->window), name, variant));
}

void
tnt_window_run_first_cell (TntWindow *self)
{
  tns_session_run_cell (self->session, tnt_window_get_cell (self, "forward"));
  tnt_window_wait_run (self, "forward");
  tnt_window_wait_bound (self, "x");
  tnt_window_wait_bound (self, "y");
}

void
tnt_window_undo_applied (TntWindow *self, const char *name)
{
  tnt_window_act (self, "undo", NULL);
  g_assert_cmpuint (tnt_window_get_n_cells (self), ==, self->n_cells);
  tnt_window_wait_unbound (self, name);
}

/* ---- what is there ---- */

const char *
tnt_window_get_folder (void)
{
  return folder;
}

TnsCell *
tnt_window_get_cell (TntWindow *self, const char *id)
{
  TnsCell *cell = tns_notebook_find_cell (tns_session_get_notebook (self->session), id);

  g_assert_nonnull (cell);
  return cell;
}

guint
tnt_window_get_n_cells (TntWindow *self)
{
  return tns_notebook_get_n_cells (tns_session_get_notebook (self->session));
}

GtkWidget *
tnt_window_get_part (TntWindow *self, const char *name)
{
  return GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (self->window), TNA_TYPE_WINDOW, name));
}

GtkWidget *
tnt_window_find_in (GtkWidget *root, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (root, type) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = tnt_window_find_in (child, type);
  return found;
}

GtkWidget *
tnt_window_find (TntWindow *self, GType type)
{
  return tnt_window_find_in (GTK_WIDGET (self->window), type);
}

GtkEditable *
tnt_window_get_line (GtkWidget *panel)
{
  GtkWidget *row = tnt_window_find_in (panel, TNU_TYPE_CODE_ROW);

  return GTK_EDITABLE (tnt_window_find_in (row, GTK_TYPE_ENTRY));
}

bool
tnt_window_has_variable (TntWindow *self, const char *name)
{
  g_autoptr (GPtrArray) variables = tns_timeline_dup_variables (
      tns_session_get_timeline (self->session), tns_session_get_cursor (self->session));

  for (guint i = 0; i < variables->len; i++)
    if (g_str_equal (((TnsVariable *)g_ptr_array_index (variables, i))->name, name))
      return true;
  return false;
}

/* ---- from opening to closing ---- */

static bool
is_open (TntWindow *self)
{
  return tns_session_get_file (self->session) != NULL;
}

static void
copy_lesson (TntWindow *self)
{
  g_autofree char *lesson
      = g_test_build_filename (G_TEST_DIST, "..", "resources", "lessons", "backward.ipynb", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  self->path = g_build_filename (folder, "backward.ipynb", NULL);
  g_file_get_contents (lesson, &text, NULL, &error);
  g_assert_no_error (error);
  g_file_set_contents (self->path, text, -1, &error);
  g_assert_no_error (error);
}

static void
open_window (TntWindow *self, gconstpointer data)
{
  g_autoptr (GFile) file = NULL;

  copy_lesson (self);
  file = g_file_new_for_path (self->path);
  self->window = tna_window_new (ADW_APPLICATION (g_application_get_default ()));
  self->session = tna_window_get_session (self->window);
  gtk_window_present (GTK_WINDOW (self->window));
  tna_window_open (self->window, file);
  tnt_window_wait (self, is_open, "the notebook is open");
  self->n_cells = tnt_window_get_n_cells (self);
  tnt_window_settle ();
}

static void
close_window (TntWindow *self, gconstpointer data)
{
  if (tns_session_is_busy (self->session))
    tns_session_stop (self->session);
  gtk_window_destroy (GTK_WINDOW (self->window));
  tnt_window_settle ();
  g_unlink (self->path);
  g_free (self->path);
}

void
tnt_window_add (const char *path, TntTest test)
{
  g_test_add (path, TntWindow, NULL, open_window, test, close_window);
}

int
tnt_window_main (int argc, char **argv, void (*add_tests) (void))
{
  g_autoptr (TnaApplication) application = NULL;
  g_autofree char *home = g_dir_make_tmp ("tensarium-home-XXXXXX", NULL);
  g_autofree char *notebooks = g_dir_make_tmp ("tensarium-XXXXXX", NULL);
  int status;

  folder = notebooks;
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("XDG_CACHE_HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display: run with xvfb-run\n");
      return 0;
    }
  application = tna_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_set_default (G_APPLICATION (application));
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  add_tests ();
  status = g_test_run ();
  if (!tns_runner_quit (G_USEC_PER_SEC))
    _exit (status);
  return status;
}
