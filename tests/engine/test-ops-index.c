/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Indexing ops. Expected values and messages: PyTorch 2.15.0 on CPU, the call in each row on
 * x = torch.arange(6.).reshape(2, 3).requires_grad_(). */
#include <string.h>

#include "tests/engine/calls.h"

/* A vector of indices. */
static TnsTensor *
new_ints (int n, const int64_t *items)
{
  g_autoptr (GError) error = NULL;
  int64_t size = n;
  TnsTensor *tensor = tns_tensor_new_dense (TNK_INT64, TNS_CPU, 1, &size, &error);
  g_assert_no_error (error);
  memcpy (tns_tensor_get_data (tensor), items, (size_t) n * sizeof *items);
  return tensor;
}

#define INDEX(...)                                                                                 \
  new_ints (G_N_ELEMENTS (((const int64_t[]) { __VA_ARGS__ })), (const int64_t[]) { __VA_ARGS__ })

/* x > 2, for x of new_x(). */
static TnsTensor *
new_mask (void)
{
  g_autoptr (GError) error = NULL;
  TnsTensor *mask = tns_tensor_new_dense (TNK_BOOL, TNS_CPU, 2, (int64_t[]) { 2, 3 }, &error);
  g_assert_no_error (error);
  memcpy (tns_tensor_get_data (mask), "\0\0\0\1\1\1", 6);
  return mask;
}

static void
test_index (void)
{
  g_autoptr (TnsTensor) x = new_x (true);
  g_autoptr (TnsTensor) rows = INDEX (1, -2), columns = INDEX (2, 0), far = INDEX (0, 5);
  g_autoptr (TnsTensor) mask = new_mask (), three = INDEX (0, 1, 2);
  TnsTensor *one[] = { rows }, *two[] = { rows, columns }, *second[] = { NULL, columns };
  TnsTensor *outside[] = { far }, *masked[] = { mask }, *uneven[] = { rows, three };
  assert_call ("[2, 3]/[3, 1] IndexBackward0: 3 4 5 0 1 2", index, x, tns_value_tensors (one, 1));
  assert_call ("[2]/[1] IndexBackward0: 5 0", index, x, tns_value_tensors (two, 2));
  assert_call ("[2, 2]/[2, 1] IndexBackward0: 2 0 5 3", index, x, tns_value_tensors (second, 2));
  assert_call ("[3]/[1] IndexBackward0: 3 4 5", index, x, tns_value_tensors (masked, 1));
  assert_call ("!index 5 is out of bounds for dimension 0 with size 2", index, x,
               tns_value_tensors (outside, 1));
  assert_call ("!shape mismatch: indexing tensors could not be broadcast together with shapes [2], [3]",
               index, x, tns_value_tensors (uneven, 2));
}

static void
test_index_put (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsTensor) x = new_x (true);
  g_autoptr (TnsTensor) twice = INDEX (0, 0);
  g_autoptr (TnsTensor) value
      = tns_tensor_new_scalar (tns_scalar_float (10), TNK_FLOAT32, TNS_CPU, &error);
  TnsTensor *rows[] = { twice };
  assert_call ("[2, 3]/[3, 1] IndexPutBackward0: 10 10 10 3 4 5", index_put, x,
               tns_value_tensors (rows, 1), T (value), B (false));
  assert_call ("[2, 3]/[3, 1] IndexPutBackward0: 20 21 22 3 4 5", index_put, x,
               tns_value_tensors (rows, 1), T (value), B (true));
}

static void
test_in_place_write_is_seen_through_the_base (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsTensor) x = new_x (false);
  g_autoptr (TnsTensor) first = INDEX (0);
  g_auto (TnsResults) view = { 0 }, written = { 0 };
  g_autoptr (TnsTensor) value
      = tns_tensor_new_scalar (tns_scalar_float (-1), TNK_FLOAT32, TNS_CPU, &error);
  TnsTensor *rows[] = { first };
  g_assert_true (tns_op_call (&tns_op_t, false, (TnsValue[]) { T (x) }, 1, &view, &error));
  g_assert_true (tns_op_call (&tns_op_index_put, true,
                              (TnsValue[]) { T (view.items[0]), tns_value_tensors (rows, 1), T (value) },
                              3, &written, &error));
  g_autofree char *text = describe (x);
  g_assert_cmpstr (text, ==, "[2, 3]/[3, 1] -: -1 1 2 -1 4 5");
  g_assert_true (written.items[0] == view.items[0]);
}

