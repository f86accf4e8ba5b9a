/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Pinned cells wear a pin's head in their corner. */
#include "ui/stage/stage-private.h"

#include "ui/cell/pins.h"
#include "ui/draw/paint.h"

#define PIN_RADIUS 4.0
#define PIN_EDGE 1.5

/* Where one axis shows @at, -1: not in the window. */
static int
find_cell (gint64 at, gint64 first, gint64 step, int n)
{
  const gint64 cell = at < first ? -1 : (at - first) / step;

  return cell < n ? (int) cell : -1;
}

/* The cell of the window that holds an element; false when it is not seen. */
static bool
find_place (const TnuStageCard *card, const gint64 *index, TnuStagePin *place)
{
  const TnuCardContent *content = &card->content;
  const TnuCardWindow *window = &content->window;
  const int *dims = content->map.dims;

  *place = (TnuStagePin){ .card = NULL };
  if (dims[TNU_SOCKET_FOLD] >= 0)
    return false;
  for (int dim = 0; dim < content->rank; dim++)
    {
      if (dim == dims[TNU_SOCKET_ROWS])
        place->row = find_cell (index[dim], window->first_row, window->row_step, window->n_rows);
      else if (dim == dims[TNU_SOCKET_COLUMNS])
        place->col = find_cell (index[dim], window->first_col, window->col_step, window->n_cols);
      else if (dim == dims[TNU_SOCKET_FACETS])
        place->facet = find_cell (index[dim], 0, 1, MAX (1, window->n_facets));
      else if (index[dim] != card->index[dim])
        return false;
    }
  return place->row >= 0 && place->col >= 0 && place->facet >= 0;
}

void
tnu_stage_draw_pins (TnuStageView *self, const TnuCanvas *canvas, const TnuStageCard *card)
{
  TnuPins *pins = tnu_pins_of (self->session);

  for (guint k = 0; k < tnu_pins_get_n (pins); k++)
    {
      const TnuPin *pin = tnu_pins_get (pins, k);
      TnuStagePin place;
      TnuRect cell;

      if (!g_str_equal (pin->name, card->name) || pin->rank != card->content.rank
          || !find_place (card, pin->index, &place))
        continue;
      cell = tnu_card_get_cell_rect (card->layout, place.facet, place.row, place.col);
      tnu_set_token (canvas, TNU_CARD, 1);
      cairo_arc (canvas->cr, cell.x + 1, cell.y + 1, PIN_RADIUS + PIN_EDGE, 0, 2 * G_PI);
      cairo_fill (canvas->cr);
      tnu_set_token (canvas, TNU_STAR, 1);
      cairo_arc (canvas->cr, cell.x + 1, cell.y + 1, PIN_RADIUS, 0, 2 * G_PI);
      cairo_fill (canvas->cr);
    }
}

static void
pins_changed (TnuStageView *self)
{
  for (guint k = 0; k < self->cards->len; k++)
    tnu_stage_card_touch (self->cards->pdata[k]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tnu_stage_add_pins (TnuStageView *self)
{
  g_signal_connect_object (tnu_pins_of (self->session), "changed", G_CALLBACK (pins_changed), self,
                           G_CONNECT_SWAPPED);
}

bool
tnu_stage_view_toggle_pin (TnuStageView *self)
{
  const TnuStageCard *card;
  gint64 index[TNK_MAX_RANK];

  g_return_val_if_fail (TNU_IS_STAGE_VIEW (self), false);
  card = self->pin.card;
  if (card == NULL || !tnu_stage_view_get_cell (self, card->name, index))
    return false;
  tnu_pins_toggle (tnu_pins_of (self->session), card->name, card->content.rank, index);
  return true;
}

void
tnu_stage_view_keep_cell_at (TnuStageView *self, double wx, double wy)
{
  double x;
  double y;
  TnuStageCard *card;
  TnuCardHit hit;

  g_return_if_fail (TNU_IS_STAGE_VIEW (self));
  card = tnu_stage_find_card (self, wx, wy, &x, &y);
  if (card == NULL)
    return;
  tnu_card_hit (tnu_stage_ensure_text (self), &card->content, card->layout, x, y, &hit);
  if (hit.part == TNU_HIT_CELL)
    tnu_stage_set_pin (self, card, hit.facet, hit.row, hit.col);
}
