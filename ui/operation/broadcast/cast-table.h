/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/chips.h"
#include "ui/operation/broadcast/cast-call.h"

G_BEGIN_DECLS

/* The shapes one under the other, right-aligned, with what happens along every axis. */
void tnu_cast_table_draw (const TnuCastCall *call, const TnuCanvas *canvas, double x, double y,
                          double w);

/* px at scale 1. */
double tnu_cast_table_get_height (const TnuCastCall *call);

G_END_DECLS
