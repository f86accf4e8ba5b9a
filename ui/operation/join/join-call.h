/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/turn.h"

G_BEGIN_DECLS

/* The ops that make one tensor of several, and several of one, as the join panel writes them. */

typedef enum
{
  TNU_JOIN_STACK,
  TNU_JOIN_CAT,
  TNU_JOIN_VSTACK,
  TNU_JOIN_HSTACK,
  TNU_JOIN_DSTACK,
  TNU_JOIN_SPLIT,
  TNU_JOIN_CHUNK,
  TNU_JOIN_TENSOR_SPLIT,
  TNU_JOIN_UNBIND,
  TNU_N_JOIN_WORDS,
} TnuJoinWord;

/* "stack", "tensor_split": as it stands in the code. */
const char *tnu_join_word_get_name (TnuJoinWord word);
/* What it does, in a few words. */
const char *tnu_join_word_get_tooltip (TnuJoinWord word);
/* False when @name is no word of the family. @word: (out) (optional) */
bool tnu_join_word_find (const char *name, TnuJoinWord *word);
/* Several of one, not one of several. */
bool tnu_join_word_splits (TnuJoinWord word);
/* Whether the axis can be chosen. */
bool tnu_join_word_has_dim (TnuJoinWord word);
/* Whether it takes numbers: sizes of pieces, their count, or places to cut at. */
bool tnu_join_word_has_numbers (TnuJoinWord word);

/**
 * TnuJoinOperand:
 * @name: variable
 * @raw: its shape
 * @turn: what is done to it first
 */
typedef struct
{
  char *name;
  TnuShape raw;
  TnuTurn turn;
} TnuJoinOperand;

/**
 * TnuJoinCall:
 * @operands: (element-type TnuJoinOperand): in order; one for a word that splits
 * @dim: as it is written, -1 too
 * @numbers: (element-type gint64): split: size, or sizes; chunk: pieces; tensor_split: pieces, or
 *   places to cut at
 * @is_list: @numbers are written as a list
 * @targets: (element-type utf8): names of the results
 * @is_unpacked: the targets are a tuple, one per piece; otherwise one name holds what comes back
 *
 * One line of code of the family.
 */
typedef struct
{
  TnuJoinWord word;
  GPtrArray *operands;
  gint64 dim;
  GArray *numbers;
  bool is_list;
  GPtrArray *targets;
  bool is_unpacked;
} TnuJoinCall;

TnuJoinCall *tnu_join_call_new (TnuJoinWord word);
TnuJoinCall *tnu_join_call_copy (const TnuJoinCall *self);
void tnu_join_call_free (TnuJoinCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuJoinCall, tnu_join_call_free)

void tnu_join_call_add_operand (TnuJoinCall *self, const char *name, const TnuShape *raw,
                                const TnuTurn *turn);
/* (transfer none) */
TnuJoinOperand *tnu_join_call_get_operand (const TnuJoinCall *self, int index);
/* "b.T" */
char *tnu_join_operand_dup_code (const TnuJoinOperand *self);

void tnu_join_call_set_numbers (TnuJoinCall *self, const gint64 *numbers, int n, bool is_list);
gint64 tnu_join_call_get_number (const TnuJoinCall *self, int index);
/* @targets: (array length=n) */
void tnu_join_call_set_targets (TnuJoinCall *self, const char *const *targets, int n);

/* "2", "2, 1", "1," for a list of one. */
char *tnu_join_call_dup_numbers (const TnuJoinCall *self);
/* False, and nothing changes, when @text is not such a list. */
bool tnu_join_call_parse_numbers (TnuJoinCall *self, const char *text);

/* "a, b", "a," for a tuple of one, "pieces" */
char *tnu_join_call_dup_targets (const TnuJoinCall *self);
/* False, and nothing changes, when @text are no names. */
bool tnu_join_call_parse_targets (TnuJoinCall *self, const char *text);

/* "y = torch.cat([a, b.T], dim=1)", "a, b = x.split(2)"; dim 0 need not be written. */
char *tnu_join_call_dup_code (const TnuJoinCall *self);

/**
 * TnuJoinNames:
 * @find: says whether there is a tensor called @name, and its shape
 *
 * The tensors there are.
 */
typedef struct
{
  bool (*find) (const char *name, TnuShape *shape, gpointer data);
  gpointer data;
} TnuJoinNames;

/**
 * tnu_join_call_parse:
 * @code: as Python takes it: lists and tuples, keywords, functions and methods
 * @reason: (out) (optional) (transfer full): why not, in words
 *
 * Returns: (transfer full) (nullable): NULL when @code is not such a line
 */
TnuJoinCall *tnu_join_call_parse (const char *code, const TnuJoinNames *names, char **reason);

/**
 * tnu_join_call_choose_targets:
 * @n: pieces
 *
 * Gives the pieces names that are free: x0, x1 … or x_0, x_1 …; many pieces one name for all:
 * x_parts.
 */
void tnu_join_call_choose_targets (TnuJoinCall *self, int n, const TnuJoinNames *names);

G_END_DECLS
