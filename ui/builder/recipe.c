/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/recipe.h"

#include <gio/gio.h>
#include <string.h>

#include "ui/builder/number-text.h"

#define DEFAULT_BASE "10"

static const TnuMaker makers[] = {
  { "zeros", "", TNU_MAKER_CONSTANT, "Every element 0", TNU_SIZES_SPREAD, { { NULL } } },
  { "ones", "", TNU_MAKER_CONSTANT, "Every element 1", TNU_SIZES_SPREAD, { { NULL } } },
  { "full", "", TNU_MAKER_CONSTANT, "Every element the same number", TNU_SIZES_FIRST,
    { { "fill_value", "value", "7", NULL, false, false } } },
  { "empty", "", TNU_MAKER_CONSTANT, "Memory as it is found: any numbers at all", TNU_SIZES_SPREAD,
    { { NULL } } },
  { "eye", "m", TNU_MAKER_CONSTANT, "1 on the diagonal, 0 elsewhere", TNU_SIZES_NONE,
    { { "n", "rows", "4", NULL, true, false }, { "m", "columns", "", "", true, false } } },
  { "arange", "start_step", TNU_MAKER_RANGE, "From start in steps; end is left out", TNU_SIZES_NONE,
    { { "start", "start", "0", NULL, false, false },
      { "end", "end", "12", NULL, false, false },
      { "step", "step", "1", NULL, false, false } } },
  { "range", "", TNU_MAKER_RANGE, "From start in steps up to end (PyTorch: use arange)",
    TNU_SIZES_NONE,
    { { "start", "start", "0", NULL, false, false },
      { "end", "end", "11", NULL, false, false },
      { "step", "step", "1", "1", false, false } } },
  { "linspace", "", TNU_MAKER_RANGE, "Equal distances from start to end, both included",
    TNU_SIZES_NONE,
    { { "start", "start", "0", NULL, false, false },
      { "end", "end", "1", NULL, false, false },
      { "steps", "numbers", "5", NULL, true, false } } },
  { "logspace", "", TNU_MAKER_RANGE, "Powers of a base with exponents from start to end",
    TNU_SIZES_NONE,
    { { "start", "first exponent", "0", NULL, false, false },
      { "end", "last exponent", "3", NULL, false, false },
      { "steps", "numbers", "4", NULL, true, false },
      { "base", "base", DEFAULT_BASE, DEFAULT_BASE, false, true } } },
  { "rand", "", TNU_MAKER_RANDOM, "Evenly spread from 0 to 1", TNU_SIZES_SPREAD, { { NULL } } },
  { "randn", "", TNU_MAKER_RANDOM, "Normal: mean 0, deviation 1", TNU_SIZES_SPREAD, { { NULL } } },
  { "randint", "low", TNU_MAKER_RANDOM, "Whole numbers from low; high is left out", TNU_SIZES_LAST,
    { { "low", "low", "0", NULL, true, false }, { "high", "high", "10", NULL, true, false } } },
  { "randperm", "", TNU_MAKER_RANDOM, "0 to n − 1 in a random order", TNU_SIZES_NONE,
    { { "n", "n", "10", NULL, true, false } } },
  { "normal", "float_float", TNU_MAKER_RANDOM, "Normal, with mean and deviation of your own",
    TNU_SIZES_LAST,
    { { "mean", "mean", "0", NULL, false, false },
      { "std", "deviation", "1", NULL, false, false } } },
  { "tril_indices", "", TNU_MAKER_INDICES, "Where the lower triangle of a table lies",
    TNU_SIZES_NONE,
    { { "row", "rows", "4", NULL, true, false },
      { "col", "columns", "4", NULL, true, false },
      { "offset", "offset", "0", "0", true, true } } },
  { "triu_indices", "", TNU_MAKER_INDICES, "Where the upper triangle of a table lies",
    TNU_SIZES_NONE,
    { { "row", "rows", "4", NULL, true, false },
      { "col", "columns", "4", NULL, true, false },
      { "offset", "offset", "0", "0", true, true } } },
  { "zeros_like", "", TNU_MAKER_LIKE, "0, in the shape and type of another tensor", TNU_SIZES_NONE,
    { { NULL } } },
  { "ones_like", "", TNU_MAKER_LIKE, "1, in the shape and type of another tensor", TNU_SIZES_NONE,
    { { NULL } } },
  { "full_like", "", TNU_MAKER_LIKE, "One number, in the shape and type of another tensor",
    TNU_SIZES_NONE, { { "fill_value", "value", "7", NULL, false, false } } },
  { "empty_like", "", TNU_MAKER_LIKE, "Memory as it is found, in the shape of another tensor",
    TNU_SIZES_NONE, { { NULL } } },
  { "rand_like", "", TNU_MAKER_LIKE, "From 0 to 1, in the shape of another tensor", TNU_SIZES_NONE,
    { { NULL } } },
  { "randn_like", "", TNU_MAKER_LIKE, "Normal, in the shape of another tensor", TNU_SIZES_NONE,
    { { NULL } } },
  { "randint_like", "low", TNU_MAKER_LIKE, "Whole numbers, in the shape of another tensor",
    TNU_SIZES_NONE,
    { { "low", "low", "0", NULL, true, false }, { "high", "high", "10", NULL, true, false } } },
};

