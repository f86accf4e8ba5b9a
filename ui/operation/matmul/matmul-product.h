/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/timeline.h"
#include "ui/operation/matmul/einsum-form.h"
#include "ui/operation/matmul/matmul-fixes.h"
#include "ui/operation/matmul/matmul-word.h"

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

/* How the numbers of a product are watched. */
typedef enum
{
  TNU_MATMUL_SHAPES, /* not at all: it is illegal, or larger than can be followed */
  TNU_MATMUL_TABLES, /* rows of one table meet columns of the other */
  TNU_MATMUL_SUMS    /* any sum of products: an einsum that is no more, or complex numbers */
} TnuMatmulWay;

/**
 * TnuMatmulProduct:
 * @variables: (element-type TnsVariable): what can be multiplied
 * @operands: A and B; of einsum any number of them
 * @target: name of the result
 * @word, @is_method: how it is written
 * @equation: (nullable): of einsum
 * @way: what the picture shows
 * @form: of einsum, where two tables do
 * @sums: where they do not
 * @out, @dtype: shape and type of what the line gives, where it is legal
 * @c_label: what the product of the picture is called
 * @plan: of the two as they are turned and stand
 * @reason: (nullable): PyTorch's words when the product is illegal
 *
 * One line "C = A @ B", or the same in another word, and everything that follows from it. The
 * verdict comes from the op table's inference.
 */
typedef struct
{
  GPtrArray *variables;
  TnuMatmulOperand operands[TNU_EINSUM_MAX_OPERANDS];
  int n_operands;
  char *target;
  TnuMatmulWord word;
  bool is_method;
  char *equation;
  TnuMatmulWay way;
  TnuEinsumForm form;
  TnuEinsumPlan sums;
  TnuShape out;
  TnkDtype dtype;
  char *c_label;
  TnuMatmulPlan plan;
  char *reason;
} TnuMatmulProduct;

/* Takes the tensors there are after @cursor steps; false when @name is none of them, or too deep.
 * @coming: (element-type utf8): names that cells will bind when their turn comes */
bool tnu_matmul_product_init (TnuMatmulProduct *self,
                              const TnsTimeline *timeline,
                              int cursor,
                              const char *name,
                              GPtrArray *coming);
void tnu_matmul_product_clear (TnuMatmulProduct *self);

/* @which: 0 for A, 1 for B, … False when there is no such tensor, or it cannot be turned so. */
bool
tnu_matmul_product_set (TnuMatmulProduct *self, int which, const char *name, const TnuTurn *turn);
void tnu_matmul_product_swap (TnuMatmulProduct *self);

/* Writes the product in another word; einsum begins with the equation of A @ B. */
void tnu_matmul_product_set_word (TnuMatmulProduct *self, TnuMatmulWord word);
/* The word becomes einsum, with as many operands as the equation names. */
void tnu_matmul_product_set_equation (TnuMatmulProduct *self, const char *equation);

/* Whatever changes a line ends here: everything that follows from it. In matmul-verdict.c, as
 * what it is made of. */
void tnu_matmul_product_judge (TnuMatmulProduct *self);
const TnsOp *tnu_matmul_word_get_op (TnuMatmulWord word);
/* (transfer full): the equation of A @ B. */
char *tnu_matmul_product_dup_default_equation (const TnuMatmulProduct *self);

/* What the picture calls A or B. */
const char *tnu_matmul_operand_get_label (const TnuMatmulOperand *self);

/* (transfer full): what the letters of einsum do and what A′, B′ and C′ are, marked; "" for other
 * words. */
char *tnu_matmul_product_dup_letters (const TnuMatmulProduct *self);

/* (transfer none) (nullable): the step that made @name within @cursor steps, if it was a product.
 */
const TnsStep *tnu_matmul_product_find_origin (const TnuMatmulProduct *self,
                                               const TnsTimeline *timeline,
                                               int cursor,
                                               const char *name);

/* Whether any operand is of complex numbers. */
bool tnu_matmul_product_is_complex (const TnuMatmulProduct *self);

/* Of the letter @letter of the equation: marked text (matmul-words.h); '\0' for none. */
char tnu_matmul_product_get_mark (const TnuMatmulProduct *self, char letter);

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

G_END_DECLS
