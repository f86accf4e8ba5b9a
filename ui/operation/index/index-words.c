/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-words.h"

#include <string.h>

#include "ui/draw/theme.h"
#include "ui/operation/index/index-edit.h"
#include "ui/operation/shape-choices.h"

#define MAX_NAMED 4
/* Larger totals stand on the second line. */
#define LONGEST_COUNT 9999

/* "1, 2" or "0, 2, 4 … 98". */
static char *
dup_places (const TnuIndexResult *self, const TnuIndexStep *step)
{
  GString *text = g_string_new (NULL);
  GArray *list = step->kind == TNU_STEP_SLICE ? NULL : self->lists[step->dim].items;
  gint64 n = list != NULL ? list->len : step->count;
  for (gint64 k = 0; k < n; k++)
    {
      if (n > MAX_NAMED && k >= MAX_NAMED - 2 && k < n - 1)
        {
          g_string_append (text, " …");
          k = n - 2;
          continue;
        }
      gint64 place = list != NULL ? g_array_index (list, gint64, k) : step->start + k * step->step;
      bool follows_gap = n > MAX_NAMED && k == n - 1;
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT,
                              k == 0        ? ""
                              : follows_gap ? " "
                                            : ", ",
                              place);
    }
  return g_string_free (text, FALSE);
}

/* Rows and columns are the last two axes, the others have only their letter. */
static const char *
name_axis_of (int rank, int dim, bool is_plural)
{
  if (dim == rank - 1)
    return rank == 1 ? is_plural ? "places" : "place" : is_plural ? "columns" : "column";
  if (dim == rank - 2)
    return is_plural ? "rows" : "row";
  return is_plural ? "tables" : "table";
}

static const char *
name_axis (const TnuIndexResult *self, int dim, bool is_plural)
{
  return name_axis_of (self->source_rank, dim, is_plural);
}

static const char *
name_ordinal (gint64 step)
{
  static const char *const names[] = { "second", "third", "fourth", "fifth", "sixth" };
  return step >= 2 && step < 2 + (gint64) G_N_ELEMENTS (names) ? names[step - 2] : NULL;
}

static char *
dup_slice_detail (const TnuIndexPart *part, const TnuIndexStep *step, gint64 size)
{
  GString *text = g_string_new (NULL);
  const char *ordinal = name_ordinal (step->step);
  if (step->step > 1 && ordinal != NULL)
    g_string_append_printf (text, "every %s one", ordinal);
  else if (step->step > 1)
    g_string_append_printf (text, "every %" G_GINT64_FORMAT "th one", step->step);
  const char *between = text->len > 0 ? ", " : "";
  if (part->has_stop && (part->stop > size || part->stop < -size))
    g_string_append_printf (text, "%sthe axis ends at %" G_GINT64_FORMAT, between, size);
  else if (part->has_stop && part->stop < 0)
    g_string_append_printf (text,
                            "%s%" G_GINT64_FORMAT " means %" G_GINT64_FORMAT " − %" G_GINT64_FORMAT
                            " = %" G_GINT64_FORMAT,
                            between, part->stop, size, -part->stop, size + part->stop);
  else if (part->has_start && part->start < 0)
    g_string_append_printf (text,
                            "%s%" G_GINT64_FORMAT " means %" G_GINT64_FORMAT " − %" G_GINT64_FORMAT
                            " = %" G_GINT64_FORMAT,
                            between, part->start, size, -part->start, MAX (size + part->start, 0));
  else if (part->has_stop && step->count > 0)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT " is the stop, left out", between,
                            part->stop);
  return g_string_free (text, text->len == 0);
}

/* ---- one step ---- */

