/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Index derivation
 *
 * PyTorch goes through the parts from left to right and applies single indices, slices and Nones at
 * once, as views; lists and masks wait and are then applied together. A mask becomes one list per
 * axis it covers. Lists that stand side by side make their axis where the first one stands, lists
 * with another axis between them make it in front. The order of checks is PyTorch's too, so that of
 * two mistakes the same one is reported. */
#include "ui/operation/index/index-derivation.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

/* One axis while the parts are applied: what the tensor looks like when the lists' turn comes. */
typedef struct
{
  int dim;    /* of the source, -1: new */
  gint64 size;
  gint64 stride;
  int step;   /* that made it */
  bool waits; /* a list or mask will be applied */
} Axis;

typedef struct
{
  const TnuIndex *index;
  const TnuIndexSource *source;
  TnuIndexResult *result;
  Axis axes[TNU_INDEX_MAX_RESULT];
  int n_axes;
  int dim; /* next axis of the source */
  int n_new;
  GError **error;
} Derivation;

void
tnu_index_result_clear (TnuIndexResult *self)
{
  for (int d = 0; d < TNU_INDEX_MAX_RANK; d++)
    g_clear_pointer (&self->picked[d], g_array_unref);
  g_clear_pointer (&self->chosen, g_hash_table_unref);
}

static bool G_GNUC_PRINTF (2, 3)
refuse (Derivation *self, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (self->error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);
  return false;
}

/* ---- one part after the other ---- */

static TnuIndexStep *
add_step (Derivation *self, TnuIndexStepKind kind, int part, int n_dims)
{
  TnuIndexStep *step = &self->result->steps[self->result->n_steps++];
  *step = (TnuIndexStep) {
    .kind = kind, .part = part, .dim = self->dim, .n_dims = n_dims, .step = 1, .result_dim = -1
  };
  if (n_dims > 0)
    step->count = self->source->sizes[self->dim];
  return step;
}

static Axis *
add_axis (Derivation *self)
{
  Axis *axis = &self->axes[self->n_axes++];
  *axis = (Axis) { .dim = self->dim, .step = self->result->n_steps - 1 };
  if (self->dim < self->source->rank)
    {
      axis->size = self->source->sizes[self->dim];
      axis->stride = self->source->strides[self->dim];
    }
  return axis;
}

static void
keep (Derivation *self, int part)
{
  add_step (self, TNU_STEP_KEEP, part, 1);
  add_axis (self);
  self->dim++;
}

void
tnu_index_slice_normalise (const TnuIndexPart *part, gint64 size, gint64 *start, gint64 *stop,
                           gint64 *count)
{
  gint64 from = part->has_start ? part->start : 0, to = part->has_stop ? part->stop : size;
  from = CLAMP (from < 0 ? from + size : from, 0, size);
  to = CLAMP (to < 0 ? to + size : to, from, size);
  *start = from;
  *stop = to;
  *count = (to - from) / part->step + ((to - from) % part->step != 0);
}

static bool
apply_slice (Derivation *self, int part_index)
{
  const TnuIndexPart *part = &self->index->parts[part_index];
  gint64 stop;
  if (part->step == 0)
    return refuse (self, "ValueError: slice step cannot be zero");
  if (part->step < 0)
    return refuse (self, "ValueError: step must be greater than zero");
  if (tnu_index_part_is_all (part))
    {
      keep (self, part_index);
      return true;
    }
  TnuIndexStep *step = add_step (self, TNU_STEP_SLICE, part_index, 1);
  Axis *axis = add_axis (self);
  tnu_index_slice_normalise (part, axis->size, &step->start, &stop, &step->count);
  step->step = part->step;
  self->result->offset += step->start * axis->stride;
  axis->size = step->count;
  axis->stride *= step->step;
  self->dim++;
  return true;
}

