/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/cell/bits.h"

#include <math.h>
#include <string.h>

#include "engine/core/print.h"

/* Terms of a sum that are written out. */
#define MAX_TERMS 6
/* Digits that are written out of a number's decimal expansion. */
#define MAX_EXACT 80
#define MAX_DIGITS 17

typedef struct
{
  int n;
  int n_exponent;
  int n_mantissa;
} Format;

static const Format formats[TNK_N_DTYPES] = {
  [TNK_BOOL] = { 8, 0, 1 },
  [TNK_UINT8] = { 8, 0, 8 },
  [TNK_INT8] = { 8, 0, 7 },
  [TNK_INT16] = { 16, 0, 15 },
  [TNK_INT32] = { 32, 0, 31 },
  [TNK_INT64] = { 64, 0, 63 },
  [TNK_FLOAT16] = { 16, 5, 10 },
  [TNK_BFLOAT16] = { 16, 8, 7 },
  [TNK_FLOAT32] = { 32, 8, 23 },
  [TNK_FLOAT64] = { 64, 11, 52 },
};

/* ---- bits ---- */

TnuBits
tnu_bits_read (TnkDtype dtype, const void *element)
{
  TnuBits self = { dtype, 0 };

  switch (formats[dtype].n)
    {
    case 8:
      self.bits = *(const uint8_t *) element;
      break;
    case 16:
      {
        uint16_t bits;

        memcpy (&bits, element, sizeof bits);
        self.bits = bits;
        break;
      }
    case 32:
      {
        uint32_t bits;

        memcpy (&bits, element, sizeof bits);
        self.bits = bits;
        break;
      }
    default:
      memcpy (&self.bits, element, sizeof self.bits);
    }
  return self;
}

static void
write_bits (const TnuBits *self, uint8_t element[8])
{
  const uint16_t two = (uint16_t) self->bits;
  const uint32_t four = (uint32_t) self->bits;

  switch (formats[self->dtype].n)
    {
    case 8:
      element[0] = (uint8_t) self->bits;
      break;
    case 16:
      memcpy (element, &two, sizeof two);
      break;
    case 32:
      memcpy (element, &four, sizeof four);
      break;
    default:
      memcpy (element, &self->bits, sizeof self->bits);
    }
}

TnuBits
tnu_bits_from_double (TnkDtype dtype, double value)
{
  uint8_t element[16] = { 0 };

  tns_scalar_write (tns_scalar_float (value), dtype, element);
  return tnu_bits_read (dtype, element);
}

bool
tnu_bits_is_float (TnkDtype dtype)
{
  return formats[dtype].n_exponent > 0;
}

int
tnu_bits_get_n (TnkDtype dtype)
{
  return formats[dtype].n;
}

int
tnu_bits_get_n_exponent (TnkDtype dtype)
{
  return formats[dtype].n_exponent;
}

int
tnu_bits_get_n_mantissa (TnkDtype dtype)
{
  return formats[dtype].n_mantissa;
}

TnuBitRole
tnu_bits_get_role (TnkDtype dtype, int place)
{
  const Format *format = &formats[dtype];

  if (dtype == TNK_BOOL)
    return place == format->n - 1 ? TNU_BIT_MANTISSA : TNU_BIT_UNUSED;
  if (place >= format->n - format->n_mantissa)
    return TNU_BIT_MANTISSA;
  return place == 0 ? TNU_BIT_SIGN : TNU_BIT_EXPONENT;
}

static guint64
get_mask (const TnuBits *self, int place)
{
  return G_GUINT64_CONSTANT (1) << (formats[self->dtype].n - 1 - place);
}

bool
tnu_bits_get (const TnuBits *self, int place)
{
  return (self->bits & get_mask (self, place)) != 0;
}

TnuBits
tnu_bits_flip (const TnuBits *self, int place)
{
  if (tnu_bits_get_role (self->dtype, place) == TNU_BIT_UNUSED)
    return *self;
  return (TnuBits){ self->dtype, self->bits ^ get_mask (self, place) };
}

static bool
is_negative (const TnuBits *self)
{
  return tnu_bits_get_role (self->dtype, 0) == TNU_BIT_SIGN && tnu_bits_get (self, 0);
}

static guint64
get_mantissa (const TnuBits *self)
{
  return self->bits & ((G_GUINT64_CONSTANT (1) << formats[self->dtype].n_mantissa) - 1);
}

static int
get_stored_exponent (const TnuBits *self)
{
  const Format *format = &formats[self->dtype];

  return (int) (self->bits >> format->n_mantissa & ((1U << format->n_exponent) - 1));
}

