/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

#include "kernels/types.h"

G_BEGIN_DECLS

#define TNS_EXPORT TNK_EXPORT

/**
 * TnsError:
 *
 * What went wrong, named after the Python exception that PyTorch raises for it. The message is
 * PyTorch's own text.
 */
typedef enum
{
  TNS_ERROR_RUNTIME,
  TNS_ERROR_VALUE,
  TNS_ERROR_TYPE,
  TNS_ERROR_INDEX,
  TNS_ERROR_NOT_IMPLEMENTED,
  TNS_ERROR_OUT_OF_MEMORY,
  TNS_ERROR_LINALG,
  TNS_ERROR_ASSERTION,
  /* A user's stop; Python raises KeyboardInterrupt. */
  TNS_ERROR_CANCELLED,
} TnsError;

#define TNS_ERROR (tns_error_quark ())
TNS_EXPORT GQuark tns_error_quark (void);

/* Sets @error with a printf text and returns false, so that a check is one statement. */
TNS_EXPORT bool tns_fail (GError **error, TnsError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* Turns a kernel's status into a GError; true when @status is TNK_OK. @op names the caller. */
TNS_EXPORT bool tns_check_status (TnkStatus status, const char *op, TnkDtype dtype, GError **error);

G_END_DECLS
