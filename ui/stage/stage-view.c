/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Stage
 *
 * A scrollable canvas that follows the session. Only cards in sight ask for numbers. Which cards
 * there are is decided in stage-cards.c, where they stand in stage-place.c. */
#include "ui/stage/stage-private.h"

#include <adwaita.h>
#include <math.h>

#include "ui/text-scale.h"

#define MIN_ZOOM .5
#define MAX_ZOOM 3.0
#define RING_US 900000
#define MOTION_US 260000
/* Read a little ahead of the scrolling. */
#define READ_AHEAD 160

enum
{
  PROP_0,
  PROP_ZOOM,
  PROP_SUMMARY,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static GParamSpec *zoom_pspec;
static GParamSpec *summary_pspec;
static guint element_changed;

G_DEFINE_FINAL_TYPE_WITH_CODE (TnuStageView, tnu_stage_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* ---- small things ---- */

double
tnu_stage_get_scroll (TnuStageView *self)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];

  return adjustment != NULL ? round (gtk_adjustment_get_value (adjustment)) : 0;
}

TnuText *
tnu_stage_ensure_text (TnuStageView *self)
{
  const double scale = tnu_text_scale_get (GTK_WIDGET (self));

  if (self->text != NULL && self->text_scale != scale)
    g_clear_pointer (&self->text, tnu_text_free);
  if (self->text == NULL)
    {
      self->text_scale = scale;
      self->text = tnu_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)),
                                 scale * self->zoom);
      for (guint k = 0; k < self->cards->len; k++)
        ((TnuStageCard *) self->cards->pdata[k])->natural = 0;
    }
  return self->text;
}

bool
tnu_stage_has_motion (TnuStageView *self)
{
  gboolean is_on = TRUE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &is_on, NULL);
  return is_on;
}

gint64
tnu_stage_get_time (TnuStageView *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  return clock != NULL ? gdk_frame_clock_get_frame_time (clock) : g_get_monotonic_time ();
}

TnuStageCard *
tnu_stage_find_card (TnuStageView *self, double wx, double wy, double *x, double *y)
{
  const double sy = wy + tnu_stage_get_scroll (self);

  for (guint k = 0; k < self->cards->len; k++)
    {
      TnuStageCard *card = self->cards->pdata[k];

      if (card->layout == NULL || !card->exists || wx < card->x || sy < card->y
          || wx >= card->x + card->layout->width || sy >= card->y + card->layout->height)
        continue;
      *x = wx - card->x;
      *y = sy - card->y;
      return card;
    }
  return NULL;
}

void
tnu_stage_tell_element (TnuStageView *self, TnuStageCard *card)
{
  gint64 index[TNK_MAX_RANK];
  GVariantBuilder builder;

  if (card == NULL || !card->content.cursor.is_set)
    {
      g_signal_emit (self, element_changed, 0, NULL, NULL);
      return;
    }
  tnu_card_get_index (&card->content, card->content.cursor.facet, card->content.cursor.row,
                      card->content.cursor.col, index);
  /* A folded number is no element. */
  if (tnu_stage_card_get_offset (card, index) < 0)
    {
      g_signal_emit (self, element_changed, 0, NULL, NULL);
      return;
    }
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("ax"));
  for (int dim = 0; dim < card->content.rank; dim++)
    g_variant_builder_add (&builder, "x", index[dim]);
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_builder_end (&builder));
  g_signal_emit (self, element_changed, 0, card->name, variant);
}

/* ---- motion ---- */

static gboolean
card_is_moving (TnuStageCard *card, gint64 now)
{
  if (card->moved_at != 0 && now - card->moved_at > MOTION_US)
    {
      card->moved_at = 0;
      card->from_x = card->x;
      card->from_y = card->y;
    }
  if (card->appeared_at != 0 && now - card->appeared_at > MOTION_US)
    card->appeared_at = 0;
  if (card->changed_at != 0 && now - card->changed_at > RING_US)
    {
      tnu_stage_card_forget_changes (card);
      tnu_stage_card_refresh (card);
    }
  return card->moved_at != 0 || card->appeared_at != 0 || card->changed_at != 0;
}

