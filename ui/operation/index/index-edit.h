/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/index/index-part.h"

G_BEGIN_DECLS

/* An index changed axis by axis. */

/**
 * tnu_index_find_dim:
 *
 * Returns: the part that speaks of axis @dim of a tensor of @rank, an ellipsis among them; -1: the
 *   index ends before it
 */
int tnu_index_find_dim (const TnuIndex *self, int rank, int dim);

/**
 * tnu_index_set_dim:
 * @part: is taken
 *
 * Axis @dim gets @part, and so do the axes behind it that @part speaks of. An ellipsis or the open
 * end gives way as far as needed; a mask over several axes goes. Trailing ":" are not written.
 *
 * Returns: false, with nothing changed, when there would be too many parts or too few axes
 */
bool tnu_index_set_dim (TnuIndex *self, int rank, int dim, TnuIndexPart part);

/* None in front of axis @dim; @dim = @rank: at the end. */
bool tnu_index_insert_new_axis (TnuIndex *self, int rank, int dim);

/* The parts in front of axis @dim that speak of none: Nones and empty ellipses. */
int tnu_index_count_new_axes (const TnuIndex *self, int rank, int dim);
/* Takes the last None in front of axis @dim away. */
void tnu_index_remove_new_axis (TnuIndex *self, int rank, int dim);

/* `...` in the place of the longest run of ":" in front, in the middle or at the end. */
void tnu_index_shorten (TnuIndex *self, int rank);

G_END_DECLS
