/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Finds the CUDA back end at run time, so that one binary serves machines with and without a GPU.
 * The module is looked for where TENSARIUM_CUDA_MODULE points, else next to the file this code was
 * loaded from, else where it was built, else along the loader's path. It stays loaded until the
 * process ends. Loading it takes cuBLAS along, which is large: without a driver it is left alone. */

#include "kernels/backend.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MODULE "tensarium-cuda.so"
#define DRIVER "libcuda.so.1"

typedef const TnkBackend *(*GetBackend) (void);

static const TnkBackend *backend;

static void *
open_beside (void)
{
  Dl_info here;
  char path[PATH_MAX];
  const char *slash;

  if (dladdr ((const void *) &tnk_backend_cuda, &here) == 0 || here.dli_fname == NULL)
    return NULL;
  slash = strrchr (here.dli_fname, '/');
  if (slash == NULL
      || snprintf (path, sizeof path, "%.*s/" MODULE, (int) (slash - here.dli_fname),
                   here.dli_fname) >= (int) sizeof path)
    return NULL;
  return dlopen (path, RTLD_NOW | RTLD_LOCAL);
}

static void *
open_module (void)
{
  const char *chosen = getenv ("TENSARIUM_CUDA_MODULE");
  void *module;

  if (chosen != NULL)
    return dlopen (chosen, RTLD_NOW | RTLD_LOCAL);
  module = open_beside ();
  if (module == NULL && TNK_CUDA_MODULE_PATH[0] != '\0')
    module = dlopen (TNK_CUDA_MODULE_PATH, RTLD_NOW | RTLD_LOCAL);
  return module != NULL ? module : dlopen (MODULE, RTLD_NOW | RTLD_LOCAL);
}

static void
load (void)
{
  void *driver = dlopen (DRIVER, RTLD_LAZY | RTLD_LOCAL);
  void *module = driver != NULL ? open_module () : NULL;
  void *symbol;
  GetBackend get_backend;

  if (module == NULL)
    return;
  symbol = dlsym (module, "tnk_cuda_module_backend");
  if (symbol != NULL)
    {
      memcpy (&get_backend, &symbol, sizeof symbol);
      backend = get_backend ();
    }
  if (backend != NULL && backend->n_devices () < 1)
    backend = NULL;
  if (backend == NULL)
    dlclose (module);
}

const TnkBackend *
tnk_backend_cuda (void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once (&once, load);
  return backend;
}
