/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

/* Calls of ops as one line of text, so that a test is a table: what is called, and what PyTorch
 * says. */

#include "engine/autograd/autograd.h"

/* (transfer full): @numbers in float32, shape [rows, columns]; rows 0 makes a vector. */
static inline TnsTensor *
tnt_matrix (int rows, int columns, const float *numbers, bool requires_grad)
{
  g_autoptr (GError) error = NULL;
  int64_t sizes[2] = { rows, columns };
  TnsTensor *x = rows == 0 ? tns_tensor_new_dense (TNK_FLOAT32, TNS_CPU, 1, sizes + 1, &error)
                           : tns_tensor_new_dense (TNK_FLOAT32, TNS_CPU, 2, sizes, &error);

  g_assert_no_error (error);
  memcpy (tns_tensor_get_data (x), numbers, sizeof *numbers * tns_tensor_get_numel (x));
  g_assert_true (tns_tensor_set_requires_grad (x, requires_grad, &error));
  return x;
}

/* "[2]/[1] SumBackward1: 3 12" */
static inline void
tnt_describe (GString *text, TnsTensor *tensor)
{
  const int64_t *lists[2] = { tns_tensor_get_sizes (tensor), tns_tensor_get_strides (tensor) };
  TnsNode *node = tns_tensor_get_grad_fn (tensor);
  g_autoptr (GError) error = NULL;
  g_auto (TnsResults) dense = { 0 };
  int list, dim;
  int64_t k;

  for (list = 0; list < 2; list++)
    {
      g_string_append (text, list == 0 ? "[" : "]/[");
      for (dim = 0; dim < tns_tensor_get_rank (tensor); dim++)
        g_string_append_printf (text, "%s%d", dim > 0 ? ", " : "", (int)lists[list][dim]);
    }
  g_string_append_printf (text, "] %s:", node != NULL ? tns_node_get_name (node) : "-");
  g_assert_true (
      tns_op_call (&tns_op_contiguous, false, (TnsValue[]){ T (tensor) }, 1, &dense, &error));
  for (k = 0; k < tns_tensor_get_numel (tensor); k++)
    {
      TnkDtype dtype = tns_tensor_get_dtype (tensor);
      char *data = tns_tensor_get_data (dense.items[0]);

      g_string_append_printf (
          text, " %g",
          tns_scalar_to_double (tns_scalar_read (dtype, data + k * tnk_dtype_size (dtype))));
    }
}

/* (transfer full): all results, or "!" and the message. */
static inline char *
tnt_call_text (const TnsOp *op, const TnsValue *args, int n_args)
{
  g_auto (TnsResults) results = { 0 };
  g_autoptr (GError) error = NULL;
  GString *text;
  int k;

  if (!tns_op_call (op, false, args, n_args, &results, &error))
    return g_strconcat ("!", error->message, NULL);
  text = g_string_new (NULL);
  for (k = 0; k < results.n; k++)
    {
      g_string_append (text, k > 0 ? " | " : "");
      tnt_describe (text, results.items[k]);
    }
  return g_string_free (text, FALSE);
}

/* tnt_assert_call (sum, "[]/[] …", T (x), …) */
#define tnt_assert_call(id, expected, ...)                                                         \
  G_STMT_START                                                                                     \
  {                                                                                                \
    TnsValue tnt_args[] = { __VA_ARGS__ };                                                         \
    g_autofree char *tnt_text = tnt_call_text (&tns_op_##id, tnt_args, G_N_ELEMENTS (tnt_args));   \
    g_assert_cmpstr (tnt_text, ==, expected);                                                      \
  }                                                                                                \
  G_STMT_END

/* What inference alone says must agree with what the call made: "[2]" or "!…". */
static inline char *
tnt_infer_text (const TnsOp *op, const TnsValue *args, int n_args)
{
  g_autoptr (GError) error = NULL;
  TnsMeta out;
  int n = 1, dim;
  GString *text;

  if (!tns_op_infer (op, false, args, n_args, &out, &n, &error))
    return g_strconcat ("!", error->message, NULL);
  text = g_string_new ("[");
  for (dim = 0; dim < out.rank; dim++)
    g_string_append_printf (text, "%s%d", dim > 0 ? ", " : "", (int)out.sizes[dim]);
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

#define tnt_assert_infer(id, expected, ...)                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    TnsValue tnt_args[] = { __VA_ARGS__ };                                                         \
    g_autofree char *tnt_text = tnt_infer_text (&tns_op_##id, tnt_args, G_N_ELEMENTS (tnt_args));  \
    g_assert_cmpstr (tnt_text, ==, expected);                                                      \
  }                                                                                                \
  G_STMT_END