static bool
apply_int (Derivation *self, int part_index)
{
  gint64 at = self->index->parts[part_index].at, size = self->source->sizes[self->dim];
  if (at < -size || at >= size)
    return refuse (self,
                   "IndexError: index %" G_GINT64_FORMAT
                   " is out of bounds for dimension %d with size %" G_GINT64_FORMAT,
                   at, self->dim + self->n_new, size);
  TnuIndexStep *step = add_step (self, TNU_STEP_DROP, part_index, 1);
  step->start = at < 0 ? at + size : at;
  step->count = 1;
  self->result->offset += step->start * self->source->strides[self->dim];
  self->dim++;
  return true;
}

static void
apply_new_axis (Derivation *self, int part_index)
{
  TnuIndexStep *step = add_step (self, TNU_STEP_NEW, part_index, 0);
  step->dim = -1;
  step->count = 1;
  Axis *axis = add_axis (self);
  /* As unsqueeze: the next axis is still whole. */
  axis->stride = self->dim < self->source->rank ? axis->size * axis->stride : 1;
  axis->size = 1;
  axis->dim = -1;
  self->n_new++;
}

static void
put_off (Derivation *self, int part_index)
{
  const TnuIndexPart *part = &self->index->parts[part_index];
  int n_dims = tnu_index_part_count_dims (part, self->source->rank);
  add_step (self, part->kind == TNU_INDEX_LIST ? TNU_STEP_PICK : TNU_STEP_MASK, part_index, n_dims);
  for (int k = 0; k < n_dims; k++)
    {
      add_axis (self)->waits = true;
      self->dim++;
    }
}

static bool
apply_parts (Derivation *self)
{
  const TnuIndex *index = self->index;
  int open = self->source->rank;
  bool has_ellipsis = false;
  for (int k = 0; k < index->n; k++)
    open -= tnu_index_part_count_dims (&index->parts[k], self->source->rank);
  if (open < 0 && self->source->rank == 0 && index->n == 1
      && (index->parts[0].kind == TNU_INDEX_INT || index->parts[0].kind == TNU_INDEX_SLICE))
    return refuse (self,
                   index->parts[0].kind == TNU_INDEX_INT
                       ? "IndexError: invalid index of a 0-dim tensor. Use `tensor.item()` in "
                         "Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a "
                         "number"
                       : "IndexError: slice() cannot be applied to a 0-dim tensor.");
  if (open < 0)
    return refuse (self, "IndexError: too many indices for tensor of dimension %d",
                   self->source->rank);
  for (int k = 0; k < index->n; k++)
    switch (index->parts[k].kind)
      {
      case TNU_INDEX_SLICE:
        if (!apply_slice (self, k))
          return false;
        break;
      case TNU_INDEX_INT:
        if (!apply_int (self, k))
          return false;
        break;
      case TNU_INDEX_NEW_AXIS:
        apply_new_axis (self, k);
        break;
      case TNU_INDEX_ELLIPSIS:
        /* PyTorch's own words for this speak of dimensions that are not there; NumPy's do not. */
        if (has_ellipsis)
          return refuse (self, "IndexError: an index can only have a single ellipsis ('...')");
        has_ellipsis = true;
        for (; open > 0; open--)
          keep (self, k);
        break;
      default:
        if (self->source->rank == 0)
          return refuse (self, "A mask on a single number is not drawn here");
        put_off (self, k);
        break;
      }
  while (self->dim < self->source->rank)
    keep (self, -1);
  return true;
}

/* ---- lists and masks ---- */

static bool
compare (TnuComparison comparison, double value, double bound)
{
  switch (comparison)
    {
    case TNU_COMPARE_GREATER:
      return value > bound;
    case TNU_COMPARE_GREATER_EQUAL:
      return value >= bound;
    case TNU_COMPARE_LESS:
      return value < bound;
    case TNU_COMPARE_LESS_EQUAL:
      return value <= bound;
    case TNU_COMPARE_EQUAL:
      return value == bound;
    default:
      return value != bound;
    }
}

