/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Cells that are marked on a card: what a step has changed, and facets that are not meant. */
#include "ui/stage/stage-card-private.h"

#include <math.h>

bool
tnu_stage_card_is_same_window (const TnuCardWindow *a, const TnuCardWindow *b)
{
  return a->first_row == b->first_row && a->first_col == b->first_col
         && a->row_step == b->row_step && a->col_step == b->col_step && a->n_rows == b->n_rows
         && a->n_cols == b->n_cols && a->n_facets == b->n_facets
         && a->n_channels == b->n_channels;
}

void
tnu_stage_card_forget_changes (TnuStageCard *self)
{
  g_clear_pointer (&self->changed, g_free);
  g_clear_pointer (&self->marked, g_free);
  self->changed_at = 0;
}

void
tnu_stage_card_dim_facets (TnuStageCard *self, int facet)
{
  const TnuCardWindow *window = &self->content.window;
  const gsize n = (gsize) window->n_rows * (gsize) window->n_cols;
  const int n_tables = tnu_card_window_count_tables (window);

  tnu_stage_card_forget_changes (self);
  if (self->numbers == NULL || self->numbers->tables == NULL
      || !tnu_stage_card_is_same_window (&self->numbers->window, window))
    return;
  self->changed = g_new (guint8, n);
  memset (self->changed, TNU_CELL_NOT_CHOSEN, n);
  self->marked = g_memdup2 (self->numbers->tables, (gsize) n_tables * sizeof *self->marked);
  for (int t = 0; t < n_tables; t++)
    self->marked[t].states = t == facet ? NULL : self->changed;
  tnu_stage_card_refresh (self);
}

static bool
is_other (double a, double b)
{
  return a != b && !(isnan (a) && isnan (b));
}

void
tnu_stage_card_mark_changes (TnuStageCard *self, const TnuNumbers *before,
                             const TnuNumbers *after, gint64 now)
{
  const TnuCardWindow *window = &after->window;
  const gsize n = (gsize) window->n_rows * (gsize) window->n_cols;
  const int n_tables = tnu_card_window_count_tables (window);
  gsize n_changed = 0;

  tnu_stage_card_forget_changes (self);
  if (now == 0 || before == NULL || before->tables == NULL || after->tables == NULL
      || window->row_step > 1 || window->col_step > 1
      || !tnu_stage_card_is_same_window (&before->window, window))
    return;
  self->changed = g_new0 (guint8, n * (gsize) n_tables);
  self->marked = g_memdup2 (after->tables, (gsize) n_tables * sizeof *self->marked);
  for (int t = 0; t < n_tables; t++)
    {
      guint8 *states = self->changed + n * (gsize) t;

      self->marked[t].states = states;
      for (gsize i = 0; i < n; i++)
        if (is_other (before->tables[t].values[i], after->tables[t].values[i]))
          {
            states[i] = TNU_CELL_CHOSEN;
            n_changed++;
          }
    }
  if (n_changed == 0)
    tnu_stage_card_forget_changes (self);
  else
    self->changed_at = now;
}