static char *
dup_slice_words (const TnuIndexResult *self, const TnuIndexStep *step, const TnuIndexPart *part,
                 char **detail)
{
  if (step->count == 0)
    {
      *detail = g_strdup ("the slice is empty, which is no error");
      return g_strdup_printf ("no %s", name_axis (self, step->dim, false));
    }
  g_autofree char *places = dup_places (self, step);
  *detail = dup_slice_detail (part, step, self->source_sizes[step->dim]);
  return g_strdup_printf ("%s %s", name_axis (self, step->dim, step->count > 1), places);
}

static char *
dup_drop_words (const TnuIndexResult *self, const TnuIndexStep *step, const TnuIndexPart *part,
                char **detail)
{
  const char *axis = name_axis (self, step->dim, false);
  if (step->count < 0)
    {
      *detail = g_strdup ("one index: the axis goes");
      return g_strdup_printf ("%s %s", axis, part->name);
    }
  if (part->kind == TNU_INDEX_NAME)
    *detail = g_strdup_printf ("the number that %s holds; the axis goes", part->name);
  else if (part->at < 0)
    *detail = g_strdup_printf ("%" G_GINT64_FORMAT " counts from the end; the axis goes", part->at);
  else
    *detail = g_strdup ("one index: the axis goes");
  return g_strdup_printf ("%s %" G_GINT64_FORMAT, axis, step->start);
}

/* "(2, 1) is laid over (2, 3)" where the list is not the common shape itself. */
static char *
dup_spread (const TnuIndexResult *self, const TnuIndexList *list)
{
  TnuShape own = { .rank = list->rank }, common = { .rank = self->n_picked_dims };
  memcpy (own.sizes, list->sizes, (size_t) own.rank * sizeof *own.sizes);
  memcpy (common.sizes, self->sizes + self->picked_dim,
          (size_t) common.rank * sizeof *common.sizes);
  if (tnu_shape_equal (&own, &common))
    return NULL;
  g_autofree char *from = tnu_shape_dup_text (&own);
  g_autofree char *to = tnu_shape_dup_text (&common);
  return g_strdup_printf ("%s is spread over %s", from, to);
}

static char *
dup_pick_detail (const TnuIndexResult *self, const TnuIndexStep *step, const TnuIndexPart *part)
{
  g_autofree char *spread = dup_spread (self, &self->lists[step->dim]);
  if (self->is_apart && step->kind == TNU_STEP_PICK)
    return g_strdup ("lists apart: what they make comes first");
  if (spread != NULL)
    return g_steal_pointer (&spread);
  if (step->kind == TNU_STEP_PAIR)
    return g_strdup ("read together with the list before it");
  if (part->kind == TNU_INDEX_NAME)
    return g_strdup_printf ("in the order of %s, as often as it says", part->name);
  return g_strdup ("in this order, as often as written");
}

static char *
dup_pick_words (const TnuIndexResult *self, const TnuIndexStep *step, const TnuIndexPart *part,
                char **detail)
{
  if (step->count == 0)
    return g_strdup_printf ("no %s", name_axis (self, step->dim, false));
  *detail = dup_pick_detail (self, step, part);
  if (step->count < 0)
    return g_strdup_printf ("%s that %s names", name_axis (self, step->dim, true),
                            part->kind == TNU_INDEX_NAME ? part->name : "the list");
  g_autofree char *places = dup_places (self, step);
  return g_strdup_printf ("%s %s", name_axis (self, step->dim, step->count > 1), places);
}

