/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Index panel
 *
 * One TnuIndex is the state; everything else follows from it: derivation, picture, controls, code.
 * Pointer, keys, controls and typing all end in index_changed(). A line that cannot be read, or
 * that PyTorch would refuse, stays as it was typed and is explained; the last index stays below. */
#include "ui/operation/index/index-panel.h"

#include <math.h>
#include <string.h>

#include "ui/operation/code-row.h"
#include "ui/operation/index/index-axes.h"
#include "ui/operation/index/index-panel-private.h"
#include "ui/operation/op-head.h"
#include "ui/operation/panel-canvas.h"
#include "ui/operation/row-parts.h"
#include "ui/operation/variables.h"

#define PICTURE_HEIGHT 260
#define START_VALUE "0"

G_DEFINE_FINAL_TYPE (TnuIndexPanel, tnu_index_panel, TNU_TYPE_PANEL)

/* ---- the verdict ---- */

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
  g_autoptr (GPtrArray) variables = tnu_variables_dup (tnu_panel_get_session (TNU_PANEL (self)));
  const TnsVariable *variable = tnu_variables_find (variables, self->value);
  if (variable == NULL)
    return true;
  const TnsMeta *meta = tns_moment_get_meta (variable->value);
  gint64 sizes[TNK_MAX_RANK];
  for (int d = 0; d < meta->rank; d++)
    sizes[d] = meta->sizes[d];
  return tnu_index_check_value (&self->result, sizes, meta->rank,
                                tns_dtype_get_scalar_type_name (meta->dtype), error);
}

/* Derives the result of the index; the last legal one is kept where it is refused. */
static void
derive (TnuIndexPanel *self)
{
  TnuIndexResult result;
  g_autoptr (GError) error = NULL;
  g_clear_pointer (&self->reason, g_free);
  self->source.values = tnu_elements_get_all (self->elements);
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

static char *
dup_memory (TnuIndexPanel *self)
{
  gint64 n = tnu_index_result_count (&self->result);
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

static char *
dup_badge (TnuIndexPanel *self)
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

/* ---- showing ---- */

static const TnuIndexPart *
find_comparison (TnuIndexPanel *self)
{
  return self->index.n == 1 && self->index.parts[0].kind == TNU_INDEX_COMPARISON
             ? &self->index.parts[0]
             : NULL;
}

static void
show_comparison (TnuIndexPanel *self)
{
  const TnuIndexPart *part = find_comparison (self);
  gtk_widget_set_visible (self->comparison, part != NULL);
  gtk_widget_set_visible (self->axes, part == NULL);
  if (part == NULL)
    return;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->signs), part->comparison);
  gtk_range_set_value (GTK_RANGE (self->bound), part->bound);
}

void
tnu_index_panel_show_controls (TnuIndexPanel *self)
{
  bool was_typing = self->is_typing;
  self->is_typing = true;
  tnu_index_axes_show (TNU_INDEX_AXES (self->axes), &self->index, self->name,
                       tnu_panel_get_theme (), self->wrong_dim, self->active);
  show_comparison (self);
  for (int k = 0; k < TNU_N_INDEX_TOOLS; k++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->tools[k]), k == (int) self->tool);
  for (int k = 0; k < 2; k++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->modes[k]),
                                  (k == 1) == (self->value != NULL));
  self->is_typing = was_typing;
}

/* The picture shows a place that is taken, unless the reader walks about. */
static void
turn_view (TnuIndexPanel *self)
{
  if (self->reason != NULL || tnu_index_result_count (&self->result) <= 0)
    return;
  gint64 at[TNU_INDEX_MAX_RESULT] = { 0 }, place[TNU_INDEX_MAX_RANK];
  tnu_index_result_locate (&self->result, at, place);
  gint64 to[TNU_INDEX_MAX_RESULT], seen[TNU_INDEX_MAX_RANK];
  memcpy (seen, place, sizeof seen);
  for (int d = 0; d < self->source.rank - 3; d++)
    seen[d] = self->picture.view[d];
  if (tnu_index_result_find (&self->result, seen, to))
    return;
  for (int d = 0; d < self->source.rank - 3; d++)
    self->picture.view[d] = place[d];
}

