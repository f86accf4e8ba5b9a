/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "csrc/binding.h"

/**
 * TnsPySignature:
 * @params: schema parameters that Python gives, in order
 * @self_index: schema parameter that a method is called on, -1 for functions
 * @n_positional: how many of @params may be given by position
 * @n_required: how many have no default
 * @takes_varargs: the only positional parameter is a list of ints: x.view (2, 3)
 * @takes_out: has PyTorch's out=
 * @takes_inplace: has inplace= as functions of torch.nn.functional do
 * @has_hidden_overload: PyTorch still knows the order (input, alpha, other) without showing it,
 *   which changes the words of its errors
 * @is_factory: makes a tensor from nothing: has requires_grad=, layout=, pin_memory=
 *
 * One overload as Python sees it.
 */
typedef struct
{
  const TnsOp *op;
  const TnsSchema *schema;
  int params[TNS_MAX_PARAMS];
  int n_params;
  int self_index;
  int n_positional;
  int n_required;
  bool takes_varargs;
  bool takes_out;
  bool takes_inplace;
  bool has_hidden_overload;
  bool is_factory;
} TnsPySignature;

#define TNS_PY_BINDING_WORDS 32
#define TNS_PY_MAX_KEYWORDS 16

/**
 * TnsPyBinding:
 * @name: of the function, for messages
 * @values: one per schema parameter
 * @keys, @keyword_values: keywords that belong to the schema
 *
 * Arguments of one call: borrowed from Python's, with room for the lists among them.
 */
typedef struct
{
  const char *name;
  TnsValue values[TNS_MAX_PARAMS];
  int n_keywords;
  PyObject *keys[TNS_PY_MAX_KEYWORDS];
  PyObject *keyword_values[TNS_PY_MAX_KEYWORDS];
  /* private */
  int n_words;
  int n_blocks;
  int64_t words[TNS_PY_BINDING_WORDS];
  void *blocks[2 * TNS_MAX_PARAMS * 4];
} TnsPyBinding;

/* What a Python object is for a parameter. */
typedef enum
{
  TNS_PY_FITS,
  TNS_PY_UNFIT,  /* another overload may fit */
  TNS_PY_RAISED, /* an exception is set */
} TnsPyFit;

static inline bool
tns_py_param_is (const TnsParam *param, const char *name)
{
  return strcmp (param->name, name) == 0;
}

static inline const TnsParam *
tns_py_signature_get_param (const TnsPySignature *signature, int position)
{
  return &signature->schema->params[signature->params[position]];
}

/* @may_raise: no other overload is left, so that a reason is better than TNS_PY_UNFIT. */
TnsPyFit tns_py_convert (TnsPyBinding *binding, const TnsPySignature *signature, int position,
                         PyObject *object, TnsValue *value, bool may_raise);
/* Several objects as one list of ints: x.view (2, 3). */
TnsPyFit tns_py_convert_items (TnsPyBinding *binding, const TnsParam *param, PyObject *const *items,
                               Py_ssize_t n, TnsValue *value);

/* One per op and form, made on first use, kept for good. */
const TnsPySignature *tns_py_signature_get (const TnsOp *op, bool is_method);
const char *tns_py_param_get_name (const TnsPySignature *signature, int position);
const char *tns_py_param_get_type_name (const TnsParam *param);
/* (transfer full): "(Tensor input, Tensor other, *, Number alpha = 1, Tensor out = None)" */
char *tns_py_signature_dup_text (const TnsPySignature *signature);

bool tns_py_bind (TnsPyBinding *binding, const TnsPySignature *signature, PyObject *const *args,
                  Py_ssize_t n_args, bool may_raise);
void tns_py_raise_no_match (TnsPyBinding *binding, const TnsPySignature *const *signatures, int n,
                            PyObject *const *args, Py_ssize_t n_args);
void tns_py_binding_clear (TnsPyBinding *binding);
