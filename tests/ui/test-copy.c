/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Shortest numbers are NumPy's: str(np.float16(x)), str(np.float32(x)), str(np.float64(x)); what is
 * printed is PyTorch 2.15's. Every line of code below was given to real Python with NumPy and
 * PyTorch: evaluated, it is the tensor again, bit by bit, with its dtype. */
#include "ui/cell/copy-text.h"
#include "ui/draw/box.h"

#include <math.h>
#include <string.h>

static TnsTensor *
make (TnkDtype dtype, int rank, const int64_t *sizes, const double *values)
{
  TnsTensor *tensor = tns_tensor_new_dense (dtype, TNS_CPU, rank, sizes, NULL);
  uint8_t *data = tns_tensor_get_data (tensor);

  for (int64_t i = 0; i < tns_tensor_get_numel (tensor); i++)
    tns_scalar_write (tns_scalar_float (values[i]), dtype,
                      data + (size_t) i * tnk_dtype_size (dtype));
  return tensor;
}

/* 0, 1, 2 … */
static TnsTensor *
count (TnkDtype dtype, int rank, const int64_t *sizes)
{
  double values[512];

  for (int i = 0; i < 512; i++)
    values[i] = i;
  return make (dtype, rank, sizes, values);
}

static void
assert_text (TnsTensor *tensor, TnuCopyFormat format, const char *expected)
{
  const char *note = NULL;
  g_autofree char *text = tnu_copy_dup_text (tensor, format, &note);

  g_assert_cmpstr (text, ==, expected);
  g_assert_null (note);
}

static const double numbers[] = { 0.1, 1 / 3., 1e-5, 2.5, -0.0, 123456789, 65504 };

static void
test_shortest (void)
{
  static const int64_t sizes[] = { 7 };
  g_autoptr (TnsTensor) half = make (TNK_FLOAT16, 1, (int64_t[]){ 5 }, numbers);
  g_autoptr (TnsTensor) single = make (TNK_FLOAT32, 1, sizes, numbers);
  g_autoptr (TnsTensor) whole = make (TNK_FLOAT64, 1, sizes, numbers);

  assert_text (half, TNU_COPY_NUMPY,
               "np.array([   0.1, 0.3333,  1e-05,    2.5,   -0.0], dtype=np.float16)");
  assert_text (single, TNU_COPY_PYTORCH,
               "torch.tensor([        0.1,  0.33333334,       1e-05,         2.5,        -0.0,\n"
               "              123456790.0,     65504.0])");
  assert_text (whole, TNU_COPY_TABLE,
               "0.1\t0.3333333333333333\t1e-05\t2.5\t-0.0\t123456789.0\t65504.0\n");
}

