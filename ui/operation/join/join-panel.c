/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Join panel
 *
 * One call is the state; plan, verdict, picture, rows and code follow from it. Whatever changes it
 * ends in take_call(). A line that cannot be read stays as it was typed, with the reason; the last
 * call that could be read stays below it. */
#include "ui/operation/join/join-panel.h"

#include <string.h>

#include "ui/operation/code-row.h"
#include "ui/operation/elements.h"
#include "ui/operation/join/join-form.h"
#include "ui/operation/join/join-operands.h"
#include "ui/operation/join/join-panel-private.h"
#include "ui/operation/op-head.h"
#include "ui/operation/variables.h"
#include "ui/operation/word-row.h"

#define PICTURE_HEIGHT 150

enum
{
  PROP_0,
  PROP_WORD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TnuJoinPanel, tnu_join_panel, TNU_TYPE_PANEL)

/* ---- the tensors there are ---- */

static bool
find_shape (const char *name, TnuShape *shape, gpointer data)
{
  TnuJoinPanel *self = data;
  TnsVariable *variable = tnu_variables_find (self->variables, name);
  return variable != NULL && tnu_shape_from_meta (tns_moment_get_meta (variable->value), shape);
}

static const TnsMeta *
get_meta (TnuJoinPanel *self, int operand)
{
  const char *name = tnu_join_call_get_operand (self->call, operand)->name;
  return tns_moment_get_meta (tnu_variables_find (self->variables, name)->value);
}

/* ---- numbers ---- */

static void gather (TnuJoinPanel *self);

static void
start_motion (TnuJoinPanel *self)
{
  tnu_panel_start (TNU_PANEL (self),
                   self->unreadable == NULL && tnu_join_picture_moves (&self->picture));
}

static void
numbers_arrived (void *data)
{
  TnuJoinPanel *self = data;
  gather (self);
  if (!self->picture.is_waiting && !self->has_started)
    {
      self->has_started = true;
      start_motion (self);
    }
  gtk_widget_queue_draw (self->area);
}

static bool
get_number (gpointer data, int operand, gint64 flat, double *value, double *imaginary)
{
  TnuJoinPanel *self = data;
  const TnuJoinOperand *from = tnu_join_call_get_operand (self->call, operand);
  TnuElements *elements = g_hash_table_lookup (self->elements, from->name);
  return elements != NULL
         && tnu_elements_get (elements, tnu_turn_find_source (&from->turn, &from->raw, flat),
                              value, imaginary);
}

static void
gather (TnuJoinPanel *self)
{
  TnuJoinReader reader = { get_number, self };
  TnuCellsKind kinds[TNU_JOIN_MAX_PARTS] = { 0 }, whole = TNU_CELLS_FLOAT;
  GHashTableIter iter;
  gpointer elements;
  int n = (int) self->call->operands->len;
  for (int k = 0; k < MIN (n, TNU_JOIN_MAX_PARTS); k++)
    kinds[k] = tnu_cells_kind_from_dtype (get_meta (self, k)->dtype);
  if (self->verdict.n_outs > 0)
    whole = tnu_cells_kind_from_dtype (self->verdict.outs[0].dtype);
  else if (n > 0)
    whole = kinds[0];
  tnu_join_picture_gather (&self->picture, &reader, kinds, whole);
  g_hash_table_iter_init (&iter, self->elements);
  while (g_hash_table_iter_next (&iter, NULL, &elements))
    tnu_elements_read (elements);
}

static void
ask_for_numbers (TnuJoinPanel *self)
{
  for (guint k = 0; k < self->call->operands->len; k++)
    {
      const char *name = tnu_join_call_get_operand (self->call, (int) k)->name;
      if (g_hash_table_contains (self->elements, name))
        continue;
      TnsVariable *variable = tnu_variables_find (self->variables, name);
      g_hash_table_insert (self->elements, g_strdup (name),
                           tnu_elements_new (variable->value, numbers_arrived, self));
    }
}

/* ---- what is said of memory ---- */

static char *
dup_badge (TnuJoinPanel *self)
{
  if (self->unreadable != NULL || self->verdict.reason != NULL)
    return g_strdup ("cannot apply");
  if (self->verdict.is_view)
    return g_strdup ("view — shares memory");
  gint64 n = tnu_shape_count (&self->plan.whole);
  g_autofree char *size
      = g_format_size ((guint64) (n * tnk_dtype_size (self->verdict.outs[0].dtype)));
  return g_strdup_printf ("copy — %s", size);
}

