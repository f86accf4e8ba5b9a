/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Reduce panel
 *
 * One call is the state; the words, the axes, the switches and the typed line all end in judge().
 * Numbers are read and folded in a worker; until they come the picture says the shapes. */
#include "ui/operation/reduce/reduce-panel.h"

#include <string.h>

#include "engine/core/dtype.h"
#include "ui/operation/code-row.h"
#include "ui/operation/elements.h"
#include "ui/operation/fix-row.h"
#include "ui/operation/op-head.h"
#include "ui/operation/reduce/reduce-axes.h"
#include "ui/operation/reduce/reduce-picture.h"
#include "ui/operation/row-parts.h"
#include "ui/operation/variables.h"
#include "ui/operation/word-row.h"
#include "ui/text-scale.h"

#define MAX_FIXES 4

struct _TnuReducePanel
{
  TnuPanel parent_instance;

  char *name;
  char *target;
  char *places; /* what the second result is bound to */
  TnsMoment *moment;
  TnuShape shape;
  TnuReduceCall call;
  TnuReduceFold whole, fold; /* all of it, and the part that is shown */
  TnuReduceNumbers *numbers;
  TnuElements *elements; /* what is shown of a call that is illegal */
  TnuReducePicture picture;
  TnsMeta outs[2];
  char *refusal;
  bool is_readable; /* the line is a call of the family */
  bool is_showing;  /* switches are shown, not used */
  GCancellable *reading;

  GtkWidget *words;
  GtkWidget *head;
  GtkWidget *area;
  GtkWidget *axes;
  GtkWidget *all;
  GtkWidget *keep;
  GtkWidget *biased;
  GtkWidget *ways[2]; /* forward, backward */
  GtkWidget *fixes;
};

G_DEFINE_FINAL_TYPE (TnuReducePanel, tnu_reduce_panel, TNU_TYPE_PANEL)

/* ---- numbers ---- */

typedef struct
{
  TnuReduceCall call;
  TnsMoment *moment;
  TnuShape sample;
} Job;

static void
job_free (Job *job)
{
  tns_moment_unref (job->moment);
  g_free (job);
}

static void
compute (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  TnuReduceNumbers *numbers
      = tnu_reduce_numbers_compute (&job->call, job->moment, &job->sample, cancellable, &error);
  if (numbers == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, numbers, (GDestroyNotify) tnu_reduce_numbers_free);
}

