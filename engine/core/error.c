/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/core/error.h"

#include "engine/core/dtype.h"

G_DEFINE_QUARK (tns-error-quark, tns_error)

bool
tns_fail (GError **error, TnsError code, const char *format, ...)
{
  if (error != NULL)
    {
      va_list arguments;
      va_start (arguments, format);
      *error = g_error_new_valist (TNS_ERROR, code, format, arguments);
      va_end (arguments);
    }
  return false;
}

bool
tns_check_status (TnkStatus status, const char *op, TnkDtype dtype, GError **error)
{
  switch (status)
    {
    case TNK_OK:
      return true;
    case TNK_OUT_OF_MEMORY:
      return tns_fail (error, TNS_ERROR_OUT_OF_MEMORY,
                       "[enforce fail at alloc_cpu.cpp] data. DefaultCPUAllocator: can't allocate "
                       "memory: working space of %s",
                       op);
    case TNK_UNSUPPORTED:
      return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "\"%s\" not implemented for '%s'", op,
                       tns_dtype_get_scalar_type_name (dtype));
    case TNK_OUT_OF_RANGE:
      return tns_fail (error, TNS_ERROR_INDEX, "index out of range in self");
    case TNK_DIVISION_BY_ZERO:
      return tns_fail (error, TNS_ERROR_RUNTIME, "ZeroDivisionError");
    case TNK_CANCELLED:
      return tns_fail (error, TNS_ERROR_CANCELLED, "%s was stopped", op);
    case TNK_DEVICE_FAILED:
      return tns_fail (error, TNS_ERROR_RUNTIME, "CUDA error: %s failed on the device", op);
    }
  return tns_fail (error, TNS_ERROR_RUNTIME, "%s: unknown kernel status %d", op, status);
}
