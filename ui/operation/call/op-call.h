/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/timeline.h"
#include "engine/trace/trial.h"

G_BEGIN_DECLS

/**
 * TnuOpCall:
 * @texts: (array length=n_params of the schema) (nullable elements): what stands for each
 * parameter, as a person writes it: "x", "2", "(2, 3)", "True"; "" or NULL: nothing, the default
 *
 * Any op of the table with arguments as they are typed.
 */
typedef struct
{
  const TnsOp *op;
  const TnsSchema *schema;
  char *texts[TNS_MAX_PARAMS];
} TnuOpCall;

/* Of the overloads from @first on, the one that asks for least and takes most. */
const TnsOp *tnu_op_choose_overload (const TnsOp *first);

/**
 * tnu_op_call_init:
 * @subject: (nullable): variable that the first tensor parameter takes
 * @variables: (element-type TnsVariable): what the other ones can take
 *
 * Parameters without a default get something to begin with.
 */
void tnu_op_call_init (TnuOpCall *self, const TnsOp *op, const char *subject,
                       GPtrArray *variables);
void tnu_op_call_clear (TnuOpCall *self);

/* Takes a copy of @text. */
void tnu_op_call_set_text (TnuOpCall *self, int param, const char *text);

/**
 * tnu_op_call_read:
 * @variables: (element-type TnsVariable)
 * @code: (out) (transfer full): the call as a line of Python
 * @error: TNS_ERROR_VALUE in words for whoever typed it
 *
 * Returns: (transfer full) (nullable): the call, ready to be tried
 */
const TnsEvent *tnu_op_call_read (const TnuOpCall *self, GPtrArray *variables, char **code,
                                  GError **error);

/* "an integer", "a tensor or a number", "sizes: 2, 3": what the parameter takes. */
const char *tnu_op_call_get_hint (const TnsParam *param);

G_END_DECLS
