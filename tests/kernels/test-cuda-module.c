/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The CUDA module as far as it can be looked at without a GPU: it loads, is complete, knows the
 * same kernels as the CPU, and answers with a status where no device is. */

#include "tests/kernels/arrays.h"

#include <dlfcn.h>
#include <string.h>

typedef const TnkBackend *(*GetBackend) (void);

/* NULL, with the test skipped, when the module was not built. */
static const TnkBackend *
open_module (void)
{
  const char *path = g_getenv ("TNT_CUDA_MODULE");
  void *module, *symbol;
  GetBackend get_backend;

  if (path == NULL || path[0] == '\0')
    {
      g_test_skip ("built without CUDA");
      return NULL;
    }
  module = dlopen (path, RTLD_NOW | RTLD_LOCAL);
  if (module == NULL)
    g_error ("%s", dlerror ());
  symbol = dlsym (module, "tnk_cuda_module_backend");
  g_assert_nonnull (symbol);
  memcpy (&get_backend, &symbol, sizeof symbol);
  return get_backend ();
}

static void
test_every_entry (void)
{
  const TnkBackend *cuda = open_module ();
  void *const *entries = (void *const *) cuda;

  if (cuda == NULL)
    return;
  g_assert_cmpstr (cuda->name, ==, "cuda");
  /* From softmax on they are short cuts, which the engine can do without. */
  for (size_t i = 0; i < offsetof (TnkBackend, softmax) / sizeof (void *); i++)
    g_assert_nonnull (entries[i]);
}

/* Whatever a device says, TNK_UNSUPPORTED is said before it is asked: on host memory, which a GPU
 * cannot read, only that answer may be compared. */
#define COMPARE(name, call)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const TnkBackend *b = cpu;                                                                     \
    gboolean cpu_has = (call) != TNK_UNSUPPORTED, cuda_has;                                        \
    b = cuda;                                                                                      \
    cuda_has = (call) != TNK_UNSUPPORTED;                                                          \
    if (cpu_has != cuda_has)                                                                       \
      g_error ("%s %s: CPU %s a kernel, CUDA %s", name, tnt_dtype_name (dtype),                    \
               cpu_has ? "has" : "lacks", cuda_has ? "does" : "does not");                         \
  }                                                                                                \
  G_STMT_END

static void
compare_kernels (const TnkBackend *cpu, const TnkBackend *cuda, TnkDtype dtype)
{
  const double one = 1;
  g_autoptr (TntArray) in = tnt_array_new (dtype, 0, NULL, TNT_ROW_MAJOR, &one);
  TnkComplex128 room[2] = { { 0 } };
  const TnkArray out = { room, dtype, 0, NULL, NULL }, a = in->array;

#define X(ID, name) COMPARE (#name, b->unary (TNK_UNARY_##ID, out, a));
  TNK_UNARY_LIST (X)
#undef X
#define X(ID, name) COMPARE (#name, b->binary (TNK_BINARY_##ID, out, a, a));
  TNK_BINARY_LIST (X)
#undef X
#define X(ID, name) COMPARE (#name, b->ternary (TNK_TERNARY_##ID, out, a, a, a));
  TNK_TERNARY_LIST (X)
#undef X
#define X(ID, name) COMPARE (#name, b->reduce (TNK_REDUCE_##ID, out, a));
  TNK_REDUCE_LIST (X)
#undef X
#define X(ID, name) COMPARE (#name, b->scan (TNK_SCAN_##ID, out, a, 0));
  TNK_SCAN_LIST (X)
#undef X
  COMPARE ("sort", b->sort (out, (TnkArray){ room + 1, TNK_INT64, 0, NULL, NULL }, a, 0, false));
}

static void
test_same_kernels (void)
{
  const TnkBackend *cuda = open_module ();

  if (cuda == NULL)
    return;
  if (cuda->n_devices () > 0)
    {
      g_test_skip ("a CUDA device is there: kernels/cuda-values compares the results");
      return;
    }
  for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
    compare_kernels (tnk_backend_cpu (), cuda, dtype);
}

static void
test_no_device (void)
{
  const TnkBackend *cuda = open_module ();
  const double one = 1;
  g_autoptr (TntArray) x = tnt_array_new (TNK_FLOAT32, 0, NULL, TNT_ROW_MAJOR, &one);
  const TnkScalar two = { .kind = TNK_SCALAR_INT, .i = 2 };
  void *data = &data;

  if (cuda == NULL)
    return;
  if (cuda->n_devices () > 0)
    {
      g_test_skip ("a CUDA device is there");
      return;
    }
  g_assert_cmpint (cuda->allocate (0, 100, &data), ==, TNK_DEVICE_FAILED);
  g_assert_null (data);
  g_assert_cmpint (cuda->allocate (0, SIZE_MAX, &data), ==, TNK_OUT_OF_MEMORY);
  data = &data;
  g_assert_cmpint (cuda->allocate (0, 0, &data), ==, TNK_OK);
  g_assert_null (data);
  cuda->release (0, NULL, 0);
  g_assert_cmpint (cuda->copy_to_host (0, &data, x->storage, 4), ==, TNK_DEVICE_FAILED);
  g_assert_cmpint (cuda->fill (x->array, two), ==, TNK_DEVICE_FAILED);
  g_assert_cmpint (cuda->unary (TNK_UNARY_NEG, x->array, x->array), ==, TNK_DEVICE_FAILED);
  g_assert_cmpfloat (tnt_array_get (x, 0), ==, 1);
}

/* The one way in for the engine. */
static void
test_loader (void)
{
  const TnkBackend *module = open_module ();
  const TnkBackend *loaded = tnk_backend_cuda ();

  if (module == NULL || module->n_devices () == 0)
    g_assert_null (loaded);
  else
    g_assert_cmpint (loaded->n_devices (), ==, module->n_devices ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/cuda-module/every-entry-is-set", test_every_entry);
  g_test_add_func ("/kernels/cuda-module/has-the-kernels-the-cpu-has", test_same_kernels);
  g_test_add_func ("/kernels/cuda-module/no-device-is-a-status", test_no_device);
  g_test_add_func ("/kernels/cuda-module/loads-only-where-a-gpu-is", test_loader);
  return g_test_run ();
}