static int
get_bias (TnkDtype dtype)
{
  return (1 << (formats[dtype].n_exponent - 1)) - 1;
}

TnuBitsKind
tnu_bits_get_kind (const TnuBits *self)
{
  const int full = (1 << formats[self->dtype].n_exponent) - 1;
  int exponent;

  if (self->dtype == TNK_BOOL)
    return TNU_BITS_BOOL;
  if (!tnu_bits_is_float (self->dtype))
    return TNU_BITS_INTEGER;
  exponent = get_stored_exponent (self);
  if (exponent == full)
    return get_mantissa (self) == 0 ? TNU_BITS_INFINITE : TNU_BITS_NAN;
  if (exponent > 0)
    return TNU_BITS_NORMAL;
  if (get_mantissa (self) > 0)
    return TNU_BITS_SUBNORMAL;
  return is_negative (self) ? TNU_BITS_MINUS_ZERO : TNU_BITS_ZERO;
}

static TnkScalar
get_scalar (const TnuBits *self)
{
  uint8_t element[8] = { 0 };

  write_bits (self, element);
  return tns_scalar_read (self->dtype, element);
}

double
tnu_bits_get_value (const TnuBits *self)
{
  return get_scalar (self).re;
}

int
tnu_bits_get_exponent (const TnuBits *self)
{
  return MAX (1, get_stored_exponent (self)) - get_bias (self->dtype);
}

/* Floats of one sign are ordered as their bits are. */
static bool
step_float (const TnuBits *self, int by, TnuBits *next)
{
  const TnuBitsKind kind = tnu_bits_get_kind (self);
  const bool is_zero = kind == TNU_BITS_ZERO || kind == TNU_BITS_MINUS_ZERO;
  const guint64 sign = get_mask (self, 0);

  *next = *self;
  if (kind == TNU_BITS_NAN || (kind == TNU_BITS_INFINITE && (by > 0) != is_negative (self)))
    return false;
  if (is_zero)
    next->bits = by > 0 ? 1 : sign | 1;
  else if ((by > 0) != is_negative (self))
    next->bits++;
  else
    next->bits--;
  return true;
}

bool
tnu_bits_step (const TnuBits *self, int by, TnuBits *next)
{
  const Format *format = &formats[self->dtype];
  int64_t lowest, highest;
  int64_t value;

  *next = *self;
  if (self->dtype == TNK_BOOL)
    return false;
  if (tnu_bits_is_float (self->dtype))
    return step_float (self, by, next);
  value = get_scalar (self).i;
  tns_dtype_get_int_range (self->dtype, &lowest, &highest);
  if (by > 0 ? value == highest : value == lowest)
    return false;
  next->bits = (guint64) (value + by);
  if (format->n < 64)
    next->bits &= (G_GUINT64_CONSTANT (1) << format->n) - 1;
  return true;
}

/* ---- words ---- */

/* 2⁻⁴: digits above the line. */
static void
append_power (GString *text, int exponent)
{
  static const char *const digits[]
      = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *plain = g_strdup_printf ("%d", exponent);

  g_string_append (text, "2");
  for (const char *c = plain; *c != '\0'; c++)
    g_string_append (text, *c == '-' ? "⁻" : digits[*c - '0']);
}

/* A minus as long as a plus is wide. */
static void
append_typeset (GString *text, const char *number)
{
  for (const char *c = number; *c != '\0'; c++)
    if (*c == '-')
      g_string_append (text, "−");
    else
      g_string_append_c (text, *c);
}

static char *
dup_shortest (const TnuBits *self)
{
  const double value = tnu_bits_get_value (self);
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  char form[8];

  for (int digits = 1; digits < MAX_DIGITS; digits++)
    {
      double shorter;

      g_snprintf (form, sizeof form, "%%.%de", digits - 1);
      shorter = g_ascii_strtod (g_ascii_formatd (text, sizeof text, form, value), NULL);
      if (tnu_bits_from_double (self->dtype, shorter).bits == self->bits)
        return tns_scalar_dup_text (tns_scalar_float (shorter));
    }
  return tns_scalar_dup_text (tns_scalar_float (value));
}

char *
tnu_bits_dup_number (const TnuBits *self)
{
  const TnuBitsKind kind = tnu_bits_get_kind (self);
  g_autofree char *plain = NULL;
  GString *text;

  if (kind == TNU_BITS_NAN)
    return g_strdup ("NaN");
  if (kind == TNU_BITS_INFINITE)
    return g_strdup (is_negative (self) ? "−∞" : "∞");
  plain = tnu_bits_is_float (self->dtype) ? dup_shortest (self)
                                          : tns_scalar_dup_text (get_scalar (self));
  text = g_string_new (NULL);
  append_typeset (text, plain);
  return g_string_free (text, FALSE);
}

