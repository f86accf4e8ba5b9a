/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Einsums as sums of products. Shapes and results are those of PyTorch 2.15.0 (CPU): torch.einsum
 * (equation, …), .shape and .flatten().tolist(), for operands filled with torch.arange(n) % 7 - 3
 * in float64. */
#include "ui/operation/matmul/einsum-numbers.h"
#include "ui/operation/matmul/einsum-words.h"

typedef struct
{
  const char *equation;
  const char *operands[TNU_EINSUM_MAX_OPERANDS];
  const char *shape, *numbers;
} Case;

static const Case cases[] = {
  { "i->", { "5" }, "()", "-5" },
  { "ij->ji", { "2, 3" }, "(3, 2)", "-3 0 -2 1 -1 2" },
  { "ii->", { "3, 3" }, "()", "-4" },
  { "ii->i", { "3, 3" }, "(3,)", "-3 1 -2" },
  { "ij,j->i", { "2, 3", "3" }, "(2,)", "14 -4" },
  { "bij,bkj->bik", { "2, 2, 3", "2, 2, 3" }, "(2, 2, 2)", "14 -4 -4 5 22 -5 -5 2" },
  { "i,j->ij", { "2", "3" }, "(2, 3)", "9 6 3 6 4 2" },
  { "ij,ij->", { "2, 3", "2, 3" }, "()", "19" },
  { "ij,ij->ij", { "2, 3", "2, 3" }, "(2, 3)", "9 4 1 0 1 4" },
  { "ij,jk,kl->il", { "2, 3", "3, 2", "2, 2" }, "(2, 2)", "-34 -20 -7 -2" },
  { "...ij->...ji", { "2, 1, 3" }, "(2, 3, 1)", "-3 -2 -1 0 1 2" },
  { "...k,kj->...j", { "2, 2, 3", "3, 2" }, "(2, 2, 2)", "10 4 1 4 -8 -10 4 4" },
  { "b...,...->b", { "2, 3", "3" }, "(2,)", "14 -4" },
  { "ij", { "2, 3" }, "(2, 3)", "-3 -2 -1 0 1 2" },
  { "ba", { "2, 3" }, "(3, 2)", "-3 0 -2 1 -1 2" },
  { "ij, jk", { "2, 3", "3, 2" }, "(2, 2)", "10 4 1 4" },
  { "ij,jk->k", { "2, 3", "3, 2" }, "(2,)", "11 8" },
  { "ik,kj->ij", { "2, 1", "3, 2" }, "(2, 2)", "9 0 6 0" },
  { "i...->...", { "2, 3" }, "(3,)", "-3 -1 1" },
  { "...,...", { "2, 1", "1, 3" }, "(2, 3)", "9 6 3 6 4 2" },
  { ",i->i", { "()", "3" }, "(3,)", "9 6 3" },
  { "->", { "()" }, "()", "-3" },
  { "a,b,c,d->dcba", { "2", "1", "2", "1" }, "(1, 2, 1, 2)", "81 54 54 36" },
  { "ij->", { "0, 3" }, "()", "0" },
  { "ij,jk->ik", { "2, 0", "0, 2" }, "(2, 2)", "0 0 0 0" },
  { "Ab,bA", { "2, 2", "2, 2" }, "()", "13" },
  { "ijk,ilm,njm,nlk,abc->",
    { "1, 2, 1", "1, 1, 2", "2, 2, 2", "2, 1, 1", "1, 1, 2" },
    "()",
    "-405" },
};

static int
read_shapes (const Case *self, TnuShape *shapes)
{
  int n = 0;
  for (; n < TNU_EINSUM_MAX_OPERANDS && self->operands[n] != NULL; n++)
    g_assert_true (tnu_shape_parse (self->operands[n], &shapes[n]));
  return n;
}

static TnuEinsumPlan
plan_of (const Case *self)
{
  TnuShape shapes[TNU_EINSUM_MAX_OPERANDS];
  TnuEinsumPlan plan;
  int n = read_shapes (self, shapes);
  g_assert_true (tnu_einsum_plan_init (&plan, self->equation, shapes, n));
  return plan;
}

