/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Pasted pictures as files. The JPEG's and the bitmap's bytes follow their formats' papers: a file
 * that begins with FF D8 FF; one red pixel in 24 bits after a header of 54 bytes. */
#include "ui/builder/picture-file.h"

static const guint8 jpeg[] = { 0xff, 0xd8, 0xff, 0xd9 };
static const guint8 bitmap[] = {
  'B', 'M', 58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, /* the file */
  40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0, 0, 0, 0, 0, 4, 0, 0, 0, /* the picture */
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* its resolution and palette: none */
  0, 0, 255, 0,
};

typedef struct
{
  GFile *file; /* (nullable) */
  GError *error;
  gboolean is_done;
} Saved;

static void
saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Saved *answer = data;
  answer->file = tnu_picture_save_finish (result, &answer->error);
  answer->is_done = TRUE;
}

static Saved
save (const guint8 *bytes, gsize n, const char *mime_type, GFile *folder)
{
  g_autoptr (GBytes) picture = g_bytes_new (bytes, n);
  Saved answer = { NULL, NULL, FALSE };
  tnu_picture_save_async (picture, mime_type, folder, NULL, saved, &answer);
  while (!answer.is_done)
    g_main_context_iteration (NULL, TRUE);
  return answer;
}

static GFile *
new_folder (void)
{
  g_autofree char *path = g_dir_make_tmp ("tensarium-XXXXXX", NULL);
  return g_file_new_for_path (path);
}

/* Takes @answer apart; the file begins with @beginning. */
static void
assert_saved (Saved answer, GFile *folder, const char *name, const char *beginning)
{
  g_autofree char *basename = NULL, *text = NULL;
  g_assert_no_error (answer.error);
  basename = g_file_get_basename (answer.file);
  g_assert_cmpstr (basename, ==, name);
  g_assert_true (g_file_has_parent (answer.file, folder));
  g_assert_true (g_file_load_contents (answer.file, NULL, &text, NULL, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, beginning));
  g_file_delete (answer.file, NULL, NULL);
  g_object_unref (answer.file);
}

static void
test_kinds (void)
{
  g_autoptr (GFile) folder = new_folder ();
  assert_saved (save (jpeg, sizeof jpeg, "image/jpeg", folder), folder, "pasted-1.jpg",
                "\xff\xd8\xff");
  assert_saved (save (bitmap, sizeof bitmap, "image/bmp", folder), folder, "pasted-1.png",
                "\x89PNG");
  g_file_delete (folder, NULL, NULL);
}

static void
test_numbers (void)
{
  g_autoptr (GFile) folder = new_folder ();
  Saved first = save (jpeg, sizeof jpeg, "image/jpeg", folder);
  assert_saved (save (jpeg, sizeof jpeg, "image/jpeg", folder), folder, "pasted-2.jpg",
                "\xff\xd8\xff");
  assert_saved (first, folder, "pasted-1.jpg", "\xff\xd8\xff");
  g_file_delete (folder, NULL, NULL);
}

static void
test_no_folder (void)
{
  g_autoptr (GFile) kept = tnu_picture_dup_folder ();
  g_autoptr (GFile) program = g_file_get_parent (kept), data = g_file_get_parent (program);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nowhere/at/all");
  assert_saved (save (jpeg, sizeof jpeg, "image/jpeg", NULL), kept, "pasted-1.jpg",
                "\xff\xd8\xff");
  assert_saved (save (jpeg, sizeof jpeg, "image/jpeg", nowhere), kept, "pasted-1.jpg",
                "\xff\xd8\xff");
  g_file_delete (kept, NULL, NULL);
  g_file_delete (program, NULL, NULL);
  g_assert_true (g_file_delete (data, NULL, NULL));
}

static void
test_damaged (void)
{
  g_autoptr (GFile) folder = new_folder ();
  Saved answer = save (jpeg, sizeof jpeg, "image/bmp", folder);
  g_assert_null (answer.file);
  g_assert_nonnull (answer.error);
  g_error_free (answer.error);
  g_assert_true (g_file_delete (folder, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_autofree char *data = g_dir_make_tmp ("tensarium-XXXXXX", NULL);
  /* The system's data stay: they tell one kind of picture from another. */
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/builder/picture/what-the-notebook-reads-stays-as-it-is", test_kinds);
  g_test_add_func ("/ui/builder/picture/no-file-is-written-over", test_numbers);
  g_test_add_func ("/ui/builder/picture/without-a-folder-it-is-kept-with-the-user", test_no_folder);
  g_test_add_func ("/ui/builder/picture/a-damaged-one-is-refused-and-leaves-nothing", test_damaged);
  return g_test_run ();
}
