/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Batched matrix product. Floating and complex matrices go to cuBLAS, all batches in one call:
 * strides that are a row-major or a transposed matrix are passed on as such, any other operand is
 * packed first. cuBLAS counts by columns, so it is asked for the transposed product b' a', which in
 * memory is the row-major a b. The half types are summed in float32, float32 without TF32. Integers
 * and bool run a plain kernel.
 *
 * Letters: B batches, M rows of out, N columns of out, K products per element. */

#include "kernels/cuda/loop.cuh"

#include <cublas_v2.h>

#include <mutex>

#define MOST_DEVICES 64

static std::mutex handle_lock; /* a handle belongs to one call at a time */
static cublasHandle_t handles[MOST_DEVICES];

static TnkStatus
status_of (cublasStatus_t status)
{
  if (status == CUBLAS_STATUS_SUCCESS)
    return TNK_OK;
  return status == CUBLAS_STATUS_ALLOC_FAILED ? TNK_OUT_OF_MEMORY : TNK_DEVICE_FAILED;
}

/* The current device's; the lock is held. */
static TnkStatus
get_handle (cublasHandle_t *handle)
{
  int device = 0;
  TnkStatus status = tnk_cuda_status (cudaGetDevice (&device));

  if (status != TNK_OK)
    return status;
  if (device >= MOST_DEVICES)
    return TNK_DEVICE_FAILED;
  if (handles[device] == NULL)
    status = status_of (cublasCreate (&handles[device]));
  *handle = handles[device];
  return status;
}

/* A stack of matrices as cuBLAS takes it, with what was packed for it. */
typedef struct
{
  void *data;
  cublasOperation_t operation;
  int leading;
  long long batch_stride;
  void *packed;
  size_t packed_bytes;
} BlasMatrices;

/* Whether rows of n_cols elements lie row_stride apart without overlap, as BLAS demands. */
static bool
is_row_major (int64_t n_rows, int64_t n_cols, int64_t row_stride, int64_t col_stride)
{
  if (n_cols > 1 && col_stride != 1)
    return false;
  return n_rows <= 1 || (row_stride >= n_cols && row_stride <= INT32_MAX);
}

static int
leading_of (int64_t n_rows, int64_t n_cols, int64_t row_stride)
{
  return (int) (n_rows <= 1 ? n_cols : row_stride);
}

/* A row-major copy; one matrix stands for all when the batches repeat it. */
static TnkStatus
pack (const TnkArray *m, BlasMatrices *blas)
{
  const int64_t n_matrices = m->strides[0] == 0 ? 1 : m->sizes[0];
  const int64_t n_elems = m->sizes[1] * m->sizes[2];
  const int64_t sizes[] = { n_matrices, m->sizes[1], m->sizes[2] };
  const int64_t strides[] = { n_elems, m->sizes[2], 1 };
  const TnkArray from = { m->data, m->dtype, 3, sizes, m->strides };
  TnkArray to = { NULL, m->dtype, 3, sizes, strides };
  TnkStatus status;

  blas->packed_bytes = (size_t) n_matrices * (size_t) n_elems * tnk_dtype_size (m->dtype);
  status = tnk_cuda_borrow (blas->packed_bytes, &blas->packed);
  to.data = blas->data = blas->packed;
  blas->leading = (int) m->sizes[2];
  blas->batch_stride = m->strides[0] == 0 ? 0 : n_elems;
  return status == TNK_OK ? tnk_cuda_copy (to, from) : status;
}

static TnkStatus
prepare (const TnkArray *m, BlasMatrices *blas)
{
  const int64_t n_rows = m->sizes[1], n_cols = m->sizes[2];

  *blas = { m->data, CUBLAS_OP_N, 0, m->strides[0], NULL, 0 };
  if (is_row_major (n_rows, n_cols, m->strides[1], m->strides[2]))
    blas->leading = leading_of (n_rows, n_cols, m->strides[1]);
  else if (is_row_major (n_cols, n_rows, m->strides[2], m->strides[1]))
    {
      blas->operation = CUBLAS_OP_T;
      blas->leading = leading_of (n_cols, n_rows, m->strides[2]);
    }
  else
    return pack (m, blas);
  return TNK_OK;
}

static cudaDataType
blas_type (TnkDtype dtype)
{
  switch (dtype)
    {
    case TNK_FLOAT16:
      return CUDA_R_16F;
    case TNK_BFLOAT16:
      return CUDA_R_16BF;
    case TNK_FLOAT32:
      return CUDA_R_32F;
    case TNK_FLOAT64:
      return CUDA_R_64F;
    case TNK_COMPLEX64:
      return CUDA_C_32F;
    default:
      return CUDA_C_64F;
    }
}

/* out is row-major. The real part of a complex one is a real one. */
static TnkStatus
call_gemm (const TnkArray *out, const BlasMatrices *a, const BlasMatrices *b, int64_t K)
{
  const bool is_double = out->dtype == TNK_FLOAT64 || out->dtype == TNK_COMPLEX128;
  const TnkComplex64 one = { 1, 0 }, zero = { 0, 0 };
  const TnkComplex128 double_one = { 1, 0 }, double_zero = { 0, 0 };
  const cudaDataType type = blas_type (out->dtype);
  const std::lock_guard<std::mutex> guard (handle_lock);
  cublasHandle_t handle;
  TnkStatus status = get_handle (&handle);

  if (status != TNK_OK)
    return status;
  return status_of (cublasGemmStridedBatchedEx (
      handle, b->operation, a->operation, (int) out->sizes[2], (int) out->sizes[1], (int) K,
      is_double ? (const void *) &double_one : &one, b->data, type, b->leading, b->batch_stride,
      a->data, type, a->leading, a->batch_stride,
      is_double ? (const void *) &double_zero : &zero, out->data, type,
      leading_of (out->sizes[1], out->sizes[2], out->strides[1]), out->strides[0],
      (int) out->sizes[0], is_double ? CUBLAS_COMPUTE_64F : CUBLAS_COMPUTE_32F,
      CUBLAS_GEMM_DEFAULT));
}