static void
test_masks (void)
{
  g_autoptr (TnsTensor) x = new_x (true);
  g_autoptr (TnsTensor) mask = new_mask (), index = INDEX (0);
  assert_call ("[2, 3]/[3, 1] MaskedFillBackward0: 0 1 2 9 9 9", masked_fill, x, T (mask), N (9));
  assert_call ("[3]/[1] MaskedSelectBackward0: 3 4 5", masked_select, x, T (mask));
  assert_call ("!masked_fill_ only supports boolean masks, but got mask with dtype long int",
               masked_fill, x, T (index), N (9));
  assert_call ("[3, 2]/[1, 3] -: 1 0 1 1 1 2", nonzero, mask);
}

static void
test_rows (void)
{
  g_autoptr (TnsTensor) x = new_x (true);
  g_autoptr (TnsTensor) both = INDEX (1, 1), far = INDEX (2);
  assert_call ("[2, 3]/[3, 1] IndexSelectBackward0: 3 4 5 3 4 5", index_select, x, I (0), T (both));
  assert_call ("!index out of range in self", index_select, x, I (0), T (far));
  assert_call ("[2, 3]/[3, 1] IndexAddBackward0: 0 1 2 6 9 12", index_add, x, I (0), T (both), T (x));
  assert_call ("!index 2 is out of bounds for dimension 0 with size 2", index_fill, x, I (0), T (far),
               N (1));
}

static void
test_gather (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsTensor) x = new_x (true);
  g_autoptr (TnsTensor) index
      = tns_tensor_new_dense (TNK_INT64, TNS_CPU, 2, (int64_t[]) { 2, 1 }, &error);
  memcpy (tns_tensor_get_data (index), (int64_t[]) { 2, 0 }, sizeof (int64_t[2]));
  assert_call ("[2, 1]/[1, 1] GatherBackward0: 2 3", gather, x, I (1), T (index));
  assert_call ("[2, 3]/[3, 1] ScatterBackward1: 0 1 7 7 4 5", scatter_value, x, I (1), T (index), N (7));
  assert_call ("[2, 3]/[3, 1] ScatterAddBackward0: 0 1 2 6 4 5", scatter_add, x, I (1), T (index), T (x));
  *(int64_t *) tns_tensor_get_data (index) = 3;
  assert_call ("!index 3 is out of bounds for dimension 1 with size 3", gather, x, I (1), T (index));
}

static void
test_sort (void)
{
  g_autoptr (TnsTensor) x = new_x (true);
  g_autoptr (TnsTensor) ties = INDEX (1, 1, 2, 2, 2);
  assert_call ("[2, 3]/[3, 1] SortBackward0: 2 1 0 5 4 3 | [2, 3]/[3, 1] -: 2 1 0 2 1 0", sort, x, I (1),
               B (true));
  assert_call ("[4]/[1] -: 2 2 2 1 | [4]/[1] -: 2 4 3 0", topk, ties, I (4));
  assert_call ("!selected index k out of range", topk, x, I (4));
  assert_call ("[2]/[1] KthvalueBackward0: 0 3 | [2]/[1] -: 0 0", kthvalue, x, I (1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/ops/index/values-and-errors-are-pytorchs", test_index);
  g_test_add_func ("/engine/ops/index-put/last-write-wins-or-all-add-up", test_index_put);
  g_test_add_func ("/engine/ops/index-put/in-place-on-a-view-is-seen-through-its-base",
                   test_in_place_write_is_seen_through_the_base);
  g_test_add_func ("/engine/ops/masks/pick-and-fill", test_masks);
  g_test_add_func ("/engine/ops/rows/out-of-range-says-so", test_rows);
  g_test_add_func ("/engine/ops/gather/reads-and-writes-along-a-dim", test_gather);
  g_test_add_func ("/engine/ops/sort/ties-are-broken-as-pytorch-does", test_sort);
  return g_test_run ();
}
