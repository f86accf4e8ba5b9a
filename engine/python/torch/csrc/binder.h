/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "csrc/binding.h"

/* Most parameters of a signature: the schema's, out= and inplace=. */
#define TNS_PY_MAX_PARAMS (TNS_MAX_PARAMS + 2)

/* What a parameter of a signature sets, where it is no parameter of the op's schema. */
enum
{
  TNS_PY_TARGET_OUT = -1,
  TNS_PY_TARGET_INPLACE = -2,
};

/**
 * TnsPySignature:
 * @op: NULL for a function that is no op
 * @params: what Python gives, in order; names and defaults are borrowed from a schema
 * @targets: for each of them: index in the op's schema, or TNS_PY_TARGET_…
 * @self_index: schema parameter that a method is called on, -1 for functions
 * @n_positional: how many of @params may be given by position
 * @n_required: how many have no default
 * @takes_varargs: the only positional parameter is a list of ints: x.view (2, 3)
 * @has_hidden_overload: PyTorch still knows the order (input, alpha, other) without showing it,
 *   which changes the words of its errors
 *
 * One signature as PyTorch lists it. An op has several where PyTorch has: one for tensors, one for
 * numbers.
 */
typedef struct
{
  const TnsOp *op;
  const TnsSchema *schema;
  TnsParam params[TNS_PY_MAX_PARAMS];
  int targets[TNS_PY_MAX_PARAMS];
  int n_params;
  int self_index;
  int n_positional;
  int n_required;
  bool takes_varargs;
  bool has_hidden_overload;
} TnsPySignature;

#define TNS_PY_MAX_SIGNATURES 16

/**
 * TnsPyOverloads:
 * @name: under which it is called; an alias names itself in messages
 * @is_only: there is one signature, so that its own reason is the error
 *
 * All signatures of one public name in one form, in PyTorch's order.
 */
typedef struct
{
  char *name;
  TnsPyForm form;
  bool is_only;
  int n;
  TnsPySignature *items[TNS_PY_MAX_SIGNATURES];
} TnsPyOverloads;

#define TNS_PY_BINDING_WORDS 32

/**
 * TnsPyBinding:
 * @name: of the function, for messages
 * @n_keywords, @keywords, @keyword_values: as Python gave them
 * @values: one per schema parameter
 * @out: given as out=, NULL for none
 * @object: given for the parameter that takes any Python object
 * @is_inplace: F.relu (x, inplace=True)
 *
 * Arguments of one call: borrowed from Python's, with room for the lists among them.
 */
typedef struct
{
  const char *name;
  int n_keywords;
  PyObject *const *keywords;
  PyObject *const *keyword_values;
  TnsValue values[TNS_MAX_PARAMS];
  PyObject *out;
  PyObject *object;
  bool is_inplace;
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

/* Of those that take any Python object, set_() and the legacy constructors have some for storages. */
static inline bool
tns_py_param_is_storage (const TnsParam *param)
{
  return param->kind == TNS_NONE
         && (tns_py_param_is (param, "source") || tns_py_param_is (param, "storage"));
}

TnsPyFit tns_py_convert (TnsPyBinding *binding, const TnsParam *param, int position,
                         PyObject *object, TnsValue *value);
/* Several objects as one list of ints: x.view (2, 3). */
TnsPyFit tns_py_convert_items (TnsPyBinding *binding, const TnsParam *param, PyObject *const *items,
                               Py_ssize_t n, TnsValue *value);

/* Signatures of the overloads that begin with @op, called @name; kept for good. */
const TnsPyOverloads *tns_py_overloads_new (const TnsOp *op, const char *name, TnsPyForm form);
/* Those of the op's own name, made on first use. */
const TnsPyOverloads *tns_py_overloads_get (const TnsOp *op, TnsPyForm form);

/* Those of a function that is no op: one schema per line, the first parameter "self" left out. */
const TnsPyOverloads *tns_py_overloads_parse (const char *lines);

const char *tns_py_param_get_name (const TnsParam *param);
const char *tns_py_param_get_type_name (const TnsParam *param);
/* (transfer full): "(Tensor input, Tensor other, *, Number alpha = 1, Tensor out = None)" */
char *tns_py_signature_dup_text (const TnsPySignature *signature);

/* Fills the binding but for self. With @may_raise false only errors that no other overload could
 * avoid are raised. */
bool tns_py_bind (TnsPyBinding *binding, const TnsPySignature *signature, PyObject *const *args,
                  Py_ssize_t n_args, bool may_raise);
void tns_py_raise_no_match (TnsPyBinding *binding, const TnsPyOverloads *overloads,
                            PyObject *const *args, Py_ssize_t n_args);
void tns_py_binding_clear (TnsPyBinding *binding);

/* The signature that the arguments fit, with @binding filled but for self; NULL with an exception.
 * @self may be NULL. The caller clears @binding either way. */
const TnsPySignature *tns_py_parse (TnsPyBinding *binding, const TnsPyOverloads *overloads,
                                    PyObject *self, PyObject *const *args, Py_ssize_t n_args,
                                    PyObject *keyword_names);

/* The overloads of one function, made on first use. */
#define TNS_PY_SIGNATURES(lines)                                                                   \
  ({                                                                                               \
    static const TnsPyOverloads *parsed;                                                           \
    if (parsed == NULL)                                                                            \
      parsed = tns_py_overloads_parse (lines);                                                     \
    parsed;                                                                                        \
  })

/* As tns_py_call() for a name that is known already. */
PyObject *tns_py_call_overloads (const TnsPyOverloads *overloads, PyObject *self,
                                 PyObject *const *args, Py_ssize_t n_args,
                                 PyObject *keyword_names);
