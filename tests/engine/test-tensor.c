/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Dtypes, storages, layouts. The promotion and casting tables were recorded from PyTorch 2.15.0 on CPU:
 *   for a in dtypes: print ([torch.promote_types (a, b) for b in dtypes])
 *   for a in dtypes: print ([torch.can_cast (a, b) for b in dtypes]) */
#include "engine/core/tensor.h"

#include <math.h>
#include <string.h>

static const char *const promotion[] = {
  "0123456789ab", "1133456789ab", "2323456789ab", "3333456789ab", "4444456789ab", "5555556789ab",
  "6666666889ab", "7777778789ab", "8888888889ab", "9999999999bb", "aaaaaaaaabab", "bbbbbbbbbbbb",
};

static const char *const casting[] = {
  "111111111111", "011111111111", "011111111111", "011111111111", "011111111111", "011111111111",
  "000000111111", "000000111111", "000000111111", "000000111111", "000000000011", "000000000011",
};

static void
test_promotion (void)
{
  for (int a = 0; a < TNK_N_DTYPES; a++)
    for (int b = 0; b < TNK_N_DTYPES; b++)
      {
        g_assert_cmpint (tns_dtype_promote (a, b), ==,
                         g_ascii_xdigit_value (promotion[a][b]));
        g_assert_cmpint (tns_dtype_can_cast (a, b), ==, casting[a][b] == '1');
      }
}

static void
test_scalar_round_trip (void)
{
  for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
    {
      uint64_t element[2];
      tns_scalar_write (tns_scalar_int (1), dtype, element);
      TnkScalar value = tns_scalar_read (dtype, element);
      g_assert_cmpfloat (tns_scalar_to_double (value), ==, 1);
      g_assert_cmpint (tns_scalar_to_int (value), ==, 1);
    }
  uint64_t element[2];
  tns_scalar_write (tns_scalar_complex (1.5, -2), TNK_COMPLEX64, element);
  TnkScalar value = tns_scalar_read (TNK_COMPLEX64, element);
  g_assert_cmpfloat (value.re, ==, 1.5);
  g_assert_cmpfloat (value.im, ==, -2);
  g_assert_cmpint (tns_scalar_to_int (tns_scalar_float (NAN)), ==, INT64_MIN);
  g_assert_cmpint (tns_scalar_to_int (tns_scalar_float (-2.9)), ==, -2);
}

static void
test_budget (void)
{
  g_autoptr (GError) error = NULL;
  size_t budget = tns_memory_get_budget (), used = tns_memory_get_used ();
  tns_memory_set_budget (used + 1000);
  g_autoptr (TnsStorage) fits = tns_storage_new (TNS_CPU, 900, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tns_memory_get_used (), ==, used + 900);
  g_assert_null (tns_storage_new (TNS_CPU, 200, &error));
  g_assert_error (error, TNS_ERROR, TNS_ERROR_OUT_OF_MEMORY);
  g_assert_nonnull (strstr (error->message, "you tried to allocate 200 bytes"));
  g_clear_pointer (&fits, tns_storage_unref);
  g_assert_cmpuint (tns_memory_get_used (), ==, used);
  tns_memory_set_budget (budget);
}

static void
note_release (void *owner)
{
  ++*(int *) owner;
}

static void
test_foreign (void)
{
  int n_released = 0;
  float numbers[6] = { 0, 1, 2, 3, 4, 5 };
  TnsStorage *storage
      = tns_storage_new_foreign (numbers, sizeof numbers, note_release, &n_released);
  TnsMeta meta;
  tns_meta_init_dense (&meta, TNK_FLOAT32, TNS_CPU, 2, (int64_t[]){ 2, 3 });
  TnsTensor *tensor = tns_tensor_new_on_storage (storage, &meta);
  tns_storage_unref (storage);
  g_assert_true (tns_tensor_get_data (tensor) == numbers);
  g_assert_cmpint (n_released, ==, 0);
  tns_tensor_unref (tensor);
  g_assert_cmpint (n_released, ==, 1);
}

