/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Shape panel
 *
 * One call is the state; everything else follows from it: verdict and strides from tns_op_infer()
 * on a tensor without numbers, the picture, the words, the code. A word, a form, a fix and the
 * typed line all end in judge(). */
#include "ui/operation/shape-panel.h"

#include <string.h>

#include "ui/operation/code-row.h"
#include "ui/operation/elements.h"
#include "ui/operation/fix-row.h"
#include "ui/operation/panel-canvas.h"
#include "ui/operation/shape-fixes.h"
#include "ui/operation/shape-form.h"
#include "ui/operation/shape-head.h"
#include "ui/operation/variables.h"
#include "ui/operation/word-row.h"

#define MAX_FIXES 4
/* Below it the picture scrolls. */
#define PICTURE_HEIGHT 240

struct _TnuShapePanel
{
  TnuPanel parent_instance;

  char *name;   /* of the tensor */
  char *target; /* of the result */
  TnsMoment *moment;
  TnsTensor *shadow; /* the same layout without numbers: what inference works on */
  TnuTravelPicture picture;
  bool is_readable; /* the line is a call of the family */

  GtkWidget *words;
  GtkWidget *head;
  GtkWidget *area;
  GtkWidget *stack; /* the form, or what is wrong with fixes */
  GtkWidget *form;
  GtkWidget *fixes;
};

enum
{
  PROP_0,
  PROP_WORD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TnuShapePanel, tnu_shape_panel, TNU_TYPE_PANEL)

static TnuShapeHead
get_head (TnuShapePanel *self)
{
  return (TnuShapeHead) {
    .picture = &self->picture,
    .name = self->name,
    .target = self->target,
    .item_bytes = (gint64) tnk_dtype_size (tns_moment_get_meta (self->moment)->dtype),
    .note = self->is_readable ? NULL : "not a line that can be read here",
  };
}

/* ---- motion ---- */

static void
start_motion (TnuShapePanel *self)
{
  tnu_panel_start (TNU_PANEL (self), self->picture.refusal == NULL && self->picture.values != NULL
                                         && self->picture.n_elements > 0);
}

static TnuScrubber
place_scrubber (TnuPanel *panel, double w, double h)
{
  return tnu_travel_picture_get_scrubber (&TNU_SHAPE_PANEL (panel)->picture, w, h);
}

/* ---- the verdict ---- */

static void
accept (TnuShapePanel *self, const TnsMeta *verdict)
{
  TnuTravelPicture *picture = &self->picture;
  picture->after.rank = verdict->rank;
  for (int d = 0; d < verdict->rank; d++)
    {
      picture->after.sizes[d] = verdict->sizes[d];
      picture->after_strides[d] = verdict->strides[d];
    }
  picture->is_view = verdict->alias_of >= 0;
  tnu_shape_call_get_axes (&picture->call, &picture->before, verdict->rank, picture->axes);
  tnu_travel_picture_arrange (picture);
}

/* "(5, ?)" for (5, −1), else the shape as it is. */
static char *
dup_wanted_text (const TnuShape *shape)
{
  g_autofree char *text = tnu_shape_dup_text (shape);
  g_auto (GStrv) parts = g_strsplit (text, "-1", -1);
  return g_strjoinv ("?", parts);
}

static void
refuse (TnuShapePanel *self, const char *reason)
{
  TnuTravelPicture *picture = &self->picture;
  TnuShapeWord word = picture->call.word;
  picture->refusal = g_strdup (reason);
  picture->n_elements = 0;
  if (word != TNU_SHAPE_RESHAPE && word != TNU_SHAPE_VIEW)
    return;
  picture->after = tnu_shape_complete (&picture->call.numbers, picture->numel);
  if (tnu_shape_count (&picture->after) != picture->numel)
    picture->wanted = dup_wanted_text (&picture->call.numbers);
}

