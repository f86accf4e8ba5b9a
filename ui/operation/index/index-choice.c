/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-choice.h"

/* A list that is made from a range stays readable. */
#define MAX_LISTED 32

static const TnuIndexPart *
find_part (const TnuIndex *index, int rank, int dim)
{
  int at = tnu_index_find_dim (index, rank, dim);
  return at >= 0 ? &index->parts[at] : NULL;
}

static gint64
get_step (const TnuIndex *index, int rank, int dim)
{
  const TnuIndexPart *part = find_part (index, rank, dim);
  return part != NULL && part->kind == TNU_INDEX_SLICE ? part->step : 1;
}

/* The slice that is written shortest. */
static TnuIndexPart
make_range (gint64 start, gint64 stop, gint64 size, gint64 step)
{
  TnuIndexPart part = tnu_index_part_range (start, stop, step);
  part.has_start = start > 0;
  part.has_stop = stop < size;
  return part;
}

void
tnu_index_choose_box (TnuIndex *index, const TnuIndexSource *source, const gint64 *a,
                      const gint64 *b, unsigned whole)
{
  int rank = source->rank;
  bool is_one = whole == 0;
  for (int d = 0; d < rank; d++)
    is_one &= a[d] == b[d];
  for (int d = 0; d < rank; d++)
    {
      gint64 lo = MIN (a[d], b[d]), hi = MAX (a[d], b[d]) + 1, step = get_step (index, rank, d);
      bool is_whole = (whole & 1u << d) != 0;
      const TnuIndexPart *part = find_part (index, rank, d);
      /* Only one place of these axes is seen; what was said about them on purpose stays. */
      bool is_hidden = d < rank - 3;
      if (is_hidden && part != NULL && part->kind == TNU_INDEX_SLICE
          && !tnu_index_part_is_all (part))
        continue;
      if (is_one || is_hidden)
        tnu_index_set_dim (index, rank, d, tnu_index_part_int (a[d]));
      else if (is_whole)
        tnu_index_set_dim (index, rank, d,
                           make_range (0, source->sizes[d], source->sizes[d], step));
      else
        tnu_index_set_dim (index, rank, d, make_range (lo, hi, source->sizes[d], step));
    }
}

/* ---- other ways ---- */

/* The places that are taken on axis @dim, in rising order for slices; at most MAX_LISTED. */
static GArray *
list_places (const TnuIndexSource *source, const TnuIndexResult *result, int dim)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (int k = 0; k < result->n_steps; k++)
    {
      const TnuIndexStep *step = &result->steps[k];
      if (step->n_dims == 0 || dim < step->dim || dim >= step->dim + step->n_dims)
        continue;
      GArray *picked = result->picked[dim];
      gint64 n = picked != NULL ? picked->len : MAX (step->count, 0);
      for (gint64 j = 0; j < MIN (n, MAX_LISTED); j++)
        {
          gint64 place
              = picked != NULL ? g_array_index (picked, gint64, j) : step->start + j * step->step;
          g_array_append_val (places, place);
        }
    }
  if (places->len == 0 && source->sizes[dim] > 0)
    g_array_append_val (places, (gint64) { 0 });
  return places;
}

static TnuIndexPart
count_from_end (const TnuIndexPart *part, gint64 size)
{
  if (part != NULL && part->kind == TNU_INDEX_INT)
    return tnu_index_part_int (part->at >= 0 ? part->at - size : part->at + size);
  if (part == NULL || part->kind != TNU_INDEX_SLICE || (!part->has_start && !part->has_stop))
    {
      TnuIndexPart last = tnu_index_part_range (-MIN (size, 2), 0, 1);
      last.has_stop = false;
      return last;
    }
  TnuIndexPart turned = *part;
  bool is_negative = (part->has_start && part->start < 0) || (part->has_stop && part->stop < 0);
  if (part->has_start && (part->start < 0) == is_negative)
    turned.start = is_negative ? MAX (part->start + size, 0) : MIN (part->start, size) - size;
  if (part->has_stop && (part->stop < 0) == is_negative)
    turned.stop = is_negative ? MAX (part->stop + size, 0) : MIN (part->stop, size) - size;
  /* −0 would be the start of the axis, not its end. */
  if (!is_negative && turned.has_stop && turned.stop == 0)
    turned.has_stop = false;
  if (!is_negative && turned.has_start && turned.start == 0)
    turned = tnu_index_part_range (size, size, part->step);
  return turned;
}

static TnuIndexPart
make_list (const GArray *places)
{
  TnuIndexPart part = tnu_index_part_list ();
  for (guint k = 0; k < places->len; k++)
    tnu_index_part_append (&part, g_array_index (places, gint64, k));
  return part;
}

static TnuIndexPart
make_mask (const GArray *places, gint64 size)
{
  TnuIndexPart part = tnu_index_part_mask (1, &size);
  for (guint k = 0; k < places->len; k++)
    g_array_index (part.items, gint64, g_array_index (places, gint64, k)) = 1;
  return part;
}

