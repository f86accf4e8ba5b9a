/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul/matmul-player.h"

#include <math.h>

#define BUTTON_SIZE 30
#define SLOWEST (-1)
#define FASTEST 6
/* A run that would last longer begins faster. */
#define LONGEST_RUN_S 40

struct _TnuMatmulPlayer
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *play;
  GtkWidget *slider;
  GtkWidget *sentence;
  GtkWidget *speed_label;
  GtkWidget *slower, *faster;
  GtkAdjustment *adjustment;
  gint64 n_steps;
  char *unit;
  int speed; /* steps per second: 2 to the power of it */
  guint timer;
};

static guint moved;

G_DEFINE_FINAL_TYPE (TnuMatmulPlayer, tnu_matmul_player, GTK_TYPE_WIDGET)

gint64
tnu_matmul_player_get_step (TnuMatmulPlayer *self)
{
  return (gint64)lround (gtk_adjustment_get_value (self->adjustment)) - 1;
}

void
tnu_matmul_player_set_step (TnuMatmulPlayer *self, gint64 step)
{
  gtk_adjustment_set_value (self->adjustment, (double)CLAMP (step, -1, self->n_steps - 1) + 1);
}

static void
value_changed (TnuMatmulPlayer *self)
{
  g_signal_emit (self, moved, 0);
}

/* ---- playing ---- */

static void
show_play (TnuMatmulPlayer *self)
{
  const char *word = self->timer != 0 ? "Pause" : "Play";
  gtk_button_set_icon_name (GTK_BUTTON (self->play),
                            self->timer != 0 ? "tnu-pause-symbolic" : "tnu-play-symbolic");
  gtk_widget_set_tooltip_text (self->play, word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, word,
                                  -1);
}

static gboolean
advance (gpointer data)
{
  TnuMatmulPlayer *self = data;
  gint64 step = tnu_matmul_player_get_step (self);
  if (step + 1 < self->n_steps)
    tnu_matmul_player_set_step (self, step + 1);
  if (step + 2 < self->n_steps)
    return G_SOURCE_CONTINUE;
  self->timer = 0;
  show_play (self);
  return G_SOURCE_REMOVE;
}

static void
set_timer (TnuMatmulPlayer *self, gboolean plays)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (plays)
    self->timer = g_timeout_add ((guint)lround (1000 / exp2 (self->speed)), advance, self);
  show_play (self);
}

void
tnu_matmul_player_play (TnuMatmulPlayer *self, gboolean plays)
{
  g_return_if_fail (TNU_IS_MATMUL_PLAYER (self));
  plays = plays && self->n_steps > 0;
  if (plays && tnu_matmul_player_get_step (self) + 1 >= self->n_steps)
    tnu_matmul_player_set_step (self, 0);
  set_timer (self, plays);
}

gboolean
tnu_matmul_player_is_playing (TnuMatmulPlayer *self)
{
  return self->timer != 0;
}

static void
play_clicked (TnuMatmulPlayer *self)
{
  tnu_matmul_player_play (self, self->timer == 0);
}

static void
show_speed (TnuMatmulPlayer *self)
{
  g_autofree char *words = self->speed < 0
                               ? g_strdup_printf ("1 %s in %d s", self->unit, 1 << -self->speed)
                               : g_strdup_printf ("%d %s%s / s", 1 << self->speed, self->unit,
                                                  self->speed > 0 ? "s" : "");
  gtk_label_set_text (GTK_LABEL (self->speed_label), words);
  gtk_widget_set_sensitive (self->slower, self->speed > SLOWEST);
  gtk_widget_set_sensitive (self->faster, self->speed < FASTEST);
}

static void
change_speed (TnuMatmulPlayer *self, int by)
{
  self->speed = CLAMP (self->speed + by, SLOWEST, FASTEST);
  if (self->timer != 0)
    set_timer (self, TRUE);
  show_speed (self);
}

static void
slower_clicked (TnuMatmulPlayer *self)
{
  change_speed (self, -1);
}

static void
faster_clicked (TnuMatmulPlayer *self)
{
  change_speed (self, 1);
}

/* ---- moving ---- */

static void
move_to (TnuMatmulPlayer *self, gint64 step)
{
  set_timer (self, FALSE);
  tnu_matmul_player_set_step (self, step);
}

static void
first_clicked (TnuMatmulPlayer *self)
{
  move_to (self, -1);
}

static void
back_clicked (TnuMatmulPlayer *self)
{
  move_to (self, tnu_matmul_player_get_step (self) - 1);
}

static void
forward_clicked (TnuMatmulPlayer *self)
{
  move_to (self, tnu_matmul_player_get_step (self) + 1);
}

static void
last_clicked (TnuMatmulPlayer *self)
{
  move_to (self, self->n_steps - 1);
}

