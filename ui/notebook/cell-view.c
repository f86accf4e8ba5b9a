/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The body is rebuilt when a cell changes between code and text or between set and edited; the
 * outputs follow the cell's list item by item. */
#include "ui/notebook/cell-view.h"

#include "ui/notebook/code-editor.h"
#include "ui/notebook/failure-view.h"
#include "ui/notebook/markdown-view.h"
#include "ui/notebook/output-view.h"

struct _TnuCellView
{
  GtkWidget parent_instance;

  TnsSession *session;
  TnsCell *cell;
  GtkWidget *gutter; /* GtkStack of the label and the run button */
  GtkWidget *label;
  GtkWidget *body;   /* holds the editor's well or the set text, then the outputs */
  GtkWidget *well;   /* NULL while Markdown is set */
  GtkWidget *editor;
  GtkWidget *text;   /* set Markdown, NULL while it is edited */
  GtkWidget *outputs;
  GtkWidget *failure; /* NULL unless the last run ended with an op's error */
  const TnsEvent *failed_op; /* what it shows, or showed until the source was edited */
  char *highlight;
  bool is_open;      /* Markdown is being edited */
};

G_DEFINE_FINAL_TYPE (TnuCellView, tnu_cell_view, GTK_TYPE_WIDGET)

enum
{
  ENTERED,
  TOKEN_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static bool
is_markdown (TnuCellView *self)
{
  return tns_cell_get_cell_type (self->cell) == TNS_CELL_MARKDOWN;
}

/* ---- label ---- */

static void
update_label (TnuCellView *self)
{
  g_autofree char *text = NULL;
  gint64 count = tns_cell_get_execution_count (self->cell);
  bool is_code = tns_cell_get_cell_type (self->cell) == TNS_CELL_CODE;

  if (!is_code)
    text = g_strdup ("");
  else if (tns_cell_get_state (self->cell) != TNS_CELL_IDLE)
    text = g_strdup ("[*]");
  else if (count > 0)
    text = g_strdup_printf ("[%" G_GINT64_FORMAT "]", count);
  else
    text = g_strdup ("[ ]");
  gtk_label_set_text (GTK_LABEL (self->label), text);
}

static void
update_name (TnuCellView *self)
{
  static const char *const kinds[] = { "Code", "Text", "Raw text" };
  g_autofree char *start = g_utf8_substring (tns_cell_get_source (self->cell), 0,
                                             MIN (80, g_utf8_strlen (
                                                        tns_cell_get_source (self->cell), -1)));
  g_autofree char *name =
    g_strdup_printf ("%s cell %s: %s", kinds[tns_cell_get_cell_type (self->cell)],
                     gtk_label_get_text (GTK_LABEL (self->label)), start);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
state_changed (TnuCellView *self)
{
  update_label (self);
  update_name (self);
}

static void
pointer_changed (GtkEventControllerMotion *motion, GParamSpec *pspec, TnuCellView *self)
{
  bool can_run = tns_cell_get_cell_type (self->cell) == TNS_CELL_CODE &&
                 tns_cell_get_state (self->cell) == TNS_CELL_IDLE;
  bool is_inside = gtk_event_controller_motion_contains_pointer (motion);

  gtk_stack_set_visible_child_name (GTK_STACK (self->gutter),
                                    is_inside && can_run ? "run" : "label");
}

static void
build_gutter (TnuCellView *self)
{
  GtkWidget *run = gtk_button_new_from_icon_name ("tnu-play-symbolic");

  self->label = gtk_label_new ("");
  self->gutter = gtk_stack_new ();
  gtk_widget_add_css_class (self->gutter, "tnu-gutter");
  gtk_widget_add_css_class (self->label, "tnu-cell-label");
  gtk_widget_set_valign (self->label, GTK_ALIGN_START);
  gtk_widget_add_css_class (run, "flat");
  gtk_widget_add_css_class (run, "tnu-run");
  gtk_widget_set_valign (run, GTK_ALIGN_START);
  gtk_widget_set_halign (run, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (run, "Run this cell (Shift+Enter)");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (run), "notebook.run");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (run), "s", tns_cell_get_id (self->cell));
  gtk_stack_add_named (GTK_STACK (self->gutter), self->label, "label");
  gtk_stack_add_named (GTK_STACK (self->gutter), run, "run");
}

/* ---- body ---- */

static void
forward_token (TnuCellView *self, const char *name)
{
  g_signal_emit (self, signals[TOKEN_ACTIVATED], 0, name);
}

static void
text_pressed (TnuCellView *self, int n_press)
{
  if (n_press == 2)
    tnu_cell_view_edit (self);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
build_text (TnuCellView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->text = tnu_markdown_view_new (tns_cell_get_source (self->cell));
  gtk_widget_add_css_class (self->text, "tnu-markdown");
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (text_pressed), self);
  gtk_widget_add_controller (self->text, GTK_EVENT_CONTROLLER (click));
  gtk_box_prepend (GTK_BOX (self->body), self->text);
}

static void
build_editor (TnuCellView *self)
{
  self->well = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->editor = tnu_code_editor_new (self->session, self->cell);
  tnu_code_editor_set_highlight (TNU_CODE_EDITOR (self->editor), self->highlight);
  g_signal_connect_swapped (self->editor, "token-activated", G_CALLBACK (forward_token), self);
  gtk_widget_add_css_class (self->well, "tnu-code-well");
  gtk_box_append (GTK_BOX (self->well), self->editor);
  gtk_box_prepend (GTK_BOX (self->body), self->well);
}

static void
rebuild_body (TnuCellView *self)
{
  bool had_focus = tnu_cell_view_is_editing (self);

  if (self->well != NULL)
    gtk_box_remove (GTK_BOX (self->body), self->well);
  if (self->text != NULL)
    gtk_box_remove (GTK_BOX (self->body), self->text);
  self->well = self->editor = self->text = NULL;
  if (is_markdown (self) && !self->is_open)
    build_text (self);
  else
    build_editor (self);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
type_changed (TnuCellView *self)
{
  rebuild_body (self);
  if (gtk_widget_has_css_class (GTK_WIDGET (self), "current"))
    tnu_cell_view_set_current (self, true);
  state_changed (self);
}

static void
forget_failure (TnuCellView *self)
{
  if (self->failure != NULL)
    gtk_box_remove (GTK_BOX (self->body), self->failure);
  self->failure = NULL;
}

/* Text that changed while it is set: undo. */
static void
source_changed (TnuCellView *self)
{
  if (self->text != NULL)
    rebuild_body (self);
  forget_failure (self);
  update_name (self);
}

static void
outputs_changed (TnuCellView *self, guint position, guint n_removed, guint n_added)
{
  GListModel *list = tns_cell_get_outputs (self->cell);
  GtkWidget *child = gtk_widget_get_first_child (self->outputs);
  GtkWidget *before = NULL;

  for (guint i = 0; i < position; i++)
    {
      before = child;
      child = gtk_widget_get_next_sibling (child);
    }
  for (guint i = 0; i < n_removed; i++)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      gtk_box_remove (GTK_BOX (self->outputs), child);
      child = next;
    }
  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (TnsOutput) output = g_list_model_get_item (list, position + i);
      GtkWidget *view = tnu_output_view_new (output);

      gtk_box_insert_child_after (GTK_BOX (self->outputs), view, before);
      before = view;
    }
  gtk_widget_set_visible (self->outputs, g_list_model_get_n_items (list) > 0);
}

