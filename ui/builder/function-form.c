/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Function form
 *
 * One TnuRecipe is the state. Choosing a word rebuilds the arguments below; typing writes into the
 * recipe. */
#include "ui/builder/function-form.h"

#include <string.h>

#include "ui/builder/shape-editor.h"
#include "ui/flow-box.h"
#include "ui/operation/row-parts.h"

#define NUMBER_CHARS 8
/* Of the longest group, whose words are those of the others: two even lines. */
#define LIKE_PER_LINE 4

struct _TnuFunctionForm
{
  GtkWidget parent_instance;

  TnsSession *session;
  TnuRecipe recipe;
  bool is_shape_wrong;
  GtkWidget *box;
  GPtrArray *words; /* (element-type GtkWidget), one per maker */
  GtkWidget *about;
  GtkWidget *arguments;
};

static void tnu_function_form_page_init (TnuBuilderPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TnuFunctionForm, tnu_function_form, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TNU_TYPE_BUILDER_PAGE,
                                                      tnu_function_form_page_init))

static void
form_changed (TnuFunctionForm *self)
{
  tnu_builder_page_changed (TNU_BUILDER_PAGE (self));
}

static GPtrArray *
dup_variables (TnuFunctionForm *self)
{
  TnsTimeline *timeline = tns_session_get_timeline (self->session);
  if (timeline == NULL)
    return g_ptr_array_new ();
  return tns_timeline_dup_variables (timeline, tns_timeline_get_n_steps (timeline));
}

/* ---- the page ---- */

static bool
check_shape (TnuFunctionForm *self, GError **error)
{
  if (!self->is_shape_wrong || tnu_maker_get (self->recipe.maker)->sizes == TNU_SIZES_NONE)
    return true;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       "every size of the shape is a whole number");
  return false;
}

static char *
dup_code (TnuBuilderPage *page, const TnuMaking *making, GError **error)
{
  TnuFunctionForm *self = TNU_FUNCTION_FORM (page);
  if (!check_shape (self, error))
    return NULL;
  return tnu_recipe_dup_code (&self->recipe, making, error);
}

/* (transfer full) (nullable): the layout of the tensor to be like, without numbers. */
static TnsTensor *
dup_like (TnuFunctionForm *self)
{
  g_autoptr (GPtrArray) variables = dup_variables (self);
  for (guint k = 0; k < variables->len; k++)
    {
      const TnsVariable *variable = variables->pdata[k];
      if (g_strcmp0 (variable->name, self->recipe.like) != 0)
        continue;
      TnsMeta layout = *tns_moment_get_meta (variable->value);
      layout.device = (TnsDevice) { TNS_DEVICE_META, -1 };
      return tns_tensor_new (&layout, NULL);
    }
  return NULL;
}

static bool
infer (TnuBuilderPage *page, const TnuMaking *making, TnsMeta *out, GError **error)
{
  TnuFunctionForm *self = TNU_FUNCTION_FORM (page);
  g_autoptr (TnsTensor) like = dup_like (self);
  if (!check_shape (self, error))
    return false;
  return tnu_recipe_infer (&self->recipe, making, like, out, error);
}

static void
tnu_function_form_page_init (TnuBuilderPageInterface *iface)
{
  iface->dup_code = dup_code;
  iface->infer = infer;
}

/* ---- arguments ---- */

static void
field_typed (GtkEditable *entry, TnuFunctionForm *self)
{
  int k = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (entry), "field"));
  g_free (self->recipe.fields[k]);
  self->recipe.fields[k] = g_strdup (gtk_editable_get_text (entry));
  form_changed (self);
}

static void
seed_typed (GtkEditable *entry, TnuFunctionForm *self)
{
  g_free (self->recipe.seed);
  self->recipe.seed = g_strdup (gtk_editable_get_text (entry));
  form_changed (self);
}

static void
shape_edited (TnuShapeEditor *editor, TnuFunctionForm *self)
{
  TnuShape shape;
  self->is_shape_wrong = !tnu_shape_editor_get_shape (editor, &shape);
  if (!self->is_shape_wrong)
    self->recipe.shape = shape;
  form_changed (self);
}

