/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/oklch.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <stdlib.h>

/* Reads the look's tokens.json; without it, skips the running test and returns NULL. */
static inline JsonParser *
tnt_tokens_load (void)
{
  static const char *const places[] = { "../../shared/look/tokens.json",
                                        "../../../shared/look/tokens.json" };
  g_autoptr (JsonParser) parser = json_parser_new ();

  for (size_t i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, places[i], NULL);

      if (json_parser_load_from_file (parser, path, NULL))
        return g_steal_pointer (&parser);
    }
  g_test_skip ("shared/look/tokens.json does not stand beside the checkout");
  return NULL;
}

static inline JsonObject *
tnt_tokens_get_theme (JsonParser *parser, bool is_dark)
{
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));

  return json_object_get_object_member (json_object_get_object_member (root, "themes"),
                                        is_dark ? "dark" : "light");
}

/* Equal to @hex within one step of 255 per channel. */
static inline void
tnt_assert_hex (TnuColor color, const char *hex, const char *what)
{
  long stated = strtol (hex + 1, NULL, 16);
  int distance = MAX (MAX (labs (lround (color.r * 255) - (stated >> 16)),
                           labs (lround (color.g * 255) - (stated >> 8 & 255))),
                      labs (lround (color.b * 255) - (stated & 255)));

  if (distance > 1)
    {
      char got[8];

      tnu_color_to_hex (color, got);
      g_error ("%s: expected %s, got %s", what, hex, got);
    }
}
