/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * TnsQuantiles:
 *
 * Quantiles of any number of finite values in two passes over them and constant memory: first all
 * values are given to tns_quantiles_add(), then again to tns_quantiles_refine(). Values keep their
 * first 21 significant bits; what is not finite is passed over. Several may count a part each:
 * between the passes they are merged into one, which tells the others what to refine, and after the
 * second they are merged again.
 */
typedef struct _TnsQuantiles TnsQuantiles;

TnsQuantiles *tns_quantiles_new (void);
void tns_quantiles_free (TnsQuantiles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsQuantiles, tns_quantiles_free)

/* @n_times: how often every value stands there. */
void tns_quantiles_add (TnsQuantiles *self, const double *values, int64_t n, int64_t n_times);
/* Adds what @other has counted in this pass. */
void tns_quantiles_merge (TnsQuantiles *self, const TnsQuantiles *other);

/* Between the passes. @low, @high: shares of the values, 0 to 1. */
void tns_quantiles_choose (TnsQuantiles *self, double low, double high);

/* Refines what @other does, in which nothing was refined yet. */
void tns_quantiles_follow (TnsQuantiles *self, const TnsQuantiles *other);
void tns_quantiles_refine (TnsQuantiles *self, const double *values, int64_t n, int64_t n_times);

/* The two that were chosen, between two values by their distance as torch.quantile does; NaN
 * without values. */
void tns_quantiles_finish (const TnsQuantiles *self, double *low, double *high);

G_END_DECLS
