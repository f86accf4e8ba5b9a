/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/stage/stage-card-private.h"

#include <math.h>

#include "ui/draw/picture.h"
#include "ui/stage/scale-choice.h"
#include "ui/stage/span.h"

/* uint8 tables at least this large are pictures. */
#define IMAGE_SIDE 8
#define IMAGE_VMAX 255
#define MAX_BLOCK_FACETS 3

TnuStageCard *
tnu_stage_card_new (const char *name)
{
  TnuStageCard *self = g_new0 (TnuStageCard, 1);

  self->name = g_strdup (name);
  self->content.name = self->name;
  return self;
}

void
tnu_stage_card_touch (TnuStageCard *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
}

static void
drop_stand_in (TnuStageCard *self)
{
  for (int t = 0; t < self->n_stand_in; t++)
    {
      g_free ((void *) self->stand_in[t].values);
      g_free ((void *) self->stand_in[t].imag);
      g_free ((void *) self->stand_in[t].min);
      g_free ((void *) self->stand_in[t].max);
      g_free ((void *) self->stand_in[t].states);
    }
  g_clear_pointer (&self->stand_in, g_free);
  self->n_stand_in = 0;
}

static void
drop_numbers (TnuStageCard *self)
{
  drop_stand_in (self);
  g_clear_pointer (&self->numbers, tnu_numbers_unref);
  g_clear_pointer (&self->asked, tnu_numbers_unref);
  g_clear_pointer (&self->grad_numbers, tnu_numbers_unref);
  g_clear_pointer (&self->grad_asked, tnu_numbers_unref);
  tnu_stage_card_forget_changes (self);
}

void
tnu_stage_card_free (TnuStageCard *self)
{
  if (self == NULL)
    return;
  drop_numbers (self);
  tnu_stage_card_touch (self);
  g_clear_pointer (&self->layout, tnu_card_layout_free);
  g_clear_pointer (&self->value, tns_moment_unref);
  g_clear_pointer (&self->gradient, tns_moment_unref);
  g_free (self->name);
  g_free (self);
}

/* ---- what is shown ---- */

static TnsReduction
get_reduction (TnuFold fold)
{
  return (TnsReduction) (TNS_REDUCE_MEAN + (int) fold);
}

static bool
is_folded (const TnuCardContent *content)
{
  return content->map.dims[TNU_SOCKET_FOLD] >= 0;
}

static TnuCellsKind
get_kind (const TnuStageCard *self)
{
  const TnsMeta *meta = tns_moment_get_meta (self->value);
  const TnuAxisMap *map = &self->content.map;
  const TnkDtype dtype = is_folded (&self->content)
                             ? tns_reduction_get_dtype (get_reduction (map->fold), meta->dtype)
                             : meta->dtype;
  const int rank = meta->rank;

  if (dtype == TNK_BOOL)
    return TNU_CELLS_BOOL;
  if (tnk_dtype_is_complex (dtype))
    return TNU_CELLS_COMPLEX;
  if (dtype == TNK_UINT8 && rank >= 2 && meta->sizes[rank - 1] >= IMAGE_SIDE
      && meta->sizes[rank - 2] >= IMAGE_SIDE)
    return TNU_CELLS_IMAGE;
  return tnk_dtype_is_integral (dtype) ? TNU_CELLS_INT : TNU_CELLS_FLOAT;
}

static bool
has_shape (TnsMoment *a, TnsMoment *b)
{
  const TnsMeta *one;
  const TnsMeta *two;

  if (a == NULL || b == NULL)
    return a == b;
  one = tns_moment_get_meta (a);
  two = tns_moment_get_meta (b);
  if (one->rank != two->rank || one->dtype != two->dtype)
    return false;
  for (int dim = 0; dim < one->rank; dim++)
    if (one->sizes[dim] != two->sizes[dim])
      return false;
  return true;
}

