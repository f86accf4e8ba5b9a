/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/call/card-view.h"

#include <adwaita.h>
#include <math.h>

#include "ui/operation/panel-canvas.h"
#include "ui/stage/stage-card.h"
#include "ui/text-scale.h"

#define MIN_WIDTH 160

struct _TnuCardView
{
  GtkWidget parent_instance;

  TnuNumberStore *store;
  TnuStageCard *card; /* NULL: nothing to show */
  TnuText *text;
};

G_DEFINE_FINAL_TYPE (TnuCardView, tnu_card_view, GTK_TYPE_WIDGET)

static void
lay_out (TnuCardView *self)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self));

  if (self->card == NULL || width <= 0)
    return;
  if (self->text == NULL)
    self->text = tnu_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)),
                               tnu_text_scale_get (GTK_WIDGET (self)));
  tnu_stage_card_measure (self->card, self->text, width);
  tnu_stage_card_lay_out (self->card, self->text, fmin (self->card->natural, width), 0);
  if (tnu_stage_card_ask (self->card, self->store))
    {
      tnu_stage_card_take_asked (self->card, 0);
      tnu_stage_card_lay_out (self->card, self->text, fmin (self->card->natural, width), 0);
    }
}

static void
tnu_card_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnuCardView *self = TNU_CARD_VIEW (widget);
  TnuCanvas canvas;
  cairo_t *cr;

  if (self->card == NULL || self->card->layout == NULL)
    return;
  cr = gtk_snapshot_append_cairo (
    snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                   gtk_widget_get_height (widget)));
  canvas = tnu_canvas_init (cr, tnu_panel_get_theme (), self->text);
  tnu_card_draw (&canvas, &self->card->content, self->card->layout, 0, 0);
  cairo_destroy (cr);
}

static void
tnu_card_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  TnuCardView *self = TNU_CARD_VIEW (widget);
  const double scale = tnu_text_scale_get (widget);
  const bool is_laid_out = self->card != NULL && self->card->layout != NULL;

  *minimum = *natural = (int) (MIN_WIDTH * scale);
  if (orientation == GTK_ORIENTATION_VERTICAL && is_laid_out)
    *minimum = *natural = (int) ceil (self->card->layout->height);
}

static void
tnu_card_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TnuCardView *self = TNU_CARD_VIEW (widget);
  const TnuCardLayout *layout = self->card != NULL ? self->card->layout : NULL;

  if (layout == NULL || (int) fmin (self->card->natural, width) != (int) layout->width)
    {
      lay_out (self);
      gtk_widget_queue_resize (widget);
    }
}

static void
arrived (TnuNumbers *numbers, void *data)
{
  TnuCardView *self = data;

  if (self->card == NULL || !tnu_stage_card_take (self->card, numbers, 0))
    return;
  lay_out (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
forget_drawing (TnuCardView *self)
{
  g_clear_pointer (&self->text, tnu_text_free);
  lay_out (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
tnu_card_view_set (TnuCardView *self, const char *name, TnsMoment *moment)
{
  TnsVariable variable = { .name = (char *) name, .value = moment, .step = -1 };

  g_return_if_fail (TNU_IS_CARD_VIEW (self));
  if (moment == NULL)
    g_clear_pointer (&self->card, tnu_stage_card_free);
  else
    {
      if (self->card == NULL || !g_str_equal (self->card->name, name))
        {
          g_clear_pointer (&self->card, tnu_stage_card_free);
          self->card = tnu_stage_card_new (name);
        }
      tnu_stage_card_set_variable (self->card, &variable, true);
      lay_out (self);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
tnu_card_view_dispose (GObject *object)
{
  TnuCardView *self = TNU_CARD_VIEW (object);

  g_clear_pointer (&self->card, tnu_stage_card_free);
  g_clear_pointer (&self->store, tnu_number_store_free);
  g_clear_pointer (&self->text, tnu_text_free);
  G_OBJECT_CLASS (tnu_card_view_parent_class)->dispose (object);
}

static void
tnu_card_view_class_init (TnuCardViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tnu_card_view_dispose;
  widget_class->snapshot = tnu_card_view_snapshot;
  widget_class->measure = tnu_card_view_measure;
  widget_class->size_allocate = tnu_card_view_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tnu_card_view_init (TnuCardView *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (forget_drawing), self, G_CONNECT_SWAPPED);
}

GtkWidget *
tnu_card_view_new (TnsSession *session)
{
  TnuCardView *self = g_object_new (TNU_TYPE_CARD_VIEW, NULL);

  self->store = tnu_number_store_new (session, arrived, self);
  return GTK_WIDGET (self);
}