/* What was typed may lie outside the window: it moves there. */
static void
seek (TnuIndexPanel *self)
{
  gint64 at[TNU_INDEX_MAX_RESULT] = { 0 }, place[TNU_INDEX_MAX_RANK];
  const int shown[]
      = { self->places.source.n_tables, self->places.source.n_rows, self->places.source.n_cols };
  if (self->reason != NULL || tnu_index_result_count (&self->result) <= 0)
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

static void
show_verdict (TnuIndexPanel *self)
{
  turn_view (self);
  tnu_panel_set_legal (TNU_PANEL (self), self->reason == NULL);
  tnu_index_panel_show_controls (self);
  gtk_widget_queue_draw (self->head);
  gtk_widget_queue_draw (self->canvas);
}

char *
tnu_index_panel_dup_line (TnuIndexPanel *self)
{
  g_autofree char *inside = tnu_index_dup_text (&self->index, self->name);
  if (self->value != NULL)
    return g_strdup_printf ("%s[%s] = %s", self->name, inside, self->value);
  return g_strdup_printf ("%s = %s[%s]", self->target, self->name, inside);
}

/* After anything but typing in the line. */
void
tnu_index_panel_index_changed (TnuIndexPanel *self)
{
  g_autofree char *line = tnu_index_panel_dup_line (self);
  self->is_line_wrong = false;
  self->wrong_dim = -1;
  derive (self);
  tnu_panel_set_code (TNU_PANEL (self), line);
  show_verdict (self);
}

/* ---- typing ---- */

void
tnu_index_panel_refuse (TnuIndexPanel *self, const char *reason)
{
  self->is_line_wrong = true;
  g_free (self->reason);
  self->reason = g_strdup (reason);
  show_verdict (self);
}

static void
take_line (TnuIndexPanel *self, const char *line)
{
  g_autofree char *target = NULL;
  g_autofree char *inside = NULL;
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;
  TnuIndex index;
  if (!tnu_index_line_parse (line, self->name, &target, &inside, &value))
    {
      g_autofree char *reason = tnu_index_line_dup_mistake (line, self->name);
      tnu_index_panel_refuse (self, reason);
      return;
    }
  if (!tnu_index_parse (inside, self->name, &index, &error))
    {
      tnu_index_panel_refuse (self, error->message);
      return;
    }
  self->is_line_wrong = false;
  self->wrong_dim = -1;
  tnu_index_clear (&self->index);
  self->index = index;
  g_free (self->value);
  self->value = g_steal_pointer (&value);
  if (target != NULL)
    {
      g_free (self->target);
      self->target = g_steal_pointer (&target);
    }
  self->picture.has_cursor = false;
  if (find_comparison (self) != NULL)
    self->tool = TNU_INDEX_TOOL_COMPARE;
  else if (self->tool == TNU_INDEX_TOOL_COMPARE)
    self->tool = TNU_INDEX_TOOL_RANGE;
  derive (self);
  seek (self);
  show_verdict (self);
}

static void
code_edited (TnuPanel *panel)
{
  take_line (TNU_INDEX_PANEL (panel), tnu_panel_get_code (panel));
}

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

/* ---- controls ---- */

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

static void
get_value_range (TnuIndexPanel *self, double *low, double *high)
{
  const double *all = tnu_elements_get_all (self->elements);
  gint64 n = tns_moment_get_numel (self->moment);
  *low = HUGE_VAL;
  *high = -HUGE_VAL;
  for (gint64 k = 0; all != NULL && k < n; k++)
    if (isfinite (all[k]))
      {
        *low = MIN (*low, all[k]);
        *high = MAX (*high, all[k]);
      }
  if (*low > *high)
    {
      *low = -1;
      *high = 1;
    }
}

static void
scale_comparison (TnuIndexPanel *self)
{
  double low, high;
  bool was_typing = self->is_typing;
  get_value_range (self, &low, &high);
  double unit = pow (10, floor (log10 (MAX (high - low, 1e-6))) - 2);
  if (self->picture.kind != TNU_CELLS_FLOAT)
    unit = MAX (unit, 1);
  self->is_typing = true;
  gtk_range_set_range (GTK_RANGE (self->bound), low, MAX (high, low + unit));
  gtk_range_set_increments (GTK_RANGE (self->bound), unit, 10 * unit);
  gtk_scale_set_digits (GTK_SCALE (self->bound), (int) CLAMP (ceil (-log10 (unit)), 0, 6));
  self->is_typing = was_typing;
}

static void
comparison_changed (TnuIndexPanel *self)
{
  if (self->is_typing || find_comparison (self) == NULL)
    return;
  int digits = gtk_scale_get_digits (GTK_SCALE (self->bound));
  double unit = pow (10, digits), bound = gtk_range_get_value (GTK_RANGE (self->bound));
  tnu_index_compare (&self->index,
                     (TnuComparison) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->signs)),
                     round (bound * unit) / unit);
  tnu_index_panel_index_changed (self);
}