static void
describe (TnuReducePanel *self)
{
  const TnuReduceScene *scene = &self->picture.scene;
  g_autofree char *words = NULL;
  if (self->refusal != NULL)
    words = g_strdup (self->refusal);
  else if (self->numbers == NULL || self->fold.n_after == 0
           || (self->picture.is_backward && self->numbers->gradient == NULL))
    words = tnu_reduce_dup_axes_fact (scene);
  else
    {
      g_autofree char *title = tnu_reduce_dup_title (scene, self->picture.result);
      g_autoptr (GArray) terms
          = self->picture.is_backward ? tnu_reduce_dup_backward (scene, self->picture.source)
                                      : tnu_reduce_dup_equation (scene, self->picture.result, 12);
      g_autofree char *equation = tnu_terms_dup_text (terms, scene->from, scene->to);
      words = g_strdup_printf ("%s: %s", title, equation);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
  gtk_widget_queue_draw (self->area);
}

static bool
can_move (TnuReducePanel *self)
{
  return tnu_reduce_picture_get_scrubber (&self->picture, 1000, 500).w > 0;
}

static void
numbers_are_there (GObject *source, GAsyncResult *result, gpointer data)
{
  TnuReducePanel *self = TNU_REDUCE_PANEL (source);
  g_autoptr (GError) error = NULL;
  TnuReduceNumbers *numbers = g_task_propagate_pointer (G_TASK (result), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->moment == NULL)
    {
      g_clear_pointer (&numbers, tnu_reduce_numbers_free);
      return;
    }
  self->numbers = numbers;
  self->picture.scene.numbers = numbers;
  self->picture.note = error != NULL ? "The numbers of that moment are gone: shapes only." : NULL;
  tnu_panel_start (TNU_PANEL (self), can_move (self));
  describe (self);
}

static void
elements_arrived (void *data)
{
  TnuReducePanel *self = data;
  /* What is read so has real parts only. */
  if (self->whole.n_before <= TNU_REDUCE_MAX_ELEMENTS
      && !tnk_dtype_is_complex (tns_moment_get_meta (self->moment)->dtype))
    self->picture.x = tnu_elements_get_all (self->elements);
  gtk_widget_queue_draw (self->area);
}

static void
forget_numbers (TnuReducePanel *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->picture.scene.numbers = NULL;
  g_clear_pointer (&self->numbers, tnu_reduce_numbers_free);
}

static void
ask_for_numbers (TnuReducePanel *self)
{
  if (self->fold.n_before > TNU_REDUCE_MAX_ELEMENTS)
    self->picture.note = "One result takes more numbers than can be followed: shapes only. Apply "
                         "computes them all.";
  else
    {
      Job *job = g_new0 (Job, 1);
      self->picture.note = "The numbers are on their way.";
      job->call = self->call;
      job->moment = tns_moment_ref (self->moment);
      job->sample = self->fold.before;
      self->reading = g_cancellable_new ();
      g_autoptr (GTask) task = g_task_new (self, self->reading, numbers_are_there, NULL);
      g_task_set_task_data (task, job, (GDestroyNotify) job_free);
      g_task_run_in_thread (task, compute);
    }
}

/* ---- the verdict ---- */

static void set_call (TnuReducePanel *self, const TnuReduceCall *call);

static void
fix_clicked (GtkButton *button, TnuReducePanel *self)
{
  /* The row is filled anew, and this very button goes. */
  TnuReduceCall fix = *(TnuReduceCall *) g_object_get_data (G_OBJECT (button), "fix");
  set_call (self, &fix);
  gtk_widget_grab_focus (self->axes);
}

static void
fill_fixes (TnuReducePanel *self)
{
  const TnsMeta *meta = tns_moment_get_meta (self->moment);
  g_autoptr (GArray) fixes = self->is_readable
                                 ? tnu_reduce_find_fixes (&self->call, meta, MAX_FIXES)
                                 : g_array_new (FALSE, FALSE, sizeof self->call);
  g_autofree char *text = tnu_reduce_call_dup_text (&self->call);
  tnu_fix_row_begin (self->fixes, self->is_readable ? text : "?", self->refusal, fixes->len > 0);
  for (guint k = 0; k < fixes->len; k++)
    {
      const TnuReduceCall *fix = &g_array_index (fixes, TnuReduceCall, k);
      g_autofree char *code = tnu_reduce_call_dup_text (fix);
      g_autofree char *name = g_strdup_printf ("Use %s%s", self->name, code);
      GtkWidget *button = tnu_fix_row_append (self->fixes, k + 1, code, name);
      g_object_set_data_full (G_OBJECT (button), "fix", g_memdup2 (fix, sizeof *fix), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (fix_clicked), self);
    }
}

/* The switches as the call has them. */
static void
show_form (TnuReducePanel *self)
{
  const TnuReduceCall *call = &self->call;
  TnuReduceFold fold;
  bool is_spread = call->word == TNU_REDUCE_VAR || call->word == TNU_REDUCE_STD;
  bool takes_one = tnu_reduce_word_takes_one (call->word);
  bool is_running = tnu_reduce_word_is_running (call->word);
  tnu_reduce_fold_init (&fold, &self->shape, call);
  if (!call->has_dims)
    memset (fold.is_folded, 0, sizeof fold.is_folded);
  self->is_showing = true;
  tnu_word_row_set_word (TNU_WORD_ROW (self->words), call->word);
  tnu_reduce_axes_set_single (TNU_REDUCE_AXES (self->axes), takes_one);
  tnu_reduce_axes_set_chosen (TNU_REDUCE_AXES (self->axes), fold.is_folded);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->all), !call->has_dims);
  gtk_widget_set_sensitive (self->all, call->word != TNU_REDUCE_LOGSUMEXP && !is_running);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->keep), call->keepdim);
  gtk_widget_set_sensitive (self->keep, !is_running);
  gtk_widget_set_visible (self->biased, is_spread);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->biased), call->is_biased);
  self->is_showing = false;
}

