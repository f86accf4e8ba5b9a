/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Expected numbers: the look's tokens.json (see tokens.h). */
#include "tests/ui/tokens.h"
#include "ui/draw/theme.h"

/* Where tokens.json keeps a token. */
static const char *
group_of (TnuToken token)
{
  if (token <= TNU_ONSTAR)
    return "surfaces";
  if (token == TNU_ERR)
    return NULL;
  if (token <= TNU_GPOS)
    return "strokes";
  if (token <= TNU_AXIS_N)
    return "axes";
  return "syntax";
}

static void
test_tokens (gconstpointer data)
{
  bool is_dark = GPOINTER_TO_INT (data);
  const TnuTheme *theme = tnu_theme_get (is_dark);
  g_autoptr (JsonParser) parser = tnt_tokens_load ();

  if (parser == NULL)
    return;
  for (TnuToken token = 0; token < TNU_N_TOKENS; token++)
    {
      const char *name = tnu_token_get_name (token);
      JsonObject *group = tnt_tokens_get_theme (parser, is_dark);
      JsonObject *stated;
      JsonArray *oklch;
      TnuOklch ours = tnu_theme_get_oklch (theme, token);

      if (group_of (token) != NULL)
        group = json_object_get_object_member (group, group_of (token));
      stated = json_object_get_object_member (group, name);
      oklch = json_object_get_array_member (stated, "oklch");
      g_assert_cmpfloat (json_array_get_double_element (oklch, 0), ==, ours.l);
      g_assert_cmpfloat (json_array_get_double_element (oklch, 1), ==, ours.c);
      g_assert_cmpfloat (json_array_get_double_element (oklch, 2), ==, ours.h);
      tnt_assert_hex (theme->colors[token], json_object_get_string_member (stated, "hex"), name);
    }
  tnt_assert_hex (theme->bool_true,
                  json_object_get_string_member (
                    json_object_get_object_member (tnt_tokens_get_theme (parser, is_dark),
                                                   "bool_true_fill"),
                    "hex"),
                  "bool true");
}

static double
least_contrast (const TnuTheme *theme, TnuToken ink)
{
  double least = 21.0;

  for (TnuToken surface = TNU_WELL; surface <= TNU_RAISED; surface++)
    least = fmin (least, tnu_color_contrast (theme->colors[ink], theme->colors[surface]));
  return least;
}

static void
test_text_contrast (void)
{
  for (int is_dark = 0; is_dark < 2; is_dark++)
    {
      const TnuTheme *theme = tnu_theme_get (is_dark);

      g_assert_cmpfloat (least_contrast (theme, TNU_INK1), >=, 13.9);
      g_assert_cmpfloat (least_contrast (theme, TNU_INK2), >=, 7.6);
      g_assert_cmpfloat (least_contrast (theme, TNU_INK3), >=, 4.8);
      g_assert_cmpfloat (least_contrast (theme, TNU_ERR), >=, 4.7);
    }
}

static void
test_gamut (void)
{
  /* sRGB has no such green; the hue and the lightness must survive, the chroma not. */
  TnuColor color = tnu_color_from_oklch ((TnuOklch){ .8, .4, 152 });

  g_assert_cmpfloat (color.r, >=, 0.0);
  g_assert_cmpfloat (color.g, <=, 1.0);
  g_assert_cmpfloat (color.g, >, color.r);
  g_assert_cmpfloat (color.g, >, color.b);
}

static void
test_white_and_black (void)
{
  /* Ottosson's matrices send L = 1 to white and L = 0 to black, whatever the hue. */
  tnt_assert_hex (tnu_color_from_oklch ((TnuOklch){ 1, 0, 77 }), "#ffffff", "white");
  tnt_assert_hex (tnu_color_from_oklch ((TnuOklch){ 0, 0, 77 }), "#000000", "black");
  g_assert_cmpfloat_with_epsilon (tnu_color_contrast ((TnuColor){ 1, 1, 1, 1 },
                                                      (TnuColor){ 0, 0, 0, 1 }),
                                  21.0, 1e-9);
}

static void
test_axes (void)
{
  const TnuTheme *theme = tnu_theme_get (true);

  g_assert_cmpint (tnu_axis_get_letter (0), ==, 'i');
  g_assert_cmpint (tnu_axis_get_letter (5), ==, 'n');
  g_assert_cmpint (tnu_axis_get_letter (6), ==, 'o');
  g_assert_cmpint (tnu_axis_get_letter (63), >=, 'a');
  g_assert_true (tnu_theme_get_axis_color (theme, 6) == tnu_theme_get_axis_color (theme, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/ui/theme/dark/equals-the-tokens", GINT_TO_POINTER (true), test_tokens);
  g_test_add_data_func ("/ui/theme/light/equals-the-tokens", GINT_TO_POINTER (false), test_tokens);
  g_test_add_func ("/ui/theme/text-keeps-the-stated-contrast", test_text_contrast);
  g_test_add_func ("/ui/theme/gamut-loses-chroma-only", test_gamut);
  g_test_add_func ("/ui/theme/white-and-black-are-exact", test_white_and_black);
  g_test_add_func ("/ui/theme/axis-letters-go-on-and-colours-repeat", test_axes);
  return g_test_run ();
}
