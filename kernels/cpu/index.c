/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Reading and writing through element offsets, coordinates of true elements, and ranges. */

#include "kernels/cpu/loops.h"
#include "kernels/scalar.h"

typedef struct
{
  char *data; /* where the offsets count from */
} Base;

#define MOVES(C)                                                                                   \
  static void take_##C (char *const *data, const int64_t *strides, int64_t n, const void *context) \
  {                                                                                                \
    const C *from = (const C *) ((const Base *) context)->data;                                    \
    for (int64_t i = 0; i < n; i++)                                                                \
      *(C *) (data[0] + i * strides[0]) = from[*(const int64_t *) (data[1] + i * strides[1])];     \
  }                                                                                                \
  static void put_##C (char *const *data, const int64_t *strides, int64_t n, const void *context)  \
  {                                                                                                \
    C *to = (C *) ((const Base *) context)->data;                                                  \
    for (int64_t i = 0; i < n; i++)                                                                \
      to[*(const int64_t *) (data[0] + i * strides[0])] = *(const C *) (data[1] + i * strides[1]); \
  }
MOVES (uint8_t)
MOVES (uint16_t)
MOVES (uint32_t)
MOVES (uint64_t)
MOVES (TnkComplex128)

#define ADD_HALF(T)                                                                                \
  static inline uint16_t add_##T (uint16_t a, uint16_t b)                                          \
  {                                                                                                \
    return tnk_##T##_from_float32 (tnk_float32_from_##T (a) + tnk_float32_from_##T (b));           \
  }
ADD_HALF (float16)
ADD_HALF (bfloat16)

#define ACCUMULATE(TYPE, T, C, add)                                                                \
  static void accumulate_##T (char *const *data, const int64_t *strides, int64_t n,                \
                              const void *context)                                                 \
  {                                                                                                \
    C *to = (C *) ((const Base *) context)->data;                                                  \
    for (int64_t i = 0; i < n; i++)                                                                \
      {                                                                                            \
        C *place = to + *(const int64_t *) (data[0] + i * strides[0]);                             \
        *place = add (*place, *(const C *) (data[1] + i * strides[1]));                            \
      }                                                                                            \
  }
#define ACCUMULATE_FORMULA(TYPE, T, C) ACCUMULATE (TYPE, T, C, tnk_add_##T)
TNK_BOOL_TYPE_LIST (ACCUMULATE_FORMULA)
TNK_INTEGER_TYPE_LIST (ACCUMULATE_FORMULA)
TNK_FLOAT_TYPE_LIST (ACCUMULATE_FORMULA)
TNK_COMPLEX_TYPE_LIST (ACCUMULATE_FORMULA)
ACCUMULATE (FLOAT16, float16, uint16_t, add_float16)
ACCUMULATE (BFLOAT16, bfloat16, uint16_t, add_bfloat16)

#define ACCUMULATE_ENTRY(ID, name, bytes, C) [TNK_##ID] = accumulate_##name,
static const TnkCpuLoop accumulate_loops[TNK_N_DTYPES] = { TNK_DTYPE_LIST (ACCUMULATE_ENTRY) };

static void
choose_moves (size_t n_bytes, TnkCpuLoop *take, TnkCpuLoop *put)
{
  switch (n_bytes)
    {
    case 1:
      *take = take_uint8_t, *put = put_uint8_t;
      break;
    case 2:
      *take = take_uint16_t, *put = put_uint16_t;
      break;
    case 4:
      *take = take_uint32_t, *put = put_uint32_t;
      break;
    case 8:
      *take = take_uint64_t, *put = put_uint64_t;
      break;
    default:
      *take = take_TnkComplex128, *put = put_TnkComplex128;
      break;
    }
}

TnkStatus
tnk_cpu_take (TnkArray out, const void *from_data, TnkArray offsets)
{
  const TnkArray operands[] = { out, offsets };
  const Base base = { (char *) from_data };
  TnkCpuLoop take, put;

  choose_moves (tnk_dtype_size (out.dtype), &take, &put);
  return tnk_cpu_run (operands, 2, TNK_ORDER_ANY, take, &base);
}

/* In row-major order and on one thread: of two values for one place the later stays, and sums come
 * out the same every time. */
