/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/cells.h"

G_BEGIN_DECLS

/**
 * tnu_marquee_draw:
 * @run: cells of the table
 *
 * The dashed line around cells that are chosen, with handles at two corners.
 */
void tnu_marquee_draw (const TnuCanvas *canvas, const TnuGrid *grid, const TnuCellRun *run);

G_END_DECLS