/* "int64 and float32 become float32"; NULL when all are of one type. */
static char *
dup_promotion (TnuJoinPanel *self)
{
  TnkDtype first = get_meta (self, 0)->dtype;
  for (int k = 1; k < (int) self->call->operands->len; k++)
    {
      TnkDtype other = get_meta (self, k)->dtype;
      if (other != first)
        return g_strdup_printf ("%s and %s become %s", tns_dtype_get_name (first),
                                tns_dtype_get_name (other),
                                tns_dtype_get_name (self->verdict.outs[0].dtype));
    }
  return NULL;
}

static char *
dup_reason (TnuJoinPanel *self)
{
  if (self->unreadable != NULL)
    return g_strdup (self->unreadable);
  if (self->verdict.reason != NULL)
    return g_strdup ("");
  if (self->verdict.is_view)
    return g_strdup ("pieces differ only in offset and sizes");
  char *promotion = dup_promotion (self);
  return promotion != NULL ? promotion : g_strdup ("one tensor is one piece of memory");
}

static void
describe (TnuJoinPanel *self)
{
  g_autofree char *badge = dup_badge (self);
  g_autofree char *reason = dup_reason (self);
  g_autofree char *shape = tnu_shape_dup_text (&self->plan.whole);
  g_autofree char *words
      = self->verdict.reason != NULL ? g_strdup_printf ("%s: %s", badge, self->verdict.reason)
        : self->plan.splits ? g_strdup_printf ("%d pieces, %s: %s", self->verdict.n_outs, badge,
                                               reason)
                            : g_strdup_printf ("%s, %s: %s", shape, badge, reason);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
}

/* ---- the verdict ---- */

static void
show_verdict (TnuJoinPanel *self)
{
  bool is_legal = self->unreadable == NULL && self->verdict.reason == NULL;
  tnu_word_row_set_word (TNU_WORD_ROW (self->words), (int) self->call->word);
  tnu_join_operands_show (TNU_JOIN_OPERANDS (self->operands), self->call, &self->plan,
                          self->variables);
  tnu_join_form_show (TNU_JOIN_FORM (self->form), self->call, &self->plan, &self->verdict);
  tnu_panel_set_legal (TNU_PANEL (self), is_legal);
  gtk_widget_set_focusable (self->area, tnu_join_picture_has_cuts (&self->picture));
  describe (self);
  start_motion (self);
  if (self->shows_end)
    tnu_panel_finish (TNU_PANEL (self));
  gtk_widget_queue_draw (self->area);
  gtk_widget_queue_draw (self->head);
}

static void
judge (TnuJoinPanel *self)
{
  g_autofree const TnsMeta **metas
      = g_new (const TnsMeta *, MAX (self->call->operands->len, 1));
  for (guint k = 0; k < self->call->operands->len; k++)
    metas[k] = get_meta (self, (int) k);
  tnu_join_plan_clear (&self->plan);
  tnu_join_verdict_clear (&self->verdict);
  tnu_join_plan_init (&self->plan, self->call);
  tnu_join_verdict_init (&self->verdict, self->call, metas);
  self->picture.call = self->call;
  self->picture.plan = &self->plan;
  self->picture.verdict = &self->verdict;
  if (self->picture.cut >= (int) self->plan.parts->len - 1)
    self->picture.cut = -1;
  ask_for_numbers (self);
  gather (self);
  self->has_started = !self->picture.is_waiting;
  show_verdict (self);
}

/* Takes @call; the line stays as it is. */
static void
take_call (TnuJoinPanel *self, TnuJoinCall *call)
{
  bool is_other_word = self->call == NULL || self->call->word != call->word;
  TnuJoinCall *old = self->call;
  self->call = call;
  judge (self);
  g_clear_pointer (&old, tnu_join_call_free);
  if (is_other_word)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORD]);
}

/* ---- the line ---- */

/* Names of pieces follow their number, unless they are the user's. */
static void
choose_names (TnuJoinPanel *self, TnuJoinCall *call)
{
  TnuJoinNames names = { find_shape, self };
  g_auto (TnuJoinPlan) plan = { 0 };
  if (!tnu_join_word_splits (call->word) || self->has_own_names || call->operands->len == 0)
    return;
  tnu_join_plan_init (&plan, call);
  if (plan.trouble == TNU_JOIN_FITS)
    tnu_join_call_choose_targets (call, (int) plan.parts->len, &names);
}

