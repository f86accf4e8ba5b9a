/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The cell cursor. Arrows walk, sideways on into the next facet; with Ctrl they go to the edge,
 * Home and End to the ends of the row, with Ctrl to the first and the last cell; Page moves the
 * facet, or the slider where there are none. Where a part of a large tensor is seen, the part moves
 * along. */
#include "ui/stage/stage-private.h"

typedef struct
{
  int facet;
  int row;
  int col;
} Place;

static bool
has_cells (const TnuStageCard *card)
{
  return card->layout != NULL && card->layout->n_tables > 0;
}

static bool
is_part (const TnuStageCard *card)
{
  return card->zoom_window.n_rows > 0;
}

static gint64
get_size (const TnuStageCard *card, TnuSocket socket)
{
  const int dim = card->content.map.dims[socket];

  return dim < 0 ? 1 : card->content.sizes[dim];
}

/* ---- scrolling ---- */

void
tnu_stage_scroll_to_cursor (TnuStageView *self, TnuStageCard *card)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  const double page = adjustment != NULL ? gtk_adjustment_get_page_size (adjustment) : 0;
  TnuRect cell;

  if (card->layout == NULL)
    return;
  if (card->layout->height <= page || !card->content.cursor.is_set)
    {
      tnu_stage_scroll_to (self, card->y, card->y + card->layout->height);
      return;
    }
  cell = tnu_card_get_cell_rect (card->layout, card->content.cursor.facet,
                                 card->content.cursor.row, card->content.cursor.col);
  tnu_stage_scroll_to (self, card->y + cell.y, card->y + cell.y + cell.h);
}

/* ---- into a cell ---- */

/* A block becomes the table, a number opens to its bits. */
void
tnu_stage_enter_cell (TnuStageView *self, TnuStageCard *card)
{
  const TnuCardWindow *window = &card->content.window;

  if (window->row_step > 1 || window->col_step > 1)
    tnu_stage_look_into (self, card, self->pin.row, self->pin.col);
  else
    tnu_stage_open_bits (self);
}

/* ---- the part that is seen ---- */

/* Moves the part along one axis until it holds cell @at, counted from its first; returns where the
 * cell stands then. */
static int
reach (gint64 *first, gint64 step, int n_cells, gint64 size, gint64 at)
{
  const gint64 last_first = MAX (0, size - n_cells * step);
  const gint64 before = *first;

  if (at < 0)
    *first = MAX (0, before + at * step);
  else if (at >= n_cells)
    *first = MIN (last_first, before + (at - n_cells + 1) * step);
  return (int) CLAMP (at - (*first - before) / step, 0, n_cells - 1);
}

/* Brings a place outside of the window into it, as far as there are elements. */
static void
move_part (TnuStageView *self, TnuStageCard *card, gint64 row, gint64 col, Place *place)
{
  TnuCardWindow *part = &card->zoom_window;

  place->row = reach (&part->first_row, part->row_step, part->n_rows,
                      get_size (card, TNU_SOCKET_ROWS), row);
  place->col = reach (&part->first_col, part->col_step, part->n_cols,
                      get_size (card, TNU_SOCKET_COLUMNS), col);
  tnu_stage_card_lay_out (card, tnu_stage_ensure_text (self), card->layout->width,
                          card->layout->height);
  tnu_stage_ask_visible (self);
}

/* ---- walking ---- */

static bool
is_folded (const TnuStageCard *card)
{
  return card->content.map.dims[TNU_SOCKET_FOLD] >= 0;
}

bool
tnu_stage_view_get_cell (TnuStageView *self, const char *name, gint64 *index)
{
  const TnuStagePin *pin = &self->pin;

  g_return_val_if_fail (TNU_IS_STAGE_VIEW (self), false);
  if (pin->card == NULL || !g_str_equal (pin->card->name, name) || is_folded (pin->card))
    return false;
  tnu_card_get_index (&pin->card->content, pin->facet, pin->row, pin->col, index);
  return true;
}

void
tnu_stage_open_bits (TnuStageView *self)
{
  /* A number of a folded axis lies nowhere in memory. */
  if (self->pin.card != NULL && is_folded (self->pin.card))
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.operate", "s", "bits");
}

void
tnu_stage_walk_to (TnuStageView *self, TnuStageCard *card, int facet, int row, int col)
{
  tns_session_select_name (self->session, card->name);
  tnu_stage_set_pin (self, card, facet, row, col);
  tnu_stage_set_focus (self, card, TNU_FOCUS_CELL);
}

static void
climb (TnuStageView *self, TnuStageCard *card)
{
  if (card->layout->sockets[0].w > 0)
    tnu_stage_set_focus (self, card,
                         card->layout->slider.w > 0 ? TNU_FOCUS_SLIDER : TNU_FOCUS_CHIP);
}

/* Over the edge of the window: into the next facet, into the next part, or not at all. */
static void
cross (TnuStageView *self, TnuStageCard *card, Place *place, gint64 row, gint64 col)
{
  const TnuCardWindow *window = &card->content.window;

  if (is_part (card))
    {
      move_part (self, card, row, col, place);
      return;
    }
  if (col < 0 && place->facet > 0)
    {
      place->facet--;
      col = window->n_cols - 1;
    }
  else if (col >= window->n_cols && place->facet + 1 < MAX (1, window->n_facets))
    {
      place->facet++;
      col = 0;
    }
  place->row = (int) CLAMP (row, 0, window->n_rows - 1);
  place->col = (int) CLAMP (col, 0, window->n_cols - 1);
}

