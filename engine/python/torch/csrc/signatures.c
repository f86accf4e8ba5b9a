/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The signatures under which PyTorch lists an op.
 *
 * They follow from the op's schema: a parameter "Tensor|Scalar" gives one signature for tensors and
 * one for numbers, an op that returns tensors takes out=, a factory with a generator is listed with
 * and without it. Where PyTorch's list is another one, the op says so (TnsOp.signatures). */

#include "csrc/binder.h"

/* ---- what a parameter is called ---- */

const char *
tns_py_param_get_type_name (const TnsParam *param)
{
  switch (param->kind)
    {
    case TNS_TENSOR:
      return "Tensor";
    case TNS_TENSORS:
      return "tuple of Tensors";
    case TNS_SCALAR:
      return "Number";
    case TNS_INT:
      return "int";
    case TNS_INTS:
      return "tuple of ints";
    case TNS_FLOAT:
      return "float";
    case TNS_BOOL:
      return "bool";
    case TNS_DTYPE:
      return "torch.dtype";
    case TNS_DEVICE_VALUE:
      return "torch.device";
    case TNS_GENERATOR:
      return "torch.Generator";
    case TNS_STRING:
      return tns_py_param_is (param, "layout")          ? "torch.layout"
             : tns_py_param_is (param, "memory_format") ? "torch.memory_format"
                                                        : "str";
    case TNS_NONE:
      return tns_py_param_is_storage (param) ? "torch.Storage" : "object";
    }
  return NULL;
}

/* Only a tensor is renamed: PyTorch lists "Number self". */
const char *
tns_py_param_get_name (const TnsParam *param)
{
  return tns_py_param_is (param, "self") && param->kind == TNS_TENSOR ? "input" : param->name;
}

/* ---- one signature ---- */

static void
add_param (TnsPySignature *self, const TnsParam *param, int target)
{
  g_return_if_fail (self->n_params < TNS_PY_MAX_PARAMS);
  self->params[self->n_params] = *param;
  self->targets[self->n_params++] = target;
  self->n_positional += !param->is_keyword_only;
  self->n_required += !param->has_default;
}

static void
add_out (TnsPySignature *self)
{
  TnsParam out = {
    .name = (char *) "out",
    .kind = self->schema->n_returns > 1 ? TNS_TENSORS : TNS_TENSOR,
    .is_optional = true,
    .is_keyword_only = true,
    .has_default = true,
  };
  add_param (self, &out, TNS_PY_TARGET_OUT);
}

static void
add_inplace (TnsPySignature *self)
{
  TnsParam inplace = {
    .name = (char *) "inplace",
    .kind = TNS_BOOL,
    .has_default = true,
    .default_value = tns_value_bool (false),
  };
  add_param (self, &inplace, TNS_PY_TARGET_INPLACE);
}

static bool
is_factory (const TnsSchema *schema)
{
  int device = tns_schema_find_param (schema, "device");
  return device >= 0 && schema->params[device].is_keyword_only;
}

/* PyTorch has no out= for views, for what is made like another tensor, nor for results without
 * names. */
static bool
takes_out (const TnsOp *op, const TnsSchema *schema)
{
  bool is_view = op->forward == NULL && op->kernel.kind == TNS_KERNEL_NONE;
  bool is_like = is_factory (schema) && tns_schema_find_param (schema, "self") >= 0;
  bool is_pair = schema->n_returns > 1 && schema->return_names[0] == NULL;
  return schema->return_kind == TNS_TENSOR && schema->n_returns >= 1 && !is_view && !is_like
         && !is_pair && !(op->flags & (TNS_ONLY_INPLACE | TNS_AS_NN_FUNCTION | TNS_NO_OUT))
         && tns_schema_find_param (schema, "out") < 0;
}

static TnsPySignature *
signature_new (const TnsOp *op, bool is_method)
{
  TnsPySignature *self = g_new0 (TnsPySignature, 1);
  self->op = op;
  self->schema = tns_op_get_schema (op);
  self->self_index = is_method ? MAX (tns_schema_find_param (self->schema, "self"), 0) : -1;
  return self;
}

static TnsPySignature *
signature_finish (TnsPySignature *self)
{
  const TnsSchema *schema = self->schema;
  self->takes_varargs = self->n_positional == 1 && self->params[0].kind == TNS_INTS;
  for (int i = 0; i < schema->n_params; i++)
    {
      const TnsParam *param = &schema->params[i];
      self->has_hidden_overload
          |= param->is_keyword_only && param->kind == TNS_SCALAR
             && (tns_py_param_is (param, "alpha") || tns_py_param_is (param, "beta")
                 || tns_py_param_is (param, "value"));
    }
  return self;
}

/* ---- derived from the schema ---- */

