/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Preview area
 *
 * The stage's own card and its own store of numbers: blocks are read in a worker, only what the
 * card shows. @wanted is what shall be shown; an answer that belongs to other lines leads to the
 * next question. */
#include "ui/builder/preview-area.h"

#include <adwaita.h>
#include <string.h>

#include "engine/session/preview.h"
#include "ui/operation/panel-canvas.h"
#include "ui/stage/stage-card.h"
#include "ui/text-scale.h"

#define INSET 24
#define MIN_WIDTH 240
#define STALE_ALPHA .45
#define DELAY_MS 120
#define BUSY_WORDS "Waits for the running cell: the numbers come when it has ended."

struct _TnuPreviewArea
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *area;
  TnsSession *session;
  TnuNumberStore *store;
  TnuStageCard *card;
  char *wanted; /* (nullable): lines whose numbers shall be shown … */
  char *name;   /* … and what they bind */
  char *asked;  /* (nullable): lines that Python was asked about */
  char *shown;  /* (nullable): lines whose numbers are shown */
  guint ask_id;
  char *words;
  bool is_wrong;
  bool is_stale;
  int width; /* the card was laid out for */
  TnuText *text;
};

static guint answered;

static void ask_soon (TnuPreviewArea *self);

G_DEFINE_FINAL_TYPE (TnuPreviewArea, tnu_preview_area, GTK_TYPE_WIDGET)

/* ---- the card ---- */

static void
lay_out (TnuPreviewArea *self, int width)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  double room = MAX (width / scale - 2 * INSET, MIN_WIDTH);
  self->width = width;
  if (self->card == NULL || width <= 0)
    return;
  if (self->text == NULL)
    self->text = tnu_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)), 1);
  tnu_stage_card_measure (self->card, self->text, room);
  tnu_stage_card_lay_out (self->card, self->text, self->card->natural, 0);
  if (tnu_stage_card_ask (self->card, self->store))
    {
      tnu_stage_card_take_asked (self->card, 0);
      tnu_stage_card_measure (self->card, self->text, room);
      tnu_stage_card_lay_out (self->card, self->text, self->card->natural, 0);
    }
  gtk_drawing_area_set_content_height (
      GTK_DRAWING_AREA (self->area), (int) ((self->card->layout->height + 2 * INSET) * scale));
  gtk_widget_queue_draw (self->area);
}

static void
numbers_arrived (TnuNumbers *numbers, void *data)
{
  TnuPreviewArea *self = data;
  if (self->card != NULL && tnu_stage_card_take (self->card, numbers, 0))
    lay_out (self, self->width);
}

static void
resized (GtkDrawingArea *area, int width, int height, TnuPreviewArea *self)
{
  if (width != self->width)
    lay_out (self, width);
}

/* ---- drawing ---- */

static void
draw_words (TnuPreviewArea *self, const TnuCanvas *canvas, const char *words, double w, double h)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), words);
  PangoFontDescription *font
      = pango_font_description_copy (pango_context_get_font_description (
          gtk_widget_get_pango_context (GTK_WIDGET (self))));
  int height;
  pango_font_description_set_absolute_size (font, 13 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) ((w - 2 * INSET) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_get_pixel_size (layout, NULL, &height);
  tnu_set_token (canvas, self->is_wrong && words == self->words ? TNU_ERR : TNU_INK3, 1);
  cairo_move_to (canvas->cr, INSET, MAX ((h - height) / 2, INSET));
  pango_cairo_show_layout (canvas->cr, layout);
  pango_font_description_free (font);
  g_object_unref (layout);
}

static void
draw_card (TnuPreviewArea *self, const TnuCanvas *canvas)
{
  cairo_t *cr = canvas->cr;
  if (self->is_stale)
    cairo_push_group (cr);
  tnu_card_draw (canvas, &self->card->content, self->card->layout, INSET, INSET);
  if (self->is_stale)
    {
      cairo_pop_group_to_source (cr);
      cairo_paint_with_alpha (cr, STALE_ALPHA);
    }
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuPreviewArea *self = data;
  double scale = tnu_text_scale_get (GTK_WIDGET (self)), w;
  TnuCanvas canvas = tnu_panel_begin_drawing (GTK_WIDGET (self), &self->text, cr, width, &w);
  tnu_set_token (&canvas, TNU_STAGE, 1);
  cairo_paint (cr);
  tnu_lattice (&canvas, 0, 0, w, height / scale);
  bool has_card = self->card != NULL && self->card->layout != NULL;
  bool waits = self->is_stale && tns_session_is_busy (self->session);
  if (has_card)
    draw_card (self, &canvas);
  if (has_card && waits)
    tnu_text_show (canvas.text, cr, TNU_SANS (TNU_FONT_NOTE, 400), BUSY_WORDS, INSET,
                   INSET / 2.0, TNU_ALIGN_START, &canvas.theme->colors[TNU_INK3]);
  else if (!has_card && (waits || self->words != NULL))
    draw_words (self, &canvas, waits ? BUSY_WORDS : self->words, w, height / scale);
}

static void
moved (GtkEventControllerMotion *motion, double x, double y, TnuPreviewArea *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  TnuCardHit hit;
  if (self->card == NULL || self->card->layout == NULL || self->is_stale)
    return;
  tnu_card_hit (self->text, &self->card->content, self->card->layout, x / scale - INSET,
                y / scale - INSET, &hit);
  bool is_cell = hit.part == TNU_HIT_CELL;
  tnu_stage_card_set_cursor (self->card, is_cell ? hit.facet : -1, hit.row, hit.col);
  gtk_widget_queue_draw (self->area);
}

