/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Index expressions
 *
 * The parser reads only what the panel can draw; everything else is refused in the words that
 * Python or PyTorch would use, so that the learner meets the same sentence again in a cell. */
#include "ui/operation/index/index-expression.h"

#include <errno.h>
#include <gio/gio.h>
#include <math.h>
#include <string.h>

/* ---- parts ---- */

TnuIndexPart
tnu_index_part_range (gint64 start, gint64 stop, gint64 step)
{
  return (TnuIndexPart) { .kind = TNU_INDEX_SLICE,
                          .has_start = true,
                          .has_stop = true,
                          .start = start,
                          .stop = stop,
                          .step = step };
}

TnuIndexPart
tnu_index_part_all (void)
{
  return (TnuIndexPart) { .kind = TNU_INDEX_SLICE, .step = 1 };
}

TnuIndexPart
tnu_index_part_int (gint64 at)
{
  return (TnuIndexPart) { .kind = TNU_INDEX_INT, .at = at };
}

TnuIndexPart
tnu_index_part_list (void)
{
  return (TnuIndexPart) { .kind = TNU_INDEX_LIST,
                          .rank = 1,
                          .items = g_array_new (FALSE, TRUE, sizeof (gint64)) };
}

void
tnu_index_part_append (TnuIndexPart *self, gint64 item)
{
  g_array_append_val (self->items, item);
  self->sizes[0] = self->items->len;
}

TnuIndexPart
tnu_index_part_mask (int rank, const gint64 *sizes)
{
  TnuIndexPart part = { .kind = TNU_INDEX_MASK, .rank = rank, .is_tensor = rank > 1 };
  gint64 n = 1;
  for (int d = 0; d < rank; d++)
    n *= part.sizes[d] = sizes[d];
  part.items = g_array_sized_new (FALSE, TRUE, sizeof (gint64), (guint) n);
  g_array_set_size (part.items, (guint) n);
  return part;
}

void
tnu_index_part_clear (TnuIndexPart *self)
{
  g_clear_pointer (&self->items, g_array_unref);
}

TnuIndexPart
tnu_index_part_dup (const TnuIndexPart *self)
{
  TnuIndexPart part = *self;
  if (part.items != NULL)
    part.items = g_array_copy (part.items);
  return part;
}

bool
tnu_index_part_is_all (const TnuIndexPart *self)
{
  return self->kind == TNU_INDEX_SLICE && !self->has_start && !self->has_stop && self->step == 1;
}

void
tnu_index_clear (TnuIndex *self)
{
  for (int k = 0; k < self->n; k++)
    tnu_index_part_clear (&self->parts[k]);
  self->n = 0;
}

void
tnu_index_copy (const TnuIndex *self, TnuIndex *copy)
{
  copy->n = self->n;
  for (int k = 0; k < self->n; k++)
    copy->parts[k] = tnu_index_part_dup (&self->parts[k]);
}

/* ---- reading ---- */

typedef struct
{
  const char *at;
  const char *name;
} Reader;

static bool
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, message);
  return false;
}

static void
skip_blanks (Reader *reader)
{
  while (g_ascii_isspace (*reader->at))
    reader->at++;
}

/* Takes @sign if it comes next. */
static bool
take (Reader *reader, const char *sign)
{
  skip_blanks (reader);
  if (!g_str_has_prefix (reader->at, sign))
    return false;
  reader->at += strlen (sign);
  return true;
}

static bool
is_word_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || (guchar) c >= 128;
}

/* Takes @word if it comes next and ends there. */
static bool
take_word (Reader *reader, const char *word)
{
  skip_blanks (reader);
  size_t length = strlen (word);
  if (!g_str_has_prefix (reader->at, word) || is_word_char (reader->at[length]))
    return false;
  reader->at += length;
  return true;
}

static bool
stands_at_number (Reader *reader)
{
  skip_blanks (reader);
  const char *c = reader->at;
  while (*c == '-' || *c == '+')
    c++;
  return g_ascii_isdigit (*c) || (*c == '.' && g_ascii_isdigit (c[1]));
}

/* Whole numbers only; 1.5 is refused with @float_message. What does not fit 64 bits is refused
 * where @clamps is false. */
