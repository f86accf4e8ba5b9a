/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/trace/timeline.h"
#include "ui/operation/join/join-plan.h"

G_BEGIN_DECLS

/**
 * TnuJoinOperands:
 *
 * The tensors there are as boxes to check: those that take part first, in their order, which
 * dragging or Ctrl+Left and Right change. Of a word that splits one alone is checked.
 *
 * Signals: ::changed () when the user has checked or moved something.
 */
#define TNU_TYPE_JOIN_OPERANDS (tnu_join_operands_get_type ())
G_DECLARE_FINAL_TYPE (TnuJoinOperands, tnu_join_operands, TNU, JOIN_OPERANDS, GtkWidget)

GtkWidget *tnu_join_operands_new (void);

/* Without a signal. @variables: (element-type TnsVariable); @plan: of @call: which of them does not
 * fit. */
void tnu_join_operands_show (TnuJoinOperands *self, const TnuJoinCall *call,
                             const TnuJoinPlan *plan, GPtrArray *variables);

/* One entry of the row that takes part: @index in the call that was shown, -1: checked anew. */
typedef struct
{
  int index;
  const char *name;
} TnuJoinChoice;

/* (transfer full) (element-type TnuJoinChoice): what is checked, in order. */
GArray *tnu_join_operands_dup_choices (TnuJoinOperands *self);

G_END_DECLS
