/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Builder panel
 *
 * The page and the settings are the state; judge() writes the lines, asks the op table and shows the
 * verdict. A little later, when nothing changes any more, preview() has the lines run on a copy of
 * the notebook's names. An answer that belongs to other lines is dropped. */
#include "ui/builder/builder-panel.h"

#include <adwaita.h>
#include <string.h>

#include "engine/session/preview.h"
#include "ui/builder/file-form.h"
#include "ui/builder/formula-form.h"
#include "ui/builder/function-form.h"
#include "ui/builder/names.h"
#include "ui/builder/preview-area.h"
#include "ui/builder/values-form.h"
#include "ui/draw/chips.h"
#include "ui/operation/code-row.h"
#include "ui/operation/panel-canvas.h"
#include "ui/operation/row-parts.h"
#include "ui/text-scale.h"

#define HEAD_HEIGHT 48
#define INSET 24
#define FORM_WIDTH 332
#define PREVIEW_DELAY_MS 120
/* Room below which the facts are left out. */
#define MIN_FACTS 80
/* Longer lines are shown by their beginning only. */
#define MAX_SHOWN_BYTES 3000
/* Elements of which a preview is made: at most half a second of work. */
#define MAX_PREVIEW ((gint64) 1 << 22)

struct _TnuBuilderPanel
{
  GtkWidget parent_instance;

  TnsSession *session;
  char **taken;   /* (nullable): names of the notebook; NULL until Python has told */
  bool is_named;  /* the name was typed */
  TnsMeta meta;   /* what the lines give … */
  bool has_meta;  /* … as far as it is known */
  char *lines;    /* as Apply would run them; "": none */
  bool is_waiting; /* the refusal is no mistake: something has to be chosen first */
  char *refusal;  /* (nullable): why the lines cannot be applied */
  char *asked;    /* (nullable): lines whose numbers are being computed */
  char *shown;    /* (nullable): lines whose numbers are shown */
  guint preview_id;
  GCancellable *cancellable;

  GtkWidget *box;
  GtkWidget *words;
  GtkWidget *head;
  GtkWidget *forms;    /* GtkStack of the pages */
  GtkWidget *pictures; /* GtkStack: the preview, or the page's own picture */
  GtkWidget *preview;
  GtkWidget *verdict;
  GtkWidget *notice;
  GtkWidget *name;
  GtkWidget *dtypes;
  GtkWidget *devices;
  GtkWidget *grad;
  GtkWidget *code;
  TnuText *text;
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

G_DEFINE_FINAL_TYPE (TnuBuilderPanel, tnu_builder_panel, GTK_TYPE_WIDGET)

static TnuBuilderPage *
get_current (TnuBuilderPanel *self)
{
  return TNU_BUILDER_PAGE (gtk_stack_get_visible_child (GTK_STACK (self->forms)));
}

static const char *
get_name (TnuBuilderPanel *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->name));
}

/* ---- settings ---- */

/* The notebook has it, or will when this cell runs after those that import it. */
static bool
has_torch (TnuBuilderPanel *self)
{
  return self->taken == NULL || g_strv_contains ((const char *const *) self->taken, "torch");
}

static TnuMaking
get_making (TnuBuilderPanel *self)
{
  guint dtype = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->dtypes));
  GtkStringObject *device = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->devices));
  return (TnuMaking) {
    .name = get_name (self),
    .dtype = (int) dtype - 1,
    .device = gtk_string_object_get_string (device),
    .requires_grad = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->grad)),
    .has_torch = has_torch (self),
  };
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

static void
show_notice (TnuBuilderPanel *self)
{
  TnuNameState state = tnu_name_judge (get_name (self), (const char *const *) self->taken);
  g_autofree char *notice = tnu_name_dup_notice (get_name (self), state);
  gtk_label_set_text (GTK_LABEL (self->notice), notice != NULL ? notice : "");
  gtk_widget_set_visible (self->notice, notice != NULL);
  if (tnu_name_is_possible (state))
    gtk_widget_remove_css_class (self->name, "error");
  else
    gtk_widget_add_css_class (self->name, "error");
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
  show_notice (self);
  gtk_widget_queue_draw (self->head);
}

