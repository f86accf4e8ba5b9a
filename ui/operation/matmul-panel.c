/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Matmul panel
 *
 * The product is the state; picture, controls, player and code line show it. Whatever changes it
 * ends in show_product(). Numbers are read and multiplied in a worker; until they come, and beyond
 * what can be shown, the picture says the shapes. */
#include "ui/operation/matmul-panel.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "ui/draw/chips.h"
#include "ui/operation/code-row.h"
#include "ui/operation/matmul-chips.h"
#include "ui/operation/matmul-controls.h"
#include "ui/operation/matmul-player.h"
#include "ui/operation/matmul-words.h"
#include "ui/operation/panel-canvas.h"
#include "ui/operation/row-parts.h"
#include "ui/operation/word-row.h"
#include "ui/text-scale.h"

#define HEAD_HEIGHT 48
#define PICTURE_MIN_WIDTH 400
/* Below, the controls stand behind a button. */
#define NARROW 860
#define BAR_US 120000
/* All bars of one sum together. */
#define BARS_LONGEST_US 900000

struct _TnuMatmulPanel
{
  GtkWidget parent_instance;

  TnsSession *session;
  TnuMatmulProduct product;
  TnuMatmulPicture picture;
  TnuMatmulNumbers *numbers;
  TnuMatmulPlace place;
  double *partial; /* sums so far of the outer mode, after @partial_step */
  gint64 partial_step;
  bool is_updating; /* the pickers are shown, not used */
  GCancellable *cancellable;

  GtkWidget *box;
  GtkWidget *words;
  GtkWidget *equation, *equation_box; /* of einsum */
  char *line; /* right side, for the picture */
  GtkWidget *verdict;
  GtkWidget *area;
  GtkWidget *controls;
  GtkWidget *side; /* what the controls stand in */
  GtkWidget *side_button;
  bool is_narrow;
  guint layout_id;
  GtkWidget *player;
  GtkWidget *code;
  GtkWidget *pickers[2];
  GtkStringList *names;
  TnuText *text;
  guint tick;
  gint64 start_us;
};

enum
{
  PROP_0,
  PROP_CODE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint closed;

G_DEFINE_FINAL_TYPE (TnuMatmulPanel, tnu_matmul_panel, GTK_TYPE_WIDGET)

/* ---- the sum as it grows ---- */

static TnuMatmulExtent
get_extent (TnuMatmulPanel *self)
{
  return tnu_matmul_plan_get_extent (&self->product.plan, self->picture.view);
}

static void
stop_motion (TnuMatmulPanel *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  self->picture.reveal = (double)get_extent (self).n_inner;
}

static gboolean
reveal (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TnuMatmulPanel *self = TNU_MATMUL_PANEL (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double n = (double)get_extent (self).n_inner;
  double length_us = MIN (n * BAR_US, BARS_LONGEST_US);
  if (self->start_us == 0)
    self->start_us = now;
  self->picture.reveal = n * MIN ((double)(now - self->start_us) / length_us, 1);
  gtk_widget_queue_draw (self->area);
  if (self->picture.reveal < n)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
start_motion (TnuMatmulPanel *self)
{
  gboolean moves = TRUE;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &moves, NULL);
  stop_motion (self);
  if (!moves || self->numbers == NULL || self->picture.mode != TNU_MATMUL_DOT
      || get_extent (self).n_inner == 0)
    return;
  self->start_us = 0;
  self->picture.reveal = 0;
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), reveal, NULL, NULL);
}

/* ---- sums so far ---- */

/* Adds the layers up to the step; going back begins anew, as taking away would not give the same
 * numbers. */