static void
timeline_changed (TnuCellView *self)
{
  TnsTimeline *timeline = tns_session_get_timeline (self->session);
  const TnsFailure *failure
    = timeline != NULL ? tns_timeline_get_failure (timeline, tns_cell_get_id (self->cell)) : NULL;

  if (self->failed_op == (failure != NULL ? failure->event : NULL))
    return;
  forget_failure (self);
  g_clear_pointer (&self->failed_op, tns_event_unref);
  if (failure != NULL)
    {
      self->failed_op = tns_event_ref (failure->event);
      self->failure = tnu_failure_view_new (self->session, self->cell, failure);
      gtk_box_append (GTK_BOX (self->body), self->failure);
    }
  if (self->editor != NULL)
    tnu_code_editor_set_failure (TNU_CODE_EDITOR (self->editor),
                                 failure != NULL ? &failure->event->diagnosis->position : NULL);
}

/* ---- public ---- */

TnsCell *
tnu_cell_view_get_cell (TnuCellView *self)
{
  return self->cell;
}

void
tnu_cell_view_set_current (TnuCellView *self, bool is_current)
{
  GtkWidget *parts[] = { GTK_WIDGET (self), self->label, self->well, self->text };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] == NULL)
        continue;
      if (is_current)
        gtk_widget_add_css_class (parts[i], "current");
      else
        gtk_widget_remove_css_class (parts[i], "current");
    }
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, is_current,
                               -1);
}

bool
tnu_cell_view_is_editing (TnuCellView *self)
{
  return self->editor != NULL && gtk_widget_has_focus (self->editor);
}

void
tnu_cell_view_edit (TnuCellView *self)
{
  if (self->text != NULL)
    {
      self->is_open = true;
      rebuild_body (self);
      tnu_cell_view_set_current (self, true);
    }
  gtk_widget_grab_focus (self->editor);
}

