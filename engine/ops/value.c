/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/ops/value.h"

#include <string.h>

TnsValue
tns_value_copy (const TnsValue *value, bool keep_tensors)
{
  TnsValue copy = *value;
  switch (value->kind)
    {
    case TNS_TENSOR:
      copy.tensor = keep_tensors ? tns_tensor_ref (value->tensor) : NULL;
      break;
    case TNS_TENSORS:
      {
        TnsTensor **items = g_new0 (TnsTensor *, value->tensors.n);
        for (int k = 0; keep_tensors && k < value->tensors.n; k++)
          if (value->tensors.items[k] != NULL)
            items[k] = tns_tensor_ref (value->tensors.items[k]);
        copy.tensors.items = items;
        break;
      }
    case TNS_INTS:
      copy.ints.items = g_memdup2 (value->ints.items, (size_t) value->ints.n * sizeof (int64_t));
      break;
    case TNS_STRING:
      copy.string = g_strdup (value->string);
      break;
    case TNS_GENERATOR:
      /* A generator's state has moved on by the time anybody looks. */
      copy = TNS_VALUE_NONE;
      break;
    default:
      break;
    }
  return copy;
}

void
tns_value_clear (TnsValue *value)
{
  switch (value->kind)
    {
    case TNS_TENSOR:
      g_clear_pointer (&value->tensor, tns_tensor_unref);
      break;
    case TNS_TENSORS:
      for (int k = 0; k < value->tensors.n; k++)
        if (value->tensors.items[k] != NULL)
          tns_tensor_unref (value->tensors.items[k]);
      g_free ((void *) value->tensors.items);
      break;
    case TNS_INTS:
      g_free ((void *) value->ints.items);
      break;
    case TNS_STRING:
      g_free ((void *) value->string);
      break;
    default:
      break;
    }
  *value = TNS_VALUE_NONE;
}

/* The shortest text that reads back as the same double, with a point, as Python's repr. */
static void
append_float (GString *text, double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  for (int digits = 1; digits <= 17; digits++)
    {
      char format[8];
      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, number);
      if (g_ascii_strtod (buffer, NULL) == number)
        break;
    }
  g_string_append (text, buffer);
  if (strcspn (buffer, ".eni") == strlen (buffer))
    g_string_append (text, ".0");
}

static void
append_scalar (GString *text, TnkScalar scalar)
{
  switch (scalar.kind)
    {
    case TNK_SCALAR_BOOL:
      g_string_append (text, scalar.i ? "True" : "False");
      break;
    case TNK_SCALAR_INT:
      g_string_append_printf (text, "%" G_GINT64_FORMAT, scalar.i);
      break;
    case TNK_SCALAR_FLOAT:
      append_float (text, scalar.re);
      break;
    case TNK_SCALAR_COMPLEX:
      g_string_append_c (text, '(');
      append_float (text, scalar.re);
      if (!(scalar.im < 0))
        g_string_append_c (text, '+');
      append_float (text, scalar.im);
      g_string_append (text, "j)");
      break;
    }
}

char *
tns_value_dup_text (const TnsValue *value)
{
  GString *text = g_string_new (NULL);
  switch (value->kind)
    {
    case TNS_NONE:
    case TNS_GENERATOR:
      g_string_append (text, "None");
      break;
    case TNS_TENSOR:
    case TNS_TENSORS:
      g_string_append (text, "…");
      break;
    case TNS_SCALAR:
      append_scalar (text, value->scalar);
      break;
    case TNS_INT:
      g_string_append_printf (text, "%" G_GINT64_FORMAT, value->i);
      break;
    case TNS_INTS:
      g_string_append_c (text, '(');
      for (int k = 0; k < value->ints.n; k++)
        g_string_append_printf (text, "%s%" G_GINT64_FORMAT, k > 0 ? ", " : "",
                                value->ints.items[k]);
      g_string_append (text, value->ints.n == 1 ? ",)" : ")");
      break;
    case TNS_FLOAT:
      append_float (text, value->f);
      break;
    case TNS_BOOL:
      g_string_append (text, value->b ? "True" : "False");
      break;
    case TNS_DTYPE:
      g_string_append_printf (text, "torch.%s", tns_dtype_get_name (value->dtype));
      break;
    case TNS_DEVICE_VALUE:
      {
        g_autofree char *name = tns_device_dup_name (value->device);
        g_string_append_printf (text, "'%s'", name);
        break;
      }
    case TNS_STRING:
      g_string_append_printf (text, "'%s'", value->string);
      break;
    }
  return g_string_free (text, FALSE);
}
