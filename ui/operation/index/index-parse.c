/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Index expressions
 *
 * The parser reads only what the panel can draw; everything else is refused in the words that
 * Python or PyTorch would use, so that the learner meets the same sentence again in a cell. */
#include "ui/operation/index/index-parse.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>

#include "ui/operation/index/index-reader.h"

/* Whole numbers only; 1.5 is refused with @float_message. What does not fit 64 bits is refused
 * where @clamps is false. */
static bool
read_int (TnuReader *reader, gint64 *value, bool clamps, const char *float_message, GError **error)
{
  tnu_reader_skip_blanks (reader);
  bool is_negative = false;
  while (*reader->at == '-' || *reader->at == '+' || *reader->at == ' ')
    is_negative ^= *reader->at++ == '-';
  char *end;
  errno = 0;
  gint64 number = g_ascii_strtoll (reader->at, &end, 10);
  if (errno == ERANGE && !clamps)
    return tnu_reader_refuse (error, "ValueError: Overflow when unpacking long long");
  if (*end == '.' || *end == 'e' || *end == 'E')
    return tnu_reader_refuse (error, float_message);
  if (tnu_reader_is_word_char (*end))
    return tnu_reader_refuse (error, "SyntaxError: invalid decimal literal");
  *value = is_negative ? -number : number;
  reader->at = end;
  return true;
}

#define NOT_AN_INDEX                                                                               \
  "IndexError: only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables "    \
  "are valid indices"
#define NOT_A_SLICE_INDEX                                                                          \
  "TypeError: slice indices must be integers or None or have an __index__ method"
#define NOT_AN_INDEX_TENSOR                                                                        \
  "IndexError: tensors used as indices must be long, int, byte or bool tensors"

/* One bound of a slice; None and nothing are the same. */
static bool
read_bound (TnuReader *reader, bool *is_there, gint64 *value, GError **error)
{
  *is_there = false;
  if (tnu_reader_take_word (reader, "None") || !tnu_reader_stands_at_number (reader))
    return true;
  *is_there = true;
  return read_int (reader, value, true, NOT_A_SLICE_INDEX, error);
}

/* What follows the first ":". */
static bool
read_slice_end (TnuReader *reader, TnuIndexPart *part, GError **error)
{
  part->kind = TNU_INDEX_SLICE;
  part->step = 1;
  if (!read_bound (reader, &part->has_stop, &part->stop, error))
    return false;
  if (!tnu_reader_take (reader, ":"))
    return true;
  bool has_step;
  gint64 step;
  if (!read_bound (reader, &has_step, &step, error))
    return false;
  if (has_step)
    part->step = step;
  return true;
}

static bool
read_number_or_slice (TnuReader *reader, TnuIndexPart *part, GError **error)
{
  if (!read_int (reader, &part->at, false, NOT_AN_INDEX " (got float)", error))
    return false;
  part->kind = TNU_INDEX_INT;
  if (!tnu_reader_take (reader, ":"))
    return true;
  part->has_start = true;
  part->start = part->at;
  return read_slice_end (reader, part, error);
}

static bool
refuse_list_end (TnuReader *reader, GError **error)
{
  return tnu_reader_refuse (error, *reader->at == '\0' ? "SyntaxError: '[' was never closed"
                                                       : "SyntaxError: invalid syntax");
}

/* @is_mask: (inout): -1 while no item was seen. */
static bool
read_item (TnuReader *reader, GArray *items, int *is_mask, GError **error)
{
  gint64 item;
  bool is_true = tnu_reader_take_word (reader, "True"),
       is_truth = is_true || tnu_reader_take_word (reader, "False");
  if (is_truth)
    item = is_true;
  else if (!tnu_reader_stands_at_number (reader))
    return refuse_list_end (reader, error);
  else if (!read_int (reader, &item, false, NOT_AN_INDEX_TENSOR, error))
    return false;
  /* Python mixes them: True is 1 among numbers. */
  *is_mask = *is_mask < 0 ? is_truth : *is_mask && is_truth;
  g_array_append_val (items, item);
  return true;
}

static bool
refuse_ragged (gint64 expected, int dim, gint64 length, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "ValueError: expected sequence of length %" G_GINT64_FORMAT
               " at dim %d (got %" G_GINT64_FORMAT ")",
               expected, dim, length);
  return false;
}

