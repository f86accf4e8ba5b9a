/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * tnu_picture_save_async:
 * @picture: bytes of a file
 * @mime_type: of @picture: "image/png"
 * @folder: (nullable): of the notebook; NULL: it has none
 *
 * Writes a pasted picture into a new file that a line of the notebook can read: "pasted-1.png", or
 * the first number that is free. Without a @folder that can be written in, it goes into the user's
 * data, where the line finds it wherever the notebook is saved later. PNG and JPEG are written as
 * they come, everything else as PNG. In a worker.
 */
void tnu_picture_save_async (GBytes *picture, const char *mime_type, GFile *folder,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data);
/* (transfer full) (nullable): NULL with @error set. */
GFile *tnu_picture_save_finish (GAsyncResult *result, GError **error);

/* (transfer full): where pictures of notebooks without a folder are kept. */
GFile *tnu_picture_dup_folder (void);

G_END_DECLS