static void
test_code (void)
{
  static const double special[] = { 1, NAN, INFINITY, -INFINITY };
  static const int64_t two[] = { 2, 2 };
  g_autoptr (TnsTensor) table = count (TNK_FLOAT32, 2, two);
  g_autoptr (TnsTensor) odd = make (TNK_FLOAT32, 1, (int64_t[]){ 4 }, special);
  g_autoptr (TnsTensor) bytes = count (TNK_UINT8, 1, (int64_t[]){ 3 });
  g_autoptr (TnsTensor) longs = count (TNK_INT64, 1, (int64_t[]){ 3 });
  g_autoptr (TnsTensor) bools = count (TNK_BOOL, 1, (int64_t[]){ 2 });
  g_autoptr (TnsTensor) scalar = make (TNK_FLOAT64, 0, NULL, (double[]){ 3.5 });
  g_autoptr (TnsTensor) empty = count (TNK_INT32, 2, (int64_t[]){ 0, 3 });
  g_autoptr (TnsTensor) stack = count (TNK_INT64, 3, (int64_t[]){ 2, 2, 2 });

  assert_text (table, TNU_COPY_PYTORCH, "torch.tensor([[0.0, 1.0],\n              [2.0, 3.0]])");
  assert_text (table, TNU_COPY_NUMPY,
               "np.array([[0.0, 1.0],\n          [2.0, 3.0]], dtype=np.float32)");
  assert_text (odd, TNU_COPY_PYTORCH,
               "torch.tensor([       1.0,  torch.nan,  torch.inf, -torch.inf])");
  assert_text (odd, TNU_COPY_NUMPY,
               "np.array([    1.0,  np.nan,  np.inf, -np.inf], dtype=np.float32)");
  assert_text (bytes, TNU_COPY_PYTORCH, "torch.tensor([0, 1, 2], dtype=torch.uint8)");
  assert_text (longs, TNU_COPY_PYTORCH, "torch.tensor([0, 1, 2])");
  assert_text (longs, TNU_COPY_NUMPY, "np.array([0, 1, 2], dtype=np.int64)");
  assert_text (bools, TNU_COPY_NUMPY, "np.array([False,  True], dtype=np.bool_)");
  assert_text (scalar, TNU_COPY_PYTORCH, "torch.tensor(3.5, dtype=torch.float64)");
  assert_text (scalar, TNU_COPY_NUMPY, "np.array(3.5, dtype=np.float64)");
  assert_text (empty, TNU_COPY_PYTORCH, "torch.zeros((0, 3), dtype=torch.int32)");
  assert_text (empty, TNU_COPY_NUMPY, "np.zeros((0, 3), dtype=np.int32)");
  assert_text (stack, TNU_COPY_PYTORCH,
               "torch.tensor([[[0, 1],\n               [2, 3]],\n\n"
               "              [[4, 5],\n               [6, 7]]])");
}

static void
test_complex (void)
{
  const TnkComplex64 values[] = { { 1, 2 }, { 0, -0.5F }, { NAN, 1 } };
  g_autoptr (TnsTensor) tensor
      = tns_tensor_new_dense (TNK_COMPLEX64, TNS_CPU, 1, (int64_t[]){ 3 }, NULL);

  memcpy (tns_tensor_get_data (tensor), values, sizeof values);
  assert_text (tensor, TNU_COPY_PYTORCH,
               "torch.tensor([               1.0+2.0j,                0.0-0.5j, "
               "complex(torch.nan, 1.0)])");
  assert_text (tensor, TNU_COPY_LATEX,
               "\\begin{bmatrix}\n  1 + 2i & 0 - 0.5i & \\text{NaN} + 1i\n\\end{bmatrix}");
}

static void
test_bfloat16_note (void)
{
  g_autoptr (TnsTensor) tensor = make (TNK_BFLOAT16, 1, (int64_t[]){ 2 }, numbers);
  const char *note = NULL;
  g_autofree char *text = tnu_copy_dup_text (tensor, TNU_COPY_NUMPY, &note);
  g_autofree char *other = tnu_copy_dup_text (tensor, TNU_COPY_PYTORCH, &note);

  g_assert_null (note);
  g_assert_cmpstr (other, ==, "torch.tensor([  0.1, 0.334], dtype=torch.bfloat16)");
  g_free (text);
  text = tnu_copy_dup_text (tensor, TNU_COPY_NUMPY, &note);
  /* As float32 they must be written with all their digits. */
  g_assert_cmpstr (text, ==, "np.array([0.100097656,  0.33398438], dtype=np.float32)");
  g_assert_cmpstr (note, ==, "NumPy has no bfloat16: the same numbers as float32");
}

static void
test_printed (void)
{
  static const double values[] = { 1.5, -2.25, 0.1, NAN };
  g_autoptr (TnsTensor) tensor = make (TNK_FLOAT64, 2, (int64_t[]){ 2, 2 }, values);

  assert_text (tensor, TNU_COPY_PRINTED,
               "tensor([[ 1.5000, -2.2500],\n        [ 0.1000,     nan]], dtype=torch.float64)");
}