static void
fix_chosen (const TnuShapeCall *call, gpointer data)
{
  TnuShapePanel *self = data;
  tnu_shape_panel_set_call (self, call);
  gtk_widget_child_focus (self->form, GTK_DIR_TAB_FORWARD);
}

static void
fill_fixes (TnuShapePanel *self)
{
  TnuTravelPicture *picture = &self->picture;
  g_autofree char *text = tnu_shape_call_dup_text (&picture->call);
  g_autoptr (GArray) fixes = tnu_shape_fixes_new (&picture->call, self->shadow, MAX_FIXES);
  TnuFixRow row = {
    .box = self->fixes,
    .call = &picture->call,
    .wrong = picture->wanted != NULL ? picture->wanted : text + 1,
    .reason = picture->refusal,
    .theme = tnu_panel_get_theme (),
    .choose = fix_chosen,
    .data = self,
  };
  tnu_fix_row_fill (&row, fixes);
}

/* What a screen reader says of the picture. */
static void
describe (TnuShapePanel *self)
{
  TnuTravelPicture *picture = &self->picture;
  TnuShapeHead head = get_head (self);
  g_autofree char *badge = tnu_shape_head_dup_badge (&head);
  g_autofree char *after = tnu_shape_dup_text (&picture->after);
  TnuShape strides = { .rank = picture->after.rank };
  memcpy (strides.sizes, picture->after_strides, sizeof picture->after_strides);
  g_autofree char *stride = tnu_shape_dup_text (&strides);
  g_autofree char *words
      = picture->refusal != NULL
            ? g_strdup_printf ("%s: %s", badge, picture->refusal)
            : g_strdup_printf ("%s %s, strides %s, %s: %s", self->target, after, stride, badge,
                               tnu_shape_head_get_reason (&head));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
}

static void
show_verdict (TnuShapePanel *self)
{
  TnuTravelPicture *picture = &self->picture;
  bool is_legal = picture->refusal == NULL;
  tnu_word_row_set_word (TNU_WORD_ROW (self->words), (int) picture->call.word);
  tnu_panel_set_legal (TNU_PANEL (self), is_legal);
  if (is_legal)
    tnu_shape_form_set_call (TNU_SHAPE_FORM (self->form), &picture->call);
  else if (self->is_readable)
    fill_fixes (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    is_legal || !self->is_readable ? "form" : "fixes");
  describe (self);
  start_motion (self);
  gtk_widget_queue_draw (self->head);
}

static void
judge (TnuShapePanel *self, const TnuShapeCall *call)
{
  TnuTravelPicture *picture = &self->picture;
  g_autoptr (GError) error = NULL;
  TnsMeta verdict;
  bool is_other_word = picture->call.word != call->word;
  picture->call = *call;
  g_clear_pointer (&picture->refusal, g_free);
  g_clear_pointer (&picture->wanted, g_free);
  self->is_readable = true;
  if (!tnu_shape_call_infer (call, self->shadow, &verdict, &error))
    refuse (self, error->message);
  else if (verdict.rank > TNU_SHAPE_MAX_RANK)
    refuse (self, "more axes than can be shown here");
  else
    accept (self, &verdict);
  show_verdict (self);
  if (is_other_word)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORD]);
}

/* ---- the code line ---- */

void
tnu_shape_panel_set_call (TnuShapePanel *self, const TnuShapeCall *call)
{
  g_return_if_fail (TNU_IS_SHAPE_PANEL (self));
  g_autofree char *text = tnu_shape_call_dup_text (call);
  g_autofree char *code = g_strdup_printf ("%s = %s%s", self->target, self->name, text);
  judge (self, call);
  tnu_panel_set_code (TNU_PANEL (self), code);
}

/* The form still shows the last legal call: to touch it makes a line that can be read. */
static void
show_unreadable (TnuShapePanel *self)
{
  TnuTravelPicture *picture = &self->picture;
  g_clear_pointer (&picture->wanted, g_free);
  g_free (picture->refusal);
  picture->refusal = g_strdup_printf ("Only a call of one of these words on %s is shown here, "
                                      "such as %s = %s.reshape(-1).",
                                      self->name, self->target, self->name);
  picture->n_elements = 0;
  self->is_readable = false;
  show_verdict (self);
}

