/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/stepper/stepper.h"

#include "ui/stepper/timeline-view.h"

#include <string.h>

#define STEP_MS 1000 /* while playing */

struct _TnuStepper
{
  GtkWidget parent_instance;

  TnsSession *session;
  GtkWidget *play;
  GtkWidget *sentence;
  GtkWidget *count;
  guint play_id;
  bool is_narrow;
};

G_DEFINE_FINAL_TYPE (TnuStepper, tnu_stepper, GTK_TYPE_WIDGET)

static int
get_n_steps (TnuStepper *self)
{
  TnsTimeline *timeline = tns_session_get_timeline (self->session);

  return timeline != NULL ? tns_timeline_get_n_steps (timeline) : 0;
}

/* ---- what it says ---- */

static void
update_sentence (TnuStepper *self, int cursor, int n_steps)
{
  TnsTimeline *timeline = tns_session_get_timeline (self->session);
  const char *sentence;

  if (n_steps == 0)
    sentence = "Run a cell: every step it takes appears here.";
  else if (cursor <= 0)
    sentence = "Before the first step.";
  else
    sentence = tns_timeline_get_step (timeline, MIN (cursor, n_steps) - 1)->sentence;
  gtk_label_set_markup (GTK_LABEL (self->sentence), sentence);
}

static void
update (TnuStepper *self)
{
  int n_steps = get_n_steps (self);
  int cursor = tns_session_get_cursor (self->session);
  g_autofree char *count =
    g_strdup_printf ("%s%d of %d", self->is_narrow ? "" : "step ", cursor, n_steps);

  update_sentence (self, cursor, n_steps);
  gtk_label_set_text (GTK_LABEL (self->count), n_steps > 0 ? count : "");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "stepper.first", cursor > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "stepper.back", cursor > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "stepper.play", n_steps > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "stepper.forward", cursor < n_steps);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "stepper.last", cursor < n_steps);
}

/* ---- playing ---- */

static void
update_play (TnuStepper *self)
{
  bool is_playing = self->play_id != 0;

  gtk_button_set_icon_name (GTK_BUTTON (self->play), is_playing ? "tnu-pause-symbolic"
                                                                : "tnu-play-symbolic");
  gtk_widget_set_tooltip_text (self->play, is_playing ? "Pause" : "Play, one step a second");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  is_playing ? "Pause" : "Play", -1);
}

static void
stop_playing (TnuStepper *self)
{
  g_clear_handle_id (&self->play_id, g_source_remove);
  update_play (self);
}

static gboolean
play_step (gpointer data)
{
  TnuStepper *self = data;
  int cursor = tns_session_get_cursor (self->session) + 1;

  if (cursor <= get_n_steps (self))
    tns_session_set_cursor (self->session, cursor);
  if (cursor < get_n_steps (self))
    return G_SOURCE_CONTINUE;
  self->play_id = 0;
  update_play (self);
  return G_SOURCE_REMOVE;
}

static void
play (TnuStepper *self)
{
  if (tns_session_get_cursor (self->session) >= get_n_steps (self))
    tns_session_set_cursor (self->session, 0);
  self->play_id = g_timeout_add (STEP_MS, play_step, self);
  update_play (self);
}

static void
activate (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnuStepper *self = TNU_STEPPER (widget);
  int cursor = tns_session_get_cursor (self->session);
  int n_steps = get_n_steps (self);
  bool was_playing = self->play_id != 0;

  stop_playing (self);
  if (strcmp (name, "stepper.play") == 0)
    {
      if (!was_playing)
        play (self);
      return;
    }
  if (strcmp (name, "stepper.first") == 0)
    cursor = 0;
  else if (strcmp (name, "stepper.back") == 0)
    cursor--;
  else if (strcmp (name, "stepper.forward") == 0)
    cursor++;
  else
    cursor = n_steps;
  tns_session_set_cursor (self->session, CLAMP (cursor, 0, n_steps));
}

/* ---- object ---- */

static GtkWidget *
add_button (GtkWidget *box, const char *icon, const char *name, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
new_buttons (TnuStepper *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (box, "tnu-step-buttons");
  add_button (box, "tnu-first-symbolic", "First step", "stepper.first");
  add_button (box, "tnu-back-symbolic", "One step back", "stepper.back");
  self->play = add_button (box, "tnu-play-symbolic", "Play", "stepper.play");
  gtk_widget_remove_css_class (self->play, "flat");
  gtk_widget_add_css_class (self->play, "tnu-play");
  add_button (box, "tnu-forward-symbolic", "One step forward", "stepper.forward");
  add_button (box, "tnu-last-symbolic", "Last step", "stepper.last");
  return box;
}

static GtkWidget *
new_words (TnuStepper *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);

  self->sentence = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->sentence), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->sentence), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->sentence, TRUE);
  gtk_widget_add_css_class (self->sentence, "tnu-narration");
  self->count = gtk_label_new ("");
  gtk_widget_add_css_class (self->count, "tnu-value");
  gtk_box_append (GTK_BOX (row), self->sentence);
  gtk_box_append (GTK_BOX (row), self->count);
  gtk_widget_add_css_class (row, "tnu-step-words");
  return row;
}

static void
tnu_stepper_dispose (GObject *object)
{
  TnuStepper *self = TNU_STEPPER (object);
  GtkWidget *child;

  g_clear_handle_id (&self->play_id, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tnu_stepper_parent_class)->dispose (object);
}

static void
tnu_stepper_class_init (TnuStepperClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tnu_stepper_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_install_action (widget_class, "stepper.first", NULL, activate);
  gtk_widget_class_install_action (widget_class, "stepper.back", NULL, activate);
  gtk_widget_class_install_action (widget_class, "stepper.play", NULL, activate);
  gtk_widget_class_install_action (widget_class, "stepper.forward", NULL, activate);
  gtk_widget_class_install_action (widget_class, "stepper.last", NULL, activate);
}

static void
tnu_stepper_init (TnuStepper *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "tnu-stepper");
}

GtkWidget *
tnu_stepper_new (TnsSession *session)
{
  TnuStepper *self = g_object_new (TNU_TYPE_STEPPER, NULL);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *timeline = tnu_timeline_view_new (session);

  self->session = g_object_ref (session);
  gtk_widget_set_parent (new_buttons (self), GTK_WIDGET (self));
  gtk_widget_set_hexpand (timeline, TRUE);
  gtk_widget_add_css_class (column, "tnu-step-column");
  gtk_box_append (GTK_BOX (column), new_words (self));
  gtk_box_append (GTK_BOX (column), timeline);
  gtk_widget_set_parent (column, GTK_WIDGET (self));
  g_signal_connect_object (session, "notify::timeline", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::cursor", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update_play (self);
  update (self);
  return GTK_WIDGET (self);
}

void
tnu_stepper_set_narrow (TnuStepper *self, bool is_narrow)
{
  self->is_narrow = is_narrow;
  update (self);
}
