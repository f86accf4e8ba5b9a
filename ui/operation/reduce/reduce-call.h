/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/op.h"
#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/* The ops that make few numbers of many, as the reduce panel writes them. */

typedef enum
{
  TNU_REDUCE_SUM,
  TNU_REDUCE_MEAN,
  TNU_REDUCE_PROD,
  TNU_REDUCE_MAX,
  TNU_REDUCE_MIN,
  TNU_REDUCE_AMAX,
  TNU_REDUCE_AMIN,
  TNU_REDUCE_ARGMAX,
  TNU_REDUCE_ARGMIN,
  TNU_REDUCE_VAR,
  TNU_REDUCE_STD,
  TNU_REDUCE_MEDIAN,
  TNU_REDUCE_ALL,
  TNU_REDUCE_ANY,
  TNU_REDUCE_NORM,
  TNU_REDUCE_LOGSUMEXP,
  TNU_REDUCE_CUMSUM,
  TNU_REDUCE_CUMPROD,
  TNU_N_REDUCE_WORDS
} TnuReduceWord;

/* Which of max's, min's and median's two results is taken. */
typedef enum
{
  TNU_REDUCE_BOTH,
  TNU_REDUCE_VALUES,
  TNU_REDUCE_INDICES
} TnuReducePart;

/**
 * TnuReduceCall:
 * @has_dims: false: over all elements, without the argument
 * @dims: as written, may be negative
 * @casts: .float() comes first
 * @is_biased: var and std: divided by n, not by n - 1
 * @part: of max, min and median along a dim
 */
typedef struct
{
  TnuReduceWord word;
  bool has_dims;
  TnuShape dims;
  bool keepdim;
  bool casts;
  bool is_biased;
  TnuReducePart part;
} TnuReduceCall;

extern const char *const tnu_reduce_names[TNU_N_REDUCE_WORDS];
extern const char *const tnu_reduce_tooltips[TNU_N_REDUCE_WORDS];

/* False when @name is no word of the family. */
bool tnu_reduce_word_find (const char *name, TnuReduceWord *word);
/* Whether it takes only one dim at a time. */
bool tnu_reduce_word_takes_one (TnuReduceWord word);
/* cumsum and cumprod: every place keeps a number. */
bool tnu_reduce_word_is_running (TnuReduceWord word);

/* The call the panel begins with: along the last axis. */
void tnu_reduce_call_init (TnuReduceCall *self, TnuReduceWord word, int rank);
/* Goes over to another word; dims stay as far as it takes them. */
void tnu_reduce_call_set_word (TnuReduceCall *self, TnuReduceWord word, int rank);

/* Whether two tensors come back, values and where they are. */
bool tnu_reduce_call_has_indices (const TnuReduceCall *self);

/* What follows the variable: ".sum(dim=1, keepdim=True)". */
char *tnu_reduce_call_dup_text (const TnuReduceCall *self);
/* "y = x.sum(dim=1)", "y, places = x.max(dim=1)". */
char *tnu_reduce_call_dup_code (const TnuReduceCall *self, const char *name, const char *target,
                                const char *places);

/**
 * tnu_reduce_call_parse:
 * @code: as Python takes it: dims by place or keyword
 * @source: the variable that must be called upon
 * @target, @places: (out) (transfer full): "y"; @places NULL when only one name is bound
 */
bool tnu_reduce_call_parse (const char *code, const char *source, char **target, char **places,
                            TnuReduceCall *call);

/**
 * tnu_reduce_call_infer:
 * @meta: the tensor's layout
 * @outs: (out) (array length=2): layouts of the results
 *
 * Returns: how many results; 0 with @error in PyTorch's words
 */
int tnu_reduce_call_infer (const TnuReduceCall *self, const TnsMeta *meta, TnsMeta outs[2],
                           GError **error);

/* Runs it on @tensor; @results is cleared by the caller. */
bool tnu_reduce_call_run (const TnuReduceCall *self, TnsTensor *tensor, TnsResults *results,
                          GError **error);

/**
 * tnu_reduce_find_fixes:
 *
 * Legal calls nearest to an illegal one, best first: another type, a word that takes several dims,
 * one dim less.
 *
 * Returns: (transfer full) (element-type TnuReduceCall)
 */
GArray *tnu_reduce_find_fixes (const TnuReduceCall *self, const TnsMeta *meta, int most);

G_END_DECLS
