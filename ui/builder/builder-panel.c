/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Builder panel
 *
 * The page and the settings are the state; judge() writes the lines, asks the op table, shows the
 * verdict and has the preview area ask for the numbers.
 *
 * Python answers behind the cell that runs, and that may be long: one question at a time waits for
 * it, however much is typed or happens meanwhile. */
#include "ui/builder/builder-panel.h"

#include "engine/session/preview.h"
#include "ui/builder/builder-settings.h"
#include "ui/builder/file-form.h"
#include "ui/builder/formula-form.h"
#include "ui/builder/function-form.h"
#include "ui/builder/preview-area.h"
#include "ui/builder/values-form.h"
#include "ui/operation/code-row.h"
#include "ui/operation/op-head.h"
#include "ui/operation/row-parts.h"
#include "ui/operation/variables.h"
#include "ui/operation/word-row.h"

#define INSET 24
/* Elements of which a preview is made: at most half a second of work. */
#define MAX_PREVIEW ((gint64) 1 << 22)

struct _TnuBuilderPanel
{
  TnuPanel parent_instance;

  TnsMeta meta;    /* what the lines give … */
  bool has_meta;   /* … as far as it is known */
  bool is_waiting; /* the refusal is no mistake: something has to be chosen first */
  char *refusal;   /* (nullable): why the lines cannot be applied */
  bool is_asking;  /* Python was asked for the names … */
  bool asks_again; /* … that may be others by now */

  GtkWidget *words;
  GtkWidget *head;
  GtkWidget *forms;    /* GtkStack of the pages */
  GtkWidget *pictures; /* GtkStack: the preview, or the page's own picture */
  GtkWidget *preview;
  GtkWidget *settings;
  GtkWidget *verdict;
  GtkWidget *code;
};

/* In the order of the words. */
static const struct
{
  const char *word;
  const char *tooltip;
} pages[] = {
  { "function", "By one of PyTorch's functions: zeros, arange, randn …" },
  { "values", "Type the numbers, or paste a table" },
  { "formula", "A formula in the indices: i*4 + j, sin(i/3) …" },
  { "file", "From a file: NumPy, a table, safetensors, PyTorch, a picture" },
};

G_DEFINE_FINAL_TYPE (TnuBuilderPanel, tnu_builder_panel, TNU_TYPE_PANEL)

static void ask_names (TnuBuilderPanel *self);

static TnsSession *
get_session (TnuBuilderPanel *self)
{
  return tnu_panel_get_session (TNU_PANEL (self));
}

/* An answer came too late. */
static bool
is_gone (TnuBuilderPanel *self)
{
  return g_cancellable_is_cancelled (tnu_panel_get_cancellable (TNU_PANEL (self)));
}

static const char *
get_code (TnuBuilderPanel *self)
{
  return tnu_panel_get_code (TNU_PANEL (self));
}

static const char *
get_name (TnuBuilderPanel *self)
{
  return tnu_builder_settings_get_name (TNU_BUILDER_SETTINGS (self->settings));
}

static TnuBuilderPage *
get_current (TnuBuilderPanel *self)
{
  return TNU_BUILDER_PAGE (gtk_stack_get_visible_child (GTK_STACK (self->forms)));
}

TnuBuilderPage *
tnu_builder_panel_get_page (TnuBuilderPanel *self, const char *word)
{
  g_return_val_if_fail (TNU_IS_BUILDER_PANEL (self), NULL);
  return (TnuBuilderPage *) gtk_stack_get_child_by_name (GTK_STACK (self->forms), word);
}

/* ---- the verdict ---- */

static char *
dup_facts (TnuBuilderPanel *self)
{
  gint64 numel;
  if (!self->has_meta || !tns_meta_count (&self->meta, &numel, NULL))
    return g_strdup ("");
  g_autofree char *size
      = g_format_size ((guint64) numel * (guint64) tnk_dtype_size (self->meta.dtype));
  g_autofree char *device = tns_device_dup_name (self->meta.device);
  return g_strdup_printf (numel == 1 ? "%" G_GINT64_FORMAT " number of %s takes %s on %s"
                                     : "%" G_GINT64_FORMAT " numbers of %s take %s on %s",
                          numel, tns_dtype_get_name (self->meta.dtype), size, device);
}

