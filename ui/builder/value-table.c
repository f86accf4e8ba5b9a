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
  *self = (TnuValueTable) { .texts = g_ptr_array_new_with_free_func (g_free),
                            .leading = { .rank = 1 } };
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
  if (tnu_shape_count (&self->leading) != n_rows)
    self->leading = (TnuShape) { .rank = 1, .sizes = { n_rows } };
  return true;
}

bool
tnu_value_table_is_vector (const TnuValueTable *self)
{
  return self->leading.rank == 0;
}

bool
tnu_value_table_set_vector (TnuValueTable *self, bool is_vector)
{
  if (is_vector && !tnu_value_table_resize (self, 1, self->n_cols))
    return false;
  self->leading = (TnuShape) { .rank = is_vector ? 0 : 1, .sizes = { self->n_rows } };
  return true;
}

TnuShape
tnu_value_table_get_shape (const TnuValueTable *self)
{
  TnuShape shape = self->leading;
  shape.sizes[shape.rank++] = self->n_cols;
  return shape;
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

bool
tnu_value_table_paste (TnuValueTable *self, int row, int col, const TnuTableText *text,
                       GError **error)
{
  int n_rows = (int) MIN (text->rows->len, TNU_TABLE_MAX_CELLS + 1);
  if (!tnu_value_table_resize (self, MAX (self->n_rows, row + n_rows),
                               MAX (self->n_cols, col + text->n_cols)))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                   "%u × %d cells are too many to paste: save them as .csv and take them from the "
                   "file",
                   text->rows->len, text->n_cols);
      return false;
    }
  for (int r = 0; r < n_rows; r++)
    {
      GPtrArray *cells = text->rows->pdata[r];
      for (guint c = 0; c < cells->len; c++)
        tnu_value_table_set (self, row + r, col + (int) c, cells->pdata[c]);
    }
  return true;
}

bool
tnu_value_table_take (TnuValueTable *self, const TnuTableText *text, GError **error)
{
  TnuValueTable table;
  tnu_value_table_init (&table, 0, 0);
  if (!tnu_value_table_paste (&table, 0, 0, text, error))
    {
      tnu_value_table_clear (&table);
      return false;
    }
  table.leading = text->leading;
  tnu_value_table_clear (self);
  *self = table;
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

/* Lists that begin with row @row, besides the row itself; as many end before it. */
static int
count_begun (const TnuShape *leading, int row)
{
  gint64 n = 1;
  int count = 0;
  for (int d = leading->rank - 1; d >= 0; d--)
    {
      n *= leading->sizes[d];
      if (row % n != 0)
        break;
      count++;
    }
  return count;
}

static void
append_brackets (GString *code, char bracket, int n)
{
  for (int k = 0; k < n; k++)
    g_string_append_c (code, bracket);
}

/* @indent: columns before the list when every row has a line of its own; -1: one line for all */
static char *
dup_list (const TnuValueTable *self, int indent, GError **error)
{
  g_autoptr (GString) code = g_string_new (NULL);
  int rank = self->leading.rank;
  for (int row = 0; row < self->n_rows; row++)
    {
      int n_begun = count_begun (&self->leading, row);
      if (row > 0)
        {
          append_brackets (code, ']', n_begun);
          g_string_append (code, indent < 0 ? ", " : ",\n");
          g_string_append_printf (code, "%*s", indent < 0 ? 0 : indent + rank - n_begun, "");
        }
      append_brackets (code, '[', n_begun);
      if (!append_row (self, row, code, error))
        return NULL;
    }
  append_brackets (code, ']', rank);
  return g_string_free (g_steal_pointer (&code), FALSE);
}

char *
tnu_value_table_dup_list (const TnuValueTable *self, int indent, GError **error)
{
  g_autofree char *flat = dup_list (self, -1, error);
  bool is_long = flat != NULL && strlen (flat) + (gsize) indent > LINE_WIDTH;
  if (is_long && !tnu_value_table_is_vector (self))
    return dup_list (self, indent, error);
  return g_steal_pointer (&flat);
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
