/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Lines of the join family: read, written, judged, which number stands where, and what can be done
 * when they do not fit. Places, shapes, strides, offsets and error texts are PyTorch's own,
 * recorded by record-join.py; the number of element k of the tensor at place n of the list of
 * shapes is 100 n + k. */
#include "ui/operation/join/join-fixes.h"
#include "ui/operation/join/join-verdict.h"
#include "ui/operation/join/join-words.h"

#include <string.h>

typedef struct
{
  const char *name;
  TnuShape shape;
} NamedShape;

/* @layouts: "(2, 3) by (3, 1) at 0" for each piece, without an offset where it is empty
 * @numbers: "0 1 2; 3 4 5": of each piece */
typedef struct
{
  const char *code;
  const char *layouts;
  const char *numbers;
} JoinCase;

typedef struct
{
  const char *code;
  const char *words;
} JoinError;

#include "tests/ui/join-cases.h"

/* ---- the tensors there are ---- */

static int
find_index (const char *name)
{
  for (int k = 0; k < (int) G_N_ELEMENTS (named_shapes); k++)
    if (strcmp (named_shapes[k].name, name) == 0)
      return k;
  return -1;
}

static bool
find_shape (const char *name, TnuShape *shape, gpointer data)
{
  int index = find_index (name);
  if (index >= 0)
    *shape = named_shapes[index].shape;
  return index >= 0;
}

static const TnuJoinNames names = { find_shape, NULL };

static TnuJoinCall *
parse (const char *code)
{
  g_autofree char *reason = NULL;
  TnuJoinCall *call = tnu_join_call_parse (code, &names, &reason);
  g_test_message ("%s", code);
  g_assert_cmpstr (reason, ==, NULL);
  g_assert_nonnull (call);
  return call;
}

static void
judge (const TnuJoinCall *call, TnuJoinVerdict *verdict)
{
  g_autofree TnsMeta *layouts = g_new (TnsMeta, MAX (call->operands->len, 1));
  g_autofree const TnsMeta **metas = g_new (const TnsMeta *, MAX (call->operands->len, 1));
  for (guint k = 0; k < call->operands->len; k++)
    {
      const TnuShape *raw = &tnu_join_call_get_operand (call, (int) k)->raw;
      g_autoptr (TnsTensor) tensor = tns_tensor_new_dense (
          TNK_INT64, (TnsDevice) { TNS_DEVICE_META, -1 }, raw->rank, raw->sizes, NULL);
      tns_tensor_get_meta (tensor, &layouts[k]);
      metas[k] = &layouts[k];
    }
  tnu_join_verdict_init (verdict, call, metas);
}

static gint64
get_number (const TnuJoinOperand *operand, gint64 flat)
{
  return 100 * find_index (operand->name)
         + tnu_turn_find_source (&operand->turn, &operand->raw, flat);
}

/* ---- places ---- */

static void
append_number (GString *text, gint64 number)
{
  bool begins = text->len == 0 || text->str[text->len - 1] == ' ';
  g_string_append_printf (text, "%s%" G_GINT64_FORMAT, begins ? "" : " ", number);
}

/* Every number of the whole, by where the plan puts the numbers of the operands. */
static void
append_joined (GString *text, const TnuJoinCall *call, const TnuJoinPlan *plan)
{
  gint64 n = tnu_shape_count (&plan->whole);
  g_autofree gint64 *numbers = g_new (gint64, MAX (n, 1));
  for (gint64 place = 0; place < n; place++)
    numbers[place] = -1;
  for (guint k = 0; k < plan->parts->len; k++)
    {
      gint64 n_own = tnu_shape_count (&tnu_join_plan_get_part (plan, (int) k)->own);
      for (gint64 flat = 0; flat < n_own; flat++)
        {
          gint64 place = tnu_join_plan_get_place (plan, (int) k, flat);
          g_assert_cmpint (place, >=, 0);
          g_assert_cmpint (place, <, n);
          numbers[place] = get_number (tnu_join_call_get_operand (call, (int) k), flat);
        }
    }
  for (gint64 place = 0; place < n; place++)
    append_number (text, numbers[place]);
}

static void
append_pieces (GString *text, const TnuJoinCall *call, const TnuJoinPlan *plan)
{
  for (int k = 0; k < (int) plan->parts->len; k++)
    {
      if (k > 0)
        g_string_append (text, "; ");
      for (gint64 flat = 0; flat < tnu_shape_count (&tnu_join_plan_get_part (plan, k)->own); flat++)
        append_number (text, get_number (tnu_join_call_get_operand (call, 0),
                                         tnu_join_plan_get_place (plan, k, flat)));
    }
}

