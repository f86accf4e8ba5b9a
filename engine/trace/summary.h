/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/elements.h"

G_BEGIN_DECLS

/* Most elements of one piece: a writer waits a fraction of a millisecond. */
#define TNS_SUMMARY_ELEMS (1 << 18)

/**
 * TnsSummary:
 * @min, @max, @sum, @n_finite: of finite elements
 * @flags: TnsCellFlags of the others
 *
 * What a cell of many elements shows. Grows piece by piece; starts as tns_summary_new().
 */
typedef struct
{
  double min, max, sum;
  int64_t n_finite;
  uint8_t flags;
} TnsSummary;

static inline TnsSummary
tns_summary_new (void)
{
  return (TnsSummary) { .min = G_MAXDOUBLE, .max = -G_MAXDOUBLE };
}

/* Whether numbers of @dtype can be summed up where they lie: real ones in host memory. */
bool tns_summary_can_read (TnsContent *content, TnkDtype dtype);

/* Adds a piece of at most TNS_SUMMARY_ELEMS. Errors as tns_elements_load(). */
bool tns_summary_add (TnsSummary *self, TnsContent *content, TnkDtype dtype, const TnsPiece *piece,
                      GCancellable *cancellable, GError **error);

/* Counts how often each of the 256 values of an 8-bit @dtype stands in a piece. */
bool tns_summary_count_bytes (int64_t counts[256], TnsContent *content, TnkDtype dtype,
                              const TnsPiece *piece, GCancellable *cancellable, GError **error);

G_END_DECLS
