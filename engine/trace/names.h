/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/trace.h"

G_BEGIN_DECLS

/**
 * TnsNames:
 *
 * Which variable holds which tensor, replayed event by event. Borrows the events.
 */
typedef struct _TnsNames TnsNames;

TnsNames *tns_names_new (void);
void tns_names_free (TnsNames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsNames, tns_names_free)

void tns_names_note (TnsNames *self, const TnsEvent *event);

/* (nullable): a name of the tensor now. */
const char *tns_names_get (TnsNames *self, uint64_t tensor_id);

/**
 * TnsBinding:
 * @event: the BIND that made it
 */
typedef struct
{
  const char *name;
  const TnsEvent *event;
} TnsBinding;

/* (transfer container) (element-type TnsBinding): in the order in which the names first
 * appeared. */
GArray *tns_names_dup_bindings (TnsNames *self);

G_END_DECLS