/* Appends the place of every True, axis by axis, in row-major order. */
static void
collect_true (Derivation *self, const TnuIndexPart *part, const TnuIndexStep *step)
{
  gint64 n = 1;
  for (int k = 0; k < step->n_dims; k++)
    {
      n *= self->source->sizes[step->dim + k];
      self->result->picked[step->dim + k] = g_array_new (FALSE, FALSE, sizeof (gint64));
    }
  for (gint64 flat = 0; flat < n; flat++)
    {
      bool is_true = part->kind == TNU_INDEX_MASK
                         ? g_array_index (part->items, gint64, flat) != 0
                         : compare (part->comparison, self->source->values[flat], part->bound);
      gint64 rest = flat;
      if (!is_true)
        continue;
      for (int k = step->n_dims - 1; k >= 0; k--)
        {
          gint64 size = self->source->sizes[step->dim + k], at = rest % size;
          g_array_append_val (self->result->picked[step->dim + k], at);
          rest /= size;
        }
    }
}

static char *
dup_sizes (const gint64 *sizes, int n)
{
  GString *text = g_string_new ("[");
  for (int k = 0; k < n; k++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, k > 0 ? ", " : "", sizes[k]);
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static bool
check_mask (Derivation *self, const TnuIndexPart *part, int axis)
{
  for (int k = 0; k < part->rank; k++)
    if (part->sizes[k] != self->axes[axis + k].size)
      {
        gint64 sizes[TNU_INDEX_MAX_RESULT];
        for (int d = 0; d < self->n_axes; d++)
          sizes[d] = self->axes[d].size;
        g_autofree char *mask = dup_sizes (part->sizes, part->rank);
        g_autofree char *tensor = dup_sizes (sizes, self->n_axes);
        return refuse (self,
                       "IndexError: The shape of the mask %s at index %d does not match the shape "
                       "of the indexed tensor %s at index %d",
                       mask, k, tensor, axis + k);
      }
  return true;
}

/* Turns masks into lists. */
static bool
expand_masks (Derivation *self)
{
  for (int a = 0; a < self->n_axes; a++)
    {
      TnuIndexStep *step = &self->result->steps[self->axes[a].step];
      const TnuIndexPart *part = step->part >= 0 ? &self->index->parts[step->part] : NULL;
      if (!self->axes[a].waits)
        continue;
      if (part->kind == TNU_INDEX_LIST)
        {
          self->result->picked[step->dim] = g_array_copy (part->items);
          step->count = part->items->len;
          continue;
        }
      if (part->kind == TNU_INDEX_MASK && !check_mask (self, part, a))
        return false;
      if (part->kind == TNU_INDEX_COMPARISON && self->source->values == NULL)
        step->count = -1;
      else
        {
          collect_true (self, part, step);
          step->count = step->n_dims > 0 ? self->result->picked[step->dim]->len : 0;
        }
      a += step->n_dims - 1;
    }
  return true;
}

/* Lists of one length, or of one item that serves for all. */
static bool
broadcast_lists (Derivation *self)
{
  TnuIndexResult *result = self->result;
  gint64 length = 1;
  bool is_known = true, fits = true;
  GString *shapes = g_string_new (NULL);
  for (int d = 0; d < self->source->rank; d++)
    if (result->picked[d] != NULL)
      {
        gint64 n = result->picked[d]->len;
        g_string_append_printf (shapes, "%s[%" G_GINT64_FORMAT "]", shapes->len > 0 ? ", " : "", n);
        fits &= n == length || n == 1 || length == 1;
        if (n != 1)
          length = n;
      }
  for (int k = 0; k < result->n_steps; k++)
    is_known &= result->steps[k].count >= 0;
  result->n_picked = is_known ? length : -1;
  g_autofree char *text = g_string_free (shapes, FALSE);
  if (!fits)
    return refuse (self,
                   "IndexError: shape mismatch: indexing tensors could not be broadcast together "
                   "with shapes %s",
                   text);
  for (int d = 0; d < self->source->rank; d++)
    if (result->picked[d] != NULL && result->picked[d]->len == 1 && length != 1)
      {
        gint64 item = g_array_index (result->picked[d], gint64, 0);
        g_array_set_size (result->picked[d], 0);
        for (gint64 k = 0; k < length; k++)
          g_array_append_val (result->picked[d], item);
      }
  return true;
}

static bool
check_lists (Derivation *self)
{
  int n_lists = 0;
  for (int d = 0; d < self->source->rank; d++)
    {
      GArray *list = self->result->picked[d];
      gint64 size = self->source->sizes[d];
      if (list == NULL)
        continue;
      for (guint k = 0; k < list->len; k++)
        {
          gint64 *at = &g_array_index (list, gint64, k);
          if (*at < -size || *at >= size)
            return refuse (self,
                           "IndexError: index %" G_GINT64_FORMAT
                           " is out of bounds for dimension %d with size %" G_GINT64_FORMAT,
                           *at, n_lists, size);
          if (*at < 0)
            *at += size;
        }
      n_lists++;
    }
  return true;
}

/* ---- the result ---- */

static void
add_result_axis (TnuIndexResult *result, TnuIndexStep *step, gint64 size, gint64 stride, int source)
{
  step->result_dim = result->rank;
  result->sizes[result->rank] = size;
  result->strides[result->rank] = stride;
  result->source[result->rank] = source;
  result->rank++;
}

static void
add_picked_axis (Derivation *self, int axis)
{
  TnuIndexResult *result = self->result;
  result->picked_dim = result->rank;
  add_result_axis (result, &result->steps[self->axes[axis].step], result->n_picked, 0,
                   self->axes[axis].dim);
}

static void
assemble (Derivation *self)
{
  TnuIndexResult *result = self->result;
  int first = -1, last = -1, n_waiting = 0;
  for (int a = 0; a < self->n_axes; a++)
    if (self->axes[a].waits)
      {
        first = first < 0 ? a : first;
        last = a;
        n_waiting++;
      }
  bool is_together = last - first + 1 == n_waiting;
  result->is_view = n_waiting == 0;
  result->picked_dim = -1;
  if (n_waiting > 0 && !is_together)
    add_picked_axis (self, first);
  for (int a = 0; a < self->n_axes; a++)
    {
      const Axis *axis = &self->axes[a];
      TnuIndexStep *step = &result->steps[axis->step];
      if (!axis->waits)
        add_result_axis (result, step, axis->size, axis->stride, axis->dim);
      else if (a == first && is_together)
        add_picked_axis (self, first);
      else if (step->result_dim < 0)
        step->kind = TNU_STEP_PAIR;
    }
  if (!result->is_view)
    result->offset = 0;
}

/* By their places along the picked axes, so that an element of the source finds its own. */
static gint64
make_key (const TnuIndexResult *self, const gint64 *source)
{
  gint64 key = 0;
  for (int d = 0; d < self->source_rank; d++)
    if (self->picked[d] != NULL)
      key = key * self->source_sizes[d] + source[d];
  return key;
}

static void
note_chosen (TnuIndexResult *result)
{
  result->chosen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  for (gint64 k = 0; k < result->n_picked; k++)
    {
      gint64 source[TNU_INDEX_MAX_RANK] = { 0 };
      for (int d = 0; d < result->source_rank; d++)
        if (result->picked[d] != NULL)
          source[d] = g_array_index (result->picked[d], gint64, k);
      gint64 key = make_key (result, source);
      if (!g_hash_table_contains (result->chosen, &key))
        g_hash_table_insert (result->chosen, g_memdup2 (&key, sizeof key),
                             g_memdup2 (&k, sizeof k));
    }
}

bool
tnu_index_derive (const TnuIndex *index, const TnuIndexSource *source, TnuIndexResult *result,
                  GError **error)
{
  g_auto (TnuIndexResult) made = { .n_picked = -1, .picked_dim = -1 };
  Derivation derivation = { .index = index, .source = source, .result = &made, .error = error };
  g_return_val_if_fail (source->rank <= TNU_INDEX_MAX_RANK, false);
  made.offset = source->offset;
  made.source_rank = source->rank;
  memcpy (made.source_sizes, source->sizes, sizeof made.source_sizes);
  if (!apply_parts (&derivation) || !expand_masks (&derivation) || !broadcast_lists (&derivation)
      || !check_lists (&derivation))
    return false;
  assemble (&derivation);
  for (int k = 0; k < made.n_steps; k++)
    for (int d = 0; d < made.steps[k].n_dims; d++)
      made.by_dim[made.steps[k].dim + d] = made.steps[k];
  if (!made.is_view)
    note_chosen (&made);
  *result = made;
  made = (TnuIndexResult) { 0 };
  return true;
}

gint64
tnu_index_result_count (const TnuIndexResult *self)
{
  gint64 n = 1;
  for (int d = 0; d < self->rank; d++)
    {
      if (self->sizes[d] < 0)
        return -1;
      n *= self->sizes[d];
    }
  return n;
}

/* ---- places ---- */

void
tnu_index_result_locate (const TnuIndexResult *self, const gint64 *at, gint64 *source)
{
  for (int d = 0; d < self->source_rank; d++)
    {
      const TnuIndexStep *step = &self->by_dim[d];
      if (self->picked[d] != NULL)
        source[d] = g_array_index (self->picked[d], gint64, at[self->picked_dim]);
      else if (step->kind == TNU_STEP_DROP)
        source[d] = step->start;
      else
        source[d] = step->start + step->step * at[step->result_dim];
    }
}

bool
tnu_index_result_find (const TnuIndexResult *self, const gint64 *source, gint64 *at)
{
  gint64 picked = 0;
  if (self->chosen != NULL)
    {
      gint64 key = make_key (self, source);
      const gint64 *place = g_hash_table_lookup (self->chosen, &key);
      if (place == NULL)
        return false;
      picked = *place;
    }
  gint64 found[TNU_INDEX_MAX_RESULT] = { 0 };
  if (self->picked_dim >= 0)
    found[self->picked_dim] = picked;
  for (int d = 0; d < self->source_rank; d++)
    {
      const TnuIndexStep *step = &self->by_dim[d];
      gint64 past = source[d] - step->start;
      if (self->picked[d] != NULL)
        continue;
      if (past < 0 || past % step->step != 0 || past / step->step >= step->count)
        return false;
      if (step->result_dim >= 0)
        found[step->result_dim] = past / step->step;
    }
  if (at != NULL)
    memcpy (at, found, (size_t) self->rank * sizeof *at);
  return true;
}

/* ---- assigning ---- */

static bool
refuse_value (const TnuIndexResult *self,
              const gint64 *sizes,
              int rank,
              const char *type,
              int skipped,
              int at,
              GError **error)
{
  g_autofree char *value = dup_sizes (sizes, rank);
  g_autofree char *stripped = dup_sizes (sizes + skipped, rank - skipped);
  g_autofree char *target = dup_sizes (self->sizes, self->rank);
  rank -= skipped;
  if (!self->is_view)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "RuntimeError: shape mismatch: value tensor of shape %s cannot be broadcast to "
                 "indexing result of shape %s",
                 value, target);
  else if (rank > self->rank)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "RuntimeError: expand(torch.%sTensor{%s}, size=%s): the number of sizes provided "
                 "(%d) must be greater or equal to the number of dimensions in the tensor (%d)",
                 type, stripped, target, self->rank, rank);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "RuntimeError: The expanded size of the tensor (%" G_GINT64_FORMAT
                 ") must match the existing size (%" G_GINT64_FORMAT
                 ") at non-singleton dimension %d.  Target sizes: %s.  Tensor sizes: %s",
                 self->sizes[at], sizes[skipped + at - (self->rank - rank)], at, target, stripped);
  return false;
}