static void
update_partial (TnuMatmulPanel *self)
{
  TnuMatmulExtent extent = get_extent (self);
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

/* The number that is lit, as it is printed in its table; NULL for none or several. */
static char *
dup_lit_number (TnuMatmulPanel *self)
{
  const TnuMatmulRoles *roles = tnu_matmul_get_roles (self->picture.view);
  gint64 light[TNU_MATMUL_N_AXES];
  char buffer[TNU_NUMBER_SIZE];
  if (self->numbers == NULL || !tnu_matmul_picture_get_light (&self->picture, light)
      || light[roles->row] < 0 || light[roles->column] < 0)
    return NULL;
  const double *numbers = tnu_matmul_numbers_get_side (
      self->numbers, &self->product.plan, self->picture.view, roles->target, self->picture.table);
  tnu_number_print_plain (
      numbers[light[roles->row] * get_extent (self).n_columns + light[roles->column]], buffer);
  return g_strdup (buffer);
}

static void
say_sentence (TnuMatmulPanel *self)
{
  const TnuMatmulPicture *picture = &self->picture;
  g_autofree char *number = dup_lit_number (self);
  g_autofree char *words
      = !tnu_matmul_product_is_played (&self->product)
            ? tnu_matmul_dup_words (&self->product.plan, picture->view, picture->mode,
                                    picture->names, -1, -1, -1)
            : tnu_matmul_dup_sentence (&self->product.plan, picture->view, picture->mode,
                                       picture->names, picture->step, picture->probe_row,
                                       picture->probe_column, number);
  g_autofree char *markup
      = tnu_matmul_words_dup_markup (&self->product.plan, tnu_panel_get_theme (), words);
  g_autofree char *plain = tnu_matmul_words_dup_plain (words);
  tnu_matmul_player_set_sentence (TNU_MATMUL_PLAYER (self->player), markup, plain);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  plain, -1);
}

static void
show_step (TnuMatmulPanel *self)
{
  update_partial (self);
  say_sentence (self);
  gtk_widget_queue_draw (self->area);
}

/* ---- what is watched ---- */

static void
set_probe (TnuMatmulPanel *self, gint64 row, gint64 column)
{
  if (self->picture.probe_row == row && self->picture.probe_column == column)
    return;
  self->picture.probe_row = row;
  self->picture.probe_column = column;
  stop_motion (self);
  show_step (self);
}

static void
player_moved (TnuMatmulPanel *self)
{
  self->picture.step = tnu_matmul_player_get_step (TNU_MATMUL_PLAYER (self->player));
  self->picture.probe_row = self->picture.probe_column = -1;
  start_motion (self);
  show_step (self);
}

/* Mode or view changed: steps are counted anew, and the picture stands at the last. */
static void
restart (TnuMatmulPanel *self)
{
  static const char *const units[] = { "cell", "column", "layer" };
  TnuMatmulExtent extent = get_extent (self);
  bool can_play = tnu_matmul_product_is_played (&self->product) && self->numbers != NULL;
  g_clear_pointer (&self->partial, g_free);
  self->picture.probe_row = self->picture.probe_column = -1;
  tnu_matmul_player_set_steps (TNU_MATMUL_PLAYER (self->player),
                               can_play ? tnu_matmul_count_steps (&extent, self->picture.mode) : 0,
                               units[self->picture.mode]);
  self->picture.step = tnu_matmul_player_get_step (TNU_MATMUL_PLAYER (self->player));
  stop_motion (self);
  tnu_matmul_controls_update (TNU_MATMUL_CONTROLS (self->controls));
  show_step (self);
}

static void
mode_chosen (TnuMatmulPanel *self, int mode)
{
  self->picture.mode = mode;
  restart (self);
}

static void
view_chosen (TnuMatmulPanel *self, int view)
{
  self->picture.view = view;
  restart (self);
}

static void
table_chosen (TnuMatmulPanel *self, gint64 table)
{
  self->picture.table = table;
  restart (self);
}

/* ---- numbers ---- */

typedef struct
{
  TnuMatmulPlan plan;
  TnsMoment *moments[2];
  TnuTurn turns[2][2]; /* per operand: as it is written, as it stands in the picture */
  TnsMoment *gradient;
} NumberJob;

static void
number_job_free (NumberJob *job)
{
  tns_moment_unref (job->moments[0]);
  tns_moment_unref (job->moments[1]);
  g_clear_pointer (&job->gradient, tns_moment_unref);
  g_free (job);
}

static void
compute_numbers (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  NumberJob *job = data;
  GError *error = NULL;
  TnuMatmulNumbers *numbers
      = tnu_matmul_numbers_read (&job->plan, job->moments[0], job->turns[0], job->moments[1],
                                 job->turns[1], job->gradient, cancellable, &error);
  if (numbers == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, numbers, (GDestroyNotify)tnu_matmul_numbers_free);
}