static void
refuse (TnuBuilderPanel *self, const GError *error)
{
  g_free (self->refusal);
  self->refusal = g_strdup (error->message);
  self->is_waiting = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  self->has_meta = false;
  g_clear_pointer (&self->shown, g_free);
  tnu_preview_area_tell (TNU_PREVIEW_AREA (self->preview), error->message,
                         !self->is_waiting);
}

/* ---- the numbers ---- */

static void
previewed (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autoptr (TnuBuilderPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsMoment) moment
      = tns_session_preview_finish (TNS_SESSION (session), result, &error);
  g_autofree char *asked = g_steal_pointer (&self->asked);
  if (self->box == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_strcmp0 (asked, tnu_builder_panel_get_code (self)) != 0)
    return;
  if (moment == NULL)
    refuse (self, error);
  else
    {
      self->meta = *tns_moment_get_meta (moment);
      self->has_meta = true;
      g_free (self->shown);
      self->shown = g_steal_pointer (&asked);
      tnu_preview_area_show (TNU_PREVIEW_AREA (self->preview), get_name (self), moment);
    }
  show_verdict (self);
}

static gboolean
preview (gpointer data)
{
  TnuBuilderPanel *self = data;
  const char *code = tnu_builder_panel_get_code (self);
  self->preview_id = 0;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_free (self->asked);
  self->asked = g_strdup (code);
  if (!tnu_preview_area_has_card (TNU_PREVIEW_AREA (self->preview)))
    tnu_preview_area_tell (TNU_PREVIEW_AREA (self->preview),
                           tns_session_is_busy (self->session)
                               ? "The numbers come when the running cell has ended."
                               : "",
                           false);
  tns_session_preview_async (self->session, code, get_name (self), self->cancellable, previewed,
                             g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
plan_preview (TnuBuilderPanel *self)
{
  gint64 numel;
  g_clear_handle_id (&self->preview_id, g_source_remove);
  if (self->refusal != NULL)
    return;
  TnuBuilderPage *page = get_current (self);
  TnuBuilderPageInterface *iface = TNU_BUILDER_PAGE_GET_IFACE (page);
  bool is_large
      = self->has_meta && tns_meta_count (&self->meta, &numel, NULL) && numel > MAX_PREVIEW;
  if (is_large || (iface->is_costly != NULL && iface->is_costly (page)))
    {
      g_clear_pointer (&self->shown, g_free);
      tnu_preview_area_tell (TNU_PREVIEW_AREA (self->preview),
                             "So many numbers are not tried out beforehand: Apply makes them.", false);
      return;
    }
  tnu_preview_area_set_stale (TNU_PREVIEW_AREA (self->preview), true);
  self->preview_id = g_timeout_add (PREVIEW_DELAY_MS, preview, self);
}

/* ---- judging ---- */

static void
show_lines (TnuBuilderPanel *self, const char *lines)
{
  g_free (self->lines);
  self->lines = g_strdup (lines);
  if (strlen (lines) <= MAX_SHOWN_BYTES)
    {
      tnu_code_row_set_code (TNU_CODE_ROW (self->code), lines);
      return;
    }
  const char *end = g_utf8_find_prev_char (lines, lines + MAX_SHOWN_BYTES);
  g_autofree char *beginning = g_strndup (lines, (gsize) (end - lines));
  g_autofree char *shown = g_strconcat (beginning, " …", NULL);
  tnu_code_row_set_code (TNU_CODE_ROW (self->code), shown);
}

/* Writes the lines; true when they may be applied as far as is known. */
static bool
write_lines (TnuBuilderPanel *self, GError **error)
{
  TnuBuilderPage *page = get_current (self);
  TnuBuilderPageInterface *iface = TNU_BUILDER_PAGE_GET_IFACE (page);
  TnuMaking making = get_making (self);
  TnuNameState state = tnu_name_judge (making.name, (const char *const *) self->taken);
  g_autofree char *code = NULL;
  self->has_meta = false;
  if (tnu_name_is_possible (state))
    code = iface->dup_code (page, &making, error);
  else
    {
      g_autofree char *notice = tnu_name_dup_notice (making.name, state);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, notice);
    }
  show_lines (self, code != NULL ? code : "");
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
  plan_preview (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
}

static void
choose_name (TnuBuilderPanel *self)
{
  g_autofree char *name = tnu_name_choose ((const char *const *) self->taken);
  if (self->is_named || strcmp (name, get_name (self)) == 0)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  self->is_named = false;
}

static void
name_typed (TnuBuilderPanel *self)
{
  self->is_named = true;
  judge (self);
}

/* ---- what Python knows ---- */

static void
names_told (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autoptr (TnuBuilderPanel) self = data;
  g_auto (GStrv) names = tns_session_ask_finish (TNS_SESSION (session), result, NULL);
  if (self->box == NULL || names == NULL)
    return;
  g_strfreev (self->taken);
  self->taken = g_steal_pointer (&names);
  tnu_file_form_set_taken (TNU_FILE_FORM (tnu_builder_panel_get_page (self, "file")),
                           (const char *const *) self->taken);
  choose_name (self);
  judge (self);
}

static void
ask_names (TnuBuilderPanel *self)
{
  tns_session_ask_async (self->session, "taken", NULL, NULL, names_told, g_object_ref (self));
}

/* A cell has run: names, tensors and the random stream may be others. */
static void
timeline_changed (TnuBuilderPanel *self)
{
  ask_names (self);
}

/* ---- applying ---- */

const char *
tnu_builder_panel_get_code (TnuBuilderPanel *self)
{
  g_return_val_if_fail (TNU_IS_BUILDER_PANEL (self), NULL);
  return self->lines;
}

gboolean
tnu_builder_panel_apply (TnuBuilderPanel *self)
{
  g_return_val_if_fail (TNU_IS_BUILDER_PANEL (self), FALSE);
  if (!tnu_code_row_is_legal (TNU_CODE_ROW (self->code)))
    return FALSE;
  g_signal_handlers_disconnect_by_func (self->session, timeline_changed, self);
  tns_session_apply (self->session, tnu_builder_panel_get_code (self));
  g_signal_emit (self, signals[CLOSED], 0);
  return TRUE;
}

void
tnu_builder_panel_take_file (TnuBuilderPanel *self, GFile *file)
{
  g_return_if_fail (TNU_IS_BUILDER_PANEL (self));
  tnu_builder_panel_choose (self, "file");
  tnu_file_form_set_file (TNU_FILE_FORM (tnu_builder_panel_get_page (self, "file")), file);
}

gboolean
tnu_builder_panel_is_settled (TnuBuilderPanel *self)
{
  g_return_val_if_fail (TNU_IS_BUILDER_PANEL (self), FALSE);
  return g_strcmp0 (self->shown, tnu_builder_panel_get_code (self)) == 0;
}

static void
cancel (TnuBuilderPanel *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

/* ---- drawing ---- */

static void
draw_head (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TnuBuilderPanel *self = data;
  double w, x = INSET, y = HEAD_HEIGHT / 2.0;
  TnuCanvas canvas = tnu_panel_begin_drawing (GTK_WIDGET (self), &self->text, cr, width, &w);
  const TnuColor *ink = &canvas.theme->colors[TNU_INK1];
  const char *badge = self->is_waiting        ? "nothing yet"
                      : self->refusal != NULL ? "cannot apply"
                                              : "new";
  tnu_set_token (&canvas, TNU_PANE, 1);
  cairo_paint (cr);
  x += tnu_text_show (canvas.text, cr, TNU_SANS (TNU_FONT_PANEL, 700), "New tensor", x, y,
                      TNU_ALIGN_START, ink)
       + 12;
  x += tnu_text_show (canvas.text, cr, TNU_MONO (TNU_FONT_NAME, 700), get_name (self), x, y,
                      TNU_ALIGN_START, ink)
       + 10;
  if (self->has_meta && self->meta.rank == 0)
    x += tnu_badge_draw (&canvas, TNU_BADGE_PLAIN, "0-d", x, y);
  double right = w - INSET - tnu_badge_get_width (canvas.text, badge);
  for (int d = 0; self->has_meta && d < self->meta.rank; d++)
    {
      if (x + tnu_chip_get_width (canvas.text, d, self->meta.sizes[d]) > right - 12)
        break;
      x += tnu_chip_draw (&canvas, d, self->meta.sizes[d], x, y) + 4;
    }
  tnu_badge_draw (&canvas,
                  self->is_waiting        ? TNU_BADGE_PLAIN
                  : self->refusal != NULL ? TNU_BADGE_ERROR
                                          : TNU_BADGE_SOLID,
                  badge, right, y);
  g_autofree char *facts = dup_facts (self);
  double room = right - x - 24, needed = tnu_text_get_width (canvas.text, TNU_SANS (12, 400), facts);
  if (room > MIN_FACTS)
    tnu_text_show_within (canvas.text, cr, TNU_SANS (12, 400), facts,
                          right - 12 - MIN (needed, room), y, room,
                          &canvas.theme->colors[TNU_INK2]);
  tnu_hline (cr, 0, w, HEAD_HEIGHT - 1, &canvas.theme->colors[TNU_HAIR], 1);
}

/* ---- words ---- */

static void
show_page (TnuBuilderPanel *self)
{
  TnuBuilderPage *page = get_current (self);
  TnuBuilderPageInterface *iface = TNU_BUILDER_PAGE_GET_IFACE (page);
  GtkWidget *picture = iface->get_picture != NULL ? iface->get_picture (page) : self->preview;
  gtk_stack_set_visible_child (GTK_STACK (self->pictures), picture);
  judge (self);
}

static void
word_toggled (GtkToggleButton *button, TnuBuilderPanel *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  gtk_stack_set_visible_child_name (GTK_STACK (self->forms),
                                    gtk_button_get_label (GTK_BUTTON (button)));
  show_page (self);
}

static GtkWidget *
find_word (TnuBuilderPanel *self, const char *word)
{
  for (GtkWidget *button = gtk_widget_get_first_child (self->words); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    if (g_str_equal (gtk_button_get_label (GTK_BUTTON (button)), word))
      return button;
  return NULL;
}

void
tnu_builder_panel_choose (TnuBuilderPanel *self, const char *word)
{
  g_return_if_fail (TNU_IS_BUILDER_PANEL (self));
  GtkWidget *button = find_word (self, word);
  if (button != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
}

TnuBuilderPage *
tnu_builder_panel_get_page (TnuBuilderPanel *self, const char *word)
{
  g_return_val_if_fail (TNU_IS_BUILDER_PANEL (self), NULL);
  return (TnuBuilderPage *) gtk_stack_get_child_by_name (GTK_STACK (self->forms), word);
}

static void
add_page (TnuBuilderPanel *self, GtkWidget *page, const char *word, const char *tooltip)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (word);
  GtkWidget *first = gtk_widget_get_first_child (self->words);
  TnuBuilderPageInterface *iface = TNU_BUILDER_PAGE_GET_IFACE (page);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "tnu-op");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
  else
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_signal_connect (button, "toggled", G_CALLBACK (word_toggled), self);
  gtk_box_append (GTK_BOX (self->words), button);
  gtk_stack_add_named (GTK_STACK (self->forms), page, word);
  if (iface->get_picture != NULL)
    gtk_stack_add_child (GTK_STACK (self->pictures), iface->get_picture (TNU_BUILDER_PAGE (page)));
  g_signal_connect_swapped (page, "changed", G_CALLBACK (judge), self);
}

/* ---- the object ---- */

static void
tnu_builder_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TnuBuilderPanel *self = TNU_BUILDER_PANEL (object);
  if (id == PROP_CODE)
    g_value_set_string (value, tnu_code_row_get_code (TNU_CODE_ROW (self->code)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tnu_builder_panel_dispose (GObject *object)
{
  TnuBuilderPanel *self = TNU_BUILDER_PANEL (object);
  g_clear_handle_id (&self->preview_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  g_clear_pointer (&self->text, tnu_text_free);
  g_clear_pointer (&self->taken, g_strfreev);
  g_clear_pointer (&self->lines, g_free);
  g_clear_pointer (&self->refusal, g_free);
  g_clear_pointer (&self->asked, g_free);
  g_clear_pointer (&self->shown, g_free);
  G_OBJECT_CLASS (tnu_builder_panel_parent_class)->dispose (object);
}

static gboolean
close_on_escape (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  cancel (TNU_BUILDER_PANEL (widget));
  return GDK_EVENT_STOP;
}

/* To the word before or after, from anywhere in the panel; before the rows scroll by these keys. */
static gboolean
key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
             TnuBuilderPanel *self)
{
  int step = key == GDK_KEY_Page_Up ? -1 : key == GDK_KEY_Page_Down ? 1 : 0;
  if (step == 0 || (state & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;
  GtkWidget *word
      = find_word (self, gtk_stack_get_visible_child_name (GTK_STACK (self->forms)));
  GtkWidget *next
      = step > 0 ? gtk_widget_get_next_sibling (word) : gtk_widget_get_prev_sibling (word);
  if (next == NULL)
    next = step > 0 ? gtk_widget_get_first_child (self->words)
                    : gtk_widget_get_last_child (self->words);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (next), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (get_current (self)));
  return GDK_EVENT_STOP;
}

static gboolean
tnu_builder_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (get_current (TNU_BUILDER_PANEL (widget))));
}

static void
tnu_builder_panel_class_init (TnuBuilderPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->dispose = tnu_builder_panel_dispose;
  object_class->get_property = tnu_builder_panel_get_property;
  widget_class->grab_focus = tnu_builder_panel_grab_focus;
  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, close_on_escape, NULL);
}

static void
make_settings (TnuBuilderPanel *self, GtkWidget *box)
{
  const char *dtypes[TNK_N_DTYPES + 2] = { "as it comes" };
  const char *devices[] = { "cpu", NULL, NULL };
  GtkWidget *rule = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  for (int k = 0; k < TNK_N_DTYPES; k++)
    dtypes[k + 1] = tns_dtype_get_name (k);
  if (tns_device_get_backend ((TnsDevice) { TNS_DEVICE_CUDA, 0 }, NULL) != NULL)
    devices[1] = "cuda";
  gtk_widget_add_css_class (rule, "tnu-builder-rule");
  gtk_box_append (GTK_BOX (box), rule);
  self->name = tnu_builder_entry_new ("Name of the variable", "x", 8);
  tnu_builder_append_row (box, "name", self->name);
  self->notice = tnu_row_append_words (box, "", "tnu-note");
  gtk_label_set_xalign (GTK_LABEL (self->notice), 0);
  gtk_label_set_wrap (GTK_LABEL (self->notice), TRUE);
  self->dtypes = gtk_drop_down_new_from_strings (dtypes);
  tnu_builder_append_row (box, "dtype", self->dtypes);
  self->devices = gtk_drop_down_new_from_strings (devices);
  tnu_builder_append_row (box, "device", self->devices);
  gtk_widget_set_sensitive (self->devices, devices[1] != NULL);
  if (devices[1] == NULL)
    gtk_widget_set_tooltip_text (self->devices, "This machine has no GPU that tensors can use");
  self->grad = gtk_check_button_new_with_label ("requires_grad");
  gtk_widget_set_tooltip_text (self->grad, "Whether gradients are computed for it");
  gtk_box_append (GTK_BOX (box), self->grad);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->dtypes), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "dtype", -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->devices), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "device", -1);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (name_typed), self);
  g_signal_connect_swapped (self->dtypes, "notify::selected", G_CALLBACK (judge), self);
  g_signal_connect_swapped (self->devices, "notify::selected", G_CALLBACK (judge), self);
  g_signal_connect_swapped (self->grad, "toggled", G_CALLBACK (judge), self);
}

