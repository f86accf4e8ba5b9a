/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Expected colours and contrasts: the look's tokens.json, written by another implementation of
 * the same formulas. When it is not beside the checkout, the tests that need it are skipped; the
 * samples of the look's text are checked always. */
#include "tests/ui/tokens.h"
#include "ui/draw/colormap.h"

#include <math.h>

static const char *const map_names[TNU_N_MAPS] = { "values", "gradients" };

static void
test_samples (gconstpointer data)
{
  bool is_dark = GPOINTER_TO_INT (data);
  const TnuTheme *theme = tnu_theme_get (is_dark);
  g_autoptr (JsonParser) parser = tnt_tokens_load ();

  if (parser == NULL)
    return;
  for (TnuMap map = 0; map < TNU_N_MAPS; map++)
    {
      JsonObject *maps = json_object_get_object_member (tnt_tokens_get_theme (parser, is_dark),
                                                        "maps");
      JsonObject *samples = json_object_get_object_member (
        json_object_get_object_member (maps, map_names[map]), "samples");
      g_autoptr (GList) names = json_object_get_members (samples);

      g_assert_cmpuint (g_list_length (names), ==, 11);
      for (GList *l = names; l != NULL; l = l->next)
        tnt_assert_hex (*tnu_colormap_get_color (theme, map, g_ascii_strtod (l->data, NULL)),
                        json_object_get_string_member (samples, l->data), l->data);
    }
}

static void
test_ink_contrast (gconstpointer data)
{
  bool is_dark = GPOINTER_TO_INT (data);
  const TnuTheme *theme = tnu_theme_get (is_dark);
  g_autoptr (JsonParser) parser = tnt_tokens_load ();

  if (parser == NULL)
    return;
  for (TnuMap map = 0; map < TNU_N_MAPS; map++)
    {
      JsonObject *maps = json_object_get_object_member (tnt_tokens_get_theme (parser, is_dark),
                                                        "maps");
      double stated = json_object_get_double_member (
        json_object_get_object_member (maps, map_names[map]), "min_ink_contrast_511");
      double least = 21.0;

      for (int i = 0; i < TNU_COLORMAP_SIZE; i++)
        {
          double t = (i - 255) / 255.0;

          least = fmin (least, tnu_color_contrast (*tnu_colormap_get_ink (theme, map, t),
                                                   *tnu_colormap_get_color (theme, map, t)));
        }
      g_test_message ("%s %s: %.3f", is_dark ? "dark" : "light", map_names[map], least);
      g_assert_cmpfloat_with_epsilon (least, stated, 0.02);
    }
}

static void
test_ends_of_the_look (void)
{
  const TnuTheme *dark = tnu_theme_get (true);
  const TnuTheme *light = tnu_theme_get (false);

  tnt_assert_hex (*tnu_colormap_get_color (dark, TNU_MAP_VALUES, -1), "#4ae9fb", "dark v-");
  tnt_assert_hex (*tnu_colormap_get_color (dark, TNU_MAP_VALUES, .2), "#7b2000", "dark ember");
  tnt_assert_hex (*tnu_colormap_get_color (dark, TNU_MAP_GRADIENTS, 1), "#5df392", "dark g+");
  tnt_assert_hex (*tnu_colormap_get_color (light, TNU_MAP_VALUES, 1), "#ea7804", "light v+");
  tnt_assert_hex (*tnu_colormap_get_color (light, TNU_MAP_GRADIENTS, -1), "#a56ae3", "light g-");
  tnt_assert_hex (*tnu_colormap_get_color (light, TNU_MAP_VALUES, 0), "#ffffff", "light zero");
}

static void
test_light_digits_never_flip (void)
{
  const TnuTheme *light = tnu_theme_get (false);
  const TnuColor ink1 = light->colors[TNU_INK1];

  for (TnuMap map = 0; map < TNU_N_MAPS; map++)
    for (int i = 0; i < TNU_COLORMAP_SIZE; i++)
      g_assert_cmpfloat (tnu_colormap_get_ink (light, map, (i - 255) / 255.0)->r, ==, ink1.r);
}

static void
test_quiet_ink_is_readable (void)
{
  for (int is_dark = 0; is_dark < 2; is_dark++)
    for (TnuMap map = 0; map < TNU_N_MAPS; map++)
      for (int i = 0; i < TNU_COLORMAP_SIZE; i++)
        {
          const TnuTheme *theme = tnu_theme_get (is_dark);
          double t = TNU_NOT_CHOSEN_T * (i - 255) / 255.0;

          g_assert_cmpfloat (tnu_color_contrast (*tnu_colormap_get_quiet_ink (theme, map, t),
                                                 *tnu_colormap_get_color (theme, map, t)),
                             >=, 4.5);
        }
}

static void
test_t (void)
{
  g_assert_cmpfloat (tnu_colormap_t (3.0, 6.0), ==, 0.5);
  g_assert_cmpfloat (tnu_colormap_t (9.0, 6.0), ==, 1.0);
  g_assert_cmpfloat (tnu_colormap_t (-INFINITY, 6.0), ==, -1.0);
  g_assert_cmpfloat (tnu_colormap_t (INFINITY, 0.0), ==, 1.0);
  g_assert_cmpfloat (tnu_colormap_t (NAN, 6.0), ==, 0.0);
  g_assert_cmpfloat (tnu_colormap_t (5.0, 0.0), ==, 0.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/ui/colormap/dark/samples-equal-the-tokens", GINT_TO_POINTER (true),
                        test_samples);
  g_test_add_data_func ("/ui/colormap/light/samples-equal-the-tokens", GINT_TO_POINTER (false),
                        test_samples);
  g_test_add_data_func ("/ui/colormap/dark/ink-keeps-the-stated-contrast", GINT_TO_POINTER (true),
                        test_ink_contrast);
  g_test_add_data_func ("/ui/colormap/light/ink-keeps-the-stated-contrast",
                        GINT_TO_POINTER (false), test_ink_contrast);
  g_test_add_func ("/ui/colormap/ends-equal-the-look", test_ends_of_the_look);
  g_test_add_func ("/ui/colormap/light-digits-never-flip", test_light_digits_never_flip);
  g_test_add_func ("/ui/colormap/not-chosen-stays-readable", test_quiet_ink_is_readable);
  g_test_add_func ("/ui/colormap/t-is-clamped-and-total", test_t);
  return g_test_run ();
}
