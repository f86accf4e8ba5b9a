/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/inspector/facts.h"

#include <math.h>

#include "ui/inspector/address.h"

static const char *const names[TNU_N_FACTS] = {
  "Shape", "Stride", "Dtype", "Device", "Storage", "Layout", "Grad fn",
};

const char *
tnu_fact_get_name (TnuFact fact)
{
  return names[fact];
}

char *
tnu_fact_dup_axis_color (const TnuTheme *theme, int dim)
{
  const TnuColor *color = tnu_theme_get_axis_color (theme, dim);

  return g_strdup_printf ("#%02x%02x%02x", (int) lround (color->r * 255),
                          (int) lround (color->g * 255), (int) lround (color->b * 255));
}

static char *
dup_numbers (const int64_t *numbers, int rank, const TnuTheme *theme)
{
  GString *markup = g_string_new ("(");

  for (int dim = 0; dim < rank; dim++)
    {
      g_autofree char *color = tnu_fact_dup_axis_color (theme, dim);

      g_string_append_printf (markup,
                              "%s<span color=\"%s\" weight=\"bold\">%" G_GINT64_FORMAT "</span>",
                              dim > 0 ? ", " : "", color, numbers[dim]);
    }
  g_string_append (markup, rank == 1 ? ",)" : ")");
  return g_string_free (markup, FALSE);
}

static char *
dup_storage (TnsMoment *moment)
{
  const size_t size = tnk_dtype_size (tns_moment_get_meta (moment)->dtype);
  const size_t n_bytes = tns_moment_get_storage_bytes (moment);
  g_autofree char *total = n_bytes < 10000 ? g_strdup_printf ("%zu B", n_bytes)
                                           : g_format_size_full (n_bytes, G_FORMAT_SIZE_IEC_UNITS);

  return g_strdup_printf ("%zu × %zu B = %s", n_bytes / size, size, total);
}

/* Other names for the same bytes. */
static char *
dup_grad_fn (const TnsTimeline *timeline, const TnsVariable *variable)
{
  const TnsStep *step;

  if (variable->is_leaf || variable->step < 0)
    return NULL;
  step = tns_timeline_get_step (timeline, variable->step);
  if (step->event == NULL || step->event->op == NULL || step->event->op->node == NULL)
    return NULL;
  return g_markup_escape_text (step->event->op->node, -1);
}

char *
tnu_fact_dup_markup (TnuFact fact, const TnsTimeline *timeline, const TnsVariable *variable,
                     const TnuTheme *theme)
{
  const TnsMeta *meta = tns_moment_get_meta (variable->value);

  switch (fact)
    {
    case TNU_FACT_SHAPE:
      return dup_numbers (meta->sizes, meta->rank, theme);
    case TNU_FACT_STRIDE:
      return dup_numbers (meta->strides, meta->rank, theme);
    case TNU_FACT_DTYPE:
      return g_strdup (tns_dtype_get_name (meta->dtype));
    case TNU_FACT_DEVICE:
      return tns_device_dup_name (meta->device);
    case TNU_FACT_STORAGE:
      return dup_storage (variable->value);
    case TNU_FACT_LAYOUT:
      return tnu_address_dup_layout (meta);
    case TNU_FACT_GRAD_FN:
      return dup_grad_fn (timeline, variable);
    default:
      return NULL;
    }
}

char *
tnu_fact_dup_state (const TnsVariable *variable)
{
  const char *grad = variable->gradient != NULL ? "has grad"
                     : variable->requires_grad  ? "requires grad"
                                                : "no grad";

  return g_strdup_printf ("%s, %s", variable->is_leaf ? "leaf" : "not a leaf", grad);
}
