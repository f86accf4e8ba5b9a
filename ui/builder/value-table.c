/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/value-table.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "ui/builder/number-text.h"

#define LINE_WIDTH 88

void
tnu_value_table_init (TnuValueTable *self, int n_rows, int n_cols)
{
  *self = (TnuValueTable) { .texts = g_ptr_array_new_with_free_func (g_free) };
  tnu_value_table_resize (self, n_rows, n_cols);
}

void
tnu_value_table_clear (TnuValueTable *self)
{
  g_clear_pointer (&self->texts, g_ptr_array_unref);
}

bool
tnu_value_table_resize (TnuValueTable *self, int n_rows, int n_cols)
{
  if (n_rows < 0 || n_cols < 0 || n_rows > TNU_TABLE_MAX_SIDE || n_cols > TNU_TABLE_MAX_SIDE
      || (gint64) n_rows * n_cols > TNU_TABLE_MAX_CELLS)
    return false;
  GPtrArray *texts = g_ptr_array_new_full ((guint) (n_rows * n_cols), g_free);
  for (int row = 0; row < n_rows; row++)
    for (int col = 0; col < n_cols; col++)
      {
        bool is_old = row < self->n_rows && col < self->n_cols;
        g_ptr_array_add (texts, g_strdup (is_old ? tnu_value_table_get (self, row, col) : ""));
      }
  g_ptr_array_unref (self->texts);
  self->texts = texts;
  self->n_rows = n_rows;
  self->n_cols = n_cols;
  return true;
}

const char *
tnu_value_table_get (const TnuValueTable *self, int row, int col)
{
  g_return_val_if_fail (row >= 0 && row < self->n_rows && col >= 0 && col < self->n_cols, "");
  return self->texts->pdata[row * self->n_cols + col];
}

void
tnu_value_table_set (TnuValueTable *self, int row, int col, const char *text)
{
  g_return_if_fail (row >= 0 && row < self->n_rows && col >= 0 && col < self->n_cols);
  char **cell = (char **) &self->texts->pdata[row * self->n_cols + col];
  g_free (*cell);
  *cell = g_strstrip (g_strdup (text));
}

bool
tnu_value_table_get_number (const TnuValueTable *self, int row, int col, TnkScalar *number)
{
  const char *text = tnu_value_table_get (self, row, col);
  return tnu_number_text_parse (*text != '\0' ? text : "0", number);
}

TnuCellRange
tnu_cell_range_sort (const TnuCellRange *self)
{
  return (TnuCellRange) { MIN (self->row0, self->row1), MIN (self->col0, self->col1),
                          MAX (self->row0, self->row1), MAX (self->col0, self->col1) };
}

void
tnu_value_table_fill (TnuValueTable *self, const TnuCellRange *range, const char *text)
{
  TnuCellRange cells = tnu_cell_range_sort (range);
  for (int row = cells.row0; row <= cells.row1; row++)
    for (int col = cells.col0; col <= cells.col1; col++)
      tnu_value_table_set (self, row, col, text);
}

/* As short as it can be and still the same number. */
static char *
dup_number (double value, bool is_whole)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  if (is_whole)
    return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) value);
  for (int digits = 6; digits <= 17; digits++)
    {
      g_autofree char *format = g_strdup_printf ("%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if (fabs (g_ascii_strtod (buffer, NULL) - value) <= 1e-12 * fabs (value))
        break;
    }
  return g_strdup (buffer);
}

bool
tnu_value_table_fill_series (TnuValueTable *self, const TnuCellRange *range, const char *start,
                             const char *step)
{
  TnuCellRange cells = tnu_cell_range_sort (range);
  TnkScalar first, by;
  int n = 0;
  if (!tnu_number_text_parse (start, &first) || !tnu_number_text_parse (step, &by))
    return false;
  bool is_whole = first.kind == TNK_SCALAR_INT && by.kind == TNK_SCALAR_INT;
  for (int row = cells.row0; row <= cells.row1; row++)
    for (int col = cells.col0; col <= cells.col1; col++, n++)
      {
        g_autofree char *text
            = is_whole ? g_strdup_printf ("%" G_GINT64_FORMAT, first.i + n * by.i)
                       : dup_number (first.re + n * by.re, false);
        tnu_value_table_set (self, row, col, text);
      }
  return true;
}

/* ---- pasting ---- */

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

/* Without quotes, brackets of a list and a decimal comma. */
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