static void
set_shape (TnuStageCard *self)
{
  const TnsMeta *meta = tns_moment_get_meta (self->value);

  tnu_axis_map_init (&self->map, meta->rank);
  memset (self->index, 0, sizeof self->index);
  self->zoom_window = (TnuCardWindow){ 0 };
  self->natural = 0;
  self->content.cursor.is_set = false;
  self->content.drag.is_set = false;
  self->content.window = (TnuCardWindow){ 0 };
  drop_numbers (self);
}

void
tnu_stage_card_set_variable (TnuStageCard *self, const TnsVariable *variable, bool exists)
{
  const bool is_same = has_shape (self->value, variable->value);
  const bool is_moved
      = is_same
        && (tns_moment_get_storage_id (self->value) != tns_moment_get_storage_id (variable->value)
            || tns_moment_get_version (self->value) != tns_moment_get_version (variable->value));
  TnuCardContent *content = &self->content;
  const TnsMeta *meta;

  g_clear_pointer (&self->value, tns_moment_unref);
  g_clear_pointer (&self->gradient, tns_moment_unref);
  self->value = tns_moment_ref (variable->value);
  if (variable->gradient != NULL)
    self->gradient = tns_moment_ref (variable->gradient);
  else
    {
      g_clear_pointer (&self->grad_numbers, tnu_numbers_unref);
      g_clear_pointer (&self->grad_asked, tnu_numbers_unref);
    }
  /* Told again before the numbers came, it is still the same step. */
  self->is_stepped = (is_moved || (is_same && self->is_stepped)) && exists && self->exists;
  self->exists = exists;
  self->requires_grad = variable->requires_grad;
  self->is_leaf = variable->is_leaf;

  meta = tns_moment_get_meta (self->value);
  if (!is_same)
    set_shape (self);
  content->dtype = tns_dtype_get_name (meta->dtype);
  content->rank = meta->rank;
  content->sizes = meta->sizes;
  content->index = self->index;
  content->map = self->map;
  content->requires_grad = self->requires_grad;
  tnu_stage_card_refresh (self);
}

static bool
is_empty (const TnuStageCard *self)
{
  return tns_moment_get_numel (self->value) == 0;
}

bool
tnu_stage_card_is_wide (const TnuStageCard *self)
{
  const TnuCardContent *content = &self->content;

  if (self->map.n_channels > 0)
    return content->window.n_facets > 1;
  for (int dim = 0; dim < content->rank; dim++)
    if (dim != self->map.dims[TNU_SOCKET_ROWS] && dim != self->map.dims[TNU_SOCKET_COLUMNS]
        && content->sizes[dim] > 1)
      return true;
  return content->drag.is_set;
}

gint64
tnu_stage_card_get_offset (const TnuStageCard *self, const gint64 *index)
{
  const TnsMeta *meta = tns_moment_get_meta (self->value);
  gint64 offset = meta->offset_elems;

  for (int dim = 0; dim < meta->rank; dim++)
    {
      if (index[dim] < 0)
        return -1;
      offset += index[dim] * meta->strides[dim];
    }
  return offset;
}

/* ---- places ---- */

int
tnu_stage_card_find_resting_dim (const TnuStageCard *self)
{
  const int *dims = self->map.dims;

  for (int dim = self->content.rank - 1; dim >= 0; dim--)
    if (self->content.sizes[dim] > 1 && dim != dims[TNU_SOCKET_ROWS]
        && dim != dims[TNU_SOCKET_COLUMNS] && dim != dims[TNU_SOCKET_FACETS]
        && dim != dims[TNU_SOCKET_SLIDER] && dim != dims[TNU_SOCKET_FOLD])
      return dim;
  return -1;
}

/* The axes lie otherwise: all of the table is seen, and its numbers are asked for anew. */
static void
change_map (TnuStageCard *self)
{
  self->content.map = self->map;
  self->content.cursor.is_set = false;
  self->zoom_window = (TnuCardWindow){ 0 };
  self->natural = 0;
  tnu_stage_card_forget_changes (self);
  tnu_stage_card_refresh (self);
}