static TnuEinsumNumbers *
compute (const TnuEinsumPlan *plan)
{
  TnuNumbers operands[TNU_EINSUM_MAX_OPERANDS];
  for (int k = 0; k < plan->n_operands; k++)
    {
      gint64 n = tnu_shape_count (&plan->operands[k].shape);
      operands[k] = tnu_numbers_new (n, false);
      for (gint64 at = 0; at < n; at++)
        operands[k].real[at] = (double)(at % 7 - 3);
    }
  return tnu_einsum_numbers_compute (plan, operands);
}

static void
test_numbers (void)
{
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      TnuEinsumPlan plan = plan_of (&cases[k]);
      g_autoptr (TnuEinsumNumbers) numbers = compute (&plan);
      g_autofree char *shape = tnu_shape_dup_text (&plan.result.shape);
      g_autoptr (GString) text = g_string_new (NULL);
      for (gint64 at = 0; at < plan.n_results; at++)
        g_string_append_printf (text, "%s%g", at > 0 ? " " : "", numbers->result.real[at] + 0);
      g_test_message ("%s", cases[k].equation);
      g_assert_true (tnu_einsum_numbers_are_few (&plan));
      g_assert_cmpstr (shape, ==, cases[k].shape);
      g_assert_cmpstr (text->str, ==, cases[k].numbers);
    }
}

/* torch.einsum ('ij,jk->ik', z, z) for z = [[1+2j, 3-1j], [0.5j, -2]]. */
static void
test_complex (void)
{
  static const double real[] = { 1, 3, 0, -2 }, imaginary[] = { 2, -1, .5, 0 };
  static const double expected[][2] = { { -2.5, 5.5 }, { -1, 7 }, { -1, -.5 }, { 4.5, 1.5 } };
  TnuEinsumPlan plan = plan_of (&(Case){ "ij,jk->ik", { "2, 2", "2, 2" } });
  TnuNumbers operands[] = { tnu_numbers_new (4, true), tnu_numbers_new (4, true) };
  for (int k = 0; k < 8; k++)
    {
      operands[k / 4].real[k % 4] = real[k % 4];
      operands[k / 4].imaginary[k % 4] = imaginary[k % 4];
    }
  g_autoptr (TnuEinsumNumbers) numbers = tnu_einsum_numbers_compute (&plan, operands);
  for (int k = 0; k < 4; k++)
    {
      g_assert_cmpfloat (numbers->result.real[k], ==, expected[k][0]);
      g_assert_cmpfloat (numbers->result.imaginary[k], ==, expected[k][1]);
    }
}

/* 2-3-2-2: E[0, 1] = Σ over j and k of A[0, j] · B[j, k] · D[k, 1]. */
static void
test_terms (void)
{
  TnuEinsumPlan plan = plan_of (&(Case){ "ij,jk,kl->il", { "2, 3", "3, 2", "2, 2" } });
  g_autoptr (TnuEinsumNumbers) numbers = compute (&plan);
  g_autoptr (TnuTerms) terms = tnu_einsum_numbers_dup_terms (numbers, &plan, 1);
  double imaginary;
  g_assert_cmpint (terms->n, ==, 6);
  g_assert_cmpint (terms->n_factors, ==, 3);
  /* j = 1, k = 0: A[0, 1], B[1, 0], D[0, 1] */
  g_assert_cmpfloat (terms->factors.real[2], ==, -2);
  g_assert_cmpfloat (terms->factors.real[6 + 2], ==, -1);
  g_assert_cmpfloat (terms->factors.real[12 + 2], ==, -2);
  g_assert_cmpfloat (terms->products.real[2], ==, -4);
  g_assert_cmpfloat (tnu_terms_get_total (terms, &imaginary), ==, -20);
}

static char *
list_entering (const TnuEinsumPlan *plan, int operand, gint64 result)
{
  const TnuEinsumSide *side = &plan->operands[operand];
  GString *text = g_string_new (NULL);
  gint64 index[TNU_EINSUM_MAX_AXES];
  tnu_einsum_plan_get_index (plan, result, 0, index);
  for (gint64 k = 0; k < tnu_shape_count (&side->shape); k++)
    if (tnu_einsum_plan_enters (plan, side, k, index))
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, text->len > 0 ? " " : "", k);
  return g_string_free (text, FALSE);
}

