/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * TnsOutputKind:
 * @TNS_OUTPUT_STREAM: text written to stdout or stderr
 * @TNS_OUTPUT_RESULT: the echo of a cell's last expression
 * @TNS_OUTPUT_DISPLAY: something shown on the way: a figure, display(x)
 * @TNS_OUTPUT_ERROR: the exception that ended the cell
 * @TNS_OUTPUT_OTHER: a kind this program does not know; kept as it is
 */
typedef enum
{
  TNS_OUTPUT_STREAM,
  TNS_OUTPUT_RESULT,
  TNS_OUTPUT_DISPLAY,
  TNS_OUTPUT_ERROR,
  TNS_OUTPUT_OTHER,
} TnsOutputKind;

/**
 * TnsOutput:
 *
 * One output of a code cell, in the notebook format's own terms. All that the file says of it is
 * kept, so that writing it back loses nothing.
 *
 * ::changed is emitted when a stream grew or a display was updated; other outputs never change.
 */
#define TNS_TYPE_OUTPUT (tns_output_get_type ())
G_DECLARE_FINAL_TYPE (TnsOutput, tns_output, TNS, OUTPUT, GObject)

/**
 * tns_output_new_from_json:
 * @record: one element of a code cell's "outputs"
 *
 * Returns: (transfer full): an output that owns a copy of @record
 */
TnsOutput *tns_output_new_from_json (JsonObject *record);

/* Text of the stream @name ("stdout" or "stderr"). */
TnsOutput *tns_output_new_stream (const char *name, const char *text);

TnsOutputKind tns_output_get_kind (TnsOutput *self);

/* "stdout" or "stderr" of a stream, NULL for the other kinds. */
const char *tns_output_get_stream_name (TnsOutput *self);

/**
 * tns_output_get_text:
 *
 * The text to show when nothing richer is drawn: a stream's text, a result's or a display's
 * text/plain, an error's traceback. As recorded; see tns_output_dup_clean_text().
 *
 * Returns: (nullable): NULL when there is no text
 */
const char *tns_output_get_text (TnsOutput *self);

/**
 * tns_output_dup_clean_text:
 *
 * The same text as a terminal would leave it: colour sequences dropped, and a carriage return or
 * a backspace overwriting what stood before it (progress bars).
 *
 * Returns: (transfer full): "" when there is no text
 */
char *tns_output_dup_clean_text (TnsOutput *self);

/**
 * tns_output_get_data:
 * @mime: such as "image/png", "image/svg+xml", "text/html"
 *
 * Returns: (nullable): the text stored under @mime of a result or a display: base64 for
 *   image/png; NULL when it has none
 */
const char *tns_output_get_data (TnsOutput *self, const char *mime);

/* The decoded bytes of image/png; NULL when there is none or it is not base64. */
GBytes *tns_output_dup_png (TnsOutput *self);

/* [n] of a result, 0 when unknown and for the other kinds. */
gint64 tns_output_get_execution_count (TnsOutput *self);

/* Name and message of an error ("NameError", "name 'x' is not defined"); NULL for other kinds. */
const char *tns_output_get_error_name (TnsOutput *self);
const char *tns_output_get_error_value (TnsOutput *self);

/* The display_id a later update_display() names, or NULL. Never saved. */
const char *tns_output_get_display_id (TnsOutput *self);
void tns_output_set_display_id (TnsOutput *self, const char *display_id);

/* Add to a stream; emits ::changed. */
void tns_output_append_text (TnsOutput *self, const char *text);

/* Replace data and metadata of a display or a result by those of @record; emits ::changed. */
void tns_output_update_data (TnsOutput *self, JsonObject *record);

/* (transfer none): the record as the file stores it. */
JsonObject *tns_output_get_json (TnsOutput *self);

G_END_DECLS