bool
tnu_stage_card_can_be_picture (const TnuStageCard *self)
{
  const TnkDtype dtype = tns_moment_get_meta (self->value)->dtype;
  TnuPicture picture;

  return (dtype == TNK_UINT8 || tnk_dtype_is_floating (dtype))
         && tns_moment_get_numel (self->value) > 0
         && tnu_picture_find (self->content.rank, self->content.sizes, &picture);
}

bool
tnu_stage_card_show_picture (TnuStageCard *self, bool is_picture)
{
  TnuPicture picture;

  if (is_picture == (self->map.n_channels > 0)
      || (is_picture && !tnu_stage_card_can_be_picture (self)))
    return false;
  tnu_axis_map_init (&self->map, self->content.rank);
  if (is_picture && tnu_picture_find (self->content.rank, self->content.sizes, &picture))
    {
      self->map.dims[TNU_SOCKET_ROWS] = picture.row_dim;
      self->map.dims[TNU_SOCKET_COLUMNS] = picture.column_dim;
      self->map.dims[TNU_SOCKET_FACETS] = picture.facet_dim;
      self->map.dims[TNU_SOCKET_SLIDER] = -1;
      self->map.channel_dim = picture.channel_dim;
      self->map.n_channels = picture.n_channels;
    }
  change_map (self);
  return true;
}

bool
tnu_stage_card_can_fold (const TnuStageCard *self, int dim, TnuFold fold)
{
  return dim >= 0 && dim < self->content.rank && fold < TNU_N_FOLDS
         && tns_moment_get_numel (self->value) > 0
         && tns_reduction_is_defined (get_reduction (fold),
                                      tns_moment_get_meta (self->value)->dtype);
}

bool
tnu_stage_card_fold (TnuStageCard *self, int dim, TnuFold fold)
{
  const int folded = self->map.dims[TNU_SOCKET_FOLD];

  if (dim < 0)
    dim = folded;
  if (dim < 0 || (fold < TNU_N_FOLDS && !tnu_stage_card_can_fold (self, dim, fold)))
    return false;
  if (fold < TNU_N_FOLDS)
    tnu_axis_map_fold (&self->map, dim, fold);
  else
    tnu_axis_map_unfold (&self->map);
  change_map (self);
  return true;
}

void
tnu_stage_card_swap_in (TnuStageCard *self, TnuSocket socket)
{
  int next = -1;

  /* Round and round: the resting dim before this one, or the last of them. */
  for (int dim = 0; dim < self->content.rank; dim++)
    {
      bool is_resting = self->content.sizes[dim] > 1;

      for (int k = 0; k < TNU_N_SOCKETS; k++)
        is_resting = is_resting && self->map.dims[k] != dim;
      if (is_resting && (next < 0 || next > self->map.dims[socket] || dim < self->map.dims[socket]))
        next = dim;
    }
  if (next < 0)
    return;
  self->map.dims[socket] = next;
  self->content.map = self->map;
  self->zoom_window = (TnuCardWindow){ 0 };
  tnu_stage_card_refresh (self);
}

/* What the numbers are when an axis is folded; from rank 6 on an axis has no socket. */
static const char *
get_axis_note (TnuStageCard *self)
{
  static const char *const words[TNU_N_FOLDS] = { "mean", "smallest", "largest", "sum" };
  const int dim = tnu_stage_card_find_resting_dim (self);
  const int folded = self->content.map.dims[TNU_SOCKET_FOLD];

  if (folded >= 0)
    {
      g_snprintf (self->note, sizeof self->note,
                  "each number: the %s of %" G_GINT64_FORMAT " along %c",
                  words[self->content.map.fold], self->content.sizes[folded],
                  tnu_axis_get_letter (folded));
      return self->note;
    }
  if (dim < 0)
    return NULL;
  g_snprintf (self->note, sizeof self->note,
              "%c stands at %" G_GINT64_FORMAT "; click a chip to put it there instead",
              tnu_axis_get_letter (dim), self->index[dim]);
  return self->note;
}

