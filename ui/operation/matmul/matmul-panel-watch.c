/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* What is watched: the step, the sum as it grows, the numbers behind it. Numbers are read and
 * multiplied in a worker; until they come, and beyond what can be followed, pictures say the
 * shapes. */
#include <math.h>

#include "ui/operation/matmul/einsum-words.h"
#include "ui/operation/matmul/matmul-chips.h"
#include "ui/operation/matmul/matmul-controls.h"
#include "ui/operation/matmul/matmul-panel-private.h"
#include "ui/operation/matmul/matmul-player.h"
#include "ui/operation/matmul/matmul-words.h"
#include "ui/operation/panel-canvas.h"

#define BAR_US 120000
/* All bars of one sum together. */
#define BARS_LONGEST_US 900000

static bool
shows_sums (TnuMatmulPanel *self)
{
  return self->product.way == TNU_MATMUL_SUMS;
}

bool
tnu_matmul_panel_has_numbers (TnuMatmulPanel *self)
{
  return shows_sums (self) ? self->sum_numbers != NULL : self->numbers != NULL;
}

/* The numbers of an einsum stand in lines as long as the last dim of its result. */
TnuMatmulExtent
tnu_matmul_panel_get_extent (TnuMatmulPanel *self)
{
  const TnuEinsumPlan *sums = &self->product.sums;
  if (!shows_sums (self))
    return tnu_matmul_plan_get_extent (&self->product.plan, self->picture.view);
  int rank = sums->result.shape.rank;
  gint64 n_columns = rank > 0 ? sums->result.shape.sizes[rank - 1] : 1;
  return (TnuMatmulExtent){ sums->n_results / MAX (n_columns, 1), n_columns, sums->n_terms };
}

/* ---- the sum as it grows ---- */

static void
set_reveal (TnuMatmulPanel *self, double n)
{
  self->picture.reveal = self->sums.reveal = n;
  gtk_widget_queue_draw (self->area);
}

void
tnu_matmul_panel_stop_motion (TnuMatmulPanel *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
}

static void
show_whole_sum (TnuMatmulPanel *self)
{
  tnu_matmul_panel_stop_motion (self);
  set_reveal (self, (double)tnu_matmul_panel_get_extent (self).n_inner);
}

static gboolean
reveal (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TnuMatmulPanel *self = TNU_MATMUL_PANEL (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double n = (double)tnu_matmul_panel_get_extent (self).n_inner;
  double length_us = MIN (n * BAR_US, BARS_LONGEST_US);
  if (self->start_us == 0)
    self->start_us = now;
  double shown = n * MIN ((double)(now - self->start_us) / length_us, 1);
  set_reveal (self, shown);
  if (shown < n)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
start_motion (TnuMatmulPanel *self)
{
  gboolean moves = TRUE;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &moves, NULL);
  show_whole_sum (self);
  if (!moves || !tnu_matmul_panel_has_numbers (self)
      || (!shows_sums (self) && self->picture.mode != TNU_MATMUL_DOT)
      || tnu_matmul_panel_get_extent (self).n_inner < 2)
    return;
  self->start_us = 0;
  set_reveal (self, 0);
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), reveal, NULL, NULL);
}

/* ---- sums so far ---- */

/* Adds the layers up to the step; going back begins anew, as taking away would not give the same
 * numbers. */
static void
update_partial (TnuMatmulPanel *self)
{
  TnuMatmulExtent extent = tnu_matmul_panel_get_extent (self);
  if (self->numbers == NULL || self->picture.mode != TNU_MATMUL_OUTER)
    {
      self->picture.partial = NULL;
      return;
    }
  if (self->partial == NULL || self->partial_step > self->picture.step)
    {
      g_free (self->partial);
      self->partial = g_new0 (double, MAX (extent.n_rows * extent.n_columns, 1));
      self->partial_step = -1;
    }
  for (gint64 row = 0; row < extent.n_rows; row++)
    for (gint64 column = 0; column < extent.n_columns; column++)
      {
        TnuMatmulTerms terms
            = tnu_matmul_numbers_get_terms (self->numbers, &self->product.plan, self->picture.view,
                                            self->picture.table, row, column);
        for (gint64 k = self->partial_step + 1; k <= self->picture.step; k++)
          self->partial[row * extent.n_columns + column]
              += tnu_matmul_terms_get_product (&terms, k);
      }
  self->partial_step = self->picture.step;
  self->picture.partial = self->partial;
}

/* ---- words ---- */

