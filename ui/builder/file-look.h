/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TnuFileLook:
 * @n_bytes: size of the file
 * @beginning: its first bytes, as text
 *
 * What can be told of a file without Python.
 */
typedef struct
{
  goffset n_bytes;
  char *beginning;
} TnuFileLook;

/* Reads in a worker. */
void tnu_file_look_async (GFile *file, GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): NULL with @error set. */
TnuFileLook *tnu_file_look_finish (GAsyncResult *result, GError **error);

void tnu_file_look_free (TnuFileLook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuFileLook, tnu_file_look_free)

G_END_DECLS
