/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Broadcast panel
 *
 * One call is the state; words, pickers, fixes and the typed line change it and end in
 * show_call(). Numbers are read and worked out in a worker. */
#include "ui/operation/broadcast/cast-panel.h"

#include <string.h>

#include "ui/operation/broadcast/cast-picture.h"
#include "ui/operation/code-row.h"
#include "ui/operation/fix-row.h"
#include "ui/operation/op-head.h"
#include "ui/operation/row-parts.h"
#include "ui/operation/variables.h"
#include "ui/operation/word-row.h"
#include "ui/text-scale.h"

#define MAX_FIXES 4
/* What a picker offers after the variables. */
#define PLAIN_NUMBER "2"

struct _TnuCastPanel
{
  TnuPanel parent_instance;

  TnuCastCall call;
  TnuCastCall shown; /* of it; borrows everything */
  TnuCastPicture picture;
  TnuCastNumbers *numbers;
  GCancellable *reading;
  bool is_readable; /* the line is one of this family */
  bool is_showing;  /* pickers are shown, not used */
  char *strange;    /* what is said of a line that cannot be read */

  GtkWidget *words;
  GtkWidget *pickers[TNU_CAST_MAX_OPERANDS];
  GtkWidget *signs[TNU_CAST_MAX_OPERANDS - 1];
  GtkWidget *swap;
  GtkStringList *names;
  GtkWidget *verdict;
  GtkWidget *area;
  GtkWidget *fixes;
  GtkWidget *ways[2]; /* forward, backward */
};

G_DEFINE_FINAL_TYPE (TnuCastPanel, tnu_cast_panel, TNU_TYPE_PANEL)

/* ---- numbers ---- */

static bool
can_move (TnuCastPanel *self)
{
  return tnu_cast_picture_get_scrubber (&self->picture, 1000, 500).w > 0;
}

static void
compute (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  TnuCastNumbers *numbers = tnu_cast_numbers_compute (data, cancellable, &error);
  if (numbers == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, numbers, (GDestroyNotify) tnu_cast_numbers_free);
}

