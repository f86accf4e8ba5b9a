/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Op panel
 *
 * The call is the state; form, verdict, result and code line follow from it. Whatever changes it
 * ends in call_changed(), which tries the call in a worker. A line that was typed by hand is
 * Python's to judge. */
#include "ui/operation/call/op-panel.h"

#include <adwaita.h>
#include <string.h>

#include "ui/operation/call/card-view.h"
#include "ui/operation/call/op-call.h"
#include "ui/operation/call/op-search.h"
#include "ui/operation/code-row.h"
#include "ui/operation/row-parts.h"

#define MAX_FOUND 80
#define DOC_ADDRESS "https://pytorch.org/docs/stable/generated/"

struct _TnuOpPanel
{
  GtkWidget parent_instance;

  TnsSession *session;
  char *name;           /* (nullable) */
  GPtrArray *variables; /* TnsVariable */
  TnuOpCall call;       /* op NULL: none is chosen */
  GCancellable *trying;
  bool is_building;

  GtkWidget *box;
  GtkWidget *search;
  GtkWidget *list;
  GtkWidget *title;
  GtkWidget *words;
  GtkWidget *formula;
  GtkWidget *overloads; /* GtkDropDown, hidden where there is one */
  GtkWidget *form;      /* GtkGrid */
  GtkWidget *verdict;
  GtkWidget *results; /* GtkBox of TnuCardView */
  GtkWidget *link;
  GtkWidget *code;
};