/* The list of axis @dim, after its "[". The first list of each axis sets its size, -1 before. */
static bool
read_items (TnuReader *reader, TnuIndexPart *part, int dim, int *is_mask, GError **error)
{
  gint64 length = 0;
  while (!tnu_reader_take (reader, "]"))
    {
      if (length > 0 && !tnu_reader_take (reader, ","))
        return *reader->at == '\0'
                   ? refuse_list_end (reader, error)
                   : tnu_reader_refuse (error, "SyntaxError: invalid syntax. Perhaps you "
                                               "forgot a comma?");
      if (length > 0 && tnu_reader_take (reader, "]"))
        break;
      if (tnu_reader_take (reader, "["))
        {
          if (length > 0 && part->rank == dim + 1)
            return tnu_reader_refuse (error, "TypeError: 'list' object cannot be interpreted as an "
                                             "integer");
          if (dim + 1 == TNU_INDEX_MAX_RANK)
            return tnu_reader_refuse (error, "More axes than are drawn here");
          part->rank = MAX (part->rank, dim + 2);
          if (!read_items (reader, part, dim + 1, is_mask, error))
            return false;
        }
      else if (part->rank > dim + 1)
        return tnu_reader_refuse (error, "TypeError: not a sequence");
      else if (!read_item (reader, part->items, is_mask, error))
        return false;
      length++;
    }
  if (part->sizes[dim] >= 0 && part->sizes[dim] != length)
    return refuse_ragged (part->sizes[dim], dim, length, error);
  part->sizes[dim] = length;
  return true;
}

/* After "[". */
static bool
read_list (TnuReader *reader, TnuIndexPart *part, bool is_tensor, GError **error)
{
  int is_mask = -1;
  part->items = g_array_new (FALSE, TRUE, sizeof (gint64));
  part->is_tensor = is_tensor;
  part->rank = 1;
  for (int d = 0; d < TNU_INDEX_MAX_RANK; d++)
    part->sizes[d] = -1;
  tnu_reader_skip_blanks (reader);
  if (*reader->at == '[' && !is_tensor)
    return tnu_reader_refuse (
        error, "A list of lists means two axes at once: write it inside torch.tensor( )");
  if (!read_items (reader, part, 0, &is_mask, error))
    return false;
  part->kind = is_mask == 1 ? TNU_INDEX_MASK : TNU_INDEX_LIST;
  return true;
}

/* ---- parts ---- */

/* What the notebook calls by a word. */
static bool
read_name (TnuReader *reader, TnuIndexPart *part, GError **error)
{
  const char *begin = reader->at;
  while (tnu_reader_is_word_char (*reader->at))
    reader->at++;
  g_autofree char *word = g_strndup (begin, (gsize) (reader->at - begin));
  TnuComparison comparison;
  if (strcmp (word, "True") == 0 || strcmp (word, "False") == 0)
    return tnu_reader_refuse (error, "A single True or False makes an axis that is not drawn here");
  tnu_reader_skip_blanks (reader);
  if (*reader->at == '.' || *reader->at == '(' || *reader->at == '[')
    return tnu_reader_refuse (
        error, "Only numbers, slices, lists, names, None, ... and comparisons are drawn "
               "here");
  if (tnu_reader_take_comparison (reader, &comparison))
    {
      tnu_reader_skip_blanks (reader);
      return tnu_reader_refuse (error, *reader->at == '\0' ? "SyntaxError: invalid syntax"
                                                           : TNU_CONDITION_NOT_DRAWN);
    }
  *part = tnu_index_part_name (word);
  return true;
}

static bool
read_tensor (TnuReader *reader, TnuIndexPart *part, GError **error)
{
  if (!tnu_reader_take (reader, "(") || !tnu_reader_take (reader, "["))
    return tnu_reader_refuse (error, "SyntaxError: invalid syntax");
  return read_list (reader, part, true, error)
         && (tnu_reader_take (reader, ")")
             || tnu_reader_refuse (error, "SyntaxError: '(' was never closed"));
}

