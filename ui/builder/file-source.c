/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/file-source.h"

#include <string.h>

#include "ui/builder/number-text.h"

static const struct
{
  const char *ending;
  TnuFileKind kind;
} endings[] = {
  { ".npy", TNU_FILE_NPY },
  { ".npz", TNU_FILE_NPZ },
  { ".csv", TNU_FILE_CSV },
  { ".tsv", TNU_FILE_CSV },
  { ".safetensors", TNU_FILE_SAFETENSORS },
  { ".pt", TNU_FILE_PT },
  { ".pth", TNU_FILE_PT },
  { ".png", TNU_FILE_IMAGE },
  { ".jpg", TNU_FILE_IMAGE },
  { ".jpeg", TNU_FILE_IMAGE },
};

TnuFileKind
tnu_file_kind_find (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  for (size_t k = 0; k < G_N_ELEMENTS (endings); k++)
    if (g_str_has_suffix (lower, endings[k].ending))
      return endings[k].kind;
  return TNU_FILE_NONE;
}

bool
tnu_file_kind_has_keys (TnuFileKind kind)
{
  return kind == TNU_FILE_NPZ || kind == TNU_FILE_SAFETENSORS || kind == TNU_FILE_PT;
}

void
tnu_file_source_clear (TnuFileSource *self)
{
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->key, g_free);
}

/* The first cell of a line that is neither empty nor a number is a name. */
static bool
has_words (const char *line, char delimiter)
{
  char by[2] = { delimiter, '\0' };
  g_auto (GStrv) cells = g_strsplit (line, by, -1);
  for (char **cell = cells; *cell != NULL; cell++)
    {
      TnkScalar number;
      g_strstrip (*cell);
      if (**cell != '\0' && !tnu_number_text_parse (*cell, &number))
        return true;
    }
  return false;
}

void
tnu_file_source_guess_csv (TnuFileSource *self, const char *beginning)
{
  static const char delimiters[] = { '\t', ';', ',', ' ' };
  g_autofree char *line = g_strndup (beginning, strcspn (beginning, "\r\n"));
  self->delimiter = ',';
  for (size_t k = 0; k < G_N_ELEMENTS (delimiters); k++)
    if (strchr (line, delimiters[k]) != NULL)
      {
        self->delimiter = delimiters[k];
        break;
      }
  self->has_header = has_words (line, self->delimiter);
}

char *
tnu_python_dup_quoted (const char *text)
{
  GString *quoted = g_string_new ("'");
  for (const char *c = text; *c != '\0'; c++)
    if (*c == '\\' || *c == '\'')
      g_string_append_printf (quoted, "\\%c", *c);
    else if (*c == '\n')
      g_string_append (quoted, "\\n");
    else if ((guchar) *c < ' ')
      g_string_append_printf (quoted, "\\x%02x", (guchar) *c);
    else
      g_string_append_c (quoted, *c);
  g_string_append_c (quoted, '\'');
  return g_string_free (quoted, FALSE);
}

/* ---- code ---- */

static void
append_import (const char *const *taken, const char *name, const char *line, GString *code)
{
  if (taken == NULL || !g_strv_contains (taken, name))
    g_string_append_printf (code, "%s\n", line);
}

static void
append_imports (TnuFileKind kind, const char *const *taken, GString *code)
{
  if (kind == TNU_FILE_NPY || kind == TNU_FILE_NPZ || kind == TNU_FILE_CSV
      || kind == TNU_FILE_IMAGE)
    append_import (taken, "np", "import numpy as np", code);
  if (kind == TNU_FILE_IMAGE)
    append_import (taken, "Image", "from PIL import Image", code);
  if (kind == TNU_FILE_SAFETENSORS)
    append_import (taken, "load_file", "from safetensors.torch import load_file", code);
}

static void
append_csv (const TnuFileSource *self, const char *path, GString *code)
{
  g_string_append_printf (code, "torch.from_numpy(np.genfromtxt(%s", path);
  if (self->delimiter == '\t')
    g_string_append (code, ", delimiter='\\t'");
  else if (self->delimiter != ' ')
    g_string_append_printf (code, ", delimiter='%c'", self->delimiter);
  if (self->has_header)
    g_string_append (code, ", skip_header=1");
  g_string_append (code, ", dtype=np.float32))");
}

static void
append_image (const TnuFileSource *self, const char *path, GString *code)
{
  static const char *const modes[] = { "RGB", "RGBA", "L" };
  g_string_append_printf (code, "torch.from_numpy(np.array(Image.open(%s).convert('%s')))", path,
                          modes[self->pixels]);
  if (self->is_channels_first && self->pixels != TNU_PIXELS_GREY)
    g_string_append (code, ".permute(2, 0, 1)");
  if (self->is_float)
    g_string_append (code, " / 255");
}

static void
append_expression (const TnuFileSource *self, GString *code)
{
  g_autofree char *path = tnu_python_dup_quoted (self->path);
  g_autofree char *key = tnu_python_dup_quoted (self->key != NULL ? self->key : "");
  g_autofree char *part = self->key != NULL ? g_strdup_printf ("[%s]", key) : g_strdup ("");
  switch (self->kind)
    {
    case TNU_FILE_NPY:
      g_string_append_printf (code, "torch.from_numpy(np.load(%s))", path);
      break;
    case TNU_FILE_NPZ:
      g_string_append_printf (code, "torch.from_numpy(np.load(%s)%s)", path, part);
      break;
    case TNU_FILE_CSV:
      append_csv (self, path, code);
      break;
    case TNU_FILE_SAFETENSORS:
      g_string_append_printf (code, "load_file(%s)%s", path, part);
      break;
    case TNU_FILE_PT:
      g_string_append_printf (code, "torch.load(%s)%s", path, part);
      break;
    case TNU_FILE_IMAGE:
      append_image (self, path, code);
      break;
    default:
      break;
    }
}

static void
append_settings (const TnuMaking *making, GString *code)
{
  if (making->device != NULL && strcmp (making->device, "cpu") != 0)
    g_string_append_printf (code, ".to('%s')", making->device);
  if (making->dtype != TNU_DTYPE_AUTO)
    g_string_append_printf (code, ".to(torch.%s)", tns_dtype_get_name ((TnkDtype) making->dtype));
  if (making->requires_grad)
    g_string_append (code, ".requires_grad_()");
}

char *
tnu_file_source_dup_code (const TnuFileSource *self, const TnuMaking *making,
                          const char *const *taken)
{
  GString *code = g_string_new (NULL);
  g_autoptr (GString) settings = g_string_new (NULL);
  append_settings (making, settings);
  bool is_bracketed = self->kind == TNU_FILE_IMAGE && self->is_float && settings->len > 0;
  tnu_making_append_imports (making, code);
  append_imports (self->kind, taken, code);
  g_string_append_printf (code, "%s = %s", making->name, is_bracketed ? "(" : "");
  append_expression (self, code);
  g_string_append_printf (code, "%s%s", is_bracketed ? ")" : "", settings->str);
  return g_string_free (code, FALSE);
}