/* Pictures show black and white wherever their darkest and lightest spots are. */
static bool
is_plain_picture (const TnuStageCard *self, const TnuScaleChoice *choice)
{
  return self->content.kind == TNU_CELLS_IMAGE && choice->limits == TNU_LIMITS_ALL
         && !choice->is_sequential
         && (self->scales == NULL || !tnu_scales_is_shared (self->scales));
}

static void
find_scale (TnuStageCard *self)
{
  TnuCardContent *content = &self->content;
  TnuScaleChoice choice = { 0 };
  TnuRange own = tnu_range_new ();

  if (self->numbers != NULL)
    {
      own.low = self->numbers->low;
      own.high = self->numbers->high;
    }
  if (self->scales != NULL)
    choice = tnu_scales_get_choice (self->scales, self->name);
  /* Means and sums have outliers of their own. */
  if (is_folded (content) && choice.limits == TNU_LIMITS_ROBUST)
    choice.limits = TNU_LIMITS_ALL;
  if (is_plain_picture (self, &choice))
    self->scale = (TnuColorScale){ .is_sequential = true, .high = IMAGE_VMAX };
  else if (self->scales != NULL && !is_folded (content))
    self->scale = tnu_scales_resolve (self->scales, self->name, self->value, &own, NULL);
  else
    self->scale = tnu_scale_choice_resolve (&choice, &own);
  content->scale = content->kind == TNU_CELLS_BOOL ? NULL : &self->scale;
  content->vmax = fmax (fabs (self->scale.low), fabs (self->scale.high));
  content->low = own.low;
  content->high = own.high;
}

/* Numbers beyond a chosen scale, as far as they are seen one by one. */
static void
count_clipped (TnuStageCard *self)
{
  TnuCardContent *content = &self->content;
  const TnuCardWindow *window = &content->window;
  const gsize n = (gsize) window->n_rows * (gsize) window->n_cols;

  content->n_clipped = 0;
  if (content->tables == NULL || content->map.n_channels > 0 || content->scale == NULL
      || !content->scale->is_chosen)
    return;
  for (int t = 0; t < tnu_card_window_count_tables (window); t++)
    {
      const TnuCardTable *table = &content->tables[t];

      for (gsize i = 0; table->min == NULL && i < n; i++)
        content->n_clipped
            += tnu_color_scale_get_side (content->scale,
                                         table->imag != NULL
                                             ? hypot (table->values[i], table->imag[i])
                                             : table->values[i])
               != 0;
    }
}

static void
find_picture (TnuStageCard *self)
{
  const TnkDtype dtype = tns_moment_get_meta (self->value)->dtype;
  TnuPicture picture;

  self->content.white = dtype == TNK_UINT8 ? IMAGE_VMAX : 1;
  self->content.can_be_picture
      = tnu_stage_card_can_be_picture (self)
        && tnu_picture_find (self->content.rank, self->content.sizes, &picture)
        && tnu_picture_is_likely (&picture, self->content.sizes, dtype == TNK_UINT8);
}

/* Numbers that are darker than black or lighter than white, as far as they are seen. */
static gint64
count_beyond (const TnuStageCard *self)
{
  const TnuCardWindow *window = &self->content.window;
  const gsize n = (gsize) window->n_rows * (gsize) window->n_cols;
  gint64 n_beyond = 0;

  for (int t = 0; self->content.tables != NULL && t < tnu_card_window_count_tables (window); t++)
    for (gsize i = 0; i < n; i++)
      {
        const double value = self->content.tables[t].values[i];

        n_beyond += value < 0 || value > self->content.white;
      }
  return n_beyond;
}

/* How numbers become light. */
static const char *
dup_picture_note (TnuStageCard *self)
{
  static const char *const channels[] = { "", "grey", "", "red green blue",
                                          "red green blue opacity" };
  const TnuAxisMap *map = &self->content.map;
  const gint64 n_beyond = count_beyond (self);
  g_autofree char *beyond
      = n_beyond > 0 ? g_strdup_printf (", %" G_GINT64_FORMAT " beyond are cut", n_beyond) : NULL;

  g_snprintf (self->note, sizeof self->note, "%s: 0 dark, %g full light%s",
              channels[map->n_channels], self->content.white, beyond != NULL ? beyond : "");
  return self->note;
}