static void
numbers_are_there (GObject *source, GAsyncResult *result, gpointer data)
{
  TnuMatmulPanel *self = TNU_MATMUL_PANEL (source);
  g_autoptr (GError) error = NULL;
  TnuMatmulNumbers *numbers = g_task_propagate_pointer (G_TASK (result), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->box == NULL)
    {
      g_clear_pointer (&numbers, tnu_matmul_numbers_free);
      return;
    }
  self->numbers = numbers;
  self->picture.numbers = numbers;
  self->picture.is_waiting = false;
  self->picture.note = numbers != NULL ? NULL : "The numbers of that moment are gone: shapes only.";
  restart (self);
}

static void
ask_for_numbers (TnuMatmulPanel *self)
{
  NumberJob *job = g_new0 (NumberJob, 1);
  job->plan = self->product.plan;
  for (int k = 0; k < 2; k++)
    {
      job->moments[k] = tns_moment_ref (self->product.operands[k].moment);
      job->turns[k][0] = self->product.operands[k].turn;
      job->turns[k][1] = self->product.operands[k].stand;
    }
  job->gradient
      = tnu_matmul_product_dup_gradient (&self->product, tns_session_get_timeline (self->session),
                                         tns_session_get_cursor (self->session));
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, numbers_are_there, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify)number_job_free);
  g_task_run_in_thread (task, compute_numbers);
}

static void
forget_numbers (TnuMatmulPanel *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->picture.numbers = NULL;
  self->picture.partial = NULL;
  g_clear_pointer (&self->numbers, tnu_matmul_numbers_free);
  g_clear_pointer (&self->partial, g_free);
}

/* ---- the product ---- */

static TnuCellsKind
get_kind (const TnuMatmulOperand *operand)
{
  TnkDtype dtype = tns_moment_get_meta (operand->moment)->dtype;
  return tnk_dtype_is_integral (dtype) || dtype == TNK_BOOL ? TNU_CELLS_INT : TNU_CELLS_FLOAT;
}

static void
aim_picture (TnuMatmulPanel *self)
{
  TnuMatmulPicture *picture = &self->picture;
  const TnuMatmulProduct *product = &self->product;
  picture->plan = &product->plan;
  picture->names[TNU_MATMUL_SIDE_A] = tnu_matmul_operand_get_label (&product->operands[0]);
  picture->names[TNU_MATMUL_SIDE_B] = tnu_matmul_operand_get_label (&product->operands[1]);
  picture->names[TNU_MATMUL_SIDE_C] = product->c_label;
  g_free (self->line);
  self->line = tnu_matmul_product_dup_code (product);
  picture->title = self->line;
  picture->kinds[TNU_MATMUL_SIDE_A] = get_kind (&product->operands[0]);
  picture->kinds[TNU_MATMUL_SIDE_B] = get_kind (&product->operands[1]);
  picture->kinds[TNU_MATMUL_SIDE_C] = picture->kinds[TNU_MATMUL_SIDE_A];
  picture->table = 0;
  picture->note = product->reason != NULL ? ""
                  : picture->is_waiting   ? "The numbers are on their way."
                  : tnu_matmul_product_is_real (product)
                      ? "More numbers than can be followed: shapes only. Apply computes them all."
                      : "Complex numbers: shapes only.";
  if (!tnu_matmul_product_is_played (product))
    picture->view = TNU_MATMUL_C;
}

static void
fit_height (TnuMatmulPanel *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  gtk_drawing_area_set_content_height (
      GTK_DRAWING_AREA (self->area),
      (int)lround (tnu_matmul_picture_get_height (&self->picture) * scale));
}

static void
show_pickers (TnuMatmulPanel *self)
{
  self->is_updating = true;
  for (int k = 0; k < 2; k++)
    {
      guint position = 0;
      while (strcmp (gtk_string_list_get_string (self->names, position),
                     self->product.operands[k].name)
             != 0)
        position++;
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->pickers[k]), position);
    }
  self->is_updating = false;
}

