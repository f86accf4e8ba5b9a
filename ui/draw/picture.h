/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/card.h"

G_BEGIN_DECLS

/* Which dims of a tensor are those of a picture; -1: there is none. */
typedef struct
{
  int row_dim;
  int column_dim;
  int channel_dim; /* -1: grey */
  int facet_dim;   /* several pictures */
  int n_channels;  /* 1 grey, 3 red, green, blue, 4 with opacity */
} TnuPicture;

/**
 * tnu_picture_find:
 *
 * H x W, C x H x W, H x W x C, and each of them N times; C is 1, 3 or 4. Where both ends could be
 * channels, they come first, as in PyTorch.
 *
 * Returns: whether a tensor of these sizes can be a picture
 */
bool tnu_picture_find (int rank, const gint64 *sizes, TnuPicture *picture);

/* Whether it is more likely one than not, so that the card offers it: colours, or bytes. */
bool tnu_picture_is_likely (const TnuPicture *picture, const gint64 *sizes, bool is_bytes);

/**
 * tnu_picture_draw:
 * @tables: n_channels of them, means where a pixel is many elements
 * @white: the number that is full light; 0 is none; what lies beyond is cut
 *
 * Opacity is seen over a chequered ground. NaN and infinities are ringed.
 */
void tnu_picture_draw (const TnuCanvas *canvas, const TnuCardTable *tables, int n_channels,
                       int n_rows, int n_cols, double white, const TnuGrid *grid);

G_END_DECLS
