/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Shape editor
 *
 * The texts of the sizes are the state; every other change rebuilds the row of axes from them. */
#include "ui/builder/shape-editor.h"

#include <math.h>
#include <string.h>

#include "ui/builder/builder-page.h"
#include "ui/builder/number-text.h"
#include "ui/draw/theme.h"
#include "ui/flow-box.h"
#include "ui/operation/panel-canvas.h"
#include "ui/operation/row-parts.h"

#define SIZE_CHARS 4
#define FIRST_SIZE "2"

struct _TnuShapeEditor
{
  GtkWidget parent_instance;

  GtkWidget *flow;
  GPtrArray *sizes; /* (element-type utf8) */
  bool is_building;
};

static guint changed;

G_DEFINE_FINAL_TYPE (TnuShapeEditor, tnu_shape_editor, GTK_TYPE_WIDGET)

static void build (TnuShapeEditor *self, int focused);

static void
emit_changed (TnuShapeEditor *self)
{
  g_signal_emit (self, changed, 0);
}

/* ---- what is done to the axes ---- */

static void
add_axis (TnuShapeEditor *self, int at)
{
  if (self->sizes->len >= TNU_SHAPE_MAX_RANK)
    return;
  g_ptr_array_insert (self->sizes, at, g_strdup (FIRST_SIZE));
  build (self, at);
  emit_changed (self);
}

static void
remove_axis (TnuShapeEditor *self, int at)
{
  g_ptr_array_remove_index (self->sizes, (guint) at);
  build (self, MIN (at, (int) self->sizes->len - 1));
  emit_changed (self);
}

static void
move_axis (TnuShapeEditor *self, int from, int to)
{
  if (from == to || to < 0 || to >= (int) self->sizes->len || from >= (int) self->sizes->len)
    return;
  g_ptr_array_insert (self->sizes, to, g_ptr_array_steal_index (self->sizes, (guint) from));
  build (self, to);
  emit_changed (self);
}

static void
step_axis (TnuShapeEditor *self, int at, int by)
{
  gint64 size;
  if (!tnu_number_text_parse_int (self->sizes->pdata[at], &size) || size + by < 0)
    return;
  g_free (self->sizes->pdata[at]);
  self->sizes->pdata[at] = g_strdup_printf ("%" G_GINT64_FORMAT, size + by);
  build (self, at);
  emit_changed (self);
}

/* ---- one axis ---- */

static int
get_axis (GtkWidget *part)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (part), "axis"));
}

static void
size_typed (GtkEditable *entry, TnuShapeEditor *self)
{
  const char *text = gtk_editable_get_text (entry);
  int axis = get_axis (GTK_WIDGET (entry));
  TnuShape shape;
  gint64 size;
  if (self->is_building)
    return;
  if (strpbrk (text, ",() x") != NULL && tnu_shape_parse (text, &shape) && shape.rank > 1)
    {
      tnu_shape_editor_set_shape (self, &shape);
      emit_changed (self);
      return;
    }
  g_free (self->sizes->pdata[axis]);
  self->sizes->pdata[axis] = g_strdup (text);
  if (tnu_number_text_parse_int (text, &size))
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  emit_changed (self);
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
             TnuShapeEditor *self)
{
  GtkWidget *entry = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys));
  int axis = get_axis (entry);
  bool is_empty = *gtk_editable_get_text (GTK_EDITABLE (entry)) == '\0';
  if ((state & GDK_CONTROL_MASK) != 0 && (key == GDK_KEY_Left || key == GDK_KEY_Right))
    move_axis (self, axis, axis + (key == GDK_KEY_Left ? -1 : 1));
  else if (key == GDK_KEY_Up || key == GDK_KEY_Down)
    step_axis (self, axis, key == GDK_KEY_Up ? 1 : -1);
  else if (key == GDK_KEY_comma)
    add_axis (self, axis + 1);
  else if (is_empty && (key == GDK_KEY_BackSpace || key == GDK_KEY_Delete))
    remove_axis (self, axis);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
