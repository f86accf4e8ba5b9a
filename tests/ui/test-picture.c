/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Layouts as torchvision and matplotlib have them: N x C x H x W and H x W x C. */
#include "tests/ui/drawing.h"

#include "ui/draw/picture.h"

static char *
print (int rank, const gint64 *sizes)
{
  TnuPicture picture;

  if (!tnu_picture_find (rank, sizes, &picture))
    return g_strdup ("none");
  return g_strdup_printf ("rows %d columns %d channels %d of %d facets %d", picture.row_dim,
                          picture.column_dim, picture.channel_dim, picture.n_channels,
                          picture.facet_dim);
}

static void
test_find (void)
{
  static const struct
  {
    int rank;
    gint64 sizes[5];
    const char *text;
  } cases[] = {
    { 1, { 9 }, "none" },
    { 2, { 28, 28 }, "rows 0 columns 1 channels -1 of 1 facets -1" },
    { 2, { 1, 28 }, "none" },
    { 3, { 3, 20, 30 }, "rows 1 columns 2 channels 0 of 3 facets -1" },
    { 3, { 20, 30, 3 }, "rows 0 columns 1 channels 2 of 3 facets -1" },
    { 3, { 20, 30, 4 }, "rows 0 columns 1 channels 2 of 4 facets -1" },
    { 3, { 3, 20, 3 }, "rows 1 columns 2 channels 0 of 3 facets -1" },
    { 3, { 1, 20, 30 }, "rows 1 columns 2 channels -1 of 1 facets -1" },
    { 3, { 7, 20, 30 }, "rows 1 columns 2 channels -1 of 1 facets 0" },
    { 4, { 8, 3, 20, 30 }, "rows 2 columns 3 channels 1 of 3 facets 0" },
    { 4, { 8, 1, 28, 28 }, "rows 2 columns 3 channels -1 of 1 facets 0" },
    { 4, { 8, 20, 30, 4 }, "rows 1 columns 2 channels 3 of 4 facets 0" },
    { 4, { 8, 7, 20, 30 }, "none" },
    { 5, { 2, 8, 3, 20, 30 }, "none" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = print (cases[i].rank, cases[i].sizes);

      g_assert_cmpstr (found, ==, cases[i].text);
    }
}

static void
test_facets_of_bytes (void)
{
  const gint64 sizes[] = { 8, 20, 30, 4 };
  TnuPicture picture;

  /* Batches last keep their own order: the first dim counts the pictures. */
  g_assert_true (tnu_picture_find (4, sizes, &picture));
  g_assert_true (tnu_picture_is_likely (&picture, sizes, false));
  g_assert_true (tnu_picture_find (2, (gint64[]){ 28, 28 }, &picture));
  g_assert_false (tnu_picture_is_likely (&picture, (gint64[]){ 28, 28 }, false));
  g_assert_true (tnu_picture_is_likely (&picture, (gint64[]){ 28, 28 }, true));
}

static void
test_light (void)
{
  const double red[] = { 0, 1, 2, NAN };
  const double green[] = { 0, .5, -1, 0 };
  const double blue[] = { 0, .2, 1, 0 };
  const TnuCardTable tables[] = { { .values = red }, { .values = green }, { .values = blue } };
  const TnuGrid grid = { .x = 4, .y = 4, .cell_w = 12, .cell_h = 12, .zoom = TNU_ZOOM_PIXEL };

  for (int is_dark = 0; is_dark < 2; is_dark++)
    {
      TntDrawing drawing = tnt_drawing_init (is_dark, TNU_CARD, 60, 24, 1);

      tnu_picture_draw (&drawing.canvas, tables, 3, 1, 4, 1, &grid);
      /* Black and a colour as they are; beyond 0 … 1 cut; NaN ringed. */
      g_assert_cmpint (tnt_drawing_distance (&drawing, 10, 10, (TnuColor){ 0, 0, 0, 1 }), <=, 1);
      g_assert_cmpint (tnt_drawing_distance (&drawing, 22, 10, (TnuColor){ 1, .5, .2, 1 }), <=, 1);
      g_assert_cmpint (tnt_drawing_distance (&drawing, 34, 10, (TnuColor){ 1, 0, 1, 1 }), <=, 1);
      g_assert_cmpint (tnt_drawing_count (&drawing, 38, 2, 16, 16,
                                          drawing.canvas.theme->colors[TNU_ERR]),
                       >, 30);
      tnt_drawing_clear (&drawing);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/picture/layouts-are-recognised", test_find);
  g_test_add_func ("/ui/picture/colours-and-bytes-are-offered", test_facets_of_bytes);
  g_test_add_func ("/ui/picture/numbers-are-light", test_light);
  return g_test_run ();
}