/* Of a large tensor the first results are shown, each with all that it takes. */
static void
choose_sample (TnuReducePanel *self)
{
  TnuShape sample;
  tnu_reduce_fold_init (&self->whole, &self->shape, &self->call);
  self->fold = self->whole;
  if (self->refusal == NULL
      && tnu_reduce_fold_choose_sample (&self->whole, TNU_REDUCE_MAX_ELEMENTS, &sample))
    tnu_reduce_fold_init (&self->fold, &sample, &self->call);
}

static void
show_verdict (TnuReducePanel *self)
{
  TnuReducePicture *picture = &self->picture;
  bool is_legal = self->refusal == NULL;
  forget_numbers (self);
  picture->refusal = self->refusal;
  picture->result = picture->source = 0;
  picture->is_lit = false;
  picture->scene.from
      = self->call.casts ? TNK_FLOAT32 : tns_moment_get_meta (self->moment)->dtype;
  choose_sample (self);
  if (is_legal)
    picture->scene.to = self->outs[0].dtype;
  tnu_panel_set_legal (TNU_PANEL (self), is_legal);
  show_form (self);
  gtk_widget_set_visible (gtk_widget_get_ancestor (self->fixes, GTK_TYPE_SCROLLED_WINDOW),
                          !is_legal);
  if (!is_legal)
    fill_fixes (self);
  tnu_panel_start (TNU_PANEL (self), FALSE);
  gtk_widget_queue_draw (self->head);
  if (is_legal)
    ask_for_numbers (self);
  describe (self);
}

static void
judge (TnuReducePanel *self, const TnuReduceCall *call)
{
  g_autoptr (GError) error = NULL;
  self->call = *call;
  self->is_readable = true;
  g_clear_pointer (&self->refusal, g_free);
  if (tnu_reduce_call_infer (call, tns_moment_get_meta (self->moment), self->outs, &error) == 0)
    self->refusal = g_strdup (error->message);
  /* .indices alone: the places are the result. */
  else if (call->part == TNU_REDUCE_INDICES)
    self->outs[0] = self->outs[1];
  show_verdict (self);
}

static void
set_call (TnuReducePanel *self, const TnuReduceCall *call)
{
  g_autofree char *code = tnu_reduce_call_dup_code (call, self->name, self->target, self->places);
  judge (self, call);
  tnu_panel_set_code (TNU_PANEL (self), code);
}

static void
code_edited (TnuPanel *panel)
{
  TnuReducePanel *self = TNU_REDUCE_PANEL (panel);
  g_autofree char *target = NULL, *places = NULL;
  TnuReduceCall call;
  if (tnu_reduce_call_parse (tnu_panel_get_code (panel), self->name, &target, &places, &call))
    {
      g_free (self->target);
      self->target = g_steal_pointer (&target);
      self->picture.scene.target = self->target;
      if (places != NULL)
        {
          g_free (self->places);
          self->places = g_steal_pointer (&places);
          self->picture.scene.places = self->places;
        }
      judge (self, &call);
      return;
    }
  g_free (self->refusal);
  self->refusal = g_strdup_printf ("Only one of these words called on %s is shown here, such as "
                                   "%s = %s.sum(dim=0).", self->name, self->target, self->name);
  self->is_readable = false;
  show_verdict (self);
}

/* ---- the form ---- */

static void
word_changed (TnuReducePanel *self)
{
  TnuReduceCall call = self->call;
  tnu_reduce_call_set_word (&call, tnu_word_row_get_word (TNU_WORD_ROW (self->words)),
                            self->shape.rank);
  set_call (self, &call);
}

