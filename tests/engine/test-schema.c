/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Signatures in PyTorch's notation, and the op table they come from. */
#include "engine/ops/op.h"

#include <string.h>

static void
test_all_parts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsSchema) schema = tns_schema_parse (
      "sum.dim(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
      &error);
  g_assert_no_error (error);
  g_assert_cmpstr (schema->name, ==, "sum");
  g_assert_cmpstr (schema->overload, ==, "dim");
  g_assert_cmpint (schema->n_params, ==, 4);
  g_assert_cmpint (schema->params[1].kind, ==, TNS_INTS);
  g_assert_cmpint (schema->params[1].n_items, ==, 1);
  g_assert_true (schema->params[1].is_optional);
  g_assert_cmpint (schema->params[2].default_value.kind, ==, TNS_BOOL);
  g_assert_true (schema->params[3].is_keyword_only);
  g_assert_cmpint (tns_schema_find_param (schema, "dtype"), ==, 3);
  g_assert_cmpint (tns_schema_find_param (schema, "axis"), ==, -1);
}

static void
test_returns (void)
{
  g_autoptr (TnsSchema) pair = tns_schema_parse (
      "max.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)", NULL);
  g_assert_cmpint (pair->n_returns, ==, 2);
  g_assert_cmpstr (pair->return_names[0], ==, "values");
  g_assert_cmpstr (pair->return_names[1], ==, "indices");
  g_autoptr (TnsSchema) list = tns_schema_parse ("unbind(Tensor self, int dim=0) -> Tensor[]", NULL);
  g_assert_cmpint (list->return_kind, ==, TNS_TENSORS);
  g_autoptr (TnsSchema) truth = tns_schema_parse ("equal(Tensor self, Tensor other) -> bool", NULL);
  g_assert_cmpint (truth->return_kind, ==, TNS_BOOL);
}

static void
test_defaults (void)
{
  g_autoptr (TnsSchema) schema = tns_schema_parse (
      "f(Tensor|Scalar a, Tensor?[] b, float c=1e-05, int d=-1, Scalar e=1, str f='mean', int[] g=[1, 2]) "
      "-> Tensor",
      NULL);
  g_assert_true (schema->params[0].accepts_scalar);
  g_assert_cmpint (schema->params[1].kind, ==, TNS_TENSORS);
  g_assert_cmpfloat (schema->params[2].default_value.f, ==, 1e-05);
  g_assert_cmpint (schema->params[3].default_value.i, ==, -1);
  g_assert_cmpint (schema->params[4].default_value.scalar.kind, ==, TNK_SCALAR_INT);
  g_assert_cmpstr (schema->params[5].default_value.string, ==, "mean");
  g_assert_cmpint (schema->params[6].default_value.ints.items[1], ==, 2);
}

static void
test_malformed (void)
{
  const char *const texts[] = {
    "", "f", "f(", "f(Tensor)", "f(Thing a) -> Tensor", "f(Tensor a) -> ", "f(int a=) -> Tensor",
    "f(Tensor a) -> Tensor left over", "f(float[] a) -> Tensor", "f(str a='x) -> Tensor",
  };
  for (size_t k = 0; k < G_N_ELEMENTS (texts); k++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (tns_schema_parse (texts[k], &error));
      g_assert_error (error, TNS_ERROR, TNS_ERROR_VALUE);
    }
}

/* The generic duties of every op on the table. */
static void
test_table (void)
{
  for (guint id = 0; id < TNS_N_OPS; id++)
    {
      const TnsOp *op = tns_op_get (id);
      g_autoptr (GError) error = NULL;
      g_autoptr (TnsSchema) schema = tns_schema_parse (op->schema, &error);
      g_assert_no_error (error);
      g_test_message ("%s", op->schema);
      g_assert_cmpint (tns_op_get_id (op), ==, id);
      g_assert_nonnull (op->formula);
      if ((op->flags & TNS_NO_GRAD) == 0)
        g_assert_nonnull (op->derivative);
      g_assert_nonnull (op->narration);
      g_assert_nonnull (op->doc);
      g_assert_true (op->infer != NULL || op->forward != NULL);
      if (op->backward != NULL)
        g_assert_nonnull (op->node);
      const TnsOp *found = tns_op_find (schema->name);
      while (found != NULL && found != op)
        found = tns_op_get_next_overload (found);
      g_assert_true (found == op);
    }
}

/* A misspelt name in `saves` would save nothing: every word must be a parameter or a result. */
static void
test_saves (void)
{
  for (guint id = 0; id < TNS_N_OPS; id++)
    {
      const TnsOp *op = tns_op_get (id);
      if (op->saves == NULL)
        continue;
      const TnsSchema *schema = tns_op_get_schema (op);
      g_auto (GStrv) items = g_strsplit (op->saves, ";", -1);
      for (char **item = items; *item != NULL; item++)
        {
          g_auto (GStrv) words = g_strsplit_set (g_strstrip (*item), " ", -1);
          g_test_message ("%s: %s", schema->name, *item);
          g_assert_cmpuint (g_strv_length (words), ==, 3);
          g_assert_true (g_str_has_prefix (words[0], "result")
                         || tns_schema_find_param (schema, words[0]) >= 0);
          g_assert_cmpstr (words[1], ==, "for");
          g_assert_cmpint (tns_schema_find_param (schema, words[2]), >=, 0);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/schema/parse/reads-every-part", test_all_parts);
  g_test_add_func ("/engine/schema/parse/reads-returns", test_returns);
  g_test_add_func ("/engine/schema/parse/reads-defaults", test_defaults);
  g_test_add_func ("/engine/schema/parse/refuses-malformed", test_malformed);
  g_test_add_func ("/engine/table/every-op-does-its-duties", test_table);
  g_test_add_func ("/engine/table/saves-name-what-exists", test_saves);
  return g_test_run ();
}
