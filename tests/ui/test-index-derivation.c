/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Index expressions against real PyTorch 2.15.0 on CPU. The expectations were printed there:
 *   x = (arange(24.) - 12).reshape(4, 6); z = arange(24.).reshape(2, 3, 4); s = tensor(3.);
 *   v = arange(5.); t = z.permute(2, 0, 1)
 *   list (r.shape), "stride", r.stride (), "offset", r.storage_offset () for views, r.flatten () */
#include "ui/operation/index/index-parse.h"
#include "ui/operation/index/index-words.h"

typedef struct
{
  char tensor;
  const char *text;
  const char *expected;
} Case;

/* What has a name; its items are lent when the index is read. */
typedef struct
{
  TnuIndexTensor tensor;
  gint64 items[24];
} Named;

/* clang-format off */
static const Case cases[] = {
  { 'x', "1:3, ::2", "[2, 3] stride [6, 2] offset 6 : -6 -4 -2 0 2 4" },
  { 'x', "1:, ::2, None", "[3, 3, 1] stride [6, 2, 1] offset 6 : -6 -4 -2 0 2 4 6 8 10" },
  { 'x', "-2:, -1", "[2] stride [6] offset 17 : 5 11" },
  { 'x', "5", "IndexError: index 5 is out of bounds for dimension 0 with size 4" },
  { 'x', "-5", "IndexError: index -5 is out of bounds for dimension 0 with size 4" },
  { 'x', "0, 0, 0", "IndexError: too many indices for tensor of dimension 2" },
  { 'x', "1, 2", "[] stride [] offset 8 : -4" },
  { 'x', "..., 0", "[4] stride [6] offset 0 : -12 -6 0 6" },
  { 'x', "None",
    "[1, 4, 6] stride [24, 6, 1] offset 0 : -12 -11 -10 -9 -8 -7 -6 -5 -4 -3 -2 -1 ..." },
  { 'x', "::-1", "ValueError: step must be greater than zero" },
  { 'x', "::0", "ValueError: slice step cannot be zero" },
  { 'x', "3:1", "[0, 6] stride [6, 1] offset 18 :" },
  { 'x', "10:", "[0, 6] stride [6, 1] offset 24 :" },
  { 'x', "-100:100:3", "[2, 6] stride [18, 1] offset 0 : -12 -11 -10 -9 -8 -7 6 7 8 9 10 11" },
  { 'x', "0:1:5", "[1, 6] stride [30, 1] offset 0 : -12 -11 -10 -9 -8 -7" },
  { 'x', "[2, 0, 0]", "[3, 6] copy : 0 1 2 3 4 5 -12 -11 -10 -9 -8 -7 ..." },
  { 'x', "[2, 9]", "IndexError: index 9 is out of bounds for dimension 0 with size 4" },
  { 'x', "[2, -9]", "IndexError: index -9 is out of bounds for dimension 0 with size 4" },
  { 'x', ":, [5, 5, 0]", "[4, 3] copy : -7 -7 -12 -1 -1 -6 5 5 0 11 11 6" },
  { 'x', "[0, 1], [2, 3]", "[2] copy : -10 -3" },
  { 'x', "[0, 1], [2, 3, 4]",
    "IndexError: shape mismatch: indexing tensors could not be broadcast together with "
    "shapes [2], [3]" },
  { 'x', "[0, 1], [2]", "[2] copy : -10 -4" },
  { 'z', "[0, 1], :, [2, 3]", "[2, 3] copy : 2 6 10 15 19 23" },
  { 'z', "[0, 1], 0, [2, 3]", "[2] copy : 2 15" },
  { 'z', ":, [0, 2], [1, 3]", "[2, 2] copy : 1 11 13 23" },
  { 'z', "0, :, [1, 3]", "[3, 2] copy : 1 3 5 7 9 11" },
  { 'z', "[0, 1], None, [1, 2]", "[2, 1, 4] copy : 4 5 6 7 20 21 22 23" },
  { 'z', ":, [0], None", "[2, 1, 1, 4] copy : 0 1 2 3 12 13 14 15" },
  { 'x', "x > 5", "[6] copy : 6 7 8 9 10 11" },
  { 'x', "x > 50", "[0] copy :" },
  { 'x', "x != 5", "[23] copy : -12 -11 -10 -9 -8 -7 -6 -5 -4 -3 -2 -1 ..." },
  { 'x', "x <= -7.5", "[5] copy : -12 -11 -10 -9 -8" },
  { 'z', "z == 5", "[1] copy : 5" },
  { 'x', "[True, False, True, False]", "[2, 6] copy : -12 -11 -10 -9 -8 -7 0 1 2 3 4 5" },
  { 'x', "[True, False, True]",
    "IndexError: The shape of the mask [3] at index 0 does not match the shape of the "
    "indexed tensor [4, 6] at index 0" },
  { 'x', ":, [True, False, True]",
    "IndexError: The shape of the mask [3] at index 0 does not match the shape of the "
    "indexed tensor [4, 6] at index 1" },
  { 'x', "torch.tensor([[True, False], [False, True]])",
    "IndexError: The shape of the mask [2, 2] at index 0 does not match the shape of the "
    "indexed tensor [4, 6] at index 0" },
  { 'z', "..., torch.tensor([[True, False, False, True], [True, False, False, True], "
         "[False, False, False, True]])",
    "[2, 5] copy : 0 3 4 7 11 12 15 16 19 23" },
  { 'z', "0, torch.tensor([[True, False, False, True], [True, False, False, True], "
         "[False, False, False, True]])",
    "[5] copy : 0 3 4 7 11" },
  { 'z', ":, torch.tensor([[True, True], [False, False]])",
    "IndexError: The shape of the mask [2, 2] at index 0 does not match the shape of the "
    "indexed tensor [2, 3, 4] at index 1" },
  { 'x', "[]", "[0, 6] copy :" },
  { 'x', ":, []", "[4, 0] copy :" },
  { 'x', "...", "[4, 6] stride [6, 1] offset 0 : -12 -11 -10 -9 -8 -7 -6 -5 -4 -3 -2 -1 ..." },
  { 'x', ":", "[4, 6] stride [6, 1] offset 0 : -12 -11 -10 -9 -8 -7 -6 -5 -4 -3 -2 -1 ..." },
  { 'x', "x > 5, 0", "IndexError: too many indices for tensor of dimension 2" },
  { 'x', ":, x > 5", "IndexError: too many indices for tensor of dimension 2" },
  { 'x', "torch.tensor([2, 0])", "[2, 6] copy : 0 1 2 3 4 5 -12 -11 -10 -9 -8 -7" },
  { 'x', "1, [0, 2]", "[2] copy : -6 -4" },
  { 'z', "1:, 2, [0, 2], None", "[1, 2, 1] copy : 20 22" },
  { 'x', "7, 1:", "IndexError: index 7 is out of bounds for dimension 0 with size 4" },
  { 'x', "1:3, 9", "IndexError: index 9 is out of bounds for dimension 1 with size 6" },
  { 'x', "[-1, 0]", "[2, 6] copy : 6 7 8 9 10 11 -12 -11 -10 -9 -8 -7" },
  { 'x', "9:2:3, None, ..., 1::2", "[0, 1, 3] stride [18, 6, 2] offset 25 :" },
  { 's', "0",
    "IndexError: invalid index of a 0-dim tensor. Use `tensor.item()` in Python or "
    "`tensor.item<T>()` in C++ to convert a 0-dim tensor to a number" },
  { 's', "None", "[1] stride [1] offset 0 : 3" },
  { 's', "...", "[] stride [] offset 0 : 3" },
  { 's', ":", "IndexError: slice() cannot be applied to a 0-dim tensor." },
  { 's', "0, 0", "IndexError: too many indices for tensor of dimension 0" },
  { 'x', "[0, 0], :, None", "[2, 6, 1] copy : -12 -11 -10 -9 -8 -7 -12 -11 -10 -9 -8 -7" },
  { 'x', "None, [0, 0]", "[1, 2, 6] copy : -12 -11 -10 -9 -8 -7 -12 -11 -10 -9 -8 -7" },
  { 'z', "[True, False], :, [0, 1]", "[2, 3] copy : 0 4 8 1 5 9" },
  { 'z', "[True, True], :, [0, 1]", "[2, 3] copy : 0 4 8 13 17 21" },
  { 'z', "[True, True, True], :, [0, 1]",
    "IndexError: The shape of the mask [3] at index 0 does not match the shape of the "
    "indexed tensor [2, 3, 4] at index 0" },
  { 'x', "[0, 1], [True, True, True, False, False, False]",
    "IndexError: shape mismatch: indexing tensors could not be broadcast together with "
    "shapes [2], [3]" },
  { 'x', "None, 9", "IndexError: index 9 is out of bounds for dimension 1 with size 4" },
  { 'x', "1, [9]", "IndexError: index 9 is out of bounds for dimension 0 with size 6" },
  { 'z', "None, :, 7, 9", "IndexError: index 7 is out of bounds for dimension 2 with size 3" },
  { 'z', ":, [1], [9]", "IndexError: index 9 is out of bounds for dimension 1 with size 4" },
  { 'z', "None, :, [3]", "IndexError: index 3 is out of bounds for dimension 0 with size 3" },
  { 'z', "0, [True, False], :",
    "IndexError: The shape of the mask [2] at index 0 does not match the shape of the "
    "indexed tensor [3, 4] at index 0" },
  { 'z', "None, [True, True, True]",
    "IndexError: The shape of the mask [3] at index 0 does not match the shape of the "
    "indexed tensor [1, 2, 3, 4] at index 1" },
  { 'x', "1, None, 2:", "[1, 4] stride [6, 1] offset 8 : -4 -3 -2 -1" },
  { 'x', ":, None, 1", "[4, 1] stride [6, 6] offset 1 : -11 -5 1 7" },
  { 'x', "[9], 9", "IndexError: index 9 is out of bounds for dimension 1 with size 6" },
  { 'x', "9, [9]", "IndexError: index 9 is out of bounds for dimension 0 with size 4" },
  { 'x', "[0], []", "[0] copy :" },
  { 'x', "..., [1, 2]", "[4, 2] copy : -11 -10 -5 -4 1 2 7 8" },
  { 'v', "1:4:2", "[2] stride [2] offset 1 : 1 3" },
  { 'v', "-1", "[] stride [] offset 4 : 4" },
  { 'v', "-3:-1", "[2] stride [1] offset 2 : 2 3" },
  { 'v', "[4, 4]", "[2] copy : 4 4" },
  { 't', "1:, None, 0", "[3, 1, 3] stride [1, 24, 4] offset 1 : 1 5 9 2 6 10 3 7 11" },
  { 't', "::2, :, 1:", "[2, 2, 2] stride [2, 12, 4] offset 4 : 4 8 16 20 6 10 18 22" },
  { 't', "t > 20", "[3] copy : 21 22 23" },
  { 'x', "1:99999999999999999999",
    "[3, 6] stride [6, 1] offset 6 : -6 -5 -4 -3 -2 -1 0 1 2 3 4 5 ..." },
};