static void
step (TnuStageView *self, TnuStageCard *card, Place *place, int dx, int dy)
{
  const gint64 first_row = is_part (card) ? card->zoom_window.first_row : 0;

  if (place->row + dy < 0 && first_row == 0)
    {
      climb (self, card);
      return;
    }
  cross (self, card, place, place->row + dy, place->col + dx);
  tnu_stage_walk_to (self, card, place->facet, place->row, place->col);
}

/* As far as it goes; 0: that axis stays. */
static void
leap (TnuStageView *self, TnuStageCard *card, Place *place, int dx, int dy)
{
  const gint64 n_rows = get_size (card, TNU_SOCKET_ROWS);
  const gint64 n_cols = get_size (card, TNU_SOCKET_COLUMNS);
  const TnuCardWindow *window = &card->content.window;
  const gint64 row = dy == 0 ? place->row : dy < 0 ? -n_rows : n_rows;
  const gint64 col = dx == 0 ? place->col : dx < 0 ? -n_cols : n_cols;

  if (is_part (card))
    move_part (self, card, row, col, place);
  else
    {
      place->row = (int) CLAMP (row, 0, window->n_rows - 1);
      place->col = (int) CLAMP (col, 0, window->n_cols - 1);
    }
  tnu_stage_walk_to (self, card, place->facet, place->row, place->col);
}

static void
turn_page (TnuStageView *self, TnuStageCard *card, Place *place, int by)
{
  const int n_facets = MAX (1, card->content.window.n_facets);
  const int slid = card->map.dims[TNU_SOCKET_SLIDER];

  if (n_facets == 1 && slid >= 0)
    tnu_stage_set_slider (self, card, card->index[slid] + by);
  place->facet = CLAMP (place->facet + by, 0, n_facets - 1);
  tnu_stage_walk_to (self, card, place->facet, place->row, place->col);
}

typedef struct
{
  guint key;
  guint keypad_key;
  int dx;
  int dy;
} Step;

static const Step *
find_step (guint key)
{
  static const Step steps[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (steps); k++)
    if (steps[k].key == key || steps[k].keypad_key == key)
      return &steps[k];
  return NULL;
}

/* What a key does without Shift; false: nothing. */
static bool
move (TnuStageView *self, TnuStageCard *card, guint key, bool has_control)
{
  const bool is_inside = self->pin.card == card;
  Place place = { 0, 0, 0 };
  const Step *arrow = find_step (key);

  if (is_inside)
    place = (Place){ self->pin.facet, self->pin.row, self->pin.col };
  if (arrow != NULL && !is_inside)
    tnu_stage_walk_to (self, card, 0, 0, 0);
  else if (arrow != NULL && has_control)
    leap (self, card, &place, arrow->dx, arrow->dy);
  else if (arrow != NULL)
    step (self, card, &place, arrow->dx, arrow->dy);
  else
    switch (key)
      {
      case GDK_KEY_Home:
      case GDK_KEY_KP_Home:
        if (has_control)
          place.facet = 0;
        leap (self, card, &place, -1, has_control ? -1 : 0);
        break;
      case GDK_KEY_End:
      case GDK_KEY_KP_End:
        if (has_control)
          place.facet = MAX (1, card->content.window.n_facets) - 1;
        leap (self, card, &place, 1, has_control ? 1 : 0);
        break;
      case GDK_KEY_Page_Up:
      case GDK_KEY_KP_Page_Up:
        turn_page (self, card, &place, -1);
        break;
      case GDK_KEY_Page_Down:
      case GDK_KEY_KP_Page_Down:
        turn_page (self, card, &place, 1);
        break;
      default:
        return false;
      }
  return true;
}

bool
tnu_stage_walk (TnuStageView *self, TnuStageCard *card, guint key, GdkModifierType state)
{
  const bool extends = state & GDK_SHIFT_MASK;
  const TnuStagePin before = self->pin;

  if (!has_cells (card))
    return false;
  if (extends && before.card == card && self->range.card != card)
    tnu_stage_start_range (self, card, before.facet, before.row, before.col);
  if (!move (self, card, key, state & GDK_CONTROL_MASK))
    return false;
  if (extends && self->focus == TNU_FOCUS_CELL)
    tnu_stage_extend_range (self, card, self->pin.facet, self->pin.row, self->pin.col);
  else
    tnu_stage_clear_range (self);
  return true;
}

bool
tnu_stage_use_cells (TnuStageView *self, TnuStageCard *card, guint key)
{
  switch (gdk_keyval_to_lower (key))
    {
    case GDK_KEY_c:
    case GDK_KEY_Insert:
      return gtk_widget_activate_action (GTK_WIDGET (self), "cells.copy", NULL);
    case GDK_KEY_a:
      tnu_stage_select_all (self, card);
      return true;
    default:
      return false;
    }
}
