/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Reshape panel
 *
 * One wanted shape is the state; everything else follows from it: verdict and strides from
 * tns_op_infer() on a tensor without numbers, the picture, the words, the code. Typing in the code
 * line and clicking a chip both end in set_wanted(). */
#include "ui/operation/reshape-panel.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "ui/draw/chips.h"
#include "ui/operation/reshape-preview.h"
#include "ui/operation/shape-row.h"
#include "ui/text-scale.h"

#define HEAD_HEIGHT 48
#define PREVIEW_HEIGHT 280
#define ANIMATION_US 900000

struct _TnuReshapePanel
{
  GtkWidget parent_instance;

  TnsSession *session;
  char *name;   /* of the tensor */
  char *target; /* of the result */
  TnsMoment *moment;
  TnsTensor *shadow; /* the same layout without numbers: what inference works on */
  TnuReshapePreview preview;
  TnuShape wanted; /* may hold −1 */
  char *reason;    /* NULL: legal */
  char *memory;    /* "y shares the storage of x: no number is copied" */
  bool is_view;
  bool is_typing;
  GCancellable *cancellable;

  GtkWidget *box;
  GtkWidget *head;
  GtkWidget *picture;
  GtkWidget *choices;
  GtkWidget *code;
  GtkWidget *apply;
  TnuText *text;
  TnuScrubber scrubber;
  bool is_scrubbing;
  guint tick;
  gint64 start_us;
};

enum
{
  PROP_0,
  PROP_CODE,
  N_PROPS
};

enum
{
  CLOSED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TnuReshapePanel, tnu_reshape_panel, GTK_TYPE_WIDGET)