#include "tests/ui/index-cases.h"
/* clang-format on */

typedef struct
{
  char name;
  TnuIndexSource source;
} Tensor;

static double values[5][24];

static const Tensor tensors[] = {
  { 'x', { 2, { 4, 6 }, { 6, 1 }, 0, values[0] } },
  { 'z', { 3, { 2, 3, 4 }, { 12, 4, 1 }, 0, values[1] } },
  { 's', { 0, { 0 }, { 0 }, 0, values[2] } },
  { 'v', { 1, { 5 }, { 1 }, 0, values[3] } },
  { 't', { 3, { 4, 2, 3 }, { 1, 12, 4 }, 0, values[4] } },
};

static void
fill_values (void)
{
  for (int k = 0; k < 24; k++)
    {
      values[0][k] = k - 12;
      values[1][k] = values[3][k] = k;
      values[4][k] = (k / 6) + 12 * (k / 3 % 2) + 4 * (k % 3);
    }
  values[2][0] = 3;
}

static TnuIndexTensor lent[G_N_ELEMENTS (named)];

/* A tensor under a name of its own, and all names with it. */
static TnuIndexSource
get_source (const TnuIndexSource *tensor)
{
  TnuIndexSource source = *tensor;
  for (gsize k = 0; k < G_N_ELEMENTS (named); k++)
    {
      lent[k] = named[k].tensor;
      lent[k].items = named[k].items;
    }
  source.dtype = TNK_FLOAT32;
  source.tensors = lent;
  source.n_tensors = G_N_ELEMENTS (lent);
  return source;
}

