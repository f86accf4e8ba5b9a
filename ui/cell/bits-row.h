/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/cell/bits.h"

G_BEGIN_DECLS

/**
 * TnuBitsRow:
 *
 * The bits of one number as cells, in groups that say what they are and what they amount to. A
 * click or Space turns a bit over; arrows, Home and End walk.
 *
 * Signals: ::flipped (int place), from the left.
 */
#define TNU_TYPE_BITS_ROW (tnu_bits_row_get_type ())
G_DECLARE_FINAL_TYPE (TnuBitsRow, tnu_bits_row, TNU, BITS_ROW, GtkWidget)

/* @what: (nullable): "real part": which number it is, for the screen reader. */
GtkWidget *tnu_bits_row_new (const char *what);

/* @original: of which the bits that differ are marked. */
void tnu_bits_row_set_bits (TnuBitsRow *self, const TnuBits *bits, const TnuBits *original);

G_END_DECLS