int
tnu_maker_get_n (void)
{
  return G_N_ELEMENTS (makers);
}

const TnuMaker *
tnu_maker_get (int index)
{
  g_return_val_if_fail (index >= 0 && index < (int) G_N_ELEMENTS (makers), NULL);
  return &makers[index];
}

int
tnu_maker_find (const char *name)
{
  for (int k = 0; k < (int) G_N_ELEMENTS (makers); k++)
    if (strcmp (makers[k].name, name) == 0)
      return k;
  return -1;
}

int
tnu_maker_get_n_fields (const TnuMaker *self)
{
  int n = 0;
  while (n < TNU_MAKER_MAX_FIELDS && self->fields[n].param != NULL)
    n++;
  return n;
}

const char *
tnu_maker_group_get_name (TnuMakerGroup group)
{
  static const char *const names[]
      = { "ONE NUMBER", "RANGE", "RANDOM", "INDICES", "LIKE ANOTHER TENSOR: …_LIKE" };
  return names[group];
}

bool
tnu_maker_is_random (const TnuMaker *self)
{
  return strstr (self->name, "rand") != NULL || strcmp (self->name, "normal") == 0;
}

/* ---- the recipe ---- */

static void
take_fields (TnuRecipe *self)
{
  const TnuMaker *maker = &makers[self->maker];
  for (int k = 0; k < TNU_MAKER_MAX_FIELDS; k++)
    {
      g_free (self->fields[k]);
      self->fields[k] = g_strdup (maker->fields[k].param != NULL ? maker->fields[k].start : "");
    }
}

void
tnu_recipe_init (TnuRecipe *self, int maker)
{
  *self = (TnuRecipe) { .maker = maker, .shape = { .rank = 2, .sizes = { 3, 4 } } };
  take_fields (self);
}

void
tnu_recipe_clear (TnuRecipe *self)
{
  for (int k = 0; k < TNU_MAKER_MAX_FIELDS; k++)
    g_clear_pointer (&self->fields[k], g_free);
  g_clear_pointer (&self->like, g_free);
  g_clear_pointer (&self->seed, g_free);
}

void
tnu_recipe_set_maker (TnuRecipe *self, int maker)
{
  self->maker = maker;
  take_fields (self);
}

static bool
check_field (const TnuMakerField *field, const char *text, GError **error)
{
  TnkScalar value;
  gint64 whole;
  if (field->omitted != NULL && *field->omitted == '\0' && *text == '\0')
    return true;
  if (field->is_int ? tnu_number_text_parse_int (text, &whole)
                    : tnu_number_text_parse (text, &value))
    return true;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               field->is_int ? "%s is a whole number, not “%s”" : "%s is a number, not “%s”",
               field->label, text);
  return false;
}

