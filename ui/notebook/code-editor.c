/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The buffer keeps no undo of its own: the notebook's undo covers all cells. Typing is cut into
 * undo steps at line ends and at pauses. */
#include "ui/notebook/code-editor.h"

#include "ui/draw/theme.h"
#include "ui/notebook/completion.h"
#include "ui/notebook/scheme.h"
#include "ui/notebook/tokens.h"
#include "ui/text-scale.h"

#include <adwaita.h>

#define PAUSE_MS 1200
#define LINE_GAP 3 /* 12 px text on lines of 19 px */

struct _TnuCodeEditor
{
  GtkSourceView parent_instance;

  TnsSession *session; /* NULL when it shows text that is no cell's */
  TnsCell *cell;
  GtkTextTag *highlight_tag;
  GtkTextTag *failure_tag;
  GtkTextTag *code_tag; /* over all: a hyphen at the end of a broken line would read as a minus */
  GtkSourceSearchContext *search;
  char *highlight;
  guint pause_id;
  bool is_loading; /* the text comes from the cell */
};

G_DEFINE_FINAL_TYPE (TnuCodeEditor, tnu_code_editor, GTK_SOURCE_TYPE_VIEW)

enum
{
  TOKEN_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkTextBuffer *
get_buffer (TnuCodeEditor *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
}

static char *
dup_text (TnuCodeEditor *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
}

static bool
is_python (TnuCodeEditor *self)
{
  return self->cell == NULL || tns_cell_get_cell_type (self->cell) == TNS_CELL_CODE;
}

static void
update_highlight (TnuCodeEditor *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  g_autofree char *text = NULL;
  g_autoptr (GArray) spans = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag (buffer, self->highlight_tag, &start, &end);
  if (self->highlight == NULL || !is_python (self))
    return;
  text = dup_text (self);
  spans = tnu_tokens_find (text, self->highlight);
  for (guint i = 0; i < spans->len; i++)
    {
      TnuTokenSpan span = g_array_index (spans, TnuTokenSpan, i);

      gtk_text_buffer_get_iter_at_offset (buffer, &start, span.start);
      gtk_text_buffer_get_iter_at_offset (buffer, &end, span.start + span.length);
      gtk_text_buffer_apply_tag (buffer, self->highlight_tag, &start, &end);
    }
}

static void
forget_failure (TnuCodeEditor *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  gtk_text_buffer_remove_tag (get_buffer (self), self->failure_tag, &start, &end);
}

static void
spread_code_tag (TnuCodeEditor *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  gtk_text_buffer_apply_tag (get_buffer (self), self->code_tag, &start, &end);
}

/* ---- the cell's source ---- */

static gboolean
break_edit (gpointer data)
{
  TnuCodeEditor *self = data;

  self->pause_id = 0;
  tns_notebook_break_edit (tns_session_get_notebook (self->session));
  return G_SOURCE_REMOVE;
}

static void
buffer_changed (TnuCodeEditor *self)
{
  if (self->cell != NULL && !self->is_loading)
    {
      g_autofree char *text = dup_text (self);

      tns_cell_set_source (self->cell, text);
      g_clear_handle_id (&self->pause_id, g_source_remove);
      self->pause_id = g_timeout_add (PAUSE_MS, break_edit, self);
    }
  spread_code_tag (self);
  update_highlight (self);
  forget_failure (self);
}

static void
text_inserted (TnuCodeEditor *self, GtkTextIter *place, const char *text, int n_bytes)
{
  if (self->cell != NULL && !self->is_loading && memchr (text, '\n', (size_t) n_bytes) != NULL)
    tns_notebook_break_edit (tns_session_get_notebook (self->session));
}

static void
source_changed (TnuCodeEditor *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  const char *source = tns_cell_get_source (self->cell);
  g_autofree char *text = dup_text (self);
  GtkTextIter place;
  int offset;

  if (g_strcmp0 (text, source) == 0)
    return;
  self->is_loading = true;
  gtk_text_buffer_get_iter_at_mark (buffer, &place, gtk_text_buffer_get_insert (buffer));
  offset = gtk_text_iter_get_offset (&place);
  gtk_text_buffer_set_text (buffer, source != NULL ? source : "", -1);
  gtk_text_buffer_get_iter_at_offset (buffer, &place, offset);
  gtk_text_buffer_place_cursor (buffer, &place);
  self->is_loading = false;
}

static void
type_changed (TnuCodeEditor *self)
{
  static const char *const languages[] = {
    [TNS_CELL_CODE] = "python3",
    [TNS_CELL_MARKDOWN] = "markdown",
  };
  TnsCellType type = self->cell != NULL ? tns_cell_get_cell_type (self->cell) : TNS_CELL_CODE;
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
  GtkSourceLanguage *language = NULL;

  if (type != TNS_CELL_RAW)
    language = gtk_source_language_manager_get_language (manager, languages[type]);
  gtk_source_buffer_set_language (GTK_SOURCE_BUFFER (get_buffer (self)), language);
  update_highlight (self);
}

/* ---- keys and clicks ---- */

static bool
is_indenting (TnuCodeEditor *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter place, start;
  g_autofree char *before = NULL;

  gtk_text_buffer_get_iter_at_mark (buffer, &place, gtk_text_buffer_get_insert (buffer));
  start = place;
  gtk_text_iter_set_line_offset (&start, 0);
  before = gtk_text_buffer_get_text (buffer, &start, &place, TRUE);
  return *g_strstrip (before) == '\0' || gtk_text_buffer_get_has_selection (buffer);
}

static gboolean
key_pressed (TnuCodeEditor *self, guint key, guint code, GdkModifierType state)
{
  state &= gtk_accelerator_get_default_mod_mask ();
  if (key != GDK_KEY_Tab || state != 0 || !is_python (self) || is_indenting (self))
    return GDK_EVENT_PROPAGATE;
  tnu_completion_start (GTK_TEXT_VIEW (self), tns_session_get_runner (self->session));
  return GDK_EVENT_STOP;
}

static void
pressed (TnuCodeEditor *self, int n_press, double x, double y)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  GtkTextIter place;
  int buffer_x, buffer_y;

