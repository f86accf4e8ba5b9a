/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/timeline.h"
#include "ui/operation/einsum-form.h"
#include "ui/operation/matmul-fixes.h"
#include "ui/operation/matmul-word.h"

G_BEGIN_DECLS

/**
 * TnuMatmulOperand:
 * @name: variable
 * @moment: its numbers
 * @raw: its shape
 * @turn: what is done to it before it is multiplied
 * @shape: its shape then
 * @code: "W.T"
 * @stand: how the picture turns it on, for a word that is not A @ B itself
 * @label: (nullable): what it is called then: "W.T", "W′"; NULL: @code
 */
typedef struct
{
  char *name;
  TnsMoment *moment;
  TnuShape raw;
  TnuTurn turn;
  TnuShape shape;
  char *code;
  TnuTurn stand;
  char *label;
} TnuMatmulOperand;

/**
 * TnuMatmulProduct:
 * @variables: (element-type TnsVariable): what can be multiplied
 * @operands: A and B
 * @target: name of the result
 * @word: how it is written
 * @equation: (nullable): of einsum
 * @form: of einsum, where it is legal
 * @out: shape of what the line gives, where it is legal
 * @c_label: what the product of the picture is called
 * @plan: of the two as they are turned and stand
 * @reason: (nullable): PyTorch's words when the product is illegal
 *
 * One line "C = A @ B", or the same in another word, and everything that follows from it. The verdict comes from the op table's
 * inference.
 */
typedef struct
{
  GPtrArray *variables;
  TnuMatmulOperand operands[2];
  char *target;
  TnuMatmulWord word;
  char *equation;
  TnuEinsumForm form;
  TnuShape out;
  char *c_label;
  TnuMatmulPlan plan;
  char *reason;
} TnuMatmulProduct;

/* Takes the tensors there are after @cursor steps; false when @name is none of them, or too deep.
 */
bool tnu_matmul_product_init (TnuMatmulProduct *self,
                              const TnsTimeline *timeline,
                              int cursor,
                              const char *name);
void tnu_matmul_product_clear (TnuMatmulProduct *self);

/* @which: 0 for A, 1 for B. False when there is no such tensor, or it cannot be turned so. */
bool
tnu_matmul_product_set (TnuMatmulProduct *self, int which, const char *name, const TnuTurn *turn);
void tnu_matmul_product_swap (TnuMatmulProduct *self);

/* Writes the product in another word; einsum begins with the equation of A @ B. */
void tnu_matmul_product_set_word (TnuMatmulProduct *self, TnuMatmulWord word);
/* The word becomes einsum. */
void tnu_matmul_product_set_equation (TnuMatmulProduct *self, const char *equation);

/* What the picture calls A or B. */
const char *tnu_matmul_operand_get_label (const TnuMatmulOperand *self);

/* (transfer full): what the letters of einsum do and what A′, B′ and C′ are, marked; "" for other
 * words. */
char *tnu_matmul_product_dup_letters (const TnuMatmulProduct *self);

/* Whether there are two tables and a result that can be drawn. */
bool tnu_matmul_product_is_played (const TnuMatmulProduct *self);

/* (transfer full): "C = A @ W.T" */
char *tnu_matmul_product_dup_code (const TnuMatmulProduct *self);
/* Takes the line as it was typed; false, and nothing changes, when it is another kind of line. */
bool tnu_matmul_product_parse (TnuMatmulProduct *self, const char *code);

/* (element-type TnuMatmulFix) (transfer full): for the tensors as they are, without a turn. */
GArray *tnu_matmul_product_find_fixes (const TnuMatmulProduct *self, int most);
/* (transfer full): the line's right side after @fix, in the word of the line. */
char *tnu_matmul_product_dup_fix_code (const TnuMatmulProduct *self, const TnuMatmulFix *fix);
void tnu_matmul_product_apply_fix (TnuMatmulProduct *self, const TnuMatmulFix *fix);

/* (transfer full) (nullable): the gradient that came back to this very product, if one did within
 * @cursor steps. */
TnsMoment *tnu_matmul_product_dup_gradient (const TnuMatmulProduct *self,
                                            const TnsTimeline *timeline,
                                            int cursor);

/* Whether it has numbers that can be drawn: complex ones cannot. */
bool tnu_matmul_product_is_real (const TnuMatmulProduct *self);

G_END_DECLS
