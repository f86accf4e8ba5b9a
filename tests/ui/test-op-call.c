/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Finding an op, and calling it with what was typed. Shapes and error texts are PyTorch 2.15's. */
#include "ui/operation/call/op-call.h"
#include "ui/operation/call/op-search.h"

#include <string.h>

static void
expect_first (const char *query, const char *name)
{
  g_autoptr (GPtrArray) found = tnu_op_search (query, 5);

  g_assert_cmpuint (found->len, >, 0);
  g_assert_cmpstr (tns_op_get_schema (found->pdata[0])->name, ==, name);
}

static bool
is_found (const char *query, const char *name)
{
  g_autoptr (GPtrArray) found = tnu_op_search (query, 40);

  for (guint k = 0; k < found->len; k++)
    if (strcmp (tns_op_get_schema (found->pdata[k])->name, name) == 0)
      return true;
  return false;
}

static void
test_search (void)
{
  expect_first ("argmax", "argmax");
  expect_first ("Multiply", "mul");
  expect_first ("inverse", "inverse");
  g_assert_true (is_found ("cumulative", "cumsum"));
  g_assert_true (is_found ("average", "mean"));
  g_assert_true (is_found ("transpose", "permute"));
  g_assert_false (is_found ("xyzzy", "mean"));
}

static void
test_words (void)
{
  g_autofree char *words = tnu_op_dup_words (&tns_op_cumsum);
  g_autofree char *shape = tnu_op_dup_words (&tns_op_zeros_like);

  g_assert_null (strchr (words, '{'));
  g_assert_null (strstr (words, "dim dim"));
  g_assert_cmpstr (shape, ==, "makes zeros in the shape of self");
}

static GPtrArray *
new_variables (void)
{
  static const int64_t sizes[][2] = { { 2, 3 }, { 4, 3 } };
  static const char *const names[] = { "A", "W" };
  GPtrArray *variables = g_ptr_array_new_with_free_func ((GDestroyNotify) tns_variable_free);

  for (int k = 0; k < 2; k++)
    {
      g_autoptr (TnsTensor) tensor = tns_tensor_new_dense (TNK_FLOAT32, TNS_CPU, 2, sizes[k], NULL);
      TnsVariable *variable = g_new0 (TnsVariable, 1);

      memset (tns_tensor_get_data (tensor), 0, (size_t) tns_tensor_get_numel (tensor) * 4);
      variable->name = g_strdup (names[k]);
      variable->value = tns_moment_new (tensor);
      g_ptr_array_add (variables, variable);
    }
  return variables;
}

/* @given: name and text in turn. @sizes: NULL when the op refuses with @words. */
static void
expect_call (const char *op, const char *const *given, const char *code, const char *sizes,
             const char *words)
{
  g_autoptr (GPtrArray) variables = new_variables ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsTrialResults) results = NULL;
  g_autofree char *written = NULL;
  const TnsEvent *event;
  TnuOpCall call;

  tnu_op_call_init (&call, tnu_op_choose_overload (tns_op_find (op)), "A", variables);
  for (; *given != NULL; given += 2)
    tnu_op_call_set_text (&call, tns_schema_find_param (call.schema, given[0]), given[1]);
  event = tnu_op_call_read (&call, variables, &written, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (written, ==, code);
  results = tns_trial_run (event, &error);
  tns_event_unref (event);
  tnu_op_call_clear (&call);
  if (sizes == NULL)
    {
      g_assert_null (results);
      g_assert_cmpstr (error->message, ==, words);
      return;
    }
  g_assert_no_error (error);
  g_autofree char *text = tns_sizes_dup_text (results->metas[0].rank, results->metas[0].sizes);
  g_assert_cmpstr (text, ==, sizes);
}

#define GIVEN(...) ((const char *const[]) { __VA_ARGS__, NULL })

static void
test_call (void)
{
  expect_call ("sum", GIVEN ("dim", "1", "keepdim", "True"), "A.sum(1, True)", "[2, 1]", NULL);
  expect_call ("add", GIVEN ("other", "2.5"), "A + 2.5", "[2, 3]", NULL);
  expect_call ("cat", GIVEN ("tensors", "A, W"), "torch.cat([A, W])", "[6, 3]", NULL);
  expect_call ("permute", GIVEN ("dims", "(1, 0)"), "A.permute((1, 0))", "[3, 2]", NULL);
  expect_call ("special_erfcx", GIVEN (NULL), "torch.special.erfcx(A)", "[2, 3]", NULL);
  expect_call ("matmul", GIVEN ("other", "W"), "A @ W", NULL,
               "mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 4x3)");
}

static void
test_unreadable (void)
{
  g_autoptr (GPtrArray) variables = new_variables ();
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  TnuOpCall call;

  tnu_op_call_init (&call, tns_op_find ("unsqueeze"), "A", variables);
  tnu_op_call_set_text (&call, 1, "one");
  g_assert_null (tnu_op_call_read (&call, variables, &code, &error));
  g_assert_cmpstr (error->message, ==, "dim: an integer is wanted here");
  tnu_op_call_clear (&call);
}

/* Every op of the palette begins with something that can be read. */
static void
test_starts (void)
{
  g_autoptr (GPtrArray) all = tnu_op_search ("", G_MAXUINT);
  g_autoptr (GPtrArray) variables = new_variables ();

  g_assert_cmpuint (all->len, >, 300);
  for (guint k = 0; k < all->len; k++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *code = NULL;
      const TnsEvent *event;
      TnuOpCall call;

      tnu_op_call_init (&call, all->pdata[k], "A", variables);
      event = tnu_op_call_read (&call, variables, &code, &error);
      if (event == NULL)
        g_test_message ("%s: %s", call.schema->name, error->message);
      else
        tns_event_unref (event);
      g_assert_true (event != NULL || strstr (error->message, "a word") != NULL);
      tnu_op_call_clear (&call);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/op-call/search", test_search);
  g_test_add_func ("/op-call/words", test_words);
  g_test_add_func ("/op-call/call", test_call);
  g_test_add_func ("/op-call/unreadable", test_unreadable);
  g_test_add_func ("/op-call/starts", test_starts);
  return g_test_run ();
}
