/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/stage/stage-card.h"
#include "ui/stage/stage-view.h"

G_BEGIN_DECLS

/* Shared by the files of the stage only. */

typedef enum
{
  TNU_FOCUS_CARD, /* all of it */
  TNU_FOCUS_CHIP,
  TNU_FOCUS_SLIDER,
  TNU_FOCUS_CELL
} TnuStageFocus;

/* An element that stays when the pointer leaves. */
typedef struct
{
  TnuStageCard *card; /* NULL: none */
  int facet;
  int row;
  int col;
} TnuStagePin;

/* Where a range of cells started. */
typedef struct
{
  TnuStageCard *card; /* NULL: nowhere */
  TnuBox anchor;
} TnuStageRange;

/* An axis chip under way, by pointer or keyboard. */
typedef struct
{
  TnuStageCard *card; /* NULL: none */
  TnuSocket from;
  int over;           /* TnuSocket, -1: none */
  int dim;
  double grip_x;      /* of the pointer in the chip */
  double x, y;        /* of the chip, card coordinates */
  gint64 home_at;     /* µs: when it started to fly home; 0: it does not */
  double home_x, home_y;
} TnuStageLift;

struct _TnuStageView
{
  GtkWidget parent_instance;

  TnsSession *session;
  TnuNumberStore *store;
  GPtrArray *cards; /* TnuStageCard, in reading order */
  GPtrArray *chosen; /* names of several cards, in order; empty: only the session's selection */
  TnuText *text;
  double text_scale;
  double zoom;
  char *summary;

  GtkAdjustment *adjustments[2]; /* [GtkOrientation] */
  GtkScrollablePolicy policies[2];
  double height; /* of all cards */
  guint layout_source;
  guint tick;
  bool scrolls_to_selected;
  bool is_laid_out; /* once; the first layout does not move cards */

  double pointer_x, pointer_y; /* widget coordinates; x < 0: outside */
  double press_x, press_y;
  TnuStageCard *hovered;
  TnuStagePin pin;
  TnuSelection *selection;
  TnuStageRange range;
  TnuStageCard *ranged; /* over whose cells the pointer drags a range */
  TnuStageLift lift;
  TnuStageCard *scrubbed; /* whose slider is under the pointer's button */
  TnuStageCard *panned;   /* whose part is dragged */
  TnuCardWindow pan_from;
  double pinched; /* scale of the pinch so far */

  TnuStageCard *focused; /* NULL: the stage itself */
  TnuStageFocus focus;
  TnuSocket focus_socket;
  bool walks_by_key; /* since the last press of the pointer */
  GtkWidget *spoken; /* the current cell, for the screen reader */

  GskRenderNode *lattice;
  int lattice_width, lattice_height;
};

/* ---- stage-view.c ---- */

double tnu_stage_get_scroll (TnuStageView *self);
TnuText *tnu_stage_ensure_text (TnuStageView *self);
/* Something moves: frames are drawn until it stands. */
void tnu_stage_animate (TnuStageView *self);
gint64 tnu_stage_get_time (TnuStageView *self);
bool tnu_stage_has_motion (TnuStageView *self);
/* (nullable): the card at a place in the widget; @x, @y: (out): in the card. */
TnuStageCard *tnu_stage_find_card (TnuStageView *self, double wx, double wy, double *x, double *y);
/* Tells the inspector which element is read: that of @card's cursor. */
void tnu_stage_tell_element (TnuStageView *self, TnuStageCard *card);
/* Reads what is in sight. */
void tnu_stage_ask_visible (TnuStageView *self);
/* The cursor goes back to the kept element, or away. */
void tnu_stage_show_pin (TnuStageView *self, TnuStageCard *card);
void tnu_stage_set_pin (TnuStageView *self, TnuStageCard *card, int facet, int row, int col);
void tnu_stage_set_slider (TnuStageView *self, TnuStageCard *card, gint64 at);

/* ---- stage-cards.c ---- */

/* @now, @last: (element-type TnsVariable): at the cursor and after the last step; each variable
 * gets one card, in order of appearance. */
void tnu_stage_merge_cards (TnuStageView *self, GPtrArray *now, GPtrArray *last);
/* Drops pointers to cards that are gone. */
void tnu_stage_forget_lost_cards (TnuStageView *self);

/* ---- stage-choice.c ---- */

bool tnu_stage_is_chosen (TnuStageView *self, const TnuStageCard *card);
/* Draws what is chosen as selected. */
void tnu_stage_show_choice (TnuStageView *self);
/* The session's selection has changed. */
void tnu_stage_check_choice (TnuStageView *self);
/* @card alone. */
void tnu_stage_choose_card (TnuStageView *self, TnuStageCard *card);
/* @card too, or no longer. */
void tnu_stage_toggle_card (TnuStageView *self, TnuStageCard *card);

/* ---- stage-place.c ---- */