static const TnuTheme *
get_theme (void)
{
  return tnu_theme_get (adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

/* ---- what the op table says ---- */

/* Runs the inference of reshape; @verdict gets the result's layout. */
static bool
infer_reshape (TnuReshapePanel *self, const TnuShape *shape, TnsMeta *verdict, GError **error)
{
  int64_t sizes[TNU_SHAPE_MAX_RANK];
  for (int d = 0; d < shape->rank; d++)
    sizes[d] = shape->sizes[d];
  TnsValue args[] = { tns_value_tensor (self->shadow), tns_value_ints (sizes, shape->rank) };
  int n_outs = 1;
  return tns_op_infer (&tns_op_reshape, false, args, G_N_ELEMENTS (args), verdict, &n_outs, error);
}

/* "(5, ?)" for (5, −1), else the shape as it is. */
static char *
dup_wanted_text (const TnuShape *shape)
{
  g_autofree char *text = tnu_shape_dup_text (shape);
  g_auto (GStrv) parts = g_strsplit (text, "-1", -1);
  return g_strjoinv ("?", parts);
}

/* How many elements would stay without a place; the missing size of a −1 is taken as large as fits. */
static void
measure_misfit (TnuReshapePanel *self)
{
  TnuReshapePreview *preview = &self->preview;
  preview->after = self->wanted;
  gint64 product = 1;
  int open = -1;
  for (int d = 0; d < self->wanted.rank; d++)
    if (self->wanted.sizes[d] < 0)
      open = d;
    else
      product *= self->wanted.sizes[d];
  if (open >= 0)
    {
      preview->after.sizes[open] = product > 0 ? preview->numel / product : 0;
      product *= preview->after.sizes[open];
    }
  preview->n_left = preview->numel - product;
}

static void
say_memory (TnuReshapePanel *self)
{
  g_free (self->memory);
  if (self->is_view)
    self->memory = g_strdup_printf ("%s shares the storage of %s: no number is copied", self->target,
                                    self->name);
  else
    {
      g_autofree char *size = g_format_size (
          (guint64) self->preview.numel * tnk_dtype_size (tns_moment_get_meta (self->moment)->dtype));
      self->memory = g_strdup_printf ("%s does not lie in this order: %s are copied", self->name,
                                      size);
    }
}

static void
accept_verdict (TnuReshapePanel *self, const TnsMeta *verdict)
{
  TnuReshapePreview *preview = &self->preview;
  preview->fits = true;
  preview->n_left = 0;
  preview->after.rank = verdict->rank;
  for (int d = 0; d < verdict->rank; d++)
    {
      preview->after.sizes[d] = verdict->sizes[d];
      preview->after_strides[d] = verdict->strides[d];
    }
  preview->has_after_strides = true;
  self->is_view = verdict->alias_of >= 0;
  say_memory (self);
}

static void
refuse (TnuReshapePanel *self, const char *reason)
{
  self->preview.fits = false;
  self->preview.has_after_strides = false;
  g_free (self->preview.wanted);
  self->preview.wanted = dup_wanted_text (&self->wanted);
  self->reason = g_strdup (reason);
  measure_misfit (self);
}

/* ---- the code line ---- */

const char *
tnu_reshape_panel_get_code (TnuReshapePanel *self)
{
  g_return_val_if_fail (TNU_IS_RESHAPE_PANEL (self), NULL);
  return gtk_editable_get_text (GTK_EDITABLE (self->code));
}

static void
write_code (TnuReshapePanel *self)
{
  g_autofree char *arguments = tnu_shape_dup_arguments (&self->wanted);
  g_autofree char *code = g_strdup_printf ("%s = %s.reshape(%s)", self->target, self->name, arguments);
  self->is_typing = true;
  gtk_editable_set_text (GTK_EDITABLE (self->code), code);
  self->is_typing = false;
}

/* "y = x.reshape(2, 6)" → target and shape; false when it is another kind of line. */
static bool
parse_code (TnuReshapePanel *self, const char *code, char **target, TnuShape *shape)
{
  static GRegex *pattern;
  if (g_once_init_enter (&pattern))
    g_once_init_leave (&pattern, g_regex_new ("^\\s*([^\\W\\d]\\w*)\\s*=\\s*([^\\W\\d]\\w*)\\s*\\.\\s*"
                                              "reshape\\s*\\((.*)\\)\\s*$",
                                              0, 0, NULL));
  g_autoptr (GMatchInfo) match = NULL;
  if (!g_regex_match (pattern, code, 0, &match))
    return false;
  g_autofree char *source = g_match_info_fetch (match, 2);
  g_autofree char *arguments = g_match_info_fetch (match, 3);
  if (strcmp (source, self->name) != 0 || !tnu_shape_parse (arguments, shape))
    return false;
  *target = g_match_info_fetch (match, 1);
  return true;
}

/* ---- chips ---- */

static void
shape_chosen (const TnuShape *shape, gpointer data)
{
  tnu_reshape_panel_choose (TNU_RESHAPE_PANEL (data), shape->sizes, shape->rank);
}

static void
fill_choices (TnuReshapePanel *self)
{
  TnuShapeRow row = {
    .box = self->choices,
    .present = &self->preview.before,
    .chosen = self->preview.fits ? &self->preview.after : NULL,
    .theme = get_theme (),
    .choose = shape_chosen,
    .data = self,
  };
  if (self->preview.fits)
    tnu_shape_row_fill_legal (&row, self->preview.numel);
  else
    tnu_shape_row_fill_nearest (&row, self->preview.numel, &self->preview.after,
                                self->preview.wanted, self->reason);
}

/* ---- motion ---- */

static gboolean
advance (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TnuReshapePanel *self = TNU_RESHAPE_PANEL (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  if (self->start_us == 0)
    self->start_us = now;
  self->preview.progress = CLAMP ((now - self->start_us) / (double) ANIMATION_US, 0, 1);
  gtk_widget_queue_draw (self->picture);
  if (self->preview.progress < 1)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
stop_motion (TnuReshapePanel *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
}

static void
start_motion (TnuReshapePanel *self)
{
  gboolean moves = TRUE;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &moves, NULL);
  stop_motion (self);
  self->start_us = 0;
  self->preview.progress = moves && self->preview.fits ? 0 : 1;
  if (moves && self->preview.fits)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), advance, NULL, NULL);
}

/* ---- the wanted shape ---- */

static void
set_wanted (TnuReshapePanel *self, const TnuShape *shape)
{
  self->wanted = *shape;
  g_clear_pointer (&self->reason, g_free);
  g_autoptr (GError) error = NULL;
  TnsMeta verdict;
  if (infer_reshape (self, shape, &verdict, &error))
    accept_verdict (self, &verdict);
  else
    refuse (self, error->message);
  gtk_widget_set_sensitive (self->apply, self->reason == NULL);
  if (self->reason != NULL)
    gtk_widget_add_css_class (self->code, "error");
  else
    gtk_widget_remove_css_class (self->code, "error");
  fill_choices (self);
  start_motion (self);
  gtk_widget_queue_draw (self->head);
  gtk_widget_queue_draw (self->picture);
}

void
tnu_reshape_panel_choose (TnuReshapePanel *self, const gint64 *sizes, int rank)
{
  g_return_if_fail (TNU_IS_RESHAPE_PANEL (self) && rank <= TNU_SHAPE_MAX_RANK);
  TnuShape shape = { .rank = rank };
  memcpy (shape.sizes, sizes, (size_t) rank * sizeof *sizes);
  set_wanted (self, &shape);
  write_code (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
}

static void
code_changed (GtkEditable *editable, TnuReshapePanel *self)
{
  if (self->is_typing)
    return;
  g_autofree char *target = NULL;
  TnuShape shape;
  if (parse_code (self, gtk_editable_get_text (editable), &target, &shape))
    {
      g_free (self->target);
      self->target = g_steal_pointer (&target);
      set_wanted (self, &shape);
    }
  else
    {
      gtk_widget_set_sensitive (self->apply, FALSE);
      gtk_widget_add_css_class (self->code, "error");
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
}

gboolean
tnu_reshape_panel_apply (TnuReshapePanel *self)
{
  g_return_val_if_fail (TNU_IS_RESHAPE_PANEL (self), FALSE);
  if (!gtk_widget_get_sensitive (self->apply))
    return FALSE;
  tns_session_apply (self->session, tnu_reshape_panel_get_code (self));
  g_signal_emit (self, signals[CLOSED], 0);
  return TRUE;
}

static void
cancel (TnuReshapePanel *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

/* ---- drawing ---- */

static TnuCanvas
begin_drawing (TnuReshapePanel *self, cairo_t *cr, int width, double *w)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  if (self->text == NULL)
    self->text = tnu_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)), 1);
  cairo_scale (cr, scale, scale);
  *w = width / scale;
  return tnu_canvas_init (cr, get_theme (), self->text);
}

