/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The cells stand in one box, in the order of the session's notebook, each as a TnuCellView; the
 * dashed draft of an operation panel may stand among them and is skipped when positions are
 * counted. The current cell is also the session's selected cell. */
#include "ui/notebook/notebook-view-private.h"

#include "ui/notebook/code-editor.h"
#include "ui/notebook/page.h"

#include <string.h>

struct _TnuNotebookView
{
  GtkWidget parent_instance;

  TnsSession *session;
  TnsNotebook *notebook; /* the one shown */
  TnsRunner *runner;     /* which comes and goes with the notebook */
  GtkWidget *status;
  GtkWidget *scroller;
  GtkWidget *cells;
  GtkWidget *pending;    /* NULL when there is no draft */
  GtkWidget *draft;      /* its text */
  TnuCellView *current;
  char *highlight;
  guint scroll_id;
};

G_DEFINE_FINAL_TYPE (TnuNotebookView, tnu_notebook_view, GTK_TYPE_WIDGET)

enum
{
  TOKEN_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

TnsSession *
tnu_notebook_view_get_session (TnuNotebookView *self)
{
  return self->session;
}

TnuCellView *
tnu_notebook_view_get_current (TnuNotebookView *self)
{
  return self->current;
}

static TnuCellView *
next_view (GtkWidget *child)
{
  while (child != NULL && !TNU_IS_CELL_VIEW (child))
    child = gtk_widget_get_next_sibling (child);
  return child != NULL ? TNU_CELL_VIEW (child) : NULL;
}

static TnuCellView *
first_view (TnuNotebookView *self)
{
  return next_view (gtk_widget_get_first_child (self->cells));
}

static TnuCellView *
view_after (TnuCellView *view)
{
  return next_view (gtk_widget_get_next_sibling (GTK_WIDGET (view)));
}

static TnuCellView *
view_at (TnuNotebookView *self, guint position)
{
  TnuCellView *view = first_view (self);

  for (; view != NULL && position > 0; position--)
    view = view_after (view);
  return view;
}

static TnuCellView *
find_view (TnuNotebookView *self, TnsCell *cell)
{
  for (TnuCellView *view = first_view (self); view != NULL; view = view_after (view))
    if (tnu_cell_view_get_cell (view) == cell)
      return view;
  return NULL;
}

/* ---- the current cell ---- */

/* Brings @view into sight once it has its place: new cells have none yet. */
static gboolean
scroll_to_current (gpointer data)
{
  TnuNotebookView *self = data;
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  double page = gtk_adjustment_get_page_size (adjustment);
  double value = gtk_adjustment_get_value (adjustment);
  graphene_rect_t bounds;

  self->scroll_id = 0;
  if (self->current == NULL ||
      !gtk_widget_compute_bounds (GTK_WIDGET (self->current), self->cells, &bounds))
    return G_SOURCE_REMOVE;
  if (bounds.origin.y + bounds.size.height > value + page)
    value = bounds.origin.y + bounds.size.height - page;
  if (bounds.origin.y < value)
    value = bounds.origin.y;
  gtk_adjustment_set_value (adjustment, value);
  return G_SOURCE_REMOVE;
}

static void
set_current (TnuNotebookView *self, TnuCellView *view)
{
  TnuCellView *old = self->current;

  if (view == old)
    return;
  self->current = view;
  if (old != NULL)
    {
      tnu_cell_view_set_current (old, false);
      tnu_cell_view_leave (old);
    }
  if (view == NULL)
    return;
  tnu_cell_view_set_current (view, true);
  if (tns_session_get_selected_cell (self->session) != tnu_cell_view_get_cell (view))
    tns_session_select_cell (self->session, tnu_cell_view_get_cell (view));
  if (self->scroll_id == 0)
    self->scroll_id = g_timeout_add (30, scroll_to_current, self);
}

static void
selected_cell_changed (TnuNotebookView *self)
{
  TnsCell *cell = tns_session_get_selected_cell (self->session);
  TnuCellView *view = cell != NULL ? find_view (self, cell) : NULL;
  bool has_focus = gtk_widget_get_focus_child (self->cells) != NULL &&
                   (self->current == NULL || !tnu_cell_view_is_editing (self->current));

  if (view == NULL || view == self->current)
    return;
  set_current (self, view);
  if (has_focus)
    gtk_widget_grab_focus (GTK_WIDGET (view));
}

static void
cell_entered (TnuNotebookView *self, TnuCellView *view)
{
  set_current (self, view);
}

/* ---- the list ---- */

static void
forward_token (TnuNotebookView *self, const char *name)
{
  g_signal_emit (self, signals[TOKEN_ACTIVATED], 0, name);
}

static TnuCellView *
new_view (TnuNotebookView *self, TnsCell *cell)
{
  GtkWidget *view = tnu_cell_view_new (self->session, cell);

  tnu_cell_view_set_highlight (TNU_CELL_VIEW (view), self->highlight);
  g_signal_connect_swapped (view, "entered", G_CALLBACK (cell_entered), self);
  g_signal_connect_swapped (view, "token-activated", G_CALLBACK (forward_token), self);
  return TNU_CELL_VIEW (view);
}

static void
remove_view (TnuNotebookView *self, TnuCellView *view)
{
  if (self->current == view)
    {
      self->current = NULL;
      tnu_notebook_view_set_pending (self, NULL);
    }
  gtk_box_remove (GTK_BOX (self->cells), GTK_WIDGET (view));
}

static void
items_changed (TnuNotebookView *self, guint position, guint n_removed, guint n_added)
{
  bool had_focus = self->current != NULL &&
                   gtk_widget_get_focus_child (self->cells) == GTK_WIDGET (self->current);
  TnuCellView *before = position > 0 ? view_at (self, position - 1) : NULL;

  for (guint i = 0; i < n_removed; i++)
    remove_view (self, view_at (self, position));
  for (guint i = 0; i < n_added; i++)
    {
      TnuCellView *view = new_view (self, tns_notebook_get_cell (self->notebook, position + i));

      gtk_box_insert_child_after (GTK_BOX (self->cells), GTK_WIDGET (view), GTK_WIDGET (before));
      before = view;
    }
  if (self->current == NULL)
    {
      TnuCellView *view = view_at (self, position);

      set_current (self, view != NULL ? view : before);
      if (had_focus && self->current != NULL)
        gtk_widget_grab_focus (GTK_WIDGET (self->current));
    }
}

static void
runner_changed (TnuNotebookView *self)
{
  static const char *const states[] = {
    [TNS_RUNNER_COLD] = "Python · PyTorch 2",
    [TNS_RUNNER_LOADING] = "Python starts…",
    [TNS_RUNNER_IDLE] = "Python · PyTorch 2",
    [TNS_RUNNER_BUSY] = "Python is running",
    [TNS_RUNNER_FAILED] = "Python does not start",
  };

  gtk_label_set_text (GTK_LABEL (self->status), states[tns_runner_get_state (self->runner)]);
}

static void
follow_runner (TnuNotebookView *self)
{
  if (self->runner != NULL)
    g_signal_handlers_disconnect_by_func (self->runner, runner_changed, self);
  g_set_object (&self->runner, tns_session_get_runner (self->session));
  g_signal_connect_object (self->runner, "notify::state", G_CALLBACK (runner_changed), self,
                           G_CONNECT_SWAPPED);
  runner_changed (self);
}

void
tnu_notebook_view_reload (TnuNotebookView *self)
{
  TnsNotebook *notebook = tns_session_get_notebook (self->session);

  if (self->notebook == notebook)
    return;
  if (self->notebook != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->notebook, items_changed, self);
      items_changed (self, 0, tns_notebook_get_n_cells (self->notebook), 0);
    }
  g_set_object (&self->notebook, notebook);
  follow_runner (self);
  g_signal_connect_object (notebook, "items-changed", G_CALLBACK (items_changed), self,
                           G_CONNECT_SWAPPED);
  items_changed (self, 0, 0, tns_notebook_get_n_cells (notebook));
  gtk_adjustment_set_value (
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

/* ---- doing ---- */

bool
tnu_notebook_view_step (TnuNotebookView *self, int offset, bool edits)
{
  int position = tns_notebook_get_position (self->notebook, tnu_cell_view_get_cell (self->current));
  TnuCellView *view = position + offset >= 0 ? view_at (self, (guint) (position + offset)) : NULL;

  if (view == NULL)
    return false;
  set_current (self, view);
  if (edits && tns_cell_get_cell_type (tnu_cell_view_get_cell (view)) == TNS_CELL_CODE)
    tnu_cell_view_edit (view);
  else
    gtk_widget_grab_focus (GTK_WIDGET (view));
  return true;
}

void
tnu_notebook_view_insert (TnuNotebookView *self, guint position, TnsCellType type, bool edits)
{
  TnsCell *cell = tns_notebook_insert_cell (self->notebook, position, type, "");
  TnuCellView *view = find_view (self, cell);

  set_current (self, view);
  if (edits)
    tnu_cell_view_edit (view);
  else
    gtk_widget_grab_focus (GTK_WIDGET (view));
}

void
tnu_notebook_view_run_current (TnuNotebookView *self)
{
  TnsCell *cell;

  if (self->current == NULL)
    return;
  cell = tnu_cell_view_get_cell (self->current);
  tnu_cell_view_leave (self->current);
  if (tns_cell_get_cell_type (cell) == TNS_CELL_CODE)
    tns_session_run_cell (self->session, cell);
}

static void
run_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnuNotebookView *self = TNU_NOTEBOOK_VIEW (widget);
  TnsCell *cell =
    tns_notebook_find_cell (self->notebook, g_variant_get_string (parameter, NULL));

  if (cell == NULL)
    return;
  set_current (self, find_view (self, cell));
  tnu_notebook_view_run_current (self);
}

static void
insert_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnuNotebookView *self = TNU_NOTEBOOK_VIEW (widget);
  const char *id, *type;
  TnsCell *cell;
  guint position;

