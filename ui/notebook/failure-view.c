/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/notebook/failure-view.h"

#include <adwaita.h>

#include "ui/draw/theme.h"
#include "ui/flow-box.h"
#include "ui/notebook/cell-view.h"
#include "ui/notebook/missing-name.h"
#include "ui/notebook/thumbnail.h"

#define MAX_FIXES 4
/* More tensors than that (of a list) are told by number. */
#define MAX_INPUTS 6

struct _TnuFailureView
{
  GtkWidget parent_instance;

  TnsSession *session;
  TnsCell *cell;
  GtkWidget *fixes;  /* GtkBox, empty until they are found */
  GtkWidget *others; /* GtkBox: what other cells can do */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (TnuFailureView, tnu_failure_view, GTK_TYPE_WIDGET)

static const TnuTheme *
get_theme (void)
{
  return tnu_theme_get (adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

static GtkWidget *
new_label (const char *markup, const char *style_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style_class);
  return label;
}

static void
append_span (GString *markup, const TnuColor *color, bool is_wrong, gint64 size)
{
  char html[8];

  g_snprintf (html, sizeof html, "#%02x%02x%02x", (int) (color->r * 255 + .5),
              (int) (color->g * 255 + .5), (int) (color->b * 255 + .5));
  g_string_append_printf (markup, "<span color=\"%s\"%s>%" G_GINT64_FORMAT "</span>", html,
                          is_wrong ? " weight=\"bold\" underline=\"double\"" : "", size);
}

/* "(2, 3)": sizes in the colours of their axes, or in that of errors. */
static char *
dup_shape (const TnsMeta *meta, guint64 guilty)
{
  const TnuTheme *theme = get_theme ();
  GString *markup = g_string_new ("(");

  for (int d = 0; d < meta->rank; d++)
    {
      bool is_wrong = (guilty >> d & 1) != 0;

      append_span (markup,
                   is_wrong ? &theme->colors[TNU_ERR] : tnu_theme_get_axis_color (theme, d),
                   is_wrong, meta->sizes[d]);
      g_string_append (markup, d < meta->rank - 1 ? ",\u00a0" : meta->rank == 1 ? "," : "");
    }
  g_string_append_c (markup, ')');
  return g_string_free (markup, FALSE);
}

/* In which function it went wrong, and on which code. */
static GtkWidget *
new_place (const TnsDiagnosis *diagnosis)
{
  g_autofree char *place = g_markup_escape_text (diagnosis->place, -1);
  g_autofree char *code
    = diagnosis->code != NULL ? g_markup_escape_text (diagnosis->code, -1) : NULL;
  g_autofree char *markup
    = code != NULL
        ? g_strdup_printf ("%s: <span font_family=\"JetBrains Mono\">%s</span>", place, code)
        : g_strdup (place);

  return new_label (markup, "tnu-note");
}

/* ---- what went in ---- */

static GtkWidget *
new_operand (TnuFailureView *self, const char *name, TnsMoment *moment, guint64 guilty)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  g_autofree char *bold = g_strdup_printf ("<b>%s</b>", escaped);
  g_autofree char *shape = dup_shape (meta, guilty);
  GtkWidget *thumbnail = tnu_thumbnail_new (self->session, moment);

  gtk_widget_set_halign (thumbnail, GTK_ALIGN_START);
  gtk_widget_set_valign (thumbnail, GTK_ALIGN_END);
  gtk_widget_set_vexpand (thumbnail, TRUE);
  gtk_box_append (GTK_BOX (line), new_label (bold, "tnu-output"));
  gtk_box_append (GTK_BOX (line), new_label (shape, "tnu-output"));
  gtk_box_append (GTK_BOX (box), thumbnail);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), new_label (tns_dtype_get_name (meta->dtype), "tnu-note"));
  return box;
}

