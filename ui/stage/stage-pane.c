/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/stage/stage-pane.h"

#include <math.h>

#include "ui/op-tooltip.h"
#include "ui/stage/stage-cells.h"
#include "ui/stage/stage-menu.h"
#include "ui/stage/stage-view.h"
#include "ui/stage/word-box.h"

#define ZOOM_STEP 1.25
#define SIGN_SCALE 1.5

struct _TnuStagePane
{
  GtkWidget parent_instance;

  TnsSession *session;
  GtkWidget *box;
  GtkWidget *stack;
  GtkWidget *stage;
  GtkWidget *panel;
  GtkLabel *name;
  GtkWidget *words; /* the operations */
  GtkWidget *word;  /* the one chosen last */
  GtkWidget *menu;
  GtkLabel *fact;
  GtkButton *zoom;
};

/* The words of the head, in the look's order. */
static const struct
{
  const char *op;
  const char *tooltip;
} operations[] = {
  { "reshape", "Give the selected tensor another shape" },
  { "permute", "Put the axes of the selected tensor in another order" },
  { "stack", "Join the tensors that are chosen, or take one apart" },
  { "index", "Take a part of the selected tensor, or write into it" },
  { "sum", "Fold the selected tensor along axes: sum, mean, max and their like" },
  { "matmul", "Multiply the selected tensor with another one" },
  { "find", "Find any operation by its name or by what it does" },
  { "broadcast", "Work on two tensors of different shapes, number by number" },
  { "expand", "Repeat the selected tensor without copying it" },
};

static guint operation_activated;
static guint element_changed;

G_DEFINE_FINAL_TYPE (TnuStagePane, tnu_stage_pane, GTK_TYPE_WIDGET)

/* ---- the head ---- */

/* The selected name while it names a tensor: an undone action takes its variable away. */
static const char *
get_name (TnuStagePane *self)
{
  const char *name = tns_session_get_selected_name (self->session);
  TnsTimeline *timeline = tns_session_get_timeline (self->session);
  g_autoptr (GPtrArray) variables = NULL;

  if (name == NULL || timeline == NULL)
    return NULL;
  variables = tns_timeline_dup_variables (timeline, tns_timeline_get_n_steps (timeline));
  for (guint k = 0; k < variables->len; k++)
    if (g_str_equal (((TnsVariable *) variables->pdata[k])->name, name))
      return name;
  return NULL;
}

static void
selection_changed (TnuStagePane *self)
{
  const char *name = get_name (self);

  gtk_label_set_text (self->name, name != NULL ? name : "Stage");
  if (name != NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->name), "tnu-control");
      gtk_widget_add_css_class (GTK_WIDGET (self->name), "tnu-name");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->name), "tnu-name");
      gtk_widget_add_css_class (GTK_WIDGET (self->name), "tnu-control");
    }
  gtk_widget_set_visible (self->words, name != NULL);
}

static void
summary_changed (TnuStagePane *self)
{
  g_autofree char *summary = NULL;

  g_object_get (self->stage, "summary", &summary, NULL);
  gtk_label_set_text (self->fact, summary);
}

static void
zoom_changed (TnuStagePane *self)
{
  const double zoom = tnu_stage_view_get_zoom (TNU_STAGE_VIEW (self->stage));
  g_autofree char *text = g_strdup_printf ("%d %%", (int) lround (100 * zoom));

  gtk_button_set_label (self->zoom, text);
}

/* Whose panel stands below. */
static void
check_word (TnuStagePane *self, bool is_checked)
{
  if (self->word == NULL)
    return;
  if (is_checked)
    gtk_widget_set_state_flags (self->word, GTK_STATE_FLAG_CHECKED, FALSE);
  else
    gtk_widget_unset_state_flags (self->word, GTK_STATE_FLAG_CHECKED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->word), GTK_ACCESSIBLE_STATE_PRESSED,
                               is_checked ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                          : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
}

void
tnu_stage_pane_show_operation (TnuStagePane *self, const char *op)
{
  GtkWidget *word;

  g_return_if_fail (TNU_IS_STAGE_PANE (self));
  word = tnu_word_box_find (TNU_WORD_BOX (self->words), op);
  check_word (self, false);
  /* One that stands only in the panel is of the family that the head's word has opened. */
  if (word != NULL)
    self->word = word;
  check_word (self, self->panel != NULL);
}

gboolean
tnu_stage_pane_operate (TnuStagePane *self, const char *op)
{
  const char *name;

  g_return_val_if_fail (TNU_IS_STAGE_PANE (self), FALSE);
  name = get_name (self);
  /* Finding one begins with a tensor, or with none. */
  if (name == NULL && !g_str_equal (op, "find"))
    return FALSE;
  check_word (self, false);
  self->word = tnu_word_box_find (TNU_WORD_BOX (self->words), op);
  g_signal_emit (self, operation_activated, 0, op, name);
  return TRUE;
}