enum
{
  PROP_0,
  PROP_CODE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint closed;

G_DEFINE_FINAL_TYPE (TnuOpPanel, tnu_op_panel, GTK_TYPE_WIDGET)

static GtkWidget *
append_label (GtkWidget *box, const char *style_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* ---- trying ---- */

static void
set_verdict (TnuOpPanel *self, const char *text, bool is_wrong)
{
  gtk_label_set_text (GTK_LABEL (self->verdict), text);
  gtk_widget_set_visible (self->verdict, *text != '\0');
  if (is_wrong)
    gtk_widget_add_css_class (self->verdict, "tnu-wrong");
  else
    gtk_widget_remove_css_class (self->verdict, "tnu-wrong");
}

/* "(2, 3) float32" */
static char *
dup_layout (const TnsMeta *meta)
{
  g_autofree char *sizes = tns_sizes_dup_text (meta->rank, meta->sizes);

  return g_strdup_printf ("%s %s", sizes, tns_dtype_get_name (meta->dtype));
}

static void
show_results (TnuOpPanel *self, const TnsTrialResults *results)
{
  g_autofree char *target = NULL;
  const char *code = tnu_code_row_get_code (TNU_CODE_ROW (self->code));
  const char *equals = strstr (code, " = ");
  bool has_numbers = results->n > 0 && results->moments[0] != NULL;

  target = equals != NULL ? g_strndup (code, (gsize) (equals - code)) : g_strdup ("result");
  tnu_row_clear (self->results);
  for (int i = 0; has_numbers && i < MIN (results->n, TNS_TRIAL_MAX_RESULTS); i++)
    if (results->moments[i] != NULL)
      {
        GtkWidget *card = tnu_card_view_new (self->session);
        g_autofree char *name
          = results->n > 1 ? g_strdup_printf ("%s[%d]", target, i) : g_strdup (target);

        gtk_box_append (GTK_BOX (self->results), card);
        tnu_card_view_set (TNU_CARD_VIEW (card), name, results->moments[i]);
      }
  if (has_numbers || results->n == 0)
    set_verdict (self, "", false);
  else
    {
      g_autofree char *layout = dup_layout (&results->metas[0]);
      g_autofree char *words = g_strdup_printf (
        "%s. Its numbers are shown when it has been applied.", layout);

      set_verdict (self, words, false);
    }
}

static void
tried (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autoptr (TnuOpPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsTrialResults) results
    = tns_session_try_finish (TNS_SESSION (session), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  tnu_code_row_set_legal (TNU_CODE_ROW (self->code), results != NULL);
  if (results != NULL)
    show_results (self, results);
  else
    {
      tnu_row_clear (self->results);
      set_verdict (self, error->message, true);
    }
}

static void
stop_trying (TnuOpPanel *self)
{
  g_cancellable_cancel (self->trying);
  g_clear_object (&self->trying);
}

static void
call_changed (TnuOpPanel *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  g_autofree char *target = NULL;
  g_autofree char *line = NULL;
  const TnsEvent *event;

  stop_trying (self);
  event = tnu_op_call_read (&self->call, self->variables, &code, &error);
  if (event == NULL)
    {
      tnu_row_clear (self->results);
      tnu_code_row_set_legal (TNU_CODE_ROW (self->code), FALSE);
      set_verdict (self, error->message, true);
      return;
    }
  target = tnu_code_row_choose_target (self->session, self->name != NULL ? self->name : "x",
                                       self->call.schema->name, self->variables);
  line = g_strdup_printf ("%s = %s", target, code);
  tnu_code_row_set_code (TNU_CODE_ROW (self->code), line);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
  self->trying = g_cancellable_new ();
  tns_session_try_async (self->session, event, self->trying, tried, g_object_ref (self));
  tns_event_unref (event);
}

static void
code_edited (TnuOpPanel *self)
{
  stop_trying (self);
  tnu_row_clear (self->results);
  set_verdict (self, "Written by hand: Python will judge it.", false);
  tnu_code_row_set_legal (TNU_CODE_ROW (self->code), TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
}

/* ---- the form ---- */

static void
field_changed (TnuOpPanel *self, const char *text, GtkWidget *field)
{
  if (self->is_building)
    return;
  tnu_op_call_set_text (&self->call,
                        GPOINTER_TO_INT (g_object_get_data (G_OBJECT (field), "param")), text);
  call_changed (self);
}

static void
entry_changed (GtkEditable *entry, TnuOpPanel *self)
{
  field_changed (self, gtk_editable_get_text (entry), GTK_WIDGET (entry));
}

static void
switched (GtkSwitch *toggle, GParamSpec *pspec, TnuOpPanel *self)
{
  field_changed (self, gtk_switch_get_active (toggle) ? "True" : "False", GTK_WIDGET (toggle));
}

static void
picked (GtkDropDown *picker, GParamSpec *pspec, TnuOpPanel *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (picker);

  if (item != NULL)
    field_changed (self, gtk_string_object_get_string (item), GTK_WIDGET (picker));
}

/* The first choice says that nothing is given. */
static GtkWidget *
new_picker (TnuOpPanel *self, const char *const *choices, const char *chosen)
{
  GtkWidget *picker = gtk_drop_down_new_from_strings (choices);

  for (guint k = 0; choices[k] != NULL; k++)
    if (g_strcmp0 (choices[k], chosen) == 0)
      gtk_drop_down_set_selected (GTK_DROP_DOWN (picker), k);
  g_signal_connect (picker, "notify::selected", G_CALLBACK (picked), self);
  return picker;
}

static GtkWidget *
new_tensor_picker (TnuOpPanel *self, const TnsParam *param, const char *chosen)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (param->is_optional)
    g_ptr_array_add (names, "None");
  for (guint k = 0; k < self->variables->len; k++)
    g_ptr_array_add (names, ((TnsVariable *) self->variables->pdata[k])->name);
  g_ptr_array_add (names, NULL);
  return new_picker (self, (const char *const *) names->pdata, chosen);
}

static GtkWidget *
new_dtype_picker (TnuOpPanel *self)
{
  const char *names[TNK_N_DTYPES + 2] = { "None" };

  for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
    names[dtype + 1] = tns_dtype_get_name ((TnkDtype) dtype);
  return new_picker (self, names, "None");
}

static GtkWidget *
new_switch (TnuOpPanel *self, const TnsParam *param)
{
  GtkWidget *toggle = gtk_switch_new ();

  gtk_switch_set_active (GTK_SWITCH (toggle), param->has_default
                                                && param->default_value.kind == TNS_BOOL
                                                && param->default_value.b);
  gtk_widget_set_halign (toggle, GTK_ALIGN_START);
  g_signal_connect (toggle, "notify::active", G_CALLBACK (switched), self);
  return toggle;
}

static GtkWidget *
new_entry (TnuOpPanel *self, const TnsParam *param, const char *text)
{
  GtkWidget *entry = gtk_entry_new ();
  g_autofree char *standard
    = param->has_default ? tns_value_dup_text (&param->default_value) : g_strdup ("");

  gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), standard);
  gtk_widget_add_css_class (entry, "tnu-mono");
  g_signal_connect (entry, "changed", G_CALLBACK (entry_changed), self);
  return entry;
}

static GtkWidget *
new_field (TnuOpPanel *self, int p)
{
  const TnsParam *param = &self->call.schema->params[p];
  const char *text = self->call.texts[p];

  if (param->kind == TNS_TENSOR && !param->accepts_scalar)
    return new_tensor_picker (self, param, text != NULL ? text : "None");
  if (param->kind == TNS_BOOL)
    return new_switch (self, param);
  if (param->kind == TNS_DTYPE)
    return new_dtype_picker (self);
  return new_entry (self, param, text);
}

/* What the program has no form for: streams of random numbers, layouts, where it is put. */
static bool
is_asked (const TnsParam *param)
{
  static const char *const silent[] = { "out", "device", "layout", "pin_memory", "memory_format",
                                        "generator", NULL };

  return param->kind != TNS_GENERATOR && !g_strv_contains (silent, param->name);
}

static void
build_form (TnuOpPanel *self)
{
  int row = 0;
  GtkWidget *child;

  self->is_building = true;
  while ((child = gtk_widget_get_first_child (self->form)) != NULL)
    gtk_grid_remove (GTK_GRID (self->form), child);
  for (int p = 0; p < self->call.schema->n_params; p++)
    {
      const TnsParam *param = &self->call.schema->params[p];
      GtkWidget *label, *field, *hint;

      if (!is_asked (param))
        continue;
      label = gtk_label_new (param->name);
      field = new_field (self, p);
      hint = gtk_label_new (tnu_op_call_get_hint (param));
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_xalign (GTK_LABEL (hint), 0);
      gtk_widget_add_css_class (label, "tnu-mono");
      gtk_widget_add_css_class (hint, "tnu-dim");
      g_object_set_data (G_OBJECT (field), "param", GINT_TO_POINTER (p));
      gtk_accessible_update_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      param->name, -1);
      gtk_grid_attach (GTK_GRID (self->form), label, 0, row, 1, 1);
      gtk_grid_attach (GTK_GRID (self->form), field, 1, row, 1, 1);
      gtk_grid_attach (GTK_GRID (self->form), hint, 2, row, 1, 1);
      row++;
    }
  self->is_building = false;
}

