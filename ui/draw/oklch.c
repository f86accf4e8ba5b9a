/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* OKLab after Björn Ottosson, "A perceptual color space for image processing" (2020): the two
 * matrices below are his. */
#include "ui/draw/oklch.h"

#include <math.h>

/* How far outside 0..1 a linear channel may lie and still count as inside. */
#define GAMUT_TOLERANCE 1e-4
#define GAMUT_STEPS 18

typedef struct
{
  double r;
  double g;
  double b;
} Linear;

static Linear
linear_from_oklab (TnuOklab lab)
{
  double l = lab.l + 0.3963377774 * lab.a + 0.2158037573 * lab.b;
  double m = lab.l - 0.1055613458 * lab.a - 0.0638541728 * lab.b;
  double s = lab.l - 0.0894841775 * lab.a - 1.2914855480 * lab.b;

  l = l * l * l;
  m = m * m * m;
  s = s * s * s;
  return (Linear){
    .r = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    .g = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    .b = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
  };
}

static bool
channel_is_inside (double value)
{
  return value >= -GAMUT_TOLERANCE && value <= 1.0 + GAMUT_TOLERANCE;
}

static bool
is_inside (Linear rgb)
{
  return channel_is_inside (rgb.r) && channel_is_inside (rgb.g) && channel_is_inside (rgb.b);
}

static double
encode (double linear)
{
  double value = CLAMP (linear, 0.0, 1.0);

  return value <= 0.0031308 ? 12.92 * value : 1.055 * pow (value, 1.0 / 2.4) - 0.055;
}

static double
decode (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
luminance (TnuColor color)
{
  return 0.2126 * decode (color.r) + 0.7152 * decode (color.g) + 0.0722 * decode (color.b);
}

TnuOklab
tnu_oklab_from_oklch (TnuOklch lch)
{
  double angle = lch.h * G_PI / 180.0;

  return (TnuOklab){ lch.l, lch.c * cos (angle), lch.c * sin (angle) };
}

TnuColor
tnu_color_from_oklab (TnuOklab lab)
{
  Linear rgb = linear_from_oklab (lab);

  if (!is_inside (rgb))
    {
      /* Scaling a and b together lowers the chroma and keeps the hue. */
      double low = 0.0;
      double high = 1.0;

      for (int step = 0; step < GAMUT_STEPS; step++)
        {
          double middle = (low + high) / 2.0;

          if (is_inside (linear_from_oklab ((TnuOklab){ lab.l, lab.a * middle, lab.b * middle })))
            low = middle;
          else
            high = middle;
        }
      rgb = linear_from_oklab ((TnuOklab){ lab.l, lab.a * low, lab.b * low });
    }
  return (TnuColor){ encode (rgb.r), encode (rgb.g), encode (rgb.b), 1.0 };
}

TnuColor
tnu_color_from_oklch (TnuOklch lch)
{
  return tnu_color_from_oklab (tnu_oklab_from_oklch (lch));
}

TnuColor
tnu_color_over (TnuColor top, double alpha, TnuColor bottom)
{
  return (TnuColor){
    top.r * alpha + bottom.r * (1.0 - alpha),
    top.g * alpha + bottom.g * (1.0 - alpha),
    top.b * alpha + bottom.b * (1.0 - alpha),
    1.0,
  };
}

double
tnu_color_contrast (TnuColor one, TnuColor other)
{
  double a = luminance (one) + 0.05;
  double b = luminance (other) + 0.05;

  return a > b ? a / b : b / a;
}

void
tnu_color_to_hex (TnuColor color, char hex[8])
{
  g_snprintf (hex, 8, "#%02x%02x%02x", (unsigned) lround (color.r * 255.0),
              (unsigned) lround (color.g * 255.0), (unsigned) lround (color.b * 255.0));
}

guint32
tnu_color_pack (TnuColor color)
{
  return 0xff000000u | ((guint32) lround (color.r * 255.0) << 16)
         | ((guint32) lround (color.g * 255.0) << 8) | (guint32) lround (color.b * 255.0);
}
