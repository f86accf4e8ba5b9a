/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Calls of the shape family: read, written, judged, and where every element goes. The index maps,
 * shapes, strides and error texts are PyTorch's own, recorded by record-travel.py. */
#include "ui/operation/shape-fixes.h"
#include "ui/operation/travel.h"

#include <string.h>

typedef struct
{
  const char *call;
  TnuShape before, after;
  gint64 strides[TNU_SHAPE_MAX_RANK];
  bool is_view;
  int numel;
  gint64 sources[64];
} TravelCase;

typedef struct
{
  const char *call;
  TnuShape before;
  const char *words;
} IllegalCase;

#include "tests/ui/travel-cases.h"

static TnsTensor *
make_tensor (const TnuShape *shape)
{
  TnsTensor *tensor = tns_tensor_new_dense (TNK_FLOAT32, (TnsDevice) { TNS_DEVICE_META, -1 },
                                            shape->rank, shape->sizes, NULL);
  g_assert_nonnull (tensor);
  return tensor;
}

static void
parse (const char *text, TnuShapeCall *call)
{
  g_autofree char *code = g_strdup_printf ("y = x.%s", text);
  g_autofree char *target = NULL;
  g_test_message ("%s", code);
  g_assert_true (tnu_shape_call_parse (code, "x", &target, call));
  g_assert_cmpstr (target, ==, "y");
}

static void
arrange (const TravelCase *expected, TnuTravel *travel)
{
  TnuShapeCall call;
  parse (expected->call, &call);
  tnu_travel_init (travel, &call, &expected->before, &expected->after);
}

static void
test_sources (void)
{
  for (size_t k = 0; k < G_N_ELEMENTS (travel_cases); k++)
    {
      const TravelCase *expected = &travel_cases[k];
      TnuTravel travel;
      arrange (expected, &travel);
      bool is_seen[64] = { false };
      for (int place = 0; place < expected->numel; place++)
        {
          bool is_copy;
          gint64 source = tnu_travel_get_source (&travel, place, &is_copy);
          g_assert_cmpint (source, ==, expected->sources[place]);
          g_assert_cmpint (is_copy, ==, is_seen[source]);
          is_seen[source] = true;
        }
    }
}

static void
test_places (void)
{
  for (size_t k = 0; k < G_N_ELEMENTS (travel_cases); k++)
    {
      const TravelCase *expected = &travel_cases[k];
      TnuTravel travel;
      arrange (expected, &travel);
      gint64 numel = tnu_shape_count (&expected->before);
      gint64 n_copies = tnu_travel_count_copies (&travel);
      bool is_taken[64] = { false };
      if (expected->numel == 0)
        continue;
      g_assert_cmpint (numel * n_copies, ==, expected->numel);
      for (gint64 source = 0; source < numel; source++)
        for (gint64 copy = 0; copy < n_copies; copy++)
          {
            gint64 place = tnu_travel_get_place (&travel, source, copy);
            g_assert_cmpint (place, >=, 0);
            g_assert_cmpint (place, <, expected->numel);
            g_assert_false (is_taken[place]);
            is_taken[place] = true;
            g_assert_cmpint (expected->sources[place], ==, source);
          }
    }
}

static void
test_verdicts (void)
{
  for (size_t k = 0; k < G_N_ELEMENTS (travel_cases); k++)
    {
      const TravelCase *expected = &travel_cases[k];
      TnuShapeCall call;
      TnsMeta verdict;
      g_autoptr (TnsTensor) tensor = make_tensor (&expected->before);
      g_autoptr (GError) error = NULL;
      parse (expected->call, &call);
      tnu_shape_call_infer (&call, tensor, &verdict, &error);
      g_assert_no_error (error);
      g_assert_cmpint (verdict.rank, ==, expected->after.rank);
      for (int d = 0; d < verdict.rank; d++)
        {
          g_assert_cmpint (verdict.sizes[d], ==, expected->after.sizes[d]);
          g_assert_cmpint (verdict.strides[d], ==, expected->strides[d]);
        }
      if (expected->numel > 0)
        g_assert_cmpint (verdict.alias_of >= 0, ==, expected->is_view);
    }
}

/* What is written is read back as the same call. */
static void
test_text (void)
{
  for (size_t k = 0; k < G_N_ELEMENTS (travel_cases); k++)
    {
      TnuShapeCall call, again;
      parse (travel_cases[k].call, &call);
      g_autofree char *text = tnu_shape_call_dup_text (&call);
      parse (text + 1, &again);
      g_assert_true (tnu_shape_call_equal (&call, &again));
    }
}

static void
test_refusals (void)
{
  for (size_t k = 0; k < G_N_ELEMENTS (illegal_cases); k++)
    {
      TnuShapeCall call;
      TnsMeta verdict;
      g_autoptr (TnsTensor) tensor = make_tensor (&illegal_cases[k].before);
      g_autoptr (GError) error = NULL;
      parse (illegal_cases[k].call, &call);
      g_assert_false (tnu_shape_call_infer (&call, tensor, &verdict, &error));
      g_assert_cmpstr (error->message, ==, illegal_cases[k].words);
      g_autoptr (GArray) fixes = tnu_shape_fixes_new (&call, tensor, 4);
      g_assert_cmpuint (fixes->len, >, 0);
      g_assert_cmpuint (fixes->len, <=, 4);
      for (guint j = 0; j < fixes->len; j++)
        g_assert_true (tnu_shape_call_infer (&g_array_index (fixes, TnuShapeCall, j), tensor,
                                             &verdict, NULL));
    }
}

