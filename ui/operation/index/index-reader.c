/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-reader.h"

#include <gio/gio.h>
#include <string.h>

bool
tnu_reader_refuse (GError **error, const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, message);
  return false;
}

void
tnu_reader_skip_blanks (TnuReader *self)
{
  while (g_ascii_isspace (*self->at))
    self->at++;
}

bool
tnu_reader_take (TnuReader *self, const char *sign)
{
  tnu_reader_skip_blanks (self);
  if (!g_str_has_prefix (self->at, sign))
    return false;
  self->at += strlen (sign);
  return true;
}

bool
tnu_reader_is_word_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || (guchar) c >= 128;
}

bool
tnu_reader_take_word (TnuReader *self, const char *word)
{
  tnu_reader_skip_blanks (self);
  size_t length = strlen (word);
  if (!g_str_has_prefix (self->at, word) || tnu_reader_is_word_char (self->at[length]))
    return false;
  self->at += length;
  return true;
}

bool
tnu_reader_stands_at_number (TnuReader *self)
{
  tnu_reader_skip_blanks (self);
  const char *c = self->at;
  while (*c == '-' || *c == '+')
    c++;
  return g_ascii_isdigit (*c) || (*c == '.' && g_ascii_isdigit (c[1]));
}
