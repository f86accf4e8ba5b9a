/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/cell/copy-text.h"

#include <math.h>
#include <string.h>

#include "engine/core/print.h"

/* A line of code is broken before it is longer. */
#define LINE_WIDTH 88
/* Of a long side LaTeX shows this many places at both ends. */
#define EDGE 3
#define LONGEST_SIDE 8
/* Outside of these LaTeX writes a power of ten; PyTorch changes over there too. */
#define SMALLEST_PLAIN 1e-4
#define LARGEST_PLAIN 1e8
#define MAX_DIGITS 17

static const struct
{
  const char *id;
  const char *name;
  gint64 limit;
} formats[TNU_N_COPY_FORMATS] = {
  [TNU_COPY_PRINTED] = { "printed", "As printed", 4000000 },
  [TNU_COPY_PYTORCH] = { "pytorch", "PyTorch", 200000 },
  [TNU_COPY_NUMPY] = { "numpy", "NumPy", 200000 },
  [TNU_COPY_LATEX] = { "latex", "LaTeX", 4000000 },
  [TNU_COPY_TABLE] = { "table", "Table for a spreadsheet", 200000 },
};

const char *
tnu_copy_format_get_name (TnuCopyFormat format)
{
  return formats[format].name;
}

const char *
tnu_copy_format_get_id (TnuCopyFormat format)
{
  return formats[format].id;
}

int
tnu_copy_format_find (const char *id)
{
  for (int k = 0; k < TNU_N_COPY_FORMATS; k++)
    if (g_str_equal (formats[k].id, id))
      return k;
  return -1;
}

gint64
tnu_copy_format_get_limit (TnuCopyFormat format)
{
  return formats[format].limit;
}

/* ---- numbers ---- */

/* How a format writes one number; @module stands before nan and inf. */
typedef struct
{
  TnuCopyFormat format;
  TnkDtype dtype;
  TnkDtype written; /* the type that the text is read into */
  const char *module;
} Writer;

static Writer
writer_init (TnuCopyFormat format, TnsTensor *tensor, const char *module)
{
  const TnkDtype dtype = tns_tensor_get_dtype (tensor);

  return (Writer){ format, dtype, dtype, module };
}

/* The number with the fewest decimal digits that @dtype rounds to @value. */
static double
find_shortest (TnkDtype dtype, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  char form[8];

  for (int digits = 1; digits < MAX_DIGITS; digits++)
    {
      double shorter, back;
      uint8_t element[16];

      g_snprintf (form, sizeof form, "%%.%de", digits - 1);
      shorter = g_ascii_strtod (g_ascii_formatd (text, sizeof text, form, value), NULL);
      tns_scalar_write (tns_scalar_float (shorter), dtype, element);
      back = tns_scalar_read (dtype, element).re;
      if (back == value)
        return shorter;
    }
  return value;
}

static void
append_special (GString *text, const Writer *writer, double value)
{
  const bool is_nan = isnan (value);
  const char *sign = !is_nan && value < 0 ? "-" : "";

  if (writer->format == TNU_COPY_LATEX)
    g_string_append_printf (text, "%s%s", sign, is_nan ? "\\text{NaN}" : "\\infty");
  else if (writer->format == TNU_COPY_TABLE)
    g_string_append_printf (text, "%s%s", sign, is_nan ? "NaN" : "inf");
  else
    g_string_append_printf (text, "%s%s.%s", sign, writer->module, is_nan ? "nan" : "inf");
}

static void
strip_zeros (char *text)
{
  char *end = text + strlen (text);

  if (strchr (text, '.') == NULL)
    return;
  while (end[-1] == '0')
    *--end = '\0';
  if (end[-1] == '.')
    end[-1] = '\0';
}

static void
append_latex (GString *text, double value)
{
  const double size = fabs (value);
  char number[64];
  char *exponent;

  if (size == 0 || (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN))
    {
      g_ascii_formatd (number, sizeof number, "%.4f", value);
      strip_zeros (number);
      g_string_append (text, g_str_equal (number, "-0") ? "0" : number);
      return;
    }
  g_ascii_formatd (number, sizeof number, "%.4e", value);
  exponent = strchr (number, 'e');
  *exponent++ = '\0';
  strip_zeros (number);
  g_string_append_printf (text, "%s \\times 10^{%d}", number,
                          (int) g_ascii_strtoll (exponent, NULL, 10));
}

