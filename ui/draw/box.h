/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "engine/core/dtype.h"

G_BEGIN_DECLS

/* Room for the text of one axis, as in "1000000:1000200". */
#define TNU_BOX_AXIS_SIZE 48

/* A box of elements: on each axis the places from @first to @last, both included. */
typedef struct
{
  int rank;
  gint64 first[TNK_MAX_RANK];
  gint64 last[TNK_MAX_RANK];
} TnuBox;

void tnu_box_init_whole (TnuBox *self, int rank, const gint64 *sizes);

/* Grows until it holds all of @other, of the same rank. */
void tnu_box_join (TnuBox *self, const TnuBox *other);

gint64 tnu_box_count (const TnuBox *self);

bool tnu_box_has (const TnuBox *self, const gint64 *index);

/* Whether all of it lies in a tensor of these sizes. */
bool tnu_box_fits (const TnuBox *self, int rank, const gint64 *sizes);

/**
 * tnu_box_print_axis:
 * @sizes: of the tensor
 *
 * What an index says of axis @dim: "2" for one place, ":" for all, ":3", "1:", "1:3".
 */
void tnu_box_print_axis (const TnuBox *self, const gint64 *sizes, int dim,
                         char buffer[TNU_BOX_AXIS_SIZE]);

/* (transfer full): what stands between the brackets: "1, :2, 3:"; "..." for a single number. */
char *tnu_box_dup_index (const TnuBox *self, const gint64 *sizes);

/**
 * tnu_box_get_shape:
 * @shape: (out): of what the index takes: axes with one place are gone
 *
 * Returns: its rank
 */
int tnu_box_get_shape (const TnuBox *self, const gint64 *sizes, gint64 shape[TNK_MAX_RANK]);

G_END_DECLS