/* Into out or, when BLAS cannot write there, through a packed result. */
static TnkStatus
multiply_floats (TnkArray out, TnkArray a, TnkArray b)
{
  const int64_t matrix = out.sizes[1] * out.sizes[2];
  const int64_t strides[] = { matrix, out.sizes[2], 1 };
  const size_t n_bytes
      = (size_t) out.sizes[0] * (size_t) matrix * tnk_dtype_size (out.dtype);
  const bool direct = is_row_major (out.sizes[1], out.sizes[2], out.strides[1], out.strides[2]);
  TnkArray result = direct ? out : TnkArray { NULL, out.dtype, 3, out.sizes, strides };
  BlasMatrices blas_a = {}, blas_b = {};
  TnkStatus status = prepare (&a, &blas_a);

  if (status == TNK_OK)
    status = prepare (&b, &blas_b);
  if (status == TNK_OK && !direct)
    status = tnk_cuda_borrow (n_bytes, &result.data);
  if (status == TNK_OK)
    status = call_gemm (&result, &blas_a, &blas_b, a.sizes[2]);
  if (status == TNK_OK && !direct)
    status = tnk_cuda_copy (out, result);
  if (!direct)
    tnk_cuda_give_back (result.data, n_bytes);
  tnk_cuda_give_back (blas_a.packed, blas_a.packed_bytes);
  tnk_cuda_give_back (blas_b.packed, blas_b.packed_bytes);
  return status;
}

/* Strides per operand (out, a, b) and dim. */
typedef struct
{
  void *out;
  const void *a, *b;
  int64_t B, M, N, K;
  int64_t strides[3][3];
} Product;

/* A thread makes one element of out [B, M, N]. */
#define MULTIPLY(TYPE, T, C)                                                                       \
  __global__ void __launch_bounds__ (TNK_CUDA_THREADS)                                             \
  multiply_##T (const __grid_constant__ Product job)                                               \
  {                                                                                                \
    const int64_t n_threads = (int64_t) gridDim.x * TNK_CUDA_THREADS;                              \
    for (int64_t i = (int64_t) blockIdx.x * TNK_CUDA_THREADS + threadIdx.x;                        \
         i < job.B * job.M * job.N; i += n_threads)                                                \
      {                                                                                            \
        const int64_t n = i % job.N, m = i / job.N % job.M, batch = i / job.N / job.M;             \
        const C *a = (const C *) job.a + batch * job.strides[1][0] + m * job.strides[1][1];        \
        const C *b = (const C *) job.b + batch * job.strides[2][0] + n * job.strides[2][2];        \
        C sum = 0;                                                                                 \
        for (int64_t k = 0; k < job.K; k++)                                                        \
          sum = tnk_add_##T (                                                                      \
              sum, tnk_mul_##T (a[k * job.strides[1][2]], b[k * job.strides[2][1]]));              \
        ((C *) job.out)[batch * job.strides[0][0] + m * job.strides[0][1]                          \
                        + n * job.strides[0][2]]                                                   \
            = sum;                                                                                 \
      }                                                                                            \
  }
TNK_BOOL_TYPE_LIST (MULTIPLY)
TNK_INTEGER_TYPE_LIST (MULTIPLY)

static void (*find_multiply (TnkDtype dtype)) (const Product)
{
  switch (dtype)
    {
#define X(TYPE, T, C)                                                                              \
  case TNK_##TYPE:                                                                                 \
    return multiply_##T;
      TNK_BOOL_TYPE_LIST (X)
      TNK_INTEGER_TYPE_LIST (X)
#undef X
    default:
      return NULL;
    }
}

static TnkStatus
multiply_integers (TnkArray out, TnkArray a, TnkArray b)
{
  const TnkArray *const operands[] = { &out, &a, &b };
  Product job
      = { out.data, a.data, b.data, out.sizes[0], out.sizes[1], out.sizes[2], a.sizes[2], {} };

  for (int k = 0; k < 3; k++)
    for (int d = 0; d < 3; d++)
      job.strides[k][d] = operands[k]->strides[d];
  find_multiply (out.dtype)<<<n_blocks_for (job.B * job.M * job.N, TNK_CUDA_THREADS),
                              TNK_CUDA_THREADS>>> (job);
  return tnk_cuda_launched ();
}

TnkStatus
tnk_cuda_matmul (TnkArray out, TnkArray a, TnkArray b)
{
  const TnkScalar zero = {};
  TnkStatus status;

  if (out.sizes[0] == 0 || out.sizes[1] == 0 || out.sizes[2] == 0)
    return TNK_OK;
  if (a.sizes[2] == 0)
    return tnk_cuda_fill (out, zero);
  status = tnk_cuda_enter (out.data);
  if (status != TNK_OK)
    return status;
  if (tnk_dtype_is_integral (out.dtype))
    return multiply_integers (out, a, b);
  if (out.sizes[0] > INT32_MAX || out.sizes[1] > INT32_MAX || out.sizes[2] > INT32_MAX
      || a.sizes[2] > INT32_MAX)
    return TNK_UNSUPPORTED;
  return multiply_floats (out, a, b);
}