static const double *
resample (const TnuCardWindow *from, const double *table, const TnuCardWindow *to, guint8 *states)
{
  double *values = g_new (double, (gsize) to->n_rows * (gsize) to->n_cols);

  tnu_span_resample (from, table, to, values, states);
  return values;
}

/* Another part of the same tables: shown coarsely at once, and never blank. */
static void
make_stand_in (TnuStageCard *self)
{
  const TnuCardWindow *from = &self->numbers->window;
  const TnuCardWindow *to = &self->content.window;
  const gsize n = (gsize) to->n_rows * (gsize) to->n_cols;

  if (memcmp (&self->numbers_map, &self->content.map, sizeof self->numbers_map) != 0 || n == 0
      || from->n_facets < to->n_facets)
    return;
  self->n_stand_in = tnu_card_window_count_tables (to);
  self->stand_in = g_new0 (TnuCardTable, self->n_stand_in);
  for (int t = 0; t < self->n_stand_in; t++)
    {
      const TnuCardTable *table = &self->numbers->tables[t];
      TnuCardTable *result = &self->stand_in[t];
      guint8 *states = g_new (guint8, n);

      result->states = states;
      result->values = resample (from, table->values, to, states);
      if (table->imag != NULL)
        result->imag = resample (from, table->imag, to, states);
      if (table->min != NULL && (to->row_step > 1 || to->col_step > 1))
        {
          result->min = resample (from, table->min, to, states);
          result->max = resample (from, table->max, to, states);
        }
    }
}

void
tnu_stage_card_refresh (TnuStageCard *self)
{
  TnuCardContent *content = &self->content;
  const TnuNumbers *numbers = self->numbers;
  const TnuNumbers *grads = self->grad_numbers;

  tnu_stage_card_touch (self);
  drop_stand_in (self);
  content->fills = self->zoom_window.n_rows > 0;
  content->kind = get_kind (self);
  content->shows_grad = !is_folded (content)
                        && content->map.n_channels == 0
                        && (self->gradient != NULL || (self->requires_grad && self->is_leaf));
  find_picture (self);
  content->tables = NULL;
  content->grads = NULL;
  content->note = get_axis_note (self);
  content->n_nan = content->n_infinite = 0;
  find_scale (self);
  if (self->asked != NULL && self->asked->note != NULL)
    content->note = self->asked->note;
  else if (numbers != NULL)
    {
      if (numbers->tables != NULL && tnu_stage_card_is_same_window (&numbers->window, &content->window))
        content->tables = self->marked != NULL ? self->marked : numbers->tables;
      else if (numbers->tables != NULL)
        {
          make_stand_in (self);
          content->tables = self->stand_in;
        }
      content->n_nan = numbers->n_nan;
      content->n_infinite = numbers->n_infinite;
    }
  if (content->map.n_channels > 0)
    content->note = dup_picture_note (self);
  count_clipped (self);
  if (grads != NULL && grads->tables != NULL && tnu_stage_card_is_same_window (&grads->window, &content->window))
    {
      content->grads = grads->tables;
      content->grad_vmax = grads->vmax;
    }
}

static void
set_window (TnuStageCard *self, const TnuCardWindow *window)
{
  if (tnu_stage_card_is_same_window (&self->content.window, window))
    return;
  if (self->content.cursor.is_set)
    self->content.cursor.is_set = self->content.cursor.row < window->n_rows
                                  && self->content.cursor.col < window->n_cols
                                  && self->content.cursor.facet < MAX (1, window->n_facets);
  tnu_stage_card_forget_changes (self);
  self->content.window = *window;
  tnu_stage_card_refresh (self);
}