static gboolean
step_motion (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TnuStageView *self = TNU_STAGE_VIEW (widget);
  const gint64 now = gdk_frame_clock_get_frame_time (clock);
  bool is_moving = false;

  for (guint k = 0; k < self->cards->len; k++)
    is_moving |= card_is_moving (self->cards->pdata[k], now);
  if (self->lift.card != NULL && self->lift.home_at != 0)
    {
      tnu_stage_fly_chip (self, now);
      is_moving = true;
    }
  gtk_widget_queue_draw (widget);
  if (is_moving)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

void
tnu_stage_animate (TnuStageView *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), step_motion, NULL, NULL);
}

/* ---- numbers ---- */

void
tnu_stage_ask_visible (TnuStageView *self)
{
  const double top = tnu_stage_get_scroll (self) - READ_AHEAD;
  const double bottom = top + gtk_widget_get_height (GTK_WIDGET (self)) + 2 * READ_AHEAD;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  for (guint k = 0; k < self->cards->len; k++)
    {
      TnuStageCard *card = self->cards->pdata[k];

      if (card->layout == NULL || card->y > bottom || card->y + card->layout->height < top)
        continue;
      if (!tnu_stage_card_ask (card, self->store))
        continue;
      tnu_stage_card_take_asked (card, tnu_stage_has_motion (self) ? tnu_stage_get_time (self) : 0);
      if (card->changed_at != 0)
        tnu_stage_animate (self);
      tnu_stage_queue_layout (self);
    }
}

static void
numbers_arrived (TnuNumbers *numbers, void *data)
{
  TnuStageView *self = data;
  const gint64 now = tnu_stage_has_motion (self) ? tnu_stage_get_time (self) : 0;

  for (guint k = 0; k < self->cards->len; k++)
    {
      TnuStageCard *card = self->cards->pdata[k];

      if (!tnu_stage_card_take (card, numbers, now))
        continue;
      tnu_stage_queue_layout (self);
      if (card->changed_at != 0)
        tnu_stage_animate (self);
      if (card == self->focused)
        tnu_stage_say (self);
    }
}

/* ---- variables ---- */