TnkStatus
tnk_cpu_put (void *to_data, TnkArray offsets, TnkArray in, bool accumulate)
{
  const TnkArray operands[] = { offsets, in };
  const Base base = { to_data };
  TnkCpuLoop take, put;

  choose_moves (tnk_dtype_size (in.dtype), &take, &put);
  if (accumulate)
    put = accumulate_loops[in.dtype];
  return tnk_cpu_run (operands, 2, TNK_ORDER_ROW_MAJOR, put, &base);
}

typedef struct
{
  TnkArray out;
  int64_t row;      /* next one to write */
  int64_t position; /* row-major index of the loop's next element */
  const TnkArray *in;
} Coordinates;

static void
write_coordinates (const Coordinates *found, int64_t position)
{
  const TnkArray *in = found->in;
  int64_t *row = (int64_t *) found->out.data + found->row * found->out.strides[0];

  /* The first coordinate is what is left: a vector takes no division. */
  for (int d = in->rank - 1; d > 0; d--)
    {
      row[d * found->out.strides[1]] = position % in->sizes[d];
      position /= in->sizes[d];
    }
  if (in->rank > 0)
    row[0] = position;
}

static void
nonzero_loop (char *const *data, const int64_t *strides, int64_t n, const void *context)
{
  Coordinates *found = *(Coordinates *const *) context;
  uint8_t truth[TNK_CPU_BLOCK];
  uint16_t places[TNK_CPU_BLOCK];

  for (int64_t begin = 0; begin < n; begin += TNK_CPU_BLOCK)
    {
      int64_t m = n - begin < TNK_CPU_BLOCK ? n - begin : TNK_CPU_BLOCK;
      char *block[] = { (char *) truth, data[0] + begin * strides[0] };
      int64_t block_strides[] = { 1, strides[0] };

      int n_true = 0;

      tnk_cpu_convert_loop (TNK_BOOL, found->in->dtype) (block, block_strides, m, NULL);
      /* Every place is written and only true ones stay: no branch to guess wrong. */
      for (int64_t i = 0; i < m; i++)
        {
          places[n_true] = (uint16_t) i;
          n_true += truth[i];
        }
      for (int k = 0; k < n_true && found->row < found->out.sizes[0]; k++, found->row++)
        write_coordinates (found, found->position + begin + places[k]);
    }
  found->position += n;
}

TnkStatus
tnk_cpu_nonzero (TnkArray out, TnkArray in)
{
  Coordinates found = { .out = out, .in = &in };
  Coordinates *context = &found;

  return tnk_cpu_run (&in, 1, TNK_ORDER_ROW_MAJOR, nonzero_loop, &context);
}

/* Integers are counted in int64, everything else in double, block by block. */
TnkStatus
tnk_cpu_arange (TnkArray out, TnkScalar start, TnkScalar step)
{
  int64_t n = out.rank == 0 ? 1 : out.sizes[0];
  int64_t stride = out.rank == 0 ? 0 : out.strides[0] * (int64_t) tnk_dtype_size (out.dtype);
  bool whole = start.kind <= TNK_SCALAR_INT && step.kind <= TNK_SCALAR_INT;
  double first = start.kind <= TNK_SCALAR_INT ? (double) start.i : start.re;
  double width = step.kind <= TNK_SCALAR_INT ? (double) step.i : step.re;
  union
  {
    int64_t whole[TNK_CPU_BLOCK];
    double real[TNK_CPU_BLOCK];
  } block;
  TnkCpuLoop convert = tnk_cpu_convert_loop (out.dtype, whole ? TNK_INT64 : TNK_FLOAT64);

  for (int64_t begin = 0; begin < n; begin += TNK_CPU_BLOCK)
    {
      int64_t m = n - begin < TNK_CPU_BLOCK ? n - begin : TNK_CPU_BLOCK;
      char *data[] = { (char *) out.data + begin * stride, (char *) &block };
      int64_t strides[] = { stride, 8 };

      if (begin % TNK_CPU_CHUNK == 0 && tnk_cpu_is_cancelled ())
        return TNK_CANCELLED;
      if (whole)
        for (int64_t i = 0; i < m; i++)
          block.whole[i]
              = (int64_t) ((uint64_t) start.i + (uint64_t) (begin + i) * (uint64_t) step.i);
      else
        for (int64_t i = 0; i < m; i++)
          block.real[i] = first + (double) (begin + i) * width;
      convert (data, strides, m, NULL);
    }
  return TNK_OK;
}
