/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/error.h"
#include "kernels/backend.h"

G_BEGIN_DECLS

/**
 * TnsDevice:
 * @type: where; TNS_DEVICE_META has shapes but no numbers
 * @index: which one; -1 when not said (the current device)
 */
typedef struct
{
  enum
  {
    TNS_DEVICE_CPU,
    TNS_DEVICE_CUDA,
    TNS_DEVICE_META,
  } type;
  int index;
} TnsDevice;

#define TNS_CPU ((TnsDevice) { TNS_DEVICE_CPU, -1 })

/* "cpu", "cuda", "cuda:1", "meta". Errors: RuntimeError in PyTorch's words for anything else. */
TNS_EXPORT bool tns_device_parse (const char *text, TnsDevice *device, GError **error);

/* (transfer full): "cpu", "cuda:0" … */
TNS_EXPORT char *tns_device_dup_name (TnsDevice device);

static inline bool
tns_device_equal (TnsDevice a, TnsDevice b)
{
  return a.type == b.type && MAX (a.index, 0) == MAX (b.index, 0);
}

/* Where factories put tensors when nothing else is said; the CPU at first. */
TNS_EXPORT TnsDevice tns_device_get_default (void);
TNS_EXPORT void tns_device_set_default (TnsDevice device);

/* The back end that computes for @device, or NULL with @error when it is not there. */
TNS_EXPORT const TnkBackend *tns_device_get_backend (TnsDevice device, GError **error);

G_END_DECLS
