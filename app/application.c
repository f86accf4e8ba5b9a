/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "app/application.h"

#include "app/appearance.h"
#include "app/window.h"

struct _TnaApplication
{
  AdwApplication parent_instance;

  TnaAppearance *appearance;
};

G_DEFINE_FINAL_TYPE (TnaApplication, tna_application, ADW_TYPE_APPLICATION)

/* ---- actions ---- */

static void
about (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  adw_show_about_window (gtk_application_get_active_window (application), "application-name",
                         "Tensarium", "application-icon", "org.tensarium.Tensarium",
                         "developer-name", "The Tensarium authors", "license-type",
                         GTK_LICENSE_MIT_X11, "version", TNA_VERSION, "comments",
                         "A planetarium for tensors: run a PyTorch notebook and see its numbers.",
                         NULL);
}

/* Closes the windows one by one, so that each can ask about what is not saved. */
static void
quit (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (application));

  for (GList *item = windows; item != NULL; item = item->next)
    if (TNA_IS_WINDOW (item->data))
      gtk_window_close (item->data);
}

static void
add_actions (TnaApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "about", .activate = about },
    { .name = "quit", .activate = quit },
  };
  static const char *const properties[] = { "theme", "text-size", "presenting" };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      g_autoptr (GPropertyAction) action =
        g_property_action_new (properties[i], self->appearance, properties[i]);

      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
    }
}

static void
add_keys (GtkApplication *self)
{
  static const struct
  {
    const char *action;
    const char *keys[3];
  } table[] = {
    { "app.quit", { "<Primary>q" } },
    { "win.new", { "<Primary>n" } },
    { "win.open", { "<Primary>o" } },
    { "win.save", { "<Primary>s" } },
    { "win.save-as", { "<Primary><Shift>s" } },
    { "window.close", { "<Primary>w" } },
    { "win.run-all", { "F5" } },
    { "win.stop", { "<Primary>period" } },
    { "win.restart", { "<Primary><Shift>r" } },
    { "win.undo", { "<Primary>z" } },
    { "win.redo", { "<Primary><Shift>z", "<Primary>y" } },
    { "win.find", { "<Primary>f" } },
    { "win.find-next", { "<Primary>g" } },
    { "win.find-previous", { "<Primary><Shift>g" } },
    { "win.show-notebook", { "F9" } },
    { "win.show-inspector", { "F8" } },
    { "win.present", { "F11" } },
    { "win.view::stage", { "<Primary>1" } },
    { "win.view::graph", { "<Primary>2" } },
    { "win.new-tensor", { "<Primary><Shift>n" } },
    { "win.paste-tensor", { "<Primary><Shift>v" } },
    { "win.operate::reshape", { "<Primary>r" } },
    { "win.operate::index", { "<Primary>i" } },
    { "win.operate::find", { "<Primary>k" } },
    { "win.operate::broadcast", { "<Primary><Shift>b" } },
    { "win.operate::sum", { "<Primary><Shift>f" } },
    { "win.operate::stack", { "<Primary>j" } },
    { "win.operate::matmul", { "<Primary><Shift>m" } },
    { "win.step::stepper.first", { "<Alt>Home" } },
    { "win.step::stepper.back", { "<Alt>Left" } },
    { "win.step::stepper.play", { "<Alt>space" } },
    { "win.step::stepper.forward", { "<Alt>Right" } },
    { "win.step::stepper.last", { "<Alt>End" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_application_set_accels_for_action (self, table[i].action, table[i].keys);
}

/* ---- application ---- */

static void
tna_application_startup (GApplication *application)
{
  TnaApplication *self = TNA_APPLICATION (application);

  G_APPLICATION_CLASS (tna_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name ("org.tensarium.Tensarium");
  self->appearance = tna_appearance_new (gdk_display_get_default ());
  add_actions (self);
  add_keys (GTK_APPLICATION (self));
}

static void
tna_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (tna_window_new (ADW_APPLICATION (application)));
  gtk_window_present (window);
}

static void
tna_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      TnaWindow *window = tna_window_new (ADW_APPLICATION (application));

      tna_window_open (window, files[i]);
      gtk_window_present (GTK_WINDOW (window));
    }
}

static void
tna_application_dispose (GObject *object)
{
  g_clear_object (&TNA_APPLICATION (object)->appearance);
  G_OBJECT_CLASS (tna_application_parent_class)->dispose (object);
}

static void
tna_application_class_init (TnaApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tna_application_dispose;
  application_class->startup = tna_application_startup;
  application_class->activate = tna_application_activate;
  application_class->open = tna_application_open;
}

static void
tna_application_init (TnaApplication *self)
{
}

TnaApplication *
tna_application_new (void)
{
  return g_object_new (TNA_TYPE_APPLICATION, "application-id", "org.tensarium.Tensarium", "flags",
                       G_APPLICATION_HANDLES_OPEN, NULL);
}
