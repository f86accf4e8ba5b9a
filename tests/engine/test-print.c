/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Expected texts: PyTorch 2.15.0 (CPU), torch.set_printoptions (…) and
 * repr (torch.tensor (values, dtype=…).reshape (sizes)); states of the generator:
 * torch.manual_seed (3); torch.randn (1); torch.get_rng_state (). */

#include "engine/core/generator.h"
#include "engine/core/print.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *name;
  TnkDtype dtype;
  int rank;
  int64_t sizes[3];
  double values[8];
  TnsPrintOptions options;
  const char *text;
} Case;

static const Case cases[] = {
  { "int64/pads-to-the-widest", TNK_INT64, 2, { 2, 3 },
    { 1, -2, 3, 40, 5, 600 }, { 4, 1000, 3, 80, -1 },
    "tensor([[  1,  -2,   3],\n        [ 40,   5, 600]])" },
  { "bool/true-and-false", TNK_BOOL, 1, { 3 },
    { 1, 0, 1 }, { 4, 1000, 3, 80, -1 },
    "tensor([ True, False,  True])" },
  { "float32/whole-numbers-end-in-a-point", TNK_FLOAT32, 1, { 3 },
    { 1, 2, 30 }, { 4, 1000, 3, 80, -1 },
    "tensor([ 1.,  2., 30.])" },
  { "float32/four-digits", TNK_FLOAT32, 2, { 2, 2 },
    { 0.5, 1.25, -3.14159, 100 }, { 4, 1000, 3, 80, -1 },
    "tensor([[  0.5000,   1.2500],\n        [ -3.1416, 100.0000]])" },
  { "float32/wide-range-is-scientific", TNK_FLOAT32, 1, { 3 },
    { 0.001, 1, 1000.5 }, { 4, 1000, 3, 80, -1 },
    "tensor([1.0000e-03, 1.0000e+00, 1.0005e+03])" },
  { "float32/small-is-scientific", TNK_FLOAT32, 1, { 2 },
    { 0.00005, 0.00002 }, { 4, 1000, 3, 80, -1 },
    "tensor([5.0000e-05, 2.0000e-05])" },
  { "float32/large-whole-is-scientific", TNK_FLOAT32, 1, { 2 },
    { 1e9, 2e9 }, { 4, 1000, 3, 80, -1 },
    "tensor([1.0000e+09, 2.0000e+09])" },
  { "float32/nan-and-infinity-widen-whole-numbers", TNK_FLOAT32, 1, { 4 },
    { 1, NAN, INFINITY, -INFINITY }, { 4, 1000, 3, 80, -1 },
    "tensor([1., nan, inf, -inf])" },
  { "float32/only-nan", TNK_FLOAT32, 1, { 2 },
    { NAN, INFINITY }, { 4, 1000, 3, 80, -1 },
    "tensor([nan, inf])" },
  { "float32/zeros", TNK_FLOAT32, 1, { 2 },
    { 0, -0.0 }, { 4, 1000, 3, 80, -1 },
    "tensor([0., -0.])" },
  { "float64/names-its-dtype", TNK_FLOAT64, 1, { 2 },
    { 0.1, 0.2 }, { 4, 1000, 3, 80, -1 },
    "tensor([0.1000, 0.2000], dtype=torch.float64)" },
  { "float16/rounds-before-printing", TNK_FLOAT16, 1, { 2 },
    { 0.1, 1.001 }, { 4, 1000, 3, 80, -1 },
    "tensor([0.1000, 1.0010], dtype=torch.float16)" },
  { "bfloat16/rounds-before-printing", TNK_BFLOAT16, 1, { 2 },
    { 0.1, 3.14159 }, { 4, 1000, 3, 80, -1 },
    "tensor([0.1001, 3.1406], dtype=torch.bfloat16)" },
  { "scalar/0-d", TNK_FLOAT32, 0, { 0 },
    { 3.5 }, { 4, 1000, 3, 80, -1 },
    "tensor(3.5000)" },
  { "scalar/0-d-int", TNK_INT32, 0, { 0 },
    { 7 }, { 4, 1000, 3, 80, -1 },
    "tensor(7, dtype=torch.int32)" },
  { "empty/one-dim", TNK_FLOAT32, 1, { 0 },
    { 0 }, { 4, 1000, 3, 80, -1 },
    "tensor([])" },
  { "empty/shape-and-dtype", TNK_INT64, 2, { 0, 3 },
    { 0 }, { 4, 1000, 3, 80, -1 },
    "tensor([], size=(0, 3), dtype=torch.int64)" },
  { "rank-3/blank-lines-between-blocks", TNK_INT64, 3, { 2, 1, 2 },
    { 1, 2, 3, 4 }, { 4, 1000, 3, 80, -1 },
    "tensor([[[1, 2]],\n\n        [[3, 4]]])" },
  { "options/precision", TNK_FLOAT32, 1, { 2 },
    { 1.123456, 2 }, { 2, 1000, 3, 80, -1 },
    "tensor([1.12, 2.00])" },
  { "options/sci-mode-on", TNK_FLOAT32, 1, { 2 },
    { 1, 2 }, { 4, 1000, 3, 80, 1 },
    "tensor([1.0000e+00, 2.0000e+00])" },
  { "options/sci-mode-off", TNK_FLOAT32, 1, { 2 },
    { 0.00001, 20000 }, { 4, 1000, 3, 80, 0 },
    "tensor([    0.0000, 20000.0000])" },
  { "options/summary", TNK_INT64, 1, { 8 },
    { 1, 2, 3, 4, 5, 6, 7, 8 }, { 4, 4, 2, 80, -1 },
    "tensor([1, 2,  ..., 7, 8])" },
  { "options/summary-of-rows", TNK_INT64, 2, { 6, 1 },
    { 1, 2, 3, 4, 5, 6 }, { 4, 4, 1, 80, -1 },
    "tensor([[1],\n        ...,\n        [6]])" },
  { "options/line-width", TNK_INT64, 1, { 8 },
    { 1, 2, 3, 4, 5, 6, 7, 8 }, { 4, 1000, 3, 20, -1 },
    "tensor([1, 2, 3, 4,\n        5, 6, 7, 8])" },
  { "options/suffix-on-its-own-line", TNK_FLOAT64, 1, { 3 },
    { 1.5, 2.5, 3.5 }, { 4, 1000, 3, 36, -1 },
    "tensor([1.5000, 2.5000, 3.5000],\n       dtype=torch.float64)" },
};