static void
like_chosen (GtkDropDown *list, GParamSpec *pspec, TnuFunctionForm *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (list);
  g_free (self->recipe.like);
  self->recipe.like = item != NULL ? g_strdup (gtk_string_object_get_string (item)) : NULL;
  form_changed (self);
}

static void
append_like (TnuFunctionForm *self)
{
  g_autoptr (GPtrArray) variables = dup_variables (self);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const char *wanted = self->recipe.like != NULL ? self->recipe.like
                                                 : tns_session_get_selected_name (self->session);
  guint chosen = 0;
  for (guint k = 0; k < variables->len; k++)
    {
      const char *name = ((TnsVariable *) variables->pdata[k])->name;
      gtk_string_list_append (names, name);
      if (g_strcmp0 (name, wanted) == 0)
        chosen = k;
    }
  if (variables->len == 0)
    {
      g_clear_pointer (&self->recipe.like, g_free);
      return;
    }
  g_autofree char *like = g_strdup (((TnsVariable *) variables->pdata[chosen])->name);
  g_free (self->recipe.like);
  self->recipe.like = g_steal_pointer (&like);
  GtkWidget *list = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (list), chosen);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Tensor to be like", -1);
  g_signal_connect (list, "notify::selected", G_CALLBACK (like_chosen), self);
  tnu_builder_append_row (self->arguments, "like", list);
}

static void
append_field (TnuFunctionForm *self, const TnuMakerField *field, int k)
{
  GtkWidget *entry = tnu_builder_entry_new (field->label, self->recipe.fields[k], NUMBER_CHARS);
  g_object_set_data (G_OBJECT (entry), "field", GINT_TO_POINTER (k));
  if (field->omitted != NULL && *field->omitted == '\0')
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), "as many as rows");
  g_signal_connect (entry, "changed", G_CALLBACK (field_typed), self);
  tnu_builder_append_row (self->arguments, field->label, entry);
}

static void
append_seed (TnuFunctionForm *self)
{
  GtkWidget *entry = tnu_builder_entry_new (
      "Seed", self->recipe.seed != NULL ? self->recipe.seed : "", NUMBER_CHARS);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), "none");
  gtk_widget_set_tooltip_text (entry, "A number writes torch.manual_seed in front, so that the "
                                      "same numbers come every time");
  g_signal_connect (entry, "changed", G_CALLBACK (seed_typed), self);
  tnu_builder_append_row (self->arguments, "seed", entry);
}

static void
fill_arguments (TnuFunctionForm *self)
{
  const TnuMaker *maker = tnu_maker_get (self->recipe.maker);
  tnu_row_clear (self->arguments);
  gtk_label_set_text (GTK_LABEL (self->about), maker->tooltip);
  self->is_shape_wrong = false;
  if (maker->group == TNU_MAKER_LIKE)
    append_like (self);
  if (maker->sizes != TNU_SIZES_NONE)
    {
      GtkWidget *editor = tnu_shape_editor_new (&self->recipe.shape);
      g_signal_connect (editor, "changed", G_CALLBACK (shape_edited), self);
      tnu_row_append_words (self->arguments, "shape", "tnu-key");
      gtk_label_set_xalign (GTK_LABEL (gtk_widget_get_last_child (self->arguments)), 0);
      gtk_box_append (GTK_BOX (self->arguments), editor);
    }
  for (int k = 0; k < tnu_maker_get_n_fields (maker); k++)
    append_field (self, &maker->fields[k], k);
  if (tnu_maker_is_random (maker))
    append_seed (self);
}

/* ---- words ---- */

static void
word_toggled (GtkToggleButton *button, TnuFunctionForm *self)
{
  guint index;
  if (!gtk_toggle_button_get_active (button)
      || !g_ptr_array_find (self->words, button, &index))
    return;
  tnu_recipe_set_maker (&self->recipe, (int) index);
  fill_arguments (self);
  form_changed (self);
}

