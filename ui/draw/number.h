/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* Longest number a cell can hold, the final zero included. */
#define TNU_NUMBER_SIZE 64

typedef enum
{
  TNU_NUMBER_INT,        /* 7 */
  TNU_NUMBER_BOOL,       /* True */
  TNU_NUMBER_INTEGRAL,   /* 7., a float without a fraction, as PyTorch prints it */
  TNU_NUMBER_FIXED,      /* 7.25 */
  TNU_NUMBER_SCIENTIFIC, /* 7.2e−9 */
  TNU_NUMBER_FRACTION    /* 4/3 */
} TnuNumberStyle;

/* One way of writing all numbers of one tensor. */
typedef struct
{
  TnuNumberStyle style;
  int decimals;
  bool is_complex; /* an imaginary part follows, as in 1.00+2.00j */
  bool is_polar;   /* a complex number by magnitude and phase, as in 2.24 63° */
  int n_chars;     /* of the widest number seen by the scan */
} TnuNumberFormat;

/* What was seen of a tensor's numbers; starts as all zero. */
typedef struct
{
  double max_abs; /* largest finite magnitude */
  gint64 n_values;
  gint64 n_finite;
  gint64 n_nan;
  gint64 n_infinite;
  int max_decimals; /* enough for every number, at most 6 */
  bool has_fraction;
  bool not_all_ratios; /* some number is not p/q with q <= 9 */
  bool has_negative;
} TnuNumberScan;

/**
 * tnu_number_scan_add:
 *
 * Takes note of one number; both parts of a complex one are added.
 */
void tnu_number_scan_add (TnuNumberScan *self, double value);

/**
 * tnu_number_scan_choose:
 * @prefers_ratios: write 4/3 where every number is a small ratio (gradients)
 *
 * Adaptive digits for floating point: as few decimals as tell the numbers apart at the scale of
 * the largest.
 *
 * Returns: a format with n_chars still 0
 */
TnuNumberFormat tnu_number_scan_choose (const TnuNumberScan *self, bool prefers_ratios);

/**
 * tnu_number_print:
 * @imag: used when @format is complex
 * @buffer: (out): receives UTF-8; minus is U+2212, infinity ∞
 *
 * Returns: the number of characters, which mono fonts draw at one width
 */
int tnu_number_print (const TnuNumberFormat *format,
                      double value,
                      double imag,
                      char buffer[TNU_NUMBER_SIZE]);

/**
 * tnu_number_print_int:
 *
 * An integer of any size, exactly.
 *
 * Returns: the number of characters
 */
int tnu_number_print_int (gint64 value, char buffer[TNU_NUMBER_SIZE]);

/**
 * tnu_number_print_exact:
 * @style: %TNU_NUMBER_INT, %TNU_NUMBER_BOOL, or any other for floating point
 *
 * The number of a read-out: up to six significant digits.
 */
void tnu_number_print_exact (TnuNumberStyle style, double value, char buffer[TNU_NUMBER_SIZE]);

/**
 * tnu_number_print_plain:
 *
 * The end of a scale or a tick of an axis: like the exact form, but 3 and not 3., since it names
 * a place and was not computed.
 */
void tnu_number_print_plain (double value, char buffer[TNU_NUMBER_SIZE]);

/**
 * tnu_number_print_short:
 *
 * Like the plain form with three digits that count; whole numbers stay as they are.
 */
void tnu_number_print_short (double value, char buffer[TNU_NUMBER_SIZE]);

/**
 * tnu_number_as_ratio:
 * @p: (out): numerator
 * @q: (out): denominator, 1 to 9
 *
 * Returns: whether @value is p/q within float32's rounding
 */
bool tnu_number_as_ratio (double value, int *p, int *q);

G_END_DECLS