static void
axes_changed (TnuReducePanel *self)
{
  TnuReduceCall call = self->call;
  const bool *chosen = tnu_reduce_axes_get_chosen (TNU_REDUCE_AXES (self->axes));
  call.dims.rank = 0;
  for (int d = 0; d < self->shape.rank; d++)
    if (chosen[d])
      call.dims.sizes[call.dims.rank++] = d;
  call.has_dims = call.dims.rank > 0;
  set_call (self, &call);
}

static void
all_toggled (TnuReducePanel *self)
{
  TnuReduceCall call = self->call;
  if (self->is_showing)
    return;
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->all)))
    call.has_dims = call.keepdim = false;
  else
    {
      bool keeps = call.keepdim;
      tnu_reduce_call_init (&call, call.word, self->shape.rank);
      call.has_dims = true;
      call.keepdim = keeps;
      call.casts = self->call.casts;
    }
  call.part = TNU_REDUCE_BOTH;
  set_call (self, &call);
}

static void
keep_toggled (TnuReducePanel *self)
{
  TnuReduceCall call = self->call;
  if (self->is_showing)
    return;
  call.keepdim = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->keep));
  /* Without a dim most words take no keepdim: all of them are written out. */
  if (call.keepdim && !call.has_dims && self->shape.rank > 0)
    {
      bool takes_one = tnu_reduce_word_takes_one (call.word);
      call.has_dims = true;
      call.dims.rank = takes_one ? 1 : self->shape.rank;
      for (int d = 0; d < call.dims.rank; d++)
        call.dims.sizes[d] = takes_one ? self->shape.rank - 1 : d;
    }
  set_call (self, &call);
}

static void
biased_toggled (TnuReducePanel *self)
{
  TnuReduceCall call = self->call;
  if (self->is_showing)
    return;
  call.is_biased = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->biased));
  set_call (self, &call);
}

static void
way_toggled (TnuReducePanel *self)
{
  bool is_backward = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->ways[1]));
  if (is_backward == self->picture.is_backward)
    return;
  self->picture.is_backward = is_backward;
  self->picture.is_lit = false;
  tnu_panel_start (TNU_PANEL (self), can_move (self));
  describe (self);
}

/* ---- pointing ---- */

static void
probe (TnuReducePanel *self, gint64 result, gint64 source)
{
  TnuReducePicture *picture = &self->picture;
  bool is_lit = result >= 0;
  if (!is_lit && !picture->is_lit)
    return;
  picture->is_lit = is_lit;
  if (is_lit)
    {
      picture->result = result;
      picture->source = MAX (source, 0);
    }
  describe (self);
}

static void
pointer_moved (GtkEventControllerMotion *motion, double x, double y, TnuReducePanel *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  gint64 result, source;
  tnu_reduce_picture_hit (&self->picture, tnu_panel_get_text (TNU_PANEL (self)),
                          gtk_widget_get_width (self->area) / scale,
                          gtk_widget_get_height (self->area) / scale, x / scale, y / scale,
                          &result, &source);
  probe (self, result, source);
}

static void
pointer_left (GtkEventControllerMotion *motion, TnuReducePanel *self)
{
  probe (self, -1, -1);
}

static void
area_pressed (GtkGestureClick *click, int n, double x, double y, TnuReducePanel *self)
{
  gtk_widget_grab_focus (self->area);
}

/* Arrows go over the results; on the way back over the elements. */
static gboolean
key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
             TnuReducePanel *self)
{
  TnuReducePicture *picture = &self->picture;
  const TnuReduceFold *fold = &self->fold;
  const TnuShape *shape = picture->is_backward ? &fold->before : &fold->after;
  gint64 n = picture->is_backward ? fold->n_before : fold->n_after;
  gint64 columns = shape->rank > 0 ? MAX (shape->sizes[shape->rank - 1], 1) : 1;
  gint64 at = picture->is_backward ? picture->source : picture->result;
  gint64 step = key == GDK_KEY_Left    ? -1
                : key == GDK_KEY_Right ? 1
                : key == GDK_KEY_Up    ? -columns
                : key == GDK_KEY_Down  ? columns
                                       : 0;
  if (step == 0 || n == 0 || self->numbers == NULL || state & GDK_CONTROL_MASK)
    return GDK_EVENT_PROPAGATE;
  if (picture->is_lit && at + step >= 0 && at + step < n)
    at += step;
  if (picture->is_backward)
    probe (self, tnu_reduce_fold_get_result (fold, at), at);
  else
    probe (self, at,
           fold->n_before > 0 && tnu_reduce_fold_count (fold, at) > 0
               ? tnu_reduce_fold_get_source (fold, at, 0)
               : 0);
  return GDK_EVENT_STOP;
}