static void
test_latex (void)
{
  static const double values[] = { 1, -2.5, 1 / 3., 1e-9, INFINITY, 2e9 };
  g_autoptr (TnsTensor) table = make (TNK_FLOAT32, 2, (int64_t[]){ 2, 3 }, values);
  g_autoptr (TnsTensor) large = count (TNK_INT64, 2, (int64_t[]){ 9, 10 });
  g_autoptr (TnsTensor) stack = count (TNK_INT64, 3, (int64_t[]){ 2, 1, 2 });

  assert_text (table, TNU_COPY_LATEX,
               "\\begin{bmatrix}\n"
               "  1 & -2.5 & 0.3333 \\\\\n"
               "  1 \\times 10^{-9} & \\infty & 2 \\times 10^{9}\n"
               "\\end{bmatrix}");
  assert_text (large, TNU_COPY_LATEX,
               "\\begin{bmatrix}\n"
               "  0 & 1 & 2 & \\cdots & 7 & 8 & 9 \\\\\n"
               "  10 & 11 & 12 & \\cdots & 17 & 18 & 19 \\\\\n"
               "  20 & 21 & 22 & \\cdots & 27 & 28 & 29 \\\\\n"
               "  \\vdots & \\vdots & \\vdots & \\ddots & \\vdots & \\vdots & \\vdots \\\\\n"
               "  60 & 61 & 62 & \\cdots & 67 & 68 & 69 \\\\\n"
               "  70 & 71 & 72 & \\cdots & 77 & 78 & 79 \\\\\n"
               "  80 & 81 & 82 & \\cdots & 87 & 88 & 89\n"
               "\\end{bmatrix}");
  assert_text (stack, TNU_COPY_LATEX,
               "\\left(\n"
               "\\begin{bmatrix}\n  0 & 1\n\\end{bmatrix},\n"
               "\\begin{bmatrix}\n  2 & 3\n\\end{bmatrix}\n"
               "\\right)");
}

static void
test_table (void)
{
  g_autoptr (TnsTensor) stack = count (TNK_INT64, 3, (int64_t[]){ 2, 2, 2 });
  g_autoptr (TnsTensor) bools = count (TNK_BOOL, 2, (int64_t[]){ 1, 2 });
  g_autoptr (TnsTensor) half = make (TNK_FLOAT16, 0, NULL, (double[]){ 65504 });

  assert_text (stack, TNU_COPY_TABLE,
               "[0, :, :]\n0\t1\n2\t3\n\n[1, :, :]\n4\t5\n6\t7\n");
  assert_text (bools, TNU_COPY_TABLE, "FALSE\tTRUE\n");
  /* A spreadsheet would take float16's own 65500 for the number itself. */
  assert_text (half, TNU_COPY_TABLE, "65504.0\n");
}

static void
test_box (void)
{
  static const gint64 sizes[] = { 3, 4, 6, 1 };
  TnuBox box = { 4, { 1, 0, 2, 0 }, { 1, 1, 5, 0 } };
  g_autofree char *index = tnu_box_dup_index (&box, sizes);
  gint64 shape[TNK_MAX_RANK];

  /* torch.zeros (3, 4, 6, 1)[1, :2, 2:, :].shape == (2, 4, 1) */
  g_assert_cmpstr (index, ==, "1, :2, 2:, :");
  g_assert_cmpint (tnu_box_get_shape (&box, sizes, shape), ==, 3);
  g_assert_cmpint (shape[0], ==, 2);
  g_assert_cmpint (shape[1], ==, 4);
  g_assert_cmpint (shape[2], ==, 1);
  g_assert_cmpint (tnu_box_count (&box), ==, 8);
  g_assert_true (tnu_box_fits (&box, 4, sizes));
  box.last[2] = 6;
  g_assert_false (tnu_box_fits (&box, 4, sizes));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/copy/numbers-are-the-shortest-of-their-type", test_shortest);
  g_test_add_func ("/ui/copy/code-gives-the-tensor-again", test_code);
  g_test_add_func ("/ui/copy/complex-numbers-keep-their-parts", test_complex);
  g_test_add_func ("/ui/copy/numpy-has-no-bfloat16", test_bfloat16_note);
  g_test_add_func ("/ui/copy/printed-as-pytorch-prints", test_printed);
  g_test_add_func ("/ui/copy/latex-puts-dots-in-large-ones", test_latex);
  g_test_add_func ("/ui/copy/tables-have-tabs", test_table);
  g_test_add_func ("/ui/copy/range-is-an-index", test_box);
  return g_test_run ();
}
