/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/shape-call.h"

G_BEGIN_DECLS

/**
 * tnu_shape_fixes_new:
 * @call: a call that is illegal on @tensor
 * @tensor: its layout, numbers are not needed
 * @most: fixes wanted
 *
 * Legal calls that are close to it, the closest first: the same word with arguments that fit, then
 * another word that does what was meant. Every one is legal by the op table.
 *
 * Returns: (transfer full) (element-type TnuShapeCall)
 */
GArray *tnu_shape_fixes_new (const TnuShapeCall *call, TnsTensor *tensor, int most);

/**
 * tnu_shape_complete:
 * @wanted: sizes, at most one of them -1
 * @numel: elements there are
 *
 * Returns: @wanted with the -1 as large as fits
 */
TnuShape tnu_shape_complete (const TnuShape *wanted, gint64 numel);

G_END_DECLS