static void
draw_head (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuReshapePanel *self = data;
  double w;
  TnuCanvas canvas = begin_drawing (self, cr, width, &w);
  tnu_set_token (&canvas, TNU_PANE, 1);
  cairo_paint (cr);
  double x = 24, y = HEAD_HEIGHT / 2.0;
  x += tnu_text_show (self->text, cr, TNU_SANS (TNU_FONT_PANEL, 700), "Reshape", x, y,
                      TNU_ALIGN_START, &canvas.theme->colors[TNU_INK1])
       + 12;
  x += tnu_text_show (self->text, cr, TNU_MONO (TNU_FONT_NAME, 700), self->name, x, y,
                      TNU_ALIGN_START, &canvas.theme->colors[TNU_INK1])
       + 10;
  for (int d = 0; d < self->preview.before.rank; d++)
    x += tnu_chip_draw (&canvas, d, self->preview.before.sizes[d], x, y) + 4;
  if (self->preview.before.rank == 0)
    x += tnu_badge_draw (&canvas, TNU_BADGE_PLAIN, "0-d", x, y) + 4;
  const char *badge = self->reason != NULL ? "cannot apply" : self->is_view ? "view" : "copy";
  double right = w - 24 - tnu_badge_get_width (self->text, badge);
  tnu_badge_draw (&canvas,
                  self->reason != NULL ? TNU_BADGE_ERROR
                  : self->is_view      ? TNU_BADGE_OUTLINED
                                       : TNU_BADGE_SOLID,
                  badge, right, y);
  const char *words = self->reason != NULL ? "every element needs exactly one place" : self->memory;
  TnuFont font = TNU_SANS (12, 400);
  double free = right - x - 24;
  double needed = tnu_text_get_width (self->text, font, words);
  if (free > 60)
    tnu_text_show_within (self->text, cr, font, words, right - 12 - MIN (needed, free), y, free,
                          &canvas.theme->colors[TNU_INK2]);
  tnu_hline (cr, 0, w, HEAD_HEIGHT - 1, &canvas.theme->colors[TNU_HAIR], 1);
}