static void
code_edited (TnuPanel *panel)
{
  TnuShapePanel *self = TNU_SHAPE_PANEL (panel);
  g_autofree char *target = NULL;
  TnuShapeCall call;
  if (tnu_shape_call_parse (tnu_panel_get_code (panel), self->name, &target, &call))
    {
      g_free (self->target);
      self->target = g_steal_pointer (&target);
      judge (self, &call);
    }
  else
    show_unreadable (self);
}

static void
form_changed (TnuShapePanel *self)
{
  TnuShapeCall call = *tnu_shape_form_get_call (TNU_SHAPE_FORM (self->form));
  tnu_shape_panel_set_call (self, &call);
}

static void
word_changed (TnuShapePanel *self)
{
  TnuShapeCall call;
  tnu_shape_call_init (&call, tnu_word_row_get_word (TNU_WORD_ROW (self->words)),
                       &self->picture.before);
  tnu_shape_panel_set_call (self, &call);
}

/* ---- drawing ---- */

static void
draw_head (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuShapePanel *self = data;
  double w;
  TnuCanvas canvas = tnu_panel_draw (TNU_PANEL (self), cr, width, &w);
  TnuShapeHead head = get_head (self);
  tnu_shape_head_draw (&head, &canvas, w);
}

static void
draw_picture (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuShapePanel *self = data;
  double w, h;
  TnuCanvas canvas = tnu_panel_draw_stage (TNU_PANEL (self), cr, width, height, &w, &h);
  self->picture.progress = tnu_panel_get_progress (TNU_PANEL (self));
  tnu_travel_picture_draw (&self->picture, &canvas, w, h);
}

/* ---- numbers ---- */

static void
numbers_are_read (GObject *source, GAsyncResult *result, gpointer data)
{
  TnuShapePanel *self = TNU_SHAPE_PANEL (source);
  double *values = tnu_elements_load_finish (result, NULL);
  if (values == NULL || self->area == NULL)
    {
      g_free (values);
      return;
    }
  tnu_travel_picture_take_values (&self->picture, values);
  show_verdict (self);
}

/* ---- the object ---- */

static void
tnu_shape_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_WORD)
    g_value_set_string (value,
                        tnu_shape_word_get_name (TNU_SHAPE_PANEL (object)->picture.call.word));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tnu_shape_panel_dispose (GObject *object)
{
  TnuShapePanel *self = TNU_SHAPE_PANEL (object);
  G_OBJECT_CLASS (tnu_shape_panel_parent_class)->dispose (object);
  self->area = NULL;
  g_clear_pointer (&self->moment, tns_moment_unref);
  g_clear_pointer (&self->shadow, tns_tensor_unref);
  tnu_travel_picture_clear (&self->picture);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->target, g_free);
}

static gboolean
tnu_shape_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TNU_SHAPE_PANEL (widget)->words);
}

static void
theme_changed (TnuPanel *panel)
{
  TnuShapePanel *self = TNU_SHAPE_PANEL (panel);
  tnu_shape_form_rebuild (TNU_SHAPE_FORM (self->form));
  show_verdict (self);
}

static void
tnu_shape_panel_class_init (TnuShapePanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  TnuPanelClass *panel_class = TNU_PANEL_CLASS (klass);
  object_class->dispose = tnu_shape_panel_dispose;
  object_class->get_property = tnu_shape_panel_get_property;
  GTK_WIDGET_CLASS (klass)->grab_focus = tnu_shape_panel_grab_focus;
  panel_class->code_edited = code_edited;
  panel_class->theme_changed = theme_changed;
  panel_class->place_scrubber = place_scrubber;
  properties[PROP_WORD] = g_param_spec_string ("word", NULL, NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static GtkWidget *
add_row (TnuShapePanel *self, GtkWidget *row, const char *name)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_widget_add_css_class (scroller, "tnu-panel");
  gtk_widget_add_css_class (row, "tnu-shape-row");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), row);
  gtk_stack_add_named (GTK_STACK (self->stack), scroller, name);
  return row;
}

