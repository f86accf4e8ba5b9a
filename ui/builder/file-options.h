/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/builder/file-source.h"

G_BEGIN_DECLS

/**
 * TnuFileOptions:
 *
 * What the kind of a file leaves open: which of its tensors, how its cells are apart, how its
 * pixels are read.
 *
 * Signals: ::changed () when the source was changed here.
 */
#define TNU_TYPE_FILE_OPTIONS (tnu_file_options_get_type ())
G_DECLARE_FINAL_TYPE (TnuFileOptions, tnu_file_options, TNU, FILE_OPTIONS, GtkWidget)

GtkWidget *tnu_file_options_new (void);

/**
 * tnu_file_options_show:
 * @source: borrowed, and written into from now on
 * @keys: (nullable): tensors in the file
 */
void tnu_file_options_show (TnuFileOptions *self, TnuFileSource *source,
                            const char *const *keys);

G_END_DECLS
