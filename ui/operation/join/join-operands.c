/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/join/join-operands.h"

#include <string.h>

#include "ui/operation/panel-canvas.h"
#include "ui/operation/row-parts.h"
#include "ui/operation/shape-row.h"
#include "ui/operation/variables.h"

typedef struct
{
  char *name;
  int index; /* in the call, -1: not checked */
  GtkWidget *button;
} Entry;

struct _TnuJoinOperands
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *box;
  GArray *entries; /* (element-type Entry), as they stand in the row */
  bool is_single;
  bool is_setting;
  int held; /* under the pointer, -1: none */
  bool has_moved;
};

static guint changed;

G_DEFINE_FINAL_TYPE (TnuJoinOperands, tnu_join_operands, GTK_TYPE_WIDGET)

static Entry *
get_entry (TnuJoinOperands *self, int at)
{
  return &g_array_index (self->entries, Entry, at);
}

static void
entry_clear (gpointer data)
{
  g_free (((Entry *) data)->name);
}

static bool
is_checked (const Entry *entry)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (entry->button));
}

static int
find_entry (TnuJoinOperands *self, GtkWidget *button)
{
  for (int k = 0; k < (int) self->entries->len; k++)
    if (get_entry (self, k)->button == button)
      return k;
  return -1;
}

static int
count_checked (TnuJoinOperands *self)
{
  int n = 0;
  for (int k = 0; k < (int) self->entries->len; k++)
    n += is_checked (get_entry (self, k));
  return n;
}

/* ---- order ---- */

static void
move (TnuJoinOperands *self, int from, int to)
{
  Entry entry = *get_entry (self, from);
  if (from == to)
    return;
  g_array_set_clear_func (self->entries, NULL);
  g_array_remove_index (self->entries, (guint) from);
  g_array_insert_val (self->entries, to, entry);
  g_array_set_clear_func (self->entries, entry_clear);
  gtk_box_reorder_child_after (GTK_BOX (self->box), entry.button,
                               to > 0 ? get_entry (self, to - 1)->button : NULL);
}

static void
toggled (GtkCheckButton *button, TnuJoinOperands *self)
{
  int at = find_entry (self, GTK_WIDGET (button));
  if (self->is_setting || at < 0
      || (self->is_single && !gtk_check_button_get_active (button)))
    return;
  Entry *entry = get_entry (self, at);
  int n = count_checked (self);
  /* What takes part stands before what does not. */
  if (!is_checked (entry))
    entry->index = -1;
  if (!self->is_single)
    move (self, at, is_checked (entry) ? n - 1 : n);
  g_signal_emit (self, changed, 0);
}

/* Ctrl+Left and Right. */
static gboolean
key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
             TnuJoinOperands *self)
{
  int step = key == GDK_KEY_Left ? -1 : key == GDK_KEY_Right ? 1 : 0;
  GtkWidget *focus = gtk_widget_get_focus_child (self->box);
  int at = focus != NULL ? find_entry (self, focus) : -1, n = count_checked (self);
  if (step == 0 || (state & GDK_CONTROL_MASK) == 0 || at < 0 || self->is_single)
    return GDK_EVENT_PROPAGATE;
  if (at < n && at + step >= 0 && at + step < n)
    {
      move (self, at, at + step);
      g_signal_emit (self, changed, 0);
    }
  return GDK_EVENT_STOP;
}

static void
drag_begun (GtkGestureDrag *drag, double x, double y, TnuJoinOperands *self)
{
  GtkWidget *at = gtk_widget_pick (self->box, x, y, GTK_PICK_DEFAULT);
  self->held = -1;
  self->has_moved = false;
  for (; at != NULL && at != self->box; at = gtk_widget_get_parent (at))
    if (GTK_IS_CHECK_BUTTON (at))
      self->held = find_entry (self, at);
  if (self->held < 0 || self->is_single || !is_checked (get_entry (self, self->held)))
    self->held = -1;
}