/* ---- drawing ---- */

static void
draw_head (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuReducePanel *self = data;
  double w, x = 24, y = TNU_OP_HEAD_HEIGHT / 2.0;
  TnuCanvas canvas = tnu_panel_draw (TNU_PANEL (self), cr, width, &w);
  bool is_legal = self->refusal == NULL;
  g_autofree char *badge = NULL;
  tnu_op_head_begin (&canvas);
  x += tnu_operand_draw (&canvas, self->name, &self->shape, NULL, x, y) + 6;
  if (is_legal)
    {
      g_autofree char *size = g_format_size (
          (guint64) self->whole.n_after * tnk_dtype_size (self->outs[0].dtype));
      badge = g_strdup_printf ("copy — %s", size);
      x += tnu_op_arrow_draw (&canvas, x, y);
      x += tnu_operand_draw (&canvas, self->target, &self->whole.after, self->whole.axes, x, y);
    }
  TnuOpHead head = {
    .reason = is_legal ? "results get memory of their own" : "",
    .badge = is_legal ? badge : "cannot apply",
    .kind = is_legal ? TNU_BADGE_SOLID : TNU_BADGE_ERROR,
  };
  tnu_op_head_finish (&head, &canvas, x, w);
}

static void
draw_picture (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuReducePanel *self = data;
  double w, h;
  TnuCanvas canvas = tnu_panel_draw_stage (TNU_PANEL (self), cr, width, height, &w, &h);
  self->picture.progress = tnu_panel_get_progress (TNU_PANEL (self));
  tnu_reduce_picture_draw (&self->picture, &canvas, w, h);
}

static TnuScrubber
place_scrubber (TnuPanel *panel, double w, double h)
{
  return tnu_reduce_picture_get_scrubber (&TNU_REDUCE_PANEL (panel)->picture, w, h);
}

static void
theme_changed (TnuPanel *panel)
{
  TnuReducePanel *self = TNU_REDUCE_PANEL (panel);
  gtk_widget_queue_draw (self->axes);
  gtk_widget_queue_draw (self->head);
  gtk_widget_queue_draw (self->area);
}

/* ---- the object ---- */

static void
tnu_reduce_panel_dispose (GObject *object)
{
  TnuReducePanel *self = TNU_REDUCE_PANEL (object);
  G_OBJECT_CLASS (tnu_reduce_panel_parent_class)->dispose (object);
  forget_numbers (self);
  g_clear_pointer (&self->elements, tnu_elements_free);
  g_clear_pointer (&self->moment, tns_moment_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->places, g_free);
  g_clear_pointer (&self->refusal, g_free);
}

static gboolean
tnu_reduce_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TNU_REDUCE_PANEL (widget)->axes);
}

static void
tnu_reduce_panel_class_init (TnuReducePanelClass *klass)
{
  TnuPanelClass *panel_class = TNU_PANEL_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = tnu_reduce_panel_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = tnu_reduce_panel_grab_focus;
  panel_class->code_edited = code_edited;
  panel_class->theme_changed = theme_changed;
  panel_class->place_scrubber = place_scrubber;
}

static void
tnu_reduce_panel_init (TnuReducePanel *self)
{
}

static void
make_picture (TnuReducePanel *self)
{
  self->area = tnu_panel_append_picture (TNU_PANEL (self), TNU_REDUCE_PICTURE_HEIGHT,
                                            draw_picture);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "A tensor and what it folds into; arrows choose a result", -1);
  tnu_panel_listen (TNU_PANEL (self), self->area, G_CALLBACK (pointer_moved),
                    G_CALLBACK (pointer_left), G_CALLBACK (area_pressed), G_CALLBACK (key_pressed));
}

