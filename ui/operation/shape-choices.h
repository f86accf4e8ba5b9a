/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* Shapes that a number of elements can take: what the reshape panel offers. Pure arithmetic. */

#define TNU_SHAPE_MAX_RANK 10

typedef struct
{
  int rank;
  gint64 sizes[TNU_SHAPE_MAX_RANK];
} TnuShape;

/**
 * tnu_shape_choices_new:
 * @numel: elements, 0 or more
 * @rank: number of axes wanted, 0 to 4
 * @most: longest list wanted
 *
 * Every ordered factorization of @numel into @rank factors, in rising order of the first, then the
 * second …; with ones only as far as @rank 2. For 0 elements the one shape with a zero in front.
 *
 * Returns: (transfer full) (element-type TnuShape): at most @most shapes
 */
GArray *tnu_shape_choices_new (gint64 numel, int rank, int most);

/* How many shapes tnu_shape_choices_new() would give without a limit. */
gint64 tnu_shape_choices_count (gint64 numel, int rank);

/**
 * tnu_shape_parse:
 * @text: "2, 6", "(2, 6)", "[2,-1]" or "2 6"
 * @shape: (out)
 *
 * Returns: whether @text is a list of at most TNU_SHAPE_MAX_RANK whole numbers
 */
bool tnu_shape_parse (const char *text, TnuShape *shape);

/* "(2, 6)", "(12,)", "()". */
char *tnu_shape_dup_text (const TnuShape *shape);
/* "2, 6": as arguments of a call. */
char *tnu_shape_dup_arguments (const TnuShape *shape);
bool tnu_shape_equal (const TnuShape *a, const TnuShape *b);
/* Elements of the shape; 1 for rank 0. */
gint64 tnu_shape_count (const TnuShape *shape);

/**
 * tnu_shape_find_nearest:
 * @numel: elements there are
 * @wanted: a shape that does not fit them
 * @most: shapes wanted
 *
 * Shapes of the same rank that fit, the most alike first: alike is a small sum of |log (a / b)|
 * over the axes.
 *
 * Returns: (transfer full) (element-type TnuShape)
 */
GArray *tnu_shape_find_nearest (gint64 numel, const TnuShape *wanted, int most);

G_END_DECLS