/* The closest fixes, by hand, for torch.zeros(3, 4). */
static void
test_fixes (void)
{
  static const char *const expected[][2] = {
    { "view(5, 2)", ".view(6, 2)" },
    { "reshape(3, 5)", ".reshape(3, 4)" },
    { "flatten(1, 0)", ".flatten(0, 1)" },
    { "transpose(0, 2)", ".transpose(0, 1)" },
    { "permute(1)", ".permute(1, 0)" },
    { "permute(0, 0)", ".permute(0, 1)" },
    { "flip(0, 0)", ".flip(0)" },
    { "flip(5)", ".flip(1)" },
    { "squeeze(4)", ".squeeze(1)" },
    { "unsqueeze(3)", ".unsqueeze(2)" },
    { "expand(2, 5, 4)", ".expand(2, 3, 4)" },
    { "repeat(2)", ".repeat(1, 2)" },
    { "roll((1, 2), 0)", ".roll(1, 0)" },
  };
  TnuShape shape = { 2, { 3, 4 } };
  g_autoptr (TnsTensor) tensor = make_tensor (&shape);
  for (size_t k = 0; k < G_N_ELEMENTS (expected); k++)
    {
      TnuShapeCall call;
      parse (expected[k][0], &call);
      g_autoptr (GArray) fixes = tnu_shape_fixes_new (&call, tensor, 4);
      g_autofree char *first
          = tnu_shape_call_dup_text (&g_array_index (fixes, TnuShapeCall, 0));
      g_assert_cmpstr (first, ==, expected[k][1]);
    }
  TnuShapeCall call;
  parse ("expand(6, 4)", &call);
  g_autoptr (GArray) fixes = tnu_shape_fixes_new (&call, tensor, 4);
  g_autofree char *second = tnu_shape_call_dup_text (&g_array_index (fixes, TnuShapeCall, 1));
  g_assert_cmpstr (second, ==, ".repeat(2, 1)");
}

/* torch.zeros(3, 4).T.view(12): the words are PyTorch 2.15's. */
static void
test_view_of_transposed (void)
{
  TnsMeta meta;
  TnuShapeCall call;
  g_autoptr (GError) error = NULL;
  TnuShape shape = { 2, { 3, 4 } };
  g_autoptr (TnsTensor) dense = make_tensor (&shape);
  tns_tensor_get_meta (dense, &meta);
  meta.sizes[0] = 4;
  meta.sizes[1] = 3;
  meta.strides[0] = 1;
  meta.strides[1] = 4;
  g_autoptr (TnsTensor) tensor = tns_tensor_new (&meta, NULL);
  parse ("view(12)", &call);
  g_assert_false (tnu_shape_call_infer (&call, tensor, &meta, &error));
  g_assert_cmpstr (error->message, ==,
                   "view size is not compatible with input tensor's size and stride (at least one "
                   "dimension spans across two contiguous subspaces). Use .reshape(...) instead.");
  g_autoptr (GArray) fixes = tnu_shape_fixes_new (&call, tensor, 4);
  g_autofree char *first = tnu_shape_call_dup_text (&g_array_index (fixes, TnuShapeCall, 0));
  g_assert_cmpstr (first, ==, ".reshape(12)");
}

static void
test_other_lines (void)
{
  static const char *const lines[] = {
    "y = x",          "y = z.reshape(2)",   "x.reshape(2, 6)", "y = x.reshape",
    "y = x.T()",      "y = x.T(1)",         "y = x.matmul(2)", "y = x.permute(a)",
    "y = x.flip(1",   "y = x.transpose(0)", "y = x.roll()",    "y = x.view(1, (2))",
    "y = x.repeat()", "y = x.flatten(a=1)", "y = x.squeeze(())",
  };
  for (size_t k = 0; k < G_N_ELEMENTS (lines); k++)
    {
      g_autofree char *target = NULL;
      TnuShapeCall call;
      g_assert_false (tnu_shape_call_parse (lines[k], "x", &target, &call));
      g_assert_null (target);
    }
}

/* Every word begins with a call that is legal and is written as Python reads it. */
static void
test_begin (void)
{
  for (size_t k = 0; k < G_N_ELEMENTS (travel_cases); k++)
    for (int word = 0; word < TNU_N_SHAPE_WORDS; word++)
      {
        TnuShapeCall call;
        TnsMeta verdict;
        g_autoptr (TnsTensor) tensor = make_tensor (&travel_cases[k].before);
        g_autoptr (GError) error = NULL;
        tnu_shape_call_init (&call, word, &travel_cases[k].before);
        tnu_shape_call_infer (&call, tensor, &verdict, &error);
        g_assert_no_error (error);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/travel/sources/are-pytorchs-index-maps", test_sources);
  g_test_add_func ("/ui/travel/places/go-back-to-sources", test_places);
  g_test_add_func ("/ui/shape-call/verdict/is-pytorchs-shape-and-strides", test_verdicts);
  g_test_add_func ("/ui/shape-call/text/is-read-back", test_text);
  g_test_add_func ("/ui/shape-call/parse/refuses-other-lines", test_other_lines);
  g_test_add_func ("/ui/shape-call/begin/is-legal-on-every-shape", test_begin);
  g_test_add_func ("/ui/shape-fixes/refusal/has-pytorchs-words-and-legal-fixes", test_refusals);
  g_test_add_func ("/ui/shape-fixes/closest/comes-first", test_fixes);
  g_test_add_func ("/ui/shape-fixes/view-of-transposed/offers-reshape", test_view_of_transposed);
  return g_test_run ();
}
