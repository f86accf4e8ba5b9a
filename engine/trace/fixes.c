/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/fixes.h"

#include <string.h>

#include "engine/trace/guilt.h"
#include "engine/trace/mend.h"
#include "engine/trace/trial.h"

/* Fixes that cost more than the best one and this are far-fetched. */
#define MAX_COST_ABOVE 1
/* More tensors than that are not turned: each is tried in every way. */
#define MAX_TURNED 6
/* Sizes farther from the given one are not looked at. */
#define MAX_STEP 1000

/* ---- ways to write one tensor argument ---- */

typedef struct
{
  int cost;
  const char *pattern;
  const char *words;
  TnsTensor *(*apply) (TnsScope *scope, TnsTensor *self, int argument);
  int argument;
} Turn;

static TnsTensor *
transpose (TnsScope *scope, TnsTensor *self, int argument)
{
  return tns_tensor_get_rank (self) == 2 ? tns_do (scope, t, T (self)) : NULL;
}

static TnsTensor *
transpose_matrices (TnsScope *scope, TnsTensor *self, int argument)
{
  return tns_tensor_get_rank (self) > 2 ? tns_do (scope, transpose, T (self), I (-2), I (-1))
                                        : NULL;
}

static TnsTensor *
unsqueeze (TnsScope *scope, TnsTensor *self, int dim)
{
  if (dim > tns_tensor_get_rank (self))
    return NULL;
  return tns_do (scope, unsqueeze, T (self), I (dim));
}

static TnsTensor *
squeeze (TnsScope *scope, TnsTensor *self, int argument)
{
  TnsTensor *squeezed = tns_do (scope, squeeze, T (self));

  return squeezed != NULL && tns_tensor_get_rank (squeezed) < tns_tensor_get_rank (self) ? squeezed
                                                                                         : NULL;
}

static TnsTensor *
flatten (TnsScope *scope, TnsTensor *self, int argument)
{
  return tns_tensor_get_rank (self) > 1 ? tns_do (scope, flatten, T (self)) : NULL;
}

static TnsTensor *
make_contiguous (TnsScope *scope, TnsTensor *self, int argument)
{
  return tns_tensor_is_contiguous (self) ? NULL : tns_do (scope, contiguous, T (self));
}

static TnsTensor *
copy (TnsScope *scope, TnsTensor *self, int argument)
{
  return tns_do (scope, clone, T (self));
}

static TnsTensor *
detach (TnsScope *scope, TnsTensor *self, int argument)
{
  return tns_tensor_get_requires_grad (self) ? tns_do (scope, detach, T (self)) : NULL;
}

static TnsTensor *
cast (TnsScope *scope, TnsTensor *self, int dtype)
{
  if (tns_tensor_get_dtype (self) == (TnkDtype) dtype)
    return NULL;
  return tns_do (scope, to, T (self), tns_value_dtype ((TnkDtype) dtype));
}

static const Turn turns[] = {
  { 1, "{}.T", "transpose {}", transpose, 0 },
  { 1, "{}.mT", "transpose the matrices of {}", transpose_matrices, 0 },
  { 1, "{}.float()", "make {} floating-point", cast, TNK_FLOAT32 },
  { 2, "{}.long()", "make {} 64-bit integers", cast, TNK_INT64 },
  { 2, "{}.bool()", "make {} true where it is not zero", cast, TNK_BOOL },
  { 3, "{}.double()", "make {} double precision", cast, TNK_FLOAT64 },
  { 1, "{}.contiguous()", "copy {} into one piece", make_contiguous, 0 },
  { 2, "{}.unsqueeze(1)", "give {} an axis of size 1 at place 1", unsqueeze, 1 },
  { 2, "{}.unsqueeze(0)", "give {} an axis of size 1 in front", unsqueeze, 0 },
  { 3, "{}.unsqueeze(-1)", "give {} an axis of size 1 behind", unsqueeze, -1 },
  { 2, "{}.squeeze()", "drop the axes of size 1 of {}", squeeze, 0 },
  { 3, "{}.flatten()", "make {} one row", flatten, 0 },
  { 3, "{}.detach()", "leave the graph of {}", detach, 0 },
  { 4, "{}.clone()", "work on a copy of {}", copy, 0 },
};