static void
draw_picture (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuReshapePanel *self = data;
  double w;
  TnuCanvas canvas = begin_drawing (self, cr, width, &w);
  double h = height / (width / w);
  tnu_set_token (&canvas, TNU_STAGE, 1);
  cairo_paint (cr);
  tnu_lattice (&canvas, 0, 0, w, h);
  tnu_reshape_preview_draw (&self->preview, &canvas, w, h, &self->scrubber);
}

/* ---- scrubbing ---- */

static void
scrub_to (TnuReshapePanel *self, double x)
{
  stop_motion (self);
  self->preview.progress = CLAMP ((x - self->scrubber.x) / self->scrubber.w, 0, 1);
  gtk_widget_queue_draw (self->picture);
}

static void
scrub_begin (GtkGestureDrag *drag, double x, double y, TnuReshapePanel *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  self->is_scrubbing = self->scrubber.w > 0 && fabs (y / scale - self->scrubber.y) < 16
                       && x / scale > self->scrubber.x - 12
                       && x / scale < self->scrubber.x + self->scrubber.w + 12;
  if (self->is_scrubbing)
    scrub_to (self, x / scale);
}

static void
scrub_update (GtkGestureDrag *drag, double dx, double dy, TnuReshapePanel *self)
{
  double x, y;
  if (self->is_scrubbing && gtk_gesture_drag_get_start_point (drag, &x, &y))
    scrub_to (self, (x + dx) / tnu_text_scale_get (GTK_WIDGET (self)));
}

/* ---- numbers ---- */

typedef struct
{
  TnsMoment *moment;
  int n;
} NumberJob;

static void
number_job_free (NumberJob *job)
{
  tns_moment_unref (job->moment);
  g_free (job);
}

/* The first n elements in row-major order, one row at a time. */
static void
read_numbers (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  NumberJob *job = data;
  const TnsMeta *meta = tns_moment_get_meta (job->moment);
  double *values = g_new0 (double, MAX (job->n, 1));
  gint64 columns = meta->rank > 0 ? meta->sizes[meta->rank - 1] : 1;
  for (int at = 0; at < job->n;)
    {
      TnsBlockRequest request = {
        .row_dim = -1,
        .column_dim = meta->rank - 1,
        .n_rows = 1,
        .n_columns = (int) MIN (columns, job->n - at),
        .row_step = 1,
        .column_step = 1,
      };
      gint64 row = at / columns;
      for (int d = meta->rank - 2; d >= 0; d--)
        {
          request.index[d] = row % meta->sizes[d];
          row /= meta->sizes[d];
        }
      GError *error = NULL;
      g_autoptr (TnsBlock) block = tns_block_read (job->moment, &request, cancellable, &error);
      if (block == NULL)
        {
          g_free (values);
          g_task_return_error (task, error);
          return;
        }
      memcpy (values + at, block->mean, (size_t) request.n_columns * sizeof *values);
      at += request.n_columns;
    }
  g_task_return_pointer (task, values, g_free);
}

static void
numbers_are_read (GObject *source, GAsyncResult *result, gpointer data)
{
  TnuReshapePanel *self = TNU_RESHAPE_PANEL (source);
  double *values = g_task_propagate_pointer (G_TASK (result), NULL);
  if (values == NULL || self->picture == NULL)
    {
      g_free (values);
      return;
    }
  self->preview.values = values;
  for (int k = 0; k < self->preview.n; k++)
    if (isfinite (values[k]))
      self->preview.vmax = MAX (self->preview.vmax, fabs (values[k]));
  start_motion (self);
  gtk_widget_queue_draw (self->picture);
}

static void
ask_for_numbers (TnuReshapePanel *self)
{
  NumberJob *job = g_new0 (NumberJob, 1);
  job->moment = tns_moment_ref (self->moment);
  job->n = self->preview.n;
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, numbers_are_read, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify) number_job_free);
  g_task_run_in_thread (task, read_numbers);
}