/* It says by itself why there is nothing to show. */
static bool
is_preview_shown (TnuBuilderPanel *self)
{
  return gtk_stack_get_visible_child (GTK_STACK (self->pictures)) == self->preview;
}

static void
show_verdict (TnuBuilderPanel *self)
{
  g_autofree char *facts = dup_facts (self);
  gtk_label_set_text (GTK_LABEL (self->verdict), self->refusal != NULL ? self->refusal : "");
  gtk_widget_set_visible (gtk_widget_get_parent (self->verdict),
                          self->refusal != NULL && !is_preview_shown (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->head), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->refusal != NULL ? self->refusal : facts, -1);
  if (self->is_waiting)
    tnu_code_row_set_waiting (TNU_CODE_ROW (self->code));
  else
    tnu_code_row_set_legal (TNU_CODE_ROW (self->code), self->refusal == NULL);
  gtk_widget_queue_draw (self->head);
}

static void
refuse (TnuBuilderPanel *self, const GError *error)
{
  g_free (self->refusal);
  self->refusal = g_strdup (error->message);
  self->is_waiting = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  self->has_meta = false;
  tnu_preview_area_tell (TNU_PREVIEW_AREA (self->preview), error->message, !self->is_waiting);
}

/* ---- the numbers ---- */

static void
numbers_told (TnuBuilderPanel *self, TnsMoment *moment, const GError *error)
{
  if (moment == NULL)
    refuse (self, error);
  else
    {
      self->meta = *tns_moment_get_meta (moment);
      self->has_meta = true;
    }
  show_verdict (self);
}

static bool
is_costly (TnuBuilderPanel *self)
{
  TnuBuilderPage *page = get_current (self);
  TnuBuilderPageInterface *iface = TNU_BUILDER_PAGE_GET_IFACE (page);
  gint64 numel;
  if (self->has_meta && tns_meta_count (&self->meta, &numel, NULL) && numel > MAX_PREVIEW)
    return true;
  return iface->is_costly != NULL && iface->is_costly (page);
}

static void
show_numbers (TnuBuilderPanel *self)
{
  TnuPreviewArea *preview = TNU_PREVIEW_AREA (self->preview);
  if (self->refusal != NULL)
    return;
  if (is_costly (self))
    tnu_preview_area_tell (preview,
                           "So many numbers are not tried out beforehand: Apply makes them.",
                           false);
  else
    tnu_preview_area_ask (preview, get_code (self), get_name (self));
}

/* ---- judging ---- */

/* Writes the lines; true when they may be applied as far as is known. */
static bool
write_lines (TnuBuilderPanel *self, GError **error)
{
  TnuBuilderSettings *settings = TNU_BUILDER_SETTINGS (self->settings);
  TnuBuilderPage *page = get_current (self);
  TnuBuilderPageInterface *iface = TNU_BUILDER_PAGE_GET_IFACE (page);
  TnuMaking making = tnu_builder_settings_get_making (settings);
  g_autofree char *code = NULL;
  self->has_meta = false;
  if (tnu_builder_settings_check_name (settings, error))
    code = iface->dup_code (page, &making, error);
  tnu_panel_set_code (TNU_PANEL (self), code != NULL ? code : "");
  if (code == NULL)
    return false;
  self->has_meta = iface->infer != NULL && iface->infer (page, &making, &self->meta, error);
  return self->has_meta || iface->infer == NULL;
}

static void
judge (TnuBuilderPanel *self)
{
  g_autoptr (GError) error = NULL;
  g_clear_pointer (&self->refusal, g_free);
  self->is_waiting = false;
  if (!write_lines (self, &error))
    refuse (self, error);
  show_verdict (self);
  show_numbers (self);
}

/* ---- what Python knows ---- */