void
tnu_matmul_player_set_steps (TnuMatmulPlayer *self, gint64 n_steps, const char *unit)
{
  g_return_if_fail (TNU_IS_MATMUL_PLAYER (self));
  self->n_steps = n_steps;
  g_free (self->unit);
  self->unit = g_strdup (unit);
  self->speed = 0;
  while (self->speed < FASTEST && (double)n_steps / exp2 (self->speed) > LONGEST_RUN_S)
    self->speed++;
  set_timer (self, FALSE);
  show_speed (self);
  gtk_widget_set_sensitive (self->box, n_steps > 0);
  g_signal_handlers_block_by_func (self->adjustment, value_changed, self);
  gtk_adjustment_configure (self->adjustment, (double)n_steps, 0, (double)n_steps, 1,
                            MAX ((double)n_steps / 8, 1), 0);
  g_signal_handlers_unblock_by_func (self->adjustment, value_changed, self);
}

void
tnu_matmul_player_set_sentence (TnuMatmulPlayer *self, const char *markup, const char *plain)
{
  gtk_label_set_markup (GTK_LABEL (self->sentence), markup);
  gtk_widget_set_tooltip_text (self->sentence, plain);
}

/* ---- the object ---- */

static GtkWidget *
add_button (
    TnuMatmulPlayer *self, GtkWidget *box, GtkWidget *button, const char *name, GCallback clicked)
{
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
add_icon (
    TnuMatmulPlayer *self, GtkWidget *box, const char *icon, const char *name, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  gtk_widget_set_size_request (button, BUTTON_SIZE, BUTTON_SIZE);
  return add_button (self, box, button, name, clicked);
}

static void
make_words (TnuMatmulPlayer *self, GtkWidget *column)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->sentence = gtk_label_new ("");
  gtk_label_set_ellipsize (GTK_LABEL (self->sentence), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->sentence), 0);
  gtk_widget_set_hexpand (self->sentence, TRUE);
  gtk_box_append (GTK_BOX (row), self->sentence);
  self->slower = add_button (self, row, gtk_button_new_with_label ("−"), "Slower",
                             G_CALLBACK (slower_clicked));
  self->speed_label = gtk_label_new ("");
  gtk_widget_add_css_class (self->speed_label, "tnu-dim");
  gtk_box_append (GTK_BOX (row), self->speed_label);
  self->faster = add_button (self, row, gtk_button_new_with_label ("+"), "Faster",
                             G_CALLBACK (faster_clicked));
  gtk_box_append (GTK_BOX (column), row);
}

static void
tnu_matmul_player_init (TnuMatmulPlayer *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_widget_add_css_class (self->box, "tnu-panel");
  gtk_widget_add_css_class (self->box, "tnu-matmul-player");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_icon (self, self->box, "tnu-first-symbolic", "Before the first step",
            G_CALLBACK (first_clicked));
  add_icon (self, self->box, "tnu-back-symbolic", "One step back", G_CALLBACK (back_clicked));
  self->play = add_icon (self, self->box, "tnu-play-symbolic", "Play", G_CALLBACK (play_clicked));
  gtk_widget_remove_css_class (self->play, "flat");
  add_icon (self, self->box, "tnu-forward-symbolic", "One step on", G_CALLBACK (forward_clicked));
  add_icon (self, self->box, "tnu-last-symbolic", "The last step", G_CALLBACK (last_clicked));
  gtk_widget_set_margin_start (column, 14);
  gtk_widget_set_hexpand (column, TRUE);
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->box), column);
  make_words (self, column);
  self->adjustment = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 1, 1, 0));
  self->slider = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, self->adjustment);
  gtk_scale_set_digits (GTK_SCALE (self->slider), 0);
  gtk_range_set_round_digits (GTK_RANGE (self->slider), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->slider), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Steps done", -1);
  gtk_box_append (GTK_BOX (column), self->slider);
  g_signal_connect_swapped (self->adjustment, "value-changed", G_CALLBACK (value_changed), self);
}

static void
tnu_matmul_player_dispose (GObject *object)
{
  TnuMatmulPlayer *self = TNU_MATMUL_PLAYER (object);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->adjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->adjustment, self);
  g_clear_object (&self->adjustment);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->unit, g_free);
  G_OBJECT_CLASS (tnu_matmul_player_parent_class)->dispose (object);
}

static void
tnu_matmul_player_class_init (TnuMatmulPlayerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_matmul_player_dispose;
  moved = g_signal_new ("moved", TNU_TYPE_MATMUL_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                        G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

GtkWidget *
tnu_matmul_player_new (void)
{
  return g_object_new (TNU_TYPE_MATMUL_PLAYER, NULL);
}
