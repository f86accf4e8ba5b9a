/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/number-text.h"

#include <math.h>
#include <string.h>

#include "engine/trace/elements.h"

#define MAX_DENOMINATOR 12
#define MAX_FRACTION_WHOLE 100
#define N_SHOWN 4

static bool
append_fraction (GString *text, double number)
{
  for (int denominator = 2; denominator <= MAX_DENOMINATOR; denominator++)
    {
      const double numerator = round (number * denominator);

      /* float32 keeps seven digits. */
      if (fabs (number * denominator - numerator) > fabs (number) * 4e-7 || numerator == 0)
        continue;
      g_string_append_printf (text, "%.0f/%d", numerator, denominator);
      return true;
    }
  return false;
}

void
tns_number_append (GString *text, double number, bool as_fraction)
{
  const double magnitude = fabs (number);
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (number))
    {
      g_string_append (text, "NaN");
      return;
    }
  if (signbit (number) && number != 0)
    g_string_append (text, "−");
  if (isinf (number))
    {
      g_string_append (text, "∞");
      return;
    }
  if (as_fraction && magnitude < MAX_FRACTION_WHOLE && magnitude != floor (magnitude)
      && append_fraction (text, magnitude))
    return;
  g_ascii_formatd (digits, sizeof digits, "%.6g", magnitude);
  for (char *c = digits; *c != '\0'; c++)
    g_string_append (text, *c == '-' ? "−" : (char[]) { *c, '\0' });
}

char *
tns_number_dup_text (double number, bool as_fraction)
{
  GString *text = g_string_new (NULL);

  tns_number_append (text, number, as_fraction);
  return g_string_free (text, FALSE);
}

static void
append_subscript (GString *text, int64_t index)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, index);

  for (const char *c = digits; *c != '\0'; c++)
    g_string_append_unichar (text, 0x2080 + (gunichar) (*c - '0'));
}

char *
tns_element_dup_name (const char *name, const TnsMeta *meta, int64_t at)
{
  GString *text = g_string_new (name);
  int64_t index[TNK_MAX_RANK];

  for (int d = meta->rank - 1; d >= 0; d--)
    {
      index[d] = at % MAX (meta->sizes[d], 1);
      at /= MAX (meta->sizes[d], 1);
    }
  if (meta->rank == 1)
    append_subscript (text, index[0]);
  for (int d = 0; meta->rank > 1 && d < meta->rank; d++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT "%s", d == 0 ? "[" : ", ", index[d],
                            d == meta->rank - 1 ? "]" : "");
  return g_string_free (text, FALSE);
}

char *
tns_shape_dup_text (const TnsMeta *meta)
{
  GString *text = g_string_new ("(");

  for (int d = 0; d < meta->rank; d++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, d > 0 ? ", " : "", meta->sizes[d]);
  g_string_append (text, meta->rank == 1 ? ",)" : ")");
  return g_string_free (text, FALSE);
}

int
tns_moment_peek (TnsMoment *moment, double *values, int n_room)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);
  const int n = (int) MIN (tns_moment_get_numel (moment), n_room);
  g_autofree TnsElements *elements = g_new (TnsElements, 1);

  for (int i = 0; i < n; i++)
    {
      TnsPiece piece = { .first = meta->offset_elems, .n_rows = 1, .n_columns = 1 };
      int64_t at = i;

      for (int d = meta->rank - 1; d >= 0; d--)
        {
          piece.first += at % meta->sizes[d] * meta->strides[d];
          at /= meta->sizes[d];
        }
      if (!tns_elements_load (elements, tns_moment_get_content (moment), meta->dtype, &piece, NULL,
                              NULL))
        return 0;
      values[i] = elements->re[0];
    }
  return n;
}

char *
tns_moment_dup_numbers (TnsMoment *moment, bool as_fractions)
{
  const bool is_bool = tns_moment_get_meta (moment)->dtype == TNK_BOOL;
  double values[N_SHOWN];
  const int n = tns_moment_peek (moment, values, N_SHOWN);
  const bool has_more = tns_moment_get_numel (moment) > n;
  GString *text;

  if (n == 0)
    return NULL;
  text = g_string_new (NULL);
  for (int i = 0; i < (has_more ? n - 1 : n); i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      if (is_bool)
        g_string_append (text, values[i] != 0 ? "True" : "False");
      else
        tns_number_append (text, values[i], as_fractions);
    }
  if (has_more)
    g_string_append (text, ", …");
  return g_string_free (text, FALSE);
}
