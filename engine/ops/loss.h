/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/formula.h"

G_BEGIN_DECLS

/* Errors: ValueError unless @reduction is "mean", "sum" or "none". */
bool tns_loss_check_reduction (const TnsValue *reduction, GError **error);

/* @loss averaged, summed, or as it is. */
TnsTensor *tns_loss_reduce (TnsScope *scope, TnsTensor *loss, const TnsValue *reduction);

G_END_DECLS
