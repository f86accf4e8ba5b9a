/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Index panel
 *
 * One TnuIndex is the state; everything else follows from it: derivation, picture, controls, code.
 * Pointer, keys, controls and typing all end in index_changed(). A line that cannot be read, or
 * that PyTorch would refuse, stays as it was typed and is explained; the last index stays below. */
#include "ui/operation/index/index-panel-private.h"

#include <string.h>

#include "ui/operation/code-row.h"
#include "ui/operation/index/index-parse.h"
#include "ui/operation/op-head.h"
#include "ui/operation/variables.h"

#define PICTURE_HEIGHT 260

G_DEFINE_FINAL_TYPE (TnuIndexPanel, tnu_index_panel, TNU_TYPE_PANEL)

/* ---- showing ---- */

/* The picture shows a place that is taken, unless the reader walks about. */
static void
turn_view (TnuIndexPanel *self)
{
  if (self->reason != NULL || !tnu_index_result_has_places (&self->result))
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

void
tnu_index_panel_show_verdict (TnuIndexPanel *self)
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

void
tnu_index_panel_index_changed (TnuIndexPanel *self)
{
  g_autofree char *line = tnu_index_panel_dup_line (self);
  self->is_line_wrong = false;
  self->wrong_dim = -1;
  tnu_index_panel_choose_tool (self);
  tnu_index_panel_derive (self);
  tnu_panel_set_code (TNU_PANEL (self), line);
  tnu_index_panel_show_verdict (self);
}

/* ---- typing ---- */

void
tnu_index_panel_refuse (TnuIndexPanel *self, const char *reason)
{
  self->is_line_wrong = true;
  g_free (self->reason);
  self->reason = g_strdup (reason);
  tnu_index_panel_show_verdict (self);
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
  tnu_index_panel_choose_tool (self);
  tnu_index_panel_derive (self);
  tnu_index_panel_seek (self);
  tnu_index_panel_show_verdict (self);
}

static void
code_edited (TnuPanel *panel)
{
  take_line (TNU_INDEX_PANEL (panel), tnu_panel_get_code (panel));
}

/* ---- what comes later ---- */

static void
news_arrived (TnuIndexPanel *self)
{
  self->source.tensors = tnu_index_names_get (self->names, &self->source.n_tensors);
  /* What was typed wrongly stays explained. */
  if (!self->is_line_wrong)
    tnu_index_panel_derive (self);
  tnu_index_panel_show_verdict (self);
}

static void
numbers_arrived (void *data)
{
  TnuIndexPanel *self = data;
  tnu_index_panel_scale_comparison (self);
  news_arrived (self);
}

static void
names_changed (void *data)
{
  news_arrived (data);
}

static void
hits_counted (void *data)
{
  news_arrived (data);
}

static void
range_is_known (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autoptr (TnuIndexPanel) self = data;
  TnsStatistics statistics;
  if (tns_session_read_statistics_finish (TNS_SESSION (session), result, &statistics, NULL)
      && statistics.min <= statistics.max)
    tnu_index_panel_set_range (self, statistics.min, statistics.max);
}

/* Numbers too many to be looked at one by one are counted, and their ends asked for. */
static void
count_numbers (TnuIndexPanel *self)
{
  TnuPanel *panel = TNU_PANEL (self);
  if (tns_moment_get_numel (self->moment) <= TNU_ELEMENTS_MAX_WHOLE)
    return;
  self->counter = tnu_index_counter_new (self->moment, hits_counted, self);
  tns_session_read_statistics_async (tnu_panel_get_session (panel), self->moment,
                                     tnu_panel_get_cancellable (panel), range_is_known,
                                     g_object_ref (self));
}

/* ---- drawing ---- */

static const char *const invitations[TNU_N_INDEX_TOOLS] = {
  [TNU_INDEX_TOOL_RANGE] = "drag over the cells",
  [TNU_INDEX_TOOL_PAINT] = "drag over the cells to paint the mask",
  [TNU_INDEX_TOOL_COMPARE] = "press a number to compare with it",
};

static void
draw_head (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuIndexPanel *self = data;
  double w, x = 24;
  TnuCanvas canvas = tnu_panel_draw (TNU_PANEL (self), cr, width, &w);
  TnuShape shape = { .rank = self->source.rank };
  g_autofree char *badge = tnu_index_panel_dup_badge (self);
  g_autofree char *reason = tnu_index_panel_dup_memory (self);
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
  double w, h;
  TnuCanvas canvas = tnu_panel_draw_stage (TNU_PANEL (self), cr, width, height, &w, &h);
  self->picture.name = self->name;
  self->picture.target = self->target;
  self->picture.error = self->reason;
  self->picture.typed
      = self->is_line_wrong && self->wrong_dim < 0 ? tnu_panel_get_code (TNU_PANEL (self)) : NULL;
  self->picture.value = self->value;
  self->picture.invitation = invitations[self->tool];
  self->picture.shows_focus = gtk_widget_has_focus (self->canvas) && GTK_IS_WINDOW (root)
                              && gtk_window_get_focus_visible (GTK_WINDOW (root));
  tnu_index_picture_draw (&self->picture, &canvas, w, h, &self->places);
  tnu_elements_read (self->elements);
}

/* ---- the object ---- */

static void
tnu_index_panel_dispose (GObject *object)
{
  TnuIndexPanel *self = TNU_INDEX_PANEL (object);
  G_OBJECT_CLASS (tnu_index_panel_parent_class)->dispose (object);
  g_clear_pointer (&self->elements, tnu_elements_free);
  g_clear_pointer (&self->counter, tnu_index_counter_free);
  g_clear_pointer (&self->names, tnu_index_names_free);
  g_clear_pointer (&self->moment, tns_moment_unref);
  tnu_index_clear (&self->index);
  tnu_index_clear (&self->before_drop);
  tnu_index_result_clear (&self->result);
  g_clear_pointer (&self->imaginary, g_free);
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
  tnu_index_panel_show_verdict (TNU_INDEX_PANEL (panel));
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
  self->wrong_dim = self->names_shown = self->picture.drop_dim = -1;
}

static void
take_layout (TnuIndexPanel *self, const TnsMeta *meta)
{
  self->source.rank = meta->rank;
  self->source.offset = meta->offset_elems;
  self->source.dtype = meta->dtype;
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
  tnu_index_panel_take_drops (self);
  tnu_index_panel_make_controls (self);
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
  self->target = tnu_code_row_choose_target (session, name, "part", variables);
  self->moment = tns_moment_ref (variable->value);
  self->is_leaf_with_grad = variable->requires_grad && variable->is_leaf;
  take_layout (self, tns_moment_get_meta (self->moment));
  self->elements = tnu_elements_new (self->moment, numbers_arrived, self);
  self->picture.elements = self->elements;
  build (self);
  self->names = tnu_index_names_new (session, names_changed, self);
  count_numbers (self);
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
