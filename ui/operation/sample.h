/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/* The part of a large tensor that a picture shows: the first so many places along every axis. Pure
 * arithmetic. */

/**
 * tnu_sample_choose:
 * @shape: (inout)
 * @is_whole: (nullable) (array): dims that must be shown whole
 * @most: elements at most
 *
 * Returns: false when the dims that are whole have more elements already
 */
bool tnu_sample_choose (TnuShape *shape, const bool *is_whole, gint64 most);

/* (transfer full): "the first 100 of 300 places along i; …"; "" when all is shown. */
char *tnu_sample_dup_fact (const TnuShape *shown, const TnuShape *whole);

G_END_DECLS