void
tnu_index_choose_way (TnuIndex *index, const TnuIndexSource *source, const TnuIndexResult *result,
                      int dim, TnuIndexWay way)
{
  g_autoptr (GArray) places = list_places (source, result, dim);
  gint64 size = source->sizes[dim], first = size, last = -1;
  int rank = source->rank;
  TnuIndexPart part = tnu_index_part_all ();
  for (guint k = 0; k < places->len; k++)
    {
      first = MIN (first, g_array_index (places, gint64, k));
      last = MAX (last, g_array_index (places, gint64, k));
    }
  switch (way)
    {
    case TNU_INDEX_WAY_ONE:
      part = tnu_index_part_int (size > 0 ? first : 0);
      break;
    case TNU_INDEX_WAY_RANGE:
      part = tnu_index_part_range (first, last + 1, get_step (index, rank, dim));
      break;
    case TNU_INDEX_WAY_FROM_END:
      part = count_from_end (find_part (index, rank, dim), size);
      break;
    case TNU_INDEX_WAY_LIST:
      part = make_list (places);
      break;
    case TNU_INDEX_WAY_MASK:
      if (size > TNU_INDEX_MAX_PAINTED)
        return;
      part = make_mask (places, size);
      break;
    default:
      break;
    }
  tnu_index_set_dim (index, rank, dim, part);
}

void
tnu_index_change_step (TnuIndex *index, const TnuIndexSource *source, int dim, int by)
{
  const TnuIndexPart *part = find_part (index, source->rank, dim);
  TnuIndexPart changed = part != NULL && part->kind == TNU_INDEX_SLICE ? *part
                                                                       : tnu_index_part_all ();
  changed.step = MAX (changed.step + by, 1);
  tnu_index_set_dim (index, source->rank, dim, changed);
}

void
tnu_index_add_to_list (TnuIndex *index, int rank, int dim, gint64 place)
{
  const TnuIndexPart *part = find_part (index, rank, dim);
  bool is_list = part != NULL && part->kind == TNU_INDEX_LIST && part->rank == 1;
  TnuIndexPart list = is_list ? tnu_index_part_dup (part) : tnu_index_part_list ();
  tnu_index_part_append (&list, place);
  tnu_index_set_dim (index, rank, dim, list);
}

/* ---- masks ---- */

/* The painted mask, NULL without one; @first: (out): its first axis. */
static const TnuIndexPart *
find_mask (const TnuIndex *index, const TnuIndexSource *source, int *first)
{
  int n_dims = MIN (source->rank, 2);
  *first = source->rank - n_dims;
  const TnuIndexPart *part = n_dims > 0 ? find_part (index, source->rank, *first) : NULL;
  if (part == NULL || part->kind != TNU_INDEX_MASK || part->rank != n_dims
      || part != find_part (index, source->rank, source->rank - 1))
    return NULL;
  for (int k = 0; k < n_dims; k++)
    if (part->sizes[k] != source->sizes[*first + k])
      return NULL;
  return part;
}

static guint
get_mask_place (const TnuIndexSource *source, int first, const gint64 *at)
{
  gint64 place = 0;
  for (int d = first; d < source->rank; d++)
    place = place * source->sizes[d] + at[d];
  return (guint) place;
}

bool
tnu_index_is_painted (const TnuIndex *index, const TnuIndexSource *source, const gint64 *at)
{
  int first;
  const TnuIndexPart *mask = find_mask (index, source, &first);
  return mask != NULL
         && g_array_index (mask->items, gint64, get_mask_place (source, first, at)) != 0;
}

bool
tnu_index_paint (TnuIndex *index, const TnuIndexSource *source, const gint64 *at, bool is_true)
{
  int first;
  const TnuIndexPart *mask = find_mask (index, source, &first);
  gint64 n = 1;
  for (int d = first; d < source->rank; d++)
    n *= source->sizes[d];
  if (source->rank == 0 || n > TNU_INDEX_MAX_PAINTED)
    return false;
  if (mask == NULL
      && !tnu_index_set_dim (index, source->rank, first,
                             tnu_index_part_mask (source->rank - first, source->sizes + first)))
    return false;
  mask = find_mask (index, source, &first);
  g_array_index (mask->items, gint64, get_mask_place (source, first, at)) = is_true;
  return true;
}

/* ---- conditions and names ---- */

void
tnu_index_set_condition (TnuIndex *index, const TnuCondition *condition)
{
  TnuCondition copy = *condition;
  tnu_index_clear (index);
  index->parts[index->n++] = (TnuIndexPart) { .kind = TNU_INDEX_CONDITION, .condition = copy };
}

bool
tnu_index_tensor_fits (const TnuIndexTensor *tensor, const TnuIndexSource *source, int dim)
{
  if (dim + tnu_index_tensor_count_dims (tensor) > source->rank || tensor->type == TNU_ITEMS_UNFIT)
    return false;
  for (int d = 0; tensor->type == TNU_ITEMS_TRUTH && d < tensor->rank; d++)
    if (tensor->sizes[d] != source->sizes[dim + d])
      return false;
  return tensor->type == TNU_ITEMS_INTEGERS || tensor->rank > 0;
}

bool
tnu_index_place_tensor (TnuIndex *index, const TnuIndexSource *source, const TnuIndexTensor *tensor,
                        int dim)
{
  TnuIndexPart part = tnu_index_part_name (tensor->name);
  part.n_dims = tnu_index_tensor_count_dims (tensor);
  /* A mask over several axes is laid where it has room. */
  return tnu_index_set_dim (index, source->rank,
                            CLAMP (dim, 0, MAX (source->rank - part.n_dims, 0)), part);
}