/* What can be told while Python is busy, and that may be for long. */
static void
avoid_variables (TnuBuilderPanel *self)
{
  TnsTimeline *timeline = tns_session_get_timeline (get_session (self));
  g_autoptr (GPtrArray) names = tnu_variables_dup_coming (get_session (self));
  g_autoptr (GPtrArray) variables
      = timeline != NULL
            ? tns_timeline_dup_variables (timeline, tns_timeline_get_n_steps (timeline))
            : g_ptr_array_new ();
  for (guint k = 0; k < variables->len; k++)
    g_ptr_array_add (names, g_strdup (((TnsVariable *) variables->pdata[k])->name));
  tnu_builder_settings_avoid (TNU_BUILDER_SETTINGS (self->settings), names);
}

static void
names_told (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autoptr (TnuBuilderPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = tns_session_ask_finish (TNS_SESSION (session), result, &error);
  self->is_asking = false;
  if (is_gone (self))
    return;
  if (self->asks_again
      || g_error_matches (error, TNS_RUNNER_ERROR, TNS_RUNNER_ERROR_STOPPED))
    {
      ask_names (self);
      return;
    }
  if (names == NULL)
    return;
  tnu_file_form_set_taken (TNU_FILE_FORM (tnu_builder_panel_get_page (self, "file")),
                           (const char *const *) names);
  tnu_builder_settings_set_taken (TNU_BUILDER_SETTINGS (self->settings),
                                  (const char *const *) names);
  avoid_variables (self);
}

/* Also when a cell has run: names, tensors and the random stream may be others. */
static void
ask_names (TnuBuilderPanel *self)
{
  self->asks_again = self->is_asking;
  if (self->is_asking || is_gone (self))
    return;
  self->is_asking = true;
  tns_session_ask_async (get_session (self), "taken", NULL,
                         tnu_panel_get_cancellable (TNU_PANEL (self)), names_told,
                         g_object_ref (self));
}

/* ---- applying ---- */

static gboolean
go_on (TnuPanel *panel)
{
  TnuBuilderPanel *self = TNU_BUILDER_PANEL (panel);
  TnuBuilderPage *page = get_current (self);
  TnuBuilderPageInterface *iface = TNU_BUILDER_PAGE_GET_IFACE (page);
  if (iface->go_on == NULL || !iface->go_on (page))
    return FALSE;
  tnu_builder_settings_use_name (TNU_BUILDER_SETTINGS (self->settings));
  ask_names (self);
  return TRUE;
}

void
tnu_builder_panel_take_files (TnuBuilderPanel *self, GSList *files)
{
  g_return_if_fail (TNU_IS_BUILDER_PANEL (self));
  tnu_builder_panel_choose (self, "file");
  tnu_file_form_take_files (TNU_FILE_FORM (get_current (self)), files);
}

void
tnu_builder_panel_take_picture (TnuBuilderPanel *self, GBytes *picture, const char *mime_type)
{
  g_return_if_fail (TNU_IS_BUILDER_PANEL (self));
  tnu_builder_panel_choose (self, "file");
  tnu_file_form_take_picture (TNU_FILE_FORM (get_current (self)), picture, mime_type);
}

gboolean
tnu_builder_panel_take_table (TnuBuilderPanel *self, TnuTableText *table, GError **error)
{
  g_return_val_if_fail (TNU_IS_BUILDER_PANEL (self), FALSE);
  tnu_builder_panel_choose (self, "values");
  if (!tnu_values_form_take (TNU_VALUES_FORM (get_current (self)), table, error))
    return FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  tnu_builder_settings_set_dtype (TNU_BUILDER_SETTINGS (self->settings), table->dtype);
  return TRUE;
}

gboolean
tnu_builder_panel_is_settled (TnuBuilderPanel *self)
{
  g_return_val_if_fail (TNU_IS_BUILDER_PANEL (self), FALSE);
  return self->refusal == NULL
         && tnu_preview_area_is_settled (TNU_PREVIEW_AREA (self->preview));
}

/* ---- drawing ---- */

static void
draw_head (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuBuilderPanel *self = data;
  double w, x = INSET, y = TNU_OP_HEAD_HEIGHT / 2.0;
  TnuCanvas canvas = tnu_panel_draw (TNU_PANEL (self), cr, width, &w);
  g_autofree char *facts = dup_facts (self);
  TnuShape shape;
  TnuOpHead head = {
    .reason = facts,
    .badge = self->is_waiting        ? "nothing yet"
             : self->refusal != NULL ? "cannot apply"
                                     : "new",
    .kind = self->is_waiting        ? TNU_BADGE_PLAIN
            : self->refusal != NULL ? TNU_BADGE_ERROR
                                    : TNU_BADGE_SOLID,
  };
  tnu_op_head_begin (&canvas);
  x += tnu_text_show (canvas.text, cr, TNU_SANS (TNU_FONT_PANEL, 700), "New tensor", x, y,
                      TNU_ALIGN_START, &canvas.theme->colors[TNU_INK1])
       + 12;
  if (self->has_meta && tnu_shape_from_meta (&self->meta, &shape))
    x += tnu_operand_draw (&canvas, get_name (self), &shape, NULL, x, y);
  else
    x += tnu_text_show (canvas.text, cr, TNU_MONO (TNU_FONT_NAME, 700), get_name (self), x, y,
                        TNU_ALIGN_START, &canvas.theme->colors[TNU_INK1]);
  tnu_op_head_finish (&head, &canvas, x, w);
}

static void
theme_changed (TnuPanel *panel)
{
  gtk_widget_queue_draw (TNU_BUILDER_PANEL (panel)->head);
}

/* ---- words ---- */

static void
show_page (TnuBuilderPanel *self)
{
  const char *word = pages[tnu_word_row_get_word (TNU_WORD_ROW (self->words))].word;
  bool has_focus = gtk_widget_get_focus_child (self->forms) != NULL
                   || gtk_widget_get_focus_child (self->pictures) != NULL;
  gtk_stack_set_visible_child_name (GTK_STACK (self->forms), word);
  TnuBuilderPage *page = get_current (self);
  TnuBuilderPageInterface *iface = TNU_BUILDER_PAGE_GET_IFACE (page);
  GtkWidget *picture = iface->get_picture != NULL ? iface->get_picture (page) : self->preview;
  gtk_stack_set_visible_child (GTK_STACK (self->pictures), picture);
  if (has_focus)
    gtk_widget_grab_focus (GTK_WIDGET (page));
  judge (self);
}

void
tnu_builder_panel_choose (TnuBuilderPanel *self, const char *word)
{
  g_return_if_fail (TNU_IS_BUILDER_PANEL (self));
  for (size_t k = 0; k < G_N_ELEMENTS (pages); k++)
    if (g_str_equal (pages[k].word, word))
      tnu_word_row_set_word (TNU_WORD_ROW (self->words), (int) k);
  show_page (self);
}

/* ---- the object ---- */

static gboolean
tnu_builder_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (get_current (TNU_BUILDER_PANEL (widget))));
}

