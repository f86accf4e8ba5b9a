/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/builder/table-text.h"

G_BEGIN_DECLS

/**
 * TnuArrivalKind:
 * @TNU_ARRIVAL_OTHER: text that is no table, or nothing that is understood
 * @TNU_ARRIVAL_TABLE: numbers in a text
 * @TNU_ARRIVAL_FILES: files of this machine
 * @TNU_ARRIVAL_PICTURE: pixels, as another program has encoded them
 */
typedef enum
{
  TNU_ARRIVAL_OTHER,
  TNU_ARRIVAL_TABLE,
  TNU_ARRIVAL_FILES,
  TNU_ARRIVAL_PICTURE
} TnuArrivalKind;

/**
 * TnuArrival:
 * @files: (element-type GFile) of TNU_ARRIVAL_FILES
 * @table: of TNU_ARRIVAL_TABLE
 * @picture: of TNU_ARRIVAL_PICTURE: bytes of a file
 * @mime_type: of @picture
 *
 * What was pasted, or dropped on the window. Spreadsheets hand their cells over as a picture too,
 * and file managers files as a text: files go before a table and a table before a picture.
 */
typedef struct
{
  TnuArrivalKind kind;
  GSList *files;
  TnuTableText table;
  GBytes *picture;
  const char *mime_type;
} TnuArrival;

void tnu_arrival_free (TnuArrival *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuArrival, tnu_arrival_free)

/* Whether @formats promise files or a picture: what no text field would take. */
bool tnu_arrival_is_thing (GdkContentFormats *formats);
bool tnu_arrival_is_text (GdkContentFormats *formats);
bool tnu_arrival_is_files (GdkContentFormats *formats);

/**
 * tnu_arrival_read_async:
 * @source: a GdkClipboard or a GdkDrop; the caller finishes the drop
 *
 * Errors: G_IO_ERROR_CANCELLED; those of reading.
 */
void tnu_arrival_read_async (GObject *source, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): NULL with @error set. */
TnuArrival *tnu_arrival_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