static void
test_places (void)
{
  for (size_t k = 0; k < G_N_ELEMENTS (join_cases); k++)
    {
      g_autoptr (TnuJoinCall) call = parse (join_cases[k].code);
      g_autoptr (GString) numbers = g_string_new (NULL);
      g_auto (TnuJoinPlan) plan = { 0 };
      tnu_join_plan_init (&plan, call);
      g_assert_cmpint (plan.trouble, ==, TNU_JOIN_FITS);
      if (plan.splits)
        append_pieces (numbers, call, &plan);
      else
        append_joined (numbers, call, &plan);
      g_assert_cmpstr (numbers->str, ==, join_cases[k].numbers);
    }
}

/* ---- verdicts ---- */

static char *
dup_sizes (const int64_t *sizes, int rank)
{
  TnuShape shape = { .rank = rank };
  for (int d = 0; d < rank; d++)
    shape.sizes[d] = sizes[d];
  return tnu_shape_dup_text (&shape);
}

static void
append_layout (GString *text, const TnsMeta *out)
{
  g_autofree char *sizes = dup_sizes (out->sizes, out->rank);
  g_autofree char *strides = dup_sizes (out->strides, out->rank);
  bool is_empty = false;
  for (int d = 0; d < out->rank; d++)
    is_empty |= out->sizes[d] == 0;
  g_string_append_printf (text, "%s%s by %s at ", text->len > 0 ? "; " : "", sizes, strides);
  if (is_empty)
    g_string_append_c (text, '-');
  else
    g_string_append_printf (text, "%" G_GINT64_FORMAT, out->offset_elems);
}

static void
test_verdicts (void)
{
  for (size_t k = 0; k < G_N_ELEMENTS (join_cases); k++)
    {
      g_autoptr (TnuJoinCall) call = parse (join_cases[k].code);
      g_autoptr (GString) layouts = g_string_new (NULL);
      g_auto (TnuJoinVerdict) verdict = { 0 };
      judge (call, &verdict);
      g_assert_cmpstr (verdict.reason, ==, NULL);
      for (int piece = 0; piece < verdict.n_outs; piece++)
        append_layout (layouts, &verdict.outs[piece]);
      g_assert_cmpstr (layouts->str, ==, join_cases[k].layouts);
    }
}

static void
test_errors (void)
{
  for (size_t k = 0; k < G_N_ELEMENTS (join_errors); k++)
    {
      g_autoptr (TnuJoinCall) call = parse (join_errors[k].code);
      g_auto (TnuJoinVerdict) verdict = { 0 };
      g_auto (TnuJoinPlan) plan = { 0 };
      judge (call, &verdict);
      tnu_join_plan_init (&plan, call);
      g_assert_cmpstr (verdict.reason, ==, join_errors[k].words);
      g_assert_cmpint (plan.trouble != TNU_JOIN_FITS, ==, !verdict.is_name_error);
    }
}

/* What is offered is legal to PyTorch too, and leaves the line as it is but for the fix. */
static void
test_fixes_fit (void)
{
  for (size_t k = 0; k < G_N_ELEMENTS (join_errors); k++)
    {
      g_autoptr (TnuJoinCall) call = parse (join_errors[k].code);
      g_autoptr (GPtrArray) fixes = tnu_join_fixes_new (call, 5);
      for (guint f = 0; f < fixes->len; f++)
        {
          const TnuJoinFix *fix = fixes->pdata[f];
          g_auto (TnuJoinVerdict) verdict = { 0 };
          judge (fix->call, &verdict);
          g_test_message ("  %s: %s", fix->label, fix->words);
          g_assert_true (verdict.reason == NULL || verdict.is_name_error);
          for (int d = 0; d < fix->result.rank; d++)
            g_assert_cmpint (verdict.outs[0].sizes[d], ==, fix->result.sizes[d]);
        }
    }
}

static char *
dup_fixes (const char *code)
{
  g_autoptr (TnuJoinCall) call = parse (code);
  g_autoptr (GPtrArray) fixes = tnu_join_fixes_new (call, 5);
  GString *text = g_string_new (NULL);
  for (guint k = 0; k < fixes->len; k++)
    g_string_append_printf (text, "%s%s", k > 0 ? " | " : "",
                            ((TnuJoinFix *) fixes->pdata[k])->label);
  return g_string_free (text, FALSE);
}

