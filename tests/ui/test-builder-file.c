/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Lines that read a tensor from a file, as PyTorch 2.15.0, NumPy and Pillow read them. */
#include "ui/builder/file-source.h"

static const char *const taken[] = { "torch", "np", "Image", "load_file", NULL };

static void
assert_code (TnuFileSource source, const char *expected)
{
  TnuMaking making = { .name = "x", .dtype = TNU_DTYPE_AUTO, .device = "cpu", .has_torch = true };
  g_autofree char *code = tnu_file_source_dup_code (&source, &making, taken);
  g_assert_cmpstr (code, ==, expected);
}

static void
test_lines (void)
{
  assert_code ((TnuFileSource) { .kind = TNU_FILE_NPY, .path = (char *) "a.npy" },
               "x = torch.from_numpy(np.load('a.npy'))");
  assert_code ((TnuFileSource) { .kind = TNU_FILE_NPZ,
                                 .path = (char *) "b.npz",
                                 .key = (char *) "w" },
               "x = torch.from_numpy(np.load('b.npz')['w'])");
  assert_code ((TnuFileSource) { .kind = TNU_FILE_CSV,
                                 .path = (char *) "t.csv",
                                 .delimiter = ';',
                                 .has_header = true },
               "x = torch.from_numpy(np.genfromtxt('t.csv', delimiter=';', skip_header=1, "
               "dtype=np.float32))");
  assert_code ((TnuFileSource) { .kind = TNU_FILE_SAFETENSORS,
                                 .path = (char *) "s.safetensors",
                                 .key = (char *) "w" },
               "x = load_file('s.safetensors')['w']");
  assert_code ((TnuFileSource) { .kind = TNU_FILE_PT, .path = (char *) "one.pt" },
               "x = torch.load('one.pt')");
  assert_code ((TnuFileSource) { .kind = TNU_FILE_IMAGE,
                                 .path = (char *) "p.png",
                                 .is_channels_first = true,
                                 .is_float = true },
               "x = torch.from_numpy(np.array(Image.open('p.png').convert('RGB')))"
               ".permute(2, 0, 1) / 255");
  assert_code ((TnuFileSource) { .kind = TNU_FILE_IMAGE,
                                 .path = (char *) "it's \\ p.png",
                                 .pixels = TNU_PIXELS_GREY,
                                 .is_channels_first = true },
               "x = torch.from_numpy(np.array(Image.open('it\\'s \\\\ p.png').convert('L')))");
}

static void
test_imports (void)
{
  TnuFileSource source = { .kind = TNU_FILE_IMAGE, .path = (char *) "p.png", .is_float = true };
  TnuMaking making = { .name = "x", .dtype = TNK_FLOAT64, .device = "cpu", .requires_grad = true };
  g_autofree char *code = tnu_file_source_dup_code (&source, &making, NULL);
  g_assert_cmpstr (code, ==,
                   "import torch\nimport numpy as np\nfrom PIL import Image\n"
                   "x = (torch.from_numpy(np.array(Image.open('p.png').convert('RGB'))) / 255)"
                   ".to(torch.float64).requires_grad_()");
}

static void
test_kinds (void)
{
  g_assert_cmpint (tnu_file_kind_find ("A.NPY"), ==, TNU_FILE_NPY);
  g_assert_cmpint (tnu_file_kind_find ("photo.JPEG"), ==, TNU_FILE_IMAGE);
  g_assert_cmpint (tnu_file_kind_find ("model.pth"), ==, TNU_FILE_PT);
  g_assert_cmpint (tnu_file_kind_find ("notes.txt"), ==, TNU_FILE_NONE);
  g_assert_cmpint (tnu_file_kind_find (""), ==, TNU_FILE_NONE);
}

static void
assert_guess (const char *text, char delimiter, bool has_header)
{
  TnuFileSource source = { .kind = TNU_FILE_CSV };
  tnu_file_source_guess_csv (&source, text);
  g_assert_cmpint (source.delimiter, ==, delimiter);
  g_assert_cmpint (source.has_header, ==, has_header);
}

static void
test_guess (void)
{
  assert_guess ("a;b\n1;2\n", ';', true);
  assert_guess ("1,2\n3,4\n", ',', false);
  assert_guess ("1\t2\n", '\t', false);
  assert_guess ("x y\n1 2\n", ' ', true);
  assert_guess ("", ',', false);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/builder/file/lines-read-the-file", test_lines);
  g_test_add_func ("/ui/builder/file/only-what-is-missing-is-imported", test_imports);
  g_test_add_func ("/ui/builder/file/kind-follows-the-ending", test_kinds);
  g_test_add_func ("/ui/builder/file/csv-is-guessed-from-its-first-line", test_guess);
  return g_test_run ();
}
