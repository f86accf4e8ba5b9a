/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The rows below the picture: tools, axes, comparisons, names, take or assign. */
#include "ui/operation/index/index-panel-private.h"

#include <math.h>
#include <string.h>

#include "ui/operation/code-row.h"
#include "ui/operation/index/index-axes.h"
#include "ui/operation/index/index-compare.h"
#include "ui/operation/index/index-name-row.h"
#include "ui/operation/index/index-parse.h"
#include "ui/operation/panel-canvas.h"
#include "ui/operation/row-parts.h"

#define START_VALUE "0"

/* ---- showing ---- */

static const TnuCondition *
find_condition (TnuIndexPanel *self)
{
  const TnuIndexPart *part = &self->index.parts[0];
  return self->index.n == 1 && part->kind == TNU_INDEX_CONDITION ? &part->condition : NULL;
}

/* Names come once, and again when Python has told its own. */
static void
show_names (TnuIndexPanel *self)
{
  int generation = tnu_index_names_get_generation (self->names);
  if (generation == self->names_shown)
    return;
  self->names_shown = generation;
  tnu_index_axes_show_names (TNU_INDEX_AXES (self->axes), &self->source, self->name);
  int n = tnu_index_name_row_show (TNU_INDEX_NAME_ROW (self->name_row), &self->source, self->name);
  gtk_widget_set_visible (gtk_widget_get_ancestor (self->name_row, GTK_TYPE_SCROLLED_WINDOW),
                          n > 0);
}

void
tnu_index_panel_show_controls (TnuIndexPanel *self)
{
  const TnuCondition *condition = find_condition (self);
  bool was_typing = self->is_typing;
  self->is_typing = true;
  tnu_index_axes_show (TNU_INDEX_AXES (self->axes), &self->index, self->name,
                       tnu_panel_get_theme (), self->wrong_dim, self->active);
  show_names (self);
  gtk_widget_set_visible (self->compare, condition != NULL);
  gtk_widget_set_visible (self->axes, condition == NULL);
  if (condition != NULL)
    tnu_index_compare_show (TNU_INDEX_COMPARE (self->compare), condition);
  for (int k = 0; k < TNU_N_INDEX_TOOLS; k++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->tools[k]), k == (int) self->tool);
  for (int k = 0; k < 2; k++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->modes[k]),
                                  (k == 1) == (self->value != NULL));
  self->is_typing = was_typing;
}

void
tnu_index_panel_choose_tool (TnuIndexPanel *self)
{
  if (find_condition (self) != NULL)
    self->tool = TNU_INDEX_TOOL_COMPARE;
  else if (self->tool == TNU_INDEX_TOOL_COMPARE)
    self->tool = TNU_INDEX_TOOL_RANGE;
}

/* ---- axes ---- */

static void
part_typed (TnuIndexPanel *self, int dim, const char *text)
{
  TnuIndexPart part;
  g_autoptr (GError) error = NULL;
  self->active = dim;
  if (!tnu_index_part_parse (text, self->name, &part, &error))
    {
      self->wrong_dim = dim;
      tnu_index_panel_refuse (self, error->message);
      return;
    }
  if (part.kind == TNU_INDEX_NEW_AXIS || tnu_index_part_count_dims (&part, self->source.rank) > 1)
    {
      tnu_index_part_clear (&part);
      self->wrong_dim = dim;
      tnu_index_panel_refuse (self,
                              "This is the index of one axis: write the rest in the line below");
      return;
    }
  if (part.kind == TNU_INDEX_ELLIPSIS)
    part = tnu_index_part_all ();
  tnu_index_set_dim (&self->index, self->source.rank, dim, part);
  tnu_index_panel_index_changed (self);
}

void
tnu_index_panel_step_axis (TnuIndexPanel *self, int dim, int by)
{
  self->active = dim;
  tnu_index_change_step (&self->index, &self->source, dim, by);
  tnu_index_panel_index_changed (self);
}

void
tnu_index_panel_choose_way (TnuIndexPanel *self, int dim, int way)
{
  self->active = dim;
  tnu_index_choose_way (&self->index, &self->source, &self->result, dim, (TnuIndexWay) way);
  tnu_index_panel_index_changed (self);
}

