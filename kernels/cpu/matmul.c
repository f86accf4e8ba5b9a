/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Batched matrix product. Floating and complex matrices go to OpenBLAS: strides that are a
 * row-major or a transposed matrix are passed on as such, any other operand is packed first. The
 * half types are packed to float32 and rounded once, but for bfloat16 where the processor
 * multiplies it; integers, bool and many small matrices run a plain loop.
 *
 * Work is shared between our own threads, each with a part of out: OpenBLAS has a pool of its own,
 * and the two would wait for each other's processors.
 *
 * Letters: B batches, M rows of out, N columns of out, K products per element. */

#include "kernels/cpu/loops.h"
#include "kernels/cpu/variant.h"
#include "kernels/scalar.h"

#include <cblas.h>
#include <string.h>

/* Products that take about as long as the element of a simple loop; rows or columns that a thread's
 * part of out is a multiple of. */
#define PRODUCTS_PER_ELEMENT 16
#define PART_MULTIPLE 16

/* Products up to which OpenBLAS starts no threads (interface/gemm.c). */
#define BLAS_SINGLE 262144

typedef struct
{
  void *data;
  TnkDtype dtype;
  int64_t n_rows, n_cols;
  int64_t row_stride, col_stride; /* elements */
} Matrix;

/* A matrix as BLAS takes it, with what was packed for it; data NULL where nothing was. */
typedef struct
{
  void *data;
  CBLAS_TRANSPOSE transpose;
  blasint leading;
  Matrix packed;
} BlasMatrix;

static Matrix
matrix_at (TnkArray array, int64_t batch)
{
  char *data = array.data;
  return (Matrix){ data + batch * array.strides[0] * (int64_t) tnk_dtype_size (array.dtype),
                   array.dtype,
                   array.sizes[1],
                   array.sizes[2],
                   array.strides[1],
                   array.strides[2] };
}

static TnkArray
array_of (const Matrix *m, const int64_t sizes[2], const int64_t strides[2])
{
  return (TnkArray){ m->data, m->dtype, 2, sizes, strides };
}

/* Copies between two matrices of one shape, converting. */
static TnkStatus
copy_matrix (const Matrix *to, const Matrix *from)
{
  const int64_t sizes[] = { to->n_rows, to->n_cols };
  const int64_t to_strides[] = { to->row_stride, to->col_stride };
  const int64_t from_strides[] = { from->row_stride, from->col_stride };

  return tnk_cpu_copy (array_of (to, sizes, to_strides), array_of (from, sizes, from_strides));
}

static size_t
count_bytes (const Matrix *m)
{
  return (size_t) m->n_rows * (size_t) m->n_cols * tnk_dtype_size (m->dtype);
}

/* A row-major matrix of m's sizes in dtype, from the blocks kept for tensors: fresh memory takes as
 * long as a small product. */
static TnkStatus
allocate_packed (const Matrix *m, TnkDtype dtype, Matrix *packed)
{
  *packed = (Matrix){ NULL, dtype, m->n_rows, m->n_cols, m->n_cols, 1 };
  return tnk_cpu_allocate (0, count_bytes (packed), &packed->data);
}

static void
release_packed (Matrix *packed)
{
  tnk_cpu_release (0, packed->data, count_bytes (packed));
}

/* Its copy. */
static TnkStatus
pack (const Matrix *m, TnkDtype dtype, Matrix *packed)
{
  TnkStatus status = allocate_packed (m, dtype, packed);
  return status == TNK_OK ? copy_matrix (packed, m) : status;
}

/* Whether rows of n_cols elements lie row_stride apart without overlap, as BLAS demands. */
static bool
is_row_major (int64_t n_rows, int64_t n_cols, int64_t row_stride, int64_t col_stride)
{
  if (n_cols > 1 && col_stride != 1)
    return false;
  return n_rows <= 1 || (row_stride >= n_cols && row_stride <= INT32_MAX);
}

static blasint
leading_of (int64_t n_rows, int64_t n_cols, int64_t row_stride)
{
  return (blasint) (n_rows <= 1 ? (n_cols > 1 ? n_cols : 1) : row_stride);
}

