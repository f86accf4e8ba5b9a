/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/index/index-condition.h"

G_BEGIN_DECLS

/* How an index is read, sign by sign; shared by the files that parse. */

/**
 * TnuReader:
 * @at: where it stands
 * @name: of the tensor
 */
typedef struct
{
  const char *at;
  const char *name;
} TnuReader;

/* Sets @error; returns false. */
bool tnu_reader_refuse (GError **error, const char *message);

void tnu_reader_skip_blanks (TnuReader *self);
/* Takes @sign if it comes next. */
bool tnu_reader_take (TnuReader *self, const char *sign);
/* Takes @word if it comes next and ends there. */
bool tnu_reader_take_word (TnuReader *self, const char *word);
bool tnu_reader_is_word_char (char c);
bool tnu_reader_stands_at_number (TnuReader *self);

/* ---- index-parse-condition.c ---- */

#define TNU_CONDITION_NOT_DRAWN                                                                    \
  "Only comparisons of the tensor with numbers, joined by & and |, are drawn here: "               \
  "(x > 0) & (x.abs() < 2)"

bool tnu_reader_take_comparison (TnuReader *self, TnuComparison *comparison);

/* `x > 0` or `0 < x`; takes nothing where neither stands. */
bool tnu_reader_take_clause (TnuReader *self, TnuClause *clause);

/* Comparisons in parentheses, from the first parenthesis on. */
bool tnu_reader_read_clauses (TnuReader *self, TnuCondition *condition, GError **error);

/* What may not follow a comparison without parentheses. */
bool tnu_reader_check_lone_clause (TnuReader *self, GError **error);

G_END_DECLS