static const TnuIndexSource *
find_tensor (char name)
{
  for (gsize k = 0; k < G_N_ELEMENTS (tensors); k++)
    if (tensors[k].name == name)
      return &tensors[k].source;
  g_assert_not_reached ();
}

static void
append_numbers (GString *text, const gint64 *numbers, int n)
{
  g_string_append_c (text, '[');
  for (int k = 0; k < n; k++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, k > 0 ? ", " : "", numbers[k]);
  g_string_append_c (text, ']');
}

/* The place in the result of its @flat-th element. */
static void
unravel (const TnuIndexResult *result, gint64 flat, gint64 *at)
{
  for (int d = result->rank - 1; d >= 0; d--)
    {
      at[d] = flat % result->sizes[d];
      flat /= result->sizes[d];
    }
}

static double
read_element (const TnuIndexSource *source, const gint64 *at)
{
  gint64 flat = 0;
  for (int d = 0; d < source->rank; d++)
    {
      g_assert_cmpint (at[d], >=, 0);
      g_assert_cmpint (at[d], <, source->sizes[d]);
      flat = flat * source->sizes[d] + at[d];
    }
  return source->values[flat];
}

static char *
dup_description (const TnuIndexSource *source, const TnuIndexResult *result)
{
  GString *text = g_string_new (NULL);
  gint64 n = tnu_index_result_count (result);
  append_numbers (text, result->sizes, result->rank);
  if (result->is_view)
    {
      g_string_append (text, " stride ");
      append_numbers (text, result->strides, result->rank);
      g_string_append_printf (text, " offset %" G_GINT64_FORMAT, result->offset);
    }
  else
    g_string_append (text, " copy");
  g_string_append (text, " :");
  for (gint64 k = 0; k < MIN (n, 12); k++)
    {
      gint64 at[TNU_INDEX_MAX_RESULT], from[TNU_INDEX_MAX_RANK];
      unravel (result, k, at);
      tnu_index_result_locate (result, at, from);
      g_string_append_printf (text, " %g", read_element (source, from));
    }
  if (n > 12)
    g_string_append (text, " ...");
  return g_string_free (text, FALSE);
}