static void
append_real (GString *text, const Writer *writer, TnkDtype dtype, double value)
{
  g_autofree char *number = NULL;

  if (!isfinite (value))
    append_special (text, writer, value);
  else if (writer->format == TNU_COPY_LATEX)
    append_latex (text, value);
  else
    {
      number = tns_scalar_dup_text (tns_scalar_float (find_shortest (dtype, value)));
      g_string_append (text, number);
    }
}

static void
append_complex (GString *text, const Writer *writer, TnkScalar value)
{
  const TnkDtype part = tns_dtype_get_real (writer->dtype);
  const bool is_latex = writer->format == TNU_COPY_LATEX;
  const bool is_special = !isfinite (value.re) || !isfinite (value.im);
  const bool is_code = writer->format == TNU_COPY_PYTORCH || writer->format == TNU_COPY_NUMPY;

  /* A sum with nan would make both parts NaN. */
  if (is_code && is_special)
    {
      g_string_append (text, "complex(");
      append_real (text, writer, part, value.re);
      g_string_append (text, ", ");
      append_real (text, writer, part, value.im);
      g_string_append_c (text, ')');
      return;
    }
  append_real (text, writer, part, value.re);
  g_string_append (text, signbit (value.im) ? (is_latex ? " - " : "-") : is_latex ? " + " : "+");
  append_real (text, writer, part, isnan (value.im) ? value.im : fabs (value.im));
  g_string_append (text, is_latex ? "i" : "j");
}

static void
append_number (GString *text, const Writer *writer, const uint8_t *element)
{
  const TnkScalar value = tns_scalar_read (writer->dtype, element);

  if (value.kind == TNK_SCALAR_BOOL && writer->format == TNU_COPY_LATEX)
    g_string_append_printf (text, "\\text{%s}", value.i != 0 ? "True" : "False");
  else if (value.kind == TNK_SCALAR_BOOL && writer->format == TNU_COPY_TABLE)
    g_string_append (text, value.i != 0 ? "TRUE" : "FALSE");
  else if (value.kind == TNK_SCALAR_BOOL)
    g_string_append (text, value.i != 0 ? "True" : "False");
  else if (value.kind == TNK_SCALAR_INT)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, (gint64) value.i);
  else if (value.kind == TNK_SCALAR_COMPLEX)
    append_complex (text, writer, value);
  else
    append_real (text, writer, writer->written, value.re);
}

static char *
dup_number (const Writer *writer, const uint8_t *element)
{
  GString *text = g_string_new (NULL);

  append_number (text, writer, element);
  return g_string_free (text, FALSE);
}

/* ---- code ---- */

typedef struct
{
  GString *text;
  GPtrArray *numbers;
  const int64_t *sizes;
  int rank;
  int width; /* of the widest number */
  int indent;
  guint at;
  gsize line; /* where the line starts */
} List;

static void
break_line (List *list, int depth)
{
  g_string_append_c (list->text, '\n');
  list->line = list->text->len;
  for (int k = 0; k < list->indent + depth; k++)
    g_string_append_c (list->text, ' ');
}

static void
append_row (List *list)
{
  const int64_t n = list->sizes[list->rank - 1];

  for (int64_t i = 0; i < n; i++)
    {
      if (i > 0)
        {
          g_string_append_c (list->text, ',');
          if (list->text->len - list->line + (gsize) list->width + 2 > LINE_WIDTH)
            break_line (list, list->rank);
          else
            g_string_append_c (list->text, ' ');
        }
      g_string_append_printf (list->text, "%*s", list->width,
                              (const char *) list->numbers->pdata[list->at++]);
    }
}

/* As deep as the tensor has dims; a blank line between tables. */
static void
append_list (List *list, int dim)
{
  if (list->rank == 0)
    {
      g_string_append (list->text, list->numbers->pdata[0]);
      return;
    }
  g_string_append_c (list->text, '[');
  if (dim == list->rank - 1)
    append_row (list);
  else
    for (int64_t i = 0; i < list->sizes[dim]; i++)
      {
        if (i > 0)
          {
            g_string_append_c (list->text, ',');
            for (int k = dim; k < list->rank - 2; k++)
              g_string_append_c (list->text, '\n');
            break_line (list, dim + 1);
          }
        append_list (list, dim + 1);
      }
  g_string_append_c (list->text, ']');
}

