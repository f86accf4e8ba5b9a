/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Value grid
 *
 * While a cell is typed its text lies in @typed; every way out of the cell puts it into the
 * table. */
#include "ui/builder/value-grid.h"

#include <adwaita.h>
#include <string.h>

#include "ui/builder/value-picture.h"
#include "ui/operation/panel-canvas.h"
#include "ui/text-scale.h"

#define INSET TNU_VALUE_PICTURE_INSET
#define MIN_WIDTH 240

struct _TnuValueGrid
{
  GtkWidget parent_instance;

  TnuValueTable *table; /* (nullable) */
  TnuValuePicture picture;
  int row, col; /* the cursor */
  int anchor_row, anchor_col;
  GString *typed; /* (nullable) */
  GCancellable *cancellable;

  GtkWidget *scroller;
  GtkWidget *area;
  TnuText *text;
};

enum
{
  CHANGED,
  TOLD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TnuValueGrid, tnu_value_grid, GTK_TYPE_WIDGET)

TnuCellRange
tnu_value_grid_get_range (TnuValueGrid *self)
{
  TnuCellRange range = { self->anchor_row, self->anchor_col, self->row, self->col };
  return tnu_cell_range_sort (&range);
}

/* ---- numbers ---- */

static void
mark_selection (TnuValueGrid *self)
{
  TnuCellRange range = tnu_value_grid_get_range (self);
  tnu_value_picture_mark (&self->picture, &range, self->row, self->col);
  gtk_widget_queue_draw (self->area);
}

static void
read_table (TnuValueGrid *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  if (self->text == NULL)
    self->text = tnu_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)), 1);
  tnu_value_picture_read (&self->picture, self->table, self->text);
  gtk_drawing_area_set_content_width (
      GTK_DRAWING_AREA (self->area),
      (int) (scale * tnu_value_picture_get_width (&self->picture)));
  gtk_drawing_area_set_content_height (
      GTK_DRAWING_AREA (self->area),
      (int) (scale * tnu_value_picture_get_height (&self->picture)));
}

void
tnu_value_grid_refresh (TnuValueGrid *self)
{
  g_return_if_fail (TNU_IS_VALUE_GRID (self));
  if (self->table == NULL)
    return;
  self->row = CLAMP (self->row, 0, MAX (self->table->n_rows - 1, 0));
  self->col = CLAMP (self->col, 0, MAX (self->table->n_cols - 1, 0));
  self->anchor_row = CLAMP (self->anchor_row, 0, MAX (self->table->n_rows - 1, 0));
  self->anchor_col = CLAMP (self->anchor_col, 0, MAX (self->table->n_cols - 1, 0));
  read_table (self);
  mark_selection (self);
}

static void
table_changed (TnuValueGrid *self)
{
  tnu_value_grid_refresh (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static bool
is_empty (TnuValueGrid *self)
{
  return self->table == NULL || self->table->n_rows * self->table->n_cols == 0;
}

/* ---- typing ---- */

static void
put_typed (TnuValueGrid *self)
{
  if (self->typed == NULL)
    return;
  tnu_value_table_set (self->table, self->row, self->col, self->typed->str);
  g_string_free (g_steal_pointer (&self->typed), TRUE);
  table_changed (self);
}

static void
drop_typed (TnuValueGrid *self)
{
  if (self->typed != NULL)
    g_string_free (g_steal_pointer (&self->typed), TRUE);
  gtk_widget_queue_draw (self->area);
}

static void
start_typing (TnuValueGrid *self, const char *text)
{
  put_typed (self);
  self->typed = g_string_new (text);
  gtk_widget_queue_draw (self->area);
}

static void
rub_out (TnuValueGrid *self)
{
  const char *end = self->typed->str + self->typed->len;
  const char *last = g_utf8_find_prev_char (self->typed->str, end);
  g_string_truncate (self->typed, last != NULL ? (gsize) (last - self->typed->str) : 0);
  gtk_widget_queue_draw (self->area);
}

static void
say_cell (TnuValueGrid *self)
{
  g_autofree char *words
      = g_strdup_printf ("Row %d, column %d: %s", self->row, self->col,
                         tnu_value_table_get (self->table, self->row, self->col));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
}

/* Brings the cursor's cell into sight. */
static void
scroll_to_cursor (TnuValueGrid *self)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (self->scroller);
  double scale = tnu_text_scale_get (GTK_WIDGET (self)), x, y;
  tnu_grid_get_cell (&self->picture.grid, self->row, self->col, &x, &y);
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_hadjustment (scroller),
                             scale * (self->col == 0 ? 0 : x - INSET),
                             scale * (x + self->picture.grid.cell_w + INSET));
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (scroller),
                             scale * (self->row == 0 ? 0 : y - INSET),
                             scale * (y + self->picture.grid.cell_h + INSET));
}