static void
assert_case (const Case *it)
{
  TnuIndexSource source = get_source (find_tensor (it->tensor));
  const char name[] = { it->tensor, '\0' };
  g_auto (TnuIndex) index = { 0 };
  g_auto (TnuIndexResult) result = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *got = NULL;
  g_test_message ("%c[%s]", it->tensor, it->text);
  g_assert_true (tnu_index_parse (it->text, name, &index, NULL));
  tnu_index_bind (&index, source.tensors, source.n_tensors);
  if (tnu_index_derive (&index, &source, &result, &error))
    got = dup_description (&source, &result);
  else
    got = g_strdup (error->message);
  g_assert_cmpstr (got, ==, it->expected);
}

static void
test_pytorch (void)
{
  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    assert_case (&cases[k]);
}

static void
test_names (void)
{
  for (gsize k = 0; k < G_N_ELEMENTS (named_cases); k++)
    assert_case (&named_cases[k]);
}

/* An element is found exactly where the result shows it, and nowhere else. */
static void
test_find (void)
{
  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      const TnuIndexSource *source = find_tensor (cases[k].tensor);
      const char name[] = { cases[k].tensor, '\0' };
      g_auto (TnuIndex) index = { 0 };
      g_auto (TnuIndexResult) result = { 0 };
      bool is_taken[24] = { false };
      gint64 at[TNU_INDEX_MAX_RESULT], from[TNU_INDEX_MAX_RANK], back[TNU_INDEX_MAX_RANK];
      g_assert_true (tnu_index_parse (cases[k].text, name, &index, NULL));
      if (!tnu_index_derive (&index, source, &result, NULL))
        continue;
      for (gint64 e = 0; e < tnu_index_result_count (&result); e++)
        {
          gint64 flat = 0;
          unravel (&result, e, at);
          tnu_index_result_locate (&result, at, from);
          for (int d = 0; d < source->rank; d++)
            flat = flat * source->sizes[d] + from[d];
          is_taken[flat] = true;
        }
      gint64 numel = 1;
      for (int d = 0; d < source->rank; d++)
        numel *= source->sizes[d];
      for (gint64 flat = 0; flat < numel; flat++)
        {
          gint64 rest = flat;
          for (int d = source->rank - 1; d >= 0; d--)
            {
              from[d] = rest % source->sizes[d];
              rest /= source->sizes[d];
            }
          g_test_message ("%c[%s] element %d", cases[k].tensor, cases[k].text, (int) flat);
          g_assert_cmpint (tnu_index_result_find (&result, from, at), ==, is_taken[flat]);
          if (!is_taken[flat])
            continue;
          tnu_index_result_locate (&result, at, back);
          for (int d = 0; d < source->rank; d++)
            g_assert_cmpint (back[d], ==, from[d]);
        }
    }
}

