/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Printing in two passes, as PyTorch does it: the first looks at every number that will be shown
 * and settles one notation and one width for all of them (a Format); the second writes nested
 * brackets. A complex tensor has one Format for its real and one for its imaginary parts.
 *
 * Numbers are read through a View of host memory, one at a time, so that a summarised tensor of any
 * size costs only the elements that are shown. */

#include "engine/core/print.h"

#include <math.h>
#include <string.h>

typedef enum
{
  PART_WHOLE,
  PART_REAL,
  PART_IMAGINARY,
} Part;

typedef struct
{
  const TnsPrintOptions *options;
  TnkDtype dtype;
  int rank;
  const int64_t *sizes;
  const int64_t *strides;
  const char *data;
  bool is_summarised;
} View;

typedef struct
{
  bool is_floating;
  bool is_int_mode;
  bool is_sci_mode;
  int width;
  int precision;
} Format;

static TnsPrintOptions current_options = { 4, 1000, 3, 80, -1 };
static GMutex options_lock;

TnsPrintOptions
tns_print_options_get (void)
{
  g_mutex_lock (&options_lock);
  TnsPrintOptions options = current_options;
  g_mutex_unlock (&options_lock);
  return options;
}

void
tns_print_options_set (const TnsPrintOptions *options)
{
  g_mutex_lock (&options_lock);
  current_options = *options;
  g_mutex_unlock (&options_lock);
}

/* ---- numbers ---- */

/* Python writes nan without a sign. */
static void
append_real (GString *into, double number, int precision, char notation)
{
  if (isnan (number))
    g_string_append (into, "nan");
  else if (isinf (number))
    g_string_append (into, number > 0 ? "inf" : "-inf");
  else if (notation == 'e')
    g_string_append_printf (into, "%.*e", precision, number);
  else
    g_string_append_printf (into, "%.*f", precision, number);
}

/* Shortest text that reads back as @number, laid out by Python's repr rules: an exponent below 1e-4
 * and from 1e16 on, ".0" after whole numbers. */
static void
append_repr (GString *into, double number)
{
  char digits[40];
  if (!isfinite (number))
    {
      append_real (into, number, 0, 'f');
      return;
    }
  int precision = 1;
  for (; precision <= 17; precision++)
    {
      g_snprintf (digits, sizeof digits, "%.*e", precision - 1, number);
      if (g_ascii_strtod (digits, NULL) == number)
        break;
    }
  int exponent = atoi (strchr (digits, 'e') + 1);
  if (exponent >= -4 && exponent < 16)
    {
      g_string_append_printf (into, "%.*f", MAX (precision - 1 - exponent, 1), number);
      return;
    }
  g_string_append_len (into, digits, strchr (digits, 'e') - digits);
  g_string_append_printf (into, "e%c%02d", exponent < 0 ? '-' : '+', ABS (exponent));
}

/* Inside a complex number Python leaves ".0" out. */
static void
append_complex_part (GString *into, double number, bool with_sign)
{
  gsize start = into->len;
  if (with_sign && (isnan (number) || !signbit (number)))
    g_string_append_c (into, '+');
  append_repr (into, number);
  if (into->len - start > 2 && strcmp (into->str + into->len - 2, ".0") == 0)
    g_string_truncate (into, into->len - 2);
}

char *
tns_scalar_dup_text (TnkScalar value)
{
  GString *text = g_string_new (NULL);
  switch (value.kind)
    {
    case TNK_SCALAR_BOOL:
      g_string_append (text, value.i ? "True" : "False");
      break;
    case TNK_SCALAR_INT:
      g_string_append_printf (text, "%" G_GINT64_FORMAT, value.i);
      break;
    case TNK_SCALAR_FLOAT:
      append_repr (text, value.re);
      break;
    case TNK_SCALAR_COMPLEX:
      /* A real part of +0 is not written, and then there are no parentheses. */
      if (value.re == 0 && !signbit (value.re))
        {
          append_complex_part (text, value.im, false);
          g_string_append_c (text, 'j');
          break;
        }
      g_string_append_c (text, '(');
      append_complex_part (text, value.re, false);
      append_complex_part (text, value.im, true);
      g_string_append (text, "j)");
      break;
    }
  return g_string_free (text, FALSE);
}

static TnkScalar
read_part (const View *view, int64_t offset, Part part)
{
  TnkScalar value
      = tns_scalar_read (view->dtype, view->data + offset * (int64_t) tnk_dtype_size (view->dtype));
  if (part == PART_REAL)
    return tns_scalar_float (value.re);
  if (part == PART_IMAGINARY)
    return tns_scalar_float (value.im);
  return value;
}