static void
describe (TnuCastPanel *self)
{
  const TnuCastPicture *picture = &self->picture;
  g_autofree char *words = NULL;
  if (self->call.reason != NULL)
    words = g_strdup (self->call.reason);
  else if (self->numbers == NULL || tnu_shape_count (&self->shown.plan.result) == 0)
    words = tnu_cast_dup_shape_fact (&self->call);
  else if (picture->is_backward && self->numbers->gradients[picture->operand] == NULL)
    words = tnu_cast_dup_back_fact (&self->call);
  else if (picture->is_backward)
    {
      gint64 source
          = tnu_cast_plan_get_source (&self->shown.plan, picture->operand, picture->place);
      g_autofree char *sum
          = tnu_cast_dup_backward (&self->shown, self->numbers, picture->operand, source, 12);
      words = g_strdup_printf ("gradient of %s: %s", self->shown.operands[picture->operand].code,
                               sum);
    }
  else
    {
      g_autofree char *title = tnu_cast_dup_title (&self->shown, picture->place);
      g_autofree char *equation
          = tnu_cast_dup_equation (&self->shown, self->numbers, picture->place);
      words = g_strdup_printf ("%s: %s", title, equation);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
  gtk_widget_queue_draw (self->area);
}

static void
numbers_are_there (GObject *source, GAsyncResult *result, gpointer data)
{
  TnuCastPanel *self = TNU_CAST_PANEL (source);
  g_autoptr (GError) error = NULL;
  TnuCastNumbers *numbers = g_task_propagate_pointer (G_TASK (result), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->call.variables == NULL)
    {
      g_clear_pointer (&numbers, tnu_cast_numbers_free);
      return;
    }
  self->numbers = numbers;
  self->picture.numbers = numbers;
  self->picture.note = error != NULL ? "The numbers of that moment are gone: shapes only." : NULL;
  tnu_panel_start (TNU_PANEL (self), can_move (self));
  describe (self);
}

static void
forget_numbers (TnuCastPanel *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->picture.numbers = NULL;
  g_clear_pointer (&self->numbers, tnu_cast_numbers_free);
}

static bool
is_too_large (TnuCastPanel *self)
{
  bool is_large = self->shown.reason == NULL
                  && tnu_shape_count (&self->shown.plan.result) > TNU_CAST_MAX_ELEMENTS;
  for (int k = 0; k < tnu_cast_call_count (&self->shown); k++)
    is_large |= tnu_shape_count (&self->shown.operands[k].shape) > TNU_CAST_MAX_ELEMENTS;
  return is_large;
}

static void
ask_for_numbers (TnuCastPanel *self)
{
  if (is_too_large (self))
    self->picture.note
        = "More numbers than can be followed: shapes only. Apply computes them all.";
  else
    {
      self->picture.note = "The numbers are on their way.";
      self->reading = g_cancellable_new ();
      g_autoptr (GTask) task = g_task_new (self, self->reading, numbers_are_there, NULL);
      g_task_set_task_data (task, tnu_cast_job_new (&self->shown),
                            (GDestroyNotify) tnu_cast_job_free);
      g_task_run_in_thread (task, compute);
    }
}

/* ---- the verdict ---- */

static void change_call (TnuCastPanel *self);

static void
fix_clicked (GtkButton *button, TnuCastPanel *self)
{
  /* The row is filled anew, and this very button goes. */
  TnuCastFix fix = *(TnuCastFix *) g_object_get_data (G_OBJECT (button), "fix");
  tnu_cast_call_apply_fix (&self->call, &fix);
  change_call (self);
  gtk_widget_grab_focus (self->area);
}

static char *
dup_fix_code (TnuCastPanel *self, const TnuCastFix *fix)
{
  const TnuCastOperand *operands = self->call.operands;
  g_autofree char *a
      = tnu_turn_dup_code (&fix->turns[0], operands[0].name, operands[0].raw.rank);
  g_autofree char *b
      = tnu_turn_dup_code (&fix->turns[1], operands[1].name, operands[1].raw.rank);
  g_autofree char *shape = tnu_shape_dup_text (&fix->result);
  const char *sign = tnu_cast_word_get_sign (self->call.word);
  if (self->call.word == TNU_CAST_MAXIMUM || self->call.word == TNU_CAST_MINIMUM)
    return g_strdup_printf ("%s(%s, %s)  %s", sign, a, b, shape);
  return g_strdup_printf ("%s %s %s  %s", a, sign, b, shape);
}

/* The shapes that clash: "(3,) + (4,)". */
static char *
dup_wrong (TnuCastPanel *self)
{
  const TnuCastPlan *plan = &self->call.plan;
  g_autoptr (GString) wrong = g_string_new (NULL);
  for (int k = 0; k < plan->n; k++)
    {
      g_autofree char *shape = tnu_shape_dup_text (&plan->shapes[k]);
      g_string_append_printf (wrong, "%s%s", k > 0 ? "  " : "", shape);
    }
  return g_strdup (wrong->str);
}

static void
fill_fixes (TnuCastPanel *self)
{
  g_autoptr (GArray) fixes = self->is_readable
                                 ? tnu_cast_call_find_fixes (&self->call, MAX_FIXES)
                                 : g_array_new (FALSE, FALSE, sizeof (TnuCastFix));
  g_autofree char *wrong = dup_wrong (self);
  tnu_fix_row_begin (self->fixes, self->is_readable ? wrong : "?",
                     self->is_readable ? self->call.reason : self->strange, fixes->len > 0);
  for (guint k = 0; k < fixes->len; k++)
    {
      const TnuCastFix *fix = &g_array_index (fixes, TnuCastFix, k);
      g_autofree char *code = dup_fix_code (self, fix);
      g_autofree char *name = g_strdup_printf ("Use %s", code);
      g_autofree char *markup = g_markup_escape_text (code, -1);
      GtkWidget *button = tnu_fix_row_append (self->fixes, k + 1, markup, name);
      g_object_set_data_full (G_OBJECT (button), "fix", g_memdup2 (fix, sizeof *fix), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (fix_clicked), self);
    }
}

static void
show_picker (TnuCastPanel *self, int which)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->names)), position = n - 1;
  for (guint k = 0; k < n; k++)
    if (strcmp (gtk_string_list_get_string (self->names, k), self->call.operands[which].name) == 0)
      position = k;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->pickers[which]), position);
}

