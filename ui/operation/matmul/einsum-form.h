/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/matmul/matmul-plan.h"
#include "ui/operation/turn.h"

G_BEGIN_DECLS

/* An einsum equation of two tensors brought to the form of a product of tables, where it is one.
 * Pure arithmetic. */

typedef enum
{
  TNU_EINSUM_BATCH,  /* in both and kept: one table per index */
  TNU_EINSUM_ROW,    /* kept from A */
  TNU_EINSUM_COLUMN, /* kept from B */
  TNU_EINSUM_SUMMED, /* in both, summed away */
  TNU_EINSUM_ALONE   /* in one only, summed away */
} TnuEinsumRole;

/* @place: of a batch letter, its dim of the result as the picture has it; else -1. */
typedef struct
{
  char letter;
  TnuEinsumRole role;
  gint64 size;
  int place;
} TnuEinsumLetter;

#define TNU_EINSUM_MAX_LETTERS (2 * TNU_SHAPE_MAX_RANK)

/**
 * TnuEinsumForm:
 * @letters: each one once, as they come in the equation
 * @is_product: whether it is one of two tables; otherwise what follows is not set
 * @a, @b: how A and B are turned so that their matrix product has the numbers
 * @c: how the result is turned so that it is that matrix product
 */
typedef struct
{
  TnuEinsumLetter letters[TNU_EINSUM_MAX_LETTERS];
  int n_letters;
  bool is_product;
  TnuTurn a, b, c;
} TnuEinsumForm;

/* @equation: one that PyTorch takes for tensors of these shapes. */
void tnu_einsum_form_init (TnuEinsumForm *self,
                           const char *equation,
                           const TnuShape *a,
                           const TnuShape *b);

/* (nullable): what is known of @letter. */
const TnuEinsumLetter *tnu_einsum_form_find (const TnuEinsumForm *self, char letter);

/* What each letter does, a line each: marked text (matmul-words.h). */
char *tnu_einsum_form_dup_words (const TnuEinsumForm *self, const char *a, const char *b);

/* The mark of @letter in marked text: 'i', 'j', 'k', a batch dim as a digit, '\0' for none. */
char tnu_einsum_form_get_mark (const TnuEinsumForm *self, char letter);

/* A @ B as an equation, in the letters of the picture: "ik,kj->ij" with the plan's letters. */
char *tnu_einsum_dup_equation (const TnuMatmulPlan *plan);

G_END_DECLS