/* "sort(self, stable, dim)" */
static char *
dup_signature (const TnsOp *op)
{
  const TnsSchema *schema = tns_op_get_schema (op);
  GString *text = g_string_new (schema->name);

  for (int p = 0; p < schema->n_params; p++)
    g_string_append_printf (text, "%s%s", p == 0 ? "(" : ", ", schema->params[p].name);
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

static void
set_up_signature (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "tnu-mono");
  gtk_list_item_set_child (item, label);
}

static void
bind_signature (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

/* Signatures of all overloads; the one in use is chosen. */
static void
show_overloads (TnuOpPanel *self)
{
  const TnsOp *first = tns_op_find (self->call.schema->name);
  g_autoptr (GtkStringList) signatures = gtk_string_list_new (NULL);
  guint chosen = 0, n = 0;

  for (const TnsOp *op = first; op != NULL; op = tns_op_get_next_overload (op))
    if ((op->flags & TNS_INTERNAL) == 0)
      {
        g_autofree char *signature = dup_signature (op);

        chosen = op == self->call.op ? n : chosen;
        n++;
        gtk_string_list_append (signatures, signature);
      }
  self->is_building = true;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->overloads), G_LIST_MODEL (signatures));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->overloads), chosen);
  gtk_widget_set_visible (self->overloads, n > 1);
  self->is_building = false;
}

