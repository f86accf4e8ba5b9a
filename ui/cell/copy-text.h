/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/tensor.h"

G_BEGIN_DECLS

/* A tensor as text, for other programs. Pure: the same numbers give the same text. */

typedef enum
{
  TNU_COPY_PRINTED, /* as PyTorch prints it, summarised when large */
  TNU_COPY_PYTORCH, /* torch.tensor([[1.0, 2.0]]): gives the same bits */
  TNU_COPY_NUMPY,   /* np.array([[1.0, 2.0]], dtype=np.float32): the same */
  TNU_COPY_LATEX,   /* \begin{bmatrix}, summarised when large */
  TNU_COPY_TABLE,   /* numbers between tabs, for a spreadsheet */
  TNU_N_COPY_FORMATS
} TnuCopyFormat;

/* "PyTorch", for menus. */
const char *tnu_copy_format_get_name (TnuCopyFormat format);
/* "pytorch", for actions; -1: no such format. */
const char *tnu_copy_format_get_id (TnuCopyFormat format);
int tnu_copy_format_find (const char *id);

/* Elements up to which a tensor is written; a summary reads all of them, but writes few. */
gint64 tnu_copy_format_get_limit (TnuCopyFormat format);

/**
 * tnu_copy_dup_text:
 * @tensor: dense, in host memory, at most the limit's elements
 * @note: (out) (nullable): what the text cannot keep, NULL: nothing
 *
 * Returns: (transfer full)
 */
char *tnu_copy_dup_text (TnsTensor *tensor, TnuCopyFormat format, const char **note);

G_END_DECLS