static GtkWidget *
new_operands (TnuFailureView *self, const TnsFailure *failure)
{
  const TnsEvent *event = failure->event;
  GtkWidget *flow = tnu_flow_box_new ();
  g_autofree guint64 *guilty = g_new0 (guint64, MAX (event->n_inputs, 1));

  tns_failure_find_guilty (event, guilty);
  /* Only to be looked at. */
  gtk_widget_set_can_focus (flow, FALSE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 16);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 8);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), MAX_INPUTS);
  for (int i = 0; i < MIN (event->n_inputs, MAX_INPUTS); i++)
    if (event->inputs[i] != NULL)
      tnu_flow_box_append (flow,
                           new_operand (self, failure->inputs[i], event->inputs[i], guilty[i]));
  if (event->n_inputs > MAX_INPUTS)
    {
      g_autofree char *rest = g_strdup_printf ("and %d more", event->n_inputs - MAX_INPUTS);

      tnu_flow_box_append (flow, new_label (rest, "tnu-note"));
    }
  return flow;
}

/* ---- what mends it ---- */

static void
use_clicked (GtkButton *button, TnuFailureView *self)
{
  TnsNotebook *notebook = tns_session_get_notebook (self->session);
  /* Editing the cell takes this view, and the button, out of it. */
  g_autofree char *source = g_strdup (g_object_get_data (G_OBJECT (button), "source"));
  g_autoptr (TnsSession) session = g_object_ref (self->session);
  g_autoptr (TnsCell) cell = g_object_ref (self->cell);

  gtk_widget_grab_focus (gtk_widget_get_ancestor (GTK_WIDGET (self), TNU_TYPE_CELL_VIEW));
  tns_notebook_break_edit (notebook);
  tns_cell_set_source (cell, source);
  tns_notebook_break_edit (notebook);
  tns_session_run_cell (session, cell);
}

/* What @fix does and gives: "transpose W → (2, 4)". */
static char *
dup_effect (const TnsFix *fix)
{
  g_autofree char *words = g_markup_escape_text (fix->words, -1);
  g_autofree char *shape = fix->has_meta ? dup_shape (&fix->meta, 0) : NULL;
  g_autofree char *outcome
    = fix->outcome != NULL ? g_markup_escape_text (fix->outcome, -1) : NULL;
  const char *gives = shape != NULL ? shape : outcome;

  if (gives == NULL)
    return g_steal_pointer (&words);
  return g_strdup_printf ("%s → <span font_family=\"JetBrains Mono\">%s</span>", words, gives);
}

