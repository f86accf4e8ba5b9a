/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* How products are written and how an equation becomes one. Results are those of PyTorch 2.15.0
 * (CPU): torch.einsum (equation, a, b).flatten().tolist(), for a and b filled with
 * torch.arange(n) % 7 - 3. */
#include <string.h>

#include "ui/operation/matmul/einsum-form.h"
#include "ui/operation/matmul/matmul-numbers.h"
#include "ui/operation/matmul/matmul-word.h"

static TnuShape
shape_of (const char *text)
{
  TnuShape shape;
  g_assert_true (tnu_shape_parse (text, &shape));
  return shape;
}

/* ---- the line ---- */

static void
test_lines (void)
{
  static const struct
  {
    const char *code;
    TnuMatmulWord word;
    bool is_method;
    const char *equation, *operands[3];
  } cases[] = {
    { "C = A @ W.T", TNU_MATMUL_WORD_AT, false, NULL, { "A", "W.T" } },
    { "C = torch.matmul(A, B)", TNU_MATMUL_WORD_MATMUL, false, NULL, { "A", "B" } },
    { "C = torch.bmm(A, B.mT)", TNU_MATMUL_WORD_BMM, false, NULL, { "A", "B.mT" } },
    { "C = torch.mm(A, B.reshape(4, 3))",
      TNU_MATMUL_WORD_MM,
      false,
      NULL,
      { "A", "B.reshape(4, 3)" } },
    { "C = torch.mv(A, v)", TNU_MATMUL_WORD_MV, false, NULL, { "A", "v" } },
    { "C = torch.dot(u, v)", TNU_MATMUL_WORD_DOT, false, NULL, { "u", "v" } },
    { "C = torch.outer(u, v)", TNU_MATMUL_WORD_OUTER, false, NULL, { "u", "v" } },
    { "C = A.matmul(B)", TNU_MATMUL_WORD_MATMUL, true, NULL, { "A", "B" } },
    { "C = A.reshape(4, 3).mm(B.T)", TNU_MATMUL_WORD_MM, true, NULL, { "A.reshape(4, 3)", "B.T" } },
    { "C = A.mT.bmm(B)", TNU_MATMUL_WORD_BMM, true, NULL, { "A.mT", "B" } },
    { "C = torch.einsum('ik,kj->ij', A, B)",
      TNU_MATMUL_WORD_EINSUM,
      false,
      "ik,kj->ij",
      { "A", "B" } },
    { "C = torch.einsum('ii->i', A)", TNU_MATMUL_WORD_EINSUM, false, "ii->i", { "A" } },
    { "C = torch.einsum('ij,jk,kl->il', A, B.T, D)",
      TNU_MATMUL_WORD_EINSUM,
      false,
      "ij,jk,kl->il",
      { "A", "B.T", "D" } },
  };
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_auto (TnuMatmulLine) line = { 0 };
      g_assert_true (tnu_matmul_line_parse (&line, cases[k].code));
      g_assert_cmpint (line.word, ==, cases[k].word);
      g_assert_cmpint (line.is_method, ==, cases[k].is_method);
      g_assert_cmpstr (line.target, ==, "C");
      g_assert_cmpstr (line.equation, ==, cases[k].equation);
      for (int o = 0; o < line.n_operands; o++)
        g_assert_cmpstr (line.operands[o], ==, cases[k].operands[o]);
      g_assert_true (line.n_operands == 3 || cases[k].operands[line.n_operands] == NULL);
      TnuMatmulForm form = { line.word, line.is_method, line.equation };
      g_autofree char *right
          = tnu_matmul_form_dup_code (&form, (const char *const *)line.operands, line.n_operands);
      g_assert_cmpstr (right, ==, cases[k].code + strlen ("C = "));
    }
}

static void
test_other_lines (void)
{
  static const char *const lines[] = {
    "C = A * B",
    "C = torch.mm(A)",
    "C = torch.mm(A, B, C)",
    "C = torch.add(A, B)",
    "C = torch.einsum(A, B)",
    "C = torch.mm('ik,kj', A, B)",
    "torch.mm(A, B)",
    "C = A.mm(B, D)",
    "C = A.einsum('ij->ji')",
    "C = A @ B @ D",
    "C = A.mm()",
    "A == A @ B",
    "C = torch.einsum(',,,,,->', A, A, A, A, A, A)",
  };
  for (size_t k = 0; k < G_N_ELEMENTS (lines); k++)
    {
      TnuMatmulLine line;
      g_test_message ("%s", lines[k]);
      g_assert_false (tnu_matmul_line_parse (&line, lines[k]));
    }
}