static void
dragged (GtkGestureDrag *drag, double dx, double dy, TnuJoinOperands *self)
{
  double x, y;
  int n = count_checked (self), to = -1;
  if (self->held < 0 || (!self->has_moved && ABS (dx) < 8)
      || !gtk_gesture_drag_get_start_point (drag, &x, &y))
    return;
  /* A press that has become a drag checks nothing. */
  if (!self->has_moved)
    gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  self->has_moved = true;
  gtk_widget_add_css_class (get_entry (self, self->held)->button, "chosen");
  for (int k = 0; k < n; k++)
    {
      graphene_rect_t bounds;
      if (gtk_widget_compute_bounds (get_entry (self, k)->button, self->box, &bounds)
          && x + dx >= bounds.origin.x && x + dx < bounds.origin.x + bounds.size.width)
        to = k;
    }
  if (to < 0 || to == self->held)
    return;
  move (self, self->held, to);
  self->held = to;
}

static void
drag_ended (GtkGestureDrag *drag, double dx, double dy, TnuJoinOperands *self)
{
  bool has_moved = self->has_moved && self->held >= 0;
  if (has_moved)
    gtk_widget_remove_css_class (get_entry (self, self->held)->button, "chosen");
  self->held = -1;
  self->has_moved = false;
  if (has_moved)
    g_signal_emit (self, changed, 0);
}

/* ---- the row ---- */

static char *
dup_markup (const char *code, const TnuShape *shape, const TnsMeta *meta, const TnuJoinPlan *plan,
            int part, bool shows_dtype)
{
  const TnuTheme *theme = tnu_panel_get_theme ();
  const int *axes = part >= 0 && part < (int) plan->parts->len && plan->axis >= 0 && !plan->splits
                        ? tnu_join_plan_get_part (plan, part)->axes
                        : NULL;
  g_autofree char *sizes = tnu_shape_dup_markup (theme, shape, axes);
  g_autofree char *name = g_markup_escape_text (code, -1);
  return g_strdup_printf ("<b>%s</b> %s%s%s", name, sizes, shows_dtype ? " " : "",
                          shows_dtype ? tns_dtype_get_name (meta->dtype) : "");
}

static void
append (TnuJoinOperands *self, const char *name, int index, const char *markup, bool is_guilty)
{
  GtkWidget *button = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (NULL);
  bool is_taken = index >= 0;
  g_autofree char *words
      = g_strdup_printf (self->is_single ? "Take %s apart"
                         : is_taken      ? "%s takes part: drag it, or Ctrl+Left and Right"
                                         : "Let %s take part",
                         name);
  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "tnu-operand");
  if (is_guilty)
    gtk_widget_add_css_class (button, "error");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  if (self->is_single && self->entries->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button),
                                GTK_CHECK_BUTTON (get_entry (self, 0)->button));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), is_taken);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled), self);
  gtk_box_append (GTK_BOX (self->box), button);
  Entry entry = { g_strdup (name), index, button };
  g_array_append_val (self->entries, entry);
}

static bool
differ_in_dtype (const TnuJoinCall *call, GPtrArray *variables)
{
  TnkDtype first = TNK_FLOAT32;
  for (guint k = 0; k < call->operands->len; k++)
    {
      const TnsVariable *variable = tnu_variables_find (
          variables, tnu_join_call_get_operand (call, (int) k)->name);
      TnkDtype dtype
          = variable != NULL ? tns_moment_get_meta (variable->value)->dtype : TNK_FLOAT32;
      if (k > 0 && dtype != first)
        return true;
      first = dtype;
    }
  return false;
}

static bool
takes_part (const TnuJoinCall *call, const char *name)
{
  for (guint k = 0; k < call->operands->len; k++)
    if (strcmp (tnu_join_call_get_operand (call, (int) k)->name, name) == 0)
      return true;
  return false;
}

