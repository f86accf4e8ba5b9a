/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/inspector/family.h"

#include <string.h>

#include "ui/inspector/address.h"

/* Elements that are looked at one by one; of more, as many evenly spaced ones. */
#define MAX_MARKED 65536

static void
clear_kin (gpointer data)
{
  TnuKin *kin = data;

  g_free (kin->name);
  g_free (kin->words);
}

static void
append (GArray *family, TnuKinship kinship, const TnsVariable *variable, char *words)
{
  const TnuKin kin = { kinship, g_strdup (variable->name), variable->value, words };

  g_array_append_val (family, kin);
}

/* (nullable): the op by which @variable was made out of the storage, onto other memory. */
static const char *
find_copying_op (const TnsTimeline *timeline, const TnsVariable *variable, uint64_t storage)
{
  const TnsStep *step
    = variable->step >= 0 ? tns_timeline_get_step (timeline, variable->step) : NULL;
  const TnsEvent *event = step != NULL ? step->event : NULL;

  if (event == NULL || event->op == NULL)
    return NULL;
  /* A sum is no copy. */
  if (event->op->category != TNS_CATEGORY_MEMORY && event->op->category != TNS_CATEGORY_SHAPE
      && event->op->category != TNS_CATEGORY_INDEX)
    return NULL;
  for (int i = 0; i < event->n_inputs; i++)
    if (event->inputs[i] != NULL && tns_moment_get_storage_id (event->inputs[i]) == storage)
      return event->name;
  return NULL;
}

GArray *
tnu_family_new (const TnsTimeline *timeline, GPtrArray *variables, GPtrArray *arrays,
                const TnsVariable *variable)
{
  const uint64_t storage = tns_moment_get_storage_id (variable->value);
  GArray *family = g_array_new (FALSE, FALSE, sizeof (TnuKin));

  g_array_set_clear_func (family, clear_kin);
  append (family, TNU_KIN_SELF, variable,
          tnu_address_dup_layout (tns_moment_get_meta (variable->value)));
  for (guint k = 0; k < variables->len; k++)
    {
      const TnsVariable *other = variables->pdata[k];

      if (!g_str_equal (other->name, variable->name)
          && tns_moment_get_storage_id (other->value) == storage)
        append (family, TNU_KIN_MEMBER, other,
                tnu_address_dup_layout (tns_moment_get_meta (other->value)));
    }
  for (guint k = 0; k < arrays->len; k++)
    {
      const TnsVariable *array = arrays->pdata[k];

      if (tns_moment_get_storage_id (array->value) == storage)
        append (family, TNU_KIN_ARRAY, array, g_strdup ("NumPy array, same memory"));
    }
  for (guint k = 0; k < variables->len; k++)
    {
      const TnsVariable *other = variables->pdata[k];
      const char *op = tns_moment_get_storage_id (other->value) != storage
                         ? find_copying_op (timeline, other, storage)
                         : NULL;

      if (op != NULL)
        append (family, TNU_KIN_COPY, other, g_strdup_printf ("%s: memory of its own", op));
    }
  return family;
}

void
tnu_family_mark (const TnsMeta *meta, int64_t n_elems, guint8 *marks, int n)
{
  int64_t numel = 1;

  memset (marks, 0, (size_t) n);
  for (int d = 0; d < meta->rank; d++)
    numel *= meta->sizes[d];
  if (numel == 0 || n_elems <= 0)
    return;
  const int64_t stride = numel / MAX_MARKED + 1;
  for (int64_t flat = 0; flat < numel; flat += stride)
    {
      int64_t at = meta->offset_elems, rest = flat;

      for (int d = meta->rank - 1; d >= 0; d--)
        {
          at += rest % meta->sizes[d] * meta->strides[d];
          rest /= meta->sizes[d];
        }
      if (at >= 0 && at < n_elems)
        marks[(int) ((double) at / (double) n_elems * n)] = 1;
    }
}