static void
show_form (TnuCastPanel *self)
{
  int n = tnu_cast_call_count (&self->call);
  const char *sign = tnu_cast_word_get_sign (self->call.word);
  self->is_showing = true;
  tnu_word_row_set_word (TNU_WORD_ROW (self->words), (int) self->call.word);
  for (int k = 0; k < TNU_CAST_MAX_OPERANDS; k++)
    {
      gtk_widget_set_visible (self->pickers[k], k < n);
      if (k < n)
        show_picker (self, k);
    }
  for (int k = 0; k < TNU_CAST_MAX_OPERANDS - 1; k++)
    {
      gtk_widget_set_visible (self->signs[k], k < n - 1);
      gtk_label_set_text (GTK_LABEL (self->signs[k]), n < 3 ? sign : k == 0 ? "?" : ":");
    }
  gtk_widget_set_visible (self->swap, n > 1);
  self->is_showing = false;
}

/* The first operand that gets a gradient: it is the one to look at. */
static int
choose_operand (TnuCastPanel *self)
{
  for (int k = 0; k < tnu_cast_call_count (&self->call); k++)
    if (tnk_dtype_is_floating (tnu_cast_operand_get_dtype (&self->call.operands[k]))
        && self->call.operands[k].moment != NULL
        && tnu_cast_plan_count_reads (&self->call.plan, k) > 1)
      return k;
  for (int k = 0; k < tnu_cast_call_count (&self->call); k++)
    if (tnk_dtype_is_floating (tnu_cast_operand_get_dtype (&self->call.operands[k]))
        && self->call.operands[k].moment != NULL)
      return k;
  return 0;
}

/* What is read in another order cannot be shown in part. */
static bool
can_sample (const TnuCastOperand *operand)
{
  return operand->turn.kind == TNU_TURN_NONE || operand->turn.kind == TNU_TURN_TRANSPOSE;
}

/* Of large tensors the first places along every axis are shown. */
static void
choose_sample (TnuCastPanel *self)
{
  self->shown = self->call;
  for (int k = 0; k < tnu_cast_call_count (&self->call); k++)
    if (!can_sample (&self->call.operands[k]))
      return;
  if (self->call.reason != NULL)
    return;
  tnu_cast_plan_choose_sample (&self->call.plan, TNU_CAST_MAX_ELEMENTS, &self->shown.plan);
  for (int k = 0; k < tnu_cast_call_count (&self->call); k++)
    self->shown.operands[k].shape = self->shown.plan.shapes[k];
  if (self->call.word == TNU_CAST_BROADCAST_TO)
    self->shown.sizes = self->shown.plan.result;
}

static void
show_call (TnuCastPanel *self)
{
  bool is_legal = self->is_readable && self->call.reason == NULL;
  forget_numbers (self);
  choose_sample (self);
  self->picture.place = 0;
  self->picture.is_lit = false;
  self->picture.operand = choose_operand (self);
  tnu_panel_set_legal (TNU_PANEL (self), is_legal);
  show_form (self);
  gtk_widget_set_visible (gtk_widget_get_ancestor (self->fixes, GTK_TYPE_SCROLLED_WINDOW),
                          !is_legal);
  if (!is_legal)
    fill_fixes (self);
  tnu_panel_start (TNU_PANEL (self), FALSE);
  gtk_widget_queue_draw (self->verdict);
  ask_for_numbers (self);
  describe (self);
}

static void
change_call (TnuCastPanel *self)
{
  g_autofree char *code = tnu_cast_call_dup_code (&self->call);
  self->is_readable = true;
  show_call (self);
  tnu_panel_set_code (TNU_PANEL (self), code);
}

static void
code_edited (TnuPanel *panel)
{
  TnuCastPanel *self = TNU_CAST_PANEL (panel);
  self->is_readable = tnu_cast_call_parse (&self->call, tnu_panel_get_code (panel));
  show_call (self);
}