GtkWidget *
tnu_stage_pane_get_panel (TnuStagePane *self)
{
  g_return_val_if_fail (TNU_IS_STAGE_PANE (self), NULL);
  return self->panel;
}

void
tnu_stage_pane_begin (TnuStagePane *self, const char *op)
{
  g_return_if_fail (TNU_IS_STAGE_PANE (self));
  check_word (self, false);
  self->word = NULL;
  g_signal_emit (self, operation_activated, 0, op, NULL);
}

GStrv
tnu_stage_pane_dup_chosen_names (TnuStagePane *self)
{
  g_return_val_if_fail (TNU_IS_STAGE_PANE (self), NULL);
  return tnu_stage_view_dup_chosen_names (TNU_STAGE_VIEW (self->stage));
}

static void
word_clicked (GtkButton *button, TnuStagePane *self)
{
  tnu_stage_pane_operate (self, gtk_button_get_label (button));
}

/* ---- the menu of a card ---- */

static void
show_menu (TnuStagePane *self, const GdkRectangle *place)
{
  g_autoptr (GMenu) model = g_menu_new ();
  g_autoptr (GMenu) words = g_menu_new ();
  g_autoptr (GMenuModel) ways = tnu_stage_menu_new (TNU_STAGE_VIEW (self->stage));

  for (gsize k = 0; k < G_N_ELEMENTS (operations); k++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (operations[k].op, NULL);

      g_menu_item_set_action_and_target (item, "win.operate", "s", operations[k].op);
      g_menu_append_item (words, item);
    }
  g_menu_append_section (model, NULL, ways);
  g_menu_append_section (model, NULL, G_MENU_MODEL (words));
  tnu_stage_cells_add_to_menu (self, model);
  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (NULL);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), G_MENU_MODEL (model));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
card_pressed (GtkGestureClick *click, int n_press, double x, double y, TnuStagePane *self)
{
  const char *name = tnu_stage_view_get_name_at (TNU_STAGE_VIEW (self->stage), x, y);
  double pane_x, pane_y;

  if (name == NULL
      || !gtk_widget_translate_coordinates (self->stage, GTK_WIDGET (self), x, y, &pane_x, &pane_y))
    return;
  tns_session_select_name (self->session, name);
  tnu_stage_view_keep_cell_at (TNU_STAGE_VIEW (self->stage), x, y);
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu (self, &(GdkRectangle){ (int) pane_x, (int) pane_y, 1, 1 });
}

/* For the selected tensor, by key. */
static gboolean
menu_asked (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  TnuStagePane *self = TNU_STAGE_PANE (widget);
  GdkRectangle place = { 0, 0, 1, 1 };
  double x, y;

  if (get_name (self) == NULL
      || !gtk_widget_translate_coordinates (GTK_WIDGET (self->name), widget, 0,
                                            gtk_widget_get_height (GTK_WIDGET (self->name)), &x,
                                            &y))
    return GDK_EVENT_PROPAGATE;
  place.x = (int) x;
  place.y = (int) y;
  show_menu (self, &place);
  return GDK_EVENT_STOP;
}

static void
set_zoom (TnuStagePane *self, double zoom)
{
  /* 100 % is met exactly however one comes by. */
  tnu_stage_view_set_zoom (TNU_STAGE_VIEW (self->stage), fabs (zoom - 1) < .02 ? 1 : zoom);
}

static void
zoom_out (TnuStagePane *self)
{
  set_zoom (self, tnu_stage_view_get_zoom (TNU_STAGE_VIEW (self->stage)) / ZOOM_STEP);
}

static void
zoom_in (TnuStagePane *self)
{
  set_zoom (self, tnu_stage_view_get_zoom (TNU_STAGE_VIEW (self->stage)) * ZOOM_STEP);
}

static void
zoom_reset (TnuStagePane *self)
{
  set_zoom (self, 1);
}

static GtkWidget *
add_button (GtkWidget *box, GtkWidget *button, const char *name, GCallback callback,
            TnuStagePane *self)
{
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

/* Drawn by the font: icon themes put these signs in a box. */
static GtkWidget *
make_sign (const char *sign)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (sign);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (SIGN_SCALE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_button_set_child (GTK_BUTTON (button), label);
  return button;
}

static GtkWidget *
make_words (TnuStagePane *self)
{
  GtkWidget *words = tnu_word_box_new ();

  for (gsize k = 0; k < G_N_ELEMENTS (operations); k++)
    {
      GtkWidget *word = gtk_button_new_with_label (operations[k].op);
      g_autofree char *tooltip
          = tnu_op_dup_tooltip (tns_op_find (operations[k].op), operations[k].tooltip);

      gtk_widget_add_css_class (word, "flat");
      gtk_widget_add_css_class (word, "tnu-op");
      gtk_widget_set_valign (word, GTK_ALIGN_CENTER);
      gtk_widget_set_tooltip_text (word, tooltip);
      g_signal_connect (word, "clicked", G_CALLBACK (word_clicked), self);
      tnu_word_box_append (TNU_WORD_BOX (words), word);
    }
  return words;
}

/* In a narrow window the last words are beyond the edge: Tab and the wheel bring them, the card's
 * menu has all of them. */
static GtkWidget *
make_words_scroller (GtkWidget *words)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), words);
  /* Tab goes by the middle of things: this one must be as high as those beside it. */
  gtk_widget_set_valign (scroller, GTK_ALIGN_CENTER);
  g_object_bind_property (words, "visible", scroller, "visible", G_BINDING_SYNC_CREATE);
  return scroller;
}