/* ---- the search ---- */

typedef struct
{
  const TnsEvent *event;
  const TnsSchema *schema;
  TnsTrial trial;
  GPtrArray *fixes; /* (element-type TnsFix) */
  GArray *places;   /* (element-type int): what each of them edits */
} Search;

static int
get_cost (const Search *self, guint index)
{
  return ((const TnsFix *) self->fixes->pdata[index])->cost;
}

static bool
has_same_effect (const TnsFix *a, const TnsFix *b)
{
  if (a->meta.rank != b->meta.rank || a->meta.dtype != b->meta.dtype)
    return false;
  return memcmp (a->meta.sizes, b->meta.sizes, (size_t) a->meta.rank * sizeof *a->meta.sizes) == 0;
}

/* Takes @fix, which edits @place. Keeps the dearer of two fixes of one argument out when their
 * results look alike. */
static void
keep (Search *self, TnsFix *fix, int place)
{
  guint at = 0;

  for (guint k = 0; k < self->fixes->len; k++)
    if (get_cost (self, k) <= fix->cost)
      {
        if (g_array_index (self->places, int, k) == place
            && has_same_effect (self->fixes->pdata[k], fix))
          {
            tns_fix_free (fix);
            return;
          }
        at = k + 1;
      }
  g_ptr_array_insert (self->fixes, (int) at, fix);
  g_array_insert_val (self->places, at, place);
}

static void
try_edits (Search *self, const TnsEdit *edits, const TnsValue *values, int n_edits,
           const char *words, int cost)
{
  const int n_args = self->event->n_args;
  g_autofree TnsTensor **inputs
    = g_memdup2 (self->trial.inputs, (size_t) self->event->n_inputs * sizeof *inputs);
  TnsValue args[TNS_MAX_PARAMS];
  g_autoptr (TnsTrialResults) results = NULL;
  g_autoptr (TnsFix) fix = NULL;

  for (int i = 0; i < n_edits; i++)
    if (!tns_mend_can_edit (self->event, edits[i].place))
      return;
    else if (edits[i].place >= n_args)
      inputs[edits[i].place - n_args] = values[i].tensor;
  tns_trial_get_args (&self->trial, inputs, args);
  for (int i = 0; i < n_edits; i++)
    if (edits[i].place < n_args)
      args[edits[i].place] = values[i];
  results = tns_trial_call (&self->trial, args, NULL);
  if (results == NULL || results->n == 0)
    return;
  fix = g_new0 (TnsFix, 1);
  fix->cost = cost;
  fix->has_meta = true;
  fix->meta = results->metas[0];
  fix->result = g_steal_pointer (&results->moments[0]);
  if (tns_mend (fix, self->event, edits, n_edits, words))
    keep (self, g_steal_pointer (&fix), edits[0].place);
}

/* What is written in place must be what was there: a copy of it would be lost. */
static bool
is_lost (const Search *self, int input, TnsTensor *turned)
{
  return self->event->is_inplace && input == 0
         && tns_tensor_get_storage (turned) != tns_tensor_get_storage (self->trial.inputs[0]);
}

static void
turn_tensor (Search *self, int input)
{
  const int place = self->event->n_args + input;

  for (guint k = 0; k < G_N_ELEMENTS (turns); k++)
    {
      TnsScope scope;
      TnsTensor *turned;

      tns_scope_init (&scope);
      turned = turns[k].apply (&scope, self->trial.inputs[input], turns[k].argument);
      if (turned != NULL && !is_lost (self, input, turned))
        try_edits (self, &(TnsEdit) { place, turns[k].pattern }, (TnsValue[]) { T (turned) }, 1,
                   turns[k].words, turns[k].cost);
      tns_scope_finish (&scope, NULL);
    }
}