  if (n_press != 1 || !is_python (self))
    return;
  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self), GTK_TEXT_WINDOW_WIDGET, (int) x,
                                         (int) y, &buffer_x, &buffer_y);
  if (!gtk_text_view_get_iter_at_location (GTK_TEXT_VIEW (self), &place, buffer_x, buffer_y))
    return;
  text = dup_text (self);
  name = tnu_tokens_dup_name_at (text, gtk_text_iter_get_offset (&place));
  if (name != NULL)
    g_signal_emit (self, signals[TOKEN_ACTIVATED], 0, name);
}

/* ---- look ---- */

static GdkRGBA
to_rgba (const TnuColor *color)
{
  return (GdkRGBA) { (float) color->r, (float) color->g, (float) color->b, (float) color->a };
}

static void
update_theme (TnuCodeEditor *self)
{
  bool is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const TnuTheme *theme = tnu_theme_get (is_dark);
  const GdkRGBA background = to_rgba (&theme->colors[TNU_RAISED]);
  const GdkRGBA wrong = to_rgba (&theme->colors[TNU_ERR]);

  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (get_buffer (self)),
                                      tnu_scheme_get (is_dark));
  g_object_set (self->highlight_tag, "background-rgba", &background, NULL);
  g_object_set (self->failure_tag, "underline-rgba", &wrong, NULL);
}

static void
update_line_gap (TnuCodeEditor *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));

  gtk_text_view_set_pixels_below_lines (GTK_TEXT_VIEW (self), (int) (LINE_GAP * scale));
}

static void
tnu_code_editor_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tnu_code_editor_parent_class)->css_changed (widget, change);
  update_line_gap (TNU_CODE_EDITOR (widget));
}

static gboolean
ask_for_height (gpointer widget)
{
  gtk_widget_queue_resize (widget);
  return G_SOURCE_REMOVE;
}

/* GtkTextView knows the height of text that was there before it was shown only when it has laid it
 * out, which it does in an idle of its own, and then tells nobody. */
static void
tnu_code_editor_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tnu_code_editor_parent_class)->map (widget);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, ask_for_height, g_object_ref (widget),
                   g_object_unref);
}

static void
tnu_code_editor_dispose (GObject *object)
{
  TnuCodeEditor *self = TNU_CODE_EDITOR (object);

  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_object (&self->search);
  g_clear_object (&self->cell);
  g_clear_object (&self->session);
  g_clear_pointer (&self->highlight, g_free);
  G_OBJECT_CLASS (tnu_code_editor_parent_class)->dispose (object);
}

static void
build_buffer (TnuCodeEditor *self)
{
  g_autoptr (GtkSourceBuffer) buffer = gtk_source_buffer_new (NULL);

  gtk_text_view_set_buffer (GTK_TEXT_VIEW (self), GTK_TEXT_BUFFER (buffer));
  gtk_text_buffer_set_enable_undo (GTK_TEXT_BUFFER (buffer), FALSE);
  g_object_bind_property (self, "has-focus", buffer, "highlight-matching-brackets",
                          G_BINDING_SYNC_CREATE);
  gtk_source_buffer_set_implicit_trailing_newline (buffer, FALSE);
  self->highlight_tag = gtk_text_buffer_create_tag (
    GTK_TEXT_BUFFER (buffer), NULL, "underline", PANGO_UNDERLINE_SINGLE, "weight", 700, NULL);
  self->failure_tag = gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (buffer), NULL, "underline",
                                                  PANGO_UNDERLINE_ERROR, NULL);
  self->code_tag = gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (buffer), NULL, "insert-hyphens",
                                               FALSE, NULL);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (buffer_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "insert-text", G_CALLBACK (text_inserted), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_theme), self, G_CONNECT_SWAPPED);
}