void
tnu_index_panel_add_axis (TnuIndexPanel *self, int dim)
{
  if (tnu_index_insert_new_axis (&self->index, self->source.rank, dim))
    tnu_index_panel_index_changed (self);
}

static void
axis_removed (TnuIndexPanel *self, int dim)
{
  tnu_index_remove_new_axis (&self->index, self->source.rank, dim);
  tnu_index_panel_index_changed (self);
}

void
tnu_index_panel_place_name (TnuIndexPanel *self, int dim, const char *name)
{
  const TnuIndexTensor *tensor
      = tnu_index_tensor_find (self->source.tensors, self->source.n_tensors, name);
  if (tensor == NULL || !tnu_index_place_tensor (&self->index, &self->source, tensor, dim))
    return;
  self->active = dim;
  tnu_index_panel_index_changed (self);
}

/* ---- comparisons ---- */

void
tnu_index_panel_set_range (TnuIndexPanel *self, double low, double high)
{
  tnu_index_compare_set_range (TNU_INDEX_COMPARE (self->compare), low, high,
                               tnk_dtype_is_integral (self->source.dtype));
}

void
tnu_index_panel_scale_comparison (TnuIndexPanel *self)
{
  const double *all = tnu_elements_get_all (self->elements);
  gint64 n = tns_moment_get_numel (self->moment);
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (gint64 k = 0; all != NULL && k < n; k++)
    if (isfinite (all[k]))
      {
        low = MIN (low, all[k]);
        high = MAX (high, all[k]);
      }
  if (low <= high)
    tnu_index_panel_set_range (self, low, high);
}

static void
set_condition (TnuIndexPanel *self, const TnuCondition *condition)
{
  tnu_index_set_condition (&self->index, condition);
  tnu_index_panel_index_changed (self);
}

void
tnu_index_panel_compare_with (TnuIndexPanel *self, const gint64 *at)
{
  TnuCondition condition = *find_condition (self);
  TnuClause *last = &condition.clauses[condition.n - 1];
  gint64 flat = 0;
  double value, imaginary;
  for (int d = 0; d < self->source.rank; d++)
    flat = flat * self->source.sizes[d] + at[d];
  if (!tnu_elements_get (self->elements, flat, &value, &imaginary) || !isfinite (value))
    return;
  if (last->is_magnitude)
    value = hypot (value, imaginary);
  last->bound = tnu_condition_shorten_number (value, self->source.dtype);
  last->bound_is_float = last->bound != trunc (last->bound);
  set_condition (self, &condition);
}

static void
comparison_changed (TnuIndexPanel *self)
{
  set_condition (self, tnu_index_compare_get_condition (TNU_INDEX_COMPARE (self->compare)));
}

/* ---- tools and modes ---- */

static void
set_tool (TnuIndexPanel *self, TnuIndexTool tool)
{
  bool had_condition = find_condition (self) != NULL;
  self->tool = tool;
  if (tool == TNU_INDEX_TOOL_COMPARE && !had_condition)
    {
      double middle = tnu_index_compare_get_middle (TNU_INDEX_COMPARE (self->compare));
      TnuCondition condition
          = { .n = 1, .clauses = { tnu_clause_new (TNU_COMPARE_GREATER, middle) } };
      /* Complex numbers have no order. */
      condition.clauses[0].is_magnitude = tnk_dtype_is_complex (self->source.dtype);
      set_condition (self, &condition);
    }
  else if (tool != TNU_INDEX_TOOL_COMPARE && had_condition)
    {
      tnu_index_clear (&self->index);
      tnu_index_panel_index_changed (self);
    }
  else
    tnu_index_panel_show_controls (self);
}

static void
tool_toggled (GtkToggleButton *button, TnuIndexPanel *self)
{
  if (self->is_typing || !gtk_toggle_button_get_active (button))
    return;
  for (int k = 0; k < TNU_N_INDEX_TOOLS; k++)
    if (self->tools[k] == GTK_WIDGET (button))
      set_tool (self, (TnuIndexTool) k);
}