static bool
read_int (Reader *reader, gint64 *value, bool clamps, const char *float_message, GError **error)
{
  skip_blanks (reader);
  bool is_negative = false;
  while (*reader->at == '-' || *reader->at == '+' || *reader->at == ' ')
    is_negative ^= *reader->at++ == '-';
  char *end;
  errno = 0;
  gint64 number = g_ascii_strtoll (reader->at, &end, 10);
  if (errno == ERANGE && !clamps)
    return refuse (error, "ValueError: Overflow when unpacking long long");
  if (*end == '.' || *end == 'e' || *end == 'E')
    return refuse (error, float_message);
  if (is_word_char (*end))
    return refuse (error, "SyntaxError: invalid decimal literal");
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
read_bound (Reader *reader, bool *is_there, gint64 *value, GError **error)
{
  *is_there = false;
  if (take_word (reader, "None") || !stands_at_number (reader))
    return true;
  *is_there = true;
  return read_int (reader, value, true, NOT_A_SLICE_INDEX, error);
}

/* What follows the first ":". */
static bool
read_slice_end (Reader *reader, TnuIndexPart *part, GError **error)
{
  part->kind = TNU_INDEX_SLICE;
  part->step = 1;
  if (!read_bound (reader, &part->has_stop, &part->stop, error))
    return false;
  if (!take (reader, ":"))
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
read_number_or_slice (Reader *reader, TnuIndexPart *part, GError **error)
{
  if (!read_int (reader, &part->at, false, NOT_AN_INDEX " (got float)", error))
    return false;
  part->kind = TNU_INDEX_INT;
  if (!take (reader, ":"))
    return true;
  part->has_start = true;
  part->start = part->at;
  return read_slice_end (reader, part, error);
}

/* Items of one list, after its "[". @is_mask: (inout): -1 while no item was seen. */
static bool
read_items (Reader *reader, GArray *items, int *is_mask, GError **error)
{
  bool needs_comma = false;
  while (!take (reader, "]"))
    {
      if (*reader->at == '\0')
        return refuse (error, "SyntaxError: '[' was never closed");
      if (needs_comma && !take (reader, ","))
        return refuse (error, "SyntaxError: invalid syntax. Perhaps you forgot a comma?");
      if (needs_comma && take (reader, "]"))
        return true;
      gint64 item;
      bool is_true = take_word (reader, "True"), is_truth = is_true || take_word (reader, "False");
      if (is_truth)
        item = is_true;
      else if (!stands_at_number (reader))
        return refuse (error, *reader->at == '\0' ? "SyntaxError: '[' was never closed"
                                                  : "SyntaxError: invalid syntax");
      else if (!read_int (reader, &item, false, NOT_AN_INDEX_TENSOR, error))
        return false;
      /* Python mixes them: True is 1 among numbers. */
      *is_mask = *is_mask < 0 ? is_truth : *is_mask && is_truth;
      g_array_append_val (items, item);
      needs_comma = true;
    }
  return true;
}

static bool
read_rows (Reader *reader, TnuIndexPart *part, int *is_mask, GError **error)
{
  bool needs_comma = false;
  part->rank = 2;
  part->sizes[0] = 0;
  while (!take (reader, "]"))
    {
      if (needs_comma && !take (reader, ","))
        return refuse (error, *reader->at == '\0' ? "SyntaxError: '[' was never closed"
                                                  : "SyntaxError: invalid syntax");
      if (needs_comma && take (reader, "]"))
        break;
      guint before = part->items->len;
      if (!take (reader, "["))
        return refuse (error, *reader->at == '\0' ? "SyntaxError: '[' was never closed"
                                                  : "SyntaxError: invalid syntax");
      if (!read_items (reader, part->items, is_mask, error))
        return false;
      gint64 length = part->items->len - before;
      if (part->sizes[0] > 0 && length != part->sizes[1])
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "ValueError: expected sequence of length %" G_GINT64_FORMAT
                       " at dim 1 (got %" G_GINT64_FORMAT ")",
                       part->sizes[1], length);
          return false;
        }
      part->sizes[0]++;
      part->sizes[1] = length;
      needs_comma = true;
    }
  return true;
}