/* The letters in the colours of what they do. */
static void
color_equation (TnuMatmulPanel *self)
{
  const TnuTheme *theme = tnu_panel_get_theme ();
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->equation));
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  for (guint at = 0; text[at] != '\0'; at++)
    {
      char mark = tnu_einsum_form_get_mark (&self->product.form, text[at]);
      if (mark == '\0')
        continue;
      const TnuColor *color = tnu_matmul_get_mark_color (&self->product.plan, theme, mark);
      PangoAttribute *ink = pango_attr_foreground_new (
          (guint16)lround (color->r * 65535), (guint16)lround (color->g * 65535),
          (guint16)lround (color->b * 65535));
      PangoAttribute *weight = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
      ink->start_index = weight->start_index = at;
      ink->end_index = weight->end_index = at + 1;
      pango_attr_list_insert (attributes, ink);
      pango_attr_list_insert (attributes, weight);
    }
  gtk_text_set_attributes (GTK_TEXT (self->equation), attributes);
}

static void
show_word (TnuMatmulPanel *self)
{
  const char *equation = self->product.equation != NULL ? self->product.equation : "";
  tnu_word_row_set_word (TNU_WORD_ROW (self->words), (int)self->product.word);
  gtk_widget_set_visible (self->equation_box, self->product.word == TNU_MATMUL_WORD_EINSUM);
  self->is_updating = true;
  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->equation)), equation) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->equation), equation);
  self->is_updating = false;
  color_equation (self);
}

/* Everything that follows from the product, but the line, which may be the one that is typed. */
static void
show_product (TnuMatmulPanel *self)
{
  bool fits = self->product.reason == NULL;
  forget_numbers (self);
  self->picture.is_waiting = tnu_matmul_product_is_played (&self->product) && tnu_matmul_product_is_real (&self->product)
                             && tnu_matmul_numbers_are_few (&self->product.plan);
  aim_picture (self);
  fit_height (self);
  show_pickers (self);
  show_word (self);
  tnu_code_row_set_legal (TNU_CODE_ROW (self->code), fits);
  tnu_matmul_controls_rebuild (TNU_MATMUL_CONTROLS (self->controls));
  restart (self);
  gtk_widget_set_visible (self->player, self->picture.is_waiting);
  /* What can be done about it must be seen. */
  if (!fits)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->side_button), TRUE);
  gtk_widget_queue_draw (self->verdict);
  if (self->picture.is_waiting)
    ask_for_numbers (self);
}

const char *
tnu_matmul_panel_get_code (TnuMatmulPanel *self)
{
  g_return_val_if_fail (TNU_IS_MATMUL_PANEL (self), NULL);
  return tnu_code_row_get_code (TNU_CODE_ROW (self->code));
}

static void
write_code (TnuMatmulPanel *self)
{
  g_autofree char *code = tnu_matmul_product_dup_code (&self->product);
  tnu_code_row_set_code (TNU_CODE_ROW (self->code), code);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
}

static void
change_product (TnuMatmulPanel *self)
{
  show_product (self);
  write_code (self);
}

static void
word_changed (TnuMatmulPanel *self)
{
  tnu_matmul_product_set_word (&self->product, tnu_word_row_get_word (TNU_WORD_ROW (self->words)));
  change_product (self);
}

static void
equation_edited (TnuMatmulPanel *self)
{
  if (self->is_updating)
    return;
  tnu_matmul_product_set_equation (&self->product,
                                   gtk_editable_get_text (GTK_EDITABLE (self->equation)));
  change_product (self);
}

