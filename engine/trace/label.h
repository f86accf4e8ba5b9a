/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/names.h"

G_BEGIN_DECLS

/* Ops as lines of code: from the cell's source where it is known, else put together from the op and
 * its arguments. */

/* Longest expression that still is a label, in characters. */
#define TNS_LABEL_CHARS 24

/* What the words of one op are made of. */
typedef struct
{
  const TnsEvent *event;
  TnsNames *names;         /* as they were before the op */
  GHashTable *expressions; /* tensor id → text of an unnamed result */
} TnsWording;

/* "x", "(x + 2)", "a result without a name". (transfer full) */
char *tns_wording_dup_input (const TnsWording *self, int index);

/* Index of parameter @param's first input among the event's inputs, -1 if it is no tensor. */
TNS_EXPORT int tns_event_get_input_of_param (const TnsEvent *event, int param);

/* "x + 2", "c.mean()", "torch.arange(3)". (transfer full) */
char *tns_wording_dup_call (const TnsWording *self);

/* The op without its subject: "+ 2", "** 2", "mean", "reshape (2, 3)". (transfer full) */
char *tns_wording_dup_op (const TnsWording *self);

/* (transfer full): @text, in parentheses where it needs them inside another expression. */
char *tns_expression_dup_operand (const char *text);

/* (transfer full) (nullable): line @line (from 1) without indentation and comment. */
char *tns_source_dup_line (const char *source, int line);

/* @column: UTF-8 bytes. Byte offset of a place in @source; -1 when there is no such place. */
gssize tns_source_get_offset (const char *source, int line, int column);

/* (transfer full) (nullable): the expression at @position, on one line. */
char *tns_source_dup_expression (const char *source, const TnsPosition *position);

G_END_DECLS