static bool
check_fields (const TnuRecipe *self, GError **error)
{
  const TnuMaker *maker = &makers[self->maker];
  gint64 seed;
  for (int k = 0; k < tnu_maker_get_n_fields (maker); k++)
    if (!check_field (&maker->fields[k], self->fields[k], error))
      return false;
  if (maker->group == TNU_MAKER_LIKE && self->like == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "there is no tensor yet to take the shape from");
      return false;
    }
  if (self->seed != NULL && *self->seed != '\0' && tnu_maker_is_random (maker)
      && !tnu_number_text_parse_int (self->seed, &seed))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "seed is a whole number, not “%s”", self->seed);
      return false;
    }
  return true;
}

/* ---- code ---- */

void
tnu_making_append_imports (const TnuMaking *self, GString *code)
{
  if (!self->has_torch)
    g_string_append (code, "import torch\n");
}

void
tnu_making_append_keywords (const TnuMaking *self, GString *code)
{
  if (self->dtype != TNU_DTYPE_AUTO)
    g_string_append_printf (code, ", dtype=torch.%s", tns_dtype_get_name ((TnkDtype) self->dtype));
  if (self->device != NULL && strcmp (self->device, "cpu") != 0)
    g_string_append_printf (code, ", device='%s'", self->device);
  if (self->requires_grad)
    g_string_append (code, ", requires_grad=True");
}

static void
append_sizes (const TnuRecipe *self, bool is_spread, GString *code)
{
  g_autofree char *tuple = tnu_shape_dup_text (&self->shape);
  g_autofree char *list = tnu_shape_dup_arguments (&self->shape);
  g_string_append (code, is_spread && self->shape.rank > 0 ? list : tuple);
}

/* Whether the field goes without saying in this call. */
static bool
is_omitted (const TnuRecipe *self, int k)
{
  const TnuMaker *maker = &makers[self->maker];
  const char *omitted = maker->fields[k].omitted;
  if (strcmp (maker->name, "arange") == 0)
    {
      bool has_step = strcmp (self->fields[2], "1") != 0;
      return k == 2 ? !has_step : k == 0 && !has_step && strcmp (self->fields[0], "0") == 0;
    }
  if (strcmp (maker->name, "randint") == 0 || strcmp (maker->name, "randint_like") == 0)
    return k == 0 && strcmp (self->fields[0], "0") == 0;
  return omitted != NULL && strcmp (self->fields[k], omitted) == 0;
}

static void
append_fields (const TnuRecipe *self, GString *code)
{
  const TnuMaker *maker = &makers[self->maker];
  for (int k = 0; k < tnu_maker_get_n_fields (maker); k++)
    {
      if (is_omitted (self, k))
        continue;
      g_autofree char *number = tnu_number_text_dup_code (self->fields[k]);
      if (!g_str_has_suffix (code->str, "("))
        g_string_append (code, ", ");
      if (maker->fields[k].is_keyword)
        g_string_append_printf (code, "%s=", maker->fields[k].param);
      g_string_append (code, number);
    }
}

char *
tnu_recipe_dup_code (const TnuRecipe *self, const TnuMaking *making, GError **error)
{
  const TnuMaker *maker = &makers[self->maker];
  if (!check_fields (self, error))
    return NULL;
  g_autoptr (GString) code = g_string_new (NULL);
  tnu_making_append_imports (making, code);
  if (tnu_maker_is_random (maker) && self->seed != NULL && *self->seed != '\0')
    {
      g_autofree char *seed = tnu_number_text_dup_code (self->seed);
      g_string_append_printf (code, "torch.manual_seed(%s)\n", seed);
    }
  g_string_append_printf (code, "%s = torch.%s(", making->name, maker->name);
  if (maker->group == TNU_MAKER_LIKE)
    g_string_append (code, self->like);
  if (maker->sizes == TNU_SIZES_SPREAD || maker->sizes == TNU_SIZES_FIRST)
    append_sizes (self, maker->sizes == TNU_SIZES_SPREAD, code);
  append_fields (self, code);
  if (maker->sizes == TNU_SIZES_LAST)
    {
      g_string_append (code, ", ");
      append_sizes (self, false, code);
    }
  tnu_making_append_keywords (making, code);
  g_string_append_c (code, ')');
  return g_string_free (g_steal_pointer (&code), FALSE);
}

