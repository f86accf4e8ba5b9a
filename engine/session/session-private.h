/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/session.h"

G_BEGIN_DECLS

/* Puts @notebook (taken) in place of the session's own, with a runner and a timeline of its own. */
void tns_session_take_notebook (TnsSession *self, TnsNotebook *notebook);

G_END_DECLS