static TnsTensor *
make (const Case *c)
{
  GError *error = NULL;
  TnsTensor *tensor = tns_tensor_new_dense (c->dtype, TNS_CPU, c->rank, c->sizes, &error);
  g_assert_no_error (error);
  char *data = tns_tensor_get_data (tensor);
  for (int64_t i = 0; i < tns_tensor_get_numel (tensor); i++)
    tns_scalar_write (tns_scalar_float (c->values[i]), c->dtype,
                      data + (size_t) i * tnk_dtype_size (c->dtype));
  return tensor;
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  GError *error = NULL;
  TnsPrintOptions before = tns_print_options_get ();
  tns_print_options_set (&c->options);
  g_autoptr (TnsTensor) tensor = make (c);
  g_autofree char *text = tns_tensor_dup_text (tensor, NULL, NULL, &error);
  tns_print_options_set (&before);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, c->text);
}

/* repr (torch.tensor ([1+2j, -0.5-3.25j])) */
static void
test_complex (void)
{
  GError *error = NULL;
  int64_t n = 2;
  g_autoptr (TnsTensor) tensor = tns_tensor_new_dense (TNK_COMPLEX64, TNS_CPU, 1, &n, &error);
  g_assert_no_error (error);
  TnkComplex64 *data = tns_tensor_get_data (tensor);
  data[0] = (TnkComplex64) { 1, 2 };
  data[1] = (TnkComplex64) { -0.5, -3.25 };
  g_autofree char *text = tns_tensor_dup_text (tensor, NULL, NULL, &error);
  g_assert_cmpstr (text, ==, "tensor([ 1.0000+2.0000j, -0.5000-3.2500j])");
}

/* x = torch.tensor ([1., 2.], requires_grad=True); x; (x * 2) */
static void
test_autograd_suffixes (void)
{
  GError *error = NULL;
  int64_t n = 2;
  g_autoptr (TnsTensor) tensor = tns_tensor_new_dense (TNK_FLOAT32, TNS_CPU, 1, &n, &error);
  float *data = tns_tensor_get_data (tensor);
  data[0] = 1;
  data[1] = 2;
  g_assert_true (tns_tensor_set_requires_grad (tensor, true, &error));
  g_autofree char *leaf = tns_tensor_dup_text (tensor, NULL, NULL, &error);
  g_assert_cmpstr (leaf, ==, "tensor([1., 2.], requires_grad=True)");
  g_autofree char *made = tns_tensor_dup_text (tensor, NULL, "MulBackward0", &error);
  g_assert_cmpstr (made, ==, "tensor([1., 2.], grad_fn=<MulBackward0>)");
  g_autofree char *other = tns_tensor_dup_text (tensor, "Masked", NULL, &error);
  g_assert_cmpstr (other, ==, "Masked([1., 2.], requires_grad=True)");
}

/* torch.tensor ([[1, 2], [3, 4]]).T */
static void
test_strided (void)
{
  GError *error = NULL;
  int64_t sizes[] = { 2, 2 };
  g_autoptr (TnsTensor) tensor = tns_tensor_new_dense (TNK_INT64, TNS_CPU, 2, sizes, &error);
  for (int i = 0; i < 4; i++)
    ((int64_t *) tns_tensor_get_data (tensor))[i] = i + 1;
  TnsMeta meta;
  tns_tensor_get_meta (tensor, &meta);
  meta.strides[0] = 1;
  meta.strides[1] = 2;
  g_autoptr (TnsTensor) view = tns_tensor_new_view (tensor, &meta);
  g_autofree char *text = tns_tensor_dup_text (view, NULL, NULL, &error);
  g_assert_cmpstr (text, ==, "tensor([[1, 3],\n        [2, 4]])");
}