/* After "[". */
static bool
read_list (Reader *reader, TnuIndexPart *part, bool is_tensor, GError **error)
{
  int is_mask = -1;
  part->items = g_array_new (FALSE, TRUE, sizeof (gint64));
  part->is_tensor = is_tensor;
  part->rank = 1;
  skip_blanks (reader);
  if (*reader->at == '[')
    {
      if (!is_tensor)
        return refuse (error,
                       "A list of lists means two axes at once: write it inside torch.tensor( )");
      if (!read_rows (reader, part, &is_mask, error))
        return false;
      if (is_mask != 1)
        return refuse (error,
                       "An index of two axes gives a result that is not drawn here: only masks "
                       "of True and False may have two");
    }
  else if (!read_items (reader, part->items, &is_mask, error))
    return false;
  else
    part->sizes[0] = part->items->len;
  part->kind = is_mask == 1 ? TNU_INDEX_MASK : TNU_INDEX_LIST;
  return true;
}

static const char *const signs[TNU_N_COMPARISONS] = { ">", ">=", "<", "<=", "==", "!=" };

static bool
read_comparison (Reader *reader, TnuIndexPart *part, GError **error)
{
  part->kind = TNU_INDEX_COMPARISON;
  int found = -1;
  skip_blanks (reader);
  for (int k = 0; k < TNU_N_COMPARISONS; k++)
    if (g_str_has_prefix (reader->at, signs[k])
        && (found < 0 || strlen (signs[k]) > strlen (signs[found])))
      found = k;
  if (found < 0)
    return refuse (error, "Only a comparison of the tensor with a number is drawn here: x > 0.5");
  part->comparison = (TnuComparison) found;
  reader->at += strlen (signs[found]);
  skip_blanks (reader);
  if (!stands_at_number (reader))
    return refuse (error, "SyntaxError: invalid syntax");
  char *end;
  part->bound = g_ascii_strtod (reader->at, &end);
  reader->at = end;
  return true;
}

static bool
read_part (Reader *reader, TnuIndexPart *part, GError **error)
{
  *part = (TnuIndexPart) { 0 };
  if (take (reader, "...") || take_word (reader, "Ellipsis"))
    {
      part->kind = TNU_INDEX_ELLIPSIS;
      return true;
    }
  if (take_word (reader, "None"))
    {
      part->kind = TNU_INDEX_NEW_AXIS;
      return !take (reader, ":") || read_slice_end (reader, part, error);
    }
  if (take (reader, ":"))
    return read_slice_end (reader, part, error);
  if (stands_at_number (reader))
    return read_number_or_slice (reader, part, error);
  if (take (reader, "torch.tensor"))
    {
      if (!take (reader, "(") || !take (reader, "["))
        return refuse (error, "SyntaxError: invalid syntax");
      if (!read_list (reader, part, true, error))
        return false;
      return take (reader, ")") || refuse (error, "SyntaxError: '(' was never closed");
    }
  if (take (reader, "["))
    return read_list (reader, part, false, error);
  if (take (reader, "("))
    {
      if (!take_word (reader, reader->name))
        return refuse (error, "SyntaxError: invalid syntax");
      return read_comparison (reader, part, error)
             && (take (reader, ")") || refuse (error, "SyntaxError: '(' was never closed"));
    }
  if (take_word (reader, reader->name))
    return read_comparison (reader, part, error);
  if (is_word_char (*reader->at))
    return refuse (error, "Only numbers, slices, lists, None, ... and comparisons are drawn here");
  if (*reader->at == '"' || *reader->at == '\'')
    return refuse (error, NOT_AN_INDEX " (got str)");
  return refuse (error, "SyntaxError: invalid syntax");
}

static bool
read_end (Reader *reader, GError **error)
{
  skip_blanks (reader);
  if (*reader->at == '\0')
    return true;
  if (*reader->at == ')' || *reader->at == ']' || *reader->at == '}')
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "SyntaxError: unmatched '%c'",
                   *reader->at);
      return false;
    }
  if (*reader->at == '.' || *reader->at == ':' || *reader->at == ',')
    return refuse (error, "SyntaxError: invalid syntax");
  return refuse (error, "SyntaxError: invalid syntax. Perhaps you forgot a comma?");
}

