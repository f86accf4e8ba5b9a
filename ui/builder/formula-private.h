/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/builder/formula.h"

G_BEGIN_DECLS

/* The tree of a formula: formula.c makes it, formula-code.c writes it, formula-infer.c judges
 * it. */

#define TNU_FORMULA_MAX_ARGS 3

typedef enum
{
  TNU_NODE_NUMBER,
  TNU_NODE_INDEX,
  TNU_NODE_UNARY,
  TNU_NODE_BINARY,
  TNU_NODE_CALL
} TnuFormulaNodeKind;

/* Binding strength, weak to strong, as in Python. */
typedef enum
{
  TNU_LEVEL_COMPARE,
  TNU_LEVEL_OR,
  TNU_LEVEL_XOR,
  TNU_LEVEL_AND,
  TNU_LEVEL_SUM,
  TNU_LEVEL_PRODUCT,
  TNU_LEVEL_UNARY,
  TNU_LEVEL_POWER,
  TNU_LEVEL_ATOM
} TnuFormulaLevel;

typedef struct
{
  const char *text;
  const char *code; /* in Python */
  const char *op;   /* in the op table */
  TnuFormulaLevel level;
} TnuFormulaOperator;

typedef struct
{
  const char *name;
  const char *code;
  const char *op;
  int n_args;
} TnuFormulaFunction;

extern const TnuFormulaOperator tnu_formula_operators[];
extern const TnuFormulaFunction tnu_formula_functions[];

typedef struct _TnuFormulaNode TnuFormulaNode;

struct _TnuFormulaNode
{
  TnuFormulaNodeKind kind;
  int which;      /* of the operators, of the functions; dim of an index */
  char sign;      /* of UNARY: '-', '+', '~' */
  char *code;     /* of NUMBER, in Python */
  TnkScalar value;
  int size_of;    /* of NUMBER: the size along this dim; -1: a plain number */
  bool is_bracketed; /* as it was typed */
  int n_args;
  TnuFormulaNode *args[TNU_FORMULA_MAX_ARGS];
};

struct _TnuFormula
{
  TnuFormulaNode *root;
  int rank;
};

G_END_DECLS