static void
set_tool (TnuIndexPanel *self, TnuIndexTool tool)
{
  double low, high;
  self->tool = tool;
  if (tool == TNU_INDEX_TOOL_COMPARE && find_comparison (self) == NULL)
    {
      get_value_range (self, &low, &high);
      tnu_index_compare (&self->index, TNU_COMPARE_GREATER,
                         low < 0 && high > 0 ? 0 : floor ((low + high) / 2));
      tnu_index_panel_index_changed (self);
    }
  else if (tool != TNU_INDEX_TOOL_COMPARE && find_comparison (self) != NULL)
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

/* ---- drawing ---- */

static void
draw_head (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuIndexPanel *self = data;
  double w, x = 24;
  TnuCanvas canvas = tnu_panel_draw (TNU_PANEL (self), cr, width, &w);
  TnuShape shape = { .rank = self->source.rank };
  g_autofree char *badge = dup_badge (self);
  g_autofree char *reason = self->reason != NULL ? g_strdup ("") : dup_memory (self);
  memcpy (shape.sizes, self->source.sizes, (size_t) shape.rank * sizeof *shape.sizes);
  tnu_op_head_begin (&canvas);
  x += tnu_operand_draw (&canvas, self->name, &shape, NULL, x, TNU_OP_HEAD_HEIGHT / 2.0);
  TnuOpHead head = {
    .reason = reason,
    .badge = badge,
    .kind = self->reason != NULL                          ? TNU_BADGE_ERROR
            : self->value == NULL && self->result.is_view ? TNU_BADGE_OUTLINED
                                                          : TNU_BADGE_SOLID,
  };
  tnu_op_head_finish (&head, &canvas, x, w);
}

static void
draw_canvas (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuIndexPanel *self = data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  double w;
  TnuCanvas canvas = tnu_panel_draw (TNU_PANEL (self), cr, width, &w);
  double h = height / (width / w);
  tnu_set_token (&canvas, TNU_STAGE, 1);
  cairo_paint (cr);
  tnu_lattice (&canvas, 0, 0, w, h);
  self->picture.name = self->name;
  self->picture.target = self->target;
  self->picture.error = self->reason;
  self->picture.typed
      = self->is_line_wrong && self->wrong_dim < 0 ? tnu_panel_get_code (TNU_PANEL (self)) : NULL;
  self->picture.value = self->value;
  self->picture.shows_focus = gtk_widget_has_focus (self->canvas) && GTK_IS_WINDOW (root)
                              && gtk_window_get_focus_visible (GTK_WINDOW (root));
  tnu_index_picture_draw (&self->picture, &canvas, w, h, &self->places);
  tnu_elements_read (self->elements);
}

static void
numbers_arrived (void *data)
{
  TnuIndexPanel *self = data;
  /* What was typed wrongly stays explained. */
  if (!self->is_line_wrong)
    derive (self);
  scale_comparison (self);
  show_verdict (self);
}

/* ---- the object ---- */

static void
tnu_index_panel_dispose (GObject *object)
{
  TnuIndexPanel *self = TNU_INDEX_PANEL (object);
  G_OBJECT_CLASS (tnu_index_panel_parent_class)->dispose (object);
  g_clear_pointer (&self->elements, tnu_elements_free);
  g_clear_pointer (&self->moment, tns_moment_unref);
  tnu_index_clear (&self->index);
  tnu_index_result_clear (&self->result);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->value, g_free);
  g_clear_pointer (&self->reason, g_free);
}