void
tnu_join_panel_set_call (TnuJoinPanel *self, TnuJoinCall *call)
{
  g_clear_pointer (&self->unreadable, g_free);
  choose_names (self, call);
  take_call (self, call);
  g_autofree char *code = tnu_join_call_dup_code (call);
  tnu_panel_set_code (TNU_PANEL (self), code);
}

static void
code_edited (TnuPanel *panel)
{
  TnuJoinPanel *self = TNU_JOIN_PANEL (panel);
  TnuJoinNames names = { find_shape, self };
  g_autofree char *reason = NULL;
  TnuJoinCall *call = tnu_join_call_parse (tnu_panel_get_code (panel), &names, &reason);
  g_free (self->unreadable);
  self->unreadable = g_steal_pointer (&reason);
  if (call != NULL)
    {
      self->has_own_names = true;
      take_call (self, call);
    }
  else
    show_verdict (self);
}

/* ---- words, rows ---- */

/* What a word begins with: something that happens. */
static void
begin_word (TnuJoinPanel *self, TnuJoinCall *call, TnuJoinWord word)
{
  const TnuTurn none = { 0 };
  const gint64 two = 2;
  bool splits = tnu_join_word_splits (word);
  bool is_other = call->targets->len == 0 || splits != tnu_join_word_splits (call->word);
  call->word = word;
  call->dim = 0;
  if (splits && call->operands->len > 1)
    g_ptr_array_set_size (call->operands, 1);
  const TnuJoinOperand *first = call->operands->len > 0 ? call->operands->pdata[0] : NULL;
  /* Another of the same shape, where there is one. */
  for (guint k = 0; !splits && call->operands->len == 1 && k < self->variables->len; k++)
    {
      const char *name = ((TnsVariable *) self->variables->pdata[k])->name;
      TnuShape shape;
      if (strcmp (name, first->name) != 0 && find_shape (name, &shape, self)
          && tnu_shape_equal (&shape, &first->raw))
        tnu_join_call_add_operand (call, name, &shape, &none);
    }
  if (splits && first != NULL)
    {
      TnuShape whole = first->raw;
      tnu_turn_apply (&first->turn, &first->raw, &whole);
      while (call->dim + 1 < whole.rank && whole.sizes[call->dim] < 2)
        call->dim++;
      gint64 size = whole.rank > 0 ? whole.sizes[call->dim] : 1, half = MAX ((size + 1) / 2, 1);
      tnu_join_call_set_numbers (call, word == TNU_JOIN_SPLIT ? &half : &two, 1, false);
    }
  if (!is_other || first == NULL)
    return;
  self->has_own_names = false;
  if (!splits)
    {
      g_autofree char *target = tnu_code_row_choose_target (
          tnu_panel_get_session (TNU_PANEL (self)), first->name, tnu_join_word_get_name (word),
          self->variables);
      const char *const targets[] = { target };
      tnu_join_call_set_targets (call, targets, 1);
      call->is_unpacked = false;
    }
}

static void
word_changed (TnuJoinPanel *self)
{
  TnuJoinCall *call = tnu_join_call_copy (self->call);
  begin_word (self, call, (TnuJoinWord) tnu_word_row_get_word (TNU_WORD_ROW (self->words)));
  tnu_join_panel_set_call (self, call);
}

static void
operands_changed (TnuJoinPanel *self)
{
  g_autoptr (GArray) choices
      = tnu_join_operands_dup_choices (TNU_JOIN_OPERANDS (self->operands));
  TnuJoinCall *call = tnu_join_call_copy (self->call);
  const TnuTurn none = { 0 };
  g_ptr_array_set_size (call->operands, 0);
  for (guint k = 0; k < choices->len; k++)
    {
      const TnuJoinChoice *choice = &g_array_index (choices, TnuJoinChoice, k);
      TnuShape raw;
      if (!find_shape (choice->name, &raw, self))
        continue;
      tnu_join_call_add_operand (
          call, choice->name, &raw,
          choice->index >= 0 ? &tnu_join_call_get_operand (self->call, choice->index)->turn
                             : &none);
    }
  if (tnu_join_word_splits (call->word))
    begin_word (self, call, call->word);
  tnu_join_panel_set_call (self, call);
}

static void
form_changed (TnuJoinPanel *self)
{
  TnuJoinCall *call = tnu_join_call_copy (tnu_join_form_get_call (TNU_JOIN_FORM (self->form)));
  g_autofree char *before = tnu_join_call_dup_targets (self->call);
  g_autofree char *after = tnu_join_call_dup_targets (call);
  if (strcmp (before, after) != 0)
    self->has_own_names = true;
  tnu_join_panel_set_call (self, call);
}

