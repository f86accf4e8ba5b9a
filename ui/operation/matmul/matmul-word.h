/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/matmul/einsum-plan.h"
#include "ui/operation/matmul/matmul-plan.h"

G_BEGIN_DECLS

/* The ways to write the product of two tensors. Pure text. */

typedef enum
{
  TNU_MATMUL_WORD_AT, /* A @ B */
  TNU_MATMUL_WORD_MATMUL,
  TNU_MATMUL_WORD_BMM,
  TNU_MATMUL_WORD_MM,
  TNU_MATMUL_WORD_MV,
  TNU_MATMUL_WORD_DOT,
  TNU_MATMUL_WORD_OUTER,
  TNU_MATMUL_WORD_EINSUM,
  TNU_MATMUL_N_WORDS
} TnuMatmulWord;

const char *tnu_matmul_word_get_name (TnuMatmulWord word);
const char *tnu_matmul_word_get_tooltip (TnuMatmulWord word);

/* What the word takes, for one that is refused: marked text (matmul-words.h). */
const char *tnu_matmul_word_get_rule (TnuMatmulWord word);

/* Whether operands with these dims are what the word takes; their sizes may still disagree. */
bool tnu_matmul_word_takes (TnuMatmulWord word, const TnuShape *a, const TnuShape *b);

/**
 * TnuMatmulForm:
 * @is_method: "A.mm(B)" in place of "torch.mm(A, B)"
 * @equation: (nullable): for einsum
 *
 * How a product is written.
 */
typedef struct
{
  TnuMatmulWord word;
  bool is_method;
  const char *equation;
} TnuMatmulForm;

/**
 * tnu_matmul_form_dup_code:
 * @operands: (array length=n): as they are written
 *
 * Returns: (transfer full): "A @ W.T", "torch.mm(A, W.T)", "torch.einsum('ik,kj->ij', A, W.T)"
 */
char *tnu_matmul_form_dup_code (const TnuMatmulForm *self, const char *const *operands, int n);

/**
 * TnuMatmulLine:
 * @equation: (nullable): of einsum, without its quotes
 * @operands: as they are written: "W.T"
 *
 * A line taken apart.
 */
typedef struct
{
  TnuMatmulWord word;
  bool is_method;
  char *target;
  char *equation;
  char *operands[TNU_EINSUM_MAX_OPERANDS];
  int n_operands;
} TnuMatmulLine;

void tnu_matmul_line_clear (TnuMatmulLine *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnuMatmulLine, tnu_matmul_line_clear)

/* "C = torch.mm(A, B)", "C = A.mm(B)"; false, with nothing to clear, for any other line. */
bool tnu_matmul_line_parse (TnuMatmulLine *self, const char *code);

G_END_DECLS
