/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/draw/stylesheet.h"

#include "resources/tensarium-resources.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

/* Lines up to this width stay as they are at every text scale. */
#define HAIRLINE_MAX 2.5
#define RESOURCES "/org/tensarium/Tensarium/"

/* GTK's and libadwaita's own names for a colour, so that stock widgets and dialogs follow. Tokens
 * that are read against each other keep the look's contrast. */
typedef struct
{
  const char *name;
  TnuToken token;
} Alias;

static const Alias aliases[] = {
  { "window_bg_color", TNU_PANE },
  { "window_fg_color", TNU_INK1 },
  { "view_bg_color", TNU_WELL },
  { "view_fg_color", TNU_INK1 },
  { "headerbar_bg_color", TNU_BAR },
  { "headerbar_fg_color", TNU_INK1 },
  { "headerbar_border_color", TNU_HAIR },
  { "headerbar_backdrop_color", TNU_BAR },
  { "headerbar_shade_color", TNU_HAIR },
  { "card_bg_color", TNU_CARD },
  { "card_fg_color", TNU_INK1 },
  { "card_shade_color", TNU_HAIR },
  { "dialog_bg_color", TNU_PANE },
  { "dialog_fg_color", TNU_INK1 },
  { "popover_bg_color", TNU_CARD },
  { "popover_fg_color", TNU_INK1 },
  { "accent_bg_color", TNU_STAR },
  { "accent_fg_color", TNU_ONSTAR },
  { "accent_color", TNU_STAR },
  { "destructive_bg_color", TNU_ERR },
  { "destructive_fg_color", TNU_ONSTAR },
  { "destructive_color", TNU_ERR },
  { "error_bg_color", TNU_ERR },
  { "error_fg_color", TNU_ONSTAR },
  { "error_color", TNU_ERR },
  /* Done and warning are said with words and form: only wrong has a hue. */
  { "success_bg_color", TNU_RAISED },
  { "success_fg_color", TNU_INK1 },
  { "success_color", TNU_INK1 },
  { "warning_bg_color", TNU_RAISED },
  { "warning_fg_color", TNU_INK1 },
  { "warning_color", TNU_INK1 },
  { "shade_color", TNU_HAIR },
  { "scrollbar_outline_color", TNU_HAIR },
  { "theme_bg_color", TNU_PANE },
  { "theme_fg_color", TNU_INK1 },
  { "theme_base_color", TNU_WELL },
  { "theme_text_color", TNU_INK1 },
  { "theme_selected_bg_color", TNU_STAR },
  { "theme_selected_fg_color", TNU_ONSTAR },
  { "borders", TNU_HAIR },
};

static void
append_color (GString *css, const char *prefix, const char *name, TnuColor color)
{
  char hex[8];

  tnu_color_to_hex (color, hex);
  g_string_append_printf (css, "@define-color %s%s %s;\n", prefix, name, hex);
}

/* GTK scales fonts stated in points but not lengths in px; the look wants all of them scaled and
 * hairlines kept. */
static void
append_scaled (GString *css, const char *rules, double scale)
{
  while (*rules != '\0')
    {
      char *end = NULL;
      double length = g_ascii_isdigit (*rules) ? g_ascii_strtod (rules, &end) : 0.0;

      if (end == NULL)
        g_string_append_c (css, *rules++);
      else
        {
          char number[G_ASCII_DTOSTR_BUF_SIZE];

          if (g_str_has_prefix (end, "px") && length > HAIRLINE_MAX)
            length *= scale;
          g_string_append (css, g_ascii_formatd (number, sizeof number, "%g", length));
          rules = end;
        }
    }
}