static void
set_summary (TnuStageView *self, guint n)
{
  g_autofree char *label = NULL;

  g_free (self->summary);
  self->summary
      = n == 0 ? g_strdup ("") : g_strdup_printf ("%u %s", n, n == 1 ? "tensor" : "tensors");
  label = g_strdup_printf ("Stage, %s", n == 0 ? "no tensors" : self->summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_notify_by_pspec (G_OBJECT (self), summary_pspec);
}

static void
reload (TnuStageView *self)
{
  TnsTimeline *timeline = tns_session_get_timeline (self->session);
  g_autoptr (GPtrArray) now = NULL;
  g_autoptr (GPtrArray) last = NULL;

  if (self->lift.card != NULL)
    tnu_stage_send_chip_home (self);
  if (timeline == NULL)
    {
      now = g_ptr_array_new ();
      last = g_ptr_array_new ();
    }
  else
    {
      const int n_steps = tns_timeline_get_n_steps (timeline);

      now = tns_timeline_dup_variables (timeline, tns_session_get_cursor (self->session));
      last = tns_timeline_dup_variables (timeline, n_steps);
    }
  tnu_stage_merge_cards (self, now, last);
  tnu_stage_forget_lost_cards (self);
  if (self->pin.card != NULL)
    tnu_stage_show_pin (self, self->pin.card);
  set_summary (self, now->len);
  tnu_stage_queue_layout (self);
}

static void
selection_changed (TnuStageView *self)
{
  tnu_stage_check_choice (self);
  tnu_stage_show_choice (self);
  self->scrolls_to_selected = true;
  if (self->layout_source == 0 && self->is_laid_out)
    tnu_stage_scroll_to_selected (self);
}

/* A legend shows another scale, or what it needs was read. */
static void
scales_changed (TnuStageView *self)
{
  for (guint k = 0; k < self->cards->len; k++)
    tnu_stage_card_refresh (self->cards->pdata[k]);
  tnu_stage_queue_layout (self);
}

static void
colours_changed (TnuStageView *self)
{
  g_clear_pointer (&self->lattice, gsk_render_node_unref);
  for (guint k = 0; k < self->cards->len; k++)
    tnu_stage_card_touch (self->cards->pdata[k]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- kept element and slider ---- */

void
tnu_stage_show_pin (TnuStageView *self, TnuStageCard *card)
{
  const TnuStagePin *pin = &self->pin;
  const TnuCardWindow *window = &card->content.window;
  const bool is_here = pin->card == card && pin->row < window->n_rows && pin->col < window->n_cols
                       && pin->facet < MAX (1, window->n_facets);

  tnu_stage_card_set_cursor (card, is_here ? pin->facet : -1, pin->row, pin->col);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tnu_stage_set_pin (TnuStageView *self, TnuStageCard *card, int facet, int row, int col)
{
  TnuStageCard *before = self->pin.card;

  self->pin = (TnuStagePin){ card, facet, row, col };
  if (before != NULL && before != card)
    tnu_stage_show_pin (self, before);
  if (card != NULL)
    tnu_stage_show_pin (self, card);
  tnu_stage_tell_element (self, card);
}

void
tnu_stage_set_slider (TnuStageView *self, TnuStageCard *card, gint64 at)
{
  const int dim = card->map.dims[TNU_SOCKET_SLIDER];

  if (dim < 0)
    return;
  at = CLAMP (at, 0, card->content.sizes[dim] - 1);
  if (card->index[dim] == at)
    return;
  card->index[dim] = at;
  tnu_stage_card_touch (card);
  if (card->content.cursor.is_set)
    tnu_stage_card_set_cursor (card, card->content.cursor.facet, card->content.cursor.row,
                               card->content.cursor.col);
  tnu_stage_ask_visible (self);
  tnu_stage_tell_element (self, card);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- scrolling ---- */

static void
scrolled (TnuStageView *self)
{
  tnu_stage_ask_visible (self);
  tnu_stage_point (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (TnuStageView *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  GtkAdjustment **slot = &self->adjustments[orientation];

  if (adjustment != NULL && *slot == adjustment)
    return;
  if (*slot != NULL)
    g_signal_handlers_disconnect_by_data (*slot, self);
  g_clear_object (slot);
  *slot = g_object_ref_sink (adjustment != NULL ? adjustment
                                                : gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect_swapped (*slot, "value-changed", G_CALLBACK (scrolled), self);
  tnu_stage_configure_adjustments (self);
}

/* ---- the object ---- */

TnsSession *
tnu_stage_view_get_session (TnuStageView *self)
{
  g_return_val_if_fail (TNU_IS_STAGE_VIEW (self), NULL);
  return self->session;
}

TnuSelection *
tnu_stage_view_get_selection (TnuStageView *self)
{
  g_return_val_if_fail (TNU_IS_STAGE_VIEW (self), NULL);
  return self->selection;
}

double
tnu_stage_view_get_zoom (TnuStageView *self)
{
  g_return_val_if_fail (TNU_IS_STAGE_VIEW (self), 1);
  return self->zoom;
}

void
tnu_stage_view_set_zoom (TnuStageView *self, double zoom)
{
  g_return_if_fail (TNU_IS_STAGE_VIEW (self));
  zoom = CLAMP (zoom, MIN_ZOOM, MAX_ZOOM);
  if (zoom == self->zoom)
    return;
  self->zoom = zoom;
  g_clear_pointer (&self->text, tnu_text_free);
  tnu_stage_queue_layout (self);
  g_object_notify_by_pspec (G_OBJECT (self), zoom_pspec);
}

const char *
tnu_stage_view_get_name_at (TnuStageView *self, double x, double y)
{
  TnuStageCard *card;
  double inside_x, inside_y;

  g_return_val_if_fail (TNU_IS_STAGE_VIEW (self), NULL);
  card = tnu_stage_find_card (self, x, y, &inside_x, &inside_y);
  return card != NULL ? card->name : NULL;
}

char *
tnu_stage_view_dup_description (TnuStageView *self)
{
  GString *text = g_string_new (NULL);

  for (guint k = 0; k < self->cards->len; k++)
    {
      const TnuStageCard *card = self->cards->pdata[k];
      const char *state = !card->exists ? "waits" : card->numbers != NULL ? "read" : "not read";

      if (card->layout != NULL)
        g_string_append_printf (text, "%s %g,%g %gx%g %s\n", card->name, card->x, card->y,
                                card->layout->width, card->layout->height, state);
    }
  return g_string_free (text, FALSE);
}

static void
tnu_stage_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TnuStageView *self = TNU_STAGE_VIEW (widget);

  tnu_stage_configure_adjustments (self);
  tnu_stage_place_spoken (self);
  tnu_stage_queue_layout (self);
}

static void
tnu_stage_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tnu_stage_view_parent_class)->map (widget);
  tnu_stage_queue_layout (TNU_STAGE_VIEW (widget));
}

static void
tnu_stage_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  tnu_stage_draw (TNU_STAGE_VIEW (widget), snapshot);
}

static void
tnu_stage_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TnuStageView *self = TNU_STAGE_VIEW (object);

  switch (id)
    {
    case PROP_ZOOM:
      g_value_set_double (value, self->zoom);
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, self->summary);
      break;
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[id == PROP_VADJUSTMENT]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[id == PROP_VSCROLL_POLICY]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tnu_stage_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TnuStageView *self = TNU_STAGE_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      self->policies[id == PROP_VSCROLL_POLICY] = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tnu_stage_view_dispose (GObject *object)
{
  TnuStageView *self = TNU_STAGE_VIEW (object);

  g_clear_handle_id (&self->layout_source, g_source_remove);
  g_clear_pointer (&self->store, tnu_number_store_free);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  for (int k = 0; k < 2; k++)
    if (self->adjustments[k] != NULL)
      {
        g_signal_handlers_disconnect_by_data (self->adjustments[k], self);
        g_clear_object (&self->adjustments[k]);
      }
  g_ptr_array_set_size (self->cards, 0);
  tnu_stage_forget_lost_cards (self);
  g_clear_object (&self->selection);
  g_clear_object (&self->session);
  g_clear_pointer (&self->spoken, gtk_widget_unparent);
  g_clear_pointer (&self->lattice, gsk_render_node_unref);
  g_clear_pointer (&self->text, tnu_text_free);
  G_OBJECT_CLASS (tnu_stage_view_parent_class)->dispose (object);
}

static void
tnu_stage_view_finalize (GObject *object)
{
  TnuStageView *self = TNU_STAGE_VIEW (object);

  g_ptr_array_unref (self->cards);
  g_ptr_array_unref (self->chosen);
  g_free (self->summary);
  G_OBJECT_CLASS (tnu_stage_view_parent_class)->finalize (object);
}

static void
tnu_stage_view_class_init (TnuStageViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tnu_stage_view_dispose;
  object_class->finalize = tnu_stage_view_finalize;
  object_class->get_property = tnu_stage_view_get_property;
  object_class->set_property = tnu_stage_view_set_property;
  widget_class->snapshot = tnu_stage_view_snapshot;
  widget_class->size_allocate = tnu_stage_view_size_allocate;
  widget_class->map = tnu_stage_view_map;
  widget_class->focus = tnu_stage_focus;

  zoom_pspec = g_param_spec_double ("zoom", NULL, NULL, MIN_ZOOM, MAX_ZOOM, 1,
                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  summary_pspec = g_param_spec_string ("summary", NULL, NULL, NULL,
                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, PROP_ZOOM, zoom_pspec);
  g_object_class_install_property (object_class, PROP_SUMMARY, summary_pspec);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  element_changed
      = g_signal_new ("element-changed", TNU_TYPE_STAGE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_VARIANT);
  gtk_widget_class_set_css_name (widget_class, "tnu-stage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tnu_stage_view_init (TnuStageView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->zoom = 1;
  self->pointer_x = -1;
  self->cards = g_ptr_array_new_with_free_func ((GDestroyNotify) tnu_stage_card_free);
  self->chosen = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (widget, "tnu-stage");
  tnu_stage_add_pointer (self);
  tnu_stage_add_keys (self);
  tnu_stage_add_zoom (self);
  g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark",
                            G_CALLBACK (colours_changed), self);
}

GtkWidget *
tnu_stage_view_new (TnsSession *session)
{
  TnuStageView *self = g_object_new (TNU_TYPE_STAGE_VIEW, NULL);

  self->session = g_object_ref (session);
  self->store = tnu_number_store_new (session, numbers_arrived, self);
  g_signal_connect_object (tnu_scales_get (session), "changed", G_CALLBACK (scales_changed), self,
                           G_CONNECT_SWAPPED);
  tnu_stage_add_range (self);
  tnu_stage_add_pins (self);
  g_signal_connect_swapped (session, "notify::timeline", G_CALLBACK (reload), self);
  g_signal_connect_swapped (session, "notify::cursor", G_CALLBACK (reload), self);
  g_signal_connect_swapped (session, "notify::selected-name", G_CALLBACK (selection_changed), self);
  reload (self);
  return GTK_WIDGET (self);
}
