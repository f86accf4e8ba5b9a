/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/matrices.h"

G_BEGIN_DECLS

/* What least squares and the pseudo-inverse share. */

/* Errors: RuntimeError when no default tolerance is known for the type. */
bool tns_check_real_precise (TnkDtype dtype, GError **error);

/* The share of the greatest singular value below which another is taken for rounding. */
double tns_get_default_rtol (const TnsMeta *meta);

/* The gradient of @a from @upstream, that of its pseudo-inverse @p. */
TnsTensor *tns_pinv_backward (TnsScope *s, TnsTensor *upstream, TnsTensor *p, TnsTensor *a);

G_END_DECLS
