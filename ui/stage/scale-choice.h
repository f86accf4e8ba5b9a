/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/color-scale.h"

G_BEGIN_DECLS

typedef enum
{
  TNU_LIMITS_ALL,    /* every finite number */
  TNU_LIMITS_ROBUST, /* from the 1 % to the 99 % quantile */
  TNU_LIMITS_TYPED   /* set by hand */
} TnuLimits;

/* What somebody wants of a tensor's colours; all zero: nothing special. */
typedef struct
{
  bool is_sequential;
  TnuLimits limits;
  double low, high; /* of typed limits */
} TnuScaleChoice;

/* What is known of a tensor's numbers; NaN: not known, or there are none. */
typedef struct
{
  double low, high;
  double robust_low, robust_high;
} TnuRange;

/* Nothing is known. */
TnuRange tnu_range_new (void);

/* @self then spans both. */
void tnu_range_join (TnuRange *self, const TnuRange *other);

/**
 * tnu_scale_choice_resolve:
 *
 * Returns: the colours for numbers in @range; ends that follow from numbers are rounded outwards
 */
TnuColorScale tnu_scale_choice_resolve (const TnuScaleChoice *self, const TnuRange *range);

/**
 * tnu_scale_choice_set_limit:
 * @now: what @self means at present
 * @side: -1 the low end, 1 the high end
 *
 * Limits become typed ones. A centred scale moves both its ends; the ends of a sequential one keep
 * their order.
 *
 * Returns: whether @value makes a scale; otherwise nothing has changed
 */
bool tnu_scale_choice_set_limit (TnuScaleChoice *self, const TnuColorScale *now, int side,
                                 double value);

/* The numbers that the legend spans: all of @range, and the limits. Where these are narrow, three
 * times their width. */
void tnu_scale_get_axis (const TnuColorScale *scale, const TnuRange *range, double *low,
                         double *high);

/* @value to about a hundredth of @span, as a hand means it. */
double tnu_scale_round (double value, double span);

G_END_DECLS
