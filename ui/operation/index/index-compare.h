/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/operation/index/index-condition.h"

G_BEGIN_DECLS

/**
 * TnuIndexCompare:
 *
 * Comparisons that make a mask: of each what is compared, the sign, and the number as text and as a
 * slider; how they are joined.
 *
 * Signals: ::changed () when the user has changed something.
 */
#define TNU_TYPE_INDEX_COMPARE (tnu_index_compare_get_type ())
G_DECLARE_FINAL_TYPE (TnuIndexCompare, tnu_index_compare, TNU, INDEX_COMPARE, GtkWidget)

/* @name: of the tensor */
GtkWidget *tnu_index_compare_new (const char *name);

/* The finite numbers that there are; @is_whole: no fractions among them. */
void tnu_index_compare_set_range (TnuIndexCompare *self, double low, double high, bool is_whole);

/* A number that shares the numbers out: 0 if there are both signs, else the middle. */
double tnu_index_compare_get_middle (TnuIndexCompare *self);

/* Without a signal. A number that is being typed is not written over by itself. */
void tnu_index_compare_show (TnuIndexCompare *self, const TnuCondition *condition);
const TnuCondition *tnu_index_compare_get_condition (TnuIndexCompare *self);

G_END_DECLS
