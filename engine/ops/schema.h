/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/value.h"

G_BEGIN_DECLS

/**
 * TnsParam:
 * @name: as in PyTorch's schema; "self" is called "input" in functions
 * @kind: what the argument becomes; TENSOR, TENSORS, SCALAR, INT, INTS, FLOAT, BOOL, DTYPE …
 * @accepts_scalar: a TENSOR parameter that also takes a number ("Tensor|Scalar"): it stays a SCALAR
 *   value and promotes as PyTorch's wrapped numbers do
 * @is_optional: takes None ("int?")
 * @has_optional_items: a list in which None may stand ("Tensor?[]")
 * @is_keyword_only: stands after "*"
 * @has_default: need not be given
 * @n_items: length of a fixed list ("int[2]"; a single number then fills it), 0 for any, 1 for
 *   "int[1]": a single number is taken as a list of one
 * @default_value: owned by the schema
 * @default_text: (nullable): a number as it is written there, "10.0"
 */
typedef struct
{
  char *name;
  TnsValueKind kind;
  bool accepts_scalar;
  bool is_optional;
  bool has_optional_items;
  bool is_keyword_only;
  bool has_default;
  int n_items;
  TnsValue default_value;
  char *default_text;
} TnsParam;

#define TNS_MAX_PARAMS 12

/**
 * TnsSchema:
 * @name: public name ("sum")
 * @overload: "" or what stands after the dot ("dim")
 * @return_kind: TENSOR (one or several), TENSORS for "Tensor[]", or BOOL, INT, SCALAR when Python
 *   gets a number: the op then returns a 0-d tensor that the binding reads
 * @requires_grad_param: index of the parameter of that name, -1 if there is none
 * @n_returns: tensors returned; the number is open for TENSORS
 * @return_names: names of a named tuple ("values", "indices"), NULL entries when unnamed
 *
 * A parsed signature in PyTorch's notation:
 * `sum.dim(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor`.
 * Types: Tensor, Tensor?, Tensor|Scalar, Tensor[], Tensor?[], Scalar, int, int[], int[n], float, bool,
 * ScalarType, Device, str, Generator, Layout and MemoryFormat (both kept as strings).
 */
typedef struct
{
  char *name;
  char *overload;
  int n_params;
  TnsParam params[TNS_MAX_PARAMS];
  int requires_grad_param;
  TnsValueKind return_kind;
  int n_returns;
  char *return_names[4];
} TnsSchema;

/* NULL with @error (ValueError, position included) when @text is malformed. */
TNS_EXPORT TnsSchema *tns_schema_parse (const char *text, GError **error);
TNS_EXPORT void tns_schema_free (TnsSchema *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsSchema, tns_schema_free)

/* Index of the parameter called @name, -1 if there is none. */
TNS_EXPORT int tns_schema_find_param (const TnsSchema *self, const char *name);

G_END_DECLS
