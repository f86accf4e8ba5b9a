/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/tensor.h"

G_BEGIN_DECLS

typedef struct _TnsGenerator TnsGenerator;

/**
 * TnsValueKind:
 *
 * What an argument of an op can be. NONE stands for Python's None and for an argument not given.
 */
typedef enum
{
  TNS_NONE,
  TNS_TENSOR,
  TNS_TENSORS, /* list; an item is NULL for None (indices with slices in between) */
  TNS_SCALAR,
  TNS_INT,
  TNS_INTS,
  TNS_FLOAT,
  TNS_BOOL,
  TNS_DTYPE,
  TNS_DEVICE_VALUE,
  TNS_STRING,
  TNS_GENERATOR,
} TnsValueKind;

/**
 * TnsValue:
 *
 * One argument, borrowed from whoever made the call. tns_value_copy() makes one that owns.
 */
typedef struct
{
  TnsValueKind kind;
  union
  {
    TnsTensor *tensor;
    struct
    {
      TnsTensor *const *items;
      int n;
    } tensors;
    TnkScalar scalar;
    int64_t i;
    struct
    {
      const int64_t *items;
      int n;
    } ints;
    double f;
    bool b;
    TnkDtype dtype;
    TnsDevice device;
    const char *string;
    TnsGenerator *generator;
  };
} TnsValue;

#define TNS_VALUE_NONE ((TnsValue) { .kind = TNS_NONE })

static inline TnsValue
tns_value_tensor (TnsTensor *tensor)
{
  return (TnsValue) { .kind = tensor != NULL ? TNS_TENSOR : TNS_NONE, .tensor = tensor };
}

static inline TnsValue
tns_value_tensors (TnsTensor *const *items, int n)
{
  return (TnsValue) { .kind = TNS_TENSORS, .tensors = { items, n } };
}

static inline TnsValue
tns_value_scalar (TnkScalar scalar)
{
  return (TnsValue) { .kind = TNS_SCALAR, .scalar = scalar };
}

/* A Python float where a tensor or a Scalar is expected. */
static inline TnsValue
tns_value_number (double number)
{
  return tns_value_scalar (tns_scalar_float (number));
}

static inline TnsValue
tns_value_int (int64_t i)
{
  return (TnsValue) { .kind = TNS_INT, .i = i };
}

static inline TnsValue
tns_value_ints (const int64_t *items, int n)
{
  return (TnsValue) { .kind = TNS_INTS, .ints = { items, n } };
}

static inline TnsValue
tns_value_float (double f)
{
  return (TnsValue) { .kind = TNS_FLOAT, .f = f };
}

static inline TnsValue
tns_value_bool (bool b)
{
  return (TnsValue) { .kind = TNS_BOOL, .b = b };
}

static inline TnsValue
tns_value_dtype (TnkDtype dtype)
{
  return (TnsValue) { .kind = TNS_DTYPE, .dtype = dtype };
}

static inline TnsValue
tns_value_device (TnsDevice device)
{
  return (TnsValue) { .kind = TNS_DEVICE_VALUE, .device = device };
}

static inline TnsValue
tns_value_string (const char *string)
{
  return (TnsValue) { .kind = TNS_STRING, .string = string };
}

/* A copy that owns what it points to; with tensors left out (NULL) unless @keep_tensors. */
TNS_EXPORT TnsValue tns_value_copy (const TnsValue *value, bool keep_tensors);
/* Frees what a copy owns and makes it NONE. */
TNS_EXPORT void tns_value_clear (TnsValue *value);
/* (transfer full): as it is written in Python: "2", "(2, 3)", "torch.float32", "None"; tensors "…". */
TNS_EXPORT char *tns_value_dup_text (const TnsValue *value);

G_END_DECLS