/* GtkSourceView is ready for a buffer only when it is constructed. */
static void
tnu_code_editor_constructed (GObject *object)
{
  G_OBJECT_CLASS (tnu_code_editor_parent_class)->constructed (object);
  build_buffer (TNU_CODE_EDITOR (object));
  update_theme (TNU_CODE_EDITOR (object));
}

/* Return enters a text, Tab passes it by: inside it would indent, and never come out. */
static gboolean
tnu_code_editor_move_focus (GtkWidget *widget, GtkDirectionType direction)
{
  if (!gtk_widget_has_focus (widget)
      && (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD))
    return FALSE;
  return GTK_WIDGET_CLASS (tnu_code_editor_parent_class)->focus (widget, direction);
}

static void
tnu_code_editor_class_init (TnuCodeEditorClass *klass)
{
  GTK_WIDGET_CLASS (klass)->css_changed = tnu_code_editor_css_changed;
  GTK_WIDGET_CLASS (klass)->focus = tnu_code_editor_move_focus;
  GTK_WIDGET_CLASS (klass)->map = tnu_code_editor_map;
  G_OBJECT_CLASS (klass)->constructed = tnu_code_editor_constructed;
  G_OBJECT_CLASS (klass)->dispose = tnu_code_editor_dispose;
  signals[TOKEN_ACTIVATED] =
    g_signal_new ("token-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tnu_code_editor_init (TnuCodeEditor *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_text_view_set_monospace (view, TRUE);
  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gtk_source_view_set_auto_indent (GTK_SOURCE_VIEW (self), TRUE);
  gtk_source_view_set_indent_on_tab (GTK_SOURCE_VIEW (self), TRUE);
  gtk_source_view_set_insert_spaces_instead_of_tabs (GTK_SOURCE_VIEW (self), TRUE);
  gtk_source_view_set_tab_width (GTK_SOURCE_VIEW (self), 4);
  gtk_source_view_set_smart_backspace (GTK_SOURCE_VIEW (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
tnu_code_editor_new (TnsSession *session, TnsCell *cell)
{
  TnuCodeEditor *self = g_object_new (TNU_TYPE_CODE_EDITOR, NULL);

  self->session = g_object_ref (session);
  self->cell = g_object_ref (cell);
  g_signal_connect_object (cell, "notify::source", G_CALLBACK (source_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "notify::cell-type", G_CALLBACK (type_changed), self,
                           G_CONNECT_SWAPPED);
  source_changed (self);
  type_changed (self);
  return GTK_WIDGET (self);
}

GtkWidget *
tnu_code_editor_new_for_text (const char *code)
{
  TnuCodeEditor *self = g_object_new (TNU_TYPE_CODE_EDITOR, NULL);

  gtk_text_buffer_set_text (get_buffer (self), code, -1);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self), FALSE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  type_changed (self);
  return GTK_WIDGET (self);
}

void
tnu_code_editor_set_highlight (TnuCodeEditor *self, const char *name)
{
  if (g_strcmp0 (self->highlight, name) == 0)
    return;
  g_free (self->highlight);
  self->highlight = g_strdup (name);
  update_highlight (self);
}

void
tnu_code_editor_set_failure (TnuCodeEditor *self, const TnsPosition *position)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start, end;

  forget_failure (self);
  if (position != NULL && position->line > 0
      && gtk_text_buffer_get_iter_at_line_index (buffer, &start, position->line - 1,
                                                 position->column)
      && gtk_text_buffer_get_iter_at_line_index (buffer, &end, position->end_line - 1,
                                                 position->end_column))
    gtk_text_buffer_apply_tag (buffer, self->failure_tag, &start, &end);
}

void
tnu_code_editor_set_search (TnuCodeEditor *self, const char *text)
{
  GtkSourceSearchSettings *settings;

  if (self->search == NULL && text == NULL)
    return;
  if (self->search == NULL)
    self->search =
      gtk_source_search_context_new (GTK_SOURCE_BUFFER (get_buffer (self)), NULL);
  settings = gtk_source_search_context_get_settings (self->search);
  gtk_source_search_settings_set_search_text (settings, text);
}
