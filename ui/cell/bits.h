/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/dtype.h"

G_BEGIN_DECLS

/* One real number as it lies in memory. Pure. */

/**
 * TnuBits:
 * @dtype: a floating or an integer type, or bool; parts of a complex number are floating
 * @bits: in the lowest tnu_bits_get_n() bits
 */
typedef struct
{
  TnkDtype dtype;
  guint64 bits;
} TnuBits;

typedef enum
{
  TNU_BIT_SIGN,
  TNU_BIT_EXPONENT,
  TNU_BIT_MANTISSA, /* of an integer: what is not its sign */
  TNU_BIT_UNUSED    /* of a bool */
} TnuBitRole;

/* What kind of number it is. */
typedef enum
{
  TNU_BITS_NORMAL,
  TNU_BITS_SUBNORMAL,
  TNU_BITS_ZERO,
  TNU_BITS_MINUS_ZERO,
  TNU_BITS_INFINITE,
  TNU_BITS_NAN,
  TNU_BITS_INTEGER,
  TNU_BITS_BOOL
} TnuBitsKind;

/* @element: as it lies in memory. */
TnuBits tnu_bits_read (TnkDtype dtype, const void *element);
/* Rounds to nearest, as PyTorch does; into integers towards zero. */
TnuBits tnu_bits_from_double (TnkDtype dtype, double value);
bool tnu_bits_is_float (TnkDtype dtype);

int tnu_bits_get_n (TnkDtype dtype);
int tnu_bits_get_n_exponent (TnkDtype dtype);
int tnu_bits_get_n_mantissa (TnkDtype dtype);
/* @place: from the left, 0 the highest bit. */
TnuBitRole tnu_bits_get_role (TnkDtype dtype, int place);
bool tnu_bits_get (const TnuBits *self, int place);
/* Of a bool only the lowest bit can be turned. */
TnuBits tnu_bits_flip (const TnuBits *self, int place);

TnuBitsKind tnu_bits_get_kind (const TnuBits *self);
double tnu_bits_get_value (const TnuBits *self);

/* The exponent as it counts: stored minus bias; of subnormal numbers the smallest one. */
int tnu_bits_get_exponent (const TnuBits *self);

/**
 * tnu_bits_step:
 * @by: 1: the next larger number, -1: the next smaller one
 *
 * Returns: false where there is none
 */
bool tnu_bits_step (const TnuBits *self, int by, TnuBits *next);

/* ---- in words; all (transfer full) ---- */

/* With the digits that are needed to read it back: "0.1". */
char *tnu_bits_dup_number (const TnuBits *self);
/* All of its digits, as far as they are few: "0.100000001490116119384765625". */
char *tnu_bits_dup_exact (const TnuBits *self);
/* "0x3dcccccd" */
char *tnu_bits_dup_hex (const TnuBits *self);
/* "+1 × 2⁻⁴ × 1.6", "−128 + 64 + 2"; NULL where there is nothing to write out. */
char *tnu_bits_dup_sum (const TnuBits *self);
/* What each part says: "+", "123 − 127 = −4", "1 + 2⁻¹ + 2⁻⁴ + …". */
char *tnu_bits_dup_part (const TnuBits *self, TnuBitRole role);
/* One sentence about it. */
char *tnu_bits_dup_sentence (const TnuBits *self);
/* As Python writes it in an assignment to a tensor of this type; a NaN that Python has no word for:
 * NULL. */
char *tnu_bits_dup_python (const TnuBits *self);

G_END_DECLS
