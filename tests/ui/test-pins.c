/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Worked out by hand: a cell that held 1 after steps 2 and 3, was gone after step 4, and held 2 and
 * 3 from steps 5 and 6 on. */
#include "ui/cell/pins.h"

static GArray *
make_values (void)
{
  const TnuPinValue values[] = {
    { .step = 2, .n_steps = 2, .value = 1 },
    { .step = 5, .n_steps = 1, .value = 2 },
    { .step = 6, .n_steps = 100, .value = 3 },
  };
  GArray *array = g_array_new (FALSE, FALSE, sizeof (TnuPinValue));

  g_array_append_vals (array, values, G_N_ELEMENTS (values));
  return array;
}

static void
test_find (void)
{
  g_autoptr (GArray) values = make_values ();
  const TnuPin pin = { .values = values };
  const int found[] = { -1, -1, 0, 0, -1, 1, 2, 2 };

  for (int cursor = 0; cursor < (int) G_N_ELEMENTS (found); cursor++)
    g_assert_cmpint (tnu_pin_find (&pin, cursor), ==, found[cursor]);
}

static void
test_neighbours (void)
{
  g_autoptr (GArray) values = make_values ();
  const TnuPin pin = { .values = values };
  const int before[] = { -1, -1, -1, -1, 0, 0, 1, 1 };
  const int after[] = { 0, 0, 1, 1, 1, 2, -1, -1 };

  for (int cursor = 0; cursor < (int) G_N_ELEMENTS (before); cursor++)
    {
      g_assert_cmpint (tnu_pin_find_neighbour (&pin, cursor, -1), ==, before[cursor]);
      g_assert_cmpint (tnu_pin_find_neighbour (&pin, cursor, 1), ==, after[cursor]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/pins/a-step-has-the-number-that-was-there", test_find);
  g_test_add_func ("/ui/pins/arrows-go-to-the-number-before-and-after", test_neighbours);
  return g_test_run ();
}