/* A card or a token chosen while the panel is open takes part. */
static void
selection_changed (TnuJoinPanel *self)
{
  const char *name = tns_session_get_selected_name (tnu_panel_get_session (TNU_PANEL (self)));
  const TnuTurn none = { 0 };
  TnuShape raw;
  if (name == NULL || !find_shape (name, &raw, self))
    return;
  for (guint k = 0; k < self->call->operands->len; k++)
    if (strcmp (tnu_join_call_get_operand (self->call, (int) k)->name, name) == 0)
      return;
  TnuJoinCall *call = tnu_join_call_copy (self->call);
  if (tnu_join_word_splits (call->word))
    g_ptr_array_set_size (call->operands, 0);
  tnu_join_call_add_operand (call, name, &raw, &none);
  if (tnu_join_word_splits (call->word))
    begin_word (self, call, call->word);
  tnu_join_panel_set_call (self, call);
}

/* ---- drawing ---- */

static double
draw_count (const TnuCanvas *canvas, const char *one, const char *many, int n, double x, double y)
{
  g_autofree char *words = g_strdup_printf ("%d %s", n, n == 1 ? one : many);
  return tnu_text_show (canvas->text, canvas->cr, TNU_SANS (13, 600), words, x, y, TNU_ALIGN_START,
                        &canvas->theme->colors[TNU_INK1]);
}

static double
draw_result (TnuJoinPanel *self, const TnuCanvas *canvas, double x, double y)
{
  double at = x + tnu_op_arrow_draw (canvas, x, y);
  if (self->plan.splits)
    at += draw_count (canvas, "piece", "pieces", self->verdict.n_outs, at, y);
  else
    at += tnu_operand_draw (canvas, self->call->targets->pdata[0], &self->plan.whole, NULL, at, y);
  return at - x;
}

static double
draw_given (TnuJoinPanel *self, const TnuCanvas *canvas, double x, double y)
{
  int n = (int) self->call->operands->len;
  if (n == 0)
    return tnu_text_show (canvas->text, canvas->cr, TNU_SANS (13, 600), "no tensor yet", x, y,
                          TNU_ALIGN_START, &canvas->theme->colors[TNU_INK1]);
  if (!self->plan.splits)
    return draw_count (canvas, "tensor", "tensors", n, x, y);
  g_autofree char *code = tnu_join_operand_dup_code (tnu_join_call_get_operand (self->call, 0));
  return tnu_operand_draw (canvas, code, &self->plan.agreed, NULL, x, y);
}

static void
draw_head (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuJoinPanel *self = data;
  bool is_legal = self->unreadable == NULL && self->verdict.reason == NULL;
  double w, x = 24, y = TNU_OP_HEAD_HEIGHT / 2.0;
  TnuCanvas canvas = tnu_panel_draw (TNU_PANEL (self), cr, width, &w);
  g_autofree char *badge = dup_badge (self);
  g_autofree char *reason = dup_reason (self);
  TnuOpHead head = {
    .reason = reason,
    .badge = badge,
    .kind = !is_legal               ? TNU_BADGE_ERROR
            : self->verdict.is_view ? TNU_BADGE_OUTLINED
                                    : TNU_BADGE_SOLID,
  };
  tnu_op_head_begin (&canvas);
  x += draw_given (self, &canvas, x, y) + 8;
  if (is_legal)
    x += draw_result (self, &canvas, x, y);
  tnu_op_head_finish (&head, &canvas, x, w);
}

static void
draw_picture (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuJoinPanel *self = data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  double w, h;
  TnuCanvas canvas = tnu_panel_draw_stage (TNU_PANEL (self), cr, width, height, &w, &h);
  self->picture.progress = tnu_panel_get_progress (TNU_PANEL (self));
  self->picture.shows_focus = gtk_widget_has_focus (self->area) && GTK_IS_WINDOW (root)
                              && gtk_window_get_focus_visible (GTK_WINDOW (root));
  tnu_join_picture_draw (&self->picture, &canvas, w, h);
}

static TnuScrubber
place_scrubber (TnuPanel *panel, double w, double h)
{
  return tnu_join_picture_get_scrubber (&TNU_JOIN_PANEL (panel)->picture, w, h);
}

static void
theme_changed (TnuPanel *panel)
{
  show_verdict (TNU_JOIN_PANEL (panel));
}

/* ---- the object ---- */

