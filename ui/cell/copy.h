/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "engine/trace/block.h"
#include "ui/cell/copy-text.h"
#include "ui/draw/box.h"

G_BEGIN_DECLS

/**
 * tnu_copy_async:
 * @source: whose callback it is
 * @box: what of @moment; axes with one place go, as in an index
 *
 * Reads and writes in a worker. Errors: G_IO_ERROR_NOT_SUPPORTED with a sentence for the user when
 * there are too many elements; as tns_block_read().
 */
void tnu_copy_async (GObject *source, TnsMoment *moment, const TnuBox *box, TnuCopyFormat format,
                     GCancellable *cancellable, GAsyncReadyCallback callback, void *data);

/* (transfer full) (nullable); @note: (out) (nullable): what the text cannot keep. */
char *tnu_copy_finish (GAsyncResult *result, const char **note, GError **error);

G_END_DECLS