void
tnu_cell_view_leave (TnuCellView *self)
{
  if (tnu_cell_view_is_editing (self))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  if (is_markdown (self) && self->is_open)
    {
      bool is_current = gtk_widget_has_css_class (GTK_WIDGET (self), "current");

      self->is_open = false;
      rebuild_body (self);
      tnu_cell_view_set_current (self, is_current);
    }
  tns_notebook_break_edit (tns_session_get_notebook (self->session));
}

bool
tnu_cell_view_go_to_fixes (TnuCellView *self)
{
  return self->failure != NULL && gtk_widget_has_focus (GTK_WIDGET (self))
         && gtk_widget_grab_focus (self->failure);
}

bool
tnu_cell_view_is_at_edge (TnuCellView *self, int direction)
{
  GtkTextBuffer *buffer;
  GtkTextIter place;

  if (self->editor == NULL)
    return true;
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
  gtk_text_buffer_get_iter_at_mark (buffer, &place, gtk_text_buffer_get_insert (buffer));
  if (direction < 0)
    return !gtk_text_view_backward_display_line (GTK_TEXT_VIEW (self->editor), &place);
  return gtk_text_iter_get_line (&place) == gtk_text_buffer_get_line_count (buffer) - 1 &&
         !gtk_text_view_forward_display_line (GTK_TEXT_VIEW (self->editor), &place);
}

void
tnu_cell_view_set_highlight (TnuCellView *self, const char *name)
{
  g_free (self->highlight);
  self->highlight = g_strdup (name);
  if (self->editor != NULL)
    tnu_code_editor_set_highlight (TNU_CODE_EDITOR (self->editor), name);
}

void
tnu_cell_view_set_search (TnuCellView *self, const char *text)
{
  if (self->editor != NULL)
    tnu_code_editor_set_search (TNU_CODE_EDITOR (self->editor), text);
}

/* ---- object ---- */

static void
emit_entered (TnuCellView *self)
{
  g_signal_emit (self, signals[ENTERED], 0);
}

static void
tnu_cell_view_dispose (GObject *object)
{
  TnuCellView *self = TNU_CELL_VIEW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->well = self->editor = self->text = self->failure = NULL;
  g_clear_pointer (&self->failed_op, tns_event_unref);
  g_clear_object (&self->cell);
  g_clear_object (&self->session);
  g_clear_pointer (&self->highlight, g_free);
  G_OBJECT_CLASS (tnu_cell_view_parent_class)->dispose (object);
}

static void
tnu_cell_view_class_init (TnuCellViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tnu_cell_view_dispose;
  gtk_widget_class_set_css_name (widget_class, "tnucell");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  signals[ENTERED] = g_signal_new ("entered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TOKEN_ACTIVATED] =
    g_signal_new ("token-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tnu_cell_view_init (TnuCellView *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_orientable_set_orientation (
    GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
    GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (emit_entered), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  g_signal_connect (motion, "notify::contains-pointer", G_CALLBACK (pointer_changed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

static void
build (TnuCellView *self)
{
  GtkWidget *gap = tnu_cell_gap_new (tns_cell_get_id (self->cell));
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  build_gutter (self);
  self->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->outputs = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_add_css_class (self->outputs, "tnu-outputs");
  gtk_widget_set_hexpand (self->body, TRUE);
  gtk_box_append (GTK_BOX (self->body), self->outputs);
  gtk_box_append (GTK_BOX (row), self->gutter);
  gtk_box_append (GTK_BOX (row), self->body);
  gtk_widget_set_parent (gap, GTK_WIDGET (self));
  gtk_widget_set_parent (row, GTK_WIDGET (self));
}

GtkWidget *
tnu_cell_view_new (TnsSession *session, TnsCell *cell)
{
  TnuCellView *self = g_object_new (TNU_TYPE_CELL_VIEW, NULL);
  GListModel *outputs = tns_cell_get_outputs (cell);

  self->session = g_object_ref (session);
  self->cell = g_object_ref (cell);
  build (self);
  rebuild_body (self);
  state_changed (self);
  outputs_changed (self, 0, 0, g_list_model_get_n_items (outputs));
  g_signal_connect_object (outputs, "items-changed", G_CALLBACK (outputs_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "notify::state", G_CALLBACK (state_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "notify::execution-count", G_CALLBACK (state_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "notify::cell-type", G_CALLBACK (type_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "notify::source", G_CALLBACK (source_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::timeline", G_CALLBACK (timeline_changed), self,
                           G_CONNECT_SWAPPED);
  timeline_changed (self);
  return GTK_WIDGET (self);
}