static void
append_taken (TnuJoinOperands *self, const TnuJoinCall *call, const TnuJoinPlan *plan,
              GPtrArray *variables)
{
  bool shows_dtype = differ_in_dtype (call, variables);
  for (guint k = 0; k < call->operands->len; k++)
    {
      const TnuJoinOperand *operand = call->operands->pdata[k];
      const TnsVariable *variable = tnu_variables_find (variables, operand->name);
      g_autofree char *code = tnu_join_operand_dup_code (operand);
      TnuShape turned;
      if (variable == NULL || !tnu_turn_apply (&operand->turn, &operand->raw, &turned))
        continue;
      g_autofree char *markup
          = dup_markup (code, &turned, tns_moment_get_meta (variable->value), plan, (int) k,
                        shows_dtype);
      append (self, operand->name, (int) k, markup, (int) k == plan->guilty);
    }
}

static void
append_others (TnuJoinOperands *self, const TnuJoinCall *call, const TnuJoinPlan *plan,
               GPtrArray *variables)
{
  for (guint k = 0; k < variables->len; k++)
    {
      const TnsVariable *variable = variables->pdata[k];
      const TnsMeta *meta = tns_moment_get_meta (variable->value);
      TnuShape shape;
      if (takes_part (call, variable->name) || !tnu_shape_from_meta (meta, &shape))
        continue;
      g_autofree char *markup = dup_markup (variable->name, &shape, meta, plan, -1, false);
      append (self, variable->name, -1, markup, false);
    }
}

/* Which of the entries has the keyboard, by name. */
static char *
dup_focus (TnuJoinOperands *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (self->box);
  int at = focus != NULL ? find_entry (self, focus) : -1;
  return at >= 0 ? g_strdup (get_entry (self, at)->name) : NULL;
}

static void
clear_entries (TnuJoinOperands *self)
{
  for (int k = 0; k < (int) self->entries->len; k++)
    gtk_box_remove (GTK_BOX (self->box), get_entry (self, k)->button);
  g_array_set_size (self->entries, 0);
}

void
tnu_join_operands_show (TnuJoinOperands *self, const TnuJoinCall *call, const TnuJoinPlan *plan,
                        GPtrArray *variables)
{
  g_return_if_fail (TNU_IS_JOIN_OPERANDS (self));
  g_autofree char *focus = dup_focus (self);
  self->is_setting = true;
  self->is_single = plan->splits;
  clear_entries (self);
  append_taken (self, call, plan, variables);
  append_others (self, call, plan, variables);
  for (int k = 0; focus != NULL && k < (int) self->entries->len; k++)
    if (strcmp (get_entry (self, k)->name, focus) == 0)
      {
        gtk_widget_grab_focus (get_entry (self, k)->button);
        break;
      }
  self->is_setting = false;
}

GArray *
tnu_join_operands_dup_choices (TnuJoinOperands *self)
{
  GArray *choices = g_array_new (FALSE, FALSE, sizeof (TnuJoinChoice));
  g_return_val_if_fail (TNU_IS_JOIN_OPERANDS (self), choices);
  for (int k = 0; k < (int) self->entries->len; k++)
    {
      const Entry *entry = get_entry (self, k);
      TnuJoinChoice choice = { entry->index, entry->name };
      if (is_checked (entry))
        g_array_append_val (choices, choice);
    }
  return choices;
}

/* ---- the object ---- */

static void
tnu_join_operands_dispose (GObject *object)
{
  TnuJoinOperands *self = TNU_JOIN_OPERANDS (object);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->entries, g_array_unref);
  G_OBJECT_CLASS (tnu_join_operands_parent_class)->dispose (object);
}

static void
tnu_join_operands_class_init (TnuJoinOperandsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_join_operands_dispose;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tnu_join_operands_init (TnuJoinOperands *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  self->held = -1;
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, entry_clear);
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (self->box, "tnu-operands");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (self->box, keys);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begun), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (dragged), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), self);
  gtk_widget_add_controller (self->box, GTK_EVENT_CONTROLLER (drag));
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->box);
  gtk_widget_add_css_class (self->scroller, "tnu-panel");
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Tensors that take part", -1);
}

GtkWidget *
tnu_join_operands_new (void)
{
  return g_object_new (TNU_TYPE_JOIN_OPERANDS, NULL);
}