static void
code_edited (TnuMatmulPanel *self)
{
  if (tnu_matmul_product_parse (&self->product, tnu_matmul_panel_get_code (self)))
    show_product (self);
  else
    tnu_code_row_set_legal (TNU_CODE_ROW (self->code), FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
}

static void
picker_changed (GtkDropDown *picker, GParamSpec *pspec, TnuMatmulPanel *self)
{
  const TnuTurn none = { 0 };
  const char *name = gtk_string_list_get_string (self->names, gtk_drop_down_get_selected (picker));
  if (self->is_updating || name == NULL)
    return;
  tnu_matmul_product_set (&self->product, GTK_WIDGET (picker) == self->pickers[0] ? 0 : 1, name,
                          &none);
  change_product (self);
}

static void
swap_clicked (TnuMatmulPanel *self)
{
  tnu_matmul_product_swap (&self->product);
  change_product (self);
}

static void
fix_chosen (TnuMatmulPanel *self, int index)
{
  g_autoptr (GArray) fixes = tnu_matmul_product_find_fixes (&self->product, TNU_MATMUL_MAX_FIXES);
  if (index < 0 || (guint)index >= fixes->len)
    return;
  tnu_matmul_product_apply_fix (&self->product, &g_array_index (fixes, TnuMatmulFix, index));
  change_product (self);
}

/* A second card chosen while the panel is open. */
static void
selection_changed (TnuMatmulPanel *self)
{
  const TnuTurn none = { 0 };
  const char *name = tns_session_get_selected_name (self->session);
  if (name == NULL || strcmp (name, self->product.operands[0].name) == 0
      || strcmp (name, self->product.operands[1].name) == 0)
    return;
  if (tnu_matmul_product_set (&self->product, 1, name, &none))
    change_product (self);
}

gboolean
tnu_matmul_panel_apply (TnuMatmulPanel *self)
{
  g_return_val_if_fail (TNU_IS_MATMUL_PANEL (self), FALSE);
  if (!tnu_code_row_is_legal (TNU_CODE_ROW (self->code)))
    return FALSE;
  g_autofree char *code = g_strdup (tnu_matmul_panel_get_code (self));
  tns_session_apply (self->session, code);
  g_signal_emit (self, closed, 0);
  return TRUE;
}

static void
cancel (TnuMatmulPanel *self)
{
  g_signal_emit (self, closed, 0);
}

/* ---- drawing ---- */

/* Right in the head: what it costs, or why not. */
static void
draw_verdict (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuMatmulPanel *self = data;
  const TnuMatmulPlan *plan = &self->product.plan;
  bool fits = self->product.reason == NULL;
  const char *badge = fits ? "copy" : "cannot apply";
  double w;
  TnuCanvas canvas = tnu_panel_begin_drawing (GTK_WIDGET (self), &self->text, cr, width, &w);
  double y = height / (width / w) / 2, right = w - tnu_badge_get_width (self->text, badge);
  tnu_badge_draw (&canvas, fits ? TNU_BADGE_SOLID : TNU_BADGE_ERROR, badge, right, y);
  if (!tnu_matmul_product_is_played (&self->product))
    return;
  gint64 products = plan->n_tables * plan->n_rows * plan->n_columns * plan->n_inner;
  g_autofree char *words = g_strdup_printf ("a new tensor, %" G_GINT64_FORMAT " %s", products,
                                            products == 1 ? "multiplication" : "multiplications");
  double needed = tnu_text_get_width (self->text, TNU_SANS (12, 400), words);
  if (needed <= right - 12)
    tnu_text_show (self->text, cr, TNU_SANS (12, 400), words, right - 12, y, TNU_ALIGN_END,
                   &canvas.theme->colors[TNU_INK2]);
}

static void
draw_picture (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuMatmulPanel *self = data;
  double w;
  TnuCanvas canvas = tnu_panel_begin_drawing (GTK_WIDGET (self), &self->text, cr, width, &w);
  double h = height / (width / w);
  tnu_set_token (&canvas, TNU_STAGE, 1);
  cairo_paint (cr);
  tnu_lattice (&canvas, 0, 0, w, h);
  tnu_matmul_picture_draw (&self->picture, &canvas, w, h, &self->place);
}

/* ---- pointing ---- */

static void
pointer_moved (GtkEventControllerMotion *motion, double x, double y, TnuMatmulPanel *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  gint64 row, column;
  if (tnu_matmul_player_is_playing (TNU_MATMUL_PLAYER (self->player)))
    return;
  if (tnu_matmul_place_hit (&self->place, x / scale, y / scale, &row, &column))
    set_probe (self, row, column);
  else
    set_probe (self, -1, -1);
}

static void
pointer_left (GtkEventControllerMotion *motion, TnuMatmulPanel *self)
{
  set_probe (self, -1, -1);
}

/* A click goes to the step that makes the number. */
static void
area_clicked (GtkGestureClick *click, int n, double x, double y, TnuMatmulPanel *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  TnuMatmulExtent extent = get_extent (self);
  gint64 row, column;
  gtk_widget_grab_focus (self->area);
  if (!tnu_matmul_place_hit (&self->place, x / scale, y / scale, &row, &column))
    return;
  tnu_matmul_player_play (TNU_MATMUL_PLAYER (self->player), FALSE);
  tnu_matmul_player_set_step (TNU_MATMUL_PLAYER (self->player),
                              tnu_matmul_find_step (&extent, self->picture.mode, row, column));
}

/* Arrows move over the numbers of the target; Home and End to the ends of its row. */
static gboolean
key_pressed (
    GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, TnuMatmulPanel *self)
{
  TnuMatmulExtent extent = get_extent (self);
  gint64 row = self->picture.probe_row, column = self->picture.probe_column;
  if (self->numbers == NULL || extent.n_rows == 0 || extent.n_columns == 0
      || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_space)
    {
      tnu_matmul_player_play (TNU_MATMUL_PLAYER (self->player),
                              !tnu_matmul_player_is_playing (TNU_MATMUL_PLAYER (self->player)));
      return GDK_EVENT_STOP;
    }
  if (row < 0)
    {
      gint64 step = self->picture.mode == TNU_MATMUL_DOT ? MAX (self->picture.step, 0) : 0;
      row = step / extent.n_columns;
      column = step % extent.n_columns;
    }
  switch (key)
    {
    case GDK_KEY_Left:
      column--;
      break;
    case GDK_KEY_Right:
      column++;
      break;
    case GDK_KEY_Up:
      row--;
      break;
    case GDK_KEY_Down:
      row++;
      break;
    case GDK_KEY_Home:
      column = 0;
      break;
    case GDK_KEY_End:
      column = extent.n_columns - 1;
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  tnu_matmul_player_play (TNU_MATMUL_PLAYER (self->player), FALSE);
  set_probe (self, CLAMP (row, 0, extent.n_rows - 1), CLAMP (column, 0, extent.n_columns - 1));
  return GDK_EVENT_STOP;
}

static gboolean
close_on_escape (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  cancel (TNU_MATMUL_PANEL (widget));
  return GDK_EVENT_STOP;
}

/* ---- narrow windows ---- */

static void
show_side (TnuMatmulPanel *self)
{
  bool is_wanted = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->side_button));
  gtk_widget_set_visible (self->side_button, self->is_narrow);
  gtk_widget_set_visible (self->side, !self->is_narrow || is_wanted);
}