char *
tnu_bits_dup_exact (const TnuBits *self)
{
  char text[1200];
  GString *typeset;
  const char *end;

  if (!tnu_bits_is_float (self->dtype) || !isfinite (tnu_bits_get_value (self)))
    return tnu_bits_dup_number (self);
  /* glibc writes every digit of a double; 1074 places are enough for the smallest. */
  g_ascii_formatd (text, sizeof text, "%.1074f", tnu_bits_get_value (self));
  for (end = text + strlen (text); end[-1] == '0' && end[-2] != '.'; end--)
    ;
  if (end - text > MAX_EXACT)
    return tnu_bits_dup_number (self);
  text[end - text] = '\0';
  typeset = g_string_new (NULL);
  append_typeset (typeset, text);
  return g_string_free (typeset, FALSE);
}

char *
tnu_bits_dup_hex (const TnuBits *self)
{
  return g_strdup_printf ("0x%0*" G_GINT64_MODIFIER "x", formats[self->dtype].n / 4, self->bits);
}

/* "1 + 2⁻¹ + 2⁻³ + …": the set bits of the mantissa. */
static void
append_terms (GString *text, const TnuBits *self)
{
  const Format *format = &formats[self->dtype];
  const int first = format->n - format->n_mantissa;
  int n = 0;

  g_string_append (text, tnu_bits_get_kind (self) == TNU_BITS_NORMAL ? "1" : "0");
  for (int place = first; place < format->n; place++)
    {
      if (!tnu_bits_get (self, place))
        continue;
      g_string_append (text, " + ");
      if (n++ == MAX_TERMS)
        {
          g_string_append (text, "…");
          return;
        }
      append_power (text, first - place - 1);
    }
}

static void
append_integer_sum (GString *text, const TnuBits *self)
{
  const int n = formats[self->dtype].n;
  int n_terms = 0;

  for (int place = 0; place < n; place++)
    {
      const bool is_sign = tnu_bits_get_role (self->dtype, place) == TNU_BIT_SIGN;

      if (!tnu_bits_get (self, place))
        continue;
      g_string_append (text, is_sign ? "−" : n_terms > 0 ? " + " : "");
      if (n_terms++ == 2 * MAX_TERMS)
        {
          g_string_append (text, "…");
          return;
        }
      if (n - 1 - place >= 14)
        append_power (text, n - 1 - place);
      else
        g_string_append_printf (text, "%d", 1 << (n - 1 - place));
    }
  if (n_terms == 0)
    g_string_append (text, "0");
}

/* The mantissa as a number from 1 up to 2, or below 1. */
static char *
dup_factor (const TnuBits *self)
{
  const double whole = tnu_bits_get_kind (self) == TNU_BITS_NORMAL ? 1 : 0;
  const double factor
      = whole + ldexp ((double) get_mantissa (self), -formats[self->dtype].n_mantissa);
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.10g", factor));
}

char *
tnu_bits_dup_sum (const TnuBits *self)
{
  const TnuBitsKind kind = tnu_bits_get_kind (self);
  GString *text;
  g_autofree char *factor = NULL;

  if (kind == TNU_BITS_NAN || kind == TNU_BITS_INFINITE || kind == TNU_BITS_BOOL)
    return NULL;
  text = g_string_new (NULL);
  if (kind == TNU_BITS_INTEGER)
    append_integer_sum (text, self);
  else
    {
      factor = dup_factor (self);
      g_string_append (text, is_negative (self) ? "−1 × " : "+1 × ");
      append_power (text, tnu_bits_get_exponent (self));
      g_string_append_printf (text, " × %s", factor);
    }
  return g_string_free (text, FALSE);
}

static void
append_exponent (GString *text, const TnuBits *self)
{
  const int stored = get_stored_exponent (self);
  const int full = (1 << formats[self->dtype].n_exponent) - 1;
  const int bias = stored < full ? get_bias (self->dtype) : 0;

  if (stored == full)
    g_string_append_printf (text, "%d: all 1, no exponent", stored);
  else if (stored == 0)
    g_string_append_printf (text, "0: counts as 1 − %d = −%d", bias, bias - 1);
  else
    g_string_append_printf (text, "%d − %d = %s%d", stored, bias, stored < bias ? "−" : "",
                            ABS (stored - bias));
}