static TnkStatus
prepare (const Matrix *m, TnkDtype dtype, BlasMatrix *blas)
{
  TnkStatus status = TNK_OK;

  *blas = (BlasMatrix){ .data = m->data, .transpose = CblasNoTrans };
  if (m->dtype == dtype && is_row_major (m->n_rows, m->n_cols, m->row_stride, m->col_stride))
    blas->leading = leading_of (m->n_rows, m->n_cols, m->row_stride);
  else if (m->dtype == dtype && is_row_major (m->n_cols, m->n_rows, m->col_stride, m->row_stride))
    {
      blas->transpose = CblasTrans;
      blas->leading = leading_of (m->n_cols, m->n_rows, m->col_stride);
    }
  else
    {
      status = pack (m, dtype, &blas->packed);
      blas->data = blas->packed.data;
      blas->leading = (blasint) m->n_cols;
    }
  return status;
}

static void
call_gemm (TnkDtype dtype, const BlasMatrix *a, const BlasMatrix *b, const Matrix *out, int64_t k)
{
  const blasint M = (blasint) out->n_rows, N = (blasint) out->n_cols, K = (blasint) k;
  const blasint ldc = leading_of (out->n_rows, out->n_cols, out->row_stride);
  const TnkComplex64 one_64 = { 1, 0 }, zero_64 = { 0, 0 };
  const TnkComplex128 one_128 = { 1, 0 }, zero_128 = { 0, 0 };

  switch (dtype)
    {
    case TNK_FLOAT32:
      cblas_sgemm (CblasRowMajor, a->transpose, b->transpose, M, N, K, 1, a->data, a->leading,
                   b->data, b->leading, 0, out->data, ldc);
      break;
    case TNK_FLOAT64:
      cblas_dgemm (CblasRowMajor, a->transpose, b->transpose, M, N, K, 1, a->data, a->leading,
                   b->data, b->leading, 0, out->data, ldc);
      break;
    case TNK_COMPLEX64:
      cblas_cgemm (CblasRowMajor, a->transpose, b->transpose, M, N, K, &one_64, a->data, a->leading,
                   b->data, b->leading, &zero_64, out->data, ldc);
      break;
    default:
      cblas_zgemm (CblasRowMajor, a->transpose, b->transpose, M, N, K, &one_128, a->data,
                   a->leading, b->data, b->leading, &zero_128, out->data, ldc);
      break;
    }
}

/* Where row first (or, in the transposed sense, column first) of m begins. */
static void *
move_to (const BlasMatrix *m, bool along_rows, int64_t first, TnkDtype dtype)
{
  bool steps_by_leading = along_rows == (m->transpose == CblasNoTrans);

  return (char *) m->data
         + first * (steps_by_leading ? m->leading : 1) * (int64_t) tnk_dtype_size (dtype);
}

/* Shares the longer side of out between threads. */
static void
call_gemm_threaded (TnkDtype dtype, const BlasMatrix *a, const BlasMatrix *b, const Matrix *out,
                    int64_t k)
{
  bool by_rows = out->n_rows >= out->n_cols;
  int64_t n = by_rows ? out->n_rows : out->n_cols;
  int n_threads = tnk_cpu_threads_for (out->n_rows * out->n_cols * k / PRODUCTS_PER_ELEMENT);
  int64_t part = ((n + n_threads - 1) / n_threads + PART_MULTIPLE - 1) / PART_MULTIPLE
                 * PART_MULTIPLE;

  if (n_threads == 1)
    {
      call_gemm (dtype, a, b, out, k);
      return;
    }
#pragma omp parallel for num_threads(n_threads)
  for (int64_t first = 0; first < n; first += part)
    {
      int64_t size = n - first < part ? n - first : part;
      BlasMatrix left = *a, right = *b;
      Matrix to = *out;

      if (by_rows)
        {
          left.data = move_to (a, true, first, dtype);
          to.n_rows = size;
        }
      else
        {
          right.data = move_to (b, false, first, dtype);
          to.n_cols = size;
        }
      to.data = (char *) out->data
                + first * (by_rows ? out->row_stride : 1) * (int64_t) tnk_dtype_size (dtype);
      call_gemm (dtype, &left, &right, &to, k);
    }
}