static gboolean
rearrange (gpointer data)
{
  TnuMatmulPanel *self = data;
  self->layout_id = 0;
  show_side (self);
  return G_SOURCE_REMOVE;
}

static void
tnu_matmul_panel_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (TNU_MATMUL_PANEL (widget)->box, orientation, for_size, minimum, natural, NULL,
                      NULL);
  *minimum_baseline = *natural_baseline = -1;
}

static void
tnu_matmul_panel_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TnuMatmulPanel *self = TNU_MATMUL_PANEL (widget);
  bool is_narrow = width < NARROW * tnu_text_scale_get (widget);
  gtk_widget_allocate (self->box, width, height, baseline, NULL);
  if (is_narrow == self->is_narrow)
    return;
  self->is_narrow = is_narrow;
  /* Children cannot be hidden while sizes are being given out. */
  if (self->layout_id == 0)
    self->layout_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, rearrange, self, NULL);
}

/* ---- parts ---- */

static void
make_picker (TnuMatmulPanel *self, GtkWidget *head, int which, const char *name)
{
  GtkWidget *picker = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (self->names)), NULL);
  self->pickers[which] = picker;
  gtk_widget_add_css_class (picker, "tnu-matmul-picker");
  gtk_widget_set_valign (picker, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (picker, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (picker), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (picker, "notify::selected", G_CALLBACK (picker_changed), self);
  gtk_box_append (GTK_BOX (head), picker);
}

static void
make_words (TnuMatmulPanel *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->words = tnu_word_row_new ();
  for (int k = 0; k < TNU_MATMUL_N_WORDS; k++)
    tnu_word_row_append (TNU_WORD_ROW (self->words), tnu_matmul_word_get_name (k),
                         tnu_matmul_word_get_tooltip (k));
  tnu_word_row_listen (TNU_WORD_ROW (self->words), GTK_WIDGET (self));
  g_signal_connect_swapped (self->words, "changed", G_CALLBACK (word_changed), self);
  gtk_widget_set_hexpand (self->words, TRUE);
  gtk_box_append (GTK_BOX (row), self->words);
  self->equation_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (self->equation_box, "tnu-einsum");
  tnu_row_append_words (self->equation_box, "Equation", "tnu-dim");
  self->equation = gtk_text_new ();
  gtk_widget_add_css_class (self->equation, "tnu-einsum-text");
  gtk_widget_set_valign (self->equation, GTK_ALIGN_CENTER);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->equation), 18);
  gtk_widget_set_tooltip_text (self->equation, "A letter for each dim of A and B, and those kept");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->equation), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Equation of einsum", -1);
  g_signal_connect_swapped (self->equation, "changed", G_CALLBACK (equation_edited), self);
  gtk_box_append (GTK_BOX (self->equation_box), self->equation);
  gtk_box_append (GTK_BOX (row), self->equation_box);
  gtk_box_append (GTK_BOX (self->box), row);
}