static GPtrArray *
dup_numbers (TnsTensor *tensor, const Writer *writer)
{
  const gsize n = (gsize) tns_tensor_get_numel (tensor);
  const uint8_t *data = tns_tensor_get_data (tensor);
  GPtrArray *numbers = g_ptr_array_new_full ((guint) n, g_free);

  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (numbers, dup_number (writer, data + i * tnk_dtype_size (writer->dtype)));
  return numbers;
}

static void
append_empty (GString *text, TnsTensor *tensor)
{
  const int rank = tns_tensor_get_rank (tensor);

  g_string_append_c (text, '(');
  for (int dim = 0; dim < rank; dim++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, dim > 0 ? ", " : "",
                            (gint64) tns_tensor_get_sizes (tensor)[dim]);
  g_string_append (text, rank == 1 ? ",)" : ")");
}

/* Whether torch.tensor() finds @dtype by itself. */
static bool
is_inferred (TnkDtype dtype)
{
  return dtype == TNK_FLOAT32 || dtype == TNK_INT64 || dtype == TNK_BOOL || dtype == TNK_COMPLEX64;
}

static char *
dup_code (TnsTensor *tensor, const Writer *writer, const char *call, const char *dtype)
{
  const bool is_empty = tns_tensor_get_numel (tensor) == 0;
  GString *text = g_string_new (NULL);
  g_autoptr (GPtrArray) numbers = dup_numbers (tensor, writer);
  List list = { text, numbers, tns_tensor_get_sizes (tensor), tns_tensor_get_rank (tensor),
                0,    0,       0,                             0 };

  g_string_append_printf (text, "%s.%s(", writer->module, is_empty ? "zeros" : call);
  list.indent = (int) text->len;
  for (guint i = 0; i < numbers->len; i++)
    list.width = MAX (list.width, (int) strlen (numbers->pdata[i]));
  if (is_empty)
    append_empty (text, tensor);
  else
    append_list (&list, 0);
  if (dtype != NULL)
    g_string_append_printf (text, ", dtype=%s.%s", writer->module, dtype);
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

static char *
dup_pytorch (TnsTensor *tensor)
{
  const Writer writer = writer_init (TNU_COPY_PYTORCH, tensor, "torch");
  const bool has_dtype = !is_inferred (writer.dtype)
                         || (tns_tensor_get_numel (tensor) == 0 && writer.dtype != TNK_FLOAT32);

  return dup_code (tensor, &writer, "tensor", has_dtype ? tns_dtype_get_name (writer.dtype) : NULL);
}

static char *
dup_numpy (TnsTensor *tensor, const char **note)
{
  Writer writer = writer_init (TNU_COPY_NUMPY, tensor, "np");

  if (writer.dtype == TNK_BFLOAT16)
    {
      *note = "NumPy has no bfloat16: the same numbers as float32";
      writer.written = TNK_FLOAT32;
    }
  return dup_code (tensor, &writer, "array",
                   writer.dtype == TNK_BOOL ? "bool_" : tns_dtype_get_name (writer.written));
}

/* ---- LaTeX ---- */

/* The place that row or column @k of a summary shows, -1: dots. */
static gint64
get_shown (gint64 size, gint64 k)
{
  if (size <= LONGEST_SIDE || k < EDGE)
    return k;
  return k == EDGE ? -1 : size - 2 * EDGE - 1 + k;
}

static gint64
count_shown (gint64 size)
{
  return size <= LONGEST_SIDE ? size : 2 * EDGE + 1;
}

static void
append_matrix (GString *text, const Writer *writer, const uint8_t *data, gint64 n_rows,
               gint64 n_cols)
{
  const gsize element_bytes = tnk_dtype_size (writer->dtype);

  g_string_append (text, "\\begin{bmatrix}\n");
  for (gint64 r = 0; r < count_shown (n_rows); r++)
    {
      const gint64 row = get_shown (n_rows, r);

      g_string_append (text, "  ");
      for (gint64 c = 0; c < count_shown (n_cols); c++)
        {
          const gint64 col = get_shown (n_cols, c);

          g_string_append (text, c > 0 ? " & " : "");
          if (row < 0 && col < 0)
            g_string_append (text, "\\ddots");
          else if (row < 0)
            g_string_append (text, "\\vdots");
          else if (col < 0)
            g_string_append (text, "\\cdots");
          else
            append_number (text, writer, data + (gsize) (row * n_cols + col) * element_bytes);
        }
      g_string_append (text, r + 1 < count_shown (n_rows) ? " \\\\\n" : "\n");
    }
  g_string_append (text, "\\end{bmatrix}");
}

/* A vector is a row; from rank 3 on the tables stand one after the other. */
static char *
dup_latex (TnsTensor *tensor)
{
  const Writer writer = writer_init (TNU_COPY_LATEX, tensor, NULL);
  const int rank = tns_tensor_get_rank (tensor);
  const int64_t *sizes = tns_tensor_get_sizes (tensor);
  const uint8_t *data = tns_tensor_get_data (tensor);
  const gint64 n_rows = rank > 1 ? sizes[rank - 2] : 1;
  const gint64 n_cols = rank > 0 ? sizes[rank - 1] : 1;
  const gint64 n = tns_tensor_get_numel (tensor);
  const gint64 n_tables = n > 0 ? n / (n_rows * n_cols) : 0;
  const gsize table_bytes = (gsize) (n_rows * n_cols) * tnk_dtype_size (writer.dtype);
  GString *text = g_string_new (NULL);

  if (n == 0)
    g_string_append (text, "\\begin{bmatrix}\\end{bmatrix}");
  else if (rank == 0)
    append_number (text, &writer, data);
  else if (rank <= 2)
    append_matrix (text, &writer, data, n_rows, n_cols);
  else
    {
      g_string_append (text, "\\left(\n");
      for (gint64 t = 0; t < count_shown (n_tables); t++)
        {
          const gint64 table = get_shown (n_tables, t);

          if (table < 0)
            g_string_append (text, "\\cdots");
          else
            append_matrix (text, &writer, data + (gsize) table * table_bytes, n_rows, n_cols);
          g_string_append (text, t + 1 < count_shown (n_tables) ? ",\n" : "\n");
        }
      g_string_append (text, "\\right)");
    }
  return g_string_free (text, FALSE);
}

/* ---- spreadsheet ---- */

/* "[1, :, :]" over each table of a tensor of rank 3 and above. */
static void
append_heading (GString *text, int rank, const int64_t *sizes, gint64 table)
{
  gint64 index[TNK_MAX_RANK];

  for (int dim = rank - 3; dim >= 0; dim--)
    {
      index[dim] = table % sizes[dim];
      table /= sizes[dim];
    }
  g_string_append_c (text, '[');
  for (int dim = 0; dim < rank - 2; dim++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT ", ", index[dim]);
  g_string_append (text, ":, :]\n");
}

static char *
dup_table (TnsTensor *tensor)
{
  Writer writer = writer_init (TNU_COPY_TABLE, tensor, NULL);
  const int rank = tns_tensor_get_rank (tensor);
  const int64_t *sizes = tns_tensor_get_sizes (tensor);
  const uint8_t *data = tns_tensor_get_data (tensor);
  const gsize element_bytes = tnk_dtype_size (writer.dtype);
  const gint64 n_cols = rank > 0 ? sizes[rank - 1] : 1;
  const gint64 n_rows = rank > 1 ? sizes[rank - 2] : 1;
  const gint64 n = tns_tensor_get_numel (tensor);
  GString *text = g_string_new (NULL);

  if (writer.dtype == TNK_FLOAT16 || writer.dtype == TNK_BFLOAT16)
    writer.written = TNK_FLOAT32;
  for (gint64 i = 0; i < n; i++)
    {
      if (rank > 2 && i % (n_rows * n_cols) == 0)
        {
          g_string_append (text, i > 0 ? "\n" : "");
          append_heading (text, rank, sizes, i / (n_rows * n_cols));
        }
      append_number (text, &writer, data + (gsize) i * element_bytes);
      g_string_append_c (text, (i + 1) % n_cols == 0 ? '\n' : '\t');
    }
  return g_string_free (text, FALSE);
}

char *
tnu_copy_dup_text (TnsTensor *tensor, TnuCopyFormat format, const char **note)
{
  *note = NULL;
  switch (format)
    {
    case TNU_COPY_PYTORCH:
      return dup_pytorch (tensor);
    case TNU_COPY_NUMPY:
      return dup_numpy (tensor, note);
    case TNU_COPY_LATEX:
      return dup_latex (tensor);
    case TNU_COPY_TABLE:
      return dup_table (tensor);
    case TNU_COPY_PRINTED:
    default:
      return tns_tensor_dup_text (tensor, NULL, NULL, NULL);
    }
}