/* One product in dtype, into out or, when BLAS cannot write there, through a packed result. */
static TnkStatus
multiply_blas (TnkDtype dtype, const Matrix *out, const Matrix *a, const Matrix *b)
{
  BlasMatrix blas_a, blas_b = { 0 };
  Matrix result = *out;
  bool direct = out->dtype == dtype
                && is_row_major (out->n_rows, out->n_cols, out->row_stride, out->col_stride);
  TnkStatus status = prepare (a, dtype, &blas_a);

  if (status == TNK_OK)
    status = prepare (b, dtype, &blas_b);
  if (status == TNK_OK && !direct)
    status = allocate_packed (out, dtype, &result);
  if (status == TNK_OK)
    {
      call_gemm_threaded (dtype, &blas_a, &blas_b, &result, a->n_cols);
      if (!direct)
        status = copy_matrix (out, &result);
    }
  if (result.data != out->data)
    release_packed (&result);
  release_packed (&blas_a.packed);
  release_packed (&blas_b.packed);
  return status;
}

/* Whether the processor multiplies bfloat16 itself, and out is at least a tile of that. */
static bool
takes_bfloat16 (const Matrix *out)
{
  return out->dtype == TNK_BFLOAT16 && tnk_cpu_loops ()->multiply_bfloat16 != NULL
         && out->n_rows >= TNK_BFLOAT16_ROWS && out->n_cols >= TNK_BFLOAT16_COLUMNS;
}

/* Rows whose elements do not lie side by side are packed first, or written through a packed
 * result. */
static TnkStatus
multiply_bfloat16 (const Matrix *out, const Matrix *a, const Matrix *b)
{
  Matrix left = *a, result = *out;
  TnkStatus status = a->col_stride == 1 ? TNK_OK : pack (a, TNK_BFLOAT16, &left);

  if (status == TNK_OK && out->col_stride != 1)
    status = allocate_packed (out, TNK_BFLOAT16, &result);
  if (status == TNK_OK)
    status = tnk_cpu_loops ()->multiply_bfloat16 (&(TnkBfloat16Product){
        .out = result.data,
        .a = left.data,
        .b = b->data,
        .out_stride = result.row_stride,
        .a_stride = left.row_stride,
        .b_row_stride = b->row_stride,
        .b_column_stride = b->col_stride,
        .n_rows = out->n_rows,
        .n_columns = out->n_cols,
        .n_products = a->n_cols,
    });
  if (status == TNK_OK && result.data != out->data)
    status = copy_matrix (out, &result);
  if (result.data != out->data)
    release_packed (&result);
  if (left.data != a->data)
    release_packed (&left);
  return status;
}

/* Packed matrices: row m of out gathers the rows of b, so that the inner loop is contiguous. */
#define MULTIPLY_PLAIN(TYPE, T, C)                                                               \
  static void multiply_##T (C *restrict out, const C *restrict a, const C *restrict b, int64_t M,  \
                            int64_t N, int64_t K)                                                  \
  {                                                                                                \
    memset (out, 0, (size_t) M * (size_t) N * sizeof (C));                                         \
    for (int64_t m = 0; m < M; m++)                                                                \
      for (int64_t k = 0; k < K; k++)                                                              \
        for (int64_t n = 0; n < N; n++)                                                            \
          out[m * N + n]                                                                           \
              = tnk_add_##T (out[m * N + n], tnk_mul_##T (a[m * K + k], b[k * N + n]));            \
  }
TNK_BOOL_TYPE_LIST (MULTIPLY_PLAIN)
TNK_INTEGER_TYPE_LIST (MULTIPLY_PLAIN)
TNK_FLOAT_TYPE_LIST (MULTIPLY_PLAIN)
TNK_COMPLEX_TYPE_LIST (MULTIPLY_PLAIN)

static void
call_plain (TnkDtype dtype, void *out, const void *a, const void *b, int64_t M, int64_t N,
              int64_t K)
{
  switch (dtype)
    {
#define CASE(TYPE, T, C)                                                                           \
  case TNK_##TYPE:                                                                                 \
    multiply_##T (out, a, b, M, N, K);                                                             \
    break;
      TNK_BOOL_TYPE_LIST (CASE)
      TNK_INTEGER_TYPE_LIST (CASE)
      TNK_FLOAT_TYPE_LIST (CASE)
      TNK_COMPLEX_TYPE_LIST (CASE)
#undef CASE
    default:
      break;
    }
}