static void
test_fixes_ranked (void)
{
  static const char *const cases[][2] = {
    { "y = torch.stack([a, c])", "cat, dim=1 | without c" },
    { "y = torch.stack([a, d])", "cat | without d" },
    { "y = torch.cat([a, c])", "dim=1 | without c" },
    { "y = torch.cat([a, v])", "v.unsqueeze(0) | without v" },
    { "y = torch.cat([p, a])", "a.unsqueeze(0) | without a" },
    { "y = torch.cat([d, c.reshape(4, 2)])", "dim=1 | without c.reshape(4, 2)" },
    { "y = torch.cat([d, a.reshape(1, 6)])",
      "a.reshape(-1, 3) | without a.reshape(1, 6)" },
    { "y = torch.cat([s, t])", "stack | hstack" },
    { "y = torch.cat([a, b], dim=2)", "dim=1 | dim=0" },
    { "y = torch.vstack([a, c])", "hstack | without c" },
    { "n = x.split([1, 1])", "[1, 1, 3] | [1, 4] | 3 | 1" },
    { "n = x.split([3, 3])", "[3, 2] | 3 | 1" },
    { "n = x.split(0)", "3 | 1" },
    { "n = x.split(2, dim=2)", "dim=1 | dim=0" },
    { "n = x.chunk(0)", "2 | 1" },
    { "y = torch.stack([a, b])", "" },
  };
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autofree char *fixes = dup_fixes (cases[k][0]);
      g_assert_cmpstr (fixes, ==, cases[k][1]);
    }
}

/* ---- lines ---- */

static void
test_lines (void)
{
  static const char *const cases[][2] = {
    { "y = torch.stack((a, b), 0)", "y = torch.stack([a, b])" },
    { " y=torch.cat( [ a ,b.T ] , dim = -1 ) ", "y = torch.cat([a, b.T], dim=-1)" },
    { "f, g = torch.split(x, [1, 4], dim=0)", "f, g = x.split([1, 4])" },
    { "(f, g) = torch.chunk(input=x, chunks=2, dim=1)", "f, g = x.chunk(2, dim=1)" },
    { "f, = x.split(9)", "f, = x.split(9)" },
    { "n = x.tensor_split((1, 3), -1)", "n = x.tensor_split([1, 3], dim=-1)" },
    { "n = x.tensor_split([2])", "n = x.tensor_split([2])" },
    { "n = x.unbind(dim=1)", "n = x.unbind(dim=1)" },
    { "y = torch.row_stack([v, w.unsqueeze(0)])", "y = torch.vstack([v, w.unsqueeze(0)])" },
  };
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autoptr (TnuJoinCall) call = parse (cases[k][0]);
      g_autofree char *code = tnu_join_call_dup_code (call);
      g_assert_cmpstr (code, ==, cases[k][1]);
    }
}

static void
test_unreadable (void)
{
  static const char *const lines[] = {
    "", "torch.stack([a, b])", "y = torch.stack(a, b)", "y = torch.stack([a, unknown])",
    "y = torch.sum([a, b])", "y = a.stack([b])", "f, g = torch.stack([a, b])",
    "y = torch.vstack([a, b], dim=1)", "y = x.split(1.5)", "y = x.split()", "2 = x.split(2)",
    "y = torch.cat([a, b], dim=i)", "y = x.chunk([1, 2])", "y == x.split(2)",
    "y = torch.cat([a, v.reshape(2, 2)])", "y = torch.cat([a, b]", "y = x.unbind(0, 1)",
    "y = x.tensor_split()",
  };
  for (size_t k = 0; k < G_N_ELEMENTS (lines); k++)
    {
      g_autofree char *reason = NULL;
      g_test_message ("%s", lines[k]);
      g_assert_null (tnu_join_call_parse (lines[k], &names, &reason));
      g_assert_nonnull (reason);
    }
}

static void
test_cuts (void)
{
  static const struct
  {
    const char *line, *after;
  } cases[] = {
    { "n = x.split(3)", "n = x.split([1, 4])" },
    { "n = x.chunk(2)", "n = x.split([1, 4])" },
    { "n = x.tensor_split(2)", "n = x.tensor_split([1])" },
  };
  const gint64 sizes[] = { 1, 4 };
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autoptr (TnuJoinCall) call = parse (cases[k].line);
      tnu_join_call_cut (call, sizes, 2);
      g_autofree char *code = tnu_join_call_dup_code (call);
      g_assert_cmpstr (code, ==, cases[k].after);
    }
}