static gboolean
tnu_index_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TNU_INDEX_PANEL (widget)->canvas);
}

static void
theme_changed (TnuPanel *panel)
{
  show_verdict (TNU_INDEX_PANEL (panel));
}

/* Nothing travels. */
static TnuScrubber
place_scrubber (TnuPanel *panel, double w, double h)
{
  return (TnuScrubber) { 0 };
}

static void
tnu_index_panel_class_init (TnuIndexPanelClass *klass)
{
  TnuPanelClass *panel_class = TNU_PANEL_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = tnu_index_panel_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = tnu_index_panel_grab_focus;
  panel_class->code_edited = code_edited;
  panel_class->theme_changed = theme_changed;
  panel_class->place_scrubber = place_scrubber;
}

static void
tnu_index_panel_init (TnuIndexPanel *self)
{
  self->wrong_dim = -1;
}

static GtkWidget *
make_toggle (GtkWidget *box, const char *label, const char *tooltip, GCallback toggled,
             GtkWidget *group, TnuIndexPanel *self)
{
  GtkWidget *button = tnu_row_append_toggle (box, label, tooltip, group);
  g_signal_connect (button, "toggled", toggled, self);
  return button;
}

static void
make_comparison (TnuIndexPanel *self, GtkWidget *row)
{
  const char *signs_shown[TNU_N_COMPARISONS + 1] = { NULL };
  for (int k = 0; k < TNU_N_COMPARISONS; k++)
    signs_shown[k] = tnu_comparison_get_sign ((TnuComparison) k);
  self->comparison = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->signs = gtk_drop_down_new_from_strings (signs_shown);
  gtk_widget_set_valign (self->signs, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->signs, "How the numbers are compared");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->signs), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "How the numbers are compared", -1);
  self->bound = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, -1, 1, .1);
  gtk_scale_set_draw_value (GTK_SCALE (self->bound), TRUE);
  gtk_scale_set_value_pos (GTK_SCALE (self->bound), GTK_POS_RIGHT);
  gtk_widget_set_size_request (self->bound, 280, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bound), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Number to compare with", -1);
  g_signal_connect_swapped (self->signs, "notify::selected", G_CALLBACK (comparison_changed), self);
  g_signal_connect_swapped (self->bound, "value-changed", G_CALLBACK (comparison_changed), self);
  gtk_box_append (GTK_BOX (self->comparison), self->signs);
  gtk_box_append (GTK_BOX (self->comparison), self->bound);
  gtk_box_append (GTK_BOX (row), self->comparison);
}

static void
make_controls (TnuIndexPanel *self)
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
  GtkWidget *row = tnu_panel_append_row (TNU_PANEL (self));
  for (int k = 0; k < TNU_N_INDEX_TOOLS; k++)
    self->tools[k] = make_toggle (row, tools[k].label, tools[k].tooltip, G_CALLBACK (tool_toggled),
                                  k > 0 ? self->tools[0] : NULL, self);
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_margin_start (line, 8);
  gtk_widget_set_margin_end (line, 8);
  gtk_box_append (GTK_BOX (row), line);
  self->axes = tnu_index_axes_new (self->source.sizes, self->source.rank);
  gtk_widget_set_valign (self->axes, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->axes, "part-typed", G_CALLBACK (part_typed), self);
  g_signal_connect_swapped (self->axes, "stepped", G_CALLBACK (tnu_index_panel_step_axis), self);
  g_signal_connect_swapped (self->axes, "way-chosen", G_CALLBACK (tnu_index_panel_choose_way),
                            self);
  g_signal_connect_swapped (self->axes, "axis-added", G_CALLBACK (tnu_index_panel_add_axis), self);
  g_signal_connect_swapped (self->axes, "axis-removed", G_CALLBACK (axis_removed), self);
  gtk_box_append (GTK_BOX (row), self->axes);
  make_comparison (self, row);
}