static void
choose (TnuOpPanel *self, const TnsOp *op)
{
  g_autofree char *words = tnu_op_dup_words (op);
  g_autofree char *formula = g_strdup_printf ("%s%s%s", op->formula != NULL ? op->formula : "",
                                              op->derivative != NULL ? "    " : "",
                                              op->derivative != NULL ? op->derivative : "");
  g_autofree char *address
    = op->doc != NULL ? g_strconcat (DOC_ADDRESS, op->doc, NULL) : NULL;

  tnu_op_call_clear (&self->call);
  tnu_op_call_init (&self->call, op, self->name, self->variables);
  gtk_label_set_text (GTK_LABEL (self->title), self->call.schema->name);
  gtk_label_set_text (GTK_LABEL (self->words), words);
  gtk_label_set_text (GTK_LABEL (self->formula), formula);
  gtk_widget_set_visible (self->formula, *formula != '\0');
  gtk_widget_set_visible (self->link, address != NULL);
  if (address != NULL)
    gtk_link_button_set_uri (GTK_LINK_BUTTON (self->link), address);
  show_overloads (self);
  build_form (self);
  call_changed (self);
}

static void
overload_picked (TnuOpPanel *self)
{
  guint left = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->overloads));

  if (self->is_building || self->call.op == NULL)
    return;
  for (const TnsOp *op = tns_op_find (self->call.schema->name); op != NULL;
       op = tns_op_get_next_overload (op))
    if ((op->flags & TNS_INTERNAL) == 0 && left-- == 0)
      {
        choose (self, op);
        return;
      }
}

gboolean
tnu_op_panel_choose (TnuOpPanel *self, const char *name)
{
  const TnsOp *op = tns_op_find (name);

  g_return_val_if_fail (TNU_IS_OP_PANEL (self), FALSE);
  if (op == NULL)
    return FALSE;
  choose (self, tnu_op_choose_overload (op));
  return TRUE;
}

/* ---- the list ---- */

static GtkWidget *
new_row (const TnsOp *op)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *words = tnu_op_dup_words (op);
  GtkWidget *name = gtk_label_new (tns_op_get_schema (op)->name);
  GtkWidget *shelf = gtk_label_new (tnu_op_get_shelf (op));
  GtkWidget *what = gtk_label_new (words);

  gtk_widget_add_css_class (name, "tnu-mono");
  gtk_widget_add_css_class (shelf, "tnu-dim");
  gtk_widget_add_css_class (what, "tnu-dim");
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (what), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (what), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (line), shelf);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), what);
  gtk_widget_set_tooltip_text (row, words);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "op", (gpointer) op);
  return row;
}

static void
search_changed (TnuOpPanel *self)
{
  g_autoptr (GPtrArray) found
    = tnu_op_search (gtk_editable_get_text (GTK_EDITABLE (self->search)), MAX_FOUND);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
  for (guint k = 0; k < found->len; k++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), new_row (found->pdata[k]));
}

static void
row_selected (TnuOpPanel *self, GtkListBoxRow *row)
{
  if (row != NULL)
    choose (self, tnu_op_choose_overload (g_object_get_data (G_OBJECT (row), "op")));
}

/* Enter in the search takes the best match. */
static void
search_activated (TnuOpPanel *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);

  if (first != NULL)
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), first);
}

static gboolean
search_key_pressed (TnuOpPanel *self, guint key)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);

  if (key != GDK_KEY_Down || first == NULL)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (first));
  return GDK_EVENT_STOP;
}

/* ---- the object ---- */

gboolean
tnu_op_panel_apply (TnuOpPanel *self)
{
  g_return_val_if_fail (TNU_IS_OP_PANEL (self), FALSE);
  if (!tnu_code_row_is_legal (TNU_CODE_ROW (self->code)))
    return FALSE;
  tns_session_apply (self->session, tnu_code_row_get_code (TNU_CODE_ROW (self->code)));
  g_signal_emit (self, closed, 0);
  return TRUE;
}

static void
cancel (TnuOpPanel *self)
{
  g_signal_emit (self, closed, 0);
}