  g_variant_get (parameter, "(&s&s)", &id, &type);
  cell = tns_notebook_find_cell (self->notebook, id);
  position = cell != NULL ? (guint) tns_notebook_get_position (self->notebook, cell)
                          : tns_notebook_get_n_cells (self->notebook);
  tnu_notebook_view_insert (self, position,
                            strcmp (type, "code") == 0 ? TNS_CELL_CODE : TNS_CELL_MARKDOWN, true);
}

void
tnu_notebook_view_focus (TnuNotebookView *self)
{
  if (self->current != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->current));
}

/* ---- highlight, draft, search ---- */

void
tnu_notebook_view_set_highlight (TnuNotebookView *self, const char *name)
{
  g_free (self->highlight);
  self->highlight = g_strdup (name);
  for (TnuCellView *view = first_view (self); view != NULL; view = view_after (view))
    tnu_cell_view_set_highlight (view, name);
}

static GtkWidget *
new_pending (GtkWidget *draft)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new ("[+]");
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *well = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *note = gtk_label_new ("Apply writes this line into the notebook and runs it.");

  gtk_widget_add_css_class (row, "tnu-pending");
  gtk_widget_add_css_class (label, "tnu-cell-label");
  gtk_widget_add_css_class (label, "tnu-gutter");
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (well, "tnu-code-well");
  gtk_widget_add_css_class (well, "draft");
  gtk_widget_add_css_class (note, "tnu-note");
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_widget_set_hexpand (column, TRUE);
  gtk_box_append (GTK_BOX (well), draft);
  gtk_box_append (GTK_BOX (column), well);
  gtk_box_append (GTK_BOX (column), note);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), column);
  return row;
}