/* ---- verdict ---- */

bool
tnu_making_check (const TnuMaking *self, const TnsMeta *meta, GError **error)
{
  gint64 numel;
  size_t budget = tns_memory_get_budget ();
  if (!tns_meta_count (meta, &numel, error))
    return false;
  if (self->requires_grad && !tnk_dtype_is_floating (meta->dtype)
      && !tnk_dtype_is_complex (meta->dtype))
    {
      g_set_error_literal (
          error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
          "Only Tensors of floating point and complex dtype can require gradients");
      return false;
    }
  double bytes = (double) numel * (double) tnk_dtype_size (meta->dtype);
  if (budget > 0 && bytes > (double) budget)
    {
      g_autofree char *wanted = g_format_size ((guint64) MIN (bytes, 1e19));
      g_autofree char *room = g_format_size (budget);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                   "it would take %s; tensors may take %s on this machine", wanted, room);
      return false;
    }
  return true;
}

static const TnsOp *
find_op (const TnuMaker *maker)
{
  for (const TnsOp *op = tns_op_find (maker->name); op != NULL; op = tns_op_get_next_overload (op))
    if (strcmp (tns_op_get_schema (op)->overload, maker->overload) == 0)
      return op;
  return NULL;
}

static const char *
find_field (const TnuRecipe *self, const char *param)
{
  const TnuMaker *maker = &makers[self->maker];
  for (int k = 0; k < tnu_maker_get_n_fields (maker); k++)
    if (strcmp (maker->fields[k].param, param) == 0)
      return self->fields[k];
  return NULL;
}

/* Of one parameter of the op, as the fields and settings say. */
static TnsValue
get_value (const TnuRecipe *self, const TnuMaking *making, TnsTensor *like, const TnsParam *param)
{
  const char *text = find_field (self, param->name);
  TnkScalar number = { 0 };
  if (strcmp (param->name, "self") == 0)
    return tns_value_tensor (like);
  if (strcmp (param->name, "size") == 0)
    return tns_value_ints (self->shape.sizes, self->shape.rank);
  if (strcmp (param->name, "dtype") == 0 && making->dtype != TNU_DTYPE_AUTO)
    return tns_value_dtype ((TnkDtype) making->dtype);
  if (text == NULL)
    return param->default_value;
  /* A table without a number of columns has as many as rows. */
  if (*text == '\0')
    text = self->fields[0];
  tnu_number_text_parse (text, &number);
  if (param->kind == TNS_INT)
    return tns_value_int (number.i);
  return param->kind == TNS_FLOAT ? tns_value_float (number.re) : tns_value_scalar (number);
}

bool
tnu_recipe_infer (const TnuRecipe *self, const TnuMaking *making, TnsTensor *like, TnsMeta *out,
                  GError **error)
{
  const TnuMaker *maker = &makers[self->maker];
  const TnsOp *op = find_op (maker);
  TnsValue args[TNS_MAX_PARAMS];
  int n_outs = 1;
  g_return_val_if_fail (op != NULL, false);
  if (!check_fields (self, error))
    return false;
  if (maker->group == TNU_MAKER_LIKE && like == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "there is no tensor called %s",
                   self->like);
      return false;
    }
  const TnsSchema *schema = tns_op_get_schema (op);
  for (int k = 0; k < schema->n_params; k++)
    args[k] = get_value (self, making, like, &schema->params[k]);
  return tns_op_infer (op, false, args, schema->n_params, out, &n_outs, error)
         && tnu_making_check (making, out, error);
}