static char *
dup_number (TnuCellsKind kind, double real, double imaginary)
{
  char buffer[TNU_NUMBER_SIZE];
  if (kind == TNU_CELLS_COMPLEX)
    return g_strdup_printf ("%g%+gj", real, imaginary);
  tnu_number_print_plain (real, buffer);
  return g_strdup (buffer);
}

/* The number that is lit, as it is printed in its table; NULL for none or several. */
static char *
dup_lit_number (TnuMatmulPanel *self)
{
  const TnuMatmulRoles *roles = tnu_matmul_get_roles (self->picture.view);
  gint64 light[TNU_MATMUL_N_AXES];
  if (self->numbers == NULL || !tnu_matmul_picture_get_light (&self->picture, light)
      || light[roles->row] < 0 || light[roles->column] < 0)
    return NULL;
  gint64 n_columns = tnu_matmul_panel_get_extent (self).n_columns;
  const double *numbers = tnu_matmul_numbers_get_side (
      self->numbers, &self->product.plan, self->picture.view, roles->target, self->picture.table);
  return dup_number (TNU_CELLS_FLOAT, numbers[light[roles->row] * n_columns + light[roles->column]],
                     0);
}

static char *
dup_table_words (TnuMatmulPanel *self)
{
  const TnuMatmulPicture *picture = &self->picture;
  g_autofree char *number = dup_lit_number (self);
  if (self->product.way == TNU_MATMUL_SHAPES)
    return tnu_matmul_dup_words (&self->product.plan, picture->view, picture->mode, picture->names,
                                 -1, -1, -1);
  return tnu_matmul_dup_sentence (&self->product.plan, picture->view, picture->mode, picture->names,
                                  picture->step, picture->probe_row, picture->probe_column, number);
}

static char *
dup_sum_words (TnuMatmulPanel *self)
{
  gint64 light = tnu_einsum_picture_get_light (&self->sums);
  const TnuEinsumNumbers *numbers = self->sum_numbers;
  g_autofree char *number = NULL;
  if (numbers != NULL && light >= 0)
    number = dup_number (self->sums.kinds[self->product.n_operands], numbers->result.real[light],
                         numbers->result.imaginary != NULL ? numbers->result.imaginary[light] : 0);
  return tnu_einsum_dup_sentence (&self->product.sums, self->sums.names, light, number);
}

void
tnu_matmul_panel_say_sentence (TnuMatmulPanel *self)
{
  g_autofree char *words = shows_sums (self) ? dup_sum_words (self) : dup_table_words (self);
  g_autofree char *markup
      = tnu_matmul_words_dup_markup (&self->product.plan, tnu_panel_get_theme (), words);
  g_autofree char *plain = tnu_matmul_words_dup_plain (words);
  tnu_matmul_player_set_sentence (TNU_MATMUL_PLAYER (self->player), markup, plain);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  plain, -1);
}

/* ---- steps ---- */

static void
show_step (TnuMatmulPanel *self)
{
  update_partial (self);
  tnu_matmul_panel_say_sentence (self);
  gtk_widget_queue_draw (self->area);
}

void
tnu_matmul_panel_get_probe (TnuMatmulPanel *self, gint64 *row, gint64 *column)
{
  gint64 n_columns = MAX (tnu_matmul_panel_get_extent (self).n_columns, 1);
  if (!shows_sums (self))
    {
      *row = self->picture.probe_row;
      *column = self->picture.probe_column;
      return;
    }
  *row = self->sums.probe < 0 ? -1 : self->sums.probe / n_columns;
  *column = self->sums.probe < 0 ? -1 : self->sums.probe % n_columns;
}

static void
forget_probe (TnuMatmulPanel *self)
{
  self->picture.probe_row = self->picture.probe_column = self->sums.probe = -1;
}

void
tnu_matmul_panel_set_probe (TnuMatmulPanel *self, gint64 row, gint64 column)
{
  gint64 old_row, old_column;
  tnu_matmul_panel_get_probe (self, &old_row, &old_column);
  if (old_row == row && old_column == column)
    return;
  forget_probe (self);
  if (!shows_sums (self))
    {
      self->picture.probe_row = row;
      self->picture.probe_column = column;
    }
  else if (row >= 0)
    self->sums.probe = row * tnu_matmul_panel_get_extent (self).n_columns + column;
  show_whole_sum (self);
  show_step (self);
}