/* ---- first pass: notation and width ---- */

typedef struct
{
  int n_counted;
  double min, max;
  bool has_fraction;
  int width;
  GString *scratch;
} Survey;

typedef void (*Visit) (TnkScalar value, Format *format, Survey *survey);

/* Index along @dim of the @i-th element shown, and how many are. */
static int64_t
count_shown (const View *view, int dim)
{
  int64_t edge = view->options->edge_items;
  return view->is_summarised && view->sizes[dim] > 2 * edge ? 2 * edge : view->sizes[dim];
}

static int64_t
index_shown (const View *view, int dim, int64_t i)
{
  int64_t n = count_shown (view, dim);
  return n < view->sizes[dim] && i >= n / 2 ? view->sizes[dim] - n + i : i;
}

static void
visit_shown (const View *view, int dim, int64_t offset, Part part, Visit visit, Format *format,
             Survey *survey)
{
  if (dim == view->rank)
    {
      visit (read_part (view, offset, part), format, survey);
      return;
    }
  int64_t n = count_shown (view, dim);
  for (int64_t i = 0; i < n; i++)
    visit_shown (view, dim + 1, offset + index_shown (view, dim, i) * view->strides[dim], part,
                 visit, format, survey);
}

static void
survey_integer (TnkScalar value, Format *format, Survey *survey)
{
  g_autofree char *text = tns_scalar_dup_text (value);
  format->width = MAX (format->width, (int) strlen (text));
}

static void
survey_range (TnkScalar value, Format *format, Survey *survey)
{
  double magnitude = fabs (value.re);
  if (!isfinite (value.re) || value.re == 0)
    return;
  survey->min = survey->n_counted == 0 ? magnitude : MIN (survey->min, magnitude);
  survey->max = survey->n_counted == 0 ? magnitude : MAX (survey->max, magnitude);
  survey->n_counted++;
  if (value.re != ceil (value.re))
    survey->has_fraction = true;
}

static void
survey_width (TnkScalar value, Format *format, Survey *survey)
{
  if (!isfinite (value.re) || value.re == 0)
    return;
  bool is_whole = format->is_int_mode && !format->is_sci_mode;
  g_string_truncate (survey->scratch, 0);
  append_real (survey->scratch, value.re, is_whole ? 0 : format->precision,
               format->is_sci_mode ? 'e' : 'f');
  format->width = MAX (format->width, (int) survey->scratch->len + is_whole);
}

static Format
choose_format (const View *view, Part part)
{
  const TnsPrintOptions *options = view->options;
  Format format = {
    .is_floating = part != PART_WHOLE || tnk_dtype_is_floating (view->dtype),
    .is_int_mode = true,
    .width = 1,
    .precision = options->precision,
  };
  Survey survey = { 0 };
  if (!format.is_floating)
    {
      visit_shown (view, 0, 0, part, survey_integer, &format, &survey);
      return format;
    }
  visit_shown (view, 0, 0, part, survey_range, &format, &survey);
  if (survey.n_counted == 0)
    return format;

  format.is_int_mode = !survey.has_fraction;
  format.is_sci_mode = options->sci_mode >= 0 ? options->sci_mode != 0
                                              : survey.max / survey.min > 1000.0
                                                    || survey.max > 1.0e8 || survey.min < 1.0e-4;
  survey.scratch = g_string_new (NULL);
  visit_shown (view, 0, 0, part, survey_width, &format, &survey);
  g_string_free (survey.scratch, TRUE);
  return format;
}

/* ---- second pass: text ---- */

static void
append_padded (GString *into, const Format *format, TnkScalar value)
{
  gsize start = into->len;
  if (!format->is_floating)
    {
      g_autofree char *text = tns_scalar_dup_text (value);
      g_string_append (into, text);
    }
  else if (format->is_sci_mode)
    append_real (into, value.re, format->precision, 'e');
  else if (format->is_int_mode)
    {
      append_real (into, value.re, 0, 'f');
      if (isfinite (value.re))
        g_string_append_c (into, '.');
    }
  else
    append_real (into, value.re, format->precision, 'f');

  for (gsize length = into->len - start; length < (gsize) format->width; length++)
    g_string_insert_c (into, (gssize) start, ' ');
}

