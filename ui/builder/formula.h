/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/op.h"
#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/**
 * TnuFormula:
 *
 * An expression in the indices of an element, "i*4 + j" or "sin(i/3) * (i == j)", for a tensor of a
 * known shape. i is the first index, j the second …, n0 or ni the size along i. Operators are
 * Python's, with ^ for powers too; functions are PyTorch's. No GTK.
 */
typedef struct _TnuFormula TnuFormula;

/**
 * tnu_formula_parse:
 * @rank: indices there are
 *
 * Errors: G_IO_ERROR_INVALID_ARGUMENT, saying what is wrong and where.
 */
TnuFormula *tnu_formula_parse (const char *text, int rank, GError **error);
void tnu_formula_free (TnuFormula *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuFormula, tnu_formula_free)

/**
 * tnu_formula_dup_lines:
 * @name: of the variable
 * @ending: what comes behind the expression: ".to(torch.float64)" or ""
 * @device: (nullable): written into every arange; NULL: the default one
 *
 * The PyTorch lines: one when every index is used once, otherwise the indices get their names by
 * torch.meshgrid first.
 *
 * Returns: (transfer full)
 */
char *tnu_formula_dup_lines (const TnuFormula *self, const TnuShape *shape, const char *name,
                             const char *ending, const char *device);

/* Shape and dtype of the result before any .to(), by the op table. Errors: in PyTorch's words. */
bool tnu_formula_infer (const TnuFormula *self, const TnuShape *shape, TnsMeta *out,
                        GError **error);

/* The indices that tnu_formula_dup_lines() binds to names: bit d for index d; 0: none. */
guint tnu_formula_get_named (const TnuFormula *self, const TnuShape *shape);

/* "i", "j" …: the name of an index. */
const char *tnu_formula_index_name (int dim);

G_END_DECLS