char *
tnu_bits_dup_part (const TnuBits *self, TnuBitRole role)
{
  const TnuBitsKind kind = tnu_bits_get_kind (self);
  GString *text = g_string_new (NULL);

  if (role == TNU_BIT_SIGN)
    g_string_append (text, is_negative (self) ? "−" : "+");
  else if (role == TNU_BIT_EXPONENT)
    append_exponent (text, self);
  else if (kind == TNU_BITS_NAN)
    g_string_append_printf (text, "payload 0x%" G_GINT64_MODIFIER "x", get_mantissa (self));
  else if (kind == TNU_BITS_INFINITE)
    g_string_append (text, "0");
  else if (role == TNU_BIT_MANTISSA && tnu_bits_is_float (self->dtype))
    append_terms (text, self);
  return g_string_free (text, FALSE);
}

static void
append_normal (GString *text, const TnuBits *self)
{
  const int exponent = tnu_bits_get_exponent (self);
  const int n_mantissa = formats[self->dtype].n_mantissa;

  g_string_append (text, "Between ");
  append_power (text, exponent);
  g_string_append (text, " and ");
  append_power (text, exponent + 1);
  g_string_append_printf (text, " %s has ", tns_dtype_get_name (self->dtype));
  append_power (text, n_mantissa);
  g_string_append (text, " numbers, ");
  append_power (text, exponent - n_mantissa);
  g_string_append (text, " apart.");
}

char *
tnu_bits_dup_sentence (const TnuBits *self)
{
  const Format *format = &formats[self->dtype];
  const guint64 quiet = G_GUINT64_CONSTANT (1) << (format->n_mantissa - 1);
  GString *text = g_string_new (NULL);

  switch (tnu_bits_get_kind (self))
    {
    case TNU_BITS_NORMAL:
      append_normal (text, self);
      break;
    case TNU_BITS_SUBNORMAL:
      g_string_append (text, "Subnormal: the exponent is all 0, so no 1 is added to the mantissa; "
                             "down to 0 the numbers stay ");
      append_power (text, 1 - get_bias (self->dtype) - format->n_mantissa);
      g_string_append (text, " apart and lose digits.");
      break;
    case TNU_BITS_ZERO:
      g_string_append (text, "Zero: exponent and mantissa are all 0.");
      break;
    case TNU_BITS_MINUS_ZERO:
      g_string_append (text, "Minus zero: only the sign is set. It equals 0, but 1 / −0 is −∞.");
      break;
    case TNU_BITS_INFINITE:
      g_string_append (text,
                       "Infinity: the exponent is all 1, the mantissa all 0. What is too large "
                       "for the type ends here, and so does a number divided by 0.");
      break;
    case TNU_BITS_NAN:
      g_string_append_printf (text,
                              "Not a number: the exponent is all 1, the mantissa is not 0. It "
                              "is %s, its payload is 0x%" G_GINT64_MODIFIER "x, and it "
                              "equals nothing, not even itself.",
                              get_mantissa (self) & quiet ? "quiet" : "signalling",
                              get_mantissa (self) & ~quiet);
      break;
    case TNU_BITS_BOOL:
      g_string_append (text, "A bool takes a byte: 0 is False, 1 is True. The other bits stay 0.");
      break;
    case TNU_BITS_INTEGER:
    default:
      if (tnu_bits_get_role (self->dtype, 0) == TNU_BIT_SIGN)
        {
          g_string_append (text, "Two's complement: the first bit counts −");
          append_power (text, format->n - 1);
          g_string_append (text, ", every other one its power of two.");
        }
      else
        g_string_append (text, "No sign: every bit counts its power of two.");
    }
  return g_string_free (text, FALSE);
}

char *
tnu_bits_dup_python (const TnuBits *self)
{
  const TnuBitsKind kind = tnu_bits_get_kind (self);
  /* What float('nan') becomes: quiet, nothing else. */
  const guint64 plain = G_GUINT64_CONSTANT (1) << (formats[self->dtype].n_mantissa - 1);

  if (kind == TNU_BITS_NAN)
    return get_mantissa (self) == plain && !is_negative (self) ? g_strdup ("float('nan')") : NULL;
  if (kind == TNU_BITS_INFINITE)
    return g_strdup (is_negative (self) ? "-float('inf')" : "float('inf')");
  return tnu_bits_is_float (self->dtype) ? dup_shortest (self)
                                         : tns_scalar_dup_text (get_scalar (self));
}
