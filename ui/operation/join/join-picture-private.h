/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/join/join-picture.h"

G_BEGIN_DECLS

/* The parts of the picture beside the tables. */

/* px at the bottom for the slider, and for what is wrong. */
#define TNU_JOIN_FOOT 46
#define TNU_JOIN_TROUBLE_FOOT 66
/* From the top of a room to the middle of its heading. */
#define TNU_JOIN_HEADING_MIDDLE 12

/* One drawing. */
typedef struct
{
  TnuJoinPicture *picture;
  const TnuCanvas *canvas;
  const TnuJoinPlan *plan;
  const TnuJoinLayout *layout;
} TnuJoinScene;

/* ---- join-picture-words.c ---- */

/* Names and shapes over the tables. */
void tnu_join_draw_headings (const TnuJoinScene *scene);
/* The names of the parts along the whole. */
void tnu_join_draw_block_names (const TnuJoinScene *scene);
/* What does not fit, and PyTorch's words. */
void tnu_join_draw_trouble (const TnuJoinScene *scene);
/* What stands beside the slider. */
void tnu_join_draw_foot (const TnuJoinScene *scene);

G_END_DECLS