static void
take_step (TnuMatmulPanel *self)
{
  self->picture.step = self->sums.step
      = tnu_matmul_player_get_step (TNU_MATMUL_PLAYER (self->player));
  forget_probe (self);
}

void
tnu_matmul_panel_step (TnuMatmulPanel *self)
{
  take_step (self);
  start_motion (self);
  show_step (self);
}

/* Mode or view changed: steps are counted anew, and the picture stands at the last. */
static void
restart (TnuMatmulPanel *self)
{
  static const char *const units[] = { "cell", "column", "layer" };
  TnuMatmulExtent extent = tnu_matmul_panel_get_extent (self);
  TnuMatmulMode mode = shows_sums (self) ? TNU_MATMUL_DOT : self->picture.mode;
  bool can_play = tnu_matmul_panel_has_numbers (self);
  g_clear_pointer (&self->partial, g_free);
  tnu_matmul_player_set_steps (TNU_MATMUL_PLAYER (self->player),
                               can_play ? tnu_matmul_count_steps (&extent, mode) : 0, units[mode]);
  take_step (self);
  show_whole_sum (self);
  tnu_matmul_controls_update (TNU_MATMUL_CONTROLS (self->controls));
  show_step (self);
}

void
tnu_matmul_panel_choose_mode (TnuMatmulPanel *self, int mode)
{
  self->picture.mode = mode;
  restart (self);
}

void
tnu_matmul_panel_choose_view (TnuMatmulPanel *self, int view)
{
  self->picture.view = view;
  restart (self);
}

void
tnu_matmul_panel_choose_table (TnuMatmulPanel *self, gint64 table)
{
  self->picture.table = table;
  restart (self);
}

/* ---- numbers ---- */

typedef struct
{
  TnuMatmulWay way;
  TnuMatmulPlan plan;
  TnuEinsumPlan sums;
  bool are_complex;
  int n_operands;
  TnsMoment *moments[TNU_EINSUM_MAX_OPERANDS];
  /* Per operand: as it is written, as it stands in the picture. */
  TnuTurn turns[TNU_EINSUM_MAX_OPERANDS][2];
  TnsMoment *gradient;
} NumberJob;

static void
number_job_free (NumberJob *job)
{
  for (int k = 0; k < job->n_operands; k++)
    tns_moment_unref (job->moments[k]);
  g_clear_pointer (&job->gradient, tns_moment_unref);
  g_free (job);
}

static TnuEinsumNumbers *
compute_sums (NumberJob *job, GCancellable *cancellable, GError **error)
{
  TnuNumbers operands[TNU_EINSUM_MAX_OPERANDS] = { 0 };
  int n = 0;
  while (n < job->n_operands
         && tnu_numbers_read (&operands[n], job->moments[n], job->turns[n], 1, job->are_complex,
                              cancellable, error))
    n++;
  if (n == job->n_operands)
    return tnu_einsum_numbers_compute (&job->sums, operands);
  while (n-- > 0)
    tnu_numbers_clear (&operands[n]);
  return NULL;
}

static void
compute_numbers (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  NumberJob *job = data;
  GError *error = NULL;
  bool are_sums = job->way == TNU_MATMUL_SUMS;
  gpointer numbers = are_sums ? (gpointer)compute_sums (job, cancellable, &error)
                              : (gpointer)tnu_matmul_numbers_read (
                                  &job->plan, job->moments[0], job->turns[0], job->moments[1],
                                  job->turns[1], job->gradient, cancellable, &error);
  if (numbers == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, numbers,
                           are_sums ? (GDestroyNotify)tnu_einsum_numbers_free
                                    : (GDestroyNotify)tnu_matmul_numbers_free);
}