static void
make_form (TnuReducePanel *self)
{
  GtkWidget *row = tnu_panel_append_row (TNU_PANEL (self));
  tnu_row_append_words (row, "Fold", "tnu-dim");
  self->axes = tnu_reduce_axes_new (&self->shape);
  g_signal_connect_swapped (self->axes, "changed", G_CALLBACK (axes_changed), self);
  gtk_box_append (GTK_BOX (row), self->axes);
  self->all = tnu_row_append_toggle (row, "all", "Over all elements, without naming a dim", NULL);
  g_signal_connect_swapped (self->all, "toggled", G_CALLBACK (all_toggled), self);
  self->keep = tnu_row_append_toggle (row, "keepdim", "Folded axes stay, with size 1", NULL);
  g_signal_connect_swapped (self->keep, "toggled", G_CALLBACK (keep_toggled), self);
  self->biased = tnu_row_append_toggle (row, "÷ n", "Divide by n in place of n − 1: correction=0",
                                        NULL);
  g_signal_connect_swapped (self->biased, "toggled", G_CALLBACK (biased_toggled), self);
  GtkWidget *space = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_hexpand (space, TRUE);
  gtk_box_append (GTK_BOX (row), space);
  self->ways[0] = tnu_row_append_toggle (row, "Forward", "From the numbers to the result", NULL);
  self->ways[1] = tnu_row_append_toggle (row, "Backward", "How the gradient comes back",
                                         self->ways[0]);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->ways[0]), TRUE);
  g_signal_connect_swapped (self->ways[1], "toggled", G_CALLBACK (way_toggled), self);
}

static void
build (TnuReducePanel *self)
{
  TnuPanel *panel = TNU_PANEL (self);
  self->words = tnu_word_row_new ();
  for (int k = 0; k < TNU_N_REDUCE_WORDS; k++)
    tnu_word_row_append (TNU_WORD_ROW (self->words), tnu_reduce_names[k], tnu_reduce_tooltips[k]);
  tnu_word_row_listen (TNU_WORD_ROW (self->words), GTK_WIDGET (self));
  g_signal_connect_swapped (self->words, "changed", G_CALLBACK (word_changed), self);
  tnu_panel_append (panel, self->words);
  self->head = tnu_panel_append_area (panel, TNU_OP_HEAD_HEIGHT, draw_head);
  make_picture (self);
  make_form (self);
  self->fixes = tnu_panel_append_row (panel);
  tnu_panel_append_code_row (panel);
}

GtkWidget *
tnu_reduce_panel_new (TnsSession *session, const char *name)
{
  TnsTimeline *timeline = tns_session_get_timeline (session);
  TnuReduceCall call;
  TnuShape shape;
  if (timeline == NULL)
    return NULL;
  g_autoptr (GPtrArray) variables
      = tns_timeline_dup_variables (timeline, tns_session_get_cursor (session));
  TnsVariable *variable = tnu_variables_find (variables, name);
  if (variable == NULL || !tnu_shape_from_meta (tns_moment_get_meta (variable->value), &shape))
    return NULL;
  TnuReducePanel *self = g_object_new (TNU_TYPE_REDUCE_PANEL, NULL);
  tnu_panel_set_session (TNU_PANEL (self), session);
  self->name = g_strdup (name);
  self->target = tnu_code_row_choose_target (session, name, "sum", variables);
  self->places = g_strdup_printf ("%s_at", self->target);
  self->moment = tns_moment_ref (variable->value);
  self->shape = shape;
  self->picture.scene = (TnuReduceScene) {
    .call = &self->call,
    .fold = &self->fold,
    .whole = &self->whole,
    .name = self->name,
    .target = self->target,
    .places = self->places,
  };
  build (self);
  self->elements = tnu_elements_new (self->moment, elements_arrived, self);
  tnu_reduce_call_init (&call, TNU_REDUCE_SUM, self->shape.rank);
  set_call (self, &call);
  return GTK_WIDGET (self);
}