static void
swap_tensors (Search *self)
{
  const int a = self->event->n_args, b = a + 1;
  g_autofree char *from_b = g_strdup_printf ("{%d}", b);
  g_autofree char *from_a = g_strdup_printf ("{%d}", a);
  g_autofree char *words = g_strdup_printf ("swap {%d} and {%d}", a, b);
  const TnsEdit edits[] = { { a, from_b }, { b, from_a } };
  const TnsValue values[] = { T (self->trial.inputs[1]), T (self->trial.inputs[0]) };

  try_edits (self, edits, values, 2, words, 2);
}

static bool
is_named (const Search *self, int param, const char *const *names)
{
  return g_strv_contains (names, self->schema->params[param].name);
}

/* @number instead of an integer argument. */
static void
try_int (Search *self, int param, int64_t number, int cost)
{
  g_autofree char *pattern = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autofree char *words
    = g_strdup_printf ("%s = %s", self->schema->params[param].name, pattern);

  if (number != self->trial.args[param].i)
    try_edits (self, &(TnsEdit) { param, pattern }, (TnsValue[]) { I (number) }, 1, words, cost);
}

static void
try_ints (Search *self, int param, const int64_t *items, int n, int cost)
{
  const bool is_alone = self->schema->params[param].n_items == 1 && n == 1;
  GString *list = g_string_new (NULL);
  g_autofree char *words = NULL;

  for (int i = 0; i < n; i++)
    g_string_append_printf (list, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", items[i]);
  words = g_strdup_printf ("%s = %s", self->schema->params[param].name, list->str);
  if (!is_alone)
    {
      g_string_prepend_c (list, '(');
      g_string_append (list, n == 1 ? ",)" : ")");
    }
  try_edits (self, &(TnsEdit) { param, list->str }, (TnsValue[]) { tns_value_ints (items, n) }, 1,
             words, cost);
  g_string_free (list, TRUE);
}

static void
change_int (Search *self, int param)
{
  static const char *const dims[] = { "dim", "dim0", "dim1", "start_dim", "end_dim", "axis", NULL };
  static const char *const indices[] = { "index", "start", "end", "length", NULL };
  const TnsTensor *first = self->event->n_inputs > 0 ? self->trial.inputs[0] : NULL;
  const int rank = first != NULL ? tns_tensor_get_rank (first) : 0;

  if (is_named (self, param, dims))
    for (int dim = rank - 1; dim >= -1; dim--)
      try_int (self, param, dim, 2);
  else if (is_named (self, param, indices))
    {
      try_int (self, param, -1, 1);
      try_int (self, param, 0, 2);
    }
}

/* Where another size is left open: those next to size @at that divide what is there. */
static void
try_nearest (Search *self, int param, int64_t *items, int n, int at)
{
  const int64_t given = items[at];
  int64_t rest = tns_tensor_get_numel (self->trial.inputs[0]);
  int n_open = 0, n_found = 0;

  for (int i = 0; i < n; i++)
    if (items[i] == -1)
      n_open++;
    else if (i != at && (items[i] <= 0 || rest % items[i] != 0))
      return;
    else if (i != at)
      rest /= items[i];
  if (n_open != 1 || given <= 0)
    return;
  for (int step = 1; step <= MAX_STEP && n_found < 2; step++)
    for (int sign = -1; sign <= 1; sign += 2)
      {
        items[at] = given + sign * step;
        if (items[at] > 0 && rest % items[at] == 0)
          {
            try_ints (self, param, items, n, 1);
            n_found++;
          }
      }
  items[at] = given;
}

static void
change_shape (Search *self, int param, const int64_t *given, int n)
{
  int64_t items[TNK_MAX_RANK];

  memcpy (items, given, (size_t) n * sizeof *items);
  for (int i = n - 1; i >= 0; i--)
    {
      try_nearest (self, param, items, n, i);
      items[i] = -1;
      try_ints (self, param, items, n, 1);
      items[i] = given[i];
    }
  items[n] = -1;
  try_ints (self, param, items, n + 1, 2);
  try_ints (self, param, (int64_t[]) { -1 }, 1, 3);
}

static void
change_dims (Search *self, int param)
{
  const int rank = tns_tensor_get_rank (self->trial.inputs[0]);
  int64_t reversed[TNK_MAX_RANK];

  for (int dim = rank - 1; dim >= 0; dim--)
    {
      try_ints (self, param, (int64_t[]) { dim }, 1, 2);
      reversed[dim] = rank - 1 - dim;
    }
  try_ints (self, param, reversed, rank, 3);
}

static void
change_ints (Search *self, int param)
{
  static const char *const shapes[] = { "size", "shape", "sizes", NULL };
  static const char *const dims[] = { "dim", "dims", NULL };
  const TnsValue *given = &self->trial.args[param];

  if (self->event->n_inputs == 0 || self->trial.inputs[0] == NULL)
    return;
  if (is_named (self, param, shapes))
    change_shape (self, param, given->ints.items, MIN (given->ints.n, TNK_MAX_RANK - 1));
  else if (is_named (self, param, dims))
    change_dims (self, param);
}

/* A product of matrices: rows of the first that are as long as the second is high. */
static void
cut_into_rows (Search *self)
{
  const TnsMeta *second = tns_moment_get_meta (self->event->inputs[1]);
  const int64_t inner = second->rank > 0 ? second->sizes[MAX (second->rank - 2, 0)] : 0;
  g_autofree char *pattern = g_strdup_printf ("{}.reshape(-1, %" G_GINT64_FORMAT ")", inner);
  g_autofree char *words = g_strdup_printf ("cut {} into rows of %" G_GINT64_FORMAT, inner);
  const int64_t sizes[] = { -1, inner };
  TnsScope scope;
  TnsTensor *rows;

  if (inner == 0)
    return;
  tns_scope_init (&scope);
  rows = tns_do (&scope, reshape, T (self->trial.inputs[0]), tns_value_ints (sizes, 2));
  if (rows != NULL)
    try_edits (self, &(TnsEdit) { self->event->n_args, pattern }, (TnsValue[]) { T (rows) }, 1,
               words, 2);
  tns_scope_finish (&scope, NULL);
}

static void
search (Search *self)
{
  const int n_turned = MIN (self->event->n_inputs, MAX_TURNED);

  for (int p = 0; p < self->event->n_args; p++)
    if (self->trial.args[p].kind == TNS_INT)
      change_int (self, p);
    else if (self->trial.args[p].kind == TNS_INTS)
      change_ints (self, p);
  for (int i = 0; i < n_turned; i++)
    if (self->trial.inputs[i] != NULL)
      turn_tensor (self, i);
  if (n_turned >= 2 && self->trial.inputs[0] != NULL && self->trial.inputs[1] != NULL)
    swap_tensors (self);
  if (tns_failure_is_product (self->event->op) && self->event->n_inputs == 2)
    cut_into_rows (self);
}

/* What Python found out comes before what costs as much; it has places of its own. */
static void
start_from_diagnosis (Search *self)
{
  const GPtrArray *known = self->event->diagnosis->fixes;

  for (guint k = 0; k < known->len; k++)
    keep (self, tns_fix_copy (known->pdata[k]), -1 - (int) k);
}

GPtrArray *
tns_fixes_find (const TnsEvent *failure, int most)
{
  const bool was_muted = tns_trace_set_muted (true);
  Search self = {
    .event = failure,
    .schema = failure->op != NULL ? tns_op_get_schema (failure->op) : NULL,
    .fixes = g_ptr_array_new_with_free_func ((GDestroyNotify) tns_fix_free),
    .places = g_array_new (FALSE, FALSE, sizeof (int)),
  };

  start_from_diagnosis (&self);
  if (failure->diagnosis->arg_positions != NULL && tns_trial_init (&self.trial, failure))
    {
      search (&self);
      tns_trial_clear (&self.trial);
    }
  while (self.fixes->len > 0
         && (self.fixes->len > (guint) most
             || get_cost (&self, self.fixes->len - 1) > get_cost (&self, 0) + MAX_COST_ABOVE))
    g_ptr_array_set_size (self.fixes, (int) self.fixes->len - 1);
  g_array_unref (self.places);
  tns_trace_set_muted (was_muted);
  return self.fixes;
}
