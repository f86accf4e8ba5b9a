/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* A reader of Python that knows just enough to tell names from everything else. Source that does
 * not parse, as while typing, is read as far as it makes sense: an open string ends at its line. */
#include "ui/notebook/tokens.h"

#include <stdbool.h>
#include <string.h>

typedef struct
{
  const char *at;
  int offset; /* of @at, in characters */
  int depth;  /* of open brackets */
  bool after_dot;
} Reader;

typedef bool (*NameFunc) (const char *start, size_t n_bytes, TnuTokenSpan span, gpointer data);

static void
advance (Reader *reader, const char *to)
{
  reader->offset += (int) g_utf8_pointer_to_offset (reader->at, to);
  reader->at = to;
}

static bool
is_name_start (gunichar c)
{
  return c == '_' || g_unichar_isalpha (c);
}

static bool
is_name_part (gunichar c)
{
  return is_name_start (c) || g_unichar_isdigit (c) ||
         g_unichar_type (c) == G_UNICODE_NON_SPACING_MARK;
}

static const char *
skip_name (const char *at)
{
  while (*at != '\0' && is_name_part (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return at;
}

/* Behind the string that starts with the quote at @at. */
static const char *
skip_string (const char *at)
{
  char quote = *at;
  bool is_triple = at[1] == quote && at[2] == quote;

  if (!is_triple && at[1] == quote)
    return at + 2;
  for (at += is_triple ? 3 : 1; *at != '\0'; at++)
    {
      if (*at == '\\' && at[1] != '\0')
        at++;
      else if (*at == '\n' && !is_triple)
        return at;
      else if (*at == quote && (!is_triple || (at[1] == quote && at[2] == quote)))
        return at + (is_triple ? 3 : 1);
    }
  return at;
}

/* Whether the name that ends at @end is the keyword of an argument. */
static bool
is_keyword_argument (const Reader *reader, const char *end)
{
  end += strspn (end, " ");
  return reader->depth > 0 && end[0] == '=' && end[1] != '=';
}

static bool
is_reserved (const char *start, size_t n_bytes)
{
  static const char *const words[] = {
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class",
    "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global",
    "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
    "return", "try", "while", "with", "yield",
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i]) == n_bytes && memcmp (words[i], start, n_bytes) == 0)
      return true;
  return false;
}

/* A name, or the prefix of a string. Returns true when @func wants no more. */
static bool
read_name (Reader *reader, NameFunc func, gpointer data)
{
  const char *end = skip_name (reader->at);
  size_t n_bytes = (size_t) (end - reader->at);
  TnuTokenSpan span = { reader->offset, (int) g_utf8_pointer_to_offset (reader->at, end) };
  bool is_prefix = n_bytes <= 2 && (*end == '"' || *end == '\'');
  bool is_variable = !is_prefix && !reader->after_dot && !is_keyword_argument (reader, end) &&
                     !is_reserved (reader->at, n_bytes);

  if (is_variable && func (reader->at, n_bytes, span, data))
    return true;
  advance (reader, end);
  return false;
}

static void
read_other (Reader *reader)
{
  char c = *reader->at;

  if (strchr ("([{", c) != NULL)
    reader->depth++;
  else if (strchr (")]}", c) != NULL && reader->depth > 0)
    reader->depth--;
  advance (reader, g_utf8_next_char (reader->at));
}

static void
read_names (const char *source, NameFunc func, gpointer data)
{
  Reader reader = { .at = source };

  while (*reader.at != '\0')
    {
      char c = *reader.at;
      bool is_dot = c == '.';

      if (is_name_start (g_utf8_get_char (reader.at)))
        {
          if (read_name (&reader, func, data))
            return;
        }
      else if (c == '#')
        advance (&reader, reader.at + strcspn (reader.at, "\n"));
      else if (c == '"' || c == '\'')
        advance (&reader, skip_string (reader.at));
      else if (g_ascii_isdigit (c))
        advance (&reader, skip_name (reader.at));
      else
        read_other (&reader);
      reader.after_dot = is_dot || (reader.after_dot && c == ' ');
    }
}

typedef struct
{
  const char *name;
  GArray *spans;
} Find;

static bool
find_name (const char *start, size_t n_bytes, TnuTokenSpan span, gpointer data)
{
  Find *find = data;

  if (strlen (find->name) == n_bytes && memcmp (find->name, start, n_bytes) == 0)
    g_array_append_val (find->spans, span);
  return false;
}

GArray *
tnu_tokens_find (const char *source, const char *name)
{
  Find find = { name, g_array_new (FALSE, FALSE, sizeof (TnuTokenSpan)) };

  read_names (source, find_name, &find);
  return find.spans;
}

typedef struct
{
  int offset;
  char *name;
} NameAt;

static bool
take_name_at (const char *start, size_t n_bytes, TnuTokenSpan span, gpointer data)
{
  NameAt *at = data;

  if (at->offset >= span.start && at->offset < span.start + span.length)
    at->name = g_strndup (start, n_bytes);
  return at->name != NULL || span.start > at->offset;
}

char *
tnu_tokens_dup_name_at (const char *source, int offset)
{
  NameAt at = { .offset = offset };

  read_names (source, take_name_at, &at);
  return at.name;
}
