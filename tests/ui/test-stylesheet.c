/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The oracle is GTK's own CSS parser and GtkSourceView's own scheme reader. */
#include "ui/draw/stylesheet.h"

#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <gtksourceview/gtksource.h>

static void
on_parsing_error (GtkCssProvider *provider, GtkCssSection *section, GError *error, gpointer data)
{
  g_autofree char *where = gtk_css_section_to_string (section);
  int *n_errors = data;

  g_test_message ("%s: %s", where, error->message);
  (*n_errors)++;
}

static void
test_gtk_reads_it (void)
{
  for (int is_dark = 0; is_dark < 2; is_dark++)
    {
      g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
      g_autofree char *css = tnu_theme_dup_css (tnu_theme_get (is_dark), 1.5);
      int n_errors = 0;

      g_signal_connect (provider, "parsing-error", G_CALLBACK (on_parsing_error), &n_errors);
      gtk_css_provider_load_from_data (provider, css, -1);
      g_assert_cmpint (n_errors, ==, 0);
    }
}

static void
test_names_follow_the_theme (void)
{
  g_autofree char *dark = tnu_theme_dup_css (tnu_theme_get (true), 1.0);
  g_autofree char *light = tnu_theme_dup_css (tnu_theme_get (false), 1.0);

  g_assert_nonnull (strstr (dark, "@define-color tnu_card #121828;"));
  g_assert_nonnull (strstr (dark, "@define-color headerbar_bg_color #0e1322;"));
  g_assert_nonnull (strstr (light, "@define-color accent_bg_color #1a202f;"));
}

static void
test_rules_state_no_colour (void)
{
  g_autofree char *css = tnu_theme_dup_css (tnu_theme_get (true), 1.0);
  const char *rules = strstr (css, "window,");

  g_assert_nonnull (rules);
  g_assert_null (strstr (rules, "rgb"));
  for (const char *hash = strchr (rules, '#'); hash != NULL; hash = strchr (hash + 1, '#'))
    g_assert_false (g_ascii_isxdigit (hash[1]) && g_ascii_isxdigit (hash[2]));
}

static void
test_scale (void)
{
  g_autofree char *css = tnu_theme_dup_css (tnu_theme_get (true), 2.0);

  g_assert_nonnull (strstr (css, "min-height: 92px"));
  g_assert_nonnull (strstr (css, "border-bottom: 1px solid"));
}

static void
test_schemes (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tensarium-schemes-XXXXXX", NULL);
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();
  g_autoptr (GError) error = NULL;

  g_assert_true (tnu_theme_write_schemes (folder, &error));
  g_assert_no_error (error);
  gtk_source_style_scheme_manager_append_search_path (schemes, folder);
  for (int is_dark = 0; is_dark < 2; is_dark++)
    {
      const char *id = tnu_theme_get_scheme_id (tnu_theme_get (is_dark));
      GtkSourceStyleScheme *scheme = gtk_source_style_scheme_manager_get_scheme (schemes, id);
      GtkSourceStyle *style;
      g_autofree char *foreground = NULL;
      g_autofree char *path = NULL;
      char expected[8];

      g_assert_nonnull (scheme);
      style = gtk_source_style_scheme_get_style (scheme, "def:keyword");
      g_assert_nonnull (style);
      g_object_get (style, "foreground", &foreground, NULL);
      tnu_color_to_hex (tnu_theme_get (is_dark)->colors[TNU_KEYWORD], expected);
      g_assert_cmpstr (foreground, ==, expected);
      path = g_strdup_printf ("%s/%s.xml", folder, id);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_schemes_need_a_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (tnu_theme_write_schemes ("/dev/null/schemes", &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/stylesheet/gtk-reads-it-without-error", test_gtk_reads_it);
  g_test_add_func ("/ui/stylesheet/names-follow-the-theme", test_names_follow_the_theme);
  g_test_add_func ("/ui/stylesheet/rules-state-no-colour", test_rules_state_no_colour);
  g_test_add_func ("/ui/stylesheet/lengths-scale-and-hairlines-stay", test_scale);
  g_test_add_func ("/ui/stylesheet/source-view-reads-the-schemes", test_schemes);
  g_test_add_func ("/ui/stylesheet/an-impossible-folder-is-an-error", test_schemes_need_a_folder);
  return g_test_run ();
}