static char *
dup_mask_words (const TnuIndexResult *self, const TnuIndexStep *step, char **detail)
{
  gint64 numel = 1;
  for (int d = 0; d < step->n_dims; d++)
    numel *= self->source_sizes[step->dim + d];
  bool is_long = numel > LONGEST_COUNT;
  if (step->n_dims > 1)
    *detail = is_long ? g_strdup_printf ("of %" G_GINT64_FORMAT "; %d axes become one", numel,
                                         step->n_dims)
                      : g_strdup_printf ("%d axes become one, in row-major order", step->n_dims);
  if (step->count < 0)
    return g_strdup ("as many as hold true");
  if (is_long && step->n_dims > 1)
    return g_strdup_printf ("%" G_GINT64_FORMAT " True", step->count);
  return g_strdup_printf ("%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " True", step->count, numel);
}

char *
tnu_index_step_dup_words (const TnuIndexResult *self, const TnuIndexStep *step,
                          const TnuIndex *index, char **detail)
{
  const TnuIndexPart *part = step->part >= 0 ? &index->parts[step->part] : NULL;
  gint64 size = step->n_dims > 0 ? self->source_sizes[step->dim] : 1;
  *detail = NULL;
  switch (step->kind)
    {
    case TNU_STEP_KEEP:
      if (part == NULL)
        *detail = g_strdup ("not spoken of: kept");
      return g_strdup_printf ("all %" G_GINT64_FORMAT " %s", size,
                              name_axis (self, step->dim, size != 1));
    case TNU_STEP_SLICE:
      return dup_slice_words (self, step, part, detail);
    case TNU_STEP_DROP:
      return dup_drop_words (self, step, part, detail);
    case TNU_STEP_NEW:
      *detail = g_strdup ("no number moves");
      return g_strdup ("a new axis of size 1");
    case TNU_STEP_PICK:
    case TNU_STEP_PAIR:
      return dup_pick_words (self, step, part, detail);
    default:
      return dup_mask_words (self, step, detail);
    }
}

/* ---- what goes too far ---- */

/* (nullable): the first item that axis of @size has not. */
static const gint64 *
find_beyond (const gint64 *items, gint64 n, gint64 size)
{
  for (gint64 k = 0; items != NULL && k < n; k++)
    if (items[k] < -size || items[k] >= size)
      return &items[k];
  return NULL;
}

/* (nullable): of whole numbers only. */
static const gint64 *
find_part_beyond (const TnuIndexPart *part, const TnuIndexSource *source, gint64 size)
{
  if (part->kind == TNU_INDEX_INT)
    return find_beyond (&part->at, 1, size);
  if (part->kind == TNU_INDEX_LIST)
    return find_beyond ((const gint64 *) part->items->data, part->items->len, size);
  const TnuIndexTensor *tensor
      = part->kind == TNU_INDEX_NAME
            ? tnu_index_tensor_find (source->tensors, source->n_tensors, part->name)
            : NULL;
  if (tensor == NULL || tensor->type != TNU_ITEMS_INTEGERS)
    return NULL;
  return find_beyond (tensor->items, tnu_index_tensor_count (tensor), size);
}

char *
tnu_index_dup_reach (const TnuIndex *index, const TnuIndexSource *source)
{
  for (int dim = 0; dim < source->rank; dim++)
    {
      int at = tnu_index_find_dim (index, source->rank, dim);
      gint64 size = source->sizes[dim];
      const TnuIndexPart *part = at >= 0 ? &index->parts[at] : NULL;
      const gint64 *beyond = part != NULL ? find_part_beyond (part, source, size) : NULL;
      if (beyond == NULL)
        continue;
      const char *holder = part->kind == TNU_INDEX_NAME  ? part->name
                           : part->kind == TNU_INDEX_INT ? "The index"
                                                         : "The list";
      const char *verb = part->kind == TNU_INDEX_INT ? "is" : "holds";
      const char *word = name_axis_of (source->rank, dim, size != 1);
      if (size == 0)
        return g_strdup_printf ("%s %s %" G_GINT64_FORMAT ": axis %c has no %s", holder, verb,
                                *beyond, tnu_axis_get_letter (dim), word);
      return g_strdup_printf (
          "%s %s %" G_GINT64_FORMAT ": axis %c has %" G_GINT64_FORMAT " %s, 0 to %" G_GINT64_FORMAT,
          holder, verb, *beyond, tnu_axis_get_letter (dim), size, word, size - 1);
    }
  return NULL;
}