static void
test_overflow (void)
{
  g_autoptr (GError) error = NULL;
  int64_t huge = G_GINT64_CONSTANT (10000000000);
  TnsTensor *tensor
      = tns_tensor_new_dense (TNK_FLOAT32, TNS_CPU, 2, (int64_t[]){ huge, huge }, &error);
  g_assert_null (tensor);
  g_assert_error (error, TNS_ERROR, TNS_ERROR_RUNTIME);
  g_assert_cmpstr (error->message, ==,
                   "Storage size calculation overflowed with sizes=[10000000000, 10000000000]");
}

static void
test_too_large (void)
{
  g_autoptr (GError) error = NULL;
  int64_t n = G_GINT64_CONSTANT (1000000000000);
  g_assert_null (tns_tensor_new_dense (TNK_FLOAT32, TNS_CPU, 1, &n, &error));
  g_assert_error (error, TNS_ERROR, TNS_ERROR_OUT_OF_MEMORY);
  g_assert_nonnull (strstr (error->message, "you tried to allocate 4000000000000 bytes"));
}

static void
test_view (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsTensor) base
      = tns_tensor_new_dense (TNK_INT64, TNS_CPU, 2, (int64_t[]){ 3, 4 }, &error);
  TnsMeta meta;
  tns_tensor_get_meta (base, &meta);
  meta.offset_elems = 4;
  meta.sizes[0] = 2;
  g_autoptr (TnsTensor) view = tns_tensor_new_view (base, &meta);
  meta.offset_elems = 8;
  meta.sizes[0] = 1;
  g_autoptr (TnsTensor) view_of_view = tns_tensor_new_view (view, &meta);
  g_assert_true (tns_tensor_get_storage (view) == tns_tensor_get_storage (base));
  g_assert_true (tns_tensor_get_base (view) == base);
  g_assert_true (tns_tensor_get_base (view_of_view) == base);
  g_assert_true ((int64_t *) tns_tensor_get_data (view) == (int64_t *) tns_tensor_get_data (base) + 4);
}

/* Ranks beyond the inline dims, and the widest one. */
static void
test_high_rank (void)
{
  g_autoptr (GError) error = NULL;
  int64_t sizes[TNK_MAX_RANK];
  for (int d = 0; d < TNK_MAX_RANK; d++)
    sizes[d] = d < 3 ? 2 : 1;
  g_autoptr (TnsTensor) tensor
      = tns_tensor_new_dense (TNK_FLOAT64, TNS_CPU, TNK_MAX_RANK, sizes, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tns_tensor_get_numel (tensor), ==, 8);
  g_assert_true (tns_tensor_is_contiguous (tensor));
}

static void
test_device_names (void)
{
  TnsDevice device;
  g_autoptr (GError) error = NULL;
  g_assert_true (tns_device_parse ("cuda:1", &device, &error));
  g_assert_cmpint (device.type, ==, TNS_DEVICE_CUDA);
  g_assert_cmpint (device.index, ==, 1);
  const char *const wrong[] = { "cuda:01", "cuda:-1", "" };
  for (size_t k = 0; k < G_N_ELEMENTS (wrong); k++)
    {
      g_assert_false (tns_device_parse (wrong[k], &device, &error));
      g_assert_error (error, TNS_ERROR, TNS_ERROR_RUNTIME);
      g_clear_error (&error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/dtype/promotion/is-pytorchs-table", test_promotion);
  g_test_add_func ("/engine/dtype/scalar/keeps-its-value", test_scalar_round_trip);
  g_test_add_func ("/engine/storage/budget/refuses-and-gives-back", test_budget);
  g_test_add_func ("/engine/storage/foreign/is-released-with-the-last-tensor", test_foreign);
  g_test_add_func ("/engine/tensor/sizes/overflow-is-refused", test_overflow);
  g_test_add_func ("/engine/tensor/sizes/more-than-the-memory-is-refused", test_too_large);
  g_test_add_func ("/engine/tensor/view/shares-storage-and-root", test_view);
  g_test_add_func ("/engine/tensor/rank/up-to-64", test_high_rank);
  g_test_add_func ("/engine/device/names/are-parsed-as-pytorch-does", test_device_names);
  return g_test_run ();
}