/* As PyTorch: "batch1 must be a 3D tensor", "mm: self must be a matrix, got 3-D tensor", "vector +
 * matrix @ vector expected, got 1, 2, 2", "1D tensors expected, but got 2D and 1D tensors", "outer:
 * Expected 1-D argument self, but got 2-D". */
static void
test_what_words_take (void)
{
  TnuShape v = shape_of ("4"), m = shape_of ("3, 4"), s = shape_of ("2, 3, 4"),
           t = shape_of ("3, 4, 5");
  g_assert_true (tnu_matmul_word_takes (TNU_MATMUL_WORD_AT, &s, &v));
  g_assert_false (tnu_matmul_word_takes (TNU_MATMUL_WORD_BMM, &m, &m));
  g_assert_false (tnu_matmul_word_takes (TNU_MATMUL_WORD_BMM, &s, &t));
  g_assert_true (tnu_matmul_word_takes (TNU_MATMUL_WORD_BMM, &s, &s));
  g_assert_false (tnu_matmul_word_takes (TNU_MATMUL_WORD_MM, &s, &m));
  g_assert_true (tnu_matmul_word_takes (TNU_MATMUL_WORD_MM, &m, &m));
  g_assert_false (tnu_matmul_word_takes (TNU_MATMUL_WORD_MV, &m, &m));
  g_assert_true (tnu_matmul_word_takes (TNU_MATMUL_WORD_MV, &m, &v));
  g_assert_false (tnu_matmul_word_takes (TNU_MATMUL_WORD_DOT, &m, &v));
  g_assert_false (tnu_matmul_word_takes (TNU_MATMUL_WORD_OUTER, &m, &v));
  g_assert_true (tnu_matmul_word_takes (TNU_MATMUL_WORD_OUTER, &v, &v));
}

/* ---- equations that are products ---- */

static double *
fill (const TnuShape *shape)
{
  gint64 n = tnu_shape_count (shape);
  double *numbers = g_new (double, MAX (n, 1));
  for (gint64 k = 0; k < n; k++)
    numbers[k] = (double)(k % 7 - 3);
  return numbers;
}

/* The numbers of the picture's product, put back in the order of the result. */
static char *
multiply (const char *equation, const char *first, const char *second, const char *result)
{
  TnuShape a = shape_of (first), b = shape_of (second), out = shape_of (result), stood_a, stood_b;
  TnuEinsumForm form;
  TnuMatmulPlan plan;
  tnu_einsum_form_init (&form, equation, &a, &b);
  g_assert_true (form.is_product);
  g_assert_true (tnu_turn_apply (&form.a, &a, &stood_a));
  g_assert_true (tnu_turn_apply (&form.b, &b, &stood_b));
  tnu_matmul_plan_init (&plan, &stood_a, &stood_b);
  g_assert_cmpint (plan.verdict, ==, TNU_MATMUL_FITS);
  g_autofree double *numbers_a = fill (&a), *numbers_b = fill (&b);
  g_autoptr (TnuMatmulNumbers) numbers
      = tnu_matmul_numbers_compute (&plan, tnu_turn_apply_to_numbers (&form.a, &a, numbers_a),
                                    tnu_turn_apply_to_numbers (&form.b, &b, numbers_b), NULL);
  gint64 n = tnu_shape_count (&out);
  g_autofree double *c = g_new0 (double, MAX (n, 1));
  for (gint64 k = 0; k < n; k++)
    c[tnu_turn_find_source (&form.c, &out, k)] = numbers->c[k];
  GString *text = g_string_new (NULL);
  for (gint64 k = 0; k < n; k++)
    g_string_append_printf (text, "%s%g", k > 0 ? " " : "", c[k] + 0);
  return g_string_free (text, FALSE);
}

