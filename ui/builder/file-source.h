/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/builder/recipe.h"

G_BEGIN_DECLS

/* A file that holds a tensor, and the lines that read it with what a notebook has at hand: NumPy,
 * PIL and torch. No GTK. */

typedef enum
{
  TNU_FILE_NONE, /* nothing that can be read */
  TNU_FILE_NPY,
  TNU_FILE_NPZ,
  TNU_FILE_CSV,
  TNU_FILE_SAFETENSORS,
  TNU_FILE_PT,
  TNU_FILE_IMAGE
} TnuFileKind;

/* How a picture's pixels are read. */
typedef enum
{
  TNU_PIXELS_RGB,
  TNU_PIXELS_RGBA,
  TNU_PIXELS_GREY,
  TNU_N_PIXELS
} TnuPixels;

/**
 * TnuFileSource:
 * @path: as it is written, relative to the notebook where that is possible
 * @key: (nullable): which of the file's tensors; NULL: the file is one
 * @delimiter: between the cells of a .csv; ' ': any blanks
 * @has_header: its first line are names
 * @is_channels_first: C×H×W and not H×W×C
 * @is_float: 0 to 1 in float32 and not 0 to 255 in uint8
 */
typedef struct
{
  TnuFileKind kind;
  char *path;
  char *key;
  char delimiter;
  bool has_header;
  TnuPixels pixels;
  bool is_channels_first;
  bool is_float;
} TnuFileSource;

/* By the ending of the name. */
TnuFileKind tnu_file_kind_find (const char *name);
/* Whether there may be several tensors in it, to be chosen by name. */
bool tnu_file_kind_has_keys (TnuFileKind kind);

/* Guesses from the first lines of a .csv. */
void tnu_file_source_guess_csv (TnuFileSource *self, const char *beginning);

/* (transfer full): @text in Python's quotes. */
char *tnu_python_dup_quoted (const char *text);

/**
 * tnu_file_source_dup_code:
 * @taken: (nullable) (array zero-terminated=1): names that the notebook has: what it has imported
 *   is not imported again
 *
 * Returns: (transfer full): the lines
 */
char *tnu_file_source_dup_code (const TnuFileSource *self, const TnuMaking *making,
                                const char *const *taken);

void tnu_file_source_clear (TnuFileSource *self);

G_END_DECLS