/* repr () of Python 3.11 */
static void
test_scalars (void)
{
  static const struct
  {
    TnkScalar value;
    const char *text;
  } numbers[] = {
    { { .kind = TNK_SCALAR_FLOAT, .re = 0.1 }, "0.1" },
    { { .kind = TNK_SCALAR_FLOAT, .re = 1e16 }, "1e+16" },
    { { .kind = TNK_SCALAR_FLOAT, .re = 123456789012345680.0 }, "1.2345678901234568e+17" },
    { { .kind = TNK_SCALAR_FLOAT, .re = 1e-5 }, "1e-05" },
    { { .kind = TNK_SCALAR_FLOAT, .re = 3 }, "3.0" },
    { { .kind = TNK_SCALAR_FLOAT, .re = -0.0 }, "-0.0" },
    { { .kind = TNK_SCALAR_FLOAT, .re = (double) 0.1f }, "0.10000000149011612" },
    { { .kind = TNK_SCALAR_FLOAT, .re = -INFINITY }, "-inf" },
    { { .kind = TNK_SCALAR_INT, .i = -7 }, "-7" },
    { { .kind = TNK_SCALAR_BOOL, .i = 1 }, "True" },
    { { .kind = TNK_SCALAR_COMPLEX, .re = 1, .im = -2.5 }, "(1-2.5j)" },
    { { .kind = TNK_SCALAR_COMPLEX, .re = 0, .im = 2 }, "2j" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *text = tns_scalar_dup_text (numbers[i].value);
      g_assert_cmpstr (text, ==, numbers[i].text);
    }
}

static void
test_generator_state (void)
{
  uint8_t bytes[TNS_GENERATOR_STATE_BYTES], again[TNS_GENERATOR_STATE_BYTES];
  static const uint8_t head[24] = { 0x03, 0, 0, 0, 0, 0, 0, 0, 0x6d, 0x02, 0, 0, 1, 0, 0, 0, 4 };
  static const uint8_t normal[8] = { 0x52, 0xf4, 0x30, 0xcd, 0xf0, 0x60, 0xc6, 0x3f };
  float number;
  GError *error = NULL;
  g_autoptr (TnsGenerator) generator = tns_generator_new ();
  tns_generator_seed (generator, 3);
  tnk_random_normal (tns_generator_lock (generator), &number, TNK_FLOAT32, 1, 0, 1);
  tns_generator_unlock (generator);
  tns_generator_get_state (generator, bytes);
  g_assert_cmpmem (bytes, sizeof head, head, sizeof head);
  /* The second of the pair, kept for the next draw, as a double. */
  g_assert_cmpmem (bytes + 5024, sizeof normal, normal, sizeof normal);

  g_autoptr (TnsGenerator) other = tns_generator_new ();
  g_assert_true (tns_generator_set_state (other, bytes, sizeof bytes, &error));
  tns_generator_get_state (other, again);
  g_assert_cmpmem (bytes, sizeof bytes, again, sizeof again);
  g_assert_cmpuint (tns_generator_get_initial_seed (other), ==, 3);
}

static void
test_generator_refuses_other_bytes (void)
{
  uint8_t bytes[TNS_GENERATOR_STATE_BYTES] = { 0 };
  GError *error = NULL;
  g_autoptr (TnsGenerator) generator = tns_generator_new ();
  g_assert_cmpuint (tns_generator_get_initial_seed (generator), ==, 67280421310721);
  g_assert_false (tns_generator_set_state (generator, bytes, 4, &error));
  g_assert_cmpstr (error->message, ==,
                   "Expected a CPUGeneratorImplState of size 5056 but found the input RNG state "
                   "size to be 4");
  g_clear_error (&error);
  g_assert_false (tns_generator_set_state (generator, bytes, sizeof bytes, &error));
  g_assert_cmpstr (error->message, ==, "Invalid mt19937 state");
  g_clear_error (&error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/engine/print/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/engine/print/complex/parts-have-a-format-each", test_complex);
  g_test_add_func ("/engine/print/autograd/suffixes", test_autograd_suffixes);
  g_test_add_func ("/engine/print/view/follows-strides", test_strided);
  g_test_add_func ("/engine/print/scalar/as-python-writes-it", test_scalars);
  g_test_add_func ("/engine/generator/state/as-pytorch-lays-it-out", test_generator_state);
  g_test_add_func ("/engine/generator/state/refuses-other-bytes",
                   test_generator_refuses_other_bytes);
  return g_test_run ();
}
