/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* A drawing repeats the same few hundred strings frame after frame, so laid-out text is kept by
 * (string, font). Glyphs stand at fractions of a pixel: rounding the advance of a 10 px mono
 * digit would widen a number by a tenth. Text is centred on the height of its capitals, measured
 * per font, because the line box of Inter and that of JetBrains Mono sit differently around it. */
#include "ui/draw/text.h"

#include <math.h>

#define MAX_LAYOUTS 4096

typedef struct
{
  TnuFont font;
  double width; /* px at which words are cut, 0 = never */
  const char *string;
} Key;

typedef struct
{
  Key key;
  char *string;
  PangoLayout *layout;
  double width;
  double baseline; /* from the top of the layout */
  double cap;      /* height of a capital letter */
} Entry;

/* Glyphs of one font and colour that wait to be drawn. */
typedef struct
{
  TnuFont font;
  TnuColor color;
  cairo_scaled_font_t *scaled;
  double cap;
  GArray *glyphs; /* cairo_glyph_t */
} Run;

struct _TnuText
{
  PangoContext *context;
  double scale;
  GHashTable *entries; /* Key → Entry */
  GHashTable *caps;    /* size × weight × family → height of "H" */
  char *families[2];   /* [is_mono] */
  GArray *runs;        /* Run */
};

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return g_str_hash (key->string) ^ ((guint) (key->font.size * 8.0) << 4)
         ^ ((guint) key->font.weight << 16) ^ (key->font.is_mono ? 1u : 0u)
         ^ ((guint) key->width << 8);
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const Key *one = a;
  const Key *other = b;

  return one->font.size == other->font.size && one->font.weight == other->font.weight
         && one->font.is_mono == other->font.is_mono
         && one->font.is_italic == other->font.is_italic
         && one->font.tracking == other->font.tracking && one->width == other->width
         && g_str_equal (one->string, other->string);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_object_unref (entry->layout);
  g_free (entry->string);
  g_free (entry);
}

static bool
has_family (PangoContext *context, const char *name)
{
  g_autofree PangoFontFamily **families = NULL;
  int n_families;

  pango_context_list_families (context, &families, &n_families);
  for (int i = 0; i < n_families; i++)
    if (g_ascii_strcasecmp (pango_font_family_get_name (families[i]), name) == 0)
      return true;
  return false;
}

static char *
dup_ui_family (PangoContext *context)
{
  const PangoFontDescription *desktop = pango_context_get_font_description (context);
  const char *family = desktop != NULL ? pango_font_description_get_family (desktop) : NULL;

  if (has_family (context, "Inter"))
    return g_strdup ("Inter");
  if (has_family (context, "Adwaita Sans"))
    return g_strdup ("Adwaita Sans");
  return g_strdup (family != NULL ? family : "Sans");
}

static PangoFontDescription *
create_description (TnuText *self, TnuFont font)
{
  PangoFontDescription *description = pango_font_description_new ();

  pango_font_description_set_family (description, self->families[font.is_mono]);
  pango_font_description_set_weight (description, font.weight);
  pango_font_description_set_absolute_size (description, font.size * self->scale * PANGO_SCALE);
  if (font.is_italic)
    pango_font_description_set_style (description, PANGO_STYLE_ITALIC);
  return description;
}

static PangoLayout *
create_layout (TnuText *self, TnuFont font, const char *string)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *description = create_description (self, font);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);

  /* Ligatures such as "->" would hide what was typed; figures of one width keep columns. */
  pango_attr_list_insert (attributes, pango_attr_font_features_new (
                                        font.is_mono ? "calt 0, liga 0" : "tnum 1"));
  if (font.tracking > 0.0)
    pango_attr_list_insert (attributes, pango_attr_letter_spacing_new (
                                          font.tracking * self->scale * PANGO_SCALE));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, string, -1);
  return layout;
}

static double
cap_height (TnuText *self, TnuFont font)
{
  int key = (int) (font.size * 8.0) * 4096 + font.weight * 2 + (font.is_mono ? 1 : 0);
  double *height = g_hash_table_lookup (self->caps, GINT_TO_POINTER (key));

  if (height == NULL)
    {
      g_autoptr (PangoLayout) layout = create_layout (self, font, "H");
      PangoRectangle ink;

      pango_layout_get_extents (layout, &ink, NULL);
      height = g_new (double, 1);
      *height = ink.height / (double) PANGO_SCALE;
      g_hash_table_insert (self->caps, GINT_TO_POINTER (key), height);
    }
  return *height;
}

static const Entry *
lookup (TnuText *self, TnuFont font, const char *string, double width)
{
  Key key = { font, width, string };
  Entry *entry = g_hash_table_lookup (self->entries, &key);
  PangoRectangle logical;

  if (entry != NULL)
    return entry;
  if (g_hash_table_size (self->entries) >= MAX_LAYOUTS)
    g_hash_table_remove_all (self->entries);

  entry = g_new0 (Entry, 1);
  entry->string = g_strdup (string);
  entry->key = (Key){ font, width, entry->string };
  entry->layout = create_layout (self, font, string);
  if (width > 0.0)
    {
      pango_layout_set_width (entry->layout, width * PANGO_SCALE);
      pango_layout_set_ellipsize (entry->layout, PANGO_ELLIPSIZE_END);
    }
  pango_layout_get_extents (entry->layout, NULL, &logical);
  entry->width = logical.width / (double) PANGO_SCALE;
  entry->baseline = pango_layout_get_baseline (entry->layout) / (double) PANGO_SCALE;
  entry->cap = cap_height (self, font);
  g_hash_table_insert (self->entries, &entry->key, entry);
  return entry;
}

