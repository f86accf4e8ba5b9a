/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/index/index-derivation.h"

G_BEGIN_DECLS

/* Shared by the files of the derivation only. */

/* One axis while the parts are applied: what the tensor looks like when the lists' turn comes. */
typedef struct
{
  int dim;    /* of the source, -1: new */
  gint64 size;
  gint64 stride;
  int step;   /* that made it */
  bool waits; /* a list or mask will be applied */
} TnuIndexAxis;

typedef struct
{
  const TnuIndex *index;
  const TnuIndexSource *source;
  TnuIndexResult *result;
  TnuIndexAxis axes[TNU_INDEX_MAX_RESULT];
  int n_axes;
  int dim; /* next axis of the source */
  gint64 picked_sizes[TNU_INDEX_MAX_RANK];
  GError **error;
} TnuIndexDerivation;

/* Sets the error; returns false. */
bool tnu_index_derivation_refuse (TnuIndexDerivation *self, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* What a list, a mask, a condition or a name stands for; a condition without its items. */
TnuIndexTensor tnu_index_derivation_get_tensor (TnuIndexDerivation *self,
                                                const TnuIndexPart *part);

/* Lists and masks, once all other parts are applied: turns masks into lists, lays the lists over
 * each other and checks them. */
bool tnu_index_derivation_gather (TnuIndexDerivation *self);

/* So that picks are found by their places. */
void tnu_index_result_note_picks (TnuIndexResult *self);

G_END_DECLS