static void
mode_toggled (GtkToggleButton *button, TnuIndexPanel *self)
{
  bool assigns = self->modes[1] == GTK_WIDGET (button);
  if (self->is_typing || !gtk_toggle_button_get_active (button) || assigns == (self->value != NULL))
    return;
  g_free (self->value);
  self->value = assigns ? g_strdup (START_VALUE) : NULL;
  tnu_index_panel_index_changed (self);
  if (!assigns)
    return;
  /* The value is what one wants to type now. */
  tnu_code_row_select_end (TNU_CODE_ROW (self->code), (int) strlen (START_VALUE));
}

/* ---- making ---- */

static GtkWidget *
make_toggle (GtkWidget *box, const char *label, const char *tooltip, GCallback toggled,
             GtkWidget *group, TnuIndexPanel *self)
{
  GtkWidget *button = tnu_row_append_toggle (box, label, tooltip, group);
  g_signal_connect (button, "toggled", toggled, self);
  return button;
}

static void
make_tools (TnuIndexPanel *self, GtkWidget *row)
{
  static const struct
  {
    const char *label;
    const char *tooltip;
  } tools[TNU_N_INDEX_TOOLS] = {
    [TNU_INDEX_TOOL_RANGE]
    = { "Range", "Drag over cells; Shift extends, Ctrl+click on a ruler makes a list" },
    [TNU_INDEX_TOOL_PAINT] = { "Paint", "Drag over cells to paint a mask of True and False" },
    [TNU_INDEX_TOOL_COMPARE] = { "Compare", "Take the numbers for which a comparison holds" },
  };
  for (int k = 0; k < TNU_N_INDEX_TOOLS; k++)
    self->tools[k] = make_toggle (row, tools[k].label, tools[k].tooltip, G_CALLBACK (tool_toggled),
                                  k > 0 ? self->tools[0] : NULL, self);
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_margin_start (line, 8);
  gtk_widget_set_margin_end (line, 8);
  gtk_box_append (GTK_BOX (row), line);
}

static void
make_axes (TnuIndexPanel *self, GtkWidget *row)
{
  self->axes = tnu_index_axes_new (self->source.sizes, self->source.rank);
  gtk_widget_set_valign (self->axes, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->axes, "part-typed", G_CALLBACK (part_typed), self);
  g_signal_connect_swapped (self->axes, "stepped", G_CALLBACK (tnu_index_panel_step_axis), self);
  g_signal_connect_swapped (self->axes, "way-chosen", G_CALLBACK (tnu_index_panel_choose_way),
                            self);
  g_signal_connect_swapped (self->axes, "axis-added", G_CALLBACK (tnu_index_panel_add_axis), self);
  g_signal_connect_swapped (self->axes, "axis-removed", G_CALLBACK (axis_removed), self);
  g_signal_connect_swapped (self->axes, "name-chosen", G_CALLBACK (tnu_index_panel_place_name),
                            self);
  gtk_box_append (GTK_BOX (row), self->axes);
}

static void
make_modes (TnuIndexPanel *self)
{
  GtkWidget *code = tnu_panel_append_code_row (TNU_PANEL (self));
  GtkWidget *modes = tnu_code_row_get_start (TNU_CODE_ROW (code));
  self->code = code;
  self->modes[0] = make_toggle (modes, "Take", "Bind what is chosen to a name",
                                G_CALLBACK (mode_toggled), NULL, self);
  self->modes[1] = make_toggle (modes, "Assign", "Write a value into the chosen cells, in place",
                                G_CALLBACK (mode_toggled), self->modes[0], self);
}

void
tnu_index_panel_make_controls (TnuIndexPanel *self)
{
  GtkWidget *row = tnu_panel_append_row (TNU_PANEL (self));
  make_tools (self, row);
  make_axes (self, row);
  self->compare = tnu_index_compare_new (self->name);
  g_signal_connect_swapped (self->compare, "changed", G_CALLBACK (comparison_changed), self);
  gtk_box_append (GTK_BOX (row), self->compare);
  self->name_row = tnu_index_name_row_new ();
  g_signal_connect_swapped (self->name_row, "chosen", G_CALLBACK (tnu_index_panel_place_name),
                            self);
  gtk_box_append (GTK_BOX (tnu_panel_append_row (TNU_PANEL (self))), self->name_row);
  make_modes (self);
}
