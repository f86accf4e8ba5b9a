/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/number-text.h"

#include <errno.h>
#include <math.h>
#include <string.h>

/* Words and what Python calls them; the sign comes before. */
static const struct
{
  const char *word;
  const char *code;
  double value;
} words[] = {
  { "inf", "float('inf')", HUGE_VAL },
  { "infinity", "float('inf')", HUGE_VAL },
  { "nan", "float('nan')", NAN },
  { "pi", "torch.pi", G_PI },
};

/* Without blanks, underscores between digits and U+2212; (nullable): NULL when nothing is left. */
static char *
dup_clean (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  GString *clean = g_string_new (NULL);
  for (const char *c = stripped; *c != '\0'; c++)
    {
      if (*c == '_' && c > stripped && g_ascii_isdigit (c[-1]) && g_ascii_isdigit (c[1]))
        continue;
      if (g_str_has_prefix (c, "−"))
        {
          g_string_append_c (clean, '-');
          c += strlen ("−") - 1;
        }
      else
        g_string_append_c (clean, *c);
    }
  return g_string_free (clean, FALSE);
}

static int
find_word (const char *text)
{
  for (size_t k = 0; k < G_N_ELEMENTS (words); k++)
    if (g_ascii_strcasecmp (text, words[k].word) == 0)
      return (int) k;
  return -1;
}

/* Digits with at most one point and an exponent: strtod() takes more. */
static bool
is_decimal (const char *text)
{
  const char *c = text + strspn (text, "0123456789");
  size_t n_digits = (size_t) (c - text);
  if (*c == '.')
    {
      size_t n = strspn (c + 1, "0123456789");
      n_digits += n;
      c += 1 + n;
    }
  if (n_digits == 0)
    return false;
  if (*c == 'e' || *c == 'E')
    {
      c++;
      c += *c == '-' || *c == '+' ? 1 : 0;
      size_t n = strspn (c, "0123456789");
      if (n == 0)
        return false;
      c += n;
    }
  return *c == '\0';
}

static bool
parse_clean (const char *clean, TnkScalar *value)
{
  const char *body = clean + (*clean == '-' || *clean == '+' ? 1 : 0);
  int word = find_word (body);
  if (strcmp (clean, "True") == 0 || strcmp (clean, "False") == 0)
    *value = tns_scalar_bool (*clean == 'T');
  else if (word >= 0)
    *value = tns_scalar_float (*clean == '-' ? -words[word].value : words[word].value);
  else if (!is_decimal (body))
    return false;
  else if (body[strspn (body, "0123456789")] == '\0')
    {
      errno = 0;
      gint64 i = g_ascii_strtoll (clean, NULL, 10);
      if (errno != 0)
        return false;
      *value = tns_scalar_int (i);
    }
  else
    *value = tns_scalar_float (g_ascii_strtod (clean, NULL));
  return true;
}

bool
tnu_number_text_parse (const char *text, TnkScalar *value)
{
  g_autofree char *clean = dup_clean (text);
  return parse_clean (clean, value);
}

bool
tnu_number_text_parse_int (const char *text, gint64 *value)
{
  TnkScalar scalar;
  if (!tnu_number_text_parse (text, &scalar) || scalar.kind != TNK_SCALAR_INT)
    return false;
  *value = scalar.i;
  return true;
}

/* "007" is no number in Python. */
static char *
dup_decimal (const char *clean)
{
  const char *body = clean + (*clean == '-' || *clean == '+' ? 1 : 0);
  while (*body == '0' && g_ascii_isdigit (body[1]))
    body++;
  return g_strconcat (*clean == '-' ? "-" : "", body, NULL);
}

char *
tnu_number_text_dup_code (const char *text)
{
  g_autofree char *clean = dup_clean (text);
  TnkScalar value;
  if (!parse_clean (clean, &value))
    return NULL;
  if (value.kind == TNK_SCALAR_BOOL)
    return g_steal_pointer (&clean);
  int word = find_word (clean + (*clean == '-' || *clean == '+' ? 1 : 0));
  if (word >= 0)
    return g_strconcat (*clean == '-' ? "-" : "", words[word].code, NULL);
  return dup_decimal (clean);
}