static void
test_products (void)
{
  static const struct
  {
    const char *equation, *a, *b, *result, *numbers;
  } cases[] = {
    { "ik,kj->ij", "2, 3", "3, 2", "2, 2", "10 4 1 4" },
    { "ik,kj->ji", "2, 3", "3, 2", "2, 2", "10 1 4 4" },
    { "ik, kj", "2, 3", "3, 2", "2, 2", "10 4 1 4" },
    { "ki,jk->ij", "3, 2", "2, 3", "2, 2", "10 1 4 4" },
    { "bik,bkj->bij", "2, 2, 2", "2, 2, 2", "2, 2, 2", "11 6 3 2 7 -4 -6 15" },
    { "ikb,kjb->jbi", "2, 2, 2", "2, 2, 2", "2, 2, 2", "8 0 4 -10 0 8 0 9" },
    { "abk,k->ab", "2, 2, 3", "3", "2, 2", "14 -4 -1 2" },
    { "ijkl,lk->ij", "2, 1, 2, 2", "2, 2", "2, 1", "13 -11" },
    { "i,j->ij", "2", "3", "2, 3", "9 6 3 6 4 2" },
    { "i,i->", "3", "3", "()", "14" },
  };
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autofree char *numbers
          = multiply (cases[k].equation, cases[k].a, cases[k].b, cases[k].result);
      g_test_message ("%s", cases[k].equation);
      g_assert_cmpstr (numbers, ==, cases[k].numbers);
    }
}

/* Legal in PyTorch, but other sums than those of rows and columns. */
static void
test_no_products (void)
{
  static const struct
  {
    const char *equation, *a, *b;
  } cases[] = {
    { "ii,ij->j", "2, 2", "2, 2" },      /* a diagonal */
    { "ij,jk->k", "2, 2", "2, 2" },      /* summed in one alone */
    { "ij,ij->ij", "2, 2", "2, 2" },     /* nothing is summed */
    { "ik,kj->ij", "2, 1", "3, 2" },     /* a 1 that is repeated */
    { "...k,kj->...j", "2, 3", "3, 2" }, /* dims without letters */
  };
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      TnuShape a = shape_of (cases[k].a), b = shape_of (cases[k].b);
      TnuEinsumForm form;
      tnu_einsum_form_init (&form, cases[k].equation, &a, &b);
      g_test_message ("%s", cases[k].equation);
      g_assert_false (form.is_product);
    }
}

static void
test_letters (void)
{
  TnuShape a = shape_of ("2, 3, 4"), b = shape_of ("2, 4, 5");
  TnuEinsumForm form;
  tnu_einsum_form_init (&form, "bqd,bdk->bqk", &a, &b);
  g_assert_cmpint (tnu_einsum_form_get_mark (&form, 'b'), ==, '0');
  g_assert_cmpint (tnu_einsum_form_get_mark (&form, 'q'), ==, 'i');
  g_assert_cmpint (tnu_einsum_form_get_mark (&form, 'k'), ==, 'j');
  g_assert_cmpint (tnu_einsum_form_get_mark (&form, 'd'), ==, 'k');
  g_assert_cmpint (tnu_einsum_form_get_mark (&form, ','), ==, '\0');
  g_autofree char *words = tnu_einsum_form_dup_words (&form, "Q", "K");
  g_assert_cmpstr (words, ==,
                   "~0b|\u00a0(2): batch: in both and kept\n~iq|\u00a0(3): kept from Q: the rows"
                   "\n~kd|\u00a0(4): in both, not kept: summed away"
                   "\n~jk|\u00a0(5): kept from K: the columns");
}

static void
test_own_equation (void)
{
  static const struct
  {
    const char *a, *b, *equation;
  } cases[] = {
    { "3, 4", "4, 5", "ik,kj->ij" },      { "4", "4", "i,i->" },  { "3, 4", "4", "ij,j->i" },
    { "2, 3, 4", "4, 5", "ijl,lk->ijk" }, { "()", "3", ",i->i" },
  };
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      TnuShape a = shape_of (cases[k].a), b = shape_of (cases[k].b);
      TnuMatmulPlan plan;
      tnu_matmul_plan_init (&plan, &a, &b);
      g_autofree char *equation = tnu_einsum_dup_equation (&plan);
      g_assert_cmpstr (equation, ==, cases[k].equation);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/einsum/lines-are-read-and-written", test_lines);
  g_test_add_func ("/ui/einsum/other-lines-are-left-alone", test_other_lines);
  g_test_add_func ("/ui/einsum/words-take-what-pytorch-takes", test_what_words_take);
  g_test_add_func ("/ui/einsum/products-have-the-numbers-of-pytorch", test_products);
  g_test_add_func ("/ui/einsum/what-is-no-product-is-told", test_no_products);
  g_test_add_func ("/ui/einsum/letters-say-what-they-do", test_letters);
  g_test_add_func ("/ui/einsum/a-product-has-its-equation", test_own_equation);
  return g_test_run ();
}