/* Places everything again before the next frame. */
void tnu_stage_queue_layout (TnuStageView *self);
void tnu_stage_configure_adjustments (TnuStageView *self);
void tnu_stage_scroll_to (TnuStageView *self, double top, double bottom);
/* If the selection has changed since the last time. */
void tnu_stage_scroll_to_selected (TnuStageView *self);

/* ---- stage-draw.c ---- */

void tnu_stage_draw (TnuStageView *self, GtkSnapshot *snapshot);

/* ---- stage-zoom.c ---- */

/* Wheel and pinch: the table under the pointer, or else the stage. */
void tnu_stage_add_zoom (TnuStageView *self);
void tnu_stage_zoom_at_pointer (TnuStageView *self, double factor);
/* Around the cursor; false when there is nothing more to see. */
bool tnu_stage_zoom_card (TnuStageView *self, TnuStageCard *card, double factor);
/* + − 0 on a card. */
bool tnu_stage_zoom_key (TnuStageView *self, TnuStageCard *card, guint key);
void tnu_stage_look_into (TnuStageView *self, TnuStageCard *card, int row, int col);
void tnu_stage_show_all (TnuStageView *self, TnuStageCard *card);

/* ---- stage-menu.c ---- */

/* As tnu_stage_card_fold(). */
void tnu_stage_fold (TnuStageView *self, TnuStageCard *card, int dim, TnuFold fold);
/* Numbers as a picture, or the other way round. */
void tnu_stage_toggle_picture (TnuStageView *self, TnuStageCard *card);
/* Another reduction of the folded axis. */
void tnu_stage_fold_next (TnuStageView *self, TnuStageCard *card);

/* ---- stage-lift.c ---- */

void tnu_stage_lift_chip (TnuStageView *self, TnuStageCard *card, TnuSocket socket);
/* @over: TnuSocket, -1: none. */
void tnu_stage_carry_chip (TnuStageView *self, int over);
void tnu_stage_place_chip (TnuStageView *self, double x, double y);
void tnu_stage_drop_chip (TnuStageView *self);
void tnu_stage_send_chip_home (TnuStageView *self);
void tnu_stage_fly_chip (TnuStageView *self, gint64 now);
TnuRect tnu_stage_get_chip_rect (TnuStageView *self, TnuStageCard *card, TnuSocket socket);

/* ---- stage-cursor.c ---- */

/* The cursor stands on that cell of the window, and the keyboard with it. */
void tnu_stage_walk_to (TnuStageView *self, TnuStageCard *card, int facet, int row, int col);
/* What a key with Ctrl does with cells: copies them, selects all. */
bool tnu_stage_use_cells (TnuStageView *self, TnuStageCard *card, guint key);
/* What a key does to the cursor; false: nothing. */
bool tnu_stage_walk (TnuStageView *self, TnuStageCard *card, guint key, GdkModifierType state);
/* What Return does to the cell at the cursor. */
void tnu_stage_enter_cell (TnuStageView *self, TnuStageCard *card);
/* The number at the cursor, opened to its bits. */
void tnu_stage_open_bits (TnuStageView *self);
/* The whole card where it fits, else the cell. */
void tnu_stage_scroll_to_cursor (TnuStageView *self, TnuStageCard *card);

/* ---- stage-range.c ---- */

void tnu_stage_add_range (TnuStageView *self);
void tnu_stage_start_range (TnuStageView *self, TnuStageCard *card, int facet, int row, int col);
/* From where it started, else from the cursor, to this cell, where the cursor goes. */
void tnu_stage_extend_range (TnuStageView *self, TnuStageCard *card, int facet, int row, int col);
/* Returns: whether there was one */
bool tnu_stage_clear_range (TnuStageView *self);
void tnu_stage_select_all (TnuStageView *self, TnuStageCard *card);
/* Tells the painter of @card what to show of it. */
void tnu_stage_show_range (TnuStageView *self, TnuStageCard *card);

/* ---- stage-pins.c ---- */

void tnu_stage_add_pins (TnuStageView *self);
void tnu_stage_draw_pins (TnuStageView *self, const TnuCanvas *canvas, const TnuStageCard *card);

/* ---- stage-say.c ---- */

/* Tells the screen reader where the keyboard is. */
void tnu_stage_say (TnuStageView *self);
/* The child that stands for the current cell. */
void tnu_stage_place_spoken (TnuStageView *self);

/* ---- stage-pointer.c, stage-keys.c ---- */

void tnu_stage_add_pointer (TnuStageView *self);
void tnu_stage_add_keys (TnuStageView *self);
/* @card: (nullable): NULL: the stage itself */
void tnu_stage_set_focus (TnuStageView *self, TnuStageCard *card, TnuStageFocus focus);
gboolean tnu_stage_focus (GtkWidget *widget, GtkDirectionType direction);
/* Reads the element under the pointer again, after something moved below it. */
void tnu_stage_point (TnuStageView *self);

G_END_DECLS
