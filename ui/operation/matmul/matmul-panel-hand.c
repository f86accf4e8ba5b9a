/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Pointer and keys on the picture: they ask about single numbers of the result. */
#include "ui/operation/matmul/matmul-panel-private.h"
#include "ui/operation/matmul/matmul-player.h"
#include "ui/text-scale.h"

/* The number under (x, y). */
static bool
hit (TnuMatmulPanel *self, double x, double y, gint64 *row, gint64 *column)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  if (self->product.way != TNU_MATMUL_SUMS)
    return tnu_matmul_place_hit (&self->place, x / scale, y / scale, row, column);
  gint64 n_columns = tnu_matmul_panel_get_extent (self).n_columns;
  gint64 result = tnu_einsum_picture_hit (
      &self->sums, tnu_panel_get_text (TNU_PANEL (self)), gtk_widget_get_width (self->area) / scale,
      gtk_widget_get_height (self->area) / scale, x / scale, y / scale);
  if (result < 0)
    return false;
  *row = result / n_columns;
  *column = result % n_columns;
  return true;
}

static void
pointer_moved (GtkEventControllerMotion *motion, double x, double y, TnuMatmulPanel *self)
{
  gint64 row, column;
  if (tnu_matmul_player_is_playing (TNU_MATMUL_PLAYER (self->player)))
    return;
  if (hit (self, x, y, &row, &column))
    tnu_matmul_panel_set_probe (self, row, column);
  else
    tnu_matmul_panel_set_probe (self, -1, -1);
}

static void
pointer_left (GtkEventControllerMotion *motion, TnuMatmulPanel *self)
{
  tnu_matmul_panel_set_probe (self, -1, -1);
}

static TnuMatmulMode
get_mode (TnuMatmulPanel *self)
{
  return self->product.way == TNU_MATMUL_SUMS ? TNU_MATMUL_DOT : self->picture.mode;
}

/* A click goes to the step that makes the number. */
static void
area_clicked (GtkGestureClick *click, int n, double x, double y, TnuMatmulPanel *self)
{
  TnuMatmulExtent extent = tnu_matmul_panel_get_extent (self);
  gint64 row, column;
  gtk_widget_grab_focus (self->area);
  if (!hit (self, x, y, &row, &column))
    return;
  tnu_matmul_player_play (TNU_MATMUL_PLAYER (self->player), FALSE);
  tnu_matmul_player_set_step (TNU_MATMUL_PLAYER (self->player),
                              tnu_matmul_find_step (&extent, get_mode (self), row, column));
}

/* Where a key leads from (row, column); false: nowhere. */
static bool
follow_key (guint key, gint64 n_columns, gint64 *row, gint64 *column)
{
  switch (key)
    {
    case GDK_KEY_Left:
      (*column)--;
      return true;
    case GDK_KEY_Right:
      (*column)++;
      return true;
    case GDK_KEY_Up:
      (*row)--;
      return true;
    case GDK_KEY_Down:
      (*row)++;
      return true;
    case GDK_KEY_Home:
      *column = 0;
      return true;
    case GDK_KEY_End:
      *column = n_columns - 1;
      return true;
    default:
      return false;
    }
}

/* Arrows move over the numbers of the target; Home and End to the ends of its row. */
static gboolean
key_pressed (
    GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, TnuMatmulPanel *self)
{
  TnuMatmulExtent extent = tnu_matmul_panel_get_extent (self);
  TnuMatmulPlayer *player = TNU_MATMUL_PLAYER (self->player);
  gint64 row, column;
  if (!tnu_matmul_panel_has_numbers (self) || extent.n_rows == 0 || extent.n_columns == 0
      || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_space)
    {
      tnu_matmul_player_play (player, !tnu_matmul_player_is_playing (player));
      return GDK_EVENT_STOP;
    }
  tnu_matmul_panel_get_probe (self, &row, &column);
  if (row < 0)
    {
      gint64 step = get_mode (self) == TNU_MATMUL_DOT ? tnu_matmul_player_get_step (player) : 0;
      row = MAX (step, 0) / extent.n_columns;
      column = MAX (step, 0) % extent.n_columns;
    }
  if (!follow_key (key, extent.n_columns, &row, &column))
    return GDK_EVENT_PROPAGATE;
  tnu_matmul_player_play (player, FALSE);
  tnu_matmul_panel_set_probe (self, CLAMP (row, 0, extent.n_rows - 1),
                              CLAMP (column, 0, extent.n_columns - 1));
  return GDK_EVENT_STOP;
}

void
tnu_matmul_panel_listen (TnuMatmulPanel *self)
{
  tnu_panel_listen (TNU_PANEL (self), self->area, G_CALLBACK (pointer_moved),
                    G_CALLBACK (pointer_left), G_CALLBACK (area_clicked), G_CALLBACK (key_pressed));
}
