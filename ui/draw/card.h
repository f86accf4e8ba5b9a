/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/box.h"
#include "ui/draw/cells.h"
#include "ui/draw/chips.h"

G_BEGIN_DECLS

/* A tensor as a card: fill a TnuCardContent, make a layout for a width, draw it, ask it what lies
 * under the pointer. Content and layout are plain memory; nothing here reads a tensor. */

/* px of a card's tables at text scale 1, unless they are readable in less. */
#define TNU_CARD_TABLE_HEIGHT 280.0

typedef enum
{
  TNU_SOCKET_ROWS,
  TNU_SOCKET_COLUMNS,
  TNU_SOCKET_FACETS,
  TNU_SOCKET_SLIDER,
  TNU_SOCKET_FOLD,
  TNU_N_SOCKETS
} TnuSocket;

/* What is made of all elements along the axis in the fold socket. */
typedef enum
{
  TNU_FOLD_MEAN,
  TNU_FOLD_MIN,
  TNU_FOLD_MAX,
  TNU_FOLD_SUM,
  TNU_N_FOLDS
} TnuFold;

/* "mean". */
const char *tnu_fold_get_name (TnuFold fold);

/* Which dim lies where, -1: none. Dims in no socket stand still at TnuCardContent.index. */
typedef struct
{
  int dims[TNU_N_SOCKETS];
  TnuFold fold;
  int channel_dim; /* of a picture: its elements are one pixel's colours; -1: none */
  int n_channels;  /* 0: the numbers are no picture */
} TnuAxisMap;

/* The part of the rows and columns that a card shows. */
typedef struct
{
  gint64 first_row;
  gint64 first_col;
  gint64 row_step; /* elements per cell; above 1 a cell is a block */
  gint64 col_step;
  int n_rows;      /* cells */
  int n_cols;
  int n_facets;    /* tables side by side, the first at facet 0; at least 1 */
  int n_channels;  /* tables per facet, those of a picture; 0 means 1 */
} TnuCardWindow;

static inline int
tnu_card_window_count_tables (const TnuCardWindow *self)
{
  return MAX (1, self->n_facets) * MAX (1, self->n_channels);
}

/* One table, n_rows x n_cols numbers without gaps; borrowed. A field that is NULL is absent. */
typedef struct
{
  const double *values; /* or the means of blocks */
  const double *imag;
  const double *min;
  const double *max;
  const gint64 *integers;
  const guint8 *flags;  /* not 0: NaN or infinity inside */
  const guint8 *states; /* TnuCellState */
} TnuCardTable;

/* The cell under the pointer or the cursor. */
typedef struct
{
  bool is_set;
  int facet;
  int row;
  int col;
  const char *value; /* read-out of the exact number, NULL while it is not known */
  gint64 offset;     /* in the storage, elements; -1: not known */
  int item_size;     /* bytes of an element; 0: not known */
} TnuCardCursor;

/* What is said of a range, in order of importance. */
typedef enum
{
  TNU_BOX_MEAN,
  TNU_BOX_SUM,
  TNU_BOX_MIN,
  TNU_BOX_MAX,
  TNU_N_BOX_FACTS
} TnuBoxFact;

/* A chip on its way. */
typedef struct
{
  bool is_set;
  int dim;
  TnuSocket from;
  int over;       /* TnuSocket, -1: none */
  double x;       /* of the chip's left edge, card coordinates */
  double y;       /* of its middle */
} TnuCardDrag;

typedef struct
{
  const char *name;
  const char *dtype;
  TnuCellsKind kind;
  int rank;
  const gint64 *sizes;
  const gint64 *index;         /* place on the slider and of dims without a socket; NULL: all 0 */
  TnuAxisMap map;
  TnuCardWindow window;
  const TnuCardTable *tables;  /* one per facet and channel; NULL while they are being read */
  const TnuCardTable *grads;   /* one per facet; NULL: no gradient yet */
  double vmax;
  const TnuColorScale *scale;  /* instead of vmax; NULL: from -vmax to vmax */
  double low, high;            /* of the numbers; both 0 or NaN: not known */
  double grad_vmax;
  bool marks_clipped;
  bool is_polar;               /* complex numbers by magnitude and phase */
  bool can_be_picture;         /* the header offers it */
  double white;                /* of a picture: the number that is full light */
  bool fills;                  /* a part: its cells grow to fill the table's place */
  bool is_gradient;            /* the tensor itself is a gradient: capsules */
  bool requires_grad;
  bool shows_grad;             /* a leaf: its gradient's place is under its numbers */
  gint64 n_nan;
  gint64 n_infinite;
  gint64 n_clipped;
  bool is_selected;
  bool has_focus;              /* keyboard: brackets around the cursor */
  const char *note;            /* one line under the table, NULL: none */
  TnuCardCursor cursor;
  const TnuBox *box;           /* a range of cells, NULL: none */
  bool reads_box;              /* the header tells of the range, not of the cursor */
  bool has_box_facts;
  double box_facts[TNU_N_BOX_FACTS]; /* NaN: not told */
  TnuCardDrag drag;
} TnuCardContent;

typedef struct
{
  double x;
  double y;
  double w;
  double h;
} TnuRect;