bool
tnu_index_part_parse (const char *text, const char *name, TnuIndexPart *part, GError **error)
{
  Reader reader = { text, name };
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
  Reader reader = { text, name };
  skip_blanks (&reader);
  if (*reader.at == '\0')
    return refuse (error, "SyntaxError: invalid syntax");
  do
    {
      skip_blanks (&reader);
      if (*reader.at == '\0' && read.n > 0)
        break;
      if (read.n == TNU_INDEX_MAX_PARTS)
        return refuse (error, "More parts than are drawn here");
      TnuIndexPart *part = &read.parts[read.n++];
      if (!read_part (&reader, part, error))
        return false;
    }
  while (take (&reader, ","));
  if (!read_end (&reader, error))
    return false;
  *index = read;
  read.n = 0;
  return true;
}

/* ---- writing ---- */

const char *
tnu_comparison_get_sign (TnuComparison comparison)
{
  return signs[comparison];
}

static void
append_slice (GString *text, const TnuIndexPart *part)
{
  if (part->has_start)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, part->start);
  g_string_append_c (text, ':');
  if (part->has_stop)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, part->stop);
  if (part->step != 1)
    g_string_append_printf (text, ":%" G_GINT64_FORMAT, part->step);
}

static void
append_items (GString *text, const TnuIndexPart *part, gint64 first, gint64 n)
{
  g_string_append_c (text, '[');
  for (gint64 k = 0; k < n; k++)
    {
      gint64 item = g_array_index (part->items, gint64, first + k);
      if (k > 0)
        g_string_append (text, ", ");
      if (part->kind == TNU_INDEX_MASK)
        g_string_append (text, item ? "True" : "False");
      else
        g_string_append_printf (text, "%" G_GINT64_FORMAT, item);
    }
  g_string_append_c (text, ']');
}

static void
append_list (GString *text, const TnuIndexPart *part)
{
  if (part->is_tensor)
    g_string_append (text, "torch.tensor(");
  if (part->rank == 2)
    {
      g_string_append_c (text, '[');
      for (gint64 row = 0; row < part->sizes[0]; row++)
        {
          if (row > 0)
            g_string_append (text, ", ");
          append_items (text, part, row * part->sizes[1], part->sizes[1]);
        }
      g_string_append_c (text, ']');
    }
  else
    append_items (text, part, 0, part->items->len);
  if (part->is_tensor)
    g_string_append_c (text, ')');
}