/* @formats: one, or real and imaginary. */
static void
append_number (GString *into, const View *view, const Format *formats, int64_t offset)
{
  if (!tnk_dtype_is_complex (view->dtype))
    {
      append_padded (into, &formats[0], read_part (view, offset, PART_WHOLE));
      return;
    }
  append_padded (into, &formats[0], read_part (view, offset, PART_REAL));
  GString *imaginary = g_string_new (NULL);
  append_padded (imaginary, &formats[1], read_part (view, offset, PART_IMAGINARY));
  const char *start = imaginary->str + strspn (imaginary->str, " ");
  if (*start != '-' && *start != '+')
    g_string_append_c (into, '+');
  g_string_append_printf (into, "%sj", start);
  g_string_free (imaginary, TRUE);
}

static void
append_blanks (GString *into, int n)
{
  for (int i = 0; i < n; i++)
    g_string_append_c (into, ' ');
}

/* One row, broken after as many elements as fit. The dots count as an element. */
static void
append_vector (GString *into, const View *view, const Format *formats, int64_t offset, int indent)
{
  int dim = view->rank - 1;
  int element_width = formats[0].width + 2;
  if (tnk_dtype_is_complex (view->dtype))
    element_width += formats[1].width + 1;
  int per_line = MAX (1, (view->options->line_width - indent) / element_width);

  int64_t n = count_shown (view, dim);
  bool has_dots = n < view->sizes[dim];
  int column = 0;
  g_string_append_c (into, '[');
  for (int64_t i = 0; i < n + has_dots; i++, column++)
    {
      if (i > 0)
        g_string_append (into, column % per_line == 0 ? ",\n" : ", ");
      if (i > 0 && column % per_line == 0)
        append_blanks (into, indent + 1);
      bool is_dots = has_dots && i == n / 2;
      int64_t shown = has_dots && i > n / 2 ? i - 1 : i;
      if (is_dots)
        g_string_append (into, n == 0 ? "..." : " ...");
      else
        append_number (into, view, formats,
                       offset + index_shown (view, dim, shown) * view->strides[dim]);
    }
  g_string_append_c (into, ']');
}

static void
append_block (GString *into, const View *view, const Format *formats, int dim, int64_t offset,
              int indent)
{
  if (dim == view->rank)
    {
      append_number (into, view, formats, offset);
      return;
    }
  if (dim == view->rank - 1)
    {
      append_vector (into, view, formats, offset, indent);
      return;
    }
  int64_t n = count_shown (view, dim);
  bool has_dots = n < view->sizes[dim];
  g_string_append_c (into, '[');
  for (int64_t i = 0; i < n + has_dots; i++)
    {
      if (i > 0)
        {
          g_string_append_c (into, ',');
          for (int k = 0; k < view->rank - dim - 1; k++)
            g_string_append_c (into, '\n');
          append_blanks (into, indent + 1);
        }
      int64_t shown = has_dots && i > n / 2 ? i - 1 : i;
      if (has_dots && i == n / 2)
        g_string_append (into, "...");
      else
        append_block (into, view, formats, dim + 1,
                      offset + index_shown (view, dim, shown) * view->strides[dim], indent + 1);
    }
  g_string_append_c (into, ']');
}

/* Numbers between the prefix's bracket and the suffixes. */
static void
append_numbers (GString *into, const View *view, int indent)
{
  Format formats[2];
  bool is_complex = tnk_dtype_is_complex (view->dtype);
  formats[0] = choose_format (view, is_complex ? PART_REAL : PART_WHOLE);
  if (is_complex)
    formats[1] = choose_format (view, PART_IMAGINARY);
  append_block (into, view, formats, 0, 0, indent);
}

/* Goes on a new line where the current one would become too long; @line_width counts characters of
 * the last line so far plus one, as PyTorch counts them. */
static void
append_suffix (GString *into, const char *suffix, int indent, int *last_width, int line_width)
{
  int width = (int) strlen (suffix);
  if (*last_width + width + 2 > line_width)
    {
      g_string_append (into, ",\n");
      append_blanks (into, indent);
      *last_width = indent + width;
    }
  else
    {
      g_string_append (into, ", ");
      *last_width += width + 2;
    }
  g_string_append (into, suffix);
}