static TnkStatus
multiply_plain (const Matrix *out, const Matrix *a, const Matrix *b)
{
  Matrix packed_a, packed_b = { 0 };
  Matrix result = { 0 };
  TnkStatus status = pack (a, out->dtype, &packed_a);

  if (status == TNK_OK)
    status = pack (b, out->dtype, &packed_b);
  if (status == TNK_OK)
    status = allocate_packed (out, out->dtype, &result);
  if (status == TNK_OK)
    {
      call_plain (out->dtype, result.data, packed_a.data, packed_b.data, out->n_rows, out->n_cols,
                    a->n_cols);
      status = copy_matrix (out, &result);
    }
  release_packed (&result);
  release_packed (&packed_a);
  release_packed (&packed_b);
  return status;
}

/* Many small matrices: a call of BLAS would take longer than the product. PyTorch draws the line at
 * the same size, and so rounds alike. */
static bool
is_small (const Matrix *out, const Matrix *a, int64_t n_batches)
{
  return n_batches > 1 && !tnk_dtype_is_half (out->dtype)
         && out->n_rows * out->n_cols * a->n_cols < 400;
}

static TnkStatus
multiply (const Matrix *out, const Matrix *a, const Matrix *b, int64_t n_batches)
{
  if (tnk_dtype_is_integral (out->dtype) || is_small (out, a, n_batches))
    return multiply_plain (out, a, b);
  if (takes_bfloat16 (out))
    return multiply_bfloat16 (out, a, b);
  return multiply_blas (tnk_dtype_is_half (out->dtype) ? TNK_FLOAT32 : out->dtype, out, a, b);
}

static TnkStatus
multiply_batch (const TnkArray *out, const TnkArray *a, const TnkArray *b, int64_t batch)
{
  Matrix to = matrix_at (*out, batch), left = matrix_at (*a, batch), right = matrix_at (*b, batch);

  return tnk_cpu_is_cancelled () ? TNK_CANCELLED : multiply (&to, &left, &right, out->sizes[0]);
}

static TnkStatus
multiply_batches (TnkArray out, TnkArray a, TnkArray b)
{
  int64_t n = out.sizes[0], n_products = out.sizes[1] * out.sizes[2] * a.sizes[2];
  int n_threads = tnk_cpu_threads_for (n * (n_products / PRODUCTS_PER_ELEMENT + 1));
  TnkStatus status = TNK_OK;

  if (n == 1)
    return multiply_batch (&out, &a, &b, 0);
#pragma omp parallel for num_threads(n_threads) if (n_threads > 1)
  for (int64_t batch = 0; batch < n; batch++)
    if (__atomic_load_n (&status, __ATOMIC_RELAXED) == TNK_OK)
      {
        TnkStatus own = multiply_batch (&out, &a, &b, batch);
        if (own != TNK_OK)
          __atomic_store_n (&status, own, __ATOMIC_RELAXED);
      }
  return status;
}

TnkStatus
tnk_cpu_matmul (TnkArray out, TnkArray a, TnkArray b)
{
  const TnkScalar zero = { .kind = TNK_SCALAR_INT };
  int n_blas_threads = 1;
  TnkStatus status;

  if (out.sizes[0] == 0 || out.sizes[1] == 0 || out.sizes[2] == 0)
    return TNK_OK;
  if (a.sizes[2] == 0)
    return tnk_cpu_fill (out, zero);
  if (out.sizes[1] > INT32_MAX || out.sizes[2] > INT32_MAX || a.sizes[2] > INT32_MAX)
    return TNK_UNSUPPORTED;
  /* One setting for the process: others who use OpenBLAS get it back. */
  if (out.sizes[1] * out.sizes[2] > BLAS_SINGLE / a.sizes[2])
    {
      n_blas_threads = openblas_get_num_threads ();
      openblas_set_num_threads (1);
    }
  status = multiply_batches (out, a, b);
  if (n_blas_threads > 1)
    openblas_set_num_threads (n_blas_threads);
  return status;
}