static void
show_entry (const Entry *entry, cairo_t *cr, double x, double y, const TnuColor *color)
{
  cairo_set_source_rgba (cr, color->r, color->g, color->b, color->a);
  cairo_move_to (cr, x, round (y + entry->cap / 2.0) - entry->baseline);
  pango_cairo_show_layout (cr, entry->layout);
  cairo_new_path (cr);
}

static void
run_clear (gpointer data)
{
  Run *run = data;

  g_array_unref (run->glyphs);
  cairo_scaled_font_destroy (run->scaled);
}

static bool
color_equal (const TnuColor *one, const TnuColor *other)
{
  return one->r == other->r && one->g == other->g && one->b == other->b && one->a == other->a;
}

static Run *
find_run (TnuText *self, TnuFont font, const TnuColor *color)
{
  Run run = { font, *color };
  PangoFontDescription *description;
  PangoFont *pango_font;

  for (guint i = 0; i < self->runs->len; i++)
    {
      Run *known = &g_array_index (self->runs, Run, i);

      if (known->font.size == font.size && known->font.weight == font.weight
          && known->font.is_mono == font.is_mono && color_equal (&known->color, color))
        return known;
    }
  description = create_description (self, font);
  pango_font = pango_context_load_font (self->context, description);
  run.scaled = cairo_scaled_font_reference (
    pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (pango_font)));
  run.cap = cap_height (self, font);
  run.glyphs = g_array_new (FALSE, FALSE, sizeof (cairo_glyph_t));
  g_object_unref (pango_font);
  pango_font_description_free (description);
  g_array_append_val (self->runs, run);
  return &g_array_index (self->runs, Run, self->runs->len - 1);
}

TnuText *
tnu_text_new (PangoContext *context, double scale)
{
  TnuText *self = g_new0 (TnuText, 1);
  cairo_font_options_t *options = cairo_font_options_create ();

  self->context = pango_font_map_create_context (pango_context_get_font_map (context));
  if (pango_context_get_font_description (context) != NULL)
    pango_context_set_font_description (self->context,
                                        pango_context_get_font_description (context));
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (self->context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (self->context, FALSE);

  self->scale = scale > 0.0 ? scale : 1.0;
  self->entries = g_hash_table_new_full (key_hash, key_equal, NULL, entry_free);
  self->caps = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  g_array_set_clear_func (self->runs, run_clear);
  self->families[0] = dup_ui_family (self->context);
  self->families[1] = g_strdup (has_family (self->context, "JetBrains Mono") ? "JetBrains Mono"
                                                                             : "Monospace");
  return self;
}

void
tnu_text_free (TnuText *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->caps);
  g_array_unref (self->runs);
  g_object_unref (self->context);
  g_free (self->families[0]);
  g_free (self->families[1]);
  g_free (self);
}

double
tnu_text_get_scale (const TnuText *self)
{
  return self->scale;
}

double
tnu_text_get_width (TnuText *self, TnuFont font, const char *string)
{
  return lookup (self, font, string, 0.0)->width;
}

double
tnu_text_show (TnuText *self,
               cairo_t *cr,
               TnuFont font,
               const char *string,
               double x,
               double y,
               TnuAlign align,
               const TnuColor *color)
{
  const Entry *entry = lookup (self, font, string, 0.0);

  if (align == TNU_ALIGN_CENTRE)
    x -= entry->width / 2.0;
  else if (align == TNU_ALIGN_END)
    x -= entry->width;
  show_entry (entry, cr, x, y, color);
  return entry->width;
}

double
tnu_text_show_within (TnuText *self,
                      cairo_t *cr,
                      TnuFont font,
                      const char *string,
                      double x,
                      double y,
                      double width,
                      const TnuColor *color)
{
  double natural = tnu_text_get_width (self, font, string);

  if (width <= 0.0)
    return 0.0;
  if (natural <= width)
    return tnu_text_show (self, cr, font, string, x, y, TNU_ALIGN_START, color);
  show_entry (lookup (self, font, string, width), cr, x, y, color);
  return width;
}

void
tnu_text_collect (TnuText *self, TnuFont font, const char *string, double x, double y,
                  const TnuColor *color)
{
  Run *run = find_run (self, font, color);
  double baseline = round (y + run->cap / 2.0);
  cairo_glyph_t on_stack[64];
  cairo_glyph_t *glyphs = on_stack;
  int n_glyphs = G_N_ELEMENTS (on_stack);
  cairo_text_extents_t extents;
  double left;

  if (cairo_scaled_font_text_to_glyphs (run->scaled, 0.0, baseline, string, -1, &glyphs, &n_glyphs,
                                        NULL, NULL, NULL) != CAIRO_STATUS_SUCCESS)
    return;
  cairo_scaled_font_glyph_extents (run->scaled, glyphs, n_glyphs, &extents);
  left = x - extents.x_advance / 2.0;
  for (int i = 0; i < n_glyphs; i++)
    glyphs[i].x += left;
  g_array_append_vals (run->glyphs, glyphs, (guint) n_glyphs);
  if (glyphs != on_stack)
    cairo_glyph_free (glyphs);
}

void
tnu_text_flush (TnuText *self, cairo_t *cr)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      const Run *run = &g_array_index (self->runs, Run, i);

      cairo_set_scaled_font (cr, run->scaled);
      cairo_set_source_rgba (cr, run->color.r, run->color.g, run->color.b, run->color.a);
      cairo_show_glyphs (cr, (const cairo_glyph_t *) (const void *) run->glyphs->data,
                         (int) run->glyphs->len);
    }
  g_array_set_size (self->runs, 0);
}
