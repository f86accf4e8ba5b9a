/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/timeline.h"
#include "ui/operation/broadcast/cast-plan.h"
#include "ui/operation/off-record.h"

G_BEGIN_DECLS

/* The ops that work number by number on tensors laid over each other. */

typedef enum
{
  TNU_CAST_ADD,
  TNU_CAST_SUB,
  TNU_CAST_MUL,
  TNU_CAST_DIV,
  TNU_CAST_FLOOR_DIV,
  TNU_CAST_REMAINDER,
  TNU_CAST_POW,
  TNU_CAST_MAXIMUM,
  TNU_CAST_MINIMUM,
  TNU_CAST_EQ,
  TNU_CAST_NE,
  TNU_CAST_LT,
  TNU_CAST_LE,
  TNU_CAST_GT,
  TNU_CAST_GE,
  TNU_CAST_WHERE,
  TNU_CAST_BROADCAST_TO,
  TNU_N_CAST_WORDS
} TnuCastWord;

/* "+", "maximum": as it stands on its button; and what it does. */
const char *tnu_cast_word_get_sign (TnuCastWord word);
const char *tnu_cast_word_get_tooltip (TnuCastWord word);
int tnu_cast_word_count_operands (TnuCastWord word);
/* Whether its result is yes or no. */
bool tnu_cast_word_compares (TnuCastWord word);

/**
 * TnuCastOperand:
 * @name: a variable, or a number as it is written
 * @moment: (nullable): NULL for a number
 * @number, @is_whole: of a number
 * @raw: shape of the variable; a number has none
 * @turn, @shape, @code: what is done to it first, its shape and its code then
 */
typedef struct
{
  char *name;
  TnsMoment *moment;
  double number;
  bool is_whole;
  TnuShape raw;
  TnuTurn turn;
  TnuShape shape;
  char *code;
} TnuCastOperand;

/**
 * TnuCastCall:
 * @variables: (element-type TnsVariable): what there is to choose from
 * @operands: of where: condition, then, else
 * @sizes: of broadcast_to
 * @target: name of the result
 * @plan: the shapes; of broadcast_to the second is @sizes
 * @reason: (nullable): PyTorch's words when the call is illegal
 * @dtype: of the result
 *
 * One line and everything that follows from it; the verdict is the op table's.
 */
typedef struct
{
  GPtrArray *variables;
  TnuCastWord word;
  TnuCastOperand operands[TNU_CAST_MAX_OPERANDS];
  TnuShape sizes;
  char *target;
  TnuCastPlan plan;
  char *reason;
  TnkDtype dtype;
} TnuCastCall;

/* Takes the tensors there are; false when @name is none of them. @target: (transfer full) */
bool tnu_cast_call_init (TnuCastCall *self, GPtrArray *variables, const char *name, char *target);
void tnu_cast_call_clear (TnuCastCall *self);

void tnu_cast_call_set_word (TnuCastCall *self, TnuCastWord word);
/* @name: a variable or a number; false when it is neither, or cannot be turned so. */
bool tnu_cast_call_set_operand (TnuCastCall *self, int which, const char *name,
                                const TnuTurn *turn);
void tnu_cast_call_swap (TnuCastCall *self);

/* (transfer full): "y = a + b.unsqueeze(1)" */
char *tnu_cast_call_dup_code (const TnuCastCall *self);
/* Takes the line as it was typed; false, and nothing changes, when it is another kind of line. */
bool tnu_cast_call_parse (TnuCastCall *self, const char *code);

/* (transfer full) (element-type TnuCastFix): for the tensors as they are. */
GArray *tnu_cast_call_find_fixes (const TnuCastCall *self, int most);
void tnu_cast_call_apply_fix (TnuCastCall *self, const TnuCastFix *fix);

/* How many numbers and tensors it works on: those of the word. */
int tnu_cast_call_count (const TnuCastCall *self);
TnkDtype tnu_cast_operand_get_dtype (const TnuCastOperand *self);

/* Runs @word on tensors that are turned already; NULL in @tensors: the operand is a number. */
TnsTensor *tnu_cast_run (TnuCastWord word, const TnuCastOperand *operands, const TnuShape *sizes,
                         TnsTensor *const *tensors, GError **error);

G_END_DECLS
