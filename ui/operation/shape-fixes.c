/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/shape-fixes.h"

#include <string.h>

/* Shapes of the right number of elements that are tried for a view. */
#define MAX_TRIED 60

typedef struct
{
  TnsTensor *tensor;
  TnuShape before;
  GArray *fixes;
  int most;
} Search;

TnuShape
tnu_shape_complete (const TnuShape *wanted, gint64 numel)
{
  TnuShape shape = *wanted;
  gint64 product = 1;
  int open = -1;
  for (int d = 0; d < shape.rank; d++)
    if (shape.sizes[d] < 0)
      open = d;
    else
      product *= shape.sizes[d];
  if (open >= 0)
    shape.sizes[open] = product > 0 ? numel / product : 0;
  return shape;
}

/* Takes @call if it is legal and not there yet. */
static void
offer (Search *search, const TnuShapeCall *call)
{
  TnsMeta verdict;
  if (search->fixes->len >= (guint) search->most)
    return;
  for (guint k = 0; k < search->fixes->len; k++)
    if (tnu_shape_call_equal (&g_array_index (search->fixes, TnuShapeCall, k), call))
      return;
  if (tnu_shape_call_infer (call, search->tensor, &verdict, NULL)
      && verdict.rank <= TNU_SHAPE_MAX_RANK)
    g_array_append_val (search->fixes, *call);
}

static void
offer_shapes (Search *search, const TnuShapeCall *call)
{
  gint64 numel = tnu_shape_count (&search->before);
  TnuShape wanted = tnu_shape_complete (&call->numbers, numel);
  TnuShapeCall fix = *call;
  fix.numbers = wanted;
  if (call->word == TNU_SHAPE_VIEW && tnu_shape_count (&wanted) == numel)
    {
      fix.word = TNU_SHAPE_RESHAPE;
      offer (search, &fix);
      fix.word = TNU_SHAPE_VIEW;
    }
  g_autoptr (GArray) nearest = tnu_shape_find_nearest (numel, &wanted, MAX_TRIED);
  for (guint k = 0; k < nearest->len; k++)
    {
      fix.numbers = g_array_index (nearest, TnuShape, k);
      offer (search, &fix);
    }
  fix.numbers = search->before;
  offer (search, &fix);
}

/* Dims that there are, each once; @rank of the tensor the dims belong to. */
static TnuShape
repair_dims (const TnuShape *dims, int rank)
{
  TnuShape repaired = { 0 };
  bool is_taken[TNU_SHAPE_MAX_RANK] = { false };
  for (int k = 0; k < dims->rank; k++)
    {
      gint64 dim = CLAMP (tnu_shape_wrap_dim (dims->sizes[k], rank), 0, MAX (rank - 1, 0));
      if (rank > 0 && is_taken[dim])
        continue;
      is_taken[dim] = true;
      repaired.sizes[repaired.rank++] = dim;
    }
  return repaired;
}

static void
offer_dims (Search *search, const TnuShapeCall *call)
{
  int rank = search->before.rank;
  TnuShapeCall fix = *call;
  fix.numbers = repair_dims (&call->numbers, rank);
  if (rank == 0)
    fix.numbers.rank = 0;
  offer (search, &fix);
  fix.numbers = (TnuShape) { rank > 0, { MAX (rank - 1, 0) } };
  offer (search, &fix);
}

/* The places that were named rightly stay, the missing dims follow in order. */
static void
offer_orders (Search *search, const TnuShapeCall *call)
{
  int rank = search->before.rank;
  TnuShapeCall fix = *call;
  fix.numbers = repair_dims (&call->numbers, rank);
  for (int d = 0; d < rank; d++)
    {
      bool is_there = false;
      for (int k = 0; k < fix.numbers.rank; k++)
        is_there |= fix.numbers.sizes[k] == d;
      if (!is_there)
        fix.numbers.sizes[fix.numbers.rank++] = d;
    }
  offer (search, &fix);
  tnu_shape_call_init (&fix, TNU_SHAPE_PERMUTE, &search->before);
  offer (search, &fix);
  tnu_shape_call_init (&fix, TNU_SHAPE_T, &search->before);
  offer (search, &fix);
}

static void
offer_places (Search *search, const TnuShapeCall *call)
{
  int rank = search->before.rank + (call->word == TNU_SHAPE_UNSQUEEZE);
  TnuShapeCall fix = *call;
  for (int k = 0; k < fix.numbers.rank; k++)
    fix.numbers.sizes[k]
        = CLAMP (fix.numbers.sizes[k], -MAX (rank, 1), MAX (rank, 1) - 1);
  offer (search, &fix);
  if (call->word == TNU_SHAPE_FLATTEN)
    {
      gint64 start = fix.numbers.sizes[0];
      fix.numbers.sizes[0] = fix.numbers.sizes[1];
      fix.numbers.sizes[1] = start;
      offer (search, &fix);
    }
  tnu_shape_call_init (&fix, call->word, &search->before);
  offer (search, &fix);
}

