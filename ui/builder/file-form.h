/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/session.h"
#include "ui/builder/builder-page.h"

G_BEGIN_DECLS

/**
 * TnuFileForm:
 *
 * A tensor from a file: .npy, .npz, .csv, .safetensors, .pt, pictures. Which of the tensors in it,
 * how its cells are apart, how its pixels are read.
 */
#define TNU_TYPE_FILE_FORM (tnu_file_form_get_type ())
G_DECLARE_FINAL_TYPE (TnuFileForm, tnu_file_form, TNU, FILE_FORM, GtkWidget)

GtkWidget *tnu_file_form_new (TnsSession *session);

/* @files: (element-type GFile): one tensor each, one after the other. What has to be known about
 * them is read in the background. */
void tnu_file_form_take_files (TnuFileForm *self, GSList *files);

/* The bytes of a picture that was pasted: it becomes a file first. See tnu_picture_save_async(). */
void tnu_file_form_take_picture (TnuFileForm *self, GBytes *picture, const char *mime_type);

/* The names the notebook has: what is imported is not imported again. */
void tnu_file_form_set_taken (TnuFileForm *self, const char *const *taken);

G_END_DECLS