static char *
dup_size_suffix (int rank, const int64_t *sizes)
{
  GString *text = g_string_new ("size=(");
  for (int i = 0; i < rank; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", sizes[i]);
  g_string_append (text, rank == 1 ? ",)" : ")");
  return g_string_free (text, FALSE);
}

static bool
is_dtype_implied (TnkDtype dtype, bool has_numbers)
{
  TnkDtype standard = tns_dtype_get_default ();
  if (!has_numbers)
    return dtype == standard;
  return dtype == standard || dtype == TNK_INT64 || dtype == TNK_BOOL
         || dtype == (standard == TNK_FLOAT64 ? TNK_COMPLEX128 : TNK_COMPLEX64);
}

static void
append_suffixes (GString *into, TnsTensor *self, const char *grad_fn, int indent,
                 const TnsPrintOptions *options)
{
  const char *newline = strrchr (into->str, '\n');
  int last_width = (int) strlen (newline != NULL ? newline + 1 : into->str) + 2;
  TnsDevice device = tns_tensor_get_device (self);
  int rank = tns_tensor_get_rank (self);
  bool is_meta = device.type == TNS_DEVICE_META;
  bool is_empty = tns_tensor_get_numel (self) == 0;

#define ADD(text) append_suffix (into, (text), indent, &last_width, options->line_width)
  if (device.type != TNS_DEVICE_CPU)
    {
      g_autofree char *name = tns_device_dup_name (device);
      g_autofree char *suffix = g_strdup_printf ("device='%s'", name);
      ADD (suffix);
    }
  if (is_meta || (is_empty && rank != 1) || (!is_empty && options->edge_items == 0))
    {
      g_autofree char *suffix = dup_size_suffix (rank, tns_tensor_get_sizes (self));
      ADD (suffix);
    }
  TnkDtype dtype = tns_tensor_get_dtype (self);
  if (!is_dtype_implied (dtype, !is_meta && !is_empty))
    {
      g_autofree char *suffix = g_strdup_printf ("dtype=torch.%s", tns_dtype_get_name (dtype));
      ADD (suffix);
    }
  if (grad_fn != NULL)
    {
      g_autofree char *suffix = g_strdup_printf ("grad_fn=<%s>", grad_fn);
      ADD (suffix);
    }
  else if (tns_tensor_get_requires_grad (self))
    ADD ("requires_grad=True");
#undef ADD
}

/* Elements from the first to the last that the layout reaches. */
static size_t
count_spanned (const TnsTensor *self)
{
  const int64_t *sizes = tns_tensor_get_sizes (self);
  const int64_t *strides = tns_tensor_get_strides (self);
  int64_t last = 0;
  for (int i = 0; i < tns_tensor_get_rank (self); i++)
    last += (sizes[i] - 1) * strides[i];
  return (size_t) last + 1;
}

/* @host: (out): memory to free, or NULL when the tensor's own could be used. */
static const char *
read_data (TnsTensor *self, void **host, GError **error)
{
  TnsDevice device = tns_tensor_get_device (self);
  *host = NULL;
  if (device.type == TNS_DEVICE_CPU)
    return tns_tensor_get_data (self);
  const TnkBackend *backend = tns_device_get_backend (device, error);
  if (backend == NULL)
    return NULL;
  TnkDtype dtype = tns_tensor_get_dtype (self);
  size_t n_bytes = count_spanned (self) * tnk_dtype_size (dtype);
  *host = g_try_malloc (n_bytes);
  TnkStatus status = *host == NULL ? TNK_OUT_OF_MEMORY
                                   : backend->copy_to_host (MAX (device.index, 0), *host,
                                                            tns_tensor_get_data (self), n_bytes);
  return tns_check_status (status, "repr", dtype, error) ? *host : NULL;
}

char *
tns_tensor_dup_text (TnsTensor *self, const char *prefix, const char *grad_fn, GError **error)
{
  TnsPrintOptions options = tns_print_options_get ();
  int indent = (int) g_utf8_strlen (prefix != NULL ? prefix : "tensor", -1) + 1;
  GString *text = g_string_new (prefix != NULL ? prefix : "tensor");
  g_string_append_c (text, '(');

  if (tns_tensor_get_device (self).type == TNS_DEVICE_META)
    g_string_append (text, "...");
  else if (tns_tensor_get_numel (self) == 0)
    g_string_append (text, "[]");
  else
    {
      void *host = NULL;
      View view = {
        .options = &options,
        .dtype = tns_tensor_get_dtype (self),
        .rank = tns_tensor_get_rank (self),
        .sizes = tns_tensor_get_sizes (self),
        .strides = tns_tensor_get_strides (self),
        .data = read_data (self, &host, error),
        .is_summarised = (double) tns_tensor_get_numel (self) > options.threshold,
      };
      if (view.data == NULL)
        {
          g_free (host);
          g_string_free (text, TRUE);
          return NULL;
        }
      append_numbers (text, &view, indent);
      g_free (host);
    }
  append_suffixes (text, self, grad_fn, indent, &options);
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}
