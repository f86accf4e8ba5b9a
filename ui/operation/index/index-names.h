/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/session.h"
#include "ui/operation/index/index-part.h"

G_BEGIN_DECLS

/**
 * TnuIndexNames:
 *
 * What the notebook has names for and an index may name: tensors at the session's cursor, and
 * Python's whole numbers and lists. Numbers of tensors are read when they are wanted. Main thread
 * only.
 */
typedef struct _TnuIndexNames TnuIndexNames;

/**
 * tnu_index_names_new:
 * @changed: called when names or numbers have come
 */
TnuIndexNames *tnu_index_names_new (TnsSession *session, void (*changed) (void *data), void *data);

/* Nothing comes any more. */
void tnu_index_names_free (TnuIndexNames *self);

/* (transfer none) (array length=n): valid until ::changed. */
const TnuIndexTensor *tnu_index_names_get (TnuIndexNames *self, int *n);

/* Reads the numbers of what @index names. */
void tnu_index_names_read (TnuIndexNames *self, const TnuIndex *index);

/* Counts up when names have come or gone. */
int tnu_index_names_get_generation (TnuIndexNames *self);

/**
 * tnu_index_names_parse_python:
 * @line: "k=[2, 0, 0]", as Python tells a name and its value
 * @name: (out): "k"
 * @part: (out): what it stands for: one index, a list or a mask
 *
 * Returns: whether @line could be read
 */
bool tnu_index_names_parse_python (const char *line, char **name, TnuIndexPart *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuIndexNames, tnu_index_names_free)

G_END_DECLS
