/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/reduce/reduce-call.h"

G_BEGIN_DECLS

/**
 * TnuReduceFold:
 * @before, @after: the shapes
 * @is_folded: per dim of @before
 * @keeps: folded dims stay, with size 1
 * @is_running: cumsum: nothing folds; the run of a place ends there
 * @axes: for every dim of @after the dim of @before that it is
 * @n_before, @n_after: elements
 * @n_run: elements that make one number; of a running form the longest run
 *
 * Which numbers make which. Elements are counted row-major. Pure arithmetic.
 */
typedef struct
{
  TnuShape before, after;
  bool is_folded[TNU_SHAPE_MAX_RANK];
  bool keeps, is_running;
  int axes[TNU_SHAPE_MAX_RANK];
  gint64 n_before, n_after, n_run;
} TnuReduceFold;

/* @call: a legal one. */
void tnu_reduce_fold_init (TnuReduceFold *self, const TnuShape *before, const TnuReduceCall *call);

/**
 * tnu_reduce_fold_choose_sample:
 * @most: elements at most
 * @sample: (out): the first so many along every dim; all of those that fold
 *
 * Returns: false when a single result takes more than @most
 */
bool tnu_reduce_fold_choose_sample (const TnuReduceFold *self, gint64 most, TnuShape *sample);

/* The number that element @source goes into; of a running form its own place. */
gint64 tnu_reduce_fold_get_result (const TnuReduceFold *self, gint64 source);
/* The how-manieth of its run @source is. */
gint64 tnu_reduce_fold_get_turn (const TnuReduceFold *self, gint64 source);
gint64 tnu_reduce_fold_count (const TnuReduceFold *self, gint64 result);
/* Element @turn of the run of @result. */
gint64 tnu_reduce_fold_get_source (const TnuReduceFold *self, gint64 result, gint64 turn);

/* "(0, 2)" as index per dim. */
void tnu_reduce_index (const TnuShape *shape, gint64 element, gint64 *index);

/* "y[1]", "y": (transfer full). */
char *tnu_reduce_dup_element (const char *name, const TnuShape *shape, gint64 element);
/* "x[1, :]", of a running form "x[1, :3]": (transfer full). */
char *tnu_reduce_fold_dup_run (const TnuReduceFold *self, const char *name, gint64 result);

G_END_DECLS