/* A comparison whose numbers are not known has a result of unknown size, which is no error. */
static void
test_unknown (void)
{
  TnuIndexSource source = *find_tensor ('x');
  g_auto (TnuIndex) index = { 0 };
  g_auto (TnuIndexResult) result = { 0 };
  source.values = NULL;
  g_assert_true (tnu_index_parse ("x > 5", "x", &index, NULL));
  g_assert_true (tnu_index_derive (&index, &source, &result, NULL));
  g_assert_cmpint (result.rank, ==, 1);
  g_assert_cmpint (tnu_index_result_count (&result), ==, -1);
  g_assert_false (result.is_view);
}

static void
assert_value (const char *text, int rank, const gint64 *sizes, const char *expected)
{
  g_auto (TnuIndex) index = { 0 };
  g_auto (TnuIndexResult) result = { 0 };
  g_autoptr (GError) error = NULL;
  g_test_message ("x[%s]", text);
  g_assert_true (tnu_index_parse (text, "x", &index, NULL));
  g_assert_true (tnu_index_derive (&index, find_tensor ('x'), &result, NULL));
  g_assert_cmpint (tnu_index_check_value (&result, sizes, rank, "Float", &error), ==,
                   expected == NULL);
  g_assert_cmpstr (error != NULL ? error->message : NULL, ==, expected);
}

/* x[…] = torch.ones (sizes) in PyTorch. */
static void
test_values (void)
{
  assert_value ("1:3", 4, (const gint64[]) { 1, 1, 1, 6 }, NULL);
  assert_value ("1:3", 2, (const gint64[]) { 2, 1 }, NULL);
  assert_value ("[0, 1]", 3, (const gint64[]) { 1, 1, 6 }, NULL);
  assert_value ("0, 0", 2, (const gint64[]) { 1, 1 }, NULL);
  assert_value ("1:3", 3, (const gint64[]) { 2, 1, 6 },
                "RuntimeError: expand(torch.FloatTensor{[2, 1, 6]}, size=[2, 6]): the number of "
                "sizes provided (2) must be greater or equal to the number of dimensions in the "
                "tensor (3)");
  assert_value ("[0, 1]", 3, (const gint64[]) { 2, 2, 6 },
                "RuntimeError: shape mismatch: value tensor of shape [2, 2, 6] cannot be broadcast "
                "to indexing result of shape [2, 6]");
  assert_value ("3:3", 2, (const gint64[]) { 3, 6 },
                "RuntimeError: The expanded size of the tensor (0) must match the existing size (3) "
                "at non-singleton dimension 0.  Target sizes: [0, 6].  Tensor sizes: [3, 6]");
  assert_value ("3:3", 1, (const gint64[]) { 2 },
                "RuntimeError: The expanded size of the tensor (6) must match the existing size (2) "
                "at non-singleton dimension 1.  Target sizes: [0, 6].  Tensor sizes: [2]");
  assert_value ("1:3, 0", 1, (const gint64[]) { 3 },
                "RuntimeError: The expanded size of the tensor (2) must match the existing size (3) "
                "at non-singleton dimension 0.  Target sizes: [2].  Tensor sizes: [3]");
}

