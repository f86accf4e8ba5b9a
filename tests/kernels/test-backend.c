/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/backend.h"
#include "tests/kernels/arrays.h"

#include <stdint.h>
#include <string.h>

/* Whether any dtype has the kernel, found by running it on one element. */
#define ASSERT_HAS_KERNEL(name, call)                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gboolean found = FALSE;                                                                        \
    for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)                                             \
      {                                                                                            \
        const double one = 1;                                                                      \
        g_autoptr (TntArray) in = tnt_array_new (dtype, 0, NULL, TNT_ROW_MAJOR, &one);             \
        TnkComplex128 room[2] = { { 0 } };                                                         \
        const TnkArray out = { room, dtype, 0, NULL, NULL };                                       \
        found |= (call) == TNK_OK;                                                                 \
      }                                                                                            \
    if (!found)                                                                                    \
      g_error ("no CPU kernel for %s", name);                                                      \
  }                                                                                                \
  G_STMT_END

static void
test_every_entry (void)
{
  const TnkBackend *cpu = tnk_backend_cpu ();
  void *const *entries = (void *const *) cpu;

  for (size_t i = 0; i < sizeof *cpu / sizeof (void *); i++)
    g_assert_nonnull (entries[i]);
#define X(ID, name) ASSERT_HAS_KERNEL (#name, cpu->unary (TNK_UNARY_##ID, out, in->array));
  TNK_UNARY_LIST (X)
#undef X
#define X(ID, name)                                                                                \
  ASSERT_HAS_KERNEL (#name, cpu->binary (TNK_BINARY_##ID, out, in->array, in->array));
  TNK_BINARY_LIST (X)
#undef X
#define X(ID, name)                                                                                \
  ASSERT_HAS_KERNEL (#name, cpu->ternary (TNK_TERNARY_##ID, out, in->array, in->array, in->array));
  TNK_TERNARY_LIST (X)
#undef X
#define X(ID, name) ASSERT_HAS_KERNEL (#name, cpu->reduce (TNK_REDUCE_##ID, out, in->array));
  TNK_REDUCE_LIST (X)
#undef X
#define X(ID, name) ASSERT_HAS_KERNEL (#name, cpu->scan (TNK_SCAN_##ID, out, in->array, 0));
  TNK_SCAN_LIST (X)
#undef X
}

static void
test_absent_kernels (void)
{
  const double one = 1;
  g_autoptr (TntArray) boolean = tnt_array_new (TNK_BOOL, 0, NULL, TNT_ROW_MAJOR, &one);
  g_autoptr (TntArray) z = tnt_array_new (TNK_COMPLEX64, 0, NULL, TNT_ROW_MAJOR, &one);
  const TnkBackend *cpu = tnk_backend_cpu ();

  g_assert_cmpint (cpu->unary (TNK_UNARY_NEG, boolean->array, boolean->array), ==, TNK_UNSUPPORTED);
  g_assert_cmpint (cpu->unary (TNK_UNARY_FLOOR, z->array, z->array), ==, TNK_UNSUPPORTED);
  g_assert_cmpint (cpu->binary (TNK_BINARY_LT, boolean->array, z->array, z->array), ==,
                   TNK_UNSUPPORTED);
  g_assert_cmpint (cpu->reduce (TNK_REDUCE_MAX, z->array, z->array), ==, TNK_UNSUPPORTED);
  g_assert_cmpint (cpu->sort (z->array, z->array, z->array, 0, false), ==, TNK_UNSUPPORTED);
}

static void
test_memory (void)
{
  static const size_t sizes[] = { 1, 63, 64, 65, 1000, 4096, 4097, 1 << 20 };
  const TnkBackend *cpu = tnk_backend_cpu ();
  void *blocks[100], *empty = &blocks;

  g_assert_cmpint (cpu->allocate (0, 0, &empty), ==, TNK_OK);
  g_assert_null (empty);
  cpu->release (0, NULL, 0);
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (int round = 0; round < 2; round++)
      {
        for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
          {
            g_assert_cmpint (cpu->allocate (0, sizes[s], &blocks[i]), ==, TNK_OK);
            g_assert_cmpuint ((uintptr_t) blocks[i] % 64, ==, 0);
            memset (blocks[i], (int) i, sizes[s]);
          }
        for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
          {
            g_assert_cmpint (((uint8_t *) blocks[i])[sizes[s] - 1], ==, i);
            cpu->release (0, blocks[i], sizes[s]);
          }
      }
}

static void
test_large_block_is_used_again (void)
{
  const TnkBackend *cpu = tnk_backend_cpu ();
  const size_t n_bytes = 1 << 20;
  void *first, *second;

#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("nothing is kept under AddressSanitizer");
  return;
#endif
  cpu->allocate (0, n_bytes, &first);
  cpu->release (0, first, n_bytes);
  cpu->allocate (0, n_bytes - 100, &second);
  g_assert_true (first == second);
  cpu->release (0, second, n_bytes - 100);

  tnk_set_max_kept (n_bytes / 2);
  cpu->allocate (0, 4 * n_bytes, &first);
  cpu->release (0, first, 4 * n_bytes);
  tnk_set_max_kept ((size_t) 1 << 30);
}

static void
test_out_of_memory (void)
{
  void *block = &block;

  g_assert_cmpint (tnk_backend_cpu ()->allocate (0, SIZE_MAX, &block), ==, TNK_OUT_OF_MEMORY);
  g_assert_null (block);
  g_assert_cmpint (tnk_backend_cpu ()->allocate (0, SIZE_MAX / 2, &block), ==, TNK_OUT_OF_MEMORY);
}

static gpointer
use_cache (gpointer data)
{
  void *blocks[40];

  for (int i = 0; i < 40; i++)
    tnk_backend_cpu ()->allocate (0, 100, &blocks[i]);
  for (int i = 0; i < 40; i++)
    tnk_backend_cpu ()->release (0, blocks[i], 100);
  return NULL;
}

/* The leak checker of a sanitizer build sees what an ended thread forgets. */
static void
test_threads_return_their_blocks (void)
{
  for (int i = 0; i < 4; i++)
    g_thread_join (g_thread_new ("cache", use_cache, NULL));
}

static void
test_cancel (void)
{
  const TnkBackend *cpu = tnk_backend_cpu ();
  const int64_t n = 1000000, step = 1, few = 10;
  g_autofree float *x = g_new0 (float, n);
  g_autofree int64_t *places = g_new (int64_t, n);
  const TnkArray large = { x, TNK_FLOAT32, 1, &n, &step };
  const TnkArray small = { x, TNK_FLOAT32, 1, &few, &step };
  const TnkArray one = { x, TNK_FLOAT32, 1, &step, &step };
  int flag = 1;

  tnk_set_cancel_flag (&flag);
  g_assert_cmpint (cpu->unary (TNK_UNARY_EXP, large, large), ==, TNK_CANCELLED);
  g_assert_cmpint (cpu->reduce (TNK_REDUCE_SUM, one, large), ==, TNK_CANCELLED);
  g_assert_cmpint (cpu->unary (TNK_UNARY_EXP, small, small), ==, TNK_OK);
  flag = 0;
  g_assert_cmpint (cpu->unary (TNK_UNARY_EXP, large, large), ==, TNK_OK);
  flag = 1;
  tnk_set_cancel_flag (NULL);
  g_assert_cmpint (cpu->unary (TNK_UNARY_EXP, large, large), ==, TNK_OK);
}

static void
test_threads (void)
{
  g_assert_cmpint (tnk_get_n_threads (), >=, 1);
  tnk_set_n_threads (3);
  g_assert_cmpint (tnk_get_n_threads (), ==, 3);
  tnk_set_n_threads (-1);
  g_assert_cmpint (tnk_get_n_threads (), >=, 1);
}

static void
test_host_copies (void)
{
  char from[] = "tensor", to[sizeof from] = "";

  tnk_backend_cpu ()->copy_from_host (0, to, from, sizeof from);
  g_assert_cmpstr (to, ==, from);
  g_assert_cmpint (tnk_backend_cpu ()->copy_to_host (0, NULL, NULL, 0), ==, TNK_OK);
}

/* A module that is not there, or is no module, is no error. */
static void
test_no_cuda_module (void)
{
  g_setenv ("TENSARIUM_CUDA_MODULE", "/nonexistent/tensarium-cuda.so", TRUE);
  g_assert_null (tnk_backend_cuda ());
  g_assert_null (tnk_backend_cuda ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/backend/every-entry-has-a-cpu-kernel", test_every_entry);
  g_test_add_func ("/kernels/backend/absent-kernels-say-so", test_absent_kernels);
  g_test_add_func ("/kernels/backend/memory-is-aligned-and-apart", test_memory);
  g_test_add_func ("/kernels/backend/released-memory-is-used-again", test_large_block_is_used_again);
  g_test_add_func ("/kernels/backend/too-much-memory-is-a-status", test_out_of_memory);
  g_test_add_func ("/kernels/backend/threads-return-their-blocks",
                   test_threads_return_their_blocks);
  g_test_add_func ("/kernels/backend/cancel-stops-large-loops-only", test_cancel);
  g_test_add_func ("/kernels/backend/threads-can-be-chosen", test_threads);
  g_test_add_func ("/kernels/backend/host-copies", test_host_copies);
  g_test_add_func ("/kernels/backend/absent-cuda-module-is-null", test_no_cuda_module);
  return g_test_run ();
}