static void
left (GtkEventControllerMotion *motion, TnuPreviewArea *self)
{
  if (self->card == NULL)
    return;
  tnu_stage_card_set_cursor (self->card, -1, 0, 0);
  gtk_widget_queue_draw (self->area);
}

/* ---- asking ---- */

static void
show_card (TnuPreviewArea *self, TnsMoment *moment)
{
  const char *name = self->name;
  TnsVariable variable = {
    .name = (char *) name,
    .value = moment,
    .step = -1,
    .requires_grad = tns_moment_requires_grad (moment),
    .is_leaf = tns_moment_is_leaf (moment),
  };
  self->is_stale = false;
  g_clear_pointer (&self->words, g_free);
  if (self->card == NULL || g_strcmp0 (self->card->name, name) != 0)
    {
      g_clear_pointer (&self->card, tnu_stage_card_free);
      self->card = tnu_stage_card_new (name);
    }
  tnu_stage_card_set_variable (self->card, &variable, true);
  lay_out (self, gtk_widget_get_width (self->area));
}

static void
previewed (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autoptr (TnuPreviewArea) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsMoment) moment
      = tns_session_preview_finish (TNS_SESSION (session), result, &error);
  g_autofree char *asked = g_steal_pointer (&self->asked);
  if (self->wanted == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  /* Also when the cell before it was stopped, and it was dropped with the others. */
  if (strcmp (asked, self->wanted) != 0
      || g_error_matches (error, TNS_RUNNER_ERROR, TNS_RUNNER_ERROR_STOPPED)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      ask_soon (self);
      return;
    }
  if (moment != NULL)
    {
      g_free (self->shown);
      self->shown = g_steal_pointer (&asked);
      show_card (self, moment);
    }
  g_signal_emit (self, answered, 0, moment, error);
}

static gboolean
ask_now (gpointer data)
{
  TnuPreviewArea *self = data;
  self->ask_id = 0;
  if (self->asked != NULL)
    return G_SOURCE_REMOVE;
  self->asked = g_strdup (self->wanted);
  tns_session_preview_async (self->session, self->asked, self->name, NULL, previewed,
                             g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
ask_soon (TnuPreviewArea *self)
{
  g_clear_handle_id (&self->ask_id, g_source_remove);
  self->ask_id = g_timeout_add (DELAY_MS, ask_now, self);
}

/* ---- the object ---- */

static void
tnu_preview_area_dispose (GObject *object)
{
  TnuPreviewArea *self = TNU_PREVIEW_AREA (object);
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self->area);
  g_clear_handle_id (&self->ask_id, g_source_remove);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->asked, g_free);
  g_clear_pointer (&self->shown, g_free);
  g_clear_object (&self->session);
  g_clear_pointer (&self->store, tnu_number_store_free);
  g_clear_pointer (&self->card, tnu_stage_card_free);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->text, tnu_text_free);
  g_clear_pointer (&self->words, g_free);
  G_OBJECT_CLASS (tnu_preview_area_parent_class)->dispose (object);
}

static void
tnu_preview_area_class_init (TnuPreviewAreaClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_preview_area_dispose;
  answered = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                           NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_ERROR);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tnu_preview_area_init (TnuPreviewArea *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  self->area = gtk_drawing_area_new ();
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw, self, NULL);
  g_signal_connect (self->area, "resize", G_CALLBACK (resized), self);
  g_signal_connect (motion, "motion", G_CALLBACK (moved), self);
  g_signal_connect (motion, "leave", G_CALLBACK (left), self);
  gtk_widget_add_controller (self->area, motion);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "The tensor as it will be", -1);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->area);
  gtk_widget_set_size_request (self->scroller, MIN_WIDTH, -1);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark",
                            G_CALLBACK (gtk_widget_queue_draw), self->area);
}

GtkWidget *
tnu_preview_area_new (TnsSession *session)
{
  TnuPreviewArea *self = g_object_new (TNU_TYPE_PREVIEW_AREA, NULL);
  self->session = g_object_ref (session);
  self->store = tnu_number_store_new (session, numbers_arrived, self);
  g_signal_connect_object (session, "notify::busy", G_CALLBACK (gtk_widget_queue_draw), self->area,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
tnu_preview_area_ask (TnuPreviewArea *self, const char *code, const char *name)
{
  g_return_if_fail (TNU_IS_PREVIEW_AREA (self));
  g_free (self->wanted);
  self->wanted = g_strdup (code);
  g_free (self->name);
  self->name = g_strdup (name);
  self->is_stale = true;
  if (self->card == NULL)
    g_clear_pointer (&self->words, g_free);
  gtk_widget_queue_draw (self->area);
  ask_soon (self);
}

void
tnu_preview_area_tell (TnuPreviewArea *self, const char *words, gboolean is_wrong)
{
  g_return_if_fail (TNU_IS_PREVIEW_AREA (self));
  g_clear_handle_id (&self->ask_id, g_source_remove);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->card, tnu_stage_card_free);
  g_free (self->words);
  self->words = g_strdup (words);
  self->is_wrong = is_wrong;
  self->is_stale = false;
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->area), 0);
  gtk_widget_queue_draw (self->area);
}

bool
tnu_preview_area_is_settled (TnuPreviewArea *self)
{
  g_return_val_if_fail (TNU_IS_PREVIEW_AREA (self), false);
  return self->wanted != NULL && g_strcmp0 (self->wanted, self->shown) == 0;
}