static void
tnu_builder_panel_dispose (GObject *object)
{
  TnuBuilderPanel *self = TNU_BUILDER_PANEL (object);
  g_clear_pointer (&self->refusal, g_free);
  G_OBJECT_CLASS (tnu_builder_panel_parent_class)->dispose (object);
}

static void
tnu_builder_panel_class_init (TnuBuilderPanelClass *klass)
{
  TnuPanelClass *panel_class = TNU_PANEL_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = tnu_builder_panel_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = tnu_builder_panel_grab_focus;
  panel_class->theme_changed = theme_changed;
  panel_class->go_on = go_on;
}

/* Left the settings, right the picture. */
static GtkWidget *
make_middle (TnuBuilderPanel *self)
{
  GtkWidget *middle = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *rule = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  self->forms = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (self->forms), FALSE);
  gtk_stack_set_hhomogeneous (GTK_STACK (self->forms), FALSE);
  gtk_box_append (GTK_BOX (column), self->forms);
  gtk_widget_add_css_class (rule, "tnu-builder-rule");
  gtk_box_append (GTK_BOX (column), rule);
  self->settings = tnu_builder_settings_new ();
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (judge), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (column), self->settings);
  gtk_widget_add_css_class (column, "tnu-builder-form");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), column);
  gtk_widget_add_css_class (scroller, "tnu-panel");
  gtk_widget_add_css_class (scroller, "tnu-builder-side");
  gtk_widget_set_hexpand (scroller, FALSE);
  gtk_box_append (GTK_BOX (middle), scroller);
  self->pictures = gtk_stack_new ();
  gtk_widget_set_hexpand (self->pictures, TRUE);
  gtk_box_append (GTK_BOX (middle), self->pictures);
  gtk_widget_set_vexpand (middle, TRUE);
  return middle;
}