/* Left the settings, right the picture. */
static GtkWidget *
make_middle (TnuBuilderPanel *self)
{
  GtkWidget *middle = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->forms = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (self->forms), FALSE);
  gtk_stack_set_hhomogeneous (GTK_STACK (self->forms), FALSE);
  gtk_box_append (GTK_BOX (column), self->forms);
  make_settings (self, column);
  gtk_widget_add_css_class (column, "tnu-builder-form");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), column);
  gtk_widget_add_css_class (scroller, "tnu-panel");
  gtk_widget_add_css_class (scroller, "tnu-builder-side");
  gtk_widget_set_size_request (scroller, FORM_WIDTH, -1);
  gtk_widget_set_hexpand (scroller, FALSE);
  gtk_box_append (GTK_BOX (middle), scroller);
  self->pictures = gtk_stack_new ();
  gtk_widget_set_hexpand (self->pictures, TRUE);
  gtk_box_append (GTK_BOX (middle), self->pictures);
  gtk_widget_set_vexpand (middle, TRUE);
  return middle;
}

static void
tnu_builder_panel_init (TnuBuilderPanel *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkEventController *keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  self->cancellable = g_cancellable_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->box, "tnu-builder");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->words = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (self->words, "tnu-panel");
  gtk_widget_add_css_class (self->words, "tnu-word-row");
  gtk_box_append (GTK_BOX (self->box), self->words);
  self->head = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_height (
      GTK_DRAWING_AREA (self->head), (int) (HEAD_HEIGHT * tnu_text_scale_get (GTK_WIDGET (self))));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->head), draw_head, self, NULL);
  gtk_box_append (GTK_BOX (self->box), self->head);
  gtk_box_append (GTK_BOX (self->box), make_middle (self));
  self->verdict = tnu_row_append_words (row, "", "tnu-error");
  gtk_label_set_wrap (GTK_LABEL (self->verdict), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->verdict), 0);
  gtk_widget_set_hexpand (self->verdict, TRUE);
  gtk_widget_add_css_class (row, "tnu-panel");
  gtk_widget_add_css_class (row, "tnu-shape-row");
  gtk_widget_set_visible (row, FALSE);
  gtk_box_append (GTK_BOX (self->box), row);
  self->code = tnu_code_row_new ();
  tnu_code_row_set_editable (TNU_CODE_ROW (self->code), FALSE);
  g_signal_connect_swapped (self->code, "apply", G_CALLBACK (tnu_builder_panel_apply), self);
  g_signal_connect_swapped (self->code, "cancel", G_CALLBACK (cancel), self);
  gtk_box_append (GTK_BOX (self->box), self->code);
  g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark",
                            G_CALLBACK (gtk_widget_queue_draw), self->head);
}

GtkWidget *
tnu_builder_panel_new (TnsSession *session)
{
  TnuBuilderPanel *self = g_object_new (TNU_TYPE_BUILDER_PANEL, NULL);
  self->session = g_object_ref (session);
  self->preview = tnu_preview_area_new (session);
  gtk_stack_add_child (GTK_STACK (self->pictures), self->preview);
  add_page (self, tnu_function_form_new (session), "function",
            "By one of PyTorch's functions: zeros, arange, randn …");
  add_page (self, tnu_values_form_new (), "values", "Type the numbers, or paste a table");
  add_page (self, tnu_formula_form_new (), "formula",
            "A formula in the indices: i*4 + j, sin(i/3) …");
  add_page (self, tnu_file_form_new (session), "file",
            "From a file: NumPy, a table, safetensors, PyTorch, a picture");
  g_signal_connect_swapped (session, "notify::timeline", G_CALLBACK (timeline_changed), self);
  show_page (self);
  ask_names (self);
  return GTK_WIDGET (self);
}