static void
make_code_row (TnuIndexPanel *self)
{
  self->code = tnu_panel_append_code_row (TNU_PANEL (self));
  GtkWidget *modes = tnu_code_row_get_start (TNU_CODE_ROW (self->code));
  self->modes[0] = make_toggle (modes, "Take", "Bind what is chosen to a name",
                                G_CALLBACK (mode_toggled), NULL, self);
  self->modes[1] = make_toggle (modes, "Assign", "Write a value into the chosen cells, in place",
                                G_CALLBACK (mode_toggled), self->modes[0], self);
}

static void
take_layout (TnuIndexPanel *self, const TnsMeta *meta)
{
  self->source.rank = meta->rank;
  self->source.offset = meta->offset_elems;
  for (int d = 0; d < meta->rank; d++)
    {
      self->source.sizes[d] = meta->sizes[d];
      self->source.strides[d] = meta->strides[d];
    }
  self->picture.index = &self->index;
  self->picture.source = &self->source;
  self->picture.result = &self->result;
  self->picture.kind = tnu_cells_kind_from_dtype (meta->dtype);
  self->picture.item_size = (int) tnk_dtype_size (meta->dtype);
}

static void
build (TnuIndexPanel *self)
{
  self->head = tnu_panel_append_area (TNU_PANEL (self), TNU_OP_HEAD_HEIGHT, draw_head);
  self->canvas = tnu_panel_append_picture (TNU_PANEL (self), PICTURE_HEIGHT, draw_canvas);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Cells to choose from and the result", -1);
  tnu_index_panel_listen (self);
  make_controls (self);
  make_code_row (self);
  tnu_panel_start (TNU_PANEL (self), FALSE);
}

/* Something is chosen at once, so that one sees how it is written: all but the first place. */
static void
choose_first (TnuIndexPanel *self)
{
  for (int d = 0; d < self->source.rank; d++)
    if (self->source.sizes[d] > 1)
      {
        TnuIndexPart part = tnu_index_part_range (1, 0, 1);
        part.has_stop = false;
        tnu_index_set_dim (&self->index, self->source.rank, d, part);
        self->active = d;
        return;
      }
}

GtkWidget *
tnu_index_panel_new (TnsSession *session, const char *name)
{
  g_autoptr (GPtrArray) variables = tnu_variables_dup (session);
  TnsVariable *variable = tnu_variables_find (variables, name);
  if (variable == NULL || tns_moment_get_meta (variable->value)->rank > TNU_INDEX_MAX_RANK)
    return NULL;
  TnuIndexPanel *self = g_object_new (TNU_TYPE_INDEX_PANEL, NULL);
  tnu_panel_set_session (TNU_PANEL (self), session);
  self->name = g_strdup (name);
  self->target = tnu_code_row_choose_target (name, "part", variables);
  self->moment = tns_moment_ref (variable->value);
  self->is_leaf_with_grad = variable->requires_grad && variable->is_leaf;
  take_layout (self, tns_moment_get_meta (self->moment));
  self->elements = tnu_elements_new (self->moment, numbers_arrived, self);
  self->picture.elements = self->elements;
  build (self);
  choose_first (self);
  tnu_index_panel_index_changed (self);
  return GTK_WIDGET (self);
}

/* Where the axis is not taken whole. */
static int
find_active_dim (const TnuIndex *index, int rank)
{
  for (int d = rank - 1; d >= 0; d--)
    {
      int part = tnu_index_find_dim (index, rank, d);
      if (part >= 0 && !tnu_index_part_is_all (&index->parts[part]))
        return d;
    }
  return 0;
}

GtkWidget *
tnu_index_panel_new_on (TnsSession *session, const char *name, TnuSelection *selection)
{
  GtkWidget *panel = tnu_index_panel_new (session, name);
  if (panel == NULL || g_strcmp0 (tnu_selection_get_name (selection), name) != 0)
    return panel;
  TnuIndexPanel *self = TNU_INDEX_PANEL (panel);
  g_autofree char *inside = tnu_selection_dup_index (selection);
  TnuIndex index = { 0 };
  if (!tnu_index_parse (inside, name, &index, NULL))
    return panel;
  tnu_index_clear (&self->index);
  self->index = index;
  self->active = find_active_dim (&index, self->source.rank);
  tnu_index_panel_index_changed (self);
  return panel;
}