char *
tnu_theme_dup_css (const TnuTheme *self, double scale)
{
  static const char *const sheets[] = { RESOURCES "style.css", RESOURCES "window.css" };
  g_autoptr (GString) css = g_string_new (NULL);

  for (TnuToken token = 0; token < TNU_N_TOKENS; token++)
    append_color (css, "tnu_", tnu_token_get_name (token), self->colors[token]);
  for (size_t i = 0; i < G_N_ELEMENTS (aliases); i++)
    append_color (css, "", aliases[i].name, self->colors[aliases[i].token]);
  g_string_append_printf (css, "@define-color tnu_current_ring alpha(@tnu_star, %s);\n",
                          self->is_dark ? "1" : "0.07");

  for (size_t i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      g_autoptr (GBytes) rules = g_resource_lookup_data (tensarium_get_resource (), sheets[i],
                                                         G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      g_assert (rules != NULL);
      append_scaled (css, g_bytes_get_data (rules, NULL), scale);
    }
  /* The current cell wears a close star line in the dark and a wide faint ring in the light. */
  g_string_append_printf (css, ".tnu-code-well.current { box-shadow: 0 0 0 %s "
                               "@tnu_current_ring; }\n",
                          self->is_dark ? "1px" : "3px");
  return g_string_free (g_steal_pointer (&css), FALSE);
}

const char *
tnu_theme_get_scheme_id (const TnuTheme *self)
{
  return self->is_dark ? "tensarium-dark" : "tensarium-light";
}

static void
append_style (GString *xml, const char *name, const char *attributes)
{
  g_string_append_printf (xml, "  <style name=\"%s\" %s/>\n", name, attributes);
}

char *
tnu_theme_dup_scheme (const TnuTheme *self)
{
  static const char *const keywords[] = { "def:keyword", "def:statement", "def:preprocessor",
                                          "python:boolean", "python:special-variable" };
  static const char *const numbers[] = { "def:number", "def:decimal", "def:floating-point",
                                         "def:base-n-integer", "def:complex" };
  static const char *const plain[] = { "def:identifier", "def:type", "def:function",
                                       "def:builtin", "def:special-constant", "def:boolean",
                                       "python:builtin-function", "python:builtin-object",
                                       "python:class-name", "python:function-name" };
  g_autoptr (GString) xml = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  char hex[8];

  g_string_append_printf (xml, "<style-scheme id=\"%s\" name=\"Tensarium %s\" version=\"1.0\">\n",
                          tnu_theme_get_scheme_id (self), self->is_dark ? "dark" : "light");
  for (TnuToken token = 0; token < TNU_N_TOKENS; token++)
    {
      tnu_color_to_hex (self->colors[token], hex);
      g_string_append_printf (xml, "  <color name=\"%s\" value=\"%s\"/>\n",
                              tnu_token_get_name (token), hex);
    }
  append_style (xml, "text", "foreground=\"ink1\" background=\"well\"");
  append_style (xml, "selection", "background=\"line\"");
  append_style (xml, "cursor", "foreground=\"star\"");
  append_style (xml, "current-line", "background=\"well\"");
  append_style (xml, "line-numbers", "foreground=\"ink3\" background=\"well\"");
  append_style (xml, "bracket-match", "background=\"raised\" bold=\"true\"");
  append_style (xml, "bracket-mismatch", "foreground=\"err\"");
  append_style (xml, "search-match", "background=\"line\"");
  append_style (xml, "def:comment", "foreground=\"ink3\" italic=\"true\"");
  append_style (xml, "def:string", "foreground=\"string\"");
  append_style (xml, "def:error", "foreground=\"err\"");
  for (size_t i = 0; i < G_N_ELEMENTS (keywords); i++)
    append_style (xml, keywords[i], "foreground=\"keyword\" bold=\"true\"");
  for (size_t i = 0; i < G_N_ELEMENTS (numbers); i++)
    append_style (xml, numbers[i], "foreground=\"number\"");
  for (size_t i = 0; i < G_N_ELEMENTS (plain); i++)
    append_style (xml, plain[i], "foreground=\"ink1\"");
  g_string_append (xml, "</style-scheme>\n");
  return g_string_free (g_steal_pointer (&xml), FALSE);
}

bool
tnu_theme_write_schemes (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", folder,
                   g_strerror (errno));
      return false;
    }
  for (int is_dark = 0; is_dark < 2; is_dark++)
    {
      const TnuTheme *theme = tnu_theme_get (is_dark);
      g_autofree char *xml = tnu_theme_dup_scheme (theme);
      g_autofree char *name = g_strconcat (tnu_theme_get_scheme_id (theme), ".xml", NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_file_set_contents (path, xml, -1, error))
        return false;
    }
  return true;
}
