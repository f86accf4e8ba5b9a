/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/table-text.h"

#include <gio/gio.h>
#include <string.h>

#include "ui/builder/number-text.h"
#include "ui/builder/recipe.h"

#define UNKNOWN (-1)

static GPtrArray *
append_row (TnuTableText *self)
{
  GPtrArray *row = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->rows, row);
  return row;
}

/* ---- nested brackets ---- */

/* @rank: of the brackets, 0 until the first number is met */
typedef struct
{
  const char *at;
  TnuTableText *table;
  gint64 sizes[TNU_SHAPE_MAX_RANK];
  int rank;
} Brackets;

static void
skip_blanks (Brackets *self)
{
  self->at += strspn (self->at, " \t\r\n");
}

static bool
read_number (Brackets *self, int depth, GPtrArray **row)
{
  size_t n = strcspn (self->at, "[],() \t\r\n");
  if (n == 0 || (self->rank != 0 && self->rank != depth))
    return false;
  self->rank = depth;
  if (*row == NULL)
    *row = append_row (self->table);
  g_ptr_array_add (*row, g_strndup (self->at, n));
  self->at += n;
  return true;
}

/* What stands behind a "[", up to its "]"; false when it is no regular array. */
static bool
read_list (Brackets *self, int depth)
{
  GPtrArray *row = NULL;
  gint64 n = 0;
  for (skip_blanks (self); *self->at != ']'; skip_blanks (self), n++)
    {
      if (*self->at == '[')
        {
          self->at++;
          if (depth == TNU_SHAPE_MAX_RANK || row != NULL || !read_list (self, depth + 1))
            return false;
        }
      else if (!read_number (self, depth, &row))
        return false;
      skip_blanks (self);
      self->at += *self->at == ',' ? 1 : 0;
    }
  self->at++;
  bool is_regular = self->sizes[depth - 1] == UNKNOWN || self->sizes[depth - 1] == n;
  self->sizes[depth - 1] = n;
  return is_regular;
}

/* "dtype=torch.float64)", "dtype=int32)" */
static int
find_dtype (const char *text)
{
  const char *at = strstr (text, "dtype=");
  if (at == NULL)
    return TNU_DTYPE_AUTO;
  at += strlen ("dtype=");
  size_t n = strcspn (at, ",) \t\r\n");
  g_autofree char *word = g_strndup (at, n);
  const char *point = strrchr (word, '.');
  for (int k = 0; k < TNK_N_DTYPES; k++)
    if (strcmp (tns_dtype_get_name (k), point != NULL ? point + 1 : word) == 0)
      return k;
  return TNU_DTYPE_AUTO;
}

/* (nullable): behind the first "[" of the array: what goes before it is a call or nothing. */
static const char *
find_brackets (const char *text)
{
  static const char *const calls[] = { "tensor(", "array(" };
  const char *at = text;
  for (size_t k = 0; k < G_N_ELEMENTS (calls); k++)
    {
      const char *call = strstr (text, calls[k]);
      if (call != NULL)
        at = call + strlen (calls[k]);
    }
  at += strspn (at, " \t\r\n");
  return *at == '[' ? at + 1 : NULL;
}

static bool
read_brackets (TnuTableText *self, const char *text)
{
  Brackets brackets = { .at = find_brackets (text), .table = self };
  for (int d = 0; d < TNU_SHAPE_MAX_RANK; d++)
    brackets.sizes[d] = UNKNOWN;
  if (brackets.at == NULL || !read_list (&brackets, 1) || brackets.rank == 0)
    {
      g_ptr_array_set_size (self->rows, 0);
      return false;
    }
  self->leading.rank = brackets.rank - 1;
  for (int d = 0; d < self->leading.rank; d++)
    self->leading.sizes[d] = brackets.sizes[d];
  self->dtype = find_dtype (brackets.at);
  return true;
}

/* ---- lines ---- */

/* 0: cells are apart by blanks. */
static char
find_delimiter (const char *text)
{
  static const char delimiters[] = { '\t', ';', ',' };
  for (size_t k = 0; k < G_N_ELEMENTS (delimiters); k++)
    if (strchr (text, delimiters[k]) != NULL)
      return delimiters[k];
  return 0;
}