remove_clicked (GtkWidget *button, TnuShapeEditor *self)
{
  remove_axis (self, get_axis (button));
}

static void
add_clicked (TnuShapeEditor *self)
{
  add_axis (self, (int) self->sizes->len);
}

static GdkContentProvider *
prepare_drag (GtkDragSource *source, double x, double y, gpointer unused)
{
  GtkWidget *handle = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  return gdk_content_provider_new_typed (G_TYPE_INT, get_axis (handle));
}

/* The whole chip travels. */
static void
drag_started (GtkDragSource *source, GdkDrag *drag, gpointer unused)
{
  GtkWidget *handle = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  g_autoptr (GdkPaintable) chip = gtk_widget_paintable_new (gtk_widget_get_parent (handle));
  g_autoptr (GdkPaintable) picture = gdk_paintable_get_current_image (chip);
  gtk_drag_source_set_icon (source, picture, 0, 0);
}

static gboolean
dropped (GtkDropTarget *target, const GValue *value, double x, double y, TnuShapeEditor *self)
{
  GtkWidget *chip = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  move_axis (self, g_value_get_int (value), get_axis (chip));
  return TRUE;
}

static void
set_axis (GtkWidget *part, int axis)
{
  g_object_set_data (G_OBJECT (part), "axis", GINT_TO_POINTER (axis));
}

static GtkWidget *
make_handle (int axis)
{
  const TnuColor *color = tnu_theme_get_axis_color (tnu_panel_get_theme (), axis);
  GtkWidget *handle = gtk_label_new (NULL);
  GtkDragSource *source = gtk_drag_source_new ();
  g_autofree char *markup = g_strdup_printf (
      "<span color=\"#%02x%02x%02x\" weight=\"bold\">⠿ %c</span>", (int) lround (color->r * 255),
      (int) lround (color->g * 255), (int) lround (color->b * 255), tnu_axis_get_letter (axis));
  gtk_label_set_markup (GTK_LABEL (handle), markup);
  gtk_widget_add_css_class (handle, "tnu-mono");
  gtk_widget_set_tooltip_text (handle, "Drag to another place (Ctrl+Left, Ctrl+Right)");
  gtk_widget_set_cursor_from_name (handle, "grab");
  set_axis (handle, axis);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_drag), NULL);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_started), NULL);
  gtk_widget_add_controller (handle, GTK_EVENT_CONTROLLER (source));
  return handle;
}

static GtkWidget *
make_size (TnuShapeEditor *self, int axis)
{
  g_autofree char *name = g_strdup_printf ("Size of axis %c", tnu_axis_get_letter (axis));
  GtkWidget *entry = tnu_builder_entry_new (name, self->sizes->pdata[axis], SIZE_CHARS);
  GtkEventController *keys = gtk_event_controller_key_new ();
  gint64 size;
  set_axis (entry, axis);
  if (!tnu_number_text_parse_int (self->sizes->pdata[axis], &size))
    gtk_widget_add_css_class (entry, "error");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (entry, keys);
  g_signal_connect (entry, "changed", G_CALLBACK (size_typed), self);
  return entry;
}

static GtkWidget *
make_chip (TnuShapeEditor *self, int axis)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *cross = gtk_button_new_with_label ("×");
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INT, GDK_ACTION_COPY);
  gtk_widget_add_css_class (chip, "tnu-index-axis");
  set_axis (chip, axis);
  g_signal_connect (target, "drop", G_CALLBACK (dropped), self);
  gtk_widget_add_controller (chip, GTK_EVENT_CONTROLLER (target));
  gtk_box_append (GTK_BOX (chip), make_handle (axis));
  gtk_box_append (GTK_BOX (chip), make_size (self, axis));
  gtk_widget_add_css_class (cross, "flat");
  gtk_widget_add_css_class (cross, "tnu-mini");
  gtk_widget_set_valign (cross, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (cross, "Take this axis away");
  gtk_accessible_update_property (GTK_ACCESSIBLE (cross), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Take this axis away", -1);
  set_axis (cross, axis);
  g_signal_connect (cross, "clicked", G_CALLBACK (remove_clicked), self);
  gtk_box_append (GTK_BOX (chip), cross);
  return chip;
}

/* Children of a flow box sit in children of its own that take no focus here. */
static void
append (TnuShapeEditor *self, GtkWidget *part)
{
  tnu_flow_box_append (self->flow, part);
  gtk_widget_set_focusable (gtk_widget_get_parent (part), FALSE);
  gtk_widget_set_halign (gtk_widget_get_parent (part), GTK_ALIGN_START);
}

static void
focus_axis (TnuShapeEditor *self, int axis)
{
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (self->flow), axis);
  if (child != NULL)
    gtk_widget_child_focus (GTK_WIDGET (child), GTK_DIR_TAB_FORWARD);
}

