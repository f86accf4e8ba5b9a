/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/error.h"

G_BEGIN_DECLS

/* "float32". */
TNS_EXPORT const char *tns_dtype_get_name (TnkDtype dtype);

/* "Float", "Long", … as PyTorch's messages name scalar types. */
TNS_EXPORT const char *tns_dtype_get_scalar_type_name (TnkDtype dtype);

/* "float", "long int", … as c10's C++ type names appear in PyTorch's messages. */
TNS_EXPORT const char *tns_dtype_get_c_name (TnkDtype dtype);

/* Smallest type that both fit in, by PyTorch's promotion table. */
TNS_EXPORT TnkDtype tns_dtype_promote (TnkDtype a, TnkDtype b);

/* Whether a result of type @from may be written to @to (torch.can_cast). */
TNS_EXPORT bool tns_dtype_can_cast (TnkDtype from, TnkDtype to);

/* The whole numbers that an integer type (or bool) holds. */
TNS_EXPORT void tns_dtype_get_int_range (TnkDtype dtype, int64_t *lowest, int64_t *highest);
/* float32 or float64 for a complex type, itself otherwise. */
TNS_EXPORT TnkDtype tns_dtype_get_real (TnkDtype dtype);
/* complex64 or complex128 for a floating type. */
TNS_EXPORT TnkDtype tns_dtype_get_complex (TnkDtype dtype);
/* Largest finite number of a floating type. */
TNS_EXPORT double tns_dtype_get_max (TnkDtype dtype);

/* torch.get_default_dtype: what Python floats become. float32 at start. */
TNS_EXPORT TnkDtype tns_dtype_get_default (void);
TNS_EXPORT void tns_dtype_set_default (TnkDtype dtype);

/* One element between memory and a number. */
TNS_EXPORT TnkScalar tns_scalar_read (TnkDtype dtype, const void *element);
TNS_EXPORT void tns_scalar_write (TnkScalar value, TnkDtype dtype, void *element);
/* What is left of @value in an element of type @dtype. */
TNS_EXPORT TnkScalar tns_scalar_cast (TnkScalar value, TnkDtype dtype);

/* bool, int64, default float or default complex: the type a Python number counts as. */
TNS_EXPORT TnkDtype tns_scalar_get_dtype (TnkScalar value);

static inline TnkScalar
tns_scalar_int (int64_t i)
{
  return (TnkScalar) { .kind = TNK_SCALAR_INT, .i = i, .re = (double) i };
}

static inline TnkScalar
tns_scalar_bool (bool b)
{
  return (TnkScalar) { .kind = TNK_SCALAR_BOOL, .i = b, .re = b };
}

static inline TnkScalar
tns_scalar_float (double re)
{
  return (TnkScalar) { .kind = TNK_SCALAR_FLOAT, .re = re };
}

static inline TnkScalar
tns_scalar_complex (double re, double im)
{
  return (TnkScalar) { .kind = TNK_SCALAR_COMPLEX, .re = re, .im = im };
}

/* The value as a real number: .re holds it for every kind; conversions go through here. */
static inline double
tns_scalar_to_double (TnkScalar value)
{
  return value.re;
}

/* Towards zero for floats. */
TNS_EXPORT int64_t tns_scalar_to_int (TnkScalar value);

G_END_DECLS