/* Where everything stands, in px from the card's top left corner. */
typedef struct
{
  double width;
  double height;
  double header;                 /* height of the header */
  TnuRect sockets[TNU_N_SOCKETS]; /* w = 0 without an axis bar */
  TnuRect slider;                /* w = 0 without a slider */
  int n_tables;
  TnuGrid *grids;                /* n_tables */
  TnuGrid *grad_grids;           /* n_tables, NULL without gradients */
  TnuRulers rulers;
  bool has_titles;               /* "i = 0" over each table */
  TnuRect free_place;            /* where the scale fits; w = 0: nowhere */
  TnuRect legend;                /* right of the table; w = 0: nowhere */
  double footer;                 /* middle of the footer's line; 0: none */
  bool dtype_in_header;
  TnuNumberFormat format;
  TnuNumberFormat grad_format;
  double table_right;            /* right edge of the widest table */
} TnuCardLayout;

typedef enum
{
  TNU_HIT_NOTHING,
  TNU_HIT_BODY,
  TNU_HIT_HEADER,
  TNU_HIT_CELL,
  TNU_HIT_GRADIENT,
  TNU_HIT_CHIP,   /* one that can be taken from its socket */
  TNU_HIT_SOCKET,
  TNU_HIT_SLIDER,
  TNU_HIT_PICTURE /* the badge that turns numbers into a picture and back */
} TnuCardPart;

typedef struct
{
  TnuCardPart part;
  int facet;
  int row;
  int col;
  TnuSocket socket;
  int dim;             /* of a chip or its socket, -1: none */
  gint64 slider_index; /* place on the slider */
} TnuCardHit;

/**
 * tnu_axis_map_init:
 *
 * Columns take the last dim, rows the one before, then facets, then the slider.
 */
void tnu_axis_map_init (TnuAxisMap *self, int rank);

/**
 * tnu_axis_map_move:
 *
 * Puts the axis in socket @from into socket @to; what stood there goes the other way.
 */
void tnu_axis_map_move (TnuAxisMap *self, TnuSocket from, TnuSocket to);

/**
 * tnu_axis_map_fold:
 *
 * Puts @dim into the fold socket, from wherever it is. What was folded comes back to its place; an
 * empty place of rows or columns is filled from the facets, one of these from the slider.
 */
void tnu_axis_map_fold (TnuAxisMap *self, int dim, TnuFold fold);

/* What was folded lies on an empty socket again, on @rank dims. */
void tnu_axis_map_unfold (TnuAxisMap *self);

/**
 * tnu_card_plan_window:
 * @content: name, dtype, kind, rank, sizes and map are read
 * @width: of the card in px
 * @max_height: of the tables in px, 0: 280 x scale
 * @window: (out): what to read, so that every table can be drawn
 *
 * Decides before any number is known: all elements where they fit at 4 px a cell, blocks
 * otherwise, and at most a dozen facets.
 */
void tnu_card_plan_window (TnuText *text, const TnuCardContent *content, double width,
                           double max_height, TnuCardWindow *window);

/**
 * tnu_card_plan_part:
 * @n_rows, @n_cols: elements to show; blocks are made of them where they do not fit
 *
 * As tnu_card_plan_window() for a part of the table; the first row and column stay as they are.
 */
void tnu_card_plan_part (TnuText *text, const TnuCardContent *content, double width,
                         double max_height, gint64 n_rows, gint64 n_cols, TnuCardWindow *window);

/**
 * tnu_card_get_natural_width:
 * @max_width: px
 *
 * Returns: the width in which the card shows its numbers comfortably, at most @max_width
 */
double tnu_card_get_natural_width (TnuText *text, const TnuCardContent *content,
                                   double max_width);

/**
 * tnu_card_layout_new:
 * @width: px
 * @max_height: of the tables, 0: 280 x scale
 *
 * Returns: (transfer full): its height follows from the width
 */
TnuCardLayout *tnu_card_layout_new (TnuText *text, const TnuCardContent *content, double width,
                                    double max_height);

/**
 * tnu_card_layout_stretch:
 * @height: at least the layout's own
 *
 * Makes the card as high as its neighbours: footers go to the bottom, a lone number to the middle.
 */
void tnu_card_layout_stretch (TnuCardLayout *self, const TnuCardContent *content, double height);

void tnu_card_layout_free (TnuCardLayout *self);

/**
 * tnu_card_draw:
 * @x, @y: of the card's top left corner, whole px
 */
void tnu_card_draw (const TnuCanvas *canvas, const TnuCardContent *content,
                    const TnuCardLayout *layout, double x, double y);

/**
 * tnu_card_hit:
 * @x, @y: in px from the card's top left corner
 */
void tnu_card_hit (TnuText *text, const TnuCardContent *content, const TnuCardLayout *layout,
                   double x, double y, TnuCardHit *hit);

/**
 * tnu_card_get_index:
 * @index: (out): rank entries; the first element of a block, -1 for an axis all of whose elements
 * are one cell
 */
void tnu_card_get_index (const TnuCardContent *content, int facet, int row, int col,
                         gint64 *index);

/**
 * tnu_card_get_cell_rect:
 *
 * Returns: where a cell stands in the card
 */
TnuRect tnu_card_get_cell_rect (const TnuCardLayout *layout, int facet, int row, int col);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuCardLayout, tnu_card_layout_free)

G_END_DECLS