/* Sizes the tensor has stay, only size 1 grows; what was meant may have been repeat. */
static void
offer_expansions (Search *search, const TnuShapeCall *call)
{
  const TnuShape *before = &search->before;
  int rank = MAX (call->numbers.rank, before->rank), shift = rank - before->rank;
  int short_by = rank - call->numbers.rank;
  bool can_repeat = short_by == 0;
  TnuShapeCall fix = { .word = TNU_SHAPE_EXPAND, .numbers.rank = rank };
  TnuShapeCall repeat = { .word = TNU_SHAPE_REPEAT, .numbers.rank = rank };
  for (int d = 0; d < rank; d++)
    {
      gint64 asked = d < short_by ? -1 : call->numbers.sizes[d - short_by];
      gint64 own = d < shift ? 1 : before->sizes[d - shift];
      bool is_free = own == 1 && asked > 0;
      fix.numbers.sizes[d] = is_free ? asked : own;
      repeat.numbers.sizes[d] = asked > 0 && own > 0 ? asked / own : 1;
      can_repeat &= asked < 0 || (own > 0 && asked % own == 0);
    }
  offer (search, &fix);
  if (can_repeat)
    offer (search, &repeat);
  tnu_shape_call_init (&fix, TNU_SHAPE_EXPAND, before);
  offer (search, &fix);
}

static void
offer_repeats (Search *search, const TnuShapeCall *call)
{
  int rank = MAX (call->numbers.rank, search->before.rank), short_by = rank - call->numbers.rank;
  TnuShapeCall fix = { .word = TNU_SHAPE_REPEAT, .numbers.rank = rank };
  for (int d = 0; d < rank; d++)
    fix.numbers.sizes[d] = d < short_by ? 1 : MAX (call->numbers.sizes[d - short_by], 1);
  offer (search, &fix);
  tnu_shape_call_init (&fix, TNU_SHAPE_REPEAT, &search->before);
  offer (search, &fix);
}

static void
offer_rolls (Search *search, const TnuShapeCall *call)
{
  TnuShapeCall fix = *call;
  fix.dims = repair_dims (&call->dims, search->before.rank);
  fix.numbers.rank = MIN (call->numbers.rank, fix.dims.rank);
  if (search->before.rank > 0 && fix.numbers.rank > 0)
    {
      fix.dims.rank = fix.numbers.rank;
      offer (search, &fix);
    }
  /* A shift for every dim, from the first on. */
  if (call->numbers.rank <= search->before.rank)
    {
      fix.numbers = call->numbers;
      fix.dims.rank = call->numbers.rank;
      for (int k = 0; k < fix.dims.rank; k++)
        fix.dims.sizes[k] = k;
      offer (search, &fix);
    }
  tnu_shape_call_init (&fix, TNU_SHAPE_ROLL, &search->before);
  offer (search, &fix);
}

GArray *
tnu_shape_fixes_new (const TnuShapeCall *call, TnsTensor *tensor, int most)
{
  Search search = {
    .tensor = tensor,
    .before.rank = tns_tensor_get_rank (tensor),
    .fixes = g_array_new (FALSE, FALSE, sizeof (TnuShapeCall)),
    .most = most,
  };
  for (int d = 0; d < search.before.rank && d < TNU_SHAPE_MAX_RANK; d++)
    search.before.sizes[d] = tns_tensor_get_sizes (tensor)[d];
  switch (call->word)
    {
    case TNU_SHAPE_RESHAPE:
    case TNU_SHAPE_VIEW:
      offer_shapes (&search, call);
      break;
    case TNU_SHAPE_SQUEEZE:
    case TNU_SHAPE_FLIP:
      offer_dims (&search, call);
      break;
    case TNU_SHAPE_PERMUTE:
      offer_orders (&search, call);
      break;
    case TNU_SHAPE_FLATTEN:
    case TNU_SHAPE_UNSQUEEZE:
    case TNU_SHAPE_TRANSPOSE:
      offer_places (&search, call);
      break;
    case TNU_SHAPE_EXPAND:
      offer_expansions (&search, call);
      break;
    case TNU_SHAPE_REPEAT:
      offer_repeats (&search, call);
      break;
    case TNU_SHAPE_ROLL:
      offer_rolls (&search, call);
      break;
    case TNU_SHAPE_T:
    case TNU_N_SHAPE_WORDS:
      break;
    }
  return search.fixes;
}