/* ---- the form ---- */

static void
word_changed (TnuCastPanel *self)
{
  tnu_cast_call_set_word (&self->call, tnu_word_row_get_word (TNU_WORD_ROW (self->words)));
  change_call (self);
}

static void
picker_changed (GtkDropDown *picker, GParamSpec *pspec, TnuCastPanel *self)
{
  const TnuTurn none = { 0 };
  guint position = gtk_drop_down_get_selected (picker);
  const char *name = gtk_string_list_get_string (self->names, position);
  bool is_number = position + 1 == g_list_model_get_n_items (G_LIST_MODEL (self->names));
  if (self->is_showing || name == NULL)
    return;
  for (int k = 0; k < TNU_CAST_MAX_OPERANDS; k++)
    if (self->pickers[k] == GTK_WIDGET (picker))
      tnu_cast_call_set_operand (&self->call, k, is_number ? PLAIN_NUMBER : name, &none);
  change_call (self);
}

static void
swap_clicked (TnuCastPanel *self)
{
  tnu_cast_call_swap (&self->call);
  change_call (self);
}

static void
way_toggled (TnuCastPanel *self)
{
  bool is_backward = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->ways[1]));
  if (is_backward == self->picture.is_backward)
    return;
  self->picture.is_backward = is_backward;
  self->picture.is_lit = false;
  tnu_panel_start (TNU_PANEL (self), can_move (self));
  describe (self);
}

/* A second card chosen while the panel is open. */
static void
selection_changed (TnuCastPanel *self)
{
  const TnuTurn none = { 0 };
  const char *name = tns_session_get_selected_name (tnu_panel_get_session (TNU_PANEL (self)));
  if (name == NULL || tnu_variables_find (self->call.variables, name) == NULL)
    return;
  for (int k = 0; k < tnu_cast_call_count (&self->call); k++)
    if (strcmp (name, self->call.operands[k].name) == 0)
      return;
  if (tnu_cast_call_set_operand (&self->call, tnu_cast_call_count (&self->call) > 1 ? 1 : 0, name,
                                 &none))
    change_call (self);
}

/* ---- pointing ---- */

static void
probe (TnuCastPanel *self, gint64 place, int operand)
{
  TnuCastPicture *picture = &self->picture;
  bool is_lit = place >= 0;
  if (!is_lit && !picture->is_lit)
    return;
  picture->is_lit = is_lit;
  if (is_lit)
    {
      picture->place = place;
      if (self->numbers != NULL && self->numbers->gradients[operand] != NULL)
        picture->operand = operand;
    }
  describe (self);
}

static void
pointer_moved (GtkEventControllerMotion *motion, double x, double y, TnuCastPanel *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  int operand = self->picture.operand;
  gint64 place = tnu_cast_picture_hit (
      &self->picture, tnu_panel_get_text (TNU_PANEL (self)),
      gtk_widget_get_width (self->area) / scale, gtk_widget_get_height (self->area) / scale,
      x / scale, y / scale, &operand);
  probe (self, place, operand);
}

static void
pointer_left (GtkEventControllerMotion *motion, TnuCastPanel *self)
{
  probe (self, -1, 0);
}

static void
area_pressed (GtkGestureClick *click, int n, double x, double y, TnuCastPanel *self)
{
  gtk_widget_grab_focus (self->area);
}