static GtkLabel *
add_label (GtkWidget *box, const char *style_class)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_widget_add_css_class (label, style_class);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
make_head (TnuStagePane *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *create, *zoom;

  gtk_widget_add_css_class (head, "tnu-pane-head");
  self->name = add_label (head, "tnu-control");
  create = gtk_button_new_with_label ("+ tensor");
  gtk_widget_add_css_class (create, "flat");
  gtk_widget_add_css_class (create, "tnu-op");
  gtk_widget_set_valign (create, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (create, "Make a new tensor (Ctrl+Shift+N)");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (create), "win.new-tensor");
  self->words = make_words (self);
  gtk_box_append (GTK_BOX (head), make_words_scroller (self->words));
  gtk_box_append (GTK_BOX (head), create);
  self->fact = add_label (head, "tnu-dim");
  gtk_widget_set_hexpand (GTK_WIDGET (self->fact), TRUE);
  gtk_label_set_xalign (self->fact, 1);
  add_button (head, make_sign ("−"), "Zoom out",
              G_CALLBACK (zoom_out), self);
  zoom = add_button (head, gtk_button_new_with_label ("100 %"), "Zoom to 100 %",
                     G_CALLBACK (zoom_reset), self);
  gtk_widget_add_css_class (zoom, "tnu-mono");
  self->zoom = GTK_BUTTON (zoom);
  add_button (head, make_sign ("+"), "Zoom in",
              G_CALLBACK (zoom_in), self);
  return head;
}

/* ---- the object ---- */

static void
forward_element (TnuStageView *stage, const char *name, GVariant *index, TnuStagePane *self)
{
  g_signal_emit (self, element_changed, 0, name, index);
}

TnuStageView *
tnu_stage_pane_get_stage (TnuStagePane *self)
{
  g_return_val_if_fail (TNU_IS_STAGE_PANE (self), NULL);
  return TNU_STAGE_VIEW (self->stage);
}

void
tnu_stage_pane_set_panel (TnuStagePane *self, GtkWidget *panel)
{
  g_return_if_fail (TNU_IS_STAGE_PANE (self));
  if (self->panel == panel)
    return;
  if (panel != NULL)
    gtk_stack_add_child (GTK_STACK (self->stack), panel);
  gtk_stack_set_visible_child (GTK_STACK (self->stack),
                               panel != NULL ? panel : gtk_widget_get_first_child (self->stack));
  if (self->panel != NULL)
    gtk_stack_remove (GTK_STACK (self->stack), self->panel);
  self->panel = panel;
  check_word (self, panel != NULL);
  if (panel != NULL)
    gtk_widget_grab_focus (panel);
}

static void
tnu_stage_pane_dispose (GObject *object)
{
  TnuStagePane *self = TNU_STAGE_PANE (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tnu_stage_pane_parent_class)->dispose (object);
}

static void
tnu_stage_pane_class_init (TnuStagePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tnu_stage_pane_dispose;
  operation_activated
      = g_signal_new ("operation-activated", TNU_TYPE_STAGE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  element_changed
      = g_signal_new ("element-changed", TNU_TYPE_STAGE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_VARIANT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  tnu_stage_cells_install (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_asked, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_asked, NULL);
}

static void
tnu_stage_pane_init (TnuStagePane *self)
{
}

GtkWidget *
tnu_stage_pane_new (TnsSession *session)
{
  TnuStagePane *self = g_object_new (TNU_TYPE_STAGE_PANE, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->session = g_object_ref (session);
  self->stage = tnu_stage_view_new (session);
  tnu_stage_menu_add_actions (TNU_STAGE_VIEW (self->stage), GTK_WIDGET (self));
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), make_head (self));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->stage);
  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_stack_add_child (GTK_STACK (self->stack), scroller);
  gtk_box_append (GTK_BOX (self->box), self->stack);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (card_pressed), self);
  gtk_widget_add_controller (self->stage, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (self->stage, "element-changed", G_CALLBACK (forward_element), self);
  g_signal_connect_swapped (self->stage, "notify::summary", G_CALLBACK (summary_changed), self);
  g_signal_connect_swapped (self->stage, "notify::zoom", G_CALLBACK (zoom_changed), self);
  g_signal_connect_swapped (session, "notify::selected-name", G_CALLBACK (selection_changed),
                            self);
  g_signal_connect_swapped (session, "notify::timeline", G_CALLBACK (selection_changed), self);
  selection_changed (self);
  summary_changed (self);
  zoom_changed (self);
  return GTK_WIDGET (self);
}
