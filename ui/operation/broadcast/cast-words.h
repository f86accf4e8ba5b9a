/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/broadcast/cast-numbers.h"

G_BEGIN_DECLS

/* What a call does, in words. Without a widget. */

/* "y[1, 2] = a[1, 0] + b[2]" */
char *tnu_cast_dup_title (const TnuCastCall *call, gint64 place);
/* "10 + 3 = 13" */
char *tnu_cast_dup_equation (const TnuCastCall *call, const TnuCastNumbers *numbers, gint64 place);
/* "1 + 1 + 1 = 3": the gradient of element @source of @operand from its ghosts; at most @most of
 * them are written. */
char *tnu_cast_dup_backward (const TnuCastCall *call, const TnuCastNumbers *numbers, int operand,
                             gint64 source, int most);

/* One line each. */
char *tnu_cast_dup_shape_fact (const TnuCastCall *call);
char *tnu_cast_dup_bytes_fact (const TnuCastCall *call);
char *tnu_cast_dup_type_fact (const TnuCastCall *call);
char *tnu_cast_dup_back_fact (const TnuCastCall *call);

/* The operand of @call that the picture is of; of broadcast_to the second is a shape only. */
const char *tnu_cast_get_name (const TnuCastCall *call, int operand);

/* As a number is read in an equation: (transfer full). */
char *tnu_cast_dup_number (double value, TnkDtype dtype);

G_END_DECLS