static void
tnu_join_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TnuJoinPanel *self = TNU_JOIN_PANEL (object);
  if (id == PROP_WORD)
    g_value_set_string (value, tnu_join_word_get_name (self->call->word));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tnu_join_panel_dispose (GObject *object)
{
  TnuJoinPanel *self = TNU_JOIN_PANEL (object);
  TnsSession *session = tnu_panel_get_session (TNU_PANEL (self));
  if (session != NULL)
    g_signal_handlers_disconnect_by_data (session, self);
  G_OBJECT_CLASS (tnu_join_panel_parent_class)->dispose (object);
  g_clear_pointer (&self->elements, g_hash_table_unref);
}

static void
tnu_join_panel_finalize (GObject *object)
{
  TnuJoinPanel *self = TNU_JOIN_PANEL (object);
  tnu_join_picture_clear (&self->picture);
  tnu_join_plan_clear (&self->plan);
  tnu_join_verdict_clear (&self->verdict);
  g_clear_pointer (&self->call, tnu_join_call_free);
  g_clear_pointer (&self->variables, g_ptr_array_unref);
  g_free (self->unreadable);
  G_OBJECT_CLASS (tnu_join_panel_parent_class)->finalize (object);
}

static gboolean
tnu_join_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TNU_JOIN_PANEL (widget)->words);
}

static void
tnu_join_panel_class_init (TnuJoinPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  TnuPanelClass *panel_class = TNU_PANEL_CLASS (klass);
  object_class->dispose = tnu_join_panel_dispose;
  object_class->finalize = tnu_join_panel_finalize;
  object_class->get_property = tnu_join_panel_get_property;
  GTK_WIDGET_CLASS (klass)->grab_focus = tnu_join_panel_grab_focus;
  panel_class->code_edited = code_edited;
  panel_class->theme_changed = theme_changed;
  panel_class->place_scrubber = place_scrubber;
  properties[PROP_WORD] = g_param_spec_string ("word", NULL, NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
make_words (TnuJoinPanel *self)
{
  self->words = tnu_word_row_new ();
  for (int k = 0; k < TNU_N_JOIN_WORDS; k++)
    tnu_word_row_append (TNU_WORD_ROW (self->words), tnu_join_word_get_name (k),
                         tnu_join_word_get_tooltip (k));
  tnu_word_row_listen (TNU_WORD_ROW (self->words), GTK_WIDGET (self));
  g_signal_connect_swapped (self->words, "changed", G_CALLBACK (word_changed), self);
  tnu_panel_append (TNU_PANEL (self), self->words);
}

static void
tnu_join_panel_init (TnuJoinPanel *self)
{
  TnuPanel *panel = TNU_PANEL (self);
  self->held = self->picture.cut = -1;
  self->elements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) tnu_elements_free);
  make_words (self);
  self->head = tnu_panel_append_area (panel, TNU_OP_HEAD_HEIGHT, draw_head);
  self->operands = tnu_join_operands_new ();
  g_signal_connect_swapped (self->operands, "changed", G_CALLBACK (operands_changed), self);
  tnu_panel_append (panel, self->operands);
  self->area = tnu_panel_append_picture (panel, PICTURE_HEIGHT, draw_picture);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Tensors and what becomes of them", -1);
  tnu_join_panel_listen (self);
  self->form = tnu_join_form_new ();
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (form_changed), self);
  tnu_panel_append (panel, self->form);
  tnu_panel_append_code_row (panel);
}

GtkWidget *
tnu_join_panel_new (TnsSession *session, const char *word, const char *const *names)
{
  TnsTimeline *timeline = tns_session_get_timeline (session);
  const TnuTurn none = { 0 };
  TnuJoinWord first;
  if (timeline == NULL || !tnu_join_word_find (word, &first))
    return NULL;
  TnuJoinPanel *self = g_object_new (TNU_TYPE_JOIN_PANEL, NULL);
  g_autoptr (TnuJoinCall) call = tnu_join_call_new (first);
  tnu_panel_set_session (TNU_PANEL (self), session);
  self->variables = tns_timeline_dup_variables (timeline, tns_session_get_cursor (session));
  for (int k = 0; names[k] != NULL; k++)
    {
      TnuShape raw;
      if (find_shape (names[k], &raw, self))
        tnu_join_call_add_operand (call, names[k], &raw, &none);
    }
  if (call->operands->len == 0)
    {
      g_object_unref (g_object_ref_sink (self));
      return NULL;
    }
  begin_word (self, call, first);
  tnu_join_panel_set_call (self, g_steal_pointer (&call));
  g_signal_connect_swapped (session, "notify::selected-name", G_CALLBACK (selection_changed), self);
  return GTK_WIDGET (self);
}
