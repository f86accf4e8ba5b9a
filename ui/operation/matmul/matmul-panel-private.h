/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/matmul/einsum-picture.h"
#include "ui/operation/matmul/matmul-panel.h"
#include "ui/operation/matmul/matmul-picture.h"
#include "ui/operation/matmul/matmul-product.h"

G_BEGIN_DECLS

/* Shared by the files of the panel only. */

struct _TnuMatmulPanel
{
  TnuPanel parent_instance;

  TnuMatmulProduct product;
  char *line; /* as it is shown over pictures */

  /* What is watched: one of the two, by the product's way. */
  TnuMatmulPicture picture;
  TnuMatmulNumbers *numbers;
  TnuMatmulPlace place;
  TnuEinsumPicture sums;
  TnuEinsumNumbers *sum_numbers;
  bool is_waiting; /* for numbers */
  double *partial; /* sums so far of the outer mode, after @partial_step */
  gint64 partial_step;
  GCancellable *cancellable; /* of the numbers that are read */
  guint tick;
  gint64 start_us;

  bool is_updating; /* the widgets are shown, not used */
  GtkWidget *words;
  GtkWidget *equation, *equation_box; /* of einsum */
  GtkWidget *pickers[TNU_EINSUM_MAX_OPERANDS];
  GtkWidget *signs[TNU_EINSUM_MAX_OPERANDS]; /* before each picker but the first */
  GtkWidget *swap;
  GtkStringList *names;
  GtkWidget *verdict;
  GtkWidget *side_button;
  GtkWidget *area;
  GtkWidget *controls;
  GtkWidget *player;
};

/* ---- matmul-panel.c: what is chosen ---- */

void tnu_matmul_panel_choose_word (TnuMatmulPanel *self);
void tnu_matmul_panel_choose_equation (TnuMatmulPanel *self);
void tnu_matmul_panel_choose_operand (TnuMatmulPanel *self, GtkWidget *picker);
void tnu_matmul_panel_swap (TnuMatmulPanel *self);
void tnu_matmul_panel_choose_fix (TnuMatmulPanel *self, int index);

/* ---- matmul-panel-parts.c ---- */

void tnu_matmul_panel_build (TnuMatmulPanel *self);
/* Shows the product in words, pickers and head. */
void tnu_matmul_panel_update_parts (TnuMatmulPanel *self);
/* The letters in the colours of what they do. */
void tnu_matmul_panel_color_equation (TnuMatmulPanel *self);

/* ---- matmul-panel-watch.c: steps and numbers ---- */

/* The product is another one: its numbers are read. */
void tnu_matmul_panel_watch (TnuMatmulPanel *self);
void tnu_matmul_panel_forget_numbers (TnuMatmulPanel *self);
void tnu_matmul_panel_step (TnuMatmulPanel *self);
void tnu_matmul_panel_choose_mode (TnuMatmulPanel *self, int mode);
void tnu_matmul_panel_choose_view (TnuMatmulPanel *self, int view);
void tnu_matmul_panel_choose_table (TnuMatmulPanel *self, gint64 table);
void tnu_matmul_panel_stop_motion (TnuMatmulPanel *self);
void tnu_matmul_panel_say_sentence (TnuMatmulPanel *self);
bool tnu_matmul_panel_has_numbers (TnuMatmulPanel *self);

/* The numbers that are asked about one by one. */
TnuMatmulExtent tnu_matmul_panel_get_extent (TnuMatmulPanel *self);
/* -1: none. */
void tnu_matmul_panel_set_probe (TnuMatmulPanel *self, gint64 row, gint64 column);
void tnu_matmul_panel_get_probe (TnuMatmulPanel *self, gint64 *row, gint64 *column);

/* ---- matmul-panel-hand.c ---- */

/* Pointer and keys on the picture. */
void tnu_matmul_panel_listen (TnuMatmulPanel *self);

G_END_DECLS