static void
make_head (TnuMatmulPanel *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  gtk_widget_add_css_class (head, "tnu-op-head");
  tnu_row_append_words (head, "Matmul", "tnu-panel-title");
  make_picker (self, head, 0, "The tensor on the left");
  tnu_row_append_words (head, "@", "tnu-mono");
  make_picker (self, head, 1, "The tensor on the right");
  GtkWidget *swap = gtk_button_new_with_label ("⇄");
  gtk_widget_add_css_class (swap, "flat");
  gtk_widget_set_valign (swap, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (swap, "Swap the sides");
  gtk_accessible_update_property (GTK_ACCESSIBLE (swap), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Swap the sides", -1);
  g_signal_connect_swapped (swap, "clicked", G_CALLBACK (swap_clicked), self);
  gtk_box_append (GTK_BOX (head), swap);
  self->verdict = gtk_drawing_area_new ();
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->verdict), draw_verdict, self, NULL);
  gtk_widget_set_hexpand (self->verdict, TRUE);
  gtk_box_append (GTK_BOX (head), self->verdict);
  self->side_button = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->side_button), "tnu-inspector-symbolic");
  gtk_widget_add_css_class (self->side_button, "flat");
  gtk_widget_set_valign (self->side_button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->side_button, FALSE);
  gtk_widget_set_tooltip_text (self->side_button, "Order, shapes and backward");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->side_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Order, shapes and backward", -1);
  g_signal_connect_swapped (self->side_button, "toggled", G_CALLBACK (show_side), self);
  gtk_box_append (GTK_BOX (head), self->side_button);
  gtk_box_append (GTK_BOX (self->box), head);
}

static GtkWidget *
make_scroller (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  return scroller;
}

static void
make_picture (TnuMatmulPanel *self, GtkWidget *row)
{
  self->area = gtk_drawing_area_new ();
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw_picture, self, NULL);
  gtk_widget_set_size_request (self->area, PICTURE_MIN_WIDTH, -1);
  gtk_widget_set_vexpand (self->area, TRUE);
  gtk_widget_set_focusable (self->area, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Two tables and their product; arrows choose a number", -1);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), self);
  g_signal_connect (motion, "leave", G_CALLBACK (pointer_left), self);
  gtk_widget_add_controller (self->area, motion);
  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect (click, "pressed", G_CALLBACK (area_clicked), self);
  gtk_widget_add_controller (self->area, GTK_EVENT_CONTROLLER (click));
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (self->area, keys);
  GtkWidget *scroller = make_scroller (self->area);
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (row), scroller);
}