static void
read_index (const TnuIndexSource *source, char tensor, const char *text, TnuIndex *index)
{
  const char name[] = { tensor, '\0' };
  g_test_message ("%c[%s]", tensor, text);
  g_assert_true (tnu_index_parse (text, name, index, NULL));
  tnu_index_bind (index, source->tensors, source->n_tensors);
}

static void
assert_words (char tensor, const char *text, const char *expected)
{
  TnuIndexSource source = get_source (find_tensor (tensor));
  g_auto (TnuIndex) index = { 0 };
  g_auto (TnuIndexResult) result = { 0 };
  g_autoptr (GString) words = g_string_new (NULL);
  read_index (&source, tensor, text, &index);
  g_assert_true (tnu_index_derive (&index, &source, &result, NULL));
  for (int k = 0; k < result.n_steps; k++)
    {
      g_autofree char *detail = NULL;
      g_autofree char *line
          = tnu_index_step_dup_words (&result, &result.steps[k], &index, &detail);
      g_string_append_printf (words, "%s%s%s%s", k > 0 ? " | " : "", line,
                              detail != NULL ? "; " : "", detail != NULL ? detail : "");
    }
  g_assert_cmpstr (words->str, ==, expected);
}

static void
test_words (void)
{
  assert_words ('x', "1:3, ::2",
                "rows 1, 2; 3 is the stop, left out | columns 0, 2, 4; every second one");
  assert_words ('x', "-1", "row 3; -1 counts from the end; the axis goes | all 6 columns; not "
                           "spoken of: kept");
  assert_words ('x', ":-1, None",
                "rows 0, 1, 2; -1 means 4 − 1 = 3 | a new axis of size 1; no number moves | all 6 "
                "columns; not spoken of: kept");
  assert_words ('x', "x > 5", "6 of 24 True; 2 axes become one, in row-major order");
  assert_words ('v', "[4, 4, 4, 4, 4, 0]", "places 4, 4 … 0; in this order, as often as written");
  assert_words ('x', "9:", "no row; the slice is empty, which is no error | all 6 columns; not "
                           "spoken of: kept");
}

static void
test_words_of_names (void)
{
  assert_words ('x', "idx, k",
                "rows 2, 0, 0; in the order of idx, as often as it says | column 1; the number that "
                "k holds; the axis goes");
  assert_words ('x', "rows, cols",
                "rows 0, 1; (2, 1) is spread over (2, 3) | columns 1, 3, 2; (3,) is spread over "
                "(2, 3)");
  assert_words ('x', "pair, back",
                "rows 1, 0; in the order of pair, as often as it says | columns 5, 4; read together "
                "with the list before it");
  assert_words ('z', "pair, :, back",
                "tables 1, 0; lists apart: what they make comes first | all 3 rows | columns 3, 2; "
                "read together with the list before it");
  assert_words ('x', "mask", "2 of 4 True | all 6 columns; not spoken of: kept");
}

/* Names whose numbers are not read yet have a shape all the same. */
static void
test_unread_names (void)
{
  TnuIndexSource source = get_source (find_tensor ('z'));
  g_auto (TnuIndex) index = { 0 };
  g_auto (TnuIndexResult) result = { 0 };
  g_autofree char *detail = NULL;
  for (gsize k = 0; k < G_N_ELEMENTS (lent); k++)
    lent[k].items = NULL;
  read_index (&source, 'z', "at, rows, cols", &index);
  g_assert_true (tnu_index_derive (&index, &source, &result, NULL));
  g_assert_false (tnu_index_result_has_places (&result));
  g_assert_cmpint (result.rank, ==, 2);
  g_assert_cmpint (tnu_index_result_count (&result), ==, 6);
  g_autofree char *words = tnu_index_step_dup_words (&result, &result.steps[1], &index, &detail);
  g_assert_cmpstr (words, ==, "rows that rows names");
}