static void
go_to (TnuValueGrid *self, int row, int col, bool extends)
{
  put_typed (self);
  self->row = CLAMP (row, 0, self->table->n_rows - 1);
  self->col = CLAMP (col, 0, self->table->n_cols - 1);
  if (!extends)
    {
      self->anchor_row = self->row;
      self->anchor_col = self->col;
    }
  mark_selection (self);
  scroll_to_cursor (self);
  say_cell (self);
}

/* To the next cell in reading order, from the last one into a new row. */
static void
go_on (TnuValueGrid *self, int by)
{
  put_typed (self);
  int at = self->row * self->table->n_cols + self->col + by;
  if (at < 0)
    return;
  if (at >= self->table->n_rows * self->table->n_cols)
    {
      if (tnu_value_table_is_vector (self->table)
              ? !tnu_value_table_resize (self->table, 1, self->table->n_cols + 1)
              : !tnu_value_table_resize (self->table, self->table->n_rows + 1,
                                         self->table->n_cols))
        return;
      table_changed (self);
    }
  go_to (self, at / self->table->n_cols, at % self->table->n_cols, false);
}

/* ---- clipboard ---- */

static bool
paste_text (TnuValueGrid *self, const char *text, GError **error)
{
  TnuCellRange range = tnu_value_grid_get_range (self);
  g_auto (TnuTableText) table = { 0 };
  return tnu_table_text_read (&table, text, error)
         && tnu_value_table_paste (self->table, range.row0, range.col0, &table, error);
}

static void
text_arrived (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (TnuValueGrid) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text
      = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, &error);
  if (self->table == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_error (&error);
  drop_typed (self);
  if (paste_text (self, text != NULL ? text : "", &error))
    table_changed (self);
  else
    g_signal_emit (self, signals[TOLD], 0, error->message);
}

void
tnu_value_grid_paste (TnuValueGrid *self)
{
  g_return_if_fail (TNU_IS_VALUE_GRID (self));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->cancellable,
                                 text_arrived, g_object_ref (self));
}

static void
copy (TnuValueGrid *self, bool cuts)
{
  TnuCellRange range = tnu_value_grid_get_range (self);
  g_autofree char *text = tnu_value_table_copy (self->table, &range);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  if (!cuts)
    return;
  tnu_value_table_fill (self->table, &range, "");
  table_changed (self);
}

static void
select_all (TnuValueGrid *self)
{
  go_to (self, self->table->n_rows - 1, self->table->n_cols - 1, false);
  self->anchor_row = self->anchor_col = 0;
  mark_selection (self);
}

static bool
press_control (TnuValueGrid *self, guint key)
{
  switch (key)
    {
    case GDK_KEY_c:
      copy (self, false);
      return true;
    case GDK_KEY_x:
      copy (self, true);
      return true;
    case GDK_KEY_v:
      tnu_value_grid_paste (self);
      return true;
    case GDK_KEY_a:
      select_all (self);
      return true;
    default:
      return false;
    }
}

/* ---- keys ---- */

static void
empty_selection (TnuValueGrid *self)
{
  TnuCellRange range = tnu_value_grid_get_range (self);
  tnu_value_table_fill (self->table, &range, "");
  table_changed (self);
}

static bool
press_walk (TnuValueGrid *self, guint key, bool shift)
{
  int row = self->row, col = self->col;
  switch (key)
    {
    case GDK_KEY_Left:
      go_to (self, row, col - 1, shift);
      return true;
    case GDK_KEY_Right:
      go_to (self, row, col + 1, shift);
      return true;
    case GDK_KEY_Up:
      go_to (self, row - 1, col, shift);
      return true;
    case GDK_KEY_Down:
      go_to (self, row + 1, col, shift);
      return true;
    case GDK_KEY_Home:
      go_to (self, row, 0, shift);
      return true;
    case GDK_KEY_End:
      go_to (self, row, self->table->n_cols - 1, shift);
      return true;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      go_to (self, row + (shift ? -1 : 1), col, false);
      return true;
    case GDK_KEY_Tab:
    case GDK_KEY_ISO_Left_Tab:
      go_on (self, key == GDK_KEY_Tab && !shift ? 1 : -1);
      return true;
    default:
      return false;
    }
}