/* Arrows go over the elements of the result. */
static gboolean
key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
             TnuCastPanel *self)
{
  const TnuShape *shape = &self->shown.plan.result;
  gint64 n = tnu_shape_count (shape), at = self->picture.place;
  gint64 columns = shape->rank > 0 ? MAX (shape->sizes[shape->rank - 1], 1) : 1;
  gint64 step = key == GDK_KEY_Left    ? -1
                : key == GDK_KEY_Right ? 1
                : key == GDK_KEY_Up    ? -columns
                : key == GDK_KEY_Down  ? columns
                                       : 0;
  if (step == 0 || n == 0 || self->numbers == NULL || self->call.reason != NULL
      || (state & GDK_CONTROL_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  if (self->picture.is_lit && at + step >= 0 && at + step < n)
    at += step;
  probe (self, at, self->picture.operand);
  return GDK_EVENT_STOP;
}

/* ---- drawing ---- */

static void
draw_verdict (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuCastPanel *self = data;
  double w;
  TnuCanvas canvas = tnu_panel_draw (TNU_PANEL (self), cr, width, &w);
  double y = height / (width / w) / 2;
  bool is_legal = self->is_readable && self->call.reason == NULL;
  bool is_view = self->call.word == TNU_CAST_BROADCAST_TO;
  g_autofree char *size = g_format_size ((guint64) tnu_shape_count (&self->call.plan.result)
                                         * tnk_dtype_size (self->call.dtype));
  g_autofree char *copy = g_strdup_printf ("copy — %s", size);
  const char *badge = !is_legal ? "cannot apply" : is_view ? "view — shares memory" : copy;
  double right = w - tnu_badge_get_width (canvas.text, badge);
  tnu_badge_draw (&canvas,
                  !is_legal ? TNU_BADGE_ERROR
                  : is_view ? TNU_BADGE_OUTLINED
                            : TNU_BADGE_SOLID,
                  badge, MAX (right, 0), y);
}

static void
draw_picture (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuCastPanel *self = data;
  double w, h;
  TnuCanvas canvas = tnu_panel_draw_stage (TNU_PANEL (self), cr, width, height, &w, &h);
  self->picture.progress = tnu_panel_get_progress (TNU_PANEL (self));
  tnu_cast_picture_draw (&self->picture, &canvas, w, h);
}

static TnuScrubber
place_scrubber (TnuPanel *panel, double w, double h)
{
  return tnu_cast_picture_get_scrubber (&TNU_CAST_PANEL (panel)->picture, w, h);
}

static void
theme_changed (TnuPanel *panel)
{
  TnuCastPanel *self = TNU_CAST_PANEL (panel);
  gtk_widget_queue_draw (self->verdict);
  gtk_widget_queue_draw (self->area);
}

/* ---- the object ---- */

static void
tnu_cast_panel_dispose (GObject *object)
{
  TnuCastPanel *self = TNU_CAST_PANEL (object);
  TnsSession *session = tnu_panel_get_session (TNU_PANEL (self));
  if (session != NULL)
    g_signal_handlers_disconnect_by_data (session, self);
  G_OBJECT_CLASS (tnu_cast_panel_parent_class)->dispose (object);
  forget_numbers (self);
  tnu_cast_call_clear (&self->call);
  g_clear_object (&self->names);
  g_clear_pointer (&self->strange, g_free);
}

static gboolean
tnu_cast_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TNU_CAST_PANEL (widget)->words);
}

static void
tnu_cast_panel_class_init (TnuCastPanelClass *klass)
{
  TnuPanelClass *panel_class = TNU_PANEL_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = tnu_cast_panel_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = tnu_cast_panel_grab_focus;
  panel_class->code_edited = code_edited;
  panel_class->theme_changed = theme_changed;
  panel_class->place_scrubber = place_scrubber;
}

static void
tnu_cast_panel_init (TnuCastPanel *self)
{
}

static void
make_words (TnuCastPanel *self)
{
  self->words = tnu_word_row_new ();
  for (int k = 0; k < TNU_N_CAST_WORDS; k++)
    tnu_word_row_append (TNU_WORD_ROW (self->words), tnu_cast_word_get_sign (k),
                         tnu_cast_word_get_tooltip (k));
  tnu_word_row_listen (TNU_WORD_ROW (self->words), GTK_WIDGET (self));
  g_signal_connect_swapped (self->words, "changed", G_CALLBACK (word_changed), self);
  tnu_panel_append (TNU_PANEL (self), self->words);
}