/* Which keywords PyTorch lists before out= and before those that all factories have. */
static bool
is_early (const TnsParam *param)
{
  return !param->is_keyword_only || param->kind == TNS_GENERATOR
         || tns_py_param_is (param, "memory_format");
}

typedef struct
{
  unsigned numbers; /* bit k: the k-th parameter Tensor|Scalar is listed as a number */
  bool has_generator;
} Variant;

/* Adds the parameters that come before (@early) or after out=. */
static void
add_params (TnsPySignature *self, Variant variant, bool is_new, bool early)
{
  int n_choices = 0;
  for (int i = 0; i < self->schema->n_params; i++)
    {
      TnsParam param = self->schema->params[i];
      bool is_number = param.accepts_scalar && variant.numbers >> n_choices++ & 1;
      bool is_generator = is_new && param.kind == TNS_GENERATOR;
      bool is_here = early == (is_new ? is_early (&param) : true);
      if (!is_here || i == self->self_index || (is_generator && !variant.has_generator))
        continue;
      if (is_number)
        param.kind = TNS_SCALAR;
      param.accepts_scalar = false;
      param.has_default &= !is_generator;
      add_param (self, &param, i);
    }
}

static TnsPySignature *
signature_derive (const TnsOp *op, bool is_method, Variant variant)
{
  TnsPySignature *self = signature_new (op, is_method);
  bool is_new = is_factory (self->schema);
  add_params (self, variant, is_new, true);
  if (!is_method && takes_out (op, self->schema))
    add_out (self);
  add_params (self, variant, is_new, false);
  if (!is_method && (op->flags & TNS_AS_NN_FUNCTION) && (op->flags & TNS_HAS_INPLACE))
    add_inplace (self);
  return signature_finish (self);
}

static void
add_signature (TnsPyOverloads *self, TnsPySignature *signature)
{
  g_return_if_fail (self->n < TNS_PY_MAX_SIGNATURES);
  self->items[self->n++] = signature;
}

/* Numbers alone make no tensor, unless another parameter is one or the op needs none. */
static void
add_derived (TnsPyOverloads *self, const TnsOp *op)
{
  const TnsSchema *schema = tns_op_get_schema (op);
  bool is_method = self->form != TNS_PY_FUNCTION;
  unsigned n_choices = 0, all_numbers;
  bool has_tensor = is_method || is_factory (schema), has_generator = false;
  for (int i = 0; i < schema->n_params; i++)
    {
      n_choices += schema->params[i].accepts_scalar;
      has_tensor |= schema->params[i].kind == TNS_TENSOR && !schema->params[i].accepts_scalar;
      has_generator |= schema->params[i].kind == TNS_GENERATOR && is_factory (schema);
    }
  all_numbers = (1u << n_choices) - 1;
  for (unsigned numbers = 0; numbers <= all_numbers; numbers++)
    {
      bool is_self_number = is_method && numbers & 1 && schema->params[0].accepts_scalar;
      if (is_self_number || (n_choices > 0 && numbers == all_numbers && !has_tensor))
        continue;
      if (has_generator)
        add_signature (self, signature_derive (op, is_method, (Variant) { numbers, true }));
      add_signature (self, signature_derive (op, is_method, (Variant) { numbers, false }));
    }
}

/* ---- listed by the op ---- */

/* The schema's parameter of the same name, else in the same place (swapaxes calls dim0 axis0). */
static int
find_target (const TnsSchema *schema, const TnsSchema *listed, int position)
{
  const char *name = listed->params[position].name;
  int found = tns_schema_find_param (schema, name);
  if (strcmp (name, "out") == 0 && found < 0)
    return TNS_PY_TARGET_OUT;
  if (found < 0 && position >= schema->n_params)
    g_error ("%s: the op has no parameter for %s", listed->name, name);
  return found >= 0 ? found : position;
}

/* NULL when it cannot be a method: self is a number. */
static TnsPySignature *
signature_from_listed (const TnsOp *op, const TnsSchema *listed, bool is_method)
{
  int self_index = is_method ? tns_schema_find_param (listed, "self") : -1;
  if (is_method && (self_index < 0 || listed->params[self_index].kind != TNS_TENSOR))
    return NULL;
  TnsPySignature *self = signature_new (op, is_method);
  for (int i = 0; i < listed->n_params; i++)
    {
      int target = find_target (self->schema, listed, i);
      if (i != self_index && !(is_method && target == TNS_PY_TARGET_OUT))
        add_param (self, &listed->params[i], target);
    }
  return signature_finish (self);
}