static bool
read_part (TnuReader *reader, TnuIndexPart *part, GError **error)
{
  *part = (TnuIndexPart) { 0 };
  if (tnu_reader_take (reader, "...") || tnu_reader_take_word (reader, "Ellipsis"))
    {
      part->kind = TNU_INDEX_ELLIPSIS;
      return true;
    }
  if (tnu_reader_take_word (reader, "None"))
    {
      part->kind = TNU_INDEX_NEW_AXIS;
      return !tnu_reader_take (reader, ":") || read_slice_end (reader, part, error);
    }
  if (tnu_reader_take (reader, ":"))
    return read_slice_end (reader, part, error);
  if (*reader->at == '(')
    {
      part->kind = TNU_INDEX_CONDITION;
      return tnu_reader_read_clauses (reader, &part->condition, error);
    }
  if (tnu_reader_take_clause (reader, &part->condition.clauses[0]))
    {
      part->kind = TNU_INDEX_CONDITION;
      part->condition.n = 1;
      return tnu_reader_check_lone_clause (reader, error);
    }
  if (tnu_reader_stands_at_number (reader))
    return read_number_or_slice (reader, part, error);
  if (tnu_reader_take_word (reader, "torch.tensor"))
    return read_tensor (reader, part, error);
  if (tnu_reader_take (reader, "["))
    return read_list (reader, part, false, error);
  if (tnu_reader_is_word_char (*reader->at))
    return read_name (reader, part, error);
  if (*reader->at == '"' || *reader->at == '\'')
    return tnu_reader_refuse (error, NOT_AN_INDEX " (got str)");
  return tnu_reader_refuse (error, "SyntaxError: invalid syntax");
}

static bool
read_end (TnuReader *reader, GError **error)
{
  tnu_reader_skip_blanks (reader);
  if (*reader->at == '\0')
    return true;
  if (*reader->at == ')' || *reader->at == ']' || *reader->at == '}')
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "SyntaxError: unmatched '%c'",
                   *reader->at);
      return false;
    }
  if (*reader->at == '.' || *reader->at == ':' || *reader->at == ',')
    return tnu_reader_refuse (error, "SyntaxError: invalid syntax");
  return tnu_reader_refuse (error, "SyntaxError: invalid syntax. Perhaps you forgot a comma?");
}

bool
tnu_index_part_parse (const char *text, const char *name, TnuIndexPart *part, GError **error)
{
  TnuReader reader = { text, name };
  TnuIndexPart read;
  if (!read_part (&reader, &read, error) || !read_end (&reader, error))
    {
      tnu_index_part_clear (&read);
      return false;
    }
  *part = read;
  return true;
}

bool
tnu_index_parse (const char *text, const char *name, TnuIndex *index, GError **error)
{
  g_auto (TnuIndex) read = { 0 };
  TnuReader reader = { text, name };
  tnu_reader_skip_blanks (&reader);
  if (*reader.at == '\0')
    return tnu_reader_refuse (error, "SyntaxError: invalid syntax");
  do
    {
      tnu_reader_skip_blanks (&reader);
      if (*reader.at == '\0' && read.n > 0)
        break;
      if (read.n == TNU_INDEX_MAX_PARTS)
        return tnu_reader_refuse (error, "More parts than are drawn here");
      TnuIndexPart *part = &read.parts[read.n++];
      if (!read_part (&reader, part, error))
        return false;
    }
  while (tnu_reader_take (&reader, ","));
  if (!read_end (&reader, error))
    return false;
  *index = read;
  read.n = 0;
  return true;
}

/* ---- lines ---- */

bool
tnu_index_line_parse (const char *line, const char *name, char **target, char **inside,
                      char **value)
{
  g_autofree char *escaped = g_regex_escape_string (name, -1);
  g_autofree char *taking
      = g_strdup_printf ("^\\s*([^\\W\\d]\\w*)\\s*=\\s*%s\\s*\\[(.*)\\]\\s*$", escaped);
  g_autofree char *writing
      = g_strdup_printf ("^\\s*%s\\s*\\[(.*)\\]\\s*=(?!=)\\s*(.*\\S)\\s*$", escaped);
  g_autoptr (GRegex) take_pattern = g_regex_new (taking, 0, 0, NULL);
  g_autoptr (GRegex) write_pattern = g_regex_new (writing, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  *target = *inside = *value = NULL;
  if (g_regex_match (take_pattern, line, 0, &match))
    {
      *target = g_match_info_fetch (match, 1);
      *inside = g_match_info_fetch (match, 2);
      return true;
    }
  g_clear_pointer (&match, g_match_info_unref);
  if (!g_regex_match (write_pattern, line, 0, &match))
    return false;
  *inside = g_match_info_fetch (match, 1);
  *value = g_match_info_fetch (match, 2);
  return true;
}

char *
tnu_index_line_dup_mistake (const char *line, const char *name)
{
  int depth = 0;
  for (const char *c = line; *c != '\0'; c++)
    depth += *c == '[' ? 1 : *c == ']' ? -1 : 0;
  if (depth > 0)
    return g_strdup ("SyntaxError: '[' was never closed");
  if (depth < 0)
    return g_strdup ("SyntaxError: unmatched ']'");
  return g_strdup_printf ("The line must read  y = %s[…]  or  %s[…] = value", name, name);
}
