/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TnuMatmulPlayer:
 *
 * Steps through something: first, back, play, forward, last, a slider, the speed, and the sentence
 * of the step.
 *
 * Signals: ::moved (): the user or playing chose another step.
 */
#define TNU_TYPE_MATMUL_PLAYER (tnu_matmul_player_get_type ())
G_DECLARE_FINAL_TYPE (TnuMatmulPlayer, tnu_matmul_player, TNU, MATMUL_PLAYER, GtkWidget)

GtkWidget *tnu_matmul_player_new (void);

/* @unit: what one step makes: "cell". Stops playing; stands at the last step. */
void tnu_matmul_player_set_steps (TnuMatmulPlayer *self, gint64 n_steps, const char *unit);

/* -1: before the first. */
gint64 tnu_matmul_player_get_step (TnuMatmulPlayer *self);
void tnu_matmul_player_set_step (TnuMatmulPlayer *self, gint64 step);

void tnu_matmul_player_play (TnuMatmulPlayer *self, gboolean plays);
gboolean tnu_matmul_player_is_playing (TnuMatmulPlayer *self);

/* @markup: Pango markup; @plain: the same for a screen reader. */
void tnu_matmul_player_set_sentence (TnuMatmulPlayer *self, const char *markup, const char *plain);

G_END_DECLS
