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
 * Quantiles of any number of finite values in two passes over them and constant memory: first every
 * value is given to tns_quantiles_add(), then again to tns_quantiles_refine(). Values keep their
 * first 21 significant bits.
 */
typedef struct _TnsQuantiles TnsQuantiles;

TnsQuantiles *tns_quantiles_new (void);
void tns_quantiles_free (TnsQuantiles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsQuantiles, tns_quantiles_free)

/* @value: finite. @n_times: how often it stands there. */
void tns_quantiles_add (TnsQuantiles *self, double value, int64_t n_times);

/* Between the passes. @low, @high: shares of the values, 0 to 1. */
void tns_quantiles_choose (TnsQuantiles *self, double low, double high);

void tns_quantiles_refine (TnsQuantiles *self, double value, int64_t n_times);

/* The two that were chosen, between two values by their distance as torch.quantile does; NaN without
 * values. */
void tns_quantiles_finish (const TnsQuantiles *self, double *low, double *high);

G_END_DECLS
