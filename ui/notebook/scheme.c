/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/notebook/scheme.h"

#include "ui/draw/stylesheet.h"

static void
write_schemes (GtkSourceStyleSchemeManager *manager)
{
  g_autofree char *folder =
    g_build_filename (g_get_user_cache_dir (), "tensarium", "schemes", NULL);
  g_autoptr (GError) error = NULL;

  if (!tnu_theme_write_schemes (folder, &error))
    g_warning ("source colours: %s", error->message);
  gtk_source_style_scheme_manager_prepend_search_path (manager, folder);
}

GtkSourceStyleScheme *
tnu_scheme_get (bool is_dark)
{
  static bool is_written;
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();

  if (!is_written)
    {
      write_schemes (manager);
      is_written = true;
    }
  return gtk_source_style_scheme_manager_get_scheme (
    manager, tnu_theme_get_scheme_id (tnu_theme_get (is_dark)));
}
