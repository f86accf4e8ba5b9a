/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/index/index-condition.h"

G_BEGIN_DECLS

/* What stands between the brackets of `x[…]`, part by part. */

#define TNU_INDEX_MAX_PARTS 16
#define TNU_INDEX_MAX_RANK 8 /* of the tensor, and of what indexes it */

typedef enum
{
  TNU_INDEX_SLICE,     /* 1:3, ::2, -2: */
  TNU_INDEX_INT,       /* 2, -1: the axis goes */
  TNU_INDEX_NEW_AXIS,  /* None */
  TNU_INDEX_ELLIPSIS,  /* ... */
  TNU_INDEX_LIST,      /* [2, 0, 0], torch.tensor([[0], [2]]) */
  TNU_INDEX_MASK,      /* [True, False], torch.tensor([[True, False], …]) */
  TNU_INDEX_CONDITION, /* x > 0.5: speaks of all axes */
  TNU_INDEX_NAME       /* idx: what the notebook calls so */
} TnuIndexKind;

/**
 * TnuIndexPart:
 * @start, @stop, @step: of a slice, as written; what is not written has its flag unset, step 1
 * @at: of an INT
 * @items: (element-type gint64) (nullable): of a LIST the indices, of a MASK 0 and 1 in row-major
 *   order
 * @rank, @sizes: of a LIST or MASK
 * @is_tensor: the list is written inside torch.tensor(); always with two axes or more
 * @condition: of a CONDITION
 * @name, @n_dims: of a NAME; how many axes it speaks of, 1 before tnu_index_bind()
 */
typedef struct
{
  TnuIndexKind kind;
  bool has_start;
  bool has_stop;
  gint64 start;
  gint64 stop;
  gint64 step;
  gint64 at;
  GArray *items;
  int rank;
  gint64 sizes[TNU_INDEX_MAX_RANK];
  bool is_tensor;
  TnuCondition condition;
  char *name;
  int n_dims;
} TnuIndexPart;

/* Starts as all zero: an index without parts, "...". */
typedef struct
{
  int n;
  TnuIndexPart parts[TNU_INDEX_MAX_PARTS];
} TnuIndex;

void tnu_index_clear (TnuIndex *self);
void tnu_index_copy (const TnuIndex *self, TnuIndex *copy);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnuIndex, tnu_index_clear)

/* A slice from @start up to @stop, every @step-th. */
TnuIndexPart tnu_index_part_range (gint64 start, gint64 stop, gint64 step);
TnuIndexPart tnu_index_part_all (void);
TnuIndexPart tnu_index_part_int (gint64 at);
/* An empty list; tnu_index_part_append() fills it. */
TnuIndexPart tnu_index_part_list (void);
void tnu_index_part_append (TnuIndexPart *self, gint64 item);
/* A mask of all False. */
TnuIndexPart tnu_index_part_mask (int rank, const gint64 *sizes);
TnuIndexPart tnu_index_part_name (const char *name);
void tnu_index_part_clear (TnuIndexPart *self);
TnuIndexPart tnu_index_part_dup (const TnuIndexPart *self);
/* ":" and nothing else. */
bool tnu_index_part_is_all (const TnuIndexPart *self);
/* How many axes of a tensor of @rank a part speaks of. */
int tnu_index_part_count_dims (const TnuIndexPart *self, int rank);

/* "1:, ::2, None"; never empty. @name: of the tensor, for conditions */
char *tnu_index_dup_text (const TnuIndex *self, const char *name);
char *tnu_index_part_dup_text (const TnuIndexPart *self, const char *name);

/* ---- names ---- */

typedef enum
{
  TNU_ITEMS_INTEGERS,
  TNU_ITEMS_TRUTH, /* a mask */
  TNU_ITEMS_UNFIT  /* of a type that PyTorch takes for no index */
} TnuItemsType;

/**
 * TnuIndexTensor:
 * @rank: 0 for a single number
 * @items: (nullable): in row-major order, 0 and 1 for truth; NULL: not known
 *
 * What indexes a tensor, borrowed.
 */
typedef struct
{
  const char *name;
  TnuItemsType type;
  int rank;
  gint64 sizes[TNU_INDEX_MAX_RANK];
  const gint64 *items;
} TnuIndexTensor;

/* (nullable) (transfer none) */
const TnuIndexTensor *tnu_index_tensor_find (const TnuIndexTensor *tensors, int n,
                                             const char *name);
gint64 tnu_index_tensor_count (const TnuIndexTensor *self);
/* How many axes it speaks of. */
int tnu_index_tensor_count_dims (const TnuIndexTensor *self);

/* Tells every NAME how many axes it speaks of. */
void tnu_index_bind (TnuIndex *self, const TnuIndexTensor *tensors, int n);

G_END_DECLS