static void
make_picker (TnuCastPanel *self, GtkWidget *head, int which)
{
  static const char *const names[] = { "The first operand", "The second operand",
                                       "The third operand" };
  GtkWidget *picker = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (self->names)), NULL);
  self->pickers[which] = picker;
  gtk_widget_add_css_class (picker, "tnu-matmul-picker");
  gtk_widget_set_valign (picker, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (picker, names[which]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (picker), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  names[which], -1);
  g_signal_connect (picker, "notify::selected", G_CALLBACK (picker_changed), self);
  gtk_box_append (GTK_BOX (head), picker);
}

static void
make_head (TnuCastPanel *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  gtk_widget_add_css_class (head, "tnu-op-head");
  for (int k = 0; k < TNU_CAST_MAX_OPERANDS; k++)
    {
      if (k > 0)
        self->signs[k - 1] = tnu_row_append_words (head, "", "tnu-mono");
      make_picker (self, head, k);
    }
  self->swap = gtk_button_new_with_label ("⇄");
  gtk_widget_add_css_class (self->swap, "flat");
  gtk_widget_set_valign (self->swap, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->swap, "Swap the sides");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->swap), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Swap the sides", -1);
  g_signal_connect_swapped (self->swap, "clicked", G_CALLBACK (swap_clicked), self);
  gtk_box_append (GTK_BOX (head), self->swap);
  self->verdict = gtk_drawing_area_new ();
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->verdict), draw_verdict, self, NULL);
  gtk_widget_set_hexpand (self->verdict, TRUE);
  gtk_box_append (GTK_BOX (head), self->verdict);
  tnu_panel_append (TNU_PANEL (self), head);
}

static void
make_picture (TnuCastPanel *self)
{
  self->area = tnu_panel_append_picture (TNU_PANEL (self), TNU_CAST_PICTURE_HEIGHT, draw_picture);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Operands as large as their result; arrows choose an element",
                                  -1);
  tnu_panel_listen (TNU_PANEL (self), self->area, G_CALLBACK (pointer_moved),
                    G_CALLBACK (pointer_left), G_CALLBACK (area_pressed), G_CALLBACK (key_pressed));
}

static void
make_code_row (TnuCastPanel *self)
{
  GtkWidget *code = tnu_panel_append_code_row (TNU_PANEL (self));
  GtkWidget *start = tnu_code_row_get_start (TNU_CODE_ROW (code));
  self->ways[0] = tnu_row_append_toggle (start, "Forward", "From the operands to the result", NULL);
  self->ways[1] = tnu_row_append_toggle (start, "Backward", "How gradients come back: summed over "
                                                            "the ghosts",
                                         self->ways[0]);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->ways[0]), TRUE);
  g_signal_connect_swapped (self->ways[1], "toggled", G_CALLBACK (way_toggled), self);
}

GtkWidget *
tnu_cast_panel_new (TnsSession *session, const char *name)
{
  TnsTimeline *timeline = tns_session_get_timeline (session);
  TnuCastCall call;
  if (timeline == NULL)
    return NULL;
  g_autoptr (GPtrArray) variables
      = tns_timeline_dup_variables (timeline, tns_session_get_cursor (session));
  if (!tnu_cast_call_init (&call, variables, name,
                           tnu_code_row_choose_target (session, name, "cast", variables)))
    return NULL;
  TnuCastPanel *self = g_object_new (TNU_TYPE_CAST_PANEL, NULL);
  tnu_panel_set_session (TNU_PANEL (self), session);
  self->call = call;
  self->picture.call = &self->shown;
  self->picture.whole = &self->call;
  self->strange = g_strdup_printf ("Only one of these operations on tensors or numbers is shown "
                                   "here, such as %s = %s + 2.",
                                   self->call.target, name);
  self->names = gtk_string_list_new (NULL);
  for (guint k = 0; k < variables->len; k++)
    gtk_string_list_append (self->names, ((TnsVariable *) variables->pdata[k])->name);
  gtk_string_list_append (self->names, "number");
  make_words (self);
  make_head (self);
  make_picture (self);
  self->fixes = tnu_panel_append_row (TNU_PANEL (self));
  make_code_row (self);
  g_signal_connect_swapped (session, "notify::selected-name", G_CALLBACK (selection_changed), self);
  change_call (self);
  return GTK_WIDGET (self);
}