static GPtrArray *
split_line (const char *line, char delimiter)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
  char by[2] = { delimiter, '\0' };
  g_auto (GStrv) parts
      = delimiter != 0 ? g_strsplit (line, by, -1) : g_strsplit_set (line, " \t", -1);
  for (char **part = parts; *part != NULL; part++)
    if (delimiter != 0 || **part != '\0')
      g_ptr_array_add (cells, dup_cell (*part, delimiter));
  return cells;
}

/* (element-type GPtrArray) */
static GPtrArray *
split_text (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
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
        g_ptr_array_add (rows, split_line (delimiter == '\t' ? *line : stripped, delimiter));
    }
  return rows;
}

bool
tnu_value_table_paste (TnuValueTable *self, int row, int col, const char *text, GError **error)
{
  g_autoptr (GPtrArray) rows = split_text (text);
  int n_cols = 0, n_rows = (int) rows->len;
  for (int k = 0; k < n_rows; k++)
    n_cols = MAX (n_cols, (int) ((GPtrArray *) rows->pdata[k])->len);
  if (n_rows == 0 || n_cols == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "there is no table on the clipboard");
      return false;
    }
  if (!tnu_value_table_resize (self, MAX (self->n_rows, row + n_rows),
                               MAX (self->n_cols, col + n_cols)))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                   "%d × %d cells are too many to paste: save them as .csv and take them from the "
                   "file",
                   n_rows, n_cols);
      return false;
    }
  for (int r = 0; r < n_rows; r++)
    {
      GPtrArray *cells = rows->pdata[r];
      for (guint c = 0; c < cells->len; c++)
        tnu_value_table_set (self, row + r, col + (int) c, cells->pdata[c]);
    }
  self->is_vector = self->is_vector && self->n_rows == 1;
  return true;
}

char *
tnu_value_table_copy (const TnuValueTable *self, const TnuCellRange *range)
{
  TnuCellRange cells = tnu_cell_range_sort (range);
  GString *text = g_string_new (NULL);
  for (int row = cells.row0; row <= cells.row1; row++)
    for (int col = cells.col0; col <= cells.col1; col++)
      g_string_append_printf (text, "%s%s", tnu_value_table_get (self, row, col),
                              col < cells.col1 ? "\t" : "\n");
  return g_string_free (text, FALSE);
}

/* ---- code ---- */

static bool
append_row (const TnuValueTable *self, int row, GString *code, GError **error)
{
  g_string_append_c (code, '[');
  for (int col = 0; col < self->n_cols; col++)
    {
      const char *text = tnu_value_table_get (self, row, col);
      g_autofree char *number = tnu_number_text_dup_code (*text != '\0' ? text : "0");
      if (number == NULL)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       "“%s” in row %d, column %d is no number", text, row, col);
          return false;
        }
      g_string_append_printf (code, "%s%s", col > 0 ? ", " : "", number);
    }
  g_string_append_c (code, ']');
  return true;
}

char *
tnu_value_table_dup_list (const TnuValueTable *self, int indent, GError **error)
{
  g_autoptr (GString) flat = g_string_new ("[");
  g_autoptr (GString) tall = g_string_new ("[");
  if (self->is_vector && self->n_rows == 1)
    {
      g_string_truncate (flat, 0);
      return append_row (self, 0, flat, error) ? g_string_free (g_steal_pointer (&flat), FALSE)
                                               : NULL;
    }
  for (int row = 0; row < self->n_rows; row++)
    {
      g_string_append (flat, row > 0 ? ", " : "");
      if (row > 0)
        g_string_append_printf (tall, ",\n%*s", indent + 1, "");
      gsize at = flat->len;
      if (!append_row (self, row, flat, error))
        return NULL;
      g_string_append (tall, flat->str + at);
    }
  g_string_append_c (flat, ']');
  g_string_append_c (tall, ']');
  bool is_long = flat->len + (gsize) indent > LINE_WIDTH;
  return g_strdup (is_long ? tall->str : flat->str);
}

TnkDtype
tnu_value_table_get_dtype (const TnuValueTable *self)
{
  TnkDtype dtype = TNK_BOOL;
  for (int row = 0; row < self->n_rows; row++)
    for (int col = 0; col < self->n_cols; col++)
      {
        TnkScalar number;
        if (tnu_value_table_get_number (self, row, col, &number))
          dtype = MAX (dtype, tns_scalar_get_dtype (number));
      }
  return self->n_rows * self->n_cols == 0 ? TNK_FLOAT32 : dtype;
}