static void
test_what_enters (void)
{
  TnuEinsumPlan product = plan_of (&(Case){ "ij,jk->ik", { "2, 3", "3, 2" } });
  g_autofree char *row = list_entering (&product, 0, 3), *column = list_entering (&product, 1, 3);
  g_assert_cmpstr (row, ==, "3 4 5");
  g_assert_cmpstr (column, ==, "1 3 5");
  TnuEinsumPlan trace = plan_of (&(Case){ "ii->", { "3, 3" } });
  g_autofree char *diagonal = list_entering (&trace, 0, 0);
  g_assert_cmpstr (diagonal, ==, "0 4 8");
  TnuEinsumPlan repeated = plan_of (&(Case){ "ik,kj->ij", { "2, 1", "3, 2" } });
  g_autofree char *one = list_entering (&repeated, 0, 2);
  g_assert_cmpstr (one, ==, "1");
}

static void
test_colors (void)
{
  TnuEinsumPlan plan = plan_of (&(Case){ "ij,jk,kl->il", { "2, 3", "3, 2", "2, 2" } });
  g_assert_cmpint (tnu_einsum_plan_find (&plan, 'i')->color, ==, 0);
  g_assert_cmpint (tnu_einsum_plan_find (&plan, 'l')->color, ==, 1);
  g_assert_cmpint (tnu_einsum_plan_find (&plan, 'j')->color, ==, 2);
  g_assert_cmpint (tnu_einsum_plan_find (&plan, 'k')->color, ==, 3);
  g_assert_cmpint (tnu_einsum_plan_find (&plan, 'k')->place, ==, -1);
  g_assert_cmpint (tnu_einsum_plan_get_mark (&plan, 'j'), ==, '2');
  g_assert_cmpint (tnu_einsum_plan_get_mark (&plan, ','), ==, '\0');
  TnuEinsumPlan dots = plan_of (&(Case){ "...k,kj->...j", { "2, 2, 3", "3, 2" } });
  g_assert_cmpstr (dots.axes[dots.result.axes[0]].label, ==, "…₀");
  g_assert_cmpstr (dots.axes[dots.result.axes[1]].label, ==, "…₁");
}

/* More than the picture has room for; PyTorch takes all of them. */
static void
test_too_many (void)
{
  TnuShape one[6] = { 0 };
  TnuEinsumPlan plan;
  g_assert_false (tnu_einsum_plan_init (&plan, ",,,,,->", one, 6));
  g_assert_cmpint (tnu_einsum_count_operands (",,,,,->"), ==, 6);
  g_assert_cmpint (tnu_einsum_count_operands ("ij->ji"), ==, 1);
}

static void
test_words (void)
{
  static const char *const names[] = { "A", "B", "E" };
  TnuEinsumPlan plan = plan_of (&(Case){ "iij,jk->k", { "2, 2, 3", "1, 2" } });
  g_autofree char *axes = tnu_einsum_dup_axes (&plan, names);
  g_assert_cmpstr (
      axes, ==,
      "~1i|\u00a0(2): in A only, not kept: added up; more than once in A, so only its diagonal is "
      "read\n~2j|\u00a0(3): in A and B, not kept: multiplied at the same place, then added up; 1 "
      "in "
      "B, whose number is read again\n~0k|\u00a0(2): in B and kept");
  g_autofree char *sentence = tnu_einsum_dup_sentence (&plan, names, 1, "4.5");
  g_assert_cmpstr (sentence, ==,
                   "~bE[1]\u00a0=\u00a04.5|: 6 products of 2 numbers each, added up.");
  TnuEinsumPlan turned = plan_of (&(Case){ "ij->ji", { "2, 3" } });
  static const char *const two[] = { "A", "E" };
  g_autofree char *moved = tnu_einsum_dup_sentence (&turned, two, 1, NULL);
  g_assert_cmpstr (moved, ==, "~bE[0,\u00a01]|: the number of ~bA[1,\u00a00]| as it is.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/einsum-plan/sums-have-the-numbers-of-pytorch", test_numbers);
  g_test_add_func ("/ui/einsum-plan/complex-numbers-multiply", test_complex);
  g_test_add_func ("/ui/einsum-plan/every-term-has-its-factors", test_terms);
  g_test_add_func ("/ui/einsum-plan/cells-that-enter-are-found", test_what_enters);
  g_test_add_func ("/ui/einsum-plan/letters-have-the-colours-of-the-result", test_colors);
  g_test_add_func ("/ui/einsum-plan/too-many-are-refused", test_too_many);
  g_test_add_func ("/ui/einsum-plan/words-say-what-letters-do", test_words);
  return g_test_run ();
}