static void
tnu_shape_panel_init (TnuShapePanel *self)
{
  TnuPanel *panel = TNU_PANEL (self);
  self->words = tnu_word_row_new ();
  for (int k = 0; k < TNU_N_SHAPE_WORDS; k++)
    tnu_word_row_append (TNU_WORD_ROW (self->words), tnu_shape_word_get_name (k),
                         tnu_shape_word_get_tooltip (k));
  tnu_word_row_listen (TNU_WORD_ROW (self->words), GTK_WIDGET (self));
  g_signal_connect_swapped (self->words, "changed", G_CALLBACK (word_changed), self);
  tnu_panel_append (panel, self->words);
  self->head = tnu_panel_append_area (panel, TNU_SHAPE_HEAD_HEIGHT, draw_head);
  self->area = tnu_panel_append_picture (panel, PICTURE_HEIGHT, draw_picture);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Elements on their way to their new places", -1);
  self->stack = gtk_stack_new ();
  tnu_panel_append (panel, self->stack);
  tnu_panel_append_code_row (panel);
}

static bool
take_layout (TnuShapePanel *self, const TnsMeta *meta)
{
  TnuTravelPicture *picture = &self->picture;
  TnsMeta layout = *meta;
  picture->before.rank = meta->rank;
  for (int d = 0; d < meta->rank; d++)
    {
      picture->before.sizes[d] = meta->sizes[d];
      picture->before_strides[d] = meta->strides[d];
    }
  picture->kind = tnu_cells_kind_from_dtype (meta->dtype);
  /* Only real parts are read. */
  if (picture->kind == TNU_CELLS_COMPLEX)
    picture->kind = TNU_CELLS_FLOAT;
  tnu_travel_picture_choose_sample (picture);
  layout.device = (TnsDevice) { TNS_DEVICE_META, -1 };
  self->shadow = tns_tensor_new (&layout, NULL);
  return self->shadow != NULL;
}

GtkWidget *
tnu_shape_panel_new (TnsSession *session, const char *word, const char *name)
{
  TnsTimeline *timeline = tns_session_get_timeline (session);
  TnuShapeCall call;
  TnuShapeWord first;
  if (timeline == NULL || !tnu_shape_word_find (word, &first))
    return NULL;
  g_autoptr (GPtrArray) variables
      = tns_timeline_dup_variables (timeline, tns_session_get_cursor (session));
  TnsVariable *variable = tnu_variables_find (variables, name);
  if (variable == NULL || tns_moment_get_meta (variable->value)->rank >= TNU_SHAPE_MAX_RANK)
    return NULL;
  TnuShapePanel *self = g_object_new (TNU_TYPE_SHAPE_PANEL, NULL);
  tnu_panel_set_session (TNU_PANEL (self), session);
  self->name = g_strdup (name);
  self->target = tnu_code_row_choose_target (session, name, word, variables);
  self->moment = tns_moment_ref (variable->value);
  if (!take_layout (self, tns_moment_get_meta (self->moment)))
    {
      g_object_unref (g_object_ref_sink (self));
      return NULL;
    }
  self->form = add_row (self, tnu_shape_form_new (self->shadow, &self->picture.before), "form");
  self->fixes = add_row (self, gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), "fixes");
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (form_changed), self);
  tnu_shape_call_init (&call, first, &self->picture.before);
  tnu_shape_panel_set_call (self, &call);
  if (self->picture.n > 0)
    tnu_elements_load_async (G_OBJECT (self), self->moment, self->picture.sources, self->picture.n,
                             tnu_panel_get_cancellable (TNU_PANEL (self)), numbers_are_read);
  return GTK_WIDGET (self);
}
