/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/autograd/autograd.h"

/* Calls of ops as one line of text: sizes, strides, node and numbers, or the error. */

/* arange (6) in shape [2, 3], float32. */
static inline TnsTensor *
new_x (bool requires_grad)
{
  g_autoptr (GError) error = NULL;
  TnsTensor *x = tns_tensor_new_dense (TNK_FLOAT32, TNS_CPU, 2, (int64_t[]) { 2, 3 }, &error);
  g_assert_no_error (error);
  float *data = tns_tensor_get_data (x);
  for (int k = 0; k < 6; k++)
    data[k] = (float) k;
  g_assert_true (tns_tensor_set_requires_grad (x, requires_grad, &error));
  return x;
}

/* "[2, 3]/[3, 1] SqueezeBackward0: 0 1 2 3 4 5" */
static inline char *
describe (TnsTensor *tensor)
{
  GString *text = g_string_new ("[");
  int rank = tns_tensor_get_rank (tensor);
  for (int d = 0; d < rank; d++)
    g_string_append_printf (text, "%s%d", d > 0 ? ", " : "", (int) tns_tensor_get_sizes (tensor)[d]);
  g_string_append (text, "]/[");
  for (int d = 0; d < rank; d++)
    g_string_append_printf (text, "%s%d", d > 0 ? ", " : "",
                            (int) tns_tensor_get_strides (tensor)[d]);
  TnsNode *node = tns_tensor_get_grad_fn (tensor);
  g_string_append_printf (text, "] %s:", node != NULL ? tns_node_get_name (node) : "-");
  g_autoptr (GError) error = NULL;
  g_auto (TnsResults) copy = { 0 };
  g_assert_true (tns_op_call (&tns_op_contiguous, false, (TnsValue[]) { T (tensor) }, 1, &copy, &error));
  TnkDtype dtype = tns_tensor_get_dtype (tensor);
  const char *data = tns_tensor_get_data (copy.items[0]);
  for (int64_t k = 0; k < tns_tensor_get_numel (tensor); k++)
    g_string_append_printf (
        text, " %.9g", tns_scalar_read (dtype, data + (size_t) k * tnk_dtype_size (dtype)).re);
  return g_string_free (text, FALSE);
}

/* Calls @op on @args, of which the first is @first; "!…" when it fails. */
static inline char *
call_text (const TnsOp *op, TnsValue first, const TnsValue *args, int n_args)
{
  TnsValue all[TNS_MAX_PARAMS] = { first };
  g_auto (TnsResults) results = { 0 };
  g_autoptr (GError) error = NULL;
  for (int k = 0; k < n_args; k++)
    all[k + 1] = args[k];
  if (!tns_op_call (op, false, all, n_args + 1, &results, &error))
    return g_strconcat ("!", error->message, NULL);
  GString *text = g_string_new (NULL);
  for (int k = 0; k < results.n; k++)
    {
      g_autofree char *one = describe (results.items[k]);
      g_string_append_printf (text, "%s%s", k > 0 ? " | " : "", one);
    }
  return g_string_free (text, FALSE);
}

#define INTS(...)                                                                                  \
  tns_value_ints ((const int64_t[]) { __VA_ARGS__ },                                               \
                  G_N_ELEMENTS (((const int64_t[]) { __VA_ARGS__ })))

#define assert_call(expected, id, x, ...)                                                          \
  G_STMT_START                                                                                     \
  {                                                                                                \
    TnsValue given[] = { __VA_ARGS__ };                                                            \
    g_autofree char *got = call_text (&tns_op_##id, T (x), given, G_N_ELEMENTS (given));               \
    g_assert_cmpstr (got, ==, expected);                                                           \
  }                                                                                                \
  G_STMT_END

/* The same for an op whose first argument is no tensor. */
#define assert_made(expected, id, first, ...)                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    TnsValue given[] = { __VA_ARGS__ };                                                            \
    g_autofree char *got = call_text (&tns_op_##id, first, given, G_N_ELEMENTS (given));           \
    g_assert_cmpstr (got, ==, expected);                                                           \
  }                                                                                                \
  G_STMT_END