/* Every pick of a place, in order, and where it lies in the result. */
static void
assert_picks (const char *text, const gint64 *at, const char *expected)
{
  TnuIndexSource source = get_source (find_tensor ('x'));
  g_auto (TnuIndex) index = { 0 };
  g_auto (TnuIndexResult) result = { 0 };
  g_autoptr (GString) picks = g_string_new (NULL);
  gint64 place[TNU_INDEX_MAX_RANK];
  read_index (&source, 'x', text, &index);
  g_assert_true (tnu_index_derive (&index, &source, &result, NULL));
  for (gint64 pick = tnu_index_result_find_pick (&result, at, -1); pick >= 0;
       pick = tnu_index_result_find_pick (&result, at, pick))
    {
      tnu_index_result_unravel_pick (&result, pick, place);
      append_numbers (picks, place, result.n_picked_dims);
    }
  g_assert_cmpstr (picks->str, ==, expected);
}

static void
test_picks (void)
{
  assert_picks ("idx", (const gint64[]) { 0, 4 }, "[1][2]");
  assert_picks ("idx", (const gint64[]) { 2, 0 }, "[0]");
  assert_picks ("idx", (const gint64[]) { 1, 0 }, "");
  assert_picks ("grid", (const gint64[]) { 1, 0 }, "[0, 1][1, 0]");
  assert_picks ("rows, cols", (const gint64[]) { 1, 3 }, "[1, 1]");
  assert_picks ("x > 9", (const gint64[]) { 3, 5 }, "[1]");
  assert_picks ("1:3", (const gint64[]) { 1, 3 }, "");
}

static void
assert_reach (char tensor, const char *text, const char *expected)
{
  TnuIndexSource source = get_source (find_tensor (tensor));
  g_auto (TnuIndex) index = { 0 };
  read_index (&source, tensor, text, &index);
  g_autofree char *reach = tnu_index_dup_reach (&index, &source);
  g_assert_cmpstr (reach, ==, expected);
}

static void
test_reach (void)
{
  assert_reach ('x', "far", "far holds 7: axis i has 4 rows, 0 to 3");
  assert_reach ('x', "mask, far", "far holds 7: axis j has 6 columns, 0 to 5");
  assert_reach ('x', "..., [2, -9]", "The list holds -9: axis j has 6 columns, 0 to 5");
  assert_reach ('z', "far_k", "far_k holds 9: axis i has 2 tables, 0 to 1");
  assert_reach ('z', "..., 9", "The index is 9: axis k has 4 columns, 0 to 3");
  assert_reach ('x', "back, idx", NULL);
  assert_reach ('x', "real", NULL);
}

static void
test_reach_of_nothing (void)
{
  const TnuIndexSource source = { .rank = 2, .sizes = { 4, 0 }, .strides = { 1, 1 } };
  g_auto (TnuIndex) index = { 0 };
  read_index (&source, 'x', ":, [0]", &index);
  g_autofree char *reach = tnu_index_dup_reach (&index, &source);
  g_assert_cmpstr (reach, ==, "The list holds 0: axis j has no columns");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fill_values ();
  g_test_add_func ("/ui/index-derivation/shapes-views-and-errors-are-pytorchs", test_pytorch);
  g_test_add_func ("/ui/index-derivation/names-stand-for-what-they-hold", test_names);
  g_test_add_func ("/ui/index-derivation/elements-are-found-where-the-result-shows-them",
                   test_find);
  g_test_add_func ("/ui/index-derivation/unread-numbers-leave-the-size-open", test_unknown);
  g_test_add_func ("/ui/index-derivation/what-is-assigned-must-broadcast", test_values);
  g_test_add_func ("/ui/index-derivation/steps-are-told-in-words", test_words);
  g_test_add_func ("/ui/index-derivation/names-are-told-in-words", test_words_of_names);
  g_test_add_func ("/ui/index-derivation/unread-names-have-a-shape", test_unread_names);
  g_test_add_func ("/ui/index-derivation/every-pick-of-a-place-is-found", test_picks);
  g_test_add_func ("/ui/index-derivation/what-goes-too-far-is-named", test_reach);
  g_test_add_func ("/ui/index-derivation/an-empty-axis-has-nothing", test_reach_of_nothing);
  return g_test_run ();
}
