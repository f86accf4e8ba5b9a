/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Every card is drawn once into pixels and kept until something in it changes; scrolling and moving
 * only place them. */
#include "ui/stage/stage-private.h"

#include <adwaita.h>
#include <math.h>

#include "ui/draw/paint.h"
#include "ui/draw/raster.h"

/* Room around a card for its shadow, the selection's glow and the focus ring. */
#define NODE_MARGIN 14
#define FADE_US 240000
#define MOVE_US 240000
#define FOCUS_DISTANCE 4
#define FOCUS_RADIUS 4

static const TnuTheme *
get_theme (void)
{
  return tnu_theme_get (adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

static double
ease_out (double t)
{
  return 1 - pow (1 - CLAMP (t, 0, 1), 3);
}

/* Unlike gtk_widget_has_visible_focus() also while another window is in front: what the keyboard
 * will move does not change by that. */
static bool
shows_focus (TnuStageView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return gtk_widget_is_focus (GTK_WIDGET (self)) && GTK_IS_WINDOW (root)
         && gtk_window_get_focus_visible (GTK_WINDOW (root));
}

static void
stroke_focus (const TnuCanvas *canvas, const TnuRect *rect, double radius)
{
  const double out = FOCUS_DISTANCE;

  tnu_set_token (canvas, TNU_STAR, 1);
  tnu_stroke_inside (canvas, rect->x - out, rect->y - out, rect->w + 2 * out, rect->h + 2 * out,
                     radius + FOCUS_RADIUS, TNU_STROKE_RING);
}

static void
draw_focus (TnuStageView *self, const TnuCanvas *canvas, TnuStageCard *card)
{
  const TnuCardLayout *layout = card->layout;
  TnuRect rect = { 0, 0, layout->width, layout->height };

  if (self->focused != card || !shows_focus (self))
    return;
  switch (self->focus)
    {
    case TNU_FOCUS_CARD:
      stroke_focus (canvas, &rect, tnu_px (canvas->text, TNU_RADIUS_CARD));
      break;
    case TNU_FOCUS_CHIP:
      rect = tnu_stage_get_chip_rect (self, card, self->focus_socket);
      if (self->lift.card == NULL)
        stroke_focus (canvas, &rect, tnu_px (canvas->text, TNU_RADIUS_CHIP));
      break;
    case TNU_FOCUS_SLIDER:
      rect = layout->slider;
      stroke_focus (canvas, &rect, tnu_px (canvas->text, TNU_RADIUS_CHIP));
      break;
    case TNU_FOCUS_CELL:
      break;
    }
}

/* A tensor that a later step makes: its place, empty. */
static void
draw_place (const TnuCanvas *canvas, const TnuStageCard *card)
{
  static const double dashes[] = { 3, 3 };
  const double radius = tnu_px (canvas->text, TNU_RADIUS_CARD);
  const double padding = tnu_px (canvas->text, TNU_CARD_PADDING);

  tnu_set_token (canvas, TNU_LINE, 1);
  cairo_set_dash (canvas->cr, dashes, G_N_ELEMENTS (dashes), 0);
  tnu_stroke_inside (canvas, 0, 0, card->layout->width, card->layout->height, radius, 1);
  cairo_set_dash (canvas->cr, NULL, 0, 0);
  tnu_text_show_within (canvas->text, canvas->cr, TNU_MONO (TNU_FONT_NAME, 700), card->name,
                        padding, card->layout->header / 2, card->layout->width - 2 * padding,
                        &canvas->theme->colors[TNU_INK3]);
}

static GskRenderNode *
make_node (TnuStageView *self, TnuStageCard *card)
{
  const graphene_rect_t bounds
      = GRAPHENE_RECT_INIT (-NODE_MARGIN, -NODE_MARGIN, card->layout->width + 2 * NODE_MARGIN,
                            card->layout->height + 2 * NODE_MARGIN);
  TnuRaster raster;

  tnu_raster_begin (&raster, &bounds, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  const TnuCanvas canvas = tnu_canvas_init (raster.cr, get_theme (), tnu_stage_ensure_text (self));

  card->content.has_focus = self->focused == card && self->focus == TNU_FOCUS_CELL
                            && shows_focus (self);
  tnu_stage_show_range (self, card);
  if (card->exists)
    {
      tnu_card_draw (&canvas, &card->content, card->layout, 0, 0);
      tnu_stage_draw_pins (self, &canvas, card);
    }
  else
    draw_place (&canvas, card);
  draw_focus (self, &canvas, card);
  return tnu_raster_end (&raster);
}

static void
draw_card (TnuStageView *self, GtkSnapshot *snapshot, TnuStageCard *card, gint64 now)
{
  const double moved
      = card->moved_at == 0 ? 1 : ease_out ((now - card->moved_at) / (double) MOVE_US);
  const double shown
      = card->appeared_at == 0 ? 1 : ease_out ((now - card->appeared_at) / (double) FADE_US);
  const double x = card->from_x + (card->x - card->from_x) * moved;
  const double y = card->from_y + (card->y - card->from_y) * moved - tnu_stage_get_scroll (self);

  if (card->layout == NULL || y > gtk_widget_get_height (GTK_WIDGET (self)) + NODE_MARGIN
      || y + card->layout->height < -NODE_MARGIN)
    return;
  if (card->node == NULL)
    card->node = make_node (self, card);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (round (x), round (y)));
  if (shown < 1)
    gtk_snapshot_push_opacity (snapshot, shown);
  gtk_snapshot_append_node (snapshot, card->node);
  if (shown < 1)
    gtk_snapshot_pop (snapshot);
  gtk_snapshot_restore (snapshot);
}

static void
draw_lattice (TnuStageView *self, GtkSnapshot *snapshot, int width, int height)
{
  const double pitch = TNU_LATTICE_PITCH;

  if (self->lattice == NULL || self->lattice_width != width || self->lattice_height != height)
    {
      const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height + pitch);
      TnuRaster raster;

      g_clear_pointer (&self->lattice, gsk_render_node_unref);
      tnu_raster_begin (&raster, &bounds, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
      const TnuCanvas canvas
          = tnu_canvas_init (raster.cr, get_theme (), tnu_stage_ensure_text (self));
      tnu_set_token (&canvas, TNU_STAGE, 1);
      cairo_paint (raster.cr);
      tnu_lattice (&canvas, 0, 0, width, height + pitch);
      self->lattice = tnu_raster_end (&raster);
      self->lattice_width = width;
      self->lattice_height = height;
    }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (0, -fmod (tnu_stage_get_scroll (self), pitch)));
  gtk_snapshot_append_node (snapshot, self->lattice);
  gtk_snapshot_restore (snapshot);
}

static void
draw_nothing (TnuStageView *self, GtkSnapshot *snapshot, int width, int height)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  TnuText *text = tnu_stage_ensure_text (self);
  const TnuTheme *theme = get_theme ();
  const double middle = floor (height / 2.0);
  const TnuCanvas canvas = tnu_canvas_init (cr, theme, text);
  static const double dashes[] = { 3, 3 };
  const double cell = tnu_px (text, 30);
  const double step = cell + tnu_px (text, 4);
  const double x = floor (width / 2.0 - 2 * step + (step - cell) / 2);

  tnu_set_token (&canvas, TNU_LINE, 1);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  for (int i = 0; i < 4; i++)
    tnu_stroke_inside (&canvas, x + i * step, middle - 2.2 * step, cell, cell,
                       tnu_px (text, TNU_RADIUS_CELL), 1);
  cairo_set_dash (cr, NULL, 0, 0);
  tnu_text_show (text, cr, TNU_SANS (TNU_FONT_PANEL, 700), "No tensors yet", width / 2.0,
                 middle - tnu_px (text, 12), TNU_ALIGN_CENTRE, &theme->colors[TNU_INK1]);
  tnu_text_show (text, cr, TNU_SANS (TNU_FONT_CONTROL, 400),
                 "Run a cell that makes one, and its numbers appear here.", width / 2.0,
                 middle + tnu_px (text, 14), TNU_ALIGN_CENTRE, &theme->colors[TNU_INK2]);
  tnu_text_show (text, cr, TNU_MONO (TNU_FONT_CODE, 400), "x = torch.arange(12.).reshape(3, 4)",
                 width / 2.0, middle + tnu_px (text, 42), TNU_ALIGN_CENTRE,
                 &theme->colors[TNU_INK3]);
  cairo_destroy (cr);
}

void
tnu_stage_draw (TnuStageView *self, GtkSnapshot *snapshot)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self));
  const gint64 now = tnu_stage_get_time (self);

  draw_lattice (self, snapshot, width, height);
  if (self->cards->len == 0)
    draw_nothing (self, snapshot, width, height);
  for (guint k = 0; k < self->cards->len; k++)
    if (self->cards->pdata[k] != self->lift.card)
      draw_card (self, snapshot, self->cards->pdata[k], now);
  /* The card with a chip in the air lies above its neighbours. */
  if (self->lift.card != NULL)
    draw_card (self, snapshot, self->lift.card, now);
}