/* ---- the object ---- */

static void
tnu_reshape_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CODE)
    g_value_set_string (value, tnu_reshape_panel_get_code (TNU_RESHAPE_PANEL (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tnu_reshape_panel_dispose (GObject *object)
{
  TnuReshapePanel *self = TNU_RESHAPE_PANEL (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  stop_motion (self);
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  self->picture = NULL;
  g_clear_object (&self->session);
  g_clear_pointer (&self->moment, tns_moment_unref);
  g_clear_pointer (&self->shadow, tns_tensor_unref);
  tnu_reshape_preview_clear (&self->preview);
  g_clear_pointer (&self->text, tnu_text_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->memory, g_free);
  G_OBJECT_CLASS (tnu_reshape_panel_parent_class)->dispose (object);
}

static gboolean
close_on_escape (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  cancel (TNU_RESHAPE_PANEL (widget));
  return GDK_EVENT_STOP;
}

static void
tnu_reshape_panel_class_init (TnuReshapePanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->dispose = tnu_reshape_panel_dispose;
  object_class->get_property = tnu_reshape_panel_get_property;
  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, close_on_escape, NULL);
}

static GtkWidget *
make_area (TnuReshapePanel *self, int height, GtkDrawingAreaDrawFunc draw)
{
  GtkWidget *area = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), height);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, self, NULL);
  gtk_box_append (GTK_BOX (self->box), area);
  return area;
}

static void
make_choices (TnuReshapePanel *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_widget_add_css_class (scroller, "tnu-panel");
  self->choices = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (self->choices, "tnu-shape-row");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->choices);
  gtk_box_append (GTK_BOX (self->box), scroller);
}

static void
make_code_row (TnuReshapePanel *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (row, "tnu-panel");
  gtk_widget_add_css_class (row, "tnu-code-row");
  self->code = gtk_entry_new ();
  gtk_widget_add_css_class (self->code, "tnu-code");
  gtk_widget_set_hexpand (self->code, TRUE);
  gtk_widget_set_valign (self->code, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->code), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Line of code", -1);
  g_signal_connect (self->code, "changed", G_CALLBACK (code_changed), self);
  g_signal_connect_swapped (self->code, "activate", G_CALLBACK (tnu_reshape_panel_apply), self);
  gtk_box_append (GTK_BOX (row), self->code);
  GtkWidget *cancel_button = gtk_button_new_with_label ("Cancel");
  g_signal_connect_swapped (cancel_button, "clicked", G_CALLBACK (cancel), self);
  self->apply = gtk_button_new_with_label ("Apply");
  gtk_widget_add_css_class (self->apply, "suggested-action");
  g_signal_connect_swapped (self->apply, "clicked", G_CALLBACK (tnu_reshape_panel_apply), self);
  gtk_widget_set_valign (cancel_button, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->apply, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), cancel_button);
  gtk_box_append (GTK_BOX (row), self->apply);
  gtk_box_append (GTK_BOX (self->box), row);
}

static void
theme_changed (TnuReshapePanel *self)
{
  fill_choices (self);
  gtk_widget_queue_draw (self->head);
  gtk_widget_queue_draw (self->picture);
}

