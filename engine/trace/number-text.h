/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/trace.h"

G_BEGIN_DECLS

/* Numbers as sentences show them. */

/* "12.6667", "−3", "∞". With @as_fraction small fractions are written as such: "4/3". */
void tns_number_append (GString *text, double number, bool as_fraction);
char *tns_number_dup_text (double number, bool as_fraction);

/* "a", "a₂", "w[1, 2]": the element at row-major place @at. */
char *tns_element_dup_name (const char *name, const TnsMeta *meta, int64_t at);

/* "(2, 3)", "(3,)", "()". */
char *tns_shape_dup_text (const TnsMeta *meta);

/* The first @n_room elements in row-major order; returns how many there were, 0 when they were let
 * go. Complex ones by their real part. */
int tns_moment_peek (TnsMoment *moment, double *values, int n_room);

/* (transfer full) (nullable): "2, 3, 4" or "0, 1, 2, …"; NULL when there are none. */
char *tns_moment_dup_numbers (TnsMoment *moment, bool as_fractions);

G_END_DECLS