static void
test_names (void)
{
  g_autoptr (TnuJoinCall) call = parse ("n = x.split(2)");
  tnu_join_call_choose_targets (call, 3, &names);
  g_autofree char *three = tnu_join_call_dup_targets (call);
  g_assert_cmpstr (three, ==, "x0, x1, x2");
  tnu_join_call_choose_targets (call, 1, &names);
  g_autofree char *one = tnu_join_call_dup_targets (call);
  g_assert_cmpstr (one, ==, "x0,");
  tnu_join_call_choose_targets (call, 40, &names);
  g_autofree char *many = tnu_join_call_dup_targets (call);
  g_assert_cmpstr (many, ==, "x_parts");
  g_assert_false (call->is_unpacked);
}

/* ---- words ---- */

static void
test_words (void)
{
  static const struct
  {
    const char *line;
    gint64 dim;
    const char *words;
  } cases[] = {
    { "y = torch.stack([a, b])", 0,
      "dim 0: the new axis i comes in front of j: place 0 on it is a" },
    { "y = torch.stack([a, b])", 1, "dim 1: the new axis j opens between i and k" },
    { "y = torch.stack([a, b])", 2,
      "dim 2: the new axis k comes behind the last axis: numbers of the same place stand side by "
      "side" },
    { "y = torch.stack([a, b])", -1,
      "−1 counts from behind: here it is dim 2, behind the last axis" },
    { "y = torch.stack([a, b])", -2, "−2 counts from behind: here it is dim 1, between i and k" },
    { "y = torch.stack([a, b])", 3, "there is no dim 3: they go from −3 to 2" },
    { "y = torch.cat([a, b])", 0, "dim 0: blocks follow below each other, i grows: 2 + 2 = 4" },
    { "y = torch.cat([a, b])", 1, "dim 1: blocks follow side by side, j grows" },
    { "y = torch.cat([a, b])", -1, "−1 counts from behind: here it is dim 1, the last axis j" },
    { "n = x.split(2)", 0, "dim 0: cuts go across i: 5 = 2 + 2 + 1" },
    { "n = x.unbind()", 0, "dim 0: i goes away, a tensor for each of its 5 places" },
  };
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autoptr (TnuJoinCall) call = parse (cases[k].line);
      g_auto (TnuJoinPlan) plan = { 0 };
      tnu_join_plan_init (&plan, call);
      g_autofree char *marked = tnu_join_dup_dim_words (&plan, call, cases[k].dim);
      g_autofree char *plain = tnu_join_words_dup_plain (marked);
      g_assert_cmpstr (plain, ==, cases[k].words);
    }
}

static void
test_trouble (void)
{
  static const char *const cases[][3] = {
    { "y = torch.cat([a, c])", "3 ≠ 4", "along j c has another size: only i may differ" },
    { "y = torch.cat([a, v])", "2 axes ≠ 1",
      "a and v have different numbers of axes: cat needs the same" },
    { "n = x.split([3, 3])", "3 + 3 ≠ 5", "the pieces must add up to the axis" },
    { "y = torch.cat([s, t])", NULL, "s is one number: it has no axis to join along" },
  };
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autoptr (TnuJoinCall) call = parse (cases[k][0]);
      g_auto (TnuJoinPlan) plan = { 0 };
      tnu_join_plan_init (&plan, call);
      g_autofree char *equation = tnu_join_dup_equation (&plan, call);
      g_autofree char *marked = tnu_join_dup_trouble_words (&plan, call);
      g_autofree char *plain = tnu_join_words_dup_plain (marked);
      g_assert_cmpstr (equation, ==, cases[k][1]);
      g_assert_cmpstr (plain, ==, cases[k][2]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/join/every-number-stands-where-pytorch-puts-it", test_places);
  g_test_add_func ("/ui/join/shapes-strides-and-offsets-are-pytorch-s", test_verdicts);
  g_test_add_func ("/ui/join/errors-are-pytorch-s", test_errors);
  g_test_add_func ("/ui/join/fixes-are-legal", test_fixes_fit);
  g_test_add_func ("/ui/join/the-least-change-comes-first", test_fixes_ranked);
  g_test_add_func ("/ui/join/lines-are-written-as-they-are-read", test_lines);
  g_test_add_func ("/ui/join/other-lines-are-refused-with-a-reason", test_unreadable);
  g_test_add_func ("/ui/join/cut-lines-become-sizes-or-places", test_cuts);
  g_test_add_func ("/ui/join/pieces-get-free-names", test_names);
  g_test_add_func ("/ui/join/every-dim-has-a-sentence", test_words);
  g_test_add_func ("/ui/join/what-does-not-fit-is-said", test_trouble);
  return g_test_run ();
}