static void
append_group (TnuFunctionForm *self, TnuMakerGroup group)
{
  GtkWidget *flow = tnu_flow_box_new ();
  GtkWidget *title = tnu_row_append_words (self->box, tnu_maker_group_get_name (group), "tnu-caps");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "tnu-builder-group");
  gtk_widget_add_css_class (flow, "tnu-builder-words");
  gtk_flow_box_set_max_children_per_line (
      GTK_FLOW_BOX (flow), group == TNU_MAKER_LIKE ? LIKE_PER_LINE : (guint) tnu_maker_get_n ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (flow), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  tnu_maker_group_get_name (group), -1);
  for (int k = 0; k < tnu_maker_get_n (); k++)
    {
      const TnuMaker *maker = tnu_maker_get (k);
      if (maker->group != group)
        continue;
      GtkWidget *word = g_ptr_array_index (self->words, k);
      tnu_flow_box_append (flow, word);
      gtk_widget_set_focusable (gtk_widget_get_parent (word), FALSE);
      gtk_widget_set_halign (gtk_widget_get_parent (word), GTK_ALIGN_START);
    }
  gtk_box_append (GTK_BOX (self->box), flow);
}

static void
make_words (TnuFunctionForm *self)
{
  for (int k = 0; k < tnu_maker_get_n (); k++)
    {
      const TnuMaker *maker = tnu_maker_get (k);
      GtkWidget *word = gtk_toggle_button_new_with_label (maker->name);
      g_autofree char *name = g_strdelimit (g_strdup (maker->name), "_", ' ');
      gtk_widget_add_css_class (word, "flat");
      gtk_widget_add_css_class (word, "tnu-op");
      gtk_widget_set_tooltip_text (word, maker->tooltip);
      gtk_accessible_update_property (GTK_ACCESSIBLE (word), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      -1);
      /* The group says it. */
      if (maker->group == TNU_MAKER_LIKE)
        {
          g_autofree char *stem
              = g_strndup (maker->name, strlen (maker->name) - strlen ("_like"));
          gtk_button_set_label (GTK_BUTTON (word), stem);
        }
      if (k > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (word),
                                     GTK_TOGGLE_BUTTON (self->words->pdata[0]));
      g_ptr_array_add (self->words, word);
    }
  gtk_toggle_button_set_active (self->words->pdata[self->recipe.maker], TRUE);
  for (guint k = 0; k < self->words->len; k++)
    g_signal_connect (self->words->pdata[k], "toggled", G_CALLBACK (word_toggled), self);
}

/* ---- the object ---- */

static gboolean
tnu_function_form_grab_focus (GtkWidget *widget)
{
  TnuFunctionForm *self = TNU_FUNCTION_FORM (widget);
  return gtk_widget_grab_focus (self->words->pdata[self->recipe.maker]);
}

static void
tnu_function_form_dispose (GObject *object)
{
  TnuFunctionForm *self = TNU_FUNCTION_FORM (object);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  g_clear_pointer (&self->words, g_ptr_array_unref);
  tnu_recipe_clear (&self->recipe);
  G_OBJECT_CLASS (tnu_function_form_parent_class)->dispose (object);
}

static void
tnu_function_form_class_init (TnuFunctionFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_function_form_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = tnu_function_form_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tnu_function_form_init (TnuFunctionForm *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->words = g_ptr_array_new ();
  tnu_recipe_init (&self->recipe, tnu_maker_find ("zeros"));
  make_words (self);
  for (int group = 0; group < TNU_N_MAKER_GROUPS; group++)
    append_group (self, group);
  self->about = tnu_row_append_words (self->box, "", "tnu-note");
  gtk_label_set_xalign (GTK_LABEL (self->about), 0);
  gtk_label_set_wrap (GTK_LABEL (self->about), TRUE);
  gtk_widget_add_css_class (self->about, "tnu-builder-about");
  self->arguments = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->box), self->arguments);
}

GtkWidget *
tnu_function_form_new (TnsSession *session)
{
  TnuFunctionForm *self = g_object_new (TNU_TYPE_FUNCTION_FORM, NULL);
  self->session = g_object_ref (session);
  fill_arguments (self);
  return GTK_WIDGET (self);
}

void
tnu_function_form_choose (TnuFunctionForm *self, const char *maker)
{
  g_return_if_fail (TNU_IS_FUNCTION_FORM (self));
  int index = tnu_maker_find (maker);
  if (index >= 0)
    gtk_toggle_button_set_active (self->words->pdata[index], TRUE);
}