static GtkWidget *
make_verdict (TnuBuilderPanel *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->verdict = tnu_row_append_words (row, "", "tnu-error");
  gtk_label_set_wrap (GTK_LABEL (self->verdict), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->verdict), 0);
  gtk_widget_set_hexpand (self->verdict, TRUE);
  gtk_widget_add_css_class (row, "tnu-panel");
  gtk_widget_add_css_class (row, "tnu-shape-row");
  gtk_widget_set_visible (row, FALSE);
  return row;
}

static void
tnu_builder_panel_init (TnuBuilderPanel *self)
{
  TnuPanel *panel = TNU_PANEL (self);
  gtk_widget_add_css_class (GTK_WIDGET (self), "tnu-builder");
  self->words = tnu_word_row_new ();
  for (size_t k = 0; k < G_N_ELEMENTS (pages); k++)
    tnu_word_row_append (TNU_WORD_ROW (self->words), pages[k].word, pages[k].tooltip);
  tnu_word_row_listen (TNU_WORD_ROW (self->words), GTK_WIDGET (self));
  g_signal_connect_swapped (self->words, "changed", G_CALLBACK (show_page), self);
  tnu_panel_append (panel, self->words);
  self->head = tnu_panel_append_area (panel, TNU_OP_HEAD_HEIGHT, draw_head);
  tnu_panel_append (panel, make_middle (self));
  tnu_panel_append (panel, make_verdict (self));
  self->code = tnu_panel_append_code_row (panel);
  tnu_code_row_set_editable (TNU_CODE_ROW (self->code), FALSE);
}

static void
add_page (TnuBuilderPanel *self, GtkWidget *page, const char *word)
{
  TnuBuilderPageInterface *iface = TNU_BUILDER_PAGE_GET_IFACE (page);
  gtk_stack_add_named (GTK_STACK (self->forms), page, word);
  if (iface->get_picture != NULL)
    gtk_stack_add_child (GTK_STACK (self->pictures), iface->get_picture (TNU_BUILDER_PAGE (page)));
  g_signal_connect_object (page, "changed", G_CALLBACK (judge), self, G_CONNECT_SWAPPED);
}

GtkWidget *
tnu_builder_panel_new (TnsSession *session)
{
  TnuBuilderPanel *self = g_object_new (TNU_TYPE_BUILDER_PANEL, NULL);
  tnu_panel_set_session (TNU_PANEL (self), session);
  self->preview = tnu_preview_area_new (session);
  g_signal_connect_object (self->preview, "answered", G_CALLBACK (numbers_told), self,
                           G_CONNECT_SWAPPED);
  gtk_stack_add_child (GTK_STACK (self->pictures), self->preview);
  add_page (self, tnu_function_form_new (session), "function");
  add_page (self, tnu_values_form_new (), "values");
  add_page (self, tnu_formula_form_new (), "formula");
  add_page (self, tnu_file_form_new (session), "file");
  g_signal_connect_object (session, "notify::timeline", G_CALLBACK (ask_names), self,
                           G_CONNECT_SWAPPED);
  show_page (self);
  avoid_variables (self);
  ask_names (self);
  return GTK_WIDGET (self);
}
