/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Numbers are formatted in C's locale-free way (g_ascii_*), then given a true minus sign. */
#include "ui/draw/number.h"

#include <math.h>
#include <string.h>

#define MINUS "\342\210\222"
#define INFINITY_SIGN "\342\210\236"

/* Float32 carries 24 bits: a value within this relative distance of p/q was meant to be it. */
#define RATIO_TOLERANCE 2e-7
#define MAX_NUMERATOR 99
#define MAX_DENOMINATOR 9
#define MAX_DECIMALS 6
#define SCIENTIFIC_ABOVE 1e6
#define SCIENTIFIC_BELOW 1e-3

bool
tnu_number_as_ratio (double value, int *p, int *q)
{
  for (int denominator = 1; denominator <= MAX_DENOMINATOR; denominator++)
    {
      double numerator = round (value * denominator);

      if (fabs (numerator) <= MAX_NUMERATOR
          && fabs (value * denominator - numerator) <= RATIO_TOLERANCE * fmax (1.0,
                                                                                fabs (numerator)))
        {
          *p = (int) numerator;
          *q = denominator;
          return numerator != 0.0 || value == 0.0;
        }
    }
  return false;
}

/* Decimals until the rest is float32 rounding. */
static int
decimals_of (double value)
{
  double scaled = fabs (value);
  double tolerance = scaled * RATIO_TOLERANCE;

  for (int decimals = 0; decimals < MAX_DECIMALS; decimals++)
    {
      if (fabs (scaled - round (scaled)) <= tolerance)
        return decimals;
      scaled *= 10.0;
      tolerance *= 10.0;
    }
  return MAX_DECIMALS;
}

void
tnu_number_scan_add (TnuNumberScan *self, double value)
{
  int p;
  int q;

  self->n_values++;
  if (isnan (value))
    {
      self->n_nan++;
      return;
    }
  self->has_negative |= signbit (value) && value != 0.0;
  if (isinf (value))
    {
      self->n_infinite++;
      return;
    }
  self->n_finite++;
  self->max_abs = fmax (self->max_abs, fabs (value));
  if (value != trunc (value))
    {
      self->has_fraction = true;
      if (self->max_decimals < MAX_DECIMALS)
        self->max_decimals = MAX (self->max_decimals, decimals_of (value));
    }
  if (!self->not_all_ratios && !tnu_number_as_ratio (value, &p, &q))
    self->not_all_ratios = true;
}

TnuNumberFormat
tnu_number_scan_choose (const TnuNumberScan *self, bool prefers_ratios)
{
  TnuNumberFormat format = { .style = TNU_NUMBER_FIXED, .decimals = 2 };
  int magnitude;
  int most;

  if (prefers_ratios && !self->not_all_ratios && self->n_finite > 0)
    {
      format.style = TNU_NUMBER_FRACTION;
      return format;
    }
  if (self->max_abs >= SCIENTIFIC_ABOVE
      || (self->max_abs > 0.0 && self->max_abs < SCIENTIFIC_BELOW))
    {
      format.style = TNU_NUMBER_SCIENTIFIC;
      format.decimals = 1;
      return format;
    }
  if (!self->has_fraction)
    {
      format.style = TNU_NUMBER_INTEGRAL;
      return format;
    }

  /* Three significant digits at the largest number, two decimals below a hundred; a lone number
   * has room for five digits. */
  magnitude = (int) floor (log10 (self->max_abs));
  most = (self->n_values == 1 ? 4 : magnitude == 1 ? 3 : 2) - magnitude;
  most = CLAMP (most, 1, MAX_DECIMALS);
  format.decimals = CLAMP (self->max_decimals, MIN (2, most), most);
  return format;
}

static int
n_chars (const char *string)
{
  return (int) g_utf8_strlen (string, -1);
}

/* Replaces every ASCII minus and takes leading zeros out of an exponent. */
static void
copy_typographic (char *to, const char *from)
{
  bool in_exponent = false;
  bool at_leading_zero = false;

  for (; *from != '\0'; from++)
    {
      if (*from == 'e')
        {
          in_exponent = at_leading_zero = true;
          *to++ = *from;
        }
      else if (*from == '-')
        to = g_stpcpy (to, MINUS);
      else if (in_exponent && *from == '+')
        continue;
      else if (at_leading_zero && *from == '0' && from[1] != '\0')
        continue;
      else
        {
          if (in_exponent)
            at_leading_zero = false;
          *to++ = *from;
        }
    }
  *to = '\0';
}