void
tnu_notebook_view_set_pending (TnuNotebookView *self, const char *code)
{
  if (code != NULL && self->pending != NULL)
    {
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->draft)), code, -1);
      return;
    }
  if (self->pending != NULL)
    gtk_box_remove (GTK_BOX (self->cells), self->pending);
  self->pending = self->draft = NULL;
  if (code == NULL)
    return;
  self->draft = tnu_code_editor_new_for_text (code);
  self->pending = new_pending (self->draft);
  gtk_box_insert_child_after (GTK_BOX (self->cells), self->pending, GTK_WIDGET (self->current));
}

static bool
contains (TnuCellView *view, const char *folded)
{
  g_autofree char *source =
    g_utf8_casefold (tns_cell_get_source (tnu_cell_view_get_cell (view)), -1);

  return strstr (source, folded) != NULL;
}

bool
tnu_notebook_view_search (TnuNotebookView *self, const char *text, int step)
{
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;
  int n_cells = (int) tns_notebook_get_n_cells (self->notebook);
  int position;

  for (TnuCellView *view = first_view (self); view != NULL; view = view_after (view))
    tnu_cell_view_set_search (view, text != NULL && *text != '\0' ? text : NULL);
  if (folded == NULL || *folded == '\0' || self->current == NULL)
    return false;
  position = tns_notebook_get_position (self->notebook, tnu_cell_view_get_cell (self->current));
  for (int i = 0; i < n_cells; i++)
    {
      int direction = step < 0 ? -1 : 1;
      int place = ((position + step + direction * i) % n_cells + n_cells) % n_cells;
      TnuCellView *view = view_at (self, (guint) place);

      if (contains (view, folded))
        {
          set_current (self, view);
          return true;
        }
    }
  return false;
}

