/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Two diverging maps per theme. The middle is the surface itself, so a zero disappears into the
 * card; lightness, chroma and hue then leave it along different powers of |t|. In the dark theme
 * the chroma of low positive values rises at once, because a dim orange without it is brown. */
#include "ui/draw/colormap.h"

#include <math.h>

#define LIGHTNESS_EXPONENT .92
#define TINT_HUE 268.0
#define TINT_FADE 12.0
#define CENTRE ((TNU_COLORMAP_SIZE - 1) / 2)

typedef struct
{
  double l1;
  double c1;
  double h0;
  double h1;
  double m; /* how soon the chroma is reached */
  double q; /* power of the hue's way from h0 to h1 */
} Side;

typedef struct
{
  double lz;
  double cz;
  Side negative;
  Side positive;
} Recipe;

/* [dark][map] */
static const Recipe recipes[2][TNU_N_MAPS] = {
  [1] = {
    [TNU_MAP_VALUES] = { .248, .036, { .860, .130, 262, 206, 4, 1 },
                         { .868, .185, 33, 84, 6, 1.6 } },
    [TNU_MAP_GRADIENTS] = { .248, .036, { .800, .160, 288, 303, 3.2, 1 },
                            { .860, .185, 168, 152, 3.2, 1 } },
  },
  [0] = {
    [TNU_MAP_VALUES] = { 1, 0, { .660, .165, 252, 256, 1.9, 1 }, { .690, .172, 60, 54, 1.9, 1 } },
    [TNU_MAP_GRADIENTS] = { 1, 0, { .640, .180, 306, 304, 1.8, 1 },
                            { .680, .165, 154, 150, 1.9, 1 } },
  },
};

typedef struct
{
  TnuColor color;
  TnuColor ink;
  TnuColor quiet_ink;
} Entry;

static Entry tables[2][TNU_N_MAPS][TNU_COLORMAP_SIZE];

static TnuColor
recipe_color (const Recipe *recipe, double t)
{
  const Side *side = t < 0.0 ? &recipe->negative : &recipe->positive;
  double a = fabs (t);
  double tint = fmax (0.0, 1.0 - TINT_FADE * a);
  TnuOklab lab = tnu_oklab_from_oklch ((TnuOklch){
    recipe->lz + (side->l1 - recipe->lz) * pow (a, LIGHTNESS_EXPONENT),
    side->c1 * (1.0 - pow (1.0 - a, side->m)),
    side->h0 + (side->h1 - side->h0) * pow (a, side->q),
  });
  TnuOklab zero = tnu_oklab_from_oklch ((TnuOklch){ 0.0, recipe->cz, TINT_HUE });

  lab.a += zero.a * tint;
  lab.b += zero.b * tint;
  return tnu_color_from_oklab (lab);
}

/* On the middle of the dark map no ink reaches 7 : 1 from both ends; this pair keeps 4.5 : 1
 * everywhere, and a softer black would not. */
TnuColor
tnu_colormap_ink_on (const TnuTheme *theme, TnuColor fill)
{
  static const TnuColor white = { 1.0, 1.0, 1.0, 1.0 };
  static const TnuColor black = { 0x04 / 255.0, 0x06 / 255.0, 0x0d / 255.0, 1.0 };
  TnuColor ink1 = theme->colors[TNU_INK1];

  if (tnu_color_contrast (ink1, fill) >= (theme->is_dark ? 7.0 : 4.5))
    return ink1;
  return tnu_color_contrast (white, fill) >= tnu_color_contrast (black, fill) ? white : black;
}

static TnuColor
quiet_ink_on (const TnuTheme *theme, TnuColor fill)
{
  if (tnu_color_contrast (theme->colors[TNU_INK3], fill) >= 4.5)
    return theme->colors[TNU_INK3];
  if (tnu_color_contrast (theme->colors[TNU_INK2], fill) >= 4.5)
    return theme->colors[TNU_INK2];
  return theme->colors[TNU_INK1];
}

static void
fill_table (bool is_dark, TnuMap map)
{
  const TnuTheme *theme = tnu_theme_get (is_dark);

  for (int i = 0; i < TNU_COLORMAP_SIZE; i++)
    {
      TnuColor color = recipe_color (&recipes[is_dark][map], (i - CENTRE) / (double) CENTRE);

      tables[is_dark][map][i] = (Entry){
        .color = color,
        .ink = tnu_colormap_ink_on (theme, color),
        .quiet_ink = quiet_ink_on (theme, color),
      };
    }
}

static const Entry *
lookup (const TnuTheme *theme, TnuMap map, double t)
{
  static gsize filled;

  if (g_once_init_enter (&filled))
    {
      for (int is_dark = 0; is_dark < 2; is_dark++)
        for (TnuMap m = 0; m < TNU_N_MAPS; m++)
          fill_table (is_dark, m);
      g_once_init_leave (&filled, 1);
    }
  t = isnan (t) ? 0.0 : CLAMP (t, -1.0, 1.0);
  return &tables[theme->is_dark][map][lround (CENTRE * t) + CENTRE];
}

double
tnu_colormap_t (double value, double vmax)
{
  if (isnan (value) || value == 0.0)
    return 0.0;
  if (isinf (value))
    return value > 0.0 ? 1.0 : -1.0;
  if (!(vmax > 0.0))
    return 0.0;
  return CLAMP (value / vmax, -1.0, 1.0);
}

const TnuColor *
tnu_colormap_get_color (const TnuTheme *theme, TnuMap map, double t)
{
  return &lookup (theme, map, t)->color;
}

const TnuColor *
tnu_colormap_get_ink (const TnuTheme *theme, TnuMap map, double t)
{
  return &lookup (theme, map, t)->ink;
}

const TnuColor *
tnu_colormap_get_quiet_ink (const TnuTheme *theme, TnuMap map, double t)
{
  return &lookup (theme, map, t)->quiet_ink;
}