static void
tnu_op_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TnuOpPanel *self = TNU_OP_PANEL (object);

  if (id == PROP_CODE)
    g_value_set_string (value, tnu_code_row_get_code (TNU_CODE_ROW (self->code)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tnu_op_panel_dispose (GObject *object)
{
  TnuOpPanel *self = TNU_OP_PANEL (object);

  stop_trying (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  tnu_op_call_clear (&self->call);
  g_clear_pointer (&self->variables, g_ptr_array_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tnu_op_panel_parent_class)->dispose (object);
}

static gboolean
tnu_op_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TNU_OP_PANEL (widget)->search);
}

static void
tnu_op_panel_class_init (TnuOpPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tnu_op_panel_dispose;
  object_class->get_property = tnu_op_panel_get_property;
  GTK_WIDGET_CLASS (klass)->grab_focus = tnu_op_panel_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  closed = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                         NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_finder (TnuOpPanel *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", "Name, or what it should do", NULL);
  gtk_search_entry_set_search_delay (GTK_SEARCH_ENTRY (self->search), 60);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Find an operation", -1);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_changed), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (search_activated), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (cancel), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (search_key_pressed), self);
  gtk_widget_add_controller (self->search, keys);
  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "tnu-found");
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (row_selected), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (column), self->search);
  gtk_box_append (GTK_BOX (column), scroller);
  gtk_widget_add_css_class (column, "tnu-finder");
  return column;
}

static GtkWidget *
make_details (TnuOpPanel *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autoptr (GtkListItemFactory) signatures = gtk_signal_list_item_factory_new ();

  self->title = append_label (head, "tnu-panel-title");
  self->link = gtk_link_button_new_with_label ("", "PyTorch’s page");
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_box_append (GTK_BOX (head), self->link);
  gtk_box_append (GTK_BOX (column), head);
  self->words = append_label (column, "tnu-narration");
  self->formula = append_label (column, "tnu-mono");
  g_signal_connect (signatures, "setup", G_CALLBACK (set_up_signature), NULL);
  g_signal_connect (signatures, "bind", G_CALLBACK (bind_signature), NULL);
  self->overloads = gtk_drop_down_new (NULL, NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (self->overloads), signatures);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->overloads), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Signature", -1);
  g_signal_connect_swapped (self->overloads, "notify::selected", G_CALLBACK (overload_picked),
                            self);
  gtk_box_append (GTK_BOX (column), self->overloads);
  self->form = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->form), 6);
  gtk_grid_set_column_spacing (GTK_GRID (self->form), 12);
  gtk_box_append (GTK_BOX (column), self->form);
  self->verdict = append_label (column, "tnu-prose");
  self->results = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_append (GTK_BOX (column), self->results);
  gtk_widget_add_css_class (column, "tnu-details");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), column);
  gtk_widget_set_hexpand (scroller, TRUE);
  return scroller;
}

static void
tnu_op_panel_init (TnuOpPanel *self)
{
  GtkWidget *columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (columns), make_finder (self));
  gtk_box_append (GTK_BOX (columns), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (columns), make_details (self));
  gtk_widget_set_vexpand (columns, TRUE);
  gtk_widget_add_css_class (columns, "tnu-panel");
  gtk_box_append (GTK_BOX (self->box), columns);
  self->code = tnu_code_row_new ();
  g_signal_connect_swapped (self->code, "edited", G_CALLBACK (code_edited), self);
  g_signal_connect_swapped (self->code, "apply", G_CALLBACK (tnu_op_panel_apply), self);
  g_signal_connect_swapped (self->code, "cancel", G_CALLBACK (cancel), self);
  gtk_box_append (GTK_BOX (self->box), self->code);
}

GtkWidget *
tnu_op_panel_new (TnsSession *session, const char *name)
{
  TnuOpPanel *self = g_object_new (TNU_TYPE_OP_PANEL, NULL);
  TnsTimeline *timeline = tns_session_get_timeline (session);

  self->session = g_object_ref (session);
  self->name = g_strdup (name);
  self->variables
    = timeline != NULL
        ? tns_timeline_dup_variables (timeline, tns_session_get_cursor (session))
        : g_ptr_array_new ();
  search_changed (self);
  search_activated (self);
  return GTK_WIDGET (self);
}
