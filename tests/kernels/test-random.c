/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Against draws recorded from real PyTorch 2.15.0 by golden/record_random.py, bit by bit; the
 * generator itself against the reference outputs of Matsumoto and Nishimura's mt19937ar. */

#include "kernels/random.h"
#include "tests/kernels/arrays.h"

#include <string.h>

static TnkDtype
dtype_of (const char *name)
{
  for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
    if (strcmp (tnt_dtype_name (dtype), name) == 0)
      return dtype;
  g_assert_not_reached ();
}

static TnkStatus
draw (const char *kind, TnkRandom *random, void *out, TnkDtype dtype, int64_t n, const char *a,
      const char *b)
{
  if (strcmp (kind, "uniform") == 0)
    return tnk_random_uniform (random, out, dtype, n, g_ascii_strtod (a, NULL),
                               g_ascii_strtod (b, NULL));
  if (strcmp (kind, "normal") == 0)
    return tnk_random_normal (random, out, dtype, n, g_ascii_strtod (a, NULL),
                              g_ascii_strtod (b, NULL));
  if (strcmp (kind, "integers") == 0)
    {
      const int64_t low = g_ascii_strtoll (a, NULL, 10);

      return tnk_random_integers (random, out, dtype, n,
                                  (uint64_t) g_ascii_strtoll (b, NULL, 10) - (uint64_t) low, low);
    }
  if (strcmp (kind, "permutation") == 0)
    return tnk_random_permutation (random, out, n);
  if (strcmp (kind, "bernoulli") == 0)
    {
      const double p = g_ascii_strtod (a, NULL);
      g_autofree double *doubles = g_new (double, n);
      g_autofree float *floats = g_new (float, n);

      for (int64_t i = 0; i < n; i++)
        floats[i] = (float) (doubles[i] = p);
      return tnk_random_bernoulli (random, out, dtype, n,
                                   dtype == TNK_FLOAT64 ? (void *) doubles : floats, dtype);
    }
  g_assert_not_reached ();
}

/* kind dtype seed n a b bits… */
static void
check_line (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  TnkDtype dtype = dtype_of (words[1]);
  int64_t n = g_ascii_strtoll (words[3], NULL, 10);
  size_t step = tnk_dtype_size (dtype);
  g_autofree char *out = g_malloc0 ((size_t) n * step);
  TnkRandom random;

  tnk_random_seed (&random, g_ascii_strtoull (words[2], NULL, 10));
  g_assert_cmpint (draw (words[0], &random, out, dtype, n, words[4], words[5]), ==, TNK_OK);
  for (int64_t i = 0; i < n; i++)
    {
      uint64_t bits = 0;
      memcpy (&bits, out + (size_t) i * step, step);
      g_assert_nonnull (words[6 + i]);
      if (bits != g_ascii_strtoull (words[6 + i], NULL, 16))
        g_error ("%s %s seed %s n %s element %d: %" G_GINT64_MODIFIER "x, expected %s", words[0],
                 words[1], words[2], words[3], (int) i, bits, words[6 + i]);
    }
}

static void
test_golden (gconstpointer kind)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "kernels/golden/random.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  int n_checked = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (int i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], kind))
      {
        check_line (lines[i]);
        n_checked++;
      }
  g_assert_cmpint (n_checked, >=, 10);
}

/* mt19937ar's init_genrand (5489) is also std::mt19937's default seed, whose 10000th draw the C++
 * standard fixes (26.5.5). */
static void
test_mt19937 (void)
{
  TnkRandom random;
  uint32_t last = 0;

  tnk_random_seed (&random, 5489);
  g_assert_cmpuint (tnk_random_next_u32 (&random), ==, 3499211612u);
  for (int i = 1; i < 10000; i++)
    last = tnk_random_next_u32 (&random);
  g_assert_cmpuint (last, ==, 4123659995u);
}

static void
test_seed_forgets_kept_normal (void)
{
  TnkRandom random;
  double first, again;

  tnk_random_seed (&random, 7);
  tnk_random_normal (&random, &first, TNK_FLOAT64, 1, 0, 1);
  tnk_random_seed (&random, 7);
  tnk_random_normal (&random, &again, TNK_FLOAT64, 1, 0, 1);
  g_assert_cmpfloat (first, ==, again);
}

static void
test_refuses_dtypes (void)
{
  TnkRandom random;
  int64_t out[4];

  tnk_random_seed (&random, 0);
  g_assert_cmpint (tnk_random_uniform (&random, out, TNK_INT64, 4, 0, 1), ==, TNK_UNSUPPORTED);
  g_assert_cmpint (tnk_random_normal (&random, out, TNK_BOOL, 4, 0, 1), ==, TNK_UNSUPPORTED);
  g_assert_cmpint (tnk_random_bernoulli (&random, out, TNK_INT64, 4, out, TNK_INT64), ==,
                   TNK_UNSUPPORTED);
}

int
main (int argc, char **argv)
{
  static const char *const kinds[]
      = { "uniform", "normal", "integers", "permutation", "bernoulli" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/random/is-mt19937", test_mt19937);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/kernels/random/%s-equals-pytorch", kinds[i]);
      g_test_add_data_func (path, kinds[i], test_golden);
    }
  g_test_add_func ("/kernels/random/seed-forgets-kept-normal", test_seed_forgets_kept_normal);
  g_test_add_func ("/kernels/random/refuses-other-dtypes", test_refuses_dtypes);
  return g_test_run ();
}
