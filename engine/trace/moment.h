/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/content.h"
#include "engine/trace/trace.h"

G_BEGIN_DECLS

/* What the rest of the trace knows about moments. */

/* @tensor's layout on @content; tensor's storage and content's need not agree in version. */
TnsMoment *tns_moment_new_on_content (TnsTensor *tensor, TnsContent *content);
/* @moment's layout on other bytes, same tensor. */
TnsMoment *tns_moment_new_with_content (TnsMoment *moment, TnsContent *content);
/* Whether tns_moment_new (@tensor) would say the same as @self. */
bool tns_moment_still_shows (const TnsMoment *self, TnsTensor *tensor);
/* Borrowed. */
TnsContent *tns_moment_get_content (TnsMoment *self);

G_END_DECLS