static void
make_body (TnuMatmulPanel *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_vexpand (row, TRUE);
  make_picture (self, row);
  self->controls = tnu_matmul_controls_new (&self->picture, &self->product);
  g_signal_connect_swapped (self->controls, "mode-chosen", G_CALLBACK (mode_chosen), self);
  g_signal_connect_swapped (self->controls, "view-chosen", G_CALLBACK (view_chosen), self);
  g_signal_connect_swapped (self->controls, "table-chosen", G_CALLBACK (table_chosen), self);
  g_signal_connect_swapped (self->controls, "fix-chosen", G_CALLBACK (fix_chosen), self);
  GtkWidget *scroller = make_scroller (self->controls);
  gtk_widget_add_css_class (scroller, "tnu-panel");
  self->side = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_append (GTK_BOX (self->side), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (self->side), scroller);
  gtk_box_append (GTK_BOX (row), self->side);
  gtk_box_append (GTK_BOX (self->box), row);
  self->player = tnu_matmul_player_new ();
  g_signal_connect_swapped (self->player, "moved", G_CALLBACK (player_moved), self);
  gtk_box_append (GTK_BOX (self->box), self->player);
}

static void
make_code_row (TnuMatmulPanel *self)
{
  self->code = tnu_code_row_new ();
  g_signal_connect_swapped (self->code, "edited", G_CALLBACK (code_edited), self);
  g_signal_connect_swapped (self->code, "apply", G_CALLBACK (tnu_matmul_panel_apply), self);
  g_signal_connect_swapped (self->code, "cancel", G_CALLBACK (cancel), self);
  gtk_box_append (GTK_BOX (self->box), self->code);
}

static void
theme_changed (TnuMatmulPanel *self)
{
  tnu_matmul_controls_rebuild (TNU_MATMUL_CONTROLS (self->controls));
  color_equation (self);
  say_sentence (self);
  gtk_widget_queue_draw (self->verdict);
  gtk_widget_queue_draw (self->area);
}

/* ---- the object ---- */

static void
tnu_matmul_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CODE)
    g_value_set_string (value, tnu_matmul_panel_get_code (TNU_MATMUL_PANEL (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tnu_matmul_panel_dispose (GObject *object)
{
  TnuMatmulPanel *self = TNU_MATMUL_PANEL (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->layout_id, g_source_remove);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->names);
  g_clear_object (&self->session);
  g_clear_pointer (&self->text, tnu_text_free);
  G_OBJECT_CLASS (tnu_matmul_panel_parent_class)->dispose (object);
}

static void
tnu_matmul_panel_finalize (GObject *object)
{
  TnuMatmulPanel *self = TNU_MATMUL_PANEL (object);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->numbers, tnu_matmul_numbers_free);
  g_free (self->partial);
  g_free (self->line);
  tnu_matmul_product_clear (&self->product);
  G_OBJECT_CLASS (tnu_matmul_panel_parent_class)->finalize (object);
}

static void
tnu_matmul_panel_class_init (TnuMatmulPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->dispose = tnu_matmul_panel_dispose;
  object_class->finalize = tnu_matmul_panel_finalize;
  object_class->get_property = tnu_matmul_panel_get_property;
  properties[PROP_CODE]
      = g_param_spec_string ("code", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  closed = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                         NULL, G_TYPE_NONE, 0);
  widget_class->measure = tnu_matmul_panel_measure;
  widget_class->size_allocate = tnu_matmul_panel_size_allocate;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, close_on_escape, NULL);
}

static void
tnu_matmul_panel_init (TnuMatmulPanel *self)
{
  self->cancellable = g_cancellable_new ();
  self->picture.probe_row = self->picture.probe_column = -1;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
tnu_matmul_panel_new (TnsSession *session, const char *name)
{
  TnsTimeline *timeline = tns_session_get_timeline (session);
  TnuMatmulProduct product;
  if (timeline == NULL
      || !tnu_matmul_product_init (&product, timeline, tns_session_get_cursor (session), name))
    return NULL;
  TnuMatmulPanel *self = g_object_new (TNU_TYPE_MATMUL_PANEL, NULL);
  self->session = g_object_ref (session);
  self->product = product;
  self->names = gtk_string_list_new (NULL);
  for (guint k = 0; k < product.variables->len; k++)
    gtk_string_list_append (self->names, ((TnsVariable *)product.variables->pdata[k])->name);
  make_words (self);
  make_head (self);
  make_body (self);
  make_code_row (self);
  g_signal_connect_swapped (session, "notify::selected-name", G_CALLBACK (selection_changed), self);
  g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark",
                            G_CALLBACK (theme_changed), self);
  change_product (self);
  return GTK_WIDGET (self);
}