/* Whether the op has @listed as a parameter of its own. */
static bool
has_param (const TnsSchema *schema, const TnsParam *listed)
{
  int found = tns_schema_find_param (schema, listed->name);
  if (found < 0)
    return strcmp (listed->name, "out") == 0;
  const TnsParam *own = &schema->params[found];
  return own->kind == listed->kind
         || (own->accepts_scalar && (listed->kind == TNS_TENSOR || listed->kind == TNS_SCALAR));
}

/* The overload that @listed calls: PyTorch's list goes through them in an order of its own. */
static const TnsOp *
find_overload (const TnsOp *first, const TnsSchema *listed)
{
  for (const TnsOp *op = first; op != NULL; op = tns_op_get_next_overload (op))
    {
      int n_known = 0;
      for (int i = 0; i < listed->n_params; i++)
        n_known += has_param (tns_op_get_schema (op), &listed->params[i]);
      if (n_known == listed->n_params)
        return op;
    }
  return first;
}

/* Those of the lines in op->signatures that are called @name; false when there is none. */
static bool
add_listed (TnsPyOverloads *self, const TnsOp *op, const char *name)
{
  int n_before = self->n;
  g_auto (GStrv) lines = g_strsplit (op->signatures != NULL ? op->signatures : "", "\n", -1);
  for (char **line = lines; *line != NULL && **line != '\0'; line++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TnsSchema) listed = tns_schema_parse (*line, &error);
      if (listed == NULL)
        g_error ("%s: %s", *line, error->message);
      if (strcmp (listed->name, name) != 0)
        continue;
      const TnsOp *called = find_overload (op, listed);
      TnsPySignature *signature
          = signature_from_listed (called, g_steal_pointer (&listed),
                                   self->form != TNS_PY_FUNCTION);
      if (signature != NULL)
        add_signature (self, signature);
    }
  return self->n > n_before;
}

const TnsPyOverloads *
tns_py_overloads_parse (const char *lines)
{
  TnsPyOverloads *self = g_new0 (TnsPyOverloads, 1);
  g_auto (GStrv) texts = g_strsplit (lines, "\n", -1);
  for (char **text = texts; *text != NULL; text++)
    {
      g_autoptr (GError) error = NULL;
      TnsSchema *schema = tns_schema_parse (*text, &error);
      if (schema == NULL)
        g_error ("%s: %s", *text, error->message);
      TnsPySignature *signature = g_new0 (TnsPySignature, 1);
      signature->schema = schema;
      signature->self_index = schema->n_params > 0 && tns_py_param_is (&schema->params[0], "self")
                                  ? 0
                                  : -1;
      for (int i = 0; i < schema->n_params; i++)
        if (i != signature->self_index)
          add_param (signature, &schema->params[i], i);
      add_signature (self, signature_finish (signature));
      self->name = schema->name;
    }
  self->is_only = self->n == 1;
  return self;
}

/* ---- all of one name ---- */

static bool
has_form (const TnsOp *op, TnsPyForm form)
{
  unsigned places = op->flags & (TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_AS_NN_FUNCTION);
  if (form == TNS_PY_INPLACE)
    return (op->flags & (TNS_HAS_INPLACE | TNS_ONLY_INPLACE)) != 0;
  if (form == TNS_PY_METHOD)
    return places == 0 || (op->flags & (TNS_AS_METHOD | TNS_AS_PROPERTY));
  return places == 0 || (places & (TNS_AS_FUNCTION | TNS_AS_NN_FUNCTION));
}

static bool
has_signature_of (const TnsPyOverloads *self, const TnsOp *op)
{
  for (int i = 0; i < self->n; i++)
    if (self->items[i]->op == op)
      return true;
  return false;
}

const TnsPyOverloads *
tns_py_overloads_new (const TnsOp *op, const char *name, TnsPyForm form)
{
  TnsPyOverloads *self = g_new0 (TnsPyOverloads, 1);
  const char *underscore
      = form == TNS_PY_INPLACE && !(op->flags & TNS_ONLY_INPLACE) ? "_" : "";
  self->name = g_strconcat (name, underscore, NULL);
  self->form = form;
  for (; op != NULL; op = tns_op_get_next_overload (op))
    if (has_form (op, form) && !has_signature_of (self, op) && !add_listed (self, op, name)
        && !add_listed (self, op, tns_op_get_schema (op)->name))
      add_derived (self, op);
  self->is_only = self->n == 1 && !self->items[0]->has_hidden_overload;
  return self;
}

const TnsPyOverloads *
tns_py_overloads_get (const TnsOp *op, TnsPyForm form)
{
  static const TnsPyOverloads *known[TNS_N_OPS + 1][3];
  const TnsPyOverloads **slot = &known[tns_op_get_id (op)][form];
  if (*slot == NULL)
    *slot = tns_py_overloads_new (op, tns_op_get_schema (op)->name, form);
  return *slot;
}
