/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Stable sort along one dim. Each line is copied next to its places, sorted by insertion in runs
 * and merged bottom-up, and written back. Half types sort as the float32 they stand for. */

#include "kernels/cpu/loops.h"
#include "kernels/scalar.h"

#include <stdlib.h>
#include <string.h>

#define RUN 16

typedef struct
{
  int64_t size;
  int64_t strides[3]; /* bytes: values, indices, in */
  bool descending;
  TnkStatus *status;
} SortDim;

/* comes_first (a, b): a must stand before b; equal elements keep their order. */
#define SORT(T, C, C_KEY, key_of, comes_before)                                                    \
  typedef struct                                                                                   \
  {                                                                                                \
    C_KEY key;                                                                                     \
    C value;                                                                                       \
    int64_t place;                                                                                 \
  } Item_##T;                                                                                      \
  static inline bool comes_first_##T (C_KEY a, C_KEY b, bool descending)                           \
  {                                                                                                \
    return descending ? comes_before (b, a) : comes_before (a, b);                                 \
  }                                                                                                \
  static void sort_run_##T (Item_##T *items, int64_t n, bool descending)                           \
  {                                                                                                \
    for (int64_t i = 1; i < n; i++)                                                                \
      {                                                                                            \
        Item_##T item = items[i];                                                                  \
        int64_t k = i;                                                                             \
        for (; k > 0 && comes_first_##T (item.key, items[k - 1].key, descending); k--)             \
          items[k] = items[k - 1];                                                                 \
        items[k] = item;                                                                           \
      }                                                                                            \
  }                                                                                                \
  static void merge_##T (const Item_##T *a, int64_t n_a, const Item_##T *b, int64_t n_b,           \
                         Item_##T *out, bool descending)                                           \
  {                                                                                                \
    while (n_a > 0 && n_b > 0)                                                                     \
      if (comes_first_##T (b->key, a->key, descending))                                            \
        *out++ = *b++, n_b--;                                                                      \
      else                                                                                         \
        *out++ = *a++, n_a--;                                                                      \
    memcpy (out, a, (size_t) n_a * sizeof *out);                                                   \
    memcpy (out + n_a, b, (size_t) n_b * sizeof *out);                                             \
  }                                                                                                \
  /* Sorts items with as much room in spare; returns where the result lies. */                     \
  static Item_##T *sort_items_##T (Item_##T *items, Item_##T *spare, int64_t n, bool descending)   \
  {                                                                                                \
    for (int64_t i = 0; i < n; i += RUN)                                                           \
      sort_run_##T (items + i, n - i < RUN ? n - i : RUN, descending);                             \
    for (int64_t width = RUN; width < n; width *= 2)                                               \
      {                                                                                            \
        Item_##T *sorted = spare;                                                                  \
        for (int64_t i = 0; i < n; i += 2 * width)                                                 \
          {                                                                                        \
            int64_t n_a = n - i < width ? n - i : width;                                           \
            int64_t n_b = n - i - n_a < width ? n - i - n_a : width;                               \
            merge_##T (items + i, n_a, items + i + n_a, n_b, sorted + i, descending);              \
          }                                                                                        \
        spare = items;                                                                             \
        items = sorted;                                                                            \
      }                                                                                            \
    return items;                                                                                  \
  }                                                                                                \
  static void sort_line_##T (const SortDim *dim, Item_##T *items, char *values, char *indices,     \
                             const char *in)                                                       \
  {                                                                                                \
    const Item_##T *sorted;                                                                        \
    for (int64_t i = 0; i < dim->size; i++)                                                        \
      {                                                                                            \
        C value = *(const C *) (in + i * dim->strides[2]);                                         \
        items[i] = (Item_##T){ key_of (value), value, i };                                         \
      }                                                                                            \
    sorted = sort_items_##T (items, items + dim->size, dim->size, dim->descending);                \
    for (int64_t i = 0; i < dim->size; i++)                                                        \
      {                                                                                            \
        *(C *) (values + i * dim->strides[0]) = sorted[i].value;                                   \
        *(int64_t *) (indices + i * dim->strides[1]) = sorted[i].place;                            \
      }                                                                                            \
  }                                                                                                \
  static void sort_##T (char *const *data, const int64_t *strides, int64_t n, const void *context) \
  {                                                                                                \
    const SortDim *dim = context;                                                                  \
    Item_##T few[2 * RUN];                                                                         \
    Item_##T *items = few;                                                                         \
    if (dim->size > RUN)                                                                           \
      items = malloc (2 * (size_t) dim->size * sizeof *items);                                     \
    if (items == NULL)                                                                             \
      {                                                                                            \
        __atomic_store_n (dim->status, TNK_OUT_OF_MEMORY, __ATOMIC_RELAXED);                       \
        return;                                                                                    \
      }                                                                                            \
    for (int64_t i = 0; i < n; i++)                                                                \
      sort_line_##T (dim, items, data[0] + i * strides[0], data[1] + i * strides[1],               \
                     data[2] + i * strides[2]);                                                    \
    if (items != few)                                                                              \
      free (items);                                                                                \
  }

#define SAME(x) (x)
#define IS_LESS(a, b) ((a) < (b))
#define IS_LESS_OR_NUMBER(a, b) ((a) < (b) || ((a) == (a) && (b) != (b)))

#define SORT_INTEGER(TYPE, T, C) SORT (T, C, C, SAME, IS_LESS)
#define SORT_FLOAT(TYPE, T, C) SORT (T, C, C, SAME, IS_LESS_OR_NUMBER)
TNK_BOOL_TYPE_LIST (SORT_INTEGER)
TNK_INTEGER_TYPE_LIST (SORT_INTEGER)
TNK_FLOAT_TYPE_LIST (SORT_FLOAT)
SORT (float16, uint16_t, float, tnk_float32_from_float16, IS_LESS_OR_NUMBER)
SORT (bfloat16, uint16_t, float, tnk_float32_from_bfloat16, IS_LESS_OR_NUMBER)

#define ENTRY(TYPE, T, C) [TNK_##TYPE] = sort_##T,
static const TnkCpuLoop loops[TNK_N_DTYPES] = {
  TNK_BOOL_TYPE_LIST (ENTRY)
  TNK_INTEGER_TYPE_LIST (ENTRY)
  ENTRY (FLOAT16, float16, uint16_t)
  ENTRY (BFLOAT16, bfloat16, uint16_t)
  TNK_FLOAT_TYPE_LIST (ENTRY)
};

TnkStatus
tnk_cpu_sort (TnkArray values, TnkArray indices, TnkArray in, int dim, bool descending)
{
  TnkArray operands[] = { values, indices, in };
  int64_t sizes[TNK_MAX_RANK];
  TnkStatus status = TNK_OK, run_status;
  SortDim along = { 1, { 0, 0, 0 }, descending, &status };

  if (loops[in.dtype] == NULL)
    return TNK_UNSUPPORTED;
  for (int d = 0; d < in.rank; d++)
    sizes[d] = in.sizes[d];
  if (in.rank > 0)
    {
      along.size = in.sizes[dim];
      for (int k = 0; k < 3; k++)
        along.strides[k] = operands[k].strides[dim] * (int64_t) tnk_dtype_size (operands[k].dtype);
      sizes[dim] = along.size == 0 ? 0 : 1;
    }
  for (int k = 0; k < 3; k++)
    operands[k].sizes = sizes;
  run_status = tnk_cpu_run_lines (operands, 3, loops[in.dtype], &along);
  return run_status != TNK_OK ? run_status : status;
}