static bool
press_edit (TnuValueGrid *self, guint key)
{
  bool is_typing = self->typed != NULL;
  gunichar letter = gdk_keyval_to_unicode (key);
  if (key == GDK_KEY_F2)
    start_typing (self, tnu_value_table_get (self->table, self->row, self->col));
  else if (key == GDK_KEY_Escape && is_typing)
    drop_typed (self);
  else if (key == GDK_KEY_BackSpace && is_typing)
    rub_out (self);
  else if ((key == GDK_KEY_BackSpace || key == GDK_KEY_Delete) && !is_typing)
    empty_selection (self);
  else if (letter >= ' ' && letter != 127)
    {
      if (!is_typing)
        start_typing (self, "");
      g_string_append_unichar (self->typed, letter);
      gtk_widget_queue_draw (self->area);
    }
  else
    return false;
  return true;
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
             TnuValueGrid *self)
{
  if (is_empty (self) || (state & GDK_ALT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  if ((state & GDK_CONTROL_MASK) != 0)
    return press_control (self, gdk_keyval_to_lower (key));
  return press_walk (self, key, (state & GDK_SHIFT_MASK) != 0) || press_edit (self, key);
}

/* ---- pointer ---- */

static bool
find_cell (TnuValueGrid *self, double x, double y, int *row, int *col)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  return !is_empty (self)
         && tnu_grid_hit (&self->picture.grid, self->table->n_rows, self->table->n_cols, x / scale,
                          y / scale, row, col);
}

static void
pressed (GtkGestureDrag *drag, double x, double y, TnuValueGrid *self)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));
  int row, col;
  gtk_widget_grab_focus (self->area);
  if (find_cell (self, x, y, &row, &col))
    go_to (self, row, col, (state & GDK_SHIFT_MASK) != 0);
}

static void
dragged (GtkGestureDrag *drag, double dx, double dy, TnuValueGrid *self)
{
  double x, y;
  int row, col;
  gtk_gesture_drag_get_start_point (drag, &x, &y);
  if (find_cell (self, x + dx, y + dy, &row, &col) && (row != self->row || col != self->col))
    go_to (self, row, col, true);
}

static void
clicked (GtkGestureClick *click, int n_press, double x, double y, TnuValueGrid *self)
{
  int row, col;
  if (n_press == 2 && find_cell (self, x, y, &row, &col))
    start_typing (self, tnu_value_table_get (self->table, row, col));
}

/* ---- drawing ---- */

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuValueGrid *self = data;
  double scale = tnu_text_scale_get (GTK_WIDGET (self)), w;
  TnuCanvas canvas = tnu_panel_begin_drawing (GTK_WIDGET (self), &self->text, cr, width, &w);
  tnu_set_token (&canvas, TNU_STAGE, 1);
  cairo_paint (cr);
  tnu_lattice (&canvas, 0, 0, w, height / scale);
  if (is_empty (self))
    return;
  tnu_value_picture_draw (&self->picture, self->table, &canvas,
                          self->typed != NULL ? self->typed->str : NULL);
}

/* ---- the object ---- */

static gboolean
tnu_value_grid_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TNU_VALUE_GRID (widget)->area);
}

static void
tnu_value_grid_dispose (GObject *object)
{
  TnuValueGrid *self = TNU_VALUE_GRID (object);
  g_cancellable_cancel (self->cancellable);
  self->table = NULL;
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self->area);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->text, tnu_text_free);
  G_OBJECT_CLASS (tnu_value_grid_parent_class)->dispose (object);
}

static void
tnu_value_grid_finalize (GObject *object)
{
  TnuValueGrid *self = TNU_VALUE_GRID (object);
  g_clear_object (&self->cancellable);
  if (self->typed != NULL)
    g_string_free (self->typed, TRUE);
  tnu_value_picture_clear (&self->picture);
  G_OBJECT_CLASS (tnu_value_grid_parent_class)->finalize (object);
}

static void
tnu_value_grid_class_init (TnuValueGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_value_grid_dispose;
  G_OBJECT_CLASS (klass)->finalize = tnu_value_grid_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = tnu_value_grid_grab_focus;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TOLD] = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
listen (TnuValueGrid *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (pressed), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (dragged), self);
  g_signal_connect (click, "pressed", G_CALLBACK (clicked), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (put_typed), self);
  gtk_widget_add_controller (self->area, keys);
  gtk_widget_add_controller (self->area, focus);
  gtk_widget_add_controller (self->area, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (self->area, GTK_EVENT_CONTROLLER (drag));
}

static void
tnu_value_grid_init (TnuValueGrid *self)
{
  self->cancellable = g_cancellable_new ();
  self->area = gtk_drawing_area_new ();
  gtk_widget_set_focusable (self->area, TRUE);
  gtk_widget_add_css_class (self->area, "tnu-index-picture");
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Table of numbers to type into", -1);
  listen (self);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->area);
  gtk_widget_set_size_request (self->scroller, MIN_WIDTH, -1);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark",
                            G_CALLBACK (gtk_widget_queue_draw), self->area);
}

GtkWidget *
tnu_value_grid_new (TnuValueTable *table)
{
  TnuValueGrid *self = g_object_new (TNU_TYPE_VALUE_GRID, NULL);
  self->table = table;
  tnu_value_grid_refresh (self);
  return GTK_WIDGET (self);
}

void
tnu_value_grid_forget (TnuValueGrid *self)
{
  g_return_if_fail (TNU_IS_VALUE_GRID (self));
  self->table = NULL;
}
