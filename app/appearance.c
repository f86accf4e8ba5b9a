/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The user's text size replaces the desktop's as the resolution of fonts, which is also where
 * every drawing reads its scale; the style sheet is written for the scale in effect. */
#include "app/appearance.h"

#include "ui/draw/stylesheet.h"

#include <adwaita.h>

#define GROUP "Appearance"
#define DPI (96 * 1024) /* of plain text, in GTK's unit */
#define PROJECTOR_SIZE 150 /* percent */

struct _TnaAppearance
{
  GObject parent_instance;

  GdkDisplay *display;
  GtkCssProvider *provider;
  char *theme;
  int text_size;
  bool is_presenting;
  bool is_loading;
};

G_DEFINE_FINAL_TYPE (TnaAppearance, tna_appearance, G_TYPE_OBJECT)

enum
{
  PROP_THEME = 1,
  PROP_TEXT_SIZE,
  PROP_PRESENTING,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

/* ---- style sheet ---- */

static double
get_scale (TnaAppearance *self)
{
  int dpi = 0;

  g_object_get (gtk_settings_get_for_display (self->display), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? (double) dpi / DPI : 1;
}

static void
write_style (TnaAppearance *self)
{
  bool is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  g_autofree char *css = tnu_theme_dup_css (tnu_theme_get (is_dark), get_scale (self));

  gtk_css_provider_load_from_data (self->provider, css, -1);
}

static void
apply_text_size (TnaAppearance *self)
{
  GtkSettings *settings = gtk_settings_get_for_display (self->display);

  const int size = self->is_presenting ? MAX (self->text_size, PROJECTOR_SIZE) : self->text_size;

  if (size > 0)
    g_object_set (settings, "gtk-xft-dpi", DPI / 100 * size, NULL);
  else
    gtk_settings_reset_property (settings, "gtk-xft-dpi");
}

static void
apply_theme (TnaAppearance *self)
{
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (self->theme, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (self->theme, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

/* ---- remembering ---- */

static char *
dup_settings_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "tensarium", "settings.ini", NULL);
}

static void
remember (TnaAppearance *self)
{
  g_autoptr (GKeyFile) settings = g_key_file_new ();
  g_autofree char *path = dup_settings_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  if (self->is_loading)
    return;
  g_key_file_load_from_file (settings, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  g_key_file_set_string (settings, GROUP, "theme", self->theme);
  g_key_file_set_integer (settings, GROUP, "text-size", self->text_size);
  g_mkdir_with_parents (folder, 0700);
  if (!g_key_file_save_to_file (settings, path, &error))
    g_warning ("settings: %s", error->message);
}

static void
load_choice (TnaAppearance *self)
{
  g_autoptr (GKeyFile) settings = g_key_file_new ();
  g_autofree char *path = dup_settings_path ();
  g_autofree char *theme = NULL;

  g_key_file_load_from_file (settings, path, G_KEY_FILE_NONE, NULL);
  theme = g_key_file_get_string (settings, GROUP, "theme", NULL);
  self->is_loading = true;
  g_object_set (self, "theme", theme != NULL ? theme : "system", "text-size",
                CLAMP (g_key_file_get_integer (settings, GROUP, "text-size", NULL), 0, 300), NULL);
  self->is_loading = false;
}

/* ---- object ---- */

static void
tna_appearance_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TnaAppearance *self = TNA_APPEARANCE (object);

  if (id == PROP_THEME)
    g_value_set_string (value, self->theme);
  else if (id == PROP_PRESENTING)
    g_value_set_boolean (value, self->is_presenting);
  else
    g_value_set_int (value, self->text_size);
}

static void
tna_appearance_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TnaAppearance *self = TNA_APPEARANCE (object);

  if (id == PROP_THEME)
    {
      g_free (self->theme);
      self->theme = g_value_dup_string (value);
      apply_theme (self);
    }
  else if (id == PROP_PRESENTING)
    {
      self->is_presenting = g_value_get_boolean (value);
      apply_text_size (self);
      return;
    }
  else
    {
      self->text_size = g_value_get_int (value);
      apply_text_size (self);
    }
  remember (self);
}

static void
tna_appearance_dispose (GObject *object)
{
  TnaAppearance *self = TNA_APPEARANCE (object);

  if (self->provider != NULL)
    gtk_style_context_remove_provider_for_display (self->display,
                                                   GTK_STYLE_PROVIDER (self->provider));
  g_clear_object (&self->provider);
  g_clear_pointer (&self->theme, g_free);
  G_OBJECT_CLASS (tna_appearance_parent_class)->dispose (object);
}

static void
tna_appearance_class_init (TnaAppearanceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tna_appearance_dispose;
  object_class->get_property = tna_appearance_get_property;
  object_class->set_property = tna_appearance_set_property;
  properties[PROP_THEME] = g_param_spec_string ("theme", NULL, NULL, "system", flags);
  properties[PROP_TEXT_SIZE] = g_param_spec_int ("text-size", NULL, NULL, 0, 300, 0, flags);
  properties[PROP_PRESENTING] = g_param_spec_boolean ("presenting", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
tna_appearance_init (TnaAppearance *self)
{
  self->provider = gtk_css_provider_new ();
  self->theme = g_strdup ("system");
}

TnaAppearance *
tna_appearance_new (GdkDisplay *display)
{
  TnaAppearance *self = g_object_new (TNA_TYPE_APPEARANCE, NULL);

  self->display = display;
  load_choice (self);
  write_style (self);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (self->provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (write_style), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_settings_get_for_display (display), "notify::gtk-xft-dpi",
                           G_CALLBACK (write_style), self, G_CONNECT_SWAPPED);
  return self;
}
