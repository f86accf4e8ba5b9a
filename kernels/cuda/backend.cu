/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The CUDA back end: its vtable, devices and memory.
 *
 * cudaMalloc and cudaFree wait for the device, so freed blocks are kept for the next allocation of
 * the same rounded size. When the device is full, its kept blocks are given back and the allocation
 * is tried once more. */

#include "kernels/cuda/cuda.h"

#include <mutex>

/* The oldest device that the module holds code for. */
#define OLDEST_MAJOR 7
#define OLDEST_MINOR 5

#define N_KEPT 512
#define SMALLEST ((size_t) 512)
#define LARGE_STEP ((size_t) 2 << 20)

typedef struct
{
  int device;
  size_t n_bytes;
  void *data;
} Block;

static std::mutex kept_lock;
static Block kept[N_KEPT];
static int n_kept;

TnkStatus
tnk_cuda_status (cudaError_t error)
{
  if (error == cudaSuccess)
    return TNK_OK;
  cudaGetLastError ();
  return error == cudaErrorMemoryAllocation ? TNK_OUT_OF_MEMORY : TNK_DEVICE_FAILED;
}

TnkStatus
tnk_cuda_launched (void)
{
  return tnk_cuda_status (cudaGetLastError ());
}

static bool
is_new_enough (int device)
{
  int major = 0, minor = 0;

  return cudaDeviceGetAttribute (&major, cudaDevAttrComputeCapabilityMajor, device) == cudaSuccess
         && cudaDeviceGetAttribute (&minor, cudaDevAttrComputeCapabilityMinor, device)
                == cudaSuccess
         && (major > OLDEST_MAJOR || (major == OLDEST_MAJOR && minor >= OLDEST_MINOR));
}

/* Devices up to the first one that is too old, so that numbers stay those of the driver. */
static int
count_devices (void)
{
  int n_there = 0, n = 0;

  if (tnk_cuda_status (cudaGetDeviceCount (&n_there)) != TNK_OK)
    return 0;
  while (n < n_there && is_new_enough (n))
    n++;
  return n;
}

static int
n_devices (void)
{
  static const int n = count_devices ();
  return n;
}

TnkStatus
tnk_cuda_enter (const void *data)
{
  cudaPointerAttributes attributes;
  cudaError_t error;

  if (n_devices () == 1)
    return tnk_cuda_status (cudaSetDevice (0));
  error = cudaPointerGetAttributes (&attributes, data);
  if (error == cudaSuccess)
    error = cudaSetDevice (attributes.device);
  return tnk_cuda_status (error);
}

/* Powers of two while they are small, whole steps then; 0 when the size overflows. */
static size_t
rounded_size (size_t n_bytes)
{
  size_t rounded = SMALLEST;

  if (n_bytes > SIZE_MAX - LARGE_STEP)
    return 0;
  if (n_bytes >= LARGE_STEP)
    return (n_bytes + LARGE_STEP - 1) / LARGE_STEP * LARGE_STEP;
  while (rounded < n_bytes)
    rounded *= 2;
  return rounded;
}

static void *
take_kept (int device, size_t n_bytes)
{
  std::lock_guard<std::mutex> guard (kept_lock);

  for (int i = n_kept - 1; i >= 0; i--)
    if (kept[i].device == device && kept[i].n_bytes == n_bytes)
      {
        void *data = kept[i].data;
        kept[i] = kept[--n_kept];
        return data;
      }
  return NULL;
}

static bool
keep (int device, size_t n_bytes, void *data)
{
  std::lock_guard<std::mutex> guard (kept_lock);

  if (n_kept == N_KEPT)
    return false;
  kept[n_kept++] = { device, n_bytes, data };
  return true;
}

static void
free_kept (int device)
{
  std::lock_guard<std::mutex> guard (kept_lock);
  int n_left = 0;

  for (int i = 0; i < n_kept; i++)
    if (kept[i].device == device)
      tnk_cuda_status (cudaFree (kept[i].data));
    else
      kept[n_left++] = kept[i];
  n_kept = n_left;
}

static TnkStatus
allocate (int device, size_t n_bytes, void **out)
{
  size_t rounded = rounded_size (n_bytes);
  TnkStatus status;

  *out = NULL;
  if (n_bytes == 0)
    return TNK_OK;
  if (rounded == 0)
    return TNK_OUT_OF_MEMORY;
  *out = take_kept (device, rounded);
  if (*out != NULL)
    return TNK_OK;
  status = tnk_cuda_status (cudaSetDevice (device));
  if (status == TNK_OK)
    status = tnk_cuda_status (cudaMalloc (out, rounded));
  if (status == TNK_OUT_OF_MEMORY)
    {
      free_kept (device);
      status = tnk_cuda_status (cudaMalloc (out, rounded));
    }
  if (status != TNK_OK)
    *out = NULL;
  return status;
}

static void
release (int device, void *data, size_t n_bytes)
{
  if (data == NULL || keep (device, rounded_size (n_bytes), data))
    return;
  tnk_cuda_status (cudaFree (data));
}

TnkStatus
tnk_cuda_borrow (size_t n_bytes, void **out)
{
  int device = 0;
  TnkStatus status = tnk_cuda_status (cudaGetDevice (&device));

  *out = NULL;
  return status == TNK_OK ? allocate (device, n_bytes, out) : status;
}

void
tnk_cuda_give_back (void *data, size_t n_bytes)
{
  int device = 0;

  if (data != NULL && tnk_cuda_status (cudaGetDevice (&device)) == TNK_OK)
    release (device, data, n_bytes);
}

static TnkStatus
copy_bytes (int device, void *to, const void *from, size_t n_bytes, cudaMemcpyKind kind)
{
  TnkStatus status;

  if (n_bytes == 0)
    return TNK_OK;
  status = tnk_cuda_status (cudaSetDevice (device));
  return status == TNK_OK ? tnk_cuda_status (cudaMemcpy (to, from, n_bytes, kind)) : status;
}

static TnkStatus
copy_from_host (int device, void *to, const void *from, size_t n_bytes)
{
  return copy_bytes (device, to, from, n_bytes, cudaMemcpyHostToDevice);
}

static TnkStatus
copy_to_host (int device, void *to, const void *from, size_t n_bytes)
{
  return copy_bytes (device, to, from, n_bytes, cudaMemcpyDeviceToHost);
}

extern "C" TNK_EXPORT const TnkBackend *tnk_cuda_module_backend (void);

/* What the loader looks up. */
const TnkBackend *
tnk_cuda_module_backend (void)
{
  static const TnkBackend backend = {
    "cuda",          n_devices,        allocate,        release,        copy_from_host,
    copy_to_host,    tnk_cuda_fill,    tnk_cuda_copy,   tnk_cuda_unary, tnk_cuda_binary,
    tnk_cuda_ternary, tnk_cuda_reduce, tnk_cuda_scan,   tnk_cuda_arange, tnk_cuda_take,
    tnk_cuda_put,    tnk_cuda_nonzero, tnk_cuda_sort,   tnk_cuda_matmul,
  };
  return &backend;
}