static void
numbers_are_there (GObject *source, GAsyncResult *result, gpointer data)
{
  TnuMatmulPanel *self = TNU_MATMUL_PANEL (source);
  g_autoptr (GError) error = NULL;
  /* A task that was cancelled gives nothing: another one is under way, or the panel is gone. */
  gpointer numbers = g_task_propagate_pointer (G_TASK (result), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (shows_sums (self))
    self->sums.numbers = self->sum_numbers = numbers;
  else
    self->picture.numbers = self->numbers = numbers;
  self->is_waiting = self->picture.is_waiting = false;
  self->picture.note = self->sums.note
      = numbers != NULL ? NULL : "The numbers of that moment are gone: shapes only.";
  restart (self);
}

static void
ask_for_numbers (TnuMatmulPanel *self)
{
  const TnuMatmulProduct *product = &self->product;
  TnsSession *session = tnu_panel_get_session (TNU_PANEL (self));
  NumberJob *job = g_new0 (NumberJob, 1);
  job->way = product->way;
  job->plan = product->plan;
  job->sums = product->sums;
  job->are_complex = tnu_matmul_product_is_complex (product);
  job->n_operands = product->n_operands;
  for (int k = 0; k < product->n_operands; k++)
    {
      job->moments[k] = tns_moment_ref (product->operands[k].moment);
      job->turns[k][0] = product->operands[k].turn;
      job->turns[k][1] = product->operands[k].stand;
    }
  if (product->way == TNU_MATMUL_TABLES)
    job->gradient = tnu_matmul_product_dup_gradient (product, tns_session_get_timeline (session),
                                                     tns_session_get_cursor (session));
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, numbers_are_there, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify)number_job_free);
  g_task_run_in_thread (task, compute_numbers);
}

void
tnu_matmul_panel_forget_numbers (TnuMatmulPanel *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->picture.numbers = NULL;
  self->picture.partial = NULL;
  self->sums.numbers = NULL;
  g_clear_pointer (&self->numbers, tnu_matmul_numbers_free);
  g_clear_pointer (&self->sum_numbers, tnu_einsum_numbers_free);
  g_clear_pointer (&self->partial, g_free);
}

/* ---- the pictures ---- */

static TnuCellsKind
get_kind (const TnuMatmulProduct *product, TnkDtype dtype)
{
  return tnu_matmul_product_is_complex (product)              ? TNU_CELLS_COMPLEX
         : tnk_dtype_is_integral (dtype) || dtype == TNK_BOOL ? TNU_CELLS_INT
                                                              : TNU_CELLS_FLOAT;
}

static const char *
get_note (TnuMatmulPanel *self)
{
  return self->product.reason != NULL ? ""
         : self->is_waiting
             ? NULL
             : "More numbers than can be followed: shapes only. Apply computes them all.";
}

static void
aim_tables (TnuMatmulPanel *self)
{
  TnuMatmulPicture *picture = &self->picture;
  const TnuMatmulProduct *product = &self->product;
  picture->plan = &product->plan;
  for (int k = 0; k < 2; k++)
    {
      const TnuMatmulOperand *operand = &product->operands[MIN (k, product->n_operands - 1)];
      picture->names[k] = tnu_matmul_operand_get_label (operand);
      picture->kinds[k] = get_kind (product, tns_moment_get_meta (operand->moment)->dtype);
    }
  picture->names[TNU_MATMUL_SIDE_C] = product->c_label;
  picture->kinds[TNU_MATMUL_SIDE_C] = get_kind (product, product->dtype);
  picture->title = self->line;
  picture->table = 0;
  picture->is_waiting = self->is_waiting;
  picture->note = get_note (self);
  if (product->way != TNU_MATMUL_TABLES)
    picture->view = TNU_MATMUL_C;
}

static void
aim_sums (TnuMatmulPanel *self)
{
  TnuEinsumPicture *picture = &self->sums;
  const TnuMatmulProduct *product = &self->product;
  picture->plan = &product->sums;
  for (int k = 0; k < product->n_operands; k++)
    {
      picture->names[k] = product->operands[k].code;
      picture->kinds[k]
          = get_kind (product, tns_moment_get_meta (product->operands[k].moment)->dtype);
    }
  picture->names[product->n_operands] = product->target;
  picture->kinds[product->n_operands] = get_kind (product, product->dtype);
  picture->title = self->line;
  picture->is_equation = product->word == TNU_MATMUL_WORD_EINSUM;
  picture->note = get_note (self);
}

void
tnu_matmul_panel_watch (TnuMatmulPanel *self)
{
  const TnuMatmulProduct *product = &self->product;
  tnu_matmul_panel_forget_numbers (self);
  self->cancellable = g_cancellable_new ();
  self->is_waiting = shows_sums (self) ? tnu_einsum_numbers_are_few (&product->sums)
                                       : product->way == TNU_MATMUL_TABLES
                                             && tnu_matmul_numbers_are_few (&product->plan);
  g_free (self->line);
  self->line = tnu_matmul_product_dup_code (product);
  aim_tables (self);
  aim_sums (self);
  tnu_matmul_controls_rebuild (TNU_MATMUL_CONTROLS (self->controls));
  restart (self);
  gtk_widget_set_visible (self->player, self->is_waiting);
  if (self->is_waiting)
    ask_for_numbers (self);
}
