/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* What comes of the index of the panel, and what is said of it. */
#include "ui/operation/index/index-panel-private.h"

#include "ui/operation/variables.h"

/* Whether @value may be assigned: what Python will say of expressions it alone can read is left to
 * it. */
static bool
check_value (TnuIndexPanel *self, GError **error)
{
  if (self->is_leaf_with_grad)
    {
      g_set_error (
          error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
          "RuntimeError: a %sleaf Variable that requires grad is being used in an in-place "
          "operation.",
          self->result.is_view ? "view of a " : "");
      return false;
    }
  g_autoptr (TnsMoment) value
      = tnu_variables_dup_moment (tnu_panel_get_session (TNU_PANEL (self)), self->value);
  if (value == NULL)
    return true;
  const TnsMeta *meta = tns_moment_get_meta (value);
  gint64 sizes[TNK_MAX_RANK];
  for (int d = 0; d < meta->rank; d++)
    sizes[d] = meta->sizes[d];
  return tnu_index_check_value (&self->result, sizes, meta->rank,
                                tns_dtype_get_scalar_type_name (meta->dtype), error);
}

/* Complex numbers are compared once they are all there. */
static void
lend_values (TnuIndexPanel *self)
{
  TnuIndexSource *source = &self->source;
  gint64 n = tns_moment_get_numel (self->moment);
  double value;
  source->values = tnu_elements_get_all (self->elements);
  if (source->values == NULL || self->imaginary != NULL || !tnk_dtype_is_complex (source->dtype))
    return;
  self->imaginary = g_new (double, MAX (n, 1));
  for (gint64 k = 0; k < n; k++)
    tnu_elements_get (self->elements, k, &value, &self->imaginary[k]);
  source->imaginary = self->imaginary;
}

/* Where a condition holds on many numbers is told later. */
static void
lend_hits (TnuIndexPanel *self)
{
  self->source.hits = NULL;
  for (int k = 0; self->counter != NULL && k < self->index.n; k++)
    if (self->index.parts[k].kind == TNU_INDEX_CONDITION)
      self->source.hits = tnu_index_counter_get (self->counter, &self->index.parts[k].condition);
}

void
tnu_index_panel_derive (TnuIndexPanel *self)
{
  TnuIndexResult result;
  g_autoptr (GError) error = NULL;
  g_clear_pointer (&self->reason, g_free);
  lend_values (self);
  lend_hits (self);
  tnu_index_names_read (self->names, &self->index);
  self->source.tensors = tnu_index_names_get (self->names, &self->source.n_tensors);
  tnu_index_bind (&self->index, self->source.tensors, self->source.n_tensors);
  if (tnu_index_derive (&self->index, &self->source, &result, &error))
    {
      tnu_index_result_clear (&self->result);
      self->result = result;
      if (self->value != NULL)
        check_value (self, &error);
    }
  if (error != NULL)
    self->reason = g_strdup (error->message);
}

char *
tnu_index_panel_dup_memory (TnuIndexPanel *self)
{
  gint64 n = tnu_index_result_count (&self->result);
  if (self->reason != NULL)
    return g_strdup ("");
  if (self->value != NULL)
    {
      if (n < 0)
        return g_strdup ("written in place");
      return g_strdup_printf (n == 1 ? "%" G_GINT64_FORMAT " number of %s is written in place"
                                     : "%" G_GINT64_FORMAT " numbers of %s are written in place",
                              n, self->name);
    }
  if (self->result.is_view)
    return g_strdup_printf ("%s reads the storage of %s: no number is copied", self->target,
                            self->name);
  return g_strdup_printf ("lists and masks copy: %s gets a storage of its own", self->target);
}

char *
tnu_index_panel_dup_badge (TnuIndexPanel *self)
{
  gint64 n = tnu_index_result_count (&self->result);
  if (self->reason != NULL)
    return g_strdup ("cannot apply");
  if (self->value != NULL)
    return g_strdup ("in place");
  if (self->result.is_view)
    return g_strdup ("view — shares memory");
  if (n < 0)
    return g_strdup ("copy");
  return g_strdup_printf ("copy — %" G_GINT64_FORMAT " B", n * self->picture.item_size);
}

void
tnu_index_panel_seek (TnuIndexPanel *self)
{
  gint64 at[TNU_INDEX_MAX_RESULT] = { 0 }, place[TNU_INDEX_MAX_RANK];
  const int shown[]
      = { self->places.source.n_tables, self->places.source.n_rows, self->places.source.n_cols };
  if (self->reason != NULL || !tnu_index_result_has_places (&self->result))
    return;
  tnu_index_result_locate (&self->result, at, place);
  for (int k = 0; k < 3; k++)
    {
      int dim = self->source.rank - 3 + k;
      gint64 *first = &self->picture.first[k];
      if (dim >= 0 && shown[k] > 0 && (place[dim] < *first || place[dim] >= *first + shown[k]))
        *first = CLAMP (place[dim], 0, self->source.sizes[dim] - shown[k]);
    }
}