static void
tnu_reshape_panel_init (TnuReshapePanel *self)
{
  self->cancellable = g_cancellable_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->head = make_area (self, HEAD_HEIGHT, draw_head);
  self->picture = make_area (self, PREVIEW_HEIGHT, draw_picture);
  gtk_widget_set_vexpand (self->picture, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Elements on their way to the new shape", -1);
  GtkGesture *drag = gtk_gesture_drag_new ();
  g_signal_connect (drag, "drag-begin", G_CALLBACK (scrub_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (scrub_update), self);
  gtk_widget_add_controller (self->picture, GTK_EVENT_CONTROLLER (drag));
  make_choices (self);
  make_code_row (self);
  g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark",
                            G_CALLBACK (theme_changed), self);
}

/* A name for the result that is not taken: y, z, then x_reshaped, x_reshaped2 … */
static char *
choose_target (const char *name, GPtrArray *variables)
{
  static const char *const short_names[] = { "y", "z" };
  for (int k = 0;; k++)
    {
      g_autofree char *candidate
          = k < 2    ? g_strdup (short_names[k])
            : k == 2 ? g_strdup_printf ("%s_reshaped", name)
                     : g_strdup_printf ("%s_reshaped%d", name, k - 1);
      bool is_taken = false;
      for (guint j = 0; j < variables->len; j++)
        is_taken |= strcmp (((TnsVariable *) variables->pdata[j])->name, candidate) == 0;
      if (!is_taken)
        return g_steal_pointer (&candidate);
    }
}

static TnuCellsKind
cells_kind (TnkDtype dtype)
{
  if (dtype == TNK_BOOL)
    return TNU_CELLS_BOOL;
  return tnk_dtype_is_integral (dtype) ? TNU_CELLS_INT : TNU_CELLS_FLOAT;
}

static void
take_layout (TnuReshapePanel *self, const TnsMeta *meta)
{
  TnuReshapePreview *preview = &self->preview;
  preview->before.rank = meta->rank;
  for (int d = 0; d < meta->rank; d++)
    {
      preview->before.sizes[d] = meta->sizes[d];
      preview->before_strides[d] = meta->strides[d];
    }
  preview->numel = tns_moment_get_numel (self->moment);
  preview->n = (int) MIN (preview->numel, TNU_RESHAPE_MAX_SHOWN);
  preview->kind = cells_kind (meta->dtype);
  TnsMeta layout = *meta;
  layout.device = (TnsDevice) { TNS_DEVICE_META, -1 };
  self->shadow = tns_tensor_new (&layout, NULL);
  preview->is_contiguous = self->shadow != NULL && tns_tensor_is_contiguous (self->shadow);
}

/* The first shape offered: two axes, as even as can be, with rows of another length than now, so that
 * something happens to them. */
static TnuShape
choose_first (const TnuReshapePreview *preview)
{
  g_autoptr (GArray) choices = tnu_shape_choices_new (preview->numel, 2, TNU_SHAPE_MAX_CHOICES);
  TnuShape best = { .rank = 1, .sizes = { preview->numel } };
  double best_skew = HUGE_VAL;
  for (guint k = 0; k < choices->len; k++)
    {
      TnuShape shape = g_array_index (choices, TnuShape, k);
      double skew = fabs (log ((double) MAX (shape.sizes[0], 1) / (double) MAX (shape.sizes[1], 1)));
      bool keeps_rows = preview->before.rank > 0
                        && shape.sizes[1] == preview->before.sizes[preview->before.rank - 1];
      if (!keeps_rows && shape.sizes[0] <= shape.sizes[1] && skew < best_skew)
        {
          best = shape;
          best_skew = skew;
        }
    }
  return best;
}

GtkWidget *
tnu_reshape_panel_new (TnsSession *session, const char *name)
{
  TnsTimeline *timeline = tns_session_get_timeline (session);
  if (timeline == NULL)
    return NULL;
  g_autoptr (GPtrArray) variables
      = tns_timeline_dup_variables (timeline, tns_session_get_cursor (session));
  TnsVariable *variable = NULL;
  for (guint k = 0; k < variables->len; k++)
    if (strcmp (((TnsVariable *) variables->pdata[k])->name, name) == 0)
      variable = variables->pdata[k];
  if (variable == NULL || tns_moment_get_meta (variable->value)->rank > TNU_SHAPE_MAX_RANK)
    return NULL;
  TnuReshapePanel *self = g_object_new (TNU_TYPE_RESHAPE_PANEL, NULL);
  self->session = g_object_ref (session);
  self->name = g_strdup (name);
  self->target = choose_target (name, variables);
  self->moment = tns_moment_ref (variable->value);
  take_layout (self, tns_moment_get_meta (self->moment));
  TnuShape first = choose_first (&self->preview);
  tnu_reshape_panel_choose (self, first.sizes, first.rank);
  if (self->preview.n > 0)
    ask_for_numbers (self);
  return GTK_WIDGET (self);
}
