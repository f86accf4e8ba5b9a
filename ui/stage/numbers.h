/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/session.h"
#include "ui/draw/card.h"

G_BEGIN_DECLS

/**
 * TnuNumbers:
 * @tables: (nullable): one per facet of the window; NULL until all of them are there
 * @vmax: largest finite magnitude of the whole tensor, as far as it is known
 * @low, @high: of its finite numbers, complex ones by magnitude; NaN without any
 * @covers_all: the window shows every element
 * @note: (nullable): why there are no numbers
 *
 * The numbers of one window on a tensor at one moment, ready for a card. Shared by everyone who
 * asks for the same; main thread only.
 */
typedef struct
{
  TnuCardWindow window;
  const TnuCardTable *tables;
  double vmax;
  double low;
  double high;
  gint64 n_nan;
  gint64 n_infinite;
  bool covers_all;
  bool is_done;
  const char *note;
} TnuNumbers;

typedef struct _TnuNumberStore TnuNumberStore;

/* Called on the main thread when @numbers are there, or their note is, or their scale is known
 * better. */
typedef void (*TnuNumbersArrived) (TnuNumbers *numbers, void *data);

/* What was read lately is kept, up to some megabytes. */
TnuNumberStore *tnu_number_store_new (TnsSession *session, TnuNumbersArrived arrived, void *data);
/* Cancels what is under way; nothing arrives any more. */
void tnu_number_store_free (TnuNumberStore *self);

/**
 * tnu_number_store_ask:
 * @index: rank entries: place on the slider and of dims without a socket
 *
 * Returns: (transfer full): at once, with or without its tables; reading is cancelled when the last
 *   reference goes
 */
TnuNumbers *tnu_number_store_ask (TnuNumberStore *self, TnsMoment *moment, const TnuAxisMap *map,
                                  const gint64 *index, const TnuCardWindow *window);

/* Blocks asked of the session so far. */
guint tnu_number_store_get_n_reads (TnuNumberStore *self);

TnuNumbers *tnu_numbers_ref (TnuNumbers *self);
void tnu_numbers_unref (TnuNumbers *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuNumberStore, tnu_number_store_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuNumbers, tnu_numbers_unref)

G_END_DECLS
