/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/reduce/reduce-numbers.h"

G_BEGIN_DECLS

/* What a call does, in numbers and in words. Without a widget. */

typedef enum
{
  TNU_TERM_TEXT,
  TNU_TERM_X,        /* a number of the tensor */
  TNU_TERM_Y,        /* a result */
  TNU_TERM_UPSTREAM, /* a gradient that comes in */
  TNU_TERM_GRADIENT  /* one that goes out */
} TnuTermKind;

/* @text: of TEXT; else NULL; @imaginary: 0 of a real number */
typedef struct
{
  TnuTermKind kind;
  char *text;
  double value;
  double imaginary;
} TnuTerm;

/**
 * TnuReduceScene:
 * @call, @fold: a legal call and what it folds of the part that is shown
 * @whole: what it folds in all
 * @numbers: (nullable)
 * @name, @target, @places: "x", "y", and what the places of the greatest are bound to
 * @from, @to: dtype before and after
 *
 * What words are about. Borrows everything.
 */
typedef struct
{
  const TnuReduceCall *call;
  const TnuReduceFold *fold;
  const TnuReduceFold *whole;
  const TnuReduceNumbers *numbers;
  const char *name;
  const char *target;
  const char *places;
  TnkDtype from, to;
} TnuReduceScene;

/**
 * tnu_reduce_dup_equation:
 * @most: numbers of the run that are written at most; the rest stand behind "…"
 *
 * Returns: (transfer full) (element-type TnuTerm): "(1 + 2 + 3) / 3 = 2"
 */
GArray *tnu_reduce_dup_equation (const TnuReduceScene *self, gint64 result, int most);
/* What comes back to element @source: "1 / 3 = 0.3333". */
GArray *tnu_reduce_dup_backward (const TnuReduceScene *self, gint64 source);
/* As one line of text. */
char *tnu_terms_dup_text (const GArray *terms, TnkDtype from, TnkDtype to);

/* "y[1] = x[1, :].sum()" */
char *tnu_reduce_dup_title (const TnuReduceScene *self, gint64 result);
/* One sentence about the run of @result: where the greatest is, ties, NaN; "" when there is nothing
 * to say. */
char *tnu_reduce_dup_remark (const TnuReduceScene *self, gint64 result);

/* One line each. */
char *tnu_reduce_dup_dtype_fact (const TnuReduceScene *self);
char *tnu_reduce_dup_axes_fact (const TnuReduceScene *self);
/* Which part is shown; "" when it is all. */
char *tnu_reduce_dup_sample_fact (const TnuReduceScene *self);
/* NaN, nothing to reduce, ties; "" when there is nothing to say. */
char *tnu_reduce_dup_numbers_fact (const TnuReduceScene *self);
char *tnu_reduce_dup_back_fact (const TnuReduceScene *self);

/* Element of the run of @result that was chosen; -1: none was, all count. */
gint64 tnu_reduce_get_winner (const TnuReduceScene *self, gint64 result);
/* Whether @source equals the chosen element of its run without being it. */
bool tnu_reduce_is_tie (const TnuReduceScene *self, gint64 source);
/* The result after the first @n of its run; NaN while it cannot be told. */
double tnu_reduce_get_partial (const TnuReduceScene *self, gint64 result, gint64 n);

G_END_DECLS