static void
print_real (const TnuNumberFormat *format, double value, char buffer[TNU_NUMBER_SIZE])
{
  char ascii[TNU_NUMBER_SIZE / 2];
  char pattern[8];
  int p;
  int q;

  if (isnan (value))
    {
      g_strlcpy (buffer, "NaN", TNU_NUMBER_SIZE);
      return;
    }
  if (isinf (value))
    {
      g_strlcpy (buffer, value > 0.0 ? INFINITY_SIGN : MINUS INFINITY_SIGN, TNU_NUMBER_SIZE);
      return;
    }
  switch (format->style)
    {
    case TNU_NUMBER_BOOL:
      g_strlcpy (buffer, value != 0.0 ? "True" : "False", TNU_NUMBER_SIZE);
      return;
    case TNU_NUMBER_INT:
      /* 2^63 itself is no int64, but the nearest double to the largest one. */
      g_snprintf (ascii, sizeof ascii, "%" G_GINT64_FORMAT,
                  value >= 0x1p63 ? G_MAXINT64 : (gint64) fmax (value, -0x1p63));
      break;
    case TNU_NUMBER_INTEGRAL:
      g_ascii_formatd (ascii, sizeof ascii - 1, "%.0f", value);
      strcat (ascii, ".");
      break;
    case TNU_NUMBER_FRACTION:
      if (tnu_number_as_ratio (value, &p, &q))
        {
          g_snprintf (ascii, sizeof ascii, q == 1 ? "%d" : "%d/%d", p, q);
          break;
        }
      g_ascii_formatd (ascii, sizeof ascii, "%.2f", value);
      break;
    case TNU_NUMBER_SCIENTIFIC:
      if (value == 0.0)
        g_strlcpy (ascii, "0.", sizeof ascii);
      else
        g_ascii_formatd (ascii, sizeof ascii, "%.1e", value);
      break;
    case TNU_NUMBER_FIXED:
      g_snprintf (pattern, sizeof pattern, "%%.%df", CLAMP (format->decimals, 0, 9));
      g_ascii_formatd (ascii, sizeof ascii, pattern, value);
      break;
    }
  copy_typographic (buffer, ascii);
}

/* Whole degrees tell phases apart by eye; 0 has none. */
static void
print_polar (const TnuNumberFormat *format, double value, double imag,
             char buffer[TNU_NUMBER_SIZE])
{
  char phase[TNU_NUMBER_SIZE];
  double magnitude = hypot (value, imag);

  if (isnan (value) || isnan (imag))
    magnitude = NAN;
  print_real (format, magnitude, buffer);
  if (!(magnitude > 0.0))
    return;
  tnu_number_print_int (llround (atan2 (imag, value) * 180.0 / G_PI), phase);
  g_strlcat (buffer, " ", TNU_NUMBER_SIZE); /* the mono font has no angle sign */
  g_strlcat (buffer, phase, TNU_NUMBER_SIZE);
  g_strlcat (buffer, "°", TNU_NUMBER_SIZE);
}

int
tnu_number_print (const TnuNumberFormat *format,
                  double value,
                  double imag,
                  char buffer[TNU_NUMBER_SIZE])
{
  char real_part[TNU_NUMBER_SIZE];
  char imag_part[TNU_NUMBER_SIZE];

  if (format->is_complex && format->is_polar)
    {
      print_polar (format, value, imag, buffer);
      return n_chars (buffer);
    }
  print_real (format, value, buffer);
  if (!format->is_complex)
    return n_chars (buffer);

  g_strlcpy (real_part, buffer, sizeof real_part);
  print_real (format, fabs (imag), imag_part);
  g_snprintf (buffer, TNU_NUMBER_SIZE, "%s%s%sj", real_part, signbit (imag) ? MINUS : "+",
              imag_part);
  return n_chars (buffer);
}

void
tnu_number_print_exact (TnuNumberStyle style, double value, char buffer[TNU_NUMBER_SIZE])
{
  char ascii[TNU_NUMBER_SIZE / 2];
  TnuNumberFormat format = { .style = style };

  if (style == TNU_NUMBER_INT || style == TNU_NUMBER_BOOL || !isfinite (value))
    {
      print_real (&format, value, buffer);
      return;
    }
  g_ascii_formatd (ascii, sizeof ascii - 1, "%.6g", value);
  if (strpbrk (ascii, ".e") == NULL)
    strcat (ascii, ".");
  copy_typographic (buffer, ascii);
}

int
tnu_number_print_int (gint64 value, char buffer[TNU_NUMBER_SIZE])
{
  char ascii[TNU_NUMBER_SIZE / 2];

  g_snprintf (ascii, sizeof ascii, "%" G_GINT64_FORMAT, value);
  copy_typographic (buffer, ascii);
  return n_chars (buffer);
}

void
tnu_number_print_plain (double value, char buffer[TNU_NUMBER_SIZE])
{
  size_t length;

  tnu_number_print_exact (TNU_NUMBER_FIXED, value, buffer);
  length = strlen (buffer);
  if (length > 0 && buffer[length - 1] == '.')
    buffer[length - 1] = '\0';
}

void
tnu_number_print_short (double value, char buffer[TNU_NUMBER_SIZE])
{
  if (value != 0.0 && isfinite (value) && value != floor (value))
    {
      double unit = pow (10.0, 2.0 - floor (log10 (fabs (value))));

      value = fabs (value) >= 1000.0 ? round (value) : round (value * unit) / unit;
    }
  tnu_number_print_plain (value, buffer);
}