/* Without quotes and a decimal comma. */
static char *
dup_cell (const char *part, char delimiter)
{
  g_autofree char *cell = g_strstrip (g_strdup (part));
  size_t n = strlen (cell);
  if (n >= 2 && (cell[0] == '"' || cell[0] == '\'') && cell[n - 1] == cell[0])
    {
      cell[n - 1] = '\0';
      memmove (cell, cell + 1, n - 1);
    }
  if (delimiter == '\t' || delimiter == ';')
    {
      g_autofree char *with_point = g_strdelimit (g_strdup (cell), ",", '.');
      TnkScalar number;
      if (tnu_number_text_parse (with_point, &number))
        return g_steal_pointer (&with_point);
    }
  return g_steal_pointer (&cell);
}

static void
read_line (TnuTableText *self, const char *line, char delimiter)
{
  GPtrArray *cells = append_row (self);
  char by[2] = { delimiter, '\0' };
  g_auto (GStrv) parts
      = delimiter != 0 ? g_strsplit (line, by, -1) : g_strsplit_set (line, " \t", -1);
  for (char **part = parts; *part != NULL; part++)
    if (delimiter != 0 || **part != '\0')
      g_ptr_array_add (cells, dup_cell (*part, delimiter));
}

static void
read_lines (TnuTableText *self, const char *text)
{
  g_autofree char *plain = g_strdelimit (g_strdup (text), "[](){}", ' ');
  g_auto (GStrv) lines = g_strsplit_set (plain, "\n\r", -1);
  char delimiter = find_delimiter (plain);
  for (char **line = lines; *line != NULL; line++)
    {
      g_autofree char *stripped = g_strstrip (g_strdup (*line));
      size_t n = strlen (stripped);
      /* The comma between the rows of a list. */
      if (delimiter == ',' && n > 0 && stripped[n - 1] == ',')
        stripped[n - 1] = '\0';
      if (*stripped != '\0')
        read_line (self, delimiter == '\t' ? *line : stripped, delimiter);
    }
  self->leading = (TnuShape) { .rank = 1, .sizes = { self->rows->len } };
}

/* ---- the table ---- */

static bool
is_elided (const TnuTableText *self)
{
  for (guint r = 0; r < self->rows->len; r++)
    {
      GPtrArray *row = self->rows->pdata[r];
      for (guint c = 0; c < row->len; c++)
        if (strcmp (row->pdata[c], "...") == 0)
          return true;
    }
  return false;
}

bool
tnu_table_text_read (TnuTableText *self, const char *text, GError **error)
{
  *self = (TnuTableText) {
    .rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref),
    .dtype = TNU_DTYPE_AUTO,
  };
  bool is_print = read_brackets (self, text);
  if (!is_print)
    read_lines (self, text);
  for (guint r = 0; r < self->rows->len; r++)
    self->n_cols = MAX (self->n_cols, (int) ((GPtrArray *) self->rows->pdata[r])->len);
  if (self->n_cols == 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "there is no table here");
  else if (is_elided (self))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "this print leaves numbers out: …");
  else
    return true;
  tnu_table_text_clear (self);
  return false;
}

void
tnu_table_text_clear (TnuTableText *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

static void
count_cells (GPtrArray *row, int *n_numbers, int *n_words)
{
  for (guint c = 0; c < row->len; c++)
    {
      TnkScalar number;
      if (tnu_number_text_parse (row->pdata[c], &number))
        ++*n_numbers;
      else if (*(const char *) row->pdata[c] != '\0')
        ++*n_words;
    }
}

bool
tnu_table_text_is_table (const TnuTableText *self)
{
  int n_numbers = 0, n_words = 0;
  for (guint r = 0; r < self->rows->len; r++)
    count_cells (self->rows->pdata[r], &n_numbers, &n_words);
  return n_numbers > 0 && n_numbers >= n_words;
}

bool
tnu_table_text_drop_names (TnuTableText *self)
{
  int n_first = 0, n_numbers = 0, n_words = 0;
  if (self->rows->len < 2 || self->leading.rank != 1)
    return false;
  count_cells (self->rows->pdata[0], &n_first, &n_words);
  count_cells (self->rows->pdata[1], &n_numbers, &n_words);
  if (n_first > 0 || n_numbers == 0)
    return false;
  g_ptr_array_remove_index (self->rows, 0);
  self->leading.sizes[0]--;
  return true;
}