/* The shortest decimals that name the number at the precision of a slider. */
static void
append_bound (GString *text, double bound)
{
  char short_text[G_ASCII_DTOSTR_BUF_SIZE], exact[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (short_text, sizeof short_text, "%.6g", bound);
  bool is_exact = g_ascii_strtod (short_text, NULL) == bound;
  g_string_append (text, is_exact ? short_text : g_ascii_dtostr (exact, sizeof exact, bound));
}

char *
tnu_index_part_dup_text (const TnuIndexPart *self, const char *name)
{
  GString *text = g_string_new (NULL);
  switch (self->kind)
    {
    case TNU_INDEX_SLICE:
      append_slice (text, self);
      break;
    case TNU_INDEX_INT:
      g_string_append_printf (text, "%" G_GINT64_FORMAT, self->at);
      break;
    case TNU_INDEX_NEW_AXIS:
      g_string_append (text, "None");
      break;
    case TNU_INDEX_ELLIPSIS:
      g_string_append (text, "...");
      break;
    case TNU_INDEX_LIST:
    case TNU_INDEX_MASK:
      append_list (text, self);
      break;
    case TNU_INDEX_COMPARISON:
      g_string_append_printf (text, "%s %s ", name, signs[self->comparison]);
      append_bound (text, self->bound);
      break;
    }
  return g_string_free (text, FALSE);
}

char *
tnu_index_dup_text (const TnuIndex *self, const char *name)
{
  if (self->n == 0)
    return g_strdup ("...");
  GString *text = g_string_new (NULL);
  for (int k = 0; k < self->n; k++)
    {
      g_autofree char *part = tnu_index_part_dup_text (&self->parts[k], name);
      g_string_append_printf (text, "%s%s", k > 0 ? ", " : "", part);
    }
  return g_string_free (text, FALSE);
}

/* ---- lines ---- */

bool
tnu_index_line_parse (const char *line, const char *name, char **target, char **inside,
                      char **value)
{
  g_autofree char *escaped = g_regex_escape_string (name, -1);
  g_autofree char *taking = g_strdup_printf (
      "^\\s*([^\\W\\d]\\w*)\\s*=\\s*%s\\s*\\[(.*)\\]\\s*$", escaped);
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

/* ---- axis by axis ---- */

int
tnu_index_part_count_dims (const TnuIndexPart *self, int rank)
{
  switch (self->kind)
    {
    case TNU_INDEX_NEW_AXIS:
    case TNU_INDEX_ELLIPSIS:
      return 0;
    case TNU_INDEX_MASK:
      return self->rank;
    case TNU_INDEX_COMPARISON:
      return rank;
    default:
      return 1;
    }
}

/* Axes that no part speaks of. */
static int
count_open_dims (const TnuIndex *self, int rank)
{
  int n = rank;
  for (int k = 0; k < self->n; k++)
    n -= tnu_index_part_count_dims (&self->parts[k], rank);
  return MAX (n, 0);
}

/* First axis of each part; the first ellipsis takes all open ones. */
static void
place_parts (const TnuIndex *self, int rank, int first[TNU_INDEX_MAX_PARTS],
             int n_dims[TNU_INDEX_MAX_PARTS])
{
  int open = count_open_dims (self, rank), dim = 0;
  for (int k = 0; k < self->n; k++)
    {
      first[k] = dim;
      n_dims[k] = tnu_index_part_count_dims (&self->parts[k], rank);
      if (self->parts[k].kind == TNU_INDEX_ELLIPSIS)
        {
          n_dims[k] = open;
          open = 0;
        }
      dim += n_dims[k];
    }
}

int
tnu_index_find_dim (const TnuIndex *self, int rank, int dim)
{
  int first[TNU_INDEX_MAX_PARTS], n_dims[TNU_INDEX_MAX_PARTS];
  place_parts (self, rank, first, n_dims);
  for (int k = 0; k < self->n; k++)
    if (dim >= first[k] && dim < first[k] + n_dims[k])
      return k;
  return -1;
}

/* Puts @n parts ":" in the place of part @at (@at = n: at the end). */
static bool
spell_out (TnuIndex *self, int at, int n)
{
  bool is_replacing = at < self->n;
  int grows = n - (is_replacing ? 1 : 0);
  if (self->n + grows > TNU_INDEX_MAX_PARTS)
    return false;
  if (is_replacing)
    tnu_index_part_clear (&self->parts[at]);
  int tail = self->n - at - (is_replacing ? 1 : 0);
  memmove (self->parts + at + n, self->parts + at + (is_replacing ? 1 : 0),
           (size_t) tail * sizeof *self->parts);
  for (int k = 0; k < n; k++)
    self->parts[at + k] = tnu_index_part_all ();
  self->n += grows;
  return true;
}

/* Every axis up to @dim (excluded when @dim is the rank) has a part of its own. Returns the part of
 * @dim, or the place behind the last axis; -1: no room. */
static int
isolate_dim (TnuIndex *self, int rank, int dim)
{
  while (true)
    {
      int first[TNU_INDEX_MAX_PARTS], n_dims[TNU_INDEX_MAX_PARTS];
      place_parts (self, rank, first, n_dims);
      int at = tnu_index_find_dim (self, rank, dim);
      if (at >= 0 && n_dims[at] == 1 && self->parts[at].kind != TNU_INDEX_ELLIPSIS)
        return at;
      if (at >= 0)
        {
          if (!spell_out (self, at, n_dims[at]))
            return -1;
          continue;
        }
      int end = self->n > 0 ? first[self->n - 1] + n_dims[self->n - 1] : 0;
      if (dim >= rank && end >= rank)
        return self->n;
      if (!spell_out (self, self->n, MIN (dim + 1, rank) - end))
        return -1;
    }
}

static void
remove_part (TnuIndex *self, int at)
{
  tnu_index_part_clear (&self->parts[at]);
  self->n--;
  memmove (self->parts + at, self->parts + at + 1, (size_t) (self->n - at) * sizeof *self->parts);
}

static void
trim (TnuIndex *self)
{
  while (self->n > 1 && tnu_index_part_is_all (&self->parts[self->n - 1]))
    self->n--;
}

bool
tnu_index_set_dim (TnuIndex *self, int rank, int dim, TnuIndexPart part)
{
  g_auto (TnuIndex) changed = { 0 };
  tnu_index_copy (self, &changed);
  int at = isolate_dim (&changed, rank, dim);
  if (at < 0 || dim >= rank)
    {
      tnu_index_part_clear (&part);
      return false;
    }
  tnu_index_part_clear (&changed.parts[at]);
  changed.parts[at] = part;
  trim (&changed);
  tnu_index_clear (self);
  *self = changed;
  changed.n = 0;
  return true;
}

bool
tnu_index_set_mask (TnuIndex *self, int rank, int dim, TnuIndexPart part)
{
  int n_dims = part.rank;
  for (int d = dim + 1; d < dim + n_dims; d++)
    if (!tnu_index_set_dim (self, rank, d, tnu_index_part_int (0)))
      {
        tnu_index_part_clear (&part);
        return false;
      }
  if (!tnu_index_set_dim (self, rank, dim, part))
    return false;
  /* The axes the mask covers too are spoken of by nobody else; so are Nones among them. */
  int at = tnu_index_find_dim (self, rank, dim);
  for (int n_left = n_dims - 1; n_left > 0 && at + 1 < self->n;)
    {
      n_left -= tnu_index_part_count_dims (&self->parts[at + 1], rank);
      remove_part (self, at + 1);
    }
  return true;
}

bool
tnu_index_insert_new_axis (TnuIndex *self, int rank, int dim)
{
  g_auto (TnuIndex) changed = { 0 };
  tnu_index_copy (self, &changed);
  int at = isolate_dim (&changed, rank, dim);
  if (at < 0 || changed.n == TNU_INDEX_MAX_PARTS)
    return false;
  memmove (changed.parts + at + 1, changed.parts + at,
           (size_t) (changed.n - at) * sizeof *changed.parts);
  changed.parts[at] = (TnuIndexPart) { .kind = TNU_INDEX_NEW_AXIS };
  changed.n++;
  trim (&changed);
  tnu_index_clear (self);
  *self = changed;
  changed.n = 0;
  return true;
}

/* The last None that stands directly in front of axis @dim, -1: none; @count: (out): how many. */
static int
find_new_axes (const TnuIndex *self, int rank, int dim, int *count)
{
  int first[TNU_INDEX_MAX_PARTS], n_dims[TNU_INDEX_MAX_PARTS], last = -1;
  place_parts (self, rank, first, n_dims);
  *count = 0;
  for (int k = 0; k < self->n; k++)
    if (self->parts[k].kind == TNU_INDEX_NEW_AXIS && first[k] == dim)
      {
        (*count)++;
        last = k;
      }
  return last;
}

int
tnu_index_count_new_axes (const TnuIndex *self, int rank, int dim)
{
  int count;
  find_new_axes (self, rank, dim, &count);
  return count;
}

void
tnu_index_remove_new_axis (TnuIndex *self, int rank, int dim)
{
  int count, at = find_new_axes (self, rank, dim, &count);
  if (at < 0)
    return;
  remove_part (self, at);
  if (self->n == 0)
    self->parts[self->n++] = tnu_index_part_all ();
  trim (self);
}

void
tnu_index_shorten (TnuIndex *self, int rank)
{
  int best = -1, length = 0;
  for (int k = 0; k < self->n; k++)
    if (self->parts[k].kind == TNU_INDEX_ELLIPSIS)
      return;
  if (self->n == 0 || count_open_dims (self, rank) > 0)
    {
      if (self->n < TNU_INDEX_MAX_PARTS)
        self->parts[self->n++] = (TnuIndexPart) { .kind = TNU_INDEX_ELLIPSIS };
      return;
    }
  for (int k = 0; k < self->n; k++)
    {
      int run = 0;
      while (k + run < self->n && tnu_index_part_is_all (&self->parts[k + run]))
        run++;
      if (run > length)
        {
          best = k;
          length = run;
        }
    }
  if (best < 0)
    return;
  for (int k = 1; k < length; k++)
    remove_part (self, best + 1);
  self->parts[best] = (TnuIndexPart) { .kind = TNU_INDEX_ELLIPSIS };
}