/* @focused: axis whose size the keyboard goes to; -1: leave it */
static void
build (TnuShapeEditor *self, int focused)
{
  GtkWidget *add = gtk_button_new_with_label ("+ axis");
  GtkWidget *child;
  self->is_building = true;
  while ((child = gtk_widget_get_first_child (self->flow)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->flow), child);
  for (int axis = 0; axis < (int) self->sizes->len; axis++)
    append (self, make_chip (self, axis));
  gtk_widget_add_css_class (add, "tnu-mini");
  gtk_widget_set_valign (add, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (add, "Add an axis (type a comma in a size)");
  gtk_widget_set_sensitive (add, self->sizes->len < TNU_SHAPE_MAX_RANK);
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (add_clicked), self);
  append (self, add);
  self->is_building = false;
  if (focused >= 0)
    focus_axis (self, focused);
}

/* ---- the object ---- */

static void
tnu_shape_editor_dispose (GObject *object)
{
  g_clear_pointer (&TNU_SHAPE_EDITOR (object)->flow, gtk_widget_unparent);
  G_OBJECT_CLASS (tnu_shape_editor_parent_class)->dispose (object);
}

static void
tnu_shape_editor_finalize (GObject *object)
{
  g_ptr_array_unref (TNU_SHAPE_EDITOR (object)->sizes);
  G_OBJECT_CLASS (tnu_shape_editor_parent_class)->finalize (object);
}

static void
tnu_shape_editor_class_init (TnuShapeEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_shape_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = tnu_shape_editor_finalize;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tnu_shape_editor_init (TnuShapeEditor *self)
{
  self->sizes = g_ptr_array_new_with_free_func (g_free);
  self->flow = tnu_flow_box_new ();
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->flow), 3);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->flow), 4);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->flow), 4);
  gtk_widget_add_css_class (self->flow, "tnu-shape-editor");
  gtk_widget_set_parent (self->flow, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, "Shape",
                                  -1);
}

GtkWidget *
tnu_shape_editor_new (const TnuShape *shape)
{
  TnuShapeEditor *self = g_object_new (TNU_TYPE_SHAPE_EDITOR, NULL);
  tnu_shape_editor_set_shape (self, shape);
  return GTK_WIDGET (self);
}

bool
tnu_shape_editor_get_shape (TnuShapeEditor *self, TnuShape *shape)
{
  g_return_val_if_fail (TNU_IS_SHAPE_EDITOR (self), false);
  shape->rank = (int) self->sizes->len;
  for (int d = 0; d < shape->rank; d++)
    if (!tnu_number_text_parse_int (self->sizes->pdata[d], &shape->sizes[d]))
      return false;
  return true;
}

void
tnu_shape_editor_set_shape (TnuShapeEditor *self, const TnuShape *shape)
{
  g_return_if_fail (TNU_IS_SHAPE_EDITOR (self));
  bool has_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
  g_ptr_array_set_size (self->sizes, 0);
  for (int d = 0; d < shape->rank; d++)
    g_ptr_array_add (self->sizes, g_strdup_printf ("%" G_GINT64_FORMAT, shape->sizes[d]));
  build (self, has_focus ? shape->rank - 1 : -1);
}