static void
plan (TnuStageCard *self, TnuText *text, double width)
{
  TnuCardWindow window;

  tnu_card_plan_window (text, &self->content, width, 0, &window);
  /* Tables of blocks are tall; the slider reaches the others. */
  if ((window.row_step > 1 || window.col_step > 1) && window.n_channels == 0)
    window.n_facets = MIN (window.n_facets, MAX_BLOCK_FACETS);
  if (self->zoom_window.n_rows > 0)
    {
      self->zoom_window.n_facets = window.n_facets;
      self->zoom_window.n_channels = window.n_channels;
      window = self->zoom_window;
    }
  set_window (self, &window);
}

void
tnu_stage_card_measure (TnuStageCard *self, TnuText *text, double width)
{
  const TnuCardWindow before = self->content.window;
  const bool was_drawn = before.n_cols > 0;
  double natural;

  plan (self, text, width);
  natural = tnu_card_get_natural_width (text, &self->content, width);
  self->natural = MIN (MAX (self->natural, natural), width);
  /* The numbers that are there belong to the window of the final width. */
  if (was_drawn)
    set_window (self, &before);
}

void
tnu_stage_card_lay_out (TnuStageCard *self, TnuText *text, double width, double height)
{
  plan (self, text, width);
  g_clear_pointer (&self->layout, tnu_card_layout_free);
  self->layout = tnu_card_layout_new (text, &self->content, width, 0);
  if (height > 0)
    tnu_card_layout_stretch (self->layout, &self->content, height);
  tnu_stage_card_touch (self);
}

/* ---- numbers ---- */

static bool
ask_one (TnuNumberStore *store, TnsMoment *moment, TnuStageCard *self, TnuNumbers **shown,
         TnuNumbers **asked)
{
  g_autoptr (TnuNumbers) numbers
      = tnu_number_store_ask (store, moment, &self->content.map, self->index,
                              &self->content.window);

  if (numbers == *asked)
    return false;
  if (numbers == *shown)
    {
      if (*asked != NULL)
        {
          g_clear_pointer (asked, tnu_numbers_unref);
          tnu_stage_card_refresh (self);
        }
      return false;
    }
  g_clear_pointer (asked, tnu_numbers_unref);
  *asked = g_steal_pointer (&numbers);
  return (*asked)->is_done;
}

bool
tnu_stage_card_ask (TnuStageCard *self, TnuNumberStore *store)
{
  bool is_there = false;

  if (self->content.window.n_cols == 0 || is_empty (self))
    return false;
  is_there = ask_one (store, self->value, self, &self->numbers, &self->asked);
  if (self->gradient != NULL && !is_folded (&self->content))
    is_there |= ask_one (store, self->gradient, self, &self->grad_numbers, &self->grad_asked);
  return is_there;
}

bool
tnu_stage_card_take (TnuStageCard *self, TnuNumbers *numbers, gint64 now)
{
  if (numbers == self->asked && numbers->note == NULL)
    {
      tnu_stage_card_mark_changes (self, self->numbers, numbers, self->is_stepped ? now : 0);
      self->is_stepped = false;
      g_clear_pointer (&self->numbers, tnu_numbers_unref);
      self->numbers = g_steal_pointer (&self->asked);
      self->numbers_map = self->content.map;
    }
  else if (numbers == self->grad_asked && numbers->note == NULL)
    {
      g_clear_pointer (&self->grad_numbers, tnu_numbers_unref);
      self->grad_numbers = g_steal_pointer (&self->grad_asked);
    }
  else if (numbers != self->numbers && numbers != self->grad_numbers && numbers != self->asked)
    return false;
  tnu_stage_card_refresh (self);
  if (self->content.cursor.is_set)
    tnu_stage_card_set_cursor (self, self->content.cursor.facet, self->content.cursor.row,
                               self->content.cursor.col);
  return true;
}

void
tnu_stage_card_take_asked (TnuStageCard *self, gint64 now)
{
  if (self->asked != NULL && self->asked->is_done)
    tnu_stage_card_take (self, self->asked, now);
  if (self->grad_asked != NULL && self->grad_asked->is_done)
    tnu_stage_card_take (self, self->grad_asked, now);
}