/* ---- head ---- */

static GtkWidget *
new_head (TnuNotebookView *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = gtk_label_new ("NOTEBOOK");

  self->status = gtk_label_new ("");
  gtk_widget_add_css_class (head, "tnu-pane-head");
  gtk_widget_add_css_class (title, "tnu-caps");
  gtk_widget_add_css_class (self->status, "tnu-note");
  gtk_widget_set_hexpand (self->status, TRUE);
  gtk_widget_set_halign (self->status, GTK_ALIGN_END);
  gtk_label_set_ellipsize (GTK_LABEL (self->status), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), self->status);
  return head;
}

static GtkWidget *
new_list (TnuNotebookView *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *end = tnu_cell_gap_new ("");

  self->cells = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->cells, "tnu-cells");
  gtk_widget_add_css_class (end, "tnu-gap-end");
  gtk_box_append (GTK_BOX (column), self->cells);
  gtk_box_append (GTK_BOX (column), end);
  self->scroller = gtk_scrolled_window_new ();
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), tnu_page_new (column));
  return self->scroller;
}

/* ---- object ---- */

static void
tnu_notebook_view_dispose (GObject *object)
{
  TnuNotebookView *self = TNU_NOTEBOOK_VIEW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->scroll_id, g_source_remove);
  self->current = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->notebook);
  g_clear_object (&self->runner);
  g_clear_object (&self->session);
  g_clear_pointer (&self->highlight, g_free);
  G_OBJECT_CLASS (tnu_notebook_view_parent_class)->dispose (object);
}

/* Tab goes through what stands in the current cell and on to the next pane; arrows go from cell to
 * cell. */
static gboolean
tnu_notebook_view_move_focus (GtkWidget *widget, GtkDirectionType direction)
{
  TnuNotebookView *self = TNU_NOTEBOOK_VIEW (widget);
  GtkWidget *cell = GTK_WIDGET (self->current);

  if (cell == NULL || (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD))
    return GTK_WIDGET_CLASS (tnu_notebook_view_parent_class)->focus (widget, direction);
  if (gtk_widget_get_focus_child (widget) == NULL)
    return gtk_widget_grab_focus (cell);
  return gtk_widget_child_focus (cell, direction);
}

static void
tnu_notebook_view_class_init (TnuNotebookViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tnu_notebook_view_dispose;
  widget_class->focus = tnu_notebook_view_move_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_install_action (widget_class, "notebook.run", "s", run_action);
  gtk_widget_class_install_action (widget_class, "notebook.insert-before", "(ss)", insert_action);
  signals[TOKEN_ACTIVATED] =
    g_signal_new ("token-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tnu_notebook_view_init (TnuNotebookView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "tnu-notebook");
  gtk_widget_set_parent (new_head (self), GTK_WIDGET (self));
  gtk_widget_set_parent (new_list (self), GTK_WIDGET (self));
  tnu_notebook_keys_attach (self);
}

GtkWidget *
tnu_notebook_view_new (TnsSession *session)
{
  TnuNotebookView *self = g_object_new (TNU_TYPE_NOTEBOOK_VIEW, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::selected-cell", G_CALLBACK (selected_cell_changed),
                           self, G_CONNECT_SWAPPED);
  tnu_notebook_view_reload (self);
  return GTK_WIDGET (self);
}