/* @code: one line; @effect: markup. */
static GtkWidget *
new_choice (const char *code, const char *effect, const char *name, const char *tooltip,
            GtkWidget *picture)
{
  g_autofree char *escaped = g_markup_escape_text (code, -1);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_append (GTK_BOX (column), new_label (escaped, "tnu-fix-code"));
  gtk_box_append (GTK_BOX (column), new_label (effect, "tnu-note"));
  gtk_widget_set_hexpand (column, TRUE);
  gtk_box_append (GTK_BOX (row), column);
  if (picture != NULL)
    gtk_box_append (GTK_BOX (row), picture);
  gtk_button_set_child (GTK_BUTTON (button), row);
  gtk_widget_add_css_class (button, "tnu-fix");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static GtkWidget *
new_choices (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_set_visible (box, FALSE);
  return box;
}

/* @heading: above the first of its kind. */
static void
add_choice (TnuFailureView *self, GtkWidget *box, const char *heading, GtkWidget *choice)
{
  if (gtk_widget_get_first_child (box) == NULL)
    gtk_box_append (GTK_BOX (box), new_label (heading, "tnu-note"));
  gtk_box_append (GTK_BOX (box), choice);
  gtk_widget_set_visible (box, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static GtkWidget *
new_fix (TnuFailureView *self, const TnsFix *fix)
{
  g_autofree char *effect = dup_effect (fix);
  g_autofree char *name = g_strdup_printf ("Use %s: %s", fix->call, fix->words);
  GtkWidget *picture
    = fix->result != NULL ? tnu_thumbnail_new (self->session, fix->result) : NULL;
  GtkWidget *button
    = new_choice (fix->call, effect, name, "Edit the cell and run it", picture);

  g_object_set_data_full (G_OBJECT (button), "source", g_strdup (fix->source), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (use_clicked), self);
  return button;
}

static bool
has_failed (TnsCell *cell)
{
  GListModel *outputs = tns_cell_get_outputs (cell);

  for (guint i = 0; i < g_list_model_get_n_items (outputs); i++)
    {
      g_autoptr (TnsOutput) output = g_list_model_get_item (outputs, i);

      if (tns_output_get_kind (output) == TNS_OUTPUT_ERROR)
        return true;
    }
  return false;
}

static void
other_cell_clicked (GtkButton *button, TnuFailureView *self)
{
  TnsCell *setter = g_object_get_data (G_OBJECT (button), "cell");
  /* Running the cell takes this view, and the button, out of it. */
  g_autoptr (TnsSession) session = g_object_ref (self->session);
  g_autoptr (TnsCell) cell = g_object_ref (self->cell);

  if (has_failed (setter))
    tns_session_select_cell (session, setter);
  else
    {
      tns_session_run_cell (session, setter);
      tns_session_run_cell (session, cell);
    }
}

/* A name that another cell would set. */
static void
offer_other_cell (TnuFailureView *self, const char *name)
{
  TnsCell *setter
    = tnu_missing_name_find_cell (tns_session_get_notebook (self->session), self->cell, name);
  g_autofree char *line = NULL, *escaped = NULL, *heading = NULL;
  const char *effect;
  GtkWidget *button;

  if (setter == NULL)
    return;
  line = tnu_missing_name_dup_line (tns_cell_get_source (setter), name);
  escaped = g_markup_escape_text (name, -1);
  heading = g_strdup_printf ("Another cell sets %s", escaped);
  effect = has_failed (setter) ? "it failed too: look there first" : "run it, and then this one";
  button = new_choice (line, effect, heading, effect, NULL);
  g_object_set_data_full (G_OBJECT (button), "cell", g_object_ref (setter), g_object_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (other_cell_clicked), self);
  add_choice (self, self->others, heading, button);
}

static void
fixes_found (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autoptr (TnuFailureView) self = data;
  g_autoptr (GPtrArray) fixes
    = tns_session_find_fixes_finish (TNS_SESSION (session), result, NULL);

  for (guint k = 0; fixes != NULL && k < fixes->len; k++)
    add_choice (self, self->fixes, "This would work", new_fix (self, fixes->pdata[k]));
}

/* ---- object ---- */

static void
tnu_failure_view_dispose (GObject *object)
{
  TnuFailureView *self = TNU_FAILURE_VIEW (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->cell);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (tnu_failure_view_parent_class)->dispose (object);
}

/* To the first choice; the pictures above are for the eye. */
static gboolean
tnu_failure_view_grab_focus (GtkWidget *widget)
{
  TnuFailureView *self = TNU_FAILURE_VIEW (widget);

  return gtk_widget_child_focus (self->fixes, GTK_DIR_TAB_FORWARD)
         || gtk_widget_child_focus (self->others, GTK_DIR_TAB_FORWARD);
}

static void
tnu_failure_view_class_init (TnuFailureViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_failure_view_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = tnu_failure_view_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tnu_failure_view_init (TnuFailureView *self)
{
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
tnu_failure_view_new (TnsSession *session, TnsCell *cell, const TnsFailure *failure)
{
  TnuFailureView *self = g_object_new (TNU_TYPE_FAILURE_VIEW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  self->session = g_object_ref (session);
  self->cell = g_object_ref (cell);
  self->fixes = new_choices ();
  self->others = new_choices ();
  gtk_widget_add_css_class (box, "tnu-failure");
  gtk_widget_set_visible (GTK_WIDGET (self), failure->event->diagnosis->place != NULL
                                               || failure->event->n_inputs > 0);
  if (failure->event->diagnosis->place != NULL)
    gtk_box_append (GTK_BOX (box), new_place (failure->event->diagnosis));
  if (failure->event->n_inputs > 0)
    gtk_box_append (GTK_BOX (box), new_operands (self, failure));
  gtk_box_append (GTK_BOX (box), self->fixes);
  gtk_box_append (GTK_BOX (box), self->others);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  if (failure->event->diagnosis->missing != NULL)
    offer_other_cell (self, failure->event->diagnosis->missing);
  tns_session_find_fixes_async (session, failure->event, MAX_FIXES, self->cancellable, fixes_found,
                                g_object_ref (self));
  return GTK_WIDGET (self);
}