bool
tnu_index_check_value (const TnuIndexResult *self, const gint64 *sizes, int rank, const char *type,
                       GError **error)
{
  int skipped = 0;
  /* Ones in front do not count, as in NumPy. */
  while (skipped < rank && sizes[skipped] == 1)
    skipped++;
  int kept = rank - skipped;
  if (kept > self->rank)
    return refuse_value (self, sizes, rank, type, skipped, 0, error);
  for (int d = self->rank - 1; d >= self->rank - kept; d--)
    {
      gint64 size = sizes[skipped + d - (self->rank - kept)];
      if (size != 1 && self->sizes[d] >= 0 && size != self->sizes[d])
        return refuse_value (self, sizes, rank, type, skipped, d, error);
    }
  return true;
}

/* ---- words ---- */

#define MAX_NAMED 4

/* "1, 2" or "0, 2, 4 … 98". */
static char *
dup_places (const TnuIndexResult *self, const TnuIndexStep *step)
{
  GString *text = g_string_new (NULL);
  GArray *list = step->kind == TNU_STEP_SLICE ? NULL : self->picked[step->dim];
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
                              k == 0 ? "" : follows_gap ? " " : ", ", place);
    }
  return g_string_free (text, FALSE);
}

/* Rows and columns are the last two axes, the others have only their letter. */
static const char *
name_axis (const TnuIndexResult *self, int dim, bool is_plural)
{
  if (dim == self->source_rank - 1)
    return self->source_rank == 1 ? is_plural ? "places" : "place"
                                  : is_plural ? "columns" : "column";
  if (dim == self->source_rank - 2)
    return is_plural ? "rows" : "row";
  return is_plural ? "tables" : "table";
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

char *
tnu_index_step_dup_words (const TnuIndexResult *self, const TnuIndexStep *step,
                          const TnuIndex *index, char **detail)
{
  const TnuIndexPart *part = step->part >= 0 ? &index->parts[step->part] : NULL;
  g_autofree char *places = NULL;
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
      if (step->count == 0)
        {
          *detail = g_strdup ("the slice is empty, which is no error");
          return g_strdup_printf ("no %s", name_axis (self, step->dim, false));
        }
      *detail = dup_slice_detail (part, step, size);
      places = dup_places (self, step);
      return g_strdup_printf ("%s %s", name_axis (self, step->dim, step->count > 1), places);
    case TNU_STEP_DROP:
      *detail = part->at < 0
                    ? g_strdup_printf ("%" G_GINT64_FORMAT " counts from the end; the axis goes",
                                       part->at)
                    : g_strdup ("one index: the axis goes");
      return g_strdup_printf ("%s %" G_GINT64_FORMAT, name_axis (self, step->dim, false),
                              step->start);
    case TNU_STEP_NEW:
      *detail = g_strdup ("no number moves");
      return g_strdup ("a new axis of size 1");
    case TNU_STEP_PAIR:
      places = dup_places (self, step);
      *detail = g_strdup ("read together with the list before it");
      return g_strdup_printf ("%s %s", name_axis (self, step->dim, true), places);
    case TNU_STEP_PICK:
      if (step->count == 0)
        return g_strdup_printf ("no %s", name_axis (self, step->dim, false));
      places = dup_places (self, step);
      *detail = g_strdup ("in this order, as often as written");
      return g_strdup_printf ("%s %s", name_axis (self, step->dim, step->count > 1), places);
    default:
      break;
    }
  gint64 numel = 1;
  for (int d = 0; d < step->n_dims; d++)
    numel *= self->source_sizes[step->dim + d];
  if (step->n_dims > 1)
    *detail = g_strdup_printf ("%d axes become one, in row-major order", step->n_dims);
  if (step->count < 0)
    return g_strdup ("as many as hold true, known when it runs");
  return g_strdup_printf ("%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " True", step->count, numel);
}
